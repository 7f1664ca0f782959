/* def_check_list.c - what a list says about itself and other lists: every name must lead
 * somewhere, and what is asked for must be able to happen. */
#include "model/def_check.h"

#include <stdio.h>
#include <string.h>

#include "model/decimal.h"
#include "model/err.h"
#include "model/i18n.h"
#include "model/mem.h"

/* Words of deadlines, and parts of paths people type: no step or field may be called
 * so. */
static const char *const reserved[] = {
    "start", "due", "parent", "begin", "given", "none", "all", NULL,
};

static bool is_reserved(const char *id)
{
    for (int i = 0; reserved[i]; i++)
        if (strcmp(reserved[i], id) == 0)
            return true;
    return false;
}

static bool is_number(const struct field_def *f)
{
    return f->type == FIELD_DECIMAL || f->type == FIELD_INTEGER;
}

/* ---- identity: parent, code, alias ---- */

static void check_parent(struct check *c, const struct list_def *l)
{
    const struct list_def *up = l;

    if (!*l->parent)
        return;
    if (!defs_list(c->d, l->parent)) {
        check_no_list(c, "parent", l->parent);
        return;
    }
    for (size_t i = 0; up && i <= c->d->n_lists; i++) {
        up = *up->parent ? defs_list(c->d, up->parent) : NULL;
        if (up == l) {
            check_complain(c, "parent", _("take one of the \"parent:\" lines out"),
                           _("the list would hang under itself: %s under %s"), l->id,
                           l->parent);
            return;
        }
    }
}

/* Reads the placeholders; what stands before the first goes to *prefix as a length. */
static const char *code_mistake(const char *code, size_t *prefix)
{
    bool has_seq = false, has_year = false;
    size_t n;

    *prefix = strcspn(code, "{");
    for (const char *p = code; *p; p++) {
        if (*p == '}' || *p == ' ' || *p == '.' || *p == '/')
            return _(
                "only {yy}, {yyyy}, {seq} and {seq:N} may stand in braces, and no blank, "
                "point or slash beside them");
        if (*p != '{')
            continue;
        n = strcspn(p, "}");
        if (p[n] != '}')
            return _("a brace is not closed");
        if (strncmp(p, "{yy}", n + 1) == 0 || strncmp(p, "{yyyy}", n + 1) == 0)
            has_year = true;
        else if (strncmp(p, "{seq}", n + 1) == 0
                 || (strncmp(p, "{seq:", 5) == 0 && n == 6 && p[5] >= '1' && p[5] <= '6'))
            has_seq = true;
        else
            return _(
                "only {yy}, {yyyy}, {seq} and {seq:1} to {seq:6} may stand in braces");
        p += n;
        if (has_seq && p[1])
            return _("nothing may stand behind the number: end with {seq}");
    }
    if (!has_seq)
        return _("without {seq} every item would have the same number");
    if (!has_year)
        return _("numbers begin again each year: without {yy} they would repeat");
    return *prefix == 0 ? _("begin with a word that no other list uses") : NULL;
}

static void check_code(struct check *c, const struct list_def *l)
{
    const char *mistake;
    size_t prefix, other;

    if (!*l->code)
        return;
    if ((mistake = code_mistake(l->code, &prefix))) {
        check_complain(c, "code",
                       check_say(c, _("write for example %s, in quotes"),
                                 "\"征{yy}-{seq:3}\""),
                       "%s", mistake);
        return;
    }
    for (const struct list_def *o = c->d->lists; o < l; o++)
        if (!code_mistake(o->code, &other) && other == prefix
            && strncmp(o->code, l->code, prefix) == 0)
            check_complain(c, "code", _("begin it with another word"),
                           _("the list %s has the same numbers (%s)"), o->id, o->code);
}

static void check_alias(struct check *c, const struct list_def *l)
{
    if (!*l->alias)
        return;
    if (strspn(l->alias, "abcdefghijklmnopqrstuvwxyz") != strlen(l->alias)) {
        check_complain(c, "alias", _("write one to three letters a-z"),
                       _("an alias must be typed without an input method"));
        return;
    }
    for (const struct list_def *o = c->d->lists; o < l; o++)
        if (strcmp(o->alias, l->alias) == 0)
            check_complain(c, "alias", _("choose other letters"),
                           _("the list %s has the alias \"%s\" already"), o->id,
                           l->alias);
}

static void check_same_list(struct check *c, const struct list_def *l)
{
    for (const struct list_def *o = c->d->lists; *l->id && o < l; o++)
        if (strcmp(o->id, l->id) == 0)
            check_complain(c, "list", _("give one of them another id"),
                           _("two files hold the list \"%s\""), l->id);
}

/* ---- fields ---- */

static void check_field(struct check *c, const struct list_def *l,
                        const struct field_def *f)
{
    const char *at = check_say(c, "fields.%s", f->id);
    char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
    int was;

#define PATH(key) check_say(c, "%s." key, at)
    if (is_core_column(f->id) || is_reserved(f->id))
        check_complain(
            c, at, check_say(c, _("choose another id, for example %s_%s"), l->id, f->id),
            _("\"%s\" is a column every list has"), f->id);
    if (list_step(l, f->id) >= 0)
        check_complain(
            c, at, _("give one of them another id"),
            _("a step is called \"%s\" too; deadlines could not tell them apart"), f->id);
    if (f->type == FIELD_CHOICE && f->n_choices == 0)
        check_complain(
            c, at, check_say(c, _("write for example \"%s\""), "choices: [新建, 续建]"),
            _("there is nothing to choose from"));
    if (f->type != FIELD_CHOICE && f->n_choices > 0)
        check_complain(c, PATH("choices"), _("write \"type: choice\""),
                       _("only a field of type choice has choices"));
    for (size_t i = 0; i < f->n_choices; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(f->choices[i], f->choices[k]) == 0) {
                check_complain(c, check_say(c, "%s.choices[%zu]", at, i + 1), NULL,
                               _("the choice \"%s\" stands here twice"), f->choices[i]);
                break;
            }
    if (f->is_private && f->sum)
        check_complain(c, PATH("sum"), _("take \"sum: true\" or \"private: true\" out"),
                       _("a private field cannot be added up where everybody sees it"));
    if (f->sum && !is_number(f))
        check_complain(c, PATH("sum"), _("write \"type: decimal\", or take \"sum\" out"),
                       _("only numbers can be added up"));
    if ((f->has_min || f->has_max) && !is_number(f))
        check_complain(c, f->has_min ? PATH("min") : PATH("max"),
                       _("write \"type: decimal\", or take it out"),
                       _("only numbers have a smallest and largest value"));
    if (f->has_min && f->has_max && f->min > f->max)
        check_complain(c, PATH("min"), _("exchange them"),
                       _("the smallest value %s is larger than the largest %s"),
                       decimal_format(f->min, low), decimal_format(f->max, high));
    if (*f->by && list_step(l, f->by) < 0)
        check_no_step(c, PATH("by"), f->by, l);
    if (*f->by && !f->required)
        check_complain(
            c, PATH("by"), _("add \"required: true\""),
            _("\"by\" says which step requires the field, but it is not required"));
    if (*f->convert && !*f->was)
        check_complain(c, PATH("convert"), _("add \"was: OLD_ID\""),
                       _("there is no former field to convert"));
    if (*f->was) {
        if ((was = list_field(l, f->was)) >= 0)
            check_complain(c, PATH("was"),
                           _("take the old field out, or choose another id"),
                           _("\"%s\" is still a field of this list"), f->was);
        for (const struct field_def *o = l->fields; o < f; o++)
            if (strcmp(o->was, f->was) == 0)
                check_complain(c, PATH("was"), NULL,
                               _("the field %s carries \"%s\" on already"), o->id,
                               f->was);
    }
#undef PATH
}

static void check_convert(struct check *c, const struct field_def *f)
{
    int64_t factor;
    const char *s = f->convert;

    if (!*s)
        return;
    if ((*s != 'x' && *s != '/') || !decimal_parse(s + 1 + strspn(s + 1, " "), &factor)
        || factor <= 0)
        check_complain(c, check_say(c, "fields.%s.convert", f->id),
                       _("write for example \"x 15\" or \"/ 10000\""),
                       _("\"%s\" is no conversion"), s);
}

void check_fields(struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_fields; i++) {
        if (!*l->fields[i].id)
            continue;           /* complained about already */
        check_field(c, l, &l->fields[i]);
        check_convert(c, &l->fields[i]);
    }
}

/* ---- steps ---- */

static void check_from(struct check *c, const struct list_def *l,
                       const struct step_def *s)
{
    const struct list_def *o = defs_list(c->d, s->from.list);

    if (!s->from.given || !*s->from.list)
        return;
    if (!o)
        check_no_list(c, check_say(c, "steps.%s.from.list", s->id), s->from.list);
    else if (strcmp(o->parent, l->id) != 0)
        check_complain(
            c, check_say(c, "steps.%s.from.list", s->id),
            check_say(c, _("write \"parent: %s\" in lists/%s.yaml"), l->id, o->id),
            _("the rows of %s do not hang under this list"), o->id);
    else if (*s->from.step && list_step(o, s->from.step) < 0)
        check_no_step(c, check_say(c, "steps.%s.from.step", s->id), s->from.step, o);
}

static void check_step(struct check *c, const struct list_def *l,
                       const struct step_def *s)
{
    const char *at = check_say(c, "steps.%s", s->id);

    if (is_reserved(s->id))
        check_complain(c, check_say(c, "%s.id", at), _("choose another id"),
                       _("\"%s\" is a word of deadlines"), s->id);
    for (const struct step_def *o = l->steps; o < s; o++) {
        if (strcmp(o->id, s->id) == 0) {
            check_complain(c, check_say(c, "steps[%zu].id", (size_t)(s - l->steps) + 1),
                           _("give one of them another id"),
                           _("two steps have the id \"%s\""), s->id);
            break;
        }
        if (*s->was && strcmp(o->was, s->was) == 0)
            check_complain(c, check_say(c, "%s.was", at), NULL,
                           _("the step %s carries \"%s\" on already"), o->id, s->was);
    }
    if (*s->was && list_step(l, s->was) >= 0)
        check_complain(c, check_say(c, "%s.was", at),
                       _("take the old step out, or choose another id"),
                       _("\"%s\" is still a step of this list"), s->was);
    for (size_t i = 0; i < s->n_after; i++)
        if (list_step(l, s->after[i]) < 0)
            check_no_step(c, check_say(c, "%s.after[%zu]", at, i + 1), s->after[i], l);
    if (s->evidence.min > 0 && !s->evidence.required)
        check_complain(c, check_say(c, "%s.evidence.min", at),
                       _("add \"required: true\""),
                       _("evidence is counted but not required"));
    if (s->target > 0 && s->from.given)
        check_complain(c, check_say(c, "%s.target", at), _("take one of them out"),
                       _("the quantity is both given here and counted in another list"));
    if (*s->unit && s->target == 0 && !s->from.given)
        check_complain(c, check_say(c, "%s.unit", at),
                       _("write for example \"target: 112\""),
                       _("a unit without a quantity to reach"));
    if (s->status == STATUS_STATUTE && !*s->law)
        check_complain(c, check_say(c, "%s.status", at),
                       _("add \"law:\" with the article"),
                       _("a statutory step must name its article"));
    check_from(c, l, s);
}

static void check_steps(struct check *c, const struct list_def *l)
{
    int64_t weight = 0;

    for (size_t i = 0; i < l->n_steps; i++) {
        weight += l->steps[i].weight;
        if (*l->steps[i].id)
            check_step(c, l, &l->steps[i]);
    }
    if (l->n_steps > 0 && weight == 0 && l->progress.kind == PROGRESS_STEPS)
        check_complain(c, "progress", _("give some steps a weight"),
                       _("no step has a weight, so there would never be any progress"));
}

/* ---- progress ---- */

static void check_progress_field(struct check *c, const struct list_def *l,
                                 const char *key, const char *id)
{
    int i = list_field(l, id);
    const char *at = check_say(c, "progress.%s", key);

    if (i < 0)
        check_no_field(c, at, id, l);
    else if (!is_number(&l->fields[i]))
        check_complain(c, at, check_say(c, _("give %s \"type: decimal\""), id),
                       _("the field %s is no number"), id);
}

static void check_progress(struct check *c, const struct list_def *l)
{
    if (l->progress.kind == PROGRESS_STEPS && l->n_steps == 0)
        check_complain(c, "progress", _("write \"progress: manual\", or add steps"),
                       _("progress is counted from steps, but the list has none"));
    if (l->progress.kind == PROGRESS_FIELDS) {
        check_progress_field(c, l, "done", l->progress.done);
        check_progress_field(c, l, "of", l->progress.of);
    }
    if (l->plan.kind == PLAN_LINEAR && l->due.anchor == ANCHOR_NONE && !*l->due.id)
        check_complain(c, "plan", _("write \"plan: month\" or \"plan: none\""),
                       _("an even plan runs from start to deadline, but the list has no "
                         "deadline"));
}

/* ---- how it is shown ---- */

static bool is_column(const struct list_def *l, const char *id)
{
    return is_core_column(id) || list_field(l, id) >= 0;
}

static void check_no_column(struct check *c, const char *at, const char *id,
                            const struct list_def *l)
{
    struct guess g;

    guess_begin(&g, id);
    for (size_t i = 0; core_columns[i]; i++)
        guess_offer(&g, core_columns[i]);
    for (size_t i = 0; i < l->n_fields; i++)
        guess_offer(&g, l->fields[i].id);
    check_complain(
        c, at,
        check_advice(c, id, &g,
                     err_way(_("`config reference` lists the columns of every list"),
                             _("F7 lists the columns of every list"))),
        _("\"%.60s\" is neither a column of every list nor a field of this one"), id);
}

static void check_columns(struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_columns; i++) {
        const char *at = check_say(c, "columns[%zu]", i + 1);

        if (!is_column(l, l->columns[i]))
            check_no_column(c, at, l->columns[i], l);
        for (size_t k = 0; k < i; k++)
            if (strcmp(l->columns[i], l->columns[k]) == 0) {
                check_complain(c, at, _("take one out"),
                               _("the column \"%s\" stands here twice"), l->columns[i]);
                break;
            }
    }
}

void check_conditions(struct check *c, const char *path, const struct list_def *l,
                      const char *const *where, size_t n_where)
{
    for (size_t k = 0; k < n_where; k++) {
        const char *s = where[k];
        size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
        const char *at = check_say(c, "%s[%zu]", path, k + 1);
        const char *id = check_say(c, "%.*s", (int)(n <= 60 ? n : 60), s);

        s += n;
        s += strspn(s, " ");
        if (n == 0 || !*s || !strchr("=<>!", *s) || (*s == '!' && s[1] != '='))
            check_complain(c, at, _("write for example \"colour=red,yellow\" or "
                                    "\"area>=3\", in quotes"),
                           _("\"%.60s\" is not a condition"), where[k]);
        else if (strcmp(id, "balance") != 0 && !is_column(l, id))
            check_no_column(c, at, id, l);
    }
}

static void check_views(struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_views; i++)
        check_conditions(c, check_say(c, "views.%s.where", l->views[i].id), l,
                         l->views[i].where, l->views[i].n_where);
}

/* Columns of every list a ledger may bring; what is computed is none. */
static const char *const imported[] = {
    "code",        "parent",   "title", "unit",      "place",     "owner",
    "handler",     "leader",   "lead",  "co",        "source",    "source_ref",
    "assigned_on", "start",    "due",   "first_due", "upper_due", "report_every",
    "latest",      "progress", "state", NULL,
};

static void check_headers(struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_headers; i++) {
        const struct header_def *h = &l->headers[i];
        const char *at = check_say(c, "headers.%.60s", h->column);
        bool is_core = false;

        for (size_t k = 0; imported[k] && !is_core; k++)
            is_core = strcmp(imported[k], h->column) == 0;
        if (!is_core && list_field(l, h->column) >= 0)
            check_complain(c, at, _("write it as \"also\" of the field"),
                           _("\"%.60s\" is a field of the list"), h->column);
        else if (!is_core && list_step(l, h->column) < 0)
            check_no_column(c, at, h->column, l);
    }
}

static void check_shown(struct check *c, const struct list_def *l)
{
    check_headers(c, l);
    for (size_t i = 0; i < l->n_map; i++) {
        const char *at = check_say(c, "map.%.60s", l->map[i].step);

        if (list_step(l, l->map[i].step) < 0)
            check_no_step(c, at, l->map[i].step, l);
        for (size_t k = 0; k < i; k++)
            if (strcmp(l->map[i].mark, l->map[k].mark) == 0)
                check_complain(c, at, _("choose another character"),
                               _("two steps have the mark %s"), l->map[i].mark);
    }
    if (*l->sheet.count && list_step(l, l->sheet.count) < 0)
        check_no_step(c, "sheet.count", l->sheet.count, l);
    if (l->sheet.grouped && l->sheet.n_group == 0)
        check_complain(c, "sheet", _("write for example \"group: [place, step, owner]\""),
                       _("the sheet shows groups, but nothing says which"));
    if (!l->sheet.grouped && l->sheet.n_group > 0)
        check_complain(c, "sheet.group", _("add \"as: grouped\""),
                       _("groups are named, but the sheet shows rows"));
    for (size_t i = 0; i < l->sheet.n_group; i++) {
        if (strcmp(l->sheet.group[i], "parent") == 0 && !*l->parent)
            check_complain(c, "sheet.group", _("take \"parent\" out"),
                           _("the list has no parent to group by"));
        if (strcmp(l->sheet.group[i], "step") == 0 && l->n_steps == 0)
            check_complain(c, "sheet.group", _("take \"step\" out"),
                           _("the list has no steps to group by"));
    }
    check_columns(c, l);
    check_views(c, l);
    check_rollup(c, l);
    check_balance(c, l);
}

void check_list(struct check *c, const struct list_def *l)
{
    if (is_reserved(l->id))
        check_complain(c, "list", _("choose another id"),
                       _("\"%s\" cannot be a list's id"), l->id);
    check_same_list(c, l);
    check_parent(c, l);
    check_code(c, l);
    check_alias(c, l);
    check_steps(c, l);
    check_progress(c, l);
    check_colours(c, l);
    check_shown(c, l);
}
