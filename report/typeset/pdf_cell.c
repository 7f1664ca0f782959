#include "report/typeset/pdf_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"

#define BOX_ROOM 3.0            /* points a boxed word needs more than a line */
#define BOX_SIDE 2.0            /* from the word to its frame */

static const struct style *style_of(const struct table_plan *plan, const struct doc_row *row)
{
    return row->kind == DOC_ROW ? &plan->cell : &plan->head;
}

static double inner(const struct plan_column *c)
{
    return c->wide - 2 * CELL_SIDE;
}

static bool is_boxed(const struct plan_column *c, const struct doc_row *row)
{
    const struct doc_cell *cell = &row->cells[c->index];

    return c->column->is & DOC_BOXED && cell->colour != COLOUR_NONE && *cell->text;
}

static double height(const struct style *s, int lines, bool boxed)
{
    return lines * s->pitch + (boxed ? BOX_ROOM : 0) + 2 * CELL_ABOVE;
}

/* ---- setting ---- */

static void set_kai(const struct table_plan *plan, PangoLayout *layout, const char *text)
{
    const char *end = strchr(text, '\n');

    if (!end)
        return;
    PangoAttribute *a = pango_attr_font_desc_new(plan->kai.font);
    PangoAttrList *list = pango_attr_list_new();
    a->start_index = (guint)(end - text);
    pango_attr_list_insert(list, a);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

static void set(const struct table_plan *plan, struct plan_column *c, const char *text)
{
    pango_layout_set_text(c->layout, text, -1);
    if (c->column->is & DOC_KAI) {
        pango_layout_set_attributes(c->layout, NULL);
        set_kai(plan, c->layout, text);
    }
}

/* Where the `n`th line begins that the first paragraph must not have; 0 when it is short enough. */
static size_t too_far(const struct plan_column *c, const char *text, int n)
{
    size_t end = strcspn(text, "\n");
    PangoLayoutLine *l = pango_layout_get_line_readonly(c->layout, n);

    return l && (size_t)l->start_index < end ? (size_t)l->start_index : 0;
}

/* The first paragraph cut to its column's lines, the last of which ends in a Chinese ellipsis. */
static void clamp(const struct table_plan *plan, struct plan_column *c, const char *text)
{
    size_t cut = c->column->lines ? too_far(c, text, c->column->lines) : 0;
    const char *rest = text + strcspn(text, "\n");

    while (cut > 0) {
        do
            cut--;
        while (cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80);
        char *shorter = xasprintf("%.*s……%s", (int)cut, text, rest);
        set(plan, c, shorter);
        bool fits = !too_far(c, shorter, c->column->lines);
        free(shorter);
        if (fits)
            break;
    }
}

int cell_lines(const struct plan_column *c)
{
    return pango_layout_get_line_count(c->layout);
}

double cell_set(struct pdf *p, struct table_plan *plan, struct plan_column *c,
                const struct doc_row *row)
{
    const struct style *s = style_of(plan, row);
    const char *text = row->cells[c->index].text;

    if (!c->is_set || c->kind != row->kind) {
        text_set(p, c->layout, s, "", inner(c), 0);
        c->is_set = true;
        c->kind = row->kind;
    }
    set(plan, c, text);
    clamp(plan, c, text);
    return height(s, cell_lines(c), is_boxed(c, row));
}

double cell_guess(struct pdf *p, const struct table_plan *plan, const struct plan_column *c,
                  const struct doc_row *row)
{
    const struct style *s = style_of(plan, row);
    const char *text = row->cells[c->index].text;

    if (strchr(text, '\n') || style_width(p, s, text) > inner(c))
        return 0;
    return height(s, 1, is_boxed(c, row));
}

/* ---- drawing ---- */

static void frame_word(struct pdf *p, const struct style *s, const struct plan_column *c,
                       enum colour colour, double y)
{
    PangoRectangle r;

    pango_layout_line_get_extents(pango_layout_get_line_readonly(c->layout, 0), NULL, &r);
    double wide = (double)r.width / PANGO_SCALE, x = c->x + CELL_SIDE;
    if (c->column->align == TEXT_LEFT)
        x += BOX_SIDE;
    else if (c->column->align == TEXT_CENTRE)
        x += (inner(c) - wide) / 2;
    else
        x += inner(c) - wide - BOX_SIDE;
    text_show_lines(p, c->layout, s, x, y + BOX_ROOM / 2, wide, TEXT_LEFT, 0, 1);
    pdf_frame(p, x - BOX_SIDE, y + 1, wide + 2 * BOX_SIDE, s->pitch + BOX_ROOM - 2, colour);
}

void cell_show(struct pdf *p, const struct table_plan *plan, const struct plan_column *c,
               const struct doc_row *row, double y, int from, int to)
{
    const struct style *s = style_of(plan, row);

    y += CELL_ABOVE;
    if (is_boxed(c, row) && from == 0 && to > 0) {
        frame_word(p, s, c, row->cells[c->index].colour, y);
        y += s->pitch + BOX_ROOM;
        from = 1;
    }
    text_show_lines(p, c->layout, s, c->x + CELL_SIDE, y, inner(c), c->column->align, from, to);
}
