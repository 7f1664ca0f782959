/* def_value.c - one value at a time: scalars by their type, and the complaints about
 * them.
 *
 * Most mistakes in these files are made by a Chinese input method that was left on;
 * whatever is wrong, it is looked for first. */
#include "model/def_value.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/text.h"

#define TEXT_MAX 200 /* characters of one line, unless the row says otherwise */
#define PROSE_MAX 4000

/* ---- complaining ---- */

struct arena *bind_arena(struct bind *b)
{
    return b->arena;
}

const char *bind_say(struct bind *b, const char *fmt, ...)
{
    va_list ap;
    struct buf text = {0};
    const char *copy;

    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    copy = arena_strdup(b->arena, buf_str(&text));
    buf_fini(&text);
    return copy;
}

/* Enough to complain about? Past the limit nothing is worked out any more, only
 * counted. */
bool bind_is_heard(const struct bind *b)
{
    return b->sink && b->complaints < BIND_COMPLAINTS_MAX;
}

void bind_complain(struct bind *b, const struct node *where, const char *instead,
                   const char *fmt, ...)
{
    va_list ap;
    struct buf what = {0};

    if (bind_is_heard(b)) {
        va_start(ap, fmt);
        buf_vprintf(&what, fmt, ap);
        va_end(ap);
        b->sink(b->ctx, b->document, where, buf_str(&b->path), buf_str(&what), instead);
        buf_fini(&what);
    }
    b->complaints++;
}

static void mark(struct bind *b)
{
    assert(b->depth < PATH_DEPTH);
    b->marks[b->depth++] = b->path.len;
}

void bind_enter(struct bind *b, const char *key)
{
    mark(b);
    if (b->path.len > 0)
        buf_putc(&b->path, '.');
    buf_puts(&b->path, key);
}

void bind_enter_at(struct bind *b, size_t index)
{
    mark(b);
    buf_printf(&b->path, "[%zu]", index + 1);
}

void bind_leave(struct bind *b)
{
    assert(b->depth > 0);
    b->path.len = b->marks[--b->depth];
    if (b->path.s)
        b->path.s[b->path.len] = '\0';
}

/* A text as complaints quote it: the first line's beginning. */
const char *bind_shown(struct bind *b, const char *s)
{
    size_t n = 0;
    int len, chars = 0;

    while (s[n] && s[n] != '\n' && chars++ < 40) {
        text_next(s + n, &len);
        n += (size_t)len;
    }
    return bind_say(b, "%.*s%s", (int)n, s, s[n] ? "..." : "");
}

/* ---- did you mean ---- */

void guess_begin(struct guess *g, const char *word)
{
    /* A very long word is like nothing there is, and comparing it would only cost
     * time. */
    *g = (struct guess){ .word = strlen(word) <= 3 * DEF_ID_MAX ? word : NULL };
}

void guess_offer(struct guess *g, const char *candidate)
{
    int distance = g->word ? text_distance(g->word, candidate) : 0;

    if (g->word && (!g->best || distance < g->distance)) {
        g->best = candidate;
        g->distance = distance;
    }
}

const char *guess_best(const struct guess *g)
{
    size_t length = g->word ? text_length(g->word) : 0;
    int allowed = length <= 2 ? 0 : length <= 3 ? 1 : length <= 6 ? 2 : 3;

    return g->best && g->distance <= allowed && (size_t)g->distance < length ? g->best
                                                                             : NULL;
}

/* Keys people write in Chinese, and what they mean. */
static const struct { const char *hanzi, *key;
} chinese_keys[] = {
    { "台账", "list" },       { "清单", "list" },
    { "名称", "name" },       { "姓名", "name" },
    { "编号", "code" },       { "单位", "unit" },
    { "类型", "type" },       { "必填", "required" },
    { "字段", "fields" },     { "节点", "steps" },
    { "步骤", "steps" },      { "完成时限", "due" },
    { "时限", "due" },        { "期限", "due" },
    { "颜色", "colours" },    { "灯", "colours" },
    { "黄", "yellow" },       { "红", "red" },
    { "绿", "green" },        { "灰", "grey" },
    { "黄灯", "yellow" },     { "红灯", "red" },
    { "进度", "progress" },   { "进展", "progress" },
    { "序时进度", "plan" },   { "计划", "plan" },
    { "佐证", "evidence" },   { "佐证材料", "evidence" },
    { "选项", "choices" },    { "求和", "sum" },
    { "合计", "sum" },        { "隐私", "private" },
    { "说明", "doc" },        { "依据", "law" },
    { "来源", "source" },     { "权重", "weight" },
    { "目标", "target" },     { "列", "columns" },
    { "分组", "group" },      { "状态", "states" },
    { "角色", "roles" },      { "权限", "may" },
    { "年份", "year" },       { "日期", "day" },
    { "上级台账", "parent" }, { "填报周期", "report_every" },
};

static const char *wide_punctuation(const char *s, const char **ascii)
{
    static const struct { const char *wide, *ascii; } marks[] = {
        { "：", ": " }, { "，", ", " }, { "、", ", " }, { "；", ", " }, { "“", "\"" },
        { "”", "\"" }, { "‘", "'" }, { "’", "'" }, { "［", "[" }, { "］", "]" },
        { "【", "[" }, { "】", "]" }, { "｛", "{" }, { "｝", "}" }, { "＃", "#" },
    };
    const char *found = NULL, *p;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if ((p = strstr(s, marks[i].wide)) && (!found || p < found)) {
            found = p;
            *ascii = marks[i].ascii;
        }
    return found;
}

const char *input_method_advice(struct arena *a, const char *s)
{
    const char *ascii = NULL, *p = wide_punctuation(s, &ascii), *advice = NULL;
    bool in_number = p && p > s && p[-1] >= '0' && p[-1] <= '9';    /* 08：30 */
    char *narrow, *text;
    int len;

    if (p && !in_number) {
        text_next(p, &len);
        text = xasprintf(
            _("switch the input method to English and write \"%s\" instead of the "
              "full-width \"%.*s\""),
            ascii, len, p);
        advice = arena_strdup(a, text);
        free(text);
        return advice;
    }
    narrow = text_halfwidth(s);
    if (strcmp(narrow, s) != 0 && text_length(narrow) <= 60) {
        text = xasprintf(_("write it in half-width characters: %s"), narrow);
        advice = arena_strdup(a, text);
        free(text);
    }
    free(narrow);
    return advice;
}

void bind_wrong(struct bind *b, const struct node *n, const char *what,
                const char *instead)
{
    const char *advice;

    if (!bind_is_heard(b)) {
        b->complaints++;
        return;
    }
    advice = n->kind == NODE_SCALAR ? input_method_advice(b->arena, n->text) : NULL;
    if (n->kind != NODE_SCALAR)
        bind_complain(b, n, instead, "%s", what);
    else
        bind_complain(b, n, advice ? advice : instead, _("\"%s\" %s"),
                      bind_shown(b, n->text), what);
}

void bind_unknown_key(struct bind *b, const struct schema_row *rows,
                      const struct node *key)
{
    const char *best = NULL;
    struct buf all = {0};
    struct guess g;

    if (!bind_is_heard(b)) {
        b->complaints++;
        return;
    }
    guess_begin(&g, key->text);
    for (const struct schema_row *row = rows; row->key; row++) {
        guess_offer(&g, row->key);
        buf_printf(&all, "%s%s", row == rows ? "" : ", ", row->key);
    }
    best = guess_best(&g);
    for (size_t i = 0; !best && i < sizeof chinese_keys / sizeof *chinese_keys; i++)
        for (const struct schema_row *row = rows; row->key; row++)
            if (strcmp(chinese_keys[i].hanzi, key->text) == 0
                && strcmp(chinese_keys[i].key, row->key) == 0)
                best = row->key;
    bind_wrong(b, key, _("is not a key known here"),
               best ? bind_say(b, _("did you mean \"%s:\"?"), best)
                    : bind_say(b, _("the keys known here are: %s"), buf_str(&all)));
    buf_fini(&all);
}

/* ---- scalars ---- */

bool bind_absent(const struct node *n)
{
    return !n || (n->kind == NODE_SCALAR && !n->quoted && n->text[0] == '\0');
}

bool id_is_valid(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return n >= 1 && n <= DEF_ID_MAX && s[n] == '\0' && s[0] >= 'a' && s[0] <= 'z';
}

const char *bind_scalar(struct bind *b, const struct node *n, const char *example)
{
    if (n->kind == NODE_SCALAR)
        return n->text;
    bind_complain(
        b, n, example ? bind_say(b, _("write for example \"%s\""), example) : NULL,
        n->kind == NODE_LIST ? _("one value is needed here, not a list")
                             : _("one value is needed here, not keys and values"));
    return NULL;
}

int bind_word(struct bind *b, const struct node *n, const struct schema_word *words,
              int otherwise)
{
    const char *s = bind_scalar(b, n, words[0].word), *best;
    struct buf all = {0};
    struct guess g;

    if (!s)
        return otherwise;
    for (const struct schema_word *w = words; w->word; w++)
        if (strcmp(w->word, s) == 0)
            return w->value;
    if (!bind_is_heard(b)) {
        b->complaints++;
        return otherwise;
    }
    guess_begin(&g, s);
    for (const struct schema_word *w = words; w->word; w++) {
        guess_offer(&g, w->word);
        buf_printf(&all, "%s%s", w == words ? "" : ", ", w->word);
    }
    best = guess_best(&g);
    bind_wrong(b, n, _("is not a word known here"),
               best ? bind_say(b, _("did you mean \"%s\"? Possible are: %s"), best,
                               buf_str(&all))
                    : bind_say(b, _("write one of: %s"), buf_str(&all)));
    buf_fini(&all);
    return otherwise;
}

/* A text people will read: no control characters, not wrapped in quotes of the wrong
 * kind. */
const char *value_read_text(struct bind *b, const struct node *n,
                            const struct schema_row *row, bool prose)
{
    const char *s = bind_scalar(b, n, row->example), *why;
    size_t most = row->max > 0 && row->kind != SCHEMA_TEXTS ? (size_t)row->max
                : prose ? PROSE_MAX : TEXT_MAX;
    size_t at, len;

    if (!s)
        return "";
    len = strlen(s);
    if ((why = text_refused(s, prose, &at))) {
        bind_complain(b, n, NULL, "%s", _(why));
        return "";
    }
    if (text_length(s) > most) {
        bind_complain(b, n, NULL, _("is too long: at most %zu characters fit"), most);
        return "";
    }
    if (!n->quoted && (strcmp(s, "null") == 0 || strcmp(s, "~") == 0)) {
        bind_complain(b, n, _("leave the key out, or put the word in quotes"),
                      _("\"%s\" would be taken literally"), s);
        return "";
    }
    if (!n->quoted && len >= 6
        && ((strncmp(s, "“", 3) == 0 && strcmp(s + len - 3, "”") == 0)
            || (strncmp(s, "＂", 3) == 0 && strcmp(s + len - 3, "＂") == 0))) {
        bind_complain(b, n,
                      bind_say(b,
                               _("write it without quotes, or in half-width ones: "
                                 "\"%.*s\""),
                               (int)(len - 6), s + 3),
                      _("the full-width quotes would become part of the text"));
        return "";
    }
    return arena_strdup(b->arena, s);
}

void value_id(struct bind *b, const struct node *n, const char **out)
{
    const char *s = bind_scalar(b, n, "area");

    if (!s)
        return;
    if (id_is_valid(s))
        *out = arena_strdup(b->arena, s);
    else
        bind_wrong(
            b, n, _("is not an id"),
            _("use small letters a-z, digits and _, beginning with a letter, at most 40; "
              "the Chinese word goes into \"name:\""));
}

static void check_range(struct bind *b, const struct node *n,
                        const struct schema_row *row, int64_t value)
{
    char low[DECIMAL_TEXT], high[DECIMAL_TEXT];
    int64_t unit = row->kind == SCHEMA_DECIMAL ? 1 : DECIMAL_ONE;

    if ((row->min == 0 && row->max == 0) || (value >= row->min && value <= row->max))
        return;
    decimal_format(row->min * unit, low);
    decimal_format(row->max * unit, high);
    bind_complain(b, n, bind_say(b, _("write a number from %s to %s"), low, high),
                  _("\"%s\" is out of range"), n->text);
}

static bool parse_int(const char *s, int32_t *out)
{
    char *end;
    long v;
    size_t n = strlen(s);

    if (n == 0 || n > 10 || strspn(s + (s[0] == '-'), "0123456789") != n - (s[0] == '-')
        || (s[0] == '-' && n == 1))
        return false;
    v = strtol(s, &end, 10);
    if (v > INT32_MAX || v < INT32_MIN)
        return false;
    *out = (int32_t)v;
    return true;
}

static void read_int(struct bind *b, const struct node *n, const struct schema_row *row,
                     int32_t *out)
{
    const char *s = bind_scalar(b, n, row->example);
    int32_t value;

    if (!s)
        return;
    if (!parse_int(s, &value)) {
        bind_wrong(
            b, n, _("is not a whole number"),
            bind_say(b, _("write for example \"%s: %s\""), row->key, row->example));
        return;
    }
    check_range(b, n, row, value);
    *out = value;
}

static void read_decimal(struct bind *b, const struct node *n,
                         const struct schema_row *row, int64_t *out)
{
    const char *s = bind_scalar(b, n, row->example);

    if (!s)
        return;
    if (decimal_parse(s, out))
        check_range(b, n, row, *out);
    else
        bind_wrong(b, n, _("is not a number"),
                   bind_say(b,
                            _("write for example \"%s: %s\"; a unit goes into \"unit:\""),
                            row->key, row->example));
}

static void read_bool(struct bind *b, const struct node *n, bool *out)
{
    static const struct schema_word words[] = { { "true", 1 },
                                                { "false", 0 },
                                                { NULL, 0 } };
    static const char *const yes[] = { "yes",  "是", "有", "on", "True",
                                       "TRUE", "y",  "1",  NULL };
    static const char *const no[] = { "no",    "否", "无", "off", "False",
                                      "FALSE", "n",  "0",  NULL };
    const char *s = bind_scalar(b, n, "true");

    for (int i = 0; s && yes[i]; i++)
        if (strcmp(s, yes[i]) == 0 || strcmp(s, no[i]) == 0) {
            bind_wrong(b, n, _("is not a word known here"),
                       strcmp(s, yes[i]) == 0 ? _("write \"true\"")
                                              : _("write \"false\""));
            return;
        }
    if (s)
        *out = bind_word(b, n, words, 0);
}

static void read_date(struct bind *b, const struct node *n, int32_t *out)
{
    const char *s = bind_scalar(b, n, "2026-01-01");

    if (s && (*out = day_parse(s)) == DAY_NONE)
        bind_wrong(
            b, n, _("is not a date"),
            _("write year, month and day with four, two and two digits: 2026-01-01"));
}

static void read_duration(struct bind *b, const struct node *n,
                          const struct schema_row *row, struct duration *out)
{
    const char *s = bind_scalar(b, n, row->example);
    struct duration d = {0};

    if (!s)
        return;
    if (!duration_parse(s, &d)) {
        if (parse_int(s, &d.n))
            bind_wrong(b, n, _("is a number without a unit"),
                       bind_say(b,
                                _("write \"%s workdays\" (working days) or \"%s days\" "
                                  "(calendar days)"),
                                s, s));
        else
            bind_wrong(
                b, n, _("is not a length of time"),
                _("write for example \"5 workdays\", \"30 days\" or \"2 months\""));
        return;
    }
    check_range(b, n, row, d.n);
    *out = d;
}

static void read_deadline(struct bind *b, const struct node *n,
                          const struct schema_row *row, struct deadline *out)
{
    const char *s = bind_scalar(b, n, row->example), *why = NULL;

    if (s && !deadline_parse(b->arena, s, out, &why)) {
        *out = (struct deadline){ .id = "", .text = "" };
        bind_wrong(b, n, _("is not a deadline"), why);
    }
}

static void read_flags(struct bind *b, const struct node *n, const struct schema_row *row,
                       unsigned *out)
{
    if (n->kind != NODE_LIST) {
        *out |= (unsigned)bind_word(b, n, row->words, 0);
        return;
    }
    for (size_t i = 0; i < n->n && i < ENTRIES_MAX; i++) {
        bind_enter_at(b, i);
        *out |= (unsigned)bind_word(b, n->kids[i], row->words, 0);
        bind_leave(b);
    }
}

void value_read(struct bind *b, const struct schema_row *row, const struct node *n,
                void *member)
{
    switch (row->kind) {
    case SCHEMA_TEXT:
        *(const char **)member = value_read_text(b, n, row, false);
        break;
    case SCHEMA_PROSE:
        *(const char **)member = value_read_text(b, n, row, true);
        break;
    case SCHEMA_ID:
        value_id(b, n, member);
        break;
    case SCHEMA_BOOL:
        if (row->words)
            *(bool *)member = bind_word(b, n, row->words, *(bool *)member);
        else
            read_bool(b, n, member);
        break;
    case SCHEMA_INT:
        read_int(b, n, row, member);
        break;
    case SCHEMA_DECIMAL:
        read_decimal(b, n, row, member);
        break;
    case SCHEMA_DATE:
        read_date(b, n, member);
        break;
    case SCHEMA_DURATION:
        read_duration(b, n, row, member);
        break;
    case SCHEMA_DEADLINE:
        read_deadline(b, n, row, member);
        break;
    case SCHEMA_ENUM:
        *(int *)member = bind_word(b, n, row->words, *(int *)member);
        break;
    case SCHEMA_FLAGS:
        read_flags(b, n, row, member);
        break;
    default:
        assert(!"not a scalar");
    }
}
