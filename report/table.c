#include "report/table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

#define READABLE 16                 /* rather than less, other columns go */
#define NARROWEST 8                 /* what a column that shrinks keeps */

void table_column(struct table *t, const char *title, enum text_align align, int limit,
                  bool shrinks)
{
    assert(t->n_cells == 0);
    GROW(t->columns, t->n_columns, t->cap_columns);
    t->columns[t->n_columns++] =
        (struct table_column){ .title = xstrdup(title), .align = align, .limit = limit,
                               .shrinks = shrinks };
}

void table_may_leave(struct table *t, int leaves)
{
    t->columns[t->n_columns - 1].leaves = leaves;
}

void table_wraps(struct table *t, int share)
{
    t->columns[t->n_columns - 1].share = share;
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

static bool wraps(const struct table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].share)
            return true;
    return false;
}

static int gap(const struct table *t)
{
    return t->ruled ? 1 : 2;
}

/* What the line needs when all that shrinks keeps a readable width. */
static int needed(const struct table *t, const int *w)
{
    int total = 0;

    for (size_t i = 0; i < t->n_columns; i++) {
        bool gives = t->columns[i].shrinks && w[i] > READABLE;
        if (w[i] >= 0)
            total += (gives ? READABLE : w[i]) + (i ? gap(t) : 0);
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
                 t->columns[i].leaves <= t->columns[first].leaves))
                first = i;
        if (first == t->n_columns)
            return;
        w[first] = -1;
    }
}

/* Columns of the widest line of a text. */
static int widest_line(const char *s)
{
    int widest = 0;

    while (s) {
        size_t n;
        const char *next = text_line(s, 1 << 20, &n);
        char *line = xstrndup(s, n);
        int wide = text_width(line);
        widest = wide > widest ? wide : widest;
        free(line);
        s = next;
    }
    return widest;
}

/* A number is never broken: what stands at the right of its column keeps its width. */
static int least(const struct table *t, size_t column)
{
    int wide = 4;

    for (size_t i = column; t->columns[column].align == TEXT_RIGHT && i < t->n_cells;
         i += t->n_columns) {
        int w = widest_line(t->cells[i].text);
        wide = w > wide ? w : wide;
    }
    return wide;
}

/* What wraps divides the room left by its shares; who needs less leaves it to others. */
static void divide(const struct table *t, int *w, int room)
{
    int shares = 0;
    bool *done = xcalloc(t->n_columns + 1, sizeof *done);

    for (size_t i = 0; i < t->n_columns; i++)
        shares += t->columns[i].share;
    for (bool again = true; again && shares > 0;) {
        again = false;
        for (size_t i = 0; i < t->n_columns && shares > 0; i++) {
            int part = t->columns[i].share;
            if (!part || done[i] || w[i] > room * part / shares)
                continue;
            done[i] = again = true;     /* as wide as it wants */
            room -= w[i];
            shares -= part;
        }
    }
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].share && !done[i]) {
            int part = t->columns[i].share;
            w[i] = room * part / shares;
            room -= w[i];
            shares -= part;
            w[i] = w[i] < least(t, i) ? least(t, i) : w[i];
        }
    if (t->ruled && shares == 0 && room > 0)
        w[t->n_columns - 1] += room;
    free(done);
}

static int *measure(const struct table *t, int width)
{
    int *w = xcalloc(t->n_columns + 1, sizeof *w);
    int total = 0, room = width;
    bool wrapped = wraps(t);

    for (size_t i = 0; i < t->n_columns; i++)
        w[i] = text_width(t->columns[i].title);
    for (size_t i = 0; i < t->n_cells; i++) {
        size_t c = i % t->n_columns;
        int wide = wrapped ? widest_line(t->cells[i].text) : text_width(t->cells[i].text);
        if (t->columns[c].limit && wide > t->columns[c].limit)
            wide = t->columns[c].limit;
        w[c] = wide > w[c] ? wide : w[c];
    }
    if (wrapped && width > 0) {
        for (size_t i = 0; i < t->n_columns; i++)
            room -= (t->columns[i].share ? 0 : w[i]) + (i ? gap(t) : 0);
        divide(t, w, room);
        return w;
    }
    leave_out(t, w, width);
    for (size_t i = 0; i < t->n_columns; i++)
        total += w[i] < 0 ? 0 : w[i] + (i ? gap(t) : 0);
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

const char *table_background(enum colour c)
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
    if (colour)
        buf_puts(out, colour);
    text_put(out, text, width, align);
    if (colour)
        buf_puts(out, "\033[0m");
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

static const char *colour_of(const struct table_cell *cells, size_t i, bool colours)
{
    return colours && cells ? table_background(cells[i].colour) : NULL;
}

static void end_line(struct buf *out)
{
    drop_blanks(out);
    buf_putc(out, '\n');
}

static void print_row(struct buf *out, const struct table *t, const int *w,
                      const char *const *texts, const struct table_cell *cells, bool colours)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (i && w[i] >= 0)
            buf_puts(out, "  ");
        if (w[i] >= 0)
            print_cell(out, texts[i], w[i], t->columns[i].align, colour_of(cells, i, colours));
    }
    end_line(out);
}

/* As many lines as its longest cell needs; uses up `texts`. */
static void print_wrapped(struct buf *out, const struct table *t, const int *w,
                          const char **texts, const struct table_cell *cells, bool colours)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < t->n_columns; i++) {
            size_t n = 0;
            const char *next = texts[i] ? text_line(texts[i], w[i], &n) : NULL;
            char *line = xstrndup(texts[i] ? texts[i] : "", n);
            if (i)
                buf_puts(out, t->ruled ? " " : "  ");
            print_cell(out, line, w[i], t->columns[i].align,
                       n ? colour_of(cells, i, colours) : NULL);
            free(line);
            texts[i] = next;
            more |= next != NULL;
        }
        end_line(out);
    }
}

static void rule(struct buf *out, int n)
{
    while (n-- > 0)
        buf_putc(out, '-');
    buf_putc(out, '\n');
}

void table_print(struct buf *out, const struct table *t, int width, bool colours)
{
    int *w = measure(t, width), total = 0;
    size_t n = t->n_columns;
    const char **texts = xcalloc(n + 1, sizeof *texts);
    bool wrapped = wraps(t);

    assert(n > 0 && t->n_cells % n == 0);
    for (size_t i = 0; i < n; i++) {
        texts[i] = t->columns[i].title;
        total += w[i] < 0 ? 0 : w[i] + (i ? gap(t) : 0);
    }
    if (wrapped)
        print_wrapped(out, t, w, texts, NULL, false);
    else
        print_row(out, t, w, texts, NULL, false);
    rule(out, total);
    for (size_t at = 0; at < t->n_cells; at += n) {
        for (size_t i = 0; i < n; i++)
            texts[i] = t->cells[at + i].text;
        if (t->ruled && at)
            rule(out, total);
        if (wrapped)
            print_wrapped(out, t, w, texts, &t->cells[at], colours);
        else
            print_row(out, t, w, texts, &t->cells[at], colours);
    }
    say_left_out(out, t, w);
    free(texts);
    free(w);
}
