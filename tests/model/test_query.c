/* test_query.c - the rows the builder finds, against a walk over the same rows in
 * memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/mem.h"
#include "tests/model/query_walk.h"

enum { ROWS = 10500 };
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

static void same_name(char *expected, const char *got)
{
    assert_string_equal(got, expected);
    free(expected);
}

static void check_row(const struct row *r, const struct rig_item *it,
                      const struct wish *w)
{
    const struct rig_span *s = span_on(it, &w->f);
    int32_t day = wish_day(w);
    const struct calendar *cal = rig.defs.calendar;

    assert_string_equal(r->it.code, it->code);
    assert_int_equal(r->it.phase, s->phase);
    assert_string_equal(r->it.state, s->state);
    assert_int_equal(r->it.due, s->due == DAY_NEVER ? DAY_NONE : s->due);
    assert_int_equal(r->colour, shown_on(s, day));
    assert_int_equal(r->computed, computed_on(s, day));
    assert_string_equal(r->rule, is_pinned(s, day)          ? "pin"
                                 : r->colour == COLOUR_RED    ? "r"
                                 : r->colour == COLOUR_YELLOW ? "y"
                                                              : "");
    if (s->due == DAY_NEVER || s->phase >= PHASE_CLOSED)
        assert_int_equal(r->days_left, DAY_NONE);
    else
        assert_int_equal(r->days_left, calendar_workdays(cal, day, s->due));
    assert_int_equal(r->days_overdue,
                     s->phase == 0 && is_overdue(&rig, s->due, day) ? day - s->due : 0);
    same_name(rig_unit_name(it->unit), r->unit);
    same_name(rig_place_name(&rig, it->place), r->place);
    same_name(rig_person_name(it->owner), r->owner);
    same_name(rig_person_name(it->lead), r->lead);
    same_name(rig_person_name(it->leader), r->leader);
    same_name(rig_person_name(it->handler), r->handler);
    assert_string_equal(r->parent, it->parent ? rig.v[it->parent - 1].code : "");
    assert_string_equal(r->latest, it->latest);
    assert_int_equal(r->latest_on, it->latest_on);
}

static void check(const struct wish *w)
{
    struct rows got = {0};
    struct xh_err err = {0};
    size_t n;
    const struct rig_item **want = walk(&rig, w, &n);

    if (query_rows(&rig.st, &w->f, &got, &err) != XH_OK)
        fail_msg("%s\n%s", tell_wish(w), err.msg);
    for (size_t i = 0; i < n && i < got.n; i++) {
        if (got.v[i].it.id != want[i]->id)
            fail_msg("%s\nrow %zu of %zu/%zu is item %d, expected %d", tell_wish(w), i,
                     got.n, n, (int)got.v[i].it.id, (int)want[i]->id);
        check_row(&got.v[i], want[i], w);
    }
    if (got.n != n)
        fail_msg("%s\n%zu rows, expected %zu", tell_wish(w), got.n, n);
    rows_fini(&got);
    free(want);
}

static void random_filters_agree_with_a_walk_over_all_rows(void **state)
{
    struct wish w;

    (void)state;
    for (int i = 0; i < 400; i++) {
        random_wish(&w, &rig);
        check(&w);
    }
}

static void every_colour_in_every_order(void **state)
{
    struct wish w;

    (void)state;
    any_wish(&w, &rig);
    for (unsigned colours = 0; colours < 32; colours++)
        for (int order = ORDER_URGENCY; order <= ORDER_OWNER; order++) {
            w.f.colours = colours;
            w.f.order = (enum order)order;
            w.f.limit = 40;
            check(&w);
        }
    any_wish(&w, &rig);
    check(&w);                  /* all of them, to the last */
}

static void an_unmapped_login_reads_nothing(void **state)
{
    struct wish w;
    struct rows rows = {0};
    struct xh_err err = {0};

    (void)state;
    any_wish(&w, &rig);
    w.f.reader = 0;
    assert_int_equal(query_rows(&rig.st, &w.f, &rows, &err), XH_OK);
    assert_int_equal(rows.n, 0);
    w.f.reader = READER_NONE;
    assert_int_equal(query_rows(&rig.st, &w.f, &rows, &err), XH_OK);
    assert_int_equal(rows.n, 0);
}

/* ---- one at a time, and when the disk fails ---- */

struct taking { size_t n, until; };

static enum xh_rc take_some(void *ctx, struct row *row, struct xh_err *err)
{
    struct taking *t = ctx;

    (void)row;
    return ++t->n == t->until ? xh_fail(err, XH_REFUSED, "enough") : XH_OK;
}

static void the_sink_ends_it(void **state)
{
    struct filter f = rig_filter(&rig);
    struct taking t = { 0, 7 };
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(query_each(&rig.st, &f, take_some, &t, &err), XH_REFUSED);
    assert_int_equal(t.n, 7);
    assert_string_equal(err.msg, "enough");
}

/* Whatever step fails: an error with a message, or, where a permission could not be read,
 * less to see: no row or a mask. Never half an answer. */
static void no_failing_step_gives_half_an_answer(void **state)
{
    static const char *const by[] = { "unit" };
    struct filter f = rig_filter(&rig);
    int failed = 0;
    bool done = false;

    (void)state;
    f.list = "households";
    f.unit = "U20";
    f.colours = BIT(COLOUR_RED);
    f.limit = 3;
    for (int n = 1; n < 200; n++) {
        struct rows got = {0};
        struct group_count *groups = NULL;
        struct xh_err err = {0};
        size_t n_groups = 0;

        db_fail_at(rig.st.db, n);
        enum xh_rc rc = query_rows(&rig.st, &f, &got, &err);
        if (rc == XH_OK)
            rc = query_counts(&rig.st, &f, by, 1, &groups, &n_groups, &err);
        done = rc == XH_OK && got.n == 3 && n_groups == 3;
        failed += rc != XH_OK;
        if (rc != XH_OK)
            assert_true(*err.msg);
        else
            assert_true(done || got.n == 0 || n_groups == 0);
        rows_fini(&got);
        group_counts_free(groups, n_groups);
    }
    db_fail_at(rig.st.db, 0);
    assert_true(failed > 20);
    assert_true(done);              /* so many steps it does not take */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_filters_agree_with_a_walk_over_all_rows),
        cmocka_unit_test(every_colour_in_every_order),
        cmocka_unit_test(an_unmapped_login_reads_nothing),
        cmocka_unit_test(the_sink_ends_it),
        cmocka_unit_test(no_failing_step_gives_half_an_answer),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
