/* test_sheet.c - final weekly sheets: numbers, periods, frozen rows, corrections, and what
 * they forbid (OFFICE 17, ENGINE 31, 39). What stands on them is tested in tests/report. */
#include "tests/model/record_tools.h"

#include "model/sheet.h"

static struct record_rig rig, *const r = &rig;
static struct sheet sheet;

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sheet_fini(&sheet);
    record_rig_fini(r);
    return 0;
}

/* One row for each code in the blank-separated list `ctx`. */
static enum xh_rc compose(void *ctx, struct store *st, struct sheet *s,
                          struct xh_err *err)
{
    char *copy = xstrdup(ctx), *save = NULL;
    int64_t n = 0;
    enum xh_rc rc = XH_OK;

    s->head = xasprintf("第%lld期", (long long)s->no);
    for (char *w = strtok_r(copy, " ", &save); w && rc == XH_OK;
         w = strtok_r(NULL, " ", &save)) {
        int64_t item = 0;
        rc = item_find(st->db, st->defs, w, s->to, &item, err);
        GROW(s->rows, s->n_rows, s->cap_rows);
        s->rows[s->n_rows++] = (struct sheet_row){
            .n = ++n,
            .section = xstrdup("overdue"),
            .item = item,
            .colour = COLOUR_RED,
            .due = s->to,
            .texts = xasprintf("%s\t逾期", w),
        };
    }
    free(copy);
    return rc;
}

static enum xh_rc issue_by(int64_t person, const char *codes, int64_t corrects,
                           const char *reason)
{
    struct who who = { .actor = person };

    sheet_fini(&sheet);
    memset(&r->err, 0, sizeof r->err);
    return sheet_issue(r->st, &r->env, &who, corrects, reason, compose, (char *)codes,
                       &sheet, &r->err);
}

static enum xh_rc issue(const char *codes)
{
    return issue_by(r->clerk, codes, 0, NULL);
}

static void assert_sheet(int64_t no, int64_t total, int64_t edition, const char *from,
                         const char *to)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    assert_int_equal(sheet.no, no);
    assert_int_equal(sheet.total, total);
    assert_int_equal(sheet.edition, edition);
    assert_string_equal(day_format(sheet.from, a), from);
    assert_string_equal(day_format(sheet.to, b), to);
}

/* ---- numbers and periods ---- */

static void rule_39_a_sheet_is_numbered_and_frozen(void **state)
{
    struct sheet plan = { 0 }, again = { 0 };
    char task[64];

    (void)state;
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-30"));
    assert_ok(sheet_plan(r->st, r->env.today, &plan, &r->err));
    assert_ok(issue(task));
    assert_sheet(1, 1, 1, "2026-11-14", "2026-11-20");
    assert_int_equal(sheet.year, 2026);
    assert_int_equal(sheet.before, 0);
    /* It names the last event before its own, and that event's code. */
    assert_int_equal(sheet.seq, tools_int(r, "SELECT max(id) - 1 FROM event", NULL));
    assert_ok(verify_code(r->st, sheet.seq, sheet.code, &r->err));
    assert_int_equal(plan.seq, sheet.seq);
    assert_string_equal(plan.code, sheet.code);
    assert_int_equal(plan.no, 1);
    assert_null(plan.head);
    assert_int_equal(sheet.cutoff, r->env.now_ms);
    assert_int_equal(sheet.made_by, r->clerk);
    assert_ok(sheet_load(r->st, 2026, 1, 0, &again, &r->err));
    assert_int_equal(again.n_rows, 1);
    assert_string_equal(again.head, "第1期");
    assert_string_equal(again.rows[0].section, "overdue");
    assert_int_equal(again.rows[0].colour, COLOUR_RED);
    assert_string_equal(again.rows[0].texts, sheet.rows[0].texts);
    assert_int_equal(again.rows[0].due, on("2026-11-20"));
    assert_int_equal(again.id, sheet.id);
    sheet_fini(&plan);
    sheet_fini(&again);
    rig_assert_whole(r);
}

static void a_draft_makes_nothing(void **state)
{
    struct sheet plan = { 0 };
    int64_t events;

    (void)state;
    rig_task(r, "2026-12-30");
    events = tools_int(r, "SELECT max(id) FROM event", NULL);
    rig_today(r, "2026-11-23");
    assert_ok(sheet_plan(r->st, r->env.today, &plan, &r->err));
    /* 数据截至: the newest event's minute, not the clock's. */
    assert_int_equal(plan.cutoff_day, on("2026-11-20"));
    assert_int_equal(plan.cutoff, on("2026-11-20") * 86400000LL + 2 * 3600000);
    assert_int_equal(plan.from, on("2026-11-21")); /* the cut-off was Friday */
    assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), events);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM sheet", NULL), 0);
    sheet_fini(&plan);
}

static void the_period_runs_from_sheet_to_sheet(void **state)
{
    (void)state;
    rig_task(r, "2026-12-30");
    assert_ok(issue(""));
    rig_today(r, "2026-11-27");
    assert_ok(issue(""));
    assert_sheet(2, 2, 1, "2026-11-21", "2026-11-27");
    assert_int_equal(sheet.before, 1);
    assert_int_equal(sheet.since,
                     tools_int(r, "SELECT seq FROM sheet WHERE no = 1", NULL));
    /* Nothing happened, but a week has gone: colours have moved. */
    rig_today(r, "2026-12-04");
    assert_ok(issue(""));
    assert_sheet(3, 3, 1, "2026-11-28", "2026-12-04");
}

static void numbers_start_anew_each_year_and_the_total_goes_on(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "township", "  no: 1 ", "  no: 46 ",
                              "township", "  total: 1 ", "  total: 198 ", NULL));
    rig_today(r, "2026-12-25");
    assert_ok(issue(""));
    assert_sheet(46, 198, 1, "2026-12-19", "2026-12-25");
    rig_today(r, "2027-01-08");
    assert_ok(issue(""));
    assert_sheet(1, 199, 1, "2026-12-26", "2027-01-08");
    assert_int_equal(sheet.before, 1);
    rig_today(r, "2027-01-15");
    assert_ok(issue(""));
    assert_sheet(2, 200, 1, "2027-01-09", "2027-01-15");
    /* By number alone the latest; with the year the one meant. */
    sheet_fini(&sheet);
    assert_ok(sheet_load(r->st, 0, 46, 0, &sheet, &r->err));
    assert_int_equal(sheet.year, 2026);
    sheet_fini(&sheet);
    assert_rc(sheet_load(r->st, 2026, 1, 0, &sheet, &r->err), XH_NOT_FOUND);
    assert_said("46");
    sheet_fini(&sheet);
    assert_ok(sheet_load(r->st, 0, 0, 0, &sheet, &r->err));
    assert_int_equal(sheet.total, 200);
}

/* ---- refusals ---- */

static void no_second_issue_on_a_day(void **state)
{
    (void)state;
    assert_ok(issue(""));
    rig_task(r, "2026-12-30");
    assert_rc(issue(""), XH_REFUSED);
    assert_said("--corrects 1");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM sheet", NULL), 1);
    /* Nor for a day before it. */
    rig_today(r, "2026-11-19");
    assert_rc(issue(""), XH_REFUSED);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM sheet", NULL), 1);
}

static void only_who_may(void **state)
{
    (void)state;
    assert_rc(issue_by(r->handler, "", 0, NULL), XH_DENIED);
    assert_said("督办员甲");
    assert_rc(issue_by(r->leader, "", 0, NULL), XH_DENIED);
    assert_rc(issue_by(0, "", 0, NULL), XH_DENIED);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM sheet", NULL), 0);
}

static enum xh_rc fail_to_compose(void *ctx, struct store *st, struct sheet *s,
                                  struct xh_err *err)
{
    (void)ctx;
    (void)st;
    (void)s;
    return xh_fail(err, XH_REFUSED, "纸卡住了");
}

static void what_cannot_be_composed_takes_no_number(void **state)
{
    struct who who = { .actor = r->clerk };
    int64_t events = tools_int(r, "SELECT max(id) FROM event", NULL);

    (void)state;
    assert_rc(sheet_issue(r->st, &r->env, &who, 0, NULL, fail_to_compose, NULL, &sheet,
                          &r->err),
              XH_REFUSED);
    assert_said("纸卡住了");
    assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), events);
    assert_ok(issue(""));
    assert_int_equal(sheet.no, 1);
}

/* ---- corrections ---- */

static void a_correction_keeps_number_and_period(void **state)
{
    char task[64];

    (void)state;
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-30"));
    assert_ok(issue(task));
    assert_rc(issue_by(r->clerk, task, 1, "责任人写错"), XH_REFUSED);
    assert_said("nothing has been recorded");
    rig_today(r, "2026-11-23");
    assert_ok(rig_set(r, r->clerk, VERB_SET, task, "title=更正后的事项", NULL));
    assert_rc(issue_by(r->clerk, task, 1, ""), XH_USAGE);
    assert_rc(issue_by(r->clerk, task, 2, "责任人写错"), XH_REFUSED);
    assert_ok(issue_by(r->clerk, task, 1, "责任人写错"));
    assert_sheet(1, 1, 2, "2026-11-14", "2026-11-20");
    assert_int_equal(sheet.corrects, 1);
    assert_int_equal(sheet.made_on, on("2026-11-23"));
    assert_int_equal(sheet.before, 0);
    /* The old edition stays, the last one is found first. */
    sheet_fini(&sheet);
    assert_ok(sheet_load(r->st, 0, 1, 1, &sheet, &r->err));
    assert_int_equal(sheet.edition, 1);
    sheet_fini(&sheet);
    assert_ok(sheet_load(r->st, 0, 1, 0, &sheet, &r->err));
    assert_int_equal(sheet.edition, 2);
    assert_string_equal(sheet.reason, "责任人写错");
    /* The next issue follows the corrected one: counted once. */
    rig_today(r, "2026-11-27");
    assert_ok(issue(task));
    assert_sheet(2, 2, 1, "2026-11-21", "2026-11-27");
    assert_int_equal(sheet.before, 2);
    rig_assert_whole(r);
}

/* ---- what stands on it ---- */

static void rule_39_red_runs_count_issues(void **state)
{
    char task[64], other[64];
    int64_t a, b;

    (void)state;
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-30"));
    snprintf(other, sizeof other, "%s", rig_task(r, "2026-12-30"));
    a = tools_int(r, "SELECT id FROM item WHERE code = ?", task);
    b = tools_int(r, "SELECT id FROM item WHERE code = ?", other);
    char *both = xasprintf("%s %s", task, other);
    assert_ok(issue(both));
    rig_today(r, "2026-11-23");
    rig_task(r, "2026-12-30");
    assert_ok(issue_by(r->clerk, task, 1, "漏改")); /* the other is gone from no. 1 */
    rig_today(r, "2026-11-27");
    assert_ok(issue(both));
    rig_today(r, "2026-12-04");
    assert_ok(issue(both));
    struct sheet plan = { 0 };
    assert_ok(sheet_plan(r->st, on("2026-12-11"), &plan, &r->err));
    assert_int_equal(sheet_red_run(r->st, &plan, a), 3);
    assert_int_equal(sheet_red_run(r->st, &plan, b),
                     2); /* by the last edition of no. 1 */
    assert_true(sheet_was_red(r->st, &plan, b));
    plan.before = 2;
    assert_true(sheet_was_red(r->st, &plan, a));
    assert_false(sheet_was_red(r->st, &plan, b));
    assert_int_equal(sheet_red_run(r->st, &plan, b), 0);
    sheet_fini(&plan);
    char *on_them = sheet_of_item(r->st->db, a, 2);
    assert_string_equal(on_them, "2、3");
    free(on_them);
    on_them = sheet_of_item(r->st->db, b, 9);
    assert_string_equal(on_them, "1、2、3");
    free(on_them);
    free(both);
}

static void rule_31_what_is_on_a_sheet_is_not_undone(void **state)
{
    char task[64], other[64];

    (void)state;
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-30"));
    snprintf(other, sizeof other, "%s", rig_task(r, "2026-12-30"));
    assert_ok(rig_report(r, r->handler, other, "已进场", 30));
    assert_ok(rig_report(r, r->handler, task, "已进场", 30));
    assert_ok(issue(task));
    assert_rc(rig_do(r, r->handler, VERB_UNDO, NULL), XH_REFUSED);
    assert_said("no. 1");
    /* What came after the sheet can be; so can what does not stand on it. */
    assert_ok(rig_report(r, r->handler, task, "已完工", 60));
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    char *action =
        tools_text(r,
                   "SELECT action FROM event WHERE verb = 'progress' ORDER BY id "
                   "LIMIT 1",
                   NULL);
    struct call c = rig_call(VERB_UNDO, NULL);
    c.action = action;
    assert_ok(rig_run(r, r->handler, &c));
    free(action);
    /* The sheet itself is never undone. */
    assert_rc(rig_do(r, r->clerk, VERB_UNDO, NULL), XH_REFUSED);
    rig_assert_whole(r);
}

static bool limited_since(const char *code, int64_t seq)
{
    bool since = true;
    int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", code);

    assert_ok(sheet_act_since(r->st->db, seq, item, VERB_LIMIT, &since, &r->err));
    return since;
}

/* An act since the sheet counts unless it was taken back; what cannot be read is said, not
 * taken for no. */
static void an_act_since_the_sheet_is_found_or_the_trouble_told(void **state)
{
    char task[64];
    bool since;
    int n = 0;

    (void)state;
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-11-24"));
    rig_today(r, "2026-11-27");
    assert_ok(issue(task));
    int64_t seq = sheet.seq, item = tools_int(r, "SELECT id FROM item WHERE code = ?", task);
    assert_false(limited_since(task, seq));
    struct call c = rig_call(VERB_LIMIT, task);
    c.to = on("2026-12-04");
    assert_ok(rig_run(r, r->leader, &c));
    assert_true(limited_since(task, seq));
    assert_ok(rig_do(r, r->leader, VERB_UNDO, NULL));
    assert_false(limited_since(task, seq));
    assert_ok(rig_run(r, r->leader, &c));
    for (n = 1; n < 100; n++) {
        struct xh_err err = {0};
        db_fail_at(r->st->db, n);
        enum xh_rc rc = sheet_act_since(r->st->db, seq, item, VERB_LIMIT, &since, &err);
        bool failed = db_fail_at(r->st->db, 0) == 0;
        if (!failed) {
            assert_ok(rc);
            break;
        }
        assert_rc(rc, XH_DB);
        assert_true(*err.msg);
        assert_false(since);
    }
    assert_true(since);
    assert_in_range(n, 3, 99);          /* some of it did fail */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(rule_39_a_sheet_is_numbered_and_frozen),
        T(a_draft_makes_nothing),
        T(the_period_runs_from_sheet_to_sheet),
        T(numbers_start_anew_each_year_and_the_total_goes_on),
        T(no_second_issue_on_a_day),
        T(only_who_may),
        T(what_cannot_be_composed_takes_no_number),
        T(a_correction_keeps_number_and_period),
        T(rule_39_red_runs_count_issues),
        T(rule_31_what_is_on_a_sheet_is_not_undone),
        T(an_act_since_the_sheet_is_found_or_the_trouble_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
