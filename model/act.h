/* act.h - one user action is one transaction (invariant 2).
 *
 * A verb opens an act, changes facts through it and ends it. Facts, outcomes, derived
 * columns and the event commit together or not at all. Failures stick: after the first
 * one every further call does nothing and act_end() rolls back and reports it, so verbs
 * read straight down.
 *
 * Column lists are texts of "column type" pairs, e.g. act_insert(a, "step", "item i step
 * t done_on d", item, id, day). Types: i int64_t, d int32_t day (DAY_NONE is NULL), t
 * text (NULL is NULL), v const struct value *, p the same but private (ENGINE 35). */
#ifndef MODEL_ACT_H
#define MODEL_ACT_H

#include "model/event.h"
#include "model/store.h"
#include "model/verb.h"

/* The three identities (ENGINE 26); persons, 0 = none. */
struct who {
    int64_t actor;              /* typed it */
    int64_t behalf;             /* whose work it is, when not the actor's own (--for) */
    int64_t decided;            /* who decided on paper (--decided-by) */
    const char *paper;          /* file of the signed form, with `decided` */
};

enum {
    TOUCH_RESTART = 1,          /* the streak restarts (ENGINE 9) */
    TOUCH_KEEP_STREAK = 2,      /* undo has restored it */
    TOUCH_AGAIN = 4,            /* private: recomputed before in this act */
};
struct touched { int64_t item; unsigned flags; bool own; };     /* own: version + 1 */

struct act {
    struct store *store;
    struct db *db;
    const struct defs *defs;
    struct env env;
    enum verb verb;
    struct who who;
    struct event event;
    struct touched *touched; size_t n_touched, cap_touched;
    struct index where;         /* private: an item's last place in `touched` */
    size_t recomputed;          /* so many of them have been recomputed */
    size_t writes;              /* rows changed so far; none = no event */
    bool always;                /* an event even so (unmask) */
    size_t settled;             /* private: so many of `writes` stand in events already */
    char last[EVENT_ACTION]; /* private: the last event appended by this act; "" none */
    bool forgot;                /* private: see act_forget() */
    bool defers;                /* private: see act_defer() */
    int64_t *later; size_t n_later, cap_later;  /* private: what it put off */
    struct index put_off;       /* private: an item's place in `later` */
    enum xh_rc rc;              /* sticks */
    struct xh_err err;
};

/* Enter the gate, begin, and check that the file is still the one we know: inode,
 * version, generation, configuration (reloaded when others changed it), the day (ENGINE
 * 30). */
enum xh_rc act_begin(struct act *a, struct store *st, const struct env *env,
                     enum verb verb, const struct who *who, struct xh_err *err);
/* Recompute what was touched, append the event, commit; or roll back when something
 * failed or `rc` is not XH_OK. An act that changed nothing commits no event. The action
 * id is left in a->event.action until act_fini(). When COMMIT reports an error the file
 * is reopened and the id looked up: what is returned is the truth. */
enum xh_rc act_end(struct act *a, enum xh_rc rc, struct xh_err *err);
void act_fini(struct act *a);

/* Several events in one transaction (imports: one per row, ENGINE 37): all of them commit
 * or none (invariant 12). Recompute what was touched so far, append its event if anything
 * changed, and begin the next one, of `verb`, with an action id of its own. */
void act_next(struct act *a, enum verb verb);
/* From now on rows that merely depend on a touched one (the parent it counts in, children
 * whose deadlines hang on it) are recomputed once, in an event of their own at the end,
 * not again with every row. */
void act_defer(struct act *a);
/* act_next(), and what was put off: derived columns are now what they will be after
 * act_end(), which may still roll everything back. */
void act_settle(struct act *a);
/* Forget what the event being made has changed, to go on looking at further rows. The
 * tables still hold it: act_end() will roll everything back and say XH_REFUSED. */
void act_forget(struct act *a);

/* Fail the act. Returns rc for `return act_fail(...)`. */
enum xh_rc act_fail(struct act *a, enum xh_rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool act_ok(const struct act *a);
/* Take a refusal out of the act, add it to `more`, and go on looking: a refusal lists
 * everything that is wrong. What was written meanwhile goes with the act, which must be
 * failed with act_fail_all() in the end. Trouble with the database stays where it is. */
void act_set_aside(struct act *a, struct xh_err *more);
void act_fail_all(struct act *a,
                  const struct xh_err *more); /* nothing when nothing was */

int64_t act_insert(struct act *a, const char *table, const char *columns,
                   ...); /* the new id */
void act_insert_at(struct act *a, const char *table, int64_t id, const char *columns,
                   ...);
void act_update(struct act *a, const char *table, int64_t id, const char *columns, ...);
/* The same from cells (their `new` values): all columns in one statement. */
void act_update_cells(struct act *a, const char *table, int64_t id,
                      const struct cell *cells, size_t n);
void act_insert_cells(struct act *a, const char *table, int64_t id,
                      const struct cell *cells, size_t n);
void act_delete(struct act *a, const char *table, int64_t id);
/* Set a private column to `v` for good and remove every private row of it (`erase`). */
void act_erase(struct act *a, const char *table, int64_t id, const char *column,
               struct value v);
void act_note(struct act *a, const char *key, const char *value);
void act_note_int(struct act *a, const char *key, int64_t value);
/* The item takes part: version + 1, recomputed at the end. */
void act_touch(struct act *a, int64_t item, unsigned flags);
/* Only recompute it at the end: something it depends on changed. Private to recompute.c:
 * act_depends(), which act_defer() puts off. */
void act_recompute(struct act *a, int64_t item, unsigned flags);
void act_depends(struct act *a, int64_t item);

/* Reading inside the act; failures stick. */
int64_t act_get_int(struct act *a, const char *sql, const char *fmt,
                    ...); /* 0 when no row */

#endif
