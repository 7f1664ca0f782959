/* frame_rules.h - what holds on every frame of the program, whatever is shown (UX 5).
 *
 * One place for the rigs: tui_rig gives the canvas as it was painted, pty_rig what a terminal
 * has made of it. The rules:
 *   - every row is exactly as wide as the window, no half of a character stands alone;
 *   - no control character, no glyph of ambiguous width but those people have typed;
 *   - a block of colour says its colour: 红 黄 绿 灰, 练习 on the banner; behind the marks of a
 *     map only colours whose words stand elsewhere on the frame;
 *   - the cursor is in the field with the caret, and hidden where there is none;
 *   - the top line begins with 销号; of the four counts there are all or none;
 *   - the ten F-keys stand on the last row;
 *   - the mouse hits the same with both halves of a character (where hits are known);
 *   - a box has its edge on every side: none is cut.
 * Windows too small for the program have one line; only the first two rules hold there. */
#ifndef TESTS_FRAME_RULES_H
#define TESTS_FRAME_RULES_H

#include "tui/canvas.h"

struct frame_looks {
    bool plain;                 /* styles are not known: monochrome */
    bool exact;                 /* every style is what was painted, not guessed from its colour */
    bool bare;                  /* no screen is open yet: only a box */
    bool lines;                 /* this terminal draws real lines one column wide */
    const char *glyphs;         /* ambiguous characters of people's texts; NULL: any */
};

/* NULL: every rule holds; else the rule that is broken, with *y and *x. */
const char *frame_broken(const struct canvas *c, const struct frame_looks *how, int *y, int *x);
/* The word of F-key `n` as it stands there, "" for none; *room: the columns there were.
 * Caller frees. */
char *frame_f_word(const struct canvas *c, int n, int *room);
/* Is its word greyed? Of a canvas as it was painted. */
bool frame_f_is_grey(const struct canvas *c, int n);

#endif
