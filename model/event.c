#include "model/event.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

static const char chain_tag[] = "xiaohao-event-1";

static struct value value_copy(struct value v)
{
    if (v.kind == VALUE_TEXT || v.kind == VALUE_BLOB) {
        char *s = xmalloc(v.n + 1);
        if (v.n)
            memcpy(s, v.s, v.n);
        s[v.n] = '\0';
        v.s = s;
    }
    return v;
}

static void value_free(struct value v)
{
    if (v.kind == VALUE_TEXT || v.kind == VALUE_BLOB)
        free((char *)v.s);
}

void cell_set_old(struct cell *c, struct value v)
{
    struct value copy = value_copy(v);
    value_free(c->old);
    c->old = copy;
}

void cell_set_new(struct cell *c, struct value v)
{
    struct value copy = value_copy(v);
    value_free(c->new);
    c->new = copy;
}

void change_fini(struct change *c)
{
    for (size_t k = 0; k < c->n; k++) {
        free(c->cells[k].column);
        value_free(c->cells[k].old);
        value_free(c->cells[k].new);
    }
    free(c->cells);
    free(c->table);
    memset(c, 0, sizeof *c);
}

void event_fini(struct event *e)
{
    for (size_t i = 0; i < e->n_changes; i++)
        change_fini(&e->changes[i]);
    for (size_t i = 0; i < e->n_notes; i++) {
        free(e->notes[i].key);
        free(e->notes[i].value);
    }
    free(e->changes);
    free(e->notes);
    free(e->items);
    free(e->verb);
    index_fini(&e->rows);
    index_fini(&e->named);
    memset(e, 0, sizeof *e);
}

struct change *event_change(struct event *e, enum change_op op, const char *table,
                            int64_t id)
{
    /* A row changed twice in one act is one change, unless it was deleted, erased or made
     * anew in between. */
    uint64_t key = index_key(table, id);
    size_t at;
    if (index_find(&e->rows, key, &at)) {
        struct change *c = &e->changes[at];
        bool same = c->id == id && strcmp(c->table, table) == 0;
        if (same && ((c->op == op && op != CHANGE_INSERT)
                     || (c->op == CHANGE_INSERT && op == CHANGE_UPDATE)))
            return c;
    }
    GROW(e->changes, e->n_changes, e->cap_changes);
    struct change *c = &e->changes[e->n_changes];
    *c = (struct change){ .op = op, .table = xstrdup(table), .id = id };
    index_put(&e->rows, key, e->n_changes++);
    return c;
}

struct cell *change_cell(struct change *c, const char *column)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->cells[i].column, column) == 0)
            return &c->cells[i];
    return NULL;
}

struct cell *change_add_cell(struct change *c, const char *column)
{
    GROW(c->cells, c->n, c->cap);
    struct cell *cell = &c->cells[c->n++];
    *cell = (struct cell){ .column = xstrdup(column) };
    return cell;
}

void event_note(struct event *e, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    GROW(e->notes, e->n_notes, e->cap_notes);
    e->notes[e->n_notes++] = (struct note){ xstrdup(key), xstrdup(value) };
}

const char *event_get_note(const struct event *e, const char *key)
{
    for (size_t i = 0; i < e->n_notes; i++)
        if (strcmp(e->notes[i].key, key) == 0)
            return e->notes[i].value;
    return NULL;
}

void event_add_item(struct event *e, int64_t item)
{
    size_t at;
    if (index_find(&e->named, (uint64_t)item, &at))
        return;
    GROW(e->items, e->n_items, e->cap_items);
    index_put(&e->named, (uint64_t)item, e->n_items);
    e->items[e->n_items++] = item;
}

/* ---- the canonical body: atoms "LENGTH:BYTES," one after the other ---- */

static void put_atom(struct buf *b, const void *p, size_t n)
{
    buf_printf(b, "%zu:", n);
    buf_add(b, p, n);
    buf_putc(b, ',');
}

static void put_text(struct buf *b, const char *s)
{
    put_atom(b, s, strlen(s));
}

static void put_int(struct buf *b, int64_t i)
{
    char s[32];
    put_atom(b, s, (size_t)snprintf(s, sizeof s, "%lld", (long long)i));
}

/* A value with its type in the first byte: n, i<decimal>, t<text>, b<bytes>. */
static void typed_value(struct buf *b, struct value v)
{
    switch (v.kind) {
    case VALUE_NULL: buf_putc(b, 'n'); break;
    case VALUE_INT: buf_printf(b, "i%lld", (long long)v.i); break;
    case VALUE_TEXT: buf_putc(b, 't'); buf_add(b, v.s, v.n); break;
    case VALUE_BLOB: buf_putc(b, 'b'); buf_add(b, v.s, v.n); break;
    }
}

static void put_value(struct buf *b, struct value v)
{
    struct buf t = {0};
    typed_value(&t, v);
    put_atom(b, t.s, t.len);
    buf_fini(&t);
}

void event_private_hash(const uint8_t salt[static EVENT_SALT], struct value v,
                        uint8_t out[static HASH_SIZE])
{
    struct buf t = {0};
    buf_add(&t, salt, EVENT_SALT);
    typed_value(&t, v);
    hash_bytes(t.s, t.len, out);
    buf_fini(&t);
}

void event_encode(const struct event *e, struct buf *out)
{
    for (size_t i = 0; i < e->n_changes; i++) {
        const struct change *c = &e->changes[i];
        char op = (char)c->op;
        put_atom(out, &op, 1);
        put_text(out, c->table);
        put_int(out, c->id);
        put_int(out, (int64_t)c->n);
        for (size_t k = 0; k < c->n; k++) {
            const struct cell *cell = &c->cells[k];
            put_text(out, cell->column);
            if (cell->old_private)
                put_atom(out, "o", 1);
            else
                put_value(out, cell->old);
            if (cell->is_private) {
                uint8_t h[HASH_SIZE + 1] = { 'h' };
                memcpy(h + 1, cell->new_hash, HASH_SIZE);
                put_atom(out, h, sizeof h);
            } else {
                put_value(out, cell->new);
            }
        }
    }
    for (size_t i = 0; i < e->n_notes; i++) {
        put_atom(out, "M", 1);
        put_text(out, e->notes[i].key);
        put_text(out, e->notes[i].value);
    }
    for (size_t i = 0; i < e->n_items; i++) {
        put_atom(out, "S", 1);
        put_int(out, e->items[i]);
    }
}

struct reader { const char *p, *end; };
struct atom { const char *p; size_t n; };

static bool get_atom(struct reader *r, struct atom *a)
{
    size_t n = 0, digits = 0;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9' && digits++ < 10)
        n = n * 10 + (size_t)(*r->p++ - '0');
    if (!digits || r->p >= r->end || *r->p++ != ':' || (size_t)(r->end - r->p) < n + 1)
        return false;
    *a = (struct atom){ r->p, n };
    r->p += n;
    return *r->p++ == ',';
}

static bool get_int(struct reader *r, int64_t *out)
{
    struct atom a;
    char s[32];
    if (!get_atom(r, &a) || a.n == 0 || a.n >= sizeof s)
        return false;
    memcpy(s, a.p, a.n);
    s[a.n] = '\0';
    char *end;
    *out = strtoll(s, &end, 10);
    return *end == '\0';
}

static bool get_text(struct reader *r, char **out)
{
    struct atom a;
    if (!get_atom(r, &a))
        return false;
    *out = xstrndup(a.p, a.n);
    return true;
}

static bool get_cell(struct reader *r, struct cell *cell, bool is_new)
{
    struct atom a;
    if (!get_atom(r, &a) || a.n == 0)
        return false;
    struct value v = { 0 };
    char num[32];
    switch (a.p[0]) {
    case 'n': break;
    case 'o': return cell->old_private = !is_new;
    case 'h':
        if (a.n != HASH_SIZE + 1 || !is_new)
            return false;
        memcpy(cell->new_hash, a.p + 1, HASH_SIZE);
        return cell->is_private = true;
    case 'i':
        if (a.n < 2 || a.n >= sizeof num)
            return false;
        memcpy(num, a.p + 1, a.n - 1);
        num[a.n - 1] = '\0';
        v = value_int(strtoll(num, NULL, 10));
        break;
    case 't': v = (struct value){ VALUE_TEXT, 0, a.p + 1, a.n - 1 }; break;
    case 'b': v = (struct value){ VALUE_BLOB, 0, a.p + 1, a.n - 1 }; break;
    default: return false;
    }
    if (is_new)
        cell_set_new(cell, v);
    else
        cell_set_old(cell, v);
    return true;
}

static bool get_change(struct reader *r, struct event *e, char op)
{
    char *table = NULL;
    int64_t id, n;
    if (!get_text(r, &table) || !get_int(r, &id) || !get_int(r, &n) || n < 0) {
        free(table);
        return false;
    }
    GROW(e->changes, e->n_changes, e->cap_changes);
    struct change *c = &e->changes[e->n_changes++];
    *c = (struct change){ .op = (enum change_op)op, .table = table, .id = id };
    for (int64_t i = 0; i < n; i++) {
        char *column = NULL;
        if (!get_text(r, &column))
            return false;
        struct cell *cell = change_add_cell(c, column);
        free(column);
        if (!get_cell(r, cell, false) || !get_cell(r, cell, true))
            return false;
    }
    return true;
}

/* Read what event_encode() writes, and more: whether it is canonical is seen
 * afterwards. */
static bool decode(struct event *e, const void *body, size_t n)
{
    struct reader r = { body, (const char *)body + n };
    struct atom a;

    while (r.p < r.end) {
        if (!get_atom(&r, &a) || a.n != 1)
            return false;
        int64_t item;
        switch (a.p[0]) {
        case 'I': case 'U': case 'D': case 'E':
            if (!get_change(&r, e, a.p[0]))
                return false;
            break;
        case 'M': {
            char *key = NULL, *value = NULL;
            bool ok = get_text(&r, &key) && get_text(&r, &value);
            if (ok)
                event_note(e, key, value);
            free(key);
            free(value);
            if (!ok)
                return false;
            break;
        }
        case 'S':
            if (!get_int(&r, &item))
                return false;
            event_add_item(e, item);
            break;
        default:
            return false;
        }
    }
    return true;
}

/* One event, one body: what would not be written again byte for byte was not written by
 * us. */
bool event_decode(struct event *e, const void *body, size_t n)
{
    assert(e->n_changes + e->n_notes + e->n_items == 0);
    if (!decode(e, body, n))
        return false;

    struct buf again = {0};
    event_encode(e, &again);
    bool same = again.len == n && (n == 0 || memcmp(again.s, body, n) == 0);
    buf_fini(&again);
    return same;
}

void event_hash(const struct event *e, const uint8_t prev[static HASH_SIZE],
                const void *body, size_t n, uint8_t out[static HASH_SIZE])
{
    struct buf b = {0};
    put_text(&b, chain_tag);
    put_atom(&b, prev, HASH_SIZE);
    put_int(&b, e->id);
    put_text(&b, e->action);
    put_text(&b, e->verb);
    put_int(&b, e->actor);
    put_int(&b, e->behalf);
    put_int(&b, e->decided);
    put_int(&b, e->day);
    put_int(&b, e->at);
    put_text(&b, e->config);
    put_int(&b, e->format);
    put_atom(&b, body, n);
    hash_bytes(b.s, b.len, out);
    buf_fini(&b);
}

enum xh_rc event_load(struct db *db, int64_t id, struct event *out, struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT action, verb, actor, behalf, decided, day, at, "
                              "config, format, body, hash FROM event WHERE id = ?",
                              "i", id);
    if (!s)
        return XH_DB;
    enum xh_rc rc = XH_OK;
    int got = stmt_step(s, err);
    if (got < 0) {
        rc = XH_DB;
    } else if (got == 0) {
        rc = XH_NOT_FOUND;
    } else {
        size_t n, hn;
        const void *body = stmt_blob(s, 9, &n);
        const void *hash = stmt_blob(s, 10, &hn);
        out->id = id;
        snprintf(out->action, sizeof out->action, "%s", stmt_text(s, 0));
        out->verb = xstrdup(stmt_text(s, 1));
        out->actor = stmt_int(s, 2);
        out->behalf = stmt_int(s, 3);
        out->decided = stmt_int(s, 4);
        out->day = stmt_day(s, 5);
        out->at = stmt_int(s, 6);
        snprintf(out->config, sizeof out->config, "%s", stmt_text(s, 7));
        out->format = stmt_int(s, 8);
        if (hn == HASH_SIZE)
            memcpy(out->hash, hash, HASH_SIZE);
        if (!event_decode(out, body, n))
            rc = xh_fail(err, XH_DB,
                         _("event %lld cannot be read: its content is damaged"),
                         (long long)id);
    }
    stmt_done(s);
    return rc;
}

/* Erased by a later change of the very same act: then no value is kept at all. */
static bool is_erased_after(const struct event *e, size_t at, const struct cell *cell)
{
    for (size_t i = at + 1; i < e->n_changes; i++) {
        struct change *c = &e->changes[i];
        if (c->op == CHANGE_ERASE && c->id == e->changes[at].id &&
            strcmp(c->table, e->changes[at].table) == 0 && change_cell(c, cell->column))
            return true;
    }
    return false;
}

enum xh_rc event_append(struct db *db, struct event *e, struct xh_err *err)
{
    struct buf body = {0};
    event_encode(e, &body);

    uint8_t prev[HASH_SIZE] = {0};
    struct stmt *s =
        db_query(db, err, "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1", "");
    enum xh_rc rc = s ? XH_OK : XH_DB;
    int64_t last = 0;
    if (s) {
        int got = stmt_step(s, err);
        size_t n;
        if (got < 0)
            rc = XH_DB;
        if (got > 0) {
            last = stmt_int(s, 0);
            const void *h = stmt_blob(s, 1, &n);
            if (n == HASH_SIZE)
                memcpy(prev, h, HASH_SIZE);
        }
        stmt_done(s);
    }
    if (rc == XH_OK && last + 1 != e->id)
        rc = xh_fail(err, XH_DB, _("the record has a gap: event %lld follows %lld"),
                     (long long)e->id, (long long)last);
    if (rc == XH_OK) {          /* invariant 3: each hash follows from the one before */
        event_hash(e, prev, body.s, body.len, e->hash);
        rc = db_run(
            db, err,
            "INSERT INTO event (id, action, verb, actor, behalf, decided, day, "
            "at, config, format, body, hash) VALUES (?,?,?,nullif(?,0),nullif(?,0),"
            "nullif(?,0),?,?,?,?,?,?)",
            "ittiiiditibb", e->id, e->action, e->verb, e->actor, e->behalf, e->decided,
            e->day, e->at, e->config, e->format, (const void *)buf_str(&body), body.len,
            (const void *)e->hash, (size_t)HASH_SIZE);
    }
    for (size_t i = 0; rc == XH_OK && i < e->n_items; i++)
        rc = db_run(db, err, "INSERT INTO event_item (item, event) VALUES (?,?)", "ii",
                    e->items[i], e->id);
    for (size_t i = 0; rc == XH_OK && i < e->n_changes; i++) {
        const struct change *c = &e->changes[i];
        for (size_t k = 0; rc == XH_OK && k < c->n; k++)
            if (c->cells[k].is_private && !is_erased_after(e, i, &c->cells[k]))
                rc = db_run(db, err,
                            "INSERT INTO private (event, item, tbl, col, value, salt) "
                            "VALUES (?,?,?,?,?,?)",
                            "iittvb", e->id, c->id, c->table, c->cells[k].column,
                            &c->cells[k].new, (const void *)c->cells[k].salt,
                            (size_t)EVENT_SALT);
    }
    buf_fini(&body);
    return rc;
}
