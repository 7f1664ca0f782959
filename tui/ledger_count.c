/* ledger_count.c - what can wait until the rows are painted: counts and the tree. */
#include "tui/ledger_parts.h"

#include <string.h>

#include "model/i18n.h"
#include "tui/patience.h"

static void add(struct counts *to, const struct counts *n)
{
    for (int c = 0; c < 5; c++)
        to->colour[c] += n->colour[c];
    to->review += n->review;
    to->total += n->total;
    to->closed += n->closed;
}

/* By list: that is kept ready (query.h), and rows counted apart are never added to
 * items. *apart may be NULL. False: stopped by a key. */
static bool count(struct tui *t, const struct ledger *l, struct filter *f, struct counts *out,
                  int64_t *apart)
{
    static const char *const by[] = { "list" };
    struct view_filter rest = {0};
    struct group_count *v = NULL;
    struct xh_err err = {0};
    struct patience p;
    bool items_only = l->items_only && !f->list;
    size_t n = 0;

    *out = (struct counts){0};
    if (items_only)
        for (size_t i = 0; i < f->n_where; i++)
            if (strcmp(f->where[i], "row=") != 0)
                view_read_line(&rest, f->where[i]);
    if (items_only) {
        f->where = (const char *const *)rest.where;
        f->n_where = rest.n_where;
    }
    patience_begin(&p, t, NULL);
    enum xh_rc rc = query_counts(t->st, f, by, 1, &v, &n, &err);
    bool stopped = patience_end(&p);
    if (rc != XH_OK && !stopped)
        tui_refuse(t, &err);
    for (size_t i = 0; i < n; i++)
        if (!items_only || !*list_row_apart(defs_list(t->defs, v[i].list)))
            add(out, &v[i].n);
        else if (apart)
            *apart += v[i].n.total;
    group_counts_free(v, n);
    view_filter_fini(&rest);
    return !stopped;
}

bool ledger_idle(struct tui *t, void *state)
{
    struct ledger *l = state;
    struct xh_err err = {0};

    if (!l->counted) {
        struct filter f = ledger_question(t, l);
        l->counted = count(t, l, &f, &l->n, NULL);
    } else if (!l->all_counted) {
        struct filter f = tui_filter(t);
        f.list = l->f.list;
        l->apart = 0;
        l->all_counted = count(t, l, &f, &l->all, &l->apart);
    } else if (ledger_is_wide(t) && tree_waits(&l->tree)) {
        bool first = l->tree.n == 0;
        struct patience p;
        patience_begin(&p, t, NULL);
        enum xh_rc rc = tree_count(t, &l->tree, &err);
        if (!patience_end(&p) && rc != XH_OK) {
            tui_refuse(t, &err);
            return false;       /* asked again after the next key */
        }
        if (first)
            tree_to(&l->tree, l->f.list, l->f.parent, l->f.place);
    }
    return !l->counted || !l->all_counted || (ledger_is_wide(t) && tree_waits(&l->tree));
}

const struct counts *ledger_counts(struct tui *t, void *state, bool *known)
{
    struct ledger *l = state;

    (void)t;
    *known = l->counted;
    return &l->n;
}
