/* test_db.c - the door to SQLite: what went in comes back, what fails says why. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/db.h"
#include "model/mem.h"

static char folder[] = "/tmp/xh-db.XXXXXX";
static char path[64];               /* a new one for every test */
static struct xh_err err;

static int setup(void **state)
{
    static int n;

    (void)state;
    snprintf(path, sizeof path, "%s/%d.db", folder, n++);
    err = (struct xh_err){0};
    return 0;
}

#define OK(call) \
    do { \
        if ((call) != XH_OK) \
            fail_msg("%s: %s", #call, err.msg); \
    } while (0)

#define FAILS(call, words) \
    do { \
        assert_int_equal((call), XH_DB); \
        if (strstr(err.msg, (words)) == NULL) \
            fail_msg("\"%s\" does not say \"%s\"", err.msg, (words)); \
    } while (0)

static const char table[] =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT, b BLOB) STRICT";

/* The file of this test, made anew, with the table t. */
static struct db *made(enum db_mode mode)
{
    struct db *db = NULL;

    OK(db_open(path, mode, &db, &err));
    OK(db_script(db, table, &err));
    return db;
}

static struct db *opened(enum db_mode mode)
{
    struct db *db = NULL;

    OK(db_open(path, mode, &db, &err));
    return db;
}

static int64_t get_int(struct db *db, const char *sql)
{
    int64_t n = -999;

    OK(db_get_int(db, &err, &n, sql, ""));
    return n;
}

static void assert_text(struct db *db, const char *sql, const char *want)
{
    char *s = NULL;

    OK(db_get_text(db, &err, &s, sql, ""));
    assert_string_equal(s, want);
    free(s);
}

static void add(struct db *db, int64_t id, const char *s)
{
    OK(db_run(db, &err, "INSERT INTO t (id, s) VALUES (?, ?)", "it", id, s));
}

/* ---- values ------------------------------------------------------------------------ */

static void values_compare_by_kind_and_content(void **state)
{
    (void)state;
    assert_true(value_equal(value_null(), value_text(NULL)));
    assert_true(value_equal(value_null(), value_day(DAY_NONE)));
    assert_true(value_equal(value_null(), value_blob(NULL, 3)));
    assert_true(value_equal(value_int(5), value_day(5)));
    assert_true(value_equal(value_text("长"), value_text("长")));
    assert_true(value_equal(value_blob("a\0b", 3), value_blob("a\0b", 3)));
    assert_true(value_equal(value_blob("", 0), value_blob("x", 0)));
    assert_false(value_equal(value_blob("a\0b", 3), value_blob("a\0c", 3)));
    assert_false(value_equal(value_text("a"), value_text("ab")));
    assert_false(value_equal(value_text("a"), value_blob("a", 1)));
    assert_false(value_equal(value_int(0), value_null()));
    assert_false(value_equal(value_int(1), value_int(2)));
    assert_false(value_equal(value_text(""), value_null()));
}

static void what_is_bound_comes_back(void **state)
{
    struct db *db = made(DB_MEMORY);
    struct value text = value_text("值"), null = value_null();
    struct stmt *s;
    size_t n;

    (void)state;
    OK(db_run(db, &err, "INSERT INTO t VALUES (?, ?, ?, ?)", "iitb", (int64_t)1,
              INT64_MIN, "镇\n'\"", (const void *)"\0\xff", (size_t)2));
    OK(db_run(db, &err, "INSERT INTO t VALUES (?, ?, ?, ?)", "idtb", (int64_t)2, DAY_NONE,
              (const char *)NULL, (const void *)NULL, (size_t)0));
    OK(db_run(db, &err, "INSERT INTO t VALUES (?, ?, ?, ?)", "idvb", (int64_t)3,
              (int32_t)20000, &text, (const void *)"", (size_t)0));
    OK(db_run(db, &err, "INSERT INTO t VALUES (?, ?, ?, ?)", "invn", (int64_t)4, &null));
    assert_int_equal(db_changes(db), 1);

    s = db_query(db, &err, "SELECT id, n, s, b FROM t ORDER BY id", "");
    assert_non_null(s);
    assert_int_equal(stmt_columns(s), 4);
    assert_string_equal(stmt_column_name(s, 2), "s");

    assert_int_equal(stmt_step(s, &err), 1);
    assert_true(stmt_int(s, 1) == INT64_MIN);
    assert_int_equal(stmt_day(s, 1), DAY_NONE);         /* out of range */
    assert_string_equal(stmt_text(s, 2), "镇\n'\"");
    assert_memory_equal(stmt_blob(s, 3, &n), "\0\xff", 2);
    assert_int_equal(n, 2);
    assert_true(value_equal(stmt_value(s, 1), value_int(INT64_MIN)));
    assert_true(value_equal(stmt_value(s, 2), value_text("镇\n'\"")));
    assert_true(value_equal(stmt_value(s, 3), value_blob("\0\xff", 2)));

    assert_int_equal(stmt_step(s, &err), 1);
    for (int i = 1; i < 4; i++) {
        assert_true(stmt_is_null(s, i));
        assert_true(value_equal(stmt_value(s, i), value_null()));
    }
    assert_int_equal(stmt_int(s, 1), 0);
    assert_int_equal(stmt_day(s, 1), DAY_NONE);
    assert_string_equal(stmt_text(s, 2), "");
    assert_null(stmt_blob(s, 3, &n));
    assert_int_equal(n, 0);

    assert_int_equal(stmt_step(s, &err), 1);
    assert_int_equal(stmt_day(s, 1), 20000);
    assert_string_equal(stmt_text(s, 2), "值");
    assert_false(stmt_is_null(s, 3));
    assert_true(value_equal(stmt_value(s, 3), value_blob("", 0)));
    assert_non_null(stmt_blob(s, 3, &n));
    assert_string_equal(stmt_text(s, 3), "");

    assert_int_equal(stmt_step(s, &err), 1);
    assert_true(stmt_is_null(s, 1) && stmt_is_null(s, 2) && stmt_is_null(s, 3));
    assert_int_equal(stmt_step(s, &err), 0);
    stmt_done(s);
    stmt_done(NULL);
    db_close(db);
    db_close(NULL);
}

static void an_average_reads_as_a_whole_number(void **state)
{
    struct db *db = made(DB_MEMORY);
    struct stmt *s = db_query(db, &err, "SELECT 7.9", "");

    (void)state;
    assert_int_equal(stmt_step(s, &err), 1);
    assert_true(value_equal(stmt_value(s, 0), value_int(7)));
    stmt_done(s);
    db_close(db);
}

static void one_answer(void **state)
{
    struct db *db = made(DB_MEMORY);
    int64_t n = 5;
    char *s = (char *)"x";

    (void)state;
    assert_int_equal(
        db_get_int(db, &err, &n, "SELECT n FROM t WHERE id = ?", "i", (int64_t)1),
        XH_NOT_FOUND);
    assert_int_equal(db_get_text(db, &err, &s, "SELECT s FROM t", ""), XH_NOT_FOUND);
    assert_null(s);
    assert_int_equal(err.rc, XH_OK);                    /* no message */
    add(db, 1, NULL);
    add(db, 2, "b");
    OK(db_get_int(db, &err, &n, "SELECT n FROM t WHERE id = ?", "i", (int64_t)1));
    assert_int_equal(n, 0);
    assert_text(db, "SELECT s FROM t ORDER BY id", "");
    assert_text(db, "SELECT s FROM t ORDER BY id DESC", "b");
    FAILS(db_get_int(db, &err, &n, "SELECT x FROM t", ""), "no such column: x");
    FAILS(db_get_text(db, &err, &s, "SELECT x FROM t", ""), "no such column: x");
    OK(db_get_int(db, &err, &n, "UPDATE t SET n = 3 RETURNING id", ""));
    db_close(db);
}

/* ---- statements -------------------------------------------------------------------- */

static void a_statement_is_not_run_again_behind_its_end(void **state)
{
    struct db *db = made(DB_MEMORY);
    struct stmt *s = db_query(db, &err, "INSERT INTO t (s) VALUES (?)", "t", "a");

    (void)state;
    assert_int_equal(stmt_step(s, &err), 0);
    assert_int_equal(stmt_step(s, &err), 0);
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    stmt_reset(s);                  /* keeps what is bound */
    assert_int_equal(stmt_step(s, &err), 0);
    stmt_bind(s, 1, value_text("b"));
    assert_int_equal(stmt_step(s, &err), 0);
    stmt_done(s);
    assert_text(db, "SELECT group_concat(s, '') FROM t", "aab");

    /* and nothing bound is left for the next user */
    s = db_query(db, &err, "INSERT INTO t (s) VALUES (?)", "");
    assert_int_equal(stmt_step(s, &err), 0);
    stmt_done(s);
    assert_int_equal(get_int(db, "SELECT count(*) FROM t WHERE s IS NULL"), 1);
    db_close(db);
}

static void a_busy_statement_gets_a_twin(void **state)
{
    struct db *db = made(DB_MEMORY);
    const char *sql = "SELECT id FROM t WHERE id > ? ORDER BY id";
    struct stmt *outer, *inner;
    int pairs = 0;

    (void)state;
    for (int i = 1; i <= 3; i++)
        add(db, i, "x");
    outer = db_query(db, &err, sql, "i", (int64_t)0);
    while (stmt_step(outer, &err) == 1) {
        inner = db_query(db, &err, sql, "i", stmt_int(outer, 0));
        assert_ptr_not_equal(inner, outer);
        while (stmt_step(inner, &err) == 1)
            pairs++;
        stmt_done(inner);
    }
    stmt_done(outer);
    assert_int_equal(pairs, 3);
    inner = db_query(db, &err, sql, "i", (int64_t)0);
    assert_ptr_equal(inner, outer);                     /* kept by its text */
    stmt_done(inner);
    db_close(db);
}

static void the_cache_forgets_the_least_recently_used(void **state)
{
    enum { MANY = 300 };
    struct db *db = made(DB_MEMORY);
    struct stmt *kept, *again, *held[MANY];
    char sql[32];

    (void)state;
    kept = db_query(db, &err, "SELECT -1", "");
    stmt_done(kept);
    for (int i = 0; i < MANY; i++) {
        snprintf(sql, sizeof sql, "SELECT %d", i);
        assert_int_equal(get_int(db, sql), i);
        again = db_query(db, &err, "SELECT -1", "");
        assert_ptr_equal(again, kept);
        stmt_done(again);
    }
    for (int i = 0; i < MANY; i++) {                    /* more at once than it keeps */
        snprintf(sql, sizeof sql, "SELECT %d", i);
        held[i] = db_query(db, &err, sql, "");
        assert_non_null(held[i]);
        assert_int_equal(stmt_step(held[i], &err), 1);
    }
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(stmt_int(held[i], 0), i);
        stmt_done(held[i]);
    }
    assert_int_equal(get_int(db, "SELECT 7"), 7);
    db_close(db);
}

static void wrong_sql_is_told(void **state)
{
    struct db *db = made(DB_MEMORY);

    (void)state;
    assert_null(db_query(db, &err, "SELEC 1", ""));
    assert_non_null(strstr(err.msg, "SELEC 1"));
    FAILS(db_run(db, &err, "SELECT 1; SELECT 2", ""), "not exactly one statement");
    FAILS(db_run(db, &err, "  ", ""), "not exactly one statement");
    OK(db_run(db, &err, "SELECT 1 ;\n ", ""));
    FAILS(db_run(db, &err, "SELECT \"nothing\"", ""), "nothing");   /* no text in "" */
    FAILS(db_run(db, &err, "INSERT INTO t (n) VALUES ('x')", ""), "t.n");
    add(db, 1, "x");
    FAILS(db_run(db, &err, "INSERT INTO t (id) VALUES (1)", ""), "UNIQUE");
    FAILS(db_run(db, &err, "UPDATE sqlite_schema SET sql = ''", ""),
          "may not be modified");
    db_close(db);
}

static void scripts_run_to_the_end_or_say_where(void **state)
{
    struct db *db = made(DB_MEMORY);

    (void)state;
    OK(db_script(db, "", &err));
    OK(db_script(db, "-- nothing\n", &err));
    OK(db_script(db, "INSERT INTO t (id) VALUES (1); -- one\n"
                     "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET n = 1; END;\n"
                     "INSERT INTO t (id) VALUES (2);", &err));
    assert_int_equal(get_int(db, "SELECT sum(n) FROM t"), 2);
    FAILS(db_script(db, "INSERT INTO t (id) VALUES (3); NONSENSE; DELETE FROM t", &err),
          "NONSENSE");
    FAILS(db_script(db, "INSERT INTO t (id) VALUES (3);", &err), "UNIQUE");
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 3);
    db_close(db);
}

static void foreign_keys_are_enforced(void **state)
{
    struct db *db = made(DB_MEMORY);

    (void)state;
    OK(db_script(db, "CREATE TABLE c (t INTEGER REFERENCES t (id)) STRICT", &err));
    FAILS(db_run(db, &err, "INSERT INTO c VALUES (9)", ""), "FOREIGN KEY");
    db_close(db);
}

static void the_plan_is_shown(void **state)
{
    struct db *db = made(DB_MEMORY);
    char *plan = db_plan(db, "SELECT * FROM t WHERE id = 1 UNION ALL "
                             "SELECT * FROM t WHERE s = 'x'");

    (void)state;
    assert_non_null(strstr(plan, "SEARCH t USING INTEGER PRIMARY KEY (rowid=?)\n"));
    assert_non_null(strstr(plan, "\nSCAN t"));
    assert_int_not_equal(plan[strlen(plan) - 1], '\n');
    free(plan);
    plan = db_plan(db, "SELECT * FROM nowhere");
    assert_non_null(strstr(plan, "no such table"));
    free(plan);
    db_close(db);
}

/* ---- transactions ------------------------------------------------------------------ */

static void all_or_nothing(void **state)
{
    struct db *db = made(DB_CREATE);

    (void)state;
    assert_false(db_in_transaction(db));
    OK(db_begin(db, &err));
    assert_true(db_in_transaction(db));
    FAILS(db_begin(db, &err), "within a transaction");
    add(db, 1, "a");
    OK(db_commit(db, &err));
    assert_false(db_in_transaction(db));
    OK(db_begin(db, &err));
    add(db, 2, "b");
    db_rollback(db);
    db_rollback(db);                                    /* harmless */
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    OK(db_begin(db, &err));
    add(db, 3, "c");
    db_close(db);                                       /* never committed */
    db = opened(DB_READ);
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    db_close(db);
}

static void a_reading_transaction_sees_one_moment(void **state)
{
    struct db *writer = made(DB_CREATE), *reader = opened(DB_READ);
    int64_t version = db_data_version(reader);

    (void)state;
    assert_int_equal(db_data_version(reader), version);
    OK(db_begin_read(reader, &err));
    add(writer, 1, "a");            /* after begin, before the first read */
    assert_int_equal(get_int(reader, "SELECT count(*) FROM t"), 0);
    OK(db_commit(reader, &err));
    assert_int_equal(get_int(reader, "SELECT count(*) FROM t"), 1);
    assert_int_not_equal(db_data_version(reader), version);
    db_close(reader);
    db_close(writer);
}

static void every_step_can_be_made_to_fail(void **state)
{
    struct db *db = made(DB_CREATE);
    enum xh_rc rc = XH_DB;
    int n;

    (void)state;
    for (n = 1; rc != XH_OK; n++) {
        assert_true(n < 20);
        db_fail_at(db, n);
        rc = db_begin(db, &err);
        if (rc == XH_OK)
            rc = db_run(db, &err, "INSERT INTO t (id) VALUES (1)", "");
        if (rc == XH_OK)
            rc = db_script(db, "INSERT INTO t (id) VALUES (2);"
                               "INSERT INTO t (id) VALUES (3)", &err);
        if (rc == XH_OK)
            rc = db_commit(db, &err);
        else
            db_rollback(db);
        assert_false(db_in_transaction(db));
        if (rc != XH_OK) {
            assert_int_equal(rc, XH_DB);
            assert_non_null(strstr(err.msg, "disk is full"));
            assert_non_null(strstr(err.msg, path));
        }
        db_fail_at(db, 0);
        assert_int_equal(get_int(db, "SELECT count(*) FROM t"), rc == XH_OK ? 3 : 0);
    }
    assert_int_equal(n - 1, 6);     /* begin, three rows, commit; then the good one */
    db_close(db);
}

static void a_failed_statement_keeps_failing_until_reset(void **state)
{
    struct db *db = made(DB_MEMORY);
    struct stmt *s = db_query(db, &err, "INSERT INTO t (id) VALUES (?)", "i", (int64_t)1);

    (void)state;
    db_fail_at(db, 1);
    assert_int_equal(stmt_step(s, &err), -1);
    err = (struct xh_err){0};
    assert_int_equal(stmt_step(s, &err), -1);
    assert_int_equal(err.rc, XH_DB);
    stmt_reset(s);
    assert_int_equal(stmt_step(s, &err), 0);
    stmt_done(s);
    db_close(db);
}

/* ---- the file ---------------------------------------------------------------------- */

static bool exists(const char *suffix)
{
    char *name = xasprintf("%s%s", path, suffix);
    bool is = access(name, F_OK) == 0;

    free(name);
    return is;
}

static void settings_are_those_of_the_design(void **state)
{
    static const struct {
        const char *pragma, *want;
    } settings[] = {
        { "journal_mode", "wal" },
        { "synchronous", "2" },
        { "page_size", "4096" },
        { "foreign_keys", "1" },
        { "secure_delete", "1" },
        { "mmap_size", "0" },
        { "temp_store", "2" },
        { "cell_size_check", "1" },
        { "trusted_schema", "0" },
        { "cache_size", "-16384" },
        { "wal_autocheckpoint", "1000" },
        { "busy_timeout", "10000" },
        { "encoding", "UTF-8" },
    };
    const enum db_mode modes[] = { DB_CREATE, DB_WRITE, DB_READ };

    (void)state;
    for (int m = 0; m < 3; m++) {
        struct db *db = opened(modes[m]);

        for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
            char *sql = xasprintf("PRAGMA %s", settings[i].pragma);

            assert_text(db, sql, settings[i].want);
            free(sql);
        }
        assert_text(db, "PRAGMA query_only", modes[m] == DB_READ ? "1" : "0");
        db_close(db);
    }
}

static void closing_never_checkpoints(void **state)
{
    struct db *db = made(DB_CREATE);
    struct stat st;
    char *wal = xasprintf("%s-wal", path);

    (void)state;
    add(db, 1, "a");
    db_close(db);
    assert_int_equal(stat(wal, &st), 0);
    assert_true(st.st_size > 0);
    db = opened(DB_READ);
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    db_close(db);
    assert_int_equal(stat(wal, &st), 0);
    assert_true(st.st_size > 0);
    free(wal);
}

static void the_wal_is_kept_short(void **state)
{
    struct db *db = made(DB_CREATE);
    char *wal = xasprintf("%s-wal", path), *text = xcalloc(1, 4001);
    struct stat st;

    (void)state;
    memset(text, 'x', 4000);
    for (int i = 0; i < 3000; i++) {
        OK(db_begin(db, &err));
        add(db, i, text);
        OK(db_commit(db, &err));
    }
    assert_int_equal(stat(wal, &st), 0);
    assert_true(st.st_size < 8000000);                  /* of 24 MB written */
    db_close(db);
    free(wal);
    free(text);
}

static void creating_needs_a_new_name(void **state)
{
    struct db *db = made(DB_CREATE);
    struct stat st;

    (void)state;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0007, 0);             /* nothing for others */
    add(db, 1, "a");
    db_close(db);
    FAILS(db_open(path, DB_CREATE, &db, &err), "exists already");
    assert_null(db);
    db = opened(DB_WRITE);
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    db_close(db);
    FAILS(db_open("/nowhere/at/all.db", DB_CREATE, &db, &err), "/nowhere/at/all.db");
    FAILS(db_open("/proc/all.db", DB_CREATE, &db, &err), "cannot be created");
}

static void a_failed_creation_leaves_nothing(void **state)
{
    struct rlimit was, none;
    struct db *db;

    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    none = was;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
    FAILS(db_open(path, DB_CREATE, &db, &err), "disk is full");
    setrlimit(RLIMIT_FSIZE, &was);
    assert_false(exists("") || exists("-wal") || exists("-shm") || exists("-journal"));
}

static void a_reader_never_writes(void **state)
{
    struct db *db = made(DB_CREATE);

    (void)state;
    add(db, 1, "a");
    db_close(db);
    db = opened(DB_READ);
    FAILS(db_run(db, &err, "DELETE FROM t", ""), "read only");
    FAILS(db_begin(db, &err), "read only");
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    db_close(db);
    unlink(path);
    FAILS(db_open(path, DB_READ, &db, &err), path);
    assert_false(exists(""));                           /* nor creates */
    FAILS(db_open(path, DB_WRITE, &db, &err), path);
    assert_false(exists(""));
}

/* As somebody who may only read: root may write everything. */
static int as_nobody(void (*act)(void))
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        if (geteuid() == 0 && (setegid(65534) || seteuid(65534)))
            _exit(99);
        act();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static void read_as_nobody(void)
{
    struct db *db;
    int64_t n;

    if (db_open(path, DB_WRITE, &db, &err) != XH_DB ||
        strstr(err.msg, "read only") == NULL)
        _exit(1);
    if (db_open(path, DB_READ, &db, &err) != XH_OK)
        _exit(2);
    if (db_get_int(db, &err, &n, "SELECT count(*) FROM t", "") != XH_OK || n != 1)
        _exit(3);
    if (db_run(db, &err, "DELETE FROM t", "") != XH_DB)
        _exit(4);
    db_close(db);
}

static void open_as_nobody(void)
{
    struct db *db;

    if (db_open(path, DB_READ, &db, &err) != XH_DB || strstr(err.msg, path) == NULL)
        _exit(1);
}

static void files_that_may_only_be_read(void **state)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    struct db *db = made(DB_CREATE);

    (void)state;
    add(db, 1, "a");
    for (int i = 0; i < 3; i++) {
        char *name = xasprintf("%s%s", path, suffixes[i]);

        assert_int_equal(chmod(name, 0444), 0);
        free(name);
    }
    assert_int_equal(as_nobody(read_as_nobody), 0);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(as_nobody(open_as_nobody), 0);
    db_close(db);
}

static void links_folders_and_pipes_are_refused(void **state)
{
    struct db *db = made(DB_CREATE);
    char *other = xasprintf("%s.other", path);
    char *dir = xasprintf("%s.dir", path), *through = xasprintf("%s.dir/%s", path,
                                                               strrchr(path, '/') + 1);

    (void)state;
    db_close(db);
    assert_int_equal(symlink(path, other), 0);
    FAILS(db_open(other, DB_WRITE, &db, &err), "symbolic link");
    FAILS(db_open(other, DB_READ, &db, &err), "symbolic link");
    FAILS(db_open(other, DB_CREATE, &db, &err), "exists already");
    unlink(other);
    assert_int_equal(mkfifo(other, 0600), 0);
    FAILS(db_open(other, DB_WRITE, &db, &err), "is not a file");
    FAILS(db_open(folder, DB_WRITE, &db, &err), "is not a file");
    FAILS(db_open("", DB_WRITE, &db, &err), "");

    assert_int_equal(symlink(folder, dir), 0);          /* a folder may be a link */
    OK(db_open(through, DB_WRITE, &db, &err));
    db_close(db);
    free(other);
    free(dir);
    free(through);
}

static void names_mean_nothing_special(void **state)
{
    static const char *const names[] = { ":memory:", "file:x?mode=memory", "数据 库.db",
                                         "-x" };
    struct db *db;

    (void)state;
    assert_int_equal(chdir(folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        OK(db_open(names[i], DB_CREATE, &db, &err));
        assert_int_equal(access(names[i], F_OK), 0);
        db_close(db);
    }
    assert_int_equal(chdir("/"), 0);
}

static void foreign_and_damaged_files_are_named(void **state)
{
    struct db *db = made(DB_CREATE);
    char page[4096];
    FILE *f;

    (void)state;
    for (int i = 0; i < 500; i++)
        add(db, i, "some text that fills a few pages of the file");
    OK(db_run(db, &err, "PRAGMA wal_checkpoint(TRUNCATE)", ""));
    db_close(db);

    memset(page, 0xA5, sizeof page);                    /* the first page of the table */
    f = fopen(path, "r+");
    assert_int_equal(fseek(f, 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(page, 1, sizeof page, f), sizeof page);
    fclose(f);
    db = opened(DB_READ);
    {
        int64_t n;

        FAILS(db_get_int(db, &err, &n, "SELECT count(s) FROM t", ""), "is damaged");
        assert_non_null(strstr(err.msg, path));
    }
    db_close(db);

    f = fopen(path, "w");
    for (int i = 0; i < 200; i++)
        fputs("这不是数据库。", f);
    fclose(f);
    FAILS(db_open(path, DB_WRITE, &db, &err), "is not a database");
    FAILS(db_open(path, DB_READ, &db, &err), "is not a database");
}

/* A file in another journal mode is left alone when it is opened: it may not be ours.
 * The first transaction makes it WAL, as a restored backup needs. */
static void a_file_that_lost_its_wal_gets_it_back_when_written(void **state)
{
    struct db *db = made(DB_CREATE);
    char *copy = xasprintf("%s.copy", path);
    unsigned char before[4096], after[4096];
    FILE *f;

    (void)state;
    add(db, 1, "a");
    OK(db_run(db, &err, "VACUUM INTO ?", "t", copy));
    db_close(db);
    f = fopen(copy, "r");
    assert_int_equal(fread(before, 1, sizeof before, f), sizeof before);
    fclose(f);
    assert_int_equal(before[18], 1);                    /* a rollback journal */

    OK(db_open(copy, DB_WRITE, &db, &err));
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    assert_text(db, "PRAGMA journal_mode", "delete");
    db_close(db);
    f = fopen(copy, "r");
    assert_int_equal(fread(after, 1, sizeof after, f), sizeof after);
    fclose(f);
    assert_memory_equal(before, after, sizeof before);

    OK(db_open(copy, DB_WRITE, &db, &err));
    OK(db_begin(db, &err));
    add(db, 2, "b");
    OK(db_commit(db, &err));
    assert_text(db, "PRAGMA journal_mode", "wal");
    db_close(db);
    free(copy);
}

static void a_full_disk_is_told_and_changes_nothing(void **state)
{
    struct db *db = made(DB_CREATE);
    struct rlimit was, small;
    char *text = xcalloc(1, 300001);
    enum xh_rc rc;

    (void)state;
    memset(text, 'x', 300000);
    add(db, 1, "a");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    small = was;
    small.rlim_cur = 200000;
    setrlimit(RLIMIT_FSIZE, &small);
    OK(db_begin(db, &err));
    rc = db_run(db, &err, "INSERT INTO t (id, s) VALUES (2, ?)", "t", text);
    if (rc == XH_OK)
        rc = db_commit(db, &err);
    else
        db_rollback(db);
    setrlimit(RLIMIT_FSIZE, &was);
    FAILS(rc, "disk is full");
    assert_false(db_in_transaction(db));
    assert_int_equal(get_int(db, "SELECT count(*) FROM t"), 1);
    OK(db_begin(db, &err));         /* and with room again it goes on */
    add(db, 3, text);
    OK(db_commit(db, &err));
    db_close(db);
    free(text);
}

static void somebody_writing_is_told(void **state)
{
    struct db *one = made(DB_CREATE), *two = opened(DB_WRITE);

    (void)state;
    OK(db_run(two, &err, "PRAGMA busy_timeout = 20", ""));
    OK(db_begin(one, &err));
    FAILS(db_begin(two, &err), "somebody is writing");
    assert_non_null(strstr(err.msg, path));
    db_rollback(one);
    OK(db_begin(two, &err));
    db_rollback(two);
    db_close(one);
    db_close(two);
}

/* What was acknowledged is there after the process is killed, what was not is not. */
static void a_killed_writer_loses_nothing_acknowledged(void **state)
{
    int pipe_fd[2];
    int64_t acknowledged = 0, id;
    pid_t pid;

    (void)state;
    db_close(made(DB_CREATE));
    assert_int_equal(pipe(pipe_fd), 0);
    pid = fork();
    if (pid == 0) {
        struct db *db;

        if (db_open(path, DB_WRITE, &db, &err) != XH_OK)
            _exit(1);
        for (id = 1;; id++)
            if (db_begin(db, &err) != XH_OK ||
                db_run(db, &err, "INSERT INTO t (id) VALUES (?)", "i", id) != XH_OK ||
                db_run(db, &err, "INSERT INTO t (id) VALUES (?)", "i", -id) != XH_OK ||
                db_commit(db, &err) != XH_OK || write(pipe_fd[1], &id, sizeof id) < 0)
                _exit(2);
    }
    close(pipe_fd[1]);
    while (acknowledged < 200 && read(pipe_fd[0], &id, sizeof id) == sizeof id)
        acknowledged = id;
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    while (read(pipe_fd[0], &id, sizeof id) == sizeof id)
        acknowledged = id;
    close(pipe_fd[0]);

    struct db *db = opened(DB_WRITE);
    assert_in_range(get_int(db, "SELECT max(id) FROM t"), acknowledged, acknowledged + 1);
    assert_int_equal(get_int(db, "SELECT sum(id) FROM t"), 0);
    assert_text(db, "PRAGMA integrity_check", "ok");
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(values_compare_by_kind_and_content, setup),
        cmocka_unit_test_setup(what_is_bound_comes_back, setup),
        cmocka_unit_test_setup(an_average_reads_as_a_whole_number, setup),
        cmocka_unit_test_setup(one_answer, setup),
        cmocka_unit_test_setup(a_statement_is_not_run_again_behind_its_end, setup),
        cmocka_unit_test_setup(a_busy_statement_gets_a_twin, setup),
        cmocka_unit_test_setup(the_cache_forgets_the_least_recently_used, setup),
        cmocka_unit_test_setup(wrong_sql_is_told, setup),
        cmocka_unit_test_setup(scripts_run_to_the_end_or_say_where, setup),
        cmocka_unit_test_setup(foreign_keys_are_enforced, setup),
        cmocka_unit_test_setup(the_plan_is_shown, setup),
        cmocka_unit_test_setup(all_or_nothing, setup),
        cmocka_unit_test_setup(a_reading_transaction_sees_one_moment, setup),
        cmocka_unit_test_setup(every_step_can_be_made_to_fail, setup),
        cmocka_unit_test_setup(a_failed_statement_keeps_failing_until_reset, setup),
        cmocka_unit_test_setup(settings_are_those_of_the_design, setup),
        cmocka_unit_test_setup(closing_never_checkpoints, setup),
        cmocka_unit_test_setup(the_wal_is_kept_short, setup),
        cmocka_unit_test_setup(creating_needs_a_new_name, setup),
        cmocka_unit_test_setup(a_failed_creation_leaves_nothing, setup),
        cmocka_unit_test_setup(a_reader_never_writes, setup),
        cmocka_unit_test_setup(files_that_may_only_be_read, setup),
        cmocka_unit_test_setup(links_folders_and_pipes_are_refused, setup),
        cmocka_unit_test_setup(names_mean_nothing_special, setup),
        cmocka_unit_test_setup(foreign_and_damaged_files_are_named, setup),
        cmocka_unit_test_setup(a_file_that_lost_its_wal_gets_it_back_when_written, setup),
        cmocka_unit_test_setup(a_full_disk_is_told_and_changes_nothing, setup),
        cmocka_unit_test_setup(somebody_writing_is_told, setup),
        cmocka_unit_test_setup(a_killed_writer_loses_nothing_acknowledged, setup),
    };
    int failed;
    char *clean;

    umask(022);
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    clean = xasprintf("rm -rf %s", folder);
    failed += system(clean) != 0;
    free(clean);
    return failed;
}
