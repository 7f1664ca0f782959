/* replay.h - the record told again: folding every event into an empty database must give
 * the facts and outcomes that are stored (invariant 3, ENGINE 32). A part of verify.h.
 *
 * No guard runs and no configuration is read: only events and private values. One event
 * at a time is in memory, besides the database that results. */
#ifndef MODEL_REPLAY_H
#define MODEL_REPLAY_H

#include "model/event.h"
#include "model/verify.h"

struct replay_gap { int64_t event, id; char *table, *column; };     /* a private value not there */

struct replay {
    struct db *from;            /* borrowed: the file, inside one read snapshot */
    struct db *to;              /* owned: what the record says, in memory */
    struct verify_part *facts, *private_values;     /* borrowed: where findings go */
    verify_progress *progress; void *progress_ctx;  /* may be NULL */
    char *config, *rows, *practice;     /* owned; what the last events of configuration say of the
                                         * tables outside the record; NULL: nothing */
    /* private */
    struct replay_gap *gaps; size_t n_gaps, cap_gaps;
    char **secret; size_t n_secret, cap_secret;     /* "table.column" that ever held such values */
    int64_t resolved;           /* rows of `private` a cell has asked for */
    int64_t events;             /* in `from` */
    char *kept;                 /* the value the resolver handed out last */
};

/* Fold everything. Damaged events and private values become findings; only trouble with
 * the databases themselves is an error. replay_fini() in any case. */
enum xh_rc replay_fold(struct replay *r, struct xh_err *err);
/* Compare what came out with what is stored: the tables themselves, then row by row,
 * column by column. Derived columns are not looked at. Counts rows in facts->checked. */
enum xh_rc replay_compare(struct replay *r, struct xh_err *err);
void replay_fini(struct replay *r);

/* ---- private to replay*.c ---- */

/* Events folded between two commits of the database in memory, and two calls of
 * `progress`; rows compared between two calls. */
#define REPLAY_BATCH 512

/* Tell `progress` how far it is. XH_REFUSED when it is to stop. */
enum xh_rc replay_go_on(struct replay *r, size_t done, size_t all, struct xh_err *err);

#endif
