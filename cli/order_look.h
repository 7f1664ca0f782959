/* order_look.h - orders looked at: the list, one of them, on paper (cmd_order.c). */
#ifndef CLI_ORDER_LOOK_H
#define CLI_ORDER_LOOK_H

#include "cli/command.h"

enum xh_rc order_run_list(struct app *a, const struct args *args, struct xh_err *err);
/* The second word names the order. */
enum xh_rc order_run_show(struct app *a, const struct args *args, struct xh_err *err);
enum xh_rc order_run_print(struct app *a, const struct args *args, struct xh_err *err);

#endif
