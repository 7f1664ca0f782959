/* test_query_plan.c - no question reads a table from end to end (PERFORMANCE 2): every
 * order, in everything, one list, one unit, under every colour, has an index to walk. */
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
    query_rig_init(&rig, 2000, 7);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    query_rig_fini(&rig);
    return 0;
}

static char *plan_of(const struct filter *f)
{
    struct xh_err err = {0};
    char *plan = query_plan(&rig.st, f, &err);

    if (!plan)
        fail_msg("%s", err.msg);
    return plan;
}

/* The plan's first line that reads a table, or NULL. */
static const char *scan_in(const char *plan)
{
    for (const char *line = strchr(plan, '\n'); line; line = strchr(line + 1, '\n')) {
        size_t n = strcspn(line + 1, "\n");
        char text[512];

        snprintf(text, sizeof text, "%.*s", (int)n, line + 1);
        if (strstr(text, "AUTOMATIC"))
            return line;
        if (!strstr(text, "SCAN ") || strstr(text, " USING INDEX ")
            || strstr(text, " USING COVERING INDEX "))
            continue;
        if (strstr(text, "SCAN CONSTANT ROW"))
            continue;
        return line;
    }
    return NULL;
}

static const struct { const char *name; enum order order; } orders[] = {
    { "urgency", ORDER_URGENCY }, { "due", ORDER_DUE }, { "code", ORDER_CODE },
    { "unit", ORDER_UNIT }, { "owner", ORDER_OWNER },
};
static const struct { const char *name; unsigned colours; } colours[] = {
    { "any", 0 }, { "red", 1u << COLOUR_RED }, { "yellow", 1u << COLOUR_YELLOW },
    { "green", 1u << COLOUR_GREEN }, { "grey", 1u << COLOUR_GREY },
    { "red and yellow", 1u << COLOUR_RED | 1u << COLOUR_YELLOW },
    { "lit", 1u << COLOUR_RED | 1u << COLOUR_YELLOW | 1u << COLOUR_GREEN },
};
static const struct { const char *name, *list, *unit; } scopes[] = {
    { "everything", NULL, NULL }, { "one list", "tasks", NULL }, { "one unit", NULL, "U7" },
    { "one unit's list", "tasks", "U7" },
};
#define COUNT(v) (sizeof (v) / sizeof *(v))

static void check_all(bool print)
{
    const unsigned lit = 1u << COLOUR_RED | 1u << COLOUR_YELLOW | 1u << COLOUR_GREEN;

    for (size_t o = 0; o < COUNT(orders); o++)
        for (size_t s = 0; s < COUNT(scopes); s++)
            for (size_t c = 0; c < COUNT(colours); c++) {
                struct filter f = rig_filter(&rig);
                f.order = orders[o].order;
                f.colours = colours[c].colours;
                f.list = scopes[s].list;
                f.unit = scopes[s].unit;
                char *plan = plan_of(&f);
                const char *bad = scan_in(plan);
                if (print)
                    print_message("%s / %s / %s:%s\n", orders[o].name, scopes[s].name,
                                  colours[c].name, strchr(plan, '\n'));
                if (bad)
                    fail_msg("%s / %s / %s reads a table:%s\nin:\n%s", orders[o].name,
                             scopes[s].name, colours[c].name, bad, plan);
                /* unfiltered: the index has the order, nothing is sorted */
                bool sorted = strstr(plan, "TEMP B-TREE") != NULL;
                bool two = scopes[s].list && scopes[s].unit;
                if (f.colours == 0 && sorted && !two)
                    fail_msg("%s / %s sorts:\n%s", orders[o].name, scopes[s].name, plan);
                /* the few pinned ones are never looked for among all */
                if ((f.colours & lit) && (f.colours & lit) != lit &&
                    !strstr(plan, "item_pinned"))
                    fail_msg("%s / %s / %s looks for pins:\n%s", orders[o].name,
                             scopes[s].name,
                             colours[c].name, plan);
                free(plan);
            }
}

static void no_question_reads_a_whole_table(void **state)
{
    (void)state;
    check_all(getenv("XH_PLANS") != NULL);
}

static void statistics_do_not_change_that(void **state)
{
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(db_script(rig.st.db, "ANALYZE", &err), XH_OK);
    check_all(getenv("XH_PLANS") != NULL);
}

static void nor_do_other_filters_and_other_days(void **state)
{
    static const char *const where[] = { "area>=3" };
    struct filter all = rig_filter(&rig);
    struct filter rows[9];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        rows[i] = all;
    rows[0].as_of = rig.today - 10;
    rows[1].as_of = rig.today - 10;
    rows[1].colours = 1u << COLOUR_RED;
    rows[1].list = "tasks";
    rows[2].overdue = true;
    rows[3].due_soon = true;
    rows[4].owner = "P3";
    rows[5].parent = rig.v[3].code;
    rows[6].place = "V2";
    rows[7].list = "tasks";
    rows[7].where = where;
    rows[7].n_where = 1;
    rows[8].text = "GDP";
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *plan = plan_of(&rows[i]);
        const char *bad = scan_in(plan);
        if (bad)
            fail_msg("filter %zu reads a table:%s\nin:\n%s", i, bad, plan);
        free(plan);
    }
    /* what is late is found by its due date, not by walking in order of urgency */
    char *plan = plan_of(&rows[2]);
    assert_non_null(strstr(plan, "SEARCH p USING COVERING INDEX item_due"));
    free(plan);
}

/* The month of the calendar: a stretch of an index that holds all that is counted. */
static void a_month_of_deadlines_is_a_stretch_of_an_index(void **state)
{
    struct xh_err err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(scopes); i++) {
        struct filter f = rig_filter(&rig);
        f.list = scopes[i].list;
        f.unit = scopes[i].unit;
        char *plan = query_due_plan(&rig.st, &f, rig.today - 15, rig.today + 15, &err);
        assert_non_null(plan);
        const char *bad = scan_in(plan);
        if (bad)
            fail_msg("%s reads a table:%s\nin:\n%s", scopes[i].name, bad, plan);
        if (!strstr(plan, "_due (") || !strstr(plan, "item_pinned"))
            fail_msg("%s:\n%s", scopes[i].name, plan);
        if (f.list && !f.unit &&
            !strstr(plan, "SEARCH i USING COVERING INDEX item_list_due "
                          "(list=? AND due>? AND due<?)"))
            fail_msg("%s:\n%s", scopes[i].name, plan);
        free(plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_question_reads_a_whole_table),
        cmocka_unit_test(nor_do_other_filters_and_other_days),
        cmocka_unit_test(a_month_of_deadlines_is_a_stretch_of_an_index),
        cmocka_unit_test(statistics_do_not_change_that),
        cmocka_unit_test(a_month_of_deadlines_is_a_stretch_of_an_index),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
