/* def_store.h - the configuration in force: stored, applied, weighed beforehand (ENGINE
 * 33, 34).
 *
 * YAML files are the draft; what counts is in the database: the whole text with its hash,
 * and the checked definitions as rows. Start-up reads the rows, never YAML. */
#ifndef MODEL_DEF_STORE_H
#define MODEL_DEF_STORE_H

#include "model/act.h"

/* The definitions stored as rows; NULL in *out (and XH_OK) when there are none yet or
 * they do not fit this program: then the caller compiles the stored text. */
enum xh_rc def_store_load(struct db *db, struct defs **out, struct xh_err *err);
/* Write the rows for `docs`. Not facts: they follow from the text. */
enum xh_rc def_store_rows(struct db *db, const struct def_document *docs, size_t n,
                          struct xh_err *err);
/* SHA-256 over those rows. The event that applied them notes it ("rows"), so that verify
 * sees when somebody has given himself a role behind the record's back. */
enum xh_rc def_store_digest(struct db *db, char hex[static HASH_HEX], struct xh_err *err);
/* The stored texts of the configuration `hash`. Caller frees with config_texts_free(). */
struct config_text *def_store_texts(struct db *db, const char *hash, size_t *n,
                                    struct xh_err *err);
void config_texts_free(struct config_text *texts, size_t n);

/* Put a configuration in force inside an act: texts, rows, field registry, meta. Refused:
 * a field changing type or unit (ENGINE 34), a list dropped while it has open items.
 * Everything is recomputed, streaks restart. `new_defs` goes over to the store. */
void def_store_put(struct act *a, const struct config_bundle *bundle,
                   struct defs *new_defs);

/* What a configuration would change, or has changed: items by colour before and after. */
struct impact_day {
    int32_t day;
    int64_t moved[5][5];        /* [before][after] by enum colour */
};
struct impact {
    struct impact_day *days; size_t n_days;     /* today, then the first workday after each long
                                                 * holiday of the year */
    int64_t due_moved;          /* items whose deadline moves */
    struct impact_row {
        int64_t item;
        char *code;             /* owned */
        enum colour from, to;
    } *rows; size_t n_rows;     /* up to IMPACT_ROWS items whose colour changes today */
};
#define IMPACT_ROWS 20
void impact_fini(struct impact *i);
/* Apply, or with `dry` find out what it would do and change nothing. */
enum xh_rc config_apply(struct store *st, const struct env *env, const struct who *who,
                        const struct config_bundle *bundle, bool dry, struct impact *out,
                        struct xh_err *err);

#endif
