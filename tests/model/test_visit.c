/* Visits (走访): what is recorded, what is refused, what is private, what is read back. */
#include "tests/model/record_tools.h"

#include "model/query.h"
#include "model/visit.h"

static struct record_rig rig, *r = &rig;
static char house[64], task[64];

static const char demand[] = "多算坡地零点三亩甲乙";
static const char promise[] = "请测绘公司复量丙丁";
static const char objection[] = "不同意评估戊己";

static int before(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    snprintf(house, sizeof house, "%s",
             rig_add(r, "households", "title=户主甲", "place=林家村", "unit=建设办",
                     "owner=干部甲", "lead=领导甲", "area=1.5", "start=2026-11-20", NULL));
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-25"));
    return 0;
}

static int after(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* Dates as "2026-11-24", NULL: none. */
struct said { const char *stance, *demand, *promise, *due, *objection, *next; };

static enum xh_rc visit_on(int64_t person, const char *code, const char *day, struct said s)
{
    struct visit_call v = { .stance = s.stance, .demand = s.demand, .promise = s.promise,
                            .objection = s.objection, .due = s.due ? on(s.due) : DAY_NONE,
                            .next = s.next ? on(s.next) : DAY_NONE };
    struct call c = rig_call(VERB_VISIT, code);

    c.visit = &v;
    c.on = day ? on(day) : DAY_NONE;
    return rig_run(r, person, &c);
}

static enum xh_rc keep(int64_t person, const char *code, int64_t which, const char *day)
{
    struct visit_call v = { .kept = true, .which = which, .due = DAY_NONE, .next = DAY_NONE };
    struct call c = rig_call(VERB_VISIT, code);

    c.visit = &v;
    c.on = day ? on(day) : DAY_NONE;
    return rig_run(r, person, &c);
}

static int64_t id_of(const char *code)
{
    return tools_int(r, "SELECT id FROM item WHERE code = ?", code);
}

static struct visits read_as(int64_t reader, const char *code)
{
    struct visits v = {0};

    assert_ok(visits_load(r->st, id_of(code), reader, r->env.today, &v, &r->err));
    return v;
}

/* ---- recording and reading back ---- */

static void a_visit_is_read_back(void **state)
{
    (void)state;
    assert_ok(visit_on(r->handler, house, "2026-11-18",
                       (struct said){ "talking", demand, promise, "2026-11-24", objection,
                                      "2026-11-23" }));
    assert_ok(visit_on(r->handler, house, "2026-11-16", (struct said){ .stance = "refuses" }));
    struct visits v = read_as(r->handler, house);
    assert_int_equal(v.n, 2);
    assert_int_equal(v.v[0].day, on("2026-11-18"));         /* newest first, by its day */
    assert_int_equal(v.v[0].n, 2);
    assert_int_equal(v.v[1].n, 1);
    assert_string_equal(v.v[0].who, "干部甲");
    assert_string_equal(v.v[0].demand, demand);
    assert_string_equal(v.v[0].promise, promise);
    assert_string_equal(v.v[0].objection, objection);
    assert_int_equal(v.v[0].promise_due, on("2026-11-24"));
    assert_int_equal(v.v[0].kept_on, DAY_NONE);
    assert_int_equal(v.stance, STANCE_TALKING);
    assert_int_equal(v.open, 1);
    assert_int_equal(v.broken, 0);
    assert_int_equal(v.promise_due, on("2026-11-24"));
    assert_int_equal(v.next_on, on("2026-11-23"));
    assert_false(v.v[0].is_masked || v.v[0].is_broken);
    visits_fini(&v);
    rig_assert_whole(r);
}

/* ENGINE 20, 26: it accepts, it is a sign of life, it makes a doer. */
static void a_visit_is_work(void **state)
{
    (void)state;
    assert_state(house, "assigned");
    assert_ok(visit_on(r->handler, house, NULL, (struct said){ .stance = "willing" }));
    assert_state(house, "active");
    assert_day(house, "acted_on", "2026-11-20");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM doer d JOIN item i ON i.id = d.item "
                               "WHERE i.code = ? AND d.person = (SELECT id FROM person WHERE "
                               "name = '干部甲')", house), 1);
}

/* Who went may be somebody else; the one whose work it is counts when nobody is named. */
static void who_went(void **state)
{
    (void)state;
    struct visit_call v = { .who = "领导甲", .with = "村民代表", .due = DAY_NONE,
                            .next = DAY_NONE };
    struct call c = rig_call(VERB_VISIT, house);
    c.visit = &v;
    assert_ok(rig_run(r, r->handler, &c));
    v = (struct visit_call){ .due = DAY_NONE, .next = DAY_NONE };
    assert_ok(tools_as(r, (struct who){ .actor = r->clerk, .behalf = r->handler }, &c));
    struct visits all = read_as(r->handler, house);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.v[1].who, "领导甲");
    assert_string_equal(all.v[1].with, "村民代表");
    assert_string_equal(all.v[0].who, "干部甲");            /* the clerk only typed it */
    visits_fini(&all);
    v.who = "无此人";
    assert_rc(rig_run(r, r->handler, &c), XH_NOT_FOUND);
}

static void who_may(void **state)
{
    (void)state;
    assert_ok(visit_on(r->village, house, NULL, (struct said){ .stance = "talking" }));
    assert_ok(visit_on(r->clerk, house, NULL, (struct said){ .stance = "talking" }));
    assert_rc(visit_on(r->other, house, NULL, (struct said){0}), XH_DENIED);
    assert_rc(visit_on(r->second, house, NULL, (struct said){0}), XH_DENIED);
    assert_rc(visit_on(r->village, task, NULL, (struct said){0}), XH_DENIED);
    assert_ok(visit_on(r->handler, task, NULL, (struct said){ .demand = "提供场地" }));
}

static void what_is_refused(void **state)
{
    static const struct {
        struct said s;
        const char *day;
        enum xh_rc rc;
        const char *said;
    } rows[] = {
        { { .stance = "talking" }, "2026-11-21", XH_REFUSED, "still to come" },
        { { .stance = "perhaps" }, NULL, XH_USAGE, "willing, talking or refuses" },
        { { .promise = "复量" }, NULL, XH_USAGE, "until when" },
        { { .due = "2026-11-24" }, NULL, XH_USAGE, "what was promised" },
        { { .promise = "复量", .due = "2026-11-19" }, NULL, XH_REFUSED, "before the visit" },
        { { .next = "2026-11-17" }, "2026-11-18", XH_REFUSED, "before this one" },
        { { .demand = "a\033[31m" }, NULL, XH_REFUSED, "demand" },
        { { .objection = "a\nb" }, NULL, XH_REFUSED, "objection" },
        { { .promise = "x\xE2\x80\xAE", .due = "2026-11-24" }, NULL, XH_REFUSED, "promise" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (visit_on(r->handler, house, rows[i].day, rows[i].s) != rows[i].rc)
            fail_msg("row %zu: %s", i, r->err.msg);
        assert_said(rows[i].said);
    }
    /* everything that is wrong is said at once */
    assert_rc(visit_on(r->handler, house, NULL,
                       (struct said){ .stance = "x", .promise = "y", .next = "2026-11-01" }),
              XH_REFUSED);
    assert_said("stance");
    assert_said("until when");
    assert_said("before this one");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 0);
    /* the day of the visit itself is good for both */
    assert_ok(visit_on(r->handler, house, NULL,
                       (struct said){ .promise = "复量", .due = "2026-11-20",
                                      .next = "2026-11-20" }));
}

/* ---- promises ---- */

static void a_promise_is_kept(void **state)
{
    (void)state;
    assert_rc(keep(r->handler, house, 0, NULL), XH_REFUSED);
    assert_said("no open promise");
    assert_ok(visit_on(r->handler, house, "2026-11-16", (struct said){ .stance = "talking" }));
    assert_ok(visit_on(r->handler, house, "2026-11-17",
                       (struct said){ .promise = promise, .due = "2026-11-20" }));
    assert_rc(keep(r->handler, house, 1, NULL), XH_REFUSED);        /* nothing promised there */
    assert_rc(keep(r->handler, house, 3, NULL), XH_NOT_FOUND);
    assert_rc(keep(r->handler, house, 0, "2026-11-16"), XH_REFUSED);
    assert_rc(keep(r->handler, house, 0, "2026-11-23"), XH_REFUSED);
    assert_ok(keep(r->handler, house, 0, "2026-11-18"));
    struct visits v = read_as(r->handler, house);
    assert_int_equal(v.v[0].kept_on, on("2026-11-18"));
    assert_int_equal(v.open, 0);
    visits_fini(&v);
    assert_rc(keep(r->handler, house, 2, NULL), XH_REFUSED);
    assert_said("already");
    /* several open ones: which? */
    assert_ok(visit_on(r->handler, house, "2026-11-18",
                       (struct said){ .promise = "一", .due = "2026-11-20" }));
    assert_ok(visit_on(r->handler, house, "2026-11-19",
                       (struct said){ .promise = "二", .due = "2026-11-25" }));
    assert_rc(keep(r->handler, house, 0, NULL), XH_REFUSED);
    assert_said("3: promised on 2026-11-18 until 2026-11-20");
    assert_said("4: promised on 2026-11-19 until 2026-11-25");
    assert_false(strstr(r->err.msg, "二") != NULL);         /* private: not in a refusal */
    assert_ok(keep(r->handler, house, 4, NULL));
    v = read_as(r->handler, house);
    assert_int_equal(v.open, 1);
    assert_int_equal(v.promise_due, on("2026-11-20"));
    visits_fini(&v);
    rig_assert_whole(r);
}

/* Broken from the first workday after its last day; the colour says so, and stops saying
 * so when it is kept. */
static void a_broken_promise_colours(void **state)
{
    (void)state;
    assert_ok(visit_on(r->handler, house, NULL,
                       (struct said){ .promise = promise, .due = "2026-11-21" }));
    assert_day(house, "yellow_on", "2026-11-23");           /* a Saturday: on Monday */
    char *rule = tools_text(r, "SELECT yellow_rule FROM item WHERE code = ?", house);
    assert_string_equal(rule, "promise_missed: 1 workday");
    free(rule);
    rig_today(r, "2026-11-22");
    struct visits v = read_as(r->handler, house);
    assert_int_equal(v.broken, 0);
    visits_fini(&v);
    rig_today(r, "2026-11-23");
    v = read_as(r->handler, house);
    assert_int_equal(v.broken, 1);
    assert_true(v.v[0].is_broken);
    visits_fini(&v);
    rig_assert_whole(r);
    assert_ok(keep(r->handler, house, 0, NULL));
    assert_true(tools_day(r, house, "yellow_on") > on("2026-11-23"));
    v = read_as(r->handler, house);
    assert_int_equal(v.broken, 0);
    visits_fini(&v);
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    assert_day(house, "yellow_on", "2026-11-23");
    rig_assert_whole(r);
}

/* ---- private words ---- */

static bool in_events(const char *word)
{
    return tools_int(r, "SELECT count(*) FROM event WHERE instr(body, CAST(? AS BLOB)) > 0",
                     word) > 0;
}

static void words_are_private_where_rows_are_people(void **state)
{
    (void)state;
    assert_ok(visit_on(r->handler, house, NULL,
                       (struct said){ "talking", demand, promise, "2026-11-24", objection, NULL }));
    assert_ok(visit_on(r->handler, task, NULL, (struct said){ .demand = "提供场地" }));
    assert_false(in_events(demand) || in_events(promise) || in_events(objection));
    assert_true(in_events("提供场地"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM private WHERE tbl = 'visit'", NULL), 3);

    const struct { int64_t who; bool plain; } readers[] = {
        { r->handler, true }, { r->village, true }, { r->clerk, false }, { r->leader, false },
        { r->other, false }, { 0, false }, { READER_TOWNSHIP, false },
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct visits v = read_as(readers[i].who, house);
        assert_string_equal(v.v[0].demand, readers[i].plain ? demand : "***");
        assert_string_equal(v.v[0].promise, readers[i].plain ? promise : "***");
        assert_string_equal(v.v[0].objection, readers[i].plain ? objection : "***");
        assert_int_equal(v.v[0].is_masked, !readers[i].plain);
        assert_int_equal(v.stance, STANCE_TALKING);
        assert_int_equal(v.promise_due, on("2026-11-24"));
        visits_fini(&v);
        v = read_as(readers[i].who, task);
        assert_string_equal(v.v[0].demand, "提供场地");
        visits_fini(&v);
    }
    /* whoever went reads his own words, and only those */
    assert_ok(visit_on(r->clerk, house, NULL, (struct said){ .demand = demand }));
    struct visits v = read_as(r->clerk, house);
    assert_string_equal(v.v[0].demand, demand);
    assert_string_equal(v.v[1].demand, "***");
    visits_fini(&v);
    rig_assert_whole(r);
}

static void one_visit_is_unmasked(void **state)
{
    char *value = NULL;
    struct who who = { .actor = r->leader };

    (void)state;
    assert_ok(visit_on(r->handler, house, NULL,
                       (struct said){ NULL, demand, promise, "2026-11-24", NULL, NULL }));
    assert_rc(verb_unmask(r->st, &r->env, &who, house, "visit:1", "", &value, &r->err),
              XH_REFUSED);
    assert_rc(verb_unmask(r->st, &r->env, &who, house, "visit:2", "看", &value, &r->err),
              XH_NOT_FOUND);
    who.actor = r->second;
    assert_rc(verb_unmask(r->st, &r->env, &who, house, "visit:1", "看", &value, &r->err),
              XH_DENIED);
    who.actor = r->leader;
    assert_ok(verb_unmask(r->st, &r->env, &who, house, "visit:1", "接访", &value, &r->err));
    assert_non_null(strstr(value, demand));
    assert_non_null(strstr(value, promise));
    assert_null(strstr(value, "objection"));
    free(value);
    assert_true(in_events("visit:1"));
    assert_ok(visit_on(r->handler, task, NULL, (struct said){ .demand = "提供场地" }));
    who.actor = r->handler;
    assert_rc(verb_unmask(r->st, &r->env, &who, task, "visit:1", "看", &value, &r->err),
              XH_REFUSED);
    rig_assert_whole(r);
}

/* ENGINE 35. An undone visit's words wait in the side table: they go too. Other items keep
 * theirs, although visits of two items may bear each other's numbers. */
static void erase_takes_them_along(void **state)
{
    char other[64];

    (void)state;
    snprintf(other, sizeof other, "%s",
             rig_add(r, "households", "title=户主乙", "place=林家村", "owner=干部甲",
                     "start=2026-11-20", NULL));
    for (int i = 0; i < 4; i++) {
        assert_ok(visit_on(r->handler, i % 2 ? other : house, NULL,
                           (struct said){ NULL, demand, promise, "2026-11-24", objection, NULL }));
    }
    assert_ok(visit_on(r->handler, house, NULL, (struct said){ .demand = "后来撤销的话" }));
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 4);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM private WHERE tbl = 'visit'", NULL), 13);
    rig_assert_whole(r);
    /* the number of the undone one is not used again */
    assert_ok(visit_on(r->handler, other, NULL, (struct said){ .stance = "willing" }));
    assert_int_equal(tools_int(r, "SELECT max(id) FROM visit", NULL), 6);

    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, house, "不征了", NULL));
    assert_ok(rig_do_because(r, r->admin, VERB_ERASE, house, "本人要求", NULL));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM private WHERE tbl = 'visit'", NULL), 6);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM private WHERE value = '后来撤销的话'",
                               NULL), 0);
    struct visits v = read_as(r->handler, house);
    assert_int_equal(v.n, 2);
    assert_string_equal(v.v[0].demand, "");
    assert_string_equal(v.v[0].promise, "");
    assert_int_equal(v.v[0].promise_due, on("2026-11-24"));
    visits_fini(&v);
    v = read_as(r->handler, other);
    assert_string_equal(v.v[2].demand, demand);
    visits_fini(&v);
    rig_assert_whole(r);                        /* legal: an erase names them */
}

/* ---- taking back ---- */

static void a_visit_is_undone_the_same_day(void **state)
{
    (void)state;
    char *facts = tools_facts(r, true);
    assert_ok(visit_on(r->handler, house, NULL,
                       (struct said){ "talking", demand, promise, "2026-11-24", NULL, NULL }));
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    char *again = tools_facts(r, true);
    assert_same_text(facts, again);
    free(facts);
    free(again);
    assert_ok(visit_on(r->handler, house, NULL, (struct said){ .demand = demand }));
    rig_today(r, "2026-11-23");
    assert_rc(rig_do(r, r->handler, VERB_UNDO, NULL), XH_NOT_FOUND);
    rig_assert_whole(r);
}

/* The same visit to several at once: all or none. */
static void several_at_once(void **state)
{
    struct visit_call v = { .stance = "willing", .due = DAY_NONE, .next = DAY_NONE };
    struct call calls[2] = { rig_call(VERB_VISIT, house), rig_call(VERB_VISIT, task) };
    struct who who = { .actor = r->handler };
    struct result out;
    size_t failed;

    (void)state;
    calls[0].visit = calls[1].visit = &v;
    assert_ok(verb_run_all(r->st, &r->env, &who, calls, 2, &out, &failed, &r->err));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 2);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event WHERE verb = 'visit'", NULL), 1);
    who.actor = r->village;                     /* not of the task */
    assert_rc(verb_run_all(r->st, &r->env, &who, calls, 2, &out, &failed, &r->err), XH_DENIED);
    assert_int_equal(failed, 1);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 2);
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 0);
    rig_assert_whole(r);
}

/* ---- of many ---- */

static void standings_of_many(void **state)
{
    struct visit_standing *v;
    size_t n;

    (void)state;
    char project[64], child[64];
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2027-03-31",
                     "handover=2027-02-26", "planned=1000", NULL));
    char *under = xasprintf("parent=%s", project);
    snprintf(child, sizeof child, "%s",
             rig_add(r, "households", "title=户主丙", "place=林家村", "owner=干部甲", under,
                     "start=2026-11-20", NULL));
    free(under);
    assert_ok(visit_on(r->handler, child, "2026-11-12",
                       (struct said){ "refuses", NULL, promise, "2026-11-13", NULL,
                                      "2026-11-16" }));
    assert_ok(visit_on(r->handler, child, "2026-11-16",
                       (struct said){ .promise = promise, .due = "2026-11-25" }));
    assert_ok(visit_on(r->handler, house, NULL, (struct said){ .stance = "willing" }));
    assert_ok(visit_standings(r->st, "households", id_of(project), r->env.today, &v, &n, &r->err));
    assert_int_equal(n, 1);
    assert_int_equal(v->item, id_of(child));
    assert_int_equal(v->n, 2);
    assert_int_equal(v->day, on("2026-11-16"));
    assert_int_equal(v->stance, STANCE_REFUSES);
    assert_int_equal(v->open, 2);
    assert_int_equal(v->broken, 1);
    assert_int_equal(v->promise_due, on("2026-11-13"));
    assert_int_equal(v->next_on, DAY_NONE);     /* he went again */
    free(v);
    assert_ok(visit_standings(r->st, NULL, 0, r->env.today, &v, &n, &r->err));
    assert_int_equal(n, 2);
    assert_int_equal(visit_standing_of(v, n, id_of(house))->stance, STANCE_WILLING);
    assert_non_null(visit_standing_of(v, n, id_of(child)));
    assert_null(visit_standing_of(v, n, id_of(task)));
    free(v);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, before, after)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_visit_is_read_back), TEST(a_visit_is_work), TEST(who_went), TEST(who_may),
        TEST(what_is_refused), TEST(a_promise_is_kept), TEST(a_broken_promise_colours),
        TEST(words_are_private_where_rows_are_people), TEST(one_visit_is_unmasked),
        TEST(erase_takes_them_along), TEST(a_visit_is_undone_the_same_day),
        TEST(several_at_once), TEST(standings_of_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
