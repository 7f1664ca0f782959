#include "model/recompute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/i18n.h"
#include "model/plan.h"
#include "model/rollup.h"

/* ---- derived columns ---- */

/* What the derived columns must hold, as stored. */
struct stored {
    int64_t due, yellow_on, red_on, progress, steps_done, steps_total, unit_rank,
        owner_rank;
    int32_t limit_due, review_due;
    const char *due_waits, *yellow_rule, *red_rule, *next_step;
};

static const char *step_id(const struct list_def *l, int i)
{
    return i >= 0 && (size_t)i < l->n_steps ? l->steps[i].id : "";
}

static struct stored to_stored(const struct facts *f, const struct derived *d)
{
    return (struct stored){
        .due = d->due == DAY_NONE ? DAY_NEVER : d->due,
        .yellow_on = d->yellow_on, .red_on = d->red_on,
        .yellow_rule = d->yellow_rule ? d->yellow_rule : "",
        .red_rule = d->red_rule ? d->red_rule : "",
        .progress = ratio_percent(d->actual),
        .steps_done = d->steps_done, .steps_total = d->steps_total,
        .limit_due = d->limit_due, .review_due = d->review_due,
        .due_waits = step_id(f->list, d->due_waits_for),
        .next_step = step_id(f->list, d->next_step),
    };
}

/* unit_rank, owner_rank: copied from unit and person so that orders stay index scans. */
static enum xh_rc load_ranks(struct db *db, int64_t item, struct stored *w,
                             struct xh_err *err)
{
    enum xh_rc rc = db_get_int(db, err, &w->unit_rank, "SELECT coalesce((SELECT u.rank FROM unit u "
                               "WHERE u.id = i.unit), 1000) FROM item i WHERE i.id = ?", "i", item);
    if (rc == XH_OK)
        rc = db_get_int(db, err, &w->owner_rank,
                        "SELECT coalesce((SELECT p.rank FROM person p "
                        "WHERE p.id = i.owner), 1000) FROM item i WHERE i.id = ?",
                        "i", item);
    return rc;
}

/* What every order is indexed by is written only when it has changed: a row stands in twenty
 * indices, and SQLite writes all of them for a column that is named, whatever its value. */
static enum xh_rc write_derived(struct db *db, int64_t item, const struct stored *w,
                                struct xh_err *err)
{
    enum xh_rc rc = db_run(
        db, err,
        "UPDATE item SET due = ?1, yellow_on = ?2, red_on = ?3, unit_rank = ?4, owner_rank = ?5 "
        "WHERE id = ?6 AND (due <> ?1 OR yellow_on <> ?2 OR red_on <> ?3 OR unit_rank <> ?4 OR "
        "owner_rank <> ?5)",
        "iiiiii", w->due, w->yellow_on, w->red_on, w->unit_rank, w->owner_rank, item);

    if (rc == XH_OK)
        rc = db_run(db, err,
                    "UPDATE item SET due_waits = ?, limit_due = ?, review_due = ?, "
                    "yellow_rule = ?, red_rule = ?, progress = ?, steps_done = ?, "
                    "steps_total = ?, next_step = ? WHERE id = ?",
                    "tddttiiiti", w->due_waits, w->limit_due, w->review_due, w->yellow_rule,
                    w->red_rule, w->progress, w->steps_done, w->steps_total, w->next_step,
                    item);
    return rc;
}

static bool has_step_due(const struct facts *f, size_t i)
{
    return f->phase < PHASE_CLOSED && step_is_open(&f->steps[i]) &&
           f->steps[i].due != DAY_NONE;
}

/* Does the table hold just these deadlines? -1 on trouble. */
static int same_step_dues(struct db *db, int64_t item, const struct facts *f,
                          struct xh_err *err)
{
    struct stmt *s =
        db_query(db, err, "SELECT step, due FROM step_due WHERE item = ?", "i", item);
    size_t want = 0, have = 0;
    int got = s ? 0 : -1;

    for (size_t i = 0; i < f->list->n_steps; i++)
        want += has_step_due(f, i);
    while (s && (got = stmt_step(s, err)) > 0) {
        int i = list_step(f->list, stmt_text(s, 0));
        if (i < 0 || !has_step_due(f, (size_t)i) || f->steps[i].due != stmt_day(s, 1))
            break;
        have++;
    }
    stmt_done(s);
    return got < 0 ? -1 : got == 0 && have == want;
}

/* Deadlines of open steps of items people are still working on; *moved: they were
 * others before. */
static enum xh_rc write_step_dues(struct db *db, int64_t item, const struct facts *f,
                                  bool *moved, struct xh_err *err)
{
    int same = same_step_dues(db, item, f, err);

    *moved = same == 0;
    if (same)
        return same < 0 ? XH_DB : XH_OK;
    enum xh_rc rc = db_run(db, err, "DELETE FROM step_due WHERE item = ?", "i", item);
    for (size_t i = 0; rc == XH_OK && i < f->list->n_steps; i++)
        if (has_step_due(f, i))
            rc = db_run(db, err, "INSERT INTO step_due (item, step, due) VALUES (?,?,?)",
                        "itd", item, f->steps[i].def->id, f->steps[i].due);
    return rc;
}

/* ---- outcomes ---- */

/* The plus keeps the planner on the item's own few spans: the index by day holds the open
 * span of every item there is.
 *
 * over: it was crossed off or cancelled already before this act. */
struct before { int64_t due, yellow_on; bool over; };

static enum xh_rc load_before(struct db *db, int64_t item, struct before *b,
                              struct xh_err *err)
{
    struct stmt *s =
        db_query(db, err,
                 "SELECT due, yellow_on, phase >= 3 AND EXISTS (SELECT 1 "
                 "FROM colour_span s WHERE s.item = item.id AND +s.to_day = 1000000 AND "
                 "s.phase >= 3) FROM item WHERE id = ?",
                 "i", item);
    int got = s ? stmt_step(s, err) : -1;
    if (got > 0)
        *b = (struct before){ stmt_int(s, 0), stmt_int(s, 1), stmt_int(s, 2) != 0 };
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static void settle_due_change(struct act *a, int64_t item, int64_t old_due,
                              int64_t new_due)
{
    if (old_due == new_due)
        return;
    /* An undo has taken the move itself back: where the deadline stands is told
     * already. */
    if (a->verb == VERB_UNDO &&
        act_get_int(
            a,
            "SELECT coalesce((SELECT coalesce(new, 1000000) FROM due_change WHERE "
            "item = ? AND step = '' AND why <> 'limit' ORDER BY id DESC LIMIT 1), "
            "1000000)",
            "i", item) == new_due)
        return;
    struct value old = old_due == DAY_NEVER ? value_null() : value_int(old_due);
    struct value new = new_due == DAY_NEVER ? value_null() : value_int(new_due);
    act_insert(a, "due_change", "item i step t day d old v new v why t", item, "",
               a->env.today, &old, &new, verb_info(a->verb)->id);
}

/* ENGINE 11: one span a day at most; of several changes on a day the last stands. */
static void settle_span(struct act *a, int64_t item, const struct stored *w)
{
    struct stmt *s = db_query(a->db, &a->err,
        "SELECT s.id, s.from_day, s.phase = i.phase AND s.state = i.state AND s.voided = i.voided "
        "AND s.yellow_on = i.yellow_on AND s.red_on = i.red_on AND s.yellow_rule = i.yellow_rule "
        "AND s.red_rule = i.red_rule AND s.due = i.due AND s.pin_colour IS i.pin_colour "
        "AND s.pin_from IS i.pin_from AND s.pin_until IS i.pin_until "
        "FROM colour_span s JOIN item i ON i.id = s.item WHERE s.item = ? AND +s.to_day = 1000000",
        "i", item);
    int got = s ? stmt_step(s, &a->err) : -1;
    int64_t span = got > 0 ? stmt_int(s, 0) : 0;
    int32_t from = got > 0 ? stmt_day(s, 1) : DAY_NONE;
    bool same = got > 0 && stmt_int(s, 2) != 0;
    stmt_done(s);
    if (got < 0) {
        a->rc = XH_DB;
        return;
    }
    if (same)
        return;

    s = db_query(a->db, &a->err,
                 "SELECT phase, state, voided, pin_colour, pin_from, pin_until "
                 "FROM item WHERE id = ?",
                 "i", item);
    got = s ? stmt_step(s, &a->err) : -1;
    if (got <= 0) {
        stmt_done(s);
        a->rc = XH_DB;
        return;
    }
    int64_t phase = stmt_int(s, 0), voided = stmt_int(s, 2);
    char *state = xstrdup(stmt_text(s, 1));
    char *pin = stmt_is_null(s, 3) ? NULL : xstrdup(stmt_text(s, 3));
    int32_t pin_from = stmt_day(s, 4), pin_until = stmt_day(s, 5);
    stmt_done(s);
    const char *cause = verb_info(a->verb)->id;

    if (span && from == a->env.today) {
        act_update(
            a, "colour_span", span,
            "phase i state t voided i yellow_on i red_on i "
            "yellow_rule t red_rule t due i pin_colour t pin_from d pin_until d cause t",
            phase, state, voided, w->yellow_on, w->red_on, w->yellow_rule, w->red_rule,
            w->due, pin, pin_from, pin_until, cause);
    } else {
        if (span)
            act_update(a, "colour_span", span, "to_day d", a->env.today - 1);
        act_insert(
            a, "colour_span",
            "item i from_day d to_day i phase i state t voided i "
            "yellow_on i red_on i yellow_rule t red_rule t due i pin_colour t pin_from d "
            "pin_until d cause t",
            item, a->env.today, (int64_t)DAY_NEVER, phase, state, voided, w->yellow_on,
            w->red_on, w->yellow_rule, w->red_rule, w->due, pin, pin_from, pin_until,
            cause);
    }
    free(state);
    free(pin);
}

/* ---- who depends on it ---- */

static bool any_child_list_hangs(const struct defs *defs, const char *list)
{
    for (size_t i = 0; i < defs->n_lists; i++)
        if (strcmp(defs->lists[i].parent, list) == 0 &&
            list_hangs_on_parent(&defs->lists[i]))
            return true;
    return false;
}

static bool parent_counts_rows(const struct defs *defs, const struct list_def *l)
{
    const struct list_def *p = *l->parent ? defs_list(defs, l->parent) : NULL;
    for (size_t i = 0; p && i < p->n_steps; i++)
        if (strcmp(p->steps[i].from.list, l->id) == 0)
            return true;
    return false;
}

static void enqueue(struct act *a, const char *sql, int64_t item)
{
    struct stmt *s = db_query(a->db, &a->err, sql, "i", item);
    int got = s ? 0 : -1;
    int64_t *ids = NULL;
    size_t n = 0, cap = 0;
    while (s && (got = stmt_step(s, &a->err)) > 0) {
        if (stmt_is_null(s, 0))
            continue;
        GROW(ids, n, cap);
        ids[n++] = stmt_int(s, 0);
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    for (size_t i = 0; i < n; i++)
        act_depends(a, ids[i]);
    free(ids);
}

/* Deadlines below that hang on this item. Too many for one act: marked, and done in
 * batches. */
static void enqueue_children(struct act *a, int64_t item)
{
    int64_t n = act_get_int(
        a, "SELECT count(*) FROM item WHERE parent = ? AND phase <= 2", "i", item);
    if (n <= RECOMPUTE_BATCH)
        enqueue(a, "SELECT id FROM item WHERE parent = ? AND phase <= 2", item);
    else if (a->rc == XH_OK)
        a->rc = db_run(a->db, &a->err,
                       "UPDATE item SET stale = 1 WHERE parent = ? AND phase <= 2", "i",
                       item);
}

/* Did the act change a fact of this item that deadlines below it may hang on: a step, a
 * date? Not every report on a project concerns each of its households. */
static bool anchors_changed(const struct act *a, int64_t item, const struct facts *f)
{
    char table[DEF_ID_MAX + 3];
    size_t at;

    for (size_t i = 0; i < a->event.n_changes; i++)
        if (strcmp(a->event.changes[i].table, "step") == 0)
            return true;
    if (index_find(&a->event.rows, index_key("item", item), &at)) {
        static const char *const columns[] = { "start", "phase" };
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            if (change_cell(&a->event.changes[at], columns[i]))
                return true;
    }
    snprintf(table, sizeof table, "f_%s", f->list->id);
    if (!index_find(&a->event.rows, index_key(table, item), &at))
        return false;
    for (size_t i = 0; i < f->list->n_fields; i++) {
        char column[DEF_ID_MAX + 3];
        snprintf(column, sizeof column, "v_%s", f->list->fields[i].id);
        if (f->list->fields[i].type == FIELD_DATE &&
            change_cell(&a->event.changes[at], column))
            return true;
    }
    return false;
}

static void enqueue_dependents(struct act *a, int64_t item, const struct facts *f,
                               bool moved)
{
    enqueue(a, "SELECT split_of FROM item WHERE id = ?", item);
    if (any_child_list_hangs(a->defs, f->list->id) &&
        (moved || a->verb == VERB_CONFIG || anchors_changed(a, item, f)))
        enqueue_children(a, item);
    if (parent_counts_rows(a->defs, f->list))
        enqueue(a, "SELECT parent FROM item WHERE id = ?", item);
}

static size_t differs(struct buf *out, const char *column, struct value stored,
                      struct value want)
{
    if (value_equal(stored, want))
        return 0;
    if (!out)
        return 1;
    buf_printf(out, "%s: ", column);
    for (int i = 0; i < 2; i++) {
        struct value v = i ? want : stored;
        if (i)
            buf_puts(out, " -> ");
        if (v.kind == VALUE_INT)
            buf_printf(out, "%lld", (long long)v.i);
        else
            buf_printf(out, "'%s'", v.kind == VALUE_TEXT ? v.s : "");
    }
    buf_putc(out, '\n');
    return 1;
}

/* How many derived columns hold something else than `w`; a line for each in `out` (may be
 * NULL). */
static size_t stored_differences(struct db *db, int64_t item, const struct stored *w,
                                 struct buf *out, struct xh_err *err)
{
    size_t bad = 0;
    struct stmt *s =
        db_query(db, err,
                 "SELECT due, due_waits, limit_due, review_due, yellow_on, "
                 "red_on, yellow_rule, red_rule, progress, steps_done, steps_total, "
                 "next_step, unit_rank, owner_rank FROM item WHERE id = ?",
                 "i", item);
    if (s && stmt_step(s, err) > 0) {
        const struct value want[] = {
            value_int(w->due), value_text(w->due_waits), value_day(w->limit_due),
            value_day(w->review_due), value_int(w->yellow_on), value_int(w->red_on),
            value_text(w->yellow_rule), value_text(w->red_rule), value_int(w->progress),
            value_int(w->steps_done), value_int(w->steps_total), value_text(w->next_step),
            value_int(w->unit_rank), value_int(w->owner_rank),
        };
        for (int i = 0; i < stmt_columns(s); i++)
            bad += differs(out, stmt_column_name(s, i), stmt_value(s, i), want[i]);
    }
    stmt_done(s);
    return bad;
}

/* What is over is never judged again (ENGINE 23): a note on it years later, under other
 * rules, leaves its progress and deadline as they were. Only its place in orders may
 * change. */
static void recompute_over(struct act *a, int64_t item, const struct before *b)
{
    struct stored w = { .due = b->due, .yellow_on = DAY_NEVER, .red_on = DAY_NEVER,
                        .yellow_rule = "", .red_rule = "" };

    a->rc = load_ranks(a->db, item, &w, &a->err);
    if (a->rc == XH_OK)
        a->rc = db_run(a->db, &a->err,
                       "UPDATE item SET unit_rank = ?, owner_rank = ? WHERE id = ?",
                       "iii", w.unit_rank, w.owner_rank, item);
    if (a->rc == XH_OK)
        a->rc = rollup_settle(a->db, a->defs, item, &a->err);
    if (a->rc == XH_OK)
        settle_span(a, item, &w);
}

static void recompute_one(struct act *a, struct touched t)
{
    struct item_facts x;
    struct derived d = {0};
    struct before b = {0};
    struct stored w;
    bool news = true, moved = false;

    a->rc = load_before(a->db, t.item, &b, &a->err);
    if (a->rc == XH_OK && b.over) {
        recompute_over(a, t.item, &b);
        return;
    }
    if (a->rc == XH_OK)
        a->rc = item_facts_load(a->db, a->defs, t.item, &x, &a->err);
    else
        return;
    if (a->rc == XH_OK) {
        /* Invariant 1: the dates follow from the facts; the streak is settled first
         * (ENGINE 9), because yellow_for and yellow_weeks read it. */
        derive(a->defs, &x.f, &d);
        int32_t was = t.flags & TOUCH_RESTART ? DAY_NEVER : (int32_t)b.yellow_on;
        if (!(t.flags & TOUCH_KEEP_STREAK) && a->verb != VERB_UNDO)
            x.f.streak_since = colour_streak(
                x.f.streak_since, was, colour_base_yellow(a->defs, &x.f, &d),
                a->env.today, (t.flags & TOUCH_RESTART) != 0);
        derive(a->defs, &x.f, &d);
        w = to_stored(&x.f, &d);
        a->rc = load_ranks(a->db, t.item, &w, &a->err);
    }
    /* Another turn in the same act concerns others only if something came of it: an item
     * and what is below it may ask for each other, but not for ever. */
    if (a->rc == XH_OK && (t.flags & TOUCH_AGAIN))
        news = stored_differences(a->db, t.item, &w, NULL, &a->err) > 0;
    if (a->rc == XH_OK)
        act_update(a, "item", t.item, "streak_since i", (int64_t)x.f.streak_since);
    /* Invariant 5: the first deadline is set once, when it is first known. */
    if (a->rc == XH_OK && x.f.first_due == DAY_NONE && d.due != DAY_NONE)
        act_update(a, "item", t.item, "first_due d", d.due);
    if (a->rc == XH_OK)
        a->rc = write_derived(a->db, t.item, &w, &a->err);
    if (a->rc == XH_OK)
        a->rc = write_step_dues(a->db, t.item, &x.f, &moved, &a->err);
    if (a->rc == XH_OK)
        a->rc = rollup_settle(a->db, a->defs, t.item, &a->err);
    if (a->rc == XH_OK) {
        if (!(x.f.phase == PHASE_CANCELLED))
            settle_due_change(a, t.item, b.due, w.due);
        settle_span(a, t.item, &w);
        if (news)
            enqueue_dependents(a, t.item, &x.f, moved || b.due != w.due);
    }
    item_facts_fini(&x);
}

void recompute_touched(struct act *a)
{
    /* The list grows while we walk it: deadlines go from parent to child, roll-ups from
     * child to parent. Who has had his turn gets another when something he depends on
     * comes after him. */
    while (a->rc == XH_OK && a->recomputed < a->n_touched)
        recompute_one(a, a->touched[a->recomputed++]);
}

enum xh_rc recompute_stale(struct store *st, const struct env *env, const struct who *who,
                           struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    int64_t left = 0;

    for (;;) {
        rc = db_get_int(st->db, err, &left,
                        "SELECT count(*) FROM (SELECT 1 FROM item WHERE "
                        "stale = 1 LIMIT 1)",
                        "");
        if (rc != XH_OK || !left)
            return rc;
        struct act a;
        rc = act_begin(&a, st, env, VERB_RECOMPUTE, who, err);
        if (rc != XH_OK)
            return rc;
        enqueue(&a, "SELECT id FROM item WHERE stale = 1 ORDER BY id LIMIT ?",
                RECOMPUTE_BATCH);
        for (size_t i = 0; act_ok(&a) && i < a.n_touched; i++)
            a.rc = db_run(a.db, &a.err, "UPDATE item SET stale = 0 WHERE id = ?", "i",
                          a.touched[i].item);
        a.writes++;             /* even when no fact changes: the marks are gone */
        rc = act_end(&a, XH_OK, err);
        act_fini(&a);
        if (rc != XH_OK)
            return rc;
    }
}

/* ---- verify ---- */

static size_t step_due_differences(struct db *db, int64_t item, const struct facts *f,
                                   struct buf *out, struct xh_err *err)
{
    size_t bad = 0, want = 0, have = 0;
    for (size_t i = 0; i < f->list->n_steps && f->phase < PHASE_CLOSED; i++) {
        const struct step_facts *st = &f->steps[i];
        if (!step_is_open(st) || st->due == DAY_NONE)
            continue;
        want++;
        int64_t due = 0;
        enum xh_rc rc = db_get_int(db, err, &due, "SELECT due FROM step_due WHERE item = ? AND "
                                   "step = ?", "it", item, st->def->id);
        if (rc != XH_OK || due != st->due) {
            buf_printf(out, "step_due.%s\n", st->def->id);
            bad++;
        }
    }
    int64_t n = 0;
    if (db_get_int(db, err, &n, "SELECT count(*) FROM step_due WHERE item = ?", "i",
                   item) == XH_OK)
        have = (size_t)n;
    if (have != want && bad == 0) {
        buf_printf(out, "step_due: %zu -> %zu\n", have, want);
        bad++;
    }
    return bad;
}

size_t recompute_differences(struct db *db, const struct defs *defs, int64_t item,
                             struct buf *out, struct xh_err *err)
{
    struct item_facts x;
    struct derived d = {0};
    size_t bad = 0;

    if (item_facts_load(db, defs, item, &x, err) != XH_OK) {
        buf_printf(out, "%s\n", err->msg);
        item_facts_fini(&x);
        return 1;
    }
    derive(defs, &x.f, &d);
    struct stored w = to_stored(&x.f, &d);
    if (load_ranks(db, item, &w, err) != XH_OK)
        bad++;
    bad += stored_differences(db, item, &w, out, err);
    bad += step_due_differences(db, item, &x.f, out, err);
    item_facts_fini(&x);
    return bad;
}
