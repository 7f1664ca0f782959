/* 导览 on the real screens: every step waits for its key, none is skipped, and it can be
 * left at any time. */
#include "tests/tui/tui_rig.h"

#include <stdlib.h>

#include "tui/today.h"

static struct tui_rig rig, *r = &rig;

static void show(const char *keys)
{
    char *all = xasprintf("<F9>dl<Enter>%s", keys);

    tui_rig_run(r, &today_screen, NULL, all);
    free(all);
}

static int begin(void **state)
{
    (void)state;
    tui_rig_init(r);
    rig_task(&r->record, "2026-12-11");
    return 0;
}

static int end(void **state)
{
    (void)state;
    tui_rig_fini(r);
    return 0;
}

static void each_step_waits_for_its_key(void **state)
{
    (void)state;
    show("");
    assert_shown(r, "导览 1/17");
    assert_shown(r, "先只看红灯");
    assert_screen(r, "tour-80x24");
    show("23");                 /* other keys work, and are not the one */
    assert_shown(r, "导览 1/17");
    show("10/");
    assert_shown(r, "导览 4/17");
    show("10/<Down><Space><Esc><Enter>");
    assert_shown(r, "导览 8/17");
    show("10/<Down><Space><Esc><Enter><Tab>b<Esc>x<Esc>");
    assert_shown(r, "导览 13/17");
    show("10/<Down><Space><Esc><Enter><Tab>b<Esc>x<Esc><F9><Esc>?<Esc>");
    assert_shown(r, "导览 17/17");
    show("10/<Down><Space><Esc><Enter><Tab>b<Esc>x<Esc><F9><Esc>?<Esc>q");
    assert_not_shown(r, "导览 ");
    assert_shown(r, "导览结束");
}

static int64_t events(void)
{
    int64_t n = 0;

    assert_int_equal(db_get_int(r->record.st->db, NULL, &n, "SELECT count(*) FROM event", ""),
                     XH_OK);
    return n;
}

static void nothing_was_changed_on_the_way(void **state)
{
    int64_t before = events();

    (void)state;
    show("10/<Down><Space><Esc><Enter><Tab>b<Esc>x<Esc><F9><Esc>?<Esc>q");
    assert_shown(r, "导览结束");
    assert_int_equal(events(), before);
}

static void a_leader_sees_what_leaders_do(void **state)
{
    (void)state;
    r->tui.me = r->record.leader;
    show("");
    assert_shown(r, "导览 1/13");
    assert_not_shown(r, "填进展。上次");
}

static void somebody_who_wanders_off_is_told_the_way_back(void **state)
{
    (void)state;
    show("/");
    assert_shown(r, "按 F10 回到刚才那一屏");
    show("/<F10>");
    assert_shown(r, "先只看红灯");
}

static void escape_at_the_top_ends_it(void **state)
{
    (void)state;
    show("<Esc>");
    assert_not_shown(r, "导览 1/17");
    assert_shown(r, "导览结束");
    show("<F9>dl<Enter>");      /* so does the menu, a second time */
    assert_shown(r, "导览结束");
}

static void it_fits_a_large_window(void **state)
{
    (void)state;
    r->rows = 40;
    r->cols = 120;
    show("");
    assert_screen(r, "tour-120x40");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_step_waits_for_its_key, begin, end),
        cmocka_unit_test_setup_teardown(nothing_was_changed_on_the_way, begin, end),
        cmocka_unit_test_setup_teardown(a_leader_sees_what_leaders_do, begin, end),
        cmocka_unit_test_setup_teardown(somebody_who_wanders_off_is_told_the_way_back, begin, end),
        cmocka_unit_test_setup_teardown(escape_at_the_top_ends_it, begin, end),
        cmocka_unit_test_setup_teardown(it_fits_a_large_window, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
