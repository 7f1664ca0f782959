/* acts_step.c - the checklist: tick, begin, take back, not applicable; and what proves it
 * (OFFICE 14: files, a paper original, a link). */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/explain_parts.h"
#include "model/i18n.h"
#include "model/ready.h"
#include "tui/ask.h"
#include "tui/files.h"

/* ---- what proves it ---- */

struct proof {
    struct chosen_files files;
    char *paper, *link;
};

static void proof_fini(struct proof *p)
{
    chosen_files_fini(&p->files);
    free(p->paper);
    free(p->link);
}

static bool proof_is_empty(const struct proof *p)
{
    return p->files.n == 0 && !p->paper && !p->link;
}

/* False: left. What was chosen before stays. */
static bool proof_ask(struct tui *t, const char *title, struct proof *p)
{
    char **line;

    switch (files_ask(t, title, &p->files)) {
    case FILES_TAKEN: return true;
    case FILES_PAPER: line = &p->paper; break;
    case FILES_LINK:  line = &p->link; break;
    default:          return false;
    }
    char *typed = line == &p->paper
        ? ask_line(t, title, _("Where is the paper original kept, and by whom?"), p->paper)
        : ask_line(t, title, _("The address of the public page"), p->link);
    if (!typed || !*typed) {
        free(typed);
        return false;
    }
    free(*line);
    *line = typed;
    return true;
}

static void proof_say(const struct proof *p, struct buf *out)
{
    if (proof_is_empty(p))
        return;
    buf_puts(out, _("Evidence:"));
    for (size_t i = 0; i < p->files.n && i < 4; i++) {
        const char *slash = strrchr(p->files.v[i].path, '/');
        buf_printf(out, "  %s%s%s", p->files.v[i].caption, *p->files.v[i].caption ? " " : "",
                   slash ? slash + 1 : p->files.v[i].path);
    }
    if (p->files.n > 4)
        buf_printf(out, _("  .. %zu files"), p->files.n);
    if (p->paper)
        buf_printf(out, _("  paper original: %s"), p->paper);
    if (p->link)
        buf_printf(out, "  %s", p->link);
    buf_putc(out, '\n');
}

/* The arrays the call borrows; freed after it. */
struct proof_call { const char **files, **captions; };

static void proof_put(const struct proof *p, struct proof_call *keep, struct call *c)
{
    keep->files = xcalloc(p->files.n + 1, sizeof *keep->files);
    keep->captions = xcalloc(p->files.n + 1, sizeof *keep->captions);
    for (size_t i = 0; i < p->files.n; i++) {
        keep->files[i] = p->files.v[i].path;
        keep->captions[i] = p->files.v[i].caption;
    }
    c->evidence = keep->files;
    c->captions = keep->captions;
    c->n_evidence = p->files.n;
    c->paper_kept = p->paper;
    c->link = p->link;
}

/* ---- one step ---- */

enum { DO_TICK, DO_ATTACH };

struct stepping {
    struct flow *f;
    struct ready ready;
    size_t i;                   /* of the step */
    enum verb verb;             /* begin, check, uncheck, note: only evidence */
    struct proof proof;
    struct hands hands;
    struct box_group groups[4];
    int what, day, amount, reason;      /* index of the group; -1 none */
    const char *whats[2], *days[3], *amounts[1];
    char *rest;                 /* "12 户 left" */
    int32_t on;
    int64_t quantity;
};

static const struct step_facts *step_of(const struct stepping *q)
{
    return &q->ready.now.facts.f.steps[q->i];
}

static int32_t wanted(const struct stepping *q, size_t i)
{
    const struct step_def *s = &q->f->list->steps[i];
    int32_t need = !s->evidence.required ? 0 : s->evidence.min > 1 ? s->evidence.min : 1;
    int32_t has = q->ready.now.gate.evidence[i];

    return need > has ? need - has : 0;
}

static bool load(struct tui *t, struct stepping *q, struct flow *f)
{
    struct xh_err err = {0};

    *q = (struct stepping){ .f = f, .what = -1, .day = -1, .amount = -1, .reason = -1,
                            .on = DAY_NONE };
    if (f->list->n_steps == 0) {
        tui_say(t, _("%s has no steps."), f->list->name);
        return false;
    }
    if (ready_load(t->st, &t->env, f->it->id, &q->ready, &err) == XH_OK)
        return true;
    tui_refuse(t, &err);
    return false;
}

static void unload(struct stepping *q)
{
    for (size_t i = 0; i < 4; i++) {
        free(q->groups[i].own);
        q->groups[i].own = NULL;
    }
    ready_fini(&q->ready);
    proof_fini(&q->proof);
    hands_fini(&q->hands);
    free(q->rest);
}

/* The rows the step still waits for: said, and whether a reason lets it go on. */
static bool say_rows(const struct stepping *q, struct buf *out)
{
    const struct gate_facts *g = &q->ready.now.gate.g;
    bool may_pass = false, must_wait = false;

    for (size_t k = 0; k < g->n_rows; k++) {
        const struct rows_found *r = &g->rows[k];
        if (r->step != (int)q->i || !rows_are_missing(r))
            continue;
        may_pass |= r->need->unless_reason;
        must_wait |= !r->need->unless_reason;
        if (out) {
            buf_puts(out, _("Waits: "));
            work_say_rows(out, r);
            buf_putc(out, '\n');
        }
    }
    return may_pass && !must_wait;
}

static void step_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct stepping *q = b->ctx;
    const struct step_def *s = &q->f->list->steps[q->i];
    const struct step_facts *x = step_of(q);
    char day[DAY_TEXT], have[DECIMAL_TEXT], want[DECIMAL_TEXT];

    flow_name(q->f, t, out);
    buf_printf(out, _("\nStep %zu  %s"), q->i + 1, s->name);
    if (q->f->on->n == 1 && x->due != DAY_NONE)
        buf_printf(out, _("   until %s"), short_day(t, x->due, day));
    if (q->f->on->n == 1 && x->target)
        buf_printf(out, "   %s/%s %s", decimal_format(x->amount, have),
                   decimal_format(x->target, want), s->unit);
    buf_putc(out, '\n');
    if (q->verb == VERB_BEGIN) {
        struct buf lasts = {0};
        explain_length(&lasts, s->lasts.n, s->lasts.unit);
        buf_printf(out, _("It lasts at least %s and is counted from the day it begins.\n"),
                   buf_str(&lasts));
        buf_fini(&lasts);
    }
    if (q->f->on->n == 1 && x->begun_on != DAY_NONE)
        buf_printf(out, _("Begun on %s\n"), short_day(t, x->begun_on, day));
    if (*s->doc)
        buf_printf(out, "%s\n", s->doc);
    if (q->f->on->n == 1 && (q->verb == VERB_BEGIN || q->verb == VERB_CHECK))
        say_rows(q, out);
    proof_say(&q->proof, out);
    if (q->f->on->n == 1 && proof_is_empty(&q->proof) && wanted(q, q->i))
        buf_printf(out, _("Evidence is missing: %d. Press a.\n"), (int)wanted(q, q->i));
    if (q->day >= 0 && q->on != DAY_NONE && q->on != t->env.today)
        buf_printf(out, _("On %s\n"), short_day(t, q->on, day));
}

static bool step_chosen(struct tui *t, struct act_box *b, size_t group)
{
    struct stepping *q = b->ctx;
    struct box_group *g = &b->groups[group];

    if ((int)group == q->day) {
        q->on = g->at == 0 ? t->env.today : g->at == 1 ? t->env.today - 1
                : ask_day(t, _("On which day?"), "", t->env.today);
        return q->on != DAY_NONE;
    }
    if ((int)group == q->amount) {
        q->quantity = 0;
        if (!g->own || decimal_parse(g->own, &q->quantity))
            return true;
        tui_say(t, _("'%s' is not a number."), g->own);
        return false;
    }
    if ((int)group == q->what)
        q->verb = g->at == DO_ATTACH ? VERB_NOTE : VERB_CHECK;
    return true;
}

static int group(struct stepping *q, struct act_box *b, const char *label,
                 const char **choices, size_t n, int at, bool own)
{
    q->groups[b->n_groups] = (struct box_group){
        .label = label, .choices = choices, .n = n, .at = at, .own_words = own,
    };
    return (int)b->n_groups++;
}

static void offer(struct tui *t, struct stepping *q, struct act_box *b)
{
    const struct step_facts *x = step_of(q);
    char left[DECIMAL_TEXT];

    if (q->verb == VERB_CHECK && !proof_is_empty(&q->proof)) {
        q->whats[DO_TICK] = _("tick the step, this proves it");
        q->whats[DO_ATTACH] = _("only attach it, the step stays open");
        q->what = group(q, b, "", q->whats, 2, DO_TICK, false);
    }
    if (q->verb == VERB_CHECK && q->f->on->n == 1 && x->target && !*x->def->from.list) {
        q->rest = xasprintf(_("all that is left: %s %s"),
                            decimal_format(x->target - x->amount, left), x->def->unit);
        q->amounts[0] = q->rest;
        q->amount = group(q, b, _("How much is added? (0: a number)"), q->amounts, 1, -1, true);
    }
    if (q->verb == VERB_CHECK || q->verb == VERB_BEGIN) {
        q->days[0] = _("today");
        q->days[1] = _("yesterday");
        q->days[2] = _("another day ..");
        q->on = t->env.today;
        q->day = group(q, b, _("On which day?"), q->days, 3, 0, false);
    }
    if ((q->verb == VERB_CHECK || q->verb == VERB_BEGIN) && q->f->on->n == 1 &&
        say_rows(q, NULL))
        q->reason = group(q, b, _("Why does it go on all the same? (0: write the reason)"), NULL,
                          0, -1, true);
}

static bool do_step(struct tui *t, struct stepping *q)
{
    const struct step_def *s = &q->f->list->steps[q->i];
    struct plan p = { .call = tui_call(q->verb, NULL), .hands = &q->hands };
    struct proof_call keep;
    char *text = NULL;

    proof_put(&q->proof, &keep, &p.call);
    p.call.step = s->id;
    if (q->verb == VERB_NOTE)
        p.call.text = text = xasprintf(_("evidence for %s"), s->name);
    else if (q->verb != VERB_UNCHECK && q->on != t->env.today)
        p.call.on = q->on;
    if (q->verb == VERB_CHECK && q->amount >= 0 && q->groups[q->amount].own) {
        p.call.has_amount = true;
        p.call.amount = q->quantity;
    }
    if (q->reason >= 0)
        p.call.reason = q->groups[q->reason].own;
    bool done = flow_do(t, q->f, &p);
    free(text);
    free(keep.files);
    free(keep.captions);
    return done;
}

/* The questions are asked anew; the reason typed so far is the caller's. */
static char *forget_groups(struct stepping *q)
{
    char *reason = q->reason >= 0 ? q->groups[q->reason].own : NULL;

    for (int i = 0; i < 4; i++) {
        if (i != q->reason)
            free(q->groups[i].own);
        q->groups[i].own = NULL;
    }
    free(q->rest);
    q->rest = NULL;
    q->what = q->day = q->amount = q->reason = -1;
    return reason;
}

/* The box of one step; `a` in it takes evidence. */
static bool run_step(struct tui *t, struct stepping *q)
{
    const char *word = flow_word(t, q->f->list, q->verb);
    bool evidence = q->verb == VERB_CHECK || q->verb == VERB_BEGIN || q->verb == VERB_NOTE;
    enum box_answer answer = BOX_OTHER;
    char *reason = NULL;        /* typed before `a` */

    hands_init(t, &q->hands, q->f, q->verb == VERB_NOTE ? VERB_CHECK : q->verb);
    while (answer == BOX_OTHER) {
        struct act_box b = { .title = word, .say = step_about, .ctx = q, .groups = q->groups,
                             .chosen = step_chosen, .done = word, .hands = &q->hands,
                             .more = true, .other = evidence ? _("a evidence") : NULL,
                             .other_key = 'a', .other_letter = 'a' };
        offer(t, q, &b);
        if (q->reason >= 0 && reason) {
            q->groups[q->reason].own = reason;
            q->groups[q->reason].at = 0;
        } else {
            free(reason);
        }
        reason = NULL;
        answer = box_run(t, &b);
        if (answer == BOX_DONE)
            return do_step(t, q);
        if (answer == BOX_MORE)
            return flow_more(t, q->f);
        if (answer == BOX_OTHER) {
            proof_ask(t, _("Evidence"), &q->proof);
            reason = forget_groups(q);
        }
    }
    return false;
}

/* ---- which step ---- */

static const char *state_mark(const struct step_facts *s)
{
    return step_is_done(s) ? "[x]" : step_is_skipped(s) ? "[-]" : s->begun_on != DAY_NONE ? "[.]"
                                                                                       : "[ ]";
}

static bool is_touched(const struct step_facts *s)
{
    return !step_is_open(s) || s->begun_on != DAY_NONE || s->amount != 0;
}

/* Choose among the steps the verb makes sense for; `extra` is a last choice (NULL: none).
 * -1: left; n_steps: the extra one. */
static int choose_step(struct tui *t, const struct stepping *q, enum verb verb,
                       const char *extra)
{
    size_t n_steps = q->f->list->n_steps, n = 0;
    char **texts = xcalloc(n_steps + 2, sizeof *texts);
    int *steps = xcalloc(n_steps + 2, sizeof *steps), at, chosen = -1;
    struct buf about = {0};

    for (size_t i = 0; i < n_steps; i++) {
        const struct step_facts *s = &q->ready.now.facts.f.steps[i];
        if (q->f->on->n == 1 && verb == VERB_UNCHECK && !is_touched(s))
            continue;
        if (q->f->on->n == 1 && (verb == VERB_CHECK || verb == VERB_SKIP) && !step_is_open(s))
            continue;
        texts[n] = q->f->on->n > 1
            ? xstrdup(s->def->name)
            : wanted(q, i) ? xasprintf(_("%s %s   evidence missing: %d"), state_mark(s),
                                       s->def->name, (int)wanted(q, i))
                           : xasprintf("%s %s", state_mark(s), s->def->name);
        steps[n++] = (int)i;
    }
    if (extra) {
        texts[n] = xstrdup(extra);
        steps[n++] = (int)n_steps;
    }
    flow_name(q->f, t, &about);
    at = n ? ask_choice(t, _("Which step?"), buf_str(&about), (const char *const *)texts, n, 0)
           : -1;
    if (n == 0)
        tui_say(t, "%s", _("There is no step that this could be done with."));
    if (at >= 0)
        chosen = steps[at];
    for (size_t i = 0; i < n; i++)
        free(texts[i]);
    free(texts);
    free(steps);
    buf_fini(&about);
    return chosen;
}

/* What Space does with a step as it stands. */
static enum verb verb_for(const struct step_facts *s)
{
    if (!step_is_open(s))
        return VERB_UNCHECK;
    return s->def->lasts.unit != UNIT_NONE && s->begun_on == DAY_NONE ? VERB_BEGIN : VERB_CHECK;
}

bool flow_step_as(struct tui *t, struct flow *f, const char *step, enum verb verb)
{
    struct stepping q;
    bool done = false;

    if (load(t, &q, f)) {
        int i = step ? list_step(f->list, step) : choose_step(t, &q, verb, NULL);
        if (i >= 0) {
            q.i = (size_t)i;
            q.verb = verb ? verb : verb_for(step_of(&q));
            done = !flow_step_barred(t, f, &q.ready, q.i, q.verb) &&
                   (q.verb != VERB_CHECK || !wanted(&q, q.i) || f->on->n > 1 ||
                    proof_ask(t, f->list->steps[i].name, &q.proof)) && run_step(t, &q);
        } else if (step) {
            tui_say(t, _("%s has no step '%s'."), f->list->name, step);
        }
    }
    unload(&q);
    return done;
}

bool flow_step(struct tui *t, struct flow *f, const char *step)
{
    return flow_step_as(t, f, step, VERB_NONE);
}

/* Of many, the first says whether a step that lasts is begun or done; the others that are not
 * so far fail, and are named. */
bool flow_step_all(struct tui *t, struct flow *f, const char *step)
{
    struct stepping q;
    bool done = false;
    char day[DAY_TEXT];

    if (load(t, &q, f)) {
        int i = list_step(f->list, step);
        const struct step_facts *x;
        q.i = i < 0 ? 0 : (size_t)i;
        x = step_of(&q);
        q.verb = step_is_open(x) ? verb_for(x) : VERB_CHECK;
        if (i < 0)
            tui_say(t, _("%s has no step '%s'."), f->list->name, step);
        else if (f->on->n == 1 && step_is_done(x))
            tui_say(t, _("%s: %s was done on %s. To take it back, open it with Enter."),
                    f->it->code, x->def->name, short_day(t, x->done_on, day));
        else
            done = !flow_step_barred(t, f, &q.ready, q.i, q.verb) &&
                   (q.verb != VERB_CHECK ||
                    !(f->on->n > 1 ? x->def->evidence.required : wanted(&q, q.i)) ||
                    proof_ask(t, x->def->name, &q.proof)) && run_step(t, &q);
    }
    unload(&q);
    return done;
}

/* ---- not applicable ---- */

bool flow_skip(struct tui *t, struct flow *f)
{
    struct stepping q;
    bool done = false;

    if (load(t, &q, f)) {
        int i = choose_step(t, &q, VERB_SKIP, NULL);
        if (i >= 0)
            done = flow_ask(t, f, VERB_SKIP, f->list->steps[i].id);
    }
    unload(&q);
    return done;
}

/* ---- evidence ---- */

/* Not for a step: it hangs on the item, with a note. */
static bool attach_to_item(struct tui *t, struct stepping *q)
{
    struct plan p = { .call = tui_call(VERB_NOTE, NULL), .hands = &q->hands };
    struct proof_call keep;

    hands_init(t, &q->hands, q->f, VERB_NOTE);
    proof_put(&q->proof, &keep, &p.call);
    p.call.text = _("evidence attached");
    bool done = flow_do(t, q->f, &p);
    free(keep.files);
    free(keep.captions);
    return done;
}

/* The only step that wants some, else -1 for asking. */
static int only_wanting(const struct stepping *q)
{
    int only = -1, n = 0;

    for (size_t i = 0; i < q->f->list->n_steps; i++) {
        const struct step_facts *s = &q->ready.now.facts.f.steps[i];
        if (wanted(q, i) && !step_is_skipped(s)) {
            only = (int)i;
            n++;
        }
    }
    return n == 1 && q->f->on->n == 1 ? only : -1;
}

bool flow_evidence_for(struct tui *t, struct flow *f, const char *step)
{
    struct stepping q;
    bool done = false;

    if (load(t, &q, f)) {
        int i = step && *step ? list_step(f->list, step) : only_wanting(&q);
        if (i < 0)
            i = choose_step(t, &q, VERB_NONE, _("the item itself, for no step"));
        if (i >= 0 && proof_ask(t, i < (int)f->list->n_steps ? f->list->steps[i].name
                                                             : _("Evidence"), &q.proof)) {
            q.i = (size_t)i;
            if (i == (int)f->list->n_steps) {
                done = attach_to_item(t, &q);
            } else {
                q.verb = f->on->n > 1 || step_is_open(step_of(&q)) ? VERB_CHECK : VERB_NOTE;
                done = run_step(t, &q);
            }
        }
    }
    unload(&q);
    return done;
}

bool flow_evidence(struct tui *t, struct flow *f)
{
    return flow_evidence_for(t, f, NULL);
}
