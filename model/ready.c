#include "model/ready.h"

#include <stdlib.h>

static void add(void *ctx, enum missing_kind kind, int index, const char *text)
{
    struct ready *r = ctx;

    GROW(r->v, r->n, r->cap);
    r->v[r->n++] = (struct missing_thing){ kind, index, xstrdup(text) };
}

enum xh_rc ready_load(struct store *st, const struct env *env, int64_t item,
                      struct ready *out, struct xh_err *err)
{
    int32_t start = st->defs->township.start_day;
    enum xh_rc rc = item_state_load(st, item, &out->now, err);

    if (rc != XH_OK)
        return rc;
    out->now.gate.g.before_start_day = start != DAY_NONE && env->today < start;
    work_missing_each(st->defs, &out->now.facts.f, &out->now.gate.g, -1, add, out);
    return XH_OK;
}

void ready_fini(struct ready *r)
{
    for (size_t i = 0; i < r->n; i++)
        free(r->v[i].text);
    free(r->v);
    item_state_fini(&r->now);
    *r = (struct ready){0};
}
