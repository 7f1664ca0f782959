#include "tui/display.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/preference.h"
#include "tui/tui.h"

#define PREFERENCE "display"

/* The first word is what is given. */
static const struct setting {
    const char *key;
    const char *words[3];
    bool colours;
} settings[DISPLAY_SETTINGS] = {
    [DISPLAY_PALETTE] = { "palette", { "lights", "blue-orange", NULL }, true },
    [DISPLAY_BACKGROUND] = { "background", { "terminal", "light", "dark" }, true },
    [DISPLAY_MOUSE] = { "mouse", { "on", "off", NULL }, false },
    [DISPLAY_FRAMES] = { "frames", { "found", "plain", NULL }, false },
};

int display_choices(int setting)
{
    return settings[setting].words[2] ? 3 : 2;
}

bool display_needs_colours(int setting)
{
    return settings[setting].colours;
}

int display_get(const struct display *d, int setting)
{
    switch (setting) {
    case DISPLAY_PALETTE:       return (int)d->palette;
    case DISPLAY_BACKGROUND:    return (int)d->background;
    case DISPLAY_MOUSE:         return (int)d->mouse;
    default:                    return (int)d->frames;
    }
}

void display_set(struct display *d, int setting, int choice)
{
    assert(choice >= 0 && choice < display_choices(setting));
    switch (setting) {
    case DISPLAY_PALETTE:       d->palette = (enum palette)choice; break;
    case DISPLAY_BACKGROUND:    d->background = (enum background)choice; break;
    case DISPLAY_MOUSE:         d->mouse = (enum display_mouse)choice; break;
    default:                    d->frames = (enum display_frames)choice; break;
    }
}

/* ---- the preference ---- */

static void read_line(struct display *d, const char *line, size_t n)
{
    for (int i = 0; i < DISPLAY_SETTINGS; i++) {
        size_t key = strlen(settings[i].key);
        if (n <= key || strncmp(line, settings[i].key, key) != 0 || line[key] != ' ')
            continue;
        for (int w = 0; w < display_choices(i); w++)
            if (strlen(settings[i].words[w]) == n - key - 1 &&
                strncmp(line + key + 1, settings[i].words[w], n - key - 1) == 0)
                display_set(d, i, w);
    }
}

void display_read(struct display *d, const char *text)
{
    *d = (struct display){0};
    while (text && *text) {
        size_t n = strcspn(text, "\n");
        read_line(d, text, n);
        text += n + (text[n] == '\n');
    }
}

char *display_text(const struct display *d)
{
    struct buf b = {0};

    for (int i = 0; i < DISPLAY_SETTINGS; i++)
        if (display_get(d, i) != 0)
            buf_printf(&b, "%s%s %s", b.len ? "\n" : "", settings[i].key,
                       settings[i].words[display_get(d, i)]);
    return b.s ? buf_take(&b) : xstrdup("");
}

/* ---- of the person acting ---- */

static void use(struct tui *t, const struct display *d)
{
    bool mouse = d->mouse == MOUSE_IS_ON;

    bool looks = d->palette != t->display.palette || d->background != t->display.background ||
                 d->frames != t->display.frames;

    t->display = *d;
    if (t->term.look && looks)
        t->term.look(t->term.ctx, d);
    if (mouse != t->mouse)
        t->term.mouse(t->term.ctx, mouse);
    t->mouse = mouse;
}

void display_begin(struct tui *t)
{
    struct display d;
    char *text = NULL;

    preference_get(t->st, t->me, PREFERENCE, &text, NULL);
    display_read(&d, text);
    free(text);
    use(t, &d);
}

enum xh_rc display_change(struct tui *t, const struct display *d, struct xh_err *err)
{
    char *text = display_text(d);

    use(t, d);
    enum xh_rc rc = preference_set(t->st, t->me, PREFERENCE, text, err);
    free(text);
    return rc;
}
