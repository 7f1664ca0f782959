/* work.h - the rules of working on an item: transitions, order of steps, what is missing
 * (ENGINE 15, 17, 19-24, 30, 34). Pure: it looks at facts and says yes, or everything
 * that is in the way, one line each, added to what `err` says already: begin with a
 * zeroed one. */
#ifndef MODEL_WORK_H
#define MODEL_WORK_H

#include "model/err.h"
#include "model/facts.h"
#include "model/mem.h"

/* May `verb` be done in `state`, and what is the state afterwards? The list's own action,
 * else the workflow's; `list` may be NULL. "before" in the configuration gives
 * `state_before`; an action that stays gives `state`. A verb without an action may be
 * done in phase 0 if it is work (begin, check, uncheck, skip, progress, extend, limit,
 * transfer, split), in any state otherwise. NULL when refused: `err` names the state and
 * what may be done in it instead. */
const struct state_def *work_next(const struct defs *defs, const struct list_def *list,
                                  enum verb verb, const char *state, const char *state_before,
                                  struct xh_err *err);

/* May step `i` be begun, done or skipped on `day`, today being `today`? start <= day <=
 * today, not before its predecessors' done_on (the day after one that lasts), `lasts`
 * elapsed; a statutory minimum cannot be skipped (ENGINE 15, 19, 30). A refusal ends with the
 * article the step rests on, where it has one. */
enum xh_rc work_may_begin(const struct defs *defs, const struct facts *f, int i, int32_t day,
                          int32_t today, struct xh_err *err);
enum xh_rc work_may_check(const struct defs *defs, const struct facts *f, int i, int32_t day,
                          int32_t today, struct xh_err *err);
enum xh_rc work_may_skip(const struct defs *defs, const struct facts *f, int i,
                         struct xh_err *err);
/* Ticked steps that rest on step `i` (via after), from index `from` on: unticking it must
 * name them. -1 ends. */
int work_dependent(const struct facts *f, int i, int from);

/* May the deadline be extended to `to`? It must be known, not over and not statutory,
 * `to` later; past upper_due only with the document's number (ENGINE 16, 17, 19). */
enum xh_rc work_may_extend(const struct defs *defs, const struct facts *f,
                           const struct derived *d, int32_t to, bool has_document,
                           int32_t today, struct xh_err *err);

/* What a step's need of other rows finds (row_gate.h loads it). */
struct rows_found {
    int step;                       /* index of the step that waits */
    const struct rows_need *need;   /* its definition */
    const struct list_def *list;    /* whose rows */
    int64_t total;                  /* rows looked at; those it does not apply to left out */
    int64_t needed;                 /* so many must be done: the share of them, rounded up */
    int64_t done;                   /* so many are, by the day asked for */
    int32_t first_on;               /* enough of them are, but only from this day on; DAY_NONE */
    const char *codes;              /* at most five of those missing, "征26-012, 征26-044 .." */
};
static inline bool rows_are_missing(const struct rows_found *r)
{
    return r->done < r->needed;
}
/* Do enough rows let step `i` be begun or done? XH_OK also when only needs with
 * `unless: reason` are not met and a reason is given. The article is named. */
enum xh_rc work_may_pass(const struct defs *defs, const struct facts *f,
                         const struct rows_found *rows, size_t n, int i, bool has_reason,
                         struct xh_err *err);
/* "征地户签 腾空 88/93, 还差5户: 征26-012 ..", appended. */
void work_say_rows(struct buf *out, const struct rows_found *r);

/* What the record knows beside the facts. */
struct gate_facts {
    const int32_t *evidence;        /* per step: pieces in evidence; NULL: none */
    const bool *has_value;          /* per field: filled; NULL: none is */
    size_t open_children;
    const struct rows_found *rows;  /* of open steps; NULL: none */
    size_t n_rows;
    bool before_start_day;          /* ENGINE 37: gates do not apply to 启用前 rows */
};
/* Is everything there for `apply` (or, with `step` >= 0, for ticking that step)? XH_OK or
 * XH_REFUSED with one line per missing thing: steps not done (with quantities), evidence
 * short, required fields empty, open children. `apply` asks for what the action's `needs`
 * names; open children are in the way always (ENGINE 38). */
enum xh_rc work_missing(const struct defs *defs, const struct facts *f,
                        const struct gate_facts *g, int step, struct xh_err *err);
/* The same, thing by thing: `index` of the step or field, for rows a step waits for of
 * g->rows, -1 for rows below; `text` as refusals say it, borrowed during the call. Returns how
 * many there are. Rows of another list are told with the step that waits for them. */
enum missing_kind { MISSING_STEP, MISSING_EVIDENCE, MISSING_FIELD, MISSING_ROWS,
                    MISSING_CHILDREN };
typedef void missing_line(void *ctx, enum missing_kind kind, int index, const char *text);
size_t work_missing_each(const struct defs *defs, const struct facts *f,
                         const struct gate_facts *g, int step, missing_line *line, void *ctx);
/* The same for lists: how many things are missing for `apply`, and the first as a short
 * text, added to `first` (may be NULL; nothing added when there is none). */
size_t work_missing_count(const struct defs *defs, const struct facts *f,
                          const struct gate_facts *g);
size_t work_missing_first(struct buf *first, const struct defs *defs,
                          const struct facts *f, const struct gate_facts *g);

#endif
