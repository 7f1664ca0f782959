/* ENGINE 8, worked examples: planned and actual progress. */
#include "tests/model/engine_rig.h"

#include "model/decimal.h"
#include "model/plan.h"

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

static void assert_share(struct ratio r, int64_t num, int64_t den)
{
    if (r.den <= 0 || ratio_compare(r, (struct ratio){ num, den }) != 0)
        fail_msg("%lld/%lld, expected %lld/%lld", (long long)r.num, (long long)r.den,
                 (long long)num, (long long)den);
}

static void rule_08_linear_plan(void **state)
{
    static const struct { const char *day; int64_t num, den; } rows[] = {
        { "10-31", 0, 1 }, { "11-01", 0, 1 }, { "11-07", 6, 60 },
        { "11-12", 11, 60 }, { "12-30", 59, 60 }, { "12-31", 1, 1 },
        { "2027-06-30", 1, 1 },     /* stays at 100 until there is a new target */
    };

    (void)state;
    plan_two_months(0);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_share(plan_planned(&rig.f, rig.f.due_given, rig_day(rows[i].day)),
                     rows[i].num, rows[i].den);
    assert_share(plan_planned(&rig.f, DAY_NONE, rig_day("12-01")), 0, 1);
}

static void rule_08_stopped_days_are_taken_out(void **state)
{
    (void)state;
    plan_two_months(0);
    rig_stop(&rig, STOP_HOLD, "11-10", "11-20", true);    /* 10 days, 8 workdays */
    rig_stop(&rig, STOP_REVIEW, "11-25", "11-27", false); /* withdrawn: counts on */
    rig_derive(&rig);
    assert_day(rig.d.due, "2027-01-12");                            /* 72 days, 62 of them count */
    assert_share(plan_planned(&rig.f, rig.d.due, rig_day("11-10")), 9, 62);
    assert_share(plan_planned(&rig.f, rig.d.due, rig_day("11-15")), 9, 62);
    assert_share(plan_planned(&rig.f, rig.d.due, rig_day("11-20")), 9, 62);
    assert_share(plan_planned(&rig.f, rig.d.due, rig_day("11-21")), 10, 62);
    assert_share(plan_planned(&rig.f, rig.d.due, rig_day("2027-01-11")), 61, 62);
    assert_share(plan_planned(&rig.f, rig.d.due, rig_day("2027-01-12")), 1, 1);
}

static void rule_08_nothing_left_is_all(void **state)
{
    (void)state;
    plan_two_months(0);
    rig.f.due_given = rig_day("11-05");
    rig_stop(&rig, STOP_HOLD, "11-01", "11-05", true);
    /* Asked with the due day as it was: every day up to it was stopped. */
    assert_share(plan_planned(&rig.f, rig_day("11-05"), rig_day("11-01")), 1, 1);
    assert_share(plan_planned(&rig.f, rig_day("11-05"), rig_day("10-31")), 0, 1);
    rig.f.n_stops = 0;              /* a start after the due day */
    assert_share(plan_planned(&rig.f, rig_day("10-20"), rig_day("10-19")), 0, 1);
    assert_share(plan_planned(&rig.f, rig_day("10-20"), rig_day("10-20")), 1, 1);
    assert_day(plan_behind_on(&rig.f, rig_day("10-20"), (struct ratio){ 0, 1 },
                              10 * DECIMAL_ONE, false, false), "10-20");
}

static void rule_08_month_and_quarter_plans(void **state)
{
    static const struct { const char *day; int64_t months, quarter; } rows[] = {
        { "2025-12-31", 0, 0 }, { "01-31", 0, 0 }, { "02-01", 1, 0 },
        { "03-31", 2, 0 }, { "04-01", 3, 20 }, { "06-30", 5, 20 },
        { "07-01", 6, 50 }, { "10-01", 9, 75 }, { "12-31", 11, 75 },
        { "2027-01-01", 12, 100 }, { "2028-03-01", 12, 100 },
    };

    (void)state;
    rig.list.plan = (struct plan_def){ PLAN_MONTH, { 20, 50, 75, 100 } };
    rig.f.start = rig_day("03-05");
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.list.plan.kind = PLAN_MONTH;
        assert_share(plan_planned(&rig.f, DAY_NONE, rig_day(rows[i].day)), rows[i].months,
                     12);
        rig.list.plan.kind = PLAN_QUARTER;
        assert_share(plan_planned(&rig.f, DAY_NONE, rig_day(rows[i].day)),
                     rows[i].quarter, 100);
    }
    assert_day(plan_behind_on(&rig.f, DAY_NONE, (struct ratio){ 30, 100 },
                              10 * DECIMAL_ONE, false, false),
               "07-01");
    assert_day(plan_behind_on(&rig.f, DAY_NONE, (struct ratio){ 95, 100 },
                              10 * DECIMAL_ONE, false, false),
               "never");
    rig.list.plan.kind = PLAN_MONTH;
    assert_day(plan_behind_on(&rig.f, DAY_NONE, (struct ratio){ 30, 100 },
                              10 * DECIMAL_ONE, false, false),
               "06-01"); /* 5/12 = 41.67 */
    rig.f.start = DAY_NONE;
    assert_share(plan_planned(&rig.f, DAY_NONE, rig_day("06-01")), 0, 1);
    rig.list.plan.kind = PLAN_QUARTER;
    assert_share(plan_planned(&rig.f, DAY_NONE, rig_day("06-01")), 0, 1);
    rig.list.plan.kind = PLAN_NONE;
    assert_share(plan_planned(&rig.f, DAY_NONE, rig_day("06-01")), 0, 1);
}

static void rule_08_actual_from_fields(void **state)
{
    (void)state;
    rig_field(&rig, "done", FIELD_DECIMAL);
    rig_field(&rig, "target", FIELD_DECIMAL);
    rig.list.progress = (struct progress_def){ PROGRESS_FIELDS, "done", "target" };
    rig.numbers[0] = INT64_C(712500000);
    rig.numbers[1] = INT64_C(262500000);
    assert_share(plan_actual(&rig.f), 0, 1);            /* neither is filled in */
    rig.has_number[0] = true;
    assert_share(plan_actual(&rig.f), 0, 1);
    rig.has_number[1] = true;
    assert_share(plan_actual(&rig.f), 7125, 2625);
    assert_int_equal(ratio_percent(plan_actual(&rig.f)), 271428571);     /* 271.4 % */
    rig.numbers[1] = 0;
    assert_share(plan_actual(&rig.f), 0, 1);
    rig.numbers[1] = DECIMAL_ONE;
    rig.numbers[0] = -DECIMAL_ONE;
    assert_share(plan_actual(&rig.f), 0, 1);
    rig.list.progress.done = "gone";
    assert_share(plan_actual(&rig.f), 0, 1);
    rig.list.progress.done = "done";
    rig.list.progress.of = "gone";
    assert_share(plan_actual(&rig.f), 0, 1);
    rig.list.progress.of = "target";
    rig.f.has_number = NULL;
    assert_share(plan_actual(&rig.f), 0, 1);
}

static void rule_08_nobody_is_behind_without_a_target(void **state)
{
    const struct colour_rule behind = { .kind = RULE_BEHIND, .amount = 10 * DECIMAL_ONE,
                                        .text = "behind: 10 points" };

    (void)state;
    rig_field(&rig, "done", FIELD_DECIMAL);
    rig_field(&rig, "target", FIELD_DECIMAL);
    rig.list.progress = (struct progress_def){ PROGRESS_FIELDS, "done", "target" };
    rig.list.plan.kind = PLAN_MONTH;            /* November: ten twelfths are planned */
    rig_derive(&rig);
    assert_int_equal(colour_rule_on(&rig.defs, &rig.f, &rig.d, &behind), DAY_NEVER);
    rig.has_number[1] = true;                   /* the yearly figure is entered, none is done */
    rig.numbers[1] = 12 * DECIMAL_ONE;
    rig_derive(&rig);
    assert_int_equal(colour_rule_on(&rig.defs, &rig.f, &rig.d, &behind),
                     day_parse("2026-03-01"));
}

static void rule_08_percent_rounds_down(void **state)
{
    static const struct { struct ratio r; int64_t micro; } rows[] = {
        { { 1, 1 }, 100000000 }, { { 2, 3 }, 66666666 }, { { 0, 5 }, 0 },
        { { 999999999, 1000000000 }, 99999999 }, { { -1, 3 }, -33333334 },
        { { INT64_MAX, 1 }, INT64_MAX }, { { INT64_MIN, 1 }, INT64_MIN },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(ratio_percent(rows[i].r), rows[i].micro);
    assert_true(ratio_compare((struct ratio){ 1, 3 },
                              (struct ratio){ 333333333, 1000000000 }) > 0);
    assert_true(ratio_compare((struct ratio){ INT64_MAX - 1, INT64_MAX },
                              (struct ratio){ INT64_MAX, INT64_MAX }) < 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rule_08_linear_plan),
        TEST(rule_08_stopped_days_are_taken_out),
        TEST(rule_08_nothing_left_is_all),
        TEST(rule_08_month_and_quarter_plans),
        TEST(rule_08_actual_from_fields),
        TEST(rule_08_nobody_is_behind_without_a_target),
        TEST(rule_08_percent_rounds_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
