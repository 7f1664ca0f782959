/* document_text.h - a document as plain text, for a terminal, a .txt file and the screen's
 * preview: tables where there is room for them, else a block of lines for each row, to be
 * read aloud. Adds no word of its own but lines to write on. */
#ifndef REPORT_DOCUMENT_TEXT_H
#define REPORT_DOCUMENT_TEXT_H

#include "report/document.h"

#define TEXT_TABLE 120          /* from so many columns on there is room for wide tables */

/* Appended, in lines of at most `width` columns (at least 40; 0: no limit), without trailing
 * blanks. `colours`: ANSI backgrounds behind the words. */
void document_text(struct buf *out, const struct document *d, int width, bool colours);

#endif
