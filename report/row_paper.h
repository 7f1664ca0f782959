/* row_paper.h - rows of lists as a table of a document: columns by the ids lists configure,
 * the cells `list` prints. */
#ifndef REPORT_ROW_PAPER_H
#define REPORT_ROW_PAPER_H

#include "report/document.h"
#include "report/row_cells.h"

/* Added to `t`, which has no columns yet. `columns`: ids, NULL-terminated; unknown ones are
 * left out. `titles`: instead of the rows' own titles, or NULL. */
void row_paper(struct doc_table *t, const struct row_look *look, const char *const *columns,
               const struct row *rows, const char *const *titles, size_t n);

#endif
