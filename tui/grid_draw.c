/* grid_draw.c - a grid on the screen: code and title stand, the other columns move by;
 * below, the cell under the cursor in full, with what is wrong with it. */
#include "tui/grid_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"

#define FROZEN 2                /* code and title stay where they are */
#define TITLE_NARROW 18
#define TITLE_WIDE 32
#define WIDE 100

size_t grid_next_column(const struct grid_state *g, size_t from, int by)
{
    for (size_t at = from; by < 0 ? at > 0 : at + 1 < g->n_columns;) {
        at = by < 0 ? at - 1 : at + 1;
        if (g->columns[at].on)
            return at;
    }
    return from;
}

static int width_of(const struct grid_state *g, size_t column, int cols)
{
    int w = g->columns[column].width, most = cols < WIDE ? TITLE_NARROW : TITLE_WIDE;

    return column == 1 && w > most ? most : w;
}

/* ---- which columns are seen ---- */

/* How far the columns from `left` on reach; the last one that is whole in *last. */
static int frozen_width(const struct grid_state *g, int cols)
{
    int w = 1;

    for (size_t i = 0; i < FROZEN; i++)
        w += width_of(g, i, cols) + 2;
    return w;
}

static bool is_in_view(const struct grid_state *g, int cols)
{
    int x = frozen_width(g, cols);

    if (g->column < FROZEN)
        return true;
    if (g->column < g->left)
        return false;
    for (size_t i = g->left; i <= g->column; i++)
        if (g->columns[i].on)
            x += width_of(g, i, cols) + 2;
    return x <= cols + 1 || g->left == g->column;
}

static void keep_in_view(struct grid_state *g, int cols, int page)
{
    g->page = page > 0 ? page : 1;
    if (g->row >= g->n_rows)
        g->row = g->n_rows ? g->n_rows - 1 : 0;
    if (g->row < g->top)
        g->top = g->row;
    if (g->row >= g->top + (size_t)g->page)
        g->top = g->row - (size_t)g->page + 1;
    if (g->left < FROZEN)
        g->left = FROZEN;
    if (g->column >= FROZEN && g->column < g->left)
        g->left = g->column;
    while (!is_in_view(g, cols))
        g->left++;
}

/* ---- one cell ---- */

static enum style style_of(struct tui *t, struct grid_state *g, size_t row, size_t column,
                           char *mark)
{
    const struct grid_line *r = &g->rows[row];
    const struct grid_cell *c = &r->cells[column];

    *mark = ' ';
    if (c->text && c->error) {
        *mark = '!';
        return STYLE_WRONG;
    }
    if (grid_clashes(t, g, row, column)) {
        *mark = '?';
        return STYLE_WRONG;
    }
    if (c->text) {
        *mark = '*';
        return STYLE_MARKED;
    }
    if (g->columns[column].never || (g->columns[column].only_new && r->item))
        return STYLE_DIM;
    return STYLE_PLAIN;
}

static void draw_cell(struct tui *t, struct grid_state *g, size_t row, size_t column, int y, int x,
                      int width)
{
    struct canvas *c = &t->canvas;
    bool here = row == g->row && column == g->column;
    enum text_align align = g->columns[column].look.kind == FORM_NUMBER ? TEXT_RIGHT : TEXT_LEFT;
    char mark[2] = " ", *text = grid_text(t, g, row, column);
    enum style style = style_of(t, g, row, column, mark);

    for (char *p = text; (p = strchr(p, '\n')); )
        *p = ' ';
    canvas_put(c, y, x, 1, mark, TEXT_LEFT, style);
    if (column == 0 && g->rows[row].item == 0)
        canvas_put(c, y, x + 1, width, _("(new)"), TEXT_LEFT, STYLE_DIM);
    else if (here && g->editing)
        line_edit_draw(&g->edit, c, y, x + 1, width, true);
    else
        canvas_put(c, y, x + 1, width, text, text_width(text) > width ? TEXT_LEFT : align,
                   style);
    if (!g->editing && text_width(text) > width)
        canvas_put(c, y, x + width - 1, 2, "..", TEXT_LEFT, style);
    if (here && !g->editing) {
        canvas_restyle(c, y, x, width + 1, STYLE_CURSOR);
        canvas_cursor(c, y, x + 1);
    }
    canvas_hit(c, (struct area){ y, x, 1, width + 1 }, K_ENTER,
               (int)(row * 1000 + column));
    free(text);
}

static void draw_line(struct tui *t, struct grid_state *g, struct area a, int y, size_t row)
{
    int x = a.x + 1;

    if (row < g->n_rows)
        canvas_put(&t->canvas, y, a.x, 1, g->rows[row].error ? "!" : row == g->row ? ">" : " ",
                   TEXT_LEFT, g->rows[row].error ? STYLE_WRONG : STYLE_PLAIN);
    for (size_t i = 0; i < g->n_columns; i++) {
        int width = width_of(g, i, a.w), room = a.x + a.w - x - 1;
        if (!g->columns[i].on || (i >= FROZEN && i < g->left))
            continue;
        if (room < 3)
            break;
        if (width > room)
            width = room;
        if (row < g->n_rows)
            draw_cell(t, g, row, i, y, x, width);
        else
            canvas_put(&t->canvas, y, x + 1, width, g->columns[i].look.label, TEXT_LEFT,
                       STYLE_HEAD);
        x += width + 2;
    }
}

/* ---- below ---- */

static void add_lines(struct canvas *c, struct area a, int *y, const char *text,
                      enum style style)
{
    size_t n;
    char **lines = ask_lines(text, a.w - 2, &n);

    for (size_t i = 0; i < n && *y < a.y + a.h; i++)
        canvas_put(c, (*y)++, a.x + 1, a.w - 2, lines[i], TEXT_LEFT, style);
    ask_lines_free(lines, n);
}

/* The cell by its row and name, what stands in it, and what stood there. */
static void say_cell(struct tui *t, struct grid_state *g, struct buf *out)
{
    const struct grid_column *c = &g->columns[g->column];
    const struct grid_cell *x = &g->rows[g->row].cells[g->column];
    char *text = g->editing ? xstrdup(line_edit_text(&g->edit))
                            : grid_text(t, g, g->row, g->column);

    grid_line_name(g, g->row, out);
    buf_printf(out, "  %s: %s", c->look.label, text);
    if (c->look.unit && *c->look.unit && *text)
        buf_printf(out, " %s", c->look.unit);
    free(text);
    if (x->text && x->base && *x->base)
        buf_printf(out, _("   (was: %s)"), x->base);
}

static void say_wrong(struct tui *t, struct grid_state *g, struct buf *out)
{
    const struct grid_line *r = &g->rows[g->row];
    const struct grid_cell *x = &r->cells[g->column];

    if (x->text && x->error)
        buf_puts(out, x->error);
    if (grid_clashes(t, g, g->row, g->column)) {
        char *stored = grid_stored(t, g, g->row, g->column);
        buf_printf(out, _("%sSomebody else has written: %s. Writing asks which of the two."),
                   out->len ? "\n" : "", *stored ? stored : _("(empty)"));
        free(stored);
    }
    if (r->error)
        buf_printf(out, _("%sNot written: %s"), out->len ? "\n" : "", r->error);
}

static const char *hint_of(const struct grid_state *g)
{
    const struct grid_column *c = &g->columns[g->column];

    if (grid_is_empty_line(g, &g->rows[g->row]))
        return _("What is typed here becomes a new item.");
    if (c->look.hint)
        return c->look.hint;
    switch (c->look.kind) {
    case FORM_DAY:    return _("11-27, +5 (workdays); F4 shows the calendar");
    case FORM_CHOICE: return _("Space or F4 chooses; a digit, too");
    case FORM_PERSON: case FORM_UNIT: case FORM_PLACE:
        return _("type the name, or F4 to search by pinyin");
    case FORM_YES_NO: return _("Space changes it");
    default:          return "";
    }
}

static void draw_about(struct tui *t, struct grid_state *g, struct area a)
{
    struct canvas *c = &t->canvas;
    struct buf wrong = {0}, cell = {0}, why = {0};
    int y = a.y;

    canvas_fill(c, a, STYLE_PLAIN);
    canvas_line(c, y++, a.x, a.w, STYLE_DIM);
    if (g->row < g->n_rows) {
        const struct grid_line *r = &g->rows[g->row];
        say_wrong(t, g, &wrong);
        add_lines(c, a, &y, buf_str(&wrong), STYLE_WRONG);
        say_cell(t, g, &cell);
        add_lines(c, a, &y, buf_str(&cell), STYLE_PLAIN);
        if (!wrong.len && grid_refuses(t, g, g->row, g->column, &why)) {
            struct buf b = {0};
            buf_printf(&b, _("Not to be changed here: %s"), buf_str(&why));
            add_lines(c, a, &y, buf_str(&b), STYLE_DIM);
            buf_fini(&b);
        } else if (g->reports && r->item && *r->is.v[0].latest && !wrong.len) {
            struct buf b = {0};
            char day[DAY_TEXT];
            buf_printf(&b, _("Last report %s: %s"), short_day(t, r->is.v[0].latest_on, day),
                       r->is.v[0].latest);
            add_lines(c, a, &y, buf_str(&b), STYLE_DIM);
            buf_fini(&b);
        } else {
            add_lines(c, a, &y, hint_of(g), STYLE_DIM);
        }
    }
    buf_fini(&wrong);
    buf_fini(&cell);
    buf_fini(&why);
}

void grid_draw(struct tui *t, void *state, struct area body)
{
    struct grid_state *g = state;
    int low = t->canvas.rows < 30 ? 5 : 8;
    struct area cells = { body.y, body.x, body.h - low, body.w };
    struct area about = { body.y + body.h - low, body.x, low, body.w };

    canvas_fill(&t->canvas, cells, STYLE_PLAIN);
    keep_in_view(g, cells.w, cells.h - 1);
    draw_line(t, g, cells, cells.y, g->n_rows);
    for (int i = 0; i < g->page && g->top + (size_t)i < g->n_rows; i++)
        draw_line(t, g, cells, cells.y + 1 + i, g->top + (size_t)i);
    int y = t->canvas.cursor_y, x = t->canvas.cursor_x;
    draw_about(t, g, about);
    canvas_cursor(&t->canvas, y, x);
}
