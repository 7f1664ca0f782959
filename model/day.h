/* day.h - civil dates as days since 1970-01-01. Pure arithmetic: no clock, no time zone.
 *
 * Dates run from 1900-01-01 to 2999-12-31. DAY_NONE means "no date", DAY_NEVER "not on
 * any day there is": it sorts after every date, so a comparison with it is simply false.
 * Adding past the last date gives DAY_NEVER, before the first DAY_NONE; adding to either
 * of them changes nothing. */
#ifndef MODEL_DAY_H
#define MODEL_DAY_H

#include <stdbool.h>
#include <stdint.h>

#define DAY_NONE INT32_MIN
#define DAY_NEVER 1000000           /* stored in yellow_on, red_on, to_day */
#define DAY_MIN (-25567)            /* 1900-01-01 */
#define DAY_MAX 376199              /* 2999-12-31 */
#define DAY_TEXT 11                 /* "2026-11-20" and NUL */

enum day_unit { UNIT_NONE, UNIT_DAY, UNIT_WORKDAY, UNIT_MONTH };

/* A length of time with its unit ("5 workdays"). `n` may be negative in offsets. */
struct duration {
    int32_t n;
    enum day_unit unit;             /* UNIT_NONE: not given */
};

int32_t day_from_civil(int year, int month, int mday);  /* DAY_NONE if there is no such date */
void day_to_civil(int32_t day, int *year, int *month, int *mday);
int day_weekday(int32_t day);       /* 1 Monday ... 7 Sunday (ISO 8601) */
int day_iso_week(int32_t day, int *iso_year);           /* 1..53 */
int32_t day_add_months(int32_t day, int32_t months);    /* same day number, else the month's end */
int32_t day_month_end(int32_t day); /* last day of the month `day` lies in */

/* "2026-11-20", strict: four, two, two digits and a date that exists. DAY_NONE
 * otherwise. */
int32_t day_parse(const char *s);
/* ISO text; "" for DAY_NONE and DAY_NEVER. Returns `out`. */
const char *day_format(int32_t day, char out[static DAY_TEXT]);
/* "11-20" when in the same year as `today`, else ISO. "" for DAY_NONE and DAY_NEVER. */
const char *day_format_short(int32_t day, int32_t today, char out[static DAY_TEXT]);
/* "2026-11-20" or an offset from `today`: "+5d" is left to callers that know the
 * calendar. */

/* "5 workdays", "1 day", "2 months", also "5 个工作日", "10天", "2个月". Returns false
 * when the text is no duration or has no unit; a bare number has no unit (ENGINE 3). */
bool duration_parse(const char *s, struct duration *out);
/* Canonical English text: "5 workdays". Returns `out`. */
const char *duration_format(struct duration d, char out[static 32]);

#endif
