/* rows_print.h - F8 on a list of items: its rows as a text table, the same cells as `list`
 * prints, to be copied or written to a file (preview.h). */
#ifndef TUI_ROWS_PRINT_H
#define TUI_ROWS_PRINT_H

#include "model/query.h"
#include "tui/tui.h"

struct rows_print {
    const char *title;          /* what the rows are, translated; copied */
    struct filter filter;       /* its texts stay as long as the screen below does */
    const char *const *columns; size_t n_columns;       /* ids; copied */
    const int64_t *items; size_t n_items;       /* only these, in order of their ids; copied.
                                                 * None: all of them */
};
/* Esc stops it while it reads. So many rows stand in it at most, which it says; a .csv has
 * all of them, with every field. */
enum { ROWS_PRINT_MOST = 5000 };
void rows_print(struct tui *t, const struct rows_print *p);

#endif
