/* test_import.c - 导入: a half-finished ledger comes in, with what is wrong in it said first. */
#include "tests/tui/settings_rig.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/file.h"
#include "model/people.h"
#include "tests/model/record_tools.h"
#include "tui/import.h"
#include "tui/screens.h"
#include "tui/settings.h"

/* menu, 导入 (by the arrows: the same in English), the nth list, the newest file, `keys` */
static char *opened(int list, const char *keys)
{
    struct buf b = {0};

    buf_puts(&b, "<F9>");
    for (const struct screen_entry *e = screens; e->run != import_begin; e++)
        buf_puts(&b, "<Down>");
    buf_printf(&b, "<Enter>%d<Enter>%s", list, keys);
    return buf_take(&b);
}

#define HEADERS "事项名称,责任部门,责任人,完成时限,"
#define GOOD "清理河道,建设办,干部甲,2026-12-10,\n修路灯,建设办,干部甲,2026年12月3日,\n"

static struct tui_rig *scr;
static struct record_rig *r;
static char *home, *downloads;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    settings_rig_init(scr);
    r = &scr->record;
    home = tools_folder("home");
    downloads = xasprintf("%s/Downloads", home);
    mkdir(downloads, 0700);
    scr->tui.user_home = home;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    settings_rig_fini(scr);
    file_remove_tree(home);
    free(home);
    free(downloads);
    free(scr);
    return 0;
}

static void bring(const char *text)
{
    free(tools_file(downloads, "台账.csv", text));
}

static void run(const char *keys)
{
    char *all = opened(1, keys);

    tui_rig_run(scr, &settings_screen, NULL, all);
    free(all);
}

static size_t tasks(void)
{
    struct filter f = { .list = "tasks", .today = r->env.today, .as_of = DAY_NONE,
                        .reader = r->admin };
    struct rows rows = {0};
    struct xh_err err = {0};

    assert_int_equal(query_rows(r->st, &f, &rows, &err), XH_OK);
    size_t n = rows.n;
    rows_fini(&rows);
    return n;
}

static void a_whole_ledger(void **state)
{
    (void)state;
    bring("督办台账\n" HEADERS "\n" GOOD);
    run("");
    assert_shown(scr, "全部可以导入");
    assert_shown(scr, "共 2 行：新增 2");
    assert_shown(scr, "导入后 红0 黄0 绿2");
    assert_shown(scr, "责任部门                 -> 牵头单位");
    assert_int_equal(tasks(), 0);
    run("<F2>1");                       /* not yet */
    assert_int_equal(tasks(), 0);
    run("<F2><Esc>");
    assert_int_equal(tasks(), 0);
    run("<F2>2");
    assert_int_equal(tasks(), 2);
    assert_shown(scr, "已导入：新增 2，更新 0");
    run("<F2>2<F2>");                   /* once: what has come in is not imported again */
    assert_int_equal(tasks(), 4);
    assert_shown(scr, "这些行已经导入");
    rig_assert_whole(r);
}

static void what_is_wrong_is_said_first(void **state)
{
    (void)state;
    bring(HEADERS "面积\n清理河道,建设办,干部甲,2026-12-10,干部乙\n");
    char *open = opened(1, "");
    settings_look(scr, open, "import-headers");
    free(open);
    run("<F2>");
    assert_shown(scr, "先说明看不懂的列是什么");
    run("<Enter>1");
    assert_shown(scr, "全部可以导入");
    assert_shown(scr, "面积                     -> 不导入");
    run("<F4>jbr<Enter>");              /* the cursor is on it: 经办人, by initials */
    assert_shown(scr, "面积                     -> 经办人");
}

static void add_group(const char *village, const char *name)
{
    struct who who = { .actor = r->admin };
    const struct pair group[] = { { "name", name }, { "parent", village } };
    int64_t id;

    assert_ok(people_put(r->st, &r->env, &who, "place", NULL, group, 2, &id, &r->err));
}

#define PLACES "SELECT count(*) FROM place WHERE name = ?"

/* A village's own ledger names neither the village nor the project, and its groups are new. */
static void what_everybody_knows_is_said_once(void **state)
{
    (void)state;
    bring("林家村征地户台账\n序号,组,户主姓名,人口,面积(亩)\n1,一组,户001,3,0.57\n"
          "2,五组,户002,4,0.61\n");
    char *open = opened(6, "");         /* 征地户签 */

    settings_look(scr, open, "import-village");
    char *all = opened(6, "<F6>p26-09<C-s><Esc>");
    tui_rig_run(scr, &settings_screen, NULL, all);
    free(all);
    all = opened(6, "<F6><Tab>林家村<Tab>干部甲<C-s>");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "村组=林家村、责任人=干部甲");
    assert_shown(scr, "林家村/五组（1 行）");
    assert_shown(scr, "没有写属于哪个「重大项目」");
    free(all);
    /* what nobody knows is said at its field; a new village is entered from there */
    all = opened(6, "<F6><Tab>林家庄<Tab>干部丁丁<C-s>1");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "没有村组「林家庄」");
    assert_shown(scr, "干部丁丁");
    assert_int_equal(tools_int(r, PLACES, "林家庄"), 0);
    free(all);
    all = opened(6, "<F6><Tab>林家庄<C-s>2");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "村组=林家庄");
    assert_int_equal(tools_int(r, PLACES, "林家庄"), 1);
    free(all);
    /* a group that two villages have is neither unknown nor a new one */
    all = opened(6, "<F6><Tab>一组<C-s>");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "村组=一组");
    add_group("林家庄", "一组");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "有 2 个村都有「一组」：林家村/一组、林家庄/一组");
    assert_not_shown(scr, "村组里还没有它");
    assert_int_equal(tools_int(r, PLACES, "一组"), 2);
    free(all);
    /* the project is chosen by its name; without parcels nothing waits for them */
    rig_add(r, "projects", "title=示例道路", "unit=建设办", NULL);
    all = opened(6, "<F6><F4>1<Tab>林家村<C-s>");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "所属事项=项26-01");
    assert_shown(scr, "「集体土地征收」里还没有这个项目的行");
    assert_shown(scr, "这些节点不卡：丈量");
    free(all);
    all = opened(6, "<F6><Tab>林家村<Tab>干部甲<C-s><Home><Down><Down><Down><Down><Down><Enter>2"
                    "<F2>2");
    tui_rig_run(scr, &settings_screen, NULL, all);
    assert_shown(scr, "已导入：新增 2，更新 0");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item i JOIN place p ON p.id = i.place "
                                  "JOIN person o ON o.id = i.owner WHERE i.list = 'households' "
                                  "AND o.name = '干部甲' AND p.name = ?", "五组"), 1);
    free(all);
    free(open);
    rig_assert_whole(r);
}

static void bad_rows(void **state)
{
    (void)state;
    bring(HEADERS "\n" GOOD "查危房,建设处,王某某,2026-12-20,\n"
          "背街小巷,建设办,干部甲,12月5日前后,\n");
    char *open = opened(1, "");
    settings_look(scr, open, "import-rejects");
    free(open);
    run("<F2>1");
    assert_int_equal(tasks(), 0);
    run("<F2>2<Esc>");                  /* without a place for the others nothing is written */
    assert_int_equal(tasks(), 0);
    run("<F2>2<Enter>");
    assert_int_equal(tasks(), 2);
    char *path = xasprintf("%s/台账-退回.csv", home);
    struct xh_err err = {0};
    char *text = file_read(path, 1 << 16, &err);
    assert_non_null(text);
    assert_non_null(strstr(text, "查危房"));
    assert_null(strstr(text, "清理河道"));
    free(text);
    assert_shown(scr, "台账-退回.csv");
    free(path);
    rig_assert_whole(r);
}

/* Corrected in the spreadsheet while the page is open. */
static void corrected(void)
{
    bring(HEADERS "\n" GOOD);
}

static void read_again(void **state)
{
    (void)state;
    scr->others = corrected;
    bring(HEADERS "\n" GOOD "查危房,建设处,王某某,2026-12-20,\n");
    run("<F3><Enter><others><F5>");
    assert_shown(scr, "全部可以导入");
    run("<F3>");
    assert_shown(scr, "没有不能导入的行");
}

static void no_table(void **state)
{
    (void)state;
    bring("PK\003\004");
    run("<F2>");
    assert_shown(scr, "导入");
    assert_int_equal(tasks(), 0);
    bring("这里什么表头都没有\n只有话\n");
    run("<F2>");
    assert_int_equal(tasks(), 0);
}

/* Half of it late: the advice of OFFICE 6, and the way there. */
static void late_ledger(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_puts(&b, HEADERS "\n");
    for (int i = 0; i < 6; i++)
        buf_printf(&b, "旧事%d,建设办,干部甲,2026-10-1%d,\n", i, i);
    bring(buf_str(&b));
    buf_fini(&b);
    run("");
    assert_shown(scr, "导入后 红6 黄0 绿0，建议先做期限核定");
    run("<F2>2<Down><Down><Down><Enter>");
    assert_shown(scr, "期限核定");
    assert_shown(scr, "旧事0");
}

static void people_come_in(void **state)
{
    (void)state;
    bring("姓名,单位,职务,爱好\n干部丙,建设办,干事,象棋\n");
    tui_rig_run(scr, &settings_screen, NULL, "<F9>dr<Enter>ry<Enter><Enter><Enter>1<F2>2");
    assert_shown(scr, "已导入：新增 1，更新 0");
    struct xh_err err = {0};
    int64_t id = 0;
    assert_int_equal(person_find(r->st->db, "干部丙", &id, &err), XH_OK);
}

static void nothing_can_come_in(void **state)
{
    (void)state;
    bring(HEADERS "\n查危房,建设处,王某某,2026-12-20,\n");
    run("<F2>");
    assert_shown(scr, "没有一行可以导入，原因在下面");
    assert_not_shown(scr, "只导入其余的");
}

/* The list goes away while its ledger is looked at. */
static void another_configuration_without_the_list(void **state)
{
    (void)state;
    settings_write(scr, "config/lists/hearings.yaml", NULL);
    bring(HEADERS "\n" GOOD);
    tui_rig_run(scr, &settings_screen, NULL,
                "<F9>dr<Enter>rdwz<Enter><Enter>:qdpz<Enter><F2><Enter><F10>");
    assert_null(defs_list(r->st->defs, "hearings"));
    assert_shown(scr, "这个台账已经没有了");
    tui_rig_run(scr, &settings_screen, NULL, "");
}

/* A trial keeps others from writing: a long one begins when it is asked for. */
static void a_large_file_is_tried_when_asked_for(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_puts(&b, HEADERS "\n");
    for (int i = 0; i < 5001; i++)
        buf_printf(&b, "事项%d,没有的单位%d,,2026-12-10,\n", i, i);
    bring(buf_str(&b));
    buf_fini(&b);
    run("");
    assert_shown(scr, "按 F5 逐行试导入");
    run("<F5>");
    assert_shown(scr, "不能导入的(5001)");
    assert_int_equal(tasks(), 0);
}

static void not_for_everybody(void **state)
{
    (void)state;
    scr->tui.me = r->handler;
    bring(HEADERS "\n" GOOD);
    run("");
    assert_int_equal(tasks(), 0);
    assert_shown(scr, "设置");           /* the screen it was called from */
    assert_not_shown(scr, "台账.csv");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_everybody_knows_is_said_once),
        TEST(a_whole_ledger), TEST(what_is_wrong_is_said_first), TEST(bad_rows), TEST(read_again),
        TEST(no_table), TEST(late_ledger), TEST(people_come_in), TEST(not_for_everybody),
        TEST(nothing_can_come_in), TEST(another_configuration_without_the_list),
        TEST(a_large_file_is_tried_when_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
