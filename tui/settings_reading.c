/* settings_reading.c - a text to be read: the configuration's reference, a file of it. F7
 * finds, by pinyin too; n and N go on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"
#include "tui/ask.h"
#include "tui/settings_own.h"

struct reading {
    char *path;
    struct text_pane pane;
    char *find;                 /* what was looked for last; NULL */
};

static const struct key_bind keys[] = {
    { CMD_FIND, N_("Find"), N_("find words, by pinyin too"), 0 },
    { CMD_FIND_NEXT, NULL, N_("the next place"), 0 },
    { CMD_FIND_PREV, NULL, N_("the place before"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* Headings of the reference ("### Colour rules") are lines like any other, so that the
 * cursor can stand on them. */
static void add_line(struct text_pane *p, const char *line, int number)
{
    char before[16] = "";
    size_t hashes = strspn(line, "#");
    bool head = !number && hashes && line[hashes] == ' ';

    if (number)
        snprintf(before, sizeof before, "%4d  ", number);
    char *text = xasprintf("%s%s", before, head ? line + hashes + 1 : line);
    int indent = number ? 6 : (int)strspn(line, " ") + (*line == '-' ? 2 : 0);
    struct pane_entry *e = text_pane_add(p, 0, 0, indent, text);
    if (head)
        e->style = STYLE_HEAD;
    free(text);
}

static enum xh_rc reading_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct reading *r = state;
    const struct reading_arg *a = arg;
    struct buf shown = {0};
    int number = 0;

    (void)t, (void)err;
    r->path = xstrdup(a->path);
    text_show(&shown, a->text, true);
    for (const char *s = buf_str(&shown); *s;) {
        size_t n = strcspn(s, "\n");
        char *line = xstrndup(s, n);
        add_line(&r->pane, line, a->line ? ++number : 0);
        free(line);
        s += n + (s[n] == '\n');
    }
    if (a->line > 0)
        r->pane.cursor = (size_t)a->line - 1;
    buf_fini(&shown);
    return XH_OK;
}

static void reading_close(struct tui *t, void *state)
{
    struct reading *r = state;

    (void)t;
    text_pane_fini(&r->pane);
    free(r->path);
    free(r->find);
}

static void reading_draw(struct tui *t, void *state, struct area body)
{
    struct reading *r = state;

    text_pane_draw(&r->pane, &t->canvas, body, true, 0);
}

/* From the line under the cursor on, around the end. */
static void go_to_next(struct tui *t, struct reading *r, int by)
{
    size_t n = r->pane.n;

    for (size_t i = 1; i <= n && r->find; i++) {
        size_t at = (r->pane.cursor + (by > 0 ? i : n - i)) % n;
        if (!pinyin_match(r->pane.v[at].text, r->find))
            continue;
        bool around = by > 0 ? at <= r->pane.cursor : at >= r->pane.cursor;
        r->pane.cursor = at;
        if (around)
            tui_say(t, "%s", _("From the other end on."));
        return;
    }
    if (r->find)
        tui_say(t, _("%s does not stand here."), r->find);
}

static void find(struct tui *t, struct reading *r)
{
    char *typed = ask_line(t, _("Find"), _("Words, or their pinyin:"), r->find);

    if (!typed || !*typed) {
        free(typed);
        return;
    }
    free(r->find);
    r->find = typed;
    go_to_next(t, r, 1);
}

static enum step reading_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct reading *r = state;

    (void)in;
    if (text_pane_move(&r->pane, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_FIND:      find(t, r); return STEP_STAY;
    case CMD_FIND_NEXT:
    case CMD_FIND_PREV:
        if (r->find)
            go_to_next(t, r, cmd == CMD_FIND_NEXT ? 1 : -1);
        else
            find(t, r);
        return STEP_STAY;
    default: return STEP_IGNORED;
    }
}

static enum step reading_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct reading *r = state;

    (void)t, (void)twice;
    if ((size_t)hit->arg < r->pane.n)
        r->pane.cursor = (size_t)hit->arg;
    return STEP_STAY;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct reading *r = state;

    (void)t;
    buf_puts(out, r->path);
}

const struct screen_ops settings_reading_screen = {
    .id = "reading", .title = N_("To read"), .keys = keys, .size = sizeof(struct reading),
    .open = reading_open, .draw = reading_draw, .command = reading_command, .path = path,
    .hit = reading_hit, .counts = settings_no_counts, .close = reading_close,
};
