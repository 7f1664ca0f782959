/* table_view.h - rows on the screen: a cursor, marks, columns that give way, scrolling.
 *
 * The view knows nothing about what the rows are: it asks for cells, and for what names a row
 * from one reading to the next, so that cursor and marks stay with their rows. It keeps to its
 * area whatever the width; columns leave in a fixed order when there is no room. */
#ifndef TUI_TABLE_VIEW_H
#define TUI_TABLE_VIEW_H

#include "tui/marks.h"
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
    /* What names a row when rows are read anew; with it `ctx` stays set between draws.
     * NULL: a row is its place. */
    int64_t (*id)(void *ctx, size_t row);
    /* May this row be marked, `all`: with all the others? NULL: every row. */
    bool (*takes_mark)(void *ctx, size_t row, bool all);
    struct marks marks;         /* ids */
    bool (*is_marked)(void *ctx, size_t row);   /* of who keeps marks himself; NULL: `marks` */
    int least;                  /* columns left below which others leave; 0: 16 */
    const char *empty;          /* said when there are no rows; translated */
    bool sorts;                 /* a title pressed is a hit with 'S' and the column */
    bool picture;               /* only to look at: no cursor, nothing to press */
    size_t n;                   /* rows */
    size_t cursor, top;
    int page;                   /* rows that fitted at the last draw */
    int64_t here; bool has_here;        /* private: the row under the cursor, for the next n */
};

/* Paint heads and rows into `a`; rows give the mouse a hit with K_ENTER and the row. */
void table_view_draw(struct table_view *v, struct canvas *c, struct area a);
/* Cursor keys; true when the command was one. */
bool table_view_move(struct table_view *v, enum cmd cmd);
/* The cursor to `row`, as if moved there. */
void table_view_go(struct table_view *v, size_t row);
/* The cursor to the next row that `fits`, or the one before, round the end; false: none does. */
bool table_view_find(struct table_view *v, bool (*fits)(void *ctx, size_t row), void *ctx,
                     bool backward);
/* CMD_MARK marks the row or takes its mark away and steps down, CMD_MARK_ALL marks those that
 * take it, CMD_CLEAR takes all marks away if there are any; true when that was done. */
bool table_view_mark(struct table_view *v, enum cmd cmd);
/* The mouse pressed a row: the cursor goes there. True when it was there already or `twice`:
 * the row is to be opened. A hit that is no row here does nothing. */
bool table_view_press(struct table_view *v, const struct canvas_hit *hit, bool twice);

/* Rows were read or chosen anew, `n` of them: the cursor stays with its row; where that is
 * gone, with its place. */
void table_view_rows(struct table_view *v, size_t n);
/* The row with this id comes under the cursor when it is there next time. */
void table_view_want(struct table_view *v, int64_t id);
/* Other rows altogether come next: the cursor begins at the top. */
void table_view_top(struct table_view *v);
/* Only rows that are there now stay marked. */
void table_view_keep_marks(struct table_view *v);
/* Gives back what marks hold. */
void table_view_fini(struct table_view *v);

#endif
