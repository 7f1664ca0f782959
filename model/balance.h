/* balance.h - books that must balance: what lists say under `balance:`, held against what is
 * in them (UX 2, "books that must balance").
 *
 * Three kinds of checks: sums of rows against those of another list, project by project and
 * village by village; fields of a row against other fields of it; steps done against the
 * evidence for them. Exact (invariant 6): sums are integers, units are converted as
 * fractions, a difference of a millionth is one. Cancelled rows and rows entered by mistake
 * count nowhere; parts of a split row have figures of their own.
 *
 * What is compared: sums, under a parent that has rows in both lists, unless none of the rows
 * added up has a figure; where one of the parent's rows lies nowhere, its places together. A
 * row, where both sides have something in it.
 *
 * With the reader's rights: a sum is shown to whoever may read all rows in it, private
 * values in it to whoever sees each of them; of the money under `rollup:` also what `land` tells
 * (rollup.h; OFFICE 22): one decision, so that no two tables give away a household between
 * them. Villages whose sum is not told are compared together under a project whose sum is, off
 * or not, and without figures: that two sums are equal tells both where one of them is open to
 * everybody. All others learn that they have no right to it, never a part of it. */
#ifndef MODEL_BALANCE_H
#define MODEL_BALANCE_H

#include "model/mem.h"
#include "model/store.h"

enum balance_what {
    BALANCE_SUMS,               /* sums differ */
    BALANCE_TOGETHER,           /* sums of villages differ, taken together: of each of them the
                                 * reader is told none, and no figure of all */
    BALANCE_ROW,                /* fields of a row differ */
    BALANCE_NO_EVIDENCE,        /* the step is done, there is no evidence of it */
    BALANCE_NOT_DONE,           /* there is evidence, the step is not done */
    BALANCE_SHARED,             /* a file of it is also evidence outside its scope */
};
const char *balance_what_id(enum balance_what what);    /* "sums" ...: stable */

/* One thing that does not balance. */
struct balance_line {
    size_t check;               /* index in report.checks */
    enum balance_what what;
    int64_t parent, place, item;        /* 0: none; place: the village */
    char *parent_code, *place_name, *code;      /* ""; TOGETHER: all of their names */
    /* SUMS, ROW: millionths of check.unit */
    int64_t left, right, difference;    /* left - right */
    int64_t right_own;          /* millionths of check.other_unit, before conversion */
    bool rounded;               /* right, difference: six places cannot hold them */
    int64_t rows, other_rows;   /* SUMS: added up on either side */
    int64_t empty, other_empty; /* of them without a value */
    int64_t pieces;             /* evidence: how many pieces it is about */
};
struct balance_check {
    const struct list_def *list, *other;        /* other: of SUMS; else NULL */
    const struct balance_def *def;
    const char *unit, *other_unit;      /* "" */
    int64_t compared, off;      /* groups or rows; lines */
    int64_t apart;              /* groups with nothing to compare them to */
    int64_t together;           /* villages compared together with others only */
    int64_t denied;             /* groups or rows the reader has no right to */
};
struct balance_report {
    struct balance_check *checks; size_t n_checks, cap_checks;
    struct balance_line *v; size_t n, cap;      /* by check, project, village, code */
    size_t kept_back;           /* lines left out: the reader may not take them away */
};

struct balance_ask {
    const struct list_def *list;        /* only its checks; NULL: of all lists */
    const char *check;          /* only this one; NULL: all */
    int64_t parent;             /* only rows under this item; 0: all */
    int64_t item;               /* only within this row: no sums; 0: all */
    int64_t reader;             /* whose rights; READER_TOWNSHIP: all rows, nothing private */
    bool away;                  /* for a file, a printer, a program: only lines all of whose rows
                                 * the reader may take away (ENGINE 28); others are counted as
                                 * off and kept back */
};
/* `out` zeroed before; balance_fini() after either way. XH_USAGE: no such check (says which
 * there are), or no list has one. XH_REFUSED: figures too large to be compared; says which
 * number of which row is the largest. */
enum xh_rc balance_run(struct store *st, const struct balance_ask *ask,
                       struct balance_report *out, struct xh_err *err);
void balance_fini(struct balance_report *r);
/* What does not balance within one row of `l`, for the `reader`, appended to `out`: "补偿金额
 * 12 万元，各项合计 11.5 万元，差 0.5 万元", one after the other; nothing when all does, or the
 * reader has no right to know. Checks against other lists and of evidence are not asked. */
enum xh_rc balance_say_row(struct store *st, const struct list_def *l, int64_t item,
                           int64_t reader, struct buf *out, struct xh_err *err);
/* XH_USAGE: there is no such check, and which there are. */
enum xh_rc balance_no_check(const struct defs *defs, const char *check, struct xh_err *err);

#endif
