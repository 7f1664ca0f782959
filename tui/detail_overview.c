/* detail_overview.c - the first section of 详情: who, until when, the fields, what it is a part of
 * and what lies under it. */
#include "tui/detail_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/i18n.h"
#include "model/text.h"

#define LABELS 14               /* columns of the labels */

struct labelled { struct text_pane *p; int labels; };

static void put(void *ctx, const char *label, const char *value)
{
    struct labelled *l = ctx;
    struct buf b = {0};

    text_put(&b, label, l->labels, TEXT_LEFT);
    buf_puts(&b, value);
    detail_add(l->p, ENTRY_TEXT, 0, l->labels, &b);
}

static int label_columns(const struct list_def *l)
{
    int wide = text_width(_("Superior's deadline")) + 1;     /* the longest in English */

    wide = wide > LABELS ? wide : LABELS;
    for (size_t i = 0; l && i < l->n_fields; i++)
        if (text_width(l->fields[i].name) + 2 > wide)
            wide = text_width(l->fields[i].name) + 2;
    return wide < 26 ? wide : 26;
}

/* What is filled in, what has to be, and what is kept from eyes. */
static void fields(struct detail_state *d, struct text_pane *p, int labels)
{
    const struct list_def *l = d->x.list;
    size_t *order = xcalloc((l ? l->n_fields : 0) + 1, sizeof *order);
    const char *group = NULL;

    if (l)
        list_fields_grouped(l, order);
    for (size_t k = 0; l && k < l->n_fields; k++) {
        size_t i = order[k];
        const struct field_def *f = &l->fields[i];
        bool bare = d->bare && strcmp(d->bare_field, f->id) == 0;
        char *value = item_page_field(&d->x, i);
        struct buf b = {0};
        if (!value && !f->required)
            continue;
        if (!group || strcmp(group, f->group) != 0)
            text_pane_head(p, *f->group ? f->group : _("Fields"));
        group = f->group;
        text_put(&b, f->name, labels, TEXT_LEFT);
        if (bare) {
            buf_printf(&b, "%s%s%s  %s", d->bare, *f->unit ? " " : "", f->unit,
                       _("(hidden again after 30 seconds)"));
            item_value_capital(&b, f, d->bare, 0);       /* goes when the value does */
        }
        else if (!value)
            buf_puts(&b, _("(not filled in)"));
        else
            text_show(&b, value, true);
        if (f->is_private && !bare && value && strncmp(value, "***", 3) == 0)
            buf_printf(&b, "  %s", d->may_unmask ? _("(private; Enter asks why)")
                                                 : _("(private)"));
        detail_add(p, ENTRY_FIELD, i, labels, &b)->style = value ? STYLE_PLAIN : STYLE_DIM;
        free(value);
    }
    free(order);
}

static void parts(struct detail_state *d, struct text_pane *p)
{
    bool first = true;

    for (size_t i = 0; i < d->x.d.n_parts; i++) {
        const struct detail_part *x = &d->x.d.parts[i];
        if (x->is_whole)
            continue;
        if (first)
            text_pane_head(p, _("Parts"));
        first = false;
        enum colour c = colour_on(x->phase, x->yellow_on, x->red_on, d->x.day);
        struct buf b = {0}, part = {0};
        const char *word = colour_word(d->x.defs, c);
        item_text_part(&part, &d->x, i);
        buf_printf(&b, "%s%s%s", word, *word ? "  " : "", buf_str(&part));
        struct pane_entry *e = detail_add(p, ENTRY_PART, i, 4, &b);
        e->block = theme_colour(c);
        e->block_columns = text_width(word);
        buf_fini(&part);
    }
}

/* Rows of other lists below this one: counts, each opens its rows. */
static void below(struct detail_state *d, struct text_pane *p)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };

    if (d->x.n_below)
        text_pane_head(p, _("Under it"));
    for (size_t i = 0; i < d->x.n_below; i++) {
        const struct group_count *g = &d->x.below[i];
        const struct list_def *l = defs_list(d->x.defs, g->list);
        struct buf b = {0};
        buf_printf(&b, "%s %lld %s", l ? l->name : g->list, (long long)g->n.total,
                   l ? l->row : "");
        if (g->n.closed)
            buf_printf(&b, _("  crossed off %lld"), (long long)g->n.closed);
        detail_add(p, ENTRY_BELOW, i * 8, 4, &b);
        for (size_t c = 0; c < sizeof order / sizeof *order; c++) {
            const char *word = colour_word(d->x.defs, order[c]);
            if (!g->n.colour[order[c]])
                continue;
            buf_printf(&b, "%s %lld", word, (long long)g->n.colour[order[c]]);
            struct pane_entry *e = detail_add(p, ENTRY_BELOW, i * 8 + order[c], 4, &b);
            e->block = theme_colour(order[c]);
            e->block_columns = text_width(word);
        }
    }
}

void detail_overview(struct detail_state *d, struct text_pane *p)
{
    struct labelled l = { p, label_columns(d->x.list) };
    const struct row *r = d->x.r;
    struct buf b = {0};

    text_show(&b, r->it.title, true);
    put(&l, _("Item"), buf_str(&b));
    buf_fini(&b);
    b = (struct buf){0};
    item_page_chain(&d->x, put, &l);
    text_pane_head(p, _("Deadlines"));
    item_page_dates(&d->x, put, &l);
    fields(d, p, l.labels);
    if (*r->parent) {
        text_pane_head(p, _("It lies under"));
        text_pane_add(p, ENTRY_PARENT, 0, 4, r->parent);
    }
    for (size_t i = 0; i < d->x.d.n_parts; i++)
        if (d->x.d.parts[i].is_whole) {
            text_pane_head(p, _("It is a part of"));
            text_pane_add(p, ENTRY_PART, i, 4, d->x.d.parts[i].code);
        }
    parts(d, p);
    below(d, p);
    if (detail_is_personal(d->x.list)) {
        text_pane_head(p, "");
        text_pane_add(p, ENTRY_TEXT, 0, 2, _("Internal; keep safe"))->style = STYLE_DIM;
    }
}
