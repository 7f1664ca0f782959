#include "tests/bench/onscreen.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/pair.h"

#define PATIENCE_MS 30000

void onscreen_start(struct onscreen *s, char *const *argv, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

    *s = (struct onscreen){ .fd = -1 };
    s->pid = forkpty(&s->fd, NULL, NULL, &size);
    if (s->pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (s->pid < 0) {
        perror("bench: forkpty");
        exit(2);
    }
}

void onscreen_key(struct onscreen *s, const char *bytes)
{
    s->bytes = 0;
    if (write(s->fd, bytes, strlen(bytes)) < 0)
        perror("bench: key");
}

/* What has come within `wait_ms`; 0 nothing, -1 the end. */
static ssize_t take(struct onscreen *s, int wait_ms, char *into, size_t room)
{
    struct pollfd p = { .fd = s->fd, .events = POLLIN };
    ssize_t n;

    if (poll(&p, 1, wait_ms) <= 0)
        return 0;
    n = read(s->fd, into, room);
    if (n <= 0)
        return -1;
    s->last_ms = pair_now_ms();
    s->bytes += (size_t)n;
    return n;
}

bool onscreen_until(struct onscreen *s, const char *text)
{
    char seen[65536 + 256];
    size_t kept = 0, len = strlen(text);
    double end = pair_now_ms() + PATIENCE_MS;

    while (pair_now_ms() < end) {
        ssize_t n = take(s, 100, seen + kept, 65536);
        if (n < 0)
            return false;
        if (memmem(seen, kept + (size_t)n, text, len))
            return true;
        /* the end may be the beginning of what is looked for */
        size_t all = kept + (size_t)n, keep = all < len - 1 ? all : len - 1;
        memmove(seen, seen + all - keep, keep);
        kept = keep;
    }
    return false;
}

void onscreen_settle(struct onscreen *s, int quiet_ms)
{
    char seen[65536];
    double end = pair_now_ms() + PATIENCE_MS;

    while (take(s, quiet_ms, seen, sizeof seen) > 0 && pair_now_ms() < end)
        continue;
}

double onscreen_press(struct onscreen *s, const char *bytes, int quiet_ms)
{
    double start = pair_now_ms();

    s->last_ms = start;
    onscreen_key(s, bytes);
    onscreen_settle(s, quiet_ms);
    return s->last_ms - start;
}

long onscreen_memory(const struct onscreen *s)
{
    char path[64], line[256];
    long kb = 0;

    snprintf(path, sizeof path, "/proc/%ld/status", (long)s->pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "VmHWM: %ld", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return kb;
}

void onscreen_end(struct onscreen *s)
{
    kill(s->pid, SIGTERM);
    close(s->fd);
    waitpid(s->pid, NULL, 0);
}
