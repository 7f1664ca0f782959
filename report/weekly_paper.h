/* weekly_paper.h - the weekly sheet as a document: whole, or one part for each lead unit or
 * responsible leader to hand out (OFFICE 17 and its last chapter). Adds no word to what the
 * sheet says. */
#ifndef REPORT_WEEKLY_PAPER_H
#define REPORT_WEEKLY_PAPER_H

#include "report/document.h"
#include "report/weekly.h"

#define WEEKLY_LEAST 60         /* columns of its text */
#define WEEKLY_MOST 160
#define WEEKLY_USUAL 132        /* of a sheet of paper across */
enum weekly_by { WEEKLY_WHOLE, WEEKLY_BY_UNIT, WEEKLY_BY_LEAD };
/* `d` zeroed before; document_fini() after. Parts stand in the order of their leaders or
 * units, and a row keeps its 序号 in them. */
void weekly_paper(struct document *d, const struct weekly *w, enum weekly_by by);

#endif
