#include "report/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"
#include "model/permit.h"
#include "model/text.h"

/* A role may take all rows of one list away and none of another. */
static bool may_take_every_list(struct store *st, int64_t person)
{
    bool every = true;

    for (size_t i = 0; every && i < st->defs->n_lists; i++)
        every = permit_relations(st->db, st->defs, person, VERB_EXPORT, st->defs->lists[i].id) &
                REL_ALL;
    return every;
}

static enum xh_rc refuse(struct store *st, int64_t person, const char *list, struct xh_err *err)
{
    struct buf who = {0};

    permit_who_can(&who, st->db, st->defs, VERB_EXPORT, list, 0, person);
    xh_fail(err, XH_DENIED,
            who.len ? _("you may look at rows but not export them; %s may")
                    : _("you may look at rows but not export them%s"),
            buf_str(&who));
    buf_fini(&who);
    return XH_DENIED;
}

enum xh_rc export_may(struct store *st, int64_t person, const char *list, unsigned *relations,
                      struct xh_err *err)
{
    unsigned on = permit_relations(st->db, st->defs, person, VERB_EXPORT, list);

    *relations = on;
    if (!list && (on & REL_ALL) && !may_take_every_list(st, person))
        *relations &= ~(unsigned)REL_ALL;
    return on ? XH_OK : refuse(st, person, list, err);
}

enum xh_rc exporter_begin(struct exporter *x, struct store *st, int64_t person,
                          const char *list, struct xh_err *err)
{
    *x = (struct exporter){ .st = st, .person = person };
    return export_may(st, person, list, &x->relations, err);
}

bool exporter_takes(void *exporter, const struct row *r)
{
    struct exporter *x = exporter;
    bool takes = (x->relations & REL_ALL) || permit_may(x->st->db, x->st->defs, x->person,
                                                        VERB_EXPORT, r->it.list, r->it.id);
    x->kept_back += !takes;
    return takes;
}

enum xh_rc exporter_may_all(struct exporter *x, const int64_t *items, size_t n,
                            struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    if (x->relations & REL_ALL)
        return XH_OK;
    if (n == 0)
        rc = refuse(x->st, x->person, NULL, err);
    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        struct item it = {0};
        rc = item_load(x->st->db, items[i], &it, err);
        if (rc == XH_OK)
            rc = permit_check(x->st->db, x->st->defs, x->person, VERB_EXPORT, it.list, it.id,
                              err);
        item_fini(&it);
    }
    x->kept_back += rc == XH_DENIED;
    return rc;
}

void export_say_kept_back(struct buf *out, size_t rows)
{
    if (rows)
        buf_printf(out, _("%zu more of items you may not take away"), rows);
}

void export_say_orders_kept_back(struct buf *out, size_t orders)
{
    if (orders)
        buf_printf(out, _("%zu more orders you may not take away"), orders);
}

size_t export_keep(struct store *st, int64_t person, struct rows *rows)
{
    struct exporter x = { .st = st, .person = person };
    size_t kept = 0, all = rows->n;

    for (size_t i = 0; i < all; i++) {
        struct row *r = &rows->v[i];
        if (exporter_takes(&x, r)) {
            struct row keep = *r;
            *r = rows->v[kept];
            rows->v[kept++] = keep;
        }
    }
    while (rows->n > kept)
        row_fini(&rows->v[--rows->n]);
    return x.kept_back;
}

/* ---- one value ---- */

/* What a spreadsheet would take for a formula, or could after trimming, gets one leading
 * quote; an import takes it off again (ENGINE 37). */
static bool is_formula(const char *s)
{
    return *s && strchr("=+-@'\t\r", *s) != NULL;
}

void export_csv_cell(struct buf *b, const char *s, bool is_text)
{
    bool guard = is_text && is_formula(s);

    if (!guard && !strpbrk(s, ",\"\r\n")) {
        buf_puts(b, s);
        return;
    }
    bool quote = strpbrk(s, ",\"\r\n") != NULL;
    if (quote)
        buf_putc(b, '"');
    if (guard)
        buf_putc(b, '\'');
    for (; *s; s++) {
        if (*s == '"')
            buf_putc(b, '"');
        buf_putc(b, *s);
    }
    if (quote)
        buf_putc(b, '"');
}

static void json_text(struct buf *b, const char *s)
{
    static const char short_names[] = "\bb\ff\nn\rr\tt\"\"\\\\";

    buf_putc(b, '"');
    for (; *s; s++) {
        const char *hit = NULL;
        for (const char *p = short_names; *p && !hit; p += 2)
            hit = *p == *s ? p : NULL;
        if (hit)
            buf_printf(b, "\\%c", hit[1]);
        else if ((unsigned char)*s < 0x20 || *s == 0x7f)
            buf_printf(b, "\\u%04x", (unsigned)(unsigned char)*s);
        else
            buf_putc(b, *s);
    }
    buf_putc(b, '"');
}

/* ---- a record ---- */

void export_begin(struct export *e, struct buf *to, enum export_format format)
{
    *e = (struct export){ .out = to, .format = format };
}

void export_key(struct export *e, const char *key)
{
    GROW(e->keys, e->n_keys, e->cap_keys);
    e->keys[e->n_keys++] = key;
}

static void csv_header(struct export *e)
{
    for (size_t i = 0; i < e->n_keys; i++) {
        if (i)
            buf_putc(e->out, ',');
        buf_puts(e->out, e->keys[i]);
    }
    buf_putc(e->out, '\n');
}

enum value_form { FORM_TEXT, FORM_NUMBER_TEXT, FORM_INT };

static void put(struct export *e, const char *s, enum value_form form)
{
    if (e->n == 0 && e->at == 0 && e->format == EXPORT_CSV)
        csv_header(e);
    if (e->format == EXPORT_CSV) {
        if (e->at)
            buf_putc(e->out, ',');
        export_csv_cell(e->out, s, form == FORM_TEXT);
    } else {
        if (e->at == 0)
            buf_puts(e->out, e->n ? ",\n  {" : "[\n  {");
        else
            buf_puts(e->out, ", ");
        buf_printf(e->out, "\"%s\": ", e->keys[e->at]);
        if (form != FORM_INT)
            json_text(e->out, s);
        else
            buf_puts(e->out, *s ? s : "null");
    }
    if (++e->at == e->n_keys) {
        buf_puts(e->out, e->format == EXPORT_CSV ? "\n" : "}");
        e->at = 0;
        e->n++;
    }
}

void export_text(struct export *e, const char *s)
{
    /* A terminal may show it: what should never have been stored is shown as a mark. */
    struct buf shown = {0};

    text_show(&shown, s ? s : "", true);
    put(e, buf_str(&shown), FORM_TEXT);
    buf_fini(&shown);
}

void export_number(struct export *e, const char *s)
{
    put(e, s ? s : "", FORM_NUMBER_TEXT);
}

void export_int(struct export *e, int64_t n)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, n);
    put(e, text, FORM_INT);
}

void export_none(struct export *e)
{
    put(e, "", FORM_INT);
}

void export_day(struct export *e, int32_t day)
{
    char text[DAY_TEXT];

    put(e, day_format(day, text), FORM_NUMBER_TEXT);
}

void export_end(struct export *e)
{
    if (e->format == EXPORT_JSON)
        buf_puts(e->out, e->n ? "\n]\n" : "[]\n");
    else if (e->n == 0)
        csv_header(e);
    free(e->keys);
    *e = (struct export){0};
}

/* ---- rows (DESIGN 8: this order, whatever the language) ---- */

static void put_text(struct export *e, const char *s) { export_text(e, s); }

#define TEXT_CELL(name, member) \
    static void cell_##name(struct export *e, const struct row *r) \
    { \
        put_text(e, r->member); \
    }
#define DAY_CELL(name, member) \
    static void cell_##name(struct export *e, const struct row *r) \
    { \
        export_day(e, r->member); \
    }

TEXT_CELL(code, it.code)    TEXT_CELL(list, it.list)    TEXT_CELL(parent, parent)
TEXT_CELL(title, it.title)  TEXT_CELL(unit, unit)       TEXT_CELL(place, place)
TEXT_CELL(owner, owner)     TEXT_CELL(handler, handler) TEXT_CELL(leader, leader)
TEXT_CELL(lead, lead)       TEXT_CELL(co, co)           DAY_CELL(start, it.start)
DAY_CELL(due, it.due)       DAY_CELL(first_due, it.first_due)
DAY_CELL(upper_due, it.upper_due)                       TEXT_CELL(rule, rule)
TEXT_CELL(state, it.state)  TEXT_CELL(latest, latest)

/* A word of ours would change with the language; names do not. */
static void cell_waiting(struct export *e, const struct row *r)
{
    put_text(e, r->it.phase == PHASE_REVIEW ? "review" : r->waiting);
}

static void cell_colour(struct export *e, const struct row *r)
{
    export_number(e, colour_id(r->colour));
}

static void cell_days_left(struct export *e, const struct row *r)
{
    if (r->days_left == DAY_NONE)
        export_none(e);
    else
        export_int(e, r->days_left);
}

static void cell_days_overdue(struct export *e, const struct row *r)
{
    export_int(e, r->days_overdue);
}

static void cell_steps_done(struct export *e, const struct row *r)
{
    export_int(e, r->it.steps_done);
}

static void cell_steps_total(struct export *e, const struct row *r)
{
    export_int(e, r->it.steps_total);
}

static const struct {
    const char *key;
    void (*put)(struct export *e, const struct row *r);
} columns[] = {
    { "code", cell_code },              { "list", cell_list },
    { "parent", cell_parent },          { "title", cell_title },
    { "unit", cell_unit },              { "place", cell_place },
    { "owner", cell_owner },            { "handler", cell_handler },
    { "leader", cell_leader },          { "lead", cell_lead },
    { "co", cell_co },                  { "start", cell_start },
    { "due", cell_due },                { "first_due", cell_first_due },
    { "upper_due", cell_upper_due },    { "colour", cell_colour },
    { "colour_rule", cell_rule },       { "days_left", cell_days_left },
    { "days_overdue", cell_days_overdue }, { "steps_done", cell_steps_done },
    { "steps_total", cell_steps_total },{ "state", cell_state },
    { "waiting", cell_waiting },        { "latest", cell_latest },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void put_field(struct export *e, const struct field_def *f, const char *value)
{
    bool is_masked = f->is_private && strncmp(value, "***", 3) == 0;

    switch (f->type) {
    case FIELD_TEXT: case FIELD_CHOICE:
        export_text(e, value);
        break;
    case FIELD_INTEGER: case FIELD_BOOL:
        if (is_masked)
            export_text(e, value);
        else
            put(e, value, FORM_INT);
        break;
    case FIELD_DECIMAL: case FIELD_DATE:
        export_number(e, value);
        break;
    }
}

void export_rows_begin(struct export *e, struct buf *to, enum export_format format,
                       const struct list_def *list)
{
    export_begin(e, to, format);
    for (size_t i = 0; i < COLUMNS; i++)
        export_key(e, columns[i].key);
    for (size_t i = 0; list && i < list->n_fields; i++)
        export_key(e, list->fields[i].id);
}

void export_row(struct export *e, const struct list_def *list, const struct row *r)
{
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i].put(e, r);
    for (size_t i = 0; list && i < list->n_fields; i++)
        put_field(e, &list->fields[i], i < r->n_fields ? r->fields[i] : "");
}
