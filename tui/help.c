#include "tui/help.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"
#include "tui/keys.h"
#include "tui/line_edit.h"

#define KEYS_WIDTH 18

struct help {
    char **lines; size_t n, cap;        /* "F6 b   report progress" */
    size_t top;
    struct line_edit find;
    const char *title;
};

static void add_line(struct help *h, const char *keys, const char *what)
{
    struct buf b = {0};

    text_put(&b, keys, KEYS_WIDTH, TEXT_LEFT);
    buf_printf(&b, "  %s", what);
    GROW(h->lines, h->n, h->cap);
    h->lines[h->n++] = buf_take(&b);
}

static void add_binds(struct help *h, const struct key_bind *own, const struct key_bind *binds)
{
    for (const struct key_bind *b = binds; b->cmd; b++)
        if (b->help && (binds == own || keymap_bind(own, b->cmd) == b))
            add_line(h, keymap_keys(own, b->cmd), _(b->help));
}

static void help_draw(struct tui *t, void *ctx)
{
    struct help *h = ctx;
    struct canvas *c = &t->canvas;
    struct area a = { 1, 2, c->rows - 3, c->cols - 4 };
    const char *typed = line_edit_text(&h->find);
    size_t n = 0;
    int page = a.h - 4;

    canvas_box(c, a, h->title);
    for (size_t i = 0; i < h->n; i++) {
        if (*typed && !pinyin_match(h->lines[i], typed))
            continue;
        if (n >= h->top && n < h->top + (size_t)page)
            canvas_put(c, a.y + 1 + (int)(n - h->top), a.x + 2, a.w - 4, h->lines[i], TEXT_LEFT,
                       STYLE_DIALOG);
        n++;
    }
    if (h->top && h->top + (size_t)page > n)
        h->top = n > (size_t)page ? n - (size_t)page : 0;
    int used = canvas_write(c, a.y + a.h - 2, a.x + 2, _("search: "), STYLE_DIM);
    line_edit_draw(&h->find, c, a.y + a.h - 2, a.x + 2 + used, 24, true);
    canvas_put(c, a.y + a.h - 2, a.x + 28 + used, a.w - 30 - used,
               _("Up Down to read on   Esc back"), TEXT_LEFT, STYLE_DIM);
}

static bool help_key(struct tui *t, void *ctx, const struct input *in)
{
    struct help *h = ctx;

    (void)t;
    switch (in->key) {
    case K_UP:   h->top -= h->top > 0; return false;
    case K_DOWN: h->top++; return false;
    case K_PGUP: h->top = h->top > 10 ? h->top - 10 : 0; return false;
    case K_PGDN: h->top += 10; return false;
    case K_ESC: case K_F1: case K_F10: case K_ENTER: case K_HANGUP: return true;
    }
    if (line_edit_key(&h->find, in))
        h->top = 0;
    return false;
}

void help_open(struct tui *t, const struct screen_ops *ops)
{
    struct help h = { .title = _(ops->title) };

    add_binds(&h, ops->keys, ops->keys);
    add_binds(&h, ops->keys, keymap_common);
    add_line(&h, "", "");
    add_line(&h, _("Esc, then digit"), _("the F-key of that number, where a terminal keeps F1 or "
                                         "F10 for itself"));
    add_line(&h, _("mouse"), _("rows, counts and the bar below can be pressed; Shift and drag "
                               "selects text"));
    add_line(&h, "", _("Full-width letters and digits count as half-width ones."));
    tui_modal(t, &(struct modal){ .ctx = &h, .draw = help_draw, .key = help_key });
    for (size_t i = 0; i < h.n; i++)
        free(h.lines[i]);
    free(h.lines);
    line_edit_fini(&h.find);
}
