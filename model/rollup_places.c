/* rollup_places.c - the tree of places, of which the village is the top. See rollup_parts.h. */
#include <stdlib.h>

#include "model/mem.h"
#include "model/rollup_parts.h"

int rollup_place_order(const void *a, const void *b)
{
    const struct rollup_place *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

const struct rollup_place *rollup_place(const struct rollup_places *p, int64_t id)
{
    struct rollup_place key = { .id = id };

    return id ? bsearch(&key, p->v, p->n, sizeof *p->v, rollup_place_order) : NULL;
}

/* A ring, which nobody can enter, would end after as many steps as there are places. */
static int64_t top_of(const struct rollup_places *p, const struct rollup_place *from)
{
    const struct rollup_place *at = from;

    for (size_t i = 0; i < p->n && at->parent; i++) {
        const struct rollup_place *up = rollup_place(p, at->parent);
        if (!up)
            break;
        at = up;
    }
    return at->id;
}

enum xh_rc rollup_places_load(struct db *db, struct rollup_places *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, "SELECT id, parent, rank, name FROM place ORDER BY id", "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct rollup_place){ stmt_int(s, 0), stmt_int(s, 1), stmt_int(s, 2),
                                                  0, xstrdup(stmt_text(s, 3)) };
    }
    stmt_done(s);
    for (size_t i = 0; i < out->n; i++)
        out->v[i].top = top_of(out, &out->v[i]);
    return got < 0 ? XH_DB : XH_OK;
}

void rollup_places_fini(struct rollup_places *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->v[i].name);
    free(p->v);
    *p = (struct rollup_places){ 0 };
}
