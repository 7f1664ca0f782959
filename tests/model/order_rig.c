#include "tests/model/order_rig.h"

struct record_rig order_rig;
static struct record_rig *const r = &order_rig;
struct order_result order_res;
char order_late[64];

void order_rig_init(const char *home)
{
    record_rig_init(r, home, false);
    snprintf(order_late, sizeof order_late, "%s", rig_task(r, "2026-11-25"));
    rig_today(r, "2026-11-27");
}

struct order_call order_call_of(enum verb verb, const char *order)
{
    return (struct order_call){
        .verb = verb, .order = order, .due = DAY_NONE, .on = DAY_NONE,
        .text = verb == VERB_ANSWER ? "已组织施工,12月2日前完成" : NULL,
        .reason = verb == VERB_SEND_BACK || verb == VERB_REVOKE ? "措施不具体" : NULL,
    };
}

enum xh_rc order_do(struct who who, const struct order_call *c)
{
    memset(&r->err, 0, sizeof r->err);
    return order_run(r->st, &r->env, &who, c, &order_res, &r->err);
}

enum xh_rc order_by(int64_t person, enum verb verb, const char *order)
{
    struct order_call c = order_call_of(verb, order);
    struct pair title = { "title", "改后的事由" };

    if (verb == VERB_REDRAFT) {
        c.fields = &title;
        c.n_fields = 1;
    }
    return order_do((struct who){ .actor = person }, &c);
}

enum xh_rc order_for(int64_t actor, int64_t behalf, enum verb verb, const char *order)
{
    struct order_call c = order_call_of(verb, order);
    return order_do((struct who){ .actor = actor, .behalf = behalf }, &c);
}

enum xh_rc order_supervise(int64_t person, const char *const *codes)
{
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);

    c.codes = codes;
    while (codes[c.n_codes])
        c.n_codes++;
    return order_do((struct who){ .actor = person }, &c);
}

enum xh_rc order_one(int64_t person, const char *code)
{
    return order_supervise(person, (const char *const[]){ code, NULL });
}

const char *order_in(enum duban_state state)
{
    static char row[24];
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);
    const char *const codes[] = { order_late };

    c.codes = codes;
    c.n_codes = 1;
    c.again = true;
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    snprintf(row, sizeof row, "r%lld", (long long)order_res.order);
    if (state == DUBAN_WITHDRAWN)
        assert_ok(order_by(r->clerk, VERB_REVOKE, row));
    if (state == DUBAN_DRAFT || state == DUBAN_WITHDRAWN)
        return row;
    assert_ok(order_by(r->leader, VERB_SIGN, row));
    if (state >= DUBAN_DELIVERED)
        assert_ok(order_by(r->clerk, VERB_DELIVER, row));
    if (state >= DUBAN_RECEIVED)
        assert_ok(order_by(r->handler, VERB_RECEIVE, row));
    if (state >= DUBAN_ANSWERED)
        assert_ok(order_by(r->handler, VERB_ANSWER, row));
    if (state >= DUBAN_CLOSED)
        assert_ok(order_by(r->clerk, VERB_FINISH, row));
    return row;
}

struct duban_order order_now(int64_t id)
{
    struct duban_order o = {0};

    assert_ok(order_load(r->st->db, id, &o, &r->err));
    return o;
}

void assert_order_(int64_t id, enum duban_state state, const char *number,
                   const char *file, int line)
{
    struct duban_order o = order_now(id);

    _assert_string_equal(order_state_id(o.state), order_state_id(state), file, line);
    _assert_string_equal(o.number, number, file, line);
    order_fini(&o);
}
