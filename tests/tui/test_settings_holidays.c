/* test_settings_holidays.c - 设置, 放假安排: the years there are, the ones missing, a year taken
 * into the draft and put in force. */
#include "tests/tui/settings_rig.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/file.h"
#include "tests/model/record_tools.h"
#include "tui/settings.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char *home, *downloads;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    settings_rig_init(scr);
    r = &scr->record;
    home = tools_folder("home");
    downloads = xasprintf("%s/Downloads", home);
    mkdir(downloads, 0700);
    scr->tui.user_home = home;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    settings_rig_fini(scr);
    file_remove_tree(home);
    free(home);
    free(downloads);
    free(scr);
    return 0;
}

static void run(const char *keys)
{
    tui_rig_run(scr, &settings_screen, NULL, keys);
}

static void bring(const char *text)
{
    free(tools_file(downloads, "2027.yaml", text));
}

#define YEAR "year: 2027\ndays:\n  - {day: 2027-01-01, off: true, name: 元旦}\n" \
             "  - {day: 2027-01-09, off: false, name: 元旦}\n"

static void the_years_and_the_one_missing(void **state)
{
    (void)state;
    settings_look(scr, "5", "settings-holidays");
    run("");
    assert_shown(scr, "2023 至 2026 年   缺 2027 年");
    rig_today(r, "2026-10-15");         /* its notice is not out yet */
    run("5");
    assert_not_shown(scr, "缺 2027");
}

static void a_year_is_taken_in_and_put_in_force(void **state)
{
    (void)state;
    bring(YEAR);
    run("5<F2><Enter>");
    assert_shown(scr, "放假 1 天，调休上班 1 天");
    run("5<F2><Enter><Esc>");           /* no: the draft is as it was */
    char *path = xasprintf("%s/config/calendar/2027.yaml", r->st->home);
    assert_false(file_is_there(path));
    run("5<F2><Enter><Enter>");
    assert_true(file_is_there(path));
    assert_shown(scr, "清单配置");       /* with the impact, and F2 for putting it in force */
    assert_shown(scr, "按 F2 启用");
    assert_false(calendar_covers(r->st->defs->calendar, on("2027-03-01")));
    run("1<F2><Enter>");
    assert_true(calendar_covers(r->st->defs->calendar, on("2027-03-01")));
    run("5");
    assert_not_shown(scr, "缺 2027");
    assert_shown(scr, "01-09 上班");
    run("5<F2><Enter>");
    assert_shown(scr, "草稿里已经是这份");
    rig_assert_whole(r);
    free(path);
}

static void mistakes_are_shown_and_nothing_is_touched(void **state)
{
    char *path = xasprintf("%s/config/calendar/2027.yaml", r->st->home);

    (void)state;
    bring("year: 2027\ndays:\n  - {day: 2027-13-01, off: true, name: 元旦}\n");
    settings_look(scr, "5<F2><Enter>", "settings-holidays-wrong");
    assert_false(file_is_there(path));
    free(path);
}

static void only_for_those_who_may(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    run("5");
    assert_shown(scr, "国庆节");
    run("5<F2>");
    assert_shown(scr, "管理员");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(the_years_and_the_one_missing),
        T(a_year_is_taken_in_and_put_in_force),
        T(mistakes_are_shown_and_nothing_is_touched),
        T(only_for_those_who_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
