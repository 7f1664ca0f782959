/* test_order.c - an order's way through its states: what comes when, who may, numbers,
 * undo, faults (OFFICE 10, 13; ENGINE 26-28, 31, 38). */
#include "tests/model/order_rig.h"

#include <unistd.h>

#include "model/history.h"
#include "model/permit.h"
#include "model/schema.h"
#include "tests/model/fingerprint.h"

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

/* ---- the way ---- */

static void an_order_goes_its_way(void **state)
{
    (void)state;
    assert_ok(order_one(r->clerk, order_late));
    assert_int_equal(order_res.order, 1);
    assert_int_equal(order_res.count, 1);
    assert_order(1, DRAFT, "");
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));
    assert_order(1, SIGNED, "沿督〔2026〕1号");
    assert_ok(order_by(r->clerk, VERB_DELIVER, "沿督[2026]1号"));
    assert_order(1, DELIVERED, "沿督〔2026〕1号");
    rig_today(r, "2026-11-30");
    assert_ok(order_by(r->handler, VERB_RECEIVE, "1"));
    assert_ok(order_by(r->handler, VERB_ANSWER, "1号"));
    assert_ok(order_by(r->clerk, VERB_SEND_BACK, "2026-1"));
    assert_order(1, RECEIVED, "沿督〔2026〕1号");
    assert_ok(order_by(r->handler, VERB_ANSWER, "r1"));
    assert_ok(order_by(r->clerk, VERB_FINISH, "#1"));

    struct duban_order o = order_now(1);
    assert_int_equal(o.state, DUBAN_CLOSED);
    assert_string_equal(o.to, "建设办");
    assert_string_equal(o.lead_name, "领导甲");
    assert_int_equal(o.drafted_on, on("2026-11-27"));
    assert_int_equal(o.signed_on, on("2026-11-27"));
    assert_int_equal(o.signed_by, r->leader);
    assert_false(o.on_paper);
    assert_int_equal(o.received_on, on("2026-11-30"));
    assert_int_equal(o.received_by, r->handler);
    assert_int_equal(o.due, on("2026-12-04"));          /* five workdays */
    assert_int_equal(o.answers, 2);
    assert_int_equal(o.returns, 1);
    assert_int_equal(o.n_replies, 2);
    assert_int_equal(o.replies[0].returned_on, on("2026-11-30"));
    assert_string_equal(o.replies[0].reason, "措施不具体");
    assert_int_equal(o.replies[1].returned_on, DAY_NONE);
    order_fini(&o);
    rig_assert_whole(r);
}

static const enum verb acts[] = {
    VERB_REDRAFT, VERB_SIGN, VERB_DELIVER, VERB_RECEIVE, VERB_ANSWER, VERB_FINISH,
    VERB_SEND_BACK, VERB_REVOKE,
};
#define ACTS (sizeof acts / sizeof *acts)

static int64_t doer_of(enum verb verb)
{
    return verb == VERB_RECEIVE || verb == VERB_ANSWER ? r->handler
        : verb == VERB_SIGN || verb == VERB_REVOKE ? r->leader : r->clerk;
}

/* Every act in every state: what comes next is done, all else refused with what is
 * possible, and nothing has changed. */
static void each_act_has_its_time(void **state)
{
    static const char *const may[DUBAN_STATES] = {
        [DUBAN_DRAFT] = "redraft sign revoke", [DUBAN_SIGNED] = "deliver revoke",
        [DUBAN_DELIVERED] = "receive answer revoke", [DUBAN_RECEIVED] = "answer revoke",
        [DUBAN_ANSWERED] = "answer finish send_back revoke", [DUBAN_CLOSED] = "",
        [DUBAN_WITHDRAWN] = "",
    };

    (void)state;
    for (int s = DUBAN_DRAFT; s < DUBAN_STATES; s++)
        for (size_t i = 0; i < ACTS; i++) {
            const char *row = order_in((enum duban_state)s), *id = verb_info(acts[i])->id;
            int64_t who = s == DUBAN_DRAFT && acts[i] == VERB_REVOKE ? r->clerk
                                                                     : doer_of(acts[i]);
            bool want = strstr(may[s], id) != NULL;
            char *before = tools_facts(r, true);
            enum xh_rc rc = order_by(who, acts[i], row);
            if (rc != (want ? XH_OK : XH_REFUSED))
                fail_msg("%s in %s: %d %s", id, order_state_id((enum duban_state)s), rc,
                         r->err.msg);
            char *after = tools_facts(r, true);
            if (!want) {
                assert_same_text(before, after);
                assert_said(s >= DUBAN_CLOSED ? "nothing more" : "Possible now: ");
            } else {
                assert_string_not_equal(before, after);
            }
            free(before);
            free(after);
        }
    rig_assert_whole(r);
}

static void a_reason_words_and_days_are_asked_for(void **state)
{
    struct order_call c;
    struct who clerk = { .actor = r->clerk }, leader = { .actor = r->leader },
               handler = { .actor = r->handler };

    (void)state;
    c = order_call_of(VERB_SEND_BACK, order_in(DUBAN_ANSWERED));
    c.reason = NULL;
    assert_rc(order_do(clerk, &c), XH_REFUSED);
    assert_said("--reason");
    c.reason = "措施不具体";
    c.due = on("2026-11-26");
    assert_rc(order_do(clerk, &c), XH_REFUSED);
    c.due = on("2026-12-09");
    assert_ok(order_do(clerk, &c));
    struct duban_order o = order_now(order_res.order);
    assert_int_equal(o.due, on("2026-12-09"));
    order_fini(&o);

    c = order_call_of(VERB_REVOKE, order_in(DUBAN_SIGNED));
    c.reason = "";
    assert_rc(order_do(leader, &c), XH_REFUSED);
    assert_said("--reason");
    c = order_call_of(VERB_REVOKE, order_in(DUBAN_DRAFT));      /* nobody has seen it */
    c.reason = NULL;
    assert_ok(order_do(clerk, &c));

    c = order_call_of(VERB_ANSWER, order_in(DUBAN_DELIVERED));
    c.text = "";
    assert_rc(order_do(handler, &c), XH_USAGE);
    c.text = "回复\033[2J";
    assert_rc(order_do(handler, &c), XH_REFUSED);

    c = order_call_of(VERB_DELIVER, order_in(DUBAN_SIGNED));
    c.on = on("2026-11-26");
    assert_rc(order_do(clerk, &c), XH_REFUSED);         /* before it was signed */
    c.on = on("2026-11-28");
    assert_rc(order_do(clerk, &c), XH_REFUSED);         /* to come */
    c.on = 99999999;
    assert_rc(order_do(clerk, &c), XH_USAGE);
    rig_today(r, "2026-12-01");
    c.on = on("2026-11-30");
    assert_ok(order_do(clerk, &c));
    char row[24];
    snprintf(row, sizeof row, "r%lld", (long long)order_res.order);
    c = order_call_of(VERB_RECEIVE, row);
    c.on = on("2026-11-28");
    assert_rc(order_do(handler, &c), XH_REFUSED);
    c.on = on("2026-11-30");
    assert_ok(order_do(handler, &c));

    struct order_call odd = order_call_of(VERB_APPROVE, "1");
    assert_rc(order_do(clerk, &odd), XH_USAGE);
    assert_rc(order_by(r->clerk, VERB_SIGN, "99"), XH_NOT_FOUND);
    assert_rc(order_by(r->clerk, VERB_SIGN, NULL), XH_NOT_FOUND);
    assert_rc(order_by(0, VERB_SIGN, "1"), XH_DENIED);
    rig_assert_whole(r);
}

static void who_answers_has_received(void **state)
{
    (void)state;
    const char *row = order_in(DUBAN_DELIVERED);
    assert_ok(order_by(r->handler, VERB_ANSWER, row));
    struct duban_order o = order_now(order_res.order);
    assert_int_equal(o.received_on, on("2026-11-27"));
    assert_int_equal(o.received_by, r->handler);
    order_fini(&o);
}

/* The order's answer is an act of the responsible side: the item is accepted and counts
 * as worked on (ENGINE 7, 20). */
static void an_answer_is_life(void **state)
{
    char code[64];

    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=未签收的", "unit=建设办",
             "owner=干部甲", "lead=领导甲", "due=2026-11-30", NULL));
    assert_ok(order_one(r->clerk, code));
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));
    assert_ok(order_by(r->clerk, VERB_DELIVER, "1"));
    assert_state(code, "assigned");
    rig_today(r, "2026-12-01");
    assert_ok(order_by(r->handler, VERB_RECEIVE, "1"));
    assert_state(code, "active");
    assert_day(code, "acted_on", NULL);
    assert_ok(order_by(r->handler, VERB_ANSWER, "1"));
    assert_day(code, "acted_on", "2026-12-01");
    rig_assert_whole(r);
}

/* ---- who may ---- */

/* Persons of every role against every act: the permissions of township.yaml. */
static void roles_decide(void **state)
{
    enum { C = 1, H = 2, O = 4, L = 8, S = 16, V = 32, A = 64 };
    static const struct { enum verb verb; enum duban_state from; int may; } rows[] = {
        { VERB_SUPERVISE, DUBAN_DRAFT, C }, { VERB_REDRAFT, DUBAN_DRAFT, C },
        { VERB_SIGN, DUBAN_DRAFT, L }, { VERB_DELIVER, DUBAN_SIGNED, C },
        { VERB_RECEIVE, DUBAN_DELIVERED, H }, { VERB_ANSWER, DUBAN_RECEIVED, H },
        { VERB_FINISH, DUBAN_ANSWERED, C | L }, { VERB_SEND_BACK, DUBAN_ANSWERED, C | L },
        { VERB_REVOKE, DUBAN_DRAFT, C }, { VERB_REVOKE, DUBAN_SIGNED, L },
    };
    const int64_t people[] = { r->clerk,  r->handler, r->other, r->leader,
                               r->second, r->village, r->admin };

    (void)state;
    /* the founder is a clerk too: take that away */
    struct pair only = { "role", "admin" };
    struct who admin = { .actor = r->admin };
    assert_ok(
        people_put(r->st, &r->env, &admin, "person", "管理员", &only, 1, NULL, &r->err));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int p = 0; p < 7; p++) {
            const char *row = order_in(rows[i].from);
            enum xh_rc rc;
            if (rows[i].verb == VERB_SUPERVISE) {
                assert_ok(order_by(r->clerk, VERB_REVOKE, row));
                struct order_call c = order_call_of(VERB_SUPERVISE, NULL);
                const char *codes[] = { order_late };
                c.codes = codes;
                c.n_codes = 1;
                c.again = true;
                rc = order_do((struct who){ .actor = people[p] }, &c);
            } else {
                rc = order_by(people[p], rows[i].verb, row);
            }
            bool want = (rows[i].may & (1 << p)) != 0;
            if (rc != (want ? XH_OK : XH_DENIED))
                fail_msg("%s by person %d: %d %s", verb_info(rows[i].verb)->id, p, rc,
                         r->err.msg);
        }
    rig_assert_whole(r);
}

static int64_t add_person(const char *name, const char *unit, const char *role)
{
    struct pair fields[] = { { "name", name }, { "unit", unit }, { "role", role } };
    struct who who = { .actor = r->admin };
    int64_t id = 0;

    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, fields, 3, &id, &r->err));
    return id;
}

/* ENGINE 26 for orders: who drafted or typed it, is of the unit, or worked on an item. */
static void two_people_sign(void **state)
{
    (void)state;
    int64_t second_clerk = add_person("督办员乙", "党政办", "supervisor");
    int64_t of_unit = add_person("督办员丙", "建设办", "supervisor");

    assert_rc(order_by(r->clerk, VERB_SIGN, order_in(DUBAN_DRAFT)), XH_DENIED);
    assert_said("drafted");
    assert_rc(order_by(of_unit, VERB_SIGN, "1"), XH_DENIED);
    assert_said("建设办");
    assert_rc(order_for(r->clerk, r->leader, VERB_SIGN, "1"), XH_USAGE);
    assert_said("--decided-by");
    assert_ok(rig_report(r, second_clerk, order_late, "代报", 10));
    assert_rc(order_by(second_clerk, VERB_SIGN, "1"), XH_DENIED);
    assert_said("督26-1");
    assert_said("worked on it");
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));

    /* the leader in charge signs, whichever unit he sits in; another leader of it does not */
    struct who admin = { .actor = r->admin };
    struct pair unit = { "unit", "建设办" };
    assert_ok(people_put(r->st, &r->env, &admin, "person", "领导甲", &unit, 1, NULL, &r->err));
    assert_ok(order_by(r->leader, VERB_REVOKE, "r1"));
    assert_ok(order_by(r->leader, VERB_SIGN, order_in(DUBAN_DRAFT)));
    assert_ok(order_by(r->leader, VERB_REVOKE, "r2"));

    /* drafted for somebody: neither of the two */
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);
    const char *codes[] = { order_late };
    c.codes = codes;
    c.n_codes = 1;
    c.again = true;
    int64_t third = add_person("督办员丁", "党政办", "supervisor");
    assert_ok(order_do((struct who){ .actor = r->clerk, .behalf = third }, &c));
    assert_rc(order_by(third, VERB_SIGN, "r3"), XH_DENIED);
    assert_rc(order_by(r->clerk, VERB_SIGN, "r3"), XH_DENIED);
    assert_ok(order_by(r->leader, VERB_SIGN, "r3"));
    /* what was wrong is not taken back by whoever drafted it either */
    assert_rc(order_by(r->clerk, VERB_REVOKE, "r3"), XH_DENIED);
    assert_ok(order_by(r->leader, VERB_REVOKE, "r3"));
}

static void the_unit_answers_and_others_judge(void **state)
{
    (void)state;
    int64_t colleague = add_person("干部丙", "建设办", "handler");
    int64_t of_unit = add_person("督办员丙", "建设办", "supervisor");
    const char *row = order_in(DUBAN_DELIVERED);

    assert_rc(order_by(r->clerk, VERB_RECEIVE, row), XH_DENIED);        /* for whom? */
    assert_said("--for");
    assert_said("干部甲");
    assert_rc(order_for(r->clerk, r->other, VERB_RECEIVE, row), XH_DENIED);
    assert_ok(order_for(r->clerk, r->handler, VERB_RECEIVE, row));
    assert_ok(order_by(colleague, VERB_ANSWER, row));
    assert_ok(order_for(r->clerk, r->handler, VERB_ANSWER, row));
    assert_rc(order_by(r->clerk, VERB_FINISH, row), XH_DENIED);         /* she typed it */
    assert_said("typed");
    assert_rc(order_by(r->clerk, VERB_SEND_BACK, row), XH_DENIED);
    assert_rc(order_by(of_unit, VERB_FINISH, row), XH_DENIED);
    assert_said("建设办");
    assert_ok(order_by(r->leader, VERB_SEND_BACK, row));
    assert_ok(order_by(r->handler, VERB_ANSWER, row));
    assert_ok(order_by(r->clerk, VERB_FINISH, row));
    struct duban_order o = order_now(1);
    assert_int_equal(o.n_replies, 3);
    assert_string_equal(o.replies[0].person, "干部丙");
    assert_string_equal(o.replies[1].person, "干部甲");
    assert_string_equal(o.replies[1].typed_by, "督办员甲");
    order_fini(&o);
    rig_assert_whole(r);
}

/* A leader who never logs in (ENGINE 27): the clerk records the signed form, and it is
 * evidence of the item. */
static void a_form_stands_for_the_leader(void **state)
{
    char *folder = tools_folder("orders"), *home = xasprintf("%s/home", folder);

    (void)state;
    record_rig_fini(r);
    order_rig_init(home);
    char *form = tools_file(folder, "签发件.txt", "已阅,请发。");
    char *photo = tools_file(folder, "现场.txt", "照片");
    struct who paper = { .actor = r->clerk, .decided = r->leader, .paper = form };
    struct who no_form = { .actor = r->clerk, .decided = r->leader };
    struct order_call c = order_call_of(VERB_SIGN, order_in(DUBAN_DRAFT));

    assert_rc(order_do(no_form, &c), XH_USAGE);
    assert_rc(
        order_do((struct who){ .actor = r->clerk, .decided = r->other, .paper = form },
                 &c),
        XH_DENIED);
    assert_rc(
        order_do((struct who){ .actor = r->handler, .decided = r->leader, .paper = form },
                 &c),
        XH_DENIED);
    assert_rc(
        order_do((struct who){ .actor = r->clerk, .decided = r->clerk, .paper = form },
                 &c),
        XH_DENIED);
    assert_ok(order_do(paper, &c));
    struct duban_order o = order_now(1);
    assert_int_equal(o.signed_by, r->leader);
    assert_true(o.on_paper);
    order_fini(&o);
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM evidence WHERE item = (SELECT id FROM "
                  "item WHERE code = ?)",
                  order_late),
        1);
    c = order_call_of(VERB_DELIVER, "1");
    assert_rc(order_do(paper, &c), XH_USAGE);           /* nothing to decide */
    assert_ok(order_by(r->clerk, VERB_DELIVER, "1"));
    c = order_call_of(VERB_ANSWER, "1");
    c.evidence = (const char *const[]){ photo };
    c.n_evidence = 1;
    assert_ok(order_do((struct who){ .actor = r->clerk, .behalf = r->handler }, &c));
    o = order_now(1);
    assert_string_equal(o.replies[0].files, "现场.txt");
    order_fini(&o);
    assert_int_equal(
        tools_int(r, "SELECT count(*) FROM evidence WHERE name = '现场.txt'", NULL), 1);
    assert_non_null(permit_doer(r->st->db, 1, r->clerk)); /* evidence makes a doer */
    c = order_call_of(VERB_FINISH, "1");
    assert_ok(order_do(paper, &c));
    c = order_call_of(VERB_SIGN, "1");
    c.evidence = (const char *const[]){ "/nowhere/at-all" };
    c.n_evidence = 1;
    assert_int_not_equal(order_do(paper, &c), XH_OK);
    rig_assert_whole(r);
    free(form);
    free(photo);
    free(home);
    free(folder);
}

static void orders_are_read_by_those_they_concern(void **state)
{
    const struct { int64_t who; size_t drafts, all; } rows[] = {
        { r->clerk, 2, 3 }, { r->handler, 2, 3 }, { r->leader, 2, 3 }, { r->other, 0, 0 },
        { r->village, 0, 0 },
    };

    (void)state;
    order_in(DUBAN_DRAFT);
    order_in(DUBAN_DRAFT);
    order_in(DUBAN_SIGNED);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct orders v = {0};
        struct order_filter f = { .state = "draft", .today = r->env.today,
                                  .reader = rows[i].who };
        assert_ok(order_list(r->st, &f, &v, &r->err));
        assert_int_equal(v.n, rows[i].drafts);
        orders_fini(&v);
        f.state = NULL;
        assert_ok(order_list(r->st, &f, &v, &r->err));
        assert_int_equal(v.n, rows[i].all);
        orders_fini(&v);
        assert_int_equal(order_may_read(r->st, rows[i].who, 3), rows[i].all > 0);
    }
    assert_rc(order_by(r->other, VERB_RECEIVE, "r3"), XH_DENIED);
    assert_said("not yours");
}

/* ---- numbers ---- */

static void numbers_run_through_the_year(void **state)
{
    (void)state;
    for (int i = 1; i <= 3; i++)
        order_in(DUBAN_SIGNED);
    assert_order(3, SIGNED, "沿督〔2026〕3号");
    assert_ok(order_by(r->leader, VERB_REVOKE, "3号"));
    assert_order(3, WITHDRAWN, "沿督〔2026〕3号");     /* stays used */
    assert_ok(order_by(r->clerk, VERB_REVOKE, order_in(DUBAN_DRAFT)));
    assert_order(4, WITHDRAWN, "");                     /* took none */
    order_in(DUBAN_SIGNED);
    assert_order(5, SIGNED, "沿督〔2026〕4号");
    rig_today(r, "2026-12-31");
    order_in(DUBAN_SIGNED);
    assert_order(6, SIGNED, "沿督〔2026〕5号");
    order_in(DUBAN_DRAFT);
    rig_today(r, "2027-01-04");
    assert_ok(order_by(r->leader, VERB_SIGN, "r7"));    /* of the year it is signed in */
    assert_order(7, SIGNED, "沿督〔2027〕1号");

    /* under another pattern, and back: taken is taken */
    assert_ok(tools_configure(r, r->admin, "township", "沿督〔{year}〕{seq}号",
                              "督{seq:3}", NULL));
    order_in(DUBAN_SIGNED);
    assert_order(8, SIGNED, "督001");
    assert_ok(tools_configure(r, r->admin, "township", "督{seq:3}", "督00{seq}", NULL));
    order_in(DUBAN_SIGNED);
    assert_order(9, SIGNED, "督002");
    rig_assert_whole(r);
}

static void orders_are_found_as_people_write_them(void **state)
{
    static const char *const good[] = {
        "1",
        "r1",
        "R1",
        "#1",
        "1号",
        "2026-1",
        "26-1",
        "沿督〔2026〕1号",
        "沿督[2026]1号",
        "沿督（2026）1号",
        "沿督【2026】1号",
        "沿督 〔2026〕 1 号",
        "１",
        " 1 ",
        "２０２６－１",
    };
    static const char *const bad[] = {
        "",   "0",  "7",          "r7", "2号", "2025-1", "沿督",  "沿督〔2026〕",
        "1x", "-1", "9999999999", "r",  "#",   "号",     "2026-", "1-1-1",
    };
    int64_t id = 0;

    (void)state;
    order_in(DUBAN_SIGNED);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (order_find(r->st->db, good[i], r->env.today, &id, &r->err) != XH_OK ||
            id != 1)
            fail_msg("'%s': %s", good[i], r->err.msg);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (order_find(r->st->db, bad[i], r->env.today, &id, &r->err) != XH_NOT_FOUND ||
            id)
            fail_msg("'%s' found", bad[i]);
    /* row 3 is number 2: a bare number could be either */
    order_in(DUBAN_DRAFT);
    order_in(DUBAN_SIGNED);
    assert_rc(order_find(r->st->db, "2", r->env.today, &id, &r->err), XH_REFUSED);
    assert_said("r2");
    assert_said("r3 沿督〔2026〕2号");
    assert_ok(order_find(r->st->db, "2号", r->env.today, &id, &r->err));
    assert_int_equal(id, 3);
    assert_ok(order_find(r->st->db, "r2", r->env.today, &id, &r->err));
    assert_int_equal(id, 2);
}

/* ---- clocks ---- */

/* National days off 10-01 .. 10-07, work on 10-10 in the calendar of 2026: any days will
 * do, so the plain ones around 2026-11-27 (Friday) are taken. */
static void days_go_by(void **state)
{
    const struct defs *defs = r->st->defs;

    (void)state;
    order_in(DUBAN_DELIVERED);                          /* Friday */
    struct duban_order o = order_now(1);
    assert_int_equal(order_reply_due(defs, &o), on("2026-12-04"));
    assert_int_equal(order_days_unsigned(defs, &o, on("2026-11-30")),
                     0); /* one workday */
    assert_int_equal(order_days_unsigned(defs, &o, on("2026-12-01")), 4);
    assert_int_equal(order_days_overdue(defs, &o, on("2026-12-04")), 0);
    assert_int_equal(order_days_overdue(defs, &o, on("2026-12-06")), 0); /* Sunday */
    assert_int_equal(order_days_overdue(defs, &o, on("2026-12-07")), 3);
    order_fini(&o);
    struct orders v = {0};
    struct order_filter f = { .unsigned_ = true, .today = on("2026-12-01") };
    assert_ok(order_list(r->st, &f, &v, &r->err));
    assert_int_equal(v.n, 1);
    orders_fini(&v);
    f = (struct order_filter){ .overdue = true, .today = on("2026-12-04") };
    assert_ok(order_list(r->st, &f, &v, &r->err));
    assert_int_equal(v.n, 0);
    f.today = on("2026-12-07");
    f.unit = "建设办";
    f.open = true;
    assert_ok(order_list(r->st, &f, &v, &r->err));
    assert_int_equal(v.n, 1);
    orders_fini(&v);
    f.unit = "财政所";
    assert_ok(order_list(r->st, &f, &v, &r->err));
    assert_int_equal(v.n, 0);
    orders_fini(&v);
    f.state = "没有的状态";
    assert_rc(order_list(r->st, &f, &v, &r->err), XH_USAGE);
    assert_said("draft");
    assert_ok(order_by(r->handler, VERB_ANSWER, "1"));
    o = order_now(1);
    assert_int_equal(order_reply_due(defs, &o), DAY_NONE);
    assert_int_equal(order_days_unsigned(defs, &o, on("2026-12-31")), 0);
    order_fini(&o);
}

/* Weekly feedback: after each answer the next one is owed by the next fill day
 * (Thursdays, OFFICE 18) until it is settled. */
static void weekly_feedback_goes_on(void **state)
{
    const char *codes[] = { order_late };
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);

    (void)state;
    c.codes = codes;
    c.n_codes = 1;
    c.feedback = "month";
    assert_rc(order_do((struct who){ .actor = r->clerk }, &c), XH_USAGE);
    c.feedback = "week";
    c.due = on("2026-12-02");
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));
    assert_ok(order_by(r->clerk, VERB_DELIVER, "1"));
    rig_today(r, "2026-12-01");
    assert_ok(order_by(r->handler, VERB_ANSWER, "1"));
    struct duban_order o = order_now(1);
    assert_int_equal(order_reply_due(r->st->defs, &o), on("2026-12-10"));
    assert_int_equal(order_days_overdue(r->st->defs, &o, on("2026-12-10")), 0);
    assert_int_equal(order_days_overdue(r->st->defs, &o, on("2026-12-11")), 1);
    order_fini(&o);
    rig_today(r, "2026-12-10");
    assert_ok(order_by(r->handler, VERB_ANSWER, "1"));
    o = order_now(1);
    assert_int_equal(order_reply_due(r->st->defs, &o), on("2026-12-17"));
    assert_int_equal(o.answers, 2);
    order_fini(&o);
    assert_ok(order_by(r->clerk, VERB_FINISH, "1"));
    o = order_now(1);
    assert_int_equal(order_reply_due(r->st->defs, &o), DAY_NONE);
    order_fini(&o);
}

static void times_supervised_are_counted(void **state)
{
    int64_t times;

    (void)state;
    order_in(DUBAN_DRAFT);
    order_in(DUBAN_SIGNED);
    order_in(DUBAN_CLOSED);
    assert_ok(order_by(r->leader, VERB_REVOKE, order_in(DUBAN_SIGNED)));
    assert_ok(order_times(r->st->db, 1, &times, &r->err));
    assert_int_equal(times, 2);
}

/* ---- the record ---- */

static void every_act_stands_in_the_items_record(void **state)
{
    static const struct { const char *verb, *words; } rows[] = {
        { "supervise", "draft 1" }, { "redraft", "draft 1" },
        { "sign", "number 沿督〔2026〕1号" }, { "deliver", "沿督〔2026〕1号" },
        { "receive", "沿督〔2026〕1号" }, { "answer", "已组织施工" },
        { "send_back", "reason: 措施不具体" }, { "answer", "已组织施工" },
        { "finish", "沿督〔2026〕1号" },
    };
    struct history h = {0};
    size_t at = 0;

    (void)state;
    assert_ok(order_one(r->clerk, order_late));
    assert_ok(order_by(r->clerk, VERB_REDRAFT, "1"));
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));
    assert_ok(order_by(r->clerk, VERB_DELIVER, "1"));
    assert_ok(order_by(r->handler, VERB_RECEIVE, "1"));
    assert_ok(order_by(r->handler, VERB_ANSWER, "1"));
    assert_ok(order_by(r->clerk, VERB_SEND_BACK, "1"));
    assert_ok(order_by(r->handler, VERB_ANSWER, "1"));
    assert_ok(order_by(r->clerk, VERB_FINISH, "1"));
    assert_ok(history_load(r->st, 1, &h, &r->err));
    for (size_t i = 0; i < h.n; i++) {
        if (at < sizeof rows / sizeof *rows && strcmp(h.v[i].verb, rows[at].verb) == 0) {
            if (!strstr(h.v[i].text, rows[at].words))
                fail_msg("%s: %s", h.v[i].verb, h.v[i].text);
            at++;
        }
    }
    assert_int_equal(at, sizeof rows / sizeof *rows);
    history_fini(&h);
    rig_assert_whole(r);
}

/* Every act but signing can be taken back the same day, exactly; a number stays given. */
static void rule_31_orders_are_undone(void **state)
{
    static const struct { enum verb verb; enum duban_state from; } rows[] = {
        { VERB_SUPERVISE, DUBAN_DRAFT }, { VERB_REDRAFT, DUBAN_DRAFT },
        { VERB_DELIVER, DUBAN_SIGNED }, { VERB_RECEIVE, DUBAN_DELIVERED },
        { VERB_ANSWER, DUBAN_DELIVERED }, { VERB_ANSWER, DUBAN_RECEIVED },
        { VERB_FINISH, DUBAN_ANSWERED }, { VERB_SEND_BACK, DUBAN_ANSWERED },
        { VERB_REVOKE, DUBAN_SIGNED }, { VERB_REVOKE, DUBAN_DRAFT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *row = order_in(rows[i].from);
        int64_t who = rows[i].verb == VERB_REVOKE && rows[i].from == DUBAN_DRAFT
            ? r->clerk : doer_of(rows[i].verb);
        char *before = tools_facts(r, true);
        if (rows[i].verb == VERB_SUPERVISE)
            order_in(DUBAN_DRAFT);
        else
            assert_ok(order_by(who, rows[i].verb, row));
        char *changed = tools_facts(r, true);
        assert_string_not_equal(before, changed);
        assert_ok(rig_do(r, who, VERB_UNDO, NULL));
        char *after = tools_facts(r, true);
        assert_same_text(before, after);
        free(before);
        free(changed);
        free(after);
        rig_assert_whole(r);
    }
    order_in(DUBAN_SIGNED);
    assert_rc(rig_do(r, r->leader, VERB_UNDO, NULL), XH_REFUSED);
    assert_said("order withdraw");
    /* what others have gone on with stays */
    const char *row = order_in(DUBAN_SIGNED);
    assert_ok(order_by(r->clerk, VERB_DELIVER, row));
    assert_ok(order_by(r->handler, VERB_RECEIVE, row));
    assert_rc(rig_do(r, r->clerk, VERB_UNDO, NULL), XH_CONFLICT);
}

/* ---- faults ---- */

/* The n-th step of SQL fails, for n = 1, 2, 3 ...: the old state or the new one. */
static void each_step_may_fail(void **state)
{
    static const struct { enum verb verb; enum duban_state from; } rows[] = {
        { VERB_SUPERVISE, DUBAN_DRAFT }, { VERB_REDRAFT, DUBAN_DRAFT },
        { VERB_SIGN, DUBAN_DRAFT }, { VERB_DELIVER, DUBAN_SIGNED },
        { VERB_RECEIVE, DUBAN_DELIVERED }, { VERB_ANSWER, DUBAN_DELIVERED },
        { VERB_FINISH, DUBAN_ANSWERED }, { VERB_SEND_BACK, DUBAN_ANSWERED },
        { VERB_REVOKE, DUBAN_SIGNED },
    };
    const char *codes[] = { order_late };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char row[24];
        snprintf(row, sizeof row, "%s", order_in(rows[i].from));
        struct order_call c = order_call_of(rows[i].verb, row);
        struct pair title = { "title", "改后的事由" };
        c.codes = codes;
        c.n_codes = 1;
        c.again = true;
        if (rows[i].verb == VERB_REDRAFT) {
            c.fields = &title;
            c.n_fields = 1;
        }
        uint8_t before[HASH_SIZE], after[HASH_SIZE];
        fingerprint(r->st->db, before);
        int n = 0, left;
        enum xh_rc rc;
        do {
            db_fail_at(r->st->db, ++n);
            rc = order_do((struct who){ .actor = doer_of(rows[i].verb) }, &c);
            left = db_fail_at(r->st->db, 0);
            fingerprint(r->st->db, after);
            bool same = memcmp(before, after, HASH_SIZE) == 0;
            if (rc == XH_OK ? same : !same)
                fail_msg("%s, step %d: %d %s", verb_info(rows[i].verb)->id, n, rc,
                         r->err.msg);
            if (rc != XH_OK && rc != XH_DB)
                fail_msg("%s, step %d: %d %s", verb_info(rows[i].verb)->id, n, rc,
                         r->err.msg);
        } while (rc != XH_OK && n < 5000);
        assert_true(left > 0);
        assert_true(n > 10);
    }
    rig_assert_whole(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
        T(an_order_goes_its_way),
        T(each_act_has_its_time),
        T(a_reason_words_and_days_are_asked_for),
        T(who_answers_has_received),
        T(an_answer_is_life),
        T(roles_decide),
        T(two_people_sign),
        T(the_unit_answers_and_others_judge),
        T(a_form_stands_for_the_leader),
        T(orders_are_read_by_those_they_concern),
        T(numbers_run_through_the_year),
        T(orders_are_found_as_people_write_them),
        T(days_go_by),
        T(weekly_feedback_goes_on),
        T(times_supervised_are_counted),
        T(every_act_stands_in_the_items_record),
        T(rule_31_orders_are_undone),
        T(each_step_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
