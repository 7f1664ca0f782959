/* rollup.h - how far the rows of a list with `rollup:` have come, level by level: project,
 * section, village, group (SEEDS 26-28; DOMAIN 3.3; UX 1 征地).
 *
 * rollup_row holds what each row adds, written in the transaction that changes the row;
 * triggers (schema_5.c) keep its sums in rollup and rollup_day. Both are derived: no event
 * carries them, verify counts again. Rows that are cancelled or void add nothing; rows crossed
 * off stay in. Decimals are millionths of the field's unit throughout. */
#ifndef MODEL_ROLLUP_H
#define MODEL_ROLLUP_H

#include "model/act.h"
#include "model/query.h"
#include "model/verify.h"

/* ---- keeping it true ---- */

/* The row of `item` as its facts now are; quick when nothing of it changed, and for lists
 * without `rollup:`. Inside the act that touched it (recompute.c). XH_REFUSED: area or money
 * beyond ten thousand million, of which no sum could be kept. */
enum xh_rc rollup_settle(struct db *db, const struct defs *defs, int64_t item,
                         struct xh_err *err);
/* All rows of all lists anew: another configuration came into force. Inside its transaction. */
enum xh_rc rollup_rebuild(struct db *db, const struct defs *defs, struct xh_err *err);
/* For writing rows by the thousand (a large import): no upkeep of the sums from here on;
 * `*kept` (owned) is for rollup_resume(), which counts them anew. Inside one transaction. */
enum xh_rc rollup_suspend(struct db *db, char **kept, struct xh_err *err);
enum xh_rc rollup_resume(struct db *db, const char *kept, struct xh_err *err);
/* Count again: a finding for each row and each sum that differs. */
enum xh_rc rollup_verify(struct db *db, const struct defs *defs, struct verify_part *part,
                         struct xh_err *err);

/* ---- reading it ----
 *
 * Which money is told (OFFICE 22; the rule itself in suppress.h). Money that is no private field:
 * all. Else nobody gets, from all that is told him together, the sum of one or two households
 * he does not see anyway (permit_sees):
 *
 * - Counted are households with money, not those signed; the reader's own do not count, nothing
 *   can be hidden behind them.
 * - Sums are told along one tree: all projects, project, section, the part of a village that lies
 *   in the section, group (what lies in no group is one). A section is a level of it because a
 *   village that lies in two is told in two parts, nowhere as a whole. What is told of a line
 *   follows from the whole tree, never from what is asked for: tables by different levels and a
 *   tree opened line by line agree.
 * - What was paid is told beside what was agreed, and only there: agreed less paid is a sum as
 *   well, of those signed and not paid.
 * - Persons (ROLLUP_OWNER) cut across the tree: their money is for those who see each of their
 *   households, the total is that of the project. Lines of some rows only (place, owner) tell
 *   no money, but groups of one place do: they are whole.
 *
 * Which areas stand on paper (OFFICE 22: wall, meeting, weekly sheet). An area is no private
 * field: who may read a household reads its area on the screen. What is handed out or hung up
 * is read by everybody, though, and an area times the price published for a mu is a sum of
 * money: so the same rule holds there of households with an area, all of them and those signed
 * (in place of agreed and paid), for everybody alike: nobody's own count as known.
 *
 * What was told before and is another sum now tells what happened between; no rule of one
 * moment helps against it. */

struct rollup_figures {
    int64_t rows, signed_rows, paid_rows;
    /* asked about money: */
    int64_t with_agreed, with_paid;     /* of those signed, of those paid: with money at all */
    int64_t with_apart;         /* with money, signed or paid but not both: what agreed less paid
                                 * is made of */
    int64_t area, area_signed;
    int64_t with_area, with_area_signed;        /* asked about area: rows that have one at all */
    int64_t agreed, paid;       /* money of the rows signed; of the rows paid */
    int32_t first_signed, last_signed;      /* DAY_NONE: none is */
    int64_t week, week_area;    /* signed in the seven days up to and including the day asked for */
    /* of the days of the parent, or of the rows themselves; DAY_NONE */
    int32_t start;              /* the parent's date, else the first day a row began */
    int32_t due;                /* the parent's date, else its deadline */
};

/* Where the signing stands in time, from the figures alone (pure). */
struct rollup_pace {
    int32_t days_used;          /* calendar days, both ends counted: from the start to the last
                                 * signature when all are signed, else to `today`; 0: not begun */
    int32_t days_all;           /* from the start to the due day, both counted; 0: no due day */
    int32_t days_left;          /* from tomorrow to the due day; 0: none, or past */
    int32_t early;              /* all signed: days before the due day (< 0: after it) */
    int64_t planned;            /* rows that should be signed by the end of `today` going evenly,
                                 * rounded up (ENGINE 8 linear) */
    int64_t left;               /* rows not signed */
    int64_t needed;             /* tenths of a row a day from tomorrow to finish in time, rounded
                                 * up; 0: done, or no day left */
    int64_t recent;             /* tenths of a row a day, mean of the last seven days */
    int32_t forecast;           /* day on which all are signed at the recent pace; DAY_NONE */
    bool done;
};
void rollup_pace(const struct rollup_figures *f, int32_t today, struct rollup_pace *out);
/* Signed rows in tenths of a percent, cut, so that 100.0 is only all of them (OFFICE 24). */
int64_t rollup_rate(const struct rollup_figures *f);

enum rollup_by { ROLLUP_PROJECT, ROLLUP_SECTION, ROLLUP_VILLAGE, ROLLUP_GROUP, ROLLUP_OWNER };

/* One line: the figures of one project, or of one part of it. Names are owned; "" where the
 * line is not about such a thing. */
struct rollup_line {
    enum rollup_by by;
    int64_t parent, village, group, owner;      /* 0: none */
    char *code, *title;         /* of the parent */
    char *section, *village_name, *group_name, *owner_name;
    struct rollup_figures n;
    bool tells_agreed, tells_paid;      /* ask->money: n.agreed, n.paid may be told the reader */
    bool tells_area, tells_area_signed; /* ask->area: may stand on paper; and so may .. */
    bool all_area, all_area_signed;     /* .. what all of the parent comes to */
};
struct rollup_lines {
    struct rollup_line *v; size_t n, cap;
    bool everything;            /* the reader may read every row of the list */
    bool total_agreed, total_paid;      /* ask->money: so may what all lines come to */
    bool total_area, total_area_signed; /* ask->area: the same */
};
/* `to` and n together: figures, first and last days; `due` stays. */
void rollup_add(struct rollup_figures *to, const struct rollup_figures *n);

struct rollup_ask {
    const char *list;           /* NULL: the first list that has `rollup:` */
    const char *parent;         /* code of one project as typed; NULL: all the reader may see */
    enum rollup_by by;          /* VILLAGE: one line per project, section and village; GROUP: and
                                 * group; OWNER: one per project and owner */
    int32_t today;
    int64_t reader;             /* READER_TOWNSHIP: everything */
    bool money;                 /* say which sums of money may be told; else none may */
    bool area;                  /* say which areas may stand on paper; else none may */
    bool exact;                 /* count rows anew even where the sums would do: tests, benches */
    const char *place, *owner;  /* as typed: only rows there or below, of this person; NULL: any */
    bool alone;                 /* rollup_unsigned(): of `place` itself only, none below it */
};
/* Lines in the order of project codes, sections, places (rank), people (leaders' order). A
 * reader who may not read every row gets the figures of those he may, counted anew.
 * XH_CONFIG when no list has `rollup:`, saying what to write; XH_NOT_FOUND for an unknown
 * project. `out` zeroed before; rollup_lines_fini() after either way. */
enum xh_rc rollup_load(struct store *st, const struct rollup_ask *ask, struct rollup_lines *out,
                       struct xh_err *err);
void rollup_lines_fini(struct rollup_lines *l);
/* The rows of `l` as they stood by the day `to`, a line for each parent and village, in the same
 * order (OFFICE, the weekly sheet: 征地户签汇总): those assigned by then; signed_rows and `week`
 * are those that had `step` done by then, and of them in from..to; area and area_signed the sum
 * of `field` over either (index of a number field; -1 none). Any list will do, with `rollup:` or
 * without. Counted anew: the sums know only how it stands now, and a sheet printed again is of a
 * day gone by. Totals only, nobody's rights are asked; which areas may stand on paper is said, of a
 * village as a whole, whatever sections it lies in. XH_REFUSED as of rollup_settle(). `out`
 * as above. */
enum xh_rc rollup_upto(struct store *st, const struct list_def *l, const char *step, int field,
                       int32_t from, int32_t to, struct rollup_lines *out, struct xh_err *err);
/* The list whose rows are rolled up: `id`, or the first that has `rollup:`; NULL. */
const struct list_def *rollup_list(const struct defs *defs, const char *id);
/* The rows that are not signed, those most late first: code, title, place, owner, the step
 * they stand at. At most `limit` (0: all); query rows, read with the reader's rights. ask->place
 * (with those below it, unless ask->alone) and ask->owner as typed, NULL: any. As many as rows -
 * signed_rows of what rollup_load() gives. Errors as there. */
enum xh_rc rollup_unsigned(struct store *st, const struct rollup_ask *ask, int64_t limit,
                           struct rows *out, struct xh_err *err);

/* Until when the step each of these rows stands at is to be done; DAY_NONE: no date, or
 * nothing left to do. `due` has room for all of them. */
enum xh_rc rollup_step_dues(struct store *st, const struct rows *rows, int32_t *due,
                            struct xh_err *err);

#endif
