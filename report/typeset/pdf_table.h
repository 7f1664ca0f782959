/* pdf_table.h - tables on pages: how wide their columns are, how high their rows, where they
 * are parted. */
#ifndef REPORT_TYPESET_PDF_TABLE_H
#define REPORT_TYPESET_PDF_TABLE_H

#include "report/typeset/pdf_plain.h"

#define CELL_SIDE MM(0.8)       /* blank beside what stands in a cell */
#define NUMBER_SIDE MM(2.4)     /* behind a number, where no line parts it from what follows */
#define CELL_ABOVE MM(0.6)      /* and above and below */

struct plan_column {
    const struct doc_column *column;
    size_t index;               /* of the table */
    double least, natural, wide;
    double after;               /* blank behind what stands in it; before it CELL_SIDE */
    double x;                   /* of its left edge, where it is drawn */
    int most;                   /* lines of the first paragraph of its cells; 0: all */
    double room;                /* of its cell in the row at hand: a form's go on over others */
    struct plain plain;         /* its cell of the row at hand */
    char *cut;                  /* what that says, where it was too long */
    PangoLayout *layout;        /* the same, where it is not plain */
    enum doc_row_kind kind;     /* which row's font the layout has */
    bool is_set, is_plain;
};
/* The columns that stand beside each other: all, or where paper is too narrow, some. */
struct strip {
    size_t *shown, n;           /* of the plan's columns */
    float *high;                /* of each row; 0: not known yet */
};
struct table_plan {
    const struct doc_table *table;
    struct doc_table *folded;   /* that is this, where rows stand beside each other; or NULL */
    struct plan_column *columns;
    size_t n_columns;           /* none: for programs only */
    size_t set;                 /* so many of them are one row of the document's table */
    struct strip *strips;
    size_t n_strips;
    struct style cell, head, kai;       /* smaller where that makes it fit */
    bool is_written;            /* has a column to write into */
    bool is_form;               /* labels in its rows, no header */
    double header;              /* height of the strip's header at hand */
};

/* What is known of the table before it is drawn. Free with table_plan_free(). */
struct table_plan *table_plan(struct pdf *p, const struct doc_table *t);
void table_plan_free(struct table_plan *plan);      /* NULL is fine */

/* Give the columns of a strip their width and place. */
void table_strip(struct pdf *p, struct table_plan *plan, const struct strip *s);

/* Lines between the columns, not only the rows? */
bool table_is_gridded(const struct table_plan *plan);

/* Down the page and over as many as it takes; on the page of its last row there is room for
 * `behind` points more. */
void table_run(struct pdf *p, struct table_plan *plan, double behind);
/* How high its beginning is: header, first row and what must not be parted from that: what
 * stays with a heading. */
double table_least(struct pdf *p, struct table_plan *plan, double behind);

/* ---- pdf_cell.c ---- */

/* Set the cell of `row` in column `c`; its height. */
double cell_set(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                const struct doc_row *row);
/* Draw lines from..to-1 of the cell that was set, its top at y. How many it has: cell_lines(). */
void cell_show(struct pdf *p, struct table_plan *plan, struct plan_column *c,
               const struct doc_row *row, double y, int from, int to);
int cell_lines(const struct plan_column *c);

#endif
