/* def_check_due.c - deadlines that can be kept: references, circles, and steps due before the
 * steps they wait for can be done.
 *
 * A deadline is followed from step to step until it rests on something else: the start, the
 * item's due date, a date field, the parent. Two deadlines resting on the same thing can be
 * compared. Lengths in different units are compared by bounds, so that only what can never work
 * is complained about. */
#include "model/def_check.h"

#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

#define STEPS_MAX 100               /* as many as the schema reads */

/* ---- references ---- */

static void check_word(struct check *c, const struct list_def *l, const struct deadline *due,
                       const char *at)
{
    const struct list_def *of = due->of_parent ? defs_list(c->d, l->parent) : l;
    struct guess g;
    int field;

    if (due->of_parent && !*l->parent) {
        check_complain(c, at, _("add \"parent:\" with a list, or count from something else"),
                       _("the list has no parent"));
        return;
    }
    if (!of || (due->anchor != ANCHOR_STEP && due->anchor != ANCHOR_STEP_BEGIN
                && due->anchor != ANCHOR_FIELD))
        return;
    if (due->anchor == ANCHOR_FIELD) {
        field = list_field(of, due->id);
        if (of->fields[field].type != FIELD_DATE)
            check_complain(c, at, check_say(c, _("give %s \"type: date\", or count from something "
                                                 "else"), due->id),
                           _("the field %s is no date"), due->id);
        return;
    }
    if (list_step(of, due->id) >= 0)
        return;
    guess_begin(&g, due->id);
    guess_offer(&g, "start");
    guess_offer(&g, "due");
    for (size_t i = 0; i < of->n_steps; i++)
        guess_offer(&g, of->steps[i].id);
    for (size_t i = 0; i < of->n_fields; i++)
        if (of->fields[i].type == FIELD_DATE)
            guess_offer(&g, of->fields[i].id);
    check_complain(c, at, guess_best(&g)
                       ? check_say(c, _("did you mean \"%s\"?"), guess_best(&g))
                       : _("count from start, due, a step or a field of type date"),
                   _("the list %s has neither a step nor a date field \"%.60s\""), of->id, due->id);
}

/* ---- circles ---- */

/* The step whose deadline `due` rests on; n_steps stands for the item's own due; -1: none. */
static int rests_on(const struct list_def *l, const struct deadline *due)
{
    if (due->of_parent)
        return -1;
    if (due->anchor == ANCHOR_DUE)
        return (int)l->n_steps;
    if (due->anchor == ANCHOR_STEP || due->anchor == ANCHOR_STEP_BEGIN)
        return list_step(l, due->id);
    return -1;
}

/* Following a deadline there is one way only, so a circle is found by walking. Returns false when
 * `from` lies on one; it is complained about at its first step. */
static bool check_circle(struct check *c, const struct list_def *l, size_t from)
{
    struct buf way = {0};
    size_t at = from, least = from;
    bool circle = false;

    for (size_t n = 0; n <= l->n_steps + 1; n++) {
        const struct deadline *due = at == l->n_steps ? &l->due : &l->steps[at].due;
        int next = rests_on(l, due);

        buf_printf(&way, "%s%s", n ? " -> " : "", at == l->n_steps ? "due" : l->steps[at].id);
        if (next < 0)
            break;
        at = (size_t)next;
        least = at < least ? at : least;
        if (at == from) {
            circle = true;
            break;
        }
    }
    if (circle && least == from)
        check_complain(c, from == l->n_steps ? "due"
                          : check_say(c, "steps.%s.due", l->steps[from].id),
                       _("let one of them count from start or from a date"),
                       _("the deadlines wait for each other: %s -> %s"), buf_str(&way),
                       from == l->n_steps ? "due" : l->steps[from].id);
    buf_fini(&way);
    return !circle;
}

struct after_walk { struct check *c; const struct list_def *l; char colour[STEPS_MAX]; };

/* Depth-first: white 0, on the way 1, done 2. */
static void walk_after(struct after_walk *w, size_t i)
{
    const struct step_def *s = &w->l->steps[i];

    w->colour[i] = 1;
    for (size_t k = 0; k < s->n_after; k++) {
        int next = list_step(w->l, s->after[k]);

        if (next < 0 || next >= STEPS_MAX || w->colour[next] == 2)
            continue;
        if (w->colour[next] == 1)
            check_complain(w->c, check_say(w->c, "steps.%s.after[%zu]", s->id, k + 1),
                           _("take one of the \"after:\" out"),
                           _("the steps wait for each other: \"%s\" is after \"%s\", which is "
                             "after \"%s\" again"), s->id, s->after[k], s->id);
        else
            walk_after(w, (size_t)next);
    }
    w->colour[i] = 2;
}

/* ---- lengths ---- */

struct span { int64_t days, workdays, months; };

struct rest { enum anchor anchor; bool of_parent; const char *id; struct span span; };

static void span_add(struct span *s, struct duration d, int sign)
{
    *(d.unit == UNIT_MONTH ? &s->months : d.unit == UNIT_WORKDAY ? &s->workdays : &s->days)
        += sign * (int64_t)d.n;
}

static struct span span_minus(struct span a, struct span b)
{
    return (struct span){ a.days - b.days, a.workdays - b.workdays, a.months - b.months };
}

/* The most calendar days it can be; holidays stretch workdays. */
static int64_t span_most(struct span s)
{
    int64_t most = s.days + (s.months > 0 ? 31 : 28) * s.months;

    return most + (s.workdays > 0 ? s.workdays * 2 + 12 : s.workdays);
}

static bool is_negative(struct span s)
{
    if (s.days == 0 && s.months == 0)
        return s.workdays < 0;
    if (s.workdays == 0 && s.months == 0)
        return s.days < 0;
    return span_most(s) < 0;
}

/* Follow `due` to what it rests on. Only called where there are no circles. */
static struct rest rest_of(const struct list_def *l, const struct deadline *due)
{
    struct rest r = { due->anchor, due->of_parent, due->id, {0, 0, 0} };

    for (size_t n = 0; n <= l->n_steps + 1; n++) {
        const struct deadline *next = NULL;
        int step = -1;

        span_add(&r.span, due->offset, 1);
        r.anchor = due->anchor;
        r.of_parent = due->of_parent;
        r.id = due->id;
        if (due->of_parent)
            break;
        if (due->anchor == ANCHOR_STEP && (step = list_step(l, due->id)) >= 0)
            next = &l->steps[step].due;
        else if (due->anchor == ANCHOR_DUE)
            next = &l->due;
        if (!next || next->anchor == ANCHOR_NONE || next->anchor == ANCHOR_GIVEN)
            break;
        due = next;
    }
    return r;
}

static bool rest_same(const struct rest *a, const struct rest *b)
{
    return a->anchor != ANCHOR_NONE && a->anchor == b->anchor && a->of_parent == b->of_parent
           && strcmp(a->id, b->id) == 0;
}

/* ---- steps that come too early or too late ---- */

struct early_walk {
    struct check *c;
    const struct list_def *l;
    const struct step_def *step;    /* the one whose deadline is looked at */
    struct rest rest;
    bool seen[STEPS_MAX], complained;
};

static void complain_early(struct early_walk *w, const char *what)
{
    w->complained = true;
    check_complain(w->c, check_say(w->c, "steps.%s.due", w->step->id),
                   _("give it more time, or shorten what comes before"),
                   _("\"%s\" cannot be kept: %s"), w->step->due.text, what);
}

/* `need`: the least time from the end of `i` to the end of the step looked at. */
static void walk_early(struct early_walk *w, size_t i, struct span need)
{
    const struct step_def *s = &w->l->steps[i];
    struct span from_start = need;
    struct rest done = rest_of(w->l, &s->due);
    const struct rest start = { .anchor = ANCHOR_START, .id = "" };

    w->seen[i] = true;
    if (s != w->step) {
        if (s->due.anchor == ANCHOR_NONE)
            done = (struct rest){ ANCHOR_STEP, false, s->id, {0, 0, 0} };
        if (rest_same(&done, &w->rest)
            && is_negative(span_minus(span_minus(w->rest.span, done.span), need))) {
            complain_early(w, s->due.anchor == ANCHOR_NONE
                ? check_say(w->c, _("\"%s\" comes before it, and the steps after that last "
                                    "longer"), s->id)
                : check_say(w->c, _("\"%s\" comes before it and is due %s, and what follows "
                                    "takes longer"), s->id, s->due.text));
            return;
        }
    }
    span_add(&from_start, s->lasts, 1);
    if (rest_same(&start, &w->rest) && is_negative(span_minus(w->rest.span, from_start))) {
        complain_early(w, _("the steps up to it last longer"));
        return;
    }
    for (size_t k = 0; k < s->n_after && !w->complained; k++) {
        int next = list_step(w->l, s->after[k]);

        if (next >= 0 && next < STEPS_MAX && !w->seen[next])
            walk_early(w, (size_t)next, from_start);
    }
}

static void check_order(struct check *c, const struct list_def *l, size_t i)
{
    const struct deadline item = { .anchor = ANCHOR_DUE, .id = "", .text = "" };
    struct early_walk w = { .c = c, .l = l, .step = &l->steps[i],
                            .rest = rest_of(l, &l->steps[i].due) };
    struct rest end = rest_of(l, &item);

    if (l->steps[i].due.anchor == ANCHOR_NONE)
        return;
    walk_early(&w, i, (struct span){0, 0, 0});
    if (!w.complained && rest_same(&end, &w.rest)
        && is_negative(span_minus(end.span, w.rest.span)))
        check_complain(c, check_say(c, "steps.%s.due", l->steps[i].id),
                       _("give it less time, or the list more"),
                       _("the step is due (%s) after the list's own deadline (%s)"),
                       l->steps[i].due.text, l->due.text);
}

void check_deadlines(struct check *c, const struct list_def *l)
{
    struct after_walk after = { .c = c, .l = l };
    size_t n = l->n_steps < STEPS_MAX ? l->n_steps : STEPS_MAX;
    bool sound = true;

    check_word(c, l, &l->due, "due");
    if (l->due.anchor == ANCHOR_NONE && !strcmp(l->due.text, "none")
        && l->report_every == CADENCE_NONE)
        check_complain(c, "due", _("add for example \"report_every: month\""),
                       _("an item without a deadline must be reported on regularly"));
    for (size_t i = 0; i < n; i++) {
        const struct deadline *due = &l->steps[i].due;
        const char *at = check_say(c, "steps.%s.due", l->steps[i].id);

        if (due->anchor == ANCHOR_GIVEN)
            check_complain(c, at, _("count from start, due, a step or a field of type date"),
                           _("only the item's own deadline is given with the item"));
        if (due->anchor == ANCHOR_DUE && l->due.anchor == ANCHOR_NONE && !due->of_parent
            && strcmp(l->due.text, "none") == 0)
            check_complain(c, at, _("count from start or a step"),
                           _("the items of this list have no deadline"));
        check_word(c, l, due, at);
    }
    for (size_t i = 0; i < n; i++)
        if (after.colour[i] == 0)
            walk_after(&after, i);
    for (size_t i = 0; i <= n; i++)
        sound &= check_circle(c, l, i == n ? l->n_steps : i);
    for (size_t i = 0; sound && i < n; i++)
        check_order(c, l, i);
}
