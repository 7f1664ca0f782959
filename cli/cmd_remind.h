/* cmd_remind.h - remind: the texts of reminders, and counting those sent. */
#ifndef CLI_CMD_REMIND_H
#define CLI_CMD_REMIND_H

#include "cli/command.h"

extern const struct option remind_options[];
enum xh_rc run_remind(struct app *a, const struct command *c, struct args *args,
                      struct xh_err *err);

#endif
