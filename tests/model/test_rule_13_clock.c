/* ENGINE 13-14, worked examples: what hold and review do to colours and to deadlines. */
#include "tests/model/engine_rig.h"

static struct rig rig;

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    rig_yellow(&rig, rig_rule(RULE_DUE_IN, 3, UNIT_WORKDAY));   /* 11-17 */
    rig_red(&rig, rig_rule(RULE_OVERDUE, 1, UNIT_WORKDAY));     /* 11-23 */
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    return 0;
}

static void rule_13_levels_reached_stay_others_never_come(void **state)
{
    static const struct {
        enum phase phase;
        const char *from, *yellow, *red;
    } rows[] = {
        { PHASE_HELD, "11-16", "never", "never" },
        { PHASE_HELD, "11-17", "11-17", "never" },    /* reached that very day */
        { PHASE_HELD, "11-22", "11-17", "never" },
        { PHASE_HELD, "11-23", "11-17", "11-23" },
        { PHASE_REVIEW, "11-16", "never", "never" },
        { PHASE_REVIEW, "11-18", "11-17", "never" },
        { PHASE_REVIEW, "11-24", "11-17", "11-23" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.f.phase = rows[i].phase;
        rig.f.n_stops = 0;
        rig_stop(&rig, rows[i].phase == PHASE_HELD ? STOP_HOLD : STOP_REVIEW,
                 rows[i].from, "never", false);
        rig_derive(&rig);
        assert_day(rig.d.due, "11-20");
        assert_row(rows[i].from, rig.d.yellow_on, rows[i].yellow);
        assert_row(rows[i].from, rig.d.red_on, rows[i].red);
    }
}

static void rule_13_a_phase_without_its_stop_is_not_frozen(void **state)
{
    (void)state;
    rig.f.phase = PHASE_HELD;
    rig_derive(&rig);
    assert_day(rig.d.red_on, "11-23");
}

static void rule_13_waiting_may_add_a_level_on_hold(void **state)
{
    (void)state;
    rig.f.phase = PHASE_HELD;
    rig_stop(&rig, STOP_HOLD, "11-10", "never", false);
    rig_yellow(&rig, rig_rule(RULE_WAITING, 5, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "11-17");
    assert_string_equal(rig.d.yellow_rule, "waiting");
    assert_day(rig.d.red_on, "never");
    rig_red(&rig, rig_rule(RULE_WAITING, 10, UNIT_DAY));
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "11-17");
    assert_day(rig.d.red_on, "11-20");
    assert_string_equal(rig.d.red_rule, "waiting");
    rig.list.colours.n_yellow = 0;
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "11-20");
    assert_string_equal(rig.d.yellow_rule, "red");
    assert_day(colour_base_yellow(&rig.defs, &rig.f, &rig.d), "11-20");
    /* Resumed: the levels are those of the dates again. */
    rig.f.phase = PHASE_OPEN;
    rig.stops[0].to = rig_day("11-11");
    rig.stops[0].moves = true;
    rig_derive(&rig);
    assert_day(rig.d.red_on, "11-24");
}

static void rule_13_streak_rules_freeze_like_the_others(void **state)
{
    (void)state;
    rig.f.phase = PHASE_REVIEW;
    rig.f.streak_since = rig_day("11-17");
    rig_red(&rig, rig_rule(RULE_YELLOW_FOR, 3, UNIT_DAY));      /* 11-20 */
    rig_stop(&rig, STOP_REVIEW, "11-19", "never", false);
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "11-17");
    assert_day(rig.d.red_on, "never");
    rig.stops[0].from = rig_day("11-20");
    rig_derive(&rig);
    assert_day(rig.d.red_on, "11-20");
}

static void rule_13_review_is_charged_to_the_reviewer(void **state)
{
    (void)state;
    rig.list.review = (struct duration){ 3, UNIT_WORKDAY };
    rig_derive(&rig);
    assert_day(rig.d.review_due, "");
    rig.f.phase = PHASE_REVIEW;
    rig_stop(&rig, STOP_REVIEW, "11-18", "never", false);
    rig_derive(&rig);
    assert_day(rig.d.review_due, "11-23");
    rig.list.review.unit = UNIT_NONE;
    rig_derive(&rig);
    assert_day(rig.d.review_due, "");
    rig.list.review.unit = UNIT_WORKDAY;
    rig.f.phase = PHASE_HELD;
    rig_derive(&rig);
    assert_day(rig.d.review_due, "");
    rig.f.phase = PHASE_REVIEW;
    rig.stops[0].kind = STOP_HOLD;
    rig_derive(&rig);
    assert_day(rig.d.review_due, "");
}

/* ---- 14 ---- */

static void rule_14_due_moves_by_the_workdays_stopped(void **state)
{
    static const struct {
        const char *name, *due, *given_on;
        enum stop_kind kind;
        const char *from, *to;
        bool moves;
        const char *moved;
    } rows[] = {
        { "two workdays",
          "11-25", "11-02", STOP_HOLD, "11-20", "11-24", true, "11-27" },
        { "exactly as late as it was",
          "11-18", "11-02", STOP_HOLD, "11-20", "11-27", true, "11-25" },
        { "running still",
          "11-25", "11-02", STOP_HOLD, "11-20", "never", false, "11-25" },
        { "over a weekend: nothing",
          "11-29", "11-02", STOP_HOLD, "11-20", "11-22", true, "11-29" },
        { "the same day: nothing",
          "11-25", "11-02", STOP_HOLD, "11-20", "11-20", true, "11-25" },
        { "review, applied in time",
          "11-20", "11-02", STOP_REVIEW, "11-16", "11-20", true, "11-26" },
        { "review, applied on the due day",
          "11-16", "11-02", STOP_REVIEW, "11-16", "11-20", true, "11-20" },
        { "review, applied too late",
          "11-13", "11-02", STOP_REVIEW, "11-16", "11-20", true, "11-13" },
        { "withdrawn",
          "11-20", "11-02", STOP_REVIEW, "11-16", "11-20", false, "11-20" },
        { "before the date was given",
          "11-20", "11-12", STOP_HOLD, "11-09", "11-12", true, "11-20" },
        { "given while it lasted",
          "11-20", "11-10", STOP_HOLD, "11-09", "11-12", true, "11-24" },
        { "given nobody knows when",
          "11-20", "", STOP_HOLD, "11-09", "11-12", true, "11-25" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.f.due_given = rig_day(rows[i].due);
        rig.f.due_given_on = rig_day(rows[i].given_on);
        rig.f.n_stops = 0;
        rig_stop(&rig, rows[i].kind, rows[i].from, rows[i].to, rows[i].moves);
        rig_derive(&rig);
        assert_row(rows[i].name, rig.d.due, rows[i].moved);
    }
}

static void rule_14_stops_move_one_after_the_other(void **state)
{
    (void)state;
    /* In time only because the hold before moved the date: 11-13, 11-18 (3 workdays),
     * 11-20. */
    rig.f.due_given = rig_day("11-13");
    rig_stop(&rig, STOP_HOLD, "11-04", "11-09", true);
    rig_stop(&rig, STOP_REVIEW, "11-17", "11-19", true);
    rig_derive(&rig);
    assert_day(rig.d.due, "11-20");
    assert_day(due_moved(rig.defs.calendar, &rig.f, DAY_NONE, DAY_NONE), "");
}

static void rule_14_steps_and_limit_move_first_and_upper_do_not(void **state)
{
    (void)state;
    rig_step(&rig, "open", rig_due(ANCHOR_START, "", 10, UNIT_WORKDAY));    /* 11-16 */
    rig_step(&rig, "done", rig_due(ANCHOR_START, "", 10, UNIT_WORKDAY));
    rig_step(&rig, "later", rig_due(ANCHOR_START, "", 10, UNIT_WORKDAY));
    rig.step[1].done_on = rig_day("11-06");    /* before the hold: nothing left to move */
    rig.step[2].done_on = rig_day("11-12");    /* after it: as it stood then */
    rig.f.limit_on = rig_day("11-18");
    rig.f.limit_set_on = rig_day("11-10");
    rig.f.upper_due = rig_day("11-30");
    rig_stop(&rig, STOP_HOLD, "11-09", "11-11", true);            /* 2 workdays */
    rig_derive(&rig);
    assert_day(rig.step[0].due, "11-18");
    assert_day(rig.step[1].due, "11-16");
    assert_day(rig.step[2].due, "11-18");
    assert_day(rig.d.limit_due, "11-19");      /* ordered on the 10th: one workday of it */
    assert_day(rig.d.due, "11-24");
    assert_day(rig.f.first_due, "11-20");
    assert_day(rig.f.upper_due, "11-30");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rule_13_levels_reached_stay_others_never_come),
        TEST(rule_13_a_phase_without_its_stop_is_not_frozen),
        TEST(rule_13_waiting_may_add_a_level_on_hold),
        TEST(rule_13_streak_rules_freeze_like_the_others),
        TEST(rule_13_review_is_charged_to_the_reviewer),
        TEST(rule_14_due_moves_by_the_workdays_stopped),
        TEST(rule_14_stops_move_one_after_the_other),
        TEST(rule_14_steps_and_limit_move_first_and_upper_do_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
