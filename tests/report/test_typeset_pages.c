/* test_typeset_pages.c - where things stand on paper, to the millimetre (OFFICE, its last
 * chapter; GB/T 9704-2012), measured on the pages themselves. */
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

#define near(got, wanted, by) \
    do { \
        double g_ = (got), w_ = (wanted); \
        if (g_ < w_ - (by) || g_ > w_ + (by)) \
            fail_msg("%s is %.2f, not %.2f", #got, g_, w_); \
    } while (0)


/* A blank document with one part. */
static struct doc_part *blank(struct document *d, enum doc_page page)
{
    d->page = page;
    doc_set(&d->title, "t");
    doc_set(&d->author, "");
    doc_set(&d->mark, "");
    return doc_part(d, "");
}

/* Where lines stand upright between y and y + 5 mm: their left edges, in mm. */
static size_t upright(const struct probe_ink *k, double y, double *at, size_t most)
{
    size_t n = 0;
    bool was = false;

    for (int x = 0; x < k->wide; x++) {
        bool is = true;
        for (int i = (int)(y * k->per_mm); is && i < (int)((y + 5) * k->per_mm); i++)
            is = k->dots[i * k->wide + x] < 200;
        if (is && !was && n < most)
            at[n++] = (double)x / k->per_mm;
        was = is;
    }
    return n;
}

/* ---- the sheet ---- */

static void the_long_table_has_its_columns_to_the_millimetre(void **state)
{
    static const double wide[] = { 9, 9, 18, 46, 18, 25, 16, 20, 14, 40, 28, 22 };
    struct document d = { 0 };
    struct probe_word word;
    double at[32], x = 20;
    int pages;

    (void)state;
    sample_rows(&d, 4, NULL);
    char *path = probe_set(&d, "columns.pdf", &pages, NULL);
    char *info = probe_run("pdfinfo '%s'", path);
    assert_non_null(strstr(info, "841.89 x 595.276 pts (A4)"));
    assert_true(probe_word(path, 1, "督26-004", &word));
    struct probe_ink k = probe_ink(path, 1, 20);
    assert_int_equal(upright(&k, word.bottom + 2, at, 32), 13);
    for (size_t i = 0; i < 13; i++) {
        near(at[i], x, 0.2);
        x += i < 12 ? wide[i] : 0;
    }
    near(x, 297 - 12, 0.001);
    near(word.left, 20 + 9 + 9 + 0.8, 0.3);
    probe_ink_fini(&k);
    free(info);
    free(path);
}

static void a_row_has_room_to_write_and_lines_a_pitch(void **state)
{
    struct document d = { 0 };
    struct probe_word first, second, above, below;

    (void)state;
    struct doc_table *t = sample_rows(&d, 4, "短");
    for (size_t i = 0; i < 4; i++)
        doc_put(t, &t->rows[i], "latest", "上行\n下行");
    for (size_t i = 0; i < 4; i++)
        doc_put(t, &t->rows[i], "unit", "");
    char *path = probe_set(&d, "pitch.pdf", NULL, NULL);
    assert_true(probe_word(path, 1, "督26-003", &first));
    assert_true(probe_word(path, 1, "督26-004", &second));
    near(second.top - first.top, 17, 0.1);
    assert_true(probe_word(path, 1, "上行", &above));
    assert_true(probe_word(path, 1, "下行", &below));
    near(below.top - above.top, 4.23, 0.02);
    free(path);
}

static void nothing_stands_in_the_margins(void **state)
{
    static const enum doc_page kinds[] = { DOC_LEDGER, DOC_FORM };
    int pages;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct document d = { 0 };
        if (kinds[i] == DOC_LEDGER)
            sample_sheet(&d, 40);
        else
            sample_form(&d);
        char *path = probe_set(&d, "margins.pdf", &pages, NULL);
        double wide = i ? 210 : 297, high = i ? 297 : 210;
        assert_true(pages >= 2);
        for (int n = 1; n <= pages; n++) {
            struct probe_ink k = probe_ink(path, n, 4);
            near(k.wide, wide * 4, 2);
            assert_int_equal(probe_darkest(&k, 0, 0, 19.5, high), 255);
            assert_int_equal(probe_darkest(&k, wide - 11.5, 0, wide, high), 255);
            assert_int_equal(probe_darkest(&k, 0, 0, wide, 8), 255);
            assert_int_equal(probe_darkest(&k, 0, high - 15, wide, high - 12), 255);
            assert_int_equal(probe_darkest(&k, 0, high - 7, wide, high), 255);
            assert_true(probe_darkest(&k, 20, 15, wide - 12, high - 15) < 100);
            probe_ink_fini(&k);
        }
        free(path);
    }
}

/* How thick the frame is left of a word, in mm. */
static double frame_of(const char *path, int page, const char *word)
{
    struct probe_word w;
    double thick = 0;

    assert_true(probe_word(path, page, word, &w));
    struct probe_ink k = probe_ink(path, page, 40);
    double y = (w.top + w.bottom) / 2;
    for (double x = w.left - 0.1; x > w.left - 2; x -= 0.025)
        if (probe_dot(&k, x, y) < 128)
            thick += 0.025;
    probe_ink_fini(&k);
    return thick;
}

static void a_colour_is_a_box_around_its_word(void **state)
{
    static const struct { const char *word; enum colour colour; } cells[] = {
        { "红", COLOUR_RED }, { "黄", COLOUR_YELLOW }, { "绿", COLOUR_GREEN },
    };
    struct document d = { 0 };

    (void)state;
    struct doc_table *t = sample_rows(&d, 3, NULL);
    for (size_t i = 0; i < 3; i++) {
        doc_put(t, &t->rows[i], "colour_word", cells[i].word);
        doc_cell(t, &t->rows[i], "colour_word")->colour = cells[i].colour;
    }
    char *path = probe_set(&d, "boxes.pdf", NULL, NULL);
    near(frame_of(path, 1, "红"), 1.2 * 25.4 / 72, 0.08);
    near(frame_of(path, 1, "黄"), 0.4 * 25.4 / 72, 0.08);
    near(frame_of(path, 1, "绿"), 0, 0.001);
    free(path);
}

static void the_header_is_the_only_grey(void **state)
{
    struct document d = { 0 };
    struct probe_word w;
    size_t grey = 0, other = 0;

    (void)state;
    sample_rows(&d, 3, NULL);
    char *path = probe_set(&d, "grey.pdf", NULL, NULL);
    assert_true(probe_word(path, 1, "编号", &w));
    struct probe_ink k = probe_ink(path, 1, 4);
    assert_true(probe_dot(&k, w.left - 2, w.top + 1) >= 229);   /* at most 10 % */
    assert_true(probe_dot(&k, w.left - 2, w.top + 1) < 250);
    for (int y = 0; y < k.high; y++)
        for (int x = 0; x < k.wide; x++) {
            int dot = k.dots[y * k.wide + x];
            bool is_head = y > (int)((w.top - 2) * 4) && y < (int)((w.bottom + 2) * 4);
            grey += dot == 235 && is_head;
            other += dot == 235 && !is_head;
        }
    assert_true(grey > 10000);
    assert_true(other < grey / 20);                             /* edges of characters */
    probe_ink_fini(&k);
    free(path);
}

/* ---- more columns than a page has room for ---- */

static void sixty_columns_go_on_upon_further_pages(void **state)
{
    struct document d = { 0 };
    char id[16], title[32];
    int pages;

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_table *t = doc_table(&d, "wide", "");
    t->ruled = true;
    for (int i = 0; i < 60; i++) {
        snprintf(id, sizeof id, "c%d", i);
        snprintf(title, sizeof title, i ? "指标%02d" : "村名", i);
        doc_column(t, id, title, 0, i ? TEXT_RIGHT : TEXT_LEFT, DOC_FIXED | (i ? 0 : DOC_HEAD));
    }
    for (int k = 0; k < 5; k++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        for (int i = 0; i < 60; i++) {
            snprintf(id, sizeof id, "c%d", i);
            doc_put(t, r, id, i ? "1234.5" : "林家村");
        }
    }
    char *path = probe_set(&d, "wide.pdf", &pages, NULL);
    char *text = probe_text(path, 0);
    assert_true(pages > 1);
    assert_int_equal(probe_count(text, "村名"), pages);
    assert_int_equal(probe_count(text, "of 60"), pages);
    assert_int_equal(probe_count(text, "林家村"), 5 * pages);
    for (int i = 1; i < 60; i++) {
        snprintf(title, sizeof title, "指标%02d", i);
        assert_int_equal(probe_count(text, title), 1);
    }
    for (int n = 1; n <= pages; n++) {
        struct probe_ink k = probe_ink(path, n, 4);
        assert_int_equal(probe_darkest(&k, 285.5, 0, 297, 210), 255);
        probe_ink_fini(&k);
    }
    free(text);
    free(path);
}

/* A long title among many columns has a third of the line; where it leads the row once more it
 * only says which. */
static void a_long_title_leads_many_columns(void **state)
{
    struct document d = { 0 };
    struct buf words = { 0 };
    char id[16], title[32];
    int pages;

    (void)state;
    blank(&d, DOC_LEDGER);
    for (int i = 0; i < 400; i++)
        buf_puts(&words, "长标题五句");
    struct doc_table *t = doc_table(&d, "wide", "");
    doc_column(t, "code", "编号", 0, TEXT_LEFT, DOC_FIXED | DOC_HEAD);
    doc_column(t, "title", "事项", 0, TEXT_LEFT, DOC_HEAD);
    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "c%d", i);
        snprintf(title, sizeof title, "指标%02d", i);
        doc_column(t, id, title, 0, TEXT_RIGHT, DOC_FIXED);
    }
    struct doc_row *r = doc_row(t, DOC_ROW);
    doc_put(t, r, "code", "督26-1");
    doc_put(t, r, "title", buf_str(&words));
    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "c%d", i);
        doc_put(t, r, id, "1234.5");
    }
    char *path = probe_set(&d, "long.pdf", &pages, NULL);
    char *text = probe_text(path, 0), *last = probe_text(path, pages);
    assert_in_range(pages, 3, 6);
    assert_in_range(probe_count(text, "句"), 400, 400 + 24 * (size_t)pages);
    assert_in_range(probe_count(last, "句"), 4, 24);
    assert_true(probe_count(last, "……") == 1);
    struct probe_word begin;
    assert_true(probe_word(path, 1, "长标题五句长", &begin));
    assert_true(begin.right - begin.left > 70);
    buf_fini(&words);
    free(last);
    free(text);
    free(path);
}

/* ---- letters ---- */

static void a_letter_has_22_lines_of_28_characters(void **state)
{
    struct document d = { 0 };
    struct buf long_one = { 0 };
    struct probe_word first, last;
    int pages;

    (void)state;
    blank(&d, DOC_LETTER);
    for (int i = 0; i < 28 * 22 + 10; i++)
        buf_puts(&long_one, "字");
    doc_add(&d, DOC_PARAGRAPH, buf_str(&long_one), NULL, NULL);
    char *path = probe_set(&d, "letter.pdf", &pages, NULL);
    char *text = probe_text(path, 1);
    assert_int_equal(pages, 2);
    assert_int_equal(probe_count(text, "字"), 28 * 22 - 2);    /* two squares in */
    assert_int_equal(probe_count(text, "\n") - 1, 22);         /* and the number */
    assert_true(probe_word(path, 1, "字", &first));
    near(first.left, 28 + 2 * 156 / 28.0, 0.2);
    assert_true(probe_word(path, 1, "—", &last));
    near((last.top + last.bottom) / 2, 297 - 35 + 7 + 3, 1.5);
    assert_true(last.left > 150);                               /* odd: at the right */
    assert_true(probe_word(path, 2, "—", &last));
    near(last.left, 28 + 14 * 25.4 / 72, 1);                    /* even: at the left, one in */
    buf_fini(&long_one);
    free(text);
    free(path);
}

static void the_seal_has_room_and_the_words_before_it(void **state)
{
    struct document d = { 0 };
    struct probe_word words, issuer, day;

    (void)state;
    for (size_t gaps = 0; gaps < 22; gaps += 3) {
        char name[32];
        d = (struct document){ 0 };
        blank(&d, DOC_LETTER);
        doc_add(&d, DOC_TITLE, "督办单", NULL, NULL);
        for (size_t i = 0; i < gaps; i++)
            doc_add(&d, DOC_LINE, "行", NULL, NULL);
        doc_add(&d, DOC_PARAGRAPH, "最后一句话。", NULL, NULL);
        struct doc_block *b = doc_add(&d, DOC_SEAL, "沿江镇人民政府", "", "2026年11月20日");
        b->wide = b->high = 45;
        snprintf(name, sizeof name, "seal%zu.pdf", gaps);
        int pages;
        char *path = probe_set(&d, name, &pages, NULL);
        assert_true(probe_word(path, pages, "最后一句话。", &words));
        assert_true(probe_word(path, pages, "沿江镇人民政府", &issuer));
        assert_true(probe_word(path, pages, "2026年11月20日", &day));
        struct probe_ink k = probe_ink(path, pages, 4);
        double middle = (day.left + day.right) / 2, end = issuer.top - 0.6;
        assert_true(issuer.top - words.bottom >= 44.5);
        assert_int_equal(probe_darkest(&k, middle - 22.5, end - 43, middle + 22.5, end), 255);
        near((issuer.left + issuer.right) / 2, middle, 1);
        near(day.right, 210 - 26 - 4 * 16 * 25.4 / 72, 1);
        probe_ink_fini(&k);
        free(path);
    }
}

static void a_blank_in_a_line_is_wide_enough_to_sign(void **state)
{
    struct document d = { 0 };
    struct probe_word label, who;

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_block *b = doc_add(&d, DOC_PHRASES, NULL, NULL, NULL);
    doc_phrase(b, "审核: ____ (主任)", COLOUR_NONE);
    doc_phrase(b, "红", COLOUR_RED);
    char *path = probe_set(&d, "sign.pdf", NULL, NULL);
    assert_true(probe_word(path, 1, "审核", &label));
    assert_true(probe_word(path, 1, "(主任)", &who));
    near(who.left - label.right, 30, 3);
    near(label.bottom, 15 + 9, 1.5);            /* and high enough */
    near(frame_of(path, 1, "红"), 1.2 * 25.4 / 72, 0.08);
    free(path);
}

/* ---- marks, codes ---- */

static void a_mark_is_pale_and_on_every_page(void **state)
{
    struct document d = { 0 };
    int pages;

    (void)state;
    sample_sheet(&d, 20);
    doc_set(&d.mark, "演练");
    char *path = probe_set(&d, "mark.pdf", &pages, NULL);
    char *text = probe_text(path, 0);
    assert_null(strstr(text, "演练"));          /* shapes: nobody copies it with the text */
    for (int n = 1; n <= pages; n++) {
        struct probe_ink k = probe_ink(path, n, 4);
        size_t pale = 0;
        for (int i = 0; i < k.wide * k.high; i++)
            pale += k.dots[i] == 229 || k.dots[i] == 230;
        assert_true(pale > 20000);
        probe_ink_fini(&k);
    }
    free(text);
    free(path);
}

static void the_code_stands_on_the_last_page_only(void **state)
{
    struct document d = { 0 };
    struct probe_word word;
    int pages;

    (void)state;
    sample_sheet(&d, 20);
    char *path = probe_set(&d, "code.pdf", &pages, NULL);
    for (int n = 1; n < pages; n++) {
        char *text = probe_text(path, n);
        assert_null(strstr(text, "校验码"));
        free(text);
    }
    assert_true(probe_word(path, pages, "校验码", &word));
    near(word.bottom, 195, 1);
    struct probe_ink k = probe_ink(path, pages, 8);
    assert_true(probe_darkest(&k, 270, 182, 285, 195) < 50);    /* the QR code */
    assert_int_equal(probe_darkest(&k, 283.2, 180, 285, 195), 255);    /* its quiet zone */
    probe_ink_fini(&k);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_long_table_has_its_columns_to_the_millimetre),
        cmocka_unit_test(a_row_has_room_to_write_and_lines_a_pitch),
        cmocka_unit_test(nothing_stands_in_the_margins),
        cmocka_unit_test(a_colour_is_a_box_around_its_word),
        cmocka_unit_test(the_header_is_the_only_grey),
        cmocka_unit_test(sixty_columns_go_on_upon_further_pages),
        cmocka_unit_test(a_long_title_leads_many_columns),
        cmocka_unit_test(a_letter_has_22_lines_of_28_characters),
        cmocka_unit_test(the_seal_has_room_and_the_words_before_it),
        cmocka_unit_test(a_blank_in_a_line_is_wide_enough_to_sign),
        cmocka_unit_test(a_mark_is_pale_and_on_every_page),
        cmocka_unit_test(the_code_stands_on_the_last_page_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
