/* tour.h - 导览: two minutes on the real screens, on request (UX 2.24).
 *
 * A strip above the status line says what is to be seen and which key to press, and goes on
 * when that very key is pressed, wherever it leads. It takes no key away and does nothing
 * itself: whoever does something else meanwhile finds it waiting. Esc, where it would mean
 * nothing else, ends it. */
#ifndef TUI_TOUR_H
#define TUI_TOUR_H

#include "tui/tui.h"

/* Begin with the first step for this person: what a cadre, the supervision clerk or a
 * leader does. From the menu; again ends it. */
void tour_run(struct tui *t);
/* A key was read on the screen `ops` (also into a box above it): was it the step's? */
void tour_key(struct tui *t, const struct screen_ops *ops, uint32_t key);
/* Rows the strip takes from the screen; 0 when there is no tour. */
int tour_height(const struct tui *t);
/* Paint the strip below the screen `ops`; nothing when there is no tour. */
void tour_draw(struct tui *t, const struct screen_ops *ops);
/* After the last step's key: end it. */
void tour_settle(struct tui *t);
/* Esc where it means nothing else: ends the tour, unless that Esc was the step's key. */
bool tour_escape(struct tui *t);
/* End it and say so; false when there is none. */
bool tour_end(struct tui *t);

#endif
