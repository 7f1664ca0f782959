/* export.h - values and rows for other programs: CSV and JSON with the stable English
 * keys of DESIGN 8, the same in every language. No cell becomes a formula (invariant
 * 8). */
#ifndef REPORT_EXPORT_H
#define REPORT_EXPORT_H

#include <stdbool.h>

#include "model/mem.h"
#include "model/query.h"
#include "model/store.h"

enum export_format { EXPORT_CSV, EXPORT_JSON };

/* Reading and taking away are two permissions (ENGINE 28): the relations by which `person`
 * may take rows of `list` (NULL: any) away; REL_ALL only where it is so of every list asked for,
 * else each row is asked about (permit_may). XH_DENIED, naming who may, when by none. */
enum xh_rc export_may(struct store *st, int64_t person, const char *list, unsigned *relations,
                      struct xh_err *err);

/* Who takes rows away, asked about each: the `keep` of whatever gathers rows. `kept_back`:
 * how many were refused, which the paper says (paper_kept_back). */
struct exporter { struct store *st; int64_t person; unsigned relations; size_t kept_back; };
/* As export_may(). `x` is set either way. */
enum xh_rc exporter_begin(struct exporter *x, struct store *st, int64_t person,
                          const char *list, struct xh_err *err);
bool exporter_takes(void *exporter, const struct row *r);
/* The same of what speaks of several items at once, an order or a decision about a group: it
 * goes where each of them may. What names none goes only with everything. XH_DENIED, naming who
 * may, XH_DB. */
enum xh_rc exporter_may_all(struct exporter *x, const int64_t *items, size_t n,
                            struct xh_err *err);

/* What is told of rows, or orders, that were left out: appended, without a line's end; nothing
 * for 0. */
void export_say_kept_back(struct buf *out, size_t rows);
void export_say_orders_kept_back(struct buf *out, size_t orders);

/* Leaves of `rows` only those `person` may take away; how many went. */
size_t export_keep(struct store *st, int64_t person, struct rows *rows);

/* A writer of records: keys once, then the values in their order. */
struct export {
    struct buf *out;
    enum export_format format;
    const char **keys; size_t n_keys, cap_keys;
    size_t n;                       /* records so far */
    size_t at;                      /* next key of this record */
};
void export_begin(struct export *e, struct buf *out, enum export_format format);
void export_key(struct export *e, const char *key);     /* all before the first value; borrowed */
void export_text(struct export *e, const char *s);      /* NULL is "" */
void export_int(struct export *e, int64_t n);
void export_none(struct export *e);                     /* no number */
void export_day(struct export *e, int32_t day);
void export_number(struct export *e, const char *s);    /* a decimal, as text; "" when none */
void export_end(struct export *e);

/* One cell of CSV as it stands in a file: quoted where it must be; `guard`: with a leading
 * quote where a spreadsheet would see a formula. */
void export_csv_cell(struct buf *out, const char *s, bool guard);

/* Rows with these keys, and the fields of the one list they are of (NULL: several lists).
 * export_end() as usual. */
void export_rows_begin(struct export *e, struct buf *out, enum export_format format,
                       const struct list_def *list);
void export_row(struct export *e, const struct list_def *list, const struct row *r);

#endif
