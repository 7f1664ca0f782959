#include "model/balance.h"

#include <stdlib.h>
#include <string.h>

#include "model/balance_sql.h"
#include "model/decimal.h"
#include "model/field_value.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/query.h"

const char *balance_what_id(enum balance_what what)
{
    static const char *const ids[] = {
        [BALANCE_SUMS] = "sums", [BALANCE_TOGETHER] = "together", [BALANCE_ROW] = "row",
        [BALANCE_NO_EVIDENCE] = "no_evidence",
        [BALANCE_NOT_DONE] = "not_done", [BALANCE_SHARED] = "shared",
    };
    return ids[what];
}

/* ---- figures ---- */

/* The number a sum owes its size to: a slip of the hand, most likely. */
struct largest { const struct field_def *field; char *code; int64_t value; wide_int size; };

static enum xh_rc find_largest(const struct balance_sql *b, const struct list_def *l,
                               const char **sum, size_t n, struct largest *out,
                               struct xh_err *err)
{
    int got = 0;

    for (size_t i = 0; got >= 0 && i < n; i++) {
        const struct field_def *f = &l->fields[list_field(l, sum[i])];
        struct buf sql = { 0 };
        balance_sql_largest(&sql, b, l, sum[i]);
        struct stmt *s = balance_sql_query(b, &sql, err);
        got = s ? stmt_step(s, err) : -1;
        if (got > 0) {
            int64_t value = stmt_int(s, 1);
            wide_int size = value < 0 ? -(wide_int)value : value;
            size *= f->type == FIELD_DECIMAL ? 1 : DECIMAL_ONE;
            if (size > out->size) {
                free(out->code);
                *out = (struct largest){ f, xstrdup(stmt_text(s, 0)), value, size };
            }
        }
        stmt_done(s);
        buf_fini(&sql);
    }
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc too_large(const struct balance_sql *b, struct xh_err *err)
{
    const struct balance_def *d = b->def;
    struct largest x = { .code = NULL };
    struct buf value = { 0 };
    enum xh_rc rc = find_largest(b, b->list, d->sum, d->n_sum, &x, err);

    if (rc == XH_OK)
        rc = find_largest(b, b->other ? b->other : b->list, d->equals.sum, d->equals.n_sum, &x,
                          err);
    if (rc == XH_OK && !x.code) {
        rc = xh_fail(err, XH_REFUSED, _("%s: the sums are too large to be compared; look for a "
                                        "wrong number in %s"), d->name, b->list->name);
    } else if (rc == XH_OK) {
        field_format(&value, x.field->type, value_int(x.value));
        rc = xh_fail(err, XH_REFUSED, _("%s: the sums are too large to be compared. The largest "
                                        "number in them is %s, %s %s%s%s: correct it"),
                     d->name, x.code, x.field->name, buf_str(&value), *x.field->unit ? " " : "",
                     x.field->unit);
    }
    buf_fini(&value);
    free(x.code);
    return rc;
}

static bool fits(wide_int n)
{
    return n <= INT64_MAX && n >= -(wide_int)INT64_MAX;
}

/* n / d, half up, away from zero. */
static wide_int rounded(wide_int n, int64_t d)
{
    wide_int half = n < 0 ? -(wide_int)(d / 2) : d / 2;

    return (n + half) / d;
}

/* What stands on either side, as stored, into millionths of the left side's unit. */
static enum xh_rc set_figures(struct balance_line *v, const struct balance_sql *b, int64_t left,
                              int64_t right, struct xh_err *err)
{
    wide_int x = (wide_int)left * b->stored, y = (wide_int)right * b->other_stored;

    if (!fits(x) || !fits(y))
        return too_large(b, err);
    wide_int there = y * b->num, off = x * b->den - there;
    wide_int converted = rounded(there, b->den), difference = rounded(off, b->den);
    if (!fits(converted) || !fits(difference))
        return too_large(b, err);
    v->left = (int64_t)x;
    v->right_own = (int64_t)y;
    v->right = (int64_t)converted;
    v->difference = (int64_t)difference;
    v->rounded = there % b->den != 0 || off % b->den != 0;
    return XH_OK;
}

static struct balance_line *add_line(struct balance_report *r, enum balance_what what)
{
    GROW(r->v, r->n, r->cap);
    r->v[r->n] = (struct balance_line){ .check = r->n_checks - 1, .what = what };
    return &r->v[r->n++];
}

/* ---- sums ---- */

enum { G_PARENT, G_TOP, G_APART, G_DENIED, G_BEYOND, G_OFF, G_N1, G_V1, G_E1, G_N2, G_V2, G_E2,
       G_KEPT, G_PARTS, G_CODE, G_NAME };

/* The villages that are compared together under `parent`: "甲村、乙村". */
static enum xh_rc name_together(struct balance_line *v, const struct balance_sql *b,
                                struct xh_err *err)
{
    struct buf sql = { 0 }, names = { 0 };

    balance_sql_groups(&sql, b);
    buf_printf(&sql, " SELECT t.name FROM placed p JOIN place t ON t.id = p.top WHERE p.at < 0 "
               "AND p.parent = %lld ORDER BY t.rank IS NULL, t.rank, t.id", (long long)v->parent);
    struct stmt *s = balance_sql_query(b, &sql, err);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        buf_printf(&names, "%s%s", names.len ? _(", ") : "", stmt_text(s, 0));
    stmt_done(s);
    buf_fini(&sql);
    v->place_name = buf_take(&names);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc take_group(struct balance_report *r, const struct balance_sql *b,
                             struct stmt *s, struct xh_err *err)
{
    struct balance_check *c = &r->checks[r->n_checks - 1];

    if (stmt_int(s, G_APART)) {
        c->apart++;
        return XH_OK;
    }
    if (stmt_int(s, G_DENIED)) {
        c->denied++;
        return XH_OK;
    }
    if (stmt_int(s, G_BEYOND))
        return too_large(b, err);
    bool together = stmt_int(s, G_TOP) < 0;
    c->compared++;
    c->together += together ? stmt_int(s, G_PARTS) : 0;
    if (!stmt_int(s, G_OFF))
        return XH_OK;
    c->off++;
    if (stmt_int(s, G_KEPT)) {
        r->kept_back++;
        return XH_OK;
    }
    struct balance_line *v = add_line(r, together ? BALANCE_TOGETHER : BALANCE_SUMS);
    v->parent = stmt_int(s, G_PARENT);
    v->parent_code = xstrdup(stmt_text(s, G_CODE));
    v->code = xstrdup("");
    if (together)
        return name_together(v, b, err);
    v->place = stmt_int(s, G_TOP);
    v->place_name = xstrdup(stmt_text(s, G_NAME));
    v->rows = stmt_int(s, G_N1);
    v->empty = stmt_int(s, G_E1);
    v->other_rows = stmt_int(s, G_N2);
    v->other_empty = stmt_int(s, G_E2);
    return set_figures(v, b, stmt_int(s, G_V1), stmt_int(s, G_V2), err);
}

static enum xh_rc run_sums(struct balance_report *r, const struct balance_sql *b,
                           struct xh_err *err)
{
    struct buf sql = { 0 };

    balance_sql_groups(&sql, b);
    buf_puts(&sql, " SELECT g.parent, g.top, ");
    balance_sql_group_is_apart(&sql);
    buf_puts(&sql, ", ");
    balance_sql_group_is_denied(&sql, b);
    buf_puts(&sql, ", ");
    balance_sql_group_is_beyond(&sql);
    buf_puts(&sql, ", ");
    balance_sql_group_is_off(&sql, b);
    buf_puts(&sql, ", g.n1, g.v1, g.e1, g.n2, g.v2, g.e2, g.x > 0, g.parts, "
             "coalesce(h.code, ''), coalesce(t.name, '') FROM grp g LEFT JOIN item h ON "
             "h.id = g.parent LEFT JOIN place t ON t.id = g.top ORDER BY h.sort_code, "
             "t.rank IS NULL, t.rank, t.id");
    struct stmt *s = balance_sql_query(b, &sql, err);
    int got = s ? 0 : -1;
    enum xh_rc rc = XH_OK;

    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0)
        rc = take_group(r, b, s, err);
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : rc;
}

/* ---- rows: their fields, their evidence ---- */

/* The row, its project and its village; the caller's own columns come after. */
#define ROW_HEAD \
    "WITH RECURSIVE up(id, top) AS (SELECT id, id FROM place WHERE parent IS NULL UNION ALL " \
    "SELECT p.id, up.top FROM place p JOIN up ON p.parent = up.id) "
#define ROW_NAMES \
    "i.id, i.code, coalesce(i.parent, 0), (SELECT h.code FROM item h WHERE h.id = i.parent), " \
    "coalesce((SELECT up.top FROM up WHERE up.id = i.place), 0), (SELECT t.name FROM up JOIN " \
    "place t ON t.id = up.top WHERE up.id = i.place)"
enum { ROW_TAKEABLE = 6, ROW_OWN };     /* may be taken away; the caller's first column */

/* "id, code, .., may be taken away, " */
static void add_head(struct buf *sql, const struct balance_sql *b)
{
    buf_puts(sql, "SELECT " ROW_NAMES ", ");
    balance_sql_takeable(sql, b);
    buf_puts(sql, ", ");
}

/* NULL: kept back. */
static struct balance_line *take_row(struct balance_report *r, enum balance_what what,
                                     struct stmt *s)
{
    r->checks[r->n_checks - 1].off++;
    if (!stmt_int(s, ROW_TAKEABLE)) {
        r->kept_back++;
        return NULL;
    }
    struct balance_line *v = add_line(r, what);
    v->item = stmt_int(s, 0);
    v->code = xstrdup(stmt_text(s, 1));
    v->parent = stmt_int(s, 2);
    v->parent_code = xstrdup(stmt_text(s, 3));
    v->place = stmt_int(s, 4);
    v->place_name = xstrdup(stmt_text(s, 5));
    v->rows = 1;
    return v;
}

static enum xh_rc count_rows(struct balance_report *r, const struct balance_sql *b,
                             struct xh_err *err)
{
    struct balance_check *c = &r->checks[r->n_checks - 1];
    struct buf sql = { 0 };

    buf_puts(&sql, "SELECT count(*), coalesce(sum(NOT ");
    balance_sql_row_is_seen(&sql, b);
    buf_puts(&sql, "), 0)");
    balance_sql_rows(&sql, b);
    struct stmt *s = balance_sql_query(b, &sql, err);
    int got = s ? stmt_step(s, err) : -1;
    if (got > 0) {
        c->denied = stmt_int(s, 1);
        c->compared = stmt_int(s, 0) - c->denied;
    }
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc run_rows(struct balance_report *r, const struct balance_sql *b,
                           struct xh_err *err)
{
    const struct balance_side left = { .sum = b->def->sum, .n_sum = b->def->n_sum };
    struct buf sql = { 0 };
    enum xh_rc rc = count_rows(r, b, err);

    if (rc != XH_OK || r->checks[r->n_checks - 1].compared == 0)
        return rc;
    buf_puts(&sql, ROW_HEAD);
    add_head(&sql, b);
    balance_sql_value(&sql, &left);
    buf_puts(&sql, ", ");
    balance_sql_value(&sql, &b->def->equals);
    buf_puts(&sql, ", ");
    balance_sql_row_is_beyond(&sql, b);
    balance_sql_rows(&sql, b);
    buf_puts(&sql, " AND ");
    balance_sql_row_is_seen(&sql, b);
    buf_puts(&sql, " AND ");
    balance_sql_row_is_off(&sql, b);
    buf_puts(&sql, " ORDER BY i.sort_code");
    struct stmt *s = balance_sql_query(b, &sql, err);
    int got = s ? 0 : -1;
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        if (stmt_int(s, ROW_OWN + 2)) {
            rc = too_large(b, err);
            break;
        }
        struct balance_line *v = take_row(r, BALANCE_ROW, s);
        if (v)
            rc = set_figures(v, b, stmt_int(s, ROW_OWN), stmt_int(s, ROW_OWN + 1), err);
    }
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : rc;
}

/* Rows of the list the reader may read, and may not. */
static enum xh_rc count_readable(struct balance_report *r, const struct balance_sql *b,
                                 struct buf *readable, struct xh_err *err)
{
    struct balance_check *c = &r->checks[r->n_checks - 1];
    struct buf sql = { 0 };

    buf_printf(&sql, "SELECT coalesce(sum(%s), 0), coalesce(sum(NOT %s), 0) FROM item i WHERE "
               "i.list = '%s' AND i.phase < 4 AND i.voided = 0", buf_str(readable),
               buf_str(readable), b->list->id);
    if (b->parent)
        buf_printf(&sql, " AND i.parent = %lld", (long long)b->parent);
    if (b->item)
        buf_puts(&sql, " AND i.id = ?1");
    struct stmt *s = balance_sql_query(b, &sql, err);
    int got = s ? stmt_step(s, err) : -1;
    if (got > 0) {
        c->compared = stmt_int(s, 0);
        c->denied = stmt_int(s, 1);
    }
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc run_evidence(struct balance_report *r, const struct balance_sql *b,
                               enum balance_what what, const struct buf *readable,
                               struct xh_err *err)
{
    struct buf sql = { 0 };

    buf_puts(&sql, ROW_HEAD ", wrong(item, pieces) AS (");
    balance_sql_evidence(&sql, b, what);
    buf_puts(&sql, ") ");
    add_head(&sql, b);
    buf_printf(&sql, "w.pieces FROM wrong w JOIN item i ON i.id = w.item WHERE %s ORDER BY "
               "i.sort_code", buf_str(readable));
    struct stmt *s = balance_sql_query(b, &sql, err);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        struct balance_line *v = take_row(r, what, s);
        if (v)
            v->pieces = stmt_int(s, ROW_OWN);
    }
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc run_all_evidence(struct balance_report *r, const struct balance_sql *b,
                                   struct xh_err *err)
{
    struct buf readable = { 0 };
    enum xh_rc rc;

    balance_sql_readable(&readable, b);
    rc = count_readable(r, b, &readable, err);
    for (enum balance_what w = BALANCE_NO_EVIDENCE; rc == XH_OK && w <= BALANCE_SHARED; w++)
        rc = run_evidence(r, b, w, &readable, err);
    buf_fini(&readable);
    return rc;
}

/* ---- all checks ---- */

static enum xh_rc run_check(struct store *st, const struct balance_ask *ask,
                            const struct list_def *l, const struct balance_def *d,
                            struct balance_report *r, struct xh_err *err)
{
    struct balance_sql b;

    if (!balance_sql_init(&b, st, l, d, ask->reader))
        return XH_OK;           /* refused when the configuration was read */
    b.parent = ask->parent;
    b.item = ask->item;
    b.away = ask->away;
    if (ask->item && b.other)
        return XH_OK;
    GROW(r->checks, r->n_checks, r->cap_checks);
    r->checks[r->n_checks++] = (struct balance_check){
        .list = l, .other = b.other, .def = d, .unit = b.unit, .other_unit = b.other_unit,
    };
    enum xh_rc rc = balance_sql_keep(&b, err);
    if (rc == XH_OK)
        rc = d->evidence ? run_all_evidence(r, &b, err)
             : b.other   ? run_sums(r, &b, err)
                         : run_rows(r, &b, err);
    balance_sql_fini(&b);
    return rc;
}

enum xh_rc balance_no_check(const struct defs *defs, const char *check, struct xh_err *err)
{
    struct buf there = { 0 };

    for (size_t i = 0; i < defs->n_lists; i++)
        for (size_t k = 0; k < defs->lists[i].n_balance; k++)
            buf_printf(&there, "%s%s (%s)", there.len ? _(", ") : "", defs->lists[i].balance[k].id,
                       defs->lists[i].balance[k].name);
    if (!there.len)
        xh_fail(err, XH_USAGE, _("no list says what must balance (`balance:` in its file)"));
    else
        xh_fail(err, XH_USAGE, _("there is no check '%s'. There are: %s"), check, buf_str(&there));
    buf_fini(&there);
    return XH_USAGE;
}

enum xh_rc balance_run(struct store *st, const struct balance_ask *ask,
                       struct balance_report *out, struct xh_err *err)
{
    const struct defs *defs = st->defs;
    bool own = !db_in_transaction(st->db), known = false;
    enum xh_rc rc = own ? db_begin_read(st->db, err) : XH_OK;

    own &= rc == XH_OK;         /* sums, and which of them are told, of one moment */
    for (size_t i = 0; rc == XH_OK && i < defs->n_lists; i++)
        for (size_t k = 0; rc == XH_OK && k < defs->lists[i].n_balance; k++) {
            const struct list_def *l = &defs->lists[i];
            if (ask->check && strcmp(l->balance[k].id, ask->check) != 0)
                continue;
            known = true;
            if (!ask->list || ask->list == l)
                rc = run_check(st, ask, l, &l->balance[k], out, err);
        }
    if (rc == XH_OK && !known && (ask->check || !ask->list))
        rc = balance_no_check(defs, ask->check ? ask->check : "", err);
    if (own)
        db_rollback(st->db);
    return rc;
}

/* ---- one row, in a sentence ---- */

static void say_side(struct buf *out, const struct list_def *l, const char **sum, size_t n,
                     int64_t value, const char *unit)
{
    char text[DECIMAL_TEXT];

    buf_printf(out, "%s %s%s%s", n == 1 ? l->fields[list_field(l, sum[0])].name : _("its parts"),
               decimal_format(value, text), *unit ? " " : "", unit);
}

static void say_row(struct buf *out, const struct balance_check *c, const struct balance_line *v)
{
    int64_t off = v->difference < 0 ? -v->difference : v->difference;
    struct buf left = { 0 }, right = { 0 };
    char text[DECIMAL_TEXT];

    say_side(&left, c->list, c->def->sum, c->def->n_sum, v->left, c->unit);
    say_side(&right, c->list, c->def->equals.sum, c->def->equals.n_sum, v->right_own,
             c->other_unit);
    buf_printf(out, _("%s, %s, off by %s%s%s%s"), buf_str(&left), buf_str(&right),
               v->rounded ? _("about ") : "", decimal_format(off, text), *c->unit ? " " : "",
               c->unit);
    buf_fini(&left);
    buf_fini(&right);
}

enum xh_rc balance_say_row(struct store *st, const struct list_def *l, int64_t item,
                           int64_t reader, struct buf *out, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < l->n_balance; i++) {
        const struct balance_def *d = &l->balance[i];
        const struct balance_ask ask = { .list = l, .check = d->id, .item = item,
                                         .reader = reader };
        struct balance_report r = { 0 };

        if (!d->equals.given || *d->equals.list)
            continue;
        rc = balance_run(st, &ask, &r, err);
        for (size_t k = 0; rc == XH_OK && k < r.n; k++) {
            buf_puts(out, out->len ? _("; ") : "");
            say_row(out, &r.checks[r.v[k].check], &r.v[k]);
        }
        balance_fini(&r);
    }
    return rc;
}

void balance_fini(struct balance_report *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->v[i].parent_code);
        free(r->v[i].place_name);
        free(r->v[i].code);
    }
    free(r->v);
    free(r->checks);
    *r = (struct balance_report){ 0 };
}
