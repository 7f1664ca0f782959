#include "model/gate.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define TELL_MS 5000
#define GIVE_UP_MS 30000
#define GATE_MODE 0660              /* the office's group shares it; the umask decides */
#define LINE_BYTES 256

/* The alarm rings again this often, so that one that rang just before flock() began to
 * wait is made up for. */
#define RING_AGAIN_MS 50

struct gate {
    char *path;                     /* absolute */
    dev_t dev;
    ino_t ino;
    int fd;
    int refs, depth;
    pid_t pid;                      /* whose `fd` and `depth` are: a child has neither */
    int tell_ms, give_up_ms;
    struct gate *next;
};

static struct gate *gates;          /* all of this process */

/* ---- the descriptor ---------------------------------------------------------------- */

/* Returns the descriptor, or -1 with errno set (EINVAL: not a regular file). Opened
 * first without O_CREAT: in some shared folders the kernel refuses O_CREAT on a file
 * of somebody else. */
static int open_file(const char *path, struct stat *st)
{
    int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    int fd = open(path, flags);
    int why;

    if (fd < 0 && errno == ENOENT)
        fd = open(path, flags | O_CREAT, GATE_MODE);
    if (fd < 0)
        return -1;
    if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
        return fd;
    why = S_ISREG(st->st_mode) ? errno : EINVAL;
    close(fd);
    errno = why;
    return -1;
}

static enum xh_rc cannot_open(const char *path, struct xh_err *err)
{
    if (errno == ELOOP)
        return xh_fail(err, XH_DB, _("%s is a symbolic link: name the file itself"),
                       path);
    if (errno == EINVAL || errno == EISDIR || errno == ENXIO)
        return xh_fail(err, XH_DB, _("%s is not a file"), path);
    return xh_fail(err, XH_DB, _("%s cannot be opened: %s"), path, strerror(errno));
}

static enum xh_rc reopen(struct gate *g, struct xh_err *err)
{
    struct stat st = {0};
    int fd = open_file(g->path, &st);

    if (fd < 0)
        return cannot_open(g->path, err);
    close(g->fd);
    g->fd = fd;
    g->dev = st.st_dev;
    g->ino = st.st_ino;
    return XH_OK;
}

/* After fork() the descriptor is the parent's too, and so would be the lock: the child
 * could enter beside the parent and free what the parent holds. It opens its own. */
static enum xh_rc adopt(struct gate *g, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    if (g->pid == getpid())
        return XH_OK;
    rc = reopen(g, err);
    if (rc == XH_OK) {
        g->pid = getpid();
        g->depth = 0;
    }
    return rc;
}

enum xh_rc gate_open(const char *path, struct gate **out, struct xh_err *err)
{
    struct stat st = {0};
    struct gate *g = NULL;
    char *real = NULL;
    int fd;

    *out = NULL;
    if (lstat(path, &st) == 0)
        for (g = gates; g; g = g->next)
            if (g->dev == st.st_dev && g->ino == st.st_ino)
                break;
    if (g == NULL) {
        fd = open_file(path, &st);
        if (fd < 0)
            return cannot_open(path, err);
        real = realpath(path, NULL);        /* survives chdir() */
        if (real == NULL) {
            close(fd);
            return xh_fail(err, XH_DB, _("%s cannot be opened: %s"), path,
                           strerror(errno));
        }
        g = xcalloc(1, sizeof *g);
        *g = (struct gate){ .path = real, .dev = st.st_dev, .ino = st.st_ino, .fd = fd,
                            .pid = getpid(), .tell_ms = TELL_MS, .give_up_ms = GIVE_UP_MS,
                            .next = gates };
        gates = g;
    }
    g->refs++;
    *out = g;
    return XH_OK;
}

void gate_close(struct gate *g)
{
    if (g == NULL || --g->refs > 0)
        return;
    assert(!gate_is_held(g));
    for (struct gate **at = &gates; *at; at = &(*at)->next)
        if (*at == g) {
            *at = g->next;
            break;
        }
    close(g->fd);
    free(g->path);
    free(g);
}

/* ---- who holds it ------------------------------------------------------------------ */

/* Write `line` and a newline over the whole of the file, filled up with spaces. It
 * keeps its length on purpose: ftruncate() on every turn cost a third of all
 * transactions. Only for people: nothing is lost if it fails. */
static void put_line(const struct gate *g, const char *line, size_t n)
{
    char block[LINE_BYTES];

    memset(block, ' ', sizeof block);
    memcpy(block, line, n);
    block[n] = '\n';
    block[sizeof block - 1] = '\n';
    (void)!pwrite(g->fd, block, sizeof block, 0);
}

/* "pid 123 王建国 approve" into the file. */
static void sign(const struct gate *g, const char *who)
{
    struct buf line = {0};

    buf_printf(&line, "pid %ld ", (long)g->pid);
    text_show(&line, who ? who : "", false);
    if (line.len > LINE_BYTES - 2) {
        line.len = LINE_BYTES - 2;
        while (((unsigned char)line.s[line.len] & 0xC0) == 0x80)
            line.len--;             /* not inside a character */
    }
    put_line(g, line.s, line.len);
    buf_fini(&line);
}

/* The line as it may be shown. Caller frees. */
static char *holder(const struct gate *g)
{
    char raw[LINE_BYTES + 1];
    ssize_t n = pread(g->fd, raw, sizeof raw - 1, 0);
    struct buf line = {0};

    raw[n > 0 ? n : 0] = '\0';
    raw[strcspn(raw, "\n")] = '\0';
    text_show(&line, raw, false);
    if (line.len == 0)              /* has just entered, or cannot write its name */
        buf_puts(&line, _("another program"));
    return buf_take(&line);
}

/* ---- waiting ----------------------------------------------------------------------- */

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void ring(int signal_number)
{
    (void)signal_number;            /* is here to interrupt flock() */
}

static struct timeval from_ms(int64_t ms)
{
    return (struct timeval){ .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
}

/* What a timer of somebody else has left after `passed` ms; one that is due rings at
 * once. */
static struct itimerval shortened(struct itimerval timer, int64_t passed)
{
    int64_t left = (int64_t)timer.it_value.tv_sec * 1000000 + timer.it_value.tv_usec;

    if (left > 0) {
        left -= passed * 1000;
        left = left > 0 ? left : 1;
        timer.it_value.tv_sec = left / 1000000;
        timer.it_value.tv_usec = left % 1000000;
    }
    return timer;
}

/* flock() until `deadline`, woken by the interval timer: 0, or an errno, EINTR when it
 * is late. A queue in the kernel instead of polling: whoever polls seldom starves. */
static int lock_until(int fd, int64_t deadline)
{
    struct sigaction act = { .sa_handler = ring }, old_act;     /* no SA_RESTART */
    struct itimerval timer, old_timer, none = {0};
    sigset_t alarm_only, old_mask;
    int64_t start = now_ms(), left = deadline - start;
    int why;

    if (left <= 0)
        return EINTR;
    sigemptyset(&act.sa_mask);
    sigemptyset(&alarm_only);
    sigaddset(&alarm_only, SIGALRM);
    timer.it_value = from_ms(left);
    timer.it_interval = from_ms(RING_AGAIN_MS);

    setitimer(ITIMER_REAL, &none, &old_timer);
    sigaction(SIGALRM, &act, &old_act);
    sigprocmask(SIG_UNBLOCK, &alarm_only, &old_mask);
    setitimer(ITIMER_REAL, &timer, NULL);
    do {
        why = flock(fd, LOCK_EX) == 0 ? 0 : errno;
    } while (why == EINTR && now_ms() < deadline);
    setitimer(ITIMER_REAL, &none, NULL);
    sigprocmask(SIG_SETMASK, &old_mask, NULL);
    sigaction(SIGALRM, &old_act, NULL);
    old_timer = shortened(old_timer, now_ms() - start);
    setitimer(ITIMER_REAL, &old_timer, NULL);
    return why;
}

/* One turn on the file that is open now. */
static enum xh_rc take(struct gate *g, int64_t start, bool *told, gate_waiting *waiting,
                       void *ctx, struct xh_err *err)
{
    char *who;
    int why = flock(g->fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;

    if (why == EWOULDBLOCK || why == EINTR) {
        why = EINTR;
        if (!*told && waiting != NULL && g->tell_ms < g->give_up_ms) {
            why = lock_until(g->fd, start + g->tell_ms);
            if (why == EINTR) {
                *told = true;
                who = holder(g);
                waiting(ctx, who);
                free(who);
            }
        }
        if (why == EINTR)
            why = lock_until(g->fd, start + g->give_up_ms);
    }
    if (why == EINTR) {
        who = holder(g);
        xh_fail(err, XH_DB, _("gave up after %d seconds: %s is still writing"),
                (g->give_up_ms + 999) / 1000, who);
        free(who);
        return XH_DB;
    }
    if (why != 0)
        return xh_fail(err, XH_DB,
                       _("%s cannot be locked: %s. The data folder must lie on a disk of "
                         "this computer where your account may write"), g->path,
                       strerror(why));
    return XH_OK;
}

/* Is the file that is locked still the one the others find? statx() because lstat()
 * would ask for its times: since Linux 6.13 the next write to a file somebody has
 * asked about gets a fine timestamp, the WAL's with it, and every fdatasync() then
 * writes an inode too (tried: a third of all transactions). */
static bool is_current(const struct gate *g)
{
    struct statx st;

    return statx(AT_FDCWD, g->path, AT_SYMLINK_NOFOLLOW, STATX_INO, &st) == 0 &&
           st.stx_ino == g->ino && makedev(st.stx_dev_major, st.stx_dev_minor) == g->dev;
}

enum xh_rc gate_enter(struct gate *g, const char *who, gate_waiting *waiting, void *ctx,
                      struct xh_err *err)
{
    int64_t start = now_ms();
    bool told = false;
    enum xh_rc rc = adopt(g, err);

    if (rc != XH_OK)
        return rc;
    if (g->depth > 0) {
        g->depth++;
        return XH_OK;
    }
    for (;;) {
        rc = take(g, start, &told, waiting, ctx, err);
        if (rc != XH_OK)
            return rc;
        if (is_current(g))
            break;
        rc = reopen(g, err); /* somebody deleted it: closing the old one frees it */
        if (rc != XH_OK) {
            flock(g->fd, LOCK_UN);
            return rc;
        }
    }
    sign(g, who);
    g->depth = 1;
    return XH_OK;
}

void gate_leave(struct gate *g)
{
    if (g->pid != getpid())
        return;                     /* a child tidying up: it never entered */
    assert(g->depth > 0);
    if (--g->depth > 0)
        return;
    put_line(g, "", 0);
    flock(g->fd, LOCK_UN);
}

bool gate_is_held(const struct gate *g)
{
    return g->depth > 0 && g->pid == getpid();
}

bool gate_any_is_held(void)
{
    for (const struct gate *g = gates; g; g = g->next)
        if (gate_is_held(g))
            return true;
    return false;
}

void gate_set_limits(struct gate *g, int tell_ms, int give_up_ms)
{
    g->tell_ms = tell_ms;
    g->give_up_ms = give_up_ms;
}
