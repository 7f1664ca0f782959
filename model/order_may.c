/* order_may.c - who may do what with an order (ENGINE 26-28). */
#include <stdlib.h>

#include "model/i18n.h"
#include "model/order_deed.h"
#include "model/permit.h"

/* Asked of every item; a refusal names those it is about, and says once why. */
struct ask {
    struct buf codes;
    struct xh_err why;
};

static void ask_item(struct ask *k, const struct duban_item *x, const struct xh_err *why)
{
    if (k->codes.len == 0)
        k->why = *why;
    buf_printf(&k->codes, "%s%s", k->codes.len ? _(", ") : "", x->code);
}

static void ask_end(struct order_deed *d, struct ask *k)
{
    if (k->codes.len && act_ok(d->a))
        act_fail(d->a, k->why.rc, _("%s: %s"), buf_str(&k->codes), k->why.msg);
    buf_fini(&k->codes);
}

static char *list_of(struct act *a, int64_t item)
{
    char *list = NULL;

    if (act_ok(a))
        a->rc = db_get_text(a->db, &a->err, &list, "SELECT list FROM item WHERE id = ?",
                            "i", item);
    return list ? list : xstrdup("");
}

void order_permit(struct order_deed *d, int64_t person, enum verb verb)
{
    struct ask k = {0};
    struct act *a = d->a;

    for (size_t i = 0; act_ok(a) && i < d->o.n_items && !(d->asks_only && k.codes.len); i++) {
        struct xh_err why = { .rc = XH_DENIED };
        char *list = list_of(a, d->o.items[i].item);
        if (act_ok(a) && permit_check(a->db, a->defs, person, verb, list, d->o.items[i].item,
                                      d->quiet ? NULL : &why) != XH_OK)
            ask_item(&k, &d->o.items[i], &why);
        free(list);
    }
    ask_end(d, &k);
}

void order_identities(struct order_deed *d, enum deed_kind kind)
{
    struct act *a = d->a;

    for (size_t i = 0; act_ok(a) && i < d->o.n_items; i++) {
        char *list = list_of(a, d->o.items[i].item);
        deed_identities(a, kind, d->paper != NULL, list, d->o.items[i].item);
        free(list);
    }
}

static bool is_of_unit(struct act *a, int64_t person, int64_t unit)
{
    return unit && act_get_int(a, "SELECT count(*) FROM person WHERE id = ? AND unit = ?",
                               "ii", person, unit) != 0;
}

/* Of the unit, and not the leader in charge of every item: whom an office belongs to may
 * sign and judge what it is ordered to do, as he may cross its items off. */
static bool is_of_their_side(struct order_deed *d, int64_t person)
{
    bool leads = d->o.n_items > 0;

    if (!is_of_unit(d->a, person, d->o.unit))
        return false;
    for (size_t i = 0; i < d->o.n_items; i++)
        leads &= (permit_relation_to(d->a->db, person, d->o.items[i].item) & REL_LEADS) != 0;
    return !leads;
}

/* People of the unit by name, for refusals. */
static void unit_people(struct buf *out, struct act *a, int64_t unit)
{
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT name FROM person WHERE unit = ? AND "
                              "to_day IS NULL ORDER BY rank, id LIMIT 4",
                              "i", unit);
    int n = 0;

    while (s && stmt_step(s, &a->err) > 0) {
        if (n++ == 3)
            buf_puts(out, _(" and others"));
        else
            buf_printf(out, "%s%s", n > 1 ? _(", ") : "", stmt_text(s, 0));
    }
    stmt_done(s);
    if (n == 0)
        buf_puts(out, _("nobody is entered there yet: person add name=... unit=..."));
}

void order_side(struct order_deed *d)
{
    struct act *a = d->a;
    bool all = true;

    if (!act_ok(a) || d->o.kind == DUBAN_LETTER || is_of_unit(a, d->doer, d->o.unit))
        return;
    for (size_t i = 0; i < d->o.n_items; i++)
        all &= permit_is_responsible(a->db, d->doer, d->o.items[i].item);
    if (all)
        return;
    struct buf who = {0};
    unit_people(&who, a, d->o.unit);
    act_fail(a, XH_DENIED, err_way(_("that is for %s to do; recorded for one of its "
                                     "people with --for: %s"),
                                   _("that is for %s to do; press d to enter it for one of "
                                     "its people: %s")), d->o.to, buf_str(&who));
    buf_fini(&who);
}

void order_signer(struct order_deed *d, struct xh_err *more)
{
    struct act *a = d->a;
    struct ask k = {0};

    if (!act_ok(a))
        return;
    if (d->decider == d->o.drafted_by || d->decider == d->o.typed_by)
        act_fail(
            a, XH_DENIED,
            err_way(_("two people: whoever drafted it does not sign it. A leader signs, or the "
                      "signed form is recorded: --decided-by PERSON --paper FILE"),
                    _("two people: whoever drafted it does not sign it. A leader signs, or "
                      "press z to record the signed form")));
    act_set_aside(a, more);
    if (is_of_their_side(d, d->decider))
        act_fail(a, XH_DENIED,
                 _("two people: the order goes to %s, and nobody of it decides "
                   "about it"),
                 d->o.to);
    act_set_aside(a, more);
    for (size_t i = 0; act_ok(a) && i < d->o.n_items; i++) {
        const char *doer = permit_doer(a->db, d->o.items[i].item, d->decider);
        struct xh_err why = {0};
        if (!doer)
            continue;
        xh_fail(&why, XH_DENIED, _("two people: the person deciding may not be %s"),
                doer);
        ask_item(&k, &d->o.items[i], &why);
    }
    ask_end(d, &k);
    act_set_aside(a, more);
}

void order_judge(struct order_deed *d, struct xh_err *more)
{
    struct act *a = d->a;

    if (!act_ok(a) || d->o.kind == DUBAN_LETTER)
        return;
    if (act_get_int(a, "SELECT count(*) FROM duban_answer WHERE duban_order = ?1 AND "
                    "(person = ?2 OR typed_by = ?2) AND id = (SELECT max(id) FROM "
                    "duban_answer WHERE duban_order = ?1)", "ii", d->o.id, d->decider))
        act_fail(
            a, XH_DENIED,
            err_way(_("two people: whoever gave or typed the answer does not judge it. Another "
                      "one does, or a leader on a form: --decided-by PERSON --paper FILE"),
                    _("two people: whoever gave or typed the answer does not judge it. Another "
                      "one does, or a leader on a form (z)")));
    act_set_aside(a, more);
    if (is_of_their_side(d, d->decider))
        act_fail(a, XH_DENIED,
                 _("two people: the order goes to %s, and nobody of it decides "
                   "about it"),
                 d->o.to);
    act_set_aside(a, more);
}

bool order_permits(struct store *st, int64_t person, enum verb verb, int64_t order)
{
    struct act a = { .store = st, .db = st->db, .defs = st->defs };
    struct order_deed d = { .a = &a, .asks_only = true, .quiet = true };

    a.rc = order_load(st->db, order, &d.o, &a.err);
    if (act_ok(&a))
        order_permit(&d, person, verb);
    order_fini(&d.o);
    return act_ok(&a);
}
