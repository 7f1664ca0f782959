/* def_check_flow.c - states, actions and roles: every state can be entered and left,
 * every act leads where its clocks and the two-person rule expect, and somebody may do
 * it. */
#include "model/def_check.h"

#include <string.h>

#include "model/err.h"
#include "model/i18n.h"
#include "model/mem.h"

#define STATES_MAX 50               /* as many as the schema reads */

/* ---- what acts may do ---- */

enum { OPEN = 1 << PHASE_OPEN, REVIEW = 1 << PHASE_REVIEW, HELD = 1 << PHASE_HELD,
       CLOSED = 1 << PHASE_CLOSED, CANCELLED = 1 << PHASE_CANCELLED, ANY = 31 };

/* ENGINE 20. `to` 0: the item stays where it is. An act without a row is no action. */
static const struct flow {
    enum verb verb;
    unsigned from, to;              /* phases */
    bool needed;                    /* without it the program cannot work */
} flows[] = {
    { VERB_ADD,      ANY,              0,         false },
    { VERB_SET,      ANY,              0,         false },
    { VERB_ASSIGN,   OPEN,             OPEN,      false },
    { VERB_ACCEPT,   OPEN,             OPEN,      true },
    { VERB_TRANSFER, OPEN,             OPEN,      false },
    { VERB_SPLIT,    OPEN,             0,         false },
    { VERB_CANCEL,   OPEN | HELD,      CANCELLED, true },
    { VERB_VOID,     OPEN,             CANCELLED, false },
    { VERB_PROGRESS, OPEN,             0,         false },
    { VERB_NOTE,     ANY,              0,         false },
    { VERB_INSTRUCT, ANY,              0,         false },
    { VERB_REMIND,   OPEN,             0,         false },
    { VERB_VISIT,    ANY,              0,         false },
    { VERB_BEGIN,    OPEN,             0,         false },
    { VERB_CHECK,    OPEN,             0,         false },
    { VERB_UNCHECK,  OPEN,             0,         false },
    { VERB_SKIP,     OPEN,             0,         false },
    { VERB_APPLY,    OPEN,             REVIEW,    true },
    { VERB_WITHDRAW, REVIEW,           OPEN,      false },
    { VERB_APPROVE,  REVIEW,           CLOSED,    true },
    { VERB_RETURN,   OPEN | REVIEW,    OPEN,      true },
    { VERB_EXTEND,   OPEN,             0,         false },
    { VERB_GRANT,    ANY,              0,         false },
    { VERB_REFUSE,   ANY,              0,         false },
    { VERB_LIMIT,    OPEN,             0,         false },
    { VERB_HOLD,     OPEN,             HELD,      false },
    { VERB_RESUME,   HELD,             OPEN,      false },
    { VERB_REOPEN,   CLOSED | CANCELLED, OPEN,    false },
    { VERB_PIN,      OPEN | REVIEW | HELD, 0,     false },
    { VERB_REBASE,   ANY,              0,         false },
};
#define N_FLOWS (sizeof flows / sizeof *flows)

static const struct flow *flow_of(const char *id)
{
    for (size_t i = 0; i < N_FLOWS; i++)
        if (strcmp(verb_info(flows[i].verb)->id, id) == 0)
            return &flows[i];
    return NULL;
}

static const char *phase_names(struct check *c, unsigned phases)
{
    static const char *const names[] = { "open", "review", "held", "closed",
                                         "cancelled" };
    struct buf text = {0};
    const char *copy;

    for (int i = 0; i < 5; i++)
        if (phases & (1u << i))
            buf_printf(&text, "%s%s", text.len ? ", " : "", names[i]);
    copy = check_say(c, "%s", buf_str(&text));
    buf_fini(&text);
    return copy;
}

/* ---- one action ---- */

static int state_index(const struct check *c, const char *id)
{
    const struct workflow_def *w = &c->d->workflow;

    for (size_t i = 0; i < w->n_states && i < STATES_MAX; i++)
        if (strcmp(w->states[i].id, id) == 0)
            return (int)i;
    return -1;
}

static void check_no_state(struct check *c, const char *at, const char *id)
{
    const struct workflow_def *w = &c->d->workflow;
    struct buf all = {0};
    struct guess g;

    guess_begin(&g, id);
    for (size_t i = 0; i < w->n_states; i++) {
        guess_offer(&g, w->states[i].id);
        buf_printf(&all, "%s%s", i ? ", " : "", w->states[i].id);
    }
    check_complain(
        c, at, check_advice(c, id, &g, check_say(c, _("there are: %s"), buf_str(&all))),
        _("there is no state \"%.60s\""), id);
    buf_fini(&all);
}

static void check_action(struct check *c, const struct action_def *a)
{
    const char *at = check_say(c, "actions.%s", a->id);
    const struct flow *flow = flow_of(a->id);
    const struct state_def *to = *a->to ? defs_state(c->d, a->to) : NULL;
    bool before = strcmp(a->to, "before") == 0;
    struct guess g;

    if (!flow) {
        guess_begin(&g, a->id);
        for (size_t i = 0; i < N_FLOWS; i++)
            guess_offer(&g, verb_info(flows[i].verb)->id);
        check_complain(
            c, at,
            check_advice(c, a->id, &g, err_way(_("`config reference` lists the actions"),
                                               _("F7 lists the actions"))),
            _("\"%s\" is no action of the program"), a->id);
        return;
    }
    for (size_t i = 0; i < a->n_from; i++) {
        const struct state_def *from = defs_state(c->d, a->from[i]);
        const char *from_at = check_say(c, "%s.from[%zu]", at, i + 1);

        if (!from)
            check_no_state(c, from_at, a->from[i]);
        else if (!(flow->from & (1u << from->phase)))
            check_complain(c, from_at,
                           check_say(c, _("name states of the phase: %s"),
                                     phase_names(c, flow->from)),
                           _("\"%s\" is not possible in the state \"%s\""), a->id,
                           a->from[i]);
    }
    if (a->n_from == 0 && flow->from != ANY)
        check_complain(c, at,
                       check_say(c, _("add \"from:\" with states of the phase: %s"),
                                 phase_names(c, flow->from)),
                       _("\"%s\" is not possible in every state"), a->id);
    if (*a->to && !to && !before)
        check_no_state(c, check_say(c, "%s.to", at), a->to);
    else if (flow->to == 0 && *a->to)
        check_complain(c, check_say(c, "%s.to", at), _("take \"to:\" out"),
                       _("\"%s\" leaves the item in its state"), a->id);
    else if (flow->to != 0 && !*a->to)
        check_complain(c, at, check_say(c, _("add \"to:\" with a state of the phase: %s"),
                                        phase_names(c, flow->to)),
                       _("nothing says where \"%s\" leads"), a->id);
    else if (to && !(flow->to & (1u << to->phase)))
        check_complain(
            c, check_say(c, "%s.to", at),
            check_say(c, _("name a state of the phase: %s"), phase_names(c, flow->to)),
            _("\"%s\" cannot lead to \"%s\""), a->id, a->to);
    else if (before && flow->verb != VERB_WITHDRAW && flow->verb != VERB_RESUME)
        check_complain(c, check_say(c, "%s.to", at), _("name a state"),
                       _("only withdraw and resume lead back to the state before"));
}

/* ---- the states as a whole ---- */

static bool may_start_in(const struct action_def *a, const char *state)
{
    for (size_t i = 0; i < a->n_from; i++)
        if (strcmp(a->from[i], state) == 0)
            return true;
    return a->n_from == 0;
}

static bool anybody_may(const struct check *c, const char *verb)
{
    const struct township_def *t = &c->d->township;

    for (size_t r = 0; r < t->n_roles; r++)
        for (size_t m = 0; m < t->roles[r].n_may; m++)
            for (size_t v = 0; v < t->roles[r].may[m].n_verbs; v++)
                if (strcmp(t->roles[r].may[m].verbs[v], verb) == 0
                    || strcmp(t->roles[r].may[m].verbs[v], "*") == 0)
                    return true;
    return t->n_roles == 0;     /* complained about already */
}

/* [i][k]: some action leads from state i to state k; `back`: to where one came from,
 * which is a way out of i, but nothing by which k is ever reached. */
struct graph { bool leads[STATES_MAX][STATES_MAX], back[STATES_MAX][STATES_MAX]; };

static void add_edges(const struct check *c, const struct action_def *a,
                      const struct list_def *l, struct graph *g, size_t n)
{
    const struct workflow_def *w = &c->d->workflow;
    int to = state_index(c, a->to);

    for (size_t i = 0; i < n; i++) {
        if (!may_start_in(a, w->states[i].id))
            continue;
        if (to >= 0)
            g->leads[i][to] = true;
        if (strcmp(a->to, "before") != 0)
            continue;
        for (size_t k = 0; k < N_FLOWS; k++) {
            const struct action_def *in = list_action(c->d, l, flows[k].verb);

            for (size_t f = 0; in && f < n && strcmp(in->to, w->states[i].id) == 0; f++)
                if (may_start_in(in, w->states[f].id))
                    g->back[i][f] = true;
        }
    }
}

static void check_stuck(struct check *c, size_t i, const char *at, const struct graph *g,
                        const bool ends[STATES_MAX], size_t n, const struct list_def *l)
{
    const struct state_def *s = &c->d->workflow.states[i];
    bool leaves = false, may = false;

    for (size_t k = 0; k < n; k++)
        leaves |= k != i && (g->leads[i][k] || g->back[i][k]);
    for (size_t k = 0; k < N_FLOWS; k++) {
        const struct action_def *a = list_action(c->d, l, flows[k].verb);

        if (a && *a->to && strcmp(a->to, s->id) != 0 && may_start_in(a, s->id))
            may |= anybody_may(c, a->id);
    }
    if (!leaves)
        check_complain(
            c, at,
            check_say(c, _("add \"%s\" to \"from:\" of an action that leads on"), s->id),
            _("no action leaves the state \"%s\" (%s)"), s->id, s->name);
    else if (!ends[i])
        check_complain(c, at, _("let an action lead towards a state of phase closed"),
                       _("from the state \"%s\" (%s) an item can never be crossed off or "
                         "cancelled"), s->id, s->name);
    else if (!may)
        check_complain(c, at, _("grant one of its actions to a role in township.yaml"),
                       _("no role may do anything that leaves the state \"%s\" (%s)"),
                       s->id, s->name);
}

/* `l` NULL: the shared workflow; else with the list's own actions in place. */
static void check_graph(struct check *c, const struct list_def *l)
{
    static const char *const first[] = { "assigned", "active" };
    const struct workflow_def *w = &c->d->workflow;
    size_t n = w->n_states < STATES_MAX ? w->n_states : STATES_MAX;
    bool reached[STATES_MAX] = {false}, ends[STATES_MAX] = {false}, changed = true;
    struct graph g = {{{false}}, {{false}}};
    int at;

    for (size_t i = 0; i < N_FLOWS; i++) {
        const struct action_def *a = list_action(c->d, l, flows[i].verb);

        if (a)
            add_edges(c, a, l, &g, n);
    }
    for (size_t i = 0; i < 2; i++)
        if ((at = state_index(c, first[i])) >= 0)
            reached[at] = true;
    for (size_t i = 0; i < n; i++)
        ends[i] = w->states[i].phase >= PHASE_CLOSED;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++) {
                bool reaches = g.leads[i][k] && reached[i] && !reached[k];
                bool ends_too = (g.leads[i][k] || g.back[i][k]) && ends[k] && !ends[i];

                reached[k] |= reaches;
                ends[i] |= ends_too;
                changed |= reaches || ends_too;
            }
    }
    for (size_t i = 0; i < n; i++) {
        const struct state_def *s = &w->states[i];
        const char *path = l ? "actions" : check_say(c, "states.%s", s->id);

        if (!*s->id)
            continue;
        if (!reached[i])
            check_complain(c, path,
                           check_say(c,
                                     _("add an action with \"to: %s\", or take the "
                                       "state out"),
                                     s->id),
                           _("no action leads to the state \"%s\" (%s)"), s->id, s->name);
        else if (s->phase <= PHASE_HELD)
            check_stuck(c, i, path, &g, ends, n, l);
    }
}

static void check_fixed_states(struct check *c)
{
    static const struct { const char *id, *name; enum phase phase; } fixed[] = {
        { "assigned", "待签收", PHASE_OPEN }, { "active", "在办", PHASE_OPEN },
        { "rework", "退改", PHASE_OPEN }, { "review", "待审核", PHASE_REVIEW },
        { "held", "暂停", PHASE_HELD }, { "closed", "已销号", PHASE_CLOSED },
        { "cancelled", "终止", PHASE_CANCELLED },
    };

    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        const struct state_def *s = defs_state(c->d, fixed[i].id);
        const char *phase = phase_names(c, 1u << fixed[i].phase);

        if (!s)
            check_complain(
                c, "states",
                check_say(c, _("write \"%s: {name: %s, phase: %s}\""), fixed[i].id,
                          fixed[i].name, phase),
                _("the state \"%s\" is missing; it may be renamed, not removed"),
                fixed[i].id);
        else if (s->phase != fixed[i].phase)
            check_complain(c, check_say(c, "states.%s.phase", fixed[i].id),
                           check_say(c, _("write \"phase: %s\""), phase),
                           _("the phase of \"%s\" is fixed"), fixed[i].id);
    }
}

void check_workflow(struct check *c)
{
    const struct workflow_def *w = &c->d->workflow;

    if (w->n_states == 0 || w->n_actions == 0)
        return;                 /* complained about already */
    check_fixed_states(c);
    for (size_t i = 0; i < w->n_states; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(w->states[i].name, w->states[k].name) == 0)
                check_complain(c, check_say(c, "states.%s.name", w->states[i].id),
                               _("give it another word"),
                               _("two states are called \"%s\""), w->states[i].name);
    for (size_t i = 0; i < w->n_actions; i++)
        if (*w->actions[i].id)
            check_action(c, &w->actions[i]);
    for (size_t i = 0; i < N_FLOWS; i++) {
        const char *id = verb_info(flows[i].verb)->id;

        if (flows[i].needed && !defs_action(c->d, flows[i].verb))
            check_complain(c, "actions",
                           check_say(c,
                                     _("copy the line \"%s:\" from the shipped "
                                       "workflow.yaml"),
                                     id),
                           _("the action \"%s\" is missing"), id);
    }
    check_graph(c, NULL);
}

void check_actions(struct check *c, const struct list_def *l)
{
    if (l->n_actions == 0 || c->d->workflow.n_states == 0)
        return;
    for (size_t i = 0; i < l->n_actions; i++)
        if (*l->actions[i].id)
            check_action(c, &l->actions[i]);
    check_graph(c, l);
}

/* ---- roles ---- */

void check_roles(struct check *c)
{
    static const char *const vital[] = { "read", "add", "people", "config" };
    const struct township_def *t = &c->d->township;

    for (size_t r = 0; r < t->n_roles; r++)
        for (size_t m = 0; m < t->roles[r].n_may; m++) {
            const struct grant_def *g = &t->roles[r].may[m];

            for (size_t i = 0; i < g->n_lists; i++)
                if (!defs_list(c->d, g->lists[i]))
                    check_no_list(c,
                                  check_say(c, "roles.%s.may[%zu].lists[%zu]",
                                            t->roles[r].id, m + 1, i + 1),
                                  g->lists[i]);
        }
    for (size_t i = 0; t->n_roles > 0 && i < sizeof vital / sizeof *vital; i++)
        if (!anybody_may(c, vital[i]))
            check_complain(
                c, "roles",
                check_say(c, _("add \"- {do: %s, on: all}\" to a role"), vital[i]),
                _("no role may \"%s\": nobody could use or repair the township"),
                vital[i]);
}
