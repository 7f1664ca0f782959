#include "tui/ledger_tree.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/query_groups.h"

#define COUNT_WIDE 5            /* columns of a count: 红999 */

void tree_fini(struct tree *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->v[i].name);
        free(r->v[i].list);
        free(r->v[i].place);
    }
    free(r->v);
    free(r->open);
    *r = (struct tree){0};
}

static void add(struct tree *r, const char *name, const char *list, const char *place, int depth,
                const struct counts *n)
{
    GROW(r->v, r->n, r->cap);
    r->v[r->n++] = (struct tree_node){ xstrdup(name), xstrdup(list), xstrdup(place), depth, *n };
}

/* Villages and their groups: a name with a slash lies in the one before it. */
static enum xh_rc add_places(struct tui *t, struct tree *r, const char *list, struct xh_err *err)
{
    struct filter f = tui_filter(t);
    struct groups g = {0};

    f.list = list;
    enum xh_rc rc = groups_load(t->st, &f, GROUP_VILLAGE, &g, err);
    for (size_t i = 0; rc == XH_OK && i < g.n; i++)
        if (*g.v[i].name && g.v[i].n.total > 0)
            add(r, g.v[i].name, list, g.v[i].name, 2, &g.v[i].n);
    groups_fini(&g);
    return rc;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

void tree_to(struct tree *r, const char *list, const char *place)
{
    for (size_t i = 0; i < r->n; i++)
        if (same(r->v[i].list, list) && (same(r->v[i].place, place) || !r->v[i].place))
            r->cursor = i;
}

enum xh_rc tree_load(struct tui *t, struct tree *r, const char *list, struct xh_err *err)
{
    static const char *const by[] = { "list" };
    struct filter f = tui_filter(t);
    struct group_count *v = NULL;
    struct counts all = {0};
    size_t n = 0, top = r->top;
    char *at_list = NULL, *at_place = NULL;

    if (r->cursor < r->n) {
        at_list = xstrdup(r->v[r->cursor].list);
        at_place = xstrdup(r->v[r->cursor].place);
    }
    enum xh_rc rc = query_counts(t->st, &f, by, 1, &v, &n, err);
    tree_fini(r);
    for (size_t i = 0; i < n; i++)      /* households are never added to items (OFFICE 7) */
        for (int c = 0; c < 5 && !*list_row_apart(defs_list(t->defs, v[i].list)); c++)
            all.colour[c] += v[i].n.colour[c];
    add(r, t->defs->township.name, NULL, NULL, 0, &all);
    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        const struct list_def *l = defs_list(t->defs, v[i].list);
        if (!l)
            continue;
        add(r, l->name, l->id, NULL, 1, &v[i].n);
        if (same(list, l->id))
            rc = add_places(t, r, l->id, err);
    }
    group_counts_free(v, n);
    r->open = xstrdup(list);
    r->known = true;
    r->top = top;
    tree_to(r, at_list, at_place);
    free(at_list);
    free(at_place);
    return rc;
}

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

void tree_draw(struct tree *r, struct tui *t, struct area a, bool here)
{
    struct canvas *c = &t->canvas;

    canvas_fill(c, a, STYLE_PLAIN);
    canvas_upright(c, a.y, a.x + a.w - 1, a.h, STYLE_DIM);
    if (r->cursor < r->top)
        r->top = r->cursor;
    if (r->cursor >= r->top + (size_t)a.h)
        r->top = r->cursor - (size_t)a.h + 1;
    for (int i = 0; i < a.h && r->top + (size_t)i < r->n; i++) {
        size_t k = r->top + (size_t)i;
        const struct tree_node *d = &r->v[k];
        int y = a.y + i, x = a.x + 1 + d->depth, right = a.x + a.w - 2 - 2 * (COUNT_WIDE + 1);
        draw_count(t, y, right + 1, COUNT_WIDE, COLOUR_RED, d->n.colour[COLOUR_RED]);
        draw_count(t, y, right + COUNT_WIDE + 2, COUNT_WIDE, COLOUR_YELLOW,
                   d->n.colour[COLOUR_YELLOW]);
        canvas_put(c, y, a.x, 1, k == r->cursor ? ">" : " ", TEXT_LEFT, STYLE_PLAIN);
        canvas_put(c, y, x, right - x, d->name, TEXT_LEFT, STYLE_PLAIN);
        if (k == r->cursor)
            canvas_restyle(c, y, a.x, a.w - 1, here ? STYLE_CURSOR : STYLE_STRONG);
        canvas_hit(c, (struct area){ y, a.x, 1, a.w - 1 }, K_TAB, (int)k);
    }
}

bool tree_move(struct tree *r, enum cmd cmd)
{
    size_t last = r->n ? r->n - 1 : 0;

    switch (cmd) {
    case CMD_UP:   r->cursor -= r->cursor > 0; return true;
    case CMD_DOWN: r->cursor += r->cursor < last; return true;
    case CMD_PGUP: r->cursor = r->cursor > 10 ? r->cursor - 10 : 0; return true;
    case CMD_PGDN: r->cursor = r->cursor + 10 < last ? r->cursor + 10 : last; return true;
    case CMD_HOME: r->cursor = 0; return true;
    case CMD_END:  r->cursor = last; return true;
    default:       return false;
    }
}
