/* desk.h - what lies on somebody's desk, by how he stands to it (OFFICE 19): counts, and
 * the question behind each of them, in the words of filters, so that opening a count shows
 * exactly that many rows. Items and rows of lists counted apart are never added
 * (OFFICE 7). */
#ifndef MODEL_DESK_H
#define MODEL_DESK_H

#include "model/query.h"

enum desk_relation {
    DESK_OWN,                   /* 我经办: owner or handler */
    DESK_CO,                    /* 我配合 */
    DESK_ALL,                   /* 我督办: the whole township, for who may supervise all */
    DESK_REVIEW,                /* 待我审核: I may decide, and did not work on it */
    DESK_LEADS,                 /* 我分管 */
    DESK_PLACE,                 /* 我的村 */
    DESK_RELATIONS
};
enum desk_count {
    DESK_TOTAL,                 /* 在办: phases 0 to 2 */
    DESK_RED, DESK_YELLOW,      /* as shown */
    DESK_DUE,                   /* due today */
    DESK_RETURNED,              /* 退改 */
    DESK_OWED,                  /* 应报未报 in the period asked about now (reporting.h) */
    DESK_IN_REVIEW,             /* 待审核 */
    DESK_HELD,                  /* 暂停 */
    DESK_BROKEN,                /* 承诺未兑现 (visit.h) */
    DESK_PROMISED,              /* promises of this week, not kept yet */
    DESK_VISITS,                /* 今日走访: the next visit is today, or was before */
    DESK_COUNTS
};

/* A filter that owns its texts; zeroed is "everything". */
enum { ASK_WHERE = 8, ASK_TEXT = 80 };
struct question {
    const char *list, *state;   /* borrowed from the definitions, or static; NULL: any */
    unsigned colours;
    char place[ASK_TEXT];
    char where[ASK_WHERE][ASK_TEXT]; size_t n_where;
};
/* One condition more, as typed for --where. */
void question_add(struct question *q, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same as a filter; `where` holds ASK_WHERE pointers into `q` and lives as long as the
 * filter. */
void question_filter(const struct question *q, struct filter *f, const char **where);
enum xh_rc question_count(struct store *st, const struct question *q, const struct filter *base,
                          int64_t *n, struct xh_err *err);

/* The words rows are counted by: "" for items, then those of lists counted apart, in the
 * lists' order. Returns how many, at most `max`. */
size_t desk_words(const struct defs *defs, const char **word, size_t max);

/* Does this person have such a desk at all: may he supervise, decide ...? Whether anything
 * lies on it the counts say. */
bool desk_has(struct store *st, int64_t me, enum desk_relation relation);
/* `word`: one of desk_words(); NULL: of every list. */
void desk_question(const struct defs *defs, enum desk_relation relation, enum desk_count count,
                   const char *word, int32_t today, struct question *out);
/* Colours and phases in one walk; the other counts one by one. n[w][count] per word. */
enum xh_rc desk_colours(struct store *st, const struct filter *base, enum desk_relation relation,
                        const char *const *word, size_t n_words, int64_t (*n)[DESK_COUNTS],
                        struct xh_err *err);
enum xh_rc desk_one(struct store *st, const struct filter *base, enum desk_relation relation,
                    enum desk_count count, const char *const *word, size_t n_words,
                    int64_t (*n)[DESK_COUNTS], struct xh_err *err);

/* Red and yellow as shown at the end of eight weeks up to today, of items (rows counted apart
 * left out), from spans (ENGINE 11): walked a part at a time. Zeroed and with `day` set,
 * the last of them today, before the first call. False: complete, or `err` says why not. */
enum { TREND_DAYS = 8 };
struct desk_trend {
    int32_t day[TREND_DAYS];    /* ascending */
    int64_t red[TREND_DAYS], yellow[TREND_DAYS];
    int64_t seen, last;         /* private */
};
bool desk_trend(struct store *st, int64_t reader, struct desk_trend *t, struct xh_err *err);

/* 待签收 for more than a workday (OFFICE 10). */
void desk_unsigned(const struct defs *defs, int32_t today, struct question *out);

#endif
