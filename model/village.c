#include "model/village.h"

#include <stdlib.h>

#include "model/mem.h"

static const char sql_head[] =
    "WITH RECURSIVE up(id, top) AS (SELECT id, id FROM place WHERE parent IS NULL UNION ALL "
    "SELECT p.id, up.top FROM place p JOIN up ON p.parent = up.id) "
    "SELECT i.parent, up.top, coalesce(b.code, ''), coalesce(b.title, ''), "
    "coalesce(t.name, ''), count(*), sum(coalesce(s.done_on <= ?4, 0)), "
    "sum(coalesce(s.done_on BETWEEN ?3 AND ?4, 0))";
static const char sql_from[] =
    " FROM item i LEFT JOIN item b ON b.id = i.parent LEFT JOIN up ON up.id = i.place "
    "LEFT JOIN place t ON t.id = up.top LEFT JOIN step s ON s.item = i.id AND s.step = ?2";
static const char sql_where[] =
    " WHERE i.list = ?1 AND i.phase < 4 AND i.voided = 0 AND i.assigned_on <= ?4 "
    "GROUP BY i.parent, up.top ORDER BY b.sort_code, t.rank IS NULL, t.rank, t.id";

enum xh_rc villages_count(struct store *st, const struct list_def *l, const char *step,
                          int field, int32_t from, int32_t to, struct villages *out,
                          struct xh_err *err)
{
    struct buf sql = { 0 };

    buf_puts(&sql, sql_head);
    if (field >= 0) /* ids of the definitions are checked identifiers */
        buf_printf(
            &sql,
            ", coalesce(sum(f.\"v_%s\"), 0), coalesce(sum(CASE WHEN s.done_on <= ?4 "
            "THEN f.\"v_%s\" END), 0)",
            l->fields[field].id, l->fields[field].id);
    buf_puts(&sql, sql_from);
    if (field >= 0)
        buf_printf(&sql, " LEFT JOIN \"f_%s\" f ON f.id = i.id", l->id);
    buf_puts(&sql, sql_where);
    struct stmt *s = db_query(st->db, err, buf_str(&sql), "ttdd", l->id, step, from, to);
    int got = s ? 0 : -1;
    int64_t scale = field >= 0 && l->fields[field].type == FIELD_INTEGER ? 1000000 : 1;

    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct village){
            .parent = stmt_int(s, 0),
            .place = stmt_int(s, 1),
            .parent_code = xstrdup(stmt_text(s, 2)),
            .parent_title = xstrdup(stmt_text(s, 3)),
            .name = xstrdup(stmt_text(s, 4)),
            .n = stmt_int(s, 5),
            .done = stmt_int(s, 6),
            .done_since = stmt_int(s, 7),
            .sum = field >= 0 ? stmt_int(s, 8) * scale : 0,
            .sum_done = field >= 0 ? stmt_int(s, 9) * scale : 0,
        };
    }
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : XH_OK;
}

void villages_fini(struct villages *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].parent_code);
        free(v->v[i].parent_title);
        free(v->v[i].name);
    }
    free(v->v);
    *v = (struct villages){ 0 };
}
