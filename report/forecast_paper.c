#include "report/forecast_paper.h"

#include <stdlib.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "report/paper_frame.h"

static char *why_red(const struct row *r)
{
    struct buf b = { 0 };

    explain_rule(&b, r->it.red_rule);
    return buf_take(&b);
}

/* What a row says, by the columns of add_table(). */
static void add_row(struct doc_table *t, const struct gather_row *g, int32_t today)
{
    const struct row *r = &g->row;
    struct doc_row *row = doc_row(t, DOC_ROW);
    char day[DAY_TEXT], *why = why_red(r);

    doc_put_day(t, row, "red_on", r->it.red_on, day_format_short(r->it.red_on, today, day));
    doc_put(t, row, "code", r->it.code);
    doc_put(t, row, "title", g->said);
    doc_put(t, row, "lead", r->lead);
    doc_put(t, row, "unit", r->unit);
    doc_put(t, row, "owner", r->owner);
    doc_put_day(t, row, "due", r->it.due, day_format_short(r->it.due, today, day));
    doc_put(t, row, "why", why);
    free(why);
}

static void add_table(struct document *d, const struct gather *g, const char *id,
                      const char *title, int32_t today)
{
    static const struct doc_head columns[] = {
        { "red_on", N_("Turns red"), 18, DOC_FIXED | DOC_HEAD },
        { "code", N_("Code"), 26, DOC_FIXED | DOC_HEAD },
        { "title", N_("Item"), 66, DOC_HEAD },
        { "lead", N_("Responsible leader"), 20, 0 },
        { "unit", N_("Lead unit"), 40, 0 },
        { "owner", N_("Owner"), 20, 0 },
        { "due", N_("Deadline"), 19, DOC_FIXED },
        { "why", N_("Why"), 56, 0 },
        { 0 },
    };
    struct doc_table *t = doc_table(d, id, title);

    t->as_blocks = true;
    doc_columns(t, columns);
    for (size_t k = 0; k < g->n; k++)
        add_row(t, &g->v[k], today);
}

static void add_parts(struct document *d, const struct forecast *f, int32_t today)
{
    static const char *const ids[FORECAST_PARTS] = { "next", "after" };
    char day[DAY_TEXT];

    for (int i = 0; i < FORECAST_PARTS; i++) {
        const struct gather *g = &f->parts[i].g;
        struct buf title = { 0 };
        buf_printf(&title,
                   i ? _("Turning red by the meeting after, %s")
                     : _("Turning red by the next meeting, %s"),
                   day_format(f->parts[i].meeting, day));
        char *heading = xasprintf(_("%s (%zu)"), buf_str(&title), g->n);
        doc_add(d, DOC_GAP, NULL, NULL, NULL);
        doc_add(d, DOC_HEADING, heading, NULL, NULL);
        if (g->n)
            add_table(d, g, ids[i], buf_str(&title), today);
        else
            doc_add(d, DOC_PARAGRAPH, _("none"), NULL, NULL);
        free(heading);
        buf_fini(&title);
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

enum xh_rc forecast_paper(struct document *d, struct store *st, const struct forecast *f,
                          int32_t today, size_t kept_back, struct xh_err *err)
{
    enum xh_rc rc = paper_begin(d, st, DOC_LEDGER, _("Turning red before the meetings"), err);
    char day[DAY_TEXT];

    if (rc != XH_OK)
        return rc;
    paper_part(d, st, "", today, day_format(today, day));
    add_parts(d, f, today);
    paper_kept_back(d, kept_back);
    return XH_OK;
}
