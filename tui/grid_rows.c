/* grid_rows.c - the rows of a grid: read, read anew when others have written, added. */
#include "tui/grid_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"

#define WIDTH_LEAST 6
#define WIDTH_MOST 24
#define WIDTH_LONG 36
#define BLANK_ROWS 10           /* to begin with, where there is nothing but new ones */

void grid_line_fini(const struct grid_state *g, struct grid_line *r)
{
    rows_fini(&r->is);
    for (size_t i = 0; r->cells && i < g->n_columns; i++)
        grid_cell_fini(&r->cells[i]);
    free(r->cells);
    free(r->locked);
    free(r->behalf);
    free(r->error);
    *r = (struct grid_line){0};
}

struct grid_line *grid_add_line(struct grid_state *g)
{
    GROW(g->rows, g->n_rows, g->cap_rows);
    struct grid_line *r = &g->rows[g->n_rows++];

    *r = (struct grid_line){ .cells = xcalloc(g->n_columns + 1, sizeof *r->cells) };
    return r;
}

bool grid_is_empty_line(const struct grid_state *g, const struct grid_line *r)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (r->cells[i].text && *r->cells[i].text)
            return false;
    return r->item == 0;
}

void grid_keep_blank(struct grid_state *g)
{
    size_t want = g->n_rows && g->rows[0].item ? 1 : BLANK_ROWS, blank = 0;

    if (!g->may_add)
        return;
    while (blank < g->n_rows && grid_is_empty_line(g, &g->rows[g->n_rows - 1 - blank]))
        blank++;
    while (blank < 1 || g->n_rows < want) {
        grid_add_line(g);
        blank++;
    }
}

struct flow grid_flow(const struct grid_state *g, const struct grid_line *r, struct targets *on)
{
    *on = (struct targets){ &r->item, 1 };
    return (struct flow){ .on = on, .rows = r->is, .r = r->is.v, .it = &r->is.v[0].it,
                          .list = g->list };
}

void grid_line_name(const struct grid_state *g, size_t row, struct buf *out)
{
    size_t n = 1;

    if (row < g->n_rows && g->rows[row].item) {
        buf_puts(out, g->rows[row].is.v[0].it.code);
        return;
    }
    for (size_t i = 0; i < row && i < g->n_rows; i++)
        n += g->rows[i].item == 0;
    buf_printf(out, _("new row %zu"), n + (row > g->n_rows ? row - g->n_rows : 0));
}

/* ---- reading ---- */

/* In whose name a report goes in unless said otherwise. */
static void read_behalf(struct tui *t, const struct grid_state *g, struct grid_line *r)
{
    struct targets on;
    struct flow f = grid_flow(g, r, &on);
    struct hands h;

    hands_init(t, &h, &f, VERB_PROGRESS);
    free(r->behalf);
    r->behalf = xstrdup(h.behalf ? h.behalf : "");
    hands_fini(&h);
}

enum xh_rc grid_read_line(struct tui *t, struct grid_state *g, struct grid_line *r,
                          struct xh_err *err)
{
    struct rows now = {0};
    enum xh_rc rc = flow_row(t, r->item, &now, err);

    free(r->locked);
    r->locked = NULL;
    if (rc != XH_OK) {          /* void by now, or no longer mine to read */
        rows_fini(&now);
        r->locked = xstrdup(err->msg);
        return r->is.n ? XH_OK : rc;
    }
    rows_fini(&r->is);
    r->is = now;
    if (g->reports)
        read_behalf(t, g, r);
    return XH_OK;
}

static int widest(const struct grid_column *c)
{
    return c->look.kind == FORM_LONG ? WIDTH_LONG : WIDTH_MOST;
}

void grid_widen(struct grid_column *c, const char *text)
{
    int width = text_width(text);

    if (width > widest(c))
        width = widest(c);
    if (width > c->width)
        c->width = width;
}

static void measure(struct tui *t, struct grid_state *g)
{
    for (size_t i = 0; i < g->n_columns; i++) {
        struct grid_column *c = &g->columns[i];
        int most = widest(c);
        int width = text_width(c->look.label);
        for (size_t k = 0; k < g->n_rows; k++) {
            char *text = grid_text(t, g, k, i);
            if (text_width(text) > width)
                width = text_width(text);
            free(text);
        }
        if (c->look.kind == FORM_DAY && width < 10)
            width = 10;
        if (c->look.kind == FORM_LONG || strcmp(c->is.key, "title") == 0)
            width = width < WIDTH_MOST ? WIDTH_MOST : width;
        c->width = width < WIDTH_LEAST ? WIDTH_LEAST : width > most ? most : width;
    }
}

/* Has the item another version than the row? */
static bool is_old(struct tui *t, const struct grid_line *r)
{
    struct item it = {0};
    bool old = item_load(t->st->db, r->item, &it, NULL) != XH_OK || r->is.n == 0 ||
               it.version != r->is.v[0].it.version || it.voided;

    item_fini(&it);
    return old;
}

/* Other definitions are in force: what was typed goes where its column is now. */
static enum xh_rc rebuild(struct tui *t, struct grid_state *g, struct xh_err *err)
{
    struct grid_column *was = g->columns;
    size_t n = g->n_columns;
    const struct list_def *list = defs_list(t->defs, g->list_id);

    if (!list)
        return xh_fail(err, XH_NOT_FOUND, _("there is no list '%s'"), g->list_id);
    grid_forget(g);
    g->list = list;
    g->columns = NULL;
    g->n_columns = 0;
    grid_columns_init(t, g);
    for (size_t k = 0; k < g->n_rows; k++) {
        struct grid_cell *cells = xcalloc(g->n_columns + 1, sizeof *cells);
        for (size_t i = 0; i < n; i++) {
            size_t to = 0;
            while (to < g->n_columns && strcmp(g->columns[to].is.key, was[i].is.key) != 0)
                to++;
            if (to < g->n_columns)
                cells[to] = g->rows[k].cells[i];
            else
                grid_cell_fini(&g->rows[k].cells[i]);
        }
        free(g->rows[k].cells);
        g->rows[k].cells = cells;
    }
    free(was);
    g->column = 1;
    g->left = 0;
    return XH_OK;
}

enum xh_rc grid_read(struct tui *t, struct grid_state *g, struct xh_err *err)
{
    enum xh_rc rc = g->defs == t->defs ? XH_OK : rebuild(t, g, err);

    import_names_fini(&g->names);
    if (rc == XH_OK)
        rc = import_names_load(t->st->db, &g->names, err);
    for (size_t i = 0; rc == XH_OK && i < g->n_rows; i++)
        if (g->rows[i].item && is_old(t, &g->rows[i]))
            rc = grid_read_line(t, g, &g->rows[i], err);
    if (rc == XH_OK)
        measure(t, g);
    return rc;
}
