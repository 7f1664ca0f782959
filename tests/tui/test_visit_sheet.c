/* test_visit_sheet.c - 走访录入 by keys: the lines of the paper under its numbers, a number typed,
 * one visit after the other with its day kept, many at once, on behalf of the cadre, who sees
 * what; and a visit recorded on the map. */
#include "tests/tui/acts_rig.h"

#include "model/visit_round.h"
#include "tui/land.h"
#include "tui/land_map.h"
#include "tui/today.h"
#include "tui/visit_sheet.h"

static char project[32], house[12][32];

static void visited(const char *code, int64_t person, const char *day, const char *promise,
                    const char *due)
{
    const struct visit_call v = { .stance = "talking", .demand = "多算坡地", .promise = promise,
                                  .due = due ? on(due) : DAY_NONE, .next = DAY_NONE };
    struct call c = rig_call(VERB_VISIT, code);

    c.visit = &v;
    c.on = on(day);
    assert_ok(rig_run(r, person, &c));
}

/* Twelve households of one cadre in two villages, entered without order; two of another. */
static int setup(void **state)
{
    static const char *const places[] = { "上洋村", "林家村/一组", "林家村" };
    int wrong = acts_setup(state);

    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例道路", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", NULL));
    for (int i = 0; i < 12; i++) {
        char *title = xasprintf("title=户%03d", i + 1), *parent = xasprintf("parent=%s", project);
        char *place = xasprintf("place=%s", places[i % 3]);
        snprintf(house[i], sizeof house[i], "%s",
                 rig_add(r, "households", title, parent, place, "area=1", "owner=干部甲", NULL));
        free(title);
        free(parent);
        free(place);
    }
    for (int i = 0; i < 2; i++)
        rig_add(r, "households", i ? "title=乙户" : "title=甲户", "place=林家村", "area=1",
                "owner=村干部甲", NULL);
    visited(house[2], r->handler, "2026-11-10", "请测绘公司到场复量", "2026-11-13");
    visited(house[5], r->handler, "2026-11-12", NULL, NULL);
    return wrong;
}

static void look(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &visit_sheet_screen,
                &(struct visit_sheet_arg){ .owner = "干部甲", .owner_name = "干部甲" }, keys);
}

static struct visits visits_of(const char *code)
{
    struct visits v = {0};

    assert_ok(visits_load(r->st, tools_int(r, "SELECT id FROM item WHERE code = ?", code),
                          r->handler, r->env.today, &v, &r->err));
    return v;
}

static void the_sheet_small_and_large(void **state)
{
    (void)state;
    look(r->handler, "");
    assert_screen(scr, "visit-sheet-80x24");
    look(r->handler, "<size:40x120>");
    assert_screen(scr, "visit-sheet-120x40");
}

/* What stands on the paper under a number is what that number leads to. */
static void a_number_leads_to_the_line_of_the_paper(void **state)
{
    (void)state;
    const struct round_ask ask = { .owner = "干部甲", .day = r->env.today, .today = r->env.today,
                                   .reader = r->handler };
    struct round paper = {0};

    assert_ok(round_load(r->st, &ask, &paper, &r->err));
    assert_int_equal(paper.n, 12);
    for (size_t i = 0; i < paper.n; i++) {
        char *keys = xasprintf("%zu<Enter>", i + 1);
        assert_int_equal(paper.v[i].no, i + 1);
        look(r->handler, keys);
        assert_shown(scr, paper.v[i].row.it.code);
        free(keys);
    }
    look(r->handler, "13");                 /* no such line: the cursor stays on 1 */
    assert_shown(scr, "走访单上没有序号 13");
    look(r->handler, "133<Enter>");         /* then another number begins */
    assert_shown(scr, paper.v[2].row.it.code);
    assert_shown(scr, "哪天去的");
    round_fini(&paper);
}

/* Nobody's line is keyed in for the number that is not there. */
static void a_wrong_number_is_keyed_in_for_nobody(void **state)
{
    static const char *const keys[] = { "13<Enter>", "13<Enter><Enter>", "13<F2>", "13d", "13K",
                                        "99<Enter>" };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        look(r->handler, keys[i]);
        assert_shown(scr, "没有录入");
        assert_not_shown(scr, "哪天去的");
    }
    look(r->handler, "13<Enter>4<Enter>");  /* right again */
    assert_shown(scr, "征26-012");
    assert_shown(scr, "哪天去的");
    look(r->handler, "13<Enter><Down><Enter>");
    assert_shown(scr, "哪天去的");
}

/* The year stands with a day of another one: nothing of it is cut. */
static void a_day_of_another_year_is_whole(void **state)
{
    (void)state;
    assert_ok(db_run(r->st->db, &r->err, "INSERT INTO visit (item, day, stance, promise, "
                     "promise_due) SELECT id, ?, 'willing', '复量', ? FROM item WHERE "
                     "code = '征26-009'", "dd", on("2025-12-30"), on("2025-12-31")));
    look(r->handler, "");
    assert_shown(scr, "2025-12-30 愿签 2025-12-31 未兑现");
}

static void line_after_line_with_the_day_kept(void **state)
{
    (void)state;
    look(r->handler, "2<Enter><C-s>");
    assert_shown(scr, "已录 1/12");
    look(r->handler, "2<Enter>");
    assert_screen(scr, "visit-sheet-form-80x24");
    /* yesterday, then two lines that begin with yesterday */
    look(r->handler, "4<Enter><C-u>11-19<Tab>2<Tab>要现房<C-s><Enter><Tab>1<C-s><Enter><C-s>");
    const char *const codes[] = { "征26-012", "征26-002", "征26-005" };
    assert_shown(scr, "已录 4/12");
    assert_screen(scr, "visit-sheet-saved-80x24");
    for (size_t i = 0; i < 3; i++) {
        struct visits v = visits_of(codes[i]);
        assert_int_equal(v.n, 1);
        assert_int_equal(v.v[0].day, on("2026-11-19"));
        assert_int_equal(v.v[0].stance, i == 0 ? STANCE_TALKING : i == 1 ? STANCE_WILLING
                                                                         : STANCE_NONE);
        visits_fini(&v);
    }
}

static void a_refusal_stays_on_the_line(void **state)
{
    (void)state;
    look(r->leader, "3<Enter>");
    assert_shown(scr, "走访");
    assert_shown(scr, "已录 0/12");
    struct visits v = visits_of("征26-006");
    assert_int_equal(v.n, 1);
    visits_fini(&v);
    /* what the verb refuses stays in the form */
    look(r->handler, "3<Enter><Tab><Tab><Tab>带去看房<C-s>");
    assert_shown(scr, "承诺要写期限");
    look(r->handler, "3<Enter><Tab><Tab><Tab>带去看房<C-s><Esc><Enter>");
    assert_shown(scr, "已录 0/12");
}

static void many_with_the_same_visit(void **state)
{
    (void)state;
    look(r->handler, "<Space><Space><Space><Enter><Tab><Tab>要现房<C-s>");
    assert_shown(scr, "已录 3/12");
    look(r->handler, "");
    assert_shown(scr, "已录 3/12");         /* also for who comes back on that day */
}

/* The clerk keys in what the cadre wrote: it is his visit. */
static void the_clerk_records_for_the_cadre(void **state)
{
    (void)state;
    look(r->clerk, "5<Enter><Tab><Tab>要现房<C-s>");
    assert_shown(scr, "已录 1/12");
    struct visits v = visits_of("征26-002");
    assert_int_equal(v.n, 1);
    assert_int_equal(v.v[0].person, r->handler);
    visits_fini(&v);
}

static void the_promise_was_kept(void **state)
{
    (void)state;
    struct visits v = visits_of(house[2]);
    assert_int_equal(v.open, 1);
    visits_fini(&v);
    look(r->handler, "<F7>003<Enter>K<C-s>");
    v = visits_of(house[2]);
    assert_int_equal(v.open, 0);
    visits_fini(&v);
}

static void what_was_said_is_hidden(void **state)
{
    (void)state;
    look(r->clerk, "<F7>003<Enter>");
    assert_shown(scr, "***");
    assert_not_shown(scr, "测绘公司");
    look(r->clerk, "<F8>");
    assert_shown(scr, "包户走访单");
    assert_not_shown(scr, "测绘公司");
    look(r->clerk, "<F8><F8>");
    assert_shown(scr, "TXT");
    assert_shown(scr, "CSV");
    look(r->clerk, "<F8><F8>4<C-u>/tmp/x.doc<Enter>");
    assert_shown(scr, ".pdf .xlsx .txt .csv");
    look(r->handler, "<F7>003<Enter>");
    assert_shown(scr, "测绘公司");
}

/* Signed since: the sheet of that day has the line, the one of today has not. */
static void the_sheet_of_another_day(void **state)
{
    (void)state;
    look(r->handler, "f4<C-u>11-18<Enter>");
    assert_shown(scr, "11-18 的走访单");
    look(r->handler, "f4<C-u>11-30<Enter>");
    assert_shown(scr, "还没到");
    look(r->handler, "f32");                /* of one village */
    assert_shown(scr, "林家村  11-20 的走访单  已录 0/8");
    look(r->handler, "f22");                /* of one project */
    assert_shown(scr, project);
    look(r->clerk, "f12");                 /* of another person */
    assert_shown(scr, "乙户");
}

static void on_the_menu(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    tui_rig_run(scr, &today_screen, NULL, ":zflr<Enter>");
    assert_shown(scr, "已录 0/12");
    scr->tui.me = scr->tui.account = r->clerk;
    tui_rig_run(scr, &today_screen, NULL, ":zflr<Enter>");
    assert_shown(scr, "录谁的走访单");
    tui_rig_run(scr, &land_screen, NULL, "d1");
    assert_shown(scr, "已录 0/12");
}

static void on_the_map(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    const struct land_map_arg arg = { .list = "households", .parent = project };
    tui_rig_run(scr, &land_map_screen, &arg, "d<Tab>2<Tab>要现房<C-s>");
    assert_shown(scr, "要现房");
    tui_rig_run(scr, &land_map_screen, &arg, "<Space><Space><Space>d<Tab>1<C-s>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit WHERE stance = 'willing'", NULL), 3);
    tui_rig_run(scr, &land_map_screen, &arg, "?<PgDn>");
    assert_shown(scr, "d                   走访");
    scr->tui.me = scr->tui.account = r->leader;
    tui_rig_run(scr, &land_map_screen, &arg, "d");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 6);
}

int main(void)
{
#define BY(f) cmocka_unit_test_setup_teardown(f, setup, acts_teardown)
    const struct CMUnitTest tests[] = {
        BY(the_sheet_small_and_large),
        BY(a_number_leads_to_the_line_of_the_paper),
        BY(a_wrong_number_is_keyed_in_for_nobody),
        BY(a_day_of_another_year_is_whole),
        BY(line_after_line_with_the_day_kept),
        BY(a_refusal_stays_on_the_line),
        BY(many_with_the_same_visit),
        BY(the_clerk_records_for_the_cadre),
        BY(the_promise_was_kept),
        BY(what_was_said_is_hidden),
        BY(the_sheet_of_another_day),
        BY(on_the_menu),
        BY(on_the_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
