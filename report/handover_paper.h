/* handover_paper.h - 工作交接清单 as a document: every open row, promises made on visits,
 * missing evidence, open orders and requests, two lines to sign (UX 2, 17). Private words are
 * masked as the reader may see them. */
#ifndef REPORT_HANDOVER_PAPER_H
#define REPORT_HANDOVER_PAPER_H

#include "report/document.h"
#include "report/export.h"
#include "report/handover.h"

struct handover_page {
    struct store *st;
    const struct env *env;
    int64_t reader;
    int64_t to;                 /* who takes over; 0: not settled, to be written by hand */
    const struct exporter *away;        /* who takes it away: orders leave as orders do; NULL */
};
/* `d` zeroed before; document_fini() after either way. */
enum xh_rc handover_paper(struct document *d, const struct handover_page *p,
                          const struct handover *h, struct xh_err *err);

#endif
