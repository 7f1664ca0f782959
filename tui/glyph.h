/* glyph.h - what a cell looks like where terminals do not agree (UX 4).
 *
 * Frames are - | + unless this terminal was found to draw real lines one column wide;
 * where it was not, characters some terminals draw two columns wide (● × — ① and the curly
 * quotes, which people do type) get a look-alike, so that no row is pushed out of shape. */
#ifndef TUI_GLYPH_H
#define TUI_GLYPH_H

#include "tui/canvas.h"

#define GLYPH_PROBE 0x2500      /* ─: as wide as this one is drawn, so are the others */

/* The real line for the frame's cell at (y, x): ─ │ or the corner that joins its
 * neighbours. 0: no cell of a frame. */
uint32_t glyph_line(const struct canvas *c, int y, int x);
/* One ASCII character for one that is ambiguous (text_is_ambiguous()): × is x, “ is ", what
 * nothing looks like is ?. */
char glyph_plain(uint32_t ch);

#endif
