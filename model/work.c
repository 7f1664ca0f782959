#include "model/work.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/due.h"
#include "model/explain_parts.h"
#include "model/i18n.h"

/* ---- transitions (ENGINE 20) ---- */

/* Work needs an open item even where the workflow has no action for it. */
static const enum verb work_verbs[] = {
    VERB_BEGIN,  VERB_CHECK, VERB_UNCHECK,  VERB_SKIP,  VERB_PROGRESS,
    VERB_EXTEND, VERB_LIMIT, VERB_TRANSFER, VERB_SPLIT,
};

static bool is_work(enum verb verb)
{
    for (size_t i = 0; i < sizeof work_verbs / sizeof *work_verbs; i++) {
        if (work_verbs[i] == verb)
            return true;
    }
    return false;
}

static bool may_start(const struct action_def *a, const char *state)
{
    for (size_t i = 0; i < a->n_from; i++) {
        if (strcmp(a->from[i], state) == 0)
            return true;
    }
    return a->n_from == 0;
}

/* The actions that lead on from `state`, by the office's names. */
static void refuse_transition(const struct defs *defs, const struct list_def *list,
                              const char *name, const struct state_def *state,
                              struct xh_err *err)
{
    struct buf can = {0};

    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        const struct action_def *a = list_action(defs, list, (enum verb)v);

        if (!a || a->n_from == 0 || !may_start(a, state->id))
            continue;
        if (can.len > 0)
            buf_puts(&can, _(", "));
        buf_puts(&can, a->name);
    }
    xh_fail(err, XH_REFUSED, _("%s is not possible while the item is in state %s"), name,
            state->name);
    if (can.len > 0)
        xh_fail_more(err, XH_REFUSED, _("possible now: %s"), buf_str(&can));
    buf_fini(&can);
}

const struct state_def *work_next(const struct defs *defs, const struct list_def *list,
                                  enum verb verb, const char *state, const char *state_before,
                                  struct xh_err *err)
{
    const struct state_def *now = defs_state(defs, state), *next;
    const struct action_def *a = list_action(defs, list, verb);
    const char *to;

    if (!now) {
        xh_fail(err, XH_CONFIG, _("the workflow has no state %s"), state);
        return NULL;
    }
    if (a ? !may_start(a, state) : is_work(verb) && now->phase != PHASE_OPEN) {
        refuse_transition(defs, list, a ? a->name : _(verb_info(verb)->name), now, err);
        return NULL;
    }
    if (!a || a->to[0] == '\0')
        return now;
    to = strcmp(a->to, "before") == 0 ? state_before : a->to;
    next = to ? defs_state(defs, to) : NULL;
    if (!next)
        xh_fail(err, XH_CONFIG,
                _("%s leads to state %s, which the workflow does not have"), a->name,
                to ? to : a->to);
    return next;
}

/* ---- order of steps (ENGINE 15, 30) ---- */

/* Every refusal of a list is one line; the code is XH_REFUSED as soon as there is one. */
#define MORE(rc, err, ...) ((rc) = xh_fail_more((err), XH_REFUSED, __VA_ARGS__))

/* A legally wrong order is refused with its article: behind a refusal of one line, under one
 * of several; once. `before`: how long the message was. */
static void name_law(struct xh_err *err, enum xh_rc rc, const char *law, size_t before)
{
    if (!err || rc == XH_OK || !*law || strstr(err->msg, law))
        return;
    if (strchr(err->msg + before + (before > 0), '\n')) {
        xh_fail_more(err, rc, _("(under: %s)"), law);
        return;
    }
    char *said = xstrdup(err->msg);
    xh_fail(err, rc, _("%s (under: %s)"), said, law);
    free(said);
}

static size_t said_already(const struct xh_err *err)
{
    return err ? strlen(err->msg) : 0;
}

static void check_predecessors(const struct facts *f, const struct step_def *s,
                               int32_t day, enum xh_rc *rc, struct xh_err *err)
{
    char text[DAY_TEXT];

    for (size_t k = 0; k < s->n_after; k++) {
        int i = list_step(f->list, s->after[k]);
        const struct step_facts *before = i >= 0 ? &f->steps[i] : NULL;
        int32_t first;

        if (!before || step_is_skipped(before))
            continue;
        if (!step_is_done(before)) {
            MORE(*rc, err, _("step %s comes first and is not done"), before->def->name);
            continue;
        }
        first = before->done_on + (before->def->lasts.unit != UNIT_NONE);
        if (day < first)
            MORE(*rc, err, _("step %s follows step %s: %s at the earliest"), s->name,
                 before->def->name, day_format(first, text));
    }
}

static void check_day(const struct facts *f, int32_t day, int32_t today, enum xh_rc *rc,
                      struct xh_err *err)
{
    char a[DAY_TEXT], b[DAY_TEXT];

    if (day > today)
        MORE(*rc, err, _("%s is in the future: today is %s"), day_format(day, a),
             day_format(today, b));
    if (f->start != DAY_NONE && day < f->start)
        MORE(*rc, err, _("%s is before the item's start, %s"), day_format(day, a),
             day_format(f->start, b));
}

static enum xh_rc check_open(const struct step_facts *s, struct xh_err *err)
{
    char text[DAY_TEXT];

    if (step_is_done(s))
        return xh_fail_more(err, XH_REFUSED, _("step %s is done already, on %s"),
                            s->def->name, day_format(s->done_on, text));
    if (step_is_skipped(s))
        return xh_fail_more(err, XH_REFUSED, _("step %s was marked not applicable on %s"),
                       s->def->name, day_format(s->skipped_on, text));
    return XH_OK;
}

enum xh_rc work_may_begin(const struct defs *defs, const struct facts *f, int i, int32_t day,
                          int32_t today, struct xh_err *err)
{
    const struct step_facts *s = &f->steps[i];
    size_t before = said_already(err);
    enum xh_rc rc = check_open(s, err);
    char text[DAY_TEXT];

    (void)defs;
    if (rc == XH_OK && s->begun_on != DAY_NONE)
        rc = xh_fail_more(err, XH_REFUSED, _("step %s is begun already, on %s"),
                          s->def->name, day_format(s->begun_on, text));
    if (rc != XH_OK)
        return rc;
    check_day(f, day, today, &rc, err);
    check_predecessors(f, s->def, day, &rc, err);
    name_law(err, rc, s->def->law, before);
    return rc;
}

static void check_lasts(const struct defs *defs, const struct step_facts *s, int32_t day,
                        enum xh_rc *rc, struct xh_err *err)
{
    int32_t first = due_earliest_done(defs->calendar, s->def, s->begun_on);
    char a[DAY_TEXT], b[DAY_TEXT];
    struct buf lasts = {0};

    if (s->def->lasts.unit != UNIT_NONE)
        explain_length(&lasts, s->def->lasts.n, s->def->lasts.unit);
    if (s->def->lasts.unit != UNIT_NONE && s->begun_on == DAY_NONE)
        MORE(*rc, err, _("step %s lasts %s and is not begun: begin it first"),
             s->def->name, buf_str(&lasts));
    else if (first != DAY_NONE && day < first)
        MORE(*rc, err, _("step %s was begun on %s and lasts %s: %s at the earliest"),
             s->def->name, day_format(s->begun_on, a),
             buf_str(&lasts), day_format(first, b));
    else if (s->begun_on != DAY_NONE && day < s->begun_on)
        MORE(*rc, err, _("step %s was begun later, on %s"), s->def->name,
             day_format(s->begun_on, a));
    buf_fini(&lasts);
}

enum xh_rc work_may_check(const struct defs *defs, const struct facts *f, int i, int32_t day,
                          int32_t today, struct xh_err *err)
{
    const struct step_facts *s = &f->steps[i];
    size_t before = said_already(err);
    enum xh_rc rc = check_open(s, err);

    if (rc != XH_OK)
        return rc;
    check_day(f, day, today, &rc, err);
    check_predecessors(f, s->def, day, &rc, err);
    check_lasts(defs, s, day, &rc, err);
    name_law(err, rc, s->def->law, before);
    return rc;
}

/* ---- rows of other lists (ENGINE 22) ---- */

void work_say_rows(struct buf *out, const struct rows_found *r)
{
    int at = *r->need->step ? list_step(r->list, r->need->step) : -1;
    const char *what = at < 0 ? _("crossed off") : r->list->steps[at].name;
    char day[DAY_TEXT];

    buf_printf(out, _("%s, %s %lld of %lld"), r->list->name, what, (long long)r->done,
               (long long)r->total);
    if (r->needed < r->total)
        buf_printf(out, _(", %lld are needed"), (long long)r->needed);
    if (r->first_on != DAY_NONE)
        buf_printf(out, _(", from %s at the earliest"), day_format(r->first_on, day));
    else if (rows_are_missing(r))
        buf_printf(out, _(", %lld %s to go: %s"), (long long)(r->needed - r->done),
                   r->list->row, r->codes);
}

enum xh_rc work_may_pass(const struct defs *defs, const struct facts *f,
                         const struct rows_found *rows, size_t n, int i, bool has_reason,
                         struct xh_err *err)
{
    const struct step_def *s = f->steps[i].def;
    enum xh_rc rc = XH_OK;

    (void)defs;
    for (size_t k = 0; k < n; k++) {
        const struct rows_found *r = &rows[k];
        struct buf text = {0};
        size_t before = said_already(err);

        if (r->step != i || !rows_are_missing(r) || (r->need->unless_reason && has_reason))
            continue;
        work_say_rows(&text, r);
        rc = xh_fail_more(err, XH_REFUSED, _("step %s waits: %s"), s->name, buf_str(&text));
        name_law(err, rc, *r->need->law ? r->need->law : s->law, before);
        if (r->need->unless_reason)
            xh_fail_more(err, rc, err_way(_("it can go on with a reason in writing: --reason "
                                            "\"...\""),
                                          _("it can go on with a reason in writing")));
        buf_fini(&text);
    }
    return rc;
}

enum xh_rc work_may_skip(const struct defs *defs, const struct facts *f, int i,
                         struct xh_err *err)
{
    const struct step_facts *s = &f->steps[i];
    enum xh_rc rc = check_open(s, err);

    (void)defs;
    if (rc == XH_OK && s->def->status == STATUS_STATUTE &&
        s->def->lasts.unit != UNIT_NONE)
        rc = xh_fail_more(err, XH_REFUSED,
                     _("step %s is a minimum fixed by law (%s) and cannot be skipped"),
                     s->def->name, s->def->law);
    return rc;
}

int work_dependent(const struct facts *f, int i, int from)
{
    const char *id = f->list->steps[i].id;

    for (size_t k = from > 0 ? (size_t)from : 0; k < f->list->n_steps; k++) {
        const struct step_def *s = &f->list->steps[k];

        if (!step_is_done(&f->steps[k]))
            continue;
        for (size_t j = 0; j < s->n_after; j++) {
            if (strcmp(s->after[j], id) == 0)
                return (int)k;
        }
    }
    return -1;
}

/* ---- extension (ENGINE 16, 17, 19) ---- */

enum xh_rc work_may_extend(const struct defs *defs, const struct facts *f,
                           const struct derived *d, int32_t to, bool has_document,
                           int32_t today, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    char a[DAY_TEXT], b[DAY_TEXT];

    if (d->due == DAY_NONE)
        return xh_fail_more(err, XH_REFUSED, _("the item has no deadline to extend"));
    if (due_item_basis(defs, f, d, false).is_statute)
        MORE(rc, err, _("the deadline is fixed by law and cannot be extended"));
    if (today > d->due)
        MORE(rc, err,
             err_way(_("the deadline was %s, before today: a late item is not extended, "
                       "a leader orders a limit (limit --to)"),
                     _("the deadline was %s, before today: a late item is not extended, "
                       "a leader orders a limit")), day_format(d->due, a));
    if (to <= d->due)
        MORE(rc, err, _("%s is not later than the deadline in force, %s"),
             day_format(to, a), day_format(d->due, b));
    if (f->upper_due != DAY_NONE && to > f->upper_due && !has_document)
        MORE(rc, err,
             _("%s is past the superior's deadline, %s: give the number of the document "
               "that allows it"),
             day_format(to, a), day_format(f->upper_due, b));
    return rc;
}

/* ---- what is missing (ENGINE 23, 34, 37, 38) ---- */

struct missing {
    const struct facts *f;
    const struct gate_facts *g;
    missing_line *line;
    void *ctx;
    size_t n;
};

static void say(struct missing *m, enum missing_kind kind, int index, struct buf *text)
{
    m->n++;
    if (m->line)
        m->line(m->ctx, kind, index, buf_str(text));
    buf_clear(text);
}

static bool is_short(const struct step_facts *s)
{
    return s->target > 0 && s->amount < s->target;
}

static void missing_step(struct missing *m, struct buf *text, size_t i)
{
    const struct step_facts *s = &m->f->steps[i];
    char amount[DECIMAL_TEXT], target[DECIMAL_TEXT];

    if (is_short(s))
        buf_printf(text, _("step %s: %s of %s %s"), s->def->name,
                   decimal_format(s->amount, amount), decimal_format(s->target, target),
                   s->def->unit);
    else
        buf_printf(text, _("step %s is not done"), s->def->name);
    say(m, MISSING_STEP, (int)i, text);
}

static void missing_evidence(struct missing *m, struct buf *text, size_t i)
{
    const struct step_def *s = m->f->steps[i].def;
    int32_t need = !s->evidence.required ? 0 : s->evidence.min > 1 ? s->evidence.min : 1;
    int32_t has = m->g->evidence ? m->g->evidence[i] : 0;

    if (has >= need)
        return;
    buf_printf(text, _("step %s: evidence %d of %d"), s->name, (int)has, (int)need);
    say(m, MISSING_EVIDENCE, (int)i, text);
}

/* What keeps open steps open; the rest of the line is for whoever looks where. */
static void missing_rows(struct missing *m, struct buf *text, size_t step)
{
    for (size_t k = 0; k < m->g->n_rows; k++) {
        const struct rows_found *r = &m->g->rows[k];

        if (r->step != (int)step || !rows_are_missing(r))
            continue;
        buf_printf(text, _("step %s waits: "), m->f->steps[step].def->name);
        work_say_rows(text, r);
        if (r->need->unless_reason)
            buf_puts(text, _(" (it can go on with a reason in writing)"));
        say(m, MISSING_ROWS, (int)k, text);
    }
}

/* `step` < 0: for apply. A field of a step that was skipped, or may stay open, is not
 * asked for. */
static void missing_fields(struct missing *m, struct buf *text, int step)
{
    const struct list_def *l = m->f->list;

    for (size_t i = 0; i < l->n_fields; i++) {
        const struct field_def *fd = &l->fields[i];
        int by = fd->by[0] ? list_step(l, fd->by) : -1;

        if (!fd->required || (m->g->has_value && m->g->has_value[i]))
            continue;
        if (step >= 0 ? by != step
                      : by >= 0 && !step_is_done(&m->f->steps[by]) &&
                            (step_is_skipped(&m->f->steps[by]) || l->steps[by].optional))
            continue;
        buf_printf(text, _("%s is not filled in"), fd->name);
        say(m, MISSING_FIELD, (int)i, text);
    }
}

static bool needs(const struct action_def *a, const char *what)
{
    for (size_t i = 0; a && i < a->n_needs; i++) {
        if (strcmp(a->needs[i], what) == 0)
            return true;
    }
    return !a;          /* a workflow that says nothing asks for everything */
}

static void missing_for_apply(struct missing *m, struct buf *text,
                              const struct defs *defs)
{
    const struct action_def *a = list_action(defs, m->f->list, VERB_APPLY);

    for (size_t i = 0; i < m->f->list->n_steps; i++) {
        const struct step_facts *s = &m->f->steps[i];

        if (step_is_skipped(s) || (step_is_open(s) && s->def->optional))
            continue;
        if (needs(a, "steps") && step_is_open(s))
            missing_step(m, text, i);
        if (needs(a, "steps") && step_is_open(s))
            missing_rows(m, text, i);
        if (needs(a, "evidence"))
            missing_evidence(m, text, i);
    }
    if (needs(a, "fields"))
        missing_fields(m, text, -1);
}

static void missing_all(struct missing *m, const struct defs *defs, int step)
{
    struct buf text = {0};

    if (m->g->before_start_day) {
        ;                               /* gates do not apply */
    } else if (step >= 0) {
        if (is_short(&m->f->steps[step]))
            missing_step(m, &text, (size_t)step);
        missing_evidence(m, &text, (size_t)step);
        missing_fields(m, &text, step);
    } else {
        missing_for_apply(m, &text, defs);
    }
    if (step < 0 && m->g->open_children > 0) {
        buf_printf(&text, _("%zu child items are still open"), m->g->open_children);
        say(m, MISSING_CHILDREN, -1, &text);
    }
    buf_fini(&text);
}

size_t work_missing_each(const struct defs *defs, const struct facts *f,
                         const struct gate_facts *g, int step, missing_line *line, void *ctx)
{
    struct missing m = { .f = f, .g = g, .line = line, .ctx = ctx };
    missing_all(&m, defs, step);
    return m.n;
}

static void add_to_err(void *ctx, enum missing_kind kind, int index, const char *text)
{
    (void)kind, (void)index;
    xh_fail_more(ctx, XH_REFUSED, "%s", text);
}

enum xh_rc work_missing(const struct defs *defs, const struct facts *f,
                        const struct gate_facts *g, int step, struct xh_err *err)
{
    struct missing m = { .f = f, .g = g, .line = add_to_err, .ctx = err };
    missing_all(&m, defs, step);
    return m.n > 0 ? XH_REFUSED : XH_OK;
}

struct first { struct buf *out; bool is_taken; };

static void keep_first(void *ctx, enum missing_kind kind, int index, const char *text)
{
    struct first *first = ctx;

    (void)kind, (void)index;
    if (!first->is_taken)
        buf_puts(first->out, text);
    first->is_taken = true;
}

size_t work_missing_first(struct buf *first, const struct defs *defs,
                          const struct facts *f, const struct gate_facts *g)
{
    struct first keep = { first, false };
    struct missing m = {
        .f = f, .g = g, .line = first ? keep_first : NULL, .ctx = &keep
    };

    missing_all(&m, defs, -1);
    return m.n;
}

size_t work_missing_count(const struct defs *defs, const struct facts *f,
                          const struct gate_facts *g)
{
    return work_missing_first(NULL, defs, f, g);
}
