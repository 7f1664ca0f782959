/* township.h - a township's folder: its draft configuration, and making a new one.
 *
 * The shipped configuration stands beside the program (running from its build folder) or
 * where it was installed. A new township gets a copy with its own name in it. */
#ifndef CLI_TOWNSHIP_H
#define CLI_TOWNSHIP_H

#include "config/draft_folder.h"
#include "model/store.h"

/* draft_folder_load(), and the complaints are printed to stderr. */
enum xh_rc draft_load(struct draft_folder *d, const char *dir, struct xh_err *err);
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
    const char *more;               /* YAML added to the end of its township.yaml; NULL: none */
};
/* Folder, configuration and database. On failure what was made is removed again. */
enum xh_rc township_found(const struct founding *f, const struct env *env, struct store **out,
                          struct xh_err *err);

#endif
