#include "report/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/rhythm.h"

struct work {
    struct forecast *out;
    int32_t day;
    forecast_keep *keep;
    void *ctx;
};

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct work *w = ctx;

    (void)err;
    if (r->it.red_on <= w->day)
        return XH_OK;
    for (int i = 0; i < FORECAST_PARTS; i++)
        if (r->it.red_on <= w->out->parts[i].meeting) {
            if (!w->keep || w->keep(w->ctx, r))
                gather_add(&w->out->parts[i].g, r);
            break;
        }
    return XH_OK;
}

static int soonest_first(const void *pa, const void *pb)
{
    const struct gather_row *a = pa, *b = pb;

    if (a->row.it.red_on != b->row.it.red_on)
        return a->row.it.red_on < b->row.it.red_on ? -1 : 1;
    return strcmp(a->row.it.sort_code, b->row.it.sort_code);
}

enum xh_rc forecast_load(struct store *st, const struct filter *given,
                         forecast_keep *keep, void *ctx, struct forecast *out,
                         struct xh_err *err)
{
    struct filter f = *given;
    struct work w = { out, f.today, keep, ctx };
    int32_t day = f.today;
    bool groups_by_field = false;

    for (int i = 0; i < FORECAST_PARTS; i++) {
        day = rhythm_meeting_after(st->defs, day);
        out->parts[i].meeting = day;
        out->parts[i].g = (struct gather){ .defs = st->defs,
                                           .day = f.today,
                                           .pattern = N_("%s: %zu %s turning red") };
    }
    for (size_t i = 0; i < st->defs->n_lists; i++)
        for (size_t k = 0; k < st->defs->lists[i].sheet.n_group; k++)
            groups_by_field |=
                list_field(&st->defs->lists[i], st->defs->lists[i].sheet.group[k]) >= 0;
    f.state = "open"; /* on hold and in review the clock stands */
    f.order = ORDER_DUE;
    f.without = ROW_LATEST | (groups_by_field ? 0 : ROW_FIELDS);
    enum xh_rc rc = query_each(st, &f, take, &w, err);
    for (int i = 0; i < FORECAST_PARTS; i++) {
        struct gather *g = &out->parts[i].g;
        gather_finish(g);
        if (g->n > 1)
            qsort(g->v, g->n, sizeof *g->v, soonest_first);
    }
    return rc;
}

void forecast_fini(struct forecast *f)
{
    for (int i = 0; i < FORECAST_PARTS; i++)
        gather_fini(&f->parts[i].g);
}
