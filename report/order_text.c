#include "report/order_text.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

/* ---- what it says ---- */

static void add(struct paper_lines *l, const char *label, char *text)
{
    GROW(l->v, l->n, l->cap);
    l->v[l->n++] = (struct paper_line){ xstrdup(label), text };
}

static void add_blank(struct paper_lines *l, const char *label)
{
    add(l, label, xstrdup(""));
}

static void lines_fini(struct paper_lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->v[i].label);
        free(l->v[i].text);
    }
    free(l->v);
}

static void add_part(struct buf *b, const char *part)
{
    buf_printf(b, "%s%s", b->len ? _("; ") : "", part);
}

/* Behind a matter: 督26-1,责任人干部甲,完成时限…,逾期2天. A group has it in its name. */
static char *matter_text(const struct duban_order *o, size_t at)
{
    const struct duban_item *x = &o->items[at];
    struct buf b = {0};
    char *part;

    if (*x->group)
        return xstrdup("");
    if (strcmp(x->code, x->title) != 0)
        add_part(&b, x->code);
    if (o->kind == DUBAN_LETTER) {
        if (x->waited >= 0) {
            part = xasprintf(_("waiting (days): %lld"), (long long)x->waited);
            add_part(&b, part);
            free(part);
        }
        return b.s ? buf_take(&b) : xstrdup("");
    }
    if (*x->owner) {
        part = xasprintf(_("responsible: %s"), x->owner);
        add_part(&b, part);
        free(part);
    }
    if (x->due != DAY_NONE) {
        char *day = order_day(x->due);
        part = xasprintf(_("deadline: %s"), day);
        add_part(&b, part);
        free(part);
        free(day);
    }
    if (x->late) {
        part = xasprintf(_("overdue by %lld days"), (long long)x->late);
        add_part(&b, part);
        free(part);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

static void put_matters(struct order_paper *p, const struct duban_order *o)
{
    for (size_t i = 0; i < o->n_items; i += order_group_size(o, i)) {
        char *what = order_matter(o, i);
        add(&p->matters, what, matter_text(o, i));
        free(what);
    }
}

/* The rows behind a group by code: 征26-001(逾期3天). */
static void put_annex(struct order_paper *p, const struct duban_order *o)
{
    for (size_t i = 0; i < o->n_items;) {
        size_t n = order_group_size(o, i);
        struct buf b = {0};
        char *what = order_matter(o, i);
        for (size_t k = i; k < i + n; k++) {
            const struct duban_item *x = &o->items[k];
            buf_printf(&b, "%s%s", k > i ? _(", ") : "", x->code);
            if (o->kind == DUBAN_ORDER && x->late)
                buf_printf(&b, _(" (%lld days)"), (long long)x->late);
        }
        if (*o->items[i].group)
            add(&p->annex, what, buf_take(&b));
        buf_fini(&b);
        free(what);
        i += n;
    }
}

static void put_terms(struct order_paper *p, const struct duban_order *o)
{
    if (o->due != DAY_NONE)
        add(&p->terms, o->kind == DUBAN_LETTER ? _("Reply kindly asked for by")
            : _("Reply in writing by"), order_day(o->due));
    if (o->kind == DUBAN_LETTER)
        return;
    add(&p->terms, _("Feedback"), xstrdup(o->weekly ? _("every week until it is settled")
                                          : _("once")));
    add(&p->terms, _("Acknowledge"),
        xasprintf(_("within %d workday of delivery"), ORDER_RECEIVE_WORKDAYS));
}

static void put_forms(struct order_paper *p, const struct duban_order *o)
{
    if (o->kind == DUBAN_LETTER)
        return;
    add(&p->slip, _("Document number"), xstrdup(p->number));
    add(&p->slip, _("About"), xstrdup(o->title));
    add(&p->slip, _("Addressed to"), xstrdup(o->to));
    add_blank(&p->slip, _("Received by (signature)"));
    add_blank(&p->slip, _("Received on"));
    add(&p->form, _("Document number"), xstrdup(p->number));
    add(&p->form, _("About"), xstrdup(o->title));
    add_blank(&p->form, _("How far it is"));
    add_blank(&p->form, _("What is in the way"));
    add_blank(&p->form, _("What comes next, by when"));
    add_blank(&p->form, _("Filled in by, telephone"));
    add_blank(&p->form, _("Head of the unit (signature, seal)"));
    add_blank(&p->form, _("Date"));
}

void order_paper_make(struct order_paper *p, const struct defs *defs,
                      const struct duban_order *o)
{
    const struct township_def *t = &defs->township;
    bool letter = o->kind == DUBAN_LETTER;

    p->kind = o->kind;
    /* TRANSLATORS: heading: the township's name, then 督办单 or 协调函 */
    p->heading = letter ? xasprintf(_("%s: letter of coordination"), t->name)
                        : xasprintf(_("%s: supervision order"), t->name);
    p->number = *o->number ? xstrdup(o->number) : xstrdup(_("draft, not numbered"));
    p->mark = xstrdup(o->state == DUBAN_WITHDRAWN ? _("WITHDRAWN") : "");
    p->to = xstrdup(o->to);
    p->opening = xstrdup(
        letter ? _("The following matters wait for your office; we ask you "
                   "kindly to help settle them.")
               : _("The following matters are under supervision; carry them out as "
                   "demanded and report in time."));
    p->matters_label = xstrdup(letter ? _("Matters to be coordinated")
                                      : _("Matters supervised"));
    put_matters(p, o);
    if (*o->basis)
        add(&p->facts, letter ? _("Background") : _("Basis"), xstrdup(o->basis));
    if (!letter && *o->lead_name)
        add(&p->facts, _("Responsible leader"), xstrdup(o->lead_name));
    p->demand_label = xstrdup(letter ? _("What we ask for") : _("Demand"));
    p->demand = xstrdup(o->demand);
    put_terms(p, o);
    p->issuer = xstrdup(letter || !*t->supervisor ? t->name : t->supervisor);
    p->signature = *o->signer ? xasprintf(_("Signed: %s"), o->signer) : xstrdup("");
    p->dated = o->signed_on != DAY_NONE ? order_day(o->signed_on) : xstrdup("");
    p->contact = xstrdup(t->orders.contact);
    put_annex(p, o);
    put_forms(p, o);
}

void order_paper_fini(struct order_paper *p)
{
    char *texts[] = { p->heading, p->number, p->mark, p->to, p->opening, p->matters_label,
                      p->demand_label, p->demand, p->issuer, p->signature, p->dated,
                      p->contact };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    lines_fini(&p->matters);
    lines_fini(&p->facts);
    lines_fini(&p->terms);
    lines_fini(&p->annex);
    lines_fini(&p->slip);
    lines_fini(&p->form);
    *p = (struct order_paper){0};
}

/* ---- as plain text ---- */

static void drop_blanks(struct buf *b)
{
    while (b->len && b->s[b->len - 1] == ' ')
        b->s[--b->len] = '\0';
}

static void placed(struct buf *out, const char *text, int width, enum text_align align)
{
    while (text) {
        size_t n;
        const char *next = text_line(text, width, &n);
        char *line = xstrndup(text, n), *cell = text_fit(line, width, align);
        buf_puts(out, cell);
        drop_blanks(out);
        buf_putc(out, '\n');
        free(cell);
        free(line);
        text = next;
    }
}

/* `first` before the first line, `hang` blanks before the others. */
static void wrapped(struct buf *out, const char *first, int hang, const char *text,
                    int width)
{
    int used = text_width(first);

    buf_puts(out, first);
    while (text) {
        size_t n;
        const char *next = text_line(text, width - used, &n);
        char *line = xstrndup(text, n);
        text_show(out, line, false);
        drop_blanks(out);
        buf_putc(out, '\n');
        free(line);
        text = next;
        for (used = hang; text && used-- > 0;)
            buf_putc(out, ' ');
        used = hang;
    }
}

static void labelled(struct buf *out, const struct paper_line *l, int width)
{
    char *label = xasprintf(_("%s: "), l->label);
    bool narrow = text_width(label) > width / 2;

    wrapped(out, narrow ? "" : label, 4, narrow ? label : l->text, width);
    if (narrow && *l->text)
        wrapped(out, "    ", 4, l->text, width);
    free(label);
}

static void heading(struct buf *out, const char *text)
{
    buf_printf(out, _("%s:"), text);
    buf_putc(out, '\n');
}

static void rule(struct buf *out, int width, char c)
{
    while (width-- > 0)
        buf_putc(out, c);
    buf_putc(out, '\n');
}

/* A line to write on after a label: what is left of the row, at least a third. */
static void form_line(struct buf *out, const struct paper_line *l, int width)
{
    if (*l->text) {
        labelled(out, l, width);
        return;
    }
    char *label = xasprintf(_("%s: "), l->label);
    int room = width - text_width(label);
    buf_puts(out, label);
    if (room < width / 3) {
        drop_blanks(out);
        buf_putc(out, '\n');
        room = width;
    }
    rule(out, room, '_');
    free(label);
}

static void form(struct buf *out, const char *title, const struct paper_lines *l,
                 int width)
{
    if (l->n == 0)
        return;
    buf_putc(out, '\n');
    for (int i = 0; i + 1 < width; i += 2)
        buf_puts(out, "- ");
    drop_blanks(out);
    buf_putc(out, '\n');
    placed(out, title, width, TEXT_CENTRE);
    for (size_t i = 0; i < l->n; i++)
        form_line(out, &l->v[i], width);
}

static void matters(struct buf *out, const struct order_paper *p, int width)
{
    heading(out, p->matters_label);
    for (size_t i = 0; i < p->matters.n; i++) {
        const struct paper_line *l = &p->matters.v[i];
        char *no = xasprintf("  %zu. ", i + 1);
        char *text = *l->text ? xasprintf(_("%s (%s)"), l->label, l->text)
                              : xstrdup(l->label);
        wrapped(out, no, text_width(no), text, width);
        free(text);
        free(no);
    }
}

void order_paper_print(struct buf *out, const struct order_paper *p, int width)
{
    if (p->practice)
        placed(out, _("PRACTICE: not real data"), width, TEXT_CENTRE);
    if (*p->mark)
        placed(out, p->mark, width, TEXT_CENTRE);
    placed(out, p->heading, width, TEXT_CENTRE);
    placed(out, p->number, width, TEXT_RIGHT);
    buf_putc(out, '\n');
    struct paper_line to = { (char *)_("Addressed to"), p->to };
    labelled(out, &to, width);
    buf_putc(out, '\n');
    wrapped(out, "    ", 0, p->opening, width);
    buf_putc(out, '\n');
    matters(out, p, width);
    buf_putc(out, '\n');
    for (size_t i = 0; i < p->facts.n; i++)
        labelled(out, &p->facts.v[i], width);
    heading(out, p->demand_label);
    for (const char *s = p->demand; *s;) {
        char *one = xstrndup(s, strcspn(s, "\n"));
        wrapped(out, "  ", 2, one, width);
        s += strlen(one);
        s += *s == '\n';
        free(one);
    }
    for (size_t i = 0; i < p->terms.n; i++)
        labelled(out, &p->terms.v[i], width);
    buf_putc(out, '\n');
    placed(out, p->issuer, width, TEXT_RIGHT);
    if (*p->signature)
        placed(out, p->signature, width, TEXT_RIGHT);
    if (*p->dated)
        placed(out, p->dated, width, TEXT_RIGHT);
    if (*p->contact) {
        struct paper_line contact = { (char *)_("Contact"), p->contact };
        labelled(out, &contact, width);
    }
    if (p->annex.n) {
        buf_putc(out, '\n');
        heading(out, _("Annex"));
        for (size_t i = 0; i < p->annex.n; i++)
            labelled(out, &p->annex.v[i], width);
    }
    form(out, _("Receipt"), &p->slip, width);
    form(out, _("Report on what was done"), &p->form, width);
}

char *order_clock(const struct defs *defs, const struct duban_order *o, int32_t day)
{
    struct buf b = {0};
    int32_t unsigned_days = order_days_unsigned(defs, o, day);

    if (unsigned_days)
        buf_printf(&b, _("not acknowledged for %d days"), unsigned_days);
    int32_t due = order_reply_due(defs, o);
    if (due != DAY_NONE) {
        buf_puts(&b, b.len ? _("; ") : "");
        explain_left(&b, defs->calendar, due, day);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}
