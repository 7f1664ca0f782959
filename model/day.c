#include "model/day.h"

#include <stdio.h>
#include <string.h>

#define YEAR_MIN 1900
#define YEAR_MAX 2999

static bool is_date(int32_t day)
{
    return day >= DAY_MIN && day <= DAY_MAX;
}

/* Both conversions count in years that begin on 1 March: the leap day comes last and the
 * months have the lengths 31 30 31 30 31 twice and a bit, which 153 / 5 reproduces. Years
 * here are after 1600, so every division is of positive numbers. */
static int32_t days_before(int year, int month, int mday)
{
    int y = year - (month <= 2);
    int m = (month + 9) % 12;       /* March is 0 */
    int leaps = y / 4 - y / 100 + y / 400;

    return y * 365 + leaps + (153 * m + 2) / 5 + mday - 1 - 719468;
}

static void split(int32_t day, int *year, int *month, int *mday)
{
    int z = day + 719468;           /* days since 0000-03-01 */
    int era = z / 146097;           /* of 400 years */
    int doe = z % 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int m = (5 * doy + 2) / 153;

    *mday = doy - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = era * 400 + yoe + (*month <= 2);
}

static int month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return lengths[month - 1] + (month == 2 && is_leap);
}

int32_t day_from_civil(int year, int month, int mday)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || mday < 1 ||
        mday > month_length(year, month))
        return DAY_NONE;
    return days_before(year, month, mday);
}

void day_to_civil(int32_t day, int *year, int *month, int *mday)
{
    if (is_date(day))
        split(day, year, month, mday);
    else
        *year = *month = *mday = 0;
}

int day_weekday(int32_t day)
{
    int from_thursday = (int)((int64_t)day % 7);    /* 1970-01-01 was a Thursday */

    return (from_thursday + 7 + 3) % 7 + 1;
}

int day_iso_week(int32_t day, int *iso_year)
{
    int year = 0, month, mday, week = 0;

    if (is_date(day)) {
        /* A week belongs to the year its Thursday lies in. */
        int32_t thursday = day + 4 - day_weekday(day);

        split(thursday, &year, &month, &mday);
        week = (thursday - days_before(year, 1, 1)) / 7 + 1;
    }
    if (iso_year != NULL)
        *iso_year = year;
    return week;
}

int32_t day_add_months(int32_t day, int32_t months)
{
    int year, month, mday, length;
    int64_t count;

    if (!is_date(day))
        return day;
    split(day, &year, &month, &mday);
    count = (int64_t)year * 12 + month - 1 + months;
    if (count < YEAR_MIN * 12)
        return DAY_NONE;
    if (count >= (YEAR_MAX + 1) * 12)
        return DAY_NEVER;
    year = (int)(count / 12);
    month = (int)(count % 12) + 1;
    length = month_length(year, month);
    return days_before(year, month, mday < length ? mday : length);
}

int32_t day_month_end(int32_t day)
{
    int year, month, mday;

    if (!is_date(day))
        return day;
    split(day, &year, &month, &mday);
    return day + month_length(year, month) - mday;
}

int32_t day_parse(const char *s)
{
    static const char shape[] = "dddd-dd-dd";
    int part[3] = { 0, 0, 0 };
    int n = 0;

    if (s == NULL)
        return DAY_NONE;
    for (int i = 0; shape[i]; i++) {
        if (shape[i] == '-') {
            if (s[i] != '-')
                return DAY_NONE;
            n++;
        } else {
            if (s[i] < '0' || s[i] > '9')
                return DAY_NONE;
            part[n] = part[n] * 10 + s[i] - '0';
        }
    }
    if (s[sizeof shape - 1] != '\0')
        return DAY_NONE;
    return day_from_civil(part[0], part[1], part[2]);
}

/* The casts tell the compiler what split() guarantees: that the text has room. */
const char *day_format(int32_t day, char out[static DAY_TEXT])
{
    int year, month, mday;

    out[0] = '\0';
    if (is_date(day)) {
        split(day, &year, &month, &mday);
        snprintf(out, DAY_TEXT, "%04u-%02u-%02u", (unsigned)year % 10000u,
                 (unsigned)month % 100u, (unsigned)mday % 100u);
    }
    return out;
}

const char *day_format_short(int32_t day, int32_t today, char out[static DAY_TEXT])
{
    int year, month, mday, this_year;

    day_format(day, out);
    if (is_date(day) && is_date(today)) {
        split(today, &this_year, &month, &mday);
        split(day, &year, &month, &mday);
        if (year == this_year)
            memmove(out, out + 5, DAY_TEXT - 5);
    }
    return out;
}

static const struct unit_word {
    const char *word;
    enum day_unit unit;
} unit_words[] = {
    { "workday",  UNIT_WORKDAY }, { "workdays", UNIT_WORKDAY },
    { "day",      UNIT_DAY },     { "days",     UNIT_DAY },
    { "month",    UNIT_MONTH },   { "months",   UNIT_MONTH },
    { "个工作日", UNIT_WORKDAY }, { "工作日",   UNIT_WORKDAY },
    { "天",       UNIT_DAY },     { "日",       UNIT_DAY },
    { "个月",     UNIT_MONTH },   /* never 月: 2月 is February */
};

bool duration_parse(const char *s, struct duration *out)
{
    bool negative;
    int32_t n = 0;
    const char *digits;

    if (s == NULL)
        return false;
    negative = *s == '-';
    s += *s == '-' || *s == '+';
    for (digits = s; *s >= '0' && *s <= '9'; s++)
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s - '0', &n))
            return false;
    if (s == digits)
        return false;
    while (*s == ' ')
        s++;
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++) {
        if (strcmp(s, unit_words[i].word) == 0) {
            out->n = negative ? -n : n;
            out->unit = unit_words[i].unit;
            return true;
        }
    }
    return false;
}

const char *duration_format(struct duration d, char out[static 32])
{
    static const char *const names[] = {
        [UNIT_DAY] = "day", [UNIT_WORKDAY] = "workday", [UNIT_MONTH] = "month",
    };

    out[0] = '\0';
    if (d.unit != UNIT_NONE)
        snprintf(out, 32, "%d %s%s", (int)d.n, names[d.unit],
                 d.n == 1 || d.n == -1 ? "" : "s");
    return out;
}
