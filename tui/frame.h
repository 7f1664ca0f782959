/* frame.h - what surrounds every screen: the top line, the path line with its chips, the
 * status line and the F-bar (UX 1, OFFICE 26). */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "tui/tui.h"

/* Paints all of it for the screen on top. */
void frame_draw(struct tui *t, const struct screen_ops *ops, void *state);
/* The status line alone. */
void frame_draw_status(struct tui *t);
/* 周一 .. 周日, translated. */
const char *frame_weekday(int32_t day);
/* The `counts` of screens without chips of colours: their digits mean something else. */
const struct counts *frame_no_counts(struct tui *t, void *state, bool *known);
/* A path that begins with a name: as much of it as there is room for beside `rest`, which says
 * where in it one stands and is not cut before it. Appended; for a screen's `path`. */
void frame_path(const struct tui *t, struct buf *out, const char *name, const char *rest);
/* In the body, instead of rows: why there are none. */
void frame_say(struct tui *t, struct area body, const char *text);
/* What is left for the screen. */
struct area frame_body(const struct tui *t);

#endif
