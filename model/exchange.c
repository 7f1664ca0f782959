#include "model/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "model/mem.h"

#define DB "xiaohao.db"
#define MARK "xiaohao.restoring"
#define MARK_TEMP "xiaohao.restoring.new"
#define MARK_BYTES 512

struct exchange {
    const char *home;
    char keep[256];             /* folder below home */
    uint64_t ino;               /* of the new database: who has the name? */
    struct xh_err *err;
};

static int die_at;
static bool without_links;

void exchange_die_at(int n)
{
    die_at = n;
}

void exchange_without_links(bool without)
{
    without_links = without;
}

/* A place where a kill would hurt most. */
static void step(void)
{
    if (die_at > 0 && --die_at == 0)
        raise(SIGKILL);
}

static char *in(const struct exchange *x, const char *name)
{
    return xasprintf("%s/%s", x->home, name);
}

static uint64_t inode(const struct exchange *x, const char *name)
{
    char *path = in(x, name);
    struct stat sb;
    uint64_t ino = lstat(path, &sb) == 0 ? (uint64_t)sb.st_ino : 0;

    free(path);
    return ino;
}

static enum xh_rc sync_home(const struct exchange *x)
{
    return file_sync(x->home, x->err);
}

static enum xh_rc remove_name(const struct exchange *x, const char *name)
{
    char *path = in(x, name);
    enum xh_rc rc = unlink(path) == 0 || errno == ENOENT
                        ? XH_OK
                        : file_cannot_write(path, errno, x->err);
    step();
    free(path);
    return rc;
}

/* ---- the mark ---------------------------------------------------------------------- */

bool exchange_is_pending(const char *home)
{
    char *path = xasprintf("%s/" MARK, home);
    bool there = access(path, F_OK) == 0;

    free(path);
    return there;
}

static enum xh_rc put_mark(const struct exchange *x)
{
    char *temp = in(x, MARK_TEMP), *mark = in(x, MARK);
    char text[MARK_BYTES];
    int n = snprintf(text, sizeof text, "%s\n%" PRIu64 "\n", x->keep, x->ino);
    enum xh_rc rc;

    unlink(temp);
    rc = file_write(temp, text, (size_t)n, x->err);
    if (rc == XH_OK && rename(temp, mark) != 0)
        rc = file_cannot_write(mark, errno, x->err);
    if (rc == XH_OK)
        rc = sync_home(x);
    if (rc != XH_OK) {
        unlink(temp);
        unlink(mark);
    }
    step();
    free(temp);
    free(mark);
    return rc;
}

static enum xh_rc read_mark(struct exchange *x)
{
    char *mark = in(x, MARK), *text = file_read(mark, MARK_BYTES, x->err);
    enum xh_rc rc = XH_OK;

    if (!text || sscanf(text, "%255[^\n]\n%" SCNu64, x->keep, &x->ino) != 2 ||
        strncmp(x->keep, "backup/", 7) != 0 || strstr(x->keep, ".."))
        rc = xh_fail(x->err, XH_DB,
                     _("%s cannot be read: a restore was interrupted, and by what it left "
                       "it cannot be finished. Nothing was touched."), mark);
    free(text);
    free(mark);
    return rc;
}

/* ---- the steps --------------------------------------------------------------------- */

/* Give `name` a second one in the folder that keeps it. False, without a message: the
 * file system has no such links. */
static bool keep_link(const struct exchange *x, const char *name, enum xh_rc *rc)
{
    char *from = in(x, name), *to = xasprintf("%s/%s/%s", x->home, x->keep, name);
    bool can = !without_links;

    if (can && link(from, to) != 0 && errno != EEXIST && errno != ENOENT) {
        can = errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK;
        if (can)
            *rc = file_cannot_write(to, errno, x->err);
    }
    step();
    free(from);
    free(to);
    return can;
}

/* Without links: the -wal moves over at once, the database after the swap. */
static enum xh_rc keep_moved(const struct exchange *x, const char *name)
{
    char *from = in(x, name), *to = xasprintf("%s/%s/%s", x->home, x->keep, name);
    enum xh_rc rc = rename(from, to) == 0 || errno == ENOENT
                        ? XH_OK
                        : file_cannot_write(to, errno, x->err);
    step();
    free(from);
    free(to);
    return rc;
}

static enum xh_rc take_over(const struct exchange *x)
{
    static const char *const beside[] = { DB "-wal", DB "-journal", DB "-shm" };
    char *folder = in(x, x->keep), *new = in(x, EXCHANGE_NEW), *db = in(x, DB);
    enum xh_rc rc = XH_OK;
    bool links = keep_link(x, DB, &rc);

    for (int i = 0; rc == XH_OK && i < 2; i++) {
        char *path = in(x, beside[i]);
        if (file_size(path) > 0 && (!links || !keep_link(x, beside[i], &rc)))
            rc = keep_moved(x, beside[i]);
        free(path);
    }
    if (rc == XH_OK)
        rc = file_sync(folder, x->err);
    for (int i = 0; rc == XH_OK && i < 3; i++)
        rc = remove_name(x, beside[i]);
    if (rc == XH_OK)
        rc = sync_home(x);
    if (rc == XH_OK && (links ? rename(new, db)
                              : renameat2(AT_FDCWD, new, AT_FDCWD, db, RENAME_EXCHANGE)) != 0)
        rc = file_cannot_write(db, errno, x->err);
    step();
    if (rc == XH_OK)
        rc = sync_home(x);
    free(db);
    free(new);
    free(folder);
    return rc;
}

/* What still has the temporary name, after a swap, is the old one. */
static enum xh_rc put_aside(const struct exchange *x)
{
    char *old = in(x, EXCHANGE_NEW), *to = xasprintf("%s/%s/" DB, x->home, x->keep);
    enum xh_rc rc = rename(old, to) == 0 || errno == ENOENT
                        ? XH_OK
                        : file_cannot_write(to, errno, x->err);
    free(old);
    free(to);
    return rc;
}

static enum xh_rc go_through(const struct exchange *x)
{
    enum xh_rc rc = XH_OK;

    if (inode(x, DB) != x->ino) {
        if (inode(x, EXCHANGE_NEW) != x->ino)
            return xh_fail(x->err, XH_DB,
                           _("a restore was interrupted in %s and its new database is gone. "
                             "Nothing was touched; the old one is in %s."),
                           x->home, x->keep);
        rc = take_over(x);
    }
    if (rc == XH_OK)
        rc = put_aside(x);
    if (rc == XH_OK)
        rc = remove_name(x, MARK);
    return rc == XH_OK ? sync_home(x) : rc;
}

enum xh_rc exchange_run(const char *home, const char *keep, struct xh_err *err)
{
    struct exchange x = { .home = home, .err = err };

    snprintf(x.keep, sizeof x.keep, "%s", keep);
    x.ino = inode(&x, EXCHANGE_NEW);
    enum xh_rc rc = put_mark(&x);
    return rc == XH_OK ? go_through(&x) : rc;
}

enum xh_rc exchange_finish(const char *home, struct xh_err *err)
{
    struct exchange x = { .home = home, .err = err };

    if (!exchange_is_pending(home))
        return XH_OK;
    enum xh_rc rc = read_mark(&x);
    return rc == XH_OK ? go_through(&x) : rc;
}
