/* recompute.h - after facts changed: derived columns, outcomes, spans (ENGINE 9, 11, 16,
 * 32). */
#ifndef MODEL_RECOMPUTE_H
#define MODEL_RECOMPUTE_H

#include "model/act.h"
#include "model/facts.h"

/* Every item the act touched, and those that depend on them: split parents, children
 * whose deadlines hang on the parent, parents whose steps are computed from their rows.
 * What was over already is not judged again. Failures stick. */
void recompute_touched(struct act *a);

/* A cascade over more rows than this marks them stale and goes on in batches (ENGINE
 * 38). */
#define RECOMPUTE_BATCH 5000
/* Recompute what is stale, a batch an act, until nothing is; an interrupted cascade is
 * resumed by the next act of anybody. Quick when there is nothing to do. */
enum xh_rc recompute_stale(struct store *st, const struct env *env, const struct who *who,
                           struct xh_err *err);

/* An item's facts read from the tables. `f` keeps pointers into this struct. */
struct item_facts {
    struct facts f;
    struct clock_stop *stops;
    struct step_facts *steps;
    struct promise_facts *promises;
    int32_t *dates;
    int64_t *numbers;
    bool *has_number;
    struct item_facts *parent;  /* loaded and derived; NULL without one */
    struct derived parent_derived;
};
enum xh_rc item_facts_load(struct db *db, const struct defs *defs, int64_t item,
                           struct item_facts *out, struct xh_err *err);
void item_facts_fini(struct item_facts *x);
/* Does any deadline of the list hang on its rows' parent? */
bool list_hangs_on_parent(const struct list_def *l);

/* Compare the derived columns of one item with what its facts give. Appends one line per
 * difference to `out`; returns how many. For verify. */
size_t recompute_differences(struct db *db, const struct defs *defs, int64_t item,
                             struct buf *out, struct xh_err *err);

#endif
