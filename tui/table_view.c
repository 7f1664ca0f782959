#include "tui/table_view.h"

#include <stdlib.h>

#define GAP 1
#define LEAST 8                 /* of a column that takes what is left */

/* No heading is cut: in English some are wider than what stands below them. */
static int least_width(const struct view_column *column)
{
    int title = text_width(column->title);

    return column->width == 0 || title < column->width ? column->width : title;
}

/* -1: no room for it. */
static void lay_out(const struct table_view *v, int width, int *w)
{
    for (size_t i = 0; i < v->n_columns; i++)
        w[i] = least_width(&v->columns[i]);
    for (;;) {
        int fixed = 0, flexible = 0, least = 0;
        for (size_t i = 0; i < v->n_columns; i++) {
            if (w[i] < 0)
                continue;
            fixed += w[i] + GAP;
            flexible += v->columns[i].width == 0;
            least += v->columns[i].width == 0 ? (v->least ? v->least : 2 * LEAST) : 0;
        }
        size_t first = v->n_columns;
        for (size_t i = 0; i < v->n_columns && fixed + least > width; i++)
            if (w[i] >= 0 && v->columns[i].leaves &&
                (first == v->n_columns || v->columns[i].leaves < v->columns[first].leaves))
                first = i;
        if (first < v->n_columns) {
            w[first] = -1;
            continue;
        }
        int left = width - fixed;
        for (size_t i = 0; i < v->n_columns; i++)
            if (w[i] == 0) {
                int share = left / flexible--;
                w[i] = share > LEAST ? share : LEAST;
                left -= w[i];
            }
        return;
    }
}

static void keep_in_view(struct table_view *v, int page)
{
    v->page = page > 0 ? page : 1;
    if (v->cursor >= v->n)
        v->cursor = v->n ? v->n - 1 : 0;
    if (v->cursor < v->top)
        v->top = v->cursor;
    if (v->cursor >= v->top + (size_t)v->page)
        v->top = v->cursor - (size_t)v->page + 1;
    if (v->top + (size_t)v->page > v->n)
        v->top = v->n > (size_t)v->page ? v->n - (size_t)v->page : 0;
}

/* What is cut says so. */
static void put_cell(struct canvas *c, int y, int x, int w, const char *text,
                     enum text_align align, enum style style)
{
    bool cut = w >= 6 && text_width(text) > w;

    canvas_put(c, y, x, cut ? w - 2 : w, text, cut ? TEXT_LEFT : align, style);
    if (cut)
        canvas_put(c, y, x + w - 2, 2, "..", TEXT_LEFT, style);
}

static bool is_marked(const struct table_view *v, size_t row)
{
    if (v->is_marked)
        return v->is_marked(v->ctx, row);
    return v->marks.n && v->id && marks_has(&v->marks, v->id(v->ctx, row));
}

static void draw_row(struct table_view *v, struct canvas *c, struct area a, int y, size_t row,
                     const int *w)
{
    bool here = row == v->cursor && !v->picture, marked = is_marked(v, row);
    int x = a.x + 1;

    canvas_put(c, y, a.x, 1, here ? ">" : marked ? "*" : " ", TEXT_LEFT, STYLE_PLAIN);
    if (here && marked)
        canvas_put(c, y, a.x, 1, "#", TEXT_LEFT, STYLE_PLAIN);
    for (size_t i = 0; i < v->n_columns; i++) {
        struct buf b = {0};
        enum style style = STYLE_PLAIN;
        if (w[i] < 0)
            continue;
        v->cell(v->ctx, row, i, &b, &style);
        put_cell(c, y, x, w[i], buf_str(&b), v->columns[i].align, style);
        x += w[i] + GAP;
        buf_fini(&b);
    }
    if (here || marked)
        canvas_restyle(c, y, a.x, a.w, here ? STYLE_CURSOR : STYLE_MARKED);
    if (!v->picture)
        canvas_hit(c, (struct area){ y, a.x, 1, a.w }, K_ENTER, (int)row);
}

void table_view_draw(struct table_view *v, struct canvas *c, struct area a)
{
    int *w = xcalloc(v->n_columns + 1, sizeof *w), x = a.x + 1;

    lay_out(v, a.w - 1, w);
    canvas_fill(c, a, STYLE_PLAIN);
    for (size_t i = 0; i < v->n_columns; i++)
        if (w[i] >= 0) {
            canvas_put(c, a.y, x, w[i], v->columns[i].title, v->columns[i].align, STYLE_HEAD);
            if (v->sorts)
                canvas_hit(c, (struct area){ a.y, x, 1, w[i] }, 'S', (int)i);
            x += w[i] + GAP;
        }
    keep_in_view(v, a.h - 1);
    for (int i = 0; i < v->page && v->top + (size_t)i < v->n; i++)
        draw_row(v, c, a, a.y + 1 + i, v->top + (size_t)i, w);
    if (v->n == 0 && v->empty)
        canvas_put(c, a.y + 2, a.x + 2, a.w - 4, v->empty, TEXT_LEFT, STYLE_PLAIN);
    free(w);
}

/* ---- cursor ---- */

static void settle(struct table_view *v)
{
    v->has_here = v->id && v->cursor < v->n;
    if (v->has_here)
        v->here = v->id(v->ctx, v->cursor);
}

static bool move(struct table_view *v, enum cmd cmd)
{
    size_t last = v->n ? v->n - 1 : 0, page = (size_t)(v->page > 1 ? v->page - 1 : 1);

    switch (cmd) {
    case CMD_UP:   v->cursor -= v->cursor > 0; return true;
    case CMD_DOWN: v->cursor += v->cursor < last; return true;
    case CMD_PGUP: v->cursor = v->cursor > page ? v->cursor - page : 0; return true;
    case CMD_PGDN: v->cursor = v->cursor + page < last ? v->cursor + page : last; return true;
    case CMD_HOME: v->cursor = 0; return true;
    case CMD_END:  v->cursor = last; return true;
    default:       return false;
    }
}

bool table_view_move(struct table_view *v, enum cmd cmd)
{
    bool moved = move(v, cmd);

    if (moved)
        settle(v);
    return moved;
}

void table_view_go(struct table_view *v, size_t row)
{
    v->cursor = row;
    settle(v);
}

bool table_view_find(struct table_view *v, bool (*fits)(void *ctx, size_t row), void *ctx,
                     bool backward)
{
    for (size_t k = 1; k <= v->n; k++) {
        size_t at = (v->cursor + (backward ? v->n - k : k)) % v->n;
        if (fits(ctx, at)) {
            table_view_go(v, at);
            return true;
        }
    }
    return false;
}

bool table_view_press(struct table_view *v, const struct canvas_hit *hit, bool twice)
{
    size_t row = (size_t)hit->arg;
    bool again = row == v->cursor;

    if (hit->key != K_ENTER || row >= v->n)
        return false;
    table_view_go(v, row);
    return again || twice;
}

void table_view_rows(struct table_view *v, size_t n)
{
    v->n = n;
    for (size_t i = 0; v->has_here && i < n; i++)
        if (v->id(v->ctx, i) == v->here) {
            v->cursor = i;
            break;
        }
    if (v->cursor >= n)
        v->cursor = n ? n - 1 : 0;
    settle(v);
}

void table_view_want(struct table_view *v, int64_t id)
{
    v->here = id;
    v->has_here = true;
}

void table_view_top(struct table_view *v)
{
    v->cursor = v->top = 0;
    v->has_here = false;
}

/* ---- marks ---- */

static bool takes_mark(const struct table_view *v, size_t row, bool all)
{
    return row < v->n && (!v->takes_mark || v->takes_mark(v->ctx, row, all));
}

bool table_view_mark(struct table_view *v, enum cmd cmd)
{
    bool any = v->marks.n > 0;

    switch (cmd) {
    case CMD_MARK:
        if (takes_mark(v, v->cursor, false)) {
            int64_t id = v->id(v->ctx, v->cursor);
            marks_put(&v->marks, id, !marks_has(&v->marks, id));
        }
        table_view_move(v, CMD_DOWN);
        return true;
    case CMD_MARK_ALL:
        for (size_t i = 0; i < v->n; i++)
            if (takes_mark(v, i, true))
                marks_put(&v->marks, v->id(v->ctx, i), true);
        return true;
    case CMD_CLEAR:
        marks_clear(&v->marks);
        return any;
    default:
        return false;
    }
}

void table_view_keep_marks(struct table_view *v)
{
    int64_t *ids = xcalloc(v->n + 1, sizeof *ids);

    for (size_t i = 0; i < v->n; i++)
        ids[i] = v->id(v->ctx, i);
    marks_keep(&v->marks, ids, v->n);
    free(ids);
}

void table_view_fini(struct table_view *v)
{
    marks_clear(&v->marks);
}
