/* rhythm.h - the office's week: cut-offs, fill days, owed reports (ENGINE 5, OFFICE 18).
 * Pure. */
#ifndef MODEL_RHYTHM_H
#define MODEL_RHYTHM_H

#include "model/facts.h"

/* A cadence by its id as items keep it: week half-month month once; NONE otherwise. */
enum cadence rhythm_cadence(const char *id);
/* The first fill day on or after `day`; DAY_NEVER when there is none (CADENCE_NONE, or
 * once and `due` is over or missing). week: `fill_before` workdays before the sheet day,
 * which is `sheet_before` workdays before the meeting on its nominal weekday; both so
 * move back over holidays. A meeting moved before a holiday takes its sheet along, not the
 * fill day. Meetings without a workday between them share one. half-month,
 * month: last workday on or before the 15th and the month's end. once: the due day. */
int32_t rhythm_fill_day(const struct defs *defs, enum cadence c, int32_t due,
                        int32_t day);
/* The last fill day before `day`; DAY_NONE when there is none. */
int32_t rhythm_fill_before(const struct defs *defs, enum cadence c, int32_t due,
                           int32_t day);
/* The fill day of the period one asks about on `day`: the one just ended until the day of
 * its sheet (not at all where that was before it), else the coming one (DAY_NEVER as
 * above); *before is the fill day before
 * it. */
int32_t rhythm_asked_day(const struct defs *defs, enum cadence c, int32_t due, int32_t day,
                         int32_t *before);
/* The first sheet day on or after `day`, `sheet_before` workdays before its meeting, and that
 * meeting: the day it is held, as rhythm_meeting_after() says. A meeting moved back before a
 * holiday has a sheet of its own before it. */
int32_t rhythm_sheet_day(const struct defs *defs, int32_t day, int32_t *meeting);
/* The day of the first weekly meeting after `day`: on its weekday, or where that is a day
 * off, on the workday before. */
int32_t rhythm_meeting_after(const struct defs *defs, int32_t day);
/* The weekly cut-off: last workday of an ISO week that has one; the first on or after
 * `day`. */
int32_t rhythm_cutoff(const struct calendar *cal, int32_t day);
/* The last one before `day`; a week before it when there is none for four weeks. */
int32_t rhythm_cutoff_before(const struct calendar *cal, int32_t day);

/* Day after the fill day of the n-th running owed period without a report; DAY_NEVER when
 * the item owes none that far. With today's facts frozen: an open item stays open, a
 * stopped one stopped. A report on or before a fill day counts for the period ending
 * there; periods not owed neither count nor break the run. A period is owed only if the
 * item was in phase 0 from the day after the previous fill day to this one: it was
 * (re)opened by then, and no stop (hold or review, moving or not) touched it. Days are
 * taken as they ended: the day of a hold is stopped, the day of resuming is not, and a
 * stop that ended the same day touches nothing. once: the item must be open on the day
 * itself. */
int32_t rhythm_missed_on(const struct defs *defs, const struct facts *f, int32_t due,
                         int32_t n);
/* How many owed periods have gone by without a report up to `day` (running count), and
 * the period `day` lies in: its fill day (DAY_NEVER: none), whether it is owed and
 * already reported. */
struct owed { int32_t missed, fill_day; bool is_owed, is_reported; };
struct owed rhythm_owed(const struct defs *defs, const struct facts *f, int32_t due,
                        int32_t day);

#endif
