/* test_detail.c - one item with everything: every state at both sizes, sections, steps
 * ticked, a private value seen and covered again, going to the next row. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/i18n.h"
#include "report/document_text.h"
#include "report/item_paper.h"
#include "tests/model/record_tools.h"
#include "tui/detail.h"

static struct tui_rig *scr;
static struct record_rig *r;
static char code[64];

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    r = &scr->record;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

/* ---- what is looked at ---- */

static void task(const char *due)
{
    snprintf(code, sizeof code, "%s", rig_task(r, due));
}

static int64_t id_of(const char *which)
{
    struct xh_err err = {0};
    int64_t id = 0;

    assert_int_equal(item_find(r->st->db, r->st->defs, which, r->env.today, &id, &err), XH_OK);
    return id;
}

/* `person` looks at the item and presses these keys. */
static void show(int64_t person, const char *keys)
{
    int64_t id = id_of(code);

    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &detail_screen, &id, keys);
}

/* The same at both sizes, each compared with its picture. */
static void show_both(int64_t person, const char *keys, const char *name)
{
    char *small = xasprintf("detail-%s-80x24", name), *large = xasprintf("detail-%s-120x40", name);

    scr->rows = 24;
    scr->cols = 80;
    show(person, keys);
    assert_screen(scr, small);
    scr->rows = 40;
    scr->cols = 120;
    show(person, keys);
    assert_screen(scr, large);
    scr->rows = 24;
    scr->cols = 80;
    free(small);
    free(large);
}

static const char *state_of(struct item *it)
{
    rig_item(r, code, it);
    return it->state;
}

/* Much happened to it. */
static void busy_task(void)
{
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks",
                     "title=沿江路排水管网改造(二标段)及沿线十二处雨污混接点"
                     "整治并恢复路面",
                     "unit=建设办", "owner=干部甲", "lead=领导甲", "leader=领导乙", "co=财政所",
                     "source=领导批示", "source_ref=沿政办〔2026〕12号", "due=2026-12-04",
                     "upper_due=2026-12-15", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    struct call c = rig_call(VERB_INSTRUCT, code);
    c.text = "此事拖不得,月底前必须完成。";
    assert_ok(rig_run(r, r->leader, &c));
    assert_ok(rig_check(r, r->handler, code, "scheme", NULL));
    assert_ok(rig_report(r, r->handler, code, "已完成测量,施工队已进场。", 30));
    rig_today(r, "2026-11-25");
    struct call hold = rig_call(VERB_HOLD, code);
    hold.office = "县水利局";
    hold.reason = "等管线图";
    hold.to = on("2026-11-30");
    assert_ok(rig_run(r, r->clerk, &hold));
    rig_today(r, "2026-11-27");
    assert_ok(rig_do(r, r->clerk, VERB_RESUME, code));
    rig_today(r, "2026-12-07");
    assert_ok(rig_report(r, r->handler, code, "完成管道铺设三百米。", 60));
    assert_ok(rig_report(r, r->handler, code, "完成管道铺设三百米。", 60));
    assert_ok(rig_check(r, r->handler, code, "work", "https://example.invalid/photo"));
    rig_today(r, "2026-12-14");
}

/* ---- every state ---- */

static void a_task_in_every_state(void **state)
{
    struct item it = {0};

    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办",
             "owner=干部甲", "lead=领导甲", "due=2026-12-01", NULL));
    show_both(r->handler, "", "assigned");
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    show_both(r->handler, "", "active");
    struct call hold = rig_call(VERB_HOLD, code);
    hold.office = "县水利局";
    hold.reason = "等批复";
    hold.to = on("2026-11-27");
    assert_ok(rig_run(r, r->clerk, &hold));
    show_both(r->handler, "", "held");
    assert_ok(rig_do(r, r->clerk, VERB_RESUME, code));
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show_both(r->clerk, "", "review");
    assert_ok(rig_do_because(r, r->clerk, VERB_RETURN, code, "照片不清", NULL));
    show_both(r->handler, "", "rework");
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code));
    show_both(r->handler, "", "closed");
    assert_ok(rig_do_because(r, r->clerk, VERB_REOPEN, code, "反弹", "2026-12-10"));
    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, code, "上级取消", NULL));
    assert_string_equal(state_of(&it), "cancelled");
    item_fini(&it);
    show_both(r->handler, "", "cancelled");
}

/* ---- every section ---- */

static void every_section_by_its_digit(void **state)
{
    (void)state;
    busy_task();
    show_both(r->handler, "1", "overview");
    show_both(r->handler, "3", "reports");
    assert_shown(scr, "已完成测量");
    show_both(r->handler, "4", "words");
    show_both(r->handler, "5", "evidence");
    show_both(r->handler, "6", "orders");
    show_both(r->handler, "7", "dates");
    assert_shown(scr, "县水利局");
    show_both(r->handler, "8", "colour");
    show_both(r->handler, "9", "record");
}

static void tab_goes_round_and_back(void **state)
{
    (void)state;
    busy_task();
    show(r->handler, "1<Tab><Tab>");
    assert_shown(scr, "完成管道铺设");
    show(r->handler, "1<BackTab>");
    assert_shown(scr, "等 县水利局");
    show(r->handler, "9<Right>");
    assert_shown(scr, "沿政办");
    show(r->handler, "W");
    assert_shown(scr, "历来的灯");
    scr->rows = 40;
    scr->cols = 120;
    show(r->handler, "<Tab>");          /* the checklist stays where it is */
    assert_shown(scr, "完成管道铺设");
    assert_shown(scr, "制定方案");
}

static void the_title_is_read_whole(void **state)
{
    (void)state;
    struct buf title = {0};
    for (int i = 0; i < 64; i++)
        buf_puts(&title, "长标题");
    buf_puts(&title, "到此为止𬒈垟");
    char *pair = xasprintf("title=%s", buf_str(&title));
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", pair, "unit=建设办", "owner=干部甲",
                                              "due=2026-12-01", NULL));
    free(pair);
    buf_fini(&title);
    show(r->handler, "1");
    assert_shown(scr, "到此为止𬒈垟");
    assert_shown(scr, "..");
}

/* ---- going through a long page ---- */

static void project(void)
{
    snprintf(code, sizeof code, "%s",
             rig_add(r, "projects", "title=还建房二期", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2026-12-31", "investment=12000", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
}

static void a_project_has_many_steps(void **state)
{
    (void)state;
    project();
    show_both(r->handler, "", "project");
    const struct list_def *l = defs_list(r->st->defs, "projects");
    show(r->handler, "<Home>");
    assert_shown(scr, l->steps[0].name);
    assert_not_shown(scr, "申请销号还差");
    char last[32];
    snprintf(last, sizeof last, "%zu ", l->n_steps);
    /* to the last step, by pages and by lines: both come there */
    struct buf keys = {0};
    for (size_t i = 0; i < l->n_steps + 8; i++)
        buf_puts(&keys, "<PgDn>");
    show(r->handler, buf_str(&keys));
    char *by_pages = xstrdup(scr->frame);
    buf_clear(&keys);
    for (size_t i = 0; i < 400; i++)
        buf_puts(&keys, "<Down>");
    show(r->handler, buf_str(&keys));
    assert_string_equal(scr->frame, by_pages);
    show(r->handler, "<End>");
    assert_string_equal(scr->frame, by_pages);
    show(r->handler, "<End>g");
    assert_shown(scr, l->steps[0].name);
    free(by_pages);
    buf_fini(&keys);
}

static void children_are_counts_that_open_rows(void **state)
{
    (void)state;
    project();
    char *parent = xasprintf("parent=%s", code);
    rig_add(r, "households", "title=户001", parent, "place=林家村", "owner=村干部甲", NULL);
    rig_add(r, "households", "title=户002", parent, "place=林家村", "owner=村干部甲", NULL);
    free(parent);
    show(r->clerk, "1<End>");
    assert_shown(scr, "2 户");
    show(r->clerk, "1<End><Up><Enter>");
    assert_shown(scr, "台账");
}

/* ---- steps ---- */

static void space_ticks_the_step_under_the_cursor(void **state)
{
    (void)state;
    task("2026-12-01");
    show(r->handler, "<Space><Enter>");
    assert_shown(scr, "[x] 1");
    assert_shown(scr, "2节点1/");
    /* with the rest of the keys on the next one */
    show(r->handler, "<Down><Enter>");
    assert_shown(scr, "- 组织办理 -");
}

static void space_elsewhere_says_where_the_steps_are(void **state)
{
    (void)state;
    task("2026-12-01");
    show(r->handler, "1<Space>");
    assert_shown(scr, "空格键给节点打勾");
    show(r->handler, "9<Enter>");
    assert_shown(scr, "只供查看");
}

static void a_refusal_is_named(void **state)
{
    struct item it = {0};

    (void)state;
    busy_task();
    show(r->other, "<F3>");             /* his unit only co-operates */
    assert_string_equal(state_of(&it), "active");
    item_fini(&it);
    assert_shown(scr, "只能用于与您有关的事项");    /* and who may, whole */
    assert_shown(scr, "有权办理的");
    assert_shown(scr, "干部甲等");
}

static void acts_are_those_of_every_screen(void **state)
{
    struct item it = {0};

    (void)state;
    task("2026-12-01");
    rig_finish_task(r, code);
    show(r->handler, "<F2><Enter>");
    assert_string_equal(state_of(&it), "review");
    item_fini(&it);
    assert_shown(scr, "待审核");
}

/* ---- private values ---- */

static void household(void)
{
    snprintf(code, sizeof code, "%s",
             rig_add(r, "households", "title=户001", "place=林家村", "unit=建设办",
                     "owner=干部甲", "lead=领导甲", "area=3.5", "phone=00000008000", NULL));
}

static void private_values_are_masked(void **state)
{
    (void)state;
    household();
    show_both(r->leader, "1", "household");
    assert_not_shown(scr, "00000008000");
    assert_shown(scr, "***8000");
}

/* 户档: details under their headings, groups without any left out; money in capitals for
 * those who see it. */
static void a_household_is_read_group_by_group(void **state)
{
    static const char last[] = "1<End><Up>";

    (void)state;
    household();
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "amount=12", "area_farm=3.2", "area_house=0.3",
                      "pay_land=9.5", "pay_bonus=2.5", NULL));
    show_both(r->handler, last, "groups");
    assert_shown(scr, "面积明细");
    assert_shown(scr, "2.5 万元");
    assert_not_shown(scr, "房屋和附着物");
    show(r->handler, "1<End><Up><Enter>");
    assert_screen(scr, "detail-capital-80x24");
    assert_shown(scr, "贰万伍仟元整");
    show(r->leader, last);
    assert_shown(scr, "补偿明细");
    assert_not_shown(scr, "2.5 万元");
    show(r->leader, "1<End><Up><Enter>");   /* masked: asks why, says no sum */
    assert_shown(scr, "为什么要查看");
    assert_not_shown(scr, "贰万");
}

/* Is a reason asked for, in a box headed so? */
static bool dialog_of(const char *frame, const char *title)
{
    const char *why = strstr(frame, "为什么要查看"), *head = NULL;

    for (const char *at = frame; why && (at = strstr(at, title)) && at < why; at++)
        head = at;
    if (!head)
        return false;
    size_t lines = 0;
    for (; head < why; head++)
        lines += *head == '\n';
    return lines <= 3 || !*title;
}

/* Down to the line of a private field whose name has `name` in it, opened; then these keys. */
static char *keys_to_private(const char *name, const char *then)
{
    struct buf b = {0};

    buf_puts(&b, "1");
    for (int i = 0; i < 40; i++) {
        char *keys = xasprintf("%s<Enter><Esc>", buf_str(&b));
        size_t from = scr->n_frames;
        show(r->leader, keys);
        free(keys);
        bool found = false;
        for (size_t k = from; k < scr->n_frames; k++)
            found |= dialog_of(scr->frames[k], name);
        if (found) {
            buf_puts(&b, "<Enter>");
            buf_puts(&b, then);
            return buf_take(&b);
        }
        buf_puts(&b, "<Down>");
    }
    fail_msg("no private field in\n%s", scr->frame);
    return NULL;
}

static char *keys_to_phone(const char *then)
{
    return keys_to_private("", then);
}

static int64_t events(void)
{
    struct xh_err err = {0};
    struct stmt *s = db_query(r->st->db, &err, "SELECT count(*) FROM event", "");
    assert_int_equal(stmt_step(s, &err), 1);
    int64_t n = stmt_int(s, 0);
    stmt_done(s);
    return n;
}

static void one_is_seen_with_a_reason_and_covered_again(void **state)
{
    (void)state;
    household();
    int64_t before = events();
    char *keys = keys_to_phone("<Enter>");      /* no reason: refused, nothing recorded */
    show(r->leader, keys);
    assert_not_shown(scr, "00000008000");
    assert_int_equal(events(), before);
    free(keys);
    keys = keys_to_phone("核对发放<Enter>");
    show(r->leader, keys);
    assert_shown(scr, "00000008000");
    assert_int_equal(events(), before + 1);
    free(keys);
    keys = keys_to_phone("核对发放<Enter><wait:29>");
    show(r->leader, keys);
    assert_shown(scr, "00000008000");
    free(keys);
    keys = keys_to_phone("核对发放<Enter><wait:31>");
    show(r->leader, keys);
    assert_not_shown(scr, "00000008000");
    assert_shown(scr, "***8000");
    free(keys);
    /* turning to another section and back does not keep it longer */
    keys = keys_to_phone("核对发放<Enter><wait:20>91<wait:11>");
    show(r->leader, keys);
    assert_not_shown(scr, "00000008000");
    free(keys);
    /* nor does a box left open over it */
    keys = keys_to_phone("核对发放<Enter><F2><wait:31>");
    show(r->leader, keys);
    assert_shown(scr, "Esc 返回");
    assert_not_shown(scr, "00000008000");
    free(keys);
    rig_assert_whole(r);
}

/* The words go with the figure. */
static void a_sum_seen_with_a_reason_is_in_capitals_too(void **state)
{
    (void)state;
    household();
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "amount=12.5", NULL));
    show(r->leader, "1<Down><Down><Down><Down><Down><Down><Down><Down><Down>");
    assert_not_shown(scr, "壹拾贰万伍仟元整");
    char *keys = keys_to_private("金额", "核对发放<Enter>");
    show(r->leader, keys);
    assert_shown(scr, "12.5 万元");
    assert_shown(scr, "壹拾贰万伍仟元整");
    free(keys);
    keys = keys_to_private("金额", "核对发放<Enter><wait:31>");
    show(r->leader, keys);
    assert_not_shown(scr, "12.5 万元");
    assert_not_shown(scr, "壹拾贰万伍仟元整");
    free(keys);
}

static void whoever_may_not_see_it_is_told_so(void **state)
{
    (void)state;
    household();
    char *keys = keys_to_phone("核对发放<Enter>");
    int64_t before = events();
    show(r->second, keys);
    assert_not_shown(scr, "00000008000");
    assert_int_equal(events(), before);
    free(keys);
}

/* ---- evidence ---- */

static void evidence_is_where_it_says_and_can_be_copied_out(void **state)
{
    char *folder = tools_folder("detail"), *home = xasprintf("%s/home", folder);
    char *photo = tools_file(folder, "整改后.txt", "整改已完成");
    char *to = xasprintf("%s/copy.txt", folder);
    struct buf keys = {0};

    (void)state;
    tui_rig_fini(scr);
    tui_rig_init_with(scr, home, "2026-11-20");
    task("2026-12-01");
    const char *const files[] = { photo };
    struct call c = rig_call(VERB_CHECK, code);
    c.step = "scheme";
    c.evidence = files;
    c.n_evidence = 1;
    assert_ok(rig_run(r, r->handler, &c));
    show(r->handler, "5<Enter>");
    assert_shown(scr, "整改后.txt");
    assert_shown(scr, "SHA-256");
    assert_shown(scr, "内容未改动");
    /* out of the box: the name is typed anew */
    buf_puts(&keys, "5<Enter>1");
    for (int i = 0; i < 8; i++)
        buf_puts(&keys, "<BS>");
    buf_printf(&keys, "%s<Enter>", to);
    show(r->handler, buf_str(&keys));
    FILE *f = fopen(to, "re");
    assert_non_null(f);
    char text[64] = "";
    assert_true(fread(text, 1, sizeof text - 1, f) > 0);
    fclose(f);
    assert_string_equal(text, "整改已完成");
    /* never over another file */
    show(r->handler, buf_str(&keys));
    assert_true(scr->tui.status_is_wrong || strstr(scr->frame, "+--"));
    buf_fini(&keys);
    free(folder);
    free(home);
    free(photo);
    free(to);
}

/* ---- the next row ---- */

static void n_goes_through_the_rows_it_was_opened_from(void **state)
{
    struct detail_arg arg = { 0 };
    char codes[3][64];
    int64_t ids[3];

    (void)state;
    for (int i = 0; i < 3; i++) {
        char due[24];
        snprintf(due, sizeof due, "2026-12-%02d", 10 + i);
        snprintf(codes[i], sizeof codes[i], "%s", rig_task(r, due));
        ids[i] = id_of(codes[i]);
    }
    arg = (struct detail_arg){ .item = ids[0], .items = ids, .n = 3 };
    tui_rig_run(scr, &detail_among_screen, &arg, "n");
    assert_shown(scr, "12-11");
    assert_shown(scr, "第 2 件，共 3 件");
    tui_rig_run(scr, &detail_among_screen, &arg, "]]]");
    assert_shown(scr, "12-12");
    assert_shown(scr, "已是最后一件");
    tui_rig_run(scr, &detail_among_screen, &arg, "nN[");
    assert_shown(scr, "12-10");
    assert_shown(scr, "已是第一件");
    /* the same by a filter, in its order */
    struct filter f = { .list = "tasks", .order = ORDER_DUE, .today = r->env.today,
                        .as_of = DAY_NONE, .reader = r->clerk };
    arg = (struct detail_arg){ .item = ids[0], .filter = &f };
    tui_rig_run(scr, &detail_among_screen, &arg, "nn");
    assert_shown(scr, "12-12");
    tui_rig_run(scr, &detail_among_screen, &arg, "nnnN");
    assert_shown(scr, "12-11");
    tui_rig_run(scr, &detail_among_screen, &arg, "N");
    assert_shown(scr, "已是第一件");
    tui_rig_run(scr, &detail_screen, &ids[0], "n");
    assert_shown(scr, "单独打开");
}

static void an_item_that_goes_away_says_so(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=误录", "unit=建设办",
                                              "due=2026-12-01", NULL));
    int64_t id = id_of(code);
    assert_ok(rig_do_because(r, r->clerk, VERB_VOID, code, "误录", NULL));
    struct detail_arg arg = { .item = id };
    /* it cannot be opened; what goes away while it is open is said on the page */
    struct xh_err err = {0};
    void *page = xcalloc(1, detail_screen.size);
    struct tui t = { .st = r->st, .env = r->env, .me = r->clerk, .defs = r->st->defs };
    assert_int_equal(detail_among_screen.open(&t, page, &arg, &err), XH_NOT_FOUND);
    detail_among_screen.close(&t, page);
    free(page);
}

/* ---- keys and the mouse ---- */

static void the_mouse_presses_sections_and_lines(void **state)
{
    (void)state;
    busy_task();
    show(r->handler, "<click:7,1>");
    assert_shown(scr, "沿政办");
    show(r->handler, "2<click:9,10><click:9,10>");
    assert_shown(scr, "+--");
}

static void every_key_is_survived(void **state)
{
    static const char all[] =
        "<F1><Esc><F2><Esc><F3><Esc><F4><Esc><F5><Esc><F6><Esc><F7><F8><F9><Esc>?<Esc>:<Esc>"
        "0123456789a<Esc>b<Esc>c<Esc>d<Esc>";
    static const char *const one[] = {
        "e<Esc>", "f", "g", "h", "i<Esc>", "j", "k", "l", "m", "n", "o<Esc>", "p", "r<Esc>",
        "s<Esc>", "t", "v", "w", "x<Esc>", "y", "z", "<Up>", "<Down>", "<Left>", "<Right>",
        "<PgUp>", "<PgDn>", "<Home>", "<End>", "<Tab>", "<BackTab>", "<Space><Esc>", "<BS>",
        "<Del>", "<C-a>", "<C-l>", "<C-y>", "<C-z>", "<C-s>", "<tick>", "M", ".", "*", "[", "]",
        "<Enter><Esc>", "G", "N", "S", "W", "P", "u",
    };

    (void)state;
    busy_task();
    scr->alone = true;          /* nearly a thousand times */
    scr->glyphs = "—";          /* P is paper: 11月21日—11月27日 */
    for (int wide = 0; wide < 2; wide++) {
        scr->rows = wide ? 40 : 24;
        scr->cols = wide ? 120 : 80;
        show(r->handler, all);
        for (size_t i = 0; i < sizeof one / sizeof *one; i++)
            for (int s = 1; s <= 9; s++) {
                char *keys = xasprintf("%d%s%s", s, one[i], one[i]);
                show(r->handler, keys);
                free(keys);
            }
    }
    scr->rows = 24;
    scr->cols = 80;
    show(r->handler, "<size:40x120>1<size:10x30><size:24x80><End><size:200x500>");
}

/* ---- on paper ---- */

/* What F8 and Enter have written into the home of whoever looks. Caller frees. */
static char *written(const char *name)
{
    char *path = xasprintf("%s/%s", scr->tui.user_home, name), text[32768] = "";
    FILE *f = fopen(path, "re");

    assert_shown(scr, "已写成");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    assert_true(n < sizeof text - 1);
    assert_int_equal(unlink(path), 0);
    free(path);
    return xstrdup(text);
}

static char *folder_of_ones_own(void)
{
    char *folder = tools_folder("detail");

    scr->tui.user_home = folder;
    return folder;
}

/* The page of the ledger, word for word as the command line makes it. */
static void it_is_written_as_show_makes_it(void **state)
{
    struct document d = {0};
    struct buf page = {0};
    struct xh_err err = {0};

    (void)state;
    char *folder = folder_of_ones_own();
    busy_task();
    show(r->handler, "<F8>");
    assert_shown(scr, "1-20/");
    assert_shown(scr, "沿江镇事项台账");
    assert_shown(scr, "沿江路排水管网改造");
    show(r->handler, "p<End>");
    assert_shown(scr, "审核：____");
    show(r->handler, "p<F8>4<Enter>");
    char *name = xasprintf("三色督办事项%s.txt", code), *text = written(name);
    struct filter look = tui_filter(&scr->tui);
    assert_ok(item_paper(&d, r->st, &look, id_of(code), true, &err));
    document_text(&page, &d, 132, false);
    assert_non_null(strstr(text, buf_str(&page)));
    static const char *const said[] = { "此事拖不得", "县水利局", "为何是这个灯", "校验码" };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_non_null(strstr(text, said[i]));
    document_fini(&d);
    buf_fini(&page);
    free(text);
    free(name);
    free(folder);
}

/* What is under review has its form, what is crossed off its certificate. */
static void its_papers_go_with_its_state(void **state)
{
    (void)state;
    task("2026-12-01");
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    show(r->leader, "<F8>1");
    assert_shown(scr, "沿江镇销号审批表");
    show(r->leader, "<F8>2");
    assert_shown(scr, "待审核");
    assert_not_shown(scr, "销号审批表");
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    show(r->handler, "<F8>1");
    assert_shown(scr, "沿江镇销号证明");
    assert_shown(scr, code);
}

/* What is uncovered for half a minute does not get out by the way. */
static void a_private_value_seen_is_not_written(void **state)
{
    (void)state;
    char *folder = folder_of_ones_own();
    household();
    char *keys = keys_to_phone("核对发放<Enter>");
    show(r->leader, keys);
    assert_shown(scr, "00000008000");
    free(keys);
    keys = keys_to_phone("核对发放<Enter><F8><F8>4<Enter>");
    show(r->leader, keys);
    char *name = xasprintf("征地户签%s.txt", code), *text = written(name);
    assert_non_null(strstr(text, "***8000"));
    assert_null(strstr(text, "00000008000"));
    free(text);
    free(name);
    free(keys);
    free(folder);
}

static void who_may_not_take_it_away_may_read_it(void **state)
{
    (void)state;
    char *folder = folder_of_ones_own();
    task("2026-12-01");
    assert_ok(tools_configure(r, r->admin, "township", "- {do: [read, export], on: [own, "
                              "co, unit]}", "- {do: [read], on: [own, co, unit]}", NULL));
    show(r->handler, "<F8>");
    assert_shown(scr, code);
    show(r->handler, "<F8><F8>");
    assert_shown(scr, "可以导出的");
    show(r->handler, "<F8><F8>4<Enter>");
    assert_not_shown(scr, "已写成");
    free(folder);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_task_in_every_state),
        T(every_section_by_its_digit),
        T(tab_goes_round_and_back),
        T(the_title_is_read_whole),
        T(a_project_has_many_steps),
        T(children_are_counts_that_open_rows),
        T(space_ticks_the_step_under_the_cursor),
        T(space_elsewhere_says_where_the_steps_are),
        T(a_refusal_is_named),
        T(acts_are_those_of_every_screen),
        T(private_values_are_masked),
        T(a_household_is_read_group_by_group),
        T(one_is_seen_with_a_reason_and_covered_again),
        T(a_sum_seen_with_a_reason_is_in_capitals_too),
        T(whoever_may_not_see_it_is_told_so),
        T(evidence_is_where_it_says_and_can_be_copied_out),
        T(n_goes_through_the_rows_it_was_opened_from),
        T(an_item_that_goes_away_says_so),
        T(the_mouse_presses_sections_and_lines),
        T(it_is_written_as_show_makes_it),
        T(its_papers_go_with_its_state),
        T(a_private_value_seen_is_not_written),
        T(who_may_not_take_it_away_may_read_it),
        T(every_key_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
