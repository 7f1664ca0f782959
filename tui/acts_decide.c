/* acts_decide.c - decisions of one who reviews: what lies before him in words, one request,
 * a village, or everything marked of whatever kind in one go. See acts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/checklist.h"
#include "model/i18n.h"
#include "model/names.h"
#include "model/permit.h"
#include "model/text.h"
#include "tui/acts_own.h"

/* ---- what lies before him ---- */

void flow_say_request(struct tui *t, const struct detail_request *r, struct buf *out)
{
    char day[DAY_TEXT];

    buf_printf(out, "%s: %s  %s", r->person, _(verb_info(verb_find(r->verb))->name),
               short_day(t, r->day, day));
    if (*r->step)
        buf_printf(out, "  %s", r->step);
    if (r->to != DAY_NONE)
        buf_printf(out, " -> %s", short_day(t, r->to, day));
    if (*r->office)
        buf_printf(out, "  %s", r->office);
    if (*r->reason)
        buf_printf(out, "  %s", r->reason);
    if (*r->doc)
        buf_printf(out, "  %s", r->doc);
}

static void say_steps(struct tui *t, const struct item *it, const struct list_def *list,
                      const struct detail *d, struct buf *out)
{
    struct buf names = {0};
    int done = 0, all = 0;
    char day[DAY_TEXT];

    if (!it->checklist)
        return;
    for (const char *s = it->checklist; s && *s;) {
        struct frozen_step x;
        s = checklist_next(s, &x);
        int at = list_step(list, x.id);
        const char *name = at >= 0 ? list->steps[at].name : x.id;
        bool skipped = strcmp(x.state, "skipped") == 0;
        all += !skipped;
        done += strcmp(x.state, "done") == 0;
        buf_printf(&names, "  %s%s", skipped ? "[-]" : strcmp(x.state, "done") == 0 ? "[x]"
                                                                                     : "[ ]", name);
        if (x.day != DAY_NONE && !skipped)
            buf_puts(&names, short_day(t, x.day, day));
        if (skipped)
            buf_printf(&names, _("(%s)"), detail_skip_reason(d, x.id));
    }
    if (all || names.len)
        buf_printf(out, _("Steps when applied for %d/%d:%s\n"), done, all, buf_str(&names));
    buf_fini(&names);
}

void flow_frozen(struct tui *t, const struct row *r, const struct list_def *list,
                 const struct detail *d, struct buf *out)
{
    const struct item *it = &r->it;
    char day[DAY_TEXT];
    struct names names = { .db = t->st->db };

    if (it->applied_on != DAY_NONE) {
        int used = calendar_workdays(t->defs->calendar, it->applied_on, t->env.today);
        buf_printf(out, _("Applied for by %s on %s"),
                   names_get(&names, NAMES_PERSON, it->applied_by),
                   short_day(t, it->applied_on, day));
        if (list && it->review_due != DAY_NONE)
            buf_printf(out, _("   review: day %d of %d"), used,
                       (int)calendar_workdays(t->defs->calendar, it->applied_on,
                                              it->review_due));
        if (it->returns)
            buf_printf(out, _("   returned %lld times before"), (long long)it->returns);
        buf_putc(out, '\n');
    }
    if (list)
        say_steps(t, it, list, d, out);
    buf_printf(out, _("Evidence: %zu"), d->n_evidence);
    for (size_t i = d->n_evidence > 3 ? d->n_evidence - 3 : 0; i < d->n_evidence; i++)
        buf_printf(out, "  %s%s%s", d->evidence[i].caption,
                   *d->evidence[i].caption ? " " : "", d->evidence[i].name);
    buf_putc(out, '\n');
    if (*r->latest) {
        buf_printf(out, _("Progress %s: "), short_day(t, r->latest_on, day));
        text_show(out, r->latest, false);
        buf_putc(out, '\n');
    }
    names_fini(&names);
}

void acts_frozen(struct tui *t, int64_t item, int64_t request, struct buf *out)
{
    struct rows rows = {0};
    struct detail d = {0};
    struct xh_err err = {0};

    if (flow_row(t, item, &rows, &err) == XH_OK &&
        detail_load(t->st, item, &d, &err) == XH_OK) {
        const struct row *r = &rows.v[0];
        for (size_t i = 0; i < d.n_requests; i++)
            if (d.requests[i].id == request) {
                flow_say_request(t, &d.requests[i], out);
                buf_putc(out, '\n');
            }
        flow_frozen(t, r, defs_list(t->defs, r->it.list), &d, out);
    } else {
        buf_puts(out, err.msg);
    }
    detail_fini(&d);
    rows_fini(&rows);
}

/* ---- one request ---- */

bool acts_answer(struct tui *t, int64_t item, int64_t request, bool refuse)
{
    struct flow f;
    struct targets on = { &item, 1 };
    bool done = flow_begin(t, &f, &on, NULL, NULL) &&
                flow_answer_to(t, &f, request, refuse, true);

    flow_end(&f);
    return done;
}

/* ---- several at once ---- */

struct deciding {
    const struct acts_decision *v; size_t n;
    const char *about;
    const char *reason;
    struct hands hands;
};

static void decide_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct deciding *q = b->ctx;

    (void)t;
    buf_puts(out, q->about);
}

static bool next_decision(struct tui *t, void *ctx, size_t i, struct item *it, struct who *who,
                          struct call *call, struct xh_err *why)
{
    const struct deciding *q = ctx;
    const struct acts_decision *x = &q->v[i];

    if (item_load(t->st->db, x->item, it, why) != XH_OK)
        return false;
    *who = q->hands.who;
    call->verb = x->verb;
    call->request = x->request;
    call->place = x->place;
    call->reason = q->reason;
    return true;
}

/* By what may be done with the rows themselves: a village's parent is not in review. */
static void take_hands(struct tui *t, struct deciding *q, const struct flow *f)
{
    bool any = false;

    hands_init(t, &q->hands, f, q->v[0].verb);
    for (size_t i = 0; i < q->n && !any; i++)
        any = verb_may(t->st, &t->env, t->me, q->v[i].verb,
                       q->v[i].of ? q->v[i].of : q->v[i].item, NULL);
    q->hands.needs_paper = q->hands.may_paper && !any;
}

bool acts_decide(struct tui *t, const char *about, const struct acts_decision *v, size_t n,
                 bool *bad)
{
    const char *reasons[] = { _("material incomplete"), _("photos unclear"),
                              _("does not match the facts"), _("reason not sufficient") };
    struct box_group reason = { .label = _("Reason"), .choices = reasons, .n = 4, .at = -1,
                                .own_words = true };
    struct deciding q = { .v = v, .n = n, .about = about };
    struct act_box b = { .say = decide_about, .ctx = &q, .groups = &reason, .hands = &q.hands };
    struct flow f;
    int64_t first = n ? (v[0].of ? v[0].of : v[0].item) : 0;
    bool done = false, *mine = xcalloc(n + 1, sizeof *mine);

    for (size_t i = 0; i < n; i++) {
        mine[i] = true;         /* until it is done */
        b.n_groups |= v[i].verb == VERB_RETURN || v[i].verb == VERB_REFUSE;
    }
    if (n && flow_begin(t, &f, &(struct targets){ &first, 1 }, NULL, NULL)) {
        b.title = b.done = flow_word(t, f.list, v[0].verb);
        take_hands(t, &q, &f);
        if (box_run(t, &b) == BOX_DONE) {
            q.reason = b.n_groups ? box_text(&reason) : NULL;
            done = flow_batch(t, &(struct batch){ n, next_decision, &q, mine });
        }
        hands_fini(&q.hands);
        flow_end(&f);
    }
    for (size_t i = 0; bad && i < n; i++)
        bad[i] = mine[i];
    box_fini(&b);
    free(mine);
    return done;
}

/* ---- for screens that know which verb ---- */

bool acts_may_verb(struct tui *t, enum verb verb, int64_t item, struct xh_err *why)
{
    return flow_may(t, verb, item, why);
}

const char *acts_word(struct tui *t, const char *list, enum verb verb)
{
    return flow_word(t, defs_list(t->defs, list), verb);
}

/* ---- a reminder sent ---- */

struct reminded { const char *kind; const int64_t *items; };

static bool next_reminded(struct tui *t, void *ctx, size_t i, struct item *it, struct who *who,
                          struct call *call, struct xh_err *why)
{
    const struct reminded *q = ctx;

    (void)who;
    call->verb = VERB_REMIND;
    call->kind = q->kind;
    return item_load(t->st->db, q->items[i], it, why) == XH_OK;
}

bool acts_remind(struct tui *t, const char *kind, const int64_t *items, size_t n)
{
    struct reminded q = { kind, items };
    bool *bad = xcalloc(n + 1, sizeof *bad);
    bool done = flow_batch(t, &(struct batch){ n, next_reminded, &q, bad });

    free(bad);
    return done;
}
