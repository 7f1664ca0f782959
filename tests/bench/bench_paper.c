/* bench_paper.c - rows 15 and 16: the weekly table as PDF beside LibreOffice, and as XLSX
 * beside our own PDF. Every side is a whole process: the other program's start counts, and
 * so does ours. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/mem.h"
#include "report/paper.h"
#include "tests/report/sample_paper.h"

#define SET_PAPER "--set-paper"
#define NOTHING "-"             /* the document is described, and nothing written */

bool bench_set_paper(int argc, char **argv)
{
    struct document d = { 0 };
    struct xh_err err = { 0 };

    if (argc != 4 || strcmp(argv[1], SET_PAPER) != 0)
        return false;
    sample_rows(&d, (size_t)atoi(argv[2]), NULL);
    if (strcmp(argv[3], NOTHING) != 0 && paper_write(&d, argv[3], 0, NULL, &err) != XH_OK) {
        fprintf(stderr, "bench: %s\n", err.msg);
        exit(1);
    }
    document_fini(&d);
    return true;
}

/* This program as a side: so many rows into a file of the kind its name says. */
struct setting {
    struct program p;
    char *argv[5], rows[16], *path;
};

static void setting_init(struct setting *s, const struct bench *b, int rows, const char *file)
{
    *s = (struct setting){ 0 };
    snprintf(s->rows, sizeof s->rows, "%d", rows);
    s->path = strcmp(file, NOTHING) == 0 ? xstrdup(file) : xasprintf("%s/%s", b->work, file);
    char *const argv[] = { (char *)b->self, SET_PAPER, s->rows, s->path };
    memcpy(s->argv, argv, sizeof argv);
    s->p.argv = s->argv;
}

static bool did_fail(const struct program *p, const char *row, const char *what)
{
    if (p->failed)
        bench_skip(row, what, "a side failed (XH_BENCH_STDERR=1 shows why)");
    return p->failed;
}

/* ---- row 15 ---- */

static void beside_office(struct bench *b, int rows, double goal, int pairs)
{
    struct setting pdf, book;
    char *work = realpath(b->work, NULL);
    char *profile = xasprintf("-env:UserInstallation=file://%s/office", work ? work : "");
    char *out = xasprintf("%s/office-out", b->work);
    char *what = xasprintf("weekly PDF, %d rows / LibreOffice from our XLSX", rows);
    char *memory = xasprintf("... peak memory of it, %d rows", rows);

    setting_init(&pdf, b, rows, "weekly.pdf");
    setting_init(&book, b, rows, "weekly.xlsx");
    program_run(&book);
    char *const convert[] = { "soffice", profile, "--headless", "--convert-to", "pdf",
                              "--outdir", out, book.path, NULL };
    struct program office = { .argv = convert };
    struct pair_result r = pair_run(pairs, program_run, &pdf, program_run, &office);
    /* It ends well even when it could not read the file: what counts is there. */
    char *made = xasprintf("%s/weekly.pdf", out);
    struct stat sb;
    office.failed |= stat(made, &sb) != 0 || sb.st_size == 0;
    remove(made);
    if (!did_fail(&pdf.p, "15", what) && !did_fail(&office, "15", what)) {
        bench_report(b, "15", what, r.ratio, goal, false, "%.0f ms / %.0f ms, %d pairs",
                     r.a_ms, r.b_ms, pairs);
        bench_report(b, "15", memory, (double)pdf.p.rss_kb / (double)office.rss_kb, 0.35,
                     false, "%ld kB / %ld kB", pdf.p.rss_kb, office.rss_kb);
    }
    free(made);
    free(pdf.path);
    free(book.path);
    free(memory);
    free(what);
    free(out);
    free(profile);
    free(work);
}

void bench_paper(struct bench *b)
{
    /* LibreOffice takes more than a minute for the long one. */
    static const struct { int rows; double goal; int most_pairs; } sizes[] = {
        { 50, 0.10, PAIR_MAX }, { 1000, 0.15, PAIR_MAX }, { 10000, 0.40, 3 },
    };

    if (!program_exists("soffice")) {
        bench_skip("15", "weekly PDF / LibreOffice",
                   "LibreOffice is not installed (tools/install-packages.sh office)");
        return;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].rows <= b->most)
            beside_office(b, sizes[i].rows, sizes[i].goal,
                          b->pairs < sizes[i].most_pairs ? b->pairs : sizes[i].most_pairs);
}

/* ---- row 16 ---- */

#define BOOK_ROWS 10000

void bench_workbook(struct bench *b)
{
    static const char *const what = "XLSX of 10,000 rows / our PDF of them";
    struct setting book, pdf, bare;

    setting_init(&book, b, BOOK_ROWS, "book.xlsx");
    setting_init(&pdf, b, BOOK_ROWS, "book.pdf");
    setting_init(&bare, b, BOOK_ROWS, NOTHING);
    struct pair_result r = pair_run(b->pairs, program_run, &book, program_run, &pdf);
    program_run(&bare);
    if (!did_fail(&book.p, "16", what) && !did_fail(&pdf.p, "16", what) &&
        !did_fail(&bare.p, "16", what)) {
        bench_report(b, "16", what, r.ratio, 0.3, false, "%.0f ms / %.0f ms", r.a_ms, r.b_ms);
        bench_report(b, "16", "... peak memory above the described document, MB",
                     (double)(book.p.rss_kb - bare.p.rss_kb) / 1024, 10, false,
                     "%ld kB - %ld kB; the PDF %ld kB", book.p.rss_kb, bare.p.rss_kb,
                     pdf.p.rss_kb);
    }
    free(book.path);
    free(pdf.path);
    free(bare.path);
}
