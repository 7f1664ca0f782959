#include "report/visit_rows.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"
#include "report/table.h"

/* ---- gathering ---- */

/* The day something is due: the promise, or else the next visit. */
static int32_t due_day(const struct visit_row *r)
{
    bool open = r->v.promise_due != DAY_NONE && r->v.kept_on == DAY_NONE;

    if (open && r->is_next && r->v.next_on != DAY_NONE && r->v.next_on < r->v.promise_due)
        return r->v.next_on;
    return open ? r->v.promise_due : r->v.next_on;
}

static int by_due(const void *a, const void *b)
{
    const struct visit_row *x = a, *y = b;
    int32_t dx = due_day(x), dy = due_day(y);

    if (dx != dy)
        return dx < dy ? -1 : 1;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    return x->v.n < y->v.n ? -1 : x->v.n > y->v.n;
}

/* Takes the words of `v` over. */
static void take(struct visit_rows *out, const struct row *r, struct visit *v, bool is_next)
{
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] = (struct visit_row){
        .item = r->it.id, .code = xstrdup(r->it.code), .title = xstrdup(r->it.title),
        .v = *v, .is_next = is_next,
    };
    v->who = v->with = v->demand = v->promise = v->objection = NULL;
}

struct gathering {
    struct store *st;
    const struct filter *f;
    bool due_only;
    visit_keep *keep;
    void *ctx;
    struct visit_rows *out;
};

static enum xh_rc gather(void *ctx, struct row *r, struct xh_err *err)
{
    struct gathering *g = ctx;
    int32_t last = g->due_only ? g->f->today : DAY_NEVER;
    struct visits all = {0};

    if (g->keep && !g->keep(g->ctx, r))
        return XH_OK;
    enum xh_rc rc = visits_load(g->st, r->it.id, g->f->reader, g->f->today, &all, err);
    for (size_t i = 0; rc == XH_OK && i < all.n; i++) {
        struct visit *v = &all.v[i];
        bool open = v->promise_due != DAY_NONE && v->kept_on == DAY_NONE
                    && v->promise_due <= last;
        bool next = i == 0 && v->next_on != DAY_NONE && v->next_on <= last;
        if (open || next)
            take(g->out, r, v, i == 0);
    }
    visits_fini(&all);
    return rc;
}

enum xh_rc visit_rows_load(struct store *st, const struct filter *f, bool due_only,
                           visit_keep *keep, void *ctx, struct visit_rows *out,
                           struct xh_err *err)
{
    const char **where = xcalloc(f->n_where + 1, sizeof *where);
    struct gathering g = { st, f, due_only, keep, ctx, out };
    struct filter asked = *f;

    for (size_t i = 0; i < f->n_where; i++)
        where[i] = f->where[i];
    where[f->n_where] = due_only ? "visit=due" : "visit=open";
    asked.where = where;
    asked.n_where++;
    asked.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    enum xh_rc rc = query_each(st, &asked, gather, &g, err);
    if (rc == XH_OK && out->n)
        qsort(out->v, out->n, sizeof *out->v, by_due);
    free(where);
    return rc;
}

void visit_rows_fini(struct visit_rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct visit *v = &r->v[i].v;
        free(r->v[i].code);
        free(r->v[i].title);
        free(v->who);
        free(v->with);
        free(v->demand);
        free(v->promise);
        free(v->objection);
    }
    free(r->v);
    *r = (struct visit_rows){0};
}

/* ---- for programs ---- */

void visit_rows_export(struct buf *out, const struct visit_rows *r, enum export_format format)
{
    static const char *const keys[] = {
        "code", "day", "who", "stance", "demand", "promise", "promise_due", "kept_on",
        "next_on", "objection",
    };
    struct export e;

    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < r->n; i++) {
        const struct visit *v = &r->v[i].v;
        export_text(&e, r->v[i].code);
        export_day(&e, v->day);
        export_text(&e, v->who);
        export_text(&e, stance_id(v->stance));
        export_text(&e, v->demand);
        export_text(&e, v->promise);
        export_day(&e, v->promise_due);
        export_day(&e, v->kept_on);
        export_day(&e, r->v[i].is_next ? v->next_on : DAY_NONE);
        export_text(&e, v->objection);
    }
    export_end(&e);
}

/* ---- for people ---- */

void visit_promise_text(struct buf *out, const struct visit *v, int32_t today)
{
    char day[DAY_TEXT];

    if (v->promise_due == DAY_NONE)
        return;
    if (v->kept_on != DAY_NONE)
        buf_printf(out, _("kept %s"), day_format_short(v->kept_on, today, day));
    else if (v->is_broken)
        buf_puts(out, _("not kept"));
    else
        buf_puts(out, _("open"));
}

static void said(struct buf *out, const char *label, const char *text)
{
    if (!*text)
        return;
    buf_printf(out, "\n%s: ", label);
    text_show(out, text, false);
}

void visit_text(struct buf *out, const struct visit *v, int32_t today)
{
    char day[DAY_TEXT];

    buf_printf(out, "%s  %s", day_format_short(v->day, today, day), v->who);
    if (*v->with) {
        buf_puts(out, "、");
        text_show(out, v->with, false);
    }
    if (v->stance != STANCE_NONE)
        buf_printf(out, "  %s", stance_name(v->stance));
    if (v->next_on != DAY_NONE)
        buf_printf(out, _("  next visit %s"), day_format_short(v->next_on, today, day));
    said(out, _("Asked for"), v->demand);
    if (v->promise_due != DAY_NONE) {
        said(out, _("Promised"), *v->promise ? v->promise : _("(erased)"));
        buf_printf(out, _("  until %s: "), day_format_short(v->promise_due, today, day));
        visit_promise_text(out, v, today);
    }
    said(out, _("Objection"), v->objection);
}

void visit_rows_print(struct buf *out, const struct visit_rows *r, int32_t today, int width,
                      bool colours)
{
    struct table t = {0};

    if (r->n == 0) {
        buf_printf(out, "%s\n", _("none"));
        return;
    }
    table_column(&t, _("Code"), TEXT_LEFT, 0, false);
    table_column(&t, _("Item"), TEXT_LEFT, 20, true);
    table_column(&t, _("Visited"), TEXT_LEFT, 0, false);
    table_column(&t, _("Who"), TEXT_LEFT, 10, true);
    table_column(&t, _("Stance"), TEXT_LEFT, 0, false);
    table_may_leave(&t, 2);
    table_column(&t, _("Asked for"), TEXT_LEFT, 24, true);
    table_may_leave(&t, 1);
    table_column(&t, _("Promised"), TEXT_LEFT, 24, true);
    table_column(&t, _("By when"), TEXT_LEFT, 0, false);
    table_column(&t, "", TEXT_LEFT, 0, false);
    table_column(&t, _("Next visit"), TEXT_LEFT, 0, false);
    for (size_t i = 0; i < r->n; i++) {
        const struct visit *v = &r->v[i].v;
        struct buf fate = {0};
        char day[DAY_TEXT];
        visit_promise_text(&fate, v, today);
        table_add(&t, r->v[i].code);
        table_add(&t, r->v[i].title);
        table_add(&t, day_format_short(v->day, today, day));
        table_add(&t, v->who);
        table_add(&t, stance_name(v->stance));
        table_add(&t, v->demand);
        table_add(&t, v->promise);
        table_add(&t, day_format_short(v->promise_due, today, day));
        table_add_colour(&t, buf_str(&fate), v->is_broken ? COLOUR_RED : COLOUR_NONE);
        table_add(&t, day_format_short(r->v[i].is_next ? v->next_on : DAY_NONE, today, day));
        buf_fini(&fate);
    }
    table_print(out, &t, width, colours);
    table_fini(&t);
}
