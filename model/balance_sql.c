#include "model/balance_sql.h"

#include <stdlib.h>

#include "model/decimal.h"
#include "model/measure.h"
#include "model/permit.h"
#include "model/query.h"

#define IN_COUNT(alias) alias ".phase < 4 AND " alias ".voided = 0"
/* Every place and the village it is in. */
#define UP \
    "up(id, top) AS (SELECT id, id FROM place WHERE parent IS NULL UNION ALL " \
    "SELECT p.id, up.top FROM place p JOIN up ON p.parent = up.id)"
/* Where those stand that are compared together: no village. */
#define TOGETHER "-1"

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static const struct field_def *first_field(const struct list_def *l, const char **sum, size_t n)
{
    int i = n ? list_field(l, sum[0]) : -1;

    return i >= 0 ? &l->fields[i] : NULL;
}

/* Decimals are stored in millionths, whole numbers and counts as they are. */
static int64_t stored_as(const struct field_def *f)
{
    return f && f->type == FIELD_DECIMAL ? 1 : DECIMAL_ONE;
}

bool balance_sql_init(struct balance_sql *b, struct store *st, const struct list_def *l,
                      const struct balance_def *def, int64_t reader)
{
    *b = (struct balance_sql){ .st = st, .list = l, .def = def, .reader = reader, .unit = "",
                               .other_unit = "" };
    if (!def->equals.given)
        return def->evidence;
    if (*def->equals.list && !(b->other = defs_list(st->defs, def->equals.list)))
        return false;
    const struct list_def *other = b->other ? b->other : l;
    const struct field_def *x = first_field(l, def->sum, def->n_sum),
                           *y = first_field(other, def->equals.sum, def->equals.n_sum);
    if ((def->n_sum && !x) || (def->equals.n_sum && !y))
        return false;
    b->unit = x ? x->unit : l->row;
    b->other_unit = y ? y->unit : other->row;
    b->stored = stored_as(x);
    b->other_stored = stored_as(y);
    const struct measure from = measure_read(b->other_unit), to = measure_read(b->unit);
    if (!measure_factor(&from, &to, &b->num, &b->den) ||
        __builtin_mul_overflow(b->stored, b->den, &b->p) ||
        __builtin_mul_overflow(b->other_stored, b->num, &b->q))
        return false;
    int64_t common = divisor(b->p, b->q);
    int64_t product;
    b->p /= common;
    b->q /= common;
    if (__builtin_mul_overflow(b->p, b->q, &product))
        return false;
    b->most = (int64_t)((wide_int)def->tolerance * b->den / common);
    return true;
}

void balance_sql_fini(struct balance_sql *b)
{
    free(b->kept);
    b->kept = NULL;
}

struct stmt *balance_sql_query(const struct balance_sql *b, const struct buf *text,
                               struct xh_err *err)
{
    return b->item ? db_query(b->st->db, err, buf_str(text), "i", b->item)
                   : db_query(b->st->db, err, buf_str(text), "");
}

/* ---- parts ---- */

/* A sum that never fails: one that no integer holds is real, which is_beyond() notices. */
static void add_sum(struct buf *out, const char *value)
{
    buf_printf(out, "(sum((%s) / 1000000) * 1000000 + sum((%s) %% 1000000))", value, value);
}

static void add_is_beyond(struct buf *out, const char *left, const char *right)
{
    buf_printf(out, "(typeof(%s) = 'real' OR typeof(%s) = 'real')", left, right);
}

/* left * p <> right * q by more than `most`, without ever multiplying what might be large
 * by what is: with left = a * q + b, right = c * p + d it is (a - c) * p * q + b * p - d * q,
 * and where the first of these does not fit, the answer is yes in any arithmetic. What lies
 * beyond any integer is off as well: one of its numbers is wrong. */
static void add_is_off(struct buf *out, const struct balance_sql *b, const char *left,
                       const char *right)
{
    long long p = b->p, q = b->q;

    buf_putc(out, '(');
    add_is_beyond(out, left, right);
    buf_printf(out, " OR abs((%s / %lld - %s / %lld) * %lld + (%s %% %lld) * %lld - (%s %% %lld) "
               "* %lld) > %lld)", left, q, right, p, p * q, left, q, p, right, p, q,
               (long long)b->most);
}

static void add_value(struct buf *out, const char **sum, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%scoalesce(f.\"v_%s\", 0)", i ? " + " : "", sum[i]);
    if (n == 0)
        buf_puts(out, "1");
}

static void add_filled(struct buf *out, const char **sum, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%sf.\"v_%s\" IS NOT NULL", i ? " OR " : "(", sum[i]);
    buf_puts(out, n ? ")" : "1");
}

void balance_sql_value(struct buf *out, const struct balance_side *side)
{
    add_value(out, side->sum, side->n_sum);
}

static void add_readable(struct buf *out, const struct balance_sql *b, const struct list_def *l)
{
    if (b->reader == READER_TOWNSHIP) {
        buf_puts(out, "1");
        return;
    }
    buf_puts(out, "coalesce(");
    permit_read_filter(out, b->st->db, b->st->defs, b->reader, l->id);
    buf_puts(out, ", 0)");
}

void balance_sql_readable(struct buf *out, const struct balance_sql *b)
{
    add_readable(out, b, b->list);
}

static void add_takeable(struct buf *out, const struct balance_sql *b, const struct list_def *l)
{
    if (!b->away || b->reader == READER_TOWNSHIP) {
        buf_puts(out, "1");
        return;
    }
    buf_puts(out, "coalesce(");
    permit_filter(out, b->st->db, b->st->defs, b->reader, VERB_EXPORT, l->id);
    buf_puts(out, ", 0)");
}

void balance_sql_takeable(struct buf *out, const struct balance_sql *b)
{
    add_takeable(out, b, b->list);
}

/* Does the reader see every private field of `sum`? "1" when none is private. */
static void add_seen(struct buf *out, const struct balance_sql *b, const struct list_def *l,
                     const char **sum, size_t n)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        int k = list_field(l, sum[i]);
        if (k < 0 || !l->fields[k].is_private)
            continue;
        buf_puts(out, any ? " AND coalesce(" : "coalesce(");
        if (b->reader == READER_TOWNSHIP)
            buf_puts(out, "0");
        else
            permit_see_filter(out, b->st->db, b->reader, l->fields[k].show);
        buf_puts(out, ", 0)");
        any = true;
    }
    if (!any)
        buf_puts(out, "1");
}

static void add_under(struct buf *out, const struct balance_sql *b, const char *alias)
{
    if (b->parent)
        buf_printf(out, " AND %s.parent = %lld", alias, (long long)b->parent);
    if (b->item)
        buf_printf(out, " AND %s.id = ?1", alias);
}

/* ---- sums ---- */

/* One side as rows of raw: its seven figures, or seven zeros for the other one's. */
static void add_side(struct buf *out, const struct balance_sql *b, const struct list_def *l,
                     const char **sum, size_t n, const char *step, bool is_left)
{
    static const char zeros[] = ", 0, 0, 0, 0, 0, 0, 0";
    unsigned same = b->def->same;
    struct buf done = { 0 }, value = { 0 };

    buf_puts(&done, *step ? "(s.done_on IS NOT NULL)" : "1");
    buf_printf(out, "SELECT %s, %s", same & SAME_PARENT ? "coalesce(i.parent, 0)" : "0",
               same & SAME_PLACE ? "coalesce(up.top, 0)" : "0");
    if (!is_left)
        buf_puts(out, zeros);
    buf_printf(&value, "CASE WHEN %s THEN ", buf_str(&done));
    add_value(&value, sum, n);
    buf_puts(&value, " ELSE 0 END");
    buf_printf(out, ", count(*), sum(%s), ", buf_str(&done));
    add_sum(out, buf_str(&value));
    buf_printf(out, ", sum(%s AND NOT ", buf_str(&done));
    add_filled(out, sum, n);
    buf_puts(out, "), sum(NOT ");
    add_readable(out, b, l);
    buf_printf(out, "), sum((%s) <> 0 AND NOT (", buf_str(&value));
    add_seen(out, b, l, sum, n);
    buf_puts(out, ")), sum(NOT ");
    add_takeable(out, b, l);
    buf_putc(out, ')');
    if (is_left)
        buf_puts(out, zeros);
    buf_printf(out, " FROM item i");
    if (n)
        buf_printf(out, " LEFT JOIN \"f_%s\" f ON f.id = i.id", l->id);
    if (same & SAME_PLACE)
        buf_puts(out, " LEFT JOIN up ON up.id = i.place");
    if (*step)
        buf_printf(out, " LEFT JOIN step s ON s.item = i.id AND s.step = '%s'", step);
    buf_printf(out, " WHERE i.list = '%s' AND " IN_COUNT("i"), l->id);
    add_under(out, b, "i");
    buf_puts(out, " GROUP BY 1, 2");
    buf_fini(&done);
    buf_fini(&value);
}

#define FIGURES "parent, top, is_both, n1, v1, e1, u1, p1, n2, v2, e2, u2, p2, x"

/* From n1 to p2. */
static void add_figures(struct buf *out)
{
    buf_puts(out, "sum(n1), ");
    add_sum(out, "v1");
    buf_puts(out, ", sum(e1), sum(u1), sum(p1), sum(n2), ");
    add_sum(out, "v2");
    buf_puts(out, ", sum(e2), sum(u2), sum(p2)");
}

/* "kept(parent, top, joins) AS (...), ": of one group the stricter of two. */
static void add_kept(struct buf *out, const struct balance_sql *b)
{
    buf_puts(out, "kept(parent, top, joins) AS (SELECT column1, column2, min(column3) FROM (");
    buf_puts(out, b->n_kept ? "VALUES "
                            : "SELECT 0 AS column1, 0 AS column2, 0 AS column3 WHERE 0");
    for (size_t i = 0; i < b->n_kept; i++)
        buf_printf(out, "%s(%lld, %lld, %d)", i ? ", " : "", (long long)b->kept[i].parent,
                   (long long)b->kept[i].place, b->kept[i].joins);
    buf_puts(out, ") AS v GROUP BY 1, 2), ");
}

void balance_sql_groups(struct buf *out, const struct balance_sql *b)
{
    const struct balance_def *d = b->def;

    buf_puts(out, "WITH RECURSIVE " UP ", raw(parent, top, a1, n1, v1, e1, u1, p1, x1, a2, n2, v2, "
             "e2, u2, p2, x2) AS (");
    add_side(out, b, b->list, d->sum, d->n_sum, d->step, true);
    buf_puts(out, " UNION ALL ");
    add_side(out, b, b->other, d->equals.sum, d->equals.n_sum, d->equals.step, false);
    buf_puts(out, "), whole(parent) AS (SELECT DISTINCT parent FROM raw WHERE top = 0), "
             "both(parent) AS (SELECT parent FROM raw GROUP BY parent HAVING sum(a1) > 0 AND "
             "sum(a2) > 0), ");
    add_kept(out, b);
    buf_puts(out, "part(" FIGURES ") AS (SELECT r.parent, CASE WHEN r.parent IN (SELECT parent "
             "FROM whole) THEN 0 ELSE r.top END, r.parent IN (SELECT parent FROM both), ");
    add_figures(out);
    buf_puts(out, ", sum(x1 + x2) FROM raw r GROUP BY 1, 2), placed(" FIGURES ", at, hidden) AS "
             "(SELECT p.*, CASE WHEN k.joins = 1 THEN " TOGETHER " ELSE p.top END, "
             "coalesce(k.joins = 0, 0) FROM part p LEFT JOIN kept k ON k.parent = p.parent AND "
             "k.top = p.top AND p.p1 + p.p2 > 0), grp(" FIGURES ", parts, hidden) AS (SELECT "
             "p.parent, p.at, max(is_both), ");
    add_figures(out);
    buf_puts(out, ", sum(x), count(*), max(p.hidden) FROM placed p GROUP BY 1, 2)");
}

/* An empty field is unfinished, not wrong: rows none of which has a figure are no sum. */
void balance_sql_group_is_apart(struct buf *out)
{
    buf_puts(out, "(NOT g.is_both OR (g.n1 > 0 AND g.e1 = g.n1) OR (g.n2 > 0 AND g.e2 = g.n2))");
}

void balance_sql_group_is_off(struct buf *out, const struct balance_sql *b)
{
    add_is_off(out, b, "g.v1", "g.v2");
}

void balance_sql_group_is_beyond(struct buf *out)
{
    add_is_beyond(out, "g.v1", "g.v2");
}

/* Private values in a sum that no tree speaks of are for those who see each of them. */
void balance_sql_group_is_denied(struct buf *out, const struct balance_sql *b)
{
    buf_puts(out, "(g.u1 > 0 OR g.u2 > 0 OR g.hidden");
    buf_puts(out, balance_sql_has_tree(b, true) ? "" : " OR g.p1 > 0");
    buf_puts(out, balance_sql_has_tree(b, false) ? ")" : " OR g.p2 > 0)");
}

/* ---- within the row ---- */

void balance_sql_rows(struct buf *out, const struct balance_sql *b)
{
    const struct balance_def *d = b->def;

    buf_printf(out, " FROM item i JOIN \"f_%s\" f ON f.id = i.id", b->list->id);
    if (*d->step)
        buf_printf(out, " JOIN step s ON s.item = i.id AND s.step = '%s' AND s.done_on IS NOT NULL",
                   d->step);
    buf_printf(out, " WHERE i.list = '%s' AND " IN_COUNT("i") " AND ", b->list->id);
    add_filled(out, d->sum, d->n_sum);
    buf_puts(out, " AND ");
    add_filled(out, d->equals.sum, d->equals.n_sum);
    add_under(out, b, "i");
}

/* Both sides of a row, each in brackets. */
static void add_sides(struct buf *left, struct buf *right, const struct balance_sql *b)
{
    buf_putc(left, '(');
    add_value(left, b->def->sum, b->def->n_sum);
    buf_putc(left, ')');
    buf_putc(right, '(');
    add_value(right, b->def->equals.sum, b->def->equals.n_sum);
    buf_putc(right, ')');
}

void balance_sql_row_is_off(struct buf *out, const struct balance_sql *b)
{
    struct buf left = { 0 }, right = { 0 };

    add_sides(&left, &right, b);
    add_is_off(out, b, buf_str(&left), buf_str(&right));
    buf_fini(&left);
    buf_fini(&right);
}

void balance_sql_row_is_beyond(struct buf *out, const struct balance_sql *b)
{
    struct buf left = { 0 }, right = { 0 };

    add_sides(&left, &right, b);
    add_is_beyond(out, buf_str(&left), buf_str(&right));
    buf_fini(&left);
    buf_fini(&right);
}

void balance_sql_row_is_seen(struct buf *out, const struct balance_sql *b)
{
    buf_putc(out, '(');
    add_readable(out, b, b->list);
    buf_puts(out, " AND ");
    add_seen(out, b, b->list, b->def->sum, b->def->n_sum);
    buf_puts(out, " AND ");
    add_seen(out, b, b->list, b->def->equals.sum, b->def->equals.n_sum);
    buf_putc(out, ')');
}

void balance_sql_largest(struct buf *out, const struct balance_sql *b, const struct list_def *l,
                         const char *field)
{
    buf_printf(out, "SELECT i.code, f.\"v_%s\" FROM item i JOIN \"f_%s\" f ON f.id = i.id WHERE "
               "i.list = '%s' AND " IN_COUNT("i") " AND f.\"v_%s\" IS NOT NULL AND ", field, l->id,
               l->id, field);
    add_readable(out, b, l);
    buf_puts(out, " AND ");
    add_seen(out, b, l, &field, 1);
    add_under(out, b, "i");
    buf_printf(out, " ORDER BY max(f.\"v_%s\", -f.\"v_%s\") DESC, i.sort_code LIMIT 1", field,
               field);
}

/* ---- evidence ---- */

/* Before the township's start_day a step needs no proof (ENGINE 37). */
static void add_no_evidence(struct buf *out, const struct balance_sql *b)
{
    buf_printf(out, "SELECT i.id AS item, 0 AS pieces FROM item i JOIN step s ON s.item = i.id AND "
               "s.step = '%s' AND s.done_on IS NOT NULL AND s.before_start = 0 WHERE i.list = '%s' "
               "AND " IN_COUNT("i") " AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.item = i.id "
               "AND e.step = '%s')", b->def->step, b->list->id, b->def->step);
    add_under(out, b, "i");
}

static void add_not_done(struct buf *out, const struct balance_sql *b)
{
    buf_printf(out, "SELECT i.id AS item, count(*) AS pieces FROM item i JOIN evidence e ON "
               "e.item = i.id AND e.step = '%s' LEFT JOIN step s ON s.item = i.id AND "
               "s.step = '%s' WHERE i.list = '%s' AND " IN_COUNT("i") " AND s.done_on IS NULL",
               b->def->step, b->def->step, b->list->id);
    add_under(out, b, "i");
    buf_puts(out, " GROUP BY i.id");
}

/* In how many rows, villages and projects each file is that is evidence of the step, counted
 * once per file: one photo may serve all of a village. */
static void add_shared(struct buf *out, const struct balance_sql *b)
{
    int k = list_step(b->list, b->def->step);
    enum evidence_share share = k >= 0 ? b->list->steps[k].evidence.share : SHARE_NONE;

    buf_printf(out, "SELECT i.id AS item, count(*) AS pieces FROM evidence e JOIN item i ON "
               "i.id = e.item WHERE e.step = '%s' AND i.list = '%s' AND " IN_COUNT("i"),
               b->def->step, b->list->id);
    add_under(out, b, "i");
    buf_printf(out, " AND e.hash IN (WITH RECURSIVE " UP " SELECT x.hash FROM evidence x JOIN "
               "item o ON o.id = x.item LEFT JOIN up ON up.id = o.place WHERE x.hash <> '' AND "
               "o.voided = 0 AND x.hash IN (SELECT y.hash FROM evidence y WHERE y.step = '%s' AND "
               "y.hash <> '') GROUP BY x.hash HAVING ", b->def->step);
    if (share == SHARE_NONE)
        buf_puts(out, "count(DISTINCT o.id) > 1");
    else
        buf_puts(out, "count(DISTINCT coalesce(o.parent, 0)) > 1");
    if (share == SHARE_VILLAGE)
        buf_puts(out, " OR count(DISTINCT coalesce(up.top, 0)) > 1");
    buf_puts(out, ") GROUP BY i.id");
}

void balance_sql_evidence(struct buf *out, const struct balance_sql *b, enum balance_what what)
{
    if (what == BALANCE_NO_EVIDENCE)
        add_no_evidence(out, b);
    else if (what == BALANCE_NOT_DONE)
        add_not_done(out, b);
    else
        add_shared(out, b);
}

/* ---- the rows it is about ---- */

static void add_group_items(struct buf *out, const struct balance_sql *b,
                            const struct list_def *l)
{
    const struct balance_def *d = b->def;
    const char *step = l == b->list ? d->step : d->equals.step;

    balance_sql_groups(out, b);
    buf_puts(out, ", off(parent, top) AS (SELECT p.parent, p.top FROM placed p JOIN grp g ON "
             "g.parent = p.parent AND g.top = p.at WHERE NOT ");
    balance_sql_group_is_apart(out);
    buf_puts(out, " AND NOT ");
    balance_sql_group_is_denied(out, b);
    buf_puts(out, " AND ");
    balance_sql_group_is_off(out, b);
    buf_puts(out, ") SELECT x.id FROM item x");
    if (d->same & SAME_PLACE)
        buf_puts(out, " LEFT JOIN up w ON w.id = x.place");
    if (*step)
        buf_printf(out, " JOIN step s ON s.item = x.id AND s.step = '%s' AND s.done_on IS NOT NULL",
                   step);
    buf_printf(out, " JOIN off o ON o.parent = %s AND o.top = ",
               d->same & SAME_PARENT ? "coalesce(x.parent, 0)" : "0");
    if (d->same & SAME_PLACE)
        buf_puts(out, "CASE WHEN o.parent IN (SELECT parent FROM whole) THEN 0 ELSE "
                 "coalesce(w.top, 0) END");
    else
        buf_putc(out, '0');
    buf_printf(out, " WHERE x.list = '%s' AND " IN_COUNT("x"), l->id);
    add_under(out, b, "x");
}

void balance_sql_items(struct buf *out, const struct balance_sql *b, const struct list_def *l)
{
    if (b->other) {
        add_group_items(out, b, l);
        return;
    }
    if (!b->def->evidence) {
        buf_puts(out, "SELECT i.id");
        balance_sql_rows(out, b);
        buf_puts(out, " AND ");
        balance_sql_row_is_seen(out, b);
        buf_puts(out, " AND ");
        balance_sql_row_is_off(out, b);
        return;
    }
    for (enum balance_what w = BALANCE_NO_EVIDENCE; w <= BALANCE_SHARED; w++) {
        buf_puts(out, w == BALANCE_NO_EVIDENCE ? "" : " UNION ");
        buf_puts(out, "SELECT item FROM (");
        balance_sql_evidence(out, b, w);
        buf_putc(out, ')');
    }
}
