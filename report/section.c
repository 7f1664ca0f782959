#include "report/section.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/rhythm.h"
#include "report/gather.h"

const struct section_info sections[] = {
    /* TRANSLATORS: what the rows have in common, how many, of what (row word); keep this
     * order */
    { SECTION_OVERDUE, "overdue", N_("Overdue items"), N_("%s: %zu %s overdue") },
    { SECTION_DUE, "due", N_("Items falling due"), N_("%s: %zu %s falling due") },
    { SECTION_NEW, "new", N_("New items"), N_("%s: %zu %s new") },
    { SECTION_CLOSED, "closed", N_("Items crossed off"), N_("%s: %zu %s crossed off") },
    { SECTION_OVERDUE, NULL, NULL, NULL },
};

const struct section_info *section_find(const char *id)
{
    for (const struct section_info *s = sections; s->id; s++)
        if (strcmp(s->id, id) == 0)
            return s;
    return NULL;
}

void section_period(const struct calendar *cal, int32_t today, int32_t *from, int32_t *to)
{
    *from = rhythm_cutoff_before(cal, today) + 1;
    *to = today;
}

/* ---- loading ---- */

struct work { struct gather g; section_keep *keep; void *ctx; };

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct work *w = ctx;

    (void)err;
    if (!w->keep || w->keep(w->ctx, r))
        gather_add(&w->g, r);
    return XH_OK;
}

static bool groups_by_field(const struct defs *defs)
{
    for (size_t i = 0; i < defs->n_lists; i++)
        for (size_t k = 0; k < defs->lists[i].sheet.n_group; k++)
            if (list_field(&defs->lists[i], defs->lists[i].sheet.group[k]) >= 0)
                return true;
    return false;
}

enum xh_rc section_load(struct store *st, enum section s, const struct filter *given,
                        int32_t from, int32_t to, section_keep *keep, void *ctx,
                        struct section_rows *out, struct xh_err *err)
{
    struct filter f = *given;
    struct work w = {
        .g = { .defs = st->defs, .day = f.as_of != DAY_NONE ? f.as_of : f.today },
        .keep = keep, .ctx = ctx,
    };
    char day[DAY_TEXT], first[48], last[48];
    const char *where[16];

    for (const struct section_info *i = sections; i->id; i++)
        if (i->section == s)
            w.g.pattern = i->group;
    if (f.n_where > 14)
        return xh_fail(err, XH_USAGE, _("more than %d conditions"), 14);
    for (size_t i = 0; i < f.n_where; i++)
        where[i] = f.where[i];
    switch (s) {
    case SECTION_OVERDUE:
        f.overdue = true;
        break;
    case SECTION_DUE:
        f.due_soon = true;
        break;
    case SECTION_NEW:
    case SECTION_CLOSED:
        snprintf(first, sizeof first, "%s>=%s",
                 s == SECTION_NEW ? "assigned_on" : "closed_on", day_format(from, day));
        snprintf(last, sizeof last, "%s<=%s",
                 s == SECTION_NEW ? "assigned_on" : "closed_on", day_format(to, day));
        where[f.n_where++] = first;
        where[f.n_where++] = last;
        if (s == SECTION_CLOSED)
            f.state = "closed";
        break;
    }
    f.where = where;
    f.order = ORDER_DUE;
    if (groups_by_field(st->defs))
        f.without &= ~(unsigned)ROW_FIELDS;
    enum xh_rc rc = query_each(st, &f, take, &w, err);
    gather_finish(&w.g);
    out->members = xcalloc(w.g.n + 1, sizeof *out->members);
    out->said = xcalloc(w.g.n + 1, sizeof *out->said);
    for (size_t i = 0; i < w.g.n; i++) {
        struct gather_row *e = &w.g.v[i];
        GROW(out->rows.v, out->rows.n, out->rows.cap);
        out->rows.v[out->rows.n++] = e->row;
        out->members[i] = e->n_members;
        out->said[i] = e->said;
        e->row = (struct row){0};
        e->said = NULL;
    }
    gather_fini(&w.g);
    return rc;
}

void section_fini(struct section_rows *r)
{
    for (size_t i = 0; r->said && i < r->rows.n; i++)
        free(r->said[i]);
    free(r->said);
    free(r->members);
    rows_fini(&r->rows);
    *r = (struct section_rows){0};
}
