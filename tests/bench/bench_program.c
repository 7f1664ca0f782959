/* bench_program.c - whole processes: reports, saves and imports, beside taskwarrior, awk
 * and the sqlite3 shell (on copies only). */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/mem.h"
#include "model/query.h"

#define REPORT_ITEMS 100000

static void run_shell(const char *command)
{
    if (system(command) != 0) {
        fprintf(stderr, "bench: cannot %s\n", command);
        exit(2);
    }
}

static void complain(const struct program *p)
{
    if (p->failed)
        fprintf(stderr, "bench: %s %s failed (XH_BENCH_STDERR=1 shows why)\n", p->argv[0],
                p->argv[1] ? p->argv[1] : "");
}

/* ---- taskwarrior ---- */

/* The same number of tasks, open and done, with the same dates. */
static void make_tasks(struct bench *b, int64_t items)
{
    char *folder = xasprintf("%s/task-%lld", b->work, (long long)items);
    char *rc = xasprintf("%s/taskrc", folder), *open = xasprintf("%s/pending.data", folder);
    char *done = xasprintf("%s/completed.data", folder);
    struct env env;
    struct rows all = {0};
    struct xh_err err = {0};

    mkdir(folder, 0770);
    setenv("TASKRC", rc, 1);
    setenv("TASKDATA", folder, 1);
    struct store *st = ledger_open(bench_ledger(b, items), false, &env);
    struct filter f = { .today = env.today, .as_of = DAY_NONE, .reader = 1 };
    if (access(done, R_OK) != 0 && query_rows(st, &f, &all, &err) == XH_OK) {
        FILE *conf = fopen(rc, "we"), *p = fopen(open, "we"), *c = fopen(done, "we");
        fprintf(conf, "confirmation=off\nverbose=nothing\nhooks=off\n");
        for (size_t i = 0; i < all.n; i++) {
            const struct item *it = &all.v[i].it;
            bool over = it->phase >= PHASE_CLOSED;
            fprintf(over ? c : p,
                    "[description:\"%s\" due:\"%lld\" entry:\"%lld\" project:\"%s\" "
                    "status:\"%s\"%s uuid:\"%08zx-0000-4000-8000-%012zx\"]\n",
                    it->title, (long long)it->due * 86400, (long long)it->assigned_on * 86400,
                    it->list, over ? "completed" : "pending",
                    over ? " end:\"1780000000\"" : "", i, i);
        }
        fclose(conf);
        fclose(p);
        fclose(c);
    }
    rows_fini(&all);
    store_close(st);
    free(folder);
    free(rc);
    free(open);
    free(done);
}

/* ---- the practice township ---- */

/* Seconds, not a ratio: nobody else makes one. A new township each time. */
void bench_demo(struct bench *b)
{
    char *home = xasprintf("%s/demo", b->work), *rm = xasprintf("rm -rf '%s'", home);
    double took[PAIR_MAX];
    int n = 0;
    struct program p = { .argv = (char *const[]){ (char *)b->bin, "--today", LEDGER_TODAY,
                                                  "demo", home, "--no-open", NULL } };

    while (n < b->pairs && n < PAIR_MAX) {
        run_shell(rm);
        double start = pair_now_ms();
        program_run(&p);
        took[n++] = (pair_now_ms() - start) / 1e3;
    }
    if (p.failed)
        bench_skip("-", "demo: the practice township", "it failed");
    else
        bench_report(b, "-", "demo: the practice township, seconds",
                     pair_median(took, n), 5, false, "median of %d", n);
    free(home);
    free(rm);
}

/* ---- rows 1 and 3 ---- */

#define HOME_TODAY "--home", home, "--today", LEDGER_TODAY

void bench_reports(struct bench *b)
{
    const char *home_there = bench_ledger(b, REPORT_ITEMS);
    char *home = xstrdup(home_there), *csv = xasprintf("%s/all.csv", b->work);
    char *bin = (char *)b->bin, *days = xasprintf("d=%s", LEDGER_TODAY);
    char *export_command =
        xasprintf("'%s' --home '%s' --today %s list all --format csv >'%s' 2>/dev/null", bin,
                  home, LEDGER_TODAY, csv);
    char *const overdue[] = { bin, HOME_TODAY, "report", "overdue", NULL };
    char *const scan[] = { "awk", "-F,", "-v", days,
                           "NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } "
                           "NR > 1 && $at[\"state\"] != \"closed\" && $at[\"due\"] < d "
                           "&& $at[\"due\"] != \"\" { print }", csv, NULL };
    char *const task[] = { "task", "rc.defaultwidth=200", "overdue", NULL };
    struct program ours = { .argv = overdue }, awk = { .argv = scan }, other = { .argv = task };

    run_shell(export_command);
    struct pair_result r = pair_run(b->pairs, program_run, &ours, program_run, &awk);
    bench_report(b, "1", "overdue report, 100k items / awk scan of the CSV", r.ratio, 1.5,
                 false, "%.0f ms / %.0f ms", r.a_ms, r.b_ms);
    complain(&ours);
    complain(&awk);
    if (program_exists("task")) {
        make_tasks(b, REPORT_ITEMS);
        r = pair_run(b->pairs, program_run, &ours, program_run, &other);
        bench_report(b, "1", "overdue report, 100k items / taskwarrior", r.ratio, 0.03, false,
                     "%.0f ms / %.0f ms", r.a_ms, r.b_ms);
        complain(&other);
    } else {
        bench_skip("1", "overdue report / taskwarrior", "taskwarrior is not installed");
    }

    static const char *const reports[][4] = {
        { "report", "overdue", NULL }, { "report", "due", NULL }, { "report", "new", NULL },
        { "report", "closed", NULL }, { "report", "weekly", NULL }, { "stats", NULL },
        { "count", "--by", "list,unit", NULL }, { "list", "all", NULL },
    };
    long most = 0;
    const char *which = "";
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        char *argv[] = { bin, HOME_TODAY, NULL, NULL, NULL, NULL };
        for (int k = 0; k < 3 && reports[i][k]; k++)
            argv[5 + k] = (char *)reports[i][k];
        struct program p = { .argv = argv };
        program_run(&p);
        complain(&p);
        if (p.rss_kb > most) {
            most = p.rss_kb;
            which = reports[i][1] && *reports[i][1] != '-' ? reports[i][1] : reports[i][0];
        }
    }
    if (other.rss_kb)
        bench_report(b, "3", "peak memory of any report, 100k items / taskwarrior",
                     (double)most / (double)other.rss_kb, 0.1, false, "%ld kB (%s) / %ld kB",
                     most, which, other.rss_kb);
    free(home);
    free(csv);
    free(days);
    free(export_command);
}

/* ---- row 2 ---- */

struct save {
    struct program p;
    char *home;
    bool task, done;            /* mark done, else add */
    char **codes;               /* ours: open items */
    size_t n;                   /* runs so far */
    const char *bin;
};

static void save_run(void *ctx)
{
    struct save *s = ctx;
    char title[64], number[32];
    char *home = s->home, *bin = (char *)s->bin;

    snprintf(title, sizeof title, "title=新事项%zu", s->n);
    snprintf(number, sizeof number, "%zu", s->n + 1);
    char *const add[] = { bin, HOME_TODAY, "add", "ledger01", title, "unit=单位03", "due=+10",
                          NULL };
    char *const check[] = { bin, HOME_TODAY, "check", s->codes ? s->codes[s->n] : NULL, "work",
                            NULL };
    char *const task_add[] = { "task", "add", title + 6, "due:2026-12-04", NULL };
    char *const task_done[] = { "task", number, "done", NULL };
    s->p.argv = s->task ? (s->done ? task_done : task_add) : s->done ? check : add;
    program_run(&s->p);
    s->n++;
}

/* Codes of open items whose step `work` is next. */
static char **open_codes(const char *home, size_t n)
{
    struct env env;
    struct rows rows = {0};
    struct xh_err err = {0};
    struct store *st = ledger_open(home, false, &env);
    struct filter f = { .today = env.today, .as_of = DAY_NONE, .reader = 1, .state = "active",
                        .order = ORDER_CODE, .limit = (int64_t)n };
    char **codes = xcalloc(n + 1, sizeof *codes);

    if (query_rows(st, &f, &rows, &err) != XH_OK || rows.n < n) {
        fprintf(stderr, "bench: too few open items: %s\n", err.msg);
        exit(2);
    }
    for (size_t i = 0; i < n; i++)
        codes[i] = xstrdup(rows.v[i].it.code);
    rows_fini(&rows);
    store_close(st);
    return codes;
}

void bench_saves(struct bench *b)
{
    int64_t sizes[] = { 1000, REPORT_ITEMS, b->most };
    char *homes[3];
    struct save add[3], check[3];

    for (int i = 0; i < 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "saves-%d", i);
        homes[i] = bench_copy(b, sizes[i], name);
        add[i] = (struct save){ .home = homes[i], .bin = b->bin };
        check[i] = add[i];
        check[i].done = true;
        check[i].codes = open_codes(homes[i], 4 * PAIR_MAX);
    }
    if (program_exists("task")) {
        make_tasks(b, REPORT_ITEMS);
        struct save task_add = { .task = true }, task_done = { .task = true, .done = true };
        struct pair_result r = pair_run(b->pairs, save_run, &add[1], save_run, &task_add);
        bench_report(b, "2", "add one item, durable, at 100k / taskwarrior", r.ratio, 0.03,
                     false, "%.1f ms / %.0f ms", r.a_ms, r.b_ms);
        r = pair_run(b->pairs, save_run, &check[1], save_run, &task_done);
        bench_report(b, "2", "mark a step done, durable, at 100k / taskwarrior", r.ratio, 0.015,
                     false, "%.1f ms / %.0f ms", r.a_ms, r.b_ms);
        complain(&task_add.p);
        complain(&task_done.p);
    } else {
        bench_skip("2", "add, mark done / taskwarrior", "taskwarrior is not installed");
    }
    int many = b->pairs * 3 > PAIR_MAX ? PAIR_MAX : b->pairs * 3;
    struct pair_result r = pair_run(many, save_run, &add[2], save_run, &add[0]);
    bench_report(b, "2", "add one item: 1M / 1k", r.ratio, 1.3, false, "%.1f ms / %.1f ms",
                 r.a_ms, r.b_ms);
    r = pair_run(many, save_run, &check[2], save_run, &check[0]);
    bench_report(b, "2", "mark a step done: 1M / 1k", r.ratio, 1.3, false, "%.1f ms / %.1f ms",
                 r.a_ms, r.b_ms);
    for (int i = 0; i < 3; i++) {
        complain(&add[i].p);
        complain(&check[i].p);
        free(homes[i]);
    }
}

/* ---- row 11 ---- */

struct import { struct bench *b; char *home, *command; };

/* An empty township again, then one whole import. */
static void import_run(void *ctx)
{
    struct import *i = ctx;

    run_shell(i->command);
}

void bench_import(struct bench *b)
{
    char *csv = xasprintf("%s/import.csv", b->work), *empty = xasprintf("%s/empty", b->work);
    char *ours = xasprintf("%s/import-ours", b->work), *rows = xasprintf("%s/rows.sql", b->work);
    char *theirs = xasprintf("%s/import-theirs", b->work);
    FILE *f = fopen(csv, "we");

    if (access(empty, R_OK) != 0)
        ledger_found(empty, b->shipped, b->work);
    fprintf(f, "\xEF\xBB\xBF事项,牵头单位,责任人,来源,交办日期,完成时限,办理要求\n");
    for (int i = 0; i < REPORT_ITEMS; i++)
        fprintf(f, "村道路灯维修第%d处,单位%02d,干部%03d,%s,2026-%02d-%02d,2026-12-%02d,"
                   "\"按要求整改到位,逐处拍照,月底前办结并报督查室第%d号\"\n",
                i, 1 + i % LEDGER_UNITS, 2 + i % (LEDGER_PEOPLE - 1),
                i % 3 ? "会议议定" : "信访热线", 1 + i % 10, 1 + i % 28, 1 + i % 28, i);
    fclose(f);

    struct import a = { b, ours, xasprintf(
        "rm -rf '%s' && cp -R '%s' '%s' && '%s' --home '%s' --today %s import ledger01 '%s' "
        ">/dev/null 2>&1", ours, empty, ours, b->bin, ours, LEDGER_TODAY, csv) };
    import_run(&a);
    /* The rows as they have become, for the shell to bring into the same schema. As
     * statements: .import would make NULL an empty text, which the tables refuse. */
    char *dump = xasprintf(
        "(echo 'PRAGMA synchronous=FULL; BEGIN;'; sqlite3 '%s/xiaohao.db' '.mode insert item' "
        "'SELECT * FROM item'; echo 'COMMIT;') >'%s'", ours, rows);
    run_shell(dump);
    struct import t = { b, theirs, xasprintf(
        "rm -rf '%s' && cp -R '%s' '%s' && sqlite3 '%s/xiaohao.db' <'%s' >/dev/null", theirs,
        empty, theirs, theirs, rows) };
    struct pair_result r = pair_run(b->pairs, import_run, &a, import_run, &t);
    bench_report(b, "11", "import of 100k rows, all on / the rows by the sqlite3 shell", r.ratio,
                 2.5, false, "%.1f s / %.1f s", r.a_ms / 1e3, r.b_ms / 1e3);
    free(a.command);
    free(t.command);
    free(csv);
    free(empty);
    free(ours);
    free(rows);
    free(theirs);
    free(dump);
}
