/* table.h - rows laid out in columns, as text (DESIGN 4.9).
 *
 * Every cell goes through text_fit(): columns are as wide as their widest cell, up to a
 * limit; when the whole does not fit into `width`, the columns that may shrink do, and
 * those that may be left out are, which a line below the rows says. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/def.h"
#include "model/mem.h"
#include "model/text.h"

struct table_column {
    char *title;
    enum text_align align;
    int limit;                  /* widest it gets; 0: as wide as it wants */
    bool shrinks;               /* gives way when the line is too long */
    int leaves;                 /* left out on a narrow screen: 1 first, of equal ones the last,
                                 * 0 never */
    int share;                  /* its cells wrap: so much of the room left; 0: they are cut */
};
struct table_cell { char *text; enum colour colour; };  /* colour: shown behind the word */

struct table {
    bool ruled;                 /* a line between rows, one blank between columns, and the last
                                 * column takes the room that is left: to write in */
    struct table_column *columns; size_t n_columns, cap_columns;
    struct table_cell *cells; size_t n_cells, cap_cells;    /* row by row */
};
void table_column(struct table *t, const char *title, enum text_align align, int limit,
                  bool shrinks);
/* The column added last may be left out: 1 goes before 2. */
void table_may_leave(struct table *t, int leaves);
/* The cells of the column added last take as many lines as they need (text_line) and its
 * title too; columns that wrap divide the room the others leave by their shares. */
void table_wraps(struct table *t, int share);
void table_add(struct table *t, const char *text);      /* the next cell; NULL is "" */
void table_add_colour(struct table *t, const char *word, enum colour c);
void table_add_int(struct table *t, long long n);
void table_fini(struct table *t);

/* Header, rule and rows. `width` 0: no limit to the line. `colours`: ANSI backgrounds for
 * cells that have a colour, never instead of the word. No trailing blanks. */
void table_print(struct buf *out, const struct table *t, int width, bool colours);

/* The ANSI sequence of a background, ended by "\033[0m"; static, NULL for none. */
const char *table_background(enum colour c);

#endif
