/* rollup_parts.h - what the files of rollup share; nobody else includes it. */
#ifndef MODEL_ROLLUP_PARTS_H
#define MODEL_ROLLUP_PARTS_H

#include "model/rollup.h"

/* Every place, by id. */
struct rollup_place {
    int64_t id, parent, rank;
    int64_t top;                        /* the village it lies in; itself for one */
    char *name;
};
struct rollup_places { struct rollup_place *v; size_t n, cap; };
enum xh_rc rollup_places_load(struct db *db, struct rollup_places *out, struct xh_err *err);
void rollup_places_fini(struct rollup_places *p);
const struct rollup_place *rollup_place(const struct rollup_places *p, int64_t id);    /* NULL */
int rollup_place_order(const void *a, const void *b);       /* by id, for qsort() */

/* How finely the figures are asked for. */
enum rollup_grain { GRAIN_PARENT, GRAIN_SECTION, GRAIN_PLACE, GRAIN_OWNER };

/* Figures as the tables give them: `start` is the first day a row began, `due` unset. */
struct rollup_cell {
    int64_t parent, place, owner;       /* 0: none, or not asked for */
    char *section;                      /* "" */
    struct rollup_figures n;
};
struct rollup_cells { struct rollup_cell *v; size_t n, cap; };
void rollup_cells_fini(struct rollup_cells *c);

/* What is asked: rows of `list`, under one parent or all, up to `today`. */
struct rollup_question {
    const struct list_def *list;
    int64_t parent;                     /* 0: all */
    bool only;                          /* 0 as well: rows under nothing */
    enum rollup_grain grain;
    int32_t today;
    bool money, area;                   /* how many have one as well, where it is counted */
};
/* From the sums. */
enum xh_rc rollup_read_sums(struct store *st, const struct rollup_question *q,
                            struct rollup_cells *out, struct xh_err *err);
/* Counted from the rows the reader may read (query_rollup.c). `parent`, `place` and `owner`
 * as typed; NULL: any. */
struct rollup_some { const char *parent, *place, *owner; int64_t reader; };
enum xh_rc rollup_count_rows(struct store *st, const struct rollup_question *q,
                             const struct rollup_some *some, struct rollup_cells *out,
                             struct xh_err *err);
/* "WITH w AS (...)": the one SELECT that says what the rows of `l` add when they are summed up
 * by `r`, one row of w each: item, list, parent, section, place, start, signed_on, paid, area,
 * money. `also`: a condition more, on item i. Ids of the definitions are checked
 * identifiers. */
void rollup_what_rows_add(struct buf *sql, const struct list_def *l, const struct rollup_def *r,
                          const char *also);
/* Of the rows of `l` assigned by `to`, summed up by `r` as they stood by then, by parent and
 * place: rows, area; signed_rows and area_signed: signed by then; week: in from..to. Nothing
 * else is set. XH_REFUSED as of rollup_settle(). */
enum xh_rc rollup_count_upto(struct store *st, const struct list_def *l,
                             const struct rollup_def *r, int32_t from, int32_t to,
                             struct rollup_cells *out, struct xh_err *err);
/* From the sums, by parent, section and place: how many rows have money (with_agreed, with_paid,
 * with_apart); the other figures are 0. */
enum xh_rc rollup_read_counts(struct store *st, const struct rollup_question *q,
                              struct rollup_cells *out, struct xh_err *err);
/* The same counts, by owner besides, of the rows the reader may read whose private fields with
 * this `show` he sees as they are. *all: he sees every one, and nothing was counted. */
enum xh_rc rollup_count_seen(struct store *st, const struct rollup_question *q, int64_t reader,
                             unsigned show, bool *all, struct rollup_cells *out,
                             struct xh_err *err);
/* Writes into `out`, filled and `everything` set, which sums of money may be told
 * (rollup_money.c; rules in rollup.h). */
enum xh_rc rollup_tell_money(struct store *st, const struct rollup_question *q,
                             const struct rollup_ask *ask, const struct rollup_places *places,
                             struct rollup_lines *out, struct xh_err *err);
/* The same of the areas on paper. `counts`: rows with an area by place; NULL: counted here. */
enum xh_rc rollup_tell_area(struct store *st, const struct rollup_question *q,
                            const struct rollup_ask *ask, const struct rollup_places *places,
                            const struct rollup_cells *counts, struct rollup_lines *out,
                            struct xh_err *err);
/* Whether the reader may read every row of the list. */
enum xh_rc rollup_reads_all(struct store *st, const struct rollup_question *q, int64_t reader,
                            bool *all, struct xh_err *err);
/* The plans of both, for tests. Caller frees. */
char *rollup_sums_plan(struct store *st, const struct rollup_question *q);
char *rollup_count_plan(struct store *st, const struct rollup_question *q,
                        const struct rollup_some *some, struct xh_err *err);

#endif
