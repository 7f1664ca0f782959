/* typeset.h - a document (document.h) as PDF or XLSX.
 *
 * The libraries that do it (pango, cairo, libxlsxwriter, libqrencode) are large and slow to
 * start: they live in a module of their own, typeset.so, made of report/typeset/ and loaded
 * the first time something is typeset, never at start (DESIGN 10). It lies beside the
 * program, or in PREFIX/lib/xiaohao. */
#ifndef REPORT_TYPESET_H
#define REPORT_TYPESET_H

#include "model/err.h"
#include "report/document.h"

enum typeset_format { TYPESET_PDF, TYPESET_XLSX };

struct typeset_job {
    const struct document *document;
    enum typeset_format format;
    const char *path;           /* written anew; the caller puts it in place (outfile.h) */
    const char *name;           /* what the person calls it, in messages; NULL: `path` */
    struct buf notes;           /* a line for each thing whoever prints it should know (an
                                 * official font is missing); the caller frees */
    int pages;                  /* of the PDF; sheets of the XLSX */
};
/* XH_DB when the module cannot be loaded or the file not be written: why, and what to do. */
enum xh_rc typeset(struct typeset_job *job, struct xh_err *err);

/* The module's one door; only typeset() knows it. */
typedef enum xh_rc typeset_entry(struct typeset_job *job, struct xh_err *err);
#define TYPESET_ENTRY "xiaohao_typeset"

#endif
