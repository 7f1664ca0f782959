/* row_cells.h - what stands in a cell, by the column ids lists configure: the same words
 * in the table of the command line and on the screen. */
#ifndef REPORT_ROW_CELLS_H
#define REPORT_ROW_CELLS_H

#include "model/query.h"
#include "model/text.h"
#include "report/document.h"

struct row_look {
    const struct defs *defs;
    const struct list_def *list;    /* whose columns and fields; NULL: several lists */
    int32_t day;                    /* dates of its year are written short */
};
struct row_column {
    char *title;                    /* translated; the caller frees */
    enum text_align align;
    int limit;                      /* widest it gets; 0: as wide as it wants */
    bool shrinks;                   /* gives way when the line is too long */
    int leaves;                     /* left out where there is no room: 1 first, 0 never */
};
/* The column of an id: of every list, or a field of look->list. False: there is none. */
bool row_column(const struct row_look *look, const char *id, struct row_column *out);
/* Every id there is, one after the other: columns of every list, then the fields of
 * look->list; NULL after the last. Borrowed from the definitions, or static. */
const char *row_column_id(const struct row_look *look, size_t i);
/* Its text for a row, appended. False: there is no such column. */
bool row_cell(struct buf *out, const struct row_look *look, const char *id,
              const struct row *r);

/* The same as a cell of a document: text, colour, and the number or the day it is to a
 * spreadsheet. Nothing when `t` has no such column. */
void row_put(struct doc_table *t, struct doc_row *to, const struct row_look *look,
             const char *id, const struct row *r);

/* "黄", "灰(黄)", "黄(绿)": the colour shown, and behind it the one kept on hold or,
 * under a pin, the one by the rules. Appends; nothing when there is none. */
void row_colour(struct buf *out, const struct defs *defs, const struct row *r,
                int32_t day);

#endif
