/* verbs_flow.c - the cross-off itself: apply, withdraw, approve, return, reopen; row by
 * row; a whole village at once is verbs_place.c's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/checklist.h"
#include "model/deed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"

/* ---- one row ---- */

/* Everything that stands in the way of applying, without failing the act: many rows are
 * asked. */
static enum xh_rc apply_ready(struct deed *d, struct xh_err *err)
{
    struct act *a = d->a;
    struct gate_store g;

    if (permit_check(a->db, a->defs, d->doer, VERB_APPLY, d->it.list, d->it.id, err) !=
        XH_OK)
        return XH_DENIED;
    if (!work_next(a->defs, d->list, VERB_APPLY, d->it.state, d->it.state_before, err))
        return XH_REFUSED;
    struct item_facts *x = deed_facts(d, NULL);
    if (!x)
        return a->rc;
    deed_gate(d, &x->f, &g);
    int32_t start_day = a->defs->township.start_day;
    g.g.before_start_day = start_day != DAY_NONE && a->env.today < start_day;
    enum xh_rc rc = work_missing(a->defs, &x->f, &g.g, -1, err);
    gate_store_fini(&g);
    deed_free_facts(x);
    return rc;
}

static void apply_item(struct deed *d)
{
    struct act *a = d->a;
    struct item_facts *x = deed_facts(d, NULL);

    if (x && deed_go(d, VERB_APPLY)) {
        char *steps = checklist_freeze(&x->f);
        act_update(a, "item", d->it.id,
                   "state_before t applied_on d applied_by i applied_again i "
                   "checklist t",
                   d->it.state, a->env.today, d->doer, (int64_t)1, steps);
        act_insert(a, "clock", "item i kind t from_day d", d->it.id, "review",
                   a->env.today);
        free(steps);
    }
    deed_free_facts(x);
}

static enum xh_rc approve_ready(struct deed *d, struct xh_err *err)
{
    struct act *a = d->a;
    const char *doer;
    int64_t open;

    if (!work_next(a->defs, d->list, VERB_APPROVE, d->it.state, d->it.state_before, err))
        return XH_REFUSED;
    enum xh_rc rc = permit_check(a->db, a->defs, d->decider, VERB_APPROVE, d->it.list, d->it.id,
                                 err);
    if (rc != XH_OK)
        return rc;
    doer = permit_doer(a->db, d->it.id, d->decider);
    if (doer) {
        struct buf who = {0};
        permit_who_can(&who, a->db, a->defs, VERB_APPROVE, d->it.list, d->it.id,
                       d->decider);
        rc = xh_fail(err, XH_DENIED,
                     _("two people: the person deciding may not be %s. Who can: %s"),
                     doer, buf_str(&who));
        buf_fini(&who);
        return rc;
    }
    open = deed_open_children(d);
    if (open)
        return xh_fail(err, XH_REFUSED, _("%lld rows below it are still open"),
                       (long long)open);
    return XH_OK;
}

/* ---- recurring items (ENGINE 25) ---- */

/* Another occurrence of the series is open: there is never more than one. */
static bool series_is_open(struct deed *d)
{
    int64_t series = d->it.series ? d->it.series : d->it.id;
    return act_get_int(d->a,
                       "SELECT count(*) FROM item WHERE (series = ?1 OR id = ?1) AND "
                       "id <> ?2 AND phase <= 2",
                       "ii", series, d->it.id) > 0;
}

/* Whoever helps goes along; so does what describes the work. What must be filled in by
 * working on it, and the figure that shows progress, start empty. */
static void copy_to_next(struct deed *d, struct deed *next)
{
    struct act *a = d->a;
    const struct list_def *l = d->list;
    struct buf sql = {0};
    char table[DEF_ID_MAX + 3], spec[DEF_ID_MAX + 8];

    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT unit, person FROM item_co WHERE item = ? "
                              "ORDER BY id",
                              "i", d->it.id);
    while (act_ok(a) && s && stmt_step(s, &a->err) > 0) {
        struct value unit = stmt_value(s, 0), person = stmt_value(s, 1);
        act_insert(a, "item_co", "item i unit v person v", next->it.id, &unit, &person);
    }
    stmt_done(s);
    if (l->n_fields == 0)
        return;
    snprintf(table, sizeof table, "f_%s", l->id);
    for (size_t i = 0; i < l->n_fields; i++)
        buf_printf(&sql, "%s\"v_%s\"", i ? ", " : "SELECT ", l->fields[i].id);
    buf_printf(&sql, " FROM \"%s\" WHERE id = ?", table);
    s = act_ok(a) ? db_query(a->db, &a->err, buf_str(&sql), "i", d->it.id) : NULL;
    buf_fini(&sql);
    if (s && stmt_step(s, &a->err) > 0)
        for (size_t i = 0; act_ok(a) && i < l->n_fields; i++) {
            const struct field_def *f = &l->fields[i];
            struct value v = stmt_value(s, (int)i);
            if (f->required || strcmp(f->id, l->progress.done) == 0 ||
                v.kind == VALUE_NULL)
                continue;
            snprintf(spec, sizeof spec, "v_%s %c", f->id, f->is_private ? 'p' : 'v');
            act_update(a, table, next->it.id, spec, &v);
        }
    stmt_done(s);
}

static int32_t periods_later(const struct list_def *l, int32_t day, int32_t n)
{
    return l->every == CADENCE_WEEK ? day + 7 * n : day_add_months(day, n);
}

/* Crossing one off brings the next, its dates a period later. Periods are counted from
 * the first of the series, so that what began on a 31st comes back to it after
 * February. */
static void next_occurrence(struct deed *d)
{
    struct act *a = d->a;
    const struct list_def *l = d->list;
    struct pair fields[16];
    char start[DAY_TEXT], due[DAY_TEXT];
    size_t n = 0;
    int32_t periods = 1;
    struct item first = {0};
    int64_t series = d->it.series ? d->it.series : d->it.id;

    /* A part of a split item comes again with the whole. */
    if ((l->every != CADENCE_WEEK && l->every != CADENCE_MONTH) || d->it.split_of
        || series_is_open(d))
        return;
    a->rc = item_load(a->db, series, &first, &a->err);
    if (!act_ok(a))
        return;
    while (periods_later(l, first.start, periods) <= d->it.start)
        periods++;
    fields[n++] = (struct pair){ "title", d->it.title };
    fields[n++] =
        (struct pair){ "start",
                       day_format(periods_later(l, first.start, periods), start) };
    if (list_takes_due(l) && first.first_due != DAY_NONE
        && (l->due.anchor == ANCHOR_GIVEN || first.due_given != DAY_NONE))
        fields[n++] =
            (struct pair){ "due",
                           day_format(periods_later(l, first.first_due, periods), due) };
    fields[n++] = (struct pair){ "report_every", d->it.report_every };
    if (*d->it.source)
        fields[n++] = (struct pair){ "source", d->it.source };
    if (*d->it.source_ref)
        fields[n++] = (struct pair){ "source_ref", d->it.source_ref };
    item_fini(&first);
    struct call c = { .verb = VERB_ADD, .list = l->id, .fields = fields, .n_fields = n,
                      .on = DAY_NONE, .to = DAY_NONE, .next_due = DAY_NONE };
    struct result added = {0};
    struct deed next = { .a = a, .c = &c, .out = &added, .doer = d->decider,
                         .decider = d->decider };
    deed_add_row(&next);
    if (act_ok(a)) {
        struct value who[] = { d->it.unit ? value_int(d->it.unit) : value_null(),
            d->it.place ? value_int(d->it.place) : value_null(),
            d->it.owner ? value_int(d->it.owner) : value_null(),
            d->it.handler ? value_int(d->it.handler) : value_null(),
            d->it.leader ? value_int(d->it.leader) : value_null(),
            d->it.lead ? value_int(d->it.lead) : value_null(),
            d->it.parent ? value_int(d->it.parent) : value_null() };
        act_update(a, "item", next.it.id,
                   "unit v place v owner v handler v leader v lead v "
                   "parent v series i state t",
                   &who[0], &who[1], &who[2], &who[3], &who[4], &who[5], &who[6], series,
                   "assigned");
        copy_to_next(d, &next);
        act_touch(a, next.it.id, 0);
        deed_say(d, _("next time: %s, from %s"), next.it.code, start);
    }
    item_fini(&next.it);
}

/* ---- one row crossed off ---- */

static void approve_item(struct deed *d)
{
    struct act *a = d->a;

    if (!deed_go(d, VERB_APPROVE))
        return;
    next_occurrence(d);
    deed_end_clock(d, "review", false);
    deed_drop_requests(d);
    bool missed = d->it.applied_on != DAY_NONE
        && calendar_is_late(a->defs->calendar, d->it.limit_due, d->it.applied_on);
    act_update(a, "item", d->it.id, "closed_on d closed_by i on_paper i limits_missed i",
               a->env.today, d->decider, (int64_t)(a->who.decided != 0),
               d->it.limits_missed + missed);
}

/* ---- the verbs ---- */

void verb_apply(struct deed *d)
{
    struct xh_err err = {0};

    if (d->c->place && *d->c->place) {
        deed_by_place(d, apply_ready, apply_item);
        return;
    }
    enum xh_rc rc = apply_ready(d, &err);
    if (rc != XH_OK) {
        act_fail(d->a, rc, _("%s: %s"), d->it.code, err.msg);
        return;
    }
    if (d->list->close == CLOSE_BY_PLACE && d->it.parent)
        deed_say(
            d,
            err_way(_("note: rows of %s are usually crossed off village by village: apply "
                      "PARENT --place VILLAGE"),
                    _("note: rows of %s are usually crossed off village by village: F2, then "
                      "v")),
            d->list->name);
    apply_item(d);
    deed_say(d,
             _("%s: cross-off applied for; the clock stands still until it is decided"),
             d->it.code);
}

void verb_withdraw(struct deed *d)
{
    struct act *a = d->a;
    int64_t request = 0;

    if (!deed_permit(d, d->doer, VERB_WITHDRAW))
        return;
    /* Outside review it takes back one's own open request instead. */
    if (d->it.phase != PHASE_REVIEW) {
        request = act_get_int(a,
                              "SELECT id FROM request WHERE item = ? AND answer = '' AND "
                              "(person = ? OR actor = ?) ORDER BY id DESC LIMIT 1",
                              "iii", d->it.id, d->doer, a->who.actor);
        if (request) {
            act_update(a, "request", request, "answer t answered_on d answered_by i",
                       "dropped", a->env.today, d->doer);
            deed_say(d, _("%s: the request is withdrawn"), d->it.code);
            d->keeps_state = true;
            return;
        }
    }
    if (!deed_go(d, VERB_WITHDRAW))
        return;
    if (d->doer != d->it.applied_by && !deed_is_responsible(d)) {
        act_fail(a, XH_DENIED,
                 _("only whoever applied can take the application back; a reviewer "
                   "returns it, with a reason"));
        return;
    }
    /* Taking it back oneself gives no time back: the clock ran on (ENGINE 14 moves
     * deadlines on return only). */
    deed_end_clock(d, "review", false);
    struct value none = value_null();
    act_update(a, "item", d->it.id, "applied_again i checklist v", (int64_t)0, &none);
    deed_say(d, _("%s: application withdrawn"), d->it.code);
    d->keeps_state = true;
}

void verb_approve(struct deed *d)
{
    struct xh_err err = {0};

    if (d->c->place && *d->c->place) {
        deed_by_place(d, approve_ready, approve_item);
        return;
    }
    enum xh_rc rc = approve_ready(d, &err);
    if (rc != XH_OK) {
        act_fail(d->a, rc, _("%s: %s"), d->it.code, err.msg);
        return;
    }
    approve_item(d);
    deed_say(d, _("%s is crossed off"), d->it.code);
}

/* 不属本单位: an item just assigned goes back to whoever assigned it. */
static void give_back(struct deed *d)
{
    struct act *a = d->a;
    int64_t to = d->it.assigned_by ? d->it.assigned_by : d->it.created_by;
    int64_t unit =
        act_get_int(a, "SELECT coalesce(unit, 0) FROM person WHERE id = ?", "i", to);
    struct value none = value_null(), home = unit ? value_int(unit) : value_null();

    if (!deed_is_responsible(d)) {
        act_fail(a, XH_DENIED,
                 _("only those %s was given to can give it back; assign it to "
                   "somebody else"),
                 d->it.code);
        return;
    }
    if (to == d->doer) {
        act_fail(a, XH_REFUSED, _("%s was assigned by you; assign it to somebody else"),
                 d->it.code);
        return;
    }
    act_update(a, "item", d->it.id, "owner i handler v unit v assigned_by i", to, &none,
               &home, d->doer);
    char *name = person_name(a->db, to);
    deed_say(d, _("%s went back to %s"), d->it.code, name);
    act_note(a, "to", name);
    free(name);
}

void verb_return(struct deed *d)
{
    struct act *a = d->a;

    d->keeps_state = true;
    bool is_new = strcmp(d->it.state, "assigned") == 0;
    if (!deed_permit(d, d->decider, VERB_RETURN) || (!is_new && !deed_can(d, VERB_RETURN))
        || !deed_needs_reason(d))
        return;
    if (is_new) {
        give_back(d);
        return;
    }
    /* An application is answered by a reviewer: whoever may approve, and nobody who
     * worked on it. Returning one's own would win time. */
    if (!deed_go(d, VERB_RETURN) || !deed_decides(d, VERB_APPROVE))
        return;
    deed_end_clock(d, "review", true);
    struct value none = value_null();
    act_update(a, "item", d->it.id, "returns i returned_on d applied_again i checklist v",
               d->it.returns + 1, a->env.today, (int64_t)0, &none);
    deed_say(d, _("%s returned; times returned: %lld"), d->it.code,
             (long long)d->it.returns + 1);
}

/* ---- reopen ---- */

void effect_reopen(struct deed *d, const struct effect *e)
{
    struct act *a = d->a;
    struct value none = value_null();

    if (d->it.parent && act_get_int(a, "SELECT phase FROM item WHERE id = ?", "i",
                                    d->it.parent) >= PHASE_CLOSED) {
        act_fail(a, XH_REFUSED, _("the item above %s is closed; reopen that first"),
                 d->it.code);
        return;
    }
    if (d->it.split_of && act_get_int(a, "SELECT phase FROM item WHERE id = ?", "i",
                                      d->it.split_of) >= PHASE_CLOSED) {
        act_fail(a, XH_REFUSED,
                 _("the item %s was split from is closed; reopen that first"),
                 d->it.code);
        return;
    }
    if (series_is_open(d)) {
        act_fail(a, XH_REFUSED,
                 _("another occurrence of %s is open; there is never more than one"),
                 d->it.code);
        return;
    }
    if (!deed_go(d, VERB_REOPEN))
        return;
    act_update(
        a, "item", d->it.id,
        "opened_on d opened_seq i reopened i returns i returned_on v "
        "applied_again i applied_by v applied_on v closed_on v closed_by v on_paper i "
        "checklist v assigned_by i",
        a->env.today, a->event.id, d->it.reopened + 1, (int64_t)0, &none, (int64_t)0,
        &none, &none, &none, &none, (int64_t)0, &none, a->who.actor);
    deed_drop_requests(d);
    /* An order for the earlier life does not bind the new one. */
    act_update(a, "item", d->it.id, "limit_on v limit_set_on v", &none, &none);
    if (e->to != DAY_NONE)
        act_update(a, "item", d->it.id,
                   "due_given d due_given_on d extended_to v extended_on v", e->to,
                   a->env.today, &none, &none);
    act_touch(a, d->it.id, TOUCH_RESTART);
    deed_say(d, _("%s is open again; times reopened: %lld"), d->it.code,
             (long long)d->it.reopened + 1);
}

void verb_reopen(struct deed *d)
{
    d->keeps_state = true;
    if (!deed_permit(d, d->doer, VERB_REOPEN))
        return;
    if (d->it.phase < PHASE_CLOSED) {
        act_fail(d->a, XH_REFUSED, _("%s is open"), d->it.code);
        return;
    }
    if (series_is_open(d)) {
        act_fail(d->a, XH_REFUSED,
                 _("another occurrence of %s is open; there is never more than "
                   "one"),
                 d->it.code);
        return;
    }
    if (!deed_needs_reason(d))
        return;
    if (d->c->to != DAY_NONE && d->c->to < d->a->env.today) {
        act_fail(d->a, XH_REFUSED,
                 _("the new deadline is over already: give a day from today on"));
        return;
    }
    if (d->c->to != DAY_NONE && !deed_may_be_due(d, d->c->to))
        return;
    deed_ask_or_do(d, &(struct effect){ .to = d->c->to, .asked_on = d->a->env.today,
                   .office = "", .reason = d->c->reason, .step = "",
                   .doc = d->c->doc ? d->c->doc : "" });
}
