/* bench_land.c - row 10: a million households in a thousand villages under twenty projects,
 * summed up (PERFORMANCE 2.5). */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "model/mem.h"
#include "model/rollup.h"

enum { PROJECTS = 20, VILLAGES = 1000 };

static _Noreturn void die(const char *what, const struct xh_err *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, err->msg);
    exit(2);
}

/* ---- the land ---- */

/* Households as `add` leaves them, without events; 60 % signed in the last ninety days, of
 * one project nearly all; half of these paid. ?1 how many, ?2 today. */
static const char sql_items[] =
    "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ?1) "
    "INSERT INTO item (id, code, sort_code, list, parent, title, unit, place, owner, assigned_on, "
    "opened_on, opened_seq, start, state, phase, created_by, version, due, yellow_on, red_on, "
    "yellow_rule, red_rule, next_step, unit_rank) "
    "SELECT 1000 + n, '征26-' || n, printf('征%09d-%09d', 26, n), 'households', "
    "1 + (n % 1000) / 50, '户' || n, 1 + n % 60, 1 + n % 1000, 2 + n % 599, ?2 - 120, ?2 - 120, 1, "
    "?2 - 120, 'active', 0, 1, 1, ?2 + 60, ?2 + 50 + n % 9, ?2 + 60 + n % 9, '', '', 'measure', "
    "1 + n % 60 FROM k";
static const char sql_fields[] =
    "INSERT INTO f_households (id, v_area, v_amount) SELECT id, 100000 + id % 90 * 10000, "
    "2000000 + id % 700 * 10000 FROM item WHERE list = 'households'";
static const char sql_signed[] =
    "INSERT INTO step (item, step, done_on) SELECT id, 'sign', ?1 - 1 - id * 7 % 90 FROM item "
    "WHERE list = 'households' AND (id * 31 % 10 < 6 OR (parent = 20 AND id > 2000))";
static const char sql_paid[] =
    "INSERT INTO step (item, step, done_on) SELECT item, 'pay', ?1 FROM step WHERE step = 'sign' "
    "AND item % 2 = 0";
static const char sql_projects[] =
    "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < 20) "
    "INSERT INTO item (id, code, sort_code, list, title, unit, assigned_on, opened_on, opened_seq, "
    "start, state, phase, created_by, version, due, yellow_on, red_on, yellow_rule, red_rule, "
    "next_step) SELECT n, '项26-' || n, printf('项%09d-%09d', 26, n), 'projects', '示例' || n, 1, "
    "?1 - 150, ?1 - 150, 1, ?1 - 150, 'active', 0, 1, 1, ?1 + 100, ?1 + 90, ?1 + 100, '', '', '' "
    "FROM k";

struct land { struct store *st; int32_t today; struct rollup_ask ask; struct filter f; };

static void run(struct land *l, const char *sql, const char *fmt, int64_t a, int64_t b)
{
    struct xh_err err = { 0 };

    if (db_run(l->st->db, &err, sql, fmt, a, b) != XH_OK)
        die(sql, &err);
}

static void fill(struct land *l, int64_t households)
{
    struct xh_err err = { 0 };

    if (db_begin(l->st->db, &err) != XH_OK)
        die("begin", &err);
    for (int64_t i = 1; i <= VILLAGES; i++) {
        char name[40];
        snprintf(name, sizeof name, "第%lld村", (long long)i);
        if (db_run(l->st->db, &err, "INSERT INTO place (id, name, rank) VALUES (?,?,?)", "iti", i,
                   name, i) != XH_OK)
            die("place", &err);
    }
    run(l, sql_projects, "i", l->today, 0);
    run(l, sql_items, "ii", households, l->today);
    run(l, sql_fields, "", 0, 0);
    run(l, sql_signed, "i", l->today, 0);
    run(l, sql_paid, "i", l->today, 0);
    if (rollup_rebuild(l->st->db, l->st->defs, &err) != XH_OK ||
        db_commit(l->st->db, &err) != XH_OK ||
        db_script(l->st->db, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);", &err) != XH_OK)
        die("sums", &err);
}

/* ---- sides ---- */

static void load(void *ctx)
{
    struct land *l = ctx;
    struct rollup_lines lines = { 0 };
    struct xh_err err = { 0 };

    if (rollup_load(l->st, &l->ask, &lines, &err) != XH_OK || lines.n == 0)
        die("sums", &err);
    rollup_lines_fini(&lines);
}

/* The same figures in one statement. */
static void group_by(void *ctx)
{
    struct land *l = ctx;
    struct xh_err err = { 0 };
    struct stmt *s =
        db_query(l->st->db, &err,
                 "SELECT parent, count(*), count(signed_on), sum(paid), sum(area), "
                 "sum(CASE WHEN signed_on IS NULL THEN 0 ELSE area END), "
                 "sum(CASE WHEN signed_on IS NULL THEN 0 ELSE money END), sum(paid * money), "
                 "min(signed_on), max(signed_on), "
                 "count(CASE WHEN signed_on BETWEEN ?1 AND ?2 THEN 1 END), "
                 "sum(CASE WHEN signed_on BETWEEN ?1 AND ?2 THEN area ELSE 0 END), min(start) "
                 "FROM rollup_row INDEXED BY rollup_row_place WHERE list = 'households' "
                 "GROUP BY parent", "dd", l->today - 6, l->today);

    while (s && stmt_step(s, &err) > 0)
        ;
    stmt_done(s);
}

static void page(void *ctx)
{
    struct land *l = ctx;
    struct rows rows = { 0 };
    struct xh_err err = { 0 };

    if (query_page(l->st, &l->f, &rows, &err) != XH_OK || rows.n == 0)
        die("page", &err);
    rows_fini(&rows);
}

static void left(void *ctx)
{
    struct land *l = ctx;
    struct rows rows = { 0 };
    struct xh_err err = { 0 };

    if (rollup_unsigned(l->st, &l->ask, 20, &rows, &err) != XH_OK)
        die("unsigned", &err);
    rows_fini(&rows);
}

static void rebuild(void *ctx)
{
    struct land *l = ctx;
    struct xh_err err = { 0 };

    if (db_begin(l->st->db, &err) != XH_OK ||
        rollup_rebuild(l->st->db, l->st->defs, &err) != XH_OK)
        die("rebuild", &err);
    db_rollback(l->st->db);
}

const char *bench_land_home(struct bench *b)
{
    static char home[4096];
    struct stat sb;
    struct env env;

    snprintf(home, sizeof home, "%s/land", b->work);
    if (stat(home, &sb) == 0)
        return home;
    ledger_found(home, b->shipped, b->work);
    struct land l = { .st = ledger_open(home, true, &env) };
    l.today = env.today;
    fprintf(stderr, "making %lld households ...\n", (long long)b->most);
    fill(&l, b->most);
    store_close(l.st);
    return home;
}

void bench_land(struct bench *b)
{
    struct env env;
    struct land l = { .st = ledger_open(bench_land_home(b), true, &env) };
    struct pair_result r;

    l.today = env.today;
    l.ask = (struct rollup_ask){ .list = "households", .today = l.today, .reader = 1 };
    l.ask.exact = true;
    r = pair_run(b->pairs, load, &l, group_by, &l);
    bench_report(b, "10", "all projects counted anew / one GROUP BY over the index", r.ratio, 1,
                 false, "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    l.ask.exact = false;
    r = pair_run(b->pairs, load, &l, group_by, &l);
    bench_report(b, "10", "all projects from the sums / one GROUP BY over the index", r.ratio,
                 0.01, false, "%.2f ms / %.1f ms", r.a_ms, r.b_ms);
    l.ask.money = true;
    r = pair_run(b->pairs, load, &l, group_by, &l);
    bench_report(b, "10", "the same, with what may be told of money / one GROUP BY", r.ratio, 0.05,
                 false, "%.2f ms / %.1f ms", r.a_ms, r.b_ms);
    l.ask.by = ROLLUP_VILLAGE;
    l.ask.parent = "项26-7";
    r = pair_run(b->pairs, load, &l, group_by, &l);
    bench_report(b, "10", "the villages of a project, ms", r.a_ms, 16, false, "50 villages");
    l.ask.parent = NULL;
    r = pair_run(b->pairs, load, &l, group_by, &l);
    bench_report(b, "10", "all villages of all projects / one GROUP BY", r.ratio, 1, false,
                 "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    l.f = (struct filter){ .list = "households", .parent = "项26-7", .place = "第321村",
                           .order = ORDER_CODE, .limit = 60, .today = l.today,
                           .as_of = DAY_NONE, .reader = 1 };
    r = pair_run(b->pairs, page, &l, group_by, &l);
    bench_report(b, "10", "a page of a village's rows, by code, ms", r.a_ms, 16, false, "60 rows");
    l.f.order = ORDER_URGENCY;
    r = pair_run(b->pairs, page, &l, group_by, &l);
    bench_report(b, "10", "a page of a village's rows, by urgency, ms", r.a_ms, 16, false,
                 "60 rows");
    l.ask = (struct rollup_ask){ .list = "households", .parent = "项26-7", .today = l.today,
                                 .reader = 1 };
    r = pair_run(b->pairs, left, &l, group_by, &l);
    bench_report(b, "10", "20 of a project's 20,000 unsigned rows / one GROUP BY", r.ratio, 0.2,
                 false, "%.1f ms / %.1f ms", r.a_ms, r.b_ms);
    l.ask.parent = "项26-20";
    r = pair_run(b->pairs, left, &l, group_by, &l);
    bench_report(b, "10", "a project's last 20 unsigned rows, ms", r.a_ms, 16, false,
                 "of 50,000 rows");
    r = pair_run(3, rebuild, &l, group_by, &l);
    bench_report(b, "10", "all sums made anew / one GROUP BY over the index", r.ratio, 40, false,
                 "%.0f ms / %.1f ms", r.a_ms, r.b_ms);
    store_close(l.st);
}
