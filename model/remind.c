#include "model/remind.h"

#include <string.h>

#include "model/i18n.h"

static const struct { const char *id, *name; } kinds[REMIND_KINDS] = {
    [REMIND_REPORT] = { "report", N_("progress wanted") },
    [REMIND_DUE] = { "due", N_("due tomorrow") },
    [REMIND_OVERDUE] = { "overdue", N_("overdue notice") },
    [REMIND_ACCEPT] = { "accept", N_("please accept") },
};

const char *remind_id(enum remind_kind k)
{
    return kinds[k].id;
}

const char *remind_name(enum remind_kind k)
{
    return _(kinds[k].name);
}

enum remind_kind remind_find(const char *word)
{
    int k = 0;

    while (k < REMIND_KINDS && strcmp(word, kinds[k].id) != 0 &&
           strcmp(word, _(kinds[k].name)) != 0)
        k++;
    return (enum remind_kind)k;
}

static const char sql_addressee[] =
    "SELECT p.id FROM person p WHERE p.id = ? AND p.to_day IS NULL";

int64_t remind_addressee(struct db *db, const struct item *it)
{
    const int64_t named[] = { it->owner, it->handler };
    struct xh_err err;
    int64_t found = 0;

    for (size_t i = 0; i < 2 && !found; i++)
        if (named[i])
            db_get_int(db, &err, &found, sql_addressee, "i", named[i]);
    if (!found && it->unit)
        db_get_int(db, &err, &found, "SELECT p.id FROM unit u JOIN person p ON p.id = u.contact "
                   "WHERE u.id = ? AND p.to_day IS NULL", "i", it->unit);
    return found;
}

static const char sql_times[] =
    "SELECT count(*), max(r.day) FROM reminder r JOIN item i ON i.id = r.item WHERE r.item = ? "
    "AND r.day >= i.opened_on";

enum xh_rc remind_times(struct db *db, int64_t item, int64_t *times, int32_t *last,
                        struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql_times, "i", item);
    int step = s ? stmt_step(s, err) : -1;

    *times = step > 0 ? stmt_int(s, 0) : 0;
    *last = step > 0 ? stmt_day(s, 1) : DAY_NONE;
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}
