/* ledger_window.h - a window onto the rows of an answer, however many there are: pages
 * are read as the cursor comes near them and let go when it is far away.
 *
 * Rows stand at their place in the window, not in the answer: what changes the window
 * says by how much places have moved. Pages are sought by the key of a row (row_key()),
 * so that the middle of a million rows is as quick as the beginning. */
#ifndef TUI_LEDGER_WINDOW_H
#define TUI_LEDGER_WINDOW_H

#include "model/query.h"

struct window {
    struct store *st;
    struct filter f;            /* texts borrowed; limit, from, backward are ours */
    int64_t page;               /* rows read at once, > 0: two screens or more */
    struct rows rows;
    bool at_start, at_end;      /* nothing lies before the first row, after the last */
    unsigned reads;             /* pages read so far: another number, other rows */
};

void window_fini(struct window *w);
/* The first rows; the last. What was there goes, also on failure. */
enum xh_rc window_home(struct window *w, struct xh_err *err);
enum xh_rc window_end(struct window *w, struct xh_err *err);
/* Rows around the place a row had, wherever the row itself is now: *at is its own place if
 * `item` (0: none) is still in the answer, else that of the next row after it, or of the
 * last one. When the item has moved in the order, the window moves with it. */
enum xh_rc window_around(struct window *w, const struct row_key *key, int64_t item, size_t *at,
                         struct xh_err *err);
/* So that the row `delta` places from `at` is in the window, if there is one at all. *at
 * and *top move with their rows. */
enum xh_rc window_reach(struct window *w, size_t *at, size_t *top, long delta,
                        struct xh_err *err);
/* The place of an item in the window; false: not in it. */
bool window_find(const struct window *w, int64_t item, size_t *at);

#endif
