/* test_ready.c - what an item lacks before its cross-off, thing by thing; evidence for a
 * step that is not ticked yet. */
#include "tests/model/record_tools.h"

#include <stdlib.h>
#include <string.h>

#include "model/ready.h"

static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    free(r);
    return 0;
}

static void load(const char *code, struct ready *out)
{
    int64_t id;

    assert_ok(item_find(r->st->db, r->st->defs, code, r->env.today, &id, &r->err));
    assert_ok(ready_load(r->st, &r->env, id, out, &r->err));
}

static void every_missing_thing_has_its_place(void **state)
{
    (void)state;
    static const struct { enum missing_kind kind; int index; } want[] = {
        { MISSING_STEP, 0 }, { MISSING_STEP, 1 }, { MISSING_STEP, 2 }, { MISSING_EVIDENCE, 2 },
        { MISSING_FIELD, 2 },
    };
    struct ready x = {0};
    const char *code = rig_task(r, "2026-12-01");

    load(code, &x);
    assert_int_equal(x.n, 5);
    for (size_t i = 0; i < x.n; i++) {
        assert_int_equal(x.v[i].kind, want[i].kind);
        assert_int_equal(x.v[i].index, want[i].index);
        assert_true(*x.v[i].text);
    }
    ready_fini(&x);
    rig_finish_task(r, code);
    load(code, &x);
    assert_int_equal(x.n, 0);
    ready_fini(&x);
}

static struct call attach(const char *code, const char *step)
{
    struct call c = rig_call(VERB_NOTE, code);

    c.text = "补充佐证材料";
    c.link = "https://example.invalid/photo";
    c.step = step;
    return c;
}

static void evidence_for_a_step_counts_before_it_is_ticked(void **state)
{
    (void)state;
    struct ready x = {0};
    const char *code = rig_task(r, "2026-12-01");
    struct call c = attach(code, "proof");

    assert_ok(rig_run(r, r->handler, &c));
    load(code, &x);
    assert_int_equal(x.n, 4);           /* the evidence is there, the steps are open */
    ready_fini(&x);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM step s JOIN item i ON i.id = s.item "
                                  "WHERE i.code = ? AND s.done_on IS NOT NULL", code), 0);
    rig_assert_whole(r);
}

static void it_is_work_on_the_checklist(void **state)
{
    (void)state;
    const char *code = rig_task(r, "2026-12-01");
    struct call c = attach(code, "proof");

    /* a leader may write notes, but does not work on the checklist */
    assert_rc(rig_run(r, r->leader, &c), XH_DENIED);
    c.step = NULL;
    assert_ok(rig_run(r, r->leader, &c));
    c = attach(code, "nonsense");
    assert_rc(rig_run(r, r->handler, &c), XH_NOT_FOUND);
    /* and the checklist stands still while it is reviewed */
    rig_finish_task(r, code);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    c = attach(code, "proof");
    assert_rc(rig_run(r, r->handler, &c), XH_REFUSED);
    c.step = NULL;
    assert_ok(rig_run(r, r->handler, &c));
}

static void the_reason_is_optional_the_answer_is_not(void **state)
{
    (void)state;
    const char *code = rig_task(r, "2026-12-01");
    const int64_t people[] = { r->clerk, r->handler, r->other, r->leader, r->village };
    int64_t id;

    assert_ok(item_find(r->st->db, r->st->defs, code, r->env.today, &id, &r->err));
    for (size_t i = 0; i < 5; i++)
        for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
            struct xh_err why = {0};
            bool may = verb_may(r->st, &r->env, people[i], (enum verb)v, id, &why);
            assert_int_equal(verb_may(r->st, &r->env, people[i], (enum verb)v, id, NULL), may);
            assert_true(may || why.msg[0]);
        }
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_missing_thing_has_its_place), T(evidence_for_a_step_counts_before_it_is_ticked),
        T(it_is_work_on_the_checklist), T(the_reason_is_optional_the_answer_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
