/* village.h - the rows of a list counted village by village: how many, how many have done
 * one step, and the sum of a field over either (OFFICE, the weekly sheet: 征地户签汇总).
 * Totals only: no names, no rows. */
#ifndef MODEL_VILLAGE_H
#define MODEL_VILLAGE_H

#include "model/store.h"

struct village {
    int64_t parent;             /* item they hang under; 0 */
    int64_t place;              /* the village, top of the tree of places; 0 */
    char *parent_code, *parent_title, *name;    /* "" */
    int64_t n, done, done_since;        /* rows; with the step done by `to`; in from..to */
    int64_t sum, sum_done;      /* of the field, millionths */
};
struct villages { struct village *v; size_t n, cap; };
/* Rows of `l` neither cancelled nor void, by parent and village, in their order. `step`: an
 * id; `field`: index of a number field, -1 none. `out` zeroed before; villages_fini() after
 * either way. */
enum xh_rc villages_count(struct store *st, const struct list_def *l, const char *step,
                          int field, int32_t from, int32_t to, struct villages *out,
                          struct xh_err *err);
void villages_fini(struct villages *v);

#endif
