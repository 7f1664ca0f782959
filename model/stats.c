/* stats.c - see stats.h: one walk over the items as they stood on the last day, then what
 * happened in between, from events, orders of limits and clocks. */
#include "model/stats.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/due.h"
#include "model/event.h"
#include "model/i18n.h"
#include "model/rhythm.h"
#include "model/stats_work.h"

/* ---- items as they stood ---- */

static void count(struct stats_work *c, size_t group, enum stats_figure figure)
{
    c->groups[group].n[figure]++;
}


enum { COL_ID, COL_LIST, COL_UNIT, COL_OWNER, COL_LEAD, COL_PLACE, COL_SINCE, COL_ASSIGNED,
       COL_FIRST_DUE, COL_PHASE, COL_DUE, COL_OVER, COL_SPLIT };

/* COL_OVER: the day it was crossed off or cancelled: after the last span of another phase,
 * else its first day. */
static const char sql_items[] =
    "SELECT i.id, i.list, i.unit, i.owner, i.lead, i.place, i.owner_since, i.assigned_on, "
    "i.first_due, c.phase, c.due, CASE WHEN c.phase >= 3 THEN coalesce("
    "(SELECT max(s.to_day) + 1 FROM colour_span s WHERE s.item = i.id AND "
    "s.to_day < c.from_day AND s.phase <> c.phase), "
    "(SELECT min(s.from_day) FROM colour_span s WHERE s.item = i.id)) END, "
    "EXISTS (SELECT 1 FROM item p JOIN colour_span t ON t.item = p.id WHERE "
    "p.split_of = i.id AND p.voided = 0 AND t.from_day <= ? AND t.to_day >= ?)";

static bool in_period(const struct stats_work *c, int32_t day)
{
    return day != DAY_NONE && day >= c->from && day <= c->to;
}

static bool is_late(const struct stats_work *c, int32_t due, int32_t day)
{
    return calendar_is_late(c->q.st->defs->calendar, due, day);
}

/* Where the owner's own lateness begins: not before he had time to see to it. */
static int32_t owners_due(const struct stats_work *c, int32_t due, int32_t since)
{
    const struct defs *defs = c->q.st->defs;

    if (since == DAY_NONE || due == DAY_NEVER)
        return due;
    int32_t fair = calendar_add(defs->calendar, since, defs->township.handover_grace, true);
    return fair > due ? fair : due;
}

static enum stats_figure standing(const struct stats_work *c, struct stmt *s, size_t list)
{
    int64_t phase = stmt_int(s, COL_PHASE);
    int32_t due = stmt_day(s, COL_DUE);

    if (phase == PHASE_HELD)
        return STATS_HELD;
    if (phase != PHASE_OPEN)
        return STATS_NORMAL;
    bool late = is_late(c, due, c->to);
    if (late && c->by[BY_OWNER] &&
        !is_late(c, owners_due(c, due, stmt_day(s, COL_SINCE)), c->to))
        return STATS_SOON;
    return late ? STATS_OVERDUE : due <= c->soon[list] ? STATS_SOON : STATS_NORMAL;
}

/* The day it was applied for, the last time before it was crossed off on `closed`. */
static enum xh_rc applied_on(const struct stats_work *c, int64_t item, int32_t closed,
                             int32_t *day, struct xh_err *err)
{
    int64_t from = closed;
    enum xh_rc rc = db_get_int(c->q.st->db, err, &from,
                               "SELECT from_day FROM clock WHERE item = ? AND "
                               "kind = 'review' AND to_day = ? ORDER BY id DESC LIMIT 1",
                               "id", item, closed);

    *day = rc == XH_OK ? (int32_t)from : closed;
    return rc == XH_NOT_FOUND ? XH_OK : rc;
}

static enum xh_rc judge(struct stats_work *c, struct stmt *s, size_t group, struct xh_err *err)
{
    int32_t first = stmt_day(s, COL_FIRST_DUE), due = stmt_day(s, COL_DUE), applied;
    enum xh_rc rc =
        applied_on(c, stmt_int(s, COL_ID), stmt_day(s, COL_OVER), &applied, err);

    if (rc != XH_OK)
        return rc;
    count(c, group, STATS_CLOSED);
    if (first != DAY_NONE) {
        count(c, group, STATS_JUDGED_FIRST);
        if (!is_late(c, first, applied))
            count(c, group, STATS_IN_TIME_FIRST);
    }
    if (due != DAY_NEVER) {
        count(c, group, STATS_JUDGED_DUE);
        if (!is_late(c, due, applied))
            count(c, group, STATS_IN_TIME_DUE);
    }
    return XH_OK;
}

static enum xh_rc count_item(struct stats_work *c, struct stmt *s, struct xh_err *err)
{
    size_t list = stats_list_at(c, stmt_text(s, COL_LIST)), group;
    int64_t phase = stmt_int(s, COL_PHASE);
    bool is_over = phase >= PHASE_CLOSED;

    group = stats_part_of(c, list, stmt_int(s, COL_UNIT), stmt_int(s, COL_OWNER),
                          stmt_int(s, COL_LEAD), stmt_int(s, COL_PLACE));
    index_put(&c->seen_at, (uint64_t)stmt_int(s, COL_ID), c->n_seen);
    GROW(c->seen, c->n_seen, c->cap_seen);
    c->seen[c->n_seen++] = (struct stats_seen){ stmt_int(s, COL_ID), group };
    if (in_period(c, stmt_day(s, COL_ASSIGNED)))
        count(c, group, STATS_ASSIGNED);
    if (!is_over)
        count(c, group, standing(c, s, list));
    if (stmt_int(s, COL_SPLIT) != 0 && !is_over)
        count(c, group, STATS_SPLIT);
    if (!is_over || !in_period(c, stmt_day(s, COL_OVER)))
        return XH_OK;
    if (phase == PHASE_CLOSED)
        return judge(c, s, group, err);
    count(c, group, STATS_CANCELLED);
    return XH_OK;
}

static enum xh_rc count_items(struct stats_work *c, struct xh_err *err)
{
    struct sql sql = {0};
    enum xh_rc rc = XH_OK;
    int got = 0;

    sql_add(&sql, "dd", sql_items, c->to, c->to);
    query_from(&c->q, &sql, NULL, "1 = 1");
    struct stmt *s = query_prepare(&c->q, &sql, err);
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0)
        rc = count_item(c, s, err);
    stmt_done(s);
    sql_fini(&sql);
    return rc == XH_OK && (!s || got < 0) ? XH_DB : rc;
}

static void count_seen(struct stats_work *c, int64_t item, enum stats_figure figure)
{
    size_t at;

    if (index_find(&c->seen_at, (uint64_t)item, &at))
        count(c, c->seen[at].group, figure);
}

/* ---- what happened: extensions, returns ---- */

/* Actions undone by what was read so far: events are read backwards. */
struct undone { char (*v)[EVENT_ACTION]; size_t n, cap; };

static bool is_undone(const struct undone *u, const char *action)
{
    for (size_t i = 0; i < u->n; i++)
        if (strcmp(u->v[i], action) == 0)
            return true;
    return false;
}

static void count_changes(struct stats_work *c, const struct event *e)
{
    bool returns = strcmp(e->verb, "return") == 0;

    for (size_t i = 0; i < e->n_changes; i++) {
        struct change *ch = &e->changes[i];
        struct cell *cell = strcmp(ch->table, "item") == 0
            ? change_cell(ch, returns ? "returns" : "extensions") : NULL;
        if (cell && cell->new.kind == VALUE_INT && cell->new.i > cell->old.i)
            count_seen(c, ch->id, returns ? STATS_RETURNED : STATS_EXTENDED);
    }
}

static enum xh_rc count_events(struct stats_work *c, struct xh_err *err)
{
    struct undone u = {0};
    enum xh_rc rc = XH_OK;
    int got = 0;
    struct stmt *s = db_query(c->q.st->db, err,
                              "SELECT id FROM event WHERE day >= ? AND day <= ? AND verb IN "
                              "('extend','grant','return','undo') ORDER BY id DESC",
                              "dd", c->from, c->to);

    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        struct event e = {0};
        rc = event_load(c->q.st->db, stmt_int(s, 0), &e, err);
        if (rc == XH_OK && !is_undone(&u, e.action)) {
            const char *undoes = event_get_note(&e, "undoes");
            if (strcmp(e.verb, "undo") != 0) {
                count_changes(c, &e);
            } else if (undoes) {
                GROW(u.v, u.n, u.cap);
                snprintf(u.v[u.n++], sizeof *u.v, "%s", undoes);
            }
        }
        event_fini(&e);
    }
    stmt_done(s);
    free(u.v);
    return rc == XH_OK && (!s || got < 0) ? XH_DB : rc;
}

/* ---- ordered limits ---- */

/* The first day the limit is missed, as holds and reviews begun before it move it. */
static enum xh_rc missed_on(const struct stats_work *c, int64_t item, int32_t ordered,
                            int32_t limit, int32_t *day, struct xh_err *err)
{
    const struct calendar *cal = c->q.st->defs->calendar;
    struct stmt *s = db_query(c->q.st->db, err,
                              "SELECT kind, from_day, coalesce(to_day, 1000000), moves FROM "
                              "clock WHERE item = ? ORDER BY id", "i", item);
    int got = s ? 0 : -1;

    *day = calendar_add_workdays(cal, limit, 1);
    while (s && (got = stmt_step(s, err)) > 0) {
        struct clock_stop stop = {
            .kind = strcmp(stmt_text(s, 0), "hold") == 0 ? STOP_HOLD : STOP_REVIEW,
            .from = stmt_day(s, 1), .to = stmt_day(s, 2), .moves = stmt_int(s, 3) != 0,
        };
        int32_t n = stop.from < *day ? due_moved_by(cal, &stop, limit, ordered) : 0;
        if (n > 0) {
            limit = calendar_add_workdays(cal, limit, n);
            *day = calendar_add_workdays(cal, limit, 1);
        }
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

/* Was it worked on the evening before, never over since the order? */
static enum xh_rc was_open(const struct stats_work *c, int64_t item, int32_t ordered,
                           int32_t missed, int64_t *open, struct xh_err *err)
{
    return db_get_int(
        c->q.st->db, err, open,
        "SELECT count(*) FROM colour_span s WHERE s.item = ?1 AND s.from_day <= ?3 AND "
        "s.to_day >= ?3 AND s.phase = 0 AND NOT EXISTS (SELECT 1 FROM colour_span o WHERE "
        "o.item = ?1 AND o.from_day <= ?3 AND o.to_day >= ?2 AND (o.phase >= 3 OR "
        "(o.cause = 'reopen' AND o.from_day > ?2)))",
        "idd", item, ordered, missed - 1);
}

static enum xh_rc count_limits(struct stats_work *c, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    int got = 0;
    struct stmt *s = db_query(
        c->q.st->db, err,
        "SELECT d.item, d.day, d.new, (SELECT min(n.day) FROM due_change n WHERE "
        "n.item = d.item AND n.why = 'limit' AND n.id > d.id) FROM due_change d WHERE "
        "d.why = 'limit' AND d.day <= ?", "d", c->to);

    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        int64_t item = stmt_int(s, 0), open = 0;
        int32_t ordered = stmt_day(s, 1), next = stmt_day(s, 3), missed = DAY_NONE;
        rc = missed_on(c, item, ordered, stmt_day(s, 2), &missed, err);
        if (rc == XH_OK && in_period(c, missed) && (next == DAY_NONE || next >= missed)) {
            rc = was_open(c, item, ordered, missed, &open, err);
            if (open)
                count_seen(c, item, STATS_LIMITS_MISSED);
        }
    }
    stmt_done(s);
    return rc == XH_OK && (!s || got < 0) ? XH_DB : rc;
}

enum xh_rc stats_load(struct store *st, const struct filter *given, int32_t from, int32_t to,
                      const char *const *by, size_t n_by, struct stats *out,
                      struct xh_err *err)
{
    struct filter f = *given;
    struct stats_work c = { .from = from, .to = to, .names = { .db = st->db } };
    bool alone = !db_in_transaction(st->db);

    f.as_of = f.today = to;
    out->from = from;
    out->to = to;
    enum xh_rc rc = alone ? db_begin_read(st->db, err) : XH_OK;     /* one moment */
    if (rc != XH_OK)
        return rc;
    rc = query_init(&c.q, st, &f, err);
    if (rc == XH_OK)
        rc = stats_begin(&c, by, n_by, err);
    out->everything = c.q.reads_all;
    if (rc == XH_OK)
        rc = count_items(&c, err);
    if (rc == XH_OK)
        rc = count_events(&c, err);
    if (rc == XH_OK)
        rc = count_limits(&c, err);
    if (rc == XH_OK) {
        stats_answer(&c, out);
        rc = names_failed(&c.names, err);
    }
    stats_work_fini(&c);
    if (alone)
        db_rollback(st->db);
    return rc;
}

enum xh_rc stats_since(struct store *st, int32_t to, int32_t *from, struct xh_err *err)
{
    int64_t last = 0;
    enum xh_rc rc = db_get_int(st->db, err, &last,
                               "SELECT max(to_day) FROM sheet WHERE to_day < ? HAVING "
                               "count(*) > 0", "d", to);

    *from = rc == XH_OK ? (int32_t)last + 1
                        : rhythm_cutoff_before(st->defs->calendar, to) + 1;
    return rc == XH_NOT_FOUND ? XH_OK : rc;
}

/* ---- rates ---- */

int64_t stats_in_work(const struct stats_group *g)
{
    return g->n[STATS_NORMAL] + g->n[STATS_SOON] + g->n[STATS_OVERDUE] +
           g->n[STATS_HELD];
}

const char *stats_percent(int64_t part, int64_t whole, char out[static 32])
{
    if (whole <= 0) {
        snprintf(out, 32, "-");
        return out;
    }
    int64_t tenths = (part * 2000 + whole) / (2 * whole);
    if (tenths == 1000 && part < whole)
        tenths = 999;
    snprintf(out, 32, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    return out;
}

const char *stats_closed_rate(const struct stats_group *g, char out[static 32])
{
    return stats_percent(g->n[STATS_CLOSED], g->n[STATS_ASSIGNED] - g->n[STATS_CANCELLED],
                         out);
}

const char *stats_first_rate(const struct stats_group *g, char out[static 32])
{
    return stats_percent(g->n[STATS_IN_TIME_FIRST], g->n[STATS_JUDGED_FIRST], out);
}

const char *stats_due_rate(const struct stats_group *g, char out[static 32])
{
    return stats_percent(g->n[STATS_IN_TIME_DUE], g->n[STATS_JUDGED_DUE], out);
}
