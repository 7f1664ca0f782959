/* Counting is two look-ups, whatever the distance: `worked` answers "how many workdays up
 * to here", `workday` answers "which is the k-th". Both span the listed days only;
 * outside them weeks are regular and a formula does the same. All the rest is said in
 * these two (count_upto and nth_workday). */
#include "model/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

#define YEAR_MIN 1900
#define N_YEARS 1100

struct calendar {
    int32_t first, last;        /* the span; last = first - 1: nothing is listed */
    int32_t *worked;            /* worked[i]: workdays in the first i days of it */
    int32_t *workday;           /* workday[k]: the k-th workday of it, from 0 */
    char **name;                /* of each day of the span; most have none */
    bool covered[N_YEARS];      /* by year - YEAR_MIN */
};

static bool is_date(int32_t day)
{
    return day >= DAY_MIN && day <= DAY_MAX;
}

static bool is_weekend(int32_t day)
{
    return day_weekday(day) > 5;
}

/* A Monday before every date, from which the formulas count. */
#define MONDAY_ZERO (-25574)

/* Mondays to Fridays from MONDAY_ZERO up to and including `day`. */
static int32_t weekdays_upto(int32_t day)
{
    int32_t n = day - MONDAY_ZERO + 1;

    return n / 7 * 5 + (n % 7 < 5 ? n % 7 : 5);
}

/* The other way round: the n-th (from 1) Monday-to-Friday day from MONDAY_ZERO. Callers
 * may add any offset, hence the wide type; a result that is no date saturates. */
static int32_t nth_weekday(int64_t n)
{
    int64_t day;

    if (n < 1)
        return DAY_NONE;
    day = MONDAY_ZERO + (n - 1) / 5 * 7 + (n - 1) % 5;
    if (day < DAY_MIN)
        return DAY_NONE;
    return day > DAY_MAX ? DAY_NEVER : (int32_t)day;
}

static int32_t span_days(const struct calendar *c)
{
    return c->last - c->first + 1;
}

/* Workdays up to and including `day`, counted from the start of the span: negative before
 * it. Only differences mean anything. */
static int32_t count_upto(const struct calendar *c, int32_t day)
{
    if (day < c->first)
        return weekdays_upto(day) - weekdays_upto(c->first - 1);
    if (day <= c->last)
        return c->worked[day - c->first + 1];
    return c->worked[span_days(c)] + weekdays_upto(day) - weekdays_upto(c->last);
}

/* The workday that makes count_upto() reach `k`. */
static int32_t nth_workday(const struct calendar *c, int64_t k)
{
    int32_t in_span = c->worked[span_days(c)];

    if (k <= 0)
        return nth_weekday(weekdays_upto(c->first - 1) + k);
    if (k <= in_span)
        return c->workday[k - 1];
    return nth_weekday(weekdays_upto(c->last) + k - in_span);
}

/* The smallest span that holds every listed date; what is no date is not listed. */
static void set_span(struct calendar *c, const struct calendar_day *days, size_t n)
{
    c->first = DAY_NEVER;
    c->last = DAY_NONE;
    for (size_t i = 0; i < n; i++) {
        if (!is_date(days[i].day))
            continue;
        c->first = days[i].day < c->first ? days[i].day : c->first;
        c->last = days[i].day > c->last ? days[i].day : c->last;
    }
    if (c->first > c->last) {
        c->first = 0;
        c->last = -1;
    }
}

struct calendar *calendar_new(const struct calendar_day *days, size_t n, const int *years,
                              size_t n_years)
{
    struct calendar *c = xcalloc(1, sizeof *c);
    size_t span;
    bool *off;
    int32_t total = 0;

    set_span(c, days, n);
    span = (size_t)span_days(c);
    c->worked = xcalloc(span + 1, sizeof *c->worked);
    c->workday = xcalloc(span, sizeof *c->workday);
    c->name = xcalloc(span, sizeof *c->name);
    off = xcalloc(span, sizeof *off);

    for (size_t i = 0; i < span; i++)
        off[i] = is_weekend(c->first + (int32_t)i);
    for (size_t i = 0; i < n; i++) {
        size_t at;

        if (!is_date(days[i].day))
            continue;
        at = (size_t)(days[i].day - c->first);
        off[at] = days[i].off;
        free(c->name[at]);
        c->name[at] = xstrdup(days[i].name);
    }
    for (size_t i = 0; i < span; i++) {
        if (!off[i])
            c->workday[total++] = c->first + (int32_t)i;
        c->worked[i + 1] = total;
    }
    free(off);
    for (size_t i = 0; i < n_years; i++)
        if (years[i] >= YEAR_MIN && years[i] < YEAR_MIN + N_YEARS)
            c->covered[years[i] - YEAR_MIN] = true;
    return c;
}

void calendar_free(struct calendar *c)
{
    if (c == NULL)
        return;
    for (int32_t i = 0; i < span_days(c); i++)
        free(c->name[i]);
    free(c->name);
    free(c->workday);
    free(c->worked);
    free(c);
}

bool calendar_is_off(const struct calendar *c, int32_t day)
{
    const int32_t *worked;

    if (day < c->first || day > c->last)
        return is_weekend(day);
    worked = c->worked + (day - c->first);
    return worked[1] == worked[0];
}

const char *calendar_name(const struct calendar *c, int32_t day)
{
    return day < c->first || day > c->last ? NULL : c->name[day - c->first];
}

bool calendar_covers(const struct calendar *c, int32_t day)
{
    int year, month, mday;

    if (!is_date(day))
        return false;
    day_to_civil(day, &year, &month, &mday);
    return c->covered[year - YEAR_MIN];
}

/* DAY_NONE and DAY_NEVER count as the day before and the day after all dates. */
static int32_t clamp(int32_t day)
{
    if (day < DAY_MIN)
        return DAY_MIN - 1;
    return day > DAY_MAX ? DAY_MAX + 1 : day;
}

int32_t calendar_workdays(const struct calendar *c, int32_t a, int32_t b)
{
    return count_upto(c, clamp(b)) - count_upto(c, clamp(a));
}

bool calendar_is_late(const struct calendar *c, int32_t due, int32_t day)
{
    return due != DAY_NONE && due != DAY_NEVER && calendar_workdays(c, due, day) >= 1;
}

int32_t calendar_add_workdays(const struct calendar *c, int32_t day, int32_t n)
{
    if (n == 0 || !is_date(day))
        return day;
    if (n > 0)
        return nth_workday(c, (int64_t)count_upto(c, day) + n);
    return nth_workday(c, (int64_t)count_upto(c, day - 1) + n + 1);
}

int32_t calendar_roll_forward(const struct calendar *c, int32_t day)
{
    return is_date(day) ? nth_workday(c, count_upto(c, day - 1) + 1) : day;
}

int32_t calendar_roll_back(const struct calendar *c, int32_t day)
{
    return is_date(day) ? nth_workday(c, count_upto(c, day)) : day;
}

int32_t calendar_add(const struct calendar *c, int32_t day, struct duration d, bool roll)
{
    int64_t sum = (int64_t)day + d.n;

    if (!is_date(day))
        return day;
    switch (d.unit) {
    case UNIT_NONE:
        return DAY_NONE;        /* no length given: no date, rather than a wrong one */
    case UNIT_WORKDAY:
        return calendar_add_workdays(c, day, d.n);
    case UNIT_DAY:
        day = sum < DAY_MIN ? DAY_NONE : sum > DAY_MAX ? DAY_NEVER : (int32_t)sum;
        break;
    case UNIT_MONTH:
        day = day_add_months(day, d.n);
        break;
    }
    if (!roll)
        return day;
    return d.n < 0 ? calendar_roll_back(c, day) : calendar_roll_forward(c, day);
}
