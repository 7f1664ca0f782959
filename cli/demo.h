/* demo.h - the practice township: plainly artificial people, and work in every state; the
 * projects named are those of the seeds.
 *
 * Played by the verbs themselves, day by day, up to the day asked for. A pure function of
 * day and seed: the same two give the same bytes of the record, on any machine and for
 * any caller. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/app.h"

/* Told now and then while it is being made. */
struct demo_progress {
    void (*tell)(void *ctx, size_t done, size_t all);
    void *ctx;
};
/* Make it in `home`, which must not exist: in a temporary folder beside it, renamed when
 * it is complete and on disk, so that an interrupted one leaves nothing that looks like a
 * township. `progress` may be NULL. */
enum xh_rc demo_make(const struct app *a, const char *home, int32_t today, int64_t seed,
                     const struct demo_progress *progress, struct xh_err *err);

#endif
