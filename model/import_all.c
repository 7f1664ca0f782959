/* import_all.c - what every new row has that says nothing of it itself: the village, the
 * project, the cadre. A column like those of the file, without cells. */
#include "model/import_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/import_cell.h"

/* Steps and states are no value of a whole ledger; a code names one row. */
static bool may_hold_for_all(enum import_what what)
{
    switch (what) {
    case IMPORT_PARENT: case IMPORT_TEXT: case IMPORT_DATE: case IMPORT_UNIT:
    case IMPORT_PLACE: case IMPORT_PERSON: case IMPORT_CO: case IMPORT_CADENCE:
    case IMPORT_FIELD:
        return true;
    default:
        return false;
    }
}

static struct import_column *column_of(struct import_columns *columns,
                                       const struct import_column *want)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->v[i].what == want->what && strcmp(columns->v[i].key, want->key) == 0)
            return &columns->v[i];
    columns->v = xrealloc(columns->v, (columns->n + 1) * sizeof *columns->v);
    columns->v[columns->n] = *want;
    columns->v[columns->n].header = xstrdup(*want->header ? want->header : want->key);
    columns->v[columns->n].unit = xstrdup("");
    return &columns->v[columns->n++];
}

enum xh_rc import_match_all(struct import_run *r, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < r->in->n_all; i++) {
        const struct pair *p = &r->in->all[i];
        struct import_column want;

        if (!r->list || !import_column_of(r->list, p->key, &want) ||
            !may_hold_for_all(want.what)) {
            rc = xh_fail_more(err, XH_REFUSED,
                              _("%s=%s: no column that can be the same for all rows. There are "
                                "parent place unit owner handler leader lead co source start due, "
                                "and the fields of the list"), p->key, p->value);
            continue;
        }
        struct import_column *c = column_of(&r->columns, &want);
        if (c->all)
            rc = xh_fail_more(err, XH_REFUSED, _("%s is given twice"), p->key);
        c->all = p->value;
    }
    return rc;
}

void import_check_all(struct import_run *r)
{
    const struct import_cells x = { .defs = r->a->defs, .list = r->list, .names = &r->names,
                                    .today = DAY_NONE };
    const struct import_beside beside = { .unit = 0 };
    struct xh_err all = {0};

    for (size_t i = 0; act_ok(r->a) && i < r->columns.n; i++) {
        const struct import_column *c = &r->columns.v[i];
        struct import_cell cell = { .day = DAY_NONE };
        struct xh_err why = {0};

        if (!c->all)
            continue;
        enum xh_rc rc = import_cell_read(&x, c, c->all, &beside, &cell, &why);
        if (rc == XH_OK && c->what == IMPORT_PARENT) {
            int64_t parent = 0;
            rc = item_find(r->a->db, r->a->defs, c->all, r->a->env.today, &parent, &why);
        }
        if (rc != XH_OK)
            xh_fail_more(&all, rc == XH_DB ? XH_DB : XH_REFUSED, "%s=%s: %s", c->key, c->all,
                         why.msg);
        free(cell.text);
    }
    act_fail_all(r->a, &all);
}
