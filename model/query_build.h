/* query_build.h - the parts of a question about rows, kept together with their values.
 * Private to query*.c and row_gate.c, the one builder of dynamic SQL (DESIGN 7): text is
 * written here or is an identifier found in the definitions; everything else is bound.
 *
 * In the text, i is the item; c, under --as-of, the span that covers the day; `@` stands
 * for the one of them that holds what stood: phase, state, due, dates, pin. p is the item
 * once more, where a few rows are found by an index of their own before anything else is
 * looked at. */
#ifndef MODEL_QUERY_BUILD_H
#define MODEL_QUERY_BUILD_H

#include "model/mem.h"
#include "model/query.h"

struct sql {
    struct buf text;
    struct value *v; size_t n, cap;     /* texts borrowed: of the filter, query.kept */
};

struct query {
    struct store *st;
    const struct filter *f;
    const struct list_def *list;    /* the only one, or NULL: every list */
    int32_t day;                    /* D: as_of or today */
    bool past;                      /* as_of: what stood, from spans */
    bool reads_all;                 /* the reader, every row asked about */
    bool one_unit, one_owner;       /* the order within it is by urgency */
    int64_t parent;                 /* rows under this item only; 0: any */
    unsigned phases;                /* 1 << enum phase: those that can be in the answer */
    struct sql cond;                /* the filter less colours: " AND ..." for every arm */
    struct sql few;                 /* on p: what finds the rows; "": the order does */
    struct sql found;               /* items that can hold the words (query_words.c) */
    int64_t n_found;                /* so many, and one; 0: the words find nothing first */
    char **kept; size_t n_kept, cap_kept;
};

/* Look names up, read expressions, put the conditions together. query_fini() after either
 * way. */
enum xh_rc query_init(struct query *q, struct store *st, const struct filter *f,
                      struct xh_err *err);
void query_fini(struct query *q);

/* Append text, and values by `fmt` as db_query() takes them (i d t v). */
void sql_add(struct sql *s, const char *fmt, const char *text, ...);
void sql_append(struct sql *s, const struct sql *more);
void sql_fini(struct sql *s);
/* The finished statement, `@` and all, bound. NULL with `err` written. */
struct stmt *query_prepare(const struct query *q, const struct sql *s,
                           struct xh_err *err);
char *query_text(const struct query *q, const struct sql *s);   /* caller frees */
/* " FROM item i WHERE first" and the filter. `few`: conditions on p that come before all
 * else, or NULL; of no use in the past. */
void query_from(const struct query *q, struct sql *s, const struct sql *few,
                const char *first);
/* The query owns a text from now on. */
const char *query_keep(struct query *q, char *text);
/* A LIKE pattern for texts that contain `part`, to be used with ESCAPE '\'. Owned by
 * `q`. */
const char *query_pattern(struct query *q, const char *part);

/* One --where expression more (query_where.c). */
enum xh_rc query_where(struct query *q, const char *expr, struct xh_err *err);

/* balance=off, balance=ID (query_balance.c). */
enum xh_rc query_balance(struct query *q, const char *value, bool is_equal, struct xh_err *err);

/* Only rows with these words in title, code or newest report (query_words.c). */
enum xh_rc query_words(struct query *q, const char *text, struct xh_err *err);
/* A condition added already asks for rows that have `text` in title or code. */
enum xh_rc query_hint(struct query *q, const char *text, struct xh_err *err);

/* Only rows of the list that are not signed yet (query_rollup.c). */
enum xh_rc query_unsigned(struct query *q, struct xh_err *err);

/* Only rows in this phase. */
void query_only_phase(struct query *q, enum phase p);

/* The last day a due date may lie on to be soon on `day` (临期): within the list's widest
 * due_in rule, else 3 workdays. `l` may be NULL. */
int32_t query_soon_until(const struct defs *defs, const struct list_def *l, int32_t day);

/* Rows without a pin on the day; rows with one, by the `few` that are pinned. */
void query_add_unpinned(const struct query *q, struct sql *s);
void query_add_pinned(const struct query *q, struct sql *few, struct sql *cond);

#endif
