/* detail.h - everything the record holds about one item beside its row, for the page of
 * an item (DESIGN 8, show; later the screen): reports, instructions, evidence, requests,
 * stops, moves. */
#ifndef MODEL_DETAIL_H
#define MODEL_DETAIL_H

#include "model/event.h"
#include "model/store.h"

struct detail_report {              /* 进展填报 */
    int32_t day, period, next_due;
    char *text, *problem, *next, *coord, *coord_level, *person;
    int64_t percent;                /* millionths; -1: not given */
    int64_t same;                   /* running reports with this very text before it */
};
struct detail_words {               /* 批示 and remarks */
    bool is_note;
    int32_t day;
    char *person, *text;
};
struct detail_evidence {            /* 佐证材料 */
    char *step, *kind, *name, *caption, *person, *hash;
    int64_t size;
    int32_t day;
};
struct detail_request {             /* asked; `answer` is "" while nobody has answered */
    int64_t id;
    char *verb, *step, *person, *office, *reason, *doc, *answer, *answered_by;
    int32_t day, to, answered_on;
};
struct detail_move {                /* every move of a deadline; step "" is the item's own */
    char *step, *why;
    int32_t day, old, new;
};
struct detail_stop {                /* holds and reviews; `to` DAY_NONE while it stands */
    bool is_hold, moves;
    char *office, *reason;
    int32_t from, to, expect;
};
struct detail_span {                /* what stood from day to day (ENGINE 11) */
    int32_t from, to, yellow_on, red_on, due, pin_from, pin_until;
    enum phase phase;
    bool voided;
    char *state, *yellow_rule, *red_rule, *pin_colour, *cause;
};
struct detail_step {                /* steps somebody touched: why one was left out */
    char *step, *skip_reason;
    char *passed, *passed_reason;   /* rows of other lists that were missing, and why it went on */
    bool before_start;
};
struct detail_part {                /* of a split item (ENGINE 24): a part, or the whole */
    bool is_whole;
    char *code, *unit, *owner, *state;
    enum phase phase;
    int32_t yellow_on, red_on;
};

#define DETAIL_LISTS(X) \
    X(report, reports) X(words, words) X(evidence, evidence) X(request, requests) X(move, moves) \
    X(stop, stops) X(span, spans) X(step, steps) X(part, parts)

#define DETAIL_MEMBER(kind, list) struct detail_##kind *list; size_t n_##list, cap_##list;
struct detail { DETAIL_LISTS(DETAIL_MEMBER) };
#undef DETAIL_MEMBER

/* Oldest first. `out` zeroed before; detail_fini() after, also after a failure. */
enum xh_rc detail_load(struct store *st, int64_t item, struct detail *out, struct xh_err *err);
void detail_fini(struct detail *d);
/* Why a step was left out; "" where no reason is kept. */
const char *detail_skip_reason(const struct detail *d, const char *step);
/* How many pieces of evidence an item has. */
int64_t detail_count_evidence(struct store *st, int64_t item);

/* An action by its id or the beginning of it, eight characters at least. */
enum xh_rc action_find(struct store *st, const char *typed, char out[static EVENT_ACTION],
                       struct xh_err *err);

#endif
