#include "model/rhythm.h"

#include <string.h>

/* ---- weeks ---- */

static int32_t monday_of(int32_t day)
{
    return day - (day_weekday(day) - 1);
}

int32_t rhythm_cutoff(const struct calendar *cal, int32_t day)
{
    for (int32_t monday = monday_of(day); monday <= DAY_MAX; monday += 7) {
        int32_t last = calendar_roll_back(cal, monday + 6);

        if (last >= day)        /* a week without workdays gives one already passed */
            return last;
    }
    return DAY_NEVER;
}

int32_t rhythm_cutoff_before(const struct calendar *cal, int32_t day)
{
    int32_t last = DAY_NONE;

    /* A week may have no workday at all: look back far enough. */
    for (int32_t c = rhythm_cutoff(cal, day - 28); c < day; c = rhythm_cutoff(cal, c + 1))
        last = c;
    return last == DAY_NONE ? day - 7 : last;
}

/* Meetings stand on their nominal weekday, one a week; the fill day goes back from there in
 * workdays (ENGINE 5), the sheet from the day the meeting is held, which is before a holiday
 * it falls on: it has to lie on the table. So the fill day may be that of a moved sheet, or
 * behind it: whether a period was reported is not changed by moving the meeting. Both never
 * fall from one meeting to the next; meetings without a workday between them share theirs. */
static int32_t meeting_of(const struct defs *defs, int32_t monday)
{
    int32_t weekday = defs->township.weekly.meeting_weekday;

    return monday + (weekday >= 1 && weekday <= 7 ? weekday - 1 : 0);
}

static int32_t held_of(const struct defs *defs, int32_t monday)
{
    return calendar_roll_back(defs->calendar, meeting_of(defs, monday));
}

static int32_t sheet_of(const struct defs *defs, int32_t meeting)
{
    int32_t n = defs->township.weekly.sheet_before;

    return calendar_add_workdays(defs->calendar, meeting, -(n > 0 ? n : 1));
}

static int32_t week_fill(const struct defs *defs, int32_t monday)
{
    int32_t n = defs->township.weekly.fill_before;

    return calendar_add_workdays(defs->calendar, sheet_of(defs, meeting_of(defs, monday)),
                                 -(n > 0 ? n : 0));
}

int32_t rhythm_sheet_day(const struct defs *defs, int32_t day, int32_t *meeting)
{
    for (int32_t monday = monday_of(day); monday <= DAY_MAX; monday += 7) {
        *meeting = held_of(defs, monday);
        int32_t sheet = sheet_of(defs, *meeting);
        if (sheet >= day)
            return sheet;
    }
    *meeting = DAY_NEVER;
    return DAY_NEVER;
}

int32_t rhythm_meeting_after(const struct defs *defs, int32_t day)
{
    for (int32_t monday = monday_of(day); monday <= DAY_MAX; monday += 7) {
        int32_t held = held_of(defs, monday);

        if (held > day)
            return held;
    }
    return DAY_NEVER;
}

/* ---- fill days ---- */

/* The fill day of the k-th period from the one `day` lies in. Fill days never fall as k
 * grows; two periods without a workday between them share one. */
static int32_t nominal_fill(const struct defs *defs, enum cadence c, int32_t day,
                            int32_t k)
{
    int year, month, mday;
    int32_t first;

    switch (c) {
    case CADENCE_WEEK:
        return week_fill(defs, monday_of(day) + 7 * k);
    case CADENCE_HALF_MONTH:
        day_to_civil(day, &year, &month, &mday);
        k += mday > 15;
        first = day_add_months(day - mday + 1, k >= 0 ? k / 2 : -((1 - k) / 2));
        return calendar_roll_back(defs->calendar,
                                  k % 2 == 0 ? first + 14 : day_month_end(first));
    case CADENCE_MONTH:
        day_to_civil(day, &year, &month, &mday);
        first = day_add_months(day - mday + 1, k);
        return calendar_roll_back(defs->calendar, day_month_end(first));
    case CADENCE_ONCE:
    case CADENCE_NONE:
        break;
    }
    return DAY_NEVER;
}

/* Nothing stands still longer than this many periods; a calendar without workdays must
 * not hold the program. */
#define PERIODS_MAX 1000

static bool is_once(enum cadence c)
{
    return c == CADENCE_ONCE || c == CADENCE_NONE;
}

/* The first period from `day`'s own whose fill day is on or after `day`. A fill day is
 * never later than the end of its period, so that no period before comes into
 * question. */
static int32_t period_from(const struct defs *defs, enum cadence c, int32_t day)
{
    int32_t k = 0;

    while (k < PERIODS_MAX && nominal_fill(defs, c, day, k) < day)
        k++;
    return k;
}

int32_t rhythm_fill_day(const struct defs *defs, enum cadence c, int32_t due, int32_t day)
{
    int32_t fill;

    if (is_once(c))
        return c == CADENCE_ONCE && due != DAY_NONE && due >= day ? due : DAY_NEVER;
    fill = nominal_fill(defs, c, day, period_from(defs, c, day));
    return fill >= day && fill <= DAY_MAX ? fill : DAY_NEVER;
}

int32_t rhythm_fill_before(const struct defs *defs, enum cadence c, int32_t due,
                           int32_t day)
{
    int32_t k, fill = DAY_NONE;

    if (is_once(c))
        return c == CADENCE_ONCE && due != DAY_NONE && due < day ? due : DAY_NONE;
    k = period_from(defs, c, day);
    for (int n = 0; n < PERIODS_MAX; n++) {
        fill = nominal_fill(defs, c, day, --k);
        if (fill < day)
            break;
    }
    return fill < day && fill >= DAY_MIN ? fill : DAY_NONE;
}

/* ---- owed periods (ENGINE 5, 7) ---- */

/* The days an item is open are taken as they ended: the day it is assigned, reopened or
 * resumed counts as open, the day it is put on hold or applied for does not, and a stop
 * that ended on the day it began excuses nothing. */
static int32_t open_since(const struct facts *f)
{
    int32_t since = f->opened_on > f->assigned_on ? f->opened_on : f->assigned_on;

    return since != DAY_NONE ? since : f->start;
}

static bool is_open_through(const struct facts *f, int32_t first, int32_t last)
{
    int32_t since = open_since(f);

    if (since == DAY_NONE || since > first)
        return false;
    for (size_t i = 0; i < f->n_stops; i++) {
        const struct clock_stop *s = &f->stops[i];

        if (s->from < s->to && s->from <= last && s->to > first)
            return false;
    }
    return true;
}

/* Is the report due on `fill` owed? `before` is the fill day before it. A single report
 * has no period before its day: the item must be open on it. */
static bool is_owed(const struct facts *f, int32_t before, int32_t fill)
{
    bool is_single = f->report_every == CADENCE_ONCE || before == DAY_NONE;

    return is_open_through(f, is_single ? fill : before + 1, fill);
}

/* Reports made before the item was (re)opened belong to another life. */
static int32_t last_report(const struct facts *f)
{
    return f->last_report_on >= open_since(f) ? f->last_report_on : DAY_NONE;
}

/* Walk the fill days after the last report, counting those owed, until `n` are found or
 * the next fill day is not before `day`. Returns the fill day of the last one counted. */
static int32_t walk_missed(const struct defs *defs, const struct facts *f, int32_t due,
                           int32_t n, int32_t day, int32_t *counted)
{
    const struct clock_stop *running = facts_running_stop(f);
    enum cadence c = f->report_every;
    int32_t reported = last_report(f), since = open_since(f);
    int32_t before, fill, found = DAY_NONE;

    *counted = 0;
    if (since == DAY_NONE)
        return DAY_NONE;
    if (reported != DAY_NONE)       /* the period ending there is reported */
        before = rhythm_fill_day(defs, c, due, reported);
    else                            /* no period that ends before `since` was open */
        before = rhythm_fill_before(defs, c, due, since);
    if (before == DAY_NEVER)
        return DAY_NONE;
    while (*counted < n) {
        fill = rhythm_fill_day(defs, c, due, before != DAY_NONE ? before + 1 : since);
        if (fill == DAY_NEVER || fill >= day || (running && fill >= running->from))
            break;
        if (is_owed(f, before, fill)) {
            found = fill;
            ++*counted;
        }
        before = fill;
    }
    return found;
}

int32_t rhythm_missed_on(const struct defs *defs, const struct facts *f, int32_t due,
                         int32_t n)
{
    int32_t counted, fill;

    if (n < 1)
        return DAY_NEVER;
    fill = walk_missed(defs, f, due, n, DAY_NEVER, &counted);
    return counted == n ? fill + 1 : DAY_NEVER;
}

struct owed rhythm_owed(const struct defs *defs, const struct facts *f, int32_t due,
                        int32_t day)
{
    struct owed o = { .fill_day = rhythm_fill_day(defs, f->report_every, due, day) };
    int32_t before = rhythm_fill_before(defs, f->report_every, due, day);
    int32_t reported = last_report(f);

    walk_missed(defs, f, due, INT32_MAX, day, &o.missed);
    if (o.fill_day == DAY_NEVER)
        return o;
    o.is_owed = f->phase == PHASE_OPEN && is_owed(f, before, o.fill_day);
    o.is_reported = reported != DAY_NONE && reported <= o.fill_day &&
                    (before == DAY_NONE || reported > before);
    return o;
}

enum cadence rhythm_cadence(const char *id)
{
    static const struct { const char *id; enum cadence c; } words[] = {
        { "week", CADENCE_WEEK }, { "half-month", CADENCE_HALF_MONTH },
        { "month", CADENCE_MONTH }, { "once", CADENCE_ONCE },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].id, id) == 0)
            return words[i].c;
    return CADENCE_NONE;
}

/* Until when one asks about the period that ended on `fill`: the first sheet from then on, or
 * that of its own week, if it was moved before the fill day. */
static int32_t asked_until(const struct defs *defs, enum cadence c, int32_t fill)
{
    int32_t meeting, monday = monday_of(fill), sheet = rhythm_sheet_day(defs, fill, &meeting);

    if (c != CADENCE_WEEK)
        return sheet;
    monday += 7 * period_from(defs, c, fill);
    int32_t own = sheet_of(defs, held_of(defs, monday));
    return own < sheet ? own : sheet;
}

int32_t rhythm_asked_day(const struct defs *defs, enum cadence c, int32_t due, int32_t day,
                         int32_t *before)
{
    int32_t last = rhythm_fill_before(defs, c, due, day);

    *before = last;
    if (c == CADENCE_ONCE || last == DAY_NONE || day > asked_until(defs, c, last))
        return rhythm_fill_day(defs, c, due, day);
    *before = rhythm_fill_before(defs, c, due, last);
    return last;
}
