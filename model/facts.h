/* facts.h - what the engine knows of one item: plain data in, plain data out.
 *
 * The engine (due.h, plan.h, rhythm.h, colour.h, work.h, explain.h) is pure: no SQL, no
 * clock. Facts are what people entered and what earlier acts settled; everything in
 * `struct derived` can be computed again from them and the configuration at any time. */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/day.h"
#include "model/def.h"

/* A fraction; den > 0. Exact: planned and actual progress are compared by
 * cross-multiplying. */
struct ratio { int64_t num, den; };

/* The clock stood still from the day it was stopped until it ran again (ENGINE 13,
 * 14). */
enum stop_kind { STOP_HOLD, STOP_REVIEW };
struct clock_stop {
    enum stop_kind kind;
    int32_t from;               /* the day of the hold or the application */
    int32_t to;                 /* the day of resuming or returning; DAY_NEVER while it stands */
    bool moves;                 /* it ended by resume or return, so deadlines move; false when
                                 * withdrawn by the asker or ended by the cross-off */
    int32_t expect;             /* hold: expected reply day, or DAY_NONE */
};

/* One step of the list, in the list's order, touched or not. */
struct step_facts {
    const struct step_def *def;
    int32_t begun_on, done_on, skipped_on;      /* DAY_NONE: not yet */
    int64_t amount;             /* done so far, millionths */
    int64_t target;             /* of this item: def's, or computed (def->from); 0 = tick only */
    /* derived by due_compute(): */
    int32_t due;                /* DAY_NONE: has none, or 待定 */
    int32_t waits_for;          /* index of the step a pending deadline waits for, else -1 */
    bool parent_pending;        /* 待定 because the parent's step or date is not there */
};

/* A promise made at a visit and not kept so far. */
struct promise_facts { int32_t made_on, due; };

struct facts {
    const struct list_def *list;
    enum phase phase;
    int32_t assigned_on;        /* first assignment */
    int32_t opened_on;          /* last (re)opening or, before any, the assignment */
    int32_t start;
    int32_t due_given;          /* given or rebased date; DAY_NONE */
    int32_t due_given_on;       /* the day it was given, or rebased; moves count from then */
    int32_t extended_to;        /* last granted extension; DAY_NONE */
    int32_t extended_on;        /* the day it was asked for (ENGINE 17): it counts from then */
    int32_t first_due, upper_due;
    int32_t limit_on;           /* 限期 ordered; DAY_NONE */
    int32_t limit_set_on;
    const struct clock_stop *stops; size_t n_stops;     /* in order; at most the last one runs */
    struct step_facts *steps;   /* list->n_steps of them */
    const int32_t *dates;       /* by field index of the list; DAY_NONE where not a date or empty */
    const int64_t *numbers;     /* by field index: decimals and integers in millionths */
    const bool *has_number;
    const struct facts *parent; /* NULL; its derived values are computed already */
    int32_t parent_due;         /* derived due of the parent, DAY_NONE */

    const struct promise_facts *promises; size_t n_promises;    /* open ones, by due */

    enum cadence report_every;
    int32_t last_report_on;     /* latest progress report, DAY_NONE */
    int32_t acted_on;           /* last act of the responsible side; DAY_NONE */
    int32_t resumed_on;         /* last resume; DAY_NONE */
    int32_t returns;            /* since the last (re)opening, undone ones not counted */
    int32_t returned_on;        /* the last of them */
    bool applied_again;         /* applied since that return */
    int64_t percent;            /* PROGRESS_MANUAL, millionths of a percent: 8 % = 8000000 */
    int32_t streak_since;       /* outcome; DAY_NEVER: not yellow in sight */

    /* A split item (ENGINE 24) shows its children: the open ones' worst dates, the
     * progress of all of them. */
    size_t n_children;          /* split children not cancelled */
    int32_t children_yellow_on, children_red_on;
    struct ratio children_progress;
};

/* What follows. */
struct derived {
    int32_t due;                /* DAY_NONE: none or 待定 */
    int32_t due_waits_for;      /* step index the item's deadline waits for, else -1 */
    bool due_parent_pending;    /* 待定 because the parent's step or date is not there */
    int32_t limit_due;          /* the 限期 moved by later stops; DAY_NONE */
    int32_t review_due;         /* while in review; DAY_NONE */
    int32_t yellow_on, red_on;  /* DAY_NEVER; yellow_on <= red_on */
    const char *yellow_rule, *red_rule;     /* canonical rule text; "due" for the due day itself,
                                             * "red" when yellow only follows red, "children" for
                                             * a split item, "" when never; borrowed from the
                                             * definitions or static */
    struct ratio actual;        /* progress, 0..1 (may exceed 1: 271.4 % must print) */
    int32_t steps_done, steps_total;        /* skipped ones leave the total */
    int32_t next_step;          /* index of the first step that can be worked on; -1 */
};

/* A step done stays done even if it was skipped before; a skipped one leaves the
 * total. */
static inline bool step_is_done(const struct step_facts *s)
{
    return s->done_on != DAY_NONE;
}

static inline bool step_is_skipped(const struct step_facts *s)
{
    return !step_is_done(s) && s->skipped_on != DAY_NONE;
}

static inline bool step_is_open(const struct step_facts *s)
{
    return !step_is_done(s) && s->skipped_on == DAY_NONE;
}

/* The hold or review the clock stands in now; NULL while it runs. */
static inline const struct clock_stop *facts_running_stop(const struct facts *f)
{
    const struct clock_stop *last = f->n_stops > 0 ? &f->stops[f->n_stops - 1] : NULL;

    return last && last->to == DAY_NEVER ? last : NULL;
}

#endif
