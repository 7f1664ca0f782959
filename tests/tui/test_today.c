/* test_today.c - 今日: what each of five people sees first, and that every count is the
 * number of rows it opens. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/order.h"
#include "report/weekly.h"
#include "tui/ledger.h"
#include "tui/today_own.h"

static struct tui_rig *r;

/* ---- a township of three weeks ---- */

static void task(const char *title, const char *owner, const char *lead, const char *due,
                 char code[static 64])
{
    struct record_rig *g = &r->record;
    char *pairs[] = { xasprintf("title=%s", title), xasprintf("owner=%s", owner),
                      xasprintf("lead=%s", lead), xasprintf("due=%s", due) };

    snprintf(code, 64, "%s", rig_add(g, "tasks", pairs[0], pairs[1], pairs[2], pairs[3],
                                     "unit=建设办", "co=财政所", "place=林家村", NULL));
    for (int i = 0; i < 4; i++)
        free(pairs[i]);
}

static enum xh_rc must(enum xh_rc rc)
{
    if (rc != XH_OK)
        fail_msg("%s", r->record.err.msg);
    return rc;
}

static void play(void)
{
    struct record_rig *g = &r->record;
    struct who who = { .actor = g->clerk };
    struct weekly w = {0};
    char a[64], b[64], c[64], d[64], e[64];
    int64_t no;

    rig_today(g, "2026-11-02");
    task("消防通道整治", "干部甲", "领导甲", "2026-11-10", a);
    task("路灯维修", "干部甲", "领导甲", "2026-12-30", b);
    task("雨污管网改造", "干部乙", "领导乙", "2026-11-20", c);
    task("老旧电梯更新", "干部甲", "领导甲", "2026-11-24", d);
    task("背街小巷整治", "干部乙", "领导甲", "2026-12-30", e);
    must(rig_do(g, g->handler, VERB_ACCEPT, a));
    must(rig_do(g, g->handler, VERB_ACCEPT, b));
    must(rig_do(g, g->other, VERB_ACCEPT, c));
    must(rig_do(g, g->handler, VERB_ACCEPT, d));
    char *parent = xasprintf("parent=%s", rig_add(g, "projects", "title=园区大道", "unit=建设办",
                                                  "owner=干部乙", "handover=2026-11-16", NULL));
    for (int i = 0; i < 5; i++) {
        char *title = xasprintf("title=户%03d", i + 1);
        rig_add(g, "households", title, "place=林家村", i < 3 ? "owner=村干部甲" : "owner=干部甲",
                parent, NULL);
        free(title);
    }
    free(parent);
    rig_today(g, "2026-11-13");
    must(weekly_final(g->st, &g->env, &who, 0, NULL, &w, &no, &g->err));
    weekly_fini(&w);
    rig_today(g, "2026-11-17");
    must(rig_report(g, g->handler, b, "已完成两条路", 40));
    must(rig_do_because(g, g->handler, VERB_EXTEND, d, "配件未到", "2026-12-10"));
    rig_finish_task(g, a);
    must(rig_do(g, g->handler, VERB_APPLY, a));
    rig_today(g, "2026-11-18");
    rig_finish_task(g, b);
    must(rig_do(g, g->handler, VERB_APPLY, b));
    must(rig_do_because(g, g->clerk, VERB_RETURN, b, "照片不清", NULL));
    rig_today(g, "2026-11-20");
}

static int bare(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    tui_rig_init(r);
    return 0;
}

static int setup(void **state)
{
    struct record_rig *g;

    bare(state);
    g = &r->record;
    record_rig_fini(g);
    record_rig_init_on(g, NULL, true, "2026-11-02");
    play();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(r);
    free(r);
    return 0;
}

/* ---- what they see ---- */

static void each_sees_the_own_desk_first(void **state)
{
    const struct { int64_t who; const char *name; } people[] = {
        { r->record.handler, "cadre" }, { r->record.village, "village" },
        { r->record.clerk, "clerk" }, { r->record.leader, "leader" },
        { r->record.admin, "admin" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        for (int wide = 0; wide < 2; wide++) {
            char *name = xasprintf("today-%s-%s", people[i].name, wide ? "120x40" : "80x24");
            r->rows = wide ? 40 : 24;
            r->cols = wide ? 120 : 80;
            r->tui.me = r->tui.account = people[i].who;
            tui_rig_run(r, &today_screen, NULL, "");
            assert_screen(r, name);
            free(name);
        }
}

/* ---- every count ---- */

/* "红 3" is 3, "已销41/100" 41, "超1个工作日未签收 2" 2. */
static int64_t number_of(const char *text)
{
    const char *last = strrchr(text, ' ');

    if (!last || last[1] < '0' || last[1] > '9')
        last = text;
    last += strcspn(last, "0123456789");
    return strtoll(last, NULL, 10);
}

static int64_t rows_behind(const struct question *q, int64_t me)
{
    struct filter f = { .today = r->record.env.today, .as_of = DAY_NONE, .reader = me };
    const char *where[ASK_WHERE];
    struct rows rows = {0};

    question_filter(q, &f, where);
    must(query_rows(r->record.st, &f, &rows, &r->record.err));
    int64_t n = (int64_t)rows.n;
    rows_fini(&rows);
    return n;
}

static void no_clock(void *ctx, struct env *env)
{
    (void)ctx, (void)env;
}

static void no_key(void *ctx, int ms, struct input *in)
{
    (void)ctx, (void)ms;
    *in = (struct input){ .key = K_TICK };
}

/* The screen's own state, filled without a terminal. */
static struct today *filled(struct tui *t, int64_t me)
{
    struct xh_err err = {0};
    struct today *d = xcalloc(1, sizeof *d);

    *t = (struct tui){ .st = r->record.st, .defs = r->record.st->defs, .env = r->record.env,
                       .me = me, .account = me, .clock = no_clock,
                       .term = { .read = no_key } };
    must(today_screen.open(t, d, NULL, &err));
    must(today_screen.load(t, d, &err));
    while (today_screen.idle(t, d))
        ;
    assert_null(d->failed);
    return d;
}

static void every_count_opens_exactly_that_many(void **state)
{
    int64_t people[] = { r->record.clerk, r->record.handler, r->record.other,
                         r->record.leader, r->record.second, r->record.village,
                         r->record.admin };
    size_t chips = 0, groups = 0;
    struct tui t;

    (void)state;
    for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
        struct today *d = filled(&t, people[p]);
        for (int k = 0; k < PANELS; k++) {
            const struct section *s = &d->s[k];
            for (size_t b = 0; b < s->n_bars; b++)
                for (size_t i = 0; i < s->bars[b].n; i++) {
                    const struct chip *c = &s->bars[b].chips[i];
                    if (!c->opens)
                        continue;
                    if (rows_behind(&c->q, people[p]) != number_of(c->text))
                        fail_msg("person %d, %s: %s opens %d rows", (int)people[p],
                                 s->bars[b].label, c->text,
                                 (int)rows_behind(&c->q, people[p]));
                    chips++;
                }
            for (size_t g = 0; g < s->groups.n; g++) {
                struct question q = today_group(&t, d, (enum panel)k, g);
                assert_int_equal(rows_behind(&q, people[p]), s->groups.v[g].n_members);
                groups++;
            }
        }
        today_screen.close(&t, d);
        free(d);
    }
    assert_true(chips >= 40);
    assert_true(groups >= 4);
}

/* The trend is one walk over the spans; each of its days is what --as-of counts. */
static void the_trend_is_what_stood_on_those_days(void **state)
{
    struct desk_trend trend = {0};
    struct xh_err err = {0};
    int32_t today = r->record.env.today;
    int64_t red = 0;

    (void)state;
    struct call pin = rig_call(VERB_PIN, "督26-4");
    pin.colour = "yellow";
    pin.reason = "经研究";
    pin.to = on("2026-12-01");
    must(rig_run(&r->record, r->record.clerk, &pin));
    for (int i = 0; i < TREND_DAYS; i++)
        trend.day[i] = today - 2 * (TREND_DAYS - 1 - i);
    while (desk_trend(r->record.st, r->record.clerk, &trend, &err))
        ;
    assert_string_equal(err.msg, "");
    for (int i = 0; i < TREND_DAYS; i++) {
        const char *where = "row=";
        struct filter f = { .today = today, .as_of = trend.day[i], .reader = r->record.clerk,
                            .where = &where, .n_where = 1 };
        struct group_count *v = NULL;
        size_t n = 0;
        must(query_counts(r->record.st, &f, NULL, 0, &v, &n, &r->record.err));
        assert_int_equal(trend.red[i], n ? v[0].n.colour[COLOUR_RED] : 0);
        assert_int_equal(trend.yellow[i], n ? v[0].n.colour[COLOUR_YELLOW] : 0);
        red += trend.red[i];
        group_counts_free(v, n);
    }
    assert_true(red > 0);
}

static const char *chip_with(const struct section *s, const char *text)
{
    for (size_t b = 0; b < s->n_bars; b++)
        for (size_t i = 0; i < s->bars[b].n; i++)
            if (strstr(s->bars[b].chips[i].text, text))
                return s->bars[b].chips[i].text;
    return NULL;
}

static void a_campaign_counts_its_days_and_what_is_crossed_off(void **state)
{
    static const char *where[] = { "title~整治" };
    struct campaign_def campaign = { .name = "大干30天", .list = "tasks", .where = where,
                                     .n_where = 1, .from = on("2026-11-01"),
                                     .to = on("2026-11-30") };
    const struct defs *shipped = r->record.st->defs;
    struct defs with = *shipped;
    struct tui t;

    (void)state;
    must(rig_do(&r->record, r->record.leader, VERB_APPROVE, "督26-1"));
    with.township.campaigns = &campaign;
    with.township.n_campaigns = 1;
    r->record.st->defs = &with;
    struct today *d = filled(&t, r->record.leader);
    assert_non_null(chip_with(&d->s[PANEL_CHANGES], "大干30天"));
    assert_non_null(chip_with(&d->s[PANEL_CHANGES], "第20/30天"));
    assert_non_null(chip_with(&d->s[PANEL_CHANGES], "已销1/2"));
    today_screen.close(&t, d);
    free(d);
    campaign.to = on("2026-11-19");             /* over: no longer there */
    d = filled(&t, r->record.leader);
    assert_null(chip_with(&d->s[PANEL_CHANGES], "大干30天"));
    today_screen.close(&t, d);
    free(d);
    r->record.st->defs = shipped;
}

/* Delivered on Friday, not acknowledged by Tuesday: it stands there, and opened it is
 * named. */
static void the_office_sees_orders_nobody_has_received(void **state)
{
    static const char *const codes[] = { "督26-4" };
    struct record_rig *g = &r->record;
    struct order_call call = { .verb = VERB_SUPERVISE, .codes = codes, .n_codes = 1,
                               .due = DAY_NONE, .on = DAY_NONE };
    struct order_result res = {0};
    struct who clerk = { .actor = g->clerk }, leader = { .actor = g->leader };

    (void)state;
    must(order_run(g->st, &g->env, &clerk, &call, &res, &g->err));
    call = (struct order_call){ .verb = VERB_SIGN, .order = "r1", .due = DAY_NONE,
                                .on = DAY_NONE };
    must(order_run(g->st, &g->env, &leader, &call, &res, &g->err));
    call.verb = VERB_DELIVER;
    must(order_run(g->st, &g->env, &clerk, &call, &res, &g->err));
    r->tui.me = r->tui.account = g->clerk;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_not_shown(r, "督办单      未签收");
    rig_today(g, "2026-11-24");
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "督办单      未签收 1");
    tui_rig_run(r, &today_screen, NULL, "<Down><Enter>");
    assert_shown(r, "沿督〔2026〕1号");
    assert_shown(r, "建设办");
}

/* On the weekend the meeting comes before the next sheet, on Friday the sheet. */
static void what_comes_first_stands_first(void **state)
{
    (void)state;
    r->tui.me = r->tui.account = r->record.clerk;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "定稿 11-20 16:00  例会 11-23 08:30");
    rig_today(&r->record, "2026-11-22");
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "例会 11-23 08:30  定稿 11-27 16:00");
}

/* The counts themselves, from what was played: one red, one returned, one in review. */
static void counts_are_those_of_the_record(void **state)
{
    (void)state;
    r->tui.me = r->tui.account = r->record.handler;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "我经办      事项 3");
    assert_shown(r, "退改 1");
    assert_shown(r, "待审核 1");
    assert_shown(r, "户 2");
    assert_not_shown(r, "我督办");
    assert_not_shown(r, "户001");           /* a household's name is nobody's headline */
    r->tui.me = r->tui.account = r->record.leader;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "待我审核");
    assert_shown(r, "已用3/3工作日");
}

/* ---- keys ---- */

static void enter_on_a_row_opens_it_and_changes_nothing(void **state)
{
    int64_t before, after;

    (void)state;
    must(db_get_int(r->record.st->db, &r->record.err, &before, "SELECT max(id) FROM event", ""));
    r->tui.me = r->tui.account = r->record.other;
    tui_rig_run(r, &today_screen, NULL, "<Down><Enter>");
    assert_shown(r, "详情");
    tui_rig_run(r, &today_screen, NULL, "<Down><Enter>q");
    assert_shown(r, "我经办");
    must(db_get_int(r->record.st->db, &r->record.err, &after, "SELECT max(id) FROM event", ""));
    assert_int_equal(before, after);
}

/* Somebody else's act moves rows about; the cursor stays with the one it is on. */
static void the_cursor_stays_with_its_row(void **state)
{
    struct tui t;
    struct today *d = filled(&t, r->record.handler);
    struct lines l;

    (void)state;
    t.canvas.rows = 24;
    t.canvas.cols = 80;
    for (int i = 0; i < 4; i++)
        today_screen.command(&t, d, CMD_DOWN, &(struct input){0});
    today_lines(d, 20, &l);
    assert_int_equal(l.v[d->cursor].kind, LINE_ROW);
    int64_t item = d->s[PANEL_OWN].rows.v[l.v[d->cursor].at].it.id;
    free(l.v);
    must(rig_do(&r->record, r->record.clerk, VERB_APPROVE, "督26-1"));    /* the row above goes */
    must(today_screen.load(&t, d, &r->record.err));
    while (today_screen.idle(&t, d))
        ;
    today_lines(d, 20, &l);
    assert_int_equal(d->s[PANEL_OWN].rows.v[l.v[d->cursor].at].it.id, item);
    assert_int_equal(d->cursor, 3);
    free(l.v);
    today_screen.close(&t, d);
    free(d);
}

static void a_count_opens_the_ledger(void **state)
{
    (void)state;
    r->tui.me = r->tui.account = r->record.handler;
    tui_rig_run(r, &today_screen, NULL, "<Right><Enter>");
    assert_shown(r, "台账");
    tui_rig_run(r, &today_screen, NULL, "<click:2,14>");
    assert_shown(r, "台账");
}

static void a_digit_leaves_rows_of_one_colour(void **state)
{
    (void)state;
    r->tui.me = r->tui.account = r->record.clerk;
    tui_rig_run(r, &today_screen, NULL, "3");
    assert_shown(r, "路灯维修");
    assert_not_shown(r, "红 督26");
    assert_shown(r, "按 0 看全部");
    tui_rig_run(r, &today_screen, NULL, "30");
    assert_shown(r, "红 督26-4");
}

static void the_first_paint_does_not_count(void **state)
{
    (void)state;
    tui_rig_run(r, &today_screen, NULL, "<!><Down>");
    assert_non_null(strstr(r->frames[0], "正在统计"));
}

static void f10_at_the_top_leaves_at_once(void **state)
{
    (void)state;
    tui_rig_run(r, &today_screen, NULL, "<F10>xyz");
    assert_string_equal(r->keys, "xyz");
}

/* The next deadline of the yellow ones, and the key that shows them. */
static void no_red_says_the_next_yellow(void **state)
{
    (void)state;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_not_shown(r, "今天没有红灯");
    rig_add(&r->record, "tasks", "title=后到期", "unit=建设办", "due=2026-11-25", NULL);
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "今天没有红灯。最近一个黄灯 11-25 到期：督26-1。按 2 看黄灯。");
    const char *code = rig_add(&r->record, "tasks", "title=先到期", "unit=建设办",
                               "due=2026-11-24", NULL);
    assert_string_equal(code, "督26-2");
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "今天没有红灯。最近一个黄灯 11-24 到期：督26-2。按 2 看黄灯。");
    tui_rig_run(r, &today_screen, NULL, "1");
    assert_shown(r, "今天没有红灯。");
    tui_rig_run(r, &today_screen, NULL, "2");
    assert_not_shown(r, "今天没有红灯");
    assert_shown(r, "先到期");
    rig_today(&r->record, "2026-11-26");
    tui_rig_run(r, &today_screen, NULL, "");
    assert_not_shown(r, "今天没有红灯");
}

static void an_empty_township_says_how_to_begin(void **state)
{
    (void)state;
    r->tui.me = r->tui.account = r->record.handler;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "还没有事项。");
    assert_shown(r, "1 新建  2 从表格导入  3 进练习场");
    r->tui.me = r->tui.account = r->record.clerk;
    tui_rig_run(r, &today_screen, NULL, "1");
    assert_shown(r, "1 新建  2 从表格导入");        /* above what the office has to do */
    assert_shown(r, "新建到哪个台账");
    tui_rig_run(r, &today_screen, NULL, "2");
    assert_shown(r, "导入");
    assert_shown(r, "回车");
    tui_rig_run(r, &today_screen, NULL, "3");
    assert_shown(r, "xiaohao demo");
}

/* The line of the timer's draft: that it is there, why it is not, that nothing was heard. */
static void the_draft_of_the_timer_has_a_line(void **state)
{
    static const char failed[] = "2026-11-20\tfailed\t1795161660000\t0\t/srv/xiaohao/papers/x.pdf: "
                                 "No space left on device";

    (void)state;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_not_shown(r, "核对稿");                  /* nobody has ever tried */
    assert_int_equal(store_set_meta(r->record.st, "weekly_draft", "2026-11-20\tmade\t1795161660000"
                                    "\t3\t周报核对稿 2026-11-20.pdf", NULL), XH_OK);
    tui_rig_run(r, &today_screen, NULL, "");
    assert_screen(r, "today-draft-80x24");
    tui_rig_run(r, &today_screen, NULL, "<Down><Down><Enter>");
    assert_shown(r, "papers/周报核对稿 2026-11-20.pdf");
    r->tui.me = r->tui.account = r->record.handler;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_not_shown(r, "核对稿");                  /* the office's business */
    r->tui.me = r->tui.account = r->record.clerk;
    assert_int_equal(store_set_meta(r->record.st, "weekly_draft", failed, NULL), XH_OK);
    tui_rig_run(r, &today_screen, NULL, "");
    assert_screen(r, "today-draft-failed-80x24");
    tui_rig_run(r, &today_screen, NULL, "<Down><Down><Enter>");
    assert_shown(r, "周报核对稿没有生成");
    assert_shown(r, "每小时自动再试");
    assert_int_equal(store_set_meta(r->record.st, "weekly_draft", "2026-11-13\tmade\t1\t0\tx",
                                    NULL), XH_OK);
    tui_rig_run(r, &today_screen, NULL, "");
    assert_shown(r, "11-20 的没有生成：定时任务没有动静");
}

static void who_has_nothing_is_told_so(void **state)
{
    (void)state;
    task("消防通道整治", "干部乙", "领导乙", "2026-12-30", (char[64]){0});
    r->tui.me = r->tui.account = r->record.handler;
    rig_set(&r->record, r->record.clerk, VERB_SET, "督26-1", "unit=财政所", NULL);
    r->tui.me = r->tui.account = r->record.admin;
    tui_rig_run(r, &today_screen, NULL, "");
    assert_not_shown(r, "我经办");
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define EMPTY(f) cmocka_unit_test_setup_teardown(f, bare, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(each_sees_the_own_desk_first),
        SCENE(every_count_opens_exactly_that_many),
        SCENE(the_trend_is_what_stood_on_those_days),
        SCENE(a_campaign_counts_its_days_and_what_is_crossed_off),
        SCENE(the_office_sees_orders_nobody_has_received),
        SCENE(what_comes_first_stands_first),
        SCENE(counts_are_those_of_the_record),
        SCENE(enter_on_a_row_opens_it_and_changes_nothing),
        SCENE(the_cursor_stays_with_its_row),
        SCENE(a_count_opens_the_ledger),
        SCENE(a_digit_leaves_rows_of_one_colour),
        SCENE(the_first_paint_does_not_count),
        SCENE(f10_at_the_top_leaves_at_once),
        EMPTY(the_draft_of_the_timer_has_a_line),
        EMPTY(an_empty_township_says_how_to_begin),
        EMPTY(no_red_says_the_next_yellow),
        EMPTY(who_has_nothing_is_told_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
