/* test_settings_config.c - 设置 and its part 清单配置: the draft checked, weighed, put in
 * force. */
#include "tests/tui/settings_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/settings.h"

static struct tui_rig *r;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    settings_rig_init(r);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    settings_rig_fini(r);
    free(r);
    return 0;
}

static void run(const char *keys)
{
    tui_rig_run(r, &settings_screen, NULL, keys);
}

#define COLOURS "config/colours.yaml"
#define DUE_IN "due_in: 3 workdays"

static void give_tasks(void)
{
    static const char *const due[] = { "2026-11-24", "2026-12-02", "2026-12-10", "2027-03-01" };

    for (size_t i = 0; i < 4; i++) {
        char *title = xasprintf("title=到期%s", due[i]), *date = xasprintf("due=%s", due[i]);
        rig_add(&r->record, "tasks", title, "unit=建设办", "owner=干部甲", "lead=领导甲", date,
                NULL);
        free(title);
        free(date);
    }
}

/* ---- the menu of parts ---- */

static void parts_say_how_they_stand_and_for_whom_they_are(void **state)
{
    (void)state;
    settings_look(r, "", "settings");
    r->tui.me = r->tui.account = r->record.handler;
    run("");
    assert_shown(r, "无权限");
    assert_shown(r, "管理员");          /* who may */
    run("1");
    assert_shown(r, "管理员");
    assert_not_shown(r, "colours.yaml");        /* it did not open */
    run("<Enter>");
    assert_not_shown(r, "colours.yaml");
}

static void the_menu_leads_there(void **state)
{
    (void)state;
    run("<F9>sz<Enter>");
    assert_shown(r, "清单配置");
}

/* ---- the draft ---- */

static void nothing_to_put_in_force(void **state)
{
    (void)state;
    settings_look(r, "1", "settings-config-same");
    run("1<F2>");
    assert_shown(r, "与启用中的配置相同");
    assert_string_equal(r->record.st->defs->hash, r->record.config.hash);
}

static void mistakes_are_shown_with_line_and_caret(void **state)
{
    (void)state;
    settings_change(r, COLOURS, DUE_IN, "due_in: 3");
    settings_change(r, "config/lists/tasks.yaml", "\nrow: ", "\nrwo: ");
    run("");
    assert_shown(r, "草稿有 2 处错误");
    settings_look(r, "1", "settings-config-wrong");
    run("1<F2>");
    assert_shown(r, "先改正错误");
    run("1<Down><Down><Enter>");        /* the file, at its line, numbered */
    assert_shown(r, "colours.yaml");
    assert_shown(r, "due_in: 3}");
    settings_change(r, COLOURS, "due_in: 3}", DUE_IN "}");
    settings_change(r, "config/lists/tasks.yaml", "\nrwo: ", "\nrow: ");
    run("1<F5>");
    assert_shown(r, "与启用中的配置相同");
}

static void a_file_mended_meanwhile_is_read_again(void **state)
{
    (void)state;
    settings_change(r, COLOURS, DUE_IN, "due_in: 3");
    run("1");
    assert_shown(r, "草稿有 1 处错误");
    settings_change(r, COLOURS, "due_in: 3}", DUE_IN "}");
    run("1<F5>");
    assert_shown(r, "已重新读文件");
    assert_shown(r, "与启用中的配置相同");
}

static int64_t yellow(void)
{
    static const char *const by[] = { "list" };
    struct filter f = { .today = r->record.env.today, .as_of = DAY_NONE,
                        .reader = r->record.admin, .list = "tasks" };
    struct group_count *v = NULL;
    size_t n = 0;

    if (query_counts(r->record.st, &f, by, 1, &v, &n, &r->record.err) != XH_OK)
        fail_msg("%s", r->record.err.msg);
    int64_t yellows = n ? v[0].n.colour[COLOUR_YELLOW] : 0;
    group_counts_free(v, n);
    return yellows;
}

static void what_it_would_change_is_shown_before_it_counts(void **state)
{
    (void)state;
    give_tasks();
    settings_change(r, COLOURS, DUE_IN, "due_in: 30 workdays");
    settings_look(r, "1", "settings-config-impact");
    assert_int_equal(yellow(), 1);
    assert_string_equal(r->record.st->defs->hash, r->record.config.hash);
    run("1<F2><Esc>");                  /* asked, and answered no */
    assert_int_equal(yellow(), 1);
    run("1<F2>");
    assert_shown(r, "2 件由绿转黄");
    run("1<F2><Enter>");
    assert_shown(r, "已生效");
    assert_int_equal(yellow(), 3);
    assert_string_not_equal(r->record.st->defs->hash, r->record.config.hash);
    rig_assert_whole(&r->record);
    run("1");
    assert_shown(r, "与启用中的配置相同");
}

static void an_item_of_the_impact_opens(void **state)
{
    (void)state;
    give_tasks();
    settings_change(r, COLOURS, DUE_IN, "due_in: 30 workdays");
    run("1<Down><Down><Down><Enter>");
    assert_shown(r, "到期2026-12-02");
    assert_shown(r, "节点");
}

static void what_would_lock_everybody_out_is_refused_with_the_reason(void **state)
{
    (void)state;
    settings_change(r, "config/township.yaml", "people, config, erase", "erase");
    run("1");
    assert_shown(r, "township.yaml");
    run("1<F2><Enter>");
    assert_string_equal(r->record.st->defs->hash, r->record.config.hash);
}

static void without_a_draft_it_says_so(void **state)
{
    char *was = xasprintf("%s/config", r->record.st->home), *away = xasprintf("%s-away", was);

    (void)state;
    assert_int_equal(rename(was, away), 0);
    run("1");
    assert_shown(r, "草稿有 1 处错误");
    assert_shown(r, "config");
    free(was);
    free(away);
}

/* ---- the reference ---- */

static void the_reference_is_searched(void **state)
{
    (void)state;
    settings_look(r, "1<F7>", "settings-reference");
    run("1<F7><F7>report_every<Enter>");
    assert_shown(r, "report_every");
    run("1<F7><F7>report_every<Enter>n");
    assert_shown(r, "report_every");
    run("1<F7><F7>没有这样的词<Enter>");
    assert_shown(r, "没有找到");
    run("1<F7>/report_every<Enter>N");      /* around the other way */
    assert_shown(r, "report_every");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parts_say_how_they_stand_and_for_whom_they_are, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_menu_leads_there, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_to_put_in_force, setup, teardown),
        cmocka_unit_test_setup_teardown(mistakes_are_shown_with_line_and_caret, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_mended_meanwhile_is_read_again, setup, teardown),
        cmocka_unit_test_setup_teardown(what_it_would_change_is_shown_before_it_counts, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(an_item_of_the_impact_opens, setup, teardown),
        cmocka_unit_test_setup_teardown(what_would_lock_everybody_out_is_refused_with_the_reason,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(without_a_draft_it_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(the_reference_is_searched, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
