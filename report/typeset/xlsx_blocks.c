#include <stdlib.h>

#include "report/typeset/xlsx_parts.h"

#define BREAKS_MAX 1023
#define FREEZE_POINTS 220               /* what stands still leaves room to scroll */

/* ---- rows of text ---- */

/* The last column of those from `first` that together are at least so wide, leaving one
 * free when there is one. */
static size_t until(const struct xlsx_sheet *s, size_t first, int wide)
{
    size_t last = first;

    while (last + 2 < s->n_columns && xlsx_pixels(s, first, last) < wide)
        last++;
    return last;
}

/* `words` over the columns, a row for every so many lines that fit into one. `lead` stands
 * in the columns before `first`, in the first row. */
static void put_text(struct xlsx_sheet *s, size_t first, const char *lead, const char *words,
                     const struct xlsx_look *look)
{
    size_t last = s->n_columns - 1;
    int columns = xlsx_columns(xlsx_pixels(s, first, last), look->size);
    int most = (int)((XLSX_ROW_POINTS_MAX - 3) / (look->size * 1.35));
    struct xlsx_look label = *look;

    label.lines = XLSX_BARE;
    for (const char *p = words; p; lead = "") {
        const char *from = p, *end = p;
        int lines = 0;
        for (; p && lines < most; lines++) {
            size_t n;
            const char *next = text_line(p, columns, &n);
            end = p + n;
            p = next;
        }
        char *piece = xstrndup(from, (size_t)(end - from));
        double height = xlsx_height(lines, look->size);
        if (first > 0) {
            int beside = xlsx_lines(lead, xlsx_columns(xlsx_pixels(s, 0, first - 1), look->size));
            if (xlsx_height(beside, look->size) > height)
                height = xlsx_height(beside, look->size);
        }
        xlsx_row_height(s, height);
        if (first > 0)
            xlsx_put(s, 0, first - 1, lead, &label);
        xlsx_put(s, first, last, piece, look);
        xlsx_end_row(s, height);
        free(piece);
    }
}

static void put_blank(struct xlsx_sheet *s, double points)
{
    for (; points > 0; points -= XLSX_ROW_POINTS_MAX) {
        double h = points < XLSX_ROW_POINTS_MAX ? points : XLSX_ROW_POINTS_MAX;
        xlsx_row_height(s, h);
        xlsx_end_row(s, h);
    }
}

/* A row for each paragraph, begun two characters in. */
static void put_paragraphs(struct xlsx_sheet *s, const char *text,
                           const struct xlsx_look *look)
{
    for (const char *p = text; p;) {
        size_t n = strcspn(p, "\n");
        char *one = xasprintf("　　%.*s", (int)n, p);
        put_text(s, 0, "", one, look);
        free(one);
        p = p[n] ? p + n + 1 : NULL;
    }
}

/* Left, middle and right, each over about a third. */
static void put_spread(struct xlsx_sheet *s, const struct doc_block *b)
{
    const char *text[] = { b->text, b->second, b->third };
    enum text_align align[] = { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };
    int all = xlsx_pixels(s, 0, s->n_columns - 1);
    size_t last[3] = { 0, 0, s->n_columns - 1 };
    double height = 0;

    for (size_t i = 0; i < 2; i++) {
        size_t from = i ? last[0] + 1 : 0;
        last[i] = from;
        while (last[i] + 3 - i < s->n_columns &&
               xlsx_pixels(s, 0, last[i]) + s->pixels[last[i] + 1] / 2 < all * ((int)i + 1) / 3)
            last[i]++;
    }
    for (size_t i = 0, from = 0; i < 3; from = last[i++] + 1) {
        int lines = xlsx_lines(text[i],
                               xlsx_columns(xlsx_pixels(s, from, last[i]), s->x->points));
        double h = xlsx_height(lines, s->x->points);
        height = h > height ? h : height;
    }
    xlsx_row_height(s, height);
    for (size_t i = 0, from = 0; i < 3; from = last[i++] + 1) {
        struct xlsx_look look = xlsx_look(XLSX_SONG, s->x->points, align[i]);
        xlsx_put(s, from, last[i], text[i], &look);
    }
    xlsx_end_row(s, height);
}

/* What leads stands in columns of its own, as wide as it needs. */
static void put_led(struct xlsx_sheet *s, const char *lead, const char *words,
                    struct xlsx_look *look, bool written)
{
    int wide = (int)((text_width(lead) + 1) * look->size * 96.0 / 72 / 2) + 8;

    if (written && !*words)
        look->lines = XLSX_UNDER;
    if (*lead)
        put_text(s, until(s, 0, wide) + 1, lead, words, look);
    else
        put_text(s, 0, "", words, look);
}

static void put_phrases(struct xlsx_sheet *s, const struct doc_block *b,
                        const struct xlsx_look *look)
{
    struct buf line = { 0 };

    buf_puts(&line, b->text);
    for (size_t i = 0; i < b->n_phrases; i++) {
        buf_puts(&line, line.len ? "  " : "");
        buf_puts(&line, b->phrases[i].text);
    }
    put_text(s, 0, "", buf_str(&line), look);
    buf_fini(&line);
}

/* A cell for each mark behind the label; what does not fit goes into the rows below. */
static void put_marks(struct xlsx_sheet *s, const struct doc_block *b)
{
    size_t at = 1, last = s->n_columns - 1;
    struct xlsx_look label = xlsx_look(XLSX_SONG, XLSX_TABLE_POINTS, TEXT_LEFT);
    int lines = xlsx_lines(b->text, xlsx_columns(s->pixels[0], XLSX_TABLE_POINTS));
    double height = xlsx_height(lines, XLSX_TABLE_POINTS);

    xlsx_row_height(s, height);
    xlsx_put(s, 0, 0, b->text, &label);
    for (size_t i = 0; i < b->n_phrases; i++, at++) {
        if (at > last) {
            xlsx_end_row(s, height);
            height = xlsx_height(1, XLSX_TABLE_POINTS);
            xlsx_row_height(s, height);
            at = 1;
        }
        struct xlsx_look look = xlsx_look(XLSX_SONG, XLSX_TABLE_POINTS, TEXT_CENTRE);
        look.lines = b->phrases[i].colour == COLOUR_RED ? XLSX_THICK : XLSX_BOX;
        look.bold = b->phrases[i].colour == COLOUR_RED;
        look.fill = xlsx_fill(b->phrases[i].colour);
        xlsx_put(s, at, at, b->phrases[i].text, &look);
    }
    if (*b->second) {
        int wide = (int)((text_width(b->second) + 2) * XLSX_TABLE_POINTS * 96.0 / 72 / 2);
        if (at > last || xlsx_pixels(s, at, last) < wide) {
            xlsx_end_row(s, height);
            put_text(s, 1, "", b->second, &label);
            return;
        }
        xlsx_put(s, at, last, b->second, &label);
    }
    xlsx_end_row(s, height);
}

static void put_box(struct xlsx_sheet *s, const struct doc_block *b)
{
    double height = XLSX_POINTS(b->high > 0 ? b->high : 20);
    struct xlsx_look look = xlsx_look(XLSX_SONG, s->x->points, TEXT_LEFT);
    size_t last = b->wide > 0 ? until(s, 0, XLSX_PIXELS(b->wide)) : s->n_columns - 1;

    if (height > XLSX_ROW_POINTS_MAX)
        height = XLSX_ROW_POINTS_MAX;
    look.lines = XLSX_THICK;
    xlsx_row_height(s, height);
    xlsx_put(s, 0, last, b->text, &look);
    xlsx_end_row(s, height);
}

static void put_seal(struct xlsx_sheet *s, const struct doc_block *b)
{
    const char *text[] = { b->text, b->second, b->third };
    struct xlsx_look look = xlsx_look(XLSX_SONG, s->x->points, TEXT_RIGHT);

    put_blank(s, XLSX_POINTS(b->high));
    for (size_t i = 0; i < 3; i++)
        if (*text[i])
            put_text(s, 0, "", text[i], &look);
}

/* ---- blocks ---- */

static void put_heading(struct xlsx_sheet *s, const char *text)
{
    struct xlsx_look look = xlsx_look(XLSX_HEI, s->x->points + 2, TEXT_LEFT);

    look.bold = true;
    put_text(s, 0, "", text, &look);
}

static size_t tables(const struct doc_part *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_blocks; i++)
        n += p->blocks[i].kind == DOC_TABLE_HERE && xlsx_table_columns(p->blocks[i].table) > 0;
    return n;
}

/* A single table keeps its headings in sight, on the screen and on every page. Where there
 * are several there is no one row to keep. */
static void put_table(struct xlsx_sheet *s, const struct doc_table *t)
{
    lxw_row_t header = s->row;

    if (xlsx_table_columns(t) == 0)
        return;
    xlsx_table(s, t);
    if (tables(s->part) > 1 || doc_is_form(t))
        return;
    worksheet_repeat_rows(s->sheet, header, header);
    if (s->above <= FREEZE_POINTS || t->n_rows > 30)
        worksheet_freeze_panes(s->sheet, header + 1, 0);
}

static void put_break(struct xlsx_sheet *s)
{
    if (s->n_breaks >= BREAKS_MAX || s->row == 0)
        return;
    GROW(s->breaks, s->n_breaks, s->cap_breaks);
    s->breaks[s->n_breaks++] = s->row;
}

void xlsx_block(struct xlsx_sheet *s, const struct doc_block *b)
{
    bool letter = s->x->document->page == DOC_LETTER;
    struct xlsx_look look = xlsx_look(letter ? XLSX_FANG : XLSX_SONG, s->x->points, TEXT_LEFT);

    switch (b->kind) {
    case DOC_TITLE:
        look = xlsx_look(XLSX_SONG, 20, TEXT_CENTRE);
        look.bold = look.middle = true;
        put_text(s, 0, "", b->text, &look);
        break;
    case DOC_SPREAD: put_spread(s, b); break;
    case DOC_HEADING: put_heading(s, b->text); break;
    case DOC_PARAGRAPH: put_paragraphs(s, b->text, &look); break;
    case DOC_LINE: put_text(s, 0, "", b->text, &look); break;
    case DOC_RIGHT:
        look.align = TEXT_RIGHT;
        put_text(s, 0, "", b->text, &look);
        break;
    case DOC_ITEM: put_led(s, b->second, b->text, &look, false); break;
    case DOC_FIELD: put_led(s, b->text, b->second, &look, true); break;
    case DOC_PHRASES: put_phrases(s, b, &look); break;
    case DOC_TABLE_HERE: put_table(s, b->table); break;
    case DOC_MARKS: put_marks(s, b); break;
    case DOC_BOX: put_box(s, b); break;
    case DOC_SEAL: put_seal(s, b); break;
    case DOC_CUT:
        look.lines = XLSX_CUT;
        put_text(s, 0, "", b->text, &look);
        break;
    case DOC_GAP: put_blank(s, xlsx_height(1, s->x->points)); break;
    case DOC_PAGE: put_break(s); break;
    case DOC_CODE:
        look = xlsx_look(XLSX_SONG, 9, TEXT_LEFT);
        put_text(s, 0, "", b->text, &look);
        break;
    }
}

void xlsx_mark(struct xlsx_sheet *s)
{
    struct xlsx_look look = xlsx_look(XLSX_HEI, 16, TEXT_CENTRE);

    look.bold = true;
    look.lines = XLSX_THICK;
    put_text(s, 0, "", s->x->document->mark, &look);
}
