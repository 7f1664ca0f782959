#include "report/order_text.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define ROOM 18                 /* mm, for several lines by hand */

/* ---- what it says ---- */

static void add(struct paper_lines *l, const char *label, char *text)
{
    GROW(l->v, l->n, l->cap);
    l->v[l->n++] = (struct paper_line){ xstrdup(label), text, 0 };
}

static void add_blank(struct paper_lines *l, const char *label)
{
    add(l, label, xstrdup(""));
}

static void add_room(struct paper_lines *l, const char *label)
{
    add_blank(l, label);
    l->v[l->n - 1].room = ROOM;
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

static void put_matters(struct order_words *p, const struct duban_order *o)
{
    for (size_t i = 0; i < o->n_items; i += order_group_size(o, i)) {
        char *what = order_matter(o, i);
        add(&p->matters, what, matter_text(o, i));
        free(what);
    }
}

/* The rows behind a group by code: 征26-001(逾期3天). */
static void put_annex(struct order_words *p, const struct duban_order *o)
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

static void put_terms(struct order_words *p, const struct duban_order *o)
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

static void put_forms(struct order_words *p, const struct duban_order *o)
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
    add_room(&p->form, _("How far it is"));
    add_room(&p->form, _("What is in the way"));
    add_room(&p->form, _("What comes next, by when"));
    add_blank(&p->form, _("Filled in by, telephone"));
    add_blank(&p->form, _("Head of the unit (signature, seal)"));
    add_blank(&p->form, _("Date"));
}

void order_words_make(struct order_words *p, const struct defs *defs,
                      const struct duban_order *o)
{
    const struct township_def *t = &defs->township;
    bool letter = o->kind == DUBAN_LETTER;

    p->kind = o->kind;
    /* TRANSLATORS: heading: the township's name, then 督办单 or 协调函 */
    p->heading = letter ? xasprintf(_("%s: letter of coordination"), t->name)
                        : xasprintf(_("%s: supervision order"), t->name);
    p->number = *o->number ? xstrdup(o->number) : xstrdup(_("draft, not numbered"));
    p->mark = xstrdup(o->state == DUBAN_WITHDRAWN || o->state == DUBAN_DRAFT
                          ? order_state_name(o->state) : "");
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

void order_words_fini(struct order_words *p)
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
    *p = (struct order_words){0};
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
