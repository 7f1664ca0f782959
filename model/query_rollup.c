/* query_rollup.c - the figures of rollup.h counted anew from rollup_row, as far as the reader
 * may read the rows. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/query_build.h"
#include "model/rollup_parts.h"

/* FILTER is a third quicker than CASE, over a million rows. */
static const char sql_figures[] =
    "count(*), count(r.signed_on), sum(r.paid), sum(r.area), "
    "sum(r.area) FILTER (WHERE r.signed_on IS NOT NULL), "
    "sum(r.money) FILTER (WHERE r.signed_on IS NOT NULL), sum(r.money) FILTER (WHERE r.paid), "
    "min(r.signed_on), max(r.signed_on), count(*) FILTER (WHERE r.signed_on BETWEEN ? AND ?), "
    "sum(r.area) FILTER (WHERE r.signed_on BETWEEN ? AND ?), min(r.start)";
static const char sql_with_money[] =
    ", count(r.signed_on) FILTER (WHERE r.money <> 0), "
    "count(*) FILTER (WHERE r.paid AND r.money <> 0), "
    "count(*) FILTER (WHERE (r.signed_on IS NOT NULL) <> r.paid AND r.money <> 0)";
static const char sql_with_area[] =
    ", count(*) FILTER (WHERE r.area <> 0), count(r.signed_on) FILTER (WHERE r.area <> 0)";

static const struct { const char *columns, *group; } grains[] = {
    [GRAIN_PARENT]  = { "r.parent, '', 0, 0", "r.list, r.parent" },
    [GRAIN_SECTION] = { "r.parent, r.section, 0, 0", "r.list, r.parent, r.section" },
    [GRAIN_PLACE]   = { "r.parent, r.section, r.place, 0",
                        "r.list, r.parent, r.section, r.place" },
    [GRAIN_OWNER]   = { "r.parent, '', 0, coalesce(i.owner, 0)", "r.parent, coalesce(i.owner, 0)" },
};

static struct filter to_filter(const struct rollup_question *q, const struct rollup_some *some)
{
    return (struct filter){ .list = q->list->id, .parent = some->parent, .place = some->place,
                            .owner = some->owner, .today = q->today, .as_of = DAY_NONE,
                            .reader = some->reader };
}

/* Every row of the list, or of a parent. */
static bool is_plain(const struct query *q)
{
    return q->reads_all && !q->f->place && !q->f->owner;
}

/* Everything of the list, or of a parent, lies together in the index over what is counted;
 * anything else is looked up in the items. */
static void build(const struct query *q, const struct rollup_question *ask, struct sql *s)
{
    bool plain = is_plain(q), one = ask->parent || ask->only;
    int32_t from = ask->today - 6;

    sql_add(s, "", "SELECT ");
    sql_add(s, "", grains[ask->grain].columns);
    sql_add(s, "", ", ");
    sql_add(s, "dddd", sql_figures, from, ask->today, from, ask->today);
    sql_add(s, "", ask->money ? sql_with_money : ", 0, 0, 0");
    sql_add(s, "", ask->area ? sql_with_area : ", 0, 0");
    sql_add(s, "", " FROM rollup_row r");
    if (plain)
        sql_add(s, "", " INDEXED BY rollup_row_place");
    if (!plain || ask->grain == GRAIN_OWNER)
        sql_add(s, "", plain ? " CROSS JOIN item i ON i.id = r.item"
                             : " JOIN item i ON i.id = r.item");
    sql_add(s, "t", " WHERE r.list = ?", ask->list->id);
    if (one)
        sql_add(s, "i", " AND r.parent = ?", ask->parent);
    if (!plain)
        sql_append(s, &q->cond);
    if (one && ask->grain == GRAIN_PARENT)
        return;         /* one group: without GROUP BY it is quicker */
    sql_add(s, "", " GROUP BY ");
    sql_add(s, "", grains[ask->grain].group);
}

static void read_cell(struct stmt *s, struct rollup_cells *out)
{
    if (stmt_int(s, 4) == 0)
        return;
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] = (struct rollup_cell){
        .parent = stmt_int(s, 0),
        .section = xstrdup(stmt_text(s, 1)),
        .place = stmt_int(s, 2),
        .owner = stmt_int(s, 3),
        .n = { .rows = stmt_int(s, 4), .signed_rows = stmt_int(s, 5), .paid_rows = stmt_int(s, 6),
               .area = stmt_int(s, 7), .area_signed = stmt_int(s, 8), .agreed = stmt_int(s, 9),
               .paid = stmt_int(s, 10), .first_signed = stmt_day(s, 11),
               .last_signed = stmt_day(s, 12), .week = stmt_int(s, 13),
               .week_area = stmt_int(s, 14), .start = stmt_day(s, 15),
               .with_agreed = stmt_int(s, 16), .with_paid = stmt_int(s, 17),
               .with_apart = stmt_int(s, 18), .with_area = stmt_int(s, 19),
               .with_area_signed = stmt_int(s, 20), .due = DAY_NONE },
    };
}

static enum xh_rc run(const struct query *q, const struct rollup_question *ask,
                      struct rollup_cells *out, struct xh_err *err)
{
    struct sql sql = { 0 };

    build(q, ask, &sql);
    struct stmt *s = query_prepare(q, &sql, err);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        read_cell(s, out);
    stmt_done(s);
    sql_fini(&sql);
    return got < 0 ? XH_DB : XH_OK;
}

/* All parents, each in a range of its own: quicker than one GROUP BY. */
static enum xh_rc run_each(const struct query *q, const struct rollup_question *ask,
                           struct rollup_cells *out, struct xh_err *err)
{
    struct rollup_question one = *ask;
    int64_t *ids = NULL;
    size_t n = 0, cap = 0;
    struct stmt *s = db_query(
        q->st->db, err,
        "WITH RECURSIVE k(id) AS (SELECT min(parent) FROM rollup_row INDEXED BY rollup_row_place "
        "WHERE list = ?1 UNION ALL SELECT (SELECT min(parent) FROM rollup_row INDEXED BY "
        "rollup_row_place WHERE list = ?1 AND parent > k.id) FROM k WHERE k.id IS NOT NULL) "
        "SELECT id FROM k WHERE id IS NOT NULL", "t", ask->list->id);
    int got = s ? 0 : -1;
    enum xh_rc rc = XH_OK;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(ids, n, cap);
        ids[n++] = stmt_int(s, 0);
    }
    stmt_done(s);
    for (size_t i = 0; rc == XH_OK && got == 0 && i < n; i++) {
        one.parent = ids[i];
        one.only = true;
        rc = run(q, &one, out, err);
    }
    free(ids);
    return got < 0 ? XH_DB : rc;
}

enum xh_rc rollup_count_rows(struct store *st, const struct rollup_question *ask,
                             const struct rollup_some *some, struct rollup_cells *out,
                             struct xh_err *err)
{
    struct filter f = to_filter(ask, some);
    struct query q = { 0 };
    enum xh_rc rc = query_init(&q, st, &f, err);

    if (rc == XH_OK && is_plain(&q) && ask->grain == GRAIN_PARENT && !ask->parent)
        rc = run_each(&q, ask, out, err);
    else if (rc == XH_OK)
        rc = run(&q, ask, out, err);
    query_fini(&q);
    return rc;
}

enum xh_rc rollup_reads_all(struct store *st, const struct rollup_question *ask, int64_t reader,
                            bool *all, struct xh_err *err)
{
    struct filter f = to_filter(ask, &(struct rollup_some){ .reader = reader });
    struct query q = { 0 };
    enum xh_rc rc = query_init(&q, st, &f, err);

    *all = rc == XH_OK && q.reads_all;
    query_fini(&q);
    return rc;
}

/* ---- money one may see anyway ---- */

enum xh_rc rollup_count_seen(struct store *st, const struct rollup_question *ask, int64_t reader,
                             unsigned show, bool *all, struct rollup_cells *out,
                             struct xh_err *err)
{
    const struct rollup_some some = { .reader = reader };
    struct filter f = to_filter(ask, &some);
    struct query q = { 0 };
    struct buf sees = { 0 };
    struct sql sql = { 0 };
    struct stmt *s = NULL;
    int got = 0;

    permit_see_filter(&sees, st->db, reader, show);
    *all = strcmp(buf_str(&sees), "1") == 0;
    enum xh_rc rc = *all ? XH_OK : query_init(&q, st, &f, err);
    if (rc == XH_OK && !*all) {
        sql_add(&sql, "", "SELECT r.parent, r.section, r.place, coalesce(i.owner, 0), "
                "sum(r.signed_on IS NOT NULL), sum(r.paid), sum((r.signed_on IS NOT NULL) <> "
                "r.paid) FROM item i JOIN rollup_row r ON r.item = i.id WHERE r.money <> 0 AND ");
        sql_add(&sql, "", buf_str(&sees));
        sql_add(&sql, "t", " AND r.list = ?", ask->list->id);
        if (ask->parent)
            sql_add(&sql, "i", " AND r.parent = ?", ask->parent);
        sql_append(&sql, &q.cond);
        sql_add(&sql, "", " GROUP BY 1, 2, 3, 4");
        s = query_prepare(&q, &sql, err);
        got = s ? 0 : -1;
    }
    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct rollup_cell){
            .parent = stmt_int(s, 0),
            .section = xstrdup(stmt_text(s, 1)),
            .place = stmt_int(s, 2),
            .owner = stmt_int(s, 3),
            .n = { .with_agreed = stmt_int(s, 4), .with_paid = stmt_int(s, 5),
                   .with_apart = stmt_int(s, 6) },
        };
    }
    stmt_done(s);
    sql_fini(&sql);
    buf_fini(&sees);
    query_fini(&q);
    return got < 0 ? XH_DB : rc;
}

/* ---- rows that are not signed ---- */

/* So few are found first; of more, any order comes upon some soon. */
#define FEW 2000

enum xh_rc query_unsigned(struct query *q, struct xh_err *err)
{
    const struct list_def *l = q->list;
    int64_t n = 0;
    enum xh_rc rc;

    if (!l || !l->rollup.given)
        return xh_fail(err, XH_USAGE, _("only rows of a list with \"rollup\" can be signed"));
    rc = db_get_int(q->st->db, err, &n, "SELECT coalesce(sum(n - signed), 0) FROM rollup WHERE "
                    "list = ?1 AND (?2 = 0 OR parent = ?2)", "ti", l->id, q->parent);
    if (rc != XH_OK)
        return rc;
    if (n > FEW || q->n_found > 0) {
        sql_add(&q->cond, "", " AND EXISTS (SELECT 1 FROM rollup_row r WHERE r.item = i.id AND "
                              "r.signed_on IS NULL)");
        return XH_OK;
    }
    /* Only where some are left, and there right to them. */
    sql_add(&q->found, "t", "SELECT r.item FROM rollup g CROSS JOIN rollup_row r INDEXED BY "
                            "rollup_row_place WHERE r.list = g.list AND r.parent = g.parent AND "
                            "r.section = g.section AND r.place = g.place AND r.signed_on IS NULL "
                            "AND g.n > g.signed AND g.list = ?", l->id);
    if (q->parent)
        sql_add(&q->found, "i", " AND g.parent = ?", q->parent);
    q->n_found = n + 1;
    return XH_OK;
}

char *rollup_count_plan(struct store *st, const struct rollup_question *ask,
                       const struct rollup_some *some, struct xh_err *err)
{
    struct filter f = to_filter(ask, some);
    struct query q = { 0 };
    struct sql sql = { 0 };
    char *text = NULL, *plan = NULL;

    if (query_init(&q, st, &f, err) == XH_OK) {
        build(&q, ask, &sql);
        text = query_text(&q, &sql);
        plan = db_plan(st->db, text);
    }
    free(text);
    sql_fini(&sql);
    query_fini(&q);
    return plan;
}
