/* settle.h - 期限核定: the deadlines a ledger brought along that are past already are looked at
 * one by one, kept or set anew with their basis (OFFICE 6, ENGINE 37).
 *
 * What is to be done is gathered first - everything past due, rows of a file, rows marked on
 * the screen - and then done as one: all or none (invariant 12). */
#ifndef MODEL_SETTLE_H
#define MODEL_SETTLE_H

#include "model/grid.h"
#include "model/query.h"
#include "model/verbs.h"

struct settle {                 /* zeroed is empty; settle_fini() always */
    struct call *calls; size_t n, cap;
    char **kept; size_t n_kept, cap_kept;       /* private: texts the calls borrow */
    size_t skipped;             /* rows of a file without a date: not settled yet */
    /* after settle_run() */
    char **why; size_t n_why;   /* of each call: why it was refused, owned; NULL: it was not */
    size_t refused, done, asked;
    char (*actions)[EVENT_ACTION]; size_t n_actions;    /* of those done and asked, for undo */
};
void settle_fini(struct settle *s);

/* One more: to the day `to`, or kept (DAY_NONE). Texts are copied. */
void settle_add(struct settle *s, const char *code, int32_t to, const char *reason);
/* The rows of a file: columns code (编号), to (核定时限; 保留 keeps), reason (依据). `reason`
 * stands where a row has none. XH_REFUSED names every line that is wrong. */
enum xh_rc settle_read(struct settle *s, const struct grid *g, const char *reason,
                       struct xh_err *err);
/* A question about open rows becomes one about those past due: `where` has room for one
 * condition more, `text` keeps it. */
void settle_past_due(struct filter *f, const char **where, char text[static 32]);

/* All of them, or none when one is refused (XH_REFUSED, s->why says why). `trial`: nothing
 * is written whatever comes out. */
enum xh_rc settle_run(struct settle *s, struct store *st, const struct env *env,
                      const struct who *who, bool trial, struct xh_err *err);

/* What somebody has said about an item's deadline as it is now. */
enum settle_state {
    SETTLE_NOT,                 /* nothing yet */
    SETTLE_KEPT,                /* looked at, it stays */
    SETTLE_ASKED,               /* a new one is asked for and not answered yet */
};
struct settle_word {
    enum settle_state state;
    int32_t day;                /* kept: on; asked: the new date */
    char *basis;                /* owned; "" */
};
enum xh_rc settle_word(struct store *st, int64_t item, int32_t due, struct settle_word *out,
                       struct xh_err *err);

#endif
