/* history_orders.h - orders in the random histories of history_player.h: likely acts by
 * likely people, now and then anything by anybody. */
#ifndef TESTS_HISTORY_ORDERS_H
#define TESTS_HISTORY_ORDERS_H

#include "tests/model/history_player.h"

/* The next act: c->code is the item (supervise), c->action the order. Texts live in
 * `words`. Returns who does it. */
int64_t orders_next(struct player *p, const char *code, struct call *c, char words[64]);
bool orders_has(enum verb verb);        /* is it an act on orders? */
/* Do it; p->rig.result.action as after a verb. */
enum xh_rc orders_run(struct player *p, struct who *who, const struct call *c);

#endif
