/* reports.h - 报表: the weekly sheet and the other reports, seen at their true width
 * before they go into a file (OFFICE 17, 24). */
#ifndef TUI_REPORTS_H
#define TUI_REPORTS_H

#include "tui/tui.h"

enum report_kind {
    REPORT_WEEKLY,              /* 核对稿; made final from here */
    REPORT_AGAIN,               /* a final sheet as it was */
    REPORT_OVERDUE, REPORT_NEXT, REPORT_DUE, REPORT_NEW, REPORT_CLOSED,
    REPORT_STATS,
    REPORT_PACK,                /* 会议材料: red rows of the sheet, one a page */
    REPORT_KINDS
};

/* The reports there are. */
extern const struct screen_ops reports_screen;      /* no arg */

/* One of them. */
struct report_arg { enum report_kind kind; int64_t year, no; };     /* year, no: of REPORT_AGAIN */
extern const struct screen_ops report_screen;       /* arg: struct report_arg; NULL: the draft of
                                                     * the weekly sheet (P on every screen) */

#endif
