/* reporting_own.h - what the two screens of 应报/已报/未报 share. Private to
 * tui/reporting*.c. */
#ifndef TUI_REPORTING_OWN_H
#define TUI_REPORTING_OWN_H

#include "model/reporting.h"
#include "tui/reporting.h"

/* One unit's rows of a period, and those of nobody. */
struct reporting_unit_arg {
    const struct report_period *period;
    int64_t unit;
    const char *name;
};
extern const struct screen_ops reporting_unit_screen;   /* arg: struct reporting_unit_arg */

/* "by 11-19", or "asked for now"; appended. */
void reporting_period_text(struct tui *t, const struct report_period *p, struct buf *out);
/* "now" or the fill day, for a condition. Static storage. */
const char *reporting_period_word(const struct report_period *p);

/* ---- rows of grouped lists, as on the sheet (reporting_groups.c) ---- */

struct reporting_group { int64_t unit; int64_t owed, reported, rows; };
struct reporting_groups;        /* being counted, a page at a time */
struct reporting_groups *reporting_groups_new(struct tui *t, const struct report_period *p);
void reporting_groups_free(struct reporting_groups *g);         /* NULL is fine */
/* A page more; true while there is more to do. */
bool reporting_groups_work(struct reporting_groups *g, struct tui *t, struct xh_err *err);
/* Of one unit, as far as it is counted; zeros when there is nothing. */
struct reporting_group reporting_groups_of(const struct reporting_groups *g, int64_t unit);

#endif
