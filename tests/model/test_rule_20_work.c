/* ENGINE 20-25 and 30, 34, 37, 38 as far as they are rules over facts: transitions, order
 * of steps, quantities, gates, split items. What they leave in the record is tested
 * there, and so are recurring items (25). */
#include "tests/model/engine_rig.h"

#include "model/plan.h"
#include "model/work.h"

static struct rig rig;
static struct xh_err err;

/* ---- the workflow of ENGINE 20, as the shipped YAML has it ---- */

static const char *assigned[] = { "assigned" };
static const char *open_states[] = { "assigned", "active", "rework" };
static const char *working[] = { "active", "rework" };
static const char *review[] = { "review" };
static const char *review_or_assigned[] = { "review", "assigned" };
static const char *held[] = { "held" };
static const char *open_or_held[] = { "assigned", "active", "rework", "held" };
static const char *over[] = { "closed", "cancelled" };
static const char *apply_needs[] = { "steps", "fields", "evidence" };

static struct state_def states[] = {
    { "assigned", "待签收", PHASE_OPEN }, { "active", "在办", PHASE_OPEN },
    { "rework", "退改", PHASE_OPEN }, { "review", "待审核", PHASE_REVIEW },
    { "held", "暂停", PHASE_HELD }, { "closed", "已销号", PHASE_CLOSED },
    { "cancelled", "终止", PHASE_CANCELLED },
};

static struct action_def actions[] = {
    { "accept", "签收", assigned, 1, "active", NULL, 0 },
    { "assign", "改派", open_states, 3, "assigned", NULL, 0 },
    { "apply", "申请销号", working, 2, "review", apply_needs, 3 },
    { "withdraw", "撤回申请", review, 1, "before", NULL, 0 },
    { "approve", "同意销号", review, 1, "closed", NULL, 0 },
    { "return", "退回", review_or_assigned, 2, "rework", NULL, 0 },
    { "hold", "暂停", open_states, 3, "held", NULL, 0 },
    { "resume", "恢复", held, 1, "before", NULL, 0 },
    { "cancel", "终止", open_or_held, 4, "cancelled", NULL, 0 },
    { "reopen", "重新交办", over, 2, "assigned", NULL, 0 },
    { "note", "备注", NULL, 0, "", NULL, 0 },
    { "limit", "限期", open_states, 3, "", NULL, 0 },
};

static int setup(void **state)
{
    (void)state;
    rig_init(&rig);
    rig.defs.workflow =
        (struct workflow_def){ states, COUNT(states), actions, COUNT(actions) };
    err = (struct xh_err){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_fini(&rig);
    return 0;
}

static void rule_20_transitions(void **state)
{
    static const struct { enum verb verb; const char *from, *before, *to; } rows[] = {
        { VERB_ACCEPT, "assigned", "", "active" },
        { VERB_ASSIGN, "active", "", "assigned" },
        { VERB_APPLY, "active", "", "review" },
        { VERB_APPLY, "rework", "", "review" },
        { VERB_WITHDRAW, "review", "rework", "rework" },
        { VERB_APPROVE, "review", "active", "closed" },
        { VERB_RETURN, "review", "active", "rework" },
        { VERB_HOLD, "assigned", "", "held" },
        { VERB_RESUME, "held", "assigned", "assigned" },
        { VERB_CANCEL, "held", "active", "cancelled" },
        { VERB_REOPEN, "closed", "", "assigned" },
        { VERB_REOPEN, "cancelled", "", "assigned" },
        { VERB_LIMIT, "rework", "", "rework" },         /* an action that stays */
        { VERB_NOTE, "closed", "", "closed" },          /* from any */
        { VERB_INSTRUCT, "closed", "", "closed" },      /* no action, no work: any */
        { VERB_CHECK, "active", "", "active" },         /* no action, work: phase 0 */
        { VERB_PROGRESS, "assigned", "", "assigned" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct state_def *s = work_next(&rig.defs, &rig.list, rows[i].verb,
                                              rows[i].from, rows[i].before, &err);

        assert_non_null(s);
        assert_string_equal(s->id, rows[i].to);
    }
}

static void rule_20_refusals_say_what_is_possible(void **state)
{
    static const struct { enum verb verb; const char *from, *msg; } rows[] = {
        { VERB_APPLY, "assigned", "申请销号 is not possible while the item is in state 待签收\n"
                                  "possible now: 改派, 签收, 终止, 退回, 限期, 暂停" },
        { VERB_APPROVE, "active", "同意销号 is not possible while the item is in state 在办\n"
                                  "possible now: 改派, 终止, 申请销号, 限期, 暂停" },
        { VERB_CHECK, "review",
          "complete a step is not possible while the item is in state 待审核\n"
          "possible now: 撤回申请, 同意销号, 退回" },
        { VERB_SPLIT, "closed", "split between units is not possible while the item is in state "
                                "已销号\npossible now: 重新交办" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_null(work_next(&rig.defs, NULL, rows[i].verb, rows[i].from, "", &err));
        assert_int_equal(err.rc, XH_REFUSED);
        assert_string_equal(err.msg, rows[i].msg);
    }
    rig.defs.workflow.n_actions = 0;
    assert_null(work_next(&rig.defs, NULL, VERB_CHECK, "closed", "", &err));
    assert_string_equal(err.msg,
                        "complete a step is not possible while the item is in state 已销号");
}

static void rule_20_a_list_may_have_its_own_actions(void **state)
{
    struct action_def own = { "apply", "上报", assigned, 1, "closed", NULL, 0 };

    (void)state;
    rig.list.actions = &own;
    rig.list.n_actions = 1;
    assert_string_equal(
        work_next(&rig.defs, &rig.list, VERB_APPLY, "assigned", "", &err)->id, "closed");
    assert_null(work_next(&rig.defs, &rig.list, VERB_APPLY, "active", "", &err));
    assert_non_null(work_next(&rig.defs, NULL, VERB_APPLY, "active", "", &err));
}

static void rule_20_states_that_are_gone(void **state)
{
    struct action_def lost = { "apply", "申请销号", NULL, 0, "gone", NULL, 0 };

    (void)state;
    assert_null(work_next(&rig.defs, NULL, VERB_APPLY, "gone", "", &err));
    assert_int_equal(err.rc, XH_CONFIG);
    assert_null(work_next(&rig.defs, NULL, VERB_RESUME, "held", "gone", &err));
    assert_int_equal(err.rc, XH_CONFIG);
    assert_null(work_next(&rig.defs, NULL, VERB_RESUME, "held", NULL, &err));
    assert_string_equal(err.msg,
                        "恢复 leads to state before, which the workflow does not have");
    rig.list.actions = &lost;
    rig.list.n_actions = 1;
    assert_null(work_next(&rig.defs, &rig.list, VERB_APPLY, "active", "", NULL));
}

/* ---- order of steps ---- */

static const char *after_notice[] = { "notice" };
static const char *after_both[] = { "notice", "sign", "gone" };

/* 公示 lasting 10 workdays, then 签约, then 兑付 after both. Start 2026-03-16. */
static void three_steps(void)
{
    rig.f.start = rig_day("2026-03-16");
    rig_step(&rig, "notice", rig_no_due);
    rig.steps[0].lasts = (struct duration){ 10, UNIT_WORKDAY };
    rig_step(&rig, "sign", rig_no_due);
    rig.steps[1].after = after_notice;
    rig.steps[1].n_after = 1;
    rig_step(&rig, "pay", rig_no_due);
    rig.steps[2].after = after_both;
    rig.steps[2].n_after = 3;
}

static void rule_15_checked_on_its_last_day_at_the_earliest(void **state)
{
    static const struct { const char *begun, *day; enum xh_rc rc; const char *msg; } rows[] = {
        { "2026-03-16", "2026-03-30", XH_OK, "" },
        { "2026-03-16", "2026-03-29", XH_REFUSED,
          "step notice was begun on 2026-03-16 and lasts 10 workdays: 2026-03-30 at the earliest" },
        { "", "2026-03-30", XH_REFUSED,
          "step notice lasts 10 workdays and is not begun: begin it first" },
    };

    (void)state;
    three_steps();
    for (size_t i = 0; i < COUNT(rows); i++) {
        err = (struct xh_err){0};
        rig.step[0].begun_on = rig_day(rows[i].begun);
        assert_int_equal(work_may_check(&rig.defs, &rig.f, 0, rig_day(rows[i].day),
                                        rig_day("2026-04-30"), &err), rows[i].rc);
        assert_string_equal(err.msg, rows[i].msg);
    }
}

static void rule_15_the_next_step_from_the_day_after(void **state)
{
    (void)state;
    three_steps();
    rig.step[0].begun_on = rig_day("2026-03-16");
    rig.step[0].done_on = rig_day("2026-03-30");
    for (int begin = 0; begin < 2; begin++) {
        enum xh_rc (*may)(const struct defs *, const struct facts *, int, int32_t, int32_t,
                          struct xh_err *) = begin ? work_may_begin : work_may_check;

        err = (struct xh_err){0};
        assert_int_equal(may(&rig.defs, &rig.f, 1, rig_day("03-31"), rig_day("03-31"),
                             &err), XH_OK);
        assert_int_equal(may(&rig.defs, &rig.f, 1, rig_day("03-30"), rig_day("03-31"),
                             &err), XH_REFUSED);
        assert_string_equal(err.msg,
                            "step sign follows step notice: 2026-03-31 at the earliest");
    }
    /* One that does not last: the same day. */
    rig.steps[0].lasts.unit = UNIT_NONE;
    assert_int_equal(work_may_check(&rig.defs, &rig.f, 1, rig_day("2026-03-30"),
                                    rig_day("2026-03-31"), NULL), XH_OK);
}

static void rule_30_on_a_day_between_start_and_today(void **state)
{
    (void)state;
    three_steps();
    assert_int_equal(work_may_check(&rig.defs, &rig.f, 2, rig_day("2026-03-13"),
                                    rig_day("2026-03-12"), &err), XH_REFUSED);
    assert_string_equal(err.msg,        /* everything that is in the way */
                        "2026-03-13 is in the future: today is 2026-03-12\n"
                        "2026-03-13 is before the item's start, 2026-03-16\n"
                        "step notice comes first and is not done\n"
                        "step sign comes first and is not done");
    err = (struct xh_err){0};
    assert_int_equal(work_may_check(&rig.defs, &rig.f, 0, rig_day("2026-03-16"),
                                    rig_day("03-16"), NULL), XH_REFUSED);  /* it lasts */
    assert_int_equal(work_may_begin(&rig.defs, &rig.f, 0, rig_day("2026-03-16"),
                                    rig_day("2026-03-16"), &err), XH_OK);
    rig.f.start = DAY_NONE;
    rig.step[0].skipped_on = rig.step[1].skipped_on = rig_day("2026-03-20");
    assert_int_equal(work_may_check(&rig.defs, &rig.f, 2, rig_day("2026-03-12"),
                                    rig_day("2026-03-12"), &err), XH_OK);
}

static void rule_30_not_before_its_own_beginning_and_only_once(void **state)
{
    (void)state;
    rig_step(&rig, "visit", rig_no_due);
    rig.step[0].begun_on = rig_day("2026-11-10");
    assert_int_equal(work_may_check(&rig.defs, &rig.f, 0, rig_day("2026-11-09"),
                                    rig_day("2026-11-20"), &err), XH_REFUSED);
    assert_string_equal(err.msg, "step visit was begun later, on 2026-11-10");
    err = (struct xh_err){0};
    assert_int_equal(work_may_begin(&rig.defs, &rig.f, 0, rig_day("2026-11-11"),
                                    rig_day("2026-11-20"), &err), XH_REFUSED);
    assert_string_equal(err.msg, "step visit is begun already, on 2026-11-10");
    err = (struct xh_err){0};
    assert_int_equal(work_may_skip(&rig.defs, &rig.f, 0, &err), XH_OK);
    rig.step[0].skipped_on = rig_day("2026-11-12");
    assert_int_equal(work_may_skip(&rig.defs, &rig.f, 0, &err), XH_REFUSED);
    assert_string_equal(err.msg, "step visit was marked not applicable on 2026-11-12");
    err = (struct xh_err){0};
    rig.step[0].done_on = rig_day("2026-11-12");
    assert_int_equal(work_may_check(&rig.defs, &rig.f, 0, rig_day("2026-11-13"),
                                    rig_day("2026-11-20"), &err), XH_REFUSED);
    assert_string_equal(err.msg, "step visit is done already, on 2026-11-12");
    assert_int_equal(work_may_begin(&rig.defs, &rig.f, 0, rig_day("2026-11-13"),
                                    rig_day("2026-11-20"), NULL), XH_REFUSED);
}

static void rule_19_statutory_minima_cannot_be_skipped(void **state)
{
    (void)state;
    three_steps();
    rig.steps[0].law = "浙江省土地管理条例第47条";
    assert_int_equal(work_may_skip(&rig.defs, &rig.f, 0, &err), XH_OK);
    rig.steps[0].status = STATUS_STATUTE;
    assert_int_equal(work_may_skip(&rig.defs, &rig.f, 0, &err), XH_REFUSED);
    assert_string_equal(err.msg, "step notice is a minimum fixed by law "
                                 "(浙江省土地管理条例第47条) and cannot be skipped");
    rig.steps[1].status = STATUS_STATUTE;       /* a maximum */
    assert_int_equal(work_may_skip(&rig.defs, &rig.f, 1, NULL), XH_OK);
}

static void rule_23_unticking_names_what_rests_on_it(void **state)
{
    (void)state;
    three_steps();
    assert_int_equal(work_dependent(&rig.f, 0, 0), -1);
    rig.step[1].done_on = rig.step[2].done_on = rig_day("2026-04-10");
    assert_int_equal(work_dependent(&rig.f, 0, 0), 1);
    assert_int_equal(work_dependent(&rig.f, 0, 2), 2);
    assert_int_equal(work_dependent(&rig.f, 0, 3), -1);
    assert_int_equal(work_dependent(&rig.f, 1, -1), 2);
    assert_int_equal(work_dependent(&rig.f, 2, 0), -1);
}

static void rule_23_after_is_looked_at_when_ticking(void **state)
{
    (void)state;
    three_steps();
    rig_derive(&rig);
    assert_int_equal(rig.d.next_step, 0);
    assert_int_equal(rig.d.steps_total, 3);
    rig.step[0].done_on = rig_day("2026-03-30");
    rig_derive(&rig);
    assert_int_equal(rig.d.next_step, 1);
    assert_int_equal(rig.d.steps_done, 1);
    rig.step[1].skipped_on = rig_day("2026-03-31");
    rig_derive(&rig);
    assert_int_equal(rig.d.next_step, 2);
    assert_int_equal(rig.d.steps_total, 2);
    /* Never retroactively: a step ticked before `after` was configured stays ticked. */
    rig.step[2].done_on = rig_day("2026-03-31");
    rig.step[0].done_on = DAY_NONE;
    rig_derive(&rig);
    assert_int_equal(rig.d.steps_done, 1);
    assert_int_equal(rig.d.next_step, 0);
    rig.step[0].done_on = rig_day("2026-04-01");
    rig_derive(&rig);
    assert_int_equal(rig.d.next_step, -1);
}

/* ---- 22: quantities ---- */

static void rule_22_progress_by_weight_and_amount(void **state)
{
    static const struct {
        const char *name;
        int32_t weight[3];
        int64_t amount[3], target[3];
        const char *done[3], *skipped[3];
        int64_t num, den;
    } rows[] = {
        { "ticks", { 1, 1, 1 }, {0}, {0}, { "11-03", "", "" }, { "", "", "" }, 1, 3 },
        { "weights", { 3, 1, 1 }, {0}, {0}, { "11-03", "", "" }, { "", "", "" }, 3, 5 },
        { "amounts", { 1, 1, 1 }, { 37, 0, 0 }, { 112, 0, 0 }, { "", "", "" }, { "", "", "" },
          37, 336 },
        { "unlike amounts", { 1, 2, 1 }, { 37, 3, 0 }, { 112, 7, 0 }, { "11-03", "", "" },
          { "", "", "" }, 13, 28 },     /* (1 + 2 * 3/7) / 4 */
        { "never more than all of it", { 1, 1, 1 }, { 300, 0, 0 }, { 100, 0, 0 }, { "", "", "" },
          { "", "", "" }, 1, 3 },
        { "skipped leave the total", { 1, 1, 1 }, {0}, {0}, { "2026-11-03", "", "" },
          { "", "2026-11-03", "" }, 1, 2 },
        { "a lone one may exceed", { 1, 1, 1 }, { 2714, 0, 0 }, { 1000, 0, 0 }, { "", "", "" },
          { "", "2026-11-03", "2026-11-03" }, 2714, 1000 },
        { "nothing applies", { 1, 1, 1 }, {0}, {0}, { "", "", "" },
          { "2026-11-03", "2026-11-03", "2026-11-03" }, 1, 1 },
        { "no weights", { 0, 0, 0 }, {0}, {0}, { "11-03", "", "" }, { "", "", "" }, 0, 1 },
    };

    (void)state;
    rig.list.progress.kind = PROGRESS_STEPS;
    for (int i = 0; i < 3; i++)
        rig_step(&rig, "step", rig_no_due);
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (int k = 0; k < 3; k++) {
            rig.steps[k].weight = rows[i].weight[k];
            rig.step[k].amount = rows[i].amount[k] * 1000000;
            rig.step[k].target = rows[i].target[k] * 1000000;
            rig.step[k].done_on = rig_day(rows[i].done[k] ? rows[i].done[k] : "");
            rig.step[k].skipped_on =
                rig_day(rows[i].skipped[k] ? rows[i].skipped[k] : "");
        }
        rig_derive(&rig);
        if (ratio_compare(rig.d.actual, (struct ratio){ rows[i].num, rows[i].den }) != 0)
            fail_msg("%s: %lld/%lld", rows[i].name, (long long)rig.d.actual.num,
                     (long long)rig.d.actual.den);
    }
    rig.list.n_steps = 0;
    assert_int_equal(plan_actual(&rig.f).num, 0);
    rig.list.progress.kind = PROGRESS_NONE;
    assert_int_equal(plan_actual(&rig.f).num, 0);
}

static void rule_22_many_unlike_amounts_stay_close(void **state)
{
    /* Denominators without common factors: their product leaves int64, the sum must
     * not. */
    static const int64_t primes[] = { 999983, 999979, 999961, 999959, 999953, 999931 };
    int64_t percent;

    (void)state;
    rig.list.progress.kind = PROGRESS_STEPS;
    for (size_t i = 0; i < COUNT(primes); i++) {
        rig_step(&rig, "step", rig_no_due);
        rig.step[i].target = primes[i];
        rig.step[i].amount = primes[i] / 2;
    }
    percent = ratio_percent(plan_actual(&rig.f));       /* just under a half */
    assert_in_range(percent, 49999949, 49999951);
    rig.list.n_steps = 1;
    rig.step[0].target = 1;
    rig.step[0].amount = INT64_MAX;
    assert_int_equal(plan_actual(&rig.f).num, INT64_MAX);
    rig.step[0].target = INT64_MAX;
    rig.step[0].amount = INT64_MAX - 1;
    assert_in_range(ratio_percent(plan_actual(&rig.f)), 99999999, 100000000);
    rig.steps[0].weight = INT32_MAX;
    assert_in_range(ratio_percent(plan_actual(&rig.f)), 99999999, 100000000);
}

/* ---- 34, 37, 38: gates ---- */

static struct gate_facts gate;
static int32_t evidence[RIG_MAX];
static bool has_value[RIG_MAX];

/* Three fields, three steps: sign wants 2 photos and 112 households, field area by
 * then. */
static void gated_list(void)
{
    three_steps();
    rig_field(&rig, "area", FIELD_DECIMAL);
    rig_field(&rig, "phone", FIELD_TEXT);
    rig_field(&rig, "remark", FIELD_TEXT);
    rig.fields[0].required = rig.fields[1].required = true;
    rig.fields[0].by = "sign";
    rig.steps[1].evidence = (struct evidence_def){ .required = true, .min = 2 };
    rig.steps[2].evidence = (struct evidence_def){ .required = true };
    rig.steps[1].unit = "户";
    rig.step[1].target = INT64_C(112000000);
    rig.step[1].amount = INT64_C(110000000);
    for (int i = 0; i < RIG_MAX; i++) {
        evidence[i] = 0;
        has_value[i] = false;
    }
    gate = (struct gate_facts){ .evidence = evidence, .has_value = has_value };
}

static void rule_34_apply_lists_everything_that_is_missing(void **state)
{
    struct buf first = {0};

    (void)state;
    gated_list();
    evidence[1] = 1;
    gate.open_children = 2;
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_REFUSED);
    assert_string_equal(err.msg, "step notice is not done\n"
                                 "step sign: 110 of 112 户\n"
                                 "step sign: evidence 1 of 2\n"
                                 "step pay is not done\n"
                                 "step pay: evidence 0 of 1\n"
                                 "area is not filled in\n"
                                 "phone is not filled in\n"
                                 "2 child items are still open");
    assert_int_equal(work_missing_count(&rig.defs, &rig.f, &gate), 8);
    assert_int_equal(work_missing_first(&first, &rig.defs, &rig.f, &gate), 8);
    assert_string_equal(buf_str(&first), "step notice is not done");
    buf_fini(&first);
}

static void rule_34_nothing_missing(void **state)
{
    struct buf first = {0};

    (void)state;
    gated_list();
    rig.step[0].done_on = rig.step[1].done_on = rig_day("2026-04-01");
    rig.step[2].skipped_on = rig_day("04-01");     /* its evidence is not asked for */
    evidence[1] = 2;
    has_value[0] = has_value[1] = true;
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_OK);
    assert_string_equal(err.msg, "");
    assert_int_equal(work_missing_first(&first, &rig.defs, &rig.f, &gate), 0);
    assert_string_equal(buf_str(&first), "");
    buf_fini(&first);
}

static void rule_34_what_a_single_step_needs(void **state)
{
    (void)state;
    gated_list();
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, 1, &err), XH_REFUSED);
    assert_string_equal(err.msg, "step sign: 110 of 112 户\n"
                                 "step sign: evidence 0 of 2\n"
                                 "area is not filled in");
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, 0, NULL), XH_OK);
    rig.step[1].amount = rig.step[1].target;
    evidence[1] = 2;
    has_value[0] = true;
    err = (struct xh_err){0};
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, 1, &err), XH_OK);
    gate.evidence = NULL;               /* nothing known is nothing there */
    gate.has_value = NULL;
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, 1, &err), XH_REFUSED);
    assert_string_equal(err.msg, "step sign: evidence 0 of 2\narea is not filled in");
}

static void rule_34_steps_that_may_stay_open_ask_for_nothing(void **state)
{
    (void)state;
    gated_list();
    rig.steps[1].optional = true;       /* sign, with field area */
    rig.step[0].done_on = rig_day("2026-04-01");
    rig.step[2].skipped_on = rig_day("2026-04-01");
    has_value[1] = true;
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_OK);
    rig.steps[1].optional = false;
    rig.step[1].skipped_on = rig_day("2026-04-01");
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_OK);
    rig.step[1].done_on = rig_day("04-01");        /* done: area is missing, and photos */
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_REFUSED);
    assert_string_equal(err.msg, "step sign: evidence 0 of 2\narea is not filled in");
}

static void rule_20_apply_asks_for_what_the_workflow_names(void **state)
{
    struct action_def own = { "apply", "上报", NULL, 0, "review", apply_needs, 1 };

    (void)state;
    gated_list();
    rig.list.actions = &own;            /* steps only */
    rig.list.n_actions = 1;
    assert_int_equal(work_missing_count(&rig.defs, &rig.f, &gate), 3);
    own.n_needs = 0;
    assert_int_equal(work_missing_count(&rig.defs, &rig.f, &gate), 0);
    gate.open_children = 1;             /* 38: these always */
    assert_int_equal(work_missing_count(&rig.defs, &rig.f, &gate), 1);
    rig.list.n_actions = 0;
    rig.defs.workflow.n_actions = 0;    /* a workflow that says nothing */
    assert_int_equal(work_missing_count(&rig.defs, &rig.f, &gate), 8);
}

static void rule_37_no_gates_before_the_start_day(void **state)
{
    (void)state;
    gated_list();
    gate.before_start_day = true;
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_OK);
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, 1, &err), XH_OK);
    gate.open_children = 1;
    assert_int_equal(work_missing(&rig.defs, &rig.f, &gate, -1, &err), XH_REFUSED);
}

/* ---- 24 ---- */

static void rule_24_a_split_item_is_its_worst_child(void **state)
{
    (void)state;
    rig_red(&rig, rig_rule(RULE_OVERDUE, 1, UNIT_WORKDAY));
    rig.f.n_children = 3;
    rig.f.children_yellow_on = rig_day("2026-11-12");
    rig.f.children_red_on = rig_day("2026-12-01");
    rig.f.children_progress = (struct ratio){ 2, 3 };
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "2026-11-12");
    assert_day(rig.d.red_on, "12-01");     /* its own due day, 11-20, does not count */
    assert_string_equal(rig.d.yellow_rule, "children");
    assert_string_equal(rig.d.red_rule, "children");
    assert_int_equal(ratio_compare(rig.d.actual, (struct ratio){ 2, 3 }), 0);
    /* Two children, each the worst in one colour: never red before yellow. */
    rig.f.children_red_on = rig_day("2026-11-10");
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "2026-11-10");
    assert_string_equal(rig.d.yellow_rule, "red");
    /* All closed: green until it is applied for. */
    rig.f.children_yellow_on = rig.f.children_red_on = DAY_NEVER;
    rig_derive(&rig);
    assert_day(rig.d.yellow_on, "never");
    assert_string_equal(rig.d.red_rule, "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rule_20_transitions),
        TEST(rule_20_refusals_say_what_is_possible),
        TEST(rule_20_a_list_may_have_its_own_actions),
        TEST(rule_20_states_that_are_gone),
        TEST(rule_15_checked_on_its_last_day_at_the_earliest),
        TEST(rule_15_the_next_step_from_the_day_after),
        TEST(rule_30_on_a_day_between_start_and_today),
        TEST(rule_30_not_before_its_own_beginning_and_only_once),
        TEST(rule_19_statutory_minima_cannot_be_skipped),
        TEST(rule_23_unticking_names_what_rests_on_it),
        TEST(rule_23_after_is_looked_at_when_ticking),
        TEST(rule_22_progress_by_weight_and_amount),
        TEST(rule_22_many_unlike_amounts_stay_close),
        TEST(rule_34_apply_lists_everything_that_is_missing),
        TEST(rule_34_nothing_missing),
        TEST(rule_34_what_a_single_step_needs),
        TEST(rule_34_steps_that_may_stay_open_ask_for_nothing),
        TEST(rule_20_apply_asks_for_what_the_workflow_names),
        TEST(rule_37_no_gates_before_the_start_day),
        TEST(rule_24_a_split_item_is_its_worst_child),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
