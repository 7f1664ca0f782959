/* forecast_paper.h - what turns red before the next meetings, as a document and for
 * programs. */
#ifndef REPORT_FORECAST_PAPER_H
#define REPORT_FORECAST_PAPER_H

#include "report/document.h"
#include "report/export.h"
#include "report/forecast.h"

/* `kept_back`: rows that may not be taken away, said at the end. `d` zeroed before;
 * document_fini() after either way. */
enum xh_rc forecast_paper(struct document *d, struct store *st, const struct forecast *f,
                          int32_t today, size_t kept_back, struct xh_err *err);
void forecast_export(struct buf *out, const struct forecast *f, enum export_format format);

#endif
