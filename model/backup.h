/* backup.h - backups: the database and its evidence in one folder, verified (ENGINE 35, 36).
 *
 * TARGET/xiaohao-2026-11-20-01 holds xiaohao.db (one file, no WAL), evidence/, config/ (the
 * draft), meetings/ (what was decided, carried out or not) and manifest.txt. It is made as
 * TARGET/half-made-..., brought to disk, read back and verified, and only then gets its
 * name; what is half-made is never taken for a backup and
 * swept by the next one. Nothing that exists is ever overwritten, and the gate is not held.
 *
 * Evidence is always a real copy: a link to the original would be damaged with it. What an
 * earlier backup of this township in the same target holds as a copy is linked to that where
 * the file system can, after its content was checked: a backup every day costs little room.
 * On FAT and exFAT every backup has its own copies. */
#ifndef MODEL_BACKUP_H
#define MODEL_BACKUP_H

#include "model/act.h"
#include "model/manifest.h"
#include "model/store.h"

struct backup_made {                /* zeroed is empty; backup_made_fini() */
    char *path;                     /* the folder; NULL: none was made */
    struct manifest manifest;
    int64_t copied, linked;         /* evidence files */
    struct buf findings;            /* what is not whole about the township itself */
};
void backup_made_fini(struct backup_made *b);

/* A backup in the existing folder `target`; NULL: HOME/backup. Needs the permission `care`.
 * XH_OK: made and whole. XH_DB with out->path set: made, a faithful copy, but the township
 * itself is not whole, as `findings` say. Otherwise nothing was left behind. A good one is
 * remembered in the township. */
enum xh_rc backup_make(struct store *st, const struct env *env, const struct who *who,
                       const char *target, const struct watch *watch,
                       struct backup_made *out, struct xh_err *err);

/* Permission `care`; under a configuration from before there was one, `config`. */
enum xh_rc backup_permit(struct db *db, const struct defs *defs, int64_t person,
                         struct xh_err *err);

/* The same below a store: for a database that this program cannot open yet. `check` reads
 * the copy in `folder`, sets m->whole, m->township and adds findings; its failure is the
 * backup's. */
struct backup_source {
    const char *home;
    struct db *db;
    enum manifest_kind kind;
    bool with_files;                /* evidence, config and meetings, too */
    const char *target;             /* NULL: HOME/backup */
    const struct watch *watch;
    enum xh_rc (*check)(void *ctx, const char *folder, struct manifest *m,
                        struct buf *findings, struct xh_err *err);
    void *check_ctx;
};
enum xh_rc backup_write(const struct backup_source *src, const struct env *env,
                        struct backup_made *out, struct xh_err *err);
/* Fill in what the database itself says: events, head, start, items, practice, schema. */
enum xh_rc backup_describe(struct db *db, struct manifest *m, struct xh_err *err);

/* The newest good backup that was made. False: none. Caller frees *path. */
bool backup_last(struct store *st, int32_t *day, int64_t *events, char **path);
/* The day of the township's first event. */
int32_t backup_first_day(struct store *st);
/* Lines "event TAB day TAB path" of all good backups known, the newest last; "" when there
 * are none. Caller frees. */
char *backup_known(struct store *st);

#endif
