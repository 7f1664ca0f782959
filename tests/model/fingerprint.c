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

/* ---- a sum over bytes: nobody wants to deceive a test, so two quick lanes will do ---- */

struct print {
    uint64_t lane[2], bytes;
};

static void add_word(struct print *p, uint64_t word)
{
    p->lane[0] = (p->lane[0] ^ word) * 0x9E3779B97F4A7C15u;
    p->lane[0] ^= p->lane[0] >> 29;
    p->lane[1] = (p->lane[1] + word) * 0xD6E8FEB86659FD93u;
    p->lane[1] ^= p->lane[1] >> 32;
    p->bytes += sizeof word;
}

static void add_bytes(struct print *p, const void *bytes, size_t n)
{
    const char *at = bytes;
    uint64_t word = n;

    add_word(p, word);
    for (; n >= sizeof word; n -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        add_word(p, word);
    }
    if (n > 0) {
        word = 0;
        memcpy(&word, at, n);
        add_word(p, word);
    }
}

static void add_value(struct print *p, struct value v)
{
    add_word(p, v.kind);
    if (v.kind == VALUE_INT)
        add_word(p, (uint64_t)v.i);
    else if (v.kind == VALUE_TEXT || v.kind == VALUE_BLOB)
        add_bytes(p, v.s, v.n);
}

/* ---- what of a database ---- */

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

static void add_table(struct print *p, struct db *db, const char *table,
                      const char *const *but)
{
    struct xh_err err;
    char *sql = xasprintf("SELECT *, 1 FROM \"%s\" ORDER BY 1, 2", table);
    struct stmt *s = db_query(db, &err, sql, "");
    int got = s ? stmt_step(s, &err) : -1, n = got > 0 ? stmt_columns(s) : 0;
    bool *out = xcalloc((size_t)n + 1, sizeof *out);

    /* Columns are told by their names; NULLs count only when everything does: a column that
     * is new and empty changes nothing people have entered. Only now, with a row at hand,
     * does the statement know of columns added since it was last used. */
    add_bytes(p, table, strlen(table));
    for (int i = 0; i < n; i++) {
        out[i] = is_left_out(but, table, stmt_column_name(s, i));
        if (!but)
            add_bytes(p, stmt_column_name(s, i), strlen(stmt_column_name(s, i)));
    }
    for (; got > 0; got = stmt_step(s, &err))
        for (int i = 0; i < n; i++)
            if (!but) {
                add_value(p, stmt_value(s, i));
            } else if (!out[i] && !stmt_is_null(s, i)) {
                add_bytes(p, stmt_column_name(s, i), strlen(stmt_column_name(s, i)));
                add_value(p, stmt_value(s, i));
            }
    stmt_done(s);
    if (got < 0)
        die(&err);
    free(out);
    free(sql);
}

static void add_all(struct db *db, const char *const *but, uint8_t out[static HASH_SIZE])
{
    struct xh_err err;
    struct print p = { { 1, 2 }, 0 };
    struct stmt *s = db_query(db, &err,
                              "SELECT name FROM sqlite_schema WHERE type = 'table' "
                              "ORDER BY name",
                              "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, &err)) > 0) {
        if (!is_left_out(but, stmt_text(s, 0), NULL) && !search_owns(stmt_text(s, 0)))
            add_table(&p, db, stmt_text(s, 0), but);
    }
    stmt_done(s);
    if (got < 0)
        die(&err);
    memset(out, 0, HASH_SIZE);
    memcpy(out, &p, sizeof p);
}

_Static_assert(sizeof(struct print) <= HASH_SIZE, "a sum is no longer than a hash");

void fingerprint(struct db *db, uint8_t out[static HASH_SIZE])
{
    add_all(db, NULL, out);
}

void fingerprint_but(struct db *db, const char *const *but, uint8_t out[static HASH_SIZE])
{
    add_all(db, but, out);
}
