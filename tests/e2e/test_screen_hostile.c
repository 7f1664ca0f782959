/* test_screen_hostile.c - a township somebody has written to past the program: escape
 * sequences, C1, broken bytes, directions, zero-width and combining characters, rare Hanzi
 * and endless titles in every field there is. Every screen of the menu is gone through:
 * nothing of it reaches the terminal but as a visible mark (invariant 8). */
#include "tests/e2e/pty_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/store.h"
#include "tui/screens.h"

static struct pty_rig *r;
static char *home;
static size_t marks_seen;       /* screens that showed an escape as its mark */

/* Written behind what stands there, one after the other; %s none. */
static const char *const payloads[] = {
    "\033[666m", "\033]0;title\007", "\xC2\x9B" "666m", "\x9B" "31m\xFF\xC0\xAF", "\rQQ", "\bQQ\b",
    "\xE2\x80\xAE" "abc\xE2\x80\xAC", "\xE2\x80\x8B\xE2\x81\xA0\xEF\xBB\xBF",
    "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87\xCC\x88",
    "\xF0\xAC\x92\x88\xE3\x99\x9F\xF0\xA0\x80\x80", "\xE2\x80\xA8\xE2\x80\xA9\nnew\tline",
    "\033P1$r0m\033\\", "\177\x0E\x0F\005", "“①×—…●Ⅱ℃”", "\xEF\xBF\xBE\xF3\xB0\x80\x80",
};
#define PAYLOADS (sizeof payloads / sizeof *payloads)

static const struct { const char *table, *columns; } fields[] = {
    { "item", "title source_ref upper_doc pin_reason" }, { "person", "name title phone" },
    { "unit", "name" }, { "place", "name" }, { "progress", "text problem next coord" },
    { "request", "reason doc answer" }, { "evidence", "name caption" }, { "instruction", "text" },
    { "step", "skip_reason" }, { "clock", "reason" }, { "due_change", "why" },
    { "duban_item", "title word owner steps" },
    { "duban_order", "number title basis demand feedback reason" },
    { "duban_answer", "text files reason" }, { "saved_view", "name" },
    { "sheet", "reason head" }, { "sheet_row", "texts" },
    { "f_tasks", "v_kind v_demand v_result" },
    { "f_problems", "v_kind v_category v_company v_contact v_level v_demand v_answer v_rating" },
    { "f_projects", "v_project_code v_level v_class v_nature v_batch v_builder v_team v_content "
                    "v_funding v_site_progress v_remark" },
    { "f_hearings", "v_session v_category v_question_by v_answer_text v_answer_by v_result" },
    { "f_instructions", "v_signer v_words v_document v_urgency v_feedback v_result" },
    { "f_meetings", "v_meeting v_session v_decision v_content v_result" },
    { "f_parcels", "v_purpose v_authority v_approval_no v_parties v_remark" },
    { "f_households", "v_phone" },
};

/* Past the program, past every check of the schema. */
static void write_past(struct db *db, const char *table, const char *column)
{
    struct xh_err err = {0};

    for (size_t i = 0; i < PAYLOADS; i++) {
        char *sql = xasprintf("UPDATE OR IGNORE %s SET %s = %s || ? WHERE rowid %% %zu = %zu "
                              "AND %s IS NOT NULL", table, column, column, PAYLOADS, i, column);
        if (db_run(db, &err, sql, "t", payloads[i]) != XH_OK)
            fail_msg("%s: %s", sql, err.msg);
        free(sql);
    }
}

static void make_hostile(void)
{
    struct store *st = NULL;
    struct xh_err err = {0};

    if (store_open(home, true, NULL, &st, &err) != XH_OK)
        fail_msg("%s", err.msg);
    db_script(st->db, "PRAGMA ignore_check_constraints = ON", &err);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char *columns = xstrdup(fields[i].columns), *save = NULL;
        for (char *c = strtok_r(columns, " ", &save); c; c = strtok_r(NULL, " ", &save))
            write_past(st->db, fields[i].table, c);
        free(columns);
    }
    /* ten thousand characters; what the record says, in as many bytes */
    static const char *const more[] = {
        "UPDATE item SET title = title || replace(hex(zeroblob(5000)), '0', '销') "
        "WHERE rowid % 7 = 0",
        "UPDATE OR IGNORE event SET body = CAST(replace(CAST(body AS TEXT), '工作', "
        "char(27) || '[666m') AS BLOB)",
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        db_script(st->db, more[i], &err);       /* an event may be guarded: so much the better */
    store_close(st);
}

static int setup(void **state)
{
    const char *tmp = getenv("XH_TMP");
    int status;

    (void)state;
    home = xasprintf("%s/hostile-%d", tmp ? tmp : "/tmp", (int)getpid());
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        execl(getenv("XH_BIN"), getenv("XH_BIN"), "--today", "2026-11-20", "demo", home,
              "--no-open", (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    make_hostile();
    r = xcalloc(1, sizeof *r);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pty_drop(r);
    free(r);
    free(home);
    return 0;
}

/* None of the bytes ever got out, nor what they would have done. */
static void assert_nothing_got_out(void)
{
    static const char *const never[] = {
        "\033[666m", "\033]", "\033P", "\033\\", "\xC2\x9B", "\x07", "\rQQ", "\bQQ", "\177", "\x0E",
        "\x0F", "\x05", "\xE2\x80\xAE", "\xE2\x80\xAC", "\xE2\x80\x8B", "\xE2\x81\xA0",
        "\xEF\xBB\xBF", "\xE2\x80\xA8", "\xEF\xBF\xBE", "\tline",
    };

    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (memmem(r->bytes.s, r->bytes.len, never[i], strlen(never[i])))
            fail_msg("bytes %zu of the list got through to the terminal; the last frame:\n%s", i,
                     r->frame);
    marks_seen += memmem(r->bytes.s, r->bytes.len, "\xE2\x90\x9B", 3) != NULL;
    if (!text_is_utf8(r->bytes.s, r->bytes.len))
        fail_msg("broken bytes got through to the terminal");
}

static void look_at_screen(const char *user, size_t n, int rows, int cols)
{
    struct buf keys = {0};
    static const char *const inside[] = {
        "<Down>", "<Down><Tab>", "<Enter>", "2", "3", "4", "5", "6", "7", "8", "9<PgDn>", "<End>",
        "n", "<F7>", "?", "<Esc>", "<F6>", "<Esc>", "<Esc>", "<F3>", "<Esc>",
    };

    pty_start(r, &(struct pty_start){ .home = home, .user = user, .rows = rows, .cols = cols,
                                      .answer = n % 2 ? PTY_SILENT : PTY_NARROW,
                                      .any_glyph = true });
    buf_puts(&keys, "<F9>");
    for (size_t i = 0; i < n; i++)
        buf_puts(&keys, "<Down>");
    buf_puts(&keys, "<Enter>");
    pty_keys(r, buf_str(&keys));
    buf_fini(&keys);
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        pty_keys(r, inside[i]);
    assert_nothing_got_out();
    pty_end(r);
}

/* Screens registered later are gone through as well. */
static void no_screen_lets_anything_through(void **state)
{
    static const char *const users[] = { "clerk1", "cadre11", "leader2" };

    (void)state;
    for (size_t i = 0; screens[i].ops || screens[i].run; i++)
        look_at_screen(users[i % 3], i, i % 2 ? 24 : 40, i % 2 ? 80 : 120);
    assert_true(marks_seen > 3);        /* it was there to be shown */
}

/* What is typed and pasted into a field comes back as little. */
static void what_is_pasted_into_a_field_does_nothing(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "clerk1", .any_glyph = true });
    pty_keys(r, ":");
    for (size_t i = 0; i < PAYLOADS; i++) {
        pty_send(r, "\033[200~", 6);
        pty_send(r, payloads[i], strlen(payloads[i]));
        pty_send(r, "\033[201~", 6);
        pty_settle(r);
    }
    assert_nothing_got_out();
    pty_end(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_screen_lets_anything_through),
        cmocka_unit_test(what_is_pasted_into_a_field_does_nothing),
    };

    if (!pty_is_there()) {
        puts("skip screen_hostile: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, setup, teardown);
}
