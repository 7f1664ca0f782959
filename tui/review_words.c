/* review_words.c - what a row of 待我审核 says of itself. See review_own.h. */
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"
#include "tui/acts.h"
#include "tui/review_own.h"

/* ---- in the list ---- */

void review_what(struct tui *t, const struct review_row *r, struct buf *out)
{
    const struct list_def *l = defs_list(t->defs, r->list);
    char day[DAY_TEXT];
    int step = l && *r->step ? list_step(l, r->step) : -1;

    switch (r->kind) {
    case REVIEW_CLOSE:
        buf_puts(out, r->again ? _("cross-off, again") : _("cross-off"));
        break;
    case REVIEW_VILLAGE:        /* TRANSLATORS: 整村验收 23户; 23户(另8户未报) */
        buf_printf(out, r->not_applied ? _("%zu %s of %zu") : _("village, %zu %s"),
                   r->n_members, l ? l->row : "", r->n_members + (size_t)r->not_applied);
        break;
    case REVIEW_REQUEST:
        buf_puts(out, acts_word(t, r->list, r->asked));
        if (step >= 0)
            buf_printf(out, " %s", l->steps[step].name);
        if (r->to != DAY_NONE)
            buf_printf(out, "->%s", day_format_short(r->to, t->env.today, day));
        break;
    case REVIEW_GIVEN_BACK:
        buf_puts(out, _("Not ours"));
        break;
    case REVIEW_ANSWER:
        buf_puts(out, _("order answered"));
        break;
    case REVIEW_KINDS:
        break;
    }
}

void review_used_text(struct tui *t, const struct review_row *r, struct buf *out,
                      enum style *style)
{
    int used, all;

    review_used(t->defs, r, t->env.today, &used, &all);
    if (!all)
        buf_printf(out, _("%d workdays"), used);
    else
        buf_printf(out, _("%d/%d days"), used, all);
    if (all && used > all)
        *style = STYLE_WRONG;
}

void review_state_text(struct tui *t, const struct review_row *r, struct buf *out)
{
    const struct state_def *state = *r->state ? defs_state(t->defs, r->state) : NULL;
    int used, all;

    review_used(t->defs, r, t->env.today, &used, &all);
    if (!r->mine)
        buf_puts(out, _("others decide"));
    else if (all && used > all)
        buf_puts(out, _("over time"));
    else if (state)
        buf_puts(out, state->name);
}

/* ---- deciding it ---- */

int64_t review_asked_of(const struct review_row *r)
{
    return r->kind == REVIEW_VILLAGE ? r->members[0] : r->item;
}

enum verb review_yes(const struct review_row *r)
{
    return r->kind == REVIEW_REQUEST ? VERB_GRANT
           : r->kind == REVIEW_GIVEN_BACK ? VERB_ASSIGN
           : r->kind == REVIEW_ANSWER ? VERB_FINISH : VERB_APPROVE;
}

enum verb review_no(const struct review_row *r)
{
    return r->kind == REVIEW_REQUEST ? VERB_REFUSE
           : r->kind == REVIEW_ANSWER ? VERB_SEND_BACK : VERB_RETURN;
}

/* Why it is another person's to decide, and whose. */
static void say_whose(struct tui *t, const struct review_row *r, struct buf *out)
{
    struct buf who = {0};
    struct xh_err why = {0};
    enum verb verb = review_yes(r);

    verb_may(t->st, &t->env, t->me, verb, review_asked_of(r), &why);
    permit_who_can(&who, t->st->db, t->defs, verb, r->list, review_asked_of(r), t->me);
    buf_printf(out, _("Not yours to decide: %s. It is for: %s\n"), why.msg, buf_str(&who));
    if (acts_may_verb(t, verb, review_asked_of(r), NULL))
        buf_puts(out, _("If a leader decided it on paper: F2, then z.\n"));
    buf_fini(&who);
}

static void say_village(struct tui *t, const struct review_row *r, struct buf *out)
{
    const struct list_def *l = defs_list(t->defs, r->list);
    const char *word = l ? l->row : "";

    buf_printf(out, _("%zu %s applied for"), r->n_members, word);
    if (r->not_applied)
        buf_printf(out, _(", %lld %s not yet: F2 crosses off those applied for, not the village"),
                   (long long)r->not_applied, word);
    else
        buf_puts(out, _(": F2 accepts the whole village, all its rows or none"));
    buf_printf(out, "\n%s %s", _("Applied for by"), r->by);
    buf_printf(out, _("   evidence %lld\n"), (long long)r->evidence);
    buf_puts(out, _("F8: the sheet to inspect the rows drawn by lot with\n"));
}

static void say_answer(const struct review_row *r, struct buf *out)
{
    if (!r->mine)
        buf_puts(out, _("Another person judges this answer: F2, then z, where a leader did it on "
                        "paper.\n"));
    buf_printf(out, _("%s answered: "), r->by);
    text_show(out, r->reason, true);
    buf_printf(out, _("\nFiles: %lld"), (long long)r->evidence);
    if (r->returns)
        buf_printf(out, _("   returned %lld times before"), (long long)r->returns);
    buf_putc(out, '\n');
}

void review_about(struct tui *t, const struct review_row *r, struct buf *out)
{
    if (!r->mine && r->item)
        say_whose(t, r, out);
    if (r->kind == REVIEW_VILLAGE)
        say_village(t, r, out);
    else if (r->kind == REVIEW_GIVEN_BACK)
        buf_printf(out, _("%s gave it back: %s\nF2 assigns it to somebody else.\n"), r->by,
                   r->reason);
    else if (r->kind == REVIEW_ANSWER)
        say_answer(r, out);
    else if (r->item)
        acts_frozen(t, r->item, r->request, out);
}
