/* test_row_paper.c - rows of lists in documents: cells keep the number or the day they are, so
 * that a spreadsheet can count with them; what is masked stays words. */
#include "tests/model/record_tools.h"

#include "report/document_text.h"
#include "report/row_paper.h"

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

static const char *const columns[] = { "colour", "code", "title", "due", "closed_on",
                                       "days_overdue", "progress", "area", "handover",
                                       "investment", "amount", NULL };

/* The rows of one list as `reader` sees them, in a table. */
static struct doc_table *table_of(struct document *d, const char *list, int64_t reader)
{
    struct filter f = { .list = list, .as_of = DAY_NONE, .today = r->env.today,
                        .reader = reader };
    struct row_look look = { r->st->defs, defs_list(r->st->defs, list), r->env.today };
    struct rows rows = { 0 };

    doc_part(d, "");
    struct doc_table *t = doc_table(d, list, "");
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    row_paper(t, &look, columns, rows.v, NULL, rows.n);
    rows_fini(&rows);
    return t;
}

static const struct doc_cell *cell_of(const struct doc_table *t, size_t row, const char *id)
{
    const struct doc_cell *c = doc_cell(t, &t->rows[row], id);

    assert_non_null(c);
    return c;
}

static void numbers_and_days_are_kept(void **state)
{
    struct document d = { 0 };

    (void)state;
    rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2026-11-24",
            "handover=2026-11-23", "investment=1234.5", NULL);
    rig_today(r, "2026-11-26");
    const struct doc_table *t = table_of(&d, "projects", r->clerk);
    assert_int_equal(t->n_rows, 1);
    const struct doc_cell *c = cell_of(t, 0, "due");
    assert_int_equal(c->value, DOC_DATE);
    assert_int_equal(c->n, on("2026-11-24"));
    assert_string_equal(c->text, "11-24");
    c = cell_of(t, 0, "days_overdue");
    assert_int_equal(c->value, DOC_NUMBER);
    assert_string_equal(c->text, "2");
    assert_int_equal(c->n, 2 * 1000000);
    c = cell_of(t, 0, "progress");
    assert_int_equal(c->value, DOC_NUMBER);
    assert_string_equal(c->text, "0%");
    c = cell_of(t, 0, "handover");
    assert_int_equal(c->value, DOC_DATE);
    assert_int_equal(c->n, on("2026-11-23"));
    c = cell_of(t, 0, "investment");
    assert_int_equal(c->value, DOC_NUMBER);
    assert_int_equal(c->n, 1234500000);
    c = cell_of(t, 0, "closed_on");             /* not yet: nothing, not a day */
    assert_int_equal(c->value, DOC_WORDS);
    assert_string_equal(c->text, "");
    assert_int_equal(cell_of(t, 0, "title")->value, DOC_WORDS);
    assert_int_equal(cell_of(t, 0, "colour")->colour, COLOUR_RED);
    document_fini(&d);
}

/* Money of a household is no number for whom it is masked. */
static void what_is_masked_stays_words(void **state)
{
    static const struct { bool sees; } cases[] = { { true }, { false } };

    (void)state;
    rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2027-06-30",
            "handover=2027-06-30", "investment=100", NULL);
    rig_add(r, "households", "title=户主某某", "parent=项26-01", "place=林家村",
            "owner=村干部甲", "area=1.5", "amount=654321", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document d = { 0 };
        const struct doc_table *t = table_of(&d, "households",
                                             cases[i].sees ? r->village : r->second);
        assert_int_equal(t->n_rows, 1);
        const struct doc_cell *c = cell_of(t, 0, "amount");
        assert_int_equal(c->value, cases[i].sees ? DOC_NUMBER : DOC_WORDS);
        assert_int_equal(c->n, cases[i].sees ? INT64_C(654321000000) : 0);
        assert_int_equal(cell_of(t, 0, "area")->value, DOC_NUMBER);
        document_fini(&d);
    }
}

/* On a narrow page no line is too long and no day is cut: the list's own columns are left out,
 * the last first, and named. */
static void a_narrow_page_leaves_columns_out(void **state)
{
    struct document d = { 0 };
    struct buf text = { 0 };
    struct { const char *words; bool there; } said[] = {
        { "交地日期", true }, { "2026-11-23", false }, { "(no room for: ", true },
    };

    (void)state;
    rig_add(r, "projects", "title=示例项目示例项目示例项目", "unit=建设办", "due=2027-11-24",
            "handover=2026-11-23", "investment=1234.5", NULL);
    table_of(&d, "projects", r->clerk);
    doc_set(&d.mark, "");
    document_text(&text, &d, 72, false);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if ((strstr(buf_str(&text), said[i].words) != NULL) != said[i].there)
            fail_msg("%s:\n%s", said[i].words, buf_str(&text));
    for (const char *line = buf_str(&text); *line && !strstr(line, "(no room");) {
        size_t n = strcspn(line, "\n");
        char *one = xstrndup(line, n);
        assert_in_range(text_width(one), 0, 72);
        free(one);
        line += n + (line[n] == '\n');
    }
    buf_fini(&text);
    document_fini(&d);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(numbers_and_days_are_kept),
        TEST(what_is_masked_stays_words),
        TEST(a_narrow_page_leaves_columns_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
