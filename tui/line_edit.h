/* line_edit.h - one line of text being typed: the caret moves by characters, is drawn by
 * columns, and combining marks go with their base. */
#ifndef TUI_LINE_EDIT_H
#define TUI_LINE_EDIT_H

#include "tui/canvas.h"
#include "tui/keys.h"

struct line_edit {
    struct buf text;            /* UTF-8 */
    size_t caret;               /* byte offset, at a character */
    size_t first;               /* byte offset of what is drawn first */
    size_t most;                /* characters; 0: 2000 */
    bool digits_only;
};

void line_edit_set(struct line_edit *e, const char *text);      /* caret at the end */
const char *line_edit_text(const struct line_edit *e);          /* borrowed */
void line_edit_fini(struct line_edit *e);
/* True when the key was one of editing; refused characters (control, bidi) are left out. */
bool line_edit_key(struct line_edit *e, const struct input *in);
void line_edit_break(struct line_edit *e);      /* a line break, in fields of several lines */
/* Draws it and, with `here`, puts the cursor where typing goes. */
void line_edit_draw(struct line_edit *e, struct canvas *c, int y, int x, int width, bool here);

#endif
