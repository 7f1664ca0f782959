/* certificate_paper.h - what proves that an item was crossed off (销号证明; ENGINE 23, 26, 27):
 * what was assigned, its steps as they stood when it was applied for, who applied and who
 * decided, typed by whom, and every piece of evidence with where its original is. */
#ifndef REPORT_CERTIFICATE_PAPER_H
#define REPORT_CERTIFICATE_PAPER_H

#include "model/query.h"
#include "report/document.h"

/* The item as `look->reader` may see it, now. `away`: it leaves the program, which asks for
 * the right to export. XH_REFUSED when it is not crossed off; XH_DENIED, XH_NOT_FOUND. `d`
 * zeroed before, document_fini() after either way. */
enum xh_rc certificate_paper(struct document *d, struct store *st, const struct filter *look,
                             int64_t item, bool away, struct xh_err *err);

#endif
