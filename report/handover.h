/* handover.h - what somebody leaves behind: the open rows he has a part in, and with each of
 * them what must not be lost - promises made on visits, missing evidence, open orders and
 * requests (ENGINE 38, OFFICE 23; UX 2, 17). */
#ifndef REPORT_HANDOVER_H
#define REPORT_HANDOVER_H

#include "model/order.h"
#include "model/query.h"

/* His part in a row, or-ed. */
enum handover_part {
    HANDOVER_OWNER = 1, HANDOVER_HANDLER = 2, HANDOVER_LEAD = 4, HANDOVER_LEADER = 8,
    HANDOVER_CO = 16,
};
/* Parts that can be handed to somebody else; co-owners stay named on the row. */
#define HANDOVER_GIVEN (HANDOVER_OWNER | HANDOVER_HANDLER | HANDOVER_LEAD | HANDOVER_LEADER)
/* "责任人、经办人": appended. */
void handover_parts(struct buf *out, unsigned parts);

struct handover {
    int64_t person;
    struct rows rows; unsigned *parts;          /* of each row */
    size_t owned;                               /* rows he is responsible for */
    int64_t *kept_back; size_t n_kept_back, cap_kept_back;  /* rows `keep` refused */
};
/* The open rows in which `person` has one of `wanted`, as `look` reads them (its reader and
 * day); of equal rows each once. `keep` (may be NULL) is asked about every one. `out` zeroed
 * before; handover_fini() after either way. */
typedef bool handover_keep(void *ctx, const struct row *r);
enum xh_rc handover_load(struct store *st, const struct filter *look, int64_t person,
                         unsigned wanted, handover_keep *keep, void *ctx, struct handover *out,
                         struct xh_err *err);
void handover_fini(struct handover *h);

#endif
