#include "model/query_build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/text.h"

/* ---- text and values ---- */

static void push(struct sql *s, struct value v)
{
    GROW(s->v, s->n, s->cap);
    s->v[s->n++] = v;
}

void sql_add(struct sql *s, const char *fmt, const char *text, ...)
{
    va_list ap;

    buf_puts(&s->text, text);
    va_start(ap, text);
    for (; *fmt; fmt++) {
        switch (*fmt) {
        case 'i': push(s, value_int(va_arg(ap, int64_t))); break;
        case 'd': push(s, value_day(va_arg(ap, int32_t))); break;
        case 't': push(s, value_text(va_arg(ap, const char *))); break;
        case 'v': push(s, *va_arg(ap, const struct value *)); break;
        default:  assert(!"a letter sql_add() knows");
        }
    }
    va_end(ap);
}

void sql_append(struct sql *s, const struct sql *more)
{
    buf_puts(&s->text, buf_str(&more->text));
    for (size_t i = 0; i < more->n; i++)
        push(s, more->v[i]);
}

void sql_fini(struct sql *s)
{
    buf_fini(&s->text);
    free(s->v);
    *s = (struct sql){0};
}

char *query_text(const struct query *q, const struct sql *s)
{
    char *text = xstrdup(buf_str(&s->text));

    for (char *p = text; (p = strchr(p, '@'));)
        *p = q->past ? 'c' : 'i';
    return text;
}

struct stmt *query_prepare(const struct query *q, const struct sql *s, struct xh_err *err)
{
    char *text = query_text(q, s);
    struct stmt *stmt = db_query(q->st->db, err, text, "");

    for (size_t i = 0; stmt && i < s->n; i++)
        stmt_bind(stmt, (int)i + 1, s->v[i]);
    free(text);
    return stmt;
}

const char *query_keep(struct query *q, char *text)
{
    GROW(q->kept, q->n_kept, q->cap_kept);
    q->kept[q->n_kept++] = text;
    return text;
}

const char *query_pattern(struct query *q, const char *part)
{
    struct buf b = {0};

    buf_putc(&b, '%');
    for (; *part; part++) {
        if (strchr("%_\\", *part))
            buf_putc(&b, '\\');
        buf_putc(&b, *part);
    }
    buf_putc(&b, '%');
    return query_keep(q, buf_take(&b));
}

/* ---- the filter's parts ---- */

static bool is_given(const char *s)
{
    return s && *s;
}

static enum xh_rc add_list(struct query *q, struct xh_err *err)
{
    const struct defs *defs = q->st->defs;
    const char *id = q->f->list;

    if (!is_given(id) || strcmp(id, "all") == 0)
        return XH_OK;
    q->list = defs_list(defs, id);
    if (!q->list) {
        struct buf there = {0};
        for (size_t i = 0; i < defs->n_lists; i++)
            buf_printf(&there, "%s%s", i ? ", " : "", defs->lists[i].id);
        xh_fail(err, XH_USAGE, _("there is no list '%s'. Lists: %s"), id,
                buf_str(&there));
        buf_fini(&there);
        return XH_USAGE;
    }
    sql_add(&q->cond, "t", " AND i.list = ?", q->list->id);
    return XH_OK;
}

/* ENGINE 28. What everybody of this role may read needs no condition. */
static void add_reader(struct query *q)
{
    struct buf sql = {0};

    if (q->f->reader == READER_TOWNSHIP)
        buf_puts(&sql, "1");
    else if (q->f->reader != 0)
        permit_read_filter(&sql, q->st->db, q->st->defs, q->f->reader,
                           q->list ? q->list->id : NULL);
    else
        buf_puts(&sql, "1 = 0");    /* an unmapped login reads nothing (ENGINE 29) */
    q->reads_all = strcmp(buf_str(&sql), "1") == 0;
    if (!q->reads_all) {
        sql_add(&q->cond, "", " AND (");
        sql_add(&q->cond, "", buf_str(&sql));
        sql_add(&q->cond, "", ")");
    }
    buf_fini(&sql);
}

typedef enum xh_rc finder(struct db *db, const char *name, int64_t *id,
                          struct xh_err *err);

static enum xh_rc add_person(struct query *q, const char *typed, const char *cond,
                             struct xh_err *err)
{
    int64_t id = 0;
    enum xh_rc rc = is_given(typed) ? person_find(q->st->db, typed, &id, err) : XH_OK;

    if (rc == XH_OK && id != 0)
        sql_add(&q->cond, "i", cond, id);
    return rc;
}

static const char sql_below_unit[] =
    "WITH RECURSIVE down(id) AS (SELECT id FROM unit WHERE id = ? UNION "
    "SELECT u.id FROM unit u JOIN down ON u.parent = down.id) SELECT id FROM down";
static const char sql_below_place[] =
    "WITH RECURSIVE down(id) AS (SELECT id FROM place WHERE id = ? UNION "
    "SELECT p.id FROM place p JOIN down ON p.parent = down.id) SELECT id FROM down";

static const char sql_place[] = "SELECT id FROM place WHERE id = ?";

/* In a unit or place, or one below it: "林家村" has the rows of its groups. */
static enum xh_rc add_tree(struct query *q, const char *typed, finder *find,
                           const char *below, const char *column, bool *one,
                           struct xh_err *err)
{
    int64_t id = 0;
    size_t n = 0;
    int step;
    enum xh_rc rc = is_given(typed) ? find(q->st->db, typed, &id, err) : XH_OK;

    if (rc != XH_OK || id == 0)
        return rc;
    struct sql ids = {0};
    struct stmt *s = db_query(q->st->db, err, below, "i", id);
    for (step = s ? 0 : -1; s && (step = stmt_step(s, err)) > 0; n++)
        sql_add(&ids, "i", n ? ", ?" : "?", stmt_int(s, 0));
    stmt_done(s);
    sql_add(&q->cond, "", " AND i.");
    sql_add(&q->cond, "", column);
    sql_add(&q->cond, "", n == 1 ? " = " : " IN (");
    sql_append(&q->cond, &ids);
    sql_add(&q->cond, "", n == 1 ? "" : ")");
    sql_fini(&ids);
    *one = n == 1;
    return step < 0 ? XH_DB : XH_OK;
}

static enum xh_rc add_people(struct query *q, struct xh_err *err)
{
    const struct filter *f = q->f;
    bool one_place;
    enum xh_rc rc =
        add_tree(q, f->unit, unit_find, sql_below_unit, "unit", &q->one_unit, err);

    if (rc == XH_OK)
        rc = add_tree(q, f->place, place_find, f->place_alone ? sql_place : sql_below_place,
                      "place", &one_place, err);
    if (rc == XH_OK)
        rc = add_person(q, f->owner, " AND i.owner = ?", err);
    if (rc == XH_OK)
        rc = add_person(q, f->handler, " AND i.handler = ?", err);
    if (rc == XH_OK)
        rc = add_person(q, f->leader, " AND i.leader = ?", err);
    if (rc == XH_OK)
        rc = add_person(q, f->lead, " AND i.lead = ?", err);
    if (rc == XH_OK && is_given(f->parent)) {
        rc = item_find(q->st->db, q->st->defs, f->parent, f->today, &q->parent, err);
        if (rc == XH_OK)
            sql_add(&q->cond, "i", " AND i.parent = ?", q->parent);
    }
    q->one_owner = is_given(f->owner);
    return rc;
}

/* The numbers are written out: an index WHERE phase <= 1 or >= 2 serves only that literal
 * (ENGINE 12). */
static const struct { const char *word, *cond; } phase_words[] = {
    [PHASE_OPEN]      = { "open",      " AND @.phase <= 1 AND @.phase = 0" },
    [PHASE_REVIEW]    = { "review",    " AND @.phase <= 1 AND @.phase = 1" },
    [PHASE_HELD]      = { "held",      " AND @.phase = 2" },
    [PHASE_CLOSED]    = { "closed",    " AND @.phase >= 2 AND @.phase = 3" },
    [PHASE_CANCELLED] = { "cancelled", " AND @.phase >= 2 AND @.phase = 4" },
};
enum { PHASES = PHASE_CANCELLED + 1 };

void query_only_phase(struct query *q, enum phase p)
{
    q->phases &= 1u << p;
    sql_add(&q->cond, "", phase_words[p].cond);
}

static enum xh_rc add_state(struct query *q, struct xh_err *err)
{
    const struct workflow_def *w = &q->st->defs->workflow;
    const char *typed = q->f->state;

    if (!is_given(typed))
        return XH_OK;
    for (int p = 0; p < PHASES; p++)
        if (strcmp(phase_words[p].word, typed) == 0) {
            query_only_phase(q, (enum phase)p);
            return XH_OK;
        }
    const struct state_def *state = defs_state(q->st->defs, typed);
    for (size_t i = 0; !state && i < w->n_states; i++)
        if (strcmp(w->states[i].name, typed) == 0)
            state = &w->states[i];
    if (state) {
        query_only_phase(q, state->phase);
        sql_add(&q->cond, "t", " AND @.state = ?", state->id);
        if (strcmp(state->id, "active") != 0)
            sql_add(&q->cond, "", " AND @.state <> 'active'");  /* its index is over these */
        return XH_OK;
    }
    struct buf there = {0};
    for (int p = 0; p < PHASES; p++)
        buf_printf(&there, "%s%s", p ? ", " : "", phase_words[p].word);
    for (size_t i = 0; i < w->n_states; i++)
        if (!strstr(buf_str(&there), w->states[i].id))
            buf_printf(&there, ", %s", w->states[i].id);
    xh_fail(err, XH_USAGE, _("there is no state '%s'. States: %s"), typed,
            buf_str(&there));
    buf_fini(&there);
    return XH_USAGE;
}

/* ---- overdue, due soon (ENGINE 4) ---- */

int32_t query_soon_until(const struct defs *defs, const struct list_def *l, int32_t day)
{
    int32_t last = DAY_NONE;

    for (size_t i = 0; l && i < l->colours.n_yellow; i++) {
        const struct colour_rule *r = &l->colours.yellow[i];
        if (r->kind != RULE_DUE_IN || r->amount < 0 || r->amount > DAY_MAX)
            continue;
        int32_t n = (int32_t)r->amount;
        int32_t on = r->unit == UNIT_WORKDAY
                         ? calendar_add_workdays(defs->calendar, day, n + 1) - 1
                     : r->unit == UNIT_MONTH ? day_add_months(day, n)
                                             : day + n;
        last = on > last ? on : last;
    }
    return last == DAY_NONE ? calendar_add_workdays(defs->calendar, day, 4) - 1 : last;
}

static void add_soon(struct query *q, int32_t *until)
{
    const struct defs *defs = q->st->defs;
    int32_t other = query_soon_until(defs, q->list, q->day), widest = other;
    struct sql by_list = {0};

    for (size_t i = 0; !q->list && i < defs->n_lists; i++) {
        int32_t last = query_soon_until(defs, &defs->lists[i], q->day);
        if (last != other)
            sql_add(&by_list, "td", " WHEN ? THEN ?", defs->lists[i].id, last);
        widest = last > widest ? last : widest;
    }
    *until = widest;
    if (by_list.n > 0) {
        sql_add(&q->cond, "", " AND @.due <= CASE i.list");
        sql_append(&q->cond, &by_list);
        sql_add(&q->cond, "d", " ELSE ? END", other);
    }
    sql_fini(&by_list);
}

static void add_due(struct query *q)
{
    /* wd(due,D] >= 1: a workday after due, so the last one up to D lies after it. */
    int32_t last_workday = calendar_roll_back(q->st->defs->calendar, q->day);
    int32_t from = q->f->overdue ? DAY_MIN : last_workday, until = last_workday - 1;

    if (!q->f->overdue && !q->f->due_soon)
        return;
    query_only_phase(q, PHASE_OPEN);
    if (q->f->due_soon)
        add_soon(q, &until);
    sql_add(&q->cond, "dd", " AND @.due >= ? AND @.due <= ?", from, until);
    if (q->f->order != ORDER_DUE)
        sql_add(&q->few, "dd", "p.phase <= 1 AND p.due >= ? AND p.due <= ?", from, until);
    if (q->few.n > 0 && q->list)
        sql_add(&q->few, "t", " AND p.list = ?", q->list->id);
}

/* ---- together ---- */

enum xh_rc query_init(struct query *q, struct store *st, const struct filter *f,
                      struct xh_err *err)
{
    enum xh_rc rc;

    *q = (struct query){
        .st = st, .f = f, .past = f->as_of != DAY_NONE, .phases = (1u << PHASES) - 1
    };
    q->day = q->past ? f->as_of : f->today;
    if (f->item != 0)
        sql_add(&q->cond, "i", " AND i.id = ?", f->item);
    rc = add_list(q, err);
    if (rc == XH_OK)
        rc = add_people(q, err);
    if (rc == XH_OK)
        rc = add_state(q, err);
    if (rc == XH_OK)
        add_due(q);
    for (size_t i = 0; rc == XH_OK && i < f->n_where; i++)
        rc = query_where(q, f->where[i], err);
    if (rc == XH_OK && is_given(f->text))
        rc = query_words(q, f->text, err);
    if (rc == XH_OK && f->not_signed)
        rc = query_unsigned(q, err);
    if (rc == XH_OK)
        add_reader(q);
    return rc;
}

void query_fini(struct query *q)
{
    sql_fini(&q->cond);
    sql_fini(&q->few);
    sql_fini(&q->found);
    for (size_t i = 0; i < q->n_kept; i++)
        free(q->kept[i]);
    free(q->kept);
    *q = (struct query){0};
}

void query_from(const struct query *q, struct sql *s, const struct sql *few,
                const char *first)
{
    bool by_few = !q->past && few && few->n > 0;
    const char *found = q->n_found ? " NOT INDEXED" : "";   /* but by its id, which is found */

    /* CROSS JOIN: left to itself the planner walks the index that has the order. */
    sql_add(s, "", by_few ? " FROM item p" : q->past && !q->n_found ? " FROM colour_span c JOIN "
                   "item i ON i.id = c.item" : " FROM item i");
    sql_add(s, "", found);
    sql_add(s, "", by_few ? " CROSS JOIN item i WHERE i.id = p.id AND "
                   : q->past && q->n_found ? " CROSS JOIN colour_span c WHERE c.item = i.id AND "
                                           : " WHERE ");
    if (q->n_found) {
        sql_add(s, "", by_few ? "p.id IN (" : "i.id IN (");
        sql_append(s, &q->found);
        sql_add(s, "", ") AND ");
    }
    if (by_few) {
        sql_append(s, few);
        sql_add(s, "", " AND ");
    }
    sql_add(s, "", first);
    if (q->past)
        sql_add(s, "dd", " AND c.from_day <= ? AND c.to_day >= ? AND c.voided = 0 "
                "AND i.voided = 0", q->day, q->day);
    sql_append(s, &q->cond);
}

void query_add_unpinned(const struct query *q, struct sql *s)
{
    sql_add(s, "dd", " AND (@.pin_until IS NULL OR @.pin_until < ? OR @.pin_from > ?)",
            q->day, q->day);
}

void query_add_pinned(const struct query *q, struct sql *few, struct sql *cond)
{
    if (q->past)
        sql_add(cond, "dd", " AND c.pin_until >= ? AND c.pin_from <= ?", q->day, q->day);
    else
        sql_add(few, "dd", "p.pin_until >= ? AND p.pin_from <= ?", q->day, q->day);
}
