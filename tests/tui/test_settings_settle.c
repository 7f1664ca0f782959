/* test_settings_settle.c - 设置, 期限核定: rows past due kept or set anew, one or marked ones or
 * from a file; those refused named and left marked. */
#include "tests/tui/settings_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/file.h"
#include "model/history.h"
#include "tests/model/record_tools.h"
#include "tui/settings.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char late[64], later[64], coming[64];

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_on(scr, "2026-11-02");
    r = &scr->record;
    snprintf(late, sizeof late, "%s", rig_task(r, "2026-11-10"));
    snprintf(later, sizeof later, "%s", rig_task(r, "2026-11-17"));
    snprintf(coming, sizeof coming, "%s", rig_task(r, "2026-12-25"));
    rig_today(r, "2026-11-20");
    scr->tui.me = scr->tui.account = r->clerk;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static void run(const char *keys)
{
    tui_rig_run(scr, &settings_screen, NULL, keys);
}

static void the_table(void **state)
{
    (void)state;
    settings_look(scr, "6", "settings-settle");
    assert_shown(scr, late);
    assert_not_shown(scr, coming);
    run("");
    assert_shown(scr, "在办且过期 2 项");
}

static void one_stays(void **state)
{
    (void)state;
    run("6<F3>党政会纪要<C-s>");
    assert_shown(scr, "已核定 1 项");
    assert_shown(scr, "保留（11-20）");
    assert_shown(scr, "依据：党政会纪要");
    assert_shown(scr, "未核定 1 项");
    assert_day(late, "due", "2026-11-10");
    rig_assert_whole(r);
}

static void marked_ones_get_a_date(void **state)
{
    (void)state;
    settings_look(scr, "6*<F2>", "settings-settle-form");
    run("6*<F2>12-04<Tab>党政会纪要<C-s>");
    assert_day(late, "due", "2026-12-04");
    assert_day(later, "due", "2026-12-04");
    assert_shown(scr, "没有过期的在办事项");
    rig_assert_whole(r);
}

static void taken_back_together(void **state)
{
    (void)state;
    run("6*<F2>12-04<Tab>党政会纪要<C-s><C-z>");
    assert_day(late, "due", "2026-11-10");
    assert_day(later, "due", "2026-11-17");
}

static void date_and_basis_are_needed(void **state)
{
    (void)state;
    run("6<F2><C-s>");
    assert_shown(scr, "不是日期");
    assert_shown(scr, "依据是什么");
    run("6<F2>下个月<Tab>纪要<C-s>");
    assert_shown(scr, "不是日期");
    run("6<F3><C-s>");
    assert_shown(scr, "依据是什么");
    assert_day(late, "due", "2026-11-10");
}

/* One of them the superior wants earlier: it is named, the other is done without it. */
static void those_refused_are_named_and_stay_marked(void **state)
{
    (void)state;
    assert_ok(rig_set(r, r->clerk, VERB_SET, late, "upper_due=2026-11-30", NULL));
    run("6*<F2>12-04<Tab>纪要<C-s>");
    assert_shown(scr, late);
    assert_shown(scr, "这些不能核定");
    assert_day(later, "due", "2026-11-17");     /* nothing yet */
    run("6*<F2>12-04<Tab>纪要<C-s><Enter><Esc>");
    assert_day(later, "due", "2026-11-17");
    run("6*<F2>12-04<Tab>纪要<C-s><Enter><Enter>");
    assert_day(late, "due", "2026-11-10");
    assert_day(later, "due", "2026-12-04");
    assert_shown(scr, "已核定 1 项；不能核定 1 项");
    assert_shown(scr, "已标 1 项");
}

static void whoever_did_the_work_asks(void **state)
{
    (void)state;
    assert_ok(rig_report(r, r->clerk, late, "代录", 10));
    run("6<F2>12-04<Tab>配件未到<C-s>");
    assert_shown(scr, "待他人审批 1 项");
    assert_shown(scr, "申请 12-04");
    assert_day(late, "due", "2026-11-10");
}

/* Whoever did the work records what a leader has decided on a signed form (ENGINE 27). */
static void a_leader_decides_on_paper(void **state)
{
    char *home = tools_folder("settle"), *town = xasprintf("%s/town", home);
    char *down = xasprintf("%s/Downloads", home);
    struct history h = {0};

    tui_rig_fini(scr);
    tui_rig_init_with(scr, town, "2026-11-02");
    scr->tui.user_home = home;
    mkdir(down, 0700);
    free(tools_file(down, "form.txt", "签字"));
    snprintf(late, sizeof late, "%s", rig_task(r, "2026-11-10"));
    rig_today(r, "2026-11-20");
    scr->tui.me = scr->tui.account = r->clerk;
    assert_ok(rig_report(r, r->clerk, late, "代录", 10));
    run("6<F2>12-04<Tab>配件未到<Tab>领导甲<C-s><Esc>");     /* no form: nothing */
    assert_day(late, "due", "2026-11-10");
    run("6<F2>12-04<Tab>配件未到<Tab>无此人<C-s>");
    assert_shown(scr, "无此人");
    run("6<F2>12-04<Tab>配件未到<Tab>领导甲<C-s><Enter>");
    assert_shown(scr, "已核定 1 项");
    assert_day(late, "due", "2026-12-04");
    int64_t id = tools_int(r, "SELECT id FROM item WHERE code = ?", late);
    assert_ok(history_load(r->st, id, &h, &r->err));
    assert_string_equal(h.v[h.n - 1].decided, "领导甲");
    assert_string_equal(h.v[h.n - 1].actor, "督办员甲");
    history_fini(&h);
    file_remove_tree(home);
    free(home);
    free(town);
    free(down);
    (void)state;
}

static void from_a_file(void **state)
{
    char *home = tools_folder("home"), *down = xasprintf("%s/Downloads", home);
    char *text = xasprintf("编号,核定时限,依据\n%s,保留,纪要\n%s,2026/12/4,纪要\n", late, later);

    (void)state;
    mkdir(down, 0700);
    free(tools_file(down, "settled.csv", text));
    scr->tui.user_home = home;
    run("6<F6><Enter>");
    assert_shown(scr, "文件里有 2 项核定");
    run("6<F6><Enter><Enter>");
    assert_shown(scr, "已核定 2 项");
    assert_day(later, "due", "2026-12-04");
    free(tools_file(down, "settled.csv", "编号,核定时限,依据\n督26-1,何时,纪要\n"));
    run("6<F6><Enter>");
    assert_shown(scr, "何时");
    assert_shown(scr, "不能导入");
    file_remove_tree(home);
    free(home);
    free(down);
    free(text);
}

static void only_for_those_who_may(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    run("6");
    assert_not_shown(scr, late);
    assert_shown(scr, "有权办理的");
}

static void a_row_opens(void **state)
{
    (void)state;
    run("6<Enter>");
    assert_shown(scr, "办理记录");
    assert_shown(scr, late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(the_table),
        T(one_stays),
        T(marked_ones_get_a_date),
        T(taken_back_together),
        T(date_and_basis_are_needed),
        T(those_refused_are_named_and_stay_marked),
        T(whoever_did_the_work_asks),
        T(a_leader_decides_on_paper),
        T(from_a_file),
        T(only_for_those_who_may),
        T(a_row_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
