/* cell_parts.h - what model/cell_*.c share; nobody else includes it. */
#ifndef MODEL_CELL_PARTS_H
#define MODEL_CELL_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/err.h"

/* A cell without blanks at the ends and without the export's guard. Caller frees. */
char *cell_unguarded(const char *typed);
/* The same for numbers, days and words: half-width, no-break spaces as spaces, without
 * the invisible marks spreadsheets and web pages leave in copied text. Caller frees. */
char *cell_plain(const char *typed);
/* A cell in a message: harmless, and no longer than a message can bear. Caller frees. */
char *cell_shown(const char *s);
/* XH_REFUSED when Excel left something else in the cell's place: #REF!, ########,
 * 1.1E+17. `s` is unguarded. */
enum xh_rc cell_check_excel(const char *s, struct xh_err *err);

#endif
