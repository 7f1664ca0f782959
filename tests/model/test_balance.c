/* test_balance.c - books that must balance: every kind of check, to the last millionth,
 * with the reader's rights, and the rows a filter finds are those the report is about. */
#include "tests/model/record_tools.h"

#include "model/balance.h"
#include "model/decimal.h"
#include "model/query.h"
#include "model/rollup.h"
#include "report/balance_paper.h"
#include "report/document_text.h"

static struct record_rig rig, *const r = &rig;
static struct balance_report rep;
static char project[64];

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, false);
    rep = (struct balance_report){0};
    snprintf(project, sizeof project, "%s", rig_add(r, "projects", "title=示例项目", NULL));
    return 0;
}

static int lose(void **state)
{
    (void)state;
    balance_fini(&rep);
    record_rig_fini(r);
    return 0;
}

static enum xh_rc run_as(int64_t reader, const char *list, const char *check)
{
    struct balance_ask ask = { .list = list ? defs_list(r->st->defs, list) : NULL,
                               .check = check, .reader = reader };
    balance_fini(&rep);
    return balance_run(r->st, &ask, &rep, &r->err);
}

static void run(const char *check)
{
    assert_ok(run_as(r->admin, NULL, check));
}

static const char *explained(size_t i)
{
    static char text[600];
    struct buf b = {0};

    assert_true(i < rep.n);
    balance_explain(&b, &rep, &rep.v[i]);
    snprintf(text, sizeof text, "%s", buf_str(&b));
    buf_fini(&b);
    return text;
}

/* The codes a condition finds, one blank between two. */
static const char *rows_where(int64_t reader, const char *list, const char *where)
{
    static char text[4096];
    const struct filter f = { .list = list, .where = &where, .n_where = 1, .reader = reader,
                              .order = ORDER_CODE, .today = r->env.today, .as_of = DAY_NONE };
    struct rows rows = {0};
    size_t at = 0;

    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    text[0] = '\0';
    for (size_t i = 0; i < rows.n && at < sizeof text; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? " " : "",
                               rows.v[i].it.code);
    rows_fini(&rows);
    return text;
}

static const char *add(const char *list, const char *place, ...) __attribute__((sentinel));
/* A row of the project in `place` ("" nowhere): two more fields at most, NULL at the end. */
static const char *add(const char *list, const char *place, ...)
{
    static char codes[8][64];
    static int turn;
    char *under = xasprintf("parent=%s", project), *where = xasprintf("place=%s", place);
    const char *more[2] = { "source=其他", "source=其他" }, *s;
    va_list ap;
    int n = 0;

    va_start(ap, place);
    while ((s = va_arg(ap, const char *)) && n < 2)
        more[n++] = s;
    va_end(ap);
    turn = (turn + 1) % 8;
    snprintf(codes[turn], sizeof codes[turn], "%s",
             rig_add(r, list, "title=户甲", under, "owner=干部甲", *place ? where : "source=其他",
                     more[0], more[1], NULL));
    free(under);
    free(where);
    return codes[turn];
}

/* Every step up to `step`, on the day, with a link where evidence is asked for. */
static void do_to(const char *code, const char *step)
{
    struct item it;
    rig_item(r, code, &it);
    const struct list_def *l = defs_list(r->st->defs, it.list);
    int last = list_step(l, step);
    int64_t id = it.id;

    item_fini(&it);
    for (int i = 0; i <= last; i++) {
        char *sql = xasprintf("INSERT OR REPLACE INTO step (item, step, done_on) SELECT id, '%s', "
                              "%d FROM item WHERE code = ?", l->steps[i].id, (int)r->env.today);
        assert_ok(db_run(r->st->db, &r->err, sql, "t", code));
        free(sql);
    }
    assert_ok(rollup_settle(r->st->db, r->st->defs, id, &r->err));
}

/* ---- within the row ---- */

static void a_real_notice_is_off_by_four_ten_thousandths_of_a_mu(void **state)
{
    (void)state;
    add("parcels", "林家村", "area=177.1174", "announced=11.8078", NULL);
    add("parcels", "林家村", "area=177.117", "announced=11.8078", NULL);
    add("parcels", "林家村", "area=177.117", NULL);         /* not filled in: nothing to compare */
    add("parcels", "林家村", "announced=11.8078", NULL);
    run("announced");
    assert_int_equal(rep.n_checks, 1);
    assert_int_equal(rep.checks[0].compared, 2);
    assert_int_equal(rep.checks[0].off, 1);
    assert_int_equal(rep.n, 1);
    const struct balance_line *v = &rep.v[0];
    assert_int_equal(v->what, BALANCE_ROW);
    assert_int_equal(v->left, 177117400);
    assert_int_equal(v->right, 177117000);
    assert_int_equal(v->right_own, 11807800);
    assert_int_equal(v->difference, 400);
    assert_false(v->rounded);
    assert_string_equal(v->code, "地26-001");
    assert_string_equal(v->parent_code, project);
    assert_string_equal(v->place_name, "林家村");
    assert_string_equal(explained(0), "征收面积 177.1174 亩; 公告面积 11.8078 公顷 = 177.117 亩 "
                                      "(1 公顷 = 15 亩); 0.0004 亩 too much");
    assert_string_equal(rows_where(r->admin, "parcels", "balance=off"), "地26-001");
    assert_string_equal(rows_where(r->admin, "parcels", "balance=announced"), "地26-001");
    assert_string_equal(rows_where(r->admin, "parcels", "balance!=announced"),
                        "地26-002 地26-003 地26-004");
    assert_ok(rig_set(r, r->clerk, VERB_SET, "地26-001", "area=177.117", NULL));
    run(NULL);
    assert_int_equal(rep.n, 0);
    assert_string_equal(rows_where(r->admin, "parcels", "balance=off"), "");
}

/* ---- sums ---- */

static void areas_are_compared_village_by_village_to_the_last_millionth(void **state)
{
    (void)state;
    add("households", "林家村/一组", "area=1.000001", NULL);
    add("households", "林家村", "area=2.5", NULL);
    add("households", "上洋村", "area=4", NULL);
    add("parcels", "林家村", "area=3.500001", "houses=2", NULL);
    add("parcels", "上洋村", "area=3.999999", NULL);
    run("red_line");
    assert_int_equal(rep.checks[0].compared, 2);
    assert_int_equal(rep.n, 1);
    assert_string_equal(rep.v[0].place_name, "上洋村");
    assert_string_equal(rep.v[0].code, "");
    assert_int_equal(rep.v[0].difference, 1);
    assert_string_equal(explained(0), "征地户签 面积 4 亩 in 1 rows; 集体土地征收 征收面积 "
                                      "3.999999 亩 in 1 rows; 0.000001 亩 too much");
    assert_string_equal(rows_where(r->admin, "households", "balance=off"), "征26-003");
    assert_string_equal(rows_where(r->admin, "parcels", "balance=off"), "地26-002");
    assert_string_equal(rows_where(r->admin, NULL, "balance=red_line"), "地26-002 征26-003");
    run("houses");
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].compared, 1);
    assert_int_equal(rep.checks[0].apart, 1);           /* 上洋村's parcel does not say how many */
}

static void cancelled_and_void_rows_count_nowhere_parts_for_themselves(void **state)
{
    (void)state;
    const char *a = add("households", "林家村", "area=1", NULL),
               *b = add("households", "林家村", "area=2", NULL);
    add("parcels", "林家村", "area=1", NULL);
    run("red_line");
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, 2 * DECIMAL_ONE);
    assert_ok(rig_do(r, r->clerk, VERB_VOID, b));
    run("red_line");
    assert_int_equal(rep.n, 0);
    struct call c = rig_call(VERB_SPLIT, a);
    const struct pair units[] = { { "unit", "建设办" }, { "unit", "财政所" } };
    c.fields = units;
    c.n_fields = 2;
    assert_ok(rig_run(r, r->clerk, &c));        /* the parts have no area of their own */
    run("red_line");
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].compared, 1);
    add("households", "林家村", "area=5", NULL);
    run("red_line");
    assert_int_equal(rep.v[0].difference, 5 * DECIMAL_ONE);
    assert_int_equal(rep.v[0].rows, 4);
    assert_int_equal(rep.v[0].empty, 2);
    assert_non_null(strstr(explained(0), "6 亩 in 4 rows, 2 of them without a figure"));
    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, "征26-003", "红线外", NULL));
    run("red_line");
    assert_int_equal(rep.n, 0);
}

static void a_parcel_that_lies_nowhere_is_of_the_whole_project(void **state)
{
    (void)state;
    add("households", "林家村", "area=1", NULL);
    add("households", "上洋村", "area=2", NULL);
    add("parcels", "", "area=3", NULL);
    run("red_line");
    assert_int_equal(rep.checks[0].compared, 1);
    assert_int_equal(rep.n, 0);
    add("parcels", "上洋村", "area=0.5", NULL);
    run("red_line");
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, -500000);
    assert_string_equal(balance_place(&rep, &rep.v[0]), "all places");
    assert_string_equal(rows_where(r->admin, "households", "balance=red_line"),
                        "征26-001 征26-002");
    assert_string_equal(rows_where(r->admin, "parcels", "balance=red_line"),
                        "地26-001 地26-002");
}

static void a_project_without_parcels_is_not_compared_a_village_without_is_off(void **state)
{
    (void)state;
    add("households", "林家村", "area=1", NULL);
    run("red_line");
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].compared, 0);
    assert_int_equal(rep.checks[0].apart, 1);
    assert_string_equal(rows_where(r->admin, "households", "balance=off"), "");
    add("parcels", "上洋村", "area=2", NULL);
    run("red_line");
    assert_int_equal(rep.n, 2);
    assert_int_equal(rep.v[0].difference, DECIMAL_ONE);
    assert_int_equal(rep.v[1].difference, -2 * DECIMAL_ONE);
    /* another project, whose parent is not asked about */
    struct balance_ask ask = { .reader = r->admin, .check = "red_line", .parent = 1 };
    struct item it;
    rig_item(r, rig_add(r, "projects", "title=另一个项目", NULL), &it);
    ask.parent = it.id;
    item_fini(&it);
    balance_fini(&rep);
    assert_ok(balance_run(r->st, &ask, &rep, &r->err));
    assert_int_equal(rep.n, 0);
}

static void money_paid_equals_the_batches_paid(void **state)
{
    char codes[3][64];

    (void)state;
    for (int i = 0; i < 3; i++) {
        char *amount = xasprintf("amount=%d.123456", i + 10);
        snprintf(codes[i], sizeof codes[i], "%s", add("households", "林家村", amount, NULL));
        free(amount);
    }
    const char *batch = add("payments", "林家村", "money=33.370368", "houses=3", NULL);
    run("payments");
    assert_int_equal(rep.n, 0);                 /* nothing is paid yet, on either side */
    for (int i = 0; i < 3; i++)
        do_to(codes[i], "pay");
    run("payments");
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, 33370368);
    do_to(batch, "pay");
    run("payments");
    assert_int_equal(rep.n, 0);
    run("paid_houses");
    assert_int_equal(rep.n, 0);
    assert_ok(rig_set(r, r->clerk, VERB_SET, batch, "money=33.370367", "houses=2", NULL));
    run("payments");
    assert_int_equal(rep.n, 1);
    assert_string_equal(explained(0),
                        "征地户签 补偿金额 33.370368 万元 in 3 rows; 兑付批次 拨付金额 33.370367 "
                        "万元 in 1 rows; 0.000001 万元 too much");
    run("paid_houses");
    assert_string_equal(explained(0), "征地户签 3 户; 兑付批次 户数 2 户 in 1 rows; 1 户 too much");
}

static void sums_in_other_units_and_with_a_tolerance(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/households", "equals: {list: parcels, sum: area}",
                              "equals: {list: parcels, sum: announced}", NULL));
    add("households", "林家村", "area=177.1174", NULL);
    add("parcels", "林家村", "announced=11.8078", NULL);
    run("red_line");
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, 400);
    assert_int_equal(rep.v[0].right_own, 11807800);
    assert_ok(tools_configure(r, r->admin, "lists/households", "sum: announced}",
                              "sum: announced}\n    tolerance: 0.0004", NULL));
    run("red_line");
    assert_int_equal(rep.n, 0);
    assert_string_equal(rows_where(r->admin, "households", "balance=off"), "");
    assert_ok(rig_set(r, r->clerk, VERB_SET, "征26-001", "area=177.117401", NULL));
    run("red_line");
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, 401);
    assert_string_equal(rows_where(r->admin, "households", "balance=off"), "征26-001");
}

/* A number nobody can type any more: it stands there since before. */
static void put(const char *list, const char *code, const char *field, int64_t value)
{
    char *sql = xasprintf("UPDATE \"f_%s\" SET \"v_%s\" = ? WHERE id = (SELECT id FROM item WHERE "
                          "code = ?)", list, field);

    assert_ok(db_run(r->st->db, &r->err, sql, "it", value, code));
    free(sql);
}

static void refused(int64_t reader, const char *check, const char *says)
{
    assert_int_equal(run_as(reader, NULL, check), XH_REFUSED);
    if (!strstr(r->err.msg, says))
        fail_msg("'%s' is not in: %s", says, r->err.msg);
}

static void sums_no_integer_holds_are_refused_with_the_row_to_blame(void **state)
{
    const int64_t large = 9000000000000000000;

    (void)state;
    for (int i = 0; i < 3; i++)
        add("parcels", "林家村", "area=2", "announced=11.8078", NULL);
    add("households", "林家村", "area=1", NULL);
    add("households", "林家村", "area=1", "amount=3", NULL);
    put("parcels", "地26-001", "area", large);
    run("red_line");                            /* one alone is far off, and says so */
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].right, large + 4 * DECIMAL_ONE);
    put("parcels", "地26-002", "area", large + 1);
    refused(r->admin, "red_line", "户面积与红线");
    refused(r->admin, "red_line", "The largest number in them is 地26-002, 征收面积 "
                                  "9000000000000.000001 亩: correct it");
    assert_string_equal(rows_where(r->admin, "parcels", "balance=red_line"),
                        "地26-001 地26-002 地26-003");
    put("households", "征26-002", "pay_land", large);   /* within a row */
    put("households", "征26-002", "pay_house", large);
    refused(r->handler, "items", "征26-002, 土地补偿 9000000000000 万元");
    assert_string_equal(rows_where(r->handler, "households", "balance=items"), "征26-002");
    assert_ok(run_as(r->clerk, NULL, "items"));         /* who may not see it is told nothing */
    assert_int_equal(rep.checks[0].denied, 1);
}

static void rows_one_may_read_but_not_take_away_are_kept_back(void **state)
{
    struct balance_ask ask = { .reader = r->other, .check = "announced", .away = true };
    struct buf text = {0};

    (void)state;
    assert_ok(tools_configure(r, r->admin, "township", "{do: [read, export], on: [own, co, unit]}",
                              "{do: read, on: all}\n      - {do: export, on: own}", NULL));
    add("parcels", "林家村", "area=2", "announced=11.8078", NULL);
    rig_add(r, "parcels", "title=地块", "owner=干部乙", "area=1", "announced=11.8078", NULL);
    add("households", "林家村", "area=1", NULL);
    assert_ok(run_as(r->other, NULL, "announced"));
    assert_int_equal(rep.n, 2);
    assert_int_equal(rep.kept_back, 0);
    balance_fini(&rep);
    assert_ok(balance_run(r->st, &ask, &rep, &r->err));
    assert_int_equal(rep.n, 1);
    assert_string_equal(rep.v[0].code, "地26-002");
    assert_int_equal(rep.kept_back, 1);
    assert_int_equal(rep.checks[0].off, 2);
    struct document d = {0};
    assert_ok(balance_paper(&d, r->st, &rep, r->env.today, &r->err));
    document_text(&text, &d, 0, false);
    document_fini(&d);
    assert_non_null(strstr(buf_str(&text), "\n1 more of items you may not take away\n"));
    assert_null(strstr(buf_str(&text), "地26-001"));
    buf_fini(&text);
    balance_fini(&rep);
    ask.check = "red_line";                     /* a sum has all of its rows in it */
    assert_ok(balance_run(r->st, &ask, &rep, &r->err));
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.kept_back, 1);
    balance_fini(&rep);
    ask.check = "agreements";
    do_to("征26-001", "sign");
    assert_ok(balance_run(r->st, &ask, &rep, &r->err));
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.kept_back, 1);
    balance_fini(&rep);
    ask.reader = r->clerk;                      /* who may take all of it away has all of it */
    ask.check = NULL;
    assert_ok(balance_run(r->st, &ask, &rep, &r->err));
    assert_int_equal(rep.kept_back, 0);
}

static void rows_one_may_not_read_are_said_to_be_there(void **state)
{
    (void)state;
    add("parcels", "林家村", "area=2", "announced=11.8078", NULL);
    add("parcels", "上洋村", "area=2", "announced=11.8078", NULL);
    assert_ok(run_as(r->village, NULL, "announced"));
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.checks[0].compared, 1);
    assert_int_equal(rep.checks[0].denied, 1);
    assert_ok(run_as(r->other, NULL, "announced"));
    assert_int_equal(rep.checks[0].compared, 0);
    assert_int_equal(rep.checks[0].denied, 2);
}

static void what_six_places_cannot_hold_is_said_to_be_about(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/parcels",
                              "  houses: {",
                              "  metres: {name: 测绘面积, type: decimal, unit: 平方米}\n"
                              "  houses: {",
                              "lists/parcels", "    sum: area\n    equals: {sum: "
                              "announced}", "    sum: metres\n    equals: {sum: area}", NULL));
    add("parcels", "林家村", "area=1", "metres=666.67", NULL);
    add("parcels", "林家村", "area=3", "metres=2000", NULL);
    run("announced");
    assert_int_equal(rep.n, 1);
    assert_true(rep.v[0].rounded);
    assert_int_equal(rep.v[0].difference, 3333);        /* 0.00333... */
    assert_string_equal(explained(0),
                        "测绘面积 666.67 平方米; 征收面积 1 亩, about 666.666667 平方米 "
                        "(3 亩 = 2000 平方米); about 0.003333 平方米 too much");
}

/* ---- evidence ---- */

static void agreements_and_signatures_go_together(void **state)
{
    char *home = tools_folder("balance"), *file, *other;
    char a[64], b[64], c[64], d[64];

    (void)state;
    record_rig_fini(r);
    record_rig_init(r, home, false);
    snprintf(project, sizeof project, "%s", rig_add(r, "projects", "title=示例项目", NULL));
    snprintf(a, sizeof a, "%s", add("households", "林家村", NULL));
    snprintf(b, sizeof b, "%s", add("households", "林家村", NULL));
    snprintf(c, sizeof c, "%s", add("households", "上洋村", NULL));
    snprintf(d, sizeof d, "%s", add("households", "上洋村", NULL));
    file = tools_file(home, "agreement.txt", "协议一");
    other = tools_file(home, "other.txt", "协议二");
    struct call note = rig_call(VERB_NOTE, a);
    note.text = "协议";
    note.step = "sign";
    note.evidence = (const char *const *)&file;
    note.n_evidence = 1;
    assert_ok(rig_run(r, r->clerk, &note));
    do_to(a, "sign");
    run("agreements");
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].compared, 4);

    do_to(b, "sign");                           /* signed, no agreement */
    note.code = c;                              /* an agreement, not signed */
    note.evidence = (const char *const *)&other;
    assert_ok(rig_run(r, r->clerk, &note));
    run("agreements");
    assert_int_equal(rep.n, 2);
    assert_int_equal(rep.v[0].what, BALANCE_NO_EVIDENCE);
    assert_string_equal(rep.v[0].code, b);
    assert_string_equal(explained(0), "签约 is done, there is no evidence of it");
    assert_int_equal(rep.v[1].what, BALANCE_NOT_DONE);
    assert_string_equal(rep.v[1].code, c);
    assert_int_equal(rep.v[1].pieces, 1);
    assert_string_equal(rows_where(r->admin, "households", "balance=agreements"),
                        "征26-002 征26-003");

    note.code = d;                              /* the agreement of another household */
    note.evidence = (const char *const *)&file;
    assert_ok(rig_run(r, r->clerk, &note));
    do_to(d, "sign");
    run("agreements");
    assert_int_equal(rep.n, 4);
    assert_int_equal(rep.v[2].what, BALANCE_SHARED);
    assert_string_equal(rep.v[2].code, a);
    assert_string_equal(rep.v[3].code, d);
    assert_string_equal(rows_where(r->admin, "households", "balance=agreements"),
                        "征26-001 征26-002 征26-003 征26-004");
    /* taken in from before the township began: no proof was asked for */
    assert_ok(db_run(r->st->db, &r->err, "UPDATE step SET before_start = 1 WHERE step = 'sign' AND "
                     "item = (SELECT id FROM item WHERE code = ?)", "t", b));
    run("agreements");
    assert_int_equal(rep.n, 3);
    free(file);
    free(other);
    free(home);
}

static void one_photo_may_serve_a_village_where_the_step_shares_it(void **state)
{
    static const char evidence[] =
        "INSERT INTO evidence (item, step, kind, hash, name, day) SELECT id, 'sign', 'file', ?, "
        "'x', 1 FROM item WHERE code = ?";

    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/households",
                              "    evidence: {required: true, min: 1}\n    source",
                              "    evidence: {required: true, share: village}\n    source", NULL));
    const char *a = add("households", "林家村", NULL), *b = add("households", "林家村/一组", NULL),
               *c = add("households", "上洋村", NULL);
    for (int i = 0; i < 3; i++) {
        const char *code = i == 0 ? a : i == 1 ? b : c;
        do_to(code, "sign");
        assert_ok(db_run(r->st->db, &r->err, evidence, "tt", i < 2 ? "aa" : "bb", code));
    }
    run("agreements");
    assert_int_equal(rep.n, 0);
    assert_ok(db_run(r->st->db, &r->err, evidence, "tt", "aa", c));
    run("agreements");
    assert_int_equal(rep.n, 3);
}

/* ---- rights ---- */

static void sums_are_for_those_who_may_read_all_of_them(void **state)
{
    (void)state;
    add("households", "林家村", "area=1", NULL);
    add("households", "上洋村", "area=1", NULL);
    add("parcels", "林家村", "area=2", NULL);
    add("parcels", "上洋村", "area=3", NULL);
    assert_ok(run_as(r->clerk, NULL, "red_line"));
    assert_int_equal(rep.n, 2);
    assert_ok(run_as(r->village, NULL, "red_line"));
    assert_int_equal(rep.n, 1);
    assert_string_equal(rep.v[0].place_name, "林家村");
    assert_int_equal(rep.checks[0].denied, 1);
    assert_int_equal(rep.checks[0].compared, 1);
    assert_string_equal(rows_where(r->village, "households", "balance=off"), "征26-001");
    assert_ok(run_as(r->other, NULL, "red_line"));      /* owns none of them */
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].denied, 2);
    assert_string_equal(rows_where(r->other, "households", "balance=off"), "");
    assert_ok(run_as(READER_TOWNSHIP, NULL, "red_line"));
    assert_int_equal(rep.n, 2);
}

static void private_sums_of_fewer_than_three_are_nobodys_but_the_owners(void **state)
{
    (void)state;
    do_to(add("households", "林家村", "amount=1", NULL), "pay");
    do_to(add("households", "林家村", "amount=2", NULL), "pay");
    do_to(add("payments", "林家村", "money=4", NULL), "pay");
    assert_ok(run_as(r->clerk, NULL, "payments"));
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].denied, 1);
    assert_string_equal(rows_where(r->clerk, "households", "balance=payments"), "");
    assert_ok(run_as(r->handler, NULL, "payments"));    /* the owner of all of it */
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, -DECIMAL_ONE);
    assert_string_equal(rows_where(r->handler, "households", "balance=payments"),
                        "征26-001 征26-002");
    assert_ok(run_as(READER_TOWNSHIP, NULL, "payments"));
    assert_int_equal(rep.checks[0].denied, 1);
    do_to(add("households", "林家村", "amount=3", NULL), "pay");
    assert_ok(run_as(r->clerk, NULL, "payments"));
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, 2 * DECIMAL_ONE);
}

/* `n` households paid 1, 2, 3.. 万元, and one batch of `paid`. */
static void pay_village(const char *place, int n, const char *paid)
{
    for (int i = 0; i < n; i++) {
        char *amount = xasprintf("amount=%d", i + 1);
        do_to(add("households", place, amount, NULL), "pay");
        free(amount);
    }
    do_to(add("payments", place, paid, NULL), "pay");
}

static char *as_text(void)
{
    struct document d = {0};
    struct buf b = {0};

    assert_ok(balance_paper(&d, r->st, &rep, r->env.today, &r->err));
    document_text(&b, &d, 0, false);
    document_fini(&d);
    return buf_take(&b);
}

/* A village that `land` keeps back so that its neighbour cannot be worked out. */
static void villages_land_keeps_back_are_compared_together_without_figures(void **state)
{
    (void)state;
    pay_village("林家村", 4, "money=10.5");
    pay_village("上洋村", 1, "money=1");
    assert_ok(run_as(r->handler, NULL, "payments"));    /* the owner: each by itself */
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, -DECIMAL_ONE / 2);
    assert_int_equal(rep.checks[0].together, 0);
    assert_ok(run_as(r->clerk, NULL, "payments"));
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].what, BALANCE_TOGETHER);
    assert_string_equal(rep.v[0].place_name, "林家村, 上洋村");
    assert_int_equal(rep.v[0].left, 0);
    assert_int_equal(rep.v[0].right, 0);
    assert_int_equal(rep.v[0].difference, 0);
    assert_int_equal(rep.checks[0].compared, 1);
    assert_int_equal(rep.checks[0].together, 2);
    char *text = as_text();
    assert_non_null(strstr(text, "off, no figures"));
    assert_non_null(strstr(text, "these villages taken together do not fit"));
    assert_non_null(strstr(text, "1 compared, 1 off, 2 villages only taken together"));
    assert_null(strstr(text, "万元"));
    free(text);
    for (enum export_format f = EXPORT_CSV; f <= EXPORT_JSON; f++) {
        struct buf b = {0};
        balance_export(&b, &rep, f);
        assert_non_null(strstr(buf_str(&b), f == EXPORT_CSV
            ? ",\"林家村, 上洋村\",,together,,,,\n"
            : "\"what\": \"together\", \"left\": \"\", \"right\": \"\", "
              "\"difference\": \"\", \"unit\": \"\""));
        buf_fini(&b);
    }
    assert_string_equal(rows_where(r->clerk, "households", "balance=payments"),
                        "征26-001 征26-002 征26-003 征26-004 征26-005");
    assert_string_equal(rows_where(r->clerk, "payments", "balance=payments"), "兑26-01 兑26-02");
}

/* Nothing is said of one of them either when it balances: the batch would tell its sum. */
static void villages_kept_back_that_balance_are_not_said_to(void **state)
{
    (void)state;
    pay_village("林家村", 4, "money=9");                 /* what is short here */
    pay_village("上洋村", 1, "money=2");                 /* is too much there */
    assert_ok(run_as(r->handler, NULL, "payments"));
    assert_int_equal(rep.n, 2);
    assert_ok(run_as(r->clerk, NULL, "payments"));
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].compared, 1);
    assert_int_equal(rep.checks[0].together, 2);
    assert_string_equal(rows_where(r->clerk, "households", "balance=payments"), "");
}

/* Sums that no tree speaks of: of a step that is neither signing nor payment. */
static void private_sums_outside_the_tree_are_for_those_who_see_each_value(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/households", "    sum: amount\n    step: pay\n",
                              "    sum: amount\n    step: vacate\n", NULL));
    for (int i = 0; i < 5; i++)
        do_to(add("households", "林家村", "amount=1", NULL), "vacate");
    do_to(add("payments", "林家村", "money=4", NULL), "pay");
    assert_ok(run_as(r->clerk, NULL, "payments"));
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].denied, 1);
    assert_ok(run_as(r->handler, NULL, "payments"));
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, DECIMAL_ONE);
}

static void private_fields_of_a_row_are_for_those_who_see_them(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/households", "balance:\n",
                              "balance:\n"
                              "  people: {name: 人均, sum: amount, equals: {sum: rent}}\n",
                              "lists/households", "fields:\n",
                              "fields:\n  rent: {name: 过渡费, type: decimal, unit: 元, "
                              "private: true, show: [handler]}\n", NULL));
    add("households", "林家村", "amount=1", "rent=10001", NULL);
    assert_ok(run_as(r->clerk, NULL, "people"));
    assert_int_equal(rep.n, 0);
    assert_int_equal(rep.checks[0].denied, 1);
    assert_string_equal(rows_where(r->clerk, "households", "balance=people"), "");
    assert_ok(run_as(r->handler, NULL, "people"));
    assert_int_equal(rep.n, 1);
    assert_int_equal(rep.v[0].difference, -100);
    assert_string_equal(rows_where(r->handler, "households", "balance=people"), "征26-001");
}

/* ---- the row's own books, told when a step is ticked ---- */

#define MONEY_OFF "补偿金额 12 万元, its parts 11.5 万元, off by 0.5 万元"
#define AREA_OFF "面积 2 亩, its parts 1.5 亩, off by 0.5 亩"

static void a_step_ticked_says_what_is_off_in_the_row(void **state)
{
    const struct {
        const char *a, *b, *c, *note;
        bool by_clerk;          /* who sees no private sums */
    } rows[] = {
        { "people=3", "rooms=5", "floor=120", NULL, false },    /* no part is filled in */
        { "pay_land=8", "pay_house=3", "pay_bonus=0.5", MONEY_OFF, false },
        { "pay_land=8", "pay_move=3.5", "area_farm=1.5", MONEY_OFF "; " AREA_OFF, false },
        { "pay_land=8", "pay_crops=3.999999", "pay_bonus=0.000001", NULL, false },
        { "area_farm=1.5", "area_house=0.4", "area_other=0.1", NULL, false },
        { "pay_land=8", "pay_move=3.5", "area_farm=1.5", AREA_OFF, true },
        { "pay_land=8", "pay_move=3.5", "area_farm=2", NULL, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *code = xstrdup(add("households", "林家村", "area=2", "amount=12", NULL));
        int64_t who = rows[i].by_clerk ? r->clerk : r->handler;
        assert_ok(rig_set(r, r->handler, VERB_SET, code, rows[i].a, rows[i].b, rows[i].c, NULL));
        assert_ok(rig_check(r, who, code, "visit", NULL));
        const char *note = strstr(r->result.said, "note: ");
        if (!rows[i].note)
            assert_null(note);
        else
            assert_string_equal(note ? note + strlen("note: ") : "", rows[i].note);
        free(code);
    }
}

/* ---- asked for wrongly ---- */

static void unknown_checks_are_named(void **state)
{
    const char *where = "balance=nothing";
    struct rows rows = {0};
    const struct filter f = { .list = "tasks", .where = &where, .n_where = 1, .reader = r->admin,
                              .today = r->env.today, .as_of = DAY_NONE };

    (void)state;
    assert_rc(run_as(r->admin, NULL, "nothing"), XH_USAGE);
    assert_said("red_line (户面积与红线)");
    assert_rc(query_rows(r->st, &f, &rows, &r->err), XH_USAGE);
    assert_said("no check 'nothing'");
    assert_ok(run_as(r->admin, "tasks", NULL));         /* none there: nothing to say */
    assert_int_equal(rep.n_checks, 0);
    assert_string_equal(rows_where(r->admin, "tasks", "balance=off"), "");
}

/* ---- against a walk over the rows ---- */

static uint64_t seed = 7;
static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

struct sums { int64_t a[3], b[3], na[3], nb[3]; };      /* by village: 林家村 上洋村 nowhere */

/* What the report says of one project, from nothing but the rows. */
static void walk(int64_t parent, struct sums *s)
{
    struct stmt *q = db_query(r->st->db, &r->err,
                              "SELECT i.list, coalesce(p.parent, p.id, 0) = (SELECT id FROM place "
                              "WHERE name = '林家村'), i.place IS NULL, coalesce(h.v_area, "
                              "k.v_area, 0) FROM item i LEFT JOIN place p ON p.id = i.place "
                              "LEFT JOIN f_households h ON h.id = i.id "
                              "LEFT JOIN f_parcels k ON k.id = i.id "
                              "WHERE i.parent = ? AND i.state <> 'cancelled'", "i", parent);
    *s = (struct sums){0};
    while (stmt_step(q, &r->err) > 0) {
        int at = stmt_int(q, 2) ? 2 : stmt_int(q, 1) ? 0 : 1;
        bool left = strcmp(stmt_text(q, 0), "households") == 0;
        *(left ? &s->a[at] : &s->b[at]) += stmt_int(q, 3);
        ++*(left ? &s->na[at] : &s->nb[at]);
    }
    stmt_done(q);
}

static void random_rows_agree_with_a_walk(void **state)
{
    static const char *const places[] = { "林家村", "林家村/一组", "上洋村", "" };
    size_t seen_off = 0, seen_fine = 0;

    (void)state;
    for (int round = 0; round < 60; round++) {
        snprintf(project, sizeof project, "%s", rig_add(r, "projects", "title=示例项目", NULL));
        for (uint32_t n = draw(9); n > 0; n--) {
            char *area = xasprintf("area=%u", 1 + draw(3));
            const char *code = add(draw(2) ? "households" : "parcels",
                                   places[draw(8) ? draw(3) : 3], area, NULL);
            if (draw(6) == 0)
                assert_ok(rig_do(r, r->clerk, VERB_VOID, code));
            free(area);
        }
        struct item it;
        struct sums s;
        rig_item(r, project, &it);
        walk(it.id, &s);
        int64_t na = s.na[0] + s.na[1] + s.na[2], nb = s.nb[0] + s.nb[1] + s.nb[2];
        bool whole = s.na[2] + s.nb[2] > 0;
        int64_t want[2] = { s.a[0] - s.b[0], s.a[1] - s.b[1] };
        size_t off = 0;
        if (whole) {
            want[0] = want[0] + want[1] + s.a[2] - s.b[2];
            want[1] = 0;
        }
        if (na && nb)
            off = (want[0] != 0) + (want[1] != 0);
        struct balance_ask ask = { .reader = r->admin, .check = "red_line", .parent = it.id };
        balance_fini(&rep);
        assert_ok(balance_run(r->st, &ask, &rep, &r->err));
        assert_int_equal(rep.n, off);
        int64_t rows = 0, found_rows = 0;
        for (size_t i = 0; i < rep.n; i++) {
            int at = strcmp(rep.v[i].place_name, "上洋村") == 0;
            assert_int_equal(rep.v[i].difference, want[at]);
            rows += whole ? na + nb : s.na[at] + s.nb[at];
        }
        const char *where[] = { "balance=red_line" };
        const struct filter f = { .parent = project, .where = where, .n_where = 1,
                                  .reader = r->admin, .today = r->env.today, .as_of = DAY_NONE };
        struct rows found_in = {0};
        assert_ok(query_rows(r->st, &f, &found_in, &r->err));
        found_rows = (int64_t)found_in.n;
        rows_fini(&found_in);
        assert_int_equal(found_rows, rows);
        seen_off += off > 0;
        seen_fine += off == 0 && na && nb;
        item_fini(&it);
    }
    assert_true(seen_off > 10 && seen_fine > 3);
}

int main(void)
{
#define BY(f) cmocka_unit_test_setup_teardown(f, found, lose)
    const struct CMUnitTest tests[] = {
        BY(a_real_notice_is_off_by_four_ten_thousandths_of_a_mu),
        BY(areas_are_compared_village_by_village_to_the_last_millionth),
        BY(cancelled_and_void_rows_count_nowhere_parts_for_themselves),
        BY(a_parcel_that_lies_nowhere_is_of_the_whole_project),
        BY(a_project_without_parcels_is_not_compared_a_village_without_is_off),
        BY(money_paid_equals_the_batches_paid),
        BY(sums_in_other_units_and_with_a_tolerance),
        BY(sums_no_integer_holds_are_refused_with_the_row_to_blame),
        BY(rows_one_may_read_but_not_take_away_are_kept_back),
        BY(rows_one_may_not_read_are_said_to_be_there),
        BY(what_six_places_cannot_hold_is_said_to_be_about),
        BY(agreements_and_signatures_go_together),
        BY(one_photo_may_serve_a_village_where_the_step_shares_it),
        BY(sums_are_for_those_who_may_read_all_of_them),
        BY(private_sums_of_fewer_than_three_are_nobodys_but_the_owners),
        BY(villages_land_keeps_back_are_compared_together_without_figures),
        BY(villages_kept_back_that_balance_are_not_said_to),
        BY(private_sums_outside_the_tree_are_for_those_who_see_each_value),
        BY(private_fields_of_a_row_are_for_those_who_see_them),
        BY(a_step_ticked_says_what_is_off_in_the_row),
        BY(unknown_checks_are_named),
        BY(random_rows_agree_with_a_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
