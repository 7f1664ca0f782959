#include "cli/line_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/oral.h"

static bool is_given(const struct args *args, const char *key)
{
    for (size_t i = 0; i < args->n_pairs; i++)
        if (strcmp(args->pairs[i].key, key) == 0)
            return true;
    return false;
}

/* A doubt about a person is none where owner= says who it is. */
static void settle_given(const struct args *args, const struct oral_index *x, struct oral *o)
{
    static const char *const keys[] = { "owner", "unit", "place" };

    for (size_t i = o->n_doubts; i-- > 0;) {
        const struct oral_doubt *d = &o->doubts[i];
        bool one_kind = true;
        for (size_t k = 1; k < d->n; k++)
            one_kind &= d->among[k]->kind == d->among[0]->kind;
        if (one_kind && is_given(args, keys[d->among[0]->kind]))
            oral_settle(o, x, i, 0);
    }
}

static enum xh_rc in_doubt(const struct oral *o, struct xh_err *err)
{
    for (size_t i = 0; i < o->n_doubts; i++) {
        struct buf b = {0};
        for (size_t k = 0; k < o->doubts[i].n; k++) {
            char *name = oral_name_text(o->doubts[i].among[k]);
            buf_printf(&b, "%s%s", k ? _(", ") : "", name);
            free(name);
        }
        xh_fail_more(err, XH_REFUSED,
                     _("%s may be: %s. Write the whole name, or owner=, unit=, place= beside the "
                       "line"), o->doubts[i].word, buf_str(&b));
        buf_fini(&b);
    }
    return o->n_doubts ? XH_REFUSED : XH_OK;
}

enum xh_rc line_pairs(struct app *a, struct args *args, const struct list_def *l,
                      struct xh_err *err)
{
    struct oral_index index = {0};
    struct oral_pairs p = {0};
    struct oral o = {0};
    struct buf said = {0};
    enum xh_rc rc = oral_index_load(a->st, a->env.today, &index, err);

    if (rc == XH_OK) {
        oral_read(args_get(args, "line"), &index, &o);
        settle_given(args, &index, &o);
        rc = in_doubt(&o, err);
    }
    for (size_t i = 0; rc == XH_OK && i < args->n_pairs; i++)
        oral_drop(&o, args->pairs[i].key);
    if (rc == XH_OK) {
        oral_pairs(&o, l, &p);
        oral_say(&said, &o, &index, l);
        outf("%s", buf_str(&said));
    }
    for (size_t i = 0; rc == XH_OK && i < p.n; i++) {
        GROW(args->pairs, args->n_pairs, args->cap_pairs);
        args->pairs[args->n_pairs++] =
            (struct pair){ xstrdup(p.v[i].key), xstrdup(p.v[i].value) };
    }
    buf_fini(&said);
    oral_fini(&o);
    oral_index_fini(&index);
    return rc;
}
