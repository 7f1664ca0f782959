#include "report/item_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "report/export.h"
#include "report/item_tables.h"
#include "report/item_text.h"
#include "report/order_page.h"
#include "report/paper_frame.h"
#include "report/row_cells.h"

/* ---- the form at its head: labels and values, three beside each other ---- */

#define ABREAST 3
#define SHORT 76                /* columns of a value that leaves room for others beside it */

struct form {
    struct doc_table *form, *records;   /* the same for eyes and for programs */
    struct doc_row *row;
    int n;                      /* pairs in the row */
    const char *group;          /* of the fields at hand; NULL: none so far */
};

static void form_begin(struct form *f, struct document *d)
{
    static const struct doc_head records[] = {
        { "label", N_("Label"), 0, DOC_HIDDEN }, { "value", N_("Value"), 0, DOC_HIDDEN }, { 0 }
    };

    *f = (struct form){ .form = doc_table(d, "", "") };
    f->form->ruled = true;
    for (int i = 0; i < ABREAST; i++) {
        char *label = xasprintf("label%d", i), *value = xasprintf("value%d", i);
        doc_column(f->form, label, "", 22, TEXT_LEFT, DOC_LABEL);
        doc_column(f->form, value, "", i ? 66 : 67, TEXT_LEFT, DOC_BOXED);
        free(label);
        free(value);
    }
    f->records = doc_table(d, "item", _("Item"));
    doc_columns(f->records, records);
}

static struct doc_cell *form_put(struct form *f, const char *label, const char *value)
{
    bool is_long = text_width(value) > SHORT || strchr(value, '\n');
    struct doc_row *record = doc_row(f->records, DOC_ROW);

    doc_put(f->records, record, "label", label);
    doc_put(f->records, record, "value", value);
    if (!f->row || f->n == ABREAST || is_long) {
        f->row = doc_row(f->form, DOC_ROW);
        f->n = 0;
    }
    struct doc_cell *cell = &f->row->cells[2 * f->n];
    doc_set(&cell[0].text, label);
    doc_set(&cell[1].text, value);
    f->n = is_long ? ABREAST : f->n + 1;
    return &cell[1];
}

static void form_value(void *ctx, const char *label, const char *value)
{
    if (*value)
        form_put(ctx, label, value);
}

/* Rows that follow begin anew, under `heading` where there is one. */
static void form_part(struct form *f, const char *heading)
{
    f->row = NULL;
    if (*heading)
        doc_set(&doc_row(f->form, DOC_GROUP)->cells[0].text, heading);
}

static void put_head(struct form *f, const struct item_page *p)
{
    struct row_look look = { p->defs, p->list, p->day };
    static const char *const cells[] = { "code", "colour", "steps" };
    struct buf standing = { 0 };

    form_put(f, _("Item"), p->r->it.title);
    f->row = NULL;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct row_column c = { 0 };
        struct buf b = { 0 };
        row_column(&look, cells[i], &c);
        row_cell(&b, &look, cells[i], p->r);
        if (b.len && strcmp(cells[i], "colour") == 0)
            form_put(f, c.title, buf_str(&b))->colour = p->r->colour;
        else
            form_value(f, c.title, buf_str(&b));
        buf_fini(&b);
        free(c.title);
    }
    f->row = NULL;
    item_text_standing(&standing, p);
    form_value(f, _("Standing"), buf_str(&standing));
    buf_fini(&standing);
}

static void put_field(struct form *f, const struct item_page *p, size_t i)
{
    const struct field_def *def = &p->list->fields[i];
    char *value = item_page_field(p, i);
    struct buf b = { 0 };

    if (value) {
        if (!f->group || strcmp(f->group, def->group) != 0)
            form_part(f, def->group);
        f->group = def->group;
        buf_puts(&b, value);
        item_page_capital(&b, p, i, 0);
        form_put(f, def->name, buf_str(&b));
    }
    buf_fini(&b);
    free(value);
}

static void put_fields(struct form *f, const struct item_page *p)
{
    size_t n = p->list ? p->list->n_fields : 0, *order = xcalloc(n + 1, sizeof *order);

    if (n)
        list_fields_grouped(p->list, order);
    for (size_t k = 0; k < n; k++)
        put_field(f, p, order[k]);
    free(order);
}

static void add_form(struct document *d, const struct item_page *p)
{
    struct form f;

    form_begin(&f, d);
    put_head(&f, p);
    form_part(&f, "");
    item_page_chain(p, form_value, &f);
    form_part(&f, "");
    item_page_dates(p, form_value, &f);
    put_fields(&f, p);
}

/* ---- lines ---- */

static void add_why(struct document *d, const struct item_page *p)
{
    struct buf b = { 0 };

    if (p->has_facts) {
        doc_add(d, DOC_HEADING, _("Why this colour and these dates"), NULL, NULL);
        item_text_reasons(&b, p);
        doc_add_lines(d, DOC_LINE, buf_str(&b));
    }
    buf_fini(&b);
}

typedef void item_text(struct buf *out, const struct item_page *p, size_t i);

static void add_line(struct document *d, const struct item_page *p, item_text *text, size_t i)
{
    struct buf b = { 0 };

    text(&b, p, i);
    doc_add_lines(d, DOC_LINE, buf_str(&b));
    buf_fini(&b);
}

static void add_parts(struct document *d, const struct item_page *p)
{
    bool first = true;

    for (size_t i = 0; i < p->d.n_parts; i++) {
        if (p->d.parts[i].is_whole)
            continue;
        if (first)
            doc_add(d, DOC_HEADING, _("Parts"), NULL, NULL);
        first = false;
        add_line(d, p, item_text_part, i);
    }
    if (p->n_below)
        doc_add(d, DOC_HEADING, _("Under it"), NULL, NULL);
    for (size_t i = 0; i < p->n_below; i++)
        add_line(d, p, item_text_below, i);
}

static void add_drawn(struct document *d, const struct item_page *p)
{
    if (p->drawn.n)
        doc_add(d, DOC_HEADING, _("Drawn for inspection"), NULL, NULL);
    for (size_t i = 0; i < p->drawn.n; i++) {
        struct buf b = { 0 };
        sample_say(&b, &p->drawn.v[i], 0);
        doc_add_lines(d, DOC_LINE, buf_str(&b));
        buf_fini(&b);
    }
}

static void add_signatures(struct document *d)
{
    static const char *const signers[] = {
        N_("Filled in by (signature): ____________"), N_("Owner (signature): ____________"),
        N_("Checked by (signature): ____________"), N_("Date: ____________"),
    };

    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    struct doc_block *b = doc_add(d, DOC_PHRASES, NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof signers / sizeof *signers; i++)
        doc_phrase(b, _(signers[i]), COLOUR_NONE);
}

/* ---- all of it ---- */

static void describe(struct document *d, const struct item_page *p)
{
    static item_table *const tables[] = {
        item_table_visits, item_table_reports, item_table_notes, item_table_evidence,
        item_table_requests, item_table_orders, item_table_moves, item_table_stops,
    };
    char day[DAY_TEXT];

    if (p->look.as_of != DAY_NONE) {
        char *note = xasprintf(_("As of %s: colour, state and deadline are those of that day, "
                                 "everything else is today's."), day_format(p->day, day));
        doc_add(d, DOC_LINE, note, NULL, NULL);
        doc_add(d, DOC_LINE, _("Orders are left out: what they were on that day is not kept."),
                NULL, NULL);
        free(note);
    }
    add_form(d, p);
    item_table_instructions(d, p);
    item_table_steps(d, p);
    add_parts(d, p);
    add_drawn(d, p);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        tables[i](d, p);
    add_why(d, p);
    item_table_record(d, p);
}

/* The item by the right to export it; an order is about others, too: how many went. */
static enum xh_rc keep_what_leaves(struct item_page *p, size_t *orders, struct xh_err *err)
{
    struct exporter x;
    enum xh_rc rc = permit_check(p->st->db, p->defs, p->look.reader, VERB_EXPORT, p->r->it.list,
                                 p->id, err);

    if (rc == XH_OK)
        rc = exporter_begin(&x, p->st, p->look.reader, NULL, err);
    if (rc == XH_OK)
        *orders = order_list_keep(p->st, p->look.reader, x.relations, &p->orders);
    return rc;
}

enum xh_rc item_paper(struct document *d, struct store *st, const struct filter *look,
                      int64_t item, bool away, struct xh_err *err)
{
    struct item_page p = { 0 };
    struct filter leaving = *look;
    size_t orders = 0;

    leaving.leaves = away;
    enum xh_rc rc = item_page_load(&p, st, &leaving, item, err);

    if (rc == XH_OK && away)
        rc = keep_what_leaves(&p, &orders, err);
    if (rc == XH_OK)
        rc = paper_begin(d, st, DOC_LEDGER, _("Ledger of one item"), err);
    if (rc == XH_OK) {
        char *on = paper_date(p.day);
        paper_part(d, st, p.r->it.code, look->today, on);
        describe(d, &p);
        paper_orders_kept_back(d, orders);
        add_signatures(d);
        rc = paper_anchor(d, st, err);
        free(on);
    }
    item_page_fini(&p);
    return rc;
}
