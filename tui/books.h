/* books.h - 勾稽核对: what does not balance, row by row of the report (model/balance.h); how the
 * difference comes about below; Enter opens the rows it is about. */
#ifndef TUI_BOOKS_H
#define TUI_BOOKS_H

#include "tui/tui.h"

extern const struct screen_ops books_screen;    /* arg: none */

#endif
