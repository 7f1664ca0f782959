/* term_keys.h - the bytes a terminal sends, as keys.
 *
 * Terminals agree far better on what they send than terminfo knows: one table holds the
 * sequences of xterm and its kin, of the vt220, the Linux console, rxvt and PuTTY, so a key
 * works whatever TERM says. The mouse is SGR 1006 (or the old X10 form); pasted text is
 * what stands between the marks of bracketed paste; the answer to "where is the cursor?"
 * (CPR) comes as K_REPORT. What is not known is passed over, never taken as typed.
 *
 * Only bytes: no clock, no descriptor. Whoever reads says when nothing more came, for a
 * lone Esc begins like every other key's name. */
#ifndef TUI_TERM_KEYS_H
#define TUI_TERM_KEYS_H

#include <stddef.h>

#include "tui/keys.h"

#define TERM_KEYS_ROOM 16384

struct term_keys {
    char buf[TERM_KEYS_ROOM];
    size_t at, n;               /* what is left lies in buf[at..n) */
    bool pasting;
    bool after_cr;              /* a line feed that follows a pasted CR is part of it */
};

/* Room for bytes just read: *room of them at the returned place, at least 1; add what came
 * to k->n. */
char *term_keys_room(struct term_keys *k, size_t *room);
/* The next key; false: nothing whole is there. `over`: nothing followed for long enough, so
 * what looked like a beginning is all there is. The end of a pasted text gives K_NONE. */
bool term_keys_take(struct term_keys *k, bool over, struct input *in);
/* Is there the beginning of something? */
bool term_keys_begun(const struct term_keys *k);

#endif
