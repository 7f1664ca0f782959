/* unsigned_paper.h - the rows that are not signed: who, where, with whom, at which step since
 * when (SEEDS 28, UX 1). */
#ifndef REPORT_UNSIGNED_PAPER_H
#define REPORT_UNSIGNED_PAPER_H

#include "model/rollup.h"
#include "report/document.h"
#include "report/export.h"

struct unsigned_page {
    struct store *st;
    const struct list_def *list;
    int32_t today;
    int64_t all;                /* so many there are; those given may be fewer */
    bool everything;            /* nothing is left out for want of permission to read */
    size_t kept_back;           /* of those there are, the reader may not take them away */
};
/* A line for each of `rows`, as rollup_unsigned() gave them. `d` zeroed before; document_fini()
 * after either way. */
enum xh_rc unsigned_paper(struct document *d, const struct unsigned_page *p,
                          const struct rows *rows, struct xh_err *err);
/* Into a paper of its own: a table with a line for those of one project and village who stand at
 * one step with one person, at most `most`, the latest first (OFFICE 7); nobody's name but of
 * who is responsible. Nothing where there are no rows. */
enum xh_rc unsigned_groups(struct document *d, const struct unsigned_page *p,
                           const struct rows *rows, size_t most, struct xh_err *err);
/* Keys: code, parent, title, place, owner, step, step_due, step_overdue (days), due,
 * days_overdue, colour. */
enum xh_rc unsigned_export(struct buf *out, const struct unsigned_page *p,
                           const struct rows *rows, enum export_format format,
                           struct xh_err *err);

#endif
