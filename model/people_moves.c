/* people_moves.c - the leaders' order, and what somebody leaves behind (OFFICE 21, 23). See
 * people.h. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"

#define SHOWN 10                /* items a refusal names */
#define NO_RANK 1000            /* whoever was given none: the tables' default */
#define STEP 10                 /* between two ranks, while they stay below NO_RANK */

/* ---- the order ---- */

/* unit.rank and person.rank are copied into items for the order by unit and owner. */
void people_refresh_rank(struct act *a, const char *table, int64_t id)
{
    if (!act_ok(a))
        return;
    if (strcmp(table, "unit") == 0)
        a->rc = db_run(a->db, &a->err,
                       "UPDATE item SET unit_rank = (SELECT rank FROM unit WHERE "
                       "id = ?1) WHERE unit = ?1",
                       "i", id);
    else if (strcmp(table, "person") == 0)
        a->rc = db_run(a->db, &a->err,
                       "UPDATE item SET owner_rank = (SELECT rank FROM person WHERE "
                       "id = ?1) WHERE owner = ?1",
                       "i", id);
}

static const struct { const char *table, *rank; } tables[] = {
    { "person", "SELECT rank FROM person WHERE id = ?" },
    { "unit", "SELECT rank FROM unit WHERE id = ?" },
    { "place", "SELECT rank FROM place WHERE id = ?" },
};

static const char *rank_of(const char *table)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].table, table) == 0)
            return tables[i].rank;
    return NULL;
}

static void put_order(struct act *a, const char *table, const int64_t *ids, size_t n)
{
    const char *sql = rank_of(table);
    int64_t step = (int64_t)n * STEP < NO_RANK ? STEP : 1;

    for (size_t i = 0; act_ok(a) && i < n; i++) {
        int64_t rank = ((int64_t)i + 1) * step;
        if (act_get_int(a, sql, "i", ids[i]) == rank)
            continue;
        act_update(a, table, ids[i], "rank i", rank);
        people_refresh_rank(a, table, ids[i]);
    }
}

enum xh_rc people_order(struct store *st, const struct env *env, const struct who *who,
                        const char *table, const int64_t *ids, size_t n, struct xh_err *err)
{
    struct act a;
    struct who caller = { .actor = who->actor };    /* in nobody else's name */
    enum xh_rc rc = act_begin(&a, st, env, VERB_PEOPLE, &caller, err);

    if (rc != XH_OK)
        return rc;
    if (permit_require(&a, who->actor, VERB_PEOPLE, NULL, 0))
        put_order(&a, table, ids, n);
    act_note(&a, "table", table);
    act_note(&a, "order", "1");
    rc = act_end(&a, XH_OK, err);
    act_fini(&a);
    return rc;
}

/* ---- leaving ---- */

void people_require_done(struct act *a, int64_t person)
{
    struct buf codes = {0};
    int64_t n = act_get_int(
        a, "SELECT count(*) FROM item WHERE owner = ? AND phase <= 2", "i", person);
    struct stmt *s = n == 0 ? NULL
                            : db_query(a->db, &a->err,
                                       "SELECT code FROM item WHERE owner = ? AND phase <= 2 "
                                       "ORDER BY sort_code LIMIT ?",
                                       "ii", person, (int64_t)SHOWN);
    char *name = person_name(a->db, person);

    while (s && stmt_step(s, &a->err) > 0)
        buf_printf(&codes, "%s%s", codes.len ? _(", ") : "", stmt_text(s, 0));
    stmt_done(s);
    if (n > SHOWN)
        buf_puts(&codes, " ..");
    if (n > 0 && act_ok(a))
        act_fail(a, XH_REFUSED,
                 err_way(_("%s still owns open items (%lld): %s. Hand them over first (transfer, "
                           "assign, or set owner=...)."),
                         _("%s still owns open items (%lld): %s. Hand them over first: "
                           "F9>Settings>Hand-over.")), name, (long long)n, buf_str(&codes));
    free(name);
    buf_fini(&codes);
}
