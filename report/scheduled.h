/* scheduled.h - the draft of the weekly sheet, made on its own when its time has come
 * (OFFICE 17, 18): for a timer that asks every hour. It makes nothing final and no number.
 *
 * The time is the sheet's (`weekly: {sheet: meeting - 1 workday 16:00}`), before a holiday
 * the earlier one; it goes on until the meeting begins, so that a machine that was off makes
 * it when it is on again. Made once for each sheet: what was made, or why it could not be, is
 * a fact about the file (store.h: meta "weekly_draft"), outside the record, and what 今日
 * shows. Where even that could not be written (a full disk), 今日 says that it is missing.
 *
 * The papers lie in `papers/` of the township's folder, which nobody but the account and its
 * group may open: "周报核对稿 2026-11-27.txt" and ".pdf", "将转红 2026-11-27.txt". */
#ifndef REPORT_SCHEDULED_H
#define REPORT_SCHEDULED_H

#include "model/act.h"
#include "model/mem.h"
#include "model/store.h"

struct scheduled_now { int32_t day; int minute; };      /* since midnight, of the township */
/* `whole_day`: the day was asked for (--today) and counts as it ended. */
struct scheduled_now scheduled_now(const struct defs *defs, const struct env *env,
                                   bool whole_day);

struct scheduled {
    int32_t sheet;              /* day of the last sheet whose time has come */
    int32_t meeting;            /* the meeting it is for */
    bool is_final;              /* a final sheet was made since */
    bool is_due;                /* its draft is to be made: none was, and the meeting is to come */
    bool is_late;               /* for longer than a timer that runs needs */
    struct {                    /* what came of the last try */
        int32_t sheet;          /* DAY_NONE: nobody has ever tried */
        bool failed;
        int64_t at;             /* ms UTC */
        int64_t red;            /* items that turn red before the meeting */
        char *text;             /* why it failed, one line; the name of the paper */
    } last;
};
/* `out` zeroed before; scheduled_fini() after either way. */
enum xh_rc scheduled_look(struct store *st, const struct scheduled_now *now,
                          struct scheduled *out, struct xh_err *err);
void scheduled_fini(struct scheduled *s);

/* Make it if it is due and nobody else is making it; *made says whether it was. `reader` needs
 * the right to export every row. `notes` gets what typesetting has to say. A failure is
 * remembered and returned; the next call tries again. Not inside an act; `st` is open for
 * writing and in a folder. */
enum xh_rc scheduled_make(struct store *st, const struct env *env,
                          const struct scheduled_now *now, int64_t reader, bool *made,
                          struct scheduled *out, struct buf *notes, struct xh_err *err);

/* "11-27 16:01", in the township. Caller frees. */
char *scheduled_when(const struct defs *defs, int64_t at, int32_t today);

#endif
