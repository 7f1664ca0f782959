/* bench_today.c - 今日 slice by slice, as the loop takes them while no key waits. A key that
 * comes in the middle ends the slice where the database asks whether to go on (patience.h),
 * so what a key may wait is the longest stretch without that question. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "tui/today_own.h"

enum { SLICES = 400 };

static const struct { const char *who; int64_t person; const char *role; } desks[] = {
    { "clerk", 1, NULL }, { "leader", 2, "leader" }, { "cadre", 30, "handler" },
};

static _Noreturn void die(const char *what, const struct xh_err *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, err->msg);
    exit(2);
}

static void run(struct db *db, const char *sql)
{
    struct xh_err err = {0};

    if (db_run(db, &err, sql, "") != XH_OK)
        die(sql, &err);
}

/* Roles for two more people, one open item in fifty applied for, some requests. */
static void prepare(struct store *st)
{
    struct xh_err err = {0};

    if (db_begin(st->db, &err) != XH_OK)
        die("begin", &err);
    run(st->db, "INSERT INTO person_role (person, role) VALUES (2, 'leader'), (30, 'handler')");
    run(st->db, "UPDATE item SET phase = 1, state = 'review', applied_by = owner, applied_on = "
        "start + 5, review_due = start + 12 WHERE id % 50 = 7 AND phase = 0");
    run(st->db, "INSERT INTO request (item, verb, person, actor, day, reason) SELECT id, 'extend', "
        "owner, owner, start + 3, 'x' FROM item WHERE id % 200 = 9 AND phase = 0");
    if (db_commit(st->db, &err) != XH_OK)
        die("commit", &err);
}

/* Asked in the middle of a statement. */
static double asked_at, blind;

static bool asked(void *ctx)
{
    double now = pair_now_ms();

    (void)ctx;
    blind = now - asked_at > blind ? now - asked_at : blind;
    asked_at = now;
    return true;
}

/* Every slice of one desk, `ms` of each the least of some runs: what is slow every time. */
static void measure(struct bench *b, struct tui *t, const char *who)
{
    struct { double ms; enum panel panel; int step; } worst = { 0 };
    double total = 0, least[SLICES], wait[SLICES], longest = 0;
    struct { enum panel panel; int step; } at[SLICES];
    size_t n = 0;

    for (int again = 0; again < b->pairs; again++) {
        struct today *d = xcalloc(1, sizeof *d);
        struct xh_err err = {0};
        size_t k = 0;
        today_screen.open(t, d, NULL, &err);
        today_screen.load(t, d, &err);
        for (int p = 0; p < PANELS; p++)
            for (bool more = d->s[p].wanted; more && k < SLICES; k++) {
                at[k].panel = (enum panel)p;
                at[k].step = d->s[p].step;
                double start = asked_at = pair_now_ms();
                blind = 0;
                db_watch(t->st->db, asked, NULL);
                more = today_work(t, d, (enum panel)p, &err);
                db_watch(t->st->db, NULL, NULL);
                asked(NULL);
                double ms = pair_now_ms() - start;
                least[k] = again == 0 || ms < least[k] ? ms : least[k];
                wait[k] = again == 0 || blind < wait[k] ? blind : wait[k];
            }
        n = k;
        today_screen.close(t, d);
        free(d);
    }
    for (size_t k = 0; k < n; k++) {
        total += least[k];
        if (getenv("XH_BENCH_SLICES"))
            printf("    %-7s %-12s step %d  %7.2f ms, at a stretch %.2f\n", who,
                   panel_title(at[k].panel), at[k].step, least[k], wait[k]);
        longest = least[k] > longest ? least[k] : longest;
        if (wait[k] > worst.ms) {
            worst.ms = wait[k];
            worst.panel = at[k].panel;
            worst.step = at[k].step;
        }
    }
    char *what = xasprintf("a key in the middle of 今日 waits, %s, ms", who);
    bench_report(b, "17", what, worst.ms, 16, false,
                 "%s, step %d; %zu slices of at most %.0f ms, together %.0f ms",
                 panel_title(worst.panel), worst.step, n, longest, total);
    free(what);
}

void bench_today(struct bench *b)
{
    char *home = bench_copy(b, b->most < 100000 ? b->most : 100000, "today");
    struct env env;
    struct store *st = ledger_open(home, true, &env);

    prepare(st);
    for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
        struct tui t = { .st = st, .defs = st->defs, .env = env, .me = desks[i].person,
                         .account = desks[i].person };
        measure(b, &t, desks[i].who);
    }
    store_close(st);
    free(home);
}
