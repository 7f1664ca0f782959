/* test_weekly.c - the weekly sheet as data: its figures are those of the rows, section 1 is
 * what `report overdue` shows, nothing private gets in, what is frozen comes back the same
 * (OFFICE, the weekly sheet; ENGINE 4, 39). How it reads is tests/cli/weekly.sh. */
#include "tests/model/record_tools.h"

#include "model/people.h"
#include "report/section.h"
#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/weekly_paper.h"

static struct record_rig rig, *const r = &rig;

static int setup(void **state)
{
    (void)state;
    record_rig_init_on(r, NULL, true, "2026-09-01");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static struct weekly draft_of(int64_t reader)
{
    struct weekly w = { 0 };

    assert_ok(weekly_draft(r->st, r->env.today, reader, &w, &r->err));
    return w;
}

static struct weekly final_now(void)
{
    struct weekly w = { 0 };
    struct who who = { .actor = r->clerk };

    assert_ok(weekly_final(r->st, &r->env, &who, 0, NULL, &w, NULL, &r->err));
    return w;
}

static size_t rows_of(const struct weekly *w, const char *section)
{
    struct weekly_section *s = weekly_section(w, section);

    assert_non_null(s);
    return s->n_rows;
}

/* The row of `code` in a section; NULL: it does not stand there. */
static struct weekly_row *row_of(const struct weekly *w, const char *section,
                                 const char *code)
{
    struct weekly_section *s = weekly_section(w, section);

    for (size_t i = 0; i < s->n_rows; i++)
        if (strcmp(weekly_cell(s, &s->rows[i], "code"), code) == 0)
            return &s->rows[i];
    return NULL;
}

static const char *cell(const struct weekly *w, const char *section, const char *code,
                        const char *column)
{
    struct weekly_row *row = row_of(w, section, code);

    if (!row)
        fail_msg("%s does not stand in %s", code, section);
    return weekly_cell(weekly_section(w, section), row, column);
}

/* A figure of the last line of the table by leader. */
static long long in_all(const struct weekly *w, const char *column)
{
    struct weekly_section *s = weekly_section(w, "leads");

    return atoll(weekly_cell(s, &s->rows[s->n_rows - 1], column));
}

static char *text_of(const struct weekly *w, int width)
{
    struct document d = { 0 };
    struct buf b = { 0 };

    weekly_paper(&d, w, WEEKLY_WHOLE);
    document_text(&b, &d, width, false);
    document_fini(&d);
    return buf_take(&b);
}

static void export_to(struct buf *b, const struct weekly *w, enum export_format format)
{
    struct document d = { 0 };

    weekly_paper(&d, w, WEEKLY_WHOLE);
    document_export(b, &d, format);
    document_fini(&d);
}

/* ---- a township in many states ---- */

static char code[40][64];
static size_t n_codes;

static const char *add_task(const char *lead, const char *due)
{
    char *lead_is = xasprintf("lead=%s", lead), *due_is = xasprintf("due=%s", due);
    char *title = xasprintf("title=示例事项%zu", n_codes);

    snprintf(
        code[n_codes], sizeof code[0], "%s",
        rig_add(r, "tasks", title, "unit=建设办", "owner=干部甲", lead_is, due_is, NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code[n_codes]));
    free(lead_is);
    free(due_is);
    free(title);
    return code[n_codes++];
}

/* Twelve tasks over four weeks: late, reported, reviewed, held, closed, pinned. */
static void make_scene(void)
{
    static const char *const dues[] = { "2026-10-30", "2026-11-10", "2026-11-18",
                                        "2026-11-20", "2026-11-24", "2026-12-01",
                                        "2026-12-30", "2026-12-30", "2026-11-27",
                                        "2027-01-15", "2026-12-20", "2026-11-13" };

    n_codes = 0;
    rig_today(r, "2026-10-19");
    for (size_t i = 0; i < sizeof dues / sizeof *dues; i++)
        add_task(i % 3 ? "领导甲" : "领导乙", dues[i]);
    rig_today(r, "2026-11-12");
    for (size_t i = 0; i < 6; i++)
        assert_ok(rig_report(r, r->handler, code[i], "推进中。", 40 + (int)i));
    struct call c = rig_call(VERB_HOLD, code[6]);
    c.reason = "等批复";
    c.office = "县局";
    c.to = on("2026-11-30");
    assert_ok(rig_run(r, r->second, &c));
    c = rig_call(VERB_PIN, code[9]);
    c.reason = "经研究";
    c.colour = "yellow";
    c.to = on("2026-12-01");
    assert_ok(rig_run(r, r->clerk, &c));
    for (size_t i = 10; i < 12; i++) {
        rig_finish_task(r, code[i]);
        assert_ok(rig_do(r, r->handler, VERB_APPLY, code[i]));
    }
    rig_today(r, "2026-11-18");
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code[11]));
    rig_today(r, "2026-11-20");
}

/* ---- figures ---- */

static void rule_39_figures_are_those_of_count(void **state)
{
    struct filter f = { .list = "tasks", .as_of = DAY_NONE };
    struct group_count *v = NULL;
    size_t n = 0;

    (void)state;
    make_scene();
    for (int32_t day = on("2026-11-20"); day < on("2026-12-31"); day += 5) {
        r->env.today = f.today = day;
        f.reader = r->clerk;
        struct weekly w = draft_of(r->clerk);
        assert_ok(query_counts(r->st, &f, NULL, 0, &v, &n, &r->err));
        assert_int_equal(in_all(&w, "in_work"), v[0].n.total);
        assert_int_equal(in_all(&w, "red"), v[0].n.colour[COLOUR_RED]);
        assert_int_equal(in_all(&w, "yellow"), v[0].n.colour[COLOUR_YELLOW]);
        assert_int_equal(in_all(&w, "green"), v[0].n.colour[COLOUR_GREEN]);
        assert_int_equal(in_all(&w, "held"), v[0].n.colour[COLOUR_GREY]);
        assert_int_equal(rows_of(&w, "review"), v[0].n.review);
        group_counts_free(v, n);
        /* By leader: the lines add up. */
        struct weekly_section *s = weekly_section(&w, "leads");
        assert_int_equal(s->n_rows, 3);
        for (size_t k = 0; k + 1 < s->rows[0].n_figures; k++)    /* the last: who */
            assert_int_equal(s->rows[0].figures[k] + s->rows[1].figures[k],
                             s->rows[2].figures[k]);
        assert_string_equal(weekly_cell(s, &s->rows[0], "lead"), "领导甲"); /* by rank */
        weekly_fini(&w);
    }
}

static void rule_04_section_one_is_report_overdue(void **state)
{
    struct filter f = { .as_of = DAY_NONE };

    (void)state;
    make_scene();
    rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2027-06-30",
            "handover=2026-11-25", NULL);
    for (int i = 0; i < 4; i++)
        rig_add(r, "households", "title=户主甲", "parent=项26-01", "place=林家村",
                "owner=村干部甲", "area=1", NULL);
    for (int32_t day = on("2026-11-20"); day < on("2026-12-31"); day += 3) {
        struct section_rows rows = { 0 };
        r->env.today = f.today = day;
        f.reader = r->clerk;
        struct weekly w = draft_of(r->clerk);
        struct weekly_section *s = weekly_section(&w, "overdue");
        assert_ok(section_load(r->st, SECTION_OVERDUE, &f, DAY_NONE, DAY_NONE, NULL, NULL,
                               &rows, &r->err));
        assert_int_equal(s->n_rows, rows.rows.n);
        for (size_t i = 0; i < s->n_rows; i++) {
            assert_string_equal(weekly_cell(s, &s->rows[i], "code"),
                                rows.rows.v[i].it.code);
            assert_int_equal(atoi(weekly_cell(s, &s->rows[i], "overdue")),
                             rows.rows.v[i].days_overdue);
        }
        section_fini(&rows);
        weekly_fini(&w);
    }
}

static void a_row_stands_once_and_numbers_run_through(void **state)
{
    (void)state;
    make_scene();
    struct weekly w = draft_of(r->clerk);
    int64_t n = 0;
    for (size_t i = 0; i < w.n_sections; i++)
        for (size_t k = 0; k < w.sections[i].n_rows; k++) {
            const struct weekly_row *row = &w.sections[i].rows[k];
            if (!row->n)
                continue;
            assert_int_equal(row->n, ++n);
            for (size_t j = 0; j < i; j++)
                for (size_t m = 0; m < w.sections[j].n_rows; m++)
                    assert_true(!w.sections[j].rows[m].n ||
                                w.sections[j].rows[m].item != row->item);
        }
    assert_true(n >= 8);
    /* 待审核 never stands under 逾期, however late it is (OFFICE 3). */
    assert_null(row_of(&w, "overdue", code[10]));
    assert_non_null(row_of(&w, "review", code[10]));
    assert_non_null(strstr(cell(&w, "review", code[10], "note"), "6 of 3"));
    /* Applied for in time, crossed off when the reviewer got to it. */
    assert_string_equal(cell(&w, "closed", code[11], "note"), "in time");
    assert_non_null(
        strstr(cell(&w, "coord", code[6], "note"), "waiting for 县局, 8 days"));
    weekly_fini(&w);
}

/* ---- from sheet to sheet ---- */

static void rule_39_what_is_new_since_the_last_issue(void **state)
{
    (void)state;
    make_scene();
    struct weekly w = final_now();
    assert_non_null(row_of(&w, "closed", code[11]));
    weekly_fini(&w);
    /* The same day, after the sheet: it belongs to the next one, and only there. */
    assert_ok(rig_do(r, r->clerk, VERB_APPROVE, code[10]));
    const char *late = add_task("领导甲", "2027-02-01");
    rig_today(r, "2026-11-27");
    w = final_now();
    assert_null(row_of(&w, "closed", code[11]));
    assert_non_null(row_of(&w, "closed", code[10]));
    assert_non_null(row_of(&w, "new", late));
    assert_int_equal(rows_of(&w, "new"), 1);
    assert_int_equal(rows_of(&w, "closed"), 1);
    /* 较上期, against the figures that were printed. */
    struct weekly_section *s = weekly_section(&w, "leads");
    assert_string_equal(weekly_cell(s, &s->rows[2], "in_work"), "11 (=)");
    weekly_fini(&w);
    rig_today(r, "2026-12-04");
    struct who admin = { .actor = r->admin };
    struct pair named = { "name", "领导丙" };
    int64_t id;
    assert_ok(people_put(r->st, &r->env, &admin, "person", "领导乙", &named, 1, &id, &r->err));
    w = final_now();
    assert_int_equal(rows_of(&w, "new"), 0);
    assert_int_equal(rows_of(&w, "closed"), 0);
    s = weekly_section(&w, "leads");
    assert_string_equal(weekly_cell(s, &s->rows[1], "lead"), "领导丙");
    assert_string_equal(weekly_cell(s, &s->rows[1], "in_work"), "4 (=)");   /* renamed, the same */
    weekly_fini(&w);
    rig_assert_whole(r);
}

static void rule_39_runs_go_on_over_cutoffs_and_issues(void **state)
{
    (void)state;
    make_scene();
    /* Over 30 points behind from Friday 10-23: four cut-offs to 11-13, then the sheets. */
    struct weekly w = final_now();
    assert_string_equal(cell(&w, "overdue", code[0], "colour"), "红\nrun 5");
    assert_string_equal(cell(&w, "red_run", code[0], "run"), "run 5");
    weekly_fini(&w);
    rig_today(r, "2026-11-27");
    w = draft_of(r->clerk);
    assert_string_equal(cell(&w, "overdue", code[0], "colour"), "红\nrun 6");
    weekly_fini(&w);
}

static void cells_say_what_the_office_wants(void **state)
{
    (void)state;
    rig_today(r, "2026-11-02");
    add_task("领导甲", "2026-11-10");
    assert_ok(rig_set(r, r->clerk, VERB_SET, code[n_codes - 1], "leader=领导乙",
                      "upper_due=2026-11-12", "source=信访热线", "co=财政所", NULL));
    struct call c = rig_call(VERB_INSTRUCT, code[n_codes - 1]);
    c.text = "抓紧";
    assert_ok(rig_run(r, r->leader, &c));
    struct buf words = { 0 };
    for (int i = 0; i < 30; i++)
        buf_puts(&words, i == 9 ? "进场。" : "一二三");
    assert_ok(rig_report(r, r->handler, code[n_codes - 1], buf_str(&words), 10));
    buf_fini(&words);
    rig_today(r, "2026-11-20");
    c = rig_call(VERB_LIMIT, code[n_codes - 1]);
    c.reason = "例会";
    c.to = on("2026-11-27");
    assert_ok(rig_run(r, r->leader, &c));
    struct weekly w = draft_of(r->clerk);
    const char *at = code[n_codes - 1];
    assert_string_equal(cell(&w, "overdue", at, "due"),
                        "now 11-10\npast superior's 11-12");
    assert_string_equal(cell(&w, "overdue", at, "overdue"), "10\nlimit 11-27");
    assert_string_equal(cell(&w, "overdue", at, "lead"), "领导乙 (heading)\n领导甲");
    assert_string_equal(cell(&w, "overdue", at, "unit"), "建设办\n(财政所)");
    assert_non_null(
        strstr(cell(&w, "overdue", at, "title"), "信访热线\ninstructed (11-02 领导甲)"));
    /* Cut at a sentence's end, at most 60 characters. */
    const char *latest = cell(&w, "overdue", at, "latest");
    assert_non_null(strstr(latest, "2 not reported\n"));
    assert_non_null(strstr(latest, "进场。……(11-02)"));
    assert_string_equal(cell(&w, "overdue", at, "decision"), "");
    weekly_fini(&w);
}

/* ---- what never gets in ---- */

static void rule_22_nothing_private_gets_in(void **state)
{
    (void)state;
    rig_today(r, "2026-09-01");
    rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2027-06-30",
            "handover=2026-10-09", NULL);
    for (int i = 0; i < 3; i++)
        rig_add(r, "households", "title=户主某某", "parent=项26-01", "place=林家村/一组",
                "owner=村干部甲", "area=1.25", "amount=77.77", "phone=13800001234", NULL);
    rig_add(r, "households", "title=独户某某", "parent=项26-01", "place=上洋村",
            "owner=村干部甲", "area=9.99", "amount=66.66", NULL);
    rig_today(r, "2026-11-20");
    struct weekly w = final_now();
    struct buf all = { 0 };
    export_to(&all, &w, EXPORT_CSV);
    char *text = text_of(&w, 132);
    buf_puts(&all, text);
    static const char *const never[] = { "某某", "77.77", "66.66", "1234", "9.99" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(buf_str(&all), never[i]))
            fail_msg("%s stands on the sheet", never[i]);
    /* The lone household stands together with the next village. */
    struct weekly_section *s = weekly_section(&w, "villages");
    assert_int_equal(s->n_rows, 1);
    assert_string_equal(weekly_cell(s, &s->rows[0], "rows"), "4");
    assert_string_equal(weekly_cell(s, &s->rows[0], "sum"), "13.74");
    /* Four rows, not four lines: grouped. */
    assert_int_equal(rows_of(&w, "overdue"), 2);
    /* Its members stand on it all the same: what was done to them is not undone. */
    assert_true(
        sheet_names(r->st->db, tools_int(r, "SELECT max(id) FROM item", NULL), 1) > 0);
    free(text);
    buf_fini(&all);
    weekly_fini(&w);
    rig_assert_whole(r);
}

/* ---- frozen ---- */

static void what_is_frozen_comes_back_the_same(void **state)
{
    struct weekly again = { 0 };

    (void)state;
    make_scene();
    assert_ok(rig_set(r, r->clerk, VERB_SET, code[0],
                      "title=带\\反斜杠、逗号,和“引号”的题目=1+1", NULL));
    struct weekly w = final_now();
    for (int width = 60; width <= 160; width += 20) {
        char *before = text_of(&w, width);
        assert_ok(weekly_again(r->st, 0, 1, &again, &r->err));
        char *after = text_of(&again, width);
        assert_string_equal(before, after);
        weekly_fini(&again);
        free(before);
        free(after);
    }
    struct buf a = { 0 }, b = { 0 };
    export_to(&a, &w, EXPORT_JSON);
    assert_ok(weekly_again(r->st, 2026, 1, &again, &r->err));
    export_to(&b, &again, EXPORT_JSON);
    assert_string_equal(buf_str(&a), buf_str(&b));
    buf_fini(&a);
    buf_fini(&b);
    weekly_fini(&again);
    weekly_fini(&w);
}

static void a_damaged_sheet_is_said_to_be_damaged(void **state)
{
    static const char *const damage[] = {
        "UPDATE sheet_row SET texts = 'row' || texts WHERE n = 1",
        "UPDATE sheet_row SET section = 'nowhere' WHERE n = 1",
        "UPDATE sheet SET head = 'nonsense'",
    };
    struct weekly w = { 0 };

    (void)state;
    make_scene();
    w = final_now();
    weekly_fini(&w);
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        assert_ok(db_script(r->st->db, damage[i], &r->err));
        assert_rc(weekly_again(r->st, 0, 1, &w, &r->err), XH_DB);
        assert_said("verify");
        weekly_fini(&w);
    }
}

/* ---- sizes ---- */

/* The words of one part handed out, without its heading. Caller frees. */
static char *part_of(const struct weekly *w, const char *name)
{
    struct document d = { 0 }, one = { 0 };
    struct buf b = { 0 };

    weekly_paper(&d, w, WEEKLY_BY_LEAD);
    one = d;
    for (size_t i = 0; i < d.n_parts; i++)
        if (strcmp(d.parts[i].name, name) == 0) {
            one.parts = &d.parts[i];
            one.n_parts = 1;
        }
    if (one.n_parts != 1)
        fail_msg("no part of %s among %zu", name, d.n_parts);
    document_text(&b, &one, 132, false);
    document_fini(&d);
    return buf_take(&b);
}

static void assert_part(const struct weekly *w, const char *name, const char *theirs,
                        const char *others)
{
    char *text = part_of(w, name);

    if (!strstr(text, theirs) || strstr(text, others))
        fail_msg("%s should get %s, not %s:\n%s", name, theirs, others, text);
    free(text);
}

/* Two leaders of one name: each gets the own rows, and on paper the unit tells them apart;
 * so it does on a sheet read back. */
static void leaders_of_one_name_get_their_own_rows(void **state)
{
    struct who who = { .actor = r->admin };
    const struct pair twin[] = { { "name", "领导乙" }, { "unit", "财政所" },
                                 { "role", "leader" } };
    const struct pair unit[] = { { "unit", "建设办" } };
    int64_t id = 0, same = r->second;
    struct sheet s = { 0 };
    struct weekly back = { 0 };

    (void)state;
    n_codes = 0;
    assert_ok(people_put(r->st, &r->env, &who, "person", "领导乙", unit, 1, &same, &r->err));
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, twin, 3, &id, &r->err));
    char *by_id[] = { xasprintf("#%lld", (long long)r->second), xasprintf("#%lld", (long long)id) };
    rig_today(r, "2026-10-19");
    for (int i = 0; i < 4; i++)
        add_task(by_id[i % 2], "2026-11-10");
    rig_today(r, "2026-11-20");
    struct weekly w = final_now();
    assert_int_equal(rows_of(&w, "leads"), 3);
    assert_string_equal(cell(&w, "overdue", code[0], "lead"), "领导乙(建设办)");
    assert_string_equal(cell(&w, "overdue", code[1], "lead"), "领导乙(财政所)");
    assert_ok(sheet_load(r->st, 0, 0, 0, &s, &r->err));
    assert_ok(weekly_thaw(&s, &back, &r->err));
    const struct weekly *const both[] = { &w, &back };
    for (int i = 0; i < 2; i++) {
        assert_part(both[i], "领导乙(建设办)", code[0], code[1]);
        assert_part(both[i], "领导乙(建设办)", code[2], code[3]);
        assert_part(both[i], "领导乙(财政所)", code[1], code[0]);
        assert_part(both[i], "领导乙(财政所)", code[3], code[2]);
    }
    weekly_fini(&w);
    weekly_fini(&back);
    sheet_fini(&s);
    /* in one unit the number does; without a unit, too */
    const struct pair move[] = { { "unit", "建设办" } };
    assert_ok(people_put(r->st, &r->env, &who, "person", by_id[1], move, 1, &id, &r->err));
    char *told = person_told_apart(r->st->db, id), *want = xasprintf("领导乙(建设办 %s)", by_id[1]);
    assert_string_equal(told, want);
    free(told);
    free(want);
    told = person_told_apart(r->st->db, r->leader);
    assert_string_equal(told, "领导甲");        /* nobody else is called that */
    free(told);
    free(by_id[0]);
    free(by_id[1]);
}

/* Owners of one name in one village: two groups, not one for the first of them. */
static void groups_of_two_of_one_name_stay_two(void **state)
{
    struct who who = { .actor = r->admin };
    const struct pair twin[] = { { "name", "村干部甲" }, { "unit", "财政所" } };
    int64_t id = 0;

    (void)state;
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, twin, 2, &id, &r->err));
    char *owners[] = { xasprintf("owner=#%lld", (long long)r->village),
                       xasprintf("owner=#%lld", (long long)id) };
    rig_today(r, "2026-10-19");
    rig_add(r, "projects", "title=示例道路", "unit=建设办", "lead=领导甲", "handover=2026-11-16",
            NULL);
    for (int i = 0; i < 4; i++)
        rig_add(r, "households", "title=户主某某", "parent=项26-01", "place=林家村", owners[i % 2],
                "area=1", NULL);
    rig_today(r, "2026-12-20");
    struct weekly w = draft_of(r->leader);
    size_t n = 0;
    for (size_t i = 0; i < w.n_sections; i++)
        for (size_t k = 0; k < w.sections[i].n_rows; k++)
            if (w.sections[i].rows[k].n_members) {
                assert_int_equal(w.sections[i].rows[k].n_members, 2);
                n++;
            }
    assert_int_equal(n, 2);
    weekly_fini(&w);
    free(owners[0]);
    free(owners[1]);
}

static void forty_rows_and_every_width(void **state)
{
    char *title = xstrdup("title=");

    (void)state;
    rig_today(r, "2026-10-19");
    for (int i = 0; i < 200; i++) {
        char *more = xasprintf("%s%s", title, i % 13 == 12 ? "，" : "长");
        free(title);
        title = more;
    }
    for (int i = 0; i < 40; i++)
        rig_add(r, "tasks", title, "unit=建设办", "owner=干部甲", "lead=领导甲",
                "due=2026-10-30", "co=财政所,党政办,林家村村委会", NULL);
    free(title);
    rig_today(r, "2026-11-20");
    struct weekly w = draft_of(r->clerk);
    assert_int_equal(rows_of(&w, "overdue"), 40);
    for (int width = WEEKLY_LEAST; width <= WEEKLY_MOST; width++) {
        char *text = text_of(&w, width), *save = NULL;
        for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
            if (text_width(l) > width)
                fail_msg("%d columns, not %d: %s|", text_width(l), width, l);
            if (l[strlen(l) - 1] == ' ')
                fail_msg("blanks at the end: %s|", l);
        }
        free(text);
    }
    weekly_fini(&w);
}

static void an_empty_township_says_none(void **state)
{
    (void)state;
    struct weekly w = draft_of(r->clerk);
    char *text = text_of(&w, 80);
    int n = 0;
    for (const char *p = text; (p = strstr(p, "    none\n")); p++)
        n++;
    assert_int_equal(n, 10);
    assert_non_null(strstr(text, "0 items were in work"));
    free(text);
    weekly_fini(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(rule_39_figures_are_those_of_count),
        T(rule_04_section_one_is_report_overdue),
        T(a_row_stands_once_and_numbers_run_through),
        T(rule_39_what_is_new_since_the_last_issue),
        T(rule_39_runs_go_on_over_cutoffs_and_issues),
        T(cells_say_what_the_office_wants),
        T(rule_22_nothing_private_gets_in),
        T(what_is_frozen_comes_back_the_same),
        T(a_damaged_sheet_is_said_to_be_damaged),
        T(leaders_of_one_name_get_their_own_rows),
        T(groups_of_two_of_one_name_stay_two),
        T(forty_rows_and_every_width),
        T(an_empty_township_says_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
