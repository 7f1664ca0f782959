/* query_rows.h - what a row shows beyond its own columns: names, newest progress, fields,
 * days. Private to query*.c. */
#ifndef MODEL_QUERY_ROWS_H
#define MODEL_QUERY_ROWS_H

#include "model/names.h"
#include "model/query_build.h"

/* Statements kept open from row to row. */
struct extras {
    const struct query *q;
    struct names names;
    struct stmt *co, *latest;
    struct stmt **fields;       /* by list, when first needed */
};
void extras_init(struct extras *x, const struct query *q);
void extras_fini(struct extras *x);

/* The item's columns, in the order extras_row() reads them: "i.id AS id, ..." */
void extras_columns(const struct query *q, struct sql *s);
/* Fill `r` (zeroed) from the statement's row. row_fini() after either way. */
enum xh_rc extras_row(struct extras *x, struct stmt *s, struct row *r,
                      struct xh_err *err);

#endif
