/* test_query_page.c - pages by keyset: forward and backward, in every order and under
 * every filter, they are the whole answer cut into pieces, and none of them sorts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/model/query_rig.h"

static struct query_rig rig;

static int set_up(void **state)
{
    (void)state;
    query_rig_init(&rig, 3000, 26);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    query_rig_fini(&rig);
    return 0;
}

static void load(const struct filter *f, struct rows *out)
{
    struct xh_err err = {0};

    if (query_page(&rig.st, f, out, &err) != XH_OK)
        fail_msg("%s", err.msg);
}

static void same_row(const struct rows *all, size_t i, const struct row *r, const char *what)
{
    if (i >= all->n || all->v[i].it.id != r->it.id)
        fail_msg("%s: row %zu of %zu is %lld, not %lld", what, i, all->n,
                 i < all->n ? (long long)all->v[i].it.id : -1LL, (long long)r->it.id);
}

/* Forward from the beginning to the end, and back again. */
static void walk(struct filter f, int64_t page)
{
    struct rows all = {0};
    struct row_key key;
    size_t at = 0;

    load(&f, &all);
    f.limit = page;
    for (;;) {
        struct rows some = {0};
        load(&f, &some);
        for (size_t i = 0; i < some.n; i++)
            same_row(&all, at++, &some.v[i], "forward");
        bool last = some.n < (size_t)page;
        if (some.n)
            row_key(&some.v[some.n - 1], &key);
        f.from = &key;
        rows_fini(&some);
        if (last)
            break;
    }
    assert_int_equal(at, all.n);
    f.from = NULL;
    f.backward = true;
    for (;;) {
        struct rows some = {0};
        load(&f, &some);
        for (size_t i = some.n; i-- > 0;)
            same_row(&all, --at, &some.v[i], "backward");
        bool last = some.n < (size_t)page;
        if (some.n)
            row_key(&some.v[0], &key);
        f.from = &key;
        rows_fini(&some);
        if (last)
            break;
    }
    assert_int_equal(at, 0);
    rows_fini(&all);
}

static void pages_are_the_answer_cut_into_pieces(void **state)
{
    static const enum order orders[] = { ORDER_URGENCY, ORDER_DUE, ORDER_CODE, ORDER_UNIT,
                                         ORDER_OWNER };
    static const char *const lists[] = { NULL, "tasks" };
    static const char *const units[] = { NULL, "U7", "U20" };
    static const char *const owners[] = { NULL, "P3" };

    (void)state;
    for (size_t o = 0; o < 5; o++)
        for (unsigned c = 0; c < 32; c += 2)
            for (size_t k = 0; k < 12; k++) {
                struct filter f = rig_filter(&rig);
                f.order = orders[o];
                f.colours = c;
                f.list = lists[k % 2];
                f.unit = units[k / 2 % 3];
                f.owner = owners[k / 6];
                walk(f, 30 + (int64_t)rig_random(400));
            }
}

static void days_gone_by_have_pages_too(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct filter f = rig_filter(&rig);
        f.as_of = f.today - (int32_t)rig_random(60);
        f.order = (enum order)rig_random(ORDER_OWNER + 1);
        f.colours = rig_random(32) & ~1u;
        walk(f, 5 + (int64_t)rig_random(300));
    }
}

/* A page in the middle has an index to seek in, whatever the colour and the direction. */
static void no_page_sorts_or_reads_the_table(void **state)
{
    (void)state;
    for (int o = ORDER_URGENCY; o <= ORDER_OWNER; o++)
        for (int back = 0; back < 2; back++) {
            struct filter f = rig_filter(&rig);
            struct rows some = {0};
            struct row_key key;
            struct xh_err err = {0};
            f.order = (enum order)o;
            f.limit = 50;
            load(&f, &some);
            row_key(&some.v[49], &key);
            rows_fini(&some);
            f.from = &key;
            f.backward = back;
            char *plan = query_plan(&rig.st, &f, &err);
            if (strstr(plan, "TEMP B-TREE") || strstr(plan, "SCAN i\n"))
                fail_msg("order %d, backward %d:\n%s", o, back, plan);
            free(plan);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_the_answer_cut_into_pieces),
        cmocka_unit_test(days_gone_by_have_pages_too),
        cmocka_unit_test(no_page_sorts_or_reads_the_table),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
