/* cmd_import.h - a file into a list, or into the people: shared by `import LIST FILE` and
 * `person import FILE`. */
#ifndef CLI_CMD_IMPORT_H
#define CLI_CMD_IMPORT_H

#include "cli/command.h"
#include "model/import.h"

extern const struct option import_options[];
/* `what`: a list's id, or person, unit, place. Prints what came of it. */
enum xh_rc import_file(struct app *a, const char *what, const char *path,
                       const struct args *args, bool is_list, struct xh_err *err);

#endif
