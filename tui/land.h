/* land.h - 征地: how far the signing has come, as a tree of project, section, village and group,
 * with the countdown and who has not signed of what the cursor stands on (UX 1; SEEDS 26-28).
 *
 * The sums are kept (model/rollup.h): a project of a thousand villages opens at once, and only
 * what is opened is read. */
#ifndef TUI_LAND_H
#define TUI_LAND_H

#include "tui/tui.h"

extern const struct screen_ops land_screen;     /* arg: none */

#endif
