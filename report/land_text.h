/* land_text.h - how far the signing has come: its words, and under stable keys for programs
 * (SEEDS 26-28; OFFICE 7, 22, 24). */
#ifndef REPORT_LAND_TEXT_H
#define REPORT_LAND_TEXT_H

#include "model/rollup.h"
#include "report/document.h"
#include "report/export.h"

struct land_page {
    struct store *st;
    const struct list_def *list;
    enum rollup_by by;
    int32_t today;
};

/* What stands for money and areas that may not be told. */
#define LAND_MASKED "***"
/* The fields summed up; NULL: the list names none. Borrowed from the definitions. */
struct land_fields { const struct field_def *area, *money; };
struct land_fields land_fields(const struct list_def *l);

bool land_has_plan(const struct rollup_pace *p);        /* is there a due day? */
/* "12 户 ahead", "3 户 behind", "early by 31 days": appended; nothing without a
 * plan and not done. */
void land_say_plan(struct buf *out, const struct list_def *l, const struct rollup_figures *n,
                   const struct rollup_pace *p);
/* "97.3%"; 100.0% is only all of them. */
const char *land_rate_text(const struct rollup_figures *n, char out[static 32]);
const char *land_tenths(int64_t n, char out[static 32]);        /* as text: "4.4" */

/* On a page some of whose areas are masked: why. */
void land_note_area(struct document *d);

/* The keys of DESIGN 8: project, village, group, households, signed, area, area_signed, agreed,
 * paid, rate, days; then section, owner, title, planned, ahead, due, early, week, needed. Money
 * and areas that may not be told are masked: `l` read with ask.money and ask.area (rollup.h). */
void land_export(struct buf *out, const struct land_page *p, const struct rollup_lines *l,
                 enum export_format format);

#endif
