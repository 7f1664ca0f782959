/* order_acts.c - what is done with an order: from signing to the last word. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/i18n.h"
#include "model/order_deed.h"

void order_say(struct order_deed *d, const char *fmt, ...)
{
    size_t n = strlen(d->out->said);
    va_list ap;

    if (n && n + 1 < sizeof d->out->said)
        d->out->said[n++] = '\n';
    va_start(ap, fmt);
    vsnprintf(d->out->said + n, sizeof d->out->said - n, fmt, ap);
    va_end(ap);
}

/* ---- the way of an order ---- */

#define IN(s) (1u << DUBAN_##s)

typedef void order_fn(struct order_deed *d);
static order_fn order_sign, order_deliver, order_receive, order_answer, order_finish,
    order_send_back, order_revoke;

/* `letters`: states in which a letter may also be; its receipt is nobody's duty, and what
 * it asks for may be settled without a reply. */
static const struct way {
    enum verb verb;
    unsigned from, letters;
    const char *command;
    order_fn *run;
} ways[] = {
    { VERB_REDRAFT, IN(DRAFT), 0, "order set", order_redraft },
    { VERB_SIGN, IN(DRAFT), 0, "order sign", order_sign },
    { VERB_DELIVER, IN(SIGNED), 0, "order deliver", order_deliver },
    { VERB_RECEIVE, IN(DELIVERED), 0, "order receive", order_receive },
    { VERB_ANSWER, IN(DELIVERED) | IN(RECEIVED) | IN(ANSWERED), 0, "answer",
      order_answer },
    { VERB_FINISH, IN(ANSWERED), IN(DELIVERED) | IN(RECEIVED), "order finish",
      order_finish },
    { VERB_SEND_BACK, IN(ANSWERED), 0, "order return", order_send_back },
    { VERB_REVOKE, IN(DRAFT) | IN(SIGNED) | IN(DELIVERED) | IN(RECEIVED) | IN(ANSWERED),
      0, "order withdraw", order_revoke },
};

static bool is_possible(const struct way *w, const struct duban_order *o)
{
    unsigned from = w->from | (o->kind == DUBAN_LETTER ? w->letters : 0);

    return (from & (1u << o->state)) != 0;
}

static void check_state(struct order_deed *d, const struct way *w)
{
    struct buf now = {0};

    if (is_possible(w, &d->o))
        return;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (is_possible(&ways[i], &d->o)) {
            buf_puts(&now, now.len ? _(", ") : "");
            buf_printf(&now, _("%s (%s)"), _(verb_info(ways[i].verb)->name),
                       ways[i].command);
        }
    if (now.len)
        act_fail(d->a, XH_REFUSED,
                 _("%s is %s: %s is not what comes next. Possible now: %s"), d->name,
                 order_state_name(d->o.state), _(verb_info(w->verb)->name),
                 buf_str(&now));
    else
        act_fail(d->a, XH_REFUSED, _("%s is %s; nothing more can be done with it"),
                 d->name, order_state_name(d->o.state));
    buf_fini(&now);
}

/* ---- the acts ---- */

/* The next number of the year: given once, whatever becomes of the order. */
static char *next_number(struct order_deed *d, int64_t *year, int64_t *seq)
{
    struct act *a = d->a;
    const struct orders_def *set = &a->defs->township.orders;
    const char *pattern = d->o.kind == DUBAN_LETTER ? set->letter : set->number;
    int y, month, mday;

    day_to_civil(a->env.today, &y, &month, &mday);
    *year = y;
    /* No list's scope: ids have no colon. */
    char *scope = strstr(pattern, "{y")
        ? xasprintf("order:%s/%d", order_kind_id(d->o.kind), y)
        : xasprintf("order:%s", order_kind_id(d->o.kind));
    int64_t row = act_get_int(a, "SELECT id FROM counter WHERE scope = ?", "t", scope);
    *seq =
        row ? act_get_int(a, "SELECT last FROM counter WHERE id = ?", "i", row) + 1 : 1;
    char *number = code_fill(pattern, a->env.today, *seq);
    /* One given out under an earlier pattern: taken is taken. */
    while (act_get_int(a, "SELECT count(*) FROM duban_order WHERE number = ?", "t",
                       number)) {
        free(number);
        number = code_fill(pattern, a->env.today, ++*seq);
    }
    if (row)
        act_update(a, "counter", row, "last i", *seq);
    else
        act_insert(a, "counter", "scope t last i", scope, *seq);
    free(scope);
    return number;
}

static void order_sign(struct order_deed *d)
{
    struct act *a = d->a;
    int64_t year, seq;
    char day[DAY_TEXT];
    struct xh_err more = {0};

    order_signer(d, &more);
    if (act_ok(a) && d->o.due != DAY_NONE && d->o.due < a->env.today)
        act_fail(a, XH_REFUSED,
                 _("the reply was wanted by %s, which is over: order set %lld "
                   "due=..."),
                 day_format(d->o.due, day), (long long)d->o.id);
    act_set_aside(a, &more);
    act_fail_all(a, &more);
    if (!act_ok(a))
        return;
    char *number = next_number(d, &year, &seq);
    act_update(a, "duban_order", d->o.id,
               "state t number t year i seq i signed_on d signed_by i on_paper i",
               "signed", number, year, seq, a->env.today, d->decider,
               (int64_t)(a->who.decided != 0));
    act_note(a, "number", number);
    order_say(d, _("%s signed; it is number %s"), d->name, number);
    free(number);
}

/* The day something happened: not before `from`, not to come. */
static bool read_day(struct order_deed *d, int32_t from, int32_t *day)
{
    struct act *a = d->a;
    char text[DAY_TEXT];

    *day = d->c->on == DAY_NONE ? a->env.today : d->c->on;
    if (*day > a->env.today)
        act_fail(a, XH_REFUSED, _("that day is still to come"));
    else if (*day < from)
        act_fail(a, XH_REFUSED, _("not before %s, when it was %s"),
                 day_format(from, text), order_state_name(d->o.state));
    return act_ok(a);
}

static void order_deliver(struct order_deed *d)
{
    int32_t day;
    char text[DAY_TEXT];

    if (!read_day(d, d->o.signed_on, &day))
        return;
    act_update(d->a, "duban_order", d->o.id, "state t delivered_on d", "delivered", day);
    if (day != d->a->env.today)
        act_note(d->a, "on", day_format(day, text));
    order_say(d, _("%s delivered to %s on %s"), d->name, d->o.to, day_format(day, text));
}

static void order_receive(struct order_deed *d)
{
    int32_t day;
    char text[DAY_TEXT];

    order_side(d);
    if (!act_ok(d->a) || !read_day(d, d->o.delivered_on, &day))
        return;
    act_update(d->a, "duban_order", d->o.id, "state t received_on d received_by i",
               "received", day, d->doer);
    if (day != d->a->env.today)
        act_note(d->a, "on", day_format(day, text));
    order_say(d, _("%s acknowledged by %s"), d->name, d->o.to);
}

/* Every piece becomes evidence of every item it is about. */
static char *keep_files(struct order_deed *d)
{
    struct act *a = d->a;
    struct buf names = {0};
    char *caption = xasprintf(_("answer to %s"), d->name);

    for (size_t i = 0; i < d->c->n_evidence; i++) {
        const struct evidence_file *f = &d->files[i];
        buf_printf(&names, "%s%s", i ? "\n" : "", f->name);
        for (size_t k = 0; k < d->o.n_items; k++)
            act_insert(
                a, "evidence",
                "item i step t kind t hash t size i name t caption t day d person i",
                d->o.items[k].item, "", "file", f->hash, f->size, f->name, caption,
                a->env.today, d->doer);
    }
    free(caption);
    return names.s ? buf_take(&names) : xstrdup("");
}

static void order_answer(struct order_deed *d)
{
    struct act *a = d->a;

    order_side(d);
    if (act_ok(a) && (!d->c->text || !*d->c->text))
        act_fail(a, XH_USAGE, err_way(_("the words are missing: --text \"...\""),
                                      _("the words are missing")));
    if (!act_ok(a))
        return;
    char *files = keep_files(d);
    act_insert(a, "duban_answer",
               "duban_order i day d person i typed_by i text t files t", d->o.id,
               a->env.today, d->doer, a->who.actor, d->c->text, files);
    if (d->o.received_on == DAY_NONE)       /* who answers has read it */
        act_update(a, "duban_order", d->o.id, "received_on d received_by i", a->env.today,
                   d->doer);
    act_update(a, "duban_order", d->o.id, "state t answered_on d answers i", "answered",
               a->env.today, d->o.answers + 1);
    act_note(a, "text", d->c->text);
    order_say(d, _("%s answered"), d->name);
    free(files);
}

static bool needs_reason(struct order_deed *d)
{
    if (d->c->reason && *d->c->reason)
        return true;
    act_fail(d->a, XH_REFUSED, err_way(_("to %s you must say why: --reason \"...\""),
                                           _("to %s you must say why")),
             _(verb_info(d->c->verb)->name));
    return false;
}

static void order_finish(struct order_deed *d)
{
    struct act *a = d->a;
    struct xh_err more = {0};

    order_judge(d, &more);
    if (act_ok(a) && d->o.state != DUBAN_ANSWERED && !(d->c->reason && *d->c->reason))
        act_fail(a, XH_REFUSED, err_way(_("there is no answer to %s; say how it was "
                                          "settled: --reason \"...\""),
                                        _("there is no answer to %s; say how it was "
                                          "settled as the reason")), d->name);
    act_set_aside(a, &more);
    act_fail_all(a, &more);
    act_update(a, "duban_order", d->o.id, "state t closed_on d closed_by i", "closed",
               a->env.today, d->decider);
    if (d->c->reason)
        act_update(a, "duban_order", d->o.id, "reason t", d->c->reason);
    if (act_ok(a))
        order_say(d, _("%s closed"), d->name);
}

static void order_send_back(struct order_deed *d)
{
    struct act *a = d->a;
    struct xh_err more = {0};
    char day[DAY_TEXT];

    order_judge(d, &more);
    if (act_ok(a))
        needs_reason(d);
    act_set_aside(a, &more);
    if (act_ok(a) && d->c->due != DAY_NONE && d->c->due < a->env.today)
        act_fail(a, XH_REFUSED, _("the reply is wanted by %s: that day is over"),
                 day_format(d->c->due, day));
    act_set_aside(a, &more);
    act_fail_all(a, &more);
    if (!act_ok(a))
        return;
    act_update(a, "duban_answer", d->o.replies[d->o.n_replies - 1].id,
               "returned_on d returned_by i reason t", a->env.today, d->decider,
               d->c->reason);
    act_update(a, "duban_order", d->o.id, "state t returns i", "received",
               d->o.returns + 1);
    if (d->c->due != DAY_NONE) {
        act_update(a, "duban_order", d->o.id, "due d", d->c->due);
        act_note(a, "to", day_format(d->c->due, day));
    }
    order_say(d, _("%s: the answer goes back to %s"), d->name, d->o.to);
}

static void order_revoke(struct order_deed *d)
{
    struct act *a = d->a;
    struct xh_err more = {0};

    if (d->o.state != DUBAN_DRAFT) {
        order_signer(d, &more);
        if (act_ok(a))
            needs_reason(d);
        act_set_aside(a, &more);
    }
    act_fail_all(a, &more);
    act_update(a, "duban_order", d->o.id, "state t closed_on d closed_by i reason t",
               "withdrawn", a->env.today, d->decider, d->c->reason ? d->c->reason : "");
    if (!act_ok(a))
        return;
    if (d->o.state == DUBAN_DRAFT)
        order_say(d, _("%s withdrawn; it never had a number"), d->name);
    else
        order_say(d, _("%s withdrawn; its number stays used"), d->name);
}

/* ---- before and after every act ---- */

static void check_texts(struct order_deed *d)
{
    struct deed x = { .a = d->a };

    deed_good_text(&x, d->c->verb == VERB_ANSWER ? "text" : "demand", d->c->text, true,
                   4000);
    deed_good_text(&x, "reason", d->c->reason, false, 1000);
    const int32_t days[] = { d->c->due, d->c->on };
    for (size_t i = 0; i < 2; i++)
        if (days[i] != DAY_NONE && (days[i] < DAY_MIN || days[i] > DAY_MAX))
            act_fail(d->a, XH_USAGE, _("dates run from 1900-01-01 to 2999-12-31"));
}

/* What an act of its kind leaves behind on each item: acceptance, activity, doers, the
 * signed form, and a line in its record. */
static void leave_traces(struct order_deed *d)
{
    struct act *a = d->a;
    struct call c = { .verb = d->c->verb, .on = DAY_NONE, .to = DAY_NONE,
                      .next_due = DAY_NONE, .n_evidence = d->c->n_evidence };

    for (size_t i = 0; act_ok(a) && i < d->o.n_items; i++) {
        struct deed x = { .a = a, .c = &c, .doer = d->doer, .decider = d->decider,
                          .paper = d->paper };
        a->rc = item_load(a->db, d->o.items[i].item, &x.it, &a->err);
        deed_accept_silently(&x);
        deed_leave_traces(&x);
        deed_keep_form(&x);
        act_touch(a, d->o.items[i].item, 0);
        item_fini(&x.it);
    }
}

static void load_order(struct order_deed *d, int64_t id)
{
    struct act *a = d->a;

    if (act_ok(a))
        a->rc = order_load(a->db, id, &d->o, &a->err);
    if (!act_ok(a))
        return;
    d->name = order_name(&d->o);
    d->out->order = id;
    d->out->count = 1;
    /* Whoever may do nothing with it need not learn how it stands. */
    if (!order_may_read(a->store, d->doer, id) &&
        !order_may_read(a->store, a->who.actor, id))
        act_fail(a, XH_DENIED, _("this order is not yours to read"));
}

/* Taking back one's own draft decides nothing. */
static bool is_decision(const struct duban_order *o, enum verb verb)
{
    return (verb_info(verb)->flags & VERB_DECIDES) != 0
        && !(verb == VERB_REVOKE && o->state == DUBAN_DRAFT);
}

/* Who may go this way at all, and does it lead on from here? */
static void check_way(struct order_deed *d, const struct way *w)
{
    struct act *a = d->a;
    bool decides = is_decision(&d->o, w->verb);
    enum verb permission = w->verb == VERB_REVOKE && !decides ? VERB_SUPERVISE : w->verb;

    order_identities(d, decides ? DEED_DECISION : DEED_WORK);
    if (act_ok(a))
        order_permit(d, decides ? d->decider : d->doer, permission);
    if (act_ok(a))
        check_state(d, w);
}

static void run_way(struct order_deed *d, const struct way *w)
{
    struct act *a = d->a;
    size_t before = a->writes;
    int64_t id = 0;

    a->rc = order_find(a->db, d->c->order, a->env.today, &id, &a->err);
    load_order(d, id);
    if (act_ok(a))
        check_way(d, w);
    if (act_ok(a)) {
        if (*d->o.number)
            act_note(a, "order", d->o.number);
        else
            act_note_int(a, "order", d->o.id);
        w->run(d);
    }
    if (act_ok(a) && a->writes > before)
        leave_traces(d);
}

static const struct way *find_way(enum verb verb)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i].verb == verb)
            return &ways[i];
    return NULL;
}

void order_notes(struct order_deed *d)
{
    act_note(d->a, "reason", d->c->reason);
    act_note(d->a, "sheet", d->c->sheet);
    if (d->paper && d->a->who.decided) {
        act_note(d->a, "paper", d->paper->hash);
        act_note(d->a, "paper_name", d->paper->name);
    }
}

enum xh_rc order_run(struct store *st, const struct env *env, const struct who *who,
                     const struct order_call *call, struct order_result *out,
                     struct xh_err *err)
{
    struct act a;
    struct evidence_file paper = {0}, *files = NULL;
    const struct way *w = find_way(call->verb);

    *out = (struct order_result){0};
    if (!w && call->verb != VERB_SUPERVISE)
        return xh_fail(err, XH_USAGE, _("'%s' is no act on orders"),
                       verb_info(call->verb)->id);
    enum xh_rc rc = deed_store_files(st, call->evidence, call->n_evidence, who->paper,
                                     &files, &paper, err);
    if (rc == XH_OK)
        rc = act_begin(&a, st, env, call->verb, who, err);
    if (rc == XH_OK) {
        struct order_deed d = { .a = &a, .c = call, .out = out, .files = files,
                                .paper = who->paper ? &paper : NULL };
        d.doer = who->behalf ? who->behalf : who->actor;
        d.decider = who->decided ? who->decided : d.doer;
        if (!who->actor)
            deed_identities(&a, DEED_WORK, false, NULL, 0);
        check_texts(&d);
        if (act_ok(&a) && w)
            run_way(&d, w);
        else if (act_ok(&a))
            order_draft(&d);
        if (w)                  /* each order drafted has noted it */
            order_notes(&d);
        bool good = act_ok(&a);
        rc = act_end(&a, call->trial ? XH_REFUSED : XH_OK, err);
        if (good && call->trial && rc == XH_REFUSED)
            rc = XH_OK;
        else if (rc == XH_OK && a.writes && out->count == 1)
            memcpy(out->action, a.event.action, sizeof out->action);
        for (size_t i = 0; rc == XH_OK && call->drafted && i < d.n_drafted; i++)
            call->drafted(call->ctx, d.drafted[i].item, d.drafted[i].action);
        free(d.drafted);
        free(d.name);
        order_fini(&d.o);
        act_fini(&a);
    }
    free(files);
    return rc;
}

/* ---- what may be done, for labels and offers ---- */

/* Whose side one has to be on; the acts ask the same. */
static void check_side(struct order_deed *d, enum verb verb)
{
    struct xh_err more = {0};

    switch (verb) {
    case VERB_RECEIVE:
    case VERB_ANSWER:
        order_side(d);
        break;
    case VERB_FINISH:
    case VERB_SEND_BACK:
        order_judge(d, &more);
        break;
    case VERB_SIGN:
    case VERB_REVOKE:
        if (is_decision(&d->o, verb))
            order_signer(d, &more);
        break;
    default:
        break;
    }
    act_fail_all(d->a, &more);
}

bool order_may(struct store *st, const struct env *env, const struct who *who, enum verb verb,
               int64_t order, struct xh_err *why)
{
    static const struct evidence_file form = {0};
    const struct way *w = find_way(verb);
    const struct order_call c = { .verb = verb, .due = DAY_NONE, .on = DAY_NONE };
    struct order_result *out = xcalloc(1, sizeof *out);
    struct act a = { .store = st, .db = st->db, .defs = st->defs, .env = *env, .verb = verb,
                     .who = *who };
    struct order_deed d = { .a = &a, .c = &c, .out = out, .paper = who->decided ? &form : NULL,
                            .asks_only = true, .quiet = !why };

    d.doer = who->behalf ? who->behalf : who->actor;
    d.decider = who->decided ? who->decided : d.doer;
    if (!w)
        act_fail(&a, XH_USAGE, _("'%s' is no act on orders"), verb_info(verb)->id);
    load_order(&d, order);
    if (act_ok(&a))
        check_way(&d, w);
    if (act_ok(&a))
        check_side(&d, verb);
    bool may = act_ok(&a);
    if (!may && why)
        *why = a.err;
    free(d.name);
    order_fini(&d.o);
    free(out);
    return may;
}

enum verb order_next(const struct duban_order *o)
{
    switch (o->state) {
    case DUBAN_DRAFT:     return VERB_SIGN;
    case DUBAN_SIGNED:    return VERB_DELIVER;
    case DUBAN_DELIVERED: return o->kind == DUBAN_LETTER ? VERB_ANSWER : VERB_RECEIVE;
    case DUBAN_RECEIVED:  return VERB_ANSWER;
    case DUBAN_ANSWERED:  return o->weekly ? VERB_ANSWER : VERB_FINISH;
    default:              return VERB_NONE;
    }
}
