#include "report/typeset/pdf_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"

#define BOX_ABOVE 0.5           /* points: a frame above and below the line of its word */
#define BOX_ROOM 3.0            /* from a boxed word to the next line, more than a pitch */
#define BOX_SIDE 2.0            /* from the word to its frame */

static struct style *style_of(struct table_plan *plan, const struct plan_column *c,
                              const struct doc_row *row)
{
    return row->kind == DOC_ROW && !(c->column->is & DOC_LABEL) ? &plan->cell : &plan->head;
}

/* What its later paragraphs are in. */
static struct style *later_of(struct table_plan *plan, const struct plan_column *c,
                              const struct doc_row *row)
{
    return c->column->is & DOC_KAI ? &plan->kai : style_of(plan, c, row);
}

static double inner(const struct plan_column *c)
{
    return c->room - CELL_SIDE - c->after;
}

static bool is_boxed(const struct plan_column *c, const struct doc_row *row)
{
    const struct doc_cell *cell = &row->cells[c->index];

    return c->column->is & DOC_BOXED && cell->colour != COLOUR_NONE && *cell->text;
}

static double height(const struct style *s, int lines, bool boxed)
{
    return lines * s->pitch + (boxed && lines > 1 ? BOX_ROOM : 0) + 2 * CELL_ABOVE;
}

/* ---- setting ---- */

static void set_kai(const struct table_plan *plan, PangoLayout *layout, const char *text)
{
    const char *end = strchr(text, '\n');

    pango_layout_set_attributes(layout, NULL);
    if (!end)
        return;
    PangoAttribute *a = pango_attr_font_desc_new(plan->kai.font);
    PangoAttrList *list = pango_attr_list_new();
    a->start_index = (guint)(end - text);
    pango_attr_list_insert(list, a);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

static void set(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                const struct doc_row *row, const char *text)
{
    struct style *s = style_of(plan, c, row);

    c->is_plain = plain_set(p, &c->plain, s, later_of(plan, c, row), text, inner(c));
    if (c->is_plain)
        return;
    if (!c->is_set || c->kind != row->kind) {
        text_set(p, c->layout, s, "", inner(c), 0);
        c->is_set = true;
        c->kind = row->kind;
    }
    pango_layout_set_text(c->layout, text, -1);
    if (c->column->is & DOC_KAI)
        set_kai(plan, c->layout, text);
}

int cell_lines(const struct plan_column *c)
{
    return c->is_plain ? (int)c->plain.n : pango_layout_get_line_count(c->layout);
}

/* Where the line begins that the first paragraph must not have; 0 when it is short enough. */
static size_t too_far(const struct plan_column *c, const char *text)
{
    int most = c->most;

    if (most == 0 || cell_lines(c) <= most)
        return 0;
    size_t at = c->is_plain
                    ? c->plain.lines[most].from
                    : (size_t)pango_layout_get_line_readonly(c->layout, most)->start_index;
    return at < strcspn(text, "\n") ? at : 0;
}

/* The first paragraph cut to its column's lines, the last of which ends in a Chinese ellipsis. */
static void clamp(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                  const struct doc_row *row, const char *text)
{
    size_t cut = too_far(c, text);
    const char *rest = text + strcspn(text, "\n");

    while (cut > 0) {
        do
            cut--;
        while (cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80);
        free(c->cut);
        c->cut = xasprintf("%.*s……%s", (int)cut, text, rest);
        set(p, plan, c, row, c->cut);
        if (!too_far(c, c->cut))
            break;
    }
}

double cell_set(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                const struct doc_row *row)
{
    const char *text = row->cells[c->index].text;

    set(p, plan, c, row, text);
    clamp(p, plan, c, row, text);
    return height(style_of(plan, c, row), cell_lines(c), is_boxed(c, row));
}

/* ---- drawing ---- */

static void show_lines(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                       const struct doc_row *row, double x, double y, double wide,
                       enum text_align align, int from, int to)
{
    if (c->is_plain)
        plain_show(p, &c->plain, style_of(plan, c, row), later_of(plan, c, row), x, y, wide, align,
                   from, to);
    else
        text_show_lines(p, c->layout, style_of(plan, c, row), x, y, wide, align, from, to);
}

static double first_width(const struct plan_column *c)
{
    PangoRectangle r;

    if (c->is_plain)
        return c->plain.lines[0].wide;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(c->layout, 0), NULL, &r);
    return (double)r.width / PANGO_SCALE;
}

static void frame_word(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                       const struct doc_row *row, double y)
{
    double wide = first_width(c), x = c->x + CELL_SIDE;

    if (c->column->align == TEXT_LEFT)
        x += BOX_SIDE;
    else if (c->column->align == TEXT_CENTRE)
        x += (inner(c) - wide) / 2;
    else
        x += inner(c) - wide - BOX_SIDE;
    show_lines(p, plan, c, row, x, y, wide, TEXT_LEFT, 0, 1);
    pdf_frame(p, x - BOX_SIDE, y - BOX_ABOVE, wide + 2 * BOX_SIDE,
              style_of(plan, c, row)->pitch + 2 * BOX_ABOVE, row->cells[c->index].colour);
}

void cell_show(struct pdf *p, struct table_plan *plan, struct plan_column *c,
               const struct doc_row *row, double y, int from, int to)
{
    y += CELL_ABOVE;
    if (is_boxed(c, row) && from == 0 && to > 0) {
        frame_word(p, plan, c, row, y);
        y += style_of(plan, c, row)->pitch + BOX_ROOM;
        from = 1;
    }
    show_lines(p, plan, c, row, c->x + CELL_SIDE, y, inner(c), c->column->align, from, to);
}
