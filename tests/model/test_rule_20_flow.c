/* ENGINE 20-25 through the verbs: every act in every state, reports, quantities,
 * checklists, split items, villages, recurring items. The rules over facts alone are in
 * test_rule_20_work.c. */
#include "tests/model/record_tools.h"

#include "model/text.h"

static struct record_rig rig, *const r = &rig;
static int64_t worker, judge;       /* supervisors: one works, one decides */

static int64_t add_supervisor(const char *name)
{
    struct who who = { .actor = r->admin };
    struct pair fields[] = { { "name", name }, { "role", "supervisor" } };
    int64_t id;

    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, fields, 2, &id, &r->err));
    return id;
}

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    worker = add_supervisor("督办员乙");
    judge = add_supervisor("督办员丙");
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* ---- every act in every state ---- */

enum {
    ASSIGNED = 1,
    ACTIVE = 2,
    REWORK = 4,
    REVIEW = 8,
    HELD = 16,
    CLOSED = 32,
    CANCELLED = 64,
    OPEN = ASSIGNED | ACTIVE | REWORK,
    ANY = 127
};
static const char *const states[] = { "assigned", "active", "rework",   "review",
                                      "held",     "closed", "cancelled" };
static char code[64];

static void finish(void)
{
    static const char *const steps[] = { "scheme", "work", "proof" };

    for (int i = 0; i < 3; i++)
        assert_ok(rig_check(r, worker, code, steps[i], "https://example.invalid/photo"));
    assert_ok(rig_set(r, worker, VERB_SET, code, "result=已办结", NULL));
}

/* A task in that state; finished unless it is to be worked on. `due` may be over. */
static void task_in(int state, const char *due, bool finished)
{
    char *pair = xasprintf("due=%s", due);

    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办",
             "owner=干部甲", "lead=领导甲", "assigned_on=2026-11-02", pair, NULL));
    free(pair);
    if (state == ASSIGNED) {
        if (finished)
            finish();
        assert_state(code, "assigned");
        return;
    }
    assert_ok(rig_do(r, worker, VERB_ACCEPT, code));
    if (finished || (state & (REWORK | REVIEW | CLOSED)))
        finish();
    if (state & (REWORK | REVIEW | CLOSED))
        assert_ok(rig_do(r, worker, VERB_APPLY, code));
    if (state == REWORK)
        assert_ok(rig_do_because(r, judge, VERB_RETURN, code, "佐证不清", NULL));
    if (state == CLOSED)
        assert_ok(rig_do(r, judge, VERB_APPROVE, code));
    if (state == CANCELLED)
        assert_ok(rig_do_because(r, judge, VERB_CANCEL, code, "不再需要", NULL));
    if (state == HELD) {
        struct call c = rig_call(VERB_HOLD, code);
        c.office = "县局";
        c.reason = "等批复";
        c.to = on("2026-12-01");
        assert_ok(rig_run(r, judge, &c));
    }
}

static const struct row {
    enum verb verb;
    int from;
    const char *to;             /* NULL: stays */
    const char *due;
    bool finished;
} rows[] = {
    { VERB_ACCEPT, ASSIGNED, "active", "2026-12-25", false },
    { VERB_ASSIGN, OPEN, "assigned", "2026-12-25", false },
    { VERB_TRANSFER, OPEN, "assigned", "2026-12-25", false },
    { VERB_SPLIT, OPEN, NULL, "2026-12-25", false },
    { VERB_CANCEL, OPEN | HELD, "cancelled", "2026-12-25", false },
    { VERB_SET, OPEN | REVIEW | HELD, NULL, "2026-12-25", false },
    { VERB_PROGRESS, OPEN, NULL, "2026-12-25", false },
    { VERB_NOTE, ANY, NULL, "2026-12-25", false },
    { VERB_INSTRUCT, ANY, NULL, "2026-12-25", false },
    { VERB_REMIND, OPEN, NULL, "2026-12-25", false },
    { VERB_VISIT, ANY, NULL, "2026-12-25", false },
    { VERB_BEGIN, ASSIGNED | ACTIVE, NULL, "2026-12-25", false },
    { VERB_CHECK, ASSIGNED | ACTIVE, NULL, "2026-12-25", false },
    { VERB_UNCHECK, OPEN, NULL, "2026-12-25", true },
    { VERB_SKIP, ASSIGNED | ACTIVE, NULL, "2026-12-25", false },
    { VERB_APPLY, ACTIVE | REWORK, "review", "2026-12-25", true },
    { VERB_WITHDRAW, REVIEW, "active", "2026-12-25", false },
    { VERB_APPROVE, REVIEW, "closed", "2026-12-25", false },
    { VERB_RETURN, REVIEW, "rework", "2026-12-25", false },
    { VERB_EXTEND, OPEN, NULL, "2026-12-25", false },
    { VERB_LIMIT, OPEN, NULL, "2026-11-18", false },
    { VERB_HOLD, OPEN, "held", "2026-12-25", false },
    { VERB_RESUME, HELD, "active", "2026-12-25", false },
    { VERB_REOPEN, CLOSED | CANCELLED, "assigned", "2026-12-25", false },
    { VERB_PIN, OPEN | REVIEW, NULL, "2026-12-25", false },
    { VERB_REBASE, OPEN | REVIEW | HELD, NULL, "2026-12-25", false },
    { VERB_GRANT, 0, NULL, "2026-12-25", false },       /* there is nothing to grant */
    { VERB_REFUSE, 0, NULL, "2026-12-25", false },
};

static enum xh_rc do_it(const struct row *row)
{
    struct pair owner = { "owner", "干部乙" }, units[] = { { "unit", "财政所" },
                                                           { "unit", "党政办" } };
    struct pair kind = { "kind", "民生实事" };
    struct call c = rig_call(row->verb, code);
    /* worker works and withdraws own applications; judge decides and orders */
    static const enum verb works[] = { VERB_ACCEPT,   VERB_PROGRESS, VERB_BEGIN,
                                       VERB_CHECK,    VERB_UNCHECK,  VERB_APPLY,
                                       VERB_WITHDRAW, VERB_SET,
                                       VERB_VISIT };
    int64_t person = judge;

    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (works[i] == row->verb)
            person = worker;
    c.reason = "经研究";
    c.text = "已进场";
    c.office = "县局";
    c.colour = "green";
    c.kind = "due";
    if (row->verb == VERB_ASSIGN || row->verb == VERB_TRANSFER) {
        c.fields = &owner;
        c.n_fields = 1;
    } else if (row->verb == VERB_SPLIT) {
        c.fields = units;
        c.n_fields = 2;
    } else if (row->verb == VERB_SET) {
        c.fields = &kind;
        c.n_fields = 1;
    }
    c.step = row->verb == VERB_UNCHECK || row->verb == VERB_SKIP ? "proof" : "scheme";
    if (row->verb != VERB_BEGIN && row->verb != VERB_CHECK && row->verb != VERB_INSTRUCT)
        c.to = on("2027-01-15");
    return rig_run(r, person, &c);
}

static void rule_20_every_act_in_every_state(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int s = 0; s < 7; s++) {
            const struct row *row = &rows[i];
            task_in(1 << s, row->due, row->finished);
            char *before = tools_facts(r, true);
            int64_t events = tools_int(r, "SELECT max(id) FROM event", NULL);
            enum xh_rc rc = do_it(row);
            bool may = (row->from >> s & 1) != 0;
            if ((rc == XH_OK) != may)
                fail_msg("%s in %s: code %d %s", verb_info(row->verb)->id, states[s], rc,
                         r->err.msg);
            if (may) {
                assert_state(code, row->to ? row->to : states[s]);
                assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL),
                                 events + 1);
            } else {                    /* a refusal changes nothing and says why */
                char *after = tools_facts(r, true);
                assert_same_text(before, after);
                free(after);
                assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), events);
                assert_true(strlen(r->err.msg) > 10);
            }
            free(before);
        }
    rig_assert_whole(r);
}

/* An item in no state the verb could name: erase and undo have rules of their own. */
static void rule_20_erase_only_when_over(void **state)
{
    (void)state;
    for (int s = 0; s < 7; s++) {
        task_in(1 << s, "2026-12-25", false);
        struct call c = rig_call(VERB_ERASE, code);
        c.reason = "本人要求";
        assert_rc(rig_run(r, r->admin, &c), XH_REFUSED);    /* or has no private values */
    }
}

/* ---- entering and handing around ---- */

static void rule_20_add(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=只有标题", NULL));
    assert_state(code, "active");
    assert_int_equal(tools_day(r, code, "owner"), r->clerk);
    assert_day(code, "first_due", NULL);
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=给单位", "unit=建设办",
                                              "due=2026-12-25", NULL));
    assert_state(code, "assigned");
    assert_int_equal(tools_day(r, code, "owner"), DAY_NONE);
    assert_day(code, "first_due", "2026-12-25");
    assert_day(code, "due", "2026-12-25");
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=给自己", "owner=督办员甲", NULL));
    assert_state(code, "active");

    static const struct { const char *fields[3]; enum xh_rc rc; } bad[] = {
        { { "title=", NULL }, XH_REFUSED },
        { { "title=　 ", NULL }, XH_REFUSED },
        { { "due=2026-12-01", NULL }, XH_USAGE },
        { { "title=x", "due=2026-11-19" }, XH_REFUSED },
        { { "title=x", "due=2026-02-30" }, XH_REFUSED },
        { { "title=x", "assigned_on=2026-11-21" }, XH_REFUSED },
        { { "title=x", "owner=无此人" }, XH_NOT_FOUND },
        { { "title=x", "unit=无此单位" }, XH_NOT_FOUND },
        { { "title=x", "place=无此村" }, XH_NOT_FOUND },
        { { "title=x", "co=无此人" }, XH_NOT_FOUND },
        { { "title=x", "parent=督26-1" }, XH_REFUSED },
        { { "title=x", "code=督26-99" }, XH_REFUSED },
        { { "title=x", "state=closed" }, XH_REFUSED },
        { { "title=x", "first_due=2026-12-01" }, XH_REFUSED },
        { { "title=x", "scheme=2026-12-01" }, XH_REFUSED },
        { { "title=x", "kind=没有这一类" }, XH_REFUSED },
        { { "title=x", "knid=民生实事" }, XH_USAGE },
        { { "title=x", "report_every=daily" }, XH_REFUSED },
        { { "title=x", "version=7" }, XH_USAGE },
        { { "title=a\033[31mb", NULL }, XH_REFUSED },
        { { "title=a\xE2\x80\xAE" "b", NULL }, XH_REFUSED },
        { { "title=a\nb", NULL }, XH_REFUSED },
        { { "title=\xFF\xFE", NULL }, XH_REFUSED },
        { { "title=x", "demand=a\x07" "b" }, XH_REFUSED },
        { { "title=x", "source=a\xE2\x80\x8F" "b" }, XH_REFUSED },
    };
    int64_t rows_before = tools_int(r, "SELECT count(*) FROM item", NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct pair pairs[2];
        char *copies[2] = { NULL, NULL };
        size_t n = 0;
        for (; n < 2 && bad[i].fields[n]; n++) {
            copies[n] = xstrdup(bad[i].fields[n]);
            char *eq = strchr(copies[n], '=');
            *eq = '\0';
            pairs[n] = (struct pair){ copies[n], eq + 1 };
        }
        struct call c = rig_call(VERB_ADD, NULL);
        c.list = "tasks";
        c.fields = pairs;
        c.n_fields = n;
        enum xh_rc rc = rig_run(r, r->clerk, &c);
        if (rc != bad[i].rc)
            fail_msg("%s %s: code %d: %s", bad[i].fields[0],
                     n > 1 ? bad[i].fields[1] : "", rc, r->err.msg);
        free(copies[0]);
        free(copies[1]);
    }
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item", NULL), rows_before);
    struct call c = rig_call(VERB_ADD, NULL);
    assert_rc(rig_run(r, r->clerk, &c), XH_NOT_FOUND);      /* no list */
    c.list = "task";
    assert_rc(rig_run(r, r->clerk, &c), XH_NOT_FOUND);
}

/* Any act of the responsible side accepts; one of somebody else does not. */
static void rule_20_acts_accept(void **state)
{
    (void)state;
    task_in(ASSIGNED, "2026-12-25", false);
    assert_ok(rig_report(r, worker, code, "代为填报", 5));
    assert_state(code, "assigned");
    assert_ok(rig_report(r, r->handler, code, "已进场", 10));
    assert_state(code, "active");
    task_in(ASSIGNED, "2026-12-25", false);
    struct call c = rig_call(VERB_NOTE, code);
    c.text = "只是备注";
    assert_ok(rig_run(r, r->handler, &c));
    assert_state(code, "assigned");
    assert_ok(rig_check(r, r->handler, code, "scheme", NULL));
    assert_state(code, "active");
    /* whoever accepts for a unit is responsible until said otherwise */
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=给单位", "unit=建设办", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    assert_int_equal(tools_day(r, code, "owner"), r->handler);
}

static void rule_20_give_back(void **state)
{
    (void)state;
    task_in(ASSIGNED, "2026-12-25", false);
    assert_rc(rig_do_because(r, r->other, VERB_RETURN, code, "不属本单位", NULL),
              XH_DENIED);
    assert_rc(rig_do_because(r, r->handler, VERB_RETURN, code, NULL, NULL), XH_REFUSED);
    assert_ok(rig_do_because(r, r->handler, VERB_RETURN, code, "不属本单位", NULL));
    assert_state(code, "assigned");
    assert_int_equal(tools_day(r, code, "owner"), r->clerk);
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM item i JOIN unit u ON u.id = i.unit WHERE "
                  "u.name = '党政办' AND i.code = ?",
                  code),
        1);
    /* no return of an application */
    assert_int_equal(tools_day(r, code, "returns"), 0);
    assert_ok(
        rig_set(r, r->clerk, VERB_ASSIGN, code, "unit=财政所", "owner=干部乙", NULL));
    assert_day(code, "first_due", "2026-12-25");
    /* once accepted it is transferred, not returned */
    assert_ok(rig_do(r, r->other, VERB_ACCEPT, code));
    assert_rc(rig_do_because(r, r->other, VERB_RETURN, code, "不属本单位", NULL),
              XH_REFUSED);
    assert_rc(rig_set(r, r->other, VERB_TRANSFER, code, "owner=干部甲", NULL),
              XH_REFUSED);
}

static void rule_20_first_deadline_survives_handing_on(void **state)
{
    (void)state;
    task_in(ACTIVE, "2026-12-25", false);
    assert_rc(
        rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部乙", "due=2027-01-31", NULL),
        XH_REFUSED);
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部乙", NULL));
    assert_day(code, "first_due", "2026-12-25");
    assert_day(code, "due", "2026-12-25");
    /* none yet: the first one may come with the assignment */
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=以后定", "owner=干部甲", NULL));
    assert_ok(
        rig_set(r, r->clerk, VERB_ASSIGN, code, "owner=干部乙", "due=2027-01-31", NULL));
    assert_day(code, "first_due", "2027-01-31");
}

static void rule_20_states_before(void **state)
{
    (void)state;
    task_in(REWORK, "2026-12-25", false);
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    assert_ok(rig_do(r, worker, VERB_WITHDRAW, code));
    assert_state(code, "rework");
    struct call c = rig_call(VERB_HOLD, code);
    c.office = "县局";
    c.reason = "等批复";
    c.to = on("2026-12-01");
    assert_ok(rig_run(r, judge, &c));
    assert_ok(rig_do(r, judge, VERB_RESUME, code));
    assert_state(code, "rework");
    task_in(ASSIGNED, "2026-12-25", false);
    c.code = code;
    assert_ok(rig_run(r, judge, &c));
    assert_ok(rig_do(r, judge, VERB_RESUME, code));
    assert_state(code, "assigned");
}

static void rule_20_void(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=录错了", "unit=建设办", NULL));
    char lost[64];
    snprintf(lost, sizeof lost, "%s", code);
    assert_rc(rig_do(r, r->admin, VERB_VOID, code), XH_DENIED);     /* not hers */
    assert_rc(rig_do(r, r->handler, VERB_VOID, code), XH_DENIED);
    assert_ok(rig_do(r, r->clerk, VERB_VOID, code));
    assert_state(code, "cancelled");
    assert_int_equal(tools_day(r, code, "voided"), 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (do_it(&rows[i]) == XH_OK)
            fail_msg("%s on a void item", verb_info(rows[i].verb)->id);
    assert_rc(rig_do(r, r->clerk, VERB_UNDO, NULL), XH_REFUSED);
    /* its number is gone */
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=下一个", "unit=建设办", NULL));
    assert_string_not_equal(code, lost);
    /* somebody has acted */
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    assert_rc(rig_do(r, r->clerk, VERB_VOID, code), XH_REFUSED);
    /* another day */
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=昨天", "unit=建设办", NULL));
    rig_today(r, "2026-11-21");
    assert_rc(rig_do(r, r->clerk, VERB_VOID, code), XH_REFUSED);
    /* rows below it */
    snprintf(code, sizeof code, "%s", rig_add(r, "projects", "title=示例项目", NULL));
    char *parent = xasprintf("parent=%s", code);
    char child[64];
    snprintf(child, sizeof child, "%s",
             rig_add(r, "households", "title=户主", parent, NULL));
    free(parent);
    assert_rc(rig_do(r, r->clerk, VERB_VOID, code), XH_REFUSED);
    assert_ok(rig_do(r, r->clerk, VERB_VOID, child));
    assert_ok(rig_do(r, r->clerk, VERB_VOID, code));
    rig_assert_whole(r);
}

static void rule_20_reopen(void **state)
{
    (void)state;
    task_in(REVIEW, "2026-11-24", false);
    rig_today(r, "2026-11-23");
    assert_ok(rig_do_because(r, judge, VERB_RETURN, code, "佐证不清", NULL));
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
    rig_today(r, "2026-12-07");
    assert_rc(rig_do_because(r, judge, VERB_REOPEN, code, "", "2026-12-20"), XH_REFUSED);
    assert_rc(rig_do_because(r, judge, VERB_REOPEN, code, "反弹", "2026-12-06"),
              XH_REFUSED);
    assert_ok(rig_do_because(r, judge, VERB_REOPEN, code, "反弹", "2026-12-20"));
    assert_state(code, "assigned");
    assert_int_equal(tools_day(r, code, "returns"), 0);
    assert_int_equal(tools_day(r, code, "reopened"), 1);
    assert_day(code, "opened_on", "2026-12-07");
    assert_day(code, "due", "2026-12-20");
    assert_day(code, "first_due", "2026-11-24");
    assert_day(code, "closed_on", NULL);
    rig_assert_whole(r);
}

/* ---- 21: reports ---- */

static int64_t report_col(const char *column)
{
    char *sql = xasprintf(
        "SELECT coalesce(p.%s, -1) FROM progress p JOIN item i ON i.id = p.item "
        "WHERE i.code = ? ORDER BY p.id DESC LIMIT 1",
        column);
    int64_t out = tools_int(r, sql, code);

    free(sql);
    return out;
}

static void rule_21_reports(void **state)
{
    (void)state;
    task_in(ACTIVE, "2026-12-25", false);
    assert_rc(rig_report(r, r->handler, code, NULL, 5), XH_USAGE);
    assert_rc(rig_report(r, r->handler, code, "", 5), XH_USAGE);
    /* Friday: the fill day of this week was Thursday, so it counts for the next */
    assert_ok(rig_report(r, r->handler, code, "已进场", 10));
    assert_int_equal(report_col("period"), on("2026-11-26"));
    assert_int_equal(report_col("same"), 0);
    assert_int_equal(report_col("percent"), 10000000);
    assert_int_equal(tools_day(r, code, "percent"), 10000000);
    assert_day(code, "last_report_on", "2026-11-20");
    assert_day(code, "acted_on", "2026-11-20");
    rig_today(r, "2026-11-26");
    assert_ok(rig_report(r, r->handler, code, "已进场", -1));
    assert_int_equal(report_col("period"), on("2026-11-26"));
    assert_int_equal(report_col("same"), 1);
    assert_int_equal(report_col("percent"), -1);
    assert_int_equal(tools_day(r, code, "percent"), 10000000);
    rig_today(r, "2026-11-27");
    assert_ok(rig_report(r, r->handler, code, "已进场", -1));
    assert_int_equal(report_col("period"), on("2026-12-03"));
    assert_int_equal(report_col("same"), 2);
    assert_non_null(strstr(r->result.said, "2"));
    /* an undone report is no report */
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    assert_int_equal(report_col("same"), 1);
    assert_ok(rig_report(r, r->handler, code, "已浇筑", 20));
    assert_int_equal(report_col("same"), 0);
    assert_ok(rig_report(r, r->handler, code, "已进场", 20));
    assert_int_equal(report_col("same"), 0);        /* not running */
    rig_assert_whole(r);
}

static void rule_21_all_its_parts(void **state)
{
    (void)state;
    task_in(ACTIVE, "2026-12-25", false);
    struct pair kind = { "kind", "民生实事" };
    struct call c = rig_call(VERB_PROGRESS, code);
    c.text = "已进场\n已放样";
    c.problem = "缺料";
    c.next = "催料";
    c.next_due = on("2026-11-30");
    c.coord = "请协调";
    c.coord_level = "superior";
    c.fields = &kind;
    c.n_fields = 1;
    assert_ok(rig_run(r, r->handler, &c));
    assert_int_equal(report_col("next_due"), on("2026-11-30"));
    char *kept =
        tools_text(r,
                   "SELECT p.problem || p.next || p.coord || p.coord_level || f.v_kind "
                   "FROM progress p JOIN item i ON i.id = p.item JOIN f_tasks f ON "
                   "f.id = i.id WHERE i.code = ?",
                   code);
    assert_string_equal(kept, "缺料催料请协调superior民生实事");
    free(kept);
    c.coord_level = "county";
    assert_rc(rig_run(r, r->handler, &c), XH_USAGE);
    c.coord_level = NULL;
    static const int64_t bad[] = { -1, 1000000001, INT64_MAX, INT64_MIN };
    c.has_percent = true;
    for (size_t i = 0; i < 4; i++) {
        c.percent = bad[i];
        assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);
    }
    c.has_percent = false;
    char *longer = xmalloc(4002);
    memset(longer, 'x', 4001);
    longer[4001] = '\0';
    const char **texts[] = { &c.text, &c.problem, &c.next, &c.coord };
    for (size_t i = 0; i < 4; i++) {
        const char *fine = *texts[i];
        *texts[i] = longer;
        assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);
        *texts[i] = "a\033]0;x\007";
        assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);
        *texts[i] = "a\xE2\x80\xAE";
        assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);
        *texts[i] = fine;
    }
    longer[4000] = '\0';
    c.text = longer;
    assert_ok(rig_run(r, r->handler, &c));
    free(longer);
    /* where progress is computed, nobody types it */
    snprintf(
        code, sizeof code, "%s",
        rig_add(r, "projects", "title=示例项目", "owner=干部甲", "planned=1000", NULL));
    c = rig_call(VERB_PROGRESS, code);
    c.text = "投资已完成三成";
    c.has_percent = true;
    c.percent = 30000000;
    assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);
    c.has_percent = false;
    c.fields = &(struct pair){ "invested", "300.5" };
    c.n_fields = 1;
    assert_ok(rig_run(r, r->handler, &c));
    assert_int_equal(tools_day(r, code, "progress"), 30050000);
}

/* Texts elsewhere are held to the same. */
static void rule_21_no_text_drives_a_terminal(void **state)
{
    static const char *const bad[] = { "a\033[2J",
                                       "a\xE2\x80\xAE"
                                       "b",
                                       "a\nb", "\xC3", "\x7F" };
    char *longer = xmalloc(5001);

    (void)state;
    memset(longer, 'x', 5000);
    longer[5000] = '\0';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int s = 0;
        while (s < 6 && !(rows[i].from >> s & 1))
            s++;
        task_in(1 << s, rows[i].due, rows[i].finished);
        for (size_t k = 0; k < 6; k++) {
            struct call c = rig_call(rows[i].verb, code);
            const char *text = k < 5 ? bad[k] : longer;
            const char **places[] = { &c.reason, &c.doc, &c.office, &c.caption, &c.link,
                                      &c.paper_kept };
            for (size_t p = 0; p < 6; p++) {
                *places[p] = text;
                assert_rc(rig_run(r, judge, &c), XH_REFUSED);
                *places[p] = NULL;
            }
        }
    }
    free(longer);
}

/* ---- 22: quantities ---- */

static enum xh_rc amount(const char *step, int64_t micro)
{
    struct call c = rig_call(VERB_CHECK, code);

    c.step = step;
    c.amount = micro;
    c.has_amount = true;
    return rig_run(r, worker, &c);
}

static void rule_22_quantities(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/tasks",
              "{id: work,   name: 组织办理, after: scheme, status: example}",
              "{id: work, name: 组织办理, after: scheme, target: 112, unit: 户}",
              "lists/tasks", "progress: manual", "progress: steps", NULL));
    task_in(ACTIVE, "2026-12-25", false);
    assert_rc(amount("scheme", 1000000), XH_REFUSED);       /* has no quantity */
    assert_ok(rig_check(r, worker, code, "scheme", NULL));
    static const int64_t bad[] = { 0, -1000000, INT64_MAX, INT64_MIN, INT64_MAX - 5 };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_rc(amount("work", bad[i]), XH_REFUSED);
    assert_ok(amount("work", 56000000));
    assert_rc(amount("work", INT64_MAX - 56000000), XH_REFUSED);
    /* (1 + 0.5 + 0) / 3 */
    assert_int_equal(tools_day(r, code, "progress"), 50000000);
    assert_int_equal(tools_day(r, code, "steps_done"), 1);
    assert_ok(amount("work", -6000000));                    /* a correction */
    assert_rc(rig_check(r, worker, code, "proof", "https://example.invalid/p"),
              XH_REFUSED);
    assert_rc(rig_do(r, worker, VERB_APPLY, code), XH_REFUSED);
    assert_said("50");
    assert_ok(rig_check(r, worker, code, "work", NULL));    /* the rest */
    assert_int_equal(tools_int(r,
                               "SELECT sum(a.amount) FROM step_amount a JOIN item i ON "
                               "i.id = a.item WHERE i.code = ?",
                               code),
                     112000000);
    assert_int_equal(tools_day(r, code, "steps_done"), 2);
    assert_rc(amount("work", 1000000), XH_REFUSED);         /* done is done */
    struct call c = rig_call(VERB_UNCHECK, code);
    c.step = "work";
    assert_ok(rig_run(r, worker, &c));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM step_amount a JOIN item i ON "
                               "i.id = a.item WHERE i.code = ?", code), 0);
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    assert_int_equal(tools_int(r,
                               "SELECT sum(a.amount) FROM step_amount a JOIN item i ON "
                               "i.id = a.item WHERE i.code = ?",
                               code),
                     112000000);
    rig_assert_whole(r);
}

static const char households[] =
    "list: households\nname: 征地户签\nrow: 户\norder: 3\nparent: projects\n"
    "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\nclose: by_place\ndue: parent.handover\n"
    "fields:\n  area: {name: 面积, type: decimal, unit: 亩, sum: true, min: 0}\n"
    "  phone: {name: 电话, type: text, private: true, show: [self, handler, village]}\n"
    "steps:\n  - {id: visit, name: 入户}\n"
    "  - {id: sign, name: 签约, after: visit, evidence: {required: true, min: 1, share: village}}\n"
    "progress: steps\nplan: linear\n"
    "colours:\n  yellow: [{due_in: 3 workdays}]\n  red: [{overdue: 1 workday}]\n"
    "columns: [colour, code, title]\n";

/* Projects with nothing but the five phases. */
static const char projects[] =
    "list: projects\nname: 重大项目\nrow: 个\norder: 2\ncode: \"项{yy}-{seq:2}\"\nalias: p\n"
    "report_every: month\nfields:\n  handover: {name: 交地日期, type: date}\n"
    "steps:\n  - {id: scheme, name: 谋划}\n  - {id: prepare, name: 前期, after: scheme}\n"
    "  - {id: commence, name: 开工, after: prepare, evidence: {required: true, min: 1}}\n"
    "  - {id: construct, name: 进度, after: commence, weight: 3}\n"
    "  - {id: operate, name: 投产, after: construct, evidence: {required: true, min: 1}}\n"
    "progress: steps\nplan: month\n";

static char project[64], house[6][64];

/* A project with households: 0-2 in 林家村 (2 in its group 一组), 3-4 in 上洋村, 5
 * nowhere. */
static void found_project(void)
{
    static const char *const places[] = { "place=林家村",      "place=林家村",
                                          "place=林家村/一组", "place=上洋村",
                                          "place=上洋村",      "place=" };
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, households,
                              "lists/parcels", NULL, NULL, "lists/problems", NULL, NULL,
                              "lists/projects", NULL, projects, NULL));
    snprintf(project, sizeof project, "%s", rig_add(r, "projects", "title=示例项目",
             "unit=建设办", "owner=干部甲", "lead=领导甲", "due=2026-12-31",
             "handover=2026-12-25", NULL));
    char *parent = xasprintf("parent=%s", project);
    for (int i = 0; i < 6; i++)
        snprintf(house[i], 64, "%s",
                 rig_add(r, "households", "title=户主", parent, places[i], "lead=领导甲",
                         "unit=建设办", NULL));
    free(parent);
}

static void finish_house(int i, int64_t person)
{
    assert_ok(rig_check(r, person, house[i], "visit", NULL));
    assert_ok(rig_check(r, person, house[i], "sign", "https://example.invalid/sign"));
}

static void rule_22_counted_from_another_list(void **state)
{
    (void)state;
    found_project();
    assert_ok(tools_configure(
        r, r->admin, "lists/projects",
        "{id: prepare, name: 前期, after: scheme}",
        "{id: prepare, name: 前期, after: scheme, from: {list: households, step: sign, "
        "count: rows}, unit: 户}",
        NULL));
    snprintf(code, sizeof code, "%s", project);
    assert_ok(rig_check(r, worker, project, "scheme", NULL));
    assert_rc(amount("prepare", 1000000), XH_REFUSED);
    finish_house(0, worker);
    finish_house(1, worker);
    /* 2 of 6: counted, not done */
    assert_ok(rig_check(r, worker, project, "prepare", NULL));
    assert_int_equal(tools_day(r, code, "steps_done"), 1);
    /* scheme 1, prepare 2/6, of weights 1 1 1 3 1 */
    assert_int_equal(tools_day(r, code, "progress"), 19047619);
    for (int i = 2; i < 6; i++)
        finish_house(i, worker);
    assert_ok(rig_check(r, worker, project, "prepare", NULL));
    assert_int_equal(tools_day(r, code, "steps_done"), 2);
    rig_assert_whole(r);
}

/* ---- 23: checklists ---- */

static void rule_23_frozen_at_apply(void **state)
{
    (void)state;
    task_in(REVIEW, "2026-12-25", false);
    char *frozen = tools_text(r, "SELECT checklist FROM item WHERE code = ?", code);
    assert_string_equal(frozen,
                        "scheme\tdone\t2026-11-20\t0\t0\nwork\tdone\t2026-11-20\t0\t0\n"
                        "proof\tdone\t2026-11-20\t0\t0\n");
    char reviewed[64], closed[64];
    snprintf(reviewed, sizeof reviewed, "%s", code);
    task_in(CLOSED, "2026-12-25", false);
    snprintf(closed, sizeof closed, "%s", code);
    task_in(ACTIVE, "2026-12-25", true);

    assert_ok(tools_configure(r, r->admin, "lists/tasks", "steps:\n",
              "steps:\n  - {id: hearing, name: 听证}\n", NULL));
    /* what was applied for is judged by the checklist of that day; what was closed never
     * again */
    char *still = tools_text(r, "SELECT checklist FROM item WHERE code = ?", reviewed);
    assert_string_equal(still, frozen);
    assert_ok(rig_do(r, judge, VERB_APPROVE, reviewed));
    assert_state(closed, "closed");
    /* open items follow the new steps */
    assert_rc(rig_do(r, worker, VERB_APPLY, code), XH_REFUSED);
    assert_said("听证");
    free(still);
    free(frozen);
    /* a return thaws: then the new step is asked for */
    assert_ok(rig_check(r, worker, code, "hearing", NULL));
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    assert_ok(rig_do_because(r, judge, VERB_RETURN, code, "佐证不清", NULL));
    assert_int_equal(
        tools_int(r, "SELECT checklist IS NULL FROM item WHERE code = ?", code), 1);
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "steps:\n",
              "steps:\n  - {id: survey, name: 勘察}\n", NULL));
    assert_rc(rig_do(r, worker, VERB_APPLY, code), XH_REFUSED);
    assert_said("勘察");
    rig_assert_whole(r);
}

/* `was:` carries what was done over to the step's new id: dates, amounts, evidence. */
static void rule_23_was_carries_steps_over(void **state)
{
    (void)state;
    task_in(ACTIVE, "2026-12-25", true);
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "  - id: proof\n",
              "  - id: archive\n    was: proof\n", NULL));
    assert_int_equal(tools_day(r, code, "steps_done"), 3);
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM evidence e JOIN item i ON i.id = e.item "
                  "WHERE e.step = 'archive' AND i.code = ?",
                  code),
        1);
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    /* taken back with the YAML: the old ones are where they were */
    assert_ok(rig_do(r, worker, VERB_WITHDRAW, code));
    assert_ok(tools_configure(r, r->admin, "lists/tasks",
                              "  - id: archive\n    was: proof\n", "  - id: proof\n",
                              NULL));
    assert_int_equal(tools_day(r, code, "steps_done"), 3);
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    rig_assert_whole(r);
}

/* `after` is checked when ticking, never retroactively. */
static void rule_23_after_is_not_retroactive(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/tasks",
              "{id: work,   name: 组织办理, after: scheme, status: example}",
              "{id: work, name: 组织办理}", NULL));
    task_in(ACTIVE, "2026-12-25", false);
    assert_ok(rig_check(r, worker, code, "work", NULL));    /* before scheme */
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "{id: work, name: 组织办理}",
              "{id: work, name: 组织办理, after: scheme}", NULL));
    assert_int_equal(tools_day(r, code, "steps_done"), 1);
    assert_ok(rig_check(r, worker, code, "scheme", NULL));
    assert_ok(rig_check(r, worker, code, "proof", "https://example.invalid/p"));
    assert_ok(rig_set(r, worker, VERB_SET, code, "result=已办结", NULL));
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
}

/* ---- 24: split ---- */

static enum xh_rc split(const char *u1, const char *u2)
{
    struct pair units[] = { { "unit", u1 }, { "unit", u2 } };
    struct call c = rig_call(VERB_SPLIT, code);

    c.fields = units;
    c.n_fields = u2 ? 2 : u1 ? 1 : 0;
    return rig_run(r, r->clerk, &c);
}

static void rule_24_split(void **state)
{
    (void)state;
    task_in(ACTIVE, "2026-12-25", false);
    assert_rc(split(NULL, NULL), XH_USAGE);
    assert_rc(split("财政所", NULL), XH_USAGE);
    assert_rc(split("财政所", "无此单位"), XH_NOT_FOUND);
    struct who who = { .actor = r->admin };
    struct pair closed[] = { { "name", "撤销办" }, { "active", "0" } };
    assert_ok(people_put(r->st, &r->env, &who, "unit", NULL, closed, 2, NULL, &r->err));
    assert_rc(split("财政所", "撤销办"), XH_REFUSED);
    assert_ok(split("财政所", "党政办"));
    char part[2][64];
    snprintf(part[0], 64, "%.40s.1", code);
    snprintf(part[1], 64, "%.40s.2", code);
    assert_string_equal(r->result.code, part[0]);
    assert_int_equal(r->result.count, 2);
    assert_state(part[0], "assigned");
    assert_day(part[1], "due", "2026-12-25");
    assert_day(part[1], "first_due", "2026-12-25");
    /* a third later; a part of a part never */
    assert_ok(split("林家村村委会", NULL));
    assert_true(strstr(r->result.code, ".3") != NULL);
    char whole[64];
    snprintf(whole, sizeof whole, "%s", code);
    snprintf(code, sizeof code, "%s", part[0]);
    assert_rc(split("财政所", "党政办"), XH_REFUSED);
    snprintf(code, sizeof code, "%s", whole);

    /* progress is the children's; colour the worst child's */
    assert_ok(rig_report(r, worker, part[0], "已进场", 90));
    assert_int_equal(tools_day(r, code, "progress"), 30000000);
    int32_t yellow = tools_day(r, code, "yellow_on");
    assert_ok(rig_do_because(r, judge, VERB_REBASE, part[1], "写错了", "2026-11-27"));
    assert_true(tools_day(r, code, "yellow_on") < yellow);
    assert_int_equal(tools_day(r, code, "yellow_on"), tools_day(r, part[1], "yellow_on"));

    /* it applies only when all are closed, is not cancelled before either */
    finish();
    assert_rc(rig_do(r, worker, VERB_APPLY, code), XH_REFUSED);
    assert_rc(rig_do_because(r, judge, VERB_CANCEL, code, "不要了", NULL), XH_REFUSED);
    for (int i = 1; i <= 3; i++) {
        snprintf(code, sizeof code, "%.40s.%d", whole, i);
        if (i == 3) {
            assert_ok(rig_do_because(r, judge, VERB_CANCEL, code, "不需要", NULL));
            continue;
        }
        finish();
        assert_ok(rig_do(r, worker, VERB_ACCEPT, code));
        assert_ok(rig_do(r, worker, VERB_APPLY, code));
        assert_ok(rig_do(r, judge, VERB_APPROVE, code));
    }
    snprintf(code, sizeof code, "%s", whole);
    assert_int_equal(tools_day(r, code, "progress"), 100000000);
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
    /* and a part is not reopened below a closed whole */
    assert_rc(rig_do_because(r, judge, VERB_REOPEN, part[0], "反弹", NULL), XH_REFUSED);
    rig_assert_whole(r);
}

/* ---- 24: a village at once ---- */

static enum xh_rc by_place(int64_t person, enum verb verb, const char *place)
{
    struct call c = rig_call(verb, project);

    c.place = place;
    return rig_run(r, person, &c);
}

static void rule_24_a_village_at_once(void **state)
{
    (void)state;
    found_project();
    assert_rc(by_place(worker, VERB_APPLY, "无此村"), XH_NOT_FOUND);
    finish_house(0, r->village);
    assert_rc(by_place(r->village, VERB_APPLY, "林家村"), XH_REFUSED);
    assert_said(house[1]);
    assert_said(house[2]);
    assert_null(strstr(r->err.msg, house[0]));
    assert_null(strstr(r->err.msg, house[3]));
    assert_state(house[0], "active");
    finish_house(1, r->village);
    finish_house(2, r->village);
    for (int i = 3; i < 5; i++)
        finish_house(i, worker);
    /* another village is not his, whatever he asks for */
    assert_rc(by_place(r->village, VERB_APPLY, "上洋村"), XH_DENIED);
    assert_ok(by_place(r->village, VERB_APPLY, "林家村"));
    assert_int_equal(r->result.count, 3);
    for (int i = 0; i < 3; i++)
        assert_state(house[i], "review");
    assert_state(house[3], "assigned");
    assert_state(project, "assigned");

    /* whoever worked on one of them decides about none of them */
    assert_rc(by_place(r->village, VERB_APPROVE, "林家村"), XH_DENIED);
    assert_ok(rig_report(r, worker, house[4], "已谈", -1));
    /* not applied for */
    assert_rc(by_place(judge, VERB_APPROVE, "上洋村"), XH_REFUSED);
    assert_ok(by_place(judge, VERB_APPROVE, "林家村"));
    for (int i = 0; i < 3; i++)
        assert_state(house[i], "closed");
    assert_rc(by_place(judge, VERB_APPROVE, "林家村"), XH_REFUSED);     /* none left */

    /* one applied for by itself does not stop the others */
    assert_ok(rig_do(r, worker, VERB_ACCEPT, house[3]));
    assert_ok(rig_do(r, worker, VERB_ACCEPT, house[4]));
    assert_ok(rig_do(r, worker, VERB_APPLY, house[3]));
    assert_ok(by_place(worker, VERB_APPLY, "上洋村"));
    assert_int_equal(r->result.count, 1);
    assert_rc(by_place(worker, VERB_APPROVE, "上洋村"), XH_DENIED);
    /* the whole application is taken back at once */
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    assert_state(house[4], "active");
    assert_state(house[3], "review");
    assert_ok(by_place(worker, VERB_APPLY, "上洋村"));
    assert_ok(by_place(judge, VERB_APPROVE, "上洋村"));

    /* the parent's own application needs them all */
    assert_ok(tools_configure(r, r->admin, "lists/projects", "steps:\n",
              "steps:\n  - {id: only, name: 全部}\n", "lists/projects",
              "  - {id: scheme, name: 谋划}\n",
              "  - {id: scheme, name: 谋划, optional: true}\n", NULL));
    assert_rc(rig_do(r, worker, VERB_APPLY, project), XH_REFUSED);
    assert_rc(rig_do_because(r, judge, VERB_CANCEL, project, "停建", NULL), XH_REFUSED);
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, house[5], "不征了", NULL));
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, project, "停建", NULL));
    rig_assert_whole(r);
}

/* More rows than are told one by one: of the others at least the codes. */
static void rule_24_many_rows_fail(void **state)
{
    (void)state;
    found_project();
    char *parent = xasprintf("parent=%s", project), codes[120][32];
    for (int i = 0; i < 120; i++)
        snprintf(codes[i], sizeof codes[i], "%s",
                 rig_add(r, "households", "title=一户姓名很长的人家", parent,
                         "place=上洋村", NULL));
    free(parent);
    assert_rc(by_place(worker, VERB_APPLY, "上洋村"), XH_REFUSED);
    assert_true(text_is_utf8(r->err.msg, strlen(r->err.msg)));
    assert_said("122");
    for (int i = 0; i < 120; i++)
        assert_said(codes[i]);
}

/* Rows of lists that are crossed off one by one are not taken along. */
static void rule_24_only_lists_by_place(void **state)
{
    (void)state;
    found_project();
    assert_ok(
        tools_configure(r, r->admin, "lists/households", "close: by_place\n", "", NULL));
    finish_house(3, worker);
    finish_house(4, worker);
    assert_rc(by_place(worker, VERB_APPLY, "上洋村"), XH_REFUSED);
    assert_said(house[3]);
}

/* A project's problems in the village are no households: the village goes without them. */
static void rule_24_other_rows_of_the_place_stay(void **state)
{
    static const char problems[] =
        "list: problems\nname: 问题\nrow: 个\norder: 7\nparent: projects\ncode: \"问{yy}-{seq}\"\n"
        "alias: w\nsteps:\n  - {id: settle, name: 解决}\nprogress: steps\n";
    char problem[64];

    (void)state;
    found_project();
    assert_ok(tools_configure(r, r->admin, "lists/problems", NULL, problems, NULL));
    char *parent = xasprintf("parent=%s", project);
    snprintf(problem, sizeof problem, "%s",
             rig_add(r, "problems", "title=便道借用", parent, "place=林家村", NULL));
    free(parent);
    for (int i = 0; i < 3; i++)
        finish_house(i, r->village);
    assert_ok(by_place(r->village, VERB_APPLY, "林家村"));
    assert_int_equal(r->result.count, 3);
    assert_ok(by_place(judge, VERB_APPROVE, "林家村"));
    for (int i = 0; i < 3; i++)
        assert_state(house[i], "closed");
    assert_state(problem, "active");
    rig_assert_whole(r);
}

/* ---- 25: recurring ---- */

static void close_it(void)
{
    if (tools_int(r, "SELECT state = 'assigned' FROM item WHERE code = ?", code))
        assert_ok(rig_do(r, worker, VERB_ACCEPT, code));
    finish();
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
}

static int64_t open_in_series(void)
{
    return tools_int(
        r, "SELECT count(*) FROM item WHERE phase <= 2 AND title = '每月巡查'", NULL);
}

static void next_one(char out[64])
{
    char *c = tools_text(
        r, "SELECT code FROM item WHERE title = '每月巡查' ORDER BY id DESC LIMIT 1",
        NULL);
    snprintf(out, 64, "%s", c);
    free(c);
}

static void recurring(const char *every, const char *start, const char *due)
{
    char *line = xasprintf("review: 3 workdays\nevery: %s", every);
    char *s = xasprintf("start=%s", start), *d = xasprintf("due=%s", due);

    assert_ok(
        tools_configure(r, r->admin, "lists/tasks", "review: 3 workdays", line, NULL));
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=每月巡查", "unit=建设办", "owner=干部甲",
                     "handler=干部乙", "lead=领导甲", "co=财政所,督办员甲",
                     "kind=民生实事", "demand=每月一次", "report_every=month",
                     "place=林家村", s, d, NULL));
    assert_ok(rig_do(r, worker, VERB_ACCEPT, code));
    free(line);
    free(s);
    free(d);
}

static void rule_25_recurring(void **state)
{
    static const struct {
        const char *every, *start, *due, *starts[4], *dues[4];
    } cases[] = {
        { "month",
          "2026-11-20",
          "2026-11-30",
          { "2026-12-20", "2027-01-20", "2027-02-20", "2027-03-20" },
          { "2026-12-30", "2027-01-30", "2027-02-28", "2027-03-30" } },
        { "month",
          "2026-10-31",
          "2026-12-31",
          { "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28" },
          { "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30" } },
        { "week",
          "2026-11-20",
          "2026-11-27",
          { "2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18" },
          { "2026-12-04", "2026-12-11", "2026-12-18", "2026-12-25" } },
    };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        leave(NULL);
        found(NULL);
        recurring(cases[i].every, cases[i].start, cases[i].due);
        char first[64];
        snprintf(first, sizeof first, "%s", code);
        for (int k = 0; k < 4; k++) {
            int32_t start = on(cases[i].starts[k]);
            if (r->env.today < tools_day(r, code, "start"))
                r->env.today = tools_day(r, code, "start");
            r->env.now_ms = (int64_t)r->env.today * 86400000;
            assert_int_equal(open_in_series(), 1);
            close_it();
            next_one(code);
            assert_int_equal(open_in_series(), 1);
            assert_state(code, "assigned");
            assert_int_equal(tools_day(r, code, "start"), start);
            assert_day(code, "due", cases[i].dues[k]);
            assert_day(code, "first_due", cases[i].dues[k]);
        }
        assert_int_equal(
            tools_int(r,
                      "SELECT count(*) FROM item WHERE series = (SELECT id FROM "
                      "item WHERE code = ?)",
                      first),
            4);
        rig_assert_whole(r);
    }
}

static void rule_25_what_goes_along(void **state)
{
    (void)state;
    recurring("month", "2026-11-20", "2026-11-30");
    close_it();
    next_one(code);
    char *who = tools_text(
        r,
        "SELECT u.name || o.name || h.name || l.name || p.name || "
        "i.report_every || f.v_kind || f.v_demand || coalesce(f.v_result, '') || "
        "(SELECT count(*) FROM item_co c WHERE c.item = i.id) || i.percent FROM item "
        "i JOIN unit u ON "
        "u.id = i.unit JOIN person o ON o.id = i.owner JOIN person h ON h.id = i.handler JOIN "
        "person l ON l.id = i.lead JOIN place p ON p.id = i.place JOIN f_tasks f ON f.id = i.id "
        "WHERE i.code = ?",
        code);
    /* what has to be filled in anew is empty */
    assert_string_equal(who, "建设办干部甲干部乙领导甲林家村month民生实事每月一次20");
    free(who);
    assert_int_equal(tools_day(r, code, "steps_done"), 0);
    /* the number is given out: the approval cannot be undone */
    assert_rc(rig_do(r, judge, VERB_UNDO, NULL), XH_REFUSED);
}

/* A part of a split item comes again with the whole, not by itself. */
static void rule_25_parts_do_not_recur(void **state)
{
    (void)state;
    recurring("month", "2026-11-20", "2026-11-30");
    char whole[64];
    snprintf(whole, sizeof whole, "%s", code);
    assert_ok(split("财政所", "党政办"));
    for (int i = 1; i <= 2; i++) {
        snprintf(code, sizeof code, "%.40s.%d", whole, i);
        close_it();
    }
    assert_int_equal(open_in_series(), 1);
    snprintf(code, sizeof code, "%s", whole);
    close_it();
    assert_int_equal(open_in_series(), 1);
    rig_assert_whole(r);
}

/* Never more than one open. */
static void rule_25_never_two(void **state)
{
    (void)state;
    recurring("month", "2026-11-20", "2026-11-30");
    char first[64];
    snprintf(first, sizeof first, "%s", code);
    close_it();
    next_one(code);
    assert_rc(rig_do_because(r, judge, VERB_REOPEN, first, "反弹", NULL), XH_REFUSED);
    /* the next one cancelled: the first may be opened again; closing brings the next once
     * more */
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, code, "停办", NULL));
    assert_int_equal(open_in_series(), 0);
    assert_ok(rig_do_because(r, judge, VERB_REOPEN, first, "反弹", NULL));
    assert_rc(rig_do_because(r, judge, VERB_REOPEN, code, "也要", NULL), XH_REFUSED);
    /* a wish to reopen, asked while none was open, granted when one is */
    snprintf(code, sizeof code, "%s", first);
    assert_ok(rig_do(r, worker, VERB_ACCEPT, first));
    assert_ok(rig_do(r, worker, VERB_APPLY, first));
    assert_ok(rig_do(r, judge, VERB_APPROVE, first));
    assert_int_equal(open_in_series(), 1);
    next_one(code);
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, code, "停办", NULL));
    assert_ok(rig_do_because(r, r->handler, VERB_REOPEN, first, "反弹", NULL));
    assert_true(r->result.requested);
    assert_ok(rig_do_because(r, judge, VERB_REOPEN, code, "继续", NULL));
    assert_rc(rig_do(r, judge, VERB_GRANT, first), XH_REFUSED);
    assert_int_equal(open_in_series(), 1);
    rig_assert_whole(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rule_20_every_act_in_every_state),
        T(rule_20_erase_only_when_over),
        T(rule_20_add),
        T(rule_20_acts_accept),
        T(rule_20_give_back),
        T(rule_20_first_deadline_survives_handing_on),
        T(rule_20_states_before),
        T(rule_20_void),
        T(rule_20_reopen),
        T(rule_21_reports),
        T(rule_21_all_its_parts),
        T(rule_21_no_text_drives_a_terminal),
        T(rule_22_quantities),
        T(rule_22_counted_from_another_list),
        T(rule_23_frozen_at_apply),
        T(rule_23_was_carries_steps_over),
        T(rule_23_after_is_not_retroactive),
        T(rule_24_split),
        T(rule_24_a_village_at_once),
        T(rule_24_many_rows_fail),
        T(rule_24_only_lists_by_place),
        T(rule_24_other_rows_of_the_place_stay),
        T(rule_25_recurring),
        T(rule_25_what_goes_along),
        T(rule_25_parts_do_not_recur),
        T(rule_25_never_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
