/* test_screen_land.c - a village's land as somebody new to it does it, on the screen alone: its
 * ledger is taken in, every household is worked off on the map with evidence, what the law
 * forbids is refused with its article before anything is asked, and the village is applied for,
 * inspected by lot and crossed off at once. (tests/e2e/land.sh is the same way on the command
 * line.) */
#include "tests/e2e/pty_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/file.h"

static struct pty_rig *r;
static char *home, *folder;

/* On the command line, that day; it has to go well. */
static void cli(const char *today, const char *args)
{
    char *command = xasprintf("'%s' --home '%s' --today %s %s >'%s/said' 2>&1",
                              getenv("XH_BIN"), home, today, args, folder);

    if (system(command) != 0) {
        struct xh_err err = {0};
        char *path = xasprintf("%s/said", folder), *said = file_read(path, 1 << 16, &err);
        fail_msg("%s: %s", command, said ? said : "");
    }
    free(command);
}

static void put(const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);
    struct xh_err err = {0};

    unlink(path);
    assert_int_equal(file_write(path, text, strlen(text), &err), XH_OK);
    free(path);
}

static int setup(void **state)
{
    (void)state;
    folder = xstrdup(getenv("HOME"));   /* the first the pickers look into */
    home = xasprintf("%s/land", folder);
    r = xcalloc(1, sizeof *r);
    cli("2026-03-02", "init --name 试验镇 --practice --person 管理员甲");
    cli("2026-03-02", "unit add name=督查室 level=town rank=10");
    cli("2026-03-02", "unit add name=建设办 level=town rank=20");
    cli("2026-03-02", "unit add name=林家村 level=village rank=30");
    cli("2026-03-02", "place add name=林家村");
    cli("2026-03-02", "place add name=一组 parent=林家村");
    cli("2026-03-02", "person add name=督办员甲 login=clerk role=supervisor unit=督查室");
    cli("2026-03-02", "person add name=领导甲 login=leader role=leader");
    cli("2026-03-02", "person add name=干部甲 login=cadre role=handler unit=建设办");
    cli("2026-03-02", "person add name=村干部甲 login=village role=village unit=林家村 "
                      "place=林家村");
    put("照片.jpg", "照片\n");
    put("村台账.csv", "林家村征地户台账\n序号,组,户主姓名,人口,面积(亩),补偿金额(元)\n"
                      "1,一组,户001,3,0.57,36366\n2,一组,户002,4,0.61,38918\n"
                      "3,一组,户003,2,0.42,26796\n4,一组,户004,5,0.66,42108\n");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pty_drop(r);
    free(r);
    free(home);
    free(folder);
    return 0;
}

static void begin(const char *today, const char *user, const char *keys)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = user, .today = today,
                                      .any_glyph = true });
    pty_keys(r, keys);
}

#define PHOTO "<Tab>照片.jpg<Enter><Enter><Enter>"      /* chosen, taken, done */

static void the_ledger_comes_in(void)
{
    begin("2026-03-02", "clerk", "14检修配送中心 干部甲 12-31<Enter><C-s>");
    assert_pty_shown(r, "项26-01 已录入");
    pty_keys(r, "o5林家村地块 林家村 干部甲<Enter><Tab><F4>1"
                "<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>"
                "11.8078公顷");
    assert_pty_shown(r, "= 177.117 亩");
    pty_keys(r, "<C-s>");
    assert_pty_shown(r, "地26-001 已录入");
    pty_keys(r, "<F9>导入");
    assert_pty_not_shown(r, "中文输入");
    pty_keys(r, "<Enter>6<Tab>村台账.csv<Enter><Enter>");
    assert_pty_shown(r, "没有一行可以导入");
    pty_keys(r, "<F6><F4>1<Tab>林家村<Tab>村干部甲<Tab><Tab><Tab>领导甲<C-s>");
    assert_pty_shown(r, "全部可以导入");
    assert_pty_not_shown(r, "没有写属于");
    pty_keys(r, "<F2>2");
    assert_pty_shown(r, "已导入：新增 4");
    pty_end(r);
}

/* 丈量 before the announcement hangs; then it hangs. */
static void nobody_is_measured_before_the_announcement(void)
{
    begin("2026-03-16", "village", "<F9>9m*1<Enter>");
    assert_pty_shown(r, "访 4");
    pty_keys(r, "2");
    assert_pty_shown(r, "土地管理法实施条例第二十六条");
    assert_pty_shown(r, "1 转过去：集体土地征收 地26-001");
    assert_pty_not_shown(r, "哪一天");
    pty_keys(r, "1");
    assert_pty_shown(r, "林家村地块");
    pty_end(r);
    begin("2026-03-16", "cadre", "<F7><Down><Enter><Down><Space>");
    assert_pty_shown(r, "至少 10个工作日");
    pty_keys(r, "<Enter>");
    assert_pty_shown(r, "征收土地预公告 于 2026-03-16 开始");
    pty_keys(r, "<Space>");                     /* it has not hung for ten workdays */
    assert_pty_shown(r, "最早");
    assert_pty_shown(r, "土地管理法实施条例第二十六条");
    pty_end(r);
}

static void nobody_signs_before_the_plan_has_hung(void)
{
    cli("2026-03-30", "--user cadre check k26-1 prenotice --evidence ~/照片.jpg");
    cli("2026-03-30", "--user cadre check k26-1 survey --evidence ~/照片.jpg");
    cli("2026-03-30", "--user cadre check k26-1 risk --evidence ~/照片.jpg");
    cli("2026-03-30", "--user cadre check k26-1 draft");
    cli("2026-03-31", "--user cadre begin k26-1 notice");
    begin("2026-04-01", "village", "<F9>9m*2<Enter>*3<Enter>");
    assert_pty_shown(r, "量 4");
    assert_pty_shown(r, "已办 4/4 项");         /* typed while the four were measured */
    pty_end(r);
    begin("2026-04-16", "village", "<F9>9m*3" PHOTO);      /* one photo for the village */
    assert_pty_shown(r, "示 4");
    pty_keys(r, "4");
    assert_pty_shown(r, "征地补偿安置公告 0/1");
    assert_pty_shown(r, "第二十八条");
    pty_keys(r, "<Esc>6");                      /* out before the money */
    assert_pty_shown(r, "浙江省土地管理条例");
    pty_keys(r, "*4" PHOTO);
    assert_pty_shown(r, "4 项原因相同");
    pty_end(r);
    cli("2026-04-30", "--user cadre check k26-1 notice --evidence ~/照片.jpg");
}

static void all_is_done_with_evidence(void)
{
    begin("2026-05-18", "village", "<F9>9m<Space><Space>4" PHOTO);  /* two are marked */
    assert_pty_shown(r, "签 2 示 2");
    pty_keys(r, "*4" PHOTO);                    /* of all, those that have not */
    pty_keys(r, "<Esc><Esc>");
    pty_end(r);
    begin("2026-06-15", "village", "<F9>9m*5" PHOTO "*6<Enter>*7<Enter>");
    assert_pty_shown(r, "交 4");
    pty_keys(r, "<F2>v<Enter>");
    assert_pty_shown(r, "4 行已申请销号");
    pty_end(r);
}

static void the_village_is_crossed_off(void)
{
    begin("2026-06-16", "leader", "<F9>3");
    assert_pty_shown(r, "整村验收4户");
    pty_keys(r, "<F8><Enter>");
    assert_pty_shown(r, "整村验收抽查表");
    assert_pty_shown(r, "征26-00");
    pty_keys(r, "<F10><F2><Enter>");
    assert_pty_shown(r, "4 行已销号");
    pty_end(r);
}

static void the_whole_way(void **state)
{
    (void)state;
    the_ledger_comes_in();
    nobody_is_measured_before_the_announcement();
    nobody_signs_before_the_plan_has_hung();
    all_is_done_with_evidence();
    the_village_is_crossed_off();
    pty_assert_whole(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_whole_way) };

    if (!pty_is_there()) {
        puts("skip screen_land: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, setup, teardown);
}
