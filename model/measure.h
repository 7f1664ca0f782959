/* measure.h - units of measure, and exact conversion from one into another.
 *
 * Pure: no store, no screen. Factors are fractions, never doubles: 1 公顷 = 15 亩,
 * 1 公顷 = 10000 平方米, hence 3 亩 = 2000 平方米; 1 万元 = 10000 元. A unit no table knows
 * is its own base: a list may count in whatever it likes (户, 人), which converts into
 * nothing else. Imports, forms, `convert` and the checks of `balance` all ask here. */
#ifndef MODEL_MEASURE_H
#define MODEL_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/mem.h"

/* Products of two int64_t fit. */
__extension__ typedef __int128 wide_int;

/* What a unit is: unknown, a word for counting (户, 个), or something measured that may
 * be converted (万元, 亩, %). */
enum measure_kind { MEASURE_UNKNOWN, MEASURE_COUNTED, MEASURE_KNOWN };

enum { MEASURE_BASE = 64 };         /* bytes of a base's name */
/* A unit in units of its base: 1 亩 = 2000/3 平方米. */
struct measure {
    char base[MEASURE_BASE];        /* "" without one: nothing, or 万 alone */
    int64_t num, den;
    int64_t times;                  /* 万 = 10000, and so on; 1 without */
    enum measure_kind kind;
};

/* A unit as written ("亩", " ㎡", "m²", "万元", "亿", NULL). */
struct measure measure_read(const char *unit);
/* Can one be converted into the other: have they the same base? */
bool measure_fits(const struct measure *from, const struct measure *to);
/* x of `from` are x * num / den of `to`, in lowest terms. False when they do not fit, or
 * a factor is out of range. */
bool measure_factor(const struct measure *from, const struct measure *to, int64_t *num,
                    int64_t *den);

enum measure_result {
    MEASURE_EXACT,
    MEASURE_ROUNDED,                /* more than six places: *out is rounded half up, away from
                                     * zero (四舍五入) */
    MEASURE_TOO_LARGE,              /* *out untouched, as below */
    MEASURE_APART,                  /* nothing leads from one unit to the other */
};
/* `value` millionths of `from` in millionths of `to`. */
enum measure_result measure_convert(int64_t value, const char *from, const char *to,
                                    int64_t *out);
/* digits / 10^places of `from` in millionths of `to`; digits >= 0. */
enum measure_result measure_digits(wide_int digits, int places, const struct measure *from,
                                   const struct measure *to, int64_t *out);

/* "1 公顷 = 15 亩", "3 亩 = 2000 平方米": how `from` and `to` stand to each other, in the
 * names given; nothing when they do not, or are the same. */
void measure_rule(struct buf *out, const char *from, const char *to);
/* The units people use of what `unit` measures, smallest first (平方米 亩 公顷; 元 万元
 * 亿元; 米 公里; 斤 公斤 吨); NULL ends them. Of anything else: none. */
const char *const *measure_usual(const char *unit);

#endif
