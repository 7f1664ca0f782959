/* query.c - which rows, in which order. Colours are ranges of the two dates (invariant 1)
 * over rows without a pin on the day; the few pinned ones are an arm of their own (ENGINE
 * 10). */
#include "model/query.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/query_build.h"
#include "model/query_rows.h"
#include "model/query_sort.h"

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

/* What an order is made of; `@` as in query_build.h. A column that may be NULL sorts its
 * NULLs first. */
enum key_column { KEY_END, KEY_RED_ON, KEY_DUE, KEY_ID, KEY_CODE, KEY_UNIT_RANK, KEY_UNIT,
                  KEY_OWNER_RANK, KEY_OWNER };
static const struct { const char *name, *column; } key_columns[] = {
    [KEY_RED_ON] = { "red_on", "@.red_on" }, [KEY_DUE] = { "due", "@.due" },
    [KEY_ID] = { "id", "i.id" }, [KEY_CODE] = { "sort_code", "i.sort_code" },
    [KEY_UNIT_RANK] = { "unit_rank", "i.unit_rank" }, [KEY_UNIT] = { "unit", "i.unit" },
    [KEY_OWNER_RANK] = { "owner_rank", "i.owner_rank" }, [KEY_OWNER] = { "owner", "i.owner" },
};
#define KEYS_MAX 4
static const enum key_column orders[][KEYS_MAX + 1] = {
    [ORDER_URGENCY] = { KEY_RED_ON, KEY_ID },
    [ORDER_DUE]     = { KEY_DUE, KEY_ID },
    [ORDER_CODE]    = { KEY_CODE },
    [ORDER_UNIT]    = { KEY_UNIT_RANK, KEY_UNIT, KEY_RED_ON, KEY_ID },
    [ORDER_OWNER]   = { KEY_OWNER_RANK, KEY_OWNER, KEY_RED_ON, KEY_ID },
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

static const enum key_column *key_of(const struct query *q)
{
    return orders[by_urgency(q) ? ORDER_URGENCY : q->f->order];
}

/* A page that goes on from a row seeks by the row's place; a second bound on the same side
 * must not be what the planner seeks by. */
static bool seeks_by_range(const struct query *q, unsigned lit)
{
    bool upper = lit == BIT(COLOUR_RED);

    return by_urgency(q) && (!q->f->from || upper != q->f->backward);
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
                    seeks_by_range(q, lit) ? ranges[i].cond : ranges[i].in_order, q->day,
                    q->day);
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

/* ---- pages ---- */

static struct value key_value(const struct row_key *k, enum key_column c)
{
    switch (c) {
    case KEY_RED_ON:     return value_int(k->red_on);
    case KEY_DUE:        return value_int(k->due);
    case KEY_ID:         return value_int(k->id);
    case KEY_CODE:       return value_text(k->sort_code);
    case KEY_UNIT_RANK:  return value_int(k->unit_rank);
    case KEY_UNIT:       return k->unit ? value_int(k->unit) : value_null();
    case KEY_OWNER_RANK: return value_int(k->owner_rank);
    case KEY_OWNER:      return k->owner ? value_int(k->owner) : value_null();
    case KEY_END:        break;
    }
    return value_null();
}

/* Rows that share the first `same` columns of the key with the one to go on from and
 * differ in the next: one of the ranges a keyset page is made of. */
static void add_beyond(const struct query *q, struct sql *s, size_t same)
{
    const enum key_column *key = key_of(q);

    for (size_t i = 0; i <= same; i++) {
        struct value v = key_value(q->f->from, key[i]);
        sql_add(s, "", " AND ");
        if (i == same && v.kind == VALUE_NULL && q->f->backward) {
            sql_add(s, "", "1 = 0");
            continue;
        }
        if (i == same && q->f->backward && (key[i] == KEY_UNIT || key[i] == KEY_OWNER)) {
            sql_add(s, "", "(");
            sql_add(s, "", key_columns[key[i]].column);
            sql_add(s, "v", " < ? OR ", &v);
            sql_add(s, "", key_columns[key[i]].column);
            sql_add(s, "", " IS NULL)");
            continue;
        }
        sql_add(s, "", key_columns[key[i]].column);
        if (v.kind == VALUE_NULL)
            sql_add(s, "", i < same ? " IS NULL" : " IS NOT NULL");
        else
            sql_add(s, "v", i < same ? " = ?" : q->f->backward ? " < ?" : " > ?", &v);
    }
}

static size_t key_length(const struct query *q)
{
    size_t n = 0;

    while (key_of(q)[n])
        n++;
    return n;
}

/* " AND (...)" for the spans of a day, which are one SELECT anyway. */
static void add_beyond_any(const struct query *q, struct sql *s)
{
    for (size_t k = 0; k < key_length(q); k++) {
        sql_add(s, "", k == 0 ? " AND (1 = 1" : " OR 1 = 1");
        add_beyond(q, s, k);
    }
    sql_add(s, "", ")");
}

static void add_order(const struct query *q, struct sql *s)
{
    for (size_t k = 0; k < key_length(q); k++) {
        sql_add(s, "", k == 0 ? " ORDER BY " : ", ");
        sql_add(s, "", key_columns[key_of(q)[k]].name);
        sql_add(s, "", q->f->backward ? " DESC" : "");
    }
    if (q->f->limit > 0)
        sql_add(s, "i", " LIMIT ?", q->f->limit);
}

/* One SELECT per arm (and, of a page, per range of its key), merged in order; of the spans
 * of a day, which no index holds by colour, one SELECT with all of them. */
static void build(const struct query *q, struct sql *s)
{
    struct arms arms = {0};
    size_t ranges_n = q->f->from && !q->past ? key_length(q) : 1, selects = 0;

    make_arms(q, &arms);
    for (size_t i = 0; i < arms.n; i++) {
        struct arm *arm = &arms.v[i];
        for (size_t k = 0; k < ranges_n; k++) {
            if (i == 0 || !q->past) {
                sql_add(s, "", selects++ == 0 ? "" : " UNION ALL ");
                add_select(q, s, &arm->few);
            }
            sql_add(s, "", !q->past ? " AND " : i == 0 ? " AND (" : " OR ");
            sql_append(s, &arm->cond);
            if (q->f->from && !q->past)
                add_beyond(q, s, k);
        }
        sql_fini(&arm->cond);
        sql_fini(&arm->few);
    }
    sql_add(s, "", q->past ? ")" : "");
    if (q->f->from && q->past)
        add_beyond_any(q, s);
    add_order(q, s);
}

/* ---- answers ---- */

enum xh_rc query_each(struct store *st, const struct filter *f, query_sink *sink,
                      void *ctx, struct xh_err *err)
{
    struct query q;
    struct sql sql = {0};
    struct extras x = {0};
    if (f->sort)
        return query_sorted(st, f, sink, ctx, err);
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

enum xh_rc query_page(struct store *st, const struct filter *f, struct rows *out,
                      struct xh_err *err)
{
    enum xh_rc rc = query_each(st, f, keep_row, out, err);

    for (size_t i = 0; f->backward && i < out->n / 2; i++) {
        struct row r = out->v[i];
        out->v[i] = out->v[out->n - 1 - i];
        out->v[out->n - 1 - i] = r;
    }
    return rc;
}

/* The same arms as rows have, so that nothing is counted otherwise than it is shown. */
static void build_sizes(const struct query *q, struct sql *s)
{
    struct arms arms = {0};

    make_arms(q, &arms);
    sql_add(s, "", "SELECT list, sum(n) FROM (");
    for (size_t i = 0; i < arms.n; i++) {
        struct arm *arm = &arms.v[i];
        sql_add(s, "", i ? " UNION ALL " : "");
        sql_add(s, "", "SELECT i.list AS list, count(*) AS n");
        query_from(q, s, &arm->few, q->phases & BIT(PHASE_CANCELLED) ? "i.voided = 0" : "1 = 1");
        sql_add(s, "", " AND ");
        sql_append(s, &arm->cond);
        sql_add(s, "", " GROUP BY i.list");
        sql_fini(&arm->cond);
        sql_fini(&arm->few);
    }
    sql_add(s, "", ") GROUP BY list");
}

enum xh_rc query_sizes(struct store *st, const struct filter *given, int64_t *n,
                       struct xh_err *err)
{
    struct filter f = *given;
    struct query q;
    struct sql sql = {0};
    struct stmt *s = NULL;
    int step = -1;

    f.from = NULL;
    f.backward = false;
    memset(n, 0, st->defs->n_lists * sizeof *n);
    enum xh_rc rc = query_init(&q, st, &f, err);
    if (rc == XH_OK) {
        build_sizes(&q, &sql);
        s = query_prepare(&q, &sql, err);
        while (s && (step = stmt_step(s, err)) > 0) {
            const struct list_def *l = defs_list(st->defs, stmt_text(s, 0));
            if (l)
                n[l - st->defs->lists] += stmt_int(s, 1);
        }
        stmt_done(s);
        rc = step < 0 ? XH_DB : XH_OK;
    }
    sql_fini(&sql);
    query_fini(&q);
    return rc;
}

void row_key(const struct row *r, struct row_key *out)
{
    *out = (struct row_key){
        .red_on = r->it.red_on, .due = r->it.due == DAY_NONE ? DAY_NEVER : r->it.due,
        .unit_rank = r->unit_rank, .unit = r->it.unit, .owner_rank = r->owner_rank,
        .owner = r->it.owner, .id = r->it.id, .sort = r->sort,
    };
    snprintf(out->sort_code, sizeof out->sort_code, "%s", r->it.sort_code);
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
