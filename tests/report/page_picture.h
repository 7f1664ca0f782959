/* page_picture.h - a page as it looks, small enough to be kept beside a test: how dark each square
 * of 2 mm is, in text that can be read and compared.
 *
 * Two programs that draw the same page agree on how much ink falls into a square, whatever their
 * way with edges; a column that moved by as much as a square, a box that is gone or another
 * typeface do not. */
#ifndef TESTS_REPORT_PAGE_PICTURE_H
#define TESTS_REPORT_PAGE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/mem.h"

struct page_picture { int wide, high; char *cells; };   /* squares; a step of darkness each */

/* A page of a PDF, drawn with so many dots per mm (PICTURE_DOTS is good). From each word that
 * begins as one of `not` (ends with NULL) the rest of its line is left blank: it differs from run
 * to run. */
#define PICTURE_DOTS 6
struct page_picture page_picture_of(const char *pdf, int page, int dots, const char *const *not);
/* Kept, and read again: a line of text per row of squares. Into an empty `out` of read(): false
 * where it is no such text. */
void page_picture_write(struct buf *out, const struct page_picture *p);
bool page_picture_read(struct page_picture *out, const char *text);
void page_picture_fini(struct page_picture *p);

/* How many squares differ by more than drawing explains, and between which corners they lie, in
 * mm; -1 where the sizes differ. */
struct page_change { int squares; int left, top, right, bottom; };
struct page_change page_picture_compare(const struct page_picture *a, const struct page_picture *b);

#endif
