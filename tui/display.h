/* display.h - how one person likes the screen: palette, ground, mouse, lines of frames.
 *
 * Kept as one preference, "display", of lines "palette blue-orange"; only what is not as
 * given is written, so that nothing chosen is nothing kept. What a later or an earlier
 * program wrote there and nobody understands is passed over. */
#ifndef TUI_DISPLAY_H
#define TUI_DISPLAY_H

#include "model/err.h"
#include "tui/theme.h"

struct tui;

enum display_mouse { MOUSE_IS_ON, MOUSE_IS_OFF };
enum display_frames { FRAMES_FOUND, FRAMES_PLAIN };        /* as the start-up probe finds; - | + */

/* Zeroed: as given. */
struct display {
    enum palette palette;
    enum background background;
    enum display_mouse mouse;
    enum display_frames frames;
};

/* One of the four as a number, so that a page can walk them. */
enum { DISPLAY_PALETTE, DISPLAY_BACKGROUND, DISPLAY_MOUSE, DISPLAY_FRAMES, DISPLAY_SETTINGS };
int display_choices(int setting);               /* how many there are: 2 or more */
int display_get(const struct display *d, int setting);
void display_set(struct display *d, int setting, int choice);
/* Which lines of the page say nothing where there are no colours. */
bool display_needs_colours(int setting);

/* From and to the preference's text; NULL and "": as given. Caller frees. */
void display_read(struct display *d, const char *text);
char *display_text(const struct display *d);

/* As the person acting has it, from now on: at the start and when the person becomes
 * another. */
void display_begin(struct tui *t);
/* From now on, and kept for the person. On failure (a login without a person, a township
 * open for reading only) it holds until the program is left; `err` says why. */
enum xh_rc display_change(struct tui *t, const struct display *d, struct xh_err *err);

#endif
