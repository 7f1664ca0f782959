#include "model/suppress.h"

bool suppress_is_few(int64_t n)
{
    return n > 0 && n < SUPPRESS_LEAST;
}

/* Behind the last node below `at`. */
static size_t end_of(const struct suppress_node *v, size_t n, size_t at)
{
    size_t end = at + 1;

    while (end < n && v[end].up >= at)
        end++;
    return end;
}

/* The smallest that is told next below `at` and has anybody; `n`: none is. */
static size_t smallest_below(const struct suppress_node *v, size_t n, size_t at)
{
    size_t end = end_of(v, n, at), least = n;

    for (size_t i = at + 1; i < end;) {
        if (v[i].told && v[i].size > 0 && (least == n || v[i].size < v[least].size))
            least = i;
        i = v[i].told ? end_of(v, n, i) : i + 1;
    }
    return least;
}

/* One that is told below `at` is told no longer; how many are left over by it. None, or enough:
 * somebody is told who leaves nobody over only where those told below are all of it. */
static int64_t take_back(struct suppress_node *v, size_t n, size_t at)
{
    int64_t more = 0;

    for (size_t i = smallest_below(v, n, at); i < n && more == 0;
         i = smallest_below(v, n, i)) {
        v[i].told = false;
        more = v[i].rest;
    }
    return more;
}

void suppress_few(struct suppress_node *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        v[i].rest = v[i].size = v[i].own;
    for (size_t i = n; i-- > 0;) {
        struct suppress_node *s = &v[i];
        if (s->may && suppress_is_few(s->rest))
            s->rest += take_back(v, n, i);
        s->told = s->may && !suppress_is_few(s->rest);
        if (i > 0) {
            v[s->up].size += s->size;
            v[s->up].rest += s->told ? 0 : s->rest;
        }
    }
}
