/* acts_order.h - what people do to an order or a letter, as boxes: sign, deliver,
 * acknowledge, answer, close, send back, withdraw (OFFICE 13; ENGINE 26, 27).
 *
 * The list of orders and the screen of one come here, so that F2 and F3 are the same on
 * both. The acts are those of model/order.h; here is asked what each of them needs. */
#ifndef TUI_ACTS_ORDER_H
#define TUI_ACTS_ORDER_H

#include "tui/tui.h"

/* What the F-bar says for an order, kept while it is shown: painting asks often. */
struct order_labels {
    int64_t order;              /* 0: not known */
    struct { bool may; const char *word; } v[3];
};

/* F-bar: the word for what this person may do to the order (签发, 送达, 签收 ...), by
 * himself, for one of the unit or by a form signed by a leader; false and why when not
 * (`why` NULL: painting; taken from `kept`, which the screen clears when it loads).
 * Commands that are an act: CMD_ACT CMD_RETURN CMD_EDIT; true for all others. */
bool acts_order_may(struct tui *t, enum cmd cmd, int64_t order, struct order_labels *kept,
                    const char **word, struct xh_err *why);
/* Run it. True when something was done; the record of it can be taken back (done.h). */
bool acts_order_run(struct tui *t, enum cmd cmd, int64_t order);
/* A draft for a unit with red rows: asks which, then the box of F5 about those of them no
 * open order is about. True when something was drafted. */
bool acts_order_new(struct tui *t);

#endif
