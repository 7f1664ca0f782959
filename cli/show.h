/* show.h - one item's page, and why its dates and colours are what they are. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/command.h"

enum xh_rc run_show(struct app *a, const struct command *c, struct args *args,
                    struct xh_err *err);
enum xh_rc run_why(struct app *a, const struct command *c, struct args *args, struct xh_err *err);

#endif
