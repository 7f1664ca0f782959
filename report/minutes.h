/* minutes.h - what a meeting decided, as a document: before the chair has confirmed it the form
 * he signs, after that the minutes (OFFICE 16). By 序号: the item, what was decided, who,
 * until when; then what nobody objected to and what was not reached. Nothing private: rows
 * stand as on the weekly sheet. */
#ifndef REPORT_MINUTES_H
#define REPORT_MINUTES_H

#include "model/meeting.h"
#include "report/document.h"
#include "report/export.h"

/* `away`: only decisions whoever takes it away may take, and how many are left out; NULL: all.
 * `d` zeroed before; document_fini() after either way. */
enum xh_rc minutes_paper(struct document *d, struct store *st, const struct meeting *m,
                         struct exporter *away, struct xh_err *err);
/* "会议纪要 2026-11-23": what a file of it is called. Caller frees. */
char *minutes_name(const struct meeting *m);

#endif
