/* draft.h - what is being typed into a form survives a crash or a hang-up: kept in a file
 * of the person's own beside the township, taken back when the form opens again.
 *
 * Nothing of it is in the record. Private fields are not kept. */
#ifndef TUI_DRAFT_H
#define TUI_DRAFT_H

#include "tui/form.h"

struct draft;

/* NULL when the form names no draft or there is no folder. Asks whether what was left
 * there shall be taken back, and puts it into the fields. */
struct draft *draft_open(struct tui *t, struct form *f);
/* All of these do nothing with NULL. `at`: the field with the caret, whose text is not in
 * its value yet; written at most every few seconds. */
void draft_note(struct draft *d, const struct form *f, size_t at, const char *text);
void draft_save(struct draft *d, const struct form *f);
void draft_drop(struct draft *d);
void draft_close(struct draft *d);

#endif
