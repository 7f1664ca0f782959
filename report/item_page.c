#include "report/item_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/capital.h"
#include "model/colour.h"
#include "model/decimal.h"
#include "model/due.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/sheet.h"
#include "model/text.h"
#include "report/order_text.h"
#include "report/remind.h"
#include "report/row_cells.h"
#include "report/visit_rows.h"

void item_page_fini(struct item_page *p)
{
    row_gates_fini(&p->gates);
    samples_fini(&p->drawn);
    rows_fini(&p->rows);
    detail_fini(&p->d);
    history_fini(&p->h);
    visits_fini(&p->visits);
    item_facts_fini(&p->facts);
}

/* The row as this reader sees it: without one, say why. */
static enum xh_rc load_row(struct item_page *p, struct xh_err *err)
{
    struct item it = {0};
    struct filter f = p->look;
    enum xh_rc rc = item_load(p->st->db, p->id, &it, err);

    if (rc != XH_OK)
        return rc;
    char *where = xasprintf("code=%s", it.code);
    const char *const conditions[] = { where };
    f.list = defs_list(p->defs, it.list) ? it.list : NULL;
    f.where = conditions;
    f.n_where = 1;
    rc = query_rows(p->st, &f, &p->rows, err);
    free(where);
    if (rc == XH_OK && p->rows.n == 0) {
        char day[DAY_TEXT];
        if (it.voided)
            rc = xh_fail(err, XH_NOT_FOUND, _("%s was entered by mistake and is void"),
                         it.code);
        else
            rc = xh_fail(err, XH_NOT_FOUND, _("%s did not exist yet on %s"), it.code,
                         day_format(p->day, day));
    }
    item_fini(&it);
    return rc;
}

enum xh_rc item_page_load(struct item_page *p, struct store *st, const struct filter *look,
                          int64_t item, struct xh_err *err)
{
    *p = (struct item_page){ .st = st, .defs = st->defs, .look = *look, .id = item };
    p->day = look->as_of != DAY_NONE ? look->as_of : look->today;
    enum xh_rc rc = load_row(p, err);
    if (rc != XH_OK)
        return rc;
    p->r = &p->rows.v[0];
    p->list = defs_list(p->defs, p->r->it.list);
    rc = detail_load(st, item, &p->d, err);
    if (rc == XH_OK)
        rc = history_load(st, item, &p->h, err);
    if (rc == XH_OK)
        rc = visits_load(st, item, look->reader, p->day, &p->visits, err);
    if (rc == XH_OK)
        rc = remind_times(st->db, item, &p->reminded, &p->reminded_on, err);
    if (rc == XH_OK && p->list) {
        rc = item_facts_load(st->db, p->defs, item, &p->facts, err);
        if (rc == XH_OK) {
            derive(p->defs, &p->facts.f, &p->derived);
            p->has_facts = true;
        }
    }
    if (rc == XH_OK && p->has_facts && look->as_of == DAY_NONE)
        rc = row_gates_load(st, &p->r->it, &p->facts.f, -1, DAY_NEVER, &p->gates, err);
    if (rc == XH_OK)
        rc = samples_load(st, item, 0, false, &p->drawn, err);
    if (rc == XH_OK && p->drawn.n == 0)
        rc = samples_of_row(st, item, &p->drawn, err);
    return rc;
}

/* ---- names ---- */

const char *item_page_state(const struct item_page *p, const char *id)
{
    const struct state_def *s = defs_state(p->defs, id);

    return s ? s->name : id;
}

const char *item_page_step(const struct item_page *p, const char *id)
{
    int i = p->list ? list_step(p->list, id) : -1;

    return i >= 0 ? p->list->steps[i].name : id;
}

const char *item_page_verb(const struct item_page *p, const char *id)
{
    enum verb v = verb_find(id);
    const struct action_def *action = list_action(p->defs, p->list, v);

    if (v == VERB_NONE)
        return id;
    return action && *action->name ? action->name : _(verb_info(v)->name);
}

const char *item_page_day(const struct item_page *p, int32_t day, char text[static DAY_TEXT])
{
    return day_format_short(day, p->day, text);
}

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

/* ---- labels and values ---- */

static void put_text(item_value *put, void *ctx, const char *label, const char *value)
{
    struct buf b = {0};

    if (!value || !*value)
        return;
    text_show(&b, value, true);
    put(ctx, label, buf_str(&b));
    buf_fini(&b);
}

/* Whoever took it over says since when (OFFICE 23). */
static void put_owner(const struct item_page *p, item_value *put, void *ctx)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    buf_puts(&b, p->r->owner);
    if (b.len && p->r->it.owner_since != DAY_NONE)
        buf_printf(&b, _("(since %s)"), item_page_day(p, p->r->it.owner_since, day));
    put_text(put, ctx, _("Owner"), buf_str(&b));
    buf_fini(&b);
}

void item_page_chain(const struct item_page *p, item_value *put, void *ctx)
{
    const struct row *r = p->r;
    char *source = *r->it.source_ref ? xasprintf("%s %s", r->it.source, r->it.source_ref)
                                     : xstrdup(r->it.source);

    put_text(put, ctx, _("Heading leader"), r->leader);
    put_text(put, ctx, _("Responsible leader"), r->lead);
    put_text(put, ctx, _("Lead unit"), r->unit);
    put_text(put, ctx, _("Co-operating"), r->co);
    put_owner(p, put, ctx);
    put_text(put, ctx, _("Handler"), r->handler);
    put_text(put, ctx, _("Place"), r->place);
    put_text(put, ctx, _("Source"), source);
    put_text(put, ctx, r->it.phase == PHASE_HELD ? _("Waiting for") : _("Now with"),
             r->waiting);
    free(source);
}

static void put_day(item_value *put, void *ctx, const char *label, int32_t day,
                    const char *more)
{
    char text[DAY_TEXT];

    if (day == DAY_NONE || day == DAY_NEVER)
        return;
    char *value = xasprintf("%s%s%s", day_format(day, text), *more ? "  " : "", more);
    put_text(put, ctx, label, value);
    free(value);
}

/* The weekly sheets it stood on: where to look up what was said of it. */
static void put_sheets(const struct item_page *p, item_value *put, void *ctx)
{
    char *numbers = sheet_of_item(p->st->db, p->id, 12);
    char *text = *numbers ? xasprintf(_("no. %s"), numbers) : xstrdup("");

    put_text(put, ctx, _("Weekly sheets"), text);
    free(numbers);
    free(text);
}

void item_page_dates(const struct item_page *p, item_value *put, void *ctx)
{
    const struct item *it = &p->r->it;
    char *extended = it->extensions ? xasprintf(_("extensions: %lld"),
                                                (long long)it->extensions) : xstrdup("");
    char *missed = it->limits_missed
                       ? xasprintf(_("missed so far: %lld"), (long long)it->limits_missed)
                       : xstrdup("");
    struct buf review = {0};

    put_day(put, ctx, _("Assigned"), it->assigned_on, "");
    put_day(put, ctx, _("Start"), it->start, "");
    put_day(put, ctx, _("First deadline"), it->first_due, "");
    put_day(put, ctx, _("Deadline"), it->due, extended);
    if (it->due == DAY_NONE && it->due_waits && *it->due_waits) {
        char *open = xasprintf(_("open: waits for step %s"),
                               item_page_step(p, it->due_waits));
        put_text(put, ctx, _("Deadline"), open);
        free(open);
    }
    put_day(put, ctx, _("Superior's"), it->upper_due, it->upper_doc ? it->upper_doc : "");
    put_day(put, ctx, _("Limit"), it->limit_due, missed);
    if (it->phase == PHASE_REVIEW)
        explain_left(&review, p->defs->calendar, it->review_due, p->day);
    put_day(put, ctx, _("Review until"),
            it->phase == PHASE_REVIEW ? it->review_due : DAY_NONE, buf_str(&review));
    put_day(put, ctx, it->phase == PHASE_CANCELLED ? _("Cancelled") : _("Crossed off"),
            it->closed_on, it->on_paper ? _("decided on paper") : "");
    put_sheets(p, put, ctx);
    free(extended);
    free(missed);
    buf_fini(&review);
}

char *item_page_field(const struct item_page *p, size_t i)
{
    const struct field_def *f = &p->list->fields[i];

    if (i >= p->r->n_fields || !*p->r->fields[i])
        return NULL;
    return xasprintf("%s%s%s", p->r->fields[i], *f->unit ? " " : "", f->unit);
}

void item_value_capital(struct buf *out, const struct field_def *f, const char *value, int indent)
{
    struct buf capital = {0};
    int64_t micro;

    if ((f->type != FIELD_DECIMAL && f->type != FIELD_INTEGER) ||
        !decimal_parse(value, &micro) || !capital_money(&capital, micro, f->unit))
        return;
    bool fits = indent + text_width(buf_str(out)) + 2 + text_width(buf_str(&capital)) <= 80;
    buf_puts(out, fits ? "  " : "\n");
    buf_puts(out, buf_str(&capital));
    buf_fini(&capital);
}

void item_page_capital(struct buf *out, const struct item_page *p, size_t i, int indent)
{
    if (i < p->r->n_fields)
        item_value_capital(out, &p->list->fields[i], p->r->fields[i], indent);
}

/* ---- entries ---- */

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
    else if (step_is_open(s) && s->waits_for == (int32_t)i)
        buf_puts(out, _("  its time runs from its beginning"));
    else if (step_is_open(s) && s->waits_for >= 0)
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

void item_text_order(struct buf *out, const struct item_page *p,
                     const struct duban_order *o)
{
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
