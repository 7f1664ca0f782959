#include "model/row_gate.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/query_build.h"

#define CODES_MAX 5             /* named of those in the way */

/* ---- which rows ---- */

/* Rows of one list that are near an item. */
struct near {
    const struct item *it;
    const char *list;
    unsigned same;              /* SAME_ bits */
    bool above;                 /* the other way round: SAME_ITEM is what `it` hangs under */
    const char *step;           /* "" : being crossed off */
    const char *when;           /* the column of `step` that counts */
    int64_t shift;              /* days after which it counts */
    const char *const *where; size_t n_where;
};

/* Places that are `?`, lie in it, or hold it. */
static const char sql_near[] =
    "(WITH RECURSIVE down(id) AS (SELECT ? UNION SELECT p.id FROM place p JOIN down ON "
    "p.parent = down.id), up(id) AS (SELECT ? UNION SELECT p.parent FROM place p JOIN up ON "
    "p.id = up.id WHERE p.parent IS NOT NULL) SELECT id FROM down UNION SELECT id FROM up)";

/* Each arm walks what finds its rows soonest, a village's by item_place, those without a place
 * by item_nowhere, all others by item_parent; the unary + keeps the planner from the rest. */
enum by { BY_PLACE, BY_NOWHERE, BY_PARENT };

static void add_parent(struct sql *s, const struct near *n, enum by by)
{
    const char *parent = by == BY_PLACE ? " AND +i.parent = ?" : " AND i.parent = ?";

    if (n->same & SAME_ITEM && n->above)
        sql_add(s, "i", " AND i.id = ?", n->it->parent);
    else if (n->same & SAME_ITEM)
        sql_add(s, "i", " AND i.parent = ?", n->it->id);
    else if (n->same & SAME_PARENT && n->it->parent)
        sql_add(s, "i", parent, n->it->parent);
    else if (n->same & SAME_PARENT)
        sql_add(s, "", by == BY_PLACE ? " AND +i.parent IS NULL" : " AND i.parent IS NULL");
}

/* In the columns everything below reads. `ok`: from which day on the row is done, NULL: it is
 * not; `gone`: it leaves the total. */
static void add_arm(struct sql *s, const struct query *q, const struct near *n, enum by by)
{
    sql_add(s, "", s->text.len ? " UNION ALL " : "");
    sql_add(s, "", "SELECT i.sort_code, i.code, coalesce(");
    if (*n->step) {
        sql_add(s, "", "(SELECT ");
        sql_add(s, "", n->when);
        sql_add(s, "it", " + ? FROM step x WHERE x.item = i.id AND x.step = ?), ", n->shift,
                n->step);
    }
    sql_add(s, "", "CASE WHEN i.phase = 3 THEN coalesce(i.closed_on, 0) END, NULL) AS ok, ");
    if (*n->step)
        sql_add(s, "t", "i.phase < 3 AND EXISTS (SELECT 1 FROM step x WHERE x.item = i.id AND "
                "x.step = ? AND x.done_on IS NULL AND x.skipped_on IS NOT NULL) AS gone", n->step);
    else
        sql_add(s, "", "0 AS gone");
    sql_add(s, "i", " FROM item i WHERE i.phase <= 3 AND i.id <> ?", n->it->id);
    if (by == BY_NOWHERE)
        sql_add(s, "", " AND i.place IS NULL");
    if (by == BY_PLACE) {
        sql_add(s, "", " AND i.place IN ");
        sql_add(s, "ii", sql_near, n->it->place, n->it->place);
    }
    add_parent(s, n, by);
    sql_append(s, &q->cond);    /* the list, and the conditions of YAML */
}

/* A query looks at its rows as of some day; here it makes no difference which, for what a need
 * may ask of them does not change with the day (def_check_rows.c), and which of them are done by
 * a day is asked in the columns above. So a gate answers the same whenever it is asked again: the
 * day of the item stands in, which lies still. */
static struct filter near_filter(const struct near *n)
{
    return (struct filter){ .list = n->list, .where = n->where, .n_where = n->n_where,
                            .as_of = DAY_NONE, .today = n->it->assigned_on,
                            .reader = READER_TOWNSHIP };
}

static void add_near(struct sql *s, const struct query *q, const struct near *n)
{
    if (!(n->same & SAME_PLACE) || !n->it->place) {
        add_arm(s, q, n, BY_PARENT);
        return;
    }
    add_arm(s, q, n, BY_PLACE);
    add_arm(s, q, n, BY_NOWHERE);
}

/* "HEAD FROM (the rows) TAIL", prepared; `value` is bound behind `fmt` in the head or the
 * tail. */
struct ask { const char *head, *head_fmt, *tail, *tail_fmt; int64_t head_value, tail_value; };

static struct stmt *ask(struct store *st, const struct near *n, const struct ask *a,
                        struct xh_err *err)
{
    struct filter f = near_filter(n);
    struct query q = {0};
    struct sql s = {0}, rows = {0};
    struct stmt *stmt = NULL;

    if (query_init(&q, st, &f, err) == XH_OK) {
        add_near(&rows, &q, n);
        sql_add(&s, a->head_fmt, a->head, a->head_value);
        sql_add(&s, "", " FROM (");
        sql_append(&s, &rows);
        sql_add(&s, "", ") WHERE NOT gone");
        sql_add(&s, a->tail_fmt, a->tail, a->tail_value);
        stmt = query_prepare(&q, &s, err);
    }
    sql_fini(&s);
    sql_fini(&rows);
    query_fini(&q);
    return stmt;
}

/* ---- what a need finds ---- */

static struct near near_of(const struct item *it, const struct rows_need *r,
                           const struct list_def *other)
{
    int at = *r->step ? list_step(other, r->step) : -1;

    return (struct near){
        .it = it, .list = r->list, .same = r->same, .step = r->step,
        .when = r->begun ? "coalesce(x.begun_on, x.done_on)" : "x.done_on",
        .shift = !r->begun && at >= 0 && other->steps[at].lasts.unit != UNIT_NONE,
        .where = r->where, .n_where = r->n_where,
    };
}

static enum xh_rc count_rows(struct store *st, const struct near *n, int32_t day,
                             struct rows_found *out, int64_t *ever, struct xh_err *err)
{
    struct ask a = { .head = "SELECT count(*), coalesce(sum(ok <= ?), 0), count(ok)",
                     .head_fmt = "i", .head_value = day, .tail = "", .tail_fmt = "" };
    struct stmt *s = ask(st, n, &a, err);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0) {
        out->total = stmt_int(s, 0);
        out->done = stmt_int(s, 1);
        *ever = stmt_int(s, 2);
    }
    stmt_done(s);
    return got > 0 ? XH_OK : err->rc ? err->rc : XH_DB;
}

/* The day on which the last of those needed was done. */
static enum xh_rc first_day(struct store *st, const struct near *n, struct rows_found *out,
                            struct xh_err *err)
{
    struct ask a = { .head = "SELECT ok", .head_fmt = "",
                     .tail = " AND ok IS NOT NULL ORDER BY ok LIMIT 1 OFFSET ?",
                     .tail_fmt = "i", .tail_value = out->needed - 1 };
    struct stmt *s = ask(st, n, &a, err);
    int got = s ? stmt_step(s, err) : -1;

    if (got > 0)
        out->first_on = stmt_day(s, 0);
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc name_some(struct store *st, const struct near *n, const char *which,
                            int64_t day, struct buf *codes, struct xh_err *err)
{
    struct ask a = { .head = "SELECT code", .head_fmt = "", .tail = which, .tail_fmt = "i",
                     .tail_value = day };
    struct stmt *s = ask(st, n, &a, err);
    int got = s ? 0 : -1;

    for (int i = 0; s && i <= CODES_MAX && (got = stmt_step(s, err)) > 0; i++)
        if (i == CODES_MAX)
            buf_puts(codes, " ..");
        else
            buf_printf(codes, "%s%s", i ? _(", ") : "", stmt_text(s, 0));
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

/* The share of them, rounded up: of 93 rows 95 % are 88.35, so 89. */
static int64_t needed_of(int64_t total, int64_t share)
{
    const int64_t whole = 100 * (int64_t)DECIMAL_ONE;

    return total / whole * share + (total % whole * share + whole - 1) / whole;
}

static enum xh_rc look(struct store *st, const struct item *it, int step,
                       const struct rows_need *r, int32_t day, struct row_gates *g,
                       struct xh_err *err)
{
    const struct list_def *other = defs_list(st->defs, r->list);
    int64_t ever = 0;

    if (!other || (*r->step && list_step(other, r->step) < 0))
        return xh_fail(err, XH_CONFIG, _("list '%s' is not configured"), r->list);
    struct rows_found found = { .step = step, .need = r, .list = other, .first_on = DAY_NONE };
    struct near n = near_of(it, r, other);
    struct buf codes = {0};

    enum xh_rc rc = count_rows(st, &n, day, &found, &ever, err);
    found.needed = needed_of(found.total, r->share);
    if (rc == XH_OK && rows_are_missing(&found) && ever >= found.needed)
        rc = first_day(st, &n, &found, err);
    else if (rc == XH_OK && rows_are_missing(&found))
        rc = name_some(st, &n, " AND (ok IS NULL OR ok > ?) ORDER BY sort_code", day, &codes,
                       err);
    found.codes = buf_take(&codes);
    GROW(g->v, g->n, g->cap);
    g->v[g->n++] = found;
    return rc;
}

enum xh_rc row_gates_load(struct store *st, const struct item *it, const struct facts *f,
                          int step, int32_t day, struct row_gates *out, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_needs *needs = &f->list->steps[i].needs;

        if (step >= 0 ? (int)i != step : !step_is_open(&f->steps[i]))
            continue;
        for (size_t k = 0; rc == XH_OK && k < needs->n_rows; k++)
            rc = look(st, it, (int)i, &needs->rows[k], day, out, err);
    }
    return rc;
}

void row_gates_fini(struct row_gates *g)
{
    for (size_t i = 0; i < g->n; i++)
        free((char *)g->v[i].codes);
    free(g->v);
    *g = (struct row_gates){0};
}

/* ---- the other way round ---- */

/* Is the item one of the rows a need looks at? On any day: see near_filter(). */
static enum xh_rc is_meant(struct store *st, const struct item *it, const struct rows_need *r,
                           bool *yes, struct xh_err *err)
{
    struct filter f = { .list = it->list, .item = it->id, .where = r->where,
                        .n_where = r->n_where, .as_of = DAY_NONE, .today = it->assigned_on,
                        .reader = READER_TOWNSHIP };
    struct query q = {0};
    struct sql s = {0};
    struct stmt *stmt = NULL;

    if (query_init(&q, st, &f, err) == XH_OK) {
        sql_add(&s, "", "SELECT count(*)");
        query_from(&q, &s, NULL, "i.phase <= 4");
        stmt = query_prepare(&q, &s, err);
    }
    int got = stmt ? stmt_step(stmt, err) : -1;
    *yes = got > 0 && stmt_int(stmt, 0) > 0;
    stmt_done(stmt);
    sql_fini(&s);
    query_fini(&q);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc row_gates_resting(struct store *st, const struct item *it, const char *step,
                             struct buf *out, struct xh_err *err)
{
    const struct defs *d = st->defs;
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < d->n_lists; i++)
        for (size_t k = 0; k < d->lists[i].n_steps; k++)
            for (size_t m = 0; rc == XH_OK && m < d->lists[i].steps[k].needs.n_rows; m++) {
                const struct step_def *s = &d->lists[i].steps[k];
                const struct rows_need *r = &s->needs.rows[m];
                struct near n = { .it = it, .list = d->lists[i].id, .same = r->same,
                                  .above = true, .step = s->id, .when = "x.done_on" };
                struct buf codes = {0};
                bool yes = strcmp(r->list, it->list) == 0 &&
                           strcmp(r->step, step ? step : "") == 0;

                if (yes && r->n_where)
                    rc = is_meant(st, it, r, &yes, err);
                if (yes && rc == XH_OK)
                    rc = name_some(st, &n, " AND ok > ? ORDER BY sort_code", 0, &codes, err);
                if (codes.len)
                    buf_printf(out, "%s%s %s", out->len ? _(", ") : "", buf_str(&codes),
                               s->name);
                buf_fini(&codes);
            }
    return rc;
}
