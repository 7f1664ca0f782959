/* land_paper.h - 征地日报: how far the signing has come, on one sheet: where it stands in time,
 * a line for each project, section, village, group or person, and with whom the households lie
 * that are left (SEEDS 26-28; OFFICE 7, 22, 24). Names no household and nobody who refuses. */
#ifndef REPORT_LAND_PAPER_H
#define REPORT_LAND_PAPER_H

#include "report/document.h"
#include "report/land_text.h"

/* What is not signed, as rollup_unsigned() gave it. */
struct land_left {
    const struct rows *rows;
    size_t kept_back;           /* left out of them: they may not be taken away (export_keep) */
};
/* `l` read with ask.money: sums that may not be told are masked. `d` zeroed before;
 * document_fini() after either way. */
enum xh_rc land_paper(struct document *d, const struct land_page *p,
                      const struct rollup_lines *l, const struct land_left *left,
                      struct xh_err *err);

#endif
