/* unsigned_text.h - the rows that are not signed: who, where, with whom, at which step since
 * when (SEEDS 28, UX 1). */
#ifndef REPORT_UNSIGNED_TEXT_H
#define REPORT_UNSIGNED_TEXT_H

#include "model/rollup.h"
#include "report/export.h"

struct unsigned_page {
    struct store *st;
    const struct list_def *list;
    int32_t today;
    int64_t all;                /* so many there are; those given may be fewer */
    bool everything;            /* nothing is left out for want of permission to read */
    size_t kept_back;           /* of those there are, the reader may not take them away */
    int width;                  /* of the line; 0: no limit */
    bool colours;               /* ANSI backgrounds */
};
/* `rows`: of rollup_unsigned(). */
enum xh_rc unsigned_print(struct buf *out, const struct unsigned_page *p,
                          const struct rows *rows, struct xh_err *err);
/* Keys: code, parent, title, place, owner, step, step_due, step_overdue (days), due,
 * days_overdue, colour. */
enum xh_rc unsigned_export(struct buf *out, const struct unsigned_page *p,
                           const struct rows *rows, enum export_format format,
                           struct xh_err *err);

#endif
