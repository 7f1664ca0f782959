/* import_people.c - rows that are persons, units or places: added, or changed when they
 * are there already (OFFICE 21). See import_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/import_parts.h"
#include "model/people.h"
#include "model/text.h"

/* The text of one column; NULL when the file has none or the cell is empty. */
static const char *text_of(const struct import_run *r, const char *key)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (strcmp(r->columns.v[i].key, key) == 0 && r->v[i].is == CELL_VALUE)
            return r->v[i].text;
    return NULL;
}

static size_t column_of(const struct import_run *r, const char *key)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (strcmp(r->columns.v[i].key, key) == 0)
            return i;
    return SIZE_MAX;
}

/* How often the name stands in the file: then only name and unit together are somebody. */
static size_t times_named(const struct import_run *r, const char *name)
{
    const struct grid *g = r->in->grid;
    size_t at = column_of(r, "name"), n = 0;

    for (size_t i = r->columns.header_row + 1; i < g->n; i++) {
        char *there = text_trim(text_halfwidth(grid_cell(&g->rows[i], at)));
        n += strcmp(there, name) == 0;
        free(there);
    }
    return n;
}

/* Whom the row means: by login, else by name; of several by the unit. 0: nobody yet. */
static int64_t find_person_row(struct import_run *r, const char *name)
{
    struct act *a = r->a;
    const char *login = text_of(r, "login");
    size_t unit_at = column_of(r, "unit");
    int64_t unit = unit_at < r->columns.n ? r->v[unit_at].number : 0;
    int64_t id = 0;

    if (login)
        id = act_get_int(a, "SELECT id FROM person WHERE login = ? AND to_day IS NULL",
                         "t", login);
    if (id)
        return id;
    int64_t there = act_get_int(
        a, "SELECT count(*) FROM person WHERE name = ? AND to_day IS NULL", "t", name);
    if (there == 0)
        return 0;
    bool one = there == 1 && times_named(r, name) == 1;
    if (one)
        return act_get_int(a, "SELECT id FROM person WHERE name = ? AND to_day IS NULL",
                           "t", name);
    if (!unit) {
        import_reject(r, column_of(r, "name"),
                      _("several people are called %s: the row must name the unit"),
                      name);
        return 0;
    }
    if (act_get_int(
            a,
            "SELECT count(*) FROM person WHERE name = ? AND unit = ? AND to_day IS "
            "NULL",
            "ti", name, unit) > 1)
        import_reject(r, column_of(r, "name"),
                      _("several people of the unit are called %s: the row must name the "
                        "login"), name);
    else
        id = act_get_int(
            a,
            "SELECT coalesce(max(id), 0) FROM person WHERE name = ? AND unit = ? "
            "AND to_day IS NULL",
            "ti", name, unit);
    return id;
}

static int64_t find_thing_row(struct import_run *r, const char *name)
{
    struct act *a = r->a;
    const char *parent = text_of(r, "parent");
    struct xh_err unused;
    int64_t id = 0, above = 0;

    if (strcmp(r->in->table, "unit") == 0)
        return act_get_int(a, "SELECT id FROM unit WHERE name = ?", "t", name);
    if (parent && place_find(a->db, parent, &above, &unused) != XH_OK)
        return 0;
    id = act_get_int(a, "SELECT id FROM place WHERE name = ? AND coalesce(parent, 0) = ?",
                     "ti", name, above);
    return id;
}

/* A parent further down in the file must come first. */
static bool must_wait(struct import_run *r, const bool *is_done)
{
    const char *parent = text_of(r, "parent");
    const struct grid *g = r->in->grid;
    size_t at = column_of(r, "name");

    if (!parent || strcmp(r->in->table, "person") == 0)
        return false;
    for (size_t i = r->columns.header_row + 1; i < g->n; i++) {
        if (is_done[i] || r->is_bad[i] || i == r->row)
            continue;
        char *name = text_trim(text_halfwidth(grid_cell(&g->rows[i], at)));
        bool below = strcmp(name, parent) == 0;
        free(name);
        if (below)
            return true;
    }
    return false;
}

/* The name people_put_in() finds an existing row by. */
static char *reference(struct import_run *r, int64_t id)
{
    struct act *a = r->a;

    return id == 0                               ? NULL
           : strcmp(r->in->table, "person") == 0 ? xasprintf("#%lld", (long long)id)
           : strcmp(r->in->table, "unit") == 0   ? unit_name(a->db, id)
                                                 : place_name(a->db, id);
}

static void put_row(struct import_run *r)
{
    const char *name = text_of(r, "name");
    struct act *a = r->a;
    size_t n = 0, before = a->writes, first = 0;

    if (!name) {
        if (!r->bad)
            import_reject(r, column_of(r, "name"), _("the name is empty"));
        return;
    }
    int64_t id = strcmp(r->in->table, "person") == 0 ? find_person_row(r, name)
                                                     : find_thing_row(r, name);
    if (id && index_find(&r->seen, (uint64_t)id, &first)) {
        import_reject(r, column_of(r, "name"), _("%s stands in line %lld already"), name,
                      (long long)r->in->grid->rows[first].line);
        return;
    }
    struct pair *fields = xcalloc(r->columns.n + 1, sizeof *fields);
    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what != IMPORT_IGNORED && r->v[i].is != CELL_EMPTY)
            fields[n++] = (struct pair){ r->columns.v[i].key,
                                         r->v[i].is == CELL_VALUE ? r->v[i].text : "" };
    char *whom = reference(r, id);
    int64_t row =
        act_ok(a) && !r->bad ? people_put_in(a, r->in->table, whom, fields, n) : 0;
    import_take_refusal(r, SIZE_MAX);
    if (act_ok(a) && !r->bad) {
        bool changed = a->writes > before;
        index_put(&r->seen, (uint64_t)row, r->row);
        r->out->created += !id;
        r->out->changed += id && changed;
        r->out->unchanged += id && !changed;
        if (changed)
            import_note_origin(r);
    }
    free(whom);
    free(fields);
}

void import_people_rows(struct import_run *r)
{
    const struct grid *g = r->in->grid;
    bool *is_done = xcalloc(g->n + 1, sizeof *is_done);
    size_t first = r->columns.header_row + 1;

    for (size_t left = SIZE_MAX, last = 0; act_ok(r->a) && left && left != last;) {
        last = left;
        left = 0;
        for (r->row = first; act_ok(r->a) && r->row < g->n; r->row++) {
            r->cells = &g->rows[r->row];
            if (is_done[r->row] || r->is_bad[r->row] || import_is_blank(r->cells))
                continue;
            r->bad = false;
            r->unit = 0;
            import_read_row(r);
            bool waits = !r->bad && must_wait(r, is_done);
            if (waits) {
                left++;
            } else {
                put_row(r);
                is_done[r->row] = true;
                import_finish_row(r);
            }
            import_free_row(r);
        }
    }
    /* What still waits hangs on itself. */
    for (r->row = first; act_ok(r->a) && r->row < g->n; r->row++) {
        r->cells = &g->rows[r->row];
        if (is_done[r->row] || r->is_bad[r->row] || import_is_blank(r->cells))
            continue;
        r->bad = false;
        import_reject(r, column_of(r, "parent"), _("it cannot lie below itself"));
        import_finish_row(r);
    }
    for (r->row = first; r->row < g->n; r->row++)
        r->out->rows += !import_is_blank(&g->rows[r->row]);
    free(is_done);
}
