/* field_sheet.h - 包户走访单: a round of visits on paper, a sheet for each cadre, ten rows a page,
 * with room to write down what was said; keyed in afterwards by the same numbers
 * (visit_round.h). No sums, no telephone numbers; what was promised only in words the reader of
 * the round may see.
 *
 * It does tell who refuses and what was promised to whom, which OFFICE 22 keeps from walls,
 * meetings, WeChat and the weekly sheet: this paper is none of them. Each page is of one
 * cadre and has none but his own households (包户), whom he has to know that of before he
 * knocks. Households nobody is in charge of are nobody's to know of: their page has neither. */
#ifndef REPORT_FIELD_SHEET_H
#define REPORT_FIELD_SHEET_H

#include "model/visit_round.h"
#include "report/document.h"

enum { SHEET_ROWS = 10, SHEET_WIDTH = 80 };     /* a page; columns of its text */

struct sheet_look {
    int32_t day;                /* printed on */
    int64_t reader;             /* may he read what the rows hang under? */
    /* Rows that may be told; the others keep their number and are left out. NULL: all. */
    bool (*keep)(void *ctx, const struct row *r);
    void *ctx;
};
/* A part for each cadre; nobody to go to is said in a line. `d` zeroed before; document_fini()
 * after either way. *told: how many rows stand on it. Its
 * records are the rows to go to; what was said on a visit is told by `visit`. */
enum xh_rc field_sheet_paper(struct document *d, struct store *st, const struct round *r,
                             const struct sheet_look *look, size_t *told, struct xh_err *err);

#endif
