/* Backups: whole or not there; what they share, what they refuse, what they tell. */
#include "tests/model/record_rig.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/backup_list.h"
#include "model/evidence.h"
#include "model/manifest.h"
#include "tests/model/fingerprint.h"

static struct record_rig rig, *r = &rig;
static char *base, *home, *stick;
static char task[64];

static int setup(void **state)
{
    const char *tmp = getenv("XH_TMP");
    static int n;

    (void)state;
    base = xasprintf("%s/xh-backup-%d-%d", tmp ? tmp : "/tmp", (int)getpid(), n++);
    home = xasprintf("%s/home", base);
    stick = xasprintf("%s/stick", base);
    assert_int_equal(mkdir(base, 0700), 0);
    assert_int_equal(mkdir(stick, 0700), 0);
    record_rig_init(r, home, true);
    snprintf(task, sizeof task, "%s", rig_task(r, "2026-12-04"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    file_remove_tree(base);
    free(base);
    free(home);
    free(stick);
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

/* A step done with a photo; its hash. */
static const char *photo(const char *text)
{
    static char hash[HASH_HEX];
    struct call c = rig_call(VERB_PROGRESS, task);
    char *path = in(base, "photo.jpg");
    const char *files[] = { path };
    uint8_t raw[HASH_SIZE];

    put(path, text);
    c.text = text;
    c.evidence = files;
    c.n_evidence = 1;
    assert_ok(rig_run(r, r->handler, &c));
    hash_bytes(text, strlen(text), raw);
    return hash_hex(raw, hash);
}

static enum xh_rc back_up(const char *target, struct backup_made *made)
{
    struct who who = { .actor = r->admin };

    memset(&r->err, 0, sizeof r->err);
    return backup_make(r->st, &r->env, &who, target, NULL, made, &r->err);
}

static int entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int n = 0;

    for (struct dirent *d; dir && (d = readdir(dir));)
        n += d->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return n;
}

static ino_t inode(const char *path)
{
    struct stat sb;

    assert_int_equal(stat(path, &sb), 0);
    return sb.st_ino;
}

static char *evidence_in(const char *folder, const char *hash)
{
    char name[HASH_HEX + 16];

    snprintf(name, sizeof name, "evidence/%.2s/%s", hash, hash);
    return in(folder, name);
}

/* ---- what is made ---- */

static void a_backup_is_whole_and_says_what_it_is(void **state)
{
    struct backup_made made;
    struct manifest m;
    struct buf findings = {0};
    struct store *copy;
    int64_t events;
    int32_t day;
    char *last;

    (void)state;
    photo("一张照片");
    put(in(home, "config/own.yaml"), "# mine\n");
    assert_ok(file_make_folder(in(home, "meetings"), &r->err));
    put(in(home, "meetings/2026-11-20-1"), "a draft\n");
    put(in(home, "meetings/2026-11-20-1.part"), "half of it");
    assert_ok(back_up(NULL, &made));
    assert_non_null(strstr(made.path, "/home/backup/xiaohao-2026-11-20-01"));
    assert_ok(manifest_read(&m, made.path, &r->err));
    assert_int_equal(m.whole, WHOLE_YES);
    assert_true(m.practice);
    assert_int_equal(m.items, 1);
    assert_int_equal(m.evidence, 1);
    assert_string_equal(m.code, made.manifest.code);
    assert_non_null(manifest_file(&m, "config/own.yaml"));
    assert_non_null(manifest_file(&m, "meetings/2026-11-20-1"));
    assert_null(manifest_file(&m, "meetings/2026-11-20-1.part"));
    assert_int_equal(manifest_check(&m, made.path, true, NULL, &findings), 0);
    char *check = xasprintf("cd '%s' && sha256sum --quiet --strict -c manifest.txt", made.path);
    assert_int_equal(system(check), 0);
    free(check);
    assert_ok(store_open_file(in(made.path, "xiaohao.db"), made.path, false, NULL, &copy,
                              &r->err));
    store_close(copy);
    assert_int_equal(entries(made.path), 5);    /* nothing beside: no -wal, no -shm */
    assert_true(backup_last(r->st, &day, &events, &last));
    assert_int_equal(day, r->env.today);
    assert_int_equal(events, m.events);
    assert_string_equal(last, made.path);
    rig_assert_whole(r);
    free(last);
    manifest_fini(&m);
    buf_fini(&findings);
    backup_made_fini(&made);
}

/* A link to the original would be damaged with it. */
static void evidence_is_copied_once_for_all_backups_of_a_target(void **state)
{
    struct backup_made one, two, away;
    char hash[HASH_HEX];

    (void)state;
    snprintf(hash, sizeof hash, "%s", photo("一"));
    assert_ok(back_up(NULL, &one));
    assert_ok(back_up(NULL, &two));
    assert_ok(back_up(stick, &away));
    assert_int_equal(one.copied, 1);
    assert_int_equal(two.linked, 1);
    assert_int_equal(away.copied, 1);
    assert_int_not_equal(inode(evidence_in(home, hash)), inode(evidence_in(one.path, hash)));
    assert_int_equal(inode(evidence_in(one.path, hash)), inode(evidence_in(two.path, hash)));
    backup_made_fini(&one);
    backup_made_fini(&two);
    backup_made_fini(&away);
}

/* An earlier copy that has become damaged is not passed on; one that is good makes up for
 * an original that is damaged. */
static void damaged_evidence_comes_from_where_it_is_good(void **state)
{
    struct backup_made one, two, three;
    char hash[HASH_HEX];

    (void)state;
    snprintf(hash, sizeof hash, "%s", photo("甲乙"));
    assert_ok(back_up(NULL, &one));
    put(evidence_in(one.path, hash), "坏了");       /* the same length */
    assert_ok(back_up(NULL, &two));
    assert_int_equal(two.copied, 1);
    put(evidence_in(home, hash), "坏了");
    assert_ok(back_up(NULL, &three));
    assert_int_equal(three.linked, 1);
    backup_made_fini(&one);
    backup_made_fini(&two);
    backup_made_fini(&three);
}

/* Backed up all the same: it may be the last chance; but nobody takes it for a good one. */
static void a_township_that_is_not_whole_is_backed_up_and_told(void **state)
{
    struct backup_made made;
    struct backup_list list;
    char *known;

    (void)state;
    unlink(evidence_in(home, photo("不见了")));
    assert_rc(back_up(NULL, &made), XH_DB);
    assert_non_null(made.path);
    assert_non_null(strstr(r->err.msg, "missing"));
    assert_int_equal(made.manifest.whole, WHOLE_NO);
    known = backup_known(r->st);
    assert_string_equal(known, "");
    assert_ok(backup_list(r->st, NULL, true, NULL, &list, &r->err));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.v[0].state, BACKUP_NOT_WHOLE);
    backup_list_fini(&list);
    backup_made_fini(&made);
    free(known);
}

/* ---- what is refused ---- */

static void targets_that_cannot_be(void **state)
{
    struct backup_made made;
    const struct { const char *target; enum xh_rc rc; const char *says; } cases[] = {
        { in(base, "nowhere"), XH_NOT_FOUND, "plugged in" },
        { in(home, "xiaohao.lock"), XH_NOT_FOUND, "plugged in" },
        { in(home, "evidence"), XH_REFUSED, "belongs to the township" },
        { in(home, "config"), XH_REFUSED, "belongs to the township" },
        { home, XH_REFUSED, "belongs to the township" },
        { "/proc/self", XH_DB, "cannot be written" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_rc(back_up(cases[i].target, &made), cases[i].rc);
        assert_non_null(strstr(r->err.msg, cases[i].says));
        assert_null(made.path);
    }
    assert_ok(back_up(NULL, &made));
    char *inside = xstrdup(made.path);
    backup_made_fini(&made);
    assert_rc(back_up(inside, &made), XH_REFUSED);
    free(inside);
    assert_ok(back_up(in(home, "backup/../backup"), &made));
    backup_made_fini(&made);
}

static void only_those_with_the_permission(void **state)
{
    struct who who = { .actor = r->handler };
    struct backup_made made;

    (void)state;
    assert_rc(backup_make(r->st, &r->env, &who, NULL, NULL, &made, &r->err), XH_DENIED);
    assert_int_equal(entries(in(home, "backup")), 0);
    who.actor = r->clerk;
    assert_ok(backup_make(r->st, &r->env, &who, NULL, NULL, &made, &r->err));
    backup_made_fini(&made);
}

/* ---- what goes wrong ---- */

/* Every step of SQL fails once. */
static void a_step_that_fails_leaves_nothing(void **state)
{
    struct backup_made made;
    uint8_t before[HASH_SIZE], after[HASH_SIZE];
    enum xh_rc rc = XH_DB;

    (void)state;
    fingerprint(r->st->db, before);
    for (int n = 1; rc != XH_OK; n++) {
        assert_in_range(n, 1, 200);
        db_fail_at(r->st->db, n);
        rc = back_up(stick, &made);
        db_fail_at(r->st->db, 0);
        if (rc != XH_OK && made.path) {     /* made, but not remembered: it says so */
            assert_non_null(strstr(r->err.msg, "good all the same"));
            file_remove_tree(made.path);
        }
        backup_made_fini(&made);
        assert_int_equal(entries(stick), rc == XH_OK);
        if (rc != XH_OK) {
            fingerprint(r->st->db, after);
            assert_memory_equal(before, after, sizeof before);
        }
    }
    rig_assert_whole(r);
}

/* The disk is full after so and so many bytes of a file. */
static void a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    photo("照片");
    for (rlim_t limit = 0; limit < 400000; limit += 66000) {
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0) {
            struct rlimit l = { limit, limit };
            struct backup_made made;
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &l);
            enum xh_rc rc = back_up(stick, &made);
            _exit(rc == XH_DB && strstr(r->err.msg, "disk is full") && !made.path ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
        assert_int_equal(entries(stick), 0);
    }
}

static int ticks_left;

static bool count_down(void *ctx, const char *part, int64_t done, int64_t all)
{
    (void)ctx, (void)part, (void)done, (void)all;
    return --ticks_left != 0 && ticks_left > -1000;
}

/* Ctrl-C, whenever it comes. It stays pressed: what asks later is told again. */
static bool keep_stopped(void *ctx, const char *part, int64_t done, int64_t all)
{
    if (ticks_left > 0)
        count_down(ctx, part, done, all);
    return ticks_left > 0;
}

static void stopped_at_any_moment_it_leaves_nothing(void **state)
{
    struct who who = { .actor = r->admin };
    const struct watch watch = { keep_stopped, NULL };
    struct backup_made made;
    enum xh_rc rc = XH_REFUSED;

    (void)state;
    photo("照片");
    for (int n = 1; rc != XH_OK; n++) {
        assert_in_range(n, 1, 2000);
        ticks_left = n;
        rc = backup_make(r->st, &r->env, &who, stick, &watch, &made, &r->err);
        if (rc != XH_OK) {
            assert_rc(rc, XH_REFUSED);
            assert_non_null(strstr(r->err.msg, "stopped"));
        }
        assert_int_equal(entries(stick), rc == XH_OK);
        backup_made_fini(&made);
    }
}

static void what_a_kill_left_is_swept_but_not_what_is_being_made(void **state)
{
    struct backup_made made;

    (void)state;
    assert_int_equal(mkdir(in(stick, "half-made-0000000000000001"), 0700), 0);
    assert_int_equal(mkdir(in(stick, "half-made-0000000000000002"), 0700), 0);
    put(in(stick, "half-made-0000000000000001/xiaohao.db"), "half");
    int held = file_hold_folder(in(stick, "half-made-0000000000000002"), false);
    assert_true(held >= 0);
    assert_ok(back_up(stick, &made));
    assert_false(file_is_there(in(stick, "half-made-0000000000000001")));
    assert_true(file_is_there(in(stick, "half-made-0000000000000002")));
    close(held);
    backup_made_fini(&made);
}

/* ---- the list ---- */

static void the_list_tells_whole_from_damaged(void **state)
{
    struct backup_made one, two;
    struct backup_list list;

    (void)state;
    photo("甲乙");
    assert_ok(back_up(NULL, &one));
    r->env.now_ms += 1000;
    assert_ok(back_up(stick, &two));
    assert_ok(backup_list(r->st, NULL, false, NULL, &list, &r->err));
    assert_int_equal(list.n, 2);                /* the one on the stick is known */
    assert_string_equal(list.v[0].path, two.path);
    assert_int_equal(list.v[0].state, BACKUP_WHOLE);
    assert_int_equal(list.v[1].state, BACKUP_WHOLE);
    backup_list_fini(&list);

    put(evidence_in(one.path, photo("甲乙")), "坏了");
    assert_ok(backup_list(r->st, NULL, false, NULL, &list, &r->err));
    assert_int_equal(list.v[1].state, BACKUP_WHOLE);    /* a quick look */
    backup_list_fini(&list);
    assert_ok(backup_list(r->st, NULL, true, NULL, &list, &r->err));
    assert_int_equal(list.v[1].state, BACKUP_DAMAGED);
    assert_non_null(strstr(buf_str(&list.v[1].findings), "content has changed"));
    backup_list_fini(&list);

    file_remove_tree(stick);                    /* pulled out */
    assert_ok(backup_list(r->st, NULL, true, NULL, &list, &r->err));
    assert_int_equal(list.n, 2);
    assert_int_equal(list.v[1].state, BACKUP_OUT_OF_REACH);
    backup_list_fini(&list);
    backup_made_fini(&one);
    backup_made_fini(&two);
}

/* ENGINE 35. */
static void rule_35_backups_older_than_an_erasure_are_listed(void **state)
{
    struct backup_made old, young;
    struct backup_list list;
    char code[64];

    (void)state;
    snprintf(code, sizeof code, "%s", rig_add(r, "households", "title=户001", NULL));
    assert_ok(back_up(NULL, &old));
    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, code, "示例", NULL));
    assert_ok(rig_do_because(r, r->admin, VERB_ERASE, code, "保存期满", NULL));
    r->env.now_ms += 1000;
    assert_ok(back_up(NULL, &young));
    assert_ok(backup_list(r->st, NULL, false, NULL, &list, &r->err));
    assert_int_equal(list.n, 2);
    assert_string_equal(buf_str(&list.v[0].erased), "");
    assert_string_equal(buf_str(&list.v[1].erased), code);
    backup_list_fini(&list);
    backup_made_fini(&old);
    backup_made_fini(&young);
}

/* ---- the manifest ---- */

static void a_manifest_cut_or_changed_anywhere_is_noticed(void **state)
{
    struct backup_made made;
    struct manifest m;

    (void)state;
    photo("照片");
    assert_ok(back_up(NULL, &made));
    char *path = xstrdup(in(made.path, MANIFEST_NAME));
    char *text = file_read(path, 1 << 20, &r->err);
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        char *cut = xstrndup(text, i), *changed = xstrdup(text);
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        put(path, cut);
        assert_rc(manifest_read(&m, made.path, &r->err), XH_DB);
        put(path, changed);
        assert_rc(manifest_read(&m, made.path, &r->err), XH_DB);
        free(cut);
        free(changed);
    }
    put(path, text);
    assert_ok(manifest_read(&m, made.path, &r->err));
    manifest_fini(&m);
    unlink(path);
    assert_rc(manifest_read(&m, made.path, &r->err), XH_NOT_FOUND);
    free(text);
    free(path);
    backup_made_fini(&made);
}

/* A manifest that comes from somewhere must not lead out of its folder. */
static void a_manifest_names_only_files_of_its_folder(void **state)
{
    static const char *const bad[] = { "../x", "/etc/passwd", "a/../../x", "./x", "a//b", "" };
    struct manifest m = { .day = r->env.today }, back;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char zeros[HASH_HEX];
        memset(zeros, '0', sizeof zeros - 1);
        zeros[sizeof zeros - 1] = '\0';
        manifest_add(&m, MANIFEST_DB, 1, zeros);
        manifest_add(&m, bad[i], 1, zeros);
        unlink(in(stick, MANIFEST_NAME));
        assert_ok(manifest_write(&m, stick, &r->err));
        assert_rc(manifest_read(&back, stick, &r->err), XH_DB);
        manifest_fini(&m);
        m.day = r->env.today;
    }
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_backup_is_whole_and_says_what_it_is),
        T(evidence_is_copied_once_for_all_backups_of_a_target),
        T(damaged_evidence_comes_from_where_it_is_good),
        T(a_township_that_is_not_whole_is_backed_up_and_told),
        T(targets_that_cannot_be),
        T(only_those_with_the_permission),
        T(a_step_that_fails_leaves_nothing),
        T(a_full_disk_leaves_nothing),
        T(stopped_at_any_moment_it_leaves_nothing),
        T(what_a_kill_left_is_swept_but_not_what_is_being_made),
        T(the_list_tells_whole_from_damaged),
        T(rule_35_backups_older_than_an_erasure_are_listed),
        T(a_manifest_cut_or_changed_anywhere_is_noticed),
        T(a_manifest_names_only_files_of_its_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
