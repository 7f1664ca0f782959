/* test_rollup.c - the sums of project, section, village and group are those of their rows,
 * whatever is done to these; nobody gets a figure of rows he may not read (SEEDS 26-28,
 * ENGINE 28, 32; PERFORMANCE 2.5). */
#include "tests/model/record_tools.h"

#include "model/rollup_parts.h"
#include "tests/model/rollup_list.h"

static struct record_rig rig, *const r = &rig;
static char project[40], other[40];

static const char list[] =
    HOUSEHOLDS_HEAD HOUSEHOLDS_AREA HOUSEHOLDS_REST HOUSEHOLDS_ROLLUP;

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, list,
                              "lists/parcels", NULL, NULL, NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例一路", "owner=干部甲", "sign_start=2026-11-16",
                     "sign_due=2026-12-31", NULL));
    snprintf(other, sizeof other, "%s",
             rig_add(r, "projects", "title=示例二路", "owner=干部甲", NULL));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_assert_whole(r);
    record_rig_fini(r);
    return 0;
}

/* Another household; `place` NULL: nowhere. The code is good until the next. */
static const char *house(const char *parent, const char *place, const char *area,
                         const char *section)
{
    static char code[40];
    char up[64], at[64], size[64], part[64];

    snprintf(up, sizeof up, "parent=%s", parent);
    snprintf(at, sizeof at, "place=%s", place ? place : "");
    snprintf(size, sizeof size, "area=%s", area);
    snprintf(part, sizeof part, "section=%s", section ? section : "");
    snprintf(code, sizeof code, "%s",
             rig_add(r, "households", "title=户主甲", "owner=干部甲", up, at, size, part,
                     "amount=2.5", NULL));
    return code;
}

static void check_on(const char *code, const char *step, const char *day)
{
    struct call c = rig_call(VERB_CHECK, code);

    c.step = step;
    c.on = day ? on(day) : DAY_NONE;
    assert_ok(rig_run(r, r->handler, &c));
}

static void load(const struct rollup_ask *ask, struct rollup_lines *out)
{
    *out = (struct rollup_lines){ 0 };
    assert_ok(rollup_load(r->st, ask, out, &r->err));
}

/* Lines as text: what a test says it expects. */
static char *text_of(const struct rollup_lines *l)
{
    struct buf b = { 0 };

    for (size_t i = 0; i < l->n; i++) {
        const struct rollup_line *x = &l->v[i];
        char first[DAY_TEXT], last[DAY_TEXT];
        buf_printf(&b, "%s|%s|%s|%s|%s|%lld/%lld|%lld/%lld|%lld/%lld|%s..%s|%lld\n", x->code,
                   x->section, x->village_name, x->group_name, x->owner_name,
                   (long long)x->n.signed_rows, (long long)x->n.rows,
                   (long long)x->n.area_signed, (long long)x->n.area, (long long)x->n.paid,
                   (long long)x->n.agreed, day_format(x->n.first_signed, first),
                   day_format(x->n.last_signed, last), (long long)x->n.week);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

/* From the sums and counted anew alike: what is given. */
static void expect(struct rollup_ask ask, const char *want)
{
    for (int exact = 0; exact < 2; exact++) {
        struct rollup_lines l;
        ask.exact = exact;
        load(&ask, &l);
        char *text = text_of(&l);
        assert_string_equal(text, want);
        free(text);
        rollup_lines_fini(&l);
    }
}

static struct rollup_ask ask_by(enum rollup_by by)
{
    return (struct rollup_ask){ .by = by, .today = r->env.today, .reader = READER_TOWNSHIP };
}

static void every_level_has_its_figures(void **state)
{
    struct rollup_ask ask;
    char want[800];

    (void)state;
    check_on(house(project, "一组", "0.5", "二标段"), "sign", "2026-11-20");
    house(project, "林家村", "1.25", "二标段");
    check_on(house(project, "上洋村", "2", "一标段"), "sign", "2026-11-20");
    house(project, NULL, "4", NULL);
    check_on(house(other, "一组", "8", NULL), "sign", "2026-11-20");
    char paid[40];
    snprintf(paid, sizeof paid, "%s", house(other, "一组", "16", NULL));
    check_on(paid, "sign", NULL);
    check_on(paid, "pay", NULL);

    snprintf(want, sizeof want,
             "%s|||||2/4|2500000/7750000|0/5000000|2026-11-20..2026-11-20|2\n"
             "%s|||||2/2|24000000/24000000|2500000/5000000|2026-11-20..2026-11-20|2\n", project,
             other);
    expect(ask_by(ROLLUP_PROJECT), want);
    snprintf(want, sizeof want,
             "%s|一标段||||1/1|2000000/2000000|0/2500000|2026-11-20..2026-11-20|1\n"
             "%s|二标段||||1/2|500000/1750000|0/2500000|2026-11-20..2026-11-20|1\n"
             "%s|||||0/1|0/4000000|0/0|..|0\n"
             "%s|||||2/2|24000000/24000000|2500000/5000000|2026-11-20..2026-11-20|2\n", project,
             project, project, other);
    expect(ask_by(ROLLUP_SECTION), want);
    ask = ask_by(ROLLUP_VILLAGE);
    ask.parent = project;
    snprintf(want, sizeof want,
             "%s|一标段|上洋村|||1/1|2000000/2000000|0/2500000|2026-11-20..2026-11-20|1\n"
             "%s|二标段|林家村|||1/2|500000/1750000|0/2500000|2026-11-20..2026-11-20|1\n"
             "%s|||||0/1|0/4000000|0/0|..|0\n", project, project, project);
    expect(ask, want);
    ask.by = ROLLUP_GROUP;
    snprintf(want, sizeof want,
             "%s|一标段|上洋村|||1/1|2000000/2000000|0/2500000|2026-11-20..2026-11-20|1\n"
             "%s|二标段|林家村|||0/1|0/1250000|0/0|..|0\n"
             "%s|二标段|林家村|一组||1/1|500000/500000|0/2500000|2026-11-20..2026-11-20|1\n"
             "%s|||||0/1|0/4000000|0/0|..|0\n", project, project, project, project);
    expect(ask, want);
    ask.by = ROLLUP_OWNER;
    snprintf(want, sizeof want, "%s||||干部甲|2/4|2500000/7750000|0/5000000|"
             "2026-11-20..2026-11-20|2\n", project);
    expect(ask, want);
}

/* A village's groups, and what lies in none of them, are one line. */
static void a_village_has_all_its_groups(void **state)
{
    static const char *const groups[] = { "一组", "二组", "三组", "四组", "五组" };
    struct who admin = { .actor = r->admin };
    struct rollup_ask ask = ask_by(ROLLUP_VILLAGE);
    char want[300];

    (void)state;
    for (int i = 1; i < 5; i++) {
        const struct pair p[] = { { "name", groups[i] }, { "parent", "林家村" } };
        int64_t id;
        assert_ok(people_put(r->st, &r->env, &admin, "place", NULL, p, 2, &id, &r->err));
    }
    for (int i = 0; i < 5; i++)
        house(project, groups[i], "1", NULL);
    house(project, "林家村", "1", NULL);
    snprintf(want, sizeof want, "%s||林家村|||0/6|0/6000000|0/0|..|0\n", project);
    expect(ask, want);
}

/* "林家村 2/3 +1 0.5/1.75", line by line: parent, village, done, all, in the period, areas. */
static void expect_upto(const char *step, const char *field, const char *from, const char *to,
                        const char *want)
{
    const struct list_def *l = defs_list(r->st->defs, "households");
    struct rollup_lines v = { 0 };
    struct buf b = { 0 };

    assert_ok(rollup_upto(r->st, l, step, field ? list_field(l, field) : -1, on(from), on(to), &v,
                          &r->err));
    for (size_t i = 0; i < v.n; i++)
        buf_printf(&b, "%s %s %lld/%lld +%lld %lld/%lld\n", v.v[i].code, v.v[i].village_name,
                   (long long)v.v[i].n.signed_rows, (long long)v.v[i].n.rows,
                   (long long)v.v[i].n.week, (long long)v.v[i].n.area_signed,
                   (long long)v.v[i].n.area);
    assert_string_equal(buf_str(&b), want);
    buf_fini(&b);
    rollup_lines_fini(&v);
}

/* Sections make no difference, places are their villages, rows of later days are not there. */
static void villages_as_they_stood_on_a_day_gone_by(void **state)
{
    char first[40], want[400];

    (void)state;
    snprintf(first, sizeof first, "%s", house(project, "一组", "0.5", "二标段"));
    check_on(first, "sign", NULL);
    house(project, "林家村", "1.25", "一标段");
    house(project, "上洋村", "2", NULL);
    house(project, NULL, "4", NULL);
    rig_today(r, "2026-11-27");
    check_on(house(project, "上洋村", "1", NULL), "sign", NULL);
    house(other, "一组", "8", NULL);
    rig_today(r, "2026-11-30");
    check_on(first, "pay", NULL);
    snprintf(want, sizeof want, "%s 林家村 1/2 +1 500000/1750000\n%s 上洋村 0/1 +0 0/2000000\n"
                                "%s  0/1 +0 0/4000000\n", project, project, project);
    expect_upto("sign", "area", "2026-11-14", "2026-11-20", want);
    snprintf(want, sizeof want, "%s 林家村 1/2 +0 500000/1750000\n%s 上洋村 1/2 +1 1000000/3000000"
                                "\n%s  0/1 +0 0/4000000\n%s 林家村 0/1 +0 0/8000000\n", project,
             project, project, other);
    expect_upto("sign", "area", "2026-11-21", "2026-11-27", want);
    snprintf(want, sizeof want, "%s 林家村 1/2 +1 0/0\n%s 上洋村 0/2 +0 0/0\n%s  0/1 +0 0/0\n"
                                "%s 林家村 0/1 +0 0/0\n", project, project, project, other);
    expect_upto("pay", NULL, "2026-11-28", "2026-11-30", want);     /* any step of the list */
    expect_upto("sign", "area", "2026-11-01", "2026-11-19", "");
}

static void dates_are_the_projects_or_its_rows(void **state)
{
    struct rollup_lines l;
    struct rollup_ask ask = ask_by(ROLLUP_VILLAGE);

    (void)state;
    house(project, "一组", "1", NULL);
    house(other, "一组", "1", NULL);
    load(&ask, &l);
    assert_int_equal(l.n, 2);
    assert_int_equal(l.v[0].n.start, on("2026-11-16"));
    assert_int_equal(l.v[0].n.due, on("2026-12-31"));
    assert_string_equal(l.v[0].title, "示例一路");
    assert_int_equal(l.v[1].n.start, on("2026-11-20"));
    assert_int_equal(l.v[1].n.due, DAY_NONE);
    rollup_lines_fini(&l);
}

/* SEEDS 26: 802户 371.76亩, to the last hundredth. */
static void eight_hundred_households_add_up_exactly(void **state)
{
    struct rollup_lines l;
    struct rollup_ask ask = ask_by(ROLLUP_PROJECT);

    (void)state;
    for (int i = 0; i < 802; i++)
        house(project, i % 2 ? "一组" : "上洋村", i == 0 ? "3.3" : "0.46", NULL);
    load(&ask, &l);
    assert_int_equal(l.n, 1);
    assert_int_equal(l.v[0].n.rows, 802);
    assert_int_equal(l.v[0].n.area, 371760000);
    rollup_lines_fini(&l);
}

/* SEEDS 28, by the verbs themselves. */
static void ninety_three_households_in_three_days(void **state)
{
    static char codes[93][40];
    struct rollup_lines l;
    struct rollup_pace pace;
    struct rollup_ask ask = ask_by(ROLLUP_PROJECT);

    (void)state;
    for (int i = 0; i < 93; i++)
        snprintf(codes[i], sizeof *codes, "%s",
                 house(project, "林家村", i ? "0.57" : "0.56", NULL));
    assert_ok(rig_set(r, r->clerk, VERB_SET, project, "sign_start=2026-11-20",
                      "sign_due=2026-12-23", NULL));
    for (int i = 0; i < 93; i++) {
        if (i == 31)
            rig_today(r, "2026-11-21");
        if (i == 62)
            rig_today(r, "2026-11-22");
        check_on(codes[i], "sign", NULL);
    }
    ask.today = r->env.today;
    load(&ask, &l);
    rollup_pace(&l.v[0].n, r->env.today, &pace);
    assert_int_equal(rollup_rate(&l.v[0].n), 1000);
    assert_int_equal(l.v[0].n.area_signed, 53000000);
    assert_int_equal(pace.days_used, 3);
    assert_int_equal(pace.early, 31);
    assert_true(pace.done);
    rollup_lines_fini(&l);
}

/* One line of the first project: "signed/rows area_signed/area". */
static void expect_line(const char *want)
{
    for (int exact = 0; exact < 2; exact++) {
        struct rollup_lines l;
        struct rollup_ask ask = ask_by(ROLLUP_PROJECT);
        char is[80] = "";
        ask.exact = exact;
        load(&ask, &l);
        if (l.n)
            snprintf(is, sizeof is, "%s %lld/%lld %lld/%lld", l.v[0].code,
                     (long long)l.v[0].n.signed_rows, (long long)l.v[0].n.rows,
                     (long long)l.v[0].n.area_signed, (long long)l.v[0].n.area);
        assert_int_equal(l.n, *want ? 1 : 0);
        assert_string_equal(*want ? strchr(is, ' ') + 1 : is, want);
        rollup_lines_fini(&l);
    }
}

static void acts_carry_over(void **state)
{
    char code[40];

    (void)state;
    snprintf(code, sizeof code, "%s", house(project, "一组", "2", NULL));
    expect_line("0/1 0/2000000");
    check_on(code, "sign", NULL);
    expect_line("1/1 2000000/2000000");
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "area=3.5", NULL));
    expect_line("1/1 3500000/3500000");
    struct call undo = rig_call(VERB_UNDO, NULL);
    char action[EVENT_ACTION];
    memcpy(action, r->result.action, sizeof action);
    undo.action = action;
    assert_ok(rig_run(r, r->handler, &undo));
    expect_line("1/1 2000000/2000000");
    struct call off = rig_call(VERB_UNCHECK, code);
    off.step = "sign";
    off.reason = "签错了";
    assert_ok(rig_run(r, r->handler, &off));
    expect_line("0/1 0/2000000");
    assert_ok(rig_do_because(r, r->admin, VERB_CANCEL, code, "不征了", NULL));
    expect_line("");
    assert_ok(rig_do_because(r, r->admin, VERB_REOPEN, code, "又要征", NULL));
    expect_line("0/1 0/2000000");
    snprintf(code, sizeof code, "%s", house(project, "上洋村", "5", NULL));
    expect_line("0/2 0/7000000");
    assert_ok(rig_do_because(r, r->clerk, VERB_VOID, code, "录错", NULL));
    expect_line("0/1 0/2000000");
}

/* Moving from village to village, section to section. */
static void rows_move(void **state)
{
    struct rollup_ask ask = ask_by(ROLLUP_VILLAGE);
    char code[40], want[400];

    (void)state;
    snprintf(code, sizeof code, "%s", house(project, "一组", "2", "一标段"));
    check_on(code, "sign", NULL);
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "place=上洋村", NULL));
    snprintf(want, sizeof want,
             "%s|一标段|上洋村|||1/1|2000000/2000000|0/2500000|2026-11-20..2026-11-20|1\n",
             project);
    expect(ask, want);
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "section=", NULL));
    snprintf(want, sizeof want,
             "%s||上洋村|||1/1|2000000/2000000|0/2500000|2026-11-20..2026-11-20|1\n", project);
    expect(ask, want);
}

/* Nobody counts rows he may not read (ENGINE 28). */
static void a_village_cadre_sees_his_village(void **state)
{
    struct rollup_lines l;
    struct rollup_ask ask = ask_by(ROLLUP_VILLAGE);

    (void)state;
    house(project, "一组", "1", NULL);
    house(project, "上洋村", "2", NULL);
    ask.reader = r->village;
    load(&ask, &l);
    assert_int_equal(l.n, 1);
    assert_string_equal(l.v[0].village_name, "林家村");
    assert_int_equal(l.v[0].n.area, 1000000);
    rollup_lines_fini(&l);
    ask.reader = 0;
    load(&ask, &l);
    assert_int_equal(l.n, 0);
    ask.reader = r->clerk;
    load(&ask, &l);
    assert_int_equal(l.n, 2);
    rollup_lines_fini(&l);
}

static void only_some_rows_can_be_asked_for(void **state)
{
    struct rollup_lines l;
    struct rollup_ask ask = ask_by(ROLLUP_PROJECT);

    (void)state;
    house(project, "一组", "1", NULL);
    house(project, "上洋村", "2", NULL);
    ask.place = "林家村";
    load(&ask, &l);
    assert_int_equal(l.n, 1);
    assert_int_equal(l.v[0].n.area, 1000000);
    rollup_lines_fini(&l);
    ask.place = NULL;
    ask.owner = "干部乙";
    load(&ask, &l);
    assert_int_equal(l.n, 0);
}

/* As many as the figures say, whoever closed or cancelled them; those most late first. */
static void the_unsigned_are_named(void **state)
{
    struct rollup_ask ask = ask_by(ROLLUP_PROJECT);
    struct rollup_lines l;
    struct rows rows = { 0 };
    int32_t due[8];
    char code[40], late[40];

    (void)state;
    ask.parent = project;
    rig_today(r, "2026-11-20");
    snprintf(late, sizeof late, "%s", house(project, "一组", "1", NULL));
    rig_today(r, "2026-12-10");
    house(other, "一组", "1", NULL);
    check_on(house(project, "一组", "1", NULL), "sign", NULL);
    snprintf(code, sizeof code, "%s", house(project, "一组", "1", NULL));
    assert_ok(rig_do_because(r, r->admin, VERB_CANCEL, code, "不征了", NULL));
    house(project, "上洋村", "1", NULL);
    ask.today = r->env.today;
    load(&ask, &l);
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, l.v[0].n.rows - l.v[0].n.signed_rows);
    assert_int_equal(rows.n, 2);
    assert_string_equal(rows.v[0].it.code, late);
    assert_string_equal(rows.v[0].it.next_step, "visit");
    assert_ok(rollup_step_dues(r->st, &rows, due, &r->err));
    assert_int_equal(due[0], on("2026-11-27"));
    rows_fini(&rows);
    ask.place = "上洋村";
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, 1);
    rows_fini(&rows);
    ask.place = "林家村";
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, 1);
    rows_fini(&rows);
    ask.alone = true;           /* that one is of a group */
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, 0);
    ask.alone = false;
    ask.place = NULL;
    assert_ok(rollup_unsigned(r->st, &ask, 1, &rows, &r->err));
    assert_int_equal(rows.n, 1);
    rows_fini(&rows);
    ask.owner = "干部乙";
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, 0);
    ask.owner = NULL;
    ask.parent = NULL;
    ask.reader = r->village;
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, 2);
    rows_fini(&rows);
    rollup_lines_fini(&l);
}

static void what_is_wrong_is_said(void **state)
{
    struct rollup_lines l = { 0 };
    struct rollup_ask ask = ask_by(ROLLUP_PROJECT);
    char code[40];

    (void)state;
    snprintf(code, sizeof code, "%s", house(project, "一组", "1", NULL));
    ask.parent = code;
    assert_rc(rollup_load(r->st, &ask, &l, &r->err), XH_NOT_FOUND);
    assert_said(code);
    ask.parent = "无26-1";
    assert_rc(rollup_load(r->st, &ask, &l, &r->err), XH_NOT_FOUND);
    ask.parent = NULL;
    ask.list = "tasks";
    assert_rc(rollup_load(r->st, &ask, &l, &r->err), XH_CONFIG);
    assert_said("rollup:");
    ask.list = "nowhere";
    assert_rc(rollup_load(r->st, &ask, &l, &r->err), XH_USAGE);
    rollup_lines_fini(&l);
}

/* Without `rollup:` nothing is kept; with it again, closed rows are there as well. */
static void a_configuration_takes_it_away_and_brings_it_back(void **state)
{
    struct rollup_lines l = { 0 };
    struct rollup_ask ask = ask_by(ROLLUP_PROJECT);
    char code[40];

    (void)state;
    check_on(house(project, "一组", "1", NULL), "sign", NULL);
    snprintf(code, sizeof code, "%s", house(project, "一组", "1", NULL));
    assert_ok(tools_configure(r, r->admin, "lists/households", HOUSEHOLDS_ROLLUP, "", NULL));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM rollup_row", NULL), 0);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM rollup", NULL), 0);
    assert_rc(rollup_load(r->st, &ask, &l, &r->err), XH_CONFIG);
    assert_said("lists/households.yaml");
    check_on(code, "sign", NULL);
    rig_assert_whole(r);
    assert_ok(tools_configure(r, r->admin, "lists/households", "columns: ",
                              "rollup: {signed: pay, area: people}\ncolumns: ", NULL));
    expect_line("0/2 0/0");
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "people=7", NULL));
    check_on(code, "pay", NULL);
    expect_line("1/2 7000000/7000000");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND "
                               "tbl_name = 'rollup_row'", NULL), 3);
}

static void what_no_sum_can_hold_is_refused(void **state)
{
    char code[40];

    (void)state;
    snprintf(code, sizeof code, "%s", house(project, "一组", "1", NULL));
    assert_rc(rig_set(r, r->clerk, VERB_SET, code, "area=900000000000", NULL), XH_REFUSED);
    assert_said(code);
    assert_said("面积");
    expect_line("0/1 0/1000000");
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "area=10000000000", NULL));
    expect_line("0/1 0/10000000000000000");
}

static void verify_finds_what_was_tampered_with(void **state)
{
    static const struct { const char *sql, *word; } wrongs[] = {
        { "UPDATE rollup_row SET area = area + 1", "征26-001" },
        { "UPDATE rollup_row SET signed_on = NULL", "征26-001" },
        { "DELETE FROM rollup_row", "征26-001" },
        { "INSERT INTO rollup_row SELECT 99, list, parent, section, place, start, signed_on, paid, "
          "area, money FROM rollup_row", "item 99" },
        { "INSERT INTO rollup_row SELECT 99, 'tasks', parent, section, place, start, signed_on, "
          "paid, area, money FROM rollup_row", "item 99" },
        { "UPDATE rollup SET area_signed = area_signed - 1", "rollup, list households" },
        { "UPDATE rollup SET agreed = 0", "rollup, list households" },
        { "UPDATE rollup SET paid_n = 1", "rollup, list households" },
        { "UPDATE rollup SET with_agreed = 0", "rollup, list households" },
        { "UPDATE rollup SET with_paid = 3", "rollup, list households" },
        { "UPDATE rollup SET with_apart = 3", "rollup, list households" },
        { "DELETE FROM rollup", "rollup, list households" },
        { "INSERT INTO rollup SELECT list, parent, 'x', place, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 "
          "FROM rollup",
          "section 'x'" },
        { "UPDATE rollup_day SET n = n + 1 WHERE n > 0", "2026-11-20" },
        { "UPDATE rollup_day SET day = day + 1", "2026-11-21" },
        { "DELETE FROM rollup_day", "2026-11-20" },
    };

    (void)state;
    check_on(house(project, "一组", "1", NULL), "sign", NULL);
    rig_assert_whole(r);
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct verify_part part = { 0 };
        assert_ok(db_begin(r->st->db, &r->err));
        assert_ok(db_script(r->st->db, wrongs[i].sql, &r->err));
        assert_ok(rollup_verify(r->st->db, r->st->defs, &part, &r->err));
        if (!part.bad || !strstr(buf_str(&part.findings), wrongs[i].word))
            fail_msg("%s: %s", wrongs[i].sql, buf_str(&part.findings));
        buf_fini(&part.findings);
        db_rollback(r->st->db);
    }
    /* and the whole of verify asks it */
    struct verify v;
    assert_ok(db_script(r->st->db, "UPDATE rollup SET n = 7", &r->err));
    assert_rc(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);
    assert_int_equal(v.derived.bad, 1);
    verify_fini(&v);
    assert_ok(db_script(r->st->db, "UPDATE rollup SET n = 1", &r->err));
}

/* What a large import does: no upkeep meanwhile, all of it anew, and kept up again. */
static void upkeep_can_be_put_off(void **state)
{
    static const char upkeep[] =
        "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'rollup_row' AND sql IS NOT NULL AND "
        "type IN ('index', 'trigger')";
    char *kept = NULL;

    (void)state;
    check_on(house(project, "一组", "1", NULL), "sign", NULL);
    house(project, "上洋村", "2", NULL);
    assert_int_equal(tools_int(r, upkeep, NULL), 4);
    assert_ok(db_begin(r->st->db, &r->err));
    assert_ok(rollup_suspend(r->st->db, &kept, &r->err));
    assert_int_equal(tools_int(r, upkeep, NULL), 0);
    assert_ok(db_script(r->st->db, "UPDATE rollup_row SET area = area * 3, section = 'x', "
                        "signed_on = start + 1", &r->err));
    assert_int_equal(tools_int(r, "SELECT sum(area) FROM rollup", NULL), 3000000);
    assert_ok(rollup_resume(r->st->db, kept, &r->err));
    assert_int_equal(tools_int(r, upkeep, NULL), 4);
    assert_int_equal(tools_int(r, "SELECT sum(area_signed) FROM rollup WHERE section = 'x'", NULL),
                     9000000);
    assert_int_equal(tools_int(r, "SELECT sum(n) FROM rollup_day", NULL), 2);
    assert_ok(db_script(r->st->db, "DELETE FROM rollup_row", &r->err));
    assert_int_equal(tools_int(r, "SELECT (SELECT count(*) FROM rollup) + (SELECT count(*) FROM "
                               "rollup_day)", NULL), 0);
    db_rollback(r->st->db);
    free(kept);
    expect_line("1/2 1000000/3000000");
}

/* No question of the screen walks over a table, none sorts what an index has in order. */
static void plans_keep_to_the_keys(void **state)
{
    static const enum rollup_grain sums[] = { GRAIN_PARENT, GRAIN_SECTION, GRAIN_PLACE };
    static const enum rollup_grain all[] = { GRAIN_PARENT, GRAIN_SECTION, GRAIN_PLACE,
                                              GRAIN_OWNER };
    const struct rollup_some some = { .reader = READER_TOWNSHIP };

    (void)state;
    for (int64_t parent = 0; parent < 2; parent++) {
        struct rollup_question q = { .list = rollup_list(r->st->defs, NULL), .parent = parent,
                                     .today = r->env.today };
        for (size_t i = 0; i < 3; i++) {
            q.grain = sums[i];
            char *plan = rollup_sums_plan(r->st, &q);
            const char *key = parent ? "rollup USING PRIMARY KEY (list=? AND parent=?"
                                     : "rollup USING PRIMARY KEY (list=?";
            if (!strstr(plan, key) || strstr(plan, "SCAN rollup"))
                fail_msg("%d:\n%s", (int)q.grain, plan);
            free(plan);
        }
        for (size_t i = 0; i < 4; i++) {
            q.grain = all[i];
            char *plan = rollup_count_plan(r->st, &q, &some, &r->err);
            if (!strstr(plan, parent ? "COVERING INDEX rollup_row_place (list=? AND parent=?)"
                                     : "COVERING INDEX rollup_row_place (list=?)"
                 ) || (q.grain != GRAIN_OWNER && strstr(plan, "TEMP B-TREE")))
                fail_msg("%d:\n%s", (int)q.grain, plan);
            free(plan);
        }
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(every_level_has_its_figures),
        T(a_village_has_all_its_groups),
        T(villages_as_they_stood_on_a_day_gone_by),
        T(dates_are_the_projects_or_its_rows),
        T(eight_hundred_households_add_up_exactly),
        T(ninety_three_households_in_three_days),
        T(acts_carry_over),
        T(rows_move),
        T(a_village_cadre_sees_his_village),
        T(only_some_rows_can_be_asked_for),
        T(the_unsigned_are_named),
        T(what_is_wrong_is_said),
        T(a_configuration_takes_it_away_and_brings_it_back),
        T(what_no_sum_can_hold_is_refused),
        T(verify_finds_what_was_tampered_with),
        T(upkeep_can_be_put_off),
        T(plans_keep_to_the_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
