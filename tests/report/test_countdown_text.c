/* test_countdown_text.c - 倒计时 in words: before the first day, on the way, at the end, past it;
 * the figures of the seeds (93 households in 3 days, a month early). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "report/countdown_text.h"

static const struct list_def list = { .id = "households", .row = "户" };

static int32_t on(const char *iso)
{
    int32_t day = day_parse(iso);

    assert_int_not_equal(day, DAY_NONE);
    return day;
}

static void assert_says(const struct rollup_figures *n, const char *today, const char *want)
{
    struct buf b = {0};

    countdown_say(&b, &list, n, on(today));
    assert_string_equal(buf_str(&b), want);
    buf_fini(&b);
}

/* From 11-09 to 12-08, 90 households. */
static struct rollup_figures campaign(int64_t is_signed, int64_t week)
{
    return (struct rollup_figures){
        .rows = 90, .signed_rows = is_signed, .week = week, .start = on("2026-11-09"),
        .due = on("2026-12-08"), .first_signed = is_signed ? on("2026-11-10") : DAY_NONE,
        .last_signed = is_signed ? on("2026-11-20") : DAY_NONE };
}

static void on_the_way(void **state)
{
    struct rollup_figures n = campaign(65, 15);

    (void)state;
    /* 25 left in 18 days; 15 in seven days: 12 more days */
    assert_says(&n, "2026-11-20",
                "day 12/30  signed 65/90  1.4 户 a day needed  last 7 days 2.1 户 a day  "
                "at this pace done by 12-02 (6 days early)");
    n.week = 7;
    assert_says(&n, "2026-11-20",
                "day 12/30  signed 65/90  1.4 户 a day needed  last 7 days 1.0 户 a day  "
                "at this pace done by 12-15 (7 days late)");
    n.week = 0;
    assert_says(&n, "2026-11-20", "day 12/30  signed 65/90  1.4 户 a day needed  "
                                  "none signed in the last 7 days");
}

static void before_the_first_day(void **state)
{
    struct rollup_figures n = campaign(0, 0);

    (void)state;
    assert_says(&n, "2026-11-04", "begins on 11-09, in 5 days  signed 0/90  2.7 户 a day needed  "
                                  "none signed in the last 7 days");
    n.start = DAY_NONE;
    assert_says(&n, "2026-11-04", "not begun  signed 0/90  2.7 户 a day needed  "
                                  "none signed in the last 7 days");
}

static void at_the_end_and_past_it(void **state)
{
    struct rollup_figures n = campaign(88, 4);

    (void)state;
    assert_says(&n, "2026-12-08", "day 30/30  signed 88/90  2 户 left  last 7 days 0.6 户 a day  "
                                  "at this pace done by 12-12 (4 days late)");
    assert_says(&n, "2026-12-11", "due on 12-08, 3 days past  signed 88/90  2 户 left  "
                                  "last 7 days 0.6 户 a day  at this pace done by 12-15 "
                                  "(7 days late)");
}

static void without_a_last_day(void **state)
{
    struct rollup_figures n = campaign(65, 15);

    (void)state;
    n.due = DAY_NONE;
    assert_says(&n, "2026-11-20", "day 12, no last day set  signed 65/90  "
                                  "last 7 days 2.1 户 a day  at this pace done by 12-02");
}

/* SEEDS 26: 93 households, three days, all of them, a month early. */
static void signed_in_full(void **state)
{
    struct rollup_figures n = { .rows = 93, .signed_rows = 93, .start = on("2026-10-20"),
                                .due = on("2026-11-21"), .first_signed = on("2026-10-20"),
                                .last_signed = on("2026-10-22") };

    (void)state;
    assert_says(&n, "2026-11-20", "done in 3 days  signed 93/93  30 days early");
    n.due = on("2026-10-21");
    assert_says(&n, "2026-11-20", "done in 3 days  signed 93/93  1 days late");
    n.due = DAY_NONE;
    assert_says(&n, "2026-11-20", "done in 3 days  signed 93/93");
}

static void nothing_there_is_nothing_said(void **state)
{
    const struct rollup_figures none = { .start = DAY_NONE, .due = DAY_NONE };

    (void)state;
    assert_says(&none, "2026-11-20", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_the_way),
        cmocka_unit_test(before_the_first_day),
        cmocka_unit_test(at_the_end_and_past_it),
        cmocka_unit_test(without_a_last_day),
        cmocka_unit_test(signed_in_full),
        cmocka_unit_test(nothing_there_is_nothing_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
