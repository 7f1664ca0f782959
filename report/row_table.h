/* row_table.h - rows of lists as a table for people: columns by the ids lists
 * configure. */
#ifndef REPORT_ROW_TABLE_H
#define REPORT_ROW_TABLE_H

#include "report/row_cells.h"
#include "report/table.h"

struct row_view {
    struct row_look look;
    bool colours;                   /* ANSI backgrounds */
    int width;                      /* of the terminal; 0: none */
};
/* `columns`: ids, NULL-terminated; unknown ones are left out. `titles`: instead of the
 * rows' own titles, or NULL. */
void row_table_print(struct buf *out, const struct row_view *view,
                     const char *const *columns, const struct row *rows,
                     const char *const *titles, size_t n);

#endif
