#include "tui/marks.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

static size_t place_of(const struct marks *m, int64_t item)
{
    size_t lo = 0, hi = m->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->v[mid] < item)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool marks_has(const struct marks *m, int64_t item)
{
    size_t at = place_of(m, item);

    return at < m->n && m->v[at] == item;
}

void marks_put(struct marks *m, int64_t item, bool on)
{
    size_t at = place_of(m, item);
    bool there = at < m->n && m->v[at] == item;

    if (on == there)
        return;
    if (on) {
        GROW(m->v, m->n, m->cap);
        memmove(m->v + at + 1, m->v + at, (m->n - at) * sizeof *m->v);
        m->v[at] = item;
        m->n++;
    } else {
        memmove(m->v + at, m->v + at + 1, (m->n - at - 1) * sizeof *m->v);
        m->n--;
    }
}

void marks_keep(struct marks *m, const int64_t *items, size_t n)
{
    struct marks kept = {0};

    for (size_t i = 0; m->n && i < n; i++)
        if (marks_has(m, items[i]))
            marks_put(&kept, items[i], true);
    marks_clear(m);
    *m = kept;
}

void marks_clear(struct marks *m)
{
    free(m->v);
    *m = (struct marks){0};
}
