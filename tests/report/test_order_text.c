/* test_order_text.c - orders and letters on paper: what stands on them, what does not, as text no
 * line too wide whatever people wrote, as PDF the seal's place (OFFICE 13, 25, invariants 8, 9). */
#include "tests/model/order_rig.h"

#include "model/text.h"
#include "report/document_text.h"
#include "report/order_paper.h"
#include "tests/report/pdf_probe.h"

static struct record_rig *const r = &order_rig;

static int found(void **state)
{
    (void)state;
    order_rig_init(NULL);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static char *printed(int64_t id, int width)
{
    struct duban_order o = order_now(id);
    struct document d = {0};
    struct buf b = {0};

    assert_ok(order_paper(&d, r->st, &o, &r->err));
    document_text(&b, &d, width, false);
    document_fini(&d);
    order_fini(&o);
    return buf_take(&b);
}

static void assert_narrow(const char *text, int width)
{
    for (const char *s = text; *s;) {
        char *line = xstrndup(s, strcspn(s, "\n"));
        size_t n = strlen(line), at;
        if (text_width(line) > width)
            fail_msg("%d columns, not %d: %s", text_width(line), width, line);
        if (n && line[n - 1] == ' ')
            fail_msg("blanks at the end: '%s'", line);
        if (text_refused(line, false, &at))
            fail_msg("would drive a terminal: %s", line);
        s += n + (s[n] == '\n');
        free(line);
    }
}

static void an_order_has_its_parts(void **state)
{
    static const char *const parts[] = {
        "沿江镇: supervision order\n",
        "draft, not numbered\n",
        "\n建设办:\n",
        "Matters supervised\n1. 示例事项 (督26-1; responsible: 干部甲; "
        "deadline: 2026-11-25;",
        "Responsible leader: 领导甲\n",
        "Demand\n    示例事项: overdue by 2 days",
        "Reply in writing by: 2026-12-04\n",
        "Feedback: once\n",
        "Acknowledge: within 1 workday of delivery\n",
        "党政综合办公室(督查室)\n",
        "Receipt\n",
        "Received by (signature): ____",
        "Report on what was done\n",
        "What comes next, by when: ____",
        "Check code: ",
    };

    (void)state;
    order_in(DUBAN_DRAFT);
    char *text = printed(1, 80);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(text, parts[i]))
            fail_msg("'%s' is not in:\n%s", parts[i], text);
    assert_null(strstr(text, "Signed:"));
    assert_true(strncmp(text, "draft\n", 6) == 0);
    assert_narrow(text, 80);
    free(text);
    assert_ok(tools_configure(r, r->admin, "township",
                              "  # contact: 党政综合办公室(督查室) "
                              "0577-00000000",
                              "  contact: 督查室 0577-00000000", NULL));
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));
    assert_ok(order_by(r->leader, VERB_REVOKE, "1"));
    text = printed(1, 80);
    assert_non_null(strstr(text, "沿督〔2026〕1号\n"));
    assert_non_null(strstr(text, "Signed: 领导甲\n"));
    assert_non_null(strstr(text, "Contact: 督查室 0577-00000000\n"));
    assert_true(strncmp(text, "withdrawn\n", 10) == 0);
    free(text);
}

/* A letter asks: no 督办, no lateness, no slip to send back, no rank (ENGINE 38). */
static void a_letter_asks(void **state)
{
    static const char *const never[] = {
        "supervis", "overdue", "Receipt", "Responsible leader", "Acknowledge", "责任人",
        "督办", "deadline",
    };
    char code[64];

    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=用地报批", "unit=建设办",
             "lead=领导甲", "due=2026-12-18", "source=上级文件", NULL));
    struct call c = rig_call(VERB_HOLD, code);
    c.office = "县自然资源局";
    c.reason = "等批复";
    c.to = on("2026-12-15");
    assert_ok(rig_run(r, r->leader, &c));
    rig_today(r, "2026-12-21");
    assert_ok(order_one(r->clerk, code));
    char *text = printed(1, 80);
    assert_non_null(strstr(text, "沿江镇: letter of coordination\n"));
    assert_non_null(strstr(text, "\n县自然资源局:\n"));
    assert_non_null(strstr(text,
                           "Matters to be coordinated\n1. 用地报批 (督26-2; waiting "
                           "(days): 24)\n"));
    assert_non_null(strstr(text, "Background: 上级文件\n"));
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(text, never[i]))
            fail_msg("'%s' is in:\n%s", never[i], text);
    assert_narrow(text, 80);
    free(text);
}

static uint32_t rnd(uint32_t below)
{
    uint32_t n;

    r->env.random(r->env.random_ctx, &n, sizeof n);
    return n % below;
}

/* Words of all kinds, as long as they come. */
static char *odd_words(size_t n)
{
    static const char *const words[] = {
        "路灯维修",
        "（一）",
        "，",
        "。",
        "“急”",
        "2026年11月27日",
        "a",
        "averyverylongwordwithout"
        "anyblankinsideofitthatdoesnotfitintoonelineofpaperatallhowevernarrowitis",
        " ",
        "  ",
        "0.463亩",
        "①",
        "é",
        "𠮷",
        "；",
        "——",
        "……",
        "《条例》",
        "http://example.invalid/a/b?c=d",
    };
    struct buf b = {0};

    for (size_t i = 0; i < n; i++)
        buf_puts(&b, words[rnd(sizeof words / sizeof *words)]);
    buf_puts(&b, "完");
    return buf_take(&b);
}

static void no_line_is_too_wide(void **state)
{
    (void)state;
    for (int round = 0; round < 60; round++) {
        char *demand = odd_words(20 + rnd(200)), *title = odd_words(rnd(20)),
             *basis = odd_words(rnd(20));
        struct pair fields[] = { { "demand", demand },
                                 { "title", title },
                                 { "basis", basis } };
        struct order_call c = order_call_of(VERB_REDRAFT, order_in(DUBAN_DRAFT));
        size_t n = text_length(title) > 400 || text_length(basis) > 400 ? 1 : 3;
        c.fields = fields;
        c.n_fields = n;
        assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
        int64_t id = order_res.order;
        for (int width = 40; width <= 132; width += 23) {
            char *text = printed(id, width);
            assert_narrow(text, width);
            free(text);
        }
        char *text = printed(id, 80);
        assert_narrow(text, 80);
        free(text);
        free(demand);
        free(title);
        free(basis);
    }
}

/* ---- as PDF ---- */

static char *set(int64_t id, const char *name, int *pages)
{
    struct duban_order o = order_now(id);
    struct document d = {0};

    assert_ok(order_paper(&d, r->st, &o, &r->err));
    char *path = probe_set(&d, name, pages, NULL);
    order_fini(&o);
    return path;
}

/* 45 mm between the last words and the issuer stay white, beside him too. */
static void the_seal_has_its_place(void **state)
{
    struct probe_word last, issuer;
    int pages = 0;

    (void)state;
    order_in(DUBAN_SIGNED);
    char *path = set(1, "order.pdf", &pages);
    assert_int_equal(pages, 3);
    assert_true(probe_word(path, 2, "Acknowledge", &last));
    assert_true(probe_word(path, 2, "党政综合办公室", &issuer));
    assert_true(issuer.top - last.bottom >= 45 - 2);
    struct probe_ink ink = probe_ink(path, 2, 4);
    assert_true(probe_darkest(&ink, 100, issuer.top - 44, 184, issuer.top - 1) > 200);
    probe_ink_fini(&ink);
    free(path);
}

/* The receipt and the form stand on a page of their own, the code on the last page only. */
static void what_comes_back_is_cut_off(void **state)
{
    static const char *const words[] = { "Receipt", "Document number", "Received by",
                                         "Report on what was done", "How far it is", "Date:",
                                         "Check code", NULL };
    int pages = 0;

    (void)state;
    order_in(DUBAN_SIGNED);
    char *path = set(1, "slip.pdf", &pages);
    char *last = probe_text(path, pages), *all = probe_text(path, 0);
    assert_true(probe_in_order(last, words));
    assert_int_equal(probe_count(all, "Check code"), 1);
    assert_int_equal(probe_count(last, "Demand"), 0);
    free(last);
    free(all);
    free(path);
}

/* What is cut off is one piece: where it does not fit any more, all of it is on the next page. */
static void a_long_title_parts_no_form(void **state)
{
    struct buf title = {0};
    struct pair field = { "title", NULL };
    int pages = 0;

    (void)state;
    for (int i = 0; i < 40; i++)
        buf_puts(&title, "很长的事由");
    struct order_call c = order_call_of(VERB_REDRAFT, order_in(DUBAN_DRAFT));
    field.value = buf_str(&title);
    c.fields = &field;
    c.n_fields = 1;
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    char *path = set(order_res.order, "long.pdf", &pages);
    char *last = probe_text(path, pages), *before = probe_text(path, pages - 1);
    assert_int_equal(probe_count(last, "Report on what was done"), 1);
    assert_int_equal(probe_count(last, "Date:"), 1);
    assert_int_equal(probe_count(before, "Received on"), 1);
    assert_int_equal(probe_count(before, "Date:"), 0);
    free(last);
    free(before);
    free(path);
    buf_fini(&title);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
        T(an_order_has_its_parts),
        T(a_letter_asks),
        T(no_line_is_too_wide),
        T(the_seal_has_its_place),
        T(what_comes_back_is_cut_off),
        T(a_long_title_parts_no_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
