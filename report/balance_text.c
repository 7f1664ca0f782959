#include "report/balance_text.h"

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/measure.h"

const char *balance_place(const struct balance_report *r, const struct balance_line *v)
{
    if (v->what == BALANCE_SUMS && !v->place && (r->checks[v->check].def->same & SAME_PLACE))
        return _("all places");
    return v->place_name;
}

static bool has_figures(const struct balance_line *v)
{
    return v->what == BALANCE_SUMS || v->what == BALANCE_ROW;
}

static void add_figure(struct buf *out, int64_t value, const char *unit)
{
    char text[DECIMAL_TEXT];

    buf_printf(out, "%s%s%s", decimal_format(value, text), *unit ? " " : "", unit);
}

void balance_difference(struct buf *out, const struct balance_report *r,
                        const struct balance_line *v)
{
    if (v->what == BALANCE_TOGETHER)
        buf_puts(out, _("off, no figures"));
    if (!has_figures(v))
        return;
    buf_puts(out, v->rounded ? _("about ") : "");
    buf_puts(out, v->difference > 0 ? "+" : "");
    add_figure(out, v->difference, r->checks[v->check].unit);
}

/* ---- how it comes about ---- */

static void add_fields(struct buf *out, const struct list_def *l, const char **sum, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%s", i ? "+" : "", l->fields[list_field(l, sum[i])].name);
}

/* The right side in its own unit, and what that is in the left one's. */
static void add_right(struct buf *out, const struct balance_check *c,
                      const struct balance_line *v)
{
    struct buf rule = { 0 };

    add_figure(out, v->right_own, c->other_unit);
    measure_rule(&rule, c->other_unit, c->unit);
    if (rule.len) {
        buf_puts(out, v->rounded ? _(", about ") : " = ");
        add_figure(out, v->right, c->unit);
        buf_printf(out, " (%s)", buf_str(&rule));
    }
    buf_fini(&rule);
}

static void add_rows(struct buf *out, int64_t rows, int64_t empty)
{
    buf_printf(out, _(" in %lld rows"), (long long)rows);
    if (empty)
        buf_printf(out, _(", %lld of them without a figure"), (long long)empty);
}

static void add_off(struct buf *out, const struct balance_check *c, const struct balance_line *v)
{
    struct buf off = { 0 };

    buf_puts(&off, v->rounded ? _("about ") : "");
    add_figure(&off, v->difference < 0 ? -v->difference : v->difference, c->unit);
    buf_printf(out, v->difference < 0 ? _("; %s too little") : _("; %s too much"), buf_str(&off));
    buf_fini(&off);
}

static void explain_sums(struct buf *out, const struct balance_check *c,
                         const struct balance_line *v)
{
    buf_printf(out, "%s ", c->list->name);
    add_fields(out, c->list, c->def->sum, c->def->n_sum);
    buf_puts(out, c->def->n_sum ? " " : "");
    add_figure(out, v->left, c->unit);
    if (c->def->n_sum)
        add_rows(out, v->rows, v->empty);
    buf_printf(out, "%s%s ", _("; "), c->other->name);
    add_fields(out, c->other, c->def->equals.sum, c->def->equals.n_sum);
    buf_puts(out, c->def->equals.n_sum ? " " : "");
    add_right(out, c, v);
    if (c->def->equals.n_sum)
        add_rows(out, v->other_rows, v->other_empty);
    add_off(out, c, v);
}

static void explain_row(struct buf *out, const struct balance_check *c,
                        const struct balance_line *v)
{
    add_fields(out, c->list, c->def->sum, c->def->n_sum);
    buf_putc(out, ' ');
    add_figure(out, v->left, c->unit);
    buf_puts(out, _("; "));
    add_fields(out, c->list, c->def->equals.sum, c->def->equals.n_sum);
    buf_putc(out, ' ');
    add_right(out, c, v);
    add_off(out, c, v);
}

void balance_explain(struct buf *out, const struct balance_report *r,
                     const struct balance_line *v)
{
    const struct balance_check *c = &r->checks[v->check];
    int k = list_step(c->list, c->def->step);
    const char *step = k >= 0 ? c->list->steps[k].name : c->def->step;

    switch (v->what) {
    case BALANCE_SUMS:
        explain_sums(out, c, v);
        break;
    case BALANCE_TOGETHER:
        buf_puts(out, _("these villages taken together do not fit. Which of them, and by how much, "
                        "would tell the sum of one or two households and is not shown; whoever "
                        "sees the sum of each household there can compare them one by one"));
        break;
    case BALANCE_ROW:
        explain_row(out, c, v);
        break;
    case BALANCE_NO_EVIDENCE:
        buf_printf(out, _("%s is done, there is no evidence of it"), step);
        break;
    case BALANCE_NOT_DONE:
        buf_printf(out, _("%s is not done, there is evidence of it (%lld)"), step,
                   (long long)v->pieces);
        break;
    case BALANCE_SHARED:
        buf_printf(out, _("evidence of %s that also stands elsewhere (%lld)"), step,
                   (long long)v->pieces);
        break;
    }
}

void balance_summary(struct buf *out, const struct balance_check *c)
{
    buf_printf(out, _("%s (%s): %lld compared, %lld off"), c->def->name, c->list->name,
               (long long)c->compared, (long long)c->off);
    if (c->together)
        buf_printf(out, _(", %lld villages only taken together"), (long long)c->together);
    if (c->apart)
        buf_printf(out, _(", %lld with nothing to compare to"), (long long)c->apart);
    if (c->denied)
        buf_printf(out, _(", %lld you have no right to"), (long long)c->denied);
}

/* ---- for programs ---- */

void balance_export(struct buf *out, const struct balance_report *r, enum export_format format)
{
    static const char *const keys[] = { "check", "list", "project", "village", "code", "what",
                                        "left", "right", "difference", "unit" };
    struct export e;

    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < r->n; i++) {
        const struct balance_line *v = &r->v[i];
        const struct balance_check *c = &r->checks[v->check];
        const int64_t figures[] = { v->left, v->right, v->difference };
        char text[DECIMAL_TEXT];
        export_text(&e, c->def->id);
        export_text(&e, c->list->id);
        export_text(&e, v->parent_code);
        export_text(&e, v->place_name);
        export_text(&e, v->code);
        export_text(&e, balance_what_id(v->what));
        for (size_t k = 0; k < 3; k++)
            export_number(&e, has_figures(v) ? decimal_format(figures[k], text) : "");
        export_text(&e, has_figures(v) ? c->unit : "");
    }
    export_end(&e);
}
