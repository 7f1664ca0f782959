/* acceptance.h - the sheet taken along when a village is inspected before it is crossed off
 * (整村验收抽查表): the rows drawn by lot (sample.h), with room for what was found.
 *
 * Codes and places for everybody who may read what they hang under; names only of rows the reader
 * may read. No sums, no telephone numbers. */
#ifndef REPORT_ACCEPTANCE_H
#define REPORT_ACCEPTANCE_H

#include "model/query.h"
#include "model/sample.h"
#include "report/document.h"
#include "report/export.h"

struct acceptance {
    struct store *st;
    struct filter look;             /* who reads, on which day */
    struct rows parent;             /* one: what the village's rows hang under */
    struct samples drawn;           /* the newest draw of each place, by its name */
};
/* `place` 0: every place. XH_NOT_FOUND when nothing was drawn, or `item` may not be read.
 * acceptance_fini() after either way. */
enum xh_rc acceptance_load(struct acceptance *a, struct store *st, const struct filter *look,
                           int64_t item, int64_t place, struct xh_err *err);
void acceptance_fini(struct acceptance *a);

/* A part for each village; names only of rows that `keep` (NULL: all the reader may read) lets
 * go, and how many it kept back. `d` zeroed before; document_fini() after either way. XH_DB. */
enum xh_rc acceptance_paper(struct document *d, const struct acceptance *a,
                            bool (*keep)(void *ctx, const struct row *r), void *ctx,
                            struct xh_err *err);
/* Keys: parent, village, day, seed, applied, n, code, title, place, owner; only of rows that
 * `keep` lets go, as above. */
enum xh_rc acceptance_export(struct buf *out, const struct acceptance *a,
                             enum export_format format,
                             bool (*keep)(void *ctx, const struct row *r), void *ctx,
                             struct xh_err *err);

#endif
