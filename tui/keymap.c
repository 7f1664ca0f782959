#include "tui/keymap.h"

#include <stdio.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/keys.h"

static const struct { uint32_t key; enum cmd cmd; } keys[] = {
    { K_F1, CMD_HELP }, { '?', CMD_HELP }, { K_F2, CMD_ACT }, { 'x', CMD_ACT },
    { K_F3, CMD_RETURN }, { 'r', CMD_RETURN }, { K_F4, CMD_EXTEND }, { 'e', CMD_EXTEND },
    { K_F5, CMD_SUPERVISE }, { 's', CMD_SUPERVISE }, { K_F6, CMD_REPORT }, { 'b', CMD_REPORT },
    { K_F7, CMD_FIND }, { '/', CMD_FIND }, { K_CTRL('F'), CMD_FIND },
    { K_F8, CMD_PRINT }, { 'p', CMD_PRINT }, { K_F9, CMD_MENU }, { K_F10, CMD_BACK },
    { 'q', CMD_BACK },
    { K_ENTER, CMD_OPEN }, { 'n', CMD_FIND_NEXT }, { 'N', CMD_FIND_PREV }, { 'f', CMD_FILTER },
    { '0', CMD_ALL }, { '1', CMD_RED }, { '2', CMD_YELLOW }, { '3', CMD_GREEN },
    { '4', CMD_GREY }, { 'w', CMD_WEEK }, { 'm', CMD_MAP }, { 't', CMD_TREE },
    { 'S', CMD_SORT }, { 'W', CMD_WHY },
    { K_UP, CMD_UP }, { 'k', CMD_UP }, { K_DOWN, CMD_DOWN }, { 'j', CMD_DOWN },
    { K_LEFT, CMD_LEFT }, { 'h', CMD_LEFT }, { K_RIGHT, CMD_RIGHT }, { 'l', CMD_RIGHT },
    { K_PGUP, CMD_PGUP }, { K_PGDN, CMD_PGDN }, { K_HOME, CMD_HOME }, { 'g', CMD_HOME },
    { K_END, CMD_END }, { 'G', CMD_END }, { K_TAB, CMD_NEXT_PANE },
    { K_BACKTAB, CMD_PREV_PANE },
    { ' ', CMD_MARK }, { 'v', CMD_RANGE }, { '*', CMD_MARK_ALL }, { K_ESC, CMD_CLEAR },
    { 'o', CMD_NEW }, { K_INSERT, CMD_NEW }, { 'i', CMD_EDIT }, { 'a', CMD_EVIDENCE },
    { 'c', CMD_NOTE }, { '.', CMD_REPEAT }, { 'u', CMD_UNDO }, { K_CTRL('Z'), CMD_UNDO },
    { K_CTRL('Y'), CMD_REDO }, { K_CTRL('S'), CMD_SAVE },
    { 'P', CMD_SHEET }, { 'y', CMD_REMIND }, { 'd', CMD_VISIT },
    { ':', CMD_PALETTE }, { K_CTRL('L'), CMD_REPAINT }, { 'M', CMD_MOUSE },
};

const struct key_bind keymap_common[] = {
    { CMD_HELP, N_("Help"), N_("help for this screen; type to search it"), 0 },
    { CMD_PRINT, N_("Print"), N_("the screen as it is, as text"), 0 },
    { CMD_MENU, N_("Menu"), N_("the menu of all screens"), 0 },
    { CMD_BACK, N_("Back"), N_("back; at the top, leave the program"), 0 },
    { CMD_SHEET, N_("Weekly sheet"), N_("the weekly sheet: its draft, made final from there"),
      0 },
    { CMD_PALETTE, N_("Commands"), N_("find any screen or command by its pinyin"), 0 },
    { CMD_UNDO, N_("Undo"), N_("take back my last act"), 0 },
    { CMD_REDO, N_("Redo"), N_("do again what was taken back"), 0 },
    { CMD_REPAINT, N_("Repaint"), N_("paint the whole screen again"), 0 },
    { CMD_MOUSE, N_("Mouse"), N_("mouse on or off (Shift and drag selects text)"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

const struct key_bind *keymap_bind(const struct key_bind *binds, enum cmd cmd)
{
    for (const struct key_bind *b = binds; b && b->cmd; b++)
        if (b->cmd == cmd)
            return b;
    for (const struct key_bind *b = keymap_common; b->cmd; b++)
        if (b->cmd == cmd)
            return b;
    return NULL;
}

enum cmd keymap_find(const struct key_bind *binds, uint32_t key)
{
    for (const struct key_bind *b = binds; b && b->cmd; b++)
        if (b->key && b->key == key)
            return b->cmd;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].key == key)
            return keymap_bind(binds, keys[i].cmd) ? keys[i].cmd : CMD_NONE;
    return CMD_NONE;
}

const char *keymap_keys(const struct key_bind *binds, enum cmd cmd)
{
    static char text[48];
    const struct key_bind *own = keymap_bind(binds, cmd);
    size_t n = 0;

    text[0] = '\0';
    if (own && own->key)
        n += (size_t)snprintf(text, sizeof text, "%s", key_label(own->key));
    for (size_t i = 0; i < sizeof keys / sizeof *keys && n + 12 < sizeof text; i++)
        if (keys[i].cmd == cmd)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? " " : "",
                                  key_label(keys[i].key));
    return text;
}

enum cmd keymap_f(int n)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].key == K_F1 + (uint32_t)(n - 1))
            return keys[i].cmd;
    return CMD_NONE;
}
