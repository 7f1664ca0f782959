/* query.c - which rows, in which order. Colours are ranges of the two dates (invariant 1) over
 * rows without a pin on the day; the few pinned ones are an arm of their own (ENGINE 10). */
#include "model/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/query_build.h"
#include "model/query_rows.h"

#define BIT(c) (1u << (c))
enum { LIT = BIT(COLOUR_GREEN) | BIT(COLOUR_YELLOW) | BIT(COLOUR_RED),
       ANY = LIT | BIT(COLOUR_GREY) | BIT(COLOUR_NONE) };

/* Both dates in every range that skips something: red_on leads the indices. */
static const struct range { unsigned colours; const char *binds, *cond; } ranges[] = {
    { BIT(COLOUR_RED),    "d",  " AND @.red_on <= ?" },
    { BIT(COLOUR_YELLOW), "dd", " AND @.red_on > ? AND @.yellow_on <= ?" },
    { BIT(COLOUR_GREEN),  "dd", " AND @.red_on > ? AND @.yellow_on > ?" },
    { BIT(COLOUR_RED) | BIT(COLOUR_YELLOW),   "d",  " AND @.yellow_on <= ?" },
    { BIT(COLOUR_YELLOW) | BIT(COLOUR_GREEN), "d",  " AND @.red_on > ?" },
    { BIT(COLOUR_RED) | BIT(COLOUR_GREEN),    "dd", " AND (@.red_on <= ? OR @.yellow_on > ?)" },
};

static const char *const orders[] = {
    [ORDER_URGENCY] = "red_on, id",
    [ORDER_DUE]     = "due, id",
    [ORDER_CODE]    = "code",
    [ORDER_UNIT]    = "unit_rank, unit, red_on, id",
    [ORDER_OWNER]   = "owner_rank, owner, red_on, id",
};

/* Conditions of which a row in the answer meets exactly one. */
struct arms { struct sql v[4]; size_t n; };

static struct sql *add_arm(struct arms *a, const char *phase)
{
    struct sql *arm = &a->v[a->n++];

    assert(a->n <= sizeof a->v / sizeof *a->v);
    sql_add(arm, "", phase);
    return arm;
}

static void add_pinned(struct arms *a, unsigned lit, int32_t day)
{
    struct sql *arm = add_arm(a, "@.phase <= 1");
    const char *sep = "?";

    sql_add(arm, "dd", query_pinned, day, day);
    sql_add(arm, "", " AND @.pin_colour IN (");
    for (int c = COLOUR_GREEN; c <= COLOUR_RED; c++)
        if (lit & BIT(c)) {
            sql_add(arm, "t", sep, colour_id((enum colour)c));
            sep = ", ?";
        }
    sql_add(arm, "", ")");
}

static void add_lit(struct arms *a, unsigned lit, int32_t day)
{
    struct sql *arm = add_arm(a, "@.phase <= 1");

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].colours == lit)
            sql_add(arm, ranges[i].binds, ranges[i].cond, day, day);
    if (lit == LIT)
        return;                     /* pinned or not, it is one of them */
    sql_add(arm, "dd", query_unpinned, day, day);
    add_pinned(a, lit, day);
}

static void make_arms(const struct query *q, struct arms *a)
{
    unsigned colours = q->f->colours & ANY;

    if (colours == 0 || colours == ANY) {
        add_arm(a, "1 = 1");
        return;
    }
    /* An arm that the state already rules out is not asked. */
    if ((colours & LIT) && (q->phases & (BIT(PHASE_OPEN) | BIT(PHASE_REVIEW))))
        add_lit(a, colours & LIT, q->day);
    if ((colours & BIT(COLOUR_GREY)) && (q->phases & BIT(PHASE_HELD)))
        add_arm(a, "@.phase = 2");
    if ((colours & BIT(COLOUR_NONE)) && (q->phases & (BIT(PHASE_CLOSED) | BIT(PHASE_CANCELLED))))
        add_arm(a, "@.phase >= 3");
    if (a->n == 0)
        add_arm(a, "1 = 0");
}

static void add_select(const struct query *q, struct sql *s)
{
    sql_add(s, "", "SELECT ");
    extras_columns(q, s);
    sql_add(s, "", ", i.unit_rank AS unit_rank, i.owner_rank AS owner_rank");
    query_from(q, s, "i.voided = 0");       /* entered by mistake: never listed (ENGINE 20) */
}

/* One SELECT per arm, merged in order; of the spans of a day, which no index holds by colour, one
 * SELECT with all of them. */
static void build(const struct query *q, struct sql *s)
{
    const struct filter *f = q->f;
    struct arms arms = {0};
    bool by_urgency = (f->order == ORDER_UNIT && q->one_unit)
                   || (f->order == ORDER_OWNER && q->one_owner);

    make_arms(q, &arms);
    for (size_t i = 0; i < arms.n; i++) {
        if (i == 0 || !q->past) {
            sql_add(s, "", i == 0 ? "" : " UNION ALL ");
            add_select(q, s);
        }
        sql_add(s, "", !q->past ? " AND " : i == 0 ? " AND (" : " OR ");
        sql_append(s, &arms.v[i]);
        sql_fini(&arms.v[i]);
    }
    sql_add(s, "", q->past ? ")" : "");
    sql_add(s, "", " ORDER BY ");
    sql_add(s, "", orders[by_urgency ? ORDER_URGENCY : f->order]);
    if (f->limit > 0)
        sql_add(s, "i", " LIMIT ?", f->limit);
}

/* ---- answers ---- */

enum xh_rc query_each(struct store *st, const struct filter *f, query_sink *sink, void *ctx,
                      struct xh_err *err)
{
    struct query q;
    struct sql sql = {0};
    struct extras x = {0};
    enum xh_rc rc = query_init(&q, st, f, err);
    struct stmt *s = NULL;
    int step = 0;

    if (rc != XH_OK)
        goto out;
    extras_init(&x, &q);
    build(&q, &sql);
    s = query_prepare(&q, &sql, err);
    if (!s)
        rc = XH_DB;
    while (rc == XH_OK && (step = stmt_step(s, err)) > 0) {
        struct row r = {0};
        rc = extras_row(&x, s, &r, err);
        if (rc == XH_OK)
            rc = sink(ctx, &r, err);
        row_fini(&r);
    }
    if (step < 0)
        rc = XH_DB;
    stmt_done(s);
    extras_fini(&x);
out:
    sql_fini(&sql);
    query_fini(&q);
    return rc;
}

static enum xh_rc keep_row(void *ctx, struct row *row, struct xh_err *err)
{
    struct rows *out = ctx;

    (void)err;
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] = *row;
    *row = (struct row){0};
    return XH_OK;
}

enum xh_rc query_rows(struct store *st, const struct filter *f, struct rows *out,
                      struct xh_err *err)
{
    return query_each(st, f, keep_row, out, err);
}

char *query_plan(struct store *st, const struct filter *f, struct xh_err *err)
{
    struct query q;
    struct sql sql = {0};
    char *out = NULL;

    if (query_init(&q, st, f, err) == XH_OK) {
        build(&q, &sql);
        char *text = query_text(&q, &sql);
        char *plan = db_plan(st->db, text);
        out = xasprintf("%s\n%s", text, plan);
        free(text);
        free(plan);
    }
    sql_fini(&sql);
    query_fini(&q);
    return out;
}
