/* test_reporting.c - 应报/已报/未报: by unit, whom to call, filled in and reminded from there;
 * other fill days; households in groups as on the sheet. */
#include "tests/model/record_tools.h"
#include "tests/tui/tui_rig.h"

#include "model/people.h"
#include "tui/reporting.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;

static void task(const char *title, const char *unit, const char *owner, int64_t who)
{
    char *pairs[] = { xasprintf("title=%s", title), xasprintf("unit=%s", unit),
                      xasprintf("owner=%s", owner) }, code[64];

    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", pairs[0], pairs[1], pairs[2],
                                              "lead=领导甲", "due=2026-12-30", NULL));
    for (int i = 0; i < 3; i++)
        free(pairs[i]);
    assert_ok(rig_do(r, who, VERB_ACCEPT, code));
}

static void put(const char *table, const char *name, const char *key, const char *value)
{
    struct who who = { .actor = r->admin };
    struct pair field = { key, value };

    assert_ok(people_put(r->st, &r->env, &who, table, name, &field, 1, NULL, &r->err));
}

/* Three weeks: 建设办 has reported one of two, in the same words three times running; 财政所
 * its only one. */
static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_on(scr, "2026-11-02");
    r = &scr->record;
    put("unit", "建设办", "contact", "干部甲");
    put("person", "干部甲", "phone", "000-0001");
    task("消防通道整治", "建设办", "干部甲", r->handler);
    task("路灯维修", "建设办", "干部甲", r->handler);
    task("惠农补贴核查", "财政所", "干部乙", r->other);
    for (int week = 0; week < 3; week++) {
        static const char *const days[] = { "2026-11-05", "2026-11-12", "2026-11-19" };
        rig_today(r, days[week]);
        assert_ok(rig_report(r, r->handler, "督26-2", "正在推进", 10));
        assert_ok(rig_report(r, r->other, "督26-3", "已核查三个村", 10 * week));
    }
    rig_today(r, "2026-11-20");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static void look(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &reporting_screen, NULL, keys);
}

/* ---- what is shown ---- */

static void by_unit_and_whom_to_call(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        scr->rows = wide ? 40 : 24;
        scr->cols = wide ? 120 : 80;
        look(r->clerk, "<Down>");
        assert_screen(scr, wide ? "reporting-120x40" : "reporting-80x24");
    }
    assert_shown(scr, "应报 3  已报 2  未报 1  66.6%");        /* never rounded up */
    assert_shown(scr, "000-0001");
    assert_shown(scr, "未报责任人：  干部甲 1 000-0001");
    look(r->clerk, "<Down><Down>");
    assert_shown(scr, "这个单位都报了。");
}

static void telephones_are_not_for_everybody(void **state)
{
    (void)state;
    look(r->handler, "<Down>");
    assert_shown(scr, "未报责任人：  干部甲 1");
    assert_not_shown(scr, "000-0001");
}

static void a_units_items_say_what_was_reported_last(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        scr->rows = wide ? 40 : 24;
        scr->cols = wide ? 120 : 80;
        look(r->clerk, "<Down><Enter>");
        assert_screen(scr, wide ? "reporting-unit-120x40" : "reporting-unit-80x24");
    }
    assert_shown(scr, "建设办 > 现在该报");
    assert_shown(scr, "与上期相同(连续3期)");
    look(r->clerk, "<Down><Enter><Enter>");
    assert_shown(scr, "详情");
    assert_shown(scr, "消防通道整治");
}

static void another_fill_day(void **state)
{
    (void)state;
    look(r->clerk, "w");
    assert_shown(scr, "截止 11-19");
    assert_shown(scr, "截止 11-26");
    look(r->clerk, "<Left>");                   /* the last of them */
    assert_shown(scr, "截止 11-30");
    assert_shown(scr, "没有应报的事项");
    look(r->clerk, "<Left><Left>");
    assert_shown(scr, "截止 11-26   应报 3  已报 0  未报 3  0.0%");
    look(r->clerk, "<Right>");
    assert_shown(scr, "截止 10-");              /* before anything was given */
}

static void nothing_is_owed_is_said(void **state)
{
    (void)state;
    look(r->village, "");
    assert_shown(scr, "这几天没有该报的事项。按 w 看别的截止日。");
}

/* ---- doing it ---- */

static void f6_fills_in_for_the_owner(void **state)
{
    (void)state;
    look(r->clerk, "<Down><Enter><F6>");
    assert_shown(scr, "消防通道整治");
    look(r->clerk, "<Down><Enter><F6>已清理完毕<C-s>q");
    assert_shown(scr, "应报 3  已报 3  未报 0  100.0%");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM progress p JOIN item i ON i.id = p.item "
                               "WHERE i.code = ? AND p.person = i.owner", "督26-1"), 1);
}

static void y_makes_the_texts(void **state)
{
    (void)state;
    look(r->clerk, "y");
    assert_shown(scr, "催报进展  1/1  干部甲");
    assert_shown(scr, "督26-1 消防通道整治（尚未填报过）");
    look(r->clerk, "<Down><Down>y");            /* a unit that has reported */
    assert_shown(scr, "没有需要催办的：催报进展。");
    look(r->clerk, "<Down><Enter>yk");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM reminder WHERE kind = 'report'", NULL), 1);
}

/* A press on this text of the last frame. Caller frees. */
static char *click_on(const char *text)
{
    int y = 0;

    for (const char *line = scr->frame; *line; line += strcspn(line, "\n") + 1, y++) {
        char *copy = xstrndup(line, strcspn(line, "\n")), *at = strstr(copy, text);
        if (at)
            *at = '\0';
        int x = text_width(copy);
        free(copy);
        if (at)
            return xasprintf("<click:%d,%d>", y, x);
    }
    fail_msg("no %s", text);
    return NULL;
}

static void today_opens_it(void **state)
{
    (void)state;
    scr->tui.me = scr->tui.account = r->clerk;
    tui_rig_run(scr, &today_screen, NULL, "");
    assert_shown(scr, "待填报 1");
    char *keys = click_on("待填报 1");
    tui_rig_run(scr, &today_screen, NULL, keys);
    free(keys);
    assert_shown(scr, "应报/已报/未报");
}

/* ---- households ---- */

static const char households[] =
    "list: households\nname: 征地户签\nrow: 户\norder: 3\nparent: projects\n"
    "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\nclose: by_place\ndue: parent.handover\n"
    "report_every: week\n"
    "steps:\n  - {id: sign, name: 签约}\n"
    "progress: steps\nplan: linear\n"
    "colours:\n  yellow: [{due_in: 3 workdays}]\n  red: [{overdue: 1 workday}]\n"
    "sheet: {as: grouped, group: [place, step, owner]}\n"
    "columns: [colour, code, title]\n";

static void add_households(void)
{
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, households,
                              "lists/parcels", NULL, NULL, NULL));
    char *parent = xasprintf("parent=%s",
                             rig_add(r, "projects", "title=园区大道", "unit=建设办",
                                     "owner=干部乙", "handover=2026-12-30", "report_every=none",
                                     NULL));
    char codes[5][64];
    for (int i = 0; i < 5; i++) {
        snprintf(codes[i], sizeof codes[i], "%s",
                 rig_add(r, "households", "title=户主示例", "unit=林家村村委会", "place=林家村",
                         i < 3 ? "owner=村干部甲" : "owner=干部甲", parent, NULL));
        assert_ok(rig_do(r, i < 3 ? r->village : r->handler, VERB_ACCEPT, codes[i]));
    }
    free(parent);
    rig_today(r, "2026-12-01");
    for (int i = 3; i < 5; i++) {
        struct call c = rig_call(VERB_PROGRESS, codes[i]);
        c.text = "已入户";
        assert_ok(rig_run(r, r->handler, &c));
    }
}

/* Two groups of one village, by who has them in charge: one has reported. */
static void households_come_in_groups(void **state)
{
    (void)state;
    rig_today(r, "2026-11-23");
    add_households();
    look(r->clerk, "");
    assert_shown(scr, "户组未报");
    assert_shown(scr, "1/2");
    look(r->clerk, "<Down><Down><Down><Enter>");
    assert_shown(scr, "未报3");
    assert_not_shown(scr, "户主示例");
    look(r->clerk, "<Down><Down><Down><Enter><Enter>");
    assert_shown(scr, "台账");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(by_unit_and_whom_to_call),
        T(telephones_are_not_for_everybody),
        T(a_units_items_say_what_was_reported_last),
        T(another_fill_day),
        T(nothing_is_owed_is_said),
        T(f6_fills_in_for_the_owner),
        T(y_makes_the_texts),
        T(today_opens_it),
        T(households_come_in_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
