/* gate.h - writers and checkpointers take turns (invariant 11, ENGINE 36).
 *
 * SQLite 3.7.0-3.51.2 can lose committed pages when one connection resets the WAL while
 * another checkpoints. One exclusive flock() on xiaohao.lock around every write
 * transaction, checkpoint and close prevents it and is fairer than the busy handler.
 *
 * One descriptor (O_CLOEXEC, O_NOFOLLOW) per process and lock file, opened once,
 * depth-counted: entering twice is entering once. While it is held: no fork, exec,
 * printing, file copy, VACUUM INTO or waiting for input. */
#ifndef MODEL_GATE_H
#define MODEL_GATE_H

#include <stdbool.h>

#include "model/err.h"

struct gate;

/* Opens (creating with mode 0660) `path`. The same path gives the same gate,
 * reference-counted. */
enum xh_rc gate_open(const char *path, struct gate **out, struct xh_err *err);
void gate_close(struct gate *g);        /* NULL is fine; must not be held */

/* Wait for the turn. `who` ("王建国 approve") is written with the pid into the lock file
 * so that others can say who holds it. After 5 s `waiting` (may be NULL) is told the
 * holder's line once; after 30 s XH_DB naming the holder. */
typedef void gate_waiting(void *ctx, const char *holder);
enum xh_rc gate_enter(struct gate *g, const char *who, gate_waiting *waiting, void *ctx,
                      struct xh_err *err);
void gate_leave(struct gate *g);
bool gate_is_held(const struct gate *g);
bool gate_any_is_held(void);            /* of this process: who runs programs asserts none is */

/* For tests: other limits than 5 and 30 s, in milliseconds. */
void gate_set_limits(struct gate *g, int tell_ms, int give_up_ms);

#endif
