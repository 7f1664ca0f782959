/* What an act changes: rows written, with what they held before, for the event and for `undo`;
 * private values by their hash alone (ENGINE 35). */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/act.h"
#include "model/i18n.h"

static bool next_column(const char **p, char name[static 64], char *type)
{
    while (**p == ' ')
        (*p)++;
    if (!**p)
        return false;
    size_t n = strcspn(*p, " ");
    snprintf(name, 64, "%.*s", (int)n, *p);
    *p += n;
    while (**p == ' ')
        (*p)++;
    *type = *(*p)++;
    return true;
}

static struct value next_value(char type, va_list *ap)
{
    switch (type) {
    case 'i': return value_int(va_arg(*ap, int64_t));
    case 'd': return value_day(va_arg(*ap, int32_t));
    case 't': return value_text(va_arg(*ap, const char *));
    case 'v': case 'p': return *va_arg(*ap, const struct value *);
    default: abort();
    }
}

static void set_new(struct act *a, struct cell *cell, char type, struct value v)
{
    cell_set_new(cell, v);
    cell->is_private = type == 'p';
    if (cell->is_private) {
        a->env.random(a->env.random_ctx, cell->salt, sizeof cell->salt);
        event_private_hash(cell->salt, v, cell->new_hash);
    }
}

static void insert_row(struct act *a, const char *table, int64_t id, const char *columns,
                       va_list *ap)
{
    struct change *c = event_change(&a->event, CHANGE_INSERT, table, id);
    char name[64], type;

    while (next_column(&columns, name, &type))
        set_new(a, change_add_cell(c, name), type, next_value(type, ap));
    a->rc = event_fold(a->db, a->event.id, c, NULL, NULL, &a->err);
    a->writes++;
}

void act_insert_at(struct act *a, const char *table, int64_t id, const char *columns, ...)
{
    if (a->rc != XH_OK)
        return;
    va_list ap;
    va_start(ap, columns);
    insert_row(a, table, id, columns, &ap);
    va_end(ap);
}

int64_t act_insert(struct act *a, const char *table, const char *columns, ...)
{
    if (a->rc != XH_OK)
        return 0;
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT coalesce(max(id), 0) + 1 FROM \"%s\"", table);
    int64_t id = act_get_int(a, sql, "");
    if (a->rc != XH_OK)
        return 0;
    va_list ap;
    va_start(ap, columns);
    insert_row(a, table, id, columns, &ap);
    va_end(ap);
    return id;
}

/* One column to write: what a "column type" list or an earlier event names. */
struct put { char name[64]; char type; struct value v; };

/* Read what the columns hold now, so that the event can say what it was and `undo`
 * restore it. */
static struct stmt *read_row(struct act *a, const char *table, int64_t id,
                             const struct put *puts, size_t n)
{
    struct buf sql = {0};

    for (size_t i = 0; i < n; i++)
        buf_printf(&sql, "%s\"%s\"", i ? ", " : "SELECT ", puts[i].name);
    buf_printf(&sql, " FROM \"%s\" WHERE id = ?", table);
    struct stmt *s = db_query(a->db, &a->err, buf_str(&sql), "i", id);
    buf_fini(&sql);
    int got = s ? stmt_step(s, &a->err) : -1;
    if (got > 0)
        return s;
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    else
        act_fail(a, XH_CONFLICT, _("row %lld of %s is gone"), (long long)id, table);
    return NULL;
}

static bool has_private_rows(struct act *a, const char *table, int64_t id,
                             const char *column)
{
    return act_get_int(
               a, "SELECT count(*) FROM private WHERE item = ? AND tbl = ? AND col = ?",
               "itt", id, table, column) > 0;
}

/* All columns in one statement: the table's CHECKs see the row as a whole. */
static void update_row(struct act *a, const char *table, int64_t id,
                       const struct put *puts, size_t n)
{
    struct stmt *s = n ? read_row(a, table, id, puts, n) : NULL;
    struct change now = { .op = CHANGE_UPDATE, .table = (char *)table, .id = id };
    struct change *kept = NULL;

    for (size_t i = 0; s && i < n; i++) {
        struct value old = stmt_value(s, (int)i);
        if (value_equal(old, puts[i].v))
            continue;
        if (!kept)
            kept = event_change(&a->event, CHANGE_UPDATE, table, id);
        struct cell *cell = change_cell(kept, puts[i].name);
        /* What was private once stays so in this row, whatever the configuration says by
         * now: its value must not get into the body as what was. */
        char type = puts[i].type;
        bool was_private =
            (type == 'v' || type == 'p') &&
            ((cell && cell->is_private) || has_private_rows(a, table, id, puts[i].name));
        if (was_private)
            type = 'p';
        if (!cell) {
            cell = change_add_cell(kept, puts[i].name);
            cell->old_private = was_private;
            if (!was_private)   /* public until now: `undo` finds it nowhere else */
                cell_set_old(cell, old);
        }
        set_new(a, cell, type, puts[i].v);
        /* What is folded now is only this call's columns; the cell shares its value. */
        change_add_cell(&now, puts[i].name)->new = cell->new;
    }
    stmt_done(s);
    if (now.n) {
        a->rc = event_fold(a->db, a->event.id, &now, NULL, NULL, &a->err);
        a->writes++;
    }
    for (size_t i = 0; i < now.n; i++)
        free(now.cells[i].column);
    free(now.cells);
}

#define PUTS_MAX 40

void act_update(struct act *a, const char *table, int64_t id, const char *columns, ...)
{
    struct put puts[PUTS_MAX];
    size_t n = 0;

    if (a->rc != XH_OK)
        return;
    va_list ap;
    va_start(ap, columns);
    while (next_column(&columns, puts[n].name, &puts[n].type)) {
        puts[n].v = next_value(puts[n].type, &ap);
        n++;
        assert(n < PUTS_MAX);
    }
    va_end(ap);
    update_row(a, table, id, puts, n);
}

void act_update_cells(struct act *a, const char *table, int64_t id,
                      const struct cell *cells, size_t n)
{
    if (a->rc != XH_OK)
        return;
    struct put *puts = xcalloc(n + 1, sizeof *puts);
    for (size_t i = 0; i < n; i++) {
        snprintf(puts[i].name, sizeof puts[i].name, "%s", cells[i].column);
        puts[i].type = cells[i].is_private ? 'p' : 'v';
        puts[i].v = cells[i].new;
    }
    update_row(a, table, id, puts, n);
    free(puts);
}

void act_insert_cells(struct act *a, const char *table, int64_t id,
                      const struct cell *cells, size_t n)
{
    if (a->rc != XH_OK)
        return;
    struct change *c = event_change(&a->event, CHANGE_INSERT, table, id);
    for (size_t i = 0; i < n; i++)
        set_new(a, change_add_cell(c, cells[i].column), cells[i].is_private ? 'p' : 'v',
                cells[i].new);
    a->rc = event_fold(a->db, a->event.id, c, NULL, NULL, &a->err);
    a->writes++;
}

/* Is there a private value behind this column, written earlier or in this act? */
static bool holds_private(struct act *a, const char *table, int64_t id,
                          const char *column)
{
    for (size_t i = 0; i < a->event.n_changes; i++) {
        struct change *c = &a->event.changes[i];
        if (c->id != id || strcmp(c->table, table) != 0)
            continue;
        const struct cell *cell = change_cell(c, column);
        if (cell && cell->is_private)
            return true;
    }
    return has_private_rows(a, table, id, column);
}

void act_delete(struct act *a, const char *table, int64_t id)
{
    if (a->rc != XH_OK)
        return;
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" WHERE id = ?", table);
    struct stmt *s = db_query(a->db, &a->err, sql, "i", id);
    int got = s ? stmt_step(s, &a->err) : -1;
    if (got > 0) {
        struct change *c = event_change(&a->event, CHANGE_DELETE, table, id);
        for (int i = 0; i < stmt_columns(s); i++) {
            const char *col = stmt_column_name(s, i);
            if (strcmp(col, "id") == 0)
                continue;
            /* A private value never enters the body, not even as what was (ENGINE 35). */
            struct cell *cell = change_add_cell(c, col);
            cell->old_private = holds_private(a, table, id, col);
            if (!cell->old_private)
                cell_set_old(cell, stmt_value(s, i));
        }
        stmt_done(s);
        if (a->rc == XH_OK)
            a->rc = event_fold(a->db, a->event.id, c, NULL, NULL, &a->err);
        a->writes++;
        return;
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
}

void act_erase(struct act *a, const char *table, int64_t id, const char *column,
               struct value v)
{
    if (a->rc != XH_OK)
        return;
    struct change *c = event_change(&a->event, CHANGE_ERASE, table, id);
    struct cell *cell = change_cell(c, column);
    if (!cell)
        cell = change_add_cell(c, column);
    cell_set_new(cell, v);
    a->rc = event_fold(a->db, a->event.id, c, NULL, NULL, &a->err);
    a->writes++;
    if (a->rc == XH_OK)
        a->rc = db_run(a->db, &a->err,
                       "DELETE FROM private WHERE item = ? AND tbl = ? AND col = ?",
                       "itt", id, table, column);
}
