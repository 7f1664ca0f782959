/* theme.h - how things look, by what they are: screens name a style, never a colour.
 *
 * Colour is only ever behind a word that says the same (OFFICE 25): with 256 or 8
 * colours, and in monochrome, everything can be told apart. Which colours stand behind
 * 红 黄 绿 灰, and on what ground everything stands, is each person's own choice
 * (display.h). */
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
    /* behind a mark of a map that stands for a row of this colour; the colours' words stand
     * above it */
    STYLE_CELL_RED, STYLE_CELL_YELLOW, STYLE_CELL_GREEN, STYLE_CELL_GREY,
    STYLE_CELL_MARKED,
    STYLE_COUNT
};

/* What the blocks stand on. Without orange, with 8 colours, red stays red: it is the green
 * beside it that has to go. */
enum palette {
    PALETTE_LIGHTS,             /* red, yellow, green */
    PALETTE_BLUE_ORANGE,        /* orange, yellow, blue: for red-green blindness (UX 4) */
    PALETTE_COUNT
};

enum background {
    BACKGROUND_TERMINAL,        /* the terminal's own colours, whatever they are */
    BACKGROUND_LIGHT,           /* dark on white */
    BACKGROUND_DARK,            /* light on black */
    BACKGROUND_COUNT
};

struct look { int fg, bg; bool bold, reverse, underline, dim; };    /* -1: the terminal's own */
/* `colours`: what the terminal has: 0 monochrome, 8, 16, 256. Without colours neither palette
 * nor background change anything. */
struct look theme_look(enum style s, int colours, enum palette p, enum background b);
/* The same inside a box, where what has no ground of its own stands on the box's. */
struct look theme_look_boxed(enum style s, int colours, enum palette p, enum background b);
enum style theme_colour(enum colour c);         /* STYLE_PLAIN for none */
enum style theme_cell(enum colour c);           /* of a map; STYLE_PLAIN for none */

#endif
