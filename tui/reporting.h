/* reporting.h - 应报/已报/未报: by unit, who owes a progress report, who has made it, and whom
 * to call for the rest (OFFICE 2, ENGINE 21). */
#ifndef TUI_REPORTING_H
#define TUI_REPORTING_H

#include "tui/tui.h"

extern const struct screen_ops reporting_screen;    /* no arg: what is asked for now */

#endif
