/* reject_file.h - the rows an import could not take, as CSV: the file's own columns with
 * the line they stood in and the reason, so that they can be corrected and imported
 * again. */
#ifndef REPORT_REJECT_FILE_H
#define REPORT_REJECT_FILE_H

#include "model/import.h"

/* Append the header row and every rejected row of `g`; 行号 and 原因 come last, which an
 * import leaves out. Cells as they stood, but none a spreadsheet would take for a
 * formula (invariant 8). */
void reject_file(struct buf *out, const struct grid *g, const struct import_result *r);

#endif
