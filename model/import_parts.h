/* import_parts.h - what model/import*.c share; nobody else includes it. */
#ifndef MODEL_IMPORT_PARTS_H
#define MODEL_IMPORT_PARTS_H

#include "model/deed.h"
#include "model/import.h"
#include "model/import_cell.h"
#include "model/index.h"
#include "model/names.h"

/* ---- headers ---- */

struct import_columns { size_t header_row; struct import_column *v; size_t n; };
/* Find the header row and what its columns mean. XH_REFUSED lists every column that cannot
 * be understood, with near names and what to do. `list` NULL: people, by `table`. */
enum xh_rc import_match(const struct list_def *list, const char *table,
                        const struct grid *grid, const struct import_map *map,
                        struct import_columns *out, struct xh_err *err);
void import_columns_fini(struct import_columns *c);

/* ---- one run over the rows ---- */

/* The item a row names, as it stands before. */
struct import_stored_step { char *step; int32_t done_on; };
struct import_stored {
    bool is_loaded;             /* false: of another list */
    struct item it;
    char **fields;
    size_t n_fields; /* canonical, by field of the list; NULL: empty */
    struct import_stored_step *steps; size_t n_steps, cap_steps;
    char *co, *latest;
};

struct import_run {
    struct act act, *a;         /* a: &act */
    const struct import *in;
    struct import_result *out;
    const struct defs *defs;    /* those the columns were matched with */
    const struct list_def *list;
    struct import_columns columns;
    struct import_names names;
    bool *is_bad;               /* by row of the grid: rejected */
    bool before_start; /* the office has not begun to use the program (ENGINE 37) */
    bool any_bad;
    struct index seen;          /* item -> row: named twice in the file */
    struct index titles;        /* hash of title and unit -> place in `known` */
    struct import_known { int64_t item; int64_t line; } *known; size_t n_known, cap_known;
    const char *file;           /* base name, as events keep it */
    /* the row at hand */
    size_t row;
    const struct grid_row *cells;
    struct import_cell *v;      /* by column */
    bool is_new;                /* it names no item */
    int64_t unit; /* of the item it changes: tells people of one name apart */
    struct import_stored stored;
    struct names shown;         /* names as exports show them */
    char *indices;              /* dropped for the while; how they are made */
    char *sums;                 /* no upkeep for the while: of rollup_suspend(), or NULL */
    struct index strangers;     /* name and kind -> place in out->strangers */
    bool bad;
};
/* Reject the row at hand because of `column` (SIZE_MAX: as a whole). */
void import_reject(struct import_run *r, size_t column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void import_stranger(struct import_run *r, const char *kind, const char *name);
/* Read every cell of the row at hand into r->v; what cannot be is rejected. */
void import_read_row(struct import_run *r);
void import_free_row(struct import_run *r);
/* What the row at hand says in a column: its cell, or what all new rows have. Borrowed. */
const char *import_said(const struct import_run *r, size_t column);
/* Columns for what all new rows have, beside those of the file; then, inside the act, whether
 * it can be had at all: said once, not with every row. */
enum xh_rc import_match_all(struct import_run *r, struct xh_err *err);
void import_check_all(struct import_run *r);
/* The cell of a core column; NULL when the file has no such column or it is empty. */
const struct import_cell *import_get(const struct import_run *r, enum import_what what,
                                     const char *key, size_t *column);
#define IMPORT_BULK 2000        /* rows from which indices are dropped meanwhile */
/* A large import of new rows: without the indices of `item` meanwhile. */
void import_drop_indices(struct import_run *r);
void import_make_indices(struct import_run *r);
/* Titles and units of the list, to warn of rows that are there already. */
void import_load_titles(struct import_run *r);
/* The row at hand becomes a new item; or changes item `id`. The act has failed only when
 * the database did. */
void import_new_row(struct import_run *r);
void import_old_row(struct import_run *r);     /* the item in r->stored */
void import_load_stored(struct import_run *r, int64_t id);
void import_free_stored(struct import_run *r);
/* Does the cell hold exactly what an export of r->stored shows? Then it says nothing. */
bool import_is_as_exported(struct import_run *r, size_t column);

/* A call being put together from the cells: deeds tell which cell they refuse. */
struct import_apply {
    struct import_run *r;
    struct call call;
    struct result result;
    struct deed d;
    struct pair *fields;
    size_t *from;               /* by field: its column */
    size_t n, cap, cap_from;
};
void import_apply_init(struct import_apply *p, struct import_run *r, enum verb verb);
void import_apply_fini(struct import_apply *p);
void import_add_field(struct import_apply *p, size_t column, const char *key,
                      const char *value);
bool import_is_settable(enum import_what what);
void import_check_list(struct import_run *r);   /* a column `list` says what is known */

/* Persons, units, places: all rows; parents before what lies below them. */
void import_people_rows(struct import_run *r);
bool import_is_blank(const struct grid_row *row);
/* Which row of which file: every event says it (ENGINE 37). */
void import_note_origin(struct import_run *r);
/* The row at hand is done: its event is settled, or forgotten when it was rejected. */
void import_finish_row(struct import_run *r);
/* What the act refused is a rejection of the row at hand; trouble stays. */
void import_take_refusal(struct import_run *r, size_t column);

#endif
