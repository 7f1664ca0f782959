/* test_table.c - rows in columns: every line as wide as it should be, whatever the
 * characters. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "report/table.h"

static struct buf printed(struct table *t, int width, bool colours)
{
    struct buf b = {0};

    table_print(&b, t, width, colours);
    table_fini(t);
    return b;
}

static struct table sample(void)
{
    struct table t = {0};

    table_column(&t, "Item", TEXT_LEFT, 20, true);
    table_column(&t, "n", TEXT_RIGHT, 0, false);
    table_column(&t, "C", TEXT_LEFT, 0, false);
    return t;
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
    struct table t = sample();

    (void)state;
    table_add(&t, "路灯维修");
    table_add_int(&t, 7);
    table_add(&t, "红");
    table_add(&t, "a");
    table_add_int(&t, -120);
    table_add(&t, NULL);
    struct buf b = printed(&t, 0, false);
    assert_string_equal(buf_str(&b), "Item         n  C\n"
                                     "------------------\n"
                                     "路灯维修     7  红\n"
                                     "a         -120\n");
    buf_fini(&b);
}

static void a_limit_cuts_at_a_character(void **state)
{
    struct table t = sample();

    (void)state;
    table_add(&t, "沿江公路改扩建项目征地拆迁户签");
    table_add_int(&t, 1);
    table_add(&t, "");
    struct buf b = printed(&t, 0, false);
    assert_non_null(strstr(buf_str(&b), "沿江公路改扩建项目征  1\n"));
    buf_fini(&b);
}

/* Whatever the terminal: no line is wider, unless nothing can give way any more. */
static void lines_fit_the_width(void **state)
{
    (void)state;
    for (int width = 24; width < 60; width++) {
        struct table t = sample();
        table_add(&t, "沿江公路改扩建a项目征地");
        table_add_int(&t, 1000);
        table_add(&t, "黄(绿)");
        table_add(&t, "b中");
        table_add_int(&t, 2);
        table_add(&t, "绿");
        struct buf b = printed(&t, width, false);
        char *save = NULL;
        for (char *line = strtok_r(b.s, "\n", &save); line;
             line = strtok_r(NULL, "\n", &save))
            assert_true(text_width(line) <= width);
        buf_fini(&b);
    }
}

static void a_colour_is_a_word_as_well(void **state)
{
    struct table t = {0};

    (void)state;
    table_column(&t, "C", TEXT_LEFT, 0, false);
    table_add_colour(&t, "红", COLOUR_RED);
    struct buf with = printed(&t, 0, true);
    table_column(&t, "C", TEXT_LEFT, 0, false);
    table_add_colour(&t, "红", COLOUR_RED);
    struct buf without = printed(&t, 0, false);
    assert_non_null(strstr(buf_str(&with), "\033[97;41m红\033[0m"));
    assert_null(strchr(buf_str(&without), '\033'));
    assert_non_null(strstr(buf_str(&without), "红"));
    buf_fini(&with);
    buf_fini(&without);
}

/* Invariant 8: what is stored cannot drive the terminal. */
static void control_characters_are_marks(void **state)
{
    struct table t = {0};

    (void)state;
    table_column(&t, "C", TEXT_LEFT, 0, false);
    table_add(&t, "a\033[31mb\nc\xe2\x80\xae");
    struct buf b = printed(&t, 0, false);
    assert_null(strchr(buf_str(&b), '\033'));
    assert_null(strstr(buf_str(&b), "\xe2\x80\xae"));
    assert_non_null(strstr(buf_str(&b), "b c"));
    buf_fini(&b);
}

/* One row of four columns, the last two of which may go; printed `width` columns wide. */
static struct buf narrow(int width)
{
    struct table t = {0};

    table_column(&t, "code", TEXT_LEFT, 0, false);
    table_column(&t, "item", TEXT_LEFT, 0, true);
    table_column(&t, "unit", TEXT_LEFT, 0, false);
    table_may_leave(&t, 2);
    table_column(&t, "latest", TEXT_LEFT, 0, true);
    table_may_leave(&t, 1);
    table_add(&t, "A-1");
    table_add(&t, "sixteen columns!");
    table_add(&t, "works");
    table_add(&t, "as told on Friday");
    return printed(&t, width, false);
}

static void a_narrow_screen_leaves_columns_out_and_says_so(void **state)
{
    (void)state;
    struct buf b = narrow(60);
    assert_null(strstr(buf_str(&b), "no room"));
    buf_fini(&b);
    b = narrow(32);                             /* the first to go is enough */
    assert_non_null(strstr(buf_str(&b), "A-1   sixteen columns!  works\n"));
    assert_non_null(strstr(buf_str(&b), "(no room for: latest)\n"));
    buf_fini(&b);
    b = narrow(24);
    assert_non_null(strstr(buf_str(&b), "A-1   sixteen columns!\n"));
    assert_non_null(strstr(buf_str(&b), "(no room for: unit, latest)\n"));
    buf_fini(&b);
}

/* ---- cells that wrap ---- */

static struct buf wrapped(int width, bool ruled)
{
    struct table t = { .ruled = ruled };

    table_column(&t, "n", TEXT_RIGHT, 0, false);
    table_column(&t, "事项", TEXT_LEFT, 0, false);
    table_wraps(&t, 3);
    table_column(&t, "进展", TEXT_LEFT, 0, false);
    table_wraps(&t, 1);
    table_add(&t, "1");
    table_add(&t, "路灯维修和换线\n(信访热线)");
    table_add(&t, "已完工");
    table_add(&t, "2");
    table_add(&t, "短");
    table_add(&t, "");
    return printed(&t, width, false);
}

static void cells_wrap_by_their_shares(void **state)
{
    (void)state;
    struct buf b = wrapped(21, false);
    assert_string_equal(buf_str(&b), "n  事项          进展\n"
                                     "---------------------\n"
                                     "1  路灯维修和换  已完\n"
                                     "   线            工\n"
                                     "   (信访热线)\n"
                                     "2  短\n");
    buf_fini(&b);
    b = wrapped(40, true);          /* ruled: the last column takes what is left */
    assert_string_equal(buf_str(&b), "n 事项           进展\n"
                                     "----------------------------------------\n"
                                     "1 路灯维修和换线 已完工\n"
                                     "  (信访热线)\n"
                                     "----------------------------------------\n"
                                     "2 短\n");
    buf_fini(&b);
}

static void wrapped_lines_fit_every_width(void **state)
{
    (void)state;
    for (int width = 21; width < 60; width++) {
        struct buf b = wrapped(width, width % 2);
        char *save = NULL;
        for (char *l = strtok_r(b.s, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
            assert_true(text_width(l) <= width);
            assert_true(l[strlen(l) - 1] != ' ');
        }
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
        cmocka_unit_test(a_limit_cuts_at_a_character),
        cmocka_unit_test(lines_fit_the_width),
        cmocka_unit_test(a_narrow_screen_leaves_columns_out_and_says_so),
        cmocka_unit_test(cells_wrap_by_their_shares),
        cmocka_unit_test(wrapped_lines_fit_every_width),
        cmocka_unit_test(a_colour_is_a_word_as_well),
        cmocka_unit_test(control_characters_are_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
