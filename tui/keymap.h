/* keymap.h - a key means a command, a command means a function of the screen (UX 1).
 *
 * One table serves dispatch, the F-bar, help and the palette, so that they cannot
 * disagree. Digits and F-keys mean the same on every screen; a screen names the commands
 * it understands, with its own words for them. */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <stdbool.h>
#include <stdint.h>

enum cmd {
    CMD_NONE,
    /* F-keys */
    CMD_HELP, CMD_ACT, CMD_RETURN, CMD_EXTEND, CMD_SUPERVISE, CMD_REPORT, CMD_FIND, CMD_PRINT,
    CMD_MENU, CMD_BACK,
    /* looking */
    CMD_OPEN, CMD_FIND_NEXT, CMD_FIND_PREV, CMD_FILTER, CMD_ALL, CMD_RED, CMD_YELLOW, CMD_GREEN,
    CMD_GREY, CMD_WHY, CMD_MAP, CMD_TREE, CMD_WEEK, CMD_SORT,
    /* moving */
    CMD_UP, CMD_DOWN, CMD_LEFT, CMD_RIGHT, CMD_PGUP, CMD_PGDN, CMD_HOME, CMD_END,
    CMD_NEXT_PANE, CMD_PREV_PANE,
    /* marking */
    CMD_MARK, CMD_RANGE, CMD_MARK_ALL, CMD_CLEAR,
    /* changing */
    CMD_NEW, CMD_EDIT, CMD_EVIDENCE, CMD_NOTE, CMD_REPEAT, CMD_UNDO, CMD_REDO, CMD_SAVE,
    /* paper and text */
    CMD_SHEET, CMD_REMIND,
    /* to people's doors */
    CMD_VISIT,
    /* the application */
    CMD_PALETTE, CMD_REPAINT, CMD_MOUSE,
    /* others: a screen's own, by digit or letter */
    CMD_OWN_1, CMD_OWN_2, CMD_OWN_3, CMD_OWN_4, CMD_OWN_5, CMD_OWN_6, CMD_OWN_7, CMD_OWN_8,
    CMD_OWN_9,
    CMD_COUNT
};

/* A screen's word for a command. `key` 0: the keys every screen has for it; else a key of
 * this screen, which comes first. */
struct key_bind {
    enum cmd cmd;
    const char *label;          /* msgid, short: for the F-bar */
    const char *help;           /* msgid: a line of help */
    uint32_t key;
};

/* The command of `key` on a screen with `binds` (ended by CMD_NONE): one of them, or one
 * every screen has (help, menu, back, undo ...). CMD_NONE: the key means nothing here. */
enum cmd keymap_find(const struct key_bind *binds, uint32_t key);
const struct key_bind *keymap_bind(const struct key_bind *binds, enum cmd cmd);    /* NULL */
/* Words for every screen: back, help, menu ... ended by CMD_NONE. */
extern const struct key_bind keymap_common[];
/* The keys of a command as printed: "F2 x". Static storage. */
const char *keymap_keys(const struct key_bind *binds, enum cmd cmd);
/* The command of an F-key, 1 to 10. */
enum cmd keymap_f(int n);

#endif
