/* acts.c - the way into every flow: what may be done (F-bar), on which rows, and doing it
 * one row after the other. See acts.h. */
#include "tui/acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/history.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/work.h"
#include "tui/acts_own.h"
#include "tui/ask.h"
#include "tui/done.h"

/* ---- rows ---- */

enum xh_rc flow_row(struct tui *t, int64_t item, struct rows *out, struct xh_err *err)
{
    struct item it = {0};
    struct filter f = tui_filter(t);
    enum xh_rc rc = item_load(t->st->db, item, &it, err);

    if (rc != XH_OK)
        return rc;
    char *where = xasprintf("code=%s", it.code);
    const char *const conditions[] = { where };
    f.list = defs_list(t->defs, it.list) ? it.list : NULL;
    f.where = conditions;
    f.n_where = 1;
    rc = query_rows(t->st, &f, out, err);
    if (rc == XH_OK && out->n == 0)
        rc = xh_fail(err, XH_NOT_FOUND, it.voided ? _("%s was entered by mistake and is void")
                                                  : _("you may not read %s"), it.code);
    free(where);
    item_fini(&it);
    return rc;
}

bool flow_begin(struct tui *t, struct flow *f, const struct targets *on, int64_t *failed,
                size_t *n_failed)
{
    struct xh_err err = {0};

    *f = (struct flow){ .on = on, .failed = failed, .n_failed = n_failed };
    if (n_failed)
        *n_failed = 0;
    if (on->n == 0) {
        tui_say(t, "%s", _("There is no row here."));
        return false;
    }
    f->seen = history_newest(t->st);
    if (flow_row(t, on->items[0], &f->rows, &err) != XH_OK) {
        tui_refuse(t, &err);
        return false;
    }
    f->r = &f->rows.v[0];
    f->it = &f->r->it;
    f->list = defs_list(t->defs, f->it->list);
    if (!f->list) {
        tui_say(t, _("list '%s' is not configured; its items can only be read"), f->it->list);
        flow_end(f);
        return false;
    }
    return true;
}

bool flow_again(struct tui *t, struct flow *f)
{
    struct xh_err err = {0};
    struct rows rows = {0};

    f->seen = history_newest(t->st);
    if (flow_row(t, f->on->items[0], &rows, &err) != XH_OK) {
        rows_fini(&rows);
        tui_refuse(t, &err);
        return false;
    }
    rows_fini(&f->rows);
    f->rows = rows;
    f->r = &f->rows.v[0];
    f->it = &f->r->it;
    return true;
}

void flow_end(struct flow *f)
{
    rows_fini(&f->rows);
    f->r = NULL;
    f->it = NULL;
}

void flow_name(const struct flow *f, struct tui *t, struct buf *out)
{
    struct item it = {0};
    struct xh_err err;

    if (f->on->n == 1) {
        buf_printf(out, "%s  %s", f->it->code, f->it->title);
        return;
    }
    buf_printf(out, _("%zu items: %s"), f->on->n, f->it->code);
    for (size_t i = 1; i < f->on->n && i < 4; i++) {
        if (item_load(t->st->db, f->on->items[i], &it, &err) == XH_OK)
            buf_printf(out, "  %s", it.code);
        item_fini(&it);
    }
    if (f->on->n > 4)
        buf_puts(out, " ..");
}

const char *flow_word(struct tui *t, const struct list_def *list, enum verb verb)
{
    const struct action_def *a = list_action(t->defs, list, verb);

    return a && *a->name ? a->name : _(verb_info(verb)->name);
}

const char *short_day(const struct tui *t, int32_t day, char out[static DAY_TEXT])
{
    int y, m, d, year;

    day_to_civil(day, &y, &m, &d);
    day_to_civil(t->env.today, &year, &(int){0}, &(int){0});
    day_format(day, out);
    return y == year ? out + 5 : out;
}

/* ---- may it be done ---- */

/* Decided by one person, so that a leader may have decided it on paper. */
static bool is_decision(enum verb verb, const struct item *it)
{
    unsigned flags = verb_info(verb)->flags;

    if (verb == VERB_RETURN)
        return it->phase == PHASE_REVIEW;
    return verb == VERB_CANCEL || ((flags & VERB_DECIDES) && !(flags & VERB_REQUESTABLE));
}

/* Could one of the item's leaders have decided it on a form that I enter? */
static bool may_on_paper(struct tui *t, enum verb verb, int64_t item)
{
    struct item it = {0};
    bool may = false;

    if (!t->defs->township.paper_approval || item_load(t->st->db, item, &it, NULL) != XH_OK)
        return false;
    const int64_t leaders[] = { it.lead, it.leader };
    if (is_decision(verb, &it) &&
        permit_may(t->st->db, t->defs, t->me, VERB_PAPER, it.list, item))
        for (size_t i = 0; i < 2 && !may; i++)
            may = leaders[i] && verb_may(t->st, &t->env, leaders[i], verb, item, NULL);
    item_fini(&it);
    return may;
}

bool flow_may(struct tui *t, enum verb verb, int64_t item, struct xh_err *why)
{
    return verb_may(t->st, &t->env, t->me, verb, item, why) || may_on_paper(t, verb, item);
}

/* F2 by state: the first of these that may be done. The reason for greying is that of
 * the first. */
static const struct {
    const char *state;          /* NULL: by phase */
    enum phase phase;
    enum verb verbs[4];
} by_state[] = {
    { "assigned", PHASE_OPEN, { VERB_GRANT, VERB_ACCEPT, VERB_APPLY } },
    { NULL, PHASE_OPEN, { VERB_GRANT, VERB_APPLY } },
    { NULL, PHASE_REVIEW, { VERB_APPROVE, VERB_WITHDRAW } },
    { NULL, PHASE_HELD, { VERB_GRANT, VERB_RESUME } },
    { NULL, PHASE_CLOSED, { VERB_GRANT, VERB_REOPEN } },
    { NULL, PHASE_CANCELLED, { VERB_GRANT, VERB_REOPEN } },
};

/* What F2 does first; VERB_NONE when nothing of it, with the reason. */
static enum verb primary(struct tui *t, const struct item *it, struct xh_err *why)
{
    for (size_t i = 0; i < sizeof by_state / sizeof *by_state; i++) {
        if (by_state[i].state ? strcmp(by_state[i].state, it->state) != 0
                              : by_state[i].phase != (enum phase)it->phase)
            continue;
        const enum verb *first = by_state[i].verbs;
        for (const enum verb *v = first; *v; v++)
            if (flow_may(t, *v, it->id, NULL))
                return *v;
        if (why)
            flow_may(t, *first == VERB_GRANT ? first[1] : *first, it->id, why);
        break;
    }
    return VERB_NONE;
}

enum verb flow_time_verb(struct tui *t, const struct item *it)
{
    return item_is_late(it, t->defs->calendar, t->env.today) ? VERB_LIMIT : VERB_EXTEND;
}

static bool may_act(struct tui *t, const struct item *it, const char **word,
                    struct xh_err *why)
{
    const struct list_def *l = defs_list(t->defs, it->list);
    enum verb verb = primary(t, it, NULL);

    if (verb) {
        *word = verb == VERB_GRANT ? _("Answer request") : flow_word(t, l, verb);
        return true;
    }
    /* Something else can be: F2 opens the menu of it. */
    static const enum verb others[] = { VERB_NOTE, VERB_WITHDRAW, VERB_SET, VERB_ASSIGN,
                                        VERB_HOLD, VERB_PIN, VERB_ERASE };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (flow_may(t, others[i], it->id, NULL)) {
            *word = _("Actions");
            return true;
        }
    primary(t, it, why);
    return false;
}

static bool may_return(struct tui *t, const struct item *it, const char **word,
                       struct xh_err *why)
{
    const struct list_def *l = defs_list(t->defs, it->list);

    *word = strcmp(it->state, "assigned") == 0 ? _("Not ours") : flow_word(t, l, VERB_RETURN);
    if (flow_may(t, VERB_RETURN, it->id, why))
        return true;
    if (it->phase == PHASE_REVIEW && flow_may(t, VERB_WITHDRAW, it->id, NULL)) {
        *word = flow_word(t, l, VERB_WITHDRAW);
        return true;
    }
    return false;
}

static bool may_any_add(struct tui *t, struct xh_err *why)
{
    for (size_t i = 0; i < t->defs->n_lists; i++)
        if (permit_may(t->st->db, t->defs, t->me, VERB_ADD, t->defs->lists[i].id, 0))
            return true;
    permit_check(t->st->db, t->defs, t->me, VERB_ADD, NULL, 0, why);
    return false;
}

/* An act said of one row only: which of its promises was kept is another one on each row. */
static bool repeats(const struct kept_call *last, struct xh_err *why)
{
    if (!last || !last->call.code || last->call.verb == VERB_ADD) {
        xh_fail(why, XH_REFUSED, "%s", _("Nothing has been done yet that could be repeated."));
        return false;
    }
    if (last->call.visit && last->call.visit->kept) {
        xh_fail(why, XH_REFUSED, "%s", _("A promise kept is not repeated on another row: say of "
                                         "each which promise was kept."));
        return false;
    }
    return true;
}

static bool may_repeat(struct tui *t, const struct item *it, struct xh_err *why)
{
    const struct kept_call *last = done_last(t);

    return repeats(last, why) && flow_may(t, last->call.verb, it->id, why);
}

bool acts_may(struct tui *t, enum cmd cmd, int64_t item, const char **word, struct xh_err *why)
{
    struct item it = {0};
    bool may = false;

    switch (cmd) {
    case CMD_ACT: case CMD_RETURN: case CMD_EXTEND: case CMD_SUPERVISE: case CMD_REPORT:
    case CMD_EVIDENCE: case CMD_NOTE: case CMD_VISIT: case CMD_EDIT: case CMD_REPEAT:
        break;
    case CMD_NEW:
        return may_any_add(t, why);
    default:
        return true;
    }
    if (!item || item_load(t->st->db, item, &it, why) != XH_OK)
        return false;
    const struct list_def *l = defs_list(t->defs, it.list);
    switch (cmd) {
    case CMD_ACT:    may = may_act(t, &it, word, why); break;
    case CMD_RETURN: may = may_return(t, &it, word, why); break;
    case CMD_EXTEND:
        *word = flow_word(t, l, flow_time_verb(t, &it));
        may = flow_may(t, flow_time_verb(t, &it), item, why);
        break;
    case CMD_SUPERVISE:
        may = permit_check(t->st->db, t->defs, t->me, VERB_SUPERVISE, it.list, item, why) ==
              XH_OK;
        break;
    case CMD_REPORT: may = flow_may(t, VERB_PROGRESS, item, why); break;
    case CMD_EVIDENCE:
        may = flow_may(t, VERB_CHECK, item, why) ||
              flow_may(t, VERB_NOTE, item, NULL);
        break;
    case CMD_NOTE:   may = flow_may(t, VERB_NOTE, item, why); break;
    case CMD_VISIT:  may = flow_may(t, VERB_VISIT, item, why); break;
    case CMD_EDIT:   may = flow_may(t, VERB_SET, item, why); break;
    case CMD_REPEAT: may = may_repeat(t, &it, why); break;
    default: break;
    }
    item_fini(&it);
    return may;
}

/* ---- doing it ---- */

/* The owner's work where the hands write it down for each row's owner. */
static struct who who_of(struct tui *t, const struct plan *p, const struct item *it)
{
    struct who w = p->hands ? p->hands->who : tui_who(t);

    if (p->hands && p->hands->of_owner)
        w.behalf = it->owner && it->owner != t->me &&
                   permit_may(t->st->db, t->defs, it->owner, p->call.verb, it->list, it->id)
                   ? it->owner : 0;
    return w;
}

/* Somebody else wrote first: mine, theirs, or of each something. */
static enum xh_rc settle_conflict(struct tui *t, struct flow *f, const struct who *who,
                                  struct call *c, struct xh_err *err)
{
    bool *keep = xcalloc(c->n_fields + 1, sizeof *keep);
    struct pair *kept = xcalloc(c->n_fields + 1, sizeof *kept);
    struct result r = {0};
    size_t n = 0;
    bool mine = conflict_ask(t, f, c, NULL, keep);

    for (size_t i = 0; i < c->n_fields; i++)
        if (keep[i])
            kept[n++] = c->fields[i];
    mine = mine && (n > 0 || c->n_fields == 0);
    c->fields = kept;
    c->n_fields = n;
    c->version = 0;
    *err = (struct xh_err){0};
    enum xh_rc rc = mine ? tui_try(t, who, c, &r, err)
                         : xh_fail(err, XH_CONFLICT,
                                   _("%s was left as the other person wrote it."), f->it->code);
    free(keep);
    free(kept);
    return rc;
}

enum xh_rc flow_try(struct tui *t, struct flow *f, const struct plan *p, struct xh_err *err)
{
    struct call c = p->call;
    struct result r = {0};
    struct who who = who_of(t, p, f->it);

    c.code = f->it->code;
    c.version = f->it->version;
    if (p->each && !p->each(t, p->ctx, f->it, &c, err))
        return err->rc;
    enum xh_rc rc = tui_try(t, &who, &c, &r, err);
    return rc == XH_CONFLICT ? settle_conflict(t, f, &who, &c, err) : rc;
}

static bool do_one(struct tui *t, struct flow *f, const struct plan *p)
{
    struct xh_err err = {0};

    if (flow_try(t, f, p, &err) == XH_OK)
        return true;
    tui_refuse(t, &err);
    return false;
}

/* Several rows, an act each. */
struct all_rows { struct flow *f; const struct plan *p; };

static bool next_row(struct tui *t, void *ctx, size_t i, struct item *it, struct who *who,
                     struct call *call, struct xh_err *why)
{
    const struct all_rows *a = ctx;

    *call = a->p->call;
    if (item_load(t->st->db, a->f->on->items[i], it, why) != XH_OK)
        return false;
    *who = who_of(t, a->p, it);
    return !a->p->each || a->p->each(t, a->p->ctx, it, call, why);
}

static bool do_all(struct tui *t, struct flow *f, const struct plan *p)
{
    struct all_rows a = { f, p };
    bool *bad = xcalloc(f->on->n + 1, sizeof *bad);
    bool done = flow_batch(t, &(struct batch){ f->on->n, next_row, &a, bad });

    for (size_t i = 0; f->failed && i < f->on->n; i++)
        if (bad[i])
            f->failed[(*f->n_failed)++] = f->on->items[i];
    free(bad);
    return done;
}

bool flow_do(struct tui *t, struct flow *f, const struct plan *p)
{
    return f->on->n == 1 ? do_one(t, f, p) : do_all(t, f, p);
}

/* ---- the last act again, on this row ---- */

bool flow_repeat(struct tui *t, struct flow *f)
{
    const struct kept_call *last = done_last(t);
    struct kept_call again;
    struct buf b = {0};
    struct xh_err err = {0};

    if (!repeats(last, &err)) {
        tui_refuse(t, &err);
        return false;
    }
    kept_call_init(&again, &last->who, &last->call);    /* the next act forgets the last */
    flow_name(f, t, &b);
    if (again.call.reason && *again.call.reason)
        buf_printf(&b, "\n%s", again.call.reason);
    if (again.call.text && *again.call.text)
        buf_printf(&b, "\n%s", again.call.text);
    char *title = xasprintf(_("Again: %s"), flow_word(t, f->list, again.call.verb));
    struct hands h = { .who = again.who };
    struct plan p = { .call = again.call, .hands = &h };
    bool done = ask_yes(t, title, buf_str(&b)) && flow_do(t, f, &p);
    free(title);
    buf_fini(&b);
    kept_call_fini(&again);
    return done;
}

/* ---- F2 ---- */

bool flow_act(struct tui *t, struct flow *f)
{
    enum verb verb = primary(t, f->it, NULL);

    /* Several rows: whatever the first one is for; others that are not, say so. */
    return verb ? flow_verb(t, f, verb) : flow_more(t, f);
}

void flow_facts(struct tui *t, const struct flow *f, struct buf *out)
{
    const struct item *it = f->it;
    const struct state_def *state = defs_state(t->defs, it->state);
    char day[DAY_TEXT];

    if (f->on->n > 1)
        return;
    buf_puts(out, state ? state->name : it->state);
    if (*f->r->owner || *f->r->unit)
        buf_printf(out, "   %s %s", f->r->unit, f->r->owner);
    if (it->due != DAY_NONE && it->phase < PHASE_CLOSED) {
        buf_printf(out, _("   deadline %s "), short_day(t, it->due, day));
        explain_left(out, t->defs->calendar, it->due, t->env.today);
    }
    if (it->steps_total)
        buf_printf(out, _("   steps %lld/%lld"), (long long)it->steps_done,
                   (long long)it->steps_total);
    buf_putc(out, '\n');
}

/* ---- public ---- */

bool acts_run(struct tui *t, enum cmd cmd, const struct targets *on, int64_t *failed,
              size_t *n_failed)
{
    struct flow f;
    bool done = false;

    if (cmd == CMD_NEW)
        return acts_new(t, NULL, &(int64_t){0});
    if (!flow_begin(t, &f, on, failed, n_failed))
        return false;
    switch (cmd) {
    case CMD_ACT:       done = flow_act(t, &f); break;
    case CMD_RETURN:    done = flow_may(t, VERB_RETURN, f.it->id, NULL)
                               || f.it->phase != PHASE_REVIEW
                               ? flow_return(t, &f) : flow_verb(t, &f, VERB_WITHDRAW); break;
    case CMD_EXTEND:    done = flow_verb(t, &f, flow_time_verb(t, f.it)); break;
    case CMD_SUPERVISE: done = flow_supervise(t, &f); break;
    case CMD_REPORT:    done = flow_report(t, &f); break;
    case CMD_EVIDENCE:  done = flow_evidence(t, &f); break;
    case CMD_NOTE:      done = flow_note(t, &f, VERB_NOTE); break;
    case CMD_VISIT:     done = flow_visit(t, &f, NULL, false); break;
    case CMD_EDIT:      done = flow_edit(t, &f); break;
    case CMD_REPEAT:    done = flow_repeat(t, &f); break;
    default: break;
    }
    flow_end(&f);
    return done;
}

bool acts_verb(struct tui *t, enum verb verb, int64_t item)
{
    struct flow f;
    struct targets on = { &item, 1 };
    bool done = flow_begin(t, &f, &on, NULL, NULL) && flow_verb(t, &f, verb);

    flow_end(&f);
    return done;
}

bool acts_step(struct tui *t, int64_t item, const char *step)
{
    struct flow f;
    struct targets on = { &item, 1 };
    bool done = flow_begin(t, &f, &on, NULL, NULL) && flow_step(t, &f, step);

    flow_end(&f);
    return done;
}

bool acts_steps(struct tui *t, const struct targets *on, const char *step, int64_t *failed,
                size_t *n_failed)
{
    struct flow f;
    bool done = flow_begin(t, &f, on, failed, n_failed) && flow_step_all(t, &f, step);

    flow_end(&f);
    return done;
}
