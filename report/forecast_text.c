#include "report/forecast_text.h"

#include <stdlib.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "report/table.h"

static char *why_red(const struct row *r)
{
    struct buf b = { 0 };

    explain_rule(&b, r->it.red_rule);
    return buf_take(&b);
}

static void print_parts(struct buf *b, const struct forecast *f, int32_t today, int width,
                        bool colours)
{
    static const char *const titles[] = { N_("Turns red"), N_("Code"),
                                          N_("Item"),      N_("Responsible leader"),
                                          N_("Lead unit"), N_("Owner"),
                                          N_("Deadline"),  N_("Why") };
    static const int shares[] = { 0, 0, 40, 10, 18, 10, 0, 20 };
    char day[DAY_TEXT];

    for (int i = 0; i < FORECAST_PARTS; i++) {
        const struct gather *g = &f->parts[i].g;
        struct table t = { 0 };
        if (i)
            buf_putc(b, '\n');
        buf_printf(b,
                   i ? _("Turning red by the meeting after, %s")
                     : _("Turning red by the next meeting, %s"),
                   day_format(f->parts[i].meeting, day));
        buf_printf(b, ": %zu\n", g->n);
        if (g->n == 0)
            buf_printf(b, "%s\n", _("none"));
        for (size_t k = 0; k < sizeof titles / sizeof *titles; k++) {
            table_column(&t, _(titles[k]), TEXT_LEFT, 0, false);
            if (shares[k])
                table_wraps(&t, shares[k]);
        }
        for (size_t k = 0; k < g->n; k++) {
            const struct row *r = &g->v[k].row;
            char *why = why_red(r);
            table_add(&t, day_format_short(r->it.red_on, today, day));
            table_add(&t, r->it.code);
            table_add(&t, g->v[k].said);
            table_add(&t, r->lead);
            table_add(&t, r->unit);
            table_add(&t, r->owner);
            table_add(&t, day_format_short(r->it.due, today, day));
            table_add(&t, why);
            free(why);
        }
        if (g->n)
            table_print(b, &t, width, colours);
        table_fini(&t);
    }
}

void forecast_export(struct buf *b, const struct forecast *f, enum export_format format)
{
    static const char *const keys[] = { "meeting", "red_on", "code",  "title",
                                        "lead",    "unit",   "owner", "due",
                                        "rule",    "why",    "rows" };
    struct export e;

    export_begin(&e, b, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (int i = 0; i < FORECAST_PARTS; i++)
        for (size_t k = 0; k < f->parts[i].g.n; k++) {
            const struct gather_row *g = &f->parts[i].g.v[k];
            char *why = why_red(&g->row);
            export_day(&e, f->parts[i].meeting);
            export_day(&e, g->row.it.red_on);
            export_text(&e, g->row.it.code);
            export_text(&e, g->row.it.title);
            export_text(&e, g->row.lead);
            export_text(&e, g->row.unit);
            export_text(&e, g->row.owner);
            export_day(&e, g->row.it.due);
            export_text(&e, g->row.it.red_rule);
            export_text(&e, why);
            export_int(&e, (int64_t)(g->n_members ? g->n_members : 1));
            free(why);
        }
    export_end(&e);
}

void forecast_print(struct buf *out, const struct store *st, const struct forecast *f,
                    int32_t today, int width, bool colours)
{
    if (st->practice)
        buf_printf(out, "%s\n", _("PRACTICE: not real data"));
    print_parts(out, f, today, width, colours);
}
