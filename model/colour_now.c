/* colour_now.c - see colour_now.h; the triggers stand in schema_2.c. */
#include "model/colour_now.h"

#include "model/i18n.h"
#include "model/text.h"

/* ?1 is the day. Ranges over indices, as query_count.c counts without this table, and
 * then the few pinned rows move from their computed colour to the shown one. */
#define COUNTED_ANEW \
    "SELECT list, coalesce(unit, 0) AS unit, sum(lit) AS lit, sum(red) AS red, " \
    "sum(amber) AS amber, sum(review) AS review, sum(held) AS held, " \
    "sum(closed) AS closed FROM (" \
    "SELECT list, unit, count(*) AS lit, 0 AS red, 0 AS amber, sum(phase) AS review, " \
    "0 AS held, 0 AS closed FROM item WHERE phase <= 1 GROUP BY list, unit " \
    "UNION ALL SELECT list, unit, 0, count(*), 0, 0, 0, 0 FROM item " \
    "WHERE phase <= 1 AND red_on <= ?1 GROUP BY list, unit " \
    "UNION ALL SELECT list, unit, 0, 0, count(*), 0, 0, 0 FROM item " \
    "WHERE phase <= 1 AND yellow_on <= ?1 GROUP BY list, unit " \
    "UNION ALL SELECT list, unit, 0, 0, 0, 0, count(*), 0 FROM item " \
    "WHERE phase = 2 GROUP BY list, unit " \
    "UNION ALL SELECT list, unit, 0, 0, 0, 0, 0, count(*) FROM item " \
    "WHERE phase >= 2 AND phase = 3 GROUP BY list, unit " \
    "UNION ALL SELECT i.list, i.unit, 0, " \
    "sum(CASE WHEN i.pin_colour = 'red' THEN 1 ELSE 0 END " \
    "- CASE WHEN i.red_on <= ?1 THEN 1 ELSE 0 END), " \
    "sum(CASE WHEN i.pin_colour = 'green' THEN 0 ELSE 1 END " \
    "- CASE WHEN i.yellow_on <= ?1 THEN 1 ELSE 0 END), 0, 0, 0 " \
    "FROM item p CROSS JOIN item i WHERE i.id = p.id AND p.pin_until >= ?1 " \
    "AND p.pin_from <= ?1 AND i.phase <= 1 GROUP BY i.list, i.unit" \
    ") part GROUP BY list, unit"

enum xh_rc colour_now_day(struct db *db, int32_t *day, struct xh_err *err)
{
    int64_t stored = DAY_NONE;
    enum xh_rc rc = db_get_int(db, err, &stored, "SELECT day FROM colour_day", "");

    *day = rc == XH_OK ? (int32_t)stored : DAY_NONE;
    return rc == XH_NOT_FOUND ? XH_OK : rc;
}

enum xh_rc colour_now_suspend(struct db *db, struct xh_err *err)
{
    return db_run(db, err, "DELETE FROM colour_day", "");
}

enum xh_rc colour_now_rebuild(struct db *db, int32_t day, struct xh_err *err)
{
    enum xh_rc rc = colour_now_suspend(db, err);

    if (rc == XH_OK)
        rc = db_run(db, err, "DELETE FROM colour_now", "");
    if (rc == XH_OK)
        rc = db_run(db, err,
                    "INSERT INTO colour_now (list, unit, lit, red, amber, review, held, "
                    "closed) " COUNTED_ANEW, "d", day);
    if (rc == XH_OK)
        rc = db_run(db, err, "INSERT INTO colour_day (id, day) VALUES (1, ?)", "d", day);
    return rc;
}

enum xh_rc colour_now_settle(struct db *db, int32_t day, struct xh_err *err)
{
    int32_t stored;
    enum xh_rc rc = colour_now_day(db, &stored, err);

    return rc == XH_OK && stored != day ? colour_now_rebuild(db, day, err) : rc;
}

/* ---- verify ---- */

static const char *const figures[] = { "lit", "red", "amber", "review", "held", "closed" };
enum { FIGURES = sizeof figures / sizeof *figures };

/* Every group of either side with the figures as stored, then as counted; 0 where it is
 * not there. */
static const char sql_compare[] =
    "WITH anew AS (" COUNTED_ANEW "), both AS ("
    "SELECT list, unit, lit AS l, red AS r, amber AS a, review AS v, held AS h, closed AS c, "
    "0 AS l2, 0 AS r2, 0 AS a2, 0 AS v2, 0 AS h2, 0 AS c2 FROM colour_now "
    "UNION ALL SELECT list, unit, 0, 0, 0, 0, 0, 0, lit, red, amber, review, held, closed "
    "FROM anew) "
    "SELECT b.list, coalesce(u.name, '-'), sum(l), sum(r), sum(a), sum(v), sum(h), sum(c), "
    "sum(l2), sum(r2), sum(a2), sum(v2), sum(h2), sum(c2) FROM both b "
    "LEFT JOIN unit u ON u.id = b.unit GROUP BY b.list, b.unit ORDER BY b.list, b.unit";

static void compare(struct stmt *s, struct verify_part *part)
{
    struct buf list = {0}, unit = {0};

    text_show(&list, stmt_text(s, 0), false);
    text_show(&unit, stmt_text(s, 1), false);
    for (int i = 0; i < FIGURES; i++) {
        int64_t is = stmt_int(s, 2 + i), want = stmt_int(s, 2 + FIGURES + i);
        if (is != want)
            verify_find(part,
                        _("colour_now, list %s, unit %s, stored -> counted: %s: %lld -> "
                          "%lld"),
                        buf_str(&list), buf_str(&unit), figures[i], (long long)is,
                        (long long)want);
    }
    buf_fini(&list);
    buf_fini(&unit);
}

enum xh_rc colour_now_verify(struct db *db, struct verify_part *part, struct xh_err *err)
{
    int32_t day;
    enum xh_rc rc = colour_now_day(db, &day, err);

    if (rc != XH_OK || day == DAY_NONE)
        return rc;
    struct stmt *s = db_query(db, err, sql_compare, "d", day);
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0)
        compare(s, part);
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}
