/* test_land.c - 征地 by keys: levels opened and closed, who has not signed, the map and the ledger
 * of what the cursor stands on, figures as text, who sees what. */
#include "tests/tui/acts_rig.h"

#include <stdlib.h>
#include <unistd.h>

#include "tui/land.h"
#include "tui/land_map.h"
#include "tui/today.h"

static char road[32], park[32];

static const char *household(const char *project, const char *title, const char *place,
                             const char *section)
{
    static char code[32];
    char *a = xasprintf("title=%s", title), *b = xasprintf("place=%s", place);
    char *p = xasprintf("parent=%s", project), *s = xasprintf("section=%s", section);

    snprintf(code, sizeof code, "%s",
             rig_add(r, "households", a, b, p, "area=0.5", "amount=6.38",
                     strcmp(place, "上洋村") == 0 ? "owner=干部甲" : "owner=村干部甲", s, NULL));
    free(a);
    free(b);
    free(p);
    free(s);
    return code;
}

static void sign(const char *code)
{
    static const char *const steps[] = { "visit", "measure", "sign" };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        assert_ok(rig_check(r, r->clerk, code, steps[i], "https://example.invalid/1"));
}

/* A road through 林家村 (one of its own, six in 一组) and 上洋村 (two); a park in 上洋村. */
static int setup(void **state)
{
    int wrong = acts_setup(state);
    char title[32];

    assert_ok(tools_configure(r, r->admin, "lists/households",
                              "after: notice\n    due: notice + 15 workdays",
                              "after: measure\n    due: measure + 15 workdays", NULL));
    snprintf(road, sizeof road, "%s",
             rig_add(r, "projects", "title=示例道路", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", "sign_start=2026-11-09", "sign_due=2026-12-08", NULL));
    snprintf(park, sizeof park, "%s",
             rig_add(r, "projects", "title=示例公园", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", NULL));
    sign(household(road, "林大", "林家村", ""));
    for (int i = 0; i < 6; i++) {
        snprintf(title, sizeof title, "户%03d", i + 1);
        const char *code = household(road, title, "林家村/一组", "");
        if (i < 4)
            sign(code);
    }
    household(road, "陈阿水", "上洋村", "");
    household(road, "陈阿妹", "上洋村", "");
    household(park, "林阿公", "上洋村", "");
    return wrong;
}

static void look(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &land_screen, NULL, keys);
}

static void the_tree_small_and_large(void **state)
{
    (void)state;
    look(r->clerk, "<Enter><Down><Enter><Down>");
    assert_screen(scr, "land-80x24");
    look(r->clerk, "<size:40x120><Enter><Down><Enter><Down>");
    assert_screen(scr, "land-120x40");
}

static void levels_open_and_close(void **state)
{
    (void)state;
    look(r->clerk, "");
    assert_shown(scr, "+ 示例道路");
    assert_not_shown(scr, "+ 林家村");
    look(r->clerk, "<Right>");
    assert_shown(scr, "+ 林家村");
    look(r->clerk, "<Right><Down><Right>");
    assert_shown(scr, "一组");
    assert_shown(scr, "未分组");
    look(r->clerk, "<Right><Down><Right><Left>");
    assert_not_shown(scr, "未分组");
    look(r->clerk, "<Right><Down><Right><Down><Left>");         /* up to its village */
    assert_shown(scr, "示例道路 > 林家村  ");
    look(r->clerk, "<Right><Down><Right><Down><Left><Left>");
    assert_shown(scr, "+ 林家村");
    look(r->clerk, "<Right><Down><Left><Left>");
    assert_not_shown(scr, "+ 林家村");
}

static void one_more(void)
{
    sign("征26-006");
}

static void a_change_leaves_open_what_was_open(void **state)
{
    (void)state;
    scr->others = one_more;
    look(r->clerk, "<Right><Down><Right><Down><Down><others>");
    scr->others = NULL;
    assert_shown(scr, "6/7");                   /* of the village */
    assert_shown(scr, "5/6");                   /* of its group, under the cursor still */
    assert_shown(scr, "示例道路 > 林家村 > 一组");
    assert_shown(scr, "未签 1 户");
}

static void who_has_not_signed_stands_below(void **state)
{
    (void)state;
    look(r->clerk, "<Right><Down><Right><Down><Down>");
    assert_shown(scr, "未签 2 户");
    assert_shown(scr, "户005");
    assert_shown(scr, "村干部甲");
    look(r->clerk, "<Right><Down><Right><Down>");
    assert_shown(scr, "已全部签完");
    look(r->clerk, "<Right><Down><Down><Tab><Down><Enter>");
    assert_shown(scr, "陈阿妹");
    assert_shown(scr, "征26-009");
}

static void more_than_are_listed_are_said_to_be_there(void **state)
{
    char title[32];

    (void)state;
    for (int i = 0; i < 60; i++) {
        snprintf(title, sizeof title, "户%03d", 200 + i);
        household(park, title, "上洋村", "");
    }
    look(r->clerk, "<Down>");
    assert_shown(scr, "未签 61 户");
    assert_shown(scr, "只列最急的60户，还有1户");
    look(r->clerk, "<size:40x120><Down>");
    assert_shown(scr, "只列最急的60户，还有1户");
    look(r->clerk, "<Down>L");                  /* all of them stand there */
    assert_shown(scr, "绿 61");
    sign("征26-010");
    look(r->clerk, "<Down>");
    assert_shown(scr, "未签 60 户");
    assert_not_shown(scr, "只列最急的");
}

static void the_countdown_is_that_of_the_line(void **state)
{
    (void)state;
    look(r->clerk, "");
    assert_shown(scr, "第 12/30 天  已签 5/9");
    look(r->clerk, "<Down>");
    assert_shown(scr, "已签 0/1");
}

static void today_counts_down_too(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->clerk;
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_shown(scr, "项26-01  第 12/30 天  已签 5/9");
    assert_shown(scr, "预计 ");                  /* on a line of its own where one is too narrow */
    assert_shown(scr, "(提前 ");
    scr->tui.me = scr->tui.account = r->village;        /* not of a part of it */
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_not_shown(scr, "第 12/30 天");
}

static void sums_of_few_households_are_not_shown(void **state)
{
    (void)state;
    look(r->clerk, "<Right>");
    assert_shown(scr, "0/31.9");                /* five of them */
    look(r->clerk, "<Right><Down><Right><Down>");
    assert_shown(scr, "***");                   /* one */
}

/* The village less one group is the other: with one household there, neither is told, whatever
 * is open; what the tree tells is what the pane and print tell. */
static void no_group_is_its_village_less_the_other(void **state)
{
    (void)state;
    look(r->clerk, "<size:40x160><Right><Down><Right><Down><Down>");
    assert_shown(scr, "> 林家村 > 一组");
    assert_shown(scr, "已签 4/6");
    assert_shown(scr, "0/***");
    assert_shown(scr, "0/31.9");                /* the village */
    assert_not_shown(scr, "25.52");             /* the four of 一组 */
    look(r->clerk, "<Right><Down><Right><Down><Down>");
    assert_shown(scr, "0/***");
    assert_not_shown(scr, "25.52");
    look(r->village, "<size:40x160><Right><Down><Right><Down><Down>");     /* his own */
    assert_shown(scr, "0/25.52");
    assert_shown(scr, "0/6.38");
}

/* A village that cannot be told takes another with it, down to the groups of that one. */
static void no_village_is_its_project_less_the_others(void **state)
{
    (void)state;
    sign(household(road, "林二", "林家村", ""));
    sign(household(road, "林三", "林家村", ""));
    look(r->clerk, "<size:40x160><Right><Down><Right>");
    assert_shown(scr, "0/44.66");               /* the village */
    assert_shown(scr, "0/25.52");
    assert_shown(scr, "0/19.14");
    sign("征26-008");                           /* 陈阿水, the first of 上洋村 */
    look(r->clerk, "<size:40x160><Right><Down><Right>");
    assert_shown(scr, "0/51.04");               /* the road */
    assert_not_shown(scr, "0/44.66");
    assert_not_shown(scr, "0/6.38");
    assert_shown(scr, "0/25.52");               /* what is left is four: 林家村's own and hers */
    assert_not_shown(scr, "0/19.14");
}

static void the_map_and_the_ledger_of_the_line(void **state)
{
    (void)state;
    look(r->clerk, "<Right><Down>m");
    assert_shown(scr, "7 户");
    assert_shown(scr, "作战图");
    look(r->clerk, "<Right><Down><Right><Down><Down><Enter>");
    assert_shown(scr, "台账");
    assert_shown(scr, "户006");
    assert_not_shown(scr, "陈阿水");
    look(r->clerk, "<Right><Down>L");
    assert_shown(scr, "林大");
    assert_not_shown(scr, "陈阿水");
}

static void from_the_ledger_and_a_household_to_the_map(void **state)
{
    (void)state;
    look(r->clerk, "<Right><Down><Down>L<Down>m");
    assert_shown(scr, "作战图");
    assert_shown(scr, "陈阿妹  征26-009");
    look(r->clerk, "<Right><Down><Down>L<Down><Enter>m");
    assert_shown(scr, "陈阿妹  征26-009");
}

static void what_is_found_comes_under_the_cursor(void **state)
{
    (void)state;
    look(r->clerk, "<Right><F7>syc<Enter>");
    assert_shown(scr, "> 上洋村");
    look(r->clerk, "<F7>slgy<Enter>");
    assert_shown(scr, park);
    look(r->clerk, "<F7>lj<Enter>");            /* not opened */
    assert_shown(scr, "列出的行里没有");
}

static void figures_as_text(void **state)
{
    (void)state;
    look(r->clerk, "<Right><F8>");
    assert_shown(scr, "征地日报");
    assert_shown(scr, "第 12/30 天");
    assert_shown(scr, "林家村");
    look(r->clerk, "<Right><F8><End>");
    assert_shown(scr, "未签约");
    assert_shown(scr, "村干部甲");              /* with whom they lie */
    assert_not_shown(scr, "陈阿水");
}

static void sections_are_a_level_of_their_own(void **state)
{
    (void)state;
    household(road, "户101", "林家村/一组", "一标");
    household(road, "户102", "上洋村", "一标");
    look(r->clerk, "<Right>");
    assert_shown(scr, "一标");
    assert_shown(scr, "未分标段");
    look(r->clerk, "<Right><F7>一标<Enter><Right><Down>");
    assert_shown(scr, "> 一标 > 林家村");
    assert_shown(scr, "0/1");
    look(r->clerk, "<Right><F7>一标<Enter>m");
    assert_shown(scr, "2 户");
}

static void those_without_a_section_have_a_map_of_their_own(void **state)
{
    (void)state;
    household(road, "户101", "林家村/一组", "一标");
    household(road, "户102", "上洋村", "一标");
    look(r->clerk, "<Right><F7>未分标段<Enter>m");
    assert_shown(scr, "9 户");
    look(r->clerk, "<Right><F7>未分标段<Enter>L");
    assert_shown(scr, "没有单独的台账");
    assert_not_shown(scr, "户101");
    look(r->clerk, "<Right><F7>未分标段<Enter><Right><Down><Down>");
    assert_shown(scr, "陈阿妹");
    assert_not_shown(scr, "户102");
}

static void those_of_no_place_are_not_everybody(void **state)
{
    (void)state;
    household(road, "户103", "", "");
    look(r->clerk, "<Right><F7>未写村组<Enter>");
    assert_shown(scr, "户103");
    assert_not_shown(scr, "陈阿水");
    look(r->clerk, "<Right><F7>未写村组<Enter>m");
    assert_shown(scr, "没有单独的作战图和台账");
    look(r->clerk, "<Right><F7>未写村组<Enter>L");
    assert_shown(scr, "没有单独的作战图和台账");
}

/* 未分组 stands beside the groups of its village: nothing of theirs is in it. */
static void those_of_no_group_are_not_the_village(void **state)
{
    (void)state;
    household(road, "林二", "林家村", "");
    look(r->clerk, "<Right><F7>未分组<Enter><Right><Down><Right><Down>");
    assert_shown(scr, "林家村 > 未分组");
    assert_shown(scr, "未签 1 户");
    assert_shown(scr, "林二");
    assert_not_shown(scr, "户005");
    look(r->clerk, "<Right><Down><Right><Down>m");
    assert_shown(scr, "林家村 > 未分组");
    assert_shown(scr, "2 户  ");
    assert_not_shown(scr, "一组");
    look(r->clerk, "<Right><Down><Right><Down>m<F8>");
    assert_shown(scr, "2 户");
    assert_not_shown(scr, "一组");
    look(r->clerk, "<Right><Down><Right><Down>L");
    assert_shown(scr, "林家村 > 未分组");
    assert_shown(scr, "林大");
    assert_shown(scr, "林二");
    assert_not_shown(scr, "户001");
    assert_not_shown(scr, "place_id");
    look(r->clerk, "<Right><Down><Right><Down><Enter>");        /* nothing lies below it */
    assert_shown(scr, "林二");
    assert_not_shown(scr, "户001");
}

static void no_sums_any_more(void)
{
    assert_ok(tools_configure(r, r->admin, "lists/households",
                              "rollup: {signed: sign, paid: pay, area: area, money: amount, "
                              "section: section, start: sign_start, due: sign_due}\n", "", NULL));
}

/* Another configuration, while the screen is open: nothing is left that a key could act on. */
static void a_list_that_is_summed_up_no_longer(void **state)
{
    (void)state;
    scr->others = no_sums_any_more;
    look(r->clerk, "<Right><Down><others>");
    assert_not_shown(scr, "林家村");
    look(r->clerk, "<Right><Down><others><Down>m<F8><Right>L<Enter><Tab><Down>");
    assert_not_shown(scr, "林家村");
    scr->others = NULL;
}

static void no_map_any_more(void)
{
    assert_ok(tools_configure(r, r->admin, "lists/households", "\nmap:", "\n# map:", NULL));
}

/* The same while its page of text is read: what is written then is of the list as it is. */
static void a_page_open_while_the_list_changes(void **state)
{
    (void)state;
    char *path = xasprintf("/tmp/xh-land-%ld.txt", (long)getpid());
    char *keys = xasprintf("<Right>m<F8><others><F8>4<C-u>%s<Enter>", path);
    scr->others = no_map_any_more;
    look(r->clerk, keys);
    assert_shown(scr, "没有作战图");
    assert_int_equal(access(path, F_OK), -1);
    free(keys);
    keys = xasprintf("<Right><F8><others><F8>4<C-u>%s<Enter>", path);
    scr->others = no_sums_any_more;
    look(r->clerk, keys);
    assert_shown(scr, "已经没有台账配置 `rollup:`");
    assert_int_equal(access(path, F_OK), -1);
    free(keys);
    free(path);
    scr->others = NULL;
}

/* ENGINE 28: the figures of those one may read, counted anew. */
static void a_village_cadre_has_the_own_village(void **state)
{
    (void)state;
    look(r->village, "");
    assert_shown(scr, "5/7");
    assert_not_shown(scr, "上洋村");
    assert_not_shown(scr, "示例公园");
}

static void whoever_has_none_is_told(void **state)
{
    (void)state;
    look(r->other, "");
    assert_shown(scr, "还没有征地的户");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, acts_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_tree_small_and_large),
        T(levels_open_and_close),
        T(a_change_leaves_open_what_was_open),
        T(who_has_not_signed_stands_below),
        T(more_than_are_listed_are_said_to_be_there),
        T(the_countdown_is_that_of_the_line),
        T(today_counts_down_too),
        T(sums_of_few_households_are_not_shown),
        T(no_group_is_its_village_less_the_other),
        T(no_village_is_its_project_less_the_others),
        T(the_map_and_the_ledger_of_the_line),
        T(from_the_ledger_and_a_household_to_the_map),
        T(what_is_found_comes_under_the_cursor),
        T(figures_as_text),
        T(sections_are_a_level_of_their_own),
        T(those_without_a_section_have_a_map_of_their_own),
        T(those_of_no_place_are_not_everybody),
        T(those_of_no_group_are_not_the_village),
        T(a_list_that_is_summed_up_no_longer),
        T(a_page_open_while_the_list_changes),
        T(a_village_cadre_has_the_own_village),
        T(whoever_has_none_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
