/* reporting_groups.c - households that owe a report come together as on the sheet, by
 * village, step and owner (OFFICE 7): a group has reported when all of its rows have. See
 * reporting_own.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/gather.h"
#include "tui/reporting_own.h"

#define PAGE 400

struct unit { int64_t id; struct gather rows; };

struct reporting_groups {
    struct report_period period;
    const struct defs *defs;
    size_t list;                /* of the definitions: being walked */
    struct row_key from; bool has_from;
    struct unit *v; size_t n, cap;
    int64_t *silent; size_t n_silent, cap_silent;   /* rows that have not reported; sorted */
    size_t page;                /* rows of the page being read */
    bool done;
};

struct reporting_groups *reporting_groups_new(struct tui *t, const struct report_period *p)
{
    struct reporting_groups *g = xcalloc(1, sizeof *g);

    g->period = *p;
    g->defs = t->defs;
    return g;
}

void reporting_groups_free(struct reporting_groups *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->n; i++)
        gather_fini(&g->v[i].rows);
    free(g->v);
    free(g->silent);
    free(g);
}

static struct unit *unit_of(struct reporting_groups *g, int64_t id, int32_t day)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->v[i].id == id)
            return &g->v[i];
    GROW(g->v, g->n, g->cap);
    g->v[g->n] = (struct unit){ id, { .defs = g->defs, .day = day, .pattern = "%s %zu %s" } };
    return &g->v[g->n++];
}

struct taking { struct reporting_groups *g; int32_t day; };

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct taking *k = ctx;
    struct reporting_groups *g = k->g;

    (void)err;
    row_key(r, &g->from);
    g->has_from = true;
    g->page++;
    if (report_is_silent(&g->period, &r->it)) {
        GROW(g->silent, g->n_silent, g->cap_silent);
        g->silent[g->n_silent++] = r->it.id;
    }
    gather_add(&unit_of(g, r->it.unit, k->day)->rows, r);
    return XH_OK;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void next_list(struct reporting_groups *g)
{
    g->has_from = false;
    while (g->list < g->defs->n_lists && !g->defs->lists[g->list].sheet.grouped)
        g->list++;
    g->done = g->list == g->defs->n_lists;
    if (g->done && g->n_silent)
        qsort(g->silent, g->n_silent, sizeof *g->silent, by_id);
}

bool reporting_groups_work(struct reporting_groups *g, struct tui *t, struct xh_err *err)
{
    struct filter f = tui_filter(t);
    struct taking k = { g, t->env.today };
    char where[64];
    const char *conditions[] = { where };
    struct row_key from = g->from;

    if (!g->has_from)
        next_list(g);
    if (g->done)
        return false;
    snprintf(where, sizeof where, "report_due=%s", reporting_period_word(&g->period));
    f.list = g->defs->lists[g->list].id;
    f.where = conditions;
    f.n_where = 1;
    f.limit = PAGE;
    f.from = g->has_from ? &from : NULL;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    g->page = 0;
    if (query_each(t->st, &f, take, &k, err) != XH_OK) {
        g->done = true;
        return false;
    }
    if (g->page < PAGE) {
        g->list++;
        next_list(g);
    }
    return !g->done;
}

struct reporting_group reporting_groups_of(const struct reporting_groups *g, int64_t unit)
{
    struct reporting_group out = { .unit = unit };

    for (size_t i = 0; g && i < g->n; i++) {
        if (g->v[i].id != unit)
            continue;
        for (size_t k = 0; k < g->v[i].rows.n; k++) {
            const struct gather_row *row = &g->v[i].rows.v[k];
            bool silent = false;
            for (size_t m = 0; m < row->n_members && !silent && g->n_silent; m++)
                silent = bsearch(&row->members[m], g->silent, g->n_silent, sizeof *g->silent,
                                 by_id) != NULL;
            out.owed++;
            out.reported += !silent;
            out.rows += (int64_t)row->n_members;
        }
    }
    return out;
}
