#include "report/item_tables.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/explain_parts.h"
#include "model/i18n.h"
#include "report/order_text.h"
#include "report/visit_rows.h"

/* ---- tables ---- */

/* `more`: behind the title in its heading; records carry the title alone. */
static struct doc_table *begin_with(struct document *d, const char *id, const char *title,
                                    const char *more, const struct doc_head *columns)
{
    char *heading = xasprintf("%s%s%s", title, *more ? "  " : "", more);

    doc_add(d, DOC_HEADING, heading, NULL, NULL);
    struct doc_table *t = doc_table(d, id, title);
    t->ruled = t->as_blocks = true;
    doc_columns(t, columns);
    free(heading);
    return t;
}

static struct doc_table *begin(struct document *d, const char *id, const char *title,
                               const struct doc_head *columns)
{
    return begin_with(d, id, title, "", columns);
}

static bool is_empty(const struct doc_table *t, size_t column)
{
    for (size_t i = 0; i < t->n_rows; i++)
        if (*t->rows[i].cells[column].text)
            return false;
    return true;
}

/* What an empty column leaves goes to the widest with long texts, else to the widest. */
static void end(struct doc_table *t)
{
    struct doc_column *to = &t->columns[0];

    for (size_t i = 0; i < t->n_columns; i++) {
        struct doc_column *c = &t->columns[i];
        unsigned longer = c->is & DOC_LONG, was = to->is & DOC_LONG;
        if (!is_empty(t, i) && (longer > was || (longer == was && c->mm > to->mm)))
            to = c;
    }
    for (size_t i = 0; i < t->n_columns; i++)
        if (is_empty(t, i)) {
            t->columns[i].is |= DOC_HIDDEN;
            to->mm += t->columns[i].mm;
        }
}

/* Takes over `text`. */
static void put(struct doc_table *t, struct doc_row *r, const char *id, char *text)
{
    doc_put(t, r, id, text);
    free(text);
}

static void put_buf(struct doc_table *t, struct doc_row *r, const char *id, struct buf *b)
{
    doc_put(t, r, id, buf_str(b));
    buf_fini(b);
}

static void put_number(struct doc_table *t, struct doc_row *r, const char *id, int64_t n)
{
    doc_put_number(t, r, id, n * DECIMAL_ONE);
}

/* ---- what was instructed, and remarks ---- */

static void words(struct document *d, const struct item_page *p, bool notes)
{
    static const struct doc_head columns[] = {
        { "day", N_("Date"), 22, DOC_FIXED | DOC_HEAD }, { "person", N_("Person"), 28, DOC_HEAD },
        { "text", N_("What was said"), 215, DOC_LONG }, { 0 },
    };
    struct doc_table *t = NULL;

    for (size_t i = 0; i < p->d.n_words; i++) {
        const struct detail_words *w = &p->d.words[i];
        if (w->is_note != notes)
            continue;
        if (!t)
            t = begin(d, notes ? "notes" : "instructions",
                      notes ? _("Remarks") : _("Instructions"), columns);
        struct doc_row *r = doc_row(t, DOC_ROW);
        doc_put_day(t, r, "day", w->day, NULL);
        doc_put(t, r, "person", w->person);
        doc_put(t, r, "text", w->text);
    }
}

void item_table_instructions(struct document *d, const struct item_page *p)
{
    words(d, p, false);
}

void item_table_notes(struct document *d, const struct item_page *p)
{
    words(d, p, true);
}

/* ---- steps ---- */

static const char *step_state(const struct step_facts *s)
{
    return step_is_done(s) ? _("completed") : step_is_skipped(s) ? _("not applicable")
           : s->begun_on != DAY_NONE ? _("under way") : _("not begun yet");
}

/* How long it lasts at least, and the time it has from what comes before it. */
static char *step_term(const struct item_page *p, const struct step_def *s)
{
    const struct deadline *due = &s->due;
    bool is_step = due->anchor == ANCHOR_STEP || due->anchor == ANCHOR_STEP_BEGIN;
    struct buf b = { 0 }, length = { 0 };

    if (s->lasts.unit != UNIT_NONE) {
        explain_length(&length, s->lasts.n, s->lasts.unit);
        buf_printf(&b, _("at least %s"), buf_str(&length));
        buf_clear(&length);
    }
    if (is_step && !due->of_parent && due->offset.unit != UNIT_NONE && due->offset.n > 0) {
        explain_length(&length, due->offset.n, due->offset.unit);
        buf_puts(&b, b.len ? "\n" : "");
        if (strcmp(due->id, s->id) == 0)
            buf_printf(&b, _("within %s of its beginning"), buf_str(&length));
        else
            buf_printf(&b, due->anchor == ANCHOR_STEP ? _("within %s of step %s done")
                                                      : _("within %s of step %s begun"),
                       buf_str(&length), item_page_step(p, due->id));
    }
    buf_fini(&length);
    return b.s ? buf_take(&b) : xstrdup("");
}

/* "2"; "1/2" where so many are asked for; "" where none is and none there. */
static char *step_evidence(const struct item_page *p, const struct step_def *s)
{
    int has = 0, least = !s->evidence.required ? 0 : s->evidence.min > 1 ? s->evidence.min : 1;

    for (size_t i = 0; i < p->d.n_evidence; i++)
        has += strcmp(p->d.evidence[i].step, s->id) == 0;
    if (least)
        return xasprintf("%d/%d", has, least);
    return has ? xasprintf("%d", has) : xstrdup("");
}

static char *step_amount(const struct step_facts *s)
{
    char amount[DECIMAL_TEXT], target[DECIMAL_TEXT];

    if (!s->target)
        return xstrdup("");
    return xasprintf("%s/%s%s", decimal_format(s->amount, amount),
                     decimal_format(s->target, target), s->def->unit);
}

static void put_step(struct doc_table *t, const struct item_page *p, size_t i)
{
    const struct step_facts *s = &p->facts.steps[i];
    struct doc_row *r = doc_row(t, DOC_ROW);
    struct buf notes = { 0 };

    item_text_step_notes(&notes, p, i);
    put_number(t, r, "n", (int64_t)i + 1);
    doc_put(t, r, "step", s->def->name);
    doc_put(t, r, "state", step_state(s));
    put(t, r, "amount", step_amount(s));
    put(t, r, "term", step_term(p, s->def));
    doc_put_day(t, r, "begun", s->begun_on, NULL);
    doc_put_day(t, r, "due", s->due, NULL);
    doc_put_day(t, r, "done", step_is_skipped(s) ? s->skipped_on : s->done_on, NULL);
    put(t, r, "evidence", step_evidence(p, s->def));
    doc_put(t, r, "law", s->def->law);
    doc_put(t, r, "notes", buf_str(&notes) + strspn(buf_str(&notes), " "));
    buf_fini(&notes);
}

void item_table_steps(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "n", N_("No."), 9, DOC_FIXED | DOC_HEAD }, { "step", N_("Step"), 38, DOC_HEAD },
        { "state", N_("State"), 17, 0 },             { "amount", N_("Quantity"), 18, 0 },
        { "term", N_("Time it has"), 32, 0 },        { "begun", N_("Begun"), 20, DOC_FIXED },
        { "due", N_("Deadline"), 20, DOC_FIXED },    { "done", N_("Done on"), 20, DOC_FIXED },
        { "evidence", N_("Evidence"), 15, 0 },       { "law", N_("Legal basis"), 38, DOC_LONG },
        { "notes", N_("Explanation"), 38, DOC_LONG }, { 0 },
    };

    if (!p->has_facts || p->list->n_steps == 0)
        return;
    char *done = xasprintf("%d/%d", (int)p->derived.steps_done, (int)p->derived.steps_total);
    struct doc_table *t = begin_with(d, "steps", _("Steps"), done, columns);
    t->columns[0].align = TEXT_CENTRE;
    for (size_t i = 0; i < p->list->n_steps; i++)
        put_step(t, p, i);
    end(t);
    free(done);
}

/* ---- progress reports ---- */

static void put_report(struct doc_table *t, const struct detail_report *x)
{
    struct doc_row *r = doc_row(t, DOC_ROW);
    struct buf text = { 0 };
    char number[DECIMAL_TEXT];

    doc_put_day(t, r, "day", x->day, NULL);
    doc_put(t, r, "person", x->person);
    if (x->percent >= 0) {
        doc_put_number(t, r, "percent", x->percent);
        put(t, r, "percent", xasprintf("%s%%", decimal_format(x->percent, number)));
    }
    buf_puts(&text, x->text);
    if (x->same > 0)
        buf_printf(&text, _("  (same as before, %lld in a row)"), (long long)x->same + 1);
    put_buf(t, r, "text", &text);
    doc_put(t, r, "problem", x->problem);
    doc_put(t, r, "next", x->next);
    doc_put_day(t, r, "next_due", x->next_due, NULL);
    if (*x->coord)
        put(t, r, "coord", xasprintf("%s\n(%s)", x->coord,
                                     strcmp(x->coord_level, "superior") == 0
                                         ? _("for the superior to settle")
                                         : _("to be settled in the town")));
}

void item_table_reports(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "day", N_("Reported on"), 20, DOC_FIXED | DOC_HEAD },
        { "person", N_("Reported by"), 20, DOC_HEAD },  { "percent", N_("Percent"), 14, DOC_FIXED },
        { "text", N_("Progress"), 82, DOC_LONG },       { "problem", N_("Problems"), 38, DOC_LONG },
        { "next", N_("Next"), 38, DOC_LONG },
        { "next_due", N_("Next until"), 20, DOC_FIXED },
        { "coord", N_("To be settled"), 33, DOC_LONG }, { 0 },
    };

    if (p->d.n_reports == 0)
        return;
    struct doc_table *t = begin(d, "reports", _("Progress reports"), columns);
    for (size_t i = 0; i < p->d.n_reports; i++)
        put_report(t, &p->d.reports[i]);
    end(t);
}

/* ---- visits ---- */

static void put_visit(struct doc_table *t, const struct item_page *p, const struct visit *v)
{
    struct doc_row *r = doc_row(t, DOC_ROW);
    struct buf fate = { 0 };
    bool promised = v->promise_due != DAY_NONE;

    visit_promise_text(&fate, v, p->day);
    put_number(t, r, "n", v->n);
    doc_put_day(t, r, "day", v->day, NULL);
    put(t, r, "who", *v->with ? xasprintf("%s、%s", v->who, v->with) : xstrdup(v->who));
    doc_put(t, r, "stance", stance_name(v->stance));
    doc_put(t, r, "demand", v->demand);
    doc_put(t, r, "promise", promised && !*v->promise ? _("(erased)") : v->promise);
    doc_put_day(t, r, "promise_due", v->promise_due, NULL);
    put_buf(t, r, "fate", &fate);
    doc_put(t, r, "objection", v->objection);
    doc_put_day(t, r, "next_on", v->next_on, NULL);
}

void item_table_visits(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "n", N_("No."), 9, DOC_FIXED | DOC_HEAD },   { "day", N_("Visited"), 20, DOC_HEAD },
        { "who", N_("Who"), 28, 0 },                   { "stance", N_("Stance"), 13, 0 },
        { "demand", N_("Asked for"), 48, DOC_LONG },   { "promise", N_("Promised"), 48, DOC_LONG },
        { "promise_due", N_("By when"), 20, DOC_FIXED },
        { "fate", N_("What became of it"), 22, 0 },
        { "objection", N_("Objection"), 37, DOC_LONG },
        { "next_on", N_("Next visit"), 20, DOC_FIXED }, { 0 },
    };
    struct buf sum = { 0 };

    if (p->visits.n == 0)
        return;
    item_text_visits(&sum, p);
    struct doc_table *t = begin_with(d, "visits", _("Visits"), buf_str(&sum), columns);
    for (size_t i = 0; i < p->visits.n; i++)
        put_visit(t, p, &p->visits.v[i]);
    end(t);
    buf_fini(&sum);
}

/* ---- evidence ---- */

static void put_evidence(struct doc_table *t, const struct item_page *p,
                         const struct detail_evidence *e)
{
    struct doc_row *r = doc_row(t, DOC_ROW);
    bool is_file = strcmp(e->kind, "file") == 0;

    doc_put_day(t, r, "day", e->day, NULL);
    doc_put(t, r, "person", e->person);
    doc_put(t, r, "step", *e->step ? item_page_step(p, e->step) : "");
    doc_put(t, r, "kind", is_file ? _("file")
                          : strcmp(e->kind, "link") == 0 ? _("link") : _("on paper"));
    put(t, r, "name", *e->caption ? xasprintf("%s (%s)", e->name, e->caption) : xstrdup(e->name));
    if (is_file) {
        put_number(t, r, "size", e->size);
        put(t, r, "hash", xasprintf("%.12s", e->hash));
    }
}

void item_table_evidence(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "day", N_("Date"), 22, DOC_FIXED | DOC_HEAD }, { "person", N_("Person"), 26, 0 },
        { "step", N_("Step"), 46, DOC_HEAD },            { "kind", N_("Kind"), 22, 0 },
        { "name", N_("What it is"), 97, DOC_LONG },      { "size", N_("Bytes"), 22, DOC_FIXED },
        { "hash", N_("SHA-256 (begins)"), 30, DOC_FIXED }, { 0 },
    };

    if (p->d.n_evidence == 0)
        return;
    struct doc_table *t = begin(d, "evidence", _("Evidence"), columns);
    for (size_t i = 0; i < p->d.n_evidence; i++)
        put_evidence(t, p, &p->d.evidence[i]);
    end(t);
}

/* ---- requests and orders ---- */

void item_table_requests(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "request", N_("Request"), 18, DOC_FIXED | DOC_HEAD },
        { "day", N_("Date"), 22, DOC_FIXED },  { "who", N_("Asked by"), 26, 0 },
        { "what", N_("What is asked for"), 34, 0 }, { "step", N_("Step"), 36, 0 },
        { "to", N_("Until when"), 22, DOC_FIXED },  { "office", N_("Office"), 30, 0 },
        { "reason", N_("Reason"), 77, DOC_LONG }, { 0 },
    };
    struct doc_table *t = NULL;

    for (size_t i = 0; i < p->d.n_requests; i++) {
        const struct detail_request *q = &p->d.requests[i];
        if (*q->answer)
            continue;
        if (!t)
            t = begin(d, "requests", _("Requests waiting for an answer"), columns);
        struct doc_row *r = doc_row(t, DOC_ROW);
        put(t, r, "request", xasprintf("#%lld", (long long)q->id));
        doc_put_day(t, r, "day", q->day, NULL);
        doc_put(t, r, "who", q->person);
        doc_put(t, r, "what", item_page_verb(p, q->verb));
        doc_put(t, r, "step", *q->step ? item_page_step(p, q->step) : "");
        doc_put_day(t, r, "to", q->to, NULL);
        doc_put(t, r, "office", q->office);
        doc_put(t, r, "reason", q->reason);
    }
    if (t)
        end(t);
}

void item_table_orders(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "number", N_("Order"), 56, DOC_HEAD }, { "kind", N_("Kind"), 30, 0 },
        { "to", N_("Addressed to"), 75, 0 },     { "state", N_("State"), 34, 0 },
        { "clock", N_("Time left"), 70, 0 },     { 0 },
    };

    if (p->orders.n == 0)
        return;
    char *times = p->supervised ? xasprintf(_("supervised %lld times"), (long long)p->supervised)
                                : xstrdup("");
    struct doc_table *t = begin_with(d, "orders", _("Orders"), times, columns);
    for (size_t i = 0; i < p->orders.n; i++) {
        const struct duban_order *o = &p->orders.v[i];
        struct doc_row *r = doc_row(t, DOC_ROW);
        put(t, r, "number", order_name(o));
        doc_put(t, r, "kind", order_kind_name(o->kind));
        doc_put(t, r, "to", o->to);
        doc_put(t, r, "state", order_state_name(o->state));
        put(t, r, "clock", order_clock(p->defs, o, p->look.today));
    }
    end(t);
    free(times);
}

/* ---- what moved the deadlines, what stopped the clock ---- */

void item_table_moves(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "day", N_("Date"), 26, DOC_FIXED | DOC_HEAD }, { "step", N_("Step"), 87, DOC_HEAD },
        { "from", N_("Old deadline"), 38, DOC_FIXED },
        { "to", N_("New deadline"), 38, DOC_FIXED },     { "why", N_("Act"), 76, 0 }, { 0 },
    };

    if (p->d.n_moves == 0)
        return;
    struct doc_table *t = begin(d, "moves", _("How the deadline moved"), columns);
    for (size_t i = 0; i < p->d.n_moves; i++) {
        const struct detail_move *m = &p->d.moves[i];
        struct doc_row *r = doc_row(t, DOC_ROW);
        doc_put_day(t, r, "day", m->day, NULL);
        doc_put(t, r, "step", *m->step ? item_page_step(p, m->step) : "");
        doc_put_day(t, r, "from", m->old, NULL);
        doc_put_day(t, r, "to", m->new, NULL);
        put(t, r, "why", verb_find(m->why) == VERB_LIMIT
                             ? xasprintf(_("%s; the deadline stays"), item_page_verb(p, m->why))
                             : xstrdup(item_page_verb(p, m->why)));
    }
    end(t);
}

void item_table_stops(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "kind", N_("Kind"), 22, DOC_HEAD },
        { "from", N_("Stopped on"), 24, DOC_FIXED | DOC_HEAD },
        { "to", N_("Resumed on"), 24, DOC_FIXED },   { "office", N_("Waiting for"), 60, 0 },
        { "reason", N_("Reason"), 107, DOC_LONG }, { "expect", N_("Expected on"), 28, DOC_FIXED },
        { 0 },
    };

    if (p->d.n_stops == 0)
        return;
    struct doc_table *t = begin(d, "stops", _("When the clock stood still"), columns);
    for (size_t i = 0; i < p->d.n_stops; i++) {
        const struct detail_stop *s = &p->d.stops[i];
        struct doc_row *r = doc_row(t, DOC_ROW);
        doc_put(t, r, "kind", item_page_state(p, s->is_hold ? "held" : "review"));
        doc_put_day(t, r, "from", s->from, NULL);
        doc_put_day(t, r, "to", s->to, NULL);
        doc_put(t, r, "office", s->office);
        doc_put(t, r, "reason", s->reason);
        doc_put_day(t, r, "expect", s->expect, NULL);
    }
    end(t);
}

/* ---- the record ---- */

static void put_act(struct doc_table *t, const struct item_page *p, const struct history_line *l)
{
    struct doc_row *r = doc_row(t, DOC_ROW);
    struct buf act = { 0 }, said = { 0 };

    item_text_act(&act, p, l);
    buf_puts(&said, l->text ? l->text : "");
    if (l->undone)
        buf_printf(&said, "%s%s", said.len ? "  " : "", _("(taken back)"));
    put(t, r, "event", xasprintf("%lld", (long long)l->event));
    doc_put_day(t, r, "day", l->day, NULL);
    doc_put(t, r, "by", *l->behalf ? l->behalf : l->actor);
    doc_put(t, r, "typed", *l->behalf ? l->actor : "");
    put_buf(t, r, "act", &act);
    put(t, r, "decided", l->on_paper ? xasprintf(_("%s (signed on paper)"), l->decided)
                                     : xstrdup(l->decided));
    put_buf(t, r, "text", &said);
}

void item_table_record(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "event", N_("Event"), 18, DOC_FIXED | DOC_HEAD },
        { "day", N_("Date"), 22, DOC_FIXED | DOC_HEAD },
        { "by", N_("Whose act"), 28, 0 },       { "typed", N_("Typed by"), 28, 0 },
        { "act", N_("Act"), 36, DOC_HEAD },     { "decided", N_("Decided by"), 32, 0 },
        { "text", N_("What was said"), 101, DOC_LONG }, { 0 },
    };

    if (p->h.n == 0)
        return;
    struct doc_table *t = begin(d, "record", _("Record"), columns);
    for (size_t i = 0; i < p->h.n; i++)
        put_act(t, p, &p->h.v[i]);
    end(t);
}
