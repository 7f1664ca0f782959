/* acts_order_own.h - what the files of acts_order*.c share. Private to them. */
#ifndef TUI_ACTS_ORDER_OWN_H
#define TUI_ACTS_ORDER_OWN_H

#include "model/order.h"
#include "tui/acts_order.h"
#include "tui/acts_own.h"

/* Whose work `verb` would be, and who decides: what is offered in the box. Who is not of
 * the unit and may act for others writes it down for one of its people. hands_fini() it. */
void order_hands(struct tui *t, const struct duban_order *o, enum verb verb, struct hands *h);
/* Which order, to whom, what about, how long there is; lines appended. */
void order_about(struct tui *t, const struct duban_order *o, struct buf *out);
/* Do it; what was done is remembered and said. False: `err` says why not. */
bool order_do(struct tui *t, const struct hands *h, struct order_call *c, int64_t order,
              struct xh_err *err);

/* acts_order_forms.c: the words of an answer; the words of a draft. */
bool order_answer_form(struct tui *t, const struct duban_order *o);
bool order_draft_form(struct tui *t, const struct duban_order *o);

#endif
