/* missing.h - what an item still lacks before it can be crossed off, read from the tables:
 * for verbs inside their act, and for screens that tell it beforehand. */
#ifndef MODEL_MISSING_H
#define MODEL_MISSING_H

#include "model/recompute.h"
#include "model/row_gate.h"
#include "model/work.h"

/* Pieces of evidence per step, filled fields, open children, and with gate_store_rows() the
 * rows its open steps wait for; all owned. */
struct gate_store {
    int32_t *evidence; bool *has_value; struct row_gates rows;
    struct gate_facts g;
};
/* `l`: the item's list. gate_store_fini() after, also after a failure. */
enum xh_rc gate_store_load(struct db *db, const struct list_def *l, int64_t item,
                           struct gate_store *out, struct xh_err *err);
/* The rows its open steps wait for as well, whatever the day. */
enum xh_rc gate_store_rows(struct store *st, const struct item *it, const struct facts *f,
                           struct gate_store *out, struct xh_err *err);
void gate_store_fini(struct gate_store *g);

/* Everything known of one item in one go: facts, what follows from them, what is there.
 * Zeroed before; item_state_fini() after, also after a failure. XH_CONFIG when its list is
 * no longer configured. */
struct item_state {
    struct item_facts facts;
    struct derived derived;
    struct gate_store gate;
};
enum xh_rc item_state_load(struct store *st, int64_t item, struct item_state *out,
                           struct xh_err *err);
void item_state_fini(struct item_state *s);

#endif
