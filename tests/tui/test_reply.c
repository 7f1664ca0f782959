/* test_reply.c - 回执: marks keyed in by 序号, each shown before it counts (OFFICE 1, 17, UX
 * 2.9, ENGINE 26, 27). */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/meeting_acts.h"
#include "report/reply.h"
#include "report/weekly.h"
#include "tests/report/sheet_scene.h"
#include "tui/reply.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char *folder, *scan;
static char late[64], late2[64], review[64], asked[64], own[64];

/* ---- a township of three weeks ---- */

static void play(void)
{
    rig_today(r, "2026-11-02");
    scene_task(r, late, "消防通道整治", "干部甲", "领导甲", "2026-11-10", NULL);
    scene_task(r, late2, "路灯维修", "干部甲", "领导甲", "2026-11-12", NULL);
    scene_task(r, review, "老旧电梯更新", "干部甲", "领导甲", "2026-12-10", NULL);
    scene_task(r, asked, "背街小巷整治", "干部甲", "领导甲", "2026-11-24", NULL);
    scene_task(r, own, "督办台账整理", "督办员甲", "领导甲", "2026-12-11", NULL);
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, late));
    scene_households(r, NULL);
    scene_to_meeting(r, review, asked);
}

static int setup(void **state)
{
    (void)state;
    scr = tui_rig_begin("reply", "2026-11-02", &folder);
    r = &scr->record;
    play();
    scan = tools_file(folder, "scan.txt", "写了意见的周报");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_end(scr, folder);
    free(scan);
    return 0;
}

static void show(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &reply_screen, NULL, keys);
}

/* The row of an item on the sheet, as it is typed. */
static long long n_of(const char *code)
{
    int64_t n = tools_int(r, "SELECT n FROM sheet_row WHERE item = (SELECT id FROM item WHERE "
                          "code = ?) AND n > 0 ORDER BY sheet DESC, n LIMIT 1", code);

    assert_true(n > 0);
    return (long long)n;
}

/* `keys` for the item's row: ~ stands for its 序号. */
static void keyed(int64_t person, const char *keys, const char *code)
{
    const char *at = strchr(keys, '~');
    char *typed = xasprintf("%.*s%lld%s", (int)(at - keys), keys, n_of(code), at + 1);

    show(person, typed);
    free(typed);
}

/* ---- tests ---- */

static void the_rows_of_the_sheet_are_there(void **state)
{
    (void)state;
    show(r->leader, "");
    assert_shown(scr, "2026年第1期");
    assert_shown(scr, "主持：领导甲");
    assert_shown(scr, "已录 0 / 共");
    assert_shown(scr, "消防通道整治");
    assert_screen(scr, "reply-80x24");
    scr->rows = 40;
    scr->cols = 120;
    show(r->leader, "");
    assert_screen(scr, "reply-120x40");
}

static void a_mark_is_shown_before_it_counts(void **state)
{
    (void)state;
    keyed(r->leader, "~d11-27<Enter>", late);
    assert_shown(scr, "限期 11-27");
    assert_shown(scr, "干部甲");
    assert_shown(scr, "回车 算数");
    assert_day(late, "limit_on", NULL);         /* nothing has happened yet */
    assert_screen(scr, "reply-shown-80x24");
    keyed(r->leader, "~d11-27<Enter><Esc>", late);
    assert_not_shown(scr, "回车 算数");
    assert_not_shown(scr, "录入：1");
    keyed(r->leader, "~d11-27<Enter><BS>8<Enter>", late);       /* put right, shown again */
    assert_shown(scr, "-> 限期 11-28");
    assert_day(late, "limit_on", NULL);
    keyed(r->leader, "~d11-27<Enter><Enter>", late);
    assert_day(late, "limit_on", "2026-11-27");
    assert_shown(scr, "已录 1 / 共");
    assert_shown(scr, "Ctrl-Z 撤销");
    assert_screen(scr, "reply-recorded-80x24");
    rig_assert_whole(r);
}

/* Number, letter, Enter, Enter: what a cross-off costs. */
static void a_cross_off_takes_four_keys(void **state)
{
    (void)state;
    assert_true(n_of(review) < 10);
    keyed(r->leader, "~x<Enter><Enter>", review);
    assert_state(review, "closed");
    assert_shown(scr, "同意销号");
}

static void full_width_is_half_width(void **state)
{
    (void)state;
    keyed(r->leader, "ｘ~<Enter><Enter>", review);
    assert_state(review, "closed");
    keyed(r->leader, "~　ｄ１１－２７<Enter><Enter>", late);
    assert_day(late, "limit_on", "2026-11-27");
}

static void what_is_wrong_stays_in_the_line(void **state)
{
    (void)state;
    keyed(r->leader, "~x<Enter>", late);
    assert_shown(scr, "没有申请销号");
    assert_screen(scr, "reply-wrong-80x24");
    keyed(r->leader, "~x<Enter><BS>d11-27<Enter><Enter>", late);
    assert_day(late, "limit_on", "2026-11-27");
    show(r->leader, "99x<Enter>");
    assert_shown(scr, "没有序号 99");
    show(r->leader, "1z<Enter>");
    assert_shown(scr, "看不懂'z'");
    keyed(r->leader, "~d12-04<Enter>", late);
    assert_shown(scr, "已录 限期 11-27");
}

static void it_is_taken_back(void **state)
{
    (void)state;
    keyed(r->leader, "~d11-27<Enter><Enter><C-z>", late);
    assert_day(late, "limit_on", NULL);
    assert_shown(scr, "可重新录入");
    keyed(r->leader, "~d11-27<Enter><Enter><C-z>", late);       /* and anew */
    assert_day(late, "limit_on", NULL);
    assert_shown(scr, "已录 0 / 共");
    keyed(r->leader, "~-<Enter><Enter>", late);
    assert_shown(scr, "已录 1 / 共");
    keyed(r->leader, "~-<Enter>", late);
    assert_shown(scr, "已经录过");
    keyed(r->leader, "~d11-27<Enter><Enter><C-z><C-y>", late);       /* - gives way */
    assert_shown(scr, "请重新录入");
    assert_day(late, "limit_on", NULL);
    keyed(r->leader, "~-<Enter><Enter><C-z>", late);
    assert_shown(scr, "可重新录入");
    assert_shown(scr, "已录 0 / 共");
    rig_assert_whole(r);
}

/* The chair's first, then no file of his sheet: the clerk decides by her own right. */
#define CHAIR "<Enter><Enter>2"

static void a_group_is_recorded_and_taken_back_together(void **state)
{
    long long n = (long long)tools_int(r, "SELECT max(n) FROM sheet_row WHERE member = 1", NULL);
    char *keys = xasprintf("%lldd11-27" CHAIR "<Enter>", n);
    char *back = xasprintf("%lldd11-30<Enter><Enter><C-z>", n);
    static const char limited[] = "SELECT count(*) FROM item WHERE list = 'households' AND "
                                  "limit_on IS NOT NULL";

    (void)state;
    show(r->clerk, keys);
    assert_int_equal(tools_int(r, limited, NULL), 3);
    assert_shown(scr, "已录 1 / 共");
    free(keys);
    show(r->clerk, back);
    assert_shown(scr, "先撤销");
    free(back);
}

static void assert_count(const char *sql, int64_t want)
{
    assert_int_equal(tools_int(r, sql, NULL), want);
}

static const char orders[] = "SELECT count(*) FROM duban_order";
static const char limits[] = "SELECT count(*) FROM item WHERE limit_on IS NOT NULL";

/* A group of three households, one of which another unit is to see to by now. */
static long long group_of_two_units(void)
{
    struct call c = rig_call(VERB_ASSIGN, NULL);
    struct pair to = { "unit", "财政所" };
    char *code = tools_text(r, "SELECT min(code) FROM item WHERE list = 'households'", NULL);

    c.code = code;
    c.fields = &to;
    c.n_fields = 1;
    assert_ok(rig_run(r, r->clerk, &c));
    free(code);
    return (long long)tools_int(r, "SELECT max(n) FROM sheet_row WHERE member = 1", NULL);
}

/* A limit on every row and an order to every unit: what the mark did, and nothing else. */
static void what_a_mark_did_is_taken_back_and_no_more(void **state)
{
    long long n = group_of_two_units(), first = n_of(late);
    char *keys = xasprintf("%lldd11-27" CHAIR "<Enter>%llds<Enter><Enter>%lldd11-27s<Enter><Enter>",
                           first, n_of(late2), n);
    char *again = xasprintf("%llds<Enter><Enter><C-z>", n);

    (void)state;
    show(r->clerk, keys);
    assert_shown(scr, "已录 3 / 共");
    assert_count(orders, 3);
    assert_count(limits, 4);
    show(r->clerk, "<C-z>");           /* the newest one, although the screen was left */
    assert_shown(scr, "已录 2 / 共");
    assert_count(orders, 1);
    assert_count(limits, 1);
    show(r->clerk, "<C-z>");
    assert_count(orders, 0);
    assert_day(late, "limit_on", "2026-11-27");
    show(r->clerk, again);             /* orders alone: each is an event of its own */
    assert_shown(scr, "已撤销（2 个操作）");
    assert_count(orders, 0);
    assert_day(late, "limit_on", "2026-11-27");
    show(r->clerk, "<C-z>");
    assert_day(late, "limit_on", NULL);
    show(r->clerk, "<C-z>");
    assert_shown(scr, "没有可以撤销的");
    rig_assert_whole(r);
    free(keys);
    free(again);
}

/* One act of the mark cannot be taken back: then none is. */
static void sign_the_first_order(void)
{
    struct order_call c = { .verb = VERB_SIGN, .order = "1", .due = DAY_NONE, .on = DAY_NONE };
    struct order_result out;
    struct who who = { .actor = r->admin };

    assert_ok(order_run(r->st, &r->env, &who, &c, &out, &r->err));
}

static void what_cannot_be_taken_back_whole_stays_whole(void **state)
{
    long long n = group_of_two_units();
    char *keys = xasprintf("%lldd11-27" CHAIR "<Enter>%lldd11-27s<Enter><Enter><others><C-z>",
                           n_of(late), n);

    (void)state;
    scr->others = sign_the_first_order;
    show(r->clerk, keys);
    scr->others = NULL;
    assert_shown(scr, "没有动");
    assert_shown(scr, "又有改动");
    assert_count(orders, 2);
    assert_count(limits, 4);
    free(keys);
}

static void the_chair_is_chosen_once(void **state)
{
    (void)state;
    keyed(r->clerk, "~d11-27<Enter>", late);
    assert_shown(scr, "会议意见是谁写的");
    assert_shown(scr, "领导甲");
    assert_screen(scr, "reply-chair-80x24");
    keyed(r->clerk, "~d11-27" CHAIR, late);
    assert_shown(scr, "回车 算数");
    keyed(r->clerk, "~d11-27" CHAIR "<Enter>", late);
    assert_day(late, "limit_on", "2026-11-27");
    assert_shown(scr, "主持：领导甲");
    keyed(r->clerk, "~x<Enter>", review);            /* not asked again */
    assert_shown(scr, "回车 算数");
    rig_assert_whole(r);
}

/* Through the sheet in its order: the row that comes next is the one Space begins. */
static void space_marks_the_next_row_that_has_no_mark(void **state)
{
    (void)state;
    show(r->leader, "<Space>d11-27<Enter><Enter>");
    assert_day(late, "limit_on", "2026-11-27");
    show(r->leader, "3-<Enter><Enter>2d11-30<Enter><Enter><Space>h<Enter>");
    assert_shown(scr, "-> 下次再议");
    assert_shown(scr, "录入：4 h");             /* 3 has its mark */
    rig_assert_whole(r);
}

/* What stands in the path is left behind by one that begins with a slash. */
static void the_marked_sheet_is_typed_over_the_folder(void **state)
{
    char *keys = xasprintf("~d11-27<Enter><Enter>1<Tab>%s<Enter><Enter>", scan);

    (void)state;
    keyed(r->clerk, keys, late);
    assert_shown(scr, "主持：领导甲（纸质）");
    assert_shown(scr, "-> 限期 11-27");
    free(keys);
}

static void letters_that_are_no_mark_are_commands(void **state)
{
    (void)state;
    show(r->leader, "f");
    assert_shown(scr, "换一期周报");
    show(r->leader, "f2");
    assert_shown(scr, "哪一期周报");
    show(r->leader, "<F2>");
    assert_shown(scr, "没有录入的序号");
    assert_screen(scr, "reply-summary-80x24");
    show(r->leader, "<Space>");
    assert_shown(scr, "录入：1");
    show(r->leader, "<Enter>");
    assert_shown(scr, "消防通道整治");
    assert_shown(scr, "节点");
    show(r->leader, "p");
    assert_shown(scr, "议定意见单");
}

static void who_may_not_is_told_who_may(void **state)
{
    (void)state;
    show(r->handler, "12x<Enter>");
    assert_shown(scr, "会议由能录入领导批示的人记录");
    assert_not_shown(scr, "录入：");
}

/* Somebody else keys in the same sheet: the second one is told, and sees the first's. */
static void others_key_in(void)
{
    struct meeting m = {0};
    struct paper_mark mark = {0};
    struct meeting_hands hands = { .verb = NULL, .actor = r->leader };
    char *line = xasprintf("%lld -", n_of(late2));

    assert_ok(reply_open(r->st, r->leader, 0, 0, 0, &m, &r->err));
    assert_ok(reply_set_chair(r->st, &m, r->leader, NULL, &r->err));
    assert_ok(paper_mark_read(line, m.met, r->st->defs->calendar, &mark, &r->err));
    assert_ok(reply_record(r->st, &r->env, &m, &mark, &hands, &r->err));
    paper_mark_fini(&mark);
    meeting_fini(&m);
    free(line);
}

static void somebody_else_keys_in_the_same_sheet(void **state)
{
    (void)state;
    scr->others = others_key_in;
    keyed(r->leader, "~d11-27<Enter><others><Enter>", late);
    assert_shown(scr, "别人也在录这期周报");
    assert_shown(scr, "已录 1 / 共");
    assert_day(late, "limit_on", NULL);
    keyed(r->leader, "~d11-27<Enter><Enter>", late);
    assert_day(late, "limit_on", "2026-11-27");
    assert_shown(scr, "已录 2 / 共");
    scr->others = NULL;
}

/* A new issue is made final and somebody goes on with the old one, all between two keys. */
static void the_next_sheet_comes_out(void)
{
    struct who who = { .actor = r->clerk };
    struct weekly w = {0};

    others_key_in();
    assert_ok(weekly_final(r->st, &r->env, &who, 0, NULL, &w, NULL, &r->err));
    weekly_fini(&w);
}

static void the_sheet_on_the_screen_stays(void **state)
{
    (void)state;
    scr->others = the_next_sheet_comes_out;
    keyed(r->leader, "~d11-27<Enter><others><Enter>", late);
    scr->others = NULL;
    assert_shown(scr, "别人也在录这期周报");
    assert_shown(scr, "2026年第1期");
    assert_shown(scr, "已录 1 / 共");
}

static void leaving_says_what_was_recorded(void **state)
{
    (void)state;
    keyed(r->leader, "~d11-27<Enter><Enter><F10>", late);
    assert_shown(scr, "限期 1");
    assert_shown(scr, "没有录入的序号");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_rows_of_the_sheet_are_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_mark_is_shown_before_it_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cross_off_takes_four_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(full_width_is_half_width, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_stays_in_the_line, setup, teardown),
        cmocka_unit_test_setup_teardown(it_is_taken_back, setup, teardown),
        cmocka_unit_test_setup_teardown(a_group_is_recorded_and_taken_back_together, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_a_mark_did_is_taken_back_and_no_more, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_taken_back_whole_stays_whole, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_chair_is_chosen_once, setup, teardown),
        cmocka_unit_test_setup_teardown(space_marks_the_next_row_that_has_no_mark, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_marked_sheet_is_typed_over_the_folder, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(letters_that_are_no_mark_are_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(who_may_not_is_told_who_may, setup, teardown),
        cmocka_unit_test_setup_teardown(somebody_else_keys_in_the_same_sheet, setup, teardown),
        cmocka_unit_test_setup_teardown(the_sheet_on_the_screen_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(leaving_says_what_was_recorded, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
