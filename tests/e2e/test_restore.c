/* test_restore.c - processes write to one township while backups of it are made and
 * restored, by the program as people run it; writers, backups and restores are killed at
 * random. At every moment the township is one of the two (exchange.h):
 *
 *   - whoever opens it finds it whole;
 *   - every acknowledged act is in the township or in a database that a restore has put
 *     aside: nothing is lost;
 *   - a database put aside holds nothing beyond the event the restore says it replaced:
 *     nothing was acknowledged into it afterwards.
 *
 * XH_SOAK=SECONDS goes on for that long. Only processes this test has started are killed,
 * and only while they are its children. */
#include "tests/model/record_rig.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "model/backup_list.h"
#include "model/manifest.h"

#define WRITERS 4
#define ITEMS 6
#define RESTORED 8                  /* restores that came to their end */
#define KILLED 12                   /* backups and restores that did not */
#define TODAY "2026-11-20"

struct ack { char action[EVENT_ACTION]; };

static char *home;
static const char *bin;
static char codes[ITEMS][64];
static int64_t clerk;
static pid_t writers[WRITERS], carer;
static bool carer_restores;
static int carer_turns;             /* of the game until it is killed; -1: never */
static int acks[2];
static uint64_t seed = 815;
static struct ack *told;
static size_t n_told, cap_told, n_backups, n_restores, n_killed, n_conflicts;

static uint32_t rnd(uint32_t below)
{
    seed ^= seed >> 12, seed ^= seed << 25, seed ^= seed >> 27;
    return (uint32_t)(seed * 0x2545F4914F6CDD1DULL >> 33) % below;
}

static void true_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    if (getrandom(out, n, 0) != (ssize_t)n)
        _exit(3);
}

/* ---- writers ---- */

/* Write until killed, or until somebody restores: then it ends as told, with a conflict. */
static void write_on(int slot)
{
    struct env env = { .today = day_parse(TODAY), .random = true_random };
    struct store *st;
    struct xh_err err = {0};

    env.now_ms = (int64_t)env.today * 86400000;
    seed ^= (uint64_t)getpid() << 20;
    if (store_open(home, true, NULL, &st, &err) != XH_OK) {
        fprintf(stderr, "writer %d opens: %s\n", slot, err.msg);
        _exit(2);
    }
    for (uint32_t n = 0;; n++) {
        struct call c = rig_call(VERB_NOTE, codes[rnd(ITEMS)]);
        struct who who = { .actor = clerk };
        struct result result;
        struct ack a;
        char text[48];

        snprintf(text, sizeof text, "库 %d/%ld/%u", slot, (long)getpid(), n);
        c.text = text;
        env.now_ms++;
        enum xh_rc rc = verb_run(st, &env, &who, &c, &result, &err);
        if (rc == XH_CONFLICT)
            _exit(5);
        if (rc != XH_OK) {
            fprintf(stderr, "writer %d: %s\n", slot, err.msg);
            _exit(2);
        }
        memcpy(a.action, result.action, sizeof a.action);
        if (write(acks[1], &a, sizeof a) != sizeof a)
            _exit(0);
        poll(NULL, 0, (int)rnd(50));    /* people type slower than this */
    }
}

static void start_writer(int i)
{
    fflush(NULL);
    writers[i] = fork();
    assert_true(writers[i] >= 0);
    if (writers[i] == 0)
        write_on(i);
}

static void take_acks(int wait_ms)
{
    struct pollfd p = { .fd = acks[0], .events = POLLIN };
    struct ack a;

    while (poll(&p, 1, wait_ms) > 0) {
        assert_int_equal(read(acks[0], &a, sizeof a), sizeof a);
        GROW(told, n_told, cap_told);
        told[n_told++] = a;
        wait_ms = 0;
    }
}

/* ---- backups and restores ---- */

/* One of those that are complete, by name; NULL: none yet. Caller frees. */
static char *any_backup(void)
{
    char *folder = xasprintf("%s/backup", home), *chosen = NULL;
    DIR *dir = opendir(folder);
    uint32_t n = 0;

    for (struct dirent *d; dir && (d = readdir(dir));) {
        char *manifest = xasprintf("%s/%s/" MANIFEST_NAME, folder, d->d_name);
        if (access(manifest, F_OK) == 0 && strncmp(d->d_name, "half", 4) != 0 &&
            rnd(++n) == 0) {
            free(chosen);
            chosen = xstrdup(d->d_name);
        }
        free(manifest);
    }
    if (dir)
        closedir(dir);
    free(folder);
    return chosen;
}

static void start_carer(void)
{
    char *from = rnd(3) ? any_backup() : NULL;

    carer_restores = from != NULL;
    carer_turns = rnd(2) ? (int)rnd(60) : -1;
    fflush(NULL);
    carer = fork();
    assert_true(carer >= 0);
    if (carer == 0) {
        char *log = xasprintf("%s.log", home);
        int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        if (from)
            execl(bin, bin, "--lang", "en", "--home", home, "--today", TODAY, "--user", "管理员",
                  "restore", from, "--yes", (char *)NULL);
        execl(bin, bin, "--lang", "en", "--home", home, "--today", TODAY, "--user", "管理员",
              "backup", (char *)NULL);
        _exit(127);
    }
    free(from);
}

static void carer_ended(int status)
{
    carer = 0;
    if (WIFSIGNALED(status)) {
        assert_int_equal(WTERMSIG(status), SIGKILL);
        n_killed++;
        return;
    }
    if (WEXITSTATUS(status) != 0) {
        char *show = xasprintf("cat '%s.log' >&2", home);
        if (system(show) != 0)
            print_error("no log\n");
        free(show);
        fail_msg("%s ended with %d", carer_restores ? "restore" : "backup",
                 WEXITSTATUS(status));
    }
    n_restores += carer_restores;
    n_backups += !carer_restores;
}

static void kill_carer(void)
{
    int status;

    kill(carer, SIGKILL);       /* ours until it is waited for */
    assert_int_equal(waitpid(carer, &status, 0), carer);
    carer_ended(status);
}

/* ---- what is left ---- */

static int64_t number(struct db *db, const char *sql)
{
    struct xh_err err;
    int64_t n = -1;

    assert_int_equal(db_get_int(db, &err, &n, sql, ""), XH_OK);
    return n;
}

/* Every act of one database that was acknowledged is found. */
static void tick_off(struct db *db, bool *found)
{
    struct xh_err err;

    for (size_t i = 0; i < n_told; i++) {
        int64_t n = 0;
        if (!found[i])
            db_get_int(db, &err, &n, "SELECT count(*) FROM event WHERE action = ?", "t",
                       told[i].action);
        found[i] |= n > 0;
    }
}

/* What the restores of a record say they replaced: "code" of the last event it had. */
struct replaced { char code[48]; };
static struct replaced *replaced;
static size_t n_replaced, cap_replaced;

static void read_restores(struct db *db)
{
    int64_t all = number(db, "SELECT max(id) FROM event");
    struct xh_err err;

    for (int64_t id = 1; id <= all; id++) {
        struct event e = {0};
        assert_int_equal(event_load(db, id, &e, &err), XH_OK);
        if (strcmp(e.verb, "care") == 0) {
            GROW(replaced, n_replaced, cap_replaced);
            snprintf(replaced[n_replaced++].code, sizeof replaced->code, "%s",
                     event_get_note(&e, "instead_code"));
        }
        event_fini(&e);
    }
}

static bool was_replaced(const char *code)
{
    for (size_t i = 0; i < n_replaced; i++)
        if (strcmp(replaced[i].code, code) == 0)
            return true;
    return false;
}

/* Killed between writing its commit to the -wal and telling the others, a writer leaves an
 * act nobody saw until the file was opened anew: nobody was told of it either. */
static bool last_was_never_told(const char *path)
{
    struct record_rig rig = {0}, *r = &rig;
    struct event last = {0}, before = {0};
    char code[48];
    bool never = true;

    assert_ok(store_open_file(path, home, false, NULL, &r->st, &r->err));
    int64_t id = number(r->st->db, "SELECT max(id) FROM event");
    assert_int_equal(event_load(r->st->db, id, &last, &r->err), XH_OK);
    assert_int_equal(event_load(r->st->db, id - 1, &before, &r->err), XH_OK);
    for (size_t i = 0; i < n_told; i++)
        never &= strcmp(told[i].action, last.action) != 0;
    verify_code_format(before.hash, code);
    event_fini(&last);
    event_fini(&before);
    store_close(r->st);
    return never && was_replaced(code);
}

static void look(const char *path, const char *evidence, bool *found)
{
    struct record_rig rig = {0}, *r = &rig;

    assert_ok(store_open_file(path, evidence, false, NULL, &r->st, &r->err));
    rig_assert_whole(r);
    tick_off(r->st->db, found);
    read_restores(r->st->db);
    store_close(r->st);
}

static void look_at_what_is_left(void)
{
    struct env env = { .today = day_parse(TODAY), .random = true_random };
    char *folder = xasprintf("%s/backup", home), *path = xasprintf("%s/xiaohao.db", home);
    bool *found = xcalloc(n_told + 1, sizeof *found);
    struct record_rig rig = {0}, *r = &rig;
    size_t kept = 0;
    DIR *dir;

    assert_ok(store_open(home, true, NULL, &r->st, &r->err));   /* finishes what was killed */
    store_close(r->st);
    assert_false(file_is_there("xiaohao.restoring"));
    backup_tidy(home, &env);
    look(path, home, found);
    dir = opendir(folder);
    for (struct dirent *d; (d = readdir(dir));) {
        if (strncmp(d->d_name, "before-restore-", 15) != 0)
            continue;
        char *kept_path = xasprintf("%s/%s/xiaohao.db", folder, d->d_name);
        look(kept_path, home, found);
        free(kept_path);
        kept++;
    }
    rewinddir(dir);
    for (struct dirent *d; (d = readdir(dir));) {
        if (strncmp(d->d_name, "before-restore-", 15) != 0)
            continue;
        char *one = xasprintf("%s/%s", folder, d->d_name);
        struct manifest m;
        assert_ok(manifest_read(&m, one, &r->err));
        char *kept_path = xasprintf("%s/xiaohao.db", one);
        if (!was_replaced(m.code) && !last_was_never_told(kept_path))
            fail_msg("%s holds acts written after it was replaced", d->d_name);
        manifest_fini(&m);
        free(kept_path);
        free(one);
    }
    closedir(dir);
    for (size_t i = 0; i < n_told; i++)
        if (!found[i])
            fail_msg("lost: act %s", told[i].action);
    print_message("%zu acknowledged, %zu backups, %zu restores, %zu killed, %zu put aside, "
                  "%zu conflicts\n", n_told, n_backups, n_restores, n_killed, kept,
                  n_conflicts);
    assert_true(kept >= n_restores);
    free(found);
    free(path);
    free(folder);
}

/* ---- the game ---- */

static void found_township(void)
{
    struct record_rig rig, *r = &rig;

    record_rig_init(r, home, true);
    rig_today(r, TODAY);
    for (int i = 0; i < ITEMS; i++)
        snprintf(codes[i], sizeof codes[i], "%s", rig_task(r, "2026-12-04"));
    clerk = r->clerk;
    record_rig_fini(r);         /* no connection is taken into a child */
}

static void look_after_writers(void)
{
    int status;

    for (int i = 0; i < WRITERS; i++) {
        if (writers[i] && rnd(200) == 0)
            kill(writers[i], SIGKILL);
        if (writers[i] && waitpid(writers[i], &status, WNOHANG) == writers[i]) {
            writers[i] = 0;
            if (WIFEXITED(status) && WEXITSTATUS(status) != 5)
                fail_msg("writer %d ended with %d", i, WEXITSTATUS(status));
            n_conflicts += WIFEXITED(status);
        }
        if (!writers[i])
            start_writer(i);
    }
}

static void the_township_is_always_whole(void **state)
{
    const char *soak = getenv("XH_SOAK"), *tmp = getenv("XH_TMP");
    time_t end = time(NULL) + (soak ? atoi(soak) : 0);
    int status;

    (void)state;
    bin = getenv("XH_BIN");
    if (!bin)
        skip();
    home = xasprintf("%s/xh-restore-%d", tmp ? tmp : "/tmp", (int)getpid());
    found_township();
    assert_int_equal(pipe2(acks, O_CLOEXEC), 0);
    while (n_restores < RESTORED || n_killed < KILLED || (soak && time(NULL) < end)) {
        look_after_writers();
        if (!carer)
            start_carer();
        take_acks((int)rnd(15));
        if (carer && waitpid(carer, &status, WNOHANG) == carer)
            carer_ended(status);
        else if (carer && carer_turns >= 0 && carer_turns-- == 0)
            kill_carer();
    }
    for (int i = 0; i < WRITERS; i++) {
        kill(writers[i], SIGKILL);
        waitpid(writers[i], &status, 0);
        writers[i] = 0;
    }
    if (carer)
        kill_carer();
    take_acks(0);
    look_at_what_is_left();
    close(acks[0]);
    close(acks[1]);
    free(told);
    free(replaced);
    char *log = xasprintf("%s.log", home);
    unlink(log);
    free(log);
    file_remove_tree(home);
    free(home);
}

/* A failure leaves no process behind. */
static int stop_all(void **state)
{
    (void)state;
    for (int i = 0; i < WRITERS; i++)
        if (writers[i] > 0) {
            kill(writers[i], SIGKILL);
            waitpid(writers[i], NULL, 0);
        }
    if (carer > 0) {
        kill(carer, SIGKILL);
        waitpid(carer, NULL, 0);
    }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_township_is_always_whole, stop_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
