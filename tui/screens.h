/* screens.h - every screen of the menu, once, in the menu's order. A new screen is
 * registered here. */
#ifndef TUI_SCREENS_H
#define TUI_SCREENS_H

#include "tui/tui.h"

struct screen_entry {
    const struct screen_ops *ops;       /* NULL: an act instead of a screen */
    const char *title;                  /* msgid; NULL: the screen's own */
    void (*run)(struct tui *t);         /* when ops is NULL */
    bool practice_only;
};
extern const struct screen_entry screens[];     /* ends with both NULL */

#endif
