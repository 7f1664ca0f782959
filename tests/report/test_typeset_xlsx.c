/* test_typeset_xlsx.c - a document as a workbook, read back as the XML it is made of. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/typeset.h"

static char *path_of(const char *name)
{
    const char *folder = getenv("XH_TMP");

    return xasprintf("%s/%s", folder ? folder : "/tmp", name);
}

/* A member of the archive, "" when there is none; caller frees. */
static char *member(const char *path, const char *name)
{
    char *command = xasprintf("unzip -p '%s' '%s' 2>/dev/null", path, name);
    FILE *f = popen(command, "r");
    struct buf b = { 0 };
    char piece[65536];

    assert_non_null(f);
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&b, piece, n);
    pclose(f);
    free(command);
    buf_puts(&b, "");
    return b.s ? buf_take(&b) : xstrdup("");
}

static char *first_sheet(const char *path)
{
    return member(path, "xl/worksheets/sheet1.xml");
}

static void made(const struct document *d, const char *path)
{
    struct typeset_job job = { .document = d, .format = TYPESET_XLSX, .path = path };
    struct xh_err err = { 0 };

    if (typeset(&job, &err) != XH_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(job.notes.len, 0);
    assert_int_equal(job.pages, d->n_parts);
}

static int count(const char *s, const char *what)
{
    int n = 0;

    for (s = strstr(s, what); s; s = strstr(s + 1, what))
        n++;
    return n;
}

static struct document begun(enum doc_page page)
{
    struct document d = { .made = INT64_C(1795104000000), .page = page };

    doc_set(&d.title, "演示周报");
    doc_set(&d.author, "演示办");
    doc_set(&d.mark, "");
    doc_part(&d, "");
    return d;
}

static struct doc_table *small_table(struct document *d)
{
    doc_add(d, DOC_HEADING, "一、逾期事项", NULL, NULL);
    struct doc_table *t = doc_table(d, "overdue", "for records");

    doc_column(t, "n", "序号", 9, TEXT_CENTRE, DOC_FIXED);
    doc_column(t, "colour", "灯", 9, TEXT_CENTRE, DOC_BOXED);
    doc_column(t, "title", "事项", 46, TEXT_LEFT, 0);
    doc_column(t, "area", "面积", 0, TEXT_RIGHT, 0);
    doc_column(t, "due", "时限", 20, TEXT_LEFT, 0);
    doc_column(t, "secret", "密", 0, TEXT_LEFT, DOC_HIDDEN);
    return t;
}

static struct doc_row *small_row(struct doc_table *t, int n, const char *title)
{
    struct doc_row *r = doc_row(t, DOC_ROW);

    doc_put_number(t, r, "n", n * INT64_C(1000000));
    doc_put(t, r, "colour", n % 2 ? "红\n连3" : "黄");
    doc_cell(t, r, "colour")->colour = n % 2 ? COLOUR_RED : COLOUR_YELLOW;
    doc_put(t, r, "title", title);
    doc_put_number(t, r, "area", 371760000);
    doc_put_day(t, r, "due", 20777, "2026-11-20");
    doc_put(t, r, "secret", "不出现");
    return r;
}

/* The cell `at` with its contents, "" when there is none; caller frees. */
static char *cell(const char *sheet, const char *at)
{
    char *mark = xasprintf("<c r=\"%s\"", at);
    const char *c = strstr(sheet, mark);
    free(mark);
    if (!c)
        return xstrdup("");
    const char *end = strchr(c, '>');
    if (end[-1] != '/')
        end = strstr(c, "</c>") + 3;
    return xstrndup(c, (size_t)(end + 1 - c));
}

#define assert_cell(sheet, at, what)                                                           \
    do {                                                                                       \
        char *c_ = cell(sheet, at);                                                            \
        if (!strstr(c_, what))                                                                 \
            fail_msg("%s is %s, not %s", at, c_, what);                                        \
        free(c_);                                                                              \
    } while (0)

/* ---- tests ---- */

static void cells_have_types(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("types.xlsx");

    (void)state;
    struct doc_table *t = small_table(&d);
    small_row(t, 1, "路灯维修");
    struct doc_row *r = small_row(t, 2, "0012");
    doc_put_day(t, r, "due", 20777, "");
    doc_put(t, r, "area", "97.2%");
    doc_cell(t, r, "area")->n = 97200000;
    r = small_row(t, 3, "x");
    doc_put_number(t, r, "area", INT64_C(1234567890123456789)); /* more than is exact */
    made(&d, path);
    char *sheet = first_sheet(path), *styles = member(path, "xl/styles.xml");
    /* row 1 the section's heading, row 2 the table's */
    assert_cell(sheet, "A2", "<t>序号</t>");
    assert_cell(sheet, "A3", "<v>1</v>");
    assert_cell(sheet, "B3", "<t>红\n连3</t>");
    assert_cell(sheet, "C3", "<t>路灯维修</t>");
    assert_cell(sheet, "D3", "<v>371.76</v>");
    assert_cell(sheet, "E3", "<v>46346</v>"); /* 2026-11-20 */
    assert_cell(sheet, "C4", "t=\"inlineStr\"><is><t>0012</t>");
    assert_cell(sheet, "D4", "<v>97.2</v>");
    assert_cell(sheet, "D5", "<t>1234567890123.456789</t>");
    assert_null(strstr(sheet, "不出现"));
    assert_null(strstr(sheet, "<c r=\"F2\"")); /* no place is kept for it */
    assert_non_null(strstr(styles, "formatCode=\"0.00\""));
    assert_non_null(strstr(styles, "formatCode=\"0.0&quot;%&quot;\""));
    assert_non_null(strstr(styles, "formatCode=\"yyyy\\-mm\\-dd\""));
    free(sheet);
    free(styles);
    free(path);
    document_fini(&d);
}

static void words_are_never_formulas(void **state)
{
    static const char *const words[] = { "=1+1",     "+8613800000000", "-1",
                                         "@SUM(A1)", "\t=1+1",         "\r=1+1",
                                         "'=1+1",    "=cmd|' /C calc'!A0", "{=1}",
                                         "https://example.invalid/" };
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("formulas.xlsx");

    (void)state;
    struct doc_table *t = small_table(&d);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        small_row(t, 1, words[i]);
    doc_row(t, DOC_GROUP);
    doc_set(&t->rows[t->n_rows - 1].cells[0].text, "=2+2");
    doc_add(&d, DOC_PARAGRAPH, "=3+3", NULL, NULL);
    doc_add(&d, DOC_FIELD, "=4+4", "=5+5", NULL);
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_null(strstr(sheet, "<f>"));
    assert_null(strstr(sheet, "<f "));
    assert_null(strstr(sheet, "<hyperlink"));
    assert_cell(sheet, "C3", "<t>=1+1</t>");
    assert_cell(sheet, "C4", "<t>+8613800000000</t>");
    assert_cell(sheet, "C5", "<t>-1</t>");
    assert_cell(sheet, "C6", "<t>@SUM(A1)</t>");
    assert_cell(sheet, "C7", "<t xml:space=\"preserve\"> =1+1</t>");
    assert_cell(sheet, "C8", "<t>\xE2\x90\x8D=1+1</t>"); /* the picture of CR */
    assert_cell(sheet, "C9", "<t>'=1+1</t>");
    assert_cell(sheet, "A13", "<t>=2+2</t>");
    free(sheet);
    free(path);
    document_fini(&d);
}

static void no_control_character_reaches_the_file(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("controls.xlsx");

    (void)state;
    struct doc_table *t = small_table(&d);
    small_row(t, 1, "a\001b\033[31mc\177d\xFF" "e_x0041_f_x00");
    small_row(t, 1, "\xF0\xA0\xAE\xB7\xE9\x87\x8E & <b> \"q\"");
    made(&d, path);
    char *sheet = first_sheet(path);
    for (const char *p = sheet; *p; p++)
        assert_true((unsigned char)*p >= 0x20 || *p == '\n' || *p == '\r');
    assert_cell(sheet, "C3", "_x005F_x0041_f_x00</t>");
    assert_cell(sheet, "C3", "\xEF\xBF\xBD");
    assert_cell(sheet, "C4", "\xF0\xA0\xAE\xB7\xE9\x87\x8E &amp; &lt;b&gt; \"q\"");
    free(sheet);
    free(path);
    document_fini(&d);
}

static void the_same_document_gives_the_same_bytes(void **state)
{
    char *path[] = { path_of("one.xlsx"), path_of("two.xlsx") };
    struct buf bytes[2] = { { 0 }, { 0 } };

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct document d = begun(DOC_FORM);
        char piece[4096];
        if (i == 1) {
            setenv("TZ", "Asia/Shanghai", 1);
            sleep(2); /* a clock anywhere would show: archives count in two seconds */
        }
        d.made = 0; /* nothing is known: not a reason to ask the clock */
        small_row(small_table(&d), 1, "路灯维修");
        made(&d, path[i]);
        FILE *f = fopen(path[i], "rb");
        for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
            buf_add(&bytes[i], piece, n);
        fclose(f);
        document_fini(&d);
    }
    unsetenv("TZ");
    assert_true(bytes[0].len > 2000);
    assert_int_equal(bytes[0].len, bytes[1].len);
    assert_memory_equal(bytes[0].s, bytes[1].s, bytes[0].len);
    for (int i = 0; i < 2; i++) {
        buf_fini(&bytes[i]);
        free(path[i]);
    }
}

static void the_file_says_when_its_data_are_of(void **state)
{
    struct document d = begun(DOC_FORM);
    char *path = path_of("core.xlsx");

    (void)state;
    made(&d, path);
    char *core = member(path, "docProps/core.xml");
    assert_int_equal(count(core, "2026-11-19T16:00:00Z"), 2);
    assert_non_null(strstr(core, "<dc:title>演示周报</dc:title>"));
    assert_non_null(strstr(core, "<dc:creator>演示办</dc:creator>"));
    free(core);
    free(path);
    document_fini(&d);
}

static void a_colour_word_is_coloured_by_a_rule(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("colours.xlsx");

    (void)state;
    struct doc_table *t = small_table(&d);
    for (int i = 1; i <= 5; i++)
        small_row(t, i, "x");
    struct doc_row *r = small_row(t, 1, "x");
    doc_put(t, r, "colour", "红灯");
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_non_null(strstr(sheet, "<conditionalFormatting sqref=\"B3:B8\">"));
    const char *longer = strstr(sheet, "<formula>LEFT($B3,2)=\"红灯\"</formula>");
    const char *shorter = strstr(sheet, "<formula>LEFT($B3,1)=\"红\"</formula>");
    assert_non_null(longer);
    assert_non_null(shorter);
    assert_true(longer < shorter);
    assert_non_null(strstr(sheet, "<formula>LEFT($B3,1)=\"黄\"</formula>"));
    assert_int_equal(count(sheet, "<cfRule type=\"expression\""), 3);
    free(sheet);
    free(path);
    document_fini(&d);
}

static void blocks_lie_over_the_table(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("blocks.xlsx");

    (void)state;
    doc_add(&d, DOC_TITLE, "演示周报", NULL, NULL);
    doc_add(&d, DOC_SPREAD, "2026年第46期", "统计期间", "数据截至");
    doc_add(&d, DOC_PARAGRAPH, "第一段\n第二段", NULL, NULL);
    struct doc_table *t = small_table(&d);
    small_row(t, 1, "路灯维修");
    doc_row(t, DOC_GROUP);
    doc_put(t, &t->rows[1], "n", "财政所");
    doc_row(t, DOC_SUM);
    doc_put(t, &t->rows[2], "title", "合计");
    doc_add(&d, DOC_FIELD, "审核:", "", NULL);
    made(&d, path);
    char *sheet = first_sheet(path);
    /* 5 columns of the table, and as many more as fill the page */
    const char *all = strstr(sheet, "<mergeCell ref=\"A1:");
    assert_non_null(all);
    const char *last = all + strlen("<mergeCell ref=\"A1:");
    assert_true(*last > 'E' && *last < 'Z');
    assert_cell(sheet, "A1", "<t>演示周报</t>");
    assert_cell(sheet, "A2", "<t>2026年第46期</t>");
    assert_non_null(strstr(sheet, "<t>统计期间</t>"));
    assert_cell(sheet, "A3", "<t>　　第一段</t>");
    assert_cell(sheet, "A4", "<t>　　第二段</t>");
    assert_cell(sheet, "A5", "一、逾期事项");
    assert_cell(sheet, "A6", "序号");
    assert_cell(sheet, "A8", "财政所");
    assert_non_null(strstr(sheet, "<mergeCell ref=\"A8:E8\"/>"));
    assert_cell(sheet, "C9", "合计");
    assert_non_null(strstr(sheet, "<t>审核:</t>"));
    assert_int_equal(count(sheet, "<t>统计期间</t>"), 1);
    free(sheet);
    free(path);
    document_fini(&d);
}

static double row_height(const char *sheet, int row)
{
    char *mark = xasprintf("<row r=\"%d\"", row);
    const char *r = strstr(sheet, mark);
    assert_non_null(r);
    const char *end = strchr(r, '>'), *ht = strstr(r, " ht=\"");
    free(mark);
    return ht && ht < end ? strtod(ht + 5, NULL) : 0;
}

static void merged_rows_are_as_tall_as_their_text(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("tall.xlsx");
    struct buf text = { 0 };

    (void)state;
    for (int i = 0; i < 200; i++)
        buf_puts(&text, "征地拆迁户签约进度");
    small_row(small_table(&d), 1, "x");
    doc_add(&d, DOC_LINE, "一行", NULL, NULL);
    doc_add(&d, DOC_LINE, buf_str(&text), NULL, NULL);
    made(&d, path);
    char *sheet = first_sheet(path);
    double one = row_height(sheet, 4), many = row_height(sheet, 5);
    assert_true(one > 12 && one < 20);
    /* 1800 Hanzi of 13.3 px in 1002 px: 24 lines and some room */
    assert_true(many > 24 * 13.5 && many <= 409);
    free(sheet);
    free(path);
    buf_fini(&text);
    document_fini(&d);
}

static void a_text_taller_than_a_row_goes_on_in_the_next(void **state)
{
    struct document d = begun(DOC_LETTER);
    char *path = path_of("taller.xlsx");
    struct buf text = { 0 };

    (void)state;
    for (int i = 0; i < 1000; i++)
        buf_puts(&text, "征地户");
    doc_add(&d, DOC_LINE, buf_str(&text), NULL, NULL);
    doc_add(&d, DOC_LINE, "末", NULL, NULL);
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_true(count(sheet, "<row ") > 3);
    int hanzi = count(sheet, "征") + count(sheet, "地") + count(sheet, "户");
    assert_int_equal(hanzi, 3000); /* nothing lost where a row ends */
    free(sheet);
    free(path);
    buf_fini(&text);
    document_fini(&d);
}

static void rows_to_write_in_are_tall(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("write.xlsx");

    (void)state;
    struct doc_table *t = doc_table(&d, "t", "");
    doc_column(t, "title", "事项", 46, TEXT_LEFT, 0);
    doc_column(t, "opinion", "会议意见", 22, TEXT_LEFT, DOC_WRITE);
    struct doc_row *r = doc_row(t, DOC_ROW);
    doc_put(t, r, "title", "短");
    r = doc_row(t, DOC_ROW);
    doc_put(t, r, "title", "1\n2\n3\n4\n5\n6\n7\n8");
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_true(row_height(sheet, 2) > 48 && row_height(sheet, 2) < 49); /* 17 mm */
    assert_true(row_height(sheet, 3) > 8 * 13);
    free(sheet);
    free(path);
    document_fini(&d);
}

static void one_table_keeps_its_headings(void **state)
{
    char *path = path_of("freeze.xlsx");

    (void)state;
    for (int tables = 1; tables <= 2; tables++) {
        struct document d = begun(DOC_LEDGER);
        for (int i = 0; i < tables; i++)
            small_row(small_table(&d), 1, "x");
        doc_column(doc_table(&d, "p", ""), "a", "for programs", 0, TEXT_LEFT, DOC_HIDDEN);
        made(&d, path);
        char *sheet = first_sheet(path), *book = member(path, "xl/workbook.xml");
        assert_int_equal(count(sheet, "state=\"frozen\""), tables == 1);
        assert_int_equal(count(book, "_xlnm.Print_Titles"), tables == 1);
        assert_null(strstr(sheet, "for programs"));
        assert_null(strstr(sheet, "for records"));
        if (tables == 1) {
            assert_non_null(strstr(sheet, "ySplit=\"2\" topLeftCell=\"A3\""));
            assert_non_null(strstr(book, "$2:$2"));
        }
        free(sheet);
        free(book);
        document_fini(&d);
    }
    free(path);
}

static void a_smaller_table_keeps_to_the_columns_of_the_larger(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("two.xlsx");

    (void)state;
    struct doc_table *t = small_table(&d); /* 9, 9, 46, by content, 20 mm */
    small_row(t, 1, "x");
    t = doc_table(&d, "short", "");
    doc_column(t, "code", "编号", 18, TEXT_LEFT, 0);
    doc_column(t, "colour", "灯", 46, TEXT_LEFT, DOC_BOXED);
    doc_column(t, "n", "数", 9, TEXT_RIGHT, 0);
    struct doc_row *r = doc_row(t, DOC_ROW);
    doc_put(t, r, "code", "1\n2\n3\n4");
    doc_put(t, r, "colour", "红");
    doc_cell(t, r, "colour")->colour = COLOUR_RED;
    doc_put_number(t, r, "n", 7000000);
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_cell(sheet, "E2", "时限"); /* the larger one: a column each */
    assert_null(strstr(sheet, "<mergeCell ref=\"A2"));
    /* the smaller one: over two of them, over one, over one */
    assert_non_null(strstr(sheet, "<mergeCell ref=\"A4:B4\"/>"));
    assert_non_null(strstr(sheet, "<mergeCell ref=\"A5:B5\"/>"));
    assert_cell(sheet, "C5", "红");
    assert_cell(sheet, "D5", "<v>7</v>");
    assert_true(row_height(sheet, 5) > 4 * 13); /* merged: not found by itself */
    assert_true(row_height(sheet, 3) == 0);
    assert_non_null(strstr(sheet, "<conditionalFormatting sqref=\"C5\">"));
    free(sheet);
    free(path);
    document_fini(&d);
}

static void pages_are_set_up(void **state)
{
    static const struct {
        enum doc_page page;
        bool landscape;
        const char *left;
    } cases[] = { { DOC_LEDGER, true, "left=\"0.78740" },
                  { DOC_FORM, false, "left=\"0.78740" },
                  { DOC_LETTER, false, "left=\"1.10236" } };
    char *path = path_of("page.xlsx");

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct document d = begun(cases[i].page);
        doc_set(&d.parts[0].running, "A&B");
        doc_set(&d.parts[0].foot_left, "内部资料");
        doc_set(&d.parts[0].foot_right, "编制");
        doc_set(&d.mark, "演练");
        doc_add(&d, DOC_LINE, "x", NULL, NULL);
        doc_add(&d, DOC_PAGE, NULL, NULL, NULL);
        doc_add(&d, DOC_LINE, "y", NULL, NULL);
        made(&d, path);
        char *sheet = first_sheet(path);
        assert_non_null(strstr(sheet, "paperSize=\"9\""));
        assert_non_null(strstr(sheet, "fitToHeight=\"0\""));
        assert_non_null(strstr(sheet, "<pageSetUpPr fitToPage=\"1\"/>"));
        assert_non_null(strstr(sheet, "horizontalCentered=\"1\""));
        assert_int_equal(count(sheet, "orientation=\"landscape\""), cases[i].landscape);
        assert_non_null(strstr(sheet, cases[i].left));
        assert_non_null(strstr(sheet, "<oddHeader>&amp;LA&amp;&amp;B&amp;R演练</oddHeader>"));
        assert_non_null(strstr(sheet, "<oddFooter>&amp;L内部资料&amp;C&amp;P / &amp;N"
                                      "&amp;R编制</oddFooter>"));
        assert_cell(sheet, "A1", "<t>演练</t>");
        assert_non_null(strstr(sheet, "<brk id=\"2\""));
        free(sheet);
        document_fini(&d);
    }
    free(path);
}

static void worksheets_have_names_of_their_own(void **state)
{
    struct document d = { .page = DOC_FORM };
    char *path = path_of("names.xlsx");

    (void)state;
    doc_set(&d.title, "题");
    doc_set(&d.author, "");
    doc_set(&d.mark, "");
    doc_part(&d, "财政所");
    doc_part(&d, "财政所");
    doc_part(&d, "a[b]:c*d?e/f\\g");
    doc_part(&d, "'x'");
    doc_part(&d, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三");
    doc_part(&d, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三");
    doc_part(&d, "History");
    doc_part(&d, "");
    made(&d, path);
    char *book = member(path, "xl/workbook.xml");
    assert_non_null(strstr(book, "name=\"财政所\""));
    assert_non_null(strstr(book, "name=\"财政所 (2)\""));
    assert_non_null(strstr(book, "name=\"a-b--c-d-e-f-g\""));
    assert_non_null(strstr(book, "name=\"`x`\""));
    assert_non_null(strstr(book, "name=\"一二三四五六七八九十一二三四五六七八九十一二三"
                                 "四五六七八九十一\""));
    assert_non_null(strstr(book, "name=\"一二三四五六七八九十一二三四五六七八九十一二三"
                                 "四五六七 (2)\""));
    assert_non_null(strstr(book, "name=\"History (2)\""));
    assert_non_null(strstr(book, "name=\"题\""));
    free(book);
    free(path);
    document_fini(&d);
}

static void marks_are_a_cell_each(void **state)
{
    struct document d = begun(DOC_FORM);
    char *path = path_of("marks.xlsx");

    (void)state;
    struct doc_block *b = doc_add(&d, DOC_MARKS, "甲村", "3/70", NULL);
    for (int i = 0; i < 70; i++)
        doc_phrase(b, i % 2 ? "签" : "未", i % 2 ? COLOUR_GREEN : COLOUR_RED);
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_cell(sheet, "A1", "<t>甲村</t>");
    assert_cell(sheet, "B1", "<t>未</t>");
    assert_cell(sheet, "C1", "<t>签</t>");
    assert_int_equal(count(sheet, "<t>签</t>"), 35);
    assert_int_equal(count(sheet, "<t>未</t>"), 35);
    assert_non_null(strstr(sheet, "<t>3/70</t>"));
    free(sheet);
    free(path);
    document_fini(&d);
}

static void every_kind_of_block_says_all_its_words(void **state)
{
    struct document d = begun(DOC_LETTER);
    char *path = path_of("kinds.xlsx");

    (void)state;
    for (int kind = DOC_TITLE; kind <= DOC_CODE; kind++) {
        if (kind == DOC_TABLE_HERE) {
            small_row(small_table(&d), 1, "x");
            continue;
        }
        char *text[3];
        for (int i = 0; i < 3; i++)
            text[i] = xasprintf("[%d.%d]", kind, i);
        struct doc_block *b = doc_add(&d, (enum doc_kind)kind, text[0], text[1], text[2]);
        doc_phrase(b, "[p]", COLOUR_YELLOW);
        b->wide = 60;
        b->high = kind == DOC_SEAL ? 300 : 25;
        for (int i = 0; i < 3; i++)
            free(text[i]);
    }
    made(&d, path);
    char *sheet = first_sheet(path);
    for (int kind = DOC_TITLE; kind <= DOC_CODE; kind++) {
        char text[3][32];
        if (kind == DOC_TABLE_HERE || kind == DOC_GAP || kind == DOC_PAGE)
            continue;
        for (int i = 0; i < 3; i++)
            snprintf(text[i], sizeof text[i], "[%d.%d]", kind, i);
        bool second = kind == DOC_SPREAD || kind == DOC_ITEM || kind == DOC_FIELD ||
                      kind == DOC_MARKS || kind == DOC_SEAL;
        bool third = kind == DOC_SPREAD || kind == DOC_SEAL;
        assert_int_equal(count(sheet, text[0]), 1);
        assert_int_equal(count(sheet, text[1]), second);
        assert_int_equal(count(sheet, text[2]), third);
    }
    assert_int_equal(count(sheet, "[p]"), 2); /* phrases and marks */
    free(sheet);
    free(path);
    document_fini(&d);
}

static void no_rows_and_no_parts_are_a_workbook_too(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("none.xlsx");

    (void)state;
    small_table(&d);
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_cell(sheet, "C2", "事项");
    assert_null(strstr(sheet, "<conditionalFormatting"));
    free(sheet);
    document_fini(&d);
    d = (struct document){ 0 };
    doc_set(&d.title, "");
    doc_set(&d.author, "");
    doc_set(&d.mark, "");
    struct typeset_job job = { .document = &d, .format = TYPESET_XLSX, .path = path };
    assert_int_equal(typeset(&job, NULL), XH_OK);
    assert_int_equal(job.pages, 1);
    document_fini(&d);
    free(path);
}

static void sixty_columns_and_a_long_cell(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("wide.xlsx");
    struct buf text = { 0 };
    char id[16];

    (void)state;
    doc_add(&d, DOC_HEADING, "宽表", NULL, NULL);
    struct doc_table *t = doc_table(&d, "t", "");
    for (int i = 0; i < 60; i++) {
        snprintf(id, sizeof id, "c%d", i);
        doc_column(t, id, id, 0, TEXT_LEFT, 0);
    }
    struct doc_row *r = doc_row(t, DOC_ROW);
    for (int i = 0; i < 2000; i++)
        buf_puts(&text, "字");
    doc_put(t, r, "c0", buf_str(&text));
    doc_put(t, r, "c59", "末");
    made(&d, path);
    char *sheet = first_sheet(path);
    assert_cell(sheet, "BH2", "c59");
    assert_cell(sheet, "BH3", "末");
    assert_int_equal(count(sheet, "字"), 2000);
    free(sheet);
    document_fini(&d);

    /* a cell holds 32767 characters: what is more is cut, and said */
    d = begun(DOC_LEDGER);
    buf_clear(&text);
    for (int i = 0; i < 33000; i++)
        buf_puts(&text, "字");
    small_row(small_table(&d), 1, buf_str(&text));
    struct typeset_job job = { .document = &d, .format = TYPESET_XLSX, .path = path };
    assert_int_equal(typeset(&job, NULL), XH_OK);
    assert_non_null(strstr(buf_str(&job.notes), "32767"));
    buf_fini(&job.notes);
    sheet = first_sheet(path);
    assert_int_equal(count(sheet, "字"), 32767);
    free(sheet);
    free(path);
    buf_fini(&text);
    document_fini(&d);
}

static void more_columns_than_a_spreadsheet_has(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("wider.xlsx");
    struct typeset_job job = { .document = &d, .format = TYPESET_XLSX, .path = path };
    struct xh_err err = { 0 };

    (void)state;
    struct doc_table *t = doc_table(&d, "t", "");
    for (int i = 0; i < 70000; i++) /* more than their number has bits for */
        doc_column(t, "c", "c", 0, TEXT_LEFT, 0);
    assert_int_equal(typeset(&job, &err), XH_REFUSED);
    assert_non_null(strstr(err.msg, "16384"));
    assert_int_equal(access(path, F_OK), -1);
    free(path);
    document_fini(&d);
}

static void many_rows(struct document *d, int n)
{
    struct doc_table *t = doc_table(d, "t", "");

    doc_column(t, "n", "序号", 9, TEXT_CENTRE, 0);
    doc_column(t, "colour", "灯", 9, TEXT_CENTRE, DOC_BOXED);
    doc_column(t, "code", "编号", 0, TEXT_LEFT, 0);
    doc_column(t, "title", "事项", 46, TEXT_LEFT, 0);
    doc_column(t, "lead", "责任领导", 18, TEXT_LEFT, 0);
    doc_column(t, "unit", "牵头单位", 25, TEXT_LEFT, 0);
    doc_column(t, "due", "时限", 20, TEXT_LEFT, 0);
    doc_column(t, "news", "最新进展", 40, TEXT_LEFT, 0);
    doc_column(t, "area", "面积", 0, TEXT_RIGHT, 0);
    for (int i = 0; i < n; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        char code[32];
        snprintf(code, sizeof code, "督26-%05d", i);
        doc_put_number(t, r, "n", (i + 1) * INT64_C(1000000));
        doc_put(t, r, "colour", i % 3 ? "绿" : "红");
        doc_cell(t, r, "colour")->colour = i % 3 ? COLOUR_GREEN : COLOUR_RED;
        doc_put(t, r, "code", code);
        doc_put(t, r, "title", "演示事项:某村路灯维修及公路绿化提升工程");
        doc_put(t, r, "lead", "演示甲");
        doc_put(t, r, "unit", "演示办公室");
        doc_put_day(t, r, "due", 20777 + i % 400, "2026-11-20");
        doc_put(t, r, "news", "已完成现场勘查,正在编制预算,预计月底前进场施工。");
        doc_put_number(t, r, "area", i * INT64_C(10000) + 371760000);
    }
}

static void ten_thousand_rows_stay_small(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("many.xlsx");
    struct rusage before, after;

    (void)state;
    many_rows(&d, 1);
    made(&d, path); /* the module is loaded */
    document_fini(&d);
    d = begun(DOC_LEDGER);
    many_rows(&d, 10000);
    getrusage(RUSAGE_SELF, &before);
    made(&d, path);
    getrusage(RUSAGE_SELF, &after);
    double ms = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) * 1e3 +
                (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e3;
    printf("10000 rows: %.0f ms, %ld KB more than the document\n", ms,
           after.ru_maxrss - before.ru_maxrss);
#if !defined(__SANITIZE_ADDRESS__)
    assert_true(after.ru_maxrss - before.ru_maxrss < 10 * 1024);
#endif
    char *sheet = first_sheet(path);
    assert_int_equal(count(sheet, "<row "), 10001);
    assert_cell(sheet, "C10001", "督26-09999");
    free(sheet);
    free(path);
    document_fini(&d);
}

/* ---- what cannot be written ---- */

/* Whether it is refused with a reason, and nothing left, when no file may be longer. */
static bool refused_when_full(const struct document *d, const char *path, rlim_t limit)
{
    pid_t child = fork();
    int status = 0;

    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit few = { limit, limit };
        struct typeset_job job = { .document = d, .format = TYPESET_XLSX, .path = path };
        struct xh_err err = { 0 };
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &few);
        bool said = typeset(&job, &err) == XH_DB && strstr(err.msg, path) &&
                    strstr(err.msg, "full");
        _exit(said && access(path, F_OK) != 0 ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void a_full_disk_is_said(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("full.xlsx");

    (void)state;
    many_rows(&d, 2000);
    made(&d, path);
    char *sheet = first_sheet(path);
    rlim_t needed = strlen(sheet); /* the largest of the files: it is not packed yet */
    free(sheet);
    unlink(path);
    for (rlim_t limit = 1000; limit < needed; limit = limit * 3 / 2)
        assert_true(refused_when_full(&d, path, limit));
    assert_true(refused_when_full(&d, path, needed - 1));
    assert_true(refused_when_full(&d, path, needed - 3000));
    assert_false(refused_when_full(&d, path, needed + 4096));
    free(path);
    document_fini(&d);
}

static void a_place_that_is_none_is_said(void **state)
{
    struct document d = begun(DOC_LEDGER);
    char *path = path_of("no-such-folder/x.xlsx"), *folder = path_of("folder.xlsx");
    struct typeset_job job = { .document = &d, .format = TYPESET_XLSX, .path = path };
    struct xh_err err = { 0 };

    (void)state;
    assert_int_equal(typeset(&job, &err), XH_DB);
    assert_non_null(strstr(err.msg, path));
    assert_non_null(strstr(err.msg, "there is no such folder"));
    assert_int_equal(mkdir(folder, 0755), 0);
    job.path = folder;
    assert_int_equal(typeset(&job, &err), XH_DB);
    assert_non_null(strstr(err.msg, "it is a folder"));
    job.path = "/dev/full";
    assert_int_equal(typeset(&job, &err), XH_DB);
    assert_int_equal(access("/dev/full", F_OK), 0); /* and it is not removed */
    free(path);
    free(folder);
    document_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_types),
        cmocka_unit_test(words_are_never_formulas),
        cmocka_unit_test(no_control_character_reaches_the_file),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(the_file_says_when_its_data_are_of),
        cmocka_unit_test(a_colour_word_is_coloured_by_a_rule),
        cmocka_unit_test(blocks_lie_over_the_table),
        cmocka_unit_test(merged_rows_are_as_tall_as_their_text),
        cmocka_unit_test(a_text_taller_than_a_row_goes_on_in_the_next),
        cmocka_unit_test(rows_to_write_in_are_tall),
        cmocka_unit_test(one_table_keeps_its_headings),
        cmocka_unit_test(a_smaller_table_keeps_to_the_columns_of_the_larger),
        cmocka_unit_test(pages_are_set_up),
        cmocka_unit_test(worksheets_have_names_of_their_own),
        cmocka_unit_test(marks_are_a_cell_each),
        cmocka_unit_test(every_kind_of_block_says_all_its_words),
        cmocka_unit_test(no_rows_and_no_parts_are_a_workbook_too),
        cmocka_unit_test(sixty_columns_and_a_long_cell),
        cmocka_unit_test(more_columns_than_a_spreadsheet_has),
        cmocka_unit_test(ten_thousand_rows_stay_small),
        cmocka_unit_test(a_full_disk_is_said),
        cmocka_unit_test(a_place_that_is_none_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
