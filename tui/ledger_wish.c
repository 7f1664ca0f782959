#include "tui/ledger_wish.h"

#include <stdlib.h>
#include <string.h>

static const char *const of_all[] = { "colour", "code", "title", "owner", "due", "left",
                                      "steps", "state", "waiting" };

/* The definitions' own pointer for an id, NULL: there is no such column. */
static const char *known(const struct row_look *look, const char *id)
{
    const char *is;

    for (size_t i = 0; (is = row_column_id(look, i)); i++)
        if (strcmp(is, id) == 0)
            return is;
    return NULL;
}

static bool has(const struct column_wishes *w, const char *id)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->v[i].id, id) == 0)
            return true;
    return false;
}

static void add(struct column_wishes *w, const char *id, int width, bool shown)
{
    GROW(w->v, w->n, w->cap);
    w->v[w->n++] = (struct column_wish){ id, width, shown };
}

static void read_line(struct column_wishes *w, const struct row_look *look, char *line,
                      struct buf *unknown)
{
    bool shown = *line != '-';
    char *id = line + !shown, *blank = strchr(id, ' ');
    int width = 0;

    if (blank) {
        *blank = '\0';
        width = atoi(blank + 1);
    }
    if (width && width < COLUMN_WIDTH_LEAST)
        width = COLUMN_WIDTH_LEAST;
    if (width > COLUMN_WIDTH_MOST)
        width = COLUMN_WIDTH_MOST;
    const char *is = *id ? known(look, id) : NULL;
    if (is && !has(w, is))
        add(w, is, width, shown || strcmp(is, "title") == 0);
    else if (!is && *id)
        buf_printf(unknown, "%s%s", unknown->len ? " " : "", id);
}

void column_wishes_read(struct column_wishes *out, const struct row_look *look,
                        const char *text)
{
    bool own = look->list && look->list->n_columns > 0, state = false;
    const char *const *ids = own ? look->list->columns : of_all;
    size_t n = own ? look->list->n_columns : sizeof of_all / sizeof *of_all;
    struct buf unknown = {0};
    const char *id;

    out->own = text && *text;
    for (const char *s = text; s && *s;) {
        size_t len = strcspn(s, "\n");
        char *line = xstrndup(s, len);
        read_line(out, look, line, &unknown);
        free(line);
        s += len + (s[len] == '\n');
    }
    for (size_t i = 0; i < n; i++)
        state |= strcmp(ids[i], "state") == 0;
    for (size_t i = 0; i < n; i++)      /* the state says who it waits for, too */
        if ((id = known(look, ids[i])) && !has(out, id))
            add(out, id, 0, strcmp(id, "waiting") != 0 || !state);
    for (size_t i = 0; (id = row_column_id(look, i)); i++)
        if (!has(out, id))
            add(out, id, 0, false);
    out->unknown = unknown.s ? buf_take(&unknown) : xstrdup("");
}

void column_wishes_fini(struct column_wishes *w)
{
    free(w->v);
    free(w->unknown);
    *w = (struct column_wishes){0};
}

char *column_wishes_text(const struct column_wishes *w)
{
    struct buf b = {0};

    for (size_t i = 0; i < w->n; i++) {
        buf_printf(&b, "%s%s", w->v[i].shown ? "" : "-", w->v[i].id);
        if (w->v[i].width)
            buf_printf(&b, " %d", w->v[i].width);
        buf_putc(&b, '\n');
    }
    return buf_take(&b);
}

char *column_wishes_name(const char *list)
{
    return xasprintf("columns/%s", list ? list : "all");
}
