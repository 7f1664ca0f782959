#include "tui/menu.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/screens.h"
#include "tui/settings.h"

/* A line of the menu: a screen, a part of the settings (1 and on), or a command of the screen
 * below. */
struct line { char *text; const struct screen_entry *entry; size_t part; enum cmd cmd; };

static const char *entry_title(const struct screen_entry *e)
{
    return _(e->title ? e->title : e->ops->title);
}

void menu_open(struct tui *t, bool commands, const struct screen_ops *ops)
{
    struct line *v = NULL;
    size_t n = 0, cap = 0;

    for (const struct screen_entry *e = screens; e->ops || e->run; e++) {
        if (e->practice_only && !t->st->practice)
            continue;
        GROW(v, n, cap);
        v[n++] = (struct line){ xstrdup(entry_title(e)), e, 0, CMD_NONE };
    }
    for (size_t i = 0; commands && settings_part(i); i++) {
        GROW(v, n, cap);
        v[n++] = (struct line){ xasprintf("%s  (%s)", _(settings_part(i)->title),
                                          _(settings_screen.title)), NULL, i + 1, CMD_NONE };
    }
    for (const struct key_bind *b = ops->keys; commands && b->cmd; b++) {
        if (!b->help)
            continue;
        GROW(v, n, cap);
        v[n++] = (struct line){ xasprintf("%s  (%s)", _(b->help), keymap_keys(ops->keys, b->cmd)),
                                NULL, 0, b->cmd };
    }
    const char **choices = xcalloc(n + 1, sizeof *choices);
    for (size_t i = 0; i < n; i++)
        choices[i] = v[i].text;
    int at = ask_choice(t, commands ? _("Commands") : _("Menu"), "", choices, n, 0);
    if (at >= 0 && v[at].entry && v[at].entry->ops)
        tui_push(t, v[at].entry->ops, NULL);
    else if (at >= 0 && v[at].entry)
        v[at].entry->run(t);
    else if (at >= 0 && v[at].part)
        settings_open_part(t, v[at].part - 1);
    else if (at >= 0)
        tui_do(t, v[at].cmd);
    for (size_t i = 0; i < n; i++)
        free(v[i].text);
    free(v);
    free(choices);
}
