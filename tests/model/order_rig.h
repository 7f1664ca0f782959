/* order_rig.h - for tests of orders, beside record_rig.h and record_tools.h: acts on
 * orders by one of its people, and a task that is late.
 *
 * order_rig_init(): 督26-1 of 建设办 (干部甲, under 领导甲), due Wed 2026-11-25; today is
 * Fri 2026-11-27, two days late. */
#ifndef TESTS_ORDER_RIG_H
#define TESTS_ORDER_RIG_H

#include "tests/model/record_tools.h"

#include "model/order.h"

extern struct record_rig order_rig;
extern struct order_result order_res;   /* of the last act */
extern char order_late[64];             /* the late task's code */

void order_rig_init(const char *home);  /* NULL: in memory */

/* A call with texts and reasons where the verb needs them; no dates. */
struct order_call order_call_of(enum verb verb, const char *order);
enum xh_rc order_do(struct who who, const struct order_call *c);
enum xh_rc order_by(int64_t person, enum verb verb, const char *order);
enum xh_rc order_for(int64_t actor, int64_t behalf, enum verb verb, const char *order);
/* supervise: at most four codes, NULL-terminated. */
enum xh_rc order_supervise(int64_t person, const char *const *codes);
enum xh_rc order_one(int64_t person, const char *code);
/* A fresh draft about the late task by the clerk, brought to `state` by those who may.
 * Returns its row as text, valid until the next call. */
const char *order_in(enum duban_state state);
struct duban_order order_now(int64_t id);       /* order_fini() it */
void assert_order_(int64_t id, enum duban_state state, const char *number,
                   const char *file, int line);
#define assert_order(id, state, number) \
    assert_order_((id), DUBAN_##state, (number), __FILE__, __LINE__)

#endif
