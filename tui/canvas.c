#include "tui/canvas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void blank(struct canvas_cell *cell, enum style style)
{
    memcpy(cell->text, " ", 2);
    cell->width = 1;
    cell->style = (uint8_t)style;
    cell->line = false;
}

void canvas_init(struct canvas *c, int rows, int cols)
{
    canvas_fini(c);
    c->rows = rows > 0 ? rows : 1;
    c->cols = cols > 0 ? cols : 1;
    c->cells = xcalloc((size_t)c->rows * (size_t)c->cols, sizeof *c->cells);
    canvas_clear(c);
}

void canvas_fini(struct canvas *c)
{
    free(c->cells);
    free(c->hits);
    *c = (struct canvas){ .cursor_y = -1, .cursor_x = -1 };
}

void canvas_clear(struct canvas *c)
{
    for (int i = 0; i < c->rows * c->cols; i++) {
        blank(&c->cells[i], STYLE_PLAIN);
        c->cells[i].boxed = false;
    }
    c->n_hits = 0;
    c->cursor_y = c->cursor_x = -1;
}

static struct canvas_cell *at(struct canvas *c, int y, int x)
{
    return &c->cells[(size_t)y * (size_t)c->cols + (size_t)x];
}

/* Writing over one half of a wide character takes the other half with it. */
static void part(struct canvas *c, int y, int x)
{
    if (x > 0 && x < c->cols && at(c, y, x)->width == 0) {
        blank(at(c, y, x - 1), at(c, y, x - 1)->style);
        blank(at(c, y, x), at(c, y, x)->style);
    }
}

static void put_cells(struct canvas *c, int y, int x, const char *s, enum style style)
{
    struct canvas_cell *last = NULL;
    int len;

    for (uint32_t ch; (ch = text_next(s, &len)) != 0; s += len) {
        int width = text_char_width(ch);
        if (width == 0) {       /* joins its base */
            size_t have = last ? strlen(last->text) : CELL_TEXT;
            if (have + (size_t)len < CELL_TEXT) {
                memcpy(last->text + have, s, (size_t)len);
                last->text[have + (size_t)len] = '\0';
            }
            continue;
        }
        if (x >= 0 && x + width <= c->cols) {
            part(c, y, x);
            part(c, y, x + width);
            last = at(c, y, x);
            memcpy(last->text, s, (size_t)len);
            last->text[len] = '\0';
            last->width = (uint8_t)width;
            last->style = (uint8_t)style;
            last->line = false;
            if (width == 2)
                *at(c, y, x + 1) = (struct canvas_cell){ .style = (uint8_t)style,
                                                         .boxed = last->boxed };
        }
        x += width;
    }
}

void canvas_put(struct canvas *c, int y, int x, int width, const char *text,
                enum text_align align, enum style style)
{
    struct buf b = {0};

    if (y < 0 || y >= c->rows || x >= c->cols || width <= 0)
        return;
    if (x + width > c->cols)
        width = c->cols - x;
    text_put(&b, text, width, align);
    put_cells(c, y, x, buf_str(&b), style);
    buf_fini(&b);
}

int canvas_write(struct canvas *c, int y, int x, const char *text, enum style style)
{
    int width = text_width(text);

    if (x + width > c->cols)
        width = c->cols - x;
    canvas_put(c, y, x, width, text, TEXT_LEFT, style);
    return width > 0 ? width : 0;
}

void canvas_fill(struct canvas *c, struct area a, enum style style)
{
    for (int y = a.y; y < a.y + a.h; y++)
        canvas_put(c, y, a.x, a.w, "", TEXT_LEFT, style);
}

void canvas_restyle(struct canvas *c, int y, int x, int width, enum style style)
{
    for (int i = x; y >= 0 && y < c->rows && i < x + width && i < c->cols; i++) {
        enum style now = i < 0 ? STYLE_RED : at(c, y, i)->style;
        if (now < STYLE_RED || now > STYLE_GREY)
            at(c, y, i)->style = (uint8_t)style;
    }
}

void canvas_line(struct canvas *c, int y, int x, int width, enum style style)
{
    struct buf b = {0};

    for (int i = 0; i < width; i++)
        buf_putc(&b, '-');
    canvas_put(c, y, x, width, buf_str(&b), TEXT_LEFT, style);
    for (int i = x; y >= 0 && y < c->rows && i < x + width && i < c->cols; i++)
        if (i >= 0)
            at(c, y, i)->line = true;
    buf_fini(&b);
}

/* One cell of a frame, if it is on the canvas. */
static void put_line(struct canvas *c, int y, int x, const char *sign, enum style style)
{
    canvas_put(c, y, x, 1, sign, TEXT_LEFT, style);
    if (y >= 0 && y < c->rows && x >= 0 && x < c->cols)
        at(c, y, x)->line = true;
}

void canvas_upright(struct canvas *c, int y, int x, int height, enum style style)
{
    for (int i = 0; i < height; i++)
        put_line(c, y + i, x, "|", style);
}

void canvas_box(struct canvas *c, struct area a, const char *title)
{
    for (int y = a.y < 0 ? 0 : a.y; y < a.y + a.h && y < c->rows; y++)
        for (int x = a.x < 0 ? 0 : a.x; x < a.x + a.w && x < c->cols; x++)
            at(c, y, x)->boxed = true;
    canvas_fill(c, a, STYLE_DIALOG);
    canvas_line(c, a.y, a.x, a.w, STYLE_DIALOG);
    canvas_line(c, a.y + a.h - 1, a.x, a.w, STYLE_DIALOG);
    for (int y = a.y; y < a.y + a.h; y++) {
        const char *side = y == a.y || y == a.y + a.h - 1 ? "+" : "|";
        put_line(c, y, a.x, side, STYLE_DIALOG);
        put_line(c, y, a.x + a.w - 1, side, STYLE_DIALOG);
    }
    if (title && *title) {
        int width = text_width(title);
        if (width > a.w - 6)
            width = a.w - 6;
        canvas_put(c, a.y, a.x + 2, 1, " ", TEXT_LEFT, STYLE_DIALOG_TITLE);
        canvas_put(c, a.y, a.x + 3, width, title, TEXT_LEFT, STYLE_DIALOG_TITLE);
        canvas_put(c, a.y, a.x + 3 + width, 1, " ", TEXT_LEFT, STYLE_DIALOG_TITLE);
    }
}

void canvas_hit(struct canvas *c, struct area a, uint32_t key, int arg)
{
    GROW(c->hits, c->n_hits, c->cap_hits);
    c->hits[c->n_hits++] = (struct canvas_hit){ a.y, a.x, a.h, a.w, key, arg };
}

const struct canvas_hit *canvas_find_hit(const struct canvas *c, int y, int x)
{
    for (size_t i = c->n_hits; i-- > 0;) {
        const struct canvas_hit *h = &c->hits[i];
        if (y >= h->y && y < h->y + h->h && x >= h->x && x < h->x + h->w)
            return h;
    }
    return NULL;
}

void canvas_cursor(struct canvas *c, int y, int x)
{
    c->cursor_y = y;
    c->cursor_x = x;
}

void canvas_leave_field(struct canvas *c)
{
    for (int i = 0; i < c->rows * c->cols; i++)
        if (c->cells[i].style == STYLE_FIELD_HERE)
            c->cells[i].style = STYLE_FIELD;
    canvas_cursor(c, -1, -1);
}

void canvas_copy(struct canvas *to, const struct canvas *from)
{
    if (to->rows != from->rows || to->cols != from->cols)
        canvas_init(to, from->rows, from->cols);
    memcpy(to->cells, from->cells,
           sizeof *from->cells * (size_t)from->rows * (size_t)from->cols);
    to->cursor_y = from->cursor_y;
    to->cursor_x = from->cursor_x;
}

static bool same_cell(const struct canvas_cell *a, const struct canvas_cell *b)
{
    return a->style == b->style && a->width == b->width && a->line == b->line &&
           a->boxed == b->boxed && strcmp(a->text, b->text) == 0;
}

bool canvas_equal(const struct canvas *a, const struct canvas *b)
{
    if (a->rows != b->rows || a->cols != b->cols || a->cursor_y != b->cursor_y ||
        a->cursor_x != b->cursor_x)
        return false;
    for (int i = 0; i < a->rows * a->cols; i++)
        if (!same_cell(&a->cells[i], &b->cells[i]))
            return false;
    return true;
}

char *canvas_text(const struct canvas *c)
{
    struct buf b = {0};

    for (int y = 0; y < c->rows; y++) {
        for (int x = 0; x < c->cols; x++)
            buf_puts(&b, c->cells[(size_t)y * (size_t)c->cols + (size_t)x].text);
        while (b.len > 0 && b.s[b.len - 1] == ' ')
            b.s[--b.len] = '\0';
        buf_putc(&b, '\n');
    }
    return buf_take(&b);
}
