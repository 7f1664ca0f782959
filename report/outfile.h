/* outfile.h - what is printed, into a file of the caller's. */
#ifndef REPORT_OUTFILE_H
#define REPORT_OUTFILE_H

#include "model/err.h"
#include "model/mem.h"

/* With a byte order mark, for WPS and Excel. Written beside and renamed: a full disk
 * leaves the old file. XH_DB says why not. */
enum xh_rc outfile_write(const char *path, const struct buf *b, struct xh_err *err);

#endif
