#include "report/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/i18n.h"

static enum xh_rc cannot(const char *path, int error, struct xh_err *err)
{
    return xh_fail(err, XH_DB, _("cannot write %s: %s"), path, strerror(error));
}

enum xh_rc outfile_begin(struct outfile *f, const char *path, struct xh_err *err)
{
    *f = (struct outfile){ xstrdup(path), xasprintf("%s.part", path) };
    int fd = open(f->temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660);
    if (fd >= 0) {
        close(fd);
        return XH_OK;
    }
    enum xh_rc rc = cannot(path, errno, err);
    free(f->path);
    free(f->temp);
    *f = (struct outfile){ 0 };
    return rc;
}

/* On the disk, then under its name. */
static bool put_in_place(const struct outfile *f)
{
    int fd = open(f->temp, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    bool good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        good = close(fd) == 0 && good;
    return good && rename(f->temp, f->path) == 0;
}

enum xh_rc outfile_end(struct outfile *f, enum xh_rc rc, struct xh_err *err)
{
    if (rc == XH_OK && !put_in_place(f))
        rc = cannot(f->path, errno, err);
    if (rc != XH_OK)
        unlink(f->temp);
    free(f->path);
    free(f->temp);
    *f = (struct outfile){ 0 };
    return rc;
}

static bool write_text(const char *path, const struct buf *b)
{
    FILE *out = fopen(path, "we");

    if (!out)
        return false;
    bool good = fputs("\xEF\xBB\xBF", out) >= 0 && fputs(buf_str(b), out) >= 0;
    return fclose(out) == 0 && good;
}

enum xh_rc outfile_write(const char *path, const struct buf *b, struct xh_err *err)
{
    struct outfile f;
    enum xh_rc rc = outfile_begin(&f, path, err);

    if (rc != XH_OK)
        return rc;
    if (!write_text(f.temp, b))
        rc = cannot(path, errno, err);
    return outfile_end(&f, rc, err);
}
