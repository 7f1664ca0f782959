/* import.h - a ledger comes in: the rows of a file become items (ENGINE 37, invariant
 * 12).
 *
 * One transaction, all rows or none; on request the good ones, while the bad ones go back
 * to the caller to be corrected. Every row is an event of its own that names file, hash
 * and line. Rows that name the code of an item change its fields and people and nothing
 * else; other rows are new and may carry anything: a start, a deadline (it becomes the
 * first one), steps done. Before the township's start_day steps need no proof.
 *
 * What a cell may hold is cell_value.h's business, what may be set deed_fields.c's: there
 * is no second way past permissions and guards. Knows no file: grids come from report/. */
#ifndef MODEL_IMPORT_H
#define MODEL_IMPORT_H

#include "model/grid.h"
#include "model/query.h"
#include "model/verbs.h"

/* ---- which header means which column, said by hand (--map) ---- */

struct import_map_line {
    char *header, *target;
    int64_t line;
}; /* target "-": left out */
struct import_map { char *file; struct import_map_line *v; size_t n, cap; };
/* Lines `header = column`, `header = -`; # begins a remark. UTF-8. XH_CONFIG names file and
 * line. `out` zeroed before; import_map_fini() in any case. */
enum xh_rc import_map_parse(const char *text, const char *file, struct import_map *out,
                            struct xh_err *err);
/* `header` means `target` from now on ("-": left out), whatever was said of it before. */
void import_map_set(struct import_map *m, const char *header, const char *target);
void import_map_fini(struct import_map *m);

/* ---- what the headers of a file mean, before anything is imported ---- */

struct import_heading {
    char *header;               /* one line; "": the column has values and no header */
    const char *key;            /* core column, field or step; "": left out, or not known.
                                 * Borrowed from the definitions, or static */
    bool known;                 /* false: nobody can tell, a map must */
    char *rule;                 /* how its numbers are converted: "2000 ㎡ = 3 亩"; "" */
};
struct import_headings { struct import_heading *v; size_t n, cap; };
/* Every column of `grid` that is not blank, from left to right. `list` NULL: people, by
 * `table`. Lines of `map` whose header the file does not have are not looked at. XH_REFUSED:
 * there is no row of headers. `out` zeroed before; import_headings_fini() in any case. */
enum xh_rc import_headings(const struct list_def *list, const char *table,
                           const struct grid *grid, const struct import_map *map,
                           struct import_headings *out, struct xh_err *err);
void import_headings_fini(struct import_headings *h);
/* The keys a header can be given, one after the other: core columns, fields, steps; NULL after
 * the last. */
const char *import_target(const struct list_def *list, const char *table, size_t i);

/* ---- importing ---- */

struct import_result;
typedef void import_progress(void *ctx, size_t done, size_t all);
struct import {
    const char *list;               /* id of a list; NULL with a table */
    const char *table; /* "person", "unit" or "place": these instead of items */
    const struct grid *grid;
    const struct import_map *map;   /* NULL: headers speak for themselves */
    /* What a new row has that says nothing of it itself: a village's own ledger names neither
     * the village nor the project. Core columns and fields by id; not for a table. */
    const struct pair *all; size_t n_all;
    const char *reason;             /* for changes that ask for one; NULL */
    bool dry_run;                   /* do everything, tell, take it back */
    /* Write the good rows although there are bad ones, once this has put the bad ones where
     * they can be corrected: called outside the transaction, before anything is written,
     * again when more turn up. A failure ends the import. NULL: all rows or none. */
    enum xh_rc (*keep_rejects)(void *ctx, const struct import_result *so_far,
                               struct xh_err *err);
    void *rejects_ctx;
    import_progress *progress; /* called now and then inside the gate: must not wait */
    void *progress_ctx;
};

struct import_reject {
    size_t row;                     /* in the grid */
    int64_t line;
    char *column, *value, *reason;  /* column, value: "" when it is the row as a whole */
};
/* A name in the file that the township does not know. */
struct import_stranger {
    const char *kind;
    char *name;
    size_t times;
}; /* unit person place */
/* A new row that may be there already: same title, same unit as the item `code`, or, when
 * that is "", as the row in line `like`. */
struct import_twin { int64_t line, like; char *title, *code; };

struct import_result {
    size_t rows;                    /* below the header that are not blank */
    size_t created, changed, unchanged, bad;        /* rows; bad = rejected */
    size_t header_row;              /* in the grid */
    bool written;
    struct import_reject *rejects;
    size_t n_rejects, cap_rejects; /* by line, then column */
    struct import_stranger *strangers; size_t n_strangers, cap_strangers;
    struct import_twin *twins; size_t n_twins, cap_twins;
    struct import_converted { char *header, *rule; } *converted; /* "2000 ㎡ = 3 亩" */
    size_t n_converted, cap_converted;
    char **left_out;
    size_t n_left_out, cap_left_out; /* headers of columns not imported */
    struct counts after;            /* the list's colours with the good rows in */
    bool suggests_rebase; /* a third of what has a colour is red, 5 rows at least */
};
/* XH_OK: written, or could be (dry_run, no bad row). XH_REFUSED: bad rows and nothing was
 * written (out says which), or the headers cannot be understood (err says it all).
 * `out` zeroed before; import_result_fini() in any case. Permission `import`, and for each
 * row `add` or `set` and whatever a changed column needs besides; `people` for a table,
 * whose rows are matched by login or name, several of one name by the unit. */
enum xh_rc import_ledger(struct store *st, const struct env *env, const struct who *who,
                         const struct import *in, struct import_result *out,
                         struct xh_err *err);
void import_result_fini(struct import_result *r);

#endif
