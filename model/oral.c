#include "model/oral.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"
#include "model/rhythm.h"
#include "model/roster.h"
#include "model/text.h"

#define NAME_MOST 9             /* of a doubt */

/* ---- who and what there is ---- */

static void add_name(struct oral_index *x, enum oral_kind kind, const struct roster_row *r)
{
    GROW(x->v, x->n, x->cap);
    x->v[x->n++] = (struct oral_name){ kind, r->id, xstrdup(r->name), xstrdup(r->of) };
}

enum xh_rc oral_index_load(struct store *st, int32_t today, struct oral_index *out,
                           struct xh_err *err)
{
    static const char *const tables[] = { "person", "unit", "place" };
    enum xh_rc rc = XH_OK;

    *out = (struct oral_index){ .today = today, .cal = st->defs->calendar,
                                .next_meeting = rhythm_meeting_after(st->defs, today) };
    for (int k = 0; rc == XH_OK && k < 3; k++) {
        struct roster all = {0};
        rc = roster_load(st, tables[k], &all, err);
        for (size_t i = 0; rc == XH_OK && i < all.n; i++)
            if (all.v[i].active || k == ORAL_PLACE)
                add_name(out, (enum oral_kind)k, &all.v[i]);
        roster_fini(&all);
    }
    return rc;
}

void oral_index_fini(struct oral_index *x)
{
    for (size_t i = 0; i < x->n; i++) {
        free(x->v[i].name);
        free(x->v[i].of);
    }
    free(x->v);
    *x = (struct oral_index){0};
}

char *oral_name_text(const struct oral_name *n)
{
    if (n->kind == ORAL_PLACE && *n->of)
        return xasprintf("%s/%s", n->of, n->name);
    return *n->of ? xasprintf("%s(%s)", n->name, n->of) : xstrdup(n->name);
}

/* As verbs understand it. */
static char *verb_name(const struct oral_index *x, const struct oral_name *n)
{
    size_t same = 0;

    for (size_t i = 0; i < x->n; i++)
        same += x->v[i].kind == n->kind && strcmp(x->v[i].name, n->name) == 0;
    if (n->kind == ORAL_PERSON && same > 1)
        return xasprintf("#%lld", (long long)n->id);
    return n->kind == ORAL_PLACE && *n->of ? xasprintf("%s/%s", n->of, n->name)
                                           : xstrdup(n->name);
}

/* ---- finding a name ---- */

/* By initials or syllables: ljc and linjiacun are 林家村, not 林家村村委会. */
static bool is_pinyin(const char *name, const char *letters)
{
    size_t n = strlen(letters);

    return n >= 2 && strspn(letters, "abcdefghijklmnopqrstuvwxyz") == n &&
           text_length(name) >= 2 && pinyin_spells(name, letters);
}

/* 林家村一组, 林家村/一组. */
static bool is_path(const struct oral_name *n, const char *word)
{
    size_t len = strlen(n->of);

    if (n->kind != ORAL_PLACE || !len || strncmp(word, n->of, len) != 0)
        return false;
    return strcmp(word + len + (word[len] == '/'), n->name) == 0;
}

/* 党政办 for 党政综合办公室: every character in its order, from the first on. */
static bool is_short_for(const struct oral_name *n, const char *word)
{
    static const char *const ends[] = { "办", "所", "局", "站", "队", "科", "室", "中心" };
    const char *s = n->name, *w = word;
    bool ends_well = false, first = true;
    int len, w_len;

    if (n->kind != ORAL_UNIT || text_length(word) < 2)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t m = strlen(ends[i]), k = strlen(word);
        ends_well |= k > m && strcmp(word + k - m, ends[i]) == 0;
    }
    while (ends_well && *w) {
        uint32_t want = text_next(w, &w_len), ch = text_next(s, &len);
        while (ch && ch != want && !first) {
            s += len;
            ch = text_next(s, &len);
        }
        if (ch != want)
            return false;
        first = false;
        s += len;
        w += w_len;
    }
    return ends_well;
}

enum match { EXACT, PINYIN, SHORT };

static size_t find(const struct oral_index *x, const char *word, enum match how, int only,
                   const struct oral_name **hits)
{
    size_t n = 0;

    for (size_t i = 0; i < x->n && n < NAME_MOST; i++) {
        const struct oral_name *v = &x->v[i];
        if (only >= 0 && v->kind != (enum oral_kind)only)
            continue;
        bool hit = how == EXACT      ? strcmp(v->name, word) == 0 || is_path(v, word)
                   : how == PINYIN ? is_pinyin(v->name, word)
                                     : is_short_for(v, word);
        if (hit)
            hits[n++] = v;
    }
    return n;
}

/* ---- what a word is taken for ---- */

enum role { ROLE_ANY, ROLE_OWNER, ROLE_UNIT, ROLE_CO };

static void set(char **to, char *value)
{
    free(*to);
    *to = value;
}

static void add_title(struct oral *o, const char *word)
{
    if (*word)
        set(&o->title, xasprintf("%s%s%s", o->title, *o->title ? " " : "", word));
}

static void leave(struct oral *o, const char *word, const char *why)
{
    set(&o->left, xasprintf("%s%s%s(%s)", o->left, *o->left ? _(", ") : "", word, why));
    add_title(o, word);
}

static void take(struct oral *o, const struct oral_index *x, const struct oral_name *n,
                 enum role role, const char *word)
{
    char *name = verb_name(x, n);

    if (role == ROLE_CO) {
        set(&o->co, xasprintf("%s%s%s", o->co, *o->co ? "," : "", name));
        free(name);
        return;
    }
    char **to = n->kind == ORAL_PERSON ? &o->owner : n->kind == ORAL_UNIT ? &o->unit : &o->place;
    if (**to) {
        leave(o, word, n->kind == ORAL_PERSON  ? _("an owner is named already")
                       : n->kind == ORAL_UNIT ? _("a lead unit is named already")
                                               : _("a place is named already"));
        free(name);
        return;
    }
    set(to, name);
    if (n->kind == ORAL_PERSON)
        set(&o->owner_name, oral_name_text(n));
    if (n->kind == ORAL_PLACE)  /* it says what it is about */
        add_title(o, is_pinyin(n->name, word) ? n->name : word);
}

static void doubt(struct oral *o, const char *word, const struct oral_name *const *hits, size_t n)
{
    GROW(o->doubts, o->n_doubts, o->cap_doubts);
    struct oral_doubt *d = &o->doubts[o->n_doubts++];

    *d = (struct oral_doubt){ .word = xstrdup(word), .n = n };
    memcpy(d->among, hits, n * sizeof *hits);
}

/* A village that is a unit, too, is meant as the place; who helps is the unit. */
static size_t drop_twins(const struct oral_name **hits, size_t n, enum oral_kind dropped)
{
    size_t left = 0;

    for (size_t i = 0; i < n; i++) {
        bool twin = false;
        for (size_t k = 0; k < n && hits[i]->kind == dropped; k++)
            twin |= hits[k]->kind + dropped == ORAL_UNIT + ORAL_PLACE &&
                    strcmp(hits[k]->name, hits[i]->name) == 0;
        if (!twin)
            hits[left++] = hits[i];
    }
    return left;
}

static bool take_name(struct oral *o, const struct oral_index *x, const char *name,
                      enum role role, const char *word)
{
    const struct oral_name *hits[NAME_MOST];
    int only = role == ROLE_OWNER ? ORAL_PERSON : role == ROLE_UNIT ? ORAL_UNIT : -1;
    size_t n = find(x, name, EXACT, only, hits);

    if (n == 0)
        n = find(x, name, PINYIN, only, hits);
    if (n == 0 && (n = find(x, name, SHORT, only, hits)) > 0) {
        doubt(o, word, hits, n);        /* even when it can only be one: not its name */
        return true;
    }
    n = drop_twins(hits, n, role == ROLE_CO ? ORAL_PLACE : ORAL_UNIT);
    if (n == 1)
        take(o, x, hits[0], role, word);
    else if (n > 1)
        doubt(o, word, hits, n);
    return n > 0;
}

/* 让林德顺, 林德顺负责, 建设办牵头, 财政所配合, @林德顺. */
static bool take_role(struct oral *o, const struct oral_index *x, const char *word)
{
    static const char *const before[] = { "请", "让", "由", "叫", "给", "找", "@" };
    static const struct { const char *end; enum role role; } after[] = {
        { "负责", ROLE_OWNER }, { "落实", ROLE_OWNER }, { "去办", ROLE_OWNER },
        { "承办", ROLE_OWNER }, { "牵头", ROLE_UNIT }, { "主办", ROLE_UNIT },
        { "配合", ROLE_CO }, { "协助", ROLE_CO }, { "协办", ROLE_CO },
    };
    char *name = xstrdup(word);
    enum role role = ROLE_ANY;
    size_t skip = 0;
    bool taken = false;

    for (size_t i = 0; i < sizeof before / sizeof *before && !skip; i++)
        if (strncmp(name, before[i], strlen(before[i])) == 0)
            skip = strlen(before[i]);
    for (size_t i = 0; i < sizeof after / sizeof *after && role == ROLE_ANY; i++) {
        size_t n = strlen(name), m = strlen(after[i].end);
        if (n > m + skip && strcmp(name + n - m, after[i].end) == 0) {
            role = after[i].role;
            name[n - m] = '\0';
        }
    }
    /* 建设办负责 is the unit's, 林德顺牵头 his; 上洋村牵头 the unit of that name */
    const struct oral_name *hits[NAME_MOST];
    bool said = skip || role != ROLE_ANY;
    if (said && role == ROLE_CO)
        taken = find(x, name + skip, EXACT, -1, hits) > 0 &&
                take_name(o, x, name + skip, ROLE_CO, word);
    else if (said && find(x, name + skip, EXACT, ORAL_PERSON, hits) > 0)
        taken = take_name(o, x, name + skip, ROLE_OWNER, word);
    else if (said && find(x, name + skip, EXACT, ORAL_UNIT, hits) > 0)
        taken = take_name(o, x, name + skip, ROLE_UNIT, word);
    free(name);
    return taken;
}

/* ---- days ---- */

static bool take_day(struct oral *o, const struct oral_index *x, const char *word)
{
    struct oral_day d;

    if (!oral_day_read(word, x->today, x->cal, x->next_meeting, &d))
        return false;
    if (d.is_past) {
        leave(o, word, _("that day is over"));
    } else if (o->due.day != DAY_NONE) {
        leave(o, word, _("a day is named already"));
    } else {
        o->due = d;
        set(&o->due_words, xstrdup(word));
        add_title(o, d.rest);
    }
    return true;
}

/* A limit at the beginning or the end of a longer word: 月底前签完, 签完周五前. What is left
 * is a word again; caller frees. NULL: there is none. */
static char *cut_day(struct oral *o, const struct oral_index *x, const char *word)
{
    size_t n = strlen(word);
    struct oral_day d;
    char *left = NULL;
    int len;

    if (o->due.day != DAY_NONE)
        return NULL;
    for (size_t at = n - 1; at > 0 && !left; at--) {    /* the longest beginning */
        if (((unsigned char)word[at] & 0xC0) == 0x80)
            continue;
        char *part = xstrndup(word, at);
        if (oral_day_read(part, x->today, x->cal, x->next_meeting, &d) && d.is_limit &&
            !d.is_past && !*d.rest && take_day(o, x, part))
            left = xstrdup(word + at);
        free(part);
    }
    for (const char *s = word; *s && !left; s += len) { /* the longest end */
        text_next(s, &len);
        if (s > word && oral_day_read(s, x->today, x->cal, x->next_meeting, &d) && d.is_limit &&
            !d.is_past && !*d.rest && take_day(o, x, s))
            left = xstrndup(word, (size_t)(s - word));
    }
    return left;
}

/* ---- words ---- */

/* A place a longer word begins with: 林家村签完. The word stays as it is. */
static void look_for_place(struct oral *o, const struct oral_index *x, const char *word)
{
    const struct oral_name *best = NULL;

    for (size_t i = 0; i < x->n && !*o->place; i++) {
        const struct oral_name *v = &x->v[i];
        if (v->kind == ORAL_PLACE && !*v->of && text_length(v->name) >= 2 &&
            strncmp(word, v->name, strlen(v->name)) == 0 &&
            (!best || strlen(v->name) > strlen(best->name)))
            best = v;
    }
    if (best)
        set(&o->place, verb_name(x, best));
}

static void read_word(struct oral *o, const struct oral_index *x, char *word)
{
    static const char *const urgent[] = { "急", "加急", "特急", "紧急" };
    size_t n = strlen(word);

    while (n && word[n - 1] == '!') {
        o->urgent = true;
        word[--n] = '\0';
    }
    for (size_t i = 0; i < sizeof urgent / sizeof *urgent; i++)
        if (strcmp(word, urgent[i]) == 0) {
            o->urgent = true;
            return;
        }
    if (!*word || take_day(o, x, word) || take_name(o, x, word, ROLE_ANY, word) ||
        take_role(o, x, word))
        return;
    char *left = cut_day(o, x, word);
    const char *rest = left ? left : word;
    static const char *const ends[] = { "完成", "办结", "办好" };
    for (size_t i = 0; left && i < sizeof ends / sizeof *ends; i++)
        if (strcmp(rest, ends[i]) == 0 && *o->title)
            rest = "";          /* 周五前完成: nothing more than the day */
    if (*rest && left && (take_name(o, x, rest, ROLE_ANY, rest) || take_role(o, x, rest))) {
        free(left);
        return;
    }
    look_for_place(o, x, rest);
    add_title(o, rest);
    free(left);
}

/* Blanks and commas part words; full-width ones too. */
static size_t separator(const char *s)
{
    static const char *const marks[] = { " ", ",", ";", "\t", "。" };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* Nobody named the unit: it is the owner's; or the village's, which is one as well. */
static void find_unit(struct oral *o, const struct oral_index *x, int64_t owner)
{
    for (size_t i = 0; i < x->n && !*o->unit; i++)
        if (owner && x->v[i].kind == ORAL_PERSON && x->v[i].id == owner && *x->v[i].of) {
            set(&o->unit, xstrdup(x->v[i].of));
            o->unit_of_owner = true;
        }
    for (size_t i = 0; i < x->n && !*o->unit && *o->place; i++)
        if (x->v[i].kind == ORAL_UNIT && strcmp(x->v[i].name, o->place) == 0)
            set(&o->unit, xstrdup(o->place));
}

static int64_t owner_id(const struct oral *o, const struct oral_index *x)
{
    for (size_t i = 0; *o->owner && i < x->n; i++) {
        if (x->v[i].kind != ORAL_PERSON)
            continue;
        char *name = verb_name(x, &x->v[i]);
        bool same = strcmp(name, o->owner) == 0;
        free(name);
        if (same)
            return x->v[i].id;
    }
    return 0;
}

void oral_read(const char *line, const struct oral_index *x, struct oral *out)
{
    char *s = text_halfwidth(line ? line : "");

    *out = (struct oral){ .title = xstrdup(""), .place = xstrdup(""), .unit = xstrdup(""),
                          .owner = xstrdup(""), .co = xstrdup(""), .owner_name = xstrdup(""),
                          .due = { .day = DAY_NONE, .said = DAY_NONE },
                          .due_words = xstrdup(""), .left = xstrdup("") };
    for (const char *p = s; *p;) {
        size_t mark = separator(p), n = 0;
        if (mark) {
            p += mark;
            continue;
        }
        while (p[n] && !separator(p + n))
            n++;
        char *word = xstrndup(p, n);
        read_word(out, x, word);
        free(word);
        p += n;
    }
    if (out->n_doubts == 0)
        find_unit(out, x, owner_id(out, x));
    free(s);
}

void oral_settle(struct oral *o, const struct oral_index *x, size_t i, size_t at)
{
    struct oral_doubt d = o->doubts[i];

    memmove(&o->doubts[i], &o->doubts[i + 1], (o->n_doubts - i - 1) * sizeof *o->doubts);
    o->n_doubts--;
    if (at < d.n)
        take(o, x, d.among[at], ROLE_ANY, d.word);
    else
        add_title(o, d.word);
    free(d.word);
    if (o->n_doubts == 0)
        find_unit(o, x, owner_id(o, x));
}

void oral_drop(struct oral *o, const char *key)
{
    char **const texts[] = { &o->title, &o->place, &o->unit, &o->owner, &o->co };
    static const char *const keys[] = { "title", "place", "unit", "owner", "co" };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            **texts[i] = '\0';
    if (strcmp(key, "owner") == 0) {
        *o->owner_name = '\0';
        if (o->unit_of_owner)
            *o->unit = '\0';
    }
    if (strcmp(key, "due") == 0)
        o->due.day = DAY_NONE;
    if (strcmp(key, "source") == 0)
        o->urgent = false;
}

/* ---- what it is for ---- */

/* The list's own word for it: 急件. NULL: it has none. */
static const char *urgent_choice(const struct list_def *l, const char **field)
{
    static const char *const words[] = { "特急", "急件", "加急", "紧急" };

    for (size_t i = 0; i < l->n_fields; i++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            for (size_t k = 0; k < l->fields[i].n_choices; k++)
                if (strcmp(l->fields[i].choices[k], words[w]) == 0) {
                    *field = l->fields[i].id;
                    return l->fields[i].choices[k];
                }
    return NULL;
}

static void pair(struct oral_pairs *p, const char *key, const char *value)
{
    if (value && *value)
        p->v[p->n++] = (struct pair){ key, value };
}

void oral_pairs(const struct oral *o, const struct list_def *l, struct oral_pairs *out)
{
    const char *field = "source", *word = o->urgent ? urgent_choice(l, &field) : NULL;

    out->n = 0;
    pair(out, "title", o->title);
    pair(out, "place", o->place);
    pair(out, "unit", o->unit);
    pair(out, "owner", o->owner);
    pair(out, "co", o->co);
    if (list_takes_due(l))
        pair(out, "due", day_format(o->due.day, out->due));
    if (o->urgent)
        pair(out, field, word ? word : "领导交办");
}

static void say_due(struct buf *out, const struct oral *o, const struct oral_index *x,
                    const struct list_def *l)
{
    static const char *const days[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
                                        N_("Sat"), N_("Sun") };
    int32_t day = o->due.day;
    char text[DAY_TEXT], said[DAY_TEXT];

    if (day == DAY_NONE)
        return;
    buf_printf(out, _("Deadline: %s = %s %s"), o->due_words, day_format_short(day, x->today, text),
               _(days[day_weekday(day) - 1]));
    if (o->due.said != day)
        buf_printf(out, _(" (%s is a day off)"),
                   day_format_short(o->due.said, x->today, said));
    else if (calendar_is_off(x->cal, day))
        buf_puts(out, _(" (a day off)"));
    if (!calendar_covers(x->cal, day))
        buf_puts(out, _(" (the holidays of that year are not known yet)"));
    if (!list_takes_due(l))
        buf_printf(out, _("; not taken: the deadline of %s follows from its rule"), l->name);
    buf_putc(out, '\n');
}

static void say_line(struct buf *out, const char *label, const char *text)
{
    if (*text)
        buf_printf(out, "%s%s\n", label, text);
}

void oral_remark(struct buf *out, const struct oral *o, const struct oral_index *x,
                 const struct list_def *l)
{
    say_due(out, o, x, l);
    if (o->unit_of_owner)
        say_line(out, _("Lead unit (the owner's): "), o->unit);
    if (*o->left)
        buf_printf(out, _("Left in the title: %s\n"), o->left);
}

void oral_say(struct buf *out, const struct oral *o, const struct oral_index *x,
              const struct list_def *l)
{
    struct oral_pairs p;

    oral_pairs(o, l, &p);
    say_line(out, _("Item: "), o->title);
    say_line(out, _("Place: "), o->place);
    say_line(out, o->unit_of_owner ? _("Lead unit (the owner's): ") : _("Lead unit: "), o->unit);
    say_line(out, _("Owner: "), o->owner_name);
    say_line(out, _("Co-operating: "), o->co);
    say_due(out, o, x, l);
    if (o->urgent)
        say_line(out, _("Urgent: "), p.v[p.n - 1].value);
    if (*o->left)
        buf_printf(out, _("Left in the title: %s\n"), o->left);
    for (size_t i = 0; i < o->n_doubts; i++) {
        buf_printf(out, _("Who is %s? "), o->doubts[i].word);
        for (size_t k = 0; k < o->doubts[i].n; k++) {
            char *name = oral_name_text(o->doubts[i].among[k]);
            buf_printf(out, "%s%s", k ? _(", ") : "", name);
            free(name);
        }
        buf_putc(out, '\n');
    }
}

void oral_fini(struct oral *o)
{
    for (size_t i = 0; i < o->n_doubts; i++)
        free(o->doubts[i].word);
    free(o->doubts);
    free(o->title);
    free(o->place);
    free(o->unit);
    free(o->owner);
    free(o->co);
    free(o->owner_name);
    free(o->due_words);
    free(o->left);
    *o = (struct oral){0};
}
