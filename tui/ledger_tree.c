#include "tui/ledger_tree.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/query_groups.h"

#define COUNT_WIDE 5            /* columns of a count: 红999 */

static void free_node(struct tree_node *d)
{
    free(d->name);
    free(d->list);
    free(d->parent);
    free(d->place);
}

void tree_fini(struct tree *r)
{
    for (size_t i = 0; i < r->n; i++)
        free_node(&r->v[i]);
    free(r->v);
    *r = (struct tree){0};
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_of(const struct tree_node *d, const char *list, const char *parent,
                  const char *place)
{
    return same(d->list, list) && same(d->parent, parent) && same(d->place, place);
}

/* The first node after `at` that does not lie below it. */
static size_t end_of(const struct tree *r, size_t at)
{
    size_t end = at + 1;

    while (end < r->n && r->v[end].kind > r->v[at].kind)
        end++;
    return end;
}

static size_t above(const struct tree *r, size_t at)
{
    size_t k = at;

    while (k > 0 && r->v[k].kind >= r->v[at].kind)
        k--;
    return k;
}

void tree_to(struct tree *r, const char *list, const char *parent, const char *place)
{
    size_t best = 0;

    for (size_t i = 0; i < r->n; i++) {
        const struct tree_node *d = &r->v[i];
        if (is_of(d, list, parent, place) || (list && is_of(d, list, parent, NULL)) ||
            (list && is_of(d, list, NULL, NULL) && best == 0))
            best = i;
        if (is_of(d, list, parent, place))
            break;
    }
    r->cursor = best;
}

/* ---- counting ---- */

struct children { struct tree_node *v; size_t n, cap; };

static void add(struct children *c, enum tree_kind kind, const char *name,
                const struct tree_node *rows, const struct counts *n)
{
    GROW(c->v, c->n, c->cap);
    c->v[c->n++] = (struct tree_node){ .kind = kind, .name = xstrdup(name),
                                       .list = xstrdup(rows->list),
                                       .parent = xstrdup(rows->parent),
                                       .place = xstrdup(rows->place), .n = *n,
                                       .leaf = kind == TREE_GROUP };
}

/* What was open stays open; its own children are counted later. */
static void put(struct tree *r, size_t from, size_t to, struct children *c)
{
    const struct tree_node at = r->cursor < r->n ? r->v[r->cursor] : (struct tree_node){0};
    char *list = xstrdup(at.list), *parent = xstrdup(at.parent), *place = xstrdup(at.place);
    struct children all = {0};

    for (size_t i = 0; i < from; i++) {
        GROW(all.v, all.n, all.cap);
        all.v[all.n++] = r->v[i];
    }
    for (size_t i = 0; i < c->n; i++) {
        size_t was = from;
        while (was < to && !(r->v[was].kind == c->v[i].kind &&
                             is_of(&r->v[was], c->v[i].list, c->v[i].parent, c->v[i].place)))
            was++;
        GROW(all.v, all.n, all.cap);
        all.v[all.n] = c->v[i];
        all.v[all.n].open = was < to && r->v[was].open;
        all.n++;
        size_t below = was < to && r->v[was].open ? end_of(r, was) : 0;
        for (size_t k = was + 1; k < below && k < to; k++) {
            GROW(all.v, all.n, all.cap);
            all.v[all.n++] = r->v[k];
            r->v[k] = (struct tree_node){0};    /* moved */
        }
    }
    for (size_t i = from; i < to; i++)
        free_node(&r->v[i]);
    for (size_t i = to; i < r->n; i++) {
        GROW(all.v, all.n, all.cap);
        all.v[all.n++] = r->v[i];
    }
    free(c->v);
    free(r->v);
    r->v = all.v;
    r->n = all.n;
    r->cap = all.cap;
    tree_to(r, list, parent, place);
    free(list);
    free(parent);
    free(place);
}

static enum xh_rc count_lists(struct tui *t, struct tree *r, struct xh_err *err)
{
    static const char *const by[] = { "list" };
    const struct tree_node none = {0};
    struct filter f = tui_filter(t);
    struct group_count *v = NULL;
    struct counts all = {0};
    struct children c = {0};
    size_t n = 0;
    enum xh_rc rc = query_counts(t->st, &f, by, 1, &v, &n, err);

    for (size_t i = 0; i < n; i++)      /* households are never added to items (OFFICE 7) */
        for (int k = 0; k < 5 && !*list_row_apart(defs_list(t->defs, v[i].list)); k++)
            all.colour[k] += v[i].n.colour[k];
    add(&c, TREE_TOWN, t->defs->township.name, &none, &all);
    for (size_t i = 0; i < n; i++) {
        const struct list_def *l = defs_list(t->defs, v[i].list);
        const struct tree_node rows = { .list = l ? (char *)l->id : NULL };
        if (l)
            add(&c, TREE_LIST, l->name, &rows, &v[i].n);
    }
    group_counts_free(v, n);
    r->known = rc == XH_OK;
    put(r, 0, r->n, &c);
    return rc;
}

/* By what the children of a node are told apart. */
static enum group_by divided_by(struct tui *t, const struct tree_node *d)
{
    const struct list_def *l = defs_list(t->defs, d->list);

    if (d->kind == TREE_LIST && l && *l->parent)
        return GROUP_PARENT;
    return d->kind == TREE_VILLAGE ? GROUP_PLACE : GROUP_VILLAGE;
}

static enum xh_rc count_below(struct tui *t, struct tree *r, size_t at, struct xh_err *err)
{
    static const enum tree_kind kinds[GROUP_BYS] = {
        [GROUP_PARENT] = TREE_PARENT, [GROUP_VILLAGE] = TREE_VILLAGE, [GROUP_PLACE] = TREE_GROUP,
    };
    struct tree_node *d = &r->v[at];
    enum group_by by = divided_by(t, d);
    struct filter f = tui_filter(t);
    struct groups g = {0};
    struct children c = {0};

    f.list = d->list;
    f.parent = d->parent;
    f.place = d->place;
    f.without = ROW_FIELDS;
    enum xh_rc rc = groups_load(t->st, &f, by, &g, err);
    for (size_t i = 0; rc == XH_OK && i < g.n; i++) {
        struct tree_node rows = *d;
        if (!*g.v[i].key || g.v[i].n.total == 0 ||
            (by == GROUP_PLACE && strcmp(g.v[i].key, d->place) == 0))
            continue;
        if (by == GROUP_PARENT)
            rows.parent = g.v[i].key;
        else
            rows.place = g.v[i].key;
        const char *slash = by == GROUP_PLACE ? strrchr(g.v[i].name, '/') : NULL;
        add(&c, kinds[by], slash ? slash + 1 : g.v[i].name, &rows, &g.v[i].n);
    }
    groups_fini(&g);
    d->counted = rc == XH_OK;
    d->leaf = rc == XH_OK && c.n == 0;
    d->open = d->open && !d->leaf;
    put(r, at + 1, end_of(r, at), &c);
    return rc;
}

static size_t next_waiting(const struct tree *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].open && !r->v[i].counted)
            return i;
    return r->n;
}

bool tree_waits(const struct tree *r)
{
    return !r->known || next_waiting(r) < r->n;
}

void tree_stale(struct tree *r)
{
    r->known = false;
    for (size_t i = 0; i < r->n; i++)
        r->v[i].counted = false;
}

enum xh_rc tree_count(struct tui *t, struct tree *r, struct xh_err *err)
{
    size_t next = next_waiting(r);

    if (!r->known)
        return count_lists(t, r, err);
    return next < r->n ? count_below(t, r, next, err) : XH_OK;
}

/* ---- painting ---- */

/* So many columns, at the right end of them; nothing for none. */
static void draw_count(struct tui *t, int y, int x, int width, enum colour c, int64_t n)
{
    struct buf b = {0};

    if (n > 0) {
        buf_printf(&b, "%s%lld", colour_word(t->defs, c), (long long)n);
        int w = text_width(buf_str(&b)) < width ? text_width(buf_str(&b)) : width;
        canvas_put(&t->canvas, y, x + width - w, w, buf_str(&b), TEXT_LEFT, theme_colour(c));
    }
    buf_fini(&b);
}

static void draw_node(const struct tree *r, struct tui *t, struct area a, int y, size_t k,
                      bool here)
{
    const struct tree_node *d = &r->v[k];
    struct canvas *c = &t->canvas;
    int x = a.x + 1 + (int)d->kind, right = a.x + a.w - 2 - 2 * (COUNT_WIDE + 1);
    const char *mark = d->kind == TREE_TOWN || d->leaf ? " " : d->open ? "-" : "+";

    draw_count(t, y, right + 1, COUNT_WIDE, COLOUR_RED, d->n.colour[COLOUR_RED]);
    draw_count(t, y, right + COUNT_WIDE + 2, COUNT_WIDE, COLOUR_YELLOW,
               d->n.colour[COLOUR_YELLOW]);
    canvas_put(c, y, a.x, 1, k == r->cursor ? ">" : " ", TEXT_LEFT, STYLE_PLAIN);
    if (d->kind != TREE_TOWN)
        canvas_put(c, y, x - 1, 1, mark, TEXT_LEFT, STYLE_DIM);
    canvas_put(c, y, x, right - x, d->name, TEXT_LEFT, STYLE_PLAIN);
    if (d->open && !d->counted && end_of(r, k) == k + 1)
        canvas_put(c, y, right - 2, 2, "..", TEXT_LEFT, STYLE_DIM);
    if (k == r->cursor)
        canvas_restyle(c, y, a.x, a.w - 1, here ? STYLE_CURSOR : STYLE_STRONG);
    canvas_hit(c, (struct area){ y, a.x, 1, a.w - 1 }, K_TAB, (int)k);
}

void tree_draw(struct tree *r, struct tui *t, struct area a, bool here)
{
    struct canvas *c = &t->canvas;

    canvas_fill(c, a, STYLE_PLAIN);
    canvas_upright(c, a.y, a.x + a.w - 1, a.h, STYLE_DIM);
    if (r->cursor < r->top)
        r->top = r->cursor;
    if (r->cursor >= r->top + (size_t)a.h)
        r->top = r->cursor - (size_t)a.h + 1;
    for (int i = 0; i < a.h && r->top + (size_t)i < r->n; i++)
        draw_node(r, t, a, a.y + i, r->top + (size_t)i, here);
}

/* ---- moving ---- */

static void close_node(struct tree *r, size_t at)
{
    struct children none = {0};

    r->v[at].open = false;
    put(r, at + 1, end_of(r, at), &none);
}

bool tree_move(struct tree *r, enum cmd cmd, bool *moved)
{
    size_t last = r->n ? r->n - 1 : 0, was = r->cursor;
    struct tree_node *d = r->cursor < r->n ? &r->v[r->cursor] : NULL;

    *moved = false;
    switch (cmd) {
    case CMD_UP:   r->cursor -= r->cursor > 0; break;
    case CMD_DOWN: r->cursor += r->cursor < last; break;
    case CMD_PGUP: r->cursor = r->cursor > 10 ? r->cursor - 10 : 0; break;
    case CMD_PGDN: r->cursor = r->cursor + 10 < last ? r->cursor + 10 : last; break;
    case CMD_HOME: r->cursor = 0; break;
    case CMD_END:  r->cursor = last; break;
    case CMD_RIGHT:
        if (!d || d->kind == TREE_TOWN || d->leaf || d->open)
            return false;
        d->open = true;
        d->counted = false;
        return true;
    case CMD_LEFT:
        if (!d)
            return false;
        if (d->open)
            close_node(r, r->cursor);
        else
            r->cursor = above(r, r->cursor);
        break;
    default: return false;
    }
    *moved = r->cursor != was;
    return true;
}
