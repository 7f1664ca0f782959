/* undo.c - taking back one's own last act (ENGINE 31): an event that restores the values it names.
 *
 * Own act, same day, nobody has touched the items since. What stays: who worked on it (doers), the
 * event itself, and the spans, which are settled anew for the day. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/i18n.h"
#include "model/permit.h"

static int64_t find_event(struct deed *d)
{
    struct act *a = d->a;
    const char *id = d->c->action ? d->c->action : "";
    int64_t seq, n;

    if (*id) {
        if (strlen(id) < 8 || strspn(id, "0123456789abcdef") != strlen(id)) {
            act_fail(a, XH_USAGE, _("'%s' is no action id; at least its first 8 characters"), id);
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
    seq = act_get_int(a, "SELECT max(e.id) FROM event e WHERE e.actor = ?1 AND e.day = ?2 AND "
                      "e.verb NOT IN ('undo', 'unmask') AND NOT EXISTS (SELECT 1 FROM event u "
                      "WHERE u.verb = 'undo' AND u.day = ?2 AND instr(u.body, CAST(e.action AS BLOB)) > 0)",
                      "id", a->who.actor, a->env.today);
    if (!seq)
        act_fail(a, XH_NOT_FOUND, _("you have done nothing today that could be undone"));
    return seq;
}

static bool is_undone(struct act *a, const struct event *e)
{
    return act_get_int(a, "SELECT count(*) FROM event WHERE verb = 'undo' AND id > ? AND "
                       "instr(body, CAST(? AS BLOB)) > 0", "it", e->id, e->action) > 0;
}

static bool gave_number(const struct event *e)
{
    for (size_t i = 0; i < e->n_changes; i++)
        if (e->changes[i].op == CHANGE_INSERT && strcmp(e->changes[i].table, "item") == 0)
            return true;
    return false;
}

/* The version the event left the item with: nobody has touched it since, or what was done since
 * has been taken back, so that several acts can be undone one after the other. */
static void check_versions(struct deed *d, const struct event *e)
{
    struct act *a = d->a;
    for (size_t i = 0; act_ok(a) && i < e->n_items; i++) {
        if (!act_get_int(a, "SELECT count(*) FROM event_item x JOIN event e ON e.id = x.event "
                         "WHERE x.item = ? AND x.event > ? AND e.verb NOT IN ('undo', 'unmask') "
                         "AND NOT EXISTS "
                         "(SELECT 1 FROM event u WHERE u.verb = 'undo' AND u.id > e.id AND "
                         "instr(u.body, CAST(e.action AS BLOB)) > 0)", "ii", e->items[i], e->id))
            continue;
        struct item it = {0};
        a->rc = item_load(a->db, e->items[i], &it, &a->err);
        if (act_ok(a))
            act_fail(a, XH_CONFLICT, _("%s was changed again afterwards; undo that first, or "
                     "correct it with the opposite act"), it.code);
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
        act_fail(a, XH_REFUSED, _("it was done on an earlier day; correct it with the opposite "
                                  "act, so that both can be seen"));
    else if (gave_number(e))
        act_fail(a, XH_REFUSED, _("a number was given out, and numbers are never used twice. A "
                                  "row entered by mistake can be voided the same day."));
    else if (!(verb_info(verb)->flags & VERB_UNDOABLE))
        act_fail(a, XH_REFUSED, _("'%s' cannot be undone"), e->verb);
    else if (is_undone(a, e))
        act_fail(a, XH_REFUSED, _("it has been undone already"));
    check_versions(d, e);
    for (size_t i = 0; act_ok(a) && i < e->n_items; i++) {
        char *list = NULL;
        a->rc = db_get_text(a->db, &a->err, &list, "SELECT list FROM item WHERE id = ?", "i",
                            e->items[i]);
        if (act_ok(a))
            permit_require(a, e->behalf ? e->behalf : e->actor,
                           verb_info(verb)->flags & VERB_REQUESTABLE ? VERB_READ : verb, list,
                           e->items[i]);
        free(list);
    }
}

static bool stays(const char *table)
{
    return strcmp(table, "doer") == 0 || strcmp(table, "colour_span") == 0;
}

/* A private cell's earlier value stands in the latest private row before the event. The result
 * borrows from *keep, which the caller gives back with stmt_done(). */
static struct value earlier_value(struct act *a, const struct event *e, const struct change *c,
                                  const struct cell *cell, struct stmt **keep)
{
    *keep = NULL;
    if (!cell->is_private)
        return cell->old;
    *keep = db_query(a->db, &a->err, "SELECT value FROM private WHERE item = ? AND tbl = ? AND "
                     "col = ? AND event < ? ORDER BY event DESC LIMIT 1", "itti", c->id, c->table,
                     cell->column, e->id);
    int got = *keep ? stmt_step(*keep, &a->err) : -1;
    if (got < 0)
        a->rc = XH_DB;
    return got > 0 ? stmt_value(*keep, 0) : value_null();
}

/* The cells of a change with their values before it, in one statement: a row's columns belong
 * together. The version goes on counting. */
static void restore_row(struct act *a, const struct event *e, const struct change *c)
{
    struct change was = {0};

    for (size_t k = 0; act_ok(a) && k < c->n; k++) {
        struct stmt *keep;
        if (strcmp(c->table, "item") == 0 && strcmp(c->cells[k].column, "version") == 0)
            continue;
        struct cell *cell = change_add_cell(&was, c->cells[k].column);
        cell->is_private = c->cells[k].is_private;
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

/* The gates of the state it restores: nothing open below what is closed, nothing closed above
 * what is open. */
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
        int64_t closed = act_get_int(a, "SELECT count(*) FROM item WHERE (id = ? OR id = ?) AND "
                                     "phase >= 3", "ii", it.parent, it.split_of);
        if (closed)
            act_fail(a, XH_REFUSED, _("the item above %s is closed; reopen that first"), it.code);
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
