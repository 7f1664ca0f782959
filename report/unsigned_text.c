#include "report/unsigned_text.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/text.h"
#include "report/row_cells.h"
#include "report/table.h"

/* Calendar days after `due`, once a workday lies between (ENGINE 4). */
static int32_t overdue(const struct unsigned_page *p, const struct row *r, int32_t due)
{
    if (due == DAY_NONE || r->it.phase != PHASE_OPEN ||
        calendar_workdays(p->st->defs->calendar, due, p->today) < 1)
        return 0;
    return p->today - due;
}

static const char *step_name(const struct list_def *l, const struct row *r)
{
    int at = r->it.next_step ? list_step(l, r->it.next_step) : -1;

    return at >= 0 ? l->steps[at].name : "";
}

/* For every row; the caller frees. NULL with `err` written. */
static int32_t *load_dues(const struct unsigned_page *p, const struct rows *rows,
                          struct xh_err *err)
{
    int32_t *due = xcalloc(rows->n + 1, sizeof *due);

    if (rollup_step_dues(p->st, rows, due, err) == XH_OK)
        return due;
    free(due);
    return NULL;
}

static void add_text(struct table *t, const char *s)
{
    struct buf b = { 0 };

    text_show(&b, s, false);
    table_add(t, buf_str(&b));
    buf_fini(&b);
}

static void add_row(struct table *t, const struct unsigned_page *p, const struct row *r,
                    int32_t due)
{
    int32_t late = overdue(p, r, due);
    char day[DAY_TEXT];
    struct buf b = { 0 };

    row_colour(&b, p->st->defs, r, p->today);
    table_add_colour(t, buf_str(&b), r->colour);
    add_text(t, r->it.code);
    add_text(t, r->it.title);
    add_text(t, r->place);
    add_text(t, *r->owner ? r->owner : _("nobody yet"));
    add_text(t, step_name(p->list, r));
    table_add(t, day_format_short(due, p->today, day));
    buf_clear(&b);
    late = late > r->days_overdue ? late : r->days_overdue;
    if (late)
        buf_printf(&b, _("%d days late"), late);
    table_add(t, buf_str(&b));
    buf_fini(&b);
}

/* Columns of every list under the names they have there. */
static void add_columns(struct table *t, const struct unsigned_page *p)
{
    static const char *const ids[] = { "colour", "code", "title", "place", "owner" };
    const struct row_look look = { p->st->defs, p->list, p->today };

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct row_column c = { 0 };
        if (row_column(&look, ids[i], &c))
            table_column(t, c.title, TEXT_LEFT, i < 2 ? 0 : 24, i >= 2);
        free(c.title);
    }
    table_column(t, _("Stands at"), TEXT_LEFT, 16, true);
    table_column(t, _("Step due"), TEXT_LEFT, 0, false);
    table_column(t, _("Overdue"), TEXT_LEFT, 0, false);
}

enum xh_rc unsigned_print(struct buf *out, const struct unsigned_page *p, const struct rows *rows,
                          struct xh_err *err)
{
    struct table t = { 0 };
    char day[DAY_TEXT];
    int32_t *due = load_dues(p, rows, err);

    if (!due)
        return XH_DB;
    text_show(out, p->st->defs->township.name, false);
    buf_printf(out, "  %s  %s  %s\n", p->list->name, _("Not signed yet"),
               day_format(p->today, day));
    if (p->st->practice)
        buf_printf(out, "%s\n", _("PRACTICE: not real data"));
    if (!p->everything)
        buf_printf(out, "%s\n", _("Only what you may read is counted."));
    size_t asked = rows->n + p->kept_back;
    buf_printf(out, (int64_t)asked < p->all ? _("%lld %s are not signed; the %zu most urgent:\n")
                                            : _("%lld %s are not signed.\n"),
               (long long)p->all, p->list->row, asked);
    if (p->kept_back)
        buf_printf(out, _("%zu more of items you may not take away\n"), p->kept_back);
    if (rows->n > 0) {
        buf_putc(out, '\n');
        add_columns(&t, p);
        for (size_t i = 0; i < rows->n; i++)
            add_row(&t, p, &rows->v[i], due[i]);
        table_print(out, &t, p->width, p->colours);
        buf_printf(out, "%s\n", _("Internal; keep safe"));
        table_fini(&t);
    }
    free(due);
    return XH_OK;
}

enum xh_rc unsigned_export(struct buf *out, const struct unsigned_page *p, const struct rows *rows,
                           enum export_format format, struct xh_err *err)
{
    static const char *const keys[] = { "code", "parent", "title", "place", "owner", "step",
                                        "step_due", "step_overdue", "due", "days_overdue",
                                        "colour" };
    int32_t *due = load_dues(p, rows, err);
    struct export e;

    if (!due)
        return XH_DB;
    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->v[i];
        export_text(&e, r->it.code);
        export_text(&e, r->parent);
        export_text(&e, r->it.title);
        export_text(&e, r->place);
        export_text(&e, r->owner);
        export_text(&e, r->it.next_step);
        export_day(&e, due[i]);
        export_int(&e, overdue(p, r, due[i]));
        export_day(&e, r->it.due);
        export_int(&e, r->days_overdue);
        export_text(&e, colour_id(r->colour));
    }
    export_end(&e);
    free(due);
    return XH_OK;
}
