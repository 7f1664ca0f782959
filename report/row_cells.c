#include "report/row_cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/colour.h"
#include "model/decimal.h"
#include "model/explain.h"
#include "model/i18n.h"

struct cell {
    const struct row_look *look;
    const struct row *r;
    struct buf *b;
};

static void cell_code(const struct cell *c) { buf_puts(c->b, c->r->it.code); }
static void cell_title(const struct cell *c) { buf_puts(c->b, c->r->it.title); }
static void cell_unit(const struct cell *c) { buf_puts(c->b, c->r->unit); }
static void cell_place(const struct cell *c) { buf_puts(c->b, c->r->place); }
static void cell_owner(const struct cell *c) { buf_puts(c->b, c->r->owner); }
static void cell_handler(const struct cell *c) { buf_puts(c->b, c->r->handler); }
static void cell_leader(const struct cell *c) { buf_puts(c->b, c->r->leader); }
static void cell_lead(const struct cell *c) { buf_puts(c->b, c->r->lead); }
static void cell_co(const struct cell *c) { buf_puts(c->b, c->r->co); }
static void cell_parent(const struct cell *c) { buf_puts(c->b, c->r->parent); }
static int32_t day_start(const struct row *r) { return r->it.start; }
static int32_t day_assigned(const struct row *r) { return r->it.assigned_on; }
static int32_t day_closed(const struct row *r) { return r->it.closed_on; }
static int32_t day_due(const struct row *r) { return r->it.due; }
static int32_t day_first_due(const struct row *r) { return r->it.first_due; }
static int32_t day_upper_due(const struct row *r) { return r->it.upper_due; }
static int32_t day_limit(const struct row *r) { return r->it.limit_due; }
static void cell_source(const struct cell *c) { buf_puts(c->b, c->r->it.source); }
static void cell_waiting(const struct cell *c) { buf_puts(c->b, c->r->waiting); }
static void cell_latest(const struct cell *c) { buf_puts(c->b, c->r->latest); }

static void cell_list(const struct cell *c)
{
    const struct list_def *l = defs_list(c->look->defs, c->r->it.list);

    buf_puts(c->b, l ? l->name : c->r->it.list);
}

static void cell_left(const struct cell *c)
{
    if (c->r->it.phase <= PHASE_REVIEW)
        explain_left(c->b, c->look->defs->calendar, c->r->it.due, c->look->day);
}

static int64_t number_overdue(const struct row *r)
{
    return r->days_overdue * (int64_t)DECIMAL_ONE;
}

static void cell_overdue(const struct cell *c)
{
    if (c->r->days_overdue)
        buf_printf(c->b, "%d", (int)c->r->days_overdue);
}

static void cell_steps(const struct cell *c)
{
    if (c->r->it.steps_total)
        buf_printf(c->b, "%d/%d", (int)c->r->it.steps_done, (int)c->r->it.steps_total);
}

/* In tenths, never rounded up. */
static int64_t number_progress(const struct row *r)
{
    return r->it.progress / 100000 * 100000;
}

static void cell_progress(const struct cell *c)
{
    char text[DECIMAL_TEXT];

    buf_printf(c->b, "%s%%", decimal_format(number_progress(c->r), text));
}

static void cell_state(const struct cell *c)
{
    const struct state_def *s = defs_state(c->look->defs, c->r->it.state);

    buf_puts(c->b, s ? s->name : c->r->it.state);
}

void row_colour(struct buf *out, const struct defs *defs, const struct row *r,
                int32_t day)
{
    enum colour under = COLOUR_NONE;

    buf_puts(out, colour_word(defs, r->colour));
    if (r->colour == COLOUR_GREY && r->it.phase == PHASE_HELD)
        under = colour_on(PHASE_OPEN, r->it.yellow_on, r->it.red_on, day);
    else if (r->computed != r->colour)
        under = r->computed;
    if (under != COLOUR_NONE && !(r->colour == COLOUR_GREY && under == COLOUR_GREEN))
        buf_printf(out, "(%s)", colour_word(defs, under));
}

static void cell_colour(const struct cell *c)
{
    row_colour(c->b, c->look->defs, c->r, c->look->day);
}

static const struct column {
    const char *id, *title;     /* title: msgid */
    void (*cell)(const struct cell *c);
    enum text_align align;
    int limit;
    bool shrinks;
    int leaves;                 /* on a narrow screen: 1 first, 0 never */
    int32_t (*day)(const struct row *r);        /* instead of `cell`: a day */
    int64_t (*number)(const struct row *r);     /* beside it: millionths */
} columns_known[] = {
    { "colour", N_("Colour"), cell_colour, TEXT_LEFT, 0, false, 0, NULL, NULL },
    { "code", N_("Code"), cell_code, TEXT_LEFT, 0, false, 0, NULL, NULL },
    { "list", N_("List"), cell_list, TEXT_LEFT, 16, true, 9, NULL, NULL },
    { "parent", N_("Parent"), cell_parent, TEXT_LEFT, 0, false, 10, NULL, NULL },
    { "title", N_("Item"), cell_title, TEXT_LEFT, 48, true, 0, NULL, NULL },
    { "unit", N_("Lead unit"), cell_unit, TEXT_LEFT, 24, true, 5, NULL, NULL },
    { "place", N_("Place"), cell_place, TEXT_LEFT, 16, true, 4, NULL, NULL },
    { "owner", N_("Owner"), cell_owner, TEXT_LEFT, 12, false, 0, NULL, NULL },
    { "handler", N_("Handler"), cell_handler, TEXT_LEFT, 12, false, 6, NULL, NULL },
    { "leader", N_("Heading leader"), cell_leader, TEXT_LEFT, 12, false, 7, NULL, NULL },
    { "lead", N_("Responsible leader"), cell_lead, TEXT_LEFT, 12, false, 14, NULL, NULL },
    { "co", N_("Co-operating"), cell_co, TEXT_LEFT, 24, true, 2, NULL, NULL },
    { "source", N_("Source"), cell_source, TEXT_LEFT, 16, true, 3, NULL, NULL },
    { "assigned_on", N_("Assigned"), NULL, TEXT_LEFT, 0, false, 11, day_assigned, NULL },
    { "start", N_("Start"), NULL, TEXT_LEFT, 0, false, 12, day_start, NULL },
    { "due", N_("Deadline"), NULL, TEXT_LEFT, 0, false, 0, day_due, NULL },
    { "first_due", N_("First deadline"), NULL, TEXT_LEFT, 0, false, 13, day_first_due, NULL },
    { "upper_due", N_("Superior's"), NULL, TEXT_LEFT, 0, false, 17, day_upper_due, NULL },
    { "limit", N_("Limit"), NULL, TEXT_LEFT, 0, false, 0, day_limit, NULL },
    { "closed_on", N_("Crossed off"), NULL, TEXT_LEFT, 0, false, 0, day_closed, NULL },
    { "left", N_("Time left"), cell_left, TEXT_LEFT, 24, false, 0, NULL, NULL },
    { "days_overdue", N_("Days overdue"), cell_overdue, TEXT_RIGHT, 0, false, 0, NULL,
      number_overdue },
    { "steps", N_("Steps"), cell_steps, TEXT_LEFT, 0, false, 16, NULL, NULL },
    { "progress", N_("Progress"), cell_progress, TEXT_RIGHT, 0, false, 15, NULL,
      number_progress },
    { "state", N_("State"), cell_state, TEXT_LEFT, 0, false, 0, NULL, NULL },
    { "waiting", N_("Waiting for"), cell_waiting, TEXT_LEFT, 20, true, 8, NULL, NULL },
    { "latest", N_("Latest progress"), cell_latest, TEXT_LEFT, 40, true, 1, NULL, NULL },
};

#define FIELD_LEAVES 18         /* the list's own columns after those of every list */

static const struct column *find(const char *id)
{
    for (size_t i = 0; i < sizeof columns_known / sizeof *columns_known; i++)
        if (strcmp(columns_known[i].id, id) == 0)
            return &columns_known[i];
    return NULL;
}

bool row_column(const struct row_look *look, const char *id, struct row_column *out)
{
    const struct column *c = find(id);
    int field = !c && look->list ? list_field(look->list, id) : -1;

    if (c) {
        *out = (struct row_column){ xstrdup(_(c->title)), c->align, c->limit, c->shrinks,
                                    c->leaves };
    } else if (field >= 0) {
        const struct field_def *f = &look->list->fields[field];
        bool number = f->type == FIELD_DECIMAL || f->type == FIELD_INTEGER;
        bool words = f->type == FIELD_TEXT || f->type == FIELD_CHOICE;
        *out = (struct row_column){
            *f->unit ? xasprintf("%s(%s)", f->name, f->unit) : xstrdup(f->name),
            number ? TEXT_RIGHT : TEXT_LEFT, 32, words, FIELD_LEAVES
        };
    }
    return c || field >= 0;
}

const char *row_column_id(const struct row_look *look, size_t i)
{
    size_t n = sizeof columns_known / sizeof *columns_known;

    if (i < n)
        return columns_known[i].id;
    i -= n;
    return look->list && i < look->list->n_fields ? look->list->fields[i].id : NULL;
}

bool row_cell(struct buf *out, const struct row_look *look, const char *id,
              const struct row *r)
{
    const struct column *column = find(id);
    int field = !column && look->list ? list_field(look->list, id) : -1;
    struct cell c = { look, r, out };
    char day[DAY_TEXT];

    if (column && column->day)
        buf_puts(out, day_format_short(column->day(r), look->day, day));
    else if (column)
        column->cell(&c);
    else if (field >= 0 && (size_t)field < r->n_fields)
        buf_puts(out, r->fields[field]);
    return column || field >= 0;
}

/* ---- in documents ---- */

/* A field of the list: what it is to a spreadsheet, by its type. Masked it is words. */
static enum doc_value field_value(const struct field_def *f, const char *text, int64_t *n)
{
    int32_t day;

    switch (f->type) {
    case FIELD_DECIMAL:
    case FIELD_INTEGER:
        return decimal_parse(text, n) ? DOC_NUMBER : DOC_WORDS;
    case FIELD_DATE:
        day = day_parse(text);
        *n = day;
        return day == DAY_NONE ? DOC_WORDS : DOC_DATE;
    default:
        return DOC_WORDS;
    }
}

void row_put(struct doc_table *t, struct doc_row *to, const struct row_look *look,
             const char *id, const struct row *r)
{
    struct doc_cell *cell = doc_cell(t, to, id);
    const struct column *c = find(id);
    int field = !c && look->list ? list_field(look->list, id) : -1;
    struct buf b = { 0 };

    if (!cell)
        return;
    row_cell(&b, look, id, r);
    doc_set(&cell->text, buf_str(&b));
    buf_fini(&b);
    if (!*cell->text)
        return;
    if (strcmp(id, "colour") == 0)
        cell->colour = r->colour;
    if (c && c->day) {
        cell->value = DOC_DATE;
        cell->n = c->day(r);
    } else if (c && c->number) {
        cell->value = DOC_NUMBER;
        cell->n = c->number(r);
    } else if (field >= 0 && (size_t)field < r->n_fields) {
        cell->value = field_value(&look->list->fields[field], r->fields[field], &cell->n);
    }
}
