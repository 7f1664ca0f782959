/* weekly.h - the weekly sheet as data: every word that stands on it, in the order in which
 * it stands there (OFFICE, "The weekly sheet"; ENGINE 4, 5, 11, 39).
 *
 * Content is composed once (weekly_compose), in the words of the language in force; layout
 * (weekly_paper.h) only places it and adds none of its own. A
 * final sheet is stored as this data and read back before it is printed, so that a reprint
 * is the same whatever has changed since. Private values and titles of lists of people
 * never get in here. */
#ifndef REPORT_WEEKLY_H
#define REPORT_WEEKLY_H

#include "model/sheet.h"
#include "model/text.h"

struct weekly_column {
    char *id;                   /* stable English key: "code" */
    char *title;
    int mm;                     /* share of the 265 mm of the printed line */
    enum text_align align;
};
struct weekly_row {
    int64_t n;                  /* 序号 through all sections; 0: has none */
    int64_t item;               /* 0: a group, a line of figures */
    int64_t *members; size_t n_members;     /* items of a group; only while composed */
    enum colour colour;         /* shown: what the word in its cell says */
    enum colour computed;       /* what runs of red count by */
    int32_t due;
    int64_t unit_rank, lead_rank;   /* whose part it is handed out with, and its order */
    char *unit, *lead;              /* no two of one name: units have their own, leaders
                                     * are told apart (person_told_apart()) */
    int64_t figures[16]; size_t n_figures;  /* of rows of figures: to compare the next with */
    char **cells;               /* one per column; "" for nothing */
};
struct weekly_section {
    char *id;                   /* "leads", "overdue" ... "villages", "receipts" */
    char *title;                /* "一、逾期事项" */
    char *note;                 /* under it: rows that stand in earlier sections */
    struct weekly_column *columns; size_t n_columns, cap_columns;
    struct weekly_row *rows; size_t n_rows, cap_rows;
};
struct weekly_word { char *key, *text; };

/* Words by key: title, author, at (the cut-off, ms UTC), utc_offset (minutes), issue, period,
 * cutoff, notice (draft, correction, part of the items; a line each), practice, summary, none
 * (无), unit, lead, nobody, receipt (of a part handed out), signers (a line each, set side by
 * side), marks, copies, secret, made, code, scan (what a QR code says; not there where the
 * township prints none). Sections: leads (the table under the summary), then 一 to 十, then
 * receipts (签收表). */
struct weekly {
    struct weekly_word *words; size_t n_words, cap_words;
    struct weekly_section *sections; size_t n_sections, cap_sections;
};
void weekly_fini(struct weekly *w);
const char *weekly_word(const struct weekly *w, const char *key);       /* "" */
struct weekly_section *weekly_section(const struct weekly *w, const char *id);  /* NULL */
/* The cell of a row under column `id`; "" when the section has no such column. */
const char *weekly_cell(const struct weekly_section *s, const struct weekly_row *r,
                        const char *id);

/* A draft of `day` as `reader` may see it; makes nothing. `out` zeroed before; weekly_fini()
 * after either way. */
enum xh_rc weekly_draft(struct store *st, int32_t day, int64_t reader, struct weekly *out,
                        struct xh_err *err);
/* The final sheet of today (sheet.h says what is refused), as it was frozen. `corrects`: the
 * number to make a corrected edition of, with a reason; 0. `no` (may be NULL) gets its
 * number. */
enum xh_rc weekly_final(struct store *st, const struct env *env, const struct who *who,
                        int64_t corrects, const char *reason, struct weekly *out, int64_t *no,
                        struct xh_err *err);
/* An earlier one again, exactly as it was. */
enum xh_rc weekly_again(struct store *st, int64_t year, int64_t no, struct weekly *out,
                        struct xh_err *err);

/* What the sheet would say of one item on `day`: section "item", one row with the cells of
 * both tables (title, lead, unit, owner, due, overdue, latest, problem, note ...), whatever
 * section it belongs to. As weekly_draft(); XH_NOT_FOUND when it may not be read. */
enum xh_rc weekly_item(struct store *st, int32_t day, int64_t reader, int64_t item,
                       struct weekly *out, struct xh_err *err);
/* Sheets hold rows of every unit: reading all is needed to see a final one (VERB_READ),
 * exporting all to take one away (VERB_EXPORT). XH_DENIED says who can. */
enum xh_rc weekly_may(struct store *st, int64_t person, enum verb verb, struct xh_err *err);

/* ---- for composing and storing; layout leaves these alone ---- */

void weekly_set(struct weekly *w, const char *key, char *text);     /* takes over `text` */
/* Borrowed until the next is added. `title`, `note` NULL: "". */
struct weekly_section *weekly_add_section(struct weekly *w, const char *id, const char *title);
void weekly_add_column(struct weekly_section *s, const char *id, const char *title, int mm,
                       enum text_align align);
/* A row with empty cells for the columns there are; borrowed until the next is added. */
struct weekly_row *weekly_add_row(struct weekly_section *s);
/* Takes over `text`; NULL is "". Marks what could drive a terminal (text_show). */
void weekly_put(struct weekly_section *s, struct weekly_row *r, const char *id, char *text);

/* Compose what `s` (planned) says into `out`; `reader`: a person, or
 * READER_TOWNSHIP. */
enum xh_rc weekly_compose(struct store *st, const struct sheet *s, bool is_final,
                          int64_t reader, struct weekly *out, struct xh_err *err);
/* Into the head and rows of a sheet, and back. XH_DB when what is stored cannot be read. */
void weekly_freeze(const struct weekly *w, struct sheet *s);
enum xh_rc weekly_thaw(const struct sheet *s, struct weekly *out, struct xh_err *err);

#endif
