/* acts_order.c - what people do to an order, and whose hands do it. See acts_order.h; the
 * two forms are in acts_order_forms.c. */
#include "tui/acts_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/order.h"
#include "model/people.h"
#include "model/roster.h"
#include "report/order_page.h"
#include "report/order_text.h"
#include "tui/acts_order_own.h"
#include "tui/ask.h"
#include "tui/done.h"

/* ---- whose hands (ENGINE 26, 27) ---- */

static bool is_decision(const struct duban_order *o, enum verb verb)
{
    return (verb_info(verb)->flags & VERB_DECIDES) &&
           !(verb == VERB_REVOKE && o->state == DUBAN_DRAFT);
}

static bool may_by(struct tui *t, enum verb verb, int64_t order, struct who who)
{
    return order_may(t->st, &t->env, &who, verb, order, NULL);
}

/* One of the unit for whom it can be written down: its contact, else the first in the
 * leaders' order, else who is responsible for the first item. 0: nobody. */
static int64_t one_of_the_unit(struct tui *t, const struct duban_order *o, enum verb verb)
{
    struct roster units = {0}, people = {0};
    struct xh_err err = {0};
    struct item it = {0};
    const char *contact = "";
    int64_t found = 0;

    if (roster_load(t->st, "unit", &units, &err) == XH_OK)
        for (size_t i = 0; i < units.n; i++)
            if (units.v[i].id == o->unit)
                contact = units.v[i].contact;
    if (roster_load(t->st, "person", &people, &err) == XH_OK)
        for (int pass = *contact ? 0 : 1; pass < 2 && !found; pass++)
            for (size_t i = 0; i < people.n && !found; i++) {
                const struct roster_row *p = &people.v[i];
                bool wanted = pass == 0 ? strcmp(p->name, contact) == 0
                                        : strcmp(p->of, o->to) == 0;
                if (wanted && p->active && p->id != t->me &&
                    may_by(t, verb, o->id, (struct who){ .actor = t->me, .behalf = p->id }))
                    found = p->id;
            }
    if (!found && o->n_items && item_load(t->st->db, o->items[0].item, &it, &err) == XH_OK &&
        it.owner && it.owner != t->me &&
        may_by(t, verb, o->id, (struct who){ .actor = t->me, .behalf = it.owner }))
        found = it.owner;
    item_fini(&it);
    roster_fini(&units);
    roster_fini(&people);
    return found;
}

/* Could one of its leaders have decided it on a form that I enter? */
static bool may_on_paper(struct tui *t, const struct duban_order *o, enum verb verb)
{
    struct item it = {0};
    struct xh_err err = {0};
    bool may = false;

    if (!t->defs->township.paper_approval || !is_decision(o, verb) ||
        !order_permits(t->st, t->me, VERB_PAPER, o->id))
        return false;
    if (o->n_items)
        item_load(t->st->db, o->items[0].item, &it, &err);
    const int64_t leaders[] = { o->lead, it.lead, it.leader };
    for (size_t i = 0; i < 3 && !may; i++)
        may = leaders[i] &&
              may_by(t, verb, o->id, (struct who){ .actor = t->me, .decided = leaders[i] });
    item_fini(&it);
    return may;
}

void order_hands(struct tui *t, const struct duban_order *o, enum verb verb, struct hands *h)
{
    bool mine = may_by(t, verb, o->id, tui_who(t)), decides = is_decision(o, verb);

    *h = (struct hands){ .who = tui_who(t) };
    h->may_behalf = !decides && order_permits(t->st, t->me, VERB_ACT_FOR, o->id);
    h->may_paper = decides && t->defs->township.paper_approval &&
                   order_permits(t->st, t->me, VERB_PAPER, o->id);
    h->needs_paper = h->may_paper && !mine;
    if (h->may_behalf && !mine) {
        h->who.behalf = one_of_the_unit(t, o, verb);
        if (h->who.behalf)
            h->behalf = person_name(t->st->db, h->who.behalf);
    }
}

/* By myself, for one of the unit, or by a leader's signed form. */
static bool may_act(struct tui *t, const struct duban_order *o, enum verb verb,
                    struct xh_err *why)
{
    struct who me = tui_who(t);

    if (order_may(t->st, &t->env, &me, verb, o->id, why))
        return true;
    if (is_decision(o, verb))
        return may_on_paper(t, o, verb);
    return (verb == VERB_RECEIVE || verb == VERB_ANSWER) &&
           order_permits(t->st, t->me, VERB_ACT_FOR, o->id) && one_of_the_unit(t, o, verb) != 0;
}

/* ---- which act ---- */

/* F2 by state: the first of these that may be done; the reason for greying is that of the
 * first. */
static const struct { enum duban_state state; enum verb verbs[4]; } by_state[] = {
    { DUBAN_DRAFT, { VERB_SIGN, VERB_REDRAFT } },
    { DUBAN_SIGNED, { VERB_DELIVER } },
    { DUBAN_DELIVERED, { VERB_RECEIVE, VERB_ANSWER, VERB_FINISH } },
    { DUBAN_RECEIVED, { VERB_ANSWER, VERB_FINISH } },
    { DUBAN_ANSWERED, { VERB_FINISH, VERB_ANSWER } },
};

static const enum verb all_acts[] = {
    VERB_SIGN, VERB_REDRAFT, VERB_DELIVER, VERB_RECEIVE, VERB_ANSWER, VERB_FINISH,
    VERB_SEND_BACK, VERB_REVOKE,
};
#define ALL_ACTS (sizeof all_acts / sizeof *all_acts)

static enum verb first_of(struct tui *t, const struct duban_order *o, const enum verb *verbs,
                          struct xh_err *why)
{
    for (const enum verb *v = verbs; *v; v++)
        if (may_act(t, o, *v, NULL))
            return *v;
    if (why)
        may_act(t, o, *verbs, why);
    return VERB_NONE;
}

/* The verb of a command; VERB_NONE with the reason. */
static enum verb verb_of(struct tui *t, const struct duban_order *o, enum cmd cmd,
                         struct xh_err *why)
{
    static const enum verb none[] = { VERB_NONE }, redraft[] = { VERB_REDRAFT, VERB_NONE },
        revoke[] = { VERB_REVOKE, VERB_NONE },
        back[] = { VERB_SEND_BACK, VERB_REVOKE, VERB_NONE };
    const enum verb *verbs = cmd == CMD_EDIT ? redraft
                             : cmd == CMD_RETURN
                                 ? o->state == DUBAN_ANSWERED ? back : revoke : none;
    bool letter = o->kind == DUBAN_LETTER;

    for (size_t i = 0; cmd == CMD_ACT && i < sizeof by_state / sizeof *by_state; i++)
        if (by_state[i].state == o->state)
            verbs = by_state[i].verbs + (letter && o->state == DUBAN_DELIVERED);
    if (!*verbs) {
        xh_fail(why, XH_REFUSED, _("This order is over: it can only be read."));
        return VERB_NONE;
    }
    return first_of(t, o, verbs, why);
}

static int index_of(enum cmd cmd)
{
    return cmd == CMD_ACT ? 0 : cmd == CMD_RETURN ? 1 : cmd == CMD_EDIT ? 2 : -1;
}

bool acts_order_may(struct tui *t, enum cmd cmd, int64_t order, struct order_labels *kept,
                    const char **word, struct xh_err *why)
{
    int at = index_of(cmd);
    struct duban_order o = {0};
    struct xh_err err = {0};

    if (at < 0)
        return true;
    if (!order)
        return false;
    if (why) {
        bool may = order_load(t->st->db, order, &o, why) == XH_OK &&
                   verb_of(t, &o, cmd, why) != VERB_NONE;
        order_fini(&o);
        return may;
    }
    if (kept->order != order && order_load(t->st->db, order, &o, &err) == XH_OK) {
        static const enum cmd cmds[] = { CMD_ACT, CMD_RETURN, CMD_EDIT };
        for (int i = 0; i < 3; i++) {
            enum verb verb = verb_of(t, &o, cmds[i], NULL);
            kept->v[i].may = verb != VERB_NONE;
            if (!verb && i == 1)
                verb = o.state == DUBAN_ANSWERED ? VERB_SEND_BACK : VERB_REVOKE;
            else if (!verb)
                verb = i == 2 ? VERB_REDRAFT : order_next(&o);
            kept->v[i].word = order_verb_word(verb);
        }
        kept->order = order;
    }
    order_fini(&o);
    if (kept->order != order)
        return false;
    if (*kept->v[at].word)
        *word = kept->v[at].word;
    return kept->v[at].may;
}

/* ---- doing it ---- */

bool order_do(struct tui *t, const struct hands *h, struct order_call *c, int64_t order,
              struct xh_err *err)
{
    struct order_result *r = xcalloc(1, sizeof *r);
    char row[32];

    snprintf(row, sizeof row, "r%lld", (long long)order);
    c->order = row;
    bool done = tui_order(t, &h->who, c, r, err) == XH_OK;
    free(r);
    c->order = NULL;
    return done;
}

/* ---- the boxes: a day, a reason, whose hands ---- */

static const char *const for_letter[] = {
    N_("settled by talking"), N_("approved by the superior"), N_("no longer needed"), NULL,
};
static const char *const for_sending_back[] = {
    N_("what was done is not said"), N_("no date by when"), N_("no reason given for being late"),
    N_("does not match the facts"), NULL,
};
static const char *const for_revoking[] = {
    N_("sent to the wrong unit"), N_("settled meanwhile"), N_("given twice"),
    N_("demand unclear"), NULL,
};

static const struct spec {
    enum verb verb;
    const char *about;          /* msgid; NULL */
    const char *day;            /* msgid of the day it happened; NULL: none is asked */
    const char *until;          /* msgid of a new reply date; NULL */
    const char *const *reasons; /* NULL: none is asked */
} specs[] = {
    { VERB_SIGN, N_("It gets its number now, which is never given again. Signing is not taken "
                    "back with Ctrl-Z; F3 withdraws the order."), NULL, NULL, NULL },
    { VERB_DELIVER, N_("From that day on the unit has one workday to acknowledge it."),
      N_("Delivered on"), NULL, NULL },
    { VERB_RECEIVE, N_("The unit has it and will answer in time."), N_("Acknowledged on"), NULL,
      NULL },
    { VERB_FINISH, N_("What was demanded is done; the order is over."), NULL, NULL,
      for_letter },
    { VERB_SEND_BACK, N_("The answer is not enough: the unit answers again."), NULL,
      N_("Reply by"), for_sending_back },
    { VERB_REVOKE, N_("It is void from now on; a number once given stays used."), NULL, NULL,
      for_revoking },
};

#define DAYS 4
struct boxed {
    const struct duban_order *o;
    const struct spec *spec;
    struct hands hands;
    struct box_group groups[3];
    int day, until, reason;             /* index of the group; -1 none */
    char *days[DAYS], *untils[DAYS];
    const char *reasons[9];
    int32_t on, due;
};

static const struct spec *find_spec(enum verb verb)
{
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
        if (specs[i].verb == verb)
            return &specs[i];
    return NULL;
}

void order_about(struct tui *t, const struct duban_order *o, struct buf *out)
{
    char *name = order_name(o), *size = order_size(o);
    char *clock = order_clock(t->defs, o, t->env.today);
    char day[DAY_TEXT];

    buf_printf(out, "%s  %s  %s\n", name, order_kind_name(o->kind), o->to);
    buf_printf(out, "%s  (%s)\n", o->title, size);
    if (o->due != DAY_NONE)
        buf_printf(out, _("Reply by %s"), short_day(t, o->due, day));
    if (*clock)
        buf_printf(out, "  %s", clock);
    buf_putc(out, '\n');
    free(name);
    free(size);
    free(clock);
}

static void box_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct boxed *q = b->ctx;
    const struct duban_answer *last = q->o->n_replies ? &q->o->replies[q->o->n_replies - 1]
                                                      : NULL;
    char day[DAY_TEXT];

    order_about(t, q->o, out);
    if (last && (q->spec->verb == VERB_FINISH || q->spec->verb == VERB_SEND_BACK))
        buf_printf(out, _("Answer of %s (%s): %s\n"), short_day(t, last->day, day), last->person,
                   last->text);
    if (q->spec->about)
        buf_printf(out, "%s\n", _(q->spec->about));
    if (q->on != DAY_NONE)
        buf_printf(out, "%s: %s\n", _(q->spec->day), short_day(t, q->on, day));
    if (q->due != DAY_NONE)
        buf_printf(out, "%s: %s\n", _(q->spec->until), short_day(t, q->due, day));
}

static int add_group(struct boxed *q, struct act_box *b, const char *label,
                     const char **choices, size_t n, int at, bool own_words)
{
    q->groups[b->n_groups] = (struct box_group){
        .label = label, .choices = choices, .n = n, .at = at, .own_words = own_words,
    };
    return (int)b->n_groups++;
}

static void offer_day(struct tui *t, struct boxed *q, struct act_box *b)
{
    int32_t before = calendar_add_workdays(t->defs->calendar, t->env.today, -1);
    int32_t from = q->spec->verb == VERB_DELIVER ? q->o->signed_on : q->o->delivered_on;
    char day[DAY_TEXT];

    q->days[0] = xasprintf(_("today, %s"), short_day(t, t->env.today, day));
    q->days[1] = xstrdup(_("another day .."));
    if (before >= from)
        q->days[2] = xasprintf(_("the workday before, %s"), short_day(t, before, day));
    q->day = add_group(q, b, _(q->spec->day), (const char **)q->days, before >= from ? 3 : 2, 0,
                       false);
}

static void offer_until(struct tui *t, struct boxed *q, struct act_box *b)
{
    char day[DAY_TEXT];

    q->untils[0] = xasprintf(_("as it is, %s"), q->o->due != DAY_NONE
                             ? short_day(t, q->o->due, day) : "-");
    for (int i = 1; i < 3; i++) {
        int n = i == 1 ? 3 : 5;
        q->untils[i] = xasprintf(_("+%d workdays: %s"), n,
                                 short_day(t, calendar_add_workdays(t->defs->calendar,
                                                                    t->env.today, n), day));
    }
    q->untils[3] = xstrdup(_("another day .."));
    /* a day gone by cannot be kept */
    q->until = add_group(q, b, _(q->spec->until), (const char **)q->untils, 4,
                         q->o->due != DAY_NONE && q->o->due < t->env.today ? 1 : 0, false);
}

static bool day_chosen(struct tui *t, struct act_box *b, size_t group)
{
    struct boxed *q = b->ctx;
    int at = b->groups[group].at;
    const struct calendar *cal = t->defs->calendar;

    if ((int)group == q->day) {
        q->on = at == 0   ? DAY_NONE
                : at == 2 ? calendar_add_workdays(cal, t->env.today, -1)
                          : ask_day(t, _(q->spec->day), "", t->env.today);
        return at != 1 || q->on != DAY_NONE;
    }
    if ((int)group == q->until) {
        q->due = at == 0   ? DAY_NONE
                 : at == 3 ? ask_day(t, _(q->spec->until), "", DAY_NONE)
                           : calendar_add_workdays(cal, t->env.today, at == 1 ? 3 : 5);
        return at != 3 || q->due != DAY_NONE;
    }
    return true;
}

static bool needs_reason(const struct boxed *q)
{
    if (!q->spec->reasons)
        return false;
    if (q->spec->verb == VERB_FINISH)
        return q->o->state != DUBAN_ANSWERED;
    return q->spec->verb != VERB_REVOKE || q->o->state != DUBAN_DRAFT;
}

static bool more_acts(struct tui *t, const struct duban_order *o);

static bool run_box(struct tui *t, const struct duban_order *o, enum verb verb)
{
    struct boxed q = { .o = o, .spec = find_spec(verb), .day = -1, .until = -1, .reason = -1,
                       .on = DAY_NONE, .due = DAY_NONE };
    const char *word = order_verb_word(verb);
    struct act_box b = { .title = word, .say = box_about, .ctx = &q, .groups = q.groups,
                         .chosen = day_chosen, .done = word, .hands = &q.hands, .more = true };
    struct order_call c = { .verb = verb };
    struct xh_err err = {0};
    bool done = false;

    order_hands(t, o, verb, &q.hands);
    if (q.spec->day)
        offer_day(t, &q, &b);
    if (q.spec->until)
        offer_until(t, &q, &b);
    if (q.until >= 0 && q.groups[q.until].at == 1)
        q.due = calendar_add_workdays(t->defs->calendar, t->env.today, 3);
    if (needs_reason(&q)) {
        size_t n = 0;
        for (; q.spec->reasons[n]; n++)
            q.reasons[n] = _(q.spec->reasons[n]);
        q.reason = add_group(&q, &b, _("Reason"), q.reasons, n, -1, true);
    }
    switch (box_run(t, &b)) {
    case BOX_DONE:
        c.on = q.on;
        c.due = q.due;
        c.reason = q.reason >= 0 ? box_text(&q.groups[q.reason]) : NULL;
        done = order_do(t, &q.hands, &c, o->id, &err);
        if (!done)
            tui_refuse(t, &err);
        break;
    case BOX_MORE:
        done = more_acts(t, o);
        break;
    default:
        break;
    }
    box_fini(&b);
    for (size_t i = 0; i < DAYS; i++) {
        free(q.days[i]);
        free(q.untils[i]);
    }
    hands_fini(&q.hands);
    return done;
}

/* ---- the way in ---- */

static bool run_verb(struct tui *t, const struct duban_order *o, enum verb verb)
{
    char text[512];
    char day[DAY_TEXT];

    if (verb == VERB_ANSWER)
        return order_answer_form(t, o);
    if (verb == VERB_REDRAFT)
        return order_draft_form(t, o);
    if (verb == VERB_SIGN && o->due != DAY_NONE && o->due < t->env.today) {
        snprintf(text, sizeof text, _("The reply was wanted by %s, which is over. Change the "
                                      "draft first?"), short_day(t, o->due, day));
        return ask_yes(t, order_verb_word(verb), text) && order_draft_form(t, o);
    }
    return run_box(t, o, verb);
}

/* Everything this person may do with it, by digit. */
static bool more_acts(struct tui *t, const struct duban_order *o)
{
    const char *words[ALL_ACTS];
    enum verb verbs[ALL_ACTS];
    struct buf about = {0};
    size_t n = 0;

    for (size_t i = 0; i < ALL_ACTS; i++)
        if (may_act(t, o, all_acts[i], NULL)) {
            verbs[n] = all_acts[i];
            words[n++] = order_verb_word(all_acts[i]);
        }
    order_about(t, o, &about);
    int at = n ? ask_choice(t, _("What may be done"), buf_str(&about), words, n, 0) : -1;
    buf_fini(&about);
    return at >= 0 && run_verb(t, o, verbs[at]);
}

bool acts_order_run(struct tui *t, enum cmd cmd, int64_t order)
{
    struct duban_order o = {0};
    struct xh_err err = {0};
    bool done = false;

    if (order_load(t->st->db, order, &o, &err) == XH_OK) {
        enum verb verb = verb_of(t, &o, cmd, &err);
        if (verb)
            done = run_verb(t, &o, verb);
        else
            tui_refuse(t, &err);
    } else {
        tui_refuse(t, &err);
    }
    order_fini(&o);
    return done;
}
