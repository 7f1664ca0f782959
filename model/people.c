#include "model/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"

#define TEXT_MAX 200            /* characters of a name, title or number */

enum kind { KIND_TEXT, KIND_INT, KIND_DATE, KIND_UNIT, KIND_PLACE, KIND_PERSON, KIND_LEVEL,
            KIND_ROLES, KIND_FLAG };
struct column {
    const char *table, *key;
    enum kind kind;
    const char *words;          /* msgid */
};

static const struct column columns[] = {
    { "person", "name", KIND_TEXT, N_("full name") },
    { "person", "login", KIND_TEXT, N_("login") },
    { "person", "uid", KIND_INT, N_("account number") },
    { "person", "unit", KIND_UNIT, N_("unit") },
    { "person", "place", KIND_PLACE, N_("village or group") },
    { "person", "title", KIND_TEXT, N_("post") },
    { "person", "phone", KIND_TEXT, N_("telephone") },
    { "person", "rank", KIND_INT, N_("order") },
    { "person", "from", KIND_DATE, N_("since") },
    { "person", "to", KIND_DATE, N_("until") },
    { "person", "role", KIND_ROLES, N_("roles") },
    { "person", "roles", KIND_ROLES, N_("roles") },
    { "unit", "name", KIND_TEXT, N_("name") },
    { "unit", "parent", KIND_UNIT, N_("belongs to") },
    { "unit", "level", KIND_LEVEL, N_("level") },
    { "unit", "rank", KIND_INT, N_("order") },
    { "unit", "contact", KIND_PERSON, N_("contact") },
    { "unit", "active", KIND_FLAG, N_("takes work") },
    { "place", "name", KIND_TEXT, N_("name") },
    { "place", "parent", KIND_PLACE, N_("belongs to") },
    { "place", "rank", KIND_INT, N_("order") },
};

static const struct column *find_column(const char *table, const char *key)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i].table, table) == 0 && strcmp(columns[i].key, key) == 0)
            return &columns[i];
    return NULL;
}

static const char *level_of(const char *word)
{
    static const char *const words[][2] = {
        { "town", "镇内" }, { "village", "村" }, { "superior", "上级" }, { "outside", "外单位" },
    };
    for (size_t i = 0; i < 4; i++)
        if (strcmp(word, words[i][0]) == 0 || strcmp(word, words[i][1]) == 0)
            return words[i][0];
    return NULL;
}

/* A typed value for one column; false after failing the act. `text` keeps what a value
 * points to. */
static bool read_value(struct act *a, const struct column *c, const char *typed,
                       char **text, struct value *v)
{
    struct xh_err err = {0};
    enum xh_rc rc = XH_OK;
    int64_t id = 0;
    size_t at;

    *v = value_null();
    if (!*typed && c->kind != KIND_TEXT)
        return true;
    switch (c->kind) {
    case KIND_TEXT: {
        const char *bad = text_refused(typed, false, &at);
        if (bad)
            return act_fail(a, XH_REFUSED, _("%s: %s"), c->key, _(bad)), false;
        if (text_length(typed) > TEXT_MAX)
            return act_fail(a, XH_REFUSED, _("%s: more than %d characters"), c->key,
                            TEXT_MAX),
                   false;
        *text = text_trim(xstrdup(typed));
        if (strcmp(c->key, "name") == 0 && !**text)
            return act_fail(a, XH_REFUSED, _("the name cannot be empty")), false;
        /* An empty login is no login; other texts may be empty. */
        *v = strcmp(c->key, "login") == 0 && !**text ? value_null() : value_text(*text);
        return true;
    }
    case KIND_INT: case KIND_FLAG: {
        char *end;
        long long n = strtoll(typed, &end, 10);
        if (*end || n < 0 || n > INT32_MAX || (c->kind == KIND_FLAG && n > 1))
            return act_fail(a, XH_REFUSED, _("%s: '%s' is not a number that fits"),
                            c->key, typed),
                   false;
        *v = value_int(n);
        return true;
    }
    case KIND_DATE: {
        int32_t day = day_parse(typed);
        if (day == DAY_NONE)
            return act_fail(a, XH_REFUSED, _("%s: '%s' is not a date; write 2026-11-20"),
                            c->key, typed),
                   false;
        /* Whoever has a last day is gone: it is entered when it has come. */
        if (strcmp(c->key, "to") == 0 && day > a->env.today)
            return act_fail(a, XH_REFUSED,
                            _("to: %s is still to come; enter it on that day"), typed),
                   false;
        *v = value_day(day);
        return true;
    }
    case KIND_UNIT: rc = unit_find(a->db, typed, &id, &err); break;
    case KIND_PLACE: rc = place_find(a->db, typed, &id, &err); break;
    case KIND_PERSON: rc = person_find(a->db, typed, &id, &err); break;
    case KIND_LEVEL: {
        const char *level = level_of(typed);
        if (!level)
            return act_fail(a, XH_REFUSED,
                            _("level: '%s' is none of town village superior outside"),
                            typed),
                   false;
        *v = value_text(level);
        return true;
    }
    case KIND_ROLES: return true;
    }
    if (rc != XH_OK)
        return act_fail(a, rc, _("%s: %s"), c->key, err.msg), false;
    *v = value_int(id);
    return true;
}

/* "handler,village", with whatever commas, by id or by name: ids, each once. */
static char **read_roles(struct act *a, const char *typed, size_t *n)
{
    char **ids = NULL, *plain = text_halfwidth(typed), *save = NULL;
    size_t cap = 0;

    *n = 0;
    for (char *p; (p = strstr(plain, "、"));)
        memcpy(p, ",  ", 3);
    for (char *word = strtok_r(plain, ", ", &save); act_ok(a) && word;
         word = strtok_r(NULL, ", ", &save)) {
        const struct township_def *t = &a->defs->township;
        const struct role_def *role = defs_role(a->defs, word);
        for (size_t i = 0; !role && i < t->n_roles; i++)
            if (strcmp(t->roles[i].name, word) == 0)
                role = &t->roles[i];
        if (role) {
            GROW(ids, *n, cap);
            ids[(*n)++] = xstrdup(role->id);
            continue;
        }
        struct buf all = {0};
        for (size_t i = 0; i < t->n_roles; i++)
            buf_printf(&all, "%s%s (%s)", i ? _(", ") : "", t->roles[i].id,
                       t->roles[i].name);
        act_fail(a, XH_REFUSED, _("there is no role '%s'; roles are: %s"), word,
                 buf_str(&all));
        buf_fini(&all);
    }
    free(plain);
    return ids;
}

static bool has_role(char *const *ids, size_t n, const char *role)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(ids[i], role) == 0)
            return true;
    return false;
}

static void put_roles(struct act *a, int64_t person, const char *typed)
{
    size_t n, n_drop = 0, cap = 0;
    char **ids = read_roles(a, typed, &n);
    int64_t *drop = NULL;

    struct stmt *s = act_ok(a) ? db_query(a->db, &a->err,
                                          "SELECT id, role FROM person_role WHERE "
                                          "person = ? ORDER BY id",
                                          "i", person)
                               : NULL;
    while (s && stmt_step(s, &a->err) > 0)
        if (!has_role(ids, n, stmt_text(s, 1))) {
            GROW(drop, n_drop, cap);
            drop[n_drop++] = stmt_int(s, 0);
        }
    stmt_done(s);
    for (size_t i = 0; i < n_drop; i++)
        act_delete(a, "person_role", drop[i]);
    for (size_t i = 0; i < n; i++) {
        if (!act_get_int(a,
                         "SELECT count(*) FROM person_role WHERE person = ? AND role = ?",
                         "it", person, ids[i]))
            act_insert(a, "person_role", "person i role t", person, ids[i]);
        free(ids[i]);
    }
    free(ids);
    free(drop);
}

static const char place_twice[] =
    N_("there is a place with this name here already; choose another");

/* Names people tell things apart by are given once; the tables would refuse too, less
 * kindly. */
static void refuse_twice(struct act *a, const struct column *c, int64_t id,
                         struct value *v)
{
    static const struct { const char *table, *key, *refusal, *sql; } rows[] = {
        { "unit", "name", N_("there is a unit with this name already; choose another"),
          "SELECT count(*) FROM unit WHERE name = ?1 AND id <> ?2" },
        { "person", "login",
          N_("somebody has this login already; each login belongs to one person"),
          "SELECT count(*) FROM person WHERE login = ?1 AND id <> ?2" },
        { "person", "uid",
          N_("somebody has this account number already; each belongs to one person"),
          "SELECT count(*) FROM person WHERE uid = ?1 AND id <> ?2" },
        { "place", "name", place_twice,
          "SELECT count(*) FROM place p JOIN place o ON o.id = ?2 WHERE "
          "p.name = ?1 AND coalesce(p.parent, 0) = coalesce(o.parent, 0) AND p.id <> o.id" },
        { "place", "parent", place_twice,
          "SELECT count(*) FROM place p JOIN place o ON o.id = ?2 WHERE "
          "p.name = o.name AND coalesce(p.parent, 0) = coalesce(?1, 0) AND p.id <> o.id" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].table, c->table) == 0 && strcmp(rows[i].key, c->key) == 0
            && act_get_int(a, rows[i].sql, "vi", v, id))
            act_fail(a, XH_REFUSED, "%s", _(rows[i].refusal));
}

static void refuse_loop(struct act *a, const char *table, int64_t id)
{
    const char *sql =
        strcmp(table, "unit") == 0
            ? "WITH RECURSIVE up(id) AS (SELECT parent FROM unit WHERE id = ?1 UNION "
              "SELECT u.parent "
              "FROM unit u JOIN up ON u.id = up.id) SELECT count(*) FROM up WHERE id = ?1"
            : "WITH RECURSIVE up(id) AS (SELECT parent FROM place WHERE id = ?1 "
              "UNION SELECT u.parent "
              "FROM place u JOIN up ON u.id = up.id) SELECT count(*) FROM up WHERE id = ?1";
    if (strcmp(table, "person") != 0 && act_get_int(a, sql, "i", id) > 0)
        act_fail(a, XH_REFUSED, _("it cannot lie below itself"));
}

static int64_t find_row(struct act *a, const char *table, const char *name)
{
    struct xh_err err = {0};
    int64_t id = 0;
    enum xh_rc rc = people_find(a->db, table, name, &id, &err);
    if (rc != XH_OK)
        act_fail(a, rc, "%s", err.msg);
    return id;
}

int64_t people_put_in(struct act *a, const char *table, const char *name,
                      const struct pair *fields, size_t n)
{
    int64_t id = name && *name ? find_row(a, table, name) : 0;
    const char *given = NULL, *level = "town";
    bool is_new = id == 0, leaves = false;

    for (size_t i = 0; act_ok(a) && i < n; i++) {
        if (!find_column(table, fields[i].key)) {
            struct buf all = {0};
            for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
                if (strcmp(columns[k].table, table) == 0
                    && strcmp(columns[k].key, "roles") != 0)
                    buf_printf(&all, "%s%s (%s)", all.len ? _(", ") : "", columns[k].key,
                               _(columns[k].words));
            bool is_person = strcmp(table, "person") == 0;
            act_fail(a, XH_USAGE,
                     is_person ? _("people have no '%s'; they have: %s")
                     : strcmp(table, "unit") == 0 ? _("units have no '%s'; they have: %s")
                     : _("places have no '%s'; they have: %s"), fields[i].key,
                     buf_str(&all));
            buf_fini(&all);
        } else if (strcmp(fields[i].key, "name") == 0) {
            given = fields[i].value;
        } else if (strcmp(fields[i].key, "level") == 0 && fields[i].value
                   && level_of(fields[i].value)) {
            level = level_of(fields[i].value);
        }
    }
    if (act_ok(a) && !id && (!given || !*given))
        act_fail(a, XH_USAGE,
                 strcmp(table, "person") == 0 ? _("a new person needs name=...")
                 : strcmp(table, "unit") == 0 ? _("a new unit needs name=...")
                 : _("a new place needs name=..."));
    if (act_ok(a) && !id) {
        size_t at;
        if (text_refused(given, false, &at))
            act_fail(a, XH_REFUSED, "name: %s", _(text_refused(given, false, &at)));
        else if (strcmp(table, "unit") == 0 &&
                 act_get_int(a, "SELECT count(*) FROM unit WHERE name = ?", "t", given))
            act_fail(a, XH_REFUSED, _("there is a unit %s already"), given);
        else
            id = strcmp(table, "unit") == 0
                ? act_insert(a, table, "name t level t", given, level)
                : act_insert(a, table, "name t", given);
    }
    for (size_t i = 0; act_ok(a) && i < n; i++) {
        const struct column *c = find_column(table, fields[i].key);
        const char *typed = fields[i].value ? fields[i].value : "";
        char *text = NULL, spec[32];
        struct value v;
        if (c->kind == KIND_ROLES) {
            put_roles(a, id, typed);
        } else if (read_value(a, c, typed, &text, &v)) {
            leaves |= c->kind == KIND_DATE && strcmp(c->key, "to") == 0 && *typed;
            const char *col = strcmp(c->key, "from") == 0 ? "from_day"
                : strcmp(c->key, "to") == 0 ? "to_day" : c->key;
            snprintf(spec, sizeof spec, "%s v", col);
            if (v.kind == VALUE_NULL)   /* emptied: as if never given */
                v = strcmp(c->key, "rank") == 0 ? value_int(1000)
                    : strcmp(c->key, "active") == 0 ? value_int(1)
                    : strcmp(c->key, "level") == 0 ? value_text("town") : v;
            if (!is_new || strcmp(table, "place") != 0 || strcmp(c->key, "name") != 0)
                refuse_twice(a, c, id, &v);
            act_update(a, table, id, spec, &v);
        }
        free(text);
    }
    if (leaves)
        people_require_done(a, id);
    if (act_ok(a) && is_new && strcmp(table, "place") == 0 &&
        act_get_int(
            a,
            "SELECT count(*) FROM place p JOIN place o ON o.id = ? WHERE p.name = "
            "o.name AND coalesce(p.parent, 0) = coalesce(o.parent, 0) AND p.id <> o.id",
            "i", id))
        act_fail(a, XH_REFUSED, "%s", _(place_twice));
    if (act_ok(a))
        refuse_loop(a, table, id);
    people_refresh_rank(a, table, id);
    return id;
}

enum xh_rc people_put(struct store *st, const struct env *env, const struct who *who,
                      const char *table, const char *name, const struct pair *fields,
                      size_t n, int64_t *id, struct xh_err *err)
{
    struct act a;
    struct who caller = { .actor = who->actor };    /* in nobody else's name */
    enum xh_rc rc = act_begin(&a, st, env, VERB_PEOPLE, &caller, err);
    if (rc != XH_OK)
        return rc;
    int64_t row = 0;
    if (permit_require(&a, who->actor, VERB_PEOPLE, NULL, 0))
        row = people_put_in(&a, table, name, fields, n);
    if (act_ok(&a) && !permit_anybody(a.db, a.defs, VERB_PEOPLE))
        act_fail(&a, XH_REFUSED,
                 _("then nobody could manage people any more; give the role to "
                   "somebody else first"));
    act_note(&a, "table", table);
    rc = act_end(&a, XH_OK, err);
    act_fini(&a);
    if (id)
        *id = row;
    return rc;
}
