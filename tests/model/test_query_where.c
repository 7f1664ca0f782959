/* test_query_where.c - conditions as people type them, and what is said when they cannot
 * hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/model/query_walk.h"

enum { ROWS = 6000 };
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

enum { EMPTY_DAY = DAY_NONE };

static bool has(const struct rig_item *it)
{
    return it->has_fields;
}

#define WHERE(name, cond) static bool name(const struct rig_item *it) { return cond; }
WHERE(area_at_least_3, has(it) && it->area != INT64_MIN && it->area >= 3000000)
WHERE(area_not_5, !has(it) || it->area != 5000000)
WHERE(area_empty, !has(it) || it->area == INT64_MIN)
WHERE(area_given, has(it) && it->area != INT64_MIN)
WHERE(count_is_4, has(it) && it->count == 4)
WHERE(kind_is_safety, has(it) && it->kind && strcmp(it->kind, "安全") == 0)
WHERE(kind_has, has(it) && it->kind && strstr(it->kind, "环"))
WHERE(kind_empty, !has(it) || !it->kind)
WHERE(kind_other, !has(it) || !it->kind || strcmp(it->kind, "安全") != 0)
WHERE(met_before, has(it) && it->met != EMPTY_DAY && it->met < rig.today - 30)
WHERE(is_urgent, has(it) && it->urgent == 1)
WHERE(due_before, it->now.due < rig.today)
WHERE(due_from, it->now.due >= rig.today && it->now.due != DAY_NEVER)
WHERE(due_none, it->now.due == DAY_NEVER)
WHERE(due_some, it->now.due != DAY_NEVER)
WHERE(due_not_today, it->now.due != rig.today)
WHERE(from_hotline, strcmp(it->source, "信访热线") == 0)
WHERE(from_somewhere, *it->source)
WHERE(extended_twice, it->extensions > 2)
WHERE(title_percent, strstr(it->title, "100%完"))
WHERE(first_due_empty, it->first_due == DAY_NONE)
WHERE(code_has, strstr(it->code, "26-00"))
#undef WHERE

static void where_compares_by_the_type_of_the_field(void **state)
{
    static const struct {
        const char *expr;
        bool (*is)(const struct rig_item *it);
    } rows[] = {
        { "area>=3", area_at_least_3 },
        { "area >= 3.000", area_at_least_3 },
        { "面积≥3", area_at_least_3 },
        { "ａｒｅａ＞＝３", area_at_least_3 },
        { "area != 5", area_not_5 },
        { "area=", area_empty },
        { "area!=", area_given },
        { "count=4", count_is_4 },
        { "kind=安全", kind_is_safety },
        { "类别～环", kind_has },
        { "kind=", kind_empty },
        { "kind!=安全", kind_other },
        { "met<2026-10-21", met_before },
        { "urgent=是", is_urgent },
        { "urgent=true", is_urgent },
        { "due<2026-11-20", due_before },
        { "due>=2026-11-20", due_from },
        { "due=", due_none },
        { "due!=", due_some },
        { "due!=2026-11-20", due_not_today },
        { "source=信访热线", from_hotline },
        { "source!=", from_somewhere },
        { "extensions>2", extended_twice },
        { "title~100%完", title_percent },
        { "first_due=", first_due_empty },
        { "code~26-00", code_has },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct filter f = rig_filter(&rig);
        struct rows got = {0};
        struct xh_err err = {0};
        size_t want = 0, at = 0;

        f.list = "tasks";
        f.where = &rows[i].expr;
        f.n_where = 1;
        f.order = ORDER_CODE;
        if (query_rows(&rig.st, &f, &got, &err) != XH_OK)
            fail_msg("%s: %s", rows[i].expr, err.msg);
        for (size_t k = 0; k < rig.n; k++)
            want += rig.v[k].list == 0 && !rig.v[k].voided && rows[i].is(&rig.v[k]);
        for (at = 0; at < got.n; at++)
            if (!rows[i].is(&rig.v[got.v[at].it.id - 1]))
                fail_msg("%s: %s is none of them", rows[i].expr, got.v[at].it.code);
        if (got.n != want || want == 0)
            fail_msg("%s: %zu rows, expected %zu", rows[i].expr, got.n, want);
        rows_fini(&got);
    }
}

static void several_conditions_all_hold(void **state)
{
    static const char *const exprs[] = { "area>=3", "kind=安全", "due<2026-11-20" };
    struct filter f = rig_filter(&rig);
    struct rows got = {0};
    struct xh_err err = {0};
    size_t want = 0;

    (void)state;
    f.list = "tasks";
    f.where = exprs;
    f.n_where = COUNT(exprs);
    assert_int_equal(query_rows(&rig.st, &f, &got, &err), XH_OK);
    for (size_t k = 0; k < rig.n; k++)
        want += rig.v[k].list == 0 && !rig.v[k].voided && area_at_least_3(&rig.v[k])
             && kind_is_safety(&rig.v[k]) && due_before(&rig.v[k]);
    assert_int_equal(got.n, want);
    rows_fini(&got);
}

static void what_cannot_be_understood_is_refused_with_a_way_out(void **state)
{
    static const struct {
        const char *list, *expr;
        enum xh_rc rc;
        const char *says;
    } rows[] = {
        { "tasks", "area", XH_USAGE, "one of = !=" },
        { "tasks", "=3", XH_USAGE, "one of = !=" },
        { "tasks", "", XH_USAGE, "one of = !=" },
        { "tasks", "aera>3", XH_USAGE, "did you mean 'area'?" },
        { "tasks", "phone=1", XH_USAGE, "has no field 'phone'" },
        { "tasks", "area>three", XH_USAGE, "not a number" },
        { "tasks", "area~3", XH_USAGE, "is not text" },
        { "tasks", "kind>安全", XH_USAGE, "is text" },
        { "tasks", "count=1.5", XH_USAGE, "whole number" },
        { "tasks", "met<11-20", XH_USAGE, "not a date" },
        { "tasks", "met<", XH_USAGE, "not a date" },
        { "tasks", "urgent=maybe", XH_USAGE, "true or false" },
        { "households", "phone=13800000001", XH_DENIED, "private" },
        { "households", "amount>1", XH_DENIED, "private" },
        { NULL, "area>3", XH_USAGE, "not a field of every list" },
        { "tasks", "id=1; DROP TABLE item", XH_USAGE, "has no field 'id'" },
        { "tasks", "1=1 OR code=x", XH_USAGE, "has no field '1'" },
        { "tasks", "yellow_rule=x", XH_USAGE, "has no field" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct filter f = rig_filter(&rig);
        struct rows got = {0};
        struct xh_err err = {0};

        f.list = rows[i].list;
        f.where = &rows[i].expr;
        f.n_where = 1;
        assert_int_equal(query_rows(&rig.st, &f, &got, &err), rows[i].rc);
        if (!strstr(err.msg, rows[i].says))
            fail_msg("%s: %s", rows[i].expr, err.msg);
        assert_int_equal(got.n, 0);
    }
}

static void unknown_names_are_refused(void **state)
{
    struct rows got = {0};
    struct xh_err err = {0};

    (void)state;
#define REFUSED(field, value, code, says) do { \
        struct filter f = rig_filter(&rig); \
        f.field = value; \
        assert_int_equal(query_rows(&rig.st, &f, &got, &err), code); \
        if (!strstr(err.msg, says)) \
            fail_msg(#field ": %s", err.msg); \
    } while (0)
    REFUSED(list, "nothing", XH_USAGE, "Lists: tasks, projects, households, problems");
    REFUSED(state, "done", XH_USAGE,
            "open, review, held, closed, cancelled, assigned, active");
    REFUSED(unit, "no such", XH_NOT_FOUND, "no such");
    REFUSED(place, "no such", XH_NOT_FOUND, "no such");
    REFUSED(owner, "nobody", XH_NOT_FOUND, "nobody");
    REFUSED(parent, "督99-1", XH_NOT_FOUND, "督99-1");
#undef REFUSED
    assert_int_equal(got.n, 0);

    /* the office's own word for a state is understood too */
    struct filter f = rig_filter(&rig);
    f.state = "待审核";
    f.limit = 3;
    assert_int_equal(query_rows(&rig.st, &f, &got, &err), XH_OK);
    assert_int_equal(got.n, 3);
    assert_string_equal(got.v[0].it.state, "review");
    rows_fini(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_compares_by_the_type_of_the_field),
        cmocka_unit_test(several_conditions_all_hold),
        cmocka_unit_test(what_cannot_be_understood_is_refused_with_a_way_out),
        cmocka_unit_test(unknown_names_are_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
