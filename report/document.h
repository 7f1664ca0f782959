/* document.h - what is printed, before it is laid out: words, tables and room to write in, in
 * the order in which they stand on paper (OFFICE, its last chapter; UX 2, 9 to 17).
 *
 * One description, four layouts: plain text (document_text.h), records for programs
 * (document_csv.h), PDF and XLSX (typeset.h). None of them adds a word or leaves one out, so
 * that they cannot disagree. Nothing here knows a point, a font or a terminal; what is said
 * is in the language in force, and everything people typed has gone through text_show().
 *
 * A document has parts: what is handed out separately (one unit's share of the sheet, one
 * cadre's rows). A part begins on a page of its own with page 1, has its own running head and
 * foot, and is a worksheet of its own. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/def.h"
#include "model/mem.h"
#include "model/text.h"

/* ---- tables ---- */

enum doc_column_is {
    DOC_FIXED = 1 << 0,         /* as wide as its widest cell in text; never wrapped there */
    DOC_HEAD = 1 << 1,          /* leads the row where it is laid out as a block of lines */
    DOC_LONG = 1 << 2,          /* has lines of its own in such a block */
    DOC_WRITE = 1 << 3,         /* left blank to be written in by hand: rows get the height */
    DOC_BOXED = 1 << 4,         /* the first line is a colour's word, boxed by its colour
                                 * (OFFICE 25: red thick, yellow thin, green none) */
    DOC_KAI = 1 << 5,           /* all but the first paragraph in 楷体 (source, instruction) */
    DOC_HIDDEN = 1 << 6,        /* for programs only: not on paper, not in text */
    DOC_CUT_SHORT = 1 << 7,     /* in text one line, cut where the page is too narrow */
    DOC_LABEL = 1 << 8,         /* says what the cell behind it is: the table is a form, has no
                                 * header, and a cell goes on over the empty ones behind it */
};
enum doc_value { DOC_WORDS, DOC_NUMBER, DOC_DATE };

struct doc_column {
    char *id;                   /* stable English key: "code" */
    char *title;
    int mm;                     /* width on paper; 0: by what stands in it */
    enum text_align align;
    unsigned is;                /* enum doc_column_is */
    int lines;                  /* most lines of its first paragraph on paper; 0: all */
    int columns;                /* most columns in text; 0: as many as it wants */
    int leaves;                 /* left out of a text that is too narrow: 1 first, 0 never */
};
struct doc_cell {
    char *text;                 /* as it is read; '\n' ends a paragraph; "" for nothing */
    enum doc_value value;       /* what it is to a spreadsheet */
    int64_t n;                  /* DOC_NUMBER: millionths; DOC_DATE: days since 1970-01-01 */
    enum colour colour;         /* behind or around the word */
};
enum doc_row_kind { DOC_ROW, DOC_GROUP, DOC_SUM };
struct doc_row {
    enum doc_row_kind kind;     /* DOC_GROUP: its first cell heads the rows that follow */
    struct doc_cell *cells;     /* one per column */
};
/* A table whose columns are all hidden is for programs only. */
struct doc_table {
    char *id;                   /* "overdue": records carry it as `section`; "" for a table that
                                 * is a form to fill in, and no records */
    char *title;                /* of its section, for records; on paper a DOC_HEADING says it */
    bool ruled;                 /* lines between the rows */
    bool as_blocks;             /* where the page of text is narrow, or there are more than two
                                 * columns to write in, rows become blocks of lines there */
    int abreast;                /* on pages: so many rows beside each other, across the line;
                                 * for short rows of one kind. 0: one */
    int high;                   /* mm of its rows to write in; 0: as much as a remark takes where
                                 * it is ruled, else a name */
    struct doc_column *columns; size_t n_columns, cap_columns;
    struct doc_row *rows; size_t n_rows, cap_rows;
};

/* ---- everything else ---- */

enum doc_kind {
    DOC_TITLE,                  /* text: the name of the paper, large, in the middle */
    DOC_SPREAD,                 /* text, second, third: over one line, left, middle, right */
    DOC_HEADING,                /* text: of a section; stays with what follows */
    DOC_PARAGRAPH,              /* text: begins two characters in; a line each for '\n' */
    DOC_LINE,                   /* text: from the margin, what follows further in */
    DOC_RIGHT,                  /* text: at the right margin */
    DOC_ITEM,                   /* text, led by second ("1.", "(3)"): hangs behind it */
    DOC_FIELD,                  /* text: a label; second: what is said, "" to write on */
    DOC_PHRASES,                /* phrases: one behind the other, none broken */
    DOC_TABLE_HERE,             /* table */
    DOC_MARKS,                  /* phrases with colours: a character each, behind the label
                                 * `text`, before `second` (作战图); third: the label at the
                                 * top of a page, where what heads them stands on another */
    DOC_BOX,                    /* text: a label, in an empty box of wide x high mm to write in */
    DOC_SEAL,                   /* text, second, third: issuer, signature, day, at the right;
                                 * high mm square stay free above them for the seal */
    DOC_CUT,                    /* a line to cut along; text: what comes behind it, which up to
                                 * the next line or page stays on one page */
    DOC_GAP,                    /* a blank line */
    DOC_PAGE,                   /* a new page */
    DOC_CODE,                   /* text: what proves the page, on the last one only; second:
                                 * what a QR code there says, "" for none */
};
struct doc_phrase { char *text; enum colour colour; };
struct doc_block {
    enum doc_kind kind;
    char *text, *second, *third;        /* "" for nothing */
    int wide, high;                     /* mm */
    struct doc_phrase *phrases; size_t n_phrases, cap_phrases;
    struct doc_table *table;
};

struct doc_part {
    char *name;                 /* "财政所": of a worksheet, in the outline; "" for the only one */
    char *running;              /* heads every page but the first; of a workbook every page */
    char *foot_left, *foot_right;       /* of every page; its number stands between them */
    struct doc_block *blocks; size_t n_blocks, cap_blocks;
};

/* How the page looks: */
enum doc_page {
    DOC_LEDGER,                 /* A4 across, margins 15/15/20/12 mm, 9 pt (OFFICE 25) */
    DOC_FORM,                   /* A4 upright, the same hand, 12 pt */
    DOC_LETTER,                 /* GB/T 9704-2012: 37/35/28/26 mm, 16 pt, 22 lines of 28 */
    DOC_SLIDE,                  /* A4 across, 24 pt: for a wall, or read across a table */
};
struct doc_key { char *id, *text; };

struct document {
    char *title;                /* of the file's metadata */
    char *author;               /* the office it comes from */
    int64_t made;               /* ms since 1970 UTC: never the clock (the newest event, the
                                 * cut-off): the same data give the same bytes */
    int utc_offset;             /* minutes: what `made` is shown in */
    enum doc_page page;
    char *mark;                 /* across every page, pale: 演练, 作废; "" */
    struct doc_key *keys; size_t n_keys, cap_keys;      /* lead every record: issue */
    struct doc_part *parts; size_t n_parts, cap_parts;
    struct buf beside;          /* lines of it that must be said where its tables go alone */
};
void document_fini(struct document *d);

/* ---- describing ----
 * What is added goes to the end of the last part; texts are copied, NULL is "", what could
 * drive a terminal becomes a mark (text_show), a tab a blank. What is returned is borrowed
 * until the next of its kind is added. */

void doc_set(char **field, const char *text);           /* frees what stood there */
struct doc_part *doc_part(struct document *d, const char *name);
void doc_key(struct document *d, const char *id, const char *text);
struct doc_block *doc_add(struct document *d, enum doc_kind kind, const char *text,
                          const char *second, const char *third);
/* A block of this kind for each line of a text, blank ones left out. */
void doc_add_lines(struct document *d, enum doc_kind kind, const char *text);
void doc_phrase(struct doc_block *b, const char *text, enum colour c);
/* A table in a block of its own; lives as long as the document. */
struct doc_table *doc_table(struct document *d, const char *id, const char *title);
void doc_column(struct doc_table *t, const char *id, const char *title, int mm,
                enum text_align align, unsigned is);
/* The columns of a table as a paper lists them: words at the left, a row's number "n" and its
 * colour in the middle (OFFICE, its last chapter), titles are msgids; the last has no id. */
struct doc_head { const char *id, *title; int mm; unsigned is; };
void doc_columns(struct doc_table *t, const struct doc_head *heads);
struct doc_row *doc_row(struct doc_table *t, enum doc_row_kind kind);   /* of empty cells */
/* Is it a form, with labels in its rows instead of a header? Its columns have their mm. */
bool doc_is_form(const struct doc_table *t);
/* The first column behind `from` that a cell of the form's row does not go on over. */
size_t doc_form_end(const struct doc_table *t, const struct doc_row *r, size_t from);
/* The cell under column `id`; NULL when the table has none. */
struct doc_cell *doc_cell(const struct doc_table *t, const struct doc_row *r, const char *id);
/* Nothing when the table has no such column. */
void doc_put(struct doc_table *t, struct doc_row *r, const char *id, const char *text);
void doc_put_number(struct doc_table *t, struct doc_row *r, const char *id, int64_t millionths);
/* `text` NULL: the day as it is, "2026-11-20", nothing for DAY_NONE and DAY_NEVER. */
void doc_put_day(struct doc_table *t, struct doc_row *r, const char *id, int32_t day,
                 const char *text);

#endif
