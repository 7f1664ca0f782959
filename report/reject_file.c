#include "report/reject_file.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/export.h"

/* A lone - clears a cell and is no formula; what has a ' already is guarded. */
static void put_cell(struct buf *out, const char *typed)
{
    bool dash = strcmp(typed, "-") == 0;

    export_csv_cell(out, typed, !dash && *typed != '\'');
    buf_putc(out, ',');
}

static void put_row(struct buf *out, const struct grid_row *row, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        put_cell(out, grid_cell(row, i));
}

void reject_file(struct buf *out, const struct grid *g, const struct import_result *r)
{
    size_t columns = g->rows[r->header_row].n;

    for (size_t i = 0; i < r->n_rejects; i++)
        if (g->rows[r->rejects[i].row].n > columns)
            columns = g->rows[r->rejects[i].row].n;
    put_row(out, &g->rows[r->header_row], columns);
    buf_puts(out, "行号,原因\n");
    for (size_t i = 0; i < r->n_rejects;) {
        size_t row = r->rejects[i].row;
        struct buf why = {0};

        put_row(out, &g->rows[row], columns);
        buf_printf(out, "%lld,", (long long)g->rows[row].line);
        for (; i < r->n_rejects && r->rejects[i].row == row; i++) {
            const struct import_reject *x = &r->rejects[i];
            buf_printf(&why, *x->column ? "%s%s: %s" : "%s%s%s", why.len ? _("; ") : "",
                       x->column, x->reason);
        }
        export_csv_cell(out, buf_str(&why), true);
        buf_putc(out, '\n');
        buf_fini(&why);
    }
}
