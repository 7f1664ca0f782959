/* verbs_time.c - deadlines and clocks: extend, limit, hold, resume, pin, rebase, and the
 * requests they may start as: grant, refuse (ENGINE 10, 13-17, 26). */
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/due.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/text.h"

/* ---- requests ---- */

static const struct { enum verb verb; void (*run)(struct deed *, const struct effect *); }
effects[] = {
    { VERB_EXTEND, effect_extend }, { VERB_HOLD, effect_hold }, { VERB_SKIP, effect_skip },
    { VERB_REOPEN, effect_reopen }, { VERB_REBASE, effect_rebase },
};

static void run_effect(struct deed *d, enum verb verb, const struct effect *e)
{
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (effects[i].verb == verb)
            effects[i].run(d, e);
}

/* 期限核定 before the office begins (ENGINE 37): the permission for the act itself will do.
 * Nobody decides about own work even then. */
static bool settles_early(const struct deed *d)
{
    int32_t start = d->a->defs->township.start_day;

    return d->c->settles && (start == DAY_NONE || d->a->env.today < start);
}

void deed_ask_or_do(struct deed *d, const struct effect *e)
{
    struct act *a = d->a;
    const char *verb = verb_info(d->c->verb)->id;
    char day[DAY_TEXT];

    if (!act_ok(a))
        return;
    /* What somebody is said to want is asked, never decided: else --for would lend his
     * name. */
    bool asks_for_another =
        a->who.behalf && a->who.behalf != a->who.actor && !a->who.decided;
    if (!asks_for_another
        && permit_may(a->db, a->defs, d->decider,
                      settles_early(d) ? d->c->verb : VERB_GRANT, d->it.list, d->it.id)
        && !permit_doer(a->db, d->it.id, d->decider)) {
        run_effect(d, d->c->verb, e);
        return;
    }
    if (a->who.decided) {       /* a decision on paper was claimed: say why it is none */
        deed_decides(d, VERB_GRANT);
        return;
    }
    if (act_get_int(
            a,
            "SELECT count(*) FROM request WHERE item = ? AND verb = ? AND step = ? AND "
            "answer = ''",
            "itt", d->it.id, verb, e->step)) {
        act_fail(a, XH_REFUSED,
                 _("%s: such a request is waiting already; withdraw it first"),
                 d->it.code);
        return;
    }
    d->out->request = act_insert(a, "request",
                                 "item i verb t step t day d person i actor i "
                                 "to_day d office t reason t doc t",
                                 d->it.id, verb, e->step, a->env.today, d->doer,
                                 a->who.actor, e->to, e->office, e->reason, e->doc);
    d->out->requested = true;
    d->keeps_state = true;
    act_note_int(a, "request", d->out->request);
    if (e->to != DAY_NONE)
        act_note(a, "to", day_format(e->to, day));
    struct buf who = {0};
    permit_who_can(&who, a->db, a->defs, VERB_GRANT, d->it.list, d->it.id, d->doer);
    deed_say(d, _("%s: asked. Nothing changes until it is granted by: %s"), d->it.code,
             buf_str(&who));
    buf_fini(&who);
}

struct asked {
    int64_t id, person, actor;
    enum verb verb;
    char *step, *office, *reason, *doc;
    int32_t day, to;
};

/* The open request to answer: the one named, or the only one there is. */
static bool find_request(struct deed *d, struct asked *r)
{
    struct act *a = d->a;
    int64_t id = d->c->request;
    int64_t n = act_get_int(
        a, "SELECT count(*) FROM request WHERE item = ? AND answer = ''", "i", d->it.id);

    memset(r, 0, sizeof *r);
    if (!id && n > 1) {
        act_fail(a, XH_USAGE,
                 _("%s has %lld open requests; name one by its number (show %s)"),
                 d->it.code, (long long)n, d->it.code);
        return false;
    }
    if (!id)
        id = act_get_int(a, "SELECT id FROM request WHERE item = ? AND answer = ''", "i",
                         d->it.id);
    struct stmt *s =
        db_query(a->db, &a->err,
                 "SELECT verb, step, person, actor, day, to_day, "
                 "office, reason, doc FROM request WHERE id = ? AND item = ? AND "
                 "answer = ''",
                 "ii", id, d->it.id);
    int got = s ? stmt_step(s, &a->err) : -1;
    if (got > 0)
        *r = (struct asked){ .id = id, .verb = verb_find(stmt_text(s, 0)),
            .step = xstrdup(stmt_text(s, 1)), .person = stmt_int(s, 2), .actor = stmt_int(s, 3),
            .day = stmt_day(s, 4), .to = stmt_day(s, 5), .office = xstrdup(stmt_text(s, 6)),
            .reason = xstrdup(stmt_text(s, 7)), .doc = xstrdup(stmt_text(s, 8)) };
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    else if (got == 0)
        act_fail(a, XH_NOT_FOUND, _("%s has no open request"), d->it.code);
    return act_ok(a);
}

static void asked_fini(struct asked *r)
{
    free(r->step);
    free(r->office);
    free(r->reason);
    free(r->doc);
}

/* Neither a doer decides nor the one who asked, or typed what was asked. Refusing is a
 * decision too. */
static bool may_answer(struct deed *d, const struct asked *r)
{
    if (!deed_decides(d, VERB_GRANT))
        return false;
    if (d->decider != r->person && d->decider != r->actor)
        return true;
    act_fail(d->a, XH_DENIED, _("two people: whoever asks cannot answer"));
    return false;
}

/* More time than there is, within what the superior and the law allow, to another day than
 * was asked for: reckoned from the asking, as the deadline counted until then (ENGINE 17). */
static bool grant_other_day(struct deed *d, struct asked *r)
{
    struct act *a = d->a;
    struct derived derived = {0};
    struct xh_err err = {0};
    int32_t to = d->c->to;

    if (to == DAY_NONE || to == r->to)
        return true;
    if (r->verb != VERB_EXTEND) {
        act_fail(a, XH_USAGE, _("%s: only more time can be granted to another day"),
                 d->it.code);
        return false;
    }
    struct item_facts *x = deed_facts(d, &derived);
    if (x) {
        bool doc = *r->doc || (d->c->doc && *d->c->doc);
        enum xh_rc rc = work_may_extend(a->defs, &x->f, &derived, to, doc, r->day, &err);
        if (rc != XH_OK)
            act_fail(a, rc, _("%s: %s"), d->it.code, err.msg);
    }
    deed_free_facts(x);
    r->to = to;
    if (d->c->doc && *d->c->doc) {
        free(r->doc);
        r->doc = xstrdup(d->c->doc);
    }
    return act_ok(a);
}

void verb_grant(struct deed *d)
{
    struct act *a = d->a;
    struct asked r;

    d->keeps_state = true;
    if (find_request(d, &r) && may_answer(d, &r) && grant_other_day(d, &r)) {
        struct effect e = { .to = r.to, .asked_on = r.day, .office = r.office,
                            .reason = r.reason, .step = r.step, .doc = r.doc };
        act_update(a, "request", r.id, "answer t answered_on d answered_by i", "granted",
                   a->env.today, d->decider);
        run_effect(d, r.verb, &e);
        act_note(a, "of", verb_info(r.verb)->id);
        act_note_int(a, "request", r.id);
        char *name = person_name(a->db, r.person);
        deed_say(d, _("%s: granted (%s, asked by %s)"), d->it.code,
                 _(verb_info(r.verb)->name), name);
        free(name);
    }
    asked_fini(&r);
}

void verb_refuse(struct deed *d)
{
    struct act *a = d->a;
    struct asked r;

    d->keeps_state = true;
    if (find_request(d, &r) && may_answer(d, &r) && deed_needs_reason(d)) {
        act_update(a, "request", r.id, "answer t answered_on d answered_by i", "refused",
                   a->env.today, d->decider);
        act_note(a, "of", verb_info(r.verb)->id);
        act_note_int(a, "request", r.id);
        deed_say(d, _("%s: refused"), d->it.code);
    }
    asked_fini(&r);
}

/* ---- extend ---- */

void effect_extend(struct deed *d, const struct effect *e)
{
    struct act *a = d->a;
    char day[DAY_TEXT];

    if (d->it.phase >= PHASE_CLOSED) {
        act_fail(a, XH_REFUSED, _("%s is crossed off or cancelled"), d->it.code);
        return;
    }
    /* The new date is absolute and counts from the asking (ENGINE 16, 17). */
    act_update(a, "item", d->it.id,
               "extended_to d extended_on d extensions i upper_doc t", e->to, e->asked_on,
               d->it.extensions + 1, *e->doc ? e->doc : d->it.upper_doc);
    act_touch(a, d->it.id, TOUCH_RESTART);
    act_note(a, "to", day_format(e->to, day));
    act_note(a, "doc", e->doc);
    deed_say(d, _("%s: deadline extended to %s"), d->it.code, day);
}

void verb_extend(struct deed *d)
{
    struct act *a = d->a;
    struct xh_err err = {0};
    struct derived derived = {0};
    const char *doc = d->c->doc ? d->c->doc : "";

    if (!deed_permit(d, d->doer, VERB_EXTEND) || !deed_go(d, VERB_EXTEND))
        return;
    struct item_facts *x = deed_facts(d, &derived);
    if (!x)
        return;
    /* What no date and no reason would change comes first: as if any later day were
     * asked for, with a document. */
    enum xh_rc rc = work_may_extend(a->defs, &x->f, &derived, DAY_NEVER, true, a->env.today,
                                    &err);
    if (rc == XH_OK && deed_needs_reason(d)) {
        if (d->c->to == DAY_NONE)
            act_fail(a, XH_USAGE, err_way(_("extend to when? --to 2026-12-01"),
                                           _("extend to when?")));
        else
            rc = work_may_extend(a->defs, &x->f, &derived, d->c->to, *doc != '\0',
                                 a->env.today, &err);
    }
    if (rc != XH_OK)
        act_fail(a, rc, _("%s: %s"), d->it.code, err.msg);
    deed_free_facts(x);
    deed_ask_or_do(d, &(struct effect){ .to = d->c->to,
                                        .asked_on = a->env.today,
                                        .office = "",
                                        .reason = d->c->reason,
                                        .step = "",
                                        .doc = doc });
}

/* ---- limit: for what is late already ---- */

void verb_limit(struct deed *d)
{
    struct act *a = d->a;
    const struct calendar *cal = a->defs->calendar;
    char day[DAY_TEXT];
    int32_t today = a->env.today;

    d->keeps_state = true;
    if (!deed_decides(d, VERB_LIMIT) || !deed_go(d, VERB_LIMIT))
        return;
    if (d->c->to == DAY_NONE)
        act_fail(a, XH_USAGE, err_way(_("limit to when? --to 2026-12-01"),
                                       _("limit to when?")));
    else if (d->c->to < today)
        act_fail(a, XH_REFUSED, _("%s is over already: give a day from today on"),
                 day_format(d->c->to, day));
    else if (!calendar_is_late(cal, d->it.due, today))
        act_fail(a, XH_REFUSED, _("%s is not late; its deadline can be extended"),
                 d->it.code);
    if (!act_ok(a))
        return;
    int64_t missed = calendar_is_late(cal, d->it.limit_due, today);
    struct value old =
        d->it.limit_due == DAY_NONE ? value_null() : value_day(d->it.limit_due);
    act_update(a, "item", d->it.id, "limit_on d limit_set_on d limits_missed i", d->c->to,
               today, d->it.limits_missed + missed);
    act_insert(a, "due_change", "item i step t day d old v new d why t", d->it.id, "",
               today, &old, d->c->to, "limit");
    act_note(a, "to", day_format(d->c->to, day));
    deed_say(d, _("%s: limit %s ordered; it stays late until it is done"), d->it.code,
             day);
}

/* ---- hold, resume ---- */

void effect_hold(struct deed *d, const struct effect *e)
{
    struct act *a = d->a;
    char day[DAY_TEXT];

    if (!deed_go(d, VERB_HOLD))
        return;
    act_update(a, "item", d->it.id, "state_before t hold_office t", d->it.state,
               e->office);
    act_insert(a, "clock", "item i kind t from_day d office t expect d reason t",
               d->it.id, "hold", a->env.today, e->office, e->to, e->reason);
    act_note(a, "office", e->office);
    act_note(a, "to", day_format(e->to, day));
    deed_say(d, _("%s is on hold, waiting for %s until %s"), d->it.code, e->office, day);
}

void verb_hold(struct deed *d)
{
    struct act *a = d->a;
    const char *office = d->c->office ? d->c->office : "";
    const char *reason = d->c->reason && *d->c->reason ? d->c->reason : "";

    d->keeps_state = true;
    if (!deed_permit(d, d->doer, VERB_HOLD))
        return;
    struct xh_err err = {0};
    if (!work_next(a->defs, d->list, VERB_HOLD, d->it.state, d->it.state_before, &err)) {
        act_fail(a, XH_REFUSED, _("%s: %s"), d->it.code, err.msg);
        return;
    }
    /* Everything that is missing at once. */
    struct xh_err more = {0};
    if (!*office)
        xh_fail_more(&more, XH_USAGE,
                     err_way(_("hold: which office are we waiting for? --by OFFICE"),
                             _("hold: which office are we waiting for?")));
    if (d->c->to == DAY_NONE)
        xh_fail_more(&more, XH_USAGE,
                     err_way(_("hold: when is the reply expected? --until 2026-12-01"),
                             _("hold: when is the reply expected?")));
    if (!*reason && !d->c->n_evidence && !d->c->paper_kept && !d->c->link)
        xh_fail_more(&more, XH_USAGE,
                     err_way(_("hold: why? --reason \"...\", or evidence"),
                             _("hold: why? A reason, or evidence")));
    if (d->c->to != DAY_NONE && d->c->to < a->env.today)
        xh_fail_more(&more, XH_REFUSED,
                     _("hold: the expected reply day is over already: give a "
                       "day from today on"));
    if (more.rc != XH_OK) {
        act_fail(a, more.rc, "%s", more.msg);
        return;
    }
    deed_evidence(d, "");
    deed_ask_or_do(d, &(struct effect){ .to = d->c->to, .asked_on = a->env.today,
                   .office = office, .reason = reason, .step = "", .doc = "" });
}

void verb_resume(struct deed *d)
{
    struct act *a = d->a;

    d->keeps_state = true;
    if (!deed_permit(d, d->doer, VERB_RESUME) || !deed_go(d, VERB_RESUME))
        return;
    deed_end_clock(d, "hold", true);
    act_update(a, "item", d->it.id, "hold_office t resumed_on d", "", a->env.today);
    act_touch(a, d->it.id, TOUCH_RESTART);
    deed_say(d, _("%s goes on"), d->it.code);
}

/* ---- pin ---- */

void verb_pin(struct deed *d)
{
    struct act *a = d->a;
    const char *word = d->c->colour ? d->c->colour : "";
    enum colour colour = colour_find(word);
    struct value none = value_null();
    char day[DAY_TEXT];

    d->keeps_state = true;
    if (!deed_decides(d, VERB_PIN))
        return;
    if (strcmp(word, "none") == 0) {
        if (!*d->it.pin_colour) {
            act_fail(a, XH_REFUSED, _("%s is not pinned"), d->it.code);
            return;
        }
        act_update(a, "item", d->it.id,
                   "pin_colour v pin_from v pin_until v pin_reason t", &none, &none,
                   &none, "");
        deed_say(d, _("%s: the pin is off"), d->it.code);
        return;
    }
    struct xh_err more = {0};
    if (colour != COLOUR_GREEN && colour != COLOUR_YELLOW && colour != COLOUR_RED)
        xh_fail_more(&more, XH_USAGE,
                     _("pin to which colour? green, yellow, red or none"));
    if (d->c->to == DAY_NONE)
        xh_fail_more(&more, XH_USAGE, err_way(_("pin until when? --until 2026-12-01"),
                                                _("pin until when?")));
    else if (d->c->to < a->env.today)
        xh_fail_more(&more, XH_REFUSED, _("%s is over already: give a day from today on"),
                 day_format(d->c->to, day));
    if (!d->c->reason || !*d->c->reason)
        xh_fail_more(&more, XH_USAGE, err_way(_("pin why? --reason \"...\""), _("pin why?")));
    if (d->it.phase > PHASE_REVIEW)
        xh_fail_more(&more, XH_REFUSED, _("%s has no colour to pin"), d->it.code);
    if (more.rc != XH_OK) {
        act_fail(a, more.rc, "%s", more.msg);
        return;
    }
    act_update(a, "item", d->it.id, "pin_colour t pin_from d pin_until d pin_reason t",
               colour_id(colour), a->env.today, d->c->to, d->c->reason);
    act_note(a, "colour", colour_id(colour));
    act_note(a, "to", day_format(d->c->to, day));
    deed_say(d,
             _("%s is shown %s until %s by order; the computed colour stays beside it"),
             d->it.code, colour_word(a->defs, colour), day);
}

/* ---- rebase: the first deadline itself was wrong ---- */

bool deed_may_be_due(struct deed *d, int32_t to)
{
    struct act *a = d->a;
    struct derived derived = {0};
    struct item_facts *x = deed_facts(d, &derived);
    char day[DAY_TEXT], upper[DAY_TEXT];

    if (!x)
        return false;
    if (d->list->due.anchor == ANCHOR_NONE)
        act_fail(a, XH_REFUSED, _("rows of %s have no deadline"), d->list->name);
    else if (to < d->it.start)
        act_fail(a, XH_REFUSED, _("the deadline %s lies before the start, %s"),
                 day_format(to, day), day_format(d->it.start, upper));
    else if (due_item_basis(a->defs, &x->f, &derived, false).is_statute)
        act_fail(a, XH_REFUSED, _("the deadline is fixed by law and cannot be replaced"));
    else if (d->it.upper_due != DAY_NONE && to > d->it.upper_due &&
             !(d->c->doc && *d->c->doc))
        act_fail(a, XH_REFUSED,
                 _("%s is past the superior's deadline, %s: give the number of the "
                   "document that allows it"),
                 day_format(to, day), day_format(d->it.upper_due, upper));
    deed_free_facts(x);
    return act_ok(a);
}

void effect_rebase(struct deed *d, const struct effect *e)
{
    struct act *a = d->a;
    struct value none = value_null();
    char day[DAY_TEXT];

    /* A given date stands before a list's rule (due.c), so this serves every list. */
    act_update(a, "item", d->it.id,
               "first_due d due_given d due_given_on d extended_to v "
               "extended_on v",
               e->to, e->to, a->env.today, &none, &none);
    act_note(a, "to", day_format(e->to, day));
    deed_say(d, _("%s: the first deadline is now %s"), d->it.code, day);
}

/* Looked at and found right: nothing moves, but the record says who decided so. */
static void keep_deadline(struct deed *d)
{
    char day[DAY_TEXT];

    if (d->it.due == DAY_NONE)
        act_fail(d->a, XH_REFUSED, _("%s has no deadline to keep"), d->it.code);
    act_note(d->a, "kept", day_format(d->it.due, day));
    d->a->always = true;
    act_touch(d->a, d->it.id, 0);
    deed_say(d, _("%s: the deadline %s stays"), d->it.code, day);
}

void verb_rebase(struct deed *d)
{
    struct act *a = d->a;

    d->keeps_state = true;
    if (!deed_permit(d, d->doer, VERB_REBASE))
        return;
    if (d->it.phase >= PHASE_CLOSED)
        act_fail(a, XH_REFUSED, _("%s is crossed off or cancelled"), d->it.code);
    else if (!deed_needs_reason(d))
        return;
    else if (d->c->keep) {
        keep_deadline(d);
        return;
    } else if (d->c->to == DAY_NONE)
        act_fail(a, XH_USAGE, err_way(_("rebase to when? --to 2026-12-01"),
                                       _("rebase to when?")));
    else
        deed_may_be_due(d, d->c->to);
    deed_ask_or_do(d, &(struct effect){ .to = d->c->to,
                                        .asked_on = a->env.today,
                                        .office = "",
                                        .reason = d->c->reason,
                                        .step = "",
                                        .doc = d->c->doc ? d->c->doc : "" });
}
