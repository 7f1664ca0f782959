/* test_query_count.c - how many of each colour, against a walk over the same rows in
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

struct tally { int64_t key[4]; struct counts n; };

static struct tally *tally_of(struct tally *v, size_t *n, const int64_t key[4])
{
    for (size_t i = 0; i < *n; i++)
        if (memcmp(v[i].key, key, sizeof v[i].key) == 0)
            return &v[i];
    memcpy(v[*n].key, key, sizeof v[*n].key);
    return &v[(*n)++];
}

static size_t tally_up(const struct wish *w, const bool by[4], struct tally *v)
{
    size_t n = 0;
    int32_t day = wish_day(w);

    for (size_t i = 0; i < rig.n; i++) {
        const struct rig_item *it = &rig.v[i];
        if (!is_wanted(&rig, it, w))
            continue;
        const struct rig_span *s = span_on(it, &w->f);
        if (s->phase == PHASE_CANCELLED)
            continue;
        int64_t key[4] = { by[0] ? it->list : -1, by[1] ? it->unit : -1,
                           by[2] ? it->owner : -1, by[3] ? it->lead : -1 };
        struct counts *c = &tally_of(v, &n, key)->n;
        if (s->phase <= PHASE_HELD)
            c->colour[shown_on(s, day)]++;
        c->review += s->phase == PHASE_REVIEW;
        c->total += s->phase <= PHASE_HELD;
        c->closed += s->phase == PHASE_CLOSED;
    }
    return n;
}

static int64_t number_in(const char *name, bool asked)
{
    return !asked ? -1 : *name ? atoll(name + 1) : 0;
}

static void check_counts(struct wish *w, const bool by[4])
{
    static const char *const words[] = { "list", "unit", "owner", "lead" };
    static struct tally want[ROWS];
    const char *asked[4];
    struct group_count *got = NULL;
    struct xh_err err = {0};
    size_t n_asked = 0, n_got = 0, n_want;

    memset(want, 0, sizeof want);
    for (int i = 0; i < 4; i++)
        if (by[i])
            asked[n_asked++] = words[i];
    n_want = tally_up(w, by, want);
    if (query_counts(&rig.st, &w->f, asked, n_asked, &got, &n_got, &err) != XH_OK)
        fail_msg("%s\n%s", tell_wish(w), err.msg);
    if (n_asked == 0 && n_want == 0)
        n_want = 1;             /* everything is a group, even an empty one */
    if (n_got != n_want)
        fail_msg("%s\n%zu groups, expected %zu", tell_wish(w), n_got, n_want);
    for (size_t i = 0; i < n_got; i++) {
        const struct list_def *l = by[0] ? defs_list(&rig.defs, got[i].list) : NULL;
        int64_t key[4] = { l ? l - rig.defs.lists : -1, number_in(got[i].unit, by[1]),
                           number_in(got[i].owner, by[2]),
                           number_in(got[i].lead, by[3]) };
        const struct tally *t = n_asked ? tally_of(want, &n_want, key) : want;
        if (n_got != n_want)
            fail_msg("%s\nno such group: %s %s", tell_wish(w), got[i].list, got[i].unit);
        if (memcmp(&t->n, &got[i].n, sizeof t->n) != 0)
            fail_msg(
                "%s\n%s %s: red %d yellow %d green %d grey %d review %d total %d closed %d, "
                "expected %d %d %d %d %d %d %d",
                tell_wish(w), got[i].list, got[i].unit, (int)got[i].n.colour[COLOUR_RED],
                (int)got[i].n.colour[COLOUR_YELLOW], (int)got[i].n.colour[COLOUR_GREEN],
                (int)got[i].n.colour[COLOUR_GREY], (int)got[i].n.review,
                (int)got[i].n.total, (int)got[i].n.closed, (int)t->n.colour[COLOUR_RED],
                (int)t->n.colour[COLOUR_YELLOW], (int)t->n.colour[COLOUR_GREEN],
                (int)t->n.colour[COLOUR_GREY], (int)t->n.review, (int)t->n.total,
                (int)t->n.closed);
    }
    group_counts_free(got, n_got);
}

static void counts_agree_with_a_walk_over_all_rows(void **state)
{
    struct wish w;

    (void)state;
    for (int i = 0; i < 150; i++) {
        bool by[4] = { one_in(2), one_in(2), one_in(4), one_in(4) };
        random_wish(&w, &rig);
        w.f.colours = 0;
        check_counts(&w, by);
    }
    any_wish(&w, &rig);
    for (int i = 0; i < 16; i++)
        check_counts(&w, (bool[4]){ i & 1, i & 2, i & 4, i & 8 });
}

static void groups_come_in_the_leaders_order(void **state)
{
    static const char *const by[] = { "unit", "list" };
    struct filter f = rig_filter(&rig);
    struct group_count *got = NULL;
    struct xh_err err = {0};
    size_t n;

    (void)state;
    assert_int_equal(query_counts(&rig.st, &f, by, 2, &got, &n, &err), XH_OK);
    for (size_t i = 1; i < n; i++) {
        int64_t a = number_in(got[i - 1].unit, true), b = number_in(got[i].unit, true);
        int64_t ra = a ? rig.unit_rank[a] : INT64_MAX,
                rb = b ? rig.unit_rank[b] : INT64_MAX;
        assert_true(ra < rb || (ra == rb && a <= b));
        if (a == b)
            assert_true(defs_list(&rig.defs, got[i - 1].list)
                        < defs_list(&rig.defs, got[i].list));
    }
    assert_string_equal(got[n - 1].unit, "");       /* nobody's come last */
    assert_string_equal(got[0].owner, "");
    group_counts_free(got, n);

    static const char *const wrong[] = { "village" };
    static const char *const twice[] = { "unit", "unit" };
    assert_int_equal(query_counts(&rig.st, &f, wrong, 1, &got, &n, &err), XH_USAGE);
    assert_string_equal(err.msg,
                        "cannot count by 'village'. Use: list, unit, owner, lead");
    assert_int_equal(query_counts(&rig.st, &f, twice, 2, &got, &n, &err), XH_USAGE);
}

/* What falls due by day: rows in work, by the colour they show today. */
static void days_of_deadlines_agree_with_a_walk(void **state)
{
    enum { DAYS = 45 };
    struct day_count got[DAYS], want[DAYS];
    struct xh_err err = {0};
    int64_t seen = 0, red = 0;
    struct wish w;

    (void)state;
    for (int i = 0; i < 120; i++) {
        random_wish(&w, &rig);
        w.f.colours = 0;
        w.f.state = NULL;
        w.state = NULL;
        w.phase = -1;
        w.f.as_of = DAY_NONE;
        int32_t from = rig.today - 22;
        memset(want, 0, sizeof want);
        for (size_t k = 0; k < rig.n; k++) {
            const struct rig_span *s = &rig.v[k].now;
            if (s->phase != PHASE_OPEN || s->due < from || s->due >= from + DAYS ||
                !is_wanted(&rig, &rig.v[k], &w))
                continue;
            want[s->due - from].total++;
            want[s->due - from].colour[shown_on(s, wish_day(&w))]++;
        }
        if (query_due_days(&rig.st, &w.f, from, from + DAYS - 1, got, &err) != XH_OK)
            fail_msg("%s", err.msg);
        for (int d = 0; d < DAYS; d++) {
            if (memcmp(&got[d], &want[d], sizeof *got) != 0) {
                char *told = tell_wish(&w);
                fail_msg("day %d: %lld red %lld, not %lld red %lld: %s", d,
                         (long long)got[d].total, (long long)got[d].colour[COLOUR_RED],
                         (long long)want[d].total, (long long)want[d].colour[COLOUR_RED], told);
            }
            seen += got[d].total;
            red += got[d].colour[COLOUR_RED];
        }
    }
    assert_true(seen > 1000 && red > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_agree_with_a_walk_over_all_rows),
        cmocka_unit_test(groups_come_in_the_leaders_order),
        cmocka_unit_test(days_of_deadlines_agree_with_a_walk),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
