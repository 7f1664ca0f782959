/* test_settings_verify.c - 设置, 数据核对: a whole and a damaged record, stopped in the middle, a
 * code from paper, and what 今日 says of it. */
#include "tests/tui/settings_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/event.h"
#include "model/verify_last.h"
#include "tui/settings.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char code[64];

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    settings_rig_init(scr);
    r = &scr->record;
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-04"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    settings_rig_fini(scr);
    free(scr);
    return 0;
}

static void run(const char *keys)
{
    tui_rig_run(scr, &settings_screen, NULL, keys);
}

/* As with the sqlite3 shell. */
static void damage(const char *sql)
{
    if (db_script(r->st->db, sql, &r->err) != XH_OK)
        fail_msg("%s: %s", sql, r->err.msg);
}

static void a_whole_record(void **state)
{
    struct verify_last last;

    (void)state;
    settings_look(scr, "9", "settings-verify-never");
    run("9<F2>");
    assert_shown(scr, "办理记录完整");
    assert_shown(scr, "上次核对：11-20  管理员");
    assert_shown(scr, "无误");
    assert_not_shown(scr, "有误");
    assert_true(verify_last(r->st, &last));
    assert_int_equal(last.bad, 0);
    run("9");                                   /* the next time */
    assert_shown(scr, "完好");
    assert_shown(scr, last.code);
    run("");
    assert_shown(scr, "11-20 核对完好");
    rig_assert_whole(r);
}

static void a_damaged_record(void **state)
{
    (void)state;
    damage("UPDATE item SET title = 'X' WHERE id = 1");
    damage("UPDATE item SET red_on = red_on + 1");
    run("9<F2>");
    assert_shown(scr, "不完好，问题 2 处");
    assert_shown(scr, "1 处有误");
    assert_shown(scr, code);
    assert_shown(scr, "告诉管理员");
    assert_shown(scr, "到「设置」的「备份」");
    run("9<F2><Down><Enter>");                  /* a finding, and what to do */
    assert_shown(scr, "+- 办理事实");
    run("9<F2><F4>");
    assert_shown(scr, "还没有完好的备份。按 F2");
    run("");
    assert_shown(scr, "核对不完好");
    run("9");
    assert_shown(scr, "当时查出的问题没有存下来");
}

/* The same findings at both sizes; hashes are not the same from run to run, so none is shown. */
static void it_fits_both_sizes(void **state)
{
    (void)state;
    damage("UPDATE event SET day = day + 1 WHERE id = 2");
    damage("UPDATE item SET title = 'X' WHERE id = 1");
    settings_look(scr, "9<F2>", "settings-verify-bad");
    settings_look(scr, "9<F2><Tab>12<Enter>AB", "settings-verify-paper");
}

static void stopped_in_the_middle(void **state)
{
    struct verify_last last;

    (void)state;
    scr->pace = 200;
    run("9<F2><!><Esc>");
    assert_shown(scr, "已停止");
    assert_shown(scr, "还没有在这里核对过");
    assert_false(verify_last(r->st, &last));
    scr->pace = 0;
    run("9<F2>");
    assert_shown(scr, "办理记录完整");
    damage("UPDATE item SET title = 'X' WHERE id = 1");
    scr->pace = 200;
    run("9<F2><!><Esc>");                       /* what was found before still stands */
    assert_true(verify_last(r->st, &last));
    assert_int_equal(last.bad, 0);
}

static void it_says_how_far_it_is(void **state)
{
    bool bar = false;

    (void)state;
    scr->pace = 200;
    run("9<F2><!>x<!>x<!>x<!>x<!><Esc>");
    for (size_t i = 0; i < scr->n_frames; i++)
        bar |= strstr(scr->frames[i], "正在核对：") && strstr(scr->frames[i], "%   [#");
    assert_true(bar);
}

static void a_code_from_paper(void **state)
{
    struct verify v = {0};
    char text[48], keys[160];
    int64_t seq;

    (void)state;
    assert_ok(verify_run(r->st, NULL, NULL, &v, &r->err));
    seq = v.events;
    verify_code_format(v.head, text);
    verify_fini(&v);
    rig_task(r, "2026-12-11");                  /* the record goes on */
    snprintf(keys, sizeof keys, "9<F3>%lld<Enter>%s<Enter>", (long long)seq, text);
    run(keys);
    assert_shown(scr, "记录就是印那张纸时的记录");
    /* What a QR code says has the number in it. */
    snprintf(keys, sizeof keys, "9<F3><Enter>XIAOHAO 1 %lld %s<Enter>", (long long)seq, text);
    run(keys);
    assert_shown(scr, "记录就是印那张纸时的记录");
    snprintf(keys, sizeof keys, "9<F3>%lld<Enter>%s<Enter>", (long long)seq + 1, text);
    run(keys);
    assert_not_shown(scr, "记录就是印那张纸时的记录");
    text[0] = text[0] == '1' ? '2' : '1';
    snprintf(keys, sizeof keys, "9<Tab><Tab>%s<Up>%lld<Down><Enter>", text, (long long)seq);
    run(keys);
    assert_not_shown(scr, "记录就是印那张纸时的记录");
    run("9<F3><Enter>ABC<Enter>");
    assert_shown(scr, "先填第几条");
    run("9<F3>12<Esc>");                        /* leaves the field, not the page */
    assert_shown(scr, "旧周报上：");
    run("9<F3>12<F10>");
    assert_not_shown(scr, "旧周报上：");
}

static void everybody_may_check(void **state)
{
    struct verify_last last;

    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    run("9<F2>");
    assert_shown(scr, "办理记录完整");
    assert_true(verify_last(r->st, &last));
    assert_int_equal(last.person, r->handler);
    run("9<F4>");                               /* the backups are not for everybody */
    assert_not_shown(scr, "还没有完好的备份。按 F2");
}

/* By initials, from any screen. */
static void the_palette_finds_it(void **state)
{
    (void)state;
    tui_rig_run(scr, &today_screen, NULL, ":sjhd<Enter>");
    assert_shown(scr, "旧周报上：");
    tui_rig_run(scr, &today_screen, NULL, ":xs (");
    assert_shown(scr, "显示  (设置)");
    scr->tui.me = scr->tui.account = r->handler;
    tui_rig_run(scr, &today_screen, NULL, ":qdpz<Enter>");
    assert_not_shown(scr, "config/");
}

static void today_tells_those_who_care(void **state)
{
    (void)state;
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_not_shown(scr, "核对不完好");
    damage("UPDATE item SET title = 'X' WHERE id = 1");
    run("9<F2>");
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_shown(scr, "数据        11-20 核对不完好，问题 1 处");
    tui_rig_run(scr, &today_screen, NULL, "<Down><Down><Down><Enter>");
    assert_shown(scr, "旧周报上：");
    scr->tui.me = scr->tui.account = r->handler;
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_not_shown(scr, "核对不完好");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(a_whole_record),
        T(a_damaged_record),
        T(it_fits_both_sizes),
        T(stopped_in_the_middle),
        T(it_says_how_far_it_is),
        T(a_code_from_paper),
        T(everybody_may_check),
        T(the_palette_finds_it),
        T(today_tells_those_who_care),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
