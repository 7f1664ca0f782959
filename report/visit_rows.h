/* visit_rows.h - visits that ask for something, of many rows: promises not kept, the next
 * visit to come. As a table for people, as records for programs. */
#ifndef REPORT_VISIT_ROWS_H
#define REPORT_VISIT_ROWS_H

#include "model/query.h"
#include "model/visit.h"
#include "report/export.h"

struct visit_row {
    int64_t item;
    char *code, *title;
    struct visit v;             /* texts owned; as the reader may see them */
    bool is_next;               /* of the item's last visit: its next_on stands */
};
struct visit_rows { struct visit_row *v; size_t n, cap; };

/* Of the filter's rows (its reader's, as things stand on its `today`), by the day they are
 * due. `due_only`: due by today. `keep` (NULL: all): rows that may be told. `out` zeroed
 * before; visit_rows_fini() after, also after a failure. */
typedef bool visit_keep(void *ctx, const struct row *r);
enum xh_rc visit_rows_load(struct store *st, const struct filter *f, bool due_only,
                           visit_keep *keep, void *ctx, struct visit_rows *out,
                           struct xh_err *err);
void visit_rows_fini(struct visit_rows *r);

/* Keys: code day who stance demand promise promise_due kept_on next_on objection. */
void visit_rows_export(struct buf *out, const struct visit_rows *r, enum export_format format);
void visit_rows_print(struct buf *out, const struct visit_rows *r, int32_t today, int width,
                      bool colours);

/* One visit in an entry (no '\n' at the end): the day and who went, the stance; then what
 * was said, a line each, of promises until when and what became of them. */
void visit_text(struct buf *out, const struct visit *v, int32_t today);
/* What became of the promise: "kept 11-20", "not kept", "until 11-24"; "" without one. */
void visit_promise_text(struct buf *out, const struct visit *v, int32_t today);

#endif
