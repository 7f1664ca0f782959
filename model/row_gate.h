/* row_gate.h - rows of other lists a step waits for, counted (ENGINE 22; `needs: {rows: ...}`
 * in YAML): a parcel is handed over when its households have moved out, a project starts when
 * its open problems are solved. What follows from the counts is work.h's.
 *
 * Which rows: of the list named, neither cancelled nor void, and by `same`
 *   parent   under the same item (rows without one: those without one)
 *   place    where one of the two places is the other or lies in it, so that it holds looked at
 *            from either side; a row without a place lies everywhere
 *   item     under this item itself
 * The item itself is never among them. A row whose step was marked not applicable leaves the
 * total, as a step does (facts.h). A row that has been crossed off is done, whatever its steps say
 * (ENGINE 23). No row at all: nothing is in the way. */
#ifndef MODEL_ROW_GATE_H
#define MODEL_ROW_GATE_H

#include "model/item.h"
#include "model/store.h"
#include "model/work.h"

struct row_gates { struct rows_found *v; size_t n, cap; };     /* texts owned */

/* What step `step` of `it` finds, or every open step (step < 0; `f` says which are). By `day`: only
 * what was done by then counts, and of a step that lasts from the day after (ENGINE 15);
 * DAY_NEVER: whatever is done. `out` zeroed before; row_gates_fini() after either way. XH_DB,
 * or what the conditions of YAML say. */
enum xh_rc row_gates_load(struct store *st, const struct item *it, const struct facts *f,
                          int step, int32_t day, struct row_gates *out, struct xh_err *err);
void row_gates_fini(struct row_gates *g);

/* Steps done in other rows that rest on step `step` of `it` (NULL: on its being crossed off):
 * "地26-001 清表交地, ..", at most five, appended; nothing when there are none. */
enum xh_rc row_gates_resting(struct store *st, const struct item *it, const char *step,
                             struct buf *out, struct xh_err *err);

#endif
