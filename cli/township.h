/* township.h - a township's folder: its draft configuration, and making a new one.
 *
 * The shipped configuration stands beside the program (running from its build folder) or
 * where it was installed. A new township gets a copy with its own name in it. */
#ifndef CLI_TOWNSHIP_H
#define CLI_TOWNSHIP_H

#include "config/config.h"
#include "model/store.h"

struct draft {                      /* zeroed is empty; draft_fini() always */
    struct config config;
    struct config_text *texts;
    struct config_bundle bundle;    /* borrows from the two above */
};
/* Load and check the folder `dir`. XH_CONFIG: the complaints are printed to stderr, `err`
 * sums them up. */
enum xh_rc draft_load(struct draft *d, const char *dir, struct xh_err *err);
void draft_fini(struct draft *d);
/* For store_open(): stored texts compiled anew. */
struct defs *draft_compile(const struct config_text *texts, size_t n, struct xh_err *err);

/* A township to be made. `home` may exist, but nothing of a township may be in it. */
struct founding {
    const char *home, *name;
    bool practice;
    const char *exe_dir;
    const char *caller;             /* the founding person's name */
    int64_t uid;
    bool on_workday;                /* the day of `env`, or the first workday after it */
};
/* Folder, configuration and database. On failure what was made is removed again. */
enum xh_rc township_found(const struct founding *f, const struct env *env, struct store **out,
                          struct xh_err *err);

#endif
