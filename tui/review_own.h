/* review_own.h - what the files of 待我审核 share. Private to tui/review*.c. */
#ifndef TUI_REVIEW_OWN_H
#define TUI_REVIEW_OWN_H

#include "model/review.h"
#include "tui/tui.h"

/* What it asks for, in a word: "cross-off", "village, 23 户", "extend ->11-27". Appended,
 * as by the others. */
void review_what(struct tui *t, const struct review_row *r, struct buf *out);
/* "2/3工作日" of the reviewer's time; *style says when it is over. */
void review_used_text(struct tui *t, const struct review_row *r, struct buf *out,
                      enum style *style);
void review_state_text(struct tui *t, const struct review_row *r, struct buf *out);
/* Below the list: whose it is if not mine, what was handed in; lines. */
void review_about(struct tui *t, const struct review_row *r, struct buf *out);

/* Of a village's row: the rows drawn by lot when it was applied for, to be inspected, as a sheet
 * to print. Says why where there is none. */
void review_sheet(struct tui *t, const struct review_row *r);

/* The verbs that say yes and no to it, and the item they are asked of: a village's is one
 * of its rows. */
enum verb review_yes(const struct review_row *r);
enum verb review_no(const struct review_row *r);
int64_t review_asked_of(const struct review_row *r);

#endif
