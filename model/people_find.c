/* people_find.c - persons, units and places by what people call them, and back. See people.h. */
#include "model/people.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"

#define PATHS_MOST 5            /* villages named that have a group of the same name */

/* ---- finding ---- */

static char *clean(const char *name)
{
    char *s = text_halfwidth(name ? name : "");
    text_trim(s);
    return s;
}

/* Names near to what was typed: the same surname, or containing it. */
static void add_near(struct buf *out, struct db *db, const char *sql, const char *typed)
{
    struct xh_err err;
    int n = 0;
    struct stmt *s = db_query(db, &err, sql, "");
    while (s && n < 3 && stmt_step(s, &err) > 0) {
        const char *name = stmt_text(s, 0);
        if (text_distance(typed, name) > 1 && !strstr(name, typed) &&
            !strstr(typed, name))
            continue;
        buf_printf(out, "%s%s", n++ ? _(", ") : "", name);
    }
    stmt_done(s);
}

enum xh_rc person_find(struct db *db, const char *name, int64_t *id, struct xh_err *err)
{
    char *typed = clean(name);
    enum xh_rc rc = XH_OK;
    int n = 0;
    struct buf who = {0};

    *id = 0;
    if (!*typed) {
        free(typed);
        return XH_OK;
    }
    struct stmt *s =
        typed[0] == '#'
            ? db_query(db, err, "SELECT id, name, '' FROM person WHERE id = ?", "i",
                       (int64_t)atoll(typed + 1))
            : db_query(
                  db, err,
                  "SELECT p.id, p.name, coalesce(u.name, '') FROM person p LEFT JOIN unit u "
                  "ON u.id = p.unit WHERE (p.name = ? OR p.login = ?) AND p.to_day IS NULL "
                  "ORDER BY p.id",
                  "tt", typed, typed);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        *id = stmt_int(s, 0);
        buf_printf(&who, "%s%s (%s) #%lld", n ? _(", ") : "", stmt_text(s, 1),
                   stmt_text(s, 2), (long long)*id);
        n++;
    }
    stmt_done(s);
    if (got < 0) {
        rc = XH_DB;
    } else if (n == 0) {
        struct buf near = {0};
        add_near(&near, db,
                 "SELECT name FROM person WHERE to_day IS NULL ORDER BY rank, id", typed);
        rc = near.len
                 ? xh_fail(err, XH_NOT_FOUND, _("there is nobody called %s. Near: %s"),
                           typed, buf_str(&near))
                 : xh_fail(err, XH_NOT_FOUND,
                           err_way(_("there is nobody called %s. `person` lists "
                                     "everybody."),
                                   _("there is nobody called %s")),
                           typed);
        buf_fini(&near);
    } else if (n > 1) {
        rc = xh_fail(err, XH_REFUSED,
                     _("%d people are called %s: %s. Write the number: #..."), n, typed,
                     buf_str(&who));
        *id = 0;
    }
    buf_fini(&who);
    free(typed);
    return rc;
}

char *person_told_apart(struct db *db, int64_t person)
{
    static const char sql[] =
        "SELECT p.name, coalesce(u.name, ''), (SELECT count(*) FROM person o WHERE "
        "o.name = p.name AND o.id <> p.id), (SELECT count(*) FROM person o WHERE o.name = p.name "
        "AND o.id <> p.id AND coalesce(o.unit, 0) = coalesce(p.unit, 0)) FROM person p LEFT JOIN "
        "unit u ON u.id = p.unit WHERE p.id = ?";
    struct xh_err err;
    struct buf b = {0};
    struct stmt *s = db_query(db, &err, sql, "i", person);

    if (s && stmt_step(s, &err) > 0) {
        const char *unit = stmt_text(s, 1);
        bool twins = stmt_int(s, 2) > 0, in_unit = stmt_int(s, 3) > 0;
        buf_puts(&b, stmt_text(s, 0));
        if (twins && *unit && !in_unit)
            buf_printf(&b, "(%s)", unit);
        else if (twins)
            buf_printf(&b, "(%s%s#%lld)", unit, *unit ? " " : "", (long long)person);
    }
    stmt_done(s);
    return b.s ? buf_take(&b) : xstrdup("");
}

enum xh_rc unit_find(struct db *db, const char *name, int64_t *id, struct xh_err *err)
{
    char *typed = clean(name);
    enum xh_rc rc = XH_OK;

    *id = 0;
    if (*typed)
        rc = db_get_int(db, err, id, "SELECT id FROM unit WHERE name = ?", "t", typed);
    if (rc == XH_NOT_FOUND) {
        struct buf near = {0};
        add_near(&near, db, "SELECT name FROM unit ORDER BY rank, id", typed);
        rc = near.len
                 ? xh_fail(err, rc, _("there is no unit %s. Near: %s"), typed,
                           buf_str(&near))
                 : xh_fail(err, rc, err_way(_("there is no unit %s. `unit` lists all."),
                                         _("there is no unit %s")), typed);
        buf_fini(&near);
    }
    free(typed);
    return rc;
}

/* A group's name that several villages have: which those are. XH_OK: it is not that. */
static enum xh_rc refuse_ambiguous(struct db *db, const char *name, struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT v.name || '/' || p.name FROM place p JOIN place v ON "
                              "v.id = p.parent WHERE p.name = ? ORDER BY v.rank, v.id", "t", name);
    struct buf paths = {0};
    size_t n = 0;
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0)
        place_add_path(&paths, n++, stmt_text(s, 0));
    stmt_done(s);
    enum xh_rc rc = got < 0 ? XH_DB
                  : n > 1 ? place_refuse_ambiguous(n, name, buf_str(&paths), err) : XH_OK;
    buf_fini(&paths);
    return rc;
}

void place_add_path(struct buf *out, size_t n, const char *path)
{
    if (n < PATHS_MOST)
        buf_printf(out, "%s%s", n ? _(", ") : "", path);
    else if (n == PATHS_MOST)
        buf_puts(out, " ...");
}

enum xh_rc place_refuse_ambiguous(size_t n, const char *name, const char *paths,
                                  struct xh_err *err)
{
    return xh_fail(err, XH_REFUSED,
                   _("%zu villages have a %s: %s. Write the village before it"), n, name, paths);
}

enum xh_rc place_find(struct db *db, const char *name, int64_t *id, struct xh_err *err)
{
    char *typed = clean(name);
    char *rest = typed;
    enum xh_rc rc = XH_OK;
    int64_t parent = 0;

    *id = 0;
    while (rc == XH_OK && *rest) {
        size_t n = strcspn(rest, "/");
        char *part = xstrndup(rest, n);
        int64_t found = 0;
        rc = db_get_int(db, err, &found, "SELECT id FROM place WHERE name = ?1 AND "
                        "coalesce(parent, 0) = ?2", "ti", part, parent);
        if (rc == XH_NOT_FOUND && parent == 0)      /* a group by its own name, when unique */
            rc = db_get_int(db, err, &found, "SELECT max(id) FROM place WHERE name = ? "
                            "HAVING count(*) = 1", "t", part);
        if (rc == XH_NOT_FOUND && parent == 0) {
            enum xh_rc many = refuse_ambiguous(db, part, err);
            rc = many == XH_OK ? rc : many;
        }
        if (rc == XH_NOT_FOUND) {
            struct buf near = {0};
            add_near(&near, db, "SELECT name FROM place ORDER BY rank, id", part);
            rc = xh_fail(err, rc, _("there is no place %s. Near: %s"), part,
                         buf_str(&near));
            buf_fini(&near);
        }
        *id = parent = found;
        rest += n + (rest[n] == '/');
        free(part);
    }
    if (rc != XH_OK)
        *id = 0;
    free(typed);
    return rc;
}

enum xh_rc people_find(struct db *db, const char *table, const char *name, int64_t *id,
                       struct xh_err *err)
{
    return strcmp(table, "person") == 0 ? person_find(db, name, id, err)
           : strcmp(table, "unit") == 0 ? unit_find(db, name, id, err)
                                        : place_find(db, name, id, err);
}

static char *name_of(struct db *db, const char *sql, int64_t id)
{
    struct xh_err err;
    char *out = NULL;
    if (id == 0 || db_get_text(db, &err, &out, sql, "i", id) != XH_OK)
        return xstrdup("");
    return out;
}

char *person_name(struct db *db, int64_t id)
{
    return name_of(db, "SELECT name FROM person WHERE id = ?", id);
}

char *person_unit(struct db *db, int64_t id)
{
    return name_of(db, "SELECT u.name FROM person p JOIN unit u ON u.id = p.unit WHERE p.id = ?",
                   id);
}

char *person_phone(struct db *db, int64_t id)
{
    return name_of(db, "SELECT phone FROM person WHERE id = ?", id);
}

char *unit_name(struct db *db, int64_t id)
{
    return name_of(db, "SELECT name FROM unit WHERE id = ?", id);
}

char *place_name(struct db *db, int64_t id)
{
    return name_of(
        db,
        "SELECT CASE WHEN v.name IS NULL THEN p.name ELSE v.name || '/' || p.name END "
        "FROM place p LEFT JOIN place v ON v.id = p.parent WHERE p.id = ?",
        id);
}
