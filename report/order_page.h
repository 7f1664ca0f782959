/* order_page.h - orders as they are looked at in the office: the list of them, and one with
 * its items and its way so far. What goes to the unit is order_paper.h.
 *
 * The same words on the command line and on the screen. */
#ifndef REPORT_ORDER_PAGE_H
#define REPORT_ORDER_PAGE_H

#include "model/order.h"
#include "model/query.h"
#include "report/export.h"

/* What an act on an order is called in the office: 签发, 送达, 签收, 回复, 办结, 改稿, 退回,
 * 撤回. Translated; "" for none. */
const char *order_verb_word(enum verb verb);
/* Who has to act next, in a word: the unit, the leader who signs, else the role that may.
 * "" when it is over. Borrowed from `o` or `defs`. */
const char *order_next_whose(const struct defs *defs, const struct duban_order *o);
/* "签发 领导甲": what comes next and whose it is; "" when it is over. Caller frees. */
char *order_next_text(const struct defs *defs, const struct duban_order *o);
/* How many rows it is about: "3 户", "3 件" where the lists have no word of their own.
 * Caller frees. */
char *order_size(const struct duban_order *o);

/* ---- the list ---- */

/* A table; `width` and `colours` as in table.h. "none" without any. */
void order_list_print(struct buf *out, const struct defs *defs, const struct orders *list,
                      int32_t today, int width, bool colours);
/* For programs, with stable English keys. */
void order_list_export(struct buf *out, const struct defs *defs, const struct orders *list,
                       int32_t today, enum export_format format);
/* Those all of whose items may be taken away by these relations (export_may()) stay; how many
 * went. */
size_t order_list_keep(struct store *st, int64_t person, unsigned relations,
                       struct orders *list);

/* May the person take this one away? XH_DENIED, naming who may. */
enum xh_rc order_may_take(struct store *st, int64_t person, const struct duban_order *o,
                          struct xh_err *err);

/* ---- one order ---- */

/* Everything about it, texts wrapped to `width` columns. */
void order_page_print(struct buf *out, const struct defs *defs, const struct duban_order *o,
                      int32_t today, int width);
/* Its parts, a line or several each, nothing indented or wrapped: what is known of it,
 * label and value (none empty); an item by its place; what happened, oldest first - `text`
 * is the words that belong to it, "" none. */
typedef void order_value(void *ctx, const char *label, const char *value);
void order_page_facts(const struct duban_order *o, order_value *put, void *ctx);
void order_page_item(struct buf *out, const struct duban_order *o, size_t i);
typedef void order_event(void *ctx, const char *line, const char *text);
void order_page_way(const struct duban_order *o, order_event *put, void *ctx);

#endif
