/* orders.h - 督办: orders and letters by where they stand on their way, whose turn it is,
 * and what is late (OFFICE 13). */
#ifndef TUI_ORDERS_H
#define TUI_ORDERS_H

#include "tui/tui.h"

/* The digits of the screen: rows of an order have colours, the order itself has a way, so
 * here they choose by that. */
enum orders_group {
    ORDERS_ALL, ORDERS_DRAFT, ORDERS_TO_DELIVER, ORDERS_TO_RECEIVE, ORDERS_TO_ANSWER,
    ORDERS_ANSWERED, ORDERS_OVER,
    ORDERS_LATE,                /* the answer is */
    ORDERS_UNSIGNED,            /* not acknowledged within a workday */
    ORDERS_MINE,                /* what comes next this person may do himself */
    ORDERS_GROUPS
};
struct orders_arg { enum orders_group group; };
extern const struct screen_ops orders_screen;       /* arg: struct orders_arg; NULL: all */

/* One order: its text as it goes out, its rows, what happened. */
extern const struct screen_ops order_screen;        /* arg: const int64_t *order */

/* Is it in the group; how many of these are? */
struct duban_order;
struct orders;
bool orders_is_in(struct tui *t, const struct duban_order *o, enum orders_group group);
size_t orders_count(struct tui *t, const struct orders *list, enum orders_group group);
/* F8 (orders_print.c): the text that goes out, to be looked at and written to a file; on
 * the list (`order` 0: no row) asks whether that or the list. */
void order_preview(struct tui *t, int64_t order);
void orders_print(struct tui *t, enum orders_group group, int64_t order);

#endif
