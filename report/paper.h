/* paper.h - a document into a file, of the kind its name's ending says: .pdf and .xlsx are
 * typeset (typeset.h), .txt laid out as text, .csv and .json are its records. */
#ifndef REPORT_PAPER_H
#define REPORT_PAPER_H

#include "report/document.h"
#include "model/err.h"

enum paper_kind { PAPER_TXT, PAPER_CSV, PAPER_JSON, PAPER_PDF, PAPER_XLSX, PAPER_KINDS };
/* "pdf": the ending without its dot, and the word of --format. */
const char *paper_kind_word(enum paper_kind kind);
/* PAPER_KINDS when the name has another ending. */
enum paper_kind paper_kind_of(const char *path);

/* Whole or not at all (outfile.h). `width`: columns of text, 0 no limit. `notes` (may be NULL)
 * gets what typesetting has to say, and of a file of tables what is said beside them, a line
 * each. */
enum xh_rc paper_write(const struct document *d, const char *path, int width, struct buf *notes,
                       struct xh_err *err);

#endif
