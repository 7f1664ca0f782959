/* balance_text.h - what does not balance, in words: for the screen, for print, for other
 * programs. No names of people and no private value of a single row but to whom balance.h
 * has shown it. */
#ifndef REPORT_BALANCE_TEXT_H
#define REPORT_BALANCE_TEXT_H

#include "model/balance.h"
#include "report/export.h"

/* Which village: "all places" where they were compared together; several where only together
 * they may be; "" where it does not matter. Borrowed from `v`, or static. */
const char *balance_place(const struct balance_report *r, const struct balance_line *v);
/* "+0.0004 亩", "-12 万元"; that there are no figures, of villages taken together; "" for
 * evidence. Appended. */
void balance_difference(struct buf *out, const struct balance_report *r,
                        const struct balance_line *v);
/* How it comes about, with all figures and the rule of conversion: "公告面积 11.8078 公顷 =
 * 177.117 亩 (1 公顷 = 15 亩)". Appended. */
void balance_explain(struct buf *out, const struct balance_report *r,
                     const struct balance_line *v);
/* "户面积与红线: 9 compared, 1 off, ..." Appended, no line end. */
void balance_summary(struct buf *out, const struct balance_check *c);

/* Keys: check list project village code what left right difference unit. */
void balance_export(struct buf *out, const struct balance_report *r, enum export_format format);

#endif
