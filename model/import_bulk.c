/* import_bulk.c - a large import without the upkeep of indices and sums: dropped inside the
 * transaction and made again, word for word, before it is counted and committed
 * (PERFORMANCE 2.9). Rolled back with it. See import_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/import_parts.h"
#include "model/mem.h"
#include "model/rollup.h"

/* Those of unique columns stay by themselves; these are looked things up in meanwhile. */
static const char sql_indices[] =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'item' AND sql IS "
    "NOT NULL AND name NOT IN ('item_parent', 'item_split', 'item_stale') ORDER BY rowid";

static bool is_large(struct import_run *r)
{
    size_t rows = r->in->grid->n - r->columns.header_row;
    int64_t items = act_get_int(r->a, "SELECT count(*) FROM item", "");

    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_CODE)
            return false;       /* rows that are there: their indices find them */
    return rows >= IMPORT_BULK && (int64_t)rows * 3 > items;
}

void import_drop_indices(struct import_run *r)
{
    struct act *a = r->a;
    struct buf drop = {0}, make = {0};

    if (!act_ok(a) || !is_large(r) || !act_ok(a))
        return;
    struct stmt *s = db_query(a->db, &a->err, sql_indices, "");
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, &a->err)) > 0) {
        buf_printf(&drop, "DROP INDEX \"%s\";\n", stmt_text(s, 0));
        buf_printf(&make, "%s;\n", stmt_text(s, 1));
    }
    stmt_done(s);
    if (got < 0)
        a->rc = XH_DB;
    if (act_ok(a) && drop.len)
        a->rc = db_script(a->db, buf_str(&drop), &a->err);
    buf_fini(&drop);
    r->indices = make.s ? buf_take(&make) : NULL;
    if (act_ok(a) && r->list->rollup.given)
        a->rc = rollup_suspend(a->db, &r->sums, &a->err);
}

void import_make_indices(struct import_run *r)
{
    struct act *a = r->a;

    if (act_ok(a) && r->indices)
        a->rc = db_script(a->db, r->indices, &a->err);
    if (act_ok(a) && r->sums)
        a->rc = rollup_resume(a->db, r->sums, &a->err);
    free(r->indices);
    free(r->sums);
    r->indices = r->sums = NULL;
}
