#include "report/order_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/order_text.h"
#include "report/paper_frame.h"

#define SEAL 45                 /* mm square that stay free (OFFICE 13) */

/* "label: text", a paragraph. */
static void said(struct document *d, const char *label, const char *text)
{
    char *head = xasprintf(_("%s: "), label), *all = xasprintf("%s%s", head, text);

    doc_add(d, DOC_PARAGRAPH, all, NULL, NULL);
    free(all);
    free(head);
}

static void all_said(struct document *d, const struct paper_lines *l)
{
    for (size_t i = 0; i < l->n; i++)
        said(d, l->v[i].label, l->v[i].text);
}

/* A blank, or what is known already, behind its label. */
static void to_fill_in(struct document *d, const struct paper_lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct paper_line *x = &l->v[i];
        char *label = xasprintf(_("%s: "), x->label);
        struct doc_block *b = doc_add(d, x->room ? DOC_BOX : DOC_FIELD, label, x->text, NULL);
        b->high = x->room;
        free(label);
    }
}

static void matters(struct document *d, const struct order_words *p)
{
    doc_add(d, DOC_HEADING, p->matters_label, NULL, NULL);
    for (size_t i = 0; i < p->matters.n; i++) {
        const struct paper_line *l = &p->matters.v[i];
        char *no = xasprintf("%zu. ", i + 1);
        char *text = *l->text ? xasprintf(_("%s (%s)"), l->label, l->text) : xstrdup(l->label);
        doc_add(d, DOC_ITEM, text, no, NULL);
        free(text);
        free(no);
    }
}

static void letter(struct document *d, const struct order_words *p)
{
    char *to = xasprintf(_("%s:"), p->to);

    doc_add(d, DOC_TITLE, p->heading, NULL, NULL);
    doc_add(d, DOC_SPREAD, NULL, p->number, NULL);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    doc_add(d, DOC_LINE, to, NULL, NULL);
    doc_add(d, DOC_PARAGRAPH, p->opening, NULL, NULL);
    matters(d, p);
    all_said(d, &p->facts);
    doc_add(d, DOC_HEADING, p->demand_label, NULL, NULL);
    doc_add_lines(d, DOC_PARAGRAPH, p->demand);
    all_said(d, &p->terms);
    doc_add(d, DOC_SEAL, p->issuer, p->signature, p->dated)->high = SEAL;
    if (*p->contact)
        said(d, _("Contact"), p->contact);
    if (p->annex.n) { /* on a page of its own (GB/T 9704, 7.3.7) */
        doc_add(d, DOC_PAGE, NULL, NULL, NULL);
        doc_add(d, DOC_HEADING, _("Annex"), NULL, NULL);
        all_said(d, &p->annex);
    }
    free(to);
}

/* What comes back from the unit: at once the receipt, later the report. */
static void to_send_back(struct document *d, const struct order_words *p)
{
    if (p->slip.n == 0)
        return;
    doc_add(d, DOC_PAGE, NULL, NULL, NULL);
    doc_add(d, DOC_TITLE, _("Receipt"), NULL, NULL);
    to_fill_in(d, &p->slip);
    doc_add(d, DOC_CUT, NULL, NULL, NULL);
    doc_add(d, DOC_TITLE, _("Report on what was done"), NULL, NULL);
    to_fill_in(d, &p->form);
}

enum xh_rc order_paper(struct document *d, struct store *st, const struct duban_order *o,
                       struct xh_err *err)
{
    struct order_words p = { 0 };

    order_words_make(&p, st->defs, o);
    enum xh_rc rc = paper_begin(d, st, DOC_LETTER, p.heading, err);
    if (rc == XH_OK) {
        char *mark = *d->mark && *p.mark ? xasprintf("%s  %s", p.mark, d->mark)
                                         : xstrdup(*p.mark ? p.mark : d->mark);
        doc_set(&d->mark, mark);
        free(mark);
        doc_part(d, "");
        letter(d, &p);
        to_send_back(d, &p);
        rc = paper_anchor(d, st, err);
    }
    order_words_fini(&p);
    return rc;
}
