#include "tui/rows_print.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/export.h"
#include "report/list_paper.h"
#include "tui/patience.h"
#include "tui/preview.h"

#define PAGE 132                /* columns: a sheet of paper across */

struct printing {
    struct rows_print p;
    char *title;
    const char **columns;       /* ended by NULL */
    int64_t *items;
};

static void printing_free(void *ctx)
{
    struct printing *q = ctx;

    free(q->title);
    free(q->columns);
    free(q->items);
    free(q);
}

/* The one list they are of; NULL: of several. */
static const struct list_def *list_of(const struct tui *t, const struct printing *q)
{
    return q->p.filter.list ? defs_list(t->defs, q->p.filter.list) : NULL;
}

/* ---- reading ---- */

struct taking {
    struct tui *t;
    const struct printing *q;
    struct exporter *away;      /* asked about each row; NULL: only looked at */
    struct rows rows;
    bool more;                  /* than are shown */
    struct export *csv;         /* instead of `rows`; NULL */
};

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool is_wanted(const struct taking *k, const struct row *r)
{
    if (k->q->p.n_items && !bsearch(&r->it.id, k->q->items, k->q->p.n_items,
                                    sizeof r->it.id, by_id))
        return false;
    return !k->away || exporter_takes(k->away, r);
}

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct taking *k = ctx;

    if (!is_wanted(k, r))
        return XH_OK;
    if (k->csv) {
        export_row(k->csv, list_of(k->t, k->q), r);
        return XH_OK;
    }
    k->more = k->rows.n == ROWS_PRINT_MOST;
    if (k->more)
        return xh_fail(err, XH_REFUSED, "-");
    GROW(k->rows.v, k->rows.n, k->rows.cap);
    k->rows.v[k->rows.n++] = *r;
    memset(r, 0, sizeof *r);
    return XH_OK;
}

static enum xh_rc read_rows(struct taking *k, struct xh_err *err)
{
    struct filter f = k->q->p.filter;
    struct patience p;

    f.limit = 0;
    f.from = NULL;
    f.backward = false;
    f.today = k->t->env.today;
    f.leaves = k->away != NULL;
    if (k->csv)
        f.without = 0;
    patience_begin(&p, k->t, _("reading rows"));
    enum xh_rc rc = query_each(k->t->st, &f, take, k, err);
    if (patience_end(&p))
        return xh_fail(err, XH_REFUSED, "%s", _("Stopped."));
    return k->more ? XH_OK : rc;
}

/* ---- laying out ---- */

static enum xh_rc describe(const struct taking *k, struct document *d, struct xh_err *err)
{
    struct tui *t = k->t;
    struct row_look look = { t->defs, list_of(t, k->q), t->env.today };
    char *note = k->more ? xasprintf(_("The first %d rows; all of them stand in a .csv file."),
                                     ROWS_PRINT_MOST) : NULL;
    /* not counted to the end, the number would be too small */
    enum xh_rc rc = list_paper(d, t->st, &look, k->q->title, k->q->columns, &k->rows, note,
                               k->away && !k->more ? k->away->kept_back : 0, err);

    free(note);
    return rc;
}

static enum xh_rc compose_paper(struct tui *t, void *ctx, bool away, struct document *out,
                                struct xh_err *err)
{
    struct exporter taking = {0};
    struct taking k = { .t = t, .q = ctx, .away = away ? &taking : NULL };
    enum xh_rc rc = away ? exporter_begin(&taking, t->st, t->me, k.q->p.filter.list, err) : XH_OK;

    if (rc == XH_OK)
        rc = read_rows(&k, err);
    if (rc == XH_OK)
        rc = describe(&k, out, err);
    rows_fini(&k.rows);
    return rc;
}

/* Records have every field, not the columns shown. */
static enum xh_rc compose_csv(struct tui *t, void *ctx, enum preview_for what,
                              struct preview_text *out, struct xh_err *err)
{
    struct exporter away;
    struct export csv;
    struct taking k = { .t = t, .q = ctx, .away = &away, .csv = &csv };
    enum xh_rc rc = exporter_begin(&away, t->st, t->me, k.q->p.filter.list, err);

    (void)what;
    export_rows_begin(&csv, &out->text, EXPORT_CSV, list_of(t, ctx));
    if (rc == XH_OK)
        rc = read_rows(&k, err);
    export_end(&csv);
    export_say_kept_back(&out->notes, away.kept_back);
    return rc;
}

void rows_print(struct tui *t, const struct rows_print *p)
{
    struct printing *q = xcalloc(1, sizeof *q);

    q->p = *p;
    q->title = xstrdup(p->title);
    q->columns = xcalloc(p->n_columns + 1, sizeof *q->columns);
    memcpy(q->columns, p->columns, p->n_columns * sizeof *q->columns);
    q->items = xcalloc(p->n_items + 1, sizeof *q->items);
    if (p->n_items)
        memcpy(q->items, p->items, p->n_items * sizeof *q->items);
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = q->title, .file = q->title, .paper = compose_paper, .width = PAGE,
        .compose = compose_csv, .ctx = q, .free_ctx = printing_free });
}
