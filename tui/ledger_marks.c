/* ledger_marks.c - rows marked, and what is done to them or to the one under the cursor. */
#include "tui/ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/acts.h"
#include "tui/grid.h"
#include "tui/remind.h"

/* ---- many at once ---- */

/* For many at once: put in order afterwards. */
static void add_unsorted(struct marks *m, int64_t item)
{
    GROW(m->v, m->n, m->cap);
    m->v[m->n++] = item;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void put_in_order(struct marks *m)
{
    size_t n = 0;

    if (m->n)
        qsort(m->v, m->n, sizeof *m->v, by_id);
    for (size_t i = 0; i < m->n; i++)
        if (n == 0 || m->v[n - 1] != m->v[i])
            m->v[n++] = m->v[i];
    m->n = n;
}

/* ---- marking ---- */

static void say_marked(struct tui *t, const struct ledger *l)
{
    tui_say(t, _("Marked: %zu"), l->marks.n);
}

void ledger_mark(struct tui *t, struct ledger *l)
{
    const struct row *r = ledger_here(l);

    if (!r)
        return;
    marks_put(&l->marks, r->it.id, !marks_has(&l->marks, r->it.id));
    say_marked(t, l);
}

struct range { struct marks found; int64_t until; };

static bool take_range(void *ctx, const struct row *r)
{
    struct range *x = ctx;

    add_unsorted(&x->found, r->it.id);
    return r->it.id != x->until;
}

/* From the anchor to the cursor: whichever way leads there. */
static bool walk_range(struct tui *t, struct ledger *l, bool backward, int64_t until)
{
    struct range x = { .until = until };
    enum scan_end end = ledger_scan(t, l, &l->anchor, backward, _("Marking:"), take_range, &x);

    if (end == SCAN_TAKEN)
        for (size_t i = 0; i < x.found.n; i++)
            add_unsorted(&l->marks, x.found.v[i]);
    marks_clear(&x.found);
    return end != SCAN_OVER;
}

void ledger_range(struct tui *t, struct ledger *l)
{
    const struct row *r = ledger_here(l);
    size_t from, to;

    if (!r)
        return;
    if (l->anchor_item == 0) {
        row_key(r, &l->anchor);
        l->anchor_item = r->it.id;
        tui_say(t, "%s", _("The range begins here. Go to its other end and press v again."));
        return;
    }
    int64_t until = r->it.id, anchor = l->anchor_item;
    l->anchor_item = 0;
    if (window_find(&l->w, anchor, &from)) {
        to = l->view.cursor;
        for (size_t i = from < to ? from : to; i <= (from < to ? to : from); i++)
            add_unsorted(&l->marks, l->w.rows.v[i].it.id);
    } else {
        add_unsorted(&l->marks, anchor);
        if (!walk_range(t, l, false, until))
            walk_range(t, l, true, until);
    }
    put_in_order(&l->marks);
    say_marked(t, l);
}

static bool take_all(void *ctx, const struct row *r)
{
    add_unsorted(ctx, r->it.id);
    return true;
}

void ledger_mark_all(struct tui *t, struct ledger *l)
{
    struct marks all = {0};

    if (ledger_scan(t, l, NULL, false, _("Marking:"), take_all, &all) != SCAN_OVER) {
        marks_clear(&all);
        return;
    }
    for (size_t i = 0; i < all.n; i++)
        add_unsorted(&l->marks, all.v[i]);
    marks_clear(&all);
    put_in_order(&l->marks);
    say_marked(t, l);
}

/* ---- acts ---- */

/* On several rows: those that could not be done stay marked, so that one can go on with
 * them. */
static enum step act_on_marks(struct tui *t, struct ledger *l, enum cmd cmd)
{
    struct targets on = { l->marks.v, l->marks.n };
    int64_t *failed = xcalloc(on.n + 1, sizeof *failed);
    size_t n_failed = 0;
    bool done = acts_run(t, cmd, &on, failed, &n_failed);

    if (done) {
        marks_keep(&l->marks, failed, n_failed);
        if (n_failed)
            tui_say(t, _("Not done: %zu. They are still marked."), n_failed);
    }
    free(failed);
    return done ? STEP_RELOAD : STEP_STAY;
}

enum step ledger_act(struct tui *t, struct ledger *l, enum cmd cmd)
{
    const struct row *r = ledger_here(l);
    int64_t item = r ? r->it.id : 0, failed;
    size_t n_failed = 0;

    if (l->marks.n > 0)
        return act_on_marks(t, l, cmd);
    if (!item) {
        tui_say(t, "%s", _("There is no row here."));
        return STEP_STAY;
    }
    return acts_run(t, cmd, &(struct targets){ &item, 1 }, &failed, &n_failed) ? STEP_RELOAD
                                                                               : STEP_STAY;
}

/* ---- many cells at once ---- */

/* A grid has the columns of one list: that of the row under the cursor, where several are
 * shown. */
static const char *list_of_grid(struct tui *t, const struct ledger *l)
{
    const struct row *r = ledger_here(l);

    return l->f.list ? l->f.list : r && defs_list(t->defs, r->it.list) ? r->it.list : NULL;
}

void ledger_grid(struct tui *t, struct ledger *l)
{
    struct grid_arg a = { .list = list_of_grid(t, l), .items = l->marks.v, .n = l->marks.n,
                          .parent = l->f.parent };
    int64_t *first = NULL;

    if (!a.list) {
        tui_say(t, "%s", _("Choose a list first (t): a grid has the columns of one list."));
        return;
    }
    if (a.n == 0)
        a.items = first = grid_items(t, ledger_question(t, l), a.list, &a.n);
    tui_push(t, &grid_screen, &a);
    free(first);
}

void ledger_remind(struct tui *t, struct ledger *l)
{
    struct filter all = ledger_question(t, l);
    struct remind_scope scope = { &l->here, l->here ? 1 : 0, false, &all };

    if (l->marks.n)
        scope = (struct remind_scope){ l->marks.v, l->marks.n, true, NULL };
    remind_ask(t, &scope);
}
