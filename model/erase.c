/* erase.c - private values: removing them for good, and looking at one (ENGINE 35). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/field_value.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/search.h"
#include "model/text.h"
#include "model/visit.h"

/* A private column of a row: of the item's own, or of a visit to it. */
struct secret { char *table, *column; int64_t row; };
struct secrets { struct secret *v; size_t n, cap; };

static void secrets_fini(struct secrets *x)
{
    for (size_t i = 0; i < x->n; i++) {
        free(x->v[i].table);
        free(x->v[i].column);
    }
    free(x->v);
    *x = (struct secrets){0};
}

static void add_secret(struct secrets *x, const char *table, const char *column, int64_t row)
{
    GROW(x->v, x->n, x->cap);
    x->v[x->n++] = (struct secret){ xstrdup(table), xstrdup(column), row };
}

static bool is_of_visit(const char *table)
{
    return strcmp(table, "visit") == 0;
}

static void find_own(struct deed *d, struct secrets *out)
{
    struct act *a = d->a;
    int got = -1;
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT DISTINCT tbl, col FROM private WHERE "
                              "item = ? ORDER BY tbl, col",
                              "i", d->it.id);
    while (s && (got = stmt_step(s, &a->err)) > 0)
        if (!is_of_visit(stmt_text(s, 0)))  /* there the number is the visit's */
            add_secret(out, stmt_text(s, 0), stmt_text(s, 1), d->it.id);
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
}

/* Was visit `row` one to this item? One that was undone stands only in the event that
 * made it. */
static bool visited(struct act *a, int64_t row, int64_t event, int64_t item)
{
    int64_t of = act_get_int(a, "SELECT item FROM visit WHERE id = ?", "i", row);
    struct event e = {0};

    if (of || !act_ok(a))
        return of == item;
    a->rc = event_load(a->db, event, &e, &a->err);
    for (size_t i = 0; act_ok(a) && i < e.n_changes; i++) {
        const struct cell *cell = is_of_visit(e.changes[i].table) && e.changes[i].id == row
                                      ? change_cell(&e.changes[i], "item") : NULL;
        if (cell && cell->new.kind == VALUE_INT)
            of = cell->new.i;
    }
    event_fini(&e);
    return of == item;
}

/* Of its visits, those undone too: their values are there until they are erased. */
static void find_visits(struct deed *d, struct secrets *out)
{
    struct act *a = d->a;
    int got = -1;
    struct stmt *s =
        act_ok(a)
            ? db_query(a->db, &a->err,
                       "SELECT DISTINCT p.item, p.col, p.event FROM event_item x JOIN private p "
                       "ON p.event = x.event AND p.tbl = 'visit' WHERE x.item = ? "
                       "ORDER BY p.item, p.col",
                       "i", d->it.id)
            : NULL;
    while (s && (got = stmt_step(s, &a->err)) > 0)
        if (visited(a, stmt_int(s, 0), stmt_int(s, 2), d->it.id))
            add_secret(out, "visit", stmt_text(s, 1), stmt_int(s, 0));
    stmt_done(s);
    if (act_ok(a) && got < 0)
        a->rc = XH_DB;
}

/* Every private value of the item goes, from the tables and from the record's side table;
 * the events keep their hashes, which say nothing without the salts. */
void verb_erase(struct deed *d)
{
    struct act *a = d->a;
    struct secrets all = {0};
    bool words = false;

    d->keeps_state = true;
    /* Asked of whoever does it: --for lends no permission to erase. */
    if (!deed_permit(d, a->who.actor, VERB_ERASE) || !deed_needs_reason(d))
        return;
    if (d->it.phase <= PHASE_HELD) {
        act_fail(a, XH_REFUSED,
                 _("%s is still being worked on; cross it off or cancel it before "
                   "erasing"),
                 d->it.code);
        return;
    }
    find_own(d, &all);
    find_visits(d, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct secret *x = &all.v[i];
        bool is_item = strcmp(x->table, "item") == 0;
        words |= is_item;
        act_erase(a, x->table, x->row, x->column,
                  is_item || is_of_visit(x->table) ? value_text("") : value_null());
    }
    if (act_ok(a) && words)
        a->rc = search_erase(a->db, &a->err);
    if (all.n == 0)
        act_fail(a, XH_REFUSED, _("%s has no private values"), d->it.code);
    deed_say(
        d, _("%s: %zu private values erased. Older backups still hold them."),
        d->it.code, all.n);
    secrets_fini(&all);
}

/* ---- looking at one ---- */

/* The row of the item's `n`th visit; 0: there is none, or none is meant. */
static int64_t find_visit(struct act *a, int64_t item, int64_t n)
{
    if (n < 1)
        return 0;
    return act_get_int(a, "SELECT id FROM visit WHERE item = ? ORDER BY day, id LIMIT 1 OFFSET ?",
                       "ii", item, n - 1);
}

/* What was said there, a line each. */
static char *visit_words(struct act *a, int64_t row)
{
    const char *const names[] = { _("Asked for"), _("Promised"), _("Objection") };
    struct buf text = {0};
    struct stmt *s = db_query(a->db, &a->err, "SELECT demand, promise, objection FROM visit "
                              "WHERE id = ?", "i", row);

    if (s && stmt_step(s, &a->err) > 0)
        for (int i = 0; i < 3; i++)
            if (*stmt_text(s, i))
                buf_printf(&text, "%s%s: %s", text.len ? "\n" : "", names[i], stmt_text(s, i));
    stmt_done(s);
    return buf_take(&text);
}

static char *field_value(struct act *a, const struct list_def *l, size_t f, int64_t item)
{
    char sql[256];
    struct buf text = {0};

    snprintf(sql, sizeof sql, "SELECT \"v_%s\" FROM \"f_%s\" WHERE id = ?", l->fields[f].id,
             l->id);
    struct stmt *s = db_query(a->db, &a->err, sql, "i", item);
    if (s && stmt_step(s, &a->err) > 0)
        field_format(&text, l->fields[f].type, stmt_value(s, 0));
    stmt_done(s);
    return buf_take(&text);
}

/* One full value, with a reason, as an event (UX 2.19). */
enum xh_rc verb_unmask(struct store *st, const struct env *env, const struct who *who,
                       const char *code, const char *field, const char *reason,
                       char **value, struct xh_err *err)
{
    struct act a;
    struct item it = {0};
    struct who caller = { .actor = who->actor };    /* in nobody else's name */
    int64_t id = 0;
    size_t at;

    *value = NULL;
    if (!field)
        field = "";
    enum xh_rc rc = act_begin(&a, st, env, VERB_UNMASK, &caller, err);
    if (rc != XH_OK)
        return rc;
    a.rc = item_find(a.db, a.defs, code, env->today, &id, &a.err);
    if (act_ok(&a))
        a.rc = item_load(a.db, id, &it, &a.err);
    const struct list_def *l = act_ok(&a) ? defs_list(a.defs, it.list) : NULL;
    int64_t visit = l ? find_visit(&a, id, visit_field(field)) : 0;
    int f = l && !visit ? list_field(l, field) : -1;
    if (act_ok(&a) && !visit && visit_field(field))
        act_fail(&a, XH_NOT_FOUND, _("%s: there is no visit %lld"), it.code,
                 (long long)visit_field(field));
    if (act_ok(&a) && f < 0 && !visit)
        act_fail(&a, XH_NOT_FOUND, _("%s has no field '%s'"), it.code, field);
    if (act_ok(&a) && !(visit ? l->person : l->fields[f].is_private))
        act_fail(&a, XH_REFUSED, err_way(_("'%s' is not private; `show` shows it"),
                                         _("'%s' is not private")), field);
    if (act_ok(&a) && (!reason || !*reason))
        act_fail(&a, XH_REFUSED, err_way(_("say why you need to see it: --reason \"...\""),
                                         _("say why you need to see it")));
    if (act_ok(&a) && text_refused(reason, false, &at))
        act_fail(&a, XH_REFUSED, "reason: %s", _(text_refused(reason, false, &at)));
    if (act_ok(&a) && permit_require(&a, who->actor, VERB_UNMASK, it.list, id)) {
        *value = visit ? visit_words(&a, visit) : field_value(&a, l, (size_t)f, id);
        a.always = true;
        event_add_item(&a.event, id);
        act_note(&a, "field", field);
        act_note(&a, "reason", reason);
    }
    rc = act_end(&a, XH_OK, err);
    if (rc != XH_OK) {
        free(*value);
        *value = NULL;
    }
    act_fini(&a);
    item_fini(&it);
    return rc;
}
