/* test_paper_mark.c - marks as they are keyed in: good lines, bad lines (UX 2.1, 2.9). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/paper_mark.h"
#include "tests/model/calendar_fixture.h"

static struct calendar *cal;
static struct xh_err err;

static int32_t today(void)
{
    return day_parse("2026-11-23");         /* a Monday */
}

/* "12 limit 2026-11-27 +order | words" */
static char *read_line(const char *line, enum xh_rc *rc)
{
    struct paper_mark m = {0};
    struct buf b = {0};
    char day[DAY_TEXT];

    *rc = paper_mark_read(line, today(), cal, &m, &err);
    buf_printf(&b, "%lld %s", (long long)m.n, meeting_what_id(m.d.what));
    if (m.d.day != DAY_NONE)
        buf_printf(&b, " %s", day_format(m.d.day, day));
    if (m.d.order)
        buf_puts(&b, " +order");
    if (*m.d.text)
        buf_printf(&b, " | %s", m.d.text);
    assert_false(m.d.item);
    assert_int_equal(m.d.request, 0);
    paper_mark_fini(&m);
    return buf_take(&b);
}

static void expect(const char *line, const char *want)
{
    enum xh_rc rc;
    char *got = read_line(line, &rc);

    if (rc != XH_OK)
        fail_msg("'%s' refused: %s", line, err.msg);
    if (strcmp(got, want) != 0)
        fail_msg("'%s' is '%s', not '%s'", line, got, want);
    free(got);
}

static void refuse(const char *line, const char *words)
{
    enum xh_rc rc;
    char *got = read_line(line, &rc);

    if (rc != XH_USAGE)
        fail_msg("'%s' is taken: %s", line, got);
    if (!strstr(err.msg, words))
        fail_msg("'%s': not said: %s\nbut: %s", line, words, err.msg);
    free(got);
}

static void a_cross_off_in_every_order(void **state)
{
    static const char *const same[] = {
        "12 x", "12x", "x12", "x 12", " 12  x ", "012 x", "12:x", "12, x", "12、x", "12 X",
        "１２ ｘ", "ｘ１２", "１２　Ｘ", "12：x", "第12号 x", "12 销", "销12", "12销", "\t12\tx\r",
    };

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(same[i], "12 close");
}

static void a_limit_in_workdays_or_a_day(void **state)
{
    (void)state;
    expect("12 d5", "12 limit 2026-11-30");
    expect("12d5", "12 limit 2026-11-30");
    expect("12 d+5", "12 limit 2026-11-30");
    expect("12 d 5", "12 limit 2026-11-30");
    expect("d12 5", "12 limit 2026-11-30");
    expect("12 d11-27", "12 limit 2026-11-27");
    expect("d12 11-27", "12 limit 2026-11-27");
    expect("12 d11/27", "12 limit 2026-11-27");
    expect("12 d11.27", "12 limit 2026-11-27");
    expect("12 d2026-12-04", "12 limit 2026-12-04");
    expect("12 限11月27日", "12 limit 2026-11-27");
    expect("12 ｄ１１－２７", "12 limit 2026-11-27");
    expect("12 限５", "12 limit 2026-11-30");
    expect("12 限(11-27)", "12 limit 2026-11-27");
    expect("12 限（11-27）督", "12 limit 2026-11-27 +order");
    expect("12 d ( 5 ) n 补齐", "12 limit 2026-11-30 | 补齐");
    expect("12 d1-5", "12 limit 2027-01-05");
}

static void more_time_as_asked_or_until_a_day(void **state)
{
    (void)state;
    expect("12 e", "12 extend");
    expect("e12", "12 extend");
    expect("12 e11-30", "12 extend 2026-11-30");
    expect("12 延12-04", "12 extend 2026-12-04");
    expect("12 e3", "12 extend 2026-11-26");
}

static void words_take_the_rest_of_the_line(void **state)
{
    (void)state;
    expect("12 r 照片不清", "12 return | 照片不清");
    expect("12r照片不清", "12 return | 照片不清");
    expect("r12 照片不清, 重拍 x", "12 return | 照片不清, 重拍 x");
    expect("12 n 请抓紧，11-27前报", "12 words | 请抓紧，11-27前报");
    expect("12 批：请抓紧", "12 words | 请抓紧");
    expect("12 记 请抓紧", "12 words | 请抓紧");
    expect("12 退 ａｂｃ", "12 return | ａｂｃ");       /* what people write stays */
}

static void the_others(void **state)
{
    (void)state;
    expect("12 s", "12 order");
    expect("s12", "12 order");
    expect("12 督", "12 order");
    expect("12 h", "12 again");
    expect("12 缓", "12 again");
    expect("12 -", "12 agreed");
    expect("-12", "12 agreed");
    expect("12 －", "12 agreed");
    expect("12 无", "12 agreed");
}

static void several_marks_for_one_row(void **state)
{
    (void)state;
    expect("12 d11-27 n 先补台账", "12 limit 2026-11-27 | 先补台账");
    expect("12d11-27n先补台账", "12 limit 2026-11-27 | 先补台账");
    expect("12 d5 s", "12 limit 2026-11-30 +order");
    expect("12 d5s", "12 limit 2026-11-30 +order");
    expect("12 s d5", "12 limit 2026-11-30 +order");
    expect("12 限11-27 督 批 先补台账", "12 limit 2026-11-27 +order | 先补台账");
    expect("12 x n 同意", "12 close | 同意");
    expect("12 s, n 书面说明", "12 order | 书面说明");
    expect("12 e s", "12 extend +order");
}

static void what_contradicts_is_refused(void **state)
{
    (void)state;
    refuse("12 x d5", "contradicts");
    refuse("12 d5 x", "contradicts");
    refuse("12 d5 e11-30", "contradicts");
    refuse("12 d5 d11-27", "contradicts");
    refuse("12 - x", "contradicts");
    refuse("12 - n 请抓紧", "contradicts");
    refuse("12 s s", "contradicts");
    refuse("12 x s", "contradicts");
    refuse("12 d5 s s", "contradicts");
}

static void what_cannot_be_read_is_said(void **state)
{
    (void)state;
    refuse("x", "number of the row");
    refuse("销", "number of the row");
    refuse("abc", "number of the row");
    refuse("12", "what is to be done");
    refuse("12 z", "'z' is no mark");
    refuse("12 x 3", "'3' is no mark");
    refuse("12 好", "'好' is no mark");
    refuse("12-27", "'2' is no mark");
    refuse("0 x", "no row of that number");
    refuse("99999999999999999999 x", "no row of that number");
    refuse("12 d", "until when");
    refuse("d12", "row 12, until when? Write 12 d5 (workdays) or 12 d11-27");
    refuse("d11-27", "is no day");           /* row 11 */
    refuse("12 d0", "is no day");
    refuse("12 d-5", "is no day");
    refuse("12 d1127", "is no day");
    refuse("12 d13-40", "is no day");
    refuse("12 d11-", "is no day");
    refuse("12 d()", "until when");
    refuse("12 d11-27)", "')' is no mark");
    refuse("12 r", "words after r");
    refuse("12 n  ", "words after n");
    refuse("12 \xff", "UTF-8");
}

static void the_number_while_it_is_typed(void **state)
{
    (void)state;
    assert_int_equal(paper_mark_number(""), 0);
    assert_int_equal(paper_mark_number("1"), 1);
    assert_int_equal(paper_mark_number("１２"), 12);
    assert_int_equal(paper_mark_number("12 d5"), 12);
    assert_int_equal(paper_mark_number("x"), 0);
    assert_int_equal(paper_mark_number("x1"), 1);
    assert_int_equal(paper_mark_number("z1"), 0);
}

static void blank_lines(void **state)
{
    (void)state;
    assert_true(paper_mark_is_blank(""));
    assert_true(paper_mark_is_blank(" \t\r"));
    assert_true(paper_mark_is_blank("　"));
    assert_true(paper_mark_is_blank("# 第2页"));
    assert_true(paper_mark_is_blank("＃ 第2页"));
    assert_false(paper_mark_is_blank("12 x"));
}

static int setup(void **state)
{
    (void)state;
    cal = calendar_new(fixture_days, sizeof fixture_days / sizeof *fixture_days, fixture_years,
                       sizeof fixture_years / sizeof *fixture_years);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    calendar_free(cal);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cross_off_in_every_order),
        cmocka_unit_test(a_limit_in_workdays_or_a_day),
        cmocka_unit_test(more_time_as_asked_or_until_a_day),
        cmocka_unit_test(words_take_the_rest_of_the_line),
        cmocka_unit_test(the_others),
        cmocka_unit_test(several_marks_for_one_row),
        cmocka_unit_test(what_contradicts_is_refused),
        cmocka_unit_test(what_cannot_be_read_is_said),
        cmocka_unit_test(the_number_while_it_is_typed),
        cmocka_unit_test(blank_lines),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
