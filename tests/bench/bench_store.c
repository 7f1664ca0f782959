/* bench_store.c - inside the library: counts, many writers, one durable save. */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/colour_now.h"
#include "model/mem.h"
#include "model/query.h"
#include "model/verbs.h"

static _Noreturn void die(const char *what, const struct xh_err *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, err->msg);
    exit(2);
}

/* ---- rows 7 and 8 ---- */

struct board { struct store *st; int32_t day; size_t groups; };

static void board_count(void *ctx)
{
    static const char *const by[] = { "list", "unit" };
    struct board *b = ctx;
    struct filter f = { .today = b->day, .as_of = DAY_NONE, .reader = 1 };
    struct group_count *v;
    struct xh_err err = {0};

    if (query_counts(b->st, &f, by, 2, &v, &b->groups, &err) != XH_OK)
        die("counts", &err);
    group_counts_free(v, b->groups);
}

static void board_scan(void *ctx)
{
    struct board *b = ctx;
    struct xh_err err = {0};
    struct stmt *s = db_query(b->st->db, &err,
                              "SELECT list, unit, count(*), sum(red_on <= ?1), "
                              "sum(yellow_on <= ?1) FROM item "
                              "INDEXED BY item_list_urgent WHERE phase <= 1 "
                              "GROUP BY list, unit", "d", b->day);

    b->groups = 0;
    while (s && stmt_step(s, &err) > 0)
        b->groups++;
    stmt_done(s);
}

/* The first writer of a new day makes the summary anew; rolled back, to be made again. */
static void board_rebuild(void *ctx)
{
    struct board *b = ctx;
    struct xh_err err = {0};

    if (db_begin(b->st->db, &err) != XH_OK ||
        colour_now_rebuild(b->st->db, b->day, &err) != XH_OK)
        die("rebuild", &err);
    db_rollback(b->st->db);
}

void bench_board(struct bench *b)
{
    char *home = bench_copy(b, b->most, "board");
    struct env env;
    struct board board = { .st = ledger_open(home, true, &env) };
    struct xh_err err = {0};

    board.day = env.today;
    if (db_begin(board.st->db, &err) != XH_OK ||
        colour_now_rebuild(board.st->db, board.day, &err) != XH_OK ||
        db_commit(board.st->db, &err) != XH_OK)
        die("rebuild", &err);
    struct pair_result r = pair_run(b->pairs, board_count, &board, board_scan, &board);
    bench_report(b, "7", "counts by list and unit: 1M / one GROUP BY scan", r.ratio, 0.02, false,
                 "%.2f ms / %.1f ms", r.a_ms, r.b_ms);
    board.day = env.today + 1;          /* no summary for tomorrow */
    r = pair_run(b->pairs, board_count, &board, board_scan, &board);
    bench_report(b, "7", "the same without a summary / one GROUP BY scan", r.ratio, 0.6, false,
                 "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    r = pair_run(b->pairs, board_rebuild, &board, board_scan, &board);
    bench_report(b, "8", "making the summary for a new day: 1M / one GROUP BY scan", r.ratio, 1,
                 false, "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    store_close(board.st);
    free(home);
}

/* ---- row 12 ---- */

#define WRITERS 32
#define SECONDS 4

struct tally { long acts, errors; double worst_ms; };

/* One of many: a note on an item of its own, again and again. */
static void write_along(const char *home, bool gate, const char *code, struct tally *t,
                        double until)
{
    struct env env;
    struct store *st = ledger_open(home, true, &env);
    struct gate *kept = st->gate;
    struct xh_err err = {0};

    if (!gate)
        st->gate = NULL;        /* as it would be with SQLite's own waiting alone */
    for (;;) {
        double start = pair_now_ms();
        if (start >= until)
            break;
        struct who who = { .actor = 1 };
        struct call c = { .verb = VERB_NOTE, .code = code, .text = "已电话催办", .on = DAY_NONE,
                          .to = DAY_NONE, .next_due = DAY_NONE };
        struct result result;
        env.now_ms++;
        if (verb_run(st, &env, &who, &c, &result, &err) == XH_OK)
            t->acts++;
        else
            t->errors++;
        double took = pair_now_ms() - start;
        if (took > t->worst_ms)
            t->worst_ms = took;
    }
    st->gate = kept;
    store_close(st);
    _exit(0);
}

static void write_together(const char *home, bool gate, char *const *codes,
                           struct tally *t)
{
    double until = pair_now_ms() + 500 + SECONDS * 1e3;
    pid_t pid[WRITERS];

    memset(t, 0, WRITERS * sizeof *t);
    for (int i = 0; i < WRITERS; i++) {
        pid[i] = fork();
        if (pid[i] == 0)
            write_along(home, gate, codes[i], &t[i], until);
    }
    for (int i = 0; i < WRITERS; i++)
        waitpid(pid[i], NULL, 0);
}

static void sum_up(const struct tally *t, struct tally *all, double *fair)
{
    long least = t[0].acts, most = t[0].acts;

    *all = (struct tally){0};
    for (int i = 0; i < WRITERS; i++) {
        all->acts += t[i].acts;
        all->errors += t[i].errors;
        if (t[i].worst_ms > all->worst_ms)
            all->worst_ms = t[i].worst_ms;
        least = t[i].acts < least ? t[i].acts : least;
        most = t[i].acts > most ? t[i].acts : most;
    }
    *fair = most ? (double)least / (double)most : 0;
}

static char **some_codes(const char *home, size_t n)
{
    struct env env;
    struct rows rows = {0};
    struct xh_err err = {0};
    struct store *st = ledger_open(home, false, &env);
    struct filter f = { .today = env.today, .as_of = DAY_NONE, .reader = 1, .state = "active",
                        .order = ORDER_CODE, .limit = (int64_t)n };
    char **codes = xcalloc(n + 1, sizeof *codes);

    if (query_rows(st, &f, &rows, &err) != XH_OK || rows.n < n)
        die("open items", &err);
    for (size_t i = 0; i < n; i++)
        codes[i] = xstrdup(rows.v[i].it.code);
    rows_fini(&rows);
    store_close(st);
    return codes;
}

void bench_writers(struct bench *b)
{
    char *home = bench_copy(b, b->most, "writers");
    char **codes = some_codes(home, WRITERS);
    struct tally *t = mmap(NULL, WRITERS * sizeof *t, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct tally ours, plain;
    double fair, fair_plain;

    write_together(home, true, codes, t);
    sum_up(t, &ours, &fair);
    write_together(home, false, codes, t);
    sum_up(t, &plain, &fair_plain);
    bench_report(b, "12", "32 writers: least / most acts of one", fair, 0.5, true,
                 "%ld acts in %d s; without the gate %.4f", ours.acts, SECONDS, fair_plain);
    bench_report(b, "12", "32 writers: worst wait / SQLite's own waiting",
                 ours.worst_ms / plain.worst_ms, 0.1, false, "%.0f ms / %.0f ms",
                 ours.worst_ms, plain.worst_ms);
    bench_report(b, "12", "32 writers: errors", (double)ours.errors, 0, false,
                 "without the gate %ld", plain.errors);
    bench_skip("13", "32 writers / PostgreSQL", "there is no PostgreSQL store yet");
    for (int i = 0; i < WRITERS; i++)
        free(codes[i]);
    free(codes);
    munmap(t, WRITERS * sizeof *t);
    free(home);
}

/* ---- row 13 ---- */

#define SAVES 50

struct saver { struct store *st; struct env env; char *code; int fd; };

static void save_acts(void *ctx)
{
    struct saver *s = ctx;
    struct xh_err err = {0};

    for (int i = 0; i < SAVES; i++) {
        struct who who = { .actor = 1 };
        struct call c = { .verb = VERB_NOTE, .code = s->code, .text = "已电话催办",
                          .on = DAY_NONE, .to = DAY_NONE, .next_due = DAY_NONE };
        struct result result;
        s->env.now_ms++;
        if (verb_run(s->st, &s->env, &who, &c, &result, &err) != XH_OK)
            die("note", &err);
    }
}

static void save_blocks(void *ctx)
{
    struct saver *s = ctx;
    static char block[8192];

    for (int i = 0; i < SAVES; i++)
        if (write(s->fd, block, sizeof block) != sizeof block || fdatasync(s->fd) != 0)
            exit(2);
}

void bench_save(struct bench *b)
{
    char *home = bench_copy(b, b->most, "save"), *path = xasprintf("%s/blocks", b->work);
    struct saver s = { .fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0660) };
    char **codes = some_codes(home, 1);

    s.code = codes[0];
    s.st = ledger_open(home, true, &s.env);
    struct pair_result r = pair_run(b->pairs * 2, save_acts, &s, save_blocks, &s);
    bench_report(b, "13", "one durable act at 1M / 8 KiB and fdatasync", r.ratio, 2.5, false,
                 "%.2f ms / %.2f ms", r.a_ms / SAVES, r.b_ms / SAVES);
    store_close(s.st);
    close(s.fd);
    unlink(path);
    free(codes[0]);
    free(codes);
    free(path);
    free(home);
}
