/* grid_save.c - what was typed into a grid is written: a summary, then an act for every
 * row, together one batch for Ctrl-Z. A row that fails keeps what was typed, with the
 * reason beside it. */
#include "tui/grid_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/people.h"
#include "tui/ask.h"
#include "tui/done.h"

#define TOLD_ROWS 200           /* rows named in the summary */

/* ---- the call of a row ---- */

struct writing {
    struct call call;
    struct hands hands;
    struct pair *pairs;         /* fields; as many places as there are columns */
    const char **was, **mine;   /* of each pair, as people read it */
    size_t *columns;            /* of each pair */
};

static void writing_fini(struct writing *w)
{
    free(w->pairs);
    free(w->was);
    free(w->mine);
    free(w->columns);
}

/* A part of a call that is no field. False: it is one. */
static bool is_part(const struct grid_state *g, struct writing *w, const char *key,
                    const struct grid_cell *x)
{
    struct call *c = &w->call;
    const struct { const char *key; const char **to; } texts[] = {
        { "text", &c->text }, { "problem", &c->problem }, { "next", &c->next },
        { "coord", &c->coord },
    };

    if (strcmp(key, "reason") == 0) {
        c->reason = x->value;
        return true;
    }
    if (!g->reports)
        return false;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].key, key) == 0) {
            *texts[i].to = x->value;
            return true;
        }
    if (strcmp(key, "percent") == 0) {
        c->has_percent = *x->value && decimal_parse(x->value, &c->percent);
    } else if (strcmp(key, "next_due") == 0) {
        c->next_due = *x->value ? x->day : DAY_NONE;
    } else if (strcmp(key, "coord_level") == 0) {
        c->coord_level = strcmp(x->value, _("town")) == 0 ? "town" : "superior";
    } else if (strcmp(key, "behalf") == 0) {
        w->hands.who.behalf = x->number;
    } else {
        return false;
    }
    return true;
}

static void add_field(struct writing *w, const struct grid_column *c, size_t column,
                      const struct grid_cell *x)
{
    const char *cadence = c->is.what == IMPORT_CADENCE ? edit_cadence_id(x->text) : NULL;
    size_t n = w->call.n_fields++;

    w->pairs[n] = (struct pair){ c->is.key, cadence ? cadence : x->value };
    w->was[n] = x->base ? x->base : "";
    w->mine[n] = x->text;
    w->columns[n] = column;
}

/* Everything typed in the row that is understood. */
static void make_call(struct tui *t, struct grid_state *g, const struct grid_line *r,
                      struct writing *w)
{
    enum verb verb = g->reports ? VERB_PROGRESS : r->item ? VERB_SET : VERB_ADD;
    bool parent = false, for_whom = false;

    *w = (struct writing){ .call = tui_call(verb, r->item ? r->is.v[0].it.code : NULL),
                           .hands = { .who = tui_who(t) } };
    w->pairs = xcalloc(g->n_columns + 2, sizeof *w->pairs);
    w->was = xcalloc(g->n_columns + 2, sizeof *w->was);
    w->mine = xcalloc(g->n_columns + 2, sizeof *w->mine);
    w->columns = xcalloc(g->n_columns + 2, sizeof *w->columns);
    w->call.fields = w->pairs;
    w->call.list = r->item ? NULL : g->list_id;
    w->call.version = r->item ? r->is.v[0].it.version : 0;
    for (size_t i = 0; i < g->n_columns; i++) {
        const struct grid_column *c = &g->columns[i];
        const struct grid_cell *x = &r->cells[i];
        if (!x->text || !x->value || (r->item == 0 && !*x->value))
            continue;
        parent = parent || strcmp(c->is.key, "parent") == 0;
        for_whom = for_whom || strcmp(c->is.key, "behalf") == 0;
        if (!is_part(g, w, c->is.key, x))
            add_field(w, c, i, x);
    }
    if (r->item == 0 && !parent && *g->parent)
        w->pairs[w->call.n_fields++] = (struct pair){ "parent", g->parent };
    if (g->reports && !for_whom && r->behalf && *r->behalf)
        w->hands.who.behalf = r->is.v[0].it.owner;
}

/* ---- the summary ---- */

static void say_row(struct tui *t, struct grid_state *g, size_t row, struct buf *out)
{
    bool any = false;

    grid_line_name(g, row, out);
    for (size_t i = 0; i < g->n_columns; i++) {
        const struct grid_cell *x = &g->rows[row].cells[i];
        if (!x->text || !x->value)
            continue;
        buf_printf(out, "%s%s ", any ? ", " : "  ", g->columns[i].look.label);
        grid_say(out, x->base ? x->base : "");
        buf_puts(out, " -> ");
        grid_say(out, x->text);
        any = true;
    }
    (void)t;
    buf_putc(out, '\n');
}

/* Rows with a cell that is not understood wait. */
static void say_waiting(struct tui *t, struct grid_state *g, struct buf *out)
{
    size_t told = 0;

    (void)t;
    for (size_t k = 0; k < g->n_rows; k++)
        for (size_t i = 0; i < g->n_columns && told < TOLD_ROWS; i++) {
            const struct grid_cell *x = &g->rows[k].cells[i];
            if (!x->text || x->value)
                continue;
            grid_line_name(g, k, out);
            buf_printf(out, "  %s: ", g->columns[i].look.label);
            grid_say(out, x->text);
            buf_printf(out, "  %s\n", x->error ? x->error : "");
            told++;
        }
}

static bool ask_to_write(struct tui *t, struct grid_state *g, const struct grid_sum *s)
{
    struct buf b = {0};
    size_t told = 0;
    bool yes = false;

    buf_printf(&b, _("To be written: %zu cells in %zu rows."), s->cells, s->rows);
    if (s->new_rows)
        buf_printf(&b, _(" %zu of the rows are new."), s->new_rows);
    if (s->clashes)
        buf_printf(&b, _("\n%zu cells were changed by somebody else: asked one by one."),
                   s->clashes);
    buf_puts(&b, "\n");
    if (s->wrong) {
        buf_printf(&b, _("\n%zu cells cannot be understood: their %zu rows wait here."),
                   s->wrong, s->waiting);
        buf_putc(&b, '\n');
        say_waiting(t, g, &b);
    }
    buf_puts(&b, "\n");
    for (size_t k = 0; k < g->n_rows && told < TOLD_ROWS; k++)
        if (grid_is_ready(g, &g->rows[k])) {
            say_row(t, g, k, &b);
            told++;
        }
    if (s->rows > told)
        buf_printf(&b, _(".. and %zu more\n"), s->rows - told);
    if (s->rows)
        yes = ask_yes(t, _("Write"), buf_str(&b));
    else
        ask_show(t, _("Write"), buf_str(&b));
    buf_fini(&b);
    return yes;
}

/* ---- writing ---- */

static void drop_cell(struct grid_line *r, size_t column)
{
    grid_cell_fini(&r->cells[column]);
}

/* Cells somebody else has changed meanwhile: mine or theirs. False: the row waits. */
static bool settle(struct tui *t, struct grid_state *g, struct grid_line *r, struct writing *w)
{
    struct targets on;
    struct flow f = grid_flow(g, r, &on);
    const struct conflict_sides sides = { w->was, w->mine };
    bool *keep = xcalloc(w->call.n_fields + 1, sizeof *keep);
    bool mine = conflict_ask(t, &f, &w->call, &sides, keep);
    size_t n = 0;

    for (size_t i = 0; i < w->call.n_fields; i++) {
        bool clash = strcmp(w->mine[i], w->was[i]) != 0;
        if (mine && keep[i])
            w->pairs[n++] = w->pairs[i];
        else if (mine || clash)
            drop_cell(r, w->columns[i]);        /* theirs */
    }
    w->call.n_fields = n;
    free(keep);
    return mine && (n > 0 || g->reports);
}

static bool has_clash(struct tui *t, struct grid_state *g, size_t row)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (grid_clashes(t, g, row, i))
            return true;
    return false;
}

/* The refusal's lines to the cells they name, the rest beside the row. */
static void take_refusal(struct grid_state *g, struct grid_line *r, const char *msg)
{
    char *copy = xstrdup(msg), *save = NULL;
    struct buf rest = {0};

    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        struct grid_cell *hit = NULL;
        for (size_t i = 0; i < g->n_columns && !hit; i++)
            if (r->cells[i].text && edit_is_about(line, g->columns[i].is.key,
                                                  g->columns[i].look.label))
                hit = &r->cells[i];
        if (hit && !hit->error)
            hit->error = xstrdup(line);
        else
            buf_printf(&rest, "%s%s", rest.len ? " " : "", line);
    }
    free(r->error);
    r->error = rest.len ? buf_take(&rest) : xstrdup(_("see the cells marked with !"));
    free(copy);
}

static void written(struct tui *t, struct grid_state *g, struct grid_line *r,
                    const struct result *out)
{
    struct xh_err err;

    for (size_t i = 0; i < g->n_columns; i++)
        grid_cell_fini(&r->cells[i]);
    free(r->error);
    r->error = NULL;
    if (!r->item)
        r->item = out->item;
    grid_read_line(t, g, r, &err);
}

static bool write_row(struct tui *t, struct grid_state *g, size_t row)
{
    struct grid_line *r = &g->rows[row];
    struct xh_err err = {0};
    struct result out = {0};
    enum xh_rc rc = XH_CONFLICT;

    for (size_t i = 0; i < g->n_columns; i++) {
        free(r->cells[i].error);
        r->cells[i].error = NULL;
    }
    /* Somebody may be quicker once more; a third time nobody is that unlucky. */
    for (int again = 0; again < 3 && rc == XH_CONFLICT; again++) {
        struct writing w;
        if (again && (rc = grid_read_line(t, g, r, &err)) != XH_OK)
            break;
        make_call(t, g, r, &w);
        err = (struct xh_err){0};
        if (has_clash(t, g, row) && !settle(t, g, r, &w))
            rc = xh_fail(&err, XH_REFUSED, _("%s was left as the other person wrote it."),
                         r->is.v[0].it.code);
        else
            rc = tui_try(t, &w.hands.who, &w.call, &out, &err);
        writing_fini(&w);
    }
    if (rc == XH_OK)
        written(t, g, r, &out);
    else
        take_refusal(g, r, err.msg);
    return rc == XH_OK;
}

bool grid_save(struct tui *t, struct grid_state *g)
{
    struct grid_sum s = grid_sum_up(t, g);
    struct pace pace = {0};
    size_t done = 0, failed = 0, rows = 0;

    if (s.rows + s.waiting == 0) {
        tui_say(t, "%s", _("Nothing was changed."));
        return false;
    }
    if (!ask_to_write(t, g, &s))
        return false;
    t->clock(t->clock_ctx, &t->env);
    pace.last = t->env.now_ms;
    done_batch_begin(t);
    for (size_t k = 0; k < g->n_rows && !pace.stopped; k++) {
        if (!grid_is_ready(g, &g->rows[k]))
            continue;
        if (write_row(t, g, k)) {
            done++;
        } else if (failed++ == 0) {
            g->row = k;
        }
        flow_pace(t, &pace, ++rows, s.rows);
    }
    done_batch_end(t);
    grid_forget(g);
    grid_draft_keep(t, g);
    grid_keep_blank(g);
    s = grid_sum_up(t, g);
    if (s.rows + s.waiting)
        tui_say(t, _("Written: %zu rows. %zu still wait: F7 goes to the next."), done,
                s.rows + s.waiting);
    else
        tui_say(t, _("Written: %zu rows. Ctrl-Z takes all of them back."), done);
    return done > 0;
}
