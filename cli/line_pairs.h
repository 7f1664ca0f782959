/* line_pairs.h - `add --line`: an order said in one line (oral.h). */
#ifndef CLI_LINE_PAIRS_H
#define CLI_LINE_PAIRS_H

#include "cli/command.h"

/* What the line says of a new row of `l` is printed and added to the pairs, as far as they
 * do not say it themselves. XH_REFUSED where a name may be several: nothing is guessed. */
enum xh_rc line_pairs(struct app *a, struct args *args, const struct list_def *l,
                      struct xh_err *err);

#endif
