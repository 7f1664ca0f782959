#include "model/explain.h"

#include <assert.h>

#include "model/calendar.h"
#include "model/explain_parts.h"
#include "model/i18n.h"

/* ---- where a deadline is counted from ---- */

/* A step as an anchor: its name, and why that day. */
static void step_anchor(struct buf *out, const struct facts *f, const struct due_basis *b,
                        int i)
{
    const struct step_facts *s = &f->steps[i];
    bool begin = b->rule->anchor == ANCHOR_STEP_BEGIN;
    struct buf lasts = {0};
    char text[DAY_TEXT];

    switch (b->standing) {
    case DUE_SETTLED:
        buf_printf(out,
                   begin && s->begun_on != DAY_NONE ? _("step %s begun")
                                                    : _("step %s done"),
                   s->def->name);
        break;
    case DUE_SKIPPED:
        buf_printf(out, _("step %s marked not applicable"), s->def->name);
        break;
    case DUE_STANDS_IN:
        buf_printf(out, begin ? _("step %s not begun yet, its own deadline stands in")
                              : _("step %s not done yet, its own deadline stands in"),
                   s->def->name);
        break;
    case DUE_LASTS:
        explain_length(&lasts, s->def->lasts.n, s->def->lasts.unit);
        buf_printf(out, _("step %s not done yet, begun on %s and lasting %s"),
                   s->def->name, day_format(s->begun_on, text), buf_str(&lasts));
        break;
    }
    buf_fini(&lasts);
}

/* Only for an anchor that has a day: what it names is there. */
static void anchor_text(struct buf *out, const struct facts *f, const struct due_basis *b)
{
    const struct deadline *r = b->rule;
    const struct facts *from = r->of_parent ? f->parent : f;

    assert(from && b->anchor != DAY_NONE);
    if (r->of_parent)
        buf_puts(out, _("parent item: "));
    switch (r->anchor) {
    case ANCHOR_START:
        buf_puts(out, _("start"));
        break;
    case ANCHOR_DUE:
    case ANCHOR_GIVEN:
        buf_puts(out, _("the item's deadline"));
        break;
    case ANCHOR_FIELD:
        buf_puts(out, from->list->fields[list_field(from->list, r->id)].name);
        break;
    case ANCHOR_STEP:
    case ANCHOR_STEP_BEGIN:
        step_anchor(out, from, b, list_step(from->list, r->id));
        break;
    case ANCHOR_NONE:
        break;
    }
}

void explain_due_rule(struct buf *out, const struct list_def *list,
                      const struct list_def *parents, const struct deadline *r)
{
    const struct list_def *from = r->of_parent ? parents : list;
    struct buf anchor = {0}, length = {0};
    int field = from ? list_field(from, r->id) : -1;
    int step = from ? list_step(from, r->id) : -1;
    const char *name = step >= 0 ? from->steps[step].name : r->id;

    if (r->of_parent)
        buf_puts(&anchor, _("parent item: "));
    if (r->anchor == ANCHOR_START)
        buf_puts(&anchor, _("start"));
    else if (r->anchor == ANCHOR_FIELD)
        buf_puts(&anchor, field >= 0 ? from->fields[field].name : r->id);
    else if (r->anchor == ANCHOR_STEP || r->anchor == ANCHOR_STEP_BEGIN)
        buf_printf(&anchor, r->offset.unit == UNIT_NONE ? _("the deadline of step %s")
                            : r->anchor == ANCHOR_STEP  ? _("step %s done")
                                                        : _("step %s begun"), name);
    else
        buf_puts(&anchor, _("the item's deadline"));
    if (r->offset.unit == UNIT_NONE) {
        buf_puts(out, buf_str(&anchor));
    } else {
        explain_length(&length, r->offset.n, r->offset.unit);
        buf_printf(out, r->offset.n < 0 ? _("%s before %s") : _("%s after %s"),
                   buf_str(&length), buf_str(&anchor));
    }
    buf_fini(&anchor);
    buf_fini(&length);
}

/* "10 workdays after 09-26 (step 公示 done): 10-16; skipped: ..." */
static void rule_line(struct buf *out, const struct calendar *cal, const struct facts *f,
                      const struct due_basis *b, int32_t today)
{
    struct duration off = b->rule->offset;
    int32_t plain = b->day;
    struct buf anchor = {0}, length = {0};
    char from[DAY_TEXT], to[DAY_TEXT];

    anchor_text(&anchor, f, b);
    day_format_short(b->anchor, today, from);
    if (off.unit == UNIT_NONE) {
        buf_printf(out, _("Set by %s: %s"), buf_str(&anchor), from);
        buf_putc(out, '\n');
        buf_fini(&anchor);
        return;
    }
    if (off.unit != UNIT_WORKDAY)
        plain = calendar_add(cal, b->anchor, off, false);
    explain_length(&length, off.n, off.unit);
    buf_printf(out, off.n < 0 ? _("%s before %s (%s): %s") : _("%s after %s (%s): %s"),
               buf_str(&length), from, buf_str(&anchor),
               day_format_short(plain, today, to));
    if (off.unit == UNIT_WORKDAY && off.n >= 0)
        explain_counted(out, cal, b->anchor, b->day, today);
    else if (off.unit == UNIT_WORKDAY)
        explain_counted(out, cal, b->day - 1, b->anchor - 1, today);
    buf_putc(out, '\n');
    if (plain != b->day) {
        day_format_short(plain, today, from);
        day_format_short(b->day, today, to);
        buf_printf(out,
                   b->day > plain ? _("%s is a day off: forward to the next workday, %s")
                                  : _("%s is a day off: back to the workday before, %s"),
                   from, to);
        if (b->day > plain)
            explain_counted(out, cal, plain - 1, b->day - 1, today);
        else
            explain_counted(out, cal, b->day, plain, today);
        buf_putc(out, '\n');
    }
    buf_fini(&anchor);
    buf_fini(&length);
}

/* What every finished stop did to the date, in order. */
static void move_lines(struct buf *out, const struct calendar *cal, const struct facts *f,
                       const struct due_basis *b, int32_t until, int32_t today)
{
    int32_t day = b->day;
    char from[DAY_TEXT], to[DAY_TEXT], on[DAY_TEXT];

    for (size_t i = 0; i < f->n_stops; i++) {
        const struct clock_stop *s = &f->stops[i];
        struct buf length = {0};
        int32_t n;

        if (s->to == DAY_NEVER || (b->set_on != DAY_NONE && s->to <= b->set_on) ||
            s->from >= until)
            continue;
        day_format_short(s->from, today, from);
        day_format_short(s->to, today, to);
        n = b->is_fixed ? 0 : due_moved_by(cal, s, day, b->set_on);
        if (n > 0) {
            int32_t first =
                b->set_on != DAY_NONE && b->set_on > s->from ? b->set_on : s->from;

            day = calendar_add_workdays(cal, day, n);
            explain_length(&length, n, UNIT_WORKDAY);
            buf_printf(out,
                       s->kind == STOP_HOLD ? _("On hold %s to %s, %s: moved to %s")
                                            : _("In review %s to %s, %s: moved to %s"),
                       from, to, buf_str(&length), day_format_short(day, today, on));
            explain_counted(out, cal, first, s->to, today);
            buf_putc(out, '\n');
        } else if (!b->is_fixed && s->kind == STOP_REVIEW && s->moves && s->from > day) {
            buf_printf(out,
                       _("In review %s to %s: not moved, the application came after the "
                         "deadline.\n"),
                       from, to);
        } else if (!b->is_fixed && s->kind == STOP_REVIEW && !s->moves) {
            buf_printf(out, _("In review %s to %s: not moved, the application was not "
                              "returned.\n"), from, to);
        }
        buf_fini(&length);
    }
}

static void basis_lines(struct buf *out, const struct calendar *cal,
                        const struct facts *f, const struct due_basis *b, int32_t until,
                        int32_t today)
{
    char day[DAY_TEXT], on[DAY_TEXT];

    switch (b->source) {
    case DUE_GIVEN:
    case DUE_EXTENDED:
        day_format_short(b->day, today, day);
        day_format_short(b->set_on, today, on);
        if (b->source == DUE_GIVEN && b->set_on == DAY_NONE)
            buf_printf(out, _("Given: %s.\n"), day);
        else
            buf_printf(out, b->source == DUE_GIVEN
                                ? _("Given: %s, on %s.\n")
                                : _("Extended to %s, asked for on %s.\n"), day, on);
        break;
    case DUE_STEP:
        buf_printf(out, _("It is the deadline of step %s.\n"),
                   f->steps[b->step].def->name);
        rule_line(out, cal, f, b, today);
        break;
    case DUE_RULE:
        rule_line(out, cal, f, b, today);
        break;
    case DUE_NONE:
        return;
    }
    if (b->is_statute)
        buf_puts(
            out,
            _("It is fixed by law: holds, reviews and extensions do not move it.\n"));
    move_lines(out, cal, f, b, until, today);
}

/* ---- no date ---- */

static void pending_lines(struct buf *out, const struct facts *f,
                          const struct due_basis *b)
{
    const struct deadline *r = b->rule;
    int i;

    if (b->source == DUE_NONE) {
        buf_puts(out, _("There is no deadline.\n"));
    } else if (b->is_statute && b->standing == DUE_SKIPPED) {
        buf_puts(out,
                 _("The limit does not run: the step it counts from does not apply.\n"));
    } else if (b->waits_for >= 0 && r && r->anchor == ANCHOR_STEP_BEGIN && !r->of_parent &&
               list_step(f->list, r->id) == b->waits_for) {
        buf_printf(out, _("The deadline is not fixed yet: step %s is not begun.\n"),
                   f->steps[b->waits_for].def->name);
    } else if (b->waits_for >= 0) {
        buf_printf(out, _("The deadline is not fixed yet: it waits for step %s.\n"),
                   f->steps[b->waits_for].def->name);
    } else if (b->parent_pending) {
        buf_puts(out,
                 _("The deadline is not fixed yet: it waits for the parent item.\n"));
    } else if (r && r->anchor == ANCHOR_FIELD) {
        i = list_field(f->list, r->id);
        buf_printf(out, _("The deadline is not fixed yet: %s is not filled in.\n"),
                   i >= 0 ? f->list->fields[i].name : r->id);
    } else if (r && r->anchor == ANCHOR_START) {
        buf_puts(out, _("The deadline is not fixed yet: the item has no start.\n"));
    } else {
        buf_puts(out,
                 _("The deadline is not fixed yet: the item has none to count from.\n"));
    }
    if (r && r->anchor != ANCHOR_NONE) {
        struct buf words = {0};
        explain_due_rule(&words, f->list, f->parent ? f->parent->list : NULL, r);
        buf_printf(out, _("Rule: %s\n"), buf_str(&words));
        buf_fini(&words);
    }
}

/* ---- the whole ---- */

static void deadline_line(struct buf *out, const struct calendar *cal, int32_t due,
                          bool show_left, int32_t today)
{
    struct buf date = {0}, left = {0};

    explain_date(&date, due);
    if (show_left)
        explain_left(&left, cal, due, today);
    if (left.len > 0)
        buf_printf(out, _("Deadline: %s, %s.\n"), buf_str(&date), buf_str(&left));
    else
        buf_printf(out, _("Deadline: %s.\n"), buf_str(&date));
    buf_fini(&date);
    buf_fini(&left);
}

static bool is_live(enum phase phase)
{
    return phase != PHASE_CLOSED && phase != PHASE_CANCELLED;
}

/* A deadline that stands beside the one in force: "Original deadline: 10-30, 21 days
 * overdue." */
static void beside_line(struct buf *out, const struct calendar *cal,
                        const struct facts *f, const char *what, int32_t day,
                        int32_t today)
{
    struct buf left = {0};
    char text[DAY_TEXT];

    if (day == DAY_NONE)
        return;
    day_format_short(day, today, text);
    if (is_live(f->phase))
        explain_left(&left, cal, day, today);
    if (left.len > 0)
        buf_printf(out, _("%s: %s, %s.\n"), what, text, buf_str(&left));
    else
        buf_printf(out, _("%s: %s.\n"), what, text);
    buf_fini(&left);
}

/* The deadline, and unless it was told before, the clock that stands. */
static void due_lines(struct buf *out, const struct defs *defs, const struct facts *f,
                      const struct derived *d, bool clock, int32_t today)
{
    const struct calendar *cal = defs->calendar;
    struct due_basis b = due_item_basis(defs, f, d, true), plain;
    int32_t early = today, late = today;
    char day[DAY_TEXT];

    if (d->due == DAY_NONE) {
        pending_lines(out, f, &b);
    } else {
        deadline_line(out, cal, d->due, is_live(f->phase), today);
        basis_lines(out, cal, f, &b, DAY_NEVER, today);
        early = b.anchor < early ? b.anchor : early;
        late = d->due > late ? d->due : late;
    }
    if (b.source == DUE_EXTENDED) {
        plain = due_item_basis(defs, f, d, false);
        if (plain.moved != DAY_NONE) {
            buf_printf(out, _("Without the extension it would be %s:\n"),
                       day_format_short(plain.moved, today, day));
            basis_lines(out, cal, f, &plain, DAY_NEVER, today);
        }
    } else if (b.source == DUE_GIVEN && f->list->due.anchor != ANCHOR_GIVEN &&
               f->list->due.anchor != ANCHOR_NONE) {
        struct buf words = {0};
        explain_due_rule(&words, f->list, f->parent ? f->parent->list : NULL, &f->list->due);
        buf_printf(out, _("The date given stands instead of the list's rule: %s\n"),
                   buf_str(&words));
        buf_fini(&words);
    }
    if (f->first_due != d->due)
        beside_line(out, cal, f, _("Original deadline"), f->first_due, today);
    beside_line(out, cal, f, _("Superior's deadline"), f->upper_due, today);
    beside_line(out, cal, f, _("Ordered limit"), d->limit_due, today);
    if (clock)
        explain_stop(out, f, d, today);
    explain_uncovered(out, cal, early, late);
}

void explain_due(struct buf *out, const struct defs *defs, const struct facts *f,
                 const struct derived *d, int32_t today)
{
    due_lines(out, defs, f, d, true, today);
}

void explain_item(struct buf *out, const struct defs *defs, const struct facts *f,
                  const struct derived *d, const struct pin *pin, int32_t today)
{
    explain_colour(out, defs, f, d, pin, today);
    buf_putc(out, '\n');
    due_lines(out, defs, f, d, false, today);
}

void explain_step_due(struct buf *out, const struct defs *defs, const struct facts *f,
                      const struct derived *d, int i, int32_t today)
{
    const struct calendar *cal = defs->calendar;
    const struct step_facts *s = &f->steps[i];
    struct due_basis b = due_step_basis(defs, f, d, i);
    struct buf length = {0};
    int32_t first;
    char text[DAY_TEXT], on[DAY_TEXT];

    if (s->due == DAY_NONE) {
        pending_lines(out, f, &b);
    } else {
        deadline_line(out, cal, s->due, step_is_open(s) && is_live(f->phase), today);
        basis_lines(out, cal, f, &b, step_is_done(s) ? s->done_on : DAY_NEVER, today);
    }
    if (step_is_done(s))
        buf_printf(out, _("Done on %s.\n"), day_format_short(s->done_on, today, text));
    else if (step_is_skipped(s))
        buf_printf(out, _("Marked not applicable on %s.\n"),
                   day_format_short(s->skipped_on, today, text));
    if (due_past_statute(cal, f, i, today))
        buf_puts(out, _("The maximum fixed by law was passed.\n"));
    first = due_earliest_done(cal, s->def, s->begun_on);
    if (step_is_open(s) && first != DAY_NONE) {
        explain_length(&length, s->def->lasts.n, s->def->lasts.unit);
        buf_printf(out, _("Begun on %s and lasting %s: done on %s at the earliest"),
                   day_format_short(s->begun_on, today, text), buf_str(&length),
                   day_format_short(first, today, on));
        if (s->def->lasts.unit == UNIT_WORKDAY)
            explain_counted(out, cal, s->begun_on, first, today);
        buf_putc(out, '\n');
        buf_fini(&length);
    }
    if (step_is_open(s) && s->begun_on == DAY_NONE && s->def->lasts.unit != UNIT_NONE) {
        explain_length(&length, s->def->lasts.n, s->def->lasts.unit);
        buf_printf(out, _("It lasts %s at least, from the day it is begun.\n"),
                   buf_str(&length));
        buf_fini(&length);
    }
    if (s->def->law[0])
        buf_printf(out, _("Basis: %s\n"), s->def->law);
    if (s->def->source[0])
        buf_printf(out, _("Source: %s\n"), s->def->source);
    if (s->def->status == STATUS_EXAMPLE)
        buf_puts(out, _("An example, to be settled by the township.\n"));
    else if (s->def->status == STATUS_PRACTICE && s->def->source[0] && !s->def->law[0])
        buf_puts(out, _("Custom, not law.\n"));
    explain_uncovered(out, cal, b.anchor, s->due);
}
