/* deed_fields.c - the columns every list has and the fields of one, as people set them:
 * add, set, assign, progress. Shared by the verbs (deed.h). */
#include "model/deed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/field_value.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/text.h"

/* ---- columns every list has ---- */

enum core_kind {
    CORE_TEXT,
    CORE_UNIT,
    CORE_PLACE,
    CORE_PERSON,
    CORE_DATE,
    CORE_CO,
    CORE_PARENT,
    CORE_CADENCE
};
struct core {
    const char *key;
    enum core_kind kind;
    bool only_adding;           /* later only by the verb that `verb` names */
    const char *verb;           /* msgid: how it is changed instead */
    enum verb needs;            /* to change it later takes this permission too */
};
static const struct core cores[] = {
    { "title", CORE_TEXT, false, NULL, VERB_NONE },
    { "unit", CORE_UNIT, false, NULL, VERB_ASSIGN },
    { "place", CORE_PLACE, false, NULL, VERB_NONE },
    { "owner", CORE_PERSON, false, NULL, VERB_ASSIGN },
    { "handler", CORE_PERSON, false, NULL, VERB_NONE },
    { "leader", CORE_PERSON, false, NULL, VERB_ASSIGN },
    { "lead", CORE_PERSON, false, NULL, VERB_ASSIGN },
    { "co", CORE_CO, false, NULL, VERB_NONE },
    { "source", CORE_TEXT, false, NULL, VERB_NONE },
    { "source_ref", CORE_TEXT, false, NULL, VERB_NONE },
    { "upper_due", CORE_DATE, false, NULL, VERB_RESCHEDULE },
    { "upper_doc", CORE_TEXT, false, NULL, VERB_RESCHEDULE },
    { "report_every", CORE_CADENCE, false, NULL, VERB_ASSIGN },
    { "parent", CORE_PARENT, true, N_("the parent is named when an item is added"),
      VERB_NONE },
    { "assigned_on", CORE_DATE, true, N_("it is set when an item is added"),
      VERB_NONE },
    { "start", CORE_DATE, true, N_("it is set when an item is added"),
      VERB_NONE },
    { "due", CORE_DATE, true, N_("a deadline moves by extend, limit or rebase"),
      VERB_NONE },
};
/* What people try to set and cannot (ENGINE 17): the verb that does it. */
static const struct { const char *key, *verb;
} not_settable[] = {
    { "code", N_("codes never change") },
    { "list", N_("cancel it here and add it there") },
    { "state",
      N_("use the verb: accept, apply, approve, return, hold, resume, cancel, reopen") },
    { "first_due", N_("rebase replaces the first deadline") },
    { "colour", N_("colours follow from the dates; pin sets one by order") },
    { "percent", N_("progress reports it") },
};

static const struct core *find_core(const char *key)
{
    for (size_t i = 0; i < sizeof cores / sizeof *cores; i++)
        if (strcmp(cores[i].key, key) == 0)
            return &cores[i];
    return NULL;
}

static void unknown_key(struct deed *d, const char *key)
{
    struct buf all = {0};
    const char *near = NULL;
    int best = 3;

    for (size_t i = 0; i < sizeof not_settable / sizeof *not_settable; i++)
        if (strcmp(not_settable[i].key, key) == 0) {
            act_fail(d->a, XH_REFUSED, _("%s cannot be set: %s"), key,
                     _(not_settable[i].verb));
            return;
        }
    if (list_step(d->list, key) >= 0) {
        act_fail(d->a, XH_REFUSED, _("%s is a step: use begin, check, uncheck or skip"),
                 key);
        return;
    }
    for (size_t i = 0; i < sizeof cores / sizeof *cores; i++)
        if (text_distance(key, cores[i].key) < best) {
            best = text_distance(key, cores[i].key);
            near = cores[i].key;
        }
    for (size_t i = 0; i < d->list->n_fields; i++) {
        buf_printf(&all, "%s%s (%s)", i ? _(", ") : "", d->list->fields[i].id,
                   d->list->fields[i].name);
        if (text_distance(key, d->list->fields[i].id) < best) {
            best = text_distance(key, d->list->fields[i].id);
            near = d->list->fields[i].id;
        }
    }
    if (near)
        act_fail(d->a, XH_USAGE, _("%s has no '%s'. Did you mean '%s'?"), d->list->name,
                 key, near);
    else
        act_fail(d->a, XH_USAGE, _("%s has no '%s'; its own fields are: %s"),
                 d->list->name, key, all.len ? buf_str(&all) : "-");
    buf_fini(&all);
}

/* ---- one value ---- */

static bool read_person(struct deed *d, const char *key, const char *typed, int64_t *id)
{
    struct xh_err err = {0};
    enum xh_rc rc = person_find(d->a->db, typed, id, &err);
    if (rc != XH_OK)
        act_fail(d->a, rc, _("%s: %s"), key, err.msg);
    else if (*id &&
             act_get_int(d->a, "SELECT to_day IS NOT NULL FROM person WHERE id = ?", "i",
                         *id))
        act_fail(d->a, XH_REFUSED, _("%s: %s is no longer here"), key, typed);
    return act_ok(d->a);
}

static bool read_unit(struct deed *d, const char *key, const char *typed, int64_t *id)
{
    struct xh_err err = {0};
    enum xh_rc rc = unit_find(d->a->db, typed, id, &err);
    if (rc != XH_OK)
        act_fail(d->a, rc, _("%s: %s"), key, err.msg);
    else if (*id && !act_get_int(d->a, "SELECT active FROM unit WHERE id = ?", "i", *id))
        act_fail(d->a, XH_REFUSED, _("%s: %s no longer takes work"), key, typed);
    return act_ok(d->a);
}

bool deed_read_date(struct deed *d, const char *key, const char *typed, int32_t *day)
{
    *day = *typed ? day_parse(typed) : DAY_NONE;
    if (*typed && *day == DAY_NONE) {
        act_fail(d->a, XH_REFUSED, _("%s: '%s' is not a date; write 2026-11-20"), key,
                 typed);
        return false;
    }
    return true;
}

#define TEXT_MAX 2000           /* characters of a title or source */

/* 配合单位 and co-owners: names separated by commas, a unit or a person each. */
static struct deed_co read_co(struct deed *d, const char *name)
{
    struct act *a = d->a;
    struct deed_co co = {0};
    struct xh_err err = {0};

    if (unit_find(a->db, name, &co.unit, &err) == XH_OK)
        return co;
    enum xh_rc rc = person_find(a->db, name, &co.person, &err);
    if (rc == XH_NOT_FOUND)
        act_fail(a, rc, _("co: %s is neither a unit nor a person"), name);
    else if (rc != XH_OK)
        act_fail(a, rc, "co: %s", err.msg);
    else if (act_get_int(a, "SELECT to_day IS NOT NULL FROM person WHERE id = ?", "i",
                         co.person))
        act_fail(a, XH_REFUSED, _("%s: %s is no longer here"), "co", name);
    return co;
}

static bool has_co(const struct deed_co *v, size_t n, struct deed_co co)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].unit == co.unit && v[i].person == co.person)
            return true;
    return false;
}

/* Replaces all; who is there already stays as he is. */
static void put_co(struct deed *d, const char *typed)
{
    struct act *a = d->a;
    char *copy = xstrdup(typed), *save = NULL;
    struct deed_co *want = NULL, *have = NULL;
    int64_t *gone = NULL;
    size_t n = 0, n_have = 0, n_gone = 0, cap = 0, cap_have = 0, cap_gone = 0;

    for (char *p = strtok_r(copy, ",;", &save); act_ok(a) && p;
         p = strtok_r(NULL, ",;", &save)) {
        struct deed_co co = *text_trim(p) ? read_co(d, p) : (struct deed_co){0};
        if ((co.unit || co.person) && !has_co(want, n, co)) {
            GROW(want, n, cap);
            want[n++] = co;
        }
    }
    free(copy);
    if (d->draft) {
        free(d->draft->co);
        d->draft->co = want;
        d->draft->n_co = n;
        return;
    }
    struct stmt *s = act_ok(a) ? db_query(a->db, &a->err,
                                          "SELECT id, unit, person FROM item_co "
                                          "WHERE item = ? ORDER BY id",
                                          "i", d->it.id)
                               : NULL;
    while (s && stmt_step(s, &a->err) > 0) {
        struct deed_co co = { stmt_int(s, 1), stmt_int(s, 2) };
        if (has_co(want, n, co)) {
            GROW(have, n_have, cap_have);
            have[n_have++] = co;
        } else {
            GROW(gone, n_gone, cap_gone);
            gone[n_gone++] = stmt_int(s, 0);
        }
    }
    stmt_done(s);
    for (size_t i = 0; i < n_gone; i++)
        act_delete(a, "item_co", gone[i]);
    for (size_t i = 0; i < n; i++)
        if (!has_co(have, n_have, want[i]))
            act_insert(a, "item_co", want[i].unit ? "item i unit i" : "item i person i",
                       d->it.id, want[i].unit ? want[i].unit : want[i].person);
    free(want);
    free(have);
    free(gone);
}

/* "、" and full-width commas separate names as well. */
static char *plain_commas(const char *typed)
{
    struct buf b = {0};
    for (const char *p = typed; *p;) {
        if (strncmp(p, "、", 3) == 0 || strncmp(p, "，", 3) == 0 ||
            strncmp(p, "；", 3) == 0) {
            buf_putc(&b, ',');
            p += 3;
        } else {
            buf_putc(&b, *p++);
        }
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

/* ---- one column ---- */

void deed_put(struct deed *d, const char *column, char type, struct value v)
{
    char spec[DEF_ID_MAX + 8];

    if (!d->draft) {
        snprintf(spec, sizeof spec, "%s %c", column, type);
        act_update(d->a, "item", d->it.id, spec, &v);
    } else if (act_ok(d->a)) {
        struct cell *cell = change_cell(&d->draft->item, column);
        if (!cell)
            cell = change_add_cell(&d->draft->item, column);
        cell_set_new(cell, v);
        cell->is_private = type == 'p';
    }
}

static void put_cadence(struct deed *d, const char *typed)
{
    static const char *const words[][2] = {
        { "week", "每周" }, { "half-month", "半月" }, { "month", "每月" }, { "once", "一次" },
        { "none", "无" },
    };
    for (size_t i = 0; i < 5; i++)
        if (strcmp(typed, words[i][0]) == 0 || strcmp(typed, words[i][1]) == 0) {
            if (i == 4 && d->list->due.anchor == ANCHOR_NONE)
                act_fail(d->a, XH_REFUSED,
                         _("an item without a deadline must be reported on"));
            deed_put(d, "report_every", 'v', value_text(words[i][0]));
            return;
        }
    act_fail(d->a, XH_REFUSED,
             _("report_every: '%s' is none of week half-month month once none"), typed);
}

static void put_parent(struct deed *d, const char *typed)
{
    struct act *a = d->a;
    struct xh_err err = {0};
    struct item parent = {0};
    int64_t id = 0;

    if (!*typed)
        return;
    if (!*d->list->parent) {
        act_fail(a, XH_REFUSED, _("rows of %s have no parent"), d->list->name);
        return;
    }
    enum xh_rc rc = item_find(a->db, a->defs, typed, a->env.today, &id, &err);
    if (rc == XH_OK)
        rc = item_load(a->db, id, &parent, &err);
    if (rc != XH_OK)
        act_fail(a, rc, "parent: %s", err.msg);
    else if (strcmp(parent.list, d->list->parent) != 0)
        act_fail(a, XH_REFUSED, _("parent: %s is not of the list %s"), parent.code,
                 d->list->parent);
    else if (parent.phase >= PHASE_CLOSED)
        act_fail(a, XH_REFUSED,
                 _("parent: %s is crossed off or cancelled; reopen it first"),
                 parent.code);
    else
        deed_put(d, "parent", 'v', value_int(id));
    item_fini(&parent);
}

static void put_owner_since(struct deed *d, int64_t owner)
{
    if (d->it.owner && owner && owner != d->it.owner)
        act_update(d->a, "item", d->it.id, "owner_since d", d->a->env.today);
}

static void write_core(struct deed *d, const struct core *c, const char *typed,
                       bool adding)
{
    struct act *a = d->a;
    char *text;
    int64_t id = 0;
    int32_t day;
    struct xh_err err = {0};

    if (c->only_adding && !adding) {
        act_fail(a, XH_REFUSED, _("%s cannot be set: %s"), c->key, _(c->verb));
        return;
    }
    if (d->c->verb ==
        VERB_PROGRESS) { /* figures go with a report, not responsibilities */
        act_fail(a, XH_USAGE,
                 _("a report takes fields of the list; %s is changed with set or "
                   "assign"),
                 c->key);
        return;
    }
    switch (c->kind) {
    case CORE_TEXT:
        if (!deed_good_text(d, c->key, typed, false, TEXT_MAX))
            return;
        text = text_trim(xstrdup(typed));
        if (strcmp(c->key, "title") == 0 && !*text)
            act_fail(a, XH_REFUSED, _("the title cannot be empty"));
        deed_put(d, c->key, d->list->person && strcmp(c->key, "title") == 0 ? 'p' : 'v',
                 value_text(text));
        free(text);
        return;
    case CORE_UNIT:
        if (!read_unit(d, c->key, typed, &id))
            return;
        break;
    case CORE_PLACE: {
        enum xh_rc rc = place_find(a->db, typed, &id, &err);
        if (rc != XH_OK) {
            act_fail(a, rc, _("%s: %s"), c->key, err.msg);
            return;
        }
        break;
    }
    case CORE_PERSON:
        if (!read_person(d, c->key, typed, &id))
            return;
        if (strcmp(c->key, "owner") == 0)
            put_owner_since(d, id);
        break;
    case CORE_DATE:
        if (!deed_read_date(d, c->key, typed, &day))
            return;
        if (c->only_adding && day == DAY_NONE)
            return;             /* not given: what deed_add_row() took instead stands */
        deed_put(d, strcmp(c->key, "due") == 0 ? "due_given" : c->key, 'v',
                 value_day(day));
        return;
    case CORE_CO: {
        char *plain = plain_commas(typed);
        put_co(d, plain);
        free(plain);
        return;
    }
    case CORE_PARENT: put_parent(d, typed); return;
    case CORE_CADENCE: put_cadence(d, typed); return;
    }
    deed_put(d, c->key, 'v', id ? value_int(id) : value_null());
}

/* Who is responsible is handed on by assign and transfer, with acceptance; how often to
 * report and the superior's deadline are orders. `set` and a mere transfer are no way
 * round (ENGINE 16, 18). */
static bool is_guarded(const struct deed *d, const struct core *c)
{
    if (d->c->verb == VERB_TRANSFER)
        return strcmp(c->key, "leader") == 0 || strcmp(c->key, "lead") == 0;
    if (c->needs == VERB_RESCHEDULE && (c->kind == CORE_DATE ? d->it.upper_due == DAY_NONE
                                                             : !*d->it.upper_doc))
        return false;           /* there was none */
    return d->c->verb == VERB_SET && c->needs != VERB_NONE;
}

static void put_core(struct deed *d, const struct core *c, const char *typed, bool adding)
{
    size_t before = d->a->writes;

    write_core(d, c, typed, adding);
    if (adding || d->a->writes == before || !is_guarded(d, c))
        return;
    if (c->needs != VERB_RESCHEDULE || deed_needs_reason(d))
        deed_permit(d, d->doer, c->needs);
}

static void put_field(struct deed *d, const struct field_def *f, const char *typed,
                      bool adding)
{
    struct act *a = d->a;
    struct xh_err err = {0};
    struct value v;
    char *keep = NULL, table[DEF_ID_MAX + 3], spec[DEF_ID_MAX + 8], sql[DEF_ID_MAX + 64];

    enum xh_rc rc = field_parse(f, typed, &v, &keep, &err);
    if (rc != XH_OK) {
        act_fail(a, rc, "%s", err.msg);
        free(keep);
        return;
    }
    if (d->draft) {
        snprintf(spec, sizeof spec, "v_%s", f->id);
        struct cell *cell = change_cell(&d->draft->fields, spec);
        if (!cell)
            cell = change_add_cell(&d->draft->fields, spec);
        cell_set_new(cell, v);
        cell->is_private = f->is_private;
        free(keep);
        return;
    }
    snprintf(table, sizeof table, "f_%s", d->list->id);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\" WHERE id = ?", table);
    if (!act_get_int(a, sql, "i", d->it.id)) /* older than the list's first field */
        act_insert_at(a, table, d->it.id, "");
    size_t before = a->writes;
    snprintf(spec, sizeof spec, "v_%s %c", f->id, f->is_private ? 'p' : 'v');
    act_update(a, table, d->it.id, spec, &v);
    if (!adding && a->writes > before && f->type == FIELD_DATE
        && defs_hangs_on(a->defs, d->list, f->id) && deed_needs_reason(d)
        && deed_permit(d, d->doer, VERB_RESCHEDULE)) {
        int64_t children = act_get_int(a,
                                       "SELECT count(*) FROM item WHERE parent = ? AND "
                                       "phase <= 2",
                                       "i", d->it.id);
        deed_say(
            d,
            _("%s is a date that deadlines hang on: those of %s and of %lld rows below it "
              "are counted anew"),
            f->name, d->it.code, (long long)children);
    }
    free(keep);
}

void deed_look_at_fields(struct deed *d, bool adding, struct xh_err *more)
{
    for (size_t i = 0; act_ok(d->a) && i < d->c->n_fields; i++) {
        const struct pair *p = &d->c->fields[i];
        const char *value = p->value ? p->value : "";
        const struct core *core = find_core(p->key);
        int field = list_field(d->list, p->key);
        for (size_t k = 0; field < 0 && !core && k < d->list->n_fields; k++)
            if (strcmp(d->list->fields[k].name, p->key) == 0)
                field = (int)k;
        if (core)
            put_core(d, core, value, adding);
        else if (field >= 0)
            put_field(d, &d->list->fields[field], value, adding);
        else
            unknown_key(d, p->key);
        struct xh_err why;
        why.rc = XH_OK;
        act_set_aside(d->a, d->refused ? &why : more);
        if (d->refused && why.rc != XH_OK)
            d->refused(d->refused_ctx, i, &why);
    }
}

void deed_set_fields(struct deed *d, bool adding)
{
    struct xh_err more = {0};

    deed_look_at_fields(d, adding, &more);
    act_fail_all(d->a, &more);
}
