/* test_settings_people.c - 设置, 人员单位: looked up, added, changed, put in order, seen off;
 * what was done stands in the model. */
#include "tests/tui/settings_rig.h"

#include <stdlib.h>
#include <string.h>

#include "model/roster.h"
#include "tests/model/record_tools.h"
#include "tui/settings.h"

static struct tui_rig *scr;
static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    r = &scr->record;
    scr->tui.me = scr->tui.account = r->admin;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static void run(const char *keys)
{
    tui_rig_run(scr, &settings_screen, NULL, keys);
}

/* The names of a table in its order, one blank between; of persons those who are here. */
static char *order_of(const char *table)
{
    struct roster all = {0};
    struct buf b = {0};

    assert_ok(roster_load(r->st, table, &all, &r->err));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].active)
            buf_printf(&b, "%s%s", b.len ? " " : "", all.v[i].name);
    roster_fini(&all);
    return buf_take(&b);
}

static void assert_order(const char *table, const char *want)
{
    char *is = order_of(table);

    assert_string_equal(is, want);
    free(is);
}

static char *person_field(const char *name, const char *column)
{
    char *sql = xasprintf("SELECT coalesce(%s, '') FROM person WHERE name = ?", column);
    char *value = tools_text(r, sql, name);

    free(sql);
    return value;
}

static void assert_person(const char *name, const char *column, const char *want)
{
    char *is = person_field(name, column);

    assert_string_equal(is, want);
    free(is);
}

/* ---- looking ---- */

static void the_tables(void **state)
{
    (void)state;
    settings_look(scr, "2", "settings-people");
    settings_look(scr, "2<Right>", "settings-units");
    settings_look(scr, "23", "settings-places");
}

static void found_by_initials(void **state)
{
    (void)state;
    run("2/gbj<Enter>");
    assert_shown(scr, "干部甲");
    assert_shown(scr, "村干部甲");      /* three letters: from any character */
    assert_not_shown(scr, "干部乙");
    run("2<F7>czs<Enter>");             /* by unit: 财政所 */
    assert_shown(scr, "干部乙");
    assert_not_shown(scr, "督办员甲");
    run("2<F7>czs<Enter><Esc>");
    assert_shown(scr, "督办员甲");
}

static void whoever_may_not_manage_people_sees_no_telephone_and_changes_nothing(void **state)
{
    struct who who = { .actor = r->admin };
    struct pair phone = { "phone", "13900000000" };

    (void)state;
    assert_ok(people_put(r->st, &r->env, &who, "person", "干部甲", &phone, 1, NULL, &r->err));
    run("2<Down><Down>");
    assert_shown(scr, "13900000000");
    scr->tui.me = scr->tui.account = r->other;
    run("2<Down><Down><F2>");
    assert_shown(scr, "管理员");
    run("2<Down><Down><Enter>");
    assert_shown(scr, "干部甲");
    assert_not_shown(scr, "13900000000");
    run("2o");
    assert_not_shown(scr, "新增人员");
}

/* ---- changing ---- */

static void a_new_person(void **state)
{
    (void)state;
    settings_look(scr, "2o", "settings-person-form");
    run("2o干部丙<Tab>财政所<Tab>会计<C-s>");
    assert_person("干部丙", "title", "会计");
    assert_int_equal(tools_int(r, "SELECT u.name = '财政所' FROM person p JOIN unit u ON u.id = "
                                  "p.unit WHERE p.name = ?", "干部丙"), 1);
    assert_shown(scr, "干部丙：已登记");
    rig_assert_whole(r);
}

static void roles_are_ticked_and_the_login_is_nobody_elses(void **state)
{
    (void)state;
    run("2/gbj<Enter><F2><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Space><C-s>");
    char *roles = tools_text(r, "SELECT group_concat(role, ',') FROM (SELECT role FROM "
                                "person_role pr JOIN person p ON p.id = pr.person WHERE p.name "
                                "= ? ORDER BY role)", "干部甲");
    assert_string_equal(roles, "handler,supervisor");
    free(roles);
    run("2/gbj<Enter>i<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>ganbu<C-s>");
    assert_person("干部甲", "login", "ganbu");
    run("2/dby<Enter>i<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>ganbu<C-s>");
    assert_shown(scr, "该登录名已有人使用");    /* the form stays */
    assert_person("督办员甲", "login", "");
}

static void mistakes_stand_beside_their_field(void **state)
{
    (void)state;
    run("2o干部丙<Tab>没有的单位<C-s>");
    assert_shown(scr, "没有的单位");
    assert_shown(scr, "新增人员");
    run("2o<C-s>");
    assert_shown(scr, "不能为空");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM person WHERE name = ?", "干部丙"), 0);
}

static void a_unit_and_its_contact(void **state)
{
    (void)state;
    run("22o农业办<Tab><Tab><Tab>干部乙<C-s>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM unit u JOIN person p ON p.id = u.contact "
                                  "WHERE u.name = ? AND p.name = '干部乙'", "农业办"), 1);
    run("22/nyb<Enter><F2><Tab><Tab>3<C-s>");
    assert_int_equal(tools_int(r, "SELECT level = 'superior' FROM unit WHERE name = ?",
                               "农业办"), 1);
    run("22/nyb<Enter><F3><Enter>");
    assert_int_equal(tools_int(r, "SELECT active FROM unit WHERE name = ?", "农业办"), 0);
    run("22/nyb<Enter><F3><Enter>");
    assert_int_equal(tools_int(r, "SELECT active FROM unit WHERE name = ?", "农业办"), 1);
}

static void a_village_and_a_group(void **state)
{
    (void)state;
    run("23o下洋村<C-s>");
    run("23o二组<Tab>下洋村<C-s>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM place g JOIN place v ON v.id = g.parent "
                                  "WHERE g.name = ? AND v.name = '下洋村'", "二组"), 1);
    run("23<F3>");
    assert_shown(scr, "只能改名");
}

/* ---- the leaders' order ---- */

static void moved_by_keys_kept_in_one_act(void **state)
{
    int64_t events = tools_int(r, "SELECT count(*) FROM event", NULL);

    (void)state;
    assert_order("person", "领导甲 领导乙 干部甲 干部乙 管理员 村干部甲 督办员甲");
    settings_look(scr, "2<F5><Down><Space><Up>", "settings-order");
    assert_order("person", "领导甲 领导乙 干部甲 干部乙 管理员 村干部甲 督办员甲");
    run("2<F5><Down><Space><Up><Space><F2>");
    assert_order("person", "领导乙 领导甲 干部甲 干部乙 管理员 村干部甲 督办员甲");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events + 1);
    run("2<F5>JJ<C-s>");
    assert_order("person", "领导甲 干部甲 领导乙 干部乙 管理员 村干部甲 督办员甲");
    run("2<F5><End>^<F2>");
    assert_order("person", "督办员甲 领导甲 干部甲 领导乙 干部乙 管理员 村干部甲");
    run("2<F5>K");
    assert_shown(scr, "到头");
    rig_assert_whole(r);
}

static void an_order_not_kept_is_asked_about(void **state)
{
    (void)state;
    run("2<F5>J<F10>");
    assert_shown(scr, "还没有保存");
    run("2<F5>J<F10><Enter>");
    assert_order("person", "领导甲 领导乙 干部甲 干部乙 管理员 村干部甲 督办员甲");
}

static void rows_follow_the_new_order(void **state)
{
    char first[64], second[64];
    struct rows rows = {0};
    struct filter f = { .list = "tasks", .order = ORDER_OWNER, .today = r->env.today,
                        .as_of = DAY_NONE, .reader = r->clerk };

    (void)state;
    snprintf(first, sizeof first, "%s", rig_add(r, "tasks", "title=甲", "due=2026-12-25",
                                                "unit=建设办", "owner=干部甲", NULL));
    snprintf(second, sizeof second, "%s", rig_add(r, "tasks", "title=乙", "due=2026-12-25",
                                                  "unit=建设办", "owner=干部乙", NULL));
    run("2<F5><Down><Down>J<F2>");
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    assert_int_equal(rows.n, 2);
    assert_string_equal(rows.v[0].it.code, second);
    rows_fini(&rows);
    rig_assert_whole(r);
}

static void a_village_moves_with_its_groups_and_a_group_within_it(void **state)
{
    (void)state;
    assert_order("place", "林家村 一组 上洋村");
    run("23<F5><Down>K");
    assert_shown(scr, "到头");          /* the group cannot leave its village */
    run("23<F5>J<F2>");
    assert_order("place", "上洋村 林家村 一组");
}

/* ---- leaving ---- */

static void nobody_leaves_items_without_an_owner(void **state)
{
    struct who who = { .actor = r->admin };
    struct pair to = { "to", "2026-11-20" };
    char code[64];

    (void)state;
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-25"));
    assert_rc(people_put(r->st, &r->env, &who, "person", "干部甲", &to, 1, NULL, &r->err),
              XH_REFUSED);
    assert_said(code);
    settings_look(scr, "2<Down><Down><F3>", "settings-leave");
    settings_look(scr, "2<Down><Down><F3><F8>2", "settings-leave-sheet");
    assert_shown(scr, "工作交接清单");
    assert_shown(scr, "尚未确定接手人");
    run("2<Down><Down><F3><F8>1gby<Enter>");
    assert_shown(scr, "接手人：干部乙");
    assert_not_shown(scr, "尚未确定接手人");
    run("2<Down><Down><F3><F8>1gbj<Enter>");    /* to himself */
    assert_shown(scr, "不能交接给自己");
    run("2<Down><Down><F3><F8><Esc>");
    assert_not_shown(scr, "工作交接清单");
    run("2<Down><Down><F3><F3>");
    assert_shown(scr, "不能没有责任人");
    assert_person("干部甲", "to_day", "");
    run("2<Down><Down><F3><F2>gby<Enter>");
    assert_shown(scr, "名下没有未销号的事项");
    assert_int_equal(tools_int(r, "SELECT owner FROM item WHERE code = ?", code), r->other);
    assert_state(code, "assigned");
    run("2<Down><Down><F3><F3><Enter>");
    assert_shown(scr, "已离任");
    assert_int_equal(tools_int(r, "SELECT to_day FROM person WHERE name = ?", "干部甲"),
                     on("2026-11-20"));
    run("2");
    assert_shown(scr, "2026-11-20 离任");
    run("2<End><F3><Enter>");           /* back again */
    assert_person("干部甲", "to_day", "");
    rig_assert_whole(r);
}

static void under_review_and_on_hold_too(void **state)
{
    char review[64], held[64];

    (void)state;
    snprintf(review, sizeof review, "%s", rig_task(r, "2026-12-25"));
    rig_finish_task(r, review);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, review));
    snprintf(held, sizeof held, "%s", rig_task(r, "2026-12-28"));
    struct call hold = rig_call(VERB_HOLD, held);
    hold.office = "县自然资源局";
    hold.to = on("2026-12-01");
    hold.reason = "等批复";
    assert_ok(rig_run(r, r->clerk, &hold));
    scr->tui.me = scr->tui.account = r->admin;
    run("2<Down><Down><F3>*<F2>gby<Enter>");
    assert_shown(scr, "名下没有未销号的事项");
    assert_int_equal(tools_int(r, "SELECT owner FROM item WHERE code = ?", review), r->other);
    assert_int_equal(tools_int(r, "SELECT owner FROM item WHERE code = ?", held), r->other);
    assert_state(review, "review");
    assert_state(held, "held");
    rig_assert_whole(r);
}

static void a_leader_hands_over_what_he_is_in_charge_of(void **state)
{
    char code[64];

    (void)state;
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-25"));
    run("2<F3>");
    assert_shown(scr, "责任领导");
    assert_shown(scr, "另有 1 项");
    run("2<F3><F2>ldy<Enter>");
    assert_int_equal(tools_int(r, "SELECT lead FROM item WHERE code = ?", code), r->second);
    assert_state(code, "active");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(found_by_initials, setup, teardown),
        cmocka_unit_test_setup_teardown(
            whoever_may_not_manage_people_sees_no_telephone_and_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_new_person, setup, teardown),
        cmocka_unit_test_setup_teardown(roles_are_ticked_and_the_login_is_nobody_elses, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(mistakes_stand_beside_their_field, setup, teardown),
        cmocka_unit_test_setup_teardown(a_unit_and_its_contact, setup, teardown),
        cmocka_unit_test_setup_teardown(a_village_and_a_group, setup, teardown),
        cmocka_unit_test_setup_teardown(moved_by_keys_kept_in_one_act, setup, teardown),
        cmocka_unit_test_setup_teardown(an_order_not_kept_is_asked_about, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_follow_the_new_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_village_moves_with_its_groups_and_a_group_within_it,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_leaves_items_without_an_owner, setup, teardown),
        cmocka_unit_test_setup_teardown(under_review_and_on_hold_too, setup, teardown),
        cmocka_unit_test_setup_teardown(a_leader_hands_over_what_he_is_in_charge_of, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
