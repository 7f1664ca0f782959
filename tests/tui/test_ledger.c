/* test_ledger.c - the ledger: what it shows, how it moves, filters, marks, finding, and
 * that the cursor stays on its item whatever others do. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/view.h"
#include "tui/ledger.h"
#include "tui/ledger_window.h"

static struct tui_rig *r;
static struct record_rig *rec;
static char code[12][64];
#define done(rc) assert_rc_(rec, (rc), XH_OK, #rc, __FILE__, __LINE__)

static const char *task(int i, const char *title, const char *owner, const char *unit,
                        const char *due)
{
    char *a = xasprintf("title=%s", title), *b = xasprintf("owner=%s", owner);
    char *c = xasprintf("unit=%s", unit), *d = xasprintf("due=%s", due);

    snprintf(code[i], sizeof code[i], "%s",
             rig_add(rec, "tasks", a, b, c, d, "lead=领导甲", NULL));
    free(a);
    free(b);
    free(c);
    free(d);
    return code[i];
}

/* Every state there is, in a few rows. Friday 2026-11-20. */
static void township(void)
{
    task(0, "背街小巷路灯维修", "干部甲", "建设办", "2026-11-18");          /* red */
    task(1, "危桥加固", "干部甲", "建设办", "2026-11-25");                  /* yellow */
    task(2, "涉农资金台账核对", "干部乙", "财政所", "2026-12-16");          /* green */
    task(3, "饮用水源保护区标识", "干部乙", "财政所", "2026-11-19");        /* held */
    task(4, "通村道路日常养护", "干部甲", "建设办", "2026-12-21");          /* in review */
    task(5, "老旧厂房消防通道清理", "干部甲", "建设办", "2026-11-24");      /* returned */
    task(6, "集体资产出租合同清理", "干部乙", "财政所", "2026-12-15");      /* pinned */
    task(7, "村务公开栏更新", "村干部甲", "林家村村委会", "2026-12-30");    /* crossed off */
    for (int i = 0; i < 8; i++)
        done(rig_do(rec, i == 7 ? rec->village : i == 2 || i == 3 || i == 6 ? rec->other
                         : rec->handler, VERB_ACCEPT, code[i]));
    rig_today(rec, "2026-11-17");
    for (int i = 1; i < 7; i++)
        if (i != 3)
            done(rig_report(rec, i == 2 || i == 6 ? rec->other : rec->handler, code[i],
                            i == 1 ? "桥面已封闭,正在加固。" : "正在按方案办理。", 60));
    struct call hold = rig_call(VERB_HOLD, code[3]);
    hold.office = "县水利局";
    hold.reason = "待批复";
    hold.to = on("2026-11-30");
    done(rig_run(rec, rec->leader, &hold));
    rig_finish_task(rec, code[4]);
    rig_finish_task(rec, code[5]);
    done(rig_do(rec, rec->handler, VERB_APPLY, code[5]));
    done(rig_do_because(rec, rec->leader, VERB_RETURN, code[5], "照片不清", NULL));
    rig_today(rec, "2026-11-18");
    done(rig_do(rec, rec->handler, VERB_APPLY, code[4]));
    struct call pin = rig_call(VERB_PIN, code[6]);
    pin.colour = "yellow";
    pin.reason = "经研究按黄灯管理";
    pin.to = on("2026-12-01");
    done(rig_run(rec, rec->leader, &pin));
    struct call cancel = rig_call(VERB_CANCEL, code[7]);
    cancel.reason = "并入其他事项";
    done(rig_run(rec, rec->leader, &cancel));
    rig_today(rec, "2026-11-20");
    rig_add(rec, "households", "title=户001", "place=林家村", "owner=干部甲", NULL);
    rig_add(rec, "households", "title=户002", "place=林家村", "owner=干部甲", NULL);
}

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    tui_rig_init_on(r, "2026-11-16");
    rec = &r->record;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(r);
    free(r);
    return 0;
}

static void tasks(const char *keys)
{
    struct ledger_arg arg = { .list = "tasks", .colours = 30 };

    r->rows = 24;
    r->cols = 80;
    tui_rig_run(r, &ledger_screen, &arg, keys);
}

/* ---- what is shown ---- */

static void rows_say_colour_deadline_and_who_acts(void **state)
{
    (void)state;
    township();
    tasks("");
    assert_shown(r, "黄(绿)");
    assert_shown(r, "灰");
    assert_shown(r, "待审核 2/3日");
    assert_shown(r, "退改 1次");
    assert_shown(r, "暂停 县水利局");
    assert_shown(r, "逾期2天");
    assert_not_shown(r, "村务公开栏");        /* cancelled */
    assert_screen(r, "ledger-80x24");
}

static void wide_windows_have_a_tree_and_a_pane(void **state)
{
    (void)state;
    township();
    tui_rig_run(r, &ledger_screen, NULL, "<size:40x120><Down>");
    assert_screen(r, "ledger-120x40");
}

static void the_tree_opens_level_by_level(void **state)
{
    char project[64], parent[80];

    (void)state;
    township();
    snprintf(project, sizeof project, "%s",
             rig_add(rec, "projects", "title=园区大道一期", "unit=建设办", "owner=干部甲",
                     "due=2027-06-30", NULL));
    snprintf(parent, sizeof parent, "parent=%s", project);
    rig_add(rec, "households", "title=户003", "place=林家村/一组", "owner=干部甲", parent, NULL);
    rig_add(rec, "households", "title=户004", "place=林家村", "owner=干部甲", parent, NULL);
    tui_rig_run(r, &ledger_screen, NULL, "<size:40x120><Tab><Down><Down><Down>");
    assert_shown(r, ">+征地户签");
    assert_not_shown(r, "园区大道一期   ");      /* what is not open is not even counted */
    tui_rig_run(r, &ledger_screen, NULL, "<size:40x120><Tab><Down><Down><Down><Right><Down>");
    assert_shown(r, "> +园区大道一期");
    assert_shown(r, "户003");
    assert_shown(r, "户004");
    assert_not_shown(r, "户001");
    tui_rig_run(r, &ledger_screen, NULL,
                "<size:40x120><Tab><Down><Down><Down><Right><Down><Right><Down><Right><Down>");
    assert_shown(r, "一组");
    assert_shown(r, "户003");
    assert_not_shown(r, "户004");
    assert_screen(r, "ledger-tree-120x40");
    /* Left closes, and goes up */
    tui_rig_run(r, &ledger_screen, NULL,
                "<size:40x120><Tab><Down><Down><Down><Right><Down><Right><Down><Left><Left>");
    assert_shown(r, "+园区大道一期");
    assert_not_shown(r, "+林家村");
    /* another's change leaves it open */
    tui_rig_run(r, &ledger_screen, NULL,
                "<size:40x120><Tab><Down><Down><Down><Right><Down><tick><C-l>");
    assert_shown(r, "> +园区大道一期");
}

static void what_is_hidden_is_said_first(void **state)
{
    (void)state;
    township();
    tasks("1/背街<Enter>");
    assert_shown(r, "三色督办事项 （隐藏 6 项） > 红");
}

static void the_footer_says_why_and_what_is_missing(void **state)
{
    (void)state;
    township();
    tasks("");
    assert_shown(r, "红灯");
    assert_shown(r, "还差");
    assert_shown(r, "待办理：干部甲");
}

/* OFFICE 15: times reminded are kept on the item, and said where it is looked at. */
static void the_footer_says_how_often_it_was_reminded(void **state)
{
    struct call remind;

    (void)state;
    township();
    tasks("");
    assert_not_shown(r, "已催办");
    remind = rig_call(VERB_REMIND, code[0]);
    remind.kind = "overdue";
    done(rig_run(rec, rec->clerk, &remind));
    rig_today(rec, "2026-11-23");
    done(rig_run(rec, rec->clerk, &remind));
    tasks("");
    assert_shown(r, "已催办 2 次（11-23）");
    tui_rig_run(r, &ledger_screen, &(struct ledger_arg){ .list = "tasks" },
                "<size:40x120><Down><Up>");
    assert_shown(r, "已催办 2 次（11-23）");
}

static void a_list_has_its_own_columns(void **state)
{
    struct ledger_arg arg = { .list = "households" };

    (void)state;
    township();
    tui_rig_run(r, &ledger_screen, &arg, "<size:24x130>");
    assert_shown(r, "面积(亩)");
    assert_shown(r, "村组");
    assert_shown(r, "户001");
}

static void closed_rows_are_shown_when_asked_for(void **state)
{
    struct ledger_arg arg = { .list = "tasks" };

    (void)state;
    township();
    tui_rig_run(r, &ledger_screen, &arg, "");
    assert_shown(r, "村务公开栏");
    assert_shown(r, "终止");
}

/* ---- filters ---- */

static void digits_filter_and_chips_count_what_is_shown(void **state)
{
    (void)state;
    township();
    tasks("1");
    assert_shown(r, "（隐藏 6 项） > 红");
    assert_shown(r, "背街小巷");
    assert_not_shown(r, "危桥");
    assert_shown(r, "1红 1  2黄 ");
    assert_shown(r, "（隐藏 6 项）");
    tasks("4");
    assert_shown(r, "饮用水源");
    assert_not_shown(r, "背街小巷");
    tasks("40");
    assert_shown(r, "背街小巷");
}

static void counts_are_those_of_the_filter(void **state)
{
    struct ledger_arg arg = { .list = "tasks", .colours = 30, .unit = "财政所" };

    (void)state;
    township();
    tui_rig_run(r, &ledger_screen, &arg, "");
    assert_shown(r, "1红 0  2黄 1  3绿 1  4灰 1");
}

static void no_red_names_the_next_yellow(void **state)
{
    struct ledger_arg arg = { .list = "tasks", .colours = 30, .owner = "干部乙" };

    (void)state;
    township();
    tui_rig_run(r, &ledger_screen, &arg, "1");
    assert_shown(r, "今天没有红灯。最近一个黄灯 12-15 到期");
    assert_shown(r, code[6]);
}

static void nothing_matches_says_how_many_are_hidden_and_0_shows_all(void **state)
{
    (void)state;
    township();
    tasks("f1<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>没有这样的<C-s>");
    assert_shown(r, "这个条件下没有事项（共 7 项被隐藏）。按 0 看全部。");
    tasks("f1<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>没有这样的<C-s>0");
    assert_shown(r, "背街小巷");
}

static void an_empty_township_says_how_to_begin(void **state)
{
    (void)state;
    tui_rig_run(r, &ledger_screen, NULL, "");
    assert_shown(r, "还没有事项。按 o 新建，按 I 从 WPS 或 Excel 粘贴。");
}

static void the_panel_takes_a_condition_on_a_field(void **state)
{
    (void)state;
    township();
    tasks("f1<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>returns>=1<C-s>");
    assert_shown(r, "老旧厂房");
    assert_not_shown(r, "背街小巷");
    assert_shown(r, "returns>=1");
    tasks("f1<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>nosuch>=1<C-s>");
    assert_shown(r, "nosuch");
    assert_screen(r, "ledger-panel-80x24");
}

static void escape_clears_marks_then_the_filter(void **state)
{
    (void)state;
    township();
    tasks("1<Space><Esc>");
    assert_not_shown(r, "已标");
    assert_shown(r, "> 红");
    tasks("1<Space><Esc><Esc>");
    assert_not_shown(r, "> 红");
    assert_shown(r, "危桥");
}

static void filters_are_kept_under_a_name(void **state)
{
    struct saved_views v = {0};
    struct xh_err err = {0};

    (void)state;
    township();
    tasks("2f6我的黄灯<Enter>");     /* 1 conditions 2 none 3, 4 of the list 5, 6 keep */
    assert_int_equal(views_load(rec->st, r->tui.me, "none", &v, &err), XH_OK);
    if (v.n == 0)
        tasks("2f5我的黄灯<Enter>");
    views_fini(&v);
    assert_int_equal(views_load(rec->st, r->tui.me, "none", &v, &err), XH_OK);
    assert_int_equal(v.n, 1);
    assert_string_equal(v.v[0].name, "我的黄灯");
    assert_true(v.v[0].mine && !v.v[0].shared);
    assert_non_null(strstr(v.v[0].text, "colour=yellow"));
    views_fini(&v);
    tasks("f2");
    assert_shown(r, "> 黄");
    assert_not_shown(r, "背街小巷");
    rig_assert_whole(rec);
}

static void views_of_the_list_stand_in_the_box(void **state)
{
    (void)state;
    township();
    tasks("f");
    assert_shown(r, "逾期");
    assert_shown(r, "待我审核");
    tasks("f2");
    assert_shown(r, "背街小巷");
    assert_not_shown(r, "危桥");
}

/* ---- text of a filter ---- */

static void a_filter_is_the_same_after_writing_and_reading(void **state)
{
    struct view_filter f = {0}, g = {0};

    (void)state;
    view_read(&f, "list=tasks\ncolour=red,yellow\nunit=财政所\nowner=干部乙\nstate=active\n"
              "days_overdue>=1\narea>=3\nsource=信访热线\nsort=due\n");
    char *a = view_text(&f);
    view_read(&g, a);
    char *b = view_text(&g);
    assert_string_equal(a, b);
    assert_int_equal(g.colours, 1u << COLOUR_RED | 1u << COLOUR_YELLOW);
    assert_true(g.overdue);
    assert_int_equal(g.n_where, 2);
    assert_int_equal(g.order, ORDER_DUE);
    free(a);
    free(b);
    view_filter_fini(&f);
    view_filter_fini(&g);
}

static void shared_filters_take_a_permission(void **state)
{
    struct xh_err err = {0};
    struct saved_views v = {0};

    (void)state;
    assert_int_equal(view_save(rec->st, rec->handler, "a", "colour=red\n", true, &err),
                     XH_DENIED);
    assert_int_equal(view_save(rec->st, rec->handler, "", "colour=red\n", false, &err),
                     XH_USAGE);
    assert_int_equal(view_save(rec->st, rec->admin, "b", "colour=red\n", true, &err), XH_OK);
    assert_int_equal(views_load(rec->st, rec->handler, "none", &v, &err), XH_OK);
    assert_int_equal(v.n, 1);
    assert_int_equal(view_remove(rec->st, rec->handler, v.v[0].id, &err), XH_DENIED);
    assert_int_equal(view_remove(rec->st, rec->admin, v.v[0].id, &err), XH_OK);
    views_fini(&v);
}

/* ---- moving ---- */

/* Every row once, in the order of query_rows(), by stepping through the window. */
static void many(int n)
{
    rig_today(rec, "2026-11-20");
    for (int i = 0; i < n; i++) {
        char title[64], due[32];
        snprintf(title, sizeof title, "title=事项%03d", i);
        snprintf(due, sizeof due, "due=2026-12-%02d", 1 + i % 28);
        rig_add(rec, "tasks", title, i % 3 ? "unit=建设办" : "unit=财政所",
                i % 2 ? "owner=干部甲" : "owner=干部乙", due, NULL);
    }
}

static void window_is(enum order order, unsigned colours)
{
    struct filter f = { .list = "tasks", .today = rec->env.today, .as_of = DAY_NONE,
                        .reader = rec->clerk, .order = order, .colours = colours };
    struct window w = { .st = rec->st, .f = f, .page = 7 };
    struct rows all = {0};
    struct xh_err err = {0};
    size_t at = 0, top = 0;

    assert_int_equal(query_rows(rec->st, &f, &all, &err), XH_OK);
    assert_true(all.n > 50);
    assert_int_equal(window_home(&w, &err), XH_OK);
    for (size_t i = 0; i < all.n; i++) {
        assert_int_equal(w.rows.v[at].it.id, all.v[i].it.id);
        assert_int_equal(window_reach(&w, &at, &top, 1, &err), XH_OK);
        if (i + 1 < all.n)
            at++;
        top = at > 3 ? at - 3 : 0;
        assert_true(w.rows.n <= 7 * 8);
    }
    for (size_t i = all.n; i-- > 0;) {
        assert_int_equal(w.rows.v[at].it.id, all.v[i].it.id);
        assert_int_equal(window_reach(&w, &at, &top, -1, &err), XH_OK);
        at -= i > 0;
        top = at;
    }
    assert_int_equal(window_end(&w, &err), XH_OK);
    assert_int_equal(w.rows.v[w.rows.n - 1].it.id, all.v[all.n - 1].it.id);
    for (size_t i = 0; i < all.n; i += 9) {
        struct row_key key;
        row_key(&all.v[i], &key);
        assert_int_equal(window_around(&w, &key, all.v[i].it.id, &at, &err), XH_OK);
        assert_int_equal(w.rows.v[at].it.id, all.v[i].it.id);
    }
    rows_fini(&all);
    window_fini(&w);
}

static void pages_are_the_rows_in_every_order(void **state)
{
    (void)state;
    many(80);
    for (int o = ORDER_URGENCY; o <= ORDER_OWNER; o++) {
        window_is((enum order)o, 0);
        window_is((enum order)o, 30);
        window_is((enum order)o, 1u << COLOUR_GREEN | 1u << COLOUR_YELLOW);
    }
}

static void home_end_and_pages_reach_everything(void **state)
{
    (void)state;
    many(120);
    tasks("S3G");        /* by code */
    assert_shown(r, "督26-120");
    tasks("S3Gg");
    assert_shown(r, "督26-1 ");
    tasks("S3<PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn>");
    assert_shown(r, "督26-120");
    tasks("S3G<PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp><PgUp>");
    assert_shown(r, ">");
    assert_shown(r, "督26-1 ");
}

/* ---- sorting ---- */

/* The last digits of the codes, from top to bottom: "督26-3 " is 3. */
static void assert_rows(const char *want)
{
    char got[32] = "";
    size_t n = 0;

    for (const char *p = r->frame, *end; (p = strstr(p, "督26-")); p = end) {
        end = p + strlen("督26-") + 1;
        if (n < sizeof got - 1 && (n == 0 || got[n - 1] != end[-1]))
            got[n++] = end[-1];
        if (n == strlen(want))
            break;
    }
    if (strcmp(got, want) != 0)
        fail_msg("%s, not %s\n%s", got, want, r->frame);
}

static void any_column_shown_sorts_and_again_turns_it_round(void **state)
{
    (void)state;
    township();
    tasks("S事项<Enter>");                  /* by pinyin: bei ji lao she tong wei yin */
    assert_rows("1763524");
    assert_shown(r, "排序 事项");
    tasks("S事项<Enter>S<Enter>");
    assert_rows("4253671");
    assert_shown(r, "排序 事项，倒序");
    tasks("S事项<Enter>S<Enter>S");
    assert_shown(r, "事项（再选一次反过来）");
    tasks("S3");                            /* by an index: code */
    assert_rows("1234567");
    assert_not_shown(r, "排序");
    tasks("S3S<Enter>");
    assert_rows("7654321");
    tasks("S事项<Enter>S1");
    assert_rows("1462735");
    assert_not_shown(r, "排序");
}

static void a_title_pressed_sorts(void **state)
{
    (void)state;
    township();
    tasks("<click:2,16>");
    assert_rows("1763524");
    tasks("<click:2,16><click:2,16>");
    assert_rows("4253671");
    tasks("<click:2,9>");                   /* code */
    assert_rows("1234567");
}

static void the_cursor_keeps_its_row_under_any_order(void **state)
{
    (void)state;
    township();
    tasks("S事项<Enter><Down><Down><tick>");
    assert_shown(r, ">黄     督26-6 ");
    tasks("S事项<Enter><End>");
    assert_shown(r, ">灰(红) 督26-4 ");
    tasks("S事项<Enter><F7>加固<Enter>");
    assert_shown(r, ">黄     督26-2 ");
}

/* Copies of one row, straight into the table: more than a column without an index sorts. */
static void copies(int n)
{
    struct xh_err err = {0};
    struct db *db = rec->st->db;

    assert_int_equal(db_begin(db, &err), XH_OK);
    assert_int_equal(db_run(db, &err, "CREATE TEMP TABLE one AS SELECT * FROM item WHERE code = "
                            "'督26-3'", ""), XH_OK);
    for (int i = 0; i < n; i++) {
        assert_int_equal(db_run(db, &err, "UPDATE one SET id = id + 1000, code = '督25-' || ?1, "
                                "sort_code = 'x' || ?1", "i", (int64_t)i), XH_OK);
        assert_int_equal(db_run(db, &err, "INSERT INTO main.item SELECT * FROM one", ""), XH_OK);
    }
    assert_int_equal(db_commit(db, &err), XH_OK);
}

static void too_many_rows_say_which_filter_helps(void **state)
{
    (void)state;
    township();
    copies(SORT_MOST);
    tasks("S事项<Enter>");
    assert_shown(r, "按 1 红灯、2 黄灯");
    tasks("S事项<Enter><Enter>");
    assert_not_shown(r, "排序");
    assert_shown(r, ">红     督26-1 ");
    tasks("2S事项<Enter>");                 /* what it says helps */
    assert_shown(r, "排序 事项");
    assert_rows("762");
    tasks("2S事项<Enter>0");                /* all of them again: they cannot be */
    assert_shown(r, "按 1 红灯、2 黄灯");
    tasks("S3G");                           /* an index has no limit */
    assert_shown(r, ">");
}

/* ---- finding ---- */

static void pinyin_finds_rows_far_away(void **state)
{
    (void)state;
    many(700);
    rig_add(rec, "tasks", "title=林家村公示栏", "unit=建设办", "owner=干部甲", "due=2026-12-30",
            NULL);
    tasks("S3<F7>ljc<Enter>");
    assert_shown(r, "找到 ljc");
    assert_shown(r, "林家村公示栏");
    tasks("S3<F7>ljc<Enter>gn");
    assert_shown(r, "林家村公示栏");
    tasks("S3<F7>linjiac<Enter>");
    assert_shown(r, "林家村公示栏");
    tasks("S3<F7>gong shi lan<Enter>");
    assert_shown(r, "林家村公示栏");
    tasks("S3<F7>meiyou<Enter>");
    assert_shown(r, "没有找到");
}

static void next_and_previous_go_on(void **state)
{
    (void)state;
    township();
    tasks("S3<F7>清理<Enter>");
    assert_shown(r, "找到 清理");
    assert_shown(r, ">黄     督26-6 ");
    tasks("S3<F7>清理<Enter>n");
    assert_shown(r, ">黄(绿) 督26-7 ");
    tasks("S3<F7>清理<Enter>nN");
    assert_shown(r, ">黄     督26-6 ");
    tasks("S3<F7>清理<Enter>nn");
    assert_shown(r, "从开头接着找到");
}

static void escape_stops_a_search(void **state)
{
    (void)state;
    many(700);
    tasks("S3<F7>meiyou<Enter><!><Esc>");
    assert_shown(r, "已停止");
}

/* ---- marks ---- */

static void space_marks_and_steps_down(void **state)
{
    (void)state;
    township();
    tasks("S3<Space><Space>");
    assert_shown(r, "已标 2 项");
    assert_shown(r, "*红     督26-1 ");
    assert_shown(r, ">绿     督26-3 ");
}

static void v_marks_a_range_and_star_all(void **state)
{
    (void)state;
    township();
    tasks("S3<Down>v<Down><Down>v");
    assert_shown(r, "已标 3 项");
    tasks("*");
    assert_shown(r, "已标 7 项");
    tasks("1*");
    assert_shown(r, "已标 1 项");
}

static void ranges_reach_beyond_the_window(void **state)
{
    (void)state;
    many(600);
    tasks("S3vGv");
    assert_shown(r, "已标 600 项");
    tasks("S3Gvgv");
    assert_shown(r, "已标 600 项");
}

/* ---- the row under the cursor ---- */

/* A row's line is that of the cursor. */
static bool cursor_is_on(const char *text)
{
    for (const char *p = r->frame; p && *p;) {
        const char *end = strchr(p, '\n');
        if (*p == '>' && strstr(p, text) && (!end || strstr(p, text) < end))
            return true;
        p = end ? end + 1 : NULL;
    }
    return false;
}

static void the_cursor_stays_on_its_item(void **state)
{
    struct window w = { .st = rec->st, .page = 3, .f = { .list = "tasks", .colours = 30,
                        .as_of = DAY_NONE, .reader = rec->clerk } };
    struct xh_err err = {0};
    struct row_key key;
    size_t at = 0;

    (void)state;
    township();
    w.f.today = rec->env.today;
    done(window_home(&w, &err));
    int64_t item = w.rows.v[0].it.id;
    row_key(&w.rows.v[0], &key);
    /* The first row moves to the end of the order. */
    struct call c = rig_call(VERB_PIN, w.rows.v[0].it.code);
    c.colour = "green";
    c.reason = "经研究";
    c.to = on("2026-12-01");
    done(rig_run(rec, rec->leader, &c));
    done(window_around(&w, &key, item, &at, &err));
    assert_int_equal(w.rows.v[at].it.id, item);
    /* One that no longer belongs here leaves the cursor at its neighbour. */
    int64_t after = w.rows.v[at + 1].it.id;
    w.f.colours = 1u << COLOUR_RED | 1u << COLOUR_YELLOW | 1u << COLOUR_GREY;
    row_key(&w.rows.v[at], &key);
    done(window_around(&w, &key, item, &at, &err));
    assert_int_equal(w.rows.v[at].it.id, after);
    window_fini(&w);
    tasks("S3<Down><Down><tick><tick>");
    assert_true(cursor_is_on("督26-3 "));
    tasks("S3<Down><Down>S1");
    assert_true(cursor_is_on("红"));
}

/* Somebody else extends the row the cursor stands on: c is that somebody. */
static enum step act_of_another(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    if (cmd != CMD_NOTE)
        return ledger_screen.command(t, state, cmd, in);
    struct call c = rig_call(VERB_EXTEND, code[2]);
    c.to = on("2027-01-15");
    c.reason = "汛期影响";
    done(rig_run(rec, rec->leader, &c));
    return STEP_RELOAD;
}

static void the_cursor_follows_its_item_through_the_order(void **state)
{
    struct ledger_arg arg = { .list = "tasks", .colours = 30, .order = ORDER_DUE };
    struct screen_ops watched = ledger_screen;

    (void)state;
    township();
    watched.command = act_of_another;
    tui_rig_run(r, &watched, &arg, "<F7>涉农<Enter>");
    assert_true(cursor_is_on("涉农资金"));
    assert_shown(r, "12-16");
    tui_rig_run(r, &watched, &arg, "<F7>涉农<Enter>c");
    assert_true(cursor_is_on("涉农资金"));
    assert_shown(r, "2027-01-15");
    tui_rig_run(r, &watched, &arg, "G");
    assert_true(cursor_is_on("涉农资金"));
}

static void details_go_on_through_the_rows(void **state)
{
    (void)state;
    township();
    tasks("S3<Enter>");
    assert_shown(r, "背街小巷");
    tasks("S3<Enter>nn");
    assert_shown(r, "涉农资金");
    /* back in the ledger the cursor stands on the one seen last */
    tasks("S3<Enter>nn<Esc>");
    assert_true(cursor_is_on("涉农资金"));
    tasks("S3<Enter>nnN<Esc>");
    assert_false(cursor_is_on("涉农资金"));
}

/* ---- several at once ---- */

static void rows_that_fail_stay_marked(void **state)
{
    struct item it = {0};

    (void)state;
    township();
    r->tui.me = r->tui.account = rec->handler;
    tasks("S3<Down><Space><Down><Down><Down><Space><F2><Enter><Enter>");
    rig_item(rec, code[5], &it);
    assert_string_equal(it.state, "review");
    item_fini(&it);
    rig_item(rec, code[1], &it);
    assert_string_equal(it.state, "active");
    item_fini(&it);
    assert_shown(r, "已标 1 项");
    assert_shown(r, "*黄 督26-2 ");
}

static void resizing_keeps_everything(void **state)
{
    (void)state;
    township();
    tasks("<Down><Down><size:40x120><Tab><Down><size:24x80><size:30x100><size:200x500>"
          "<size:5x20><size:24x80>");
    assert_shown(r, "还差");
}

static void every_key_is_survived(void **state)
{
    (void)state;
    township();
    many(90);
    for (int size = 0; size < 2; size++) {
        struct buf keys = {0};
        buf_puts(&keys, size ? "<size:40x120>" : "");
        for (int c = 33; c < 127; c++) {
            if (c == '<' || c == 'q')
                continue;
            buf_printf(&keys, "%c<Esc><Esc><Esc>", c);
        }
        buf_puts(&keys, "<Tab><Down><Enter><Left><Right><PgUp><PgDn><Home><End><F8><F6><Esc>"
                 "<Esc><F5><Esc><F4><Esc><F3><Esc><F2><Esc><Esc><click:5,40><click:3,2>"
                 "<click:1,70><C-z><C-y><C-l><tick>");
        tasks(buf_str(&keys));
        tui_rig_run(r, &ledger_screen, NULL, buf_str(&keys));
        buf_fini(&keys);
    }
}

/* ---- groups ---- */

static void rows_are_added_up_by_unit_and_village(void **state)
{
    (void)state;
    township();
    tasks("z");
    assert_shown(r, "按牵头单位");
    assert_shown(r, "合计");
    assert_shown(r, "财政所");
    assert_screen(r, "ledger-groups-80x24");
    tasks("z<Down><Down><Enter>");
    assert_shown(r, "涉农资金");
    assert_not_shown(r, "背街小巷");
    struct ledger_arg arg = { .list = "households" };
    tui_rig_run(r, &ledger_screen, &arg, "z");
    assert_shown(r, "按村");
    assert_shown(r, "林家村");
    rig_add(rec, "households", "title=户003", "owner=干部甲", NULL);
    tui_rig_run(r, &ledger_screen, &arg, "zG<Enter>");      /* of no village */
    assert_shown(r, "户003");
    assert_not_shown(r, "户001");
}

/* ---- hostile ---- */

static void rare_hanzi_and_long_titles_keep_the_rows(void **state)
{
    struct buf title = {0};

    (void)state;
    rig_today(rec, "2026-11-20");
    buf_puts(&title, "title=");
    for (int i = 0; i < 200; i++)
        buf_puts(&title, "垟");
    rig_add(rec, "tasks", "title=垟头㙟底𬒈村道", "unit=建设办", "owner=干部甲",
            "due=2026-11-23", NULL);
    rig_add(rec, "tasks", buf_str(&title), "unit=建设办", "owner=干部甲", "due=2026-12-24", NULL);
    tasks("<Down><size:40x121><Up>");
    assert_shown(r, "㙟底𬒈");
    tasks("<Down>");
    assert_shown(r, "垟..");
    buf_fini(&title);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(rows_say_colour_deadline_and_who_acts),
        T(wide_windows_have_a_tree_and_a_pane), T(the_tree_opens_level_by_level),
        T(what_is_hidden_is_said_first),
        T(the_footer_says_why_and_what_is_missing),
        T(the_footer_says_how_often_it_was_reminded),
        T(a_list_has_its_own_columns),
        T(closed_rows_are_shown_when_asked_for),
        T(digits_filter_and_chips_count_what_is_shown),
        T(counts_are_those_of_the_filter),
        T(no_red_names_the_next_yellow),
        T(nothing_matches_says_how_many_are_hidden_and_0_shows_all),
        T(an_empty_township_says_how_to_begin),
        T(the_panel_takes_a_condition_on_a_field),
        T(escape_clears_marks_then_the_filter),
        T(filters_are_kept_under_a_name),
        T(views_of_the_list_stand_in_the_box),
        T(a_filter_is_the_same_after_writing_and_reading),
        T(shared_filters_take_a_permission),
        T(pages_are_the_rows_in_every_order),
        T(home_end_and_pages_reach_everything),
        T(any_column_shown_sorts_and_again_turns_it_round),
        T(a_title_pressed_sorts),
        T(the_cursor_keeps_its_row_under_any_order),
        T(too_many_rows_say_which_filter_helps),
        T(pinyin_finds_rows_far_away),
        T(next_and_previous_go_on),
        T(escape_stops_a_search),
        T(space_marks_and_steps_down),
        T(v_marks_a_range_and_star_all),
        T(ranges_reach_beyond_the_window),
        T(the_cursor_stays_on_its_item),
        T(the_cursor_follows_its_item_through_the_order),
        T(details_go_on_through_the_rows),
        T(rows_that_fail_stay_marked),
        T(resizing_keeps_everything),
        T(every_key_is_survived),
        T(rows_are_added_up_by_unit_and_village),
        T(rare_hanzi_and_long_titles_keep_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
