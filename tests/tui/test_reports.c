/* test_reports.c - 报表 by keys: the weekly sheet from draft to correction, the other
 * reports and what may be asked of them, files, rows of a ledger as text. */
#include "tests/tui/acts_rig.h"

#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "tui/books.h"
#include "tui/calendar.h"
#include "tui/land.h"
#include "tui/ledger.h"
#include "tui/orders.h"
#include "tui/page_view.h"
#include "tui/report_data.h"
#include "tui/reporting.h"
#include "tui/today.h"

#define CLEAR "<BS><BS><BS><BS><BS><BS><BS><BS><BS><BS>"

/* Three tasks: late, due soon, crossed off; on Friday 2026-11-27. */
static void begun(void)
{
    char *done;

    rig_task(r, "2026-11-25");
    rig_task(r, "2026-11-30");
    done = xstrdup(rig_task(r, "2026-12-10"));
    rig_today(r, "2026-11-27");
    rig_finish_task(r, done);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, done));
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, done));
    free(done);
}

/* Paper has 11月21日—11月27日; a terminal that draws this wide gets a - (glyph.h). */
static int scene(void **state)
{
    int rc = acts_setup(state);

    scr->glyphs = "—";
    return rc;
}

static int scene_with_files(void **state)
{
    int rc = acts_setup_with_files(state);

    scr->glyphs = "—";
    return rc;
}

static void see(int64_t person, const struct screen_ops *first, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, first, NULL, keys);
}

static void both(int64_t person, const char *keys, const char *name)
{
    for (int i = 0; i < 2; i++) {
        char *screen = xasprintf("reports-%s-%s", name, i ? "120x40" : "80x24");
        scr->rows = i ? 40 : 24;
        scr->cols = i ? 120 : 80;
        see(person, &reports_screen, keys);
        assert_screen(scr, screen);
        free(screen);
    }
    scr->rows = 24;
    scr->cols = 80;
}

static int64_t sheets(void)
{
    return tools_int(r, "SELECT count(*) FROM sheet", NULL);
}

/* ---- the weekly sheet ---- */

static void the_draft_opens_on_every_screen(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &today_screen, "<Down><Enter>");      /* 周报 定稿 .. */
    assert_shown(scr, "周报核对稿");
    see(r->clerk, &today_screen, "P");
    assert_shown(scr, "核对稿，请于今日");
    see(r->clerk, &ledger_screen, "P");
    assert_shown(scr, "周报核对稿");
    see(r->clerk, &ledger_screen, "PP<Esc>");           /* not twice */
    assert_shown(scr, "台账");
    assert_int_equal(sheets(), 0);
    both(r->clerk, "", "list");
    both(r->clerk, "1", "draft");
}

static void nothing_is_final_on_one_key(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &today_screen, "P<Enter>");           /* paper, first of all */
    assert_shown(scr, "1 打印");
    see(r->clerk, &today_screen, "P<F2>");
    assert_shown(scr, "2026年第1期");
    assert_shown(scr, "11-21 至 11-27");
    see(r->clerk, &today_screen, "P<F2><Enter>");
    assert_int_equal(sheets(), 0);
    see(r->clerk, &today_screen, "P<F2><Esc>");
    assert_int_equal(sheets(), 0);
    see(r->clerk, &today_screen, "P<F2>2");
    assert_int_equal(sheets(), 1);
    assert_shown(scr, "第1期已定稿");
    assert_shown(scr, "2026年第1期(总第1期)");
    assert_not_shown(scr, "核对稿");
    see(r->clerk, &today_screen, "P");                  /* from now on P is the final one */
    assert_shown(scr, "2026年第1期(总第1期)");
    assert_not_shown(scr, "核对稿");
    see(r->clerk, &today_screen, "PP<Esc>");
    assert_shown(scr, "今日");
    see(r->clerk, &reports_screen, "1<F2>2");           /* one a day */
    assert_int_equal(sheets(), 1);
}

static void the_last_issue_is_corrected_and_printed_again(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &reports_screen, "2");
    assert_shown(scr, "还没有定稿过周报");
    see(r->clerk, &reports_screen, "1<F2>2");
    rig_today(r, "2026-12-04");
    rig_task(r, "2026-12-20");
    see(r->clerk, &reports_screen, "1<F2>2");
    assert_int_equal(sheets(), 2);
    see(r->clerk, &reports_screen, "2");
    assert_shown(scr, "2026年第2期");
    assert_shown(scr, "2026年第1期");
    see(r->clerk, &reports_screen, "22<F2>");           /* not the last one */
    assert_shown(scr, "只有最近一期可以更正");
    rig_task(r, "2026-12-21");
    see(r->clerk, &reports_screen, "21<F2>漏了一件<Enter><Enter>");
    assert_int_equal(sheets(), 2);
    see(r->clerk, &reports_screen, "21<F2>漏了一件<Enter>2");
    assert_int_equal(sheets(), 3);
    assert_shown(scr, "第2期已更正");
    assert_shown(scr, "漏了一件");
    see(r->clerk, &reports_screen, "2");
    assert_shown(scr, "更正，第2版");
}

static void a_cadre_sees_the_own_part_and_makes_nothing_final(void **state)
{
    (void)state;
    begun();
    see(r->other, &today_screen, "P");
    assert_shown(scr, "只含您有权查看的事项");
    see(r->other, &today_screen, "P<F2>");
    assert_shown(scr, "督办员甲");                      /* who may */
    assert_int_equal(sheets(), 0);
    see(r->clerk, &reports_screen, "1<F2>2");
    see(r->other, &reports_screen, "21");
    assert_shown(scr, "您无权全部查看");
}

/* ---- options ---- */

static void it_is_handed_out_in_parts_and_as_wide_as_paper(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &reports_screen, "1f12<Esc>");
    assert_shown(scr, "按牵头单位拆分");
    see(r->clerk, &reports_screen, "1f22<Esc>");
    assert_shown(scr, "1-80/132 列");
    see(r->clerk, &reports_screen, "1f22<Esc><Right><Right><End>");
    assert_shown(scr, "17-96/132 列");
    see(r->clerk, &reports_screen, "1f22<Esc><Right><Right><Home>");
    assert_shown(scr, "1-80/132 列");
}

static void a_period_and_a_list_are_asked_for(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &reports_screen, "7");
    assert_shown(scr, "督26-3");
    see(r->clerk, &reports_screen, "7f4" CLEAR "2026-11-20<Enter>" CLEAR "11-24<Enter><Esc>");
    assert_not_shown(scr, "督26-3");
    see(r->clerk, &reports_screen, "7f4" CLEAR "11-25<Enter>" CLEAR "11-24<Enter>");
    assert_shown(scr, "第一天在最后一天之后");
    see(r->clerk, &reports_screen, "3");
    assert_shown(scr, "督26-1");
    see(r->clerk, &reports_screen, "3f33<Esc>");        /* another list */
    assert_not_shown(scr, "督26-1");
    both(r->clerk, "3", "overdue");
    see(r->clerk, &reports_screen, "4");
    assert_shown(scr, "将于下次例会(2026-11-30)前亮红灯");
}

static void figures_end_in_a_sentence_to_copy(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &reports_screen, "8<End>");
    assert_shown(scr, "交办");
    assert_shown(scr, "销号率");
    see(r->clerk, &reports_screen, "8f42<Esc>");
    assert_shown(scr, "建设办");
    see(r->clerk, &reports_screen, "8f42");
    assert_shown(scr, "台账 x 牵头单位");
    see(r->clerk, &reports_screen, "8f41");             /* again: left out */
    assert_shown(scr, "统计口径：只要合计");
    both(r->clerk, "8", "figures");
}

/* ---- files ---- */

static char *content(const char *name)
{
    char *path = xasprintf("%s/home/%s", folder, name);
    struct buf b = {0};
    char chunk[4096];
    size_t n;
    FILE *f = fopen(path, "re");

    if (!f)
        fail_msg("there is no %s", path);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, chunk, n);
    fclose(f);
    free(path);
    return buf_take(&b);
}

static void a_file_holds_what_the_command_line_writes(void **state)
{
    struct weekly w = {0};
    struct buf text = {0}, csv = {0};

    (void)state;
    begun();
    assert_ok(weekly_draft(r->st, r->env.today, r->clerk, &w, &r->err));
    buf_puts(&text, "\xEF\xBB\xBF");
    struct document paper = {0};
    weekly_paper(&paper, &w, WEEKLY_WHOLE);
    document_text(&text, &paper, 132, false);
    buf_puts(&csv, "\xEF\xBB\xBF");
    document_export(&csv, &paper, EXPORT_CSV);
    document_fini(&paper);
    weekly_fini(&w);
    see(r->clerk, &reports_screen, "1f22<Esc>w4<Enter>");
    assert_shown(scr, "已写成");
    char *got = content("周报核对稿 2026-11-27.txt");
    assert_string_equal(got, buf_str(&text));
    free(got);
    see(r->clerk, &reports_screen, "1<F8>5<Enter>");
    got = content("周报核对稿 2026-11-27.csv");
    assert_string_equal(got, buf_str(&csv));
    free(got);
    see(r->handler, &reports_screen, "1w2<Enter>");     /* it has everybody's rows */
    assert_shown(scr, "导出");
    buf_fini(&text);
    buf_fini(&csv);
}

/* A leader reads all rows; whose they are takes them away. */
static void records_say_what_was_kept_back(void **state)
{
    (void)state;
    begun();
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, "督26-2", "lead=领导乙", NULL));
    see(r->leader, &ledger_screen, "p<F8>5<Enter>");
    assert_shown(scr, "另有1项无权导出");
    see(r->clerk, &ledger_screen, "p<F8>5<Enter>y");
    assert_not_shown(scr, "另有");
}

static void rows_of_a_ledger_are_shown_as_text(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &ledger_screen, "p");
    assert_shown(scr, "督26-1");
    assert_shown(scr, "督26-2");
    assert_shown(scr, "共 2 行");
    see(r->clerk, &ledger_screen, "<Space><F8>");
    assert_shown(scr, "督26-1");
    assert_not_shown(scr, "督26-2");
    see(r->clerk, &ledger_screen, "p<F8>5<Enter>");
    assert_shown(scr, "已写成");
    see(r->other, &ledger_screen, "p");
    assert_not_shown(scr, "督26-1");
}

static void what_is_on_the_screen_is_text(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &today_screen, "p");
    assert_shown(scr, "预览");
    assert_shown(scr, "我督办");
    see(r->clerk, &today_screen, "p<F8><Enter>");
    assert_shown(scr, "已写成");
    char *got = content("今日.txt");
    assert_non_null(strstr(got, "我督办"));
    assert_null(strstr(got, "F9"));
    free(got);
    see(r->handler, &today_screen, "p<F8><Enter>y");     /* exports only the own rows */
    assert_shown(scr, "不能全部导出");
}

/* Every screen lets things leave by one way (preview.h), and it asks first who wants to. */
static void who_may_take_nothing_away_is_told_before_anything_is_asked(void **state)
{
    static const struct { const struct screen_ops *screen; const char *keys; } ways[] = {
        { &today_screen, "p<F8>" },     { &ledger_screen, "p<F8>" },
        { &books_screen, "<F8><F8>" },  { &land_screen, "<F8><F8>" },
        { &orders_screen, "p<F8>" },    { &calendar_screen, "<F8><F8>" },
        { &reporting_screen, "p<F8>" }, { &reports_screen, "1<F8>" },
        { &reports_screen, "3<F8>" },   { &reports_screen, "4<F8>" },
        { &reports_screen, "5<F8>" },   { &reports_screen, "6<F8>" },
        { &reports_screen, "7<F8>" },   { &reports_screen, "8<F8>" },
    };

    (void)state;
    begun();
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        see(r->clerk, ways[i].screen, ways[i].keys);
        assert_not_shown(scr, "不能导出");
        see(r->village, ways[i].screen, ways[i].keys);
        if (!strstr(scr->frame, "不能导出"))
            fail_msg("way %zu:\n%s", i, scr->frame);
        assert_not_shown(scr, "打印或存盘");
    }
}

/* ---- printing, with a print service that is played by a script ---- */

static const char lpstat[] =
    "#!/bin/sh\n"
    "case $SERVICE$1 in\n"
    "gone*) echo 'lpstat: scheduler is not running' >&2; exit 1 ;;\n"
    "*-e) echo Kyocera; echo HP ;;\n"
    "*-d) echo 'system default destination: HP' ;;\n"
    "esac\n";
static const char lp[] =
    "#!/bin/sh\n"
    "for a; do printf '[%s]' \"$a\"; done >\"$GIVEN\"\n"
    "for a; do last=$a; done\n"
    "head -c 5 \"$last\" >>\"$GIVEN\"\n"
    "case $SERVICE in\n"
    "paper) echo 'lp: Error - out of paper' >&2; exit 1 ;;\n"
    "slow) sleep 60 ;;\n"
    "*) echo 'request id is HP-12 (1 file(s))' ;;\n"
    "esac\n";

static void script(const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);

    assert_int_equal(file_write(path, text, strlen(text), NULL), XH_OK);
    assert_int_equal(chmod(path, 0755), 0);
    free(path);
}

static int scene_with_printers(void **state)
{
    int rc = scene_with_files(state);

    scr->folder = folder;
    script("lp", lp);
    script("lpstat", lpstat);
    char *path = xasprintf("%s:/usr/bin:/bin", folder), *given = xasprintf("%s/home/given", folder);
    setenv("PATH", path, 1);
    setenv("GIVEN", given, 1);
    setenv("SERVICE", "", 1);
    free(path);
    free(given);
    return rc;
}

static void the_usual_printer_is_two_keys_away(void **state)
{
    (void)state;
    begun();
    see(r->clerk, &today_screen, "P<Enter>");
    assert_screen(scr, "reports-take-80x24");
    see(r->clerk, &today_screen, "P<Enter><Enter>");
    assert_screen(scr, "reports-printers-80x24");
    see(r->clerk, &today_screen, "P<Enter><Enter><Enter>");
    assert_shown(scr, "HP-12");
    assert_shown(scr, "| 未安装字体：方正小标宋"); /* what there is no room for in the line */
    see(r->clerk, &today_screen, "P<Enter><Enter><Enter><Esc><Enter><Enter><Enter>");
    assert_shown(scr, "HP-12");
    assert_shown(scr, "   未安装字体：方正小标宋"); /* a box only once */
    char *given = content("given");
    assert_non_null(strstr(given, "[-d][HP][-t]"));
    assert_non_null(strstr(given, "%PDF-"));
    free(given);
    see(r->clerk, &reports_screen, "3<F8>12");
    given = content("given");
    assert_non_null(strstr(given, "[-d][Kyocera]"));
    free(given);
    see(r->handler, &reports_screen, "1<F8>1");         /* it has everybody's rows */
    assert_shown(scr, "导出");
    assert_int_equal(sheets(), 0);
}

static void what_is_not_printed_is_kept(void **state)
{
    (void)state;
    begun();
    setenv("SERVICE", "paper", 1);
    see(r->clerk, &today_screen, "P<Enter><Enter><Enter>");
    assert_screen(scr, "reports-not-printed-80x24");
    char *kept = content("周报核对稿 2026-11-27.pdf");
    assert_int_equal(strncmp(kept, "%PDF-", 5), 0);
    free(kept);
    setenv("SERVICE", "gone", 1);                       /* nobody to ask: no list either */
    see(r->clerk, &today_screen, "P<Enter><Enter>");
    assert_shown(scr, "打印服务没有运行");
    assert_shown(scr, "拷走打印");
}

static void waiting_for_a_printer_is_shown_and_ends_with_escape(void **state)
{
    (void)state;
    begun();
    setenv("SERVICE", "slow", 1);
    scr->pace = 200;
    scr->alone = true;
    see(r->clerk, &today_screen, "P<Enter><Enter><Enter><!><Esc>");
    assert_shown(scr, "拷走打印");
    bool said = false;
    for (size_t i = 0; i < scr->n_frames; i++)
        said |= strstr(scr->frames[i], "正在打印") != NULL;
    assert_true(said);
}

/* ---- it may take long ---- */

static void escape(void *ctx, int ms, struct input *in)
{
    (void)ctx, (void)ms;
    *in = (struct input){ .key = K_ESC };
}

static void crawling(void *ctx, struct env *env)
{
    static int64_t ms = 1000000;

    (void)ctx;
    env->now_ms = ms += 300;
}

static void size(void *ctx, int *rows, int *cols)
{
    (void)ctx;
    *rows = 24;
    *cols = 80;
}

static void show_nothing(void *ctx, const struct canvas *c)
{
    (void)ctx, (void)c;
}

static void composing_is_stopped_with_escape(void **state)
{
    struct tui t = { .term = { NULL, size, show_nothing, escape, NULL, NULL }, .st = r->st,
                     .defs = r->st->defs, .env = r->env, .clock = crawling, .me = r->clerk };
    struct report_data d = { .kind = REPORT_WEEKLY };
    struct xh_err err = {0};

    (void)state;
    for (int i = 0; i < 400; i++)
        rig_add(r, "tasks", "title=示例事项", "unit=建设办", "due=2026-11-23", NULL);
    t.env = r->env;
    canvas_init(&t.canvas, 24, 80);
    report_data_init(&d, &t);
    assert_int_equal(report_load(&t, &d, false, &err), XH_REFUSED);
    assert_string_equal(err.msg, "已停止。");
    assert_int_equal(d.weekly.n_sections, 0);
    t.term.read = NULL;
    t.clock = NULL;
    report_data_fini(&d);
    canvas_fini(&t.canvas);
}

/* ---- the page itself ---- */

static char *page_at(struct page_view *p, int left)
{
    struct canvas c = {0};

    canvas_init(&c, 2, 10);
    p->left = left;
    page_view_draw(p, &c, (struct area){ 0, 0, 2, 10 });
    char *text = canvas_text(&c);
    canvas_fini(&c);
    return text;
}

static void a_page_is_never_cut_inside_a_character(void **state)
{
    struct page_view p = {0};
    char *text;

    (void)state;
    page_view_set(&p, "沿江镇重点工作三色督办\na-b-c\n");
    text = page_at(&p, 1);
    assert_string_equal(text, " 江镇重点\n-b-c\n");
    free(text);
    text = page_at(&p, 99);                             /* no farther than its end */
    assert_string_equal(text, "作三色督办\n\n");
    free(text);
    assert_true(page_view_find(&p, "督办", false));
    assert_int_equal(p.found, 0);
    assert_true(page_view_find(&p, "b", false));
    assert_int_equal(p.found, 1);
    assert_true(page_view_find(&p, "督办", false));      /* goes on at the other end */
    assert_false(page_view_find(&p, "没有的", false));
    page_view_fini(&p);
    assert_true(page_view_move(&p, CMD_DOWN));          /* of an empty one */
    page_view_fini(&p);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, scene, acts_teardown)
#define FILED(f) cmocka_unit_test_setup_teardown(f, scene_with_files, acts_teardown)
#define PRINTED(f) cmocka_unit_test_setup_teardown(f, scene_with_printers, acts_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_draft_opens_on_every_screen),
        SCENE(nothing_is_final_on_one_key),
        SCENE(the_last_issue_is_corrected_and_printed_again),
        SCENE(a_cadre_sees_the_own_part_and_makes_nothing_final),
        SCENE(it_is_handed_out_in_parts_and_as_wide_as_paper),
        SCENE(a_period_and_a_list_are_asked_for),
        SCENE(figures_end_in_a_sentence_to_copy),
        FILED(a_file_holds_what_the_command_line_writes),
        FILED(records_say_what_was_kept_back),
        FILED(rows_of_a_ledger_are_shown_as_text),
        FILED(what_is_on_the_screen_is_text),
        FILED(who_may_take_nothing_away_is_told_before_anything_is_asked),
        PRINTED(the_usual_printer_is_two_keys_away),
        PRINTED(what_is_not_printed_is_kept),
        PRINTED(waiting_for_a_printer_is_shown_and_ends_with_escape),
        SCENE(composing_is_stopped_with_escape),
        SCENE(a_page_is_never_cut_inside_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
