/* grid.h - a plain table of texts, as a file of somebody else's office holds one.
 *
 * What a reader of files (report/csv_read.h today, spreadsheets later) hands to an
 * import. It knows no header, no column and no type: the importer finds the header row
 * and says what each cell means (model/cell_value.h). Texts are UTF-8; rows may have
 * different numbers of cells.
 *
 * A row and the texts of its cells are one piece of memory, so that 100,000 rows of 20
 * cells are 100,000 allocations, not two million. */
#ifndef MODEL_GRID_H
#define MODEL_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "model/hash.h"

struct grid_row {
    char **cells;                   /* n texts, none NULL */
    size_t n;
    int64_t line;                   /* 1-based line of the source where the row begins */
};

struct grid {
    char *source;                   /* file name as shown, owned */
    char hash[HASH_HEX];            /* SHA-256 of the file's bytes */
    struct grid_row *rows; size_t n, cap;
};

/* Append a row of `n` texts beginning at `line`; everything is copied, NULL is "". */
void grid_add_row(struct grid *g, int64_t line, const char *const *cells, size_t n);
/* The same from texts laid out one behind the other, each with its NUL: `bytes` of
 * them. */
void grid_add_texts(struct grid *g, int64_t line, const char *texts, size_t bytes,
                    size_t n);
/* A cell's text, "" where the row has no such cell. Borrowed until grid_fini(). */
const char *grid_cell(const struct grid_row *row, size_t column);
/* A zeroed grid is valid, and so is it afterwards. */
void grid_fini(struct grid *g);

#endif
