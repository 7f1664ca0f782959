/* test_review.c - 待我审核: what waits for whom, decided in two keys, several at once; who
 * handed it in does not decide it. */
#include "tests/model/record_tools.h"
#include "tests/tui/tui_rig.h"

#include <stdlib.h>
#include <string.h>

#include "model/review.h"
#include "tui/review.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char a[64], b[64], c[64], project[64], house[5][64];

/* ---- a township ---- */

static const char households[] =
    "list: households\nname: 征地户签\nrow: 户\norder: 3\nparent: projects\n"
    "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\nclose: by_place\ndue: parent.handover\n"
    "review: 3 workdays\n"
    "steps:\n  - {id: sign, name: 签约, evidence: {required: true, min: 1, share: village}}\n"
    "progress: steps\nplan: linear\n"
    "colours:\n  yellow: [{due_in: 3 workdays}]\n  red: [{overdue: 1 workday}]\n"
    "columns: [colour, code, title]\n";

static void task(char to[static 64], const char *title, const char *due)
{
    char *pairs[] = { xasprintf("title=%s", title), xasprintf("due=%s", due) };

    snprintf(to, 64, "%s", rig_add(r, "tasks", pairs[0], pairs[1], "unit=建设办", "owner=干部甲",
                                   "lead=领导甲", NULL));
    free(pairs[0]);
    free(pairs[1]);
}

/* Three tasks: applied for on the 16th and the 20th, and one whose extension is asked for. */
static void play(void)
{
    rig_today(r, "2026-11-16");
    task(a, "消防通道整治", "2026-12-10");
    task(b, "路灯维修", "2026-11-20");
    task(c, "背街小巷整治", "2026-12-30");
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, a));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, b));
    assert_ok(rig_report(r, r->handler, a, "已清理完毕", 100));
    rig_finish_task(r, a);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, a));
    rig_today(r, "2026-11-20");
    assert_ok(rig_do_because(r, r->handler, VERB_EXTEND, b, "配件未到", "2026-12-04"));
    rig_finish_task(r, c);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, c));
}

/* Five households of a project, four in 林家村; those of the village are all signed. */
static void add_village(int applied)
{
    struct call apply = rig_call(VERB_APPLY, project);

    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, households,
                              "lists/parcels", NULL, NULL, NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=园区大道", "unit=建设办", "owner=干部乙",
                     "lead=领导甲", "handover=2026-12-25", NULL));
    char *parent = xasprintf("parent=%s", project);
    for (int i = 0; i < 5; i++) {
        snprintf(house[i], 64, "%s",
                 rig_add(r, "households", "title=示例户", parent, i < 4 ? "place=林家村" : "place=",
                         "owner=村干部甲", "lead=领导甲", NULL));
        if (i < applied)
            assert_ok(rig_check(r, r->village, house[i], "sign", "https://example.invalid/s"));
    }
    free(parent);
    if (applied == 4) {
        apply.code = project;
        apply.place = "林家村";
        assert_ok(rig_run(r, r->village, &apply));
    } else {
        for (int i = 0; i < applied; i++)
            assert_ok(rig_do(r, r->village, VERB_APPLY, house[i]));
    }
}

static int found(const char *home)
{
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_with(scr, home, "2026-11-16");
    r = &scr->record;
    return 0;
}

static int bare(void **state)
{
    (void)state;
    return found(NULL);
}

static int setup(void **state)
{
    bare(state);
    play();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static void look(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &review_screen, NULL, keys);
}

/* ---- what is there ---- */

static void everything_that_waits_is_one_list(void **state)
{
    (void)state;
    add_village(4);
    for (int wide = 0; wide < 2; wide++) {
        scr->rows = wide ? 40 : 24;
        scr->cols = wide ? 120 : 80;
        look(r->leader, "");
        assert_screen(scr, wide ? "review-120x40" : "review-80x24");
    }
    assert_shown(scr, "该我审核 4");
    assert_shown(scr, "整村验收4户");
    assert_shown(scr, "延期->12-04");
    assert_shown(scr, "4/3工作日");            /* since Monday: over */
    assert_shown(scr, "审核超时");
    assert_not_shown(scr, "示例户");            /* a household's name is no headline */
}

/* The row over its time comes first; what lies before the reviewer is said below it. */
static void what_was_handed_in_is_said_below(void **state)
{
    (void)state;
    look(r->leader, "");
    assert_shown(scr, ">绿 督26-1");
    assert_shown(scr, "报审时节点");
    assert_shown(scr, "佐证材料 1 件");
    assert_shown(scr, "已清理完毕");
    look(r->leader, "<Down>");
    assert_shown(scr, "配件未到");
}

static void it_is_what_the_model_says(void **state)
{
    const int64_t people[] = { r->clerk, r->handler, r->other, r->leader, r->second, r->village };
    struct xh_err err = {0};
    size_t mine = 0, others = 0;

    (void)state;
    add_village(4);
    for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
        struct reviews v = {0};
        assert_int_equal(reviews_load(r->st, &r->env, people[p], &v, &err), XH_OK);
        for (size_t i = 0; i < v.n; i++) {
            const struct review_row *x = &v.v[i];
            enum verb verb = x->kind == REVIEW_REQUEST ? VERB_GRANT : VERB_APPROVE;
            int64_t item = x->kind == REVIEW_VILLAGE ? x->members[0] : x->item;
            assert_int_equal(verb_may(r->st, &r->env, people[p], verb, item, NULL), x->mine);
            assert_int_equal(i < v.mine, x->mine);
        }
        mine += v.mine;
        others += v.n - v.mine;
        reviews_fini(&v);
    }
    assert_true(mine >= 8);
    assert_int_equal(others, 0);
}

/* ---- deciding ---- */

static void approving_takes_two_keys(void **state)
{
    (void)state;
    look(r->leader, "<F2>");
    assert_shown(scr, "报审时节点");
    assert_shown(scr, "佐证材料 1 件");
    look(r->leader, "<F2><Enter>");
    assert_state(a, "closed");
    assert_not_shown(scr, "消防通道");
}

static void a_request_is_granted_in_two_keys(void **state)
{
    (void)state;
    look(r->leader, "<Down><F2><Enter>");
    assert_day(b, "due", "2026-12-04");
}

static void a_request_is_refused_with_a_reason(void **state)
{
    (void)state;
    look(r->leader, "<Down><F3>1<Enter>");
    assert_day(b, "due", "2026-11-20");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM request WHERE answer = 'refused'", NULL),
                     1);
}

static void returning_takes_three_keys(void **state)
{
    (void)state;
    look(r->leader, "<F3>1<Enter>");
    assert_state(a, "rework");
}

static void several_at_once(void **state)
{
    (void)state;
    look(r->leader, "<Space><Space><Space><F2>");
    assert_shown(scr, "督26-1");
    assert_shown(scr, "延期->12-04");
    look(r->leader, "<Space><Space><Space><F2><Enter>");
    assert_state(a, "closed");
    assert_state(c, "closed");
    assert_day(b, "due", "2026-12-04");
    assert_shown(scr, "没有待审核。上一件：");
    look(r->leader, "");
    assert_shown(scr, "没有待审核。上一件：11-20 10:00 督26-");
}

static void several_are_taken_back_at_once(void **state)
{
    (void)state;
    look(r->leader, "<Space><Space><Space><F2><Enter><C-z>");
    assert_state(a, "review");
    assert_state(c, "review");
    assert_day(b, "due", "2026-11-20");
}

/* The clerk wrote a report on one of them: that one is another person's to decide. */
static void clerk_works_on_c(void)
{
    struct call report = rig_call(VERB_PROGRESS, c);

    report.text = "再核一次";
    assert_ok(rig_do_because(r, r->leader, VERB_RETURN, c, "照片不清", NULL));
    assert_ok(tools_as(r, (struct who){ .actor = r->clerk, .behalf = r->handler }, &report));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, c));
}

static void who_fails_stays_marked_and_is_named(void **state)
{
    (void)state;
    clerk_works_on_c();
    look(r->clerk, "*<End><Space><F2><Enter>");
    assert_state(a, "closed");
    assert_state(c, "review");
    assert_shown(scr, "有的没有办成");
    assert_shown(scr, "督26-3");
    look(r->clerk, "<Space><F2><Enter><Esc>");
    assert_shown(scr, "已标 1");
}

/* ---- villages ---- */

static void a_village_is_accepted_at_once(void **state)
{
    (void)state;
    add_village(4);
    look(r->leader, "<End><F2>");
    assert_shown(scr, "园区大道");
    assert_shown(scr, "整村验收");
    look(r->leader, "<End><F8>1");              /* what is taken along to inspect it */
    assert_shown(scr, "整村验收抽查表");
    assert_shown(scr, "随机号");
    assert_shown(scr, "现场核查情况:____");
    look(r->leader, "<End><F2><Enter>");
    for (int i = 0; i < 4; i++)
        assert_state(house[i], "closed");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event WHERE verb = 'approve'", NULL), 1);
}

static void a_village_not_whole_goes_row_by_row(void **state)
{
    (void)state;
    add_village(2);
    look(r->leader, "<End>");
    assert_shown(scr, "2户，共4");
    look(r->leader, "<End><F2><Enter>");
    assert_state(house[0], "closed");
    assert_state(house[2], "assigned");
}

static void a_village_is_returned_with_one_reason(void **state)
{
    (void)state;
    add_village(4);
    look(r->leader, "<End><F3>1<Enter>");
    assert_state(house[0], "rework");
    assert_state(house[3], "rework");
}

/* ---- who may not ---- */

static void who_worked_on_it_sees_it_greyed_with_the_reason(void **state)
{
    (void)state;
    clerk_works_on_c();
    look(r->clerk, "<End>");
    assert_shown(scr, "须他人审 1");
    assert_shown(scr, "不能由您审核");
    assert_shown(scr, "管理员");
    assert_shown(scr, "按 F2 再按 z");
    assert_screen(scr, "review-others-80x24");
    /* without the signed form it stays where it is */
    look(r->clerk, "<End><F2><Enter>");
    assert_state(c, "review");
    assert_shown(scr, "按 z");
}

static void who_decides_nothing_has_nothing_here(void **state)
{
    (void)state;
    look(r->handler, "");
    assert_shown(scr, "没有待审核。");
}

static void not_ours_comes_back_and_is_assigned_anew(void **state)
{
    char code[64];

    (void)state;
    task(code, "示例事项", "2026-12-30");
    assert_ok(rig_do_because(r, r->handler, VERB_RETURN, code, "不属本单位职责", NULL));
    look(r->clerk, "<End>");
    assert_shown(scr, "不属本单位职责");
    assert_shown(scr, "F2 改派");
    look(r->clerk, "<End><F3>");
    assert_shown(scr, "是退给您的");
    look(r->clerk, "<End><Space>");
    assert_shown(scr, "单独办理");
    look(r->clerk, "<End><F2>");
    assert_shown(scr, "改派");
    assert_shown(scr, "牵头单位");
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, code, "unit=财政所", "owner=干部乙", NULL));
    look(r->clerk, "");
    assert_not_shown(scr, "不属本单位");
}

/* ---- answers to orders ---- */

static void order(int64_t who, int64_t behalf, enum verb verb, const char *text)
{
    const char *codes[] = { b };
    struct order_call call = { .verb = verb, .order = "r1", .text = text, .due = DAY_NONE,
                               .on = DAY_NONE };
    struct order_result out = {0};
    struct who w = { .actor = who, .behalf = behalf };

    if (verb == VERB_SUPERVISE) {
        call.codes = codes;
        call.n_codes = 1;
        call.order = NULL;
    }
    assert_ok(order_run(r->st, &r->env, &w, &call, &out, &r->err));
}

static void answered(void)
{
    order(r->clerk, 0, VERB_SUPERVISE, NULL);
    order(r->leader, 0, VERB_SIGN, NULL);
    order(r->clerk, 0, VERB_DELIVER, NULL);
    order(r->clerk, r->handler, VERB_RECEIVE, NULL);
    order(r->handler, 0, VERB_ANSWER, "路灯已全部更换");
}

static void an_answer_to_an_order_is_closed_or_sent_back(void **state)
{
    (void)state;
    answered();
    look(r->clerk, "<End>");
    assert_shown(scr, "督办单回复");
    assert_shown(scr, "路灯已全部更换");
    assert_shown(scr, "2办结");
    look(r->clerk, "<End><Enter>");
    assert_shown(scr, "督办单");
    look(r->clerk, "<End><F2><Enter>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM duban_order WHERE state = 'closed'",
                               NULL), 1);
    assert_not_shown(scr, "督办单回复");
}

/* Whoever typed the answer does not judge it. */
static void an_answer_typed_by_oneself_is_anothers(void **state)
{
    (void)state;
    order(r->clerk, 0, VERB_SUPERVISE, NULL);
    order(r->leader, 0, VERB_SIGN, NULL);
    order(r->clerk, 0, VERB_DELIVER, NULL);
    order(r->clerk, r->handler, VERB_RECEIVE, NULL);
    order(r->clerk, r->handler, VERB_ANSWER, "路灯已全部更换");
    look(r->clerk, "<End>");
    assert_shown(scr, "须他人审 1");
    assert_shown(scr, "这份回复由别人审");
    look(r->leader, "<End>");
    assert_shown(scr, "2办结");
}

/* ---- keys ---- */

static void enter_opens_and_changes_nothing(void **state)
{
    int64_t before = tools_int(r, "SELECT max(id) FROM event", NULL);

    (void)state;
    add_village(4);
    before = tools_int(r, "SELECT max(id) FROM event", NULL);
    look(r->leader, "<Enter>");
    assert_shown(scr, "详情");
    assert_shown(scr, "https://example.invalid/photo");
    look(r->leader, "<End><Enter>");
    assert_shown(scr, "台账");
    assert_shown(scr, house[0]);
    assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), before);
}

/* Of the marked rows, else of this one; a village gives all of its rows. */
static void the_form_to_sign_is_printed_from_here(void **state)
{
    (void)state;
    add_village(4);
    look(r->leader, "<F8>1");
    assert_shown(scr, "沿江镇销号审批表");
    assert_shown(scr, "消防通道整治");
    assert_not_shown(scr, "背街小巷整治");
    look(r->leader, "*<F8>1");
    assert_shown(scr, "督26-2申请的不是销号");
    look(r->leader, "<Space><Down><Space><F8>1");
    assert_shown(scr, "消防通道整治");
    assert_shown(scr, "背街小巷整治");
    look(r->leader, "<F8>2");
    assert_shown(scr, "路灯维修");
    assert_not_shown(scr, "审批表");
}

static void digits_leave_one_colour(void **state)
{
    (void)state;
    look(r->leader, "2");
    assert_shown(scr, "没有这种颜色的（共 3 行被隐藏）。按 0 看全部。");
    look(r->leader, "1");
    assert_shown(scr, "路灯维修");
    assert_not_shown(scr, "消防通道");
    look(r->leader, "10");
    assert_shown(scr, "消防通道");
}

static void today_opens_it(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->leader;
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_shown(scr, "待我审核    该我审 3  审核超时 1  销号 2  申请 1");
    tui_rig_run(scr, &today_screen, NULL, "<Enter>");
    assert_shown(scr, "请示内容");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define EMPTY(f) cmocka_unit_test_setup_teardown(f, bare, teardown)

static void nothing_waits_and_nothing_was_decided(void **state)
{
    (void)state;
    look(r->leader, "<F2><F3><Space>*<Enter>");
    assert_shown(scr, "没有待审核。");
    assert_not_shown(scr, "上一件");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(everything_that_waits_is_one_list),
        T(what_was_handed_in_is_said_below),
        T(it_is_what_the_model_says),
        T(approving_takes_two_keys),
        T(a_request_is_granted_in_two_keys),
        T(a_request_is_refused_with_a_reason),
        T(returning_takes_three_keys),
        T(several_at_once),
        T(several_are_taken_back_at_once),
        T(who_fails_stays_marked_and_is_named),
        T(a_village_is_accepted_at_once),
        T(a_village_not_whole_goes_row_by_row),
        T(a_village_is_returned_with_one_reason),
        T(who_worked_on_it_sees_it_greyed_with_the_reason),
        T(who_decides_nothing_has_nothing_here),
        T(not_ours_comes_back_and_is_assigned_anew),
        T(an_answer_to_an_order_is_closed_or_sent_back),
        T(an_answer_typed_by_oneself_is_anothers),
        T(enter_opens_and_changes_nothing),
        T(the_form_to_sign_is_printed_from_here),
        T(digits_leave_one_colour),
        T(today_opens_it),
        EMPTY(nothing_waits_and_nothing_was_decided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
