/* demo.h - the small practice township: plainly artificial people and work in every
 * state.
 *
 * Played by the verbs themselves, day by day, up to the day asked for. A pure function of
 * day and seed: the same two give the same bytes of the record, on any machine and for
 * any caller. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/app.h"

/* Make it in `home`, which must not exist: in a temporary folder beside it, renamed when
 * it is complete, so that an interrupted one leaves nothing that looks like a
 * township. */
enum xh_rc demo_make(const struct app *a, const char *home, int32_t today, int64_t seed,
                     struct xh_err *err);

#endif
