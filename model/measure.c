#include "model/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/decimal.h"

/* Names, and what they are in terms of the base. 亩 is a fifteenth of a hectare. */
static const struct { const char *name, *base; int64_t num, den; } measures[] = {
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

/* ---- reading ---- */

/* Fill in `u` from a name without multiplier. */
static bool find_base(const char *name, struct measure *u)
{
    for (size_t i = 0; i < N(measures); i++)
        if (strcmp(name, measures[i].name) == 0) {
            snprintf(u->base, sizeof u->base, "%s", measures[i].base);
            u->num = measures[i].num;
            u->den = measures[i].den;
            u->kind = MEASURE_KNOWN;
            return true;
        }
    for (size_t i = 0; i < N(counted); i++)
        if (strcmp(name, counted[i].name) == 0) {
            snprintf(u->base, sizeof u->base, "%s", counted[i].base);
            u->kind = MEASURE_COUNTED;
            return true;
        }
    return false;
}

struct measure measure_read(const char *unit)
{
    struct measure u = { .num = 1, .den = 1, .times = 1 };
    char *name = cell_fold(unit ? unit : "");
    const char *rest = name;

    for (size_t i = 0; i < N(multipliers) && !find_base(name, &u) && rest == name; i++) {
        size_t n = strlen(multipliers[i].name);

        if (strncmp(name, multipliers[i].name, n) == 0) {
            u.times = multipliers[i].times;
            rest = name + n;
        }
    }
    if (rest != name && *rest == '\0')
        u.kind = MEASURE_COUNTED;
    else if (u.kind == MEASURE_UNKNOWN && *rest && !find_base(rest, &u))
        snprintf(u.base, sizeof u.base, "%s", strlen(rest) < sizeof u.base ? rest : "?");
    free(name);
    return u;
}

bool measure_fits(const struct measure *from, const struct measure *to)
{
    return strcmp(from->base, to->base) == 0;
}

/* ---- converting ---- */

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
    int64_t own = divisor(a, b);

    a /= own;
    b /= own;
    int64_t g = divisor(a, *under), h = divisor(b, *over);
    a /= g;
    *under /= g;
    b /= h;
    *over /= h;
    return !__builtin_mul_overflow(*over, a, over) &&
           !__builtin_mul_overflow(*under, b, under);
}

/* The same, begun with `over` instead of 1. */
static bool factor(int64_t over, const struct measure *from, const struct measure *to,
                   int64_t *num, int64_t *den)
{
    *num = over;
    *den = 1;
    return scale(num, den, from->times, to->times) && scale(num, den, from->num, from->den) &&
           scale(num, den, to->den, to->num);
}

bool measure_factor(const struct measure *from, const struct measure *to, int64_t *num,
                    int64_t *den)
{
    return measure_fits(from, to) && factor(1, from, to, num, den);
}

enum measure_result measure_digits(wide_int digits, int places, const struct measure *from,
                                   const struct measure *to, int64_t *out)
{
    int64_t over, under;
    wide_int power = 1, result;
    bool lost = false;              /* so many places that what is left of them is nothing */

    if (!measure_fits(from, to))
        return MEASURE_APART;
    if (!factor(DECIMAL_ONE, from, to, &over, &under))
        return MEASURE_TOO_LARGE;
    for (int i = 0; i < places; i++) {
        if (over % 10 == 0)
            over /= 10;
        else if (__builtin_mul_overflow(power, 10, &power)) {
            lost = lost || digits % 10;
            digits /= 10;
        }
    }
    while (__builtin_mul_overflow(power, (wide_int)under, &result)) {
        lost = lost || digits % 10;
        power /= 10;
        digits /= 10;
    }
    power = result;
    if (__builtin_mul_overflow(digits, over, &result))
        return MEASURE_TOO_LARGE;
    wide_int rest = result % power;
    result = result / power + (rest >= power - rest);       /* no 2 * rest: it might not fit */
    if (result > INT64_MAX)
        return MEASURE_TOO_LARGE;
    *out = (int64_t)result;
    return rest || lost ? MEASURE_ROUNDED : MEASURE_EXACT;
}

enum measure_result measure_convert(int64_t value, const char *from, const char *to,
                                    int64_t *out)
{
    struct measure a = measure_read(from), b = measure_read(to);
    wide_int digits = value < 0 ? -(wide_int)value : value;
    int64_t got;
    enum measure_result r = measure_digits(digits, 6, &a, &b, &got);

    if (r <= MEASURE_ROUNDED)
        *out = value < 0 ? -got : got;
    return r;
}

/* ---- saying ---- */

void measure_rule(struct buf *out, const char *from, const char *to)
{
    struct measure a = measure_read(from), b = measure_read(to);
    int64_t num, den;

    if (!a.base[0] || !measure_factor(&a, &b, &num, &den) || num == den)
        return;
    if (den == 1 || num != 1)
        buf_printf(out, "%lld %s = %lld %s", (long long)den, from, (long long)num, to);
    else
        buf_printf(out, "1 %s = %lld %s", to, (long long)den, from);
}

const char *const *measure_usual(const char *unit)
{
    static const char *const none[] = { NULL };
    static const char *const area[] = { "平方米", "亩", "公顷", NULL };
    static const char *const money[] = { "元", "万元", "亿元", NULL };
    static const char *const length[] = { "米", "公里", NULL };
    static const char *const weight[] = { "斤", "公斤", "吨", NULL };
    static const struct { const char *base; const char *const *units; } usual[] = {
        { "平方米", area }, { "元", money }, { "米", length }, { "公斤", weight },
    };
    struct measure u = measure_read(unit);

    for (size_t i = 0; i < N(usual); i++)
        if (strcmp(u.base, usual[i].base) == 0)
            return usual[i].units;
    return none;
}
