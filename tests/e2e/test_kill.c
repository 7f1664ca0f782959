/* test_kill.c - 16 processes write to one township, half of them the program as people
 * run it, half of them through the library; they are killed at random, until 1,000 acts
 * have been acknowledged. None of those may be lost, none of the others may be there by
 * half: the record is whole, every item's version is the number of its events (invariants
 * 2, 3, 11).
 *
 * XH_SOAK=SECONDS goes on for that long. Only processes this test has started are killed,
 * and only while they are its children: a pid cannot have become somebody else's. */
#include "tests/model/record_rig.h"

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

#define WRITERS 16
#define ITEMS 12
#define ACKNOWLEDGED 1000
#define KILLS 300
#define BY_PROGRAM 200              /* of those acknowledged */

#define TODAY "2026-11-20"

/* What a writer says once the act has been acknowledged; small enough to arrive whole. */
struct ack { int slot; uint32_t n; char action[EVENT_ACTION], text[48]; };

struct slot {
    pid_t pid;                  /* 0: nobody */
    bool program;               /* the program, one act a process; else the library, many */
    char text[48];              /* program: what it writes */
};

static char *home;
static char codes[ITEMS][64];
static int64_t clerk, handler;
static struct slot slots[WRITERS];
static int acks[2];             /* pipe */
static uint64_t seed = 4711;
static uint32_t texts_given;    /* every text is used once */

static struct ack *told;        /* what was acknowledged */
static size_t n_told, cap_told, n_by_program, n_kills, n_too_late;

static uint32_t rnd(uint32_t below)
{
    seed ^= seed >> 12, seed ^= seed << 25, seed ^= seed >> 27;
    return (uint32_t)(seed * 0x2545F4914F6CDD1DULL >> 33) % below;
}

/* ---- writers ---- */

static void true_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    if (getrandom(out, n, 0) != (ssize_t)n)
        _exit(3);
}

/* Write until killed. Runs in a child. */
static void write_by_library(int slot)
{
    struct env env = { .today = day_parse(TODAY), .random = true_random };
    struct store *st;
    struct xh_err err = {0};
    pid_t self = getpid();

    env.now_ms = (int64_t)env.today * 86400000;
    seed ^= (uint64_t)self << 20;
    if (store_open(home, true, NULL, &st, &err) != XH_OK) {
        fprintf(stderr, "writer %d: %s\n", slot, err.msg);
        _exit(2);
    }
    for (uint32_t n = 0;; n++) {
        struct call c = rig_call(rnd(3) ? VERB_NOTE : VERB_PROGRESS, codes[rnd(ITEMS)]);
        struct who who = { .actor = c.verb == VERB_NOTE ? clerk : handler };
        struct result result;
        struct ack a = { .slot = slot, .n = n };

        snprintf(a.text, sizeof a.text, "库 %d/%ld/%u", slot, (long)self, n);
        c.text = a.text;
        env.now_ms++;
        if (verb_run(st, &env, &who, &c, &result, &err) != XH_OK) {
            fprintf(stderr, "writer %d: %s\n", slot, err.msg);
            _exit(2);
        }
        memcpy(a.action, result.action, sizeof a.action);
        if (write(acks[1], &a, sizeof a) != sizeof a)
            _exit(0);           /* the test is over */
    }
}

static void start(int i)
{
    struct slot *s = &slots[i];
    const char *bin = getenv("XH_BIN");
    const char *code = codes[rnd(ITEMS)];

    s->program = i % 2 == 0 && bin;
    snprintf(s->text, sizeof s->text, "程序 %u", texts_given++);
    fflush(NULL);
    s->pid = fork();
    assert_true(s->pid >= 0);
    if (s->pid > 0)
        return;
    if (!s->program)
        write_by_library(i);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    execl(bin, bin, "--home", home, "--today", TODAY, "--user", "clerk", "note", code,
          s->text, (char *)NULL);
    _exit(127);
}

static void take_ack(const struct ack *a)
{
    GROW(told, n_told, cap_told);
    told[n_told++] = *a;
}

/* One has ended by itself: a program that is done, or a writer in trouble. */
static void ended(int i, int status)
{
    struct slot *s = &slots[i];
    struct ack a = { .slot = i };

    s->pid = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !s->program)
        fail_msg("writer %d (%s) ended with status %#x", i,
                 s->program ? "program" : "library", (unsigned)status);
    snprintf(a.text, sizeof a.text, "%s", s->text);
    take_ack(&a);
    n_by_program++;
}

static void kill_one(int i)
{
    struct slot *s = &slots[i];
    int status;

    if (s->pid == 0)
        return;
    kill(s->pid, SIGKILL);      /* ours until it is waited for, dead or alive */
    assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
    if (WIFSIGNALED(status)) {
        s->pid = 0;
        n_kills++;
    } else {
        n_too_late++;
        ended(i, status);
    }
}

/* ---- the game ---- */

static void read_acks(int wait_ms)
{
    struct pollfd p = { .fd = acks[0], .events = POLLIN };
    struct ack a;

    while (poll(&p, 1, wait_ms) > 0) {
        assert_int_equal(read(acks[0], &a, sizeof a), sizeof a);
        take_ack(&a);
        wait_ms = 0;
    }
}

static void found_township(void)
{
    struct record_rig rig, *r = &rig;
    struct who who = { .actor = 1 };
    const struct pair login = { "login", "clerk" };
    int64_t id;

    record_rig_init(r, home, true);
    rig_today(r, TODAY);
    assert_ok(
        people_put(r->st, &r->env, &who, "person", "督办员甲", &login, 1, &id, &r->err));
    for (int i = 0; i < ITEMS; i++)
        snprintf(codes[i], sizeof codes[i], "%s", rig_task(r, "2026-12-04"));
    clerk = r->clerk;
    handler = r->handler;
    record_rig_fini(r);         /* no connection is taken into a child */
}

static int64_t count(struct store *st, const char *sql, const char *text)
{
    struct xh_err err;
    int64_t n = -1;

    assert_int_equal(db_get_int(st->db, &err, &n, sql, text ? "t" : "", text), XH_OK);
    return n;
}

static void look_at_what_is_left(void)
{
    struct record_rig rig = {0}, *r = &rig;

    assert_ok(store_open(home, true, NULL, &r->st, &r->err));
    rig_assert_whole(r);
    assert_ok(db_script(r->st->db, "CREATE INDEX i1 ON instruction (text);"
                        "CREATE INDEX i2 ON progress (text)", &r->err));
    for (size_t i = 0; i < n_told; i++) {
        const struct ack *a = &told[i];
        if (*a->action &&
            count(r->st, "SELECT count(*) FROM event WHERE action = ?", a->action) != 1)
            fail_msg("lost: %s", a->text);
        if (count(r->st,
                  "SELECT (SELECT count(*) FROM instruction WHERE text = ?1) + (SELECT "
                  "count(*) FROM progress WHERE text = ?1)",
                  a->text) != 1)
            fail_msg("not there exactly once: %s", a->text);
    }
    assert_int_equal(
        count(r->st,
              "SELECT count(*) FROM item i WHERE version <> (SELECT count(*) "
              "FROM event_item x WHERE x.item = i.id)",
              NULL),
        0);
    /* each act was one note or report: nothing is there by half */
    assert_int_equal(
        count(r->st,
              "SELECT (SELECT count(*) FROM instruction) + (SELECT count(*) "
              "FROM progress) - (SELECT count(*) FROM event WHERE verb IN ('note', "
              "'progress'))",
              NULL),
        0);
    char *integrity = NULL;
    assert_ok(db_get_text(r->st->db, &r->err, &integrity, "PRAGMA integrity_check", ""));
    assert_string_equal(integrity, "ok");
    free(integrity);
    print_message(
        "%zu acknowledged, %zu by programs, %zu killed, %zu too late, %d events\n",
        n_told, n_by_program, n_kills, n_too_late,
        (int)count(r->st, "SELECT count(*) FROM event", NULL));
    store_close(r->st);
}

static void nothing_acknowledged_is_lost(void **state)
{
    const char *soak = getenv("XH_SOAK"), *tmp = getenv("XH_TMP");
    time_t end = time(NULL) + (soak ? atoi(soak) : 0);
    int status;

    (void)state;
    home = xasprintf("%s/xh-kill-%d", tmp ? tmp : "/tmp", (int)getpid());
    found_township();
    assert_int_equal(pipe2(acks, O_CLOEXEC), 0);
    for (int i = 0; i < WRITERS; i++)
        start(i);
    while (n_told < ACKNOWLEDGED || n_kills < KILLS || (getenv("XH_BIN")
           && n_by_program < BY_PROGRAM) || (soak && time(NULL) < end)) {
        /* programs live for some ten milliseconds; libraries are met in the middle of
         * anything */
        read_acks((int)rnd(12));
        if (rnd(3) == 0)
            kill_one((int)rnd(WRITERS));
        for (int i = 0; i < WRITERS; i++) {
            if (slots[i].pid && waitpid(slots[i].pid, &status, WNOHANG) == slots[i].pid)
                ended(i, status);
            if (!slots[i].pid)
                start(i);
        }
    }
    for (int i = 0; i < WRITERS; i++)
        kill_one(i);
    read_acks(0);
    look_at_what_is_left();
    close(acks[0]);
    close(acks[1]);
    free(told);
    char *clean = xasprintf("rm -rf '%s'", home);
    assert_int_equal(system(clean), 0);
    free(clean);
    free(home);
}

/* A failure leaves no writer behind. */
static int stop_all(void **state)
{
    (void)state;
    for (int i = 0; i < WRITERS; i++)
        if (slots[i].pid) {
            kill(slots[i].pid, SIGKILL);
            waitpid(slots[i].pid, NULL, 0);
        }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(nothing_acknowledged_is_lost, stop_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
