/* order_paper.h - an order or a letter of coordination on pages, as GB/T 9704-2012 lays a
 * letter out (OFFICE 13, 22, 25): its words (order_text.h), the place of the seal, behind them
 * the annex, on a page of its own the receipt to cut off and the form to report on. */
#ifndef REPORT_ORDER_PAPER_H
#define REPORT_ORDER_PAPER_H

#include "model/order.h"
#include "report/document.h"

/* `d` zeroed before, document_fini() after either way. Who may read the order or take it away
 * is asked elsewhere (order_may_read(), order_may_take()). XH_DB. */
enum xh_rc order_paper(struct document *d, struct store *st, const struct duban_order *o,
                       struct xh_err *err);

#endif
