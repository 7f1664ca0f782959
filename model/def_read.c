/* def_read.c - the little languages inside the configuration: deadlines, colour rules,
 * the week.
 *
 * Each reader writes its whole member, so that a preset read first does not shine
 * through. */
#include "model/def_read.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/err.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define RULES_MAX 20                /* of one colour */
#define MARKS_MAX 100

static const char *skip_blanks(const char *s)
{
    while (*s == ' ')
        s++;
    return s;
}

/* Does `s` begin with `word`? Then *rest is what follows, blanks skipped. */
static bool take(const char *s, const char *word, const char **rest)
{
    size_t n = strlen(word);

    if (strncmp(s, word, n) != 0)
        return false;
    *rest = skip_blanks(s + n);
    return true;
}

/* ---- deadlines ---- */

__attribute__((format(printf, 2, 3)))
static const char *say(struct arena *a, const char *fmt, ...)
{
    struct buf text = {0};
    const char *copy;
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    copy = arena_strdup(a, buf_str(&text));
    buf_fini(&text);
    return copy;
}

static bool all_digits(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

/* "+ 30 days" behind the anchor. */
static bool parse_offset(struct arena *a, const char *s, const char *anchor,
                         struct deadline *out, const char **why)
{
    const char *number = skip_blanks(s + 1);

    if (duration_parse(number, &out->offset) && out->offset.n >= 0 && *number != '-') {
        if (*s == '-')
            out->offset.n = -out->offset.n;
        return true;
    }
    if (all_digits(number))
        *why = say(a, _("a number of days needs its unit: write \"%s workdays\" or \"%s days\""),
                   number, number);
    else
        *why = say(a, _("write for example \"%s + 5 workdays\" or \"%s + 30 days\""), anchor,
                   anchor);
    return false;
}

/* "parent.sign.begin": up to three words between points. */
static bool parse_anchor(struct arena *a, const char *text, struct deadline *out)
{
    char *copy = arena_strdup(a, text), *word = copy, *rest;

    if (strncmp(word, "parent.", 7) == 0) {
        out->of_parent = true;
        word += 7;
    }
    if ((rest = strchr(word, '.'))) {
        *rest++ = '\0';
        if (strcmp(rest, "begin") != 0)
            return false;
    }
    if (!id_is_valid(word) || strcmp(word, "parent") == 0)
        return false;
    if (strcmp(word, "start") == 0 || strcmp(word, "due") == 0) {
        out->anchor = word[0] == 's' ? ANCHOR_START : ANCHOR_DUE;
        return rest == NULL;
    }
    out->anchor = rest ? ANCHOR_STEP_BEGIN : ANCHOR_STEP;
    out->id = word;
    return true;
}

bool deadline_parse(struct arena *a, const char *s, struct deadline *out,
                    const char **why)
{
    struct duration d;
    char *anchor;
    size_t n = strcspn(s, "+- ");
    const char *rest = skip_blanks(s + n);

    *out = (struct deadline){ .id = "", .text = arena_strdup(a, s) };
    *why = _("write for example \"start + 5 workdays\", \"sign + 30 days\", \"due - 3 days\", "
             "\"parent.handover\" or the id of a step");
    if (strcmp(s, "given") == 0 || strcmp(s, "none") == 0) {
        out->anchor = *s == 'g' ? ANCHOR_GIVEN : ANCHOR_NONE;
        return true;
    }
    if (take(s, "given or ", &rest)) {
        if (!deadline_parse(a, rest, out, why) || out->anchor == ANCHOR_GIVEN ||
            out->anchor == ANCHOR_NONE || out->or_given)
            return false;
        out->or_given = true;
        out->text = arena_strdup(a, s);
        return true;
    }
    if (duration_parse(s, &d)) {
        *why = say(a, _("say from when it counts: \"start + %s\""), s);
        return false;
    }
    if (day_parse(s) != DAY_NONE) {
        *why = _("a list is for every year: enter dates with the item (\"due: given\"), or name "
                 "a field of type date here");
        return false;
    }
    anchor = xstrndup(s, n);
    if (!parse_anchor(a, anchor, out)) {
        free(anchor);
        return false;
    }
    if (*rest == '\0' || ((*rest == '+' || *rest == '-')
                          && parse_offset(a, rest, anchor, out, why))) {
        free(anchor);
        return true;
    }
    free(anchor);
    return false;
}

/* ---- colour rules ---- */

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
                   all_digits(n->text) ? _("is a number without a unit")
                                       : _("is not a length of time"),
                   all_digits(n->text)
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

    out->over = take(s, "over ", &s) || take(s, "超过", &s) || take(s, ">", &s);
    number = xstrndup(s, strspn(s, "0123456789.,"));
    unit = skip_blanks(s + strlen(number));
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
        if (all_digits(n->text) && strlen(n->text) <= 3 && atoi(n->text) > 0) {
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

/* ---- progress, plan, map ---- */

void read_progress(struct bind *b, const struct node *n, void *member)
{
    static const struct schema_word words[] = {
        { "none", PROGRESS_NONE },
        { "steps", PROGRESS_STEPS },
        { "manual", PROGRESS_MANUAL },
        { NULL, 0 },
    };
    static const struct schema_row keys[] = {
        { .key = "done" }, { .key = "of" }, { .key = NULL },
    };
    struct progress_def *p = member;
    const struct node *done, *of;
    const char *s;

    *p = (struct progress_def){ PROGRESS_NONE, "", "" };
    if (!n)
        return;
    if (n->kind != NODE_MAP) {
        p->kind = bind_word(b, n, words, PROGRESS_NONE);
        return;
    }
    for (size_t i = 0; i < n->n; i++)
        if (strcmp(n->keys[i]->text, "done") != 0 && strcmp(n->keys[i]->text, "of") != 0)
            bind_unknown_key(b, keys, n->keys[i]);
    done = node_get(n, "done");
    of = node_get(n, "of");
    if (bind_absent(done) || bind_absent(of)) {
        bind_complain(b, n,
                      _("write for example \"progress: {done: paid, of: planned}\""),
                      _("both fields are needed: what is done, and of how much"));
        return;
    }
    p->kind = PROGRESS_FIELDS;
    if ((s = bind_scalar(b, done, "paid")))
        p->done = arena_strdup(bind_arena(b), s);
    if ((s = bind_scalar(b, of, "planned")))
        p->of = arena_strdup(bind_arena(b), s);
}

void read_plan(struct bind *b, const struct node *n, void *member)
{
    static const struct schema_word words[] = {
        { "none", PLAN_NONE },
        { "linear", PLAN_LINEAR },
        { "month", PLAN_MONTH },
        { NULL, 0 },
    };
    static const char example[] =
        N_("write for example \"plan: {quarter: [20, 50, 75, 100]}\"");
    struct plan_def *p = member;
    const struct node *q;

    *p = (struct plan_def){0};
    if (!n)
        return;
    if (n->kind != NODE_MAP) {
        p->kind = bind_word(b, n, words, PLAN_NONE);
        return;
    }
    q = node_get(n, "quarter");
    if (n->n != 1 || !q || q->kind != NODE_LIST || q->n != 4) {
        bind_complain(b, q ? q : n, _(example),
                      _("four percentages are needed, one per quarter"));
        return;
    }
    for (int i = 0; i < 4; i++) {
        const char *s = bind_scalar(b, q->kids[i], "20");
        int before = i ? p->quarter[i - 1] : 0;

        if (!s)
            return;
        p->quarter[i] = all_digits(s) && strlen(s) <= 3 ? atoi(s) : -1;
        if (p->quarter[i] < before || p->quarter[i] > 100 ||
            (i == 3 && p->quarter[i] != 100)) {
            bind_wrong(b, q->kids[i], _("the percentages must rise and end with 100"),
                       _(example));
            return;
        }
    }
    p->kind = PLAN_QUARTER;
}

void read_map(struct bind *b, const struct node *n, void *member)
{
    struct list_def *l = member;
    size_t most;
    const char *s;
    int width;

    l->map = NULL;
    l->n_map = 0;
    if (!n)
        return;
    if (n->kind != NODE_MAP) {
        bind_wrong(
            b, n,
            n->kind == NODE_SCALAR ? _("is one text, but keys and values are needed here")
                                   : _("keys and values are needed here, not a list"),
            bind_say(b, _("write for example \"%s\""), "map: {visit: 访, sign: 签}"));
        return;
    }
    most = n->n < MARKS_MAX ? n->n : MARKS_MAX;
    l->map = arena_alloc(bind_arena(b), (most + 1) * sizeof *l->map);
    for (size_t i = 0; i < most; i++) {
        if (!(s = bind_scalar(b, n->kids[i], "签")))
            continue;
        width = text_width(s);
        if (text_length(s) != 1 || width < 1)
            bind_complain(b, n->kids[i],
                          bind_say(b, _("write one character, such as %s"), "签"),
                          _("the mark of a step is one character"));
        else
            l->map[l->n_map++] =
                (struct map_mark){ arena_strdup(bind_arena(b), n->keys[i]->text),
                                   arena_strdup(bind_arena(b), s) };
    }
}

void read_count(struct bind *b, const struct node *n, void *member)
{
    static const struct schema_word words[] = { { "rows", 0 }, { NULL, 0 } };

    (void)member;
    if (n)
        bind_word(b, n, words, 0);
}

/* ---- roles ---- */

bool verb_is_granted(enum verb v)
{
    return v != VERB_NONE && v != VERB_INIT && v != VERB_RECOMPUTE && !verb_info(v)->by;
}

void read_verbs(struct bind *b, const struct node *n, void *member)
{
    struct grant_def *g = member;
    size_t found, kept = 0;
    const char **v;

    g->verbs = NULL;
    g->n_verbs = 0;
    if (!n)
        return;
    v = bind_texts(b, n, VERB_COUNT, &found);
    for (size_t i = 0; i < found; i++) {
        const struct node *at = n->kind == NODE_LIST && i < n->n ? n->kids[i] : n;
        struct guess guess;

        if (strcmp(v[i], "all") == 0 || strcmp(v[i], "*") == 0) {
            v[kept++] = "*";
            continue;
        }
        if (verb_is_granted(verb_find(v[i]))) {
            v[kept++] = v[i];
            continue;
        }
        guess_begin(&guess, v[i]);
        for (int k = VERB_NONE + 1; k < VERB_COUNT; k++)
            if (verb_is_granted((enum verb)k))
                guess_offer(&guess, verb_info((enum verb)k)->id);
        bind_wrong(
            b, at, _("is no act of the program"),
            guess_best(&guess)
                ? bind_say(b, _("did you mean \"%s\"?"), guess_best(&guess))
                : err_way(_("`config reference` lists the acts; all of them: \"do: all\""),
                          _("F7 lists the acts; all of them: \"do: all\"")));
    }
    g->verbs = v;
    g->n_verbs = kept;
}
