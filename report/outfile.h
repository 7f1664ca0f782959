/* outfile.h - what is printed, into a file of the caller's. Written beside its name and put in
 * place when it is whole: a full disk leaves the old file. */
#ifndef REPORT_OUTFILE_H
#define REPORT_OUTFILE_H

#include "model/err.h"
#include "model/mem.h"

struct outfile { char *path, *temp; };
/* `temp` is empty and the caller's to write, by name. XH_DB: there is no such folder, it may
 * not be written to, `path` is a folder or a device. On failure there is nothing to end. */
enum xh_rc outfile_begin(struct outfile *f, const char *path, struct xh_err *err);
/* `rc` XH_OK: on the disk and in place under its name; else gone, and what stood there before
 * still stands. Returns `rc`, or XH_DB when it could not be put in place. */
enum xh_rc outfile_end(struct outfile *f, enum xh_rc rc, struct xh_err *err);

/* Text, with a byte order mark, for WPS and Excel; JSON has none (RFC 8259, 8.1). */
enum xh_rc outfile_write(const char *path, const struct buf *b, struct xh_err *err);

#endif
