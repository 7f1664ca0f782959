/* query.h - rows of lists: filters, orders, time (DESIGN 7, 8; ENGINE 10-12). The one
 * place that puts SQL together: identifiers are checked against the schema or the
 * definitions, every value is bound. */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "model/item.h"
#include "model/store.h"

enum order { ORDER_URGENCY, ORDER_DUE, ORDER_CODE, ORDER_UNIT, ORDER_OWNER };

/* Where a row stands in the order of a column (filter.sort); a text is cut. */
enum { SORT_TEXT = 192, SORT_MOST = 2000 };
struct sort_key { bool empty; int64_t number; char text[SORT_TEXT]; };

/* Where a row stands in an order: what a page goes on from (row_key()). */
struct row_key {
    int64_t red_on, due, unit_rank, unit, owner_rank, owner, id;    /* unit, owner 0: none */
    char sort_code[96];
    struct sort_key sort;
};

/* Parts of a row that cost a look elsewhere: named in filter.without, they stay empty. */
enum { ROW_CO = 1, ROW_LATEST = 2, ROW_FIELDS = 4 };

/* The reader of the township's own papers (a final sheet): all rows, private values
 * masked. Who may make such a paper is asked elsewhere. */
#define READER_TOWNSHIP (-1)

struct filter {
    const char *list;           /* id; NULL or "all": every list */
    int64_t item;               /* only this one; 0: any */
    unsigned colours;           /* 1 << enum colour, or-ed; 0 = any */
    /* As typed; NULL: any. A unit or place has the rows of those below it. */
    const char *unit, *owner, *place, *lead, *leader, *handler, *parent;
    bool place_alone;           /* of `place` itself only, none below it */
    const char *state;          /* id, name, or a phase: open review held closed cancelled */
    const char *const *where;   /* "area>=3", "source=信访热线", "due<2026-12-01" */
    size_t n_where;
    const char *text;           /* in title, code or latest progress */
    bool not_signed;            /* of a list with `rollup:`: only rows that count there and are not
                                 * signed today (rollup.h) */
    bool overdue, due_soon;     /* ENGINE 4: phase 0 and wd(due,D] >= 1; due within the
                                 * list's due_in rule or 3 workdays; both: either */
    enum order order;
    const char *sort;           /* instead: a stable key, a column of the screen, or a field of
                                 * the one list; "-due": the other way round. What is empty
                                 * stands last. No index: all rows are read (query_can_sort()) */
    int64_t sort_most;          /* with `sort`: more rows are refused (SORT_MOST is quick enough
                                 * for a screen); 0: any number */
    int64_t limit;              /* 0: no limit */
    const struct row_key *from; /* only what comes after this row in the order; NULL: all */
    bool backward;              /* what comes before it (without `from`: the end), nearest first */
    int32_t today;              /* forecast: today's facts seen on that day */
    int32_t as_of;              /* what stood then, from spans (ENGINE 11); DAY_NONE: now */
    unsigned without;           /* ROW_ bits: not needed in the answer */
    int64_t reader;             /* rows this person may read (ENGINE 28); READER_TOWNSHIP */
    bool leaves;                /* on paper or into a file: a private value stands plain only where
                                 * its field's `show` has `print`, too (OFFICE 22) */
};

/* A row as lists, reports and exports show it: DESIGN 8's stable keys. */
struct row {
    struct item it;             /* as-of: phase, state, colours and due are the span's */
    enum colour colour;         /* shown */
    enum colour computed;       /* differs under a pin */
    const char *rule;           /* rule that set the colour shown, "pin" under a pin; "" */
    int32_t days_left;          /* workdays until due; DAY_NONE without */
    int32_t days_overdue;       /* calendar days after due if overdue (ENGINE 4), else 0 */
    char *unit, *place, *owner, *handler, *leader, *lead, *co;  /* names; "" */
    char *parent;               /* its code; "" */
    char *latest;               /* newest progress text */
    int32_t latest_on;
    char *waiting;              /* who holds it now: review, hold office, owner, unit */
    int64_t unit_rank, owner_rank;      /* leaders' order */
    struct sort_key sort;       /* where a `sort` was asked for */
    char **fields;              /* of the list's fields, in its order: canonical text (ISO
                                 * dates, shortest decimals, true); masked ones as "***" */
    size_t n_fields;
};
struct rows { struct row *v; size_t n, cap; };
void rows_fini(struct rows *r);
void row_fini(struct row *r);    /* one of them; zeroed afterwards */

/* `out` zeroed before. Unknown fields, bad values: XH_USAGE naming what exists. */
enum xh_rc query_rows(struct store *st, const struct filter *f, struct rows *out,
                      struct xh_err *err);
/* A page: at most f->limit rows from f->from on, in the order whatever the direction
 * (keyset: as quick in the middle of a million rows as at the beginning). */
enum xh_rc query_page(struct store *st, const struct filter *f, struct rows *out,
                      struct xh_err *err);
void row_key(const struct row *r, struct row_key *out);
/* Is it something a condition of `where` asks about as the row stands, whatever the day and the
 * reader: a fact every row has, or a field of `l`? */
bool query_asks_of_row(const struct list_def *l, const char *key);
/* Is it something rows can be sorted by, as filter.sort? `l`: the one list, or NULL. */
bool query_can_sort(const struct list_def *l, const char *key);
/* The same, one row at a time: for answers too long to keep. `row` goes after the call,
 * unless it was taken over and zeroed; a result other than XH_OK ends it. */
typedef enum xh_rc query_sink(void *ctx, struct row *row, struct xh_err *err);
enum xh_rc query_each(struct store *st, const struct filter *f, query_sink *sink,
                      void *ctx, struct xh_err *err);
/* The SQL and its plan, for tests and benches. Caller frees. */
char *query_plan(struct store *st, const struct filter *f, struct xh_err *err);

/* Counts by colour (enum colour index; [COLOUR_NONE] stays 0), pins respected: two index
 * ranges and a small second arm (ENGINE 10, 12). `total` counts phases 0-2 (在办事项).
 * The filter's colours, order and limit are not looked at. */
struct counts { int64_t colour[5], review, total, closed; };
struct group_count {
    char *list, *unit, *owner, *lead;   /* id, names; "" for none, or not counted by */
    int64_t unit_id, owner_id, lead_id; /* two people may share a name; 0 likewise */
    struct counts n;
};
/* by: any of "list", "unit", "owner", "lead"; none: one group with everything. */
enum xh_rc query_counts(struct store *st, const struct filter *f, const char *const *by,
                        size_t n_by, struct group_count **out, size_t *n,
                        struct xh_err *err);
/* How many rows query_rows() would give, colours looked at, order, limit and page not: n[i]
 * for each of the definitions' lists, in their order. */
enum xh_rc query_sizes(struct store *st, const struct filter *f, int64_t *n,
                       struct xh_err *err);
/* What falls due on each day from `from` to `to`, both included: rows in work (phase 0) by
 * the colour shown today; out[day - from]. Of the filter's list and people; its colours,
 * states, as_of and pages are not looked at. The index by deadline is walked from day to
 * day: quickest of one list, whose index holds all of it. */
struct day_count { int64_t colour[5], total; };
enum xh_rc query_due_days(struct store *st, const struct filter *f, int32_t from, int32_t to,
                          struct day_count *out, struct xh_err *err);
/* Its SQL and plan, for tests. Caller frees. */
char *query_due_plan(struct store *st, const struct filter *f, int32_t from, int32_t to,
                     struct xh_err *err);
void group_counts_free(struct group_count *v, size_t n);

#endif
