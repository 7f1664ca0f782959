#include "model/file_bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/mem.h"

#define FIRST_ROOM 4096

/* What stat() says is where to begin, not the end: files grow, and some say 0. */
static char *read_all(int fd, size_t expected, size_t max, size_t *n, int *why)
{
    size_t room = (expected < max ? expected : max) + 1, have = 0;
    char *bytes;

    if (room < FIRST_ROOM)
        room = max + 1 < FIRST_ROOM ? max + 1 : FIRST_ROOM;
    bytes = xmalloc(room + 1);
    while (have <= max) {
        ssize_t got;

        if (have == room) {
            room = room > max / 2 ? max + 1 : room * 2;
            bytes = xrealloc(bytes, room + 1);
        }
        got = read(fd, bytes + have, room - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            *why = errno;
            free(bytes);
            return NULL;
        }
        if (got == 0)
            break;
        have += (size_t)got;
    }
    bytes[have] = '\0';
    *n = have;
    return bytes;
}

char *file_bytes(int at, const char *path, size_t max, size_t *n, int *why)
{
    int fd = openat(at, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    char *bytes = NULL;

    if (fd < 0 || fstat(fd, &st) != 0)
        *why = errno;
    else if (!S_ISREG(st.st_mode))
        *why = ENXIO;
    else
        bytes = read_all(fd, (size_t)st.st_size, max, n, why);
    if (fd >= 0)
        close(fd);
    return bytes;
}
