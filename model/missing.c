#include "model/missing.h"

#include <stdlib.h>

#include "model/colour.h"
#include "model/i18n.h"
#include "model/item.h"
#include "model/mem.h"

static const char sql_open[] =
    "SELECT (SELECT count(*) FROM item WHERE parent = ?1 AND phase <= 2) + "
    "(SELECT count(*) FROM item WHERE split_of = ?1 AND phase <= 2)";
static const char sql_evidence[] =
    "SELECT step, count(*) FROM evidence WHERE item = ? GROUP BY step";
/* What was done before the township began to use the program needs no proof (ENGINE
 * 37). */
static const char sql_before[] =
    "SELECT step FROM step WHERE item = ? AND before_start = 1 AND done_on IS NOT NULL";

/* Calls for every row of `sql` about the item; false after trouble. */
static bool each(struct db *db, const char *sql, int64_t item, struct gate_store *out,
                 const struct list_def *l, void (*take)(struct stmt *s, struct gate_store *out,
                                                        const struct list_def *l),
                 struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql, "i", item);
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0)
        take(s, out, l);
    stmt_done(s);
    return step == 0;
}

static void take_open(struct stmt *s, struct gate_store *out, const struct list_def *l)
{
    (void)l;
    out->g.open_children = (size_t)stmt_int(s, 0);
}

static void take_evidence(struct stmt *s, struct gate_store *out, const struct list_def *l)
{
    int i = list_step(l, stmt_text(s, 0));

    if (i >= 0)
        out->evidence[i] = (int32_t)stmt_int(s, 1);
}

static void take_before(struct stmt *s, struct gate_store *out, const struct list_def *l)
{
    int i = list_step(l, stmt_text(s, 0));

    if (i >= 0)
        out->evidence[i] = INT32_MAX;
}

static void take_fields(struct stmt *s, struct gate_store *out, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_fields; i++)
        out->has_value[i] = !stmt_is_null(s, (int)i) && *stmt_text(s, (int)i);
}

static char *sql_fields(const struct list_def *l)
{
    struct buf sql = {0};

    for (size_t i = 0; i < l->n_fields; i++)
        buf_printf(&sql, "%s\"v_%s\"", i ? ", " : "SELECT ", l->fields[i].id);
    buf_printf(&sql, " FROM \"f_%s\" WHERE id = ?", l->id);
    return buf_take(&sql);
}

enum xh_rc gate_store_load(struct db *db, const struct list_def *l, int64_t item,
                           struct gate_store *out, struct xh_err *err)
{
    *out = (struct gate_store){
        .evidence = xcalloc(l->n_steps + 1, sizeof *out->evidence),
        .has_value = xcalloc(l->n_fields + 1, sizeof *out->has_value),
    };
    out->g.evidence = out->evidence;
    out->g.has_value = out->has_value;
    bool fine = each(db, sql_open, item, out, l, take_open, err) &&
                each(db, sql_evidence, item, out, l, take_evidence, err) &&
                each(db, sql_before, item, out, l, take_before, err);
    if (fine && l->n_fields > 0) {
        char *sql = sql_fields(l);
        fine = each(db, sql, item, out, l, take_fields, err);
        free(sql);
    }
    return fine ? XH_OK : XH_DB;
}

enum xh_rc gate_store_rows(struct store *st, const struct item *it, const struct facts *f,
                           struct gate_store *out, struct xh_err *err)
{
    enum xh_rc rc = row_gates_load(st, it, f, -1, DAY_NEVER, &out->rows, err);

    out->g.rows = out->rows.v;
    out->g.n_rows = out->rows.n;
    return rc;
}

void gate_store_fini(struct gate_store *g)
{
    row_gates_fini(&g->rows);
    free(g->evidence);
    free(g->has_value);
    *g = (struct gate_store){0};
}

enum xh_rc item_state_load(struct store *st, int64_t item, struct item_state *out,
                           struct xh_err *err)
{
    struct item it = {0};
    enum xh_rc rc = item_load(st->db, item, &it, err);
    const struct list_def *l = rc == XH_OK ? defs_list(st->defs, it.list) : NULL;

    if (rc == XH_OK && !l)
        rc = xh_fail(err, XH_CONFIG, _("list '%s' is no longer configured"), it.list);
    if (rc == XH_OK)
        rc = item_facts_load(st->db, st->defs, item, &out->facts, err);
    if (rc == XH_OK) {
        derive(st->defs, &out->facts.f, &out->derived);
        rc = gate_store_load(st->db, l, item, &out->gate, err);
    }
    if (rc == XH_OK)
        rc = gate_store_rows(st, &it, &out->facts.f, &out->gate, err);
    item_fini(&it);
    return rc;
}

void item_state_fini(struct item_state *s)
{
    item_facts_fini(&s->facts);
    gate_store_fini(&s->gate);
    *s = (struct item_state){0};
}
