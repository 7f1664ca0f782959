/* What each entry of an item's page reads like: one line or several. */
#include "report/item_page.h"

#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/decimal.h"
#include "model/due.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/order_text.h"
#include "report/remind.h"
#include "report/row_cells.h"
#include "report/visit_rows.h"

/* What the words behind it are, or whose: "problem: ". */
static void named(struct buf *out, const char *gap, const char *name)
{
    buf_puts(out, gap);
    buf_printf(out, _("%s: "), name);
}

static void shown(struct buf *out, const char *text)
{
    text_show(out, text, false);
}

void item_text_standing(struct buf *out, const struct item_page *p)
{
    const struct row *r = p->r;
    struct buf left = {0}, colour = {0};

    buf_puts(out, p->list ? p->list->name : r->it.list);
    if (*r->parent)
        buf_printf(out, " < %s", r->parent);
    for (size_t i = 0; i < p->d.n_parts; i++)
        if (p->d.parts[i].is_whole)
            buf_printf(out, _(" (part of %s)"), p->d.parts[i].code);
    buf_printf(out, "  %s", item_page_state(p, r->it.state));
    row_colour(&colour, p->defs, r, p->day);
    if (colour.len)
        buf_printf(out, "  %s", buf_str(&colour));
    if (r->it.phase <= PHASE_REVIEW && strcmp(r->rule, "pin") == 0)
        buf_printf(out, _(" by order"));
    if (r->it.phase <= PHASE_REVIEW)
        explain_left(&left, p->defs->calendar, r->it.due, p->day);
    if (left.len)
        buf_printf(out, "  %s", buf_str(&left));
    if (r->it.reopened)
        buf_printf(out, _("  reopened: %lld"), (long long)r->it.reopened);
    if (p->reminded)
        buf_puts(out, "  ");
    remind_said(out, p->reminded, p->reminded_on, p->day);
    buf_fini(&left);
    buf_fini(&colour);
}

void item_text_words(struct buf *out, const struct item_page *p, size_t i)
{
    const struct detail_words *w = &p->d.words[i];
    char day[DAY_TEXT];

    buf_puts(out, item_page_day(p, w->day, day));
    named(out, "  ", w->person);
    text_show(out, w->text, true);
}

const char *item_step_mark(const struct item_page *p, size_t i)
{
    const struct step_facts *s = &p->facts.steps[i];

    return step_is_done(s) ? "[x]" : step_is_skipped(s) ? "[-]"
           : s->begun_on != DAY_NONE ? "[>]" : "[ ]";
}

/* Why it was left out, or that it was done before there were lists. */
static void step_remarks(struct buf *out, const struct item_page *p,
                         const struct step_facts *s)
{
    for (size_t k = 0; k < p->d.n_steps; k++) {
        const struct detail_step *touched = &p->d.steps[k];
        if (strcmp(touched->step, s->def->id) != 0)
            continue;
        if (touched->before_start)
            buf_printf(out, "  %s", _("before the lists began"));
        if (step_is_skipped(s) && *touched->skip_reason) {
            buf_puts(out, "  ");
            shown(out, touched->skip_reason);
        }
        if (*touched->passed) {
            struct buf said = {0};
            buf_printf(&said, _("went on although %s; reason: %s"), touched->passed,
                       touched->passed_reason);
            buf_puts(out, "  ");
            shown(out, buf_str(&said));
            buf_fini(&said);
        }
    }
}

void item_text_step(struct buf *out, const struct item_page *p, size_t i)
{
    const struct step_facts *s = &p->facts.steps[i];
    char text[DAY_TEXT], amount[DECIMAL_TEXT], target[DECIMAL_TEXT];

    if (s->target)
        buf_printf(out, "  %s/%s%s", decimal_format(s->amount, amount),
                   decimal_format(s->target, target), s->def->unit);
    if (step_is_done(s))
        buf_printf(out, _("  done %s"), item_page_day(p, s->done_on, text));
    else if (step_is_skipped(s))
        buf_printf(out, _("  not applicable since %s"),
                   item_page_day(p, s->skipped_on, text));
    else if (s->begun_on != DAY_NONE)
        buf_printf(out, _("  begun %s"), item_page_day(p, s->begun_on, text));
    if (step_is_open(s) && s->due != DAY_NONE)
        buf_printf(out, _("  due %s"), item_page_day(p, s->due, text));
    item_text_step_notes(out, p, i);
}

void item_text_step_notes(struct buf *out, const struct item_page *p, size_t i)
{
    const struct step_facts *s = &p->facts.steps[i];
    bool has_no_day = step_is_open(s) && s->due == DAY_NONE;

    if (has_no_day && s->waits_for == (int32_t)i)
        buf_puts(out, _("  its time runs from its beginning"));
    else if (has_no_day && s->waits_for >= 0)
        buf_printf(out, _("  due after %s"), p->list->steps[s->waits_for].name);
    if (due_past_statute(p->defs->calendar, &p->facts.f, (int)i, p->day))
        buf_printf(out, "  %s", _("past the statutory limit"));
    for (size_t k = 0; k < p->gates.n; k++)
        if (p->gates.v[k].step == (int)i && rows_are_missing(&p->gates.v[k])) {
            buf_puts(out, _("  waits: "));
            work_say_rows(out, &p->gates.v[k]);
        }
    step_remarks(out, p, s);
}

void item_text_part(struct buf *out, const struct item_page *p, size_t i)
{
    const struct detail_part *x = &p->d.parts[i];
    enum colour c = colour_on(x->phase, x->yellow_on, x->red_on, p->day);

    buf_printf(out, "%s  %s  %s  %s %s", x->code, x->unit, x->owner,
               item_page_state(p, x->state), colour_word(p->defs, c));
}

void item_text_below(struct buf *out, const struct item_page *p, size_t i)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY };
    const struct group_count *g = &p->below[i];
    const struct list_def *l = defs_list(p->defs, g->list);

    buf_printf(out, "%s %lld %s", l ? l->name : g->list, (long long)g->n.total, l ? l->row : "");
    for (size_t c = 0; c < sizeof order / sizeof *order; c++)
        if (g->n.colour[order[c]])
            buf_printf(out, "  %s %lld", colour_word(p->defs, order[c]),
                       (long long)g->n.colour[order[c]]);
    if (g->n.closed)
        buf_printf(out, _("  crossed off %lld"), (long long)g->n.closed);
}

/* "\nproblem: ..." with what follows the words. */
static void report_line(struct buf *out, const char *name, const char *text)
{
    named(out, "\n", name);
    shown(out, text);
}

void item_text_report(struct buf *out, const struct item_page *p, size_t i)
{
    const struct detail_report *r = &p->d.reports[i];
    char day[DAY_TEXT], percent[DECIMAL_TEXT];

    buf_printf(out, "%s  %s", item_page_day(p, r->day, day), r->person);
    if (r->percent >= 0)
        buf_printf(out, "  %s%%", decimal_format(r->percent, percent));
    if (r->same > 0)
        buf_printf(out, _("  (same as before, %lld in a row)"), (long long)r->same + 1);
    buf_putc(out, '\n');
    shown(out, r->text);
    if (*r->problem)
        report_line(out, _("problem"), r->problem);
    if (*r->next) {
        report_line(out, _("next"), r->next);
        if (r->next_due != DAY_NONE)
            buf_printf(out, _(" by %s"), item_page_day(p, r->next_due, day));
    }
    if (*r->coord)
        report_line(out, strcmp(r->coord_level, "superior") == 0
                             ? _("for the superior to settle")
                             : _("to be settled in the town"), r->coord);
}

void item_text_visit(struct buf *out, const struct item_page *p, size_t i)
{
    const struct visit *v = &p->visits.v[i];

    buf_printf(out, "#%lld  ", (long long)v->n);
    visit_text(out, v, p->day);
}

void item_text_visits(struct buf *out, const struct item_page *p)
{
    const struct visits *v = &p->visits;

    if (v->n == 0)
        return;
    buf_printf(out, _("times: %zu"), v->n);
    if (v->stance != STANCE_NONE)
        buf_printf(out, "  %s", stance_name(v->stance));
    if (v->open > v->broken)
        buf_printf(out, _("  promises open: %zu"), v->open - v->broken);
    if (v->broken)
        buf_printf(out, _("  not kept: %zu"), v->broken);
}

void item_text_evidence(struct buf *out, const struct item_page *p, size_t i)
{
    const struct detail_evidence *e = &p->d.evidence[i];
    bool is_file = strcmp(e->kind, "file") == 0;
    char day[DAY_TEXT];

    buf_printf(out, "%s  %s", item_page_day(p, e->day, day), e->person);
    named(out, "  ", is_file ? _("file")
                     : strcmp(e->kind, "link") == 0 ? _("link") : _("on paper"));
    shown(out, e->name);
    if (*e->caption) {
        buf_puts(out, " (");
        shown(out, e->caption);
        buf_putc(out, ')');
    }
    if (*e->step)
        buf_printf(out, "  %s", item_page_step(p, e->step));
    if (is_file)
        buf_printf(out, _("  %lld bytes, SHA-256 %.12s..."), (long long)e->size, e->hash);
}

void item_text_request(struct buf *out, const struct item_page *p, size_t i)
{
    const struct detail_request *r = &p->d.requests[i];
    char day[DAY_TEXT], to[DAY_TEXT];

    buf_printf(out, "#%lld  %s  %s  %s", (long long)r->id, item_page_day(p, r->day, day),
               r->person, item_page_verb(p, r->verb));
    if (*r->step)
        buf_printf(out, " %s", item_page_step(p, r->step));
    if (r->to != DAY_NONE)
        buf_printf(out, _(" until %s"), item_page_day(p, r->to, to));
    if (*r->office) {
        buf_puts(out, "  ");
        shown(out, r->office);
    }
    buf_puts(out, "  ");
    shown(out, r->reason);
}

void item_text_move(struct buf *out, const struct item_page *p, size_t i)
{
    const struct detail_move *m = &p->d.moves[i];
    char day[DAY_TEXT], old[DAY_TEXT], new[DAY_TEXT];
    const char *from = day_format(m->old == DAY_NEVER ? DAY_NONE : m->old, old);
    const char *to = day_format(m->new == DAY_NEVER ? DAY_NONE : m->new, new);

    buf_printf(out, "%s  %s -> %s  %s", day_format(m->day, day), *from ? from : "-",
               *to ? to : "-", item_page_verb(p, m->why));
}

void item_text_act(struct buf *out, const struct item_page *p, const struct history_line *l)
{
    if (l->is_asked)        /* TRANSLATORS: %s is an act: "extend the deadline" */
        buf_printf(out, _("asked for: %s"), item_page_verb(p, l->verb));
    else if (*l->of && strcmp(l->verb, "grant") == 0)
        buf_printf(out, _("request granted: %s"), item_page_verb(p, l->of));
    else if (*l->of && strcmp(l->verb, "refuse") == 0)
        buf_printf(out, _("request refused: %s"), item_page_verb(p, l->of));
    else
        buf_puts(out, item_page_verb(p, l->verb));
}

/* When, who (on whose behalf, decided by whom), what. */
void item_text_history(struct buf *out, const struct item_page *p, size_t i)
{
    const struct history_line *l = &p->h.v[i];
    char day[DAY_TEXT];

    buf_printf(out, "%s  %.8s  %s", day_format(l->day, day), l->action,
               *l->behalf ? l->behalf : l->actor);
    if (*l->behalf)
        buf_printf(out, _(" (typed by %s)"), l->actor);
    buf_puts(out, "  ");
    item_text_act(out, p, l);
    if (*l->decided)
        buf_printf(out, _("  decided by %s"), l->decided);
    if (l->text && *l->text) {
        buf_puts(out, "  ");
        shown(out, l->text);
    }
    if (l->undone)
        buf_printf(out, "  %s", _("(taken back)"));
}

void item_text_deed(struct buf *out, const struct item_page *p, size_t i)
{
    const struct history_line *l = &p->h.v[i];
    char day[DAY_TEXT];

    buf_printf(out, "%s %s ", day_format_short(l->day, p->look.today, day),
               *l->behalf ? l->behalf : l->actor);
    item_text_act(out, p, l);
    if (l->text && *l->text) {
        buf_putc(out, ' ');
        shown(out, l->text);
    }
    if (l->undone)
        buf_printf(out, " %s", _("(taken back)"));
}

void item_text_order(struct buf *out, const struct item_page *p, size_t i)
{
    const struct duban_order *o = &p->orders.v[i];
    char *name = order_name(o), *clock = order_clock(p->defs, o, p->look.today);

    buf_printf(out, "%s  %s  %s  %s%s%s", name, order_kind_name(o->kind), o->to,
               order_state_name(o->state), *clock ? "  " : "", clock);
    free(name);
    free(clock);
}

/* The span of that day says all of it (ENGINE 11). */
void item_text_then(struct buf *out, const struct item_page *p)
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
        buf_printf(out, _("On %s it stood: %s, %s"), day_format(p->day, day),
                   item_page_state(p, s->state), colour_word(p->defs, c));
    else
        buf_printf(out, _("On %s it stood: %s"), day_format(p->day, day),
                   item_page_state(p, s->state));
    if (level != computed && level != COLOUR_GREEN)
        buf_printf(out, "(%s)", colour_word(p->defs, level));
    if (computed != c && computed != COLOUR_NONE)
        buf_printf(out, _(" by order (by the rules %s)"),
                   colour_word(p->defs, computed));
    buf_putc(out, '\n');
    if (*why) {
        explain_rule(&rule, why);
        buf_printf(out, _("Rule: %s, since %s\n"), buf_str(&rule),
                   day_format(level == COLOUR_RED ? s->red_on : s->yellow_on, text));
    }
    if (s->due != DAY_NEVER && s->due != DAY_NONE)
        buf_printf(out, _("Deadline: %s\n"), day_format(s->due, text));
    else
        buf_printf(out, "%s\n", _("Deadline: none"));
    buf_printf(out, _("That had stood since %s (%s)\n"), day_format(s->from, text),
               item_page_verb(p, s->cause));
    buf_fini(&rule);
}
