#include "model/grid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

/* A new row with room for `n` pointers and `bytes` of text behind them. */
static char *new_row(struct grid *g, int64_t line, size_t n, size_t bytes)
{
    struct grid_row *row;

    GROW(g->rows, g->n, g->cap);
    row = &g->rows[g->n++];
    *row = (struct grid_row){
        .cells = xmalloc(n * sizeof *row->cells + bytes + 1), .n = n, .line = line,
    };
    return (char *)(row->cells + n);
}

void grid_add_texts(struct grid *g, int64_t line, const char *texts, size_t bytes,
                    size_t n)
{
    char *at = new_row(g, line, n, bytes), *end = at + bytes;

    if (bytes > 0)
        memcpy(at, texts, bytes);
    for (size_t i = 0; i < n; i++) {
        assert(at < end);
        g->rows[g->n - 1].cells[i] = at;
        at += strlen(at) + 1;
    }
    assert(at == end);
}

void grid_add_row(struct grid *g, int64_t line, const char *const *cells, size_t n)
{
    struct buf texts = {0};

    for (size_t i = 0; i < n; i++) {
        buf_puts(&texts, cells[i]);
        buf_putc(&texts, '\0');
    }
    grid_add_texts(g, line, texts.s, texts.len, n);
    buf_fini(&texts);
}

const char *grid_cell(const struct grid_row *row, size_t column)
{
    return column < row->n ? row->cells[column] : "";
}

void grid_fini(struct grid *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->rows[i].cells);
    free(g->rows);
    free(g->source);
    *g = (struct grid){0};
}
