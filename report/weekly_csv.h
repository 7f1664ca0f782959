/* weekly_csv.h - the weekly sheet as one flat table for other programs: a line for each row
 * of each section, with stable English keys. */
#ifndef REPORT_WEEKLY_CSV_H
#define REPORT_WEEKLY_CSV_H

#include "report/export.h"
#include "report/weekly.h"

/* `format` csv or json. Line breaks in cells become blanks. */
void weekly_export(struct buf *out, const struct weekly *w, enum export_format format);

#endif
