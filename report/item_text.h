/* item_text.h - an item as a text: what `show` and `why` print, and what 详情 hands out
 * (F8). Made of an item_page, so of what its reader may see: private values stay masked. */
#ifndef REPORT_ITEM_TEXT_H
#define REPORT_ITEM_TEXT_H

#include "report/item_page.h"

/* Code and title; list, state and colour: two lines. Appended, as all of these. */
void item_text_head(struct buf *out, const struct item_page *x);
/* All of the page: head, instructions, people, dates, fields, steps, parts, rows under it,
 * reports, evidence, requests, orders and the record. */
void item_text_page(struct buf *out, const struct item_page *x);
/* A label and its value as they stand on the page, further lines under the first; nothing
 * when the value is empty. Returns the columns of the label. */
int item_text_field(struct buf *out, const struct item_page *x, const char *name,
                    const char *value);

/* Why this colour and this deadline, and what moved it; on a day gone by what stood then.
 * Only where the list is configured (x->has_facts). */
void item_text_why(struct buf *out, const struct item_page *x);
/* The same without what moved it. */
void item_text_reasons(struct buf *out, const struct item_page *x);
/* The same of one step of the list, by its index. */
void item_text_why_step(struct buf *out, const struct item_page *x, size_t step);

#endif
