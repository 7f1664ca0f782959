/* def_check_colour.c - colour rules: can each come true, and is red the stricter one?
 *
 * Rules stand in a list or, under a name, in colours.yaml. What they need is the list's
 * matter either way; what they say about each other is told once, where they stand. */
#include <string.h>

#include "model/def_check.h"
#include "model/i18n.h"
#include "model/mem.h"

static bool has_step_due(const struct list_def *l)
{
    for (size_t i = 0; i < l->n_steps; i++)
        if (l->steps[i].due.anchor != ANCHOR_NONE)
            return true;
    return false;
}

/* Can the same kind of rule still be yellow before it is red? */
static bool red_is_later(const struct colour_rule *yellow, const struct colour_rule *red)
{
    if (yellow->kind != red->kind || yellow->unit != red->unit)
        return true;
    if (yellow->kind == RULE_DUE_IN)
        return red->amount < yellow->amount;
    return red->amount > yellow->amount
           || (red->amount == yellow->amount && red->over && !yellow->over);
}

static void check_rule(struct check *c, const struct list_def *l, const char *at,
                       const struct colour_rule *r)
{
    if ((r->kind == RULE_BEHIND || r->kind == RULE_BEHIND_RATIO)
        && (l->plan.kind == PLAN_NONE || l->progress.kind == PROGRESS_NONE))
        check_complain(c, at,
                       _("add for example \"plan: linear\" and \"progress: steps\", or "
                         "take the rule out"),
                       _("\"%s\" needs both a plan and progress; this list lacks %s"),
                       r->text,
                       l->plan.kind != PLAN_NONE           ? "progress"
                       : l->progress.kind != PROGRESS_NONE ? "plan"
                                                           : "plan, progress");
    if (r->kind == RULE_STEP_OVERDUE && !has_step_due(l))
        check_complain(c, at, _("give steps a \"due:\", or take the rule out"),
                       _("no step of this list has a deadline"));
}

/* `at`: the path of what holds "yellow:" and "red:". */
static void check_order(struct check *c, const char *at, const struct colours_def *v)
{
    for (size_t i = 0; i < v->n_red; i++)
        for (size_t k = 0; k < v->n_yellow; k++)
            if (v->red[i].kind != RULE_LIMIT_MISSED &&
                !red_is_later(&v->yellow[k], &v->red[i]))
                check_complain(c, check_say(c, "%s.red[%zu]", at, i + 1),
                               _("make red the stricter one"),
                               _("red \"%s\" is true as early as yellow \"%s\""),
                               v->red[i].text, v->yellow[k].text);
}

void check_colour_sets(struct check *c)
{
    for (size_t i = 0; i < c->d->colours.n_sets; i++) {
        const struct colour_set_def *s = &c->d->colours.sets[i];

        check_order(c, check_say(c, "sets.%s", s->id), &s->colours);
        if (s->status == STATUS_STATUTE && !*s->law)
            check_complain(c, check_say(c, "sets.%s.status", s->id),
                           _("add \"law:\" with the article"),
                           _("a statutory rule set must name its article"));
    }
}

static bool is_unread(const struct check *c, const char *document)
{
    for (size_t i = 0; i < c->n_docs; i++)
        if (strcmp(c->docs[i].name, document) == 0)
            return !c->docs[i].root;
    return false;
}

/* An unknown set: nobody knows its rules. */
static void check_no_set(struct check *c, const char *id)
{
    struct buf all = {0};
    struct guess g;

    if (is_unread(c, "colours"))
        return;
    guess_begin(&g, id);
    for (size_t i = 0; i < c->d->colours.n_sets; i++) {
        guess_offer(&g, c->d->colours.sets[i].id);
        buf_printf(&all, "%s%s", i ? ", " : "", c->d->colours.sets[i].id);
    }
    check_complain(c, "colours",
                   check_advice(c, id, &g,
                                all.len ? check_say(c, _("there are: %s"), buf_str(&all))
                                        : _("there is no file colours.yaml: copy it from the "
                                            "shipped configuration, or write the rules here")),
                   _("colours.yaml has no rule set \"%.60s\""), id);
    buf_fini(&all);
}

void check_colours(struct check *c, const struct list_def *l)
{
    const struct colours_def *v = &l->colours;
    bool is_named = *v->set;

    if (is_named && !defs_colour_set(c->d, v->set)) {
        check_no_set(c, v->set);
        return;
    }
    for (size_t i = 0; i < v->n_yellow; i++)
        check_rule(c, l,
                   is_named ? "colours" : check_say(c, "colours.yellow[%zu]", i + 1),
                   &v->yellow[i]);
    for (size_t i = 0; i < v->n_red; i++)
        check_rule(c, l, is_named ? "colours" : check_say(c, "colours.red[%zu]", i + 1),
                   &v->red[i]);
    if (!is_named)
        check_order(c, "colours", v);
}
