/* document_csv.h - a document as records for programs.
 *
 * A ledger gives its tables: one key for each id a column has anywhere in it, in the order in
 * which they appear, led by the document's own keys and the table's `section` and
 * `section_title`. What a table has no column for is empty.
 *
 * A form, letter or slide has no columns to agree on: it is told line by line, `part`, `what`
 * (title, heading, text, field, cell, signature, code), `row` (of a table, from 1), `label`
 * (without its colon and the blanks after it) and `text`. */
#ifndef REPORT_DOCUMENT_CSV_H
#define REPORT_DOCUMENT_CSV_H

#include "report/document.h"
#include "report/export.h"

void document_export(struct buf *out, const struct document *d, enum export_format format);

#endif
