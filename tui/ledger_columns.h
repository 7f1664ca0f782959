/* ledger_columns.h - the columns of a ledger: those its list names, in the words of the
 * office, as wide as what stands in them, leaving in a fixed order where there is no
 * room (UX 1). */
#ifndef TUI_LEDGER_COLUMNS_H
#define TUI_LEDGER_COLUMNS_H

#include "report/row_cells.h"
#include "tui/table_view.h"

struct ledger_columns {
    struct row_look look;
    struct view_column *v;      /* titles owned */
    const char **ids;           /* borrowed: of the definitions, or static */
    int *limits;                /* widest it gets */
    size_t n;
    char *unknown;              /* wished for, but no column any more; "" */
};

/* `list` NULL: several lists. `wishes`: what somebody likes to see instead (ledger_wish.h),
 * NULL: as the list has it. Borrows from `defs`. */
void ledger_columns_init(struct ledger_columns *c, const struct defs *defs,
                         const struct list_def *list, int32_t day, const char *wishes);
void ledger_columns_fini(struct ledger_columns *c);
/* Columns grow to hold these rows, up to their limits; they never shrink, so that nothing
 * jumps while scrolling. */
void ledger_columns_measure(struct ledger_columns *c, const struct row *rows, size_t n);
void ledger_columns_cell(const struct ledger_columns *c, const struct row *r, size_t column,
                         struct buf *out, enum style *style);
/* The parts of a row no column needs (filter.without). */
unsigned ledger_columns_without(const struct ledger_columns *c);
/* "在办", "待审核 2/3日", "暂停 县自然资源局", "退改 2次", "在办 镇财政所": the state and, when it
 * is not simply the owner, who is to act. Appended. */
void ledger_standing(struct buf *out, const struct row_look *look, const struct row *r);

#endif
