/* oral_day.h - a day as people say it: 周五前, 下周三, 月底前, 三个工作日内, 27号前 (UX 2.16).
 *
 * Pure: today and the calendar are handed in. What could mean several things is no day:
 * 三天 alone is none, 三天内 is. A day named stays where it is, a day off or not; an end
 * (月底, 本周内) that falls on days off is the last workday before; a number of days or
 * months that ends on one goes on to the next workday, as everywhere (ENGINE 3). */
#ifndef MODEL_ORAL_DAY_H
#define MODEL_ORAL_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/calendar.h"

struct oral_day {
    int32_t day;
    int32_t said;               /* before it was moved off days off; else the same */
    bool is_past;               /* understood, but gone by: `day` is before today */
    bool is_limit;              /* said as one: 前, 内, 底: may stand inside a longer word */
    char rest[64];              /* "中午前": a time of day, which no deadline keeps; "" */
};
/* All of `words` is one day. `next_meeting` DAY_NONE: 例会前 is none. */
bool oral_day_read(const char *words, int32_t today, const struct calendar *cal,
                   int32_t next_meeting, struct oral_day *out);

#endif
