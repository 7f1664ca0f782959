/* due.h - deadlines of an item and its steps (ENGINE 14-16, 19). Pure. */
#ifndef MODEL_DUE_H
#define MODEL_DUE_H

#include "model/facts.h"

/* Fill steps[].due, waits_for, parent_pending and d->due, due_waits_for, limit_due, review_due. */
void due_compute(const struct defs *defs, struct facts *f, struct derived *d);

/* `day`, moved by every stop after `set_on` (DAY_NONE: by all) by wd(max(from, set_on), to], in
 * order; a review moves it only if the application was made on or before the date as it then
 * stood; a running stop moves nothing yet (ENGINE 14). */
int32_t due_moved(const struct calendar *cal, const struct facts *f, int32_t day, int32_t set_on);

/* The earliest day step `i` may be done if begun on `begun_on`: `lasts` counted from it; DAY_NONE
 * when the step has no minimum. The next step may begin the day after (ENGINE 15). */
int32_t due_earliest_done(const struct calendar *cal, const struct step_def *s, int32_t begun_on);

#endif
