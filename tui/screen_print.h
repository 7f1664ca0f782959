/* screen_print.h - F8 on a screen that is not made of one list's rows: what is on it, as
 * text. For screens that name CMD_PRINT among their keys and leave it alone. */
#ifndef TUI_SCREEN_PRINT_H
#define TUI_SCREEN_PRINT_H

#include "tui/tui.h"

/* The screen on top as it is painted, between the path line and the status line. Into a
 * file only by who may take everything away: nobody can tell whose rows these are. */
void screen_print(struct tui *t, const struct screen_ops *ops);

#endif
