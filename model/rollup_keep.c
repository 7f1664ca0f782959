/* rollup_keep.c - what each row adds, kept true in rollup_row; the triggers of schema_5.c
 * carry it into the sums. See rollup.h. */
#include "model/rollup_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/text.h"

/* So much of one row, in millionths: sums of nine hundred such rows still fit. */
#define MOST "10000000000000000"
#define MOST_WHOLE "10000000000"

/* Rows that count: those cancelled or void do not. */
#define COUNTS "i.phase < 4 AND i.voided = 0"
#define COLUMNS "list, parent, section, place, start, signed_on, paid, area, money"
#define COLUMNS_OF(r) \
    r ".list, " r ".parent, " r ".section, " r ".place, " r ".start, " r ".signed_on, " \
    r ".paid, " r ".area, " r ".money"

/* ---- what a row adds ---- */

/* What is out of reach is kept within twice of it, and noticed by check_reach(). */
static void add_number(struct buf *sql, const struct list_def *l, const char *id, const char *as)
{
    int at = *id ? list_field(l, id) : -1;
    bool whole = at >= 0 && l->fields[at].type == FIELD_INTEGER;
    const char *most = whole ? MOST_WHOLE : MOST;

    if (at < 0)
        buf_printf(sql, ", 0 AS %s", as);
    else
        buf_printf(sql, ", max(min(coalesce(f.\"v_%s\", 0), 2 * %s), -2 * %s)%s AS %s", id, most,
                   most, whole ? " * 1000000" : "", as);
}

void rollup_what_rows_add(struct buf *sql, const struct list_def *l, const struct rollup_def *r,
                          const char *also)
{
    buf_puts(sql, "WITH w AS (SELECT i.id AS item, i.list AS list, "
                  "coalesce(i.parent, 0) AS parent, ");
    buf_printf(sql, *r->section ? "coalesce(f.\"v_%s\", '')" : "'%s'", r->section);
    buf_puts(sql, " AS section, coalesce(i.place, 0) AS place, i.start AS start, "
                  "a.done_on AS signed_on, ");
    buf_puts(sql, *r->paid_step ? "b.done_on IS NOT NULL AS paid" : "0 AS paid");
    add_number(sql, l, r->area, "area");
    add_number(sql, l, r->money, "money");
    buf_printf(sql, " FROM item i LEFT JOIN step a ON a.item = i.id AND a.step = '%s'",
               r->signed_step);
    if (*r->paid_step)
        buf_printf(sql, " LEFT JOIN step b ON b.item = i.id AND b.step = '%s'", r->paid_step);
    buf_printf(sql, " LEFT JOIN \"f_%s\" f ON f.id = i.id WHERE i.list = '%s' AND " COUNTS "%s) ",
               l->id, l->id, also);
}

/* Of all rows of `l`, or of one (`?`). */
static void add_rows(struct buf *sql, const struct list_def *l, bool one)
{
    rollup_what_rows_add(sql, l, &l->rollup, one ? " AND i.id = ?" : "");
}

/* A sum nobody means would make those it is part of unreadable, or too great to be kept. */
static enum xh_rc too_much(const struct list_def *l, const struct rollup_def *r, const char *code,
                           struct xh_err *err)
{
    int area = *r->area ? list_field(l, r->area) : -1;
    int money = *r->money ? list_field(l, r->money) : -1;

    return xh_fail(err, XH_REFUSED,
                   _("%s: %s%s%s is more than can be summed up (%s at most). Correct it."),
                   code, area >= 0 ? l->fields[area].name : "",
                   area >= 0 && money >= 0 ? "、" : "",
                   money >= 0 ? l->fields[money].name : "", MOST_WHOLE);
}

#define BEYOND(r) "(abs(" r ".area) > " MOST " OR abs(" r ".money) > " MOST ")"

static enum xh_rc check_reach(struct db *db, const struct list_def *l, struct xh_err *err)
{
    char *code = NULL;
    enum xh_rc rc = db_get_text(db, err, &code,
                                "SELECT i.code FROM rollup_row r CROSS JOIN item i ON i.id = "
                                "r.item WHERE r.list = ? AND " BEYOND("r") " LIMIT 1", "t", l->id);

    if (rc == XH_NOT_FOUND)
        rc = XH_OK;
    else if (rc == XH_OK)
        rc = too_much(l, &l->rollup, code, err);
    free(code);
    return rc;
}

/* ---- one row ---- */

const struct list_def *rollup_list(const struct defs *defs, const char *id)
{
    const struct list_def *l = id ? defs_list(defs, id) : NULL;

    for (size_t i = 0; !id && !l && i < defs->n_lists; i++)
        if (defs->lists[i].rollup.given)
            l = &defs->lists[i];
    return l && l->rollup.given ? l : NULL;
}

static enum xh_rc put_row(struct db *db, const struct list_def *l, int64_t item,
                          struct xh_err *err)
{
    struct buf sql = { 0 };
    enum xh_rc rc;

    add_rows(&sql, l, true);
    buf_puts(&sql, "INSERT INTO rollup_row (item, " COLUMNS ") SELECT item, " COLUMNS
                   " FROM w WHERE 1 ON CONFLICT (item) DO UPDATE SET (" COLUMNS ") = ("
                   COLUMNS_OF("excluded") ")");
    rc = db_run(db, err, buf_str(&sql), "i", item);
    buf_fini(&sql);
    return rc;
}

static enum xh_rc refuse_item(struct db *db, const struct list_def *l, int64_t item,
                              struct xh_err *err)
{
    char *code = NULL;
    enum xh_rc rc = db_get_text(db, err, &code, "SELECT code FROM item WHERE id = ?", "i", item);

    rc = rc == XH_OK ? too_much(l, &l->rollup, code, err) : rc;
    free(code);
    return rc;
}

enum xh_rc rollup_settle(struct db *db, const struct defs *defs, int64_t item, struct xh_err *err)
{
    const struct list_def *l = NULL;
    struct buf sql = { 0 };
    struct stmt *s;
    int got;
    bool same = false, beyond = false;

    if (!rollup_list(defs, NULL))
        return XH_OK;
    s = db_query(db, err, "SELECT list FROM item WHERE id = ?", "i", item);
    got = s ? stmt_step(s, err) : -1;
    if (got > 0)
        l = rollup_list(defs, stmt_text(s, 0));
    stmt_done(s);
    if (got < 0 || (got > 0 && !l))
        return got < 0 ? XH_DB : XH_OK;
    if (l) {
        add_rows(&sql, l, true);
        buf_puts(&sql, "SELECT (" COLUMNS_OF("w") ") IS (" COLUMNS_OF("o") "), " BEYOND("w")
                       " FROM w LEFT JOIN rollup_row o ON o.item = w.item");
        s = db_query(db, err, buf_str(&sql), "i", item);
        got = s ? stmt_step(s, err) : -1;
        same = got > 0 && stmt_int(s, 0);
        beyond = got > 0 && stmt_int(s, 1);
        stmt_done(s);
        buf_fini(&sql);
    }
    if (got < 0)
        return XH_DB;
    if (got == 0)       /* cancelled, void, or taken back */
        return db_run(db, err, "DELETE FROM rollup_row WHERE item = ?", "i", item);
    if (beyond)
        return refuse_item(db, l, item, err);
    return same ? XH_OK : put_row(db, l, item, err);
}

/* ---- all rows ---- */

/* The sums, counted from the rows. */
#define SUMS \
    "SELECT list, parent, section, place, count(*) AS n, count(signed_on) AS signed, " \
    "sum(paid) AS paid_n, sum(signed_on IS NOT NULL AND money <> 0) AS with_agreed, " \
    "sum(paid AND money <> 0) AS with_paid, " \
    "sum((signed_on IS NOT NULL) <> paid AND money <> 0) AS with_apart, " \
    "sum(area) AS area, sum(CASE WHEN signed_on IS NULL THEN 0 ELSE area END) AS area_signed, " \
    "sum(CASE WHEN signed_on IS NULL THEN 0 ELSE money END) AS agreed, " \
    "sum(paid * money) AS paid FROM rollup_row INDEXED BY rollup_row_place " \
    "GROUP BY list, parent, section, place"
#define DAYS \
    "SELECT list, parent, day, section, place, sum(n) AS n, sum(area) AS area, " \
    "sum(began) AS began FROM (" \
    "SELECT list, parent, start AS day, section, place, 0 AS n, 0 AS area, 1 AS began " \
    "FROM rollup_row UNION ALL " \
    "SELECT list, parent, signed_on, section, place, 1, area, 0 FROM rollup_row " \
    "WHERE signed_on IS NOT NULL) GROUP BY list, parent, day, section, place"

/* The index as well: it is made in one go when all rows are there. */
static const char sql_upkeep[] =
    "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'rollup_row' AND "
    "type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, rowid";

enum xh_rc rollup_suspend(struct db *db, char **kept, struct xh_err *err)
{
    struct buf drop = { 0 }, make = { 0 };
    struct stmt *s = db_query(db, err, sql_upkeep, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        buf_printf(&drop, "DROP %s \"%s\";\n", stmt_text(s, 0), stmt_text(s, 1));
        buf_printf(&make, "%s;\n", stmt_text(s, 2));
    }
    stmt_done(s);
    enum xh_rc rc = got < 0 ? XH_DB : drop.len ? db_script(db, buf_str(&drop), err) : XH_OK;
    *kept = rc == XH_OK ? xstrdup(buf_str(&make)) : NULL;
    buf_fini(&drop);
    buf_fini(&make);
    return rc;
}

enum xh_rc rollup_resume(struct db *db, const char *kept, struct xh_err *err)
{
    static const char anew[] =
        "DELETE FROM rollup; DELETE FROM rollup_day; "
        "INSERT INTO rollup (list, parent, section, place, n, signed, paid_n, with_agreed, "
        "with_paid, with_apart, area, area_signed, agreed, paid) " SUMS "; "
        "INSERT INTO rollup_day (list, parent, day, section, place, n, area, began) " DAYS ";";
    enum xh_rc rc = *kept ? db_script(db, kept, err) : XH_OK;

    return rc == XH_OK ? db_script(db, anew, err) : rc;
}

enum xh_rc rollup_rebuild(struct db *db, const struct defs *defs, struct xh_err *err)
{
    char *kept = NULL;
    enum xh_rc rc = rollup_suspend(db, &kept, err);

    if (rc == XH_OK)
        rc = db_run(db, err, "DELETE FROM rollup_row", "");
    for (size_t i = 0; rc == XH_OK && i < defs->n_lists; i++) {
        const struct list_def *l = &defs->lists[i];
        struct buf sql = { 0 };
        if (!l->rollup.given)
            continue;
        add_rows(&sql, l, false);
        buf_puts(&sql, "INSERT INTO rollup_row (item, " COLUMNS ") SELECT item, " COLUMNS
                       " FROM w");
        rc = db_run(db, err, buf_str(&sql), "");
        buf_fini(&sql);
        if (rc == XH_OK)
            rc = check_reach(db, l, err);
    }
    if (rc == XH_OK)
        rc = rollup_resume(db, kept, err);
    free(kept);
    return rc;
}

/* ---- as it stood on a day ---- */

/* ?1: the day, ?2: the first of the period. */
static enum xh_rc read_upto(struct store *st, const struct list_def *l,
                            const struct rollup_def *r, int32_t from, int32_t to,
                            struct rollup_cells *out, bool *beyond, struct xh_err *err)
{
    struct buf sql = { 0 };

    rollup_what_rows_add(&sql, l, r, " AND i.assigned_on <= ?1");
    buf_puts(&sql, "SELECT parent, place, count(*), coalesce(sum(signed_on <= ?1), 0), "
                   "coalesce(sum(signed_on BETWEEN ?2 AND ?1), 0), sum(area), "
                   "coalesce(sum(area) FILTER (WHERE signed_on <= ?1), 0), max(" BEYOND("w") "), "
                   "count(*) FILTER (WHERE area <> 0), count(*) FILTER (WHERE area <> 0 AND "
                   "signed_on <= ?1) FROM w GROUP BY parent, place");
    struct stmt *s = db_query(st->db, err, buf_str(&sql), "dd", to, from);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct rollup_cell){
            .parent = stmt_int(s, 0), .place = stmt_int(s, 1), .section = xstrdup(""),
            .n = { .rows = stmt_int(s, 2), .signed_rows = stmt_int(s, 3), .week = stmt_int(s, 4),
                   .area = stmt_int(s, 5), .area_signed = stmt_int(s, 6),
                   .with_area = stmt_int(s, 8), .with_area_signed = stmt_int(s, 9),
                   .first_signed = DAY_NONE, .last_signed = DAY_NONE, .start = DAY_NONE,
                   .due = DAY_NONE },
        };
        *beyond |= stmt_int(s, 7);
    }
    stmt_done(s);
    buf_fini(&sql);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc name_beyond(struct store *st, const struct list_def *l,
                              const struct rollup_def *r, struct xh_err *err)
{
    struct buf sql = { 0 };
    char *code = NULL;

    rollup_what_rows_add(&sql, l, r, "");
    buf_puts(&sql, "SELECT i.code FROM w JOIN item i ON i.id = w.item WHERE " BEYOND("w")
                   " ORDER BY i.sort_code LIMIT 1");
    enum xh_rc rc = db_get_text(st->db, err, &code, buf_str(&sql), "");
    rc = rc == XH_OK ? too_much(l, r, code, err) : rc;
    buf_fini(&sql);
    free(code);
    return rc;
}

enum xh_rc rollup_count_upto(struct store *st, const struct list_def *l,
                             const struct rollup_def *r, int32_t from, int32_t to,
                             struct rollup_cells *out, struct xh_err *err)
{
    bool beyond = false;
    enum xh_rc rc = read_upto(st, l, r, from, to, out, &beyond, err);

    return rc == XH_OK && beyond ? name_beyond(st, l, r, err) : rc;
}

/* ---- verify ---- */

/* Rows stored otherwise than the facts say, or not at all; then stored ones that should not
 * be there. */
static const char sql_differ[] =
    "SELECT w.item, (SELECT i.code FROM item i WHERE i.id = w.item) FROM w LEFT JOIN rollup_row "
    "o ON o.item = w.item WHERE o.item IS NULL OR (" COLUMNS_OF("w") ") IS NOT (" COLUMNS_OF("o")
    ")";
static const char sql_left[] =
    "SELECT o.item, coalesce(i.code, '') FROM rollup_row o LEFT JOIN item i ON i.id = o.item "
    "WHERE o.list = ? AND (i.id IS NULL OR i.list <> o.list OR NOT (" COUNTS "))";
static const char sql_strange[] =
    "SELECT o.item, coalesce((SELECT i.code FROM item i WHERE i.id = o.item), '') "
    "FROM rollup_row o WHERE o.list = ?";

static enum xh_rc find_rows(struct db *db, struct verify_part *part, const char *sql,
                            const char *list, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql, list ? "t" : "", list);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        struct buf code = { 0 };
        text_show(&code, stmt_text(s, 1), false);
        verify_find(part, _("item %lld (%s): what it adds to the sums of its village is not what "
                            "its facts say"),
                    (long long)stmt_int(s, 0), buf_str(&code));
        buf_fini(&code);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc verify_rows(struct db *db, const struct defs *defs, struct verify_part *part,
                              struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < defs->n_lists; i++) {
        const struct list_def *l = &defs->lists[i];
        struct buf sql = { 0 };
        if (!l->rollup.given)
            continue;
        add_rows(&sql, l, false);
        buf_puts(&sql, sql_differ);
        rc = find_rows(db, part, buf_str(&sql), NULL, err);
        buf_fini(&sql);
        if (rc == XH_OK)
            rc = find_rows(db, part, sql_left, l->id, err);
    }
    struct stmt *s = rc == XH_OK ? db_query(db, err, "SELECT DISTINCT list FROM rollup_row", "")
                                 : NULL;
    int got = s ? 0 : -1;
    while (s && rc == XH_OK && (got = stmt_step(s, err)) > 0)
        if (!rollup_list(defs, stmt_text(s, 0)))
            rc = find_rows(db, part, sql_strange, stmt_text(s, 0), err);
    stmt_done(s);
    return rc == XH_OK && got < 0 ? XH_DB : rc;
}

/* Both sides one under the other, group by group: what does not come to nothing differs. */
static const char sql_sums[] =
    "SELECT list, parent, section, place, sum(n) FROM (SELECT list, parent, section, place, n, "
    "signed, paid_n, with_agreed, with_paid, with_apart, area, area_signed, agreed, paid "
    "FROM rollup UNION ALL SELECT list, parent, section, place, -n, -signed, -paid_n, "
    "-with_agreed, -with_paid, -with_apart, -area, -area_signed, -agreed, -paid FROM (" SUMS ")) "
    "GROUP BY list, parent, section, place HAVING sum(n) OR sum(signed) OR sum(paid_n) OR "
    "sum(with_agreed) OR sum(with_paid) OR sum(with_apart) OR "
    "sum(area) OR sum(area_signed) OR sum(agreed) OR sum(paid) OR count(*) <> 2";
static const char sql_days[] =
    "SELECT list, parent, section, place, sum(n), day FROM (SELECT list, parent, day, section, "
    "place, n, area, began FROM rollup_day UNION ALL SELECT list, parent, day, section, place, "
    "-n, -area, -began FROM (" DAYS ")) GROUP BY list, parent, day, section, place "
    "HAVING sum(n) OR sum(area) OR sum(began) OR count(*) <> 2";

static enum xh_rc verify_sums(struct db *db, struct verify_part *part, const char *sql,
                              struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        struct buf list = { 0 }, section = { 0 };
        char day[DAY_TEXT] = "";
        text_show(&list, stmt_text(s, 0), false);
        text_show(&section, stmt_text(s, 2), false);
        if (stmt_columns(s) > 5)
            day_format(stmt_day(s, 5), day);
        verify_find(part, _("rollup, list %s, under item %lld, section '%s', place %lld%s%s: the "
                            "sums are not those of the rows"),
                    buf_str(&list), (long long)stmt_int(s, 1), buf_str(&section),
                    (long long)stmt_int(s, 3), *day ? ", " : "", day);
        buf_fini(&list);
        buf_fini(&section);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc rollup_verify(struct db *db, const struct defs *defs, struct verify_part *part,
                         struct xh_err *err)
{
    enum xh_rc rc = verify_rows(db, defs, part, err);

    if (rc == XH_OK)
        rc = verify_sums(db, part, sql_sums, err);
    return rc == XH_OK ? verify_sums(db, part, sql_days, err) : rc;
}
