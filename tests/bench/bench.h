/* bench.h - the goals of docs/performance as rows: what is measured, the goal, the figure
 * of this run, the verdict. Every figure is a ratio of two things timed in turns. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include "tests/bench/ledger.h"
#include "tests/bench/pair.h"

struct bench {
    const char *bin;            /* the program */
    const char *self;           /* this one, to be started again (bench_keys(), bench_paper()) */
    const char *shipped;        /* its configuration */
    const char *work;           /* folder for ledgers and scratch files */
    int64_t most;               /* size of the largest ledger */
    int pairs;
    int missed;                 /* goals not reached */
};

/* The ledger with so many items, made once per run; its folder, borrowed. */
const char *bench_ledger(struct bench *b, int64_t items);
/* A copy to be written to; caller frees. The same name again is a fresh copy. */
char *bench_copy(struct bench *b, int64_t items, const char *name);

/* One line: `figure` against `goal` (at most; at least when `at_least`), how it came about
 * in `note`. */
void bench_report(struct bench *b, const char *row, const char *what, double figure,
                  double goal, bool at_least, const char *note, ...)
    __attribute__((format(printf, 7, 8)));
/* What cannot be measured here, and why. */
void bench_skip(const char *row, const char *what, const char *why);

/* How long the practice township takes; rows 1-3 and 11: the program against other programs
 * (bench_program.c). */
void bench_demo(struct bench *b);
void bench_reports(struct bench *b);
void bench_saves(struct bench *b);
void bench_import(struct bench *b);
/* Rows 5, 6, 9: pages and search inside the library (bench_pages.c). */
void bench_pages(struct bench *b);
void bench_deep(struct bench *b);
void bench_search(struct bench *b);
/* Rows 4, 14: the application on a terminal (bench_screen.c). */
void bench_open(struct bench *b);
void bench_keys(struct bench *b);
/* argv of the application on a ledger, its day LEDGER_TODAY. The array is the caller's. */
char **bench_open_argv(struct bench *b, const char *home);
/* Row 10: households summed up (bench_land.c), and on the screen (bench_land_paint.c). */
void bench_land(struct bench *b);
void bench_land_paint(struct bench *b);
/* The households of row 10, made once per run; their folder, borrowed. */
const char *bench_land_home(struct bench *b);
/* Row 17: 今日, slice by slice (bench_today.c). */
void bench_today(struct bench *b);
/* Rows 15, 16: the weekly table as PDF beside LibreOffice, as XLSX beside our PDF
 * (bench_paper.c). */
void bench_paper(struct bench *b);
void bench_workbook(struct bench *b);
/* True when this process was started to write one of their files, and has done so. */
bool bench_set_paper(int argc, char **argv);
/* True when this process was started as the other side of bench_keys(), and has been it. */
bool bench_echo(int argc, char **argv);
/* Rows 7, 8, 12, 13: inside the library (bench_store.c). */
void bench_board(struct bench *b);
void bench_writers(struct bench *b);
void bench_save(struct bench *b);

#endif
