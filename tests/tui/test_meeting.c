/* test_meeting.c - 会议: one row a page in the sheet's order, decided by digit, kept at
 * once, confirmed at the end (OFFICE 16). */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/meeting_acts.h"
#include "report/weekly.h"
#include "tests/report/sheet_scene.h"
#include "tui/meeting_own.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char *folder;
static char late[64], soon[64], review[64], asked[64];

/* ---- a township of three weeks ---- */

static void play(void)
{
    struct call c;

    rig_today(r, "2026-11-02");
    scene_task(r, late, "消防通道整治", "干部甲", "领导甲", "2026-11-10", "co=财政所");
    scene_task(r, soon, "雨污管网改造", "干部乙", "领导乙", "2026-11-24", "co=财政所");
    scene_task(r, review, "老旧电梯更新", "干部甲", "领导甲", "2026-12-10", "co=财政所");
    scene_task(r, asked, "背街小巷整治", "干部甲", "领导甲", "2026-11-20", "co=财政所");
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, late));
    assert_ok(rig_do(r, r->other, VERB_ACCEPT, soon));
    scene_households(r, NULL);
    rig_today(r, "2026-11-17");
    c = rig_call(VERB_PROGRESS, late);
    c.text = "已清理两条通道,还有一条被占用。";
    c.problem = "占用的车辆找不到车主。";
    c.next = "联系交警拖离";
    c.next_due = on("2026-11-24");
    assert_ok(rig_run(r, r->handler, &c));
    scene_to_meeting(r, review, asked);
}

static int setup(void **state)
{
    (void)state;
    scr = tui_rig_begin("meeting", "2026-11-02", &folder);
    r = &scr->record;
    play();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_end(scr, folder);
    return 0;
}

static void show(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &meeting_screen, NULL, keys);
}

#define BEGIN "<Enter><C-s>"            /* by the final sheet, everything as offered */
#define GO_ON "<End><Enter>"

/* ---- beginning ---- */

static void it_begins_by_the_sheet(void **state)
{
    (void)state;
    show(r->clerk, "");
    assert_shown(scr, "新开会：按周报定稿 2026年第1期");
    assert_screen(scr, "meeting-begin-80x24");
    show(r->clerk, "<Enter>");
    assert_shown(scr, "周例会");
    assert_shown(scr, "2026年第1期");
    assert_shown(scr, "领导甲");
    assert_screen(scr, "meeting-form-80x24");
    show(r->clerk, BEGIN);
    assert_shown(scr, "一、逾期事项");
    assert_shown(scr, "已议 0/");
}

static void who_may_not_is_told_who_may(void **state)
{
    (void)state;
    show(r->handler, "<Enter>");
    assert_shown(scr, "会议由能录入领导批示的人记录");
    assert_not_shown(scr, "新开会");
}

static void a_leader_records_his_own(void **state)
{
    (void)state;
    show(r->second, "<Enter>");
    assert_shown(scr, "领导乙");            /* in the chair */
}

static void only_the_sections_wanted_are_gone_through(void **state)
{
    (void)state;
    /* everything off but the last: nothing to go through; then what falls due */
    show(r->clerk, "<Enter><Tab><Tab><Tab><Tab><Space><Tab><Space><Tab><Space><C-s>");
    assert_shown(scr, "至少选一个部分");
    show(r->clerk, "<Enter><Tab><Tab><Tab><Tab><Space><Tab><Space><Tab><Space><Tab><Space><C-s>");
    assert_not_shown(scr, "一、逾期事项");
}

/* ---- a page ---- */

static void a_page_can_be_read_from_the_back(void **state)
{
    (void)state;
    show(r->clerk, BEGIN);
    assert_shown(scr, "消防通道整治");
    assert_shown(scr, "逾期13天");
    assert_shown(scr, "责任领导 领导甲");
    assert_shown(scr, "已清理两条通道");
    assert_shown(scr, "联系交警拖离");
    assert_shown(scr, "1限期");
    assert_screen(scr, "meeting-page-80x24");
    scr->rows = 40;
    scr->cols = 120;
    show(r->clerk, GO_ON);
    assert_screen(scr, "meeting-page-120x40");
    /* however large the window, twenty lines and the frame's four */
    int y = 0;
    for (const char *s = scr->frame; *s; s += strcspn(s, "\n") + 1, y++)
        if (y >= 22 && y < 38)
            assert_int_equal(strcspn(s, "\n"), 0);
}

static void households_are_a_group_without_names_or_sums(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        scr->cols = i ? 120 : 80;
        show(r->clerk, i ? GO_ON : BEGIN);
        for (int page = 0; page < 8; page++) {
            assert_not_shown(scr, "示例户");
            assert_not_shown(scr, "10.5");
            show(r->clerk, GO_ON "<Space>");
        }
    }
    scr->cols = 80;
    show(r->clerk, GO_ON "<Home><Space>");
    assert_shown(scr, "林家村");
    assert_shown(scr, "3户");
    assert_screen(scr, "meeting-group-80x24");
}

static void what_has_changed_since_the_sheet_is_said(void **state)
{
    (void)state;
    show(r->clerk, BEGIN);
    assert_ok(rig_do_because(r, r->leader, VERB_CANCEL, late, "上级取消", NULL));
    show(r->clerk, GO_ON);
    assert_shown(scr, "周报之后：终止");
}

/* ---- moving ---- */

static void keys_turn_the_pages(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "<Space>");
    assert_shown(scr, "序号 2 ");
    show(r->clerk, GO_ON "<Left>");
    assert_shown(scr, "序号 1 ");
    show(r->clerk, GO_ON "<PgDn><Enter><Right><PgUp><Up>");
    assert_shown(scr, "序号 2 ");
    /* by number, where no digit decides; a number that is not there is said */
    show(r->clerk, GO_ON "03<Enter>");
    assert_shown(scr, "序号 3 ");
    show(r->clerk, GO_ON "/99<Enter>");
    assert_shown(scr, "没有序号 99");
    show(r->clerk, GO_ON "o1<Enter>");
    assert_shown(scr, "序号 1 ");
}

/* ---- deciding ---- */

static void a_limit_takes_two_keys_and_is_kept(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "11");
    assert_shown(scr, "限期 11-27");
    assert_shown(scr, "待补文字");
    assert_screen(scr, "meeting-decided-80x24");
    /* the terminal went away: everything is there again, where it stood */
    show(r->clerk, "");
    assert_shown(scr, "未完：已议 1/");
    show(r->clerk, GO_ON);
    assert_shown(scr, "限期 11-27");
    /* words later; changed; taken back; and that taken back */
    show(r->clerk, GO_ON "i先拖车后立桩<Enter>");
    assert_shown(scr, "先拖车后立桩");
    show(r->clerk, GO_ON "6");
    assert_shown(scr, "下次再议");
    assert_shown(scr, "(原定：限期 11-27");
    assert_shown(scr, "先拖车后立桩");
    show(r->clerk, GO_ON "r");
    assert_shown(scr, "(未定)");
    show(r->clerk, GO_ON "7r<C-z>");
    assert_shown(scr, "无意见");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE limit_on IS NOT NULL", NULL), 0);
}

static void what_was_asked_for_is_granted_with_one_digit(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "/2<Enter>");
    show(r->clerk, GO_ON "<Home>");
    /* it stands among the overdue by now: due on the 20th */
    for (int i = 0; i < 8 && !strstr(scr->frame, "背街小巷整治"); i++)
        show(r->clerk, GO_ON "<Space>");
    assert_shown(scr, "干部甲申请延期至 12-04：配件未到");
    show(r->clerk, GO_ON "31");
    assert_shown(scr, "同意延期 12-04");
}

static void only_what_was_applied_for_is_crossed_off(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "8");
    assert_shown(scr, "还没有申请销号");
    for (int i = 0; i < 8 && !strstr(scr->frame, "老旧电梯更新"); i++)
        show(r->clerk, GO_ON "<Space>");
    show(r->clerk, GO_ON "8");
    assert_shown(scr, "同意销号");
}

/* What could not be carried out at the end is said when the digit is pressed. */
static void what_comes_too_late_is_refused_at_once(void **state)
{
    (void)state;
    show(r->clerk, BEGIN);
    for (int i = 0; i < 8 && !strstr(scr->frame, "老旧电梯更新"); i++)
        show(r->clerk, GO_ON "<Space>");
    for (const char *digit = "1234"; *digit; digit++) {
        char *keys = xasprintf(GO_ON "%c", *digit);
        show(r->clerk, keys);
        assert_shown(scr, "等待审核：按 8 同意销号");
        assert_shown(scr, "(未定)");
        free(keys);
    }
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, review));
    for (const char *digit = "12348"; *digit; digit++) {
        char *keys = xasprintf(GO_ON "%c", *digit);
        show(r->clerk, keys);
        assert_shown(scr, "已销号或终止，可按 9 记下意见");
        free(keys);
    }
    show(r->clerk, GO_ON "9经验在全镇推广<Enter>");
    assert_shown(scr, "经验在全镇推广");
}

static void a_unit_and_a_person_are_named(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "23财政<Enter>干部乙<Enter>");
    assert_shown(scr, "明确牵头 财政所 干部乙");
    show(r->clerk, GO_ON "<Right>9<Esc>");
    assert_shown(scr, "(未定)");
    show(r->clerk, GO_ON "9由包村领导上门一次<Enter>");
    assert_shown(scr, "由包村领导上门一次");
}

/* ---- the end ---- */

static void the_chair_confirms_once(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "11<Space>7<Space>6");
    show(r->clerk, GO_ON "e");
    assert_shown(scr, "未议");
    assert_screen(scr, "meeting-list-80x24");
    show(r->clerk, GO_ON "e<F2>");
    assert_shown(scr, "主持：领导甲");
    assert_screen(scr, "meeting-confirm-80x24");
    show(r->clerk, GO_ON "e<F2>2");
    assert_shown(scr, "都已办理");
    assert_day(late, "limit_on", "2026-11-27");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE list = 'meetings'", NULL), 2);
    /* once */
    show(r->clerk, GO_ON "<F2>");
    assert_shown(scr, "议定的都已办理");
    show(r->clerk, GO_ON "<Home><Enter>1");
    assert_shown(scr, "这一项已经办理");
    show(r->clerk, "");
    assert_shown(scr, "已结束：议定 3 项");
    rig_assert_whole(r);
}

static void ctrl_z_takes_all_of_it_back(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "11<Space>6e<F2>2<C-z>");
    assert_shown(scr, "已确认，未办成 2");
    assert_day(late, "limit_on", NULL);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE list = 'meetings' AND "
                               "voided = 0", NULL), 0);
    /* and can be done again */
    show(r->clerk, GO_ON "<F2>2");
    assert_day(late, "limit_on", "2026-11-27");
}

static void the_form_and_the_minutes_are_text(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "11i先拖车后立桩<Enter><Space>7<F8>");
    assert_shown(scr, "议定意见单");
    assert_shown(scr, "(待主持人确认)");
    assert_not_shown(scr, "示例户");
    show(r->clerk, GO_ON "e<F2>2<F8>");
    assert_shown(scr, "周例会会议纪要");
    assert_shown(scr, "会26-001");
    assert_screen(scr, "meeting-minutes-80x24");
    char *typed = xasprintf(GO_ON "<F8><F8>4<C-u>%s/纪要.txt<Enter>", folder);
    char *path = xasprintf("%s/纪要.txt", folder);
    show(r->clerk, typed);
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    fclose(f);
    free(path);
    free(typed);
}

static void a_leader_in_the_chair_confirms_himself(void **state)
{
    (void)state;
    show(r->leader, BEGIN "11e<F2><Enter>");
    assert_shown(scr, "都已办理");
    assert_day(late, "limit_on", "2026-11-27");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE list = 'meetings'", NULL), 1);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM due_change WHERE why = 'limit'", NULL), 1);
    rig_assert_whole(r);
}

/* Who signs an order does not draft it: that stays, with the clerk's name, and she does it. */
static void what_the_chair_may_not_do_stays_for_who_may(void **state)
{
    (void)state;
    show(r->leader, BEGIN "4e<F2><Enter>");
    assert_shown(scr, "有权办理的");
    assert_shown(scr, "督办员甲");
    show(r->leader, "");
    assert_shown(scr, "已确认，1 项未办成");
    show(r->clerk, GO_ON "<F2>2");
    assert_shown(scr, "都已办理");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE list = 'meetings'", NULL), 1);
}

static void a_meeting_can_be_thrown_away_until_it_is_confirmed(void **state)
{
    (void)state;
    show(r->clerk, BEGIN "11<Esc><End><F3>");
    assert_shown(scr, "扔掉这份草稿");
    show(r->clerk, "<End><F3><Enter>");
    assert_not_shown(scr, "未完");
    show(r->clerk, "<Home><F3>");
    assert_shown(scr, "只能扔掉");
}

static void every_key_leaves_it_whole(void **state)
{
    static const char *const keys[] = {
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "<Enter>", "<Space>", "<Left>",
        "<Up>", "<Down>", "<PgUp>", "<PgDn>", "<Home>", "<End>", "<Esc>", "<Tab>", "i", "o", "e",
        "r", "/", "x", "<F1>", "<F2>", "<F3>", "<F7>", "<F9>", "<F10>", "<C-z>", "<Del>", "中",
        "<click:8,20>", "<click:20,4>", "<size:24x80>", "<size:10x30>", "<tick>",
    };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char *page = xasprintf("%s%s<Esc><Esc><Esc>", i ? GO_ON : BEGIN, keys[i]);
        char *list = xasprintf("%so%s<Esc><Esc><Esc>", GO_ON, keys[i]);
        scr->rows = 24;
        scr->cols = 80;
        show(r->clerk, page);
        scr->rows = 24;
        scr->cols = 80;
        show(r->clerk, list);
        free(page);
        free(list);
    }
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(it_begins_by_the_sheet),
        TEST(who_may_not_is_told_who_may),
        TEST(a_leader_records_his_own),
        TEST(only_the_sections_wanted_are_gone_through),
        TEST(a_page_can_be_read_from_the_back),
        TEST(households_are_a_group_without_names_or_sums),
        TEST(what_has_changed_since_the_sheet_is_said),
        TEST(keys_turn_the_pages),
        TEST(a_limit_takes_two_keys_and_is_kept),
        TEST(what_was_asked_for_is_granted_with_one_digit),
        TEST(only_what_was_applied_for_is_crossed_off),
        TEST(what_comes_too_late_is_refused_at_once),
        TEST(a_unit_and_a_person_are_named),
        TEST(the_chair_confirms_once),
        TEST(ctrl_z_takes_all_of_it_back),
        TEST(the_form_and_the_minutes_are_text),
        TEST(a_leader_in_the_chair_confirms_himself),
        TEST(what_the_chair_may_not_do_stays_for_who_may),
        TEST(a_meeting_can_be_thrown_away_until_it_is_confirmed),
        TEST(every_key_leaves_it_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
