#include "tests/model/history_orders.h"

#include <stdio.h>
#include <string.h>

#include "model/order.h"

bool orders_has(enum verb verb)
{
    return verb >= VERB_SUPERVISE && verb <= VERB_REVOKE;
}

static bool chance(struct player *p, uint32_t percent)
{
    return player_rnd(p, 100) < percent;
}

static int64_t anybody(struct player *p)
{
    const struct record_rig *r = &p->rig;
    const int64_t all[] = { r->clerk,  r->handler, r->other, r->leader,
                            r->second, r->village, r->admin };

    return all[player_rnd(p, 7)];
}

/* An order, open and on its way rather; 0 when there is none. */
static int64_t pick_order(struct player *p, enum duban_state *state, bool *stale)
{
    static const char *const states[] = { "signed", "delivered", "received", "answered",
                                          NULL };
    struct orders v = {0};
    struct xh_err err;
    struct order_filter f = { .open = chance(p, 95), .today = p->rig.env.today,
                              .state = states[player_rnd(p, 5)] };
    int64_t id = 0;

    for (int i = 0; i < 2 && v.n == 0; i++, f.state = NULL)
        if (order_list(p->rig.st, &f, &v, &err) != XH_OK)
            fail_msg("%s", err.msg);
    if (v.n) {
        const struct duban_order *o = &v.v[player_rnd(p, (uint32_t)v.n)];
        id = o->id;
        *state = o->state;
        *stale = o->due != DAY_NONE && o->due < p->rig.env.today;
    }
    orders_fini(&v);
    return id;
}

static enum verb likely(struct player *p, enum duban_state s, bool stale)
{
    static const enum verb next[] = {
        [DUBAN_DRAFT] = VERB_SIGN, [DUBAN_SIGNED] = VERB_DELIVER,
        [DUBAN_DELIVERED] = VERB_RECEIVE, [DUBAN_RECEIVED] = VERB_ANSWER,
        [DUBAN_ANSWERED] = VERB_FINISH, [DUBAN_CLOSED] = VERB_FINISH,
        [DUBAN_WITHDRAWN] = VERB_SIGN,
    };

    if (chance(p, 6))
        return VERB_REVOKE;
    if (s == DUBAN_DRAFT && chance(p, stale ? 90 : 10))
        return VERB_REDRAFT;
    if (s == DUBAN_DELIVERED && chance(p, 30))
        return VERB_ANSWER;
    if (s == DUBAN_ANSWERED && chance(p, 50))
        return chance(p, 80) ? VERB_SEND_BACK : VERB_ANSWER;
    return chance(p, 8) ? (enum verb)(VERB_SIGN + (int)player_rnd(p, 5)) : next[s];
}

static int64_t number(struct player *p, const char *sql, int64_t order)
{
    struct xh_err err;
    int64_t n = 0;

    return db_get_int(p->rig.st->db, &err, &n, sql, "i", order) == XH_OK ? n : 0;
}

static int64_t likely_person(struct player *p, enum verb verb, int64_t order)
{
    const struct record_rig *r = &p->rig;
    int64_t lead =
        number(p,
               "SELECT coalesce(i.lead, i.leader, 0) FROM duban_item d JOIN item i "
               "ON i.id = d.item WHERE d.duban_order = ? ORDER BY d.id LIMIT 1",
               order);
    int64_t member =
        number(p,
               "SELECT p.id FROM duban_order o JOIN person p ON p.unit = o.unit "
               "WHERE o.id = ? AND p.to_day IS NULL ORDER BY p.id DESC LIMIT 1",
               order);

    if (chance(p, 6))
        return anybody(p);
    switch (verb) {
    case VERB_SIGN: case VERB_REVOKE: case VERB_FINISH: case VERB_SEND_BACK:
        return lead && chance(p, 50) ? lead : chance(p, 70) ? r->admin : r->clerk;
    case VERB_RECEIVE: case VERB_ANSWER:
        return member && chance(p, 85) ? member : r->clerk;
    default:
        return r->clerk;
    }
}

int64_t orders_next(struct player *p, const char *code, struct call *c, char words[64])
{
    enum duban_state state = DUBAN_DRAFT;
    bool stale = false;
    int64_t order = chance(p, 15) ? 0 : pick_order(p, &state, &stale);

    *c = rig_call(order ? likely(p, state, stale) : VERB_SUPERVISE, order ? NULL : code);
    snprintf(words, 64, "r%lld", (long long)order);
    c->action = words;
    if (chance(p, 95))
        c->text = c->verb == VERB_SUPERVISE && chance(p, 60) ? NULL : "请抓紧办理";
    if (chance(p, 90))
        c->reason = "措施不具体";
    if (chance(p, 15))
        c->to = p->rig.env.today + (int32_t)player_rnd(p, 10) - 1;
    if (chance(p, 10))
        c->on = p->rig.env.today - (int32_t)player_rnd(p, 4);
    c->has_amount = chance(p, 30);      /* --again */
    c->has_percent = chance(p, 20);     /* every week */
    return likely_person(p, c->verb, order);
}

enum xh_rc orders_run(struct player *p, struct who *who, const struct call *c)
{
    struct record_rig *r = &p->rig;
    struct order_result res;
    char day[DAY_TEXT];
    struct pair field = { "title", "改后的事由" };
    if (c->verb == VERB_REDRAFT && player_rnd(p, 4))
        field = (struct pair){ "due", day_format(r->env.today + 14, day) };
    bool finish_of_answer = c->verb == VERB_FINISH && player_rnd(p, 2);
    struct order_call o = {
        .verb = c->verb, .codes = &c->code, .n_codes = c->verb == VERB_SUPERVISE,
        .order = c->action, .text = c->text, .due = c->to, .on = c->on,
        .reason = finish_of_answer ? NULL : c->reason, .again = c->has_amount,
        .feedback = c->has_percent ? "week" : NULL, .fields = &field,
        .n_fields = c->verb == VERB_REDRAFT,
    };

    memset(&r->result, 0, sizeof r->result);
    enum xh_rc rc = order_run(r->st, &r->env, who, &o, &res, &r->err);
    if (rc == XH_OK)
        memcpy(r->result.action, res.action, sizeof res.action);
    return rc;
}
