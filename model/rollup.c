/* rollup.c - figures of parents, sections, villages and groups in the order people read them.
 * Places are rolled up here: the village is the top of the tree of places. See rollup.h. */
#include "model/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/names.h"
#include "model/permit.h"
#include "model/rollup_parts.h"

/* ---- what lies above ---- */

struct parent { int64_t id; char *code, *title, *sort_code; int32_t start, due; };
struct parents { struct parent *v; size_t n, cap; };

static void parents_fini(struct parents *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->v[i].code);
        free(p->v[i].title);
        free(p->v[i].sort_code);
    }
    free(p->v);
}

/* Its title only for those who may read it, and when it is nobody's name; its code stands on
 * every row below it. */
static char *sql_parent(struct store *st, const struct list_def *l, int64_t reader)
{
    const struct list_def *up = *l->parent ? defs_list(st->defs, l->parent) : NULL;
    bool dated = up && l->rollup.given;
    const char *start = dated ? l->rollup.start : "", *due = dated ? l->rollup.due : "";
    struct buf sql = { 0 };

    buf_puts(&sql, "SELECT i.code, i.sort_code, i.title, ");
    buf_printf(&sql, *start ? "f.\"v_%s\"" : "NULL%s", start);
    buf_printf(&sql, *due ? ", coalesce(f.\"v_%s\", nullif(i.due, 1000000)), "
                          : ", nullif(i.due, 1000000)%s, ", due);
    if (up && !up->person && reader == READER_TOWNSHIP)
        buf_puts(&sql, "1");
    else if (reader <= 0 || !up || up->person)
        buf_puts(&sql, "0");
    else
        permit_read_filter(&sql, st->db, st->defs, reader, up->id);
    buf_puts(&sql, " FROM item i ");
    if (*start || *due)
        buf_printf(&sql, "LEFT JOIN \"f_%s\" f ON f.id = i.id ", up->id);
    buf_puts(&sql, "WHERE i.id = ?");
    return buf_take(&sql);
}

static enum xh_rc add_parent(struct store *st, const char *sql, int64_t id, struct parents *out,
                             struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err, sql, "i", id);
    int got = s ? stmt_step(s, err) : -1;
    bool there = got > 0;

    GROW(out->v, out->n, out->cap);
    out->v[out->n++] = (struct parent){
        .id = id,
        .code = xstrdup(there ? stmt_text(s, 0) : ""),
        .sort_code = xstrdup(there ? stmt_text(s, 1) : ""),
        .title = xstrdup(there && stmt_int(s, 5) ? stmt_text(s, 2) : ""),
        .start = there ? stmt_day(s, 3) : DAY_NONE,
        .due = there ? stmt_day(s, 4) : DAY_NONE,
    };
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static const struct parent *find_parent(const struct parents *p, int64_t id)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].id == id)
            return &p->v[i];
    return NULL;
}

/* ---- lines ---- */

struct loading {
    struct store *st;
    const struct rollup_ask *ask;
    struct rollup_question q;
    struct rollup_cells cells;
    struct rollup_places places;
    struct parents parents;
    struct names names;
    bool reads_all;
    bool upto;                  /* the cells are of another day */
};

/* Where a line stands among the others. */
struct entry {
    struct rollup_line line;
    const struct parent *parent;
    const struct rollup_place *village, *group;
    int64_t rank;               /* of the owner */
};

static int numeral(const char *s, size_t *len)
{
    static const char digits[] = "一二三四五六七八九十";

    for (int i = 0; i < 10; i++)
        if (strncmp(s, digits + 3 * i, 3) == 0) {
            *len = 3;
            return i + 1;
        }
    return 0;
}

/* 2标段 before 10标段, 二标段 before 三标段; nothing last. */
static int compare_sections(const char *a, const char *b)
{
    if (!*a || !*b)
        return !*a - !*b;
    while (*a && *b) {
        size_t la = strspn(a, "0123456789"), lb = strspn(b, "0123456789"), n = 1;
        int na = numeral(a, &n), nb = numeral(b, &n);
        if (la && lb) {
            unsigned long long va = strtoull(a, NULL, 10), vb = strtoull(b, NULL, 10);
            if (va != vb)
                return va < vb ? -1 : 1;
            if (la != lb)
                return la < lb ? -1 : 1;
            n = la;
        } else if (na && nb && na != nb) {
            return na < nb ? -1 : 1;
        } else {
            n = 1;
        }
        int order = strncmp(a, b, n);
        if (order)
            return order;
        a += n;
        b += n;
    }
    return !!*a - !!*b;
}

/* Nowhere last. */
static int compare_places(const struct rollup_place *a, const struct rollup_place *b)
{
    if (!a || !b)
        return !a - !b;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return rollup_place_order(a, b);
}

static int compare_parents(const struct parent *a, const struct parent *b)
{
    if (!a->id || !b->id)
        return !a->id - !b->id;
    int order = strcmp(a->sort_code, b->sort_code);
    return order ? order : (a->id > b->id) - (a->id < b->id);
}

static int compare_owners(const struct entry *a, const struct entry *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int order = names_compare(NAMES_PERSON, a->line.owner_name, b->line.owner_name);
    return order ? order : (a->line.owner > b->line.owner) - (a->line.owner < b->line.owner);
}

static int in_order(const void *pa, const void *pb)
{
    const struct entry *a = pa, *b = pb;
    int order = compare_parents(a->parent, b->parent);

    if (!order)
        order = compare_sections(a->line.section, b->line.section);
    if (!order)
        order = compare_places(a->village, b->village);
    if (!order)     /* what lies directly in the village comes before its groups */
        order = !a->group || !b->group ? !!a->group - !!b->group
                                       : compare_places(a->group, b->group);
    return order ? order : compare_owners(a, b);
}

static struct entry to_entry(struct loading *l, const struct rollup_cell *c)
{
    enum rollup_by by = l->ask->by;
    const struct rollup_place *at = rollup_place(&l->places, c->place);
    struct entry e = { .parent = find_parent(&l->parents, c->parent) };

    if (at && (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)) {
        e.village = rollup_place(&l->places, at->top);
        e.group = by == ROLLUP_GROUP && at != e.village ? at : NULL;
    }
    e.rank = names_rank(&l->names, NAMES_PERSON, c->owner);
    e.line = (struct rollup_line){
        .by = by, .parent = c->parent, .owner = c->owner, .n = c->n,
        .village = e.village ? e.village->id : 0, .group = e.group ? e.group->id : 0,
        .code = xstrdup(e.parent->code), .title = xstrdup(e.parent->title),
        .section = xstrdup(c->section),
        .village_name = xstrdup(e.village ? e.village->name : ""),
        .group_name = xstrdup(e.group ? e.group->name : ""),
        .owner_name = xstrdup(names_get(&l->names, NAMES_PERSON, c->owner)),
    };
    return e;
}

static void line_fini(struct rollup_line *l)
{
    free(l->code);
    free(l->title);
    free(l->section);
    free(l->village_name);
    free(l->group_name);
    free(l->owner_name);
}

void rollup_lines_fini(struct rollup_lines *l)
{
    for (size_t i = 0; i < l->n; i++)
        line_fini(&l->v[i]);
    free(l->v);
    *l = (struct rollup_lines){ 0 };
}

/* Cells of one village are one line; the parent's dates come before those of its rows. */
static void put_lines(struct loading *l, struct rollup_lines *out)
{
    struct entry *v = xcalloc(l->cells.n + 1, sizeof *v), *last = NULL;

    for (size_t i = 0; i < l->cells.n; i++)
        v[i] = to_entry(l, &l->cells.v[i]);
    if (l->cells.n > 1)
        qsort(v, l->cells.n, sizeof *v, in_order);
    for (size_t i = 0; i < l->cells.n; i++) {
        if (last && in_order(last, &v[i]) == 0) {
            rollup_add(&out->v[out->n - 1].n, &v[i].line.n);
            line_fini(&v[i].line);
            continue;
        }
        last = &v[i];
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = v[i].line;
    }
    for (size_t i = 0; i < out->n; i++) {
        const struct parent *p = find_parent(&l->parents, out->v[i].parent);
        out->v[i].n.due = p->due;
        if (p->start != DAY_NONE)
            out->v[i].n.start = p->start;
    }
    free(v);
}

/* ---- the question ---- */

static enum xh_rc find_list(struct store *st, const char *id, const struct list_def **out,
                            struct xh_err *err)
{
    *out = rollup_list(st->defs, id);
    if (*out)
        return XH_OK;
    if (id && !defs_list(st->defs, id))
        return xh_fail(err, XH_USAGE, _("there is no list '%s'"), id);
    if (id)
        return xh_fail(err, XH_CONFIG,
                       _("list '%s' does not say what is summed up. Put into lists/%s.yaml, for "
                         "example: rollup: {signed: STEP, area: FIELD}"), id, id);
    return xh_fail(err, XH_CONFIG,
                   _("no list says what is summed up. Put into the file of the list, for "
                     "example lists/households.yaml: rollup: {signed: sign, paid: pay, area: "
                     "area, money: amount}"));
}

/* An item of the list the rows hang under. */
static enum xh_rc find_parent_id(struct loading *l, struct xh_err *err)
{
    struct store *st = l->st;
    const struct list_def *list = l->q.list;
    int64_t n = 0;

    if (!l->ask->parent || !*l->ask->parent)
        return XH_OK;
    enum xh_rc rc = item_find(st->db, st->defs, l->ask->parent, l->ask->today, &l->q.parent, err);
    if (rc == XH_OK)
        rc = db_get_int(st->db, err, &n, "SELECT count(*) FROM item WHERE id = ? AND list = ?",
                        "it", l->q.parent, list->parent);
    if (rc == XH_OK && n == 0) {
        const struct list_def *up = defs_list(st->defs, list->parent);
        rc = xh_fail(err, XH_NOT_FOUND, _("%s: nothing of %s hangs under it; name one of %s"),
                     l->ask->parent, list->name, up ? up->name : list->name);
    }
    return rc;
}

static const enum rollup_grain grain_of[] = {
    [ROLLUP_PROJECT] = GRAIN_PARENT, [ROLLUP_SECTION] = GRAIN_SECTION,
    [ROLLUP_VILLAGE] = GRAIN_PLACE, [ROLLUP_GROUP] = GRAIN_PLACE, [ROLLUP_OWNER] = GRAIN_OWNER,
};

static enum xh_rc load_cells(struct loading *l, struct xh_err *err)
{
    const struct rollup_ask *a = l->ask;
    const struct rollup_some some = { a->parent, a->place, a->owner, a->reader };
    bool ready = !a->exact && !a->area && a->by != ROLLUP_OWNER && !a->place && !a->owner;
    enum xh_rc rc = rollup_reads_all(l->st, &l->q, a->reader, &l->reads_all, err);

    if (rc != XH_OK)
        return rc;
    return ready && l->reads_all ? rollup_read_sums(l->st, &l->q, &l->cells, err)
               : rollup_count_rows(l->st, &l->q, &some, &l->cells, err);
}

static enum xh_rc load_names(struct loading *l, struct xh_err *err)
{
    char *sql = sql_parent(l->st, l->q.list, l->ask->reader);
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < l->cells.n; i++)
        if (!find_parent(&l->parents, l->cells.v[i].parent))
            rc = add_parent(l->st, sql, l->cells.v[i].parent, &l->parents, err);
    free(sql);
    if (rc == XH_OK &&
        (l->ask->by == ROLLUP_VILLAGE || l->ask->by == ROLLUP_GROUP || l->ask->money ||
         l->ask->area))
        rc = rollup_places_load(l->st->db, &l->places, err);
    return rc;
}

/* The cells have been read: what they are called, in order, and what may be told
 * of them. Gives everything back. */
static enum xh_rc finish(struct loading *l, enum xh_rc rc, struct rollup_lines *out,
                         struct xh_err *err)
{
    if (rc == XH_OK)
        rc = load_names(l, err);
    if (rc == XH_OK)
        put_lines(l, out);
    if (rc == XH_OK && l->ask->money)
        rc = rollup_tell_money(l->st, &l->q, l->ask, &l->places, out, err);
    if (rc == XH_OK && l->ask->area)
        rc = rollup_tell_area(l->st, &l->q, l->ask, &l->places, l->upto ? &l->cells : NULL, out,
                              err);
    if (rc == XH_OK)
        rc = names_failed(&l->names, err);
    rollup_cells_fini(&l->cells);
    rollup_places_fini(&l->places);
    parents_fini(&l->parents);
    names_fini(&l->names);
    return rc;
}

enum xh_rc rollup_load(struct store *st, const struct rollup_ask *ask, struct rollup_lines *out,
                       struct xh_err *err)
{
    struct loading l = { .st = st, .ask = ask, .names = { .db = st->db } };
    bool own = !db_in_transaction(st->db);
    enum xh_rc rc = find_list(st, ask->list, &l.q.list, err);

    l.q.today = ask->today;
    l.q.money = ask->money;
    l.q.area = ask->area;
    l.q.grain = grain_of[ask->by];
    if (rc == XH_OK && own)     /* figures and days of one moment */
        rc = db_begin_read(st->db, err);
    else
        own = false;
    if (rc == XH_OK)
        rc = find_parent_id(&l, err);
    if (rc == XH_OK)
        rc = load_cells(&l, err);
    out->everything = l.reads_all;
    rc = finish(&l, rc, out, err);
    if (own)
        db_rollback(st->db);
    return rc;
}

enum xh_rc rollup_upto(struct store *st, const struct list_def *list, const char *step, int field,
                       int32_t from, int32_t to, struct rollup_lines *out, struct xh_err *err)
{
    const struct rollup_ask ask = { .list = list->id, .by = ROLLUP_VILLAGE, .today = to,
                                    .reader = READER_TOWNSHIP, .area = true };
    const struct rollup_def def = { .signed_step = step, .paid_step = "", .money = "",
                                    .section = "", .start = "", .due = "",
                                    .area = field >= 0 ? list->fields[field].id : "" };
    struct loading l = { .st = st, .ask = &ask, .q = { .list = list }, .upto = true,
                         .names = { .db = st->db } };

    return finish(&l, rollup_count_upto(st, list, &def, from, to, &l.cells, err), out, err);
}

/* ---- what is left ---- */

enum xh_rc rollup_unsigned(struct store *st, const struct rollup_ask *ask, int64_t limit,
                           struct rows *out, struct xh_err *err)
{
    struct loading l = { .st = st, .ask = ask };
    enum xh_rc rc = find_list(st, ask->list, &l.q.list, err);

    if (rc == XH_OK)
        rc = find_parent_id(&l, err);
    if (rc != XH_OK)
        return rc;
    struct filter f = { .list = l.q.list->id, .parent = ask->parent, .place = ask->place,
                        .place_alone = ask->alone, .owner = ask->owner, .not_signed = true,
                        .order = ORDER_URGENCY,
                        .limit = limit, .today = ask->today, .as_of = DAY_NONE,
                        .reader = ask->reader };
    return query_rows(st, &f, out, err);
}

enum xh_rc rollup_step_dues(struct store *st, const struct rows *rows, int32_t *due,
                            struct xh_err *err)
{
    for (size_t i = 0; i < rows->n; i++) {
        const struct item *it = &rows->v[i].it;
        int64_t day = DAY_NONE;
        enum xh_rc rc = db_get_int(st->db, err, &day, "SELECT due FROM step_due WHERE item = ? "
                                   "AND step = ?", "it", it->id, it->next_step);
        if (rc != XH_OK && rc != XH_NOT_FOUND)
            return rc;
        due[i] = rc == XH_OK ? (int32_t)day : DAY_NONE;
    }
    return XH_OK;
}
