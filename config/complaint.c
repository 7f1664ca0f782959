/* complaint.c - complaints as people read them, and the township's name in its file. */
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "model/i18n.h"
#include "model/text.h"

#define SHOWN_COLUMNS 96            /* of a source line, where nobody says how many */

static const char *find_line(const char *text, int line)
{
    for (; line > 1; line--) {
        if (!(text = strchr(text, '\n')))
            return NULL;
        text++;
    }
    return text;
}

/* From `s` to `end`, at most `cols` columns of it, as it may be shown. Returns its
 * width. */
static int show(struct buf *out, const char *s, const char *end, int cols)
{
    const char *p = s;
    struct buf shown = {0};
    int len, width = 0;
    char *part;

    while (p < end) {
        width += text_char_width(text_next(p, &len));
        if (width > cols)
            break;
        p += len;
    }
    part = xstrndup(s, (size_t)(p - s));
    text_show(&shown, part, false);
    buf_puts(out, buf_str(&shown));
    width = text_width(buf_str(&shown));
    free(part);
    buf_fini(&shown);
    return width;
}

/* At most `columns` of the source line and a caret under its character `col`. A Chinese
 * character is two columns wide, so the caret is placed by the width of what stands
 * before it, not by its number; what stands too far left of it is cut away. */
static void print_source(const char *text, int line_number, int col, int columns,
                         struct buf *out)
{
    const char *line = find_line(text, line_number), *end, *at, *from;
    int len, width = 0, left = columns * 5 / 8;

    if (!line || col < 1)
        return;
    at = from = line;
    end = line + strcspn(line, "\n");
    for (int i = 1; i < col && at < end; i++, at += len)
        width += text_char_width(text_next(at, &len));
    for (; width > left && from < at; from += len)
        width -= text_char_width(text_next(from, &len));
    buf_puts(out, from > line ? "    ..." : "    ");
    width = show(out, from, at, left) + (from > line ? 3 : 0);
    show(out, at, end, columns - width);
    buf_printf(out, "\n    %*s^\n", width, "");
}

void config_print_complaint(const struct config *c, size_t i, const char *dir, int columns,
                            struct buf *out)
{
    const struct config_complaint *cp = &c->complaints[i];
    size_t n = dir ? strlen(dir) : 0;
    bool below = n && strncmp(cp->path, dir, n) == 0 && cp->path[n] == '/';

    text_show(out, below ? cp->path + n + 1 : cp->path, false);
    if (cp->line > 0)
        buf_printf(out, ":%d", cp->line);
    if (cp->line > 0 && cp->col > 0)
        buf_printf(out, ":%d", cp->col);
    buf_puts(out, ": ");
    if (*cp->where) {
        text_show(out, cp->where, false);
        buf_puts(out, ": ");
    }
    text_show(out, cp->what, false);
    if (cp->instead) {
        buf_puts(out, _("; "));
        text_show(out, cp->instead, false);
    }
    buf_putc(out, '\n');
    if (cp->file && cp->file->text && cp->line > 0)
        print_source(cp->file->text, cp->line, cp->col, columns, out);
}

void config_print_complaints(const struct config *c, struct buf *out)
{
    for (size_t i = 0; i < c->n_complaints; i++)
        config_print_complaint(c, i, NULL, SHOWN_COLUMNS, out);
    if (c->n_unsaid > 0)
        buf_printf(out, _("... and %zu more\n"), c->n_unsaid);
}

char *config_with_name(const char *township_yaml, const char *name)
{
    const char *line = township_yaml, *end;
    struct buf out = {0};

    if (text_refused(name, false, NULL) || *name == '\0')
        return NULL;
    while (strncmp(line, "name:", 5) != 0) {
        if (!(line = strchr(line, '\n')))
            return NULL;
        line++;
    }
    end = line + strcspn(line, "\n");
    buf_add(&out, township_yaml, (size_t)(line - township_yaml));
    buf_puts(&out, "name: \"");
    for (; *name; name++) {
        if (*name == '"' || *name == '\\')
            buf_putc(&out, '\\');
        buf_putc(&out, *name);
    }
    buf_putc(&out, '"');
    buf_puts(&out, end);
    return buf_take(&out);
}
