#include "tui/line_edit.h"

#include <stdlib.h>
#include <string.h>

#define MOST 2000

void line_edit_set(struct line_edit *e, const char *text)
{
    e->text.len = 0;
    buf_puts(&e->text, text ? text : "");
    e->caret = e->text.len;
    e->first = 0;
}

const char *line_edit_text(const struct line_edit *e)
{
    return buf_str(&e->text);
}

void line_edit_fini(struct line_edit *e)
{
    buf_fini(&e->text);
    *e = (struct line_edit){0};
}

/* The next character and the marks that join it; at the end: the end. */
static size_t after(const struct line_edit *e, size_t at)
{
    const char *s = buf_str(&e->text);
    int len;

    if (at >= e->text.len)
        return e->text.len;
    text_next(s + at, &len);
    at += (size_t)len;
    while (at < e->text.len && text_char_width(text_next(s + at, &len)) == 0)
        at += (size_t)len;
    return at;
}

static size_t before(const struct line_edit *e, size_t at)
{
    size_t p = 0, last = 0;

    while (p < at) {
        last = p;
        p = after(e, p);
    }
    return last;
}

static void replace(struct line_edit *e, size_t from, size_t to, const char *with)
{
    struct buf b = {0};

    buf_add(&b, buf_str(&e->text), from);
    buf_puts(&b, with);
    e->caret = b.len;
    buf_puts(&b, buf_str(&e->text) + to);
    buf_fini(&e->text);
    e->text = b;
    if (e->first > e->caret)
        e->first = e->caret;
}

static bool type(struct line_edit *e, uint32_t ch)
{
    char s[8] = "";
    size_t at, n = 0, most = e->most ? e->most : MOST;

    if (ch < ' ' || ch >= K_NAMED)
        return false;
    if (e->digits_only && key_plain(ch) >= '0' && key_plain(ch) <= '9')
        ch = key_plain(ch);
    if (e->digits_only && (ch < '0' || ch > '9'))
        return true;
    if (ch < 0x80)
        s[n++] = (char)ch;
    else if (ch < 0x800)
        s[n++] = (char)(0xC0 | ch >> 6);
    else if (ch < 0x10000)
        s[n++] = (char)(0xE0 | ch >> 12), s[n++] = (char)(0x80 | (ch >> 6 & 0x3F));
    else
        s[n++] = (char)(0xF0 | ch >> 18), s[n++] = (char)(0x80 | (ch >> 12 & 0x3F)),
        s[n++] = (char)(0x80 | (ch >> 6 & 0x3F));
    if (ch >= 0x80)
        s[n++] = (char)(0x80 | (ch & 0x3F));
    if (text_refused(s, false, &at) || text_length(buf_str(&e->text)) >= most)
        return true;
    replace(e, e->caret, e->caret, s);
    return true;
}

bool line_edit_key(struct line_edit *e, const struct input *in)
{
    switch (in->key) {
    case K_LEFT:  e->caret = before(e, e->caret); return true;
    case K_RIGHT: e->caret = after(e, e->caret); return true;
    case K_HOME: case K_CTRL('A'): e->caret = 0; return true;
    case K_END: case K_CTRL('E'): e->caret = e->text.len; return true;
    case K_BACKSPACE:
        if (e->caret > 0)
            replace(e, before(e, e->caret), e->caret, "");
        return true;
    case K_DELETE: {
        size_t at = e->caret;
        replace(e, at, after(e, at), "");
        e->caret = at;
        return true;
    }
    case K_CTRL('U'):
        replace(e, 0, e->caret, "");
        return true;
    case K_CTRL('K'):
        replace(e, e->caret, e->text.len, "");
        return true;
    default:
        /* a line break inside pasted text is a blank: the field has one line */
        if (in->pasted && (in->key == K_ENTER || in->key == K_TAB))
            return type(e, ' ');
        return type(e, in->key);
    }
}

void line_edit_break(struct line_edit *e)
{
    replace(e, e->caret, e->caret, "\n");
}

static int columns(const struct line_edit *e, size_t from, size_t to)
{
    char *part = xstrndup(buf_str(&e->text) + from, to - from);
    int n = text_width(part);

    free(part);
    return n;
}

void line_edit_draw(struct line_edit *e, struct canvas *c, int y, int x, int width, bool here)
{
    if (e->first > e->caret)
        e->first = e->caret;
    while (e->first < e->caret && columns(e, e->first, e->caret) > width - 1)
        e->first = after(e, e->first);
    canvas_put(c, y, x, width, buf_str(&e->text) + e->first, TEXT_LEFT,
               here ? STYLE_FIELD_HERE : STYLE_FIELD);
    if (here)
        canvas_cursor(c, y, x + columns(e, e->first, e->caret));
}
