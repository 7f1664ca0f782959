/* today.h - 今日, the screen that opens first: what this person has on the desk, by how he
 * stands to it, counts first, then the rows that matter (OFFICE 7, 12, 19; UX 1). */
#ifndef TUI_TODAY_H
#define TUI_TODAY_H

#include "tui/tui.h"

extern const struct screen_ops today_screen;        /* no arg */

#endif
