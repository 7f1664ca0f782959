/* test_reply.c - what was written on a final sheet comes back: which sheet, what changed
 * since, in whose name, what the event says, what is kept (ENGINE 26, 27, 31, 39). */
#include "tests/report/sheet_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/event.h"
#include "report/reply.h"

static struct record_rig rig, *const r = &rig;
static struct meeting m;
static struct reply_echo echo;
static char *folder, *scan;
static char late[64], review[64], asked[64], own[64];

static void keep_code(char out[static 64], const char *code)
{
    snprintf(out, 64, "%s", code);
}

static int setup(void **state)
{
    (void)state;
    folder = tools_folder("reply");
    char *town = xasprintf("%s/town", folder);
    record_rig_init_on(r, town, true, "2026-11-02");
    free(town);
    store_hurry(r->st);
    scan = tools_file(folder, "scan.txt", "写了意见的周报");
    keep_code(late, rig_task(r, "2026-11-10"));
    keep_code(review, rig_task(r, "2026-12-10"));
    keep_code(asked, rig_task(r, "2026-11-24"));
    keep_code(own, rig_add(r, "tasks", "title=督办台账整理", "unit=党政办", "owner=督办员甲",
                           "lead=领导甲", "due=2026-11-11", NULL));
    scene_households(r, "lead=领导甲");
    scene_to_meeting(r, review, asked);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    reply_echo_fini(&echo);
    meeting_fini(&m);
    record_rig_fini(r);
    char *remove = xasprintf("rm -rf '%s'", folder);
    assert_int_equal(system(remove), 0);
    free(remove);
    free(folder);
    free(scan);
    return 0;
}

/* ---- keying in ---- */

static void opened(int64_t person, int64_t edition)
{
    meeting_fini(&m);
    assert_ok(reply_open(r->st, person, 0, 0, edition, &m, &r->err));
}

static int64_t n_of(const char *code)
{
    for (size_t i = 0; i < m.n; i++)
        if (strcmp(m.rows[i].code, code) == 0 && !m.rows[i].is_group)
            return m.rows[i].n;
    fail_msg("%s is not on the sheet", code);
    return 0;
}

static int64_t n_of_group(void)
{
    for (size_t i = 0; i < m.n; i++)
        if (m.rows[i].is_group && m.rows[i].n_items == 3)
            return m.rows[i].n;
    fail_msg("no group on the sheet");
    return 0;
}

static enum xh_rc by_verb(void *ctx, const struct who *who, const struct call *call,
                          struct result *out, struct xh_err *err)
{
    (void)ctx;
    return verb_run(r->st, &r->env, who, call, out, err);
}

static enum xh_rc by_order(void *ctx, const struct who *who, const struct order_call *call,
                           struct order_result *out, struct xh_err *err)
{
    (void)ctx;
    return order_run(r->st, &r->env, who, call, out, err);
}

static bool orders_fail;

static enum xh_rc by_order_or_not(void *ctx, const struct who *who, const struct order_call *call,
                                  struct order_result *out, struct xh_err *err)
{
    return orders_fail ? xh_fail(err, XH_DB, "the disk is full")
                       : by_order(ctx, who, call, out, err);
}

/* Row `n`, the mark as it is typed behind it. */
static enum xh_rc key(int64_t actor, int64_t n, const char *marks)
{
    struct meeting_hands hands = { .verb = by_verb, .order = by_order_or_not, .actor = actor };
    struct paper_mark mark = {0};
    char *line = xasprintf("%lld %s", (long long)n, marks);

    r->err = (struct xh_err){0};
    reply_echo_fini(&echo);
    enum xh_rc rc = paper_mark_read(line, m.met, r->st->defs->calendar, &mark, &r->err);
    if (rc == XH_OK)
        rc = reply_check(r->st, &r->env, actor, &m, &mark, &echo, &r->err);
    if (rc == XH_OK && !echo.known)
        rc = reply_record(r->st, &r->env, &m, &mark, &hands, &r->err);
    paper_mark_fini(&mark);
    free(line);
    return rc;
}

static void chaired(int64_t person, const char *paper)
{
    assert_ok(reply_set_chair(r->st, &m, person, paper, &r->err));
}

static int64_t last_event(void)
{
    return tools_int(r, "SELECT max(id) FROM event", NULL);
}

static void assert_note(int64_t id, const char *note, const char *want)
{
    struct event e = {0};

    assert_ok(event_load(r->st->db, id, &e, &r->err));
    assert_string_equal(event_get_note(&e, note), want);
    event_fini(&e);
}

/* ---- which sheet ---- */

static void a_sheet_is_named_in_several_ways(void **state)
{
    static const struct { const char *typed; int64_t year, no; } good[] = {
        { "46", 0, 46 }, { "46/2026", 2026, 46 }, { "2026-46", 2026, 46 },
        { "2026/46", 2026, 46 }, { "第46期", 0, 46 }, { "４６", 0, 46 }, { " 46 ", 0, 46 },
    };
    static const char *const bad[] = { "", "marks.txt", "46x", "46/", "0", "46/2026/1", "-46" };
    int64_t year, no;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!reply_read_sheet(good[i].typed, &year, &no))
            fail_msg("'%s' is no sheet", good[i].typed);
        assert_int_equal(year, good[i].year);
        assert_int_equal(no, good[i].no);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (reply_read_sheet(bad[i], &year, &no))
            fail_msg("'%s' is taken", bad[i]);
}

static void the_event_names_sheet_edition_and_row(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    char *ref = xasprintf("2026-1/1:%lld", (long long)n_of(late));
    assert_ok(key(r->clerk, n_of(late), "d11-27 n 先补台账"));
    assert_day(late, "limit_on", "2026-11-27");
    assert_note(last_event(), "sheet", ref);
    assert_int_equal(tools_int(r, "SELECT decided FROM event ORDER BY id DESC", NULL), r->leader);
    assert_int_equal(tools_int(r, "SELECT actor FROM event ORDER BY id DESC", NULL), r->clerk);
    free(ref);
    rig_assert_whole(r);
}

static void marks_on_the_first_edition_stay_its_own(void **state)
{
    (void)state;
    struct call c = rig_call(VERB_NOTE, late);
    c.text = "更正一处";
    assert_ok(rig_run(r, r->clerk, &c));
    scene_final(r, 1, "数字有误");
    opened(r->clerk, 0);
    assert_int_equal(m.sheet_edition, 2);
    opened(r->clerk, 1);
    assert_int_equal(m.sheet_edition, 1);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(review), "x"));
    assert_state(review, "closed");
    opened(r->clerk, 2);
    assert_int_equal(reply_recorded(&m), 0);
    assert_string_equal(m.name, "reply-2026-1-2");
    chaired(r->leader, scan);
    assert_rc(key(r->clerk, n_of(review), "x"), XH_REFUSED);
}

/* ---- going on ---- */

static void it_is_gone_on_with_later(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    assert_int_equal(m.chair, 0);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(late), "d11-27 s"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM duban_order", NULL), 1);
    opened(r->clerk, 0);
    assert_int_equal(m.chair, r->leader);
    assert_string_equal(m.paper, scan);
    assert_int_equal(reply_recorded(&m), 1);
    int64_t before = last_event();
    assert_ok(key(r->clerk, n_of(late), "d11-27 s"));
    assert_true(echo.known);
    assert_rc(key(r->clerk, n_of(late), "d11-27"), XH_REFUSED);
    assert_int_equal(last_event(), before);
}

/* Five workdays are five from the meeting, on whichever day she keys them in. */
static void workdays_count_from_the_meeting(void **state)
{
    (void)state;
    rig_today(r, "2026-11-24");
    opened(r->clerk, 0);
    assert_int_equal(m.met, on("2026-11-23"));
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(late), "d5 s"));
    assert_day(late, "limit_on", "2026-11-30");
    assert_ok(key(r->clerk, n_of_group(), "d5"));
    int64_t before = last_event();
    rig_today(r, "2026-11-27");
    opened(r->clerk, 0);
    assert_ok(key(r->clerk, n_of(late), "d5 s"));
    assert_true(echo.known);
    assert_ok(key(r->clerk, n_of_group(), "d5"));
    assert_true(echo.known);
    rig_today(r, "2027-01-04");         /* a day without a year stays in the meeting's */
    opened(r->clerk, 0);
    assert_ok(key(r->clerk, n_of(late), "d11-30 s"));
    assert_true(echo.known);
    assert_int_equal(last_event(), before);
}

/* Keyed in before the meeting is held, a mark gives the day it gives afterwards. */
static void the_meeting_to_come_counts_too(void **state)
{
    (void)state;
    rig_today(r, "2026-11-20");
    opened(r->clerk, 0);
    assert_int_equal(m.met, on("2026-11-23"));
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(late), "d5"));
    assert_day(late, "limit_on", "2026-11-30");
    int64_t before = last_event();
    rig_today(r, "2026-11-24");
    opened(r->clerk, 0);
    assert_ok(key(r->clerk, n_of(late), "d5"));
    assert_true(echo.known);
    assert_int_equal(last_event(), before);
}

static void it_is_the_meeting_of_the_sheet(void **state)
{
    (void)state;
    r->env.today = on("2026-11-25");
    scene_final(r, 0, NULL);               /* between two meetings: the one to come */
    r->env.today = on("2026-12-01");
    opened(r->clerk, 0);
    assert_int_equal(m.met, on("2026-11-30"));
    r->env.today = on("2026-12-07");
    scene_final(r, 0, NULL);               /* on the meeting's morning: that one */
    r->env.today = on("2026-12-09");
    opened(r->clerk, 0);
    assert_int_equal(m.met, on("2026-12-07"));
}

/* The limit is ordered, then the order fails: the same mark finishes it, no other begins. */
static void what_was_begun_is_finished(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    orders_fail = true;
    assert_rc(key(r->clerk, n_of(asked), "e s n 书面说明"), XH_DB);
    orders_fail = false;
    assert_day(asked, "due", "2026-12-04");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM duban_order", NULL), 0);
    opened(r->clerk, 0);
    assert_int_equal(reply_recorded(&m), 0);
    assert_rc(key(r->clerk, n_of(asked), "-"), XH_REFUSED);
    assert_ok(key(r->clerk, n_of(asked), "e s n 书面说明"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM duban_order", NULL), 1);
    assert_int_equal(tools_int(r, "SELECT extensions FROM item WHERE code = ?", asked), 1);
    assert_int_equal(reply_recorded(&m), 1);
}

static void two_screens_do_not_overwrite_each_other(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    struct meeting first = m;
    m = (struct meeting){0};
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(late), "d11-27"));
    struct meeting second = m;
    m = first;
    assert_rc(key(r->clerk, n_of(review), "x"), XH_CONFLICT);
    assert_state(review, "review");             /* nothing was done */
    meeting_fini(&second);
}

static void a_trial_leaves_nothing(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    char *before = tools_facts(r, true);
    int64_t events = last_event();
    struct paper_mark mark = {0};
    char *line = xasprintf("%lld d11-27 s", (long long)n_of_group());
    assert_ok(paper_mark_read(line, m.met, r->st->defs->calendar, &mark, &r->err));
    assert_ok(reply_check(r->st, &r->env, r->clerk, &m, &mark, &echo, &r->err));
    assert_true(*echo.will != '\0');
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    assert_int_equal(last_event(), events);
    assert_int_equal(reply_recorded(&m), 0);
    char *kept = xasprintf("%s/town/meetings/reply-2026-1-1", folder);
    assert_int_not_equal(access(kept, F_OK), 0);
    free(kept);
    char *stored = xasprintf("[ -z \"$(ls '%s/town/evidence' 2>/dev/null)\" ]", folder);
    assert_int_equal(system(stored), 0);        /* not even the marked sheet */
    free(stored);
    free(before);
    free(after);
    free(line);
    paper_mark_fini(&mark);
}

/* ---- a group ---- */

static void a_group_gets_it_or_none_of_its_rows(void **state)
{
    static const char limited[] = "SELECT count(*) FROM item WHERE list = 'households' AND "
                                  "limit_on IS NOT NULL";

    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_rc(key(r->clerk, n_of_group(), "x"), XH_REFUSED);
    assert_rc(key(r->clerk, n_of_group(), "d11-20"), XH_REFUSED);       /* a day gone by */
    assert_rc(key(r->clerk, n_of_group(), "e11-30"), XH_REFUSED);
    assert_said("is late and nobody asked in time");
    assert_int_equal(tools_int(r, limited, NULL), 0);
    assert_ok(key(r->clerk, n_of_group(), "d11-27"));
    assert_int_equal(tools_int(r, limited, NULL), 3);
    rig_assert_whole(r);
}

/* ---- what has changed ---- */

static void a_row_that_changed_is_refused(void **state)
{
    (void)state;
    assert_ok(rig_do_because(r, r->leader, VERB_LIMIT, late, "电话催办", "2026-11-25"));
    assert_ok(rig_do(r, r->leader, VERB_GRANT, asked));
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_rc(key(r->clerk, n_of(late), "d11-27"), XH_REFUSED);
    assert_said("a limit was ordered since the sheet: 11-25");
    assert_rc(key(r->clerk, n_of(asked), "e11-30"), XH_REFUSED);
    assert_said("its deadline was 11-24 on the sheet and is 12-04 now");
    assert_ok(rig_do_because(r, r->leader, VERB_RETURN, review, "照片不清", NULL));
    assert_rc(key(r->clerk, n_of(review), "x"), XH_REFUSED);
    assert_said("taken back or returned since the sheet");
    assert_ok(rig_do(r, r->handler, VERB_APPLY, review));
    assert_rc(key(r->clerk, n_of(review), "x"), XH_REFUSED);
    assert_said("applied for anew since the sheet");
    assert_ok(key(r->clerk, n_of(late), "n 盯紧"));     /* words always go */
}

/* What was undone since has not happened. */
static void what_was_taken_back_does_not_count(void **state)
{
    struct call c = rig_call(VERB_UNDO, NULL);

    (void)state;
    assert_ok(rig_do_because(r, r->leader, VERB_LIMIT, late, "电话催办", "2026-11-25"));
    assert_ok(rig_run(r, r->leader, &c));
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(late), "d11-27"));
}

/* ---- extensions ---- */

static void what_was_asked_for_is_granted_to_the_day_written(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(asked), "e11-30"));
    assert_day(asked, "due", "2026-11-30");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM request WHERE answer = 'granted'", NULL),
                     1);
    assert_rc(key(r->clerk, n_of(late), "e11-30"), XH_REFUSED);
    assert_said("a limit can be ordered");
    rig_assert_whole(r);
}

static void as_asked_when_no_day_is_written(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(asked), "e"));
    assert_day(asked, "due", "2026-12-04");
    assert_rc(key(r->clerk, n_of(own), "e"), XH_REFUSED);
    assert_said("nobody has asked for more time");
}

/* ---- who ---- */

static void who_may_key_in(void **state)
{
    struct meeting none = {0};

    (void)state;
    assert_rc(reply_open(r->st, r->handler, 0, 0, 0, &none, &r->err), XH_DENIED);
    meeting_fini(&none);
    opened(r->clerk, 0);
    assert_rc(reply_set_chair(r->st, &m, r->handler, scan, &r->err), XH_DENIED);
    assert_rc(reply_set_chair(r->st, &m, r->leader, "/nowhere/scan.jpg", &r->err), XH_NOT_FOUND);
    assert_rc(key(r->clerk, n_of(late), "d11-27"), XH_REFUSED);         /* no chair yet */
}

/* A clerk decides nothing about her own work, whatever she types; the chair does. */
static void the_clerks_own_row_needs_the_marked_sheet(void **state)
{
    (void)state;
    opened(r->clerk, 0);
    chaired(r->leader, NULL);
    assert_rc(key(r->clerk, n_of(own), "d11-27"), XH_DENIED);
    assert_day(own, "limit_on", NULL);
    chaired(r->leader, scan);
    assert_ok(key(r->clerk, n_of(own), "d11-27"));
    assert_day(own, "limit_on", "2026-11-27");
}

static void the_right_to_record_from_paper_is_asked_for(void **state)
{
    (void)state;
    assert_ok(tools_configure(r, r->admin, "township", "{do: [act_for, paper, remind], on: all}",
                              "{do: [act_for, remind], on: all}", NULL));
    opened(r->clerk, 0);
    chaired(r->leader, scan);
    assert_rc(key(r->clerk, n_of(late), "d11-27"), XH_DENIED);
    assert_day(late, "limit_on", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_is_named_in_several_ways),
        cmocka_unit_test_setup_teardown(the_event_names_sheet_edition_and_row, setup, teardown),
        cmocka_unit_test_setup_teardown(marks_on_the_first_edition_stay_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(it_is_gone_on_with_later, setup, teardown),
        cmocka_unit_test_setup_teardown(workdays_count_from_the_meeting, setup, teardown),
        cmocka_unit_test_setup_teardown(the_meeting_to_come_counts_too, setup, teardown),
        cmocka_unit_test_setup_teardown(it_is_the_meeting_of_the_sheet, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_begun_is_finished, setup, teardown),
        cmocka_unit_test_setup_teardown(two_screens_do_not_overwrite_each_other, setup, teardown),
        cmocka_unit_test_setup_teardown(a_trial_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_group_gets_it_or_none_of_its_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(a_row_that_changed_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_taken_back_does_not_count, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_asked_for_is_granted_to_the_day_written, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(as_asked_when_no_day_is_written, setup, teardown),
        cmocka_unit_test_setup_teardown(who_may_key_in, setup, teardown),
        cmocka_unit_test_setup_teardown(the_clerks_own_row_needs_the_marked_sheet, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_right_to_record_from_paper_is_asked_for, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
