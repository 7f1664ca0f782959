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

/* Every private value of the item goes, from the tables and from the record's side table;
 * the events keep their hashes, which say nothing without the salts. */
void verb_erase(struct deed *d)
{
    struct act *a = d->a;

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
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT DISTINCT tbl, col FROM private WHERE "
                              "item = ? ORDER BY tbl, col",
                              "i", d->it.id);
    struct column { char *table, *name; } *columns = NULL;
    size_t n = 0, cap = 0;
    bool words = false;
    while (s && stmt_step(s, &a->err) > 0) {
        GROW(columns, n, cap);
        columns[n++] =
            (struct column){ xstrdup(stmt_text(s, 0)), xstrdup(stmt_text(s, 1)) };
    }
    stmt_done(s);
    for (size_t i = 0; i < n; i++) {
        words |= strcmp(columns[i].table, "item") == 0;
        act_erase(a, columns[i].table, d->it.id, columns[i].name,
                  strcmp(columns[i].table, "item") == 0 ? value_text("") : value_null());
        free(columns[i].table);
        free(columns[i].name);
    }
    free(columns);
    if (act_ok(a) && words)
        a->rc = search_erase(a->db, &a->err);
    if (n == 0)
        act_fail(a, XH_REFUSED, _("%s has no private values"), d->it.code);
    deed_say(
        d, _("%s: %zu private values erased. Older backups still hold them."),
        d->it.code, n);
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
    int f = l ? list_field(l, field) : -1;
    if (act_ok(&a) && f < 0)
        act_fail(&a, XH_NOT_FOUND, _("%s has no field '%s'"), it.code, field);
    if (act_ok(&a) && !l->fields[f].is_private)
        act_fail(&a, XH_REFUSED, err_way(_("'%s' is not private; `show` shows it"),
                                         _("'%s' is not private")), field);
    if (act_ok(&a) && (!reason || !*reason))
        act_fail(&a, XH_REFUSED, err_way(_("say why you need to see it: --reason \"...\""),
                                         _("say why you need to see it")));
    if (act_ok(&a) && text_refused(reason, false, &at))
        act_fail(&a, XH_REFUSED, "reason: %s", _(text_refused(reason, false, &at)));
    if (act_ok(&a) && permit_require(&a, who->actor, VERB_UNMASK, it.list, id)) {
        char sql[256];
        snprintf(sql, sizeof sql, "SELECT \"v_%s\" FROM \"f_%s\" WHERE id = ?",
                 l->fields[f].id, l->id);
        struct stmt *s = db_query(a.db, &a.err, sql, "i", id);
        struct buf text = {0};
        if (s && stmt_step(s, &a.err) > 0)
            field_format(&text, l->fields[f].type, stmt_value(s, 0));
        stmt_done(s);
        *value = xstrdup(buf_str(&text));
        buf_fini(&text);
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
