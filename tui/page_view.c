#include "tui/page_view.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"

#define SIDEWAYS 8              /* columns a key moves */

static void clear(struct page_view *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->lines[i]);
    p->n = 0;
    p->width = 0;
    p->is_found = false;
}

void page_view_set(struct page_view *p, const char *text)
{
    clear(p);
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *line = xstrndup(text, n);
        int width = text_width(line);
        GROW(p->lines, p->n, p->cap);
        p->lines[p->n++] = line;
        if (width > p->width)
            p->width = width;
        text += n + (text[n] == '\n');
    }
}

void page_view_fini(struct page_view *p)
{
    clear(p);
    free(p->lines);
    free(p->words);
    *p = (struct page_view){0};
}

/* ---- drawing ---- */

/* The line from column `left` on; of a character cut in two a blank is left. Caller
 * frees. */
static char *from_column(const char *line, int left)
{
    struct buf b = {0};
    int x = 0, len;

    while (*line && x < left) {
        x += text_char_width(text_next(line, &len));
        line += len;
    }
    while (*line && x == left && left > 0 && text_char_width(text_next(line, &len)) == 0)
        line += len;            /* marks of what was cut off */
    for (; x > left; x--)
        buf_putc(&b, ' ');
    buf_puts(&b, line);
    return buf_take(&b);
}

static void keep_inside(struct page_view *p)
{
    size_t page = (size_t)p->page;

    if (p->top + page > p->n)
        p->top = p->n > page ? p->n - page : 0;
    if (p->left + p->columns > p->width)
        p->left = p->width > p->columns ? p->width - p->columns : 0;
}

void page_view_fit(struct page_view *p, struct area a)
{
    p->page = a.h > 0 ? a.h : 1;
    p->columns = a.w;
    keep_inside(p);
}

void page_view_draw(struct page_view *p, struct canvas *c, struct area a)
{
    canvas_fill(c, a, STYLE_PLAIN);
    page_view_fit(p, a);
    for (int i = 0; i < a.h && p->top + (size_t)i < p->n; i++) {
        size_t at = p->top + (size_t)i;
        char *line = from_column(p->lines[at], p->left);
        canvas_put(c, a.y + i, a.x, a.w, line, TEXT_LEFT, STYLE_PLAIN);
        if (p->is_found && at == p->found)
            canvas_restyle(c, a.y + i, a.x, a.w, STYLE_CURSOR);
        free(line);
    }
}

/* ---- moving ---- */

bool page_view_move(struct page_view *p, enum cmd cmd)
{
    size_t page = (size_t)(p->page > 2 ? p->page - 1 : 1);

    switch (cmd) {
    case CMD_UP:    p->top -= p->top > 0; return true;
    case CMD_DOWN:  p->top++; break;
    case CMD_PGUP:  p->top = p->top > page ? p->top - page : 0; return true;
    case CMD_PGDN:  p->top += page; break;
    case CMD_HOME:  p->top = 0; p->left = 0; return true;
    case CMD_END:   p->top = p->n; break;
    case CMD_LEFT:  p->left = p->left > SIDEWAYS ? p->left - SIDEWAYS : 0; return true;
    case CMD_RIGHT: p->left += SIDEWAYS; break;
    default:        return false;
    }
    keep_inside(p);
    return true;
}

/* ---- finding ---- */

/* The words as they stand in the line come into view sideways, too. */
static void show_words(struct page_view *p)
{
    const char *line = p->lines[p->found], *at = strstr(line, p->words);

    if (p->found < p->top || p->found >= p->top + (size_t)p->page)
        p->top = p->found > 2 ? p->found - 2 : 0;
    if (at) {
        char *before = xstrndup(line, (size_t)(at - line));
        int from = text_width(before), to = from + text_width(p->words);
        free(before);
        if (from < p->left || to > p->left + p->columns)
            p->left = to > p->columns ? to - p->columns + SIDEWAYS : 0;
    }
    keep_inside(p);
}

bool page_view_find(struct page_view *p, const char *words, bool backward)
{
    char *looked_for = xstrdup(words);
    size_t at = p->is_found ? p->found : backward ? p->top : p->top + p->n - 1;
    bool found = false;

    free(p->words);
    p->words = looked_for;
    for (size_t i = 0; i < p->n && *looked_for && !found; i++) {
        at = (at + (backward ? p->n - 1 : 1)) % p->n;
        found = pinyin_match(p->lines[at], looked_for);
    }
    p->is_found = found;
    if (found) {
        p->found = at;
        show_words(p);
    }
    return found;
}

void page_view_place(const struct page_view *p, struct buf *out)
{
    size_t last = p->top + (size_t)p->page < p->n ? p->top + (size_t)p->page : p->n;

    if (p->n == 0)
        return;
    if (p->width > p->columns)
        buf_printf(out, _("columns %d-%d/%d  "), p->left + 1, p->left + p->columns, p->width);
    buf_printf(out, _("lines %zu-%zu/%zu"), p->top + 1, last, p->n);
}
