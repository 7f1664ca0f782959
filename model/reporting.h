/* reporting.h - 应报/已报/未报: who owes a progress report by which fill day, and whether it
 * has come (ENGINE 5, 21).
 *
 * Items report in rhythms of their own; a period is what ends on one fill day, or what is
 * asked for now: of each rhythm the period just ended until its sheet, else the one ending
 * within a week (rhythm_asked_day()). The same rows are a condition: `report_due=` (all
 * that owe) and `report_silent=` (those not heard of), each `now` or a fill day. */
#ifndef MODEL_REPORTING_H
#define MODEL_REPORTING_H

#include "model/item.h"
#include "model/mem.h"
#include "model/query.h"
#include "model/store.h"

/* Nobody is asked for a report more workdays before its fill day. */
#define REPORTING_AHEAD 5

enum { REPORTING_PARTS = 3 };
struct report_part {
    const char *cadence;        /* of the items: week half-month month */
    int32_t fill, before;       /* the period ends on the one, the last one on the other */
};
struct report_period {
    int32_t fill;               /* DAY_NONE: what is asked for now */
    struct report_part part[REPORTING_PARTS]; size_t n;
    int32_t once_from, once_to; /* single reports due from to; from > to: none */
};
/* What owes a report on `today`, whenever it is due: all rhythms' coming fill days. */
void report_period_owed(const struct defs *defs, int32_t today, struct report_period *out);
void report_period_now(const struct defs *defs, int32_t today, struct report_period *out);
/* What ends on the fill day; nothing (n 0, no single reports) when it is none. */
void report_period_on(const struct defs *defs, int32_t fill, struct report_period *out);
/* "now", or a date. False: neither. */
bool report_period_read(const struct defs *defs, const char *word, int32_t today,
                        struct report_period *out);
/* Fill days around `today`, oldest first: those of the last rhythm's turn and the coming
 * ones; at most `max`. */
size_t report_fill_days(const struct defs *defs, int32_t today, int32_t *days, size_t max);

/* The fill day of the item in this period; DAY_NONE: its rhythm has none in it. */
int32_t report_fill_of(const struct report_period *p, const struct item *it);
/* Has the item, which owes one, not reported since the fill day before? */
bool report_is_silent(const struct report_period *p, const struct item *it);

/* Running reports with the very words of the item's last one before it; 0: none, or they
 * cannot be read. */
int64_t report_same(struct db *db, int64_t item);

/* SQL true for rows of item `i` that owe (`silent`: and have not reported), in brackets;
 * binds nothing: days and rhythms of ours only. `due`: the column, "i.due" or of a day gone
 * by. */
void report_condition(struct buf *sql, const struct report_period *p, const char *due,
                      bool silent);

/* ---- by unit ---- */

struct report_unit {
    int64_t unit;               /* 0: none is named */
    char *name;
    int64_t rank;
    int64_t owed, reported;     /* rows of lists that stand row by row on the sheet */
    int64_t rows;               /* rows of lists that are grouped there, still to be grouped */
    char *contact, *phone;      /* 联络员; "" none, or not to be seen */
};
struct reporting {
    struct report_unit *v; size_t n, cap;       /* in leaders' order, without a unit last */
    int64_t owed, reported, rows;
    int64_t *silent;            /* rows by list, in the definitions' order; grouped ones too */
};
/* Of what `reader` may read. `out` zeroed before; reporting_fini() after either way. From
 * one index, whatever the number of items. */
enum xh_rc reporting_load(struct store *st, int64_t reader, const struct report_period *p,
                          struct reporting *out, struct xh_err *err);
void reporting_fini(struct reporting *r);

/* May the person see colleagues' telephone numbers: who keeps the people, or supervises or
 * writes for everybody. */
bool reporting_sees_phones(struct store *st, int64_t person);

#endif
