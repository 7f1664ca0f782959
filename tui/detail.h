/* detail.h - 详情: one item with all that is known about it.
 *
 * A head of five lines that stays, and nine sections by digit, Tab or arrows; on a wide
 * screen the checklist stands beside them. */
#ifndef TUI_DETAIL_H
#define TUI_DETAIL_H

#include "tui/tui.h"

extern const struct screen_ops detail_screen;       /* arg: const int64_t *item */

/* Opened from rows: n and N go to the next and the one before, by one of: */
struct detail_arg {
    int64_t item;
    const int64_t *items; size_t n;     /* these, in this order; copied */
    const struct filter *filter;        /* or the rows of a filter in its order, as many as
                                         * there are; its texts stay as long as the screen
                                         * does (the screen below has them). Its limit and
                                         * keyset are not looked at */
    bool evidence;              /* opened on the evidence */
    /* Is told of the row shown whenever it is read, so that the screen below stands on it
     * when it is seen again; `ctx` is that screen's. May be NULL. */
    void (*went)(void *ctx, const struct row *r);
    void *ctx;
};
extern const struct screen_ops detail_among_screen; /* arg: struct detail_arg */

#endif
