/* test_remind.c - the words of reminders: one text a person, what stands in it, and what
 * never does: households by name, telephone numbers, sums, titles that are personal data. */
#include "tests/model/record_tools.h"

#include "cli/locale.h"
#include "model/people.h"
#include "report/remind.h"

static struct record_rig rig, *r = &rig;
static struct reminds v;

static const char *task(const char *title, const char *owner, const char *due)
{
    char *pairs[] = { xasprintf("title=%s", title), xasprintf("owner=%s", owner),
                      xasprintf("due=%s", due) };
    const char *code = rig_add(r, "tasks", pairs[0], pairs[1], pairs[2], "unit=建设办",
                               "lead=领导甲", "report_every=week", NULL);

    for (int i = 0; i < 3; i++)
        free(pairs[i]);
    return code;
}

static int setup(void **state)
{
    (void)state;
    record_rig_init_on(r, NULL, false, "2026-11-02");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    reminds_fini(&v);
    record_rig_fini(r);
    return 0;
}

static void load(enum remind_kind kind)
{
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .reader = r->clerk };

    reminds_fini(&v);
    v = (struct reminds){ .defs = r->st->defs, .today = r->env.today, .kind = kind,
                          .from = "督查室", .practice = r->st->practice };
    assert_ok(remind_load(r->st, &f, NULL, 0, NULL, NULL, &v, &r->err));
}

static void assert_text(size_t i, const char *want)
{
    assert_true(i < v.n);
    assert_string_equal(v.v[i].text, want);
}

static void accepted(const char *code, int64_t who)
{
    char copy[64];

    snprintf(copy, sizeof copy, "%s", code);
    assert_ok(rig_do(r, who, VERB_ACCEPT, copy));
}

/* ---- the four kinds ---- */

static void what_is_late(void **state)
{
    (void)state;
    accepted(task("消防通道整治", "干部甲", "2026-11-11"), r->handler);
    accepted(task("路灯维修", "干部甲", "2026-11-18"), r->handler);
    accepted(task("雨污管网改造", "干部乙", "2026-11-19"), r->other);
    rig_today(r, "2026-11-20");
    struct call limit = rig_call(VERB_LIMIT, "督26-1");
    limit.to = on("2026-11-27");
    limit.reason = "会议议定";
    assert_ok(rig_run(r, r->leader, &limit));
    load(REMIND_OVERDUE);
    assert_int_equal(v.n, 2);
    assert_text(0, "干部甲：\n"
                   "以下事项已逾期，请抓紧办理，并于今日内回复办理情况和预计完成时间。\n"
                   "1. 督26-1 消防通道整治（完成时限11月11日，逾期9天，限期11月27日）\n"
                   "2. 督26-2 路灯维修（完成时限11月18日，逾期2天）\n"
                   "督查室  11月20日\n");
    assert_text(1, "干部乙：\n"
                   "以下事项已逾期，请抓紧办理，并于今日内回复办理情况和预计完成时间。\n"
                   "督26-3 雨污管网改造（完成时限11月19日，逾期1天）\n"
                   "督查室  11月20日\n");
    assert_int_equal(v.v[0].person, r->handler);
    assert_int_equal(v.v[0].n_items, 2);
}

static void what_is_due_on_the_next_workday(void **state)
{
    (void)state;
    accepted(task("消防通道整治", "干部甲", "2026-11-23"), r->handler);
    rig_today(r, "2026-11-20");
    load(REMIND_DUE);
    assert_text(0, "干部甲：\n"
                   "以下事项下个工作日（11月23日 周一）到期，请抓紧办结并申请销号；"
                   "不能按期办结的，请在到期前申请延期。\n"
                   "督26-1 消防通道整治（完成时限11月23日，节点0/3）\n"
                   "督查室  11月20日\n");
    rig_today(r, "2026-11-22");         /* Sunday: tomorrow */
    load(REMIND_DUE);
    assert_non_null(strstr(v.v[0].text, "以下事项明日（11月23日 周一）到期"));
}

static void what_has_not_been_reported(void **state)
{
    (void)state;
    accepted(task("消防通道整治", "干部甲", "2026-12-30"), r->handler);
    accepted(task("路灯维修", "干部甲", "2026-12-30"), r->handler);
    rig_today(r, "2026-11-05");
    assert_ok(rig_report(r, r->handler, "督26-1", "已开工", 10));
    rig_today(r, "2026-11-18");
    load(REMIND_REPORT);
    assert_text(0, "干部甲：\n"
                   "以下事项本期还没有填报进展，请于11月19日17:00前填报。\n"
                   "1. 督26-1 消防通道整治（上次填报11月5日）\n"
                   "2. 督26-2 路灯维修（尚未填报过）\n"
                   "督查室  11月18日\n");
    rig_today(r, "2026-11-20");         /* the day was yesterday */
    load(REMIND_REPORT);
    assert_non_null(strstr(v.v[0].text, "以下事项应在11月19日17:00前填报进展，至今未报，"
                                        "请今日内补报。"));
    rig_today(r, "2026-11-24");         /* of several rhythms each says its own day */
    assert_ok(rig_set(r, r->clerk, VERB_SET, "督26-2", "report_every=half-month", NULL));
    load(REMIND_REPORT);
    assert_non_null(strstr(v.v[0].text, "请按时填报。"));
    assert_non_null(strstr(v.v[0].text, "（上次填报11月5日，填报截止11月26日）"));
}

static void what_has_not_been_accepted(void **state)
{
    (void)state;
    task("消防通道整治", "干部甲", "2026-12-30");
    load(REMIND_ACCEPT);
    assert_int_equal(v.n, 0);           /* given today: there is a workday for it */
    rig_today(r, "2026-11-04");
    load(REMIND_ACCEPT);
    assert_text(0, "干部甲：\n"
                   "以下事项已交办，还没有签收，请今日内签收；不属本单位的，请说明理由退回。\n"
                   "督26-1 消防通道整治（交办日期11月2日）\n"
                   "督查室  11月4日\n");
}

/* ---- what never stands in them ---- */

static void add_households(size_t n)
{
    char *parent = xasprintf("parent=%s",
                             rig_add(r, "projects", "title=园区大道", "unit=建设办",
                                     "owner=干部乙", "handover=2026-11-10", NULL));

    for (size_t i = 0; i < n; i++)
        rig_add(r, "households", "title=户主示例", "place=林家村", "owner=村干部甲",
                "phone=13800000000", "area=0.463", parent, NULL);
    free(parent);
}

static void households_are_a_number_of_their_village(void **state)
{
    static const char *const never[] = { "户主示例", "138", "0.463", "征26" };

    (void)state;
    add_households(3);
    rig_today(r, "2026-11-20");
    load(REMIND_OVERDUE);
    size_t i = 0;
    while (i < v.n && v.v[i].person != r->village)
        i++;
    assert_true(i < v.n);
    assert_int_equal(v.v[i].n_items, 3);
    assert_non_null(strstr(v.v[i].text, "项26-01 林家村"));
    assert_non_null(strstr(v.v[i].text, "逾期3户（最长逾期"));
    for (size_t k = 0; k < sizeof never / sizeof *never; k++)
        if (strstr(v.v[i].text, never[k]))
            fail_msg("%s stands in\n%s", never[k], v.v[i].text);
    assert_null(strstr(v.v[i].text, "包干"));   /* whom it goes to is said at the top */
}

/* A list whose titles are personal data, not grouped on the sheet: its code and its name. */
static void a_private_title_is_not_said(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "code: \"督{yy}-{seq}\"",
                              "code: \"督{yy}-{seq}\"\nperson: true", NULL));
    accepted(task("张某某家补助", "干部甲", "2026-11-11"), r->handler);
    rig_today(r, "2026-11-20");
    load(REMIND_OVERDUE);
    assert_null(strstr(v.v[0].text, "张某某"));
    assert_non_null(strstr(v.v[0].text, "督26-1 三色督办事项（完成时限11月11日"));
}

static void where_nobody_is_named_it_goes_to_the_unit(void **state)
{
    struct who who = { .actor = r->admin };
    struct pair contact = { "contact", "干部乙" };

    (void)state;
    rig_add(r, "tasks", "title=消防通道整治", "unit=建设办", "due=2026-11-11", NULL);
    rig_today(r, "2026-11-20");
    load(REMIND_OVERDUE);
    assert_int_equal(v.v[0].person, 0);
    assert_int_equal(strncmp(v.v[0].text, "建设办：\n", strlen("建设办：\n")), 0);
    assert_ok(people_put(r->st, &r->env, &who, "unit", "建设办", &contact, 1, NULL, &r->err));
    load(REMIND_OVERDUE);
    assert_int_equal(v.v[0].person, r->other);
}

static void a_practice_township_says_so(void **state)
{
    (void)state;
    accepted(task("消防通道整治", "干部甲", "2026-11-11"), r->handler);
    rig_today(r, "2026-11-20");
    r->st->practice = true;
    load(REMIND_OVERDUE);
    assert_non_null(strstr(v.v[0].text, "演练数据"));
    r->st->practice = false;
}

/* Only what the reader may read. */
static void others_rows_are_not_in_it(void **state)
{
    struct filter f = { .as_of = DAY_NONE, .reader = r->village };

    (void)state;
    accepted(task("消防通道整治", "干部甲", "2026-11-11"), r->handler);
    rig_today(r, "2026-11-20");
    f.today = r->env.today;
    v = (struct reminds){ .defs = r->st->defs, .today = r->env.today, .kind = REMIND_OVERDUE,
                          .from = "" };
    assert_ok(remind_load(r->st, &f, NULL, 0, NULL, NULL, &v, &r->err));
    assert_int_equal(v.n, 0);
}

static void how_often_is_said_only_when_it_was(void **state)
{
    struct buf b = {0};

    (void)state;
    remind_said(&b, 0, DAY_NONE, on("2026-11-20"));
    assert_string_equal(buf_str(&b), "");
    remind_said(&b, 2, on("2026-11-19"), on("2026-11-20"));
    assert_string_equal(buf_str(&b), "已催办 2 次（11-19）");
    buf_fini(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_is_late),
        T(what_is_due_on_the_next_workday),
        T(what_has_not_been_reported),
        T(what_has_not_been_accepted),
        T(households_are_a_number_of_their_village),
        T(a_private_title_is_not_said),
        T(where_nobody_is_named_it_goes_to_the_unit),
        T(a_practice_township_says_so),
        T(others_rows_are_not_in_it),
        T(how_often_is_said_only_when_it_was),
    };
    locale_settle("zh", getenv("XH_BUILD") ? getenv("XH_BUILD") : "build");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
