/* def_read_colours.c - the rules that turn a row yellow and red, as people write them. See
 * def_read.h. */
#include "model/def_read.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define RULES_MAX 20                /* of one colour */

const struct rule_info rule_infos[] = {
    { "due_in", RULE_DUE_IN, RULE_TAKES_DAYS, false,
      N_("So much time or less is left to the deadline."), "3 workdays" },
    { "overdue", RULE_OVERDUE, RULE_TAKES_DAYS, false,
      N_("The deadline is so long past. On the due day itself nothing is overdue."),
      "1 workday" },
    { "behind", RULE_BEHIND, RULE_TAKES_POINTS, false,
      N_("Progress is so many percentage points behind plan; needs `plan` and `progress`."),
      "over 30 points" },
    { "behind_ratio", RULE_BEHIND_RATIO, RULE_TAKES_PERCENT, false,
      N_("Progress is behind plan by this part of the plan; needs `plan` and `progress`."),
      "over 50 %" },
    { "missed_reports", RULE_MISSED_REPORTS, RULE_TAKES_COUNT, false,
      N_("So many reports running were owed and not made."), "1" },
    { "no_update", RULE_NO_UPDATE, RULE_TAKES_DAYS, false,
      N_("The responsible side has done nothing for so long."), "7 days" },
    { "returned", RULE_RETURNED, RULE_TAKES_COUNT, false,
      N_("Returned so many times; false again from the next application."), "2" },
    { "step_overdue", RULE_STEP_OVERDUE, RULE_TAKES_DAYS, false,
      N_("The deadline of an open step is so long past."), "1 workday" },
    { "limit_missed", RULE_LIMIT_MISSED, RULE_TAKES_TRUE, false,
      N_("A limit ordered by a leader has passed."), "true" },
    { "promise_missed", RULE_PROMISE_MISSED, RULE_TAKES_DAYS, false,
      N_("A promise made at a visit is so long past and was not kept."), "1 workday" },
    { "waiting", RULE_WAITING, RULE_TAKES_DAYS, false, N_("On hold for so long."),
      "5 workdays" },
    { "yellow_for", RULE_YELLOW_FOR, RULE_TAKES_DAYS, true,
      N_("Yellow without a break for so long; under red only."), "14 days" },
    { "yellow_weeks", RULE_YELLOW_WEEKS, RULE_TAKES_COUNT, true,
      N_("Yellow at so many weekly cut-offs running; under red only."), "2" },
    { NULL, 0, 0, false, NULL, NULL },
};

static bool rule_days(struct bind *b, const struct node *n, const struct rule_info *info,
                      struct colour_rule *out)
{
    int least = info->kind == RULE_DUE_IN ? 0 : 1;
    struct duration d = {0};
    char text[32];

    if (!duration_parse(n->text, &d)) {
        bind_wrong(b, n,
                   read_is_digits(n->text) ? _("is a number without a unit")
                                       : _("is not a length of time"),
                   read_is_digits(n->text)
                       ? bind_say(b, _("write \"%s: %s workdays\" or \"%s: %s days\""),
                                  info->key, n->text, info->key, n->text)
                       : bind_say(b, _("write for example \"%s: %s\""), info->key,
                                  info->example));
        return false;
    }
    if (d.unit == UNIT_MONTH || d.n < least || d.n > 3650) {
        bind_wrong(
            b, n, _("does not fit this rule"),
            bind_say(b, _("write %d or more workdays or days, at most 3650"), least));
        return false;
    }
    out->amount = d.n;
    out->unit = d.unit;
    out->text = bind_say(b, "%s: %s", info->key, duration_format(d, text));
    return true;
}

/* "over 30 points", "超过30个百分点", "over 50 %" */
static bool rule_percent(struct bind *b, const struct node *n,
                         const struct rule_info *info, struct colour_rule *out)
{
    static const char *const points[] = { "points", "point", "个百分点", "百分点", NULL };
    static const char *const percent[] = { "%", "％", "percent", NULL };
    bool in_points = info->argument == RULE_TAKES_POINTS;
    const char *const *mine = in_points ? points : percent;
    const char *const *other = in_points ? percent : points;
    const char *s = n->text, *unit, *instead;
    char text[DECIMAL_TEXT], *number;
    bool known;

    out->over = read_past(s, "over ", &s) || read_past(s, "超过", &s) || read_past(s, ">", &s);
    number = xstrndup(s, strspn(s, "0123456789.,"));
    unit = read_past_blanks(s + strlen(number));
    /* "over 0 %": behind at all */
    known = decimal_parse(number, &out->amount) && out->amount >= (out->over ? 0 : 1)
            && out->amount <= 1000 * (int64_t)DECIMAL_ONE;
    free(number);
    for (int i = 0; known && mine[i]; i++)
        if (strcmp(unit, mine[i]) == 0) {
            out->text =
                bind_say(b, in_points ? "%s: %s%s points" : "%s: %s%s %%", info->key,
                         out->over ? "over " : "", decimal_format(out->amount, text));
            return true;
        }
    instead = bind_say(b, _("write for example \"%s: %s\""), info->key, info->example);
    if (known && *unit == '\0')
        instead = bind_say(
            b, in_points ? _("write \"%s: %s points\"") : _("write \"%s: %s %%\""),
            info->key, n->text);
    for (int i = 0; known && other[i]; i++)
        if (strcmp(unit, other[i]) == 0)
            instead =
                in_points
                    ? _("`behind` counts percentage points (\"10 points\"); for a part of the "
                        "plan use `behind_ratio`")
                    : _("`behind_ratio` is a part of the plan (\"50 %\"); for percentage "
                        "points use `behind`");
    bind_wrong(b, n, _("does not fit this rule"), instead);
    return false;
}

static bool rule_argument(struct bind *b, const struct node *n,
                          const struct rule_info *info, struct colour_rule *out)
{
    if (!bind_scalar(b, n, info->example))
        return false;
    switch (info->argument) {
    case RULE_TAKES_DAYS:
        return rule_days(b, n, info, out);
    case RULE_TAKES_POINTS:
    case RULE_TAKES_PERCENT:
        return rule_percent(b, n, info, out);
    case RULE_TAKES_COUNT:
        if (read_is_digits(n->text) && strlen(n->text) <= 3 && atoi(n->text) > 0) {
            out->amount = atoi(n->text);
            out->text = bind_say(b, "%s: %d", info->key, atoi(n->text));
            return true;
        }
        bind_wrong(
            b, n, _("is not a number of times"),
            bind_say(b, _("write for example \"%s: %s\""), info->key, info->example));
        return false;
    case RULE_TAKES_TRUE:
        if (strcmp(n->text, "true") == 0) {
            out->text = bind_say(b, "%s: true", info->key);
            return true;
        }
        bind_wrong(b, n, _("does not fit this rule"),
                   bind_say(b, _("write \"%s: true\", or take the line out"), info->key));
        return false;
    }
    return false;
}

static const struct rule_info *find_rule(struct bind *b, const struct node *key)
{
    const struct rule_info *info;
    struct buf all = {0};
    struct guess g;
    const char *best;

    for (info = rule_infos; info->key; info++)
        if (strcmp(info->key, key->text) == 0)
            return info;
    guess_begin(&g, key->text);
    for (info = rule_infos; info->key; info++) {
        guess_offer(&g, info->key);
        buf_printf(&all, "%s%s", info == rule_infos ? "" : ", ", info->key);
    }
    best = guess_best(&g);
    bind_wrong(b, key, _("is not a colour rule"),
               best ? bind_say(b, _("did you mean \"%s:\"?"), best)
                    : bind_say(b, _("the rules are: %s"), buf_str(&all)));
    buf_fini(&all);
    return NULL;
}

static bool read_rule(struct bind *b, const struct node *n, bool red,
                      struct colour_rule *out)
{
    const struct rule_info *info;
    bool good;

    if (n->kind != NODE_MAP || n->n != 1) {
        bind_wrong(b, n, n->kind == NODE_MAP && n->n > 1
                       ? _("one line holds one rule") : _("is not a colour rule"),
                   _("write each rule as a line of its own: \"- {due_in: 3 workdays}\""));
        return false;
    }
    if (!(info = find_rule(b, n->keys[0])))
        return false;
    bind_enter(b, info->key);
    out->kind = info->kind;
    good = rule_argument(b, n->kids[0], info, out);
    if (info->red_only && !red) {
        bind_complain(b, n->keys[0], _("move it under \"red:\""),
                      _("\"%s\" says how long an item has been yellow"), info->key);
        good = false;
    }
    bind_leave(b);
    return good;
}

static void read_rules(struct bind *b, const struct node *n, bool red,
                       struct colour_rule **v, size_t *count)
{
    size_t most = n->n < RULES_MAX ? n->n : RULES_MAX;

    *v = NULL;
    *count = 0;
    if (n->kind != NODE_LIST) {
        bind_wrong(b, n,
                   n->kind == NODE_SCALAR ? _("is one text, but a list is needed here")
                                          : _("a list of rules is needed here"),
                   _("write each rule as a line of its own: \"- {due_in: 3 workdays}\""));
        return;
    }
    *v = arena_alloc(bind_arena(b), (most + 1) * sizeof **v);
    for (size_t i = 0; i < most; i++) {
        struct colour_rule rule = { .text = "" };
        bool twice = false;

        bind_enter_at(b, i);
        if (read_rule(b, n->kids[i], red, &rule)) {
            for (size_t k = 0; k < *count; k++)
                twice |= (*v)[k].kind == rule.kind;
            if (twice)
                bind_complain(b, n->kids[i], _("keep the stricter one"),
                              _("this rule stands here twice"));
            else
                (*v)[(*count)++] = rule;
        }
        bind_leave(b);
    }
    if (n->n > RULES_MAX)
        bind_complain(b, n->kids[RULES_MAX], NULL,
                      _("too many rules: at most %d are read"), RULES_MAX);
}

/* What OFFICE 4 gives lists that say nothing, as far as it needs nothing else. */
void read_yellow(struct bind *b, const struct node *n, void *member)
{
    static struct colour_rule preset[] = {
        { .kind = RULE_DUE_IN,
          .amount = 3,
          .unit = UNIT_WORKDAY,
          .text = "due_in: 3 workdays" },
        { .kind = RULE_MISSED_REPORTS, .amount = 1, .text = "missed_reports: 1" },
        { .kind = RULE_RETURNED, .amount = 2, .text = "returned: 2" },
    };
    struct colours_def *c = member;

    c->yellow = preset;
    c->n_yellow = sizeof preset / sizeof *preset;
    if (n)
        read_rules(b, n, false, &c->yellow, &c->n_yellow);
}

void read_red(struct bind *b, const struct node *n, void *member)
{
    static struct colour_rule preset[] = {
        { .kind = RULE_OVERDUE,
          .amount = 1,
          .unit = UNIT_WORKDAY,
          .text = "overdue: 1 workday" },
        { .kind = RULE_LIMIT_MISSED, .text = "limit_missed: true" },
    };
    struct colours_def *c = member;

    c->red = preset;
    c->n_red = sizeof preset / sizeof *preset;
    if (n)
        read_rules(b, n, true, &c->red, &c->n_red);
}

/* The name of a rule set, or rules of its own. */
void read_colours(struct bind *b, const struct node *n, void *member)
{
    static const char example[] =
        N_("write for example \"colours: township\", a set of colours.yaml, or \"yellow:\" "
           "and \"red:\" with rules");
    struct colours_def *c = member;
    bool is_named = n && n->kind == NODE_SCALAR && !bind_absent(n);

    *c = (struct colours_def){ .set = "" };
    bind_object(b, &schema_colours, n && n->kind == NODE_MAP ? n : NULL, c);
    if (is_named && id_is_valid(n->text))
        c->set = arena_strdup(bind_arena(b), n->text);
    else if (is_named)
        bind_wrong(b, n, _("is not the name of a rule set"), _(example));
    else if (n && n->kind == NODE_LIST)
        bind_complain(b, n, _(example), _("keys and values are needed here, not a list"));
}
