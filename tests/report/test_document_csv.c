/* test_document_csv.c - what a program reads of a document: the tables of a ledger, a form line by
 * line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "report/document_csv.h"

static struct doc_table *two_rows(struct document *d)
{
    struct doc_table *t = doc_table(d, "items", "事项表");

    doc_column(t, "code", "编号", 20, TEXT_LEFT, 0);
    doc_column(t, "days", "逾期(天)", 20, TEXT_RIGHT, 0);
    doc_put(t, doc_row(t, DOC_GROUP), "code", "财政所");
    struct doc_row *r = doc_row(t, DOC_ROW);
    doc_put(t, r, "code", "督26-1");
    doc_put_number(t, r, "days", 6000000);
    doc_put(t, doc_row(t, DOC_ROW), "code", "=1+1");
    return t;
}

/* Every kind of block that says something. */
static void describe(struct document *d)
{
    doc_part(d, "财政所");
    doc_key(d, "issue", "2026-3");
    doc_add(d, DOC_TITLE, "示例表", NULL, NULL);
    doc_add(d, DOC_SPREAD, "左", "", "右");
    doc_add(d, DOC_HEADING, "一、标题", NULL, NULL);
    doc_add(d, DOC_PARAGRAPH, "一行\n二行", NULL, NULL);
    doc_add(d, DOC_ITEM, "条目", "1.", NULL);
    doc_add(d, DOC_FIELD, "进展:", "=HYPERLINK(1)", NULL);
    doc_add(d, DOC_FIELD, "签名:", NULL, NULL);
    doc_add(d, DOC_BOX, "意见", NULL, NULL)->high = 20;
    struct doc_block *b = doc_add(d, DOC_PHRASES, NULL, NULL, NULL);
    doc_phrase(b, "红 1", COLOUR_RED);
    doc_phrase(b, "绿 2", COLOUR_GREEN);
    b = doc_add(d, DOC_MARKS, "一组", "2/3", NULL);
    doc_phrase(b, "签", COLOUR_GREEN);
    doc_phrase(b, "谈", COLOUR_RED);
    two_rows(d);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    doc_add(d, DOC_PAGE, NULL, NULL, NULL);
    doc_add(d, DOC_CUT, "回执", NULL, NULL);
    doc_add(d, DOC_SEAL, "示例镇", "", "2026年11月20日");
    doc_add(d, DOC_CODE, "核验码 AAAA", NULL, NULL);
}

static void expect(enum doc_page page, enum export_format format, const char *want)
{
    struct document d = { .page = page };
    struct buf b = { 0 };

    describe(&d);
    document_export(&b, &d, format);
    assert_string_equal(buf_str(&b), want);
    buf_fini(&b);
    document_fini(&d);
}

static void a_ledger_is_its_tables(void **state)
{
    (void)state;
    expect(DOC_LEDGER, EXPORT_CSV,
           "issue,section,section_title,code,days\n"
           "2026-3,items,事项表,督26-1,6\n"
           "2026-3,items,事项表,'=1+1,\n");
}

/* The page before it is filled in says what is to be filled in. */
static void a_form_is_told_line_by_line(void **state)
{
    (void)state;
    expect(DOC_FORM, EXPORT_CSV,
           "issue,part,what,row,label,text\n"
           "2026-3,财政所,title,,,示例表\n"
           "2026-3,财政所,text,,,左\n"
           "2026-3,财政所,text,,,右\n"
           "2026-3,财政所,heading,,,一、标题\n"
           "2026-3,财政所,text,,,一行 二行\n"
           "2026-3,财政所,text,,1.,条目\n"
           "2026-3,财政所,field,,进展,'=HYPERLINK(1)\n"
           "2026-3,财政所,field,,签名,\n"
           "2026-3,财政所,field,,意见,\n"
           "2026-3,财政所,text,,,红 1  绿 2\n"
           "2026-3,财政所,text,,一组,签谈  2/3\n"
           "2026-3,财政所,heading,,,财政所\n"
           "2026-3,财政所,cell,1,编号,督26-1\n"
           "2026-3,财政所,cell,1,逾期(天),6\n"
           "2026-3,财政所,cell,2,编号,'=1+1\n"
           "2026-3,财政所,text,,,回执\n"
           "2026-3,财政所,signature,,,示例镇\n"
           "2026-3,财政所,signature,,,2026年11月20日\n"
           "2026-3,财政所,code,,,核验码 AAAA\n");
}

static void letters_and_slides_are_forms(void **state)
{
    struct document d = { .page = DOC_LETTER };
    struct buf b = { 0 };

    (void)state;
    doc_part(&d, "");
    doc_add(&d, DOC_TITLE, "督办单", NULL, NULL);
    document_export(&b, &d, EXPORT_JSON);
    assert_string_equal(buf_str(&b), "[\n  {\"part\": \"\", \"what\": \"title\", \"row\": null, "
                                     "\"label\": \"\", \"text\": \"督办单\"}\n]\n");
    buf_clear(&b);
    d.page = DOC_SLIDE;
    document_export(&b, &d, EXPORT_CSV);
    assert_string_equal(buf_str(&b), "part,what,row,label,text\n,title,,,督办单\n");
    buf_fini(&b);
    document_fini(&d);
}

/* The colon and the blanks around it are the paper's. */
static void a_label_has_no_colon(void **state)
{
    static const struct { const char *label, *key; } rows[] = {
        { "Code: ", "Code" },   { "编号：", "编号" }, { "编号 ：　", "编号" },
        { "意见", "意见" },     { "比例::", "比例:" }, { "17:30 ", "17:30" },
        { "：", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d = { .page = DOC_LETTER };
        struct buf b = { 0 };
        doc_part(&d, "");
        doc_add(&d, DOC_FIELD, rows[i].label, "x", NULL);
        document_export(&b, &d, EXPORT_CSV);
        char *want = xasprintf("part,what,row,label,text\n,field,,%s,x\n", rows[i].key);
        assert_string_equal(buf_str(&b), want);
        free(want);
        buf_fini(&b);
        document_fini(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ledger_is_its_tables),
        cmocka_unit_test(a_form_is_told_line_by_line),
        cmocka_unit_test(letters_and_slides_are_forms),
        cmocka_unit_test(a_label_has_no_colon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
