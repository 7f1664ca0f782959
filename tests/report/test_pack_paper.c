/* test_pack_paper.c - papers for the meeting: the red rows, each on one page whatever stands on
 * the sheet, at most 24 lines of it (OFFICE 16). What they say is tests/cli/weekly.sh. */
#include "tests/model/record_tools.h"
#include "tests/report/pdf_probe.h"

#include "report/document_text.h"
#include "report/pack_paper.h"

static struct record_rig rig, *const r = &rig;

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* A group: its cells stay those of the sheet. */
static struct meeting_row *add(struct meeting *m, enum colour c, const char *code)
{
    struct meeting_row *row = meeting_add(m);

    free(row->section);
    free(row->heading);
    free(row->code);
    free(row->title);
    row->n = (int64_t)m->n;
    row->section = xstrdup("overdue");
    row->heading = xstrdup("一、逾期事项");
    row->code = xstrdup(code);
    row->title = xstrdup("示例事项");
    row->colour = c;
    row->is_group = true;
    return row;
}

static char *long_text(void)
{
    struct buf b = { 0 };

    for (int i = 0; i < 60; i++)
        buf_printf(&b, "第%d处路面塌陷,已设围挡;", i);
    return buf_take(&b);
}

static void fill(struct meeting_row *row)
{
    static const char *const cells[] = { "title",   "due",  "lead",  "unit", "owner",
                                         "overdue", "latest", "problem", "note" };

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        meeting_put_cell(row, cells[i], long_text());
}

static struct document papers_of(const struct meeting *m)
{
    struct document d = { 0 };

    assert_ok(pack_paper(&d, r->st, r->env.today, r->clerk, m, &r->err));
    return d;
}

static void a_row_is_a_page_however_long(void **state)
{
    struct meeting m = { .met = r->env.today, .confirmed_on = DAY_NONE };
    int pages = 0;

    (void)state;
    fill(add(&m, COLOUR_RED, "督26-1"));
    fill(add(&m, COLOUR_RED, "督26-2"));
    struct document d = papers_of(&m);
    char *path = probe_set(&d, "pack.pdf", &pages, NULL);
    assert_int_equal(pages, 3);
    for (int i = 2; i <= 3; i++) {
        char *text = probe_run("pdftotext -layout -f %d -l %d '%s' -", i, i, path);
        size_t lines = 0;
        for (char *s = strtok(text, "\n"); s; s = strtok(NULL, "\n"))
            lines += s[strspn(s, " \f")] != '\0';
        assert_in_range(lines, 12, 24);
        free(text);
    }
    char *all = probe_text(path, 0);
    assert_int_equal(probe_count(all, "督26-1"), 1);
    assert_int_equal(probe_count(all, "督26-2"), 1);
    free(all);
    free(path);
    meeting_fini(&m);
}

/* Many units that co-operate must not push out who is responsible. */
static void a_long_unit_leaves_room_for_the_owner(void **state)
{
    struct meeting m = { .met = r->env.today, .confirmed_on = DAY_NONE };
    int pages = 0;

    (void)state;
    struct meeting_row *row = add(&m, COLOUR_RED, "督26-1");
    meeting_put_cell(row, "lead", xstrdup("领导甲"));
    meeting_put_cell(row, "unit", long_text());
    meeting_put_cell(row, "owner", xstrdup("干部甲乙丙"));
    struct document d = papers_of(&m);
    char *path = probe_set(&d, "owner.pdf", &pages, NULL), *text = probe_text(path, 2);
    assert_int_equal(pages, 2);
    assert_non_null(strstr(text, "干部甲乙丙"));
    assert_non_null(strstr(text, "领导甲"));
    free(text);
    free(path);
    meeting_fini(&m);
}

static void add_in(struct meeting *m, enum colour c, const char *section, int64_t n)
{
    struct meeting_row *row = add(m, c, "督26-1");

    free(row->heading);
    row->heading = xstrdup(section);
    row->n = n;
}

static void the_cover_says_what_is_where(void **state)
{
    static const char *const words[] = {
        "Meeting: ", "Place: ", "Chair: ", "一、逾期事项", "3", "1—2、4", "2—4", "二、节点滞后",
        "1", "9", "5", "Red items: 4", NULL,
    };
    struct meeting m = { .met = r->env.today, .confirmed_on = DAY_NONE };
    struct buf text = { 0 };

    (void)state;
    add_in(&m, COLOUR_RED, "一、逾期事项", 1);
    add_in(&m, COLOUR_RED, "一、逾期事项", 2);
    add_in(&m, COLOUR_YELLOW, "一、逾期事项", 3);
    add_in(&m, COLOUR_RED, "一、逾期事项", 4);
    add_in(&m, COLOUR_YELLOW, "四、临期", 8);
    add_in(&m, COLOUR_RED, "二、节点滞后", 9);
    struct document d = papers_of(&m);
    document_text(&text, &d, 80, false);
    *strstr(buf_str(&text), "====") = '\0';         /* the cover only */
    assert_true(probe_in_order(buf_str(&text), words));
    assert_null(strstr(buf_str(&text), "四、临期"));
    document_fini(&d);
    buf_fini(&text);
    meeting_fini(&m);
}

static void only_red_rows_are_shown(void **state)
{
    struct meeting m = { .met = r->env.today, .confirmed_on = DAY_NONE };
    struct buf text = { 0 };

    (void)state;
    add(&m, COLOUR_YELLOW, "督26-1");
    assert_int_equal(pack_pages(&m), 0);
    struct document d = papers_of(&m);
    document_text(&text, &d, 80, false);
    assert_non_null(strstr(buf_str(&text), "none"));
    assert_null(strstr(buf_str(&text), "督26-1"));
    document_fini(&d);
    buf_clear(&text);
    add(&m, COLOUR_RED, "督26-2");
    assert_int_equal(pack_pages(&m), 1);
    d = papers_of(&m);
    document_text(&text, &d, 80, false);
    assert_non_null(strstr(buf_str(&text), "督26-2"));
    assert_null(strstr(buf_str(&text), "督26-1"));
    document_fini(&d);
    buf_fini(&text);
    meeting_fini(&m);
}

static void a_whole_sheet_is_not_for_everybody(void **state)
{
    struct meeting m = { 0 };

    (void)state;
    assert_rc(pack_load(r->st, r->env.today, r->handler, VERB_READ, 0, 0, &m, &r->err), XH_DENIED);
    meeting_fini(&m);
    m = (struct meeting){ 0 };
    assert_ok(pack_load(r->st, r->env.today, r->clerk, VERB_EXPORT, 0, 0, &m, &r->err));
    assert_int_equal(m.sheet_no, 0);            /* no final sheet yet: a draft */
    meeting_fini(&m);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_row_is_a_page_however_long),
        TEST(a_long_unit_leaves_room_for_the_owner),
        TEST(the_cover_says_what_is_where),
        TEST(only_red_rows_are_shown),
        TEST(a_whole_sheet_is_not_for_everybody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
