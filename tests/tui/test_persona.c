/* test_persona.c - 换人: becoming any person of a practice township and oneself again; what
 * another may not see does not stay on the screen; refused in a real township. */
#include "tests/tui/tui_rig.h"

#include <stdlib.h>

#include "tui/today.h"

static struct tui_rig *r;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    tui_rig_init(r);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(r);
    free(r);
    return 0;
}

/* The menu, its line found by initials, then a person by initials. */
#define SWITCH "<F9>hr<Enter>"

static void everybody_stands_in_the_list_with_unit_and_roles(void **state)
{
    (void)state;
    tui_rig_run(r, &today_screen, NULL, SWITCH);
    assert_shown(r, "换人");
    assert_shown(r, "督办员甲  党政办        督办员（本人）");
    assert_shown(r, "干部甲    建设办        经办人");
    assert_shown(r, "村干部甲");
}

static void the_menu_and_the_palette_find_it_by_any_pinyin(void **state)
{
    static const char *const typed[] = { "hr", "huanr", "huanren", "hren", "HuanRe", "换人" };
    static const char *const menus[] = { "<F9>", ":" };

    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        for (size_t k = 0; k < sizeof menus / sizeof *menus; k++) {
            char *keys = xasprintf("%s%s<Enter>", menus[k], typed[i]);
            tui_rig_run(r, &today_screen, NULL, keys);
            assert_shown(r, "督办员甲  党政办        督办员（本人）");
            free(keys);
        }
    tui_rig_run(r, &today_screen, NULL, "<F9>huaren");
    assert_shown(r, "没有");
    tui_rig_run(r, &today_screen, NULL, "<F9>hr<Enter>ganbuj<Enter>");
    assert_int_equal(r->tui.me, r->record.handler);
}

static void one_acts_as_whoever_was_chosen(void **state)
{
    (void)state;
    rig_task(&r->record, "2026-11-27");
    tui_rig_run(r, &today_screen, NULL, SWITCH "gbj<Enter>");
    assert_int_equal(r->tui.me, r->record.handler);
    assert_shown(r, "建设办 干部甲(换人)");
    assert_shown(r, "练习");
    assert_shown(r, "现在您是干部甲");
    assert_shown(r, "我经办");
    assert_not_shown(r, "我督办");
}

/* What is done then is that person's, and nobody else's. */
static void an_act_is_that_persons(void **state)
{
    struct item it;
    const char *code = rig_task(&r->record, "2026-11-27");
    char *kept = xstrdup(code);

    (void)state;
    rig_finish_task(&r->record, kept);
    tui_rig_run(r, &today_screen, NULL, SWITCH "gbj<Enter>" "<F9>2<F2><Enter>");
    rig_item(&r->record, kept, &it);
    assert_int_equal(it.phase, PHASE_REVIEW);
    item_fini(&it);
    free(kept);
}

static void back_to_oneself_is_the_first_line(void **state)
{
    (void)state;
    tui_rig_run(r, &today_screen, NULL, SWITCH "gbj<Enter>" SWITCH "<Enter>");
    assert_int_equal(r->tui.me, r->record.clerk);
    assert_shown(r, "党政办 督办员甲  11月20日");
}

/* Screens below hold rows of the person before. */
static void every_screen_is_left_and_today_opened_anew(void **state)
{
    (void)state;
    rig_task(&r->record, "2026-11-27");
    tui_rig_run(r, &today_screen, NULL, "<F9>2<Enter>" SWITCH "cgb<Enter>");
    assert_shown(r, "今日");
    assert_not_shown(r, "督26-1 ");
    tui_rig_run(r, &today_screen, NULL, "<F9>2<Enter>" SWITCH "cgb<Enter><F10>");
    assert_null(r->tui.top);
}

/* Ctrl-Z takes back what I did, not what the person before me did. */
static void what_another_did_is_not_taken_back(void **state)
{
    struct item it;
    const char *code = rig_task(&r->record, "2026-11-27");
    char *kept = xstrdup(code);

    (void)state;
    rig_finish_task(&r->record, kept);
    r->tui.me = r->tui.account = r->record.handler;
    tui_rig_run(r, &today_screen, NULL, "<F9>2<F2><Enter>" SWITCH "ldj<Enter><C-z>");
    rig_item(&r->record, kept, &it);
    assert_int_equal(it.phase, PHASE_REVIEW);
    item_fini(&it);
    free(kept);
}

static void a_real_township_refuses_and_says_what_to_do(void **state)
{
    (void)state;
    r->record.st->practice = false;
    tui_rig_run(r, &today_screen, NULL, SWITCH);
    assert_shown(r, "只有演练镇可以换人");
    assert_shown(r, "代别人录入");
    tui_rig_run(r, &today_screen, NULL, SWITCH "<Enter>");
    assert_int_equal(r->tui.me, r->record.clerk);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(everybody_stands_in_the_list_with_unit_and_roles),
        T(the_menu_and_the_palette_find_it_by_any_pinyin),
        T(one_acts_as_whoever_was_chosen),
        T(an_act_is_that_persons),
        T(back_to_oneself_is_the_first_line),
        T(every_screen_is_left_and_today_opened_anew),
        T(what_another_did_is_not_taken_back),
        T(a_real_township_refuses_and_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
