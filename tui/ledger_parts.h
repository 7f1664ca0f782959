/* ledger_parts.h - the state of the ledger screen, and the files it is made of. Private to
 * tui/ledger*.c. */
#ifndef TUI_LEDGER_PARTS_H
#define TUI_LEDGER_PARTS_H

#include "model/view.h"
#include "tui/ledger.h"
#include "tui/ledger_columns.h"
#include "tui/ledger_tree.h"
#include "tui/ledger_window.h"
#include "tui/marks.h"
#include "tui/table_view.h"

#define LEDGER_OPEN (1u << COLOUR_RED | 1u << COLOUR_YELLOW | 1u << COLOUR_GREEN | \
                     1u << COLOUR_GREY)

/* What is said about the row under the cursor. */
struct about {
    int64_t item, version;      /* 0: nothing yet */
    int32_t day;
    char *brief[3];             /* why this colour; what is missing; who and what next */
    char *title;                /* for the pane: code and title, */
    char *light;                /* the colour in words, */
    enum colour colour;
    char *full;                 /* and paragraphs */
};

struct ledger {
    struct view_filter f;       /* what is asked for, owned */
    char *title;                /* instead of the filter's words; NULL */
    struct view_filter base;    /* what it was opened with: where Esc goes back to */
    bool items_only;            /* of all lists, rows counted apart (户) stay out (OFFICE 7) */
    struct window w;
    struct table_view view;
    struct ledger_columns columns;
    char *wishes;               /* what the columns were made from; NULL: as the list has it */
    struct marks marks;
    struct row_key anchor;      /* v: where the range began */
    int64_t anchor_item;        /* 0: no range is being made */
    struct row_key here_key;    /* of the row under the cursor, for the next load */
    int64_t here;               /* its item; 0: no row */
    struct counts n, all;       /* of the filter; of the list without one */
    int64_t apart;              /* open rows counted apart, when items_only; -1: not known */
    bool counted, all_counted;
    char *find;                 /* what F7 looked for; NULL */
    char *nearest;              /* said when there is no red: the next yellow; NULL */
    struct about about;
    struct tree tree;
    bool in_tree;               /* the keys move in the tree */
    int32_t day;
    const struct defs *defs;    /* the columns are of these */
};

/* ledger_rows.c */
/* Columns of the list asked for, as this person likes them; anew when it, the day, the
 * definitions or the liking changed. */
void ledger_set_columns(struct tui *t, struct ledger *l);
/* The screen's load: the rows around the cursor, read anew. */
enum xh_rc ledger_load(struct tui *t, void *state, struct xh_err *err);
/* The filter as a question, the person's and the day's in it. Texts borrowed from `l`. */
struct filter ledger_question(const struct tui *t, const struct ledger *l);
/* Another filter: rows from the beginning, counts anew. Refusals are shown. */
bool ledger_ask(struct tui *t, struct ledger *l);
/* After rows were read: what hangs on them. */
void ledger_rows_read(struct tui *t, struct ledger *l);
/* To the row with this key. */
void ledger_go(struct tui *t, struct ledger *l, const struct row_key *key, int64_t item);
const struct row *ledger_here(const struct ledger *l);  /* NULL: no row */
/* The cursor has moved: what the footer says is read anew. */
void ledger_settle(struct tui *t, struct ledger *l);

/* ledger_count.c */
bool ledger_idle(struct tui *t, void *state);
const struct counts *ledger_counts(struct tui *t, void *state, bool *known);
static inline bool ledger_is_wide(const struct tui *t)      /* room for the tree (UX 1) */
{
    return t->canvas.cols >= 100;
}

/* ledger_scan.c: walk over all rows asked for from a key on (NULL: the beginning, or the
 * end), showing how far it is; any key ends it. */
enum scan_end { SCAN_OVER, SCAN_TAKEN, SCAN_CANCELLED, SCAN_FAILED };
typedef bool scan_take(void *ctx, const struct row *r);     /* false: enough */
enum scan_end ledger_scan(struct tui *t, const struct ledger *l, const struct row_key *from,
                          bool backward, const char *saying, scan_take *take, void *ctx);
void ledger_find(struct tui *t, struct ledger *l);          /* F7: asks for the words */
void ledger_find_next(struct tui *t, struct ledger *l, bool backward);

/* ledger_marks.c */
void ledger_mark(struct tui *t, struct ledger *l);          /* Space: mark, step down */
void ledger_range(struct tui *t, struct ledger *l);
void ledger_mark_all(struct tui *t, struct ledger *l);
/* F2 to F6, notes, evidence, editing: on what is marked, else on the row. */
enum step ledger_act(struct tui *t, struct ledger *l, enum cmd cmd);
/* I: the marked rows, or the first of those shown, in a grid (grid.h). */
void ledger_grid(struct tui *t, struct ledger *l);
/* y: of what is marked, else of the row or of all that is listed. */
void ledger_remind(struct tui *t, struct ledger *l);

/* ledger_print.c */
void ledger_print(struct tui *t, const struct ledger *l);   /* F8 */

/* ledger_about.c */
void about_load(struct tui *t, struct about *a, const struct row *r);
void about_draw(struct tui *t, const struct about *a, const struct ledger *l, struct area at,
                bool pane);
void about_fini(struct about *a);

/* ledger_filter.c */
void ledger_filter_box(struct tui *t, struct ledger *l);    /* f */
void ledger_choose_list(struct tui *t, struct ledger *l);   /* t */
void ledger_set_list(struct ledger *l, const char *list);  /* NULL: all; copies */
void ledger_next_list(struct tui *t, struct ledger *l, int by);
void ledger_choose_order(struct tui *t, struct ledger *l);  /* S (ledger_sort.c) */
/* By this column; by the one it is sorted by already: the other way round. */
void ledger_sort_by(struct tui *t, struct ledger *l, size_t column);
/* "Item, the other way round"; NULL: by an index, which needs no word. Caller frees. */
char *ledger_sort_words(const struct ledger *l);
void ledger_path(struct tui *t, const struct ledger *l, struct buf *out);
/* Why there are no rows, and one key. Caller frees. */
char *ledger_why_empty(struct tui *t, const struct ledger *l);
/* Is it another filter than the ledger was opened with? */
bool ledger_is_filtered(const struct ledger *l);
void ledger_clear_filter(struct tui *t, struct ledger *l);
/* The next yellow, to be said when there is no red. */
void ledger_find_nearest(struct tui *t, struct ledger *l);

/* ledger_groups.c: a screen of its own, opened on the rows of a ledger */
void ledger_groups(struct tui *t, struct ledger *l);

#endif
