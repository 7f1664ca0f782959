/* ENGINE 1-5, worked examples: days, lengths of time, lateness, the week. Rule 1 (today
 * is the township's) is tested where the clock is asked. */
#include "tests/model/engine_rig.h"

#include "model/calendar.h"
#include "model/explain.h"
#include "model/rhythm.h"

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

static void rule_02_listed_days_then_weekends(void **state)
{
    static const struct { const char *day; bool off; } rows[] = {
        { "2025-09-28", false },    /* a Sunday made up for */
        { "2025-10-01", true },     /* a Wednesday, 国庆节 */
        { "2026-11-20", false },
        { "2026-11-21", true },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(calendar_is_off(rig.defs.calendar, rig_day(rows[i].day)),
                         rows[i].off);
    assert_true(calendar_covers(rig.defs.calendar, rig_day("2026-11-20")));
    assert_false(calendar_covers(rig.defs.calendar, rig_day("2027-01-04")));
}

static void rule_03_first_day_not_counted(void **state)
{
    static const struct {
        const char *from;
        struct duration d;
        bool roll;
        const char *to;
    } rows[] = {
        { "2025-09-26", { 10, UNIT_WORKDAY }, true, "2025-10-16" },
        { "2026-02-10", { 15, UNIT_WORKDAY }, true, "2026-03-09" },
        { "11-20", { 9, UNIT_DAY }, true, "11-30" },      /* 11-29 is a Sunday */
        { "2026-11-20", { 9, UNIT_DAY }, false, "2026-11-29" },     /* roll: none */
        { "2026-11-20", { -5, UNIT_DAY }, true, "2026-11-13" },     /* back from Sunday */
        { "2026-08-31", { 1, UNIT_MONTH }, true, "2026-09-30" },    /* the month's end */
        { "2026-01-31", { 1, UNIT_MONTH }, false, "2026-02-28" },
        { "11-20", { 5, UNIT_NONE }, true, "" },               /* no unit: read by nobody */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].d.unit != UNIT_NONE)
            assert_day(calendar_add(rig.defs.calendar, rig_day(rows[i].from), rows[i].d,
                                    rows[i].roll), rows[i].to);
    }
}

static void rule_04_left_in_workdays_late_in_days(void **state)
{
    static const struct { const char *due, *today, *text; } rows[] = {
        { "2026-11-25", "2026-11-20", "3 workdays left" },
        { "2026-11-23", "2026-11-20", "1 workday left" },
        { "2026-11-22", "2026-11-20", "0 workdays left" },  /* over the weekend */
        { "2026-11-20", "2026-11-20", "due today" },
        { "11-20", "11-22", "was due 11-20" },    /* no workday gone: not overdue */
        { "2026-11-20", "2026-11-21", "was due 11-20" },
        { "2026-11-22", "2026-11-23", "1 day overdue" },
        { "2026-11-20", "2026-11-23", "3 days overdue" },
        { "2026-11-11", "2026-11-20", "9 days overdue" },
        { "", "2026-11-20", "" },
        { "never", "2026-11-20", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = {0};

        explain_left(&out, rig.defs.calendar, rig_day(rows[i].due),
                     rig_day(rows[i].today));
        assert_string_equal(buf_str(&out), rows[i].text);
        buf_fini(&out);
    }
}

static void rule_05_week_ends_with_its_last_workday(void **state)
{
    static const struct { const char *day, *cutoff; } rows[] = {
        { "2026-11-16", "2026-11-20" },
        { "2026-11-20", "2026-11-20" },
        { "2026-11-21", "2026-11-27" },     /* over: the next one */
        { "2026-09-21", "2026-09-24" },     /* 中秋节 on Friday */
        { "2026-09-14", "2026-09-20" },     /* a Sunday made up for */
        { "2026-02-10", "2026-02-14" },     /* a Saturday made up for */
        { "2026-02-15", "2026-02-28" },     /* a week without workdays has none */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_day(rhythm_cutoff(rig.defs.calendar, rig_day(rows[i].day)),
                   rows[i].cutoff);
}

static void rule_05_sheet_day_goes_back_before_holidays(void **state)
{
    static const struct { const char *day, *sheet, *meeting; } rows[] = {
        { "2026-11-16", "2026-11-20", "2026-11-23" },
        { "2026-11-20", "2026-11-20", "2026-11-23" },
        { "2026-11-21", "2026-11-27", "2026-11-30" },
        { "2026-09-21", "2026-09-24", "2026-09-28" },   /* 2026-09-25 is off */
        { "2026-09-28", "2026-09-29", "2026-09-30" },   /* 10-05 is off: held before it */
        { "2026-09-30", "2026-10-10", "2026-10-12" },
        { "2026-10-01", "2026-10-10", "2026-10-12" },
    };
    int32_t meeting;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_day(rhythm_sheet_day(&rig.defs, rig_day(rows[i].day), &meeting),
                   rows[i].sheet);
        assert_day(meeting, rows[i].meeting);
    }
    assert_day(rhythm_sheet_day(&rig.defs, DAY_MAX + 1, &meeting), "never");
}

/* The holidays of 2026 as they were decreed: five Mondays are off. */
static void rule_05_every_meeting_has_its_sheet_before_it(void **state)
{
    static const struct { const char *sheet, *meeting; } moved[] = {
        { "2026-02-13", "2026-02-14" },     /* for 02-16 and 02-23, 春节 */
        { "2026-04-02", "2026-04-03" },     /* 清明节 */
        { "2026-04-29", "2026-04-30" },     /* 劳动节 */
        { "2026-09-29", "2026-09-30" },     /* 国庆节 */
    };
    int32_t meeting = DAY_NONE, end = rig_day("2026-12-31"), last = rig_day("2025-12-31"), n = 0;
    size_t found = 0;

    (void)state;
    for (int32_t held = rhythm_meeting_after(&rig.defs, last); held <= end;
         held = rhythm_meeting_after(&rig.defs, held)) {
        int32_t sheet = rhythm_sheet_day(&rig.defs, last + 1, &meeting);
        assert_int_equal(meeting, held);
        assert_true(sheet < held);
        assert_int_equal(calendar_workdays(rig.defs.calendar, sheet, held), 1);
        if (found < COUNT(moved) && held == rig_day(moved[found].meeting))
            assert_day(sheet, moved[found++].sheet);
        last = sheet;
        n++;
    }
    assert_int_equal(found, COUNT(moved));
    assert_int_equal(n, 51);                /* of 52 Mondays two share one */
}

static void rule_05_a_meeting_on_a_holiday_is_held_before(void **state)
{
    static const struct { const char *day, *meeting; } rows[] = {
        { "2026-11-20", "2026-11-23" },
        { "2026-11-22", "2026-11-23" },
        { "2026-11-23", "2026-11-30" },     /* today's is not the next one */
        { "2026-09-28", "2026-09-30" },     /* 10-05 is off, 10-01 to 10-04 as well */
        { "2026-09-30", "2026-10-12" },
        { "2026-10-07", "2026-10-12" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_day(rhythm_meeting_after(&rig.defs, rig_day(rows[i].day)), rows[i].meeting);
    assert_day(rhythm_meeting_after(&rig.defs, DAY_MAX), "never");
}

static void rule_05_fill_day(void **state)
{
    static const struct { enum cadence c; const char *day, *fill, *before; } rows[] = {
        { CADENCE_WEEK, "11-16", "11-19", "11-12" },    /* Thursday, as a rule */
        { CADENCE_WEEK, "2026-11-19", "2026-11-19", "2026-11-12" },
        { CADENCE_WEEK, "2026-11-20", "2026-11-26", "2026-11-19" },
        { CADENCE_WEEK, "2026-09-21", "2026-09-23", "2026-09-18" },
        { CADENCE_WEEK, "2026-09-24", "2026-09-29", "2026-09-23" },
        { CADENCE_WEEK, "2026-10-01", "2026-10-09", "2026-09-29" },
        { CADENCE_WEEK, "02-14", "02-27", "02-13" },    /* 春节: one for two weeks */
        { CADENCE_HALF_MONTH, "2026-11-01", "2026-11-13", "2026-10-30" },
        { CADENCE_HALF_MONTH, "2026-11-13", "2026-11-13", "2026-10-30" },
        { CADENCE_HALF_MONTH, "2026-11-14", "2026-11-30", "2026-11-13" },
        { CADENCE_HALF_MONTH, "2026-11-15", "2026-11-30", "2026-11-13" },
        { CADENCE_HALF_MONTH, "2026-10-31", "2026-11-13", "2026-10-30" },
        { CADENCE_HALF_MONTH, "2026-12-31", "2026-12-31", "2026-12-15" },
        { CADENCE_MONTH, "2026-11-01", "2026-11-30", "2026-10-30" },
        { CADENCE_MONTH, "2026-10-31", "2026-11-30", "2026-10-30" },
        { CADENCE_ONCE, "2026-11-20", "2026-11-20", "" },
        { CADENCE_ONCE, "2026-11-21", "never", "2026-11-20" },
        { CADENCE_NONE, "2026-11-01", "never", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t day = rig_day(rows[i].day), due = rig_day("2026-11-20");

        assert_day(rhythm_fill_day(&rig.defs, rows[i].c, due, day), rows[i].fill);
        assert_day(rhythm_fill_before(&rig.defs, rows[i].c, due, day), rows[i].before);
    }
    assert_day(rhythm_fill_day(&rig.defs, CADENCE_ONCE, DAY_NONE, 0), "never");
    assert_day(rhythm_fill_before(&rig.defs, CADENCE_ONCE, DAY_NONE, 0), "");
}

static void rule_05_sheet_on_the_fill_day_itself(void **state)
{
    (void)state;
    rig.defs.township.weekly =
        (struct weekly_def){ .meeting_weekday = 3, .sheet_before = 2 };
    /* Meeting on Wednesday, sheet on Monday, filled in that day. */
    assert_day(rhythm_fill_day(&rig.defs, CADENCE_WEEK, DAY_NONE, rig_day("2026-11-17")),
               "2026-11-23");
    /* Nothing configured: Monday's meeting, the workday before. */
    rig.defs.township.weekly = (struct weekly_def){ 0 };
    assert_day(rhythm_fill_day(&rig.defs, CADENCE_WEEK, DAY_NONE, rig_day("2026-11-17")),
               "2026-11-20");
}

/* A period is asked about until its own sheet, moved before a holiday or not; the whole year
 * through. */
static void rule_05_asked_until_the_sheet(void **state)
{
    const struct calendar *cal = rig.defs.calendar;
    struct weekly_def *w = &rig.defs.township.weekly;
    int32_t before, first = rig_day("2026-01-12"), last = rig_day("2026-12-21");

    (void)state;
    *w = (struct weekly_def){ .meeting_weekday = 1, .sheet_before = 1 };
    for (w->fill_before = 0; w->fill_before < 3; w->fill_before++)
        for (int32_t meeting = first; meeting <= last; meeting += 7) {
            int32_t sheet = calendar_add_workdays(cal, calendar_roll_back(cal, meeting), -1);
            int32_t fill = calendar_add_workdays(cal, meeting, -1 - w->fill_before);
            int32_t day = fill + 1;
            for (; day <= sheet; day++)
                assert_int_equal(rhythm_asked_day(&rig.defs, CADENCE_WEEK, DAY_NONE, day,
                                                  &before), fill);
            assert_true(rhythm_asked_day(&rig.defs, CADENCE_WEEK, DAY_NONE, day, &before) >
                        fill);
            assert_int_equal(before, fill);
        }
}

/* Fill days 11-05, 11-12, 11-19, 11-26; the item is open from Monday 11-02. */
static void rule_05_period_is_owed_if_open_all_through(void **state)
{
    static const struct {
        const char *name, *report, *from, *to;
        bool moves;
        int32_t n;
        const char *on;
    } rows[] = {
        { "the week it was given is not owed", "", "", "", false, 1, "2026-11-13" },
        { "the second", "", "", "", false, 2, "2026-11-20" },
        { "on the fill day: for that period", "11-12", "", "", false, 1, "11-20" },
        { "the day after: for the next", "2026-11-13", "", "", false, 1, "2026-11-27" },
        { "stopped for part of two periods", "", "11-10", "11-17", true, 1, "11-27" },
        { "also when nothing moves", "", "11-10", "11-17", false, 1, "11-27" },
        { "stopped on the fill day", "", "11-12", "11-13", true, 1, "11-20" },
        { "resumed the day the period begins", "", "11-10", "11-13", true, 1, "11-20" },
        { "a stop of no day excuses nothing", "", "11-10", "11-10", true, 1, "11-13" },
        { "stopped now: what was missed stays", "", "11-13", "never", false, 1, "11-13" },
        { "stopped now: nothing more is owed", "", "11-13", "never", false, 2, "never" },
        { "none is no count", "", "", "", false, 0, "never" },
        { "a report of an earlier life", "2026-10-30", "", "", false, 1, "2026-11-13" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.f.report_every = CADENCE_WEEK;
        rig.f.last_report_on = rig_day(rows[i].report);
        rig.f.n_stops = 0;
        if (rows[i].from[0])
            rig_stop(&rig, STOP_HOLD, rows[i].from, rows[i].to, rows[i].moves);
        assert_row(rows[i].name,
                   rhythm_missed_on(&rig.defs, &rig.f, rig_day("2026-11-20"), rows[i].n),
                   rows[i].on);
    }
}

static void rule_05_reopened_owes_from_then(void **state)
{
    (void)state;
    rig.f.report_every = CADENCE_WEEK;
    rig.f.opened_on = rig_day("2026-11-17");
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, DAY_NONE, 1), "2026-11-27");
    /* Nothing is known of when it was given: from the start. */
    rig.f.opened_on = rig.f.assigned_on = DAY_NONE;
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, DAY_NONE, 1), "2026-11-13");
    rig.f.start = DAY_NONE;
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, DAY_NONE, 1), "never");
}

static void rule_05_once_is_owed_on_the_due_day(void **state)
{
    int32_t due = rig_day("2026-11-20");

    (void)state;
    rig.f.report_every = CADENCE_ONCE;
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, due, 1), "2026-11-21");
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, due, 2), "never");
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, DAY_NONE, 1), "never");
    rig.f.last_report_on = rig_day("2026-11-04");
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, due, 1), "never");
    rig.f.last_report_on = rig_day("2026-11-23");      /* late, but there now */
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, due, 1), "never");
    rig.f.last_report_on = DAY_NONE;
    rig_stop(&rig, STOP_HOLD, "2026-11-05", "2026-11-06", true);
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, due, 1), "2026-11-21");
    rig_stop(&rig, STOP_HOLD, "2026-11-19", "2026-11-23", true);
    assert_day(rhythm_missed_on(&rig.defs, &rig.f, due, 1), "never");
}

static void rule_05_what_is_owed_now(void **state)
{
    static const struct {
        const char *day, *report;
        int32_t missed;
        const char *fill;
        bool is_owed, is_reported;
    } rows[] = {
        { "2026-11-03", "", 0, "2026-11-05", false, false },
        { "2026-11-09", "", 0, "2026-11-12", true, false },
        { "2026-11-12", "", 0, "2026-11-12", true, false },
        { "2026-11-13", "", 1, "2026-11-19", true, false },
        { "2026-11-20", "", 2, "2026-11-26", true, false },
        { "2026-11-20", "2026-11-12", 1, "2026-11-26", true, false },
        { "2026-11-18", "2026-11-16", 0, "2026-11-19", true, true },
        { "11-10", "11-16", 0, "11-12", true, false },   /* asked of the past */
    };

    (void)state;
    rig.f.report_every = CADENCE_WEEK;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct owed o;

        rig.f.last_report_on = rig_day(rows[i].report);
        o = rhythm_owed(&rig.defs, &rig.f, DAY_NONE, rig_day(rows[i].day));
        assert_int_equal(o.missed, rows[i].missed);
        assert_day(o.fill_day, rows[i].fill);
        assert_int_equal(o.is_owed, rows[i].is_owed);
        assert_int_equal(o.is_reported, rows[i].is_reported);
    }
    rig.f.report_every = CADENCE_NONE;
    assert_day(rhythm_owed(&rig.defs, &rig.f, DAY_NONE, 0).fill_day, "never");
    rig.f.report_every = CADENCE_WEEK;
    rig.f.phase = PHASE_REVIEW;
    rig_stop(&rig, STOP_REVIEW, "2026-11-18", "never", false);
    assert_false(rhythm_owed(&rig.defs, &rig.f, DAY_NONE, rig_day("2026-11-18")).is_owed);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rule_02_listed_days_then_weekends),
        TEST(rule_03_first_day_not_counted),
        TEST(rule_04_left_in_workdays_late_in_days),
        TEST(rule_05_week_ends_with_its_last_workday),
        TEST(rule_05_sheet_day_goes_back_before_holidays),
        TEST(rule_05_every_meeting_has_its_sheet_before_it),
        TEST(rule_05_a_meeting_on_a_holiday_is_held_before),
        TEST(rule_05_fill_day),
        TEST(rule_05_sheet_on_the_fill_day_itself),
        TEST(rule_05_asked_until_the_sheet),
        TEST(rule_05_period_is_owed_if_open_all_through),
        TEST(rule_05_reopened_owes_from_then),
        TEST(rule_05_once_is_owed_on_the_due_day),
        TEST(rule_05_what_is_owed_now),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
