/* import_row.c - the cells of one row as values, or rejected with the reason. See
 * import_parts.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/i18n.h"
#include "model/import_parts.h"
#include "model/text.h"

/* ---- saying what is wrong ---- */

/* What stood in a cell, short enough for a line. */
static char *shown_value(const char *typed)
{
    struct buf b = {0};
    int n = 0, len;

    for (const char *p = typed; *p && n < 60; p += len, n++) {
        text_next(p, &len);
        buf_add(&b, p, (size_t)len);
    }
    if (typed[b.len])
        buf_puts(&b, "...");
    return b.s ? text_trim(buf_take(&b)) : xstrdup("");
}

void import_reject(struct import_run *r, size_t column, const char *fmt, ...)
{
    struct import_result *out = r->out;
    struct buf reason = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&reason, fmt, ap);
    va_end(ap);
    bool whole = column >= r->columns.n;
    GROW(out->rejects, out->n_rejects, out->cap_rejects);
    out->rejects[out->n_rejects++] = (struct import_reject){
        .row = r->row, .line = r->cells->line,
        .column = xstrdup(whole ? "" : r->columns.v[column].header),
        .value = whole ? xstrdup("") : shown_value(import_said(r, column)),
        .reason = buf_take(&reason),
    };
    r->bad = true;
}

void import_stranger(struct import_run *r, const char *kind, const char *name)
{
    struct import_result *out = r->out;
    uint64_t key = index_key(name, *kind);
    size_t at;

    if (index_find(&r->strangers, key, &at) && strcmp(out->strangers[at].kind, kind) == 0 &&
        strcmp(out->strangers[at].name, name) == 0) {
        out->strangers[at].times++;
        return;
    }
    index_put(&r->strangers, key, out->n_strangers);
    GROW(out->strangers, out->n_strangers, out->cap_strangers);
    out->strangers[out->n_strangers++] =
        (struct import_stranger){ kind, xstrdup(name), 1 };
}

void import_take_refusal(struct import_run *r, size_t column)
{
    struct xh_err why = {0};

    act_set_aside(r->a, &why);
    if (why.rc != XH_OK)
        import_reject(r, column, "%s", why.msg);
}

/* ---- one cell ---- */

static void tell_stranger(void *ctx, const char *kind, const char *name)
{
    import_stranger(ctx, kind, name);
}

const char *import_said(const struct import_run *r, size_t column)
{
    const char *cell = grid_cell(r->cells, column), *all = r->columns.v[column].all;

    return all && r->is_new && cell_is_empty(cell) ? all : cell;
}

/* 组 in a column of its own. */
static const char *group_beside(const struct import_run *r, size_t *at)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_GROUP
            && !cell_is_empty(import_said(r, i))) {
            *at = i;
            return import_said(r, i);
        }
    return NULL;
}

/* 一组 of nowhere would be lost without a word. */
static void check_group(struct import_run *r)
{
    size_t at;

    if (!group_beside(r, &at))
        return;
    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_PLACE && !cell_is_empty(import_said(r, i)))
            return;
    import_reject(r, at, err_way(_("a group, but of which village? Give the file a column "
                                   "place, or say place=VILLAGE for all rows"),
                                 _("a group, but of which village? Give the file a column "
                                   "place, or say the village for all rows with F6")));
}

static bool has_bad_unit(const struct import_run *r)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_UNIT && r->v[i].is == CELL_VALUE
            && !r->v[i].number)
            return true;
    return false;
}

static void read_cell(struct import_run *r, size_t at, int64_t unit)
{
    const struct import_cells x = { .defs = r->a->defs, .list = r->list, .names = &r->names,
                                    .today = DAY_NONE, .stranger = tell_stranger, .ctx = r };
    const struct import_column *c = &r->columns.v[at];
    struct import_beside beside = { .unit = unit };
    struct xh_err err;
    char *line, *save = NULL;
    size_t group;

    if (import_is_as_exported(r, at))
        return;
    if (c->what == IMPORT_PLACE)
        beside.group = group_beside(r, &group);
    if (c->what == IMPORT_PERSON)
        beside.bad_unit = has_bad_unit(r);
    err.rc = XH_OK;
    err.msg[0] = '\0';
    if (import_cell_read(&x, c, import_said(r, at), &beside, &r->v[at], &err) == XH_OK)
        return;
    for (line = strtok_r(err.msg, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        import_reject(r, at, "%s", line);
}

void import_read_row(struct import_run *r)
{
    int64_t unit = r->unit;

    for (size_t i = 0; i < r->columns.n; i++)
        r->v[i] = (struct import_cell){ .day = DAY_NONE };
    /* The unit first: it tells people of one name apart. */
    for (int people = 0; people < 2; people++)
        for (size_t i = 0; i < r->columns.n; i++) {
            enum import_what what = r->columns.v[i].what;
            if ((what == IMPORT_PERSON || what == IMPORT_CO) != people)
                continue;
            read_cell(r, i, unit);
            if (what == IMPORT_UNIT && r->v[i].number)
                unit = r->v[i].number;
        }
    check_group(r);
}

void import_free_row(struct import_run *r)
{
    for (size_t i = 0; i < r->columns.n; i++)
        free(r->v[i].text);
}

const struct import_cell *import_get(const struct import_run *r, enum import_what what,
                                     const char *key, size_t *column)
{
    for (size_t i = 0; i < r->columns.n; i++) {
        const struct import_column *c = &r->columns.v[i];
        if (c->what != what || (key && strcmp(c->key, key) != 0))
            continue;
        if (column)
            *column = i;
        return r->v[i].is == CELL_EMPTY ? NULL : &r->v[i];
    }
    if (column)
        *column = SIZE_MAX;
    return NULL;
}
