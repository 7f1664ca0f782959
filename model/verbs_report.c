/* verbs_report.c - writing about an item: progress, note, instruct (ENGINE 21). */
#include <string.h>

#include "model/decimal.h"
#include "model/deed.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/remind.h"
#include "model/rhythm.h"
#include "model/text.h"

/* How many reports in a row up to the last one said exactly this (与上期相同). */
static int64_t running_same(struct deed *d, const char *text)
{
    return act_get_int(
        d->a,
        "SELECT CASE WHEN text = ?1 THEN same + 1 ELSE 0 END FROM progress "
        "WHERE item = ?2 ORDER BY day DESC, id DESC LIMIT 1",
        "ti", text, d->it.id);
}

void verb_progress(struct deed *d)
{
    struct act *a = d->a;
    const struct call *c = d->c;
    struct derived derived = {0};
    const char *level = c->coord_level ? c->coord_level : "";

    if (!deed_permit(d, d->doer, VERB_PROGRESS) || !deed_go(d, VERB_PROGRESS))
        return;
    if (!c->text || !*c->text) {
        act_fail(a, XH_USAGE, err_way(_("say what was done: --text \"...\""),
                                       _("say what was done")));
        return;
    }
    if (c->has_percent && d->list->progress.kind != PROGRESS_MANUAL) {
        act_fail(a, XH_REFUSED,
                 _("percent: the progress of %s is computed from %s; it cannot be "
                   "typed"),
                 d->list->name,
                 d->list->progress.kind == PROGRESS_STEPS    ? _("its steps")
                 : d->list->progress.kind == PROGRESS_FIELDS ? _("its figures")
                                                             : _("nothing"));
        return;
    }
    if (c->has_percent && (c->percent < 0 || c->percent > 1000LL * DECIMAL_ONE)) {
        act_fail(a, XH_REFUSED, _("percent: between 0 and 1000"));
        return;
    }
    if (*level && strcmp(level, "town") != 0 && strcmp(level, "superior") != 0) {
        act_fail(a, XH_USAGE, _("coord level: 'town' or 'superior', not '%s'"), level);
        return;
    }
    if (c->n_fields)
        deed_set_fields(d, false);
    struct item_facts *x = deed_facts(d, &derived);
    if (!x)
        return;
    int32_t period =
        rhythm_fill_day(a->defs, x->f.report_every, derived.due, a->env.today);
    deed_free_facts(x);
    struct value percent = c->has_percent ? value_int(c->percent) : value_null();
    act_insert(a, "progress",
               "item i day d period d text t problem t next t next_due d coord t "
               "coord_level t percent v same i person i",
               d->it.id, a->env.today, period == DAY_NEVER ? DAY_NONE : period, c->text,
               c->problem ? c->problem : "", c->next ? c->next : "", c->next_due,
               c->coord ? c->coord : "", level, &percent, running_same(d, c->text),
               d->doer);
    act_update(a, "item", d->it.id, "last_report_on d", a->env.today);
    if (c->has_percent)
        act_update(a, "item", d->it.id, "percent i", c->percent);
    deed_evidence(d, "");
    int64_t same =
        act_get_int(a,
                    "SELECT same FROM progress WHERE item = ? ORDER BY id DESC "
                    "LIMIT 1",
                    "i", d->it.id);
    deed_say(d, _("%s: progress reported"), d->it.code);
    if (same)
        deed_say(d, _("the text is the same as in the last %lld reports"),
                 (long long)same);
}

static void add_instruction(struct deed *d, const char *kind, int64_t person)
{
    struct act *a = d->a;
    int32_t day = d->c->on == DAY_NONE ? a->env.today : d->c->on;

    if (!d->c->text || !*d->c->text)
        act_fail(a, XH_USAGE, err_way(_("the words are missing: --text \"...\""),
                                       _("the words are missing")));
    else if (day > a->env.today)
        act_fail(a, XH_REFUSED, _("that day is still to come"));
    else
        act_insert(a, "instruction", "item i kind t day d person i text t", d->it.id,
                   kind, day, person, d->c->text);
    d->keeps_state = true;
}

/* Evidence for a step, without ticking it, is work on the checklist: whoever may tick,
 * while it may be ticked. */
void verb_note(struct deed *d)
{
    const char *step = "";
    bool evidence = d->c->n_evidence || d->c->paper_kept || d->c->link;

    if (!deed_permit(d, d->doer, VERB_NOTE))
        return;
    if (evidence && d->c->step && *d->c->step) {
        if (!deed_permit(d, d->doer, VERB_CHECK) || !deed_can(d, VERB_CHECK))
            return;
        int i = deed_find_step(d);
        if (i < 0)
            return;
        step = d->list->steps[i].id;
        act_note(d->a, "step", step);
    }
    add_instruction(d, "note", d->doer);
    deed_evidence(d, step);
    deed_say(d, _("%s: noted"), d->it.code);
}

/* 批示: the words are the leader's, whoever types them (--for). */
void verb_instruct(struct deed *d)
{
    if (!deed_permit(d, d->doer, VERB_INSTRUCT))
        return;
    add_instruction(d, "instruction", d->doer);
    deed_say(d, _("%s: instruction recorded"), d->it.code);
}

/* 催办: that it was sent, to whom and about what; nothing else changes (OFFICE 15). */
void verb_remind(struct deed *d)
{
    struct act *a = d->a;
    enum remind_kind kind = remind_find(d->c->kind ? d->c->kind : "");
    int64_t times = 0;
    int32_t last = DAY_NONE;

    d->keeps_state = true;
    if (!deed_permit(d, d->doer, VERB_REMIND) || !deed_can(d, VERB_REMIND))
        return;
    if (kind == REMIND_KINDS) {
        act_fail(a, XH_USAGE, err_way(_("what about: --kind report, due, overdue or accept"),
                                       _("choose what to remind of")));
        return;
    }
    if (d->it.phase != PHASE_OPEN) {
        act_fail(a, XH_REFUSED, _("%s is not in anybody's hands now; there is nobody to remind"),
                 d->it.code);
        return;
    }
    int64_t person = remind_addressee(a->db, &d->it);
    struct value to = person ? value_int(person) : value_null();
    act_insert(a, "reminder", "item i kind t day d person v", d->it.id, remind_id(kind),
               a->env.today, &to);
    act_note(a, "remind", remind_id(kind));
    if (act_ok(a))
        a->rc = remind_times(a->db, d->it.id, &times, &last, &a->err);
    if (act_ok(a))
        deed_say(d, _("%s: reminded, times so far: %lld"), d->it.code, (long long)times);
}
