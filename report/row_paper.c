#include "report/row_paper.h"

#include <stdlib.h>
#include <string.h>

static void add_column(struct doc_table *t, const struct row_look *look, const char *id)
{
    struct row_column c = { 0 };
    unsigned is = 0;

    if (!row_column(look, id, &c))
        return;
    if (strcmp(id, "colour") == 0)
        is |= DOC_BOXED | DOC_HEAD;
    if (strcmp(id, "code") == 0 || strcmp(id, "title") == 0)
        is |= DOC_HEAD;
    doc_column(t, id, c.title, 0, c.align, is | (c.shrinks ? DOC_CUT_SHORT : DOC_FIXED));
    t->columns[t->n_columns - 1].columns = c.limit;
    t->columns[t->n_columns - 1].leaves = c.leaves;
    free(c.title);
}

void row_paper(struct doc_table *t, const struct row_look *look, const char *const *columns,
               const struct row *rows, const char *const *titles, size_t n)
{
    for (size_t i = 0; columns[i]; i++)
        add_column(t, look, columns[i]);
    for (size_t r = 0; r < n; r++) {
        struct doc_row *row = doc_row(t, DOC_ROW);
        for (size_t i = 0; i < t->n_columns; i++)
            row_put(t, row, look, t->columns[i].id, &rows[r]);
        if (titles)
            doc_put(t, row, "title", titles[r]);
    }
}
