/* section_text.h - a section of the sheet as a page: heading, rows, one part for each unit
 * or leader; the same on the command line, in files and on the screen. */
#ifndef REPORT_SECTION_TEXT_H
#define REPORT_SECTION_TEXT_H

#include "report/export.h"
#include "report/section.h"

struct section_page {
    const struct section_info *info;
    const char *by;                 /* "unit", "lead", or NULL: in one */
    const struct list_def *list;    /* of one list; NULL: of all */
    int32_t day;                    /* looked at */
    int32_t from, to;               /* of new and closed */
    int width;                      /* of the line; 0: no limit */
    bool colours;                   /* ANSI backgrounds */
};
/* Has the section a period of its own? */
bool section_has_period(const struct section_info *info);
/* Appended to `out`. */
enum xh_rc section_print(struct buf *out, struct store *st, const struct section_page *p,
                         const struct section_rows *rows, struct xh_err *err);
void section_export(struct buf *out, const struct section_rows *rows,
                    enum export_format format);

#endif
