/* meeting_confirm.c - the end: the chair confirms once, every decision comes into force by
 * its own act, what fails stays with the reason (OFFICE 16, ENGINE 26, 27). */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/done.h"
#include "tui/files.h"
#include "tui/meeting_own.h"

struct carrying { struct tui *t; struct sitting *s; };

enum xh_rc meeting_by_verb(void *ctx, const struct who *who, const struct call *call,
                           struct result *out, struct xh_err *err)
{
    return tui_try(ctx, who, call, out, err);
}

enum xh_rc meeting_by_order(void *ctx, const struct who *who, const struct order_call *call,
                            struct order_result *out, struct xh_err *err)
{
    return tui_order(ctx, who, call, out, err);
}

static enum xh_rc by_verb(void *ctx, const struct who *who, const struct call *call,
                          struct result *out, struct xh_err *err)
{
    return meeting_by_verb(((struct carrying *)ctx)->t, who, call, out, err);
}

static enum xh_rc by_order(void *ctx, const struct who *who, const struct order_call *call,
                           struct order_result *out, struct xh_err *err)
{
    return meeting_by_order(((struct carrying *)ctx)->t, who, call, out, err);
}

static void kept(void *ctx)
{
    struct carrying *x = ctx;

    sitting_save(x->t, x->s);
}

/* ---- who confirms ---- */

static void say_what(const struct sitting *s, struct buf *out)
{
    struct meeting_count n = meeting_counts(&s->m);
    char *title = meeting_title(&s->m);

    buf_printf(out, _("%s, chair: %s\n%zu rows decided, %zu not."), title, s->m.chair_name,
               n.decided, s->m.n - n.decided);
    if (n.wanting)
        buf_printf(out, _(" Words are still to be added to %zu."), n.wanting);
    buf_puts(out, _("\nEvery decision is now carried out by its own act, which Ctrl-Z takes "
                    "back; what cannot be done is named and stays here."));
    free(title);
}

/* The chair, at the keyboard or on a form; or the recorder by his own permission. False:
 * left. */
static bool ask_chair(struct tui *t, struct sitting *s, char **paper)
{
    const char *choices[2];
    struct buf about = {0};
    size_t n = 0;
    bool by_form = t->defs->township.paper_approval &&
                   permit_relations(t->st->db, t->defs, t->me, VERB_PAPER, NULL);
    bool yes;

    say_what(s, &about);
    if (s->m.chair == t->me) {
        yes = ask_yes(t, _("The chair confirms"), buf_str(&about));
        buf_fini(&about);
        return yes;
    }
    buf_puts(&about, _("\nWhat only the chair may decide needs a form he has signed (F8 "
                       "shows it). Without it you decide by your own permission, and what "
                       "that does not reach stays."));
    if (by_form)
        choices[n++] = _("the chair has signed the form: choose its file");
    choices[n++] = _("the chair has said yes: by my own permission");
    int at = ask_choice(t, _("The chair confirms"), buf_str(&about), choices, n, 0);
    buf_fini(&about);
    if (at < 0)
        return false;
    if (by_form && at == 0)
        *paper = files_ask_one(t, _("The signed form"));
    return !by_form || at != 0 || *paper;
}

/* ---- carrying out ---- */

static void say_result(struct tui *t, struct sitting *s)
{
    struct meeting_count n = meeting_counts(&s->m);
    struct buf b = {0};

    if (n.done == n.decided) {
        tui_say(t, _("All %zu decisions are carried out. Ctrl-Z takes them back."), n.done);
        return;
    }
    buf_printf(&b, _("%zu done, %zu not:"), n.done, n.decided - n.done);
    for (size_t i = 0; i < s->m.n; i++) {
        const struct meeting_row *r = &s->m.rows[i];
        if (r->d.what != MEETING_OPEN && !r->done)
            buf_printf(&b, _("\nNo. %lld  %s"), (long long)r->n, r->failed);
    }
    buf_puts(&b, _("\nIt stays here: change the decision, or have it done by somebody who may; he "
                   "opens this meeting and presses F2."));
    ask_show(t, _("Some could not be done"), buf_str(&b));
    buf_fini(&b);
}

bool meeting_confirm(struct tui *t, struct sitting *s)
{
    struct meeting_count n = meeting_counts(&s->m);
    struct carrying x = { t, s };
    struct meeting_hands hands = { .verb = by_verb, .order = by_order, .done = kept, .ctx = &x,
                                   .actor = t->me };
    char *paper = NULL;
    size_t acts = 0;

    if (n.decided == 0 || n.done == n.decided) {
        tui_say(t, "%s", n.decided ? _("Everything decided is carried out already.")
                                   : _("Nothing is decided yet."));
        return false;
    }
    if (!ask_chair(t, s, &paper)) {
        free(paper);
        return false;
    }
    hands.paper = paper;
    s->m.confirmed_on = t->env.today;
    s->m.on_paper = paper != NULL;
    s->m.oral = !paper && s->m.chair != t->me;
    if (!sitting_save(t, s)) {
        s->m.confirmed_on = DAY_NONE;
        free(paper);
        return false;
    }
    while (s->n_back)
        meeting_decision_fini(&s->back[--s->n_back].was);
    done_batch_begin(t);
    for (size_t i = 0; i < s->m.n; i++) {
        tui_say(t, _("%zu of %zu .."), i + 1, s->m.n);
        tui_show_status(t);
        meeting_carry_out(t->st, &t->env, &s->m, i, &hands, &acts);
        sitting_save(t, s);
    }
    done_batch_end(t);
    tui_changed(t);
    say_result(t, s);
    free(paper);
    return true;
}
