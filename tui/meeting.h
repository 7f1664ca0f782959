/* meeting.h - 会议: the sheet gone through one item a page, decided by digit, confirmed by
 * the chair at the end (OFFICE 16, UX 2.15).
 *
 * People watch: nothing private, no household, no sums; at most 24 lines however large the
 * window is. What is decided is on disk at once and comes into force only when the chair
 * has confirmed it. */
#ifndef TUI_MEETING_H
#define TUI_MEETING_H

#include "tui/tui.h"

extern const struct screen_ops meeting_screen;          /* the meetings there are */

#endif
