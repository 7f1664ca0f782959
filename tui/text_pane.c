#include "tui/text_pane.h"

#include <stdlib.h>
#include <string.h>

#include "tui/ask.h"
#include "tui/keys.h"

#define MARK 2                  /* columns before the text: ">" and a blank; one after it says
                                 * whether there is more */

/* ---- what is in it ---- */

void text_pane_clear(struct text_pane *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->v[i].text);
    p->n = 0;
    p->n_lines = 0;
    p->width = 0;
}

void text_pane_fini(struct text_pane *p)
{
    text_pane_clear(p);
    free(p->v);
    free(p->lines);
    memset(p, 0, sizeof *p);
}

struct pane_entry *text_pane_add(struct text_pane *p, int kind, size_t arg, int hang,
                                 const char *text)
{
    GROW(p->v, p->n, p->cap);
    struct pane_entry *e = &p->v[p->n++];
    *e = (struct pane_entry){ .kind = kind, .arg = arg, .text = xstrdup(text), .hang = hang };
    p->width = 0;
    return e;
}

void text_pane_head(struct text_pane *p, const char *text)
{
    if (p->n)
        text_pane_add(p, PANE_HEAD, 0, 0, "");
    if (*text)
        text_pane_add(p, PANE_HEAD, 0, 0, text)->style = STYLE_HEAD;
}

void text_pane_lines(struct text_pane *p, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *line = xstrndup(text, n);
        text_pane_add(p, 0, 0, (int)strspn(line, " ") + 2, line);
        free(line);
        text += n + (text[n] == '\n');
    }
}

/* ---- lines ---- */

static void add_line(struct text_pane *p, size_t entry, const char *text, size_t n, int x)
{
    GROW(p->lines, p->n_lines, p->cap_lines);
    p->lines[p->n_lines++] = (struct pane_line){ entry, text, n, x };
}

static void lay_out(struct text_pane *p, int width)
{
    if (p->width == width)
        return;
    p->width = width;
    p->n_lines = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct pane_entry *e = &p->v[i];
        int x = 0, room = width - MARK - 1, hang = e->hang < room - 20 ? e->hang : 2;
        const char *s = e->text;
        if (!*s)
            add_line(p, i, s, 0, 0);
        while (s && *s) {
            size_t n;
            const char *next = text_line(s, room - x, &n);
            add_line(p, i, s, n, x);
            s = next;
            x = hang;
        }
    }
}

/* The first line of an entry, and the one after its last. */
static void extent(const struct text_pane *p, size_t entry, size_t *from, size_t *to)
{
    *from = 0;
    while (*from < p->n_lines && p->lines[*from].entry < entry)
        ++*from;
    *to = *from;
    while (*to < p->n_lines && p->lines[*to].entry == entry)
        ++*to;
}

/* From `at` on, the next that is no heading in the direction; SIZE_MAX: none. */
static size_t look(const struct text_pane *p, size_t at, int by)
{
    while (at < p->n && p->v[at].kind == PANE_HEAD)
        at += (size_t)by;       /* below 0 it is beyond the end */
    return at < p->n ? at : SIZE_MAX;
}

static void settle(struct text_pane *p)
{
    if (p->cursor >= p->n)
        p->cursor = p->n ? p->n - 1 : 0;
    size_t on = look(p, p->cursor, 1);
    if (on == SIZE_MAX)
        on = look(p, p->cursor, -1);
    p->cursor = on == SIZE_MAX ? 0 : on;
}

/* The entry under the cursor is seen, with the headings right above it; of one that is
 * longer than the pane, a part. */
static void keep_in_view(struct text_pane *p)
{
    size_t from, to, first = p->cursor, page = (size_t)(p->page > 1 ? p->page : 1);

    extent(p, p->cursor, &from, &to);
    while (first > 0 && p->v[first - 1].kind == PANE_HEAD)
        first--;
    if (first < p->cursor) {
        size_t head, end;
        extent(p, first, &head, &end);
        if (to - head <= page)
            from = head;
    }
    size_t low = to > page ? to - page : 0, high = from;
    if (low > high) {
        size_t swap = low;
        low = high;
        high = swap;
    }
    if (p->top < low)
        p->top = low;
    if (p->top > high)
        p->top = high;
    size_t most = p->n_lines > page ? p->n_lines - page : 0;
    if (p->top > most)
        p->top = most;
}

/* ---- drawing ---- */

void canvas_short(struct canvas *c, int y, int x, int width, const char *text, enum style style)
{
    if (width <= 0)
        return;
    if (text_width(text) <= width || width < 4) {
        canvas_put(c, y, x, width, text, TEXT_LEFT, style);
        return;
    }
    canvas_put(c, y, x, width - 2, text, TEXT_LEFT, style);
    canvas_put(c, y, x + width - 2, 2, "..", TEXT_LEFT, style);
}

static void draw_line(const struct text_pane *p, struct canvas *c, struct area a, int y,
                      size_t at, bool here, int arg)
{
    const struct pane_line *l = &p->lines[at];
    const struct pane_entry *e = &p->v[l->entry];
    bool first = at == 0 || p->lines[at - 1].entry != l->entry;
    char *text = xstrndup(l->text, l->n);
    int x = a.x + MARK + l->x;

    if (e->kind == PANE_HEAD) {
        canvas_put(c, y, x - MARK + 1, a.w - 1, "", TEXT_LEFT, STYLE_PLAIN);
        canvas_write(c, y, x - MARK + 1, text, e->style);
        free(text);
        return;
    }
    canvas_put(c, y, x, a.w - MARK - l->x - 1, text, TEXT_LEFT, e->style);
    free(text);
    if (here && l->entry == p->cursor) {
        if (first)
            canvas_put(c, y, a.x, 1, ">", TEXT_LEFT, STYLE_PLAIN);
        canvas_restyle(c, y, a.x, a.w, STYLE_CURSOR);
    }
    if (first && e->block_columns)
        canvas_restyle(c, y, x, e->block_columns, e->block);
    canvas_hit(c, (struct area){ y, a.x, 1, a.w }, K_ENTER, arg + (int)l->entry);
}

void text_pane_draw(struct text_pane *p, struct canvas *c, struct area a, bool here, int arg)
{
    canvas_fill(c, a, STYLE_PLAIN);
    p->page = a.h;
    lay_out(p, a.w);
    settle(p);
    keep_in_view(p);
    for (int i = 0; i < a.h && p->top + (size_t)i < p->n_lines; i++)
        draw_line(p, c, a, a.y + i, p->top + (size_t)i, here, arg);
    if (a.h < 2)
        return;
    if (p->top > 0)
        canvas_put(c, a.y, a.x + a.w - 1, 1, "^", TEXT_LEFT, STYLE_DIM);
    if (p->top + (size_t)a.h < p->n_lines)
        canvas_put(c, a.y + a.h - 1, a.x + a.w - 1, 1, "v", TEXT_LEFT, STYLE_DIM);
}

/* ---- moving ---- */

static void go(struct text_pane *p, size_t at, int by)
{
    size_t on = at < p->n ? look(p, at, by) : SIZE_MAX;

    if (on != SIZE_MAX)
        p->cursor = on;
    else if (by < 0)
        p->top = 0;             /* only headings are above */
}

/* At least one entry, or a page of lines; a long entry is read to its end first. */
static void down(struct text_pane *p, size_t lines)
{
    size_t from, to, page = (size_t)p->page, last = p->cursor;

    extent(p, p->cursor, &from, &to);
    if (to > p->top + page && to - from > page) {
        p->top = p->top + lines < to - page ? p->top + lines : to - page;
        return;
    }
    size_t want = from + lines;
    if (lines > 1 && p->n_lines) {
        if (want >= p->n_lines)
            want = p->n_lines - 1;
        if (p->lines[want].entry > last)
            last = p->lines[want].entry - 1;
    }
    go(p, last + 1, 1);
}

static void up(struct text_pane *p, size_t lines)
{
    size_t from, to, page = (size_t)p->page, first = p->cursor;

    extent(p, p->cursor, &from, &to);
    if (from < p->top && to - from > page) {
        p->top = p->top > from + lines ? p->top - lines : from;
        return;
    }
    if (lines > 1 && p->n_lines) {
        size_t want = from > lines ? from - lines : 0;
        if (p->lines[want].entry < first)
            first = p->lines[want].entry + 1;
    }
    go(p, first - 1, -1);
}

bool text_pane_move(struct text_pane *p, enum cmd cmd)
{
    size_t page = (size_t)(p->page > 2 ? p->page - 1 : 1);

    switch (cmd) {
    case CMD_UP:   up(p, 1); return true;
    case CMD_DOWN: down(p, 1); return true;
    case CMD_PGUP: up(p, page); return true;
    case CMD_PGDN: down(p, page); return true;
    case CMD_HOME: p->top = 0; go(p, 0, 1); return true;
    case CMD_END:
        go(p, p->n - 1, -1);
        p->top = p->n_lines;    /* drawing brings it back to its last lines */
        return true;
    default: return false;
    }
}

const struct pane_entry *text_pane_at(const struct text_pane *p)
{
    return p->cursor < p->n && p->v[p->cursor].kind != PANE_HEAD ? &p->v[p->cursor] : NULL;
}

void text_pane_about(struct canvas *c, struct area a, const char *text, enum style first)
{
    size_t n = 0, room = (size_t)(a.h - 1);
    char **lines = ask_lines(text ? text : "", a.w - 2, &n);

    canvas_line(c, a.y, a.x, a.w, STYLE_DIM);
    for (size_t i = 0; i < room; i++) {
        int y = a.y + 1 + (int)i;
        bool more = i + 1 == room && n > room;
        canvas_put(c, y, a.x + 1, a.w - 1 - 2 * more, i < n ? lines[i] : "", TEXT_LEFT,
                   i == 0 ? first : STYLE_PLAIN);
        if (more)
            canvas_put(c, y, a.x + a.w - 2, 2, "..", TEXT_LEFT, STYLE_DIM);
    }
    ask_lines_free(lines, n);
}
