/* rollup_sums.c - the figures of rollup.h read from the sums: some thousand rows where there
 * are a million households (PERFORMANCE 3 row 10). */
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/rollup_parts.h"

#define COLUMNS \
    "n, signed, paid_n, area, area_signed, agreed, paid, with_agreed, with_paid, with_apart"
#define FIGURES \
    "sum(n), sum(signed), sum(paid_n), sum(area), sum(area_signed), sum(agreed), sum(paid), " \
    "sum(with_agreed), sum(with_paid), sum(with_apart)"

/* All parents, or one: two texts, so that one of them is looked up by its key. */
static const struct { const char *all, *one; } sql_sums[] = {
    [GRAIN_PARENT] = {
        "SELECT parent, '', 0, " FIGURES " FROM rollup WHERE list = ?1 GROUP BY parent",
        "SELECT parent, '', 0, " FIGURES " FROM rollup WHERE list = ?1 AND parent = ?2 "
        "GROUP BY parent" },
    [GRAIN_SECTION] = {
        "SELECT parent, section, 0, " FIGURES " FROM rollup WHERE list = ?1 "
        "GROUP BY parent, section",
        "SELECT parent, section, 0, " FIGURES " FROM rollup WHERE list = ?1 AND parent = ?2 "
        "GROUP BY parent, section" },
    [GRAIN_PLACE] = {
        "SELECT parent, section, place, " COLUMNS " FROM rollup "
        "WHERE list = ?1 ORDER BY parent, section, place",
        "SELECT parent, section, place, " COLUMNS " FROM rollup "
        "WHERE list = ?1 AND parent = ?2 ORDER BY parent, section, place" },
};

/* Of one parent: both ends of its days, and the week between ?3 and ?4. */
static const char sql_ends[] =
    "SELECT (SELECT day FROM rollup_day WHERE list = ?1 AND parent = ?2 AND n > 0 "
    "ORDER BY day LIMIT 1), "
    "(SELECT day FROM rollup_day WHERE list = ?1 AND parent = ?2 AND n > 0 "
    "ORDER BY day DESC LIMIT 1), "
    "(SELECT day FROM rollup_day WHERE list = ?1 AND parent = ?2 AND began > 0 "
    "ORDER BY day LIMIT 1), "
    "(SELECT coalesce(sum(n), 0) FROM rollup_day WHERE list = ?1 AND parent = ?2 AND "
    "day BETWEEN ?3 AND ?4), "
    "(SELECT coalesce(sum(area), 0) FROM rollup_day WHERE list = ?1 AND parent = ?2 AND "
    "day BETWEEN ?3 AND ?4)";

/* Of each of its parts. */
#define PART_FIGURES \
    "min(CASE WHEN n > 0 THEN day END), max(CASE WHEN n > 0 THEN day END), " \
    "min(CASE WHEN began > 0 THEN day END), " \
    "sum(CASE WHEN day BETWEEN ?3 AND ?4 THEN n ELSE 0 END), " \
    "sum(CASE WHEN day BETWEEN ?3 AND ?4 THEN area ELSE 0 END), "
static const struct { const char *all, *one; } sql_days[] = {
    [GRAIN_SECTION] = {
        "SELECT " PART_FIGURES "parent, section, 0 FROM rollup_day WHERE list = ?1 "
        "AND ?2 = 0 GROUP BY parent, section",
        "SELECT " PART_FIGURES "parent, section, 0 FROM rollup_day WHERE list = ?1 "
        "AND parent = ?2 GROUP BY parent, section" },
    [GRAIN_PLACE] = {
        "SELECT " PART_FIGURES "parent, section, place FROM rollup_day WHERE list = ?1 "
        "AND ?2 = 0 GROUP BY parent, section, place",
        "SELECT " PART_FIGURES "parent, section, place FROM rollup_day WHERE list = ?1 "
        "AND parent = ?2 GROUP BY parent, section, place" },
};

static struct stmt *ask(struct store *st, const char *sql, const struct rollup_question *q,
                        int64_t parent, struct xh_err *err)
{
    return db_query(st->db, err, sql, "tidd", q->list->id, parent, q->today - 6, q->today);
}

static void read_days(struct stmt *s, struct rollup_figures *n)
{
    n->first_signed = stmt_day(s, 0);
    n->last_signed = stmt_day(s, 1);
    n->start = stmt_day(s, 2);
    n->week = stmt_int(s, 3);
    n->week_area = stmt_int(s, 4);
}

static enum xh_rc read_ends(struct store *st, const struct rollup_question *q,
                            struct rollup_cells *out, struct xh_err *err)
{
    for (size_t i = 0; i < out->n; i++) {
        struct stmt *s = ask(st, sql_ends, q, out->v[i].parent, err);
        int got = s ? stmt_step(s, err) : -1;
        if (got > 0)
            read_days(s, &out->v[i].n);
        stmt_done(s);
        if (got < 0)
            return XH_DB;
    }
    return XH_OK;
}

/* Both go by parent, section and place, and every part has days: they walk side by side. */
static enum xh_rc read_parts(struct store *st, const struct rollup_question *q,
                             struct rollup_cells *out, struct xh_err *err)
{
    struct stmt *s = ask(st, q->parent ? sql_days[q->grain].one : sql_days[q->grain].all, q,
                         q->parent, err);
    int got = s ? 0 : -1;
    size_t at = 0;

    while (s && (got = stmt_step(s, err)) > 0) {
        int64_t parent = stmt_int(s, 5), place = stmt_int(s, 7);
        while (at < out->n &&
               (out->v[at].parent != parent || out->v[at].place != place ||
                strcmp(out->v[at].section, stmt_text(s, 6)) != 0))
            at++;
        if (at < out->n)
            read_days(s, &out->v[at].n);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc rollup_read_sums(struct store *st, const struct rollup_question *q,
                            struct rollup_cells *out, struct xh_err *err)
{
    const char *sql = q->parent ? sql_sums[q->grain].one : sql_sums[q->grain].all;
    struct stmt *s = db_query(st->db, err, sql, q->parent ? "ti" : "t", q->list->id, q->parent);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct rollup_cell){
            .parent = stmt_int(s, 0),
            .section = xstrdup(stmt_text(s, 1)),
            .place = stmt_int(s, 2),
            .n = { .rows = stmt_int(s, 3), .signed_rows = stmt_int(s, 4),
                   .paid_rows = stmt_int(s, 5), .area = stmt_int(s, 6),
                   .area_signed = stmt_int(s, 7), .agreed = stmt_int(s, 8),
                   .paid = stmt_int(s, 9), .with_agreed = stmt_int(s, 10),
                   .with_paid = stmt_int(s, 11), .with_apart = stmt_int(s, 12),
                   .first_signed = DAY_NONE, .last_signed = DAY_NONE,
                   .start = DAY_NONE, .due = DAY_NONE },
        };
    }
    stmt_done(s);
    if (got < 0)
        return XH_DB;
    return q->grain == GRAIN_PARENT ? read_ends(st, q, out, err) : read_parts(st, q, out, err);
}

enum xh_rc rollup_read_counts(struct store *st, const struct rollup_question *q,
                              struct rollup_cells *out, struct xh_err *err)
{
    static const char all[] = "SELECT parent, section, place, with_agreed, with_paid, with_apart "
                              "FROM rollup WHERE list = ?1";
    static const char one[] = "SELECT parent, section, place, with_agreed, with_paid, with_apart "
                              "FROM rollup WHERE list = ?1 AND parent = ?2";
    struct stmt *s = db_query(st->db, err, q->parent ? one : all, q->parent ? "ti" : "t",
                              q->list->id, q->parent);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct rollup_cell){
            .parent = stmt_int(s, 0),
            .section = xstrdup(stmt_text(s, 1)),
            .place = stmt_int(s, 2),
            .n = { .with_agreed = stmt_int(s, 3), .with_paid = stmt_int(s, 4),
                   .with_apart = stmt_int(s, 5) },
        };
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

char *rollup_sums_plan(struct store *st, const struct rollup_question *q)
{
    char *a = db_plan(st->db, q->parent ? sql_sums[q->grain].one : sql_sums[q->grain].all);
    char *b = db_plan(st->db, q->grain == GRAIN_PARENT ? sql_ends
                              : q->parent              ? sql_days[q->grain].one
                                                       : sql_days[q->grain].all);
    char *both = xasprintf("%s\n%s", a, b);

    free(a);
    free(b);
    return both;
}

void rollup_cells_fini(struct rollup_cells *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->v[i].section);
    free(c->v);
    *c = (struct rollup_cells){ 0 };
}
