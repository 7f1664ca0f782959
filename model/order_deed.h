/* order_deed.h - what the acts on orders share while one of them runs. Private to
 * model/order_*.c; everybody else calls order_run(). */
#ifndef MODEL_ORDER_DEED_H
#define MODEL_ORDER_DEED_H

#include "model/deed.h"
#include "model/order.h"

struct drafted { int64_t item; char action[EVENT_ACTION]; };

struct order_deed {
    struct act *a;
    const struct order_call *c;
    struct order_result *out;
    struct duban_order o;               /* as it stood before; supervise: empty */
    char *name;                         /* what it is called before the act */
    int64_t doer;                       /* whose work: on behalf of, else the actor */
    int64_t decider;                    /* decided by, else the doer */
    const struct evidence_file *files;  /* c->evidence, stored */
    const struct evidence_file *paper;  /* the signed form, stored; NULL */
    struct drafted *drafted; size_t n_drafted, cap_drafted;     /* supervise */
    bool asks_only;                     /* order_may(): the first refusal is enough */
    bool quiet;                         /* and nobody reads it */
};

/* Say what happened, a line. */
void order_say(struct order_deed *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* What every event of the call carries: reason, row of the sheet, the signed form. */
void order_notes(struct order_deed *d);

/* model/order_may.c. Each fails the act; those with `more` put what they refuse there and
 * go on looking.
 *
 * Permission of `person` for `verb` on every item. */
void order_permit(struct order_deed *d, int64_t person, enum verb verb);
/* deed_identities() on every item. */
void order_identities(struct order_deed *d, enum deed_kind kind);
/* Receipt and answer are the unit's own: of its people, or of those responsible for every
 * item. Whoever types it for one of them says so. A superior's are written down by us. */
void order_side(struct order_deed *d);
/* ENGINE 26: what the order demands is decided by nobody who drafted it, is of the unit
 * it goes to, or works on one of the items. */
void order_signer(struct order_deed *d, struct xh_err *more);
/* Nobody judges an answer of his own, given, typed, or of his own unit. */
void order_judge(struct order_deed *d, struct xh_err *more);

/* model/order_draft.c: draft one order per unit from d->c->codes. */
void order_draft(struct order_deed *d);
/* model/order_redraft.c: change a draft by d->c->fields. */
void order_redraft(struct order_deed *d);

#endif
