/* test_orders.c - 督办 by keys: an order's whole way by those whose turn it is, for one of
 * the unit, by a signed form; groups, finding, the text in a file, what is refused. */
#include "tests/tui/acts_rig.h"

#include <unistd.h>

#include "model/order.h"
#include "tui/detail.h"
#include "tui/orders.h"
#include "tui/today.h"

static char late[64];

/* 督26-1 of 建设办, two days late on Friday 2026-11-27. */
static void begun(void)
{
    snprintf(late, sizeof late, "%s", rig_task(r, "2026-11-25"));
    rig_today(r, "2026-11-27");
}

static void see(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &orders_screen, NULL, keys);
}

static enum xh_rc act_on(struct who who, enum verb verb, const char *order)
{
    struct order_call c = { .verb = verb, .order = order, .due = DAY_NONE, .on = DAY_NONE,
                            .reason = verb == VERB_SEND_BACK || verb == VERB_REVOKE
                                          ? "措施不具体" : NULL,
                            .text = verb == VERB_ANSWER ? "已组织施工,12月2日前完成" : NULL };
    const char *codes[] = { late };
    struct order_result res = {0};

    if (verb == VERB_SUPERVISE) {
        c.codes = codes;
        c.n_codes = 1;
        c.again = true;
    }
    return order_run(r->st, &r->env, &who, &c, &res, &r->err);
}

static enum xh_rc by(int64_t person, enum verb verb, const char *order)
{
    return act_on((struct who){ .actor = person }, verb, order);
}

/* A draft by the clerk, brought on by those who may. */
static void order_in(enum duban_state state, const char *row)
{
    assert_ok(by(r->clerk, VERB_SUPERVISE, NULL));
    if (state >= DUBAN_SIGNED)
        assert_ok(by(r->leader, VERB_SIGN, row));
    if (state >= DUBAN_DELIVERED)
        assert_ok(by(r->clerk, VERB_DELIVER, row));
    if (state >= DUBAN_RECEIVED)
        assert_ok(by(r->handler, VERB_RECEIVE, row));
    if (state >= DUBAN_ANSWERED)
        assert_ok(by(r->handler, VERB_ANSWER, row));
    if (state == DUBAN_CLOSED)
        assert_ok(by(r->clerk, VERB_FINISH, row));
}

static void look_up(int64_t id, struct duban_order *o)
{
    *o = (struct duban_order){0};
    assert_ok(order_load(r->st->db, id, o, &r->err));
}

static void assert_order_(int64_t id, enum duban_state state, const char *file, int line)
{
    struct duban_order o;

    look_up(id, &o);
    _assert_string_equal(order_state_id(o.state), order_state_id(state), file, line);
    order_fini(&o);
}
#define assert_order(id, state) assert_order_((id), DUBAN_##state, __FILE__, __LINE__)

static void both(const char *name)
{
    char *small = xasprintf("orders-%s-80x24", name), *large = xasprintf("orders-%s-120x40", name);

    assert_screen(scr, scr->rows == 24 ? small : large);
    free(small);
    free(large);
}

/* ---- the way ---- */

static void an_order_goes_its_way_by_keys(void **state)
{
    struct duban_order o;

    (void)state;
    begun();
    see(r->clerk, "");
    assert_shown(scr, "还没有督办单。按 F5");
    see(r->clerk, "<F5>1<Enter>");
    assert_shown(scr, "已拟督办单草稿1");
    see(r->clerk, "");
    assert_shown(scr, "未编号");
    assert_shown(scr, "签发 领导甲");
    see(r->leader, "<F2>");
    assert_shown(scr, "现在就编文号");
    assert_order(1, DRAFT);                             /* one key signs nothing */
    see(r->leader, "<F2><Enter>");
    assert_order(1, SIGNED);
    assert_shown(scr, "沿督〔2026〕1号");
    see(r->clerk, "<F2><Enter>");
    assert_order(1, DELIVERED);
    rig_today(r, "2026-11-30");
    see(r->handler, "<F2>");
    assert_shown(scr, "签收日期");
    see(r->handler, "<F2>3<Enter>");                     /* on the workday before */
    assert_order(1, RECEIVED);
    look_up(1, &o);
    assert_int_equal(o.received_on, on("2026-11-27"));
    order_fini(&o);
    see(r->handler, "<F2>已进场施工,12月2日完工<C-s>");
    assert_order(1, ANSWERED);
    see(r->clerk, "<F3>1<Enter>");
    assert_order(1, RECEIVED);
    look_up(1, &o);
    assert_string_equal(o.replies[0].reason, "未说明办理情况");
    order_fini(&o);
    see(r->handler, "<F2>已完工<C-s>");
    see(r->clerk, "<F2>");
    assert_shown(scr, "已完工");
    see(r->clerk, "<F2><Enter>");
    assert_order(1, CLOSED);
    see(r->clerk, "<F2>");
    assert_shown(scr, "已经了结");
}

static void what_was_done_is_taken_back(void **state)
{
    (void)state;
    begun();
    order_in(DUBAN_SIGNED, "r1");
    see(r->clerk, "<F2><Enter><C-z>");
    assert_order(1, SIGNED);
    see(r->clerk, "<F2><Enter>");
    assert_order(1, DELIVERED);
    see(r->leader, "<F3>2<Enter>");
    assert_order(1, WITHDRAWN);
    see(r->leader, "<C-z>");
    assert_order(1, DELIVERED);
}

static void the_clerk_writes_down_what_the_unit_did(void **state)
{
    struct duban_order o;

    (void)state;
    begun();
    order_in(DUBAN_DELIVERED, "r1");
    see(r->clerk, "<F2>");
    assert_shown(scr, "代录：干部甲");
    see(r->clerk, "<F2><Enter>");
    look_up(1, &o);
    assert_int_equal(o.received_by, r->handler);
    order_fini(&o);
    see(r->clerk, "<F2>电话答复:本周完成<C-s>");
    look_up(1, &o);
    assert_string_equal(o.replies[0].person, "干部甲");
    assert_string_equal(o.replies[0].typed_by, "督办员甲");
    order_fini(&o);
    /* who typed the answer does not judge it: z, for a leader */
    see(r->clerk, "<F2>");
    assert_shown(scr, "z");
    see(r->clerk, "<F2><Enter>");
    assert_shown(scr, "您不能自己审批这一项");
    assert_order(1, ANSWERED);
}

static void a_leader_has_signed_on_paper(void **state)
{
    struct duban_order o;

    (void)state;
    begun();
    order_in(DUBAN_DRAFT, "r1");
    see(r->clerk, "<F2>z领导甲<Enter><Enter>");
    assert_shown(scr, "纸面审批：领导甲");
    see(r->clerk, "<F2>z领导甲<Enter><Enter><Enter>");
    look_up(1, &o);
    assert_int_equal(o.state, DUBAN_SIGNED);
    assert_int_equal(o.signed_by, r->leader);
    assert_true(o.on_paper);
    order_fini(&o);
}

static void an_answer_brings_files_along(void **state)
{
    struct duban_order o;

    (void)state;
    begun();
    order_in(DUBAN_RECEIVED, "r1");
    see(r->handler, "<F2>已完工<Tab>2<C-s><Space><Enter>");
    look_up(1, &o);
    assert_int_equal(o.n_replies, 1);
    assert_string_equal(o.replies[0].files, "新照片.jpg");
    order_fini(&o);
    see(r->handler, "<Enter>3");
    assert_shown(scr, "新照片.jpg");
}

/* ---- drafts ---- */

static void a_draft_is_changed_before_it_is_signed(void **state)
{
    struct duban_order o;

    (void)state;
    begun();
    order_in(DUBAN_DRAFT, "r1");
    see(r->clerk, "i<Tab><Tab><Tab><BS><BS><BS><BS><BS><BS><BS><BS><BS><BS>+3<Tab>2<C-s>");
    look_up(1, &o);
    assert_int_equal(o.due, on("2026-12-02"));
    assert_true(o.weekly);
    order_fini(&o);
    see(r->clerk, "i<Tab><Tab><Tab><BS><BS><BS><BS><BS><BS><BS><BS><BS><BS>昨晚<C-s>");
    assert_shown(scr, "昨晚");                          /* still in the form */
    rig_today(r, "2026-12-07");
    see(r->leader, "<F2>");
    assert_shown(scr, "已过");
    assert_order(1, DRAFT);
    see(r->clerk, "<F3><Enter>");                       /* a draft goes without a reason */
    assert_order(1, WITHDRAWN);
}

static void units_with_red_rows_are_offered(void **state)
{
    (void)state;
    begun();
    see(r->clerk, "<F5>");
    assert_shown(scr, "建设办");
    assert_shown(scr, "红 1");
    see(r->clerk, "<F5>1<Enter>");
    assert_order(1, DRAFT);
    see(r->clerk, "<F5>1");                             /* it has its order */
    assert_shown(scr, "每个红灯事项都已有");
    see(r->handler, "<F5>");                            /* not hers to give */
    assert_shown(scr, "督办员甲");
}

/* ---- who sees what ---- */

static void an_order_is_shown_to_those_it_is_about(void **state)
{
    (void)state;
    begun();
    order_in(DUBAN_DELIVERED, "r1");
    see(r->other, "");
    assert_not_shown(scr, "沿督");
    see(r->handler, "");
    assert_shown(scr, "沿督〔2026〕1号");
    assert_shown(scr, "9轮到我1");
    see(r->clerk, "9");
    assert_shown(scr, "没有轮到您办的");
    see(r->second, "<F2>");                             /* a leader of other things */
    assert_order(1, DELIVERED);
    see(r->handler, "<F3>");
    assert_shown(scr, "您的角色不能办理");
}

/* ---- groups, words, mouse ---- */

static void digits_choose_by_the_way(void **state)
{
    (void)state;
    begun();
    order_in(DUBAN_DRAFT, "r1");
    order_in(DUBAN_SIGNED, "r2");
    order_in(DUBAN_DELIVERED, "r3");
    order_in(DUBAN_RECEIVED, "r4");
    order_in(DUBAN_ANSWERED, "r5");
    order_in(DUBAN_CLOSED, "r6");
    rig_today(r, "2026-12-07");                         /* the reply was due on the 4th */
    for (int i = 0; i < 2; i++) {
        scr->rows = i ? 40 : 24;
        scr->cols = i ? 120 : 80;
        see(r->clerk, "");
        both("list");
        see(r->clerk, "<Enter>");
        both("text");
        see(r->clerk, "<Enter>2");
        both("rows");
        see(r->clerk, "5<Enter>3");
        both("way");
    }
    scr->rows = 24;
    scr->cols = 80;
    see(r->clerk, "1");
    assert_shown(scr, "未编号");
    assert_not_shown(scr, "〔2026〕");
    see(r->clerk, "6");
    assert_shown(scr, "〔2026〕5号");
    assert_not_shown(scr, "〔2026〕4号");
    see(r->clerk, "8");
    assert_shown(scr, "〔2026〕2号");
    assert_not_shown(scr, "〔2026〕3号");
    see(r->clerk, "6<Esc>");
    assert_shown(scr, "未编号");
    see(r->clerk, "<Tab><Tab>");
    assert_shown(scr, "只看：待送达");
    see(r->clerk, "<click:2,10>");
    assert_shown(scr, "只看：拟稿");
    see(r->clerk, "<F7>5号<Enter><Enter>");
    assert_shown(scr, "> 沿督〔2026〕5号");
    see(r->clerk, "/zyd<Enter>");
    assert_shown(scr, "没有「zyd」");
}

static void rows_of_an_order_open_their_item(void **state)
{
    (void)state;
    begun();
    order_in(DUBAN_DELIVERED, "r1");
    see(r->clerk, "<Enter>2<Enter>");
    assert_shown(scr, "详情");
    assert_shown(scr, late);
    int64_t item;
    assert_ok(item_find(r->st->db, r->st->defs, late, r->env.today, &item, &r->err));
    tui_rig_run(scr, &detail_screen, &item, "6<Down><Enter>");
    assert_shown(scr, "督办单和协调函 > 沿督〔2026〕1号");
    tui_rig_run(scr, &detail_screen, &item, "6<Down><Enter><Esc>");
    assert_shown(scr, "详情");
}

static void today_opens_the_orders_it_counts(void **state)
{
    (void)state;
    begun();
    order_in(DUBAN_DRAFT, "r1");
    scr->tui.me = scr->tui.account = r->leader;
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_shown(scr, "轮到我办 1");
    tui_rig_run(scr, &today_screen, NULL, "<Enter>");
    assert_shown(scr, "只看：轮到我");
    assert_shown(scr, "未编号");
}

/* ---- the text ---- */

static void its_text_is_written_to_a_file(void **state)
{
    char *path = xasprintf("%s/home/督办单沿督〔2026〕1号.txt", folder);
    char text[4096] = "";

    (void)state;
    begun();
    order_in(DUBAN_SIGNED, "r1");
    see(r->clerk, "p1");
    assert_shown(scr, "1-20/");
    assert_shown(scr, "沿江镇督办单");
    see(r->clerk, "p1<F8>4<Enter>");
    assert_shown(scr, "已写成");
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = '\0';
    assert_int_equal(strncmp(text, "\xEF\xBB\xBF", 3), 0);
    assert_non_null(strstr(text, "沿江镇督办单"));
    see(r->clerk, "p1<F8>4<Enter>");
    assert_shown(scr, "要替换吗");
    see(r->clerk, "p1<F8>4.doc<Enter>");
    assert_shown(scr, "以下列之一结尾：");
    see(r->clerk, "p1<F8>2<Enter>");
    assert_shown(scr, "已写成");
    char *pdf = xasprintf("%s/home/督办单沿督〔2026〕1号.pdf", folder);
    assert_int_equal(unlink(pdf), 0);
    free(pdf);
    see(r->clerk, "p1/lingdaoyi<Enter>");
    assert_shown(scr, "没有「lingdaoyi」");
    see(r->clerk, "p1/责任领导<Enter>");
    assert_shown(scr, "「责任领导」在第");
    assert_int_equal(unlink(path), 0);
    see(r->clerk, "p2");
    assert_shown(scr, "回复时限");
    assert_shown(scr, "沿督〔2026〕1号");
    see(r->clerk, "3p");                                /* nothing there: the list alone */
    assert_shown(scr, "无");
    free(path);
}

static void without_the_permission_to_export_nothing_is_written(void **state)
{
    char *path = xasprintf("%s/home/督办单沿督〔2026〕1号.pdf", folder);

    (void)state;
    begun();
    order_in(DUBAN_SIGNED, "r1");
    assert_ok(tools_configure(r, r->admin, "township", "- {do: [read, export], on: [own, "
                              "co, unit]}", "- {do: [read], on: [own, co, unit]}", NULL));
    see(r->handler, "p1<F8>");
    assert_shown(scr, "不能导出");
    see(r->handler, "p1<F8>2<Enter>");
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

/* ---- letters ---- */

static void a_letter_is_closed_with_how_it_was_settled(void **state)
{
    struct duban_order o;
    struct call hold;

    (void)state;
    begun();
    hold = rig_call(VERB_HOLD, late);
    hold.office = "县水利局";
    hold.reason = "等批复";
    hold.to = on("2026-12-04");
    assert_ok(rig_run(r, r->clerk, &hold));
    assert_ok(by(r->clerk, VERB_SUPERVISE, NULL));
    assert_ok(by(r->leader, VERB_SIGN, "r1"));
    assert_ok(by(r->clerk, VERB_DELIVER, "r1"));
    see(r->clerk, "");
    assert_shown(scr, "4待回复1");
    assert_shown(scr, "沿函〔2026〕1号");
    see(r->clerk, "<F2>");
    assert_shown(scr, "回复内容");
    see(r->second, "<F2>");
    assert_not_shown(scr, "回复内容");
    see(r->clerk, "<F2><Esc>");
    tui_rig_run(scr, &order_screen, &(int64_t){ 1 }, "<F2>县局12月2日批复<C-s>");
    look_up(1, &o);
    assert_int_equal(o.state, DUBAN_ANSWERED);
    order_fini(&o);
    see(r->clerk, "<F2><Enter>");
    assert_order(1, CLOSED);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, acts_setup, acts_teardown)
#define FILED(f) cmocka_unit_test_setup_teardown(f, acts_setup_with_files, acts_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(an_order_goes_its_way_by_keys),
        SCENE(what_was_done_is_taken_back),
        SCENE(the_clerk_writes_down_what_the_unit_did),
        FILED(a_leader_has_signed_on_paper),
        FILED(an_answer_brings_files_along),
        SCENE(a_draft_is_changed_before_it_is_signed),
        SCENE(units_with_red_rows_are_offered),
        SCENE(an_order_is_shown_to_those_it_is_about),
        SCENE(digits_choose_by_the_way),
        SCENE(rows_of_an_order_open_their_item),
        SCENE(today_opens_the_orders_it_counts),
        FILED(its_text_is_written_to_a_file),
        FILED(without_the_permission_to_export_nothing_is_written),
        SCENE(a_letter_is_closed_with_how_it_was_settled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
