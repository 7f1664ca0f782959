/* test_import_people.c - persons, units and places from a file (OFFICE 21), and deadlines
 * settled many at once (OFFICE 6, ENGINE 37). */
#include "tests/model/import_rig.h"

#include "tests/model/fingerprint.h"

static struct record_rig rig, *const r = &rig;
static struct import_rig x;

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, false);
    x = (struct import_rig){0};
    return 0;
}

static int lose(void **state)
{
    (void)state;
    import_rig_fini(&x);
    record_rig_fini(r);
    return 0;
}

static enum xh_rc take(const char *table, const char *lines)
{
    import_rig_fini(&x);
    import_rig_init(&x, r, NULL, lines);
    x.in.table = table;
    return rig_import_as(&x, r->admin);
}

static int64_t count(const char *sql)
{
    return tools_int(r, sql, NULL);
}

static void parents_may_stand_below(void **state)
{
    (void)state;
    assert_ok(take("unit", "单位名称|上级|级别|排序\n综合科|建设中心|镇内|\n"
                           "建设中心|党政办|镇内|25\n县水利局||上级|\n"));
    assert_int_equal(x.out.created, 3);
    assert_int_equal(
        count("SELECT count(*) FROM unit c JOIN unit p ON p.id = c.parent WHERE "
              "c.name = '综合科' AND p.name = '建设中心' AND p.rank = 25"),
        1);
    assert_int_equal(count("SELECT count(*) FROM unit WHERE level = 'superior'"), 1);
    assert_ok(take("unit", "单位名称|上级|级别|排序\n综合科|建设中心|镇内|\n"
                           "建设中心|党政办|镇内|26\n"));
    assert_int_equal(x.out.unchanged, 1);
    assert_int_equal(x.out.changed, 1);
    assert_rc(take("unit", "单位名称|上级\n甲|乙\n乙|甲\n"), XH_REFUSED);
    assert_int_equal(x.out.bad, 2);
    assert_ok(take("place", "名称|上级\n三组|新村\n新村|\n"));
    assert_int_equal(x.out.created, 2);
    assert_ok(take("place", "名称|上级\n三组|新村\n新村|\n"));
    assert_int_equal(x.out.unchanged, 2);
    rig_assert_whole(r);
}

static void people_are_found_by_login_name_and_unit(void **state)
{
    (void)state;
    assert_ok(take("person", "花名册\n序号|姓名|单位|职务|手机|登录名|角色|排序\n"
        "1|干部甲|建设办|科员|13800000000||经办人|50\n"      /* is there: changed */
        "2|林示例|建设办||||经办人、督办员|\n"
        "3|林示例|财政所||||经办人|\n"));                    /* another one */
    assert_int_equal(x.out.created, 2);
    assert_int_equal(x.out.changed, 1);
    assert_int_equal(count("SELECT count(*) FROM person WHERE name = '林示例'"), 2);
    assert_int_equal(
        count("SELECT count(*) FROM person_role WHERE person = (SELECT min(id) "
              "FROM person WHERE name = '林示例')"),
        2);
    assert_rc(take("person", "姓名|职务\n林示例|科长\n"), XH_REFUSED);
    assert_rejected(&x, 2, "姓名", "must name the unit");
    assert_ok(take("person", "姓名|单位|职务\n林示例|财政所|科长\n"));
    assert_int_equal(x.out.changed, 1);
    assert_rc(take("person", "姓名|单位|角色\n干部丁|没有所|什么\n|建设办|\n"), XH_REFUSED);
    assert_rejected(&x, 2, "单位", "没有所");
    assert_rejected(&x, 3, "姓名", "empty");
    assert_int_equal(x.out.strangers[0].times, 1);
    import_rig_fini(&x);
    import_rig_init(&x, r, NULL, "姓名\n谁\n");
    x.in.table = "person";
    assert_rc(rig_import_as(&x, r->handler), XH_DENIED);
    rig_assert_whole(r);
}

/* ---- many acts, an event each ---- */

struct told { size_t refused, done, asked; char last[16384]; };

static void refused(void *ctx, size_t i, const struct xh_err *why)
{
    struct told *t = ctx;
    (void)i;
    t->refused++;
    snprintf(t->last, sizeof t->last, "%s", why->msg);
}

static void done(void *ctx, size_t i, const struct result *result)
{
    struct told *t = ctx;
    (void)i;
    t->done += !result->requested;
    t->asked += result->requested;
}

static enum xh_rc settle(int64_t person, struct told *t, bool trial, bool keep, size_t n)
{
    static const char *const codes[] = { "督26-1", "督26-2", "督26-9" };
    struct call calls[3];
    struct who who = { .actor = person };

    *t = (struct told){0};
    for (size_t i = 0; i < n; i++) {
        calls[i] = rig_call(VERB_REBASE, codes[i]);
        calls[i].to = on("2026-12-20");
        calls[i].reason = "三会议纪要";
        calls[i].settles = true;
        calls[i].keep = keep;
        calls[i].file = "核定.csv";
        calls[i].line = (int64_t)i + 2;
    }
    struct verb_each each = {
        .refused = refused, .done = done, .ctx = t, .trial = trial
    };
    memset(&r->err, 0, sizeof r->err);
    return verb_run_each(r->st, &r->env, &who, calls, n, &each, &r->err);
}

static void rule_37_before_the_first_day_deadlines_are_settled_at_once(void **state)
{
    struct told t;
    uint8_t before[HASH_SIZE], now[HASH_SIZE];

    (void)state;
    import_rig_init(&x, r, "tasks", "事项|牵头单位|责任人|完成时限\n路灯|建设办|干部甲|2026-10-30\n"
                                    "管网|财政所|干部乙|2026-10-30\n");
    assert_ok(rig_import(&x));
    fingerprint(r->st->db, before);
    assert_ok(settle(r->clerk, &t, true, false, 2));
    assert_int_equal(t.done, 2);
    assert_rc(settle(r->clerk, &t, false, false, 3), XH_REFUSED);  /* all or none */
    assert_int_equal(t.refused, 1);
    assert_non_null(strstr(t.last, "督26-9"));
    assert_rc(settle(r->handler, &t, false, false, 2), XH_REFUSED);
    assert_int_equal(t.refused, 2);
    fingerprint(r->st->db, now);
    assert_memory_equal(before, now, HASH_SIZE);

    int64_t events = count("SELECT count(*) FROM event");
    assert_ok(settle(r->admin, &t, false, false, 2));      /* may rebase, may not grant */
    assert_int_equal(t.done, 2);
    assert_int_equal(count("SELECT count(*) FROM event"), events + 2);
    assert_day("督26-2", "first_due", "2026-12-20");
    assert_ok(settle(r->clerk, &t, false, true, 2));       /* looked at and kept */
    assert_int_equal(count("SELECT count(*) FROM event"), events + 4);
    assert_day("督26-2", "due", "2026-12-20");
    struct event e = {0};
    assert_ok(event_load(r->st->db, events + 4, &e, &r->err));
    assert_string_equal(event_get_note(&e, "kept"), "2026-12-20");
    assert_string_equal(event_get_note(&e, "file"), "核定.csv");
    assert_string_equal(event_get_note(&e, "line"), "3");
    event_fini(&e);
    rig_assert_whole(r);
}

static void rule_26_nobody_settles_own_deadlines(void **state)
{
    struct told t;

    (void)state;
    import_rig_init(&x, r, "tasks", "事项|牵头单位|责任人|完成时限\n"
                                    "路灯|建设办|督办员甲|2026-10-30\n");
    assert_ok(rig_import(&x));
    assert_ok(settle(r->clerk, &t, false, false, 1));
    assert_int_equal(t.asked, 1);                           /* stored as a request */
    assert_day("督26-1", "due", "2026-10-30");
    assert_ok(tools_configure(r, r->admin, "township", "# start_day: 2026-12-01",
                              "start_day: 2026-11-10 #", NULL));
    assert_rc(settle(r->clerk, &t, false, false, 1), XH_REFUSED);   /* waits already */
    assert_ok(settle(r->admin, &t, false, true, 1));
    rig_assert_whole(r);
}

#define IN(test) cmocka_unit_test_setup_teardown(test, found, lose)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(parents_may_stand_below),
        IN(people_are_found_by_login_name_and_unit),
        IN(rule_37_before_the_first_day_deadlines_are_settled_at_once),
        IN(rule_26_nobody_settles_own_deadlines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
