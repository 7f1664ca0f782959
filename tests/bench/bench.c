/* bench.c - `make bench`: the program's speed beside that of others, in one run.
 *
 *   bench BIN SHIPPED WORK [ROW...]     rows: paper workbook demo reports saves import board
 *                               writers save pages deep search open keys today land land-paint
 *
 * XH_BENCH_ITEMS=100000 keeps the largest ledger small, XH_BENCH_PAIRS=7 is the number of
 * pairs. Ends with 1 when a goal is missed. */
#include "tests/bench/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/mem.h"

static const struct { const char *name; void (*run)(struct bench *b); } rows[] = {
    /* first: the peak memory of a child counts what this process held when it started it */
    { "paper", bench_paper }, { "workbook", bench_workbook },
    { "demo", bench_demo }, { "reports", bench_reports }, { "saves", bench_saves },
    { "import", bench_import }, { "board", bench_board }, { "writers", bench_writers },
    { "save", bench_save }, { "pages", bench_pages }, { "deep", bench_deep },
    { "search", bench_search }, { "open", bench_open }, { "keys", bench_keys },
    { "today", bench_today }, { "land", bench_land }, { "land-paint", bench_land_paint },
};

static void run_shell(const char *command)
{
    if (system(command) != 0) {
        fprintf(stderr, "bench: cannot %s\n", command);
        exit(2);
    }
}

const char *bench_ledger(struct bench *b, int64_t items)
{
    static char home[4096];
    struct stat sb;

    snprintf(home, sizeof home, "%s/ledger-%lld", b->work, (long long)items);
    if (stat(home, &sb) != 0) {
        double start = pair_now_ms();
        fprintf(stderr, "making a ledger of %lld items ...", (long long)items);
        ledger_make(home, b->shipped, b->work, items);
        fprintf(stderr, " %.1f s\n", (pair_now_ms() - start) / 1e3);
    }
    return home;
}

char *bench_copy(struct bench *b, int64_t items, const char *name)
{
    char *to = xasprintf("%s/%s", b->work, name);
    char *command = xasprintf("rm -rf '%s' && cp -R '%s' '%s'", to, bench_ledger(b, items), to);

    run_shell(command);
    free(command);
    return to;
}

void bench_report(struct bench *b, const char *row, const char *what, double figure,
                  double goal, bool at_least, const char *note, ...)
{
    bool reached = at_least ? figure >= goal : figure <= goal;
    va_list ap;

    printf("%-3s %-58s %s %-7.4g %-9.4g %s  (", row, what, at_least ? ">=" : "<=", goal,
           figure, reached ? "reached" : "MISSED ");
    va_start(ap, note);
    vprintf(note, ap);
    va_end(ap);
    puts(")");
    fflush(stdout);
    b->missed += !reached;
}

void bench_skip(const char *row, const char *what, const char *why)
{
    printf("%-3s %-58s not measured: %s\n", row, what, why);
    fflush(stdout);
}

static int number(const char *name, int otherwise)
{
    const char *s = getenv(name);

    return s && atoi(s) > 0 ? atoi(s) : otherwise;
}

int main(int argc, char **argv)
{
    if (bench_echo(argc, argv) || bench_set_paper(argc, argv))
        return 0;
    if (argc < 4) {
        fprintf(stderr, "usage: bench BIN SHIPPED WORK [ROW...]\n");
        return 2;
    }
    struct bench b = {
        .bin = argv[1], .self = argv[0], .shipped = argv[2], .work = argv[3],
        .most = number("XH_BENCH_ITEMS", 1000000), .pairs = number("XH_BENCH_PAIRS", 7),
    };
    mkdir(b.work, 0770);
    setenv("LC_ALL", "C.UTF-8", 1);
    printf("%-3s %-58s %-10s %-9s\n", "row", "what", "goal", "figure");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool wanted = argc == 4;
        for (int k = 4; k < argc; k++)
            wanted |= strcmp(argv[k], rows[i].name) == 0;
        if (wanted)
            rows[i].run(&b);
    }
    printf("%s\n", b.missed ? "some goals were missed" : "every goal measured was reached");
    return b.missed != 0;
}
