/* test_query_rows.c - what a row shows besides its own columns, and to whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/model/query_walk.h"

enum { ROWS = 4000 };
static struct query_rig rig;

static int set_up(void **state)
{
    (void)state;
    query_rig_init(&rig, ROWS, 20261120);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    query_rig_fini(&rig);
    return 0;
}

static void load_one(struct filter *f, int64_t id, struct rows *out)
{
    static const char *expr;
    static char text[64];
    struct xh_err err = {0};

    snprintf(text, sizeof text, "code=%s", rig.v[id - 1].code);
    expr = text;
    f->where = &expr;
    f->n_where = 1;
    if (query_rows(&rig.st, f, out, &err) != XH_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(out->n, 1);
}

static const struct rig_item *some(bool (*is)(const struct rig_item *it))
{
    for (size_t i = 0; i < rig.n; i++)
        if (is(&rig.v[i]) && !rig.v[i].voided)
            return &rig.v[i];
    fail_msg("no such row in the rig");
    abort();
}

static bool full_task(const struct rig_item *it)
{
    return it->list == 0 && it->has_fields && it->area != INT64_MIN &&
           it->count != INT64_MIN && it->met != DAY_NONE && it->kind && it->urgent == 1;
}

static bool bare_task(const struct rig_item *it)
{
    return it->list == 0 && !it->has_fields;
}

static void fields_are_canonical_text(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows got = {0};
    const struct rig_item *it = some(full_task);
    char text[64], day[DAY_TEXT];

    (void)state;
    load_one(&f, it->id, &got);
    assert_int_equal(got.v[0].n_fields, 5);
    snprintf(text, sizeof text, "%g", (double)it->area / 1e6);
    assert_string_equal(got.v[0].fields[0], text);
    snprintf(text, sizeof text, "%d", (int)it->count);
    assert_string_equal(got.v[0].fields[1], text);
    assert_string_equal(got.v[0].fields[2], day_format(it->met, day));
    assert_string_equal(got.v[0].fields[3], it->kind);
    assert_string_equal(got.v[0].fields[4], "true");
    rows_fini(&got);

    load_one(&f, some(bare_task)->id, &got);        /* no row of fields at all */
    for (size_t i = 0; i < got.v[0].n_fields; i++)
        assert_string_equal(got.v[0].fields[i], "");
    rows_fini(&got);
}

static bool owned_household(const struct rig_item *it)
{
    return it->list == 2 && it->has_fields && it->owner == READER_OWN;
}

static bool village_household(const struct rig_item *it)
{
    return it->list == 2 && it->has_fields && place_is_below(&rig, it->place, 2);
}

static bool led_household(const struct rig_item *it)
{
    return it->list == 2 && it->has_fields && it->lead == READER_OWN &&
           it->owner != READER_OWN && it->handler != READER_OWN;
}

/* phone: handler and village; amount: only the household itself; note: everybody here */
static void private_fields_are_masked_except_for_those_they_name(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows got = {0};
    const struct rig_item *it = some(owned_household);
    char masked[32];

    (void)state;
    snprintf(masked, sizeof masked, "***%s", it->phone + strlen(it->phone) - 4);
    load_one(&f, it->id, &got);                     /* reads everything, is none of them */
    assert_string_equal(got.v[0].fields[1], masked);
    assert_string_equal(got.v[0].fields[2], "***");
    assert_string_equal(got.v[0].fields[3], "低保户");
    assert_string_equal(got.v[0].it.title, it->title);
    rows_fini(&got);

    f.reader = READER_OWN;
    load_one(&f, it->id, &got);
    assert_string_equal(got.v[0].fields[1], it->phone);
    assert_string_equal(got.v[0].fields[2], "***");
    rows_fini(&got);
    f.leaves = true;                                /* what he sees, `print` lets out */
    load_one(&f, it->id, &got);
    assert_string_equal(got.v[0].fields[1], masked);
    rows_fini(&got);
    rig.defs.lists[2].fields[1].show |= SHOW_PRINT;
    load_one(&f, it->id, &got);
    assert_string_equal(got.v[0].fields[1], it->phone);
    rows_fini(&got);
    f.reader = READER_ALL;                          /* and nothing else */
    load_one(&f, it->id, &got);
    assert_string_equal(got.v[0].fields[1], masked);
    rows_fini(&got);
    rig.defs.lists[2].fields[1].show &= ~(unsigned)SHOW_PRINT;
    f.leaves = false;
    f.reader = READER_OWN;
    load_one(&f, some(led_household)->id, &got);    /* leads it, does not handle it */
    assert_memory_equal(got.v[0].fields[1], "***", 3);
    rows_fini(&got);

    f.reader = READER_PLACE;
    it = some(village_household);
    load_one(&f, it->id, &got);
    assert_string_equal(got.v[0].fields[1], it->phone);
    assert_string_equal(got.v[0].fields[2], "***");
    rows_fini(&got);
}

static bool with_both_co(const struct rig_item *it)
{
    return it->co_unit && it->co_person;
}

static void co_units_come_before_co_owners(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows got = {0};
    const struct rig_item *it = some(with_both_co);
    char text[64];

    (void)state;
    snprintf(text, sizeof text, "U%d、P%d", (int)it->co_unit, (int)it->co_person);
    load_one(&f, it->id, &got);
    assert_string_equal(got.v[0].co, text);
    rows_fini(&got);
}

static void waiting_says_whose_turn_it_is(void **state)
{
    struct filter f = rig_filter(&rig);
    struct rows got = {0};
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(query_rows(&rig.st, &f, &got, &err), XH_OK);
    for (size_t i = 0; i < got.n; i++) {
        const struct row *r = &got.v[i];
        const char *want = "";
        switch (r->it.phase) {
        case PHASE_OPEN:
            want = *r->owner ? r->owner : r->unit;
            if (!*r->owner && *r->handler && strcmp(r->it.state, "assigned") != 0)
                want = r->handler;
            break;
        case PHASE_REVIEW: want = "review"; break;
        case PHASE_HELD:   want = "县局"; break;
        default:           break;
        }
        assert_string_equal(r->waiting, want);
    }
    rows_fini(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_canonical_text),
        cmocka_unit_test(private_fields_are_masked_except_for_those_they_name),
        cmocka_unit_test(co_units_come_before_co_owners),
        cmocka_unit_test(waiting_says_whose_turn_it_is),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
