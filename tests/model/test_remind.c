/* test_remind.c - 催办: which rows a kind is about, against the rules' own functions; who is
 * reminded; that it was sent is an act, counted, taken back and verified like any other. */
#include "tests/model/record_tools.h"

#include "model/people.h"
#include "model/permit.h"
#include "model/query.h"
#include "model/recompute.h"
#include "model/remind.h"
#include "model/reporting.h"
#include "model/rhythm.h"

static struct record_rig rig, *r = &rig;
static char late[64], soon[64], new[64], silent[64], held[64];

static void task(char to[static 64], const char *owner, const char *due)
{
    char *pairs[] = { xasprintf("owner=%s", owner), xasprintf("due=%s", due) };

    snprintf(to, 64, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办", "lead=领导甲",
                                   "report_every=week", pairs[0], pairs[1], NULL));
    free(pairs[0]);
    free(pairs[1]);
}

/* Three weeks up to Friday 2026-11-20: one late, one due on Monday, one given on Tuesday and
 * not accepted, one that has never reported, one on hold. */
static int setup(void **state)
{
    (void)state;
    record_rig_init_on(r, NULL, true, "2026-11-02");
    task(late, "干部甲", "2026-11-17");
    task(soon, "干部乙", "2026-11-23");
    task(silent, "干部甲", "2026-12-30");
    task(held, "干部甲", "2026-11-10");
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, late));
    assert_ok(rig_do(r, r->other, VERB_ACCEPT, soon));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, silent));
    struct call hold = rig_call(VERB_HOLD, held);
    hold.reason = "等批复";
    hold.office = "县局";
    hold.to = on("2026-12-01");
    assert_ok(rig_run(r, r->leader, &hold));
    rig_today(r, "2026-11-17");
    task(new, "干部甲", "2026-12-30");
    rig_today(r, "2026-11-19");
    assert_ok(rig_report(r, r->handler, late, "抓紧办理", 20));
    assert_ok(rig_report(r, r->other, soon, "抓紧办理", 20));
    rig_today(r, "2026-11-20");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* The codes of the rows a kind is about, joined. Caller frees. */
static char *about(const char *kind)
{
    char *where = xasprintf("remind=%s", kind);
    const char *conditions[] = { where };
    struct filter f = { .where = conditions, .n_where = 1, .today = r->env.today,
                        .as_of = DAY_NONE, .reader = r->clerk, .order = ORDER_CODE };
    struct rows rows = {0};
    struct buf b = {0};

    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&b, "%s%s", i ? " " : "", rows.v[i].it.code);
    rows_fini(&rows);
    free(where);
    return b.s ? buf_take(&b) : xstrdup("");
}

static void assert_about(const char *kind, const char *a, const char *b)
{
    char *got = about(kind), *want = xasprintf("%s%s%s", a, *b ? " " : "", b);

    assert_string_equal(got, want);
    free(got);
    free(want);
}

static void each_kind_has_its_rows(void **state)
{
    (void)state;
    assert_about("overdue", late, "");
    assert_about("due", soon, "");
    assert_about("accept", new, "");
    assert_about("report", silent, "");         /* of the period that ended on Thursday */
    const char *bad[] = { "remind=lunch" };
    struct filter f = { .where = bad, .n_where = 1, .today = r->env.today, .as_of = DAY_NONE,
                        .reader = r->clerk };
    struct rows rows = {0};
    assert_rc(query_rows(r->st, &f, &rows, &r->err), XH_USAGE);
    assert_said("report, due, overdue, accept");
    rows_fini(&rows);
}

/* Day after day for three weeks: what the query says is what the rules say of every row. */
static void the_rows_are_those_of_the_rules(void **state)
{
    const struct calendar *cal = r->st->defs->calendar;
    size_t found = 0;

    (void)state;
    for (int32_t day = on("2026-11-20"); day <= on("2026-12-14"); day++) {
        r->env.today = day;
        for (int k = 0; k < REMIND_KINDS; k++) {
            struct buf want = {0};
            struct stmt *s = db_query(r->st->db, &r->err,
                                      "SELECT id FROM item ORDER BY sort_code", "");
            while (stmt_step(s, &r->err) > 0) {
                struct item it = {0};
                struct item_facts x = {0};
                struct derived d = {0};
                bool is = false;
                assert_ok(item_load(r->st->db, stmt_int(s, 0), &it, &r->err));
                assert_ok(item_facts_load(r->st->db, r->st->defs, it.id, &x, &r->err));
                derive(r->st->defs, &x.f, &d);
                if (it.phase == PHASE_OPEN && k == REMIND_OVERDUE)
                    is = it.due != DAY_NONE && calendar_workdays(cal, it.due, day) >= 1;
                else if (it.phase == PHASE_OPEN && k == REMIND_DUE)
                    is = it.due > day && calendar_workdays(cal, day, it.due) <= 1;
                else if (it.phase == PHASE_OPEN && k == REMIND_ACCEPT)
                    is = strcmp(it.state, "assigned") == 0 &&
                         calendar_workdays(cal, it.acted_on, day) >= 1;
                else if (it.phase == PHASE_OPEN) {
                    int32_t before, ask = rhythm_asked_day(r->st->defs, x.f.report_every, d.due,
                                                           day, &before);
                    struct owed o = rhythm_owed(r->st->defs, &x.f, d.due, ask);
                    is = ask <= calendar_add_workdays(cal, day, REPORTING_AHEAD) && o.is_owed &&
                         (it.last_report_on == DAY_NONE || it.last_report_on <= before);
                }
                if (is)
                    buf_printf(&want, "%s%s", want.len ? " " : "", it.code);
                found += is;
                item_facts_fini(&x);
                item_fini(&it);
            }
            stmt_done(s);
            char *got = about(remind_id((enum remind_kind)k));
            if (strcmp(got, buf_str(&want)) != 0)
                fail_msg("%s on day %d: \"%s\", not \"%s\"", remind_id((enum remind_kind)k),
                         (int)(day - on("2026-11-01") + 1), got, buf_str(&want));
            free(got);
            buf_fini(&want);
        }
    }
    assert_true(found > 60);
}

/* ---- to whom ---- */

static int64_t addressee(const char *code)
{
    struct item it = {0};

    rig_item(r, code, &it);
    int64_t person = remind_addressee(r->st->db, &it);
    item_fini(&it);
    return person;
}

static void put_person(const char *name, const char *key, const char *value)
{
    struct who who = { .actor = r->admin };
    struct pair field = { key, value };

    assert_ok(people_put(r->st, &r->env, &who, strcmp(key, "contact") == 0 ? "unit" : "person",
                         name, &field, 1, NULL, &r->err));
}

static void the_owner_then_the_handler_then_the_units_contact(void **state)
{
    char code[64];

    (void)state;
    assert_int_equal(addressee(late), r->handler);
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=无责任人", "unit=建设办",
                                              "due=2026-12-30", NULL));
    assert_int_equal(addressee(code), 0);
    put_person("建设办", "contact", "干部乙");
    assert_int_equal(addressee(code), r->other);
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, code, "handler=村干部甲", NULL));
    assert_int_equal(addressee(code), r->village);
    put_person("村干部甲", "to", "2026-11-20");         /* gone: the contact again */
    assert_int_equal(addressee(code), r->other);
}

/* ---- counting ---- */

static enum xh_rc remind(int64_t person, const char *code, const char *kind)
{
    struct call c = rig_call(VERB_REMIND, code);

    c.kind = kind;
    return rig_run(r, person, &c);
}

static void assert_times(const char *code, int64_t want, const char *day)
{
    struct item it = {0};
    int64_t times = -1;
    int32_t last = 0;

    rig_item(r, code, &it);
    assert_ok(remind_times(r->st->db, it.id, &times, &last, &r->err));
    assert_int_equal(times, want);
    assert_int_equal(last, *day ? on(day) : DAY_NONE);
    item_fini(&it);
}

static void what_was_sent_is_counted(void **state)
{
    (void)state;
    assert_times(late, 0, "");
    assert_ok(remind(r->clerk, late, "overdue"));
    assert_times(late, 1, "2026-11-20");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM reminder m JOIN item i ON i.id = m.item "
                               "WHERE i.code = ? AND m.kind = 'overdue' AND m.person = i.owner",
                               late), 1);
    rig_today(r, "2026-11-23");
    assert_ok(remind(r->leader, late, "report"));
    assert_times(late, 2, "2026-11-23");
    rig_assert_whole(r);
}

/* It is nobody's work on the item: whoever reminds may still approve, and nothing of the
 * item's own moves. */
static void it_changes_nothing_else(void **state)
{
    struct item before = {0}, after = {0};

    (void)state;
    rig_item(r, new, &before);
    assert_ok(remind(r->clerk, new, "accept"));
    rig_item(r, new, &after);
    assert_string_equal(after.state, "assigned");
    assert_int_equal(after.acted_on, before.acted_on);
    assert_int_equal(after.red_on, before.red_on);
    assert_int_equal(after.version, before.version + 1);
    assert_null(permit_doer(r->st->db, after.id, r->clerk));
    item_fini(&before);
    item_fini(&after);
}

static void it_is_taken_back_like_any_act(void **state)
{
    (void)state;
    assert_ok(remind(r->clerk, late, "overdue"));
    assert_ok(remind(r->clerk, soon, "due"));
    assert_ok(rig_do(r, r->clerk, VERB_UNDO, NULL));
    assert_times(soon, 0, "");
    assert_times(late, 1, "2026-11-20");
    rig_assert_whole(r);
}

static void a_new_life_counts_anew(void **state)
{
    (void)state;
    assert_ok(remind(r->clerk, late, "overdue"));
    rig_finish_task(r, late);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, late));
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, late));
    rig_today(r, "2026-11-24");
    assert_ok(rig_do_because(r, r->leader, VERB_REOPEN, late, "反弹", "2026-12-10"));
    assert_times(late, 0, "");
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    assert_rc(remind(r->clerk, late, NULL), XH_USAGE);
    assert_rc(remind(r->clerk, late, "lunch"), XH_USAGE);
    assert_rc(remind(r->clerk, held, "overdue"), XH_REFUSED);
    rig_finish_task(r, late);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, late));
    assert_rc(remind(r->clerk, late, "overdue"), XH_REFUSED);
    assert_rc(remind(r->village, soon, "due"), XH_DENIED);      /* not his village's */
    assert_rc(remind(r->second, soon, "due"), XH_DENIED);       /* not what he leads */
    assert_int_equal(tools_int(r, "SELECT count(*) FROM reminder", NULL), 0);
}

/* ---- the period one asks about ---- */

static void it_is_the_period_just_ended_until_its_sheet(void **state)
{
    static const struct { const char *day, *ask, *before; } rows[] = {
        { "2026-11-18", "2026-11-19", "2026-11-12" },   /* Wednesday: tomorrow */
        { "2026-11-19", "2026-11-19", "2026-11-12" },   /* the day itself */
        { "2026-11-20", "2026-11-19", "2026-11-12" },   /* Friday, the sheet: who missed it */
        { "2026-11-21", "2026-11-26", "2026-11-19" },
        { "2026-11-23", "2026-11-26", "2026-11-19" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int32_t before, ask = rhythm_asked_day(r->st->defs, CADENCE_WEEK, DAY_NONE,
                                               on(rows[i].day), &before);
        assert_int_equal(ask, on(rows[i].ask));
        assert_int_equal(before, on(rows[i].before));
    }
    int32_t before;
    assert_int_equal(rhythm_asked_day(r->st->defs, CADENCE_NONE, DAY_NONE, on("2026-11-20"),
                                      &before), DAY_NEVER);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(each_kind_has_its_rows),
        T(the_rows_are_those_of_the_rules),
        T(the_owner_then_the_handler_then_the_units_contact),
        T(what_was_sent_is_counted),
        T(it_changes_nothing_else),
        T(it_is_taken_back_like_any_act),
        T(a_new_life_counts_anew),
        T(what_makes_no_sense_is_refused),
        T(it_is_the_period_just_ended_until_its_sheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
