/* test_suppress.c - of trees drawn by lot no sum told, and none that follows from those told, is
 * that of one household or of two; and no more is hidden than there is reason for (OFFICE 22). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "model/suppress.h"
#include "tests/model/sums_attack.h"

enum { NODES = 64 };

static uint64_t seed;
static struct suppress_node v[NODES];
static size_t n;

static uint32_t rnd(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static size_t node(size_t up, int64_t own)
{
    v[n] = (struct suppress_node){ .up = up, .own = own, .may = true };
    return n++;
}

/* Levels below `up`, as long as there is room. */
static void grow(size_t up, int depth, int64_t *left)
{
    size_t children = 1 + rnd(3);

    for (size_t i = 0; i < children && n < NODES; i++) {
        int64_t own = depth == 0 || rnd(6) == 0 ? rnd(5) : 0;
        own = own > *left ? *left : own;
        *left -= own;
        size_t at = node(up, own);
        v[at].may = rnd(12) > 0;
        if (depth > 0)
            grow(at, depth - 1, left);
    }
}

static bool is_below(size_t at, size_t top)
{
    while (at > top)
        at = v[at].up;
    return at == top;
}

/* The sums of all nodes told, over the households one by one. */
static void attack(struct attack *a, bool everything)
{
    size_t from[NODES + 1] = { 0 };

    for (size_t i = 0; i < n; i++)
        from[i + 1] = from[i] + (size_t)v[i].own;
    attack_begin(a, from[n]);
    for (size_t i = 0; i < n; i++) {
        bool in[ATTACK_MOST] = { false };
        if (!everything && !v[i].told)
            continue;
        for (size_t k = i; k < n; k++)
            for (size_t h = from[k]; is_below(k, i) && h < from[k + 1]; h++)
                in[h] = true;
        attack_told(a, in);
    }
}

static void nobody_works_out_a_household(void **state)
{
    int told = 0, open = 0;
    struct attack a;
    size_t one, other;

    (void)state;
    seed = 7;
    for (int round = 0; round < 3000; round++) {
        int64_t left = ATTACK_MOST;
        n = 0;
        node(0, 0);
        grow(0, 1 + (int)rnd(3), &left);
        v[0].may = rnd(2);
        suppress_few(v, n);
        attack(&a, false);
        if (attack_finds(&a, &one, &other))
            fail_msg("round %d: households %zu and %zu", round, one, other);
        for (size_t i = 0; i < n; i++) {
            told += v[i].told && v[i].size > 0;
            assert_false(v[i].told && !v[i].may);
            assert_false(v[i].told && suppress_is_few(v[i].rest));
        }
        attack(&a, true);
        open += attack_finds(&a, &one, &other);
    }
    assert_true(told > 3000);
    assert_true(open > 1500);           /* telling everything would have given some away */
}

static void expect(const char *told)
{
    char is[NODES + 1] = "";

    suppress_few(v, n);
    for (size_t i = 0; i < n; i++)
        is[i] = v[i].told ? '1' : '-';
    assert_string_equal(is, told);
}

static void enough_everywhere_is_told(void **state)
{
    (void)state;
    n = 0;
    node(0, 0);
    node(node(0, 0), 3);
    node(1, 0);
    node(0, 7);
    expect("11111");
}

static void the_smallest_other_is_hidden_with_one_of_few(void **state)
{
    (void)state;
    n = 0;
    node(0, 0);
    node(0, 9);
    node(0, 2);
    node(0, 4);
    expect("11--");
}

/* A village that is all of its groups follows from them: hiding it alone hides nothing. */
static void what_stands_in_for_another_is_hidden_down_to_its_parts(void **state)
{
    (void)state;
    n = 0;
    node(0, 0);                         /* the project */
    size_t village = node(0, 0);
    node(village, 5);
    node(village, 4);
    node(0, 1);                         /* another village: one household */
    expect("1-1--");
}

static void few_alone_go_up_to_where_they_are_enough(void **state)
{
    (void)state;
    n = 0;
    node(0, 0);
    node(node(0, 0), 1);
    node(node(0, 0), 2);
    expect("1----");
    n = 0;
    node(0, 0);
    node(node(0, 0), 2);
    expect("---");
    assert_true(suppress_is_few(v[0].rest));
}

static void what_may_not_be_told_is_not_and_counts_all_the_same(void **state)
{
    (void)state;
    n = 0;
    node(0, 0);
    v[0].may = false;
    node(0, 8);
    node(0, 2);
    expect("-1-");
    assert_int_equal(v[0].rest, 2);
    assert_int_equal(v[0].size, 10);
}

static void from_three_up_and_none(void **state)
{
    static const struct { int64_t n; bool few; } table[] = {
        { 0, false }, { 1, true }, { 2, true }, { 3, false }, { 802, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(suppress_is_few(table[i].n), table[i].few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_three_up_and_none),
        cmocka_unit_test(nobody_works_out_a_household),
        cmocka_unit_test(enough_everywhere_is_told),
        cmocka_unit_test(the_smallest_other_is_hidden_with_one_of_few),
        cmocka_unit_test(what_stands_in_for_another_is_hidden_down_to_its_parts),
        cmocka_unit_test(few_alone_go_up_to_where_they_are_enough),
        cmocka_unit_test(what_may_not_be_told_is_not_and_counts_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
