#include "report/acceptance.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/paper_frame.h"

static enum xh_rc load_row(const struct acceptance *a, int64_t item, struct rows *out,
                           struct xh_err *err)
{
    struct filter f = a->look;

    f.item = item;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    return query_rows(a->st, &f, out, err);
}

/* Of several draws of one place the newest is the one that stands. */
static void keep_newest(struct samples *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        bool older = false;
        for (size_t k = 0; k < kept; k++)
            older |= strcmp(s->v[k].place, s->v[i].place) == 0;
        if (older) {
            struct samples gone = { .v = xcalloc(1, sizeof *gone.v), .n = 1, .cap = 1 };
            gone.v[0] = s->v[i];
            samples_fini(&gone);
        } else {
            s->v[kept++] = s->v[i];
        }
    }
    s->n = kept;
}

enum xh_rc acceptance_load(struct acceptance *a, struct store *st, const struct filter *look,
                           int64_t item, int64_t place, struct xh_err *err)
{
    *a = (struct acceptance){ .st = st, .look = *look };
    enum xh_rc rc = load_row(a, item, &a->parent, err);

    if (rc == XH_OK && a->parent.n == 0)
        rc = xh_fail(err, XH_NOT_FOUND, _("there is no such item that you may read"));
    if (rc == XH_OK)
        rc = samples_load(st, item, place, false, &a->drawn, err);
    if (rc == XH_OK)
        keep_newest(&a->drawn);
    if (rc == XH_OK && a->drawn.n == 0)
        rc = xh_fail(err, XH_NOT_FOUND,
                     err_way(_("no rows of %s were drawn for inspection there: they are drawn by "
                               "apply %s --place VILLAGE"),
                             _("no rows of %s were drawn for inspection there: they are drawn when "
                               "a village of %s is applied for as a whole")),
                     a->parent.v[0].it.code, a->parent.v[0].it.code);
    return rc;
}

void acceptance_fini(struct acceptance *a)
{
    rows_fini(&a->parent);
    samples_fini(&a->drawn);
}

/* ---- on paper ---- */

/* Of whom may be told. */
struct told { bool (*keep)(void *ctx, const struct row *r); void *ctx; size_t kept_back; };

static void add_columns(struct doc_table *t)
{
    static const struct doc_head columns[] = {
        { "no", N_("No."), 9, DOC_HEAD | DOC_FIXED },
        { "code", N_("Code"), 22, DOC_HEAD | DOC_FIXED },
        { "title", N_("Name"), 30, DOC_HEAD },
        { "place", N_("Place"), 35, 0 },
        { "owner", N_("Owner"), 22, 0 },
        { "found", N_("Found on site"), 107, DOC_WRITE },
        { "sign", N_("Signature"), 40, DOC_WRITE },
        { 0 },
    };

    doc_columns(t, columns);
    t->columns[0].align = TEXT_CENTRE;
    t->as_blocks = true;
    t->ruled = true;
}

static enum xh_rc add_rows(struct document *d, const struct acceptance *a,
                           const struct sample *s, struct told *told, struct xh_err *err)
{
    struct doc_table *t = doc_table(d, "", s->place);
    enum xh_rc rc = XH_OK;

    add_columns(t);
    for (size_t i = 0; rc == XH_OK && i < s->n; i++) {
        struct rows row = {0};
        struct doc_row *r = doc_row(t, DOC_ROW);
        char *no = xasprintf("%zu", i + 1);
        rc = load_row(a, s->v[i].item, &row, err);
        bool tell = row.n && (!told->keep || told->keep(told->ctx, &row.v[0]));
        told->kept_back += row.n && !tell;
        doc_put(t, r, "no", no);
        doc_put(t, r, "code", s->v[i].code);
        doc_put(t, r, "title", tell ? row.v[0].it.title : "***");
        doc_put(t, r, "place", s->v[i].place);
        doc_put(t, r, "owner", tell ? row.v[0].owner : "");
        free(no);
        rows_fini(&row);
    }
    return rc;
}

static void add_box(struct document *d, const char *label, int wide, int high)
{
    struct doc_block *b = doc_add(d, DOC_BOX, label, NULL, NULL);

    b->wide = wide;
    b->high = high;
}

/* One village: which were drawn and how, what was found, who signs for it. */
static enum xh_rc add_village(struct document *d, const struct acceptance *a,
                              const struct sample *s, struct told *told,
                              struct xh_err *err)
{
    const struct item *above = &a->parent.v[0].it;
    char *under = xasprintf("%s %s", above->code, above->title), day[DAY_TEXT];
    char *drawn = xasprintf(_("Applied for on %s: %lld rows, of which %zu are inspected"),
                            day_format(s->day, day), (long long)s->all, s->n);
    char *lot = xasprintf(_("Number of the draw %s: those whose SHA-256 of \"NUMBER CODE\" is "
                            "smallest"), s->seed);

    paper_part(d, a->st, s->place, a->look.today, under);
    doc_add(d, DOC_LINE, drawn, NULL, NULL);
    doc_add(d, DOC_LINE, lot, NULL, NULL);
    told->kept_back = 0;
    enum xh_rc rc = add_rows(d, a, s, told, err);
    paper_kept_back(d, told->kept_back);
    add_box(d, _("What was found as a whole"), 0, 25);
    add_box(d, _("Inspected by, day"), 100, 18);
    add_box(d, _("For the village, day"), 100, 18);
    free(under);
    free(drawn);
    free(lot);
    return rc == XH_OK ? paper_anchor(d, a->st, err) : rc;
}

enum xh_rc acceptance_paper(struct document *d, const struct acceptance *a,
                            bool (*keep)(void *ctx, const struct row *r), void *ctx,
                            struct xh_err *err)
{
    struct told told = { keep, ctx, 0 };
    enum xh_rc rc = paper_begin(d, a->st, DOC_LEDGER,
                                _("Inspection before a village is crossed off"), err);

    for (size_t i = 0; rc == XH_OK && i < a->drawn.n; i++)
        rc = add_village(d, a, &a->drawn.v[i], &told, err);
    return rc;
}

/* ---- for programs ---- */

enum xh_rc acceptance_export(struct buf *out, const struct acceptance *a,
                             enum export_format format,
                             bool (*keep)(void *ctx, const struct row *r), void *ctx,
                             struct xh_err *err)
{
    static const char *const keys[] = { "parent", "village", "day", "seed", "applied", "n", "code",
                                        "title", "place", "owner" };
    struct export e;
    enum xh_rc rc = XH_OK;

    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < a->drawn.n; i++)
        for (size_t k = 0; rc == XH_OK && k < a->drawn.v[i].n; k++) {
            const struct sample *s = &a->drawn.v[i];
            struct rows row = {0};

            rc = load_row(a, s->v[k].item, &row, err);
            if (row.n && (!keep || keep(ctx, &row.v[0]))) {
                export_text(&e, a->parent.v[0].it.code);
                export_text(&e, s->place);
                export_day(&e, s->day);
                export_text(&e, s->seed);
                export_int(&e, s->all);
                export_int(&e, (int64_t)k + 1);
                export_text(&e, s->v[k].code);
                export_text(&e, row.v[0].it.title);
                export_text(&e, s->v[k].place);
                export_text(&e, row.v[0].owner);
            }
            rows_fini(&row);
        }
    export_end(&e);
    return rc;
}
