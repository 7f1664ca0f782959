/* forecast.h - what turns red before the next meeting, and before the one after, if nothing
 * is done (OFFICE 17): in time to telephone about it. */
#ifndef REPORT_FORECAST_H
#define REPORT_FORECAST_H

#include "report/gather.h"

#define FORECAST_PARTS 2
struct forecast {
    struct forecast_part {
        int32_t meeting;        /* up to and including its day (rhythm_meeting_after) */
        struct gather g;        /* grouped lists in groups; sorted by the day they turn red */
    } parts[FORECAST_PARTS];
};
/* Rows of `f` (its day is f->today) that are not red by the rules yet and will be, each in
 * the first part it belongs to. `keep` (may be NULL) is asked once about each of them and of no
 * other. `out` zeroed before; forecast_fini() after either way. */
typedef bool forecast_keep(void *ctx, const struct row *r);
enum xh_rc forecast_load(struct store *st, const struct filter *f, forecast_keep *keep,
                         void *ctx, struct forecast *out, struct xh_err *err);
void forecast_fini(struct forecast *f);

#endif
