/* plan.h - planned (序时进度) and actual progress as exact fractions (ENGINE 8, 22).
 * Pure. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/facts.h"

/* Planned share of the work on `day`, 0..1; it never falls. `due` is the current due day.
 * Without a plan, or when the dates it needs are missing: {0, 1}. A linear plan leaves
 * out the calendar days (stopped, restarted] of every stop that moved the deadline; month
 * and quarter plans run over the year of the start. */
struct ratio plan_planned(const struct facts *f, int32_t due, int32_t day);
/* Steps by weight and quantity, a field over another, the percent typed in, or the
 * children's. A step counts in full at most, unless it is the item's only one (271.4
 * %). */
struct ratio plan_actual(const struct facts *f);
/* Is there anything to measure by? Progress by fields needs the target entered: an item
 * without its yearly figure is not behind a plan it does not have. */
bool plan_has_actual(const struct facts *f);
/* First day D on which planned(D) - actual >= amount points (> when `over`), or with
 * `relative` (planned - actual) / planned >= amount percent. DAY_NEVER when it never gets
 * there. amount: millionths of a point or percent. */
int32_t plan_behind_on(const struct facts *f, int32_t due, struct ratio actual,
                       int64_t amount, bool over, bool relative);
int ratio_compare(struct ratio a, struct ratio b);      /* <0, 0, >0; exact */
int64_t ratio_percent(struct ratio r);                  /* millionths of a percent, floor */

#endif
