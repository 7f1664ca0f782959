/* test_import.c - ledgers come in: headers, new rows, rows that are there, rejects, all or
 * nothing (ENGINE 37, invariant 12). */
#include "tests/model/import_rig.h"

#include "model/history.h"
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

static enum xh_rc take(const char *list, const char *lines)
{
    import_rig_fini(&x);
    return rig_take(&x, r, list, lines);
}

static int64_t count(const char *sql)
{
    return tools_int(r, sql, NULL);
}

#define EVENTS "SELECT count(*) FROM event"

static void assert_text(const char *sql, const char *want)
{
    char *have = tools_text(r, sql, NULL);
    assert_string_equal(have, want);
    free(have);
}

/* ---- headers ---- */

static void headers_are_matched_as_offices_write_them(void **state)
{
    (void)state;
    assert_ok(take("tasks",
        "沿江镇三色督办台账\n"
        "填报单位: 党政办|||单位: 件\n"
        "序 号|事项\\名称|责任部门|责 任 人|完成期限（年月日）|交办日期|任务来源|Demand|灯\n"
        "1|路灯维修|建设办|干部甲|2026.12.4|2026/11/2|信访热线|修好|红\n"));
    assert_int_equal(x.out.header_row, 2);
    assert_int_equal(x.out.created, 1);
    assert_int_equal(x.out.n_left_out, 2);
    assert_text("SELECT title || unit || source FROM item", "路灯维修2信访热线");
    assert_day("督26-1", "due", "2026-12-04");
    assert_day("督26-1", "first_due", "2026-12-04");
    assert_day("督26-1", "assigned_on", "2026-11-02");
    assert_day("督26-1", "opened_on", "2026-11-20");     /* ours since today */
    assert_text("SELECT v_demand FROM f_tasks", "修好");
    rig_assert_whole(r);
}

static void headers_nobody_knows_are_refused_with_near_ones(void **state)
{
    (void)state;
    assert_rc(take("tasks", "事项名称|牵头单住|备注|\n路灯|建设办|x|y\n"), XH_REFUSED);
    assert_said("column 2, '牵头单住'");
    assert_said("Near: 牵头单位");
    assert_said("column 3, '备注'");
    assert_said("备注 = -");
    assert_said("column 4 has values but no header");
    assert_rc(take("tasks", "事项名称|责任单位|牵头单位\n路灯|建设办|建设办\n"), XH_REFUSED);
    assert_said("columns 2 '责任单位' and 3 '牵头单位' both mean unit");
    assert_rc(take("tasks", "甲|乙\n1|2\n"), XH_REFUSED);
    assert_said("no row of headers");
    assert_int_equal(count("SELECT count(*) FROM item"), 0);
}

static void a_map_says_what_other_headers_mean(void **state)
{
    (void)state;
    import_rig_init(&x, r, "tasks", "活儿|谁来干|备注\n路灯|建设办|随便\n");
    assert_ok(import_map_parse("\xEF\xBB\xBF# 对照\n活儿 = title\r\n谁来干 ＝ 牵头单位\n备注 = -\n",
                               "对照.txt", &x.map, &r->err));
    x.in.map = &x.map;
    assert_ok(rig_import(&x));
    assert_int_equal(x.out.created, 1);
    assert_text("SELECT title || unit FROM item", "路灯2");

    import_map_fini(&x.map);
    assert_ok(import_map_parse("活儿 = title\n没有 = unit\n谁来干 = 单未\n", "m", &x.map,
                               &r->err));
    assert_rc(rig_import(&x), XH_REFUSED);
    assert_said("m:2: the file has no column '没有'");
    assert_said("m:3: there is no column '单未'");
    import_map_fini(&x.map);
    assert_rc(import_map_parse("活儿\n = a\nb =\nc = d\nc = e\n", "m", &x.map, &r->err),
              XH_CONFIG);
    assert_said("m:1: write HEADER = COLUMN");
    assert_said("m:2: nothing stands before");
    assert_said("m:3: nothing stands behind");
    assert_said("m:5: 'c' is named in line 4");
}

static void a_list_may_name_headers_of_its_own(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "\nprogress: manual",
        "\nheaders: {unit: [主抓部门], scheme: [方案], due: 何时完}\nprogress: manual", NULL));
    assert_ok(take("tasks", "事项名称|主抓部门|方案|何时完\n路灯|建设办|2026-11-03|2026-12-04\n"));
    assert_int_equal(count("SELECT count(*) FROM step WHERE before_start = 1"), 1);
    assert_day("督26-1", "due", "2026-12-04");
}

/* ---- new rows ---- */

static void rule_37_new_rows_may_carry_steps_and_a_past_deadline(void **state)
{
    (void)state;
    assert_ok(take("tasks",
        "事项名称|牵头单位|责任人|完成时限|原定时限|状态|制定方案|组织办理完成日期|最新进展|进度\n"
        "路灯|建设办|干部甲|2026-10-30|2026-09-30|在办|√|2026-10-08|已进场|40%\n"
        "管网|建设办|干部甲|2026-12-30|||否||-|\n"));
    assert_int_equal(x.out.created, 2);
    assert_day("督26-1", "due", "2026-10-30");
    assert_day("督26-1", "first_due", "2026-09-30");
    assert_day("督26-1", "start", "2026-11-20"); /* nobody said: ours since today */
    assert_state("督26-1", "active");                    /* nobody need acknowledge it */
    assert_text(
        "SELECT group_concat(step || done_on || before_start) FROM (SELECT * FROM "
        "step ORDER BY step)",
        "scheme207771,work207341");
    assert_text("SELECT text || percent FROM progress", "已进场40000000");
    assert_int_equal(count("SELECT percent FROM item WHERE id = 1"), 40000000);
    assert_int_equal(count("SELECT count(*) FROM doer"), 0);
    assert_int_equal(x.out.after.colour[COLOUR_RED], 1);
    assert_int_equal(x.out.after.colour[COLOUR_GREEN], 1);
    assert_false(x.out.suggests_rebase);
    rig_assert_whole(r);
    /* settled anew, it is green: the plan runs from the day it came in */
    assert_ok(rig_do_because(r, r->clerk, VERB_REBASE, "督26-1", "三会议纪要", "2026-12-20"));
    struct item it = {0};
    rig_item(r, "督26-1", &it);
    assert_int_equal(item_colour(&it, r->env.today), COLOUR_GREEN);
    item_fini(&it);
    assert_rc(take("tasks", "事项名称|牵头单位|开始|完成时限|制定方案\n"
        "桥面|建设办|2026-10-01|2026-09-30|\n灯杆|建设办|2026-10-01|2026-10-30|2026-09-30\n"),
        XH_REFUSED);
    assert_rejected(&x, 2, "", "lies before the start");
    assert_rejected(&x, 3, "制定方案", "before the start");
}

static void rule_37_after_the_first_day_steps_obey_their_gates(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "township", "# start_day: 2026-12-01",
                              "start_day: 2026-11-10 #", NULL));
    assert_rc(take("tasks",
        "事项名称|牵头单位|责任人|开始|制定方案|组织办理|佐证归档\n"
        "路灯|建设办|干部甲|2026-11-01|2026-11-05|2026-11-12|\n"
        "管网|建设办|干部甲|2026-11-01|2026-11-12|2026-11-11|\n"
        "桥面|建设办|干部甲|2026-11-01|2026-11-05|2026-11-06|2026-11-16\n"), XH_REFUSED);
    assert_int_equal(x.out.bad, 2);
    assert_rejected(&x, 3, "组织办理", "制定方案");
    assert_rejected(&x, 4, "佐证归档", "evidence 0 of 1");
    assert_int_equal(count("SELECT count(*) FROM item"), 0);
    rig_keep_good(&x);
    assert_ok(rig_import(&x));
    assert_int_equal(x.kept, 1);
    assert_int_equal(x.out.created, 1);
    assert_state("督26-1", "assigned");                  /* to be acknowledged */
    assert_text(
        "SELECT group_concat(step || before_start) FROM (SELECT * FROM step ORDER BY "
        "step)",
        "scheme1,work0");
    assert_int_equal(
        count("SELECT count(*) FROM doer WHERE person = (SELECT id FROM person "
              "WHERE name = '督办员甲')"),
        1);
    rig_assert_whole(r);
}

static void a_row_that_cannot_be_is_rejected_with_every_reason(void **state)
{
    (void)state;
    assert_rc(take("tasks",
        "事项名称|牵头单位|责任人|完成时限|事项类别|状态|制定方案\n"
        "|建设办|干部甲|11月30日|重点|已销号|近期\n"
        "路灯|财政|干部丙|2026-12-04||没有的|\n"
        "管网|建设办|干部甲|2026-12-04|重点工作||2026-12-30\n"), XH_REFUSED);
    assert_int_equal(x.out.bad, 3);
    assert_int_equal(x.out.rows, 3);
    assert_rejected(&x, 2, "事项名称", "title");
    assert_rejected(&x, 2, "完成时限", "");
    assert_rejected(&x, 2, "事项类别", "重点工作");
    assert_rejected(&x, 2, "制定方案", "or yes");
    assert_rejected(&x, 3, "牵头单位", "财政");
    assert_rejected(&x, 3, "责任人", "干部丙");
    assert_rejected(&x, 3, "状态", "待签收");
    assert_rejected(&x, 4, "制定方案", "still to come");
    assert_int_equal(x.out.n_strangers, 2);
    assert_int_equal(x.out.strangers[0].times, 1);
    assert_int_equal(count(EVENTS " WHERE verb = 'import'"), 0);
}

/* A group that several villages have is none that nobody knows: it is said which there are. */
static void a_group_of_several_villages_is_told_apart_by_its_village(void **state)
{
    struct who who = { .actor = r->admin };
    const struct pair village[] = { { "name", "陈家村" } };
    const struct pair group[] = { { "name", "一组" }, { "parent", "陈家村" } };
    int64_t id;

    (void)state;
    assert_ok(place_find(r->st->db, "一组", &id, &r->err));     /* of one village: by its name */
    assert_ok(people_put(r->st, &r->env, &who, "place", NULL, village, 1, &id, &r->err));
    assert_ok(people_put(r->st, &r->env, &who, "place", NULL, group, 2, &id, &r->err));
    assert_rc(take("tasks", "事项|村\n路灯|一组\n管网|陈家村/一组\n桥面|九组\n"), XH_REFUSED);
    assert_int_equal(x.out.bad, 2);
    assert_rejected(&x, 2, "村", "2 villages have a 一组: 林家村/一组, 陈家村/一组");
    assert_rejected(&x, 4, "村", "there is no place 九组");
    assert_int_equal(x.out.n_strangers, 1);
    assert_string_equal(x.out.strangers[0].name, "九组");
    int64_t found = 1;
    assert_rc(place_find(r->st->db, "一组", &found, &r->err), XH_REFUSED);
    assert_said("2 villages have a 一组: 林家村/一组, 陈家村/一组. Write the village before it");
    assert_int_equal(found, 0);
    assert_ok(place_find(r->st->db, "陈家村/一组", &found, &r->err));
    assert_int_equal(found, id);
}

static void people_of_one_name_are_told_apart_by_their_unit(void **state)
{
    struct who who = { .actor = r->admin };
    const struct pair twin[] = { { "name", "干部甲" }, { "unit", "财政所" } };
    int64_t id;

    (void)state;
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, twin, 2, &id, &r->err));
    assert_rc(take("tasks", "事项|单位|责任人\n路灯||干部甲\n"), XH_REFUSED);   /* 单位: of whom? */
    assert_rc(take("tasks", "事项|牵头单位|责任人|分管领导\n路灯|建设办|干部甲|领导甲\n"
                   "管网|财政所|干部甲|\n桥面|党政办|干部甲|\n灯杆||干部甲|\n"), XH_REFUSED);
    assert_int_equal(x.out.bad, 2);
    assert_rejected(&x, 4, "责任人", "the unit does not tell");
    assert_rejected(&x, 5, "责任人", "names no unit");
    assert_int_equal(x.out.n_strangers, 0);
    rig_keep_good(&x);
    assert_ok(rig_import(&x));
    assert_int_equal(count("SELECT owner FROM item WHERE id = 1"), r->handler);
    assert_int_equal(count("SELECT owner FROM item WHERE id = 2"), id);
}

static void households_hang_under_their_project(void **state)
{
    (void)state;
    rig_add(r, "projects", "title=公路", "unit=建设办", "due=2027-06-30",
            "handover=2027-03-01", NULL);
    assert_ok(take("households",
        "所属项目|户主|村|责任人|面积（亩）|联系电话|补偿金额(元)|签约日期|入户|丈量\n"
        "项26-01|户001|林家村|村干部甲|0.463|13800000000|12,000||2026-10-08|√\n"));
    assert_text("SELECT v_area || ' ' || v_amount FROM f_households", "463000 1200000");
    assert_int_equal(count("SELECT count(*) FROM private"), 3);
    assert_int_equal(count("SELECT parent FROM item WHERE id = 2"), 1);
    rig_assert_whole(r);
}

static void possible_duplicates_are_told(void **state)
{
    (void)state;
    rig_add(r, "tasks", "title=路灯维修", "unit=建设办", "due=2026-12-04", NULL);
    assert_ok(take("tasks", "事项|牵头单位\n路灯维修|建设办\n路灯维修|财政所\n管网|建设办\n"
                            "管网|建设办\n"));
    assert_int_equal(x.out.created, 4);
    assert_int_equal(x.out.n_twins, 2);
    assert_string_equal(x.out.twins[0].code, "督26-1");
    assert_int_equal(x.out.twins[1].line, 5);
    assert_int_equal(x.out.twins[1].like, 4);
}

/* ---- rows that are there ---- */

static void rule_37_existing_rows_change_fields_and_people_only(void **state)
{
    int64_t events;

    (void)state;
    assert_ok(take("tasks", "事项名称|牵头单位|责任人|完成时限|办理要求|文号|制定方案\n"
                            "路灯|建设办|干部甲|2026-12-04|修好|一号|2026-11-03\n"));
    events = count(EVENTS);
    const char *same = "编号|事项名称|牵头单位|责任人|完成时限|办理要求|文号|制定方案|状态|灯\n"
                       "督26-1|路灯|建设办|干部甲|2026-12-04|修好|一号|√|在办|紫\n";
    assert_ok(take("tasks", same));
    assert_int_equal(x.out.unchanged, 1);
    assert_false(x.out.written);
    assert_int_equal(count(EVENTS), events);            /* identical rows make no event */

    assert_ok(take("tasks", "编号|事项名称|责任人|配合单位|办理要求|文号\n"
                            "d26-1|路灯改造|干部乙|财政所、党政办||-\n"));
    assert_int_equal(x.out.changed, 1);
    assert_int_equal(count(EVENTS), events + 1);
    assert_text("SELECT title || owner || source_ref FROM item", "路灯改造4");
    assert_text("SELECT v_demand FROM f_tasks", "修好");        /* an empty cell keeps */
    assert_int_equal(count("SELECT count(*) FROM item_co"), 2);
    assert_int_equal(count("SELECT version FROM item"), 2);
    rig_assert_whole(r);

    assert_rc(take("tasks", "编号|完成时限|原定时限|状态|制定方案|开始|交办日期|进度\n"
        "督26-1|2026-12-05|2026-12-05|已销号|2026-11-04|2026-11-01|2026-11-01|30%\n"
        "督26-1|2026-12-04||||||\n督26-9|||||||\n"), XH_REFUSED);
    assert_rejected(&x, 2, "完成时限", "extend, limit or rebase");
    assert_rejected(&x, 2, "原定时限", "rebase");
    assert_rejected(&x, 2, "状态", "approve");
    assert_rejected(&x, 2, "制定方案", "check or uncheck");
    assert_rejected(&x, 2, "开始", "when an item is added");
    assert_rejected(&x, 2, "交办日期", "when an item is added");
    assert_rejected(&x, 2, "进度", "progress --percent");
    assert_rejected(&x, 3, "编号", "in line 2 already");
    assert_rejected(&x, 4, "编号", "no item with this code");
    assert_rc(take("tasks", "编号|事项名称\n督26-1|-\n"), XH_REFUSED);
    assert_rejected(&x, 2, "事项名称", "cannot be empty");
}

static void masked_values_are_left_alone(void **state)
{
    (void)state;
    rig_add(r, "projects", "title=公路", "unit=建设办", "due=2027-06-30",
            "handover=2027-03-01", NULL);
    rig_add(r, "households", "title=户001", "parent=p26-01", "place=林家村",
            "phone=13800000000", NULL);
    assert_ok(take("households", "编号|电话|补偿金额\n征26-001|***0000|***\n"));
    assert_int_equal(x.out.unchanged, 1);
    assert_ok(take("households", "编号|电话\n征26-001|13900000000\n"));
    assert_int_equal(x.out.changed, 1);
    rig_assert_whole(r);
}

static void guards_of_set_hold_for_imports(void **state)
{
    (void)state;
    assert_ok(take("tasks", "事项名称|牵头单位|上级时限\n路灯|建设办|2026-12-10\n"));
    assert_rc(take("tasks", "编号|上级时限\n督26-1|2026-12-20\n"), XH_REFUSED);
    assert_rejected(&x, 2, "上级时限", "say why");
    x.in.reason = "县里改期";
    assert_ok(rig_import(&x));
    assert_day("督26-1", "upper_due", "2026-12-20");
    /* who may import but not set: nobody's rows */
    assert_rc(rig_import_as(&x, r->handler), XH_DENIED);
    assert_ok(tools_configure(
        r, r->admin, "township", "      - {do: [read, export], on: [own, co, unit]}",
        "      - {do: [read, export], on: [own, co, unit]}\n      - {do: import, on: all}",
        NULL));
    import_rig_fini(&x);
    import_rig_init(&x, r, "tasks", "编号|事项名称\n督26-1|别的\n|新的\n");
    assert_rc(rig_import_as(&x, r->handler), XH_REFUSED);
    assert_rejected(&x, 2, "编号", "only for your own items");
    assert_rejected(&x, 3, "", "none of your roles");
}

static void what_is_over_stays_as_it_is(void **state)
{
    char code[64];

    (void)state;
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-04"));
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    assert_ok(take("tasks", "编号|事项名称|状态\n督26-1|示例事项|已销号\n"));
    assert_rc(take("tasks", "编号|事项名称\n督26-1|别的\n"), XH_REFUSED);
    assert_rejected(&x, 2, "编号", "reopen it");
}

/* ---- the record ---- */

static void every_event_names_file_hash_and_line(void **state)
{
    struct history h = {0};
    struct event e = {0};

    (void)state;
    assert_ok(take("tasks", "事项名称|牵头单位\n路灯|建设办\n\n管网|建设办\n"));
    assert_int_equal(count(EVENTS " WHERE verb = 'import'"), 2);
    assert_ok(event_load(r->st->db, count("SELECT max(id) FROM event"), &e, &r->err));
    assert_string_equal(event_get_note(&e, "file"), "台账.csv");
    assert_string_equal(event_get_note(&e, "file_hash"), x.grid.hash);
    assert_string_equal(event_get_note(&e, "line"), "4");
    assert_int_equal(e.n_items, 1);
    event_fini(&e);
    assert_ok(history_load(r->st, 2, &h, &r->err));
    assert_int_equal(h.n, 1);
    assert_string_equal(h.v[0].verb, "import");
    assert_string_equal(h.v[0].text, "from 台账.csv; line 4");
    history_fini(&h);
    assert_rc(rig_do(r, r->clerk, VERB_UNDO, NULL), XH_REFUSED);
    assert_said("an import is not undone");
    rig_assert_whole(r);
}

static void all_or_nothing(void **state)
{
    uint8_t before[HASH_SIZE], now[HASH_SIZE];
    const char *lines = "事项名称|牵头单位|完成时限\n路灯|建设办|2026-10-01\n管网|财政|2026-10-01\n"
        "桥面|建设办|2026-10-01\n灯杆|建设办|2026-10-01\n井盖|建设办|2026-10-01\n"
        "绿化|建设办|2026-10-01\n";

    (void)state;
    fingerprint(r->st->db, before);
    assert_rc(take("tasks", lines), XH_REFUSED);
    assert_said("1 of 6 rows");
    fingerprint(r->st->db, now);
    assert_memory_equal(before, now, HASH_SIZE);
    /* a trial tells the colours the good rows would give */
    x.in.dry_run = true;
    assert_rc(rig_import(&x), XH_REFUSED);
    assert_int_equal(x.out.after.colour[COLOUR_RED], 5);
    assert_true(x.out.suggests_rebase);
    fingerprint(r->st->db, now);
    assert_memory_equal(before, now, HASH_SIZE);
    x.in.dry_run = false;
    rig_keep_good(&x);
    assert_ok(rig_import(&x));
    assert_true(x.out.written);
    assert_int_equal(x.out.created, 5);
    assert_int_equal(x.out.bad, 1);
    assert_int_equal(count("SELECT count(*) FROM item WHERE red_on <= 20777"), 5);
    rig_assert_whole(r);
}

static void a_large_import_leaves_the_schema_as_it_was(void **state)
{
    static const char schema[] =
        "SELECT group_concat(type || name || tbl_name || sql, char(10)) "
        "FROM (SELECT * FROM sqlite_schema ORDER BY type, name)";
    struct buf b = {0};
    char *before = tools_text(r, schema, NULL);
    uint8_t old[HASH_SIZE], now[HASH_SIZE];

    (void)state;
    buf_puts(&b, "事项名称|牵头单位|完成时限\n");
    for (int i = 0; i < 2100; i++)
        buf_printf(&b, "示例事项%d|%s|2026-12-%02d\n", i, i % 2 ? "建设办" : "财政所", i % 28 + 1);
    fingerprint(r->st->db, old);
    import_rig_init(&x, r, "tasks", buf_str(&b));
    x.in.dry_run = true;
    db_fail_at(r->st->db, 10000000);
    assert_ok(rig_import(&x));
    int steps = 10000000 - db_fail_at(r->st->db, 0);
    x.in.dry_run = false;
    /* whatever fails, all of it is back: dropping, rows, making them again, counting */
    const int at[] = { 60, 80, steps / 2, steps - 75, steps - 60, steps - 45, steps - 30,
                       steps - 15, steps - 2 };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        db_fail_at(r->st->db, at[i]);
        assert_rc(rig_import(&x), XH_DB);
        db_fail_at(r->st->db, 0);
        fingerprint(r->st->db, now);
        assert_memory_equal(old, now, HASH_SIZE);
        char *after = tools_text(r, schema, NULL);
        assert_string_equal(before, after);
        free(after);
    }
    assert_ok(rig_import(&x));
    assert_int_equal(x.out.created, 2100);
    char *after = tools_text(r, schema, NULL);
    assert_string_equal(before, after);
    rig_assert_whole(r);
    free(before);
    free(after);
    buf_fini(&b);
}

#define IN(test) cmocka_unit_test_setup_teardown(test, found, lose)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(headers_are_matched_as_offices_write_them),
        IN(headers_nobody_knows_are_refused_with_near_ones),
        IN(a_map_says_what_other_headers_mean),
        IN(a_list_may_name_headers_of_its_own),
        IN(rule_37_new_rows_may_carry_steps_and_a_past_deadline),
        IN(rule_37_after_the_first_day_steps_obey_their_gates),
        IN(a_row_that_cannot_be_is_rejected_with_every_reason),
        IN(a_group_of_several_villages_is_told_apart_by_its_village),
        IN(people_of_one_name_are_told_apart_by_their_unit),
        IN(households_hang_under_their_project),
        IN(possible_duplicates_are_told),
        IN(rule_37_existing_rows_change_fields_and_people_only),
        IN(masked_values_are_left_alone),
        IN(guards_of_set_hold_for_imports),
        IN(what_is_over_stays_as_it_is),
        IN(every_event_names_file_hash_and_line),
        IN(all_or_nothing),
        IN(a_large_import_leaves_the_schema_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
