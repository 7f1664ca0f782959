/* deed.h - what the verbs share while one of them runs. Private to model/verbs*.c, undo.c,
 * erase.c and order*.c: everybody else calls verb_run() or order_run(). */
#ifndef MODEL_DEED_H
#define MODEL_DEED_H

#include "model/evidence.h"
#include "model/item.h"
#include "model/missing.h"
#include "model/recompute.h"
#include "model/verbs.h"
#include "model/work.h"

/* A row being added: its columns are gathered, looked at together, and written in one
 * statement. */
struct deed_co { int64_t unit, person; };
struct draft {
    struct change item, fields;         /* only their cells are used */
    struct deed_co *co; size_t n_co;
};

struct deed {
    struct act *a;
    const struct call *c;
    struct result *out;
    struct item it;                     /* as it stood before */
    const struct list_def *list;
    int64_t doer;                       /* whose work: on behalf of, else the actor */
    int64_t decider;                    /* decided by, else the doer */
    const struct evidence_file *files;  /* c->evidence, stored */
    const struct evidence_file *paper;  /* the signed form, stored; NULL */
    bool keeps_state; /* no acceptance, no activity: a mere request or note */
    struct draft *draft;                /* while a row is being added; NULL */
    /* What is refused of c->fields[i] goes there instead of failing the act; NULL. */
    void (*refused)(void *ctx, size_t i, const struct xh_err *why);
    void *refused_ctx;
};

typedef void deed_fn(struct deed *d);

/* One call inside the act: who, on which item, may they; the verb; what it leaves behind. */
void deed_run(struct act *a, const struct call *c, const struct evidence_file *files,
              const struct evidence_file *paper, struct result *out);

/* Say what happened, a line; shown to the person. */
void deed_say(struct deed *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Fails the act unless a reason was given. */
bool deed_needs_reason(struct deed *d);
/* Permission of `person` for `verb` on this item. */
bool deed_permit(struct deed *d, int64_t person, enum verb verb);
/* A decision: permission of the decider and two people; paper goes into the event. */
bool deed_decides(struct deed *d, enum verb permission);
/* Does the workflow allow `verb` now? Asked before what the verb needs, so that nobody
 * looks for a reason in vain. */
bool deed_can(struct deed *d, enum verb verb);
/* Move along `verb`: checks the workflow, sets state and phase. */
bool deed_go(struct deed *d, enum verb verb);
/* The three identities (ENGINE 26, 27). Fails the act unless the actor is somebody, may
 * act for the one named with --for, and may record what was decided on paper; on an item,
 * or anywhere (NULL, 0). A decision is never made in somebody else's name; mere work is
 * decided by nobody. */
enum deed_kind { DEED_WORK, DEED_DECISION, DEED_EITHER };
bool deed_identities(struct act *a, enum deed_kind kind, bool has_paper, const char *list,
                     int64_t item);
/* Evidence and the signed form (NULL: none) on disk, before the transaction begins: a
 * record never names a missing file. Caller frees *files, whatever comes back. */
enum xh_rc deed_store_files(struct store *st, const char *const *paths, size_t n,
                            const char *form, struct evidence_file **files,
                            struct evidence_file *paper, struct xh_err *err);
/* The signed form is evidence like any other (ENGINE 27): listed, verified, never swept
 * away. It makes nobody a doer. */
void deed_keep_form(struct deed *d);
/* Is the one whose work it is of the side responsible for the item? */
bool deed_is_responsible(struct deed *d);
/* What every act of its kind leaves behind: doers, activity (ENGINE 7, 26). verb_run()
 * does it for the item named; a verb that moves several does it for each. */
void deed_leave_traces(struct deed *d);
/* An assigned item becomes active by whatever the responsible side does to it. */
void deed_accept_silently(struct deed *d);
/* Facts of the item as they are now, inside the act; NULL after failing. Caller:
 * free_facts. */
struct item_facts *deed_facts(struct deed *d, struct derived *derived);
void deed_free_facts(struct item_facts *x);
/* What is there already, and (with `f`) how far the rows are that open steps wait for;
 * gate_store_fini() after. */
void deed_gate(struct deed *d, const struct facts *f, struct gate_store *out);
/* May a new deadline be `to`? Not before the start, not where the law fixes it, and past
 * the superior's only with a document's number (ENGINE 16, 19). */
bool deed_may_be_due(struct deed *d, int32_t to);
/* Fails the act when a text cannot be stored: control or bidi characters (invariant 8),
 * too long. */
bool deed_good_text(struct deed *d, const char *name, const char *text, bool multiline,
                    size_t most);
/* The running clock ends today. `moves`: deadlines move by it. */
void deed_end_clock(struct deed *d, const char *kind, bool moves);
/* Items below it that are still open. */
int64_t deed_open_children(struct deed *d);
/* Unanswered requests lapse when the item leaves the phase they were made in. */
void deed_drop_requests(struct deed *d);
/* A pending or answered request row. */
int64_t deed_request(struct deed *d, enum verb verb);
/* The step the call names, by id, name or number; -1 after failing with what there is. */
int deed_find_step(struct deed *d);
/* Record d->files and other evidence of the call. */
void deed_evidence(struct deed *d, const char *step);
/* Set fields and core columns from c->fields. `adding`: a new row, everything may be
 * set. */
void deed_set_fields(struct deed *d, bool adding);
/* The same, but what is refused goes to `more` and the next field is looked at. */
void deed_look_at_fields(struct deed *d, bool adding, struct xh_err *more);
/* Set one column of the item: of the draft while it is being added. type: 'v', or 'p'
 * when private. */
void deed_put(struct deed *d, const char *column, char type, struct value v);
/* A date typed for `key`; empty gives DAY_NONE. False after failing the act. */
bool deed_read_date(struct deed *d, const char *key, const char *typed, int32_t *day);

/* A verb for all rows of c->place under the item, or none: refused naming every row that is not
 * `ready`, else `run` on each. At an application rows are drawn for inspection (sample.h). */
typedef enum xh_rc ready_fn(struct deed *d, struct xh_err *err);
void deed_by_place(struct deed *d, ready_fn *ready, deed_fn *run);

/* A new row from c->list and c->fields, given to nobody yet; d->it is filled in part. */
void deed_add_row(struct deed *d);
/* The same in its parts: draft a row into `w` (zeroed) and look at everything it says;
 * change columns of it; give it to those named, else to the doer (ENGINE 20); write it.
 * deed_draft_fini() in any case. */
void deed_draft_row(struct deed *d, struct draft *w);
void deed_draft_put(struct deed *d, const char *column, struct value v);
int64_t deed_draft_int(const struct deed *d, const char *column); /* 0 when not set */
int32_t deed_draft_day(const struct deed *d, const char *column);       /* DAY_NONE */
void deed_draft_assign(struct deed *d);
void deed_write_row(struct deed *d);
void deed_draft_fini(struct draft *w);

deed_fn verb_add, verb_set, verb_assign, verb_accept, verb_transfer, verb_split,
    verb_cancel, verb_void, verb_progress, verb_note, verb_instruct, verb_remind, verb_visit,
    verb_begin,
    verb_check, verb_uncheck, verb_skip, verb_apply, verb_withdraw, verb_approve,
    verb_return, verb_extend, verb_grant, verb_refuse, verb_limit, verb_hold, verb_resume,
    verb_reopen, verb_pin, verb_rebase, verb_undo, verb_erase;

/* The effect of a requestable verb once it is decided: by the decider himself, or by a
 * grant. */
struct effect { int32_t to, asked_on; const char *office, *reason, *step, *doc; };
void effect_extend(struct deed *d, const struct effect *e);
void effect_hold(struct deed *d, const struct effect *e);
void effect_skip(struct deed *d, const struct effect *e);
void effect_reopen(struct deed *d, const struct effect *e);
void effect_rebase(struct deed *d, const struct effect *e);
/* Ask or decide: by someone who may decide and is no doer it takes effect at once, else
 * it is stored as a request (ENGINE 26). */
void deed_ask_or_do(struct deed *d, const struct effect *e);

#endif
