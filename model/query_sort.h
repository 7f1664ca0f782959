/* query_sort.h - rows by a column no index has in order: all rows of the filter are read,
 * put in order, and the page is cut out of them. Private to query*.c.
 *
 * Good for filtered sets; filter.sort_most says how many rows are too many. What is empty
 * stands last in both directions, rows that are equal by their id. */
#ifndef MODEL_QUERY_SORT_H
#define MODEL_QUERY_SORT_H

#include "model/query.h"

/* query_each() for a filter with `sort`. */
enum xh_rc query_sorted(struct store *st, const struct filter *f, query_sink *sink, void *ctx,
                        struct xh_err *err);

#endif
