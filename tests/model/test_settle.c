/* test_settle.c - 期限核定 (ENGINE 37, OFFICE 6): what is past due kept or set anew, all or none,
 * by somebody who may and did not do the work; what was said of a deadline. */
#include "tests/model/record_tools.h"

#include "model/settle.h"

static struct record_rig rig, *const r = &rig;
static char late[64], later[64], coming[64];

static int found(void **state)
{
    (void)state;
    record_rig_init_on(r, NULL, true, "2026-11-02");
    snprintf(late, sizeof late, "%s", rig_task(r, "2026-11-10"));
    snprintf(later, sizeof later, "%s", rig_task(r, "2026-11-17"));
    snprintf(coming, sizeof coming, "%s", rig_task(r, "2026-12-25"));
    rig_today(r, "2026-11-20");
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static enum xh_rc run(struct settle *s, int64_t person, bool trial)
{
    struct who who = { .actor = person };

    memset(&r->err, 0, sizeof r->err);
    return settle_run(s, r->st, &r->env, &who, trial, &r->err);
}

static void assert_word(const char *code, enum settle_state state, const char *day)
{
    struct settle_word w = {0};
    int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", code);

    assert_ok(settle_word(r->st, item, tools_day(r, code, "due"), &w, &r->err));
    assert_int_equal(w.state, state);
    if (day)
        assert_int_equal(w.day, on(day));
    free(w.basis);
}

static void the_question_is_what_is_past_due(void **state)
{
    struct filter f = { .today = r->env.today, .as_of = DAY_NONE, .reader = r->clerk };
    const char *where[1];
    char text[32];
    struct rows rows = {0};

    (void)state;
    settle_past_due(&f, where, text);
    assert_ok(query_rows(r->st, &f, &rows, &r->err));
    assert_int_equal(rows.n, 2);
    rows_fini(&rows);
}

static void kept_or_set_anew(void **state)
{
    struct settle s = {0};

    (void)state;
    settle_add(&s, late, DAY_NONE, "党政会纪要");
    settle_add(&s, later, on("2026-12-04"), "党政会纪要");
    assert_ok(run(&s, r->clerk, true));         /* a trial writes nothing */
    assert_word(late, SETTLE_NOT, NULL);
    assert_ok(run(&s, r->clerk, false));
    assert_int_equal(s.done, 2);
    assert_int_equal(s.asked, 0);
    assert_int_equal(s.n_actions, 2);
    settle_fini(&s);
    assert_day(late, "due", "2026-11-10");
    assert_day(later, "due", "2026-12-04");
    assert_day(later, "first_due", "2026-12-04");
    assert_word(late, SETTLE_KEPT, "2026-11-20");
    assert_word(later, SETTLE_NOT, NULL);       /* it is simply another deadline now */
    rig_assert_whole(r);
}

static void undone_it_was_not_said(void **state)
{
    struct settle s = {0};
    struct call undo = rig_call(VERB_UNDO, NULL);

    (void)state;
    settle_add(&s, late, DAY_NONE, "党政会纪要");
    assert_ok(run(&s, r->clerk, false));
    undo.action = s.actions[0];
    assert_ok(rig_run(r, r->clerk, &undo));
    assert_word(late, SETTLE_NOT, NULL);
    settle_fini(&s);
}

static void all_or_none(void **state)
{
    struct settle s = {0};

    (void)state;
    settle_add(&s, late, DAY_NONE, "党政会纪要");
    settle_add(&s, "督26-99", DAY_NONE, "党政会纪要");
    settle_add(&s, later, on("2026-12-04"), "");
    assert_rc(run(&s, r->clerk, false), XH_REFUSED);
    assert_int_equal(s.refused, 2);
    assert_null(s.why[0]);
    assert_non_null(strstr(s.why[1], "督26-99"));
    assert_non_null(s.why[2]);                  /* without a basis */
    settle_fini(&s);
    assert_word(late, SETTLE_NOT, NULL);
    assert_day(later, "due", "2026-11-17");
}

/* Whoever did the work asks; somebody else grants it. */
static void by_request(void **state)
{
    struct settle s = {0};

    (void)state;
    assert_ok(rig_report(r, r->clerk, late, "代录", 10));
    settle_add(&s, late, on("2026-12-04"), "配件未到");
    assert_ok(run(&s, r->clerk, false));
    assert_int_equal(s.asked, 1);
    assert_int_equal(s.done, 0);
    assert_day(late, "due", "2026-11-10");
    assert_word(late, SETTLE_ASKED, "2026-12-04");
    settle_fini(&s);
    settle_add(&s, late, DAY_NONE, "x");
    assert_rc(run(&s, r->handler, false), XH_REFUSED);  /* may not at all */
    settle_fini(&s);
}

static void a_file(void **state)
{
    static const char *const head[] = { "编号", "核定时限", "依据" };
    const char *const rows[][3] = {
        { late, "保留", "纪要第3号" }, { later, "2026/12/4", "" }, { coming, "", "" },
    };
    static const char *const wrong[] = { "督26-1", "下个月", "纪要" };
    struct grid g = { .source = xstrdup("/tmp/settled.csv") };
    struct settle s = {0};

    (void)state;
    grid_add_row(&g, 1, head, 3);
    for (size_t i = 0; i < 3; i++)
        grid_add_row(&g, (int64_t)i + 2, rows[i], 3);
    assert_rc(settle_read(&s, &g, NULL, &r->err), XH_REFUSED);
    assert_said("line 3");                      /* no basis */
    settle_fini(&s);
    memset(&r->err, 0, sizeof r->err);
    assert_ok(settle_read(&s, &g, "党政会", &r->err));
    assert_int_equal(s.n, 2);
    assert_int_equal(s.skipped, 1);
    assert_ok(run(&s, r->clerk, false));
    assert_word(late, SETTLE_KEPT, NULL);
    assert_day(later, "due", "2026-12-04");
    settle_fini(&s);
    grid_add_row(&g, 5, wrong, 3);
    memset(&r->err, 0, sizeof r->err);
    assert_rc(settle_read(&s, &g, "党政会", &r->err), XH_REFUSED);
    assert_said("line 5");
    settle_fini(&s);
    grid_fini(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, found, leave)
        T(the_question_is_what_is_past_due),
        T(kept_or_set_anew),
        T(undone_it_was_not_said),
        T(all_or_none),
        T(by_request),
        T(a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
