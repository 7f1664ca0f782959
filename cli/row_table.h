/* row_table.h - rows of lists as a table for people: columns by the ids lists
 * configure. */
#ifndef CLI_ROW_TABLE_H
#define CLI_ROW_TABLE_H

#include "model/query.h"
#include "report/table.h"

struct row_view {
    const struct defs *defs;
    const struct list_def *list;    /* whose columns and fields; NULL: several lists */
    int32_t day;                    /* dates of its year are written short */
    bool colours;                   /* ANSI backgrounds */
    int width;                      /* of the terminal; 0: none */
};
/* `columns`: ids, NULL-terminated; unknown ones are left out. `titles`: instead of the
 * rows' own titles, or NULL. */
void row_table_print(struct buf *out, const struct row_view *view,
                     const char *const *columns, const struct row *rows,
                     const char *const *titles, size_t n);

/* "黄", "灰(黄)", "黄(绿)": the colour shown, and behind it the one kept on hold or,
 * under a pin, the one by the rules. Appends; nothing when there is none. */
void row_colour(struct buf *out, const struct defs *defs, const struct row *r,
                int32_t day);

#endif
