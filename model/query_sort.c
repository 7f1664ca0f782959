#include "model/query_sort.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/def_bind.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/names.h"
#include "model/pinyin.h"
#include "model/text.h"

/* ---- what a column is sorted by ---- */

struct keying {
    const struct filter *f;
    const struct defs *defs;
    struct names names;
    const struct sort_column *column;   /* of every list, or */
    const struct field_def *field;      /* of the one list asked for, its place: */
    int at;
    bool down;
};

static void by_number(struct sort_key *k, int64_t n)
{
    k->empty = false;
    k->number = n;
}

static void by_day(struct sort_key *k, int32_t day)
{
    if (day != DAY_NONE && day != DAY_NEVER)
        by_number(k, day);
}

/* Cut at a character, so that a key of a row finds its place again. */
static void by_text(struct sort_key *k, const char *s)
{
    size_t n = 0;
    int len;

    if (!s || !*s)
        return;
    for (; text_next(s + n, &len) != 0 && n + (size_t)len < SORT_TEXT; n += (size_t)len)
        continue;
    k->empty = false;
    memcpy(k->text, s, n);
    k->text[n] = '\0';
}

static void by_name(struct sort_key *k, struct keying *x, enum names_kind kind, int64_t id,
                    const char *name)
{
    if (id == 0)
        return;
    by_text(k, name);
    by_number(k, names_rank(&x->names, kind, id));
}

#define COLUMN(name) \
    static void key_##name(struct sort_key *k, struct keying *x, const struct row *r)
#define BY_TEXT(name, value) COLUMN(name) { (void)x; by_text(k, value); }
#define BY_DAY(name, value) COLUMN(name) { (void)x; by_day(k, value); }
#define BY_NUMBER(name, value) COLUMN(name) { (void)x; by_number(k, value); }
#define BY_NAME(name, kind) COLUMN(name) { by_name(k, x, kind, r->it.name, r->name); }

BY_TEXT(code, r->it.sort_code)
BY_TEXT(title, r->it.title)
BY_TEXT(parent, r->parent)
BY_TEXT(co, r->co)
BY_TEXT(source, r->it.source)
BY_TEXT(source_ref, r->it.source_ref)
BY_TEXT(waiting, r->waiting)
BY_TEXT(latest, r->latest)
BY_TEXT(colour_rule, r->rule)
BY_NAME(unit, NAMES_UNIT)
BY_NAME(place, NAMES_PLACE)
BY_NAME(owner, NAMES_PERSON)
BY_NAME(handler, NAMES_PERSON)
BY_NAME(leader, NAMES_PERSON)
BY_NAME(lead, NAMES_PERSON)
BY_DAY(start, r->it.start)
BY_DAY(assigned_on, r->it.assigned_on)
BY_DAY(closed_on, r->it.closed_on)
BY_DAY(due, r->it.due)
BY_DAY(first_due, r->it.first_due)
BY_DAY(upper_due, r->it.upper_due)
BY_DAY(limit, r->it.limit_due)
BY_DAY(urgency, r->it.red_on)
BY_NUMBER(steps_done, r->it.steps_done)
BY_NUMBER(steps_total, r->it.steps_total)
BY_NUMBER(progress, r->it.progress)
BY_NUMBER(extensions, r->it.extensions)
BY_NUMBER(returns, r->it.returns)
BY_NUMBER(reopened, r->it.reopened)
BY_NUMBER(days_overdue, r->days_overdue)

COLUMN(list)
{
    const struct list_def *l = defs_list(x->defs, r->it.list);

    by_number(k, l ? l - x->defs->lists : INT64_MAX);
}

/* Red first, as it is called out. */
COLUMN(colour)
{
    (void)x;
    by_number(k, r->colour == COLOUR_NONE ? 9 : r->colour == COLOUR_GREY ? 8
                 : (int64_t)COLOUR_RED - (int64_t)r->colour);
}

COLUMN(state)
{
    const struct workflow_def *w = &x->defs->workflow;

    for (size_t i = 0; i < w->n_states; i++)
        if (strcmp(w->states[i].id, r->it.state) == 0)
            by_number(k, (int64_t)i);
}

COLUMN(left)
{
    (void)x;
    if (r->days_left != DAY_NONE)
        by_number(k, r->days_left);
}

/* The part that is done. */
COLUMN(steps)
{
    (void)x;
    if (r->it.steps_total)
        by_number(k, r->it.steps_done * DECIMAL_ONE / r->it.steps_total);
}

/* Stable keys (DESIGN 8), and what else the screen shows as a column. */
static const struct sort_column {
    const char *id;
    void (*key)(struct sort_key *k, struct keying *x, const struct row *r);
    enum names_kind names;      /* how names are compared; NAMES_ITEM: as they are written */
    bool pinyin;
    unsigned needs;             /* ROW_ bits */
} sort_columns[] = {
    { "urgency", key_urgency, NAMES_ITEM, false, 0 },
    { "colour", key_colour, NAMES_ITEM, false, 0 },
    { "colour_rule", key_colour_rule, NAMES_ITEM, false, 0 },
    { "code", key_code, NAMES_ITEM, false, 0 },
    { "list", key_list, NAMES_ITEM, false, 0 },
    { "parent", key_parent, NAMES_ITEM, false, 0 },
    { "title", key_title, NAMES_UNIT, true, 0 },
    { "unit", key_unit, NAMES_UNIT, true, 0 },
    { "place", key_place, NAMES_PLACE, true, 0 },
    { "owner", key_owner, NAMES_PERSON, true, 0 },
    { "handler", key_handler, NAMES_PERSON, true, 0 },
    { "leader", key_leader, NAMES_PERSON, true, 0 },
    { "lead", key_lead, NAMES_PERSON, true, 0 },
    { "co", key_co, NAMES_UNIT, true, ROW_CO },
    { "source", key_source, NAMES_UNIT, true, 0 },
    { "source_ref", key_source_ref, NAMES_UNIT, true, 0 },
    { "start", key_start, NAMES_ITEM, false, 0 },
    { "assigned_on", key_assigned_on, NAMES_ITEM, false, 0 },
    { "due", key_due, NAMES_ITEM, false, 0 },
    { "first_due", key_first_due, NAMES_ITEM, false, 0 },
    { "upper_due", key_upper_due, NAMES_ITEM, false, 0 },
    { "limit", key_limit, NAMES_ITEM, false, 0 },
    { "closed_on", key_closed_on, NAMES_ITEM, false, 0 },
    { "left", key_left, NAMES_ITEM, false, 0 },
    { "days_left", key_left, NAMES_ITEM, false, 0 },
    { "days_overdue", key_days_overdue, NAMES_ITEM, false, 0 },
    { "steps", key_steps, NAMES_ITEM, false, 0 },
    { "steps_done", key_steps_done, NAMES_ITEM, false, 0 },
    { "steps_total", key_steps_total, NAMES_ITEM, false, 0 },
    { "progress", key_progress, NAMES_ITEM, false, 0 },
    { "state", key_state, NAMES_ITEM, false, 0 },
    { "waiting", key_waiting, NAMES_UNIT, true, 0 },
    { "latest", key_latest, NAMES_UNIT, true, ROW_LATEST },
    { "extensions", key_extensions, NAMES_ITEM, false, 0 },
    { "returns", key_returns, NAMES_ITEM, false, 0 },
    { "reopened", key_reopened, NAMES_ITEM, false, 0 },
};
enum { COLUMNS = sizeof sort_columns / sizeof *sort_columns };

static void by_field(struct sort_key *k, const struct keying *x, const struct row *r)
{
    const char *s = (size_t)x->at < r->n_fields ? r->fields[x->at] : "";
    int64_t n;

    if (!*s)
        return;
    switch (x->field->type) {
    case FIELD_DECIMAL:
    case FIELD_INTEGER:
        if (decimal_parse(s, &n))
            by_number(k, n);
        return;
    case FIELD_DATE:
        by_day(k, day_parse(s));
        return;
    case FIELD_BOOL:
        by_number(k, strcmp(s, "true") == 0);
        return;
    case FIELD_CHOICE:          /* in the order they are offered */
        by_text(k, s);
        k->number = (int64_t)x->field->n_choices;
        for (size_t i = 0; i < x->field->n_choices; i++)
            if (strcmp(x->field->choices[i], s) == 0)
                k->number = (int64_t)i;
        return;
    case FIELD_TEXT:
        by_text(k, s);
        return;
    }
}

static void key_of(struct keying *x, const struct row *r, struct sort_key *out)
{
    *out = (struct sort_key){ .empty = true };
    if (x->column)
        x->column->key(out, x, r);
    else
        by_field(out, x, r);
}

/* ---- which column ---- */

static const struct sort_column *find_column(const char *id)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(sort_columns[i].id, id) == 0)
            return &sort_columns[i];
    return NULL;
}

/* A private field would tell by its place what it does not show. */
static const struct field_def *find_field(const struct list_def *l, const char *id, int *at)
{
    *at = l ? list_field(l, id) : -1;
    return *at >= 0 && !l->fields[*at].is_private ? &l->fields[*at] : NULL;
}

bool query_can_sort(const struct list_def *l, const char *key)
{
    int at;

    key += *key == '-';
    return find_column(key) || find_field(l, key, &at);
}

static enum xh_rc begin(struct keying *x, struct xh_err *err)
{
    const char *id = x->f->sort;
    const struct list_def *l = x->f->list ? defs_list(x->defs, x->f->list) : NULL;

    x->down = *id == '-';
    id += x->down;
    x->column = find_column(id);
    x->field = x->column ? NULL : find_field(l, id, &x->at);
    if (x->column || x->field)
        return XH_OK;
    struct buf there = {0};
    struct guess g;
    guess_begin(&g, id);
    for (size_t i = 0; i < COLUMNS; i++) {
        guess_offer(&g, sort_columns[i].id);
        buf_printf(&there, "%s%s", i ? ", " : "", sort_columns[i].id);
    }
    for (size_t i = 0; l && i < l->n_fields; i++)
        if (!l->fields[i].is_private) {
            guess_offer(&g, l->fields[i].id);
            buf_printf(&there, ", %s", l->fields[i].id);
        }
    if (guess_best(&g))
        xh_fail(err, XH_USAGE, _("cannot sort by '%s', did you mean '%s'? Use: %s"), id,
                guess_best(&g), buf_str(&there));
    else
        xh_fail(err, XH_USAGE, _("cannot sort by '%s'. Use: %s"), id, buf_str(&there));
    buf_fini(&there);
    return XH_USAGE;
}

/* ---- order ---- */

static int sign(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare(const struct keying *x, const struct sort_key *a, int64_t a_id,
                   const struct sort_key *b, int64_t b_id)
{
    int order = 0;

    if (a->empty != b->empty)
        return a->empty ? 1 : -1;
    if (!a->empty)
        order = sign(a->number, b->number);
    if (!order && !a->empty)
        order = x->column && !x->column->pinyin
                    ? strcmp(a->text, b->text)
                    : names_compare(x->column ? x->column->names : NAMES_UNIT, a->text, b->text);
    if (order)
        return x->down ? -order : order;
    return sign(a_id, b_id);
}

/* One row's place; `row` zeroed where only the place is kept. */
struct placed { struct sort_key key; int64_t id; struct row row; };
struct sorting {
    struct keying x;
    bool keeps;                 /* whole rows: all of them are wanted */
    struct placed *v; size_t n, cap;
};

/* The merge sort of people who hand a context to the comparison. */
static void sort(const struct sorting *s, struct placed **v, struct placed **tmp,
                 size_t n)
{
    size_t half = n / 2, i = 0, k = half, at = 0;

    if (n < 2)
        return;
    sort(s, v, tmp, half);
    sort(s, v + half, tmp, n - half);
    while (i < half && k < n)
        tmp[at++] = compare(&s->x, &v[i]->key, v[i]->id, &v[k]->key, v[k]->id) <= 0 ? v[i++]
                                                                                   : v[k++];
    while (i < half)
        tmp[at++] = v[i++];
    memcpy(v, tmp, at * sizeof *v);
}

/* ---- reading ---- */

static enum xh_rc too_many(const struct filter *f, struct xh_err *err)
{
    return xh_fail(err, XH_REFUSED,
                   f->list && strcmp(f->list, "all") != 0
                       ? _("More than %lld rows: too many to sort by this column. Choose a colour "
                           "(1 red, 2 yellow), a unit or a village first, then sort.")
                       : _("More than %lld rows: too many to sort by this column. Choose one list, "
                           "a colour (1 red, 2 yellow) or a unit first, then sort."),
                   (long long)f->sort_most);
}

static enum xh_rc place(void *ctx, struct row *r, struct xh_err *err)
{
    struct sorting *s = ctx;

    if (s->x.f->sort_most > 0 && (int64_t)s->n >= s->x.f->sort_most)
        return too_many(s->x.f, err);
    GROW(s->v, s->n, s->cap);
    struct placed *p = &s->v[s->n++];
    *p = (struct placed){ .id = r->it.id };
    key_of(&s->x, r, &p->key);
    if (s->keeps) {
        p->row = *r;
        *r = (struct row){0};
    }
    return XH_OK;
}

/* Everything the filter lets through, in no order. */
static enum xh_rc read_all(struct store *st, struct sorting *s, struct xh_err *err)
{
    struct filter all = *s->x.f;
    unsigned needs = s->x.column ? s->x.column->needs : ROW_FIELDS;

    all.sort = NULL;
    all.order = ORDER_URGENCY;
    all.limit = 0;
    all.from = NULL;
    all.backward = false;
    all.without = (s->keeps ? all.without : ROW_CO | ROW_LATEST | ROW_FIELDS) & ~needs;
    return query_each(st, &all, place, s, err);
}

struct giving { const struct placed *at; query_sink *sink; void *ctx; };

static enum xh_rc give(void *ctx, struct row *r, struct xh_err *err)
{
    struct giving *g = ctx;

    r->sort = g->at->key;
    return g->sink(g->ctx, r, err);
}

/* A row of the page, read whole. It was let through: only who may read it is asked again. */
static enum xh_rc read_one(struct store *st, const struct filter *f, struct giving *g,
                           struct xh_err *err)
{
    struct filter one = { .item = g->at->id, .order = ORDER_CODE, .today = f->today,
                          .as_of = f->as_of, .reader = f->reader, .without = f->without };

    return query_each(st, &one, give, g, err);
}

/* Where the page begins: the first place after (before) that of `from`. */
static size_t first_of(const struct sorting *s, struct placed **v)
{
    const struct filter *f = s->x.f;
    size_t i = 0;

    if (!f->from)
        return f->backward ? s->n : 0;
    while (i < s->n &&
           compare(&s->x, &v[i]->key, v[i]->id, &f->from->sort, f->from->id) <
               (f->backward ? 0 : 1))
        i++;
    return i;
}

static enum xh_rc give_page(struct store *st, struct sorting *s, struct placed **v,
                            query_sink *sink, void *ctx, struct xh_err *err)
{
    const struct filter *f = s->x.f;
    size_t at = first_of(s, v);
    int64_t left = f->limit > 0 ? f->limit : INT64_MAX;
    enum xh_rc rc = XH_OK;

    for (; rc == XH_OK && left > 0 && (f->backward ? at > 0 : at < s->n); left--) {
        struct placed *p = f->backward ? v[--at] : v[at++];
        struct giving g = { p, sink, ctx };
        if (s->keeps)
            rc = give(&g, &p->row, err);
        else
            rc = read_one(st, f, &g, err);
    }
    return rc;
}

enum xh_rc query_sorted(struct store *st, const struct filter *f, query_sink *sink, void *ctx,
                        struct xh_err *err)
{
    struct sorting s = { .x = { .f = f, .defs = st->defs, .names = { .db = st->db } },
                         .keeps = f->limit == 0 };
    struct placed **v = NULL;
    enum xh_rc rc = begin(&s.x, err);

    if (rc == XH_OK)
        rc = read_all(st, &s, err);
    if (rc == XH_OK)
        rc = names_failed(&s.x.names, err);
    if (rc == XH_OK) {
        v = xcalloc(2 * s.n + 1, sizeof *v);
        for (size_t i = 0; i < s.n; i++)
            v[i] = &s.v[i];
        sort(&s, v, v + s.n, s.n);
        rc = give_page(st, &s, v, sink, ctx, err);
    }
    for (size_t i = 0; i < s.n; i++)
        row_fini(&s.v[i].row);
    free(s.v);
    free(v);
    names_fini(&s.x.names);
    return rc;
}
