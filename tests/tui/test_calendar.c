/* test_calendar.c - 日历: days the township works, what falls due on them, the week's
 * rhythm, days counted between two. */
#include "tests/tui/acts_rig.h"

#include "tui/calendar.h"

/* Founded some days ago, so that something can be late. */
static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_on(scr, "2026-11-09");
    r = &scr->record;
    return 0;
}

static void see(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &calendar_screen, NULL, keys);
}

static void both(const char *keys, const char *name)
{
    for (int i = 0; i < 2; i++) {
        char *screen = xasprintf("calendar-%s-%s", name, i ? "120x40" : "80x24");
        scr->rows = i ? 40 : 24;
        scr->cols = i ? 120 : 80;
        see(r->clerk, keys);
        assert_screen(scr, screen);
        free(screen);
    }
    scr->rows = 24;
    scr->cols = 80;
}

/* Red on the 18th, yellow on the 24th, a household beside it; others far away. */
static void some_deadlines(void)
{
    char *project = xstrdup(rig_add(r, "projects", "title=示例项目", "unit=建设办",
                                    "handover=2026-11-24", NULL));
    char *parent = xasprintf("parent=%s", project);

    rig_task(r, "2026-11-18");
    rig_task(r, "2026-11-24");
    rig_task(r, "2026-11-24");
    rig_add(r, "households", parent, "title=林某户", "place=林家村", NULL);
    rig_add(r, "tasks", "title=财政所的事", "unit=财政所", "owner=干部乙", "due=2026-11-26",
            NULL);
    free(parent);
    free(project);
    rig_today(r, "2026-11-20");
}

static void a_month_with_its_deadlines(void **state)
{
    (void)state;
    some_deadlines();
    both("", "november");
    both("<PgUp>", "october");                          /* 国庆, and a Saturday at work */
    see(r->clerk, "<PgUp>");
    assert_shown(scr, "休国庆");
    assert_shown(scr, "10 班 周报");
    assert_shown(scr, "29 周报");       /* moved there; the fill day as well */
    see(r->clerk, "<PgUp><PgUp><Right><Right><Right><Right><Right><Right><Right><Right><Right>");
    assert_shown(scr, "2026-09-29 周二  周报  填报");
}

static void a_day_opens_what_it_counts(void **state)
{
    (void)state;
    some_deadlines();
    see(r->clerk, "<Down><Left><Left><Left>");
    assert_shown(scr, "2026-11-24 周二  2件");
    assert_shown(scr, "1户");
    see(r->clerk, "<Down><Left><Left><Left><Enter>");
    assert_shown(scr, "11-24 到期");
    assert_shown(scr, "督26-2");
    assert_shown(scr, "督26-3");
    assert_shown(scr, "征26-");
    assert_not_shown(scr, "督26-1");
    see(r->clerk, "<Left><Left><Enter>");
    assert_shown(scr, "督26-1");
    see(r->clerk, "<Enter>");
    assert_shown(scr, "11-20 没有到期的事项");
}

static void everybody_sees_the_own_deadlines(void **state)
{
    (void)state;
    some_deadlines();
    see(r->other, "/11-26<Enter>");
    assert_shown(scr, "2026-11-26 周四  1件");
    see(r->other, "/11-24<Enter>");
    assert_shown(scr, "没有到期的");
}

static void days_are_counted_between_two(void **state)
{
    (void)state;
    rig_today(r, "2026-11-20");
    see(r->clerk, "v<Down><Down>");
    assert_shown(scr, "11-20 至 12-04：10个工作日，14天");
    see(r->clerk, "v<Up>");                             /* backwards is as far */
    assert_shown(scr, "11-13 至 11-20：5个工作日，7天");
    see(r->clerk, "v<Down>v");
    assert_not_shown(scr, "按 v 结束");
    see(r->clerk, "<Home>v<Left><Esc><Esc>");           /* Esc ends the counting first */
    see(r->clerk, "<PgUp>");
    assert_shown(scr, "10-20 至 11-20：23个工作日，31天");
}

static void months_are_turned(void **state)
{
    (void)state;
    rig_today(r, "2026-11-20");
    see(r->clerk, "/2026-10-31<Enter><PgDn>");           /* there is no 31st of November */
    assert_shown(scr, "2026-11-30");
    see(r->clerk, "<PgDn><PgDn><PgDn>t");
    assert_shown(scr, "2026年11月");
    see(r->clerk, "<PgDn><PgDn>");
    assert_shown(scr, "2027年1月");
    assert_shown(scr, "放假安排没导入：F9>设置>假日");
    see(r->clerk, "<click:9,25>");
    assert_shown(scr, "2026-11-11");
    see(r->clerk, "/2026-08-31<Enter>");
    assert_screen(scr, "calendar-six-weeks-80x24");
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, setup, acts_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_month_with_its_deadlines),
        SCENE(a_day_opens_what_it_counts),
        SCENE(everybody_sees_the_own_deadlines),
        SCENE(days_are_counted_between_two),
        SCENE(months_are_turned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
