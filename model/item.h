/* item.h - one row of a list as it stands in the table: plain data, read by one
 * statement. */
#ifndef MODEL_ITEM_H
#define MODEL_ITEM_H

#include "model/colour.h"
#include "model/db.h"
#include "model/def.h"

/* Every column of `item`, once: I an integer, D a day, T a text (owned). */
#define ITEM_COLUMNS(I, D, T) \
    I(id) T(code) T(sort_code) T(list) I(parent) I(split_of) I(series) T(title) I(unit) \
    I(place) I(owner) D(owner_since) \
    I(handler) I(leader) I(lead) T(source) T(source_ref) I(assigned_by) D(assigned_on) \
    D(opened_on) I(opened_seq) D(start) D(due_given) D(due_given_on) D(extended_to) \
    D(extended_on) I(extensions) D(first_due) D(upper_due) T(upper_doc) D(limit_on) \
    D(limit_set_on) I(limits_missed) T(report_every) D(last_report_on) I(percent) T(state) \
    T(state_before) I(phase) I(voided) T(hold_office) D(acted_on) D(resumed_on) I(returns) \
    D(returned_on) I(applied_again) D(applied_on) I(applied_by) D(closed_on) I(closed_by) \
    I(on_paper) I(reopened) T(pin_colour) D(pin_from) D(pin_until) T(pin_reason) T(checklist) \
    I(streak_since) I(created_by) I(version) D(due) T(due_waits) D(limit_due) D(review_due) \
    D(yellow_on) D(red_on) T(yellow_rule) T(red_rule) I(progress) I(steps_done) I(steps_total) \
    T(next_step)

#define ITEM_I(c) int64_t c;
#define ITEM_D(c) int32_t c;
#define ITEM_T(c) char *c;
struct item { ITEM_COLUMNS(ITEM_I, ITEM_D, ITEM_T) };
#undef ITEM_I
#undef ITEM_D
#undef ITEM_T

/* Load by row id. Zero or fini'd `out` before; item_fini() after. `due` is DAY_NONE when
 * there is none (the table's 1000000). */
enum xh_rc item_load(struct db *db, int64_t id, struct item *out, struct xh_err *err);
/* Find by code as people type it: "督26-112", the alias form "d112" (this year's, without
 * an input method) or "d25-112", full-width digits too. XH_NOT_FOUND says what to try. */
enum xh_rc item_find(struct db *db, const struct defs *defs, const char *code, int32_t today,
                     int64_t *id, struct xh_err *err);
void item_fini(struct item *it);

struct pin item_pin(const struct item *it);
enum colour item_colour(const struct item *it, int32_t day);        /* shown: a pin wins */
/* In work, and its deadline missed: a limit can be ordered (ENGINE 17). */
bool item_is_late(const struct item *it, const struct calendar *cal, int32_t day);

/* Open items (phases 0 to 2) a person works on beside others (配合人), by code: their ids.
 * Caller frees *ids, also after a failure. XH_DB. */
enum xh_rc items_of_co(struct db *db, int64_t person, int64_t **ids, size_t *n,
                       struct xh_err *err);

#endif
