/* reply_parts.h - what the parts of reply.h share. Private to report/reply*.c. */
#ifndef REPORT_REPLY_PARTS_H
#define REPORT_REPLY_PARTS_H

#include "report/reply.h"

/* Takes over `text`; what was there is freed. */
void reply_set_text(char **to, char *text);
/* Nothing is decided about the row, nothing done; in memory only. */
void reply_open_row(struct meeting_row *r);
/* The file of the marked sheet; NULL: none. */
const char *reply_paper(const struct meeting *m);
/* Why the row is not all done, as it was refused. */
enum xh_rc reply_not_done(const struct meeting_row *r, struct xh_err *err);
/* XH_NOT_FOUND: which rows there are. */
enum xh_rc reply_no_such_row(const struct meeting *m, int64_t n, struct xh_err *err);

#endif
