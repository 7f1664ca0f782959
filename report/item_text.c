#include "report/item_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/text.h"

/* ---- pieces ---- */

/* Every label the page may have: the widest decides where the values stand. */
static const char *const labels[] = {
    N_("Heading leader"), N_("Responsible leader"), N_("Lead unit"), N_("Co-operating"),
    N_("Owner"), N_("Handler"), N_("Place"), N_("Source"), N_("Waiting for"),
    N_("Now with"), N_("Assigned"), N_("Start"), N_("First deadline"), N_("Deadline"),
    N_("Superior's"),
    N_("Limit"), N_("Review until"), N_("Cancelled"), N_("Crossed off"), N_("You may"),
    N_("Weekly sheets"),
};

static int label_columns(const struct item_page *x)
{
    int widest = 0;

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (text_width(_(labels[i])) > widest)
            widest = text_width(_(labels[i]));
    for (size_t i = 0; x->list && i < x->r->n_fields; i++)
        if (*x->r->fields[i] && text_width(x->list->fields[i].name) > widest)
            widest = text_width(x->list->fields[i].name);
    return widest + 2;
}

/* The text being made. */
struct page {
    struct buf *out;
    const struct item_page *x;
    int labels;                 /* columns of the labels in front */
};

static struct page page_of(struct buf *out, const struct item_page *x)
{
    return (struct page){ out, x, label_columns(x) };
}

static void label(struct page *p, const char *text)
{
    char *cell = text_fit(text, p->labels, TEXT_LEFT);

    buf_puts(p->out, cell);
    free(cell);
}

static void put_field(void *ctx, const char *name, const char *value)
{
    struct page *p = ctx;

    for (const char *line = value; line && *line;) {
        const char *end = strchr(line, '\n');
        size_t n = end ? (size_t)(end - line) : strlen(line);
        label(p, line == value ? name : "");
        buf_add(p->out, line, n);
        buf_putc(p->out, '\n');
        line = end ? end + 1 : NULL;
    }
}

int item_text_field(struct buf *out, const struct item_page *x, const char *name,
                    const char *value)
{
    struct page p = page_of(out, x);

    put_field(&p, name, value);
    return p.labels;
}

static void heading(struct page *p, const char *text)
{
    buf_printf(p->out, "\n%s\n", text);
}

/* An entry below a heading: its further lines stand deeper. Empties `entry`. */
static void put_entry(struct page *p, struct buf *entry)
{
    const char *gap = "  ";

    for (const char *line = buf_str(entry); line;) {
        size_t n = strcspn(line, "\n");
        buf_puts(p->out, gap);
        buf_add(p->out, line, n);
        buf_putc(p->out, '\n');
        line = line[n] ? line + n + 1 : NULL;
        gap = "    ";
    }
    buf_fini(entry);
    *entry = (struct buf){0};
}

/* What one entry reads like: item_text_evidence ... */
typedef void item_text(struct buf *out, const struct item_page *p, size_t i);

static void put(struct page *p, item_text *text, size_t i)
{
    struct buf entry = {0};

    text(&entry, p->x, i);
    put_entry(p, &entry);
}

/* ---- the page, part by part ---- */

void item_text_head(struct buf *out, const struct item_page *x)
{
    text_show(out, x->r->it.code, false);
    buf_puts(out, "  ");
    text_show(out, x->r->it.title, false);
    buf_putc(out, '\n');
    item_text_standing(out, x);
    buf_putc(out, '\n');
}

static void instructions(struct page *p, bool notes)
{
    bool first = true;

    for (size_t i = 0; i < p->x->d.n_words; i++) {
        if (p->x->d.words[i].is_note != notes)
            continue;
        if (first)
            heading(p, notes ? _("Remarks") : _("Instructions"));
        first = false;
        put(p, item_text_words, i);
    }
}

/* Fields that are filled in; those of a group under its heading. */
static void fields(struct page *p)
{
    const struct list_def *l = p->x->list;
    size_t *order = xcalloc((l ? l->n_fields : 0) + 1, sizeof *order);
    const char *group = NULL;

    if (l)
        list_fields_grouped(l, order);
    for (size_t k = 0; l && k < l->n_fields; k++) {
        const struct field_def *f = &l->fields[order[k]];
        char *value = item_page_field(p->x, order[k]);
        struct buf shown = {0};
        if (!value)
            continue;
        if ((!group || strcmp(group, f->group) != 0) && *f->group)
            heading(p, f->group);
        else if (!group)
            buf_putc(p->out, '\n');
        group = f->group;
        text_show(&shown, value, true);
        item_page_capital(&shown, p->x, order[k], p->labels);
        put_field(p, f->name, buf_str(&shown));
        buf_fini(&shown);
        free(value);
    }
    free(order);
}

static void steps(struct page *p)
{
    const struct item_page *x = p->x;
    int names = 0;

    if (!x->has_facts || x->list->n_steps == 0)
        return;
    buf_printf(p->out, "\n%s %d/%d\n", _("Steps"), (int)x->derived.steps_done,
               (int)x->derived.steps_total);
    for (size_t i = 0; i < x->list->n_steps; i++) {
        int w = text_width(x->list->steps[i].name);
        names = w > names ? w : names;
    }
    for (size_t i = 0; i < x->list->n_steps; i++) {
        char *name = text_fit(x->list->steps[i].name, names, TEXT_LEFT);
        buf_printf(p->out, "  %s %s  %s", item_step_mark(x, i), name, x->list->steps[i].id);
        free(name);
        item_text_step(p->out, x, i);
        buf_putc(p->out, '\n');
    }
}

/* The parts of a split item; the rows of other lists that lie under it, counted. */
static void parts(struct page *p)
{
    bool first = true;

    for (size_t i = 0; i < p->x->d.n_parts; i++) {
        if (p->x->d.parts[i].is_whole)
            continue;
        if (first)
            heading(p, _("Parts"));
        first = false;
        put(p, item_text_part, i);
    }
}

/* What was drawn by lot for inspection on site: of a project, village by village. */
static void drawn(struct page *p)
{
    if (p->x->drawn.n)
        heading(p, _("Drawn for inspection"));
    for (size_t i = 0; i < p->x->drawn.n; i++) {
        buf_puts(p->out, "  ");
        sample_say(p->out, &p->x->drawn.v[i], 20);
        buf_putc(p->out, '\n');
    }
}

static void below(struct page *p)
{
    if (p->x->n_below)
        heading(p, _("Under it"));
    for (size_t i = 0; i < p->x->n_below; i++)
        put(p, item_text_below, i);
}

/* The last reports; older ones are counted. */
#define REPORTS 3
static void reports(struct page *p)
{
    size_t n = p->x->d.n_reports, from = n > REPORTS ? n - REPORTS : 0;

    if (n == 0)
        return;
    heading(p, _("Progress reports"));
    if (from)
        buf_printf(p->out, _("  (%zu earlier reports)\n"), from);
    for (size_t i = from; i < n; i++)
        put(p, item_text_report, i);
}

/* All of them: who promised what is asked for years later. */
static void visits(struct page *p)
{
    struct buf sum = {0};

    if (p->x->visits.n == 0)
        return;
    item_text_visits(&sum, p->x);
    buf_printf(p->out, "\n%s  %s\n", _("Visits"), buf_str(&sum));
    buf_fini(&sum);
    for (size_t i = 0; i < p->x->visits.n; i++)
        put(p, item_text_visit, i);
}

static void evidence(struct page *p)
{
    if (p->x->d.n_evidence)
        heading(p, _("Evidence"));
    for (size_t i = 0; i < p->x->d.n_evidence; i++)
        put(p, item_text_evidence, i);
}

static void requests(struct page *p)
{
    bool first = true;

    for (size_t i = 0; i < p->x->d.n_requests; i++) {
        if (*p->x->d.requests[i].answer)
            continue;
        if (first)
            heading(p, _("Requests waiting for an answer"));
        first = false;
        put(p, item_text_request, i);
    }
}

static void orders(struct page *p)
{
    if (p->x->orders.n)
        heading(p, _("Orders"));
    if (p->x->orders.n && p->x->supervised)
        buf_printf(p->out, _("  supervised %lld times\n"), (long long)p->x->supervised);
    for (size_t i = 0; i < p->x->orders.n; i++)
        put(p, item_text_order, i);
}

static void record(struct page *p)
{
    heading(p, _("Record"));
    for (size_t i = 0; i < p->x->h.n; i++)
        put(p, item_text_history, i);
}

void item_text_page(struct buf *out, const struct item_page *x)
{
    struct page p = page_of(out, x);

    item_text_head(out, x);
    instructions(&p, false);
    buf_putc(out, '\n');
    item_page_chain(x, put_field, &p);
    buf_putc(out, '\n');
    item_page_dates(x, put_field, &p);
    fields(&p);
    steps(&p);
    parts(&p);
    below(&p);
    visits(&p);
    drawn(&p);
    reports(&p);
    instructions(&p, true);
    evidence(&p);
    requests(&p);
    orders(&p);
    record(&p);
}

/* ---- why ---- */

/* What moved the deadline, act by act; then the limits ordered, which move no deadline
 * (ENGINE 17). */
static void moves(struct page *p, const char *step)
{
    for (int limits = 0; limits < 2; limits++) {
        bool first = true;
        for (size_t i = 0; i < p->x->d.n_moves; i++) {
            const struct detail_move *m = &p->x->d.moves[i];
            bool is_limit = verb_find(m->why) == VERB_LIMIT;
            if (strcmp(m->step, step) != 0 || is_limit != (limits == 1))
                continue;
            if (first)
                heading(p, limits ? _("Limits ordered; the deadline stays")
                                       : _("How the deadline moved"));
            first = false;
            put(p, item_text_move, i);
        }
    }
}

void item_text_reasons(struct buf *out, const struct item_page *x)
{
    struct pin pin = item_pin(&x->r->it);

    if (x->look.as_of != DAY_NONE) {
        item_text_then(out, x);
        return;
    }
    explain_item(out, x->defs, &x->facts.f, &x->derived, &pin, x->day);
}

void item_text_why(struct buf *out, const struct item_page *x)
{
    struct page p = page_of(out, x);

    item_text_reasons(out, x);
    if (x->look.as_of == DAY_NONE)
        moves(&p, "");
}

void item_text_why_step(struct buf *out, const struct item_page *x, size_t step)
{
    struct page p = page_of(out, x);

    buf_printf(out, "%s\n", x->list->steps[step].name);
    explain_step_due(out, x->defs, &x->facts.f, &x->derived, (int)step, x->day);
    for (size_t k = 0; k < x->gates.n; k++) {
        const struct rows_found *r = &x->gates.v[k];
        if (r->step != (int)step)
            continue;
        buf_puts(out, _("Waits for rows: "));
        work_say_rows(out, r);
        buf_putc(out, '\n');
        if (*r->need->law)
            buf_printf(out, _("Basis: %s\n"), r->need->law);
        if (*r->need->doc)
            buf_printf(out, "%s\n", r->need->doc);
    }
    moves(&p, x->list->steps[step].id);
}
