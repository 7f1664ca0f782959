/* why.c - why this colour, why this date; and what stood on a day gone by. */
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "model/colour.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/text.h"

/* What stood on a day gone by: the span of that day says all of it (ENGINE 11). */
static void why_then(struct page *p)
{
    const struct detail_span *s = NULL;
    char day[DAY_TEXT], text[DAY_TEXT];
    struct buf rule = {0};

    for (size_t i = 0; i < p->d.n_spans; i++)
        if (p->d.spans[i].from <= p->day && p->day <= p->d.spans[i].to)
            s = &p->d.spans[i];
    if (!s)
        return;
    struct pin pin = { colour_find(s->pin_colour), s->pin_from, s->pin_until };
    enum colour c = colour_shown(s->phase, s->yellow_on, s->red_on, pin, p->day);
    enum colour computed = colour_on(s->phase, s->yellow_on, s->red_on, p->day);
    /* On hold the level reached is kept. */
    enum colour level = s->phase == PHASE_HELD
                            ? colour_on(PHASE_OPEN, s->yellow_on, s->red_on, p->day)
                            : computed;
    const char *why = level == COLOUR_RED ? s->red_rule
                      : level == COLOUR_YELLOW ? s->yellow_rule : "";
    if (c != COLOUR_NONE)
        buf_printf(&p->b, _("On %s it stood: %s, %s"), day_format(p->day, day),
                   page_state(p, s->state), colour_word(p->a->defs, c));
    else
        buf_printf(&p->b, _("On %s it stood: %s"), day_format(p->day, day),
                   page_state(p, s->state));
    if (level != computed && level != COLOUR_GREEN)
        buf_printf(&p->b, "(%s)", colour_word(p->a->defs, level));
    if (computed != c && computed != COLOUR_NONE)
        buf_printf(&p->b, _(" by order (by the rules %s)"),
                   colour_word(p->a->defs, computed));
    buf_putc(&p->b, '\n');
    if (*why) {
        explain_rule(&rule, why);
        buf_printf(&p->b, _("Rule: %s, since %s\n"), buf_str(&rule),
                   day_format(level == COLOUR_RED ? s->red_on : s->yellow_on, text));
    }
    if (s->due != DAY_NEVER && s->due != DAY_NONE)
        buf_printf(&p->b, _("Deadline: %s\n"), day_format(s->due, text));
    else
        buf_printf(&p->b, "%s\n", _("Deadline: none"));
    buf_printf(&p->b, _("That had stood since %s (%s)\n"), day_format(s->from, text),
               page_verb(p, s->cause));
    buf_fini(&rule);
}

static void why_item(struct page *p)
{
    struct pin pin = item_pin(&p->r->it);

    explain_item(&p->b, p->a->defs, &p->facts.f, &p->derived, &pin, p->day);
}

static void move_line(struct page *p, const struct detail_move *m)
{
    char day[DAY_TEXT], old[DAY_TEXT], new[DAY_TEXT];
    const char *from = day_format(m->old == DAY_NEVER ? DAY_NONE : m->old, old);
    const char *to = day_format(m->new == DAY_NEVER ? DAY_NONE : m->new, new);

    buf_printf(&p->b, "  %s  %s -> %s  %s\n", day_format(m->day, day), *from ? from : "-",
               *to ? to : "-", page_verb(p, m->why));
}

/* What moved the deadline, act by act; then the limits ordered, which move no deadline
 * (ENGINE 17). */
static void why_moves(struct page *p, const char *step)
{
    for (int limits = 0; limits < 2; limits++) {
        bool first = true;
        for (size_t i = 0; i < p->d.n_moves; i++) {
            const struct detail_move *m = &p->d.moves[i];
            bool is_limit = verb_find(m->why) == VERB_LIMIT;
            if (strcmp(m->step, step) != 0 || is_limit != (limits == 1))
                continue;
            if (first)
                page_heading(p, limits ? _("Limits ordered; the deadline stays")
                                       : _("How the deadline moved"));
            first = false;
            move_line(p, m);
        }
    }
}

static enum xh_rc why_step(struct page *p, const char *typed, struct xh_err *err)
{
    char *id = text_trim(text_halfwidth(typed));
    int at = list_step(p->list, id);

    for (size_t i = 0; at < 0 && i < p->list->n_steps; i++) {
        char number[24];            /* as numbered in the list, from 1 */
        snprintf(number, sizeof number, "%zu", i + 1);
        if (strcmp(p->list->steps[i].name, id) == 0 || strcmp(number, id) == 0)
            at = (int)i;
    }
    free(id);
    if (at < 0) {
        struct buf all = {0};
        for (size_t i = 0; i < p->list->n_steps; i++)
            buf_printf(&all, "%s%s (%s)", i ? _(", ") : "", p->list->steps[i].id,
                       p->list->steps[i].name);
        xh_fail(err, XH_NOT_FOUND, _("%s has no step '%s'. There are: %s"), p->list->name,
                typed, all.len ? buf_str(&all) : "-");
        buf_fini(&all);
        return XH_NOT_FOUND;
    }
    buf_printf(&p->b, "%s\n", p->list->steps[at].name);
    explain_step_due(&p->b, p->a->defs, &p->facts.f, &p->derived, at, p->day);
    why_moves(p, p->list->steps[at].id);
    return XH_OK;
}

enum xh_rc run_why(struct app *a, const struct command *c, struct args *args, struct xh_err *err)
{
    struct page p;
    enum xh_rc rc = page_load(&p, a, args_word(args, 0), err);

    (void)c;
    if (rc == XH_OK && !p.has_facts)
        rc = xh_fail(err, XH_CONFIG,
                     _("list '%s' is no longer configured: its dates cannot be "
                       "explained"),
                     p.r->it.list);
    if (rc == XH_OK) {
        look_note(a);
        page_head(&p);
        buf_putc(&p.b, '\n');
        if (args_word(args, 1)) {
            rc = why_step(&p, args_word(args, 1), err);
        } else if (a->as_of_day != DAY_NONE) {
            why_then(&p);
        } else {
            why_item(&p);
            why_moves(&p, "");
        }
    }
    if (rc == XH_OK)
        out(buf_str(&p.b));
    page_fini(&p);
    return rc;
}
