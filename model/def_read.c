/* def_read.c - the little languages inside the configuration: deadlines, progress, plans,
 * maps, roles.
 *
 * Each reader writes its whole member, so that a preset read first does not shine
 * through. */
#include "model/def_read.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/err.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define MARKS_MAX 100

const char *read_past_blanks(const char *s)
{
    while (*s == ' ')
        s++;
    return s;
}

bool read_past(const char *s, const char *word, const char **rest)
{
    size_t n = strlen(word);

    if (strncmp(s, word, n) != 0)
        return false;
    *rest = read_past_blanks(s + n);
    return true;
}

bool read_is_digits(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

bool read_wants_map(struct bind *b, const struct node *n, const char *example)
{
    if (n->kind == NODE_MAP)
        return true;
    bind_wrong(b, n,
               n->kind == NODE_SCALAR ? _("is one text, but keys and values are needed here")
                                      : _("keys and values are needed here, not a list"),
               bind_say(b, _("write for example \"%s\""), example));
    return false;
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

/* "+ 30 days" behind the anchor. */
static bool parse_offset(struct arena *a, const char *s, const char *anchor,
                         struct deadline *out, const char **why)
{
    const char *number = read_past_blanks(s + 1);

    if (duration_parse(number, &out->offset) && out->offset.n >= 0 && *number != '-') {
        if (*s == '-')
            out->offset.n = -out->offset.n;
        return true;
    }
    if (read_is_digits(number))
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
    const char *rest = read_past_blanks(s + n);

    *out = (struct deadline){ .id = "", .text = arena_strdup(a, s) };
    *why = _("write for example \"start + 5 workdays\", \"sign + 30 days\", \"due - 3 days\", "
             "\"parent.handover\" or the id of a step");
    if (strcmp(s, "given") == 0 || strcmp(s, "none") == 0) {
        out->anchor = *s == 'g' ? ANCHOR_GIVEN : ANCHOR_NONE;
        return true;
    }
    if (read_past(s, "given or ", &rest)) {
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
        p->quarter[i] = read_is_digits(s) && strlen(s) <= 3 ? atoi(s) : -1;
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
    if (!n || !read_wants_map(b, n, "map: {visit: 访, sign: 签}"))
        return;
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
