/* test_typeset_office.c - a workbook as an office program reads it: LibreOffice turns it into
 * CSV, which is compared. Skipped where there is none (`make test-office` installs it). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/day.h"
#include "report/csv_read.h"
#include "report/typeset.h"
#include "tests/report/sample_paper.h"

static const char *const words[] = {
    "=1+1", "+8613800000000", "-1", "@SUM(A1)", "'x", "{=2+2}", "0012", "1,5", "2026-1-1",
    "1E5", "TRUE", "两行\n第二行", "\xF0\xA0\xAE\xB7\xE9\x87\x8E", "\"q\" & <b>", "_x0041_",
};
#define N_WORDS (sizeof words / sizeof *words)
static const struct { int64_t n; const char *text; } numbers[] = {
    { 0, "0" }, { 1, "0.000001" }, { -500000, "-0.5" }, { 371760000, "371.76" },
    { 97200000, "97.2%" }, { INT64_C(123456789012000), "123456789.012" },
    { INT64_C(9007199254740993), "9007199254.740993" }, /* words: it would not be exact */
};
#define N_NUMBERS (sizeof numbers / sizeof *numbers)

#define SHEET_ROWS 12

static bool is_here;             /* LibreOffice */

static char *path_in_tmp(const char *name)
{
    return xasprintf("%s/%s", getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp", name);
}

static void write_book(const struct document *d, const char *name)
{
    char *path = path_in_tmp(name);
    struct typeset_job job = { .document = d, .format = TYPESET_XLSX, .path = path };
    struct xh_err err = { 0 };

    if (typeset(&job, &err) != XH_OK)
        fail_msg("%s", err.msg);
    free(path);
}

/* What LibreOffice made of NAME.xlsx. */
static void read_back(struct grid *g, const char *name)
{
    char *path = path_in_tmp(name);
    struct xh_err err = { 0 };

    *g = (struct grid){ 0 };
    if (csv_read(path, g, &err) != XH_OK)
        fail_msg("%s", err.msg);
    free(path);
}

static void describe_types(struct document *d)
{
    doc_set(&d->title, "演示");
    doc_set(&d->author, "");
    doc_set(&d->mark, "");
    doc_part(d, "");
    struct doc_table *t = doc_table(d, "t", "");
    doc_column(t, "words", "文字", 40, TEXT_LEFT, 0);
    doc_column(t, "number", "数", 60, TEXT_RIGHT, 0);
    doc_column(t, "day", "日", 30, TEXT_LEFT, 0);
    for (size_t i = 0; i < N_WORDS; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        doc_put(t, r, "words", words[i]);
        if (i < N_NUMBERS) {
            doc_put_number(t, r, "number", numbers[i].n);
            doc_put(t, r, "number", numbers[i].text);
        }
        doc_put_day(t, r, "day", 20777 + (int32_t)i, "11-20");
    }
}

static int office_converts(void **state)
{
    struct document types = { .made = 1, .page = DOC_LEDGER }, sheet = { 0 };
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    /* fields by comma, quoted, UTF-8, from line 1, as they are shown */
    char *command = xasprintf("soffice -env:UserInstallation=file://%s/profile --headless "
                              "--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,"
                              "true,false,true' --outdir %s %s/types.xlsx %s/sheet.xlsx "
                              ">/dev/null 2>&1",
                              tmp, tmp, tmp, tmp);

    (void)state;
    is_here = system("command -v soffice >/dev/null 2>&1") == 0;
    describe_types(&types);
    sample_sheet(&sheet, SHEET_ROWS);
    write_book(&types, "types.xlsx");
    write_book(&sheet, "sheet.xlsx");
    int rc = is_here ? system(command) : 0;
    document_fini(&types);
    document_fini(&sheet);
    free(command);
    return rc;
}

static void skip_without_office(void)
{
    if (!is_here) {
        puts("skipped: there is no soffice here (make test-office installs it)");
        skip();
    }
}

static void every_type_is_read_as_written(void **state)
{
    struct grid g;

    (void)state;
    skip_without_office();
    read_back(&g, "types.csv");
    assert_int_equal(g.n, N_WORDS + 1);
    assert_string_equal(grid_cell(&g.rows[0], 0), "文字");
    for (size_t i = 0; i < N_WORDS; i++) {
        assert_string_equal(grid_cell(&g.rows[i + 1], 0), words[i]);
        assert_string_equal(grid_cell(&g.rows[i + 1], 1), i < N_NUMBERS ? numbers[i].text : "");
        char day[DAY_TEXT];
        assert_string_equal(grid_cell(&g.rows[i + 1], 2), day_format(20777 + (int32_t)i, day));
    }
    grid_fini(&g);
}

/* Every cell of the row that is seen, in its order, in one row of what was read. */
static bool holds(const struct grid_row *in, const struct doc_table *t, const struct doc_row *r)
{
    size_t at = 0;

    for (size_t i = 0; i < t->n_columns; i++) {
        const char *text = r->cells[i].text;
        if ((t->columns[i].is & DOC_HIDDEN) || !*text)
            continue;
        while (at < in->n && strcmp(grid_cell(in, at), text) != 0)
            at++;
        if (at++ == in->n)
            return false;
    }
    return true;
}

static void a_sheet_is_read_as_written(void **state)
{
    struct document d = { 0 };
    struct grid g;
    size_t at = 0, rows = 0;

    (void)state;
    skip_without_office();
    read_back(&g, "sheet.csv");
    sample_sheet(&d, SHEET_ROWS);
    for (size_t i = 0; i < d.parts[0].n_blocks; i++) {
        const struct doc_table *t = d.parts[0].blocks[i].table;
        for (size_t k = 0; t && k < t->n_rows; k++, rows++) {
            while (at < g.n && !holds(&g.rows[at], t, &t->rows[k]))
                at++;
            if (at++ == g.n)
                fail_msg("table %s, row %zu is not there, or not in this order", t->id, k);
        }
    }
    assert_true(rows > SHEET_ROWS);
    grid_fini(&g);
    document_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read_as_written),
        cmocka_unit_test(a_sheet_is_read_as_written),
    };
    return cmocka_run_group_tests(tests, office_converts, NULL);
}
