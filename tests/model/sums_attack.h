/* sums_attack.h - whoever is told sums adds and subtracts them: does what he is told determine the
 * sum of one household, or of two? Exact elimination over a large prime field. */
#ifndef TESTS_SUMS_ATTACK_H
#define TESTS_SUMS_ATTACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ATTACK_MOST = 48 };              /* households */
struct attack {
    size_t n;                           /* households */
    int64_t row[ATTACK_MOST][ATTACK_MOST];      /* by the household it begins with */
    bool given[ATTACK_MOST];
    bool known[ATTACK_MOST];            /* the attacker's own */
};

void attack_begin(struct attack *a, size_t households);
/* He is told the sum of those `in`; of one that he knows anyway. */
void attack_told(struct attack *a, const bool in[]);
void attack_knows(struct attack *a, size_t household);
/* One household, or two, neither of them his own, whose sum follows. */
bool attack_finds(const struct attack *a, size_t *one, size_t *other);

#endif
