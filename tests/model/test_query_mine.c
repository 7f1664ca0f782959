/* test_query_mine.c - conditions about the reader and whose turn it is, against what the
 * rules' own functions say of every row. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/permit.h"
#include "model/query.h"
#include "model/recompute.h"
#include "model/rhythm.h"
#include "model/visit.h"
#include "report/weekly.h"

static struct record_rig rig, *r = &rig;

static const char *task(const char *owner, const char *handler, const char *lead,
                        const char *due)
{
    static char code[64];
    char *pairs[] = { xasprintf("owner=%s", owner), xasprintf("handler=%s", handler),
                      xasprintf("lead=%s", lead), xasprintf("due=%s", due) };

    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=消防通道整治", "unit=建设办", "co=财政所", pairs[0],
                     pairs[1], pairs[2], pairs[3], NULL));
    for (int i = 0; i < 4; i++)
        free(pairs[i]);
    return code;
}

static void apply(const char *code)
{
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
}

/* Promised until, the next visit; gone again; kept. */
static const struct { const char *due, *next; bool again, kept; } visited[] = {
    { "2026-11-18", NULL, false, false }, { "2026-11-18", NULL, false, true },
    { "2026-11-20", NULL, false, false }, { "2026-11-22", NULL, true, false },
    { "2026-11-23", "2026-11-20", false, false }, { NULL, "2026-11-19", false, false },
    { NULL, "2026-11-19", true, false }, { NULL, "2026-11-24", false, false },
    { "2026-11-17", "2026-11-30", true, false }, { NULL, NULL, false, false },
};

/* `day` NULL: that the promise was kept. */
static void visit(const char *house, const char *day, const char *due, const char *next)
{
    struct visit_call v = { .promise = due ? "复量" : NULL, .due = due ? on(due) : DAY_NONE,
                            .next = next ? on(next) : DAY_NONE, .kept = !day };
    struct call c = rig_call(VERB_VISIT, house);

    c.visit = &v;
    c.on = day ? on(day) : DAY_NONE;
    assert_ok(rig_run(r, r->handler, &c));
}

/* Three weeks: reports made and missed, rows returned, held, applied for, of several
 * people. */
static void play(void)
{
    char a[64], b[64], c[64], d[64];

    snprintf(a, sizeof a, "%s", task("干部甲", "", "领导甲", "2026-11-10"));
    snprintf(b, sizeof b, "%s", task("干部甲", "干部乙", "领导乙", "2026-12-30"));
    snprintf(c, sizeof c, "%s", task("干部乙", "干部甲", "领导甲", "2026-11-20"));
    snprintf(d, sizeof d, "%s", task("干部甲", "", "领导甲", "2026-12-31"));
    task("", "", "", "2026-11-13");
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, a));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, b));
    assert_ok(rig_do(r, r->other, VERB_ACCEPT, c));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, d));
    rig_today(r, "2026-11-06");
    assert_ok(rig_report(r, r->handler, a, "已开工", 10));
    assert_ok(rig_do_because(r, r->handler, VERB_EXTEND, b, "材料未到", "2027-01-20"));
    rig_today(r, "2026-11-13");
    struct weekly w = {0};
    struct who who = { .actor = r->clerk };
    int64_t no;
    assert_ok(weekly_final(r->st, &r->env, &who, 0, NULL, &w, &no, &r->err));
    weekly_fini(&w);
    rig_today(r, "2026-11-17");
    assert_ok(rig_report(r, r->handler, b, "已报审", 20));
    apply(a);
    apply(d);
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, d, "照片不清", NULL));
    for (size_t i = 0; i < sizeof visited / sizeof *visited; i++) {
        char house[64];
        snprintf(house, sizeof house, "%s", rig_add(r, "households", "title=户001",
                 "place=林家村", "owner=干部甲", NULL));
        visit(house, "2026-11-16", visited[i].due, visited[i].next);
        if (visited[i].again)
            visit(house, "2026-11-17", NULL, NULL);
        if (visited[i].kept)
            visit(house, NULL, NULL, NULL);
    }
    rig_add(r, "households", "title=户001", "place=林家村", "owner=干部甲", NULL);
    rig_today(r, "2026-11-20");
}

static int set_up(void **state)
{
    (void)state;
    record_rig_init_on(r, NULL, true, "2026-11-02");
    play();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* ---- the walk ---- */

typedef bool wanted(const struct item *it, int64_t me);

static bool is_own(const struct item *it, int64_t me)
{
    return permit_relation_to(r->st->db, me, it->id) & REL_OWN;
}
static bool is_co(const struct item *it, int64_t me)
{
    return permit_relation_to(r->st->db, me, it->id) & REL_CO;
}
static bool is_led(const struct item *it, int64_t me)
{
    return permit_relation_to(r->st->db, me, it->id) & REL_LEADS;
}
static bool is_of_unit(const struct item *it, int64_t me)
{
    return permit_relation_to(r->st->db, me, it->id) & REL_UNIT;
}
static bool is_there(const struct item *it, int64_t me)
{
    return permit_relation_to(r->st->db, me, it->id) & REL_PLACE;
}
static bool may_approve(const struct item *it, int64_t me)
{
    return it->phase == PHASE_REVIEW &&
           permit_may(r->st->db, r->st->defs, me, VERB_APPROVE, it->list, it->id) &&
           !permit_doer(r->st->db, it->id, me);
}
static bool owes(const struct item *it, int64_t me)
{
    struct item_facts x;
    struct derived d = {0};

    (void)me;
    assert_ok(item_facts_load(r->st->db, r->st->defs, it->id, &x, &r->err));
    derive(r->st->defs, &x.f, &d);
    struct owed o = rhythm_owed(r->st->defs, &x.f, d.due, r->env.today);
    item_facts_fini(&x);
    return o.is_owed && !o.is_reported;
}
static bool is_item(const struct item *it, int64_t me)
{
    (void)me;
    return strcmp(it->list, "households") != 0 && strcmp(it->list, "parcels") != 0;
}
static bool was_red(const struct item *it)
{
    int64_t n = 0;

    assert_ok(db_get_int(r->st->db, &r->err, &n, "SELECT count(*) FROM sheet_row WHERE "
                         "item = ? AND colour = 'red'", "i", it->id));
    return n > 0;
}
static bool is_red(const struct item *it)
{
    return it->phase <= PHASE_REVIEW && it->red_on <= r->env.today;
}
static bool is_newly_red(const struct item *it, int64_t me)
{
    (void)me;
    return is_red(it) && !was_red(it);
}
static bool is_still_red(const struct item *it, int64_t me)
{
    (void)me;
    return is_red(it) && was_red(it);
}

/* What its visits ask for, read one by one. */
static struct visits visits_of(const struct item *it)
{
    struct visits v = {0};

    assert_ok(visits_load(r->st, it->id, READER_TOWNSHIP, r->env.today, &v, &r->err));
    if (it->phase >= PHASE_CLOSED) {
        visits_fini(&v);
        v = (struct visits){ .promise_due = DAY_NONE, .next_on = DAY_NONE };
    }
    return v;
}
static bool has_broken(const struct item *it, int64_t me)
{
    struct visits v = visits_of(it);
    bool is = v.broken > 0;

    (void)me;
    visits_fini(&v);
    return is;
}
static bool has_next(const struct item *it, int64_t me)
{
    struct visits v = visits_of(it);
    bool is = v.next_on != DAY_NONE && v.next_on <= r->env.today;

    (void)me;
    visits_fini(&v);
    return is;
}
static bool has_due(const struct item *it, int64_t me)
{
    struct visits v = visits_of(it);
    bool is = (v.promise_due != DAY_NONE && v.promise_due <= r->env.today) || has_next(it, me);

    visits_fini(&v);
    return is;
}
static bool has_open(const struct item *it, int64_t me)
{
    struct visits v = visits_of(it);
    bool is = v.open > 0 || v.next_on != DAY_NONE;

    (void)me;
    visits_fini(&v);
    return is;
}
static bool of_this_week(const struct item *it, int64_t me)
{
    struct visits v = visits_of(it);
    bool is = false;

    (void)me;
    for (size_t i = 0; i < v.n; i++)
        is |= v.v[i].promise_due != DAY_NONE && v.v[i].kept_on == DAY_NONE
              && !v.v[i].is_broken && v.v[i].promise_due <= on("2026-11-22");
    visits_fini(&v);
    return is;
}
static bool is_unvisited(const struct item *it, int64_t me)
{
    struct visits v = {0};

    (void)me;
    assert_ok(visits_load(r->st, it->id, READER_TOWNSHIP, r->env.today, &v, &r->err));
    bool is = v.n == 0 && it->phase < PHASE_CLOSED;
    visits_fini(&v);
    return is;
}

static int64_t count(const char *where, int64_t me)
{
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .reader = me,
                        .where = &where, .n_where = 1 };
    int64_t n[64], all = 0;
    struct rows rows = {0};

    assert_true(r->st->defs->n_lists <= 64);
    assert_ok(query_sizes(r->st, &f, n, &r->err));
    for (size_t i = 0; i < r->st->defs->n_lists; i++)
        all += n[i];
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    assert_int_equal(rows.n, all);
    rows_fini(&rows);
    return all;
}

static void conditions_mean_what_the_rules_say(void **state)
{
    static const struct { const char *where; wanted *is; int64_t least; } cases[] = {
        { "relation=own", is_own, 1 }, { "relation=co", is_co, 1 },
        { "relation=leads", is_led, 1 }, { "relation=unit", is_of_unit, 1 },
        { "relation=place", is_there, 1 }, { "review=mine", may_approve, 1 },
        { "report=owed", owes, 1 }, { "row=", is_item, 1 },
        { "visit=broken", has_broken, 1 }, { "visit=week", of_this_week, 1 },
        { "visit=next", has_next, 1 }, { "visit=due", has_due, 1 },
        { "visit=open", has_open, 1 }, { "visit=never", is_unvisited, 1 },
        { "since=new_red", is_newly_red, 1 }, { "since=still_red", is_still_red, 1 },
    };
    int64_t people[] = { r->clerk, r->handler, r->other, r->leader, r->second, r->village };
    int64_t last;

    (void)state;
    assert_ok(db_get_int(r->st->db, &r->err, &last, "SELECT max(id) FROM item", ""));
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        int64_t all = 0;
        for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
            int64_t want = 0;
            for (int64_t id = 1; id <= last; id++) {
                struct item it = {0};
                assert_ok(item_load(r->st->db, id, &it, &r->err));
                want += !it.voided && cases[k].is(&it, people[p]) &&
                        permit_may(r->st->db, r->st->defs, people[p], VERB_READ, it.list, id);
                item_fini(&it);
            }
            int64_t got = count(cases[k].where, people[p]);
            if (got != want)
                fail_msg("%s: person %d has %d, expected %d", cases[k].where, (int)people[p],
                         (int)got, (int)want);
            all += got;
        }
        if (all < cases[k].least)
            fail_msg("%s: nobody has any", cases[k].where);
    }
}

static void requests_are_answered_by_others(void **state)
{
    (void)state;
    assert_int_equal(count("request=open", r->clerk), 1);
    assert_int_equal(count("request=mine", r->clerk), 1);
    assert_int_equal(count("request=open", r->handler), 1);
    assert_int_equal(count("request=mine", r->handler), 0);
    assert_int_equal(count("request=mine", r->second), 1);
    assert_int_equal(count("request=mine", r->leader), 0);
}

static void an_unknown_value_is_told_what_there_is(void **state)
{
    static const struct { const char *where, *says; } wrong[] = {
        { "relation=mine", "own, co, leads, unit, place" },
        { "relation!=own", "own, co, leads, unit, place" },
        { "review=yes", "mine" }, { "report=made", "owed" }, { "row=台", "row" },
        { "since=monday", "new_red, still_red, turned_green" },
        { "visit=soon", "broken, week, next, due, open, never" },
    };
    int64_t n[64];

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .reader = r->clerk,
                            .where = &wrong[i].where, .n_where = 1 };
        assert_rc(query_sizes(r->st, &f, n, &r->err), XH_USAGE);
        assert_non_null(strstr(r->err.msg, wrong[i].says));
    }
}

/* What is few is found by an index, not by a walk over all. */
static void few_rows_are_found_by_an_index(void **state)
{
    static const struct { const char *where, *state, *index; } cases[] = {
        { "relation=own", NULL, "item_owner" }, { "relation=own", NULL, "item_handler" },
        { "relation=leads", NULL, "item_lead" }, { "relation=leads", NULL, "item_leader" },
        { "relation=co", NULL, "item_co_person" }, { "relation=place", NULL, "item_place" },
        { "review=mine", NULL, "item_waiting" },
        { NULL, "rework", "item_waiting" }, { NULL, "assigned", "item_waiting" },
        { "request=open", NULL, "request_open" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .reader = r->clerk,
                            .where = &cases[i].where, .n_where = cases[i].where != NULL,
                            .state = cases[i].state, .limit = 20,
                            .colours = 1u << COLOUR_RED | 1u << COLOUR_YELLOW };
        char *plan = query_plan(r->st, &f, &r->err);
        if (!plan || !strstr(plan, cases[i].index))
            fail_msg("no %s in\n%s", cases[i].index, plan ? plan : r->err.msg);
        free(plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_mean_what_the_rules_say),
        cmocka_unit_test(requests_are_answered_by_others),
        cmocka_unit_test(an_unknown_value_is_told_what_there_is),
        cmocka_unit_test(few_rows_are_found_by_an_index),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
