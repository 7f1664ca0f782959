/* query_where.c - "area>=3", "source=信访热线", "due<2026-12-01": one condition on a core
 * column or a field of the one list asked for. The value is read as the field's type. */
#include "model/query_build.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/def_bind.h"
#include "model/i18n.h"
#include "model/query_mine.h"
#include "model/text.h"

struct key { const char *id; enum field_type type; const char *sql; };

/* Percent is kept in millionths of a percent, so `progress>=50` is a decimal like any
 * other. */
static const struct key core[] = {
    { "code",        FIELD_TEXT,    "i.code" },
    { "title",       FIELD_TEXT,    "i.title" },
    { "source",      FIELD_TEXT,    "i.source" },
    { "source_ref",  FIELD_TEXT,    "i.source_ref" },
    { "assigned_on", FIELD_DATE,    "i.assigned_on" },
    { "start",       FIELD_DATE,    "i.start" },
    { "due",         FIELD_DATE,    "@.due" },
    { "first_due",   FIELD_DATE,    "i.first_due" },
    { "upper_due",   FIELD_DATE,    "i.upper_due" },
    { "closed_on",   FIELD_DATE,    "i.closed_on" },
    { "extensions",  FIELD_INTEGER, "i.extensions" },
    { "returns",     FIELD_INTEGER, "i.returns" },
    { "reopened",    FIELD_INTEGER, "i.reopened" },
    { "progress",    FIELD_DECIMAL, "i.progress" },
    { "steps_done",  FIELD_INTEGER, "i.steps_done" },
    { "steps_total", FIELD_INTEGER, "i.steps_total" },
    { "step",        FIELD_TEXT,    "i.next_step" },    /* the first to work on */
    { "red_on",      FIELD_DATE,    "@.red_on" },
    { "acted_on",    FIELD_DATE,    "coalesce(i.acted_on, i.assigned_on)" },
    { "unit_id",     FIELD_INTEGER, "i.unit" },
    { "owner_id",    FIELD_INTEGER, "i.owner" },
    { "place_id",    FIELD_INTEGER, "i.place" },
    { "parent_id",   FIELD_INTEGER, "i.parent" },
};
/* The last of them are understood, but not offered: screens ask by row, people by name. */
enum { CORE = sizeof core / sizeof *core, OFFERED = CORE - 4 };
static const char due_or_null[] = "nullif(@.due, 1000000)";
static const char red_or_null[] = "nullif(@.red_on, 1000000)";

bool query_asks_of_row(const struct list_def *l, const char *key)
{
    for (size_t i = 0; i < OFFERED; i++)
        if (strcmp(core[i].id, key) == 0)
            return true;
    return list_field(l, key) >= 0;
}

enum op { OP_NONE, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_HAS };

/* Longer spellings first; a Chinese input method writes the wide ones. */
static const struct { const char *text; enum op op; } spellings[] = {
    { "！＝", OP_NE }, { "＜＝", OP_LE }, { "＞＝", OP_GE },
    { "!=", OP_NE }, { "<=", OP_LE }, { ">=", OP_GE },
    { "≠", OP_NE }, { "≤", OP_LE }, { "≥", OP_GE },
    { "＝", OP_EQ }, { "＜", OP_LT }, { "＞", OP_GT }, { "～", OP_HAS },
    { "=", OP_EQ }, { "<", OP_LT }, { ">", OP_GT }, { "~", OP_HAS },
};
static const char *const op_sql[] = {
    [OP_EQ] = " = ?", [OP_NE] = " = ?", [OP_LT] = " < ?", [OP_LE] = " <= ?",
    [OP_GT] = " > ?", [OP_GE] = " >= ?", [OP_HAS] = " LIKE ? ESCAPE '\\'",
};

/* Split at the first operator. Caller frees both parts. */
static enum op split(const char *expr, char **name, char **value)
{
    for (const char *p = expr; *p; p++)
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
            size_t n = strlen(spellings[i].text);
            if (strncmp(p, spellings[i].text, n) != 0)
                continue;
            char *left = xstrndup(expr, (size_t)(p - expr));
            *name = text_halfwidth(left);
            free(left);
            text_trim(*name);
            *value = text_trim(xstrdup(p + n));
            return spellings[i].op;
        }
    return OP_NONE;
}

static enum xh_rc unknown_field(const struct query *q, const char *name,
                                struct xh_err *err)
{
    struct buf there = {0};
    struct guess g;

    guess_begin(&g, name);
    for (size_t i = 0; i < OFFERED; i++) {
        guess_offer(&g, core[i].id);
        buf_printf(&there, "%s%s", i ? ", " : "", core[i].id);
    }
    for (size_t i = 0; q->list && i < q->list->n_fields; i++)
        if (!q->list->fields[i].is_private) {
            guess_offer(&g, q->list->fields[i].id);
            buf_printf(&there, ", %s", q->list->fields[i].id);
        }
    if (!q->list)
        xh_fail(err, XH_USAGE,
                _("'%s' is not a field of every list. Name one list, or use: %s"), name,
                buf_str(&there));
    else if (guess_best(&g))
        xh_fail(err, XH_USAGE,
                _("list %s has no field '%s', did you mean '%s'? Fields: %s"),
                q->list->id, name, guess_best(&g), buf_str(&there));
    else
        xh_fail(err, XH_USAGE, _("list %s has no field '%s'. Fields: %s"), q->list->id,
                name, buf_str(&there));
    buf_fini(&there);
    return XH_USAGE;
}

/* A field by id, or by the name people see. */
static const struct field_def *find_field(const struct list_def *l, const char *name)
{
    int at = l ? list_field(l, name) : -1;

    if (at >= 0)
        return &l->fields[at];
    for (size_t i = 0; l && i < l->n_fields; i++)
        if (strcmp(l->fields[i].name, name) == 0)
            return &l->fields[i];
    return NULL;
}

static enum xh_rc find_key(struct query *q, const char *name, struct key *out,
                           struct xh_err *err)
{
    for (size_t i = 0; i < CORE; i++)
        if (strcmp(core[i].id, name) == 0) {
            *out = core[i];
            return XH_OK;
        }
    const struct field_def *field = find_field(q->list, name);
    if (!field)
        return unknown_field(q, name, err);
    if (field->is_private)
        return xh_fail(err, XH_DENIED,
                       _("'%s' is private: picking rows by it would give it "
                         "away. One value at a time is shown by unmask, with a reason"),
                       name);
    /* A subselect, not a join: the planner must not start from the fields' table. */
    *out = (struct key){ field->id, field->type,
        query_keep(q, xasprintf("(SELECT f.\"v_%s\" FROM \"f_%s\" f WHERE f.id = i.id)",
                                field->id, q->list->id)) };
    return XH_OK;
}

static bool read_bool(const char *s, int64_t *out)
{
    static const char *const words[] = { "false", "no", "0", "否", "无",
                                         "true", "yes", "1", "是", "有" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], s) == 0) {
            *out = i >= 5;
            return true;
        }
    return false;
}

static enum xh_rc read_value(const struct key *key, const char *text, struct value *out,
                             struct xh_err *err)
{
    char *s = text_halfwidth(text);
    enum xh_rc rc = XH_OK;
    int64_t n = 0;
    int32_t day;

    switch (key->type) {
    case FIELD_TEXT:
    case FIELD_CHOICE:
        *out = value_text(text);
        break;
    case FIELD_DATE:
        day = day_parse(s);
        *out = value_day(day);
        if (day == DAY_NONE)
            rc = xh_fail(err, XH_USAGE,
                         _("%s: '%s' is not a date. Write it like 2026-11-20"), key->id,
                         text);
        break;
    case FIELD_DECIMAL:
        if (!decimal_parse(s, &n))
            rc = xh_fail(err, XH_USAGE,
                         _("%s: '%s' is not a number. Write it like 371.76"), key->id,
                         text);
        *out = value_int(n);
        break;
    case FIELD_INTEGER:
        if (!decimal_parse(s, &n) || n % DECIMAL_ONE != 0)
            rc = xh_fail(err, XH_USAGE, _("%s: '%s' is not a whole number"), key->id,
                         text);
        *out = value_int(n / DECIMAL_ONE);
        break;
    case FIELD_BOOL:
        if (!read_bool(s, &n))
            rc = xh_fail(err, XH_USAGE, _("%s: write true or false, not '%s'"), key->id,
                         text);
        *out = value_int(n);
        break;
    }
    free(s);
    return rc;
}

static void add_value(struct query *q, const char *before, const char *sql,
                      const char *op, const char *after, struct value v)
{
    sql_add(&q->cond, "", before);
    sql_add(&q->cond, "", sql);
    if (v.kind == VALUE_TEXT)
        sql_add(&q->cond, "t", op, v.s);
    else
        sql_add(&q->cond, "i", op, v.i);
    sql_add(&q->cond, "", after);
}

/* `field=` and `field!=`: is it empty, is it not. */
static void add_empty(struct query *q, const struct key *key, bool empty)
{
    bool text = key->type == FIELD_TEXT || key->type == FIELD_CHOICE;

    sql_add(&q->cond, "", text ? " AND coalesce(" : " AND ");
    sql_add(&q->cond, "", key->sql);
    sql_add(&q->cond, "", text ? (empty ? ", '') = ''" : ", '') <> ''")
                               : (empty ? " IS NULL" : " IS NOT NULL"));
}

static enum xh_rc add_condition(struct query *q, struct key key, enum op op,
                                const char *typed, struct xh_err *err)
{
    bool text = key.type == FIELD_TEXT || key.type == FIELD_CHOICE;
    bool range = op >= OP_LT && op <= OP_GE;
    const char *kept = query_keep(q, xstrdup(typed));
    struct value v = value_null();

    /* No due date is stored as the day after all others: only `<` need not know. */
    if (strcmp(key.id, "due") == 0 && op != OP_LT && op != OP_LE)
        key.sql = due_or_null;
    if (strcmp(key.id, "red_on") == 0 && op != OP_LT && op != OP_LE)
        key.sql = red_or_null;
    if (text ? range : op == OP_HAS)
        return xh_fail(err, XH_USAGE,
                       text ? _("%s is text: use =, != or ~ (contains)")
                            : _("%s is not text: use =, !=, <, <=, > or >="),
                       key.id);
    if (!*kept && (op == OP_EQ || op == OP_NE)) {
        add_empty(q, &key, op == OP_EQ);
        return XH_OK;
    }
    if (op == OP_HAS) {
        add_value(q, " AND ", key.sql, op_sql[op], "",
                  value_text(query_pattern(q, kept)));
        return strcmp(key.id, "title") == 0 || strcmp(key.id, "code") == 0
                   ? query_hint(q, kept, err) : XH_OK;
    }
    enum xh_rc rc = read_value(&key, kept, &v, err);
    if (rc == XH_OK && op == OP_NE)         /* what is empty is not equal either */
        add_value(q, " AND (", key.sql, op_sql[op], ") IS NOT TRUE", v);
    else if (rc == XH_OK)
        add_value(q, " AND ", key.sql, op_sql[op], "", v);
    return rc;
}

enum xh_rc query_where(struct query *q, const char *expr, struct xh_err *err)
{
    char *name = NULL, *value = NULL;
    struct key key = {0};
    enum op op = split(expr, &name, &value);
    enum xh_rc rc;

    if (op == OP_NONE || !*name)
        rc = xh_fail(err, XH_USAGE,
                     _("'%s': write a field, one of = != < <= > >= ~ and a "
                       "value, like due<2026-12-01"),
                     expr);
    else if (strcmp(name, "balance") == 0 && (op == OP_EQ || op == OP_NE))
        rc = query_balance(q, value, op == OP_EQ, err);
    else if (query_is_mine(name))
        rc = query_mine(q, name, value, op == OP_EQ, err);
    else
        rc = find_key(q, name, &key, err);
    if (rc == XH_OK && key.id)
        rc = add_condition(q, key, op, value, err);
    free(name);
    free(value);
    return rc;
}
