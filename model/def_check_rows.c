/* def_check_rows.c - rows a step waits for: they must be there to be looked at, and nothing may
 * wait for itself by a way round. */
#include "model/def_check.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/query.h"

/* ---- one need ---- */

static void check_same(struct check *c, const char *at, const struct list_def *l,
                       const struct rows_need *r, const struct list_def *o)
{
    const char *path = check_say(c, "%s.same", at);

    if (r->same & SAME_ITEM && r->same != SAME_ITEM)
        check_complain(c, path, _("write \"same: item\", or take it out"),
                       _("rows under this item itself hang under nothing else"));
    else if (r->same & SAME_ITEM && strcmp(o->parent, l->id) != 0)
        check_complain(c, path, _("write \"same: [parent, place]\" for rows beside it"),
                       _("rows of \"%.60s\" do not hang under \"%.60s\""), o->id, l->id);
    else if (r->same & SAME_PARENT && (!*l->parent || strcmp(o->parent, l->parent) != 0))
        check_complain(c, path, _("write \"same: place\", or name a list with this list's parent"),
                       _("rows of \"%.60s\" and of \"%.60s\" do not hang under the same list"),
                       o->id, l->id);
}

static void check_need(struct check *c, const struct list_def *l, const char *at,
                       const struct rows_need *r)
{
    const struct list_def *o = *r->list ? defs_list(c->d, r->list) : NULL;

    if (r->begun && !*r->step)
        check_complain(c, check_say(c, "%s.begun", at), _("add \"step:\""),
                       _("only a step can have begun"));
    if (r->status == STATUS_STATUTE && !*r->law)
        check_complain(c, check_say(c, "%s.status", at), _("add \"law:\" with the article"),
                       _("a statutory step must name its article"));
    if (!*r->list)
        return;                 /* complained about already */
    if (!o) {
        check_no_list(c, check_say(c, "%s.list", at), r->list);
        return;
    }
    if (check_is_unread(c, o))
        return;
    if (*r->step && list_step(o, r->step) < 0)
        check_no_step(c, check_say(c, "%s.step", at), r->step, o);
    check_same(c, at, l, r, o);
    check_conditions(c, check_say(c, "%s.where", at), o, r->where, r->n_where);
    for (size_t i = 0; i < r->n_where; i++) {
        size_t n = strspn(r->where[i], "abcdefghijklmnopqrstuvwxyz0123456789_");
        const char *key = check_say(c, "%.*s", (int)(n <= 60 ? n : 60), r->where[i]);
        int f = list_field(o, key);
        if ((is_core_column(key) || strcmp(key, "balance") == 0) && !query_asks_of_row(o, key))
            check_complain(c, check_say(c, "%s.where[%zu]", at, i + 1),
                           _("ask for a field, or for code title source start due progress "
                             "steps_done returns"),
                           _("a step cannot wait for rows picked by \"%.60s\": it changes with "
                             "the day or the reader"), key);
        if (f >= 0 && o->fields[f].is_private)
            check_complain(c, check_say(c, "%s.where[%zu]", at, i + 1),
                           _("take the condition out"),
                           _("the field \"%.60s\" is private: picking rows by it would give it "
                             "away"), o->fields[f].id);
    }
}

void check_needs(struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_steps; i++)
        for (size_t k = 0; k < l->steps[i].needs.n_rows; k++)
            check_need(c, l,
                       l->steps[i].needs.n_rows == 1
                           ? check_say(c, "steps.%s.needs.rows", l->steps[i].id)
                           : check_say(c, "steps.%s.needs.rows[%zu]", l->steps[i].id, k + 1),
                       &l->steps[i].needs.rows[k]);
}

/* ---- all of them together ---- */

/* A step of a list, or (step == n_steps) its being crossed off. */
struct stop { size_t list, step; bool by_rows; };   /* by_rows: led to by a need */
struct waiting {
    struct check *c;
    size_t *first;                  /* of a list: its first number */
    char *colour;                   /* white 0, on the way 1, done 2 */
    struct stop *way; size_t n, cap;
};

static void walk(struct waiting *w, struct stop at);

static void tell_circle(struct waiting *w, size_t from)
{
    const struct defs *d = w->c->d;
    const struct list_def *asks = NULL;
    const char *asks_step = "";
    struct buf text = {0};

    for (size_t i = from; i < w->n; i++) {
        const struct list_def *l = &d->lists[w->way[i].list];
        const struct stop *next = i + 1 < w->n ? &w->way[i + 1] : &w->way[from];
        bool by_rows = i + 1 < w->n ? next->by_rows : w->way[from].by_rows;

        if (w->way[i].step < l->n_steps)
            buf_printf(&text, "%s.%s -> ", l->id, l->steps[w->way[i].step].id);
        else
            buf_printf(&text, "%s -> ", l->id);
        if (by_rows && !asks) {
            asks = l;
            asks_step = l->steps[w->way[i].step].id;
        }
    }
    const struct list_def *l = &d->lists[w->way[from].list];
    buf_printf(&text, "%s%s%s", l->id, w->way[from].step < l->n_steps ? "." : "",
               w->way[from].step < l->n_steps ? l->steps[w->way[from].step].id : "");
    if (asks) {                     /* else it is told where the steps of one list are looked at */
        check_list_document(w->c, asks);
        check_complain(w->c, check_say(w->c, "steps.%s.needs", asks_step),
                       _("take one of these needs out, or add \"unless: reason\""),
                       _("these wait for each other, so that none can ever be done: %s"),
                       buf_str(&text));
    }
    buf_fini(&text);
}

static void go(struct waiting *w, size_t list, size_t step, bool by_rows)
{
    char colour = w->colour[w->first[list] + step];
    size_t from = 0;

    if (colour == 0) {
        walk(w, (struct stop){ list, step, by_rows });
        return;
    }
    if (colour != 1)
        return;
    while (w->way[from].list != list || w->way[from].step != step)
        from++;
    bool was = w->way[from].by_rows;
    w->way[from].by_rows = by_rows; /* how the circle comes back to it */
    tell_circle(w, from);
    w->way[from].by_rows = was;
}

static void walk(struct waiting *w, struct stop at)
{
    const struct defs *d = w->c->d;
    const struct list_def *l = &d->lists[at.list];
    size_t node = w->first[at.list] + at.step;

    w->colour[node] = 1;
    GROW(w->way, w->n, w->cap);
    w->way[w->n++] = at;
    for (size_t i = 0; at.step == l->n_steps && i < l->n_steps; i++)
        if (!l->steps[i].optional)
            go(w, at.list, i, false);
    for (size_t k = 0; at.step < l->n_steps && k < l->steps[at.step].n_after; k++) {
        int i = list_step(l, l->steps[at.step].after[k]);
        if (i >= 0)
            go(w, at.list, (size_t)i, false);
    }
    for (size_t k = 0; at.step < l->n_steps && k < l->steps[at.step].needs.n_rows; k++) {
        const struct rows_need *r = &l->steps[at.step].needs.rows[k];
        const struct list_def *o = defs_list(d, r->list);
        int i = o && *r->step ? list_step(o, r->step) : -1;
        if (o && !r->unless_reason && (i >= 0 || !*r->step))
            go(w, (size_t)(o - d->lists), i >= 0 ? (size_t)i : o->n_steps, true);
    }
    w->n--;
    w->colour[node] = 2;
}

void check_waiting(struct check *c)
{
    const struct defs *d = c->d;
    struct waiting w = { .c = c, .first = xcalloc(d->n_lists + 1, sizeof *w.first) };

    for (size_t i = 0; i < d->n_lists; i++)
        w.first[i + 1] = w.first[i] + d->lists[i].n_steps + 1;
    w.colour = xcalloc(w.first[d->n_lists] + 1, 1);
    for (size_t i = 0; i < d->n_lists; i++)
        for (size_t k = 0; k <= d->lists[i].n_steps; k++)
            if (w.colour[w.first[i] + k] == 0)
                walk(&w, (struct stop){ i, k, false });
    free(w.first);
    free(w.colour);
    free(w.way);
}
