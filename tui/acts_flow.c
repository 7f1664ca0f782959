/* acts_flow.c - the cross-off itself: apply with everything that is missing a digit away,
 * approve, answer requests; and the way from a verb to its flow. */
#include "tui/acts_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/detail.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/ready.h"
#include "tui/ask.h"
#include "tui/ledger.h"

#define NINE 9
#define LOOKED_AT 200           /* of several rows so many are asked what they lack */

/* ---- apply ---- */

struct applying {
    struct flow *f;
    struct ready ready;         /* of one row */
    size_t looked, lacking;     /* of several: how many lack something, of those looked at */
    char *lacks;                /* the first of them, and what first of all; NULL: none */
    struct hands hands;
};

/* What several rows lack, before it is asked for all of them. */
static void look_at_all(struct tui *t, struct applying *q)
{
    const struct targets *on = q->f->on;

    free(q->lacks);
    q->lacks = NULL;
    q->looked = q->lacking = 0;
    for (size_t i = 0; on->n > 1 && i < on->n && i < LOOKED_AT; i++) {
        struct ready r = {0};
        struct item it = {0};
        struct xh_err err = {0};
        q->looked++;
        if (ready_load(t->st, &t->env, on->items[i], &r, &err) == XH_OK && r.n) {
            q->lacking++;
            if (!q->lacks && item_load(t->st->db, on->items[i], &it, &err) == XH_OK)
                q->lacks = xasprintf(_("%s: %s"), it.code, r.v[0].text);
        }
        item_fini(&it);
        ready_fini(&r);
    }
}

static bool none_is_ready(const struct applying *q)
{
    return q->ready.n || (q->lacking && q->lacking == q->f->on->n);
}

static void say_lacking(const struct applying *q, struct buf *out)
{
    if (none_is_ready(q))
        buf_puts(out, _("None of them has everything yet. Under F2, other acts, a step can be "
                        "completed for all of them at once."));
    else if (q->looked < q->f->on->n)
        buf_printf(out, _("Of the first %zu looked at, %zu still lack something. Every row is "
                          "looked at when it is applied for; what lacks something stays marked."),
                   q->looked, q->lacking);
    else
        buf_printf(out, _("%zu of them still lack something and stay marked; the others are "
                          "applied for."), q->lacking);
    buf_printf(out, "\n%s", q->lacks);
}

static void apply_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct applying *q = b->ctx;

    flow_name(q->f, t, out);
    buf_putc(out, '\n');
    flow_facts(t, q->f, out);
    if (q->ready.n)
        buf_printf(out, _("%zu things are missing; it cannot be applied for yet:"), q->ready.n);
    else if (q->lacks)
        say_lacking(q, out);
    else
        buf_puts(out, _("Nothing is missing. From now on the reviewer's clock runs."));
}

void flow_go_to_rows(struct tui *t, const struct flow *f, const struct rows_found *r)
{
    static char parent[96], place[160], undone[64];     /* the ledger copies them */
    const char *where[6];
    struct ledger_arg arg = { .list = r->list->id, .where = where };
    bool same_place = r->need->same & SAME_PLACE;

    snprintf(parent, sizeof parent, "%s",
             r->need->same & SAME_ITEM ? f->it->code
             : r->need->same & SAME_PARENT ? f->r->parent : "");
    /* The whole village: rows of a group may look at one of the village, and the other way. */
    snprintf(place, sizeof place, "%.*s", same_place ? (int)strcspn(f->r->place, "/") : 0,
             f->r->place);
    snprintf(undone, sizeof undone, "undone=%s", r->need->step);
    if (*r->need->step)
        where[arg.n_where++] = undone;
    for (size_t i = 0; i < r->need->n_where && arg.n_where < 6; i++)
        where[arg.n_where++] = r->need->where[i];
    arg.parent = *parent ? parent : NULL;
    arg.place = *place ? place : NULL;
    tui_push(t, &ledger_screen, &arg);
}

/* To the place where the missing thing is put right. True when something was done. */
static bool go_to(struct tui *t, struct flow *f, const struct ready *ready,
                  const struct missing_thing *m)
{
    static char parent[96];     /* the ledger copies it when it opens */

    switch (m->kind) {
    case MISSING_STEP:
        return flow_step(t, f, f->list->steps[m->index].id);
    case MISSING_EVIDENCE:
        return flow_evidence_for(t, f, f->list->steps[m->index].id);
    case MISSING_FIELD:
        return flow_field(t, f, f->list->fields[m->index].id);
    case MISSING_ROWS:
        flow_go_to_rows(t, f, &ready->now.gate.g.rows[m->index]);
        return false;
    case MISSING_CHILDREN:
        break;
    }
    strncpy(parent, f->it->code, sizeof parent - 1);
    tui_push(t, &ledger_screen, &(struct ledger_arg){ .parent = parent });
    return false;
}

static enum box_answer ask_apply(struct tui *t, struct applying *q, int *digit)
{
    const char *word = flow_word(t, q->f->list, VERB_APPLY), *missing[NINE];
    char *other = xasprintf("F4 %s", flow_word(t, q->f->list, flow_time_verb(t, q->f->it)));
    struct box_group g = { .label = "", .choices = missing, .at = -1 };
    struct act_box b = { .title = word, .say = apply_about, .ctx = q, .done = word, .more = true,
                         .hands = &q->hands };

    if (q->ready.n) {
        for (g.n = 0; g.n < q->ready.n && g.n < NINE; g.n++)
            missing[g.n] = q->ready.v[g.n].text;
        b.groups = &g;
        b.n_groups = 1;
        b.digits_act = true;
        b.other = other;
        b.other_key = K_F4;
        b.other_letter = 'e';
    }
    if (none_is_ready(q))
        b.done = NULL;
    else if (flow_is_of_village(q->f)) {        /* rows are crossed off village by village */
        b.other = _("v the whole village");
        b.other_key = b.other_letter = 'v';
    }
    enum box_answer answer = box_run(t, &b);
    *digit = g.at;
    free(other);
    return answer;
}

bool flow_apply(struct tui *t, struct flow *f)
{
    struct applying q = { .f = f };
    struct plan p = { .call = tui_call(VERB_APPLY, NULL), .hands = &q.hands };
    struct xh_err err = {0};
    bool done = false, again = true;
    int digit;

    hands_init(t, &q.hands, f, VERB_APPLY);
    while (again) {
        again = false;
        ready_fini(&q.ready);
        look_at_all(t, &q);
        if (f->on->n == 1 && ready_load(t->st, &t->env, f->it->id, &q.ready, &err) != XH_OK) {
            tui_refuse(t, &err);
            break;
        }
        switch (ask_apply(t, &q, &digit)) {
        case BOX_DONE:
            done |= flow_do(t, f, &p);
            break;
        case BOX_DIGIT:
            done |= go_to(t, f, &q.ready, &q.ready.v[digit]);
            if (q.ready.v[digit].kind == MISSING_CHILDREN ||
                q.ready.v[digit].kind == MISSING_ROWS)
                break;              /* another screen is open now */
            again = flow_again(t, f);
            break;
        case BOX_OTHER:
            if (!none_is_ready(&q))
                done |= flow_village(t, f, VERB_APPLY);
            else if (flow_may(t, flow_time_verb(t, f->it), f->it->id, &err))
                done |= flow_verb(t, f, flow_time_verb(t, f->it));
            else
                tui_refuse(t, &err);
            break;
        case BOX_MORE:
            done |= flow_more(t, f);
            break;
        case BOX_LEFT:
            break;
        }
    }
    free(q.lacks);
    ready_fini(&q.ready);
    hands_fini(&q.hands);
    return done;
}

/* ---- approve ---- */

struct reviewing {
    struct flow *f;
    struct detail d;
    struct hands hands;
};

/* Who applied, how much of the review's time is used, what proves it. */
static void approve_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct reviewing *q = b->ctx;

    flow_name(q->f, t, out);
    buf_putc(out, '\n');
    flow_facts(t, q->f, out);
    if (q->f->on->n == 1)
        flow_frozen(t, q->f->r, q->f->list, &q->d, out);
}

bool flow_approve(struct tui *t, struct flow *f)
{
    struct reviewing q = { .f = f };
    const char *word = flow_word(t, f->list, VERB_APPROVE);
    char *other = xasprintf("F3 %s", flow_word(t, f->list, VERB_RETURN));
    struct act_box b = { .title = word, .say = approve_about, .ctx = &q, .done = word,
                         .more = true, .hands = &q.hands, .other = other, .other_key = K_F3,
                         .other_letter = 'r' };
    struct plan p = { .call = tui_call(VERB_APPROVE, NULL), .hands = &q.hands };
    struct xh_err err = {0};
    bool done = false;

    hands_init(t, &q.hands, f, VERB_APPROVE);
    if (detail_load(t->st, f->it->id, &q.d, &err) != XH_OK)
        tui_refuse(t, &err);
    else
        switch (box_run(t, &b)) {
        case BOX_DONE:  done = flow_do(t, f, &p); break;
        case BOX_OTHER: done = flow_return(t, f); break;
        case BOX_MORE:  done = flow_more(t, f); break;
        default: break;
        }
    detail_fini(&q.d);
    hands_fini(&q.hands);
    free(other);
    return done;
}

/* ---- grant and refuse ---- */

struct answering {
    struct flow *f;
    const struct detail_request *r;
    struct hands hands;
};

static void answer_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct answering *q = b->ctx;

    flow_name(q->f, t, out);
    buf_putc(out, '\n');
    flow_facts(t, q->f, out);
    if (q->r)
        flow_say_request(t, q->r, out);
}

/* The reason is asked for only when it is refused. */
static bool answer_chosen(struct tui *t, struct act_box *b, size_t group)
{
    (void)t;
    if (group == 0)
        b->n_groups = b->groups[0].at == 1 ? 2 : 1;
    return true;
}

/* The one meant, the one open request, or the one chosen of several. NULL: none, or left. */
static const struct detail_request *choose_request(struct tui *t, const struct detail *d,
                                                   int64_t meant)
{
    const struct detail_request *open[NINE];
    char *texts[NINE];
    size_t n = 0;

    for (size_t i = 0; i < d->n_requests && n < NINE; i++)
        if (!*d->requests[i].answer && (!meant || d->requests[i].id == meant))
            open[n++] = &d->requests[i];
    if (n <= 1)
        return n ? open[0] : NULL;
    for (size_t i = 0; i < n; i++) {
        struct buf b = {0};
        flow_say_request(t, open[i], &b);
        texts[i] = buf_take(&b);
    }
    int at = ask_choice(t, _("Which request?"), "", (const char *const *)texts, n, 0);
    for (size_t i = 0; i < n; i++)
        free(texts[i]);
    return at >= 0 ? open[at] : NULL;
}

bool flow_answer(struct tui *t, struct flow *f, bool refuse)
{
    return flow_answer_to(t, f, 0, refuse, false);
}

bool flow_answer_to(struct tui *t, struct flow *f, int64_t request, bool refuse, bool preset)
{
    const char *yes_no[] = { flow_word(t, f->list, VERB_GRANT),
                             flow_word(t, f->list, VERB_REFUSE) };
    const char *reasons[] = { _("try without it"), _("reason not sufficient"),
                              _("ask the leader first") };
    struct box_group groups[] = {
        { .label = "", .choices = yes_no, .n = 2, .at = refuse ? 1 : preset ? 0 : -1 },
        { .label = _("Reason"), .choices = reasons, .n = 3, .at = -1, .own_words = true },
    };
    struct answering q = { .f = f };
    struct act_box b = { .title = _("Answer request"), .say = answer_about, .ctx = &q,
                         .groups = groups, .n_groups = refuse ? 2 : 1, .chosen = answer_chosen,
                         .done = _("answer it"), .more = true, .hands = &q.hands };
    struct detail d = {0};
    struct xh_err err = {0};
    bool done = false;

    if (f->on->n == 1) {
        if (detail_load(t->st, f->it->id, &d, &err) == XH_OK)
            q.r = choose_request(t, &d, request);
        if (!q.r) {
            if (err.rc != XH_OK)
                tui_refuse(t, &err);
            else if (request)
                tui_say(t, "%s", _("Somebody has answered it just now."));
            detail_fini(&d);
            return false;
        }
    }
    hands_init(t, &q.hands, f, VERB_GRANT);
    enum box_answer answer = box_run(t, &b);
    if (answer == BOX_DONE) {
        bool granted = groups[0].at == 0;
        struct plan p = { .call = tui_call(granted ? VERB_GRANT : VERB_REFUSE, NULL),
                          .hands = &q.hands };
        p.call.request = q.r ? q.r->id : 0;
        p.call.reason = granted ? NULL : box_text(&groups[1]);
        done = flow_do(t, f, &p);
    } else if (answer == BOX_MORE) {
        done = flow_more(t, f);
    }
    b.n_groups = 2;
    box_fini(&b);
    hands_fini(&q.hands);
    detail_fini(&d);
    return done;
}

/* ---- a colour by order ---- */

#define PIN_OFF 3

struct pinning { struct flow *f; struct hands hands; int32_t until; };

static void pin_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct pinning *q = b->ctx;
    char day[DAY_TEXT];

    flow_name(q->f, t, out);
    buf_putc(out, '\n');
    flow_facts(t, q->f, out);
    buf_puts(out, _("The computed colour stays beside it."));
    if (q->until != DAY_NONE)
        buf_printf(out, _("\nUntil %s, that day included"), short_day(t, q->until, day));
}

static bool pin_chosen(struct tui *t, struct act_box *b, size_t group)
{
    struct pinning *q = b->ctx;
    static const int days[] = { 5, 10, 20 };

    if (group == 0)
        b->n_groups = b->groups[0].at == PIN_OFF ? 1 : 3;
    if (group != 1)
        return true;
    q->until = b->groups[1].at < 3
        ? calendar_add_workdays(t->defs->calendar, t->env.today, days[b->groups[1].at])
        : ask_day(t, _("Until when?"), "", DAY_NONE);
    return q->until != DAY_NONE;
}

bool flow_pin(struct tui *t, struct flow *f)
{
    const char *colours[] = { colour_word(t->defs, COLOUR_RED),
                              colour_word(t->defs, COLOUR_YELLOW),
                              colour_word(t->defs, COLOUR_GREEN), _("take the pin off") };
    static const enum colour ids[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN };
    const char *days[] = { _("5 workdays"), _("10 workdays"), _("20 workdays"),
                           _("another day ..") };
    const char *reasons[] = { _("decided by the meeting"), _("a leader's instruction") };
    struct box_group groups[] = {
        { .label = _("Colour"), .choices = colours, .n = 4, .at = -1 },
        { .label = _("Until when?"), .choices = days, .n = 4, .at = -1 },
        { .label = _("Reason"), .choices = reasons, .n = 2, .at = -1, .own_words = true },
    };
    struct pinning q = { .f = f, .until = DAY_NONE };
    const char *word = flow_word(t, f->list, VERB_PIN);
    struct act_box b = { .title = word, .say = pin_about, .ctx = &q, .groups = groups,
                         .n_groups = 3, .chosen = pin_chosen, .done = word, .hands = &q.hands,
                         .more = true };
    bool done = false;

    hands_init(t, &q.hands, f, VERB_PIN);
    enum box_answer answer = box_run(t, &b);
    if (answer == BOX_DONE) {
        bool off = groups[0].at == PIN_OFF;
        struct plan p = { .call = tui_call(VERB_PIN, NULL), .hands = &q.hands };
        p.call.colour = off ? "none" : colour_id(ids[groups[0].at]);
        p.call.to = off ? DAY_NONE : q.until;
        p.call.reason = off ? NULL : box_text(&groups[2]);
        done = flow_do(t, f, &p);
    } else if (answer == BOX_MORE) {
        done = flow_more(t, f);
    }
    b.n_groups = 3;
    box_fini(&b);
    hands_fini(&q.hands);
    return done;
}

/* ---- from a verb to its flow ---- */

bool flow_verb(struct tui *t, struct flow *f, enum verb verb)
{
    if (verb == VERB_SKIP)
        return flow_skip(t, f);
    if (flow_asks(verb))
        return flow_ask(t, f, verb, NULL);
    switch (verb) {
    case VERB_APPLY:     return flow_apply(t, f);
    case VERB_APPROVE:   return flow_approve(t, f);
    case VERB_GRANT:     return flow_answer(t, f, false);
    case VERB_REFUSE:    return flow_answer(t, f, true);
    case VERB_PIN:       return flow_pin(t, f);
    case VERB_SUPERVISE: return flow_supervise(t, f);
    case VERB_PROGRESS:  return flow_report(t, f);
    case VERB_VISIT:     return flow_visit(t, f, NULL, false);
    case VERB_NOTE:
    case VERB_INSTRUCT:  return flow_note(t, f, verb);
    case VERB_SET:       return flow_edit(t, f);
    case VERB_ASSIGN:
    case VERB_TRANSFER:  return flow_hand_over(t, f, verb);
    case VERB_SPLIT:     return flow_split(t, f);
    case VERB_BEGIN:
    case VERB_CHECK:
    case VERB_UNCHECK:   return flow_step_as(t, f, NULL, verb);
    default: break;
    }
    return false;
}
