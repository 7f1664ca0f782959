#include "model/visit_round.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

bool round_has(const struct list_def *l)
{
    return l->person || l->rollup.given;
}

/* ---- places, in order ---- */

/* Rank and id from the village down: as text it sorts as the places stand. */
static const char sql_places[] =
    "WITH RECURSIVE up(id, way) AS ("
    "SELECT id, printf('%08d.%08d', coalesce(rank, 99999999), id) FROM place WHERE parent IS NULL "
    "UNION ALL SELECT p.id, up.way || printf('/%08d.%08d', coalesce(p.rank, 99999999), p.id) "
    "FROM place p JOIN up ON p.parent = up.id) SELECT id, way FROM up ORDER BY id";

struct spot { int64_t id; char *way; };
struct spots { struct spot *v; size_t n, cap; };

static enum xh_rc read_spots(struct db *db, struct spots *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql_places, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct spot){ stmt_int(s, 0), xstrdup(stmt_text(s, 1)) };
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static int spot_by_id(const void *pa, const void *pb)
{
    const struct spot *a = pa, *b = pb;

    return a->id < b->id ? -1 : a->id > b->id;
}

/* What has no place comes last. */
static const char *way_to(const struct spots *s, int64_t place)
{
    const struct spot key = { .id = place };
    const struct spot *found = place && s->n ? bsearch(&key, s->v, s->n, sizeof *s->v, spot_by_id)
                                             : NULL;

    return found ? found->way : "~";
}

static void free_spots(struct spots *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->v[i].way);
    free(s->v);
}

/* ---- which rows ---- */

struct rounding {
    struct store *st;
    const struct round_ask *ask;
    const struct list_def *list;
    struct spots spots;
    struct round *out;
};

static bool was_open(const struct visit *v, int32_t day)
{
    return v->promise_due != DAY_NONE && (v->kept_on == DAY_NONE || v->kept_on >= day);
}

/* Signed before the day began? Rows of lists that are not summed up never are. */
static enum xh_rc was_signed(const struct rounding *g, int64_t item, bool *yes,
                             struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = g->list->rollup.given
                        ? db_get_int(g->st->db, err, &n, "SELECT count(*) FROM rollup_row WHERE "
                                     "item = ? AND signed_on < ?", "id", item, g->ask->day)
                        : XH_OK;

    *yes = n > 0;
    return rc;
}

static bool had_promise(const struct visits *all, int32_t day)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].day < day && was_open(&all->v[i], day))
            return true;
    return false;
}

static enum xh_rc too_many(struct xh_err *err)
{
    return xh_fail(err, XH_USAGE,
                   err_way(_("more than %d rows to go to: name --owner, --parent or --place"),
                           _("more than %d rows to go to: choose one person, project or place")),
                   ROUND_MOST);
}

static enum xh_rc gather(void *ctx, struct row *r, struct xh_err *err)
{
    struct rounding *g = ctx;
    const struct item *it = &r->it;
    struct visits all = {0};
    bool done = false;

    if (it->phase == PHASE_CANCELLED || it->opened_on > g->ask->day ||
        (it->phase == PHASE_CLOSED && it->closed_on < g->ask->day))
        return XH_OK;
    enum xh_rc rc = visits_load(g->st, it->id, g->ask->reader, g->ask->today, &all, err);
    if (rc == XH_OK && !g->ask->all)
        rc = was_signed(g, it->id, &done, err);
    bool goes = rc == XH_OK && (!done || had_promise(&all, g->ask->day));
    if (goes && g->out->n == ROUND_MOST)
        rc = too_many(err);
    if (!goes || rc != XH_OK) {
        visits_fini(&all);
        return rc;
    }
    GROW(g->out->v, g->out->n, g->out->cap);
    struct round_line *l = &g->out->v[g->out->n++];
    *l = (struct round_line){ .list = g->list, .row = *r, .visits = all,
                              .visited = all.n && all.v[0].day >= g->ask->day,
                              .order = xstrdup(way_to(&g->spots, it->place)) };
    *r = (struct row){0};
    return XH_OK;
}

/* ---- in order ---- */

static int by_number(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_owner(const struct row *a, const struct row *b)
{
    if (!a->it.owner != !b->it.owner)
        return a->it.owner ? -1 : 1;
    int order = by_number(a->owner_rank, b->owner_rank);

    return order ? order : by_number(a->it.owner, b->it.owner);
}

static int by_line(const void *pa, const void *pb)
{
    const struct round_line *a = pa, *b = pb;
    int order = by_owner(&a->row, &b->row);

    if (!order && a->list != b->list)
        order = a->list < b->list ? -1 : 1;     /* they lie in their order */
    if (!order)
        order = strcmp(a->row.parent, b->row.parent);
    if (!order)
        order = strcmp(a->order, b->order);
    if (!order)
        order = strcmp(a->row.it.sort_code, b->row.it.sort_code);
    return order ? order : by_number(a->row.it.id, b->row.it.id);
}

static void number(struct round *r)
{
    if (r->n)
        qsort(r->v, r->n, sizeof *r->v, by_line);
    for (size_t i = 0; i < r->n; i++)
        r->v[i].no = i && r->v[i].row.it.owner == r->v[i - 1].row.it.owner ? r->v[i - 1].no + 1
                                                                          : 1;
}

static enum xh_rc no_such_rows(const struct defs *defs, const char *list, struct xh_err *err)
{
    struct buf there = {0};

    for (size_t i = 0; i < defs->n_lists; i++)
        if (round_has(&defs->lists[i]))
            buf_printf(&there, "%s%s", there.len ? ", " : "", defs->lists[i].id);
    xh_fail(err, XH_USAGE, _("%s: its rows are neither people nor signed one by one. Lists to go "
                             "round with: %s"), list, buf_str(&there));
    buf_fini(&there);
    return XH_USAGE;
}

enum xh_rc round_load(struct store *st, const struct round_ask *ask, struct round *out,
                      struct xh_err *err)
{
    const struct list_def *one = ask->list ? defs_list(st->defs, ask->list) : NULL;
    struct rounding g = { .st = st, .ask = ask, .out = out };
    enum xh_rc rc = XH_OK;

    if (ask->list && (!one || !round_has(one)))
        return no_such_rows(st->defs, ask->list, err);
    rc = read_spots(st->db, &g.spots, err);
    for (size_t i = 0; rc == XH_OK && i < st->defs->n_lists; i++) {
        g.list = &st->defs->lists[i];
        if (!round_has(g.list) || (one && one != g.list))
            continue;
        const struct filter f = {
            .list = g.list->id, .owner = ask->owner, .parent = ask->parent, .place = ask->place,
            .order = ORDER_CODE, .without = ROW_CO | ROW_LATEST | ROW_FIELDS,
            .today = ask->today, .as_of = DAY_NONE, .reader = ask->reader,
        };
        rc = query_each(st, &f, gather, &g, err);
    }
    free_spots(&g.spots);
    if (rc == XH_OK)
        number(out);
    return rc;
}

void round_fini(struct round *r)
{
    for (size_t i = 0; i < r->n; i++) {
        row_fini(&r->v[i].row);
        visits_fini(&r->v[i].visits);
        free(r->v[i].order);
    }
    free(r->v);
    *r = (struct round){0};
}

/* ---- what was said ---- */

const struct visit *round_promise(const struct round_line *l, int32_t day, size_t *others)
{
    const struct visit *first = NULL;
    size_t n = 0;

    for (size_t i = 0; i < l->visits.n; i++) {
        const struct visit *v = &l->visits.v[i];
        if (v->day > day || v->promise_due == DAY_NONE ||
            (v->kept_on != DAY_NONE && v->kept_on <= day))
            continue;
        n++;
        if (!first || v->promise_due < first->promise_due)
            first = v;
    }
    if (others)
        *others = n ? n - 1 : 0;
    return first;
}

const struct visit *round_last(const struct round_line *l, int32_t day)
{
    for (size_t i = 0; i < l->visits.n; i++)
        if (l->visits.v[i].day <= day)
            return &l->visits.v[i];
    return NULL;
}
