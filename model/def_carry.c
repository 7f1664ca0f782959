#include "model/def_carry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"

/* ---- fields ---- */

static bool is_number(enum field_type t)
{
    return t == FIELD_DECIMAL || t == FIELD_INTEGER;
}

/* Do the old values mean the same under the new definition? */
static bool fits(enum field_type was, const char *unit, const struct field_def *f)
{
    if (is_number(was) && is_number(f->type))
        return *f->convert || strcmp(unit, f->unit) == 0;
    return !*f->convert &&
           (was == f->type || (was == FIELD_CHOICE && f->type == FIELD_TEXT));
}

/* "x 15", "/ 10000": the loader has checked it. Halves are rounded up; false when the
 * result is too large, or not whole where it must be. */
static bool convert(const struct field_def *f, enum field_type was, int64_t from,
                    int64_t *to)
{
    int64_t factor = DECIMAL_ONE;
    __int128 micro = from;

    if (was == FIELD_INTEGER)
        micro *= DECIMAL_ONE;
    if (*f->convert &&
        !decimal_parse(f->convert + 1 + strspn(f->convert + 1, " "), &factor))
        return false;
    bool divide = f->convert[0] == '/';
    __int128 over = divide ? micro * DECIMAL_ONE : micro * factor;
    __int128 under = divide ? factor : DECIMAL_ONE;
    __int128 half = over < 0 ? -(under / 2) : under / 2;
    micro = (over + half) / under;
    if (f->type == FIELD_INTEGER) {
        if (micro % DECIMAL_ONE)
            return false;
        micro /= DECIMAL_ONE;
    }
    *to = (int64_t)micro;
    return micro == *to;
}

static bool old_field(struct act *a, const struct list_def *l, const struct field_def *f,
                      enum field_type *type, char **unit)
{
    static const char *const types[] = {
        [FIELD_TEXT] = "text", [FIELD_DECIMAL] = "decimal", [FIELD_INTEGER] = "integer",
        [FIELD_DATE] = "date", [FIELD_CHOICE] = "choice", [FIELD_BOOL] = "bool",
    };
    struct stmt *s = db_query(a->db, &a->err,
                              "SELECT type, unit FROM field_def WHERE list = ? AND "
                              "field = ?",
                              "tt", l->id, f->was);
    int got = s ? stmt_step(s, &a->err) : -1;
    bool found = false;

    for (size_t i = 0; got > 0 && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i], stmt_text(s, 0)) == 0) {
            *type = (enum field_type)i;
            *unit = xstrdup(stmt_text(s, 1));
            found = true;
        }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    return found;
}

static void carry_value(struct act *a, const struct list_def *l,
                        const struct field_def *f, enum field_type was, int64_t item,
                        struct value v)
{
    char table[DEF_ID_MAX + 3], column[DEF_ID_MAX + 3], spec[DEF_ID_MAX + 8];

    if (is_number(was) && !convert(f, was, v.i, &v.i)) {
        act_fail(a, XH_CONFIG,
                 _("lists/%s: a value of '%s' cannot become one of '%s' (convert: "
                   "%s); see item %lld"),
                 l->id, f->was, f->id, f->convert, (long long)item);
        return;
    }
    snprintf(table, sizeof table, "f_%s", l->id);
    snprintf(column, sizeof column, "v_%s", f->was);
    /* What was private does not become public by another name. */
    bool is_private =
        f->is_private ||
        act_get_int(a,
                    "SELECT count(*) FROM private WHERE item = ? AND tbl = ? AND col = ?",
                    "itt", item, table, column) > 0;
    snprintf(spec, sizeof spec, "v_%s %c", f->id, is_private ? 'p' : 'v');
    act_update(a, table, item, spec, &v);
}

void def_carry_field(struct act *a, const struct list_def *l, const struct field_def *f)
{
    enum field_type was = FIELD_TEXT;
    char *unit = NULL, sql[512];

    if (!act_ok(a) || !old_field(a, l, f, &was, &unit))
        return;
    snprintf(sql, sizeof sql,
             "SELECT id, \"v_%s\" FROM \"f_%s\" WHERE \"v_%s\" IS NOT NULL", f->was,
             l->id, f->was);
    struct stmt *s = db_query(a->db, &a->err, sql, "");
    int got = s ? 0 : -1;
    while (act_ok(a) && s && (got = stmt_step(s, &a->err)) > 0) {
        if (fits(was, unit, f))
            carry_value(a, l, f, was, stmt_int(s, 0), stmt_value(s, 1));
        else
            act_fail(
                a, XH_CONFIG,
                _("lists/%s: '%s' cannot carry on '%s': type or unit differ. "
                  "Say how numbers convert (convert: \"x 15\"), or leave `was` out; the old "
                  "values stay."),
                l->id, f->id, f->was);
    }
    stmt_done(s);
    free(unit);
    if (got < 0 && act_ok(a))
        a->rc = XH_DB;
}

/* ---- steps ---- */

static const char sql_items[] =
    "SELECT i.id FROM item i WHERE i.list = ?1 AND "
    "(EXISTS (SELECT 1 FROM step s WHERE s.item = i.id AND s.step = ?2) OR "
    " EXISTS (SELECT 1 FROM step_amount s WHERE s.item = i.id AND s.step = ?2) OR "
    " EXISTS (SELECT 1 FROM evidence s WHERE s.item = i.id AND s.step = ?2)) AND NOT "
    "(EXISTS (SELECT 1 FROM step s WHERE s.item = i.id AND s.step = ?3) OR "
    " EXISTS (SELECT 1 FROM step_amount s WHERE s.item = i.id AND s.step = ?3) OR "
    " EXISTS (SELECT 1 FROM evidence s WHERE s.item = i.id AND s.step = ?3)) ORDER BY i.id";

/* Rows of `table` for the old step, once more for the new one. */
static void copy_rows(struct act *a, const char *sql, const char *table,
                      const char *columns, int64_t item, const struct step_def *step)
{
    struct value v[7];
    struct stmt *s =
        act_ok(a) ? db_query(a->db, &a->err, sql, "it", item, step->was) : NULL;
    int got = 0;

    while (act_ok(a) && s && (got = stmt_step(s, &a->err)) > 0) {
        for (int i = 0; i < stmt_columns(s); i++)
            v[i] = stmt_value(s, i);
        act_insert(a, table, columns, item, step->id, &v[0], &v[1], &v[2], &v[3], &v[4],
                   &v[5], &v[6]);
    }
    stmt_done(s);
    if (got < 0 && act_ok(a))
        a->rc = XH_DB;
}

static void carry_step(struct act *a, int64_t item, const struct step_def *s)
{
    copy_rows(
        a,
        "SELECT begun_on, done_on, skipped_on, skip_reason, before_start FROM step WHERE "
        "item = ? AND step = ?",
        "step",
        "item i step t begun_on v done_on v skipped_on v "
        "skip_reason v before_start v",
        item, s);
    copy_rows(
        a, "SELECT day, amount FROM step_amount WHERE item = ? AND step = ? ORDER BY id",
        "step_amount", "item i step t day v amount v", item, s);
    copy_rows(a, "SELECT day, missing, said, reason FROM rows_passed WHERE item = ? AND step = ?",
              "rows_passed", "item i step t day v missing v said v reason v", item, s);
    copy_rows(
        a,
        "SELECT kind, hash, size, name, caption, day, person FROM evidence WHERE item = ? "
        "AND step = ? ORDER BY id",
        "evidence",
        "item i step t kind v hash v size v name v "
        "caption v day v person v",
        item, s);
}

void def_carry_steps(struct act *a, const struct list_def *l)
{
    for (size_t i = 0; act_ok(a) && i < l->n_steps; i++) {
        int64_t *items = NULL;
        size_t n = 0, cap = 0;
        if (!*l->steps[i].was)
            continue;
        struct stmt *s = db_query(a->db, &a->err, sql_items, "ttt", l->id,
                                  l->steps[i].was, l->steps[i].id);
        int got = s ? 0 : -1;
        while (s && (got = stmt_step(s, &a->err)) > 0) {
            GROW(items, n, cap);
            items[n++] = stmt_int(s, 0);
        }
        stmt_done(s);
        if (got < 0)
            a->rc = XH_DB;
        for (size_t k = 0; k < n; k++)
            carry_step(a, items[k], &l->steps[i]);
        free(items);
    }
}
