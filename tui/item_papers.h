/* item_papers.h - papers about crossing off, seen before they are written to a file
 * (preview.h): the form a leader signs, and the certificate. */
#ifndef TUI_ITEM_PAPERS_H
#define TUI_ITEM_PAPERS_H

#include "tui/tui.h"

/* 销号审批表 of these items; refuses those that are not in review, by name. */
void approval_print(struct tui *t, const int64_t *items, size_t n);
/* 销号证明 of an item that is crossed off. */
void certificate_print(struct tui *t, int64_t item);

#endif
