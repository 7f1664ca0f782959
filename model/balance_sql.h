/* balance_sql.h - the SQL of one check, for its report and for the condition that finds the
 * rows it is about. Private to balance*.c and query_balance.c.
 *
 * Identifiers come from the definitions, which have checked them; numbers are ids. Nothing is
 * to be bound but the one row asked about, as ?1, where there is one (balance_sql.item): its
 * books are looked at with every step ticked, by the same statement for all rows. The same
 * text decides in both places what is off, so that the rows a filter finds are those the
 * report speaks of. */
#ifndef MODEL_BALANCE_SQL_H
#define MODEL_BALANCE_SQL_H

#include "model/balance.h"
#include "model/mem.h"

/* A group whose private sum is not told: its project (0: no matter which), its village (0: all
 * of it). `joins`: what lies above is told, so those that join are compared together; else the
 * reader has no right to it. */
struct balance_kept { int64_t parent, place; bool joins; };

/* A check with all that its text needs. */
struct balance_sql {
    struct store *st;
    const struct list_def *list, *other;    /* other: NULL within the row */
    const struct balance_def *def;
    int64_t reader, parent, item;           /* as in struct balance_ask */
    bool away;
    const char *unit, *other_unit;
    /* left * p against right * q, as stored; |left * p - right * q| * scale are millionths of
     * a unit times `den`. What is more than `most` is off. */
    int64_t p, q, most;
    int64_t num, den;                       /* right * num / den is in left's unit */
    int64_t stored, other_stored;           /* what one stored unit is in millionths */
    struct balance_kept *kept; size_t n_kept, cap_kept;     /* owned */
};
/* False: the units do not fit (the check was refused when it was read). balance_sql_fini()
 * after either way. */
bool balance_sql_init(struct balance_sql *b, struct store *st, const struct list_def *l,
                      const struct balance_def *def, int64_t reader);
void balance_sql_fini(struct balance_sql *b);
/* Before any text about sums: asks which of them the reader is told. A private sum is told where
 * the tree of its list tells it (rollup.h), one decision with `land`. Not only figures would
 * give one away: the other side is often open to everybody, and that two sums differ by nothing
 * tells both. So villages that are not told are compared together under the project that is. */
enum xh_rc balance_sql_keep(struct balance_sql *b, struct xh_err *err);
/* Does the tree of its list speak of the sum on that side? */
bool balance_sql_has_tree(const struct balance_sql *b, bool left);
/* The statement made of `text`, with the row asked about bound, if any; as db_query(). */
struct stmt *balance_sql_query(const struct balance_sql *b, const struct buf *text,
                               struct xh_err *err);

/* WITH ... grp(parent, top, both, and for each side rows done, sum, empty, unreadable,
 * unseen; x: rows that may not be taken away; how many groups are compared together in it, 1
 * where none are; whether it is hidden): "WITH RECURSIVE ..., grp AS (...)". Of villages compared
 * together top is below 0. placed(parent, top, .., at) are the groups one by one, `at` the top
 * in grp. */
void balance_sql_groups(struct buf *out, const struct balance_sql *b);
/* Of a row of grp (alias g): is there nothing to compare; is it off; has the reader no right
 * to know? */
void balance_sql_group_is_apart(struct buf *out);
void balance_sql_group_is_off(struct buf *out, const struct balance_sql *b);
void balance_sql_group_is_denied(struct buf *out, const struct balance_sql *b);
/* Is a sum of it more than can be counted with? It is off as well, then. */
void balance_sql_group_is_beyond(struct buf *out);
/* Within the row: "FROM item i JOIN ... WHERE ..." of the rows that are compared; whether
 * one of them is off; whether the reader may read it and sees what is in it. */
void balance_sql_rows(struct buf *out, const struct balance_sql *b);
void balance_sql_row_is_off(struct buf *out, const struct balance_sql *b);
void balance_sql_row_is_beyond(struct buf *out, const struct balance_sql *b);      /* as above */
void balance_sql_row_is_seen(struct buf *out, const struct balance_sql *b);
/* The value of one side of a row (aliases i, f), as stored; filled in at all? */
void balance_sql_value(struct buf *out, const struct balance_side *side);
/* May the reader read row i? 1 or 0. */
void balance_sql_readable(struct buf *out, const struct balance_sql *b);
/* May he take it away, where that is asked? 1 or 0. */
void balance_sql_takeable(struct buf *out, const struct balance_sql *b);
/* "SELECT code, value" of the row of `l` with the largest number in `field`, of those that the
 * reader may know: none or one. */
void balance_sql_largest(struct buf *out, const struct balance_sql *b, const struct list_def *l,
                         const char *field);
/* "SELECT item, pieces FROM ..." of the rows whose evidence is wrong in this way. */
void balance_sql_evidence(struct buf *out, const struct balance_sql *b, enum balance_what what);

/* SELECT of the ids of all rows of `l`, either list, that the check is off about and the
 * reader may know of; whether he may read each of them is asked elsewhere. */
void balance_sql_items(struct buf *out, const struct balance_sql *b, const struct list_def *l);

#endif
