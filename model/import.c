/* import.c - the rows of a file, one after the other, in one transaction. See import.h. */
#include "model/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/colour_now.h"
#include "model/i18n.h"
#include "model/import_parts.h"
#include "model/permit.h"
#include "model/recompute.h"
#include "model/text.h"

#define SUSPEND_FROM 500        /* rows from which counts are made anew afterwards */
#define TELL_EVERY 200          /* rows between two calls of `progress` */

/* ---- one row ---- */

bool import_is_blank(const struct grid_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (!cell_is_empty(row->cells[i]))
            return false;
    return true;
}

/* The item the row's code names; 0 for a new row. False: rejected. */
static bool find_item(struct import_run *r, int64_t *id)
{
    size_t at, row = 0;
    struct xh_err err = {0};
    struct act *a = r->a;

    *id = 0;
    for (at = 0; at < r->columns.n && r->columns.v[at].what != IMPORT_CODE;)
        at++;
    if (at == r->columns.n || cell_is_empty(grid_cell(r->cells, at)))
        return true;
    char *code = NULL;
    if (cell_text(grid_cell(r->cells, at), false, &code, &err) != XH_OK) {
        import_reject(r, at, "%s", err.msg);
        return false;
    }
    enum xh_rc rc = item_find(a->db, a->defs, code, a->env.today, id, &err);
    free(code);
    if (rc == XH_DB) {
        a->rc = act_fail(a, rc, "%s", err.msg);
        return false;
    }
    if (rc != XH_OK)
        import_reject(r, at,
                      err_way(_("there is no item with this code. New rows get their code "
                                "here: empty the cell, or leave the column out with --map"),
                              _("there is no item with this code. New rows get their code "
                                "here: empty the cell, or take the column out of the "
                                "file")));
    else if (index_find(&r->seen, (uint64_t)*id, &row))
        import_reject(r, at, _("the same code stands in line %lld already"),
                      (long long)r->in->grid->rows[row].line);
    else
        index_put(&r->seen, (uint64_t)*id, r->row);
    return rc == XH_OK;
}

static void import_row(struct import_run *r)
{
    int64_t item = 0;
    struct act *a = r->a;

    r->bad = false;
    r->unit = 0;
    bool found = find_item(r, &item);
    r->is_new = !item;
    if (item && act_ok(a))
        import_load_stored(r, item);
    import_read_row(r);
    if (act_ok(a) && item)
        import_old_row(r);
    else if (act_ok(a) && found && !permit_may(a->db, a->defs, a->who.actor, VERB_ADD,
                                               r->list->id, 0)) {
        permit_require(a, a->who.actor, VERB_ADD, r->list->id, 0);
        import_take_refusal(r, SIZE_MAX);
    } else if (act_ok(a)) {
        import_new_row(r);
    }
    import_free_row(r);
    import_free_stored(r);
    import_finish_row(r);
}

void import_finish_row(struct import_run *r)
{
    if (!act_ok(r->a))
        return;
    if (r->bad) {
        r->is_bad[r->row] = true;
        r->any_bad = true;
        r->out->bad++;
        act_forget(r->a);
    } else {
        act_next(r->a, VERB_IMPORT);
    }
}

/* ---- one pass over all of them ---- */

static void count_colours(struct import_run *r)
{
    struct act *a = r->a;
    struct filter f = { .list = r->list->id, .today = a->env.today, .as_of = DAY_NONE,
                        .reader = a->who.actor };
    struct group_count *groups = NULL;
    size_t n = 0;

    act_settle(a);
    if (!act_ok(a))
        return;
    a->rc = query_counts(a->store, &f, NULL, 0, &groups, &n, &a->err);
    if (act_ok(a) && n)
        r->out->after = groups[0].n;
    group_counts_free(groups, n);
    int64_t red = r->out->after.colour[COLOUR_RED];
    int64_t coloured = red + r->out->after.colour[COLOUR_YELLOW]
                     + r->out->after.colour[COLOUR_GREEN];
    r->out->suggests_rebase = red >= 5 && red * 3 >= coloured;
}

static void free_rejects(struct import_result *out)
{
    for (size_t i = 0; i < out->n_rejects; i++) {
        free(out->rejects[i].column);
        free(out->rejects[i].value);
        free(out->rejects[i].reason);
    }
    out->n_rejects = out->bad = 0;
}

static void free_twins(struct import_result *out)
{
    for (size_t i = 0; i < out->n_twins; i++) {
        free(out->twins[i].title);
        free(out->twins[i].code);
    }
    out->n_twins = 0;
}

static void run_rows(struct import_run *r)
{
    const struct grid *g = r->in->grid;
    size_t first = r->columns.header_row + 1;

    act_defer(r->a);
    import_check_all(r);
    for (r->row = first; act_ok(r->a) && r->row < g->n; r->row++) {
        r->cells = &g->rows[r->row];
        if (import_is_blank(r->cells))
            continue;
        r->out->rows++;
        if (!r->is_bad[r->row])
            import_row(r);
        if (r->in->progress && (r->row - first) % TELL_EVERY == 0)
            r->in->progress(r->in->progress_ctx, r->row - first, g->n - first);
    }
}

static void pass_fini(struct import_run *r)
{
    import_names_fini(&r->names);
    names_fini(&r->shown);
    index_fini(&r->seen);
    index_fini(&r->titles);
    free(r->known);
    r->known = NULL;
    r->n_known = r->cap_known = 0;
}

/* What the headers mean under the definitions in force. */
static enum xh_rc match(struct import_run *r, const struct defs *defs, struct xh_err *err)
{
    import_columns_fini(&r->columns);
    r->defs = defs;
    r->list = r->in->table ? NULL : defs_list(defs, r->in->list);
    if (!r->list && !r->in->table)
        return xh_fail(err, XH_NOT_FOUND, _("there is no list '%s'"), r->in->list);
    enum xh_rc rc =
        import_match(r->list, r->in->table, r->in->grid, r->in->map, &r->columns, err);
    if (rc == XH_OK && r->in->n_all)
        rc = import_match_all(r, err);
    free(r->v);
    r->v = xcalloc(r->columns.n + 1, sizeof *r->v);
    r->out->header_row = r->columns.header_row;
    return rc;
}

static void run_all(struct import_run *r)
{
    struct act *a = r->a;
    int32_t start_day = a->defs->township.start_day;
    size_t n = r->in->grid->n - r->columns.header_row;

    r->out->rows = r->out->created = r->out->changed = r->out->unchanged = 0;
    free_twins(r->out);
    r->before_start = start_day == DAY_NONE || a->env.today < start_day;
    if (act_ok(a))
        a->rc = import_names_load(a->db, &r->names, &a->err);
    if (r->in->table) {
        import_people_rows(r);
        if (act_ok(a) && !permit_anybody(a->db, a->defs, VERB_PEOPLE))
            act_fail(a, XH_REFUSED,
                     _("then nobody could manage people any more; give the role to "
                       "somebody else first"));
        return;
    }
    if (act_ok(a) && n > SUSPEND_FROM)
        a->rc = colour_now_suspend(a->db, &a->err);
    import_load_titles(r);
    import_drop_indices(r);
    run_rows(r);
    import_make_indices(r);
}

/* Everything that is wrong is looked for in the first pass; what it wrote is taken back
 * if anything was. A second one shows, or writes, what the good rows give. */
static enum xh_rc run_pass(struct import_run *r, struct store *st, const struct env *env,
                           const struct who *who, bool *again, struct xh_err *err)
{
    struct act *a = r->a;
    struct xh_err unused;
    enum xh_rc rc = act_begin(a, st, env, VERB_IMPORT, who, err);

    *again = false;
    if (rc != XH_OK)
        return rc;
    r->any_bad = false;
    r->shown = (struct names){ .db = a->db };
    if (a->defs != r->defs)      /* another configuration is in force since */
        a->rc = match(r, a->defs, &a->err);
    if (act_ok(a)
        && (r->in->table ? permit_require(a, who->actor, VERB_PEOPLE, NULL, 0)
                         : permit_require(a, who->actor, VERB_IMPORT, r->list->id, 0)))
        run_all(r);
    bool wanted = r->in->dry_run || r->in->keep_rejects;
    bool writes = !r->in->dry_run && (r->out->bad == 0 || r->in->keep_rejects);
    *again = act_ok(a) && r->any_bad && wanted;
    if (act_ok(a) && !r->any_bad && r->list && (wanted || writes))
        count_colours(r);
    if (!act_ok(a) || (writes && !*again))
        rc = act_end(a, XH_OK, err);
    else if (act_end(a, XH_REFUSED, &unused) == XH_DB) {
        rc = xh_fail(err, XH_DB, "%s",
                     unused.msg); /* a rejection may be trouble in truth */
        *again = false;
    }
    r->out->written = rc == XH_OK && writes && !*again && *a->last;
    act_fini(a);
    pass_fini(r);
    if (*again && r->in->keep_rejects)
        rc = r->in->keep_rejects(r->in->rejects_ctx, r->out, err);
    return rc;
}

/* ---- public ---- */

static char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    struct buf b = {0};

    text_show(&b, slash ? slash + 1 : path ? path : "", false);
    return b.s ? buf_take(&b) : xstrdup("");
}

static void tell_left_out(struct import_run *r)
{
    struct import_result *out = r->out;

    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_IGNORED && *r->columns.v[i].header) {
            GROW(out->left_out, out->n_left_out, out->cap_left_out);
            out->left_out[out->n_left_out++] = xstrdup(r->columns.v[i].header);
        }
}

static void tell_converted(struct import_run *r)
{
    struct import_result *out = r->out;

    for (size_t i = 0; i < r->columns.n; i++) {
        struct buf rule = {0};
        import_column_rule(&rule, r->list, &r->columns.v[i]);
        if (rule.len) {
            GROW(out->converted, out->n_converted, out->cap_converted);
            out->converted[out->n_converted++] = (struct import_converted){
                xstrdup(r->columns.v[i].header), buf_take(&rule) };
        }
        buf_fini(&rule);
    }
}

static int by_line(const void *a, const void *b)
{
    const struct import_reject *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

enum xh_rc import_ledger(struct store *st, const struct env *env, const struct who *who,
                         const struct import *in, struct import_result *out,
                         struct xh_err *err)
{
    struct import_run r = { .in = in, .out = out, .a = &r.act };
    bool again = true;
    char *file = base_name(in->grid->source);
    enum xh_rc rc = match(&r, st->defs, err);

    r.file = file;
    r.is_bad = xcalloc(in->grid->n + 1, sizeof *r.is_bad);
    while (rc == XH_OK && again)
        rc = run_pass(&r, st, env, who, &again, err);
    if (out->n_rejects > 1)
        qsort(out->rejects, out->n_rejects, sizeof *out->rejects, by_line);
    if (rc == XH_OK) {
        tell_left_out(&r);
        tell_converted(&r);
    }
    if (rc == XH_DB)
        free_rejects(out);
    if (rc == XH_OK && out->written) {
        /* Done and stays done: a cascade that breaks off is resumed by the next act. */
        struct xh_err later;
        recompute_stale(st, env, who, &later);
    }
    if (rc == XH_OK && out->bad && !out->written)
        rc = xh_fail(err, XH_REFUSED, _("%zu of %zu rows cannot be imported. Nothing was "
                                        "changed."), out->bad, out->rows);
    import_columns_fini(&r.columns);
    index_fini(&r.strangers);
    free(file);
    free(r.v);
    free(r.is_bad);
    return rc;
}

void import_result_fini(struct import_result *out)
{
    free_rejects(out);
    free(out->rejects);
    for (size_t i = 0; i < out->n_strangers; i++)
        free(out->strangers[i].name);
    free(out->strangers);
    free_twins(out);
    free(out->twins);
    for (size_t i = 0; i < out->n_left_out; i++)
        free(out->left_out[i]);
    free(out->left_out);
    for (size_t i = 0; i < out->n_converted; i++) {
        free(out->converted[i].header);
        free(out->converted[i].rule);
    }
    free(out->converted);
    *out = (struct import_result){0};
}
