/* today_own.h - the parts of 今日, private to tui/today*.c: sections of bars (a word and
 * counts) with rows under them, filled slice by slice after the first paint. */
#ifndef TUI_TODAY_OWN_H
#define TUI_TODAY_OWN_H

#include "model/desk.h"
#include "report/gather.h"
#include "tui/today.h"

enum { BAR_LABEL = 12 };        /* columns of what stands before the counts */
enum { CHIPS = 10, ROWS_MOST = 40, WORDS_MOST = 8, CHUNK = 400 };

/* A count, or a word beside the counts; opened it shows the rows it counts. */
struct chip {
    char *text;
    enum style style;
    bool opens;                 /* the question, in the ledger */
    struct question q;
    char *title;                /* what the ledger's path calls it */
    const struct screen_ops *to;        /* that screen instead; NULL */
    int orders;                 /* else: enum orders_group; 0: none */
    char *says;                 /* else: a text to read; NULL: nothing to open */
};
struct bar { char *label; struct chip chips[CHIPS]; size_t n; };

enum panel {
    PANEL_OFFICE,               /* the supervising office: what is late on its own side */
    PANEL_OWN, PANEL_CO, PANEL_ALL, PANEL_REVIEW, PANEL_LEADS, PANEL_PLACE,
    PANEL_CHANGES,              /* since the last final sheet; campaigns; trend */
    PANEL_LISTS, PANEL_UNITS,
    PANELS
};
struct section {
    bool wanted;                /* this person has such a desk */
    int step;                   /* of its slices; see today_load.c */
    struct bar *bars; size_t n_bars, cap_bars;
    struct rows rows;           /* items that matter most */
    struct gather groups;       /* rows of lists counted apart */
    /* while loading */
    int64_t n[WORDS_MOST][DESK_COUNTS];
    struct gather gathering; struct row_key from; bool has_from;
    struct bar *next; size_t n_next, cap_next;
};
enum line_kind { LINE_BAR, LINE_ROW, LINE_GROUP };
struct today {
    struct section s[PANELS];
    const char *word[WORDS_MOST]; size_t n_words;
    unsigned colours;           /* digits: only rows of these; 0: any */
    struct desk_trend trend;
    size_t cursor, chip, top;
    /* where the cursor stands, whatever is read anew: a row, a group or a bar */
    struct { bool set; enum line_kind kind; enum panel panel; size_t bar; int64_t item; } at;
    bool empty;                 /* the township has no items at all */
    char *no_red;               /* said when nothing one may read is red; NULL */
    bool is_leader, is_clerk, is_carer;
    char *failed;               /* what could not be read; NULL */
};

/* A finished text goes into a chip of the bar; returns it for more. NULL when full. */
struct chip *bar_add(struct bar *b, enum style style, char *text);
struct bar *section_next(struct section *s, char *label);      /* of the bars being made */
void section_drop(struct section *s);       /* the last bar being made, not wanted after all */
void section_show(struct section *s);       /* what was being made is shown from now on */
void bars_fini(struct bar **v, size_t *n, size_t *cap);
/* A count that opens its rows; nothing for 0 unless `always`. `word` as in "红". */
void bar_count(struct bar *b, enum style style, const char *word, int64_t n, bool always,
               const struct question *q, const char *title);

/* One slice; true while the section has more (today_load.c; the figures in
 * today_figures.c). */
bool today_work(struct tui *t, struct today *d, enum panel p, struct xh_err *err);
bool today_figures(struct tui *t, struct today *d, enum panel p, struct xh_err *err);
/* The relation a panel is about, -1: none. */
int panel_relation(enum panel p);
const char *panel_title(enum panel p);      /* translated */

/* ---- lines: bars, rows and groups, as they stand on the screen (today_draw.c) ---- */

struct line { enum line_kind kind; enum panel panel; size_t at; };
struct lines { struct line *v; size_t n, cap; };
/* The rows that came together in a group, by what they share. */
struct question today_group(struct tui *t, const struct today *d, enum panel p, size_t at);
/* What fits `height`: all bars, and of each section's rows its share. Caller frees v. */
void today_lines(const struct today *d, int height, struct lines *out);
/* Rows above them: how to begin, or that nothing is red. */
int today_above(const struct today *d);
void today_draw(struct tui *t, struct today *d, struct area body);
/* Of a row: what its last column says, "审核已用 2/3 工作日". */
void today_note(const struct defs *defs, const struct row *r, int32_t today, struct buf *out);

#endif
