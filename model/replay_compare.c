/* What the record says and what is stored, compared: the tables themselves, then their rows.
 * See replay.h. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/replay.h"
#include "model/schema.h"
#include "model/search.h"
#include "model/text.h"

/* ---- the tables themselves ------------------------------------------------------------------ */

/* Every object of `expected` must stand in `from` word for word. A table somebody rebuilt
 * without its checks, an index dropped, would otherwise go unnoticed until it is too
 * late. */
static enum xh_rc compare_objects(struct replay *r, struct db *expected, const char *sql,
                                  struct xh_err *err)
{
    struct stmt *s = db_query(expected, err, sql, "");
    enum xh_rc rc = s ? XH_OK : XH_DB;
    int got = 0;

    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        char *there = NULL;
        rc = db_get_text(r->from, err, &there,
                         "SELECT sql FROM sqlite_schema WHERE type = ? AND "
                         "name = ?",
                         "tt", stmt_text(s, 0), stmt_text(s, 1));
        if (rc == XH_NOT_FOUND)
            verify_find(r->facts, _("the database's %s %s is missing"), stmt_text(s, 0),
                        stmt_text(s, 1));
        else if (rc == XH_OK && strcmp(there, stmt_text(s, 2)) != 0)
            verify_find(r->facts, _("the database's %s %s was changed"), stmt_text(s, 0),
                        stmt_text(s, 1));
        if (rc == XH_NOT_FOUND)
            rc = XH_OK;
        free(there);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : rc;
}

/* Nothing may be there that we did not make: a trigger would act on every write. */
static enum xh_rc find_strangers(struct replay *r, struct db *expected,
                                 struct xh_err *err)
{
    struct stmt *s = db_query(r->from, err,
                              "SELECT type, name FROM sqlite_schema WHERE name NOT "
                              "LIKE 'sqlite\\_%' ESCAPE '\\'",
                              "");
    enum xh_rc rc = s ? XH_OK : XH_DB;
    int got = 0;

    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        static const char ask[] =
            "SELECT count(*) FROM sqlite_schema WHERE type = ? AND name = ?";
        int64_t ours = 0, made = 0;
        rc =
            db_get_int(expected, err, &ours, ask, "tt", stmt_text(s, 0), stmt_text(s, 1));
        if (rc == XH_OK)
            rc = db_get_int(r->to, err, &made, ask, "tt", stmt_text(s, 0),
                            stmt_text(s, 1));
        if (search_owns(stmt_text(s, 1)) && !search_has_fts5())
            continue;           /* nor can it do anything here */
        if (rc == XH_OK && ours + made == 0)
            verify_find(r->facts, _("the database holds a %s %s that is not ours"),
                        stmt_text(s, 0), stmt_text(s, 1));
    }
    stmt_done(s);
    return got < 0 ? XH_DB : rc;
}

/* The search index is made when there are rows enough (search.h), and then all of it. */
static enum xh_rc expect_search(struct replay *r, struct db *fresh, struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = db_get_int(r->from, err, &n, "SELECT count(*) FROM sqlite_schema WHERE "
                               "name = 'search_gram'", "");

    return rc == XH_OK && n > 0 && search_has_fts5() ? search_make(fresh, err) : rc;
}

static enum xh_rc compare_schema(struct replay *r, struct xh_err *err)
{
    struct db *fresh = NULL;
    enum xh_rc rc = db_open(NULL, DB_MEMORY, &fresh, err);

    if (rc == XH_OK)
        rc = schema_migrate(fresh, 0, err);
    if (rc == XH_OK)
        rc = expect_search(r, fresh, err);
    if (rc == XH_OK)
        rc = compare_objects(r, fresh,
                             "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT "
                             "NULL",
                             err);
    if (rc == XH_OK)
        rc = compare_objects(r, r->to,
                             "SELECT type, name, sql FROM sqlite_schema WHERE type = "
                             "'table' AND name GLOB 'f_*'",
                             err);
    if (rc == XH_OK)
        rc = find_strangers(r, fresh, err);
    db_close(fresh);
    return rc;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Findings are printed and sent around: values of such columns stay out of them. */
static bool is_secret(const struct replay *r, const char *table, const char *column)
{
    size_t n = strlen(table);

    for (size_t i = 0; i < r->n_secret; i++)
        if (strncmp(r->secret[i], table, n) == 0 && r->secret[i][n] == '.'
            && strcmp(r->secret[i] + n + 1, column) == 0)
            return true;
    return false;
}

/* "item 12 (督26-003)": where a row belongs, for people. */
static char *name_row(struct replay *r, const char *table, int64_t id)
{
    struct db *const dbs[] = { r->from, r->to };
    int64_t item = strncmp(table, "f_", 2) == 0 || strcmp(table, "item") == 0 ? id : 0;

    for (int i = 0; i < 2; i++) {
        char *code = NULL,
             *sql = xasprintf("SELECT item FROM \"%s\" WHERE id = ?", table);
        int64_t has = 0;
        if (item == 0)
            db_get_int(dbs[i], NULL, &has,
                       "SELECT count(*) FROM pragma_table_info(?) WHERE name = "
                       "'item'",
                       "t", table);
        if (has)
            db_get_int(dbs[i], NULL, &item, sql, "i", id);
        free(sql);
        if (item && db_get_text(dbs[i], NULL, &code, "SELECT code FROM item WHERE id = ?",
                                "i", item) == XH_OK) {
            struct buf b = {0};
            buf_printf(&b, "%s %lld (", table, (long long)id);
            text_show(&b, code, false);
            buf_putc(&b, ')');
            free(code);
            return buf_take(&b);
        }
    }
    return xasprintf("%s %lld", table, (long long)id);
}

static char *name_value(struct value v)
{
    struct buf b = {0};
    char *text;
    size_t n;

    switch (v.kind) {
    case VALUE_NULL: return xstrdup("NULL");
    case VALUE_INT: return xasprintf("%lld", (long long)v.i);
    case VALUE_BLOB: return xasprintf("x[%zu]", v.n);
    case VALUE_TEXT: break;
    }
    n = v.n < 60 ? v.n : 60;
    while (n < v.n && n > 0 && ((unsigned char)v.s[n] & 0xC0) == 0x80)
        n--;
    text = xstrndup(v.s, n);
    buf_putc(&b, '\'');
    text_show(&b, text, false);
    buf_puts(&b, n < v.n ? "...'" : "'");
    free(text);
    return buf_take(&b);
}

static void find_difference(struct replay *r, const char *table, int64_t id,
                            const char *column, struct value stored, struct value record)
{
    char *row = r->facts->bad < VERIFY_LINES ? name_row(r, table, id) : xstrdup(table);

    if (is_secret(r, table, column)) {
        verify_find(r->facts,
                    _("%s, %s: the stored private value is not the recorded one"), row,
                    column);
    } else {
        char *was = name_value(stored), *want = name_value(record);
        verify_find(r->facts, _("%s, %s: stored %s, by the record %s"), row, column, was,
                    want);
        free(was);
        free(want);
    }
    free(row);
}

/* Columns both have, `id` first. Those only one has are told by compare_schema(). Returns
 * how many; 0 on trouble. */
static size_t shared_columns(struct replay *r, const char *table, struct buf *sql,
                             struct xh_err *err)
{
    struct stmt *s = db_query(r->to, err, "SELECT name FROM pragma_table_info(?) WHERE "
                              "name <> 'id'", "t", table);
    size_t n = 1;
    int got = s ? 0 : -1;

    buf_puts(sql, "SELECT id");
    while (s && (got = stmt_step(s, err)) > 0) {
        int64_t there = 0;
        const char *column = stmt_text(s, 0);
        if (schema_is_derived(table, column))
            continue;
        if (db_get_int(r->from, err, &there,
                       "SELECT count(*) FROM pragma_table_info(?) WHERE "
                       "name = ?",
                       "tt", table, column) != XH_OK) {
            got = -1;
            break;
        }
        if (there) {
            buf_printf(sql, ", \"%s\"", column);
            n++;
        }
    }
    stmt_done(s);
    buf_printf(sql, " FROM \"%s\" ORDER BY id", table);
    return got < 0 ? 0 : n;
}

/* Both tables walked side by side in the order of their ids. */
static enum xh_rc walk(struct replay *r, const char *table, const char *sql,
                       struct xh_err *err)
{
    struct stmt *a = db_query(r->from, err, sql, ""),
                *b = a ? db_query(r->to, err, sql, "") : NULL;
    int more_a = a && b ? stmt_step(a, err) : -1,
        more_b = more_a >= 0 ? stmt_step(b, err) : -1;

    enum xh_rc rc = XH_OK;

    while (rc == XH_OK && more_a >= 0 && more_b >= 0 && more_a + more_b > 0) {
        int64_t ia = more_a ? stmt_int(a, 0) : INT64_MAX,
                ib = more_b ? stmt_int(b, 0) : INT64_MAX;
        bool in_a = more_a && (ia <= ib || !more_b),
             in_b = more_b && (ib <= ia || !more_a);

        if (++r->facts->checked % REPLAY_BATCH == 0)
            rc = replay_go_on(r, (size_t)r->events, (size_t)r->events, err);
        if (in_a && in_b) {
            for (int i = 1; i < stmt_columns(a); i++)
                if (!value_equal(stmt_value(a, i), stmt_value(b, i)))
                    find_difference(r, table, ia, stmt_column_name(a, i),
                                    stmt_value(a, i), stmt_value(b, i));
        } else {
            char *row = r->facts->bad < VERIFY_LINES ? name_row(r, table, in_a ? ia : ib)
                                                     : xstrdup(table);
            if (in_a)
                verify_find(r->facts, _("%s: the record knows no such row"), row);
            else
                verify_find(r->facts, _("%s: the row is gone, by the record it is there"),
                            row);
            free(row);
        }
        if (in_a)
            more_a = stmt_step(a, err);
        if (in_b)
            more_b = stmt_step(b, err);
    }
    stmt_done(a);
    stmt_done(b);
    return more_a < 0 || more_b < 0 ? XH_DB : rc;
}

/* Does `db` have it? A missing table has been told by compare_schema(). */
static enum xh_rc has_table(struct db *db, const char *table, bool *there,
                            struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = db_get_int(db, err, &n, "SELECT count(*) FROM sqlite_schema WHERE type = "
                               "'table' AND name = ?", "t", table);
    *there = n > 0;
    return rc;
}

static enum xh_rc compare_table(struct replay *r, const char *table, struct xh_err *err)
{
    struct buf sql = {0};
    bool in_a = false, in_b = false;
    enum xh_rc rc = has_table(r->from, table, &in_a, err);

    if (rc == XH_OK)
        rc = has_table(r->to, table, &in_b, err);
    if (rc == XH_OK && in_a && in_b)
        rc = shared_columns(r, table, &sql, err) ? walk(r, table, buf_str(&sql), err)
                                                 : XH_DB;
    buf_fini(&sql);
    return rc;
}

enum xh_rc replay_compare(struct replay *r, struct xh_err *err)
{
    enum xh_rc rc = compare_schema(r, err);

    for (const char *const *t = schema_fact_tables; rc == XH_OK && *t; t++)
        rc = compare_table(r, *t, err);
    if (rc != XH_OK)
        return rc;
    struct stmt *s = db_query(r->to, err,
                              "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                              "name GLOB 'f_*' ORDER BY name",
                              "");
    int got = s ? 0 : -1;
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0)
        rc = compare_table(r, stmt_text(s, 0), err);
    stmt_done(s);
    return got < 0 ? XH_DB : rc;
}
