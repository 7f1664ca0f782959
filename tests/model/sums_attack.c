#include "tests/model/sums_attack.h"

#include <string.h>

#define PRIME 1000000007

static int64_t power(int64_t x, int64_t n)
{
    int64_t out = 1;

    for (; n; n /= 2, x = x * x % PRIME)
        if (n % 2)
            out = out * x % PRIME;
    return out;
}

void attack_begin(struct attack *a, size_t households)
{
    memset(a, 0, sizeof *a);
    a->n = households;
}

/* What of `v` does not follow from the rows; the first that is left, n: nothing. */
static size_t reduce(const struct attack *a, int64_t v[])
{
    size_t first = a->n;

    for (size_t i = 0; i < a->n; i++) {
        int64_t times = v[i];
        if (times && a->given[i])
            for (size_t k = i; k < a->n; k++)
                v[k] = (v[k] + (PRIME - times) * a->row[i][k]) % PRIME;
        else if (times && first == a->n)
            first = i;
    }
    return first;
}

static void add(struct attack *a, int64_t v[])
{
    size_t first = reduce(a, v);

    if (first == a->n)
        return;
    int64_t inverse = power(v[first], PRIME - 2);
    for (size_t k = 0; k < a->n; k++)
        a->row[first][k] = v[k] * inverse % PRIME;
    a->given[first] = true;
}

void attack_told(struct attack *a, const bool in[])
{
    int64_t v[ATTACK_MOST];

    for (size_t i = 0; i < a->n; i++)
        v[i] = in[i];
    add(a, v);
}

void attack_knows(struct attack *a, size_t household)
{
    int64_t v[ATTACK_MOST] = { 0 };

    v[household] = 1;
    add(a, v);
    a->known[household] = true;
}

bool attack_finds(const struct attack *a, size_t *one, size_t *other)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = i; k < a->n; k++) {
            int64_t v[ATTACK_MOST] = { 0 };
            v[i] = v[k] = 1;
            if (!a->known[i] && !a->known[k] && reduce(a, v) == a->n) {
                *one = i;
                *other = k;
                return true;
            }
        }
    return false;
}
