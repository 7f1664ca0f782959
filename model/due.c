#include "model/due.h"

/* While due_compute() runs, waits_for of a step and due_waits_for of the item say how far
 * they are; afterwards it is a step's index or -1. */
enum { WAITS_NOBODY = -1, WAITS_UNKNOWN = -2, WAITS_BUSY = -3 };

static const struct due_basis no_basis = {
    .step = -1, .anchor = DAY_NONE, .day = DAY_NONE, .set_on = DAY_NONE, .moved = DAY_NONE,
    .waits_for = WAITS_NOBODY,
};

/* A date outside the calendar is no date. */
static int32_t day_or_none(int32_t day)
{
    return day >= DAY_MIN && day <= DAY_MAX ? day : DAY_NONE;
}

/* ---- stops (ENGINE 14) ---- */

int32_t due_moved_by(const struct calendar *cal, const struct clock_stop *stop,
                     int32_t day, int32_t set_on)
{
    int32_t from = set_on != DAY_NONE && set_on > stop->from ? set_on : stop->from;

    if (!stop->moves || stop->to == DAY_NEVER || stop->to <= from)
        return 0;
    /* Applying after the deadline earns no time. */
    if (stop->kind == STOP_REVIEW && stop->from > day)
        return 0;
    return calendar_workdays(cal, from, stop->to);
}

/* `until`: stops that begin on that day or later came after the fact; they leave the
 * date. */
static int32_t moved_until(const struct calendar *cal, const struct facts *f, int32_t day,
                           int32_t set_on, int32_t until)
{
    for (size_t i = 0; i < f->n_stops && day != DAY_NONE; i++) {
        int32_t n =
            f->stops[i].from < until ? due_moved_by(cal, &f->stops[i], day, set_on) : 0;

        if (n > 0)      /* not a day moved by nothing onto a workday */
            day = day_or_none(calendar_add_workdays(cal, day, n));
    }
    return day;
}

int32_t due_moved(const struct calendar *cal, const struct facts *f, int32_t day,
                  int32_t set_on)
{
    return moved_until(cal, f, day, set_on, DAY_NEVER);
}

int32_t due_earliest_done(const struct calendar *cal, const struct step_def *s,
                          int32_t begun_on)
{
    if (s->lasts.unit == UNIT_NONE || begun_on == DAY_NONE)
        return DAY_NONE;
    return day_or_none(calendar_add(cal, begun_on, s->lasts, s->roll));
}

bool due_past_statute(const struct calendar *cal, const struct facts *f, int i,
                      int32_t day)
{
    const struct step_facts *s = &f->steps[i];

    if (s->def->status != STATUS_STATUTE || step_is_skipped(s))
        return false;
    return calendar_is_late(cal, s->due, step_is_done(s) ? s->done_on : day);
}

/* ---- anchors (ENGINE 15) ---- */

/* A step of the item itself, as the day another deadline is counted from. */
static void anchor_step(const struct defs *defs, const struct step_facts *s, int index,
                        bool begin, struct due_basis *b)
{
    if (begin && s->begun_on != DAY_NONE) {
        b->anchor = s->begun_on;
    } else if (step_is_done(s)) {       /* ticked without a beginning: that day is both */
        b->anchor = s->done_on;
    } else if (step_is_skipped(s)) {
        b->anchor = s->skipped_on;
        b->standing = DUE_SKIPPED;
    } else if (s->due != DAY_NONE) {
        b->anchor = s->due;
        b->standing = DUE_STANDS_IN;
        b->is_fixed = true;             /* contains the moves already */
    } else {
        b->anchor =
            begin ? DAY_NONE : due_earliest_done(defs->calendar, s->def, s->begun_on);
        b->standing = DUE_LASTS;
        b->set_on = s->begun_on;
        b->waits_for = b->anchor == DAY_NONE ? index : WAITS_NOBODY;
        return;
    }
    b->set_on = b->anchor;
}

/* The parent's days are taken as a date field's: every stop of the item itself moves them
 * on. */
static void anchor_parent(const struct defs *defs, const struct facts *f,
                          const struct deadline *rule, struct due_basis *b)
{
    const struct facts *p = f->parent;
    int i;

    switch (p ? rule->anchor : ANCHOR_NONE) {
    case ANCHOR_START:
        b->anchor = p->start;
        break;
    case ANCHOR_DUE:
    case ANCHOR_GIVEN:
        b->anchor = f->parent_due;
        break;
    case ANCHOR_FIELD:
        i = list_field(p->list, rule->id);
        b->anchor = i >= 0 && p->dates ? p->dates[i] : DAY_NONE;
        break;
    case ANCHOR_STEP:
    case ANCHOR_STEP_BEGIN:
        i = list_step(p->list, rule->id);
        if (i >= 0)
            anchor_step(defs, &p->steps[i], i, rule->anchor == ANCHOR_STEP_BEGIN, b);
        break;
    case ANCHOR_NONE:
        break;
    }
    b->set_on = DAY_NONE;
    b->is_fixed = false;
    b->waits_for = WAITS_NOBODY;
    b->parent_pending = b->anchor == DAY_NONE;
}

static struct due_basis rule_basis(const struct defs *defs, const struct facts *f,
                                   const struct derived *d, const struct deadline *rule,
                                   bool roll, bool is_statute, int32_t until)
{
    struct due_basis b = no_basis;
    int i;

    b.source = DUE_RULE;
    b.rule = rule;
    b.roll = roll;
    if (rule->of_parent) {
        anchor_parent(defs, f, rule, &b);
    } else {
        switch (rule->anchor) {
        case ANCHOR_START:
            b.anchor = f->start;
            break;
        case ANCHOR_GIVEN:
            b.anchor = f->due_given;
            b.set_on = f->due_given_on;
            break;
        case ANCHOR_DUE:
            /* Extensions and stops leave a statutory limit alone: it counts from the
             * first deadline (ENGINE 19). */
            b.anchor = is_statute && f->first_due != DAY_NONE ? f->first_due : d->due;
            b.is_fixed = true;
            b.waits_for = b.anchor == DAY_NONE ? d->due_waits_for : WAITS_NOBODY;
            b.parent_pending = b.anchor == DAY_NONE && d->due_parent_pending;
            break;
        case ANCHOR_FIELD:
            i = list_field(f->list, rule->id);
            b.anchor = i >= 0 && f->dates ? f->dates[i] : DAY_NONE;
            break;
        case ANCHOR_STEP:
        case ANCHOR_STEP_BEGIN:
            i = list_step(f->list, rule->id);
            if (i >= 0)
                anchor_step(defs, &f->steps[i], i, rule->anchor == ANCHOR_STEP_BEGIN, &b);
            break;
        case ANCHOR_NONE:
            break;
        }
    }
    b.is_statute = is_statute;
    b.is_fixed |= is_statute;
    /* A limit the law counts from something that does not apply never begins to run. */
    if (is_statute && b.standing == DUE_SKIPPED) {
        b.anchor = DAY_NONE;
        b.parent_pending = false;
    }
    if (b.anchor == DAY_NONE)
        return b;
    b.day = b.anchor;
    if (rule->offset.unit != UNIT_NONE)
        b.day = day_or_none(calendar_add(defs->calendar, b.anchor, rule->offset, roll));
    b.moved = b.is_fixed ? b.day : moved_until(defs->calendar, f, b.day, b.set_on, until);
    return b;
}

static struct due_basis step_basis(const struct defs *defs, const struct facts *f,
                                   const struct derived *d, int i, int32_t until)
{
    const struct step_def *s = f->steps[i].def;

    if (s->due.anchor == ANCHOR_NONE)
        return no_basis;
    return rule_basis(defs, f, d, &s->due, s->roll, s->status == STATUS_STATUTE, until);
}

struct due_basis due_step_basis(const struct defs *defs, const struct facts *f,
                                const struct derived *d, int i)
{
    const struct step_facts *s = &f->steps[i];

    return step_basis(defs, f, d, i, step_is_done(s) ? s->done_on : DAY_NEVER);
}

/* `due: hand` is the due day of step hand, done or not; `due: hand + 5 days` counts from
 * the day hand is done, as any rule does. Returns the step's index, -1 when it is none of
 * these. */
static int item_due_step(const struct list_def *l)
{
    bool is_step = l->due.anchor == ANCHOR_STEP && !l->due.of_parent &&
                   l->due.offset.unit == UNIT_NONE;

    return is_step ? list_step(l, l->due.id) : -1;
}

/* ENGINE 16: the extension, else the given date (also on a list with a rule: 期限核定,
 * rebase), else the rule. */
struct due_basis due_item_basis(const struct defs *defs, const struct facts *f,
                                const struct derived *d, bool extended)
{
    const struct list_def *l = f->list;
    struct due_basis b = no_basis;
    int step = item_due_step(l);

    if (extended && f->extended_to != DAY_NONE) {
        b.source = DUE_EXTENDED;
        b.day = b.anchor = f->extended_to;
        b.set_on = f->extended_on;
    } else if (f->due_given != DAY_NONE) {
        b.source = DUE_GIVEN;
        b.day = b.anchor = f->due_given;
        b.set_on = f->due_given_on;
    } else if (step >= 0) {
        /* Not frozen when that step is done: the item itself still is not. */
        b = step_basis(defs, f, d, step, DAY_NEVER);
        b.source = DUE_STEP;
        b.step = step;
        return b;
    } else if (l->due.anchor != ANCHOR_NONE && l->due.anchor != ANCHOR_GIVEN) {
        return rule_basis(defs, f, d, &l->due, true, l->status == STATUS_STATUTE,
                          DAY_NEVER);
    } else {
        return b;
    }
    b.moved = due_moved(defs->calendar, f, b.day, b.set_on);
    return b;
}

/* ---- all of them, each after those it counts from ---- */

static void compute_step(const struct defs *defs, struct facts *f, struct derived *d,
                         int i);

static void compute_item(const struct defs *defs, struct facts *f, struct derived *d);

static void compute_anchor(const struct defs *defs, struct facts *f, struct derived *d,
                           const struct deadline *rule)
{
    if (rule->of_parent)
        return;
    if (rule->anchor == ANCHOR_DUE) {
        compute_item(defs, f, d);
    } else if (rule->anchor == ANCHOR_STEP || rule->anchor == ANCHOR_STEP_BEGIN) {
        int i = list_step(f->list, rule->id);

        if (i >= 0)
            compute_step(defs, f, d, i);
    }
}

static void compute_step(const struct defs *defs, struct facts *f, struct derived *d,
                         int i)
{
    struct step_facts *s = &f->steps[i];
    struct due_basis b;

    if (s->waits_for != WAITS_UNKNOWN)
        return;
    s->waits_for = WAITS_BUSY;
    compute_anchor(defs, f, d, &s->def->due);
    b = due_step_basis(defs, f, d, i);
    s->due = b.moved;
    s->waits_for = b.waits_for < 0 ? WAITS_NOBODY : b.waits_for;
    s->parent_pending = b.parent_pending;
}

static void compute_item(const struct defs *defs, struct facts *f, struct derived *d)
{
    struct due_basis b;
    int step = item_due_step(f->list);

    if (d->due_waits_for != WAITS_UNKNOWN)
        return;
    d->due_waits_for = WAITS_BUSY;
    if (f->extended_to == DAY_NONE && f->due_given == DAY_NONE) {
        if (step >= 0)          /* its due is asked for, not its day: see what it counts from */
            compute_anchor(defs, f, d, &f->steps[step].def->due);
        else
            compute_anchor(defs, f, d, &f->list->due);
    }
    b = due_item_basis(defs, f, d, true);
    d->due = b.moved;
    d->due_waits_for = b.waits_for < 0 ? WAITS_NOBODY : b.waits_for;
    d->due_parent_pending = b.parent_pending;
}

void due_compute(const struct defs *defs, struct facts *f, struct derived *d)
{
    const struct clock_stop *stop = facts_running_stop(f);
    size_t n = f->list->n_steps;

    for (size_t i = 0; i < n; i++) {
        f->steps[i].due = DAY_NONE;
        f->steps[i].waits_for = WAITS_UNKNOWN;
        f->steps[i].parent_pending = false;
    }
    d->due = DAY_NONE;
    d->due_waits_for = WAITS_UNKNOWN;
    d->due_parent_pending = false;
    for (size_t i = 0; i < n; i++)
        compute_step(defs, f, d, (int)i);
    compute_item(defs, f, d);

    d->limit_due = f->limit_on == DAY_NONE
                       ? DAY_NONE
                       : due_moved(defs->calendar, f, f->limit_on, f->limit_set_on);
    d->review_due = DAY_NONE;
    if (f->phase == PHASE_REVIEW && stop && stop->kind == STOP_REVIEW &&
        f->list->review.unit != UNIT_NONE)
        d->review_due =
            day_or_none(calendar_add(defs->calendar, stop->from, f->list->review, true));
}
