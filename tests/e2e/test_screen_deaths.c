/* test_screen_deaths.c - eighteen ways a terminal session ends or is interrupted: the
 * program leaves or goes on, the terminal is as it was, what was being typed is offered
 * again, the record is whole. */
#include "tests/e2e/pty_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define TYPED "村口第三根电杆已经移开"

static struct pty_rig *r;
static char *home;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    home = pty_town();
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

static void begin(void)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲" });
}

/* The form of a progress report, half filled in. */
static void begin_a_report(void)
{
    pty_keys(r, "<Down><Down><Down><Down><Down><F6>");
    pty_keys(r, TYPED);
    assert_pty_shown(r, TYPED);
}

/* Ended by itself, whatever it could still say. */
static void assert_ended_well(void)
{
    int status = pty_wait_end(r);

    if (!WIFEXITED(status))
        fail_msg("it was ended by signal %d", WTERMSIG(status));
    pty_assert_whole(home);
}

static void assert_ended_and_restored(void)
{
    assert_ended_well();
    assert_int_equal(WEXITSTATUS(r->status), 0);
    pty_assert_restored(r);
}

/* Opened again, it has what was typed. */
static void assert_offered_again(void)
{
    pty_drop(r);
    begin();
    pty_keys(r, "<Down><Down><Down><Down><Down><F6>");
    assert_pty_shown(r, "没有保存");
    pty_keys(r, "<Enter>");
    assert_pty_shown(r, TYPED);
    pty_end(r);
}

static void close_line(void)
{
    close(r->slave);
    close(r->master);
    r->slave = r->master = -1;
}

static void hang_up(void **state)
{
    (void)state;
    begin();
    kill(r->pid, SIGHUP);
    assert_ended_and_restored();
}

static void hang_up_in_a_form_keeps_what_was_typed(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    kill(r->pid, SIGHUP);
    assert_ended_and_restored();
    assert_offered_again();
}

static void the_line_is_closed(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    close_line();
    assert_ended_well();
    assert_offered_again();
}

static void the_line_is_closed_and_hang_up_is_ignored(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲", .nohup = true });
    kill(r->pid, SIGHUP);
    pty_keys(r, "<Down><Up>");  /* ignored means ignored */
    begin_a_report();
    close_line();
    assert_ended_well();
    assert_offered_again();
}

static void told_to_terminate(void **state)
{
    (void)state;
    begin();
    kill(r->pid, SIGTERM);
    assert_ended_and_restored();
}

static void told_to_terminate_in_a_form(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    kill(r->pid, SIGTERM);
    assert_ended_and_restored();
    assert_offered_again();
}

static void told_to_quit(void **state)
{
    (void)state;
    begin();
    kill(r->pid, SIGQUIT);
    assert_ended_and_restored();
}

static void interrupted_it_goes_on(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    kill(r->pid, SIGINT);
    pty_keys(r, "了");
    assert_pty_shown(r, TYPED "了");
    pty_end(r);
}

static void the_input_ends(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲", .other_input = true });
    begin_a_report();
    close(r->input);
    r->input = -1;
    assert_ended_and_restored();
    assert_offered_again();
}

static void the_output_is_gone(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲", .other_input = true,
                                      .nohup = true });
    close_line();
    assert_int_equal(write(r->input, "j", 1), 1);
    assert_ended_well();
}

/* Nobody takes what it shows: the line is full, and it is told to end. */
static void the_output_is_blocked(void **state)
{
    struct pollfd p;

    (void)state;
    begin();
    p = (struct pollfd){ .fd = r->input, .events = POLLOUT };
    /* typed until nothing is read any more: it waits for its output to be taken */
    for (int quiet = 0, i = 0; quiet < 20 && i < 100000; i++) {
        const char *keys = i % 2 ? "\033[A" : "\033[B";
        if (poll(&p, 1, 10) == 0)
            quiet++;
        else if (write(r->input, keys, 3) > 0)
            quiet = 0;
    }
    kill(r->pid, SIGTERM);
    for (;;) {                  /* still nothing is taken: it ends all the same */
        int got = waitpid(r->pid, &r->status, WNOHANG);
        if (got == r->pid)
            break;
        assert_true(got == 0 || errno == EINTR);
        usleep(10000);
    }
    r->over = true;
    assert_true(WIFEXITED(r->status));
    pty_assert_whole(home);
}

static void stopped_and_continued(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲", .job = true });
    begin_a_report();
    kill(r->pid, SIGTSTP);
    pty_job_stopped(r);
    pty_assert_restored(r);
    pty_job_go_on(r);
    assert_pty_shown(r, TYPED);
    assert_non_null(strstr(r->bytes.s + r->bytes.len / 2, "\033[?2004h"));
    pty_keys(r, "了");
    assert_pty_shown(r, TYPED "了");
    pty_end(r);
}

/* Stopped without being asked; meanwhile somebody writes across the screen. */
static void halted_and_continued(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    kill(r->pid, SIGSTOP);
    assert_int_equal(waitpid(r->pid, &r->status, WUNTRACED), r->pid);
    vterm_input_write(r->vt, "\033[5;5Hwall: going down", 23);
    size_t clears = r->clears;
    kill(r->pid, SIGCONT);
    pty_wait_shown(r, TYPED);
    pty_settle(r);
    assert_true(r->clears > clears);
    assert_pty_not_shown(r, "wall:");
    pty_end(r);
}

static void the_shell_above_is_killed(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲", .job = true });
    begin_a_report();
    pid_t program = r->pid;
    kill(r->leader, SIGKILL);
    assert_int_equal(waitpid(r->leader, &r->status, 0), r->leader);
    r->over = true;
    /* no child of ours: it is gone once nobody answers to its number */
    while (kill(program, 0) == 0) {
        struct pollfd p = { .fd = r->master, .events = POLLIN };
        char bytes[4096];
        if (poll(&p, 1, 10) > 0 && (p.revents & POLLIN))
            (void)!read(r->master, bytes, sizeof bytes);
    }
    pty_assert_whole(home);
    assert_offered_again();
}

/* All but the last few keys are there even then. */
static void killed_in_a_form(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    kill(r->pid, SIGKILL);
    int status = pty_wait_end(r);
    assert_true(WIFSIGNALED(status));
    pty_assert_whole(home);
    pty_drop(r);
    begin();
    pty_keys(r, "<Down><Down><Down><Down><Down><F6>");
    assert_pty_shown(r, "没有保存");
    pty_keys(r, "<Enter>");
    assert_pty_shown(r, "村口第三根电杆已");
    pty_end(r);
}

static void a_crash_gives_the_terminal_back(void **state)
{
    (void)state;
    begin();
    kill(r->pid, SIGSEGV);
    pty_wait_end(r);
#if !defined(__SANITIZE_ADDRESS__)      /* which has a handler of its own */
    pty_assert_restored(r);
#endif
    pty_assert_whole(home);
}

static void hang_up_in_a_tiny_window(void **state)
{
    (void)state;
    begin();
    begin_a_report();
    pty_size(r, 1, 1);
    kill(r->pid, SIGHUP);
    assert_ended_and_restored();
    assert_offered_again();
}

/* Another program is writing; while ours waits for its turn, the terminal goes. */
static void hang_up_while_waiting_for_another_writer(void **state)
{
    char *path = xasprintf("%s/xiaohao.lock", home);
    int lock = open(path, O_RDWR | O_CLOEXEC);

    (void)state;
    free(path);
    assert_true(lock >= 0);
    begin();
    pty_keys(r, "<Down><Down><Down><Down><Down><F2>");
    assert_int_equal(flock(lock, LOCK_EX), 0);
    pty_send(r, "\r", 1);
    kill(r->pid, SIGHUP);
    flock(lock, LOCK_UN);
    close(lock);
    assert_ended_and_restored();
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(hang_up),
        T(hang_up_in_a_form_keeps_what_was_typed),
        T(the_line_is_closed),
        T(the_line_is_closed_and_hang_up_is_ignored),
        T(told_to_terminate),
        T(told_to_terminate_in_a_form),
        T(told_to_quit),
        T(interrupted_it_goes_on),
        T(the_input_ends),
        T(the_output_is_gone),
        T(the_output_is_blocked),
        T(stopped_and_continued),
        T(halted_and_continued),
        T(the_shell_above_is_killed),
        T(killed_in_a_form),
        T(a_crash_gives_the_terminal_back),
        T(hang_up_in_a_tiny_window),
        T(hang_up_while_waiting_for_another_writer),
    };

    if (!pty_is_there()) {
        puts("skip screen_deaths: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
