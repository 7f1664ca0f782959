/* tui_ahead.h - what comes from the terminal, read one key ahead.
 *
 * Whoever works for long looks whether a key waits without losing it; a pasted text is read to
 * its end in one go. Nobody but this file reads the terminal, so that Ctrl-L (paint anew), the
 * end of the terminal and the tour are seen wherever a key is taken. */
#ifndef TUI_TUI_AHEAD_H
#define TUI_TUI_AHEAD_H

#include "tui/tui.h"

/* The next input: the one read ahead, or what comes within `ms` (-1: however long it takes);
 * K_TICK when nothing came. Ctrl-L means the same wherever it is pressed, also in a field: the
 * terminal is painted anew as soon as there is nothing else to do, and nobody sees the key. */
void tui_read(struct tui *t, int ms, struct input *in);

/* Has a key been pressed that nobody has read yet? It is not lost. */
bool tui_key_waits(struct tui *t);

/* During long work: was Esc pressed, or has the terminal gone? Then keys typed before it are
 * dropped; without it they are kept for afterwards, in their order: losing one of them would
 * make another act of the rest. */
bool tui_stop_asked(struct tui *t);

/* The whole of a pasted text whose first character `in` is, read without painting in
 * between; appended, line breaks as LF. */
void tui_read_paste(struct tui *t, const struct input *in, struct buf *out);

/* Esc with nothing left to clear: a digit after it is an F-key, for terminals that keep F1
 * and F10. Waits for it; true when *in is an input to go on with. */
bool tui_escape_digit(struct tui *t, struct input *in);

#endif
