/* cell_number.c - numbers with their units, converted exactly or refused. */
#include "model/cell_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_parts.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

__extension__ typedef __int128 wide;

#define DIGITS_MAX 30               /* significant ones; more are out of range anyway */
#define BASE_BYTES 64

/* ---- units ---- */

/* A unit in units of its base: 1 亩 = 2000/3 平方米. */
struct unit {
    char base[BASE_BYTES];          /* "" without one: nothing, or 万 alone */
    int64_t num, den;
    int64_t times;                  /* 万 = 10000, and so on; 1 without */
    enum cell_unit_kind kind;
};

/* Names, and what they are in terms of the base. 亩 is a fifteenth of a hectare. */
static const struct measure { const char *name, *base; int64_t num, den; } measures[] = {
    { "元", "元", 1, 1 },           { "人民币元", "元", 1, 1 },
    { "元人民币", "元", 1, 1 },     { "圆", "元", 1, 1 },
    { "美元", "美元", 1, 1 },       { "港元", "港元", 1, 1 },
    { "欧元", "欧元", 1, 1 },       { "日元", "日元", 1, 1 },
    { "平方米", "平方米", 1, 1 },   { "平米", "平方米", 1, 1 },
    { "平方", "平方米", 1, 1 },     { "㎡", "平方米", 1, 1 },
    { "m2", "平方米", 1, 1 },       { "m²", "平方米", 1, 1 },
    { "亩", "平方米", 2000, 3 },
    { "公顷", "平方米", 10000, 1 }, { "ha", "平方米", 10000, 1 },
    { "平方公里", "平方米", 1000000, 1 }, { "平方千米", "平方米", 1000000, 1 },
    { "km2", "平方米", 1000000, 1 },{ "km²", "平方米", 1000000, 1 },
    { "米", "米", 1, 1 },           { "m", "米", 1, 1 },
    { "公里", "米", 1000, 1 },      { "千米", "米", 1000, 1 },
    { "km", "米", 1000, 1 },
    { "立方米", "立方米", 1, 1 },   { "方", "立方米", 1, 1 },
    { "m3", "立方米", 1, 1 },       { "m³", "立方米", 1, 1 },
    { "公斤", "公斤", 1, 1 },       { "千克", "公斤", 1, 1 },
    { "kg", "公斤", 1, 1 },         { "斤", "公斤", 1, 2 },
    { "吨", "公斤", 1000, 1 },      { "t", "公斤", 1000, 1 },
    { "%", "%", 1, 1 },             { "百分点", "%", 1, 1 },
    { "个百分点", "%", 1, 1 },
};

/* Words for counting: each its own base, but people are people. */
static const struct { const char *name, *base; } counted[] = {
    { "户", "户" }, { "人", "人" }, { "名", "人" }, { "位", "人" }, { "人次", "人次" },
    { "个", "个" }, { "家", "家" }, { "项", "项" }, { "件", "件" }, { "宗", "宗" },
    { "处", "处" }, { "次", "次" }, { "条", "条" }, { "份", "份" }, { "台", "台" },
    { "套", "套" }, { "栋", "栋" }, { "幢", "幢" }, { "座", "座" }, { "间", "间" },
    { "场", "场" }, { "期", "期" }, { "辆", "辆" }, { "株", "株" }, { "棵", "棵" },
    { "头", "头" }, { "块", "块" }, { "批", "批" }, { "笔", "笔" }, { "起", "起" },
    { "盏", "盏" }, { "根", "根" }, { "口", "口" }, { "盒", "盒" }, { "箱", "箱" },
    { "本", "本" }, { "张", "张" }, { "册", "册" }, { "分", "分" }, { "倍", "倍" },
    { "天", "天" }, { "日", "天" }, { "月", "月" }, { "个月", "月" }, { "年", "年" },
    { "工作日", "工作日" }, { "个工作日", "工作日" }, { "小时", "小时" },
};

static const struct { const char *name; int64_t times; } multipliers[] = {
    { "万亿", 1000000000000 }, { "千亿", 100000000000 }, { "百亿", 10000000000 },
    { "十亿", 1000000000 },    { "亿", 100000000 },      { "千万", 10000000 },
    { "百万", 1000000 },       { "十万", 100000 },       { "万", 10000 },
    { "千", 1000 },            { "百", 100 },
};

#define N(table) (sizeof table / sizeof *table)

/* Fill in `u` from a name without multiplier. */
static bool find_base(const char *name, struct unit *u)
{
    for (size_t i = 0; i < N(measures); i++)
        if (strcmp(name, measures[i].name) == 0) {
            snprintf(u->base, sizeof u->base, "%s", measures[i].base);
            u->num = measures[i].num;
            u->den = measures[i].den;
            u->kind = CELL_UNIT_MEASURED;
            return true;
        }
    for (size_t i = 0; i < N(counted); i++)
        if (strcmp(name, counted[i].name) == 0) {
            snprintf(u->base, sizeof u->base, "%s", counted[i].base);
            u->kind = CELL_UNIT_COUNTED;
            return true;
        }
    return false;
}

/* A unit as written. One that no table knows is its own base: a list may count in
 * whatever it likes. */
static struct unit read_unit(const char *written)
{
    struct unit u = { .num = 1, .den = 1, .times = 1 };
    char *name = cell_fold(written ? written : "");
    const char *rest = name;

    for (size_t i = 0; i < N(multipliers) && !find_base(name, &u) && rest == name; i++) {
        size_t n = strlen(multipliers[i].name);

        if (strncmp(name, multipliers[i].name, n) == 0) {
            u.times = multipliers[i].times;
            rest = name + n;
        }
    }
    if (rest != name && *rest == '\0')
        u.kind = CELL_UNIT_COUNTED;
    else if (u.kind == CELL_UNIT_UNKNOWN && *rest && !find_base(rest, &u))
        snprintf(u.base, sizeof u.base, "%s", strlen(rest) < sizeof u.base ? rest : "?");
    free(name);
    return u;
}

enum cell_unit_kind cell_unit_kind(const char *unit)
{
    return read_unit(unit).kind;
}

/* ---- digits ---- */

/* A number as typed: digits * 10^-places, and what stands behind it. */
struct number {
    wide digits;
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
    if (n->digits > ((wide)1 << 100))
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

/* ---- conversion ---- */

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* *over / *under times a / b, in lowest terms; false when it does not fit. */
static bool scale(int64_t *over, int64_t *under, int64_t a, int64_t b)
{
    int64_t g = divisor(a, *under), h = divisor(b, *over);

    a /= g;
    *under /= g;
    b /= h;
    *over /= h;
    return !__builtin_mul_overflow(*over, a, over) &&
           !__builtin_mul_overflow(*under, b, under);
}

enum convert_fault { CONVERT_FINE, CONVERT_TOO_LARGE, CONVERT_INEXACT };

/* `n` of `from` in millionths of `to`; both have the same base. */
static enum convert_fault convert(const struct number *n, const struct unit *from,
                                  const struct unit *to, int64_t *out)
{
    int64_t over = DECIMAL_ONE, under = 1;
    wide value = n->digits, power = 1, result;

    if (!scale(&over, &under, from->times, to->times) ||
        !scale(&over, &under, from->num, from->den) ||
        !scale(&over, &under, to->den, to->num))
        return CONVERT_TOO_LARGE;
    for (int i = 0; i < n->places; i++) {
        if (over % 10 == 0)
            over /= 10;
        else if (__builtin_mul_overflow(power, 10, &power))
            return CONVERT_INEXACT;
    }
    if (__builtin_mul_overflow(power, under, &power))
        return CONVERT_INEXACT;
    if (__builtin_mul_overflow(value, over, &result))
        return CONVERT_TOO_LARGE;
    if (result % power)
        return CONVERT_INEXACT;
    result /= power;
    if (result > INT64_MAX)
        return CONVERT_TOO_LARGE;
    *out = n->negative ? -(int64_t)result : (int64_t)result;
    return CONVERT_FINE;
}

/* ---- which unit a number is in ---- */

/* What is written without a base (万, or nothing) is in the base of `other`. */
static struct unit with_base(struct unit u, const struct unit *other)
{
    if (!u.base[0]) {
        int64_t times = u.times;

        u = *other;
        u.times = times;
    }
    return u;
}

/* May `u` stand where `wanted` is kept? Where no unit is, any word for counting may. */
static bool fits(const struct unit *u, const struct unit *wanted)
{
    return strcmp(u->base, wanted->base) == 0 ||
           (!wanted->base[0] && u->kind == CELL_UNIT_COUNTED);
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
                               const char *header_unit, struct unit *from,
                               struct xh_err *err)
{
    struct unit wanted = read_unit(unit), cell = read_unit(n->rest);
    struct unit header = with_base(read_unit(header_unit), &wanted);
    bool has_header = header_unit && *header_unit, is_whole = cell.base[0] != '\0';

    if (n->yuan && !is_whole) {
        int64_t times = cell.times;

        cell = read_unit("元");
        cell.times = times;
    } else if (n->yuan && strcmp(cell.base, "元") != 0) {
        return refuse_number(NUMBER_UNREADABLE, n, err);
    }
    if (cell.kind == CELL_UNIT_UNKNOWN && is_whole && !fits(&cell, &wanted) &&
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

static enum xh_rc to_millionths(const struct number *n, const struct unit *from,
                                const char *unit, int64_t *out, struct xh_err *err)
{
    struct unit wanted = read_unit(unit);

    switch (convert(n, from, &wanted, out)) {
    case CONVERT_FINE: return XH_OK;
    case CONVERT_TOO_LARGE: return refuse_number(NUMBER_TOO_LONG, n, err);
    case CONVERT_INEXACT: break;
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
    struct unit from;

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
