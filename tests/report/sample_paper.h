/* sample_paper.h - documents as an office prints them, for tests of what sets them. All of it
 * is made up. */
#ifndef TESTS_REPORT_SAMPLE_PAPER_H
#define TESTS_REPORT_SAMPLE_PAPER_H

#include "report/document.h"

/* The weekly sheet with `rows` overdue items (OFFICE, its last chapter). */
void sample_sheet(struct document *d, size_t rows);
/* Only its head and the long table, of the same `title` in every row. */
struct doc_table *sample_rows(struct document *d, size_t rows, const char *title);
/* A supervision order with its reply slip (GB/T 9704). */
void sample_order(struct document *d);
/* A form, a chart of households, boxes: whatever the two others have not. */
void sample_form(struct document *d);

#endif
