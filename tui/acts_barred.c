/* acts_barred.c - a step the order of things forbids today: said before proof, day and hands are
 * asked for, with the way to what it waits for. See acts_own.h. */
#include "tui/acts_own.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/work.h"
#include "tui/ask.h"

/* The first rows in the way that no reason goes past; NULL: none. */
static const struct rows_found *rows_in_the_way(const struct gate_facts *g, size_t i)
{
    for (size_t k = 0; k < g->n_rows; k++)
        if (g->rows[k].step == (int)i && rows_are_missing(&g->rows[k]) &&
            !g->rows[k].need->unless_reason)
            return &g->rows[k];
    return NULL;
}

bool flow_step_barred(struct tui *t, struct flow *f, const struct ready *now, size_t i,
                      enum verb verb)
{
    const struct facts *facts = &now->now.facts.f;
    const struct gate_facts *g = &now->now.gate.g;
    int32_t began = t->defs->township.start_day, today = t->env.today;
    struct xh_err why = {0}, err = {0};
    enum xh_rc rc;

    if (f->on->n > 1 || (verb != VERB_BEGIN && verb != VERB_CHECK) ||
        (began != DAY_NONE && f->it->start < began))
        return false;
    rc = verb == VERB_BEGIN ? work_may_begin(t->defs, facts, (int)i, today, today, &why)
                            : work_may_check(t->defs, facts, (int)i, today, today, &why);
    if (work_may_pass(t->defs, facts, g->rows, g->n_rows, (int)i, true, &why) == XH_OK &&
        rc == XH_OK)
        return false;
    xh_fail(&err, XH_REFUSED, _("%s: %s"), f->it->code, why.msg);
    const struct rows_found *r = rows_in_the_way(g, i);
    if (!r) {
        tui_refuse(t, &err);
        return true;
    }
    char *go = xasprintf(_("go there: %s %s"), r->list->name, r->codes);
    const char *const choices[] = { go, _("leave it") };
    if (ask_choice(t, _("This cannot be done"), err.msg, choices, 2, 0) == 0)
        flow_go_to_rows(t, f, r);
    free(go);
    return true;
}
