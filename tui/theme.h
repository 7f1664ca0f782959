/* theme.h - how things look, by what they are: screens name a style, never a colour.
 *
 * Colour is only ever behind a word that says the same (OFFICE 25): with 256 or 8
 * colours, and in monochrome, everything can be told apart. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "model/def.h"

enum style {
    STYLE_PLAIN,
    STYLE_BAR,                  /* top line and F-bar */
    STYLE_BAR_KEY,              /* the key's name in the F-bar */
    STYLE_BAR_OFF,              /* what cannot be done now */
    STYLE_PRACTICE,             /* the banner of a practice township */
    STYLE_HEAD,                 /* column heads, headings of sections */
    STYLE_DIM,                  /* beside the point */
    STYLE_STRONG,
    STYLE_CURSOR,               /* the row the cursor is on */
    STYLE_MARKED,
    STYLE_RED, STYLE_YELLOW, STYLE_GREEN, STYLE_GREY,   /* blocks behind 红 黄 绿 灰 */
    STYLE_FIELD,                /* where something can be typed */
    STYLE_FIELD_HERE,           /* the field with the caret */
    STYLE_WRONG,                /* what must be corrected, and refusals */
    STYLE_DIALOG, STYLE_DIALOG_TITLE,
    STYLE_COUNT
};

struct look { int fg, bg; bool bold, reverse, underline, dim; };    /* -1: the terminal's own */
/* `colours`: what the terminal has: 0 monochrome, 8, 16, 256. */
struct look theme_look(enum style s, int colours);
enum style theme_colour(enum colour c);         /* STYLE_PLAIN for none */

#endif
