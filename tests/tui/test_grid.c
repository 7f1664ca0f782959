/* test_grid.c - 表格录入: cells typed, chosen, pasted and written; what is refused, what
 * somebody else changed meanwhile, what survives. */
#include "tests/model/record_tools.h"
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/i18n.h"
#include "tui/grid.h"
#include "tui/ledger.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char code[3][64];
static int64_t ids[3];

/* Three tasks of 干部甲 in 建设办. Friday 2026-11-20. */
static int setup(void **state)
{
    static const char *const titles[] = { "title=背街路灯维修", "title=危桥加固",
                                          "title=消防通道清理" };
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    r = &scr->record;
    for (int i = 0; i < 3; i++) {
        snprintf(code[i], sizeof code[i], "%s",
                 rig_add(r, "tasks", titles[i], "owner=干部甲", "unit=建设办", "due=2026-12-01",
                         "lead=领导甲", NULL));
        ids[i] = r->result.item;
        assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code[i]));
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_assert_whole(r);
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static void grid(const char *keys)
{
    struct grid_arg a = { .list = "tasks", .items = ids, .n = 3 };

    tui_rig_run(scr, &grid_screen, &a, keys);
}

static void reports(const char *keys)
{
    struct grid_arg a = { .list = "tasks", .items = ids, .n = 3, .reports = true };

    tui_rig_run(scr, &grid_screen, &a, keys);
}

/* One field of a row, as exports show it. */
static char *field(int row, const char *id)
{
    char *where = xasprintf("code=%s", code[row]), *text = NULL;
    const char *const conditions[] = { where };
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .list = "tasks",
                        .reader = r->clerk, .where = conditions, .n_where = 1 };
    struct rows rows = {0};

    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    const struct row *x = &rows.v[0];
    text = xstrdup(strcmp(id, "title") == 0   ? x->it.title
                   : strcmp(id, "unit") == 0  ? x->unit
                   : strcmp(id, "owner") == 0 ? x->owner
                   : strcmp(id, "latest") == 0 ? x->latest
                                              : x->fields[list_field(defs_list(r->st->defs,
                                                                               "tasks"), id)]);
    rows_fini(&rows);
    free(where);
    return text;
}

#define assert_field(row, id, want) \
    do { \
        char *is_ = field(row, id); \
        assert_string_equal(is_, want); \
        free(is_); \
    } while (0)

static int64_t items(void)
{
    return tools_int(r, "SELECT count(*) FROM item WHERE voided = 0", NULL);
}

/* ---- typing ---- */

static void typing_replaces_and_enter_goes_down(void **state)
{
    (void)state;
    grid("甲路<Enter>乙桥<Enter><Up><Up>");
    assert_shown(scr, "*甲路");
    assert_shown(scr, "*乙桥");
    assert_shown(scr, "待写入 2 格 2 行");
    assert_shown(scr, "原为：背街路灯维修");
    assert_field(0, "title", "背街路灯维修");           /* nothing is written yet */
    grid("甲路<Enter>乙桥<Enter><C-s><Enter>");
    assert_shown(scr, "已写入 2 行");
    assert_field(0, "title", "甲路");
    assert_field(1, "title", "乙桥");
}

static void f2_edits_what_is_there(void **state)
{
    (void)state;
    grid("<F2><Home>新<Enter><C-s><Enter>");
    assert_field(0, "title", "新背街路灯维修");
}

static void esc_gives_the_old_value_back(void **state)
{
    (void)state;
    grid("甲路<Esc>");
    assert_shown(scr, "背街路灯维修");
    assert_not_shown(scr, "待写入");
    grid("甲路<Enter><Up><Esc>");
    assert_not_shown(scr, "待写入");
}

static void what_is_typed_is_taken_back_and_again(void **state)
{
    (void)state;
    grid("甲路<Enter>乙桥<Enter><C-z><C-z>");
    assert_not_shown(scr, "待写入");
    grid("甲路<Enter>乙桥<Enter><C-z><C-z><C-y>");
    assert_shown(scr, "待写入 1 格 1 行");
    assert_shown(scr, "*甲路");
}

static void choices_people_and_days_as_in_forms(void **state)
{
    (void)state;
    struct item it = {0};

    grid("<Right>2<Enter><Space>5<Enter>民生实事<Enter>");       /* kind */
    assert_shown(scr, "*民生实事");
    assert_shown(scr, "*上级交办");
    grid("<Right>2<Enter><Space>5<C-s><Enter>");
    assert_field(0, "kind", "民生实事");
    assert_field(1, "kind", "上级交办");
    /* the owner by initials; of two that fit one is chosen */
    grid("<Right><Right><Right><Right><Right><Right>gb<Enter>2");
    assert_shown(scr, "*干部乙");
    grid("<Right><Right><Right><Right><Right><Right>gb<Enter>2<C-s><Enter>");
    assert_field(0, "owner", "干部乙");
    rig_item(r, code[0], &it);
    assert_int_equal(it.owner, r->other);
    item_fini(&it);
}

static void a_wrong_value_stays_with_its_reason(void **state)
{
    (void)state;
    grid("<Right>胡闹<Enter><Up>");
    assert_shown(scr, "!胡闹");
    assert_shown(scr, "不在可选范围");
    /* its row waits, the others are written */
    grid("<Right>胡闹<Enter><Left>乙桥<C-s>");
    assert_shown(scr, "要写入 1 格，共 1 行");
    assert_shown(scr, "1 格看不懂");
    grid("<Right>胡闹<Enter><Left>乙桥<C-s><Enter>");
    assert_shown(scr, "还有 1 行没写入");
    assert_shown(scr, "!胡闹");
    assert_field(1, "title", "乙桥");
    assert_field(0, "kind", "");
    /* F7 goes there */
    grid("<Right>胡闹<Enter><Enter><F7>");
    assert_shown(scr, "不在可选范围");
}

static void the_same_as_above_and_emptied(void **state)
{
    (void)state;
    grid("<Right>2<Enter><C-d><Enter><C-d><C-s><Enter>");
    assert_field(2, "kind", "民生实事");
    grid("<Right><Enter><Del><C-s><Enter>");
    assert_field(1, "kind", "");
    assert_field(2, "kind", "民生实事");
}

/* ---- rows ---- */

static void a_row_after_the_last_is_a_new_item(void **state)
{
    (void)state;
    struct item it = {0};
    int64_t before = items();

    grid("<Down><Down><Down>新事一件<Right>1");
    assert_shown(scr, "新增");
    grid("<Down><Down><Down>新事一件<Right>1<Right><Right><Right>+5<Right><Right>干部甲<C-s>"
         "<Enter>");
    assert_shown(scr, "已写入 1 行");
    assert_int_equal(items(), before + 1);
    assert_ok(item_load(r->st->db, tools_int(r, "SELECT max(id) FROM item", NULL), &it, &r->err));
    assert_string_equal(it.title, "新事一件");
    assert_int_equal(it.owner, r->handler);
    assert_int_equal(it.due_given, on("2026-11-27"));
    item_fini(&it);
}

static void what_cannot_be_changed_says_why(void **state)
{
    (void)state;
    grid("<Left>督");
    assert_shown(scr, "这一格不能在这里改");
    assert_not_shown(scr, "待写入");
    grid("<Right><Right><Right><Right>");
    assert_shown(scr, "完成时限用延期或限期改");
    /* another's row, to somebody who only works on his own */
    scr->tui.me = r->other;
    grid("甲路");
    assert_not_shown(scr, "待写入");
    assert_shown(scr, "这一格不能在这里改");
}

static void private_values_are_shown_masked_and_refused(void **state)
{
    (void)state;
    const char *house = rig_add(r, "households", "title=户001", "place=林家村", "owner=干部甲",
                                "phone=13800008000", NULL);
    int64_t id = r->result.item;
    struct grid_arg a = { .list = "households", .items = &id, .n = 1 };

    assert_non_null(house);
    scr->tui.me = r->leader;    /* phone: handler and village only */
    tui_rig_run(scr, &grid_screen, &a, "<Right><Right><Right>1");
    assert_shown(scr, "***");
    assert_not_shown(scr, "13800008000");
    assert_not_shown(scr, "待写入");
}

/* ---- pasting ---- */

#define BLOCK \
    "<Right><paste:民生实事\t甲要求\n胡闹\t\n\t\"两行\n一格\"\n代表问政\t丁要求\n>"

static void a_block_is_shown_before_it_is_put(void **state)
{
    (void)state;
    grid(BLOCK);
    assert_shown(scr, "粘贴");
    assert_shown(scr, "共 4 行 2 列");
    assert_shown(scr, "新增 1 行");
    assert_shown(scr, "不在可选范围");
    assert_screen(scr, "grid-paste-80x24");
    grid(BLOCK "<Esc>");
    assert_not_shown(scr, "待写入");
    grid(BLOCK "<Enter>");
    assert_shown(scr, "*民生实事");
    assert_shown(scr, "!胡闹");
    assert_shown(scr, "*两行 一格");
    grid(BLOCK "<Enter><C-z>");
    assert_not_shown(scr, "待写入");
}

static void a_header_says_where_columns_go(void **state)
{
    (void)state;
    grid("<paste:办理结果\t编号\t事项类别\n已办\t\t信访热线\n><Enter>");
    assert_shown(scr, "*信访热线");
    assert_shown(scr, "*已办");
    grid("<paste:办理结果\t编号\t事项类别\n已办\t\t信访热线\n><Enter><C-s><Enter>");
    assert_field(0, "result", "已办");
    assert_field(0, "kind", "信访热线");
}

static void refused_cells_of_a_block_stay(void **state)
{
    (void)state;
    grid("<Left><paste:督26-9\t甲路\n><Enter>");
    assert_not_shown(scr, "督26-9 ");
    assert_shown(scr, "*甲路");
    assert_shown(scr, code[0]);
}

static void one_cell_is_put_without_asking(void **state)
{
    (void)state;
    grid("<paste:甲路>");
    assert_not_shown(scr, "粘贴");
    assert_shown(scr, "*甲路");
    /* in a cell being edited it is typed */
    grid("<F2><paste:\t尾>");
    assert_shown(scr, "背街路灯维修 尾");
}

static void rows_of_crlf_are_no_empty_rows(void **state)
{
    (void)state;
    grid("<Right><paste:民生实事\t甲\n\n其他\t乙\n\n><Enter>");
    assert_shown(scr, "*其他");
    grid("<Right><paste:民生实事\t甲\n\n其他\t乙\n\n><Enter><C-s><Enter>");
    assert_field(1, "kind", "其他");
    assert_field(1, "demand", "乙");
}

/* Numbers with units, names, days: as an import reads them. */
static void a_block_is_read_as_an_import_reads_it(void **state)
{
    (void)state;
    struct grid_arg a = { .list = "households" };
    int64_t before = items();

    tui_rig_run(scr, &grid_screen, &a,
                "<paste:户主\t面积(平方米)\t人口\t责任人\t村\n户一\t666.66\t4人\t干部甲\t林家村\n"
                "户二\t3,500.00\t三\t没有人\t\n>");
    assert_shown(scr, "没有人叫");
    tui_rig_run(scr, &grid_screen, &a,
                "<paste:事项\t面积\t人口\t责任人\n户一\t12.5亩\t4人\t干部甲\n><Enter><C-s><Enter>");
    assert_int_equal(items(), before + 1);
    assert_int_equal(tools_int(r, "SELECT v_area FROM f_households", NULL), 12500000);
    assert_int_equal(tools_int(r, "SELECT v_people FROM f_households", NULL), 4);
}

/* ---- writing ---- */

static void a_batch_is_taken_back_together(void **state)
{
    (void)state;
    grid("甲路<Enter>乙桥<Enter>丙道<Enter><C-s><Enter>");
    assert_field(2, "title", "丙道");
    grid("甲<Enter>乙<Enter>丙<Enter><C-s><Enter><C-z>");
    assert_field(0, "title", "甲路");
    assert_field(1, "title", "乙桥");
    assert_field(2, "title", "丙道");
}

static void rows_that_fail_keep_what_was_typed(void **state)
{
    (void)state;
    grid("<Del><Enter>乙桥<C-s><Enter>");
    assert_shown(scr, "已写入 1 行。还有 1 行没写入");
    assert_field(1, "title", "乙桥");
    assert_field(0, "title", "背街路灯维修");
    assert_shown(scr, "没写入：");
    assert_shown(scr, "不能为空");
}

static void the_summary_fits(void **state)
{
    (void)state;
    grid("甲路<Enter>乙桥<Enter>丙道<Right>2<C-s>");
    assert_screen(scr, "grid-summary-80x24");
    grid("<size:40x120>甲路<Enter>乙桥<Enter>丙道<Right>胡闹<Enter><Up>");
    assert_screen(scr, "grid-120x40");
    grid("<size:24x80>甲路<Enter><Right>胡闹<Enter><Up>");
    assert_screen(scr, "grid-80x24");
}

static void leaving_asks_when_something_is_not_written(void **state)
{
    (void)state;
    struct ledger_arg a = { .list = "tasks" };

    tui_rig_run(scr, &ledger_screen, &a, "I甲路<Enter><F10>");
    assert_shown(scr, "没有写入");
    tui_rig_run(scr, &ledger_screen, &a, "I甲路<Enter><F10><Esc>");
    assert_shown(scr, "表格录入");
    tui_rig_run(scr, &ledger_screen, &a, "I甲路<Enter><F10><Enter>");
    assert_shown(scr, "台账");
    assert_not_shown(scr, "待写入");
}

/* ---- others ---- */

static void the_other_writes(void)
{
    assert_ok(rig_set(r, r->clerk, VERB_SET, code[0], "title=对方写的", NULL));
}

static void what_others_write_appears(void **state)
{
    (void)state;
    scr->others = the_other_writes;
    grid("<Down><others><tick>");
    assert_shown(scr, " 对方写的");
    assert_shown(scr, "危桥加固");
    scr->others = the_other_writes;
    assert_ok(rig_set(r, r->clerk, VERB_SET, code[0], "title=原来的", NULL));
    grid("我写的<Enter><Up><others><tick>");
    assert_shown(scr, "?我写的");
    assert_shown(scr, "他人刚改为：对方写的");
}

static void a_clash_is_asked_about(void **state)
{
    (void)state;
    scr->others = the_other_writes;
    grid("我写的<Enter><others><tick><C-s><Enter>");
    assert_shown(scr, "没存上");
    assert_shown(scr, "我写的");
    assert_shown(scr, "对方写的");
    grid("我的<Enter><C-s><Enter>");
    assert_field(0, "title", "我的");
    grid("我写的<Enter><others><tick><C-s><Enter>1");
    assert_field(0, "title", "我写的");
    grid("又写的<Enter><others><tick><C-s><Enter>2");
    assert_field(0, "title", "对方写的");
    assert_not_shown(scr, "待写入");
}

static void the_other_is_quicker(void)
{
    assert_ok(rig_set(r, r->clerk, VERB_SET, code[0], "result=对方的结果", NULL));
}

static void changes_elsewhere_in_the_row_are_no_clash(void **state)
{
    (void)state;
    scr->others = the_other_is_quicker;
    grid("我写的<Enter><others><C-s><Enter>");
    assert_field(0, "title", "我写的");
    assert_field(0, "result", "对方的结果");
}

/* ---- reports ---- */

static void many_reports_at_once(void **state)
{
    (void)state;
    reports("灯已修好两盏<Enter>桥面已封闭<Enter><C-s><Enter>");
    assert_field(0, "latest", "灯已修好两盏");
    assert_field(1, "latest", "桥面已封闭");
    assert_field(2, "latest", "");
    /* typed by the clerk, the owner's work */
    assert_int_equal(tools_int(r, "SELECT p.person FROM progress p JOIN item i ON i.id = p.item "
                                  "WHERE i.code = ?", code[0]), r->handler);
    assert_screen(scr, "grid-reports-80x24");
    reports("<size:30x120>");
    assert_shown(scr, "上期");
    assert_shown(scr, "灯已修好两盏");
}

static void modes_change_by_f6(void **state)
{
    (void)state;
    grid("<F6>");
    assert_shown(scr, "填进展");
    assert_shown(scr, "存在问题");
    grid("<F6><F6>");
    assert_shown(scr, "办理要求");
}

/* ---- what survives ---- */

static void what_was_typed_survives_a_hangup(void **state)
{
    (void)state;
    char *home = tools_folder("grid");

    scr->home = home;
    grid("甲路<Enter><Right>胡闹<Enter><Left><Down>新来<Enter>没写完");   /* the line goes */
    grid("");
    assert_shown(scr, "没有保存");
    grid("<Enter>");
    assert_shown(scr, "*甲路");
    assert_shown(scr, "!胡闹");
    assert_shown(scr, "*新来");
    assert_shown(scr, "没写完");
    grid("<Enter><C-s><Enter>");
    assert_field(0, "title", "甲路");
    grid("<Esc>");              /* what waits is asked about again; no: it goes */
    grid("");
    assert_not_shown(scr, "没有保存");
    scr->home = NULL;
    char *remove = xasprintf("rm -rf '%s'", home);
    assert_int_equal(system(remove), 0);
    free(remove);
    free(home);
}

static void a_draft_remembers_what_stood_there(void **state)
{
    (void)state;
    char *home = tools_folder("grid");

    scr->home = home;
    grid("我写的<Enter>");
    the_other_writes();
    grid("<Enter>");
    assert_shown(scr, "?我写的");
    scr->home = NULL;
    char *remove = xasprintf("rm -rf '%s'", home);
    assert_int_equal(system(remove), 0);
    free(remove);
    free(home);
}

static void every_key_is_survived(void **state)
{
    static const char *const all[] = {
        "<F1>", "<F2>", "<F3>", "<F4>", "<F5>", "<F6>", "<F7>", "<F8>", "<F9>", "<Enter>", "<Esc>",
        "<Up>", "<Down>", "<Left>", "<Right>", "<PgUp>", "<PgDn>", "<Home>", "<End>", "<Tab>",
        "<BackTab>", "<BS>", "<Del>", "<Space>", "<C-a>", "<C-d>", "<C-l>", "<C-s>", "<C-y>",
        "<C-z>", "<tick>", "1", "x", "汉", "<paste:a\tb\nc>", "<size:24x80>", "<size:30x132>",
        "<click:5,30>", "<click:3,12>", "<size:10x20>",
    };
    struct buf keys = {0};
    uint32_t seed = 12;

    (void)state;
    for (int i = 0; i < 400; i++) {
        seed = seed * 1664525u + 1013904223u;
        buf_puts(&keys, all[(seed >> 8) % (sizeof all / sizeof *all)]);
    }
    grid(buf_str(&keys));
    buf_fini(&keys);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(typing_replaces_and_enter_goes_down), T(f2_edits_what_is_there),
        T(esc_gives_the_old_value_back), T(what_is_typed_is_taken_back_and_again),
        T(choices_people_and_days_as_in_forms), T(a_wrong_value_stays_with_its_reason),
        T(the_same_as_above_and_emptied), T(a_row_after_the_last_is_a_new_item),
        T(what_cannot_be_changed_says_why), T(private_values_are_shown_masked_and_refused),
        T(a_block_is_shown_before_it_is_put), T(a_header_says_where_columns_go),
        T(refused_cells_of_a_block_stay), T(one_cell_is_put_without_asking),
        T(rows_of_crlf_are_no_empty_rows), T(a_block_is_read_as_an_import_reads_it),
        T(a_batch_is_taken_back_together), T(rows_that_fail_keep_what_was_typed),
        T(the_summary_fits), T(leaving_asks_when_something_is_not_written),
        T(what_others_write_appears), T(a_clash_is_asked_about),
        T(changes_elsewhere_in_the_row_are_no_clash), T(many_reports_at_once),
        T(modes_change_by_f6), T(what_was_typed_survives_a_hangup),
        T(a_draft_remembers_what_stood_there), T(every_key_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
