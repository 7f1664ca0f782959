/* Workdays: worked examples, every year's count, and a slow model that walks day by day
 * and must always agree. */
#include "tests/model/calendar_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))

static struct calendar *cal;        /* 2023 to 2026 as they were decreed */
static struct calendar *plain;      /* no notice at all */

static int32_t d(const char *s)
{
    int32_t day = day_parse(s);

    if (day == DAY_NONE)
        fail_msg("the test says %s, which is no date", s);
    return day;
}

static void assert_day(int32_t got, int32_t expected)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    if (got != expected)
        fail_msg("%s (%d), expected %s (%d)", day_format(got, a), got,
                 day_format(expected, b), expected);
}

static void listed_days_go_before_weekends(void **state)
{
    static const struct {
        const char *day;
        bool off;
        const char *name;
    } rows[] = {
        { "2026-11-20", false, NULL },      /* a Friday */
        { "2026-11-21", true, NULL },       /* a Saturday */
        { "2026-10-01", true, "国庆节" },   /* a Thursday */
        { "2026-10-10", false, "国庆节" },  /* a Saturday to make up for it */
        { "2026-10-03", true, "国庆节" },   /* a Saturday and a holiday */
        { "2022-12-31", true, "元旦" },     /* in the notice for 2023 */
        { "2023-01-02", true, "元旦" },
        { "2025-10-06", true, "国庆节、中秋节" },
        { "2022-12-30", false, NULL },
        { "2020-10-01", false, NULL },      /* no notice: a Thursday is a Thursday */
        { "2030-10-05", true, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *name = calendar_name(cal, d(rows[i].day));

        assert_int_equal(calendar_is_off(cal, d(rows[i].day)), rows[i].off);
        if (rows[i].name == NULL)
            assert_null(name);
        else
            assert_string_equal(name, rows[i].name);
    }
}

static void covered_is_what_has_a_notice(void **state)
{
    static const struct {
        int32_t day;
        bool covered;
    } rows[] = {
        { 19358 /* 2023-01-01 */, true },   { 20818 /* 2026-12-31 */, true },
        { 19357 /* 2022-12-31 */, false },  /* listed, but 2022 has no notice */
        { 20819 /* 2027-01-01 */, false },  { DAY_MIN, false }, { DAY_MAX, false },
        { DAY_NONE, false }, { DAY_NEVER, false }, { DAY_MIN - 1, false },
        { INT32_MAX, false },
    };
    static const int years[] = { 1899, 1900, 2999, 3000, -1, INT32_MIN, INT32_MAX };
    struct calendar *edge = calendar_new(NULL, 0, years, COUNT(years));

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(calendar_covers(cal, rows[i].day), rows[i].covered);
        assert_false(calendar_covers(plain, rows[i].day));
    }
    assert_true(calendar_covers(edge, DAY_MIN));
    assert_true(calendar_covers(edge, DAY_MAX));
    assert_false(calendar_covers(edge, 0));
    calendar_free(edge);
}

static void workdays_of_each_year(void **state)
{
    static const struct {
        int year, workdays;
    } rows[] = {
        { 2023, 249 }, { 2024, 251 }, { 2025, 248 }, { 2026, 248 },
        { 2020, 262 }, { 2030, 261 },       /* weekends only */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(calendar_workdays(cal, day_from_civil(rows[i].year - 1, 12, 31),
                                           day_from_civil(rows[i].year, 12, 31)),
                         rows[i].workdays);
}

static void workdays_after_a_day(void **state)
{
    static const struct {
        const char *day;
        int32_t n;
        const char *sum;
    } rows[] = {
        { "2025-09-26", 10, "2025-10-16" }, { "2026-02-10", 15, "2026-03-09" },
        { "2024-09-12", 10, "2024-09-27" }, { "2023-04-26", 10, "2023-05-12" },
        { "2026-03-16", 10, "2026-03-30" }, { "2026-11-20", 1, "2026-11-23" },
        { "2026-11-21", 1, "2026-11-23" },  { "2026-11-21", 0, "2026-11-21" },
        { "2026-11-20", 0, "2026-11-20" },  { "2026-11-23", -1, "2026-11-20" },
        { "2026-11-22", -1, "2026-11-20" }, { "2026-11-29", -3, "2026-11-25" },
        { "2025-10-16", -10, "2025-09-26" }, { "2026-10-09", 1, "2026-10-10" },
        { "2026-10-12", -1, "2026-10-10" }, { "2026-12-31", 1, "2027-01-01" },
        { "2023-01-03", -1, "2022-12-30" }, { "2022-12-30", 1, "2023-01-03" },
        { "2026-11-25", 2, "2026-11-27" },  /* due, after two workdays on hold */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_day(calendar_add_workdays(cal, d(rows[i].day), rows[i].n), d(rows[i].sum));
}

static void workdays_between_two_days(void **state)
{
    static const struct {
        const char *a, *b;
        int32_t workdays;
    } rows[] = {
        { "2026-11-24", "2026-11-29", 3 },  /* due on a Sunday, red from the 24th */
        { "2026-11-23", "2026-11-29", 4 },
        { "2026-11-20", "2026-11-23", 1 },  /* overdue by one workday */
        { "2026-11-20", "2026-11-22", 0 },  { "2026-11-20", "2026-11-20", 0 },
        { "2026-11-21", "2026-11-21", 0 },  { "2026-11-20", "2026-11-24", 2 },
        { "2026-11-29", "2026-11-24", -3 }, { "2026-11-23", "2026-11-20", -1 },
        { "2026-09-30", "2026-10-10", 3 },  { "2026-11-18", "2026-11-20", 2 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(calendar_workdays(cal, d(rows[i].a), d(rows[i].b)),
                         rows[i].workdays);
}

static void rolling_stops_at_the_first_workday(void **state)
{
    static const struct {
        const char *day, *forward, *back;
    } rows[] = {
        { "2026-11-20", "2026-11-20", "2026-11-20" },
        { "2026-11-21", "2026-11-23", "2026-11-20" },
        { "2026-10-01", "2026-10-08", "2026-09-30" },
        { "2026-10-10", "2026-10-10", "2026-10-10" },
        { "2026-10-11", "2026-10-12", "2026-10-10" },
        { "2023-01-01", "2023-01-03", "2022-12-30" },
        { "2030-10-05", "2030-10-07", "2030-10-04" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_day(calendar_roll_forward(cal, d(rows[i].day)), d(rows[i].forward));
        assert_day(calendar_roll_back(cal, d(rows[i].day)), d(rows[i].back));
    }
}

static void lengths_of_time_are_added_and_rolled(void **state)
{
    static const struct {
        const char *day;
        struct duration length;
        bool roll;
        const char *sum;
    } rows[] = {
        { "2025-09-26", { 10, UNIT_WORKDAY }, true, "2025-10-16" },
        { "2025-09-26", { 10, UNIT_WORKDAY }, false, "2025-10-16" },
        { "2026-11-21", { 0, UNIT_WORKDAY }, true, "2026-11-21" },
        { "2026-11-11", { 10, UNIT_DAY }, true, "2026-11-23" },
        { "2026-11-11", { 10, UNIT_DAY }, false, "2026-11-21" },
        { "2026-11-11", { 9, UNIT_DAY }, true, "2026-11-20" },
        { "2026-09-21", { 10, UNIT_DAY }, true, "2026-10-08" },
        { "2026-11-24", { -3, UNIT_DAY }, true, "2026-11-20" },
        { "2026-11-24", { -3, UNIT_DAY }, false, "2026-11-21" },
        { "2026-11-21", { 0, UNIT_DAY }, true, "2026-11-23" },
        { "2026-11-21", { 0, UNIT_DAY }, false, "2026-11-21" },
        { "2026-10-21", { 1, UNIT_MONTH }, true, "2026-11-23" },
        { "2026-10-21", { 1, UNIT_MONTH }, false, "2026-11-21" },
        { "2026-12-21", { -1, UNIT_MONTH }, true, "2026-11-20" },
        { "2026-01-31", { 1, UNIT_MONTH }, false, "2026-02-28" },
        { "2026-01-31", { 1, UNIT_MONTH }, true, "2026-02-28" },   /* make-up workday */
        { "2026-03-31", { -1, UNIT_MONTH }, true, "2026-02-28" },
    };
    const struct duration no_length = { 5, UNIT_NONE };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_day(calendar_add(cal, d(rows[i].day), rows[i].length, rows[i].roll),
                   d(rows[i].sum));
    assert_day(calendar_add(cal, d("2026-11-20"), no_length, true), DAY_NONE);
}

static void results_outside_all_dates_saturate(void **state)
{
    static const enum day_unit units[] = { UNIT_DAY, UNIT_WORKDAY, UNIT_MONTH };
    static const int32_t no_date[] = { DAY_NONE, DAY_NEVER };

    (void)state;
    for (int roll = 0; roll <= 1; roll++) {
        for (size_t i = 0; i < COUNT(units); i++) {
            struct duration most = { INT32_MAX, units[i] };
            struct duration least = { INT32_MIN, units[i] };

            assert_day(calendar_add(cal, d("2026-11-20"), most, roll), DAY_NEVER);
            assert_day(calendar_add(cal, d("2026-11-20"), least, roll), DAY_NONE);
            assert_day(calendar_add(cal, DAY_NONE, most, roll), DAY_NONE);
            assert_day(calendar_add(cal, DAY_NEVER, least, roll), DAY_NEVER);
        }
    }
    for (size_t i = 0; i < COUNT(no_date); i++) {
        assert_day(calendar_add_workdays(cal, no_date[i], 5), no_date[i]);
        assert_day(calendar_add_workdays(cal, no_date[i], -5), no_date[i]);
        assert_day(calendar_roll_forward(cal, no_date[i]), no_date[i]);
        assert_day(calendar_roll_back(cal, no_date[i]), no_date[i]);
        assert_null(calendar_name(cal, no_date[i]));
        calendar_is_off(cal, no_date[i]);           /* any answer, but no crash */
    }
    assert_day(calendar_add_workdays(cal, DAY_MAX, 1), DAY_NEVER);
    assert_day(calendar_add_workdays(cal, DAY_MIN, -1), DAY_NONE);
    assert_day(calendar_roll_forward(cal, DAY_MIN), DAY_MIN);   /* a Monday */
    assert_day(calendar_roll_back(cal, DAY_MAX), DAY_MAX);      /* a Tuesday */
}

static void no_date_counts_as_beyond_all_dates(void **state)
{
    int32_t all = calendar_workdays(cal, DAY_MIN - 1, DAY_MAX);

    (void)state;
    assert_true(all > 280000 && all < 290000);
    assert_in_range(calendar_workdays(cal, DAY_NONE, DAY_NEVER), all, all + 1);
    assert_int_equal(calendar_workdays(cal, DAY_NEVER, DAY_NONE),
                     -calendar_workdays(cal, DAY_NONE, DAY_NEVER));
    assert_int_equal(calendar_workdays(cal, DAY_NONE, DAY_NONE), 0);
    assert_int_equal(calendar_workdays(cal, DAY_NEVER, DAY_NEVER), 0);
    assert_true(calendar_workdays(cal, d("2026-11-20"), DAY_NEVER) > 1000);
    assert_true(calendar_workdays(cal, d("2026-11-20"), DAY_NONE) < -1000);
}

static void order_and_repeats_of_the_list(void **state)
{
    /* Unsorted, 11-20 listed twice, what is no date, a name overwritten afterwards. */
    char name[] = "停电";
    const struct calendar_day days[] = {
        { 20785, true, name },              /* Sat 2026-11-28, off anyway */
        { 20777, false, "first" },          /* Fri 2026-11-20 */
        { 20778, false, NULL },             /* Sat 2026-11-21, to make up */
        { DAY_NONE, true, "no date" },
        { DAY_NEVER, true, "no date" },
        { 20777, true, "last stands" },
    };
    struct calendar *c = calendar_new(days, COUNT(days), NULL, 0);

    (void)state;
    memset(name, 'x', sizeof name - 1);
    assert_true(calendar_is_off(c, 20777));
    assert_string_equal(calendar_name(c, 20777), "last stands");
    assert_false(calendar_is_off(c, 20778));
    assert_null(calendar_name(c, 20778));
    assert_string_equal(calendar_name(c, 20785), "停电");
    assert_day(calendar_add_workdays(c, d("2026-11-19"), 1), d("2026-11-21"));
    assert_day(calendar_roll_back(c, d("2026-11-20")), d("2026-11-19"));
    calendar_free(c);
}

static void an_empty_calendar_knows_weekends(void **state)
{
    (void)state;
    calendar_free(NULL);
    assert_false(calendar_is_off(plain, d("2026-10-01")));
    assert_true(calendar_is_off(plain, d("2026-10-10")));
    assert_null(calendar_name(plain, d("2026-10-01")));
    assert_day(calendar_add_workdays(plain, d("2026-09-30"), 1), d("2026-10-01"));
    assert_int_equal(calendar_workdays(plain, d("1969-12-31"), d("1970-01-05")), 3);
}

/* Everything one day at a time, from the listed days themselves. */

static bool slow_is_off(int32_t day)
{
    for (size_t i = COUNT(fixture_days); i-- > 0;)
        if (fixture_days[i].day == day)
            return fixture_days[i].off;
    return day_weekday(day) > 5;
}

static int32_t slow_workdays(int32_t a, int32_t b)
{
    int32_t n = 0;

    for (int32_t day = a + 1; day <= b; day++)
        n += !slow_is_off(day);
    return n;
}

static int32_t slow_step(int32_t day, int32_t n)
{
    int step = n < 0 ? -1 : 1;

    while (n != 0) {
        day += step;
        if (!slow_is_off(day))
            n -= step;
    }
    return day;
}

static int32_t slow_roll(int32_t day, int step)
{
    while (slow_is_off(day))
        day += step;
    return day;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* ENGINE 4: late from the first workday after the deadline on. */
static void what_is_due_is_late_after_a_workday(void **state)
{
    static const struct { const char *due, *day; bool late; } rows[] = {
        { "2026-11-20", "2026-11-20", false }, { "2026-11-20", "2026-11-22", false },
        { "2026-11-20", "2026-11-23", true },  { "2026-11-23", "2026-11-20", false },
        { "2026-09-30", "2026-10-07", false }, { "2026-09-30", "2026-10-08", true },
        { "2026-10-09", "2026-10-10", true },   /* a Saturday that is worked on */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(calendar_is_late(cal, d(rows[i].due), d(rows[i].day)), rows[i].late);
    assert_false(calendar_is_late(cal, DAY_NONE, d("2026-11-20")));
    assert_false(calendar_is_late(cal, DAY_NEVER, d("2026-11-20")));
    assert_false(calendar_is_late(cal, DAY_NEVER, DAY_NEVER));
}

static void a_slow_model_agrees(void **state)
{
    uint32_t seed = 20261120;
    int32_t from = day_from_civil(2018, 1, 1);      /* no notices before 2023, after 2026 */
    int32_t days = day_from_civil(2031, 12, 31) - from;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int32_t a = from + (int32_t)(next_random(&seed) % (uint32_t)days);
        int32_t b = a + (int32_t)(next_random(&seed) % 400);
        int32_t n = (int32_t)(next_random(&seed) % 161) - 80;
        int32_t wd = slow_workdays(a, b);

        assert_int_equal(calendar_is_off(cal, a), slow_is_off(a));
        assert_int_equal(calendar_workdays(cal, a, b), wd);
        assert_int_equal(calendar_workdays(cal, b, a), -wd);
        assert_day(calendar_add_workdays(cal, a, n), slow_step(a, n));
        assert_day(calendar_roll_forward(cal, a), slow_roll(a, 1));
        assert_day(calendar_roll_back(cal, a), slow_roll(a, -1));
    }
}

static void every_day_of_all_years_is_counted_once(void **state)
{
    int32_t so_far = 0;

    (void)state;
    for (int32_t day = DAY_MIN; day <= DAY_MAX; day++) {
        int32_t workday = calendar_roll_forward(cal, day);
        int32_t later;

        so_far += !calendar_is_off(cal, day);
        later = calendar_add_workdays(cal, workday, so_far);
        if (calendar_workdays(cal, DAY_MIN - 1, day) != so_far)
            fail_msg("day %d: %d workdays, counted %d", day,
                     calendar_workdays(cal, DAY_MIN - 1, day), so_far);
        if (later != DAY_NEVER && calendar_add_workdays(cal, later, -so_far) != workday)
            fail_msg("day %d: %d workdays on and back is another day", day, so_far);
    }
}

static int make_calendars(void **state)
{
    (void)state;
    cal = fixture_calendar();
    plain = calendar_new(NULL, 0, NULL, 0);
    return 0;
}

static int free_calendars(void **state)
{
    (void)state;
    calendar_free(cal);
    calendar_free(plain);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listed_days_go_before_weekends),
        cmocka_unit_test(covered_is_what_has_a_notice),
        cmocka_unit_test(workdays_of_each_year),
        cmocka_unit_test(workdays_after_a_day),
        cmocka_unit_test(workdays_between_two_days),
        cmocka_unit_test(rolling_stops_at_the_first_workday),
        cmocka_unit_test(lengths_of_time_are_added_and_rolled),
        cmocka_unit_test(results_outside_all_dates_saturate),
        cmocka_unit_test(no_date_counts_as_beyond_all_dates),
        cmocka_unit_test(order_and_repeats_of_the_list),
        cmocka_unit_test(an_empty_calendar_knows_weekends),
        cmocka_unit_test(what_is_due_is_late_after_a_workday),
        cmocka_unit_test(a_slow_model_agrees),
        cmocka_unit_test(every_day_of_all_years_is_counted_once),
    };

    return cmocka_run_group_tests(tests, make_calendars, free_calendars);
}
