/* order_redraft.c - changing a draft, field by field. */
#include <stdio.h>
#include <string.h>

#include "model/i18n.h"
#include "model/order_deed.h"
#include "model/people.h"

static void put_field(struct order_deed *d, const struct pair *p)
{
    struct act *a = d->a;
    const char *v = p->value ? p->value : "";
    struct deed x = { .a = a };
    struct xh_err sub = {0};

    if (strcmp(p->key, "title") == 0 || strcmp(p->key, "demand") == 0
        || strcmp(p->key, "basis") == 0) {
        bool is_demand = strcmp(p->key, "demand") == 0;
        if (!*v && strcmp(p->key, "basis") != 0)
            act_fail(a, XH_REFUSED, _("%s: an order cannot do without"), p->key);
        else if (deed_good_text(&x, p->key, v, is_demand, is_demand ? 4000 : 400)) {
            char spec[16];
            snprintf(spec, sizeof spec, "%s t", p->key);
            act_update(a, "duban_order", d->o.id, spec, v);
        }
    } else if (strcmp(p->key, "due") == 0) {
        int32_t day = DAY_NONE;
        if (deed_read_date(&x, "due", v, &day)) {
            if (day != DAY_NONE && day < a->env.today)
                act_fail(a, XH_REFUSED, _("the reply is wanted by %s: that day is over"),
                         v);
            else
                act_update(a, "duban_order", d->o.id, "due d", day);
        }
    } else if (strcmp(p->key, "feedback") == 0) {
        if (strcmp(v, "once") != 0 && strcmp(v, "week") != 0)
            act_fail(a, XH_USAGE, _("feedback is 'once' or 'week', not '%s'"), v);
        else
            act_update(a, "duban_order", d->o.id, "feedback t", v);
    } else if (strcmp(p->key, "lead") == 0) {
        int64_t lead = 0;
        enum xh_rc rc = person_find(a->db, v, &lead, &sub);
        struct value who = lead ? value_int(lead) : value_null();
        if (rc != XH_OK)
            act_fail(a, rc, "%s", sub.msg);
        else
            act_update(a, "duban_order", d->o.id, "lead v", &who);
    } else {
        act_fail(a, XH_USAGE, _("a draft has no '%s'; it has: %s"), p->key,
                 "title basis demand due feedback lead");
    }
}

void order_redraft(struct order_deed *d)
{
    struct act *a = d->a;
    struct xh_err more = {0};
    size_t before = a->writes;

    if (d->c->n_fields == 0)
        act_fail(a, XH_USAGE, _("name what to set: field=value"));
    for (size_t i = 0; act_ok(a) && i < d->c->n_fields; i++) {
        put_field(d, &d->c->fields[i]);
        act_set_aside(a, &more);
    }
    act_fail_all(a, &more);
    if (act_ok(a))
        order_say(d, a->writes > before ? _("%s changed")
                  : _("%s already says so; nothing changed"), d->name);
}
