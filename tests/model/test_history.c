/* test_history.c - an item's record as lines people read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "model/history.h"
#include "model/schema.h"
#include "model/search.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

static struct step_def steps[] = { { .id = "sign", .name = "签约" } };
static struct field_def fields[] = { { .id = "phone", .name = "电话" } };
static struct list_def lists[] = {
    { .id = "households", .steps = steps, .n_steps = 1, .fields = fields, .n_fields = 1 },
};
static struct defs defs = {
    .lists = lists, .n_lists = 1,
    .township = { .colours = { "绿", "黄", "红", "灰" } },
};
static struct store st;

static void must(enum xh_rc rc, const struct xh_err *err)
{
    if (rc != XH_OK)
        fail_msg("%s", err->msg);
}

static const char rows[] =
    "INSERT INTO place (id, name, parent) VALUES (1, '林家村', NULL), (2, '一组', 1);"
    "INSERT INTO person (id, name) VALUES (1, '王建国'), (2, '林德顺'), (3, '陈志远');"
    "INSERT INTO item (id, code, list, title, assigned_on, opened_on, opened_seq, start, "
    "state, phase, version) VALUES "
    "(1, '征26-001', 'households', '林阿水', 0, 0, 1, 0, 'active', 0, 1), "
    "(2, '征26-002', 'households', '林国平', 0, 0, 1, 0, 'active', 0, 1), "
    "(3, '老26-001', 'gone', '旧台账', 0, 0, 1, 0, 'active', 0, 1);";

static int set_up(void **state)
{
    struct xh_err err = {0};

    (void)state;
    st = (struct store){ .defs = &defs };
    must(db_open("", DB_MEMORY, &st.db, &err), &err);
    must(schema_migrate(st.db, 0, &err), &err);
    must(db_script(st.db, rows, &err), &err);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    db_close(st.db);
    return 0;
}

struct note_in { const char *key, *value; };

static void add_event(int64_t id, const char *verb, int64_t item, int64_t behalf,
                      const struct note_in *notes)
{
    struct event e = { .id = id,
                       .verb = strdup(verb),
                       .actor = 1,
                       .behalf = behalf,
                       .day = 20000,
                       .at = 1700000000000,
                       .format = EVENT_FORMAT };
    struct xh_err err = {0};

    snprintf(e.action, sizeof e.action, "%032d", (int)id);
    for (; notes && notes->key; notes++)
        event_note(&e, notes->key, notes->value);
    event_add_item(&e, item);
    must(event_append(st.db, &e, &err), &err);
    event_fini(&e);
}

static struct history load(int64_t item)
{
    struct history h = {0};
    struct xh_err err = {0};

    must(history_load(&st, item, &h, &err), &err);
    return h;
}

static void notes_become_a_line(void **state)
{
    static const struct { struct note_in notes[6]; const char *text; } cases[] = {
        { { { NULL, NULL } }, "" },
        { { { "step", "sign" }, { "on", "2026-11-18" } }, "签约; on 2026-11-18" },
        { { { "step", "sign" }, { "step", "vanished" } }, "签约; vanished" },
        { { { "reason", "照片不清" }, { "step", "sign" } }, "签约; reason: 照片不清" },
        { { { "colour", "yellow" }, { "to", "2026-12-01" }, { "reason", "经研究" } },
          "黄; to 2026-12-01; reason: 经研究" },
        { { { "colour", "none" } }, "none" },
        { { { "office", "县局" }, { "to", "2026-12-01" } }, "to 2026-12-01; waiting for 县局" },
        { { { "field", "phone" }, { "reason", "核对" } }, "电话; reason: 核对" },
        { { { "place", "2" } }, "林家村/一组" },
        { { { "place", "林家村" } }, "林家村" },
        { { { "percent", "8" }, { "amount", "1.5" } }, "amount 1.5; 8 %" },
        { { { "request", "7" }, { "doc", "县〔2026〕3号" } },
          "request #7; document 县〔2026〕3号" },
        { { { "text", "已签 3 户" }, { "same_file", "abc" } }, "已签 3 户" },
    };
    struct history h;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        add_event((int64_t)i + 1, "note", 1, 0, cases[i].notes);
    h = load(1);
    assert_int_equal(h.n, COUNT(cases));
    for (size_t i = 0; i < h.n; i++)
        assert_string_equal(h.v[i].text, cases[i].text);
    history_fini(&h);
}

static void a_line_says_who_when_and_for_whom(void **state)
{
    static const struct note_in paper[] = { { "paper", "hash" }, { "paper_name", "表.jpg" },
                                            { NULL, NULL } };
    struct history h;

    (void)state;
    add_event(1, "progress", 1, 2, NULL);
    add_event(2, "check", 2, 0, NULL);              /* of another item */
    add_event(3, "approve", 1, 0, paper);
    h = load(1);
    assert_int_equal(h.n, 2);
    assert_int_equal(h.v[0].event, 1);
    assert_string_equal(h.v[0].verb, "progress");
    assert_string_equal(h.v[0].actor, "王建国");
    assert_string_equal(h.v[0].behalf, "林德顺");
    assert_string_equal(h.v[0].decided, "");
    assert_int_equal(h.v[0].day, 20000);
    assert_true(h.v[0].at == 1700000000000);
    assert_false(h.v[0].on_paper);
    assert_string_equal(h.v[1].action, "00000000000000000000000000000003");
    assert_string_equal(h.v[1].behalf, "");
    assert_true(h.v[1].on_paper);
    assert_string_equal(h.v[1].text, "on paper: 表.jpg");
    history_fini(&h);
}

/* 1 is undone by 3, whose undoing (4) makes it stand again; 2 stays undone (5). */
static void what_was_undone_is_marked(void **state)
{
    static const struct note_in undoes[][2] = {
        { { "undoes", "00000000000000000000000000000001" }, { NULL, NULL } },
        { { "undoes", "00000000000000000000000000000003" }, { NULL, NULL } },
        { { "undoes", "00000000000000000000000000000002" }, { NULL, NULL } },
    };
    static const bool undone[] = { false, true, true, false, false };
    struct history h;

    (void)state;
    add_event(1, "check", 1, 0, NULL);
    add_event(2, "return", 1, 0, NULL);
    add_event(3, "undo", 1, 0, undoes[0]);
    add_event(4, "undo", 1, 0, undoes[1]);
    add_event(5, "undo", 1, 0, undoes[2]);
    h = load(1);
    assert_int_equal(h.n, COUNT(undone));
    for (size_t i = 0; i < h.n; i++)
        assert_int_equal(h.v[i].undone, undone[i]);
    history_fini(&h);
}

static void a_dropped_list_still_has_its_record(void **state)
{
    static const struct note_in notes[] = { { "step", "sign" }, { NULL, NULL } };
    struct history h;

    (void)state;
    add_event(1, "check", 3, 0, notes);
    h = load(3);
    assert_string_equal(h.v[0].text, "sign");
    history_fini(&h);
}

static void what_is_missing_or_damaged_is_said(void **state)
{
    struct history h = {0};
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(history_load(&st, 99, &h, &err), XH_NOT_FOUND);
    assert_string_equal(err.msg, "there is no such item (row 99)");
    add_event(1, "check", 1, 0, NULL);
    must(db_run(st.db, &err, "INSERT INTO event_item (item, event) VALUES (1, 8)", ""),
         &err);
    assert_int_equal(history_load(&st, 1, &h, &err), XH_DB);
    assert_string_equal(err.msg, "event 8 is missing from the record: run `verify`");
    history_fini(&h);

    must(db_run(st.db, &err, "DELETE FROM event_item WHERE event = 8", ""), &err);
    must(db_run(st.db, &err, "UPDATE event SET body = x'00ff'", ""), &err);
    assert_int_equal(history_load(&st, 1, &h, &err), XH_DB);
    assert_non_null(strstr(err.msg, "damaged"));
    history_fini(&h);
}

static void no_failing_step_gives_half_a_record(void **state)
{
    int failed = 0;

    (void)state;
    add_event(1, "progress", 1, 2, NULL);
    add_event(2, "approve", 1, 3, NULL);
    for (int n = 1; n < 40; n++) {
        struct history h = {0};
        struct xh_err err = {0};

        db_fail_at(st.db, n);
        if (history_load(&st, 1, &h, &err) != XH_OK) {
            assert_true(*err.msg);
            failed++;
        } else {
            assert_int_equal(h.n, 2);
            assert_string_equal(h.v[1].behalf, "陈志远");
        }
        history_fini(&h);
    }
    db_fail_at(st.db, 0);
    assert_true(failed >= 8 && failed < 30);
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(notes_become_a_line),
        TEST(a_line_says_who_when_and_for_whom),
        TEST(what_was_undone_is_marked),
        TEST(a_dropped_list_still_has_its_record),
        TEST(what_is_missing_or_damaged_is_said),
        TEST(no_failing_step_gives_half_a_record),
    };

    search_tune(0, 3);     /* the search index, too, from the first rows on */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
