#include "cli/args.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

void args_fini(struct args *a)
{
    for (size_t i = 0; i < a->n; i++)
        free(a->v[i].text);
    for (size_t i = 0; i < a->n_words; i++)
        free(a->words[i]);
    for (size_t i = 0; i < a->n_pairs; i++) {
        free((char *)a->pairs[i].key);
        free((char *)a->pairs[i].value);
    }
    free(a->v);
    free(a->words);
    free(a->pairs);
    memset(a, 0, sizeof *a);
}

const char *args_get(const struct args *a, const char *name)
{
    for (size_t i = a->n; i > 0; i--)
        if (strcmp(a->v[i - 1].opt->name, name) == 0)
            return a->v[i - 1].text ? a->v[i - 1].text : "";
    return NULL;
}

bool args_has(const struct args *a, const char *name)
{
    return args_get(a, name) != NULL;
}

const char *args_word(const struct args *a, size_t n)
{
    return n < a->n_words ? a->words[n] : NULL;
}

/* ---- near names ---- */

void near_names(struct buf *b, const char *typed, const char *const *names)
{
    const char *found[3];
    size_t letters = text_length(typed + strspn(typed, "-"));
    int limit = (int)letters / 3 + 1, n = 0;

    for (int distance = 0; distance <= limit && n == 0; distance++)    /* the nearest only */
        for (size_t i = 0; names[i] && n < 3; i++)
            if (text_distance(typed, names[i]) == distance)
                found[n++] = names[i];
    for (size_t i = 0, near = (size_t)n; near == 0 && names[i]; i++)   /* "over": "overdue" */
        if (letters && n < 3 && strncmp(typed, names[i], strlen(typed)) == 0)
            found[n++] = names[i];
    if (n == 1)
        buf_printf(b, _("did you mean '%s'?"), found[0]);
    else if (n == 2)
        buf_printf(b, _("did you mean '%s' or '%s'?"), found[0], found[1]);
    else if (n == 3)
        buf_printf(b, _("did you mean '%s', '%s' or '%s'?"), found[0], found[1],
                   found[2]);
}

enum xh_rc not_among(const char *what, const char *typed, const char *const *names,
                     struct xh_err *err)
{
    struct buf near = {0}, all = {0};

    near_names(&near, typed, names);
    for (size_t i = 0; names[i]; i++)
        buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
    if (near.len)
        xh_fail(err, XH_USAGE, _("%s '%s': %s"), what, typed, buf_str(&near));
    else
        xh_fail(err, XH_USAGE, _("%s '%s': there are %s"), what, typed, buf_str(&all));
    buf_fini(&near);
    buf_fini(&all);
    return XH_USAGE;
}

/* ---- options ---- */

/* "——reason" and "－－reason" of an input method are "--reason". Only the name is
 * touched: what follows '=' stays as it was typed. NULL: no option. Caller frees. */
static char *option_text(const char *s)
{
    static const struct { const char *typed, *meant; } dashes[] = {
        { "——", "--" }, { "—", "--" }, { "－－", "--" }, { "–", "--" }, { "－", "-" },
    };
    const char *rest = NULL, *lead = "";

    if (s[0] == '-' && s[1])
        rest = s;
    for (size_t i = 0; !rest && i < sizeof dashes / sizeof *dashes; i++)
        if (strncmp(s, dashes[i].typed, strlen(dashes[i].typed)) == 0) {
            rest = s + strlen(dashes[i].typed);
            lead = dashes[i].meant;
            /* only in front of a letter: a text may well begin with a dash */
            if (!((*rest >= 'a' && *rest <= 'z') || (*rest >= 'A' && *rest <= 'Z')))
                return NULL;
        }
    if (!rest)
        return NULL;

    const char *half = strchr(rest, '='), *full = strstr(rest, "＝");
    const char *end = half && (!full || half < full) ? half : full;
    char *name = end ? xstrndup(rest, (size_t)(end - rest)) : xstrdup(rest);
    char *plain = text_halfwidth(name);
    const char *value = !end ? "" : end == half ? end + 1 : end + strlen("＝");
    char *out = xasprintf("%s%s%s%s", lead, plain, end ? "=" : "", value);
    free(name);
    free(plain);
    return out;
}

static const struct option *find(const struct option *const *tables, const char *name,
                                 size_t n)
{
    for (; *tables; tables++)
        for (const struct option *o = *tables; o->name; o++)
            if (strlen(o->name) == n && strncmp(o->name, name, n) == 0)
                return o;
    return NULL;
}

static const struct option *find_letter(const struct option *const *tables, char letter)
{
    for (; *tables; tables++)
        for (const struct option *o = *tables; o->name; o++)
            if (o->letter && o->letter == letter)
                return o;
    return NULL;
}

static enum xh_rc unknown(const struct option *const *tables, const char *text,
                          struct xh_err *err)
{
    char **names = NULL;
    size_t n = 0, cap = 0;
    struct buf near = {0};
    char *typed = xstrndup(text, strcspn(text, "="));

    for (; *tables; tables++)
        for (const struct option *o = *tables; o->name; o++) {
            GROW(names, n, cap);
            names[n++] = xasprintf("--%s", o->name);
        }
    GROW(names, n, cap);
    names[n] = NULL;
    near_names(&near, typed, (const char *const *)names);
    enum xh_rc rc = xh_fail(err, XH_USAGE, near.len ? _("there is no option '%s'; %s")
                                                    : _("there is no option '%s'"),
                            typed, buf_str(&near));
    buf_fini(&near);
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(typed);
    return rc;
}

static char *tidy(enum option_kind kind, const char *value)
{
    bool plain = kind == OPT_CODE || kind == OPT_DATE || kind == OPT_PAST ||
                 kind == OPT_DECIMAL || kind == OPT_NUMBER || kind == OPT_MAYBE;

    return text_trim(plain ? text_halfwidth(value) : xstrdup(value));
}

/* One option at argv[*i]; moves *i over a value of its own. */
static enum xh_rc take_option(int argc, char **argv, int *i, const char *text,
                              const struct option *const *tables, struct args *out,
                              struct xh_err *err)
{
    bool is_long = text[1] == '-';
    const char *name = text + (is_long ? 2 : 1), *value = NULL;
    const struct option *o;

    if (is_long) {
        size_t n = strcspn(name, "=");
        o = find(tables, name, n);
        if (name[n])
            value = name + n + 1;
    } else {
        o = find_letter(tables, name[0]);
        if (name[1])                        /* -oFILE */
            value = name[1] == '=' ? name + 2 : name + 1;
    }
    if (!o)
        return unknown(tables, text, err);
    if (o->kind == OPT_FLAG && value)
        return xh_fail(err, XH_USAGE, _("--%s takes no value"), o->name);
    if (o->kind == OPT_MAYBE && !value) {
        char *option = *i + 1 < argc ? option_text(argv[*i + 1]) : NULL;
        if (*i + 1 < argc && !option)
            value = argv[++*i];
        free(option);
    } else if (o->kind != OPT_FLAG && !value) {
        if (*i + 1 >= argc)
            return xh_fail(err, XH_USAGE, _("--%s needs a value: --%s %s"), o->name,
                           o->name, o->value);
        value = argv[++*i];
    }
    if (!out->last_counts && o->kind != OPT_FLAG && o->kind != OPT_MANY &&
        args_has(out, o->name))
        return xh_fail(err, XH_USAGE, _("--%s is given twice"), o->name);
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] =
        (struct arg){ .opt = o, .text = value ? tidy(o->kind, value) : NULL };
    return XH_OK;
}

/* key=value, when what stands before '=' looks like a name; "" for "-" (it clears). */
static bool take_pair(const char *word, struct args *out)
{
    const char *half = strchr(word, '='), *full = strstr(word, "＝");
    const char *end = half && (!full || half < full) ? half : full;

    if (!end || end == word)
        return false;
    char *raw = xstrndup(word, (size_t)(end - word));
    char *key = text_trim(text_halfwidth(raw));
    free(raw);
    const char *value = end == half ? end + 1 : end + strlen("＝");
    if (strcmp(value, "-") == 0 || strcmp(value, "－") == 0)
        value = "";
    GROW(out->pairs, out->n_pairs, out->cap_pairs);
    out->pairs[out->n_pairs++] = (struct pair){ .key = key, .value = xstrdup(value) };
    return true;
}

enum xh_rc args_parse(int argc, char **argv, const struct option *const *tables, bool pairs,
                      struct args *out, struct xh_err *err)
{
    bool ended = false;

    for (int i = 0; i < argc; i++) {
        size_t at;
        if (!text_is_utf8(argv[i], strlen(argv[i])))
            return xh_fail(err, XH_USAGE,
                           _("argument %d is not UTF-8 text (byte %d of it is "
                             "broken)"),
                           i + 1, (text_refused(argv[i], true, &at), (int)at + 1));
        if (!ended && (strcmp(argv[i], "--") == 0 || strcmp(argv[i], "——") == 0)) {
            ended = true;
            continue;
        }
        char *text = ended ? NULL : option_text(argv[i]);
        if (text) {
            enum xh_rc rc = take_option(argc, argv, &i, text, tables, out, err);
            free(text);
            if (rc != XH_OK)
                return rc;
        } else if (!pairs || !take_pair(argv[i], out)) {
            GROW(out->words, out->n_words, out->cap_words);
            out->words[out->n_words++] = xstrdup(argv[i]);
        }
    }
    return XH_OK;
}

enum xh_rc args_parse_front(int argc, char **argv, const struct option *table, int *used,
                            struct args *out, struct xh_err *err)
{
    const struct option *const tables[] = { table, NULL };
    int i = 0;

    out->last_counts = true;    /* an alias may bring --home along */

    for (; i < argc; i++) {
        char *text = option_text(argv[i]);
        if (!text || strcmp(text, "--") == 0) {
            i += text != NULL;
            free(text);
            break;
        }
        enum xh_rc rc = take_option(argc, argv, &i, text, tables, out, err);
        free(text);
        if (rc != XH_OK)
            return rc;
    }
    *used = i;
    return XH_OK;
}
