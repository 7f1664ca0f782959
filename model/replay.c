#include "model/replay.h"

#include <stdlib.h>
#include <string.h>

#include "model/file.h"
#include "model/i18n.h"
#include "model/schema.h"

/* ---- private values ------------------------------------------------------------------------- */

static void remember_secret(struct replay *r, const char *table, const char *column)
{
    char *name = xasprintf("%s.%s", table, column);

    for (size_t i = 0; i < r->n_secret; i++)
        if (strcmp(r->secret[i], name) == 0) {
            free(name);
            return;
        }
    GROW(r->secret, r->n_secret, r->cap_secret);
    r->secret[r->n_secret++] = name;
}

/* The value of an erased cell: whatever, the erasure itself sets the final one; but a
 * column that takes no NULL must get something. */
static struct value placeholder(struct replay *r, const char *table, const char *column)
{
    int64_t not_null = 0;

    db_get_int(r->to, NULL, &not_null,
               "SELECT \"notnull\" FROM pragma_table_info(?) WHERE "
               "name = ?",
               "tt", table, column);
    return not_null ? value_text("") : value_null();
}

static struct value resolve(void *ctx, int64_t event, const struct change *c,
                            const struct cell *cell)
{
    struct replay *r = ctx;
    struct xh_err err;
    struct value v = value_null();
    struct stmt *s = db_query(r->from, &err,
                              "SELECT value, salt FROM private WHERE event = ? AND "
                              "item = ? AND tbl = ? AND col = ?",
                              "iitt", event, c->id, c->table, cell->column);
    int got = s ? stmt_step(s, &err) : -1;

    remember_secret(r, c->table, cell->column);
    if (got > 0) {
        uint8_t hash[HASH_SIZE] = {0};
        size_t n;
        const void *salt;

        v = stmt_value(s, 0);
        if (v.kind == VALUE_TEXT || v.kind == VALUE_BLOB) {
            free(r->kept);
            r->kept = xmalloc(v.n + 1);
            if (v.n)
                memcpy(r->kept, v.s, v.n);
            r->kept[v.n] = '\0';
            v.s = r->kept;
        }
        r->resolved++;
        r->private_values->checked++;
        salt = stmt_blob(s, 1, &n);
        if (n == EVENT_SALT)
            event_private_hash(salt, v, hash);
        if (n != EVENT_SALT || memcmp(hash, cell->new_hash, HASH_SIZE) != 0)
            verify_find(r->private_values,
                        _("event %lld: the private value of %s %lld, column %s, "
                          "does not match its hash"),
                        (long long)event, c->table, (long long)c->id, cell->column);
    }
    stmt_done(s);
    if (got > 0)
        return v;
    GROW(r->gaps, r->n_gaps, r->cap_gaps);
    r->gaps[r->n_gaps++] = (struct replay_gap){ event, c->id, xstrdup(c->table),
                                                xstrdup(cell->column) };
    return placeholder(r, c->table, cell->column);
}

/* `erase` explains why earlier values of these columns are not there; and they must not
 * be. */
static enum xh_rc fold_erase(struct replay *r, int64_t event, const struct change *c,
                             struct xh_err *err)
{
    for (size_t k = 0; k < c->n; k++) {
        const char *column = c->cells[k].column;
        int64_t left = 0;

        for (size_t i = r->n_gaps; i-- > 0;) {
            struct replay_gap *g = &r->gaps[i];
            if (g->id != c->id || strcmp(g->table, c->table) != 0
                || strcmp(g->column, column) != 0)
                continue;
            free(g->table);
            free(g->column);
            *g = r->gaps[--r->n_gaps];
        }
        enum xh_rc rc = db_get_int(r->from, err, &left, "SELECT count(*) FROM private WHERE "
                                   "item = ? AND tbl = ? AND col = ? AND event < ?", "itti", c->id,
                                   c->table, column, event);
        if (rc != XH_OK)
            return rc;
        if (left)
            verify_find(r->private_values,
                        _("event %lld erased column %s of %s %lld, but an "
                          "earlier private value of it is there again"),
                        (long long)event, column, c->table, (long long)c->id);
    }
    return XH_OK;
}

static bool event_names(struct replay *r, struct event *e, int64_t event, int64_t item,
                        const char *table, const char *column)
{
    struct xh_err err;

    if (e->id != event) {
        event_fini(e);
        if (event_load(r->from, event, e, &err) != XH_OK)
            return false;
    }
    for (size_t i = 0; i < e->n_changes; i++) {
        struct change *c = &e->changes[i];
        const struct cell *cell;
        if (c->id == item && strcmp(c->table, table) == 0 &&
            (cell = change_cell(c, column)) && cell->is_private)
            return true;
    }
    return false;
}

/* Rows nobody asked for. Only when the numbers say that there are any: it reads much. */
static enum xh_rc find_orphans(struct replay *r, struct xh_err *err)
{
    int64_t rows = 0;
    enum xh_rc rc = db_get_int(r->from, err, &rows, "SELECT count(*) FROM private", "");

    if (rc != XH_OK || rows == r->resolved)
        return rc;
    struct stmt *s = db_query(r->from, err, "SELECT event, item, tbl, col FROM private "
                              "ORDER BY event", "");
    struct event e = {0};
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        if (!event_names(r, &e, stmt_int(s, 0), stmt_int(s, 1), stmt_text(s, 2),
                         stmt_text(s, 3)))
            verify_find(r->private_values,
                        _("a private value of %s %lld, column %s, which "
                          "event %lld does not name"),
                        stmt_text(s, 2), (long long)stmt_int(s, 1), stmt_text(s, 3),
                        (long long)stmt_int(s, 0));
    stmt_done(s);
    event_fini(&e);
    return got < 0 ? XH_DB : XH_OK;
}

/* ---- folding -------------------------------------------------------------------------------- */

/* An empty database with our tables. Their indices go: replay looks rows up by id only.
 * Neither does it need foreign keys: an event holds final values, which may name rows
 * that follow. */
static enum xh_rc make_empty(struct replay *r, struct xh_err *err)
{
    struct buf drop = {0};
    enum xh_rc rc = db_open(NULL, DB_MEMORY, &r->to, err);

    if (rc == XH_OK)
        rc = db_script(r->to, "PRAGMA foreign_keys = OFF", err);
    if (rc == XH_OK)
        rc = schema_migrate(r->to, 0, err);
    if (rc != XH_OK)
        return rc;
    struct stmt *s = db_query(r->to, err,
                              "SELECT name FROM sqlite_schema WHERE type = 'index' AND "
                              "sql IS NOT NULL",
                              "");
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        buf_printf(&drop, "DROP INDEX \"%s\";", stmt_text(s, 0));
    stmt_done(s);
    rc = got < 0 ? XH_DB : db_script(r->to, buf_str(&drop), err);
    buf_fini(&drop);
    return rc;
}

static void keep_note(char **kept, const struct event *e, const char *key)
{
    const char *value = event_get_note(e, key);

    if (value) {
        free(*kept);
        *kept = xstrdup(value);
    }
}

static enum xh_rc fold_event(struct replay *r, int64_t id, struct xh_err *err)
{
    struct event e = {0};
    struct xh_err why;
    enum xh_rc rc = event_load(r->from, id, &e, &why);

    if (rc != XH_OK) {
        verify_find(r->facts, "%s", why.msg);
        event_fini(&e);
        return XH_OK;
    }
    rc = event_fold_tables(r->to, &e, err);
    for (size_t i = 0; rc == XH_OK && i < e.n_changes; i++) {
        const struct change *c = &e.changes[i];
        if (event_fold(r->to, id, c, resolve, r, &why) != XH_OK)
            verify_find(r->facts, _("event %lld cannot be followed: %s"), (long long)id,
                        why.msg);
        if (c->op == CHANGE_ERASE)
            rc = fold_erase(r, id, c, err);
    }
    if (strcmp(e.verb, verb_info(VERB_INIT)->id) == 0)
        keep_note(&r->practice, &e, "practice");
    keep_note(&r->config, &e, "config");
    keep_note(&r->rows, &e, "rows");
    event_fini(&e);
    return rc;
}

enum xh_rc replay_go_on(struct replay *r, size_t done, size_t all, struct xh_err *err)
{
    bool on = !r->progress || r->progress(r->progress_ctx, _("facts"), done, all);

    return on ? XH_OK : watch_stopped(err);
}

enum xh_rc replay_fold(struct replay *r, struct xh_err *err)
{
    enum xh_rc rc = make_empty(r, err);
    int64_t done = 0;

    if (rc == XH_OK)
        rc = db_get_int(r->from, err, &r->events, "SELECT count(*) FROM event", "");
    if (rc == XH_OK)
        rc = db_begin(r->to, err);
    if (rc != XH_OK)
        return rc;
    struct stmt *s = db_query(r->from, err, "SELECT id FROM event ORDER BY id", "");
    int got = s ? 0 : -1;
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0) {
        rc = fold_event(r, stmt_int(s, 0), err);
        if (++done % REPLAY_BATCH)
            continue;
        if (rc == XH_OK)
            rc = db_commit(r->to, err);
        if (rc == XH_OK)
            rc = db_begin(r->to, err);
        rc = rc == XH_OK ? replay_go_on(r, (size_t)done, (size_t)r->events, err) : rc;
    }
    stmt_done(s);
    if (rc == XH_OK)
        rc = got < 0 ? XH_DB : db_commit(r->to, err);
    for (size_t i = 0; rc == XH_OK && i < r->n_gaps; i++)
        verify_find(r->private_values,
                    _("event %lld: the private value of %s %lld, column %s, is "
                      "gone, and nothing erased it"),
                    (long long)r->gaps[i].event, r->gaps[i].table,
                    (long long)r->gaps[i].id, r->gaps[i].column);
    if (rc == XH_OK)
        rc = find_orphans(r, err);
    return rc;
}

void replay_fini(struct replay *r)
{
    db_close(r->to);
    for (size_t i = 0; i < r->n_gaps; i++) {
        free(r->gaps[i].table);
        free(r->gaps[i].column);
    }
    for (size_t i = 0; i < r->n_secret; i++)
        free(r->secret[i]);
    free(r->gaps);
    free(r->secret);
    free(r->kept);
    free(r->config);
    free(r->rows);
    free(r->practice);
    memset(r, 0, sizeof *r);
}
