/* screen.h - the full-screen application, started from the command line. */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "cli/app.h"

/* Is there a terminal to open it on? */
bool screen_fits(const struct app *a);
/* Open the township of `a` (if it is not open yet) and run until the person leaves. */
enum xh_rc screen_run(struct app *a, struct xh_err *err);

#endif
