/* canvas.h - a screen in memory: cells of text and style, what the mouse can hit, where
 * the cursor stands (DESIGN 4.9, UX 4).
 *
 * Screens draw here and nowhere else; term.h brings it to the terminal, tests read it as
 * text. Text goes through text_put() only: exactly so many columns, never half a
 * character. Everything outside the canvas is clipped. */
#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/mem.h"
#include "model/text.h"
#include "tui/theme.h"

#define CELL_TEXT 28            /* bytes of a character with its combining marks, and NUL */

struct canvas_cell {
    char text[CELL_TEXT];       /* "": the right half of the character before it */
    uint8_t width;              /* 1, 2, or 0 for a right half */
    uint8_t style;
    bool line;                  /* - | + of a frame: may be drawn as a real line */
    bool boxed;                 /* inside a box: stands on its ground, not on the screen's */
};

/* A place the mouse can press: what it means is the screen's business. */
struct canvas_hit { int y, x, h, w; uint32_t key; int arg; };

struct canvas {
    int rows, cols;
    struct canvas_cell *cells;
    struct canvas_hit *hits; size_t n_hits, cap_hits;
    int cursor_y, cursor_x;     /* -1: hidden, parked bottom left */
};

struct area { int y, x, h, w; };

void canvas_init(struct canvas *c, int rows, int cols);         /* blank; also a new size */
void canvas_fini(struct canvas *c);
void canvas_clear(struct canvas *c);

/* Exactly `width` columns at (y, x). */
void canvas_put(struct canvas *c, int y, int x, int width, const char *text,
                enum text_align align, enum style style);
/* As much as there is, at most to the right edge; returns the columns taken. */
int canvas_write(struct canvas *c, int y, int x, const char *text, enum style style);
void canvas_fill(struct canvas *c, struct area a, enum style style);    /* blanks */
/* Only the style of what stands there; colour blocks keep theirs. */
void canvas_restyle(struct canvas *c, int y, int x, int width, enum style style);
void canvas_line(struct canvas *c, int y, int x, int width, enum style style);  /* ---- */
void canvas_upright(struct canvas *c, int y, int x, int height, enum style style);  /* | */
/* +-- title --+ around the area; what is inside is blanked. */
void canvas_box(struct canvas *c, struct area a, const char *title);

/* A press inside gives `key` (a command's key) with `arg` (a row, or -1). Later hits lie
 * on top. */
void canvas_hit(struct canvas *c, struct area a, uint32_t key, int arg);
const struct canvas_hit *canvas_find_hit(const struct canvas *c, int y, int x);    /* NULL */
void canvas_cursor(struct canvas *c, int y, int x);
/* Typing goes somewhere else: the field that had the caret is one like the others. */
void canvas_leave_field(struct canvas *c);

/* `to` becomes what `from` shows: cells and cursor, not what the mouse can hit. */
void canvas_copy(struct canvas *to, const struct canvas *from);
/* Do both show the same? */
bool canvas_equal(const struct canvas *a, const struct canvas *b);
/* Rows as text, each ended by a newline, blanks at the end of a row cut off. Caller
 * frees. */
char *canvas_text(const struct canvas *c);

#endif
