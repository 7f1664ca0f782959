/* review.h - what waits for one person's decision (待我审核; ENGINE 13, 26, 27): applications
 * for cross-off, whole villages of them as one row, requests, items sent back as not ours,
 * answers to orders.
 *
 * What the person's roles let him decide but two people forbid (his own work, his own
 * request) is in the list too, not as his: another person decides it, or he writes down
 * what a leader decided on paper. */
#ifndef MODEL_REVIEW_H
#define MODEL_REVIEW_H

#include "model/order.h"
#include "model/query.h"

enum review_kind {
    REVIEW_CLOSE,               /* applied for cross-off */
    REVIEW_VILLAGE,             /* a village's rows, all applied for (整村验收) or not */
    REVIEW_REQUEST,             /* extend hold skip reopen rebase */
    REVIEW_GIVEN_BACK,          /* 不属本单位: assign it to somebody else */
    REVIEW_ANSWER,              /* an order has been answered */
    REVIEW_KINDS
};

struct review_row {
    enum review_kind kind;
    bool mine;                  /* false: another person must decide */
    int64_t item;               /* a village's: the parent of its rows; an order's: 0 */
    int64_t request, order;     /* 0 */
    int64_t version;            /* of the item */
    char *code, *title;         /* an order's: its number, what about */
    char *list;                 /* id; a village's: that of its rows; "" */
    enum colour colour;         /* shown; a village's: the worst; an order's: none */
    char *state;                /* id; of an item */
    char *by;                   /* who asked: the name; a village's may be several */
    int32_t on;                 /* asked, applied, sent back, answered */
    int32_t due;                /* the reviewer's deadline; DAY_NONE: none is set */
    int64_t evidence;           /* pieces of it */
    int64_t returns;            /* times returned before; applied again since: `again` */
    bool again;
    /* a request */
    enum verb asked;
    int32_t to;                 /* new date, expected reply; DAY_NONE */
    char *step, *office, *reason, *doc;         /* ids and words; "" */
    /* a village */
    char *place;                /* its name */
    int64_t *members; size_t n_members, cap_members;
    int64_t not_applied;        /* open rows there that nobody applied for: not whole */
};
struct reviews {
    struct review_row *v; size_t n, cap;
    size_t mine;                /* of them; they come first */
    bool cut;                   /* there are more than were read */
};

/* What waits for `reader` today: his own first, what is over its time before the
 * rest, then by the day it was asked. `out` zeroed before; reviews_fini() after either
 * way. */
enum xh_rc reviews_load(struct store *st, const struct env *env, int64_t reader,
                        struct reviews *out, struct xh_err *err);
void reviews_fini(struct reviews *r);

/* Workdays of the reviewer's time used, and all there are (0: no time is set). */
void review_used(const struct defs *defs, const struct review_row *r, int32_t today, int *used,
                 int *all);

/* The last thing the person decided (approved, returned, granted, refused, closed an
 * answer). False: nothing that is remembered. `code` is owned by the caller. */
struct review_last { int64_t at; enum verb verb; char *code; };
bool review_last(struct store *st, int64_t person, struct review_last *out);

#endif
