/* test_acts.c - the flows on one row, counted in keys (UX 1), and what they refuse. */
#include "tests/tui/acts_rig.h"

#include <stdlib.h>
#include <string.h>

static char *code;

/* A task of the handler, ready to be applied for. */
static void finished(void)
{
    code = xstrdup(rig_task(r, "2026-12-01"));
    rig_finish_task(r, code);
}

static void begun(const char *due)
{
    code = xstrdup(rig_task(r, due));
}

/* One nobody has accepted yet. */
static void assigned(void)
{
    code = xstrdup(rig_add(r, "tasks", "title=示例事项", "unit=建设办", "owner=干部甲",
                           "lead=领导甲", "due=2026-12-01", NULL));
}

static void assert_due(const char *want)
{
    struct item it = {0};

    rig_item(r, code, &it);
    assert_int_equal(it.due, on(want));
    item_fini(&it);
}

/* ---- F2 ---- */

static void applying_takes_two_keys(void **state)
{
    (void)state;
    finished();
    show(r->handler, code, "<F2><Enter>");
    assert_state(code, "review");
    assert_true(acted);
}

static void what_is_missing_is_a_digit_away(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->handler, code, "<F2>");
    assert_shown(scr, "还差 5 项");
    assert_screen(scr, "acts-apply-80x24");
    /* 1: the step; Enter ticks it today; it is gone from the list */
    show(r->handler, code, "<F2>1<Enter>");
    assert_shown(scr, "还差 4 项");
    assert_state(code, "active");
    /* the field is filled in where it is missing */
    show(r->handler, code, "<F2>4已办结<Enter>");
    assert_shown(scr, "还差 3 项");
    /* Enter does not apply while something is missing */
    show(r->handler, code, "<F2><Esc>");
    assert_state(code, "active");
}

static void approving_takes_two_keys_and_another_person(void **state)
{
    (void)state;
    finished();
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show(r->clerk, code, "<F2>");
    assert_shown(scr, "申请人 干部甲");
    assert_shown(scr, "佐证材料 1 件");
    assert_shown(scr, "审核已用 0/3 工作日");
    assert_screen(scr, "acts-approve-80x24");
    show(r->handler, code, "");
    assert_shown(scr, "2撤回申请");      /* what he may do is taking it back */
    show(r->clerk, code, "<F2><Enter>");
    assert_state(code, "closed");
}

static void whoever_worked_on_it_does_not_approve(void **state)
{
    (void)state;
    finished();
    show(r->clerk, code, "<F6>已现场核对<C-s><F2><Enter>");
    assert_state(code, "review");
    /* without files there is no paper: asking for the form ends nothing */
    show(r->clerk, code, "<F2>");
    assert_shown(scr, "您不能自己审批这一项");
    show(r->clerk, code, "<F2><Enter>");
    assert_state(code, "review");
    assert_shown(scr, "按 z");
}

/* Of several rows it is said before Enter which still lack something. */
static void several_say_what_they_lack(void **state)
{
    (void)state;
    char *one = xstrdup(rig_task(r, "2026-12-11")), *two = xstrdup(rig_task(r, "2026-12-11"));
    char *both = xasprintf("%s %s", one, two);

    show(r->handler, both, "*<F2>");
    assert_shown(scr, "没有一项条件已齐");
    assert_not_shown(scr, "回车 申请销号");
    show(r->handler, both, "*<F2><Enter>");
    assert_false(acted);
    rig_finish_task(r, one);
    show(r->handler, both, "*<F2>");
    assert_shown(scr, "其中 1 项还没齐");
    assert_shown(scr, two);
    show(r->handler, both, "*<F2><Enter>");
    assert_int_equal(n_failed, 1);
    rig_finish_task(r, two);
    show(r->handler, two, "*<F2>");
    assert_shown(scr, "条件已齐");
    free(one);
    free(two);
    free(both);
}

static void an_application_is_taken_back_with_f2_and_f3(void **state)
{
    (void)state;
    finished();
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show(r->handler, code, "<F2><Enter>");
    assert_state(code, "active");
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show(r->handler, code, "<F3><Enter>");
    assert_state(code, "active");
}

static void accepting_is_for_the_owner_whoever_types(void **state)
{
    (void)state;
    assigned();
    show(r->handler, code, "");
    assert_shown(scr, "2签收");
    show(r->clerk, code, "<F2>");
    assert_shown(scr, "代录：干部甲");
    show(r->clerk, code, "<F2><Enter>");
    assert_state(code, "active");
    assert_history(code, "accept|督办员甲|干部甲");
}

static void d_gives_the_work_to_somebody_else_or_back(void **state)
{
    (void)state;
    assigned();
    show(r->clerk, code, "<F2>d");
    assert_shown(scr, "替别人录入");
    show(r->clerk, code, "<F2>dd干部乙<Enter>");
    assert_shown(scr, "代录：干部乙");
}

static void what_cannot_be_done_tells_why(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->other, code, "<F6>");
    assert_false(acted);
    assert_shown(scr, "有权办理的");
    assert_shown(scr, "督办员甲");
    assert_state(code, "active");
    show(r->handler, code, "<F3>");
    assert_false(acted);
}

/* ---- F3 ---- */

static void returning_takes_three_keys(void **state)
{
    (void)state;
    finished();
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show(r->clerk, code, "<F3>2<Enter>");
    assert_state(code, "rework");
    assert_history(code, "照片不清");
}

static void own_words_with_zero(void **state)
{
    (void)state;
    finished();
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show(r->clerk, code, "<F3>");
    assert_screen(scr, "acts-return-80x24");
    show(r->clerk, code, "<F3>0验收单未盖章<Enter><Enter>");
    assert_state(code, "rework");
    assert_history(code, "验收单未盖章");
}

static void not_ours_goes_back_to_whoever_assigned(void **state)
{
    (void)state;
    assigned();
    show(r->handler, code, "");
    assert_shown(scr, "3不属本单位");
    show(r->handler, code, "<F3>1<Enter>");
    assert_history(code, "不属本单位");
    struct item it = {0};
    rig_item(r, code, &it);
    assert_int_equal(it.owner, r->clerk);
    item_fini(&it);
}

/* ---- F4 ---- */

static void extending_takes_four_keys(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F4>1");
    assert_shown(scr, "新时限: 12-04");
    show(r->clerk, code, "<F4>12<Enter>");
    assert_due("2026-12-04");
    assert_history(code, "群众工作未做通");
}

static void the_days_off_are_shown(void **state)
{
    (void)state;
    begun("2026-12-11");
    show(r->clerk, code, "<F4>3");
    assert_shown(scr, "跳过休息日 4 天：12-12 12-13 12-19 12-20");
    assert_screen(scr, "acts-extend-80x24");
    /* a year whose holidays are not known yet says so */
    show(r->clerk, code, "<F4>401-08<Enter>");
    assert_shown(scr, "放假安排还没有导入");
    assert_due("2026-12-11");
}

static void another_day_is_typed(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F4>412-10<Enter>1<Enter>");
    assert_due("2026-12-10");
}

static void a_handler_only_asks_and_another_answers(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->handler, code, "<F4>1");
    assert_shown(scr, "由以下人员审批");
    show(r->handler, code, "<F4>11<Enter>");
    assert_due("2026-12-01");
    show(r->clerk, code, "");
    assert_shown(scr, "2答复申请");
    show(r->clerk, code, "<F2>");
    assert_shown(scr, "干部甲: 延期");
    show(r->clerk, code, "<F2>1<Enter>");
    assert_due("2026-12-04");
}

static void refusing_a_request_takes_a_reason(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->handler, code, "<F4>11<Enter>");
    show(r->clerk, code, "<F2>22<Enter>");
    assert_due("2026-12-01");
    assert_history(code, "理由不充分");
}

static void a_late_row_gets_a_limit(void **state)
{
    (void)state;
    begun("2026-11-24");
    rig_today(r, "2026-11-30");
    show(r->clerk, code, "");
    assert_shown(scr, "4限期");
    show(r->clerk, code, "<F4>11<Enter>");
    struct item it = {0};
    rig_item(r, code, &it);
    assert_int_equal(it.limit_on, on("2026-12-03"));
    assert_int_equal(it.due, on("2026-11-24"));
    item_fini(&it);
    show(r->handler, code, "<F4>");
    assert_false(acted);
}

static void past_the_superiors_deadline_the_document_is_asked(void **state)
{
    (void)state;
    code = xstrdup(rig_add(r, "tasks", "title=示例事项", "unit=建设办", "owner=干部甲",
                           "due=2026-12-01", "upper_due=2026-12-02", NULL));
    show(r->clerk, code, "<F4>11");
    assert_shown(scr, "超过上级时限 12-02");
    show(r->clerk, code, "<F4>11<Enter><Esc>");
    assert_due("2026-12-01");
    show(r->clerk, code, "<F4>11<Enter>县府办〔2026〕1号<Enter>");
    assert_due("2026-12-04");
}

/* ---- the second menu ---- */

static void everything_one_may_do_is_on_the_second_menu(void **state)
{
    (void)state;
    static const char *const words[] = {
        "申请销号", "进展填报", "延期", "暂停", "改派", "转办", "分解", "备注", "批示", "人工定灯",
        "核定时限", "终止", "修改", "节点不适用", "完成节点", "督办单",
    };
    begun("2026-12-01");
    show(r->clerk, code, "<size:40x120><F2><F2>");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_shown(scr, words[i]);
    assert_not_shown(scr, "重新交办");
}

static void holding_and_resuming(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F2><F2>暂停<Enter>0县自然资源局<Enter>11<Enter>");
    assert_state(code, "held");
    struct item it = {0};
    rig_item(r, code, &it);
    assert_string_equal(it.hold_office, "县自然资源局");
    item_fini(&it);
    show(r->clerk, code, "<F2><Enter>");
    assert_state(code, "active");
}

static void a_colour_by_order_and_off_again(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F2><F2>人工<Enter>211<Enter>");
    struct item it = {0};
    rig_item(r, code, &it);
    assert_string_equal(it.pin_colour, "yellow");
    assert_int_equal(it.pin_until, on("2026-11-27"));
    item_fini(&it);
    show(r->clerk, code, "<F2><F2>人工<Enter>4<Enter>");
    it = (struct item){0};
    rig_item(r, code, &it);
    assert_true(!it.pin_colour || !*it.pin_colour);
    item_fini(&it);
}

static void cancelling_and_reopening(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F2><F2>终止<Enter>3<Enter>");
    assert_state(code, "cancelled");
    show(r->clerk, code, "");
    assert_shown(scr, "2重新交办");
    show(r->clerk, code, "<F2>21<Enter>");
    assert_state(code, "assigned");
    assert_history(code, "问题反弹");
}

static void a_slip_of_today_is_voided(void **state)
{
    (void)state;
    assigned();
    show(r->clerk, code, "<F2><F2>作废<Enter><Enter>");
    struct item it = {0};
    rig_item(r, code, &it);
    assert_true(it.voided);
    item_fini(&it);
}

static int teardown(void **state)
{
    free(code);
    code = NULL;
    return acts_teardown(state);
}

#define T(test) cmocka_unit_test_setup_teardown(test, acts_setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(several_say_what_they_lack),
        T(applying_takes_two_keys), T(what_is_missing_is_a_digit_away),
        T(approving_takes_two_keys_and_another_person), T(whoever_worked_on_it_does_not_approve),
        T(an_application_is_taken_back_with_f2_and_f3),
        T(accepting_is_for_the_owner_whoever_types),
        T(d_gives_the_work_to_somebody_else_or_back), T(what_cannot_be_done_tells_why),
        T(returning_takes_three_keys), T(own_words_with_zero),
        T(not_ours_goes_back_to_whoever_assigned), T(extending_takes_four_keys),
        T(the_days_off_are_shown), T(another_day_is_typed),
        T(a_handler_only_asks_and_another_answers), T(refusing_a_request_takes_a_reason),
        T(a_late_row_gets_a_limit), T(past_the_superiors_deadline_the_document_is_asked),
        T(everything_one_may_do_is_on_the_second_menu), T(holding_and_resuming),
        T(a_colour_by_order_and_off_again), T(cancelling_and_reopening),
        T(a_slip_of_today_is_voided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
