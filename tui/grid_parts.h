/* grid_parts.h - the state of the grid, and the files it is made of. Private to
 * tui/grid*.c.
 *
 * A cell keeps what was typed beside what is stored until it is written: nothing typed is
 * lost because it cannot be understood, because a verb refuses it or because somebody else
 * was quicker. What a cell means is import_cell.h's business, so that it is the same as in
 * an imported file; whether it may be written, the verb's. */
#ifndef TUI_GRID_PARTS_H
#define TUI_GRID_PARTS_H

#include "model/import_cell.h"
#include "tui/acts_own.h"
#include "tui/draft.h"
#include "tui/form.h"
#include "tui/grid.h"
#include "tui/line_edit.h"

struct grid_column {
    struct import_column is;    /* how a cell of it is read; .key */
    struct form_field look;     /* what it is called, its kind and choices, as in forms */
    const char *choices[16];
    enum verb needs;            /* to change it on a row that is there */
    bool only_new;              /* set when a row is added, later by a verb of its own */
    const char *never;          /* why it is never changed; NULL */
    bool secret;                /* private: not kept outside the record */
    bool on;                    /* shown */
    int width;
};

struct grid_cell {
    char *text;                 /* typed, tidied once it is understood; NULL: as stored */
    char *value;                /* what the verb gets, "" clears; NULL: not understood */
    int64_t number;             /* percent; id of a unit or person */
    int32_t day;                /* days */
    char *error;                /* why it is not understood, or not written; NULL */
    char *base;                 /* what was stored when it was typed */
};

struct grid_line {
    int64_t item;               /* 0: a new one */
    struct rows is;             /* as stored now; none: a new one */
    struct grid_cell *cells;    /* by column */
    char *locked;               /* why this row cannot be changed at all; "" it can; NULL not
                                 * asked yet */
    char *behalf;               /* reports: in whose name unless said otherwise; NULL likewise */
    char *error;                /* why it could not be written; NULL */
};

/* A cell as it was before a change; changes of one group are taken back together. */
struct grid_change { size_t row, column; struct grid_cell was; int64_t group; };
struct grid_pile { struct grid_change *v; size_t n, cap; };

struct grid_state {
    const struct defs *defs;    /* the columns are of these */
    char *list_id;
    const struct list_def *list;
    bool reports;
    bool may_add;
    char *parent;               /* of new rows; "" */
    struct grid_column *columns; size_t n_columns;
    struct grid_line *rows; size_t n_rows, cap_rows;
    struct import_names names;
    size_t row, column;         /* the cursor */
    size_t top, left;           /* scrolled to */
    int page;                   /* rows that fitted */
    bool editing, replacing;    /* replacing: begun by typing, so that arrows leave the cell */
    struct line_edit edit;
    struct grid_pile done, undone;
    int64_t group;
    struct draft *draft;
    bool asked;                 /* the draft has been offered */
};

/* ---- grid_columns.c ---- */
void grid_columns_init(struct tui *t, struct grid_state *g);
void grid_columns_fini(struct grid_state *g);
/* F5: which are shown. */
void grid_choose_columns(struct tui *t, struct grid_state *g);

/* ---- grid_rows.c ---- */
struct grid_line *grid_add_line(struct grid_state *g);          /* a new one, empty */
void grid_line_fini(const struct grid_state *g, struct grid_line *r);
/* Everything stored read anew; what was typed stays. */
enum xh_rc grid_read(struct tui *t, struct grid_state *g, struct xh_err *err);
enum xh_rc grid_read_line(struct tui *t, struct grid_state *g, struct grid_line *r,
                          struct xh_err *err);
void grid_widen(struct grid_column *c, const char *text);      /* up to its most */
/* The row as the flows of acts take it; borrowed from `r`. */
struct flow grid_flow(const struct grid_state *g, const struct grid_line *r, struct targets *on);
bool grid_is_empty_line(const struct grid_state *g, const struct grid_line *r);
/* There is a blank row to type in at the end, where rows may be added. */
void grid_keep_blank(struct grid_state *g);
/* "督26-112", or "new 2". Appended. */
void grid_line_name(const struct grid_state *g, size_t row, struct buf *out);

/* ---- grid_cells.c ---- */
/* What stands there as stored, and what is typed or else that. Caller frees. */
char *grid_stored(struct tui *t, struct grid_state *g, size_t row, size_t column);
char *grid_text(struct tui *t, struct grid_state *g, size_t row, size_t column);
/* Can the cell not be changed at all? Then why. `row` n_rows: one that is still to be
 * added. */
bool grid_refuses(struct tui *t, struct grid_state *g, size_t row, size_t column, struct buf *why);
/* Something for a cell. */
struct grid_typed {
    const char *text;
    bool from_file;             /* days as in files; an empty text says nothing. Else it
                                 * clears, and days are as people type them */
    const char *header_unit;    /* the unit its header names; NULL or "" */
    int64_t row_unit;           /* the row's unit, when it is changed in the same go; 0 */
};
/* What it would make of the cell. `out` zeroed before, grid_cell_fini() after; text NULL:
 * it says what is stored. */
void grid_try(struct tui *t, struct grid_state *g, size_t row, size_t column,
              const struct grid_typed *typed, struct grid_cell *out);
/* Put a cell in place; takes over what is in `c`. What was there can be taken back. */
void grid_put(struct grid_state *g, size_t row, size_t column, struct grid_cell *c);
void grid_cell_fini(struct grid_cell *c);
/* A text in a sentence: in one line, "(empty)" for nothing. Appended. */
void grid_say(struct buf *out, const char *text);
/* From here on changes belong together. */
void grid_group(struct grid_state *g);
bool grid_undo(struct grid_state *g, bool again);
void grid_forget(struct grid_state *g);       /* nothing can be taken back any more */
/* Somebody else has changed it to something else since it was typed. */
bool grid_clashes(struct tui *t, struct grid_state *g, size_t row, size_t column);
/* Rows to be written and cells in them; cells that are not understood and the rows that
 * wait for that. */
struct grid_sum { size_t cells, rows, new_rows, wrong, waiting, clashes; };
struct grid_sum grid_sum_up(struct tui *t, struct grid_state *g);
bool grid_is_ready(const struct grid_state *g, const struct grid_line *r);
/* What is not written yet, to be taken back after a crash. */
void grid_draft_keep(struct tui *t, struct grid_state *g);
void grid_draft_take(struct tui *t, struct grid_state *g);

/* ---- grid_draw.c ---- */
void grid_draw(struct tui *t, void *state, struct area body);
size_t grid_next_column(const struct grid_state *g, size_t from, int by);   /* shown ones only */

/* ---- grid_paste.c ---- */
/* A block of cells at the cursor: shown what it would do, then done. */
void grid_paste(struct tui *t, struct grid_state *g, const char *text);

/* ---- grid_save.c ---- */
/* Ctrl-S. True when something was written. */
bool grid_save(struct tui *t, struct grid_state *g);

#endif
