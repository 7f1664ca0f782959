#include "model/decimal.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#define PLACES 6

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Append a digit to `*v`, which is kept negative: that half of int64 is the larger one,
 * and "-9223372036854.775808" is a decimal although its opposite is none. */
static bool push_digit(int64_t *v, int digit)
{
    return !__builtin_mul_overflow(*v, 10, v) && !__builtin_sub_overflow(*v, digit, v);
}

/* The digits before the point, with or without separators; NULL when malformed. */
static const char *parse_whole(const char *s, int64_t *v)
{
    int group = 0;              /* digits since the start or the last separator */
    bool separated = false;

    for (;; s++) {
        if (is_digit(*s)) {
            if (!push_digit(v, *s - '0'))
                return NULL;
            group++;
        } else if (*s == ',') {
            if (separated ? group != 3 : group < 1 || group > 3)
                return NULL;
            separated = true;
            group = 0;
        } else
            break;
    }
    return (separated ? group == 3 : group > 0) ? s : NULL;
}

bool decimal_parse(const char *s, int64_t *out)
{
    int64_t v = 0;
    bool negative;
    int places = 0;

    if (s == NULL)
        return false;
    negative = *s == '-';
    s = parse_whole(s + negative, &v);
    if (s == NULL)
        return false;
    if (*s == '.') {
        for (s++; is_digit(*s); s++, places++)
            if (places == PLACES || !push_digit(&v, *s - '0'))
                return false;
        if (places == 0)
            return false;
    }
    if (*s != '\0')
        return false;
    for (; places < PLACES; places++)
        if (!push_digit(&v, 0))
            return false;
    if (!negative && v == INT64_MIN)
        return false;
    *out = negative ? v : -v;
    return true;
}

const char *decimal_format(int64_t micro, char out[static DECIMAL_TEXT])
{
    uint64_t size = micro < 0 ? 0 - (uint64_t)micro : (uint64_t)micro;
    int n = snprintf(out, DECIMAL_TEXT, "%s%" PRIu64 ".%06" PRIu64, micro < 0 ? "-" : "",
                     size / DECIMAL_ONE, size % DECIMAL_ONE);

    while (out[n - 1] == '0')
        n--;
    if (out[n - 1] == '.')
        n--;
    out[n] = '\0';
    return out;
}

bool decimal_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *out = sum;
    return true;
}
