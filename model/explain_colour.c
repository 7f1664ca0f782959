#include "model/explain.h"

#include <stdlib.h>
#include <string.h>

#include "model/calendar.h"
#include "model/colour.h"
#include "model/decimal.h"
#include "model/explain_parts.h"
#include "model/i18n.h"
#include "model/plan.h"
#include "model/rhythm.h"

/* ---- a rule in words ---- */

/* One row per rule: the sentence, and what makes it false again. `%s` stands for the
 * length or the number as it is written. */
static const struct rule_words {
    const char *id;
    const char *words, *over_words;     /* msgids; over_words: with "over" */
    const char *remedy;
} rule_words[] = {
    { "due_in", N_("the deadline is %s away or less"), NULL,
      N_("It ends with the cross-off or an extension.") },
    { "overdue", N_("overdue by %s or more"), NULL,
      N_("It ends with the cross-off. A late item is not extended; a leader may order a "
         "limit.") },
    { "behind", N_("%s percentage points or more behind plan"),
      N_("more than %s percentage points behind plan"),
      N_("It ends when progress catches up with the plan.") },
    { "behind_ratio", N_("%s %% or more of the planned progress is missing"),
      N_("more than %s %% of the planned progress is missing"),
      N_("It ends when progress catches up with the plan.") },
    { "missed_reports", N_("progress reports missed in a row: %s"), NULL,
      N_("It ends with the next progress report.") },
    { "no_update", N_("nothing done by the responsible side for %s"), NULL,
      N_("It ends with a progress report, a completed step or an answer.") },
    { "returned", N_("times returned: %s or more"), NULL,
      N_("It ends with the next application for cross-off.") },
    { "step_overdue", N_("a step is overdue by %s or more"), NULL,
      N_("It ends when the step is completed.") },
    { "limit_missed", N_("the ordered limit was missed"), NULL,
      N_("It ends with the cross-off.") },
    { "promise_missed", N_("a promise made at a visit was not kept for %s"), NULL,
      N_("It ends when the promise is kept and recorded.") },
    { "waiting", N_("on hold for %s"), NULL, N_("It ends when the item resumes.") },
    { "yellow_for", N_("not green for %s"), NULL,
      N_("It ends when the item is green for a day.") },
    { "yellow_weeks", N_("weekly cut-offs in a row without green: %s"), NULL,
      N_("It ends when the item is green for a day.") },
    { "due", N_("the day of the deadline"), NULL,
      N_("It ends with the cross-off or an extension.") },
    { "red", N_("because it is red"), NULL, "" },
    { "children", N_("the worst of its child items"), NULL,
      N_("It ends when the child item is green or closed.") },
};

static const struct rule_words *words_of(const char *rule)
{
    size_t n = strcspn(rule, ":");

    for (size_t i = 0; i < sizeof rule_words / sizeof *rule_words; i++) {
        if (strlen(rule_words[i].id) == n && strncmp(rule, rule_words[i].id, n) == 0)
            return &rule_words[i];
    }
    return NULL;
}

void explain_rule(struct buf *out, const char *rule)
{
    const struct rule_words *w = words_of(rule);
    const char *value = rule + strcspn(rule, ":");
    struct buf text = {0};
    struct duration d;
    bool over;

    if (!w) {
        buf_puts(out, rule);
        return;
    }
    value += strspn(value, ": ");
    over = w->over_words && strncmp(value, "over ", 5) == 0;
    value += over ? 5 : 0;
    if (duration_parse(value, &d))
        explain_length(&text, d.n, d.unit);
    else
        buf_add(&text, value, strcspn(value, " %"));
    explain_fill(out, over ? _(w->over_words) : _(w->words), buf_str(&text), "");
    buf_fini(&text);
}

/* ---- how a rule was counted ---- */

static const struct colour_rule *find_rule(const struct colour_rule *rules, size_t n,
                                           const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rules[i].text, text) == 0)
            return &rules[i];
    }
    return NULL;
}

static void count_due(struct buf *out, const struct defs *defs,
                      const struct colour_rule *r, int32_t due, int32_t on, int32_t today)
{
    bool is_before = r->kind == RULE_DUE_IN;
    struct buf length = {0};
    char a[DAY_TEXT], b[DAY_TEXT];

    explain_length(&length, r->kind == RULE_LIMIT_MISSED ? 1 : r->amount,
                   r->kind == RULE_LIMIT_MISSED ? UNIT_WORKDAY : r->unit);
    day_format_short(due, today, a);
    day_format_short(on, today, b);
    buf_printf(out,
               is_before ? _("  deadline %s; on %s there are %s left")
                         : _("  deadline %s; on %s it is %s past"),
               a, b, buf_str(&length));
    if (r->unit == UNIT_WORKDAY || r->kind == RULE_LIMIT_MISSED)
        explain_counted(out, defs->calendar, is_before ? on : due, is_before ? due : on,
                        today);
    buf_putc(out, '\n');
    buf_fini(&length);
}

static void count_behind(struct buf *out, const struct facts *f, const struct derived *d,
                         int32_t on, int32_t today)
{
    struct buf planned = {0}, actual = {0};
    char text[DAY_TEXT];

    explain_percent(&planned, plan_planned(f, d->due, on));
    explain_percent(&actual, d->actual);
    buf_printf(out, _("  planned on %s: %s %%, done: %s %%\n"),
               day_format_short(on, today, text), buf_str(&planned), buf_str(&actual));
    buf_fini(&planned);
    buf_fini(&actual);
}

#define FILL_DAYS_LISTED 6

static void count_missed(struct buf *out, const struct defs *defs, const struct facts *f,
                         const struct derived *d, const struct colour_rule *r,
                         int32_t today)
{
    int32_t n = r->amount > FILL_DAYS_LISTED ? FILL_DAYS_LISTED : (int32_t)r->amount;
    char text[DAY_TEXT];

    if (f->last_report_on == DAY_NONE)
        buf_puts(out, _("  no report so far"));
    else
        buf_printf(out, _("  last report %s"),
                   day_format_short(f->last_report_on, today, text));
    for (int32_t i = 1; i <= n; i++) {
        int32_t on = rhythm_missed_on(defs, f, d->due, i);

        buf_puts(out, i == 1 ? _("; reports were due on ") : _(", "));
        buf_puts(out, day_format_short(on - 1, today, text));
    }
    buf_putc(out, '\n');
}

static void count_steps(struct buf *out, const struct defs *defs, const struct facts *f,
                        const struct colour_rule *r, int32_t on, int32_t today)
{
    char text[DAY_TEXT];

    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];

        if (!step_is_open(s) || s->due == DAY_NONE || s->due >= on)
            continue;
        buf_printf(out, _("  step %s was due %s"), s->def->name,
                   day_format_short(s->due, today, text));
        if (r->unit == UNIT_WORKDAY)
            explain_counted(out, defs->calendar, s->due, on, today);
        buf_putc(out, '\n');
    }
}

/* Which promises, and of when: what was promised is private. */
static void count_promises(struct buf *out, const struct defs *defs, const struct facts *f,
                           const struct colour_rule *r, int32_t on, int32_t today)
{
    char made[DAY_TEXT], due[DAY_TEXT];

    for (size_t i = 0; i < f->n_promises; i++) {
        const struct promise_facts *p = &f->promises[i];

        if (p->due >= on)
            continue;
        buf_printf(out, _("  promised on %s until %s"), day_format_short(p->made_on, today, made),
                   day_format_short(p->due, today, due));
        if (r->unit == UNIT_WORKDAY)
            explain_counted(out, defs->calendar, p->due, on, today);
        buf_putc(out, '\n');
    }
}

static void count_since(struct buf *out, const char *fmt, int32_t day, int32_t today)
{
    char text[DAY_TEXT];

    if (day != DAY_NONE && day != DAY_NEVER)
        explain_fill(out, fmt, day_format_short(day, today, text), "");
}

static int32_t last_act(const struct facts *f)
{
    const int32_t days[] = { f->start, f->assigned_on, f->opened_on, f->resumed_on, f->acted_on };
    int32_t last = DAY_NONE;

    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        last = days[i] > last ? days[i] : last;
    return last;
}

/* The figures behind `rule`, true from `on`. */
static void count_lines(struct buf *out, const struct defs *defs, const struct facts *f,
                        const struct derived *d, const struct colour_rule *rule,
                        int32_t on, int32_t today)
{
    const struct clock_stop *stop = facts_running_stop(f);

    switch (rule->kind) {
    case RULE_DUE_IN:
    case RULE_OVERDUE:
        count_due(out, defs, rule, d->due, on, today);
        break;
    case RULE_LIMIT_MISSED:
        count_due(out, defs, rule, d->limit_due, on, today);
        break;
    case RULE_BEHIND:
    case RULE_BEHIND_RATIO:
        count_behind(out, f, d, on, today);
        break;
    case RULE_MISSED_REPORTS:
        count_missed(out, defs, f, d, rule, today);
        break;
    case RULE_NO_UPDATE:
        count_since(out, _("  counted from %s\n"), last_act(f), today);
        break;
    case RULE_RETURNED:
        count_since(out, _("  last returned on %s\n"), f->returned_on, today);
        break;
    case RULE_STEP_OVERDUE:
        count_steps(out, defs, f, rule, on, today);
        break;
    case RULE_PROMISE_MISSED:
        count_promises(out, defs, f, rule, on, today);
        break;
    case RULE_WAITING:
        count_since(out, _("  on hold since %s\n"), stop ? stop->from : DAY_NONE, today);
        break;
    case RULE_YELLOW_FOR:
    case RULE_YELLOW_WEEKS:
        count_since(out, _("  not green since %s\n"), f->streak_since, today);
        break;
    }
}

/* ---- the colour ---- */

struct shown_level {
    int32_t on;
    const char *rule;
    const struct colour_rule *def;      /* NULL for "due", "red", "children" */
};

static struct shown_level red_level(const struct facts *f, const struct derived *d)
{
    const struct colours_def *c = &f->list->colours;

    return (struct shown_level){ d->red_on, d->red_rule,
                                 find_rule(c->red, c->n_red, d->red_rule) };
}

static struct shown_level yellow_level(const struct facts *f, const struct derived *d)
{
    const struct colours_def *c = &f->list->colours;

    return (struct shown_level){ d->yellow_on, d->yellow_rule,
                                 find_rule(c->yellow, c->n_yellow, d->yellow_rule) };
}

/* "Red since 11-23: overdue by 1 workday or more." and its figures; what would end it. */
static void level_lines(struct buf *out, const struct defs *defs, const struct facts *f,
                        const struct derived *d, const char *fmt, struct shown_level l,
                        bool remedy, int32_t today)
{
    const struct rule_words *w = words_of(l.rule);
    struct buf rule = {0};
    char text[DAY_TEXT];

    explain_rule(&rule, l.rule);
    explain_fill(out, fmt, day_format_short(l.on, today, text), buf_str(&rule));
    if (l.def)
        count_lines(out, defs, f, d, l.def, l.on, today);
    if (remedy && w && w->remedy[0])
        buf_printf(out, "  %s\n", _(w->remedy));
    buf_fini(&rule);
}

static void pin_lines(struct buf *out, const struct defs *defs, enum phase phase,
                      const struct derived *d, const struct pin *pin, int32_t today)
{
    enum colour shown;
    char from[DAY_TEXT], until[DAY_TEXT];

    if (!pin || pin->colour == COLOUR_NONE)
        return;
    shown = colour_shown(phase, d->yellow_on, d->red_on, *pin, today);
    if (phase > PHASE_REVIEW || today < pin->from || today > pin->until)
        return;
    buf_printf(
        out,
        _("Shown as %s: the colour is pinned from %s to %s. Rules and rankings go by "
          "the computed colour, %s.\n"),
        colour_word(defs, shown), day_format_short(pin->from, today, from),
        day_format_short(pin->until, today, until),
        colour_word(defs, colour_on(phase, d->yellow_on, d->red_on, today)));
}

/* What the two dates say on `today`, whatever the phase. */
static void computed_lines(struct buf *out, const struct defs *defs,
                           const struct facts *f, const struct derived *d, int32_t today)
{
    enum colour now = colour_on(PHASE_OPEN, d->yellow_on, d->red_on, today);
    struct shown_level red = red_level(f, d), yellow = yellow_level(f, d);

    if (now == COLOUR_RED)
        level_lines(out, defs, f, d, _("Red since %s: %s.\n"), red, true, today);
    else if (now == COLOUR_YELLOW)
        level_lines(out, defs, f, d, _("Yellow since %s: %s.\n"), yellow, true, today);
    else
        buf_puts(out, _("Green.\n"));
    if (now == COLOUR_GREEN && yellow.on < red.on)
        level_lines(out, defs, f, d, _("Yellow from %s if nothing changes: %s.\n"),
                    yellow, false, today);
    if (now != COLOUR_RED && red.on != DAY_NEVER)
        level_lines(out, defs, f, d, _("Red from %s if nothing changes: %s.\n"), red,
                    false, today);
    if (now == COLOUR_GREEN && yellow.on == DAY_NEVER)
        buf_puts(out, _("It stays green if nothing changes.\n"));
}

void explain_colour(struct buf *out, const struct defs *defs, const struct facts *f,
                    const struct derived *d, const struct pin *pin, int32_t today)
{
    int32_t last = d->due > today ? d->due : today;

    switch (f->phase) {
    case PHASE_CLOSED:
        buf_puts(out, _("No colour: the item is crossed off.\n"));
        return;
    case PHASE_CANCELLED:
        buf_puts(out, _("No colour: the item is cancelled.\n"));
        return;
    case PHASE_HELD:
        buf_puts(
            out,
            _("Grey: the item is on hold. The colour it keeps for the time after:\n"));
        break;
    case PHASE_REVIEW:
    case PHASE_OPEN:
        break;
    }
    computed_lines(out, defs, f, d, today);
    explain_stop(out, f, d, today);
    pin_lines(out, defs, f->phase, d, pin, today);
    explain_uncovered(out, defs->calendar,
                      f->start != DAY_NONE && f->start < today ? f->start : today, last);
}
