/* cmd_reply.h - `reply`: the marks written on a weekly sheet, keyed in. */
#ifndef CLI_CMD_REPLY_H
#define CLI_CMD_REPLY_H

#include "cli/command.h"

extern const struct option reply_options[];
extern const struct word reply_words[];
enum xh_rc run_reply(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err);

#endif
