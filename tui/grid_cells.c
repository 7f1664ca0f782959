/* grid_cells.c - cells of a grid: what stands in them, what is typed into them, taken back,
 * kept through a crash. See grid_parts.h. */
#include "tui/grid_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/decimal.h"
#include "model/i18n.h"

void grid_cell_fini(struct grid_cell *c)
{
    free(c->text);
    free(c->value);
    free(c->error);
    free(c->base);
    *c = (struct grid_cell){0};
}

void grid_say(struct buf *out, const char *text)
{
    for (const char *p = *text ? text : _("(empty)"); *p; p++)
        buf_putc(out, *p == '\n' ? ' ' : *p);
}

/* ---- what stands there ---- */

static bool is_key(const struct grid_column *c, const char *key)
{
    return strcmp(c->is.key, key) == 0;
}

/* Only of a report being written: nothing of it is stored in the row. */
static bool is_of_report(const struct grid_state *g, const struct grid_column *c)
{
    return is_key(c, "reason") ||
           (g->reports && (is_key(c, "text") || is_key(c, "problem") || is_key(c, "next") ||
                           is_key(c, "next_due") || is_key(c, "coord") ||
                           is_key(c, "coord_level")));
}

char *grid_stored(struct tui *t, struct grid_state *g, size_t row, size_t column)
{
    const struct grid_column *c = &g->columns[column];
    const struct grid_line *r = row < g->n_rows ? &g->rows[row] : NULL;
    char number[DECIMAL_TEXT];

    (void)t;
    if (!r || r->item == 0)
        return xstrdup(is_key(c, "parent") ? g->parent : "");
    const struct row *is = &r->is.v[0];
    if (is_of_report(g, c))
        return xstrdup("");
    if (is_key(c, "behalf"))
        return xstrdup(r->behalf ? r->behalf : "");
    if (is_key(c, "code"))
        return xstrdup(is->it.code);
    if (is_key(c, "percent"))
        return xstrdup(decimal_format(is->it.percent, number));
    char *text = row_value(is, g->list, c->is.key);
    if (c->look.kind == FORM_YES_NO && *text) {
        bool yes = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
        free(text);
        text = xstrdup(yes ? _("yes") : _("no"));
    }
    return text;
}

char *grid_text(struct tui *t, struct grid_state *g, size_t row, size_t column)
{
    const struct grid_cell *c = row < g->n_rows ? &g->rows[row].cells[column] : NULL;

    return c && c->text ? xstrdup(c->text) : grid_stored(t, g, row, column);
}

/* ---- what cannot be changed ---- */

static const char *how_instead(const struct grid_column *c)
{
    if (is_key(c, "due"))
        return _("a deadline moves by F4: extend, or order a limit");
    return is_key(c, "parent") ? _("the parent is named when an item is added")
                               : _("it is set when an item is added");
}

static const char *why_locked(struct tui *t, const struct grid_state *g, struct grid_line *r)
{
    struct xh_err why = {0};

    if (!r->locked)
        r->locked = xstrdup(flow_may(t, g->reports ? VERB_PROGRESS : VERB_SET, r->item, &why)
                                ? "" : why.msg);
    return r->locked;
}

bool grid_refuses(struct tui *t, struct grid_state *g, size_t row, size_t column, struct buf *why)
{
    const struct grid_column *c = &g->columns[column];
    struct grid_line *r = row < g->n_rows ? &g->rows[row] : NULL;
    struct xh_err err = {0};

    if (c->never && (!is_key(c, "code") || !r || r->item)) {
        buf_puts(why, c->never);
        return true;
    }
    if (is_key(c, "code")) {
        buf_puts(why, _("new rows get their code when they are written"));
        return true;
    }
    if (!r || r->item == 0) {
        if (!g->may_add)
            buf_puts(why, _("here no rows can be added"));
        return !g->may_add;
    }
    if (c->only_new) {
        buf_puts(why, how_instead(c));
        return true;
    }
    char *stored = c->secret ? grid_stored(t, g, row, column) : NULL;
    bool masked = stored && strncmp(stored, "***", 3) == 0;
    free(stored);
    if (masked) {
        buf_puts(why, _("it is hidden from you; change it in the form of the item (i)"));
        return true;
    }
    if (*why_locked(t, g, r)) {
        buf_puts(why, r->locked);
        return true;
    }
    if (c->needs && !flow_may(t, c->needs, r->item, &err)) {
        buf_puts(why, err.msg);
        return true;
    }
    return false;
}

/* ---- reading ---- */

static const char *person_called(const struct grid_state *g, int64_t id)
{
    for (size_t i = 0; i < g->names.n_persons; i++)
        if (g->names.persons[i].id == id)
            return g->names.persons[i].name;
    return NULL;
}

static int64_t unit_of_row(const struct grid_state *g, size_t row)
{
    const struct grid_line *r = row < g->n_rows ? &g->rows[row] : NULL;

    for (size_t i = 0; r && i < g->n_columns; i++)
        if (g->columns[i].is.what == IMPORT_UNIT && r->cells[i].text)
            return r->cells[i].number;
    return r && r->item ? r->is.v[0].it.unit : 0;
}

static int64_t stored_person(const struct grid_line *r, const char *key)
{
    const struct item *it = r->item ? &r->is.v[0].it : NULL;

    return !it                           ? 0
         : strcmp(key, "owner") == 0     ? it->owner
         : strcmp(key, "handler") == 0   ? it->handler
         : strcmp(key, "leader") == 0    ? it->leader
         : strcmp(key, "lead") == 0      ? it->lead : 0;
}

/* As people read it, and as the verb takes it. */
static void take_value(const struct grid_state *g, const struct grid_column *c, const char *typed,
                       struct import_cell *v, struct grid_cell *out)
{
    char number[DECIMAL_TEXT];
    const char *name;

    out->number = v->number;
    out->day = v->day;
    if (v->is != CELL_VALUE) {
        out->text = xstrdup("");
        out->value = xstrdup("");
        return;
    }
    switch (c->is.what) {
    case IMPORT_PERSON:
        name = person_called(g, v->number);
        out->text = xstrdup(name ? name : typed);
        break;
    case IMPORT_CO:
        out->text = text_trim(xstrdup(typed));
        break;
    case IMPORT_PERCENT:
        out->text = xstrdup(decimal_format(v->number, number));
        break;
    default:
        out->text = xstrdup(c->look.kind != FORM_YES_NO ? v->text
                            : strcmp(v->text, "1") == 0 ? _("yes") : _("no"));
    }
    out->value = xstrdup(c->is.what == IMPORT_PERCENT ? out->text : v->text);
}

/* Of the choices that live in the form and not in the list. */
static bool is_a_choice(const struct grid_column *c, const struct grid_cell *x, struct buf *why)
{
    if (c->look.kind != FORM_CHOICE || c->is.what == IMPORT_FIELD || !*x->text)
        return true;
    for (size_t i = 0; i < c->look.n_choices; i++) {
        if (strcmp(x->text, c->look.choices[i]) == 0)
            return true;
        buf_printf(why, "%s%s", i ? _(", ") : "", c->look.choices[i]);
    }
    return false;
}

void grid_try(struct tui *t, struct grid_state *g, size_t row, size_t column,
              const struct grid_typed *in, struct grid_cell *out)
{
    const struct grid_column *c = &g->columns[column];
    struct import_column is = c->is;
    const char *typed = in->text;
    const struct grid_cell *was = row < g->n_rows ? &g->rows[row].cells[column] : NULL;
    const struct import_cells x = { .defs = g->defs, .list = g->list, .names = &g->names,
                                    .today = in->from_file ? DAY_NONE : t->env.today };
    struct import_beside beside = { .unit = in->row_unit ? in->row_unit
                                                         : unit_of_row(g, row) };
    struct import_cell v = {0};
    struct xh_err err;
    struct buf choices = {0};

    err.rc = XH_OK;
    err.msg[0] = '\0';
    if (in->from_file && cell_is_empty(typed))
        return;
    if (in->header_unit)
        is.unit = (char *)in->header_unit;
    char *stored = grid_stored(t, g, row, column);
    bool bad = import_cell_read(&x, &is, typed, &beside, &v, &err) != XH_OK;
    if (!bad)
        take_value(g, c, typed, &v, out);
    if (bad) {
        out->text = xstrdup(typed);
        out->error = xstrdup(err.msg);
        /* a unit not known yet tells nobody apart */
        out->number = 0;
    } else if (!is_a_choice(c, out, &choices)) {
        out->error = xasprintf(_("one of: %s"), buf_str(&choices));
        free(out->value);
        out->value = NULL;
    } else if (strcmp(out->text, stored) == 0 &&
               (c->is.what != IMPORT_PERSON || is_key(c, "behalf") ||
                row >= g->n_rows || out->number == stored_person(&g->rows[row], c->is.key))) {
        grid_cell_fini(out);    /* it says what is there */
    }
    if (out->text)
        out->base = xstrdup(was && was->base ? was->base : stored);
    free(v.text);
    free(stored);
    buf_fini(&choices);
}

/* ---- changing, and back ---- */

static void push(struct grid_pile *p, struct grid_change c)
{
    GROW(p->v, p->n, p->cap);
    p->v[p->n++] = c;
}

static void pile_fini(struct grid_pile *p)
{
    for (size_t i = 0; i < p->n; i++)
        grid_cell_fini(&p->v[i].was);
    free(p->v);
    *p = (struct grid_pile){0};
}

void grid_group(struct grid_state *g)
{
    g->group++;
}

void grid_put(struct grid_state *g, size_t row, size_t column, struct grid_cell *c)
{
    struct grid_cell *at = &g->rows[row].cells[column];

    if (!c->text && !at->text)
        return;
    if (c->text)
        grid_widen(&g->columns[column], c->text);
    pile_fini(&g->undone);
    push(&g->done, (struct grid_change){ row, column, *at, g->group });
    *at = *c;
    *c = (struct grid_cell){0};
    free(g->rows[row].error);
    g->rows[row].error = NULL;
}

bool grid_undo(struct grid_state *g, bool again)
{
    struct grid_pile *from = again ? &g->undone : &g->done, *to = again ? &g->done : &g->undone;

    if (from->n == 0)
        return false;
    int64_t group = from->v[from->n - 1].group;
    while (from->n && from->v[from->n - 1].group == group) {
        struct grid_change c = from->v[--from->n];
        struct grid_cell *at = &g->rows[c.row].cells[c.column], now = *at;
        *at = c.was;
        c.was = now;
        g->row = c.row;
        g->column = c.column;
        push(to, c);
    }
    return true;
}

void grid_forget(struct grid_state *g)
{
    pile_fini(&g->done);
    pile_fini(&g->undone);
}

/* ---- all of them ---- */

bool grid_clashes(struct tui *t, struct grid_state *g, size_t row, size_t column)
{
    const struct grid_cell *c = &g->rows[row].cells[column];

    if (!c->text || !c->base || g->rows[row].item == 0)
        return false;
    char *stored = grid_stored(t, g, row, column);
    bool clash = strcmp(stored, c->base) != 0 && strcmp(stored, c->text) != 0;
    free(stored);
    return clash;
}

bool grid_is_ready(const struct grid_state *g, const struct grid_line *r)
{
    bool any = false;

    for (size_t i = 0; i < g->n_columns; i++) {
        if (r->cells[i].text && !r->cells[i].value)
            return false;
        any = any || r->cells[i].text;
    }
    return any && !grid_is_empty_line(g, r);
}

struct grid_sum grid_sum_up(struct tui *t, struct grid_state *g)
{
    struct grid_sum s = {0};

    for (size_t k = 0; k < g->n_rows; k++) {
        const struct grid_line *r = &g->rows[k];
        bool ready = grid_is_ready(g, r);
        size_t wrong = 0;
        for (size_t i = 0; i < g->n_columns; i++) {
            s.cells += ready && r->cells[i].text;
            wrong += r->cells[i].text && !r->cells[i].value;
            s.clashes += ready && grid_clashes(t, g, k, i);
        }
        s.wrong += wrong;
        s.waiting += wrong > 0;
        s.rows += ready;
        s.new_rows += ready && r->item == 0;
    }
    return s;
}

/* ---- the draft ---- */

/* "+0.title" of new rows, "17.area" of others; ":was" what was stored then. */
static char *draft_key(const struct grid_state *g, size_t row, size_t new_rows, size_t column,
                       const char *end)
{
    const struct grid_line *r = &g->rows[row];
    const char *key = g->columns[column].is.key;

    return r->item ? xasprintf("%lld.%s%s", (long long)r->item, key, end)
                   : xasprintf("+%zu.%s%s", new_rows, key, end);
}

void grid_draft_keep(struct tui *t, struct grid_state *g)
{
    struct pair *v = NULL;
    size_t n = 0, cap = 0, new_rows = 0;

    (void)t;
    for (size_t k = 0; g->draft && k < g->n_rows; k++) {
        for (size_t i = 0; i < g->n_columns; i++) {
            const struct grid_cell *c = &g->rows[k].cells[i];
            if (!c->text || g->columns[i].secret)
                continue;
            GROW(v, n, cap);
            v[n++] = (struct pair){ draft_key(g, k, new_rows, i, ":was"), c->base };
            GROW(v, n, cap);
            v[n++] = (struct pair){ draft_key(g, k, new_rows, i, ""), c->text };
        }
        new_rows += g->rows[k].item == 0;
    }
    if (n)
        draft_keep(g->draft, v, n);
    else
        draft_drop(g->draft);
    for (size_t i = 0; i < n; i++)
        free((char *)v[i].key);
    free(v);
}

struct taking { struct tui *t; struct grid_state *g; char *was; };

static struct grid_line *row_of_draft(struct taking *q, const char *key)
{
    struct grid_state *g = q->g;
    long long id = strtoll(key, NULL, 10);
    struct xh_err err;

    if (*key == '+') {
        size_t n = (size_t)id, seen = 0;
        if (!g->may_add || n > GRID_ROWS)
            return NULL;
        for (size_t i = 0; i < g->n_rows; i++)
            if (g->rows[i].item == 0 && seen++ == n)
                return &g->rows[i];
        while (seen++ < n)
            grid_add_line(g);
        return grid_add_line(g);
    }
    for (size_t i = 0; i < g->n_rows; i++)
        if (g->rows[i].item == id)
            return &g->rows[i];
    struct grid_line *r = grid_add_line(g);
    r->item = id;
    if (grid_read_line(q->t, g, r, &err) == XH_OK && strcmp(r->is.v[0].it.list, g->list_id) == 0)
        return r;
    grid_line_fini(g, r);
    g->n_rows--;
    return NULL;
}

static void take_one(void *ctx, const char *key, const char *value)
{
    struct taking *q = ctx;
    struct grid_state *g = q->g;
    const char *dot = strchr(key, '.'), *end = dot ? strchr(dot, ':') : NULL;

    if (end) {                  /* what was stored comes before what was typed */
        free(q->was);
        q->was = xstrdup(value);
        return;
    }
    struct grid_line *r = dot ? row_of_draft(q, key) : NULL;
    for (size_t i = 0; r && i < g->n_columns; i++) {
        struct grid_cell c = {0};
        if (strcmp(g->columns[i].is.key, dot + 1) != 0)
            continue;
        grid_try(q->t, g, (size_t)(r - g->rows), i, &(struct grid_typed){ .text = value }, &c);
        if (c.text && q->was) {
            free(c.base);
            c.base = q->was;
            q->was = NULL;
        }
        grid_put(g, (size_t)(r - g->rows), i, &c);
        grid_cell_fini(&c);
    }
}

void grid_draft_take(struct tui *t, struct grid_state *g)
{
    struct taking q = { .t = t, .g = g };

    if (!g->asked && draft_wanted(t, g->draft, _("Grid entry")))
        draft_take(g->draft, take_one, &q);
    g->asked = true;
    free(q.was);
    grid_forget(g);
}
