/* Why this colour: what a person reads, word for word. */
#include "tests/model/engine_rig.h"

#include <string.h>

#include "model/explain.h"

static struct rig rig;
static struct buf out;

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    rig.defs.township.colours = (struct words_def){ "绿", "黄", "红", "灰" };
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    buf_fini(&out);
    return 0;
}

static void assert_text(const char *expected)
{
    assert_string_equal(buf_str(&out), expected);
    buf_clear(&out);
}

static void assert_colour(const char *today, const struct pin *pin, const char *expected)
{
    rig_derive(&rig);
    explain_colour(&out, &rig.defs, &rig.f, &rig.d, pin, rig_day(today));
    assert_text(expected);
}

static struct colour_rule rule(enum rule_kind kind, int64_t n, enum day_unit unit,
                               const char *text)
{
    struct colour_rule r = rig_rule(kind, n, unit);

    r.text = text;
    r.over = strstr(text, "over ") != NULL;
    return r;
}

static void green_then_yellow_then_red(void **state)
{
    (void)state;
    rig_yellow(&rig, rule(RULE_DUE_IN, 3, UNIT_WORKDAY, "due_in: 3 workdays"));
    rig_red(&rig, rule(RULE_OVERDUE, 1, UNIT_WORKDAY, "overdue: 1 workday"));
    assert_colour("2026-11-10", NULL,
                  "Green.\n"
                  "Yellow from 11-17 if nothing changes: the deadline is 3 workdays away or less.\n"
                  "  deadline 11-20; on 11-17 there are 3 workdays left\n"
                  "Red from 11-23 if nothing changes: overdue by 1 workday or more.\n"
                  "  deadline 11-20; on 11-23 it is 1 workday past; skipped: 11-21..11-22\n");
    assert_colour("2026-11-18", NULL,
                  "Yellow since 11-17: the deadline is 3 workdays away or less.\n"
                  "  deadline 11-20; on 11-17 there are 3 workdays left\n"
                  "  It ends with the cross-off or an extension.\n"
                  "Red from 11-23 if nothing changes: overdue by 1 workday or more.\n"
                  "  deadline 11-20; on 11-23 it is 1 workday past; skipped: 11-21..11-22\n");
    assert_colour("2026-11-24", NULL,
                  "Red since 11-23: overdue by 1 workday or more.\n"
                  "  deadline 11-20; on 11-23 it is 1 workday past; skipped: 11-21..11-22\n"
                  "  It ends with the cross-off. A late item is not extended; a leader may order "
                  "a limit.\n");
    rig.f.phase = PHASE_CLOSED;
    assert_colour("2026-11-24", NULL, "No colour: the item is crossed off.\n");
    rig.f.phase = PHASE_CANCELLED;
    assert_colour("2026-11-24", NULL, "No colour: the item is cancelled.\n");
}

static void the_due_day_and_what_follows_red(void **state)
{
    (void)state;
    assert_colour("2026-11-20", NULL, "Yellow since 11-20: the day of the deadline.\n"
                                      "  It ends with the cross-off or an extension.\n");
    rig_red(&rig, rule(RULE_NO_UPDATE, 5, UNIT_WORKDAY, "no_update: 5 workdays"));
    assert_colour("2026-11-06", NULL,
                  "Green.\n"
                  "Red from 11-09 if nothing changes: nothing done by the responsible side for 5 "
                  "workdays.\n"
                  "  counted from 11-02\n");
    rig.f.phase = PHASE_REVIEW;
    rig_stop(&rig, STOP_REVIEW, "2026-11-10", "never", false);
    assert_colour("2026-11-12", NULL,
                  "Red since 11-09: nothing done by the responsible side for 5 workdays.\n"
                  "  counted from 11-02\n"
                  "  It ends with a progress report, a completed step or an answer.\n"
                  "In review since 11-10: the clock of the responsible side stands still.\n");
}

/* Each rule alone under red, asked on a day it is true: the second line, its figures. */
static void figures_of_every_rule(void **state)
{
    static const struct {
        enum rule_kind kind;
        int64_t n;
        enum day_unit unit;
        const char *text, *lines;
    } rows[] = {
        { RULE_BEHIND, 10, UNIT_NONE, "behind: 10 points",
          "Red since 11-05: 10 percentage points or more behind plan.\n"
          "  planned on 11-05: 18.7 %, done: 8 %\n"
          "  It ends when progress catches up with the plan.\n" },
        { RULE_BEHIND_RATIO, 30, UNIT_NONE, "behind_ratio: over 30 %",
          "Red since 11-04: more than 30 % of the planned progress is missing.\n"
          "  planned on 11-04: 12.5 %, done: 8 %\n"
          "  It ends when progress catches up with the plan.\n" },
        { RULE_MISSED_REPORTS, 2, UNIT_NONE, "missed_reports: 2",
          "Red since 11-20: progress reports missed in a row: 2.\n"
          "  no report so far; reports were due on 11-12, 11-19\n"
          "  It ends with the next progress report.\n" },
        { RULE_RETURNED, 2, UNIT_NONE, "returned: 2",
          "Red since 11-11: times returned: 2 or more.\n"
          "  last returned on 11-11\n"
          "  It ends with the next application for cross-off.\n" },
        { RULE_STEP_OVERDUE, 2, UNIT_WORKDAY, "step_overdue: 2 workdays",
          "Red since 11-10: a step is overdue by 2 workdays or more.\n"
          "  step visit was due 11-06; skipped: 11-07..11-08\n"
          "  It ends when the step is completed.\n" },
        { RULE_STEP_OVERDUE, 5, UNIT_DAY, "step_overdue: 5 days",
          "Red since 11-11: a step is overdue by 5 days or more.\n"
          "  step visit was due 11-06\n"
          "  It ends when the step is completed.\n" },
        { RULE_PROMISE_MISSED, 2, UNIT_WORKDAY, "promise_missed: 2 workdays",
          "Red since 11-17: a promise made at a visit was not kept for 2 workdays.\n"
          "  promised on 11-09 until 11-13; skipped: 11-14..11-15\n"
          "  promised on 11-10 until 11-16\n"
          "  It ends when the promise is kept and recorded.\n" },
        { RULE_PROMISE_MISSED, 4, UNIT_DAY, "promise_missed: 4 days",
          "Red since 11-17: a promise made at a visit was not kept for 4 days.\n"
          "  promised on 11-09 until 11-13\n"
          "  promised on 11-10 until 11-16\n"
          "  It ends when the promise is kept and recorded.\n" },
        { RULE_LIMIT_MISSED, 1, UNIT_NONE, "limit_missed: true",
          "Red since 11-16: the ordered limit was missed.\n"
          "  deadline 11-13; on 11-16 it is 1 workday past; skipped: 11-14..11-15\n"
          "  It ends with the cross-off.\n" },
        { RULE_YELLOW_FOR, 14, UNIT_DAY, "yellow_for: 14 days",
          "Red since 11-18: not green for 14 days.\n"
          "  not green since 11-04\n"
          "  It ends when the item is green for a day.\n" },
        { RULE_YELLOW_WEEKS, 2, UNIT_NONE, "yellow_weeks: 2",
          "Red since 11-13: weekly cut-offs in a row without green: 2.\n"
          "  not green since 11-04\n"
          "  It ends when the item is green for a day.\n" },
        { RULE_DUE_IN, 6, UNIT_DAY, "due_in: 6 days",
          "Red since 11-20: the deadline is 6 days away or less.\n"
          "  deadline 11-26; on 11-20 there are 6 days left\n"
          "  It ends with the cross-off or an extension.\n" },
    };

    (void)state;
    rig.list.plan.kind = PLAN_LINEAR;
    rig.list.progress.kind = PROGRESS_MANUAL;
    rig.f.percent = 8000000;
    rig.f.due_given = rig_day("2026-11-18");        /* 16 days of plan */
    rig.f.report_every = CADENCE_WEEK;
    rig.f.returns = 2;
    rig.f.returned_on = rig_day("2026-11-11");
    rig.f.limit_on = rig_day("2026-11-13");
    rig.f.streak_since = rig_day("2026-11-04");
    rig.promises[0] = (struct promise_facts){ rig_day("2026-11-09"), rig_day("2026-11-13") };
    rig.promises[1] = (struct promise_facts){ rig_day("2026-11-10"), rig_day("2026-11-16") };
    rig.f.n_promises = 2;
    rig_step(&rig, "visit", rig_due(ANCHOR_START, "", 4, UNIT_WORKDAY));
    rig_step(&rig, "sign", rig_no_due);
    rig_step(&rig, "pay", rig_due(ANCHOR_DUE, "", 0, UNIT_NONE));
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.list.colours.n_red = 0;
        rig_red(&rig, rule(rows[i].kind, rows[i].n, rows[i].unit, rows[i].text));
        rig.f.due_given =
            rig_day(rows[i].kind == RULE_DUE_IN ? "2026-11-26" : "2026-11-18");
        assert_colour("2026-11-23", NULL, rows[i].lines);
    }
}

static void missed_reports_name_their_days(void **state)
{
    (void)state;
    rig.f.report_every = CADENCE_WEEK;
    rig.f.due_given = DAY_NONE;
    rig.f.last_report_on = rig_day("2026-11-05");
    rig_red(&rig, rule(RULE_MISSED_REPORTS, 1, UNIT_NONE, "missed_reports: 1"));
    assert_colour("2026-11-13", NULL,
                  "Red since 11-13: progress reports missed in a row: 1.\n"
                  "  last report 11-05; reports were due on 11-12\n"
                  "  It ends with the next progress report.\n");
    rig.red[0].amount = 8;
    assert_colour("2026-11-13", NULL,
                  "Green.\n"
                  "Red from 2027-01-01 if nothing changes: progress reports missed in a row: 1.\n"
                  "  last report 11-05; reports were due on 11-12, 11-19, 11-26, 12-03, 12-10, "
                  "12-17\n");
}

static void green_on_hold(void **state)
{
    (void)state;
    rig.f.phase = PHASE_HELD;
    rig_stop(&rig, STOP_HOLD, "2026-11-10", "never", false);
    assert_colour("2026-11-12", NULL,
                  "Grey: the item is on hold. The colour it keeps for the time after:\n"
                  "Green.\n"
                  "It stays green if nothing changes.\n"
                  "On hold since 11-10: the clock stands still, deadlines move when it resumes.\n");
}

static void waiting_while_on_hold(void **state)
{
    (void)state;
    rig.f.phase = PHASE_HELD;
    rig_stop(&rig, STOP_HOLD, "2026-11-10", "never", false);
    rig_yellow(&rig, rule(RULE_WAITING, 5, UNIT_WORKDAY, "waiting: 5 workdays"));
    assert_colour("2026-11-17", NULL,
                  "Grey: the item is on hold. The colour it keeps for the time after:\n"
                  "Yellow since 11-17: on hold for 5 workdays.\n"
                  "  on hold since 11-10\n"
                  "  It ends when the item resumes.\n"
                  "On hold since 11-10: the clock stands still, deadlines move when it resumes.\n");
}

static void a_split_item_points_to_its_children(void **state)
{
    (void)state;
    rig.f.n_children = 2;
    rig.f.children_yellow_on = rig_day("2026-11-10");
    assert_colour("2026-11-12", NULL,
                  "Yellow since 11-10: the worst of its child items.\n"
                  "  It ends when the child item is green or closed.\n");
}

static void both_colours_of_a_pinned_item(void **state)
{
    struct pin pin = { COLOUR_YELLOW, rig_day("2026-11-20"), rig_day("2026-12-01") };

    (void)state;
    rig_red(&rig, rule(RULE_OVERDUE, 1, UNIT_WORKDAY, "overdue: 1 workday"));
    assert_colour("2026-11-24", &pin,
                  "Red since 11-23: overdue by 1 workday or more.\n"
                  "  deadline 11-20; on 11-23 it is 1 workday past; skipped: 11-21..11-22\n"
                  "  It ends with the cross-off. A late item is not extended; a leader may order "
                  "a limit.\n"
                  "Shown as 黄: the colour is pinned from 11-20 to 12-01. Rules and rankings go "
                  "by the computed colour, 红.\n");
    pin.until = rig_day("2026-11-23");
    rig_derive(&rig);
    explain_colour(&out, &rig.defs, &rig.f, &rig.d, &pin, rig_day("2026-11-24"));
    assert_null(strstr(buf_str(&out), "pinned"));
    buf_clear(&out);
    pin.from = rig_day("2026-11-25");
    pin.until = rig_day("2026-12-01");
    explain_colour(&out, &rig.defs, &rig.f, &rig.d, &pin, rig_day("2026-11-24"));
    assert_null(strstr(buf_str(&out), "pinned"));
    buf_clear(&out);
    pin.from = rig_day("2026-11-20");
    rig.f.phase = PHASE_HELD;
    explain_colour(&out, &rig.defs, &rig.f, &rig.d, &pin, rig_day("2026-11-24"));
    assert_null(strstr(buf_str(&out), "pinned"));
    buf_clear(&out);
    pin.colour = COLOUR_NONE;
    explain_colour(&out, &rig.defs, &rig.f, &rig.d, &pin, rig_day("2026-11-24"));
    assert_null(strstr(buf_str(&out), "pinned"));
}

static void years_without_holidays_are_named(void **state)
{
    (void)state;
    rig.f.due_given = rig_day("2027-03-01");
    assert_colour("2026-12-01", NULL,
                  "Green.\n"
                  "Yellow from 2027-03-01 if nothing changes: the day of the deadline.\n"
                  "The holidays of 2027 are not entered yet; only weekends are counted, dates may "
                  "change.\n");
    rig.f.start = DAY_NONE;
    rig.f.due_given = DAY_NONE;
    assert_colour("2026-12-01", NULL, "Green.\nIt stays green if nothing changes.\n");
}

static void rules_in_words(void **state)
{
    static const struct { const char *rule, *words; } rows[] = {
        { "due_in: 1 day", "the deadline is 1 day away or less" },
        { "due_in: 1 month", "the deadline is 1 month away or less" },
        { "due_in: 2 months", "the deadline is 2 months away or less" },
        { "overdue: 1 workday", "overdue by 1 workday or more" },
        { "behind: 10 points", "10 percentage points or more behind plan" },
        { "behind: over 12.5 points", "more than 12.5 percentage points behind plan" },
        { "behind_ratio: 20 %", "20 % or more of the planned progress is missing" },
        { "behind_ratio: over 20 %", "more than 20 % of the planned progress is missing" },
        { "behind_ratio: over 20%", "more than 20 % of the planned progress is missing" },
        { "missed_reports: 1", "progress reports missed in a row: 1" },
        { "limit_missed", "the ordered limit was missed" },
        { "limit_missed: true", "the ordered limit was missed" },
        { "waiting: 10 days", "on hold for 10 days" },
        { "red", "because it is red" },
        { "children", "the worst of its child items" },
        { "newer_rule: 3", "newer_rule: 3" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        explain_rule(&out, rows[i].rule);
        assert_text(rows[i].words);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(green_then_yellow_then_red),
        TEST(the_due_day_and_what_follows_red),
        TEST(figures_of_every_rule),
        TEST(missed_reports_name_their_days),
        TEST(green_on_hold),
        TEST(waiting_while_on_hold),
        TEST(a_split_item_points_to_its_children),
        TEST(both_colours_of_a_pinned_item),
        TEST(years_without_holidays_are_named),
        TEST(rules_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
