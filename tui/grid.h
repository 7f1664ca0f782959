/* grid.h - 表格录入: many cells of one list at once (OFFICE 20): typed, pasted from a
 * spreadsheet, looked at together, and written row by row by the verbs forms use. */
#ifndef TUI_GRID_H
#define TUI_GRID_H

#include "tui/tui.h"

#define GRID_ROWS 300           /* rows taken in at most */

/* What to open it with; everything is copied. */
struct grid_arg {
    const char *list;
    const int64_t *items; size_t n;     /* rows of it, in this order; others are left out */
    const char *parent;         /* code new rows belong to; NULL */
    bool reports;               /* progress to be reported, instead of fields */
};
extern const struct screen_ops grid_screen;         /* arg: struct grid_arg */

/* The first rows of a list that a grid takes in, of those `f` is about. Caller frees. */
int64_t *grid_items(struct tui *t, struct filter f, const char *list, size_t *n);
/* From the menu: asks for the list, and for what is to be filled in. */
void grid_begin(struct tui *t);

#endif
