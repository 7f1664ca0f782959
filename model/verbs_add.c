/* verbs_add.c - entering an item and changing its fields: add, set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/deed.h"
#include "model/explain.h"
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

static void refuse_due(struct deed *d)
{
    struct buf rule = {0};

    if (d->list->due.anchor == ANCHOR_NONE)
        buf_puts(&rule, _("none"));
    else
        explain_due_rule(&rule, d->list, NULL, &d->list->due);
    act_fail(d->a, XH_REFUSED, _("the deadline of %s follows from its rule (%s); do not give one"),
             d->list->name, buf_str(&rule));
    buf_fini(&rule);
}

static void check_dates(struct deed *d)
{
    struct act *a = d->a;
    char due[DAY_TEXT], start[DAY_TEXT];
    int32_t given_due = deed_draft_day(d, "due_given"),
            begin = deed_draft_day(d, "start"), upper = deed_draft_day(d, "upper_due");

    if (!act_ok(a) || given_due == DAY_NONE)
        return;
    if (!list_takes_due(d->list))
        refuse_due(d);
    else if (given_due < begin && (a->verb != VERB_IMPORT || given(d->c, "start")))
        act_fail(a, XH_REFUSED, _("the deadline %s lies before the start %s"),
                 day_format(given_due, due), day_format(begin, start));
    if (act_ok(a) && calendar_is_off(a->defs->calendar, given_due))
        deed_say(d, _("note: the deadline %s is a day off"), day_format(given_due, due));
    if (act_ok(a) && upper != DAY_NONE && given_due > upper)
        act_fail(a, XH_REFUSED, _("the deadline %s lies after the superior's %s"),
                 day_format(given_due, due), day_format(upper, start));
}

static const char *cadence_id(enum cadence c)
{
    static const char *const ids[] = {
        [CADENCE_NONE] = "none",
        [CADENCE_WEEK] = "week",
        [CADENCE_HALF_MONTH] = "half-month",
        [CADENCE_MONTH] = "month",
        [CADENCE_ONCE] = "once",
    };
    return ids[c];
}

/* ---- a draft ---- */

static const struct cell *draft_cell(const struct deed *d, const char *column)
{
    return change_cell(&d->draft->item, column);
}

void deed_draft_put(struct deed *d, const char *column, struct value v)
{
    deed_put(d, column, 'v', v);
}

int64_t deed_draft_int(const struct deed *d, const char *column)
{
    const struct cell *cell = draft_cell(d, column);
    return cell && cell->new.kind == VALUE_INT ? cell->new.i : 0;
}

int32_t deed_draft_day(const struct deed *d, const char *column)
{
    const struct cell *cell = draft_cell(d, column);
    return cell && cell->new.kind == VALUE_INT ? (int32_t)cell->new.i : DAY_NONE;
}

void deed_draft_fini(struct draft *w)
{
    change_fini(&w->item);
    change_fini(&w->fields);
    free(w->co);
    *w = (struct draft){0};
}

static bool no_such_list(struct deed *d)
{
    struct act *a = d->a;
    struct buf all = {0};

    if (d->list)
        return false;
    for (size_t i = 0; i < a->defs->n_lists; i++)
        buf_printf(&all, "%s%s (%s)", i ? _(", ") : "", a->defs->lists[i].id,
                   a->defs->lists[i].name);
    act_fail(a, XH_NOT_FOUND, _("there is no list '%s'; lists are: %s"),
             d->c->list ? d->c->list : "", buf_str(&all));
    buf_fini(&all);
    return true;
}

void deed_draft_row(struct deed *d, struct draft *w)
{
    struct act *a = d->a;
    const struct call *c = d->c;
    const char *title = given(c, "title");
    int32_t assigned_on, start;
    struct xh_err more = {0};

    d->list = c->list ? defs_list(a->defs, c->list) : NULL;
    if (no_such_list(d))
        return;
    if (!title && !is_named(c, "title"))
        act_fail(a, XH_USAGE, _("a new row needs title=..."));
    act_set_aside(a, &more);
    if (!read_dates(d, &assigned_on, &start))
        assigned_on = start = a->env.today; /* to go on looking for what else is wrong */
    act_set_aside(a, &more);
    d->draft = w;
    d->it.code = next_code(d, assigned_on);
    d->it.list = xstrdup(d->list->id);
    d->it.opened_seq = a->event.id;
    d->it.state = xstrdup("active");
    snprintf(d->out->code, sizeof d->out->code, "%s", d->it.code);
    char *sort_code = code_sort_key(d->it.code);
    const struct { const char *column; struct value v;
    } columns[] = {
        { "code", value_text(d->it.code) },
        { "sort_code", value_text(sort_code) },
        { "list", value_text(d->list->id) },
        { "title", value_text("") }, /* below, or refused */
        { "assigned_by", value_int(a->who.actor) },
        { "assigned_on", value_day(assigned_on) },
        /* A ledger's row is ours from the day it comes in: reports are owed since then. */
        { "opened_on", value_day(a->verb == VERB_IMPORT ? a->env.today : assigned_on) },
        { "opened_seq", value_int(a->event.id) },
        { "start", value_day(start) },
        { "due_given_on", value_day(assigned_on) },
        { "report_every", value_text(cadence_id(d->list->report_every)) },
        { "state", value_text("active") },
        { "phase", value_int(PHASE_OPEN) },
        { "created_by", value_int(a->who.actor) },
        { "version", value_int(1) },
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        deed_draft_put(d, columns[i].column, columns[i].v);
    free(sort_code);
    deed_look_at_fields(d, true, &more);
    check_dates(d);
    act_set_aside(a, &more);
    act_fail_all(a, &more);
}

/* To the unit and owner named; naming nobody, to the one who adds it (ENGINE 20). */
void deed_draft_assign(struct deed *d)
{
    struct act *a = d->a;
    int64_t owner = deed_draft_int(d, "owner"), unit = deed_draft_int(d, "unit");

    if (!owner && !unit)
        deed_draft_put(d, "owner", value_int(owner = d->doer));
    else if (owner != d->doer)
        deed_draft_put(d, "state", value_text("assigned"));
    if (owner && !unit) {       /* colour and ranking go to a unit: the owner's */
        unit = act_get_int(a, "SELECT coalesce(unit, 0) FROM person WHERE id = ?", "i",
                           owner);
        if (unit)
            deed_draft_put(d, "unit", value_int(unit));
    }
}

void deed_write_row(struct deed *d)
{
    struct act *a = d->a;
    const struct draft *w = d->draft;

    if (!act_ok(a))
        return;
    d->it.id = act_get_int(a, "SELECT coalesce(max(id), 0) + 1 FROM item", "");
    d->out->item = d->it.id;
    act_insert_cells(a, "item", d->it.id, w->item.cells, w->item.n);
    if (d->list->n_fields) {
        char table[DEF_ID_MAX + 3];
        snprintf(table, sizeof table, "f_%s", d->list->id);
        act_insert_cells(a, table, d->it.id, w->fields.cells, w->fields.n);
    }
    for (size_t i = 0; i < w->n_co; i++)
        act_insert(a, "item_co", w->co[i].unit ? "item i unit i" : "item i person i",
                   d->it.id, w->co[i].unit ? w->co[i].unit : w->co[i].person);
}

void deed_add_row(struct deed *d)
{
    struct draft w = {0};

    deed_draft_row(d, &w);
    if (act_ok(d->a))
        deed_write_row(d);
    deed_draft_fini(&w);
    d->draft = NULL;
}

void verb_add(struct deed *d)
{
    struct act *a = d->a;
    struct draft w = {0};

    if (d->c->list && defs_list(a->defs, d->c->list)
        && !permit_require(a, d->doer, VERB_ADD, d->c->list, 0))
        return;
    deed_draft_row(d, &w);
    if (act_ok(a))
        deed_draft_assign(d);
    if (act_ok(a))
        deed_write_row(d);
    deed_draft_fini(&w);
    d->draft = NULL;
    d->keeps_state = true;
    if (act_ok(a))
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
