/* land_tree.c - the nodes of 征地: read when they are opened, kept open from one reading to the
 * next. */
#include "tui/land_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/index.h"

/* ---- nodes ---- */

int64_t land_id(const struct land_node *d)
{
    const struct rollup_line *l = &d->line;
    uint64_t id = index_key("land", (int64_t)d->kind);

    id = id * 1099511628211u ^ index_key("parent", l->parent);
    id = id * 1099511628211u ^ index_key("village", l->village);
    id = id * 1099511628211u ^ index_key("group", l->group);
    for (const char *p = l->section; p && *p; p++)
        id = id * 1099511628211u ^ (unsigned char)*p;
    return (int64_t)(id >> 1) | 1;      /* never 0 */
}

static void free_line(struct rollup_line *l)
{
    rollup_lines_fini(&(struct rollup_lines){ .v = memcpy(xcalloc(1, sizeof *l), l, sizeof *l),
                                              .n = 1, .cap = 1 });
    *l = (struct rollup_line){0};
}

void land_nodes_fini(struct land_nodes *n)
{
    for (size_t i = 0; i < n->n; i++)
        free_line(&n->v[i].line);
    free(n->v);
    *n = (struct land_nodes){0};
}

const struct land_node *land_here(const struct land_state *s)
{
    return s->view.cursor < s->tree.n ? &s->tree.v[s->view.cursor] : NULL;
}

size_t land_above(const struct land_state *s, size_t at)
{
    size_t k = at;

    while (k > 0 && s->tree.v[k].depth >= s->tree.v[at].depth)
        k--;
    return k;
}

const char *land_name(const struct land_node *d)
{
    const struct rollup_line *l = &d->line;

    switch (d->kind) {
    case LAND_PROJECT: return *l->title ? l->title : l->code;
    case LAND_SECTION: return *l->section ? l->section : _("no section");
    case LAND_VILLAGE: return *l->village_name ? l->village_name : _("no place written down");
    case LAND_GROUP:   break;
    }
    return *l->group_name ? l->group_name : _("no group");
}

char *land_place(const struct land_node *d)
{
    const struct rollup_line *l = &d->line;

    if (d->kind < LAND_VILLAGE || !*l->village_name)
        return NULL;
    return d->kind == LAND_GROUP && *l->group_name
               ? xasprintf("%s/%s", l->village_name, l->group_name) : xstrdup(l->village_name);
}

bool land_is_alone(const struct land_node *d)
{
    return d->kind == LAND_GROUP && !*d->line.group_name;
}

/* ---- which are open ---- */

static bool is_opened(const struct land_state *s, int64_t id)
{
    for (size_t i = 0; i < s->n_opened; i++)
        if (s->opened[i] == id)
            return true;
    return false;
}

static void keep_opened(struct land_state *s, int64_t id, bool open)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n_opened; i++)
        if (s->opened[i] != id)
            s->opened[n++] = s->opened[i];
    s->n_opened = n;
    if (open) {
        GROW(s->opened, s->n_opened, s->cap_opened);
        s->opened[s->n_opened++] = id;
    }
}

/* ---- reading ---- */

static enum xh_rc lines(struct tui *t, const struct land_state *s, enum rollup_by by,
                        const char *code, const char *place, struct rollup_lines *out,
                        struct xh_err *err)
{
    const struct rollup_ask ask = { .list = s->list->id, .parent = code, .by = by,
                                    .today = t->env.today, .reader = t->me, .place = place,
                                    .money = true };

    return rollup_load(t->st, &ask, out, err);
}

/* Takes the line over. */
static void add(struct land_nodes *n, enum land_kind kind, int depth, struct rollup_line *l)
{
    GROW(n->v, n->n, n->cap);
    n->v[n->n++] = (struct land_node){ .kind = kind, .depth = depth, .line = *l,
                                       .leaf = kind == LAND_GROUP };
    *l = (struct rollup_line){0};
}

static bool has_sections(const struct rollup_lines *l)
{
    return l->n > 1 || (l->n == 1 && *l->v[0].section);
}

static enum xh_rc below(struct tui *t, struct land_state *s, const struct land_node *d,
                        struct land_nodes *out, struct xh_err *err);

/* What lies below, and below that what was open before. */
static enum xh_rc take(struct tui *t, struct land_state *s, enum land_kind kind, int depth,
                       struct rollup_lines *l, const char *section, struct land_nodes *out,
                       struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < l->n; i++) {
        if (section && strcmp(l->v[i].section, section) != 0)
            continue;
        add(out, kind, depth, &l->v[i]);
        size_t at = out->n - 1;
        out->v[at].open = !out->v[at].leaf && is_opened(s, land_id(&out->v[at]));
        if (out->v[at].open) {
            const struct land_node node = out->v[at];
            size_t n = out->n;
            rc = below(t, s, &node, out, err);
            out->v[at].leaf = out->n == n;
            out->v[at].open = out->n > n;
        }
    }
    return rc;
}

static enum xh_rc below(struct tui *t, struct land_state *s, const struct land_node *d,
                        struct land_nodes *out, struct xh_err *err)
{
    struct rollup_lines l = {0};
    char *place = land_place(d), *code = xstrdup(d->line.code);
    char *section = d->kind == LAND_PROJECT ? NULL : xstrdup(d->line.section);
    int depth = d->depth + 1;
    enum land_kind kind = d->kind == LAND_VILLAGE ? LAND_GROUP : LAND_VILLAGE;
    enum xh_rc rc = XH_OK;

    if (d->kind == LAND_PROJECT) {
        rc = lines(t, s, ROLLUP_SECTION, code, NULL, &l, err);
        if (rc == XH_OK && has_sections(&l))
            kind = LAND_SECTION;
        else
            rollup_lines_fini(&l);
    }
    if (rc == XH_OK && kind == LAND_VILLAGE)
        rc = lines(t, s, ROLLUP_VILLAGE, code, NULL, &l, err);
    if (rc == XH_OK && kind == LAND_GROUP && place)
        rc = lines(t, s, ROLLUP_GROUP, code, place, &l, err);
    bool only_itself = kind == LAND_GROUP && l.n == 1 && !*l.v[0].group_name;
    if (rc == XH_OK && !only_itself)
        rc = take(t, s, kind, depth, &l, section, out, err);
    rollup_lines_fini(&l);
    free(place);
    free(code);
    free(section);
    return rc;
}

enum xh_rc land_read(struct tui *t, struct land_state *s, struct xh_err *err)
{
    struct rollup_lines l = {0};
    struct land_nodes all = {0};
    enum xh_rc rc = lines(t, s, ROLLUP_PROJECT, NULL, NULL, &l, err);

    if (rc == XH_OK)
        rc = take(t, s, LAND_PROJECT, 0, &l, NULL, &all, err);
    if (rc == XH_OK) {
        land_nodes_fini(&s->tree);
        s->tree = all;
        all = (struct land_nodes){0};
        table_view_rows(&s->view, s->tree.n);
    }
    land_nodes_fini(&all);
    rollup_lines_fini(&l);
    return rc;
}

/* ---- opening and closing ---- */

static size_t end_of(const struct land_state *s, size_t at)
{
    size_t end = at + 1;

    while (end < s->tree.n && s->tree.v[end].depth > s->tree.v[at].depth)
        end++;
    return end;
}

enum xh_rc land_open(struct tui *t, struct land_state *s, size_t at, struct xh_err *err)
{
    const struct land_node d = s->tree.v[at];
    struct land_nodes more = {0};
    struct land_nodes *tree = &s->tree;
    enum xh_rc rc = d.leaf || d.open ? XH_OK : below(t, s, &d, &more, err);

    if (rc != XH_OK || d.leaf || d.open) {
        land_nodes_fini(&more);
        return rc;
    }
    tree->v[at].leaf = more.n == 0;
    tree->v[at].open = more.n > 0;
    keep_opened(s, land_id(&d), more.n > 0);
    for (size_t i = 0; i < more.n; i++)
        GROW(tree->v, tree->n + i, tree->cap);
    memmove(tree->v + at + 1 + more.n, tree->v + at + 1, (tree->n - at - 1) * sizeof *tree->v);
    if (more.n)
        memcpy(tree->v + at + 1, more.v, more.n * sizeof *tree->v);
    tree->n += more.n;
    free(more.v);
    table_view_rows(&s->view, tree->n);
    return XH_OK;
}

void land_shut(struct land_state *s, size_t at)
{
    struct land_nodes *tree = &s->tree;
    size_t end = end_of(s, at), n = end - at - 1;

    for (size_t i = at + 1; i < end; i++)
        free_line(&tree->v[i].line);
    memmove(tree->v + at + 1, tree->v + end, (tree->n - end) * sizeof *tree->v);
    tree->n -= n;
    tree->v[at].open = false;
    keep_opened(s, land_id(&tree->v[at]), false);
    table_view_rows(&s->view, tree->n);
}
