/* page_view.h - a page of finished text at its true width: what is wider than the screen
 * is moved sideways, never broken or cut off; words in it are found.
 *
 * Beside text_pane.h, which breaks what it shows: here the layout is part of the text, and
 * what is seen is what stands in the file or on paper. */
#ifndef TUI_PAGE_VIEW_H
#define TUI_PAGE_VIEW_H

#include "tui/canvas.h"
#include "tui/keymap.h"

struct page_view {
    char **lines; size_t n, cap;
    int width;                  /* columns of the longest line */
    size_t top; int left;
    int page, columns;          /* what fitted at the last draw */
    char *words;                /* looked for last; NULL: nothing */
    size_t found;               /* line it stands in */
    bool is_found;
};

/* Another text, copied; where it was scrolled to stays. */
void page_view_set(struct page_view *p, const char *text);
void page_view_fini(struct page_view *p);
/* How much of it is seen; drawing does it too, but the path line is painted before. */
void page_view_fit(struct page_view *p, struct area a);
void page_view_draw(struct page_view *p, struct canvas *c, struct area a);
/* Up, down, by pages, to the ends; left and right where it is wider than the screen. True
 * when the command was one. */
bool page_view_move(struct page_view *p, enum cmd cmd);
/* The next line with the words in it, by pinyin too, below the one found last or
 * from the top of the screen; `backward`: above. Goes on at the other end. False: there is
 * none. */
bool page_view_find(struct page_view *p, const char *words, bool backward);
/* "columns 1-80/132  lines 1-20/87": where one is; columns only where there are more.
 * Appended. */
void page_view_place(const struct page_view *p, struct buf *out);

#endif
