/* document_csv.h - the tables of a document as records for programs: one key for each id a
 * column has anywhere in it, in the order in which they appear, led by the document's own
 * keys and the table's `section` and `section_title`. What a table has no column for is
 * empty. */
#ifndef REPORT_DOCUMENT_CSV_H
#define REPORT_DOCUMENT_CSV_H

#include "report/document.h"
#include "report/export.h"

void document_export(struct buf *out, const struct document *d, enum export_format format);

#endif
