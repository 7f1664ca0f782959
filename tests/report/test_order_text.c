/* test_order_text.c - orders and letters as plain text: what stands on them, what does
 * not, and no line too wide whatever people wrote (OFFICE 13, invariants 8, 9). */
#include "tests/model/order_rig.h"

#include "model/text.h"
#include "report/order_text.h"

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
    struct order_paper p = {0};
    struct buf b = {0};

    order_paper_make(&p, r->st->defs, &o);
    order_paper_print(&b, &p, width);
    order_paper_fini(&p);
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
        "Addressed to: 建设办\n",
        "Matters supervised:\n  1. 示例事项 (督26-1; responsible: 干部甲; "
        "deadline: 2026-11-25;",
        "Responsible leader: 领导甲\n",
        "Demand:\n  示例事项: overdue by 2 days",
        "Reply in writing by: 2026-12-04\n",
        "Feedback: once\n",
        "Acknowledge: within 1 workday of delivery\n",
        "党政综合办公室(督查室)\n",
        "Receipt\n",
        "Received by (signature): ____",
        "Report on what was done\n",
        "What comes next, by when: ____",
    };

    (void)state;
    order_in(DUBAN_DRAFT);
    char *text = printed(1, 80);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(text, parts[i]))
            fail_msg("'%s' is not in:\n%s", parts[i], text);
    assert_null(strstr(text, "Signed:"));
    assert_null(strstr(text, "WITHDRAWN"));
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
    assert_non_null(strstr(text, "WITHDRAWN\n"));
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
    assert_non_null(strstr(text, "Addressed to: 县自然资源局\n"));
    assert_non_null(strstr(text,
                           "Matters to be coordinated:\n  1. 用地报批 (督26-2; waiting "
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

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
        T(an_order_has_its_parts),
        T(a_letter_asks),
        T(no_line_is_too_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
