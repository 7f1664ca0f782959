/* ledger_print.c - F8 in a ledger: what is asked for, or marked, as a text table. */
#include "tui/ledger_parts.h"

#include "tui/rows_print.h"

void ledger_print(struct tui *t, const struct ledger *l)
{
    struct ledger plain = *l;   /* what hides and what is marked is no part of its name */
    struct buf title = {0};

    plain.marks.n = 0;
    plain.counted = plain.all_counted = false;
    ledger_path(t, &plain, &title);
    rows_print(t, &(struct rows_print){
        .title = buf_str(&title), .filter = l->w.f, .columns = l->columns.ids,
        .n_columns = l->columns.n, .items = l->marks.v, .n_items = l->marks.n });
    buf_fini(&title);
}
