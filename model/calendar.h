/* calendar.h - which days the township works, and counting with them (ENGINE 1-5).
 *
 * Off if listed so, on if listed as a make-up workday (调休), else off on Saturday and
 * Sunday. Weekends merely joined to a holiday are not listed. Years without a notice are
 * counted as weekends only; calendar_covers() says so, and the callers warn once.
 * `wd(a,b]` in the design is calendar_workdays(c, a, b): the workdays after a up to and
 * including b; the first day is not counted (民法典 201). */
#ifndef MODEL_CALENDAR_H
#define MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/day.h"

struct calendar;                    /* opaque: a prefix sum of workdays over the listed years */

struct calendar_day {
    int32_t day;
    bool off;                       /* true holiday, false make-up workday */
    const char *name;               /* 国庆节; borrowed during calendar_new, copied */
};

/* Days in any order; a day listed twice: the last one stands. `years` are the years
 * covered by a notice (every year that has a file). Owner frees with calendar_free(). */
struct calendar *calendar_new(const struct calendar_day *days, size_t n, const int *years,
                              size_t n_years);
void calendar_free(struct calendar *c);         /* NULL is fine */

bool calendar_is_off(const struct calendar *c, int32_t day);
const char *calendar_name(const struct calendar *c, int32_t day);   /* NULL; borrowed */
bool calendar_covers(const struct calendar *c, int32_t day);        /* its year has a notice */

/* wd(a,b] when a <= b, else -wd(b,a]. DAY_NONE counts as the day before all dates,
 * DAY_NEVER as the day after them. */
int32_t calendar_workdays(const struct calendar *c, int32_t a, int32_t b);
/* Is what was due on `due` late on `day`: has a workday gone by since (ENGINE 4)? Without a
 * deadline (DAY_NONE, DAY_NEVER) nothing is. */
bool calendar_is_late(const struct calendar *c, int32_t due, int32_t day);
/* The n-th workday after `day` (n > 0), before `day` (n < 0), or `day` itself (n ==
 * 0). */
int32_t calendar_add_workdays(const struct calendar *c, int32_t day, int32_t n);
int32_t calendar_roll_forward(const struct calendar *c, int32_t day);   /* first workday >= day */
int32_t calendar_roll_back(const struct calendar *c, int32_t day);      /* last workday <= day */

/* `day` + d (ENGINE 3): workdays counted; calendar days and months rolled forward when
 * they end on an off day, rolled back when the offset is negative, neither when `roll` is
 * false. DAY_NONE when `d` has no unit. */
int32_t calendar_add(const struct calendar *c, int32_t day, struct duration d, bool roll);

#endif
