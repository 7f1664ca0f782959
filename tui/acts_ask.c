/* acts_ask.c - the verbs that take an office, a day and a reason, as one table: what is
 * asked, by which digits, and what it will lead to before it is done (UX 1 flows). */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/roster.h"
#include "tui/ask.h"

#define DAYS 5                  /* choices of days, with "another day" */
#define OFFICES 8

/* Ready reasons are examples; 0 takes one's own words. */
static const char *const for_return[] = {
    N_("material incomplete"), N_("photos unclear"), N_("does not match the facts"),
    N_("steps not finished"), NULL,
};
static const char *const not_ours[] = {
    N_("not of this unit"), N_("given to several units"), N_("demand unclear"), NULL,
};
static const char *const for_extend[] = {
    N_("waiting for a superior's approval"), N_("people not yet convinced"),
    N_("money not yet there"), N_("weather"), N_("plan changed"), NULL,
};
static const char *const for_limit[] = {
    N_("decided by the meeting"), N_("a leader's instruction"), N_("asked by superiors"), NULL,
};
static const char *const for_hold[] = {
    N_("waiting for a superior's approval"), N_("money not yet there"),
    N_("land or route not settled"), NULL,
};
static const char *const for_cancel[] = {
    N_("cancelled by superiors"), N_("merged into another item"), N_("no longer needed"), NULL,
};
static const char *const for_reopen[] = {
    N_("came back"), N_("found unfinished on a visit"), N_("does not match the facts"), NULL,
};
static const char *const for_rebase[] = {
    N_("entered wrongly"), N_("deadline changed by superiors"), N_("decided by the meeting"),
    NULL,
};
static const char *const for_skip[] = {
    N_("not part of this item"), N_("done by another unit"), N_("superiors do without it"), NULL,
};
static const char *const for_erase[] = {
    N_("kept long enough"), N_("asked by the person"), NULL,
};

enum from { FROM_NONE, FROM_TODAY, FROM_DUE };
static const struct spec {
    enum verb verb;
    const char *about;          /* msgid: what it does; NULL */
    const char *const *reasons; /* NULL: none is asked */
    enum from from;             /* the days offered count from here */
    int days[DAYS];             /* workdays, 0 ends */
    const char *day;            /* msgid: what the day is */
    bool may_keep;              /* no day is an answer, too */
    bool office;
} specs[] = {
    { VERB_ACCEPT, N_("You take it over; the clock has been running since it was given."),
      NULL, FROM_NONE, {0}, NULL, false, false },
    { VERB_WITHDRAW, N_("The application is taken back; work goes on, no time is won."),
      NULL, FROM_NONE, {0}, NULL, false, false },
    { VERB_RESUME, N_("Work goes on; deadlines move by the days it was on hold."),
      NULL, FROM_NONE, {0}, NULL, false, false },
    { VERB_RETURN, NULL, for_return, FROM_NONE, {0}, NULL, false, false },
    { VERB_EXTEND, N_("The first deadline stays visible."), for_extend, FROM_DUE,
      { 3, 5, 10 }, N_("New deadline"), false, false },
    { VERB_LIMIT, N_("It stays late; missing the limit counts."), for_limit, FROM_TODAY,
      { 3, 5, 10 }, N_("Limit"), false, false },
    { VERB_HOLD, N_("Our clock stands still while the office has it."), for_hold, FROM_TODAY,
      { 5, 10, 20 }, N_("Reply expected"), false, true },
    { VERB_CANCEL, N_("It leaves the lists and the rate; it can be reopened."), for_cancel,
      FROM_NONE, {0}, NULL, false, false },
    { VERB_REOPEN, N_("It is open again, to be accepted anew."), for_reopen, FROM_TODAY,
      { 5, 10, 20 }, N_("New deadline"), true, false },
    { VERB_REBASE, N_("The first deadline itself is replaced."), for_rebase, FROM_TODAY,
      { 5, 10, 20 }, N_("First deadline"), false, false },
    { VERB_SKIP, N_("The step leaves the checklist; it counts neither way."), for_skip,
      FROM_NONE, {0}, NULL, false, false },
    { VERB_VOID, N_("Entered by mistake: it leaves every count, its number is not used again."),
      NULL, FROM_NONE, {0}, NULL, false, false },
    { VERB_ERASE, N_("Every private value goes for good. This cannot be undone."), for_erase,
      FROM_NONE, {0}, NULL, false, false },
};

struct asked {
    struct flow *f;
    const struct spec *spec;
    const char *step;                   /* skip */
    struct hands hands;
    struct box_group groups[3];
    int office, day, reason;            /* index of the group; -1 none */
    char *days[DAYS + 1];
    const char *reasons[9];
    struct roster units;
    const char *offices[OFFICES];
    int32_t to;                         /* the day chosen; DAY_NONE: by workdays, or none */
    int workdays;                       /* from each row's base; 0: `to` stands */
    char *deciders;                     /* who must grant it; NULL: at once */
};

static const struct spec *find_spec(enum verb verb)
{
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
        if (specs[i].verb == verb)
            return &specs[i];
    return NULL;
}

bool flow_asks(enum verb verb)
{
    return find_spec(verb) != NULL;
}

/* ---- days ---- */

static int32_t base_of(struct tui *t, const struct spec *s, const struct item *it)
{
    return s->from == FROM_DUE && it->due != DAY_NONE ? it->due : t->env.today;
}

static int32_t day_of(struct tui *t, const struct asked *q, const struct item *it)
{
    return q->workdays ? calendar_add_workdays(t->defs->calendar, base_of(t, q->spec, it),
                                               q->workdays)
                       : q->to;
}

/* "11-27 Friday; skipped 11-21 11-22": days off between, holidays by name. */
static void say_skipped(struct tui *t, int32_t from, int32_t to, struct buf *out)
{
    const struct calendar *cal = t->defs->calendar;
    const char *last = NULL;
    char day[DAY_TEXT];
    int n = 0;
    struct buf days = {0};

    for (int32_t d = from + 1; d < to && n <= 60; d++) {
        const char *name = calendar_name(cal, d);
        if (!calendar_is_off(cal, d))
            continue;
        if (name && last && strcmp(name, last) == 0) {
            n++;
            continue;
        }
        last = name;
        if (n++ < 8)
            buf_printf(&days, "%s%s%s", days.len ? " " : "", short_day(t, d, day),
                       name ? name : "");
        else if (n == 9)
            buf_puts(&days, " ..");
    }
    if (n)
        buf_printf(out, _("Days off in between, %d: %s"), n, buf_str(&days));
    if (n)
        buf_putc(out, '\n');
    if (!calendar_covers(cal, to))
        buf_printf(out, _("The holidays of that year are not known yet; the date may move.\n"));
    buf_fini(&days);
}

const char *weekday_word(int32_t day)
{
    static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
                                         N_("Sat"), N_("Sun") };

    return _(names[day_weekday(day) - 1]);
}

static void say_day(struct tui *t, const struct asked *q, struct buf *out)
{
    const struct item *it = q->f->it;
    int32_t to = day_of(t, q, it), base = base_of(t, q->spec, it);
    char day[DAY_TEXT], old[DAY_TEXT];

    if (to == DAY_NONE)
        return;
    if (q->f->on->n > 1 && q->workdays && q->spec->from == FROM_DUE) {
        buf_printf(out, _("Each row's own deadline moves by %d workdays.\n"), q->workdays);
        return;
    }
    buf_printf(out, "%s: %s %s", _(q->spec->day), short_day(t, to, day), weekday_word(to));
    if (q->spec->from == FROM_DUE && it->due != DAY_NONE)
        buf_printf(out, _("   (now %s)"), short_day(t, it->due, old));
    if (calendar_is_off(t->defs->calendar, to))
        buf_printf(out, "   %s", _("a day off"));
    buf_putc(out, '\n');
    say_skipped(t, base, to, out);
    if (it->upper_due != DAY_NONE && to > it->upper_due)
        buf_printf(out, _("Past the superior's deadline, %s: the document's number is asked.\n"),
                   short_day(t, it->upper_due, old));
}

static void ask_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct asked *q = b->ctx;

    flow_name(q->f, t, out);
    buf_putc(out, '\n');
    flow_facts(t, q->f, out);
    if (q->step)
        buf_printf(out, _("Step %s\n"),
                   q->f->list->steps[list_step(q->f->list, q->step)].name);
    if (q->spec->about)
        buf_printf(out, "%s\n", _(q->spec->about));
    if (q->spec->verb == VERB_ACCEPT && q->f->on->n == 1 && !q->f->it->owner)
        buf_puts(out, _("Nobody is named yet: whoever accepts becomes the owner.\n"));
    if (q->spec->verb == VERB_HOLD && *q->f->r->latest)
        buf_printf(out, "%s\n", q->f->r->latest);
    if (q->day >= 0)
        say_day(t, q, out);
    if (q->deciders && !q->hands.who.decided)
        buf_printf(out, _("It is a request; it is decided by: %s\n"), q->deciders);
}

/* ---- choices ---- */

static int add_group(struct asked *q, struct act_box *b, const char *label,
                     const char **choices, size_t n, bool own_words)
{
    q->groups[b->n_groups] = (struct box_group){
        .label = label, .choices = choices, .n = n, .at = -1, .own_words = own_words,
    };
    return (int)b->n_groups++;
}

static void offer_days(struct tui *t, struct asked *q, struct act_box *b)
{
    const struct spec *s = q->spec;
    size_t n = 0;
    char day[DAY_TEXT];

    if (s->may_keep)
        q->days[n++] = xstrdup(_("leave the deadline as it is"));
    for (const int *d = s->days; *d; d++) {
        int32_t to = calendar_add_workdays(t->defs->calendar, base_of(t, s, q->f->it), *d);
        if (q->f->on->n > 1 && s->from == FROM_DUE)
            q->days[n++] = xasprintf(_("+%d workdays"), *d);
        else
            q->days[n++] = xasprintf(_("+%d workdays: %s %s"), *d, short_day(t, to, day),
                                     weekday_word(to));
    }
    q->days[n++] = xstrdup(_("another day .."));
    q->day = add_group(q, b, _(s->day), (const char **)q->days, n, false);
}

static void offer_offices(struct tui *t, struct asked *q, struct act_box *b)
{
    struct xh_err err;
    size_t n = 0;

    if (roster_load(t->st, "unit", &q->units, &err) == XH_OK)
        for (size_t i = 0; i < q->units.n && n < OFFICES; i++)
            if (q->units.v[i].active && (strcmp(q->units.v[i].level, "superior") == 0 ||
                                         strcmp(q->units.v[i].level, "outside") == 0))
                q->offices[n++] = q->units.v[i].name;
    q->office = add_group(q, b, _("Which office are we waiting for?"), q->offices, n, true);
}

static void offer_reasons(struct asked *q, struct act_box *b)
{
    const char *const *from = q->spec->reasons;
    size_t n = 0;

    if (q->spec->verb == VERB_RETURN && q->f->it->phase != PHASE_REVIEW)
        from = not_ours;
    for (; from[n]; n++)
        q->reasons[n] = _(from[n]);
    q->reason = add_group(q, b, _("Reason"), q->reasons, n, true);
}

static bool day_chosen(struct tui *t, struct act_box *b, size_t group)
{
    struct asked *q = b->ctx;
    struct box_group *g = &b->groups[group];
    int i = g->at - (q->spec->may_keep ? 1 : 0), last = (int)g->n - 1;
    struct buf about = {0};

    if ((int)group != q->day)
        return true;
    q->to = DAY_NONE;
    q->workdays = 0;
    if (i < 0)
        return true;
    if (g->at < last) {
        q->workdays = q->spec->days[i];
        return true;
    }
    flow_name(q->f, t, &about);
    q->to = ask_day(t, _(q->spec->day), buf_str(&about), DAY_NONE);
    buf_fini(&about);
    return q->to != DAY_NONE;
}

/* ---- doing it ---- */

static bool fill_day(struct tui *t, void *ctx, const struct item *it, struct call *call,
                     struct xh_err *why)
{
    const struct asked *q = ctx;

    (void)why;
    call->to = day_of(t, q, it);
    return true;
}

/* Stored as a request unless I may grant it and am no doer (ENGINE 26). */
static void look_who_decides(struct tui *t, struct asked *q)
{
    const struct item *it = q->f->it;
    struct buf who = {0};

    if (!(verb_info(q->spec->verb)->flags & VERB_REQUESTABLE) || q->f->on->n > 1)
        return;
    if (permit_may(t->st->db, t->defs, t->me, VERB_GRANT, it->list, it->id) &&
        !permit_doer(t->st->db, it->id, t->me))
        return;
    permit_who_can(&who, t->st->db, t->defs, VERB_GRANT, it->list, it->id, t->me);
    q->deciders = buf_take(&who);
}

static void asked_fini(struct asked *q)
{
    for (size_t i = 0; i <= DAYS; i++)
        free(q->days[i]);
    free(q->deciders);
    roster_fini(&q->units);
    hands_fini(&q->hands);
}

static bool do_it(struct tui *t, struct asked *q)
{
    struct plan p = { .call = tui_call(q->spec->verb, NULL), .hands = &q->hands,
                      .each = q->day >= 0 ? fill_day : NULL, .ctx = q };
    int32_t to = q->day >= 0 ? day_of(t, q, q->f->it) : DAY_NONE;
    char *doc = NULL;
    bool done = false;

    p.call.step = q->step;
    if (q->office >= 0)
        p.call.office = box_text(&q->groups[q->office]);
    if (q->reason >= 0)
        p.call.reason = box_text(&q->groups[q->reason]);
    bool past_upper = to != DAY_NONE && q->spec->verb != VERB_LIMIT &&
                      q->spec->verb != VERB_HOLD && q->f->it->upper_due != DAY_NONE &&
                      to > q->f->it->upper_due;
    if (past_upper)
        doc = ask_line(t, _("Past the superior's deadline"),
                       _("The number of the document that allows it"), q->f->it->upper_doc);
    p.call.doc = doc;
    if (!past_upper || doc)
        done = flow_do(t, q->f, &p);
    free(doc);
    return done;
}

bool flow_ask(struct tui *t, struct flow *f, enum verb verb, const char *step)
{
    struct asked q = { .f = f, .spec = find_spec(verb), .step = step, .office = -1,
                       .day = -1, .reason = -1, .to = DAY_NONE };
    const char *word = flow_word(t, f->list, verb);
    struct act_box b = { .title = word, .say = ask_about, .ctx = &q, .groups = q.groups,
                         .chosen = day_chosen, .done = word, .hands = &q.hands, .more = true };
    bool done = false;

    if (verb == VERB_RETURN && strcmp(f->it->state, "assigned") == 0)
        b.title = b.done = _("Not ours");
    hands_init(t, &q.hands, f, verb);
    look_who_decides(t, &q);
    if (q.spec->office)
        offer_offices(t, &q, &b);
    if (q.spec->from != FROM_NONE)
        offer_days(t, &q, &b);
    if (q.spec->reasons)
        offer_reasons(&q, &b);
    switch (box_run(t, &b)) {
    case BOX_DONE: done = do_it(t, &q); break;
    case BOX_MORE: done = flow_more(t, f); break;
    default: break;
    }
    box_fini(&b);
    asked_fini(&q);
    return done;
}

bool flow_return(struct tui *t, struct flow *f)
{
    return flow_ask(t, f, VERB_RETURN, NULL);
}
