#include "model/paper_mark.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"
#include "model/when.h"

#define NUMBER_MOST 9999        /* rows of a sheet */
#define DAYS_MOST 3             /* digits of a number of workdays */

/* By letter, and by the word printed on the sheet. */
static const struct letter { const char *id, *word, *other; enum meeting_what what; }
letters[] = {
    { "x", "销", NULL, MEETING_CLOSE },     { "d", "限", NULL, MEETING_LIMIT },
    { "e", "延", NULL, MEETING_EXTEND },    { "r", "退", NULL, MEETING_RETURN },
    { "s", "督", NULL, MEETING_ORDER },     { "h", "缓", NULL, MEETING_AGAIN },
    { "n", "批", "记", MEETING_WORDS },     { "-", "无", NULL, MEETING_AGREED },
};

/* ---- a line, character by character ---- */

/* The next character as its half-width twin; its length in bytes. 0 at the end. */
static uint32_t peek(const char *s, int *len)
{
    uint32_t c = text_next(s, len);

    if (*s == '\0')
        return 0;
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    return c == 0x3000 || c == '\t' || c == '\r' ? ' ' : c;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_spaces(const char *s)
{
    int len;

    while (peek(s, &len) == ' ')
        s += len;
    return s;
}

/* What people write between a number and what belongs to it, and between marks. */
static const char *skip_between(const char *s)
{
    for (;;) {
        int len;
        uint32_t c = peek(s, &len);
        if (c != ' ' && c != ':' && c != ',' && c != ';' && c != 0x3001 && c != 0x3002)
            return s;
        s += len;
    }
}

static bool skip_word(const char **s, const char *word)
{
    size_t n = word ? strlen(word) : 0;

    if (!n || strncmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

static const struct letter *take_letter(const char **s)
{
    int len;
    uint32_t c = peek(*s, &len);

    if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (c == (uint32_t)letters[i].id[0]) {
            *s += len;
            return &letters[i];
        }
        if (skip_word(s, letters[i].word) || skip_word(s, letters[i].other))
            return &letters[i];
    }
    return NULL;
}

/* "12", "012", "第12号"; false when no number stands here. Beyond any sheet's it stays. */
static bool take_number(const char **s, int64_t *n)
{
    const char *p = *s;
    int len;

    skip_word(&p, "第");
    if (!is_digit(peek(p, &len)))
        return false;
    for (*n = 0; is_digit(peek(p, &len)); p += len)
        *n = *n > NUMBER_MOST ? *n : *n * 10 + (int64_t)(peek(p, &len) - '0');
    skip_word(&p, "号");
    *s = p;
    return true;
}

/* ---- what belongs to a letter ---- */

/* A bracket that stands here: the sheet says 限(日期). */
static bool skip_bracket(const char **s, uint32_t bracket)
{
    const char *p = skip_spaces(*s);
    int len;

    if (peek(p, &len) != bracket)
        return false;
    *s = p + len;
    return true;
}

/* Digits, '-', '/', '.', '+' and 年月日, half-width, in brackets or not. Caller frees. */
static char *take_day_text(const char **s)
{
    static const char *const words[] = { "年", "月", "日" };
    bool bracket = skip_bracket(s, '(');
    struct buf b = {0};

    for (const char *p = *s = skip_spaces(*s);; p = *s) {
        int len;
        uint32_t c = peek(p, &len);
        if (is_digit(c) || c == '-' || c == '/' || c == '.' || c == '+') {
            buf_putc(&b, (char)c);
            *s += len;
            continue;
        }
        for (size_t i = 0; i < sizeof words / sizeof *words && *s == p; i++)
            if (skip_word(s, words[i]))
                buf_puts(&b, words[i]);
        if (*s != p)
            continue;
        if (bracket)
            skip_bracket(s, ')');
        return b.s ? buf_take(&b) : xstrdup("");
    }
}

/* A bare number counts workdays. */
static int32_t day_of(const char *typed, int32_t met, const struct calendar *cal)
{
    size_t n = strlen(typed), digits = strspn(typed, "0123456789");

    if (*typed == '-' || (digits == n && n > DAYS_MOST))
        return DAY_NONE;
    if (digits < n)
        return when_read(typed, met, cal, false);
    char *offset = xasprintf("+%s", typed);
    int32_t day = atoi(typed) ? when_read(offset, met, cal, false) : DAY_NONE;
    free(offset);
    return day;
}

static enum xh_rc take_day(const char **s, int64_t n, const struct letter *l, int32_t met,
                           const struct calendar *cal, struct meeting_decision *d,
                           struct xh_err *err)
{
    char *typed = take_day_text(s);
    enum xh_rc rc = XH_OK;

    if (*typed || l->what == MEETING_LIMIT) {
        d->day = day_of(typed, met, cal);
        if (!*typed)
            rc = xh_fail(err, XH_USAGE,
                         _("row %lld, until when? Write %lld %s5 (workdays) or %lld %s11-27"),
                         (long long)n, (long long)n, l->id, (long long)n, l->id);
        else if (d->day == DAY_NONE || d->day == DAY_NEVER)
            rc = xh_fail(err, XH_USAGE,
                         _("'%s' is no day: write %s5 (workdays) or %s11-27"), typed, l->id,
                         l->id);
    }
    free(typed);
    return rc;
}

/* ---- one line ---- */

/* An order goes with a limit and with more time, the chair's words with all but nothing. */
static bool put_what(struct meeting_decision *d, enum meeting_what what)
{
    bool timed = d->what == MEETING_LIMIT || d->what == MEETING_EXTEND;

    if (what == MEETING_ORDER && timed && !d->order) {
        d->order = true;
    } else if (d->what == MEETING_ORDER && (what == MEETING_LIMIT || what == MEETING_EXTEND)) {
        d->what = what;
        d->order = true;
    } else if (what == MEETING_WORDS && d->what != MEETING_OPEN &&
               d->what != MEETING_AGREED) {
        return true;
    } else if (d->what == MEETING_OPEN) {
        d->what = what;
    } else {
        return false;
    }
    return true;
}

static enum xh_rc take_words(const char **s, const struct letter *l,
                             struct meeting_decision *d, struct xh_err *err)
{
    free(d->text);
    d->text = text_trim(xstrdup(skip_between(*s)));
    *s += strlen(*s);
    return *d->text ? XH_OK
                    : xh_fail(err, XH_USAGE, _("the words after %s are missing"), l->id);
}

static enum xh_rc take_mark(const char **s, const struct letter *l, int32_t met,
                            const struct calendar *cal, struct paper_mark *out,
                            struct xh_err *err)
{
    struct meeting_decision *d = &out->d;

    if (!put_what(d, l->what))
        return xh_fail(err, XH_USAGE,
                       _("%s contradicts the mark before it: one row takes one decision"), l->id);
    switch (l->what) {
    case MEETING_LIMIT: case MEETING_EXTEND: return take_day(s, out->n, l, met, cal, d, err);
    case MEETING_RETURN: case MEETING_WORDS: return take_words(s, l, d, err);
    default: return XH_OK;
    }
}

static enum xh_rc unknown(const char *s, struct xh_err *err)
{
    int len;

    peek(s, &len);
    return xh_fail(err, XH_USAGE,
                   _("'%.*s' is no mark. There are x cross off, d5 or d11-27 limit, e11-30 more "
                     "time, r why return, s order, h next time, n words, - nothing"), len, s);
}

enum xh_rc paper_mark_read(const char *line, int32_t met, const struct calendar *cal,
                           struct paper_mark *out, struct xh_err *err)
{
    const char *s = skip_spaces(line);
    const struct letter *first = NULL;
    enum xh_rc rc = XH_OK;

    *out = (struct paper_mark){ .d = { .day = DAY_NONE, .unit = xstrdup(""),
                                       .owner = xstrdup(""), .doc = xstrdup(""),
                                       .text = xstrdup("") } };
    if (!text_is_utf8(line, strlen(line)))
        return xh_fail(err, XH_USAGE, "%s", _("the line is not UTF-8 text"));
    if (!take_number(&s, &out->n)) {
        first = take_letter(&s);
        s = skip_between(s);
        if (!take_number(&s, &out->n))
            return xh_fail(err, XH_USAGE, "%s",
                           _("the number of the row is missing: 12 x, or x12"));
    }
    if (out->n == 0 || out->n > NUMBER_MOST)
        return xh_fail(err, XH_USAGE, "%s", _("there is no row of that number on a sheet"));
    if (first) {
        s = skip_spaces(s);
        rc = take_mark(&s, first, met, cal, out, err);
    }
    while (rc == XH_OK && *(s = skip_between(s))) {
        const struct letter *l = take_letter(&s);
        rc = l ? take_mark(&s, l, met, cal, out, err) : unknown(s, err);
    }
    if (rc == XH_OK && out->d.what == MEETING_OPEN)
        rc = xh_fail(err, XH_USAGE, _("what is to be done with row %lld? For nothing write -"),
                     (long long)out->n);
    return rc;
}

void paper_mark_fini(struct paper_mark *m)
{
    meeting_decision_fini(&m->d);
    *m = (struct paper_mark){ .d = { .day = DAY_NONE } };
}

int64_t paper_mark_number(const char *line)
{
    const char *s = skip_spaces(line);
    int64_t n = 0;

    if (!take_number(&s, &n) && take_letter(&s)) {
        s = skip_between(s);
        take_number(&s, &n);
    }
    return n;
}

bool paper_mark_is_blank(const char *line)
{
    int len;
    uint32_t c = peek(skip_spaces(line), &len);

    return c == 0 || c == '\n' || c == '#';
}
