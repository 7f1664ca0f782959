/* marks.h - the rows somebody has marked: a set of items, whatever is shown. */
#ifndef TUI_MARKS_H
#define TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct marks { int64_t *v; size_t n, cap; };        /* ascending; zeroed is empty */
bool marks_has(const struct marks *m, int64_t item);
void marks_put(struct marks *m, int64_t item, bool on);
/* Only those among the `n` of `items` stay. */
void marks_keep(struct marks *m, const int64_t *items, size_t n);
void marks_clear(struct marks *m);                  /* gives the memory back, too */

#endif
