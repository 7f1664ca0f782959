#include "model/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/i18n.h"
#include "model/mem.h"

#define CREATE_MODE 0660    /* the office's group shares the file; the umask decides */

static const char *const sidecars[] = { "", "-journal", "-wal", "-shm" };

/* `path` with its folder resolved: SQLITE_OPEN_NOFOLLOW would refuse a link anywhere
 * in the path, and folders may be links. An absolute path also survives chdir() and is
 * never ":memory:" or a URI. NULL with errno set if there is no such folder. */
char *db_file_resolve(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char *folder = slash == path ? xstrdup("/")
                 : slash         ? xstrndup(path, (size_t)(slash - path))
                                 : xstrdup(".");
    char *real = realpath(folder, NULL);
    char *whole = NULL;

    free(folder);
    if (real != NULL)
        whole = xasprintf("%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
    free(real);
    return whole;
}

enum xh_rc db_file_refuse_link(const char *path, struct xh_err *err)
{
    return xh_fail(err, XH_DB, _("%s is a symbolic link: name the file itself"), path);
}

/* Before SQLite sees it: a FIFO would hang, a folder would be called damaged. */
enum xh_rc db_file_check(const char *path, const char *real, struct xh_err *err)
{
    struct stat st;

    if (lstat(real, &st) != 0)
        return xh_fail(err, XH_DB, _("%s cannot be opened: %s"), path, strerror(errno));
    if (S_ISLNK(st.st_mode))
        return db_file_refuse_link(path, err);
    if (!S_ISREG(st.st_mode))
        return xh_fail(err, XH_DB, _("%s is not a file"), path);
    return XH_OK;
}

/* SQLite cannot be told that the file must be new. The descriptor is closed before it
 * opens the file: later, closing it would drop SQLite's locks. */
enum xh_rc db_file_make(const char *path, const char *real, struct xh_err *err)
{
    int fd = open(real, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, CREATE_MODE);

    if (fd < 0 && errno == EEXIST)
        return xh_fail(err, XH_DB, _("%s exists already"), path);
    if (fd < 0)
        return xh_fail(err, XH_DB, _("%s cannot be created: %s"), path, strerror(errno));
    close(fd);
    return XH_OK;
}

void db_file_remove(const char *real)
{
    for (size_t i = 0; i < sizeof sidecars / sizeof *sidecars; i++) {
        char *name = xasprintf("%s%s", real, sidecars[i]);

        unlink(name);
        free(name);
    }
}
