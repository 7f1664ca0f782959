/* import_names.c - who and what a ledger's cells name: all names of the township, read
 * once. See import_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/import_parts.h"
#include "model/mem.h"
#include "model/people.h"

static int by_name(const void *a, const void *b)
{
    const struct import_person *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static int thing_by_name(const void *a, const void *b)
{
    return strcmp(((const struct import_thing *)a)->name,
                  ((const struct import_thing *)b)->name);
}

static enum xh_rc load_things(struct db *db, const char *sql, struct import_thing **v,
                              size_t *n, size_t *cap, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(*v, *n, *cap);
        (*v)[(*n)++] = (struct import_thing){ xstrdup(stmt_text(s, 0)), stmt_int(s, 1) };
    }
    stmt_done(s);
    if (*n > 1)
        qsort(*v, *n, sizeof **v, thing_by_name);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc import_names_load(struct db *db, struct import_names *out, struct xh_err *err)
{
    struct stmt *s =
        db_query(db, err,
                 "SELECT name, coalesce(login, ''), id, coalesce(unit, 0) FROM "
                 "person WHERE to_day IS NULL",
                 "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->persons, out->n_persons, out->cap_persons);
        out->persons[out->n_persons++] =
            (struct import_person){ xstrdup(stmt_text(s, 0)), xstrdup(stmt_text(s, 1)),
                                    stmt_int(s, 2), stmt_int(s, 3) };
    }
    stmt_done(s);
    if (out->n_persons > 1)
        qsort(out->persons, out->n_persons, sizeof *out->persons, by_name);
    enum xh_rc rc = got < 0 ? XH_DB : XH_OK;
    if (rc == XH_OK)
        rc = load_things(db, "SELECT name, id FROM unit", &out->units, &out->n_units,
                         &out->cap_units, err);
    if (rc == XH_OK)            /* "林家村/一组", and a group by its own name when unique */
        rc = load_things(
            db,
            "SELECT CASE WHEN v.name IS NULL THEN p.name ELSE v.name || '/' || "
            "p.name END, p.id FROM place p LEFT JOIN place v ON v.id = p.parent "
            "UNION SELECT name, max(id) FROM place GROUP BY name HAVING "
            "count(*) = 1",
            &out->places, &out->n_places, &out->cap_places, err);
    return rc;
}

static void free_things(struct import_thing *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i].name);
    free(v);
}

void import_names_fini(struct import_names *n)
{
    for (size_t i = 0; i < n->n_persons; i++) {
        free(n->persons[i].name);
        free(n->persons[i].login);
    }
    free(n->persons);
    free_things(n->units, n->n_units);
    free_things(n->places, n->n_places);
    *n = (struct import_names){0};
}

static const struct import_thing *find_thing(const struct import_thing *v, size_t n,
                                             const char *name)
{
    const struct import_thing key = { .name = (char *)name };

    return n ? bsearch(&key, v, n, sizeof *v, thing_by_name) : NULL;
}

int64_t import_unit(const struct import_names *n, const char *name)
{
    const struct import_thing *u = find_thing(n->units, n->n_units, name);
    return u ? u->id : 0;
}

bool import_place(const struct import_names *n, const char *name)
{
    return find_thing(n->places, n->n_places, name) != NULL;
}

size_t import_places_called(const struct import_names *n, const char *name, struct buf *paths)
{
    size_t found = 0, len = strlen(name);

    for (size_t i = 0; i < n->n_places; i++) {
        const char *path = n->places[i].name, *slash = strrchr(path, '/');
        if (slash && strlen(slash + 1) == len && memcmp(slash + 1, name, len) == 0)
            place_add_path(paths, found++, path);
    }
    return found;
}

int64_t import_person(const struct import_names *n, const char *name, int64_t unit,
                      size_t *many)
{
    size_t lo = 0, hi = n->n_persons;
    int64_t id = 0, of_unit = 0;
    size_t found = 0, in_unit = 0;

    *many = 0;
    if (*name == '#') {         /* "#12": by its number, as `person` lists it */
        for (size_t i = 0; i < n->n_persons; i++)
            if (n->persons[i].id == strtoll(name + 1, NULL, 10))
                return n->persons[i].id;
        return 0;
    }
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (strcmp(n->persons[mid].name, name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < n->n_persons && strcmp(n->persons[lo].name, name) == 0; lo++, found++) {
        id = n->persons[lo].id;
        if (unit && n->persons[lo].unit == unit) {
            of_unit = id;
            in_unit++;
        }
    }
    for (size_t i = 0; found == 0 && i < n->n_persons; i++)
        if (*name && strcmp(n->persons[i].login, name) == 0)
            return n->persons[i].id;
    if (found <= 1)
        return id;
    *many = found;
    return in_unit == 1 ? of_unit : 0;
}
