#include "model/evidence_folders.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "evidence"
#define FOLDER_MODE 0770            /* the umask decides */

void evidence_folders_close(struct evidence_folders *p)
{
    if (p->two >= 0)
        close(p->two);
    if (p->all >= 0)
        close(p->all);
    if (p->home >= 0)
        close(p->home);
    p->two = p->all = p->home = -1;
}

void evidence_folders_undo(struct evidence_folders *p)
{
    if (p->made_two)
        unlinkat(p->all, p->name, AT_REMOVEDIR);
    if (p->made_all)
        unlinkat(p->home, FOLDER, AT_REMOVEDIR);
}

static int open_folder(int at, const char *name, bool create, bool *made)
{
    int fd = openat(at, name, EVIDENCE_FOLDER_FLAGS | O_NOFOLLOW);

    if (fd >= 0 || errno != ENOENT || !create)
        return fd;
    if (mkdirat(at, name, FOLDER_MODE) == 0)
        *made = true;
    else if (errno != EEXIST)
        return -1;
    return openat(at, name, EVIDENCE_FOLDER_FLAGS | O_NOFOLLOW);
}

int evidence_folders_open(struct evidence_folders *p, const char *home, const char *hash,
                          bool create)
{
    int why = 0;

    *p = (struct evidence_folders){ .home = -1, .all = -1, .two = -1 };
    p->home = open(home, EVIDENCE_FOLDER_FLAGS);
    if (p->home >= 0)
        p->all = open_folder(p->home, FOLDER, create, &p->made_all);
    if (p->all >= 0 && hash != NULL) {
        memcpy(p->name, hash, 2);
        p->two = open_folder(p->all, p->name, create, &p->made_two);
    }
    if (p->home < 0 || p->all < 0 || (p->two < 0 && hash != NULL)) {
        why = errno;
        if (p->home >= 0)
            evidence_folders_undo(p);
        evidence_folders_close(p);
    }
    return why;
}

/* fsync() of a folder; some file systems have nothing to do and say EINVAL. */
static int sync_folder(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

/* The same content may have been put there a moment ago by another process that has
 * not come to its fsync() yet, so all three are asked every time; a clean folder costs
 * nothing. */
int evidence_folders_sync(const struct evidence_folders *p)
{
    int why = sync_folder(p->two);

    if (why == 0)
        why = sync_folder(p->all);
    if (why == 0)
        why = sync_folder(p->home);
    return why;
}
