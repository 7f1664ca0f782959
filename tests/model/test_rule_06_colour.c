/* ENGINE 6-12, worked examples: colour as two dates, its rules, streaks, pins. Plans (8)
 * have a file of their own; spans and --as-of (11) are tested with the record. */
#include "tests/model/engine_rig.h"

#include "model/decimal.h"

static struct rig rig;

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    return 0;
}

/* An item planned from 11-01 to 12-31, `percent` done. */
static void plan_two_months(int64_t percent)
{
    rig.list.plan.kind = PLAN_LINEAR;
    rig.list.progress.kind = PROGRESS_MANUAL;
    rig.f.start = rig_day("11-01");
    rig.f.due_given = rig_day("12-31");
    rig.f.percent = percent * INT64_C(1000000);
}

static void rule_06_colour_is_two_comparisons(void **state)
{
    static const struct { const char *yellow, *red, *day; enum colour colour; } rows[] = {
        { "11-18", "11-23", "11-17", COLOUR_GREEN },
        { "11-18", "11-23", "11-18", COLOUR_YELLOW },
        { "11-18", "11-23", "11-22", COLOUR_YELLOW },
        { "11-18", "11-23", "11-23", COLOUR_RED },
        { "11-23", "11-23", "11-23", COLOUR_RED },
        { "never", "never", "2999-12-31", COLOUR_GREEN },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t y = rig_day(rows[i].yellow), r = rig_day(rows[i].red);

        assert_int_equal(colour_on(PHASE_OPEN, y, r, rig_day(rows[i].day)),
                         rows[i].colour);
        assert_int_equal(colour_on(PHASE_REVIEW, y, r, rig_day(rows[i].day)),
                         rows[i].colour);
    }
}

/* One rule on an item due on a day; ANCHOR_GIVEN date, nothing else. */
static void rule_07_dates_around_the_due_day(void **state)
{
    static const struct {
        enum rule_kind kind;
        int64_t n;
        enum day_unit unit;
        const char *due, *on;
    } rows[] = {
        { RULE_DUE_IN, 3, UNIT_WORKDAY, "11-29", "11-24" },   /* due on a Sunday */
        { RULE_DUE_IN, 3, UNIT_WORKDAY, "11-20", "11-17" },
        { RULE_DUE_IN, 0, UNIT_WORKDAY, "11-20", "11-20" },
        { RULE_DUE_IN, 0, UNIT_WORKDAY, "11-29", "11-27" },
        { RULE_DUE_IN, 3, UNIT_WORKDAY, "10-08", "09-28" },   /* across 国庆节 */
        { RULE_DUE_IN, 3, UNIT_DAY, "11-25", "11-22" },       /* a Sunday: no roll */
        { RULE_DUE_IN, 1, UNIT_MONTH, "11-30", "10-30" },
        { RULE_DUE_IN, 3, UNIT_DAY, "", "never" },
        { RULE_DUE_IN, 3, UNIT_WORKDAY, "", "never" },
        { RULE_OVERDUE, 1, UNIT_WORKDAY, "11-20", "11-23" },
        { RULE_OVERDUE, 1, UNIT_WORKDAY, "11-22", "11-23" },
        { RULE_OVERDUE, 2, UNIT_WORKDAY, "09-30", "10-09" },
        { RULE_OVERDUE, 1, UNIT_DAY, "11-20", "11-21" },
        { RULE_OVERDUE, 0, UNIT_DAY, "11-20", "11-21" },      /* never on the day */
        { RULE_OVERDUE, 1, UNIT_MONTH, "11-20", "12-20" },
        { RULE_OVERDUE, 1, UNIT_WORKDAY, "", "never" },
        { RULE_OVERDUE, INT64_MAX, UNIT_DAY, "11-20", "never" },
        { RULE_DUE_IN, 200000, UNIT_DAY, "11-20", "1900-01-01" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct colour_rule rule = rig_rule(rows[i].kind, rows[i].n, rows[i].unit);

        rig.f.due_given = rig_day(rows[i].due);
        rig_derive(&rig);
        assert_row(rule.text, colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule),
                   rows[i].on);
    }
}

static void rule_07_behind(void **state)
{
    static const struct {
        enum rule_kind kind;
        bool over;
        int64_t n, percent;
        const char *on;
    } rows[] = {
        { RULE_BEHIND, false, 10, 8, "11-12" },
        { RULE_BEHIND, false, 10, 0, "11-07" },    /* exactly 10 */
        { RULE_BEHIND, true, 10, 0, "11-08" },     /* over 10 */
        { RULE_BEHIND, false, 10, 90, "12-31" },   /* on the last day */
        { RULE_BEHIND, true, 10, 90, "never" },
        { RULE_BEHIND, false, 10, 95, "never" },
        { RULE_BEHIND, false, 0, 0, "11-01" },
        { RULE_BEHIND, false, 2000000, 0, "never" },
        { RULE_BEHIND_RATIO, false, 50, 10, "11-13" },     /* 10 of 20 planned */
        { RULE_BEHIND_RATIO, true, 50, 10, "11-14" },
        { RULE_BEHIND_RATIO, false, 50, 8, "11-11" },
        { RULE_BEHIND_RATIO, false, 0, 0, "11-02" },       /* not before there is a plan */
        { RULE_BEHIND_RATIO, false, 100, 0, "11-02" },
        { RULE_BEHIND_RATIO, true, 100, 0, "never" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct colour_rule rule = rig_rule(rows[i].kind, rows[i].n, UNIT_NONE);

        rule.over = rows[i].over;
        plan_two_months(rows[i].percent);
        rig_derive(&rig);
        assert_row(rule.text, colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule),
                   rows[i].on);
    }
}

static void rule_07_behind_needs_a_plan_and_progress(void **state)
{
    struct colour_rule rule = rig_rule(RULE_BEHIND, 10, UNIT_NONE);

    (void)state;
    plan_two_months(0);
    rig.list.progress.kind = PROGRESS_NONE;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    plan_two_months(0);
    rig.list.plan.kind = PLAN_NONE;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    plan_two_months(0);
    rig.f.start = DAY_NONE;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    plan_two_months(0);
    rig.f.due_given = DAY_NONE;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
}

static void rule_07_missed_reports(void **state)
{
    struct colour_rule rule = rig_rule(RULE_MISSED_REPORTS, 1, UNIT_NONE);

    (void)state;
    rig.f.report_every = CADENCE_WEEK;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-13");
    rule.amount = 2;
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-20");
    rule.amount = INT64_MAX;
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    rule.amount = 1;
    rig.f.report_every = CADENCE_NONE;
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
}

static void rule_07_no_update_counts_from_the_last_life(void **state)
{
    static const struct {
        const char *start, *assigned, *opened, *resumed, *acted;
        int64_t n;
        enum day_unit unit;
        const char *on;
    } rows[] = {
        { "11-02", "11-02", "11-02", "", "", 5, UNIT_WORKDAY, "11-09" },
        { "11-02", "11-02", "11-02", "", "11-06", 5, UNIT_WORKDAY, "11-13" },
        { "11-02", "11-02", "11-02", "", "11-06", 10, UNIT_DAY, "11-16" },
        { "11-02", "11-02", "11-02", "11-09", "11-06", 1, UNIT_WORKDAY, "11-10" },
        { "12-01", "11-02", "11-02", "", "", 5, UNIT_WORKDAY, "12-08" },
        { "11-02", "11-02", "11-18", "", "11-06", 1, UNIT_MONTH, "12-18" },
        { "", "", "", "", "", 5, UNIT_WORKDAY, "never" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct colour_rule rule = rig_rule(RULE_NO_UPDATE, rows[i].n, rows[i].unit);

        rig.f.start = rig_day(rows[i].start);
        rig.f.assigned_on = rig_day(rows[i].assigned);
        rig.f.opened_on = rig_day(rows[i].opened);
        rig.f.resumed_on = rig_day(rows[i].resumed);
        rig.f.acted_on = rig_day(rows[i].acted);
        rig_derive(&rig);
        assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), rows[i].on);
    }
}

static void rule_07_returned_until_applied_again(void **state)
{
    static const struct {
        int32_t returns;
        const char *on_day;
        bool applied_again;
        int64_t n;
        const char *on;
    } rows[] = {
        { 2, "11-10", false, 2, "11-10" },
        { 3, "11-12", false, 2, "11-12" },
        { 1, "11-10", false, 2, "never" },
        { 2, "11-10", true, 2, "never" },
        { 0, "", false, 0, "never" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct colour_rule rule = rig_rule(RULE_RETURNED, rows[i].n, UNIT_NONE);

        rig.f.returns = rows[i].returns;
        rig.f.returned_on = rig_day(rows[i].on_day);
        rig.f.applied_again = rows[i].applied_again;
        rig_derive(&rig);
        assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), rows[i].on);
    }
    /* In review the clock is frozen, but the application made this rule false. */
    rig.f.returns = 2;
    rig.f.returned_on = rig_day("11-10");
    rig.f.applied_again = true;
    rig.f.phase = PHASE_REVIEW;
    rig_stop(&rig, STOP_REVIEW, "11-12", "never", false);
    rig_red(&rig, rig_rule(RULE_RETURNED, 2, UNIT_NONE));
    rig_derive(&rig);
    assert_day(rig.d.red_on, "never");
}

static void rule_07_step_overdue_is_the_earliest_open_one(void **state)
{
    struct colour_rule rule = rig_rule(RULE_STEP_OVERDUE, 1, UNIT_WORKDAY);

    (void)state;
    rig_step(&rig, "visit", rig_due(ANCHOR_START, "", 5, UNIT_WORKDAY));     /* 11-09 */
    rig_step(&rig, "sign", rig_due(ANCHOR_START, "", 8, UNIT_WORKDAY));      /* 11-12 */
    rig_step(&rig, "store", rig_no_due);
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-10");
    rig.step[0].done_on = rig_day("11-20");    /* late, but done */
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-13");
    rig.step[1].skipped_on = rig_day("11-20");
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
}

/* A promise made at a visit: nothing is broken on its last day; of several the one broken
 * first counts, kept ones are no facts any more. */
static void rule_07_promise_missed(void **state)
{
    static const struct {
        int64_t n;
        enum day_unit unit;
        const char *first, *second, *on;
    } rows[] = {
        { 1, UNIT_WORKDAY, "11-18", "", "11-19" },
        { 1, UNIT_WORKDAY, "11-20", "", "11-23" },         /* a Friday: on Monday */
        { 1, UNIT_WORKDAY, "11-22", "", "11-23" },         /* a Sunday */
        { 1, UNIT_WORKDAY, "09-30", "", "10-08" },         /* across 国庆节 */
        { 3, UNIT_WORKDAY, "11-18", "", "11-23" },
        { 3, UNIT_DAY, "11-18", "", "11-21" },
        { 1, UNIT_DAY, "11-20", "", "11-21" },
        { 1, UNIT_WORKDAY, "11-18", "11-25", "11-19" },
        { 1, UNIT_WORKDAY, "11-25", "11-18", "11-19" },
        { 1, UNIT_WORKDAY, "", "", "never" },              /* nothing promised */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct colour_rule rule = rig_rule(RULE_PROMISE_MISSED, rows[i].n, rows[i].unit);
        const char *const dues[] = { rows[i].first, rows[i].second };

        rig.f.n_promises = 0;
        for (size_t k = 0; k < 2; k++)
            if (*dues[k])
                rig.promises[rig.f.n_promises++] =
                    (struct promise_facts){ rig_day("09-01"), rig_day(dues[k]) };
        rig_derive(&rig);
        assert_row(rule.text, colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule),
                   rows[i].on);
    }
}

/* The clock stands still: a promise that breaks meanwhile waits for the resume. */
static void rule_13_promise_missed_waits_on_hold(void **state)
{
    (void)state;
    rig_yellow(&rig, rig_rule(RULE_PROMISE_MISSED, 1, UNIT_WORKDAY));
    rig.yellow[0].text = "promise_missed: 1 workday";
    rig.promises[0] = (struct promise_facts){ rig_day("11-10"), rig_day("11-12") };
    rig.f.n_promises = 1;
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "11-13");
    assert_string_equal(rig.d.yellow_rule, "promise_missed: 1 workday");
    rig.f.phase = PHASE_HELD;
    rig_stop(&rig, STOP_HOLD, "2026-11-12", "never", false);
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "never");
}

static void rule_07_limit_missed(void **state)
{
    struct colour_rule rule = rig_rule(RULE_LIMIT_MISSED, 1, UNIT_NONE);

    (void)state;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    rig.f.limit_on = rig_day("11-27");
    rig.f.limit_set_on = rig_day("11-23");
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-30");
}

static void rule_07_waiting_only_on_hold(void **state)
{
    struct colour_rule rule = rig_rule(RULE_WAITING, 5, UNIT_WORKDAY);

    (void)state;
    rig_derive(&rig);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    rig_stop(&rig, STOP_HOLD, "11-10", "never", false);
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
    rig.f.phase = PHASE_HELD;
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-17");
    rule.unit = UNIT_DAY;
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "11-15");
    rig.stops[0].kind = STOP_REVIEW;
    assert_day(colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule), "never");
}

static void rule_07_streak_rules(void **state)
{
    static const struct {
        enum rule_kind kind;
        int64_t n;
        enum day_unit unit;
        const char *since, *on;
    } rows[] = {
        { RULE_YELLOW_FOR, 14, UNIT_DAY, "11-07", "11-21" },      /* a Saturday */
        { RULE_YELLOW_FOR, 5, UNIT_WORKDAY, "11-07", "11-13" },
        { RULE_YELLOW_FOR, 14, UNIT_DAY, "never", "never" },
        { RULE_YELLOW_FOR, 14, UNIT_DAY, "", "never" },
        { RULE_YELLOW_WEEKS, 1, UNIT_NONE, "11-07", "11-13" },
        { RULE_YELLOW_WEEKS, 2, UNIT_NONE, "11-07", "11-20" },
        { RULE_YELLOW_WEEKS, 2, UNIT_NONE, "11-13", "11-20" },    /* since that Friday */
        { RULE_YELLOW_WEEKS, 2, UNIT_NONE, "02-13", "02-28" },    /* 春节 has no cut-off */
        { RULE_YELLOW_WEEKS, 2, UNIT_NONE, "never", "never" },
        { RULE_YELLOW_WEEKS, 2, UNIT_NONE, "", "never" },
        { RULE_YELLOW_WEEKS, 0, UNIT_NONE, "11-07", "never" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct colour_rule rule = rig_rule(rows[i].kind, rows[i].n, rows[i].unit);

        rig.f.streak_since = rig_day(rows[i].since);
        rig_derive(&rig);
        assert_row(rule.text, colour_rule_on(&rig.defs, &rig.f, &rig.d, &rule),
                   rows[i].on);
    }
}

static void rule_07_due_day_is_at_least_yellow(void **state)
{
    (void)state;
    rig_derive(&rig);               /* no rules at all */
    assert_day(rig.d.yellow_on, "11-20");
    assert_string_equal(rig.d.yellow_rule, "due");
    assert_day(rig.d.red_on, "never");
    assert_string_equal(rig.d.red_rule, "");
    rig_red(&rig, rig_rule(RULE_OVERDUE, 1, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "11-20");
    assert_day(rig.d.red_on, "11-23");
    assert_string_equal(rig.d.red_rule, "overdue");
}

static void rule_07_red_brings_yellow_along(void **state)
{
    (void)state;
    rig_yellow(&rig, rig_rule(RULE_DUE_IN, 3, UNIT_WORKDAY));
    rig_red(&rig, rig_rule(RULE_NO_UPDATE, 5, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.d.red_on, "11-09");
    assert_day(rig.d.yellow_on, "11-09");
    assert_string_equal(rig.d.yellow_rule, "red");
    rig.f.acted_on = rig_day("11-12");
    rig_derive(&rig);
    assert_day(rig.d.red_on, "11-19");
    assert_day(rig.d.yellow_on, "11-17");
    assert_string_equal(rig.d.yellow_rule, "due_in");
}

static void rule_07_the_first_rule_of_a_day_stands(void **state)
{
    (void)state;
    rig_yellow(&rig, rig_rule(RULE_DUE_IN, 0, UNIT_WORKDAY));      /* the due day, like "due" */
    rig_yellow(&rig, rig_rule(RULE_DUE_IN, 0, UNIT_DAY));
    rig.yellow[1].text = "second";
    rig_derive(&rig);
    assert_string_equal(rig.d.yellow_rule, "due_in");
}

static void rule_07_streak_rules_only_under_red(void **state)
{
    (void)state;
    rig.f.due_given = DAY_NONE;
    rig.f.streak_since = rig_day("11-07");
    rig_yellow(&rig, rig_rule(RULE_YELLOW_FOR, 1, UNIT_DAY));       /* the loader refuses it */
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "never");
    rig_red(&rig, rig_rule(RULE_YELLOW_FOR, 14, UNIT_DAY));
    rig_derive(&rig);
    assert_day(rig.d.red_on, "11-21");
    assert_day(colour_base_yellow(&rig.defs, &rig.f, &rig.d), "never");
}

/* ---- 9: streaks ---- */

static void rule_09_posts_that_leave_it_yellow_do_not_move_the_streak(void **state)
{
    static const struct { const char *day; int64_t percent; const char *since, *red; } posts[] = {
        { "11-13", 5, "11-07", "11-21" },
        { "11-20", 12, "11-07", "11-21" },
        { "11-27", 25, "11-07", "11-21" },
    };

    (void)state;
    plan_two_months(0);
    rig_yellow(&rig, rig_rule(RULE_BEHIND, 10, UNIT_NONE));
    rig_red(&rig, rig_rule(RULE_YELLOW_FOR, 14, UNIT_DAY));
    rig_derive(&rig);
    rig.f.streak_since = colour_streak(DAY_NEVER, DAY_NEVER,
                                       colour_base_yellow(&rig.defs, &rig.f, &rig.d),
                                       rig_day("11-01"), false);
    rig_derive(&rig);
    assert_day(rig.f.streak_since, "11-07");
    assert_day(rig.d.red_on, "11-21");
    for (size_t i = 0; i < COUNT(posts); i++) {
        int32_t was = rig.d.yellow_on;

        rig.f.percent = posts[i].percent * INT64_C(1000000);
        rig_derive(&rig);
        rig.f.streak_since = colour_streak(rig.f.streak_since, was,
                                           colour_base_yellow(&rig.defs, &rig.f, &rig.d),
                                           rig_day(posts[i].day), false);
        rig_derive(&rig);
        assert_day(rig.f.streak_since, posts[i].since);
        assert_day(rig.d.red_on, posts[i].red);
    }
}

static void rule_09_streak_is_an_outcome(void **state)
{
    static const struct {
        const char *name, *since, *was, *base, *day;
        bool restart;
        const char *then;
    } rows[] = {
        { "yellow before and after", "11-07", "11-07", "11-10", "11-13", false, "11-07" },
        { "green after", "11-07", "11-07", "11-22", "11-20", false, "11-22" },
        { "green before", "11-25", "11-25", "11-18", "11-20", false, "11-20" },
        { "green before and after", "11-25", "11-25", "11-28", "11-20", false, "11-28" },
        { "green for good", "11-25", "11-25", "never", "11-20", false, "never" },
        { "turns that very day", "11-20", "11-20", "11-20", "11-20", false, "11-20" },
        { "twice on one day", "11-07", "11-13", "11-10", "11-13", false, "11-07" },
        { "extended, resumed, reopened", "11-07", "11-07", "11-10", "11-13", true, "11-13" },
        { "extended into green", "11-07", "11-07", "11-27", "11-13", true, "11-27" },
        { "new", "never", "never", "11-17", "11-02", false, "11-17" },
        { "nothing known", "", "11-07", "11-10", "11-13", false, "11-13" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_row(rows[i].name,
                   colour_streak(rig_day(rows[i].since), rig_day(rows[i].was),
                                 rig_day(rows[i].base), rig_day(rows[i].day),
                                 rows[i].restart),
                   rows[i].then);
}

/* ---- 10, 12 ---- */

static void rule_10_pin_is_shown_from_until_inclusive(void **state)
{
    struct pin pin = { COLOUR_YELLOW, rig_day("11-20"), rig_day("12-01") };
    static const struct { const char *day; enum phase phase; enum colour colour; } rows[] = {
        { "11-19", PHASE_OPEN, COLOUR_GREEN },
        { "11-20", PHASE_OPEN, COLOUR_YELLOW },
        { "12-01", PHASE_OPEN, COLOUR_YELLOW },
        { "12-01", PHASE_REVIEW, COLOUR_YELLOW },
        { "12-02", PHASE_OPEN, COLOUR_RED },
        { "11-25", PHASE_HELD, COLOUR_GREY },
        { "11-25", PHASE_CLOSED, COLOUR_NONE },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(colour_shown(rows[i].phase, rig_day("11-21"), rig_day("11-25"),
                                      pin, rig_day(rows[i].day)), rows[i].colour);
    pin.colour = COLOUR_NONE;
    assert_int_equal(colour_shown(PHASE_OPEN, rig_day("11-21"), rig_day("11-25"), pin,
                                  rig_day("11-25")), COLOUR_RED);
}

static void rule_12_closed_and_cancelled_have_no_colour(void **state)
{
    static const enum phase over[] = { PHASE_CLOSED, PHASE_CANCELLED };

    (void)state;
    rig_red(&rig, rig_rule(RULE_OVERDUE, 1, UNIT_WORKDAY));
    for (size_t i = 0; i < COUNT(over); i++) {
        rig.f.phase = over[i];
        rig_derive(&rig);
        assert_day(rig.d.yellow_on, "never");
        assert_day(rig.d.red_on, "never");
        assert_string_equal(rig.d.yellow_rule, "");
        assert_string_equal(rig.d.red_rule, "");
        assert_int_equal(colour_on(over[i], 0, 0, 1), COLOUR_NONE);
    }
    assert_int_equal(colour_on(PHASE_HELD, 0, 0, 1), COLOUR_GREY);
}

static void rule_12_without_a_due_date(void **state)
{
    (void)state;
    rig.list.due = rig_no_due;
    rig.f.due_given = DAY_NONE;
    rig.f.report_every = CADENCE_MONTH;
    rig_yellow(&rig, rig_rule(RULE_DUE_IN, 3, UNIT_WORKDAY));
    rig_yellow(&rig, rig_rule(RULE_MISSED_REPORTS, 1, UNIT_NONE));
    rig_red(&rig, rig_rule(RULE_OVERDUE, 1, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.d.due, "");
    assert_int_equal(rig.d.due_waits_for, -1);
    assert_day(rig.d.yellow_on, "2027-01-01");      /* November is not owed: given on 11-02 */
    assert_day(rig.d.red_on, "never");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rule_06_colour_is_two_comparisons),
        TEST(rule_07_dates_around_the_due_day),
        TEST(rule_07_behind),
        TEST(rule_07_behind_needs_a_plan_and_progress),
        TEST(rule_07_missed_reports),
        TEST(rule_07_no_update_counts_from_the_last_life),
        TEST(rule_07_returned_until_applied_again),
        TEST(rule_07_step_overdue_is_the_earliest_open_one),
        TEST(rule_07_promise_missed),
        TEST(rule_13_promise_missed_waits_on_hold),
        TEST(rule_07_limit_missed),
        TEST(rule_07_waiting_only_on_hold),
        TEST(rule_07_streak_rules),
        TEST(rule_07_due_day_is_at_least_yellow),
        TEST(rule_07_red_brings_yellow_along),
        TEST(rule_07_the_first_rule_of_a_day_stands),
        TEST(rule_07_streak_rules_only_under_red),
        TEST(rule_09_posts_that_leave_it_yellow_do_not_move_the_streak),
        TEST(rule_09_streak_is_an_outcome),
        TEST(rule_10_pin_is_shown_from_until_inclusive),
        TEST(rule_12_closed_and_cancelled_have_no_colour),
        TEST(rule_12_without_a_due_date),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
