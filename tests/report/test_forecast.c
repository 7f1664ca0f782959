/* test_forecast.c - what turns red before the next meetings is what will be red then
 * (OFFICE 17). */
#include "tests/model/record_tools.h"

#include "model/rhythm.h"
#include "report/forecast.h"

static struct record_rig rig, *const r = &rig;

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static bool is_listed(const struct forecast_part *part, int64_t item)
{
    for (size_t i = 0; i < part->g.n; i++)
        if (part->g.v[i].row.it.id == item)
            return true;
    return false;
}

static bool is_red(const struct row *row, int32_t day)
{
    return row->it.phase <= PHASE_REVIEW && row->it.red_on <= day;
}

static void rule_17_what_is_listed_will_be_red_then(void **state)
{
    struct filter f = { .as_of = DAY_NONE, .reader = r->clerk };
    size_t listed = 0;

    (void)state;
    for (int i = 0; i < 24; i++) {
        char day[DAY_TEXT], *due = xasprintf("due=%s", day_format(on("2026-11-21") + i, day));
        rig_add(r, "tasks", "title=示例事项", "unit=建设办", "owner=干部甲", due, NULL);
        free(due);
    }
    for (int32_t today = on("2026-11-20"); today < on("2026-12-11"); today++) {
        struct forecast x = {0};
        struct rows rows = {0};
        f.today = today;
        assert_ok(forecast_load(r->st, &f, NULL, NULL, &x, &r->err));
        int32_t m1 = x.parts[0].meeting, m2 = x.parts[1].meeting;
        assert_int_equal(m1, rhythm_meeting_after(r->st->defs, today));
        assert_int_equal(m2, rhythm_meeting_after(r->st->defs, m1));
        assert_ok(query_rows(r->st, &f, &rows, &r->err));
        for (size_t i = 0; i < rows.n; i++) {
            const struct row *row = &rows.v[i];
            bool now = is_red(row, today);
            assert_int_equal(is_listed(&x.parts[0], row->it.id), !now && is_red(row, m1));
            assert_int_equal(is_listed(&x.parts[1], row->it.id),
                             !now && !is_red(row, m1) && is_red(row, m2));
        }
        for (size_t i = 1; i < x.parts[0].g.n; i++)
            assert_true(x.parts[0].g.v[i - 1].row.it.red_on <= x.parts[0].g.v[i].row.it.red_on);
        listed += x.parts[0].g.n + x.parts[1].g.n;
        rows_fini(&rows);
        forecast_fini(&x);
    }
    assert_true(listed > 50);
}

static bool never(void *ctx, const struct row *row)
{
    (void)ctx;
    (void)row;
    return false;
}

static void stopped_clocks_and_strangers_are_left_out(void **state)
{
    struct filter f = { .as_of = DAY_NONE, .reader = r->clerk, .today = on("2026-11-20") };
    struct forecast x = {0};
    char held[64];

    (void)state;
    snprintf(held, sizeof held, "%s",
             rig_add(r, "tasks", "title=示例事项", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2026-11-24", NULL));
    struct call c = rig_call(VERB_HOLD, held);
    c.reason = "等批复";
    c.office = "县局";
    c.to = on("2026-12-30");
    assert_ok(forecast_load(r->st, &f, NULL, NULL, &x, &r->err));
    assert_int_equal(x.parts[0].g.n + x.parts[1].g.n, 1);
    forecast_fini(&x);
    assert_ok(forecast_load(r->st, &f, never, NULL, &x, &r->err));
    assert_int_equal(x.parts[0].g.n + x.parts[1].g.n, 0);
    forecast_fini(&x);
    assert_ok(rig_run(r, r->clerk, &c));
    assert_ok(forecast_load(r->st, &f, NULL, NULL, &x, &r->err));
    assert_int_equal(x.parts[0].g.n + x.parts[1].g.n, 0);
    forecast_fini(&x);
    f.reader = r->other;        /* of another unit */
    assert_ok(forecast_load(r->st, &f, NULL, NULL, &x, &r->err));
    assert_int_equal(x.parts[0].g.n + x.parts[1].g.n, 0);
    forecast_fini(&x);
}

static void groups_stand_as_one_row(void **state)
{
    struct filter f = { .as_of = DAY_NONE, .reader = r->clerk, .today = on("2026-11-20") };
    struct forecast x = {0};

    (void)state;
    rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2027-06-30",
            "handover=2026-11-24", NULL);
    for (int i = 0; i < 3; i++)
        rig_add(r, "households", "title=户主某某", "parent=项26-01", "place=林家村",
                "owner=村干部甲", "area=1", NULL);
    assert_ok(forecast_load(r->st, &f, NULL, NULL, &x, &r->err));
    assert_int_equal(x.parts[0].g.n + x.parts[1].g.n, 1);
    const struct gather_row *g = x.parts[0].g.n ? x.parts[0].g.v : x.parts[1].g.v;
    assert_string_equal(g->row.it.code, "项26-01");
    assert_int_equal(g->n_members, 3);
    assert_non_null(strstr(g->said, "3 户 turning red (in charge: 村干部甲)"));
    assert_null(strstr(g->said, "某某"));
    assert_true(strncmp(g->row.it.red_rule, "behind: over 30", 15) == 0);  /* why red, not yellow */
    forecast_fini(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(rule_17_what_is_listed_will_be_red_then),
        T(stopped_clocks_and_strangers_are_left_out),
        T(groups_stand_as_one_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
