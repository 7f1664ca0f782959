/* event_fold.c - an event's changes put into the tables of facts: by the act that writes it and,
 * from nothing, by whoever replays the record (ENGINE 34). */
#include "model/event.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/schema.h"

/* ---- columns of fields ---- */

/* What a field_def row says; "" where it does not. False: of an unknown type. */
static bool read_field(const struct change *c, const char **list, struct schema_field *f,
                       const char **type)
{
    static const struct { const char *id; enum field_type type; } types[] = {
        { "text", FIELD_TEXT }, { "decimal", FIELD_DECIMAL }, { "integer", FIELD_INTEGER },
        { "date", FIELD_DATE }, { "choice", FIELD_CHOICE }, { "bool", FIELD_BOOL },
    };

    *list = *type = f->id = "";
    for (size_t i = 0; i < c->n; i++) {
        const struct cell *cell = &c->cells[i];
        if (cell->new.kind != VALUE_TEXT)
            continue;
        if (strcmp(cell->column, "list") == 0)
            *list = cell->new.s;
        else if (strcmp(cell->column, "field") == 0)
            f->id = cell->new.s;
        else if (strcmp(cell->column, "type") == 0)
            *type = cell->new.s;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].id, *type) == 0) {
            f->type = types[i].type;
            return true;
        }
    return false;
}

static bool is_field(const struct change *c)
{
    return c->op == CHANGE_INSERT && strcmp(c->table, "field_def") == 0;
}

/* A field_def row brings its column along: replay needs no YAML (ENGINE 34). */
static enum xh_rc fold_field(struct db *db, const struct change *c, struct xh_err *err)
{
    const char *list, *type;
    struct schema_field f;

    if (!read_field(c, &list, &f, &type))
        return xh_fail(err, XH_DB, _("field %s.%s has the unknown type '%s'"), list, f.id, type);
    return schema_field_column(db, list, f.id, f.type, err);
}

/* One more field of `*list` (NULL: of whichever)? */
static bool is_field_of(const struct change *c, const char **list, struct schema_field *f)
{
    const char *of, *type;

    if (!is_field(c) || !read_field(c, &of, f, &type) || (*list && strcmp(*list, of) != 0))
        return false;
    *list = of;
    return true;
}

enum xh_rc event_fold_tables(struct db *db, const struct event *e, struct xh_err *err)
{
    struct schema_field *v = xcalloc(e->n_changes + 1, sizeof *v);
    enum xh_rc rc = XH_OK;

    for (size_t i = 0, to; rc == XH_OK && i < e->n_changes; i = to) {
        const char *list = NULL;
        for (to = i; to < e->n_changes && is_field_of(&e->changes[to], &list, &v[to - i]); to++)
            ;
        if (to > i)
            rc = schema_field_table(db, list, v, to - i, err);
        to += to == i;
    }
    free(v);
    return rc;
}

/* ---- rows ---- */

/* A body may come out of a file somebody else has edited: its names go into SQL only when
 * they are names, and of tables whose rows events carry. */
static bool is_name(const char *s)
{
    return *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool names_are_ours(const struct change *c)
{
    bool ours = strncmp(c->table, "f_", 2) == 0 && is_name(c->table);

    for (const char *const *t = schema_fact_tables; *t && !ours; t++)
        ours = strcmp(*t, c->table) == 0;
    for (size_t i = 0; i < c->n && ours; i++)
        ours = is_name(c->cells[i].column);
    return ours;
}

enum xh_rc event_fold(struct db *db, int64_t event, const struct change *c,
                      event_resolve *resolve, void *ctx, struct xh_err *err)
{
    struct buf sql = {0};
    enum xh_rc rc = XH_OK;

    if (!names_are_ours(c))
        return xh_fail(err, XH_DB,
                       _("event %lld changes something that is no fact of ours"),
                       (long long)event);
    if (is_field(c))
        rc = fold_field(db, c, err);
    if (rc != XH_OK)
        return rc;
    if (c->op == CHANGE_DELETE) {
        buf_printf(&sql, "DELETE FROM \"%s\" WHERE id = ?", c->table);
    } else if (c->op == CHANGE_INSERT) {
        buf_printf(&sql, "INSERT INTO \"%s\" (id", c->table);
        for (size_t i = 0; i < c->n; i++)
            buf_printf(&sql, ", \"%s\"", c->cells[i].column);
        buf_puts(&sql, ") VALUES (?");
        for (size_t i = 0; i < c->n; i++)
            buf_puts(&sql, ",?");
        buf_putc(&sql, ')');
    } else {
        if (c->n == 0)
            return XH_OK;
        buf_printf(&sql, "UPDATE \"%s\" SET ", c->table);
        for (size_t i = 0; i < c->n; i++)
            buf_printf(&sql, "%s\"%s\" = ?", i ? ", " : "", c->cells[i].column);
        buf_puts(&sql, " WHERE id = ?");
    }
    struct stmt *s = db_query(db, err, buf_str(&sql), "");
    buf_fini(&sql);
    if (!s)
        return XH_DB;
    int at = 1;
    if (c->op == CHANGE_INSERT || c->op == CHANGE_DELETE)
        stmt_bind(s, at++, value_int(c->id));
    if (c->op != CHANGE_DELETE)
        for (size_t i = 0; i < c->n; i++) {
            const struct cell *cell = &c->cells[i];
            struct value v = cell->new;
            if (cell->is_private && resolve)
                v = resolve(ctx, event, c, cell);
            stmt_bind(s, at++, v);
        }
    if (c->op == CHANGE_UPDATE || c->op == CHANGE_ERASE)
        stmt_bind(s, at, value_int(c->id));
    if (stmt_step(s, err) < 0)
        rc = XH_DB;
    stmt_done(s);
    /* What is erased may have gone with its row before; its private values go all the
     * same. */
    if (rc == XH_OK && db_changes(db) != 1 && c->op != CHANGE_ERASE)
        rc = xh_fail(err, XH_DB,
                     _("event %lld changes row %lld of %s, which is not there"),
                     (long long)event, (long long)c->id, c->table);
    return rc;
}
