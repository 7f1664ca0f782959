/* grid_paste.c - a block of cells from a spreadsheet: read, looked at cell by cell, shown,
 * and put in place when that is wanted. */
#include "tui/grid_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/grid.h"
#include "model/i18n.h"
#include "report/csv_read.h"
#include "tui/ask.h"

#define TOLD 300                /* changes named one by one */

/* One cell of the block that is not empty. */
struct pasted {
    size_t row, column;         /* of the grid; rows beyond its end are added */
    const char *typed;          /* of the block */
    struct grid_cell cell;      /* what it becomes; text NULL: what it is already */
    char *refused;              /* it stays as it is, and why; NULL */
};
struct block {
    struct grid text;
    size_t first;               /* row of the text: 1 behind a header */
    size_t *columns, n_columns; /* where each of its columns goes; n_columns of the grid:
                                 * beyond the last one; + 1: named, and not here */
    char **units;               /* what their headers say; NULL */
    struct pasted *v; size_t n, cap;
    size_t changed, same, wrong, refused, new_rows;
    size_t no_row, no_column;   /* cells beyond the grid's end */
    size_t not_here;            /* columns named that are not here */
};

/* ---- where columns go ---- */

static size_t column_of_key(const struct grid_state *g, const char *key)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (strcmp(g->columns[i].is.key, key) == 0)
            return i;
    return g->n_columns + 1;
}

static size_t column_labelled(const struct grid_state *g, const char *header)
{
    char *want = cell_fold(header);
    size_t found = g->n_columns + 1;

    for (size_t i = 0; i < g->n_columns && found > g->n_columns; i++) {
        char *label = cell_fold(g->columns[i].look.label);
        if (strcmp(label, want) == 0)
            found = i;
        free(label);
    }
    free(want);
    return found;
}

/* Does the cell name a column, of ours or of a ledger's? *at is n_columns + 1 when it is
 * one that is not here. `unit`: what stands in its brackets; caller frees. */
static bool is_header(const struct grid_state *g, const char *cell, size_t *at, char **unit)
{
    struct import_column c;
    bool known = import_header_means(g->list, cell, &c);

    *at = column_labelled(g, cell);
    if (*at > g->n_columns && known)
        *at = column_of_key(g, g->reports && c.what == IMPORT_LATEST    ? "text"
                               : g->reports && c.what == IMPORT_PERCENT ? "percent" : c.key);
    known = known || *at < g->n_columns;
    free(c.header);
    *unit = c.unit;
    return known;
}

/* A first row that names a column in every cell is a header. */
static bool has_header(const struct grid_state *g, const struct grid_row *row)
{
    bool all = row->n > 0;

    for (size_t i = 0; i < row->n && all; i++) {
        char *unit;
        size_t at;
        all = is_header(g, row->cells[i], &at, &unit);
        free(unit);
    }
    return all;
}

static void find_columns(const struct grid_state *g, struct block *b)
{
    size_t at = g->column;

    for (size_t i = 0; i < b->text.n; i++)
        if (b->text.rows[i].n > b->n_columns)
            b->n_columns = b->text.rows[i].n;
    b->columns = xcalloc(b->n_columns + 1, sizeof *b->columns);
    b->units = xcalloc(b->n_columns + 1, sizeof *b->units);
    b->first = b->text.n > 1 && has_header(g, &b->text.rows[0]);
    for (size_t i = 0; i < b->n_columns; i++) {
        size_t next = at < g->n_columns ? grid_next_column(g, at, 1) : at;
        b->columns[i] = at;
        if (b->first)
            is_header(g, grid_cell(&b->text.rows[0], i), &b->columns[i], &b->units[i]);
        b->not_here += b->columns[i] > g->n_columns;
        at = next == at ? g->n_columns : next;
    }
}

/* Rows that spreadsheets end with CR and LF come with an empty one after each: in a block
 * of several columns no row is without a tab. */
static void drop_empty(struct grid *text)
{
    size_t n = 0;
    bool wide = false;

    for (size_t i = 0; i < text->n; i++)
        wide = wide || text->rows[i].n > 1;
    for (size_t i = 0; i < text->n; i++) {
        struct grid_row row = text->rows[i];
        bool empty = row.n == 1 && !*row.cells[0];
        text->rows[i] = text->rows[n];
        text->rows[n] = row;
        n += !(wide && empty);
    }
    while (text->n > n)
        free(text->rows[--text->n].cells);
}

/* ---- cell by cell ---- */

static void look_at(struct tui *t, struct grid_state *g, struct block *b, size_t row,
                    size_t from, const char *typed, int64_t *unit)
{
    size_t column = b->columns[from];
    struct pasted p = { .row = row, .column = column, .typed = typed };
    struct grid_typed in = { typed, true, b->units[from], *unit };
    struct buf why = {0};

    grid_try(t, g, row, column, &in, &p.cell);
    if (g->columns[column].is.what == IMPORT_UNIT && p.cell.text)
        *unit = p.cell.number;
    if (!p.cell.text) {
        b->same++;
        return;
    }
    if (grid_refuses(t, g, row, column, &why)) {
        p.refused = buf_take(&why);
        b->refused++;
    } else if (p.cell.error) {
        b->wrong++;
    } else {
        b->changed++;
    }
    GROW(b->v, b->n, b->cap);
    b->v[b->n++] = p;
}

/* The unit first: it tells people of one name apart, as in an import. */
static void look_at_row(struct tui *t, struct grid_state *g, struct block *b,
                        const struct grid_row *text, size_t row)
{
    int64_t unit = 0;

    for (int units = 1; units >= 0; units--)
        for (size_t i = 0; i < text->n; i++) {
            size_t column = b->columns[i];
            if (cell_is_empty(text->cells[i]))
                continue;
            if (column >= g->n_columns)
                b->no_column += units && column == g->n_columns;
            else if ((g->columns[column].is.what == IMPORT_UNIT) == units)
                look_at(t, g, b, row, i, text->cells[i], &unit);
        }
}

static void look_at_block(struct tui *t, struct grid_state *g, struct block *b)
{
    for (size_t i = b->first; i < b->text.n; i++) {
        size_t row = g->row + i - b->first, before = b->n;
        if (row >= g->n_rows && (!g->may_add || row >= 2 * GRID_ROWS)) {
            for (size_t k = 0; k < b->text.rows[i].n; k++)
                b->no_row += !cell_is_empty(b->text.rows[i].cells[k]);
            continue;
        }
        look_at_row(t, g, b, &b->text.rows[i], row);
        b->new_rows += b->n > before &&
                       (row >= g->n_rows || grid_is_empty_line(g, &g->rows[row]));
    }
}

/* ---- saying it ---- */

static void say_one(struct tui *t, struct grid_state *g, const struct pasted *p, struct buf *out)
{
    const struct grid_column *c = &g->columns[p->column];
    char *is = grid_text(t, g, p->row, p->column);

    grid_line_name(g, p->row, out);
    buf_printf(out, "  %s: ", c->look.label);
    grid_say(out, p->cell.error && !p->refused ? p->typed : is);
    if (p->refused) {
        buf_printf(out, _(" stays. %s"), p->refused);
    } else if (p->cell.error) {
        buf_printf(out, "  %s", p->cell.error);
    } else {
        buf_puts(out, " -> ");
        grid_say(out, p->cell.text);
    }
    buf_putc(out, '\n');
    free(is);
}

enum sort { SORT_REFUSED, SORT_WRONG, SORT_CHANGED };

static void say_all(struct tui *t, struct grid_state *g, const struct block *b, enum sort sort,
                    const char *heading, struct buf *out)
{
    size_t told = 0, all = 0;

    for (size_t i = 0; i < b->n; i++) {
        const struct pasted *p = &b->v[i];
        if ((p->refused ? SORT_REFUSED : p->cell.error ? SORT_WRONG : SORT_CHANGED) != sort)
            continue;
        if (all == 0)
            buf_printf(out, "\n%s\n", heading);
        if (all++ < TOLD) {
            say_one(t, g, p, out);
            told++;
        }
    }
    if (all > told)
        buf_printf(out, _(".. and %zu more\n"), all - told);
}

static void say_block(struct tui *t, struct grid_state *g, const struct block *b,
                      struct buf *out)
{
    buf_printf(out, _("%zu rows of %zu columns: %zu cells change, %zu stay as they are."),
               b->text.n - b->first, b->n_columns, b->changed, b->same);
    if (b->first)
        buf_printf(out, " %s", _("The first row names the columns."));
    if (b->new_rows)
        buf_printf(out, _(" %zu rows are new."), b->new_rows);
    buf_puts(out, _("\nEmpty cells keep what there is, - clears it. Nothing is written before "
                    "Ctrl-S.\n"));
    if (b->no_row)
        buf_printf(out, _("%zu cells lie below the last row and are left out.\n"), b->no_row);
    if (b->no_column)
        buf_printf(out, _("%zu cells lie beside the last column and are left out.\n"),
                   b->no_column);
    if (b->not_here)
        buf_printf(out, _("%zu columns of the block are not in this grid and are left out.\n"),
                   b->not_here);
    say_all(t, g, b, SORT_WRONG, _("To be corrected, they wait in their cells:"), out);
    say_all(t, g, b, SORT_REFUSED, _("Cannot be changed here:"), out);
    say_all(t, g, b, SORT_CHANGED, _("Changes:"), out);
}

static void put_block(struct grid_state *g, struct block *b)
{
    grid_group(g);
    for (size_t i = 0; i < b->n; i++) {
        struct pasted *p = &b->v[i];
        while (!p->refused && p->row >= g->n_rows)
            grid_add_line(g);
        if (!p->refused)
            grid_put(g, p->row, p->column, &p->cell);
    }
    grid_keep_blank(g);
}

static void block_fini(struct block *b)
{
    for (size_t i = 0; i < b->n; i++) {
        grid_cell_fini(&b->v[i].cell);
        free(b->v[i].refused);
    }
    for (size_t i = 0; b->units && i < b->n_columns; i++)
        free(b->units[i]);
    free(b->v);
    free(b->columns);
    free(b->units);
    grid_fini(&b->text);
}

void grid_paste(struct tui *t, struct grid_state *g, const char *text)
{
    struct block b = {0};
    struct buf said = {0};

    csv_read_block(text, &b.text);
    drop_empty(&b.text);
    find_columns(g, &b);
    look_at_block(t, g, &b);
    say_block(t, g, &b, &said);
    if (b.n == 0)
        ask_show(t, _("Paste"), buf_str(&said));
    /* one cell that is understood needs no words: Ctrl-Z takes it back */
    else if ((b.text.n == 1 && b.n == 1 && !b.v[0].refused && !b.v[0].cell.error) ||
             ask_yes(t, _("Paste"), buf_str(&said)))
        put_block(g, &b);
    buf_fini(&said);
    block_fini(&b);
}
