#include "tests/bench/ledger.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/township.h"
#include "model/code.h"
#include "model/colour_now.h"
#include "model/event.h"
#include "model/mem.h"
#include "model/search.h"

#define LIST_ID "ledger%02d"

static uint64_t seed = 20261120;

static uint32_t rnd(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 20) % below);
}

static _Noreturn void die(const char *what, const struct xh_err *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, err ? err->msg : "");
    exit(2);
}

static void must(enum xh_rc rc, const struct xh_err *err, const char *what)
{
    if (rc != XH_OK)
        die(what, err);
}

static void true_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    if (getrandom(out, n, 0) != (ssize_t)n)
        die("getrandom", NULL);
}

static struct env the_env(void)
{
    struct env env = { .today = day_parse(LEDGER_TODAY), .random = true_random };

    env.now_ms = (int64_t)env.today * 86400000 + 2 * 3600000;
    return env;
}

/* ---- configuration: the shipped one, with tasks 24 times ---- */

static void copy_list(const char *from, const char *to, int n)
{
    FILE *in = fopen(from, "re"), *out = fopen(to, "we");
    char line[4096];

    if (!in || !out)
        die(to, NULL);
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, "list:", 5) == 0)
            fprintf(out, "list: " LIST_ID "\n", n);
        else if (strncmp(line, "name:", 5) == 0)
            fprintf(out, "name: 台账%02d\n", n);
        else if (strncmp(line, "code:", 5) == 0)
            fprintf(out, "code: \"督%02d-{yy}-{seq}\"\n", n);
        else if (strncmp(line, "order:", 6) == 0)
            fprintf(out, "order: %d\n", n);
        else if (strncmp(line, "alias:", 6) == 0)
            fprintf(out, "alias: q%c\n", 'a' + n - 1);
        else
            fputs(line, out);
    }
    fclose(in);
    if (fclose(out) != 0)
        die(to, NULL);
}

/* The folder beside which township_found() looks for "township". Caller frees. */
static char *make_config(const char *shipped, const char *work)
{
    char *beside = xasprintf("%s/shipped", work), *to = xasprintf("%s/township", beside);

    if (access(to, R_OK) == 0) {
        free(to);
        return beside;
    }
    mkdir(beside, 0770);
    char *copy = xasprintf("cp -R '%s' '%s'", shipped, to);
    if (system(copy) != 0)
        die(copy, NULL);
    free(copy);
    char *tasks = xasprintf("%s/lists/tasks.yaml", to);
    for (int i = 1; i <= LEDGER_LISTS; i++) {
        char *list = xasprintf("%s/lists/" LIST_ID ".yaml", to, i);
        copy_list(tasks, list, i);
        free(list);
    }
    free(tasks);
    free(to);
    return beside;
}

/* ---- people ---- */

static void put_people(struct db *db)
{
    struct xh_err err = {0};
    char name[64];

    for (int64_t i = 1; i <= LEDGER_UNITS; i++) {
        snprintf(name, sizeof name, "单位%02d", (int)i);
        must(db_run(db, &err,
                    "INSERT INTO unit (id, name, level, rank) VALUES (?,?,'town',?)",
                    "iti", i, name, i), &err, "unit");
    }
    for (int64_t i = 2; i <= LEDGER_PEOPLE; i++) {
        snprintf(name, sizeof name, "干部%03d", (int)i);
        must(db_run(db, &err,
                    "INSERT INTO person (id, name, unit, rank) VALUES (?,?,?,1000)", "iti",
                    i, name, 1 + i % LEDGER_UNITS), &err, "person");
    }
}

void ledger_found(const char *home, const char *shipped, const char *work)
{
    char *beside = make_config(shipped, work);
    struct founding f = { .home = home, .name = "沿江镇", .practice = true,
                          .exe_dir = beside, .caller = "督办员甲", .uid = (int64_t)getuid() };
    struct env env = the_env();
    struct store *st;
    struct xh_err err = {0};

    must(township_found(&f, &env, &st, &err), &err, "founding");
    must(db_begin(st->db, &err), &err, "begin");
    put_people(st->db);
    must(db_commit(st->db, &err), &err, "commit");
    store_close(st);
    free(beside);
}

/* ---- items ---- */

struct made {                   /* one item's figures */
    const struct list_def *list;
    int64_t id, unit, owner, lead;
    int32_t assigned, due, closed;      /* closed: DAY_NONE while in work */
    bool held;
    char *code;
};

static struct made invent(const struct store *st, int64_t id, int64_t seq, int32_t today)
{
    struct made m = { .id = id, .closed = DAY_NONE };
    char list[16];
    uint32_t what = rnd(100);

    snprintf(list, sizeof list, LIST_ID, 1 + (int)(id % LEDGER_LISTS));
    m.list = defs_list(st->defs, list);
    m.unit = 1 + rnd(LEDGER_UNITS);
    m.owner = 2 + rnd(LEDGER_PEOPLE - 1);
    m.lead = 2 + rnd(9);
    m.assigned = today - 20 - (int32_t)rnd(280);
    m.code = code_format(m.list, m.assigned, seq);
    if (what < 50) {            /* crossed off */
        m.due = m.assigned + 10 + (int32_t)rnd(60);
        m.closed = m.assigned + 5 + (int32_t)rnd((uint32_t)(today - m.assigned - 5));
    } else if (what < 58) {     /* overdue */
        m.due = today - 1 - (int32_t)rnd(60);
        if (m.due < m.assigned)
            m.due = m.assigned;
    } else if (what < 65) {     /* soon */
        m.due = today + (int32_t)rnd(6);
    } else {
        m.due = today + 8 + (int32_t)rnd(300);
        m.held = what == 99;
    }
    return m;
}

/* One row from "column type" pairs, as act_insert() takes them: i, d, t. */
static void put(struct db *db, const char *table, const char *columns, ...)
{
    struct buf sql = {0}, marks = {0};
    struct value v[48];
    size_t n = 0;
    char name[64], type;
    int used;
    struct xh_err err = {0};
    va_list ap;

    va_start(ap, columns);
    buf_printf(&sql, "INSERT INTO \"%s\" (", table);
    for (; sscanf(columns, "%63s %c%n", name, &type, &used) == 2; columns += used, n++) {
        buf_printf(&sql, "%s\"%s\"", n ? "," : "", name);
        buf_puts(&marks, n ? ",?" : "?");
        v[n] = type == 'i'   ? value_int(va_arg(ap, int64_t))
               : type == 'd' ? value_day(va_arg(ap, int32_t))
                             : value_text(va_arg(ap, const char *));
    }
    va_end(ap);
    buf_printf(&sql, ") VALUES (%s)", buf_str(&marks));
    struct stmt *s = db_query(db, &err, buf_str(&sql), "");
    if (!s)
        die(buf_str(&sql), &err);
    for (size_t i = 0; i < n; i++)
        stmt_bind(s, (int)i + 1, v[i]);
    if (stmt_step(s, &err) < 0)
        die(buf_str(&sql), &err);
    stmt_done(s);
    buf_fini(&sql);
    buf_fini(&marks);
}

static void insert_item(struct db *db, const struct calendar *cal, const struct made *m)
{
    static const char *const words[] = {
        "村道路灯维修", "雨污管网改造", "校园周边整治", "水利隐患整改", "老旧小区加装扶手",
        "工地扬尘管控", "便民服务点建设", "林道清障", "河道保洁", "消防通道畅通",
    };
    char *sort = code_sort_key(m->code), title[128], table[64];
    bool open = m->closed == DAY_NONE, runs = open && !m->held;
    int64_t yellow = runs ? calendar_add_workdays(cal, m->due, -3) : DAY_NEVER;
    int64_t red = runs ? calendar_add_workdays(cal, m->due, 1) : DAY_NEVER;
    enum phase phase = m->held ? PHASE_HELD : open ? PHASE_OPEN : PHASE_CLOSED;
    const char *state = m->held ? "held" : open ? "active" : "closed";

    snprintf(title, sizeof title, "%s第%lld处", words[rnd(10)], (long long)m->id);
    put(db, "item",
        "id i code t sort_code t list t title t unit i owner i lead i source t "
        "assigned_by i assigned_on d opened_on d opened_seq i start d due_given d "
        "due_given_on d first_due d report_every t last_report_on d percent i state t phase i "
        "hold_office t acted_on d closed_on d created_by i version i due i yellow_on i red_on i "
        "yellow_rule t red_rule t progress i steps_done i steps_total i next_step t unit_rank i",
        m->id, m->code, sort, m->list->id, title, m->unit, m->owner, m->lead,
        m->id % 3 ? "会议议定" : "信访热线", (int64_t)1, m->assigned, m->assigned, m->id + 1,
        m->assigned, m->due, m->assigned, m->due, "week", m->assigned + 3,
        (int64_t)60000000, state, (int64_t)phase, m->held ? "县级主管部门" : "",
        m->assigned + 3, m->closed, (int64_t)1, (int64_t)1, (int64_t)m->due, yellow, red,
        "due_in: 3 workdays", "overdue: 1 workday", (int64_t)60000000,
        open ? (int64_t)1 : (int64_t)3, (int64_t)3, open ? "work" : "", m->unit);
    free(sort);
    snprintf(table, sizeof table, "f_%s", m->list->id);
    put(db, table, "id i", m->id);
    for (int k = 0; k < (open ? 1 : 3); k++)
        put(db, "step", "item i step t begun_on d done_on d", m->id, m->list->steps[k].id,
            m->assigned + k, m->assigned + 2 + k);
    put(db, "progress", "item i day d text t percent i person i", m->id, m->assigned + 3,
        "已到现场踏勘,列出问题清单,约定下周进场。", (int64_t)60000000, m->owner);
    put(db, "colour_span",
        "item i from_day d to_day d phase i state t voided i yellow_on i red_on i yellow_rule t "
        "red_rule t due i cause t",
        m->id, m->assigned, (int32_t)DAY_NEVER, (int64_t)phase, state, (int64_t)0, yellow,
        red, "due_in: 3 workdays", "overdue: 1 workday", (int64_t)m->due, "add");
}

/* The event that brought it in: chained and decodable, though not all that `add` says. */
static void insert_event(struct db *db, const struct env *env, const struct made *m)
{
    struct event e = { .id = m->id + 1, .verb = xstrdup("add"), .actor = 1,
                       .day = m->assigned, .at = env->now_ms, .format = EVENT_FORMAT };
    struct xh_err err = {0};
    struct change *c = event_change(&e, CHANGE_INSERT, "item", m->id);

    snprintf(e.action, sizeof e.action, "%032llx", (unsigned long long)m->id);
    cell_set_new(change_add_cell(c, "code"), value_text(m->code));
    cell_set_new(change_add_cell(c, "unit"), value_int(m->unit));
    cell_set_new(change_add_cell(c, "owner"), value_int(m->owner));
    cell_set_new(change_add_cell(c, "due_given"), value_int(m->due));
    event_add_item(&e, m->id);
    must(event_append(db, &e, &err), &err, "event");
    event_fini(&e);
}

/* The secondary indices of item, dropped while the rows come in and made again after. */
static char **drop_indices(struct db *db, size_t *n)
{
    struct xh_err err = {0};
    struct stmt *s = db_query(db, &err,
                              "SELECT name, sql FROM sqlite_master WHERE type IN ('index', "
                              "'trigger') AND tbl_name = 'item' AND sql IS NOT NULL", "");
    char **again = NULL, **names = NULL;
    size_t cap = 0, cap_names = 0, n_names = 0;

    *n = 0;
    while (s && stmt_step(s, &err) > 0) {
        GROW(again, *n, cap);
        GROW(names, n_names, cap_names);
        again[(*n)++] = xasprintf("%s;", stmt_text(s, 1));
        names[n_names++] = xasprintf(
            strncmp(stmt_text(s, 1), "CREATE TRIGGER", 14) == 0 ? "DROP TRIGGER \"%s\";"
                                                                : "DROP INDEX \"%s\";",
            stmt_text(s, 0));
    }
    stmt_done(s);
    for (size_t i = 0; i < n_names; i++) {
        must(db_script(db, names[i], &err), &err, names[i]);
        free(names[i]);
    }
    free(names);
    return again;
}

void ledger_make(const char *home, const char *shipped, const char *work, int64_t items)
{
    struct env env;
    struct xh_err err = {0};
    int64_t seq[LEDGER_LISTS + 1] = {0};
    size_t n;

    ledger_found(home, shipped, work);
    struct store *st = ledger_open(home, true, &env);
    must(db_begin(st->db, &err), &err, "begin");
    char **again = drop_indices(st->db, &n);
    for (int64_t i = 1; i <= items; i++) {
        struct made m = invent(st, i, ++seq[1 + i % LEDGER_LISTS], env.today);
        insert_item(st->db, st->defs->calendar, &m);
        insert_event(st->db, &env, &m);
        free(m.code);
    }
    for (int k = 1; k <= LEDGER_LISTS; k++)
        for (int year = 2025; year <= 2026; year++) {
            char scope[48];
            snprintf(scope, sizeof scope, LIST_ID "/%d", k, year);
            put(st->db, "counter", "scope t last i", scope, seq[k]);
        }
    for (size_t i = 0; i < n; i++) {
        must(db_script(st->db, again[i], &err), &err, again[i]);
        free(again[i]);
    }
    free(again);
    /* The triggers that keep the counts were away: they are made anew. */
    must(colour_now_rebuild(st->db, env.today, &err), &err, "counts");
    must(search_settle(st->db, &err), &err, "search index");
    must(db_commit(st->db, &err), &err, "commit");
    must(db_script(st->db, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);", &err), &err, "analyze");
    store_close(st);
}

struct store *ledger_open(const char *home, bool write, struct env *env)
{
    struct store *st;
    struct xh_err err = {0};

    *env = the_env();
    must(store_open(home, write, draft_compile, &st, &err), &err, home);
    return st;
}
