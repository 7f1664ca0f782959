/* Restoring: another file under the database's name, while others have the old one open. */
#include "tests/model/record_rig.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/exchange.h"
#include "model/restore.h"
#include "tests/model/fingerprint.h"

static struct record_rig rig, *r = &rig;
static char *base, *home;
static char task[64];
static struct backup_made made;
static struct restore_plan plan;
static struct restore_done done;

static int found(void **state, bool practice)
{
    const char *tmp = getenv("XH_TMP");
    static int n;

    (void)state;
    base = xasprintf("%s/xh-restore-%d-%d", tmp ? tmp : "/tmp", (int)getpid(), n++);
    home = xasprintf("%s/home", base);
    assert_int_equal(mkdir(base, 0700), 0);
    record_rig_init(r, home, practice);
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-04"));
    return 0;
}

static int setup(void **state)
{
    return found(state, true);
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    file_remove_tree(base);
    backup_made_fini(&made);
    restore_plan_fini(&plan);
    restore_done_fini(&done);
    free(base);
    free(home);
    return 0;
}

static char *in(const char *folder, const char *name)
{
    static char path[8][512];
    static int at;

    at = (at + 1) % 8;
    snprintf(path[at], sizeof path[at], "%s/%s", folder, name);
    return path[at];
}

static void put(const char *path, const char *text)
{
    unlink(path);
    assert_int_equal(file_write(path, text, strlen(text), NULL), XH_OK);
}

static void note(const char *text)
{
    struct call c = rig_call(VERB_NOTE, task);

    c.text = text;
    assert_ok(rig_run(r, r->clerk, &c));
}

static void back_up(void)
{
    struct who who = { .actor = r->admin };

    backup_made_fini(&made);
    assert_ok(backup_make(r->st, &r->env, &who, NULL, NULL, &made, &r->err));
}

static struct restore_call call_for(const char *from)
{
    return (struct restore_call){ .home = home, .from = from, .st = r->st, .env = &r->env,
                                  .actor = r->admin, .uid = 4711, .login = "nobody",
                                  .name = "某某" };
}

static enum xh_rc restore(const struct restore_call *c)
{
    memset(&r->err, 0, sizeof r->err);
    restore_plan_fini(&plan);
    restore_done_fini(&done);
    enum xh_rc rc = restore_look(c, &plan, &r->err);
    return rc == XH_OK ? restore_run(c, &plan, &done, &r->err) : rc;
}

static void open_again(void)
{
    store_close(r->st);
    assert_ok(store_open(home, true, NULL, &r->st, &r->err));
}

static int64_t number(const char *sql)
{
    int64_t n = -1;

    assert_ok(db_get_int(r->st->db, &r->err, &n, sql, ""));
    return n;
}

static int64_t notes(void)
{
    return number("SELECT count(*) FROM instruction");
}

/* No name of a restore is left in HOME. */
static void assert_tidy(void)
{
    DIR *dir = opendir(home);

    for (struct dirent *d; (d = readdir(dir));)
        assert_null(strstr(d->d_name, "restor"));
    closedir(dir);
}

/* ---- what a restore does ---- */

static void the_backup_is_in_force_and_what_came_after_is_kept(void **state)
{
    struct event e = {0};
    struct manifest kept;
    struct store *old;
    int64_t events;

    (void)state;
    note("之前");
    back_up();
    events = number("SELECT max(id) FROM event");
    note("之后");
    note("再后");
    struct restore_call c = call_for(made.path);
    assert_ok(restore(&c));
    assert_int_equal(plan.events, events + 2);
    assert_false(plan.branched);
    assert_int_equal(done.events, events + 1);
    open_again();
    assert_tidy();
    rig_assert_whole(r);
    assert_int_equal(notes(), 1);
    assert_int_equal(number("SELECT max(id) FROM event"), events + 1);
    assert_ok(event_load(r->st->db, events + 1, &e, &r->err));
    assert_string_equal(e.verb, "care");
    assert_int_equal(e.actor, r->admin);
    assert_string_equal(event_get_note(&e, "code"), made.manifest.code);
    assert_string_equal(event_get_note(&e, "by"), "管理员");
    assert_int_equal(atoll(event_get_note(&e, "instead")), events + 2);
    assert_int_equal(r->st->generation, 2);
    backup_tidy(home, &r->env);
    assert_ok(manifest_read(&kept, done.kept, &r->err));
    assert_string_equal(event_get_note(&e, "instead_code"), kept.code);
    /* a sheet printed before the restore: told what differs */
    assert_rc(verify_code(r->st, kept.events, kept.code, &r->err), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "was restored here"));
    assert_ok(verify_code(r->st, made.manifest.events, made.manifest.code, &r->err));
    assert_ok(store_open_file(in(done.kept, "xiaohao.db"), home, false, NULL, &old, &r->err));
    store_close(old);
    note("接着");
    rig_assert_whole(r);
    manifest_fini(&kept);
    event_fini(&e);
}

/* And back again: what was put aside is a backup like others, with its -wal. */
static void what_was_put_aside_can_be_restored(void **state)
{
    (void)state;
    back_up();
    note("之后");
    struct restore_call c = call_for(made.path);
    assert_ok(restore(&c));
    char *kept = xstrdup(done.kept);
    open_again();
    backup_tidy(home, &r->env);
    assert_true(file_size(in(kept, "xiaohao.db-wal")) > 0);
    note("另一支");
    c = call_for(kept);
    assert_ok(restore(&c));
    assert_true(plan.branched);
    open_again();
    rig_assert_whole(r);
    assert_int_equal(notes(), 1);
    assert_int_equal(number("SELECT count(*) FROM instruction WHERE text = '之后'"), 1);
    assert_int_equal(r->st->generation, 3);
    free(kept);
}

/* ENGINE 36: whoever has the replaced file open never writes into it, and reads on. */
static void who_has_the_old_file_open_gets_a_conflict(void **state)
{
    struct store *reader, *new;
    struct call call = rig_call(VERB_NOTE, task);
    int64_t events;

    (void)state;
    back_up();
    note("之后");
    events = number("SELECT max(id) FROM event");
    assert_ok(store_open(home, false, NULL, &reader, &r->err));
    assert_ok(db_begin_read(reader->db, &r->err));     /* in the middle of a report */
    struct restore_call c = call_for(made.path);
    assert_ok(restore(&c));
    assert_false(store_is_current(r->st));
    assert_false(store_is_current(reader));
    call.text = "写到旧文件里";
    assert_rc(rig_run(r, r->clerk, &call), XH_CONFLICT);
    assert_non_null(strstr(r->err.msg, "restored"));
    assert_int_equal(number("SELECT max(id) FROM event"), events);
    assert_ok(store_open(home, true, NULL, &new, &r->err));
    store_close(r->st);
    r->st = reader;
    assert_int_equal(number("SELECT max(id) FROM event"), events);
    db_rollback(reader->db);
    store_close(reader);
    r->st = new;
    assert_int_equal(notes(), 0);
    note("写到新文件里");
    rig_assert_whole(r);
}

static void evidence_is_brought_back_and_never_taken_away(void **state)
{
    struct call call = rig_call(VERB_PROGRESS, task);
    char *photo = in(base, "photo.jpg"), lost[512];
    const char *files[] = { photo };
    uint8_t raw[HASH_SIZE];
    char hash[HASH_HEX];

    (void)state;
    put(photo, "照片");
    call.text = "一";
    call.evidence = files;
    call.n_evidence = 1;
    assert_ok(rig_run(r, r->handler, &call));
    back_up();
    put(photo, "后来的照片");
    call.text = "二";
    assert_ok(rig_run(r, r->handler, &call));
    hash_bytes("照片", strlen("照片"), raw);
    hash_hex(raw, hash);
    snprintf(lost, sizeof lost, "%s/evidence/%.2s/%s", home, hash, hash);
    unlink(lost);
    struct restore_call c = call_for(made.path);
    assert_ok(restore(&c));
    assert_int_equal(done.evidence, 1);
    assert_string_equal(buf_str(&done.findings), "");
    open_again();
    rig_assert_whole(r);
    hash_bytes("后来的照片", strlen("后来的照片"), raw);
    hash_hex(raw, hash);
    snprintf(lost, sizeof lost, "%s/evidence/%.2s/%s", home, hash, hash);
    assert_true(file_is_there(lost));
}

/* ---- what is refused ---- */

static void what_is_no_backup_of_this_township_is_refused(void **state)
{
    struct record_rig other, *o = &other;
    struct backup_made theirs;
    struct who who = { .actor = 1 };
    uint8_t before[HASH_SIZE], after[HASH_SIZE];
    char *there = xasprintf("%s/there", base);

    (void)state;
    back_up();
    record_rig_init(o, there, false);
    assert_int_equal(backup_make(o->st, &o->env, &who, NULL, NULL, &theirs, &o->err), XH_OK);
    fingerprint(r->st->db, before);
    struct restore_call c = call_for(theirs.path);
    assert_rc(restore(&c), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "real township"));
    c = call_for(home);
    assert_rc(restore(&c), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "township itself"));
    c = call_for(base);
    assert_rc(restore(&c), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "manifest.txt"));
    c = call_for("nothing-there");
    assert_rc(restore(&c), XH_NOT_FOUND);
    c = call_for(made.path);
    c.actor = r->handler;
    assert_rc(restore(&c), XH_DENIED);
    c = call_for(made.path);
    int fd = open(in(made.path, "xiaohao.db"), O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, "?", 1, 50000), 1);
    close(fd);
    assert_rc(restore(&c), XH_DB);
    assert_non_null(strstr(r->err.msg, "damaged"));
    assert_true(store_is_current(r->st));
    fingerprint(r->st->db, after);
    assert_memory_equal(before, after, sizeof before);
    assert_tidy();

    /* another practice township */
    record_rig_fini(o);
    file_remove_tree(there);
    backup_made_fini(&theirs);
    record_rig_init(o, there, true);
    o->seed = 99;
    assert_int_equal(db_script(o->st->db, "UPDATE event SET hash = zeroblob(32)", &o->err), XH_OK);
    assert_int_equal(backup_make(o->st, &o->env, &who, NULL, NULL, &theirs, &o->err), XH_DB);
    c = call_for(theirs.path);
    assert_rc(restore(&c), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "another township"));
    record_rig_fini(o);
    backup_made_fini(&theirs);
    free(there);
}

/* ---- without a township that can be read ---- */

static void into_an_empty_folder_for_a_new_computer(void **state)
{
    char *new = xasprintf("%s/new/township", base);

    (void)state;
    note("之前");
    put(in(home, "config/own.yaml"), "# mine\n");
    back_up();
    struct restore_call c = call_for(made.path);
    c.home = new;
    c.st = NULL;
    assert_ok(restore(&c));
    assert_true(plan.fresh);
    assert_null(done.kept);
    assert_string_equal(done.person, "管理员");
    store_close(r->st);
    assert_ok(store_open(new, true, NULL, &r->st, &r->err));
    rig_assert_whole(r);
    assert_int_equal(notes(), 1);
    assert_int_equal(store_person_by_uid(r->st, 4711, "nobody"), r->admin);
    assert_true(file_is_there(in(new, "config/own.yaml")));
    free(new);
}

static void assert_meeting(const char *where, const char *name, const char *want)
{
    char *path = xasprintf("%s/meetings/%s", where, name);
    char *text = file_read(path, 100, &r->err);

    assert_string_equal(text ? text : "(gone)", want);
    free(text);
    free(path);
}

/* Meetings come back where they are gone; one that went on meanwhile stays as it is; what
 * is damaged in the backup is told and stays away. */
static void meetings_come_back_with_it(void **state)
{
    char *new = xasprintf("%s/new/township", base);

    (void)state;
    assert_ok(file_make_folder(in(home, "meetings"), &r->err));
    put(in(home, "meetings/2026-11-20-1"), "lost\n");
    put(in(home, "meetings/2026-11-20-2"), "as it was\n");
    put(in(home, "meetings/2026-11-20-3"), "to be damaged\n");
    back_up();
    unlink(in(home, "meetings/2026-11-20-1"));
    put(in(home, "meetings/2026-11-20-2"), "it went on\n");
    unlink(in(home, "meetings/2026-11-20-3"));
    put(in(made.path, "meetings/2026-11-20-3"), "TO BE DAMAGED\n");
    struct restore_call c = call_for(made.path);
    assert_ok(restore(&c));
    assert_int_equal(done.meetings, 1);
    assert_non_null(strstr(buf_str(&plan.damaged), "meetings/2026-11-20-3"));
    assert_meeting(home, "2026-11-20-1", "lost\n");
    assert_meeting(home, "2026-11-20-2", "it went on\n");
    assert_false(file_is_there(in(home, "meetings/2026-11-20-3")));
    c.home = new;
    c.st = NULL;
    assert_ok(restore(&c));
    assert_int_equal(done.meetings, 2);
    assert_meeting(new, "2026-11-20-2", "as it was\n");
    free(new);
}

/* What is refused changes nothing: a meeting thrown away does not come back. And a draft
 * that is damaged is told, where it would be wanted. */
static void a_refused_restore_brings_no_meeting(void **state)
{
    char *new = xasprintf("%s/new/township", base);

    (void)state;
    assert_ok(file_make_folder(in(home, "meetings"), &r->err));
    put(in(home, "meetings/2026-11-20-1"), "thrown away\n");
    assert_ok(file_make_folder(in(home, "config"), &r->err));
    put(in(home, "config/own.yaml"), "mine\n");
    back_up();
    unlink(in(home, "meetings/2026-11-20-1"));
    put(in(made.path, "config/own.yaml"), "ours\n");
    struct restore_call c = call_for(made.path);
    for (int i = 1; i <= 999; i++) {    /* there is no name left for what would be put aside */
        char name[64];
        snprintf(name, sizeof name, "backup/before-restore-2026-11-20-%02d", i);
        assert_ok(file_make_folder(in(home, name), &r->err));
    }
    assert_rc(restore(&c), XH_REFUSED);
    assert_false(file_is_there(in(home, "meetings/2026-11-20-1")));
    c.home = new;
    c.st = NULL;
    assert_ok(restore(&c));
    assert_non_null(strstr(buf_str(&plan.damaged), "config/own.yaml"));
    assert_int_equal(done.meetings, 1);
    free(new);
}

static void a_database_that_is_only_noise_is_replaced_and_kept(void **state)
{
    static const char noise[] = "this was the database";
    struct who who = { .actor = r->admin };
    const struct pair login = { "login", "keeper" };
    int64_t id;

    (void)state;
    assert_ok(people_put(r->st, &r->env, &who, "person", "督办员甲", &login, 1, &id, &r->err));
    back_up();
    store_close(r->st);
    r->st = NULL;
    put(in(home, "xiaohao.db"), noise);
    struct restore_call c = call_for(made.path);
    c.st = NULL;
    assert_rc(restore(&c), XH_DENIED);          /* nobody the backup knows */
    assert_tidy();
    c.login = "keeper";
    assert_ok(restore(&c));
    assert_true(plan.unreadable);
    char *kept = file_read(in(done.kept, "xiaohao.db"), 100, &r->err);
    assert_string_equal(kept, noise);
    free(kept);
    open_again();
    rig_assert_whole(r);
    backup_tidy(home, &r->env);
}

/* What is not ours is not ours to replace. */
static void a_newer_database_is_not_taken_for_a_wreck(void **state)
{
    (void)state;
    back_up();
    assert_ok(db_script(r->st->db, "PRAGMA user_version = 99", &r->err));
    struct restore_call c = call_for(made.path);
    c.st = NULL;
    assert_rc(restore(&c), XH_DB);
    assert_non_null(strstr(r->err.msg, "newer program"));
    assert_ok(db_script(r->st->db, "PRAGMA application_id = 7", &r->err));
    assert_rc(restore(&c), XH_DB);
    assert_non_null(strstr(r->err.msg, "not a database of this program"));
}

/* ---- killed, stopped ---- */

/* Before every step of the exchange, then one after another writes and looks. */
static void killed_at_any_step(void)
{
    int old = 0, new = 0;
    bool killed = true;

    back_up();
    for (int n = 1; killed; n++) {
        char text[32];
        int status;

        assert_in_range(n, 1, 40);
        snprintf(text, sizeof text, "第%d次", n);
        note(text);
        int64_t notes_before = notes();
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0) {         /* a process of its own, as people have */
            store_close(r->st);
            if (store_open(home, true, NULL, &r->st, &r->err) != XH_OK)
                _exit(3);
            struct restore_call c = call_for(made.path);
            exchange_die_at(n);
            enum xh_rc rc = restore(&c);
            if (rc != XH_OK)
                fprintf(stderr, "%s\n", r->err.msg);
            _exit(rc == XH_OK ? 0 : 4);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        killed = WIFSIGNALED(status);
        if (!killed)
            assert_int_equal(WEXITSTATUS(status), 0);
        /* whoever has it open: the mark, or the other file, keeps it from writing */
        struct call c = rig_call(VERB_NOTE, task);
        c.text = "写";
        if (!store_is_current(r->st))
            assert_rc(rig_run(r, r->clerk, &c), XH_CONFLICT);
        open_again();
        assert_false(exchange_is_pending(home));
        rig_assert_whole(r);
        if (notes() == 0)
            new++;
        else
            old++, assert_int_equal(notes(), notes_before);
        backup_tidy(home, &r->env);
        assert_tidy();
    }
    assert_true(old == 0);      /* once the mark is there, it goes forward */
    assert_true(new >= 6);
    /* every state that was replaced is kept whole, with its last act */
    DIR *dir = opendir(in(home, "backup"));
    int kept = 0;
    for (struct dirent *d; (d = readdir(dir));) {
        struct store *st;
        char *path = xasprintf("%s/backup/%s/xiaohao.db", home, d->d_name);
        if (strncmp(d->d_name, "before-", 7) == 0) {
            int64_t n = 0;
            assert_ok(store_open_file(path, home, false, NULL, &st, &r->err));
            assert_ok(db_get_int(st->db, &r->err, &n, "SELECT count(*) FROM instruction", ""));
            assert_int_equal(n, 1);
            store_close(st);
            kept++;
        }
        free(path);
    }
    closedir(dir);
    assert_int_equal(kept, new);
}

static void killed_at_any_step_it_is_the_old_or_the_new(void **state)
{
    (void)state;
    killed_at_any_step();
}

/* As on FAT: the two files swap their names. */
static void and_on_a_disk_without_links(void **state)
{
    (void)state;
    exchange_without_links(true);
    killed_at_any_step();
    exchange_without_links(false);
}

static int ticks_left;

static bool keep_stopped(void *ctx, const char *part, int64_t n, int64_t all)
{
    (void)ctx, (void)part, (void)n, (void)all;
    if (ticks_left > 0)
        ticks_left--;
    return ticks_left > 0;
}

static void stopped_at_any_moment_nothing_is_changed(void **state)
{
    const struct watch watch = { keep_stopped, NULL };
    enum xh_rc rc = XH_REFUSED;
    int entries = 0;

    (void)state;
    back_up();
    note("之后");
    for (int n = 1; rc != XH_OK; n++) {
        struct restore_call c = call_for(made.path);
        assert_in_range(n, 1, 500);
        ticks_left = n;
        c.watch = &watch;
        rc = restore(&c);
        if (rc != XH_OK) {
            assert_rc(rc, XH_REFUSED);
            assert_true(store_is_current(r->st));
            assert_tidy();
            assert_int_equal(notes(), 1);
            entries++;
        }
    }
    assert_true(entries > 3);
    open_again();
    assert_int_equal(notes(), 0);
}

/* The mark of a restore that cannot be finished: told, nothing touched. */
static void a_mark_that_makes_no_sense_is_told(void **state)
{
    struct store *st;

    (void)state;
    put(in(home, "xiaohao.restoring"), "backup/nothing\n12345\n");
    assert_rc(store_open(home, true, NULL, &st, &r->err), XH_DB);
    assert_non_null(strstr(r->err.msg, "interrupted"));
    put(in(home, "xiaohao.restoring"), "../../etc\n1\n");
    assert_rc(store_open(home, true, NULL, &st, &r->err), XH_DB);
    unlink(in(home, "xiaohao.restoring"));
    open_again();
    rig_assert_whole(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_backup_is_in_force_and_what_came_after_is_kept),
        T(what_was_put_aside_can_be_restored),
        T(who_has_the_old_file_open_gets_a_conflict),
        T(evidence_is_brought_back_and_never_taken_away),
        T(what_is_no_backup_of_this_township_is_refused),
        T(into_an_empty_folder_for_a_new_computer),
        T(meetings_come_back_with_it), T(a_refused_restore_brings_no_meeting),
        T(a_database_that_is_only_noise_is_replaced_and_kept),
        T(a_newer_database_is_not_taken_for_a_wreck),
        T(killed_at_any_step_it_is_the_old_or_the_new),
        T(and_on_a_disk_without_links),
        T(stopped_at_any_moment_nothing_is_changed),
        T(a_mark_that_makes_no_sense_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
