/* schema.c - see schema.h. Migrations are append-only: a new one never edits an old one. */
#include "model/schema.h"

#include <stdio.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/schema_sql.h"
#include "model/search.h"

const char *const schema_fact_tables[] = {
    "config", "field_def", "unit", "place", "person", "person_role", "item", "counter",
    "item_co", "step", "step_amount", "progress", "instruction", "clock", "due_change",
    "request", "evidence", "doer", "colour_span", "duban_order", "duban_item", "duban_answer",
    "sheet", "sheet_row", "reminder", "visit", "rows_passed",
    "sample", "sample_row", NULL,
};

static const char *const derived_item[] = {
    "due", "due_waits", "limit_due", "review_due", "yellow_on", "red_on", "yellow_rule",
    "red_rule", "progress", "steps_done", "steps_total", "next_step", "unit_rank",
    "owner_rank", "stale", NULL,
};

static const char *const derived_tables[] = {
    "step_due", "colour_now", "search_text", "search_wait", "rollup_row", "rollup",
    "rollup_day", NULL,
};

bool schema_is_derived(const char *table, const char *column)
{
    for (size_t i = 0; derived_tables[i]; i++)
        if (strcmp(derived_tables[i], table) == 0)
            return true;
    if (strcmp(table, "colour_day") == 0)
        return strcmp(column, "day") == 0;
    if (strcmp(table, "item") != 0)
        return false;
    for (size_t i = 0; derived_item[i]; i++)
        if (strcmp(derived_item[i], column) == 0)
            return true;
    return false;
}

enum xh_rc schema_migrate(struct db *db, int from, struct xh_err *err)
{
    static const char *const steps[SCHEMA_VERSION] = { schema_1, schema_2, schema_3,
                                                       schema_4, schema_5 };
    enum xh_rc rc = XH_OK;

    for (int v = from; rc == XH_OK && v < SCHEMA_VERSION; v++)
        rc = db_script(db, steps[v], err);
    if (rc == XH_OK && from > 0)        /* what has waited long enough */
        rc = search_settle(db, err);
    if (rc == XH_OK) {
        char sql[128];
        snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                 SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
        rc = db_script(db, sql, err);
    }
    return rc;
}

static bool is_id(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= DEF_ID_MAX && s[0] >= 'a' && s[0] <= 'z'
        && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static const char *column_type(enum field_type type)
{
    return type == FIELD_TEXT || type == FIELD_CHOICE ? "TEXT" : "INTEGER";
}

enum xh_rc schema_field_column(struct db *db, const char *list, const char *field,
                               enum field_type type, struct xh_err *err)
{
    /* Identifiers cannot be bound: they are checked here and nowhere else put into text. */
    if (!is_id(list) || !is_id(field))
        return xh_fail(err, XH_DB, _("'%s.%s' is not a field id"), list, field);

    char sql[256];
    snprintf(sql, sizeof sql, "CREATE TABLE IF NOT EXISTS \"f_%s\" "
             "(id INTEGER PRIMARY KEY REFERENCES item(id)) STRICT;", list);
    enum xh_rc rc = db_script(db, sql, err);
    if (rc != XH_OK)
        return rc;

    int64_t there = 0;
    char table[DEF_ID_MAX + 3], column[DEF_ID_MAX + 3];
    snprintf(table, sizeof table, "f_%s", list);
    snprintf(column, sizeof column, "v_%s", field);
    rc = db_get_int(db, err, &there, "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?",
                    "tt", table, column);
    if (rc != XH_OK || there)
        return rc;
    snprintf(sql, sizeof sql, "ALTER TABLE \"f_%s\" ADD COLUMN \"v_%s\" %s;", list, field,
             column_type(type));
    return db_script(db, sql, err);
}

enum xh_rc schema_field_table(struct db *db, const char *list, const struct schema_field *v,
                              size_t n, struct xh_err *err)
{
    struct buf sql = {0};
    char table[DEF_ID_MAX + 3];
    int64_t there = 0;
    bool names = n > 0 && is_id(list);

    for (size_t i = 0; i < n && names; i++) {
        names = is_id(v[i].id);
        for (size_t k = 0; k < i && names; k++)
            names = strcmp(v[k].id, v[i].id) != 0;
    }
    if (!names)
        return XH_OK;
    snprintf(table, sizeof table, "f_%s", list);
    enum xh_rc rc = db_get_int(db, err, &there, "SELECT count(*) FROM sqlite_schema WHERE "
                               "type = 'table' AND name = ?", "t", table);
    if (rc != XH_OK || there)
        return rc;
    buf_printf(&sql, "CREATE TABLE \"f_%s\" (id INTEGER PRIMARY KEY REFERENCES item(id)",
               list);
    for (size_t i = 0; i < n; i++)
        buf_printf(&sql, ", \"v_%s\" %s", v[i].id, column_type(v[i].type));
    buf_puts(&sql, ") STRICT;");
    rc = db_script(db, buf_str(&sql), err);
    buf_fini(&sql);
    return rc;
}
