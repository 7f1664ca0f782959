#include "tests/model/history_player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/def_store.h"
#include "model/permit.h"
#include "tests/model/fingerprint.h"
#include "tests/model/history_orders.h"

/* ---- chance ---- */

uint32_t player_rnd(struct player *p, uint32_t below)
{
    p->seed += 0x9E3779B97F4A7C15u;
    uint64_t z = p->seed;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ z >> 31) % below);
}

static bool chance(struct player *p, uint32_t percent)
{
    return player_rnd(p, 100) < percent;
}

#define ONE_OF(p, array) ((array)[player_rnd(p, sizeof (array) / sizeof *(array))])

/* ---- an item ---- */

struct subject {
    int64_t id, owner, lead, asked;     /* asked: open requests */
    int32_t due;
    char code[64], list[48], state[48], step[48];       /* step: the next one to do */
};

static bool pick_item(struct player *p, struct subject *s)
{
    struct xh_err err;
    int64_t n = 0;
    struct db *db = p->rig.st->db;

    memset(s, 0, sizeof *s);
    assert_int_equal(db_get_int(db, &err, &n, "SELECT count(*) FROM item", ""), XH_OK);
    if (n == 0)
        return false;
    int64_t at = player_rnd(p, (uint32_t)n);
    if (p->focus && p->focus <= n && chance(p, 60))
        at = p->focus - 1;      /* stay with one for a while: it gets somewhere */
    struct stmt *st =
        db_query(db, &err,
                 "SELECT id, coalesce(owner, 0), coalesce(lead, 0), due, "
                 "code, list, state, next_step, (SELECT count(*) FROM request r "
                 "WHERE r.item = i.id AND r.answer = '') FROM item i ORDER BY id "
                 "LIMIT 1 OFFSET ?",
                 "i", at);
    assert_int_equal(stmt_step(st, &err), 1);
    s->id = stmt_int(st, 0);
    s->owner = stmt_int(st, 1);
    s->lead = stmt_int(st, 2);
    s->due = stmt_day(st, 3);
    snprintf(s->code, sizeof s->code, "%s", stmt_text(st, 4));
    snprintf(s->list, sizeof s->list, "%s", stmt_text(st, 5));
    snprintf(s->state, sizeof s->state, "%s", stmt_text(st, 6));
    snprintf(s->step, sizeof s->step, "%s", stmt_text(st, 7));
    s->asked = stmt_int(st, 8);
    stmt_done(st);
    return true;
}

/* ---- what is likely ---- */

enum by { BY_OWNER, BY_CLERK, BY_LEAD, BY_ADMIN };

struct likely { const char *state; enum verb verb; enum by by; uint32_t weight; };
static const struct likely likely[] = {
    { "assigned", VERB_ACCEPT, BY_OWNER, 30 },    { "assigned", VERB_PROGRESS, BY_OWNER, 10 },
    { "assigned", VERB_CHECK, BY_OWNER, 10 },     { "assigned", VERB_RETURN, BY_OWNER, 3 },
    { "assigned", VERB_ASSIGN, BY_CLERK, 5 },     { "assigned", VERB_VOID, BY_CLERK, 2 },
    { "active", VERB_PROGRESS, BY_OWNER, 25 },    { "active", VERB_CHECK, BY_OWNER, 45 },
    { "active", VERB_BEGIN, BY_OWNER, 6 },        { "active", VERB_UNCHECK, BY_OWNER, 3 },
    { "active", VERB_SKIP, BY_OWNER, 6 },         { "active", VERB_SET, BY_OWNER, 15 },
    { "active", VERB_EXTEND, BY_OWNER, 8 },       { "active", VERB_HOLD, BY_CLERK, 6 },
    { "active", VERB_HOLD, BY_OWNER, 4 },         { "active", VERB_LIMIT, BY_LEAD, 5 },
    { "active", VERB_GRANT, BY_LEAD, 15 },        { "active", VERB_REFUSE, BY_LEAD, 4 },
    { "active", VERB_APPLY, BY_OWNER, 25 },       { "active", VERB_PIN, BY_CLERK, 4 },
    { "active", VERB_SPLIT, BY_CLERK, 6 },        { "active", VERB_CANCEL, BY_CLERK, 2 },
    { "active", VERB_TRANSFER, BY_OWNER, 3 },     { "active", VERB_REBASE, BY_LEAD, 2 },
    { "rework", VERB_CHECK, BY_OWNER, 15 },       { "rework", VERB_APPLY, BY_OWNER, 25 },
    { "rework", VERB_PROGRESS, BY_OWNER, 10 },    { "rework", VERB_SET, BY_OWNER, 5 },
    { "review", VERB_APPROVE, BY_LEAD, 20 },      { "review", VERB_APPROVE, BY_CLERK, 10 },
    { "review", VERB_RETURN, BY_CLERK, 12 },      { "review", VERB_WITHDRAW, BY_OWNER, 6 },
    { "held", VERB_RESUME, BY_CLERK, 25 },        { "held", VERB_RESUME, BY_OWNER, 10 },
    { "held", VERB_CANCEL, BY_CLERK, 2 },         { "held", VERB_GRANT, BY_LEAD, 3 },
    { "closed", VERB_REOPEN, BY_LEAD, 6 },        { "closed", VERB_REOPEN, BY_OWNER, 3 },
    { "closed", VERB_ERASE, BY_ADMIN, 2 },        { "closed", VERB_GRANT, BY_LEAD, 3 },
    { "cancelled", VERB_REOPEN, BY_LEAD, 5 },     { "cancelled", VERB_ERASE, BY_ADMIN, 3 },
    { "", VERB_NOTE, BY_CLERK, 4 },               { "", VERB_INSTRUCT, BY_LEAD, 4 },
    { "", VERB_VISIT, BY_OWNER, 8 },              { "assigned", VERB_VISIT, BY_CLERK, 3 },
    { "active", VERB_REMIND, BY_CLERK, 4 },       { "assigned", VERB_REMIND, BY_LEAD, 3 },
    { "", VERB_UNDO, BY_OWNER, 7 },               { "", VERB_UNDO, BY_CLERK, 5 },
    { "", VERB_UNDO, BY_LEAD, 4 },                { "", VERB_ADD, BY_CLERK, 9 },
    { "", VERB_SET, BY_CLERK, 5 },                { "", VERB_UNMASK, BY_OWNER, 1 },
};

static int64_t pick_person(struct player *p)
{
    const struct record_rig *r = &p->rig;
    const int64_t all[] = { r->admin, r->clerk, r->handler, r->other, r->leader, r->second,
                            r->village, 0, 99 };
    return ONE_OF(p, all);
}

/* What would only be refused is mostly left alone, so that histories get somewhere. */
static enum verb sensible(struct player *p, enum verb verb, const struct subject *s)
{
    if (chance(p, 15))
        return verb;
    if ((verb == VERB_GRANT || verb == VERB_REFUSE) && !s->asked)
        return VERB_CHECK;
    if (verb == VERB_APPLY && *s->step)
        return VERB_CHECK;
    if (verb == VERB_CHECK && !*s->step)
        return strcmp(s->list, "tasks") == 0 && chance(p, 50) ? VERB_SET : VERB_APPLY;
    if (verb == VERB_ERASE && strcmp(s->list, "households") != 0)
        return VERB_NOTE;
    if (verb == VERB_VOID)
        return VERB_ADD;        /* only what was entered by mistake: see player_act() */
    return verb;
}

static const struct likely *pick_likely(struct player *p, const char *state)
{
    uint32_t sum = 0, at;

    for (size_t i = 0; i < sizeof likely / sizeof *likely; i++)
        if (!*likely[i].state || strcmp(likely[i].state, state) == 0)
            sum += likely[i].weight;
    at = player_rnd(p, sum);
    for (size_t i = 0; i < sizeof likely / sizeof *likely; i++)
        if (!*likely[i].state || strcmp(likely[i].state, state) == 0) {
            if (at < likely[i].weight)
                return &likely[i];
            at -= likely[i].weight;
        }
    abort();
}

static int64_t resolve_person(struct player *p, enum by by, const struct subject *s)
{
    switch (by) {
    case BY_OWNER: return s->owner ? s->owner : p->rig.handler;
    case BY_LEAD: return s->lead ? s->lead : p->rig.leader;
    case BY_ADMIN: return p->rig.admin;
    case BY_CLERK: break;
    }
    return p->rig.clerk;
}

/* ---- what is said with it ---- */

/* Room for what a call borrows. */
struct words { struct pair pairs[16]; char date[6][DAY_TEXT], number[4][24]; };

static const char *some_date(struct player *p, struct words *w, int i, int32_t from,
                             uint32_t span)
{
    return day_format(p->rig.env.today + from + (int32_t)player_rnd(p, span), w->date[i]);
}

static void put(struct call *c, struct words *w, const char *key, const char *value)
{
    w->pairs[c->n_fields++] = (struct pair){ key, value };
}

static void fill_add(struct player *p, struct call *c, struct words *w)
{
    static const char *const lists[] = { "tasks", "tasks", "tasks", "projects", "households",
                                         "households", "nowhere" };
    static const char *const owners[] = { "干部甲", "干部乙", "村干部甲", "督办员甲" };
    static const char *const units[] = { "建设办", "财政所", "林家村村委会" };
    static const char *const every[] = { "week", "month", "half-month", "once", "none" };
    static char parent[64];
    struct xh_err err;

    c->list = ONE_OF(p, lists);
    if (chance(p, 97))
        put(c, w, "title", strcmp(c->list, "households") == 0 ? "户主甲" : "示例事项");
    if (chance(p, 85))
        put(c, w, "owner", ONE_OF(p, owners));
    if (chance(p, 60))
        put(c, w, "unit", ONE_OF(p, units));
    if (chance(p, 70))
        put(c, w, "lead", chance(p, 50) ? "领导甲" : "领导乙");
    if (chance(p, 20))
        put(c, w, "co", chance(p, 50) ? "财政所" : "干部乙");
    if (chance(p, 15))
        put(c, w, "upper_due", some_date(p, w, 1, 10, 60));
    if (chance(p, 25))
        put(c, w, "report_every", ONE_OF(p, every));
    if (strcmp(c->list, "households") != 0 && chance(p, 85))
        put(c, w, "due", some_date(p, w, 0, chance(p, 10) ? -5 : 3, 50));
    if (strcmp(c->list, "projects") == 0) {
        put(c, w, "handover", some_date(p, w, 2, 10, 60));
        put(c, w, "planned", "1000");
        put(c, w, "invested", "80.5");
    }
    if (strcmp(c->list, "households") != 0)
        return;
    struct stmt *s = db_query(p->rig.st->db, &err,
                              "SELECT code FROM item WHERE list = 'projects' "
                              "ORDER BY id",
                              "");
    for (uint32_t n = 1; stmt_step(s, &err) > 0; n++)
        if (player_rnd(p, n) == 0)
            snprintf(parent, sizeof parent, "%s", stmt_text(s, 0));
    stmt_done(s);
    if (*parent)
        put(c, w, "parent", parent);
    put(c, w, "place", chance(p, 70) ? "林家村" : "林家村/一组");
    put(c, w, "area", "0.463");
    put(c, w, "people", "4");
    if (chance(p, 70))
        put(c, w, "phone", chance(p, 50) ? "13800000000" : "13900000000");
}

static void fill_set(struct player *p, struct call *c, struct words *w,
                     const struct subject *s)
{
    static const char *const words[] = { "已办结", "基本完成", "", "按期完成" };

    snprintf(w->number[0], sizeof w->number[0], "%u.%u", player_rnd(p, 100),
             player_rnd(p, 100));
    if (strcmp(s->list, "households") == 0) {
        put(c, w, "phone", chance(p, 80) ? "13700000000" : "");
        if (chance(p, 40))
            put(c, w, "area", w->number[0]);
        if (chance(p, 20))
            put(c, w, "title", "户主乙");
        if (chance(p, 20))
            put(c, w, "people", "3");
    } else if (strcmp(s->list, "projects") == 0) {
        put(c, w, chance(p, 50) ? "invested" : "planned", w->number[0]);
        if (chance(p, 40))
            put(c, w, "handover", some_date(p, w, 2, 5, 60));
    } else {
        put(c, w,
            chance(p, 70)   ? "result"
            : chance(p, 50) ? "demand"
                            : "wish",
            ONE_OF(p, words));
        if (chance(p, 20))
            put(c, w, "cost", w->number[0]);
    }
    if (chance(p, 15))
        put(c, w, "lead", chance(p, 50) ? "领导甲" : "领导乙");
    if (chance(p, 10))
        put(c, w, "upper_due", some_date(p, w, 1, 10, 60));
    if (chance(p, 5))
        put(c, w, "due", some_date(p, w, 0, 0, 10));
}

static void fill_hand_on(struct player *p, struct call *c, struct words *w)
{
    static const char *const owners[] = { "干部甲", "干部乙", "村干部甲", "谁也不是" };
    static const char *const units[] = { "建设办", "财政所", "林家村村委会" };

    uint32_t unit = player_rnd(p, 3);

    if (c->verb != VERB_SPLIT && chance(p, 80))
        put(c, w, "owner", ONE_OF(p, owners));
    put(c, w, "unit", units[unit]);
    if (c->verb == VERB_SPLIT && chance(p, 90))
        put(c, w, "unit", units[(unit + 1) % 3]);
}

static const char *pick_step(struct player *p, const struct subject *s)
{
    const struct list_def *l = defs_list(p->rig.st->defs, s->list);

    if (*s->step && chance(p, 75))
        return s->step;
    if (!l || l->n_steps == 0 || chance(p, 3))
        return "nonsense";
    return l->steps[player_rnd(p, (uint32_t)l->n_steps)].id;
}

/* A visit, or that a promise was kept. */
static void fill_visit(struct player *p, struct call *c)
{
    static const char *const people[] = { NULL, "", "干部甲", "无此人" };
    static const char *const stances[] = { "willing", "talking", "refuses", "", "perhaps" };
    static const char *const words[] = { "", "多算坡地", "尽快复量", "不同意评估" };
    int32_t today = p->rig.env.today;

    c->on = chance(p, 30) ? today - (int32_t)player_rnd(p, 8) + 1 : DAY_NONE;
    c->visit = &p->visit;
    p->visit = (struct visit_call){ .due = DAY_NONE, .next = DAY_NONE };
    if ((p->visit.kept = chance(p, 35))) {
        p->visit.which = chance(p, 25) ? player_rnd(p, 4) : 0;
        return;
    }
    if (chance(p, 20))
        p->visit.who = ONE_OF(p, people);
    p->visit.stance = chance(p, 15) ? ONE_OF(p, stances) : stances[player_rnd(p, 4)];
    p->visit.demand = ONE_OF(p, words);
    p->visit.objection = ONE_OF(p, words);
    if (chance(p, 60)) {
        p->visit.promise = words[2];
        p->visit.due = chance(p, 92) ? today + (int32_t)player_rnd(p, 12) - 1 : DAY_NONE;
    }
    if (chance(p, 40))
        p->visit.next = today + (int32_t)player_rnd(p, 12) - 1;
}

static void fill(struct player *p, struct call *c, struct words *w,
                 const struct subject *s)
{
    static const char *const texts[] = { "正在推进", "正在推进", "已完成主体", "等待批复", "" };
    static const char *const colours[] = { "red", "yellow", "green", "none", "blue" };
    static const char *const kinds[] = { "report", "due", "overdue", "accept", "lunch" };

    if (chance(p, 88))
        c->reason = "经研究";
    if (chance(p, 90))
        c->text = ONE_OF(p, texts);
    switch (c->verb) {
    case VERB_ADD: fill_add(p, c, w); break;
    case VERB_SET: fill_set(p, c, w, s); break;
    case VERB_REMIND: c->kind = ONE_OF(p, kinds); break;
    case VERB_VISIT: fill_visit(p, c); break;
    case VERB_ASSIGN: case VERB_TRANSFER: case VERB_SPLIT: fill_hand_on(p, c, w); break;
    case VERB_BEGIN: case VERB_CHECK: case VERB_UNCHECK: case VERB_SKIP:
        c->step = pick_step(p, s);
        if (p->photo[0] && chance(p, 60))
            c->evidence = (const char *const *)&p->photo[player_rnd(p, 2)],
            c->n_evidence = 1;
        else if (chance(p, 80))
            c->link = "https://example.invalid/p";
        else if (chance(p, 50))
            c->paper_kept = "档案柜3";
        if (chance(p, 20))
            c->on = p->rig.env.today - (int32_t)player_rnd(p, 5) + 1;
        break;
    case VERB_PROGRESS:
        if ((c->has_percent = chance(p, 70)))
            c->percent = (int64_t)player_rnd(p, 111) * 1000000;
        if (chance(p, 20))
            c->problem = "资金未到位", c->next = "催拨",
            c->next_due = p->rig.env.today + 7;
        if (strcmp(s->list, "projects") == 0 && chance(p, 50)) {
            snprintf(w->number[0], sizeof w->number[0], "%u", player_rnd(p, 1200));
            put(c, w, "invested", w->number[0]);
        }
        break;
    case VERB_APPLY: case VERB_APPROVE:     /* a village's rows at once */
        if (strcmp(s->list, "projects") == 0 && chance(p, 40))
            c->place = chance(p, 80) ? "林家村" : "上洋村";
        break;
    case VERB_EXTEND: case VERB_LIMIT: case VERB_REBASE: case VERB_REOPEN: case VERB_HOLD:
    case VERB_PIN: {
        int32_t from = s->due < DAY_NEVER && s->due > p->rig.env.today ? s->due
                                                                      : p->rig.env.today;
        if (chance(p, 92))
            c->to = from + (int32_t)player_rnd(p, 30) - 2;
        if (chance(p, 30))
            c->doc = "浙政办〔2026〕1号";
        c->office = "县局";
        c->colour = ONE_OF(p, colours);
        break;
    }
    default: break;
    }
    if (chance(p, 4))
        c->version = 1 + player_rnd(p, 4);
}

/* ---- nothing changes after a refusal ---- */

static int64_t one_number(struct player *p, const char *sql)
{
    struct xh_err err;
    int64_t n = 0;

    assert_int_equal(db_get_int(p->rig.st->db, &err, &n, sql, ""), XH_OK);
    return n;
}

static enum xh_rc run(struct player *p, int64_t person, const struct call *c)
{
    struct record_rig *r = &p->rig;
    struct who who = { .actor = person };
    uint8_t before[HASH_SIZE], after[HASH_SIZE];
    bool closely = player_rnd(p, 8) == 0;
    int64_t events = one_number(p, "SELECT max(id) FROM event");
    enum xh_rc rc;
    char *value = NULL;

    if (chance(p, 7))
        who.behalf = chance(p, 70) ? r->handler : pick_person(p);
    if (chance(p, p->photo[0] && (verb_info(c->verb)->flags & VERB_DECIDES) ? 40 : 2))
        who.decided = p->lead && chance(p, 80) ? p->lead : pick_person(p);
    if (who.decided && p->photo[0] && chance(p, 90)) {
        who.paper = p->photo[2];
        who.actor = chance(p, 80) ? r->clerk : person;
    }
    if (closely)
        fingerprint(r->st->db, before);
    memset(&r->err, 0, sizeof r->err);
    memset(&r->result, 0, sizeof r->result);    /* not every verb gives one */
    buf_printf(&p->log, "%d %s %s by %d", (int)r->env.today, verb_info(c->verb)->id,
               c->code ? c->code : c->list ? c->list : "", (int)person);
    if (c->verb == VERB_UNMASK)
        rc = verb_unmask(r->st, &r->env, &who, c->code, "phone", c->reason, &value,
                         &r->err);
    else if (orders_has(c->verb))
        rc = orders_run(p, &who, c);
    else
        rc = verb_run(r->st, &r->env, &who, c, &r->result, &r->err);
    free(value);
    buf_printf(&p->log, ": %s\n", rc == XH_OK ? "done" : r->err.msg);
    if (db_in_transaction(r->st->db))
        fail_msg("%s left a transaction open", verb_info(c->verb)->id);
    if (rc == XH_OK) {
        p->done[c->verb]++;
        if (r->result.item)
            p->focus = r->result.item;
        return rc;
    }
    p->refused[c->verb]++;
    if (rc == XH_DB || rc == XH_CONFIG || !*r->err.msg)
        fail_msg("%s: code %d: %s", verb_info(c->verb)->id, (int)rc, r->err.msg);
    if (one_number(p, "SELECT max(id) FROM event") != events)
        fail_msg("%s was refused, but left an event: %s", verb_info(c->verb)->id,
                 r->err.msg);
    if (closely) {
        fingerprint(r->st->db, after);
        if (memcmp(before, after, HASH_SIZE) != 0)
            fail_msg("%s was refused, but something changed: %s", verb_info(c->verb)->id,
                     r->err.msg);
    }
    return rc;
}

static void change_people(struct player *p)
{
    struct record_rig *r = &p->rig;
    struct who who = { .actor = chance(p, 80) ? r->admin : pick_person(p) };
    char rank[16];
    struct pair f = { "rank", rank };
    int64_t id;

    snprintf(rank, sizeof rank, "%u", 1 + player_rnd(p, 99));
    buf_printf(&p->log, "%d people rank=%s\n", (int)r->env.today, rank);
    bool unit = chance(p, 50);
    people_put(r->st, &r->env, &who, unit ? "unit" : "person", unit ? "建设办" : "干部甲",
               &f, 1, &id, &r->err);
}

/* A household that is no longer concerned: cancelled, and its private values erased. */
static void forget(struct player *p, const struct subject *s)
{
    struct call c = rig_call(VERB_CANCEL, s->code);

    c.reason = "不再征收";
    if (run(p, p->rig.clerk, &c) != XH_OK)
        return;
    c.verb = VERB_ERASE;
    run(p, p->rig.admin, &c);
}

/* What undo restores: everything but the count of events, who worked on it, and what
 * follows from the rest (verify recomputes that). */
static void restorable(struct player *p, uint8_t out[static HASH_SIZE])
{
    static const char *const but[] = { "event", "event_item", "private", "doer", "colour_span",
                                       "item.version", "item.due", "item.due_waits",
                                       "item.limit_due", "item.review_due", "item.yellow_on",
                                       "item.red_on", "item.yellow_rule", "item.red_rule",
                                       "item.progress", "item.steps_done", "item.steps_total",
                                       "item.next_step", "step_due", "colour_now",
                                       "colour_day", "search_text", "search_wait", NULL };
    fingerprint_but(p->rig.st->db, but, out);
}

/* Done and taken back at once: as if nothing had been done (ENGINE 31). */
static void do_and_undo(struct player *p, int64_t person, const struct call *c)
{
    uint8_t before[HASH_SIZE], after[HASH_SIZE];
    char action[sizeof p->rig.result.action] = "";
    struct call undo = rig_call(VERB_UNDO, NULL);

    restorable(p, before);
    if (run(p, person, c) != XH_OK || !*p->rig.result.action)
        return;
    memcpy(action, p->rig.result.action, sizeof action);
    undo.action = action;       /* this one, not whichever came last that can be undone */
    int64_t actor = one_number(p, "SELECT actor FROM event ORDER BY id DESC LIMIT 1");
    if (run(p, actor, &undo) != XH_OK)
        return;
    restorable(p, after);
    if (memcmp(before, after, HASH_SIZE) != 0)
        fail_msg("undo did not restore what %s had changed", verb_info(c->verb)->id);
}

void player_act(struct player *p)
{
    struct subject s;
    struct words w;
    struct call c = rig_call(VERB_ADD, NULL);
    int64_t person = p->rig.clerk;

    memset(&w, 0, sizeof w);
    if (pick_item(p, &s)) {
        p->lead = s.lead;
        if (chance(p, 10)) {
            char order[64];
            person = orders_next(p, s.code, &c, order);
            if (chance(p, 8))
                do_and_undo(p, person, &c);
            else
                run(p, person, &c);
            return;
        }
        if (chance(p, 2)) {
            change_people(p);
            return;
        }
        if (strcmp(s.list, "households") == 0 && chance(p, 4)) {
            forget(p, &s);
            return;
        }
        if (chance(p, 85)) {
            const struct likely *l = pick_likely(p, s.state);
            c.verb = sensible(p, l->verb, &s);
            enum by by = c.verb == VERB_ADD ? BY_CLERK : c.verb == VERB_SET || c.verb == VERB_CHECK
                      || c.verb == VERB_APPLY ? BY_OWNER : l->by;
            person = chance(p, 93) ? resolve_person(p, by, &s) : pick_person(p);
            if (c.verb == VERB_UNDO && p->last && chance(p, 85))
                person = p->last;
        } else {                /* anything, by anybody */
            c.verb =
                (enum verb)(VERB_ADD + (int)player_rnd(p, VERB_ERASE - VERB_ADD + 1));
            person = pick_person(p);
            if (verb_info(c.verb)->flags & VERB_PERMISSION)
                c.verb = VERB_NOTE;
        }
        if (c.verb != VERB_ADD && c.verb != VERB_UNDO)
            c.code = chance(p, 98) ? s.code : "督26-999";
    }
    fill(p, &c, &w, &s);
    c.fields = w.pairs;
    if (c.verb != VERB_UNDO && chance(p, 8)) {
        do_and_undo(p, person, &c);
        return;
    }
    if (run(p, person, &c) != XH_OK)
        return;
    p->last = person;
    if (c.verb == VERB_ADD && chance(p, 4)) {
        struct call mistake = rig_call(VERB_VOID, NULL);
        char code[64];
        snprintf(code, sizeof code, "%s", p->rig.result.code);
        mistake.code = code;
        mistake.reason = "录错";
        run(p, person, &mistake);
    }
}

/* ---- configurations come and go ---- */

/* Everything people have entered. Streaks, spans and moved deadlines follow from the
 * rules. */
static void entered(struct player *p, uint8_t out[static HASH_SIZE])
{
    static const char *const outcomes[] = { "config", "field_def", "colour_span", "due_change",
                                            "def_row", "meta", "event", "event_item", "step_due",
                                            "item", "colour_now", "colour_day", "search_text",
                                            "search_wait", NULL };
    fingerprint_but(p->rig.st->db, outcomes, out);
}

/* The fields' tables, column by column: new columns are allowed, changed values are
 * not. */
static int64_t count_values(struct player *p)
{
    struct xh_err err;
    struct stmt *s =
        db_query(p->rig.st->db, &err,
                 "SELECT t.name, c.name FROM sqlite_schema t "
                 "JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND "
                 "t.name GLOB 'f_*' AND c.name <> 'id'",
                 "");
    int64_t n = 0;

    while (stmt_step(s, &err) > 0) {
        char *sql = xasprintf("SELECT count(\"%s\") FROM \"%s\"", stmt_text(s, 1),
                              stmt_text(s, 0));
        n += one_number(p, sql);
        free(sql);
    }
    stmt_done(s);
    return n;
}

void player_configure(struct player *p)
{
    struct record_rig *r = &p->rig;
    size_t next = player_rnd(p, (uint32_t)p->configs->n);
    const struct config *c = &p->configs->v[next];
    struct config_text texts[64];
    struct who who = { .actor = r->admin };
    uint8_t before[HASH_SIZE], after[HASH_SIZE];
    int64_t values = count_values(p);
    struct impact impact = {0};
    bool dry = chance(p, 30);

    for (size_t i = 0; i < c->n_files; i++)
        texts[i] = (struct config_text){ c->files[i].name, c->files[i].text };
    struct config_bundle bundle = { texts, c->n_files, c->docs, c->n_docs, c->hash };
    buf_printf(&p->log, "%d config %zu%s\n", (int)r->env.today, next, dry ? " dry" : "");
    if (dry)
        fingerprint(r->st->db, before);
    else
        entered(p, before);
    assert_ok(config_apply(r->st, &r->env, &who, &bundle, dry, &impact, &r->err));
    impact_fini(&impact);
    if (dry)
        fingerprint(r->st->db, after);
    else
        entered(p, after);
    if (dry && memcmp(before, after, HASH_SIZE) != 0)
        fail_msg("asking what configuration %zu would do has changed something", next);
    /* values are carried over to a field that says `was:`; nothing else comes, nothing
     * goes */
    if (!dry && count_values(p) < values)
        fail_msg("configuration %zu lost values", next);
    if (!dry && next != 4 && memcmp(before, after, HASH_SIZE) != 0)
        fail_msg("configuration %zu changed what people have entered", next);
    if (!dry)
        p->in_force = next;
}

/* ---- days ---- */

void player_next_day(struct player *p)
{
    int32_t step =
        chance(p, 85) ? 1 + (int32_t)player_rnd(p, 4) : 5 + (int32_t)player_rnd(p, 20);
    char day[DAY_TEXT];

    rig_today(&p->rig, day_format(p->rig.env.today + step, day));
}

/* ---- beginning and end ---- */

void player_init(struct player *p, struct player_configs *configs, uint64_t seed,
                 const char *home)
{
    memset(p, 0, sizeof *p);
    p->configs = configs;
    p->seed = seed;
    record_rig_init(&p->rig, home, false);
    for (int i = 0; home && i < 3; i++) {
        p->photo[i] = xasprintf("%s/photo%d.jpg", home, i);
        FILE *f = fopen(p->photo[i], "w");
        assert_non_null(f);
        fprintf(f, "photo %d", i);
        fclose(f);
    }
}

void player_fini(struct player *p)
{
    record_rig_fini(&p->rig);
    buf_fini(&p->log);
    for (int i = 0; i < 3; i++)
        free(p->photo[i]);
}
