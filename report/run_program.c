#include "report/run_program.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "model/gate.h"
#include "report/leftover.h"

#define KEEP_BYTES 65536
#define DRAIN_PIECES 32             /* of 4 KB each: more than a pipe holds */
#define LOOK_MS 20                  /* how often the program is asked whether it has ended */
#define CANNOT_RUN 127              /* the child's word that nothing was run */

extern char **environ;

/* ---- the child ---- */

/* The environment without its languages, and LC_ALL=C; borrows the texts. Caller frees. */
static char **plain_environment(void)
{
    size_t n = 0, kept = 0;

    while (environ[n])
        n++;
    char **plain = xcalloc(n + 2, sizeof *plain);
    for (size_t i = 0; i < n; i++)
        if (strncmp(environ[i], "LC_", 3) != 0 && strncmp(environ[i], "LANG", 4) != 0)
            plain[kept++] = environ[i];
    plain[kept] = (char *)"LC_ALL=C";
    return plain;
}

/* Only what may be called between fork() and exec(). */
static void be_child(char *const argv[], char **environment, int in, int out, int err, int most)
{
    struct sigaction usual = { .sa_handler = SIG_DFL };
    sigset_t none;

    setpgid(0, 0);
    sigemptyset(&none);
    for (int i = 1; i < NSIG; i++)
        sigaction(i, &usual, NULL); /* those that cannot be are let be */
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
        _exit(CANNOT_RUN);
    for (int fd = 3; fd < most; fd++)
        close(fd);
    execvpe(argv[0], argv, environment);
    _exit(CANNOT_RUN);
}

/* One more than the highest descriptor worth closing. */
static int most_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > 65536)
        return 65536;
    return (int)limit.rlim_cur;
}

/* ---- the parent ---- */

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads what is there, of a program that writes faster than this only a part; closes the
 * descriptor at the end of it. */
static void drain(struct pollfd *p, struct buf *into)
{
    char piece[4096];

    for (int i = 0; i < DRAIN_PIECES && p->fd >= 0; i++) {
        ssize_t n = read(p->fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            close(p->fd);
            p->fd = -1;
            return;
        }
        size_t room = KEEP_BYTES - into->len;
        buf_add(into, piece, (size_t)n < room ? (size_t)n : room);
    }
}

/* Until it has ended, whoever still holds its pipes, or nobody waits any longer. */
static enum run_end watch_child(pid_t child, struct pollfd from[2], int limit_ms,
                                const struct watch *watch, struct run *r)
{
    int64_t over = now_ms() + limit_ms;
    int status = -1;            /* neither ended well nor badly: nobody told us */

    for (;;) {
        poll(from, 2, LOOK_MS);
        pid_t ended = waitpid(child, &status, WNOHANG);
        drain(&from[0], &r->out);
        drain(&from[1], &r->err);
        if (ended == child || (ended < 0 && errno == ECHILD))
            break;
        if (from[0].fd < 0 && from[1].fd < 0)
            usleep(1000); /* it has closed both and lives: poll() does not wait */
        if (now_ms() >= over || !watch_tell(watch, NULL, 0, 0)) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            return RUN_LATE;
        }
    }
    r->status = WEXITSTATUS(status);
    return !WIFEXITED(status)        ? RUN_KILLED
           : r->status == CANNOT_RUN ? RUN_MISSING
                                     : RUN_ENDED;
}

static void close_all(int *fd, int n)
{
    for (int i = 0; i < n; i++)
        if (fd[i] >= 0)
            close(fd[i]);
}

/* 0, or why not: read and write end of each pipe, and what reads nothing. */
static int open_all(int fd[5])
{
    fd[4] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd[4] >= 0 && pipe2(fd, O_CLOEXEC) == 0 && pipe2(fd + 2, O_CLOEXEC) == 0)
        return 0;
    int why = errno;
    close_all(fd, 5);
    return why;
}

enum run_end run_program(char *const argv[], int limit_ms, const struct watch *watch,
                         struct run *r)
{
    int fd[5] = { -1, -1, -1, -1, -1 };
    enum run_end end = RUN_FAILED;

    assert(!gate_any_is_held());
    *r = (struct run){ 0 };
    r->why = open_all(fd);
    if (r->why)
        return end;
    char **environment = plain_environment();
    int most = most_descriptors();
    pid_t child = fork();
    if (child == 0)
        be_child(argv, environment, fd[4], fd[1], fd[3], most);
    r->why = child < 0 ? errno : 0;
    free(environment);
    close_all((int[]){ fd[1], fd[3], fd[4] }, 3);
    struct pollfd from[2] = { { fd[0], POLLIN, 0 }, { fd[2], POLLIN, 0 } };
    if (child > 0) {
        setpgid(child, child); /* whoever of the two comes first */
        int left = leftover_group(child);
        for (int i = 0; i < 2; i++)
            fcntl(from[i].fd, F_SETFL, O_NONBLOCK);
        end = watch_child(child, from, limit_ms, watch, r);
        leftover_done(left);
    }
    close_all((int[]){ from[0].fd, from[1].fd }, 2);
    return end;
}

void run_fini(struct run *r)
{
    buf_fini(&r->out);
    buf_fini(&r->err);
}
