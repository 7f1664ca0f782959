#include "model/colour.h"

#include "model/due.h"
#include "model/plan.h"
#include "model/rhythm.h"

static int32_t earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* ---- rules (ENGINE 7) ---- */

/* `n` days, workdays or months after `day`, counted plainly: rules do not roll. */
static int32_t count_on(const struct calendar *cal, int32_t day, int64_t n,
                        enum day_unit unit)
{
    int32_t on;

    if (day == DAY_NONE || day == DAY_NEVER || n > DAY_MAX || n < -DAY_MAX)
        return DAY_NEVER;
    on = unit == UNIT_WORKDAY ? calendar_add_workdays(cal, day, (int32_t)n)
         : unit == UNIT_MONTH ? day_add_months(day, (int32_t)n)
                              : day + (int32_t)n;
    return on < DAY_MIN ? DAY_MIN : on > DAY_MAX ? DAY_NEVER : on;
}

/* Smallest D with wd(D,due] <= n: the (n+1)-th workday counting back from `due`
 * itself. */
static int32_t due_in_on(const struct calendar *cal, int32_t due, int64_t n,
                         enum day_unit unit)
{
    if (due == DAY_NONE)
        return DAY_NEVER;
    return unit == UNIT_WORKDAY ? count_on(cal, due + 1, -(n + 1), unit)
                                : count_on(cal, due, -n, unit);
}

/* Smallest D with wd(due,D] >= n. Never on the due day itself, whatever n says. */
static int32_t overdue_on(const struct calendar *cal, int32_t due, int64_t n,
                          enum day_unit unit)
{
    return count_on(cal, due, n > 1 ? n : 1, unit);
}

static int32_t no_update_on(const struct calendar *cal, const struct facts *f, int64_t n,
                            enum day_unit unit)
{
    int32_t since =
        later(later(f->start, f->assigned_on), later(f->opened_on, f->resumed_on));

    return count_on(cal, later(since, f->acted_on), n, unit);
}

/* Open, applicable steps only. */
static int32_t step_overdue_on(const struct calendar *cal, const struct facts *f,
                               int64_t n, enum day_unit unit)
{
    int32_t on = DAY_NEVER;

    for (size_t i = 0; i < f->list->n_steps; i++) {
        if (step_is_open(&f->steps[i]))
            on = earlier(on, overdue_on(cal, f->steps[i].due, n, unit));
    }
    return on;
}

/* The promise that is broken first. Nothing is broken on the promised day itself. */
static int32_t promise_missed_on(const struct calendar *cal, const struct facts *f, int64_t n,
                                 enum day_unit unit)
{
    int32_t on = DAY_NEVER;

    for (size_t i = 0; i < f->n_promises; i++)
        on = earlier(on, overdue_on(cal, f->promises[i].due, n, unit));
    return on;
}

static int32_t waiting_on(const struct calendar *cal, const struct facts *f, int64_t n,
                          enum day_unit unit)
{
    const struct clock_stop *stop = facts_running_stop(f);

    if (f->phase != PHASE_HELD || !stop || stop->kind != STOP_HOLD)
        return DAY_NEVER;
    return count_on(cal, stop->from, n, unit);
}

/* The n-th weekly cut-off on or after the day the streak began: that day itself. */
static int32_t yellow_weeks_on(const struct calendar *cal, int32_t since, int64_t n)
{
    int32_t cutoff = since;

    if (since == DAY_NONE || since == DAY_NEVER || n < 1)
        return DAY_NEVER;
    for (int64_t i = 0; i < n && cutoff != DAY_NEVER; i++)
        cutoff = rhythm_cutoff(cal, i == 0 ? since : cutoff + 1);
    return cutoff;
}

int32_t colour_rule_on(const struct defs *defs, const struct facts *f,
                       const struct derived *d, const struct colour_rule *rule)
{
    const struct calendar *cal = defs->calendar;
    bool has_progress = plan_has_actual(f);
    int64_t n = rule->amount;

    switch (rule->kind) {
    case RULE_DUE_IN:
        return due_in_on(cal, d->due, n, rule->unit);
    case RULE_OVERDUE:
        return overdue_on(cal, d->due, n, rule->unit);
    case RULE_BEHIND:
    case RULE_BEHIND_RATIO:
        if (!has_progress)
            return DAY_NEVER;
        return plan_behind_on(f, d->due, d->actual, n, rule->over,
                              rule->kind == RULE_BEHIND_RATIO);
    case RULE_MISSED_REPORTS:
        return n > INT32_MAX ? DAY_NEVER : rhythm_missed_on(defs, f, d->due, (int32_t)n);
    case RULE_NO_UPDATE:
        return no_update_on(cal, f, n, rule->unit);
    case RULE_RETURNED:
        /* False from the application until the next return, frozen clock or not. */
        if (f->returns < n || f->applied_again || f->returned_on == DAY_NONE)
            return DAY_NEVER;
        return f->returned_on;
    case RULE_STEP_OVERDUE:
        return step_overdue_on(cal, f, n, rule->unit);
    case RULE_LIMIT_MISSED:
        return overdue_on(cal, d->limit_due, 1, UNIT_WORKDAY);
    case RULE_PROMISE_MISSED:
        return promise_missed_on(cal, f, n, rule->unit);
    case RULE_WAITING:
        return waiting_on(cal, f, n, rule->unit);
    case RULE_YELLOW_FOR:
        return f->streak_since == DAY_NEVER
                   ? DAY_NEVER
                   : count_on(cal, f->streak_since, n, rule->unit);
    case RULE_YELLOW_WEEKS:
        return yellow_weeks_on(cal, f->streak_since, n);
    }
    return DAY_NEVER;
}

/* ---- levels (ENGINE 6, 7, 13) ---- */

struct level { int32_t on; const char *rule; };
struct levels { struct level yellow, red; };

static const struct level never = { DAY_NEVER, "" };

/* On the same day the one that came first stands. */
static void take(struct level *l, int32_t on, const char *rule)
{
    if (on < l->on)
        *l = (struct level){ on, rule };
}

static bool is_streak_rule(const struct colour_rule *r)
{
    return r->kind == RULE_YELLOW_FOR || r->kind == RULE_YELLOW_WEEKS;
}

enum { RULES_PLAIN = 1, RULES_STREAK = 2, RULES_WAITING = 4 };

static struct level earliest(const struct defs *defs, const struct facts *f,
                             const struct derived *d, const struct colour_rule *rules,
                             size_t n, unsigned which)
{
    struct level l = never;

    for (size_t i = 0; i < n; i++) {
        unsigned is = rules[i].kind == RULE_WAITING  ? RULES_WAITING
                      : is_streak_rule(&rules[i]) ? RULES_STREAK
                                                     : RULES_PLAIN;

        if (is & which)
            take(&l, colour_rule_on(defs, f, d, &rules[i]), rules[i].text);
    }
    return l;
}

/* The two levels as if the clock ran. Streak rules exist under red only: a yellow that
 * waits for itself would never begin. */
static struct levels running_levels(const struct defs *defs, const struct facts *f,
                                    const struct derived *d, bool streak)
{
    const struct colours_def *c = &f->list->colours;
    struct levels l = { never, never };

    if (f->n_children > 0) {        /* ENGINE 24: its colour is its worst child's */
        take(&l.yellow, f->children_yellow_on, "children");
        take(&l.red, f->children_red_on, "children");
    } else {
        l.red = earliest(defs, f, d, c->red, c->n_red,
                         streak ? RULES_PLAIN | RULES_STREAK : RULES_PLAIN);
        l.yellow = earliest(defs, f, d, c->yellow, c->n_yellow, RULES_PLAIN);
        if (d->due != DAY_NONE)     /* the due day is always at least yellow */
            take(&l.yellow, d->due, "due");
    }
    take(&l.yellow, l.red.on, "red");
    return l;
}

/* The clock stood still on `stopped`: what was reached stays, what was not never
 * comes. */
static struct level frozen(struct level l, int32_t stopped)
{
    return l.on <= stopped ? l : never;
}

static struct levels levels(const struct defs *defs, const struct facts *f,
                            const struct derived *d, bool streak)
{
    const struct colours_def *c = &f->list->colours;
    const struct clock_stop *stop = facts_running_stop(f);
    struct levels l = { never, never };
    struct level waiting;

    if (f->phase == PHASE_CLOSED || f->phase == PHASE_CANCELLED)
        return l;
    l = running_levels(defs, f, d, streak);
    if (f->phase == PHASE_OPEN || !stop)
        return l;
    l.yellow = frozen(l.yellow, stop->from);
    l.red = frozen(l.red, stop->from);
    waiting = earliest(defs, f, d, c->red, c->n_red, RULES_WAITING);
    take(&l.red, waiting.on, waiting.rule);
    waiting = earliest(defs, f, d, c->yellow, c->n_yellow, RULES_WAITING);
    take(&l.yellow, waiting.on, waiting.rule);
    take(&l.yellow, l.red.on, "red");
    return l;
}

void colour_compute(const struct defs *defs, const struct facts *f, struct derived *d)
{
    struct levels l = levels(defs, f, d, true);

    d->yellow_on = l.yellow.on;
    d->yellow_rule = l.yellow.rule;
    d->red_on = l.red.on;
    d->red_rule = l.red.rule;
}

int32_t colour_base_yellow(const struct defs *defs, const struct facts *f,
                           const struct derived *d)
{
    return levels(defs, f, d, false).yellow.on;
}

int32_t colour_streak(int32_t streak_since, int32_t was_yellow_on, int32_t base_yellow,
                      int32_t day, bool restart)
{
    bool runs = was_yellow_on <= day && base_yellow <= day && streak_since != DAY_NONE;

    return runs && !restart ? streak_since : later(day, base_yellow);
}

/* ---- everything ---- */

static bool is_ready(const struct facts *f, const struct step_def *s)
{
    for (size_t i = 0; i < s->n_after; i++) {
        int before = list_step(f->list, s->after[i]);

        if (before >= 0 && step_is_open(&f->steps[before]))
            return false;
    }
    return true;
}

static void count_steps(const struct facts *f, struct derived *d)
{
    d->steps_done = d->steps_total = 0;
    d->next_step = -1;
    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];

        d->steps_done += step_is_done(s);
        d->steps_total += !step_is_skipped(s);
        if (d->next_step < 0 && step_is_open(s) && is_ready(f, s->def))
            d->next_step = (int32_t)i;
    }
}

void derive(const struct defs *defs, struct facts *f, struct derived *d)
{
    due_compute(defs, f, d);
    count_steps(f, d);
    d->actual = plan_actual(f);
    colour_compute(defs, f, d);
}

enum colour colour_on(enum phase phase, int32_t yellow_on, int32_t red_on, int32_t day)
{
    switch (phase) {
    case PHASE_OPEN:
    case PHASE_REVIEW:
        return red_on <= day      ? COLOUR_RED
               : yellow_on <= day ? COLOUR_YELLOW
                                  : COLOUR_GREEN;
    case PHASE_HELD:
        return COLOUR_GREY;
    case PHASE_CLOSED:
    case PHASE_CANCELLED:
        break;
    }
    return COLOUR_NONE;
}

enum colour colour_shown(enum phase phase, int32_t yellow_on, int32_t red_on, struct pin pin,
                         int32_t day)
{
    bool is_lit = phase == PHASE_OPEN || phase == PHASE_REVIEW;

    if (is_lit && pin.colour != COLOUR_NONE && pin.from <= day && day <= pin.until)
        return pin.colour;
    return colour_on(phase, yellow_on, red_on, day);
}
