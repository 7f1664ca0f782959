#include "report/typeset/pdf_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

#define THICK 0.8               /* around a table, above a sum */
#define THIN 0.4
#define HEAD_GREY 0.92          /* 8 %: an old laser makes no dirt of it (OFFICE 25) */
#define TO_WRITE MM(17)         /* a remark by hand, in a sheet's row */
#define TO_SIGN MM(9)           /* a name or a day */
#define LEAST_LINES 3           /* of a row too high for any page, on one page */

/* A strip on its way down the pages. */
struct run {
    struct pdf *p;
    struct table_plan *plan;
    struct strip *s;
    double behind;              /* what stands below its last row needs room there */
    double top;                 /* where the upright lines at hand begin */
    int rows_here;              /* on this page */
};

static struct plan_column *column(const struct run *r, size_t i)
{
    return &r->plan->columns[r->s->shown[i]];
}

static double right_edge(const struct run *r)
{
    const struct plan_column *last = column(r, r->s->n - 1);

    return last->x + last->wide;
}

static bool is_gridded(const struct run *r)
{
    return table_is_gridded(r->plan);
}

static void across(const struct run *r, double y, double thick)
{
    pdf_line(r->p, r->p->left, y, right_edge(r), y, thick);
}

/* The upright lines from r->top to here. */
static void upright(struct run *r)
{
    double end = right_edge(r), y = r->p->y;

    if (is_gridded(r) && y > r->top) {
        for (size_t i = 0; i < r->s->n; i += r->plan->is_form ? r->s->n : 1) {
            double x = column(r, i)->x;
            pdf_line(r->p, x, r->top, x, y, r->s->shown[i] % r->plan->set ? THIN : THICK);
        }
        pdf_line(r->p, end, r->top, end, y, THICK);
    }
    r->top = y;
}

/* ---- header ---- */

static const char *title_of(const struct run *r, size_t i)
{
    return column(r, i)->column->title;
}

static int title_lines(const struct run *r, size_t i)
{
    return text_set_kept(r->p, r->p->layout, &r->plan->head, title_of(r, i),
                         column(r, i)->wide - CELL_SIDE - column(r, i)->after, 0);
}

static double caption_high(const struct run *r)
{
    return r->plan->n_strips > 1 ? r->p->styles[STYLE_SMALL].pitch + 2 : 0;
}

static double header_high(const struct run *r)
{
    int most = 1;

    if (r->plan->is_form)
        return 0;
    for (size_t i = 0; i < r->s->n; i++) {
        int n = title_lines(r, i);
        most = n > most ? n : most;
    }
    return most * r->plan->head.pitch + 2 * CELL_ABOVE;
}

/* Which columns stand here, counted as they are read; those that lead every strip aside. */
static void caption(struct run *r)
{
    size_t from = r->plan->n_columns, to = 0;
    const struct style *s = &r->p->styles[STYLE_SMALL];

    if (caption_high(r) == 0)
        return;
    for (size_t i = 0; i < r->s->n; i++) {
        size_t at = r->s->shown[i];
        if (column(r, i)->column->is & DOC_HEAD)
            continue;
        from = at < from ? at : from;
        to = at > to ? at : to;
    }
    r->p->y += caption_high(r);
    if (from > to) /* nothing but what leads the rows */
        return;
    char *text = xasprintf(_("columns %zu to %zu of %zu"), from + 1, to + 1, r->plan->n_columns);
    text_one(r->p, s, text, r->p->left, r->p->y - caption_high(r), pdf_width(r->p), TEXT_LEFT);
    free(text);
}

static void header(struct run *r)
{
    struct pdf *p = r->p;

    caption(r);
    double high = r->plan->header, y = p->y;
    if (pdf_is_wet(p) && high > 0) {
        cairo_set_source_rgb(p->cr, HEAD_GREY, HEAD_GREY, HEAD_GREY);
        cairo_rectangle(p->cr, p->left, y, right_edge(r) - p->left, high);
        cairo_fill(p->cr);
        cairo_set_source_rgb(p->cr, 0, 0, 0);
        for (size_t i = 0; i < r->s->n; i++) {
            const struct plan_column *c = column(r, i);
            int n = title_lines(r, i);
            text_show_lines(p, p->layout, &r->plan->head, c->x + CELL_SIDE,
                            y + (high - n * r->plan->head.pitch) / 2,
                            c->wide - CELL_SIDE - c->after,
                            is_gridded(r) ? TEXT_CENTRE : c->column->align, 0, n);
        }
    }
    across(r, y, THICK);
    if (high > 0)
        across(r, y + high, is_gridded(r) ? THIN : THICK / 2);
    p->y = y + high;
    p->is_fresh = false;
    r->top = y;
    r->rows_here = 0;
}

static void close_page(struct run *r)
{
    upright(r);
    across(r, r->p->y, THICK);
}

static void turn(struct run *r)
{
    close_page(r);
    pdf_next_page(r->p);
    header(r);
}

/* ---- rows that head others: a cell goes on to the next that says something ---- */

static size_t span_end(const struct run *r, const struct doc_row *row, size_t from)
{
    size_t i = from + 1;

    while (i < r->s->n && !*row->cells[column(r, i)->index].text)
        i++;
    return i;
}

/* Sets and, when `y` is on the page, draws; how high it is. */
static double group(struct run *r, const struct doc_row *row, double y)
{
    struct pdf *p = r->p;
    int most = 1;

    for (size_t i = 0, end; i < r->s->n; i = end) {
        end = span_end(r, row, i);
        const struct plan_column *c = column(r, i), *last = column(r, end - 1);
        double wide = last->x + last->wide - c->x - CELL_SIDE - last->after;
        int n = text_set(p, p->layout, &r->plan->head, row->cells[c->index].text, wide, 0);
        most = n > most ? n : most;
        if (y >= 0)
            text_show_lines(p, p->layout, &r->plan->head, c->x + CELL_SIDE, y + CELL_ABOVE, wide,
                            i ? c->column->align : TEXT_LEFT, 0, n);
    }
    return most * r->plan->head.pitch + 2 * CELL_ABOVE;
}

/* ---- rows of a form: a cell goes on over the empty ones behind it ---- */

static size_t cell_end(const struct run *r, const struct doc_row *row, size_t i)
{
    return r->plan->is_form ? doc_form_end(r->plan->table, row, i) : i + 1;
}

static void give_room(struct run *r, const struct doc_row *row)
{
    for (size_t i = 0, end; r->plan->is_form && i < r->s->n; i = end) {
        struct plan_column *c = column(r, i);
        end = cell_end(r, row, i);
        double room = column(r, end - 1)->x + column(r, end - 1)->wide - c->x;
        c->is_set &= room == c->room;
        c->room = room;
    }
}

static void shade_labels(struct run *r, const struct doc_row *row, double high)
{
    cairo_t *cr = r->p->cr;

    bool shown = r->plan->is_form && row->kind == DOC_ROW && pdf_is_wet(r->p);

    for (size_t i = 0; shown && i < r->s->n; i++) {
        const struct plan_column *c = column(r, i);
        if (!(c->column->is & DOC_LABEL) || !*row->cells[c->index].text)
            continue;
        cairo_set_source_rgb(cr, HEAD_GREY, HEAD_GREY, HEAD_GREY);
        cairo_rectangle(cr, c->x, r->p->y + THIN / 2, c->wide, high - THIN); /* lines stay */
        cairo_fill(cr);
        cairo_set_source_rgb(cr, 0, 0, 0);
    }
}

/* Between its cells, from the top of the row at hand. */
static void part_cells(const struct run *r, const struct doc_row *row, double high)
{
    bool parted = r->plan->is_form && row->kind == DOC_ROW;
    double y = r->p->y;

    for (size_t i = 0; parted && i < r->s->n; i = cell_end(r, row, i))
        if (i > 0)
            pdf_line(r->p, column(r, i)->x, y, column(r, i)->x, y + high, THIN);
}

/* ---- rows ---- */

static double to_write(const struct doc_table *t)
{
    return t->high ? MM(t->high) : t->ruled ? TO_WRITE : TO_SIGN;
}

static double row_high(struct run *r, size_t at)
{
    const struct doc_row *row = &r->plan->table->rows[at];
    double high = r->s->high[at];

    if (high > 0)
        return high;
    give_room(r, row);
    if (row->kind == DOC_GROUP)
        high = group(r, row, -1);
    for (size_t i = 0; row->kind != DOC_GROUP && i < r->s->n; i++) {
        struct plan_column *c = column(r, i);
        high = fmax(high, cell_set(r->p, r->plan, c, row));
        if (c->column->is & DOC_WRITE && row->kind == DOC_ROW)
            high = fmax(high, to_write(r->plan->table));
    }
    r->s->high[at] = (float)high;
    return r->s->high[at]; /* as it was kept: both runs go by the same number */
}

static void end_row(struct run *r, const struct doc_row *row, double high)
{
    part_cells(r, row, high);
    r->p->y += high;
    if (is_gridded(r))
        across(r, r->p->y, THIN);
    r->rows_here++;
}

static void draw_cells(struct run *r, const struct doc_row *row)
{
    for (size_t i = 0; i < r->s->n; i++) {
        struct plan_column *c = column(r, i);
        if (!*row->cells[c->index].text)
            continue;
        cell_set(r->p, r->plan, c, row);
        cell_show(r->p, r->plan, c, row, r->p->y, 0, cell_lines(c));
    }
}

static void draw_row(struct run *r, const struct doc_row *row, double high)
{
    if (row->kind == DOC_SUM)
        across(r, r->p->y, THICK);
    if (row->kind == DOC_GROUP)
        upright(r);
    give_room(r, row);
    shade_labels(r, row, high);
    if (row->kind == DOC_GROUP)
        group(r, row, r->p->y);
    else if (pdf_is_wet(r->p))
        draw_cells(r, row);
    end_row(r, row, high);
    if (row->kind == DOC_GROUP) {       /* no upright lines through it, but for the frame */
        if (is_gridded(r)) {
            pdf_line(r->p, r->p->left, r->top, r->p->left, r->p->y, THICK);
            pdf_line(r->p, right_edge(r), r->top, right_edge(r), r->p->y, THICK);
        }
        r->top = r->p->y;
    }
}

/* ---- a row too high for any page ---- */

static bool leads(const struct run *r, size_t i)
{
    return column(r, i)->column->is & (DOC_HEAD | DOC_LABEL) || i == 0;
}

/* Lines from..to-1 of every cell; what leads the row stands there again, and that it goes on. */
static void draw_piece(struct run *r, const struct doc_row *row, int from, int to)
{
    struct pdf *p = r->p;
    const struct style *s = &r->plan->cell;

    for (size_t i = 0; i < r->s->n; i++) {
        struct plan_column *c = column(r, i);
        int n = cell_lines(c), shown = to - from - 1 < n ? to - from - 1 : n;
        if (from == 0 || !leads(r, i) || n > to - from) {
            cell_show(p, r->plan, c, row, p->y, from, to < n ? to : n);
            continue;
        }
        cell_show(p, r->plan, c, row, p->y, 0, shown);
        if (i == 0)
            text_one(p, s, _("(cont.)"), c->x + CELL_SIDE,
                     p->y + CELL_ABOVE + shown * s->pitch, c->wide, TEXT_LEFT);
    }
}

static void split_row(struct run *r, const struct doc_row *row)
{
    struct pdf *p = r->p;
    const double pitch = r->plan->cell.pitch;
    int lines = 1, from = 0;

    give_room(r, row);
    for (size_t i = 0; i < r->s->n; i++) {
        cell_set(p, r->plan, column(r, i), row);
        int n = cell_lines(column(r, i));
        lines = n > lines ? n : lines;
    }
    while (from < lines) {
        int room = (int)((p->bottom - p->y - 2 * CELL_ABOVE - 4) / pitch);
        if (room < LEAST_LINES && r->rows_here > 0) {
            turn(r);
            continue;
        }
        room = room < 1 ? 1 : room;
        int to = from + room < lines ? from + room : lines;
        double high = (to - from) * pitch + 2 * CELL_ABOVE + (from ? 0 : 3);
        shade_labels(r, row, high);
        draw_piece(r, row, from, to);
        end_row(r, row, high);
        from = to;
        if (from < lines)
            turn(r);
    }
}

/* What stands on one page with row `at`: the row it heads, the sums of what ends with it, and
 * what comes behind the last one. */
static double stays(struct run *r, size_t at)
{
    const struct doc_table *t = r->plan->table;
    double high = row_high(r, at);

    if (t->rows[at].kind == DOC_GROUP && at + 1 < t->n_rows)
        high += row_high(r, ++at);
    while (at + 1 < t->n_rows && t->rows[at + 1].kind == DOC_SUM)
        high += row_high(r, ++at);
    return at + 1 < t->n_rows ? high : high + r->behind;
}

static void place_row(struct run *r, size_t at)
{
    struct pdf *p = r->p;
    const struct doc_row *row = &r->plan->table->rows[at];
    double high = row_high(r, at), together = stays(r, at);
    double most = p->bottom - p->top - r->plan->header - caption_high(r);

    if (together > most)
        together = high;
    if (p->y + together > p->bottom + 0.01 && r->rows_here > 0 && high <= most)
        turn(r);
    if (p->y + high <= p->bottom + 0.01)
        draw_row(r, row, high);
    else
        split_row(r, row);
}

/* ---- the table ---- */

static struct run begin(struct pdf *p, struct table_plan *plan, size_t strip, double behind)
{
    struct run r = { .p = p, .plan = plan, .s = &plan->strips[strip],
                     .behind = strip + 1 == plan->n_strips ? behind : 0 };

    table_strip(p, plan, r.s);
    plan->header = header_high(&r);
    return r;
}

static double least_of(struct run *r)
{
    double high = caption_high(r) + r->plan->header;
    double most = r->p->bottom - r->p->top;

    if (r->plan->table->n_rows)
        high += stays(r, 0);
    return fmin(high, most / 2);
}

double table_least(struct pdf *p, struct table_plan *plan, double behind)
{
    if (plan->n_columns == 0)
        return 0;
    struct run r = begin(p, plan, 0, behind);
    return least_of(&r);
}

void table_run(struct pdf *p, struct table_plan *plan, double behind)
{
    for (size_t i = 0; plan->n_columns && i < plan->n_strips; i++) {
        struct run r = begin(p, plan, i, behind);
        if (i > 0)
            pdf_next_page(p);
        else
            pdf_need(p, least_of(&r));
        header(&r);
        for (size_t k = 0; k < plan->table->n_rows; k++)
            place_row(&r, k);
        close_page(&r);
    }
}
