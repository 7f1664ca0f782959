/* print.h - a file to a printer, through the print service of the machine (CUPS).
 *
 * The service is spoken to by its own programs, lpstat and lp, which are not needed until
 * somebody prints. They never take longer than a time limit, so that a screen never hangs,
 * and are never run while the database's lock is held (ENGINE 36). `watch` (may be NULL) is
 * asked meanwhile whether to go on waiting; no is the same as the end of the time.
 *
 * Whatever comes back but XH_OK, nothing is known to be on paper: the caller keeps the file,
 * and says where it is beside the reason. The code says what else could be tried:
 *   XH_NOT_FOUND   there is nothing to print on: no service, no printer, none of that name,
 *                  none chosen. Printing again does not help.
 *   XH_DB          the service did not take it, in its own words.
 *   XH_CONFLICT    nobody answered in time: it may be printed or not. Look before printing
 *                  it again. */
#ifndef REPORT_PRINT_H
#define REPORT_PRINT_H

#include "model/err.h"
#include "model/file.h"
#include "model/mem.h"

#define PRINT_LIMIT_MS 15000

struct printer_list {
    char **v; size_t n, cap;        /* their names */
    char *usual;                    /* where it goes when none is named; NULL */
};
/* Into *out (zeroed; printer_list_fini() after, whatever comes back). XH_NOT_FOUND when there
 * is none. */
enum xh_rc printer_list(struct printer_list *out, int limit_ms, const struct watch *watch,
                        struct xh_err *err);
void printer_list_fini(struct printer_list *l);

/* Hand over the file `path` under `title`, to `printer` (NULL: the usual one). *job (may be
 * NULL) is what the service calls it, "HP-12"; "" when it does not say, NULL on failure.
 * Caller frees. */
enum xh_rc print_file(const char *path, const char *title, const char *printer, int limit_ms,
                      const struct watch *watch, char **job, struct xh_err *err);

#endif
