/* item_facts.c - what the tables hold of an item, as the engine's facts. */
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/i18n.h"
#include "model/recompute.h"
#include "model/rhythm.h"

static const char sql_item[] =
    "SELECT list, parent, split_of, assigned_on, opened_on, start, due_given, due_given_on, "
    "extended_to, extended_on, first_due, upper_due, limit_on, limit_set_on, report_every, "
    "last_report_on, percent, phase, acted_on, resumed_on, returns, returned_on, applied_again, "
    "streak_since, due FROM item WHERE id = ?";

static enum xh_rc load_item(struct db *db, const struct defs *defs, int64_t item,
                            struct item_facts *x, int64_t *parent, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql_item, "i", item);
    int got = s ? stmt_step(s, err) : -1;
    enum xh_rc rc = got < 0 ? XH_DB : XH_OK;

    if (got == 0)
        rc = xh_fail(err, XH_DB, _("item %lld is not in the database"), (long long)item);
    if (got > 0) {
        struct facts *f = &x->f;
        f->list = defs_list(defs, stmt_text(s, 0));
        if (!f->list)
            rc = xh_fail(err, XH_CONFIG,
                         err_way(_("list '%s' is not configured, but has items. Put its "
                                   "file back and run `config apply`."),
                                 _("list '%s' is not configured, but has items. Put its "
                                   "file back, then F9>Settings>Configuration.")),
                         stmt_text(s, 0));
        *parent = stmt_int(s, 1);
        f->assigned_on = stmt_day(s, 3);
        f->opened_on = stmt_day(s, 4);
        f->start = stmt_day(s, 5);
        f->due_given = stmt_day(s, 6);
        f->due_given_on = stmt_day(s, 7);
        f->extended_to = stmt_day(s, 8);
        f->extended_on = stmt_day(s, 9);
        f->first_due = stmt_day(s, 10);
        f->upper_due = stmt_day(s, 11);
        f->limit_on = stmt_day(s, 12);
        f->limit_set_on = stmt_day(s, 13);
        f->report_every = rhythm_cadence(stmt_text(s, 14));
        f->last_report_on = stmt_day(s, 15);
        f->percent = stmt_int(s, 16);
        f->phase = (enum phase)stmt_int(s, 17);
        f->acted_on = stmt_day(s, 18);
        f->resumed_on = stmt_day(s, 19);
        f->returns = (int32_t)stmt_int(s, 20);
        f->returned_on = stmt_day(s, 21);
        f->applied_again = stmt_int(s, 22) != 0;
        f->streak_since = (int32_t)stmt_int(s, 23);
    }
    stmt_done(s);
    return rc;
}

static enum xh_rc load_stops(struct db *db, int64_t item, struct item_facts *x,
                             struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT kind, from_day, to_day, moves, expect FROM clock "
                              "WHERE item = ? ORDER BY id",
                              "i", item);
    size_t cap = 0, n = 0;
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(x->stops, n, cap);
        x->stops[n++] = (struct clock_stop){
            .kind = strcmp(stmt_text(s, 0), "hold") == 0 ? STOP_HOLD : STOP_REVIEW,
            .from = stmt_day(s, 1),
            .to = stmt_is_null(s, 2) ? DAY_NEVER : stmt_day(s, 2),
            .moves = stmt_int(s, 3) != 0,
            .expect = stmt_day(s, 4),
        };
    }
    stmt_done(s);
    x->f.stops = x->stops;
    x->f.n_stops = n;
    return got < 0 ? XH_DB : XH_OK;
}

/* A quantity that another list supplies: rows under this item, and those with the step
 * done. */
static enum xh_rc load_from(struct db *db, int64_t item, struct step_facts *sf,
                            struct xh_err *err)
{
    int64_t all = 0, done = 0;
    const struct step_from *from = &sf->def->from;
    enum xh_rc rc = db_get_int(db, err, &all, "SELECT count(*) FROM item WHERE parent = ? AND "
                               "list = ? AND phase < 4", "it", item, from->list);
    if (rc == XH_OK)
        rc = db_get_int(db, err, &done,
                        "SELECT count(*) FROM item i JOIN step s ON s.item = i.id "
                        "AND s.step = ? AND s.done_on IS NOT NULL WHERE i.parent = ? AND "
                        "i.list = ? AND i.phase < 4",
                        "tit", from->step, item, from->list);
    sf->target = all * 1000000;
    sf->amount = done * 1000000;
    return rc;
}

static enum xh_rc load_steps(struct db *db, int64_t item, struct item_facts *x,
                             struct xh_err *err)
{
    const struct list_def *l = x->f.list;
    enum xh_rc rc = XH_OK;

    x->steps = xcalloc(l->n_steps + 1, sizeof *x->steps);
    x->f.steps = x->steps;
    for (size_t i = 0; i < l->n_steps; i++)
        x->steps[i] = (struct step_facts){ .def = &l->steps[i], .begun_on = DAY_NONE,
            .done_on = DAY_NONE, .skipped_on = DAY_NONE, .target = l->steps[i].target,
            .due = DAY_NONE, .waits_for = -1 };

    struct stmt *s = db_query(db, err,
                              "SELECT step, begun_on, done_on, skipped_on FROM step "
                              "WHERE item = ?",
                              "i", item);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        int i = list_step(l, stmt_text(s, 0));
        if (i < 0)
            continue;           /* a step YAML no longer names stays stored (invariant 7) */
        x->steps[i].begun_on = stmt_day(s, 1);
        x->steps[i].done_on = stmt_day(s, 2);
        x->steps[i].skipped_on = stmt_day(s, 3);
    }
    stmt_done(s);
    if (got < 0)
        return XH_DB;

    s = db_query(db, err,
                 "SELECT step, sum(amount) FROM step_amount WHERE item = ? GROUP BY step",
                 "i", item);
    got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        int i = list_step(l, stmt_text(s, 0));
        if (i >= 0)
            x->steps[i].amount = stmt_int(s, 1);
    }
    stmt_done(s);
    if (got < 0)
        return XH_DB;
    for (size_t i = 0; rc == XH_OK && i < l->n_steps; i++)
        if (*l->steps[i].from.list)
            rc = load_from(db, item, &x->steps[i], err);
    return rc;
}

static enum xh_rc load_fields(struct db *db, int64_t item, struct item_facts *x,
                              struct xh_err *err)
{
    const struct list_def *l = x->f.list;
    struct buf sql = {0};

    x->dates = xmalloc((l->n_fields + 1) * sizeof *x->dates);
    x->numbers = xcalloc(l->n_fields + 1, sizeof *x->numbers);
    x->has_number = xcalloc(l->n_fields + 1, sizeof *x->has_number);
    x->f.dates = x->dates;
    x->f.numbers = x->numbers;
    x->f.has_number = x->has_number;
    for (size_t i = 0; i < l->n_fields; i++)
        x->dates[i] = DAY_NONE;
    if (l->n_fields == 0)
        return XH_OK;

    for (size_t i = 0; i < l->n_fields; i++)
        buf_printf(&sql, "%s\"v_%s\"", i ? ", " : "SELECT ", l->fields[i].id);
    buf_printf(&sql, " FROM \"f_%s\" WHERE id = ?", l->id);
    struct stmt *s = db_query(db, err, buf_str(&sql), "i", item);
    buf_fini(&sql);
    int got = s ? stmt_step(s, err) : -1;
    if (got > 0)
        for (size_t i = 0; i < l->n_fields; i++) {
            int col = (int)i;
            if (stmt_is_null(s, col))
                continue;
            switch (l->fields[i].type) {
            case FIELD_DATE: x->dates[i] = stmt_day(s, col); break;
            case FIELD_DECIMAL:
                x->numbers[i] = stmt_int(s, col);
                x->has_number[i] = true;
                break;
            case FIELD_INTEGER: case FIELD_BOOL:
                x->numbers[i] = stmt_int(s, col) * 1000000;
                x->has_number[i] = true;
                break;
            case FIELD_TEXT: case FIELD_CHOICE: break;
            }
        }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc load_children(struct db *db, int64_t item, struct item_facts *x,
                                struct xh_err *err)
{
    struct stmt *s = db_query(db, err, "SELECT count(*), "
                              "coalesce(min(CASE WHEN phase <= 1 THEN yellow_on END), 1000000), "
                              "coalesce(min(CASE WHEN phase <= 1 THEN red_on END), 1000000), "
                              "coalesce(sum(CASE WHEN phase = 3 THEN 100000000 WHEN "
                              "progress > 1000000000 THEN 1000000000 ELSE progress END), 0) "
                              "FROM item WHERE split_of = ? AND phase < 4", "i", item);
    int got = s ? stmt_step(s, err) : -1;
    if (got > 0) {
        x->f.n_children = (size_t)stmt_int(s, 0);
        x->f.children_yellow_on = (int32_t)stmt_int(s, 1);
        x->f.children_red_on = (int32_t)stmt_int(s, 2);
        int64_t n = stmt_int(s, 0);
        x->f.children_progress =
            (struct ratio){ stmt_int(s, 3), (n ? n : 1) * 100000000 };
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

/* Does a colour of the list look at promises? Most do not: spare the load. */
static bool asks_for_promises(const struct list_def *l)
{
    const struct colours_def *c = &l->colours;

    for (size_t i = 0; i < c->n_yellow; i++)
        if (c->yellow[i].kind == RULE_PROMISE_MISSED)
            return true;
    for (size_t i = 0; i < c->n_red; i++)
        if (c->red[i].kind == RULE_PROMISE_MISSED)
            return true;
    return false;
}

static enum xh_rc load_promises(struct db *db, int64_t item, struct item_facts *x,
                                struct xh_err *err)
{
    size_t cap = 0, n = 0;
    int got = 0;

    if (!asks_for_promises(x->f.list))
        return XH_OK;
    struct stmt *s = db_query(db, err,
                              "SELECT day, promise_due FROM visit WHERE item = ? AND "
                              "promise_due IS NOT NULL AND kept_on IS NULL "
                              "ORDER BY promise_due, day, id",
                              "i", item);
    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(x->promises, n, cap);
        x->promises[n++] = (struct promise_facts){ stmt_day(s, 0), stmt_day(s, 1) };
    }
    stmt_done(s);
    x->f.promises = x->promises;
    x->f.n_promises = n;
    return !s || got < 0 ? XH_DB : XH_OK;
}

bool list_hangs_on_parent(const struct list_def *l)
{
    if (l->due.of_parent)
        return true;
    for (size_t i = 0; i < l->n_steps; i++)
        if (l->steps[i].due.of_parent)
            return true;
    return false;
}

enum xh_rc item_facts_load(struct db *db, const struct defs *defs, int64_t item,
                           struct item_facts *out, struct xh_err *err)
{
    int64_t parent = 0;

    memset(out, 0, sizeof *out);
    out->f.parent_due = DAY_NONE;
    enum xh_rc rc = load_item(db, defs, item, out, &parent, err);
    if (rc == XH_OK)
        rc = load_stops(db, item, out, err);
    if (rc == XH_OK)
        rc = load_steps(db, item, out, err);
    if (rc == XH_OK)
        rc = load_fields(db, item, out, err);
    if (rc == XH_OK)
        rc = load_children(db, item, out, err);
    if (rc == XH_OK)
        rc = load_promises(db, item, out, err);
    /* Most lists do not look up: spare the load. */
    if (rc == XH_OK && parent && list_hangs_on_parent(out->f.list)) {
        /* Lists form a tree (the loader refuses cycles), so this ends. */
        out->parent = xcalloc(1, sizeof *out->parent);
        rc = item_facts_load(db, defs, parent, out->parent, err);
        if (rc == XH_OK) {
            derive(defs, &out->parent->f, &out->parent_derived);
            out->f.parent = &out->parent->f;
            out->f.parent_due = out->parent_derived.due;
        }
    }
    return rc;
}

void item_facts_fini(struct item_facts *x)
{
    if (x->parent) {
        item_facts_fini(x->parent);
        free(x->parent);
    }
    free(x->stops);
    free(x->steps);
    free(x->promises);
    free(x->dates);
    free(x->numbers);
    free(x->has_number);
    memset(x, 0, sizeof *x);
}
