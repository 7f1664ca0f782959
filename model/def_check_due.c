/* def_check_due.c - deadlines that can be kept: references, circles, and steps due before
 * the steps they wait for can be done.
 *
 * A deadline is followed from step to step until it rests on something else: the start,
 * the item's due date, a date field, the parent. Two deadlines resting on the same thing
 * can be compared. Lengths in different units are compared by bounds, so that only what
 * can never work is complained about. */
#include "model/def_check.h"

#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

#define STEPS_MAX 100               /* as many as the schema reads */
#define AFTER_MAX 20

/* ---- references ---- */

static void check_word(struct check *c, const struct list_def *l,
                       const struct deadline *due, const char *at)
{
    const struct list_def *of = due->of_parent ? defs_list(c->d, l->parent) : l;
    struct guess g;
    int field;

    if (due->of_parent && !*l->parent) {
        check_complain(c, at,
                       _("add \"parent:\" with a list, or count from something else"),
                       _("the list has no parent"));
        return;
    }
    if (!of || (due->anchor != ANCHOR_STEP && due->anchor != ANCHOR_STEP_BEGIN
                && due->anchor != ANCHOR_FIELD))
        return;
    if (due->anchor == ANCHOR_FIELD) {
        field = list_field(of, due->id);
        if (of->fields[field].type != FIELD_DATE)
            check_complain(c, at,
                           check_say(c,
                                     _("give %s \"type: date\", or count from something "
                                       "else"),
                                     due->id),
                           _("the field %s is no date"), due->id);
        return;
    }
    if (list_step(of, due->id) >= 0 || check_is_unread(c, of))
        return;
    guess_begin(&g, due->id);
    guess_offer(&g, "start");
    guess_offer(&g, "due");
    for (size_t i = 0; i < of->n_steps; i++)
        guess_offer(&g, of->steps[i].id);
    for (size_t i = 0; i < of->n_fields; i++)
        if (of->fields[i].type == FIELD_DATE)
            guess_offer(&g, of->fields[i].id);
    check_complain(
        c, at,
        check_advice(c, due->id, &g,
                     _("count from start, due, a step or a field of type date")),
        _("the list %s has neither a step nor a date field \"%.60s\""), of->id, due->id);
}

/* ---- circles ---- */

/* The step whose deadline `due`, of step `of` (or of the item, n_steps), rests on; n_steps
 * stands for the item's own due; -1: none. A step may count from its own beginning: its
 * deadline is open until it is begun. */
static int rests_on(const struct list_def *l, const struct deadline *due, size_t of)
{
    int step;

    if (due->of_parent)
        return -1;
    if (due->anchor == ANCHOR_DUE)
        return (int)l->n_steps;
    if (due->anchor != ANCHOR_STEP && due->anchor != ANCHOR_STEP_BEGIN)
        return -1;
    step = list_step(l, due->id);
    return due->anchor == ANCHOR_STEP_BEGIN && step == (int)of ? -1 : step;
}

/* Following a deadline there is one way only, so a circle is found by walking. Returns
 * false when `from` lies on one; it is complained about at its first step. */
static bool check_circle(struct check *c, const struct list_def *l, size_t from)
{
    struct buf way = {0};
    size_t at = from, least = from;
    bool circle = false;

    for (size_t n = 0; n <= l->n_steps + 1; n++) {
        const struct deadline *due = at == l->n_steps ? &l->due : &l->steps[at].due;
        int next = rests_on(l, due, at);

        buf_printf(&way, "%s%s", n ? " -> " : "",
                   at == l->n_steps ? "due" : l->steps[at].id);
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

struct span { int64_t days, workdays, months; };

/* What a deadline rests on, and how long after it. */
struct rest { enum anchor anchor; bool of_parent; const char *id; struct span span; };

/* One list's steps, with names looked up once. */
struct way {
    struct check *c;
    const struct list_def *l;
    size_t n;
    int after[STEPS_MAX][AFTER_MAX];    /* -1: there is no such step */
    struct rest rest[STEPS_MAX];
    char colour[STEPS_MAX];             /* of walk_after() */
};

static size_t n_after(const struct way *w, size_t i)
{
    return w->l->steps[i].n_after < AFTER_MAX ? w->l->steps[i].n_after : AFTER_MAX;
}

/* Depth-first: white 0, on the way 1, done 2. */
static void walk_after(struct way *w, size_t i)
{
    const struct step_def *s = &w->l->steps[i];

    w->colour[i] = 1;
    for (size_t k = 0; k < n_after(w, i); k++) {
        int next = w->after[i][k];

        if (next < 0 || w->colour[next] == 2)
            continue;
        if (w->colour[next] == 1)
            check_complain(
                w->c, check_say(w->c, "steps.%s.after[%zu]", s->id, k + 1),
                _("take one of the \"after:\" out"),
                _("the steps wait for each other: \"%s\" is after \"%s\", which is "
                  "after \"%s\" again"),
                s->id, s->after[k], s->id);
        else
            walk_after(w, (size_t)next);
    }
    w->colour[i] = 2;
}

/* ---- lengths ---- */

static void span_add(struct span *s, struct duration d, int sign)
{
    *(d.unit == UNIT_MONTH ? &s->months : d.unit == UNIT_WORKDAY ? &s->workdays : &s->days)
        += sign * (int64_t)d.n;
}

static struct span span_minus(struct span a, struct span b)
{
    return (struct span){ a.days - b.days, a.workdays - b.workdays, a.months - b.months };
}

/* The fewest calendar days n workdays take: two more each week, less the make-up days. */
static int64_t workdays_least(int64_t n)
{
    int64_t least = n + n / 5 * 2 - n / 30 - 2;

    return least > n ? least : n;
}

/* The most calendar days a span can be; holidays stretch workdays. */
static int64_t span_most(struct span s)
{
    int64_t most = s.days + (s.months > 0 ? 31 : 28) * s.months;

    return most + (s.workdays > 0 ? s.workdays * 2 + 12 : -workdays_least(-s.workdays));
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
    return a->anchor != ANCHOR_NONE && a->anchor == b->anchor &&
           a->of_parent == b->of_parent && strcmp(a->id, b->id) == 0;
}

/* ---- steps that come too early or too late ---- */

struct early_walk {
    const struct way *w;
    size_t step;                    /* the one whose deadline is looked at */
    bool seen[STEPS_MAX], complained;
};

static void complain_early(struct early_walk *e, const char *what)
{
    const struct step_def *s = &e->w->l->steps[e->step];

    e->complained = true;
    check_complain(e->w->c, check_say(e->w->c, "steps.%s.due", s->id),
                   _("give it more time, or shorten what comes before"),
                   _("\"%s\" cannot be kept: %s"), s->due.text, what);
}

/* `need`: the least time from the end of `i` to the end of the step looked at. */
static void walk_early(struct early_walk *e, size_t i, struct span need)
{
    const struct step_def *s = &e->w->l->steps[i];
    const struct rest *mine = &e->w->rest[e->step];
    struct span from_start = need;
    struct rest done = e->w->rest[i];

    e->seen[i] = true;
    if (s->due.anchor == ANCHOR_NONE)
        done = (struct rest){ ANCHOR_STEP, false, s->id, {0, 0, 0} };
    if (i != e->step && rest_same(&done, mine)
        && is_negative(span_minus(span_minus(mine->span, done.span), need))) {
        complain_early(
            e, s->due.anchor == ANCHOR_NONE
                   ? check_say(e->w->c,
                               _("\"%s\" comes before it, and what follows lasts longer"),
                               s->id)
                   : check_say(
                         e->w->c,
                         _("\"%s\" comes before it and is due %s, and what follows lasts "
                           "longer"),
                         s->id, s->due.text));
        return;
    }
    span_add(&from_start, s->lasts, 1);
    if (mine->anchor == ANCHOR_START && !mine->of_parent
        && is_negative(span_minus(mine->span, from_start))) {
        complain_early(e, _("the steps up to it last longer"));
        return;
    }
    for (size_t k = 0; k < n_after(e->w, i) && !e->complained; k++)
        if (e->w->after[i][k] >= 0 && !e->seen[e->w->after[i][k]])
            walk_early(e, (size_t)e->w->after[i][k], from_start);
}

static void check_order(const struct way *w, size_t i, const struct rest *end)
{
    const struct step_def *s = &w->l->steps[i];
    struct early_walk e = { .w = w, .step = i };

    if (s->due.anchor == ANCHOR_NONE)
        return;
    walk_early(&e, i, (struct span){0, 0, 0});
    if (!e.complained && rest_same(end, &w->rest[i])
        && is_negative(span_minus(end->span, w->rest[i].span)))
        check_complain(w->c, check_say(w->c, "steps.%s.due", s->id),
                       _("give it less time, or the list more"),
                       _("the step is due (%s) after the list's own deadline (%s)"),
                       s->due.text, w->l->due.text);
}

/* ---- one list ---- */

static bool has_no_due(const struct list_def *l)
{
    return l->due.anchor == ANCHOR_NONE && strcmp(l->due.text, "none") == 0;
}

static void check_step_due(struct check *c, const struct list_def *l,
                           const struct step_def *s)
{
    const char *at = check_say(c, "steps.%s.due", s->id);

    if (s->due.anchor == ANCHOR_GIVEN || s->due.or_given)
        check_complain(c, at, _("count from start, due, a step or a field of type date"),
                       _("only the item's own deadline is given with the item"));
    if (s->due.anchor == ANCHOR_DUE && !s->due.of_parent && has_no_due(l))
        check_complain(c, at, _("count from start or a step"),
                       _("the items of this list have no deadline"));
    check_word(c, l, &s->due, at);
}

void check_deadlines(struct check *c, const struct list_def *l)
{
    const struct deadline item = { .anchor = ANCHOR_DUE, .id = "", .text = "" };
    size_t n = l->n_steps < STEPS_MAX ? l->n_steps : STEPS_MAX;
    struct way w = { .c = c, .l = l, .n = n };
    struct rest end;
    bool sound = true;

    check_word(c, l, &l->due, "due");
    if (has_no_due(l) && l->report_every == CADENCE_NONE)
        check_complain(c, "due", _("add for example \"report_every: month\""),
                       _("an item without a deadline must be reported on regularly"));
    for (size_t i = 0; i < n; i++) {
        check_step_due(c, l, &l->steps[i]);
        for (size_t k = 0; k < n_after(&w, i); k++)
            w.after[i][k] = list_step(l, l->steps[i].after[k]);
    }
    for (size_t i = 0; i < n; i++)
        if (w.colour[i] == 0)
            walk_after(&w, i);
    for (size_t i = 0; i <= n; i++)
        sound &= check_circle(c, l, i == n ? l->n_steps : i);
    if (!sound)
        return;
    for (size_t i = 0; i < n; i++)
        w.rest[i] = rest_of(l, &l->steps[i].due);
    end = rest_of(l, &item);
    for (size_t i = 0; i < n; i++)
        check_order(&w, i, &end);
}
