/* def_check_sums.c - what is summed up must be there to be summed. */
#include "model/def_check.h"

#include <string.h>

#include "model/i18n.h"
#include "model/measure.h"

enum { NUMBER = 1 << FIELD_DECIMAL | 1 << FIELD_INTEGER, DATE = 1 << FIELD_DATE,
       WORD = 1 << FIELD_TEXT | 1 << FIELD_CHOICE };

/* `id`, when given, is a field of `l` of one of `types`. */
static void check_sum_field(struct check *c, const struct list_def *l, const char *key,
                            const char *id, unsigned types)
{
    const char *at = check_say(c, "rollup.%s", key);
    int i = *id ? list_field(l, id) : -1;

    if (*id && i < 0)
        check_no_field(c, at, id, l);
    else if (i >= 0 && l->fields[i].is_private && strcmp(key, "money") != 0)
        check_complain(c, at, _("name a field everybody may see"),
                       _("the field \"%.60s\" is private, and these figures are shown to all"), id);
    else if (i >= 0 && !(types >> l->fields[i].type & 1))
        check_complain(c, at,
                       types == DATE     ? _("name a field of type date")
                       : types == NUMBER ? _("name a field of type decimal or integer")
                                         : _("name a field of type text or choice"),
                       _("the field \"%.60s\" of %s is of another type"), id, l->id);
}

void check_rollup(struct check *c, const struct list_def *l)
{
    const struct rollup_def *r = &l->rollup;
    const struct list_def *up = *l->parent ? defs_list(c->d, l->parent) : NULL;
    const char *const steps[][2] = { { "signed", r->signed_step }, { "paid", r->paid_step } };

    if (!r->given)
        return;
    for (size_t i = 0; i < 2; i++)
        if (*steps[i][1] && list_step(l, steps[i][1]) < 0)
            check_no_step(c, check_say(c, "rollup.%s", steps[i][0]), steps[i][1], l);
    check_sum_field(c, l, "area", r->area, NUMBER);
    check_sum_field(c, l, "money", r->money, NUMBER);
    check_sum_field(c, l, "section", r->section, WORD);
    if (!up && (*r->start || *r->due))
        check_complain(c, "rollup", _("take \"start\" and \"due\" out"),
                       _("the list has no parent whose dates these could be"));
    if (up) {
        check_sum_field(c, up, "start", r->start, DATE);
        check_sum_field(c, up, "due", r->due, DATE);
    }
}

/* ---- balance: ---- */

/* The fields of one side: numbers, all in one unit. Returns the first; NULL: none, or one
 * that is complained about. */
static const struct field_def *check_addends(struct check *c, const struct list_def *l,
                                             const char *at, const char **sum, size_t n)
{
    const struct field_def *first = NULL;
    bool fine = true;

    for (size_t i = 0; i < n; i++) {
        int k = list_field(l, sum[i]);
        const struct field_def *f = k >= 0 ? &l->fields[k] : NULL;

        first = first ? first : f;
        if (!f)
            check_no_field(c, at, sum[i], l);
        else if (!(NUMBER >> f->type & 1))
            check_complain(c, at, _("name a field of type decimal or integer"),
                           _("the field \"%.60s\" of %s is of another type"), f->id, l->id);
        else if (f->type != first->type || strcmp(f->unit, first->unit) != 0)
            check_complain(c, at, _("add up fields of one type and unit"),
                           _("\"%.60s\" and \"%.60s\" are in different units"), first->id,
                           f->id);
        else
            continue;
        fine = false;
    }
    return fine ? first : NULL;
}

static void check_step_named(struct check *c, const struct list_def *l, const char *at,
                             const char *step)
{
    if (*step && list_step(l, step) < 0)
        check_no_step(c, at, step, l);
}

/* Can what is added up on one side be held against the other? Rows are counted in the
 * list's own word (户). */
static void check_units(struct check *c, const char *at, const struct list_def *l,
                        const struct field_def *a, const struct list_def *other,
                        const struct field_def *b)
{
    const char *left = a ? a->unit : l->row, *right = b ? b->unit : other->row;
    const struct measure x = measure_read(left), y = measure_read(right);
    int64_t num, den;

    if (!measure_factor(&x, &y, &num, &den))
        check_complain(c, at, _("name fields whose units measure the same"),
                       _("%s cannot be converted into %s"), *left ? left : "-",
                       *right ? right : "-");
}

static void check_one_balance(struct check *c, const struct list_def *l,
                              const struct balance_def *b)
{
    const char *at = check_say(c, "balance.%s", b->id),
               *sum = check_say(c, "balance.%s.sum", b->id),
               *equals = check_say(c, "balance.%s.equals", b->id);
    const struct list_def *other = *b->equals.list ? defs_list(c->d, b->equals.list) : l;
    const struct field_def *left = check_addends(c, l, sum, b->sum, b->n_sum), *right = NULL;

    check_step_named(c, l, check_say(c, "balance.%s.step", b->id), b->step);
    if (b->evidence == b->equals.given)
        check_complain(c, at, _("write either \"equals\" or \"evidence: true\""),
                       _("it must say what has to balance"));
    if (b->evidence && (!*b->step || b->n_sum || b->same))
        check_complain(c, at, _("write for example \"{name: ..., step: sign, evidence: true}\""),
                       _("a check of evidence takes a step and nothing to add up"));
    if (!b->equals.given)
        return;
    if (!other) {
        check_no_list(c, check_say(c, "%s.list", equals), b->equals.list);
        return;
    }
    if (check_is_unread(c, other))
        return;
    right = check_addends(c, other, check_say(c, "%s.sum", equals), b->equals.sum,
                          b->equals.n_sum);
    check_step_named(c, other, check_say(c, "%s.step", equals), b->equals.step);
    if (!*b->equals.list && (!b->n_sum || !b->equals.n_sum || b->same || *b->equals.step))
        check_complain(c, at, _("write for example \"{name: ..., sum: total, equals: {sum: [a, "
                                "b]}}\""),
                       _("a check within the row takes fields on both sides, and no \"same\""));
    else if (other == l && *b->equals.list)
        check_complain(c, check_say(c, "%s.list", equals), _("take \"list\" out"),
                       _("the other list is this list"));
    else if ((b->same & SAME_PARENT) && (!*l->parent || strcmp(l->parent, other->parent) != 0))
        check_complain(c, check_say(c, "balance.%s.same", b->id), _("take \"parent\" out"),
                       _("the two lists do not hang under the same list"));
    if ((left || !b->n_sum) && (right || !b->equals.n_sum))
        check_units(c, equals, l, left, other, right);
}

void check_balance(struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_balance; i++)
        check_one_balance(c, l, &l->balance[i]);
}
