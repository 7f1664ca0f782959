/* table_view.h - rows on the screen: a cursor, marks, columns that give way, scrolling.
 *
 * The view knows nothing about what the rows are: it asks for cells. It keeps to its area
 * whatever the width; columns leave in a fixed order when there is no room. */
#ifndef TUI_TABLE_VIEW_H
#define TUI_TABLE_VIEW_H

#include "tui/tui.h"

struct view_column {
    const char *title;          /* translated */
    int width;                  /* columns; 0: what is left, shared */
    enum text_align align;
    int leaves;                 /* 1 goes first when there is no room; 0 never */
};
/* The text of a cell, appended; *style may be changed (colour blocks). */
typedef void view_cell(void *ctx, size_t row, size_t column, struct buf *out,
                       enum style *style);

struct table_view {
    const struct view_column *columns; size_t n_columns;
    view_cell *cell;
    void *ctx;
    bool (*is_marked)(void *ctx, size_t row);   /* NULL: nothing is ever marked */
    int least;                  /* columns left below which others leave; 0: 16 */
    const char *empty;          /* said when there are no rows; translated */
    bool picture;               /* only to look at: no cursor, nothing to press */
    size_t n;                   /* rows */
    size_t cursor, top;
    int page;                   /* rows that fitted at the last draw */
};

/* Paint heads and rows into `a`; rows give the mouse a hit with K_ENTER and the row. */
void table_view_draw(struct table_view *v, struct canvas *c, struct area a);
/* Cursor keys; true when the command was one. */
bool table_view_move(struct table_view *v, enum cmd cmd);

#endif
