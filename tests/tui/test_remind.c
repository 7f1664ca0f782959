/* test_remind.c - 催办文字 on the screen: y from everywhere, person by person; looking counts
 * nothing, "sent" does. */
#include "tests/model/record_tools.h"
#include "tests/tui/tui_rig.h"

#include <sys/stat.h>

#include "model/file.h"
#include "tui/detail.h"
#include "tui/ledger.h"
#include "tui/remind.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char *folder;

static void task(const char *title, const char *owner, int64_t who, const char *due)
{
    char *pairs[] = { xasprintf("title=%s", title), xasprintf("owner=%s", owner),
                      xasprintf("due=%s", due) }, code[64];

    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", pairs[0], pairs[1], pairs[2],
                                              "unit=建设办", "lead=领导甲", "report_every=none",
                                              NULL));
    for (int i = 0; i < 3; i++)
        free(pairs[i]);
    assert_ok(rig_do(r, who, VERB_ACCEPT, code));
}

/* 干部甲 has two late rows, 干部乙 one, and one that is due on Monday. */
static int found(const char *home)
{
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_with(scr, home, "2026-11-02");
    r = &scr->record;
    task("消防通道整治", "干部甲", r->handler, "2026-11-11");
    task("路灯维修", "干部甲", r->handler, "2026-11-18");
    task("雨污管网改造", "干部乙", r->other, "2026-11-19");
    task("背街小巷整治", "干部乙", r->other, "2026-11-23");
    rig_today(r, "2026-11-20");
    return 0;
}

static int setup(void **state)
{
    (void)state;
    return found(NULL);
}

static int setup_with_files(void **state)
{
    (void)state;
    folder = tools_folder("remind");
    char *home = xasprintf("%s/home", folder), *town = xasprintf("%s/town", folder);
    mkdir(home, 0700);
    found(town);
    scr->tui.user_home = home;
    free(town);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free((char *)scr->tui.user_home);
    tui_rig_fini(scr);
    free(scr);
    if (folder)
        file_remove_tree(folder);
    free(folder);
    folder = NULL;
    return 0;
}

static void look(int64_t person, const struct screen_ops *screen, const void *arg,
                 const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, screen, arg, keys);
}

static int64_t sent(void)
{
    return tools_int(r, "SELECT count(*) FROM reminder", NULL);
}

/* ---- looking ---- */

static void y_asks_what_about_and_shows_the_text(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y");
    assert_shown(scr, "逾期提醒：这一项");
    assert_shown(scr, "逾期提醒：列出的全部 3 项");
    assert_shown(scr, "明日到期：列出的全部 1 项");
    for (int wide = 0; wide < 2; wide++) {
        scr->rows = wide ? 40 : 24;
        scr->cols = wide ? 120 : 80;
        look(r->clerk, &ledger_screen, NULL, "y2");
        look(r->clerk, &ledger_screen, NULL, "y3");
        assert_screen(scr, wide ? "remind-120x40" : "remind-80x24");
    }
    assert_shown(scr, "逾期提醒  1/2  干部甲  2项");
    assert_shown(scr, "1. 督26-1 消防通道整治（完成时限11月11日，逾期9天）");
    assert_int_equal(sent(), 0);        /* nothing is counted by looking */
}

static void tab_goes_from_person_to_person(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3<Tab>");
    assert_shown(scr, "2/2  干部乙");
    assert_shown(scr, "督26-3 雨污管网改造");
    assert_not_shown(scr, "消防通道");
    look(r->clerk, &ledger_screen, NULL, "y3<Tab><Tab>");
    assert_shown(scr, "1/2  干部甲");
    look(r->clerk, &ledger_screen, NULL, "y3<BackTab>");
    assert_shown(scr, "2/2  干部乙");
    assert_int_equal(sent(), 0);
}

/* What is selected with the mouse is the text alone: it begins at the left edge and no line
 * stands beside it. */
static void the_text_stands_alone(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3");
    for (const char *line = scr->frame; *line; line += strcspn(line, "\n") + 1) {
        size_t n = strcspn(line, "\n");
        char *copy = xstrndup(line, n);
        if (strstr(copy, "督26-"))
            assert_true(strncmp(copy, "1. ", 3) == 0 || strncmp(copy, "2. ", 3) == 0);
        assert_null(strchr(copy, '|'));
        free(copy);
    }
}

/* ---- from where ---- */

static void marked_rows_alone_are_meant(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "*y");
    assert_shown(scr, "逾期提醒：已标的 3 项");
    look(r->clerk, &ledger_screen, NULL, "<Space>y");
    assert_shown(scr, "催办文字");              /* one row, one kind: at once */
    assert_shown(scr, "1/1  干部甲  1项");
}

static void from_the_item_and_from_today(void **state)
{
    int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", "督26-1");

    (void)state;
    look(r->clerk, &detail_screen, &item, "y");
    assert_shown(scr, "1/1  干部甲  1项");
    look(r->handler, &today_screen, NULL, "<Down>y");
    assert_shown(scr, "1/1  干部甲  1项");
    look(r->clerk, &today_screen, NULL, "<Down><Down>y");
    assert_shown(scr, "催办文字");
}

static void nobody_to_remind_is_said(void **state)
{
    (void)state;
    rig_today(r, "2026-11-06");
    look(r->clerk, &ledger_screen, NULL, "y");
    assert_shown(scr, "没有需要催办的");
}

/* ---- sent ---- */

static void k_counts_and_goes_on(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3k");
    assert_int_equal(sent(), 2);
    assert_shown(scr, "2/2  干部乙");
    assert_shown(scr, "干部甲：已记 2 项。下一人：干部乙");
    look(r->clerk, &ledger_screen, NULL, "y3");
    assert_shown(scr, "已催办 1 次（11-20）");
    look(r->clerk, &ledger_screen, NULL, "y3<Enter><Enter>");
    assert_int_equal(sent(), 5);
    assert_shown(scr, "全部发完了");
    rig_assert_whole(r);
}

static void it_is_counted_twice_only_when_asked(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3kk<BackTab>k");
    assert_shown(scr, "再记一次");
    assert_int_equal(sent(), 3);
    look(r->clerk, &ledger_screen, NULL, "y3kk<BackTab>k<Esc>");
    assert_int_equal(sent(), 6);
}

static void ctrl_z_takes_the_whole_text_back(void **state)
{
    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3k<C-z>");
    assert_int_equal(sent(), 0);
    rig_assert_whole(r);
}

static void the_item_says_how_often(void **state)
{
    int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", "督26-1");

    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3k");
    look(r->clerk, &detail_screen, &item, "");
    assert_shown(scr, "已催办 1 次（11-20）");
}

/* Whoever may read may look and copy; counting is another matter. */
static void who_may_not_count_is_told(void **state)
{
    (void)state;
    look(r->second, &ledger_screen, NULL, "y3k");
    assert_int_equal(sent(), 0);
    assert_shown(scr, "有权办理的");
}

/* ---- into a file ---- */

static void w_writes_all_of_them(void **state)
{
    char *path = xasprintf("%s/home/逾期提醒2026-11-20.txt", folder);

    (void)state;
    look(r->clerk, &ledger_screen, NULL, "y3w<Enter>");
    assert_shown(scr, "逾期提醒2026-11-20.txt");
    char *text = file_read(path, 100000, &r->err);
    assert_non_null(text);
    assert_non_null(strstr(text, "干部甲：\n"));
    assert_non_null(strstr(text, "督26-3 雨污管网改造"));
    assert_int_equal(sent(), 0);
    free(text);
    free(path);
}

static void nothing_is_written_beside_the_database(void **state)
{
    char *keys = xasprintf("y3w<C-u>%s/town/a.txt<Enter>", folder);

    (void)state;
    look(r->clerk, &ledger_screen, NULL, keys);
    assert_shown(scr, "数据文件夹");
    free(keys);
    char *path = xasprintf("%s/town/a.txt", folder);
    assert_false(file_is_there(path));
    free(path);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define FILES(f) cmocka_unit_test_setup_teardown(f, setup_with_files, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(y_asks_what_about_and_shows_the_text),
        T(tab_goes_from_person_to_person),
        T(the_text_stands_alone),
        T(marked_rows_alone_are_meant),
        T(from_the_item_and_from_today),
        T(nobody_to_remind_is_said),
        T(k_counts_and_goes_on),
        T(it_is_counted_twice_only_when_asked),
        T(ctrl_z_takes_the_whole_text_back),
        T(the_item_says_how_often),
        T(who_may_not_count_is_told),
        FILES(w_writes_all_of_them),
        FILES(nothing_is_written_beside_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
