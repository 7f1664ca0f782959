/* How wide columns are, and which stand beside each other. */
#include "report/typeset/pdf_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SIZE 6.0          /* points: smaller cannot be read on paper */
#define LEAST_HAN 4             /* characters a column that may be wrapped has at least */
#define LINES_MOST 20           /* its longest cell should not take more, unless */
#define LINES_AGAIN 2           /* of what leads a row, where it stands once more */
#define WIDE_MOST 3             /* that takes more than this part of the line */
#define WIDEN_MOST 2.5          /* by how much a narrow table is widened to fill the line */
#define WORD_MOST 10            /* characters of a Latin word or a number that stay together */

/* ---- what a column wants ---- */

/* The longest run of ASCII without a blank, which wrapping would break. */
static size_t longest_word(const char *s)
{
    size_t longest = 0, n = 0;

    for (; *s; s++) {
        n = *s > ' ' && *s < 127 ? n + 1 : 0;
        longest = n > longest ? n : longest;
    }
    return longest < WORD_MOST ? longest : WORD_MOST;
}

static void want(struct pdf *p, const struct style *s, struct plan_column *c, const char *text)
{
    double word = (double)longest_word(text) * s->size * 0.6;

    c->least = fmax(c->least, word);
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *one = text[n] ? xstrndup(text, n) : NULL;
        c->natural = fmax(c->natural, style_width(p, s, one ? one : text));
        free(one);
        text += n + (text[n] == '\n');
    }
}

/* How wide a title is whose unit, "(万元)", stands under it where the line is short. */
static double title_on_two_lines(struct pdf *p, const struct style *s, const char *title)
{
    size_t n = strcspn(title, "(");

    if (n == 0 || !title[n])
        return style_width(p, s, title);
    char *name = xstrndup(title, n);
    double wide = fmax(style_width(p, s, name), style_width(p, s, title + n));
    free(name);
    return wide;
}

/* A number stands at the right of its column: right before what begins at the left of the next. */
static bool touches_next(const struct table_plan *plan, const struct plan_column *c)
{
    const struct doc_table *t = plan->table;
    size_t next = c->index + 1;

    while (next < t->n_columns && t->columns[next].is & DOC_HIDDEN)
        next++;
    return c->column->align == TEXT_RIGHT && next < t->n_columns && !table_is_gridded(plan);
}

static void measure(struct pdf *p, struct table_plan *plan, struct plan_column *c)
{
    const struct doc_table *t = plan->table;
    double em = plan->cell.size, sides;

    c->after = touches_next(plan, c) ? NUMBER_SIDE : CELL_SIDE;
    sides = CELL_SIDE + c->after + 0.5;
    if (c->column->mm) {
        c->least = c->natural = c->wide = MM(c->column->mm);
        return;
    }
    want(p, &plan->head, c, c->column->title);
    double title = c->natural;
    c->natural = title_on_two_lines(p, &plan->head, c->column->title);
    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].kind != DOC_GROUP)
            want(p, t->rows[i].kind == DOC_SUM ? &plan->head : &plan->cell, c,
                 t->rows[i].cells[c->index].text);
    if (c->column->is & DOC_BOXED)
        c->natural += 6;
    double fair = fmin(c->natural / LINES_MOST, pdf_width(p) / WIDE_MOST);
    c->least = fmin(c->natural, fmax(fmax(c->least, LEAST_HAN * em), fair));
    if (c->column->is & DOC_FIXED)
        c->least = c->natural;
    c->natural = fmax(c->natural, title);
    if (c->column->is & DOC_WRITE && !(c->column->is & DOC_FIXED))
        c->least = c->natural = fmax(title, MM(22));
    c->least += sides;
    c->natural += sides;
}

static void scale(struct table_plan *plan, double factor)
{
    for (size_t i = 0; i < plan->n_columns; i++) {
        plan->columns[i].least *= factor;
        plan->columns[i].natural *= factor;
    }
}

/* ---- who stands beside whom ---- */

static double sum(const struct table_plan *plan, const struct strip *s, bool is_natural)
{
    double all = 0;

    for (size_t i = 0; i < s->n; i++) {
        const struct plan_column *c = &plan->columns[s->shown[i]];
        all += is_natural ? c->natural : c->least;
    }
    return all;
}

static struct strip *add_strip(struct table_plan *plan)
{
    plan->strips = xrealloc(plan->strips, (plan->n_strips + 1) * sizeof *plan->strips);
    struct strip *s = &plan->strips[plan->n_strips++];
    *s = (struct strip){ .shown = xcalloc(plan->n_columns + 1, sizeof *s->shown),
                         .high = xcalloc(plan->table->n_rows + 1, sizeof *s->high) };
    return s;
}

/* The columns that lead each row stand on every strip, unless they leave no room. */
static void make_strips(struct table_plan *plan, double room)
{
    double heads = 0;

    for (size_t i = 0; i < plan->n_columns; i++)
        if (plan->columns[i].column->is & DOC_HEAD)
            heads += plan->columns[i].least;
    bool repeat = heads < room / 2;
    for (size_t i = 0; i < plan->n_columns;) {
        struct strip *s = add_strip(plan);
        double left = room;
        for (size_t k = 0; repeat && k < plan->n_columns; k++)
            if (plan->columns[k].column->is & DOC_HEAD) {
                s->shown[s->n++] = k;
                left -= plan->columns[k].least;
            }
        size_t before = s->n;
        for (; i < plan->n_columns; i++) {
            const struct plan_column *c = &plan->columns[i];
            if (repeat && c->column->is & DOC_HEAD)
                continue;
            if (c->least > left && s->n > before)
                break;
            s->shown[s->n++] = i;
            left -= c->least;
        }
    }
}

/* What is left of the line goes to those whose width is not given, the long ones first. */
static void widen(struct table_plan *plan, const struct strip *s, double room)
{
    double least = sum(plan, s, false), natural = sum(plan, s, true), spare = 0;

    double share = natural <= room ? 1 : natural > least ? (room - least) / (natural - least) : 0;
    share = fmax(share, 0);
    for (size_t i = 0; i < s->n; i++) {
        struct plan_column *c = &plan->columns[s->shown[i]];
        c->wide = c->least + share * (c->natural - c->least);
        if (!c->column->mm)
            spare += c->wide;
    }
    if (natural >= room || spare == 0)
        return;
    double grow = (room - natural) / spare;
    if (grow > WIDEN_MOST) /* not a sea of white */
        grow = 0.5;
    for (size_t i = 0; i < s->n; i++) {
        struct plan_column *c = &plan->columns[s->shown[i]];
        if (!c->column->mm)
            c->wide *= 1 + grow;
    }
}

static void fit(struct pdf *p, struct table_plan *plan)
{
    double room = pdf_width(p), all = 0;

    for (size_t i = 0; i < plan->n_columns; i++)
        all += plan->columns[i].least;
    double factor = all > room + 0.01 ? room / all : 1;
    if (factor < 1 && plan->cell.size * factor >= LEAST_SIZE) {
        struct style *styles[] = { &plan->cell, &plan->head, &plan->kai };
        for (size_t i = 0; i < 3; i++) {
            struct style was = *styles[i];
            style_init(p, styles[i], was.face, was.size * factor, was.pitch * factor, 0);
            style_fini(&was);
        }
        scale(plan, factor);
        room += 0.05;
    }
    make_strips(plan, room + 0.05);
}

/* What leads the rows is whole on the first strip; on those that follow it says which row. */
static int most_lines(const struct table_plan *plan, const struct strip *s, size_t at)
{
    const struct doc_column *c = plan->columns[at].column;
    const struct strip *first = &plan->strips[0];

    if (c->lines || s == first)
        return c->lines;
    for (size_t i = 0; i < first->n; i++)
        if (first->shown[i] == at)
            return LINES_AGAIN;
    return 0;
}

/* A strip's columns are as wide as that strip gives them: set when it is drawn. */
void table_strip(struct pdf *p, struct table_plan *plan, const struct strip *s)
{
    double x = p->left;

    widen(plan, s, pdf_width(p));
    for (size_t i = 0; i < s->n; i++) {
        struct plan_column *c = &plan->columns[s->shown[i]];
        c->x = x;
        c->room = c->wide;
        c->most = most_lines(plan, s, s->shown[i]);
        x += c->wide;
        c->is_set = false;
    }
}

/* ---- the plan ---- */

bool table_is_gridded(const struct table_plan *plan)
{
    return plan->table->ruled || plan->is_written;
}

/* The table with t->abreast rows in one, read across; given widths share the line. Cells are
 * borrowed from `t`. */
static struct doc_table *fold(const struct pdf *p, const struct doc_table *t)
{
    static char nothing[] = "";
    size_t sets = (size_t)t->abreast, n = t->n_columns;
    struct doc_table *f = xcalloc(1, sizeof *f);
    double given = 0, line = pdf_width(p) * 25.4 / 72;

    *f = *t;
    f->n_columns = n * sets;
    f->columns = xcalloc(f->n_columns + 1, sizeof *f->columns);
    for (size_t i = 0; i < n; i++)
        given += t->columns[i].mm;
    for (size_t i = 0; i < f->n_columns; i++) {
        f->columns[i] = t->columns[i % n];
        f->columns[i].mm = (int)(f->columns[i].mm * fmin(1, line / (given * (double)sets)));
    }
    f->n_rows = (t->n_rows + sets - 1) / sets;
    f->rows = xcalloc(f->n_rows + 1, sizeof *f->rows);
    for (size_t k = 0; k < f->n_rows; k++) {
        f->rows[k].cells = xcalloc(f->n_columns + 1, sizeof *f->rows[k].cells);
        for (size_t i = 0; i < f->n_columns; i++) {
            size_t row = k * sets + i / n;
            f->rows[k].cells[i] = row < t->n_rows ? t->rows[row].cells[i % n]
                                                  : (struct doc_cell){ .text = nothing };
        }
    }
    return f;
}

static void fold_free(struct doc_table *f)
{
    if (!f)
        return;
    for (size_t k = 0; k < f->n_rows; k++)
        free(f->rows[k].cells);
    free(f->rows);
    free(f->columns);
    free(f);
}

struct table_plan *table_plan(struct pdf *p, const struct doc_table *t)
{
    static const enum style_is from[] = { STYLE_CELL, STYLE_CELL_HEAD, STYLE_CELL_KAI };
    struct table_plan *plan = xcalloc(1, sizeof *plan);
    struct style *to[] = { &plan->cell, &plan->head, &plan->kai };
    size_t sets = t->abreast > 1 && t->n_rows > 1 ? (size_t)t->abreast : 1;

    if (sets > 1)
        t = plan->folded = fold(p, t);
    plan->table = t;
    plan->is_form = doc_is_form(t);
    plan->columns = xcalloc(t->n_columns + 1, sizeof *plan->columns);
    for (size_t i = 0; i < t->n_columns; i++)
        plan->is_written |= (t->columns[i].is & (DOC_WRITE | DOC_HIDDEN)) == DOC_WRITE;
    for (size_t i = 0; i < 3; i++) {
        const struct style *s = &p->styles[from[i]];
        style_init(p, to[i], s->face, s->size, s->pitch, 0);
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        if (t->columns[i].is & DOC_HIDDEN)
            continue;
        struct plan_column *c = &plan->columns[plan->n_columns++];
        *c = (struct plan_column){ .column = &t->columns[i], .index = i };
        c->layout = pango_layout_new(p->fonts.context);
        pango_layout_set_auto_dir(c->layout, FALSE);
        measure(p, plan, c);
    }
    plan->set = plan->n_columns ? plan->n_columns / sets : 1;
    if (plan->n_columns)
        fit(p, plan);
    return plan;
}

void table_plan_free(struct table_plan *plan)
{
    if (!plan)
        return;
    for (size_t i = 0; i < plan->n_columns; i++) {
        g_object_unref(plan->columns[i].layout);
        free(plan->columns[i].plain.lines);
        free(plan->columns[i].cut);
    }
    for (size_t i = 0; i < plan->n_strips; i++) {
        free(plan->strips[i].shown);
        free(plan->strips[i].high);
    }
    style_fini(&plan->cell);
    style_fini(&plan->head);
    style_fini(&plan->kai);
    fold_free(plan->folded);
    free(plan->strips);
    free(plan->columns);
    free(plan);
}
