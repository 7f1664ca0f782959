/* import_old.c - one row of a ledger that names an item: its fields and people change,
 * nothing else. See import_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/field_value.h"
#include "model/i18n.h"
#include "model/import_parts.h"

/* ---- what is stored, as an export shows it ---- */

static void load_fields(struct import_run *r, int64_t id, struct import_stored *x)
{
    const struct list_def *l = r->list;
    struct act *a = r->a;
    struct buf sql = {0};

    x->fields = xcalloc(l->n_fields + 1, sizeof *x->fields);
    x->n_fields = l->n_fields;
    if (l->n_fields == 0)
        return;
    for (size_t i = 0; i < l->n_fields; i++)
        buf_printf(&sql, "%s\"v_%s\"", i ? ", " : "SELECT ", l->fields[i].id);
    buf_printf(&sql, " FROM \"f_%s\" WHERE id = ?", l->id);
    struct stmt *s = db_query(a->db, &a->err, buf_str(&sql), "i", id);
    int got = s ? stmt_step(s, &a->err) : -1;
    for (size_t i = 0; got > 0 && i < l->n_fields; i++) {
        struct buf b = {0};
        field_format(&b, l->fields[i].type, stmt_value(s, (int)i));
        x->fields[i] = buf_take(&b);
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    buf_fini(&sql);
}

static void load_steps(struct import_run *r, int64_t id, struct import_stored *x)
{
    struct act *a = r->a;
    struct stmt *s =
        db_query(a->db, &a->err,
                 "SELECT step, done_on FROM step WHERE item = ? AND done_on IS "
                 "NOT NULL",
                 "i", id);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, &a->err)) > 0) {
        GROW(x->steps, x->n_steps, x->cap_steps);
        x->steps[x->n_steps++] =
            (struct import_stored_step){ xstrdup(stmt_text(s, 0)), stmt_day(s, 1) };
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
}

static char *one_text(struct import_run *r, const char *sql, int64_t id)
{
    struct act *a = r->a;
    char *text = NULL;
    enum xh_rc rc = db_get_text(a->db, &a->err, &text, sql, "i", id);

    if (rc == XH_DB)
        a->rc = rc;
    return text ? text : xstrdup("");
}

/* As an export joins them. */
static char *co_text(struct import_run *r, int64_t id)
{
    struct act *a = r->a;
    struct buf all = {0};
    struct stmt *s =
        db_query(a->db, &a->err,
                 "SELECT coalesce(u.name, p.name) FROM item_co c LEFT JOIN unit u "
                 "ON u.id = c.unit LEFT JOIN person p ON p.id = c.person WHERE "
                 "c.item = ? ORDER BY c.id",
                 "i", id);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, &a->err)) > 0)
        buf_printf(&all, "%s%s", all.len ? "、" : "", stmt_text(s, 0));
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    return all.s ? buf_take(&all) : xstrdup("");
}

static bool has(const struct import_run *r, enum import_what what)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == what)
            return true;
    return false;
}

void import_load_stored(struct import_run *r, int64_t id)
{
    struct import_stored *x = &r->stored;
    struct act *a = r->a;

    *x = (struct import_stored){0};
    if (act_ok(a))
        a->rc = item_load(a->db, id, &x->it, &a->err);
    if (!act_ok(a) || strcmp(x->it.list, r->list->id) != 0)
        return;
    load_fields(r, id, x);
    if (has(r, IMPORT_STEP))
        load_steps(r, id, x);
    if (has(r, IMPORT_CO))
        x->co = co_text(r, id);
    if (has(r, IMPORT_LATEST))
        x->latest =
            one_text(r,
                     "SELECT text FROM progress WHERE item = ? ORDER BY day DESC, id "
                     "DESC LIMIT 1",
                     id);
    r->unit = x->it.unit;
    x->is_loaded = true;
}

void import_free_stored(struct import_run *r)
{
    struct import_stored *x = &r->stored;

    item_fini(&x->it);
    for (size_t i = 0; i < x->n_fields; i++)
        free(x->fields[i]);
    free(x->fields);
    for (size_t i = 0; i < x->n_steps; i++)
        free(x->steps[i].step);
    free(x->steps);
    free(x->co);
    free(x->latest);
    *x = (struct import_stored){0};
}

static int64_t stored_person(const struct item *it, const char *key)
{
    return strcmp(key, "owner") == 0 ? it->owner
         : strcmp(key, "handler") == 0 ? it->handler
         : strcmp(key, "leader") == 0 ? it->leader : it->lead;
}

static const char *stored_text(const struct item *it, const char *key)
{
    return strcmp(key, "title") == 0 ? it->title
         : strcmp(key, "source") == 0 ? it->source
         : strcmp(key, "source_ref") == 0 ? it->source_ref : it->upper_doc;
}

static int32_t stored_day(const struct item *it, const char *key)
{
    return strcmp(key, "due") == 0 ? it->due
         : strcmp(key, "start") == 0 ? it->start
         : strcmp(key, "assigned_on") == 0 ? it->assigned_on : it->upper_due;
}

/* The text an export shows in this column; NULL when it has none. `day`: room for it. */
static const char *shown(struct import_run *r, const struct import_column *c,
                         char day[static DAY_TEXT])
{
    const struct import_stored *x = &r->stored;
    const struct item *it = &x->it;

    switch (c->what) {
    case IMPORT_TEXT:   return stored_text(it, c->key);
    case IMPORT_DATE:   return day_format(stored_day(it, c->key), day);
    case IMPORT_FIRST_DUE: return day_format(it->first_due, day);
    case IMPORT_UNIT:   return names_get(&r->shown, NAMES_UNIT, it->unit);
    case IMPORT_PLACE:  return names_get(&r->shown, NAMES_PLACE, it->place);
    case IMPORT_PERSON:
        return names_get(&r->shown, NAMES_PERSON, stored_person(it, c->key));
    case IMPORT_PARENT: return names_get(&r->shown, NAMES_ITEM, it->parent);
    case IMPORT_CO:     return x->co;
    case IMPORT_STATE:  return it->state;
    case IMPORT_LATEST: return x->latest;
    case IMPORT_CADENCE: return it->report_every;
    case IMPORT_FIELD:
        if (r->list->fields[c->at].type == FIELD_BOOL && x->fields[c->at])
            return strcmp(x->fields[c->at], "1") == 0 ? "true" : "false";
        return x->fields[c->at];
    default:            return NULL;
    }
}

/* What an export shows and nobody has edited says nothing new, whatever it is: a name two
 * people share, somebody who has left, a text an import would refuse. */
bool import_is_as_exported(struct import_run *r, size_t at)
{
    char day[DAY_TEXT];
    const char *typed = grid_cell(r->cells, at);
    const char *text =
        r->stored.is_loaded ? shown(r, &r->columns.v[at], day) : NULL;

    if (!text || !*text)
        return false;
    if (strchr("=+-@'\t\r", *text))     /* guarded: see report/export.c */
        return *typed == '\'' && strcmp(typed + 1, text) == 0;
    return strcmp(typed, text) == 0;
}

/* ---- what an import does not change ---- */

static void refuse_verb(struct import_run *r, size_t at, const char *stored,
                        const char *how)
{
    import_reject(r, at, _("an import does not change it; stored is '%s'. %s"), stored,
                  how);
}

static void check_day(struct import_run *r, size_t at, int32_t stored, const char *how)
{
    const struct import_cell *v = &r->v[at];
    char day[DAY_TEXT];

    if (v->is == CELL_CLEAR ? stored != DAY_NONE : v->day != stored)
        refuse_verb(r, at, day_format(stored, day), how);
}

static void check_state(struct import_run *r, size_t at, const struct item *it)
{
    const struct import_cell *v = &r->v[at];
    const struct state_def *s = defs_state(r->a->defs, it->state);
    bool same = v->is == CELL_VALUE
             && (v->loose ? v->number == it->phase : strcmp(v->text, it->state) == 0);

    if (!same)
        refuse_verb(
            r, at, s ? s->name : it->state,
            _("Use the verb: accept, apply, approve, return, hold, resume, cancel, "
              "reopen"));
}

static void check_step(struct import_run *r, size_t at, const struct import_stored *x)
{
    const struct import_cell *v = &r->v[at];
    const char *step = r->columns.v[at].key;
    int32_t stored = DAY_NONE;
    char day[DAY_TEXT];

    for (size_t i = 0; i < x->n_steps; i++)
        if (strcmp(x->steps[i].step, step) == 0)
            stored = x->steps[i].done_on;
    bool same = v->is == CELL_CLEAR ? stored == DAY_NONE
        : v->day == DAY_NONE ? stored != DAY_NONE : stored == v->day;
    if (!same)
        refuse_verb(r, at, day_format(stored, day), _("Use check or uncheck"));
}

static void check_parent(struct import_run *r, size_t at, const struct item *it)
{
    const struct import_cell *v = &r->v[at];
    int64_t id = 0;
    char *code = NULL;

    if (v->is == CELL_VALUE)
        item_find(r->a->db, r->a->defs, v->text, r->a->env.today, &id, NULL);
    if (id == it->parent && (id || v->is == CELL_CLEAR))
        return;
    if (it->parent)
        db_get_text(r->a->db, NULL, &code, "SELECT code FROM item WHERE id = ?", "i",
                    it->parent);
    refuse_verb(r, at, code ? code : "", _("The parent is named when an item is added"));
    free(code);
}

/* Columns an import does not change: equal is fine, different names the verb. */
static void check_protected(struct import_run *r, size_t at, const struct item *it,
                            const struct import_stored *x)
{
    const struct import_column *c = &r->columns.v[at];

    switch (c->what) {
    case IMPORT_LATEST:
        refuse_verb(r, at, x->latest, _("progress reports it"));
        break;
    case IMPORT_DATE:
        if (strcmp(c->key, "due") == 0)
            check_day(r, at, it->due, _("A deadline moves by extend, limit or rebase"));
        else if (strcmp(c->key, "start") == 0)
            check_day(r, at, it->start, _("It is set when an item is added"));
        else if (strcmp(c->key, "assigned_on") == 0)
            check_day(r, at, it->assigned_on, _("It is set when an item is added"));
        break;
    case IMPORT_FIRST_DUE:
        check_day(r, at, it->first_due, _("rebase replaces the first deadline"));
        break;
    case IMPORT_STATE:  check_state(r, at, it); break;
    case IMPORT_STEP:   check_step(r, at, x); break;
    case IMPORT_PARENT: check_parent(r, at, it); break;
    case IMPORT_PERCENT:
        if (r->v[at].is == CELL_VALUE && r->v[at].number != it->percent) {
            char *stored = xasprintf("%lld%%", (long long)(it->percent / 1000000));
            refuse_verb(r, at, stored, err_way(_("progress --percent reports it"),
                                           _("F6 reports it")));
            free(stored);
        }
        break;
    default: break;
    }
}

/* Does the cell say what is stored? What is not compared here is by the deed. */
static bool is_same(const struct import_run *r, size_t at, const struct item *it,
                    const struct import_stored *x)
{
    const struct import_column *c = &r->columns.v[at];
    const struct import_cell *v = &r->v[at];
    const char *text = v->text ? v->text : "", *have;

    switch (c->what) {
    case IMPORT_TEXT:   return strcmp(text, stored_text(it, c->key)) == 0;
    case IMPORT_UNIT:   return v->number == it->unit;
    case IMPORT_PERSON: return v->number == stored_person(it, c->key);
    case IMPORT_DATE:   return v->day == it->upper_due;
    case IMPORT_FIELD:
        have = x->fields[c->at];
        return strcmp(text, have ? have : "") == 0;
    default:            return false;
    }
}

static void gather_changes(struct import_apply *p, const struct item *it,
                           const struct import_stored *x)
{
    struct import_run *r = p->r;

    for (size_t i = 0; i < r->columns.n; i++) {
        const struct import_column *c = &r->columns.v[i];
        bool upper = c->what == IMPORT_DATE && strcmp(c->key, "upper_due") == 0;
        if (r->v[i].is == CELL_EMPTY)
            continue;
        if (!import_is_settable(c->what) && !upper)
            check_protected(r, i, it, x);
        else if (!is_same(r, i, it, x)
                 && !(r->v[i].is == CELL_VALUE && !r->v[i].number
                      && (c->what == IMPORT_PERSON || c->what == IMPORT_UNIT)))
            import_add_field(p, i, c->key, r->v[i].is == CELL_VALUE ? r->v[i].text : "");
    }
}

void import_old_row(struct import_run *r)
{
    struct import_apply p;
    struct act *a = r->a;
    const struct item *it = &r->stored.it;
    struct xh_err unused = {0};
    size_t before = a->writes, code_at;

    import_apply_init(&p, r, VERB_SET);
    import_get(r, IMPORT_CODE, NULL, &code_at);
    if (act_ok(a))
        a->rc = item_load(a->db, it->id, &p.d.it, &a->err);
    if (act_ok(a) && !r->stored.is_loaded) {
        const struct list_def *l = defs_list(a->defs, it->list);
        import_reject(r, code_at, _("%s is of another list, %s"), it->code,
                      l ? l->name : it->list);
    } else if (act_ok(a) && it->voided) {
        import_reject(r, code_at, _("%s was entered by mistake and is void"), it->code);
    } else if (act_ok(a) && !deed_permit(&p.d, p.d.doer, VERB_SET)) {
        import_take_refusal(r, code_at);
    } else if (act_ok(a)) {
        import_check_list(r);
        gather_changes(&p, it, &r->stored);
        deed_look_at_fields(&p.d, false, &unused);
    }
    bool changed = a->writes > before;
    if (act_ok(a) && changed && it->phase >= PHASE_CLOSED)
        import_reject(r, code_at,
                      _("%s is crossed off or cancelled; reopen it before changing it"),
                      it->code);
    if (act_ok(a) && !r->bad && changed) {
        act_touch(a, it->id, 0);
        import_note_origin(r);
        act_note(a, "reason", r->in->reason);
    }
    if (act_ok(a) && !r->bad) {
        r->out->changed += changed;
        r->out->unchanged += !changed;
    }
    import_apply_fini(&p);
}
