/* aside.h - a transaction for what stands in the database beside the record: saved views,
 * preferences. No event, no chain, no undo; but whoever writes stands in the same line
 * (ENGINE 36), and a township restored meanwhile is not written into. */
#ifndef MODEL_ASIDE_H
#define MODEL_ASIDE_H

#include "model/store.h"

/* `what` is written into the lock file for those who wait. After XH_OK aside_end() must
 * follow; after anything else nothing is held. */
enum xh_rc aside_begin(struct store *st, const char *what, struct xh_err *err);
/* Commit, or roll back when `rc` is not XH_OK; what is returned is the outcome. */
enum xh_rc aside_end(struct store *st, enum xh_rc rc, struct xh_err *err);

#endif
