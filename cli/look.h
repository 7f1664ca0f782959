/* look.h - what commands that show rows share. */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "cli/app.h"
#include "model/query.h"

/* Everything the caller may read, on the day asked for. */
void look_filter(const struct app *a, struct filter *f);
int32_t look_day(const struct app *a);          /* the day asked for: as-of or today */
void look_note(const struct app *a);            /* to stderr, when it is not simply today */
/* Printed: counts by list; overdue items. */
enum xh_rc look_counts(struct app *a, struct xh_err *err);
enum xh_rc look_overdue(struct app *a, struct xh_err *err);

#endif
