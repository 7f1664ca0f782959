/* sheet.h - final weekly sheets: numbered, frozen, never changed (OFFICE 17, ENGINE 39).
 *
 * What stands on a sheet is the business of report/weekly.h; here it is a text at the head
 * and rows of texts, kept as they were printed. Making one is an act of its own (`sheet`):
 * the contents are composed inside it, so that nobody's act can fall between what is
 * printed and the number of the event it names. A draft makes nothing. */
#ifndef MODEL_SHEET_H
#define MODEL_SHEET_H

#include "model/act.h"

struct sheet_row {
    int64_t n;                  /* 序号 through all sections; 0: has none */
    char *section;              /* "overdue" ... */
    int64_t item;               /* 0: a group or a line of figures */
    bool is_member;             /* of the group printed under `n`; not printed itself */
    enum colour colour;         /* computed, as printed */
    int32_t due;
    char *texts;                /* the cells as printed, in the words of report/weekly.h */
};
struct sheet {
    int64_t id;                 /* 0: planned, a draft */
    int64_t year, no, total;    /* 2026年第46期(总第198期); a draft: what it would get */
    int64_t edition;            /* 1; 更正: 2, 3 ... */
    int64_t corrects;           /* id of the edition it stands for; 0 */
    char *reason;               /* of the correction; "" */
    int32_t from, to;           /* period */
    int64_t cutoff;             /* 数据截至, UTC ms */
    int32_t cutoff_day;         /* the township's day of it */
    int64_t since;              /* last event the issue before had seen: what came later is
                                 * new; 0 with `before` 0 */
    int64_t before;             /* id of the issue before; 0: none */
    int64_t seq;                /* last event it has seen */
    char code[48];              /* its chain code (verify.h) */
    int32_t made_on;
    int64_t made_by;
    char *head;                 /* titles, figures and headings as printed; NULL: planned */
    struct sheet_row *rows; size_t n_rows, cap_rows;
};
void sheet_fini(struct sheet *s);

/* What a sheet of `day` would be: number, period (since the issue before; the first: since
 * the last weekly cut-off before `day`), and what the record holds by now; 数据截至 is the
 * minute of the newest event. Head and rows stay empty. `out` zeroed before. */
enum xh_rc sheet_plan(struct store *st, int32_t day, struct sheet *out, struct xh_err *err);

/* Fill head and rows (owned by the sheet) of a planned one, on the day s->to. Runs inside
 * the act and only reads. */
typedef enum xh_rc sheet_compose(void *ctx, struct store *st, struct sheet *s,
                                 struct xh_err *err);

/* Make the final sheet of today. `corrects`: the number within the year to make a corrected
 * edition of (only the last issue can be corrected; needs a reason; covers the same period),
 * 0: a new issue. 数据截至 is now. `out` gets the whole sheet; sheet_fini() in any case.
 * XH_DENIED without permission `sheet`; XH_REFUSED for a second issue on the same day, for
 * a day before the last issue's, and for a correction when nothing was recorded since. */
enum xh_rc sheet_issue(struct store *st, const struct env *env, const struct who *who,
                       int64_t corrects, const char *reason, sheet_compose *compose, void *ctx,
                       struct sheet *out, struct xh_err *err);

/* A final sheet with its rows, in the order of printing. `year` 0: the latest with that
 * number; `no` 0: the last issue; `edition` 0: its last edition. XH_NOT_FOUND says which
 * there are. `out` zeroed before. */
enum xh_rc sheet_load(struct store *st, int64_t year, int64_t no, int64_t edition,
                      struct sheet *out, struct xh_err *err);
/* The issues there are, the newest first, each in its last edition, without head and rows.
 * `out` zeroed before; sheets_fini() after. */
struct sheets { struct sheet *v; size_t n, cap; };
enum xh_rc sheet_list(struct db *db, struct sheets *out, struct xh_err *err);
void sheets_fini(struct sheets *s);
/* By row id; 0 leaves `out` empty. */
enum xh_rc sheet_load_id(struct store *st, int64_t id, struct sheet *out, struct xh_err *err);

/* For how many issues running up to the one before `plan` the item stood there in red
 * (computed); corrected editions count once. Before the first issue there is, the weekly
 * cut-offs count (ENGINE 39). */
int32_t sheet_red_run(struct store *st, const struct sheet *plan, int64_t item);
/* Was it red in the comparison: on the issue before `plan`, else at the cut-off before? */
bool sheet_was_red(struct store *st, const struct sheet *plan, int64_t item);
/* Did it stand in `section` of that issue, by itself or in a group? */
bool sheet_had(struct db *db, int64_t sheet, int64_t item, const char *section);
/* "45、46": the issues the item stood on, the last `most` of them; "" when none. Caller
 * frees. */
char *sheet_of_item(struct db *db, int64_t item, int most);
/* Has the item seen such an act after event `seq`, one that was not taken back? `since` is
 * false when that cannot be told (XH_DB). */
enum xh_rc sheet_act_since(struct db *db, int64_t seq, int64_t item, enum verb verb, bool *since,
                           struct xh_err *err);
/* Does a final sheet that had seen event `seq` name the item? Returns the sheet's number,
 * 0 when none (ENGINE 31: what is on a sheet is not undone). */
int64_t sheet_names(struct db *db, int64_t item, int64_t seq);

#endif
