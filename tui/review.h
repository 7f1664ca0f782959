/* review.h - 待我审核: everything that waits for my decision, one row each, with what was
 * handed in below; decided with F2 and F3, several marked ones at once. */
#ifndef TUI_REVIEW_H
#define TUI_REVIEW_H

#include "tui/tui.h"

extern const struct screen_ops review_screen;       /* no arg */

#endif
