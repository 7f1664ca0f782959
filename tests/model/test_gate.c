/* test_gate.c - one at a time, whoever it is, whatever happens to them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/gate.h"
#include "model/mem.h"
#include "model/text.h"

static char folder[] = "/tmp/xh-gate.XXXXXX";
static char path[64];               /* a new one for every test */

static int setup(void **state)
{
    static int n;

    (void)state;
    snprintf(path, sizeof path, "%s/%d.lock", folder, n++);
    return 0;
}

static struct gate *must_open(void)
{
    struct xh_err err = {0};
    struct gate *g = NULL;

    if (gate_open(path, &g, &err) != XH_OK)
        fail_msg("%s", err.msg);
    return g;
}

/* Can another process enter within 30 ms? */
static bool another_enters(void)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        struct gate *g;

        if (gate_open(path, &g, NULL) != XH_OK)
            _exit(2);
        gate_set_limits(g, 10, 30);
        _exit(gate_enter(g, "other", NULL, NULL, NULL) == XH_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 0;
}

/* A process that has entered and stays until it is killed. */
static pid_t start_holder(const char *who)
{
    int ready[2];
    char byte;
    pid_t pid;

    assert_int_equal(pipe(ready), 0);
    pid = fork();
    if (pid == 0) {
        struct gate *g;

        if (gate_open(path, &g, NULL) != XH_OK ||
            gate_enter(g, who, NULL, NULL, NULL) != XH_OK || write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static void kill_holder(pid_t pid)
{
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* The first line of the lock file; what follows is to be blank. Caller frees. */
static char *first_line(void)
{
    char *s = xcalloc(1, 1024);
    FILE *f = fopen(path, "r");
    size_t end;

    assert_non_null(f);
    assert_true(fread(s, 1, 1023, f) < 1023);
    fclose(f);
    end = strcspn(s, "\n");
    assert_int_equal(strspn(s + end, " \n"), strlen(s + end));
    s[end] = '\0';
    return s;
}

/* ---- taking turns ------------------------------------------------------------------ */

static void one_process_at_a_time(void **state)
{
    enum { PROCESSES = 4, TURNS = 250 };
    volatile int *shared =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status;

    (void)state;
    assert_true(shared != MAP_FAILED);
    for (int p = 0; p < PROCESSES; p++)
        if (fork() == 0) {
            struct gate *g;

            if (gate_open(path, &g, NULL) != XH_OK)
                _exit(2);
            for (int i = 0; i < TURNS; i++) {
                int seen;

                if (gate_enter(g, "writer", NULL, NULL, NULL) != XH_OK)
                    _exit(3);
                seen = shared[0];
                if (i % 10 == 0)
                    sched_yield();  /* an invitation to everybody who got in as well */
                shared[0] = seen + 1;
                gate_leave(g);
            }
            _exit(0);
        }
    for (int p = 0; p < PROCESSES; p++) {
        assert_true(wait(&status) > 0);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    assert_int_equal(shared[0], PROCESSES * TURNS);
    munmap((void *)shared, 4096);
}

static void entering_twice_is_entering_once(void **state)
{
    struct gate *g = must_open();

    (void)state;
    assert_false(gate_is_held(g));
    assert_false(gate_any_is_held());
    assert_int_equal(gate_enter(g, "a", NULL, NULL, NULL), XH_OK);
    assert_int_equal(gate_enter(g, "b", NULL, NULL, NULL), XH_OK);
    assert_true(gate_is_held(g));
    assert_true(gate_any_is_held());
    assert_false(another_enters());
    gate_leave(g);
    assert_true(gate_is_held(g));
    assert_false(another_enters());
    gate_leave(g);
    assert_false(gate_is_held(g));
    assert_false(gate_any_is_held());
    assert_true(another_enters());
    gate_close(g);
}

static void the_same_file_is_the_same_gate(void **state)
{
    struct gate *a = must_open(), *b = NULL, *c = NULL;
    char *spelled = xasprintf("%s/../%s", folder, path + strlen("/tmp/"));
    char *other = xasprintf("%s.other", path);
    struct stat st;

    (void)state;
    assert_int_equal(gate_open(spelled, &b, NULL), XH_OK);
    assert_ptr_equal(a, b);
    assert_int_equal(gate_open(other, &c, NULL), XH_OK);
    assert_ptr_not_equal(a, c);
    gate_close(a);
    assert_int_equal(gate_enter(b, "b", NULL, NULL, NULL), XH_OK);  /* still open */
    gate_leave(b);
    gate_close(b);
    gate_close(c);
    gate_close(NULL);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0007, 0);     /* nothing for others */
    free(spelled);
    free(other);
}

/* ---- waiting ----------------------------------------------------------------------- */

struct told {
    int times;
    char holder[300];
    pid_t kill;                     /* whom to end when told, 0 nobody */
};

static void tell(void *ctx, const char *holder)
{
    struct told *told = ctx;

    told->times++;
    snprintf(told->holder, sizeof told->holder, "%s", holder);
    if (told->kill)
        kill_holder(told->kill);
}

static void the_holder_is_named_once_and_then_it_gives_up(void **state)
{
    struct gate *g = must_open();
    struct told told = {0};
    struct xh_err err = {0};
    pid_t pid = start_holder("王建国 approve");
    char want[64];

    (void)state;
    gate_set_limits(g, 20, 120);
    assert_int_equal(gate_enter(g, "me", tell, &told, &err), XH_DB);
    snprintf(want, sizeof want, "pid %ld 王建国 approve", (long)pid);
    assert_int_equal(told.times, 1);
    assert_string_equal(told.holder, want);
    assert_non_null(strstr(err.msg, want));
    assert_false(gate_is_held(g));

    gate_set_limits(g, 20, 30);     /* nobody to tell is fine too */
    assert_int_equal(gate_enter(g, "me", NULL, NULL, NULL), XH_DB);
    kill_holder(pid);
    gate_close(g);
}

static void a_killed_holder_frees_the_gate(void **state)
{
    struct gate *g = must_open();
    struct told told = {0};

    (void)state;
    kill_holder(start_holder("gone"));
    gate_set_limits(g, 5000, 30000);
    assert_int_equal(gate_enter(g, "me", tell, &told, NULL), XH_OK);
    assert_int_equal(told.times, 0);
    gate_leave(g);

    told.kill = start_holder("gone while we wait");
    gate_set_limits(g, 20, 30000);
    assert_int_equal(gate_enter(g, "me", tell, &told, NULL), XH_OK);
    assert_int_equal(told.times, 1);
    assert_true(gate_is_held(g));
    gate_leave(g);
    gate_close(g);
}

static void a_waiting_process_is_woken(void **state)
{
    struct gate *g = must_open();
    int ready[2], status;
    char byte;
    pid_t pid;

    (void)state;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(gate_enter(g, "parent", NULL, NULL, NULL), XH_OK);
    pid = fork();
    if (pid == 0) {
        gate_set_limits(g, 20000, 20000);
        if (write(ready[1], "x", 1) != 1)
            _exit(1);
        alarm(10);                  /* of somebody else; would end the process */
        _exit(gate_enter(g, "child", NULL, NULL, NULL) == XH_OK && alarm(0) > 5 ? 0 : 2);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    gate_leave(g);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close(ready[0]);
    close(ready[1]);
    gate_close(g);
}

static volatile sig_atomic_t rung;

static void own_handler(int n)
{
    (void)n;
    rung = 1;
}

static void timer_handler_and_mask_are_restored(void **state)
{
    struct sigaction mine = { .sa_handler = own_handler, .sa_flags = SA_RESTART }, after;
    struct itimerval timer = { .it_interval = { 7, 0 }, .it_value = { 100, 0 } }, left;
    struct gate *g = must_open();
    pid_t pid = start_holder("holder");
    sigset_t mask, was;

    (void)state;
    sigemptyset(&mask);
    sigaddset(&mask, SIGALRM);
    sigprocmask(SIG_BLOCK, &mask, &was);        /* must not keep it from giving up */
    sigaction(SIGALRM, &mine, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
    gate_set_limits(g, 10, 60);
    assert_int_equal(gate_enter(g, "me", NULL, NULL, NULL), XH_DB);

    getitimer(ITIMER_REAL, &left);
    assert_int_equal(left.it_interval.tv_sec, 7);
    assert_in_range(left.it_value.tv_sec, 50, 99);
    sigaction(SIGALRM, NULL, &after);
    assert_true(after.sa_handler == own_handler && (after.sa_flags & SA_RESTART));
    sigprocmask(SIG_SETMASK, &was, &mask);
    assert_int_equal(sigismember(&mask, SIGALRM), 1);
    assert_int_equal(rung, 0);

    /* one that falls due meanwhile rings afterwards */
    timer = (struct itimerval){ .it_value = { 0, 20000 } };
    setitimer(ITIMER_REAL, &timer, NULL);
    assert_int_equal(gate_enter(g, "me", NULL, NULL, NULL), XH_DB);
    for (int i = 0; !rung && i < 100000; i++)
        sched_yield();
    assert_int_equal(rung, 1);
    kill_holder(pid);
    gate_close(g);
}

/* ---- fork -------------------------------------------------------------------------- */

static void a_child_does_not_hold_what_its_parent_holds(void **state)
{
    struct gate *g = must_open();
    int status;
    pid_t pid;

    (void)state;
    assert_int_equal(gate_enter(g, "parent", NULL, NULL, NULL), XH_OK);
    pid = fork();
    if (pid == 0) {
        if (gate_is_held(g))
            _exit(1);
        gate_leave(g);              /* as a clean-up would: frees nothing */
        gate_set_limits(g, 10, 30);
        if (gate_enter(g, "child", NULL, NULL, NULL) == XH_OK)
            _exit(2);
        gate_close(g);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(gate_is_held(g));
    assert_false(another_enters());
    gate_leave(g);
    assert_true(another_enters());
    gate_close(g);
}

/* ---- the file ---------------------------------------------------------------------- */

static void the_line_is_there_while_it_is_held(void **state)
{
    struct gate *g = must_open();
    char long_name[2000] = "", want[64], *now;

    (void)state;
    assert_int_equal(gate_enter(g, "李四\033[2J\n close", NULL, NULL, NULL), XH_OK);
    now = first_line();
    snprintf(want, sizeof want, "pid %ld 李四", (long)getpid());
    assert_memory_equal(now, want, strlen(want));
    assert_non_null(strstr(now, " close"));
    assert_null(strchr(now, '\033'));
    free(now);
    gate_leave(g);
    now = first_line();
    assert_string_equal(now, "");
    free(now);

    for (int i = 0; i < 600; i++)
        strcat(long_name, "长");
    assert_int_equal(gate_enter(g, long_name, NULL, NULL, NULL), XH_OK);
    now = first_line();
    assert_in_range(strlen(now), 200, 255);
    assert_true(text_is_utf8(now, strlen(now)));
    free(now);
    gate_leave(g);

    assert_int_equal(gate_enter(g, NULL, NULL, NULL, NULL), XH_OK);
    gate_leave(g);
    gate_close(g);
}

static void a_deleted_lock_file_is_noticed(void **state)
{
    struct gate *g = must_open();
    struct xh_err err = {0};
    pid_t pid;

    (void)state;
    unlink(path);
    pid = start_holder("on the new file");      /* makes the file anew */
    gate_set_limits(g, 10, 50);
    assert_int_equal(gate_enter(g, "me", NULL, NULL, &err), XH_DB);
    assert_non_null(strstr(err.msg, "on the new file"));
    kill_holder(pid);

    unlink(path);                   /* and nobody made it anew */
    assert_int_equal(gate_enter(g, "me", NULL, NULL, NULL), XH_OK);
    assert_false(another_enters());
    gate_leave(g);
    gate_close(g);
}

static void only_regular_files(void **state)
{
    struct xh_err err = {0};
    struct gate *g = (struct gate *)&err;
    char *target = xasprintf("%s.target", path);

    (void)state;
    fclose(fopen(target, "w"));
    assert_int_equal(symlink(target, path), 0);
    assert_int_equal(gate_open(path, &g, &err), XH_DB);
    assert_non_null(strstr(err.msg, "symbolic link"));
    assert_null(g);
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(gate_open(path, &g, &err), XH_DB);
    assert_non_null(strstr(err.msg, "not a file"));
    assert_int_equal(gate_open(folder, &g, &err), XH_DB);
    assert_non_null(strstr(err.msg, "not a file"));
    assert_int_equal(gate_open("/dev/null", &g, &err), XH_DB);
    assert_int_equal(gate_open("/nowhere/at/all", &g, &err), XH_DB);
    assert_non_null(strstr(err.msg, "/nowhere/at/all"));
    free(target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(one_process_at_a_time, setup),
        cmocka_unit_test_setup(entering_twice_is_entering_once, setup),
        cmocka_unit_test_setup(the_same_file_is_the_same_gate, setup),
        cmocka_unit_test_setup(the_holder_is_named_once_and_then_it_gives_up, setup),
        cmocka_unit_test_setup(a_killed_holder_frees_the_gate, setup),
        cmocka_unit_test_setup(a_waiting_process_is_woken, setup),
        cmocka_unit_test_setup(timer_handler_and_mask_are_restored, setup),
        cmocka_unit_test_setup(a_child_does_not_hold_what_its_parent_holds, setup),
        cmocka_unit_test_setup(the_line_is_there_while_it_is_held, setup),
        cmocka_unit_test_setup(a_deleted_lock_file_is_noticed, setup),
        cmocka_unit_test_setup(only_regular_files, setup),
    };
    int failed;
    char *clean;

    if (mkdtemp(folder) == NULL)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    clean = xasprintf("rm -rf %s", folder);
    failed += system(clean) != 0;
    free(clean);
    return failed;
}
