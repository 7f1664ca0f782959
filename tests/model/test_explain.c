/* Why this date: what a person reads, word for word. */
#include "tests/model/engine_rig.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/mem.h"

static struct rig rig, parent;
static struct buf out;

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    rig_init(&parent);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    rig_fini(&parent);
    buf_fini(&out);
    return 0;
}

static void assert_text(const char *expected)
{
    assert_string_equal(buf_str(&out), expected);
    buf_clear(&out);
}

static void assert_due(const char *today, const char *expected)
{
    rig_derive(&rig);
    explain_due(&out, &rig.defs, &rig.f, &rig.d, rig_day(today));
    assert_text(expected);
}

static void assert_step(int i, const char *today, const char *expected)
{
    rig_derive(&rig);
    explain_step_due(&out, &rig.defs, &rig.f, &rig.d, i, rig_day(today));
    assert_text(expected);
}

static void set_rule(struct deadline due, const char *text)
{
    rig.f.due_given = DAY_NONE;
    rig.list.due = due;
    rig.list.due.text = text;
}

static void a_given_date(void **state)
{
    (void)state;
    assert_due("2026-11-10", "Deadline: 2026-11-20 (Friday), 8 workdays left.\n"
                             "Given: 11-20, on 11-02.\n");
    rig.f.due_given_on = DAY_NONE;
    rig.f.phase = PHASE_CLOSED;         /* nothing is left, nothing is late any more */
    rig.f.upper_due = rig_day("2026-11-30");
    assert_due("2026-12-10", "Deadline: 2026-11-20 (Friday).\n"
                             "Given: 11-20.\n"
                             "Superior's deadline: 11-30.\n");
    rig_step(&rig, "sign", rig_due(ANCHOR_GIVEN, "", 0, UNIT_NONE));
    assert_step(0, "2026-12-10", "Deadline: 2026-11-20 (Friday).\n"
                                 "Set by the item's deadline: 11-20\n");
}

static void workdays_counted_and_skipped(void **state)
{
    (void)state;
    rig.f.start = rig_day("2025-09-26");
    rig.f.first_due = rig_day("2025-10-16");
    set_rule(rig_due(ANCHOR_START, "", 10, UNIT_WORKDAY), "start + 10 workdays");
    assert_due("2025-10-10",
               "Deadline: 2025-10-16 (Thursday), 5 workdays left.\n"
               "10 workdays after 09-26 (start): 10-16; skipped: 09-27, "
               "10-01..10-08 国庆节、中秋节, 10-12; counted as workdays, made up for holidays: "
               "09-28, 10-11\n");
    /* Months of weekends are a number, holidays keep their names. */
    set_rule(rig_due(ANCHOR_START, "", 60, UNIT_WORKDAY), "start + 60 workdays");
    assert_due("2025-12-01",
               "Deadline: 2025-12-25 (Thursday), 18 workdays left.\n"
               "60 workdays after 09-26 (start): 12-25; skipped: 10-01..10-08 国庆节、中秋节, "
               "22 weekend days; counted as workdays, made up for holidays: 09-28, 10-11\n"
               "Original deadline: 10-16, 46 days overdue.\n");
    /* Nobody checks two thousand days by hand. */
    set_rule(rig_due(ANCHOR_START, "", 2000, UNIT_WORKDAY), "start + 2000 workdays");
    rig.f.first_due = DAY_NONE;
    rig_derive(&rig);
    explain_due(&out, &rig.defs, &rig.f, &rig.d, rig_day("2025-12-01"));
    assert_null(strstr(buf_str(&out), "skipped"));
    assert_non_null(strstr(buf_str(&out),
                           "The holidays of 2027, 2028, 2029, 2030, 2031, 2032, "
                           "2033 are not entered yet"));
    buf_clear(&out);
}

static void weekends_only(void **state)
{
    (void)state;
    set_rule(rig_due(ANCHOR_START, "", 30, UNIT_WORKDAY), "start + 30 workdays");
    assert_due("2026-11-02",
               "Deadline: 2026-12-14 (Monday), 30 workdays left.\n"
               "30 workdays after 11-02 (start): 12-14; skipped: 12 weekend days\n"
               "Original deadline: 11-20, 14 workdays left.\n");
}

static void days_roll_forward_and_back(void **state)
{
    (void)state;
    rig.f.first_due = DAY_NONE;
    set_rule(rig_due(ANCHOR_START, "", 27, UNIT_DAY), "start + 27 days");
    assert_due("2026-11-27",
               "Deadline: 2026-11-30 (Monday), 1 workday left.\n"
               "27 days after 11-02 (start): 11-29\n"
               "11-29 is a day off: forward to the next workday, 11-30; skipped: 11-29\n");
    set_rule(rig_due(ANCHOR_START, "", -1, UNIT_DAY), "start - 1 day");
    assert_due("2026-11-02",
               "Deadline: 2026-10-30 (Friday), 3 days overdue.\n"
               "1 day before 11-02 (start): 11-01\n"
               "11-01 is a day off: back to the workday before, 10-30; skipped: 10-31..11-01\n");
    set_rule(rig_due(ANCHOR_START, "", -2, UNIT_WORKDAY), "start - 2 workdays");
    assert_due("2026-10-29",
               "Deadline: 2026-10-29 (Thursday), due today.\n"
               "2 workdays before 11-02 (start): 10-29; skipped: 10-31..11-01\n");
    set_rule(rig_due(ANCHOR_START, "", 1, UNIT_MONTH), "start + 1 month");
    assert_due("2026-11-02",
               "Deadline: 2026-12-02 (Wednesday), 22 workdays left.\n"
               "1 month after 11-02 (start): 12-02\n");
    set_rule(rig_due(ANCHOR_START, "", 0, UNIT_NONE), "start");
    assert_due("2026-11-02",
               "Deadline: 2026-11-02 (Monday), due today.\n"
               "Set by start: 11-02\n");
}

static void stops_say_how_far_they_moved_it(void **state)
{
    (void)state;
    rig.f.due_given = rig_day("2026-11-12");
    rig.f.first_due = rig_day("2026-11-12");
    rig_stop(&rig, STOP_HOLD, "2026-10-20", "2026-10-26", true);        /* before it was given */
    rig_stop(&rig, STOP_HOLD, "2026-10-30", "2026-11-03", true);        /* only in part after */
    rig_stop(&rig, STOP_HOLD, "2026-11-06", "2026-11-09", true);
    rig_stop(&rig, STOP_REVIEW, "2026-11-10", "2026-11-11", false);
    rig_stop(&rig, STOP_REVIEW, "2026-11-12", "2026-11-13", true);
    rig_stop(&rig, STOP_REVIEW, "2026-11-23", "2026-11-24", true);
    assert_due("2026-11-24",
               "Deadline: 2026-11-17 (Tuesday), 7 days overdue.\n"
               "Given: 11-12, on 11-02.\n"
               "On hold 10-30 to 11-03, 1 workday: moved to 11-13\n"
               "On hold 11-06 to 11-09, 1 workday: moved to 11-16; skipped: 11-07..11-08\n"
               "In review 11-10 to 11-11: not moved, the application was not returned.\n"
               "In review 11-12 to 11-13, 1 workday: moved to 11-17\n"
               "In review 11-23 to 11-24: not moved, the application came after the deadline.\n"
               "Original deadline: 11-12, 12 days overdue.\n");
}

static void an_extension_beside_what_the_rule_gives(void **state)
{
    (void)state;
    set_rule(rig_due(ANCHOR_START, "", 14, UNIT_WORKDAY), "start + 14 workdays");
    rig.f.extended_to = rig_day("2026-12-04");
    rig.f.extended_on = rig_day("2026-11-16");
    rig.f.upper_due = rig_day("2026-11-30");
    rig.f.limit_on = rig_day("2026-12-11");
    assert_due("2026-12-07",
               "Deadline: 2026-12-04 (Friday), 3 days overdue.\n"
               "Extended to 12-04, asked for on 11-16.\n"
               "Without the extension it would be 11-20:\n"
               "14 workdays after 11-02 (start): 11-20; skipped: 11-07..11-08, 11-14..11-15\n"
               "Original deadline: 11-20, 17 days overdue.\n"
               "Superior's deadline: 11-30, 7 days overdue.\n"
               "Ordered limit: 12-11, 4 workdays left.\n");
    set_rule(rig_due(ANCHOR_FIELD, "gone", 14, UNIT_WORKDAY), "gone + 14 workdays");
    rig.f.upper_due = rig.f.limit_on = rig.f.first_due = DAY_NONE;
    assert_due("2026-12-01",
               "Deadline: 2026-12-04 (Friday), 3 workdays left.\n"
               "Extended to 12-04, asked for on 11-16.\n");
}

static void a_given_date_on_a_list_with_a_rule(void **state)
{
    (void)state;
    set_rule(rig_due(ANCHOR_START, "", 30, UNIT_DAY), "start + 30 days");
    rig.f.due_given = rig_day("2026-11-20");
    assert_due("2026-11-20", "Deadline: 2026-11-20 (Friday), due today.\n"
                             "Given: 11-20, on 11-02.\n"
                             "The date given stands instead of the list's rule: "
                             "30 days after start\n");
    rig.list.due = rig_no_due;
    assert_due("2026-11-20", "Deadline: 2026-11-20 (Friday), due today.\n"
                             "Given: 11-20, on 11-02.\n");
    rig_step(&rig, "hand", rig_no_due);         /* a step by its name, not its id */
    rig.steps[0].name = "交地";
    set_rule(rig_due(ANCHOR_STEP, "hand", 0, UNIT_NONE), "hand");
    rig.f.due_given = rig_day("2026-11-20");
    assert_due("2026-11-20", "Deadline: 2026-11-20 (Friday), due today.\n"
                             "Given: 11-20, on 11-02.\n"
                             "The date given stands instead of the list's rule: "
                             "the deadline of step 交地\n");
}

static void a_step_gives_the_items_deadline(void **state)
{
    (void)state;
    rig_step(&rig, "hand", rig_due(ANCHOR_START, "", 14, UNIT_WORKDAY));
    rig.steps[0].status = STATUS_STATUTE;
    rig.steps[0].law = "浙江省土地管理条例第47条";
    set_rule(rig_due(ANCHOR_STEP, "hand", 0, UNIT_NONE), "hand");
    assert_due("2026-11-19",
               "Deadline: 2026-11-20 (Friday), 1 workday left.\n"
               "It is the deadline of step hand.\n"
               "14 workdays after 11-02 (start): 11-20; skipped: 11-07..11-08, 11-14..11-15\n"
               "It is fixed by law: holds, reviews and extensions do not move it.\n");
    rig_stop(&rig, STOP_HOLD, "2026-11-09", "2026-11-11", true);
    rig_stop(&rig, STOP_REVIEW, "2026-11-12", "2026-11-12", false);
    assert_step(0, "2026-11-23",
                "Deadline: 2026-11-20 (Friday), 3 days overdue.\n"
                "14 workdays after 11-02 (start): 11-20; skipped: 11-07..11-08, 11-14..11-15\n"
                "It is fixed by law: holds, reviews and extensions do not move it.\n"
                "The maximum fixed by law was passed.\n"
                "Basis: 浙江省土地管理条例第47条\n");
}

/* Which line is law, which is custom, which is to be settled. */
static void where_a_step_comes_from(void **state)
{
    static const struct { enum status status; const char *law, *source, *said; } rows[] = {
        { STATUS_STATUTE, "土地管理法第四十七条", "",
          "Basis: 土地管理法第四十七条\n" },
        { STATUS_PRACTICE, "", "公开的督办规则",
          "Source: 公开的督办规则\nCustom, not law.\n" },
        { STATUS_EXAMPLE, "", "示例天数",
          "Source: 示例天数\nAn example, to be settled by the township.\n" },
        { STATUS_PRACTICE, "", "", "" },
    };

    (void)state;
    rig_step(&rig, "notice", rig_no_due);
    rig.steps[0].lasts = (struct duration){ 30, UNIT_DAY };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *want = xasprintf("There is no deadline.\nIt lasts 30 days at least, from the "
                               "day it is begun.\n%s", rows[i].said);

        rig.steps[0].status = rows[i].status;
        rig.steps[0].law = rows[i].law;
        rig.steps[0].source = rows[i].source;
        assert_step(0, "2026-11-20", want);
        free(want);
    }
}

static void deadlines_not_fixed_yet(void **state)
{
    (void)state;
    set_rule(rig_no_due, "");
    rig.f.first_due = DAY_NONE;
    assert_due("2026-11-20", "There is no deadline.\n");
    rig_step(&rig, "notice", rig_no_due);
    set_rule(rig_due(ANCHOR_STEP, "notice", 5, UNIT_DAY), "notice + 5 days");
    assert_due("2026-11-20", "The deadline is not fixed yet: it waits for step notice.\n"
                             "Rule: 5 days after step notice done\n");
    rig.list.due.of_parent = true;
    assert_due("2026-11-20",
               "The deadline is not fixed yet: it waits for the parent item.\n"
               "Rule: 5 days after parent item: step notice done\n");
    rig_field(&rig, "handover", FIELD_DATE);
    set_rule(rig_due(ANCHOR_FIELD, "handover", 5, UNIT_DAY), "handover + 5 days");
    assert_due("2026-11-20", "The deadline is not fixed yet: handover is not filled in.\n"
                             "Rule: 5 days after handover\n");
    set_rule(rig_due(ANCHOR_FIELD, "gone", 5, UNIT_DAY), "");
    assert_due("2026-11-20", "The deadline is not fixed yet: gone is not filled in.\n"
                             "Rule: 5 days after gone\n");
    rig.f.start = DAY_NONE;
    set_rule(rig_due(ANCHOR_START, "", 5, UNIT_DAY), "start + 5 days");
    assert_due("2026-11-20", "The deadline is not fixed yet: the item has no start.\n"
                             "Rule: 5 days after start\n");
    set_rule(rig_no_due, "");
    rig_step(&rig, "store", rig_due(ANCHOR_DUE, "", 5, UNIT_DAY));
    assert_step(1, "2026-11-20",
                "The deadline is not fixed yet: the item has none to count from.\n"
                "Rule: 5 days after the item's deadline\n");
    assert_step(0, "2026-11-20", "There is no deadline.\n");
    /* from its own beginning; by law, from a step that does not apply */
    rig_step(&rig, "eia", rig_due(ANCHOR_STEP_BEGIN, "eia", 60, UNIT_DAY));
    assert_step((int)rig.list.n_steps - 1, "2026-11-20",
                "The deadline is not fixed yet: step eia is not begun.\n"
                "Rule: 60 days after step eia begun\n");
    rig_step(&rig, "commence", rig_due(ANCHOR_STEP, "eia", 3, UNIT_MONTH));
    rig.steps[rig.list.n_steps - 1].status = STATUS_STATUTE;
    rig.step[rig.list.n_steps - 2].skipped_on = rig_day("2026-11-10");
    assert_step((int)rig.list.n_steps - 1, "2026-11-20",
                "The limit does not run: the step it counts from does not apply.\n"
                "Rule: 3 months after step eia done\n");
}

static void steps_and_what_they_count_from(void **state)
{
    (void)state;
    rig_step(&rig, "notice", rig_no_due);
    rig_step(&rig, "sign", rig_due(ANCHOR_STEP, "notice", 5, UNIT_WORKDAY));
    rig_step(&rig, "pay", rig_due(ANCHOR_STEP, "sign", 1, UNIT_WORKDAY));
    rig_step(&rig, "talk", rig_due(ANCHOR_STEP_BEGIN, "sign", 0, UNIT_NONE));
    rig_step(&rig, "visit", rig_due(ANCHOR_STEP_BEGIN, "notice", 1, UNIT_DAY));
    rig_step(&rig, "file", rig_due(ANCHOR_DUE, "", -1, UNIT_WORKDAY));
    rig.steps[0].lasts = (struct duration){ 10, UNIT_WORKDAY };
    rig.step[0].begun_on = rig_day("2026-11-03");
    assert_step(0, "2026-11-10",
                "There is no deadline.\n"
                "Begun on 11-03 and lasting 10 workdays: done on 11-17 at the earliest; skipped: "
                "11-07..11-08, 11-14..11-15\n");
    assert_step(1, "2026-11-10",
                "Deadline: 2026-11-24 (Tuesday), 10 workdays left.\n"
                "5 workdays after 11-17 (step notice not done yet, begun on 2026-11-03 and "
                "lasting 10 workdays): 11-24; skipped: 11-21..11-22\n");
    assert_step(2, "2026-11-10",
                "Deadline: 2026-11-25 (Wednesday), 11 workdays left.\n"
                "1 workday after 11-24 (step sign not done yet, its own deadline stands in): "
                "11-25\n");
    assert_step(3, "2026-11-10",
                "Deadline: 2026-11-24 (Tuesday), 10 workdays left.\n"
                "Set by step sign not begun yet, its own deadline stands in: 11-24\n");
    assert_step(4, "2026-11-10",
                "Deadline: 2026-11-04 (Wednesday), 6 days overdue.\n"
                "1 day after 11-03 (step notice begun): 11-04\n");
    rig.step[0].begun_on = DAY_NONE;            /* ticked without a beginning */
    rig.step[0].done_on = rig_day("2026-11-05");
    assert_step(4, "2026-11-10",
                "Deadline: 2026-11-06 (Friday), 4 days overdue.\n"
                "1 day after 11-05 (step notice done): 11-06\n");
    rig.step[0].begun_on = rig_day("2026-11-03");
    rig.step[0].done_on = DAY_NONE;
    assert_step(5, "2026-11-10",
                "Deadline: 2026-11-19 (Thursday), 7 workdays left.\n"
                "1 workday before 11-20 (the item's deadline): 11-19\n");
    rig.steps[0].lasts = (struct duration){ 10, UNIT_DAY };
    rig.step[1].done_on = rig_day("2026-11-16");
    rig.step[2].skipped_on = rig_day("2026-11-16");
    assert_step(0, "2026-11-10",
                "There is no deadline.\n"
                "Begun on 11-03 and lasting 10 days: done on 11-13 at the earliest\n");
    assert_step(1, "2026-11-17",
                "Deadline: 2026-11-20 (Friday).\n"
                "5 workdays after 11-13 (step notice not done yet, begun on 2026-11-03 and "
                "lasting 10 days): 11-20; skipped: 11-14..11-15\n"
                "Done on 11-16.\n");
    assert_step(2, "2026-11-17",
                "Deadline: 2026-11-17 (Tuesday).\n"
                "1 workday after 11-16 (step sign done): 11-17\n"
                "Marked not applicable on 11-16.\n");
    rig.step[1].done_on = DAY_NONE;
    rig.step[1].skipped_on = rig_day("2026-11-16");
    assert_step(3, "2026-11-17",
                "Deadline: 2026-11-16 (Monday), 1 day overdue.\n"
                "Set by step sign marked not applicable: 11-16\n");
}

static void the_parents_days(void **state)
{
    (void)state;
    rig_field(&parent, "handover", FIELD_DATE);
    parent.dates[0] = rig_day("2026-12-10");
    rig_step(&parent, "sign", rig_no_due);
    parent.step[0].done_on = rig_day("2026-11-09");
    rig_derive(&parent);
    rig.f.parent = &parent.f;
    rig.f.parent_due = parent.d.due;
    rig.f.first_due = DAY_NONE;
    set_rule(rig_due(ANCHOR_FIELD, "handover", 0, UNIT_NONE), "parent.handover");
    rig.list.due.of_parent = true;
    assert_due("2026-12-09", "Deadline: 2026-12-10 (Thursday), 1 workday left.\n"
                             "Set by parent item: handover: 12-10\n");
    rig.list.due = rig_due(ANCHOR_STEP, "sign", 1, UNIT_WORKDAY);
    rig.list.due.of_parent = true;
    assert_due("2026-11-09", "Deadline: 2026-11-10 (Tuesday), 1 workday left.\n"
                             "1 workday after 11-09 (parent item: step sign done): 11-10\n");
    rig.list.due = rig_due(ANCHOR_DUE, "", 1, UNIT_WORKDAY);
    rig.list.due.of_parent = true;
    assert_due("2026-11-20", "Deadline: 2026-11-23 (Monday), 1 workday left.\n"
                             "1 workday after 11-20 (parent item: the item's deadline): 11-23; "
                             "skipped: 11-21..11-22\n");
}

static void the_clock_standing_still(void **state)
{
    (void)state;
    rig.f.phase = PHASE_HELD;
    rig_stop(&rig, STOP_HOLD, "2026-11-10", "never", false);
    rig.stops[0].expect = rig_day("2026-11-25");
    assert_due("2026-11-12",
               "Deadline: 2026-11-20 (Friday), 6 workdays left.\n"
               "Given: 11-20, on 11-02.\n"
               "On hold since 11-10: the clock stands still, deadlines move when it resumes.\n"
               "A reply is expected by 11-25.\n");
    rig.f.phase = PHASE_REVIEW;
    rig.stops[0].kind = STOP_REVIEW;
    rig.list.review = (struct duration){ 3, UNIT_WORKDAY };
    assert_due("2026-11-12",
               "Deadline: 2026-11-20 (Friday), 6 workdays left.\n"
               "Given: 11-20, on 11-02.\n"
               "In review since 11-10: the clock of the responsible side stands still.\n"
               "The reviewer has until 11-13.\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_given_date),
        TEST(workdays_counted_and_skipped),
        TEST(weekends_only),
        TEST(days_roll_forward_and_back),
        TEST(stops_say_how_far_they_moved_it),
        TEST(an_extension_beside_what_the_rule_gives),
        TEST(a_given_date_on_a_list_with_a_rule),
        TEST(a_step_gives_the_items_deadline),
        TEST(where_a_step_comes_from),
        TEST(deadlines_not_fixed_yet),
        TEST(steps_and_what_they_count_from),
        TEST(the_parents_days),
        TEST(the_clock_standing_still),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
