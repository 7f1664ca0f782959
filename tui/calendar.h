/* calendar.h - 日历: a month with the days the township works, what falls due on each, and
 * the days of the week's rhythm (UX 1; OFFICE 18). */
#ifndef TUI_CALENDAR_H
#define TUI_CALENDAR_H

#include "tui/tui.h"

extern const struct screen_ops calendar_screen;     /* no arg */

#endif
