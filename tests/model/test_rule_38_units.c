/* ENGINE 38: units and places, ranks, codes as people type them, parents over open rows,
 * and cascades that go on where they broke off. */
#include "tests/model/record_tools.h"

#include "model/decimal.h"
#include "model/query.h"
#include "model/recompute.h"

static struct record_rig rig, *const r = &rig;

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* `name` NULL: a new one. Up to three "key=value". */
static enum xh_rc put(const char *table, const char *name, const char *a, const char *b,
                      const char *c)
{
    const char *texts[] = { a, b, c };
    struct who who = { .actor = r->admin };
    struct pair fields[3];
    char *copies[3] = { NULL, NULL, NULL };
    size_t n = 0;

    for (; n < 3 && texts[n]; n++) {
        copies[n] = xstrdup(texts[n]);
        char *eq = strchr(copies[n], '=');
        *eq = '\0';
        fields[n] = (struct pair){ copies[n], eq + 1 };
    }
    memset(&r->err, 0, sizeof r->err);
    enum xh_rc rc =
        people_put(r->st, &r->env, &who, table, name, fields, n, NULL, &r->err);
    for (size_t i = 0; i < 3; i++)
        free(copies[i]);
    return rc;
}

/* ---- people, units, places ---- */

static void rule_38_units_and_places(void **state)
{
    static const struct {
        const char *table, *name, *a, *b, *c;
        enum xh_rc rc;
    } rows[] = {
        { "unit", NULL, "name=县自然资源局", "level=上级", NULL, XH_OK },
        { "unit", NULL, "name=供电所", "level=outside", NULL, XH_OK },
        { "unit", NULL, "name=上洋村村委会", "level=村", "rank=11", XH_OK },
        { "unit", NULL, "name=建设一组", "parent=建设办", NULL, XH_OK },
        { "unit", "建设办", "parent=建设一组", NULL, NULL,
          XH_REFUSED }, /* below itself */
        { "unit", "建设办", "parent=建设办", NULL, NULL, XH_REFUSED },
        { "unit", NULL, "name=建设办", NULL, NULL, XH_REFUSED }, /* there is one */
        { "unit", "财政所", "name=建设办", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "name=", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "level=province", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "rank=first", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "rank=-1", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "rank=99999999999999999999", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "active=2", NULL, NULL, XH_REFUSED },
        { "unit", "财政所", "contact=无此人", NULL, NULL, XH_NOT_FOUND },
        { "unit", "财政所", "contact=干部乙", NULL, NULL, XH_OK },
        { "unit", "无此单位", "rank=1", NULL, NULL, XH_NOT_FOUND },
        { "unit", "财政所", "colour=red", NULL, NULL, XH_USAGE },
        { "unit", NULL, "rank=1", NULL, NULL, XH_USAGE }, /* no name */
        { "unit", NULL, "name=a\033[2J", NULL, NULL, XH_REFUSED },
        { "unit", NULL, "name=a\xE2\x80\xAE", NULL, NULL, XH_REFUSED },
        { "unit", NULL, "name=　", NULL, NULL, XH_REFUSED },
        { "place", NULL, "name=林家村", NULL, NULL, XH_REFUSED }, /* there is one */
        { "place", NULL, "name=一组", "parent=上洋村", NULL,
          XH_OK }, /* in another village */
        { "place", NULL, "name=一组", "parent=上洋村", NULL, XH_REFUSED },
        { "place", "林家村", "parent=林家村/一组", NULL, NULL, XH_REFUSED },
        { "place", "林家村", "name=上洋村", NULL, NULL, XH_REFUSED },
        { "place", "一组", "rank=3", NULL, NULL, XH_REFUSED }, /* which of the two? */
        { "place", "上洋村/一组", "rank=3", NULL, NULL, XH_OK },
        { "person", "干部甲", "name=", NULL, NULL, XH_REFUSED },
        { "person", "干部甲", "login=ganbu", "uid=1001", NULL, XH_OK },
        { "person", "干部乙", "login=ganbu", NULL, NULL, XH_REFUSED },
        { "person", "干部乙", "uid=1001", NULL, NULL, XH_REFUSED },
        { "person", "干部乙", "uid=root", NULL, NULL, XH_REFUSED },
        { "person", "干部乙", "role=king", NULL, NULL, XH_REFUSED },
        { "person", "干部乙", "role=handler，village", NULL, NULL, XH_OK },
        { "person", "干部乙", "role=经办人、村干部", NULL, NULL,
          XH_OK }, /* by their names */
        { "person", "干部乙", "role=国王", NULL, NULL, XH_REFUSED },
        { "person", "干部乙", "to=2026-11-21", NULL, NULL,
          XH_REFUSED }, /* still to come */
        { "person", "干部乙", "from=never", NULL, NULL, XH_REFUSED },
        { "person", NULL, "name=王\t五", NULL, NULL, XH_REFUSED },
        { "person", NULL, "name=干部乙", NULL, NULL, XH_OK },     /* namesakes exist */
        { "person", "干部乙", "rank=5", NULL, NULL, XH_REFUSED }, /* which? */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t before = tools_int(r, "SELECT max(id) FROM event", NULL);
        enum xh_rc rc = put(rows[i].table, rows[i].name, rows[i].a, rows[i].b, rows[i].c);
        if (rc != rows[i].rc)
            fail_msg("%s %s %s: code %d %s", rows[i].table,
                     rows[i].name ? rows[i].name : "new", rows[i].a, rc, r->err.msg);
        if (rc != XH_OK)
            assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), before);
    }
    char *longer = xmalloc(3000);
    memset(longer, 'x', 3000);
    memcpy(longer, "name=", 5);
    longer[2999] = '\0';
    assert_rc(put("unit", NULL, longer, NULL, NULL), XH_REFUSED);
    free(longer);
    /* two roles, by whatever commas */
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM person_role r JOIN person p ON p.id = r.person "
                  "WHERE p.name = '干部乙' AND r.role IN ('handler', 'village')",
                  NULL),
        2);
    /* only those who manage people do */
    struct who who = { .actor = r->clerk };
    struct pair role = { "role", "admin" };
    assert_rc(
        people_put(r->st, &r->env, &who, "person", "督办员甲", &role, 1, NULL, &r->err),
        XH_DENIED);
    rig_assert_whole(r);
}

/* Ranks order units and persons wherever people see them, at once. */
static void rule_38_ranks(void **state)
{
    char code[3][64];
    static const char *const units[] = { "unit=建设办", "unit=财政所", "unit=党政办" };
    static const char *const owners[] = { "owner=干部甲", "owner=干部乙",
                                          "owner=督办员甲" };

    (void)state;
    for (int i = 0; i < 3; i++)
        snprintf(code[i], 64, "%s",
                 rig_add(r, "tasks", "title=排序", "due=2026-12-25", units[i], owners[i],
                         NULL));
    static const struct { enum order order; int want[3]; } orders[] = {
        { ORDER_UNIT, { 2, 0, 1 } }, { ORDER_OWNER, { 0, 1, 2 } },
    };
    for (int later = 0; later < 2; later++) {
        for (int k = 0; k < 2; k++) {
            struct filter f = { .list = "tasks",
                                .order = orders[k].order,
                                .today = r->env.today,
                                .as_of = DAY_NONE,
                                .reader = r->clerk };
            struct rows rows = {0};
            assert_ok(query_rows(r->st, &f, &rows, &r->err));
            assert_int_equal(rows.n, 3);
            for (int i = 0; i < 3; i++)
                assert_string_equal(rows.v[i].it.code,
                                    code[orders[k].want[later ? 2 - i : i]]);
            rows_fini(&rows);
        }
        assert_ok(put("unit", "党政办", "rank=30", NULL, NULL));
        assert_ok(put("unit", "财政所", "rank=1", NULL, NULL));
        assert_ok(put("person", "干部甲", "rank=30", NULL, NULL));
        assert_ok(put("person", "督办员甲", "rank=1", NULL, NULL));
    }
    rig_assert_whole(r);
}

/* An order is one event, for those only who manage people; rows follow it. */
static void rule_38_orders(void **state)
{
    struct who admin = { .actor = r->admin }, clerk = { .actor = r->clerk };
    const int64_t ids[] = { r->second, r->leader, r->handler };
    int64_t events = tools_int(r, "SELECT count(*) FROM event", NULL);

    (void)state;
    assert_rc(people_order(r->st, &r->env, &clerk, "person", ids, 3, &r->err), XH_DENIED);
    assert_ok(people_order(r->st, &r->env, &admin, "person", ids, 3, &r->err));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events + 1);
    for (int i = 0; i < 3; i++) {
        char *sql = xasprintf("SELECT rank FROM person WHERE id = %lld", (long long)ids[i]);
        assert_int_equal(tools_int(r, sql, NULL), 10 * (i + 1));
        free(sql);
    }
    assert_ok(people_order(r->st, &r->env, &admin, "person", ids, 3, &r->err));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events + 1);
    rig_assert_whole(r);
}

/* Whoever is the owner of something open does not leave (OFFICE 23). */
static void rule_38_nobody_leaves_items_behind(void **state)
{
    char code[64], number[32];

    (void)state;
    snprintf(number, sizeof number, "#%lld", (long long)r->handler);
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-10"));
    assert_rc(put("person", "干部甲", "to=2026-11-20", NULL, NULL), XH_REFUSED);
    assert_said(code);
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_rc(put("person", "干部甲", "to=2026-11-20", NULL, NULL), XH_REFUSED);
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code));
    assert_ok(put("person", "干部甲", "to=2026-11-20", NULL, NULL));
    assert_ok(put("person", number, "to=2026-11-19", NULL, NULL));
    rig_assert_whole(r);
}

/* ---- codes ---- */

static void rule_38_codes(void **state)
{
    static const struct { const char *list, *on, *code;
    } rows[] = {
        { "tasks", "2026-11-20", "督26-1" },
        { "tasks", "2026-11-20", "督26-2" },
        { "households", "2026-11-20", "征26-001" },
        { "projects", "2026-11-20", "项26-01" },
        { "tasks", "2025-12-31", "督25-1" }, /* the year it was given */
        { "tasks", "2026-01-01", "督26-3" },
        { "households", "2026-11-20", "征26-002" },
        { "tasks", "2025-06-01", "督25-2" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *assigned = xasprintf("assigned_on=%s", rows[i].on);
        assert_string_equal(rig_add(r, rows[i].list, "title=编号", assigned, NULL),
                            rows[i].code);
        free(assigned);
    }
    /* a refused entry takes no number, a void one keeps it */
    struct call c = rig_call(VERB_ADD, NULL);
    struct pair bad[] = { { "title", "x" }, { "owner", "无此人" } };
    c.list = "tasks";
    c.fields = bad;
    c.n_fields = 2;
    assert_rc(rig_run(r, r->clerk, &c), XH_NOT_FOUND);
    assert_string_equal(rig_add(r, "tasks", "title=下一个", NULL), "督26-4");
    assert_ok(rig_do(r, r->clerk, VERB_VOID, "督26-4"));
    assert_string_equal(rig_add(r, "tasks", "title=再下一个", NULL), "督26-5");
    rig_today(r, "2027-01-04");
    assert_string_equal(rig_add(r, "tasks", "title=新年", NULL), "督27-1");
    /* another pattern goes on counting; a number another list has taken is passed over */
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "code: \"督{yy}-{seq}\"",
                              "code: \"督{yyyy}-{seq:4}\"", NULL));
    assert_string_equal(rig_add(r, "tasks", "title=新式", NULL), "督2027-0002");
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "code: \"督{yyyy}-{seq:4}\"",
                              "code: \"督{yy}-{seq}\"", NULL));
    assert_string_equal(rig_add(r, "tasks", "title=旧式", NULL), "督27-3");
    rig_assert_whole(r);
}

static void rule_38_codes_as_typed(void **state)
{
    static const struct { const char *typed, *code;
    } rows[] = {
        { "督26-1", "督26-1" },
        { "d1", "督26-1" },
        { "D1", "督26-1" },
        { "ｄ１", "督26-1" },
        { "Ｄ１", "督26-1" },
        { "d26-1", "督26-1" },
        { "d2026-1", "督26-1" },
        { "ｄ２６－１", "督26-1" },
        { "督２６－１", "督26-1" },
        { "d25-1", "督25-1" },
        { " d1 ", "督26-1" },
        { "　d1　", "督26-1" },
        { "z1", "征26-001" },
        { "z001", "征26-001" },
        { "z26-001", "征26-001" },
        { "z26-1", "征26-001" },
        { "p1", "项26-01" },
        { "d001", "督26-1" },
        { "d1.1", "督26-1.1" },
        { "d26-1.2", "督26-1.2" },
        { "d", NULL },
        { "", NULL },
        { NULL, NULL },
        { "d-1", NULL },
        { "d0", NULL },
        { "d2", NULL },
        { "d1x", NULL },
        { "x1", NULL },
        { "d25-", NULL },
        { "d25-1-1", NULL },
        { "d99999999999999999999999", NULL },
        { "d-99999999999999999999", NULL },
        { "d1.", NULL },
        { "d1.3", NULL },
        { "d1.1.1", NULL },
        { "督26-1'--", NULL },
        { "%", NULL },
        { "督26-_", NULL },
        { "d1 d1", NULL },
        { "\xFF\xFE", NULL },
        { "d999999-1", NULL },
    };
    struct pair units[] = { { "unit", "财政所" }, { "unit", "党政办" } };

    (void)state;
    rig_add(r, "tasks", "title=一", NULL);
    rig_add(r, "tasks", "title=去年", "assigned_on=2025-12-31", NULL);
    rig_add(r, "households", "title=户", NULL);
    rig_add(r, "projects", "title=项", NULL);
    struct call c = rig_call(VERB_SPLIT, "d1");
    c.fields = units;
    c.n_fields = 2;
    assert_ok(rig_run(r, r->clerk, &c));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t id = 0;
        enum xh_rc rc =
            item_find(r->st->db, r->st->defs, rows[i].typed, r->env.today, &id, &r->err);
        if (!rows[i].code) {
            if (rc != XH_NOT_FOUND)
                fail_msg("%s: code %d, item %d", rows[i].typed, rc, (int)id);
            continue;
        }
        if (rc != XH_OK)
            fail_msg("%s: %s", rows[i].typed, r->err.msg);
        assert_int_equal(tools_int(r, "SELECT id FROM item WHERE code = ?", rows[i].code),
                         id);
    }
    /* d1 is this year's */
    rig_today(r, "2027-01-04");
    rig_add(r, "tasks", "title=今年", NULL);
    int64_t id = 0;
    assert_ok(item_find(r->st->db, r->st->defs, "d1", r->env.today, &id, &r->err));
    assert_int_equal(tools_int(r, "SELECT id FROM item WHERE code = ?", "督27-1"), id);
}

/* ---- parents ---- */

static void rule_38_parents_wait_for_their_rows(void **state)
{
    static const char *const steps[] = { "scheme",   "prepare", "commence",
                                         "construct", "completion", "operate" };
    static const char *const skipped[] = { "approve",    "license", "filing", "eia_report",
                                           "eia_form", "planning", "permit", "verify",
                                           "papers" };
    char project[64], house[64];
    struct call c;

    (void)state;
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2027-06-30", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, project));
    for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++) {
        c = rig_call(VERB_SKIP, project);
        c.step = skipped[i];
        c.reason = "不需要";
        assert_ok(rig_run(r, r->leader, &c));
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        assert_ok(
            rig_check(r, r->handler, project, steps[i], "https://example.invalid/p"));
    char *parent = xasprintf("parent=%s", project);
    snprintf(house, sizeof house, "%s", rig_add(r, "households", "title=户主", parent,
                                                "lead=领导甲", NULL));
    assert_rc(rig_do(r, r->handler, VERB_APPLY, project), XH_REFUSED);
    assert_rc(rig_do_because(r, r->leader, VERB_CANCEL, project, "停建", NULL),
              XH_REFUSED);
    assert_said("1");
    /* a row on hold is open too */
    c = rig_call(VERB_HOLD, house);
    c.office = "县局";
    c.reason = "等批复";
    c.to = on("2026-12-01");
    assert_ok(rig_run(r, r->leader, &c));
    assert_rc(rig_do(r, r->handler, VERB_APPLY, project), XH_REFUSED);
    assert_ok(rig_do_because(r, r->leader, VERB_CANCEL, house, "不征了", NULL));
    assert_ok(rig_do(r, r->handler, VERB_APPLY, project));
    /* a row that comes meanwhile is in the way of the approval */
    snprintf(house, sizeof house, "%s",
             rig_add(r, "households", "title=新户", parent, NULL));
    assert_rc(rig_do(r, r->leader, VERB_APPROVE, project), XH_REFUSED);
    assert_ok(rig_do(r, r->clerk, VERB_VOID, house));
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, project));
    /* nothing new below what is closed, and nothing old is opened again there */
    struct pair below[] = { { "title", "晚到" }, { "parent", project } };
    c = rig_call(VERB_ADD, NULL);
    c.list = "households";
    c.fields = below;
    c.n_fields = 2;
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);
    assert_rc(rig_do_because(r, r->leader, VERB_REOPEN, "征26-001", "复征", NULL),
              XH_REFUSED);
    /* parents are of the list's parent list */
    below[1].value = "征26-001";
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);
    below[1].value = "项26-99";
    assert_rc(rig_run(r, r->clerk, &c), XH_NOT_FOUND);
    free(parent);
    rig_assert_whole(r);
}

/* ---- cascades ---- */

enum { ROWS = RECOMPUTE_BATCH + 200 };

static char project[64];

static void add_rows(void)
{
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=大项目", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2027-06-30", NULL));
    struct pair fields[] = { { "title", "户主" }, { "parent", project } };
    struct call *calls = xcalloc(ROWS, sizeof *calls);
    struct who who = { .actor = r->clerk };
    size_t failed;
    for (size_t i = 0; i < ROWS; i++) {
        calls[i] = rig_call(VERB_ADD, NULL);
        calls[i].list = "households";
        calls[i].fields = fields;
        calls[i].n_fields = 2;
    }
    assert_ok(
        verb_run_all(r->st, &r->env, &who, calls, ROWS, &r->result, &failed, &r->err));
    assert_int_equal(r->result.count, ROWS);
    free(calls);
}

static enum xh_rc set_handover(const char *day)
{
    struct pair date = { "handover", day };
    struct call c = rig_call(VERB_SET, project);

    c.fields = &date;
    c.n_fields = 1;
    c.reason = "工期";
    return rig_run(r, r->clerk, &c);
}

static int64_t due_on(const char *day)
{
    char *sql = xasprintf(
        "SELECT count(*) FROM item WHERE list = 'households' AND due = %d", (int)on(day));
    int64_t n = tools_int(r, sql, NULL);

    free(sql);
    return n;
}

static void rule_38_cascades_in_batches(void **state)
{
    (void)state;
    add_rows();
    int64_t before = tools_int(r, "SELECT max(id) FROM event", NULL);
    assert_ok(set_handover("2026-12-25"));
    assert_int_equal(due_on("2026-12-25"), ROWS);
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM item WHERE first_due IS NULL AND list = "
                  "'households'",
                  NULL),
        0);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE stale = 1", NULL), 0);
    /* the act, and two batches that are nobody's act on those items */
    assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), before + 3);
    assert_int_equal(
        tools_int(r, "SELECT count(*) FROM event WHERE verb = 'recompute'", NULL), 2);
    assert_int_equal(tools_int(r,
                               "SELECT count(*) FROM item WHERE version > 1 AND list = "
                               "'households'",
                               NULL),
                     0);

    /* broken off: some rows still have what was before, and the mark */
    assert_ok(db_run(r->st->db, &r->err,
                     "UPDATE item SET stale = 1, due = due - 7 WHERE list = "
                     "'households' AND id % 2 = 0",
                     ""));
    assert_true(due_on("2026-12-25") < ROWS);
    struct verify v = {0};
    assert_rc(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);     /* and it says so */
    assert_int_equal(v.facts.bad, 0);
    verify_fini(&v);
    /* the next act of anybody goes on with it */
    char other[64];
    snprintf(other, sizeof other, "%s", rig_add(r, "tasks", "title=别的事", NULL));
    assert_int_equal(due_on("2026-12-25"), ROWS);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE stale = 1", NULL), 0);

    /* `undo` without a number means what I did, not what followed from it */
    rig_today(r, "2026-11-23");
    assert_ok(set_handover("2027-01-15"));
    assert_int_equal(due_on("2027-01-15"), ROWS);
    assert_ok(rig_do(r, r->clerk, VERB_UNDO, NULL));
    assert_int_equal(due_on("2026-12-25"), ROWS);
    rig_assert_whole(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rule_38_units_and_places),
        T(rule_38_ranks),
        T(rule_38_orders),
        T(rule_38_nobody_leaves_items_behind),
        T(rule_38_codes),
        T(rule_38_codes_as_typed),
        T(rule_38_parents_wait_for_their_rows),
        T(rule_38_cascades_in_batches),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
