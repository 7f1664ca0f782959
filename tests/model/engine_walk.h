/* engine_walk.h - a slow reading of ENGINE §1-§4, to hold against the engine.
 *
 * It walks: every workday one by one, every rule decided for every single day from the
 * prose. It shares nothing with model/ but the facts and the civil calendar. One item at
 * a time. */
#ifndef TESTS_ENGINE_WALK_H
#define TESTS_ENGINE_WALK_H

#include "tests/model/engine_rig.h"

/* Every date asked for lies well within these days; levels are looked for up to the
 * last. */
#define WALK_FIRST 20058        /* 2024-12-01 */
#define WALK_LAST 21183         /* 2027-12-31 */

void walk_use(const struct rig *r);     /* borrowed; everything below is about it */

int32_t walk_wd(int32_t a, int32_t b);                  /* wd(a,b]; negative when b < a */
int32_t walk_workdays(int32_t day, int32_t n);          /* the n-th workday after (before) it */
/* `day`, pushed on by the stops after `set_on` that began before `until` (ENGINE 14). */
int32_t walk_pushed(int32_t day, int32_t set_on, int32_t until);
int32_t walk_item_due(void);
int32_t walk_step_due(int i);
/* Fill days, marked at once for asking day by day. */
void walk_mark_fill_days(enum cadence c, int32_t due);
bool walk_is_fill(int32_t day);
/* The first yellow and the first red day; DAY_NEVER: none up to WALK_LAST. */
void walk_colours(int32_t *yellow, int32_t *red);

#endif
