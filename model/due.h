/* due.h - deadlines of an item and its steps (ENGINE 14-16, 19). Pure.
 *
 * A deadline is an anchor day, plus an offset, plus the workdays of every stop after the
 * anchor was settled. A day that stands in for a step not yet done is that step's own
 * due: it already contains its moves and is not moved twice. Limits of `status: statute`
 * are never moved. */
#ifndef MODEL_DUE_H
#define MODEL_DUE_H

#include "model/facts.h"

/* Fill steps[].due, waits_for, parent_pending and d->due, due_waits_for,
 * due_parent_pending, limit_due, review_due. Definitions refer to each other in any
 * order; a cycle (refused by the loader) is 待定. A step already done keeps the due it
 * had: stops after done_on leave it. */
void due_compute(const struct defs *defs, struct facts *f, struct derived *d);

/* `day`, moved by every stop after `set_on` (DAY_NONE: by all) by wd(max(from, set_on),
 * to], in order; a review moves it only if the application was made on or before the date
 * as it then stood; a running stop moves nothing yet (ENGINE 14). */
int32_t due_moved(const struct calendar *cal, const struct facts *f, int32_t day,
                  int32_t set_on);
/* The workdays one stop moves `day` by; 0 when it leaves it. */
int32_t due_moved_by(const struct calendar *cal, const struct clock_stop *stop,
                     int32_t day, int32_t set_on);

/* The earliest day step `i` may be done if begun on `begun_on`: `lasts` counted from it;
 * DAY_NONE when the step has no minimum. The next step may begin the day after (ENGINE
 * 15). */
int32_t due_earliest_done(const struct calendar *cal, const struct step_def *s,
                          int32_t begun_on);

/* A statutory maximum was passed, by a step done late or still open on `day`: shown
 * 超法定期限 for ever (ENGINE 19). */
bool due_past_statute(const struct calendar *cal, const struct facts *f, int i,
                      int32_t day);

/* How a deadline comes about, for those who explain it. */
enum due_source { DUE_NONE, DUE_GIVEN, DUE_RULE, DUE_STEP, DUE_EXTENDED };
enum due_standing {
    DUE_SETTLED,                /* the anchor is a fact: a date given, a step done or begun */
    DUE_SKIPPED,                /* the anchor step was skipped on that day */
    DUE_STANDS_IN,              /* the anchor step is open: its own due stands in */
    DUE_LASTS,                  /* the anchor step is open: begun, and lasts so long */
};
struct due_basis {
    enum due_source source;
    const struct deadline *rule;/* DUE_RULE; NULL otherwise */
    int step;                   /* DUE_STEP: the step whose due it is; else -1 */
    bool roll;                  /* of the rule */
    enum due_standing standing;
    int32_t anchor;             /* the day counted from; DAY_NONE: 待定 */
    int32_t day;                /* before any stop; DAY_NONE: none, or 待定 */
    int32_t set_on;             /* stops after it move `day`; DAY_NONE: all of them do */
    bool is_fixed;              /* no stop moves it: statute, or `day` contains the moves */
    bool is_statute;            /* by law */
    int32_t moved;              /* the deadline itself */
    int32_t waits_for;          /* step index, else -1 */
    bool parent_pending;
};
/* After due_compute(). `extended` false: what stands beside a granted extension (ENGINE
 * 16). */
struct due_basis due_item_basis(const struct defs *defs, const struct facts *f,
                                const struct derived *d, bool extended);
struct due_basis due_step_basis(const struct defs *defs, const struct facts *f,
                                const struct derived *d, int i);

#endif
