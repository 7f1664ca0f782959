/* ledger_wish.h - which columns of a ledger somebody likes to see, in which order and how
 * wide: a preference (model/preference.h) for each list.
 *
 * Kept as text, a column a line in their order: "code 14", "-latest" for one that is not
 * shown. Columns the definitions no longer have are passed over and named; those that are
 * not mentioned are as the list has them. */
#ifndef TUI_LEDGER_WISH_H
#define TUI_LEDGER_WISH_H

#include "report/row_cells.h"

#define COLUMN_WIDTH_LEAST 4
#define COLUMN_WIDTH_MOST 60

struct column_wish {
    const char *id;             /* borrowed from the definitions, or static */
    int width;                  /* 0: as wide as what stands in it */
    bool shown;
};
struct column_wishes {
    struct column_wish *v; size_t n, cap;       /* every column there is */
    bool own;                   /* somebody's own; else as the list has it */
    char *unknown;              /* ids that are no column any more; "" */
};
/* `text` NULL or "": as the list has them. `out` zeroed before. */
void column_wishes_read(struct column_wishes *out, const struct row_look *look,
                        const char *text);
void column_wishes_fini(struct column_wishes *w);
char *column_wishes_text(const struct column_wishes *w);        /* caller frees */
/* The preference's name: of a list, NULL: of several at once. Caller frees. */
char *column_wishes_name(const char *list);

#endif
