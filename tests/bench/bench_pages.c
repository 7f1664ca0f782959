/* bench_pages.c - inside the library: a page of rows of any colour, list and order, deep
 * pages in both directions, and search. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/query.h"

#define PAGE 50
#define AGAIN 20                /* pages timed together: one is too quick for the clock */

static _Noreturn void die(const char *what, const struct xh_err *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, err->msg);
    exit(2);
}

struct pages { struct store *st; struct filter f; size_t n; };

static void page_run(void *ctx)
{
    struct pages *p = ctx;
    struct xh_err err = {0};

    for (int i = 0; i < AGAIN; i++) {
        struct rows rows = {0};
        if (query_page(p->st, &p->f, &rows, &err) != XH_OK)
            die("page", &err);
        p->n = rows.n;
        rows_fini(&rows);
    }
}

static struct filter first_page(const struct env *env)
{
    return (struct filter){ .today = env->today, .as_of = DAY_NONE, .reader = 1,
                            .limit = PAGE };
}

/* ---- row 5 ---- */

void bench_pages(struct bench *b)
{
    static const struct { const char *what; unsigned colour; const char *list; enum order order; }
    kinds[] = {
        { "urgent", 0, NULL, ORDER_URGENCY }, { "red", COLOUR_RED, NULL, ORDER_URGENCY },
        { "yellow", COLOUR_YELLOW, NULL, ORDER_URGENCY },
        { "green", COLOUR_GREEN, NULL, ORDER_URGENCY },
        { "a list", 0, "ledger03", ORDER_URGENCY },
        { "a list's yellow", COLOUR_YELLOW, "ledger03", ORDER_URGENCY },
        { "due", 0, NULL, ORDER_DUE }, { "code", 0, NULL, ORDER_CODE },
        { "unit", 0, NULL, ORDER_UNIT }, { "owner", 0, NULL, ORDER_OWNER },
        { "a list by code", 0, "ledger03", ORDER_CODE },
    };
    char *big_home = bench_copy(b, b->most, "pages-big");
    char *small_home = bench_copy(b, b->most / 100, "pages-small");
    struct env env;
    struct store *big = ledger_open(big_home, false, &env);
    struct store *small = ledger_open(small_home, false, &env);
    double worst = 0, worst_ms = 0;
    const char *which = "", *slowest = "";

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct pages many = { .st = big, .f = first_page(&env) }, few;
        many.f.colours = kinds[i].colour ? 1u << kinds[i].colour : 0;
        many.f.list = kinds[i].list;
        many.f.order = kinds[i].order;
        few = many;
        few.st = small;
        struct pair_result r = pair_run(b->pairs, page_run, &many, page_run, &few);
        if (r.ratio > worst) {
            worst = r.ratio;
            which = kinds[i].what;
        }
        if (r.a_ms / AGAIN > worst_ms) {
            worst_ms = r.a_ms / AGAIN;
            slowest = kinds[i].what;
        }
    }
    bench_report(b, "5", "page of a colour, list, order: 1M / 10k, the worst", worst, 1.5, false,
                 "%s", which);
    bench_report(b, "5", "the same, milliseconds for the slowest page", worst_ms, 16, false,
                 "%s", slowest);
    store_close(big);
    store_close(small);
    free(big_home);
    free(small_home);
}

/* ---- row 6 ---- */

/* The row so many pages on, walked to as a person would. */
static size_t walk(struct pages *p, size_t pages, struct row_key *at)
{
    struct xh_err err = {0};
    size_t i;

    p->f.from = NULL;
    for (i = 0; i < pages; i++) {
        struct rows rows = {0};
        if (query_page(p->st, &p->f, &rows, &err) != XH_OK)
            die("page", &err);
        bool full = rows.n == PAGE;
        if (full) {
            row_key(&rows.v[PAGE - 1], at);
            p->f.from = at;
        }
        rows_fini(&rows);
        if (!full)
            break;
    }
    return i;
}

void bench_deep(struct bench *b)
{
    char *home = bench_copy(b, b->most, "deep");
    struct env env;
    struct store *st = ledger_open(home, false, &env);
    struct pages first = { .st = st, .f = first_page(&env) }, deep = first;
    struct row_key at;
    size_t pages = walk(&deep, 9500, &at);

    struct pair_result r = pair_run(b->pairs, page_run, &deep, page_run, &first);
    bench_report(b, "6", "page 9,500 forward / page 1", r.ratio, 1.5, false,
                 "page %zu, %.2f ms / %.2f ms", pages, r.a_ms / AGAIN, r.b_ms / AGAIN);
    deep.f.backward = true;
    r = pair_run(b->pairs, page_run, &deep, page_run, &first);
    bench_report(b, "6", "page 9,500 backward / page 1", r.ratio, 1.5, false,
                 "%.2f ms / %.2f ms", r.a_ms / AGAIN, r.b_ms / AGAIN);
    store_close(st);
    free(home);
}

/* ---- row 9 ---- */

struct search { struct store *st; struct filter f; const char *like; size_t n; };

static void search_run(void *ctx)
{
    struct search *s = ctx;
    struct rows rows = {0};
    struct xh_err err = {0};

    if (query_page(s->st, &s->f, &rows, &err) != XH_OK)
        die("search", &err);
    s->n = rows.n;
    rows_fini(&rows);
}

static void like_scan(void *ctx)
{
    struct search *s = ctx;
    struct xh_err err = {0};
    struct stmt *q = db_query(s->st->db, &err, "SELECT count(*) FROM item NOT INDEXED "
                                               "WHERE title LIKE ?1", "t", s->like);

    while (q && stmt_step(q, &err) > 0)
        continue;
    stmt_done(q);
}

void bench_search(struct bench *b)
{
    static const struct { const char *what, *text, *like; } words[] = {
        { "search of a frequent word, first 50, at 1M / LIKE scan", "路灯", "%路灯%" },
        { "search of a word no row has / LIKE scan", "鲲鹏", "%鲲鹏%" },
        { "search of words one row has / LIKE scan", "第98765处", "%第98765处%" },
    };
    char *home = bench_copy(b, b->most, "search");
    struct env env;
    struct store *st = ledger_open(home, false, &env);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct search s = { .st = st, .f = first_page(&env), .like = words[i].like };
        s.f.text = words[i].text;
        struct pair_result r = pair_run(b->pairs, search_run, &s, like_scan, &s);
        bench_report(b, "9", words[i].what, r.ratio, 0.02, false, "%zu rows, %.1f ms / %.1f ms",
                     s.n, r.a_ms, r.b_ms);
    }
    store_close(st);
    free(home);
}
