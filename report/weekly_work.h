/* weekly_work.h - what the parts of weekly_compose() share. Private to report/weekly_*.c.
 */
#ifndef REPORT_WEEKLY_WORK_H
#define REPORT_WEEKLY_WORK_H

#include "model/index.h"
#include "model/names.h"
#include "model/standing.h"
#include "report/gather.h"
#include "report/weekly.h"

/* The sections that are lists of items, in their order: a row stands in the first it
 * belongs to. 三 (runs of red) and 十 (villages) are figures and stand beside them. */
enum weekly_list {
    LIST_OVERDUE, LIST_LAGGING, LIST_DUE, LIST_REVIEW, LIST_COORD, LIST_NEW, LIST_CLOSED,
    LIST_UNREPORTED, LIST_COUNT
};
#define LIST_BIT(l) (1u << (l))

/* One item of the sheet. */
struct known {
    int64_t item;
    unsigned in;                /* LIST_BITs of the sections it belongs to */
    bool is_grouped;            /* of a list shown in groups: not counted among the items */
    bool is_red, was_red;       /* computed; in the comparison */
    int32_t red_run;            /* issues running, this one included */
    char *code, *list_name;     /* for the section of runs: the parent's code of a group */
    char *unit, *lead;
    int64_t unit_rank, lead_rank;
    struct standing is;
    int64_t n;                  /* 序号 it got; 0: stands nowhere */
};

/* Figures of items (lists shown row by row), by responsible leader and in all. */
enum figure {
    FIG_IN_WORK, FIG_RED, FIG_YELLOW, FIG_GREEN, FIG_HELD, FIG_CLOSED, FIG_UNREPORTED,
    FIG_RED_RUN, FIG_NEW, FIG_NEWLY_RED, FIG_RED_TO_GREEN, FIG_OVERDUE, FIG_PAST_UPPER,
    FIG_LAGGING, FIG_REVIEW, FIG_COUNT
};
struct lead { int64_t id, rank; char *name; int64_t n[FIG_COUNT]; };
/* A leader as he is called on the sheet: by his unit, too, where another has his name. So
 * what is handed out by leader goes to whom it is of, also from a sheet read back. */
struct called { int64_t id; char *name; };
/* The same of one list shown in groups. */
struct list_figures { const struct list_def *list; int64_t n[FIG_COUNT]; };

struct weekly_work {
    struct store *st;
    const struct defs *defs;
    const struct sheet *plan;
    int32_t day;                /* plan->to */
    int32_t meeting, next_meeting;      /* the one it is for, and the one after */
    int64_t reader;
    struct sheet before;        /* the issue compared with; empty: none */
    struct weekly was;          /* its contents */
    struct gather lists[LIST_COUNT];
    struct known *known; size_t n_known, cap_known;
    struct index by_item;       /* known by item */
    struct names names;
    struct called *called; size_t n_called, cap_called;
    struct lead *leads; size_t n_leads, cap_leads;      /* in the leaders' order once read */
    struct list_figures *groups; size_t n_groups, cap_groups;
    int64_t total[FIG_COUNT];
    int64_t next_n;             /* 序号 */
};

struct known *weekly_known(const struct weekly_work *w, int64_t item);     /* NULL */

/* weekly_rows.c: what a leader is called on the sheet; "" where `name` is. Borrowed until
 * weekly_read_fini(). */
const char *weekly_called(struct weekly_work *w, int64_t person, const char *name);
/* Every row there is, into its section; figures. */
enum xh_rc weekly_read(struct weekly_work *w, struct xh_err *err);
/* Only this item, whatever state it is in; the list it is in goes to *in: the section it
 * would stand in, else the first. XH_NOT_FOUND when the reader may not read it. */
enum xh_rc weekly_read_item(struct weekly_work *w, int64_t item, enum weekly_list *in,
                            struct xh_err *err);
void weekly_read_fini(struct weekly_work *w);
/* weekly_cells.c: one section with its rows. */
void weekly_list_section(struct weekly_work *w, enum weekly_list l, struct weekly *out);
/* "item": the row of weekly_read_item() with the cells of both tables. */
void weekly_item_section(struct weekly_work *w, enum weekly_list l, struct weekly *out);
/* Once all sections stand: what belongs to one but stands in another, by 序号. */
void weekly_references(struct weekly_work *w, struct weekly *out);
/* "11月20日", "2026年11月20日", "11-20" (ISO in another year). Caller frees. */
char *weekly_date(int32_t day);
/* Cut to `most` columns at the end of a sentence, with "……"; line breaks become blanks.
 * Caller frees. */
char *weekly_cut(const char *text, int most);
/* weekly_head.c: words, the table by leader, runs of red, villages, receipts. */
void weekly_words(struct weekly_work *w, bool is_final, struct weekly *out);
enum xh_rc weekly_leads_section(struct weekly_work *w, struct weekly *out, struct xh_err *err);
void weekly_runs_section(struct weekly_work *w, struct weekly *out);
enum xh_rc weekly_villages_section(struct weekly_work *w, struct weekly *out,
                                   struct xh_err *err);
void weekly_receipts_section(struct weekly_work *w, struct weekly *out);
/* Red items that stand nowhere as a row of their own: frozen for the runs, not printed. */
void weekly_red_section(struct weekly_work *w, struct weekly *out);

#endif
