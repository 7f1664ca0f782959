/* Rows of other lists a step waits for: `needs: {rows: ...}` (ENGINE 15, 22, 23, 31, 37). */
#include "tests/model/record_tools.h"

#include "model/ready.h"

static struct record_rig rig, *r = &rig;
static char project[64], parcel[64], house[8][64];

static const char projects[] =
    "list: projects\nname: 重大项目\nrow: 个\norder: 2\ncode: \"项{yy}-{seq:2}\"\nalias: p\n"
    "report_every: month\nfields:\n  handover: {name: 交地日期, type: date}\n"
    "steps:\n  - {id: scheme, name: 谋划}\n"
    "  - id: prepare\n    name: 前期\n    needs:\n      rows: {list: problems, same: item, "
    "where: [\"kind=前期问题\"]}\n"
    "  - {id: build, name: 建设}\n";
static const char problems[] =
    "list: problems\nname: 问题\nrow: 个\norder: 7\nparent: projects\n"
    "code: \"问{yy}-{seq:3}\"\nalias: w\nreport_every: week\n"
    "fields:\n  kind: {name: 类别, type: choice, choices: [前期问题, 企业问题]}\n"
    "steps:\n  - {id: settle, name: 解决}\n";
static const char households[] =
    "list: households\nname: 征地户签\nrow: 户\norder: 3\nparent: projects\n"
    "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\nclose: by_place\ndue: none\n"
    "report_every: week\n"
    "steps:\n"
    "  - id: measure\n    name: 丈量\n    needs: {rows: {list: parcels, same: [parent, place], "
    "step: notice, begun: true}}\n"
    "  - id: sign\n    name: 签约\n    law: 实施条例第二十九条\n    needs: {rows: {list: parcels, "
    "same: [parent, place], step: notice, law: 实施条例第二十八条}}\n"
    "  - {id: pay, name: 兑付, after: sign}\n"
    "  - {id: vacate, name: 腾空, after: pay, law: 浙江省土地管理条例第47条}\n"
    "  - {id: hand, name: 交地, after: vacate}\n";
static const char parcels[] =
    "list: parcels\nname: 集体土地征收\nrow: 块\norder: 5\nparent: projects\n"
    "code: \"地{yy}-{seq:3}\"\nalias: k\ndue: none\nreport_every: week\n"
    "steps:\n"
    "  - {id: notice, name: 公告, lasts: 3 days, status: statute, law: 实施条例第二十八条}\n"
    "  - id: approval\n    name: 报批\n    after: notice\n    law: 土地管理法第四十六条\n"
    "    needs: {rows: {list: households, same: [parent, place], step: sign, unless: reason, "
    "law: 实施条例第二十九条}}\n"
    "  - id: half\n    name: 过半\n    needs: {rows: {list: households, same: [parent, place], "
    "step: sign, share: 60%}}\n"
    "  - id: hand\n    name: 清表交地\n    needs: {rows: {list: households, "
    "same: [parent, place], step: hand}}\n";

/* A project with a parcel in 林家村; households 0-2 there (2 in its group 一组), 3 in 上洋村,
 * 4 of another project. */
static int setup(void **state)
{
    static const char *const places[] = { "place=林家村", "place=林家村", "place=林家村/一组",
                                          "place=上洋村", "place=林家村" };
    char other[64];

    (void)state;
    record_rig_init_on(r, NULL, true, "2026-11-02");
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, households, "lists/parcels",
                              NULL, parcels, "lists/problems", NULL, problems, "lists/projects",
                              NULL, projects, NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "due=2026-12-31", NULL));
    snprintf(other, sizeof other, "%s",
             rig_add(r, "projects", "title=另一项目", "due=2026-12-31", NULL));
    char *parent = xasprintf("parent=%s", project), *another = xasprintf("parent=%s", other);
    snprintf(parcel, sizeof parcel, "%s",
             rig_add(r, "parcels", "title=地块", parent, "place=林家村", NULL));
    for (int i = 0; i < 5; i++)
        snprintf(house[i], 64, "%s",
                 rig_add(r, "households", "title=户主", i == 4 ? another : parent, places[i],
                         "lead=领导甲", NULL));
    free(parent);
    free(another);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_assert_whole(r);
    record_rig_fini(r);
    return 0;
}

static enum xh_rc check(const char *code, const char *step)
{
    return rig_check(r, r->clerk, code, step, NULL);
}

static enum xh_rc begin(const char *code, const char *step)
{
    struct call c = rig_call(VERB_BEGIN, code);
    c.step = step;
    return rig_run(r, r->clerk, &c);
}

static enum xh_rc because(enum verb verb, const char *code, const char *step,
                          const char *reason)
{
    struct call c = rig_call(verb, code);
    c.step = step;
    c.reason = reason;
    return rig_run(r, r->clerk, &c);
}

/* The notice has hung: 11-02 to 11-05. */
static void post_notice(void)
{
    assert_ok(begin(parcel, "notice"));
    rig_today(r, "2026-11-05");
    assert_ok(check(parcel, "notice"));
    rig_today(r, "2026-11-06");
}

static void sign(int i)
{
    assert_ok(check(house[i], "measure"));
    assert_ok(check(house[i], "sign"));
}

/* ---- one list for the other ---- */

static void a_household_waits_for_the_notice(void **state)
{
    (void)state;
    assert_rc(check(house[0], "measure"), XH_REFUSED);      /* not begun */
    assert_said("公告 0 of 1");
    assert_ok(begin(parcel, "notice"));
    assert_ok(check(house[0], "measure"));                  /* begun is enough */
    assert_rc(check(house[0], "sign"), XH_REFUSED);
    assert_said("step 签约 waits: 集体土地征收, 公告 0 of 1, 1 块 to go: 地26-001");
    assert_said("(under: 实施条例第二十八条)");              /* the need's own article */
    rig_today(r, "2026-11-05");
    assert_ok(check(parcel, "notice"));
    /* of a step that lasts the day after is the first, and no earlier day will do */
    assert_rc(check(house[0], "sign"), XH_REFUSED);
    assert_said("from 2026-11-06 at the earliest");
    rig_today(r, "2026-11-09");
    struct call c = rig_call(VERB_CHECK, house[0]);
    c.step = "sign";
    c.on = on("2026-11-05");
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);
    assert_said("from 2026-11-06 at the earliest");
    c.on = on("2026-11-06");
    assert_ok(rig_run(r, r->clerk, &c));
}

static void where_there_is_no_row_nothing_is_in_the_way(void **state)
{
    (void)state;
    assert_ok(check(house[3], "measure"));          /* 上洋村 keeps no parcel */
    assert_ok(check(house[3], "sign"));
    assert_ok(check(house[4], "measure"));          /* the other project has none */
}

static void the_article_of_a_wrong_order_is_named(void **state)
{
    (void)state;
    post_notice();
    sign(0);
    assert_rc(check(house[0], "vacate"), XH_REFUSED);
    assert_string_equal(r->err.msg, "征26-001: step 兑付 comes first and is not done "
                                    "(under: 浙江省土地管理条例第47条)");
    assert_rc(check(parcel, "notice"), XH_REFUSED);         /* done: no wrong order */
    assert_null(strstr(r->err.msg, "under"));
    assert_ok(check(house[0], "pay"));
    assert_ok(check(house[0], "vacate"));
}

static void a_minimum_that_has_not_elapsed_names_its_article(void **state)
{
    (void)state;
    assert_rc(check(parcel, "notice"), XH_REFUSED);
    assert_said("begin it first (under: 实施条例第二十八条)");
    assert_ok(begin(parcel, "notice"));
    rig_today(r, "2026-11-04");
    assert_rc(check(parcel, "notice"), XH_REFUSED);
    assert_said("2026-11-05 at the earliest (under: 实施条例第二十八条)");
    /* several lines: the article under them, once */
    assert_rc(check(parcel, "approval"), XH_REFUSED);
    assert_said("step 公告 comes first and is not done (under: 土地管理法第四十六条)\n"
                "step 报批 waits: 征地户签, 签约 0 of 3, 3 户 to go: 征26-001, 征26-002, "
                "征26-003 (under: 实施条例第二十九条)\n"
                "it can go on with a reason");
}

/* ---- gone past with a reason ---- */

static void gone_past_with_a_reason_once(void **state)
{
    (void)state;
    post_notice();
    sign(0);
    assert_rc(begin(parcel, "approval"), XH_REFUSED);
    assert_said("签约 1 of 3, 2 户 to go: 征26-002, 征26-003");
    assert_ok(because(VERB_BEGIN, parcel, "approval", "两户外出, 已在申请中说明"));
    assert_non_null(strstr(r->result.said, "签约 1 of 3, 2 户 to go: 征26-002, 征26-003"));
    assert_int_equal(tools_int(r, "SELECT missing FROM rows_passed p JOIN item i ON i.id = p.item "
                                  "WHERE i.code = ?", parcel), 2);
    char *reason = tools_text(r, "SELECT p.reason FROM rows_passed p JOIN item i ON i.id = p.item "
                                 "WHERE i.code = ?", parcel);
    assert_string_equal(reason, "两户外出, 已在申请中说明");
    free(reason);
    rig_assert_whole(r);
    /* not asked again; taken back it is asked anew */
    assert_ok(check(parcel, "approval"));
    assert_ok(because(VERB_UNCHECK, parcel, "approval", "误勾"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM rows_passed", NULL), 0);
    assert_rc(check(parcel, "approval"), XH_REFUSED);
    assert_ok(because(VERB_CHECK, parcel, "approval", "两户外出"));
    assert_ok(rig_do(r, r->clerk, VERB_UNDO, NULL));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM rows_passed", NULL), 0);
    /* nobody missing: the reason stands in the record of the act alone */
    sign(1);
    sign(2);
    assert_ok(because(VERB_CHECK, parcel, "approval", "无"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM rows_passed", NULL), 0);
}

static void no_reason_moves_a_need_without_unless(void **state)
{
    (void)state;
    assert_rc(because(VERB_CHECK, parcel, "hand", "工期紧"), XH_REFUSED);
    assert_said("交地 0 of 3");
    assert_rc(because(VERB_BEGIN, parcel, "hand", "工期紧"), XH_REFUSED);
}

/* ---- which rows count ---- */

static void finish(int i)
{
    sign(i);
    assert_ok(check(house[i], "pay"));
    assert_ok(check(house[i], "vacate"));
    assert_ok(check(house[i], "hand"));
}

static void handed_over_when_all_are(void **state)
{
    (void)state;
    post_notice();
    finish(0);
    finish(2);                                      /* in the group */
    assert_rc(check(parcel, "hand"), XH_REFUSED);
    assert_said("交地 2 of 3, 1 户 to go: 征26-002");
    /* on hold it still counts; cancelled and void it does not */
    struct call hold = rig_call(VERB_HOLD, house[1]);
    hold.office = "法院";
    hold.reason = "等判决";
    hold.to = on("2026-12-01");
    assert_ok(rig_run(r, r->leader, &hold));
    assert_state(house[1], "held");
    assert_rc(check(parcel, "hand"), XH_REFUSED);
    assert_ok(rig_do_because(r, r->leader, VERB_CANCEL, house[1], "重复登记", NULL));
    assert_ok(check(parcel, "hand"));
}

static void places_hold_either_way(void **state)
{
    char *parent = xasprintf("parent=%s", project);
    char group[64], nowhere[64];
    const struct pair second[] = { { "name", "二组" }, { "parent", "林家村" } };
    const struct who who = { .actor = r->admin };
    int64_t id = 0;

    (void)state;
    assert_ok(people_put(r->st, &r->env, &who, "place", NULL, second, 2, &id,
                         &r->err));
    /* a parcel of the group sees the group's household and those of the village as a whole */
    snprintf(group, sizeof group, "%s",
             rig_add(r, "parcels", "title=组地块", parent, "place=林家村/一组", NULL));
    assert_rc(check(group, "hand"), XH_REFUSED);
    assert_said("交地 0 of 3");
    /* and one of another group only the latter */
    snprintf(group, sizeof group, "%s",
             rig_add(r, "parcels", "title=组地块", parent, "place=林家村/二组", NULL));
    assert_rc(check(group, "hand"), XH_REFUSED);
    assert_said("交地 0 of 2, 2 户 to go: 征26-001, 征26-002");
    /* without a place it lies everywhere, seen from either side */
    snprintf(nowhere, sizeof nowhere, "%s",
             rig_add(r, "parcels", "title=整个项目", parent, "place=", NULL));
    assert_rc(check(nowhere, "hand"), XH_REFUSED);
    assert_said("交地 0 of 4");
    assert_rc(check(house[3], "measure"), XH_REFUSED);
    assert_said("公告 0 of 1, 1 块 to go: 地26-004");
    free(parent);
}

static void a_share_of_them(void **state)
{
    (void)state;
    post_notice();
    sign(0);                                        /* 1 of 3; 60 % are 1.8: 2 */
    assert_rc(check(parcel, "half"), XH_REFUSED);
    assert_said("签约 1 of 3, 2 are needed, 1 户 to go: 征26-002, 征26-003");
    sign(1);
    assert_ok(check(parcel, "half"));
}

static void not_applicable_leaves_the_total(void **state)
{
    (void)state;
    post_notice();
    sign(0);
    struct call skip = rig_call(VERB_SKIP, house[1]);
    skip.step = "sign";
    skip.reason = "无地上物";
    assert_ok(rig_run(r, r->leader, &skip));
    assert_rc(check(parcel, "half"), XH_REFUSED);   /* 1 of 2; 60 % are 1.2: 2 */
    assert_said("签约 1 of 2");
    sign(2);
    assert_ok(because(VERB_CHECK, parcel, "approval", NULL));
}

static void more_than_five_are_not_all_named(void **state)
{
    char *parent = xasprintf("parent=%s", project);

    (void)state;
    for (int i = 0; i < 4; i++)
        rig_add(r, "households", "title=户主", parent, "place=林家村", NULL);
    assert_rc(check(parcel, "hand"), XH_REFUSED);
    assert_said("0 of 7, 7 户 to go: 征26-001, 征26-002, 征26-003, 征26-006, 征26-007 ..");
    assert_null(strstr(r->err.msg, "户主"));        /* codes, no names */
    free(parent);
}

static void a_project_waits_for_its_open_problems(void **state)
{
    char *parent = xasprintf("parent=%s", project), early[64];

    (void)state;
    assert_ok(check(project, "scheme"));
    rig_add(r, "problems", "title=企业", parent, "kind=企业问题", NULL);
    snprintf(early, sizeof early, "%s",
             rig_add(r, "problems", "title=前期", parent, "kind=前期问题",
                                                     "lead=领导甲", NULL));
    assert_rc(check(project, "prepare"), XH_REFUSED);
    assert_said("step 前期 waits: 问题, crossed off 0 of 1, 1 个 to go: 问26-002");
    assert_ok(check(early, "settle"));
    assert_ok(rig_do(r, r->clerk, VERB_APPLY, early));
    assert_rc(check(project, "prepare"), XH_REFUSED);       /* in review is not crossed off */
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, early));
    assert_ok(check(project, "prepare"));
    free(parent);
}

/* The day of the item stands in for the day it is asked on: no answer may hang on either. */
static void rows_are_found_on_whatever_day_it_is_asked(void **state)
{
    char *parent = xasprintf("parent=%s", project), late[64];

    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/projects", "where: [\"kind=前期问题\"]",
                              "where: [\"kind=前期问题\", \"due>=2026-11-20\"]", NULL));
    assert_ok(check(project, "scheme"));
    rig_today(r, "2026-11-20");                 /* after the project, and due in time */
    snprintf(late, sizeof late, "%s",
             rig_add(r, "problems", "title=前期", parent, "kind=前期问题", "lead=领导甲",
                     "due=2026-11-24", NULL));
    assert_rc(check(project, "prepare"), XH_REFUSED);
    assert_said("1 个 to go: 问26-001");
    rig_today(r, "2026-12-21");                 /* long overdue */
    assert_rc(check(project, "prepare"), XH_REFUSED);
    assert_said("1 个 to go: 问26-001");
    assert_ok(check(late, "settle"));
    assert_ok(rig_do(r, r->clerk, VERB_APPLY, late));
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, late));
    assert_ok(check(project, "prepare"));
    free(parent);
}

/* ---- taking back ---- */

static void what_rests_on_it_is_told(void **state)
{
    (void)state;
    post_notice();
    sign(0);
    sign(1);
    assert_ok(because(VERB_UNCHECK, house[1], "sign", "误勾"));
    assert_null(strstr(r->result.said, "rests on"));
    assert_ok(check(house[1], "sign"));
    sign(2);
    assert_ok(check(parcel, "approval"));
    assert_ok(because(VERB_UNCHECK, house[1], "sign", "误勾"));
    assert_non_null(strstr(r->result.said, "rests on this: 地26-001 报批"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM step s JOIN item i ON i.id = s.item "
                                  "WHERE i.code = ? AND s.step = 'approval' AND done_on > 0",
                               parcel), 1);
}

static void undone_within_the_day(void **state)
{
    (void)state;
    post_notice();
    for (int i = 0; i < 3; i++)
        sign(i);
    assert_ok(check(parcel, "approval"));
    assert_ok(rig_do(r, r->clerk, VERB_UNDO, NULL));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM step s JOIN item i ON i.id = s.item "
                                  "WHERE i.code = ? AND s.step = 'approval' AND done_on > 0",
                               parcel), 0);
    assert_ok(check(parcel, "approval"));
}

/* ---- before the township's first day ---- */

static void gates_do_not_apply_before_the_first_day(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "township", "# start_day: 2026-12-01",
                              "start_day: 2026-11-03", NULL));
    assert_ok(check(parcel, "hand"));               /* on 11-02 */
    rig_today(r, "2026-11-03");
    assert_rc(check(house[0], "measure"), XH_REFUSED);
}

/* ---- beforehand ---- */

static void what_is_missing_tells_the_rows(void **state)
{
    struct ready ready = {0};
    struct item it = {0};
    struct xh_err err = {0};
    size_t told = 0;

    (void)state;
    post_notice();
    rig_item(r, parcel, &it);
    assert_int_equal(ready_load(r->st, &r->env, it.id, &ready, &err), XH_OK);
    for (size_t i = 0; i < ready.n; i++)
        if (ready.v[i].kind == MISSING_ROWS) {
            const struct rows_found *rows = &ready.now.gate.g.rows[ready.v[i].index];
            assert_string_equal(rows->list->id, "households");
            assert_int_equal(rows->total, 3);
            told++;
        }
    assert_int_equal(told, 3);                      /* approval, half, hand */
    ready_fini(&ready);
    item_fini(&it);
    assert_rc(rig_do(r, r->clerk, VERB_APPLY, parcel), XH_REFUSED);
    assert_said("step 清表交地 is not done\nstep 清表交地 waits: 征地户签, 交地 0 of 3");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_household_waits_for_the_notice),
        TEST(where_there_is_no_row_nothing_is_in_the_way),
        TEST(the_article_of_a_wrong_order_is_named),
        TEST(a_minimum_that_has_not_elapsed_names_its_article),
        TEST(gone_past_with_a_reason_once),
        TEST(no_reason_moves_a_need_without_unless),
        TEST(handed_over_when_all_are),
        TEST(places_hold_either_way),
        TEST(a_share_of_them),
        TEST(not_applicable_leaves_the_total),
        TEST(more_than_five_are_not_all_named),
        TEST(a_project_waits_for_its_open_problems),
        TEST(rows_are_found_on_whatever_day_it_is_asked),
        TEST(what_rests_on_it_is_told),
        TEST(undone_within_the_day),
        TEST(gates_do_not_apply_before_the_first_day),
        TEST(what_is_missing_tells_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
