/* keys.h - what comes in: keys, the mouse, the passing of time, under names of our own.
 *
 * A key is the character it types or one of the K_ names. Full-width characters typed
 * with the input method on count as their half-width twins outside of fields
 * (key_plain). */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum key {
    K_NONE = 0,
    K_TAB = 9, K_ENTER = 13, K_ESC = 27,        /* Ctrl-letters are themselves, 1..26 */
    K_NAMED = 0x110000,         /* above every character */
    K_BACKTAB, K_BACKSPACE, K_DELETE, K_INSERT, K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END,
    K_PGUP, K_PGDN, K_SHIFT_UP, K_SHIFT_DOWN,
    K_F1, K_F2, K_F3, K_F4, K_F5, K_F6, K_F7, K_F8, K_F9, K_F10, K_F11, K_F12,
    K_RESIZE,                   /* the window has another size */
    K_MOUSE,                    /* see struct input */
    K_TICK,                     /* nothing came for a while: look whether something changed */
    K_HANGUP,                   /* the terminal is gone: save drafts and leave */
    K_REPORT,                   /* where its cursor is (y, x): never leaves term.c */
};
#define K_CTRL(c) ((uint32_t)(c) & 0x1F)

enum mouse { MOUSE_NONE, MOUSE_CLICK, MOUSE_DOUBLE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct input {
    uint32_t key;
    enum mouse mouse;           /* with K_MOUSE */
    int y, x;                   /* with K_MOUSE: where, from 0 */
    bool pasted;                /* part of a pasted text: never a command */
};

/* The key as a command is meant: full-width twins become half-width (？ is ?, the
 * full-width space is a space). */
uint32_t key_plain(uint32_t key);
/* Hanzi and whatever else an input method types: no command, explained instead. */
bool key_is_foreign(uint32_t key);
/* "F2", "Ctrl-Z", "Space", "x": as printed in help; borrowed static storage, one at a
 * time. */
const char *key_label(uint32_t key);

#endif
