/* The engine against a slow reading of ENGINE §1-§4 (engine_walk.h), over random items.
 * Fixed seeds, one per case; a failure names its case. */
#include "tests/model/engine_walk.h"

#include <string.h>

#include "model/plan.h"
#include "model/rhythm.h"

#define CASES 10000

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
        RULE_PROMISE_MISSED, RULE_YELLOW_FOR, RULE_YELLOW_WEEKS,
    };
    enum rule_kind kind = kinds[chance(red ? COUNT(kinds) : COUNT(kinds) - 2)];
    bool is_share = kind == RULE_BEHIND || kind == RULE_BEHIND_RATIO;
    bool is_few = kind == RULE_MISSED_REPORTS || kind == RULE_RETURNED ||
                  kind == RULE_YELLOW_WEEKS;
    struct colour_rule r = rig_rule(kind,
                                    1 + (int64_t)chance(is_share ? 60
                                                        : is_few ? 4
                                                                 : 20),
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
        rig.stops[rig.f.n_stops++] =
            (struct clock_stop){ rig.f.phase == PHASE_HELD ? STOP_HOLD : STOP_REVIEW,
                                 some_day(day, 40, 0), DAY_NEVER, false, DAY_NONE };
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
    return rig_due(anchor,
                   anchor == ANCHOR_FIELD ? "date"
                   : i > 0                ? ids[chance((uint32_t)i)]
                                          : "",
                   n, of_item && anchor == ANCHOR_STEP ? UNIT_NONE : unit);
}

static void some_steps(int32_t base)
{
    static const char *const ids[] = { "s0", "s1", "s2", "s3" };
    uint32_t n = chance(5);

    rig.list.n_steps = 0;
    rig.list.due =
        n > 0 ? some_deadline((int)n, true) : rig_due(ANCHOR_GIVEN, "", 0, UNIT_NONE);
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

static void some_promises(int32_t base)
{
    rig.f.n_promises = chance(4);
    for (size_t i = 0; i < rig.f.n_promises; i++)
        rig.promises[i] = (struct promise_facts){ base, some_day(base, 90, 0) };
}

static void some_item(void)
{
    static const enum phase phases[] = { PHASE_OPEN, PHASE_OPEN,   PHASE_OPEN,
                                         PHASE_OPEN, PHASE_REVIEW, PHASE_HELD,
                                         PHASE_HELD, PHASE_CLOSED };
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
    some_promises(base);
}

/* ---- what must be equal ---- */

static void assert_first(const char *what, int32_t got, int32_t expected)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    if (expected == DAY_NEVER ? got > WALK_LAST : got == expected)
        return;
    fail_msg("case %d: %s is %s (%d), walking says %s (%d); rules %s, %s", case_number,
             what, day_format(got, a), got, day_format(expected, b), expected,
             rig.d.yellow_rule, rig.d.red_rule);
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
        assert_int_equal(rig.d.due, walk_item_due());
        for (size_t k = 0; k < rig.list.n_steps; k++)
            assert_first("step due", rig.step[k].due,
                         walk_step_due((int)k));
        walk_colours(&yellow, &red);
        assert_first("red_on", rig.d.red_on, red);
        assert_first("yellow_on", rig.d.yellow_on, yellow);
        yellow_seen += yellow != DAY_NEVER;
        red_seen += red != DAY_NEVER;
    }
    /* The cases are about colours. */
    assert_true(yellow_seen > CASES / 2 && red_seen > CASES / 4);
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
                colour_rule_on(&rig.defs, &rig.f, &rig.d, &rig.yellow[k]) ==
                    rig.d.yellow_on)
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
                     walk_pushed(day, set_on, DAY_NEVER));
    }
}

/* ENGINE 14: it comes back exactly as late, or with exactly as much time left, as it
 * was. */
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
        assert_int_equal(walk_wd(s->from, due), walk_wd(s->to, moved));
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
            walk_mark_fill_days(c, due);
        for (int k = 0; k < 12; k++) {
            fill = rhythm_fill_day(&rig.defs, c, due, day);
            assert_true(fill >= day && fill <= WALK_LAST);
            assert_int_equal(rhythm_fill_day(&rig.defs, c, due, fill), fill);
            if (k > 0)
                assert_int_equal(rhythm_fill_before(&rig.defs, c, due, fill), day - 1);
            if (i % 20 == 0) {
                for (int32_t d = day; d < fill; d++)
                    assert_false(walk_is_fill(d));
                assert_true(walk_is_fill(fill));
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
        f->extended_to = (rig.d.due > day ? rig.d.due : day) + (int32_t)chance(30);
        f->extended_on = day;
        return true;
    default:                                /* held, or applied for */
        f->phase = one_in(2) ? PHASE_HELD : PHASE_REVIEW;
        f->applied_again = f->phase == PHASE_REVIEW;
        rig.stops[f->n_stops++] =
            (struct clock_stop){ f->phase == PHASE_HELD ? STOP_HOLD : STOP_REVIEW, day,
                                 DAY_NEVER, false, DAY_NONE };
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
        rig.f.streak_since =
            colour_streak(DAY_NEVER, DAY_NEVER,
                          colour_base_yellow(&rig.defs, &rig.f, &rig.d), first, false);
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
                rig.f.streak_since =
                    colour_streak(rig.f.streak_since, was, base, day, restart);
                rig_derive(&rig);
                lit_after = base <= day;
                if (restart || !(is_lit && lit_after))
                    since = lit_after ? day : DAY_NEVER;
            }
            /* Running from the very day the walk saw it begin, or not running yet. */
            if (since != DAY_NEVER ? rig.f.streak_since != since
                                   : rig.f.streak_since <= day)
                fail_msg("case %d: streak since %d on day %d, walking says %d",
                         case_number, rig.f.streak_since, day, since);
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
    walk_use(&rig);
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
