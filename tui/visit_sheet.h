/* visit_sheet.h - 走访录入: what was written on a field sheet (report/field_sheet.h) is keyed in,
 * line by line under the numbers that stand on the paper (OFFICE 1, 20). */
#ifndef TUI_VISIT_SHEET_H
#define TUI_VISIT_SHEET_H

#include "tui/tui.h"

struct visit_sheet_arg {
    const char *owner;          /* "#7": whose sheet; copied */
    const char *owner_name;     /* copied */
    const char *parent;         /* code; NULL: every project; copied */
};
extern const struct screen_ops visit_sheet_screen;      /* arg: struct visit_sheet_arg */

/* From the menu: my own sheet where I have rows to go to, else asks whose. */
void visit_sheet_begin(struct tui *t);
/* The same of one project only (code). */
void visit_sheet_of(struct tui *t, const char *parent);

#endif
