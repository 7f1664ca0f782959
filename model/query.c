/* query.c - which rows, in which order. Colours are ranges of the two dates (invariant 1)
 * over rows without a pin on the day; the few pinned ones are an arm of their own (ENGINE
 * 10). */
#include "model/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/query_build.h"
#include "model/query_rows.h"

#define BIT(c) (1u << (c))
enum { LIT = BIT(COLOUR_GREEN) | BIT(COLOUR_YELLOW) | BIT(COLOUR_RED),
       ANY = LIT | BIT(COLOUR_GREY) | BIT(COLOUR_NONE) };

/* Both dates where something is skipped: red_on leads the indices of urgency. Under
 * another order the index that has it also has the dates, and a range of its own would
 * only need sorting: a `+` keeps the planner from it. */
static const struct range {
    unsigned colours;
    const char *binds, *cond, *in_order;
} ranges[] = {
    { BIT(COLOUR_RED), "d", " AND @.red_on <= ?", " AND +@.red_on <= ?" },
    { BIT(COLOUR_YELLOW), "dd", " AND @.red_on > ? AND +@.yellow_on <= ?",
      " AND +@.red_on > ? AND +@.yellow_on <= ?" },
    { BIT(COLOUR_GREEN), "dd", " AND @.red_on > ? AND +@.yellow_on > ?",
      " AND +@.red_on > ? AND +@.yellow_on > ?" },
    { BIT(COLOUR_RED) | BIT(COLOUR_YELLOW), "d", " AND +@.yellow_on <= ?",
      " AND +@.yellow_on <= ?" },
    { BIT(COLOUR_YELLOW) | BIT(COLOUR_GREEN), "d", " AND @.red_on > ?",
      " AND +@.red_on > ?" },
    { BIT(COLOUR_RED) | BIT(COLOUR_GREEN), "dd",
      " AND (+@.red_on <= ? OR +@.yellow_on > ?)",
      " AND (+@.red_on <= ? OR +@.yellow_on > ?)" },
};

static const char *const orders[] = {
    [ORDER_URGENCY] = "red_on, id",
    [ORDER_DUE]     = "due, id",
    [ORDER_CODE]    = "sort_code",
    [ORDER_UNIT]    = "unit_rank, unit, red_on, id",
    [ORDER_OWNER]   = "owner_rank, owner, red_on, id",
};

/* Conditions of which a row in the answer meets exactly one; `few` finds its rows. */
struct arm { struct sql cond, few; };
struct arms { struct arm v[3]; size_t n; };

static struct arm *add_arm(struct arms *a, const char *phase)
{
    struct arm *arm = &a->v[a->n++];

    assert(a->n <= sizeof a->v / sizeof *a->v);
    sql_add(&arm->cond, "", phase);
    return arm;
}

static bool by_urgency(const struct query *q)
{
    return q->f->order == ORDER_URGENCY || (q->f->order == ORDER_UNIT && q->one_unit)
        || (q->f->order == ORDER_OWNER && q->one_owner);
}

static void add_pinned(const struct query *q, struct arms *a, unsigned lit)
{
    struct arm *arm = add_arm(a, "@.phase <= 1");
    const char *sep = "?";

    query_add_pinned(q, &arm->few, &arm->cond);
    sql_add(&arm->cond, "", " AND @.pin_colour IN (");
    for (int c = COLOUR_GREEN; c <= COLOUR_RED; c++)
        if (lit & BIT(c)) {
            sql_add(&arm->cond, "t", sep, colour_id((enum colour)c));
            sep = ", ?";
        }
    sql_add(&arm->cond, "", ")");
}

static void add_lit(const struct query *q, struct arms *a, unsigned lit)
{
    struct arm *arm = add_arm(a, "@.phase <= 1");

    sql_append(&arm->few, &q->few);
    if (lit == LIT)
        return;                     /* pinned or not, it is one of them */
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].colours == lit)
            sql_add(&arm->cond, ranges[i].binds,
                    by_urgency(q) ? ranges[i].cond : ranges[i].in_order, q->day, q->day);
    query_add_unpinned(q, &arm->cond);
    add_pinned(q, a, lit);
}

/* The colours asked for, less those the state rules out. */
static unsigned possible(const struct query *q)
{
    unsigned asked = q->f->colours & ANY ? q->f->colours & ANY : ANY;
    unsigned may = 0;

    if (q->phases & (BIT(PHASE_OPEN) | BIT(PHASE_REVIEW)))
        may |= LIT;
    if (q->phases & BIT(PHASE_HELD))
        may |= BIT(COLOUR_GREY);
    if (q->phases & (BIT(PHASE_CLOSED) | BIT(PHASE_CANCELLED)))
        may |= BIT(COLOUR_NONE);
    return asked & may;
}

static void make_arms(const struct query *q, struct arms *a)
{
    unsigned colours = possible(q);
    bool rest = (colours & ~LIT) == (ANY & ~LIT);
    bool all_codes = q->f->order == ORDER_CODE && !q->list && !q->one_unit;

    /* All codes have one index anyway, and spans none at all. */
    if (colours == ANY && (q->past || all_codes)) {
        add_arm(a, "1 = 1");
        return;
    }
    if (colours & LIT)
        add_lit(q, a, colours & LIT);
    if (rest) {
        add_arm(a, "@.phase >= 2");
    } else if (colours & BIT(COLOUR_GREY)) {
        add_arm(a, "@.phase = 2");
    } else if (colours & BIT(COLOUR_NONE)) {
        add_arm(a, "@.phase >= 2 AND @.phase >= 3");
    }
    if (a->n == 0)
        add_arm(a, "1 = 0");
}

static void add_select(const struct query *q, struct sql *s, const struct sql *few)
{
    sql_add(s, "", "SELECT ");
    extras_columns(q, s);
    sql_add(s, "", ", i.unit_rank AS unit_rank, i.owner_rank AS owner_rank");
    /* Entered by mistake: never listed (ENGINE 20). */
    query_from(q, s, few, "i.voided = 0");
}

/* One SELECT per arm, merged in order; of the spans of a day, which no index holds by
 * colour, one SELECT with all of them. */
static void build(const struct query *q, struct sql *s)
{
    struct arms arms = {0};

    make_arms(q, &arms);
    for (size_t i = 0; i < arms.n; i++) {
        struct arm *arm = &arms.v[i];
        if (i == 0 || !q->past) {
            sql_add(s, "", i == 0 ? "" : " UNION ALL ");
            add_select(q, s, &arm->few);
        }
        sql_add(s, "", !q->past ? " AND " : i == 0 ? " AND (" : " OR ");
        sql_append(s, &arm->cond);
        sql_fini(&arm->cond);
        sql_fini(&arm->few);
    }
    sql_add(s, "", q->past ? ")" : "");
    sql_add(s, "", " ORDER BY ");
    sql_add(s, "", orders[by_urgency(q) ? ORDER_URGENCY : q->f->order]);
    if (q->f->limit > 0)
        sql_add(s, "i", " LIMIT ?", q->f->limit);
}

/* ---- answers ---- */

enum xh_rc query_each(struct store *st, const struct filter *f, query_sink *sink,
                      void *ctx, struct xh_err *err)
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
