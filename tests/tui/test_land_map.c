/* test_land_map.c - 作战图 by keys: from household to household, a digit for a step, many at
 * once with one piece of evidence, only some, finding, as text, who sees what. */
#include "tests/tui/acts_rig.h"

#include "model/rollup.h"
#include "model/visit.h"
#include "tui/land_map.h"

#define TWELFTH "g<Right><Right><Right><Right><Right><Right><Right><Right><Right><Right><Right>"

static char project[32];

static const char *household(const char *title, const char *place)
{
    static char code[32];
    char *a = xasprintf("title=%s", title), *b = xasprintf("place=%s", place);
    char *p = xasprintf("parent=%s", project);
    const char *owner = strcmp(place, "上洋村") == 0 ? "owner=干部甲" : "owner=村干部甲";

    snprintf(code, sizeof code, "%s",
             rig_add(r, "households", a, b, p, "area=0.5", owner, NULL));
    free(a);
    free(b);
    free(p);
    return code;
}

static void tick(const char *code, const char *step)
{
    assert_ok(rig_check(r, r->clerk, code, step, "https://example.invalid/1"));
}

static void visited(const char *code, enum stance stance, const char *demand, const char *promise)
{
    const struct visit_call v = { .stance = stance_id(stance), .demand = demand,
                                  .promise = promise,
                                  .due = promise ? on("2026-11-24") : DAY_NONE,
                                  .next = DAY_NONE };
    struct call c = rig_call(VERB_VISIT, code);

    c.visit = &v;
    assert_ok(rig_run(r, r->clerk, &c));
}

/* 林家村: one of its own, 40 in 一组; 上洋村: three. */
static int setup(void **state)
{
    int wrong = acts_setup(state);
    char title[32];

    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例道路", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", NULL));
    household("林大", "林家村");
    for (int i = 0; i < 40; i++) {
        snprintf(title, sizeof title, "户%03d", i + 1);
        const char *code = household(title, "林家村/一组");
        if (i < 20)
            tick(code, "visit");
        if (i < 12)
            tick(code, "measure");
    }
    visited(household("陈阿水", "上洋村"), STANCE_REFUSES, "多算0.3亩坡地", "复量");
    visited(household("陈阿妹", "上洋村"), STANCE_TALKING, NULL, NULL);
    household("林阿公", "上洋村");
    return wrong;
}

static void look(int64_t person, const char *place, const char *keys)
{
    const struct land_map_arg a = { .parent = project, .place = place };

    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &land_map_screen, &a, keys);
}

/* The mark of a household as the model has it. */
static int64_t done(const char *title, const char *step)
{
    char *sql = xasprintf("SELECT count(*) FROM item i JOIN step s ON s.item = i.id WHERE "
                          "i.title = ? AND s.step = '%s' AND s.done_on IS NOT NULL", step);
    int64_t n = tools_int(r, sql, title);

    free(sql);
    return n;
}

static void the_map_small_and_large(void **state)
{
    (void)state;
    look(r->clerk, NULL, "");
    assert_shown(scr, "44 户  量 12 访 8 谈 1 拒 1 未 22  0/22 亩");
    assert_screen(scr, "land-map-80x24");
    look(r->clerk, NULL, "<size:40x120>");
    assert_screen(scr, "land-map-120x40");
}

static void the_cursor_goes_from_household_to_household(void **state)
{
    (void)state;
    look(r->clerk, NULL, "");
    assert_shown(scr, "林大  征26-001");
    look(r->clerk, NULL, "<Right>");
    assert_shown(scr, "户001");
    look(r->clerk, NULL, "<Down>");                     /* over no head: the same village */
    assert_shown(scr, "户001");
    look(r->clerk, NULL, "<Right><Down>");
    assert_shown(scr, "户035");                         /* 34 in a line */
    look(r->clerk, NULL, "<Right><Down><Down>");        /* over the head of 上洋村 */
    assert_shown(scr, "陈阿水");
    look(r->clerk, NULL, "<Right><Down><Down><Up><Up><Up>");
    assert_shown(scr, "林大");
    look(r->clerk, NULL, "G");
    assert_shown(scr, "林阿公");
    look(r->clerk, NULL, "G<Right>");
    assert_shown(scr, "林阿公");
    look(r->clerk, NULL, "Ghhh");
    assert_shown(scr, "户040");
    look(r->clerk, NULL, "Gg");
    assert_shown(scr, "林大");
    look(r->clerk, NULL, "<Tab><Tab>");
    assert_shown(scr, "陈阿水");
    look(r->clerk, NULL, "<click:5,14>");               /* either half of it */
    assert_shown(scr, "户002");
}

static void what_is_found_comes_under_the_cursor(void **state)
{
    (void)state;
    look(r->clerk, NULL, "<F7>caw<Enter>");
    assert_shown(scr, "这里没有哪一户有");
    look(r->clerk, NULL, "<F7>cam<Enter>");
    assert_shown(scr, "陈阿妹");
    look(r->clerk, NULL, "<F7>la<Enter>");
    assert_shown(scr, "林阿公");
    look(r->clerk, NULL, "<F7>ca<Enter>n");
    assert_shown(scr, "陈阿妹");
    look(r->clerk, NULL, "<F7>ca<Enter>nN");
    assert_shown(scr, "陈阿水");
}

/* Three keys after moving, the last being Enter in the box. */
static void a_digit_sets_the_step_of_one(void **state)
{
    (void)state;
    look(r->clerk, NULL, "1");
    assert_shown(scr, "入户");
    assert_int_equal(done("林大", "visit"), 0);         /* one key does nothing yet */
    look(r->clerk, NULL, "1<Enter>");
    assert_int_equal(done("林大", "visit"), 1);
    assert_shown(scr, "访 9");
    look(r->clerk, NULL, "1");
    assert_shown(scr, "完成。要取消打勾");              /* nothing is taken back by a digit */
    look(r->clerk, NULL, "9");
    assert_shown(scr, "没有数字 9 的节点");
}

static void undo_takes_it_back(void **state)
{
    (void)state;
    look(r->clerk, NULL, "1<Enter><C-z>");
    assert_int_equal(done("林大", "visit"), 0);
    assert_shown(scr, "访 8");
}

static void of_many_those_that_fail_stay_marked_and_are_named(void **state)
{
    (void)state;
    /* from 户012, which is measured, on: 户013 was visited only */
    look(r->clerk, "林家村/一组", "<PgDn><Up><Right><Right><Right><Space>");
    assert_shown(scr, "已标 1 户");
    look(r->clerk, "林家村/一组", TWELFTH "<Space><Space>2<Enter>");
    assert_shown(scr, "办成 1 项，未办成 1 项");
    assert_shown(scr, "征26-013");
    assert_int_equal(done("户013", "measure"), 1);
    look(r->clerk, "林家村/一组", TWELFTH "<Right><Right><Space>" TWELFTH
                                  "<Space>2<Enter><Esc>");
    assert_shown(scr, "已标 1 户");                     /* that one, for another try */
    assert_shown(scr, "仍标着");
}

static void one_paper_proves_it_for_all(void **state)
{
    (void)state;
    rig_today(r, "2026-11-23");
    look(r->clerk, "林家村/一组", "vlllv3<Enter>");     /* the notice begins for four */
    rig_today(r, "2026-12-08");
    look(r->clerk, "林家村/一组", "vlllv3");
    assert_shown(scr, "纸质原件");
    look(r->clerk, "林家村/一组", "vlllv3p村委会档案柜<Enter><Enter>");
    assert_shown(scr, "示 4");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM evidence WHERE name LIKE '村委会%'", NULL),
                     4);
}

static void only_some_are_shown_the_others_stay_in_their_places(void **state)
{
    (void)state;
    look(r->clerk, NULL, "f7");                         /* 拒 */
    assert_shown(scr, "只看：不愿签");
    assert_shown(scr, "陈阿水");
    look(r->clerk, NULL, "f9<Tab>");                    /* 量 */
    assert_shown(scr, "户002");
    look(r->clerk, NULL, "f9*");
    assert_shown(scr, "已标 12 户");
    look(r->clerk, NULL, "f9*<Esc>");
    assert_not_shown(scr, "已标 12 户");
    assert_shown(scr, "只看：丈量");
    look(r->clerk, NULL, "f9<Esc>");
    assert_not_shown(scr, "只看");
    look(r->clerk, NULL, "f90");
    assert_not_shown(scr, "只看");
}

/* A village larger than a key waits for: its totals stand at once, its households are read while
 * nothing is pressed, and a key pressed before that is for the household under the cursor. */
static void a_large_village_is_read_behind_the_first_paint(void **state)
{
    (void)state;
    assert_ok(db_run(r->st->db, &r->err, "INSERT INTO place (name, rank) VALUES ('远村', 9000)",
                     ""));
    household("远户000", "远村");
    assert_ok(db_run(r->st->db, &r->err, "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
                     "FROM k WHERE n < ?) INSERT INTO item (code, sort_code, list, parent, title, "
                     "unit, place, owner, assigned_on, opened_on, opened_seq, start, state, phase, "
                     "created_by, version, due, yellow_on, red_on, yellow_rule, red_rule, "
                     "next_step, unit_rank) SELECT '远' || n, printf('远%04d', n), list, parent, "
                     "printf('远户%03d', n), unit, place, owner, assigned_on, opened_on, "
                     "opened_seq, start, state, phase, created_by, version, due, yellow_on, "
                     "red_on, yellow_rule, red_rule, next_step, unit_rank FROM k, item WHERE "
                     "title = '远户000'", "i", (int64_t)LAND_MAP_AT_ONCE));
    assert_ok(db_begin(r->st->db, &r->err));
    assert_ok(rollup_rebuild(r->st->db, r->st->defs, &r->err));
    assert_ok(db_commit(r->st->db, &r->err));
    look(r->clerk, "远村", "<!>");
    assert_shown(scr, "501 户  已签 0");
    assert_not_shown(scr, "未未未");
    look(r->clerk, "远村", "");
    assert_shown(scr, "501 户  未 501");
    assert_shown(scr, "远户000");
    assert_int_equal(done("远户000", "visit"), 0);
    look(r->clerk, "远村", "<!>1<Enter>");
    assert_int_equal(done("远户000", "visit"), 1);
}

/* Forty groups of one household: those far below have not been read yet. */
static void a_filter_finds_those_that_are_not_read_yet(void **state)
{
    (void)state;
    for (int i = 0; i < 40; i++) {
        char *name = xasprintf("远%02d组", i + 1), *path = xasprintf("远村/%s", name);
        char *title = xasprintf("远户%02d", i + 1);
        if (i == 0)
            assert_ok(db_run(r->st->db, &r->err, "INSERT INTO place (name, rank) VALUES "
                             "('远村', 9000)", ""));
        assert_ok(db_run(r->st->db, &r->err, "INSERT INTO place (parent, name, rank) SELECT id, "
                         "?, ? FROM place WHERE name = '远村'", "ti", name, i));
        household(title, path);
        free(name);
        free(path);
        free(title);
    }
    char *last = tools_text(r, "SELECT code FROM item WHERE title = '远户37'", NULL);
    visited(last, STANCE_REFUSES, NULL, NULL);
    free(last);
    look(r->clerk, NULL, "<!>f7");                      /* 拒: the one in view */
    assert_shown(scr, "陈阿水");
    look(r->clerk, NULL, "<!>f7<!><Tab>");
    assert_shown(scr, "远户37");
    look(r->clerk, NULL, "<!>f7<!><Tab><!><Tab>");      /* there is none beyond it */
    assert_shown(scr, "远户37");
    look(r->clerk, NULL, "<!>f7<!><Tab><!><BackTab>");
    assert_shown(scr, "陈阿水");
    look(r->clerk, NULL, "<!>G<!>f7<!><BackTab>");      /* from below */
    assert_shown(scr, "远户37");
}

/* What was said at the door is private (ENGINE 35): plain for those in charge. */
static void the_last_visit_is_told(void **state)
{
    (void)state;
    look(r->handler, "上洋村", "");             /* the owner */
    assert_shown(scr, "走访 1 次");
    assert_shown(scr, "诉求：多算0.3亩坡地");
    assert_shown(scr, "承诺：复量，11-24 前");
    look(r->leader, "上洋村", "");
    assert_shown(scr, "诉求：***");
    assert_not_shown(scr, "坡地");
    rig_today(r, "2026-11-27");
    look(r->handler, "上洋村", "");
    assert_shown(scr, "承诺未兑现：复量");
}

static void on_paper_nobody_is_shown_to_refuse(void **state)
{
    (void)state;
    look(r->clerk, NULL, "<F8>");
    assert_shown(scr, "量 12 访 8 谈 2 未 22");
    assert_not_shown(scr, "拒");
    assert_not_shown(scr, "陈阿水");
}

static void enter_opens_the_household(void **state)
{
    (void)state;
    look(r->clerk, NULL, "<Right><Enter>");
    assert_shown(scr, "征26-002");
    assert_shown(scr, "户001");
    look(r->clerk, NULL, "<Right><Enter>n<F10>");       /* n there: the next one, here too */
    assert_shown(scr, "户002");
    assert_shown(scr, "44 户");
}

static void a_village_cadre_has_the_own_village(void **state)
{
    (void)state;
    look(r->village, NULL, "");
    assert_shown(scr, "41 户");
    assert_not_shown(scr, "上洋村");
    assert_not_shown(scr, "示例道路");                  /* the project is not the cadre's */
    look(r->village, NULL, "<F7>chen<Enter>");
    assert_shown(scr, "这里没有哪一户有");
}

static void whoever_has_none_is_told(void **state)
{
    (void)state;
    look(r->other, NULL, "");
    assert_shown(scr, "这个项目在这里没有户");
    look(r->other, NULL, ":zzt<Enter>");
    assert_shown(scr, "没有项目有征地户签的户");
    look(r->village, "上洋村", "1");
    assert_shown(scr, "这里没有");
}

static void without_colours_every_mark_stands(void **state)
{
    (void)state;
    scr->colours = 0;
    look(r->clerk, NULL, "<Space>");
    assert_shown(scr, "拒谈未");
    assert_shown(scr, "已标 1 户");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, acts_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_map_small_and_large),
        T(the_cursor_goes_from_household_to_household),
        T(what_is_found_comes_under_the_cursor),
        T(a_digit_sets_the_step_of_one),
        T(undo_takes_it_back),
        T(of_many_those_that_fail_stay_marked_and_are_named),
        T(one_paper_proves_it_for_all),
        T(only_some_are_shown_the_others_stay_in_their_places),
        T(a_large_village_is_read_behind_the_first_paint),
        T(a_filter_finds_those_that_are_not_read_yet),
        T(the_last_visit_is_told),
        T(on_paper_nobody_is_shown_to_refuse),
        T(enter_opens_the_household),
        T(a_village_cadre_has_the_own_village),
        T(whoever_has_none_is_told),
        T(without_colours_every_mark_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
