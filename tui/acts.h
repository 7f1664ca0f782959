/* acts.h - what people do to rows, as flows of boxes: to one item or to several marked
 * ones (UX 1 flows, OFFICE 10, 14, 26).
 *
 * Every screen with rows comes here for F2 to F6, notes, evidence, new rows and editing,
 * so that they are the same everywhere. Verbs decide; here is only asked what they need:
 * what is missing is shown before, what fails is named after. */
#ifndef TUI_ACTS_H
#define TUI_ACTS_H

#include "tui/tui.h"

#define BARE_MS 30000           /* how long a private value stays on the screen */

/* What stands under the cursor, or is marked. */
struct targets { const int64_t *items; size_t n; };

/* F-bar: the word for what this person may do to the item (申请销号, 同意销号, 撤回 ...);
 * false and why when not (`why` NULL: not asked for, which is quicker). `item` 0: no row.
 * For commands that are no act: true. Commands that are one: CMD_ACT CMD_RETURN
 * CMD_EXTEND CMD_SUPERVISE CMD_REPORT CMD_EVIDENCE CMD_NOTE CMD_VISIT CMD_EDIT CMD_REPEAT
 * CMD_NEW. */
bool acts_may(struct tui *t, enum cmd cmd, int64_t item, const char **word,
              struct xh_err *why);
/* Run the flow of `cmd` on the targets. True when something was done. Of several, those
 * that could not be done are put into failed[0..*n_failed) (room for on->n) and named in
 * a box; with one, the refusal is shown. Each item of a batch is an act of its own;
 * Ctrl-Z takes the batch back. `failed` and `n_failed` may both be NULL. CMD_NEW ignores
 * the targets. */
bool acts_run(struct tui *t, enum cmd cmd, const struct targets *on, int64_t *failed,
              size_t *n_failed);
/* A new row of `list` (NULL: asked), a form. True when it was added; its item in
 * *item. */
bool acts_new(struct tui *t, const char *list, int64_t *item);
/* Tick, begin or take back the step of an item (详情, Space). */
bool acts_step(struct tui *t, int64_t item, const char *step);
/* The same step for one item or for many, with one day and one piece of evidence for all:
 * tick it, or begin it where it must last. What proves it is asked for first where the step
 * wants some. Of one that has it already this is said, nothing is taken back. Those it could not
 * be done for as in acts_run(). */
bool acts_steps(struct tui *t, const struct targets *on, const char *step, int64_t *failed,
                size_t *n_failed);
/* The same visit to each of them, in the short form; its day as in flow_visit(). True when
 * something was recorded; of several, those it was not for as in acts_run(). */
bool acts_visit(struct tui *t, const struct targets *on, int32_t *day, int64_t *failed,
                size_t *n_failed);
/* The promise of the item's `which`th visit was kept (0: the open one is asked for). */
bool acts_kept(struct tui *t, int64_t item, int64_t which);
/* One verb on one item with its box, for screens that know which (approve, grant,
 * refuse). True when it was done. */
bool acts_verb(struct tui *t, enum verb verb, int64_t item);
/* May this person do it now, or enter that a leader decided it on paper? `why` may be
 * NULL. */
bool acts_may_verb(struct tui *t, enum verb verb, int64_t item, struct xh_err *why);
/* The office's word for a verb on rows of a list: 同意销号. Borrowed. */
const char *acts_word(struct tui *t, const char *list, enum verb verb);

/* ---- decisions ---- */

/* What lies before one who decides: the request (0: none), the steps as frozen when it was
 * applied for, evidence, the last report's words; lines, appended. */
void acts_frozen(struct tui *t, int64_t item, int64_t request, struct buf *out);
/* Answer one open request: Enter alone grants it, or (`refuse`) refuses it with a reason. */
bool acts_answer(struct tui *t, int64_t item, int64_t request, bool refuse);
/* Several decisions with one box, each an act of its own; one reason for all that are
 * returned or refused, one signed form for all. `about` is what the box says. Of those not
 * done bad[i] is true, and they are named. */
struct acts_decision {
    enum verb verb;             /* approve, return, grant, refuse */
    int64_t item;
    int64_t request;            /* grant, refuse */
    const char *place;          /* approve: its rows in this village at once; NULL */
    int64_t of;                 /* one of these rows; 0: the item itself */
};
bool acts_decide(struct tui *t, const char *about, const struct acts_decision *v, size_t n,
                 bool *bad);
/* Whatever part `from` has in the rows (owner, handler, leader, leader in charge) goes to the
 * person named `to`, as verbs understand names. Otherwise as acts_run(). */
bool acts_hand_over(struct tui *t, const struct targets *on, int64_t from, const char *to,
                    const char *reason, int64_t *failed, size_t *n_failed);

/* 催办 was sent: counted on each of the items, together for Ctrl-Z. `kind` as in
 * model/remind.h. True when something was. */
bool acts_remind(struct tui *t, const char *kind, const int64_t *items, size_t n);

#endif
