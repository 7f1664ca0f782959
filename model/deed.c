/* deed.c - what the verbs share while one of them runs. See deed.h. */
#include "model/deed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"

void deed_say(struct deed *d, const char *fmt, ...)
{
    size_t n = strlen(d->out->said);
    if (n && n + 1 < sizeof d->out->said)
        d->out->said[n++] = '\n';
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(d->out->said + n, sizeof d->out->said - n, fmt, ap);
    va_end(ap);
}

bool deed_needs_reason(struct deed *d)
{
    if (d->c->reason && *d->c->reason)
        return true;
    act_fail(d->a, XH_REFUSED, err_way(_("to %s you must say why: --reason \"...\""),
                                           _("to %s you must say why")),
             _(verb_info(d->c->verb)->name));
    return false;
}

bool deed_permit(struct deed *d, int64_t person, enum verb verb)
{
    return permit_require(d->a, person, verb, d->it.list, d->it.id);
}

bool deed_decides(struct deed *d, enum verb permission)
{
    return deed_permit(d, d->decider, permission)
        && permit_two_people(d->a, permission, d->it.list, d->it.id, d->decider);
}

static const struct state_def *next_state(struct deed *d, enum verb verb)
{
    struct xh_err err = {0};
    if (!act_ok(d->a))
        return NULL;
    const struct state_def *to = work_next(d->a->defs, d->list, verb, d->it.state,
                                           d->it.state_before, &err);
    if (!to)
        act_fail(d->a, XH_REFUSED, _("%s: %s"), d->it.code, err.msg);
    return to;
}

bool deed_can(struct deed *d, enum verb verb)
{
    return next_state(d, verb) != NULL;
}

bool deed_go(struct deed *d, enum verb verb)
{
    const struct state_def *to = next_state(d, verb);

    if (!to)
        return false;
    act_update(d->a, "item", d->it.id, "state t phase i", to->id, (int64_t)to->phase);
    return act_ok(d->a);
}

struct item_facts *deed_facts(struct deed *d, struct derived *derived)
{
    struct item_facts *x = xcalloc(1, sizeof *x);
    if (act_ok(d->a))
        d->a->rc = item_facts_load(d->a->db, d->a->defs, d->it.id, x, &d->a->err);
    if (!act_ok(d->a)) {
        deed_free_facts(x);
        return NULL;
    }
    struct derived unused = {0};
    derive(d->a->defs, &x->f, derived ? derived : &unused);
    return x;
}

void deed_free_facts(struct item_facts *x)
{
    if (x)
        item_facts_fini(x);
    free(x);
}

int64_t deed_open_children(struct deed *d)
{
    return act_get_int(d->a, "SELECT (SELECT count(*) FROM item WHERE parent = ?1 AND "
                       "phase <= 2) + (SELECT count(*) FROM item WHERE split_of = ?1 AND "
                       "phase <= 2)", "i", d->it.id);
}

void deed_gate(struct deed *d, const struct facts *f, struct gate_store *out)
{
    struct act *a = d->a;

    *out = (struct gate_store){0};
    if (act_ok(a))
        a->rc = gate_store_load(a->db, d->list, d->it.id, out, &a->err);
    if (act_ok(a) && f)
        a->rc = gate_store_rows(a->store, &d->it, f, out, &a->err);
}

void deed_end_clock(struct deed *d, const char *kind, bool moves)
{
    int64_t row =
        act_get_int(d->a,
                    "SELECT id FROM clock WHERE item = ? AND kind = ? AND to_day "
                    "IS NULL",
                    "it", d->it.id, kind);
    if (row)
        act_update(d->a, "clock", row, "to_day d moves i", d->a->env.today,
                   (int64_t)moves);
}

void deed_drop_requests(struct deed *d)
{
    int64_t row;
    while (act_ok(d->a) && (row = act_get_int(d->a,
                                              "SELECT id FROM request WHERE item = ? AND "
                                              "answer = '' LIMIT 1",
                                              "i", d->it.id)))
        act_update(d->a, "request", row, "answer t answered_on d", "dropped",
                   d->a->env.today);
}
