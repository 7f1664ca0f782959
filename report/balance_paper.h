/* balance_paper.h - 勾稽核对 on paper: what does not balance and how it comes about, a line for
 * each check. Names and private values as in balance_text.h. */
#ifndef REPORT_BALANCE_PAPER_H
#define REPORT_BALANCE_PAPER_H

#include "report/balance_text.h"
#include "report/document.h"

/* `today`: compiled on. `d` zeroed before; document_fini() after either way. */
enum xh_rc balance_paper(struct document *d, struct store *st, const struct balance_report *r,
                         int32_t today, struct xh_err *err);

#endif
