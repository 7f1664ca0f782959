/* detail_sections.c - what stands in the sections of 详情. */
#include "tui/detail_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/text.h"
#include "model/work.h"

static const char *const names[SECTION_COUNT] = {
    N_("Brief"), N_("Steps"), N_("Progress"), N_("Notes"), N_("Evidence"),
    N_("Orders"), N_("Dates"), N_("Colour"), N_("Record"),
    N_("Visits"),
};

const char *detail_section_name(enum section s)
{
    return _(names[s]);
}

bool detail_has_section(const struct detail_state *d, enum section s)
{
    return s != SECTION_VISITS || d->x.visits.n || (d->x.list && d->x.list->person);
}

void detail_section_count(struct buf *out, const struct detail_state *d, enum section s)
{
    size_t n = 0;

    switch (s) {
    case SECTION_STEPS:
        if (d->x.has_facts && d->x.derived.steps_total)
            buf_printf(out, "%d/%d", (int)d->x.derived.steps_done,
                       (int)d->x.derived.steps_total);
        return;
    case SECTION_REPORTS:  n = d->x.d.n_reports; break;
    case SECTION_WORDS:    n = d->x.d.n_words; break;
    case SECTION_EVIDENCE: n = d->x.d.n_evidence; break;
    case SECTION_ORDERS:   n = d->x.orders.n + d->x.d.n_requests; break;
    case SECTION_RECORD:   n = d->x.h.n; break;
    case SECTION_VISITS:   n = d->x.visits.n; break;
    default: return;
    }
    if (n)
        buf_printf(out, "%zu", n);
}

struct pane_entry *detail_add(struct text_pane *p, int kind, size_t arg, int hang,
                              struct buf *text)
{
    struct pane_entry *e = text_pane_add(p, kind, arg, hang, buf_str(text));

    buf_fini(text);
    *text = (struct buf){0};
    return e;
}

bool detail_is_personal(const struct list_def *l)
{
    for (size_t i = 0; l && i < l->n_fields; i++)
        if (l->fields[i].is_private)
            return true;
    return l && l->person;
}

/* Why there is nothing here, and one key. */
static void say_empty(struct text_pane *p, const char *text)
{
    text_pane_add(p, ENTRY_TEXT, 0, 2, text)->style = STYLE_DIM;
}

/* The lines of an item_text_...() function, an entry each. */
typedef void item_text(struct buf *out, const struct item_page *x, size_t i);
static struct pane_entry *add_text(struct text_pane *p, const struct item_page *x,
                                   item_text *text, size_t i, int kind)
{
    struct buf b = {0};

    text(&b, x, i);
    return detail_add(p, kind, i, 4, &b);
}

/* ---- 2 steps ---- */

/* What must be there before it can be ticked, as far as it is a rule of the list. */
static void gates(struct buf *b, const struct detail_state *d, size_t i)
{
    const struct step_facts *s = &d->x.facts.steps[i];
    int32_t has = d->gate.evidence ? d->gate.evidence[i] : 0;
    const char *gap = "";

    if (s->def->evidence.required || has) {
        if (s->def->evidence.required)
            buf_printf(b, _("evidence %d of %d"), has,
                       s->def->evidence.min > 1 ? s->def->evidence.min : 1);
        else
            buf_printf(b, _("evidence %d"), has);
        gap = "  ";
    }
    struct buf before = {0};
    for (size_t k = 0; step_is_open(s) && k < s->def->n_after; k++) {
        int first = list_step(d->x.list, s->def->after[k]);
        if (first >= 0 && step_is_open(&d->x.facts.steps[first]))
            buf_printf(&before, "%s%s", before.len ? _(", ") : "",
                       d->x.list->steps[first].name);
    }
    if (before.len) {
        buf_puts(b, gap);
        buf_printf(b, _("only after: %s"), buf_str(&before));
        gap = "  ";
    }
    buf_fini(&before);
    if (step_is_open(s) && s->def->optional) {
        buf_puts(b, gap);
        buf_puts(b, _("may stay open"));
    }
}

static void one_step(const struct detail_state *d, struct text_pane *p, size_t i)
{
    const struct step_facts *s = &d->x.facts.steps[i];
    struct buf b = {0}, more = {0};
    char day[DAY_TEXT];

    buf_printf(&b, "%s %zu %s", item_step_mark(&d->x, i), i + 1, s->def->name);
    if (step_is_done(s) && s->begun_on != DAY_NONE)
        buf_printf(&b, _("  begun %s"), item_page_day(&d->x, s->begun_on, day));
    item_text_step(&b, &d->x, i);
    gates(&more, d, i);
    if (more.len)
        buf_printf(&b, "\n%s", buf_str(&more));
    buf_fini(&more);
    detail_add(p, ENTRY_STEP, i, 6, &b);
}

static void missing(const struct detail_state *d, struct text_pane *p)
{
    struct xh_err err = {0};

    if (d->x.r->it.phase != PHASE_OPEN
        || work_missing(d->x.defs, &d->x.facts.f, &d->gate.g, -1, &err) == XH_OK)
        return;
    text_pane_head(p, _("Missing before cross-off"));
    text_pane_lines(p, err.msg);
}

static void steps(const struct detail_state *d, struct text_pane *p)
{
    if (!d->x.has_facts)
        say_empty(p, _("This list is no longer configured: its steps are not known."));
    else if (d->x.list->n_steps == 0)
        say_empty(p, _("This list has no steps."));
    if (!d->x.has_facts)
        return;
    for (size_t i = 0; i < d->x.list->n_steps; i++)
        one_step(d, p, i);
    missing(d, p);
}

/* ---- 3 to 6 ---- */

static void reports(const struct detail_state *d, struct text_pane *p)
{
    if (d->x.d.n_reports == 0)
        say_empty(p, _("No progress has been reported yet. F6 reports it."));
    for (size_t i = d->x.d.n_reports; i-- > 0;)
        add_text(p, &d->x, item_text_report, i, ENTRY_TEXT);
}

static void words(const struct detail_state *d, struct text_pane *p)
{
    for (int notes = 0; notes < 2; notes++) {
        bool first = true;
        for (size_t i = d->x.d.n_words; i-- > 0;) {
            if (d->x.d.words[i].is_note != (notes == 1))
                continue;
            if (first)
                text_pane_head(p, notes ? _("Remarks") : _("Instructions"));
            first = false;
            add_text(p, &d->x, item_text_words, i, ENTRY_TEXT);
        }
    }
    if (d->x.d.n_words == 0)
        say_empty(p, _("No instructions and no remarks. Press c to write a remark."));
}

static void evidence(const struct detail_state *d, struct text_pane *p)
{
    if (d->x.d.n_evidence == 0)
        say_empty(p, _("No evidence yet. Press a to add some."));
    for (size_t i = 0; i < d->x.d.n_evidence; i++)
        add_text(p, &d->x, item_text_evidence, i, ENTRY_EVIDENCE);
    text_pane_head(p, "");
    text_pane_add(p, ENTRY_TEXT, 0, 2,
                  _("No classified information may be entered into this system."))
        ->style = STYLE_DIM;
}

static void one_request(const struct detail_state *d, struct text_pane *p, size_t i)
{
    const struct detail_request *r = &d->x.d.requests[i];
    char day[DAY_TEXT];
    struct buf b = {0};

    item_text_request(&b, &d->x, i);
    if (*r->answer)
        buf_printf(&b, "\n%s  %s  %s", item_page_day(&d->x, r->answered_on, day),
                   r->answered_by, item_page_verb(&d->x, r->answer));
    else
        buf_printf(&b, "\n%s", _("waits for an answer"));
    detail_add(p, ENTRY_TEXT, 0, 4, &b);
}

static void orders(const struct detail_state *d, struct text_pane *p)
{
    struct buf b = {0};

    if (d->x.orders.n)
        text_pane_head(p, _("Orders"));
    if (d->x.supervised) {
        buf_printf(&b, _("supervised %lld times"), (long long)d->x.supervised);
        detail_add(p, ENTRY_TEXT, 0, 2, &b);
    }
    for (size_t i = 0; i < d->x.orders.n; i++) {
        item_text_order(&b, &d->x, i);
        detail_add(p, ENTRY_ORDER, i, 4, &b);
    }
    if (d->x.d.n_requests)
        text_pane_head(p, _("Requests"));
    for (size_t i = d->x.d.n_requests; i-- > 0;)
        one_request(d, p, i);
    if (d->x.orders.n == 0 && d->x.d.n_requests == 0)
        say_empty(p, _("No order about it, nothing asked for. F5 supervises."));
}

/* ---- 7 dates ---- */

static void moves(const struct detail_state *d, struct text_pane *p, const char *heading,
                  bool limits)
{
    bool first = true;

    for (size_t i = 0; i < d->x.d.n_moves; i++) {
        const struct detail_move *m = &d->x.d.moves[i];
        struct buf b = {0};
        if ((verb_find(m->why) == VERB_LIMIT) != limits)
            continue;
        if (first)
            text_pane_head(p, heading);
        first = false;
        item_text_move(&b, &d->x, i);
        if (*m->step)
            buf_printf(&b, "  %s", item_page_step(&d->x, m->step));
        detail_add(p, ENTRY_TEXT, 0, 4, &b);
    }
}

static void stops(const struct detail_state *d, struct text_pane *p)
{
    char from[DAY_TEXT], to[DAY_TEXT];

    if (d->x.d.n_stops)
        text_pane_head(p, _("When the clock stood still"));
    for (size_t i = 0; i < d->x.d.n_stops; i++) {
        const struct detail_stop *s = &d->x.d.stops[i];
        bool open = s->to == DAY_NONE || s->to == DAY_NEVER;
        struct buf b = {0};
        buf_printf(&b, "%s .. %s  %s", day_format(s->from, from),
                   open ? _("still") : day_format(s->to, to),
                   s->is_hold ? _("on hold") : _("in review"));
        if (*s->office) {
            buf_puts(&b, "  ");
            text_show(&b, s->office, false);
        }
        if (*s->reason) {
            buf_puts(&b, "  ");
            text_show(&b, s->reason, false);
        }
        if (open && s->expect != DAY_NONE)
            buf_printf(&b, _("  reply expected %s"), item_page_day(&d->x, s->expect, to));
        detail_add(p, ENTRY_TEXT, 0, 4, &b);
    }
}

static void dates(const struct detail_state *d, struct text_pane *p)
{
    struct buf b = {0};

    if (d->x.has_facts)
        explain_due(&b, d->x.defs, &d->x.facts.f, &d->x.derived, d->x.day);
    text_pane_head(p, _("Why this date"));
    text_pane_lines(p, d->x.has_facts
                           ? buf_str(&b)
                           : _("The list is no longer configured: its dates cannot be "
                               "explained."));
    buf_fini(&b);
    moves(d, p, _("How the deadline moved"), false);
    moves(d, p, _("Limits ordered; the deadline stays"), true);
    stops(d, p);
}

/* ---- 8 colour ---- */

/* Days of one span with one colour: it changes inside when a date is reached. */
struct stretch { int32_t from, to; enum colour colour; };
#define STRETCHES 6             /* yellow, red, pin and its end make at most five */

static size_t stretches(const struct detail_span *s, int32_t last, struct stretch *out)
{
    struct pin pin = { colour_find(s->pin_colour), s->pin_from, s->pin_until };
    int32_t end = s->to < last ? s->to : last;
    size_t n = 0;

    for (int32_t day = s->from; day <= end && n < STRETCHES;) {
        const int32_t edges[] = { s->yellow_on, s->red_on, s->pin_from,
                                  s->pin_until >= DAY_NEVER ? s->pin_until : s->pin_until + 1 };
        enum colour c = colour_shown(s->phase, s->yellow_on, s->red_on, pin, day);
        int32_t next = end + 1;
        for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
            if (edges[i] > day && edges[i] < next)
                next = edges[i];
        if (n && out[n - 1].colour == c)
            out[n - 1].to = next - 1;
        else
            out[n++] = (struct stretch){ day, next - 1, c };
        day = next;
    }
    return n;
}

static void one_stretch(const struct detail_state *d, struct text_pane *p,
                        const struct detail_span *s, const struct stretch *x, bool begins)
{
    const char *rule = x->colour == COLOUR_RED ? s->red_rule
                       : x->colour == COLOUR_YELLOW ? s->yellow_rule : "";
    const char *word = x->colour == COLOUR_NONE ? "--" : colour_word(d->x.defs, x->colour);
    char from[DAY_TEXT], to[DAY_TEXT];
    struct buf b = {0};

    buf_printf(&b, "%s  %s .. %s  %s", word, day_format(x->from, from),
               x->to >= d->x.day ? _("today") : day_format(x->to, to),
               item_page_state(&d->x, s->state));
    if (begins)
        buf_printf(&b, "  %s", item_page_verb(&d->x, s->cause));
    if (*rule) {
        buf_puts(&b, "  ");
        explain_rule(&b, rule);
    }
    if (colour_find(s->pin_colour) != COLOUR_NONE && s->pin_from <= x->to
        && x->to <= s->pin_until)
        buf_puts(&b, _(" by order"));
    struct pane_entry *e = detail_add(p, ENTRY_TEXT, 0, 4, &b);
    e->block = theme_colour(x->colour);
    e->block_columns = x->colour == COLOUR_NONE ? 0 : text_width(word);
}

static void one_span(const struct detail_state *d, struct text_pane *p, size_t i)
{
    struct stretch v[STRETCHES];

    for (size_t n = stretches(&d->x.d.spans[i], d->x.day, v); n-- > 0;)
        one_stretch(d, p, &d->x.d.spans[i], &v[n], n == 0);
}

static void colour(const struct detail_state *d, struct text_pane *p)
{
    struct pin pin = item_pin(&d->x.r->it);
    struct buf b = {0};

    if (d->x.has_facts)
        explain_colour(&b, d->x.defs, &d->x.facts.f, &d->x.derived, &pin, d->x.day);
    text_pane_head(p, _("Why this colour"));
    text_pane_lines(p, d->x.has_facts
                           ? buf_str(&b)
                           : _("The list is no longer configured: its colour cannot be "
                               "explained."));
    buf_fini(&b);
    if (*d->x.r->it.pin_reason && pin.colour != COLOUR_NONE) {
        text_show(&b, d->x.r->it.pin_reason, true);
        detail_add(p, ENTRY_TEXT, 0, 2, &b);
    }
    text_pane_head(p, _("What stood from day to day"));
    for (size_t i = d->x.d.n_spans; i-- > 0;)
        if (!d->x.d.spans[i].voided && d->x.d.spans[i].from <= d->x.day)
            one_span(d, p, i);
}

/* ---- 9 record ---- */

static void record(const struct detail_state *d, struct text_pane *p)
{
    for (size_t i = d->x.h.n; i-- > 0;)
        add_text(p, &d->x, item_text_history, i, ENTRY_TEXT);
}

/* ---- 0 visits ---- */

/* Newest first; a broken promise stands out by its word and its ground. */
static void one_visit(const struct detail_state *d, struct text_pane *p, size_t i)
{
    const struct visit *v = &d->x.visits.v[i];
    bool bare = d->bare && visit_field(d->bare_field) == v->n;
    const char *broken = v->is_broken ? _("not kept") : "";
    struct buf b = {0};

    buf_printf(&b, "%s%s", broken, *broken ? "  " : "");
    item_text_visit(&b, &d->x, i);
    if (bare)
        buf_printf(&b, "\n%s", d->bare);
    else if (v->is_masked)
        buf_printf(&b, "  %s", d->may_unmask ? _("(hidden; Enter: with a reason)")
                                             : _("(hidden)"));
    struct pane_entry *e = detail_add(p, ENTRY_VISIT, i, 4, &b);
    if (*broken) {
        e->block = STYLE_WRONG;
        e->block_columns = text_width(broken);
    }
}

static void visits(const struct detail_state *d, struct text_pane *p)
{
    struct buf b = {0};

    item_text_visits(&b, &d->x);
    if (b.len)
        text_pane_head(p, buf_str(&b));
    buf_fini(&b);
    for (size_t i = 0; i < d->x.visits.n; i++)
        one_visit(d, p, i);
    if (d->x.visits.n == 0)
        say_empty(p, _("Nobody has been there. Press d to record a visit."));
    else
        text_pane_head(p, "");
    if (d->x.visits.n)
        text_pane_add(p, ENTRY_TEXT, 0, 2, _("d records a visit; Space on a visit: the promise was "
                                             "kept"))->style = STYLE_DIM;
    if (detail_is_personal(d->x.list))
        text_pane_add(p, ENTRY_TEXT, 0, 2, _("Internal; keep safe"))->style = STYLE_DIM;
}

void detail_fill(struct tui *t, struct detail_state *d)
{
    (void)t;
    for (int s = 0; s < SECTION_COUNT; s++)
        text_pane_clear(&d->panes[s]);
    detail_overview(d, &d->panes[SECTION_OVERVIEW]);
    steps(d, &d->panes[SECTION_STEPS]);
    reports(d, &d->panes[SECTION_REPORTS]);
    words(d, &d->panes[SECTION_WORDS]);
    evidence(d, &d->panes[SECTION_EVIDENCE]);
    orders(d, &d->panes[SECTION_ORDERS]);
    dates(d, &d->panes[SECTION_DATES]);
    colour(d, &d->panes[SECTION_COLOUR]);
    record(d, &d->panes[SECTION_RECORD]);
    visits(d, &d->panes[SECTION_VISITS]);
}
