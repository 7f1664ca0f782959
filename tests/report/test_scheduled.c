/* test_scheduled.c - when the draft of the weekly sheet is due, by a clock that is played. */
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "report/scheduled.h"
#include "report/weekly.h"
#include "tests/model/record_tools.h"

static struct record_rig *r;
static char *folder;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    folder = tools_folder("scheduled");
    char *town = xasprintf("%s/town", folder);
    record_rig_init_on(r, town, true, "2026-09-01");
    free(town);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    free(r);
    file_remove_tree(folder);
    free(folder);
    return 0;
}

static struct scheduled look(const char *day, int hour, int minute)
{
    struct scheduled_now now = { on(day), hour * 60 + minute };
    struct scheduled s = { 0 };

    assert_int_equal(scheduled_look(r->st, &now, &s, &r->err), XH_OK);
    free(s.last.text);
    s.last.text = NULL;
    return s;
}

static bool made_at(const char *day, int hour, int minute)
{
    struct scheduled_now now = { on(day), hour * 60 + minute };
    struct scheduled s = { 0 };
    struct buf notes = { 0 };
    bool made;

    rig_today(r, day);
    enum xh_rc rc = scheduled_make(r->st, &r->env, &now, r->clerk, &made, &s, &notes, &r->err);
    if (rc != XH_OK)
        made = false;
    buf_fini(&notes);
    scheduled_fini(&s);
    return made;
}

static void its_time_is_the_sheets_until_the_meeting(void **state)
{
    (void)state;
    assert_false(look("2026-11-27", 15, 59).is_due);
    assert_true(look("2026-11-27", 16, 0).is_due);
    assert_false(look("2026-11-27", 16, 30).is_late);
    assert_true(look("2026-11-27", 17, 15).is_late);
    assert_true(look("2026-11-29", 3, 0).is_due);       /* off since Friday */
    assert_true(look("2026-11-30", 8, 29).is_due);
    assert_false(look("2026-11-30", 8, 30).is_due);     /* the meeting has begun */
    assert_false(look("2026-12-03", 23, 59).is_due);
}

static void before_a_holiday_it_moves_back(void **state)
{
    (void)state;
    assert_false(look("2026-09-24", 15, 59).is_due);
    struct scheduled s = look("2026-09-24", 16, 0);     /* Friday the 25th is off */
    assert_true(s.is_due);
    assert_int_equal(s.sheet, on("2026-09-24"));
    assert_int_equal(s.meeting, on("2026-09-28"));
    assert_true(look("2026-09-25", 16, 0).is_due);
    assert_int_equal(look("2026-09-25", 16, 0).sheet, on("2026-09-24"));
}

/* The timer, once an hour over the holidays of the year: a draft for each meeting, before it. */
static void a_meeting_moved_back_has_a_draft_of_its_own(void **state)
{
    static const struct { const char *day; int hour; const char *sheet, *meeting; } rows[] = {
        { "2026-02-13", 15, "2026-02-06", NULL },   /* its meeting, 02-09, is over */
        { "2026-02-13", 16, "2026-02-13", "2026-02-14" },
        { "2026-02-14", 8, "2026-02-13", "2026-02-14" },
        { "2026-02-14", 9, "2026-02-13", NULL },
        { "2026-02-28", 16, "2026-02-28", "2026-03-02" },
        { "2026-04-02", 16, "2026-04-02", "2026-04-03" },
        { "2026-04-29", 16, "2026-04-29", "2026-04-30" },
        { "2026-04-30", 16, "2026-04-29", NULL },
        { "2026-09-25", 16, "2026-09-24", "2026-09-28" },
        { "2026-09-29", 16, "2026-09-29", "2026-09-30" },
        { "2026-09-30", 16, "2026-09-29", NULL },
        { "2026-10-10", 16, "2026-10-10", "2026-10-12" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scheduled s = look(rows[i].day, rows[i].hour, 0);
        assert_int_equal(s.sheet, on(rows[i].sheet));
        assert_int_equal(s.is_due, rows[i].meeting != NULL);
        if (rows[i].meeting)
            assert_int_equal(s.meeting, on(rows[i].meeting));
    }
    assert_true(made_at("2026-09-24", 16, 1));
    assert_true(made_at("2026-09-29", 16, 1));
    assert_false(made_at("2026-09-30", 16, 1));
    assert_true(made_at("2026-10-10", 16, 1));
}

static void it_is_made_once_for_each_sheet(void **state)
{
    (void)state;
    assert_false(made_at("2026-09-24", 15, 0));
    assert_true(made_at("2026-09-24", 16, 1));
    assert_false(made_at("2026-09-24", 17, 1));
    assert_false(made_at("2026-09-26", 9, 0));
    struct scheduled s = look("2026-09-26", 9, 0);
    assert_false(s.is_due);
    assert_int_equal(s.last.sheet, on("2026-09-24"));
    assert_false(s.last.failed);
    assert_true(made_at("2026-11-30", 8, 0));           /* the machine was off for weeks */
    assert_int_equal(look("2026-11-30", 8, 0).last.sheet, on("2026-11-27"));
    assert_int_equal(tools_int(r, "SELECT count(*) FROM sheet", NULL), 0);
}

static void a_final_sheet_needs_no_draft(void **state)
{
    struct who who = { .actor = r->clerk };
    struct weekly w = { 0 };
    int64_t no;

    (void)state;
    rig_today(r, "2026-11-27");
    assert_int_equal(weekly_final(r->st, &r->env, &who, 0, NULL, &w, &no, &r->err), XH_OK);
    weekly_fini(&w);
    assert_true(look("2026-11-27", 17, 0).is_final);
    assert_false(look("2026-11-27", 17, 0).is_due);
    assert_true(look("2026-12-04", 17, 0).is_due);
}

/* A file stands where the folder of papers should be. */
static void a_failure_is_kept_and_tried_again(void **state)
{
    char *path = xasprintf("%s/town/papers", folder);

    (void)state;
    assert_int_equal(file_write(path, "x", 1, NULL), XH_OK);
    assert_false(made_at("2026-11-27", 16, 1));
    assert_non_null(strstr(r->err.msg, "papers"));
    struct scheduled s = look("2026-11-27", 16, 2);
    assert_true(s.last.failed);
    assert_true(s.is_due);
    assert_false(made_at("2026-11-27", 17, 1));
    assert_int_equal(unlink(path), 0);
    assert_true(made_at("2026-11-27", 18, 1));
    assert_false(look("2026-11-27", 18, 2).last.failed);
    free(path);
}

/* Somebody holds the folder: he is making it. */
static void two_do_not_both_make_it(void **state)
{
    char *path = xasprintf("%s/town/papers", folder);

    (void)state;
    assert_int_equal(file_make_folder(path, NULL), XH_OK);
    assert_int_equal(chmod(path, 0770), 0);
    int held = file_hold_folder(path, false);
    assert_true(held >= 0);
    assert_false(made_at("2026-11-27", 16, 1));
    assert_int_equal(look("2026-11-27", 16, 1).last.sheet, DAY_NONE);
    close(held);
    assert_true(made_at("2026-11-27", 16, 2));
    free(path);
}

static void what_cannot_be_read_is_nothing(void **state)
{
    static const char *const lines[] = { "", "x", "2026-11-27\tmade", "\t\t\t\t" };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(store_set_meta(r->st, "weekly_draft", lines[i], NULL), XH_OK);
        assert_int_equal(look("2026-11-27", 16, 1).last.sheet, DAY_NONE);
        assert_true(look("2026-11-27", 16, 1).is_due);
    }
}

static void the_minute_is_the_townships(void **state)
{
    struct env env = { .today = on("2026-11-27"), .now_ms = 8 * 3600000LL + 60000 };

    (void)state;
    assert_int_equal(scheduled_now(r->st->defs, &env, false).minute, 16 * 60 + 1);
    assert_int_equal(scheduled_now(r->st->defs, &env, true).minute, 23 * 60 + 59);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOWN(its_time_is_the_sheets_until_the_meeting),
        TOWN(before_a_holiday_it_moves_back),
        TOWN(a_meeting_moved_back_has_a_draft_of_its_own),
        TOWN(it_is_made_once_for_each_sheet),
        TOWN(a_final_sheet_needs_no_draft),
        TOWN(a_failure_is_kept_and_tried_again),
        TOWN(two_do_not_both_make_it),
        TOWN(what_cannot_be_read_is_nothing),
        TOWN(the_minute_is_the_townships),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
