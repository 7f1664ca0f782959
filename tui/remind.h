/* remind.h - 催办文字 (y): which kind, whose rows; then the texts, person by person, on a
 * screen without frames, so that the terminal's mouse selects clean text. Looking counts
 * nothing; "sent" does (OFFICE 15). */
#ifndef TUI_REMIND_H
#define TUI_REMIND_H

#include "model/remind.h"
#include "tui/tui.h"

/* The rows it can be about. All is read before anything is shown; nothing is kept. */
struct remind_scope {
    const int64_t *items; size_t n;     /* the row, or the marked ones; none: n 0 */
    bool marked;                        /* they are marked: only these are meant */
    const struct filter *all;           /* everything that is shown; NULL: nothing else */
};
/* Ask what is meant, if there are several kinds, and open the texts; says so when there is
 * nobody to remind. */
void remind_ask(struct tui *t, const struct remind_scope *scope);
/* The texts of one kind at once. */
void remind_open(struct tui *t, enum remind_kind kind, const struct remind_scope *scope);

#endif
