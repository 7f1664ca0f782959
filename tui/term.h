/* term.h - the terminal itself: the only place, with term.c, that knows curses.
 *
 * Everything else sees `struct terminal`: something that shows canvases and gives input.
 * Tests put a list of keys and a recorder in its place. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "model/err.h"
#include "tui/canvas.h"
#include "tui/display.h"
#include "tui/keys.h"

struct terminal {
    void *ctx;
    void (*size)(void *ctx, int *rows, int *cols);
    void (*show)(void *ctx, const struct canvas *c);
    /* Wait up to `ms` (-1: for ever); K_TICK when nothing came. */
    void (*read)(void *ctx, int ms, struct input *in);
    void (*mouse)(void *ctx, bool on);
    void (*repaint)(void *ctx);         /* all of it at the next show(): Ctrl-L */
    /* Palette, background and lines from the next show() on; it is painted anew. NULL: no. */
    void (*look)(void *ctx, const struct display *d);
    int colours;                        /* it has: 0, 8, 16, 256 */
};

/* Take over the terminal. Refused, with what to do instead, where Chinese cannot be
 * shown: not a terminal, not UTF-8, the Linux console. */
enum xh_rc term_open(struct terminal *t, struct xh_err *err);
void term_close(void);          /* give it back as it was; harmless when not open */

#endif
