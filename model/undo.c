/* undo.c - taking back one's own last act (ENGINE 31): an event that restores the values
 * it names.
 *
 * Own act, same day, nobody has touched the items since. What stays: who worked on it
 * (doers), the event itself, what was drawn by lot (sample.h: drawing again would be choosing),
 * and the spans, which are settled anew for the day. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/sheet.h"

/* Was the action undone? An undo names it in a note of its own; what people wrote (a
 * reason, a text) may hold any number and undoes nothing. */
static enum xh_rc undo_done(struct db *db, int64_t seq, const char *action, bool *undone,
                     struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    int got = 0;

    *undone = false;
    struct stmt *s = db_query(db, err, "SELECT id FROM event WHERE verb = 'undo' AND id > ? AND "
                              "instr(body, CAST(? AS BLOB)) > 0", "it", seq, action);
    while (s && !*undone && (got = stmt_step(s, err)) > 0) {
        struct event e = {0};
        rc = event_load(db, stmt_int(s, 0), &e, err);
        const char *undoes = rc == XH_OK ? event_get_note(&e, "undoes") : NULL;
        *undone = undoes && strcmp(undoes, action) == 0;
        event_fini(&e);
        if (rc != XH_OK)
            break;
    }
    stmt_done(s);
    return !s || got < 0 ? XH_DB : rc;
}

static bool is_undone(struct act *a, int64_t seq, const char *action)
{
    bool undone = false;

    if (act_ok(a))
        a->rc = undo_done(a->db, seq, action, &undone, &a->err);
    return undone;
}

/* The actor's last act of the day that stands. */
static int64_t last_of_today(struct deed *d)
{
    struct act *a = d->a;
    int64_t seq = 0;

    struct stmt *s =
        act_ok(a)
            ? db_query(a->db, &a->err,
                       "SELECT id, action FROM event WHERE actor = ? AND day = ? AND "
                       "verb NOT IN ('undo', 'unmask', 'recompute') ORDER BY id DESC",
                       "id", a->who.actor, a->env.today)
            : NULL;
    while (s && !seq && stmt_step(s, &a->err) > 0)
        if (!is_undone(a, stmt_int(s, 0), stmt_text(s, 1)))
            seq = stmt_int(s, 0);
    stmt_done(s);
    if (!seq)
        act_fail(a, XH_NOT_FOUND, _("you have done nothing today that could be undone"));
    return seq;
}

static int64_t find_event(struct deed *d)
{
    struct act *a = d->a;
    const char *id = d->c->action ? d->c->action : "";
    int64_t seq, n;

    if (*id) {
        if (strlen(id) < 8 || strspn(id, "0123456789abcdef") != strlen(id)) {
            act_fail(a, XH_USAGE,
                     _("'%s' is no action id; at least its first 8 characters"), id);
            return 0;
        }
        char *like = xasprintf("%s%%", id);
        n = act_get_int(a, "SELECT count(*) FROM event WHERE action LIKE ?", "t", like);
        seq = act_get_int(a, "SELECT max(id) FROM event WHERE action LIKE ?", "t", like);
        free(like);
        if (n != 1)
            act_fail(a, XH_NOT_FOUND, n ? _("'%s' fits several actions; write more of it")
                     : _("there is no action %s"), id);
        return seq;
    }
    return last_of_today(d);
}

static bool gave_number(const struct event *e)
{
    for (size_t i = 0; i < e->n_changes; i++)
        if (e->changes[i].op == CHANGE_INSERT && strcmp(e->changes[i].table, "item") == 0)
            return true;
    return false;
}

/* Something done to the item since, and not taken back. */
static bool acted_on_since(struct act *a, const struct event *e, int64_t item)
{
    bool acted = false;

    struct stmt *s =
        act_ok(a)
            ? db_query(
                  a->db, &a->err,
                  "SELECT e.id, e.action FROM event_item x JOIN event e ON "
                  "e.id = x.event WHERE x.item = ? AND x.event > ? AND e.verb NOT IN ('undo', "
                  "'unmask')",
                  "ii", item, e->id)
            : NULL;
    while (s && !acted && stmt_step(s, &a->err) > 0)
        acted = !is_undone(a, stmt_int(s, 0), stmt_text(s, 1));
    stmt_done(s);
    return acted;
}

/* The version the event left the item with: nobody has touched it since, or what was done
 * since has been taken back, so that several acts can be undone one after the other. */
static void check_versions(struct deed *d, const struct event *e)
{
    struct act *a = d->a;
    for (size_t i = 0; act_ok(a) && i < e->n_items; i++) {
        if (!acted_on_since(a, e, e->items[i]))
            continue;
        struct item it = {0};
        a->rc = item_load(a->db, e->items[i], &it, &a->err);
        if (act_ok(a))
            act_fail(a, XH_CONFLICT,
                     _("%s was changed again afterwards; undo that first, or "
                       "correct it with the opposite act"),
                     it.code);
        item_fini(&it);
    }
}

/* What has been printed and handed round is not taken back without a trace. */
static void check_sheets(struct deed *d, const struct event *e)
{
    struct act *a = d->a;

    for (size_t i = 0; act_ok(a) && i < e->n_items; i++) {
        int64_t no = sheet_names(a->db, e->items[i], e->id);
        struct item it = {0};
        if (!no)
            continue;
        a->rc = item_load(a->db, e->items[i], &it, &a->err);
        if (act_ok(a))
            act_fail(a, XH_REFUSED,
                     _("%s stands on weekly sheet no. %lld as it is now; correct it with the "
                       "opposite act, so that both can be seen"),
                     it.code, (long long)no);
        item_fini(&it);
    }
}

static void may_undo(struct deed *d, const struct event *e)
{
    struct act *a = d->a;
    enum verb verb = verb_find(e->verb);

    if (e->actor != a->who.actor)
        act_fail(a, XH_DENIED, _("only whoever did it can undo it"));
    else if (e->day != a->env.today)
        act_fail(a, XH_REFUSED,
                 _("it was done on an earlier day; correct it with the opposite "
                   "act, so that both can be seen"));
    else if (verb == VERB_SIGN)
        act_fail(a, XH_REFUSED,
                 _("a number was given out, and numbers are never used twice. The "
                   "order can be withdrawn: order withdraw"));
    else if (verb == VERB_IMPORT)
        act_fail(a, XH_REFUSED,
                 _("an import is not undone: correct the rows and import them again; a new "
                   "row that should not be there is voided the same day"));
    else if (gave_number(e))
        act_fail(a, XH_REFUSED,
                 _("a number was given out, and numbers are never used twice. A "
                   "row entered by mistake can be voided the same day."));
    else if (!(verb_info(verb)->flags & VERB_UNDOABLE) || event_get_note(e, "mixed"))
        act_fail(a, XH_REFUSED, _("'%s' cannot be undone"), e->verb);
    else if (is_undone(a, e->id, e->action))
        act_fail(a, XH_REFUSED, _("it has been undone already"));
    check_versions(d, e);
    check_sheets(d, e);
}

/* Who may undo is asked of the state that is restored (ENGINE 31): whoever handed an item
 * on by mistake takes it back although it is no longer his. */
static void check_permissions(struct deed *d, const struct event *e, int64_t item)
{
    struct act *a = d->a;
    enum verb verb = verb_find(e->verb);
    int64_t doer = e->behalf ? e->behalf : e->actor, decider = doer;
    char *list = NULL;

    if (!act_ok(a))
        return;
    if (e->decided && !(verb_info(verb)->flags & VERB_REQUESTABLE))
        decider = e->decided;
    a->rc = db_get_text(a->db, &a->err, &list, "SELECT list FROM item WHERE id = ?", "i",
                        item);
    if (act_ok(a) && !permit_may(a->db, a->defs, doer, VERB_UNDO, list, item))
        permit_require(a, e->actor, VERB_UNDO, list, item);
    permit_require(a, decider, verb, list, item);
    free(list);
}

static bool stays(const char *table)
{
    return strcmp(table, "doer") == 0 || strcmp(table, "colour_span") == 0 ||
           strcmp(table, "sample") == 0 || strcmp(table, "sample_row") == 0;
}

/* A private cell's earlier value stands in the latest private row before the event. The
 * result borrows from *keep, which the caller gives back with stmt_done(). */
static struct value earlier_value(struct act *a, const struct event *e,
                                  const struct change *c, const struct cell *cell,
                                  struct stmt **keep)
{
    *keep = NULL;
    if (!cell->old_private)
        return cell->old;
    *keep = db_query(a->db, &a->err, "SELECT value FROM private WHERE item = ? AND tbl = ? AND "
                     "col = ? AND event < ? ORDER BY event DESC LIMIT 1", "itti", c->id, c->table,
                     cell->column, e->id);
    int got = *keep ? stmt_step(*keep, &a->err) : -1;
    if (got < 0)
        a->rc = XH_DB;
    return got > 0 ? stmt_value(*keep, 0) : value_null();
}

/* Does the column still hold what the event put there? Dates of items that depend on
 * others are settled by others' acts too, and are theirs then. */
static bool still_stands(struct act *a, const struct change *c, const struct cell *cell)
{
    char sql[192];

    if (c->op == CHANGE_DELETE || cell->is_private)
        return true;
    snprintf(sql, sizeof sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?", cell->column,
             c->table);
    struct stmt *s = db_query(a->db, &a->err, sql, "i", c->id);
    bool same =
        s && stmt_step(s, &a->err) > 0 && value_equal(stmt_value(s, 0), cell->new);
    stmt_done(s);
    return same;
}

/* The cells of a change with their values before it, in one statement: a row's columns
 * belong together. The version goes on counting. */
static void restore_row(struct act *a, const struct event *e, const struct change *c)
{
    struct change was = {0};

    for (size_t k = 0; act_ok(a) && k < c->n; k++) {
        struct stmt *keep;
        if ((strcmp(c->table, "item") == 0 && strcmp(c->cells[k].column, "version") == 0)
            || !still_stands(a, c, &c->cells[k]))
            continue;
        struct cell *cell = change_add_cell(&was, c->cells[k].column);
        cell->is_private = c->cells[k].is_private || c->cells[k].old_private;
        cell_set_new(cell, earlier_value(a, e, c, &c->cells[k], &keep));
        stmt_done(keep);
    }
    if (c->op == CHANGE_DELETE)
        act_insert_cells(a, c->table, c->id, was.cells, was.n);
    else
        act_update_cells(a, c->table, c->id, was.cells, was.n);
    change_fini(&was);
}

static void invert(struct act *a, const struct event *e, const struct change *c)
{
    if (stays(c->table))
        return;
    if (c->op == CHANGE_INSERT)
        act_delete(a, c->table, c->id);
    else if (c->op != CHANGE_ERASE)
        restore_row(a, e, c);
}

/* The gates of the state it restores: nothing open below what is closed, nothing closed
 * above what is open. */
static void check_gates(struct deed *d, int64_t item)
{
    struct act *a = d->a;
    struct item it = {0};

    if (!act_ok(a))
        return;
    a->rc = item_load(a->db, item, &it, &a->err);
    if (act_ok(a) && it.phase >= PHASE_CLOSED) {
        d->it.id = item;
        if (deed_open_children(d))
            act_fail(a, XH_REFUSED, _("%s has open rows below it"), it.code);
        d->it.id = 0;
    } else if (act_ok(a)) {
        int64_t closed =
            act_get_int(a,
                        "SELECT count(*) FROM item WHERE (id = ? OR id = ?) AND "
                        "phase >= 3",
                        "ii", it.parent, it.split_of);
        if (closed)
            act_fail(a, XH_REFUSED, _("the item above %s is closed; reopen that first"),
                     it.code);
    }
    item_fini(&it);
}

void verb_undo(struct deed *d)
{
    struct act *a = d->a;
    struct event e = {0};
    int64_t seq = find_event(d);

    if (act_ok(a))
        a->rc = event_load(a->db, seq, &e, &a->err);
    if (act_ok(a))
        may_undo(d, &e);
    for (size_t i = e.n_changes; act_ok(a) && i-- > 0;)
        invert(a, &e, &e.changes[i]);
    for (size_t i = 0; act_ok(a) && i < e.n_items; i++) {
        check_permissions(d, &e, e.items[i]);
        check_gates(d, e.items[i]);
        act_touch(a, e.items[i], TOUCH_KEEP_STREAK);
    }
    act_note(a, "undoes", e.action);
    act_note(a, "of", e.verb);
    if (act_ok(a)) {
        deed_say(d, _("undone: %s"), _(verb_info(verb_find(e.verb))->name));
        d->out->count = e.n_items;
        if (e.n_items) {
            struct item it = {0};
            if (item_load(a->db, e.items[0], &it, &a->err) == XH_OK)
                snprintf(d->out->code, sizeof d->out->code, "%s", it.code);
            d->out->item = e.items[0];
            item_fini(&it);
        }
    }
    event_fini(&e);
}

enum xh_rc verb_is_undone(struct db *db, const char *action, bool *undone, struct xh_err *err)
{
    int64_t seq = 0;
    enum xh_rc rc = *action ? db_get_int(db, err, &seq, "SELECT id FROM event WHERE action = ?",
                                         "t", action)
                            : XH_OK;

    *undone = false;
    return rc == XH_OK && seq ? undo_done(db, seq, action, undone, err)
                              : rc == XH_NOT_FOUND ? XH_OK : rc;
}
