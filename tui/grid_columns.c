/* grid_columns.c - the columns of a grid: what a list's rows have, as forms offer it, and
 * how a cell of each is read. */
#include "tui/grid_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"

static bool is_among(const char *const *ids, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

static bool list_shows(const struct list_def *l, const char *id)
{
    return is_among(l->columns, l->n_columns, id);
}

static struct grid_column *add(struct grid_state *g, size_t *cap, const char *key,
                               const char *label, enum form_kind kind)
{
    GROW(g->columns, g->n_columns, *cap);
    struct grid_column *c = &g->columns[g->n_columns++];

    *c = (struct grid_column){ .look = { .id = key, .label = label, .kind = kind }, .on = true };
    if (!import_column_of(g->list, key, &c->is))
        c->is = (struct import_column){ .what = IMPORT_TEXT, .key = key, .header = "",
                                        .unit = "" };
    return c;
}

static void add_field(struct grid_state *g, size_t *cap, const struct field_def *f)
{
    struct grid_column *c = add(g, cap, f->id, f->name, edit_field_kind(f));

    c->look.unit = f->unit;
    c->look.choices = f->choices;
    c->look.n_choices = f->n_choices;
    c->look.hint = *f->doc ? f->doc : NULL;
    c->secret = f->is_private;
    c->on = !*f->group;
}

/* A column every list has, as forms offer it. */
static void add_core(struct grid_state *g, size_t *cap, const struct edit_column *e)
{
    if (!(e->when & (WHEN_NEW | WHEN_EDIT)) || (strcmp(e->key, "parent") == 0 &&
                                                !*g->list->parent))
        return;
    struct grid_column *c = add(g, cap, e->key, _(e->label), e->kind);
    c->look.list = g->list->parent;
    c->needs = e->needs;
    c->only_new = !(e->when & WHEN_EDIT);
    c->secret = g->list->person && strcmp(e->key, "title") == 0;
    c->on = is_among((const char *const[]){ "title", "unit", "owner", "due", "parent" }, 5,
                     e->key) || list_shows(g->list, e->key);
    if (strcmp(e->key, "due") == 0 && !list_takes_due(g->list))
        c->never = _("it follows from the list's rule");
}

/* Choices live in the columns, which stay where they are from now on. */
static void add_choices(struct grid_state *g)
{
    for (size_t i = 0; i < g->n_columns; i++) {
        struct grid_column *c = &g->columns[i];
        if (strcmp(c->is.key, "report_every") == 0) {
            c->look.n_choices = edit_cadences(c->choices);
            c->look.choices = c->choices;
        } else if (strcmp(c->is.key, "coord_level") == 0) {
            c->choices[0] = _("town");
            c->choices[1] = _("superior");
            c->look.n_choices = 2;
            c->look.choices = c->choices;
        }
    }
}

static void add_fields_mode(struct grid_state *g, size_t *cap)
{
    size_t n;
    const struct edit_column *all = edit_columns(&n);
    bool asks_why = false;

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].key, "title") == 0)
            add_core(g, cap, &all[i]);
    for (size_t i = 0; i < g->list->n_fields; i++) {
        add_field(g, cap, &g->list->fields[i]);
        asks_why = asks_why || defs_hangs_on(g->defs, g->list, g->list->fields[i].id);
    }
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].key, "title") != 0)
            add_core(g, cap, &all[i]);
    struct grid_column *c = add(g, cap, "reason", _("Reason"), FORM_TEXT);
    c->look.hint = _("needed when a date is changed that deadlines hang on");
    c->on = asks_why;
}

/* What a report asks for; details in groups are measured once. */
static bool is_figure(const struct field_def *f)
{
    return (f->type == FIELD_DECIMAL || f->type == FIELD_INTEGER) && !f->is_private && !*f->group;
}

static void add_reports_mode(struct grid_state *g, size_t *cap)
{
    struct grid_column *c = add(g, cap, "title", _("Item"), FORM_TEXT);

    c->never = _("here only progress is reported");
    c->secret = g->list->person;
    add(g, cap, "text", _("What was done"), FORM_LONG)->is.what = IMPORT_LATEST;
    if (g->list->progress.kind == PROGRESS_MANUAL)
        add(g, cap, "percent", _("Done so far"), FORM_NUMBER)->look.unit = "%";
    for (size_t i = 0; i < g->list->n_fields; i++)
        if (is_figure(&g->list->fields[i]))
            add_field(g, cap, &g->list->fields[i]);
    add(g, cap, "problem", _("Problems"), FORM_LONG)->is.what = IMPORT_LATEST;
    add(g, cap, "next", _("Next"), FORM_TEXT);
    add(g, cap, "next_due", _("Next until"), FORM_DAY)->is.what = IMPORT_DATE;
    c = add(g, cap, "behalf", _("Entered for"), FORM_PERSON);
    c->is.what = IMPORT_PERSON;
    c->look.hint = _("whose work it is; empty: my own");
    add(g, cap, "coord", _("To coordinate"), FORM_TEXT)->on = false;
    add(g, cap, "coord_level", _("By whom"), FORM_CHOICE)->on = false;
}

void grid_columns_init(struct tui *t, struct grid_state *g)
{
    size_t cap = 0;

    g->defs = t->defs;
    struct grid_column *code = add(g, &cap, "code", _("Code"), FORM_TEXT);
    code->never = _("codes never change");
    if (g->reports)
        add_reports_mode(g, &cap);
    else
        add_fields_mode(g, &cap);
    add_choices(g);
}

void grid_columns_fini(struct grid_state *g)
{
    free(g->columns);
    g->columns = NULL;
    g->n_columns = 0;
}

static bool is_typed_in(const struct grid_state *g, size_t column)
{
    for (size_t i = 0; i < g->n_rows; i++)
        if (g->rows[i].cells[column].text)
            return true;
    return false;
}

void grid_choose_columns(struct tui *t, struct grid_state *g)
{
    const size_t first = 2;     /* code and title stay */
    const char **choices = xcalloc(g->n_columns + 1, sizeof *choices);
    int at = 0;

    while (at >= 0) {
        size_t n = 0;
        for (size_t i = first; i < g->n_columns; i++)
            choices[n++] = xasprintf("[%s] %s", g->columns[i].on ? "x" : " ",
                                     g->columns[i].look.label);
        at = ask_choice(t, _("Columns"), _("Enter shows or hides one, Esc is done."), choices, n,
                        (size_t)at);
        for (size_t i = 0; i < n; i++)
            free((char *)choices[i]);
        struct grid_column *c = at >= 0 ? &g->columns[first + (size_t)at] : NULL;
        if (c && c->on && is_typed_in(g, first + (size_t)at))
            tui_say(t, _("%s stays: something typed there is not written yet."), c->look.label);
        else if (c)
            c->on = !c->on;
    }
    free(choices);
    if (!g->columns[g->column].on)
        g->column = 1;
}
