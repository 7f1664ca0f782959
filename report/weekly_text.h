/* weekly_text.h - the weekly sheet laid out as plain text: a table where there is room for
 * it, else a block for each row, to be read aloud. Adds no word of its own. */
#ifndef REPORT_WEEKLY_TEXT_H
#define REPORT_WEEKLY_TEXT_H

#include "report/weekly.h"

#define WEEKLY_TABLE 120        /* from so many columns on it is a table */
#define WEEKLY_LEAST 60
#define WEEKLY_MOST 160
enum weekly_by { WEEKLY_WHOLE, WEEKLY_BY_UNIT, WEEKLY_BY_LEAD };
/* Lines of at most `width` columns (kept between WEEKLY_LEAST and WEEKLY_MOST), without
 * trailing blanks. `by`: one part for each lead unit or responsible leader, in their order,
 * to hand out; a row keeps its 序号. `colours`: ANSI backgrounds behind the words. */
void weekly_text(struct buf *out, const struct weekly *w, int width, enum weekly_by by,
                 bool colours);

#endif
