/* section_paper.h - a section of the sheet as a document: its rows, one part for each unit or
 * leader; the same on the command line, in files and on the screen. */
#ifndef REPORT_SECTION_PAPER_H
#define REPORT_SECTION_PAPER_H

#include "report/document.h"
#include "report/export.h"
#include "report/section.h"

struct section_page {
    const struct section_info *info;
    const char *by;                 /* "unit", "lead", or NULL: in one */
    const struct list_def *list;    /* of one list; NULL: of all */
    int32_t day;                    /* looked at */
    int32_t from, to;               /* of new and closed */
    size_t kept_back;               /* rows that may not be taken away: said at the end */
};
/* `d` zeroed before; document_fini() after either way. */
enum xh_rc section_paper(struct document *d, struct store *st, const struct section_page *p,
                         const struct section_rows *rows, struct xh_err *err);
/* Its rows for programs, with the keys every list of rows has (DESIGN 8). */
void section_export(struct buf *out, const struct section_rows *rows,
                    enum export_format format);

#endif
