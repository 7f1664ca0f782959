/* ENGINE 15-19, worked examples: anchors, minima, extensions, statutory limits. */
#include "tests/model/engine_rig.h"

#include "model/work.h"

static struct rig rig, parent;
static struct xh_err err;

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    rig_init(&parent);
    err = (struct xh_err){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    rig_fini(&parent);
    return 0;
}

/* ---- 15 ---- */

static void rule_15_anchors(void **state)
{
    static const struct {
        enum anchor anchor;
        int32_t n;
        enum day_unit unit;
        const char *due;
    } rows[] = {
        { ANCHOR_START, 5, UNIT_WORKDAY, "2026-11-09" },
        { ANCHOR_DUE, -3, UNIT_WORKDAY, "2026-11-17" },
        { ANCHOR_DUE, 0, UNIT_NONE, "2026-11-20" },
        { ANCHOR_GIVEN, 1, UNIT_WORKDAY, "2026-11-23" },
        { ANCHOR_FIELD, 30, UNIT_DAY, "11-30" },   /* 2026-10-30 + 30 = Sunday 11-29 */
    };

    (void)state;
    rig_field(&rig, "handover", FIELD_DATE);
    rig.dates[0] = rig_day("2026-10-30");
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.list.n_steps = 0;
        rig_step(&rig, "sign",
                 rig_due(rows[i].anchor, "handover", rows[i].n, rows[i].unit));
        rig_derive(&rig);
        assert_day(rig.step[0].due, rows[i].due);
    }
    rig.steps[0].roll = false;
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-29");
}

static void rule_15_step_done_begun_or_skipped(void **state)
{
    (void)state;
    rig_step(&rig, "notice", rig_no_due);
    rig_step(&rig, "sign", rig_due(ANCHOR_STEP, "notice", 5, UNIT_WORKDAY));
    rig_step(&rig, "talk", rig_due(ANCHOR_STEP_BEGIN, "notice", 2, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.step[1].due, "");
    assert_int_equal(rig.step[1].waits_for, 0);         /* 待定: why says for which step */
    assert_int_equal(rig.step[2].waits_for, 0);
    rig.step[0].begun_on = rig_day("2026-11-04");
    rig_derive(&rig);
    assert_day(rig.step[1].due, "");
    assert_day(rig.step[2].due, "2026-11-06");
    rig.step[0].done_on = rig_day("2026-11-09");
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2026-11-16");
    assert_int_equal(rig.step[1].waits_for, -1);
    assert_day(rig.step[2].due, "2026-11-06");
    rig.step[0].begun_on = DAY_NONE;                    /* ticked without a beginning */
    rig_derive(&rig);
    assert_day(rig.step[2].due, "2026-11-11");
    rig.step[0].done_on = DAY_NONE;
    rig.step[0].skipped_on = rig_day("2026-11-10");
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2026-11-17");
    assert_day(rig.step[2].due, "2026-11-12");
}

static void rule_15_an_open_step_stands_in(void **state)
{
    (void)state;
    rig_step(&rig, "notice", rig_due(ANCHOR_START, "", 5, UNIT_WORKDAY));   /* 11-09 */
    rig_step(&rig, "sign", rig_due(ANCHOR_STEP, "notice", 5, UNIT_WORKDAY));
    rig_step(&rig, "pay", rig_due(ANCHOR_STEP, "sign", 1, UNIT_WORKDAY));
    rig_step(&rig, "talk", rig_due(ANCHOR_STEP_BEGIN, "notice", 1, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2026-11-16");
    assert_day(rig.step[2].due, "2026-11-17");
    assert_day(rig.step[3].due, "2026-11-10");
    /* A hold moves the step that stands in; what counts from it is not moved twice. */
    rig_stop(&rig, STOP_HOLD, "2026-11-04", "2026-11-06", true);
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-11");
    assert_day(rig.step[1].due, "2026-11-18");
    assert_day(rig.step[2].due, "2026-11-19");
    /* No deadline of its own, but begun and lasting: 11-09 + 10 workdays = 11-23. */
    rig.steps[0].due = rig_no_due;
    rig.steps[0].lasts = (struct duration){ 10, UNIT_WORKDAY };
    rig.step[0].begun_on = rig_day("2026-11-09");
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2026-11-30");
    /* Stops after the beginning move that. */
    rig.stops[0] = (struct clock_stop){ STOP_HOLD, rig_day("11-11"), rig_day("11-12"),
                                        true, DAY_NONE };
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2026-12-01");
    rig.step[0].begun_on = DAY_NONE;
    rig_derive(&rig);
    assert_day(rig.step[1].due, "");
    assert_int_equal(rig.step[1].waits_for, 0);
    assert_int_equal(rig.step[2].waits_for, 1);
    assert_int_equal(rig.step[3].waits_for, 0);
}

/* The time an authority has, from the day it takes the matter in: open until begun. */
static void rule_15_its_own_beginning(void **state)
{
    (void)state;
    rig_step(&rig, "eia", rig_due(ANCHOR_STEP_BEGIN, "eia", 60, UNIT_DAY));
    rig_step(&rig, "next", rig_due(ANCHOR_STEP, "eia", 5, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.step[0].due, "");
    assert_int_equal(rig.step[0].waits_for, 0);
    assert_int_equal(rig.step[1].waits_for, 0);
    rig.step[0].begun_on = rig_day("2026-11-04");       /* + 60 days: Sunday 2027-01-03 */
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2027-01-04");
    assert_day(rig.step[1].due, "2027-01-11");          /* its deadline stands in */
    rig.step[0].done_on = rig_day("2026-11-18");
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2027-01-04");
    assert_day(rig.step[1].due, "2026-11-25");
    rig.step[0].begun_on = DAY_NONE;                    /* ticked at once: that day is both */
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2027-01-18");
}

static void rule_15_definitions_in_any_order_and_cycles(void **state)
{
    (void)state;
    rig_step(&rig, "pay", rig_due(ANCHOR_STEP, "sign", 1, UNIT_WORKDAY));
    rig_step(&rig, "sign", rig_due(ANCHOR_START, "", 5, UNIT_WORKDAY));
    rig_step(&rig, "a", rig_due(ANCHOR_STEP, "b", 1, UNIT_WORKDAY));
    rig_step(&rig, "b", rig_due(ANCHOR_STEP, "a", 1, UNIT_WORKDAY));
    rig_step(&rig, "dangling", rig_due(ANCHOR_STEP, "gone", 1, UNIT_WORKDAY));
    rig_step(&rig, "lost", rig_due(ANCHOR_FIELD, "gone", 1, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-10");
    assert_day(rig.step[2].due, "");
    assert_day(rig.step[3].due, "");
    assert_true(rig.step[2].waits_for >= 0 && rig.step[3].waits_for >= 0);
    assert_day(rig.step[4].due, "");
    assert_int_equal(rig.step[4].waits_for, -1);
    assert_day(rig.step[5].due, "");
}

static void rule_15_the_parents_days(void **state)
{
    static const struct { enum anchor anchor; const char *id, *due; } rows[] = {
        { ANCHOR_START, "", "2026-11-02" },
        { ANCHOR_DUE, "", "2026-11-20" },
        { ANCHOR_FIELD, "handover", "2026-12-10" },
        { ANCHOR_STEP, "sign", "2026-11-09" },          /* its due stands in */
        { ANCHOR_STEP_BEGIN, "sign", "2026-11-09" },
        { ANCHOR_STEP, "gone", "" },
        { ANCHOR_FIELD, "gone", "" },
        { ANCHOR_NONE, "", "" },
    };

    (void)state;
    rig_field(&parent, "handover", FIELD_DATE);
    parent.dates[0] = rig_day("2026-12-10");
    rig_step(&parent, "sign", rig_due(ANCHOR_START, "", 5, UNIT_WORKDAY));
    rig_derive(&parent);
    rig_step(&rig, "hand", rig_no_due);
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.steps[0].due = rig_due(rows[i].anchor, rows[i].id, 0, UNIT_NONE);
        rig.steps[0].due.of_parent = true;
        rig.f.parent = &parent.f;
        rig.f.parent_due = parent.d.due;
        rig_derive(&rig);
        assert_day(rig.step[0].due, rows[i].due);
        assert_int_equal(rig.step[0].parent_pending,
                         rows[i].due[0] == '\0' && rows[i].anchor != ANCHOR_NONE);
        rig.f.parent = NULL;
        rig_derive(&rig);
        assert_day(rig.step[0].due, "");
        assert_int_equal(rig.step[0].parent_pending, rows[i].anchor != ANCHOR_NONE);
    }
    /* Every stop of the item itself moves it on. */
    rig.f.parent = &parent.f;
    rig.steps[0].due = rig_due(ANCHOR_STEP, "sign", 0, UNIT_NONE);
    rig.steps[0].due.of_parent = true;
    rig_stop(&rig, STOP_HOLD, "2026-11-02", "2026-11-04", true);
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-11");
    parent.step[0].done_on = rig_day("2026-11-16");
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-18");
}

static void rule_15_the_items_due_waits_too(void **state)
{
    (void)state;
    rig.f.due_given = DAY_NONE;
    rig_step(&rig, "hand", rig_due(ANCHOR_STEP, "notice", 5, UNIT_WORKDAY));
    rig_step(&rig, "notice", rig_no_due);
    rig_step(&rig, "store", rig_due(ANCHOR_DUE, "", 1, UNIT_WORKDAY));
    rig.list.due = rig_due(ANCHOR_STEP, "hand", 0, UNIT_NONE);
    rig_derive(&rig);
    assert_day(rig.d.due, "");
    assert_int_equal(rig.d.due_waits_for, 1);
    assert_int_equal(rig.step[2].waits_for, 1);
    rig.step[1].done_on = rig_day("2026-11-09");
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-11-16");
    assert_day(rig.step[2].due, "2026-11-17");
    rig.list.due.of_parent = true;
    rig_derive(&rig);
    assert_day(rig.d.due, "");
    assert_true(rig.d.due_parent_pending);
    assert_true(rig.step[2].parent_pending);
}

static void rule_15_lasts_is_a_minimum(void **state)
{
    (void)state;
    rig_step(&rig, "notice", rig_no_due);
    rig.steps[0].lasts = (struct duration){ 10, UNIT_WORKDAY };
    assert_day(due_earliest_done(rig.defs.calendar, &rig.steps[0], rig_day("2026-03-16")),
               "2026-03-30");
    assert_day(due_earliest_done(rig.defs.calendar, &rig.steps[0], DAY_NONE), "");
    rig.steps[0].lasts.unit = UNIT_NONE;
    assert_day(due_earliest_done(rig.defs.calendar, &rig.steps[0], rig_day("03-16")), "");
}

/* ---- 16 ---- */

static void rule_16_extension_is_absolute(void **state)
{
    (void)state;
    rig.f.due_given = DAY_NONE;
    rig_step(&rig, "hand", rig_due(ANCHOR_START, "", 5, UNIT_WORKDAY));
    rig.list.due = rig_due(ANCHOR_STEP, "hand", 0, UNIT_NONE);
    rig.f.extended_to = rig_day("2026-12-04");
    rig.f.extended_on = rig_day("2026-11-16");
    rig_stop(&rig, STOP_HOLD, "11-04", "11-06", true);    /* before: it knew of that */
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-12-04");
    rig.f.start = rig_day("11-09");                            /* later changes of the anchor */
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-12-04");
    /* Beside it stands what the rule gives. */
    assert_day(due_item_basis(&rig.defs, &rig.f, &rig.d, false).moved, "2026-11-18");
    rig_stop(&rig, STOP_HOLD, "2026-11-23", "2026-11-25", true);    /* after the asking */
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-12-08");
}

static void rule_16_given_before_rule(void **state)
{
    (void)state;
    rig.list.due = rig_due(ANCHOR_START, "", 30, UNIT_DAY);
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-11-20");        /* rebased, or set anew at 期限核定 */
    rig.f.due_given = DAY_NONE;
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-12-02");
    rig_stop(&rig, STOP_HOLD, "2026-11-04", "2026-11-06", true);
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-12-04");
    rig.list.due = rig_no_due;
    rig_derive(&rig);
    assert_day(rig.d.due, "");
    rig.f.due_given = rig_day("2026-11-27");    /* 长期, yet this one has a date */
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-12-01");
}

static void rule_16_due_of_a_step_stays_the_items_when_it_is_done(void **state)
{
    (void)state;
    rig.f.due_given = DAY_NONE;
    rig_step(&rig, "hand", rig_due(ANCHOR_START, "", 10, UNIT_WORKDAY));
    rig.list.due = rig_due(ANCHOR_STEP, "hand", 0, UNIT_NONE);
    rig.step[0].done_on = rig_day("2026-11-11");
    rig_stop(&rig, STOP_REVIEW, "2026-11-12", "2026-11-16", true);
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-16");
    assert_day(rig.d.due, "2026-11-18");        /* returned: the item goes on */
    /* A rule on the step counts from the day it was done. */
    rig.list.due = rig_due(ANCHOR_STEP, "hand", 2, UNIT_WORKDAY);
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-11-17");
}

/* ---- 17 ---- */

static void rule_17_extend_while_there_is_time(void **state)
{
    static const struct {
        const char *to, *upper, *today;
        bool has_document;
        enum xh_rc rc;
        const char *msg;
    } rows[] = {
        { "2026-11-27", "", "2026-11-20", false, XH_OK, "" },       /* on the last day */
        { "2026-11-27", "", "2026-11-21", false, XH_REFUSED,
          "the deadline was 2026-11-20, before today: a late item is not extended, a leader "
          "orders a limit (limit --to)" },
        { "2026-11-20", "", "2026-11-19", false, XH_REFUSED,
          "2026-11-20 is not later than the deadline in force, 2026-11-20" },
        { "2026-11-27", "2026-11-27", "2026-11-19", false, XH_OK, "" },
        { "2026-11-30", "2026-11-27", "2026-11-19", true, XH_OK, "" },
        { "11-30", "11-27", "11-23", false, XH_REFUSED,      /* both at once */
          "the deadline was 2026-11-20, before today: a late item is not extended, a leader "
          "orders a limit (limit --to)\n"
          "2026-11-30 is past the superior's deadline, 2026-11-27: give the number of the "
          "document that allows it" },
    };

    (void)state;
    rig_derive(&rig);
    for (size_t i = 0; i < COUNT(rows); i++) {
        err = (struct xh_err){0};
        rig.f.upper_due = rig_day(rows[i].upper);
        assert_int_equal(work_may_extend(&rig.defs, &rig.f, &rig.d, rig_day(rows[i].to),
                                         rows[i].has_document, rig_day(rows[i].today),
                                         &err),
                         rows[i].rc);
        assert_string_equal(err.msg, rows[i].msg);
    }
    rig.f.due_given = DAY_NONE;
    rig_derive(&rig);
    assert_int_equal(work_may_extend(&rig.defs, &rig.f, &rig.d, rig_day("11-27"), true,
                                     rig_day("2026-11-02"), NULL), XH_REFUSED);
}

static void rule_17_limit_leaves_the_deadline(void **state)
{
    (void)state;
    rig_red(&rig, rig_rule(RULE_OVERDUE, 1, UNIT_WORKDAY));
    rig.f.limit_on = rig_day("2026-11-27");
    rig.f.limit_set_on = rig_day("2026-11-23");
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-11-20");
    assert_day(rig.d.limit_due, "2026-11-27");
    assert_day(rig.d.red_on, "2026-11-23");     /* it stays red */
}

/* ---- 18, 19 ---- */

static void rule_18_a_date_field_moves_its_deadlines(void **state)
{
    (void)state;
    rig_field(&rig, "handover", FIELD_DATE);
    rig_step(&rig, "vacate", rig_due(ANCHOR_FIELD, "handover", -10, UNIT_WORKDAY));
    rig_derive(&rig);
    assert_day(rig.step[0].due, "");
    rig.dates[0] = rig_day("2026-12-18");
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-12-04");
    rig.dates[0] = rig_day("2026-12-25");
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-12-11");
    rig.f.dates = NULL;
    rig_derive(&rig);
    assert_day(rig.step[0].due, "");
}

static void rule_19_statutory_limits_stay(void **state)
{
    (void)state;
    rig_step(&rig, "reply", rig_due(ANCHOR_START, "", 15, UNIT_DAY));       /* 11-17 */
    rig_step(&rig, "file", rig_due(ANCHOR_DUE, "", 5, UNIT_WORKDAY));       /* first due + 5 */
    rig.steps[0].status = rig.steps[1].status = STATUS_STATUTE;
    rig_stop(&rig, STOP_HOLD, "2026-11-04", "2026-11-10", true);
    rig.f.extended_to = rig_day("2026-12-04");
    rig.f.extended_on = rig_day("2026-11-12");
    rig_derive(&rig);
    assert_day(rig.step[0].due, "2026-11-17");
    assert_day(rig.step[1].due, "2026-11-27");
    rig.f.first_due = DAY_NONE;
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2026-12-11");
    /* The item that is due by it, and a statutory rule of the list, likewise. */
    rig.f.due_given = rig.f.extended_to = DAY_NONE;
    rig.list.due = rig_due(ANCHOR_STEP, "reply", 0, UNIT_NONE);
    rig.list.n_steps = 1;
    rig_derive(&rig);
    assert_day(rig.d.due, "2026-11-17");
    assert_int_equal(work_may_extend(&rig.defs, &rig.f, &rig.d, rig_day("11-27"), true,
                                     rig_day("2026-11-12"), &err), XH_REFUSED);
    assert_string_equal(err.msg, "the deadline is fixed by law and cannot be extended");
    rig.list.due = rig_due(ANCHOR_START, "", 60, UNIT_DAY);
    rig_derive(&rig);
    assert_day(rig.d.due, "2027-01-07");        /* 01-01 has no notice yet; 4 workdays on */
    rig.list.status = STATUS_STATUTE;
    rig_derive(&rig);
    assert_day(rig.d.due, "2027-01-01");
    assert_int_equal(work_may_extend(&rig.defs, &rig.f, &rig.d, rig_day("2027-01-27"),
                                     true, rig_day("2026-11-12"), NULL),
                     XH_REFUSED);
}

static void rule_19_a_passed_maximum_is_shown_for_ever(void **state)
{
    static const struct { const char *done, *skipped, *today; bool passed; } rows[] = {
        { "", "", "2026-11-17", false },
        { "", "", "2026-11-18", true },
        { "2026-11-17", "", "2026-12-31", false },
        { "2026-11-19", "", "2026-12-31", true },
        { "", "2026-11-19", "2026-12-31", false },
    };

    (void)state;
    rig_step(&rig, "reply", rig_due(ANCHOR_START, "", 15, UNIT_DAY));
    rig.steps[0].status = STATUS_STATUTE;
    for (size_t i = 0; i < COUNT(rows); i++) {
        rig.step[0].done_on = rig_day(rows[i].done);
        rig.step[0].skipped_on = rig_day(rows[i].skipped);
        rig_derive(&rig);
        assert_int_equal(
            due_past_statute(rig.defs.calendar, &rig.f, 0, rig_day(rows[i].today)),
            rows[i].passed);
    }
    rig.step[0].skipped_on = DAY_NONE;
    rig.steps[0].due = rig_no_due;
    rig_derive(&rig);
    assert_false(due_past_statute(rig.defs.calendar, &rig.f, 0, DAY_MAX));
    rig.steps[0].status = STATUS_PRACTICE;
    assert_false(due_past_statute(rig.defs.calendar, &rig.f, 0, DAY_MAX));
}

/* Below the limit for small works no permit is needed: nothing says when to start. */
static void rule_19_a_limit_counted_from_what_does_not_apply(void **state)
{
    (void)state;
    rig_step(&rig, "permit", rig_no_due);
    rig_step(&rig, "commence", rig_due(ANCHOR_STEP, "permit", 3, UNIT_MONTH));
    rig.step[0].skipped_on = rig_day("2026-11-10");
    rig_derive(&rig);
    assert_day(rig.step[1].due, "2027-02-10");
    rig.steps[1].status = STATUS_STATUTE;
    rig_derive(&rig);
    assert_day(rig.step[1].due, "");
    assert_int_equal(rig.step[1].waits_for, -1);
    assert_false(due_past_statute(rig.defs.calendar, &rig.f, 1, DAY_MAX));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rule_15_anchors),
        TEST(rule_15_step_done_begun_or_skipped),
        TEST(rule_15_an_open_step_stands_in),
        TEST(rule_15_its_own_beginning),
        TEST(rule_15_definitions_in_any_order_and_cycles),
        TEST(rule_15_the_parents_days),
        TEST(rule_15_the_items_due_waits_too),
        TEST(rule_15_lasts_is_a_minimum),
        TEST(rule_16_extension_is_absolute),
        TEST(rule_16_given_before_rule),
        TEST(rule_16_due_of_a_step_stays_the_items_when_it_is_done),
        TEST(rule_17_extend_while_there_is_time),
        TEST(rule_17_limit_leaves_the_deadline),
        TEST(rule_18_a_date_field_moves_its_deadlines),
        TEST(rule_19_statutory_limits_stay),
        TEST(rule_19_a_passed_maximum_is_shown_for_ever),
        TEST(rule_19_a_limit_counted_from_what_does_not_apply),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
