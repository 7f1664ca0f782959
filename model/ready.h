/* ready.h - every thing an item still lacks before it can be applied for, one by one, so
 * that a screen can lead to it (ENGINE 23, 34). */
#ifndef MODEL_READY_H
#define MODEL_READY_H

#include "model/missing.h"

struct missing_thing {
    enum missing_kind kind;
    int index;                  /* of the step or field, for MISSING_ROWS of now.gate.g.rows;
                                 * -1: rows below */
    char *text;                 /* translated: as refusals say it */
};
struct ready {
    struct item_state now;
    struct missing_thing *v; size_t n, cap;     /* for `apply`, in the list's order */
};
/* `out` zeroed before; ready_fini() after either way. */
enum xh_rc ready_load(struct store *st, const struct env *env, int64_t item,
                      struct ready *out, struct xh_err *err);
void ready_fini(struct ready *r);

#endif
