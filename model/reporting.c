#include "model/reporting.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/names.h"
#include "model/permit.h"
#include "model/rhythm.h"

static const char *const cadences[REPORTING_PARTS] = { "week", "half-month", "month" };

/* ---- periods ---- */

static void add_part(struct report_period *p, const char *cadence, int32_t fill, int32_t before)
{
    if (fill != DAY_NEVER && fill != DAY_NONE)
        p->part[p->n++] = (struct report_part){ cadence, fill, before };
}

static struct report_period empty(int32_t fill)
{
    return (struct report_period){ .fill = fill, .once_from = 1, .once_to = 0 };
}

void report_period_owed(const struct defs *defs, int32_t today, struct report_period *out)
{
    *out = empty(DAY_NONE);
    for (size_t i = 0; i < REPORTING_PARTS; i++) {
        enum cadence c = rhythm_cadence(cadences[i]);
        add_part(out, cadences[i], rhythm_fill_day(defs, c, DAY_NONE, today),
                 rhythm_fill_before(defs, c, DAY_NONE, today));
    }
    out->once_from = today;
    out->once_to = DAY_NEVER - 1;
}

void report_period_now(const struct defs *defs, int32_t today, struct report_period *out)
{
    int32_t until = calendar_add_workdays(defs->calendar, today, REPORTING_AHEAD);

    *out = empty(DAY_NONE);
    for (size_t i = 0; i < REPORTING_PARTS; i++) {
        int32_t before, fill = rhythm_asked_day(defs, rhythm_cadence(cadences[i]), DAY_NONE,
                                                today, &before);
        if (fill <= until)
            add_part(out, cadences[i], fill, before);
    }
    out->once_from = today;
    out->once_to = until;
}

void report_period_on(const struct defs *defs, int32_t fill, struct report_period *out)
{
    *out = empty(fill);
    for (size_t i = 0; i < REPORTING_PARTS; i++) {
        enum cadence c = rhythm_cadence(cadences[i]);
        if (rhythm_fill_day(defs, c, DAY_NONE, fill) == fill)
            add_part(out, cadences[i], fill, rhythm_fill_before(defs, c, DAY_NONE, fill));
    }
    if (out->n == 0)
        return;
    out->once_from = rhythm_fill_before(defs, CADENCE_WEEK, DAY_NONE, fill) + 1;
    out->once_to = fill;
}

bool report_period_read(const struct defs *defs, const char *word, int32_t today,
                        struct report_period *out)
{
    int32_t day = day_parse(word);

    if (strcmp(word, "now") == 0)
        report_period_now(defs, today, out);
    else if (day != DAY_NONE)
        report_period_on(defs, day, out);
    else
        return false;
    return true;
}

static void add_day(int32_t *days, size_t *n, size_t max, int32_t day)
{
    size_t at = 0;

    if (day == DAY_NONE || day == DAY_NEVER)
        return;
    while (at < *n && days[at] < day)
        at++;
    if ((at < *n && days[at] == day) || *n == max)
        return;
    memmove(days + at + 1, days + at, (*n - at) * sizeof *days);
    days[at] = day;
    (*n)++;
}

size_t report_fill_days(const struct defs *defs, int32_t today, int32_t *days, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < REPORTING_PARTS; i++) {
        enum cadence c = rhythm_cadence(cadences[i]);
        int32_t last = rhythm_fill_before(defs, c, DAY_NONE, today);
        add_day(days, &n, max, rhythm_fill_day(defs, c, DAY_NONE, today));
        add_day(days, &n, max, last);
        if (last != DAY_NONE && c == CADENCE_WEEK)
            add_day(days, &n, max, rhythm_fill_before(defs, c, DAY_NONE, last));
    }
    return n;
}

/* ---- one item ---- */

int32_t report_fill_of(const struct report_period *p, const struct item *it)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->part[i].cadence, it->report_every) == 0)
            return p->part[i].fill;
    if (strcmp(it->report_every, "once") == 0 && it->due >= p->once_from && it->due <= p->once_to)
        return it->due;
    return DAY_NONE;
}

bool report_is_silent(const struct report_period *p, const struct item *it)
{
    int32_t since = it->opened_on > it->assigned_on ? it->opened_on : it->assigned_on;

    if (it->last_report_on == DAY_NONE)
        return true;
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->part[i].cadence, it->report_every) == 0)
            return it->last_report_on <= p->part[i].before;
    return it->last_report_on < since;
}

int64_t report_same(struct db *db, int64_t item)
{
    struct xh_err err;
    int64_t same = 0;

    db_get_int(db, &err, &same, "SELECT same FROM progress WHERE item = ? ORDER BY day DESC, id "
               "DESC LIMIT 1", "i", item);
    return same;
}

/* ---- in SQL ---- */

/* The day an item is open since, as reports count (rhythm.c). */
#define SINCE "max(i.opened_on, i.assigned_on)"
/* Stopped on a day from `a` to `b`; few, and found by the day. */
#define STOPPED "i.id NOT IN (SELECT k.item FROM clock k WHERE " \
    "coalesce(k.to_day, 1000000) > %d AND k.from_day <= %d AND " \
    "k.from_day < coalesce(k.to_day, 1000000))"

static void part_condition(struct buf *sql, const struct report_part *p)
{
    int32_t first = p->before == DAY_NONE ? p->fill : p->before + 1;

    buf_printf(sql, "i.report_every = '%s' AND " SINCE " <= %d AND " STOPPED, p->cadence,
               (int)first, (int)first, (int)p->fill);
}

/* Open on the day itself, not before it. */
static void once_condition(struct buf *sql, const struct report_period *p, const char *due)
{
    buf_printf(sql, "i.report_every = 'once' AND %s >= %d AND %s <= %d AND " SINCE " <= %s AND "
               "NOT EXISTS (SELECT 1 FROM clock k WHERE k.item = i.id AND k.from_day <= %s AND "
               "coalesce(k.to_day, 1000000) > %s AND k.from_day < coalesce(k.to_day, 1000000))",
               due, (int)p->once_from, due, (int)p->once_to, due, due, due);
}

/* Never reported counts as reported long ago. */
#define LAST "coalesce(i.last_report_on, -1000000)"

static int before_of(const struct report_part *p)
{
    return p->before == DAY_NONE ? -1000000 : (int)p->before;
}

void report_condition(struct buf *sql, const struct report_period *p, const char *due,
                      bool silent)
{
    buf_puts(sql, "(1 = 0");
    for (size_t i = 0; i < p->n; i++) {
        buf_puts(sql, " OR (");
        part_condition(sql, &p->part[i]);
        if (silent)
            buf_printf(sql, " AND " LAST " <= %d", before_of(&p->part[i]));
        buf_putc(sql, ')');
    }
    if (p->once_from <= p->once_to) {
        buf_puts(sql, " OR (");
        once_condition(sql, p, due);
        if (silent)
            buf_puts(sql, " AND " LAST " < " SINCE);
        buf_putc(sql, ')');
    }
    buf_putc(sql, ')');
}

/* ---- by unit ---- */

static struct report_unit *find_unit(struct reporting *r, int64_t unit)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].unit == unit)
            return &r->v[i];
    GROW(r->v, r->n, r->cap);
    r->v[r->n] = (struct report_unit){ .unit = unit };
    return &r->v[r->n++];
}

struct adding { struct store *st; int64_t reader; struct reporting *out; };

/* Rows of one rhythm, by unit and list: walked along item_report. */
static enum xh_rc add_counts(struct adding *a, const char *condition, const char *reported,
                             struct xh_err *err)
{
    struct buf sql = {0};

    buf_printf(&sql, "SELECT coalesce(i.unit, 0), i.list, count(*), sum(%s) FROM item i WHERE "
               "i.phase = 0 AND %s AND ", reported, condition);
    permit_read_filter(&sql, a->st->db, a->st->defs, a->reader, NULL);
    buf_puts(&sql, " GROUP BY i.unit, i.list");
    struct stmt *s = db_query(a->st->db, err, buf_str(&sql), "");
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        struct report_unit *u = find_unit(a->out, stmt_int(s, 0));
        const struct list_def *l = defs_list(a->st->defs, stmt_text(s, 1));
        if (l)
            a->out->silent[l - a->st->defs->lists] += stmt_int(s, 2) - stmt_int(s, 3);
        if (l && l->sheet.grouped) {
            u->rows += stmt_int(s, 2);
            a->out->rows += stmt_int(s, 2);
            continue;
        }
        u->owed += stmt_int(s, 2);
        u->reported += stmt_int(s, 3);
        a->out->owed += stmt_int(s, 2);
        a->out->reported += stmt_int(s, 3);
    }
    stmt_done(s);
    buf_fini(&sql);
    return step < 0 ? XH_DB : XH_OK;
}

bool reporting_sees_phones(struct store *st, int64_t person)
{
    static const enum verb by[] = { VERB_PEOPLE, VERB_SUPERVISE, VERB_ACT_FOR };
    bool sees = false;

    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        sees |= (permit_relations(st->db, st->defs, person, by[i], NULL) & REL_ALL) != 0;
    return sees;
}

static enum xh_rc name_units(struct store *st, int64_t reader, struct reporting *r,
                             struct xh_err *err)
{
    bool phones = reporting_sees_phones(st, reader);
    int step = 0;

    for (size_t i = 0; i < r->n && step >= 0; i++) {
        struct report_unit *u = &r->v[i];
        struct stmt *s = db_query(st->db, err, "SELECT u.name, u.rank, coalesce(p.name, ''), "
                                  "coalesce(p.phone, '') FROM unit u LEFT JOIN person p ON "
                                  "p.id = u.contact AND p.to_day IS NULL WHERE u.id = ?", "i",
                                  u->unit);
        step = s ? stmt_step(s, err) : -1;
        u->name = xstrdup(step > 0 ? stmt_text(s, 0) : "");
        u->rank = step > 0 ? stmt_int(s, 1) : INT64_MAX;
        u->contact = xstrdup(step > 0 ? stmt_text(s, 2) : "");
        u->phone = xstrdup(step > 0 && phones ? stmt_text(s, 3) : "");
        stmt_done(s);
    }
    return step < 0 ? XH_DB : XH_OK;
}

static int by_rank(const void *a, const void *b)
{
    const struct report_unit *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    int order = names_compare(NAMES_UNIT, x->name, y->name);
    if (order)
        return order;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

enum xh_rc reporting_load(struct store *st, int64_t reader, const struct report_period *p,
                          struct reporting *out, struct xh_err *err)
{
    struct adding a = { st, reader, out };
    enum xh_rc rc = XH_OK;

    out->silent = xcalloc(st->defs->n_lists + 1, sizeof *out->silent);

    for (size_t i = 0; rc == XH_OK && i < p->n; i++) {
        struct buf condition = {0};
        char *reported = xasprintf(LAST " > %d", before_of(&p->part[i]));
        part_condition(&condition, &p->part[i]);
        rc = add_counts(&a, buf_str(&condition), reported, err);
        buf_fini(&condition);
        free(reported);
    }
    if (rc == XH_OK && p->once_from <= p->once_to) {
        struct buf condition = {0};
        once_condition(&condition, p, "i.due");
        rc = add_counts(&a, buf_str(&condition), LAST " >= " SINCE, err);
        buf_fini(&condition);
    }
    if (rc == XH_OK)
        rc = name_units(st, reader, out, err);
    if (rc == XH_OK && out->n)
        qsort(out->v, out->n, sizeof *out->v, by_rank);
    return rc;
}

void reporting_fini(struct reporting *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->v[i].name);
        free(r->v[i].contact);
        free(r->v[i].phone);
    }
    free(r->v);
    free(r->silent);
    *r = (struct reporting){0};
}
