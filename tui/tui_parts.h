/* tui_parts.h - what the loop of the screens and the loop of a box share. Not for anyone else. */
#ifndef TUI_TUI_PARTS_H
#define TUI_TUI_PARTS_H

#include "tui/tui.h"

#define LEAST_ROWS 24
#define LEAST_COLS 80
#define LOOK_MS 1000            /* how often to look whether others have changed something */

/* Paints the screen on top into the canvas. */
void tui_draw(struct tui *t);
/* Inside a pasted text nothing is painted until its end: a megabyte in a moment. */
bool tui_in_a_hurry(struct tui *t, const struct input *last);
/* A box that is not painted takes no keys, but for the end of everything. */
bool tui_is_too_small(const struct tui *t, const struct input *in);
/* Said in the status line: the input method is on; what Ctrl-C would have been for. */
void tui_explain_foreign(struct tui *t);
void tui_explain_interrupt(struct tui *t);

#endif
