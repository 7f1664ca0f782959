#include "report/acceptance.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"
#include "report/table.h"

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

static void add_text(struct table *t, const char *s)
{
    struct buf b = {0};

    text_show(&b, s, false);
    table_add(t, buf_str(&b));
    buf_fini(&b);
}

/* Of whom may be told, and how wide. */
struct told { int width; bool (*keep)(void *ctx, const struct row *r); void *ctx; };

static enum xh_rc print_rows(struct buf *out, const struct acceptance *a, const struct sample *s,
                             const struct told *told, struct xh_err *err)
{
    struct table t = { .ruled = true };
    enum xh_rc rc = XH_OK;

    table_column(&t, _("No."), TEXT_RIGHT, 0, false);
    table_column(&t, _("Code"), TEXT_LEFT, 0, false);
    table_column(&t, _("Name"), TEXT_LEFT, 16, true);
    table_column(&t, _("Place"), TEXT_LEFT, 20, true);
    table_column(&t, _("Owner"), TEXT_LEFT, 10, true);
    table_column(&t, _("Found on site, signature"), TEXT_LEFT, 0, false);
    for (size_t i = 0; rc == XH_OK && i < s->n; i++) {
        struct rows row = {0};
        rc = load_row(a, s->v[i].item, &row, err);
        bool tell = row.n && (!told->keep || told->keep(told->ctx, &row.v[0]));
        table_add_int(&t, (long long)i + 1);
        add_text(&t, s->v[i].code);
        add_text(&t, tell ? row.v[0].it.title : "***");
        add_text(&t, s->v[i].place);
        add_text(&t, tell ? row.v[0].owner : "");
        table_add(&t, "");
        rows_fini(&row);
    }
    table_print(out, &t, told->width, false);
    table_fini(&t);
    return rc;
}

enum xh_rc acceptance_print(struct buf *out, const struct acceptance *a, int width,
                            bool (*keep)(void *ctx, const struct row *r), void *ctx,
                            struct xh_err *err)
{
    const struct told told = { width, keep, ctx };
    enum xh_rc rc = XH_OK;
    char day[DAY_TEXT];

    for (size_t i = 0; rc == XH_OK && i < a->drawn.n; i++) {
        const struct sample *s = &a->drawn.v[i];

        if (i)
            buf_putc(out, '\n');
        text_show(out, a->st->defs->township.name, false);
        buf_printf(out, "  %s\n", _("Inspection before a village is crossed off"));
        if (a->st->practice)
            buf_printf(out, "%s\n", _("PRACTICE: not real data"));
        text_show(out, a->parent.v[0].it.code, false);
        buf_putc(out, ' ');
        text_show(out, a->parent.v[0].it.title, false);
        buf_printf(out, "  %s\n", s->place);
        buf_printf(out, _("Applied for on %s: %lld rows, of which %zu are inspected\n"),
                   day_format(s->day, day), (long long)s->all, s->n);
        buf_printf(out, _("Number of the draw %s: those whose SHA-256 of \"NUMBER CODE\" is "
                          "smallest\n\n"), s->seed);
        rc = print_rows(out, a, s, &told, err);
        buf_printf(out, "\n%s\n%s\n", _("Inspected by: ____________  Date: ____________"),
                   _("Internal; keep safe"));
    }
    return rc;
}

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
