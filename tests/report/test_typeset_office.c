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

static void office_reads_what_was_written(void **state)
{
    struct document d = { .made = 1, .page = DOC_LEDGER };
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    char *path = xasprintf("%s/office.xlsx", tmp), *csv = xasprintf("%s/office.csv", tmp);
    /* fields by comma, quoted, UTF-8, from line 1, as they are shown */
    char *command = xasprintf("soffice -env:UserInstallation=file://%s/profile --headless "
                              "--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,"
                              "true,false,true' --outdir %s %s >/dev/null 2>&1",
                              tmp, tmp, path);
    struct xh_err err = { 0 };

    (void)state;
    if (system("command -v soffice >/dev/null 2>&1") != 0) {
        puts("skipped: there is no soffice here (make test-office installs it)");
        skip();
    }
    doc_set(&d.title, "演示");
    doc_set(&d.author, "");
    doc_set(&d.mark, "");
    doc_part(&d, "");
    struct doc_table *t = doc_table(&d, "t", "");
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
    struct typeset_job job = { .document = &d, .format = TYPESET_XLSX, .path = path };
    assert_int_equal(typeset(&job, &err), XH_OK);
    assert_int_equal(system(command), 0);
    struct grid g = { 0 };
    if (csv_read(csv, &g, &err) != XH_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(g.n, N_WORDS + 1);
    assert_string_equal(grid_cell(&g.rows[0], 0), "文字");
    for (size_t i = 0; i < N_WORDS; i++) {
        assert_string_equal(grid_cell(&g.rows[i + 1], 0), words[i]);
        assert_string_equal(grid_cell(&g.rows[i + 1], 1), i < N_NUMBERS ? numbers[i].text : "");
        char day[DAY_TEXT];
        assert_string_equal(grid_cell(&g.rows[i + 1], 2), day_format(20777 + (int32_t)i, day));
    }
    grid_fini(&g);
    free(path);
    free(csv);
    free(command);
    document_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(office_reads_what_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
