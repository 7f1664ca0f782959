#include "tui/term_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t told[TERM_SIGNALS];
static int wake[2] = { -1, -1 };        /* a pipe: a byte for every signal */

static const struct { int sig; enum term_signal what; } heard[] = {
    { SIGHUP, TERM_GONE }, { SIGTERM, TERM_GONE }, { SIGQUIT, TERM_GONE },
    { SIGINT, TERM_INTERRUPT }, { SIGTSTP, TERM_STOP }, { SIGCONT, TERM_CONTINUE },
    { SIGWINCH, TERM_SIZE },
};
#define HEARD (sizeof heard / sizeof *heard)
static struct sigaction before[HEARD];
static bool taken[HEARD];

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS };
static char last_words[512];
static struct termios modes;
static bool has_modes;

static void on_signal(int sig)
{
    int kept = errno;

    for (size_t i = 0; i < HEARD; i++)
        if (heard[i].sig == sig) {
            told[heard[i].what] = 1;
            /* A terminal that takes nothing any more must not keep us from leaving. */
            if (heard[i].what == TERM_GONE)
                tcflush(STDOUT_FILENO, TCOFLUSH);
        }
    (void)!write(wake[1], "", 1);
    errno = kept;
}

static void on_crash(int sig)
{
    (void)!write(STDOUT_FILENO, last_words, strlen(last_words));
    if (has_modes)
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    signal(sig, SIG_DFL);
    raise(sig);
}

/* A signal the caller has ignored (nohup) stays ignored; the poll notices the rest. A
 * handler of somebody else's (a sanitizer's) stays. */
void term_signals_begin(const char *words)
{
    struct sigaction now;

    memset((void *)told, 0, sizeof told);
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
        wake[0] = wake[1] = -1;
    strncpy(last_words, words, sizeof last_words - 1);
    has_modes = tcgetattr(STDIN_FILENO, &modes) == 0;
    for (size_t i = 0; i < HEARD; i++) {
        struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
        sigaction(heard[i].sig, NULL, &before[i]);
        taken[i] = before[i].sa_handler != SIG_IGN || heard[i].what == TERM_INTERRUPT ||
                   heard[i].what == TERM_SIZE;
        if (taken[i])
            sigaction(heard[i].sig, &sa, NULL);
    }
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        if (sigaction(crashes[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            signal(crashes[i], on_crash);
}

void term_signals_end(void)
{
    for (size_t i = 0; i < HEARD; i++)
        if (taken[i])
            sigaction(heard[i].sig, &before[i], NULL);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        struct sigaction now;
        if (sigaction(crashes[i], NULL, &now) == 0 && now.sa_handler == on_crash)
            signal(crashes[i], SIG_DFL);
    }
    for (int i = 0; i < 2; i++)
        if (wake[i] >= 0)
            close(wake[i]);
    wake[0] = wake[1] = -1;
}

bool term_signal(enum term_signal s)
{
    bool was = told[s];

    if (s != TERM_GONE)
        told[s] = 0;
    return was;
}

void term_gone(void)
{
    told[TERM_GONE] = 1;
}

void term_stop(void)
{
    struct sigaction stop = { .sa_handler = SIG_DFL }, ours;
    sigset_t set;

    sigaction(SIGTSTP, &stop, &ours);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
    told[TERM_CONTINUE] = 0;
}

enum term_event term_wait(int ms)
{
    struct pollfd fds[] = { { .fd = STDIN_FILENO, .events = POLLIN },
                            { .fd = wake[0], .events = POLLIN } };
    char bytes[64];
    int n = poll(fds, 2, ms);

    if (n < 0)
        return TERM_TOLD;       /* a signal; its byte is there at the next look */
    if (fds[1].revents) {
        while (read(wake[0], bytes, sizeof bytes) > 0)
            ;
        return TERM_TOLD;
    }
    return fds[0].revents ? TERM_INPUT : TERM_TIMEOUT;
}
