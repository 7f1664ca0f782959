/* The rows a ledger shows: what is asked, the rows read, the cursor put among them. */
#include "tui/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/preference.h"
#include "tui/ledger_parts.h"
#include "tui/ledger_wish.h"
#include "tui/patience.h"

/* ---- the question ---- */

struct filter ledger_question(const struct tui *t, const struct ledger *l)
{
    struct filter f = view_question(&l->f, tui_filter(t));

    f.without = ledger_columns_without(&l->columns);
    if (f.sort && !query_can_sort(f.list ? defs_list(t->defs, f.list) : NULL, f.sort))
        f.sort = NULL;          /* a column of another list */
    return f;
}

static int64_t page_rows(struct tui *t)
{
    int rows, cols;

    t->term.size(t->term.ctx, &rows, &cols);
    return 2 * (rows > 24 ? rows : 24);
}

void ledger_set_columns(struct tui *t, struct ledger *l)
{
    const struct list_def *list = l->f.list ? defs_list(t->defs, l->f.list) : NULL;
    char *name = column_wishes_name(list ? list->id : NULL), *wishes = NULL;

    preference_get(t->st, t->me, name, &wishes, NULL);
    free(name);
    bool same = strcmp(wishes ? wishes : "", l->wishes ? l->wishes : "") == 0;
    if (same && l->defs == t->defs && l->columns.look.list == list && l->day == t->env.today) {
        free(wishes);
        return;
    }
    free(l->wishes);
    l->wishes = wishes;
    ledger_columns_fini(&l->columns);
    ledger_columns_init(&l->columns, t->defs, list, t->env.today, wishes);
    if (*l->columns.unknown)
        tui_say(t, _("Your columns name what is no column any more: %s. Settings, My columns."),
                l->columns.unknown);
    l->view.columns = l->columns.v;
    l->view.n_columns = l->columns.n;
    l->defs = t->defs;
    l->day = t->env.today;
}

static void ask_anew(struct tui *t, struct ledger *l)
{
    ledger_set_columns(t, l);
    l->w.st = t->st;
    l->w.page = page_rows(t);
    l->w.f = ledger_question(t, l);
    l->counted = l->all_counted = false;
}

void ledger_rows_read(struct tui *t, struct ledger *l)
{
    l->view.n = l->w.rows.n;
    ledger_columns_measure(&l->columns, l->w.rows.v, l->w.rows.n);
    ledger_find_nearest(t, l);
    ledger_settle(t, l);
}

const struct row *ledger_here(const struct ledger *l)
{
    return l->view.cursor < l->w.rows.n ? &l->w.rows.v[l->view.cursor] : NULL;
}

void ledger_settle(struct tui *t, struct ledger *l)
{
    const struct row *r = ledger_here(l);

    l->here = r ? r->it.id : 0;
    if (r)
        row_key(r, &l->here_key);
    about_load(t, &l->about, r);
}

/* More rows than a column without an index sorts: they stand in the other order, and why is
 * said. */
static void unsort(struct tui *t, struct ledger *l, const struct xh_err *why)
{
    struct xh_err err = {0};

    free(l->f.sort);
    l->f.sort = NULL;
    ask_anew(t, l);
    l->view.cursor = l->view.top = 0;
    if (window_home(&l->w, &err) != XH_OK)
        tui_refuse(t, &err);
    else
        tui_refuse(t, why);
}

bool ledger_ask(struct tui *t, struct ledger *l)
{
    struct patience p;
    struct xh_err err = {0};

    ask_anew(t, l);
    l->view.cursor = l->view.top = 0;
    l->anchor_item = 0;
    patience_begin(&p, t, _("Reading"));
    enum xh_rc rc = window_home(&l->w, &err);
    if (patience_end(&p))
        rc = XH_OK;             /* what was found so far is shown */
    if (rc == XH_REFUSED && l->w.f.sort) {
        unsort(t, l, &err);
        ledger_rows_read(t, l);
        tree_to(&l->tree, l->f.list, l->f.parent, l->f.place);
        return false;
    }
    ledger_rows_read(t, l);
    tree_to(&l->tree, l->f.list, l->f.parent, l->f.place);
    if (rc != XH_OK)
        tui_refuse(t, &err);
    return rc == XH_OK;
}

void ledger_go(struct tui *t, struct ledger *l, const struct row_key *key, int64_t item)
{
    struct xh_err err = {0};
    size_t at = 0;

    if (window_find(&l->w, item, &at)) {
        l->view.cursor = at;
    } else if (window_around(&l->w, key, item, &at, &err) == XH_OK) {
        size_t half = (size_t)(l->view.page > 1 ? l->view.page / 2 : 0);
        l->view.cursor = at;
        l->view.top = at > half ? at - half : 0;
    } else {
        tui_refuse(t, &err);
    }
    ledger_rows_read(t, l);
}

/* ---- loading ---- */

enum xh_rc ledger_load(struct tui *t, void *state, struct xh_err *err)
{
    struct ledger *l = state;
    size_t at = 0, above = l->view.cursor - l->view.top;
    struct patience p;
    enum xh_rc rc;

    ask_anew(t, l);
    tree_stale(&l->tree);
    patience_begin(&p, t, _("Reading"));
    if (l->here == 0) {
        rc = window_home(&l->w, err);
        l->view.cursor = l->view.top = 0;
    } else {
        rc = window_around(&l->w, &l->here_key, l->here, &at, err);
        l->view.cursor = at;
        l->view.top = at > above ? at - above : 0;
    }
    if (patience_end(&p))
        rc = XH_OK;
    if (rc == XH_REFUSED && l->w.f.sort) {
        unsort(t, l, err);
        rc = XH_OK;
    }
    l->about.item = 0;          /* steps and evidence leave no trace in the row */
    ledger_rows_read(t, l);
    return rc;
}
