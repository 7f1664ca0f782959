/* test_settings_columns.c - 设置, 我的列: shown, hidden, moved, wider; kept for one person, and
 * the ledger follows. */
#include "tests/tui/settings_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/preference.h"
#include "tests/model/record_tools.h"
#include "tui/ledger.h"
#include "tui/ledger_wish.h"
#include "tui/settings.h"

static struct tui_rig *scr;
static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    r = &scr->record;
    rig_add(r, "tasks", "title=消防通道整治", "unit=建设办", "owner=干部甲", "lead=领导甲",
            "due=2026-11-24", NULL);
    rig_add(r, "tasks", "title=雨污管网改造", "unit=财政所", "owner=干部乙", "lead=领导乙",
            "due=2026-12-30", NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

/* Straight to the columns of the tasks. */
static void run(const char *keys)
{
    tui_rig_run(scr, &settings_columns_screen, "tasks", keys);
}

static char *kept(int64_t person, const char *list)
{
    char *name = column_wishes_name(list), *text = NULL;

    assert_ok(preference_get(r->st, person, name, &text, &r->err));
    free(name);
    return text;
}

static void keep(const char *list, const char *text)
{
    char *name = column_wishes_name(list);

    assert_ok(preference_set(r->st, scr->tui.me, name, text, &r->err));
    free(name);
}

static void look_at_ledger(const char *keys)
{
    tui_rig_run(scr, &ledger_screen, &(struct ledger_arg){ .list = "tasks" }, keys);
}

/* The line with the ledger's heads. */
static char *heads(void)
{
    const char *at = strstr(scr->frame, "编号"), *line = at;

    if (!at)
        return xstrdup("");
    while (line > scr->frame && line[-1] != '\n')
        line--;
    return xstrndup(line, strcspn(line, "\n"));
}

static void assert_heads(const char *want, bool there)
{
    char *line = heads();

    if ((strstr(line, want) != NULL) != there)
        fail_msg("%s %s in: %s", want, there ? "is not" : "is", line);
    free(line);
}

/* ---- the part ---- */

static void the_part(void **state)
{
    (void)state;
    settings_look(scr, "3<F5>ssd<Enter>", "settings-columns");
    tui_rig_run(scr, &settings_screen, NULL, "");
    assert_shown(scr, "台账原来的列");
}

static void a_column_is_hidden_and_another_shown(void **state)
{
    (void)state;
    look_at_ledger("");
    assert_heads("剩余", true);
    run("<Down><Down><Down><Down><Down><Down><Space><F2>");      /* left */
    char *text = kept(scr->tui.me, "tasks");
    assert_non_null(strstr(text, "-left\n"));
    free(text);
    look_at_ledger("");
    assert_heads("剩余", false);
    assert_heads("编号", true);
    assert_null(kept(r->handler, "tasks"));     /* for oneself alone */
    assert_null(kept(scr->tui.me, "problems"));
    scr->tui.me = scr->tui.account = r->handler;
    look_at_ledger("");
    assert_heads("剩余", true);
}

static void the_title_is_never_hidden(void **state)
{
    (void)state;
    run("<Down><Down><Space>");
    assert_shown(scr, "事项名称总要显示");
    run("<Down><Down><F4>20<Enter>");
    assert_shown(scr, "余下");
    assert_null(kept(scr->tui.me, "tasks"));
    keep("tasks", "code\n-title\n");
    look_at_ledger("");
    assert_shown(scr, "消防通道整治");
}

static void moved_by_either_key(void **state)
{
    (void)state;
    run("<Down>K<F2>");                         /* the code before the colour */
    char *text = kept(scr->tui.me, "tasks");
    assert_int_equal(strncmp(text, "code\ncolour\n", 12), 0);
    free(text);
    run("<F7><C-s>");
    text = kept(scr->tui.me, "tasks");
    assert_int_equal(strncmp(text, "colour\ncode\n", 12), 0);
    free(text);
    run("<Down><F6><Down>J<F2>");
    text = kept(scr->tui.me, "tasks");
    assert_int_equal(strncmp(text, "code\ntitle\ncolour\n", 18), 0);
    free(text);
}

static void a_width_of_ones_own(void **state)
{
    (void)state;
    run("<Down><F4>12<Enter><F2>");
    char *text = kept(scr->tui.me, "tasks");
    assert_non_null(strstr(text, "code 12\n"));
    free(text);
    run("<Down><Right><Right><Left><F2>");
    text = kept(scr->tui.me, "tasks");
    assert_non_null(strstr(text, "code 13\n"));
    free(text);
    run("<Down><F4><BS><BS>２０<Enter><F2>");   /* full width counts as typed */
    text = kept(scr->tui.me, "tasks");
    assert_non_null(strstr(text, "code 20\n"));
    free(text);
    look_at_ledger("");
    char *line = heads(), *title = strstr(line, "事项");
    assert_non_null(title);
    *title = '\0';
    assert_int_equal(text_width(strstr(line, "编号")), 21);
    free(line);
    run("<Down><F4><BS><BS>3<Enter>");
    assert_shown(scr, "不是 4 到 60");
    run("<Down><F4><BS><BS>很宽<Enter>");
    assert_shown(scr, "不是 4 到 60");
    run("<Down><F4><BS><BS><Enter><F2>");
    text = kept(scr->tui.me, "tasks");
    assert_non_null(strstr(text, "code\n"));
    free(text);
}

static void back_to_those_of_the_list(void **state)
{
    (void)state;
    run("<F3>");
    assert_shown(scr, "现在就是台账原来的列");
    run("<Space><F2>");
    look_at_ledger("");
    assert_heads("灯", false);
    run("<F3>");
    assert_shown(scr, "已恢复成台账原来的列");
    assert_null(kept(scr->tui.me, "tasks"));
    look_at_ledger("");
    assert_heads("灯", true);
}

static void what_is_no_column_any_more_is_told_and_passed_over(void **state)
{
    (void)state;
    keep("tasks", "colour\nfloor_area 9\ncode\ntitle\n");
    look_at_ledger("");
    assert_shown(scr, "floor_area");
    assert_shown(scr, "已略过");
    assert_heads("编号", true);
    run("");
    assert_shown(scr, "floor_area");
    run("<Down><Space><Space><F2>");            /* kept anew, without it */
    char *text = kept(scr->tui.me, "tasks");
    assert_null(strstr(text, "floor_area"));
    free(text);
}

static void changes_not_kept_are_asked_about(void **state)
{
    (void)state;
    tui_rig_run(scr, &settings_screen, NULL, "3<Space><Esc>");
    assert_shown(scr, "还没有保存");
    tui_rig_run(scr, &settings_screen, NULL, "3<Space><Esc><Enter>");
    assert_shown(scr, "现状");
    assert_null(kept(scr->tui.me, NULL));
}

static void from_the_ledger_and_back(void **state)
{
    (void)state;
    look_at_ledger("C");
    assert_shown(scr, "我的列");
    assert_shown(scr, "三色督办事项");
    look_at_ledger("C<Space><F2><Esc>");
    assert_shown(scr, "消防通道整治");
    assert_heads("灯", false);
}

/* Where room is short the columns somebody has put last go first. */
static void the_last_one_leaves_first(void **state)
{
    (void)state;
    keep("tasks", "colour\nlatest 20\ncode 14\ntitle\nowner 10\nlead 10\nplace 14\nunit 16\n"
                  "-left\n-due\n-progress\n-state\n");
    look_at_ledger("");
    assert_heads("最新进展", true);
    assert_heads("牵头单位", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(the_part),
        T(a_column_is_hidden_and_another_shown),
        T(the_title_is_never_hidden),
        T(moved_by_either_key),
        T(a_width_of_ones_own),
        T(back_to_those_of_the_list),
        T(what_is_no_column_any_more_is_told_and_passed_over),
        T(changes_not_kept_are_asked_about),
        T(from_the_ledger_and_back),
        T(the_last_one_leaves_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
