/* verbs.h - what people do: one call is one act of one verb on one item (DESIGN 8, ENGINE
 * 20-31).
 *
 * Screen and command line both come here (invariant 10); the verb checks permission, two
 * people, state, gates and dates itself, and a refusal lists everything in the way.
 * Nothing has changed after a refusal. Dates are days, DAY_NONE when not given; texts
 * NULL or "" when not given. */
#ifndef MODEL_VERBS_H
#define MODEL_VERBS_H

#include "model/act.h"

struct pair { const char *key, *value; };       /* "" clears, as "-" on the command line */

/* visit: what was said at the door. Texts NULL or "" and days DAY_NONE when not given. */
struct visit_call {
    const char *who;            /* who went, as typed; else whose work it is */
    const char *with;           /* and with whom */
    const char *stance;         /* willing talking refuses */
    const char *demand, *promise, *objection;
    int32_t due;                /* until when it is promised */
    int32_t next;               /* the next visit */
    bool kept;                  /* no visit: a promise was kept, on call.on */
    int64_t which;              /* of which visit (visit.h, n); 0 the open one */
};

struct call {
    enum verb verb;
    const char *code;           /* the item as typed; add: unused */
    const char *list;           /* add */
    const char *step;           /* begin, check, uncheck, skip; note: the evidence is for it */
    const char *text;           /* progress, note, instruct: the words */
    const char *reason;         /* return, extend, skip, hold, pin, cancel, reopen ... */
    const char *doc;            /* extend past upper_due: the superior's document number */
    const char *office;         /* hold: who we wait for */
    const char *colour;         /* pin: green yellow red, none takes it off */
    const char *kind;           /* remind: report due overdue accept (remind.h) */
    const char *place;          /* apply, approve: a village's rows at once (ENGINE 24) */
    const char *action;         /* undo: action id; NULL the actor's last one */
    int32_t on;                 /* begin, check, instruct, visit: the day it happened */
    int32_t to;                 /* extend, limit, rebase, reopen: new date; hold, pin: until;
                                 * grant: see `request` */
    int64_t request;            /* grant, refuse: which, 0 the open one; a grant of more time
                                 * may give another day than was asked for (to) */
    int64_t amount;             /* check: quantity added, millionths */
    bool has_amount;
    int64_t percent;            /* progress: millionths of a percent */
    bool has_percent;
    const char *problem, *next, *coord, *coord_level;       /* progress */
    int32_t next_due;           /* progress: limit of the next step */
    const struct pair *fields; size_t n_fields;     /* add, set, progress: core columns and fields;
                                 * assign, transfer: unit owner handler leader lead co place;
                                 * split: unit=..., once per part */
    const struct visit_call *visit;     /* visit */
    const char *const *evidence; size_t n_evidence; /* check, progress, note, visit: files */
    const char *paper_kept, *link;      /* check: a paper original (where it is kept), a link */
    const char *caption;        /* of all of it */
    const char *const *captions;        /* of each file instead, as many; NULL: none */
    bool keep;                  /* rebase: the deadline was looked at and stays */
    bool settles;               /* rebase: 期限核定 of a ledger. Before the township's start_day
                                 * whoever may rebase decides, as long as he is no doer
                                 * (ENGINE 37) */
    const char *file; int64_t line;     /* where the act stands in a file; NULL */
    const char *sheet;          /* the row of the weekly sheet it was written beside,
                                 * meeting_row_ref(); NULL */
    int64_t version;            /* expected version of the item; 0 = whatever it is */
};

struct result {
    int64_t item;
    char code[64];              /* add, split: the new code(s first); else the item's */
    char action[EVENT_ACTION];  /* "" when nothing had to change */
    bool requested;             /* stored as a request: somebody else must decide (ENGINE 26) */
    int64_t request;
    size_t count;               /* items changed */
    char said[1024];            /* what happened, one line or more, translated */
};

/* Do it. Evidence files are stored before the transaction begins. */
enum xh_rc verb_run(struct store *st, const struct env *env, const struct who *who,
                    const struct call *call, struct result *out, struct xh_err *err);

/* Several calls as one act: all or none (practice data, imports; invariant 12). Stops at
 * the first failure; `failed` tells which. */
enum xh_rc verb_run_all(struct store *st, const struct env *env, const struct who *who,
                        const struct call *calls, size_t n, struct result *out, size_t *failed,
                        struct xh_err *err);

/* Many calls, all or none, each an event of its own. Every one of them is looked at: what
 * is refused goes to `refused` (and then nothing is written, XH_REFUSED), what is done to
 * `done` (may be NULL). `trial`: everything is taken back in the end, and the paper is only
 * looked at. No evidence; the paper of `who` stands for all. */
struct verb_each {
    void (*refused)(void *ctx, size_t i, const struct xh_err *why);
    void (*done)(void *ctx, size_t i, const struct result *r);
    void *ctx;
    bool trial;
};
enum xh_rc verb_run_each(struct store *st, const struct env *env, const struct who *who,
                         const struct call *calls, size_t n, const struct verb_each *each,
                         struct xh_err *err);

/* What `person` may do to the item today, for F-bar labels and `show`: true, or false and
 * the reason in `why` (permission, two people, state; not what is still missing), NULL
 * when nobody reads it. Changes nothing. */
bool verb_may(struct store *st, const struct env *env, int64_t person, enum verb verb,
              int64_t item, struct xh_err *why);

/* Was the action with this id taken back since? `undone` is false, too, when that cannot be
 * told (XH_DB). */
enum xh_rc verb_is_undone(struct db *db, const char *action, bool *undone, struct xh_err *err);

/* Values are typed by people: parse one for a core column or field of `list` into *out.
 * Texts are owned by `keep` (buf). `column` gets the table and column. */
enum xh_rc verb_unmask(struct store *st, const struct env *env, const struct who *who,
                       const char *code, const char *field, const char *reason, char **value,
                       struct xh_err *err);

#endif
