#include "tests/model/engine_walk.h"

#include <string.h>

#include "tests/model/calendar_fixture.h"

#define MARGIN 400              /* walks may go further on both sides */
#define SPAN (WALK_LAST - WALK_FIRST + 1 + 2 * MARGIN)

static const struct rig *item;

static bool works_on[SPAN];
static int32_t works_upto[SPAN];            /* workdays from the first day up to and including */

static size_t at(int32_t day)
{
    assert_in_range(day, WALK_FIRST - MARGIN, WALK_LAST + MARGIN);
    return (size_t)(day - WALK_FIRST + MARGIN);
}

static void mark_days(void)
{
    int32_t n = 0;

    for (int32_t day = WALK_FIRST - MARGIN; day <= WALK_LAST + MARGIN; day++) {
        bool works = (day + 3) % 7 < 5;     /* 1970-01-01 was a Thursday */

        for (size_t i = 0; i < COUNT(fixture_days); i++) {
            if (fixture_days[i].day == day)
                works = !fixture_days[i].off;
        }
        works_on[at(day)] = works;
        works_upto[at(day)] = n += works;
    }
}

static bool works(int32_t day)
{
    return works_on[at(day)];
}

int32_t walk_wd(int32_t a, int32_t b)
{
    return works_upto[at(b)] - works_upto[at(a)];
}

int32_t walk_workdays(int32_t day, int32_t n)
{
    int step = n < 0 ? -1 : 1;

    for (n *= step; n > 0; n -= works(day))
        day += step;
    return day;
}

static int32_t walk_on(int32_t day, struct duration d, bool roll)
{
    if (d.unit == UNIT_NONE)
        return day;
    if (d.unit == UNIT_WORKDAY)
        return walk_workdays(day, d.n);
    day = d.unit == UNIT_DAY ? day + d.n : day_add_months(day, d.n);
    while (roll && !works(day))
        day += d.n < 0 ? -1 : 1;
    return day;
}

/* ---- deadlines, slowly (ENGINE 14-16, 19) ---- */

/* Every workday after the stop (or after the date was set) up to the restart pushes the
 * date on by one workday. */
int32_t walk_pushed(int32_t day, int32_t set_on, int32_t until)
{
    for (size_t i = 0; i < item->f.n_stops; i++) {
        const struct clock_stop *s = &item->f.stops[i];
        int32_t was = day;

        if (!s->moves || s->to == DAY_NEVER || s->from >= until ||
            (s->kind == STOP_REVIEW && s->from > was))
            continue;
        for (int32_t d = s->from + 1; d <= s->to; d++) {
            if (works(d) && (set_on == DAY_NONE || d > set_on))
                day = walk_workdays(day, 1);
        }
    }
    return day;
}

/* The due day of step `i`; `until`: stops from then on do not count. */
static int32_t step_due(int i, int32_t until)
{
    const struct step_def *s = &item->steps[i];
    bool fixed = s->status == STATUS_STATUTE;
    int32_t day = DAY_NONE, set_on = DAY_NONE;
    int a;

    switch (s->due.anchor) {
    case ANCHOR_START:
        day = item->f.start;
        break;
    case ANCHOR_DUE:
        day =
            fixed && item->f.first_due != DAY_NONE ? item->f.first_due : walk_item_due();
        fixed = true;
        break;
    case ANCHOR_FIELD:
        day = item->dates[0];
        break;
    case ANCHOR_STEP:
    case ANCHOR_STEP_BEGIN:
        a = list_step(&item->list, s->due.id);
        if (s->due.anchor == ANCHOR_STEP_BEGIN && item->step[a].begun_on != DAY_NONE)
            day = set_on = item->step[a].begun_on;
        else if (item->step[a].done_on != DAY_NONE)
            day = set_on = item->step[a].done_on;
        else if (item->step[a].skipped_on != DAY_NONE)  /* by law: it never runs */
            day = set_on = s->status == STATUS_STATUTE ? DAY_NONE
                                                       : item->step[a].skipped_on;
        else if ((day = step_due(a, DAY_NEVER)) != DAY_NONE)
            fixed = true;
        else if (s->due.anchor == ANCHOR_STEP && item->step[a].begun_on != DAY_NONE &&
                 item->steps[a].lasts.unit != UNIT_NONE) {
            set_on = item->step[a].begun_on;
            day = walk_on(set_on, item->steps[a].lasts, item->steps[a].roll);
        }
        break;
    default:
        return DAY_NONE;
    }
    if (day == DAY_NONE)
        return DAY_NONE;
    day = walk_on(day, s->due.offset, s->roll);
    return fixed ? day : walk_pushed(day, set_on, until);
}

int32_t walk_step_due(int i)
{
    int32_t done = item->step[i].done_on;

    return step_due(i, done == DAY_NONE ? DAY_NEVER : done);
}

int32_t walk_item_due(void)
{
    const struct deadline *due = &item->list.due;
    int a;

    if (item->f.extended_to != DAY_NONE)
        return walk_pushed(item->f.extended_to, item->f.extended_on, DAY_NEVER);
    if (item->f.due_given != DAY_NONE)
        return walk_pushed(item->f.due_given, item->f.due_given_on, DAY_NEVER);
    if (due->anchor == ANCHOR_START && item->f.start != DAY_NONE)
        return walk_pushed(walk_on(item->f.start, due->offset, true), DAY_NONE,
                           DAY_NEVER);
    if (due->anchor == ANCHOR_STEP && due->offset.unit == UNIT_NONE) {
        a = list_step(&item->list, due->id);
        return step_due(a, DAY_NEVER);
    }
    return DAY_NONE;
}

/* ---- the week, slowly (ENGINE 5) ---- */

static bool is_fill[SPAN];
static bool is_cutoff[SPAN];

void walk_mark_fill_days(enum cadence c, int32_t due)
{
    const struct weekly_def *w = &item->defs.township.weekly;

    memset(is_fill, 0, sizeof is_fill);
    if (c == CADENCE_ONCE && due != DAY_NONE)
        is_fill[at(due)] = true;
    for (int32_t day = WALK_FIRST - MARGIN + 60; day <= WALK_LAST + MARGIN - 60; day++) {
        int year, month, mday;
        int32_t last = day;

        day_to_civil(day, &year, &month, &mday);
        if (c == CADENCE_WEEK && (day + 3) % 7 == w->meeting_weekday - 1)
            is_fill[at(walk_workdays(walk_workdays(day, -w->sheet_before),
                                     -w->fill_before))] = true;
        if ((c == CADENCE_HALF_MONTH && mday == 15) ||
            ((c == CADENCE_HALF_MONTH || c == CADENCE_MONTH) &&
             day == day_month_end(day))) {
            while (!works(last))
                last--;
            is_fill[at(last)] = true;
        }
    }
}

bool walk_is_fill(int32_t day)
{
    return is_fill[at(day)];
}

static void mark_cutoffs(void)
{
    for (int32_t sunday = WALK_FIRST - MARGIN + 6; sunday <= WALK_LAST + MARGIN;
         sunday++) {
        if ((sunday + 3) % 7 != 6)
            continue;
        for (int32_t day = sunday; day > sunday - 7; day--) {
            if (works(day)) {
                is_cutoff[at(day)] = true;
                break;
            }
        }
    }
}

static int32_t latest(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Phase 0 at the end of `day`, as far as the facts know. */
static bool was_open(int32_t day)
{
    if (day < latest(item->f.assigned_on, item->f.opened_on))
        return false;
    for (size_t i = 0; i < item->f.n_stops; i++) {
        if (item->f.stops[i].from <= day && day < item->f.stops[i].to)
            return false;
    }
    return true;
}

/* Owed periods gone by without a report, counted as the days go by. Only the last report
 * is a fact; what was missed before it is over. */
struct reports { int32_t missed, before; bool open_all_through; };

static void next_report_day(struct reports *r, int32_t day)
{
    int32_t since = latest(item->f.assigned_on, item->f.opened_on);
    bool is_first = r->before == DAY_NONE, reported = item->f.last_report_on >= since;

    r->open_all_through &= was_open(day);
    if (reported && item->f.last_report_on >= day)
        r->missed = -1;                     /* this period is reported, or before one that is */
    if (!is_fill[at(day)])
        return;
    if (r->missed < 0)
        r->missed = 0;
    else if (item->f.report_every == CADENCE_ONCE ? was_open(day)
                                                : r->open_all_through && !is_first)
        r->missed++;
    r->before = day;
    r->open_all_through = true;
}

/* ---- colours, slowly (ENGINE 7, 8, 13) ---- */

/* Calendar days of (a, b] not taken out by a stop that moved. */
static int32_t running(int32_t a, int32_t b)
{
    int32_t n = 0;

    for (int32_t day = a + 1; day <= b; day++) {
        bool out = false;

        for (size_t i = 0; i < item->f.n_stops; i++) {
            const struct clock_stop *s = &item->f.stops[i];

            out |= s->moves && s->to != DAY_NEVER && s->from < day && day <= s->to;
        }
        n += !out;
    }
    return n;
}

struct planned { int64_t num, den; };

/* What is planned by `day`; `elapsed` and `total` are running days of a linear plan. */
static struct planned planned_by(int32_t due, int32_t day, int32_t elapsed, int32_t total)
{
    const struct plan_def *p = &item->list.plan;
    int year, month, mday, y, m, ends = 0;

    if (p->kind == PLAN_LINEAR) {
        if (day >= due)
            return (struct planned){ 1, 1 };
        if (day < item->f.start)
            return (struct planned){ 0, 1 };
        return total > 0 ? (struct planned){ elapsed, total } : (struct planned){ 1, 1 };
    }
    day_to_civil(item->f.start, &year, &month, &mday);
    day_to_civil(day - 1, &y, &m, &mday);
    for (int i = 1; i <= 12; i++)           /* month-ends of the plan year up to day - 1 */
        ends += day_month_end(day_from_civil(year, i, 1)) <= day - 1;
    if (p->kind == PLAN_MONTH)
        return (struct planned){ ends, 12 };
    return (struct planned){ ends == 12 ? 100
                             : ends < 3 ? 0
                                        : p->quarter[ends / 3 - 1],
                             100 };
}

/* What is known of one day while walking. */
struct walked {
    int32_t day, due, limit, missed, elapsed, total, cutoffs, stopped;
    int32_t step_due[RIG_MAX];
};

/* At least `n` of `unit` have gone by after `from`. */
static bool gone_by(int32_t from, int32_t day, int64_t n, enum day_unit unit)
{
    return unit == UNIT_WORKDAY ? walk_wd(from, day) >= n : day - from >= n;
}

static bool is_true(const struct colour_rule *r, const struct walked *w)
{
    const struct facts *f = &item->f;
    int64_t n = r->amount, gap, least;
    struct planned p;
    int32_t base;

    switch (r->kind) {
    case RULE_DUE_IN:
        if (w->due == DAY_NONE)
            return false;
        return r->unit == UNIT_WORKDAY ? walk_wd(w->day, w->due) <= n
                                       : w->due - w->day <= n;
    case RULE_OVERDUE:
        return w->due != DAY_NONE && gone_by(w->due, w->day, n, r->unit);
    case RULE_BEHIND:
    case RULE_BEHIND_RATIO:
        if (item->list.plan.kind == PLAN_NONE || f->start == DAY_NONE ||
            (item->list.plan.kind == PLAN_LINEAR && w->due == DAY_NONE))
            return false;
        p = planned_by(w->due, w->day, w->elapsed, w->total);
        if (r->kind == RULE_BEHIND_RATIO && p.num == 0)
            return false;
        gap = p.num * 100000000 - f->percent * p.den;   /* in 10^-8 of a whole, times den */
        least = r->kind == RULE_BEHIND ? n * p.den : n * p.num;
        return r->over ? gap > least : gap >= least;
    case RULE_MISSED_REPORTS:
        return w->missed >= n;
    case RULE_NO_UPDATE:
        base =
            latest(latest(f->start, f->assigned_on), latest(f->opened_on, f->resumed_on));
        base = latest(base, f->acted_on);
        return gone_by(base, w->day, n, r->unit);
    case RULE_RETURNED:
        return f->returns >= n && !f->applied_again && w->day >= f->returned_on;
    case RULE_STEP_OVERDUE:
        for (size_t i = 0; i < item->list.n_steps; i++) {
            if (item->step[i].done_on == DAY_NONE &&
                item->step[i].skipped_on == DAY_NONE && w->step_due[i] != DAY_NONE &&
                gone_by(w->step_due[i], w->day, n, r->unit))
                return true;
        }
        return false;
    case RULE_LIMIT_MISSED:
        return w->limit != DAY_NONE && walk_wd(w->limit, w->day) >= 1;
    case RULE_PROMISE_MISSED:
        for (size_t i = 0; i < f->n_promises; i++) {
            if (gone_by(f->promises[i].due, w->day, n, r->unit))
                return true;
        }
        return false;
    case RULE_WAITING:
        return f->phase == PHASE_HELD && w->stopped != DAY_NEVER &&
               gone_by(w->stopped, w->day, n, r->unit);
    case RULE_YELLOW_FOR:
        return f->streak_since != DAY_NEVER &&
               gone_by(f->streak_since, w->day, n, r->unit);
    case RULE_YELLOW_WEEKS:
        return w->cutoffs >= n;
    }
    return false;
}

/* While the clock stands only `waiting` may still come true. */
static bool level_is_true(const struct colour_rule *rules, size_t n,
                          const struct walked *w)
{
    for (size_t i = 0; i < n; i++) {
        bool counts = rules[i].kind == RULE_WAITING || w->day <= w->stopped;

        if (counts && is_true(&rules[i], w))
            return true;
    }
    return false;
}

/* Walk every day and note the first yellow and the first red one; DAY_NEVER: none in
 * sight. */
void walk_colours(int32_t *yellow, int32_t *red)
{
    const struct colours_def *c = &item->list.colours;
    const struct facts *f = &item->f;
    bool is_over = f->phase == PHASE_CLOSED || f->phase == PHASE_CANCELLED;
    struct reports reports = { 0, DAY_NONE, true };
    struct walked w = { .due = walk_item_due(), .stopped = DAY_NEVER };

    *yellow = *red = DAY_NEVER;
    walk_mark_fill_days(f->report_every, w.due);
    w.limit = f->limit_on == DAY_NONE
                  ? DAY_NONE
                  : walk_pushed(f->limit_on, f->limit_set_on, DAY_NEVER);
    for (size_t i = 0; i < item->list.n_steps; i++)
        w.step_due[i] = walk_step_due((int)i);
    if (f->phase != PHASE_OPEN && f->n_stops > 0 &&
        f->stops[f->n_stops - 1].to == DAY_NEVER)
        w.stopped = f->stops[f->n_stops - 1].from;
    if (w.due != DAY_NONE && f->start != DAY_NONE)
        w.total = running(f->start, w.due);
    for (w.day = WALK_FIRST; w.day <= WALK_LAST && *red == DAY_NEVER && !is_over;
         w.day++) {
        w.missed = reports.missed;          /* of the fill days before this day */
        if (f->start != DAY_NONE && w.day > f->start)
            w.elapsed += running(w.day - 1, w.day);
        w.cutoffs += f->streak_since <= w.day && is_cutoff[at(w.day)];
        if (level_is_true(c->red, c->n_red, &w))
            *red = w.day;
        if (*yellow == DAY_NEVER &&
            (*red == w.day || level_is_true(c->yellow, c->n_yellow, &w) ||
             (w.due != DAY_NONE && w.due <= w.day && w.day <= w.stopped)))
            *yellow = w.day;
        next_report_day(&reports, w.day);
    }
}

void walk_use(const struct rig *r)
{
    item = r;
    if (works_upto[SPAN - 1] == 0) {
        mark_days();
        mark_cutoffs();
    }
}
