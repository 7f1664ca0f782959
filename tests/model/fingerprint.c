#include "tests/model/fingerprint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/search.h"

static void die(const struct xh_err *err)
{
    fprintf(stderr, "fingerprint: %s\n", err->msg);
    abort();
}

static void add_value(struct hash_state *h, struct value v)
{
    int64_t head[2] = { v.kind, v.kind == VALUE_INT ? v.i : (int64_t)v.n };

    hash_update(h, head, sizeof head);
    if (v.kind == VALUE_TEXT || v.kind == VALUE_BLOB)
        hash_update(h, v.s, v.n);
}

static bool is_left_out(const char *const *but, const char *table, const char *column)
{
    size_t n = strlen(table);

    for (size_t i = 0; but && but[i]; i++)
        if (strncmp(but[i], table, n) == 0
            && (column ? but[i][n] == '.' && strcmp(but[i] + n + 1, column) == 0
                       : but[i][n] == '\0'))
            return true;
    return false;
}

static void add_table(struct hash_state *h, struct db *db, const char *table,
                      const char *const *but)
{
    struct xh_err err;
    char *sql = xasprintf("SELECT *, 1 FROM \"%s\" ORDER BY 1, 2", table);
    struct stmt *s = db_query(db, &err, sql, "");
    int got = s ? 0 : -1;

    add_value(h, value_text(table));
    while (s && (got = stmt_step(s, &err)) > 0)
        for (int i = 0; i < stmt_columns(s); i++)
            if (!but || (!stmt_is_null(s, i)
                         && !is_left_out(but, table, stmt_column_name(s, i)))) {
                add_value(h, value_text(stmt_column_name(s, i)));
                add_value(h, stmt_value(s, i));
            }
    stmt_done(s);
    if (got < 0)
        die(&err);
    free(sql);
}

static void add_all(struct db *db, const char *const *but, uint8_t out[static HASH_SIZE])
{
    struct xh_err err;
    struct hash_state h;
    struct stmt *s = db_query(db, &err,
                              "SELECT name FROM sqlite_schema WHERE type = 'table' "
                              "ORDER BY name",
                              "");
    int got = s ? 0 : -1;

    hash_init(&h);
    while (s && (got = stmt_step(s, &err)) > 0) {
        if (!is_left_out(but, stmt_text(s, 0), NULL) && !search_owns(stmt_text(s, 0)))
            add_table(&h, db, stmt_text(s, 0), but);
    }
    stmt_done(s);
    if (got < 0)
        die(&err);
    hash_final(&h, out);
}

void fingerprint(struct db *db, uint8_t out[static HASH_SIZE])
{
    add_all(db, NULL, out);
}

void fingerprint_but(struct db *db, const char *const *but, uint8_t out[static HASH_SIZE])
{
    add_all(db, but, out);
}
