/* def_check_sums.c - what is summed up must be there to be summed. */
#include "model/def_check.h"

#include "model/i18n.h"

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
