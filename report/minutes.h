/* minutes.h - what a meeting decided, as text: before the chair has confirmed it the form
 * he signs, after that the minutes (OFFICE 16). By 序号: the item, what was decided, who,
 * until when; then what nobody objected to and what was not reached. Nothing private: rows
 * stand as on the weekly sheet. */
#ifndef REPORT_MINUTES_H
#define REPORT_MINUTES_H

#include "model/meeting.h"

/* Appended, in lines of at most `width` columns (at least 40). `exporter`: only rows this
 * person may take away, and how many are left out; 0: all. */
void minutes_print(struct buf *out, struct store *st, const struct meeting *m, int width,
                   int64_t exporter);
/* "会议纪要 2026-11-23": what a file of it is called. Caller frees. */
char *minutes_name(const struct meeting *m);

#endif
