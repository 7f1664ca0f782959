/* test_visit.c - visits on the screen: the section of 详情, the form, a promise kept with
 * Space, what is hidden and seen for a while. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/visit.h"
#include "tests/model/record_tools.h"
#include "tui/detail.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char house[64];

static int64_t id_of(const char *code)
{
    return tools_int(r, "SELECT id FROM item WHERE code = ?", code);
}

static void visit(const char *day, struct visit_call v, const char *due, const char *next)
{
    struct call c = rig_call(VERB_VISIT, house);

    v.due = due ? on(due) : DAY_NONE;
    v.next = next ? on(next) : DAY_NONE;
    c.visit = &v;
    c.on = on(day);
    assert_ok(rig_run(r, r->handler, &c));
}

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    r = &scr->record;
    snprintf(house, sizeof house, "%s",
             rig_add(r, "households", "title=户001", "place=林家村", "unit=建设办",
                     "owner=干部甲", "lead=领导甲", "area=1.5", "start=2026-11-09", NULL));
    visit("2026-11-10", (struct visit_call){ .stance = "refuses",
                                             .demand = "坡地少算, 要求复核丈量",
                                             .promise = "请测绘公司到场复量",
                                             .objection = "不同意附着物评估结果",
                                             .with = "村民代表" }, "2026-11-13", NULL);
    visit("2026-11-17", (struct visit_call){ .stance = "talking", .promise = "安置方案送上门" },
          "2026-11-20", "2026-11-20");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static void show(int64_t person, const char *keys)
{
    int64_t id = id_of(house);

    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &detail_screen, &id, keys);
}

static void the_section(void **state)
{
    (void)state;
    show(r->handler, "0");
    assert_screen(scr, "visit-section-80x24");
    scr->rows = 40;
    scr->cols = 120;
    show(r->handler, "0");
    assert_screen(scr, "visit-section-120x40");
}

/* A task nobody visited has no such section; its menu has the act all the same. */
static void only_where_there_is_something(void **state)
{
    (void)state;
    int64_t id = id_of(rig_task(r, "2026-12-25"));
    scr->tui.me = scr->tui.account = r->handler;
    tui_rig_run(scr, &detail_screen, &id, "0");
    assert_not_shown(scr, "0走访");
    assert_shown(scr, "还没有走访记录");
    tui_rig_run(scr, &detail_screen, &id, "d");
    assert_shown(scr, "诉求");
}

static void a_visit_is_recorded(void **state)
{
    (void)state;
    show(r->handler, "d");
    assert_screen(scr, "visit-form-80x24");
    show(r->handler, "d<Tab>2<Tab>想要现房<Tab>带去看房<Tab>+2<C-s>0");
    assert_shown(scr, "3 次");
    struct visits v = {0};
    assert_ok(visits_load(r->st, id_of(house), r->handler, r->env.today, &v, &r->err));
    assert_int_equal(v.n, 3);
    assert_string_equal(v.v[0].demand, "想要现房");
    assert_string_equal(v.v[0].promise, "带去看房");
    assert_int_equal(v.v[0].promise_due, on("2026-11-24"));
    assert_int_equal(v.v[0].stance, STANCE_TALKING);
    assert_int_equal(v.v[0].day, r->env.today);
    visits_fini(&v);
    rig_assert_whole(r);
    /* taken back with one key */
    show(r->handler, "0<C-z>");
}

/* What the verb refuses stays in the form and is said there. */
static void a_mistake_stays_in_the_form(void **state)
{
    (void)state;
    show(r->handler, "d<Tab><Tab><Tab>带去看房<C-s>");
    assert_shown(scr, "承诺要写期限");
    assert_shown(scr, "带去看房");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit", NULL), 2);
}

static void space_keeps_a_promise(void **state)
{
    (void)state;
    show(r->handler, "0<Down><Space>");
    assert_screen(scr, "visit-kept-80x24");
    show(r->handler, "0<Down><Space><C-s>");
    assert_shown(scr, "已兑现");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit WHERE kept_on IS NOT NULL", NULL), 1);
    show(r->handler, "0<Down><Space>");
    assert_shown(scr, "这条承诺已经兑现");
}

/* Which promise was kept is said of each row: `.` would take that of another one. */
static void a_promise_kept_is_not_repeated(void **state)
{
    (void)state;
    show(r->handler, "0<Down><Space><C-s>.");
    assert_shown(scr, "承诺兑现不能用重复键");
    show(r->handler, "0<Down><Space><C-s>.<Enter>");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM visit WHERE kept_on IS NOT NULL", NULL), 1);
}

/* ENGINE 35: masked for the leader; seen with a reason, recorded, covered after 30 s. */
static void hidden_words_are_seen_for_a_while(void **state)
{
    (void)state;
    show(r->leader, "0");
    assert_screen(scr, "visit-hidden-80x24");
    assert_not_shown(scr, "坡地");
    show(r->leader, "0<Down><Enter>接访<Enter>");
    assert_shown(scr, "坡地少算");
    assert_shown(scr, "30 秒");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event WHERE verb = 'unmask'", NULL), 1);
    show(r->leader, "0<Down><Enter>接访<Enter><wait:31>");
    assert_not_shown(scr, "坡地少算");
}

/* In the second menu of F2, too. */
static void in_the_menu(void **state)
{
    (void)state;
    show(r->handler, "<F2><F2>");
    assert_shown(scr, "走访");
    assert_shown(scr, "承诺兑现");
}

/* 今日: what is broken, what is due this week, whom to visit. */
static void on_today(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->handler;
    tui_rig_run(scr, &today_screen, NULL, "<tick>");
    assert_shown(scr, "承诺未兑现 1");
    assert_shown(scr, "本周承诺到期 1");
    assert_shown(scr, "该走访 1");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_section), TEST(only_where_there_is_something), TEST(a_visit_is_recorded),
        TEST(a_mistake_stays_in_the_form), TEST(space_keeps_a_promise),
        TEST(a_promise_kept_is_not_repeated),
        TEST(hidden_words_are_seen_for_a_while), TEST(in_the_menu), TEST(on_today),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
