/* import_cell.h - one cell of a ledger as the value of its column: read, names looked up,
 * or refused with the reason.
 *
 * What an import and the grid on the screen (表格录入) share, so that a cell means the same
 * wherever it comes from. What a value may look like is cell_value.h's business; whether
 * it may be set, the verb's. */
#ifndef MODEL_IMPORT_CELL_H
#define MODEL_IMPORT_CELL_H

#include "model/db.h"
#include "model/def.h"
#include "model/err.h"

/* ---- columns ---- */

enum import_what {
    IMPORT_UNKNOWN, IMPORT_IGNORED, IMPORT_CODE, IMPORT_LIST, IMPORT_PARENT, IMPORT_TEXT,
    IMPORT_DATE, IMPORT_UNIT, IMPORT_PLACE, IMPORT_GROUP, IMPORT_PERSON, IMPORT_CO,
    IMPORT_CADENCE, IMPORT_STATE, IMPORT_FIRST_DUE, IMPORT_LATEST, IMPORT_PERCENT,
    IMPORT_FIELD, IMPORT_STEP,
};
struct import_column {
    enum import_what what;
    const char *key;            /* core column, field or step id; borrowed */
    size_t at;                  /* FIELD, STEP: index in the list */
    char *header;               /* as in the file, one line */
    char *unit;                 /* in its brackets; "" */
    const char *all;            /* what a new row has whose cell is empty; NULL. Borrowed */
};
/* The column a list's rows have under this key: a core column, a field or a step. False:
 * there is none. Nothing in it is owned: `header` is what people call a field, "" else. */
bool import_column_of(const struct list_def *list, const char *key,
                      struct import_column *out);
/* What a header means in a ledger of this list, with the unit in its brackets; caller
 * frees out->header and out->unit in any case. False: nothing we know. */
bool import_header_means(const struct list_def *list, const char *header,
                         struct import_column *out);

/* How the column's numbers become those of its field, "2000 ㎡ = 3 亩": they are in
 * another unit. Nothing is added when they are not. */
struct buf;
void import_column_rule(struct buf *out, const struct list_def *list,
                        const struct import_column *c);

/* ---- names ---- */

struct import_person { char *name, *login; int64_t id, unit; };
struct import_thing {
    char *name;
    int64_t id;
}; /* unit, or place by its whole path */
struct import_names {
    struct import_person *persons; size_t n_persons, cap_persons;   /* by name */
    struct import_thing *units; size_t n_units, cap_units;
    struct import_thing *places; size_t n_places, cap_places;
};
enum xh_rc import_names_load(struct db *db, struct import_names *out, struct xh_err *err);
void import_names_fini(struct import_names *n);
int64_t import_unit(const struct import_names *n, const char *name);    /* 0: unknown */
bool import_place(const struct import_names *n, const char *name);
/* How many villages have a group of this name; their paths are added. */
size_t import_places_called(const struct import_names *n, const char *name, struct buf *paths);
/* By name or login; several of that name: the one of `unit`. 0 and *many when it takes
 * more than that. */
int64_t import_person(const struct import_names *n, const char *name, int64_t unit,
                      size_t *many);

/* ---- cells ---- */

enum import_is { CELL_EMPTY, CELL_CLEAR, CELL_VALUE };
struct import_cell {
    enum import_is is;
    char *text;                 /* canonical; NULL unless CELL_VALUE */
    int32_t day;                /* dates, steps; DAY_NONE: a step done without a day */
    int64_t number;             /* percent, phase of a state; id of a unit or person */
    bool loose;                 /* a state in a ledger's words: only its phase is meant */
};

/* Where cells are read. */
struct import_cells {
    const struct defs *defs;
    const struct list_def *list;        /* NULL: persons, units, places */
    const struct import_names *names;
    /* People type days as in when.h too (11-27, +5); DAY_NONE: whole dates only, as in
     * files. */
    int32_t today;
    /* Is told of each name the township does not know. May be NULL. */
    void (*stranger)(void *ctx, const char *kind, const char *name);
    void *ctx;
};
/* What the cell's row knows already. */
struct import_beside {
    int64_t unit;               /* tells people of one name apart; 0: not known */
    bool bad_unit;              /* its unit is refused: people of one name are passed over */
    const char *group;          /* 组, beside 村: one place together; NULL or "" */
};
/* `out` in any case; its text is the caller's to free. An empty cell and a masked one say
 * nothing, a dash clears. XH_REFUSED: why it cannot be, a line for each reason; it names
 * neither column nor row. */
enum xh_rc import_cell_read(const struct import_cells *x, const struct import_column *c,
                            const char *typed, const struct import_beside *beside,
                            struct import_cell *out, struct xh_err *err);

#endif
