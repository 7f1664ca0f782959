/* work.h - the rules of working on an item: transitions, order of steps, what is missing
 * (ENGINE 15, 20-24, 34). Pure: it looks at facts and says yes, or everything that is in the way. */
#ifndef MODEL_WORK_H
#define MODEL_WORK_H

#include "model/err.h"
#include "model/facts.h"

/* May `verb` be done in `state`, and what is the state afterwards? "before" in the configuration
 * gives `state_before`; an action that stays gives `state`. A verb without an action in the
 * workflow may be done in phase 0 if it is work (begin, check, uncheck, skip, progress, extend,
 * limit, transfer, split), in any state otherwise. NULL when refused: `err` names the state, what
 * may be done instead. */
const struct state_def *work_next(const struct defs *defs, enum verb verb, const char *state,
                                  const char *state_before, struct xh_err *err);

/* May step `i` be begun, or done, on `day`, today being `today`? start <= day <= today, not before
 * its predecessors' done_on (the day after one that lasts), `lasts` elapsed (ENGINE 15, 19, 30). */
enum xh_rc work_may_begin(const struct defs *defs, const struct facts *f, int i, int32_t day,
                          int32_t today, struct xh_err *err);
enum xh_rc work_may_check(const struct defs *defs, const struct facts *f, int i, int32_t day,
                          int32_t today, struct xh_err *err);
/* Ticked steps that rest on step `i` (via after): unticking it must name them. -1 ends. */
int work_dependent(const struct facts *f, int i, int from);

/* What the record knows beside the facts. */
struct gate_facts {
    const int32_t *evidence;        /* per step: pieces in evidence */
    const bool *has_value;          /* per field: filled */
    size_t open_children;
    bool before_start_day;          /* ENGINE 37: gates do not apply to 启用前 rows */
};
/* Is everything there for `apply` (or, with `step` >= 0, for ticking that step)? XH_OK or
 * XH_REFUSED with one line per missing thing: steps not done (with quantities), evidence short,
 * required fields empty, open children. */
enum xh_rc work_missing(const struct defs *defs, const struct facts *f,
                        const struct gate_facts *g, int step, struct xh_err *err);
/* Number of missing things, and the first as a short text for lists ("" when none). */
size_t work_missing_count(const struct defs *defs, const struct facts *f,
                          const struct gate_facts *g);

#endif
