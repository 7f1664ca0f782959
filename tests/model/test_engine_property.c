/* The engine against a slow reading of ENGINE §1-§4: every rule is decided for every single day,
 * walking, with nothing in common with the code but the facts. Fixed seeds, one per
 * case; a failure names its case. */
#include "tests/model/engine_rig.h"

#include <string.h>

#include "model/plan.h"
#include "model/rhythm.h"
#include "tests/model/calendar_fixture.h"

#define CASES 10000

/* Every date of every case lies well within these days. */
#define FIRST 20058             /* 2024-12-01 */
#define LAST 21183              /* 2027-12-31 */
#define MARGIN 400              /* walks may go further on both sides */
#define SPAN (LAST - FIRST + 1 + 2 * MARGIN)

static struct rig rig;
static int case_number;

/* ---- chance ---- */

static uint64_t seed;

static uint32_t chance(uint32_t n)          /* 0 .. n-1 */
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 16) % n);
}

static bool one_in(uint32_t n)
{
    return chance(n) == 0;
}

static void begin_case(int i)
{
    case_number = i;
    seed = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(i + 1);
    chance(2);
}

/* ---- days, slowly ---- */

static bool works_on[SPAN];
static int32_t works_upto[SPAN];            /* workdays from the first day up to and including */

static size_t at(int32_t day)
{
    assert_in_range(day, FIRST - MARGIN, LAST + MARGIN);
    return (size_t)(day - FIRST + MARGIN);
}

static void mark_days(void)
{
    int32_t n = 0;

    for (int32_t day = FIRST - MARGIN; day <= LAST + MARGIN; day++) {
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

static int32_t wd(int32_t a, int32_t b)
{
    return works_upto[at(b)] - works_upto[at(a)];
}

static int32_t walk_workdays(int32_t day, int32_t n)
{
    int step = n < 0 ? -1 : 1;

    for (n *= step; n > 0; n -= works(day))
        day += step;
    return day;
}

static int32_t walk(int32_t day, struct duration d, bool roll)
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

/* Every workday after the stop (or after the date was set) up to the restart pushes the date on
 * by one workday. */
static int32_t pushed(int32_t day, int32_t set_on, int32_t until)
{
    for (size_t i = 0; i < rig.f.n_stops; i++) {
        const struct clock_stop *s = &rig.f.stops[i];
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

static int32_t slow_item_due(void);

/* The due day of step `i`; `until`: stops from then on do not count. */
static int32_t slow_step_due(int i, int32_t until)
{
    const struct step_def *s = &rig.steps[i];
    bool fixed = s->status == STATUS_STATUTE;
    int32_t day = DAY_NONE, set_on = DAY_NONE;
    int a;

    switch (s->due.anchor) {
    case ANCHOR_START:
        day = rig.f.start;
        break;
    case ANCHOR_DUE:
        day = fixed && rig.f.first_due != DAY_NONE ? rig.f.first_due : slow_item_due();
        fixed = true;
        break;
    case ANCHOR_FIELD:
        day = rig.dates[0];
        break;
    case ANCHOR_STEP:
    case ANCHOR_STEP_BEGIN:
        a = list_step(&rig.list, s->due.id);
        if (s->due.anchor == ANCHOR_STEP_BEGIN && rig.step[a].begun_on != DAY_NONE)
            day = set_on = rig.step[a].begun_on;
        else if (rig.step[a].done_on != DAY_NONE)
            day = set_on = rig.step[a].done_on;
        else if (rig.step[a].skipped_on != DAY_NONE)
            day = set_on = rig.step[a].skipped_on;
        else if ((day = slow_step_due(a, DAY_NEVER)) != DAY_NONE)
            fixed = true;
        else if (s->due.anchor == ANCHOR_STEP && rig.step[a].begun_on != DAY_NONE &&
                 rig.steps[a].lasts.unit != UNIT_NONE) {
            set_on = rig.step[a].begun_on;
            day = walk(set_on, rig.steps[a].lasts, rig.steps[a].roll);
        }
        break;
    default:
        return DAY_NONE;
    }
    if (day == DAY_NONE)
        return DAY_NONE;
    day = walk(day, s->due.offset, s->roll);
    return fixed ? day : pushed(day, set_on, until);
}

static int32_t slow_item_due(void)
{
    const struct deadline *due = &rig.list.due;
    int a;

    if (rig.f.extended_to != DAY_NONE)
        return pushed(rig.f.extended_to, rig.f.extended_on, DAY_NEVER);
    if (rig.f.due_given != DAY_NONE)
        return pushed(rig.f.due_given, rig.f.due_given_on, DAY_NEVER);
    if (due->anchor == ANCHOR_START && rig.f.start != DAY_NONE)
        return pushed(walk(rig.f.start, due->offset, true), DAY_NONE, DAY_NEVER);
    if (due->anchor == ANCHOR_STEP && due->offset.unit == UNIT_NONE) {
        a = list_step(&rig.list, due->id);
        return slow_step_due(a, DAY_NEVER);
    }
    return DAY_NONE;
}

/* ---- the week, slowly (ENGINE 5) ---- */

static bool is_fill[SPAN];
static bool is_cutoff[SPAN];

static void mark_fill_days(enum cadence c, int32_t due)
{
    const struct weekly_def *w = &rig.defs.township.weekly;

    memset(is_fill, 0, sizeof is_fill);
    if (c == CADENCE_ONCE && due != DAY_NONE)
        is_fill[at(due)] = true;
    for (int32_t day = FIRST - MARGIN + 60; day <= LAST + MARGIN - 60; day++) {
        int year, month, mday;
        int32_t last = day;

        day_to_civil(day, &year, &month, &mday);
        if (c == CADENCE_WEEK && (day + 3) % 7 == w->meeting_weekday - 1)
            is_fill[at(walk_workdays(walk_workdays(day, -w->sheet_before), -w->fill_before))] = true;
        if ((c == CADENCE_HALF_MONTH && mday == 15) ||
            ((c == CADENCE_HALF_MONTH || c == CADENCE_MONTH) && day == day_month_end(day))) {
            while (!works(last))
                last--;
            is_fill[at(last)] = true;
        }
    }
}

static void mark_cutoffs(void)
{
    for (int32_t sunday = FIRST - MARGIN + 6; sunday <= LAST + MARGIN; sunday++) {
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
    if (day < latest(rig.f.assigned_on, rig.f.opened_on))
        return false;
    for (size_t i = 0; i < rig.f.n_stops; i++) {
        if (rig.f.stops[i].from <= day && day < rig.f.stops[i].to)
            return false;
    }
    return true;
}

/* Owed periods gone by without a report, counted as the days go by. Only the last report is a
 * fact; what was missed before it is over. */
struct reports { int32_t missed, before; bool open_all_through; };

static void next_report_day(struct reports *r, int32_t day)
{
    int32_t since = latest(rig.f.assigned_on, rig.f.opened_on);
    bool is_first = r->before == DAY_NONE, reported = rig.f.last_report_on >= since;

    r->open_all_through &= was_open(day);
    if (reported && rig.f.last_report_on >= day)
        r->missed = -1;                     /* this period is reported, or before one that is */
    if (!is_fill[at(day)])
        return;
    if (r->missed < 0)
        r->missed = 0;
    else if (rig.f.report_every == CADENCE_ONCE ? was_open(day)
                                                : r->open_all_through && !is_first)
        r->missed++;
    r->before = day;
    r->open_all_through = true;
}

/* ---- colours, slowly (ENGINE 7, 8, 13) ---- */

/* Calendar days of (a, b] not taken out by a stop that moved. */
static int32_t slow_running(int32_t a, int32_t b)
{
    int32_t n = 0;

    for (int32_t day = a + 1; day <= b; day++) {
        bool out = false;

        for (size_t i = 0; i < rig.f.n_stops; i++) {
            const struct clock_stop *s = &rig.f.stops[i];

            out |= s->moves && s->to != DAY_NEVER && s->from < day && day <= s->to;
        }
        n += !out;
    }
    return n;
}

struct planned { int64_t num, den; };

/* What is planned by `day`; `elapsed` and `total` are running days of a linear plan. */
static struct planned slow_planned(int32_t due, int32_t day, int32_t elapsed, int32_t total)
{
    const struct plan_def *p = &rig.list.plan;
    int year, month, mday, y, m, ends = 0;

    if (p->kind == PLAN_LINEAR) {
        if (day >= due)
            return (struct planned){ 1, 1 };
        if (day < rig.f.start)
            return (struct planned){ 0, 1 };
        return total > 0 ? (struct planned){ elapsed, total } : (struct planned){ 1, 1 };
    }
    day_to_civil(rig.f.start, &year, &month, &mday);
    day_to_civil(day - 1, &y, &m, &mday);
    for (int i = 1; i <= 12; i++)           /* month-ends of the plan year up to day - 1 */
        ends += day_month_end(day_from_civil(year, i, 1)) <= day - 1;
    if (p->kind == PLAN_MONTH)
        return (struct planned){ ends, 12 };
    return (struct planned){ ends == 12 ? 100 : ends < 3 ? 0 : p->quarter[ends / 3 - 1], 100 };
}

/* What is known of one day while walking. */
struct walked {
    int32_t day, due, limit, missed, elapsed, total, cutoffs, stopped;
    int32_t step_due[RIG_MAX];
};

/* At least `n` of `unit` have gone by after `from`. */
static bool gone_by(int32_t from, int32_t day, int64_t n, enum day_unit unit)
{
    return unit == UNIT_WORKDAY ? wd(from, day) >= n : day - from >= n;
}

static bool is_true(const struct colour_rule *r, const struct walked *w)
{
    const struct facts *f = &rig.f;
    int64_t n = r->amount, gap, least;
    struct planned p;
    int32_t base;

    switch (r->kind) {
    case RULE_DUE_IN:
        if (w->due == DAY_NONE)
            return false;
        return r->unit == UNIT_WORKDAY ? wd(w->day, w->due) <= n : w->due - w->day <= n;
    case RULE_OVERDUE:
        return w->due != DAY_NONE && gone_by(w->due, w->day, n, r->unit);
    case RULE_BEHIND:
    case RULE_BEHIND_RATIO:
        if (rig.list.plan.kind == PLAN_NONE || f->start == DAY_NONE ||
            (rig.list.plan.kind == PLAN_LINEAR && w->due == DAY_NONE))
            return false;
        p = slow_planned(w->due, w->day, w->elapsed, w->total);
        if (r->kind == RULE_BEHIND_RATIO && p.num == 0)
            return false;
        gap = p.num * 100000000 - f->percent * p.den;   /* in 10^-8 of a whole, times den */
        least = r->kind == RULE_BEHIND ? n * p.den : n * p.num;
        return r->over ? gap > least : gap >= least;
    case RULE_MISSED_REPORTS:
        return w->missed >= n;
    case RULE_NO_UPDATE:
        base = latest(latest(f->start, f->assigned_on), latest(f->opened_on, f->resumed_on));
        base = latest(base, f->acted_on);
        return gone_by(base, w->day, n, r->unit);
    case RULE_RETURNED:
        return f->returns >= n && !f->applied_again && w->day >= f->returned_on;
    case RULE_STEP_OVERDUE:
        for (size_t i = 0; i < rig.list.n_steps; i++) {
            if (rig.step[i].done_on == DAY_NONE && rig.step[i].skipped_on == DAY_NONE &&
                w->step_due[i] != DAY_NONE && gone_by(w->step_due[i], w->day, n, r->unit))
                return true;
        }
        return false;
    case RULE_LIMIT_MISSED:
        return w->limit != DAY_NONE && wd(w->limit, w->day) >= 1;
    case RULE_WAITING:
        return f->phase == PHASE_HELD && w->stopped != DAY_NEVER &&
               gone_by(w->stopped, w->day, n, r->unit);
    case RULE_YELLOW_FOR:
        return f->streak_since != DAY_NEVER && gone_by(f->streak_since, w->day, n, r->unit);
    case RULE_YELLOW_WEEKS:
        return w->cutoffs >= n;
    }
    return false;
}

/* While the clock stands only `waiting` may still come true. */
static bool level_is_true(const struct colour_rule *rules, size_t n, const struct walked *w)
{
    for (size_t i = 0; i < n; i++) {
        bool counts = rules[i].kind == RULE_WAITING || w->day <= w->stopped;

        if (counts && is_true(&rules[i], w))
            return true;
    }
    return false;
}

/* Walk every day and note the first yellow and the first red one; DAY_NEVER: none in sight. */
static void slow_colours(int32_t *yellow, int32_t *red)
{
    const struct colours_def *c = &rig.list.colours;
    const struct facts *f = &rig.f;
    bool is_over = f->phase == PHASE_CLOSED || f->phase == PHASE_CANCELLED;
    struct reports reports = { 0, DAY_NONE, true };
    struct walked w = { .due = slow_item_due(), .stopped = DAY_NEVER };

    *yellow = *red = DAY_NEVER;
    mark_fill_days(f->report_every, w.due);
    w.limit = f->limit_on == DAY_NONE ? DAY_NONE
                                      : pushed(f->limit_on, f->limit_set_on, DAY_NEVER);
    for (size_t i = 0; i < rig.list.n_steps; i++)
        w.step_due[i] = slow_step_due((int)i, rig.step[i].done_on == DAY_NONE
                                                  ? DAY_NEVER : rig.step[i].done_on);
    if (f->phase != PHASE_OPEN && f->n_stops > 0 && f->stops[f->n_stops - 1].to == DAY_NEVER)
        w.stopped = f->stops[f->n_stops - 1].from;
    if (w.due != DAY_NONE && f->start != DAY_NONE)
        w.total = slow_running(f->start, w.due);
    for (w.day = FIRST; w.day <= LAST && *red == DAY_NEVER && !is_over; w.day++) {
        w.missed = reports.missed;          /* of the fill days before this day */
        if (f->start != DAY_NONE && w.day > f->start)
            w.elapsed += slow_running(w.day - 1, w.day);
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

/* ---- random items ---- */

static int32_t some_day(int32_t base, uint32_t within, uint32_t none_in)
{
    return none_in > 0 && one_in(none_in) ? DAY_NONE : base + (int32_t)chance(within);
}

static struct colour_rule some_rule(bool red)
{
    static const enum rule_kind kinds[] = {
        RULE_DUE_IN, RULE_OVERDUE, RULE_BEHIND, RULE_BEHIND_RATIO, RULE_MISSED_REPORTS,
        RULE_NO_UPDATE, RULE_RETURNED, RULE_STEP_OVERDUE, RULE_LIMIT_MISSED, RULE_WAITING,
        RULE_YELLOW_FOR, RULE_YELLOW_WEEKS,
    };
    enum rule_kind kind = kinds[chance(red ? COUNT(kinds) : COUNT(kinds) - 2)];
    bool is_share = kind == RULE_BEHIND || kind == RULE_BEHIND_RATIO;
    bool is_few = kind == RULE_MISSED_REPORTS || kind == RULE_RETURNED ||
                  kind == RULE_YELLOW_WEEKS;
    struct colour_rule r = rig_rule(kind, 1 + (int64_t)chance(is_share ? 60 : is_few ? 4 : 20),
                                    one_in(2) ? UNIT_WORKDAY : UNIT_DAY);

    r.over = is_share && one_in(2);
    return r;
}

static void some_stops(int32_t base)
{
    int32_t day = base;
    uint32_t n = chance(4);

    rig.f.n_stops = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct clock_stop *s = &rig.stops[rig.f.n_stops++];

        *s = (struct clock_stop){ one_in(2) ? STOP_HOLD : STOP_REVIEW, some_day(day, 25, 0), 0,
                                  !one_in(4), DAY_NONE };
        s->to = day = some_day(s->from, 15, 0);
    }
    if (rig.f.phase == PHASE_HELD || rig.f.phase == PHASE_REVIEW)
        rig.stops[rig.f.n_stops++] = (struct clock_stop){
            rig.f.phase == PHASE_HELD ? STOP_HOLD : STOP_REVIEW, some_day(day, 40, 0), DAY_NEVER,
            false, DAY_NONE };
}

static struct deadline some_deadline(int i, bool of_item)
{
    static const char *const ids[] = { "s0", "s1", "s2", "s3" };
    static const enum anchor anchors[] = { ANCHOR_NONE, ANCHOR_START, ANCHOR_FIELD, ANCHOR_STEP,
                                           ANCHOR_STEP_BEGIN, ANCHOR_DUE };
    enum anchor anchor = anchors[chance(of_item ? 4 : COUNT(anchors))];
    enum day_unit units[] = { UNIT_WORKDAY, UNIT_DAY, UNIT_MONTH, UNIT_NONE };
    enum day_unit unit = units[chance(COUNT(units))];
    int32_t n = unit == UNIT_MONTH ? 1 : (int32_t)chance(40) - 5;

    if ((anchor == ANCHOR_STEP || anchor == ANCHOR_STEP_BEGIN) && i == 0)
        anchor = ANCHOR_START;
    if (of_item && anchor == ANCHOR_FIELD)
        anchor = ANCHOR_NONE;
    /* A step that waits for the item's due day while the item waits for it is a cycle. */
    if (anchor == ANCHOR_DUE && rig.list.due.anchor == ANCHOR_STEP)
        anchor = ANCHOR_START;
    return rig_due(anchor, anchor == ANCHOR_FIELD ? "date" : i > 0 ? ids[chance((uint32_t)i)] : "", n,
                   of_item && anchor == ANCHOR_STEP ? UNIT_NONE : unit);
}

static void some_steps(int32_t base)
{
    static const char *const ids[] = { "s0", "s1", "s2", "s3" };
    uint32_t n = chance(5);

    rig.list.n_steps = 0;
    rig.list.due = n > 0 ? some_deadline((int)n, true) : rig_due(ANCHOR_GIVEN, "", 0, UNIT_NONE);
    for (uint32_t i = 0; i < n; i++) {
        rig_step(&rig, ids[i], some_deadline((int)i, false));
        rig.steps[i].roll = !one_in(4);
        rig.steps[i].status = one_in(6) ? STATUS_STATUTE : STATUS_PRACTICE;
        if (one_in(3))
            rig.steps[i].lasts = (struct duration){ 1 + (int32_t)chance(15),
                                                    one_in(2) ? UNIT_WORKDAY : UNIT_DAY };
        rig.step[i].begun_on = some_day(base, 60, 2);
        rig.step[i].done_on = some_day(base, 80, 2);
        rig.step[i].skipped_on = some_day(base, 80, 5);
    }
}

static void some_item(void)
{
    static const enum phase phases[] = { PHASE_OPEN, PHASE_OPEN, PHASE_OPEN, PHASE_OPEN,
                                         PHASE_REVIEW, PHASE_HELD, PHASE_HELD, PHASE_CLOSED };
    struct weekly_def *w = &rig.defs.township.weekly;
    int32_t base = rig_day("2026-01-01") + (int32_t)chance(330);

    w->meeting_weekday = one_in(2) ? 1 : 1 + (int32_t)chance(7);
    w->sheet_before = 1 + (int32_t)chance(3);
    w->fill_before = (int32_t)chance(4);
    rig.list.plan = (struct plan_def){ (enum plan_kind)chance(4), { 20, 50, 75, 100 } };
    rig.list.progress.kind = PROGRESS_MANUAL;
    rig.list.colours.n_yellow = rig.list.colours.n_red = 0;
    for (uint32_t n = chance(4); n > 0; n--)
        rig_yellow(&rig, some_rule(false));
    for (uint32_t n = chance(4); n > 0; n--)
        rig_red(&rig, some_rule(true));

    rig.f.phase = phases[chance(COUNT(phases))];
    rig.f.assigned_on = base;
    rig.f.opened_on = one_in(4) ? some_day(base, 40, 0) : base;
    rig.f.start = some_day(base - 10, 40, 12);
    rig.f.due_given = some_day(base, 120, 4);
    rig.f.due_given_on = some_day(base, 30, 10);
    rig.f.first_due = some_day(base, 120, 4);
    rig.f.extended_to = some_day(base + 30, 120, 2);
    rig.f.extended_to = one_in(3) ? rig.f.extended_to : DAY_NONE;
    rig.f.extended_on = some_day(base, 60, 0);
    rig.f.limit_on = some_day(base + 20, 100, 2);
    rig.f.limit_set_on = some_day(base, 60, 0);
    rig.dates[0] = some_day(base - 30, 120, 4);
    rig.f.report_every = (enum cadence)chance(5);
    rig.f.last_report_on = some_day(base, 90, 2);
    rig.f.acted_on = some_day(base, 90, 2);
    rig.f.resumed_on = some_day(base, 60, 2);
    rig.f.returns = (int32_t)chance(4);
    rig.f.returned_on = rig.f.returns > 0 ? some_day(base, 80, 0) : DAY_NONE;
    rig.f.applied_again = one_in(3);
    rig.f.percent = (int64_t)chance(1100) * 100000;
    rig.f.streak_since = one_in(3) ? DAY_NEVER : some_day(base, 90, 0);
    some_stops(base);
    some_steps(base);
}

/* ---- what must be equal ---- */

static void assert_first(const char *what, int32_t got, int32_t expected)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    if (expected == DAY_NEVER ? got > LAST : got == expected)
        return;
    fail_msg("case %d: %s is %s (%d), walking says %s (%d); rules %s, %s", case_number, what,
             day_format(got, a), got, day_format(expected, b), expected, rig.d.yellow_rule,
             rig.d.red_rule);
}

static void the_two_dates_equal_a_walk_day_by_day(void **state)
{
    int yellow_seen = 0, red_seen = 0;

    (void)state;
    for (int i = 0; i < CASES; i++) {
        int32_t yellow, red;

        begin_case(i);
        some_item();
        rig_derive(&rig);
        assert_true(rig.d.yellow_on <= rig.d.red_on);
        assert_int_equal(rig.d.due, slow_item_due());
        for (size_t k = 0; k < rig.list.n_steps; k++)
            assert_first("step due", rig.step[k].due,
                         slow_step_due((int)k, rig.step[k].done_on == DAY_NONE
                                                   ? DAY_NEVER : rig.step[k].done_on));
        slow_colours(&yellow, &red);
        assert_first("red_on", rig.d.red_on, red);
        assert_first("yellow_on", rig.d.yellow_on, yellow);
        yellow_seen += yellow != DAY_NEVER;
        red_seen += red != DAY_NEVER;
    }
    assert_true(yellow_seen > CASES / 2 && red_seen > CASES / 4);   /* the cases are about colours */
}

static void a_rule_that_set_a_date_is_named(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        begin_case(i);
        some_item();
        rig_derive(&rig);
        assert_int_equal(rig.d.red_on == DAY_NEVER, rig.d.red_rule[0] == '\0');
        assert_int_equal(rig.d.yellow_on == DAY_NEVER, rig.d.yellow_rule[0] == '\0');
        if (rig.f.phase != PHASE_OPEN || strcmp(rig.d.yellow_rule, "red") == 0 ||
            strcmp(rig.d.yellow_rule, "due") == 0)
            continue;
        for (size_t k = 0; k < rig.list.colours.n_yellow; k++) {
            if (rig.yellow[k].text == rig.d.yellow_rule &&
                colour_rule_on(&rig.defs, &rig.f, &rig.d, &rig.yellow[k]) == rig.d.yellow_on)
                goto found;
        }
        assert_int_equal(rig.d.yellow_on, DAY_NEVER);
found:;
    }
}

static void due_moved_equals_a_walk(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        int32_t day, set_on;

        begin_case(i);
        rig.f.phase = one_in(3) ? PHASE_HELD : PHASE_OPEN;
        some_stops(rig_day("2026-01-01") + (int32_t)chance(330));
        day = rig_day("2026-01-01") + (int32_t)chance(400);
        set_on = some_day(day - 60, 60, 3);
        assert_first("due", due_moved(rig.defs.calendar, &rig.f, day, set_on),
                     pushed(day, set_on, DAY_NEVER));
    }
}

/* ENGINE 14: it comes back exactly as late, or with exactly as much time left, as it was. */
static void a_hold_changes_neither_time_left_nor_lateness(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        int32_t base, due, moved;
        struct clock_stop *s = &rig.stops[0];

        begin_case(i);
        base = rig_day("2026-01-01") + (int32_t)chance(330);
        due = walk_workdays(base + (int32_t)chance(60), 1);     /* an ordinary due day */
        *s = (struct clock_stop){ STOP_HOLD, base + (int32_t)chance(80), 0, true, DAY_NONE };
        s->to = s->from + (int32_t)chance(30);
        rig.f.n_stops = 1;
        moved = due_moved(rig.defs.calendar, &rig.f, due, base - 1);
        assert_int_equal(wd(s->from, due), wd(s->to, moved));
    }
}

static void planned_progress_never_falls(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        struct ratio before = { 0, 1 }, one = { 1, 1 };
        int32_t due, day;

        begin_case(i);
        some_item();
        rig_derive(&rig);
        due = rig.d.due;
        day = rig.f.assigned_on - 40;
        for (int k = 0; k < 60; k++, day += 1 + (int32_t)chance(6)) {
            struct ratio now = plan_planned(&rig.f, due, day);

            if (ratio_compare(now, before) < 0 || ratio_compare(now, one) > 0)
                fail_msg("case %d: planned falls on day %d", case_number, day);
            before = now;
        }
    }
}

static void fill_days_strictly_increase(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        enum cadence c;
        int32_t day, due, fill;

        begin_case(i);
        some_item();
        c = (enum cadence)(1 + chance(3));
        due = DAY_NONE;
        day = rig.f.assigned_on;
        if (i % 20 == 0)        /* also against the marks of a walk */
            mark_fill_days(c, due);
        for (int k = 0; k < 12; k++) {
            fill = rhythm_fill_day(&rig.defs, c, due, day);
            assert_true(fill >= day && fill <= LAST);
            assert_int_equal(rhythm_fill_day(&rig.defs, c, due, fill), fill);
            if (k > 0)
                assert_int_equal(rhythm_fill_before(&rig.defs, c, due, fill), day - 1);
            if (i % 20 == 0) {
                for (int32_t d = day; d < fill; d++)
                    assert_false(is_fill[at(d)]);
                assert_true(is_fill[at(fill)]);
            }
            day = fill + 1;
        }
    }
}

static void owed_and_missed_agree(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        int32_t day;
        struct owed o;

        begin_case(i);
        some_item();
        rig_derive(&rig);
        day = rig.f.assigned_on + (int32_t)chance(200);
        o = rhythm_owed(&rig.defs, &rig.f, rig.d.due, day);
        for (int32_t n = 1; n <= 4; n++)
            assert_int_equal(o.missed >= n,
                             rhythm_missed_on(&rig.defs, &rig.f, rig.d.due, n) <= day);
    }
}

/* ---- 9: streaks over random histories ---- */

/* One change on `day`. Returns whether it restarts the streak. */
static bool some_change(int32_t day)
{
    struct facts *f = &rig.f;
    struct clock_stop *last = f->n_stops > 0 ? &rig.stops[f->n_stops - 1] : NULL;
    bool was_held = f->phase == PHASE_HELD;

    if (f->phase != PHASE_OPEN) {           /* resumed, or returned */
        last->to = day;
        last->moves = true;
        f->phase = PHASE_OPEN;
        if (was_held) {
            f->resumed_on = day;
        } else {
            f->returns++;
            f->returned_on = day;
            f->applied_again = false;
        }
        return was_held;
    }
    switch (chance(f->n_stops < RIG_MAX - 1 ? 6 : 4)) {
    case 0:
    case 1:                                 /* progress */
        f->acted_on = f->last_report_on = day;
        f->percent += (int64_t)chance(30) * 1000000;
        return false;
    case 2:                                 /* a limit */
        f->limit_on = day + (int32_t)chance(20);
        f->limit_set_on = day;
        return false;
    case 3:                                 /* a granted extension */
        f->extended_to = latest(day, rig.d.due) + (int32_t)chance(30);
        f->extended_on = day;
        return true;
    default:                                /* held, or applied for */
        f->phase = one_in(2) ? PHASE_HELD : PHASE_REVIEW;
        f->applied_again = f->phase == PHASE_REVIEW;
        rig.stops[f->n_stops++] = (struct clock_stop){
            f->phase == PHASE_HELD ? STOP_HOLD : STOP_REVIEW, day, DAY_NEVER, false, DAY_NONE };
        return false;
    }
}

static void streaks_are_runs_without_a_green_day(void **state)
{
    (void)state;
    for (int i = 0; i < CASES; i++) {
        int32_t first, since = DAY_NEVER;       /* the run as a walk sees it */

        begin_case(i);
        some_item();
        rig.f.phase = PHASE_OPEN;
        rig.f.n_stops = 0;
        rig.f.extended_to = rig.f.limit_on = DAY_NONE;
        rig.f.streak_since = DAY_NEVER;
        first = rig.f.assigned_on;
        rig_derive(&rig);
        rig.f.streak_since = colour_streak(DAY_NEVER, DAY_NEVER,
                                           colour_base_yellow(&rig.defs, &rig.f, &rig.d), first,
                                           false);
        rig_derive(&rig);
        for (int32_t day = first; day < first + 90; day++) {
            bool is_lit = rig.d.yellow_on <= day;

            if (is_lit && since == DAY_NEVER)
                since = day;
            if (one_in(9)) {
                int32_t was = rig.d.yellow_on;
                bool restart = some_change(day), lit_after;
                int32_t base;

                rig_derive(&rig);
                base = colour_base_yellow(&rig.defs, &rig.f, &rig.d);
                rig.f.streak_since = colour_streak(rig.f.streak_since, was, base, day, restart);
                rig_derive(&rig);
                lit_after = base <= day;
                if (restart || !(is_lit && lit_after))
                    since = lit_after ? day : DAY_NEVER;
            }
            /* Running from the very day the walk saw it begin, or not running yet. */
            if (since != DAY_NEVER ? rig.f.streak_since != since : rig.f.streak_since <= day)
                fail_msg("case %d: streak since %d on day %d, walking says %d", case_number,
                         rig.f.streak_since, day, since);
            assert_true(rig.d.yellow_on <= rig.d.red_on);
        }
    }
}

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    rig_field(&rig, "date", FIELD_DATE);
    rig.list.due.id = "";
    mark_days();
    mark_cutoffs();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_two_dates_equal_a_walk_day_by_day),
        TEST(a_rule_that_set_a_date_is_named),
        TEST(due_moved_equals_a_walk),
        TEST(a_hold_changes_neither_time_left_nor_lateness),
        TEST(planned_progress_never_falls),
        TEST(fill_days_strictly_increase),
        TEST(owed_and_missed_agree),
        TEST(streaks_are_runs_without_a_green_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
