/* paper_mark.h - what was written by hand beside a row of the weekly sheet (会议意见), as it
 * is keyed in: "12 x", "x12", "12 d11-27 n words". Pure: the day of the meeting and the
 * calendar are handed in; whether the row can take it is for others to say (report/reply.h).
 *
 * Workdays count from the day of the meeting, not from the day of keying in, the day itself
 * not counted (民法典 201): the chair meant it so, and the same sheet keyed in again is the
 * same sheet. A day without a year is the first one from then on.
 *
 *   x          agree to the cross-off          r WORDS   return, with the reason
 *   d5 d11-27  a limit: workdays or a day      s         a supervision order
 *   e e11-30   more time: as asked, or a day   n WORDS   the chair's words
 *   h          next time                       -         nothing
 *
 * The words printed under the table do as well: 销 限(11-27) 延11-30 退 督 缓, and 批 or 记
 * for words, 无 for nothing. Full-width is half-width. r and n take the rest of the line; s goes
 * with d and e, n with everything but r and -; any other two contradict each other. */
#ifndef MODEL_PAPER_MARK_H
#define MODEL_PAPER_MARK_H

#include "model/calendar.h"
#include "model/meeting.h"

struct paper_mark {
    int64_t n;                  /* 序号 */
    struct meeting_decision d;  /* makes no item; of an extension the request is not known yet */
};
/* `out` zeroed before; paper_mark_fini() after either way. XH_USAGE says what of the line
 * cannot be understood and what there is. */
enum xh_rc paper_mark_read(const char *line, int32_t met, const struct calendar *cal,
                           struct paper_mark *out, struct xh_err *err);
void paper_mark_fini(struct paper_mark *m);
/* The 序号 a line names, as far as it is typed; 0: none yet. */
int64_t paper_mark_number(const char *line);
/* Nothing to read: empty, or a comment behind '#'. */
bool paper_mark_is_blank(const char *line);

#endif
