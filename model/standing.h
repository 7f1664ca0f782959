/* standing.h - how an item stands on a day beyond its row: what a weekly sheet says of it
 * (OFFICE, the weekly sheet). Steps behind, reports missed, the latest report's words, the
 * latest instruction, who is waited for. Reads only. */
#ifndef MODEL_STANDING_H
#define MODEL_STANDING_H

#include "model/item.h"
#include "model/store.h"

struct late_step { const char *name; int32_t due; };    /* name: of the definitions */
struct standing {
    struct late_step *late; size_t n_late, cap_late;    /* open steps overdue, worst first */
    bool behind;                /* by a rule of the list: behind, behind_ratio */
    int64_t planned, actual;    /* with `behind`: millionths of a percent */
    int32_t missed;             /* owed reports missed running up to the day */
    /* the latest report since the last (re)opening; texts "" without one */
    int32_t report_on, next_due;
    char *text, *problem, *next, *coord;
    bool for_superior;          /* coord is beyond the township */
    int64_t same;               /* running reports with this very text before it */
    /* the latest 批示 */
    int32_t instruction_on;
    char *instruction, *instructed_by;
    /* on hold */
    char *office, *hold_reason;
    int32_t held_on, expect;
};
enum {
    STANDING_WORK = 1,          /* late, behind, missed */
    STANDING_WORDS = 2,         /* the latest report and instruction */
    STANDING_HOLD = 4,
};
/* The parts named in `parts`; the others stay empty ("" texts). `out` zeroed before;
 * standing_fini() after either way. */
enum xh_rc standing_load(struct store *st, const struct item *it, int32_t day,
                         unsigned parts, struct standing *out, struct xh_err *err);
void standing_fini(struct standing *s);

/* Was the item's computed colour red on `day`, by what stood then (ENGINE 11)? */
bool standing_was_red(struct db *db, int64_t item, int32_t day);

/* Is `name` an office of ours: a unit or village of the township? Others are waited for
 * outside. */
bool standing_is_ours(struct db *db, const char *name);

#endif
