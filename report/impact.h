/* impact.h - in words: what a configuration would change (DESIGN 5). */
#ifndef REPORT_IMPACT_H
#define REPORT_IMPACT_H

#include "model/def_store.h"
#include "model/mem.h"

/* "3 from green to yellow, 1 from yellow to red", the gravest first; false (and nothing
 * appended) when no colour changes on that day. */
bool impact_moves(struct buf *out, const struct defs *defs, const struct impact_day *d);
/* A line for today and for every day after a long holiday, the deadlines that move; with
 * `codes` those that change today. Appends; every line ends with a newline. */
void impact_text(struct buf *out, const struct defs *defs, const struct impact *i, bool codes);

#endif
