#include "report/row_table.h"

#include <stdlib.h>
#include <string.h>

static void add_column(struct table *t, const struct row_view *view, const char *id)
{
    struct row_column c = {0};

    if (!row_column(&view->look, id, &c))
        return;
    table_column(t, c.title, c.align, c.limit, c.shrinks);
    table_may_leave(t, c.leaves);
    free(c.title);
}

static void add_cell(struct table *t, const struct row_view *view, const char *id,
                     const struct row *r, const char *title)
{
    struct buf b = {0};
    bool known = row_cell(&b, &view->look, id, r);

    if (strcmp(id, "title") == 0) {
        buf_clear(&b);
        buf_puts(&b, title);
    }
    if (known)
        table_add_colour(t, buf_str(&b), strcmp(id, "colour") == 0 ? r->colour : COLOUR_NONE);
    buf_fini(&b);
}

void row_table_print(struct buf *out, const struct row_view *view,
                     const char *const *columns, const struct row *rows,
                     const char *const *titles, size_t n)
{
    struct table t = {0};

    for (size_t i = 0; columns[i]; i++)
        add_column(&t, view, columns[i]);
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; columns[i]; i++)
            add_cell(&t, view, columns[i], &rows[r],
                     titles ? titles[r] : rows[r].it.title);
    table_print(out, &t, view->width, view->colours);
    table_fini(&t);
}
