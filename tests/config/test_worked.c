/* No shipped list is a dead end: every one is worked through the verbs from add to
 * cross-off, as the office would; and where the law has a minimum or a limit, it holds.
 *
 * Days are given afterwards, with the day each thing happened (check --on), in the year
 * whose holidays are known. */
#include "tests/model/record_tools.h"

#include "model/colour.h"
#include "model/due.h"
#include "model/recompute.h"

static struct record_rig rig, *r = &rig;
static char code[64], project[64];

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* ---- acts ---- */

static enum xh_rc at_step(enum verb verb, int64_t person, const char *step, const char *day,
                          bool proof)
{
    struct call c = rig_call(verb, code);

    c.step = step;
    c.on = day ? on(day) : DAY_NONE;
    c.link = proof ? "https://example.invalid/proof" : NULL;
    c.reason = verb == VERB_SKIP ? "不涉及" : NULL;
    return rig_run(r, person, &c);
}

static enum xh_rc begin(const char *step, const char *day)
{
    return at_step(VERB_BEGIN, r->handler, step, day, false);
}

static enum xh_rc check(const char *step, const char *day)
{
    return at_step(VERB_CHECK, r->handler, step, day, true);
}

static enum xh_rc leave_out(int64_t person, const char *step)
{
    return at_step(VERB_SKIP, person, step, NULL, false);
}

static void step_due(const char *step, const char *want)
{
    char *sql = xasprintf("SELECT coalesce((SELECT s.due FROM step_due s JOIN item i ON i.id = "
                          "s.item WHERE i.code = ? AND s.step = '%s'), -2147483648)",
                          step);
    int32_t due = (int32_t)tools_int(r, sql, code);
    char text[DAY_TEXT];

    free(sql);
    if (due != (*want ? on(want) : DAY_NONE))
        fail_msg("%s is due %s, not %s", step,
                 due == DAY_NONE ? "never" : day_format(due, text), want);
}

/* Of a step, done or open, as `show` and the sheet say it. */
static bool past_statute(const char *step, const char *day)
{
    struct item_facts x;
    struct derived d;
    struct xh_err err = {0};
    int64_t id = tools_int(r, "SELECT id FROM item WHERE code = ?", code);
    bool past;

    assert_int_equal(item_facts_load(r->st->db, r->st->defs, id, &x, &err), XH_OK);
    derive(r->st->defs, &x.f, &d);
    past = due_past_statute(r->st->defs->calendar, &x.f, list_step(x.f.list, step), on(day));
    item_facts_fini(&x);
    return past;
}

static void add_project(void)
{
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "start=2026-01-05", "due=2027-12-31",
                     "planned_start=2026-09-30", "planned_finish=2027-10-31",
                     "handover=2026-12-25", "planned=1000", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, project));
}

/* An item of `list` in the handler's hands since January; below a project where there is
 * one to be below. */
static void add_item(const char *list)
{
    const struct list_def *l = defs_list(r->st->defs, list);
    char *parent;

    add_project();
    parent = xasprintf("parent=%s", project);
    if (strcmp(list, "projects") == 0)
        snprintf(code, sizeof code, "%s", project);
    else
        snprintf(code, sizeof code, "%s",
                 rig_add(r, list, "title=示例", "unit=建设办", "owner=干部甲", "lead=领导甲",
                         "start=2026-01-05", *l->parent ? parent : "place=林家村",
                         l->due.anchor == ANCHOR_GIVEN ? "due=2027-12-31" : "source=自查",
                         NULL));
    free(parent);
    if (tools_int(r, "SELECT state = 'assigned' FROM item WHERE code = ?", code))
        assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
}

static void fill_required(const struct list_def *l)
{
    for (size_t i = 0; i < l->n_fields; i++) {
        const struct field_def *f = &l->fields[i];
        char *pair = xasprintf("%s=%s", f->id,
                               f->type == FIELD_DATE     ? "2026-11-20"
                               : f->type == FIELD_CHOICE ? f->choices[0]
                               : f->type == FIELD_TEXT   ? "已落实"
                                                         : "1");

        if (f->required)
            assert_ok(rig_set(r, r->handler, VERB_SET, code, pair, NULL));
        free(pair);
    }
}

/* ---- every list, from add to cross-off ---- */

enum way {
    EVERY_STEP,                 /* all is done, alternatives too */
    LEAST,                      /* what may be left open stays open */
    SKIPPED,                    /* what may be skipped is skipped, by a second person */
};

/* One day on; a notice hangs until it may come down. */
static void next_day(void)
{
    char text[DAY_TEXT];

    rig_today(r, day_format(r->env.today + 1, text));
}

static int walk_step(const struct step_def *s)
{
    enum xh_rc rc;
    int days = 0;

    if (s->lasts.unit != UNIT_NONE) {
        next_day();             /* never on the day the one before ended */
        assert_ok(begin(s->id, NULL));
        assert_rc(check(s->id, NULL), XH_REFUSED);
    }
    while ((rc = check(s->id, NULL)) == XH_REFUSED && days++ < 80)
        next_day();
    assert_ok(rc);
    return days;
}

static void walk(const struct list_def *l, enum way way)
{
    add_item(l->id);
    fill_required(l);
    for (size_t i = 0; i < l->n_steps; i++) {
        const struct step_def *s = &l->steps[i];
        bool minimum = s->status == STATUS_STATUTE && s->lasts.unit != UNIT_NONE;

        if (way == LEAST && s->optional)
            continue;
        if (way != SKIPPED) {
            int days = walk_step(s);

            if (minimum)
                assert_true(days >= s->lasts.n - 1);
        } else if (minimum) {   /* ENGINE 19 */
            assert_rc(leave_out(r->clerk, s->id), XH_REFUSED);
            assert_said("fixed by law");
            walk_step(s);
        } else {
            assert_ok(leave_out(r->handler, s->id));     /* asked for: it is the doer's own */
            assert_true(r->result.requested);
            assert_rc(rig_do(r, r->handler, VERB_APPLY, code), XH_REFUSED);
            assert_rc(rig_do(r, r->handler, VERB_GRANT, code), XH_DENIED);
            assert_ok(rig_do(r, r->leader, VERB_GRANT, code));
        }
    }
    assert_rc(rig_do(r, r->leader, VERB_APPROVE, code), XH_REFUSED);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_rc(rig_do(r, r->handler, VERB_APPROVE, code), XH_DENIED);
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    assert_state(code, "closed");
}

static void walk_all(enum way way)
{
    size_t n = r->st->defs->n_lists;

    assert_int_equal(n, 9);
    for (size_t i = 0; i < n; i++) {
        record_rig_fini(r);
        record_rig_init(r, NULL, true);
        print_message("%s\n", r->st->defs->lists[i].id);
        walk(&r->st->defs->lists[i], way);
        rig_assert_whole(r);
    }
}

static void every_list_is_worked_to_its_end(void **state)
{
    (void)state;
    walk_all(EVERY_STEP);
}

static void what_may_stay_open_may_stay_open(void **state)
{
    (void)state;
    walk_all(LEAST);
}

static void what_does_not_apply_is_skipped_by_two_people(void **state)
{
    (void)state;
    walk_all(SKIPPED);
}

/* The clerk, who did nothing of it, says so at once. */
static void the_clerk_skips_at_once(void **state)
{
    (void)state;
    add_item("projects");
    assert_ok(leave_out(r->clerk, "license"));
    assert_false(r->result.requested);
}

/* ---- land acquisition by the law's days ---- */

static void parcels_keep_the_laws_days(void **state)
{
    (void)state;
    add_item("parcels");
    assert_ok(check("ground", "2026-03-10"));
    /* 土地管理法实施条例 26: ten workdays at least. The notice of DOMAIN 3.1 */
    assert_rc(check("prenotice", "2026-03-30"), XH_REFUSED);        /* never posted */
    assert_ok(begin("prenotice", "2026-03-16"));
    assert_rc(check("prenotice", "2026-03-27"), XH_REFUSED);
    assert_said("2026-03-30");
    assert_ok(check("prenotice", "2026-03-30"));
    /* survey and assessment may run beside it, the plan needs both */
    assert_ok(check("survey", "2026-03-25"));
    assert_rc(check("draft", "2026-03-28"), XH_REFUSED);
    assert_ok(check("risk", "2026-03-27"));
    assert_ok(check("draft", "2026-03-30"));
    /* 土地管理法 47: thirty days, not before the pre-notice came down */
    assert_rc(begin("notice", "2026-03-30"), XH_REFUSED);
    assert_ok(begin("notice", "2026-03-31"));
    assert_rc(check("notice", "2026-04-29"), XH_REFUSED);           /* day 29 */
    assert_said("2026-04-30");
    assert_rc(leave_out(r->clerk, "notice"), XH_REFUSED);
    assert_ok(check("register", "2026-04-28"));
    assert_rc(check("sign", "2026-05-08"), XH_REFUSED);             /* the notice hangs */
    assert_ok(check("notice", "2026-04-30"));
    assert_rc(check("sign", "2026-05-08"), XH_REFUSED);             /* hearing: yes or no? */
    assert_ok(leave_out(r->leader, "hearing"));
    assert_ok(check("sign", "2026-05-08"));
    /* 实施条例 30, 32: all of it, and the money, before the application */
    assert_rc(begin("approval", "2026-05-11"), XH_REFUSED);
    assert_said("费用足额到位");
    assert_ok(check("funds", "2026-05-09"));
    assert_ok(begin("approval", "2026-05-11"));
    assert_rc(check("approval", "2026-06-10"), XH_REFUSED);         /* number not filled in */
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "approval_no=示例批文1号", "area=11.8", NULL));
    step_due("announce", "");
    assert_ok(check("approval", "2026-06-10"));
    /* 实施条例 31: fifteen workdays; 06-19 is a holiday */
    step_due("announce", "2026-07-02");
    assert_ok(check("announce", "2026-07-01"));
    assert_false(past_statute("announce", "2026-11-20"));
    /* 浙江 45: posted ten workdays; 46: paid within sixty days, Sunday rolls on */
    assert_ok(begin("posting", "2026-07-01"));
    assert_rc(check("posting", "2026-07-14"), XH_REFUSED);
    assert_ok(check("posting", "2026-07-15"));
    step_due("pay", "2026-08-31");
    /* 浙江 47: nobody leaves before everything is paid */
    assert_rc(check("vacate", "2026-08-20"), XH_REFUSED);
    assert_said("足额支付");
    assert_true(past_statute("pay", "2026-09-01"));
    assert_false(past_statute("pay", "2026-08-31"));
    assert_ok(check("pay", "2026-08-25"));
    assert_false(past_statute("pay", "2026-11-20"));
    assert_rc(check("vacate", "2026-08-24"), XH_REFUSED);
    assert_ok(check("vacate", "2026-08-25"));
    /* somebody did not sign: sixty days from the decision */
    step_due("pay_decided", "");
    assert_ok(check("decision", "2026-07-20"));
    step_due("pay_decided", "2026-09-18");
    step_due("hand", "2026-12-25");                                 /* the project's date */
    assert_ok(check("hand", "2026-11-10"));
    assert_ok(check("insure", "2026-09-10"));
    assert_ok(check("publish", "2026-09-20"));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    assert_state(code, "closed");
    rig_assert_whole(r);
}

static void an_announcement_too_late_stays_so(void **state)
{
    static const char *const before[] = { "ground", "survey", "risk", "draft", "register",
                                          "funds" };

    (void)state;
    add_item("parcels");
    assert_ok(begin("prenotice", "2026-03-16"));
    assert_ok(check("prenotice", "2026-03-30"));
    for (int i = 0; i < 6; i++)
        assert_ok(check(before[i], "2026-03-30"));
    assert_ok(begin("notice", "2026-03-31"));
    assert_ok(check("notice", "2026-04-30"));
    assert_ok(leave_out(r->leader, "hearing"));
    assert_ok(check("sign", "2026-05-08"));
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "approval_no=示例批文1号", NULL));
    assert_ok(check("approval", "2026-06-10"));
    assert_ok(check("announce", "2026-07-03"));
    assert_true(past_statute("announce", "2026-07-03"));
    assert_true(past_statute("announce", "2027-07-03"));
}

/* ---- approvals before construction ---- */

static void projects_keep_the_laws_days(void **state)
{
    static const char *const limits[][4] = {
        /* 核准 20 workdays over the Spring Festival; 报告书 60, 报告表 30 days as written */
        { "license", "2026-02-10", "2026-03-16", "2026-03-17" },
        { "eia_report", "2026-01-20", "2026-03-23", "2026-03-24" },     /* + 60: Saturday */
        { "eia_form", "2026-01-20", "2026-02-24", "2026-02-25" },       /* + 30: holiday */
        { "permit", "2026-04-01", "2026-04-08", "2026-04-09" },
    };

    (void)state;
    add_item("projects");
    assert_ok(check("scheme", "2026-01-12"));
    assert_ok(check("planning", "2026-03-31"));
    for (int i = 0; i < 4; i++) {
        step_due(limits[i][0], "");
        assert_ok(begin(limits[i][0], limits[i][1]));
        step_due(limits[i][0], limits[i][2]);
        assert_false(past_statute(limits[i][0], limits[i][2]));
        assert_true(past_statute(limits[i][0], limits[i][3]));
    }
    /* hold and extension leave them alone (ENGINE 19) */
    struct call hold = rig_call(VERB_HOLD, code);
    hold.office = "县局";
    hold.reason = "等批复";
    hold.to = on("2026-12-01");
    assert_ok(rig_run(r, r->leader, &hold));
    rig_today(r, "2026-11-24");
    assert_ok(rig_do(r, r->leader, VERB_RESUME, code));
    step_due("license", "2026-03-16");

    /* 环评法 25, 建筑法 7, 条例 13: nothing is begun before the papers are there */
    assert_ok(check("prepare", "2026-04-08"));
    assert_rc(check("commence", "2026-04-10"), XH_REFUSED);
    assert_said("环评报告书批复");
    assert_said("施工许可证");
    assert_said("企业项目备案");
    assert_ok(check("license", "2026-03-02"));
    assert_ok(check("eia_report", "2026-03-20"));
    assert_ok(check("permit", "2026-04-08"));
    step_due("commence", "2026-07-08");             /* 建筑法 9: three months */
    assert_ok(leave_out(r->clerk, "eia_form"));
    assert_ok(leave_out(r->clerk, "filing"));
    assert_ok(leave_out(r->clerk, "approve"));
    assert_ok(check("commence", "2026-07-01"));
    assert_false(past_statute("commence", "2026-11-20"));
    /* 城乡规划法 45: no acceptance before verification, papers within six months */
    assert_ok(check("construct", "2026-10-20"));
    assert_rc(check("completion", "2026-10-30"), XH_REFUSED);
    assert_ok(check("verify", "2026-10-26"));
    assert_ok(check("completion", "2026-10-30"));
    step_due("papers", "2027-04-30");
}

/* Below the limit there is no permit, and so no three months from it. */
static void without_a_permit_no_limit_runs_from_it(void **state)
{
    (void)state;
    add_item("projects");
    assert_ok(leave_out(r->clerk, "permit"));
    step_due("commence", "");
    assert_false(past_statute("commence", "2028-01-03"));
    step_due("prepare", "2026-09-30");
    step_due("construct", "2027-10-31");
}

/* ---- presets ---- */

static void a_deadline_is_given_or_follows_the_preset(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "instructions", "title=一般批示", NULL));
    assert_day(code, "due", "2026-12-07");          /* 15 days: Saturday 12-05 */
    snprintf(code, sizeof code, "%s",
             rig_add(r, "instructions", "title=急件", "urgency=急件", "due=2026-11-23",
                     "lead=领导甲", NULL));
    assert_day(code, "due", "2026-11-23");
    assert_day(code, "first_due", "2026-11-23");
    assert_ok(rig_do_because(r, r->leader, VERB_EXTEND, code, "等数据", "2026-11-25"));
    assert_day(code, "due", "2026-11-25");
    snprintf(code, sizeof code, "%s", rig_add(r, "meetings", "title=议定", NULL));
    assert_day(code, "due", "2026-12-10");          /* 20 days */
    snprintf(code, sizeof code, "%s", rig_add(r, "problems", "title=停车难", NULL));
    assert_day(code, "due", "2026-12-11");          /* 15 workdays */
    snprintf(code, sizeof code, "%s", rig_add(r, "hearings", "title=路灯", NULL));
    assert_day(code, "due", "2026-12-21");          /* 30 days: Sunday 12-20 */
}

/* Problems: a level that was not asked has no clock; the officer is the handler. */
static void problems_go_up_only_when_asked(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s",
             rig_add(r, "problems", "title=停车难", "unit=建设办", "owner=干部甲",
                     "handler=干部乙", "start=2026-11-09", "level=村", "company=示例企业", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    assert_ok(at_step(VERB_CHECK, r->other, "visit", "2026-11-10", false));
    assert_ok(check("village", "2026-11-12"));
    step_due("town", "");
    step_due("county", "");
    assert_ok(begin("town", "2026-11-13"));
    step_due("town", "2026-11-20");
    assert_ok(check("town", "2026-11-19"));
    assert_ok(check("settle", "2026-11-19"));
    assert_ok(check("revisit", "2026-11-20"));
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "answer=已协调", NULL));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));         /* the county was not asked */
}

/* One question, one answer, one supervision: each with its day and its signer. */
static void hearings_need_a_signer_at_each_step(void **state)
{
    static const char *const rows[][4] = {
        { "question", "question_by=代表甲", NULL, "2026-11-09" },
        { "answer", "answer_by=干部甲", "answer_text=已列入计划", "2026-11-12" },
        { "rectify", NULL, NULL, "2026-11-18" },
        { "supervise", "supervise_by=代表乙", NULL, "2026-11-20" },
    };

    (void)state;
    snprintf(code, sizeof code, "%s",
             rig_add(r, "hearings", "title=路灯不亮", "unit=建设办", "owner=干部甲",
                     "start=2026-11-09", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    for (int i = 0; i < 4; i++) {
        for (int k = 1; k <= 2 && rows[i][k]; k++) {
            assert_rc(check(rows[i][0], rows[i][3]), XH_REFUSED);
            assert_ok(rig_set(r, r->handler, VERB_SET, code, rows[i][k], NULL));
        }
        assert_ok(check(rows[i][0], rows[i][3]));
        char *sql = xasprintf("SELECT s.done_on FROM step s JOIN item i ON i.id = s.item WHERE "
                              "i.code = ? AND s.step = '%s'", rows[i][0]);
        assert_int_equal(tools_int(r, sql, code), on(rows[i][3]));
        free(sql);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_list_is_worked_to_its_end),
        TEST(what_may_stay_open_may_stay_open),
        TEST(what_does_not_apply_is_skipped_by_two_people),
        TEST(the_clerk_skips_at_once),
        TEST(parcels_keep_the_laws_days),
        TEST(an_announcement_too_late_stays_so),
        TEST(projects_keep_the_laws_days),
        TEST(without_a_permit_no_limit_runs_from_it),
        TEST(a_deadline_is_given_or_follows_the_preset),
        TEST(problems_go_up_only_when_asked),
        TEST(hearings_need_a_signer_at_each_step),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
