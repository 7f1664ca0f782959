/* cmd_rebase.h - rebase --all and --file: many deadlines settled at once. */
#ifndef CLI_CMD_REBASE_H
#define CLI_CMD_REBASE_H

#include "cli/command.h"

enum xh_rc rebase_many(struct app *a, const struct args *args, struct xh_err *err);

#endif
