/* test_settings_views.c - 设置, 保存的筛选: opened, renamed, shared, dropped, in order. */
#include "tests/tui/settings_rig.h"

#include <stdlib.h>
#include <string.h>

#include "model/view.h"
#include "tests/model/record_tools.h"
#include "tui/settings.h"

static struct tui_rig *scr;
static struct record_rig *r;

static void keep(int64_t person, const char *name, const char *text, bool shared)
{
    assert_ok(view_save(r->st, person, name, text, shared, &r->err));
}

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    r = &scr->record;
    scr->tui.me = scr->tui.account = r->admin;
    keep(r->admin, "a财政所红灯", "list=tasks\ncolour=red\nunit=财政所\n", false);
    keep(r->admin, "b本周到期", "due_soon=yes\n", false);
    keep(r->admin, "c全镇逾期", "days_overdue>=1\n", true);
    keep(r->handler, "别人自己的", "colour=red\n", false);
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

static int64_t is_shared(const char *name)
{
    return tools_int(r, "SELECT shared FROM saved_view WHERE name = ?", name);
}

static void the_table(void **state)
{
    (void)state;
    settings_look(scr, "4", "settings-views");
    assert_not_shown(scr, "别人自己的");
    run("");
    assert_shown(scr, "自己的 2 个，共用 1 个");
}

static void renamed(void **state)
{
    (void)state;
    run("4<F2><BS><BS>黄灯<Enter>");
    assert_shown(scr, "a财政所黄灯");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM saved_view WHERE name = ?",
                               "a财政所黄灯"), 1);
    run("4<F2><BS><BS><BS><BS><BS><BS>b本周到期<Enter>");
    assert_shown(scr, "请换一个名称");
}

static void shared_and_taken_back(void **state)
{
    (void)state;
    run("4<F5>");
    assert_int_equal(is_shared("a财政所红灯"), 1);
    assert_shown(scr, "已给大家共用");
    run("4<Down><F5>");                 /* now after the private one */
    assert_int_equal(is_shared("a财政所红灯"), 0);
}

static void dropped_after_a_question(void **state)
{
    (void)state;
    run("4<F3><Esc>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM saved_view", NULL), 4);
    run("4<F3><Enter>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM saved_view", NULL), 3);
    assert_not_shown(scr, "a财政所红灯  ");
}

static void put_in_order(void **state)
{
    struct saved_views v = {0};

    (void)state;
    run("4<F7><F7>");                   /* down twice: it goes last */
    assert_ok(views_load(r->st, r->admin, "", &v, &r->err));
    assert_string_equal(v.v[0].name, "b本周到期");
    assert_string_equal(v.v[2].name, "a财政所红灯");
    views_fini(&v);
    run("4<F6>");
    assert_shown(scr, "到头");
    run("4<Down><Down>K");
    assert_ok(views_load(r->st, r->admin, "", &v, &r->err));
    assert_string_equal(v.v[1].name, "a财政所红灯");
    views_fini(&v);
}

static void opened_in_the_ledger(void **state)
{
    (void)state;
    rig_add(r, "tasks", "title=消防通道整治", "unit=财政所", "owner=干部乙", "due=2026-11-24",
            NULL);
    rig_add(r, "tasks", "title=雨污管网改造", "unit=财政所", "owner=干部乙", "due=2026-12-30",
            NULL);
    run("4<Down><Enter>");
    assert_shown(scr, "b本周到期");
    assert_shown(scr, "消防通道整治");
    assert_not_shown(scr, "雨污管网改造");
}

static void those_of_the_lists_stay_as_they_are(void **state)
{
    (void)state;
    run("4<End><F3>");
    assert_shown(scr, "台账配置自带");
    run("4<End><F2>");
    assert_shown(scr, "台账配置自带");
}

static void what_others_share_is_theirs(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    run("4<Down><F3>");
    assert_shown(scr, "只有共用它的人能改动");
    run("4<F5>");
    assert_shown(scr, "有权办理的");
    assert_int_equal(is_shared("c全镇逾期"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(the_table),
        T(renamed),
        T(shared_and_taken_back),
        T(dropped_after_a_question),
        T(put_in_order),
        T(opened_in_the_ledger),
        T(those_of_the_lists_stay_as_they_are),
        T(what_others_share_is_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
