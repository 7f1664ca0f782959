/* csv_read.h - a file of comma-separated values, as WPS, Excel and editors leave it, as a
 * table of texts.
 *
 * The file may be UTF-8 (with or without its mark), UTF-16 or GB18030, with lines ending
 * in LF, CRLF or CR. Cells are separated by commas; by semicolons or tabs when the lines
 * show it clearly or the first one is "sep=;". Quotation marks are those of RFC 4180: a
 * quoted cell may hold separators, line breaks (they become LF) and "" for one mark. A
 * mark in the middle of an unquoted cell stands for itself; blanks around a cell do not
 * count.
 *
 * Rows of blanks are left out. Everything else is kept as it stands, a heading above the
 * header too: finding the header row is the importer's business. */
#ifndef REPORT_CSV_READ_H
#define REPORT_CSV_READ_H

#include "model/err.h"
#include "model/grid.h"

#define CSV_BYTES_MAX (64 * 1024 * 1024)
#define CSV_ROWS_MAX 1048576            /* of a spreadsheet of today */
#define CSV_COLUMNS_MAX 500
#define CSV_CELL_MAX 32767              /* characters, of a spreadsheet's cell */

/* Read the file `path` into *out (zeroed by the caller, released with grid_fini()); at
 * least one row. On failure *out is empty and the message names the file, the line where
 * there is one, and what to do. XH_NOT_FOUND: no such file. XH_DB: it cannot be read.
 * XH_REFUSED: not an ordinary file, too large, no CSV at all (a workbook, PDF, archive,
 * web page), an unknown encoding, damaged quotation marks, or no rows. */
enum xh_rc csv_read(const char *path, struct grid *out, struct xh_err *err);

/* A block copied out of a spreadsheet into *out (zeroed; grid_fini() after): cells between
 * tabs, rows between LF, quoted cells with line breaks in them. Rows of blanks stay, so
 * that everything keeps its place; where quotation marks do not fit, they stand for
 * themselves. `text` is UTF-8. */
void csv_read_block(const char *text, struct grid *out);

#endif
