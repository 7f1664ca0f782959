#include "model/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define CHUNK 65536
#define READ_FLAGS (O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
#define NEW_FLAGS (O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW)
#define FILE_MODE 0660              /* the umask decides */
#define FOLDER_MODE 0770

bool watch_tell(const struct watch *w, const char *part, int64_t done, int64_t all)
{
    return !w || !w->go_on || w->go_on(w->ctx, part, done, all);
}

enum xh_rc watch_stopped(struct xh_err *err)
{
    return xh_fail(err, XH_REFUSED, _("stopped. Nothing was changed, nothing half-made left."));
}

/* ---- what went wrong --------------------------------------------------------------- */

static enum xh_rc cannot_read(const char *path, int why, struct xh_err *err)
{
    struct buf shown = {0};
    enum xh_rc rc = why == ENOENT || why == ENOTDIR ? XH_NOT_FOUND : XH_DB;

    text_show(&shown, path, false);
    if (rc == XH_NOT_FOUND)
        xh_fail(err, rc, _("there is no file %s"), buf_str(&shown));
    else if (why == ELOOP || why == EINVAL)
        xh_fail(err, rc, _("%s is not a regular file"), buf_str(&shown));
    else
        xh_fail(err, rc, _("%s cannot be read: %s"), buf_str(&shown), strerror(why));
    buf_fini(&shown);
    return rc;
}

/* ---- reading and copying ----------------------------------------------------------- */

static enum xh_rc open_file(const char *path, int *fd, int64_t *size, struct xh_err *err)
{
    struct stat sb;
    int why;

    *fd = open(path, READ_FLAGS);
    if (*fd < 0)
        return cannot_read(path, errno, err);
    why = fstat(*fd, &sb) != 0 ? errno : S_ISREG(sb.st_mode) ? 0 : EINVAL;
    *size = sb.st_size;
    if (why == 0)
        return XH_OK;
    close(*fd);
    *fd = -1;
    return cannot_read(path, why, err);
}

static int write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno != EINTR)
            return errno;
        if (put > 0) {
            bytes += put;
            n -= (size_t)put;
        }
    }
    return 0;
}

/* Through `from` from its beginning, hashed, and into `to` if that is not -1. */
static enum xh_rc run_through(int from, const char *name, int to, const char *to_name,
                              int64_t all, char hash[static HASH_HEX], int64_t *size,
                              const struct watch *w, struct xh_err *err)
{
    char *chunk = xmalloc(CHUNK);
    uint8_t raw[HASH_SIZE];
    struct hash_state h;
    enum xh_rc rc = XH_OK;
    int why = 0;

    hash_init(&h);
    *size = 0;
    while (rc == XH_OK) {
        ssize_t n = read(from, chunk, CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = cannot_read(name, errno, err);
        if (n <= 0)
            break;
        hash_update(&h, chunk, (size_t)n);
        *size += n;
        if (to >= 0 && (why = write_all(to, chunk, (size_t)n)) != 0)
            rc = file_cannot_write(to_name, why, err);
        else if (!watch_tell(w, NULL, *size, all))
            rc = watch_stopped(err);
    }
    hash_final(&h, raw);
    hash_hex(raw, hash);
    free(chunk);
    return rc;
}

enum xh_rc file_hash(const char *path, bool cold, char hash[static HASH_HEX], int64_t *size,
                     const struct watch *w, struct xh_err *err)
{
    int64_t all;
    int fd;
    enum xh_rc rc = open_file(path, &fd, &all, err);

    if (rc != XH_OK)
        return rc;
    if (cold)
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    rc = run_through(fd, path, -1, NULL, all, hash, size, w, err);
    close(fd);
    return rc;
}

enum xh_rc file_copy(const char *from, const char *to, char *hash, int64_t *size,
                     const struct watch *w, struct xh_err *err)
{
    char digits[HASH_HEX];
    int64_t all, done = 0;
    int in, out;
    enum xh_rc rc = open_file(from, &in, &all, err);

    if (rc != XH_OK)
        return rc;
    out = open(to, NEW_FLAGS, FILE_MODE);
    if (out < 0) {
        rc = file_cannot_write(to, errno, err);
        close(in);
        return rc;
    }
    rc = run_through(in, from, out, to, all, digits, &done, w, err);
    if (rc == XH_OK && fsync(out) != 0)
        rc = file_cannot_write(to, errno, err);
    posix_fadvise(out, 0, 0, POSIX_FADV_DONTNEED);
    if (close(out) != 0 && rc == XH_OK)
        rc = file_cannot_write(to, errno, err);
    close(in);
    if (rc != XH_OK)
        unlink(to);
    if (hash)
        memcpy(hash, digits, sizeof digits);
    if (size)
        *size = done;
    return rc;
}

enum xh_rc file_write(const char *path, const char *text, size_t n, struct xh_err *err)
{
    int fd = open(path, NEW_FLAGS, FILE_MODE);
    int why = fd < 0 ? errno : write_all(fd, text, n);

    if (fd >= 0 && why == 0 && fsync(fd) != 0)
        why = errno;
    if (fd >= 0 && close(fd) != 0 && why == 0)
        why = errno;
    if (why == 0)
        return XH_OK;
    if (fd >= 0)
        unlink(path);
    return file_cannot_write(path, why, err);
}

char *file_read(const char *path, size_t max, struct xh_err *err)
{
    struct buf text = {0};
    char chunk[8192];
    int64_t size;
    ssize_t n;
    int fd;

    if (open_file(path, &fd, &size, err) != XH_OK)
        return NULL;
    while ((n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR)) {
        if (n > 0)
            buf_add(&text, chunk, (size_t)n);
        if (text.len > max) {
            n = -1;
            errno = EFBIG;
            break;
        }
    }
    if (n < 0)
        cannot_read(path, errno, err);
    close(fd);
    if (n == 0)
        return text.s ? buf_take(&text) : xstrdup("");
    buf_fini(&text);
    return NULL;
}

/* ---- folders ----------------------------------------------------------------------- */

enum xh_rc file_sync(const char *path, struct xh_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int why = fd < 0 ? errno : fsync(fd) != 0 ? errno : 0;

    if (fd >= 0)
        close(fd);
    return why == 0 || why == EINVAL ? XH_OK : file_cannot_write(path, why, err);
}

enum xh_rc file_make_folder(const char *path, struct xh_err *err)
{
    struct stat sb;

    if (mkdir(path, FOLDER_MODE) == 0)
        return XH_OK;
    if (errno == EEXIST && stat(path, &sb) == 0 && S_ISDIR(sb.st_mode))
        return XH_OK;
    return xh_fail(err, XH_DB, _("cannot make the folder %s: %s"), path, strerror(errno));
}

enum xh_rc file_make_folders(const char *path, struct xh_err *err)
{
    char *copy = xstrdup(path);
    enum xh_rc rc = XH_OK;

    for (char *p = copy + 1; rc == XH_OK && *p; p++)
        if (*p == '/') {
            *p = '\0';
            rc = file_make_folder(copy, err);
            *p = '/';
        }
    if (rc == XH_OK)
        rc = file_make_folder(copy, err);
    free(copy);
    return rc;
}

void file_remove_tree(const char *path)
{
    DIR *d = opendir(path);

    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat sb;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        char *p = xasprintf("%s/%s", path, e->d_name);
        if (lstat(p, &sb) == 0 && S_ISDIR(sb.st_mode))
            file_remove_tree(p);
        else
            unlink(p);
        free(p);
    }
    if (d)
        closedir(d);
    rmdir(path);
}

bool file_is_there(const char *path)
{
    struct stat sb;

    return lstat(path, &sb) == 0;
}

int64_t file_size(const char *path)
{
    struct stat sb;

    return lstat(path, &sb) == 0 && S_ISREG(sb.st_mode) ? (int64_t)sb.st_size : -1;
}

bool file_same(const char *a, const char *b)
{
    struct stat sa, sb;

    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino;
}

bool file_is_under(const char *path, const char *folder)
{
    const char *slash = strrchr(path, '/');
    char *of = slash ? xstrndup(path, slash == path ? 1 : (size_t)(slash - path)) : xstrdup(".");
    char *real = realpath(of, NULL), *in = realpath(folder, NULL);
    size_t n = in ? strlen(in) : 0;
    bool under = real && in && strncmp(real, in, n) == 0 && (!real[n] || real[n] == '/');

    free(of);
    free(real);
    free(in);
    return under;
}

int file_hold_folder(const char *path, bool wait)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int why;

    while (fd >= 0 && flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        why = errno;
        close(fd);
        fd = -1;
        errno = why;
    }
    return fd;
}
