#include "tui/keys.h"

#include <stdio.h>

#include "model/i18n.h"

uint32_t key_plain(uint32_t key)
{
    if (key >= 0xFF01 && key <= 0xFF5E)
        return key - 0xFF01 + '!';
    switch (key) {
    case 0x3000: return ' ';
    case 0x3002: return '.';        /* what the key types with the input method on */
    case 0x3001: return '/';
    case 0x2026: return '^';
    case 0xFFE5: return '$';
    }
    return key;
}

bool key_is_foreign(uint32_t key)
{
    return key >= 0x80 && key < K_NAMED && key_plain(key) >= 0x80;
}

const char *key_label(uint32_t key)
{
    static const struct { uint32_t key; const char *name; } names[] = {
        { K_TAB, "Tab" }, { K_ENTER, N_("Enter") }, { K_ESC, "Esc" }, { ' ', N_("Space") },
        { K_BACKTAB, "Shift-Tab" }, { K_BACKSPACE, N_("Backspace") }, { K_DELETE, "Delete" },
        { K_INSERT, "Insert" }, { K_UP, N_("Up") }, { K_DOWN, N_("Down") },
        { K_LEFT, N_("Left arrow") }, { K_RIGHT, N_("Right") }, { K_HOME, "Home" },
        { K_END, "End" },
        { K_PGUP, "PgUp" }, { K_PGDN, "PgDn" },
    };
    static char text[16];

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].key == key)
            return _(names[i].name);
    if (key >= K_F1 && key <= K_F12)
        snprintf(text, sizeof text, "F%u", (unsigned)(key - K_F1 + 1));
    else if (key > 0 && key < 27)
        snprintf(text, sizeof text, "Ctrl-%c", (char)(key + 'A' - 1));
    else if (key > ' ' && key < 0x7F)
        snprintf(text, sizeof text, "%c", (char)key);
    else
        text[0] = '\0';
    return text;
}
