#include "report/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "report/leftover.h"

#define NEW_MODE 0660               /* of a file that is not there yet; less the umask */

/* Renaming would put a file in the place of a device, and of one that is protected. 0, or an
 * errno; EINVAL: not an ordinary file. */
static int refused(const char *path)
{
    struct stat st;
    size_t n = strlen(path);

    if (n > 0 && path[n - 1] == '/')
        return EISDIR;
    if (stat(path, &st) != 0)
        return lstat(path, &st) == 0 ? EINVAL : 0;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (!S_ISREG(st.st_mode))
        return EINVAL;
    return access(path, W_OK) == 0 ? 0 : errno;
}

/* "a/b/", "" without a folder; caller frees. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return xstrndup(path, slash ? (size_t)(slash - path + 1) : 0);
}

/* The empty file beside `f->path`. 0, or why not. */
static int make_temp(struct outfile *f)
{
    char *folder = folder_of(f->path);

    f->temp = xasprintf("%s.xiaohao.XXXXXX", folder);
    free(folder);
    f->left = leftover_new_file(f->temp, &f->fd);
    return f->left < 0 ? errno : 0;
}

static void fini(struct outfile *f)
{
    free(f->path);
    free(f->temp);
    *f = (struct outfile){ 0 };
}

enum xh_rc outfile_begin(struct outfile *f, const char *path, struct xh_err *err)
{
    int why = refused(path);
    char *real = why ? NULL : realpath(path, NULL); /* none for what is not there yet */

    *f = (struct outfile){ .path = xstrdup(real ? real : path) };
    free(real);
    if (!why)
        why = make_temp(f);
    if (!why)
        return XH_OK;
    fini(f);
    return why == EINVAL ? xh_fail(err, XH_DB,
                                   _("%s is not an ordinary file; choose another name"), path)
                         : file_cannot_write(path, why, err);
}

/* As whoever finds it expects it: like the one before, or like any new file. What the group
 * might do is not given to another group. What a medium cannot keep (a USB stick has no modes)
 * is let be. */
static void make_like_the_old(const struct outfile *f)
{
    struct stat old, new;
    mode_t mask = umask(0), mode = NEW_MODE & ~mask;

    umask(mask);
    if (stat(f->path, &old) == 0 && fstat(f->fd, &new) == 0) {
        mode = old.st_mode & 0777;
        if (fchown(f->fd, old.st_uid, old.st_gid) != 0 &&
            fchown(f->fd, (uid_t)-1, old.st_gid) != 0 && new.st_gid != old.st_gid)
            mode &= ~(mode_t)0070;
    }
    fchmod(f->fd, mode);
}

/* In a folder of many people's somebody may have put a file or a link of theirs under the
 * name, and had it written to or put in place. */
static bool is_exchanged(const struct outfile *f)
{
    struct stat ours, there;

    return fstat(f->fd, &ours) != 0 || lstat(f->temp, &there) != 0 ||
           ours.st_dev != there.st_dev || ours.st_ino != there.st_ino;
}

/* The file, and the folder's knowledge of its name. */
static enum xh_rc put_in_place(const struct outfile *f, struct xh_err *err)
{
    char *folder = folder_of(f->path);
    enum xh_rc rc = XH_OK;

    if (is_exchanged(f))
        rc = xh_fail(err, XH_DB, _("%s was not written: its unfinished file was exchanged "
                                   "meanwhile; write it into another folder"), f->path);
    else if (fsync(f->fd) != 0 && errno != EINVAL)
        rc = file_cannot_write(f->path, errno, err);
    if (rc == XH_OK)
        make_like_the_old(f);
    if (rc == XH_OK && rename(f->temp, f->path) != 0)
        rc = file_cannot_write(f->path, errno, err);
    if (rc == XH_OK)
        file_sync(*folder ? folder : ".", NULL); /* not every share can: the file is there */
    free(folder);
    return rc;
}

enum xh_rc outfile_end(struct outfile *f, enum xh_rc rc, struct xh_err *err)
{
    if (rc == XH_OK)
        rc = put_in_place(f, err);
    if (rc != XH_OK)
        unlink(f->temp);
    leftover_done(f->left);
    close(f->fd);
    fini(f);
    return rc;
}

static bool is_json(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot && strcasecmp(dot, ".json") == 0;
}

/* 0, or why not. */
static int write_text(const struct outfile *f, const struct buf *b)
{
    int why = 0, fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

    if (!out) {
        why = errno;
        if (fd >= 0)
            close(fd);
        return why;
    }
    if ((!is_json(f->path) && fputs("\xEF\xBB\xBF", out) < 0) ||
        fwrite(buf_str(b), 1, b->len, out) != b->len)
        why = errno;
    if (fclose(out) != 0 && !why)
        why = errno;
    return why;
}

enum xh_rc outfile_write(const char *path, const struct buf *b, struct xh_err *err)
{
    struct outfile f;
    enum xh_rc rc = outfile_begin(&f, path, err);

    if (rc != XH_OK)
        return rc;
    int why = write_text(&f, b);
    if (why)
        rc = file_cannot_write(path, why, err);
    return outfile_end(&f, rc, err);
}
