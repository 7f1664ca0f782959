/* verbs_step.c - the checklist and its evidence: begin, check, uncheck, skip. */
#include <stdlib.h>
#include <string.h>

#include "model/balance.h"
#include "model/decimal.h"
#include "model/deed.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/row_gate.h"
#include "model/text.h"

int deed_find_step(struct deed *d)
{
    const struct list_def *l = d->list;
    const char *typed = d->c->step ? d->c->step : "";
    int i = list_step(l, typed);

    for (size_t k = 0; i < 0 && k < l->n_steps; k++)
        if (strcmp(l->steps[k].name, typed) == 0)
            i = (int)k;
    if (i < 0 && *typed >= '1' && *typed <= '9' && strlen(typed) <= 2 &&
        strspn(typed, "0123456789") == strlen(typed) && (size_t)atoi(typed) <= l->n_steps)
        i = atoi(typed) - 1;
    if (i < 0) {
        struct buf all = {0};
        for (size_t k = 0; k < l->n_steps; k++)
            buf_printf(&all, "%s%zu %s (%s)", k ? _(", ") : "", k + 1, l->steps[k].id,
                       l->steps[k].name);
        act_fail(d->a, XH_NOT_FOUND, _("%s has no step '%s'; steps are: %s"), l->name,
                 typed, buf_str(&all));
        buf_fini(&all);
    }
    return i;
}

/* The row of a touched step, made when this is the first touch. */
static int64_t step_row(struct deed *d, const char *step)
{
    int64_t row = act_get_int(d->a, "SELECT id FROM step WHERE item = ? AND step = ?",
                              "it", d->it.id, step);
    return row ? row : act_insert(d->a, "step", "item i step t", d->it.id, step);
}

static int32_t day_of(struct deed *d)
{
    return d->c->on == DAY_NONE ? d->a->env.today : d->c->on;
}

/* ---- evidence ---- */

/* One photo for two items is normal where the step shares it, an alarm elsewhere (OFFICE
 * 14). */
static void warn_shared(struct deed *d, const struct evidence_file *f, const char *step)
{
    int i = list_step(d->list, step);
    enum evidence_share share = i >= 0 ? d->list->steps[i].evidence.share : SHARE_NONE;
    const char *sql =
        share == SHARE_PROJECT
            ? "SELECT count(*) FROM evidence e JOIN item o ON o.id = e.item JOIN "
              "item i ON i.id = ?2 "
              "WHERE e.hash = ?1 AND o.id <> i.id AND coalesce(o.parent, 0) <> "
              "coalesce(i.parent, 0)"
        : share == SHARE_VILLAGE
            ? "SELECT count(*) FROM evidence e JOIN item o ON o.id = e.item JOIN "
              "item i ON i.id = ?2 "
              "LEFT JOIN place po ON po.id = o.place LEFT JOIN place pi ON pi.id = i.place "
              "WHERE e.hash = ?1 AND o.id <> i.id AND (coalesce(o.parent, 0) <> "
              "coalesce(i.parent, 0) "
              "OR coalesce(po.parent, po.id, 0) <> coalesce(pi.parent, pi.id, 0))"
            : "SELECT count(*) FROM evidence WHERE hash = ?1 AND item <> ?2";
    int64_t n = act_get_int(d->a, sql, "ti", f->hash, d->it.id);
    if (n > 0) {
        deed_say(d, _("note: the file %s is already evidence of %lld other items"),
                 f->name, (long long)n);
        act_note(d->a, "same_file", f->hash);
    }
}

void deed_evidence(struct deed *d, const char *step)
{
    struct act *a = d->a;
    const char *caption = d->c->caption ? d->c->caption : "";

    for (size_t i = 0; act_ok(a) && i < d->c->n_evidence; i++) {
        const struct evidence_file *f = &d->files[i];
        const char *own = d->c->captions ? d->c->captions[i] : NULL;
        warn_shared(d, f, step);
        act_insert(a, "evidence",
                   "item i step t kind t hash t size i name t caption t day d "
                   "person i",
                   d->it.id, step, "file", f->hash, f->size, f->name,
                   own && *own ? own : caption, a->env.today, d->doer);
    }
    const char *const named[][2] = { { "paper", d->c->paper_kept }, { "link", d->c->link } };
    for (size_t i = 0; act_ok(a) && i < 2; i++) {
        const char *name = named[i][1];
        if (name && *name)
            act_insert(a, "evidence",
                       "item i step t kind t name t caption t day d person i", d->it.id,
                       step, named[i][0], name, caption, a->env.today, d->doer);
    }
}

/* ---- rows of other lists ---- */

/* What was gone past at the step; 0: nothing. */
static int64_t passed_row(struct deed *d, const char *step)
{
    return act_get_int(d->a, "SELECT id FROM rows_passed WHERE item = ? AND step = ?", "it",
                       d->it.id, step);
}

/* Where the rows in the way are found: the command that lists them. */
static void say_where(struct deed *d, const struct rows_found *r, struct xh_err *why)
{
    struct buf cmd = {0}, say = {0};
    struct item up = {0};
    struct xh_err err = {0};

    buf_printf(&cmd, "list %s", r->need->list);
    if (r->need->same & SAME_ITEM)
        buf_printf(&cmd, " --parent %s", d->it.code);
    else if (r->need->same & SAME_PARENT && d->it.parent &&
             item_load(d->a->db, d->it.parent, &up, &err) == XH_OK)
        buf_printf(&cmd, " --parent %s", up.code);
    if (*r->need->step && !r->need->begun)
        buf_printf(&cmd, " --where undone=%s", r->need->step);
    buf_printf(&say, _("see them: xiaohao %s"), buf_str(&cmd));
    xh_fail_more(why, XH_REFUSED, "%s",
                 err_way(buf_str(&say), _("F2 shows what is missing, its digit leads there")));
    item_fini(&up);
    buf_fini(&cmd);
    buf_fini(&say);
}

/* May the step go on, as far as other rows are concerned? Adds to `why` what is in the way.
 * Gone past with a reason, that is kept with the step and in the event, and not asked
 * again. */
static enum xh_rc pass_rows(struct deed *d, const struct facts *f, int i, struct xh_err *why)
{
    struct act *a = d->a;
    const struct step_def *s = f->steps[i].def;
    const char *reason = d->c->reason ? d->c->reason : "";
    struct row_gates g = {0};
    struct buf all = {0};
    int64_t missing = 0;

    if (s->needs.n_rows == 0 || !act_ok(a))
        return XH_OK;
    bool passed = passed_row(d, s->id) != 0;    /* answered once, at the beginning */
    a->rc = row_gates_load(a->store, &d->it, f, i, day_of(d), &g, &a->err);
    enum xh_rc rc = act_ok(a) ? work_may_pass(a->defs, f, g.v, g.n, i, passed || *reason, why)
                              : XH_OK;
    for (size_t k = 0; k < g.n && rc != XH_OK && act_ok(a); k++)
        if (rows_are_missing(&g.v[k]) && g.v[k].first_on == DAY_NONE &&
            !(g.v[k].need->unless_reason && (passed || *reason)))
            say_where(d, &g.v[k], why);
    for (size_t k = 0; k < g.n && rc == XH_OK && act_ok(a) && !passed; k++) {
        const struct rows_found *r = &g.v[k];
        struct buf text = {0};
        if (!rows_are_missing(r))
            continue;
        missing += r->needed - r->done;
        work_say_rows(&text, r);
        buf_printf(&all, "%s%s", all.len ? _("; ") : "", buf_str(&text));
        buf_fini(&text);
    }
    if (missing && act_ok(a)) {
        deed_say(d, _("%s goes on with the reason given, although %s"), s->name, buf_str(&all));
        act_note(a, "although", buf_str(&all));
        act_insert(a, "rows_passed", "item i step t day d missing i said t reason t", d->it.id,
                   s->id, day_of(d), missing, buf_str(&all), reason);
    }
    buf_fini(&all);
    row_gates_fini(&g);
    return rc;
}

/* Other rows' done steps that rest on what is taken back here are told, not in the way: what
 * was ticked by mistake must be put right even where an authority has acted on it since, and
 * the rows above belong to other people. */
static void warn_resting(struct deed *d, const char *step)
{
    struct buf resting = {0};

    if (act_ok(d->a))
        d->a->rc = row_gates_resting(d->a->store, &d->it, step, &resting, &d->a->err);
    if (resting.len && act_ok(d->a)) {
        deed_say(d, _("note: done already, and rests on this: %s"), buf_str(&resting));
        act_note(d->a, "rests_on", buf_str(&resting));
    }
    buf_fini(&resting);
}

/* ---- begin, check ---- */

void verb_begin(struct deed *d)
{
    struct act *a = d->a;
    struct xh_err err = {0};
    char day[DAY_TEXT];

    if (!deed_permit(d, d->doer, VERB_BEGIN) || !deed_go(d, VERB_BEGIN))
        return;
    int i = deed_find_step(d);
    struct item_facts *x = i >= 0 ? deed_facts(d, NULL) : NULL;
    if (x) {
        enum xh_rc rc = work_may_begin(a->defs, &x->f, i, day_of(d), a->env.today, &err);
        int32_t start_day = a->defs->township.start_day;
        if ((start_day == DAY_NONE || day_of(d) >= start_day) &&
            pass_rows(d, &x->f, i, &err) != XH_OK)
            rc = XH_REFUSED;
        if (rc != XH_OK)
            act_fail(a, rc, _("%s: %s"), d->it.code, err.msg);
        else
            act_update(a, "step", step_row(d, d->list->steps[i].id), "begun_on d",
                       day_of(d));
        act_note(a, "step", d->list->steps[i].id);
        deed_evidence(d, d->list->steps[i].id);
        deed_say(d, _("%s: %s begun on %s"), d->it.code, d->list->steps[i].name,
                 day_format(day_of(d), day));
    }
    deed_free_facts(x);
}

/* A billion of whatever it is: sums of it stay far from the end of an int64_t. */
#define AMOUNT_MAX (1000000000LL * DECIMAL_ONE)

/* Add the amount; true when the step's quantity is reached. */
static bool add_amount(struct deed *d, const struct step_facts *s)
{
    struct act *a = d->a;
    char have[DECIMAL_TEXT], want[DECIMAL_TEXT];
    int64_t amount = d->c->has_amount ? d->c->amount : s->target - s->amount;

    if (!s->target) {
        if (d->c->has_amount)
            act_fail(a, XH_REFUSED, err_way(_("%s has no quantity; tick it without --amount"),
                                             _("%s has no quantity; leave it empty")),
                     s->def->name);
        return true;
    }
    if (*s->def->from.list) {
        if (d->c->has_amount)
            act_fail(a, XH_REFUSED,
                     _("the quantity of %s is counted from %s; it cannot be typed"),
                     s->def->name, s->def->from.list);
        return s->amount >= s->target;
    }
    if (amount == 0 || amount < -AMOUNT_MAX || amount > AMOUNT_MAX ||
        s->amount + amount < 0 || s->amount + amount > AMOUNT_MAX) {
        act_fail(a, XH_REFUSED,
                 _("%s: an amount of zero, less than nothing in all, or more than "
                   "can be counted"),
                 s->def->name);
        return false;
    }
    act_insert(a, "step_amount", "item i step t day d amount i", d->it.id, s->def->id,
               day_of(d), amount);
    act_note(a, "amount", decimal_format(amount, have));
    deed_say(d, _("%s: %s of %s %s"), s->def->name,
             decimal_format(s->amount + amount, have), decimal_format(s->target, want),
             s->def->unit);
    return s->amount + amount >= s->target;
}

static void check_step(struct deed *d, struct item_facts *x, int i)
{
    struct act *a = d->a;
    struct xh_err err = {0};
    struct gate_store g;
    struct step_facts *s = &x->f.steps[i];
    int32_t on = day_of(d), start_day = a->defs->township.start_day;
    /* Done before the township began to use the program: gates do not apply (ENGINE
     * 37). */
    bool before_start = start_day != DAY_NONE && on < start_day;
    char day[DAY_TEXT];

    if (!before_start) {
        enum xh_rc rc = work_may_check(a->defs, &x->f, i, on, a->env.today, &err);
        if (pass_rows(d, &x->f, i, &err) != XH_OK)
            rc = XH_REFUSED;
        if (rc != XH_OK)
            act_fail(a, rc, _("%s: %s"), d->it.code, err.msg);
    } else if (s->done_on != DAY_NONE || s->skipped_on != DAY_NONE) {
        work_may_check(a->defs, &x->f, i, on, a->env.today, &err);
        act_fail(a, XH_REFUSED, _("%s: %s"), d->it.code, err.msg);
    } else if (on > a->env.today || on < d->it.start) {
        act_fail(a, XH_REFUSED, _("%s: %s lies before the start or is still to come"),
                 d->it.code, day_format(on, day));
    }
    if (!act_ok(a))
        return;
    deed_evidence(d, s->def->id);
    bool reached = add_amount(d, s);
    if (act_ok(a) && reached) {
        if (s->target && !*s->def->from.list)
            s->amount = s->target;      /* for the gate below: it was just reached */
        deed_gate(d, NULL, &g);
        g.g.before_start_day = before_start;
        if (act_ok(a) && work_missing(a->defs, &x->f, &g.g, i, &err) != XH_OK)
            act_fail(a, XH_REFUSED, _("%s: %s"), d->it.code, err.msg);
        gate_store_fini(&g);
        int64_t row = step_row(d, s->def->id);
        act_update(a, "step", row, "done_on d before_start i", on, (int64_t)before_start);
        if (act_ok(a))
            deed_say(d, _("%s: %s done on %s"), d->it.code, s->def->name,
                     day_format(on, day));
    }
}

/* The row's own books, told with every step ticked: while it is at hand, what is wrong in it is
 * put right soonest. Only to those who may see the figures. */
static void warn_off(struct deed *d)
{
    struct buf off = {0};

    if (act_ok(d->a))
        d->a->rc = balance_say_row(d->a->store, d->list, d->it.id, d->a->who.actor, &off,
                                   &d->a->err);
    if (off.len && act_ok(d->a))
        deed_say(d, _("note: %s"), buf_str(&off));
    buf_fini(&off);
}

void verb_check(struct deed *d)
{
    if (!deed_permit(d, d->doer, VERB_CHECK) || !deed_go(d, VERB_CHECK))
        return;
    int i = deed_find_step(d);
    struct item_facts *x = i >= 0 ? deed_facts(d, NULL) : NULL;
    if (x) {
        act_note(d->a, "step", d->list->steps[i].id);
        if (d->c->on != DAY_NONE && d->c->on != d->a->env.today) {
            char day[DAY_TEXT];
            act_note(d->a, "on", day_format(d->c->on, day));
        }
        check_step(d, x, i);
        warn_off(d);
    }
    deed_free_facts(x);
}

void verb_uncheck(struct deed *d)
{
    struct act *a = d->a;

    if (!deed_permit(d, d->doer, VERB_UNCHECK) || !deed_go(d, VERB_UNCHECK))
        return;
    int i = deed_find_step(d);
    struct item_facts *x = i >= 0 ? deed_facts(d, NULL) : NULL;
    if (!x)
        return;
    const struct step_def *s = &d->list->steps[i];
    struct step_facts *f = &x->f.steps[i];
    if (f->done_on == DAY_NONE && f->skipped_on == DAY_NONE && f->begun_on == DAY_NONE
        && f->amount == 0)
        act_fail(a, XH_REFUSED, _("%s: %s is not ticked"), d->it.code, s->name);
    int later = work_dependent(&x->f, i, 0);
    if (act_ok(a) && later >= 0) {
        struct buf names = {0};
        for (; later >= 0; later = work_dependent(&x->f, i, later + 1))
            buf_printf(&names, "%s%s", names.len ? _(", ") : "",
                       d->list->steps[later].name);
        act_fail(a, XH_REFUSED, _("%s rests on it: %s. Untick that first."), s->name,
                 buf_str(&names));
        buf_fini(&names);
    }
    if (act_ok(a)) {
        int64_t row = step_row(d, s->id), amount;
        struct value none = value_null();
        act_update(a, "step", row, "begun_on v done_on v skipped_on v skip_reason t "
                   "before_start i", &none, &none, &none, "", (int64_t)0);
        if (passed_row(d, s->id))
            act_delete(a, "rows_passed", passed_row(d, s->id));
        while (act_ok(a) &&
               (amount = act_get_int(a,
                                     "SELECT id FROM step_amount WHERE item = ? "
                                     "AND step = ? LIMIT 1",
                                     "it", d->it.id, s->id)))
            act_delete(a, "step_amount", amount);
        act_note(a, "step", s->id);
        deed_say(d, _("%s: %s is open again"), d->it.code, s->name);
        if (f->done_on != DAY_NONE || f->begun_on != DAY_NONE)
            warn_resting(d, s->id);
    }
    deed_free_facts(x);
}

/* ---- skip: not applicable, a decision ---- */

void effect_skip(struct deed *d, const struct effect *e)
{
    struct act *a = d->a;
    struct xh_err err = {0};
    int i = list_step(d->list, e->step);
    struct item_facts *x = i >= 0 ? deed_facts(d, NULL) : NULL;

    if (i < 0) {
        act_fail(a, XH_REFUSED, _("the step '%s' is no longer in the list"), e->step);
        return;
    }
    if (!x)
        return;
    /* The checklist stands still while it is reviewed (ENGINE 20, 23). */
    enum xh_rc rc = work_next(a->defs, d->list, VERB_SKIP, d->it.state, d->it.state_before, &err)
        ? work_may_skip(a->defs, &x->f, i, &err) : XH_REFUSED;
    if (rc != XH_OK)
        act_fail(a, rc, _("%s: %s"), d->it.code, err.msg);
    else
        act_update(a, "step", step_row(d, e->step), "skipped_on d skip_reason t",
                   a->env.today, e->reason);
    deed_say(d, _("%s: %s is not applicable"), d->it.code, d->list->steps[i].name);
    deed_free_facts(x);
}

void verb_skip(struct deed *d)
{
    struct xh_err err = {0};

    if (!deed_permit(d, d->doer, VERB_SKIP) || !deed_go(d, VERB_SKIP)
        || !deed_needs_reason(d))
        return;
    int i = deed_find_step(d);
    struct item_facts *x = i >= 0 ? deed_facts(d, NULL) : NULL;
    if (x && work_may_skip(d->a->defs, &x->f, i, &err) != XH_OK)
        act_fail(d->a, XH_REFUSED, _("%s: %s"), d->it.code, err.msg);
    if (x && act_ok(d->a)) {
        act_note(d->a, "step", d->list->steps[i].id);
        deed_ask_or_do(d, &(struct effect){ .to = DAY_NONE, .asked_on = d->a->env.today,
                       .office = "", .reason = d->c->reason, .step = d->list->steps[i].id,
                       .doc = "" });
    }
    deed_free_facts(x);
}
