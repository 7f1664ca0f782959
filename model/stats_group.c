/* stats_group.c - groups of figures: found by number, named, put in order. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/stats_work.h"

static const char *const by_words[BY_COUNT] = { "list", "unit", "owner", "lead", "place" };

/* ---- looking up ---- */

static enum xh_rc load(struct db *db, struct stats_lookup *x, const char *sql, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        index_put(&x->at, (uint64_t)stmt_int(s, 0), x->n);
        GROW(x->v, x->n, x->cap);
        x->v[x->n++] = stmt_int(s, 1);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static int64_t look_up(const struct stats_lookup *x, int64_t id)
{
    size_t at;

    return index_find(&x->at, (uint64_t)id, &at) ? x->v[at] : 0;
}

/* The village a place lies in: the topmost; 0 for none. */
static int64_t village_of(const struct stats_work *c, int64_t place)
{
    int64_t up;

    for (int depth = 0; depth < 20 && (up = look_up(&c->place_parent, place)) != 0; depth++)
        place = up;
    return place;
}

size_t stats_list_at(struct stats_work *c, const char *id)
{
    for (size_t i = 0; i < c->n_lists; i++)
        if (strcmp(c->lists[i], id) == 0)
            return i;
    GROW(c->lists, c->n_lists, c->cap_lists);
    c->lists[c->n_lists] = xstrdup(id);
    c->soon = xrealloc(c->soon, (c->n_lists + 1) * sizeof *c->soon);
    c->soon[c->n_lists] =
        query_soon_until(c->q.st->defs, defs_list(c->q.st->defs, id), c->to);
    return c->n_lists++;
}

static size_t word_at(struct stats_work *c, const char *list)
{
    const char *word = list_row_apart(defs_list(c->q.st->defs, list));

    for (size_t i = 0; i < c->n_words; i++)
        if (strcmp(c->words[i], word) == 0)
            return i;
    GROW(c->words, c->n_words, c->cap_words);
    c->words[c->n_words] = word;
    return c->n_words++;
}

/* ---- groups ---- */

static bool is_same(const struct stats_part *a, const struct stats_part *b)
{
    return memcmp(a->key, b->key, sizeof a->key) == 0 && a->row == b->row &&
           a->side == b->side;
}

static uint64_t number_of(const struct stats_part *g)
{
    uint64_t h = g->row * 31 + (uint64_t)g->side;

    for (int i = 0; i < BY_COUNT; i++)
        h = (h ^ (uint64_t)g->key[i]) * 0x9E3779B97F4A7C15ULL + 1;
    return h;
}

static size_t group_at(struct stats_work *c, const struct stats_part *g)
{
    uint64_t number = number_of(g);
    size_t first = SIZE_MAX, at = SIZE_MAX;

    if (index_find(&c->group_at, number, &first))
        for (at = first; at != SIZE_MAX && !is_same(&c->groups[at], g); at = c->same[at])
            ;
    if (at != SIZE_MAX)
        return at;
    at = c->n_groups;
    size_t n_same = at;
    GROW(c->same, n_same, c->cap_same);
    c->same[at] = first;
    GROW(c->groups, c->n_groups, c->cap_groups);
    c->groups[c->n_groups++] = *g;
    index_put(&c->group_at, number, at);
    return at;
}

size_t stats_part_of(struct stats_work *c, size_t list, int64_t unit, int64_t owner,
                     int64_t lead, int64_t place)
{
    struct stats_part g = { .row = word_at(c, c->lists[list]) };
    const int64_t keys[BY_COUNT] = {
        [BY_LIST] = (int64_t)list, [BY_UNIT] = unit, [BY_OWNER] = owner, [BY_LEAD] = lead,
        [BY_PLACE] = c->by[BY_PLACE] ? village_of(c, place) : 0,
    };

    for (int i = 0; i < BY_COUNT; i++)
        g.key[i] = c->by[i] ? keys[i] : 0;
    if (c->by[BY_UNIT])
        g.side = (enum stats_side)look_up(&c->unit_side, unit);
    else if (c->by[BY_OWNER])
        g.side = (enum stats_side)look_up(&c->unit_side, look_up(&c->person_unit, owner));
    return group_at(c, &g);
}

/* ---- the answer ---- */

struct place_in { int64_t rank, id; };
struct sorted {
    struct stats_group g;
    struct place_in at[BY_COUNT + 1];
    size_t n_at;
};

static bool is_empty(const int64_t n[static STATS_FIGURES])
{
    for (int i = 0; i < STATS_FIGURES; i++)
        if (n[i])
            return false;
    return true;
}

static int64_t list_rank(const struct stats_work *c, size_t list)
{
    const struct list_def *l = defs_list(c->q.st->defs, c->lists[list]);

    return l ? l - c->q.st->defs->lists : INT64_MAX;    /* YAML no longer names it: last */
}

static void name_group(struct stats_work *c, const struct stats_part *g, struct sorted *out)
{
    static const enum names_kind kinds[BY_COUNT] = {
        NAMES_KINDS, NAMES_UNIT, NAMES_PERSON, NAMES_PERSON, NAMES_PLACE
    };
    char **texts[BY_COUNT] = { &out->g.list, &out->g.unit, &out->g.owner, &out->g.lead,
                               &out->g.place };

    *out = (struct sorted){ .g.side = g->side };
    memcpy(out->g.n, g->n, sizeof out->g.n);
    out->g.row = xstrdup(c->words[g->row]);
    for (int k = 0; k < BY_COUNT; k++)
        *texts[k] = xstrdup(!c->by[k]       ? ""
                            : k == BY_LIST ? c->lists[g->key[k]]
                                           : names_get(&c->names, kinds[k], g->key[k]));
    for (size_t i = 0; i < c->n_by; i++) {
        enum stats_by k = c->order[i];
        out->at[out->n_at++] = k == BY_LIST
            ? (struct place_in){ list_rank(c, (size_t)g->key[k]), g->key[k] }
            : (struct place_in){ names_rank(&c->names, kinds[k], g->key[k]), g->key[k] };
    }
    out->at[out->n_at++] = (struct place_in){ *c->words[g->row] != '\0', (int64_t)g->row };
}

static int in_order(const void *pa, const void *pb)
{
    const struct sorted *a = pa, *b = pb;

    if (a->g.side != b->g.side)
        return a->g.side < b->g.side ? -1 : 1;
    for (size_t i = 0; i < a->n_at; i++) {
        if (a->at[i].rank != b->at[i].rank)
            return a->at[i].rank < b->at[i].rank ? -1 : 1;
        if (a->at[i].id != b->at[i].id)
            return a->at[i].id < b->at[i].id ? -1 : 1;
    }
    return 0;
}

static void answer_groups(struct stats_work *c, struct stats *out)
{
    struct sorted *v = xcalloc(c->n_groups + 1, sizeof *v);
    size_t n = 0;

    for (size_t i = 0; c->n_by > 0 && i < c->n_groups; i++)
        if (!is_empty(c->groups[i].n))
            name_group(c, &c->groups[i], &v[n++]);
    if (n > 1)
        qsort(v, n, sizeof *v, in_order);
    out->v = xcalloc(n + 1, sizeof *out->v);
    out->n = n;
    for (size_t i = 0; i < n; i++)
        out->v[i] = v[i].g;
    free(v);
}

static void add_total(struct stats *out, const char *row, const int64_t n[STATS_FIGURES])
{
    struct stats_group *t = &out->totals[out->n_totals++];

    *t = (struct stats_group){
        .list = xstrdup(""), .unit = xstrdup(""), .owner = xstrdup(""),
        .lead = xstrdup(""), .place = xstrdup(""), .row = xstrdup(row),
    };
    memcpy(t->n, n, sizeof t->n);
}

/* Items without anything to count are left out beside households. */
static void answer_totals(struct stats_work *c, struct stats *out)
{
    out->totals = xcalloc(c->n_words + 1, sizeof *out->totals);
    for (size_t w = 0; w < c->n_words; w++) {
        int64_t n[STATS_FIGURES] = { 0 };
        for (size_t i = 0; i < c->n_groups; i++)
            for (int k = 0; c->groups[i].row == w && k < STATS_FIGURES; k++)
                n[k] += c->groups[i].n[k];
        if (is_empty(n) && (w > 0 || c->n_words > 1))
            continue;
        add_total(out, c->words[w], n);
    }
    if (out->n_totals == 0)
        add_total(out, "", (int64_t[STATS_FIGURES]){ 0 });
}

void stats_answer(struct stats_work *c, struct stats *out)
{
    answer_groups(c, out);
    answer_totals(c, out);
}

static void group_fini(struct stats_group *g)
{
    free(g->list);
    free(g->unit);
    free(g->owner);
    free(g->lead);
    free(g->place);
    free(g->row);
}

void stats_fini(struct stats *s)
{
    for (size_t i = 0; i < s->n; i++)
        group_fini(&s->v[i]);
    for (size_t i = 0; i < s->n_totals; i++)
        group_fini(&s->totals[i]);
    free(s->v);
    free(s->totals);
    *s = (struct stats){0};
}

/* ---- beginning and end ---- */

static enum xh_rc read_by(struct stats_work *c, const char *const *by, size_t n_by,
                          struct xh_err *err)
{
    for (size_t i = 0; i < n_by; i++) {
        int found = -1;
        for (int k = 0; k < BY_COUNT; k++)
            if (strcmp(by_words[k], by[i]) == 0)
                found = k;
        if (found < 0)
            return xh_fail(err, XH_USAGE,
                           _("cannot count by '%s'. Use: list, unit, owner, lead, place"),
                           by[i]);
        if (c->by[found])
            return xh_fail(err, XH_USAGE, _("'%s' is named twice"), by[i]);
        c->by[found] = true;
        c->order[c->n_by++] = (enum stats_by)found;
    }
    return XH_OK;
}

enum xh_rc stats_begin(struct stats_work *c, const char *const *by, size_t n_by,
                       struct xh_err *err)
{
    struct db *db = c->q.st->db;
    enum xh_rc rc = read_by(c, by, n_by, err);

    GROW(c->words, c->n_words, c->cap_words);
    c->words[c->n_words++] = "";        /* items come first, even when there are none */
    if (rc == XH_OK)
        rc = load(db, &c->place_parent, "SELECT id, parent FROM place", err);

    if (rc == XH_OK)
        rc = load(db, &c->unit_side,
                  "SELECT id, CASE level WHEN 'superior' THEN 1 WHEN 'outside' THEN 2 "
                  "ELSE 0 END FROM unit", err);
    if (rc == XH_OK)
        rc = load(db, &c->person_unit, "SELECT id, unit FROM person", err);
    return rc;
}

static void lookup_fini(struct stats_lookup *x)
{
    index_fini(&x->at);
    free(x->v);
}

void stats_work_fini(struct stats_work *c)
{
    for (size_t i = 0; i < c->n_lists; i++)
        free(c->lists[i]);
    free(c->lists);
    free(c->words);
    free(c->groups);
    free(c->same);
    free(c->seen);
    free(c->soon);
    index_fini(&c->group_at);
    index_fini(&c->seen_at);
    lookup_fini(&c->place_parent);
    lookup_fini(&c->unit_side);
    lookup_fini(&c->person_unit);
    names_fini(&c->names);
    query_fini(&c->q);
}

