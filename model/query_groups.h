/* query_groups.h - rows put together by who or where: how many of each colour, and the
 * totals of what can be added up. */
#ifndef MODEL_QUERY_GROUPS_H
#define MODEL_QUERY_GROUPS_H

#include "model/query.h"

enum group_by { GROUP_UNIT, GROUP_OWNER, GROUP_VILLAGE, GROUP_PLACE, GROUP_PARENT, GROUP_STATE,
                GROUP_BYS };

struct group {
    int64_t id;                 /* unit, person, place or parent; 0: none, or a state */
    char *key;                  /* as a filter takes it: "#7" of people, a code, a state's id; "" */
    char *name;                 /* as people read it: of a parent its title where the reader may
                                 * see it; "" for none */
    int64_t rank;
    struct counts n;
    int64_t *sums;              /* of the fields, over everything but cancelled; millionths */
};
struct groups {
    struct group *v; size_t n, cap;
    struct group total;
    /* `sum: true`, none of them private; only when the filter names a list, and not without
     * ROW_FIELDS. */
    const struct field_def **fields; size_t n_fields;
};
/* In the leaders' order, states in the workflow's. Of a village are the rows of its groups
 * too, of a place only its own. The filter's colours, order and limit are not looked at.
 * Walks over all rows asked for. `out` zeroed before; groups_fini() after, also after a failure. */
enum xh_rc groups_load(struct store *st, const struct filter *f, enum group_by by,
                       struct groups *out, struct xh_err *err);
void groups_fini(struct groups *g);

#endif
