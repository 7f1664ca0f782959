#include "report/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/i18n.h"

enum xh_rc outfile_write(const char *path, const struct buf *b, struct xh_err *err)
{
    char *temp = xasprintf("%s.part", path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool bad = !f;

    if (f) {
        bad = fputs("\xEF\xBB\xBF", f) < 0 || fputs(buf_str(b), f) < 0;
        bad |= fflush(f) != 0 || fsync(fd) != 0;
        bad |= fclose(f) != 0;
    } else if (fd >= 0) {
        close(fd);
    }
    if (!bad)
        bad = rename(temp, path) != 0;
    enum xh_rc rc =
        bad ? xh_fail(err, XH_DB, _("cannot write %s: %s"), path, strerror(errno))
            : XH_OK;
    if (bad && f)
        unlink(temp);
    free(temp);
    return rc;
}
