/* test_item_papers.c - the form of approval and the certificate of crossing off: what stands on
 * them with no, one and many rows, whatever people wrote, and for whom (ENGINE 26-28, 35). */
#include "tests/model/record_tools.h"

#include "report/approval_paper.h"
#include "report/certificate_paper.h"
#include "report/document_text.h"
#include "tests/report/pdf_probe.h"

static struct record_rig rig, *const r = &rig;

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, false);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static struct filter seen_by(int64_t person)
{
    return (struct filter){ .today = r->env.today, .as_of = DAY_NONE, .reader = person };
}

/* A task of six units more, applied for by its handler. Its code. */
static char *applied(const char *title)
{
    static const char *const units[] = { "甲村", "乙村", "丙村", "丁村", "戊村", "己村" };
    char *pair = xasprintf("title=%s", title);
    struct buf co = {0};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct who who = { .actor = r->admin };
        struct pair name = { "name", units[i] };
        struct xh_err err = {0};
        int64_t unit;
        if (unit_find(r->st->db, units[i], &unit, &err) != XH_OK)
            assert_ok(people_put(r->st, &r->env, &who, "unit", NULL, &name, 1, &unit, &r->err));
        buf_printf(&co, "%s%s", i ? "," : "co=", units[i]);
    }
    char *code = xstrdup(rig_add(r, "tasks", pair, "unit=建设办", "owner=干部甲", "lead=领导甲",
                                 "due=2026-12-18", buf_str(&co), NULL));
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    buf_fini(&co);
    free(pair);
    return code;
}

/* ---- the form ---- */

static char *form(int64_t reader, const int64_t *items, size_t n)
{
    struct filter look = seen_by(reader);
    struct document d = {0};
    struct buf b = {0};

    assert_ok(approval_paper(&d, r->st, &look, items, n, false, &r->err));
    document_text(&b, &d, 132, false);
    document_fini(&d);
    return buf_take(&b);
}

static void no_row_is_an_empty_form(void **state)
{
    (void)state;
    rig_task(r, "2026-12-18");
    char *text = form(r->clerk, NULL, 0);
    assert_non_null(strstr(text, "    none\n"));
    assert_non_null(strstr(text, "Approved by (signature): ____"));
    free(text);
}

static void a_row_says_what_was_done_and_leaves_room(void **state)
{
    (void)state;
    char *code = applied("路灯维修");
    int64_t items[] = { rig_item_id(r, code), rig_item_id(r, code) };
    char *text = form(r->clerk, items, 2);
    static const char *const said[] = { "路灯维修", "建设办", "(甲村", "己村)", "干部甲",
                                        "2026-12-18", "steps 3/3", "evidence: 1", "2026-11-20",
                                        "Opinion of the", "Check code: ", NULL };
    for (size_t i = 0; said[i]; i++)
        if (!strstr(text, said[i]))
            fail_msg("'%s' is not in:\n%s", said[i], text);
    assert_int_equal(probe_count(text, "路灯维修"), 1);     /* named twice, there once */
    free(text);
    free(code);
}

static void forty_rows_go_over_pages(void **state)
{
    static const char *const words[] = { "Opinion of", "督26-1", "督26-40", "Reviewed by",
                                         "Check code", NULL };
    int64_t items[40];
    struct filter look = seen_by(r->clerk);
    struct document d = {0};
    struct buf title = {0};
    int pages = 0;

    (void)state;
    for (int i = 0; i < 50; i++)
        buf_puts(&title, "长标题一");
    for (int i = 0; i < 40; i++) {
        char *code = applied(i == 7 ? buf_str(&title) : "示例事项");
        items[i] = rig_item_id(r, code);
        free(code);
    }
    assert_ok(approval_paper(&d, r->st, &look, items, 40, true, &r->err));
    char *path = probe_set(&d, "form.pdf", &pages, NULL), *text = probe_text(path, 0);
    assert_true(pages > 2);
    assert_true(probe_in_order(text, words));
    assert_int_equal(probe_count(text, "长标题一") + probe_count(text, "长标\n题一") > 0, 1);
    assert_int_equal(probe_count(text, "Check code"), 1);
    assert_int_equal(probe_count(text, "Opinion of"), 2 * (size_t)pages);
    buf_fini(&title);
    free(text);
    free(path);
}

static void only_what_was_applied_for(void **state)
{
    struct filter look = seen_by(r->clerk);
    struct document d = {0};

    (void)state;
    char *yes = applied("路灯维修"), *no = xstrdup(rig_task(r, "2026-12-18"));
    int64_t items[] = { rig_item_id(r, yes), rig_item_id(r, no) };
    assert_rc(approval_paper(&d, r->st, &look, items, 2, false, &r->err), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, no));
    assert_null(strstr(r->err.msg, yes));
    document_fini(&d);
    free(yes);
    free(no);
}

/* Who may read may look; only who may export takes it away. */
static void taking_away_is_asked_for_each_row(void **state)
{
    struct filter stranger = seen_by(r->other), own = seen_by(r->handler),
                  clerk = seen_by(r->clerk);
    struct document d[5] = {{0}};

    (void)state;
    char *code = applied("路灯维修");
    int64_t item = rig_item_id(r, code);
    assert_rc(approval_paper(&d[0], r->st, &stranger, &item, 1, false, &r->err), XH_NOT_FOUND);
    assert_ok(tools_configure(r, r->admin, "township", "- {do: [read, export], on: [own, "
                              "co, unit]}", "- {do: [read], on: [own, co, unit]}", NULL));
    assert_ok(approval_paper(&d[1], r->st, &own, &item, 1, false, &r->err));
    assert_rc(approval_paper(&d[2], r->st, &own, &item, 1, true, &r->err), XH_DENIED);
    assert_ok(approval_paper(&d[3], r->st, &clerk, &item, 1, true, &r->err));
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    assert_rc(certificate_paper(&d[4], r->st, &own, item, true, &r->err), XH_DENIED);
    for (size_t i = 0; i < 5; i++)
        document_fini(&d[i]);
    free(code);
}

/* ---- the certificate ---- */

static char *certificate(int64_t reader, const char *code)
{
    struct filter look = seen_by(reader);
    struct document d = {0};
    struct buf b = {0};

    assert_ok(certificate_paper(&d, r->st, &look, rig_item_id(r, code), false, &r->err));
    document_text(&b, &d, 100, false);
    document_fini(&d);
    return buf_take(&b);
}

static void a_certificate_names_both_people(void **state)
{
    struct filter look = seen_by(r->clerk);
    struct document d = {0};

    (void)state;
    char *code = applied("路灯维修");
    assert_rc(certificate_paper(&d, r->st, &look, rig_item_id(r, code), false, &r->err),
              XH_REFUSED);
    assert_non_null(strstr(r->err.msg, code));
    document_fini(&d);
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    char *text = certificate(r->clerk, code);
    static const char *const said[] = { "Item: 路灯维修\n", "Lead unit: 建设办\n",
                                        "Deadline: 2026-12-18\n", "制定方案",
                                        "completed 2026-11-20", "干部甲", "领导甲",
                                        "https://example.invalid/photo", "Check code: ", NULL };
    for (size_t i = 0; said[i]; i++)
        if (!strstr(text, said[i]))
            fail_msg("'%s' is not in:\n%s", said[i], text);
    free(text);
    free(code);
}

/* The code on it answers for the file it was printed from. */
static void its_code_holds(void **state)
{
    long long seq;
    char code_text[64];

    (void)state;
    char *code = applied("路灯维修");
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, code));
    char *text = certificate(r->clerk, code);
    const char *at = strstr(text, "Check code: ");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "Check code: %63s event %lld", code_text, &seq), 2);
    assert_ok(verify_code(r->st, seq, code_text, &r->err));
    assert_rc(verify_code(r->st, seq - 1, code_text, &r->err), XH_REFUSED);
    free(text);
    free(code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
        T(no_row_is_an_empty_form),
        T(a_row_says_what_was_done_and_leaves_room),
        T(forty_rows_go_over_pages),
        T(only_what_was_applied_for),
        T(taking_away_is_asked_for_each_row),
        T(a_certificate_names_both_people),
        T(its_code_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
