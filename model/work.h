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
 * elapsed; a statutory minimum cannot be skipped (ENGINE 15, 19, 30). */
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

/* What the record knows beside the facts. */
struct gate_facts {
    const int32_t *evidence;        /* per step: pieces in evidence; NULL: none */
    const bool *has_value;          /* per field: filled; NULL: none is */
    size_t open_children;
    bool before_start_day;          /* ENGINE 37: gates do not apply to 启用前 rows */
};
/* Is everything there for `apply` (or, with `step` >= 0, for ticking that step)? XH_OK or
 * XH_REFUSED with one line per missing thing: steps not done (with quantities), evidence
 * short, required fields empty, open children. `apply` asks for what the action's `needs`
 * names; open children are in the way always (ENGINE 38). */
enum xh_rc work_missing(const struct defs *defs, const struct facts *f,
                        const struct gate_facts *g, int step, struct xh_err *err);
/* The same, thing by thing: `index` of the step or field, -1 for rows below; `text` as
 * refusals say it, borrowed during the call. Returns how many there are. */
enum missing_kind { MISSING_STEP, MISSING_EVIDENCE, MISSING_FIELD, MISSING_CHILDREN };
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
