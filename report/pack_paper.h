/* pack_paper.h - 会议材料: the red rows of the sheet a meeting goes through, one a page,
 * large, at most 24 lines, for a wall or the table (OFFICE 16; UX 2, 15). The words are those
 * of the meeting's screen: nothing private, no sums of households. */
#ifndef REPORT_PACK_PAPER_H
#define REPORT_PACK_PAPER_H

#include "report/agenda.h"
#include "report/document.h"

/* What a meeting held now would go through: a final sheet (`no` 0: the last one, or a draft of
 * `day` when there is none). `m` zeroed before; meeting_fini() after either way. XH_DENIED for
 * whom a whole sheet is not (weekly_may); `verb`: VERB_READ, VERB_EXPORT to take it away. */
enum xh_rc pack_load(struct store *st, int32_t day, int64_t reader, enum verb verb, int64_t year,
                     int64_t no, struct meeting *m, struct xh_err *err);
/* Its red rows. `d` zeroed before; document_fini() after either way. */
enum xh_rc pack_paper(struct document *d, struct store *st, int32_t day, int64_t reader,
                      const struct meeting *m, struct xh_err *err);
/* How many they are. */
size_t pack_pages(const struct meeting *m);

#endif
