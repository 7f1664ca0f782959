/* Dates: worked examples first, then properties over every day there is. */
#include "model/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))

static int32_t d(const char *s)
{
    int32_t day = day_parse(s);

    if (day == DAY_NONE)
        fail_msg("the test says %s, which is no date", s);
    return day;
}

static void from_civil_knows_which_dates_exist(void **state)
{
    static const struct {
        int year, month, mday;
        int32_t day;
    } rows[] = {
        { 1970, 1, 1, 0 },          { 1969, 12, 31, -1 },   { 1970, 2, 28, 58 },
        { 2000, 2, 29, 11016 },     { 2000, 3, 1, 11017 },  { 2026, 11, 20, 20777 },
        { 1900, 1, 1, DAY_MIN },    { 2999, 12, 31, DAY_MAX },
        { 2024, 2, 29, 19782 },     { 2024, 12, 31, 20088 },
        { 1900, 2, 29, DAY_NONE },  { 2900, 2, 29, DAY_NONE },  { 2800, 2, 29, 303210 },
        { 2023, 2, 29, DAY_NONE },  { 2100, 2, 29, DAY_NONE },
        { 2026, 4, 31, DAY_NONE },  { 2026, 6, 31, DAY_NONE },  { 2026, 1, 32, DAY_NONE },
        { 2026, 0, 1, DAY_NONE },   { 2026, 13, 1, DAY_NONE },  { 2026, -1, 1, DAY_NONE },
        { 2026, 1, 0, DAY_NONE },   { 2026, 1, -1, DAY_NONE },
        { 1899, 12, 31, DAY_NONE }, { 3000, 1, 1, DAY_NONE },   { 0, 1, 1, DAY_NONE },
        { INT32_MIN, 1, 1, DAY_NONE }, { INT32_MAX, 1, 1, DAY_NONE },
        { 2026, INT32_MIN, 1, DAY_NONE }, { 2026, INT32_MAX, 1, DAY_NONE },
        { 2026, 1, INT32_MIN, DAY_NONE }, { 2026, 1, INT32_MAX, DAY_NONE },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(day_from_civil(rows[i].year, rows[i].month, rows[i].mday),
                         rows[i].day);
}

static void every_day_there_and_back(void **state)
{
    int year = 1900, month = 1, mday = 0;       /* counted on as a calendar is read */
    int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    (void)state;
    for (int32_t day = DAY_MIN; day <= DAY_MAX; day++) {
        char text[DAY_TEXT];
        int y, m, md;

        lengths[1] = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        if (++mday > lengths[month - 1]) {
            mday = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
        day_to_civil(day, &y, &m, &md);
        if (y != year || m != month || md != mday)
            fail_msg("%d-%d-%d is day %d, not %d-%d-%d", year, month, mday, day, y, m,
                     md);
        if (day_from_civil(y, m, md) != day || day_parse(day_format(day, text)) != day)
            fail_msg("%d-%d-%d does not come back as %d", y, m, md, day);
        if (day_weekday(day) != (day - DAY_MIN) % 7 + 1)    /* 1900-01-01 was a Monday */
            fail_msg("weekday of %s", text);
    }
    assert_int_equal(year, 2999);
    assert_int_equal(month, 12);
    assert_int_equal(mday, 31);
}

static void what_is_no_date_has_no_civil_date(void **state)
{
    static const int32_t rows[] = {
        DAY_NONE, DAY_NEVER, DAY_MIN - 1, DAY_MAX + 1, INT32_MAX,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int y = 7, m = 7, md = 7;

        day_to_civil(rows[i], &y, &m, &md);
        assert_int_equal(y, 0);
        assert_int_equal(m, 0);
        assert_int_equal(md, 0);
        assert_int_equal(day_month_end(rows[i]), rows[i]);
        assert_int_equal(day_add_months(rows[i], 1), rows[i]);
        assert_int_equal(day_iso_week(rows[i], &y), 0);
        assert_in_range(day_weekday(rows[i]), 1, 7);
    }
}

static void weekday_is_iso(void **state)
{
    static const struct {
        const char *day;
        int weekday;
    } rows[] = {
        { "1970-01-01", 4 }, { "1969-12-31", 3 }, { "1969-12-29", 1 }, { "1969-12-28", 7 },
        { "2026-11-20", 5 }, { "2026-11-24", 2 }, { "2026-11-29", 7 }, { "2000-01-01", 6 },
        { "1900-01-01", 1 }, { "2999-12-31", 2 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(day_weekday(d(rows[i].day)), rows[i].weekday);
}

static void iso_week_belongs_to_the_year_of_its_thursday(void **state)
{
    static const struct {
        const char *day;
        int week, year;
    } rows[] = {
        { "2026-11-20", 47, 2026 }, { "2026-01-01", 1, 2026 },  { "2025-12-29", 1, 2026 },
        { "2025-12-28", 52, 2025 }, { "2026-12-31", 53, 2026 }, { "2027-01-03", 53, 2026 },
        { "2027-01-04", 1, 2027 },  { "2021-01-01", 53, 2020 }, { "2005-01-01", 53, 2004 },
        { "2008-12-29", 1, 2009 },  { "2010-01-03", 53, 2009 }, { "1970-01-01", 1, 1970 },
        { "1900-01-01", 1, 1900 },  { "2999-12-31", 1, 3000 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int year;

        assert_int_equal(day_iso_week(d(rows[i].day), &year), rows[i].week);
        assert_int_equal(year, rows[i].year);
        assert_int_equal(day_iso_week(d(rows[i].day), NULL), rows[i].week);
    }
}

static void months_keep_the_day_or_take_the_months_end(void **state)
{
    static const struct {
        const char *day;
        int32_t months;
        const char *sum;
    } rows[] = {
        { "2026-11-20", 1, "2026-12-20" },  { "2026-11-20", 2, "2027-01-20" },
        { "2026-11-20", 0, "2026-11-20" },  { "2026-11-20", -11, "2025-12-20" },
        { "2026-01-31", 1, "2026-02-28" },  { "2024-01-31", 1, "2024-02-29" },
        { "2026-01-31", 3, "2026-04-30" },  { "2026-03-31", -1, "2026-02-28" },
        { "2024-02-29", 12, "2025-02-28" }, { "2024-02-29", 48, "2028-02-29" },
        { "2024-02-29", -12, "2023-02-28" }, { "2899-11-30", 3, "2900-02-28" },
        { "2026-12-31", -1, "2026-11-30" }, { "2026-01-15", -1, "2025-12-15" },
        { "2026-02-28", 1, "2026-03-28" },  { "1900-01-31", 1, "1900-02-28" },
        { "1900-01-01", 13199, "2999-12-01" }, { "2999-12-31", -13199, "1900-01-31" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(day_add_months(d(rows[i].day), rows[i].months), d(rows[i].sum));
}

static void months_past_all_dates_saturate(void **state)
{
    (void)state;
    assert_int_equal(day_add_months(d("2999-12-01"), 1), DAY_NEVER);
    assert_int_equal(day_add_months(d("1900-01-31"), -1), DAY_NONE);
    assert_int_equal(day_add_months(d("2026-11-20"), INT32_MAX), DAY_NEVER);
    assert_int_equal(day_add_months(d("2026-11-20"), INT32_MIN), DAY_NONE);
}

static void month_end_is_the_last_day(void **state)
{
    static const struct {
        const char *day, *end;
    } rows[] = {
        { "2026-11-20", "2026-11-30" }, { "2026-11-30", "2026-11-30" },
        { "2026-02-01", "2026-02-28" }, { "2024-02-01", "2024-02-29" },
        { "2900-02-01", "2900-02-28" }, { "2000-02-29", "2000-02-29" },
        { "2026-12-01", "2026-12-31" }, { "2999-12-01", "2999-12-31" },
        { "1900-01-01", "1900-01-31" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(day_month_end(d(rows[i].day)), d(rows[i].end));
}

static void parse_is_strict(void **state)
{
    static const char *const refused[] = {
        NULL, "", "2", "2026", "2026-11", "2026-11-", "2026-11-2", "2026-11-200",
        "2026-11-20 ", " 2026-11-20", "2026-1-20", "26-11-20", "2026/11/20", "2026.11.20",
        "20261120", "2026-11-20T00:00", "2026-11-31", "2026-02-29", "2900-02-29",
        "2026-00-01", "2026-01-00", "2026-13-01", "1899-12-31", "3000-01-01", "-026-11-20",
        "+026-11-20", "2026--1-20", "2026-11--2", "２０２６-１１-２０", "2026年11月20日",
        "0000-00-00", "2026-11-2x", "2026-11\n20", "\x80\xff",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++)
        if (day_parse(refused[i]) != DAY_NONE)
            fail_msg("\"%s\" was taken for a date", refused[i]);
    assert_int_equal(day_parse("2026-11-20"), 20777);
    assert_int_equal(day_parse("1900-01-01"), DAY_MIN);
    assert_int_equal(day_parse("2999-12-31"), DAY_MAX);
}

static void format_leaves_out_what_is_no_date(void **state)
{
    static const struct {
        int32_t day;
        const char *text;
    } rows[] = {
        { 20777, "2026-11-20" },    { 0, "1970-01-01" },    { DAY_MIN, "1900-01-01" },
        { DAY_MAX, "2999-12-31" },  { DAY_NONE, "" },       { DAY_NEVER, "" },
        { DAY_MIN - 1, "" },        { DAY_MAX + 1, "" },    { INT32_MAX, "" },
    };
    char out[DAY_TEXT];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ptr_equal(day_format(rows[i].day, out), out);
        assert_string_equal(out, rows[i].text);
    }
}

static void short_format_drops_this_year(void **state)
{
    static const struct {
        const char *day, *today, *text;
    } rows[] = {
        { "2026-11-20", "2026-01-01", "11-20" },
        { "2026-01-01", "2026-12-31", "01-01" },
        { "2027-01-01", "2026-12-31", "2027-01-01" },
        { "2025-12-31", "2026-01-01", "2025-12-31" },
    };
    char out[DAY_TEXT];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ptr_equal(day_format_short(d(rows[i].day), d(rows[i].today), out), out);
        assert_string_equal(out, rows[i].text);
    }
    assert_string_equal(day_format_short(DAY_NONE, d("2026-11-20"), out), "");
    assert_string_equal(day_format_short(DAY_NEVER, d("2026-11-20"), out), "");
    assert_string_equal(day_format_short(DAY_NONE, DAY_NONE, out), "");
    assert_string_equal(day_format_short(d("2026-11-20"), DAY_NONE, out), "2026-11-20");
}

static void durations_name_their_unit(void **state)
{
    static const struct {
        const char *s;
        int32_t n;
        enum day_unit unit;
    } rows[] = {
        { "5 workdays", 5, UNIT_WORKDAY },      { "1 workday", 1, UNIT_WORKDAY },
        { "5 workday", 5, UNIT_WORKDAY },       { "1 day", 1, UNIT_DAY },
        { "30 days", 30, UNIT_DAY },            { "2 months", 2, UNIT_MONTH },
        { "1 month", 1, UNIT_MONTH },           { "0 days", 0, UNIT_DAY },
        { "-3 workdays", -3, UNIT_WORKDAY },    { "+3 days", 3, UNIT_DAY },
        { "5workdays", 5, UNIT_WORKDAY },       { "5  days", 5, UNIT_DAY },
        { "007 days", 7, UNIT_DAY },
        { "5 个工作日", 5, UNIT_WORKDAY },      { "5个工作日", 5, UNIT_WORKDAY },
        { "15工作日", 15, UNIT_WORKDAY },       { "10天", 10, UNIT_DAY },
        { "10 天", 10, UNIT_DAY },              { "10日", 10, UNIT_DAY },
        { "2个月", 2, UNIT_MONTH },             { "2 个月", 2, UNIT_MONTH },
        { "2147483647 days", INT32_MAX, UNIT_DAY },
        { "-2147483647 days", -INT32_MAX, UNIT_DAY },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct duration got = { 99, UNIT_NONE };

        if (!duration_parse(rows[i].s, &got))
            fail_msg("\"%s\" was refused", rows[i].s);
        assert_int_equal(got.n, rows[i].n);
        assert_int_equal(got.unit, rows[i].unit);
    }
}

static void what_is_no_duration_is_refused(void **state)
{
    static const char *const refused[] = {
        NULL, "", "5", "5 ", "-5", "days", " 5 days", "5 days ", "5 dayss", "5 d", "5d",
        "5 weeks", "5 Days", "five days", "5.5 days", "- 5 days", "--5 days", "+-5 days",
        "5\tdays", "5 个", "2月", "5 个天", "个工作日", "2147483648 days",
        "99999999999999999999 days", "-2147483649 days", "5 days 3 workdays", "5天内",
        "５天", "5\xe5\xa4", "\xff",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct duration got = { 99, UNIT_MONTH };

        if (duration_parse(refused[i], &got))
            fail_msg("\"%s\" was taken for a duration", refused[i]);
        assert_int_equal(got.n, 99);            /* a refusal changes nothing */
        assert_int_equal(got.unit, UNIT_MONTH);
    }
}

static void durations_are_written_one_way(void **state)
{
    static const struct {
        struct duration d;
        const char *text;
    } rows[] = {
        { { 5, UNIT_WORKDAY }, "5 workdays" },  { { 1, UNIT_WORKDAY }, "1 workday" },
        { { 1, UNIT_DAY }, "1 day" },           { { -1, UNIT_DAY }, "-1 day" },
        { { 0, UNIT_DAY }, "0 days" },          { { 2, UNIT_MONTH }, "2 months" },
        { { -3, UNIT_WORKDAY }, "-3 workdays" }, { { 5, UNIT_NONE }, "" },
        { { INT32_MIN, UNIT_WORKDAY }, "-2147483648 workdays" },
    };
    char out[32];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ptr_equal(duration_format(rows[i].d, out), out);
        assert_string_equal(out, rows[i].text);
    }
    for (int32_t n = -40; n <= 40; n++) {
        for (enum day_unit unit = UNIT_DAY; unit <= UNIT_MONTH; unit++) {
            struct duration length = { n, unit };
            struct duration back = {0};

            assert_true(duration_parse(duration_format(length, out), &back));
            assert_int_equal(back.n, n);
            assert_int_equal(back.unit, unit);
        }
    }
}

static void sentinels_sort_around_all_dates(void **state)
{
    (void)state;
    assert_true(DAY_NONE < DAY_MIN);
    assert_true(DAY_MAX < DAY_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_civil_knows_which_dates_exist),
        cmocka_unit_test(every_day_there_and_back),
        cmocka_unit_test(what_is_no_date_has_no_civil_date),
        cmocka_unit_test(weekday_is_iso),
        cmocka_unit_test(iso_week_belongs_to_the_year_of_its_thursday),
        cmocka_unit_test(months_keep_the_day_or_take_the_months_end),
        cmocka_unit_test(months_past_all_dates_saturate),
        cmocka_unit_test(month_end_is_the_last_day),
        cmocka_unit_test(parse_is_strict),
        cmocka_unit_test(format_leaves_out_what_is_no_date),
        cmocka_unit_test(short_format_drops_this_year),
        cmocka_unit_test(durations_name_their_unit),
        cmocka_unit_test(what_is_no_duration_is_refused),
        cmocka_unit_test(durations_are_written_one_way),
        cmocka_unit_test(sentinels_sort_around_all_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
