/* stats.h - the figures superiors ask for (OFFICE 24): what came in and what was crossed
 * off in a period, what stands at its end.
 *
 * Every item with a code is one, and counts once in each figure, in the group it is in
 * today (unit, people, place are today's; phase and deadline are those of the last day).
 * A split item and its parts are items of their own, each crossed off for itself:
 * STATS_SPLIT tells how many are split. Rows of lists shown in groups (households) are
 * never added to items: every group and total is of one word, "" for items or the list's
 * own ("户"). Items entered by mistake are in no figure, whatever the period. An item
 * counts from the day it was entered: what was entered after `to` is not known on it.
 *
 * In the period, from and to included:
 *   ASSIGNED   交办: its 交办日期 lies in the period. Reopening is no new assignment.
 *   CLOSED     已销号: crossed off at the end of `to`, and since a day of the period; closed
 *              and reopened within it: not counted. Items taken on earlier count too, so that
 *              the rate of a period can lie above 100 %.
 *   CANCELLED  终止: likewise.
 *   EXTENDED   延期件次: extensions granted, each one, by the day they were granted.
 *   RETURNED   退改件次: applications returned, each one. What was undone counts in neither;
 *              sending back what is not one's own (不属本单位) is no return.
 *   LIMITS_MISSED 限期未完成: ordered limits that were missed, each one, on the first day with
 *              a workday after the limit (as moved by holds, ENGINE 14), the work not applied
 *              for the evening before. A limit replaced or an item closed earlier: not missed.
 * At the end of `to`, from spans (ENGINE 11):
 *   在办 is phases 0 to 2 (ENGINE 12), and falls into OVERDUE 逾期: phase 0 and wd(due,to] >= 1
 *              (ENGINE 4); SOON 临期: phase 0 and due within the list's due_in rule or 3
 *              workdays; HELD 暂停: phase 2; NORMAL 正常: the rest, reviews among them.
 * Of those CLOSED, in time means applied for (the last time) with no workday gone by after
 * the deadline: the day of the application counts, not the reviewer's (OFFICE 3).
 *   JUDGED_FIRST, IN_TIME_FIRST  against 原定时限, of those that have one
 *   JUDGED_DUE, IN_TIME_DUE      against the deadline in force then, extensions in it
 *
 * By owner lateness is the owner's own (OFFICE 23): of an item taken over, it counts from
 * the day of taking over plus township.handover_grace; until then 临期. The unit keeps the
 * whole. */
#ifndef MODEL_STATS_H
#define MODEL_STATS_H

#include "model/query.h"

enum stats_figure {
    STATS_ASSIGNED, STATS_CLOSED, STATS_NORMAL, STATS_SOON, STATS_OVERDUE, STATS_HELD,
    STATS_CANCELLED, STATS_EXTENDED, STATS_LIMITS_MISSED, STATS_RETURNED,
    STATS_JUDGED_FIRST, STATS_IN_TIME_FIRST, STATS_JUDGED_DUE, STATS_IN_TIME_DUE,
    STATS_SPLIT, STATS_FIGURES,
};
/* Whose group it is: people above and beside us are not ranked (ENGINE 38). */
enum stats_side { STATS_OURS, STATS_SUPERIOR, STATS_OUTSIDE };

struct stats_group {
    char *list, *unit, *owner, *lead, *place;   /* id, names; "" for none, or not asked for */
    char *row;                  /* "": items; else the word of a list counted apart */
    enum stats_side side;       /* of the unit, or by owner of the owner's; totals: ours */
    int64_t n[STATS_FIGURES];
};
struct stats {
    int32_t from, to;
    bool everything;            /* the reader may read all there is */
    struct stats_group *v; size_t n;            /* ours first, each in the leaders' order */
    struct stats_group *totals; size_t n_totals;/* never none; one for each word
                                                 * with figures, items first */
};

/* `f`: whose rows, which list, unit, lead, place; its days are set here. `by`: any of list,
 * unit, owner, lead, place (the village); none: only totals. `out` zeroed before.
 * XH_USAGE for what one cannot count by. */
enum xh_rc stats_load(struct store *st, const struct filter *f, int32_t from, int32_t to,
                      const char *const *by, size_t n_by, struct stats *out,
                      struct xh_err *err);
void stats_fini(struct stats *s);

/* First day of the period that ends on `to` when none is given: after the last final sheet
 * that ended earlier, else after the last weekly cut-off before. */
enum xh_rc stats_since(struct store *st, int32_t to, int32_t *from, struct xh_err *err);

/* 在办: NORMAL, SOON, OVERDUE, HELD. */
int64_t stats_in_work(const struct stats_group *g);
/* Percent with one decimal, "97.3"; never rounded up to 100.0; "-" when there is nothing
 * to divide by. Returns `out`. */
const char *stats_percent(int64_t part, int64_t whole, char out[static 32]);
/* 销号率 = 已销号/(交办−终止); 按期销号率 by 原定时限, by the deadline in force. */
const char *stats_closed_rate(const struct stats_group *g, char out[static 32]);
const char *stats_first_rate(const struct stats_group *g, char out[static 32]);
const char *stats_due_rate(const struct stats_group *g, char out[static 32]);

#endif
