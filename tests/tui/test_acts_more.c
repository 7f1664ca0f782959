/* test_acts_more.c - the flows that write, on several rows, with files, against somebody
 * else, back and forth. */
#include "tests/tui/acts_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/detail.h"
#include "model/order.h"

static char *code, *codes;

static void begun(const char *due)
{
    char *old = code;

    code = xstrdup(rig_task(r, due));
    free(old);
}

/* `n` tasks, all of them ready but those whose index is in `not_ready`. */
static void several(size_t n, const char *not_ready)
{
    struct buf b = {0};

    for (size_t i = 0; i < n; i++) {
        char *one = xstrdup(rig_task(r, "2026-12-01"));
        if (!strchr(not_ready, (char)('0' + i)))
            rig_finish_task(r, one);
        buf_printf(&b, "%s%s", b.len ? " " : "", one);
        free(one);
    }
    free(codes);
    codes = buf_take(&b);
}

static char *nth(size_t n)
{
    static char one[64];
    const char *s = codes;

    while (n--)
        s = strchr(s, ' ') + 1;
    snprintf(one, sizeof one, "%.*s", (int)strcspn(s, " "), s);
    return one;
}

static void load_detail(struct detail *d)
{
    int64_t id;

    assert_ok(item_find(r->st->db, r->st->defs, code, r->env.today, &id, &r->err));
    assert_ok(detail_load(r->st, id, d, &r->err));
}

/* ---- F6 ---- */

static void the_last_words_stand_above_an_empty_field(void **state)
{
    (void)state;
    begun("2026-12-01");
    assert_ok(rig_report(r, r->handler, code, "已完成测绘", 20));
    show(r->handler, code, "<F6>");
    assert_shown(scr, "已完成测绘");
    assert_screen(scr, "acts-report-80x24");
    show(r->handler, code, "<F6>已签约 12 户<Tab>35<Tab>差两户<Tab>上门<Tab>11-25"
                           "<Tab>县局配合<Tab>2<C-s>");
    struct detail d = {0};
    load_detail(&d);
    assert_int_equal(d.n_reports, 2);
    assert_string_equal(d.reports[1].text, "已签约 12 户");
    assert_string_equal(d.reports[1].problem, "差两户");
    assert_string_equal(d.reports[1].next, "上门");
    assert_int_equal(d.reports[1].next_due, on("2026-11-25"));
    assert_string_equal(d.reports[1].coord_level, "superior");
    assert_int_equal(d.reports[1].percent, 35000000);
    detail_fini(&d);
}

static void the_same_text_twice_is_asked_about(void **state)
{
    (void)state;
    struct detail d = {0};
    begun("2026-12-01");
    assert_ok(rig_report(r, r->handler, code, "正在推进", 20));
    show(r->handler, code, "<F6>正在推进<C-s>");
    assert_shown(scr, "与上期相同");
    show(r->handler, code, "<F6>正在推进<C-s><Esc><Esc><Enter>");
    load_detail(&d);
    assert_int_equal(d.n_reports, 1);
    detail_fini(&d);
    show(r->handler, code, "<F6>正在推进<C-s><Enter>");
    load_detail(&d);
    assert_int_equal(d.n_reports, 2);
    detail_fini(&d);
}

static void mistakes_of_a_report_stand_beside_their_field(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->handler, code, "<F6><C-s>");
    assert_shown(scr, "请写做了什么");
    show(r->handler, code, "<F6>推进<Tab>六成<C-s>");
    assert_shown(scr, "写数字");
    assert_false(acted);
}

static void the_clerk_reports_for_the_owner(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F6>电话了解, 已签 3 户<C-s>");
    assert_history(code, "progress|督办员甲|干部甲");
}

static void a_note_and_a_leaders_words(void **state)
{
    (void)state;
    struct detail d = {0};
    begun("2026-12-01");
    show(r->handler, code, "c已电话联系<C-s>");
    show(r->clerk, code, "<F2><F2>批示<Enter>请抓紧办理<C-s>");
    load_detail(&d);
    assert_int_equal(d.n_words, 2);
    assert_true(d.words[0].is_note);
    assert_string_equal(d.words[1].person, "领导甲");
    assert_string_equal(d.words[1].text, "请抓紧办理");
    detail_fini(&d);
}

/* ---- steps and evidence ---- */

static void space_ticks_and_takes_back(void **state)
{
    (void)state;
    struct item it = {0};
    begun("2026-12-01");
    show(r->handler, code, "B");
    assert_screen(scr, "acts-step-80x24");
    show(r->handler, code, "B<Enter>");
    rig_item(r, code, &it);
    assert_int_equal(it.steps_done, 1);
    item_fini(&it);
    show(r->handler, code, "B<Enter>");
    it = (struct item){0};
    rig_item(r, code, &it);
    assert_int_equal(it.steps_done, 0);
    item_fini(&it);
}

static void a_step_out_of_order_is_refused(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->handler, code, "D2");       /* before anything is asked */
    assert_shown(scr, "制定方案");
    assert_not_shown(scr, "哪一天");
    assert_false(acted);
}

static void evidence_is_picked_newest_first(void **state)
{
    (void)state;
    struct detail d = {0};
    begun("2026-12-01");
    assert_ok(rig_check(r, r->handler, code, "scheme", NULL));
    assert_ok(rig_check(r, r->handler, code, "work", NULL));
    show(r->handler, code, "a");
    assert_shown(scr, "新照片.jpg");
    assert_true(strstr(scr->frame, "新照片.jpg") < strstr(scr->frame, "旧照片.jpg"));
    assert_shown(scr, "不得录入涉密信息");
    /* both, each with its own caption: 3 after, 1 before */
    show(r->handler, code, "a3<Down>1<Enter><Enter>");
    assert_true(acted);
    load_detail(&d);
    assert_int_equal(d.n_evidence, 2);
    assert_string_equal(d.evidence[0].step, "proof");
    assert_string_equal(d.evidence[0].name, "新照片.jpg");
    assert_string_equal(d.evidence[0].caption, "后");
    assert_string_equal(d.evidence[1].caption, "前");
    detail_fini(&d);
    struct item it = {0};
    rig_item(r, code, &it);
    assert_int_equal(it.steps_done, 3);
    item_fini(&it);
}

static void evidence_may_come_before_the_step_is_done(void **state)
{
    (void)state;
    struct detail d = {0};
    struct item it = {0};
    begun("2026-12-01");
    show(r->handler, code, "a<Enter>2<Enter>");
    assert_true(acted);
    load_detail(&d);
    assert_int_equal(d.n_evidence, 1);
    assert_string_equal(d.evidence[0].step, "proof");
    detail_fini(&d);
    rig_item(r, code, &it);
    assert_int_equal(it.steps_done, 0);
    item_fini(&it);
}

static void a_typed_path_is_completed(void **state)
{
    (void)state;
    struct detail d = {0};
    char *keys = xasprintf("a/<BS>%s/ho<Tab>Down<Tab>旧<Tab><Enter><Enter>2<Enter>", folder);
    begun("2026-12-01");
    show(r->handler, code, keys);
    load_detail(&d);
    assert_int_equal(d.n_evidence, 1);
    assert_string_equal(d.evidence[0].name, "旧照片.jpg");
    detail_fini(&d);
    free(keys);
}

static void paper_and_links_are_evidence(void **state)
{
    (void)state;
    struct detail d = {0};
    begun("2026-12-01");
    show(r->handler, code, "ap综合档案室 3 号柜, 干部甲<Enter>2<Enter>");
    show(r->handler, code, "D4<Enter>");
    show(r->handler, code, "al");
    load_detail(&d);
    assert_int_equal(d.n_evidence, 1);
    assert_string_equal(d.evidence[0].kind, "paper");
    detail_fini(&d);
}

/* ---- paper decisions ---- */

static void a_leader_decided_on_paper(void **state)
{
    (void)state;
    begun("2026-12-01");
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->clerk, VERB_APPLY, code));   /* so she may not approve it */
    show(r->clerk, code, "<F2><Enter>");
    assert_state(code, "review");
    show(r->clerk, code, "<F2>z领导甲<Enter><Enter>");
    assert_shown(scr, "纸面审批：领导甲");
    show(r->clerk, code, "<F2>z领导甲<Enter><Enter><Enter>");
    assert_state(code, "closed");
    assert_history(code, "approve|督办员甲||领导甲");
}

/* ---- several rows ---- */

static void a_batch_is_an_act_each(void **state)
{
    (void)state;
    several(3, "");
    show(r->handler, codes, "*<F2>");
    assert_shown(scr, "共 3 项");
    show(r->handler, codes, "*<F2><Enter>");
    for (size_t i = 0; i < 3; i++)
        assert_state(nth(i), "review");
    assert_int_equal(n_failed, 0);
    /* approved together as well */
    show(r->clerk, codes, "*<F2><Enter>");
    for (size_t i = 0; i < 3; i++)
        assert_state(nth(i), "closed");
}

static void those_that_fail_are_named_and_given_back(void **state)
{
    (void)state;
    several(3, "1");
    show(r->handler, codes, "*<F2><Enter>");
    assert_shown(scr, "办成 2 项，未办成 1 项");
    assert_shown(scr, nth(1));
    assert_shown(scr, "「制定方案」未完成");
    assert_screen(scr, "acts-failed-80x24");
    assert_int_equal(n_failed, 1);
    assert_state(nth(0), "review");
    assert_state(nth(1), "active");
    assert_state(nth(2), "review");
    /* one reason for several is said once */
    several(3, "");
    show(r->handler, codes, "*<F2><F2>完成节点<Enter>2<Enter>");
    assert_shown(scr, "3 项原因相同");
    assert_int_equal(n_failed, 3);
}

static void a_batch_is_taken_back_and_done_again_together(void **state)
{
    (void)state;
    several(3, "");
    show(r->handler, codes, "*<F2><Enter><C-z>");
    for (size_t i = 0; i < 3; i++)
        assert_state(nth(i), "active");
    assert_shown(scr, "另 2 项一并撤销");
    show(r->handler, codes, "*<F2><Enter><C-z><C-y>");
    for (size_t i = 0; i < 3; i++)
        assert_state(nth(i), "review");
    assert_shown(scr, "已重做 3 项");
}

static void esc_stops_a_long_batch(void **state)
{
    (void)state;
    several(120, "");
    show(r->handler, codes, "*<F2><Enter><!><Esc>");
    assert_shown(scr, "已按 Esc 停止");
    assert_true(n_failed > 0 && n_failed < 120);
    assert_state(nth(0), "review");
    assert_state(nth(119), "active");
}

static void one_order_for_each_unit(void **state)
{
    (void)state;
    struct orders o = {0};
    struct order_filter f = { .today = on("2026-12-10") };
    char *mine = xstrdup(rig_task(r, "2026-12-01")), *second = xstrdup(rig_task(r, "2026-12-01"));
    char *other = xstrdup(rig_add(r, "tasks", "title=另一件", "unit=财政所", "owner=干部乙",
                                  "due=2026-12-01", NULL));
    codes = xasprintf("%s %s %s", mine, second, other);
    rig_today(r, "2026-12-10");
    show(r->clerk, codes, "*<F5><Enter>");
    assert_true(acted);
    assert_ok(order_list(r->st, &f, &o, &r->err));
    assert_int_equal(o.n, 2);
    assert_shown(scr, "建设办");
    assert_shown(scr, "财政所");
    orders_fini(&o);
    free(mine);
    free(second);
    free(other);
}

static void one_date_and_one_reason_for_all_marked(void **state)
{
    (void)state;
    several(2, "01");
    show(r->clerk, codes, "*<F4>21<Enter>");
    for (size_t i = 0; i < 2; i++) {
        struct item it = {0};
        rig_item(r, nth(i), &it);
        assert_int_equal(it.due, on("2026-12-08"));
        item_fini(&it);
    }
}

static void one_evidence_and_one_date_for_all_marked(void **state)
{
    (void)state;
    several(3, "012");
    for (size_t i = 0; i < 3; i++) {
        assert_ok(rig_check(r, r->handler, nth(i), "scheme", NULL));
        if (i != 1)
            assert_ok(rig_check(r, r->handler, nth(i), "work", NULL));
    }
    show(r->handler, codes, "*a3<Enter><Enter>");
    assert_shown(scr, "办成 2 项，未办成 1 项");
    assert_int_equal(n_failed, 1);
    code = xstrdup(nth(0));
    struct detail d = {0};
    load_detail(&d);
    assert_int_equal(d.n_evidence, 1);
    detail_fini(&d);
}

/* ---- land: private values, statutory periods, villages ---- */

static void household(void)
{
    char *project = xstrdup(rig_add(r, "projects", "title=示例项目", "unit=建设办", NULL));
    char *parent = xasprintf("parent=%s", project);

    code = xstrdup(rig_add(r, "households", "title=户001", parent, "place=林家村",
                           "owner=干部甲", "phone=13900000000", "amount=12.5", NULL));
    codes = project;
    free(parent);
}

static void hidden_values_stay_hidden_and_as_they_are(void **state)
{
    (void)state;
    household();
    show(r->clerk, code, "<size:60x120>i");
    assert_not_shown(scr, "13900000000");
    assert_not_shown(scr, "12.5");
    show(r->clerk, code, "<size:60x120>i<C-s>");
    assert_int_equal(tools_int(r, "SELECT f.v_amount FROM f_households f JOIN item i ON "
                                  "i.id = f.id WHERE i.code = ?", code), 12500000);
    /* whoever may see them does */
    show(r->handler, code, "<size:60x120>i");
    assert_shown(scr, "12.5");
}

static void a_hidden_value_is_shown_for_a_reason(void **state)
{
    (void)state;
    household();
    rig_set(r, r->clerk, VERB_SET, code, "handler=干部乙", "lead=领导甲", NULL);
    show(r->leader, code, "<F2>查看<Enter>");
    assert_shown(scr, "补偿金额");
    show(r->leader, code, "<F2>查看");
    assert_not_shown(scr, "中文输入");  /* its field takes them, from the first on */
    show(r->leader, code, "<F2>查看<Enter>2核对补偿<Enter>");
    assert_shown(scr, "12.5");
    assert_history(code, "unmask|领导甲");
    show(r->leader, code, "<F2>查看<Enter>2核对补偿<Enter><wait:29>");
    assert_shown(scr, "12.5");
    show(r->leader, code, "<F2>查看<Enter>2核对补偿<Enter><wait:31>");
    assert_not_shown(scr, "12.5");
}

static void a_village_is_applied_for_at_once(void **state)
{
    (void)state;
    household();
    show(r->clerk, codes, "<F2><F2>整村<Enter>林家村<Enter><Enter>");
    assert_shown(scr, "1 行还不具备条件");
    assert_shown(scr, "户001");
    assert_state(code, "assigned");
}

static void a_step_that_lasts_is_begun_first(void **state)
{
    (void)state;
    household();
    assert_ok(rig_check(r, r->handler, code, "visit", NULL));
    assert_ok(rig_check(r, r->handler, code, "measure", NULL));
    show(r->handler, code, "D3");
    assert_shown(scr, "开始");
    assert_shown(scr, "从开始之日起算");
    show(r->handler, code, "D3<Enter>");
    assert_history(code, "begin|干部甲");
}

static void a_step_not_applicable_takes_a_reason(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "<F2><F2>不适用<Enter>11<Enter>");
    assert_history(code, "本件不涉及");
}

static void an_order_with_weekly_feedback(void **state)
{
    (void)state;
    struct orders o = {0};
    struct order_filter f = { .today = on("2026-12-10") };
    begun("2026-12-01");
    rig_today(r, "2026-12-10");
    show(r->clerk, code, "<F5>2<Enter>");
    assert_ok(order_list(r->st, &f, &o, &r->err));
    assert_int_equal(o.n, 1);
    assert_true(o.v[0].weekly);
    orders_fini(&o);
    /* a second one only when it is wanted */
    show(r->clerk, code, "<F5><Enter>");
    assert_false(acted);
    show(r->clerk, code, "<F5>1<Tab><Tab>2<Enter>");
    assert_true(acted);
}

/* ---- back and forth ---- */

static void undo_says_what_it_took_back_and_redo_does_it_again(void **state)
{
    (void)state;
    begun("2026-12-01");
    rig_finish_task(r, code);
    show(r->handler, code, "<F2><Enter><C-z>");
    assert_state(code, "active");
    assert_shown(scr, "申请销号");
    assert_shown(scr, code);
    show(r->handler, code, "<F2><Enter><C-z><C-y>");
    assert_state(code, "review");
    assert_shown(scr, "已重做");
    /* a new act ends what could be done again */
    show(r->handler, code, "<C-y>");
    assert_shown(scr, "没有可以重做的操作");
}

static void a_point_repeats_the_last_act(void **state)
{
    (void)state;
    several(2, "01");
    show(r->clerk, codes, "<F4>12<Enter><Down>.");
    assert_shown(scr, "再办一次：延期");
    show(r->clerk, nth(0), ".");
    assert_shown(scr, "还没有可以重复的操作");
    show(r->clerk, codes, "c同一句话<C-s><Down>.<Enter>");
    code = xstrdup(nth(1));
    struct detail d = {0};
    load_detail(&d);
    assert_int_equal(d.n_words, 1);
    assert_string_equal(d.words[0].text, "同一句话");
    detail_fini(&d);
}

/* ---- forms ---- */

static void only_what_was_changed_is_written(void **state)
{
    (void)state;
    struct item it = {0};
    begun("2026-12-01");
    show(r->clerk, code, "i");
    assert_screen(scr, "acts-edit-80x24");
    show(r->clerk, code, "i改过的标题<C-s>");
    rig_item(r, code, &it);
    assert_string_equal(it.title, "示例事项改过的标题");
    item_fini(&it);
    show(r->clerk, code, "i<C-s>");
    assert_shown(scr, "没有作任何改动");
    assert_false(acted);
}

static void who_may_not_assign_sees_the_owner_but_cannot_change_him(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->handler, code, "i<Tab>x<C-s>");     /* the next field is the handler's */
    assert_shown(scr, "干部甲");
    struct item it = {0};
    rig_item(r, code, &it);
    assert_int_equal(it.owner, r->handler);
    item_fini(&it);
}

static void a_new_row_is_a_form_of_its_list(void **state)
{
    (void)state;
    show(r->clerk, "", "o");
    assert_shown(scr, "三色督办事项");
    show(r->clerk, "", "o1<Enter>路灯维修<Tab>12-10<Tab>建设办<Tab>干部甲<C-s>");
    assert_true(acted);
    struct item it = {0};
    rig_item(r, "督26-1", &it);
    assert_string_equal(it.title, "路灯维修");
    assert_int_equal(it.due, on("2026-12-10"));
    assert_int_equal(it.owner, r->handler);
    item_fini(&it);
    show(r->clerk, "", "o1<Enter>路灯<Tab>二月三十<C-s>");
    assert_false(acted);
    /* more fields than are seen: a page on and back */
    show(r->clerk, "", "o1<Enter><PgDn>");
    assert_not_shown(scr, "*事项");
    show(r->clerk, "", "o1<Enter><PgDn><PgDn><PgDn><PgUp><PgUp><PgUp>");
    assert_shown(scr, "*事项");
    assert_shown(scr, "第 1/");
}

static void an_order_by_mouth_takes_one_line(void **state)
{
    struct item it = {0};

    (void)state;
    show(r->clerk, "", "o1林家村 签完 干部乙 下周三 !");
    assert_shown(scr, "时限：下周三 即 11-25 周三");
    assert_shown(scr, "责任人：干部乙(财政所)");
    assert_screen(scr, "acts-oral-80x24");
    /* everything that was understood stands in the form, to be corrected */
    show(r->clerk, "", "o1林家村 签完 干部乙 下周三 !<Enter>");
    assert_shown(scr, "2026-11-25");
    assert_screen(scr, "acts-oral-form-80x24");
    show(r->clerk, "", "o1林家村 签完 干部乙 下周三 !<Enter><C-s>");
    assert_true(acted);
    rig_item(r, "督26-1", &it);
    assert_string_equal(it.title, "林家村 签完");
    assert_int_equal(it.due, on("2026-11-25"));
    assert_int_equal(it.owner, r->other);
    assert_string_equal(it.source, "领导交办");
    item_fini(&it);
    /* as it stands there, without the form; what is refused comes back as the form */
    show(r->clerk, "", "o1修路灯 干部甲 周五前<C-s>");
    assert_true(acted);
    rig_item(r, "督26-2", &it);
    assert_string_equal(it.title, "修路灯");
    assert_int_equal(it.owner, r->handler);
    item_fini(&it);
    show(r->clerk, "", "o1干部甲<C-s>");
    assert_false(acted);
    assert_shown(scr, "* 必填");
    show(r->clerk, "", "o1<C-s>");
    assert_false(acted);
    /* left: nothing is kept */
    show(r->clerk, "", "o1林家村<Esc>");
    assert_false(acted);
}

static void a_name_in_doubt_is_asked_before_the_form(void **state)
{
    struct who who = { .actor = r->admin };
    struct pair same[] = { { "name", "干部乙" }, { "unit", "建设办" } };
    struct item it = {0};
    int64_t id;

    (void)state;
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, same, 2, &id, &r->err));
    show(r->clerk, "", "o1报表 干部乙<Enter>");
    assert_shown(scr, "「干部乙」是哪一个");
    assert_shown(scr, "干部乙(财政所)");
    show(r->clerk, "", "o1报表 干部乙<Enter>2<C-s>");
    assert_true(acted);
    rig_item(r, "督26-1", &it);
    assert_int_equal(it.owner, id);
    item_fini(&it);
    show(r->clerk, "", "o1报表 干部乙<Enter>3<C-s>");
    rig_item(r, "督26-2", &it);
    assert_string_equal(it.title, "报表 干部乙");
    item_fini(&it);
}

static void handing_over_and_splitting(void **state)
{
    (void)state;
    struct item it = {0};
    begun("2026-12-01");
    /* only what was changed: the unit, by way of its initials */
    show(r->clerk, code, "<F2><F2>改派<Enter><F4>财政所<Enter><C-s>");
    assert_state(code, "assigned");
    assert_int_equal(tools_int(r, "SELECT u.name = '财政所' FROM item i JOIN unit u ON "
                                  "u.id = i.unit WHERE i.code = ?", code), 1);
    begun("2026-12-01");
    show(r->clerk, code, "<F2><F2>分解<Enter>财政所<Enter>建设办<Enter><Esc><Enter>");
    char *part = xasprintf("%s.2", code);
    rig_item(r, part, &it);
    assert_string_equal(it.state, "assigned");
    item_fini(&it);
    free(part);
}

/* ---- against somebody else ---- */

static void the_other_sets_the_result(void)
{
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "result=对方写的", NULL));
}

static void two_who_write_the_same_field_are_asked(void **state)
{
    (void)state;
    struct item it = {0};
    begun("2026-12-01");
    meanwhile = the_other_sets_the_result;
    show(r->handler, code, "<F2>5我写的<Enter>");
    assert_shown(scr, "没存上：别人刚改过");
    assert_shown(scr, "我的：我写的");
    assert_shown(scr, "对方的：对方写的");
    assert_screen(scr, "acts-conflict-80x24");
    rig_item(r, code, &it);
    item_fini(&it);
}

static void mine_or_theirs_by_digit(void **state)
{
    (void)state;
    struct rows rows = {0};
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .list = "tasks",
                        .reader = r->clerk };
    begun("2026-12-01");
    meanwhile = the_other_sets_the_result;
    show(r->handler, code, "<F2>5我写的<Enter>2<Esc><Esc>");
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    assert_string_equal(rows.v[0].fields[2], "对方写的");
    rows_fini(&rows);
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "result=", NULL));
    meanwhile = the_other_sets_the_result;
    show(r->handler, code, "<F2>5我写的<Enter>1<Esc>");
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    assert_string_equal(rows.v[0].fields[2], "我写的");
    rows_fini(&rows);
}

static void the_other_sets_two(void)
{
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "demand=对方的要求", "result=对方写的", NULL));
}

static void each_field_by_itself(void **state)
{
    (void)state;
    struct rows rows = {0};
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .list = "tasks",
                        .reader = r->clerk };
    begun("2026-12-01");
    meanwhile = the_other_sets_two;
    show(r->handler, code, "i<BackTab><End><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>我的要求"
                           "<Tab>我写的<C-s>312");
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    assert_string_equal(rows.v[0].fields[1], "我的要求");
    assert_string_equal(rows.v[0].fields[2], "对方写的");
    rows_fini(&rows);
}

static void what_clashes_with_nothing_is_written_without_asking(void **state)
{
    (void)state;
    struct item it = {0};
    begun("2026-12-01");
    meanwhile = the_other_sets_the_result;
    show(r->handler, code, "i改过<C-s>");
    assert_true(acted);
    rig_item(r, code, &it);
    assert_string_equal(it.title, "示例事项改过");
    item_fini(&it);
}

static void the_other_applies(void)
{
    assert_ok(rig_do(r, r->clerk, VERB_APPLY, code));
}

static void an_act_on_what_has_changed_is_asked_about(void **state)
{
    (void)state;
    begun("2026-12-01");
    rig_finish_task(r, code);
    meanwhile = the_other_applies;
    show(r->handler, code, "<F2><Enter>");
    assert_shown(scr, "没存上：别人刚改过");
    assert_shown(scr, "在办 -> 待审核");
    show(r->handler, code, "");
    assert_state(code, "review");
}

/* ---- private values ---- */

#define TABS_12 "<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>"

static char *house;

static void the_other_sets_the_phone(void)
{
    assert_ok(rig_set(r, r->handler, VERB_SET, house, "phone=13900009000", NULL));
}

static char *phone(void)
{
    return tools_text(r, "SELECT v_phone FROM f_households f JOIN item i ON i.id = f.id WHERE "
                         "i.code = ?", house);
}

static void a_private_value_both_changed_is_asked_about_unseen(void **state)
{
    (void)state;
    house = xstrdup(rig_add(r, "households", "title=户001", "place=林家村", "owner=干部甲",
                            "phone=13800008000", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, house));
    /* the clerk may set it and not see it */
    meanwhile = the_other_sets_the_phone;
    show(r->clerk, house, "i" TABS_12 "<Tab><Tab><Tab><Tab>13700007000<C-s>");
    assert_shown(scr, "没存上");
    assert_shown(scr, "13700007000");
    assert_shown(scr, "对您隐藏");
    assert_not_shown(scr, "13900009000");
    char *is = phone();
    assert_string_equal(is, "13900009000");
    free(is);
    free(house);
}

/* ---- for somebody else ---- */

static void forms_ask_whose_work_it_is(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "i改过" TABS_12 "<Tab><Tab><Tab><Tab><Tab>gb<Tab>1<C-s>");
    assert_history(code, "set|督办员甲|干部甲");
    show(r->clerk, code, "i又改" TABS_12 "<Tab><Tab><Tab><Tab><Tab>没有人<C-s>");
    assert_shown(scr, "没有人");
    assert_false(acted);
    /* whoever may not act for others is not asked */
    show(r->handler, code, "i<F1><PgDn><PgDn>");
    assert_not_shown(scr, "代录");
    show(r->clerk, code, "i<F1><PgDn><PgDn>");
    assert_shown(scr, "代录");
}

static void new_rows_and_parts_too(void **state)
{
    (void)state;
    begun("2026-12-01");
    show(r->clerk, code, "o1<Enter><F1><PgDn><PgDn><PgDn>");
    assert_shown(scr, "代录");
    show(r->clerk, code, "<F2><F2>分解<Enter>财政所<Enter><Esc>");
    assert_shown(scr, "替别人录入");
    show(r->clerk, code, "<F2><F2>分解<Enter>财政所<Enter>建设办<Enter><Esc>d管理员<Enter><Enter>");
    assert_history(code, "split|督办员甲|管理员");
    /* a refusal on the screen names no option of the command line */
    begun("2026-12-01");
    show(r->clerk, code, "<F2><F2>分解<Enter>财政所<Enter><Esc><Enter>");
    assert_shown(scr, "至少分给两个单位");
    assert_not_shown(scr, "unit=");
}

static int teardown(void **state)
{
    free(code);
    free(codes);
    code = codes = NULL;
    return acts_teardown(state);
}

#define T(test) cmocka_unit_test_setup_teardown(test, acts_setup, teardown)
#define F(test) cmocka_unit_test_setup_teardown(test, acts_setup_with_files, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_last_words_stand_above_an_empty_field), T(the_same_text_twice_is_asked_about),
        T(mistakes_of_a_report_stand_beside_their_field), T(the_clerk_reports_for_the_owner),
        T(a_note_and_a_leaders_words), T(space_ticks_and_takes_back),
        T(a_step_out_of_order_is_refused), F(evidence_is_picked_newest_first),
        F(evidence_may_come_before_the_step_is_done), F(a_typed_path_is_completed),
        F(paper_and_links_are_evidence), F(a_leader_decided_on_paper), T(a_batch_is_an_act_each),
        T(those_that_fail_are_named_and_given_back),
        T(a_batch_is_taken_back_and_done_again_together), T(esc_stops_a_long_batch),
        T(one_order_for_each_unit), T(one_date_and_one_reason_for_all_marked),
        F(one_evidence_and_one_date_for_all_marked), T(hidden_values_stay_hidden_and_as_they_are),
        T(a_hidden_value_is_shown_for_a_reason), T(a_village_is_applied_for_at_once),
        T(a_step_that_lasts_is_begun_first), T(a_step_not_applicable_takes_a_reason),
        T(an_order_with_weekly_feedback),
        T(undo_says_what_it_took_back_and_redo_does_it_again), T(a_point_repeats_the_last_act),
        T(only_what_was_changed_is_written),
        T(who_may_not_assign_sees_the_owner_but_cannot_change_him),
        T(a_new_row_is_a_form_of_its_list), T(an_order_by_mouth_takes_one_line),
        T(a_name_in_doubt_is_asked_before_the_form), T(handing_over_and_splitting),
        T(two_who_write_the_same_field_are_asked), T(mine_or_theirs_by_digit),
        T(each_field_by_itself), T(what_clashes_with_nothing_is_written_without_asking),
        T(an_act_on_what_has_changed_is_asked_about),
        T(a_private_value_both_changed_is_asked_about_unseen), T(forms_ask_whose_work_it_is),
        T(new_rows_and_parts_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
