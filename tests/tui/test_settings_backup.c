/* test_settings_backup.c - 设置, 备份: made, looked through, read, and a restore explained. */
#include "tests/tui/settings_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/backup_list.h"
#include "model/file.h"
#include "tests/model/record_tools.h"
#include "tui/files.h"
#include "tui/folders.h"
#include "tui/settings.h"

static struct tui_rig *scr;
static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    settings_rig_init(scr);
    r = &scr->record;
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

static size_t backups(const char *target)
{
    struct backup_list l = {0};

    assert_ok(backup_list(r->st, target, true, NULL, &l, &r->err));
    size_t n = l.n;
    for (size_t i = 0; i < l.n; i++)
        assert_int_equal(l.v[i].state, BACKUP_WHOLE);
    backup_list_fini(&l);
    return n;
}

static void made_and_listed(void **state)
{
    (void)state;
    settings_look(scr, "7", "settings-backup-none");
    assert_int_equal(backups(NULL), 0);
    run("7<F2>");
    assert_shown(scr, "备份已做好");
    assert_int_equal(backups(NULL), 1);
    run("7");
    assert_shown(scr, "今天已备份");
    assert_shown(scr, "xiaohao-2026-11-20-01");
    assert_shown(scr, "完好");
    run("");
    assert_shown(scr, "上次完好的备份在 0 天前");
}

/* From anywhere, by initials or syllables; who may not is told there, too. */
static void found_in_the_palette(void **state)
{
    (void)state;
    run(":bf<Enter><F2>");
    assert_shown(scr, "备份已做好");
    run(":beif<Enter>");
    assert_shown(scr, "xiaohao-2026-11-20-01");
    scr->tui.me = r->handler;
    run(":bf<Enter>");
    assert_not_shown(scr, "xiaohao-2026-11-20-01");
}

static void onto_a_stick(void **state)
{
    char *stick = tools_folder("stick"), *keys = xasprintf("7<F4>2<BS>%s<Enter>", stick);

    (void)state;
    run(keys);
    assert_shown(scr, "备份已做好");
    assert_int_equal(backups(stick), 1);
    run("7<F4>2<BS>/nowhere/at/all<Enter>");
    assert_shown(scr, "没有这个文件夹");
    run("7<F4><Esc>");
    assert_int_equal(backups(stick), 1);
    file_remove_tree(stick);
    run("7");
    assert_shown(scr, "磁盘未接入");        /* known, but not here now */
    free(keys);
    free(stick);
}

static void a_damaged_one_is_found_when_it_is_read(void **state)
{
    (void)state;
    run("7<F2>");
    char *file = xasprintf("%s/backup/xiaohao-2026-11-20-01/config/township.yaml",
                           r->st->home);
    int64_t size = file_size(file);
    char *text = file_read(file, 1 << 20, &r->err);
    assert_non_null(text);
    text[size / 2] ^= 1;                /* as long as it was */
    chmod(file, 0600);
    FILE *f = fopen(file, "we");
    fputs(text, f);
    fclose(f);
    run("7");
    assert_shown(scr, "完好");
    run("7<F5>");
    assert_shown(scr, "损坏的备份：1 个");
    assert_shown(scr, "township.yaml");
    free(text);
    free(file);
}

static void how_to_restore_is_named(void **state)
{
    (void)state;
    run("7<F2>");
    run("7<F3>");
    assert_shown(scr, " restore ");
    assert_shown(scr, "| xiaohao-2026-11-20-01 ");
    assert_shown(scr, "先退出程序");
}

static void only_for_those_who_may(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    run("7");
    assert_not_shown(scr, "立即备份  ");
    assert_shown(scr, "管理员");
    assert_int_equal(backups(NULL), 0);
}

static void old_backups_are_told_in_a_real_township_only(void **state)
{
    (void)state;
    run("7<F2>");
    rig_today(r, "2026-12-04");
    run("7");
    assert_shown(scr, "14 天前");
    assert_not_shown(scr, "该备份了");
}

static void disks_that_are_plugged_in(void **state)
{
    char *root = tools_folder("media");
    const char *const roots[] = { root, "/no/such/folder", NULL };
    char **disks = folders_plugged_in(roots);

    (void)state;
    assert_null(disks[0]);              /* a plain folder is no disk */
    files_folders_free(disks);
    file_remove_tree(root);
    free(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(made_and_listed),
        T(found_in_the_palette),
        T(onto_a_stick),
        T(a_damaged_one_is_found_when_it_is_read),
        T(how_to_restore_is_named),
        T(only_for_those_who_may),
        T(old_backups_are_told_in_a_real_township_only),
        T(disks_that_are_plugged_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
