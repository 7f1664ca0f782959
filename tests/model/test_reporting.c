/* test_reporting.c - 应报/已报/未报 by unit: every count against the rules' own functions, day
 * after day, of every reader; the periods; who sees telephones. */
#include "tests/model/history_player.h"
#include "tests/model/record_tools.h"

#include "model/permit.h"
#include "model/recompute.h"
#include "model/reporting.h"
#include "model/rhythm.h"

static struct record_rig *r;

/* What the rules say of one item in a period: does it owe, is it silent? */
static bool owes(const struct item *it, const struct report_period *p, bool *silent)
{
    struct item_facts x = {0};
    struct derived d = {0};
    int32_t fill = report_fill_of(p, it);
    bool is = false;

    if (it->phase == PHASE_OPEN && fill != DAY_NONE) {
        assert_int_equal(item_facts_load(r->st->db, r->st->defs, it->id, &x, &r->err), XH_OK);
        derive(r->st->defs, &x.f, &d);
        is = rhythm_owed(r->st->defs, &x.f, d.due, fill).is_owed;
        item_facts_fini(&x);
    }
    *silent = report_is_silent(p, it);
    return is;
}

static void check_reader(const struct report_period *p, int64_t reader, size_t *seen)
{
    struct reporting got = {0};
    int64_t owed = 0, reported = 0, rows = 0;
    struct stmt *s = db_query(r->st->db, &r->err, "SELECT id FROM item", "");

    if (reporting_load(r->st, reader, p, &got, &r->err) != XH_OK)
        fail_msg("%s", r->err.msg);
    while (stmt_step(s, &r->err) > 0) {
        struct item it = {0};
        bool silent;
        assert_int_equal(item_load(r->st->db, stmt_int(s, 0), &it, &r->err), XH_OK);
        const struct list_def *l = defs_list(r->st->defs, it.list);
        if (permit_may(r->st->db, r->st->defs, reader, VERB_READ, it.list, it.id) &&
            owes(&it, p, &silent)) {
            if (l->sheet.grouped) {
                rows++;
            } else {
                owed++;
                reported += !silent;
            }
            got.silent[l - r->st->defs->lists] -= silent;
            for (size_t i = 0; i < got.n; i++)
                if (got.v[i].unit == it.unit && !l->sheet.grouped) {
                    got.v[i].owed--;
                    got.v[i].reported -= !silent;
                }
        }
        item_fini(&it);
    }
    stmt_done(s);
    if (got.owed != owed || got.reported != reported || got.rows != rows)
        fail_msg("reader %d: %d/%d/%d, not %d/%d/%d", (int)reader, (int)got.owed,
                 (int)got.reported, (int)got.rows, (int)owed, (int)reported, (int)rows);
    for (size_t i = 0; i < got.n; i++) {
        assert_int_equal(got.v[i].owed, 0);
        assert_int_equal(got.v[i].reported, 0);
    }
    for (size_t i = 0; i < r->st->defs->n_lists; i++)
        assert_int_equal(got.silent[i], 0);
    *seen += (size_t)(owed + rows);
    reporting_fini(&got);
}

/* The condition finds the same rows as the walk by unit. */
static void check_condition(const struct report_period *p, const char *word)
{
    for (int silent = 0; silent < 2; silent++) {
        char *where = xasprintf("%s=%s", silent ? "report_silent" : "report_due", word);
        const char *conditions[] = { where };
        struct filter f = { .where = conditions, .n_where = 1, .today = r->env.today,
                            .as_of = DAY_NONE, .reader = r->clerk };
        struct rows rows = {0};
        struct reporting all = {0};
        int64_t want = 0;
        assert_int_equal(query_rows(r->st, &f, &rows, &r->err), XH_OK);
        assert_int_equal(reporting_load(r->st, r->clerk, p, &all, &r->err), XH_OK);
        if (silent)
            for (size_t i = 0; i < r->st->defs->n_lists; i++)
                want += all.silent[i];
        else
            want = all.owed + all.rows;
        assert_int_equal(rows.n, want);
        reporting_fini(&all);
        rows_fini(&rows);
        free(where);
    }
}

static void it_is_what_the_rules_say(void **state)
{
    struct player_configs configs;
    size_t seen = 0;

    (void)state;
    player_configs_init(&configs);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct player p;
        player_init(&p, &configs, seed, NULL);
        r = &p.rig;
        for (int i = 0; i < 80; i++) {
            player_act(&p);
            if (player_rnd(&p, 4) == 0)
                player_next_day(&p);
            if (i % 8 != 7)
                continue;
            struct report_period now, on;
            int32_t fills[8];
            size_t n = report_fill_days(r->st->defs, r->env.today, fills, 8);
            char day[DAY_TEXT];
            report_period_now(r->st->defs, r->env.today, &now);
            check_reader(&now, r->clerk, &seen);
            check_reader(&now, r->handler, &seen);
            check_condition(&now, "now");
            assert_in_range(n, 4, 8);
            report_period_on(r->st->defs, fills[i % n], &on);
            check_reader(&on, r->clerk, &seen);
            check_reader(&on, r->leader, &seen);
            check_condition(&on, day_format(fills[i % n], day));
        }
        player_fini(&p);
    }
    player_configs_fini(&configs);
    assert_in_range(seen, 200, 100000);
}

/* ---- periods ---- */

static struct record_rig rig;

static int setup(void **state)
{
    (void)state;
    r = &rig;
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static void a_fill_day_has_the_rhythms_that_end_on_it(void **state)
{
    struct report_period p;

    (void)state;
    report_period_on(r->st->defs, on("2026-11-19"), &p);
    assert_int_equal(p.n, 1);
    assert_string_equal(p.part[0].cadence, "week");
    assert_int_equal(p.part[0].before, on("2026-11-12"));
    assert_int_equal(p.once_from, on("2026-11-13"));
    report_period_on(r->st->defs, on("2026-11-30"), &p);
    assert_int_equal(p.n, 2);
    assert_string_equal(p.part[1].cadence, "month");
    assert_int_equal(p.part[1].before, on("2026-10-30"));
    report_period_on(r->st->defs, on("2026-11-17"), &p);        /* no fill day */
    assert_int_equal(p.n, 0);
    assert_true(p.once_from > p.once_to);
}

static void now_is_what_is_asked_for(void **state)
{
    struct report_period p;

    (void)state;
    report_period_now(r->st->defs, on("2026-11-20"), &p);       /* Friday: who missed Thursday */
    assert_int_equal(p.n, 1);
    assert_int_equal(p.part[0].fill, on("2026-11-19"));
    report_period_now(r->st->defs, on("2026-11-24"), &p);       /* the month's end is near */
    assert_int_equal(p.n, 3);
    assert_int_equal(p.part[0].fill, on("2026-11-26"));
    assert_int_equal(p.part[2].fill, on("2026-11-30"));
    assert_false(report_period_read(r->st->defs, "soon", r->env.today, &p));
    assert_true(report_period_read(r->st->defs, "2026-11-19", r->env.today, &p));
    assert_int_equal(p.fill, on("2026-11-19"));
}

static void telephones_are_for_those_who_call(void **state)
{
    (void)state;
    assert_true(reporting_sees_phones(r->st, r->clerk));
    assert_true(reporting_sees_phones(r->st, r->admin));
    assert_false(reporting_sees_phones(r->st, r->handler));
    assert_false(reporting_sees_phones(r->st, r->village));
    assert_false(reporting_sees_phones(r->st, 0));
}

/* It is read from an index, the rows themselves are not touched. */
static void it_is_walked_along_an_index(void **state)
{
    struct stmt *s = db_query(r->st->db, &r->err,
                              "EXPLAIN QUERY PLAN SELECT coalesce(i.unit, 0), i.list, count(*), "
                              "sum(coalesce(i.last_report_on, -1000000) > 20000) FROM item i WHERE "
                              "i.phase = 0 AND i.report_every = 'week' AND max(i.opened_on, "
                              "i.assigned_on) <= 20001 AND i.id NOT IN (SELECT k.item FROM clock k "
                              "WHERE coalesce(k.to_day, 1000000) > 20001 AND k.from_day <= 20007 "
                              "AND k.from_day < coalesce(k.to_day, 1000000)) AND 1 "
                              "GROUP BY i.unit, i.list", "");
    bool item = false, clock = false;

    (void)state;
    while (stmt_step(s, &r->err) > 0) {
        const char *line = stmt_text(s, 3);
        item |= strstr(line, "COVERING INDEX item_report") != NULL;
        clock |= strstr(line, "clock_day") != NULL;
    }
    stmt_done(s);
    assert_true(item);
    assert_true(clock);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_what_the_rules_say),
        T(a_fill_day_has_the_rhythms_that_end_on_it),
        T(now_is_what_is_asked_for),
        T(telephones_are_for_those_who_call),
        T(it_is_walked_along_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
