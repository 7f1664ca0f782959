/* cell_number.c - numbers with their units, converted exactly or refused. */
#include "model/cell_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_parts.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/text.h"

#define DIGITS_MAX 30               /* significant ones; more are out of range anyway */

/* ---- digits ---- */

/* A number as typed: digits * 10^-places, and what stands behind it. */
struct number {
    wide_int digits;
    int places;
    bool negative;
    bool yuan;                      /* there is a sign for money before it */
    const char *rest;
    const char *text;               /* the whole cell, and how it is shown in messages */
    const char *shown;
};

enum number_fault {
    NUMBER_FINE, NUMBER_UNREADABLE, NUMBER_SEPARATORS, NUMBER_TOO_LONG, NUMBER_ABOUT,
    NUMBER_LIMIT, NUMBER_RANGE, NUMBER_NO_DIGITS, NUMBER_BRACKETS, NUMBER_NOTHING,
    NUMBER_SHORT_FORM, NUMBER_DAY,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool push(struct number *n, char digit)
{
    if (n->digits > ((wide_int)1 << 100))
        return false;
    n->digits = n->digits * 10 + (digit - '0');
    return true;
}

/* Digits before the point; commas only where thousands are separated. */
static enum number_fault read_whole(const char **s, struct number *n)
{
    int group = 0;
    bool separated = false;

    for (; is_digit(**s) || **s == ','; ++*s) {
        if (**s == ',') {
            if (separated ? group != 3 : group < 1 || group > 3)
                return NUMBER_SEPARATORS;
            separated = true;
            group = 0;
        } else {
            group++;
            if (!push(n, **s))
                return NUMBER_TOO_LONG;
        }
    }
    if (separated && group != 3)
        return NUMBER_SEPARATORS;
    return group > 0 ? NUMBER_FINE : NUMBER_UNREADABLE;
}

/* Places behind the point, without the zeros at their end. */
static enum number_fault read_places(const char **s, struct number *n)
{
    size_t have, used;

    if (**s != '.')
        return NUMBER_FINE;
    ++*s;
    have = used = strspn(*s, "0123456789");
    if (have == 0)
        return NUMBER_UNREADABLE;
    while (used > 0 && (*s)[used - 1] == '0')
        used--;
    for (size_t i = 0; i < used; i++)
        if (!push(n, (*s)[i]))
            return NUMBER_TOO_LONG;
    n->places = (int)used;
    *s += have;
    return NUMBER_FINE;
}

static bool step_over(const char **s, const char *what)
{
    size_t n = strlen(what);

    if (strncmp(*s, what, n) != 0)
        return false;
    *s += n;
    return true;
}

static enum number_fault read_number(struct number *n)
{
    const char *s = n->text;
    enum number_fault fault;

    n->negative = step_over(&s, "-");
    n->yuan = step_over(&s, "¥") || step_over(&s, "￥");
    if (n->yuan && !n->negative)
        n->negative = step_over(&s, "-");
    fault = read_whole(&s, n);
    if (fault == NUMBER_FINE)
        fault = read_places(&s, n);
    n->rest = s + strspn(s, " ");
    return fault;
}

/* ---- what is never guessed ---- */

static bool has_any(const char *s, const char *const *words)
{
    for (; *words; words++)
        if (strstr(s, *words))
            return true;
    return false;
}

/* 2至3, 2-3, 100~200: a digit on both sides. */
static bool is_range(const char *s)
{
    static const char *const between[] = {
        "至", "到", "-", "~", "—", "–", "或", "、", "－", "～", NULL,
    };

    for (const char *const *w = between; *w; w++)
        for (const char *p = strstr(s, *w); p; p = strstr(p + 1, *w)) {
            const char *behind = p + strlen(*w);

            behind += strspn(behind, " ");
            if (p > s && *behind && is_digit(*behind) && strpbrk(s, "0123456789") < p)
                return true;
        }
    return false;
}

/* Why a text is no exact number, in the order a person would say it. */
static enum number_fault what_is_wrong(const char *s, enum number_fault found)
{
    int32_t day;

    static const char *const limits[] = {
        "以上", "以下", "以内", "超", "不足", "不少于", "不低于", "至少", "至多",
        "最多", "最少", "上限", "突破", ">", "<", "≥", "≤", NULL,
    };
    static const char *const abouts[] = {
        "余", "多", "约", "近", "左右", "上下", "大概", "大致", "几", "数", "许", "来个",
        "逾", "近乎", "±", "?", NULL,
    };
    static const char *const nothings[] = { "/", "-", "--", "—", "——", "无", "\\", NULL };

    for (const char *const *w = nothings; *w; w++)
        if (strcmp(s, *w) == 0)
            return NUMBER_NOTHING;
    if (*s == '(' && strspn(s + 1, "0123456789,.") + 2 == strlen(s) &&
        s[strlen(s) - 1] == ')')
        return NUMBER_BRACKETS;
    if (found == NUMBER_SHORT_FORM)
        return found;
    if ((strstr(s, "月") && strstr(s, "日")) || cell_day(s, &day, NULL) == XH_OK)
        return NUMBER_DAY;
    if (is_range(s))
        return NUMBER_RANGE;
    if (has_any(s, limits) || (is_digit(*s) && s[strlen(s) - 1] == '+'))
        return NUMBER_LIMIT;
    if (has_any(s, abouts))
        return NUMBER_ABOUT;
    return strpbrk(s, "0123456789") ? found : NUMBER_NO_DIGITS;
}

static enum xh_rc fail_number(enum number_fault fault, const char *s, struct xh_err *err)
{
    switch (fault) {
    case NUMBER_SEPARATORS:
        return xh_fail(err, XH_REFUSED,
                       _("'%s': commas only separate thousands, as in 3,500; check the "
                         "number"), s);
    case NUMBER_TOO_LONG:
        return xh_fail(err, XH_REFUSED, _("'%s' is too large a number"), s);
    case NUMBER_ABOUT:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is not an exact number, only about: write the number "
                         "itself"), s);
    case NUMBER_LIMIT:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is not an exact number, only a limit: write the number "
                         "itself"), s);
    case NUMBER_RANGE:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is not an exact number but a range: write one number"), s);
    case NUMBER_NO_DIGITS:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' names no number: write it in digits, or leave the cell "
                         "empty"), s);
    case NUMBER_BRACKETS:
        return xh_fail(err, XH_REFUSED,
                       _("'%s': write a number below zero with a minus, like -500"), s);
    case NUMBER_NOTHING:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is no number: leave the cell empty when there is none"),
                       s);
    case NUMBER_DAY:
        return xh_fail(err, XH_REFUSED, _("'%s' is a date, not a number"), s);
    case NUMBER_SHORT_FORM:
        return xh_fail(err, XH_REFUSED,
                       _("'%s': Excel shows a number in short form and may leave digits "
                         "out; format the cell as a number and save again"), s);
    default:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is not an exact number: write it in digits, like 371.76"),
                       s);
    }
}

static enum xh_rc refuse_number(enum number_fault found, const struct number *n,
                                struct xh_err *err)
{
    return fail_number(what_is_wrong(n->text, found), n->shown, err);
}

/* ---- which unit a number is in ---- */

/* What is written without a base (万, or nothing) is in the base of `other`. */
static struct measure with_base(struct measure u, const struct measure *other)
{
    if (!u.base[0]) {
        int64_t times = u.times;

        u = *other;
        u.times = times;
    }
    return u;
}

/* May `u` stand where `wanted` is kept? Where no unit is, any word for counting may. */
static bool fits(const struct measure *u, const struct measure *wanted)
{
    return measure_fits(u, wanted) || (!wanted->base[0] && u->kind == MEASURE_COUNTED);
}

static enum xh_rc refuse_unit(const struct number *n, const char *unit,
                              struct xh_err *err)
{
    if (unit && *unit)
        return xh_fail(err, XH_REFUSED,
                       _("'%s' cannot be converted into %s: write the number in %s"),
                       n->shown, unit, unit);
    return xh_fail(err, XH_REFUSED,
                   _("'%s': no unit is expected here; write the number alone"),
                   n->shown);
}

/* 1.5E-05, what Excel shows in a narrow column. */
static bool is_short_form(const char *rest)
{
    if (*rest != 'E' && *rest != 'e')
        return false;
    rest += 1 + (rest[1] == '+' || rest[1] == '-');
    return *rest && strspn(rest, "0123456789") == strlen(rest);
}

/* Punctuation and more digits are no unit, whatever follows. */
static bool is_no_unit(const char *rest)
{
    return is_short_form(rest) || is_digit(*rest) ||
           (*rest && strchr("!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~", *rest));
}

/* The unit of this cell's number; `from` says in what the column is. */
static enum xh_rc unit_of_cell(const struct number *n, const char *unit,
                               const char *header_unit, struct measure *from,
                               struct xh_err *err)
{
    struct measure wanted = measure_read(unit), cell = measure_read(n->rest);
    struct measure header = with_base(measure_read(header_unit), &wanted);
    bool has_header = header_unit && *header_unit, is_whole = cell.base[0] != '\0';

    if (n->yuan && !is_whole) {
        int64_t times = cell.times;

        cell = measure_read("元");
        cell.times = times;
    } else if (n->yuan && strcmp(cell.base, "元") != 0) {
        return refuse_number(NUMBER_UNREADABLE, n, err);
    }
    if (cell.kind == MEASURE_UNKNOWN && is_whole && !fits(&cell, &wanted) &&
        (is_no_unit(n->rest) || what_is_wrong(n->text, NUMBER_FINE) != NUMBER_FINE))
        return refuse_number(is_short_form(n->rest) ? NUMBER_SHORT_FORM
                                                    : NUMBER_UNREADABLE, n, err);
    if (has_header && !fits(&header, &wanted)) {
        if (unit && *unit)
            return xh_fail(err, XH_REFUSED,
                           _("the header says %s, which cannot be converted into %s"),
                           header_unit, unit);
        return xh_fail(err, XH_REFUSED,
                       _("the header says %s, but no unit is expected here"),
                       header_unit);
    }
    if (!*n->rest && !n->yuan) {
        *from = has_header ? header : wanted;
        return XH_OK;
    }
    if (has_header && header.times != 1 && !is_whole)
        return xh_fail(err, XH_REFUSED,
                       _("'%s' stands under a header that says %s: write the number "
                         "alone, or its whole unit"), n->shown, header_unit);
    *from = with_base(cell, has_header ? &header : &wanted);
    return fits(from, &wanted) ? XH_OK : refuse_unit(n, unit, err);
}

static enum xh_rc to_millionths(const struct number *n, const struct measure *from,
                                const char *unit, int64_t *out, struct xh_err *err)
{
    struct measure wanted = measure_read(unit);
    int64_t value;

    if (!wanted.base[0])                /* any word for counting may stand there: fits() */
        memcpy(wanted.base, from->base, sizeof wanted.base);
    switch (measure_digits(n->digits, n->places, from, &wanted, &value)) {
    case MEASURE_EXACT:
        *out = n->negative ? -value : value;
        return XH_OK;
    case MEASURE_ROUNDED: break;
    case MEASURE_TOO_LARGE:
    case MEASURE_APART: return refuse_number(NUMBER_TOO_LONG, n, err);
    }
    if (unit && *unit && (from->times != wanted.times || from->num != wanted.num ||
                          from->den != wanted.den))
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is not an exact number of %s with six decimal places: "
                         "write it in %s"), n->shown, unit, unit);
    return xh_fail(err, XH_REFUSED,
                   _("'%s' has more than six decimal places: write what it is to be "
                     "rounded to"), n->shown);
}

enum xh_rc cell_number(const char *typed, const char *unit, const char *header_unit,
                       int64_t *out, struct xh_err *err)
{
    char *s = cell_plain(typed), *shown = cell_shown(s);
    struct number n = { .text = s, .shown = shown };
    enum xh_rc rc = cell_check_excel(s, err);
    enum number_fault fault;
    struct measure from;

    if (rc == XH_OK && (fault = read_number(&n)) != NUMBER_FINE)
        rc = refuse_number(fault, &n, err);
    if (rc == XH_OK)
        rc = unit_of_cell(&n, unit, header_unit, &from, err);
    if (rc == XH_OK)
        rc = to_millionths(&n, &from, unit, out, err);
    free(shown);
    free(s);
    return rc;
}
