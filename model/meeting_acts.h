/* meeting_acts.h - what was decided comes into force: the acts a decision leads to, by the
 * same verbs everybody uses (OFFICE 16, ENGINE 26, 27).
 *
 *   limit      limit on every late row; on what is not late, a note
 *   lead       assign          extend     grant, or extend
 *   order      a draft order   close      approve
 *   on site, next time, other words       a note
 *
 *   return     return, with the text as its reason
 *
 * What gives somebody something to do besides becomes an item of the list `meetings`. A
 * decision is the chair's, recorded with the signed form; without one, or where the chair
 * may not decide about the row, whoever records it decides by his own permission, or it
 * fails and says who can.
 *
 * What came back on paper (`is_reply`) with the marked sheet at hand is never recorded in
 * another name because the chair has worked on the row himself: two people refuse it. What
 * is a note in a meeting is an instruction of his there. */
#ifndef MODEL_MEETING_ACTS_H
#define MODEL_MEETING_ACTS_H

#include "model/meeting.h"
#include "model/order.h"
#include "model/verbs.h"

/* The list decisions become items of; NULL when the township has none. */
const struct list_def *meeting_list(const struct defs *defs);
/* How the titles of items a row has led to begin: its code and what it is called. Caller
 * frees. */
char *meeting_item_begins(const struct meeting_row *r);

/* Who carries an act out: verb_run() and order_run(), or what the screen puts around
 * them. */
struct meeting_hands {
    enum xh_rc (*verb)(void *ctx, const struct who *who, const struct call *call,
                       struct result *out, struct xh_err *err);
    enum xh_rc (*order)(void *ctx, const struct who *who, const struct order_call *call,
                        struct order_result *out, struct xh_err *err);
    /* An act is done and stands in the meeting: to be kept at once. May be NULL. */
    void (*done)(void *ctx);
    void *ctx;
    int64_t actor;
    const char *paper;          /* the form the chair has signed; NULL: none */
};

/* Everything row `at` still needs; what was done before is not done again. It is done, or
 * its `failed` says what not and why: true in the first case. `acts` (may be NULL) is
 * added to. */
bool meeting_carry_out(struct store *st, const struct env *env, struct meeting *m, size_t at,
                       const struct meeting_hands *hands, size_t *acts);
/* What has been taken back since (undone, voided) is no longer done: true when there was
 * such a thing. */
bool meeting_look_back(struct store *st, struct meeting *m);
/* The row with the newest act, whoever did it; m->n: there is none. */
size_t meeting_newest(struct store *st, const struct meeting *m);
/* Take back by `actor` everything the row has led to, the last act first: all of it and
 * nothing else, or nothing, and `err` says why not. `n`: how many acts. The row itself stays
 * as it is; meeting_look_back() afterwards. */
enum xh_rc meeting_take_back(struct store *st, const struct env *env, const struct meeting_row *r,
                             int64_t actor, size_t *n, struct xh_err *err);
/* The phases in which a decision's verb does something (ENGINE 20); on hold a limit is
 * still a note and an item of its own. `request` (0: none): one for more time that is
 * open. */
bool meeting_takes(enum meeting_what what, int64_t request, enum phase phase);
/* Can the decision still be carried out on a row as it stands now? On what is crossed off
 * or waits for its reviewer a limit, a lead unit, more time or an order come too late; only
 * what waits can be crossed off. Of a group one of its rows is enough. `request` (0: none)
 * is the one it would grant. XH_REFUSED says why not and what can be decided instead. */
enum xh_rc meeting_can_decide(struct store *st, const struct env *env,
                              const struct meeting_row *r, enum meeting_what what,
                              int64_t request, struct xh_err *err);
/* Has anything of it been done, so that it cannot be decided otherwise any more? */
bool meeting_row_touched(const struct meeting_row *r);

#endif
