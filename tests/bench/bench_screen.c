/* bench_screen.c - the application on a terminal of 200x60: from its start to a full screen,
 * from a key to the last byte, and its memory. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/mem.h"
#include "model/query.h"
#include "model/text.h"
#include "tests/bench/onscreen.h"

#define ROWS 60
#define COLS 200
#define QUIET_MS 80             /* nothing comes for so long: the frame is whole */
#define PGDN "\033[6~"
#define DOWN "\033[B"

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(2);
}

/* ---- row 4 ---- */

/* A program until it has painted the last line of its screen, known by `mark`. */
struct opening { char *const *argv; const char *mark; };

static void opening_run(void *ctx)
{
    struct opening *o = ctx;
    struct onscreen s;

    onscreen_start(&s, o->argv, ROWS, COLS);
    if (!onscreen_until(&s, o->mark))
        die("the program has not painted its screen");
    onscreen_end(&s);
}

char **bench_open_argv(struct bench *b, const char *home)
{
    char **argv = xcalloc(8, sizeof *argv);
    const char *v[] = { b->bin, "--home", home, "--today", LEDGER_TODAY };

    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        argv[i] = (char *)v[i];
    return argv;
}

/* Whoever opens the ledger is its administrator; the bar's last word is 退出 or 返回. */
#define BAR "F10"

static void make_csv(const char *path, int64_t rows)
{
    FILE *f = fopen(path, "we");

    for (int64_t i = 0; f && i < rows; i++)
        fprintf(f, "督26-%lld,村道路灯维修第%lld处,单位%02d,干部%03d,2026-12-%02d,在办\n",
                (long long)i, (long long)i, (int)(i % 60), (int)(i % 600), (int)(1 + i % 28));
    if (!f || fclose(f) != 0)
        die("the CSV cannot be written");
}

void bench_open(struct bench *b)
{
    char *big = bench_copy(b, b->most, "open-big"), *small = bench_copy(b, 1000, "open-small");
    char *middle = bench_copy(b, b->most < 100000 ? b->most : 100000, "open-middle");
    char *csv = xasprintf("%s/open.csv", b->work);
    struct opening many = { bench_open_argv(b, big), BAR };
    struct opening few = { bench_open_argv(b, small), BAR };
    struct opening ours = { bench_open_argv(b, middle), BAR };
    char *const less_argv[] = { "less", csv, NULL }, *const vd_argv[] = { "vd", csv, NULL };
    struct opening less = { less_argv, "open.csv" }, vd = { vd_argv, "open" };

    struct pair_result r = pair_run(b->pairs, opening_run, &many, opening_run, &few);
    bench_report(b, "4", "start to full screen: 1M / 1k", r.ratio, 1.3, false,
                 "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    make_csv(csv, 100000);
    if (program_exists("less")) {
        r = pair_run(b->pairs, opening_run, &ours, opening_run, &less);
        bench_report(b, "4", "start to full screen, 100k / less on the CSV", r.ratio, 3, false,
                     "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    } else {
        bench_skip("4", "start to full screen / less", "less is not installed");
    }
    if (program_exists("vd")) {
        r = pair_run(b->pairs, opening_run, &ours, opening_run, &vd);
        bench_report(b, "4", "start to full screen, 100k / visidata on the CSV", r.ratio, 0.03,
                     false, "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    } else {
        bench_skip("4", "start to full screen / visidata", "visidata is not installed");
    }
    free((char **)many.argv);
    free((char **)few.argv);
    free((char **)ours.argv);
    free(big);
    free(small);
    free(middle);
    free(csv);
}

/* ---- row 14 ---- */

/* A whole frame of the same rows as one would write it by hand: home, then every row. */
static char *raw_frame(struct store *st, const struct env *env)
{
    struct filter f = { .today = env->today, .as_of = DAY_NONE, .reader = 1, .limit = ROWS };
    struct rows rows = {0};
    struct xh_err err = {0};
    struct buf all = {0};

    if (query_page(st, &f, &rows, &err) != XH_OK)
        die(err.msg);
    for (int y = 0; y < ROWS; y++) {
        const struct row *row = &rows.v[(size_t)y % rows.n];
        struct buf line = {0};
        buf_printf(&line, " %s %s  ", "红", row->it.code);
        while (text_width(buf_str(&line)) < COLS)
            buf_printf(&line, "%s  %s  %s  %s  ", row->it.title, row->unit, row->owner,
                       row->latest);
        char *fitted = text_fit(buf_str(&line), COLS, TEXT_LEFT);
        buf_printf(&all, "\033[%d;1H%s", y + 1, fitted);
        free(fitted);
        buf_fini(&line);
    }
    rows_fini(&rows);
    return buf_take(&all);
}

/* Writes the frame for every byte read; a program as simple as can be. */
static void echo_frames(const char *path)
{
    char *text = NULL, key;
    size_t cap = 0;
    FILE *f = fopen(path, "re");
    ssize_t n = f ? getdelim(&text, &cap, '\0', f) : -1;

    if (system("stty raw -echo") != 0 || n < 0)
        _exit(1);
    if (write(STDOUT_FILENO, "ready", 5) != 5)
        _exit(1);
    while (read(STDIN_FILENO, &key, 1) == 1)
        for (ssize_t at = 0, m; at < n; at += m)
            if ((m = write(STDOUT_FILENO, text + at, (size_t)(n - at))) < 0)
                _exit(1);
    _exit(0);
}

struct pressing { struct onscreen *s; const char *key; double ms[PAIR_MAX]; size_t n, bytes; };

/* pair_run() would time the waiting for quiet as well: the last byte is what counts. */
static void press(struct pressing *p)
{
    double ms = onscreen_press(p->s, p->key, QUIET_MS);

    if (p->n < PAIR_MAX)
        p->ms[p->n++] = ms;
    p->bytes = p->s->bytes;
}

void bench_keys(struct bench *b)
{
    char *home = bench_copy(b, b->most, "keys"), *frame = xasprintf("%s/frame", b->work);
    char **argv = bench_open_argv(b, home), *text;
    char *const echo_argv[] = { (char *)b->self, "--echo-frames", frame, NULL };
    double ratios[PAIR_MAX];
    struct env env;
    struct onscreen ours, raw;
    struct store *st = ledger_open(home, false, &env);

    text = raw_frame(st, &env);
    store_close(st);
    FILE *f = fopen(frame, "we");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        die("the frame cannot be written");
    onscreen_start(&ours, argv, ROWS, COLS);
    onscreen_start(&raw, echo_argv, ROWS, COLS);
    if (!onscreen_until(&ours, BAR) || !onscreen_until(&raw, "ready"))
        die("the program has not painted its screen");
    onscreen_key(&ours, "/");           /* 台账 */
    onscreen_settle(&ours, 2000);       /* with all its counts */

    struct pressing page = { .s = &ours, .key = PGDN }, by_hand = { .s = &raw, .key = "x" };
    struct pressing down = { .s = &ours, .key = DOWN };
    int pairs = 0;
    for (; pairs < PAIR_MAX; pairs++) {
        press(&page);
        press(&by_hand);
        ratios[pairs] = page.ms[pairs] / by_hand.ms[pairs];
    }
    size_t page_bytes = page.bytes;
    onscreen_key(&ours, "g");
    onscreen_settle(&ours, QUIET_MS);
    for (int i = 0; i < PAIR_MAX; i++)
        press(&down);
    double slow = pair_median(page.ms, pairs), worst = page.ms[pairs - 1];      /* sorted */
    bench_report(b, "14", "page key to last byte / raw frame of such rows",
                 pair_median(ratios, pairs), 20, false, "%.2f ms / %.2f ms", slow,
                 pair_median(by_hand.ms, pairs));
    bench_report(b, "14", "page key to last byte, slowest of 31, ms", worst, 16, false,
                 "cursor key %.2f ms", pair_median(down.ms, PAIR_MAX));
    bench_report(b, "14", "bytes of a page / raw frame", (double)page_bytes / (double)by_hand.bytes,
                 1.1, false, "%zu / %zu", page_bytes, by_hand.bytes);
    bench_report(b, "14", "bytes of a cursor move / page",
                 (double)down.bytes / (double)page_bytes, 0.08, false, "%zu / %zu", down.bytes,
                 page_bytes);
    bench_report(b, "-", "memory of the application at 1M items, MB",
                 (double)onscreen_memory(&ours) / 1024, 32, false, "今日, then 台账 with counts");
    onscreen_end(&ours);
    onscreen_end(&raw);
    free(text);
    free(argv);
    free(home);
    free(frame);
}

bool bench_echo(int argc, char **argv)
{
    if (argc != 3 || strcmp(argv[1], "--echo-frames") != 0)
        return false;
    echo_frames(argv[2]);
    return true;
}
