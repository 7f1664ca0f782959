/* text_pane.h - entries of text on the screen: wrapped, scrolled, one of them under the
 * cursor.
 *
 * An entry is a line or several; it is broken by text_line() at the width it is drawn
 * with, so nothing is ever cut. The cursor goes from entry to entry; inside one that is
 * longer than the pane the text scrolls first. Headings are passed over. */
#ifndef TUI_TEXT_PANE_H
#define TUI_TEXT_PANE_H

#include "tui/canvas.h"
#include "tui/keymap.h"

struct pane_entry {
    int kind;                   /* what it is, to its owner; PANE_HEAD: a heading */
    size_t arg;                 /* which of that kind */
    char *text;                 /* lines separated by '\n' */
    int hang;                   /* columns further lines stand in */
    enum style style;
    enum style block; int block_columns;    /* what its first columns stand on; 0: nothing */
};
#define PANE_HEAD (-1)

struct pane_line { size_t entry; const char *text; size_t n; int x; };

struct text_pane {
    struct pane_entry *v; size_t n, cap;
    struct pane_line *lines; size_t n_lines, cap_lines;     /* as drawn last */
    int width;                  /* they are broken for; 0: not yet */
    size_t cursor, top;         /* entry; line */
    int page;                   /* lines that fitted at the last draw */
};

/* Nothing in it; cursor and scrolling stay, for the text that comes next. */
void text_pane_clear(struct text_pane *p);
void text_pane_fini(struct text_pane *p);
/* The text is copied. Returns the entry, to be changed until the next call. */
struct pane_entry *text_pane_add(struct text_pane *p, int kind, size_t arg, int hang,
                                 const char *text);
/* A heading after a blank line; "": the blank line alone. */
void text_pane_head(struct text_pane *p, const char *text);
/* Every line of `text` an entry of its own, indented as it is. */
void text_pane_lines(struct text_pane *p, const char *text);

/* `here`: the cursor is shown. Lines give the mouse a hit with K_ENTER and `arg` + the
 * entry. */
void text_pane_draw(struct text_pane *p, struct canvas *c, struct area a, bool here, int arg);
/* Cursor keys; true when the command was one. */
bool text_pane_move(struct text_pane *p, enum cmd cmd);
/* Under the cursor; NULL when there is nothing but headings. */
const struct pane_entry *text_pane_at(const struct text_pane *p);

/* What is said of a row below its table: a line over it, then `text` (NULL: nothing), its first
 * line in the style `first`; when there is more than fits, the last line ends in "..". */
void text_pane_about(struct canvas *c, struct area a, const char *text, enum style first);

/* `text` in `width` columns; what does not fit ends in "..". */
void canvas_short(struct canvas *c, int y, int x, int width, const char *text,
                  enum style style);

#endif
