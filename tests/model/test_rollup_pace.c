/* test_rollup_pace.c - days used, plan, pace, rate: from figures alone (SEEDS 26-28, ENGINE 8,
 * OFFICE 24). */
#include "tests/model/record_rig.h"

#include "model/rollup.h"

/* Dates as ISO texts; NULL: none. */
static const struct {
    const char *what;
    int64_t rows, signed_rows, week;
    const char *start, *due, *first, *last, *today;
    int32_t used, all, left, early;
    int64_t planned, needed, recent;
    const char *forecast;
    int64_t rate;
} table[] = {
    /* SEEDS 28: 3天完成93户53亩土地户签,完成率100%,提前一个月完成计划 */
    { "93 households in 3 days, a month early", 93, 93, 93, "2026-03-02", "2026-04-04",
      "2026-03-02", "2026-03-04", "2026-03-04", 3, 34, 31, 31, 6, 0, 133, NULL, 1000 },
    { "the same, looked at later", 93, 93, 0, "2026-03-02", "2026-04-04", "2026-03-02",
      "2026-03-04", "2026-05-01", 3, 34, 0, 31, 93, 0, 0, NULL, 1000 },
    /* SEEDS 27: 2个村近百亩土地征收,36天率先完成 */
    { "36 days", 2, 2, 0, "2026-03-01", NULL, "2026-03-20", "2026-04-05", "2026-06-01", 36, 0, 0,
      0, 0, 0, 0, NULL, 1000 },
    { "the first of them", 93, 31, 31, "2026-03-02", "2026-04-01", "2026-03-02", "2026-03-02",
      "2026-03-02", 1, 31, 30, 0, 0, 21, 44, "2026-03-16", 333 },
    { "nothing yet", 10, 0, 0, "2026-03-02", "2026-03-12", NULL, NULL, "2026-03-03", 2, 11, 9, 0,
      1, 12, 0, NULL, 0 },
    { "not begun", 10, 0, 0, "2026-03-02", "2026-03-12", NULL, NULL, "2026-03-01", 0, 11, 11, 0,
      0, 10, 0, NULL, 0 },
    { "no dates at all", 10, 0, 0, NULL, NULL, NULL, NULL, "2026-03-01", 0, 0, 0, 0, 0, 0, 0, NULL,
      0 },
    { "the last day", 10, 9, 1, "2026-03-02", "2026-03-12", "2026-03-02", "2026-03-11",
      "2026-03-12", 11, 11, 0, 0, 10, 0, 1, "2026-03-19", 900 },
    { "the day is over", 1000, 999, 7, "2026-03-02", "2026-03-12", "2026-03-02", "2026-03-19",
      "2026-03-20", 19, 11, 0, 0, 1000, 0, 10, "2026-03-21", 999 },
    { "done late", 3, 3, 1, "2026-03-02", "2026-03-12", "2026-03-02", "2026-03-15", "2026-03-15",
      14, 11, 0, -3, 3, 0, 1, NULL, 1000 },
    { "signed before the start", 3, 1, 0, "2026-03-10", "2026-03-12", "2026-03-05", "2026-03-05",
      "2026-03-11", 7, 3, 1, 0, 2, 20, 0, NULL, 333 },
    { "one day for all of it", 3, 0, 0, "2026-03-10", "2026-03-10", NULL, NULL, "2026-03-10", 1,
      1, 0, 0, 3, 0, 0, NULL, 0 },
    { "nothing there", 0, 0, 0, "2026-03-10", "2026-03-12", NULL, NULL, "2026-03-11", 2, 3, 1, 0,
      0, 0, 0, NULL, 0 },
    { "never 100.0 but for all", 100000, 99999, 1, NULL, NULL, "2026-03-01", "2026-03-09",
      "2026-03-11", 11, 0, 0, 0, 0, 0, 1, "2026-03-18", 999 },
};

static int32_t day_of(const char *iso)
{
    return iso ? on(iso) : DAY_NONE;
}

static void pace_and_rate(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct rollup_figures f = {
            .rows = table[i].rows, .signed_rows = table[i].signed_rows, .week = table[i].week,
            .start = day_of(table[i].start), .due = day_of(table[i].due),
            .first_signed = day_of(table[i].first), .last_signed = day_of(table[i].last),
        };
        struct rollup_pace p;
        rollup_pace(&f, on(table[i].today), &p);
        if (p.days_used != table[i].used || p.days_all != table[i].all ||
            p.days_left != table[i].left || p.early != table[i].early ||
            p.planned != table[i].planned || p.needed != table[i].needed ||
            p.recent != table[i].recent || p.forecast != day_of(table[i].forecast) ||
            rollup_rate(&f) != table[i].rate || p.left != f.rows - f.signed_rows ||
            p.done != (f.rows > 0 && f.signed_rows == f.rows)) {
            char day[DAY_TEXT];
            fail_msg("%s: used %d of %d, left %d, early %d, planned %lld, needed %lld, recent "
                     "%lld, forecast %s, rate %lld", table[i].what, p.days_used, p.days_all,
                     p.days_left, p.early, (long long)p.planned, (long long)p.needed,
                     (long long)p.recent, day_format(p.forecast, day), (long long)rollup_rate(&f));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pace_and_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
