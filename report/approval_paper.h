/* approval_paper.h - the form on which a leader decides about cross-offs with a pen
 * (销号审批表; ENGINE 26, 27): one row per item that waits for review, with room for both
 * opinions. The clerk records the decision from it and keeps it. */
#ifndef REPORT_APPROVAL_PAPER_H
#define REPORT_APPROVAL_PAPER_H

#include "model/query.h"
#include "report/document.h"

/* Items `items` in this order, as `look->reader` may see them; what is named twice stands
 * there once, none gives an empty form. `away`: it leaves the program, which asks for the
 * right to export each of them. XH_REFUSED names every one that is not in review; XH_DENIED,
 * XH_NOT_FOUND. `d` zeroed before, document_fini() after either way. */
enum xh_rc approval_paper(struct document *d, struct store *st, const struct filter *look,
                          const int64_t *items, size_t n, bool away, struct xh_err *err);

#endif
