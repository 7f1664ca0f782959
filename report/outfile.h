/* outfile.h - what is printed, into a file of the caller's. Written beside its name, under
 * one nobody can guess, and put in place when it is whole: a full disk or Ctrl-C leaves the
 * old file and nothing else.
 *
 * A file that is there already keeps its mode, its group and, as far as the system lets us,
 * its owner. A symbolic link stays: the file it leads to is the one that is written anew; a
 * link to nowhere is refused, for whoever made it meant another place than we would guess. */
#ifndef REPORT_OUTFILE_H
#define REPORT_OUTFILE_H

#include "model/err.h"
#include "model/mem.h"

struct outfile {
    char *path;                 /* the file itself, links followed */
    char *temp;
    int fd;                     /* of `temp`, as it was made; open until the end */
    int left;                   /* of leftover.h */
};
/* `temp` is empty and the caller's to write: through `fd`, or where a library takes nothing
 * but names (libxlsxwriter) by its name, opened first with O_NOFOLLOW. XH_DB: there is
 * no such folder, it may
 * not be written to, `path` is a folder, a device or a link to nowhere. On failure there is
 * nothing to end. */
enum xh_rc outfile_begin(struct outfile *f, const char *path, struct xh_err *err);
/* `rc` XH_OK: on the disk and in place under its name; else gone, and what stood there before
 * still stands. Returns `rc`, or XH_DB when it could not be put in place, or is no longer the
 * file that was made. */
enum xh_rc outfile_end(struct outfile *f, enum xh_rc rc, struct xh_err *err);

/* Text, with a byte order mark, for WPS and Excel; JSON has none (RFC 8259, 8.1). */
enum xh_rc outfile_write(const char *path, const struct buf *b, struct xh_err *err);

#endif
