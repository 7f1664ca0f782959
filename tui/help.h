/* help.h - F1: every key of the screen, from its key table; type to search. */
#ifndef TUI_HELP_H
#define TUI_HELP_H

#include "tui/tui.h"

void help_open(struct tui *t, const struct screen_ops *ops);

#endif
