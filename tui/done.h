/* done.h - what this person has done since the screen was opened: to take it back, to do
 * it again, to do the same to another row.
 *
 * The record decides what may be undone (ENGINE 31); here is only remembered what to ask
 * it for. The acts of a batch are taken back and done again together. */
#ifndef TUI_DONE_H
#define TUI_DONE_H

#include "model/order.h"
#include "tui/tui.h"

/* A call with everything it points to: valid as long as it is kept. */
struct kept_call {
    struct call call;
    struct who who;
    char **texts; size_t n_texts, cap_texts;    /* what `call` and `who` point to */
    struct pair *fields;
    const char **evidence, **captions;
    struct visit_call *visit;
};
void kept_call_init(struct kept_call *k, const struct who *who, const struct call *call);
void kept_call_fini(struct kept_call *k);

/* An act on orders: done, remembered (several drafts as one) and said. A refusal comes back
 * in `err` and nothing is shown. */
enum xh_rc tui_order(struct tui *t, const struct who *who, const struct order_call *call,
                     struct order_result *out, struct xh_err *err);

/* Between these, what is done counts as one for Ctrl-Z and Ctrl-Y. */
void done_batch_begin(struct tui *t);
void done_batch_end(struct tui *t);
/* The last call that was done and not taken back; NULL: none, or an act that was no call.
 * Borrowed until the next act. */
const struct kept_call *done_last(const struct tui *t);
/* Ctrl-Z and Ctrl-Y; the status line says what was taken back or done again, or why
 * not. */
void done_undo(struct tui *t);
void done_redo(struct tui *t);
/* It was taken back otherwise: not to be asked for any more. */
void done_forget(struct tui *t, const char *action);
void done_free(struct done *d);         /* NULL is fine */

#endif
