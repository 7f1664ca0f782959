/* forecast_text.h - what turns red before the next meetings, as a page and for programs. */
#ifndef REPORT_FORECAST_TEXT_H
#define REPORT_FORECAST_TEXT_H

#include "report/export.h"
#include "report/forecast.h"

/* Appended; `width` and `colours` as in table.h. */
void forecast_print(struct buf *out, const struct store *st, const struct forecast *f,
                    int32_t today, int width, bool colours);
void forecast_export(struct buf *out, const struct forecast *f, enum export_format format);

#endif
