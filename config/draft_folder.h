/* draft_folder.h - the township's draft: config/ as it lies there, checked and weighed
 * against what is in force (ENGINE 33).
 *
 * `config check`, `config apply` and the screen ask here, so that they say the same. */
#ifndef CONFIG_DRAFT_FOLDER_H
#define CONFIG_DRAFT_FOLDER_H

#include "config/config.h"
#include "model/def_store.h"

struct draft_folder {               /* zeroed is empty; draft_folder_fini() always */
    struct config config;
    struct config_text *texts;
    struct config_bundle bundle;    /* borrows from the two above; valid without complaints */
};
/* Load and check the folder `dir`. XH_CONFIG: d->config.complaints say what is wrong and
 * where, `err` sums them up. */
enum xh_rc draft_folder_load(struct draft_folder *d, const char *dir, struct xh_err *err);
/* The same of texts that lie nowhere: what the folder would be with other files in it. */
enum xh_rc draft_folder_texts(struct draft_folder *d, const struct config_text *texts, size_t n,
                              struct xh_err *err);
void draft_folder_fini(struct draft_folder *d);

/* What a loaded draft would change. *same: it is what is in force already, nothing to
 * weigh. Changes nothing. Needs the permission `config`. */
enum xh_rc draft_folder_weigh(const struct draft_folder *d, struct store *st,
                              const struct env *env, int64_t person, bool *same,
                              struct impact *out, struct xh_err *err);
/* Put it in force. */
enum xh_rc draft_folder_apply(const struct draft_folder *d, struct store *st,
                              const struct env *env, int64_t person, struct xh_err *err);

#endif
