/* reply.h - 回执: the marks written on a weekly sheet, keyed in by 序号 (OFFICE 1, 17, UX 2.9).
 *
 * The rows of the sheet above, one line for typing below: "12 x" and Enter shows which row
 * that is, whose, how it stands and what will happen; Enter again counts it, Esc leaves it.
 * Five keys a row for a cross-off, typed without looking up. */
#ifndef TUI_REPLY_H
#define TUI_REPLY_H

#include "tui/tui.h"

extern const struct screen_ops reply_screen;

#endif
