/* Whole answers: a statement run to its end, one number, one text. */
#include <stdarg.h>
#include <stdlib.h>

#include "model/db.h"
#include "model/mem.h"
#include "model/text.h"

enum xh_rc db_run(struct db *db, struct xh_err *err, const char *sql, const char *fmt,
                  ...)
{
    struct stmt *s;
    va_list ap;
    int step;

    va_start(ap, fmt);
    s = db_vquery(db, err, sql, fmt, ap);
    va_end(ap);
    if (s == NULL)
        return XH_DB;
    while ((step = stmt_step(s, err)) > 0)
        ;
    stmt_done(s);
    return step == 0 ? XH_OK : XH_DB;
}

/* The first row of an answer: XH_OK with *s at it (the caller gives it back). */
static enum xh_rc first_row(struct db *db, struct xh_err *err, const char *sql,
                            const char *fmt, va_list ap, struct stmt **s)
{
    int step;

    *s = db_vquery(db, err, sql, fmt, ap);
    if (*s == NULL)
        return XH_DB;
    step = stmt_step(*s, err);
    if (step > 0)
        return XH_OK;
    stmt_done(*s);
    *s = NULL;
    return step == 0 ? XH_NOT_FOUND : XH_DB;
}

enum xh_rc db_get_int(struct db *db, struct xh_err *err, int64_t *out, const char *sql,
                      const char *fmt, ...)
{
    struct stmt *s;
    enum xh_rc rc;
    va_list ap;

    va_start(ap, fmt);
    rc = first_row(db, err, sql, fmt, ap, &s);
    va_end(ap);
    *out = rc == XH_OK ? stmt_int(s, 0) : 0;
    stmt_done(s);
    return rc;
}

enum xh_rc db_get_text(struct db *db, struct xh_err *err, char **out, const char *sql,
                       const char *fmt, ...)
{
    struct stmt *s;
    enum xh_rc rc;
    va_list ap;

    va_start(ap, fmt);
    rc = first_row(db, err, sql, fmt, ap, &s);
    va_end(ap);
    *out = rc == XH_OK ? xstrdup(stmt_text(s, 0)) : NULL;
    stmt_done(s);
    return rc;
}

int64_t db_data_version(struct db *db)
{
    int64_t version;
    enum xh_rc rc = db_get_int(db, NULL, &version, "PRAGMA data_version", "");

    return rc == XH_OK ? version : -1;
}

char *db_plan(struct db *db, const char *sql)
{
    char *explain_query = xasprintf("EXPLAIN QUERY PLAN %s", sql);
    struct xh_err err = {0};
    struct stmt *s = db_query(db, &err, explain_query, "");
    struct buf plan = {0};
    int step = s ? 0 : -1;

    while (s != NULL && (step = stmt_step(s, &err)) > 0) {
        if (plan.len > 0)
            buf_putc(&plan, '\n');
        buf_puts(&plan, stmt_text(s, 3));
    }
    if (step < 0)
        buf_puts(&plan, err.msg);
    stmt_done(s);
    free(explain_query);
    return buf_take(&plan);
}
