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

/* Renaming would put a file in the place of a device, and of one that is protected. */
static int refused(const char *path)
{
    struct stat st;
    size_t n = strlen(path);

    if (n > 0 && path[n - 1] == '/')
        return EISDIR;
    if (stat(path, &st) != 0)
        return 0;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (!S_ISREG(st.st_mode))
        return EINVAL;
    return access(path, W_OK) == 0 ? 0 : errno;
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

    *f = (struct outfile){ xstrdup(path), xasprintf("%s.part", path) };
    if (!why) {
        int fd = open(f->temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660);
        if (fd >= 0) {
            close(fd);
            return XH_OK;
        }
        why = errno;
    }
    fini(f);
    return why == EINVAL ? xh_fail(err, XH_DB,
                                   _("%s is not an ordinary file; choose another name"), path)
                         : file_cannot_write(path, why, err);
}

/* The file, and the folder's knowledge of its name. */
static enum xh_rc put_in_place(const struct outfile *f, struct xh_err *err)
{
    const char *slash = strrchr(f->path, '/');
    char *folder = slash ? xstrndup(f->path, (size_t)(slash - f->path + 1)) : xstrdup(".");
    enum xh_rc rc = file_sync(f->temp, err);

    if (rc == XH_OK && rename(f->temp, f->path) != 0)
        rc = file_cannot_write(f->path, errno, err);
    if (rc == XH_OK)
        file_sync(folder, NULL); /* not every share can: the file is there */
    free(folder);
    return rc;
}

enum xh_rc outfile_end(struct outfile *f, enum xh_rc rc, struct xh_err *err)
{
    if (rc == XH_OK)
        rc = put_in_place(f, err);
    if (rc != XH_OK)
        unlink(f->temp);
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
    FILE *out = fopen(f->temp, "we");
    int why = 0;

    if (!out)
        return errno;
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
