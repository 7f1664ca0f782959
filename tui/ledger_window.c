#include "tui/ledger_window.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

#define KEPT 6                  /* pages */

void window_fini(struct window *w)
{
    rows_fini(&w->rows);
}

static enum xh_rc page(struct window *w, const struct row_key *from, bool backward,
                       struct rows *out, struct xh_err *err)
{
    struct filter f = w->f;

    f.from = from;
    f.backward = backward;
    f.limit = w->page;
    w->reads++;
    return query_page(w->st, &f, out, err);
}

static void append(struct rows *to, struct rows *more)
{
    for (size_t i = 0; i < more->n; i++) {
        GROW(to->v, to->n, to->cap);
        to->v[to->n++] = more->v[i];
    }
    free(more->v);
    *more = (struct rows){0};
}

enum xh_rc window_home(struct window *w, struct xh_err *err)
{
    rows_fini(&w->rows);
    w->at_start = true;
    enum xh_rc rc = page(w, NULL, false, &w->rows, err);
    w->at_end = rc == XH_OK && (int64_t)w->rows.n < w->page;
    return rc;
}

enum xh_rc window_end(struct window *w, struct xh_err *err)
{
    rows_fini(&w->rows);
    w->at_end = true;
    enum xh_rc rc = page(w, NULL, true, &w->rows, err);
    w->at_start = rc == XH_OK && (int64_t)w->rows.n < w->page;
    return rc;
}

enum xh_rc window_around(struct window *w, const struct row_key *key, int64_t item, size_t *at,
                         struct xh_err *err)
{
    struct rows before = {0}, self = {0}, after = {0};
    struct row_key now = *key;
    struct filter one = w->f;
    enum xh_rc rc = XH_OK;

    one.item = item;
    one.limit = 1;
    if (item != 0)
        rc = query_page(w->st, &one, &self, err);
    if (self.n > 0)
        row_key(&self.v[0], &now);
    if (rc == XH_OK)
        rc = page(w, &now, true, &before, err);
    if (rc == XH_OK)
        rc = page(w, &now, false, &after, err);
    w->at_start = rc == XH_OK && (int64_t)before.n < w->page;
    w->at_end = rc == XH_OK && (int64_t)after.n < w->page;
    *at = before.n;
    rows_fini(&w->rows);
    append(&w->rows, &before);
    append(&w->rows, &self);
    append(&w->rows, &after);
    if (*at >= w->rows.n)
        *at = w->rows.n ? w->rows.n - 1 : 0;
    return rc;
}

/* Rows far before `at` go, so many that KEPT pages remain. */
static void drop_front(struct window *w, size_t *at, size_t *top)
{
    size_t most = (size_t)w->page * KEPT, n = w->rows.n > most ? w->rows.n - most : 0;

    if (n > *top)
        n = *top;
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        row_fini(&w->rows.v[i]);
    memmove(w->rows.v, w->rows.v + n, (w->rows.n - n) * sizeof *w->rows.v);
    w->rows.n -= n;
    w->at_start = false;
    *at -= n;
    *top -= n;
}

static void drop_back(struct window *w)
{
    size_t most = (size_t)w->page * KEPT;

    while (w->rows.n > most) {
        row_fini(&w->rows.v[--w->rows.n]);
        w->at_end = false;
    }
}

static enum xh_rc more_after(struct window *w, size_t *at, size_t *top, struct xh_err *err)
{
    struct rows more = {0};
    struct row_key key;

    row_key(&w->rows.v[w->rows.n - 1], &key);
    enum xh_rc rc = page(w, &key, false, &more, err);
    w->at_end = rc == XH_OK && (int64_t)more.n < w->page;
    append(&w->rows, &more);
    drop_front(w, at, top);
    return rc;
}

static enum xh_rc more_before(struct window *w, size_t *at, size_t *top, struct xh_err *err)
{
    struct rows more = {0};
    struct row_key key;

    row_key(&w->rows.v[0], &key);
    enum xh_rc rc = page(w, &key, true, &more, err);
    w->at_start = rc == XH_OK && (int64_t)more.n < w->page;
    *at += more.n;
    *top += more.n;
    struct rows old = w->rows;
    w->rows = more;
    append(&w->rows, &old);
    drop_back(w);
    return rc;
}

enum xh_rc window_reach(struct window *w, size_t *at, size_t *top, long delta,
                        struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    while (rc == XH_OK && w->rows.n > 0 && delta > 0 && !w->at_end &&
           *at + (size_t)delta >= w->rows.n)
        rc = more_after(w, at, top, err);
    while (rc == XH_OK && w->rows.n > 0 && delta < 0 && !w->at_start &&
           *at < (size_t)-delta)
        rc = more_before(w, at, top, err);
    return rc;
}

bool window_find(const struct window *w, int64_t item, size_t *at)
{
    for (size_t i = 0; i < w->rows.n; i++)
        if (w->rows.v[i].it.id == item) {
            *at = i;
            return true;
        }
    return false;
}
