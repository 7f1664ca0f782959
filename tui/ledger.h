/* ledger.h - 台账: rows of one list or of all, filtered, sorted, marked and worked on. */
#ifndef TUI_LEDGER_H
#define TUI_LEDGER_H

#include "model/view.h"
#include "tui/tui.h"

/* Which rows to open with; texts are copied. NULL arg: everything open. */
struct ledger_arg {
    const char *list;           /* NULL: all */
    unsigned colours;           /* as in struct filter */
    const char *unit, *owner, *handler, *lead, *leader, *place, *parent, *state, *text;
    const char *const *where; size_t n_where;
    bool overdue, due_soon;
    enum order order;
    const char *title;          /* what the path line calls it, translated; NULL: made */
};
extern const struct screen_ops ledger_screen;       /* arg: struct ledger_arg */

/* What a filter asks for, in the words of the path line. Appended. */
void ledger_words(struct tui *t, const struct view_filter *f, struct buf *out);

/* "No red today. The next yellow is due 11-24: .." of the rows `f` asks for; NULL: no yellow
 * either. Caller frees. */
char *ledger_no_red(struct tui *t, struct filter f);

#endif
