/* test_when.c - days as people type them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "model/when.h"

static struct calendar *cal;

static int32_t today(void)
{
    return day_parse("2026-11-20");         /* a Friday */
}

static void expect(const char *typed, bool past, const char *want)
{
    char got[DAY_TEXT];

    day_format(when_read(typed, today(), cal, past), got);
    if (strcmp(got, want) != 0)
        fail_msg("'%s' is %s, not %s", typed, *got ? got : "no date",
                 *want ? want : "no date");
}

static void the_year_may_be_left_out(void **state)
{
    (void)state;
    expect("11-27", false, "2026-11-27");
    expect("1-5", false, "2027-01-05");
    expect("11-20", false, "2026-11-20");
    expect("11-19", false, "2026-11-19");       /* a slip: the verb says that it is past */
    expect("09-21", false, "2026-09-21");
    expect("09-20", false, "2027-09-20");
    expect("11-19", true, "2026-11-19");
    expect("12-28", true, "2026-12-28");
    expect("01-19", true, "2026-01-19");
    expect("01-18", true, "2027-01-18");        /* too long ago: the verb refuses it */
    expect("2-29", false, "2028-02-29");
}

static void many_spellings(void **state)
{
    static const char *const same[] = {
        "2026-11-27", "2026/11/27", "2026.11.27", "2026年11月27日", "2026-11-27 ", "11.27",
        "２０２６－１１－２７", "+5", "＋5",
    };

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(same[i], false, "2026-11-27");
    expect("今天", false, "2026-11-20");
    expect("today", true, "2026-11-20");
    expect("明天", false, "2026-11-21");
    expect("昨天", true, "2026-11-19");
    expect("-1", true, "2026-11-19");
    expect("+0", false, "2026-11-20");
}

static void what_is_no_date(void **state)
{
    static const char *const none[] = {
        "", " ", "x", "11", "2026", "2026-11", "2026-02-30", "13-01", "00-01", "11-00", "26-11-27",
        "2026-11-27x", "2026-11-27-1", "+", "-", "+x", "+1x", "++1", "+99999", "1899-12-31",
        "3000-01-01", "2026--11-27", "年11月27日",
    };

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        expect(none[i], false, "");
    assert_int_equal(when_read("+5", today(), NULL, false), DAY_NONE);
}

static void a_refusal_names_the_ways(void **state)
{
    struct xh_err err = {0};
    int32_t day;

    (void)state;
    assert_int_equal(when_parse("13-01", today(), cal, false, "--to", &day, &err),
                     XH_USAGE);
    assert_non_null(strstr(err.msg, "--to"));
    assert_non_null(strstr(err.msg, "13-01"));
    assert_non_null(strstr(err.msg, "2026-11-27"));
}

static int set_up(void **state)
{
    (void)state;
    cal = calendar_new(NULL, 0, NULL, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    calendar_free(cal);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_year_may_be_left_out),
        cmocka_unit_test(many_spellings),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(a_refusal_names_the_ways),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
