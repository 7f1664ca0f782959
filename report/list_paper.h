/* list_paper.h - a ledger as a document: rows of lists under the columns asked for, the same on
 * the command line and on the screen. */
#ifndef REPORT_LIST_PAPER_H
#define REPORT_LIST_PAPER_H

#include "model/store.h"
#include "report/document.h"
#include "report/row_cells.h"

/* `title`: of the ledger. `columns`: ids, NULL-terminated. `note`: stands under the table; NULL:
 * how many rows there are. `kept_back`: those that may not be taken away. `d` zeroed before;
 * document_fini() after either way. */
enum xh_rc list_paper(struct document *d, struct store *st, const struct row_look *look,
                      const char *title, const char *const *columns, const struct rows *rows,
                      const char *note, size_t kept_back, struct xh_err *err);

#endif
