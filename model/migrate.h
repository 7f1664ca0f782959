/* migrate.h - a database of an older version is brought to this program's (DESIGN 7).
 *
 * First a backup in HOME/backup, verified: read back, and a copy of it migrated and verified
 * as a rehearsal; evidence is left out, a migration does not touch it. Then the migration
 * itself, one transaction in the gate, only if nothing was written since the backup. If any
 * of it fails, nothing is migrated. */
#ifndef MODEL_MIGRATE_H
#define MODEL_MIGRATE_H

#include "model/file.h"
#include "model/store.h"

struct migration {
    const char *home;
    const struct env *env;          /* day and moment of the backup */
    config_compile *compile;
    const struct watch *watch;      /* NULL is fine */
    void (*say)(void *ctx, const char *line);   /* what is being done; NULL is fine */
    void *ctx;
};

/* store_open(), and an older database is migrated before; a reader does so as well, if it
 * may write there, else is told who must. */
enum xh_rc migrate_open(const struct migration *m, bool write, struct store **out,
                        struct xh_err *err);

#endif
