#include "report/leftover.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "model/mem.h"

static const int heard[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define HEARD (sizeof heard / sizeof *heard)

/* Changed only while the signals are held. */
static struct { char *path; pid_t group; } left[LEFTOVERS];
static struct sigaction before[HEARD];

/* Only what may be called from a signal. */
static void on_signal(int sig)
{
    for (int i = LEFTOVERS; i-- > 0;) {
        if (left[i].group > 0)
            kill(-left[i].group, SIGKILL);
        if (left[i].path && unlink(left[i].path) != 0)
            rmdir(left[i].path);
    }
    signal(sig, SIG_DFL);
    raise(sig); /* delivered when this returns */
}

/* No signal falls between making a thing and naming it; sigprocmask() undoes it. */
static sigset_t hold(void)
{
    sigset_t ours, mask;

    sigemptyset(&ours);
    for (size_t i = 0; i < HEARD; i++)
        sigaddset(&ours, heard[i]);
    sigprocmask(SIG_BLOCK, &ours, &mask);
    return mask;
}

static void release(sigset_t mask)
{
    int why = errno;

    sigprocmask(SIG_SETMASK, &mask, NULL);
    errno = why;
}

/* One more than the last in use. */
static int n_left(void)
{
    int n = LEFTOVERS;

    while (n > 0 && !left[n - 1].path && !left[n - 1].group)
        n--;
    return n;
}

static void begin_listening(void)
{
    struct sigaction ours = { .sa_handler = on_signal };

    sigfillset(&ours.sa_mask);
    for (size_t i = 0; i < HEARD; i++) {
        sigaction(heard[i], NULL, &before[i]);
        if (before[i].sa_handler == SIG_DFL)
            sigaction(heard[i], &ours, NULL);
    }
}

static void end_listening(void)
{
    struct sigaction now;

    for (size_t i = 0; i < HEARD; i++)
        if (sigaction(heard[i], NULL, &now) == 0 && now.sa_handler == on_signal)
            sigaction(heard[i], &before[i], NULL);
}

/* While the signals are held. */
static int add(const char *path, pid_t group)
{
    int i = n_left();

    assert(i < LEFTOVERS);
    if (i == 0)
        begin_listening();
    left[i].path = path ? xstrdup(path) : NULL;
    left[i].group = group;
    return i;
}

int leftover_new_file(char *name, int *fd)
{
    sigset_t mask = hold();

    *fd = mkostemp(name, O_CLOEXEC);
    int number = *fd < 0 ? -1 : add(name, 0);
    release(mask);
    return number;
}

int leftover_new_folder(char *name)
{
    sigset_t mask = hold();
    int number = mkdtemp(name) ? add(name, 0) : -1;

    release(mask);
    return number;
}

int leftover_path(const char *path)
{
    sigset_t mask = hold();
    int number = add(path, 0);

    release(mask);
    return number;
}

int leftover_group(pid_t group)
{
    sigset_t mask = hold();
    int number = add(NULL, group);

    release(mask);
    return number;
}

void leftover_done(int number)
{
    sigset_t mask = hold();

    free(left[number].path);
    left[number].path = NULL;
    left[number].group = 0;
    if (n_left() == 0)
        end_listening();
    release(mask);
}
