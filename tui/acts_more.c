/* acts_more.c - the second menu of F2: everything this person may do to a row; and what is
 * only reached from there, or with F5: orders, a village at once, a private value. */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/order.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/sample.h"
#include "tui/ask.h"
#include "tui/done.h"

/* ---- F5: one order per unit ---- */

enum { FEEDBACK, REPLY, AGAIN };

struct ordering { struct flow *f; struct hands hands; int32_t due; };

static void order_about(struct tui *t, struct act_box *b, struct buf *out)
{
    const struct ordering *q = b->ctx;
    char day[DAY_TEXT];

    flow_name(q->f, t, out);
    buf_putc(out, '\n');
    flow_facts(t, q->f, out);
    buf_puts(out,
             _("An order is drafted for each unit; it gets its number when it is signed.\n"));
    if (q->due != DAY_NONE)
        buf_printf(out, _("Reply by %s\n"), short_day(t, q->due, day));
}

static bool order_chosen(struct tui *t, struct act_box *b, size_t group)
{
    struct ordering *q = b->ctx;

    if (group != REPLY)
        return true;
    q->due = b->groups[REPLY].at == 1 ? ask_day(t, _("Reply by which day?"), "", DAY_NONE)
                                      : DAY_NONE;
    return b->groups[REPLY].at == 0 || q->due != DAY_NONE;
}

static bool draft_orders(struct tui *t, const struct ordering *q, struct order_call *c)
{
    struct flow *f = q->f;
    const char **codes = xcalloc(f->on->n + 1, sizeof *codes);
    char **keep = xcalloc(f->on->n + 1, sizeof *keep);
    struct order_result r = {0};
    struct xh_err err = {0};

    for (size_t i = 0; i < f->on->n; i++) {
        struct item it = {0};
        if (item_load(t->st->db, f->on->items[i], &it, &err) == XH_OK)
            codes[c->n_codes] = keep[c->n_codes] = xstrdup(it.code), c->n_codes++;
        item_fini(&it);
    }
    c->codes = codes;
    bool done = tui_order(t, &q->hands.who, c, &r, &err) == XH_OK;
    if (!done)
        tui_refuse(t, &err);
    else if (strchr(r.said, '\n'))
        ask_show(t, _("Supervise"), r.said);
    for (size_t i = 0; i < c->n_codes; i++)
        free(keep[i]);
    free(keep);
    free(codes);
    return done;
}

bool flow_supervise(struct tui *t, struct flow *f)
{
    const char *feedback[] = { _("once"), _("every week until it is closed") };
    const char *reply[] = { _("as usual"), _("another day ..") };
    const char *again[] = { _("not another one"), _("another one all the same") };
    struct box_group groups[] = {
        [FEEDBACK] = { .label = _("Feedback"), .choices = feedback, .n = 2, .at = 0 },
        [REPLY] = { .label = _("Reply by"), .choices = reply, .n = 2, .at = 0 },
        [AGAIN] = { .label = _("Where an order is open already"), .choices = again, .n = 2,
                    .at = 0 },
    };
    struct ordering q = { .f = f, .due = DAY_NONE };
    struct act_box b = { .title = _("Supervise"), .say = order_about, .ctx = &q,
                         .groups = groups, .n_groups = 3, .chosen = order_chosen,
                         .done = _("draft it"), .hands = &q.hands };
    bool done = false;

    hands_init(t, &q.hands, f, VERB_SUPERVISE);
    if (box_run(t, &b) == BOX_DONE) {
        struct order_call c = { .verb = VERB_SUPERVISE, .due = q.due, .on = DAY_NONE,
                                .feedback = groups[FEEDBACK].at ? "week" : "once",
                                .again = groups[AGAIN].at == 1 };
        done = draft_orders(t, &q, &c);
    }
    hands_fini(&q.hands);
    return done;
}

/* ---- a village at once ---- */

bool flow_has_villages(const struct tui *t, const struct flow *f)
{
    for (size_t i = 0; i < t->defs->n_lists; i++)
        if (t->defs->lists[i].close == CLOSE_BY_PLACE &&
            strcmp(t->defs->lists[i].parent, f->list->id) == 0)
            return f->on->n == 1 && f->it->phase == PHASE_OPEN;
    return false;
}

bool flow_is_of_village(const struct flow *f)
{
    return f->list->close == CLOSE_BY_PLACE && f->it->parent && *f->r->parent && *f->r->place;
}

/* What is to be inspected on site before the village is crossed off. */
static void say_drawn(struct tui *t, int64_t item, const char *name, struct buf *out)
{
    struct samples drawn = {0};
    struct xh_err err = {0};
    int64_t place = 0;

    if (place_find(t->st->db, name, &place, &err) == XH_OK &&
        samples_load(t->st, item, place, true, &drawn, &err) == XH_OK) {
        for (size_t i = 0; i < drawn.n; i++) {
            buf_putc(out, '\n');
            sample_say_head(out, &drawn.v[i]);
            buf_putc(out, '\n');
            sample_say_codes(out, &drawn.v[i], 0);
        }
        if (drawn.n == 0)
            buf_printf(out, "\n%s",
                       _("No rows were drawn for inspection: they were applied for one by one."));
    }
    samples_fini(&drawn);
}

/* From one of its rows: the item above need not be readable to whoever works in the village. */
static bool do_above(struct tui *t, struct flow *f, struct plan *p)
{
    struct result r = {0};
    struct xh_err err = {0};

    p->call.code = f->r->parent;
    if (tui_try(t, &p->hands->who, &p->call, &r, &err) == XH_OK)
        return true;
    tui_refuse(t, &err);
    return false;
}

bool flow_village(struct tui *t, struct flow *f, enum verb verb)
{
    struct hands h;
    struct plan p = { .call = tui_call(verb, NULL), .hands = &h };
    struct buf about = {0};
    bool done = false, row = flow_is_of_village(f);
    char *place = row ? xstrndup(f->r->place, strcspn(f->r->place, "/"))
                      : ask_name(t, "place", _("Which village?"));

    if (!place)
        return false;
    hands_init(t, &h, f, verb);
    if (row)
        buf_puts(&about, f->r->parent);
    else
        flow_name(f, t, &about);
    buf_printf(&about, "\n%s\n%s", place,
               _("All its rows at once, or none: a row that is not ready is named."));
    if (verb == VERB_APPROVE)
        say_drawn(t, row ? f->it->parent : f->it->id, place, &about);
    p.call.place = place;
    if (ask_yes(t, flow_word(t, f->list, verb), buf_str(&about)))
        done = row ? do_above(t, f, &p) : flow_do(t, f, &p);
    buf_fini(&about);
    hands_fini(&h);
    free(place);
    return done;
}

/* ---- a private value ---- */

static bool is_hidden(const struct flow *f, size_t i)
{
    return i < f->r->n_fields && f->list->fields[i].is_private &&
           strncmp(f->r->fields[i], "***", 3) == 0;
}

bool flow_may_unmask(struct tui *t, const struct flow *f)
{
    bool hidden = false;

    for (size_t i = 0; i < f->list->n_fields; i++)
        hidden |= is_hidden(f, i);
    return hidden && f->on->n == 1 &&
           permit_may(t->st->db, t->defs, t->me, VERB_UNMASK, f->it->list, f->it->id);
}

bool flow_unmask(struct tui *t, struct flow *f)
{
    const char **names = xcalloc(f->list->n_fields + 1, sizeof *names);
    size_t *fields = xcalloc(f->list->n_fields + 1, sizeof *fields), n = 0;
    char *reason = NULL, *value = NULL;
    struct xh_err err = {0};
    struct who me = tui_who(t);
    bool done = false;

    for (size_t i = 0; i < f->list->n_fields; i++)
        if (is_hidden(f, i)) {
            names[n] = f->list->fields[i].name;
            fields[n++] = i;
        }
    int at = ask_choice(t, _("Which value?"), f->it->code, names, n, 0);
    if (at >= 0)
        reason = ask_line(t, names[at], _("Why do you need it? The reason is recorded."), "");
    if (reason) {
        const char *id = f->list->fields[fields[at]].id;
        t->clock(t->clock_ctx, &t->env);
        if (verb_unmask(t->st, &t->env, &me, f->it->code, id, reason, &value, &err) == XH_OK) {
            done = true;
            tui_changed(t);
            ask_show_until(t, names[at], value, t->env.now_ms + BARE_MS);
        } else {
            tui_refuse(t, &err);
        }
    }
    free(value);
    free(reason);
    free(names);
    free(fields);
    return done;
}

/* ---- the menu ---- */

/* What comes first is used most. */
static const enum verb menu[] = {
    VERB_ACCEPT, VERB_APPLY, VERB_APPROVE, VERB_WITHDRAW, VERB_GRANT, VERB_REFUSE, VERB_RETURN,
    VERB_PROGRESS, VERB_VISIT, VERB_CHECK, VERB_BEGIN, VERB_UNCHECK, VERB_SKIP, VERB_EXTEND,
    VERB_LIMIT,
    VERB_HOLD, VERB_RESUME, VERB_ASSIGN, VERB_TRANSFER, VERB_SPLIT, VERB_NOTE, VERB_INSTRUCT,
    VERB_SUPERVISE, VERB_PIN, VERB_REBASE, VERB_REOPEN, VERB_CANCEL, VERB_SET, VERB_VOID,
    VERB_ERASE,
};
#define MENU (sizeof menu / sizeof *menu)

enum { PLAIN, VILLAGE, VALUE, KEPT };
struct entry { char *word; enum verb verb; int kind; };

static void offer(struct entry *v, size_t *n, char *word, enum verb verb, int kind)
{
    v[(*n)++] = (struct entry){ word, verb, kind };
}

static void offer_village(struct entry *v, size_t *n, struct tui *t, const struct flow *f,
                          enum verb verb)
{
    offer(v, n, xasprintf(_("%s: a whole village"), flow_word(t, f->list, verb)), verb, VILLAGE);
}

bool flow_more(struct tui *t, struct flow *f)
{
    struct entry v[MENU + 6];
    const char *words[MENU + 6];
    struct buf about = {0};
    size_t n = 0;
    bool done = false;

    for (size_t i = 0; i < MENU; i++)
        if (flow_may(t, menu[i], f->it->id, NULL)) {
            offer(v, &n, xstrdup(flow_word(t, f->list, menu[i])), menu[i], PLAIN);
            if ((menu[i] == VERB_APPLY || menu[i] == VERB_APPROVE) && flow_is_of_village(f))
                offer_village(v, &n, t, f, menu[i]);
            if (menu[i] == VERB_VISIT && flow_has_promises(t, f))
                offer(v, &n, xstrdup(_("Promise kept")), VERB_VISIT, KEPT);
        }
    for (int i = 0; i < 2 && flow_has_villages(t, f); i++)
        offer_village(v, &n, t, f, i ? VERB_APPROVE : VERB_APPLY);
    if (flow_may_unmask(t, f))
        offer(v, &n, xstrdup(_("see a hidden value")), VERB_NONE, VALUE);
    flow_name(f, t, &about);
    if (n == 0)
        tui_say(t, _("%s: nothing you may do here."), f->it->code);
    for (size_t i = 0; i < n; i++)
        words[i] = v[i].word;
    int at = n ? ask_choice(t, _("Everything you may do with it"), buf_str(&about), words, n, 0)
               : -1;
    if (at >= 0)
        done = v[at].kind == VILLAGE ? flow_village(t, f, v[at].verb)
               : v[at].kind == VALUE ? flow_unmask(t, f)
               : v[at].kind == KEPT ? flow_kept(t, f, 0)
                                     : flow_verb(t, f, v[at].verb);
    for (size_t i = 0; i < n; i++)
        free(v[i].word);
    buf_fini(&about);
    return done;
}
