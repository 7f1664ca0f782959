/* rollup_money.c - which sums of money the lines of rollup.h may tell one reader, and which areas
 * may stand on paper: the tree of all, project, section, village and group, suppressed level over
 * level (suppress.h). */
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/rollup_parts.h"
#include "model/suppress.h"

enum level { ALL, PROJECT, SECTION, VILLAGE, GROUP, LEVELS };

enum sums { MONEY, AREA };

/* How many with money the reader does not know anyway: agreed, paid, the one without the
 * other. Of areas: how many have one, of them signed, of them not. */
struct count { int64_t agreed, paid, apart; };

struct branch {
    enum level level;
    int64_t parent, village, group;
    const char *section;        /* borrowed from the cells */
    size_t up;
    struct count n;             /* of a group */
    bool agreed, paid;          /* may be told */
};

struct telling {
    enum sums of;
    struct rollup_cells cells, seen;
    struct branch *v; size_t n, cap;
};

/* ---- the tree ---- */

static struct count count_of(const struct rollup_figures *n, enum sums of)
{
    if (of == AREA)
        return (struct count){ n->with_area, n->with_area_signed,
                               n->with_area - n->with_area_signed };
    return (struct count){ n->with_agreed, n->with_paid, n->with_apart };
}

static struct branch node_of(const struct rollup_places *places, const struct rollup_cell *c,
                             enum sums of)
{
    const struct rollup_place *at = rollup_place(places, c->place);

    return (struct branch){ .level = GROUP, .parent = c->parent, .section = c->section,
                          .village = at ? at->top : 0,
                          .group = at && at->id != at->top ? at->id : 0,
                          .n = count_of(&c->n, of) };
}

/* Down to `level`: the same? */
static int compare(const struct branch *a, const struct branch *b, enum level level)
{
    int order = (a->parent > b->parent) - (a->parent < b->parent);

    if (!order && level >= SECTION)
        order = strcmp(a->section, b->section);
    if (!order && level >= VILLAGE)
        order = (a->village > b->village) - (a->village < b->village);
    if (!order && level >= GROUP)
        order = (a->group > b->group) - (a->group < b->group);
    return order;
}

static int in_order(const void *a, const void *b)
{
    return compare(a, b, GROUP);
}

static void count_in(struct count *to, const struct count *n, int64_t sign)
{
    to->agreed += sign * n->agreed;
    to->paid += sign * n->paid;
    to->apart += sign * n->apart;
}

static size_t add(struct telling *t, const struct branch *of, enum level level, size_t up)
{
    GROW(t->v, t->n, t->cap);
    t->v[t->n] = *of;
    t->v[t->n].level = level;
    t->v[t->n].up = up;
    return t->n++;
}

/* Preorder: a node each time project, section, village or group is another one. What the reader
 * may see in each row counts as told already. */
static void plant(struct telling *t, const struct rollup_places *places)
{
    size_t n = t->cells.n + t->seen.n, at[LEVELS] = { 0 };
    struct branch *leaves = xcalloc(n + 1, sizeof *leaves);
    static const struct branch all = { .section = "" };

    for (size_t i = 0; i < n; i++) {
        bool seen = i >= t->cells.n;
        struct count none = { 0 };
        leaves[i] = node_of(places, seen ? &t->seen.v[i - t->cells.n] : &t->cells.v[i],
                            t->of);
        count_in(&none, &leaves[i].n, seen ? -1 : 1);
        leaves[i].n = none;
    }
    if (n > 1)
        qsort(leaves, n, sizeof *leaves, in_order);
    add(t, &all, ALL, 0);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && in_order(&leaves[i - 1], &leaves[i]) == 0) {
            count_in(&t->v[at[GROUP]].n, &leaves[i].n, 1);
            continue;
        }
        for (enum level l = PROJECT; l < LEVELS; l++)
            if (i == 0 || compare(&leaves[i - 1], &leaves[i], l) != 0) {
                at[l] = add(t, &leaves[i], l, at[l - 1]);
                if (l < GROUP)
                    t->v[at[l]].n = (struct count){ 0 };
            }
    }
    free(leaves);
}

/* ---- what may be told of it ---- */

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* First what was agreed. Then what was paid, only where what was agreed is told: of each part
 * that can be worked out, set beside the other sum it singles out those paid, or by subtraction
 * those of whom one sum is and the other is not; as few as the lesser of these are told then. */
static void suppress(struct telling *t)
{
    struct suppress_node *s = xcalloc(t->n, sizeof *s);
    struct count *left = xcalloc(t->n, sizeof *left);

    for (size_t i = 0; i < t->n; i++)
        s[i] = (struct suppress_node){ .up = t->v[i].up, .own = t->v[i].n.agreed, .may = i > 0 };
    suppress_few(s, t->n);
    s[0].told = !suppress_is_few(s[0].rest);
    for (size_t i = t->n; i-- > 0;) {
        count_in(&left[i], &t->v[i].n, 1);
        t->v[i].agreed = s[i].told;
        s[i].may = i > 0 && s[i].told;
        s[i].own = s[i].told ? lesser(left[i].paid, left[i].apart) : 0;
        if (i > 0 && !s[i].told)
            count_in(&left[s[i].up], &left[i], 1);
    }
    suppress_few(s, t->n);
    s[0].told = t->v[0].agreed && !suppress_is_few(s[0].rest);
    for (size_t i = 0; i < t->n; i++)
        t->v[i].paid = s[i].told;
    free(s);
    free(left);
}

/* ---- the lines ---- */

static enum level level_of(enum rollup_by by)
{
    static const enum level levels[] = {
        [ROLLUP_PROJECT] = PROJECT, [ROLLUP_SECTION] = SECTION, [ROLLUP_VILLAGE] = VILLAGE,
        [ROLLUP_GROUP] = GROUP,
    };

    return levels[by];
}

/* The nodes of one level, in their order. Caller frees. */
static const struct branch **nodes_of(const struct telling *t, enum level level, size_t *n)
{
    const struct branch **v = xcalloc(t->n + 1, sizeof *v);

    *n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].level == level)
            v[(*n)++] = &t->v[i];
    return v;
}

static int by_key(const void *key, const void *at)
{
    const struct branch *a = key, *const *b = at;

    return compare(a, *b, a->level);
}

/* Rows with money that are signed, paid or both, or rows with an area: each is in two of the
 * three counts. */
static int64_t with_any(const struct rollup_figures *n, enum sums of)
{
    const struct count c = count_of(n, of);

    return (c.agreed + c.paid + c.apart) / 2;
}

static void put_told(struct rollup_line *l, enum sums of, bool agreed, bool paid)
{
    *(of == AREA ? &l->tells_area : &l->tells_agreed) = agreed;
    *(of == AREA ? &l->tells_area_signed : &l->tells_paid) = paid;
}

/* A person's households lie across villages: what their sum would give away no tree says. */
static bool sees_all_of(const struct telling *t, const struct rollup_line *l)
{
    int64_t unseen = with_any(&l->n, t->of);

    for (size_t i = 0; i < t->seen.n; i++)
        if (t->seen.v[i].parent == l->parent && t->seen.v[i].owner == l->owner)
            unseen -= with_any(&t->seen.v[i].n, t->of);
    return unseen == 0;
}

static void tell_places(const struct telling *t, struct rollup_lines *out, enum level level)
{
    size_t n;
    const struct branch **v = nodes_of(t, level, &n);

    for (size_t i = 0; i < out->n; i++) {
        struct rollup_line *l = &out->v[i];
        const struct branch key = { .level = level, .parent = l->parent, .section = l->section,
                                  .village = l->village, .group = l->group };
        const struct branch *const *d = n ? bsearch(&key, v, n, sizeof *v, by_key) : NULL;
        put_told(l, t->of, d && (*d)->agreed, d && (*d)->paid);
    }
    free(v);
}

static void tell_owners(const struct telling *t, struct rollup_lines *out)
{
    for (size_t i = 0; i < out->n; i++) {
        bool all = sees_all_of(t, &out->v[i]);
        put_told(&out->v[i], t->of, all, all);
    }
}

/* All of one project: its own sum; else that of all. */
static void tell_total(const struct telling *t, struct rollup_lines *out)
{
    const struct branch *d = &t->v[0];

    for (size_t i = 1; i < t->n && out->n > 0 && d->level != PROJECT; i++)
        if (t->v[i].level == PROJECT && t->v[i].parent == out->v[0].parent)
            d = &t->v[i];
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].parent != d->parent)
            d = &t->v[0];
    *(t->of == AREA ? &out->total_area : &out->total_agreed) = d->agreed;
    *(t->of == AREA ? &out->total_area_signed : &out->total_paid) = d->paid;
}

/* Of each line what all of its parent comes to. */
static void tell_parents(const struct telling *t, struct rollup_lines *out)
{
    size_t n;
    const struct branch **v = nodes_of(t, PROJECT, &n);

    for (size_t i = 0; i < out->n; i++) {
        const struct branch key = { .level = PROJECT, .parent = out->v[i].parent, .section = "" };
        const struct branch *const *d = n ? bsearch(&key, v, n, sizeof *v, by_key) : NULL;
        out->v[i].all_area = d && (*d)->agreed;
        out->v[i].all_area_signed = d && (*d)->paid;
    }
    free(v);
}

static void tell(const struct telling *t, const struct rollup_ask *ask, struct rollup_lines *out)
{
    if (ask->owner || (ask->place && ask->by != ROLLUP_GROUP))
        return;                         /* lines of some of their rows */
    if (ask->by == ROLLUP_OWNER)
        tell_owners(t, out);
    else
        tell_places(t, out, level_of(ask->by));
    if (!ask->place)
        tell_total(t, out);
}

static void tell_all(struct rollup_lines *out)
{
    for (size_t i = 0; i < out->n; i++)
        out->v[i].tells_agreed = out->v[i].tells_paid = true;
    out->total_agreed = out->total_paid = true;
}

static void tell_nothing_signed(struct rollup_lines *out)
{
    bool any = false;

    for (size_t i = 0; i < out->n; i++) {
        out->v[i].tells_area_signed |= out->v[i].n.with_area_signed == 0;
        any |= out->v[i].n.with_area_signed > 0;
    }
    out->total_area_signed |= !any;
}

/* Of nobody's money nothing is given away. */
static void tell_nothing_paid(struct rollup_lines *out)
{
    bool any = false;

    for (size_t i = 0; i < out->n; i++) {
        out->v[i].tells_paid |= out->v[i].n.with_paid == 0;
        any |= out->v[i].n.with_paid > 0;
    }
    out->total_paid |= !any;
}

enum xh_rc rollup_tell_money(struct store *st, const struct rollup_question *q,
                             const struct rollup_ask *ask, const struct rollup_places *places,
                             struct rollup_lines *out, struct xh_err *err)
{
    const int at = list_field(q->list, q->list->rollup.money);
    const struct field_def *field = at >= 0 ? &q->list->fields[at] : NULL;
    const struct rollup_some some = { .parent = ask->parent, .reader = ask->reader };
    struct rollup_question whole = *q;
    struct telling t = { 0 };
    bool all = !field || !field->is_private;
    enum xh_rc rc = XH_OK;

    whole.grain = GRAIN_PLACE;
    if (!all && ask->reader > 0)
        rc = rollup_count_seen(st, &whole, ask->reader, field->show, &all, &t.seen, err);
    if (rc == XH_OK && !all)
        rc = out->everything ? rollup_read_counts(st, &whole, &t.cells, err)
                             : rollup_count_rows(st, &whole, &some, &t.cells, err);
    if (rc == XH_OK && !all) {
        plant(&t, places);
        suppress(&t);
        tell(&t, ask, out);
        tell_nothing_paid(out);
    } else if (rc == XH_OK) {
        tell_all(out);
    }
    rollup_cells_fini(&t.cells);
    rollup_cells_fini(&t.seen);
    free(t.v);
    return rc;
}

enum xh_rc rollup_tell_area(struct store *st, const struct rollup_question *q,
                            const struct rollup_ask *ask, const struct rollup_places *places,
                            const struct rollup_cells *counts, struct rollup_lines *out,
                            struct xh_err *err)
{
    const struct rollup_some some = { .parent = ask->parent, .reader = ask->reader };
    struct rollup_question whole = *q;
    struct rollup_cells counted = { 0 };
    enum xh_rc rc = XH_OK;

    whole.grain = GRAIN_PLACE;
    whole.area = true;
    if (!counts)
        rc = rollup_count_rows(st, &whole, &some, &counted, err);
    if (rc == XH_OK) {
        struct telling t = { .of = AREA, .cells = counts ? *counts : counted };
        plant(&t, places);
        suppress(&t);
        tell(&t, ask, out);
        tell_parents(&t, out);
        tell_nothing_signed(out);
        free(t.v);
    }
    rollup_cells_fini(&counted);
    return rc;
}
