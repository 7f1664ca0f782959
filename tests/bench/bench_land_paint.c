/* bench_land_paint.c - row 10 on the screen: 征地 and the 作战图 of a village over the households
 * of bench_land.c. The goal is for the frame a key is answered with, to its last byte; what is
 * read while no key waits (who has not signed) and painted after it stands in the note. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/mem.h"
#include "tests/bench/onscreen.h"

#define ROWS 60
#define COLS 200
#define QUIET_MS 400            /* longer than what is read while no key waits */
#define FRAME_END "\033[?2026l"         /* behind every frame (tui/term.c) */
#define GOAL_MS 16

#define F9 "\033[20~"
#define F10 "\033[21~"
#define DOWN "\033[B"
#define RIGHT "\033[C"
#define PGDN "\033[6~"
#define HOME "g"

struct painting {
    struct bench *b;
    struct onscreen s;
    double frame[PAIR_MAX], last[PAIR_MAX];     /* to the end of the frame; to the last byte */
    int n;
};

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(2);
}

/* A key nobody times. */
static void press(struct painting *p, const char *key)
{
    onscreen_press(&p->s, key, QUIET_MS);
}

static void go(struct painting *p, const char *const *keys)
{
    for (; *keys; keys++)
        press(p, *keys);
}

/* One time more. A key that paints nothing has not done what is measured. */
static void take(struct painting *p, const char *key)
{
    double start = pair_now_ms();

    onscreen_key(&p->s, key);
    if (!onscreen_until(&p->s, FRAME_END))
        die("a key has painted nothing");
    p->frame[p->n] = p->s.last_ms - start;
    onscreen_settle(&p->s, QUIET_MS);
    p->last[p->n++] = p->s.last_ms - start;
}

static void report(struct painting *p, const char *what)
{
    double frame = pair_median(p->frame, p->n), last = pair_median(p->last, p->n);  /* sorted */
    char *row = xasprintf("%s, slowest of %d, ms", what, p->n);

    bench_report(p->b, "10", row, p->frame[p->n - 1], GOAL_MS, false,
                 "median %.2f ms; all that follows %.2f ms, at most %.2f ms", frame, last,
                 p->last[p->n - 1]);
    free(row);
    p->n = 0;
}

/* The key that opens it, the keys that lead back to where it was pressed. */
static void open_often(struct painting *p, const char *what, const char *key,
                       const char *const *back)
{
    press(p, key);              /* once to warm up */
    go(p, back);
    while (p->n < PAIR_MAX) {
        take(p, key);
        go(p, back);
    }
    report(p, what);
}

/* The same key again and again; `from_top` times, then from the top. */
static void press_often(struct painting *p, const char *what, const char *key, int from_top)
{
    press(p, HOME);
    for (int i = 0; p->n < PAIR_MAX; i++) {
        if (i > 0 && i % from_top == 0)
            press(p, HOME);
        take(p, key);
    }
    report(p, what);
}

void bench_land_paint(struct bench *b)
{
    static const char *const leave_land[] = { F10, F9, NULL }, *const shut[] = { "\033[D", NULL };
    static const char *const leave[] = { F10, NULL }, *const to_village[] = { DOWN, DOWN, NULL };
    struct painting p = { .b = b };
    char **argv = bench_open_argv(b, bench_land_home(b));

    onscreen_start(&p.s, argv, ROWS, COLS);
    if (!onscreen_until(&p.s, "F10"))
        die("the program has not painted its screen");
    onscreen_settle(&p.s, 2000);        /* with all counts of 今日 */
    press(&p, F9);
    open_often(&p, "land opens, 20 projects", "9", leave_land);
    onscreen_key(&p.s, "9");
    if (!onscreen_until(&p.s, "示例20"))
        die("征地 has not been opened");
    onscreen_settle(&p.s, QUIET_MS);
    press_often(&p, "land, cursor to the next project", DOWN, 19);
    press(&p, HOME);
    open_often(&p, "land, a project of 50 villages opened", RIGHT, shut);
    for (int i = 0; i < 8; i++) {       /* 20 projects, 400 villages */
        press(&p, RIGHT);
        for (int k = 0; k <= 50; k++)
            onscreen_key(&p.s, DOWN);
        onscreen_settle(&p.s, QUIET_MS);
    }
    press_often(&p, "land, a page of villages on", PGDN, 6);
    press(&p, HOME);
    go(&p, to_village);
    press_often(&p, "land, cursor to the next village", DOWN, 40);
    open_often(&p, "map of a village of 1,000 opens", "m", leave);
    press(&p, "m");
    press_often(&p, "map, the next household", RIGHT, 60);
    press_often(&p, "map, the next line", DOWN, 6);
    onscreen_end(&p.s);
    free(argv);
}
