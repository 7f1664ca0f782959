/* test_paper_code.c - the code of the last page, read back from the PDF as a person does (copy
 * the line, scan the QR code) and held against the record (invariant 3, OFFICE 25). */
#include "tests/model/record_tools.h"
#include "tests/report/pdf_probe.h"
#include "tests/report/qr_read.h"

#include "report/paper_frame.h"
#include "report/weekly_paper.h"

#define RIGHT 285               /* mm: margins of a ledger page */
#define BOTTOM 195

static struct record_rig rig, *const r = &rig;

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    rig_task(r, "2026-12-04");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static void with_qr(bool is_on)
{
    static const char *const off = "paper_approval: true",
                     *const on = "print: {qr: true}\npaper_approval: true";

    assert_ok(tools_configure(r, r->admin, "township", is_on ? off : on, is_on ? on : off,
                              NULL));
}

static struct weekly final_now(void)
{
    struct weekly w = { 0 };
    struct who who = { .actor = r->clerk };

    assert_ok(weekly_final(r->st, &r->env, &who, 0, NULL, &w, NULL, &r->err));
    return w;
}

/* The sheet as a PDF; gives up `w`. */
static char *set(struct weekly *w, const char *name, int *pages)
{
    struct document d = { 0 };

    weekly_paper(&d, w, WEEKLY_WHOLE);
    weekly_fini(w);
    return probe_set(&d, name, pages, NULL);
}

/* What a telephone reads on a page; NULL: nothing is there. */
static char *scanned(const char *path, int page)
{
    struct probe_ink k = probe_ink(path, page, 8);
    char *text = qr_read(&k, RIGHT, BOTTOM);

    probe_ink_fini(&k);
    return text;
}

/* The whole line a person copies from the page. */
static char *line_of(const char *path, int page)
{
    char *all = probe_text(path, page), *at = strstr(all, "Check code");

    assert_non_null(at);
    char *line = xstrndup(at, strcspn(at, "\n"));
    free(all);
    return line;
}

/* Text from the paper alone: is the record still the one it came from? */
static enum xh_rc verify_text(const char *text)
{
    struct verify_typed typed;

    assert_ok(verify_code_read(text, &typed, &r->err));
    assert_true(typed.seq > 0);
    return verify_code(r->st, typed.seq, text, &r->err);
}

static void the_line_of_a_pdf_is_enough_to_verify(void **state)
{
    struct weekly w = final_now();
    int pages;

    (void)state;
    assert_string_equal(weekly_word(&w, "scan"), "");
    char *path = set(&w, "line.pdf", &pages), *line = line_of(path, pages);
    char *all = probe_text(path, 0);
    assert_ok(verify_text(line));
    assert_ok(verify_text(all));                /* the whole paper pasted */
    assert_null(scanned(path, pages));
    /* The record is changed behind its back: the number that is wrong is named first. */
    assert_ok(db_script(r->st->db, "UPDATE event SET day = day + 1 WHERE id = 3", &r->err));
    assert_rc(verify_text(line), XH_REFUSED);
    const char *first = strstr(r->err.msg, ":\nevent 3");
    if (!first)
        fail_msg("%s", r->err.msg);
    free(all);
    free(line);
    free(path);
}

static void a_qr_code_says_what_the_line_says(void **state)
{
    struct verify_typed a, b;
    int pages;

    (void)state;
    with_qr(true);
    struct weekly w = final_now();
    char *word = xstrdup(weekly_word(&w, "scan")), *path = set(&w, "qr.pdf", &pages);
    char *line = line_of(path, pages), *scan = scanned(path, pages);
    assert_non_null(scan);
    assert_string_equal(scan, word);
    assert_ok(verify_text(scan));
    assert_ok(verify_code_read(scan, &a, &r->err));
    assert_ok(verify_code_read(line, &b, &r->err));
    assert_int_equal(a.seq, b.seq);
    assert_string_equal(a.letters, b.letters);
    free(scan);
    free(line);
    free(path);
    free(word);
}

static void same_bytes(const char *a, const char *b)
{
    size_t n, m;
    char *x = probe_file(a, &n), *y = probe_file(b, &m);

    assert_int_equal(n, m);
    assert_memory_equal(x, y, n);
    free(x);
    free(y);
}

/* What was made without stays without, what was made with one keeps it. */
static void a_final_sheet_is_printed_again_as_it_was(void **state)
{
    (void)state;
    for (int was = 0; was < 2; was++) {
        int pages;
        if (was) {
            rig_today(r, "2026-11-27");
            with_qr(true);
        }
        struct weekly w = final_now();
        char *first = set(&w, "first.pdf", &pages);
        with_qr(!was);
        struct weekly again = { 0 }, draft = { 0 };
        assert_ok(weekly_again(r->st, 0, was + 1, &again, &r->err));
        char *second = set(&again, "second.pdf", NULL);
        same_bytes(first, second);
        char *scan = scanned(second, pages);
        assert_int_equal(scan != NULL, was);
        assert_ok(weekly_draft(r->st, r->env.today, r->clerk, &draft, &r->err));
        assert_int_equal(*weekly_word(&draft, "scan") != '\0', !was);
        weekly_fini(&draft);
        free(scan);
        free(first);
        free(second);
        if (!was)
            with_qr(false);
    }
}

static void every_paper_with_a_code_has_the_qr_code_too(void **state)
{
    (void)state;
    for (int is_on = 0; is_on < 2; is_on++) {
        struct document d = { 0 };
        if (is_on)
            with_qr(true);
        assert_ok(paper_begin(&d, r->st, DOC_LEDGER, "Items", &r->err));
        paper_part(&d, r->st, "", r->env.today, "");
        assert_ok(paper_anchor(&d, r->st, &r->err));
        char *path = probe_set(&d, "anchor.pdf", NULL, NULL);
        char *line = line_of(path, 1), *scan = scanned(path, 1);
        assert_ok(verify_text(line));
        assert_int_equal(scan != NULL, is_on);
        if (scan)
            assert_ok(verify_text(scan));
        free(scan);
        free(line);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_line_of_a_pdf_is_enough_to_verify, setup, teardown),
        cmocka_unit_test_setup_teardown(a_qr_code_says_what_the_line_says, setup, teardown),
        cmocka_unit_test_setup_teardown(a_final_sheet_is_printed_again_as_it_was, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(every_paper_with_a_code_has_the_qr_code_too, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
