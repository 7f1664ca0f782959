/* exchange.h - another database takes the township's name while others have the old one
 * open (ENGINE 36).
 *
 * Renaming alone is not enough: SQLite finds -wal and -shm by name. An old -wal beside
 * the new file would be replayed onto it; a -wal taken from the old file loses what was
 * acknowledged. So, with the gate held:
 *
 *   1. the new database is whole and on disk as xiaohao.db.restored, in WAL mode, with
 *      neither -wal nor -shm;
 *   2. the mark xiaohao.restoring appears: from now on everybody finishes the exchange
 *      before opening, and no act begins;
 *   3. the old database and its -wal get a second name in the folder that keeps them;
 *   4. -wal and -shm lose their name, the new database takes over the old one's;
 *   5. the mark goes.
 *
 * Killed anywhere, the next who opens goes on from where it stood. Whoever has the old
 * file open keeps reading it as it was; act_begin() sees another inode and refuses. */
#ifndef MODEL_EXCHANGE_H
#define MODEL_EXCHANGE_H

#include <stdbool.h>

#include "model/err.h"

#define EXCHANGE_NEW "xiaohao.db.restored"

/* Put HOME/xiaohao.db.restored in place; the old one goes into the existing folder HOME/
 * `keep` as xiaohao.db, with its -wal. The gate must be held. On failure before the old
 * one was touched, no mark is left; after it, the mark stays for the next to finish. */
enum xh_rc exchange_run(const char *home, const char *keep, struct xh_err *err);
/* Is there the mark of an exchange that goes on or was interrupted? */
bool exchange_is_pending(const char *home);
/* Finish it; nothing to do is fine. The gate must be held. */
enum xh_rc exchange_finish(const char *home, struct xh_err *err);

/* For failure tests: end the process as SIGKILL would before the n-th step from now. */
void exchange_die_at(int n);
/* And: as on a file system without hard links. */
void exchange_without_links(bool without);

#endif
