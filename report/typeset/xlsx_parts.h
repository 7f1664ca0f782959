/* xlsx_parts.h - inside of the XLSX layout: how cells look, how tall a text is, tables.
 *
 * What is measured is measured in pixels of 96 to the inch and in columns of text_width():
 * a column of the terminal is half as wide as a character of the type is high. */
#ifndef REPORT_TYPESET_XLSX_PARTS_H
#define REPORT_TYPESET_XLSX_PARTS_H

#include <xlsxwriter.h>

#include "report/typeset.h"

#define XLSX_TABLE_POINTS 10
#define XLSX_ROW_POINTS_MAX 409         /* a row of a spreadsheet is never taller */
#define XLSX_PIXELS(mm) ((int)((mm) * 96 / 25.4 + 0.5))
#define XLSX_POINTS(mm) ((mm) * 72 / 25.4)

enum xlsx_font { XLSX_SONG, XLSX_HEI, XLSX_FANG };
enum xlsx_lines { XLSX_BARE, XLSX_BOX, XLSX_THICK, XLSX_UNDER, XLSX_CUT };

/* How a cell looks. Compared byte by byte: always begun with xlsx_look(). */
struct xlsx_look {
    unsigned char font, size, align, lines;
    bool bold, middle;                  /* else at the top */
    uint32_t fill;                      /* 0xRRGGBB; 0: none */
    char number[24];                    /* the spreadsheet's number format; "" for words */
};
struct xlsx_format { struct xlsx_look look; lxw_format *format; };

struct xlsx {
    lxw_workbook *book;
    struct typeset_job *job;
    const struct document *document;
    struct xlsx_format *formats; size_t n_formats, cap_formats;
    struct buf words;                   /* of xlsx_words() */
    int points;                         /* of running text */
    bool shortened;                     /* a text was longer than a cell holds */
    lxw_error failed;                   /* the first that happened */
};

/* A worksheet being written, row by row and never back: what is behind is on disk. */
struct xlsx_sheet {
    struct xlsx *x;
    const struct doc_part *part;
    lxw_worksheet *sheet;
    int *pixels; size_t n_columns, cap_columns;
    size_t n_table;                     /* columns of its widest tables: one for one */
    lxw_row_t row;                      /* the next one */
    double above;                       /* points of the rows behind */
    lxw_row_t *breaks; size_t n_breaks, cap_breaks;
};

/* ---- cells (xlsx_cell.c) ---- */

struct xlsx_look xlsx_look(enum xlsx_font font, int size, enum text_align align);
/* Borrowed; the workbook owns it. */
lxw_format *xlsx_format(struct xlsx *x, const struct xlsx_look *look);
/* `s` as a cell may hold it: no control characters, nothing a spreadsheet takes for an
 * escape, no more characters than a cell has. Borrowed until the next call. */
const char *xlsx_words(struct xlsx *x, const char *s);
/* Does "_x0041_" begin here, an A to a spreadsheet? Names of worksheets cannot escape it. */
bool xlsx_is_escape(const char *s);
/* Words in the columns first to last of the row, merged when they are several. Words
 * always: whatever they begin with, no spreadsheet takes them for a formula. */
void xlsx_put(struct xlsx_sheet *s, size_t first, size_t last, const char *words,
              const struct xlsx_look *look);
void xlsx_number(struct xlsx_sheet *s, size_t first, size_t last, double n,
                 const struct xlsx_look *look);
/* The columns first to last together. */
int xlsx_pixels(const struct xlsx_sheet *s, size_t first, size_t last);
/* The columns of text_width() that go into `pixels` at `points`. */
int xlsx_columns(int pixels, int points);
/* The lines `words` take in so many columns, at least 1. */
int xlsx_lines(const char *words, int columns);
double xlsx_height(int lines, int points);
void xlsx_end_row(struct xlsx_sheet *s, double points);         /* 0: as tall as it needs */
/* Before anything is put into the row. */
void xlsx_row_height(struct xlsx_sheet *s, double points);

/* ---- tables (xlsx_table.c) ---- */

/* How many there are to be seen; 0: the table is for programs only. */
size_t xlsx_table_columns(const struct doc_table *t);
/* Widens s->pixels to what the table's columns want, one for one. */
void xlsx_table_widths(struct xlsx_sheet *s, const struct doc_table *t);
/* Heading row and rows of a table that has columns to be seen. */
void xlsx_table(struct xlsx_sheet *s, const struct doc_table *t);
/* The fill behind a colour's word, and the letters on it; 0 for none. */
uint32_t xlsx_fill(enum colour c);
uint32_t xlsx_ink(enum colour c);

/* ---- everything else (xlsx_blocks.c) ---- */

void xlsx_block(struct xlsx_sheet *s, const struct doc_block *b);
/* The document's mark: across a page it has no place behind cells, so it leads the sheet. */
void xlsx_mark(struct xlsx_sheet *s);

/* ---- the file (xlsx_whole.c) ---- */

/* Whether every member of the archive at `path` ends where its root element does: the
 * library does not notice a temporary file that could not grow. */
bool xlsx_is_whole(const char *path);

#endif
