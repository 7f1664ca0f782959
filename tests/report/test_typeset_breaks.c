/* test_typeset_breaks.c - what a page or a line must not part, and what must not touch: read off
 * the pages themselves (GB/T 9704; OFFICE 25). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/report/pdf_probe.h"
#include "tests/report/sample_paper.h"

#define GAP_LEAST 2.5           /* mm between a number and what begins behind it */

static void blank(struct document *d, enum doc_page page)
{
    *d = (struct document){ .page = page };
    doc_set(&d->title, "t");
    doc_set(&d->author, "");
    doc_set(&d->mark, "");
    doc_part(d, "");
}

/* A table of `n` rows, "行01" .. in its column, a number and words behind it. */
static struct doc_table *rows(struct document *d, int n)
{
    struct doc_table *t = doc_table(d, "rows", "");
    char name[16];

    doc_column(t, "name", "名称", 0, TEXT_LEFT, DOC_FIXED);
    doc_column(t, "n", "数", 0, TEXT_RIGHT, DOC_FIXED);
    doc_column(t, "said", "说明", 0, TEXT_LEFT, 0);
    for (int i = 1; i <= n; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        snprintf(name, sizeof name, "行%02d", i);
        doc_put(t, r, "name", name);
        doc_put(t, r, "n", "12345678");
        doc_put(t, r, "said", "说明文字");
    }
    return t;
}

/* The last page of `d`, read; gives `d` up. Caller frees. */
static char *last_page(struct document *d, int *pages)
{
    char *path = probe_set(d, "breaks.pdf", pages, NULL), *text = probe_text(path, *pages);

    free(path);
    return text;
}

/* ---- what touches ---- */

static void a_number_keeps_clear_of_the_words_behind_it(void **state)
{
    struct document d;
    struct probe_word number, words;

    (void)state;
    blank(&d, DOC_LEDGER);
    rows(&d, 1);
    char *path = probe_set(&d, "gap.pdf", NULL, NULL);
    assert_true(probe_word(path, 1, "12345678", &number));
    assert_true(probe_word(path, 1, "说明文字", &words));
    assert_true(words.left - number.right >= GAP_LEAST);
    assert_true(probe_word(path, 1, "数", &number));
    assert_true(probe_word(path, 1, "说明", &words));
    assert_true(words.left - number.right >= GAP_LEAST);
    free(path);
}

static void a_boxed_word_stands_on_the_line_of_its_row(void **state)
{
    struct document d;
    struct probe_word word, code, next;

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_table *t = doc_table(&d, "rows", "");
    doc_column(t, "colour", "灯", 0, TEXT_LEFT, DOC_FIXED | DOC_BOXED);
    doc_column(t, "code", "编号", 0, TEXT_LEFT, DOC_FIXED);
    for (int i = 0; i < 2; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        doc_put(t, r, "colour", "红");
        doc_cell(t, r, "colour")->colour = COLOUR_RED;
        doc_put(t, r, "code", i ? "乙" : "甲");
    }
    char *path = probe_set(&d, "box.pdf", NULL, NULL);
    assert_true(probe_word(path, 1, "红", &word));
    assert_true(probe_word(path, 1, "甲", &code));
    assert_true(probe_word(path, 1, "乙", &next));
    assert_float_equal((float)word.top, (float)code.top, 0.05);
    assert_true(next.top - code.top < 5.6);         /* and takes no more than a line of room */
    struct probe_ink k = probe_ink(path, 1, 20);    /* its frame and the next one do not touch */
    assert_int_equal(probe_darkest(&k, word.left, code.bottom + 0.75, word.right,
                                   code.bottom + 0.95), 255);
    probe_ink_fini(&k);
    free(path);
}

/* ---- lines ---- */

static void assert_on_one_line(const char *text, const char *word)
{
    if (!strstr(text, word))
        fail_msg("'%s' is broken:\n%s", word, text);
}

static void what_belongs_together_is_not_broken(void **state)
{
    static const char *const cells[][2] = {
        { "领导甲(领衔)", "(领衔)" },
        { "党政综合办公室(督查室)", "(督查室)" },
        { "另见示例事项和征26-401两项", "征26-401" },
        { "攻坚第某难戊村村集体地界核对", "核对" },
        { "已办结,正在整理回访材料。", "材料。" },
    };
    struct document d;

    (void)state;
    for (int mm = 18; mm < 48; mm += 4) {
        blank(&d, DOC_LEDGER);
        struct doc_table *t = doc_table(&d, "rows", "");
        t->ruled = true;
        doc_column(t, "said", "文", mm, TEXT_LEFT, 0);
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
            doc_put(t, doc_row(t, DOC_ROW), "said", cells[i][0]);
        char *path = probe_set(&d, "kept.pdf", NULL, NULL), *all = probe_text(path, 1);
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
            assert_on_one_line(all, cells[i][1]);
        free(all);
        free(path);
    }
}

/* Thirty paragraphs, each a character longer: whatever can be broken is broken somewhere. */
static void nor_in_running_text(void **state)
{
    struct document d;
    struct buf begin = { 0 };

    (void)state;
    blank(&d, DOC_LETTER);
    for (int i = 0; i < 30; i++) {
        buf_puts(&begin, "文");
        char *text = xasprintf("%s征26-398（2天）、征26-401（2天）都已说明", buf_str(&begin));
        doc_add(&d, DOC_PARAGRAPH, text, NULL, NULL);
        free(text);
    }
    char *path = probe_set(&d, "running.pdf", NULL, NULL), *all = probe_text(path, 0);
    assert_int_equal(probe_count(all, "征26-398"), 30);
    assert_int_equal(probe_count(all, "征26-401"), 30);
    assert_int_equal(probe_count(all, "（2天）"), 60);
    assert_int_equal(probe_count(all, "说明"), 30);
    assert_true(probe_count(all, "\n") > 45);
    buf_fini(&begin);
    free(all);
    free(path);
}

static void what_is_wider_than_its_column_is_broken_all_the_same(void **state)
{
    struct document d;
    int pages;

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_table *t = doc_table(&d, "rows", "");
    doc_column(t, "said", "文", 12, TEXT_LEFT, 0);
    doc_put(t, doc_row(t, DOC_ROW), "said", "所(镇建办)");
    doc_put(t, doc_row(t, DOC_ROW), "said", "所(村镇建设办公室)");
    char *path = probe_set(&d, "narrow.pdf", &pages, NULL), *text = probe_text(path, 1);
    assert_non_null(strstr(text, "办)"));            /* what closes does not begin a line */
    assert_non_null(strstr(text, "室)"));
    free(text);
    struct probe_ink k = probe_ink(path, 1, 4);
    assert_int_equal(probe_darkest(&k, 20 + 12.5, 17, 200, 60), 255);
    probe_ink_fini(&k);
    free(path);
}

static void a_unit_goes_under_its_title_where_the_line_is_short(void **state)
{
    struct document d;
    struct probe_word title, unit;
    char id[16];

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_table *t = doc_table(&d, "rows", "");
    for (int i = 0; i < 12; i++) {
        snprintf(id, sizeof id, "c%d", i);
        doc_column(t, id, "年度计划投资(万元)", 0, TEXT_RIGHT, DOC_FIXED);
    }
    doc_put(t, doc_row(t, DOC_ROW), "c0", "1");
    char *path = probe_set(&d, "unit.pdf", NULL, NULL);
    assert_true(probe_word(path, 1, "年度计划投资", &title));
    assert_true(probe_word(path, 1, "(万元)", &unit));
    assert_true(unit.top > title.bottom - 1);
    free(path);
}

/* ---- pages ---- */

static void what_stands_behind_a_table_keeps_a_row(void **state)
{
    (void)state;
    for (int n = 27; n < 33; n++) {
        struct document d;
        int pages;
        blank(&d, DOC_LEDGER);
        rows(&d, n);
        doc_add(&d, DOC_LINE, "共计若干行", NULL, NULL);
        doc_add(&d, DOC_BOX, "签字", NULL, NULL)->high = 20;
        char *text = last_page(&d, &pages);
        assert_non_null(strstr(text, "共计若干行"));
        assert_non_null(strstr(text, "签字"));
        assert_non_null(strstr(text, "12345678"));
        free(text);
    }
}

/* Nor is the heading left behind when such a table goes over. */
static void a_heading_goes_over_with_its_table(void **state)
{
    (void)state;
    for (int n = 22; n < 32; n++) {
        struct document d;
        int pages;
        blank(&d, DOC_LEDGER);
        for (int i = 0; i < n; i++)
            doc_add(&d, DOC_LINE, "上文", NULL, NULL);
        doc_add(&d, DOC_HEADING, "七、本期新增", NULL, NULL);
        rows(&d, 1);
        doc_add(&d, DOC_LINE, "会议意见可写", NULL, NULL);
        doc_add(&d, DOC_LINE, "签收", NULL, NULL);
        char *text = last_page(&d, &pages);
        assert_non_null(strstr(text, "七、本期新增"));
        assert_non_null(strstr(text, "12345678"));
        assert_non_null(strstr(text, "签收"));
        free(text);
    }
}

static void a_sum_stays_with_what_it_adds_up(void **state)
{
    (void)state;
    for (int n = 28; n < 35; n++) {
        struct document d;
        int pages;
        blank(&d, DOC_LEDGER);
        struct doc_table *t = rows(&d, n);
        for (int i = 0; i < 2; i++)
            doc_put(t, doc_row(t, DOC_SUM), "name", "小计");
        char *text = last_page(&d, &pages);
        assert_int_equal(probe_count(text, "小计"), 2);
        assert_non_null(strstr(text, "12345678"));
        free(text);
    }
}

static void the_code_has_no_page_to_itself(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++)
        for (int n = 28; n < 34; n++) {
            struct document d;
            int pages;
            blank(&d, DOC_LEDGER);
            if (kind)
                rows(&d, n);
            for (int i = 0; !kind && i < n; i++)
                doc_add(&d, DOC_LINE, "12345678", NULL, NULL);
            doc_add(&d, DOC_GAP, NULL, NULL, NULL);
            doc_add(&d, DOC_CODE, "校验码", NULL, NULL);
            char *text = last_page(&d, &pages);
            assert_non_null(strstr(text, "校验码"));
            assert_non_null(strstr(text, "12345678"));
            free(text);
        }
}

static void no_single_line_goes_over_with_the_seal(void **state)
{
    (void)state;
    for (int n = 9; n < 20; n++) {
        struct document d;
        int pages;
        blank(&d, DOC_LETTER);
        for (int i = 0; i < n; i++)
            doc_add(&d, DOC_PARAGRAPH, "上文", NULL, NULL);
        doc_add(&d, DOC_PARAGRAPH, "反馈方式：书面", NULL, NULL);
        doc_add(&d, DOC_PARAGRAPH, "签收：一日内", NULL, NULL);
        doc_add(&d, DOC_SEAL, "沿江镇人民政府", "", "2026年11月20日")->high = 45;
        doc_add(&d, DOC_CODE, "校验码", NULL, NULL);
        char *text = last_page(&d, &pages);
        assert_non_null(strstr(text, "反馈方式"));
        assert_non_null(strstr(text, "签收"));
        assert_non_null(strstr(text, "人民政府"));
        assert_non_null(strstr(text, "校验码"));
        free(text);
    }
}

static void rows_stand_abreast(void **state)
{
    struct document d;
    struct probe_word at[4];
    static const char *const names[] = { "行01", "行02", "行03", "行04" };

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_table *t = rows(&d, 4);
    t->ruled = true;
    t->abreast = 3;
    char *path = probe_set(&d, "abreast.pdf", NULL, NULL);
    char *text = probe_text(path, 1);
    for (int i = 0; i < 4; i++)
        assert_true(probe_word(path, 1, names[i], &at[i]));
    assert_float_equal((float)at[0].top, (float)at[2].top, 0.01);
    assert_true(at[0].right < at[1].left && at[1].right < at[2].left);
    assert_true(at[3].top > at[0].bottom);
    assert_float_equal((float)at[3].left, (float)at[0].left, 0.01);
    assert_int_equal(probe_count(text, "名称"), 3);
    assert_int_equal(probe_count(text, "12345678"), 4);
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_keeps_clear_of_the_words_behind_it),
        cmocka_unit_test(a_boxed_word_stands_on_the_line_of_its_row),
        cmocka_unit_test(what_belongs_together_is_not_broken),
        cmocka_unit_test(nor_in_running_text),
        cmocka_unit_test(what_is_wider_than_its_column_is_broken_all_the_same),
        cmocka_unit_test(a_unit_goes_under_its_title_where_the_line_is_short),
        cmocka_unit_test(what_stands_behind_a_table_keeps_a_row),
        cmocka_unit_test(a_heading_goes_over_with_its_table),
        cmocka_unit_test(a_sum_stays_with_what_it_adds_up),
        cmocka_unit_test(the_code_has_no_page_to_itself),
        cmocka_unit_test(no_single_line_goes_over_with_the_seal),
        cmocka_unit_test(rows_stand_abreast),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
