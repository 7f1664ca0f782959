/* menu.h - F9 and `:`: every screen, and every command of the screen below, found by
 * pinyin. */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include "tui/tui.h"

/* `commands`: the palette, with the commands of the screen below as well. */
void menu_open(struct tui *t, bool commands, const struct screen_ops *ops);

#endif
