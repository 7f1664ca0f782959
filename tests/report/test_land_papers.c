/* test_land_papers.c - the papers of the land as they are set (征地日报, 作战图, 包户走访单,
 * 整村验收抽查表): what stands on which page, what there is room to write in, and what no wall may
 * read (OFFICE 7, 22). How they read as text is in tests/cli. */
#include "tests/model/record_tools.h"

#include "model/query_map.h"
#include "report/acceptance.h"
#include "report/document_text.h"
#include "report/field_sheet.h"
#include "report/land_paper.h"
#include "report/map_paper.h"
#include "report/unsigned_paper.h"
#include "tests/report/pdf_probe.h"

enum { HOUSES = 14 };

static struct record_rig rig, *const r = &rig;
static char project[32], house[HOUSES][32];

static void visited(const char *code, const char *stance, const char *promise)
{
    const struct visit_call v = { .stance = stance, .promise = promise,
                                  .due = promise ? on("2026-11-18") : DAY_NONE,
                                  .next = DAY_NONE };
    struct call c = rig_call(VERB_VISIT, code);

    c.visit = &v;
    c.on = on("2026-11-12");
    assert_ok(rig_run(r, r->handler, &c));
}

/* A road through 林家村: twelve households of 干部甲, two in a group of their own that have signed;
 * one refuses, another was promised something. */
static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    assert_ok(tools_configure(r, r->admin, "lists/households",
                              "after: notice\n    due: notice + 15 workdays",
                              "after: measure\n    due: measure + 15 workdays", NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例道路", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", "sign_start=2026-11-09", "sign_due=2026-12-08", NULL));
    for (int i = 0; i < HOUSES; i++) {
        bool own = i < 12;
        char *title = xasprintf("title=户主%02d", i + 1), *under = xasprintf("parent=%s", project);
        snprintf(house[i], sizeof house[i], "%s",
                 rig_add(r, "households", title, under,
                         own ? "place=林家村" : "place=林家村/一组",
                         own ? "owner=干部甲" : "owner=村干部甲", "lead=领导甲", "area=0.5",
                         "amount=6.38", NULL));
        free(title);
        free(under);
    }
    for (int i = 12; i < HOUSES; i++)
        for (int k = 0; k < 3; k++)
            assert_ok(rig_check(r, r->clerk, house[i],
                                (const char *const[]){ "visit", "measure", "sign" }[k],
                                "https://example.invalid/1"));
    visited(house[2], "refuses", NULL);
    visited(house[3], "talking", "复量坡地");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static bool says(const char *text, const char *words)
{
    return strstr(text, words) != NULL;
}

/* ---- 征地日报 ---- */

static struct document daily(enum rollup_by by, bool away)
{
    const struct rollup_ask ask = { .parent = project, .by = by, .today = r->env.today,
                                    .reader = r->clerk, .money = true };
    const struct land_page page = { r->st, rollup_list(r->st->defs, NULL), by, r->env.today };
    struct rollup_lines l = { 0 };
    struct rows rows = { 0 };
    struct land_left left = { .rows = &rows };
    struct document d = { 0 };

    assert_ok(rollup_load(r->st, &ask, &l, &r->err));
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    if (away)
        left.kept_back = export_keep(r->st, r->village, &rows);
    assert_ok(land_paper(&d, &page, &l, &left, &r->err));
    rows_fini(&rows);
    rollup_lines_fini(&l);
    return d;
}

static void the_daily_sheet_is_one_page_without_names(void **state)
{
    struct document d = daily(ROLLUP_GROUP, false);
    int pages;
    char *path = probe_set(&d, "land.pdf", &pages, NULL), *text = probe_text(path, 0);

    (void)state;
    assert_int_equal(pages, 1);
    assert_true(says(text, "day 12/30"));
    assert_true(says(text, "signed 2/14"));
    assert_true(says(text, "last 7 days 0.3"));
    assert_true(says(text, "一组"));
    assert_true(says(text, "干部甲"));              /* with whom those lie that are left */
    assert_false(says(text, "户主"));
    assert_true(says(text, "***"));                 /* the sum of two households */
    assert_false(says(text, "12.76"));
    free(text);
    free(path);
}

/* Of what a paper is made for him who may take nothing away. */
static void what_may_not_go_is_counted_not_told(void **state)
{
    struct document d = daily(ROLLUP_PROJECT, true);
    struct buf b = { 0 };
    const char *text;

    (void)state;
    document_text(&b, &d, 0, false);
    text = buf_str(&b);
    assert_true(says(text, "12 more of items you may not take away"));
    assert_false(says(text, "干部甲"));
    document_fini(&d);
    buf_fini(&b);
}

/* ---- 作战图 ---- */

static void a_wall_reads_marks_and_totals_only(void **state)
{
    const struct map_ask ask = { .parent = project, .today = r->env.today, .reader = r->clerk };
    struct document d = { 0 };

    (void)state;
    assert_ok(map_paper(&d, r->st, &ask, &r->err));
    char *path = probe_set(&d, "map.pdf", NULL, NULL), *text = probe_text(path, 0);
    assert_true(says(text, "14 户 签 2"));
    assert_true(says(text, "2 户 签 2"));
    assert_true(says(text, "***/7 亩"));          /* two have signed: not their area */
    assert_true(says(text, "ta 2"));                /* who refuses is one of those talked to */
    assert_false(says(text, "refuses"));
    assert_false(says(text, "户主"));
    assert_false(says(text, "万元"));
    free(text);
    free(path);
}

/* Three thousand more in 一组: a page that begins with some of them says whose they are. */
static void a_large_village_is_readable_on_every_page(void **state)
{
    const struct map_ask ask = { .parent = project, .today = r->env.today, .reader = r->clerk };
    struct document d = { 0 };
    int pages;

    (void)state;
    assert_ok(db_run(r->st->db, &r->err,
                     "WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < "
                     "3000) INSERT INTO item (code, sort_code, list, parent, title, unit, place, "
                     "owner, assigned_on, opened_on, opened_seq, start, state, phase, created_by, "
                     "version, next_step, unit_rank) SELECT '远' || n, printf('远%04d', n), list, "
                     "parent, title, unit, place, owner, assigned_on, opened_on, opened_seq, "
                     "start, state, phase, created_by, version, next_step, unit_rank FROM k, item "
                     "WHERE title = '户主14'", ""));
    assert_ok(map_paper(&d, r->st, &ask, &r->err));
    char *path = probe_set(&d, "large.pdf", &pages, NULL);
    assert_in_range(pages, 3, 6);
    for (int i = 2; i <= pages; i++) {
        char *text = probe_text(path, i);
        assert_true(says(text, "示例道路"));        /* the running head */
        assert_int_equal(probe_count(text, "林家村 一组"), 1);
        free(text);
    }
    free(path);
}

/* ---- 包户走访单 ---- */

static struct document sheets(int64_t reader, size_t *told)
{
    const struct round_ask ask = { .day = r->env.today, .today = r->env.today, .reader = reader };
    const struct sheet_look look = { .day = r->env.today, .reader = reader };
    struct round round = { 0 };
    struct document d = { 0 };

    assert_ok(round_load(r->st, &ask, &round, &r->err));
    assert_ok(field_sheet_paper(&d, r->st, &round, &look, told, &r->err));
    round_fini(&round);
    return d;
}

static void ten_households_a_page_a_part_each_cadre(void **state)
{
    size_t told;
    struct document d = sheets(r->handler, &told);
    struct probe_word first, second, last;
    int pages;

    (void)state;
    assert_int_equal(told, 12);
    assert_int_equal(d.n_parts, 1);
    char *path = probe_set(&d, "visits.pdf", &pages, NULL);
    assert_int_equal(pages, 2);
    char *one = probe_text(path, 1), *two = probe_text(path, 2);
    assert_int_equal(probe_count(one, "征26-"), 10);
    assert_int_equal(probe_count(two, "征26-"), 2);
    assert_true(says(one, "willing"));              /* his own households: he has to know */
    assert_true(says(one, "复量坡地"));
    assert_true(says(two, "征26-012"));
    assert_true(probe_word(path, 1, "征26-001", &first));
    assert_true(probe_word(path, 1, "征26-002", &second));
    assert_true(probe_word(path, 1, "征26-010", &last));
    assert_true(second.top - first.top >= 10);      /* room for a hand */
    assert_true(last.bottom < 190);
    free(one);
    free(two);
    free(path);
}

static void what_was_said_is_masked_on_every_kind_of_paper(void **state)
{
    size_t told;
    struct document d = sheets(r->clerk, &told);
    struct buf b = { 0 };

    (void)state;
    document_text(&b, &d, 80, false);
    char *path = probe_set(&d, "masked.pdf", NULL, NULL), *text = probe_text(path, 0);
    assert_true(says(text, "***"));
    assert_false(says(text, "坡地"));
    assert_true(says(buf_str(&b), "***"));
    assert_false(says(buf_str(&b), "坡地"));
    buf_fini(&b);
    free(text);
    free(path);
}

/* ---- 未签约 ---- */

static void those_left_have_a_line_each_and_nobody_twice(void **state)
{
    const struct rollup_ask ask = { .parent = project, .today = r->env.today,
                                    .reader = r->clerk };
    const struct unsigned_page page = { .st = r->st, .list = rollup_list(r->st->defs, NULL),
                                        .today = r->env.today, .all = 12, .everything = true };
    struct rows rows = { 0 };
    struct document d = { 0 };

    (void)state;
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_ok(unsigned_paper(&d, &page, &rows, &r->err));
    char *path = probe_set(&d, "left.pdf", NULL, NULL), *text = probe_text(path, 0);
    assert_int_equal(probe_count(text, "征26-"), 12);
    assert_int_equal(probe_count(text, "户主01"), 1);
    rows_fini(&rows);
    free(text);
    free(path);
}

/* ---- 整村验收抽查表 ---- */

static void draw_three(void)
{
    static const char households[] =
        "list: households\nname: 征地户签\nrow: 户\nparent: projects\n"
        "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\nclose: by_place\ndue: none\n"
        "report_every: week\nsteps:\n  - {id: sign, name: 签约}\n";
    struct call c;

    record_rig_fini(r);
    record_rig_init(r, NULL, true);
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, households, "lists/parcels",
                              NULL, NULL, NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "due=2026-12-31", "lead=领导甲", NULL));
    char *under = xasprintf("parent=%s", project);
    for (int i = 0; i < HOUSES; i++) {
        snprintf(house[i], sizeof house[i], "%s",
                 rig_add(r, "households", "title=户主", under, "place=林家村", "lead=领导甲",
                         NULL));
        assert_ok(rig_check(r, r->clerk, house[i], "sign", NULL));
    }
    free(under);
    c = rig_call(VERB_APPLY, project);
    c.place = "林家村";
    assert_ok(rig_run(r, r->clerk, &c));
}

static bool nobody(void *ctx, const struct row *row)
{
    (void)ctx;
    (void)row;
    return false;
}

static void the_inspection_names_its_lot_and_has_room(void **state)
{
    struct acceptance a = { 0 };
    struct item above = { 0 };
    struct document d = { 0 }, blind = { 0 };
    const struct filter look = { .today = r->env.today, .as_of = DAY_NONE, .reader = r->clerk };
    struct probe_word box, sign;
    int pages;

    (void)state;
    draw_three();
    rig_item(r, project, &above);
    struct filter f = look;
    f.reader = r->clerk;
    assert_ok(acceptance_load(&a, r->st, &f, above.id, 0, &r->err));
    char *seed = xstrdup(a.drawn.v[0].seed);
    assert_ok(acceptance_paper(&d, &a, NULL, NULL, &r->err));
    assert_ok(acceptance_paper(&blind, &a, nobody, NULL, &r->err));
    char *path = probe_set(&d, "lot.pdf", &pages, NULL), *text = probe_text(path, 0);
    assert_int_equal(pages, 1);
    assert_true(says(text, seed));
    assert_true(says(text, "of which 3 are inspected"));
    assert_int_equal(probe_count(text, "征26-"), 3);
    assert_int_equal(probe_count(text, "户主"), 3);
    assert_true(says(text, "Check code"));
    assert_true(probe_word(path, 1, "What", &box));
    assert_true(probe_word(path, 1, "Inspected", &sign));
    assert_true(sign.top - box.top >= 25);          /* what was found, by hand */
    free(text);
    free(path);
    path = probe_set(&blind, "blind.pdf", NULL, NULL);
    text = probe_text(path, 0);
    assert_false(says(text, "户主"));
    assert_int_equal(probe_count(text, "征26-"), 3);
    free(text);
    free(path);
    free(seed);
    item_fini(&above);
    acceptance_fini(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_daily_sheet_is_one_page_without_names, setup, teardown),
        cmocka_unit_test_setup_teardown(what_may_not_go_is_counted_not_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wall_reads_marks_and_totals_only, setup, teardown),
        cmocka_unit_test_setup_teardown(a_large_village_is_readable_on_every_page, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(ten_households_a_page_a_part_each_cadre, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_said_is_masked_on_every_kind_of_paper, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(those_left_have_a_line_each_and_nobody_twice, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_inspection_names_its_lot_and_has_room, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
