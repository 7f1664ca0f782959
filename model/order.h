/* order.h - orders to units (督办单) and letters to superiors (协调函), from the draft to
 * the last word (OFFICE 7, 10, 12, 13; ENGINE 26-31, 38).
 *
 * An order is about one or more items of one unit. It is drafted without a number,
 * numbered when it is signed, delivered, acknowledged, answered, closed. A superior or
 * outside unit never gets an order but a letter, which asks and ranks nobody. The words
 * about the items are kept as they were when it was drafted: a copy printed later reads
 * the same. Every act is one event, and stands in the record of each of its items.
 *
 * Who may: the permissions of township.yaml, asked of every item. Beside them:
 * - what an order demands is signed by nobody who drafted or typed it, belongs to the
 *   unit it goes to, or worked on one of the items (permit_doer()); so is its withdrawal;
 * - an answer is judged (closed, sent back) by nobody who gave or typed it, and by nobody
 *   of the unit it came from; a letter's answer is the superior's, and who wrote it down
 *   may close it;
 * - a leader in charge of every item is not of the unit in this sense, whichever unit he
 *   sits in, as he may cross the items off (ENGINE 26);
 * - an order is acknowledged and answered by the unit's own people, or for one of them.
 * A leader's decision on a signed form is recorded by the clerk, whoever typed what. */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include "model/act.h"
#include "model/verbs.h"

enum duban_kind { DUBAN_ORDER, DUBAN_LETTER };
enum duban_state {
    DUBAN_DRAFT, DUBAN_SIGNED, DUBAN_DELIVERED, DUBAN_RECEIVED, DUBAN_ANSWERED,
    DUBAN_CLOSED, DUBAN_WITHDRAWN, DUBAN_STATES
};
const char *order_state_id(enum duban_state s);         /* "draft": stable */
const char *order_state_name(enum duban_state s);       /* translated: 拟稿 */
const char *order_kind_id(enum duban_kind k);           /* "order", "letter" */
const char *order_kind_name(enum duban_kind k);         /* translated: 督办单, 协调函 */

/* 签收 within one workday of delivery (OFFICE 10). */
#define ORDER_RECEIVE_WORKDAYS 1

struct duban_item {             /* as it was when the order was drafted */
    int64_t item;
    char *code;
    char *title;                /* of a person list its code: titles are private there */
    char *group, *word;         /* "林家村 签约", "户", of lists printed in groups; "" */
    char *owner;
    int32_t due;
    int64_t late;               /* calendar days overdue (ENGINE 4); 0 */
    int64_t waited;             /* days on hold, or with the superior; -1: neither */
    char *steps;                /* names of open steps; "" */
};
struct duban_answer {
    int64_t id;
    int32_t day;
    char *person, *typed_by;
    char *text, *files;         /* files: names, one a line */
    int32_t returned_on;        /* DAY_NONE: not sent back */
    char *returned_by, *reason;
};
struct duban_order {
    int64_t id;
    enum duban_kind kind;
    enum duban_state state;
    char *number;               /* "" before it is signed */
    int64_t year, seq;          /* 0 before */
    char *title, *basis, *demand, *reason;
    int64_t unit, lead;
    char *to;                   /* the unit's name, or the office's */
    char *lead_name;
    bool weekly;                /* feedback every week until it is closed */
    int32_t due;
    int32_t drafted_on, signed_on, delivered_on, received_on, answered_on, closed_on;
    int64_t drafted_by, typed_by, signed_by, received_by, closed_by;
    char *drafter, *signer, *receiver, *closer;         /* their names; "" */
    bool on_paper;
    int64_t answers, returns;
    struct duban_item *items; size_t n_items, cap_items;
    struct duban_answer *replies; size_t n_replies, cap_replies;    /* oldest first */
};
void order_fini(struct duban_order *o);

/* Everything about one. `out` zeroed before; order_fini() after either way. */
enum xh_rc order_load(struct db *db, int64_t id, struct duban_order *out,
                      struct xh_err *err);
/* By number as printed (any brackets), "2026-3", "3号" (this year's), or row: "3", "r3",
 * "#3". XH_REFUSED when a bare number could be two orders, naming both. */
enum xh_rc order_find(struct db *db, const char *typed, int32_t today, int64_t *id,
                      struct xh_err *err);
/* "沿督〔2026〕3号", before that "draft 3". Caller frees. */
char *order_name(const struct duban_order *o);

/* What it is about, a matter at a time: the item's title, or of a group "林家村 签约
 * 逾期23户 包干:林德顺" (OFFICE 7). The matter at `at` has order_group_size() rows; the
 * next one follows them. Caller frees. */
char *order_matter(const struct duban_order *o, size_t at);
size_t order_group_size(const struct duban_order *o, size_t at);
/* A day as official papers write it: 2026年11月20日. Caller frees. */
char *order_day(int32_t day);

/* ---- clocks, on `today`; days by the township's calendar ---- */

/* When the next answer is owed: the reply's deadline, or with weekly feedback the fill
 * day after the last answer. DAY_NONE: none is (draft, answered, over). */
int32_t order_reply_due(const struct defs *defs, const struct duban_order *o);
/* Calendar days past it when at least a workday has gone by, as items count (ENGINE 4);
 * else 0. */
int32_t order_days_overdue(const struct defs *defs, const struct duban_order *o,
                           int32_t today);
/* Delivered and not acknowledged for more than a workday: calendar days; else 0. */
int32_t order_days_unsigned(const struct defs *defs, const struct duban_order *o,
                            int32_t today);
bool order_is_open(const struct duban_order *o);      /* neither closed nor withdrawn */

/* ---- lists ---- */

struct order_filter {
    const char *state;          /* id or name; NULL: any */
    const char *unit;           /* as typed; NULL: any */
    int64_t item;               /* about this item; 0: any */
    bool open;                  /* neither closed nor withdrawn */
    bool overdue;               /* the reply is */
    bool unsigned_;             /* delivered, not acknowledged in time */
    int32_t today;
    int64_t reader;             /* what this person may read: one of its items, or the own
                                 * unit's; 0: everything */
};
struct orders { struct duban_order *v; size_t n, cap; };
/* Drafts first, then by number. `out` zeroed before; orders_fini() after. XH_USAGE for a
 * state there is not. */
enum xh_rc order_list(struct store *st, const struct order_filter *f, struct orders *out,
                      struct xh_err *err);
void orders_fini(struct orders *o);
/* May `reader` read the order? */
bool order_may_read(struct store *st, int64_t reader, int64_t order);
/* 督办次数: orders signed about the item, withdrawn ones not counted, letters neither. */
enum xh_rc order_times(struct db *db, int64_t item, int64_t *times, struct xh_err *err);

/* ---- acts ---- */

struct order_call {
    enum verb verb;             /* supervise redraft sign deliver receive answer finish
                                 * send_back revoke */
    const char *const *codes; size_t n_codes;   /* supervise: items as typed */
    const char *place; /* supervise: the late rows under each CODE in that place */
    const char *order;          /* all others: as typed */
    const char *text; /* supervise: 办理要求 instead of the usual; answer: the words */
    const char *feedback;       /* supervise: "once" (default) or "week" */
    const char *reason; /* send_back, revoke; finish of a letter without an answer */
    int32_t due;        /* supervise, send_back: reply until; DAY_NONE: as configured */
    int32_t on;         /* deliver, receive: the day it happened; DAY_NONE: today */
    bool again;                 /* supervise: although an order is open */
    const struct pair *fields;
    size_t n_fields; /* redraft: title basis demand due feedback lead */
    const char *const *evidence; size_t n_evidence;     /* answer: files */
    const char *sheet;          /* the row of the weekly sheet it was written beside; NULL */
    bool trial;                 /* supervise: everything is taken back in the end */
    /* supervise, when all is done: each item of each draft, and the act it was drafted in (of
     * a trial one that is no more); draft by draft. NULL: nobody asks. */
    void (*drafted)(void *ctx, int64_t item, const char *action);
    void *ctx;
};
struct order_result {
    int64_t order;              /* the (first) order */
    size_t count;               /* orders drafted */
    char action[EVENT_ACTION];  /* "" when nothing had to change, or several were drafted:
                                 * each is an event of its own, see order_call.drafted */
    char said[4096];            /* what happened, translated; a line each */
};
/* Do it. A refusal lists everything in the way; nothing has changed then. */
enum xh_rc order_run(struct store *st, const struct env *env, const struct who *who,
                     const struct order_call *call, struct order_result *out,
                     struct xh_err *err);


/* ---- what may be done ---- */

/* May `who` do `verb` with the order now? For labels and offers: true, or false and the
 * reason in `why` (permission, two people, whose side, state; not what is still missing);
 * `why` NULL: only the answer. With who->decided the signed form is taken as there.
 * Changes nothing. */
bool order_may(struct store *st, const struct env *env, const struct who *who, enum verb verb,
               int64_t order, struct xh_err *why);
/* Has `person` the permission `verb` on every item of the order? Nothing else is asked. */
bool order_permits(struct store *st, int64_t person, enum verb verb, int64_t order);
/* How many orders and letters about the item are open. */
enum xh_rc order_count_open(struct db *db, int64_t item, int64_t *n, struct xh_err *err);
/* What comes next on its way: sign, deliver, receive, answer, finish; VERB_NONE when it is
 * over. Of a letter no receipt is owed; with weekly feedback an answer is followed by the
 * next one until somebody closes it. */
enum verb order_next(const struct duban_order *o);

#endif
