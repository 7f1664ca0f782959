/* A database of version 1, 2, 3 or 4 is opened by this program. The file is made as that version
 * was released: its own tables, filled with what acts of that time wrote. */
#include "tests/model/record_rig.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/manifest.h"
#include "model/migrate.h"
#include "model/preference.h"
#include "model/schema.h"
#include "model/schema_sql.h"
#include "tests/model/fingerprint.h"
#include "tests/model/record_tools.h"

static struct record_rig rig, *r = &rig;
static char *base, *home, *path, *backups;
static char task[64];
static struct buf said;

/* ---- a file of an older version ---- */

static void run(struct db *db, const char *sql)
{
    assert_ok(db_script(db, sql, &r->err));
}

static void copy_table(struct db *db, const char *table)
{
    struct buf columns = {0}, sql = {0};
    struct stmt *s = db_query(db, &r->err, "SELECT name FROM pragma_table_info(?, 'main')", "t",
                              table);

    while (stmt_step(s, &r->err) > 0)
        buf_printf(&columns, "%s\"%s\"", columns.len ? ", " : "", stmt_text(s, 0));
    stmt_done(s);
    buf_printf(&sql, "DELETE FROM main.\"%s\"; "      /* what triggers have put there */
                     "INSERT INTO main.\"%s\" (%s) SELECT %s FROM now.\"%s\"", table, table,
               buf_str(&columns), buf_str(&columns), table);
    run(db, buf_str(&sql));
    buf_fini(&columns);
    buf_fini(&sql);
}

static void make_version(int of, const char *now, const char *to)
{
    char *tables[64], *attach = xasprintf("ATTACH '%s' AS now", now), mark[128];
    size_t n = 0;
    struct db *db;

    assert_ok(db_open(to, DB_CREATE, &db, &r->err));
    run(db, "PRAGMA foreign_keys = OFF");
    run(db, attach);
    run(db, schema_1);
    if (of >= 2)
        run(db, schema_2);
    if (of >= 3)
        run(db, schema_3);
    if (of >= 4)
        run(db, schema_4);
    struct stmt *s = db_query(db, &r->err, "SELECT sql FROM now.sqlite_schema WHERE type = 'table' "
                              "AND name LIKE 'f\\_%' ESCAPE '\\'", "");
    while (stmt_step(s, &r->err) > 0)
        tables[n++] = xstrdup(stmt_text(s, 0));
    stmt_done(s);
    while (n)
        run(db, tables[--n]), free(tables[n]);
    s = db_query(db, &r->err, "SELECT name FROM main.sqlite_schema WHERE type = 'table'", "");
    while (stmt_step(s, &r->err) > 0)
        tables[n++] = xstrdup(stmt_text(s, 0));
    stmt_done(s);
    assert_in_range(n, 20, 63);
    while (n)
        copy_table(db, tables[--n]), free(tables[n]);
    if (of >= 2)        /* its triggers have counted the rows that were copied */
        copy_table(db, "colour_now");
    if (of >= 3)
        copy_table(db, "search_wait");
    if (of >= 4) {
        copy_table(db, "rollup");
        copy_table(db, "rollup_day");
    }
    snprintf(mark, sizeof mark, "PRAGMA application_id = 1481130325; PRAGMA user_version = %d",
             of);
    run(db, mark);
    run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    db_close(db);
    free(attach);
}

static int older(int of)
{
    const char *tmp = getenv("XH_TMP");
    static int n;

    base = xasprintf("%s/xh-migrate-%d-%d", tmp ? tmp : "/tmp", (int)getpid(), n++);
    home = xasprintf("%s/home", base);
    path = xasprintf("%s/xiaohao.db", home);
    backups = xasprintf("%s/backup", home);
    assert_int_equal(mkdir(base, 0700), 0);
    record_rig_init(r, home, true);
    if (of < 4)         /* what no program of that version could read */
        assert_ok(tools_configure(r, r->admin, "lists/households", "rollup: {", "doc: 旧 #{",
                                  NULL));
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-04"));
    rig_add(r, "households", "title=户001", NULL);
    assert_ok(rig_report(r, r->handler, task, "第一次填报", 20));
    rig_today(r, "2026-12-08");                 /* overdue */
    rig_finish_task(r, task);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, task));
    store_close(r->st);
    r->st = NULL;
    char *old = xasprintf("%s/old.db", base);
    make_version(of, path, old);
    store_remove_file(path);
    assert_int_equal(rename(old, path), 0);
    store_remove_file(old);
    free(old);
    return 0;
}

static int setup(void **state)
{
    (void)state;
    return older(1);
}

static int setup_2(void **state)
{
    (void)state;
    return older(2);
}

static int setup_3(void **state)
{
    (void)state;
    return older(3);
}

static int setup_4(void **state)
{
    (void)state;
    return older(4);
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    file_remove_tree(base);
    free(base);
    free(home);
    free(path);
    free(backups);
    buf_fini(&said);
    return 0;
}

/* ---- opening it ---- */

static void say(void *ctx, const char *line)
{
    (void)ctx;
    buf_printf(&said, "%s\n", line);
}

static struct migration how(void)
{
    return (struct migration){ .home = home, .env = &r->env, .say = say };
}

static enum xh_rc open_it(bool write)
{
    struct migration m = how();

    memset(&r->err, 0, sizeof r->err);
    return migrate_open(&m, write, &r->st, &r->err);
}

static int64_t version(const char *file)
{
    struct db *db;
    int64_t v = -1;

    assert_ok(db_open(file, DB_READ, &db, &r->err));
    assert_ok(db_get_int(db, &r->err, &v, "PRAGMA user_version", ""));
    db_close(db);
    return v;
}

static void print_of(uint8_t out[static HASH_SIZE])
{
    struct db *db;

    assert_ok(db_open(path, DB_READ, &db, &r->err));
    fingerprint(db, out);
    db_close(db);
}

static int n_backups(void)
{
    DIR *dir = opendir(backups);
    int n = 0;

    for (struct dirent *d; dir && (d = readdir(dir));)
        n += d->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return n;
}

/* ---- what happens ---- */

static void an_older_township_is_backed_up_and_brought_up(void **state)
{
    struct manifest m;
    char *backup = xasprintf("%s/xiaohao-2026-12-08-01", backups);
    char *db = xasprintf("%s/xiaohao.db", backup);

    (void)state;
    assert_int_equal(version(path), 1);
    assert_ok(open_it(true));
    assert_int_equal(version(path), SCHEMA_VERSION);
    rig_assert_whole(r);
    assert_non_null(strstr(buf_str(&said), "version 1"));
    assert_non_null(strstr(buf_str(&said), backup));
    assert_null(strstr(buf_str(&said), "not whole"));
    assert_ok(manifest_read(&m, backup, &r->err));
    assert_int_equal(m.kind, MANIFEST_MIGRATION);
    assert_int_equal(m.whole, WHOLE_YES);
    assert_int_equal(m.schema, 1);
    assert_int_equal(m.n_files, 1);
    assert_int_equal(version(db), 1);
    assert_ok(rig_do_because(r, r->leader, VERB_RETURN, task, "缺照片", NULL));
    rig_assert_whole(r);
    manifest_fini(&m);
    free(backup);
    free(db);
}

/* Nothing of an older version is lost, and what is new can be used. */
static void version_2_is_brought_up_as_well(void **state)
{
    char *value = NULL;

    (void)state;
    assert_int_equal(version(path), 2);
    assert_ok(open_it(true));
    assert_int_equal(version(path), SCHEMA_VERSION);
    assert_non_null(strstr(buf_str(&said), "version 2"));
    assert_int_equal(n_backups(), 1);
    rig_assert_whole(r);
    assert_ok(preference_set(r->st, r->clerk, "ledger/tasks/columns", "code,title", &r->err));
    assert_ok(preference_get(r->st, r->clerk, "ledger/tasks/columns", &value, &r->err));
    assert_string_equal(value, "code,title");
    free(value);
    assert_ok(rig_do_because(r, r->leader, VERB_RETURN, task, "缺照片", NULL));
    struct call remind = rig_call(VERB_REMIND, task);
    remind.kind = "overdue";
    assert_ok(rig_run(r, r->clerk, &remind));
    rig_assert_whole(r);
}

static void version_3_is_brought_up_as_well(void **state)
{
    int64_t n = 0;

    (void)state;
    assert_int_equal(version(path), 3);
    assert_ok(open_it(true));
    assert_int_equal(version(path), SCHEMA_VERSION);
    assert_non_null(strstr(buf_str(&said), "version 3"));
    assert_int_equal(n_backups(), 1);
    rig_assert_whole(r);
    assert_ok(db_get_int(r->st->db, &r->err, &n, "SELECT count(*) FROM visit", ""));
    assert_int_equal(n, 0);
    assert_ok(rig_do_because(r, r->leader, VERB_RETURN, task, "缺照片", NULL));
    rig_assert_whole(r);
}

/* The version before this one: how many rows have money is counted from the rows there are. */
static void version_4_is_brought_up_as_well(void **state)
{
    static const char counts[] = "SELECT sum(n) * 1000 + sum(signed) * 100 + sum(with_agreed) * 10 "
                                 "+ sum(with_apart) - sum(with_paid) FROM rollup";
    struct db *db;

    (void)state;
    assert_int_equal(version(path), 4);
    /* the second of three signed has no money; nobody was paid */
    assert_ok(db_open(path, DB_WRITE, &db, &r->err));
    run(db, "INSERT INTO rollup_row SELECT item + 1000, list, parent, section, place, start, "
            "start, 0, area, 5 FROM rollup_row; "
            "INSERT INTO rollup_row SELECT item + 1, list, parent, section, place, start, "
            "start, 0, area, 0 FROM rollup_row WHERE item > 1000; "
            "INSERT INTO rollup_row SELECT item + 2, list, parent, section, place, start, start, "
            "0, area, 7 FROM rollup_row WHERE item > 1000 AND money = 5");
    db_close(db);
    assert_ok(open_it(true));
    assert_int_equal(version(path), SCHEMA_VERSION);
    assert_non_null(strstr(buf_str(&said), "version 4"));
    assert_int_equal(n_backups(), 1);
    assert_int_equal(tools_int(r, counts, NULL), 4322);
    assert_ok(db_script(r->st->db, "DELETE FROM rollup_row WHERE item > 1000", &r->err));
    assert_int_equal(tools_int(r, counts, NULL), 1000);
    rig_assert_whole(r);
    rig_add(r, "households", "title=户002", "amount=3", NULL);
    rig_assert_whole(r);
}

static void a_reader_brings_it_up_as_well(void **state)
{
    (void)state;
    assert_ok(open_it(false));
    assert_int_equal(version(path), SCHEMA_VERSION);
    assert_false(r->st->writable);
    store_close(r->st);
    assert_ok(open_it(true));
    assert_int_equal(n_backups(), 1);
}

static void without_a_backup_nothing_is_migrated(void **state)
{
    uint8_t before[HASH_SIZE], after[HASH_SIZE];

    (void)state;
    print_of(before);
    assert_int_equal(rmdir(backups), 0);
    assert_ok(file_write(backups, "no folder", 9, &r->err));
    assert_rc(open_it(true), XH_DB);
    assert_non_null(strstr(r->err.msg, "older version"));
    assert_int_equal(version(path), 1);
    print_of(after);
    assert_memory_equal(before, after, sizeof before);
}

static void a_full_disk_leaves_the_old_version(void **state)
{
    uint8_t before[HASH_SIZE], after[HASH_SIZE];
    int migrated = 0, refused = 0;

    (void)state;
    print_of(before);
    for (rlim_t limit = 4096; limit < 8000000 && !migrated; limit *= 3) {
        int status;
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0) {
            struct rlimit l = { limit, limit };
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &l);
            _exit(open_it(true) == XH_OK ? 0 : 1);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == 0) {
            migrated++;
            continue;
        }
        refused++;
        assert_int_equal(version(path), 1);
        print_of(after);
        assert_memory_equal(before, after, sizeof before);
    }
    assert_int_equal(migrated, 1);
    assert_true(refused > 2);
    assert_ok(open_it(true));
    rig_assert_whole(r);
}

/* Whoever still has the older program open writes between backup and migration. */
static bool writes_once(void *ctx, const char *part, int64_t done, int64_t all)
{
    static const char sql[] = "INSERT INTO event SELECT max(id) + 1, 'late', verb, actor, behalf, "
                              "decided, day, at, config, format, body, hash FROM event";
    struct db *db;

    (void)done, (void)all;
    if (*(int *)ctx == 0 && part && strcmp(part, "checking") == 0) {
        (*(int *)ctx)++;
        assert_ok(db_open(path, DB_WRITE, &db, &r->err));
        assert_ok(db_script(db, sql, &r->err));
        db_close(db);
    }
    return true;
}

static void what_was_written_since_the_backup_asks_for_another_one(void **state)
{
    struct migration m = how();
    int written = 0;
    const struct watch watch = { writes_once, &written };

    (void)state;
    m.watch = &watch;
    assert_ok(migrate_open(&m, true, &r->st, &r->err));
    assert_int_equal(written, 1);
    assert_int_equal(version(path), SCHEMA_VERSION);
    assert_int_equal(n_backups(), 2);
}

static void two_who_open_at_once_migrate_once(void **state)
{
    pid_t pids[4];
    int status;

    (void)state;
    fflush(NULL);
    for (int i = 0; i < 4; i++)
        if ((pids[i] = fork()) == 0)
            _exit(open_it(i % 2 == 0) == XH_OK ? 0 : 1);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(n_backups(), 1);
    assert_ok(open_it(true));
    rig_assert_whole(r);
}

/* What was not whole before is told, not hidden behind a refusal: the backup keeps it. */
static void a_record_that_was_changed_is_told(void **state)
{
    struct db *db;

    (void)state;
    assert_ok(db_open(path, DB_WRITE, &db, &r->err));
    run(db, "UPDATE item SET source = 'changed' WHERE id = 1");
    db_close(db);
    assert_ok(open_it(true));
    assert_non_null(strstr(buf_str(&said), "not whole"));
    assert_non_null(strstr(buf_str(&said), "source"));
}

static void what_is_not_older_is_left_alone(void **state)
{
    static const char *const changes[] = { "PRAGMA user_version = 99", "PRAGMA user_version = 0",
                                           "PRAGMA application_id = 1" };
    struct db *db;

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_ok(db_open(path, DB_WRITE, &db, &r->err));
        run(db, changes[i]);
        db_close(db);
        assert_rc(open_it(true), XH_DB);
        assert_int_equal(n_backups(), 0);
    }
    assert_int_equal(said.len, 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_older_township_is_backed_up_and_brought_up),
        cmocka_unit_test_setup_teardown(version_2_is_brought_up_as_well, setup_2, teardown),
        cmocka_unit_test_setup_teardown(version_3_is_brought_up_as_well, setup_3, teardown),
        cmocka_unit_test_setup_teardown(version_4_is_brought_up_as_well, setup_4, teardown),
        T(a_reader_brings_it_up_as_well),
        T(without_a_backup_nothing_is_migrated),
        T(a_full_disk_leaves_the_old_version),
        T(what_was_written_since_the_backup_asks_for_another_one),
        T(two_who_open_at_once_migrate_once),
        T(a_record_that_was_changed_is_told),
        T(what_is_not_older_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
