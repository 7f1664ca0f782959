/* verbs_add.c - entering an item and changing its fields: add, set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/deed.h"
#include "model/i18n.h"
#include "model/permit.h"

/* ---- add ---- */

static const char *given(const struct call *c, const char *key)
{
    for (size_t i = 0; i < c->n_fields; i++)
        if (strcmp(c->fields[i].key, key) == 0 && c->fields[i].value &&
            *c->fields[i].value)
            return c->fields[i].value;
    return NULL;
}

static bool is_named(const struct call *c, const char *key)
{
    for (size_t i = 0; i < c->n_fields; i++)
        if (strcmp(c->fields[i].key, key) == 0)
            return true;
    return false;
}

/* The next number of the list's year; numbers are never given out twice (ENGINE 38). */
static char *next_code(struct deed *d, int32_t day)
{
    char *scope = code_scope(d->list, day);
    struct act *a = d->a;
    int64_t row = act_get_int(a, "SELECT id FROM counter WHERE scope = ?", "t", scope);
    int64_t seq =
        row ? act_get_int(a, "SELECT last FROM counter WHERE id = ?", "i", row) + 1 : 1;
    char *code = code_format(d->list, day, seq);

    /* Another list's, or one given out under an earlier pattern: taken is taken. */
    while (act_get_int(a, "SELECT count(*) FROM item WHERE code = ?", "t", code)) {
        free(code);
        code = code_format(d->list, day, ++seq);
    }
    if (row)
        act_update(a, "counter", row, "last i", seq);
    else
        act_insert(a, "counter", "scope t last i", scope, seq);
    free(scope);
    return code;
}

static bool read_dates(struct deed *d, int32_t *assigned_on, int32_t *start)
{
    struct act *a = d->a;
    char text[DAY_TEXT];
    const char *on = given(d->c, "assigned_on"), *begin = given(d->c, "start");

    *assigned_on = a->env.today;
    if (on && !deed_read_date(d, "assigned_on", on, assigned_on))
        return false;
    *start = *assigned_on;
    if (begin && !deed_read_date(d, "start", begin, start))
        return false;
    if (*assigned_on > a->env.today) {
        act_fail(a, XH_REFUSED, _("assigned_on: %s is still to come"),
                 day_format(*assigned_on, text));
        return false;
    }
    return true;
}

static void check_dates(struct deed *d)
{
    struct act *a = d->a;
    char due[DAY_TEXT], start[DAY_TEXT];
    struct item now = {0};

    if (!act_ok(a))
        return;
    a->rc = item_load(a->db, d->it.id, &now, &a->err);
    if (act_ok(a) && now.due_given != DAY_NONE) {
        if (d->list->due.anchor != ANCHOR_GIVEN)
            act_fail(a, XH_REFUSED,
                     _("the deadline of %s follows from its rule (%s); do not give "
                       "one"),
                     d->list->name, *d->list->due.text ? d->list->due.text : "none");
        else if (now.due_given < now.start)
            act_fail(a, XH_REFUSED, _("the deadline %s lies before the start %s"),
                     day_format(now.due_given, due), day_format(now.start, start));
        if (act_ok(a) && calendar_is_off(a->defs->calendar, now.due_given))
            deed_say(d, _("note: the deadline %s is a day off"),
                     day_format(now.due_given, due));
        if (act_ok(a) && now.upper_due != DAY_NONE && now.due_given > now.upper_due)
            act_fail(a, XH_REFUSED, _("the deadline %s lies after the superior's %s"),
                     day_format(now.due_given, due), day_format(now.upper_due, start));
    }
    item_fini(&now);
}

static const char *cadence_id(enum cadence c)
{
    static const char *const ids[] = {
        [CADENCE_NONE] = "none", [CADENCE_WEEK] = "week", [CADENCE_HALF_MONTH] = "half-month",
        [CADENCE_MONTH] = "month", [CADENCE_ONCE] = "once",
    };
    return ids[c];
}

void deed_add_row(struct deed *d)
{
    struct act *a = d->a;
    const struct call *c = d->c;
    const char *title = given(c, "title");
    int32_t assigned_on, start;
    struct xh_err more = {0};

    d->list = c->list ? defs_list(a->defs, c->list) : NULL;
    if (!d->list) {
        struct buf all = {0};
        for (size_t i = 0; i < a->defs->n_lists; i++)
            buf_printf(&all, "%s%s (%s)", i ? _(", ") : "", a->defs->lists[i].id,
                       a->defs->lists[i].name);
        act_fail(a, XH_NOT_FOUND, _("there is no list '%s'; lists are: %s"),
                 c->list ? c->list : "", buf_str(&all));
        buf_fini(&all);
        return;
    }
    if (!title && !is_named(c, "title"))
        act_fail(a, XH_USAGE, _("a new row needs title=..."));
    act_set_aside(a, &more);
    if (!read_dates(d, &assigned_on, &start))
        assigned_on = start = a->env.today;     /* to go on looking for what else is wrong */
    act_set_aside(a, &more);
    title = title ? title : "";
    char *code = next_code(d, assigned_on), *sort_code = code_sort_key(code);
    struct value private_title = value_text(title);     /* trimmed below, or refused */
    char spec[256];
    snprintf(spec, sizeof spec, "code t sort_code t list t title %c assigned_by i "
             "assigned_on d opened_on d opened_seq i start d due_given_on d report_every t state t "
             "phase i created_by i version i", d->list->person ? 'p' : 'v');
    d->it.id = act_insert(a, "item", spec, code, sort_code, d->list->id, &private_title,
                          a->who.actor, assigned_on, assigned_on, a->event.id, start,
                          assigned_on, cadence_id(d->list->report_every), "active",
                          (int64_t)PHASE_OPEN, a->who.actor, (int64_t)1);
    d->it.code = code;
    d->it.list = xstrdup(d->list->id);
    d->it.opened_seq = a->event.id;
    d->it.state = xstrdup("active");
    d->out->item = d->it.id;
    snprintf(d->out->code, sizeof d->out->code, "%s", code);
    if (d->list->n_fields) {
        char table[DEF_ID_MAX + 3];
        snprintf(table, sizeof table, "f_%s", d->list->id);
        act_insert_at(a, table, d->it.id, "");
    }
    deed_look_at_fields(d, true, &more);
    check_dates(d);
    act_set_aside(a, &more);
    act_fail_all(a, &more);
    free(sort_code);
}

void verb_add(struct deed *d)
{
    struct act *a = d->a;

    if (d->c->list && defs_list(a->defs, d->c->list)
        && !permit_require(a, d->doer, VERB_ADD, d->c->list, 0))
        return;
    deed_add_row(d);
    if (!act_ok(a))
        return;

    /* Assigned to the unit and owner named; naming nobody, to the one who adds it (ENGINE
     * 20). */
    int64_t owner = act_get_int(a, "SELECT owner FROM item WHERE id = ?", "i", d->it.id);
    int64_t unit = act_get_int(a, "SELECT unit FROM item WHERE id = ?", "i", d->it.id);
    if (!owner && !unit) {
        act_update(a, "item", d->it.id, "owner i", d->doer);
        int64_t own_unit =
            act_get_int(a, "SELECT unit FROM person WHERE id = ?", "i", d->doer);
        if (own_unit)
            act_update(a, "item", d->it.id, "unit i", own_unit);
    } else if (owner != d->doer) {
        act_update(a, "item", d->it.id, "state t", "assigned");
    }
    if (owner && !unit) {       /* colour and ranking go to a unit: the owner's */
        unit = act_get_int(a, "SELECT coalesce(unit, 0) FROM person WHERE id = ?", "i",
                           owner);
        if (unit)
            act_update(a, "item", d->it.id, "unit i", unit);
    }
    d->keeps_state = true;
    deed_say(d, _("%s added to %s"), d->it.code, d->list->name);
}

/* ---- set ---- */

void verb_set(struct deed *d)
{
    size_t before = d->a->writes;

    if (!deed_permit(d, d->doer, VERB_SET))
        return;
    if (d->it.phase >= PHASE_CLOSED) {
        act_fail(d->a, XH_REFUSED,
                 _("%s is crossed off or cancelled; reopen it before changing "
                   "it"),
                 d->it.code);
        return;
    }
    if (d->c->n_fields == 0) {
        act_fail(d->a, XH_USAGE, _("name what to set: field=value"));
        return;
    }
    deed_set_fields(d, false);
    if (d->a->writes > before)
        deed_say(d, _("%s changed"), d->it.code);
    else if (act_ok(d->a))
        deed_say(d, _("%s already says so; nothing changed"), d->it.code);
    d->keeps_state = true;
}
