#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "report/typeset/xlsx_parts.h"

#define CELL_MAX 32767                  /* UTF-16 units of a cell */
#define LINE_HEIGHT 1.35                /* of the size of the type */

/* ---- how it looks ---- */

struct xlsx_look xlsx_look(enum xlsx_font font, int size, enum text_align align)
{
    struct xlsx_look look;

    memset(&look, 0, sizeof look); /* the gaps between the fields, too */
    look.font = (unsigned char)font;
    look.size = (unsigned char)size;
    look.align = (unsigned char)align;
    return look;
}

static const char *const fonts[] = {
    [XLSX_SONG] = "宋体", [XLSX_HEI] = "黑体", [XLSX_FANG] = "仿宋"
};

static void set_lines(lxw_format *f, enum xlsx_lines lines)
{
    switch (lines) {
    case XLSX_BARE: break;
    case XLSX_BOX: format_set_border(f, LXW_BORDER_THIN); break;
    case XLSX_THICK: format_set_border(f, LXW_BORDER_MEDIUM); break;
    case XLSX_UNDER: format_set_bottom(f, LXW_BORDER_THIN); break;
    case XLSX_CUT: format_set_top(f, LXW_BORDER_DASHED); break;
    }
}

static lxw_format *make(struct xlsx *x, const struct xlsx_look *look)
{
    static const uint8_t align[] = { [TEXT_LEFT] = LXW_ALIGN_LEFT,
                                     [TEXT_RIGHT] = LXW_ALIGN_RIGHT,
                                     [TEXT_CENTRE] = LXW_ALIGN_CENTER };
    lxw_format *f = workbook_add_format(x->book);

    format_set_font_name(f, fonts[look->font]);
    format_set_font_size(f, look->size);
    if (look->bold)
        format_set_bold(f);
    format_set_text_wrap(f);
    format_set_align(f, align[look->align]);
    format_set_align(f, look->middle ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
    set_lines(f, look->lines);
    if (look->fill) {
        format_set_pattern(f, LXW_PATTERN_SOLID);
        format_set_fg_color(f, look->fill);
    }
    if (look->number[0])
        format_set_num_format(f, look->number);
    else
        format_set_num_format(f, "@"); /* stays words when it is typed over */
    return f;
}

lxw_format *xlsx_format(struct xlsx *x, const struct xlsx_look *look)
{
    for (size_t i = 0; i < x->n_formats; i++)
        if (memcmp(&x->formats[i].look, look, sizeof *look) == 0)
            return x->formats[i].format;
    GROW(x->formats, x->n_formats, x->cap_formats);
    x->formats[x->n_formats++] = (struct xlsx_format){ *look, make(x, look) };
    memcpy(&x->formats[x->n_formats - 1].look, look, sizeof *look);
    return x->formats[x->n_formats - 1].format;
}

/* ---- what stands in it ---- */

/* "_x0041_" is an A to a spreadsheet: its own escape for characters XML has not. */
bool xlsx_is_escape(const char *s)
{
    return s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 &&
           s[6] == '_';
}

const char *xlsx_words(struct xlsx *x, const char *s)
{
    struct buf shown = { 0 };
    int units = 0;

    text_show(&shown, s, true);
    buf_clear(&x->words);
    for (const char *p = buf_str(&shown);;) {
        int len;
        uint32_t ch = text_next(p, &len);
        if (!ch)
            break;
        bool escape = xlsx_is_escape(p);
        units += escape ? 7 : ch > 0xFFFF ? 2 : 1;
        if (units > CELL_MAX) {
            x->shortened = true;
            break;
        }
        if (escape)
            buf_puts(&x->words, "_x005F");
        buf_add(&x->words, p, (size_t)len);
        p += len;
    }
    buf_fini(&shown);
    return buf_str(&x->words);
}

static void note(struct xlsx *x, lxw_error e)
{
    if (e && !x->failed)
        x->failed = e;
}

void xlsx_put(struct xlsx_sheet *s, size_t first, size_t last, const char *words,
              const struct xlsx_look *look)
{
    lxw_format *format = xlsx_format(s->x, look);
    const char *clean = xlsx_words(s->x, words);

    assert(first <= last);
    if (first == last)
        note(s->x, worksheet_write_string(s->sheet, s->row, (lxw_col_t)first, clean, format));
    else
        note(s->x, worksheet_merge_range(s->sheet, s->row, (lxw_col_t)first, s->row,
                                         (lxw_col_t)last, clean, format));
}

void xlsx_number(struct xlsx_sheet *s, size_t first, size_t last, double n,
                 const struct xlsx_look *look)
{
    lxw_format *format = xlsx_format(s->x, look);

    if (first < last) /* merges words only: the number is written over them */
        xlsx_put(s, first, last, "", look);
    note(s->x, worksheet_write_number(s->sheet, s->row, (lxw_col_t)first, n, format));
}

/* ---- how tall it is ---- */

int xlsx_pixels(const struct xlsx_sheet *s, size_t first, size_t last)
{
    int n = 0;

    for (size_t i = first; i <= last; i++)
        n += s->pixels[i];
    return n;
}

int xlsx_columns(int pixels, int points)
{
    /* a column is half a point size wide; something stays free at the sides */
    int n = (int)((pixels - 6) / (points * 96.0 / 72 / 2) * 0.97);

    return n < 2 ? 2 : n;
}

int xlsx_lines(const char *words, int columns)
{
    int lines = 0;
    size_t n;

    for (const char *p = words; p; lines++)
        p = text_line(p, columns, &n);
    return lines;
}

double xlsx_height(int lines, int points)
{
    double h = lines * points * LINE_HEIGHT + 3;

    return h > XLSX_ROW_POINTS_MAX ? XLSX_ROW_POINTS_MAX : h;
}

void xlsx_row_height(struct xlsx_sheet *s, double points)
{
    note(s->x, worksheet_set_row(s->sheet, s->row, points, NULL));
}

void xlsx_end_row(struct xlsx_sheet *s, double points)
{
    s->above += points;
    s->row++;
}
