/* draft.h - what is being typed into a form survives a crash or a hang-up: kept in a file
 * of the person's own beside the township, taken back when the form opens again.
 *
 * Nothing of it is in the record. Private fields are not kept. */
#ifndef TUI_DRAFT_H
#define TUI_DRAFT_H

#include "tui/form.h"

struct draft;

/* ---- anything typed, under keys ---- */

/* NULL when there is no folder for it. `name`: a file's. */
struct draft *draft_of(struct tui *t, const char *name);
/* Is there something left from earlier, and does the person want it back? Said no, it
 * goes. `title`: of what it is. */
bool draft_wanted(struct tui *t, struct draft *d, const char *title);
/* Hand over what was kept, in its order; true when there was any. Keys have no blanks and
 * less than 64 bytes. */
typedef void draft_sink(void *ctx, const char *key, const char *value);
bool draft_take(struct draft *d, draft_sink *sink, void *ctx);
/* Keep these instead of what was kept before. */
void draft_keep(struct draft *d, const struct pair *v, size_t n);

/* ---- a form's ---- */

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
