/* item_paper.h - one item as a page of a ledger (事项台账): everything `show` says of it, in
 * columns, and why its colour and its dates are what they are.
 *
 * Made of the same item_page as the text of item_text.h, so of what its reader may see:
 * masked values stay masked in every format. */
#ifndef REPORT_ITEM_PAPER_H
#define REPORT_ITEM_PAPER_H

#include "model/query.h"
#include "report/document.h"

/* `d` zeroed before; document_fini() after either way. `look` says who reads and on which day
 * (item_page_load). `away`: it leaves, which asks for the right to export, and an order leaves
 * only as orders do. XH_NOT_FOUND, XH_DENIED naming who may. */
enum xh_rc item_paper(struct document *d, struct store *st, const struct filter *look,
                      int64_t item, bool away, struct xh_err *err);

#endif
