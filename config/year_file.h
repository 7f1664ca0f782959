/* year_file.h - the holidays of a year, from a file somebody brings, into the draft's calendar/.
 *
 * Checked as part of the draft it is to lie in, with all complaints `config check` would have
 * about it; nothing is put in force here. */
#ifndef CONFIG_YEAR_FILE_H
#define CONFIG_YEAR_FILE_H

#include <stdbool.h>

#include "model/err.h"

struct year_file {              /* zeroed is empty */
    int year;
    char *text;                 /* UTF-8, lines ending in LF */
    bool replaces;              /* the draft has that year already, with another text */
    bool same;                  /* it has it already, word for word */
    int off, make_up;           /* days listed */
};
/* Read and check the file `path` against the draft in the folder `dir`. XH_CONFIG: every
 * complaint is a line of `err`, with line and column, the source line and a caret. */
enum xh_rc year_file_read(struct year_file *y, const char *path, const char *dir,
                          struct xh_err *err);
/* Into dir/calendar/YEAR.yaml; what lay there is replaced as a whole or not at all. */
enum xh_rc year_file_put(const struct year_file *y, const char *dir, struct xh_err *err);
void year_file_fini(struct year_file *y);

#endif
