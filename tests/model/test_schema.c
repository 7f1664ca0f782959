/* test_schema.c - the tables say what they hold, and refuse what must never be stored (DESIGN 7,
 * ENGINE 32). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/schema.h"

/* Tables outside the record: the file itself, the events, and what follows from them;
 * and those that hold nothing but what is derived. */
static const char *const outside[] = { "meta", "event", "event_item", "private", "def_row",
                                      "saved_view", "preference", NULL };
static const char *const derived[] = { "step_due", "colour_now", "colour_day", "search_text",
                                      "search_wait", "rollup_row", "rollup", "rollup_day",
                                      NULL };

static struct db *db;

static bool is_in(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static int make_tables(void **state)
{
    struct xh_err err;

    (void)state;
    if (db_open(NULL, DB_MEMORY, &db, &err) != XH_OK || schema_migrate(db, 0, &err) != XH_OK)
        fail_msg("%s", err.msg);
    return 0;
}

static int drop_tables(void **state)
{
    (void)state;
    db_close(db);
    return 0;
}

/* The comment behind the line of `column` in a CREATE TABLE text; NULL when there is none. */
static char *comment_of(const char *sql, const char *column)
{
    size_t n = strlen(column);

    for (const char *line = sql; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        const char *word = line + strspn(line, " ");
        const char *end = strchr(line, '\n'), *dashes = strstr(line, "-- ");

        if (strncmp(word, column, n) != 0 || word[n] != ' ' || word == line)
            continue;
        if (!dashes || (end && dashes > end))
            return NULL;
        dashes += 3;
        return xstrndup(dashes, end ? (size_t)(end - dashes) : strlen(dashes));
    }
    return NULL;
}

static void check_comment(const char *table, const char *column, const char *comment)
{
    static const char *const kinds[] = { "fact: ", "outcome: ", "derived: " };
    bool named = false;

    if (!comment || !*comment)
        fail_msg("%s.%s has no comment", table, column);
    if (is_in(outside, table) || strcmp(column, "id") == 0) {
        assert_false(schema_is_derived(table, column));
        return;
    }
    for (size_t i = 0; i < 3; i++)
        named |= strncmp(comment, kinds[i], strlen(kinds[i])) == 0;
    if (!named)
        fail_msg("%s.%s is neither fact, outcome nor derived: %s", table, column, comment);
    if ((strncmp(comment, "derived: ", 9) == 0) != schema_is_derived(table, column))
        fail_msg("%s.%s: \"%s\", but schema_is_derived() disagrees", table, column, comment);
}

static void every_column_says_what_it_is(void **state)
{
    struct xh_err err;
    struct stmt *s = db_query(db, &err, "SELECT t.name, t.sql, c.name FROM sqlite_schema t JOIN "
                              "pragma_table_info(t.name) c WHERE t.type = 'table'", "");
    int columns = 0;

    (void)state;
    assert_non_null(s);
    while (stmt_step(s, &err) > 0) {
        char *comment = comment_of(stmt_text(s, 1), stmt_text(s, 2));
        check_comment(stmt_text(s, 0), stmt_text(s, 2), comment);
        free(comment);
        columns++;
    }
    stmt_done(s);
    assert_true(columns > 200);
}

static void every_table_is_strict_and_either_fact_or_outside(void **state)
{
    struct xh_err err;
    struct stmt *s = db_query(db, &err, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'",
                              "");
    int facts = 0, expected = 0;

    (void)state;
    while (s && stmt_step(s, &err) > 0) {
        const char *name = stmt_text(s, 0), *end = strrchr(stmt_text(s, 1), ')');
        if (!end || strncmp(end, ") STRICT", 8) != 0)
            fail_msg("%s is not STRICT", name);
        if (is_in(schema_fact_tables, name))
            facts++;
        else if (!is_in(outside, name) && !is_in(derived, name))
            fail_msg("%s: do events carry its rows or not?", name);
    }
    stmt_done(s);
    while (schema_fact_tables[expected])
        expected++;
    assert_int_equal(facts, expected);
}

/* An event names a value by table, id and column. */
static void every_fact_table_has_an_integer_id(void **state)
{
    struct xh_err err;

    (void)state;
    for (const char *const *t = schema_fact_tables; *t; t++) {
        int64_t n = 0;
        assert_int_equal(db_get_int(db, &err, &n, "SELECT count(*) FROM pragma_table_info(?) WHERE "
                         "name = 'id' AND type = 'INTEGER' AND pk = 1", "t", *t), XH_OK);
        if (n != 1)
            fail_msg("%s has no id", *t);
    }
}

static void the_file_is_marked_as_ours(void **state)
{
    struct xh_err err;
    int64_t n = 0;

    (void)state;
    assert_int_equal(db_get_int(db, &err, &n, "PRAGMA application_id", ""), XH_OK);
    assert_int_equal(n, SCHEMA_APPLICATION_ID);
    assert_int_equal(db_get_int(db, &err, &n, "PRAGMA user_version", ""), XH_OK);
    assert_int_equal(n, SCHEMA_VERSION);
}

/* One row of each table, as little as is accepted. */
static const char base[] =
    "INSERT INTO unit (id, name, level) VALUES (1, 'u', 'town');"
    "INSERT INTO place (id, name) VALUES (1, 'p');"
    "INSERT INTO person (id, name) VALUES (1, 'n');"
    "INSERT INTO item (id, code, list, title, assigned_on, opened_on, opened_seq, start, state, "
    "phase, version) VALUES (1, 'c', 'tasks', 't', 1, 1, 1, 1, 'active', 0, 1);"
    "INSERT INTO step (id, item, step) VALUES (1, 1, 's');"
    "INSERT INTO request (id, item, verb, day, person, actor, reason) VALUES "
    "(1, 1, 'extend', 1, 1, 1, 'r');"
    "INSERT INTO clock (id, item, kind, from_day) VALUES (1, 1, 'hold', 1);"
    "INSERT INTO progress (id, item, day, text) VALUES (1, 1, 1, 't');"
    "INSERT INTO instruction (id, item, kind, day, text) VALUES (1, 1, 'note', 1, 't');"
    "INSERT INTO evidence (id, item, kind, name, day) VALUES (1, 1, 'file', 'n', 1);"
    "INSERT INTO event (id, action, verb, day, at, config, format, body, hash) VALUES "
    "(1, 'a', 'add', 1, 1, '', 1, x'', x'');";

static void checks_refuse_what_must_never_be_stored(void **state)
{
    static const struct { const char *sql; bool fine; } cases[] = {
        /* invariant 1: yellow no later than red */
        { "UPDATE item SET yellow_on = 6, red_on = 5", false },
        { "UPDATE item SET yellow_on = 5, red_on = 5", true },
        { "UPDATE item SET yellow_on = 1000001", false },
        { "UPDATE item SET phase = 5", false },
        { "UPDATE item SET phase = -1", false },
        { "UPDATE item SET phase = 4", true },
        { "UPDATE item SET phase = NULL", false },
        { "UPDATE item SET version = 0", false },
        { "UPDATE item SET pin_colour = 'red'", false },
        { "UPDATE item SET pin_until = 5", false },
        { "UPDATE item SET pin_colour = 'grey', pin_until = 5", false },
        { "UPDATE item SET pin_colour = 'red', pin_until = 5", true },
        { "UPDATE item SET voided = 2", false },
        { "UPDATE item SET on_paper = 2", false },
        { "UPDATE item SET applied_again = 2", false },
        { "UPDATE item SET title = NULL", false },
        { "UPDATE item SET due = NULL", false },
        { "UPDATE item SET due = 'soon'", false },         /* STRICT */
        { "UPDATE item SET due = 1.5", false },
        { "UPDATE item SET owner = 99", false },           /* foreign keys */
        { "UPDATE item SET unit = 99", false },
        { "UPDATE item SET place = 99", false },
        { "UPDATE item SET parent = 99", false },
        { "DELETE FROM person", true },
        { "UPDATE item SET owner = 1; DELETE FROM person", false },
        { "DELETE FROM item", false },
        { "INSERT INTO item (id, code, list, title, assigned_on, opened_on, opened_seq, start, "
          "state, phase, version) VALUES (2, 'c', 'tasks', 't', 1, 1, 1, 1, 'active', 0, 1)",
          false },                                          /* a code is given out once */
        { "UPDATE unit SET level = 'county'", false },
        { "UPDATE unit SET active = 2", false },
        { "INSERT INTO unit (id, name, level) VALUES (2, 'u', 'town')", false },
        { "INSERT INTO step (id, item, step) VALUES (2, 1, 's')", false },
        { "UPDATE step SET before_start = 2", false },
        { "UPDATE request SET verb = 'approve'", false },
        { "UPDATE request SET answer = 'maybe'", false },
        { "UPDATE clock SET kind = 'lunch'", false },
        { "UPDATE clock SET moves = 2", false },
        { "UPDATE progress SET coord_level = 'county'", false },
        { "UPDATE instruction SET kind = 'order'", false },
        { "UPDATE evidence SET kind = 'video'", false },
        { "INSERT INTO person_role (id, person, role) VALUES (1, 1, 'r'), (2, 1, 'r')", false },
        { "INSERT INTO event (id, action, verb, day, at, config, format, body, hash) VALUES "
          "(2, 'a', 'add', 1, 1, '', 1, x'', x'')", false },    /* an action id is unique */
    };
    struct xh_err err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(db_begin(db, &err), XH_OK);
        if (db_script(db, base, &err) != XH_OK)
            fail_msg("%s", err.msg);
        if ((db_script(db, cases[i].sql, &err) == XH_OK) != cases[i].fine)
            fail_msg("%s: %s", cases[i].sql, cases[i].fine ? err.msg : "accepted");
        db_rollback(db);
    }
}

/* Identifiers go into SQL text: only checked ones (ENGINE 34). */
static void field_columns_are_made_once_and_only_for_ids(void **state)
{
    static const char *const bad[] = {
        "", "A", "1a", "a-b", "a b", "a\"b", "面积", "_a", "a;",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",        /* 41 */
    };
    static const struct { enum field_type type; const char *column; } types[] = {
        { FIELD_TEXT, "TEXT" }, { FIELD_CHOICE, "TEXT" }, { FIELD_DECIMAL, "INTEGER" },
        { FIELD_INTEGER, "INTEGER" }, { FIELD_DATE, "INTEGER" }, { FIELD_BOOL, "INTEGER" },
    };
    struct xh_err err;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_not_equal(schema_field_column(db, "tasks", bad[i], FIELD_TEXT, &err), XH_OK);
        assert_int_not_equal(schema_field_column(db, bad[i], "area", FIELD_TEXT, &err), XH_OK);
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char id[] = "a_0", column[] = "v_a_0", *type = NULL;
        id[2] = column[4] = (char)('0' + i);
        for (int twice = 0; twice < 2; twice++)
            assert_int_equal(schema_field_column(db, "tasks", id, types[i].type, &err), XH_OK);
        assert_int_equal(db_get_text(db, &err, &type, "SELECT type FROM pragma_table_info(?) "
                         "WHERE name = ?", "tt", "f_tasks", column), XH_OK);
        assert_string_equal(type, types[i].column);
        free(type);
    }
    int64_t strict = 0;
    assert_int_equal(db_get_int(db, &err, &strict, "SELECT count(*) FROM sqlite_schema WHERE name "
                     "= 'f_tasks' AND sql LIKE '%) STRICT'", ""), XH_OK);
    assert_int_equal(strict, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_column_says_what_it_is, make_tables, drop_tables),
        cmocka_unit_test_setup_teardown(every_table_is_strict_and_either_fact_or_outside,
                                        make_tables, drop_tables),
        cmocka_unit_test_setup_teardown(every_fact_table_has_an_integer_id, make_tables,
                                        drop_tables),
        cmocka_unit_test_setup_teardown(the_file_is_marked_as_ours, make_tables, drop_tables),
        cmocka_unit_test_setup_teardown(checks_refuse_what_must_never_be_stored, make_tables,
                                        drop_tables),
        cmocka_unit_test_setup_teardown(field_columns_are_made_once_and_only_for_ids, make_tables,
                                        drop_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
