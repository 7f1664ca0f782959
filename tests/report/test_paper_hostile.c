/* test_paper_hostile.c - whatever people typed, pasted or imported: no cell of a file becomes a
 * formula, and nothing that could drive a terminal, a printer or a reader gets onto paper
 * (invariant 8, ENGINE 37). Documents of every kind of block, each of its texts drawn. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/file.h"
#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/paper.h"
#include "tests/report/pdf_probe.h"

#define DOCUMENTS 6

static uint32_t seed = 20261120;

static uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static const char *const pieces[] = {
    /* formulas */
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://a\",\"b\")", "'=1",
    "{=1}", "\t=1", "\r=1", "\n=1", " =1", "\xEF\xBB\xBF=1", "\xE2\x80\x8B=1",
    /* terminals */
    "\x1b[2J", "\x1b]0;title\x07", "\x1b]52;c;AAAA\x1b\\", "\x9b" "31m", "\xC2\x9B" "31m",
    "\x1b(0", "\x0e", "\x08\x08\x08", "\x7f", "\x01", "\x0b", "\x0c", "\xC2\x85",
    /* who reads in which direction, what cannot be seen */
    "\xE2\x80\xAE" "txt.exe", "\xE2\x81\xA6", "\xE2\x80\x8F", "\xD8\x9C", "\xE2\x80\xA8",
    "\xE2\x80\x8B", "\xF3\xA0\x81\x81",
    /* broken bytes */
    "\xFF", "\xC3", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xEF\xBF\xBF", "\xC0\x80",
    /* marks of formats */
    "_x001B_", "_x000D_", "_x005F_", "]]>", "<f>1</f>", "&#27;", "&amp;", "&F&Z", "\"", ",",
    ";", "\\n", "%s%n", "(\\) Tj", "</t>", "\xEE\x80\x80",
    /* words */
    "督办", "路灯维修", "a", " ", "\n", "\t", "123", "2026-11-20", "𬒈",
};

/* Borrowed until eight more are drawn. */
static const char *drawn(void)
{
    static char *kept[8];
    static size_t at;
    struct buf b = { 0 };

    for (uint32_t n = 1 + roll(4); n > 0; n--)
        buf_puts(&b, pieces[roll(sizeof pieces / sizeof *pieces)]);
    at = (at + 1) % 8;
    free(kept[at]);
    return kept[at] = buf_take(&b);
}

static void add_table(struct document *d)
{
    struct doc_table *t = doc_table(d, "overdue", drawn());
    static const char *const ids[] = { "code", "title", "latest", "decision" };

    t->ruled = t->as_blocks = roll(2);
    doc_column(t, "code", drawn(), 30, TEXT_LEFT, DOC_HEAD | DOC_FIXED);
    doc_column(t, "title", drawn(), 60, TEXT_LEFT, DOC_HEAD | DOC_KAI);
    doc_column(t, "n", drawn(), 20, TEXT_RIGHT, 0);
    doc_column(t, "due", drawn(), 20, TEXT_LEFT, 0);
    doc_column(t, "latest", drawn(), 60, TEXT_LEFT, DOC_LONG);
    doc_column(t, "decision", drawn(), 0, TEXT_LEFT, DOC_CUT_SHORT);
    for (int i = 0; i < 12; i++) {
        struct doc_row *r = doc_row(t, i % 6 == 0 ? DOC_GROUP : i % 6 == 5 ? DOC_SUM : DOC_ROW);
        for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
            doc_put(t, r, ids[k], drawn());
        doc_put_number(t, r, "n", -1500000 * (int64_t)i);
        doc_put_day(t, r, "due", 20412 + i, drawn());
        doc_cell(t, r, "code")->colour = (enum colour)roll(COLOUR_RED + 1);
    }
}

static struct document made(void)
{
    static const enum doc_kind kinds[] = {
        DOC_TITLE, DOC_SPREAD, DOC_HEADING, DOC_PARAGRAPH, DOC_LINE, DOC_RIGHT, DOC_ITEM,
        DOC_FIELD, DOC_PHRASES, DOC_MARKS, DOC_BOX, DOC_SEAL, DOC_CUT, DOC_CODE,
    };
    struct document d = { .made = INT64_C(1795161600000), .utc_offset = 480 };

    d.page = (enum doc_page)roll(DOC_LETTER + 1);
    doc_set(&d.title, drawn());
    doc_set(&d.author, drawn());
    doc_set(&d.mark, roll(2) ? drawn() : "");
    doc_key(&d, "issue", drawn());
    for (int i = 0; i < 2; i++) {
        struct doc_part *p = doc_part(&d, i ? drawn() : "_x001B_=1");
        doc_set(&p->running, drawn());
        doc_set(&p->foot_left, drawn());
        doc_set(&p->foot_right, drawn());
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            struct doc_block *b = doc_add(&d, kinds[k], drawn(), drawn(), drawn());
            b->wide = 60;
            b->high = 20;
            for (int n = 0; n < 4; n++)
                if (kinds[k] == DOC_PHRASES || kinds[k] == DOC_MARKS)
                    doc_phrase(b, drawn(), (enum colour)roll(COLOUR_RED + 1));
        }
        add_table(&d);
    }
    return d;
}

/* Only what can be seen, and line ends; `also` is allowed besides. */
static void assert_clean(const char *text, size_t n, const char *also, const char *what)
{
    int len;

    if (strlen(text) != n)
        fail_msg("%s: a NUL at %zu", what, strlen(text));
    for (const char *p = text; *p; p += len) {
        uint32_t ch = text_next(p, &len);
        bool is_control = ch < 0x20 ? ch != '\n' && !strchr(also, (int)ch)
                                    : ch >= 0x7F && ch < 0xA0;
        bool turns = ch == 0x061C || ch == 0x200E || ch == 0x200F ||
                     (ch >= 0x2028 && ch <= 0x202E) || (ch >= 0x2066 && ch <= 0x2069);
        bool is_broken = len == 1 && ch >= 0x80;
        if (is_control || turns || is_broken)
            fail_msg("%s: U+%04X behind \"%.*s\"", what, (unsigned)ch,
                     (int)(p - text < 60 ? p - text : 60), p - text < 60 ? text : p - 60);
    }
}

/* ---- one format after the other ---- */

static void text_drives_no_terminal(const struct document *d)
{
    static const int widths[] = { 0, 40, 80, 132 };

    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct buf b = { 0 };
        document_text(&b, d, widths[i], false);
        assert_true(b.len > 1000);
        assert_clean(b.s, b.len, "", "text");
        buf_fini(&b);
    }
}

/* With what a spreadsheet begins a formula; numbers of ours may begin with a minus. */
static void csv_has_no_formula(const struct document *d)
{
    struct buf b = { 0 };
    bool quoted = false;
    size_t cells = 0;

    document_export(&b, d, EXPORT_CSV);
    assert_clean(b.s, b.len, "\r", "csv");
    for (const char *p = b.s; *p; p++) {
        bool begins = !quoted && (p == b.s || p[-1] == ',' || p[-1] == '\n');
        const char *cell = *p == '"' ? p + 1 : p;
        char *end;
        if (begins && *cell && strchr("=+-@\t\r", *cell) &&
            (strtod(cell, &end), end == cell || !strchr(",\r\n", *end)))
            fail_msg("csv: a cell begins \"%.20s\"", cell);
        cells += begins;
        if (*p == '"')
            quoted = !quoted;
    }
    assert_true(cells > 100);
    buf_fini(&b);
    document_export(&b, d, EXPORT_JSON);
    assert_clean(b.s, b.len, "", "json");
    buf_fini(&b);
}

/* "_x001B_" is ESC to whoever reads the file, "_x005F_x001B_" the seven characters. */
static void assert_no_escape(const char *xml, const char *what)
{
    for (const char *p = strstr(xml, "_x"); p; p = strstr(p + 2, "_x")) {
        char *end;
        long ch = strtol(p + 2, &end, 16);
        if (end == p + 6 && *end == '_' && ch != 0x5F && (ch < 0x20 || ch == 0x7F)) {
            bool is_escaped = p - xml >= 6 && strncmp(p - 6, "_x005F", 6) == 0;
            if (!is_escaped)
                fail_msg("%s: %.40s", what, p - 10);
        }
    }
}

static void xlsx_has_no_formula(const struct document *d)
{
    static const char *const never[] = { "<f>", "<f ", "<hyperlink", "externalLink", "t=\"str\"",
                                         "&#" };
    char *path = probe_path("hostile.xlsx");
    struct xh_err err = { 0 };

    if (paper_write(d, path, 0, NULL, &err) != XH_OK)
        fail_msg("%s", err.msg);
    char *xml = probe_run("unzip -p '%s' '*.xml' '*.rels'", path);
    assert_clean(xml, strlen(xml), "\r", "xlsx");
    assert_non_null(strstr(xml, "<worksheet"));
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(xml, never[i]))
            fail_msg("xlsx: %.80s", strstr(xml, never[i]));
    assert_no_escape(xml, "xlsx");
    free(xml);
    free(path);
}

static void pdf_has_no_control(const struct document *d)
{
    static const char *const never[] = { "/JavaScript", "/Launch", "/URI", "/OpenAction" };
    char *path = probe_path("hostile.pdf");
    struct buf notes = { 0 };
    struct xh_err err = { 0 };
    size_t n;

    if (paper_write(d, path, 0, &notes, &err) != XH_OK)
        fail_msg("%s", err.msg);
    assert_clean(buf_str(&notes), notes.len, "", "notes");
    buf_fini(&notes);
    char *text = probe_text(path, 0);
    assert_true(strlen(text) > 1000);
    assert_clean(text, strlen(text), "\f", "pdf");
    free(text);
    text = probe_run("pdfinfo '%s'", path);
    assert_clean(text, strlen(text), "", "pdfinfo");
    free(text);
    text = probe_file(path, &n);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_null(memmem(text, n, never[i], strlen(never[i])));
    free(text);
    free(path);
}

static void nothing_typed_drives_anything(void **state)
{
    (void)state;
    for (int i = 0; i < DOCUMENTS; i++) {
        struct document d = made();
        text_drives_no_terminal(&d);
        csv_has_no_formula(&d);
        xlsx_has_no_formula(&d);
        pdf_has_no_control(&d);
        document_fini(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_typed_drives_anything) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
