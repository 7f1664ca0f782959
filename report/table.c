#include "report/table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

#define GAP 2
#define READABLE 16                 /* rather than less, other columns go */
#define NARROWEST 8                 /* what a column that shrinks keeps */

void table_column(struct table *t, const char *title, enum text_align align, int limit,
                  bool shrinks)
{
    assert(t->n_cells == 0);
    GROW(t->columns, t->n_columns, t->cap_columns);
    t->columns[t->n_columns++] =
        (struct table_column){ xstrdup(title), align, limit, shrinks, 0 };
}

void table_may_leave(struct table *t, int leaves)
{
    t->columns[t->n_columns - 1].leaves = leaves;
}

void table_add_colour(struct table *t, const char *word, enum colour c)
{
    GROW(t->cells, t->n_cells, t->cap_cells);
    t->cells[t->n_cells++] = (struct table_cell){ xstrdup(word ? word : ""), c };
}

void table_add(struct table *t, const char *text)
{
    table_add_colour(t, text, COLOUR_NONE);
}

void table_add_int(struct table *t, long long n)
{
    char text[32];

    snprintf(text, sizeof text, "%lld", n);
    table_add(t, text);
}

void table_fini(struct table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        free(t->columns[i].title);
    for (size_t i = 0; i < t->n_cells; i++)
        free(t->cells[i].text);
    free(t->columns);
    free(t->cells);
    memset(t, 0, sizeof *t);
}

/* ---- widths ---- */

/* What the line needs when all that shrinks keeps a readable width. */
static int needed(const struct table *t, const int *w)
{
    int total = 0;

    for (size_t i = 0; i < t->n_columns; i++) {
        bool gives = t->columns[i].shrinks && w[i] > READABLE;
        if (w[i] >= 0)
            total += (gives ? READABLE : w[i]) + (i ? GAP : 0);
    }
    return total;
}

/* Columns that may go, one by one, until the rest can be read; -1 marks them. */
static void leave_out(const struct table *t, int *w, int width)
{
    while (width > 0 && needed(t, w) > width) {
        size_t first = t->n_columns;
        for (size_t i = 0; i < t->n_columns; i++)
            if (t->columns[i].leaves && w[i] >= 0 &&
                (first == t->n_columns ||
                 t->columns[i].leaves < t->columns[first].leaves))
                first = i;
        if (first == t->n_columns)
            return;
        w[first] = -1;
    }
}

static int *measure(const struct table *t, int width)
{
    int *w = xcalloc(t->n_columns + 1, sizeof *w);
    int total = 0;

    for (size_t i = 0; i < t->n_columns; i++)
        w[i] = text_width(t->columns[i].title);
    for (size_t i = 0; i < t->n_cells; i++) {
        size_t c = i % t->n_columns;
        int wide = text_width(t->cells[i].text);
        if (t->columns[c].limit && wide > t->columns[c].limit)
            wide = t->columns[c].limit;
        w[c] = wide > w[c] ? wide : w[c];
    }
    leave_out(t, w, width);
    for (size_t i = 0; i < t->n_columns; i++)
        total += w[i] < 0 ? 0 : w[i] + (i ? GAP : 0);
    /* The widest gives way first, so that all that shrink end up alike. */
    while (width > 0 && total > width) {
        size_t widest = t->n_columns;
        for (size_t i = 0; i < t->n_columns; i++)
            if (t->columns[i].shrinks && w[i] > NARROWEST &&
                (widest == t->n_columns || w[i] > w[widest]))
                widest = i;
        if (widest == t->n_columns)
            break;
        w[widest]--;
        total--;
    }
    return w;
}

/* ---- printing ---- */

static const char *background(enum colour c)
{
    switch (c) {
    case COLOUR_RED:    return "\033[97;41m";
    case COLOUR_YELLOW: return "\033[30;43m";
    case COLOUR_GREEN:  return "\033[97;42m";
    case COLOUR_GREY:   return "\033[97;100m";
    case COLOUR_NONE:   break;
    }
    return NULL;
}

static void drop_blanks(struct buf *out)
{
    while (out->len > 0 && out->s[out->len - 1] == ' ')
        out->s[--out->len] = '\0';
}

static void print_cell(struct buf *out, const char *text, int width,
                       enum text_align align, const char *colour)
{
    char *cell = text_fit(text, width, align);

    if (colour)
        buf_puts(out, colour);
    buf_puts(out, cell);
    if (colour)
        buf_puts(out, "\033[0m");
    free(cell);
}

/* Nothing is hidden without a word. */
static void say_left_out(struct buf *out, const struct table *t, const int *w)
{
    struct buf names = {0};

    for (size_t i = 0; i < t->n_columns; i++)
        if (w[i] < 0)
            buf_printf(&names, "%s%s", names.len ? _(", ") : "", t->columns[i].title);
    if (names.len) {
        buf_printf(out, _("(no room for: %s)"), buf_str(&names));
        buf_putc(out, '\n');
    }
    buf_fini(&names);
}

void table_print(struct buf *out, const struct table *t, int width, bool colours)
{
    int *w = measure(t, width), total = 0;

    assert(t->n_columns > 0 && t->n_cells % t->n_columns == 0);
    for (size_t i = 0; i < t->n_columns; i++) {
        if (w[i] < 0)
            continue;
        if (i)
            buf_puts(out, "  ");
        print_cell(out, t->columns[i].title, w[i], t->columns[i].align, NULL);
        total += w[i] + (i ? GAP : 0);
    }
    drop_blanks(out);
    buf_putc(out, '\n');
    for (int i = 0; i < total; i++)
        buf_putc(out, '-');
    buf_putc(out, '\n');
    for (size_t i = 0; i < t->n_cells; i++) {
        size_t c = i % t->n_columns;
        if (c && w[c] >= 0)
            buf_puts(out, "  ");
        if (w[c] >= 0)
            print_cell(out, t->cells[i].text, w[c], t->columns[c].align,
                       colours ? background(t->cells[i].colour) : NULL);
        if (c + 1 == t->n_columns) {
            drop_blanks(out);
            buf_putc(out, '\n');
        }
    }
    say_left_out(out, t, w);
    free(w);
}
