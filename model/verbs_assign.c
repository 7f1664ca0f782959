/* verbs_assign.c - handing an item around: assign, accept, transfer, split, cancel,
 * void. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/deed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"

/* The people an assignment may name; the first deadline may be given with the first
 * assignment. */
static bool only_people(struct deed *d, bool due_too)
{
    static const char *const keys[] = { "unit", "owner", "handler", "leader", "lead", "co",
                                        "place" };
    for (size_t i = 0; i < d->c->n_fields; i++) {
        bool ok = due_too && strcmp(d->c->fields[i].key, "due") == 0;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            ok |= strcmp(d->c->fields[i].key, keys[k]) == 0;
        if (!ok) {
            act_fail(d->a, XH_USAGE,
                     _("%s takes unit= owner= handler= leader= lead= co= place=, "
                       "not '%s'"),
                     verb_info(d->c->verb)->id, d->c->fields[i].key);
            return false;
        }
    }
    if (d->c->n_fields == 0) {
        act_fail(d->a, XH_USAGE, _("say to whom: unit=... owner=..."));
        return false;
    }
    return true;
}

/* Set the people named; a given due is the first one, when the item has none yet. */
static void put_people(struct deed *d)
{
    struct act *a = d->a;
    struct pair *rest = xcalloc(d->c->n_fields + 1, sizeof *rest);
    size_t n = 0;
    const char *due = NULL;

    for (size_t i = 0; i < d->c->n_fields; i++) {
        if (strcmp(d->c->fields[i].key, "due") == 0)
            due = d->c->fields[i].value;
        else
            rest[n++] = d->c->fields[i];
    }
    struct call people = *d->c;
    const struct call *whole = d->c;
    people.fields = rest;
    people.n_fields = n;
    d->c = &people;
    deed_set_fields(d, false);
    d->c = whole;
    free(rest);
    if (!act_ok(a) || !due)
        return;
    int32_t day = day_parse(due);
    if (day == DAY_NONE)
        act_fail(a, XH_REFUSED, _("due: '%s' is not a date; write 2026-11-20"), due);
    else if (d->it.due != DAY_NONE || d->it.first_due != DAY_NONE)
        act_fail(a, XH_REFUSED,
                 _("%s has a deadline already; extend, limit or rebase move it"),
                 d->it.code);
    else if (!list_takes_due(d->list))
        act_fail(a, XH_REFUSED, _("the deadline of %s follows from its rule"),
                 d->list->name);
    else if (deed_may_be_due(d, day))
        act_update(a, "item", d->it.id, "due_given d due_given_on d", day, a->env.today);
}

static void hand_over(struct deed *d)
{
    struct act *a = d->a;
    int64_t owner;

    put_people(d);
    if (!deed_go(d, d->c->verb))
        return;
    /* no_update counts from the last assignment too (ENGINE 7). */
    act_update(a, "item", d->it.id, "assigned_by i acted_on d", a->who.actor,
               a->env.today);
    owner =
        act_get_int(a, "SELECT coalesce(owner, 0) FROM item WHERE id = ?", "i", d->it.id);
    if (owner == d->doer)       /* to oneself: nothing left to acknowledge */
        act_update(a, "item", d->it.id, "state t", "active");
    char *name = person_name(a->db, owner);
    char *unit = unit_name(
        a->db, act_get_int(a, "SELECT unit FROM item WHERE id = ?", "i", d->it.id));
    deed_say(d, _("%s assigned: %s %s"), d->it.code, unit, name);
    act_note(a, "to", *name ? name : unit);
    free(name);
    free(unit);
    d->keeps_state = true;
}

void verb_assign(struct deed *d)
{
    if (deed_permit(d, d->doer, VERB_ASSIGN) && only_people(d, true))
        hand_over(d);
}

void verb_transfer(struct deed *d)
{
    if (deed_permit(d, d->doer, VERB_TRANSFER) && deed_can(d, VERB_TRANSFER)
        && deed_needs_reason(d) && only_people(d, false))
        hand_over(d);
}

void verb_accept(struct deed *d)
{
    if (!deed_permit(d, d->doer, VERB_ACCEPT) || !deed_go(d, VERB_ACCEPT))
        return;
    /* A unit accepts with a person: whoever accepts is responsible until said
     * otherwise. */
    if (!d->it.owner)
        act_update(d->a, "item", d->it.id, "owner i", d->doer);
    deed_say(d, _("%s accepted"), d->it.code);
}

/* ---- split ---- */

static void add_part(struct deed *d, int64_t unit, int64_t number)
{
    struct act *a = d->a;
    char *code = xasprintf("%s.%lld", d->it.code, (long long)number);
    char *sort_code = code_sort_key(code);
    struct value title = value_text(d->it.title);
    struct value parent = d->it.parent ? value_int(d->it.parent) : value_null();
    struct value place = d->it.place ? value_int(d->it.place) : value_null();
    struct value lead = d->it.lead ? value_int(d->it.lead) : value_null();
    struct value leader = d->it.leader ? value_int(d->it.leader) : value_null();
    char spec[512];

    snprintf(spec, sizeof spec, "code t sort_code t list t parent v split_of i title %c "
             "unit i place v lead v leader v source t source_ref t assigned_by i assigned_on d "
             "opened_on d opened_seq i start d due_given d due_given_on d upper_due d "
             "report_every t state t phase i created_by i version i", d->list->person ? 'p' : 'v');
    int64_t id =
        act_insert(a, "item", spec, code, sort_code, d->it.list, &parent, d->it.id,
                   &title, unit, &place, &lead, &leader, d->it.source, d->it.source_ref,
                   a->who.actor, a->env.today, a->env.today, a->event.id, a->env.today,
                   list_takes_due(d->list) ? d->it.due : DAY_NONE,
                   a->env.today, d->it.upper_due, d->it.report_every, "assigned",
                   (int64_t)PHASE_OPEN, a->who.actor, (int64_t)1);
    if (d->list->n_fields && act_ok(a)) {
        char table[DEF_ID_MAX + 3];
        snprintf(table, sizeof table, "f_%s", d->list->id);
        act_insert_at(a, table, id, "");
    }
    act_touch(a, id, 0);
    deed_say(d, _("%s added"), code);
    if (d->out->count == 0)
        snprintf(d->out->code, sizeof d->out->code, "%s", code);
    d->out->count++;
    free(sort_code);
    free(code);
}

void verb_split(struct deed *d)
{
    struct act *a = d->a;
    int64_t number;

    if (!deed_permit(d, d->doer, VERB_SPLIT) || !deed_go(d, VERB_SPLIT))
        return;
    if (d->it.split_of) {
        act_fail(a, XH_REFUSED, _("%s is itself a part of a split item"), d->it.code);
        return;
    }
    number =
        act_get_int(a, "SELECT count(*) FROM item WHERE split_of = ?", "i", d->it.id);
    if (d->c->n_fields + (size_t)number < 2) {
        act_fail(a, XH_USAGE, err_way(_("splitting takes at least two units: unit=A unit=B"),
                                       _("splitting takes at least two units")));
        return;
    }
    for (size_t i = 0; act_ok(a) && i < d->c->n_fields; i++) {
        struct xh_err err = {0};
        int64_t unit = 0;
        if (strcmp(d->c->fields[i].key, "unit") != 0) {
            act_fail(a, XH_USAGE, _("split takes unit=..., once for each part"));
            return;
        }
        enum xh_rc rc = unit_find(a->db, d->c->fields[i].value, &unit, &err);
        if (rc != XH_OK)
            act_fail(a, rc, "%s", err.msg);
        else if (!unit)
            act_fail(a, XH_USAGE, _("split takes unit=..., once for each part"));
        else if (!act_get_int(a, "SELECT active FROM unit WHERE id = ?", "i", unit))
            act_fail(a, XH_REFUSED, _("%s: %s no longer takes work"), "unit",
                     d->c->fields[i].value);
        else
            add_part(d, unit, ++number);
    }
    d->keeps_state = true;
}

/* ---- cancel, void ---- */

void verb_cancel(struct deed *d)
{
    if (!deed_permit(d, d->decider, VERB_CANCEL) || !deed_can(d, VERB_CANCEL))
        return;
    int64_t open = deed_open_children(d);
    if (open) {
        act_fail(d->a, XH_REFUSED,
                 _("%s has %lld open rows below it; cross them off or cancel "
                   "them first"),
                 d->it.code, (long long)open);
        return;
    }
    if (!deed_needs_reason(d) || !deed_go(d, VERB_CANCEL))
        return;
    deed_end_clock(d, "hold", false);
    deed_drop_requests(d);
    act_update(d->a, "item", d->it.id, "closed_on d closed_by i on_paper i hold_office t",
               d->a->env.today, d->decider, (int64_t)(d->a->who.decided != 0), "");
    deed_say(d, _("%s cancelled"), d->it.code);
    d->keeps_state = true;
}

/* Entered by mistake: own, the same day, nobody acted since. Out of every count; the
 * number is not used again (ENGINE 20). */
void verb_void(struct deed *d)
{
    struct act *a = d->a;

    if (!deed_permit(d, d->doer, VERB_VOID))
        return;
    int64_t day =
        act_get_int(a,
                    "SELECT e.day FROM event_item x JOIN event e ON e.id = x.event "
                    "WHERE x.item = ? ORDER BY e.id LIMIT 1",
                    "i", d->it.id);
    if (d->it.created_by != a->who.actor)
        act_fail(a, XH_DENIED,
                 _("only whoever entered %s can void it; a leader can cancel it"),
                 d->it.code);
    else if (day != a->env.today)
        act_fail(a, XH_REFUSED, _("%s was entered on an earlier day; cancel it instead"),
                 d->it.code);
    else if (deed_open_children(d))
        act_fail(a, XH_REFUSED, _("%s has open rows below it; void those first"),
                 d->it.code);
    else if (d->it.version != 1)
        act_fail(a, XH_REFUSED, _("somebody has already worked on %s; cancel it instead"),
                 d->it.code);
    else
        act_update(a, "item", d->it.id, "state t phase i voided i closed_on d",
                   "cancelled", (int64_t)PHASE_CANCELLED, (int64_t)1, a->env.today);
    if (act_ok(a))
        deed_say(d, _("%s is void; its number is not used again"), d->it.code);
    d->keeps_state = true;
}
