/* ENGINE 30-37: days that may be written, undo, facts and outcomes, the configuration in
 * force, fields, private values, the file and its lock, what was done before the township
 * began. */
#include "tests/model/record_tools.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/act.h"
#include "model/def_store.h"
#include "model/event.h"
#include "model/schema.h"

static struct record_rig rig, *const r = &rig;
static int64_t worker, judge;
static char code[64];

static int64_t add_supervisor(const char *name)
{
    struct who who = { .actor = r->admin };
    struct pair fields[] = { { "name", name }, { "role", "supervisor" } };
    int64_t id;

    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, fields, 2, &id, &r->err));
    return id;
}

static void found_in(const char *home, bool practice)
{
    record_rig_init(r, home, practice);
    worker = add_supervisor("督办员乙");
    judge = add_supervisor("督办员丙");
}

static int found(void **state)
{
    (void)state;
    found_in(NULL, true);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static void task(const char *due)
{
    char *pair = xasprintf("due=%s", due);

    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办",
             "owner=干部甲", "lead=领导甲", "assigned_on=2026-11-16", pair, NULL));
    free(pair);
    assert_ok(rig_do(r, worker, VERB_ACCEPT, code));
}

static void finish(void)
{
    static const char *const steps[] = { "scheme", "work", "proof" };

    for (int i = 0; i < 3; i++)
        assert_ok(rig_check(r, worker, code, steps[i], "https://example.invalid/photo"));
    assert_ok(rig_set(r, worker, VERB_SET, code, "result=已办结", NULL));
}

static void review(void)
{
    finish();
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
}

static void close_it(void)
{
    review();
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
}

static int64_t last_event(void)
{
    return tools_int(r, "SELECT max(id) FROM event", NULL);
}

static enum xh_rc note(int64_t person)
{
    struct call c = rig_call(VERB_NOTE, code);

    c.text = "备注";
    return rig_run(r, person, &c);
}

/* ---- 30: which day may be written ---- */

static void rule_30_a_real_township_writes_today(void **state)
{
    (void)state;
    leave(NULL);
    found_in(NULL, false);
    task("2026-12-25");
    int64_t before = last_event();
    int32_t today = r->env.today;
    for (int d = -1; d <= 1; d += 2) {
        r->env.today = today + d;
        assert_rc(note(worker), XH_REFUSED);
        assert_said("--today");
    }
    /* the township's day, not London's: 24:00 here is 16:00 there */
    r->env.today = today;
    r->env.now_ms = (int64_t)today * 86400000 + 16 * 3600000 - 1;
    assert_ok(note(worker));
    r->env.now_ms++;
    assert_rc(note(worker), XH_REFUSED);
    r->env.today = today + 1;
    assert_ok(note(worker));
    /* a millisecond before */
    r->env.now_ms = (int64_t)(today + 1) * 86400000 - 8 * 3600000 - 1;
    assert_rc(note(worker), XH_REFUSED);
    /* the computer's clock went back: nothing is written before the newest day */
    r->env.today = today;
    r->env.now_ms = (int64_t)today * 86400000;
    assert_rc(note(worker), XH_REFUSED);
    assert_int_equal(last_event(), before + 2);
}

/* 1. Today is the township's, by its offset alone: neither TZ nor the machine's zone
 * counts. */
static void rule_01_the_townships_day(void **state)
{
    static const struct { const char *line; int64_t minutes; } rows[] = {
        { "utc_offset: \"+08:00\"", 480 }, { "utc_offset: \"+05:45\"", 345 },
        { "utc_offset: \"-03:30\"", -210 }, { "utc_offset: \"+00:00\"", 0 },
    };
    static const char *const zones[] = { "Pacific/Kiritimati", "America/Los_Angeles", "" };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        leave(NULL);
        found_in(NULL, false);
        r->env.now_ms = (int64_t)r->env.today * 86400000 + 12 * 3600000;
        if (i > 0)
            assert_ok(tools_configure(r, r->admin, "township", rows[0].line, rows[i].line,
                                      NULL));
        task("2026-12-25");
        int32_t day = r->env.today + 3;
        int64_t midnight = (int64_t)day * 86400000 - rows[i].minutes * 60000;
        for (size_t z = 0; z < 3; z++) {
            setenv("TZ", zones[z], 1);
            r->env.now_ms = midnight - 1;
            r->env.today = day;
            assert_rc(note(worker), XH_REFUSED);        /* it is still yesterday */
            r->env.now_ms = midnight;
            assert_ok(note(worker));
            assert_int_equal(tools_int(r, "SELECT at FROM event ORDER BY id DESC LIMIT 1",
                                       NULL), midnight);
        }
        unsetenv("TZ");
    }
}

static void rule_30_practice(void **state)
{
    (void)state;
    task("2026-12-25");
    int64_t clock = r->env.now_ms;
    r->env.today = on("2031-01-02");
    assert_ok(note(worker));
    /* day is what it counts for, at is the real moment */
    assert_int_equal(tools_int(r, "SELECT day FROM event ORDER BY id DESC LIMIT 1", NULL),
                     on("2031-01-02"));
    assert_int_equal(tools_int(r, "SELECT at FROM event ORDER BY id DESC LIMIT 1", NULL),
                     clock);
    r->env.today = on("2031-01-01");
    assert_rc(note(worker), XH_REFUSED);        /* before the newest event's day */
    assert_said("2031-01-02");
}

/* Marked in the file for ever: no configuration and no reopening takes the mark away. */
static void rule_30_the_mark_stays(void **state)
{
    static const bool kinds[] = { true, false };

    (void)state;
    for (int i = 0; i < 2; i++) {
        leave(NULL);
        char *home = tools_folder("mark");
        found_in(home, kinds[i]);
        assert_int_equal(r->st->practice, kinds[i]);
        assert_ok(tools_configure(r, r->admin, "township", "name: 沿江镇", "name: 江口镇",
                                  NULL));
        struct store *again = NULL;
        assert_ok(store_open(home, true, NULL, &again, &r->err));
        assert_int_equal(again->practice, kinds[i]);
        store_close(again);
        free(home);
    }
}

static void rule_30_on_a_day(void **state)
{
    static const struct { const char *on; enum xh_rc rc; } rows[] = {
        { "2026-11-15", XH_REFUSED },       /* before the start */
        { "2026-11-21", XH_REFUSED },       /* tomorrow */
        { "2999-12-31", XH_REFUSED },
        { "1900-01-01", XH_REFUSED },
        { "2026-11-18", XH_OK },
    };

    (void)state;
    task("2026-12-25");
    struct call c = rig_call(VERB_CHECK, code);
    c.step = "scheme";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        c.on = on(rows[i].on);
        assert_rc(rig_run(r, worker, &c), rows[i].rc);
    }
    c.step = "work";
    c.on = on("2026-11-17");                /* before its predecessor */
    assert_rc(rig_run(r, worker, &c), XH_REFUSED);
    assert_said("2026-11-18");
    c.verb = VERB_BEGIN;
    assert_rc(rig_run(r, worker, &c), XH_REFUSED);
    c.on = on("2026-11-18");
    assert_ok(rig_run(r, worker, &c));
    c.verb = VERB_INSTRUCT;
    c.text = "抓紧";
    c.on = on("2026-11-21");
    assert_rc(rig_run(r, worker, &c), XH_REFUSED);
}

/* ---- 31: undo ---- */

static struct call call_of(enum verb verb)
{
    static struct pair owner = { "owner", "干部乙" }, kind = { "kind", "民生实事" };
    struct call c = rig_call(verb, code);

    c.reason = "经研究";
    c.text = "已进场";
    c.office = "县局";
    c.colour = "green";
    c.kind = "overdue";
    c.step = verb == VERB_UNCHECK || verb == VERB_SKIP ? "proof" : "scheme";
    if (verb == VERB_ASSIGN || verb == VERB_TRANSFER)
        c.fields = &owner;
    else if (verb == VERB_SET || verb == VERB_PROGRESS)
        c.fields = &kind;
    c.n_fields = c.fields ? 1 : 0;
    if (verb != VERB_BEGIN && verb != VERB_CHECK && verb != VERB_INSTRUCT)
        c.to = on("2027-01-15");
    if (verb == VERB_PROGRESS) {
        c.has_percent = true;
        c.percent = 30000000;
        c.link = "https://example.invalid/photo";
    }
    return c;
}

static void new_task(void)
{
    task("2026-12-25");
}

static void unaccepted(void)
{
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办",
             "owner=干部甲", "lead=领导甲", "due=2026-12-25", NULL));
}

static void late_task(void)
{
    task("2026-11-18");
}

static void finished(void)
{
    new_task();
    finish();
}

static void reviewed(void)
{
    new_task();
    review();
}

static void closed(void)
{
    new_task();
    close_it();
}

static void held(void)
{
    new_task();
    struct call c = call_of(VERB_HOLD);
    assert_ok(rig_run(r, judge, &c));
}

static void asked(void)
{
    new_task();
    struct call c = call_of(VERB_EXTEND);
    assert_ok(rig_run(r, r->handler, &c));
}

static void pinned(void)
{
    new_task();
    struct call c = call_of(VERB_PIN);
    c.colour = "red";
    assert_ok(rig_run(r, judge, &c));
}

static const struct undoable {
    enum verb verb;
    void (*prepare)(void);
    int who;
} undoables[] = {
    { VERB_SET, new_task, 0 },      { VERB_ASSIGN, new_task, 1 },
    { VERB_ACCEPT, unaccepted, 0 }, { VERB_TRANSFER, new_task, 2 },
    { VERB_CANCEL, new_task, 1 },   { VERB_CANCEL, held, 1 },
    { VERB_CANCEL, asked, 1 },      { VERB_PROGRESS, unaccepted, 2 },
    { VERB_PROGRESS, new_task, 0 }, { VERB_NOTE, closed, 0 },
    { VERB_INSTRUCT, closed, 1 },   { VERB_REMIND, new_task, 1 },
    { VERB_VISIT, unaccepted, 2 },  { VERB_VISIT, closed, 0 },
    { VERB_BEGIN, new_task, 0 },
    { VERB_CHECK, unaccepted, 2 },  { VERB_UNCHECK, finished, 0 },
    { VERB_SKIP, new_task, 1 },     { VERB_SKIP, new_task, 2 },
    { VERB_APPLY, finished, 0 },    { VERB_WITHDRAW, reviewed, 0 },
    { VERB_APPROVE, reviewed, 1 },  { VERB_RETURN, reviewed, 1 },
    { VERB_RETURN, unaccepted, 2 }, { VERB_EXTEND, new_task, 1 },
    { VERB_EXTEND, new_task, 2 },   { VERB_GRANT, asked, 1 },
    { VERB_REFUSE, asked, 1 },      { VERB_WITHDRAW, asked, 2 },
    { VERB_LIMIT, late_task, 1 },   { VERB_HOLD, new_task, 1 },
    { VERB_HOLD, new_task, 2 },     { VERB_RESUME, held, 1 },
    { VERB_REOPEN, closed, 1 },     { VERB_PIN, new_task, 1 },
    { VERB_PIN, pinned, 1 },        { VERB_REBASE, new_task, 1 },
};

static bool is_covered(enum verb verb)
{
    if (verb >= VERB_SUPERVISE && verb <= VERB_REVOKE)
        return true;            /* orders are no items: test_order.c undoes them */
    for (size_t i = 0; i < sizeof undoables / sizeof *undoables; i++)
        if (undoables[i].verb == verb)
            return true;
    return false;
}

/* Every fact, every outcome and every derived column is what it was; who worked on it and
 * what the record says stay. A day may lie between what is undone and what was before. */
static void rule_31_undo_restores_exactly(void **state)
{
    (void)state;
    for (int v = 0; v < VERB_COUNT; v++)
        if ((verb_info((enum verb)v)->flags & VERB_UNDOABLE) && !is_covered((enum verb)v))
            fail_msg("no row for %s", verb_info((enum verb)v)->id);
    for (int later = 0; later < 2; later++)
        for (size_t i = 0; i < sizeof undoables / sizeof *undoables; i++) {
            const struct undoable *u = &undoables[i];
            leave(NULL);
            found(NULL);
            int64_t person = u->who == 0 ? worker : u->who == 1 ? judge : r->handler;
            u->prepare();
            if (later)
                r->env.today += 1 + (int)(i % 3);
            r->env.now_ms = (int64_t)r->env.today * 86400000;
            char *before = tools_facts(r, true);
            int64_t version = tools_day(r, code, "version");
            struct call c = call_of(u->verb);
            if (u->verb == VERB_HOLD || u->verb == VERB_PIN || u->verb == VERB_EXTEND
                || u->verb == VERB_REOPEN)
                c.to = r->env.today + 60;
            if (rig_run(r, person, &c) != XH_OK)
                fail_msg("%s (%zu): %s", verb_info(u->verb)->id, i, r->err.msg);
            char *changed = tools_facts(r, true);
            assert_string_not_equal(before, changed);
            if (rig_do(r, person, VERB_UNDO, NULL) != XH_OK)
                fail_msg("undo of %s (%zu): %s", verb_info(u->verb)->id, i, r->err.msg);
            char *after = tools_facts(r, true);
            if (strcmp(before, after) != 0)
                print_error("undo of %s (%zu)\n", verb_info(u->verb)->id, i);
            assert_same_text(before, after);
            assert_int_equal(tools_day(r, code, "version"), version + 2);
            assert_rc(rig_do(r, r->other, VERB_UNDO, NULL), XH_NOT_FOUND);
            free(before);
            free(changed);
            free(after);
        }
    rig_assert_whole(r);
}

static char action[EVENT_ACTION];

static void keep_action(void)
{
    memcpy(action, r->result.action, sizeof action);
}

static enum xh_rc undo(int64_t person, const char *which)
{
    struct call c = rig_call(VERB_UNDO, NULL);

    c.action = which;
    return rig_run(r, person, &c);
}

static void rule_31_what_cannot_be_undone(void **state)
{
    (void)state;
    new_task();
    assert_ok(rig_report(r, worker, code, "已进场", 10));
    keep_action();
    assert_rc(undo(judge, action), XH_DENIED);              /* somebody else's */
    assert_rc(undo(r->admin, action), XH_DENIED);
    assert_rc(undo(worker, "0123456"), XH_USAGE);           /* too short, no id */
    assert_rc(undo(worker, "g23456789"), XH_USAGE);
    assert_rc(undo(worker, "%%%%%%%%%"), XH_USAGE);
    assert_rc(undo(worker, "00000000ffffffff"), XH_NOT_FOUND);
    assert_ok(note(judge));                                 /* touched since */
    assert_rc(undo(worker, action), XH_CONFLICT);
    assert_said(code);
    assert_ok(rig_do(r, judge, VERB_UNDO, NULL));           /* taken back: free again */
    char prefix[9];
    snprintf(prefix, sizeof prefix, "%.8s", action);
    assert_ok(undo(worker, prefix));
    assert_rc(undo(worker, action), XH_REFUSED);            /* once */

    assert_ok(rig_report(r, worker, code, "已进场", 10));
    keep_action();
    rig_today(r, "2026-11-21");                             /* another day */
    assert_rc(undo(worker, action), XH_REFUSED);
    assert_rc(rig_do(r, worker, VERB_UNDO, NULL), XH_NOT_FOUND);

    /* a number was given out */
    rig_add(r, "tasks", "title=新增", NULL);
    keep_action();
    assert_rc(undo(r->clerk, action), XH_REFUSED);
    struct pair units[] = { { "unit", "财政所" }, { "unit", "党政办" } };
    struct call c = rig_call(VERB_SPLIT, code);
    c.fields = units;
    c.n_fields = 2;
    assert_ok(rig_run(r, judge, &c));
    assert_rc(rig_do(r, judge, VERB_UNDO, NULL), XH_REFUSED);
    /* void, people, configuration, an undo */
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=录错", NULL));
    assert_ok(rig_do(r, r->clerk, VERB_VOID, code));
    assert_rc(rig_do(r, r->clerk, VERB_UNDO, NULL), XH_REFUSED);
    add_supervisor("督办员丁");
    assert_rc(rig_do(r, r->admin, VERB_UNDO, NULL), XH_REFUSED);
    new_task();
    assert_ok(note(worker));
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    char *undone =
        tools_text(r, "SELECT action FROM event ORDER BY id DESC LIMIT 1", NULL);
    assert_rc(undo(worker, undone), XH_REFUSED);
    free(undone);
    rig_assert_whole(r);
}

/* Permission is asked of the state that is restored, and `undo` is one. */
static void rule_31_permission(void **state)
{
    (void)state;
    new_task();
    struct call c = call_of(VERB_TRANSFER);
    /* now it is not hers any more */
    assert_ok(rig_run(r, r->handler, &c));
    assert_ok(rig_do(r, r->handler, VERB_UNDO, NULL));
    assert_int_equal(tools_day(r, code, "owner"), r->handler);
    /* a role without the permission */
    assert_ok(rig_report(r, r->handler, code, "已进场", 5));
    assert_ok(tools_configure(
        r, r->admin, "township",
        "check, uncheck, apply, withdraw, undo]\n        on: own\n      - {do: [extend",
        "check, uncheck, apply, withdraw]\n        on: own\n      - {do: [extend", NULL));
    assert_rc(rig_do(r, r->handler, VERB_UNDO, NULL), XH_DENIED);
    /* who lost the role meanwhile */
    assert_ok(note(judge));
    struct who who = { .actor = r->admin };
    struct pair role = { "role", "handler" };
    assert_ok(
        people_put(r->st, &r->env, &who, "person", "督办员丙", &role, 1, NULL, &r->err));
    assert_rc(rig_do(r, judge, VERB_UNDO, NULL), XH_DENIED);
}

/* What people write undoes nothing, whatever number it holds. */
static void rule_31_words_undo_nothing(void **state)
{
    (void)state;
    new_task();
    char first[64], bait[EVENT_ACTION];
    snprintf(first, sizeof first, "%s", code);
    assert_ok(rig_report(r, worker, code, "已进场", 10));
    keep_action();
    memcpy(bait, action, sizeof bait);
    new_task();
    assert_ok(note(judge));
    struct call c = rig_call(VERB_UNDO, NULL);
    char *forged = xasprintf("1:M,6:undoes,32:%s,", bait);
    c.reason = forged;
    assert_ok(rig_run(r, judge, &c));
    assert_ok(undo(worker, bait));                          /* not undone before */
    assert_rc(undo(worker, bait), XH_REFUSED);
    free(forged);
    (void)first;
    rig_assert_whole(r);
}

static void rule_31_counts(void **state)
{
    (void)state;
    reviewed();
    assert_ok(rig_do_because(r, judge, VERB_RETURN, code, "佐证不清", NULL));
    assert_int_equal(tools_day(r, code, "returns"), 1);
    assert_ok(rig_do(r, judge, VERB_UNDO, NULL));
    assert_int_equal(tools_day(r, code, "returns"), 0);     /* no longer counted */
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
    assert_ok(rig_do(r, judge, VERB_UNDO, NULL));
    assert_int_equal(tools_day(r, code, "reopened"), 0);    /* no reopening */
    assert_state(code, "review");
    assert_day(code, "closed_on", NULL);
}

/* The gates of what is restored: nothing open below what is closed. */
static void rule_31_gates(void **state)
{
    (void)state;
    char project[64], house[64];
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "lead=领导甲",
                     "due=2026-12-31", NULL));
    char *parent = xasprintf("parent=%s", project);
    snprintf(house, sizeof house, "%s", rig_add(r, "households", "title=户主", parent,
                                                "lead=领导甲", NULL));
    assert_ok(rig_do_because(r, worker, VERB_CANCEL, house, "不征了", NULL));
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, project, "停建", NULL));
    /* open below a closed one */
    assert_rc(rig_do(r, worker, VERB_UNDO, NULL), XH_REFUSED);
    assert_said(house);
    assert_ok(rig_do(r, judge, VERB_UNDO, NULL));
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    /* a reopened project has got a new row: it does not fall shut over it */
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, house, "不征了", NULL));
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, project, "停建", NULL));
    assert_ok(rig_do_because(r, worker, VERB_REOPEN, project, "复工", NULL));
    rig_add(r, "households", "title=新户", parent, NULL);
    assert_rc(rig_do(r, worker, VERB_UNDO, NULL), XH_REFUSED);
    free(parent);
    rig_assert_whole(r);
}

/* Dates that hang on it go back with it; what others have settled since stays theirs. */
static void rule_31_dates_that_hang_on_it(void **state)
{
    (void)state;
    char project[64], house[2][64];
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2027-06-30", NULL));
    char *parent = xasprintf("parent=%s", project);
    for (int i = 0; i < 2; i++)
        snprintf(house[i], 64, "%s",
                 rig_add(r, "households", "title=户主", parent, "lead=领导甲",
                         "owner=村干部甲", NULL));
    free(parent);
    rig_today(r, "2026-11-23");
    char *before = tools_facts(r, true);
    struct pair date = { "handover", "2026-12-25" };
    struct call c = rig_call(VERB_SET, project);
    c.fields = &date;
    c.n_fields = 1;
    c.reason = "工期";
    assert_ok(rig_run(r, worker, &c));
    assert_day(house[0], "first_due", "2026-12-25");
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    /* in between one row has got an extension of its own */
    assert_ok(rig_run(r, worker, &c));
    assert_ok(rig_do_because(r, judge, VERB_EXTEND, house[1], "雨季", "2027-01-20"));
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    assert_day(house[0], "due", NULL);
    assert_day(house[0], "first_due", NULL);
    assert_day(house[1], "due", "2027-01-20");
    rig_assert_whole(r);
    free(before);
    free(after);
}

/* Several acts in one: of one kind they are taken back together, of several they are not.
 */
static void rule_31_batches(void **state)
{
    (void)state;
    char one[64];
    new_task();
    snprintf(one, sizeof one, "%s", code);
    new_task();
    struct call calls[2] = { rig_call(VERB_NOTE, one), rig_call(VERB_NOTE, code) };
    calls[0].text = calls[1].text = "一并备注";
    struct who who = { .actor = worker };
    size_t failed;
    char *before = tools_facts(r, true);
    assert_ok(verb_run_all(r->st, &r->env, &who, calls, 2, &r->result, &failed, &r->err));
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    calls[1].verb = VERB_PROGRESS;
    assert_ok(verb_run_all(r->st, &r->env, &who, calls, 2, &r->result, &failed, &r->err));
    assert_rc(rig_do(r, worker, VERB_UNDO, NULL), XH_REFUSED);
    free(before);
    free(after);
}

/* ---- 32: facts, outcomes, derived ---- */

static const struct cell *find_cell(const struct event *e, const char *table,
                                    const char *column)
{
    for (size_t i = 0; i < e->n_changes; i++)
        for (size_t k = 0; k < e->changes[i].n; k++)
            if (strcmp(e->changes[i].table, table) == 0
                && strcmp(e->changes[i].cells[k].column, column) == 0)
                return &e->changes[i].cells[k];
    return NULL;
}

static void rule_32_what_an_event_holds(void **state)
{
    (void)state;
    unaccepted();
    struct event e = {0};
    assert_ok(event_load(r->st->db, last_event(), &e, &r->err));
    assert_string_equal(e.verb, "add");
    assert_int_equal(e.actor, r->clerk);
    assert_int_equal(strlen(e.action), 32);
    assert_string_equal(e.action, r->result.action);
    assert_int_equal(e.day, r->env.today);
    assert_int_equal(e.at, r->env.now_ms);
    assert_string_equal(e.config, r->st->defs->hash);
    assert_int_equal(e.format, EVENT_FORMAT);
    /* outcomes: computed once, told for ever */
    static const char *const outcomes[][2] = {
        { "item", "code" },      { "item", "first_due" }, { "item", "streak_since" },
        { "item", "version" },   { "due_change", "new" }, { "counter", "last" },
        { "item", "opened_seq" }
    };
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (!find_cell(&e, outcomes[i][0], outcomes[i][1])
            && strcmp(outcomes[i][1], "streak_since") != 0)
            fail_msg("no %s.%s", outcomes[i][0], outcomes[i][1]);
    assert_string_equal(find_cell(&e, "item", "code")->new.s, code);
    event_fini(&e);
}

/* Derived columns stand in no event; action ids are one of a kind; replay needs no
 * configuration. */
static void rule_32_derived_is_never_recorded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof undoables / sizeof *undoables; i++) {
        undoables[i].prepare();
        struct call c = call_of(undoables[i].verb);
        int64_t person = undoables[i].who == 0 ? worker : undoables[i].who == 1 ? judge
                       : r->handler;
        assert_ok(rig_run(r, person, &c));
    }
    for (int64_t seq = 1; seq <= last_event(); seq++) {
        struct event e = {0};
        assert_ok(event_load(r->st->db, seq, &e, &r->err));
        for (size_t i = 0; i < e.n_changes; i++)
            for (size_t k = 0; k < e.changes[i].n; k++)
                if (schema_is_derived(e.changes[i].table, e.changes[i].cells[k].column))
                    fail_msg("event %d records %s.%s", (int)seq, e.changes[i].table,
                             e.changes[i].cells[k].column);
        event_fini(&e);
    }
    assert_int_equal(
        tools_int(r, "SELECT count(*) - count(DISTINCT action) FROM event", NULL), 0);
    /* a configuration that would judge everything differently changes no fact of the past
     */
    assert_ok(tools_configure(r, r->admin, "colours", "- {due_in: 3 workdays}",
                              "- {due_in: 30 workdays}", NULL));
    rig_assert_whole(r);
}

/* Chain, facts and derived columns are reported apart. */
static void rule_32_verify_tells_apart(void **state)
{
    static const struct { const char *sql; int part; } edits[] = {
        { "UPDATE event SET day = day + 1 WHERE id = 5", 0 },
        { "UPDATE item SET title = 'x' WHERE id = 1", 1 },
        { "UPDATE item SET red_on = 1000000 WHERE id = 1", 2 },
    };

    (void)state;
    late_task();
    for (size_t i = 0; i < 3; i++) {
        struct verify v = {0};
        assert_ok(db_begin(r->st->db, &r->err));
        assert_ok(db_run(r->st->db, &r->err, edits[i].sql, ""));
        assert_ok(db_commit(r->st->db, &r->err));
        assert_rc(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);
        assert_int_equal(v.chain.bad > 0, edits[i].part == 0);
        assert_int_equal(v.derived.bad > 0, edits[i].part == 2);
        if (edits[i].part == 1)
            assert_true(v.facts.bad > 0);
        verify_fini(&v);
        leave(NULL);
        found(NULL);
        late_task();
    }
}

/* ---- 33: the configuration in force ---- */

static void rule_33_in_the_database(void **state)
{
    (void)state;
    leave(NULL);
    char *home = tools_folder("config");
    found_in(home, true);
    assert_rc(
        tools_configure(r, worker, "township", "name: 沿江镇", "name: 江口镇", NULL),
        XH_DENIED);
    int64_t before = last_event();
    char *hash = xstrdup(r->st->defs->hash);
    assert_ok(
        tools_configure(r, r->admin, "township", "name: 沿江镇", "name: 江口镇", NULL));
    assert_int_equal(last_event(), before + 1);
    assert_string_not_equal(r->st->defs->hash, hash);
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM config c JOIN meta m ON m.value = c.hash "
                  "AND m.key = 'config_hash' WHERE c.name = 'township' AND "
                  "instr(c.text, '江口镇') > 0",
                  NULL),
        1);
    /* start-up reads the stored rows, no YAML */
    struct store *again = NULL;
    assert_ok(store_open(home, true, NULL, &again, &r->err));
    assert_string_equal(again->defs->township.name, "江口镇");
    assert_string_equal(again->defs->hash, r->st->defs->hash);
    /* somebody else applies another: the next write goes by it, and is recorded with it
     */
    assert_ok(tools_configure(r, r->admin, "township", "paper_approval: true",
                              "paper_approval: false", NULL));
    new_task();
    struct call c = rig_call(VERB_NOTE, code);
    c.text = "另一台电脑";
    struct who who = { .actor = worker };
    struct result out;
    assert_ok(verb_run(again, &r->env, &who, &c, &out, &r->err));
    assert_false(again->defs->township.paper_approval);
    assert_int_equal(
        tools_int(r,
                  "SELECT e.config = m.value FROM event e JOIN meta m ON m.key = "
                  "'config_hash' ORDER BY e.id DESC LIMIT 1",
                  NULL),
        1);
    store_close(again);
    rig_assert_whole(r);
    free(hash);
    free(home);
}

static struct defs *compile(const struct config_text *texts, size_t n, struct xh_err *err)
{
    struct config c;
    struct defs *d = NULL;

    if (config_load_texts(&c, texts, n))
        d = defs_from_documents(c.docs, c.n_docs);
    else
        xh_fail(err, XH_CONFIG, "complaints");
    config_fini(&c);
    return d;
}

/* A newer program that cannot use the rows rebuilds them from the stored text. */
static void rule_33_rebuilt_from_the_text(void **state)
{
    (void)state;
    leave(NULL);
    char *home = tools_folder("rebuild");
    found_in(home, true);
    assert_ok(db_run(r->st->db, &r->err, "DELETE FROM def_row", ""));
    struct store *again = NULL;
    assert_int_not_equal(store_open(home, true, NULL, &again, &r->err), XH_OK);
    assert_ok(store_open(home, true, compile, &again, &r->err));
    assert_string_equal(again->defs->township.name, "沿江镇");
    assert_int_equal(again->defs->n_lists, r->st->defs->n_lists);
    store_close(again);
    free(home);
}

/* To know what a change would do changes nothing. */
static void rule_33_asking_changes_nothing(void **state)
{
    (void)state;
    late_task();
    task("2027-01-29");
    char *before = tools_facts(r, true);
    int64_t events = last_event();
    struct config variant;
    struct config_text texts[CONFIG_FILES_MAX];
    for (size_t i = 0; i < r->config.n_files; i++) {
        texts[i] =
            (struct config_text){ r->config.files[i].name, r->config.files[i].text };
        if (strcmp(texts[i].name, "colours") == 0) {
            const char *from = "{due_in: 3 workdays}", *at = strstr(texts[i].text, from);
            texts[i].text =
                xasprintf("%.*s{due_in: 60 workdays}%s", (int)(at - texts[i].text),
                          texts[i].text, at + strlen(from));
        }
    }
    assert_true(config_load_texts(&variant, texts, r->config.n_files));
    struct config_bundle bundle = { texts, r->config.n_files, variant.docs,
                                    variant.n_docs, variant.hash };
    struct who who = { .actor = r->admin };
    struct impact impact = {0};
    assert_ok(config_apply(r->st, &r->env, &who, &bundle, true, &impact, &r->err));
    assert_true(impact.n_days >= 1);
    assert_int_equal(impact.days[0].moved[COLOUR_GREEN][COLOUR_YELLOW], 1);
    assert_int_equal(impact.days[0].moved[COLOUR_RED][COLOUR_RED], 1);
    assert_int_equal(impact.n_rows, 1);
    assert_string_equal(impact.rows[0].code, code);
    assert_int_equal(impact.rows[0].from, COLOUR_GREEN);
    assert_int_equal(impact.rows[0].to, COLOUR_YELLOW);
    impact_fini(&impact);
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    assert_int_equal(last_event(), events);
    assert_ok(note(worker));                    /* and the store goes on by the old one */
    assert_int_equal(tools_day(r, code, "yellow_on") > r->env.today, 1);
    for (size_t i = 0; i < r->config.n_files; i++)
        if (strcmp(texts[i].name, "colours") == 0)
            free((char *)texts[i].text);
    config_fini(&variant);
    free(before);
    free(after);
}

/* A configuration change restarts the streak at max(today, new yellow_on) (ENGINE 9). */
static void rule_33_streaks_restart(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "report_every: week",
                              "report_every: month", NULL));
    task("2026-11-24");                         /* yellow since before today */
    int32_t since = tools_day(r, code, "streak_since");
    assert_true(since <= on("2026-11-20"));
    rig_today(r, "2026-11-23");
    assert_ok(note(worker));
    /* a note moves nothing */
    assert_int_equal(tools_day(r, code, "streak_since"), since);
    assert_ok(tools_configure(r, r->admin, "colours", "{due_in: 3 workdays}",
                              "{due_in: 4 workdays}", NULL));
    assert_day(code, "streak_since", "2026-11-23");
    rig_assert_whole(r);
}

static void rule_33_refused(void **state)
{
    static const struct { const char *doc, *from, *to, *said;
    } rows[] = {
        { "lists/tasks", NULL, NULL, "tasks" }, /* a list with open items */
        { "workflow", "  rework:    {name: 退改,   phase: open}\n",
          "  rework:    {name: 退改,   phase: open}\n  waiting2:  {name: 等待,   phase: open}\n",
          NULL },
    };

    (void)state;
    new_task();
    char *before = tools_facts(r, true);
    int64_t events = last_event();
    assert_rc(tools_configure(r, r->admin, rows[0].doc, rows[0].from, rows[0].to, NULL),
              XH_CONFIG);
    assert_said(rows[0].said);
    assert_int_equal(last_event(), events);
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    free(before);
    free(after);
    /* closed ones may be left without their list: they are read only, and come back with
     * it */
    close_it();
    assert_ok(tools_configure(r, r->admin, rows[0].doc, rows[0].from, rows[0].to, NULL));
    assert_rc(note(worker), XH_CONFIG);
    rig_assert_whole(r);
}

/* States of our own: one that is taken out under its items is refused. */
static void rule_33_states(void **state)
{
    (void)state;
    assert_ok(tools_configure(
        r, r->admin, "workflow", "  review:    {name: 待审核, phase: review}\n",
        "  checked:   {name: 初审, phase: open}\n  review:    {name: 待审核, phase: review}\n",
        "workflow", "accept:   {name: 签收,     from: assigned, to: active}",
        "accept:   {name: 签收,     from: assigned, to: checked}", "workflow",
        "from: [active, rework], to: review,",
        "from: [active, checked, rework], to: review,", NULL));
    new_task();
    assert_state(code, "checked");
    assert_rc(tools_configure(r, r->admin, "workflow",
              "  checked:   {name: 初审, phase: open}\n", "", "workflow",
              "accept:   {name: 签收,     from: assigned, to: checked}",
              "accept:   {name: 签收,     from: assigned, to: active}", "workflow",
              "from: [active, checked, rework], to: review,",
              "from: [active, rework], to: review,", NULL), XH_CONFIG);
    assert_said("checked");
    /* renaming is free */
    assert_ok(tools_configure(r, r->admin, "workflow", "name: 初审", "name: 预审", NULL));
    assert_state(code, "checked");
    rig_assert_whole(r);
}

/* Not even an administrator shuts the door behind everybody. */
static void rule_33_somebody_keeps_the_key(void **state)
{
    (void)state;
    static const struct { const char *admin, *keeper; } rows[] = {
        { "- {do: [people, erase], on: all}", "- {do: config, on: all}" },
        { "- {do: [config, erase], on: all}", "- {do: people, on: all}" },
    };
    for (size_t i = 0; i < 2; i++) {
        char *roles = xasprintf("roles:\n  keeper:\n    name: 钥匙\n    may:\n      %s\n",
                                rows[i].keeper);
        assert_rc(tools_configure(r, r->admin, "township",
                                  "- {do: [people, config, erase, act_for], on: all}",
                                  rows[i].admin, "township", "roles:\n", roles, NULL),
                  XH_CONFIG);
        free(roles);
    }
}

/* ---- 34: fields ---- */

static void rule_34_dropped_fields_come_back(void **state)
{
    static const char field[] =
        "  demand:\n    name: 办理要求\n    type: text\n    also: [办复要求, 工作要求, 目标要求]\n"
        "    doc: 做到什么程度算完成, 写得能核对\n";

    (void)state;
    new_task();
    assert_ok(rig_set(r, worker, VERB_SET, code, "demand=三日内答复", NULL));
    assert_ok(tools_configure(r, r->admin, "lists/tasks", field, "", NULL));
    assert_rc(rig_set(r, worker, VERB_SET, code, "demand=x", NULL), XH_USAGE);
    assert_int_equal(
        tools_int(r,
                  "SELECT last_seq IS NOT NULL FROM field_def WHERE list = 'tasks' "
                  "AND field = 'demand'",
                  NULL),
        1);
    char *kept =
        tools_text(r,
                   "SELECT f.v_demand FROM f_tasks f JOIN item i ON i.id = f.id WHERE "
                   "i.code = ?",
                   code);
    assert_string_equal(kept, "三日内答复");
    rig_assert_whole(r);
    assert_ok(tools_configure(r, r->admin, "lists/tasks", "fields:\n", "fields:\n"
              "  demand: {name: 要求, type: text}\n", NULL));
    char *back =
        tools_text(r,
                   "SELECT f.v_demand FROM f_tasks f JOIN item i ON i.id = f.id WHERE "
                   "i.code = ?",
                   code);
    assert_string_equal(back, kept);
    assert_int_equal(
        tools_int(r,
                  "SELECT last_seq IS NULL FROM field_def WHERE list = 'tasks' AND "
                  "field = 'demand'",
                  NULL),
        1);
    assert_ok(rig_set(r, worker, VERB_SET, code, "demand=五日内答复", NULL));
    rig_assert_whole(r);
    free(kept);
    free(back);
}

static void rule_34_type_and_unit_stay(void **state)
{
    static const struct { const char *doc, *from, *to;
    } changes[] = {
        { "lists/projects", "{name: 总投资, type: decimal, unit: 万元,",
          "{name: 总投资, type: decimal, unit: 元," },
        { "lists/projects", "{name: 总投资, type: decimal, unit: 万元,",
          "{name: 总投资, type: integer, unit: 万元," },
        { "lists/projects", "{name: 交地日期, type: date,",
          "{name: 交地日期, type: text," },
    };

    (void)state;
    /* the third would also leave a deadline without its date: the loader sees to that */
    for (size_t i = 0; i < 2; i++) {
        int64_t events = last_event();
        assert_rc(tools_configure(r, r->admin, changes[i].doc, changes[i].from,
                                  changes[i].to, NULL),
                  XH_CONFIG);
        assert_said("was:");
        assert_int_equal(last_event(), events);
    }
    /* not even after it was out of use */
    assert_ok(tools_configure(
        r, r->admin, "lists/projects",
        "  investment: {name: 总投资, type: decimal, unit: 万元, sum: true, min: 0, "
        "also: [总投资额, 项目总投资]}\n",
        "", NULL));
    assert_rc(tools_configure(r, r->admin, "lists/projects", "fields:\n",
                              "fields:\n  investment: {name: 总投资, type: text}\n",
                              NULL),
              XH_CONFIG);
}

#define INVESTMENT \
    "  investment: {name: 总投资, type: decimal, unit: 万元, sum: true, min: 0, " \
    "also: [总投资额, 项目总投资]}\n"

static void rule_34_was(void **state)
{
    static const struct { const char *to; enum xh_rc rc; int64_t value;
    } rows[] = {
        { "  total: {name: 总投资, type: decimal, unit: 万元, was: investment}\n", XH_OK,
          1234500000 },
        { "  total: {name: 总投资, type: decimal, unit: 元, was: investment, "
          "convert: x 10000}\n",
          XH_OK, 12345000000000 },
        { "  total: {name: 总投资, type: decimal, unit: 亿元, was: investment, "
          "convert: / 10000}\n",
          XH_OK, 123450 },
        { "  total: {name: 总投资, type: integer, unit: 元, was: investment, "
          "convert: x 10000}\n",
          XH_OK, 12345000 },
        { "  total: {name: 总投资, type: decimal, unit: 元, was: investment}\n",
          XH_CONFIG, 0 },
        { "  total: {name: 总投资, type: text, was: investment}\n", XH_CONFIG, 0 },
        { "  total: {name: 总投资, type: integer, unit: 亿元, was: investment, "
          "convert: / 10000}\n",
          XH_CONFIG, 0 }, /* not whole */
        { "  total: {name: 总投资, type: decimal, unit: 厘, was: investment, "
          "convert: x 9000000000000}\n",
          XH_CONFIG, 0 }, /* too large */
        { "  total: {name: 总投资, type: decimal, unit: 元, was: other}\n", XH_OK, -1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        leave(NULL);
        found(NULL);
        snprintf(code, sizeof code, "%s", rig_add(r, "projects", "title=示例项目",
                                                  "investment=1234.5", NULL));
        enum xh_rc rc =
            tools_configure(r, r->admin, "lists/projects", INVESTMENT, rows[i].to, NULL);
        if (rc != rows[i].rc)
            fail_msg("%s: code %d %s", rows[i].to, rc, r->err.msg);
        if (rc != XH_OK)
            continue;
        assert_int_equal(
            tools_int(r,
                      "SELECT coalesce(f.v_total, -1) FROM f_projects f JOIN item i "
                      "ON i.id = f.id WHERE i.code = ?",
                      code),
            rows[i].value);
        /* the old column is where it was */
        assert_int_equal(
            tools_int(r,
                      "SELECT f.v_investment FROM f_projects f JOIN item i ON "
                      "i.id = f.id WHERE i.code = ?",
                      code),
            1234500000);
        rig_assert_whole(r);
    }
}

/* `add LIST title=` is always enough; what is required is asked for at the cross-off, or
 * by the step named. */
static void rule_34_required_is_a_gate(void **state)
{
    (void)state;
    for (size_t i = 0; i < r->st->defs->n_lists; i++)
        rig_add(r, r->st->defs->lists[i].id, "title=只有标题", NULL);
    assert_ok(tools_configure(
        r, r->admin, "lists/tasks", "    name: 办理要求\n    type: text\n",
        "    name: 办理要求\n    type: text\n    required: true\n    by: work\n", NULL));
    new_task();
    assert_ok(rig_check(r, worker, code, "scheme", NULL));
    assert_rc(rig_check(r, worker, code, "work", NULL), XH_REFUSED);
    assert_said("办理要求");
    assert_ok(rig_set(r, worker, VERB_SET, code, "demand=答复", NULL));
    assert_ok(rig_check(r, worker, code, "work", NULL));
    assert_ok(rig_check(r, worker, code, "proof", "https://example.invalid/p"));
    assert_rc(rig_do(r, worker, VERB_APPLY, code), XH_REFUSED);
    assert_said("办理结果");
    assert_ok(rig_set(r, worker, VERB_SET, code, "result=已办结", NULL));
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
}

/* A list without fields gets its first one: items older than it can be filled in. */
static void rule_34_a_lists_first_field(void **state)
{
    static const char list[] =
        "list: visits\nname: 走访\nrow: 次\norder: 9\ncode: \"访{yy}-{seq}\"\nalias: "
        "v\ndue: given\n"
        "report_every: month\nsteps:\n  - {id: go, name: 走访}\nprogress: steps\nplan: linear\n"
        "colours:\n  yellow: [{due_in: 3 workdays}]\n  red: [{overdue: 1 workday}]\n"
        "columns: [colour, code, title]\n";
    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/visits", NULL, list, NULL));
    snprintf(code, sizeof code, "%s", rig_add(r, "visits", "title=先有的", NULL));
    assert_ok(tools_configure(r, r->admin, "lists/visits", "steps:\n",
              "fields:\n  found: {name: 发现, type: text}\nsteps:\n", NULL));
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "found=漏水", NULL));
    assert_ok(rig_do(r, r->clerk, VERB_UNDO, NULL));
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "found=漏水", NULL));
    rig_assert_whole(r);
}

/* ---- 35: private values ---- */

static const char secret[] = "13987654321", owner_name[] = "陈秘密户主";

static bool body_holds(const char *word)
{
    char *sql = xasprintf(
        "SELECT count(*) FROM event WHERE instr(body, CAST('%s' AS BLOB)) > 0", word);
    int64_t n = tools_int(r, sql, NULL);

    free(sql);
    return n > 0;
}

static void household(void)
{
    char *phone = xasprintf("phone=%s", secret),
         *title = xasprintf("title=%s", owner_name);

    snprintf(code, sizeof code, "%s", rig_add(r, "households", title, "place=林家村",
             "lead=领导甲", "area=1.5", phone, "amount=12.5", NULL));
    free(phone);
    free(title);
}

static void rule_35_events_hold_hashes(void **state)
{
    (void)state;
    household();
    assert_false(body_holds(secret));
    assert_false(body_holds(owner_name));       /* the title of a person's list too */
    assert_false(body_holds("12500000"));
    assert_true(body_holds("1500000"));         /* the area is nobody's secret */
    assert_ok(rig_set(r, worker, VERB_SET, code, "phone=13900000000", NULL));
    assert_false(body_holds(secret));
    assert_false(body_holds("13900000000"));
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM private p JOIN item i ON i.id = p.item WHERE "
                  "p.col = 'v_phone' AND i.code = ?",
                  code),
        2);
    assert_int_equal(
        tools_int(r, "SELECT count(*) - count(DISTINCT salt) FROM private", NULL), 0);
    assert_int_equal(
        tools_int(r, "SELECT count(*) FROM private WHERE length(salt) <> 16", NULL), 0);
    /* taken back */
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    char *phone =
        tools_text(r,
                   "SELECT f.v_phone FROM f_households f JOIN item i ON i.id = f.id "
                   "WHERE i.code = ?",
                   code);
    assert_string_equal(phone, secret);
    free(phone);
    assert_false(body_holds(secret));
    rig_assert_whole(r);
    /* a row of the side table that is gone without an erase is found */
    assert_ok(
        db_run(r->st->db, &r->err, "DELETE FROM private WHERE col = 'v_phone'", ""));
    struct verify v = {0};
    assert_rc(verify_run(r->st, NULL, NULL, &v, &r->err), XH_DB);
    assert_true(v.private_values.bad > 0);
    verify_fini(&v);
}

/* What was private once stays so, whatever the YAML says by then. */
static void rule_35_private_is_sticky(void **state)
{
    (void)state;
    household();
    assert_ok(tools_configure(
        r, r->admin, "lists/households",
        "    name: 电话\n    type: text\n    private: true\n"
        "    show: [self, handler, village, print]\n",
        "    name: 电话\n    type: text\n", NULL));
    assert_ok(rig_set(r, worker, VERB_SET, code, "phone=13900000000", NULL));
    assert_false(body_holds(secret));
    assert_false(body_holds("13900000000"));
    assert_ok(rig_do(r, worker, VERB_UNDO, NULL));
    assert_false(body_holds(secret));
    /* nor by another name */
    assert_ok(tools_configure(r, r->admin, "lists/households",
              "  phone:\n    name: 电话\n    type: text\n",
              "  mobile:\n    name: 手机号\n    type: text\n    was: phone\n", NULL));
    char *mobile =
        tools_text(r,
                   "SELECT f.v_mobile FROM f_households f JOIN item i ON i.id = f.id "
                   "WHERE i.code = ?",
                   code);
    assert_string_equal(mobile, secret);
    free(mobile);
    assert_false(body_holds(secret));
    rig_assert_whole(r);
}

static void rule_35_erase(void **state)
{
    (void)state;
    household();
    struct call c = rig_call(VERB_ERASE, code);
    c.reason = "本人要求";
    assert_rc(rig_run(r, worker, &c), XH_DENIED);
    assert_rc(tools_as(r, (struct who){ .actor = worker, .behalf = r->admin }, &c),
              XH_DENIED);
    assert_rc(rig_run(r, r->admin, &c), XH_REFUSED);        /* still worked on */
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, code, "不征了", NULL));
    c.reason = "";
    assert_rc(rig_run(r, r->admin, &c), XH_REFUSED);
    c.reason = "本人要求";
    assert_ok(rig_run(r, r->admin, &c));
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM private p JOIN item i ON i.id = p.item WHERE "
                  "i.code = ?",
                  code),
        0);
    assert_int_equal(
        tools_int(r,
                  "SELECT f.v_phone IS NULL AND f.v_amount IS NULL AND i.title = '' "
                  "AND f.v_area = 1500000 FROM f_households f JOIN item i ON i.id = f.id "
                  "WHERE i.code = ?",
                  code),
        1);
    rig_assert_whole(r);                        /* legal: an erase names them */
    assert_rc(rig_run(r, r->admin, &c), XH_REFUSED);        /* nothing left */
    assert_rc(rig_do(r, r->admin, VERB_UNDO, NULL), XH_REFUSED);
    /* a mistaken entry is void the same day, and can still be erased */
    household();
    assert_ok(rig_do(r, r->clerk, VERB_VOID, code));
    c.code = code;
    assert_ok(rig_run(r, r->admin, &c));
    /* and an item may be opened again and given new values */
    assert_ok(rig_do_because(r, judge, VERB_REOPEN, "征26-001", "复征", NULL));
    assert_ok(rig_set(r, worker, VERB_SET, "征26-001", "title=新户主", NULL));
    rig_assert_whole(r);
}

static bool file_holds(const char *path, const char *word)
{
    FILE *f = fopen(path, "rb");
    char buf[65536];
    size_t keep = 0, len = strlen(word), n;
    bool found = false;

    if (!f)
        return false;
    while (!found && (n = fread(buf + keep, 1, sizeof buf - keep, f)) > 0) {
        n += keep;
        found = memmem(buf, n, word, len) != NULL;
        keep = n < len ? n : len - 1;
        memmove(buf, buf + n - keep, keep);
    }
    fclose(f);
    return found;
}

/* No trace of what was erased is left in the file, once the log is written back. */
static void rule_35_no_trace_in_the_file(void **state)
{
    static const char *const parts[] = { "", "-wal", "-shm", "-journal" };

    (void)state;
    leave(NULL);
    char *home = tools_folder("erase");
    found_in(home, true);
    household();
    /* many pages, some of them freed */
    for (int i = 0; i < 40; i++) {
        char *phone = xasprintf("phone=%s%02d", secret, i);
        assert_ok(rig_set(r, worker, VERB_SET, code, phone, NULL));
        free(phone);
    }
    assert_ok(rig_do_because(r, judge, VERB_CANCEL, code, "不征了", NULL));
    assert_ok(db_script(r->st->db, "PRAGMA wal_checkpoint(TRUNCATE)", &r->err));
    char *path = xasprintf("%s/xiaohao.db", home);
    store_close(r->st);             /* only then may the file be opened outside SQLite */
    r->st = NULL;
    assert_true(file_holds(path, secret));
    assert_true(file_holds(path, owner_name));
    assert_ok(store_open(home, true, NULL, &r->st, &r->err));
    struct call c = rig_call(VERB_ERASE, code);
    c.reason = "本人要求";
    assert_ok(rig_run(r, r->admin, &c));
    assert_ok(db_script(r->st->db, "PRAGMA wal_checkpoint(TRUNCATE)", &r->err));
    store_close(r->st);
    r->st = NULL;
    for (int i = 0; i < 4; i++) {
        char *part = xasprintf("%s%s", path, parts[i]);
        if (file_holds(part, secret) || file_holds(part, owner_name))
            fail_msg("found in %s", part);
        free(part);
    }
    assert_ok(store_open(home, true, NULL, &r->st, &r->err));
    rig_assert_whole(r);
    free(path);
    free(home);
}

static void rule_35_unmask(void **state)
{
    (void)state;
    household();
    char *value = NULL;
    struct who who = { .actor = r->leader };
    assert_rc(verb_unmask(r->st, &r->env, &who, code, "phone", "", &value, &r->err),
              XH_REFUSED);
    assert_rc(verb_unmask(r->st, &r->env, &who, code, "phone", NULL, &value, &r->err),
              XH_REFUSED);
    assert_rc(verb_unmask(r->st, &r->env, &who, code, "area", "看", &value, &r->err),
              XH_REFUSED);
    assert_rc(verb_unmask(r->st, &r->env, &who, code, "nothing", "看", &value, &r->err),
              XH_NOT_FOUND);
    assert_rc(verb_unmask(r->st, &r->env, &who, code, NULL, "看", &value, &r->err),
              XH_NOT_FOUND);
    assert_rc(
        verb_unmask(r->st, &r->env, &who, code, "phone", "a\033[2J", &value, &r->err),
        XH_REFUSED);
    who.actor = r->second;
    assert_rc(verb_unmask(r->st, &r->env, &who, code, "phone", "看", &value, &r->err),
              XH_DENIED);
    assert_null(value);
    int64_t before = last_event(), version = tools_day(r, code, "version");
    who = (struct who){ .actor = r->leader, .behalf = r->second };
    assert_ok(
        verb_unmask(r->st, &r->env, &who, code, "phone", "核对发放", &value, &r->err));
    assert_string_equal(value, secret);
    free(value);
    /* who looked is on record, under the own name */
    assert_int_equal(last_event(), before + 1);
    assert_int_equal(
        tools_int(r, "SELECT coalesce(behalf, 0) FROM event ORDER BY id DESC LIMIT 1",
                  NULL),
        0);
    assert_int_equal(tools_day(r, code, "version"), version);
    assert_false(body_holds(secret));
    rig_assert_whole(r);
}

/* ---- 36: the file and its lock ---- */

static void rule_36_the_file_is_the_one_we_know(void **state)
{
    static const struct { const char *sql, *back; enum xh_rc rc; } edits[] = {
        /* another generation is a restored backup: start again and look (exit code 5) */
        { "UPDATE meta SET value = '2' WHERE key = 'generation'",
          "UPDATE meta SET value = '1' WHERE key = 'generation'", XH_CONFLICT },
        { "PRAGMA user_version = 99", NULL, XH_DB },
    };

    (void)state;
    leave(NULL);
    char *home = tools_folder("file"), *db = xasprintf("%s/xiaohao.db", home);
    found_in(home, true);
    new_task();
    int64_t before = last_event();
    struct db *other = NULL;
    assert_ok(db_open(db, DB_WRITE, &other, &r->err));
    for (size_t i = 0; i < 2; i++) {
        char *back = edits[i].back ? xstrdup(edits[i].back)
                   : xasprintf("PRAGMA user_version = %d", SCHEMA_VERSION);
        assert_ok(db_script(other, edits[i].sql, &r->err));
        assert_rc(note(worker), edits[i].rc);
        assert_false(gate_is_held(r->st->gate));
        assert_ok(db_script(other, back, &r->err));
        assert_ok(note(worker));
        free(back);
    }
    assert_int_equal(last_event(), before + 2);
    db_close(other);
    /* another file under the name: not written to */
    assert_ok(db_script(r->st->db, "PRAGMA wal_checkpoint(TRUNCATE)", &r->err));
    char *aside = xasprintf("%s/aside.db", home);
    assert_int_equal(rename(db, aside), 0);
    assert_rc(note(worker), XH_CONFLICT);
    int fd = open(db, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    close(fd);
    assert_rc(note(worker), XH_CONFLICT);
    struct stat sb;
    assert_int_equal(stat(db, &sb), 0);
    assert_int_equal(sb.st_size, 0);
    assert_int_equal(rename(aside, db), 0);
    assert_ok(note(worker));
    free(aside);
    free(db);
    free(home);
}

/* The lock is given back whatever becomes of an act. */
static void rule_36_the_gate_is_left(void **state)
{
    (void)state;
    leave(NULL);
    char *home = tools_folder("gate");
    found_in(home, true);
    for (int v = VERB_NONE; v < VERB_COUNT; v++) {
        new_task();
        struct call c = call_of((enum verb)v);
        rig_run(r, r->other, &c);               /* denied, mostly */
        assert_false(gate_is_held(r->st->gate));
        c.code = "督26-9999";
        rig_run(r, worker, &c);                 /* not there */
        assert_false(gate_is_held(r->st->gate));
        assert_false(db_in_transaction(r->st->db));
        c = rig_call((enum verb)v, code);       /* nothing said at all */
        rig_run(r, worker, &c);
        assert_false(gate_is_held(r->st->gate));
        assert_false(db_in_transaction(r->st->db));
        c.code = NULL;
        assert_int_not_equal(rig_run(r, worker, &c), XH_OK + (v == VERB_UNDO ? 99 : 0));
    }
    assert_rc(
        tools_configure(r, worker, "township", "name: 沿江镇", "name: 江口镇", NULL),
        XH_DENIED);
    assert_false(gate_is_held(r->st->gate));
    rig_assert_whole(r);
    free(home);
}

/* An act that finds the item changed since it was looked at writes nothing. */
static void rule_36_versions(void **state)
{
    (void)state;
    new_task();
    struct call c = rig_call(VERB_NOTE, code);
    c.text = "备注";
    c.version = tools_day(r, code, "version");
    assert_ok(rig_run(r, worker, &c));
    int64_t before = last_event();
    assert_rc(rig_run(r, worker, &c), XH_CONFLICT);
    assert_int_equal(last_event(), before);
    c.version++;
    assert_ok(rig_run(r, worker, &c));
}

/* ---- 37: before the township began, and rows that exist ---- */

static void rule_37_before_the_start(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "township", "# start_day: 2026-12-01",
                              "start_day: 2026-12-01 #", NULL));
    new_task();
    struct call c = rig_call(VERB_CHECK, code);
    c.step = "proof";                       /* out of order, without evidence */
    c.on = on("2026-11-17");
    assert_ok(rig_run(r, worker, &c));
    assert_int_equal(
        tools_int(r,
                  "SELECT s.before_start FROM step s JOIN item i ON i.id = s.item "
                  "WHERE s.step = 'proof' AND i.code = ?",
                  code),
        1);
    assert_rc(rig_run(r, worker, &c), XH_REFUSED);          /* done is done */
    c.step = "scheme";
    c.on = on("2026-11-15");
    /* before the item's own start */
    assert_rc(rig_run(r, worker, &c), XH_REFUSED);
    c.on = on("2026-11-21");
    assert_rc(rig_run(r, worker, &c), XH_REFUSED);          /* to come */
    rig_today(r, "2026-12-02");
    c.on = DAY_NONE;
    assert_ok(rig_run(r, worker, &c));
    c.step = "work";
    assert_ok(rig_run(r, worker, &c));
    assert_int_equal(
        tools_int(r,
                  "SELECT s.before_start FROM step s JOIN item i ON i.id = s.item "
                  "WHERE s.step = 'work' AND i.code = ?",
                  code),
        0);
    assert_rc(rig_do(r, worker, VERB_APPLY, code), XH_REFUSED);
    assert_said("办理结果");
    /* asked for no proof of earlier days */
    assert_null(strstr(r->err.msg, "佐证归档"));
    assert_ok(rig_set(r, worker, VERB_SET, code, "result=已办结", NULL));
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    /* what is done from then on needs its proof */
    new_task();
    finish();
    c = rig_call(VERB_UNCHECK, code);
    c.step = "proof";
    assert_ok(rig_run(r, worker, &c));
    new_task();
    assert_ok(rig_check(r, worker, code, "scheme", NULL));
    assert_ok(rig_check(r, worker, code, "work", NULL));
    assert_rc(rig_check(r, worker, code, "proof", NULL), XH_REFUSED);
    rig_assert_whole(r);
}

/* The same values again are no event; an empty one clears. */
static void rule_37_identical_makes_no_event(void **state)
{
    (void)state;
    new_task();
    assert_ok(rig_set(r, worker, VERB_SET, code, "kind=民生实事", "handler=干部乙",
                      "co=财政所、督办员甲", "source= 县里 ", "demand=答复", NULL));
    int64_t before = last_event(), version = tools_day(r, code, "version");
    assert_ok(rig_set(r, worker, VERB_SET, code, "kind=民生实事", "handler=干部乙",
                      "co=督办员甲,财政所", "source=县里", "demand=答复",
                      "title=示例事项", NULL));
    assert_string_equal(r->result.action, "");
    assert_int_equal(last_event(), before);
    assert_int_equal(tools_day(r, code, "version"), version);
    assert_ok(rig_set(r, worker, VERB_SET, code, "kind=", "handler=", "co=", NULL));
    assert_int_equal(
        tools_int(
            r,
            "SELECT f.v_kind IS NULL AND i.handler IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM item_co c WHERE c.item = i.id) FROM item i JOIN f_tasks f "
            "ON f.id = i.id WHERE i.code = ?",
            code),
        1);
    assert_rc(rig_set(r, worker, VERB_SET, code, "title=", NULL), XH_REFUSED);
    struct pair none = { "kind", NULL };
    struct call c = rig_call(VERB_SET, code);
    c.fields = &none;
    c.n_fields = 1;
    assert_ok(rig_run(r, worker, &c));
}

#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rule_30_a_real_township_writes_today),
        T(rule_01_the_townships_day),
        T(rule_30_practice),
        T(rule_30_the_mark_stays),
        T(rule_30_on_a_day),
        T(rule_31_undo_restores_exactly),
        T(rule_31_what_cannot_be_undone),
        T(rule_31_permission),
        T(rule_31_words_undo_nothing),
        T(rule_31_counts),
        T(rule_31_gates),
        T(rule_31_dates_that_hang_on_it),
        T(rule_31_batches),
        T(rule_32_what_an_event_holds),
        T(rule_32_derived_is_never_recorded),
        T(rule_32_verify_tells_apart),
        T(rule_33_in_the_database),
        T(rule_33_rebuilt_from_the_text),
        T(rule_33_asking_changes_nothing),
        T(rule_33_streaks_restart),
        T(rule_33_refused),
        T(rule_33_states),
        T(rule_33_somebody_keeps_the_key),
        T(rule_34_dropped_fields_come_back),
        T(rule_34_type_and_unit_stay),
        T(rule_34_was),
        T(rule_34_required_is_a_gate),
        T(rule_34_a_lists_first_field),
        T(rule_35_events_hold_hashes),
        T(rule_35_private_is_sticky),
        T(rule_35_erase),
        T(rule_35_no_trace_in_the_file),
        T(rule_35_unmask),
        T(rule_36_the_file_is_the_one_we_know),
        T(rule_36_the_gate_is_left),
        T(rule_36_versions),
        T(rule_37_before_the_start),
        T(rule_37_identical_makes_no_event),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
