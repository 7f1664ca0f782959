/* countdown_text.h - 倒计时: where the signing of some households stands in time, as one
 * sentence of short parts (UX 1; DOMAIN 3.3). */
#ifndef REPORT_COUNTDOWN_TEXT_H
#define REPORT_COUNTDOWN_TEXT_H

#include "model/rollup.h"

/* "day 12/30  signed 65/90  1.4 户 a day needed  last 7 days 2.1 户 a day  done by 12-03 at this
 * pace (4 days early)", of what there is: not begun, past its day, signed in full. Parts are
 * separated by two blanks. Appended; nothing when there are no rows. */
void countdown_say(struct buf *out, const struct list_def *l, const struct rollup_figures *n,
                   int32_t today);

#endif
