/* test_order_may.c - what order_may() says is what order_run() does: every state, every
 * act, everybody; and what comes next on an order's way. */
#include "tests/model/order_rig.h"

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

static const enum verb acts[] = { VERB_REDRAFT, VERB_SIGN, VERB_DELIVER, VERB_RECEIVE,
                                  VERB_ANSWER, VERB_FINISH, VERB_SEND_BACK, VERB_REVOKE };

static bool may(struct who who, enum verb verb, const char *row, struct xh_err *why)
{
    return order_may(r->st, &r->env, &who, verb, atoll(row + 1), why);
}

/* Both answers come from the same checks, but for what an act still has to be given: the
 * rig gives it. */
static void what_may_be_done_can_be_done(void **state)
{
    const int64_t people[] = { r->clerk, r->handler, r->other, r->leader, r->second, r->village,
                               r->admin };
    size_t yes = 0, no = 0;

    (void)state;
    for (int s = DUBAN_DRAFT; s < DUBAN_STATES; s++) {
        char row[24] = "";
        for (size_t v = 0; v < sizeof acts / sizeof *acts; v++)
            for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
                struct xh_err why = {0};
                struct who who = { .actor = people[p] };
                if (!*row)
                    snprintf(row, sizeof row, "%s", order_in((enum duban_state)s));
                bool said = may(who, acts[v], row, &why);
                assert_int_equal(may(who, acts[v], row, NULL), said);
                assert_int_equal(why.msg[0] == '\0', said);
                bool done = order_by(people[p], acts[v], row) == XH_OK;
                if (done != said)
                    fail_msg("%s in %s by %zu: may says %d (%s), run %d (%s)",
                             verb_info(acts[v])->id, order_state_id((enum duban_state)s), p,
                             said, why.msg, done, r->err.msg);
                yes += done;
                no += !done;
                if (done)
                    row[0] = '\0';      /* a fresh one */
            }
    }
    assert_true(yes >= 15);
    assert_true(no >= 200);
    rig_assert_whole(r);
}

static void somebody_else_s_work_and_a_signed_form(void **state)
{
    const struct who clerk = { .actor = r->clerk };
    struct who of_handler = { .actor = r->clerk, .behalf = r->handler };
    struct who of_other = { .actor = r->clerk, .behalf = r->other };
    struct who by_leader = { .actor = r->clerk, .decided = r->leader };
    struct xh_err why = {0};
    const char *row = order_in(DUBAN_DELIVERED);

    (void)state;
    assert_false(may(clerk, VERB_RECEIVE, row, &why));          /* of another unit */
    assert_non_null(strstr(why.msg, "建设办"));
    assert_true(may(of_handler, VERB_RECEIVE, row, NULL));
    assert_false(may(of_other, VERB_RECEIVE, row, NULL));
    assert_true(may(of_handler, VERB_ANSWER, row, NULL));
    row = order_in(DUBAN_DRAFT);
    assert_false(may(clerk, VERB_SIGN, row, NULL));             /* drafted it */
    assert_true(may(by_leader, VERB_SIGN, row, NULL));
    assert_false(may(of_handler, VERB_SIGN, row, NULL));        /* a decision is nobody else's */
    by_leader.decided = r->handler;
    assert_false(may(by_leader, VERB_SIGN, row, NULL));
}

static void an_order_has_a_next_act_until_it_is_over(void **state)
{
    static const enum verb next[DUBAN_STATES] = {
        [DUBAN_DRAFT] = VERB_SIGN, [DUBAN_SIGNED] = VERB_DELIVER,
        [DUBAN_DELIVERED] = VERB_RECEIVE, [DUBAN_RECEIVED] = VERB_ANSWER,
        [DUBAN_ANSWERED] = VERB_FINISH,
    };

    (void)state;
    for (int s = DUBAN_DRAFT; s < DUBAN_STATES; s++) {
        struct duban_order o = order_now(atoll(order_in((enum duban_state)s) + 1));
        assert_int_equal(order_next(&o), next[s]);
        o.kind = DUBAN_LETTER;
        assert_int_equal(order_next(&o), s == DUBAN_DELIVERED ? VERB_ANSWER : next[s]);
        o.kind = DUBAN_ORDER;
        o.weekly = true;
        assert_int_equal(order_next(&o), s == DUBAN_ANSWERED ? VERB_ANSWER : next[s]);
        order_fini(&o);
    }
}

static void no_act_and_no_order(void **state)
{
    const struct who clerk = { .actor = r->clerk };
    struct xh_err why = {0};

    (void)state;
    assert_false(may(clerk, VERB_SIGN, "r99", &why));
    assert_int_equal(why.rc, XH_NOT_FOUND);
    why = (struct xh_err){0};
    assert_false(may(clerk, VERB_APPLY, order_in(DUBAN_DRAFT), &why));
    assert_int_equal(why.rc, XH_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_may_be_done_can_be_done, found, leave),
        cmocka_unit_test_setup_teardown(somebody_else_s_work_and_a_signed_form, found, leave),
        cmocka_unit_test_setup_teardown(an_order_has_a_next_act_until_it_is_over, found, leave),
        cmocka_unit_test_setup_teardown(no_act_and_no_order, found, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
