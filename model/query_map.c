#include "model/query_map.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/names.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/pinyin.h"
#include "model/query_build.h"

/* ---- what is asked ---- */

struct mapping {
    struct filter f;
    struct query q;
    const struct list_def *list;
    int area, section;          /* indices of fields, -1: none */
    int64_t place;              /* 0: any */
    struct names names;
};

/* Sums of a private field are no business of a map. */
static int open_number(const struct list_def *l, const char *id)
{
    int i = *id ? list_field(l, id) : -1;

    return i >= 0 && !l->fields[i].is_private &&
           (l->fields[i].type == FIELD_DECIMAL || l->fields[i].type == FIELD_INTEGER) ? i : -1;
}

static enum xh_rc find_list(const struct defs *defs, const char *id, const struct list_def **out,
                            struct xh_err *err)
{
    const struct list_def *l = *out = map_list(defs, id);

    if (!l && !id)
        return xh_fail(err, XH_CONFIG, _("no list has a map. Write `map:` into a list with "
                                         "`parent:`, for example %s"), "map: {sign: 签}");
    if (!l)
        return xh_fail(err, XH_USAGE, _("there is no list '%s'"), id);
    if (!l->n_map || !*l->parent)
        return xh_fail(err, XH_USAGE, _("%s has no map: it takes `map:` and `parent:` in the "
                                        "list's file"), l->name);
    return XH_OK;
}

/* Whoever may read no row at all is told so, not shown an empty map. */
static enum xh_rc may_read(struct store *st, const struct map_ask *ask,
                           const struct list_def *l, struct xh_err *err)
{
    struct buf who = {0};

    if (ask->reader == READER_TOWNSHIP ||
        permit_relations(st->db, st->defs, ask->reader, VERB_READ, l->id))
        return XH_OK;
    permit_who_can(&who, st->db, st->defs, VERB_READ, l->id, 0, ask->reader);
    xh_fail(err, XH_DENIED, _("you may not read %s; those who may: %s"), l->name, buf_str(&who));
    buf_fini(&who);
    return XH_DENIED;
}

static enum xh_rc begin(struct mapping *x, struct store *st, const struct map_ask *ask,
                        struct xh_err *err)
{
    *x = (struct mapping){ .area = -1, .section = -1, .names = { .db = st->db } };
    enum xh_rc rc = find_list(st->defs, ask->list, &x->list, err);

    if (rc == XH_OK)
        rc = may_read(st, ask, x->list, err);
    if (rc != XH_OK)
        return rc;
    x->area = open_number(x->list, x->list->rollup.given ? x->list->rollup.area : "");
    x->section = ask->section && x->list->rollup.given
                     ? list_field(x->list, x->list->rollup.section) : -1;
    x->f = (struct filter){ .list = x->list->id, .place = ask->place,
                            .place_alone = ask->alone, .today = ask->today,
                            .as_of = DAY_NONE, .reader = ask->reader };
    if (ask->place && *ask->place)
        rc = place_find(st->db, ask->place, &x->place, err);
    return rc == XH_OK ? query_init(&x->q, st, &x->f, err) : rc;
}

static void end(struct mapping *x)
{
    query_fini(&x->q);
    names_fini(&x->names);
}

/* The rows of a group, or of the project. What finds them comes without a `+`. */
static void add_rows(const struct mapping *x, struct sql *s, const struct map_ask *ask,
                     int64_t parent, const struct map_group *g)
{
    query_from(&x->q, s, NULL, "i.voided = 0 AND i.phase < 4");
    if (g && g->place)
        sql_add(s, "ii", " AND +i.parent = ? AND i.place = ?", parent, g->place);
    else
        sql_add(s, "i", g ? " AND i.parent = ? AND i.place IS NULL" : " AND i.parent = ?",
                parent);
    if (x->section >= 0) {      /* ids of the definitions are checked identifiers */
        buf_printf(&s->text, " AND coalesce((SELECT f.\"v_%s\" FROM \"f_%s\" f WHERE f.id = i.id)",
                   x->list->fields[x->section].id, x->list->id);
        sql_add(s, "t", ", '') = ?", ask->section);
    }
}

/* ---- groups ---- */

static const char sql_places[] =
    "WITH RECURSIVE up(id, top, depth) AS (SELECT id, id, 0 FROM place WHERE parent IS NULL "
    "UNION ALL SELECT p.id, up.top, up.depth + 1 FROM place p JOIN up ON p.parent = up.id) "
    "SELECT up.id, t.id, t.name, t.rank, p.rank, up.depth FROM up JOIN place t ON t.id = up.top "
    "JOIN place p ON p.id = up.id ORDER BY up.id";

/* Every place there is, by id: asked once, not once for each group. */
struct home { int64_t id, village, village_rank, rank, depth; char *village_name; };
struct homes { struct home *v; size_t n, cap; };

static enum xh_rc read_homes(struct db *db, struct homes *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql_places, "");
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct home){
            .id = stmt_int(s, 0), .village = stmt_int(s, 1), .village_rank = stmt_int(s, 3),
            .rank = stmt_int(s, 4), .depth = stmt_int(s, 5),
            .village_name = xstrdup(stmt_text(s, 2)),
        };
    }
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}

static void free_homes(struct homes *h)
{
    for (size_t i = 0; i < h->n; i++)
        free(h->v[i].village_name);
    free(h->v);
}

static int by_id(const void *pa, const void *pb)
{
    const struct home *a = pa, *b = pb;

    return a->id < b->id ? -1 : a->id > b->id;
}

/* A place and where it stands in the order: by its village, then its own rank. */
struct spot {
    struct map_group g;
    int64_t village, village_rank, rank, depth;
    char *village_name;
};
struct spots { struct spot *v; size_t n, cap; };

static int by_place(const void *pa, const void *pb)
{
    const struct spot *a = pa, *b = pb;

    if (!a->g.place != !b->g.place)     /* without a place: last */
        return a->g.place ? -1 : 1;
    if (a->village_rank != b->village_rank)
        return a->village_rank < b->village_rank ? -1 : 1;
    int order = names_compare(NAMES_PLACE, a->village_name, b->village_name);
    if (order || a->village != b->village)
        return order ? order : a->village < b->village ? -1 : 1;
    if (!a->depth != !b->depth)         /* the village itself: before its groups */
        return a->depth ? 1 : -1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->g.place < b->g.place ? -1 : a->g.place > b->g.place;
}

/* "一组" of "林家村/一组". */
static void name_spot(struct mapping *x, struct spot *p, const struct homes *homes)
{
    const struct home key = { .id = p->g.place };
    const struct home *h = homes->n
        ? bsearch(&key, homes->v, homes->n, sizeof *homes->v, by_id) : NULL;

    if (!h) {
        p->village_name = xstrdup("");
        p->g.name = xstrdup("");
        return;
    }
    const char *path = names_get(&x->names, NAMES_PLACE, h->id);
    size_t n = strlen(h->village_name);
    bool below = strncmp(path, h->village_name, n) == 0 && path[n] == '/';
    p->village = h->village;
    p->village_rank = h->village_rank;
    p->rank = h->rank;
    p->depth = h->depth;
    p->village_name = xstrdup(h->village_name);
    p->g.name = xstrdup(!h->depth ? "" : below ? path + n + 1 : path);
}

/* What the rows of each place add up to: from the sums that are kept where every row counts,
 * else from the rows themselves. */
static void build_groups(const struct mapping *x, struct sql *s, const struct map_ask *ask,
                         int64_t parent)
{
    const struct list_def *l = x->list;

    if (ask->kept && l->rollup.given && x->q.reads_all) {
        sql_add(s, "ti", "SELECT place, sum(n), sum(signed), sum(area), sum(area_signed) FROM "
                "rollup WHERE list = ? AND parent = ?", l->id, parent);
        if (x->place && ask->alone)
            sql_add(s, "i", " AND place = ?", x->place);
        else if (x->place)
            sql_add(s, "i", " AND place IN (WITH RECURSIVE down(id) AS (SELECT id FROM place "
                    "WHERE id = ? UNION SELECT p.id FROM place p JOIN down ON p.parent = down.id) "
                    "SELECT id FROM down)", x->place);
        if (x->section >= 0)
            sql_add(s, "t", " AND section = ?", ask->section);
        sql_add(s, "", " GROUP BY place HAVING sum(n) > 0");
        return;
    }
    sql_add(s, "", "SELECT place, count(*), sum(done), sum(area), sum(done * area) FROM (SELECT "
            "coalesce(i.place, 0) AS place, ");
    sql_add(s, "t", "EXISTS (SELECT 1 FROM step s WHERE s.item = i.id AND s.step = ? AND "
            "s.done_on IS NOT NULL) AS done, ", map_signed_step(l));
    if (x->area >= 0)
        buf_printf(&s->text, "coalesce((SELECT f.\"v_%s\" FROM \"f_%s\" f WHERE f.id = i.id), 0)"
                   " * %lld", l->fields[x->area].id, l->id,
                   l->fields[x->area].type == FIELD_INTEGER ? (long long)DECIMAL_ONE : 1LL);
    sql_add(s, "", x->area >= 0 ? " AS area" : "0 AS area");
    add_rows(x, s, ask, parent, NULL);
    sql_add(s, "", ") GROUP BY place");
}

static enum xh_rc read_spots(struct mapping *x, const struct map_ask *ask, int64_t parent,
                             struct spots *out, struct xh_err *err)
{
    struct sql sql = {0};
    struct homes homes = {0};
    struct stmt *s = NULL;
    int step = -1;
    enum xh_rc rc = read_homes(x->q.st->db, &homes, err);

    build_groups(x, &sql, ask, parent);
    if (rc == XH_OK)
        s = query_prepare(&x->q, &sql, err);
    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n] = (struct spot){ .g = { .place = stmt_int(s, 0), .n = stmt_int(s, 1),
                                               .n_signed = stmt_int(s, 2),
                                               .area = stmt_int(s, 3),
                                               .area_signed = stmt_int(s, 4) } };
        if (x->area < 0)        /* kept, but not for everybody */
            out->v[out->n].g.area = out->v[out->n].g.area_signed = 0;
        name_spot(x, &out->v[out->n++], &homes);
    }
    stmt_done(s);
    sql_fini(&sql);
    free_homes(&homes);
    return rc == XH_OK && step < 0 ? XH_DB : rc;
}

static void add_figures(struct land_map *m, struct map_village *v, const struct map_group *g,
                        int64_t sign)
{
    v->n += sign * g->n;
    v->n_signed += sign * g->n_signed;
    v->area += sign * g->area;
    v->area_signed += sign * g->area_signed;
    m->n += sign * g->n;
    m->n_signed += sign * g->n_signed;
    m->area += sign * g->area;
    m->area_signed += sign * g->area_signed;
}

/* Takes over what the spots hold. */
static void put_spots(struct land_map *m, struct spots *p)
{
    for (size_t i = 0; i < p->n; i++) {
        struct map_village *v = m->n_villages ? &m->villages[m->n_villages - 1] : NULL;
        if (!v || v->place != p->v[i].village) {
            GROW(m->villages, m->n_villages, m->cap_villages);
            v = &m->villages[m->n_villages++];
            *v = (struct map_village){ .place = p->v[i].village, .first = m->n_groups,
                                       .name = p->v[i].village_name };
            p->v[i].village_name = NULL;
        }
        GROW(m->groups, m->n_groups, m->cap_groups);
        m->groups[m->n_groups++] = p->v[i].g;
        v->n_groups++;
        add_figures(m, v, &p->v[i].g, 1);
        free(p->v[i].village_name);
    }
    free(p->v);
}

static enum xh_rc open_project(struct mapping *x, const struct map_ask *ask,
                               struct land_map *out, struct xh_err *err)
{
    struct store *st = x->q.st;
    struct item it = {0};
    enum xh_rc rc = item_find(st->db, st->defs, ask->parent, ask->today, &out->parent, err);

    if (rc == XH_OK)
        rc = item_load(st->db, out->parent, &it, err);
    if (rc == XH_OK && strcmp(it.list, x->list->parent) != 0) {
        const struct list_def *above = defs_list(st->defs, x->list->parent);
        rc = xh_fail(err, XH_USAGE, _("%s is of another list: rows of %s hang under rows of %s"),
                     it.code, x->list->name, above ? above->name : x->list->parent);
    }
    if (rc == XH_OK) {
        const struct list_def *l = defs_list(st->defs, it.list);
        bool may = ask->reader == READER_TOWNSHIP ||
                   permit_may(st->db, st->defs, ask->reader, VERB_READ, it.list, it.id);
        out->code = xstrdup(it.code);
        out->title = xstrdup(may && l && !l->person ? it.title : "");
    }
    item_fini(&it);
    return rc;
}

enum xh_rc map_open(struct store *st, const struct map_ask *ask, struct land_map *out,
                    struct xh_err *err)
{
    struct mapping x;
    struct spots spots = {0};
    enum xh_rc rc = begin(&x, st, ask, err);

    if (rc == XH_OK)
        rc = open_project(&x, ask, out, err);
    if (rc == XH_OK)
        rc = read_spots(&x, ask, out->parent, &spots, err);
    if (rc == XH_OK)
        rc = names_failed(&x.names, err);
    out->list = x.list;
    out->unit = x.area >= 0 ? x.list->fields[x.area].unit : "";
    if (spots.n > 1)
        qsort(spots.v, spots.n, sizeof *spots.v, by_place);
    put_spots(out, &spots);
    end(&x);
    return rc;
}

void map_fini(struct land_map *m)
{
    for (size_t i = 0; i < m->n_villages; i++)
        free(m->villages[i].name);
    for (size_t i = 0; i < m->n_groups; i++) {
        free(m->groups[i].name);
        free(m->groups[i].cells);
    }
    free(m->villages);
    free(m->groups);
    free(m->code);
    free(m->title);
    *m = (struct land_map){0};
}

/* ---- cells ---- */

enum { COL_ID, COL_PHASE, COL_YELLOW, COL_RED, COL_PIN, COL_PIN_FROM, COL_PIN_UNTIL, COL_DONE,
       COL_VISITS, COL_STANCE, COL_AREA };

/* All steps done as bits of one number: one look into the index of steps for each row. */
static void build_cells(const struct mapping *x, struct sql *s, const struct map_ask *ask,
                        int64_t parent, const struct map_group *g)
{
    const struct list_def *l = x->list;

    sql_add(s, "", "SELECT i.id, i.phase, i.yellow_on, i.red_on, i.pin_colour, i.pin_from, "
            "i.pin_until, (SELECT sum(CASE s.step");
    for (size_t i = 0; i < l->n_steps && i < MAP_STEPS_MOST; i++)
        sql_add(s, "ti", " WHEN ? THEN ?", l->steps[i].id, (int64_t)1 << i);
    sql_add(s, "", " ELSE 0 END) FROM step s WHERE s.item = i.id AND s.done_on IS NOT NULL), "
            "EXISTS (SELECT 1 FROM visit v WHERE v.item = i.id), "
            "(SELECT v.stance FROM visit v WHERE v.item = i.id AND v.stance <> '' "
            "ORDER BY v.day DESC, v.id DESC LIMIT 1), ");
    if (x->area >= 0)
        buf_printf(&s->text, "(SELECT f.\"v_%s\" FROM \"f_%s\" f WHERE f.id = i.id)",
                   l->fields[x->area].id, l->id);
    else
        sql_add(s, "", "0");
    add_rows(x, s, ask, parent, g);
    sql_add(s, "", " ORDER BY +i.sort_code, i.id");
}

static struct map_cell read_cell(const struct mapping *x, struct stmt *s)
{
    const struct list_def *l = x->list;
    uint64_t done = (uint64_t)stmt_int(s, COL_DONE);
    int sign = list_step(l, map_signed_step(l));
    char *pin = stmt_is_null(s, COL_PIN) ? NULL : xstrdup(stmt_text(s, COL_PIN));
    const struct item it = { .phase = stmt_int(s, COL_PHASE), .yellow_on = stmt_day(s, COL_YELLOW),
                             .red_on = stmt_day(s, COL_RED), .pin_colour = pin,
                             .pin_from = stmt_day(s, COL_PIN_FROM),
                             .pin_until = stmt_day(s, COL_PIN_UNTIL) };
    struct map_cell c = {
        .item = stmt_int(s, COL_ID),
        .area = x->area < 0 ? 0 : stmt_int(s, COL_AREA) *
                (l->fields[x->area].type == FIELD_INTEGER ? DECIMAL_ONE : 1),
        .mark = (uint8_t)map_mark_of(l, done, stmt_int(s, COL_VISITS) != 0,
                                 strcmp(stmt_text(s, COL_STANCE), "refuses") == 0),
        .colour = (uint8_t)item_colour(&it, x->q.day),
        .is_signed = sign >= 0 && sign < MAP_STEPS_MOST && done >> sign & 1,
    };

    free(pin);
    return c;
}

static enum xh_rc read_cells(struct mapping *x, const struct map_ask *ask, int64_t parent,
                             struct map_group *g, struct xh_err *err)
{
    struct sql sql = {0};
    size_t n = 0, cap = 0;
    int step = -1;

    build_cells(x, &sql, ask, parent, g);
    struct stmt *s = query_prepare(&x->q, &sql, err);
    g->n = g->n_signed = g->area = g->area_signed = 0;
    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(g->cells, n, cap);
        g->cells[n++] = read_cell(x, s);
        g->n_signed += g->cells[n - 1].is_signed;
        g->area += g->cells[n - 1].area;
        g->area_signed += g->cells[n - 1].is_signed ? g->cells[n - 1].area : 0;
    }
    g->n = (int64_t)n;
    stmt_done(s);
    sql_fini(&sql);
    return step < 0 ? XH_DB : XH_OK;
}

enum xh_rc map_load(struct store *st, const struct map_ask *ask, struct land_map *m, size_t g,
                    struct xh_err *err)
{
    struct map_group *group = &m->groups[g], before = *group;
    struct mapping x;

    if (group->loaded)
        return XH_OK;
    enum xh_rc rc = begin(&x, st, ask, err);
    if (rc == XH_OK)
        rc = read_cells(&x, ask, m->parent, group, err);
    if (rc != XH_OK) {
        free(group->cells);
        *group = before;
    } else {
        group->loaded = true;
        for (size_t i = 0; i < m->n_villages; i++)
            if (g >= m->villages[i].first && g < m->villages[i].first + m->villages[i].n_groups) {
                add_figures(m, &m->villages[i], &before, -1);
                add_figures(m, &m->villages[i], group, 1);
            }
    }
    end(&x);
    return rc;
}

void map_count(const struct land_map *m, size_t from, size_t to, int64_t *n)
{
    for (size_t g = from; g < to && g < m->n_groups; g++)
        for (int64_t i = 0; m->groups[g].loaded && i < m->groups[g].n; i++)
            n[m->groups[g].cells[i].mark]++;
}

/* ---- finding ---- */

/* The group a row is in: where finding begins. */
static enum xh_rc group_of(struct store *st, const struct land_map *m, int64_t item, size_t *g,
                           struct xh_err *err)
{
    int64_t place = 0;
    enum xh_rc rc = db_get_int(st->db, err, &place, "SELECT coalesce(place, 0) FROM item WHERE "
                               "id = ?", "i", item);

    for (size_t i = 0; rc == XH_OK && i < m->n_groups; i++)
        if (m->groups[i].place == place)
            *g = i;
    return rc == XH_NOT_FOUND ? XH_OK : rc;
}

enum xh_rc map_seek(struct store *st, const struct map_ask *ask, struct land_map *m,
                    int64_t item, size_t *g, int64_t *i, struct xh_err *err)
{
    size_t at = m->n_groups;
    enum xh_rc rc = group_of(st, m, item, &at, err);

    *g = m->n_groups;
    *i = 0;
    if (rc == XH_OK && at < m->n_groups)
        rc = map_load(st, ask, m, at, err);
    for (int64_t k = 0; rc == XH_OK && at < m->n_groups && k < m->groups[at].n; k++)
        if (m->groups[at].cells[k].item == item) {
            *g = at;
            *i = k;
        }
    return rc;
}

/* The first row after `from` in the group that has the words, or the last before it; `from` 0:
 * from its beginning, or end. */
static enum xh_rc find_in(struct mapping *x, const struct map_ask *ask, int64_t parent,
                          const struct map_group *g, const char *words, int64_t from,
                          bool backward, int64_t *item, struct xh_err *err)
{
    struct sql sql = {0};
    bool seen = from == 0;
    int step = -1;

    sql_add(&sql, "", "SELECT i.id, i.code, i.title");
    add_rows(x, &sql, ask, parent, g);
    sql_add(&sql, "", backward ? " ORDER BY +i.sort_code DESC, i.id DESC"
                               : " ORDER BY +i.sort_code, i.id");
    struct stmt *s = query_prepare(&x->q, &sql, err);
    while (s && *item == 0 && (step = stmt_step(s, err)) > 0) {
        if (seen && (strstr(stmt_text(s, 1), words) || pinyin_match(stmt_text(s, 2), words)))
            *item = stmt_int(s, 0);
        seen |= stmt_int(s, 0) == from;
    }
    stmt_done(s);
    sql_fini(&sql);
    return step < 0 ? XH_DB : XH_OK;
}

enum xh_rc map_find(struct store *st, const struct map_ask *ask, const struct land_map *m,
                    const char *words, int64_t from, bool backward, int64_t *item,
                    struct xh_err *err)
{
    struct mapping x;
    size_t at = backward && m->n_groups ? m->n_groups - 1 : 0;
    enum xh_rc rc = begin(&x, st, ask, err);

    *item = 0;
    if (rc == XH_OK && from)
        rc = group_of(st, m, from, &at, err);
    /* Once around, and the group begun in once more: what lies before in it comes last. */
    for (size_t k = 0; rc == XH_OK && *item == 0 && k <= m->n_groups && m->n_groups; k++) {
        rc = find_in(&x, ask, m->parent, &m->groups[at], words, k == 0 ? from : 0, backward,
                     item, err);
        at = (at + (backward ? m->n_groups - 1 : 1)) % m->n_groups;
    }
    end(&x);
    return rc;
}
