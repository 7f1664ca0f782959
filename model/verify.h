/* verify.h - is the record whole? (invariant 3, ENGINE 32, 35)
 *
 * Chain: every hash follows from the one before. Facts: folding all events into an empty
 * database gives exactly the stored facts and outcomes. Derived: recomputing gives the
 * stored columns. Private: every hash has its value, or an erase. Evidence: every file is
 * there and unchanged. Each finding names where and what. */
#ifndef MODEL_VERIFY_H
#define MODEL_VERIFY_H

#include "model/mem.h"
#include "model/store.h"
#include "model/verify_code.h"

#define VERIFY_LINES 50
struct verify_part {
    size_t checked, bad;
    struct buf findings;        /* at most VERIFY_LINES, then a count */
};
/* One more finding, a line without newline. */
void verify_find(struct verify_part *part, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct verify {
    struct verify_part chain, facts, derived, private_values, evidence;
    int64_t events;
    uint8_t head[HASH_SIZE];    /* hash of the last event */
    int64_t on_paper;           /* decisions recorded from paper (ENGINE 27) */
};
/* How far it is; false: stop. */
typedef bool verify_progress(void *ctx, const char *part, size_t done, size_t all);
/* XH_OK when whole, XH_DB when anything is bad (findings filled), XH_REFUSED when it was told
 * to stop: then what `out` has means nothing. One read snapshot; nothing is written. */
enum xh_rc verify_run(struct store *st, verify_progress *progress, void *ctx, struct verify *out,
                      struct xh_err *err);
void verify_fini(struct verify *v);

/* Does the file still hold the record up to event `seq` unchanged, as the code on paper says
 * (verify_code.h; as typed, pasted or scanned)? XH_OK, or XH_REFUSED naming what differs,
 * the first event that is wrong first. */
enum xh_rc verify_code(struct store *st, int64_t seq, const char *code, struct xh_err *err);

#endif
