#include "model/query_rows.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"

/* ---- the item's columns ---- */

#define NAME(c) #c,
static const char *const columns[] = { ITEM_COLUMNS(NAME, NAME, NAME) };
#undef NAME
/* What a span remembers of the day (ENGINE 11). */
static const char *const of_the_day[] = {
    "state", "phase", "due", "yellow_on", "red_on", "yellow_rule", "red_rule",
    "pin_colour", "pin_from", "pin_until",
};

static bool is_of_the_day(const char *column)
{
    for (size_t i = 0; i < sizeof of_the_day / sizeof *of_the_day; i++)
        if (strcmp(of_the_day[i], column) == 0)
            return true;
    return false;
}

void extras_columns(const struct query *q, struct sql *s)
{
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        buf_printf(&s->text, "%s%c.%s AS %s", i ? ", " : "",
                   q->past && is_of_the_day(columns[i]) ? 'c' : 'i', columns[i],
                   columns[i]);
}

static void read_item(struct stmt *s, struct item *it)
{
    int at = 0;
#define READ_I(c) it->c = stmt_int(s, at++);
#define READ_D(c) it->c = stmt_day(s, at++);
#define READ_T(c) it->c = stmt_is_null(s, at) ? NULL : xstrdup(stmt_text(s, at)); at++;
    ITEM_COLUMNS(READ_I, READ_D, READ_T)
#undef READ_I
#undef READ_D
#undef READ_T
    if (it->due == DAY_NEVER)
        it->due = DAY_NONE;
}

/* ---- open statements ---- */

static const char sql_co[] =
    "SELECT coalesce(u.name, p.name) FROM item_co c LEFT JOIN unit u ON u.id = c.unit "
    "LEFT JOIN person p ON p.id = c.person WHERE c.item = ? "
    "ORDER BY c.unit IS NULL, coalesce(u.rank, p.rank), c.id";
static const char sql_latest[] =
    "SELECT text, day FROM progress WHERE item = ? ORDER BY day DESC, id DESC LIMIT 1";

void extras_init(struct extras *x, const struct query *q)
{
    *x = (struct extras){ .q = q, .names = { .db = q->st->db } };
    x->fields = xcalloc(q->st->defs->n_lists + 1, sizeof *x->fields);
}

void extras_fini(struct extras *x)
{
    stmt_done(x->co);
    stmt_done(x->latest);
    for (size_t i = 0; x->fields && i < x->q->st->defs->n_lists; i++)
        stmt_done(x->fields[i]);
    free(x->fields);
    names_fini(&x->names);
}

/* Start `*s` (prepared when first needed) for one item. */
static bool start(struct extras *x, struct stmt **s, const char *sql, int64_t item,
                  struct xh_err *err)
{
    if (!*s)
        *s = db_query(x->q->st->db, err, sql, "i", item);
    else
        stmt_bind(*s, 1, value_int(item));
    return *s != NULL;
}

static enum xh_rc read_co(struct extras *x, struct row *r, struct xh_err *err)
{
    struct buf all = {0};
    int step = -1;

    if (start(x, &x->co, sql_co, r->it.id, err))
        while ((step = stmt_step(x->co, err)) > 0)
            buf_printf(&all, "%s%s", all.len ? "、" : "", stmt_text(x->co, 0));
    r->co = buf_take(&all);
    return step < 0 ? XH_DB : XH_OK;
}

static enum xh_rc read_latest(struct extras *x, struct row *r, struct xh_err *err)
{
    int step =
        start(x, &x->latest, sql_latest, r->it.id, err) ? stmt_step(x->latest, err) : -1;

    r->latest = xstrdup(step > 0 ? stmt_text(x->latest, 0) : "");
    r->latest_on = step > 0 ? stmt_day(x->latest, 1) : DAY_NONE;
    return step < 0 ? XH_DB : XH_OK;
}

/* ---- fields ---- */

static char *field_text(const struct field_def *def, struct stmt *s, int col)
{
    char decimal[DECIMAL_TEXT], day[DAY_TEXT];

    if (stmt_is_null(s, col))
        return xstrdup("");
    switch (def->type) {
    case FIELD_DECIMAL: return xstrdup(decimal_format(stmt_int(s, col), decimal));
    case FIELD_DATE:    return xstrdup(day_format(stmt_day(s, col), day));
    case FIELD_BOOL:    return xstrdup(stmt_int(s, col) ? "true" : "false");
    case FIELD_INTEGER:
    case FIELD_TEXT:
    case FIELD_CHOICE:  break;
    }
    return xstrdup(stmt_text(s, col));
}

/* "***", of a telephone number with the last four digits: enough to tell two apart.
 * Identity and account numbers are longer and show nothing. */
static char *mask(char *plain)
{
    size_t n = strlen(plain);
    bool phone = n >= 7 && n <= 14 && strspn(plain, "0123456789-+ ") == n;
    char *out = *plain ? xasprintf("***%s", phone ? plain + n - 4 : "") : xstrdup("");

    free(plain);
    return out;
}

static char *sql_fields(const struct list_def *l)
{
    struct buf sql = {0};

    for (size_t i = 0; i < l->n_fields; i++)
        buf_printf(&sql, "%s\"v_%s\"", i ? ", " : "SELECT ", l->fields[i].id);
    buf_printf(&sql, " FROM \"f_%s\" WHERE id = ?", l->id);
    return buf_take(&sql);
}

static enum xh_rc read_fields(struct extras *x, const struct list_def *l, struct row *r,
                              struct xh_err *err)
{
    const struct defs *defs = x->q->st->defs;
    struct stmt **s = l ? &x->fields[l - defs->lists] : NULL;
    unsigned relation = 0;

    if (!l || l->n_fields == 0)
        return XH_OK;
    char *sql = *s ? NULL : sql_fields(l);
    int step = start(x, s, sql, r->it.id, err) ? stmt_step(*s, err) : -1;
    free(sql);
    r->fields = xcalloc(l->n_fields, sizeof *r->fields);
    r->n_fields = l->n_fields;
    for (size_t i = 0; i < l->n_fields; i++) {
        const struct field_def *def = &l->fields[i];
        r->fields[i] = step > 0 ? field_text(def, *s, (int)i) : xstrdup("");
        if (!def->is_private || !*r->fields[i])
            continue;
        if (!relation)
            relation = permit_relation_to(x->q->st->db, x->q->f->reader, r->it.id);
        if (!permit_sees(def->show, relation) ||
            (x->q->f->leaves && !(def->show & SHOW_PRINT)))
            r->fields[i] = mask(r->fields[i]);
    }
    return step < 0 ? XH_DB : XH_OK;
}

/* ---- colour, days, whose turn ---- */

static void set_colour(struct row *r, int32_t day)
{
    const struct item *it = &r->it;

    r->colour = item_colour(it, day);
    r->computed = colour_on((enum phase)it->phase, it->yellow_on, it->red_on, day);
    const struct pin pin = item_pin(it);
    bool pinned = it->phase <= PHASE_REVIEW && pin.colour != COLOUR_NONE &&
                  pin.from <= day && day <= pin.until;
    r->rule = pinned ? "pin" : r->colour == COLOUR_RED ? it->red_rule
              : r->colour == COLOUR_YELLOW             ? it->yellow_rule
                                                       : "";
}

/* ENGINE 4: what is left counts in workdays, lateness in calendar days. */
static void set_days(struct row *r, const struct calendar *cal, int32_t day)
{
    const struct item *it = &r->it;

    r->days_left = DAY_NONE;
    if (it->due == DAY_NONE || it->phase >= PHASE_CLOSED)
        return;
    r->days_left = calendar_workdays(cal, day, it->due);
    if (item_is_late(it, cal, day))
        r->days_overdue = day - it->due;
}

static char *whose_turn(const struct row *r)
{
    const char *who = "";

    switch ((enum phase)r->it.phase) {
    case PHASE_OPEN:
        who = *r->owner ? r->owner : *r->unit ? r->unit : "";
        if (!*r->owner && *r->handler && strcmp(r->it.state, "assigned") != 0)
            who = r->handler;
        break;
    case PHASE_REVIEW:
        who = _("review");
        break;
    case PHASE_HELD:
        who = r->it.hold_office;
        break;
    case PHASE_CLOSED:
    case PHASE_CANCELLED:
        break;
    }
    return xstrdup(who);
}

enum xh_rc extras_row(struct extras *x, struct stmt *s, struct row *r, struct xh_err *err)
{
    const struct defs *defs = x->q->st->defs;
    const struct item *it = &r->it;

    read_item(s, &r->it);
    /* the two columns after those of the item (query.c) */
    r->unit_rank = stmt_int(s, (int)(sizeof columns / sizeof *columns));
    r->owner_rank = stmt_int(s, (int)(sizeof columns / sizeof *columns) + 1);
    set_colour(r, x->q->day);
    set_days(r, defs->calendar, x->q->day);
    r->unit = xstrdup(names_get(&x->names, NAMES_UNIT, it->unit));
    r->place = xstrdup(names_get(&x->names, NAMES_PLACE, it->place));
    r->owner = xstrdup(names_get(&x->names, NAMES_PERSON, it->owner));
    r->handler = xstrdup(names_get(&x->names, NAMES_PERSON, it->handler));
    r->leader = xstrdup(names_get(&x->names, NAMES_PERSON, it->leader));
    r->lead = xstrdup(names_get(&x->names, NAMES_PERSON, it->lead));
    r->parent = xstrdup(names_get(&x->names, NAMES_ITEM, it->parent));
    r->waiting = whose_turn(r);
    unsigned without = x->q->f->without;
    enum xh_rc rc = XH_OK;
    if (without & ROW_CO)
        r->co = xstrdup("");
    else
        rc = read_co(x, r, err);
    if (without & ROW_LATEST) {
        r->latest = xstrdup("");
        r->latest_on = DAY_NONE;
    } else if (rc == XH_OK) {
        rc = read_latest(x, r, err);
    }
    if (rc == XH_OK && !(without & ROW_FIELDS))
        rc = read_fields(x, defs_list(defs, it->list), r, err);
    return rc == XH_OK ? names_failed(&x->names, err) : rc;
}

void row_fini(struct row *r)
{
    item_fini(&r->it);
    free(r->unit);
    free(r->place);
    free(r->owner);
    free(r->handler);
    free(r->leader);
    free(r->lead);
    free(r->co);
    free(r->parent);
    free(r->latest);
    free(r->waiting);
    for (size_t i = 0; i < r->n_fields; i++)
        free(r->fields[i]);
    free(r->fields);
    *r = (struct row){0};
}

void rows_fini(struct rows *r)
{
    for (size_t i = 0; i < r->n; i++)
        row_fini(&r->v[i]);
    free(r->v);
    *r = (struct rows){0};
}
