/* test_query_groups.c - rows put together by unit, person, village and state: the same
 * figures as counted otherwise, and totals of fields. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/query_groups.h"

static struct record_rig *r;

static struct filter everything(const char *list)
{
    return (struct filter){ .list = list, .today = r->env.today, .as_of = DAY_NONE,
                            .reader = r->clerk };
}

static void household(const char *title, const char *place, const char *area)
{
    char *a = xasprintf("title=%s", title), *b = xasprintf("place=%s", place);
    char *c = xasprintf("area=%s", area);

    rig_add(r, "households", a, b, "owner=干部甲", c, NULL);
    free(a);
    free(b);
    free(c);
}

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    record_rig_init_on(r, NULL, true, "2026-11-16");
    for (int i = 0; i < 24; i++) {
        char due[32];
        snprintf(due, sizeof due, "due=2026-11-%02d", 17 + i % 12);
        char *code = xstrdup(rig_add(r, "tasks", "title=示例事项",
                                     i % 3 ? "unit=建设办" : "unit=财政所",
                                     i % 2 ? "owner=干部甲" : "owner=干部乙", due,
                                     "lead=领导甲", NULL));
        if (i % 5 == 0) {
            struct call c = rig_call(i % 2 ? VERB_PIN : VERB_HOLD, code);
            c.colour = i % 2 ? "green" : NULL;
            c.office = i % 2 ? NULL : "县水利局";
            c.reason = "示例";
            c.to = on("2026-12-10");
            assert_ok(rig_run(r, r->leader, &c));
        }
        free(code);
    }
    household("户001", "林家村", "1.25");
    household("户002", "林家村", "2.5");
    rig_add(r, "households", "title=户003", "owner=干部甲", NULL);
    rig_today(r, "2026-11-20");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    free(r);
    return 0;
}

static void assert_same(const struct counts *a, const struct counts *b)
{
    for (int c = 0; c < 5; c++)
        assert_int_equal(a->colour[c], b->colour[c]);
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->closed, b->closed);
    assert_int_equal(a->review, b->review);
}

static void same_as_counted(enum group_by by, const char *word)
{
    struct filter f = everything("tasks");
    struct group_count *v = NULL;
    struct groups g = {0};
    size_t n = 0;

    assert_ok(query_counts(r->st, &f, &word, 1, &v, &n, &r->err));
    assert_ok(groups_load(r->st, &f, by, &g, &r->err));
    assert_int_equal(g.n, n);
    assert_true(n > 1);
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(g.v[i].name, by == GROUP_UNIT ? v[i].unit : v[i].owner);
        assert_same(&g.v[i].n, &v[i].n);
    }
    group_counts_free(v, n);
    groups_fini(&g);
}

static void units_and_people_are_counted_as_elsewhere(void **state)
{
    (void)state;
    same_as_counted(GROUP_UNIT, "unit");
    same_as_counted(GROUP_OWNER, "owner");
}

static void the_total_is_that_of_all(void **state)
{
    struct filter f = everything("tasks");
    struct group_count *v = NULL;
    size_t n = 0;

    (void)state;
    assert_ok(query_counts(r->st, &f, NULL, 0, &v, &n, &r->err));
    assert_true(v[0].n.colour[COLOUR_RED] > 0 && v[0].n.colour[COLOUR_GREY] > 0);
    for (int by = 0; by < GROUP_BYS; by++) {
        struct groups g = {0};
        assert_ok(groups_load(r->st, &f, (enum group_by)by, &g, &r->err));
        assert_same(&g.total.n, &v[0].n);
        groups_fini(&g);
    }
    group_counts_free(v, n);
}

static void villages_have_totals_of_fields(void **state)
{
    struct filter f = everything("households");
    struct groups g = {0};

    (void)state;
    assert_ok(groups_load(r->st, &f, GROUP_VILLAGE, &g, &r->err));
    assert_true(g.n_fields > 0);
    assert_string_equal(g.fields[0]->id, "area");
    for (size_t i = 0; i < g.n_fields; i++)
        assert_false(g.fields[i]->is_private);
    assert_int_equal(g.n, 2);
    assert_string_equal(g.v[0].name, "林家村");
    assert_int_equal(g.v[0].sums[0], 3750000);
    assert_int_equal(g.v[0].n.total, 2);
    assert_string_equal(g.v[1].name, "");       /* of no village: last */
    assert_int_equal(g.total.sums[0], 3750000);
    groups_fini(&g);
}

static void rows_of_a_project_and_of_a_group(void **state)
{
    struct filter f = everything("households");
    struct groups g = {0};

    (void)state;
    assert_ok(groups_load(r->st, &f, GROUP_PARENT, &g, &r->err));
    assert_int_equal(g.n, 1);                   /* none of them belongs to one here */
    assert_string_equal(g.v[0].key, "");
    groups_fini(&g);
    f.without = ROW_FIELDS;
    assert_ok(groups_load(r->st, &f, GROUP_PLACE, &g, &r->err));
    assert_int_equal(g.n_fields, 0);
    for (size_t i = 0; i < g.n; i++)
        assert_string_equal(g.v[i].key, g.v[i].name);
    groups_fini(&g);
}

static void states_stand_in_the_order_of_the_workflow(void **state)
{
    struct filter f = everything("tasks");
    struct groups g = {0};

    (void)state;
    assert_ok(groups_load(r->st, &f, GROUP_STATE, &g, &r->err));
    assert_int_equal(g.n, 2);
    assert_string_equal(g.v[0].key, "assigned");
    assert_string_equal(g.v[0].name, "待签收");
    assert_string_equal(g.v[1].key, "held");
    groups_fini(&g);
}

static void who_reads_nothing_has_no_groups(void **state)
{
    struct filter f = everything("tasks");
    struct groups g = {0};

    (void)state;
    f.reader = 0;
    assert_ok(groups_load(r->st, &f, GROUP_UNIT, &g, &r->err));
    assert_int_equal(g.n, 0);
    assert_int_equal(g.total.n.total, 0);
    groups_fini(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(units_and_people_are_counted_as_elsewhere),
        T(the_total_is_that_of_all),
        T(villages_have_totals_of_fields),
        T(rows_of_a_project_and_of_a_group),
        T(states_stand_in_the_order_of_the_workflow),
        T(who_reads_nothing_has_no_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
