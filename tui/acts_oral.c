/* acts_oral.c - an order by mouth, in one line, before the form of a new row: what it is
 * taken for is shown while it is typed; what may be several things is asked (UX 2.16). */
#include "tui/acts_own.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/line_edit.h"
#include "tui/text_pane.h"

#define WIDE 76
#define SAID 8                  /* lines of what was understood */

struct oral_box {
    const struct list_def *list;
    const struct oral_index *index;
    const char *title;
    struct line_edit edit;
    bool taken, at_once;        /* at_once: without the form */
};

static void box_draw(struct tui *t, void *ctx)
{
    struct oral_box *q = ctx;
    struct canvas *c = &t->canvas;
    struct area a = { (c->rows - SAID - 8) / 2, 0, SAID + 8,
                      c->cols - 4 < WIDE ? c->cols - 4 : WIDE };
    struct oral o = {0};
    struct buf said = {0};
    size_t n;

    a.x = (c->cols - a.w) / 2;
    canvas_box(c, a, q->title);
    canvas_put(c, a.y + 1, a.x + 2, a.w - 4,
               _("Say it in one line: what, where, who, until when, ! if it is urgent."), TEXT_LEFT,
               STYLE_DIALOG);
    canvas_put(c, a.y + 2, a.x + 2, a.w - 4,
               _("For example: repair the lamps by Friday; people by name, days as spoken."),
               TEXT_LEFT, STYLE_DIM);
    oral_read(line_edit_text(&q->edit), q->index, &o);
    oral_say(&said, &o, q->index, q->list);
    char **lines = ask_lines(buf_str(&said), a.w - 4, &n);
    for (size_t i = 0; i < n && i < SAID; i++)
        canvas_short(c, a.y + 6 + (int)i, a.x + 2, a.w - 4, lines[i], STYLE_DIALOG);
    canvas_put(c, a.y + a.h - 2, a.x + 2, a.w - 4,
               *line_edit_text(&q->edit)
                   ? _("Enter goes on to the form   Ctrl-S records it as it is   Esc back")
                   : _("Enter: the form without it   Esc back"), TEXT_LEFT, STYLE_DIM);
    line_edit_draw(&q->edit, c, a.y + 4, a.x + 2, a.w - 4, true);
    ask_lines_free(lines, n);
    buf_fini(&said);
    oral_fini(&o);
}

static bool box_key(struct tui *t, void *ctx, const struct input *in)
{
    struct oral_box *q = ctx;

    (void)t;
    if ((in->key == K_ENTER || in->key == K_CTRL('S')) && !in->pasted) {
        q->taken = true;
        q->at_once = in->key != K_ENTER && *line_edit_text(&q->edit);
        return true;
    }
    if (in->key == K_ESC || in->key == K_F10 || in->key == K_HANGUP || in->key == K_CTRL('C'))
        return true;
    line_edit_key(&q->edit, in);
    return false;
}

/* Every doubt, one after the other; false: left. */
static bool settle(struct tui *t, const struct oral_index *x, struct oral *o)
{
    while (o->n_doubts) {
        const struct oral_doubt *d = &o->doubts[0];
        char *names[10], *title = xasprintf(_("Who or what is %s?"), d->word);
        size_t n = 0;
        for (; n < d->n; n++)
            names[n] = oral_name_text(d->among[n]);
        names[n++] = xstrdup(_("none of them: it belongs to the title"));
        int at = ask_choice(t, title, "", (const char *const *)names, n, 0);
        for (size_t i = 0; i < n; i++)
            free(names[i]);
        free(title);
        if (at < 0)
            return false;
        oral_settle(o, x, 0, (size_t)at);
    }
    return true;
}

bool oral_ask(struct tui *t, const struct list_def *list, const char *title,
              const struct oral_index *index, struct oral *out, bool *at_once)
{
    struct oral_box q = { .list = list, .index = index, .title = title };

    line_edit_set(&q.edit, "");
    tui_modal(t, &(struct modal){ .ctx = &q, .draw = box_draw, .key = box_key });
    if (q.taken)
        oral_read(line_edit_text(&q.edit), index, out);
    bool yes = q.taken && settle(t, index, out);
    line_edit_fini(&q.edit);
    *at_once = q.at_once;
    return yes;
}
