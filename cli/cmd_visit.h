/* cmd_visit.h - visits: recorded, promises kept, what is due. */
#ifndef CLI_CMD_VISIT_H
#define CLI_CMD_VISIT_H

#include "cli/command.h"

extern const struct option visit_options[];
enum xh_rc run_visit(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err);

#endif
