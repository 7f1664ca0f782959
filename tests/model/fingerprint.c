#include "tests/model/fingerprint.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/mem.h"

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

static void add_table(struct hash_state *h, struct db *db, const char *table)
{
    struct xh_err err;
    char *sql = xasprintf("SELECT * FROM \"%s\" ORDER BY 1, 2", table);
    struct stmt *s = db_query(db, &err, sql, "");
    int got = s ? 0 : -1;

    add_value(h, value_text(table));
    while (s && (got = stmt_step(s, &err)) > 0)
        for (int i = 0; i < stmt_columns(s); i++)
            add_value(h, stmt_value(s, i));
    stmt_done(s);
    if (got < 0)
        die(&err);
    free(sql);
}

void fingerprint(struct db *db, uint8_t out[static HASH_SIZE])
{
    struct xh_err err;
    struct hash_state h;
    struct stmt *s = db_query(db, &err, "SELECT name FROM sqlite_schema WHERE type = 'table' "
                              "ORDER BY name", "");
    int got = s ? 0 : -1;

    hash_init(&h);
    while (s && (got = stmt_step(s, &err)) > 0)
        add_table(&h, db, stmt_text(s, 0));
    stmt_done(s);
    if (got < 0)
        die(&err);
    hash_final(&h, out);
}
