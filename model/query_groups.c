#include "model/query_groups.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/names.h"
#include "model/permit.h"
#include "model/query_build.h"

static const char *const columns[GROUP_BYS] = {
    [GROUP_UNIT] = "i.unit", [GROUP_OWNER] = "i.owner", [GROUP_VILLAGE] = "i.place",
    [GROUP_PLACE] = "i.place", [GROUP_PARENT] = "i.parent", [GROUP_STATE] = "@.state",
};

/* In this order in every row: lit, red, red or yellow, review, held, closed. A pin decides
 * instead of the date. */
enum { SUM_LIT, SUM_RED, SUM_AMBER, SUM_REVIEW, SUM_HELD, SUM_CLOSED, SUMS };
static const char sums[] =
    ", sum(@.phase <= 1), "
    "sum(@.phase <= 1 AND CASE WHEN @.pin_until >= ? AND @.pin_from <= ? "
    "THEN @.pin_colour = 'red' ELSE @.red_on <= ? END), "
    "sum(@.phase <= 1 AND CASE WHEN @.pin_until >= ? AND @.pin_from <= ? "
    "THEN @.pin_colour <> 'green' ELSE @.yellow_on <= ? END), "
    "sum(@.phase = 1), sum(@.phase = 2), sum(@.phase = 3)";

/* ---- villages ---- */

static const char sql_tops[] =
    "WITH RECURSIVE up(id, top) AS (SELECT id, id FROM place WHERE parent IS NULL UNION ALL "
    "SELECT p.id, up.top FROM place p JOIN up ON p.parent = up.id) "
    "SELECT up.id, t.id, t.name, t.rank FROM up JOIN place t ON t.id = up.top";

struct top { int64_t place, id, rank; char *name; };
struct tops { struct top *v; size_t n, cap; };

static enum xh_rc load_tops(struct db *db, struct tops *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql_tops, "");
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct top){ stmt_int(s, 0), stmt_int(s, 1), stmt_int(s, 3),
                                         xstrdup(stmt_text(s, 2)) };
    }
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}

static void free_tops(struct tops *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->v[i].name);
    free(t->v);
}

/* ---- one group ---- */

struct grouping {
    struct query q;
    enum group_by by;
    struct names names;
    struct tops tops;
    struct groups *out;
};

static void name_state(struct grouping *x, struct stmt *s, struct group *g)
{
    const struct workflow_def *w = &x->q.st->defs->workflow;
    const char *id = stmt_text(s, 0);

    g->key = xstrdup(id);
    g->rank = (int64_t)w->n_states;
    for (size_t i = 0; i < w->n_states; i++)
        if (strcmp(w->states[i].id, id) == 0) {
            g->name = xstrdup(w->states[i].name);
            g->rank = (int64_t)i;
        }
    if (!g->name)
        g->name = xstrdup(id);
}

static void name_village(struct grouping *x, struct stmt *s, struct group *g)
{
    int64_t place = stmt_int(s, 0);

    g->rank = INT64_MAX;
    for (size_t i = 0; i < x->tops.n; i++)
        if (x->tops.v[i].place == place) {
            g->id = x->tops.v[i].id;
            g->rank = x->tops.v[i].rank;
            g->name = xstrdup(x->tops.v[i].name);
            g->key = xstrdup(g->name);
        }
    if (!g->name) {
        g->name = xstrdup("");
        g->key = xstrdup("");
    }
}

/* By its title, unless that is personal or not for this reader. */
static void name_parent(struct grouping *x, struct stmt *s, struct group *g)
{
    const struct store *st = x->q.st;
    int64_t reader = x->q.f->reader;
    struct item it = {0};

    g->id = stmt_int(s, 0);
    g->key = xstrdup(names_get(&x->names, NAMES_ITEM, g->id));
    if (g->id && item_load(st->db, g->id, &it, NULL) == XH_OK) {
        const struct list_def *l = defs_list(st->defs, it.list);
        if (l && !l->person &&
            (reader == READER_TOWNSHIP ||
             permit_may(st->db, st->defs, reader, VERB_READ, it.list, g->id)))
            g->name = xstrdup(it.title);
    }
    if (!g->name)
        g->name = xstrdup(g->key);
    g->rank = g->id ? 0 : 1;
    item_fini(&it);
}

static void name_it(struct grouping *x, struct stmt *s, struct group *g)
{
    enum names_kind kind = x->by == GROUP_UNIT    ? NAMES_UNIT
                           : x->by == GROUP_PLACE ? NAMES_PLACE : NAMES_PERSON;

    switch (x->by) {
    case GROUP_STATE:   name_state(x, s, g); return;
    case GROUP_VILLAGE: name_village(x, s, g); return;
    case GROUP_PARENT:  name_parent(x, s, g); return;
    default: break;
    }
    g->id = stmt_int(s, 0);
    g->name = xstrdup(names_get(&x->names, kind, g->id));
    g->rank = names_rank(&x->names, kind, g->id);
    g->key = g->id == 0 ? xstrdup("") : x->by != GROUP_OWNER
             ? xstrdup(g->name) : xasprintf("#%lld", (long long)g->id);
}

static void add_to(struct group *g, const struct groups *all, struct stmt *s)
{
    struct counts *n = &g->n;
    int64_t v[SUMS];

    for (int i = 0; i < SUMS; i++)
        v[i] = stmt_int(s, 1 + i);
    n->colour[COLOUR_RED] += v[SUM_RED];
    n->colour[COLOUR_YELLOW] += v[SUM_AMBER] - v[SUM_RED];
    n->colour[COLOUR_GREEN] += v[SUM_LIT] - v[SUM_AMBER];
    n->colour[COLOUR_GREY] += v[SUM_HELD];
    n->review += v[SUM_REVIEW];
    n->total += v[SUM_LIT] + v[SUM_HELD];
    n->closed += v[SUM_CLOSED];
    for (size_t i = 0; i < all->n_fields; i++)
        g->sums[i] += stmt_int(s, 1 + SUMS + (int)i) *
                      (all->fields[i]->type == FIELD_INTEGER ? DECIMAL_ONE : 1);
}

static void free_group(struct group *g)
{
    free(g->key);
    free(g->name);
    free(g->sums);
}

/* Rows of several places are of one village. */
static void take(struct grouping *x, struct stmt *s)
{
    struct groups *out = x->out;
    struct group g = {0};

    name_it(x, s, &g);
    for (size_t i = 0; x->by == GROUP_VILLAGE && i < out->n; i++)
        if (out->v[i].id == g.id) {
            add_to(&out->v[i], out, s);
            free_group(&g);
            return;
        }
    g.sums = xcalloc(out->n_fields + 1, sizeof *g.sums);
    add_to(&g, out, s);
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] = g;
}

static int in_order(const struct group *a, const struct group *b, enum names_kind kind)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int order = names_compare(kind, a->name, b->name);
    if (order)
        return order;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* Items and states have an order of their own. */
static int by_rank(const void *a, const void *b)
{
    return in_order(a, b, NAMES_ITEM);
}

static int people_by_rank(const void *a, const void *b)
{
    return in_order(a, b, NAMES_PERSON);
}

static int places_by_rank(const void *a, const void *b)
{
    return in_order(a, b, NAMES_PLACE);
}

/* ---- together ---- */

static void find_fields(struct grouping *x)
{
    const struct list_def *l = x->q.list;

    x->out->fields = xcalloc(l ? l->n_fields + 1 : 1, sizeof *x->out->fields);
    for (size_t i = 0; l && i < l->n_fields && !(x->q.f->without & ROW_FIELDS); i++)
        if (l->fields[i].sum && !l->fields[i].is_private)
            x->out->fields[x->out->n_fields++] = &l->fields[i];
}

static void build(struct grouping *x, struct sql *s)
{
    int32_t d = x->q.day;

    sql_add(s, "", "SELECT ");
    sql_add(s, "", columns[x->by]);
    sql_add(s, "dddddd", sums, d, d, d, d, d, d);
    for (size_t i = 0; i < x->out->n_fields; i++)   /* ids are checked identifiers */
        buf_printf(&s->text, ", coalesce(sum((SELECT f.\"v_%s\" FROM \"f_%s\" f "
                   "WHERE f.id = i.id)), 0)", x->out->fields[i]->id, x->q.list->id);
    query_from(&x->q, s, NULL, "i.voided = 0 AND @.phase <= 3");
    sql_add(s, "", " GROUP BY ");
    sql_add(s, "", columns[x->by]);
}

static enum xh_rc run(struct grouping *x, struct xh_err *err)
{
    struct sql sql = {0};
    int step;

    find_fields(x);
    build(x, &sql);
    struct stmt *s = query_prepare(&x->q, &sql, err);
    for (step = s ? 0 : -1; s && (step = stmt_step(s, err)) > 0;)
        take(x, s);
    stmt_done(s);
    sql_fini(&sql);
    return step < 0 ? XH_DB : names_failed(&x->names, err);
}

static void add_up(struct groups *g)
{
    g->total.sums = xcalloc(g->n_fields + 1, sizeof *g->total.sums);
    for (size_t i = 0; i < g->n; i++) {
        for (int c = 0; c < 5; c++)
            g->total.n.colour[c] += g->v[i].n.colour[c];
        g->total.n.review += g->v[i].n.review;
        g->total.n.total += g->v[i].n.total;
        g->total.n.closed += g->v[i].n.closed;
        for (size_t k = 0; k < g->n_fields; k++)
            g->total.sums[k] += g->v[i].sums[k];
    }
}

enum xh_rc groups_load(struct store *st, const struct filter *f, enum group_by by,
                       struct groups *out, struct xh_err *err)
{
    struct grouping x = { .by = by, .names = { .db = st->db }, .out = out };
    enum xh_rc rc = query_init(&x.q, st, f, err);

    if (rc == XH_OK && by == GROUP_VILLAGE)
        rc = load_tops(st->db, &x.tops, err);
    if (rc == XH_OK)
        rc = run(&x, err);
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v,
              by == GROUP_STATE || by == GROUP_PARENT ? by_rank
              : by == GROUP_OWNER                     ? people_by_rank : places_by_rank);
    add_up(out);
    free_tops(&x.tops);
    names_fini(&x.names);
    query_fini(&x.q);
    return rc;
}

void groups_fini(struct groups *g)
{
    for (size_t i = 0; i < g->n; i++)
        free_group(&g->v[i]);
    free_group(&g->total);
    free(g->v);
    free(g->fields);
    *g = (struct groups){0};
}
