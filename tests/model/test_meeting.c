/* test_meeting.c - a meeting is kept whole, and what it decided comes into force by the
 * ordinary acts, once (OFFICE 16; ENGINE 20, 26, 27, 31). */
#include "tests/model/record_tools.h"

#include <unistd.h>

#include "model/history.h"
#include "model/meeting_acts.h"
#include "model/permit.h"
#include "model/query.h"

static struct record_rig rig, *const r = &rig;
static struct meeting m;
static char *home;
static char late[64], open_[64], review[64], others[64];

/* ---- a township of one week ---- */

static void keep_code(char out[static 64], const char *code)
{
    snprintf(out, 64, "%s", code);
}

static int found(void **state, const char *at)
{
    (void)state;
    record_rig_init_on(r, at, true, "2026-11-02");
    keep_code(late, rig_task(r, "2026-11-10"));
    keep_code(open_, rig_task(r, "2026-12-30"));
    keep_code(review, rig_task(r, "2026-12-01"));
    rig_finish_task(r, review);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, review));
    keep_code(others, rig_add(r, "tasks", "title=领导乙分管事项", "unit=财政所", "owner=干部乙",
                              "lead=领导乙", "due=2026-11-10", NULL));
    rig_today(r, "2026-11-20");
    m = (struct meeting){ .met = on("2026-11-20"), .confirmed_on = DAY_NONE,
                          .kind = xstrdup("周例会"), .session = xstrdup("2026年第46期"),
                          .chair = r->leader, .chair_name = xstrdup("领导甲"),
                          .recorder = r->clerk, .recorder_name = xstrdup("督办员甲") };
    return 0;
}

static int setup(void **state)
{
    return found(state, NULL);
}

static int setup_in_a_folder(void **state)
{
    home = tools_folder("meeting");
    char *town = xasprintf("%s/town", home);
    found(state, town);
    free(town);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    meeting_fini(&m);
    record_rig_fini(r);
    if (home) {
        char *remove = xasprintf("rm -rf '%s'", home);
        assert_int_equal(system(remove), 0);
        free(remove);
        free(home);
        home = NULL;
    }
    return 0;
}

static struct meeting_row *row(int64_t n, const char *code)
{
    struct meeting_row *x = meeting_add(&m);

    x->n = n;
    free(x->code);
    free(x->title);
    free(x->section);
    x->code = xstrdup(code);
    x->title = xstrdup("示例事项");
    x->section = xstrdup("overdue");
    x->colour = COLOUR_RED;
    x->items = xcalloc(1, sizeof *x->items);
    x->items[0] = rig_item_id(r, code);
    x->n_items = x->cap_items = 1;
    return x;
}

static void decide(struct meeting_row *x, enum meeting_what what, const char *day,
                   const char *text)
{
    meeting_decision_set(&x->d, &(struct meeting_decision){
        .what = what, .day = day ? on(day) : DAY_NONE, .unit = "", .owner = "", .doc = "",
        .text = (char *)text, .item = meeting_what_makes_item(what) });
}

/* ---- carrying it out ---- */

static char actions[32][EVENT_ACTION];
static size_t n_actions;

static enum xh_rc by_verb(void *ctx, const struct who *who, const struct call *call,
                          struct result *out, struct xh_err *err)
{
    (void)ctx;
    enum xh_rc rc = verb_run(r->st, &r->env, who, call, out, err);
    if (rc == XH_OK)
        memcpy(actions[n_actions++], out->action, EVENT_ACTION);
    return rc;
}

static enum xh_rc by_order(void *ctx, const struct who *who, const struct order_call *call,
                           struct order_result *out, struct xh_err *err)
{
    (void)ctx;
    return order_run(r->st, &r->env, who, call, out, err);
}

static bool carry_out_as(int64_t actor, size_t at, const char *paper, size_t *acts)
{
    struct meeting_hands hands = { .verb = by_verb, .order = by_order, .actor = actor,
                                   .paper = paper };

    *acts = 0;
    n_actions = 0;
    return meeting_carry_out(r->st, &r->env, &m, at, &hands, acts);
}

static void done_by_clerk(size_t at, size_t want)
{
    size_t acts;

    if (!carry_out_as(r->clerk, at, NULL, &acts))
        fail_msg("%s", m.rows[at].failed);
    assert_int_equal(acts, want);
    assert_true(m.rows[at].done);
    assert_string_equal(m.rows[at].failed, "");
}

/* A column of the item the row became. */
static void assert_made(size_t at, const char *column, const char *want)
{
    char *sql = xasprintf("SELECT %s FROM item WHERE code = ?", column);
    char *text = tools_text(r, sql, m.rows[at].made);

    assert_string_equal(text, want);
    free(text);
    free(sql);
}

static void assert_field(size_t at, const char *field, const char *want)
{
    char *sql = xasprintf("SELECT f.\"v_%s\" FROM \"f_meetings\" f JOIN item i ON i.id = f.id "
                          "WHERE i.code = ?", field);
    char *text = tools_text(r, sql, m.rows[at].made);

    assert_string_equal(text, want);
    free(text);
    free(sql);
}

static void a_limit_is_ordered_and_becomes_an_item(void **state)
{
    (void)state;
    decide(row(3, late), MEETING_LIMIT, "2026-11-27", "先把台账补齐");
    done_by_clerk(0, 2);
    assert_day(late, "limit_on", "2026-11-27");
    assert_made(0, "list", "meetings");
    char *title = xasprintf("%s 示例事项", late);
    assert_made(0, "title", title);
    free(title);
    assert_made(0, "source", "会议议定");
    assert_made(0, "source_ref", "周例会 2026年第46期");
    assert_made(0, "state", "assigned");
    assert_field(0, "meeting", "周例会");
    assert_field(0, "session", "2026年第46期");
    assert_field(0, "decision", "限期");
    assert_day(m.rows[0].made, "due", "2026-11-27");
    assert_int_equal(tools_int(r, "SELECT owner FROM item WHERE code = ?", m.rows[0].made),
                     r->handler);
    assert_int_equal(tools_int(r, "SELECT lead FROM item WHERE code = ?", m.rows[0].made),
                     r->leader);
    rig_assert_whole(r);
}

static void nothing_is_done_twice(void **state)
{
    size_t acts;

    (void)state;
    decide(row(3, late), MEETING_LIMIT, "2026-11-27", "");
    done_by_clerk(0, 2);
    assert_true(carry_out_as(r->clerk, 0, NULL, &acts));
    assert_int_equal(acts, 0);
    /* as after a crash in between: the limit stands, the item does not yet */
    m.rows[0].done = false;
    m.rows[0].n_acts--;
    *m.rows[0].made = '\0';
    done_by_clerk(0, 1);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM due_change WHERE why = 'limit'", NULL), 1);
}

static void what_is_not_late_gets_a_note_and_the_item_has_the_day(void **state)
{
    (void)state;
    decide(row(4, open_), MEETING_LIMIT, "2026-11-27", "");
    done_by_clerk(0, 2);
    assert_day(open_, "limit_on", NULL);
    assert_day(m.rows[0].made, "due", "2026-11-27");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM instruction WHERE item = (SELECT id FROM "
                               "item WHERE code = ?)", open_), 1);
}

static void each_decision_is_an_act_of_its_own_verb(void **state)
{
    (void)state;
    /* 明确牵头 */
    decide(row(1, open_), MEETING_LEAD, NULL, "");
    m.rows[0].d.owner = (free(m.rows[0].d.owner), xstrdup("干部乙"));
    done_by_clerk(0, 2);
    assert_int_equal(tools_int(r, "SELECT owner FROM item WHERE code = ?", open_), r->other);
    assert_made(0, "state", "assigned");
    char *unit = tools_text(r, "SELECT u.name FROM item i JOIN unit u ON u.id = i.unit WHERE "
                            "i.code = ?", m.rows[0].made);
    assert_string_equal(unit, "财政所");
    free(unit);
    /* 发督办单 */
    decide(row(2, late), MEETING_ORDER, NULL, "三日内整改到位");
    done_by_clerk(1, 2);
    char *demand = tools_text(r, "SELECT demand FROM duban_order", NULL);
    assert_string_equal(demand, "三日内整改到位");
    free(demand);
    assert_day(m.rows[1].made, "due", "2026-11-27");        /* 5 workdays to answer */
    /* 同意销号: nothing left to do for anybody */
    decide(row(3, review), MEETING_CLOSE, NULL, "");
    done_by_clerk(2, 1);
    assert_state(review, "closed");
    assert_string_equal(m.rows[2].made, "");
    /* 无意见 */
    decide(row(4, others), MEETING_AGREED, NULL, "");
    done_by_clerk(3, 0);
    /* 下次再议: until the next meeting */
    decide(row(5, others), MEETING_AGAIN, NULL, "");
    done_by_clerk(4, 2);
    assert_day(m.rows[4].made, "due", "2026-11-23");
    assert_field(4, "decision", "下次再议");
    /* 现场办公, 其他意见 */
    decide(row(6, late), MEETING_ON_SITE, "2026-11-24", "");
    done_by_clerk(5, 2);
    decide(row(7, late), MEETING_WORDS, NULL, "由财政所先垫付");
    done_by_clerk(6, 2);
    rig_assert_whole(r);
}

static void a_request_is_granted(void **state)
{
    (void)state;
    assert_ok(rig_do_because(r, r->handler, VERB_EXTEND, open_, "配件未到", "2027-01-15"));
    struct meeting_row *x = row(1, open_);
    decide(x, MEETING_EXTEND, "2027-01-15", "");
    x->d.request = tools_int(r, "SELECT max(id) FROM request", NULL);
    done_by_clerk(0, 1);
    assert_day(open_, "due", "2027-01-15");
    /* and without one the day is set */
    decide(row(2, open_), MEETING_EXTEND, "2027-02-01", "");
    done_by_clerk(1, 1);
    assert_day(open_, "due", "2027-02-01");
}

static void a_group_is_decided_as_one(void **state)
{
    char code[64];
    int64_t ids[3];

    (void)state;
    rig_today(r, "2026-11-05");
    char *parent = xasprintf("parent=%s", rig_add(r, "projects", "title=园区大道", "unit=建设办",
                                                  "owner=干部乙", "handover=2026-11-16", NULL));
    for (int i = 0; i < 3; i++) {
        keep_code(code, rig_add(r, "households", "title=某户", "place=林家村", "owner=村干部甲",
                                parent, NULL));
        ids[i] = rig_item_id(r, code);
    }
    rig_today(r, "2026-11-20");
    struct meeting_row *x = meeting_add(&m);
    free(x->code);
    free(x->title);
    x->code = xstrdup(parent + 7);
    x->title = xstrdup("林家村 入户:3户逾期(包干:村干部甲)");
    x->is_group = true;
    x->items = xcalloc(3, sizeof *x->items);
    memcpy(x->items, ids, sizeof ids);
    x->n_items = x->cap_items = 3;
    decide(x, MEETING_LIMIT, "2026-11-27", "");
    done_by_clerk(0, 4);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM item WHERE limit_on IS NOT NULL", NULL), 3);
    /* what it became names no household and counts none */
    char *title = xasprintf("%s 林家村 入户", parent + 7);
    assert_made(0, "title", title);
    free(title);
    free(parent);
}

static void what_fails_says_why_and_waits(void **state)
{
    size_t acts;

    (void)state;
    /* the leader at the keyboard leads something else */
    decide(row(3, others), MEETING_LIMIT, "2026-11-27", "");
    assert_false(carry_out_as(r->leader, 0, NULL, &acts));
    assert_int_equal(acts, 0);
    assert_non_null(strstr(m.rows[0].failed, "领导乙"));
    assert_false(m.rows[0].done);
    assert_string_equal(m.rows[0].made, "");
    /* whoever may tries again */
    done_by_clerk(0, 2);
    assert_day(others, "limit_on", "2026-11-27");
}

static void whoever_worked_on_it_decides_nothing(void **state)
{
    size_t acts;

    (void)state;
    assert_ok(rig_report(r, r->clerk, open_, "已现场核对", 10));
    decide(row(1, open_), MEETING_EXTEND, "2027-01-15", "");
    assert_false(carry_out_as(r->clerk, 0, NULL, &acts));
    assert_int_equal(acts, 0);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM request", NULL), 0);
    assert_day(open_, "due", "2026-12-30");
}

static void the_chair_decides_on_a_signed_form(void **state)
{
    size_t acts;
    struct history h = {0};

    (void)state;
    char *paper = tools_file(home, "form.txt", "签字");
    /* the clerk has worked on it: only the form makes it possible */
    assert_ok(rig_report(r, r->clerk, late, "已现场核对", 10));
    decide(row(3, late), MEETING_LIMIT, "2026-11-27", "");
    assert_false(carry_out_as(r->clerk, 0, NULL, &acts));
    assert_true(carry_out_as(r->clerk, 0, paper, &acts));
    assert_ok(history_load(r->st, rig_item_id(r, late), &h, &r->err));
    assert_string_equal(h.v[h.n - 1].verb, "limit");
    assert_string_equal(h.v[h.n - 1].decided, "领导甲");
    history_fini(&h);
    /* about what another leader is in charge of the chair decides nothing: the clerk does */
    decide(row(4, others), MEETING_LIMIT, "2026-11-27", "");
    assert_true(carry_out_as(r->clerk, 1, paper, &acts));
    assert_ok(history_load(r->st, rig_item_id(r, others), &h, &r->err));
    assert_string_equal(h.v[h.n - 1].decided, "");
    history_fini(&h);
    free(paper);
}

/* The chair at the keyboard: the item is made at once, by his own permission; whoever made
 * it has not worked on it, so that he may decide about it later (ENGINE 26). */
static void the_chair_himself_makes_the_items(void **state)
{
    size_t acts;

    (void)state;
    decide(row(3, late), MEETING_LIMIT, "2026-11-27", "先把台账补齐");
    assert_true(carry_out_as(r->leader, 0, NULL, &acts));
    assert_int_equal(acts, 2);
    assert_made(0, "list", "meetings");
    assert_null(permit_doer(r->st->db, rig_item_id(r, m.rows[0].made), r->leader));
    decide(row(1, open_), MEETING_LEAD, NULL, "");
    free(m.rows[1].d.unit);
    m.rows[1].d.unit = xstrdup("财政所");
    assert_true(carry_out_as(r->leader, 1, NULL, &acts));
    /* what another leader is in charge of is not his to give away */
    decide(row(4, others), MEETING_LEAD, NULL, "");
    free(m.rows[2].d.unit);
    m.rows[2].d.unit = xstrdup("建设办");
    assert_false(carry_out_as(r->leader, 2, NULL, &acts));
}

static enum xh_rc can(struct meeting_row *x, enum meeting_what what)
{
    r->err = (struct xh_err){0};
    return meeting_can_decide(r->st, &r->env, x, what, 0, &r->err);
}

static void what_comes_too_late_is_refused(void **state)
{
    (void)state;
    assert_ok(can(row(1, open_), MEETING_EXTEND));
    assert_ok(can(row(2, late), MEETING_LIMIT));
    assert_rc(can(row(3, late), MEETING_EXTEND), XH_REFUSED);       /* it is late */
    assert_rc(can(row(4, late), MEETING_CLOSE), XH_REFUSED);
    for (int w = MEETING_LIMIT; w < MEETING_WHATS; w++) {
        bool late_for = w == MEETING_LIMIT || w == MEETING_LEAD || w == MEETING_EXTEND ||
                        w == MEETING_ORDER;
        assert_rc(can(row(10 + w, review), (enum meeting_what)w), late_for ? XH_REFUSED : XH_OK);
    }
    assert_ok(rig_do(r, r->leader, VERB_APPROVE, review));
    for (int w = MEETING_LIMIT; w < MEETING_WHATS; w++) {
        bool late_for = w == MEETING_LIMIT || w == MEETING_LEAD || w == MEETING_EXTEND ||
                        w == MEETING_ORDER || w == MEETING_CLOSE || w == MEETING_RETURN;
        assert_rc(can(row(30 + w, review), (enum meeting_what)w), late_for ? XH_REFUSED : XH_OK);
    }
}

static void what_was_taken_back_is_to_be_done_again(void **state)
{
    struct call c = rig_call(VERB_UNDO, NULL);

    (void)state;
    decide(row(3, late), MEETING_LIMIT, "2026-11-27", "");
    done_by_clerk(0, 2);
    assert_false(meeting_look_back(r->st, &m));
    assert_ok(rig_do(r, r->clerk, VERB_VOID, m.rows[0].made));
    c.action = actions[0];
    assert_ok(rig_run(r, r->clerk, &c));
    assert_day(late, "limit_on", NULL);
    assert_true(meeting_look_back(r->st, &m));
    assert_false(m.rows[0].done);
    assert_false(meeting_row_touched(&m.rows[0]));
    done_by_clerk(0, 2);
    assert_day(late, "limit_on", "2026-11-27");
}

static void without_the_list_decisions_are_still_carried_out(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/meetings", NULL, NULL, NULL));
    decide(row(3, late), MEETING_LIMIT, "2026-11-27", "");
    done_by_clerk(0, 1);
    assert_string_equal(m.rows[0].made, "");
}

/* ---- who ---- */

static void clerks_and_leaders_record_meetings(void **state)
{
    struct xh_err why = {0};

    (void)state;
    assert_true(meeting_may(r->st, r->clerk, NULL));
    assert_true(meeting_may(r->st, r->leader, NULL));
    assert_false(meeting_may(r->st, r->handler, &why));
    assert_non_null(strstr(why.msg, "领导甲"));
    assert_true(meeting_may_chair(r->st, r->leader));
    assert_false(meeting_may_chair(r->st, r->clerk));
    assert_false(meeting_may_chair(r->st, r->village));
}

/* ---- the file ---- */

static void it_comes_back_as_it_was(void **state)
{
    struct meeting again = {0};
    size_t acts, n;

    (void)state;
    struct meeting_row *x = row(3, late);
    meeting_put_cell(x, "latest", xstrdup("第一行\n第二行 a=b \\n"));
    decide(x, MEETING_LIMIT, "2026-11-27", "补台账\\");
    decide(row(12, open_), MEETING_LEAD, NULL, "");
    m.at = 1;
    assert_ok(meeting_save(r->st, &m, &r->err));
    assert_string_equal(m.name, "2026-11-20-1");
    assert_true(carry_out_as(r->clerk, 0, NULL, &acts));
    m.confirmed_on = r->env.today;
    assert_ok(meeting_save(r->st, &m, &r->err));

    assert_ok(meeting_load(r->st, "2026-11-20-1", &again, &r->err));
    assert_string_equal(again.kind, "周例会");
    assert_int_equal(again.chair, r->leader);
    assert_int_equal(again.met, m.met);
    assert_int_equal(again.confirmed_on, m.confirmed_on);
    assert_int_equal(again.at, 1);
    assert_int_equal(again.n, 2);
    assert_string_equal(meeting_cell(&again.rows[0], "latest"), "第一行\n第二行 a=b \\n");
    assert_int_equal(again.rows[0].d.what, MEETING_LIMIT);
    assert_int_equal(again.rows[0].d.day, on("2026-11-27"));
    assert_string_equal(again.rows[0].d.text, "补台账\\");
    assert_true(again.rows[0].d.item);
    assert_true(again.rows[0].done);
    assert_string_equal(again.rows[0].made, m.rows[0].made);
    assert_int_equal(again.rows[0].n_acts, m.rows[0].n_acts);
    assert_string_equal(again.rows[0].acts[0].action, m.rows[0].acts[0].action);
    assert_int_equal(again.rows[1].d.what, MEETING_LEAD);
    assert_int_equal(meeting_find(&again, 12), 1);
    assert_int_equal(meeting_find(&again, 5), 2);
    /* saved by the one screen, it is not written over from the other */
    m.at = 0;
    assert_ok(meeting_save(r->st, &m, &r->err));
    assert_rc(meeting_save(r->st, &again, &r->err), XH_CONFLICT);
    assert_rc(meeting_drop(r->st, &m, &r->err), XH_REFUSED);
    meeting_fini(&again);

    /* another one the same day; the newest first */
    struct meeting second = { .met = m.met, .confirmed_on = DAY_NONE, .kind = xstrdup("专题会"),
                              .session = xstrdup(""), .chair_name = xstrdup(""),
                              .recorder_name = xstrdup("") };
    assert_ok(meeting_save(r->st, &second, &r->err));
    char **names = meeting_names(r->st, &n);
    assert_int_equal(n, 2);
    assert_string_equal(names[0], "2026-11-20-2");
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    assert_ok(meeting_drop(r->st, &second, &r->err));
    meeting_fini(&second);
}

static void a_file_that_is_none_is_refused(void **state)
{
    static const char *const texts[] = {
        "", "hello\n", "xiaohao-meeting 1\n", "xiaohao-meeting 1\nmet not-a-day\n",
        "xiaohao-meeting 1\nmet 2026-11-20\nkind \xff\xfe\n",
    };
    struct meeting x = {0};

    (void)state;
    char *town = xasprintf("%s/town", home), *folder = xasprintf("%s/meetings", town);
    assert_ok(meeting_save(r->st, &m, &r->err));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *path = tools_file(folder, "2026-11-21-1", texts[i]);
        assert_rc(meeting_load(r->st, "2026-11-21-1", &x, &r->err), XH_DB);
        meeting_fini(&x);
        unlink(path);
        free(path);
    }
    /* what is not known is passed over, broken lines too */
    char *path = tools_file(folder, "2026-11-21-1",
                            "xiaohao-meeting 1\nmet 2026-11-20\nlater words\nrow 4\nact 9 x\n"
                            "what nonsense\nact 0 7 abc\ncell no-equals\nday 2026-99-99\nrow");
    assert_ok(meeting_load(r->st, "2026-11-21-1", &x, &r->err));
    assert_int_equal(x.n, 2);
    assert_int_equal(x.rows[0].n_acts, 1);
    assert_int_equal(x.rows[0].d.what, MEETING_OPEN);
    assert_int_equal(x.rows[0].d.day, DAY_NONE);
    meeting_fini(&x);
    free(path);
    assert_rc(meeting_load(r->st, "../xiaohao.db", &x, &r->err), XH_NOT_FOUND);
    meeting_fini(&x);
    assert_rc(meeting_load(r->st, "2026-01-01-1", &x, &r->err), XH_NOT_FOUND);
    meeting_fini(&x);
    free(folder);
    free(town);
}

int main(void)
{
#define IN_MEMORY(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
#define IN_A_FOLDER(t) cmocka_unit_test_setup_teardown(t, setup_in_a_folder, teardown)
    const struct CMUnitTest tests[] = {
        IN_MEMORY(a_limit_is_ordered_and_becomes_an_item),
        IN_MEMORY(nothing_is_done_twice),
        IN_MEMORY(what_is_not_late_gets_a_note_and_the_item_has_the_day),
        IN_MEMORY(each_decision_is_an_act_of_its_own_verb),
        IN_MEMORY(a_request_is_granted),
        IN_MEMORY(a_group_is_decided_as_one),
        IN_MEMORY(what_fails_says_why_and_waits),
        IN_MEMORY(whoever_worked_on_it_decides_nothing),
        IN_MEMORY(the_chair_himself_makes_the_items),
        IN_MEMORY(what_comes_too_late_is_refused),
        IN_MEMORY(what_was_taken_back_is_to_be_done_again),
        IN_MEMORY(without_the_list_decisions_are_still_carried_out),
        IN_MEMORY(clerks_and_leaders_record_meetings),
        IN_A_FOLDER(the_chair_decides_on_a_signed_form),
        IN_A_FOLDER(it_comes_back_as_it_was),
        IN_A_FOLDER(a_file_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
