/* query_days.c - what falls due on which day: a stretch of the index by deadline, and the
 * few pinned rows in it once more, moved to the colour shown. */
#include <stdlib.h>

#include "model/query_build.h"

static const char sums[] = "SELECT i.due, count(*), "
    "sum(CASE WHEN @.red_on <= ? THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.yellow_on <= ? THEN 1 ELSE 0 END)";
static const char pin_sums[] = " UNION ALL SELECT i.due, 0, "
    "sum(CASE WHEN @.pin_colour = 'red' THEN 1 ELSE 0 END "
    "- CASE WHEN @.red_on <= ? THEN 1 ELSE 0 END), "
    "sum(CASE WHEN @.pin_colour = 'green' THEN 0 ELSE 1 END "
    "- CASE WHEN @.yellow_on <= ? THEN 1 ELSE 0 END)";

static void build(const struct query *q, struct sql *s, int32_t from, int32_t to)
{
    struct sql few = {0}, cond = {0};

    query_add_pinned(q, &few, &cond);
    for (int pins = 0; pins < 2; pins++) {
        sql_add(s, "dd", pins ? pin_sums : sums, q->day, q->day);
        query_from(q, s, pins ? &few : NULL, "@.phase <= 1");
        if (pins)
            sql_append(s, &cond);
        sql_add(s, "dd", " AND @.due >= ? AND @.due <= ? GROUP BY i.due", from, to);
    }
    sql_fini(&few);
    sql_fini(&cond);
}

/* Open rows of today; what the filter says of colours, states and pages is left out. */
static struct filter open_rows(const struct filter *f)
{
    struct filter open = *f;

    open.state = "open";
    open.colours = 0;
    open.as_of = DAY_NONE;
    open.limit = 0;
    open.from = NULL;
    open.order = ORDER_DUE;
    return open;
}

enum xh_rc query_due_days(struct store *st, const struct filter *f, int32_t from, int32_t to,
                          struct day_count *out, struct xh_err *err)
{
    struct filter open = open_rows(f);
    struct query q;
    struct sql sql = {0};
    struct stmt *s = NULL;
    enum xh_rc rc = query_init(&q, st, &open, err);
    int got = -1;

    for (int32_t d = from; d <= to; d++)
        out[d - from] = (struct day_count){0};
    if (rc == XH_OK) {
        build(&q, &sql, from, to);
        s = query_prepare(&q, &sql, err);
    }
    while (s && (got = stmt_step(s, err)) > 0) {
        struct day_count *n = &out[stmt_int(s, 0) - from];
        int64_t all = stmt_int(s, 1), red = stmt_int(s, 2), amber = stmt_int(s, 3);
        n->total += all;
        n->colour[COLOUR_RED] += red;
        n->colour[COLOUR_YELLOW] += amber - red;
        n->colour[COLOUR_GREEN] += all - amber;
    }
    stmt_done(s);
    sql_fini(&sql);
    query_fini(&q);
    return rc != XH_OK ? rc : got < 0 ? XH_DB : XH_OK;
}

char *query_due_plan(struct store *st, const struct filter *f, int32_t from, int32_t to,
                     struct xh_err *err)
{
    struct filter open = open_rows(f);
    struct query q;
    struct sql sql = {0};
    char *out = NULL;

    if (query_init(&q, st, &open, err) == XH_OK) {
        build(&q, &sql, from, to);
        char *text = query_text(&q, &sql), *plan = db_plan(st->db, text);
        out = xasprintf("%s\n%s", text, plan);
        free(text);
        free(plan);
    }
    sql_fini(&sql);
    query_fini(&q);
    return out;
}
