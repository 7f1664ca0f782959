#include "report/typeset/pdf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/typeset/pdf_table.h"

#define DASH 3.0
#define WRITE_HIGH MM(9)        /* a line to write on */
#define ABOVE_TABLE 2.0         /* points */
#define ABOVE_CODE 4.0
#define TO_SIGN MM(28)          /* a blank in a line of text */
#define BLANK 3                 /* as many "_" are one */
#define LABEL_MOST 0.5          /* of the line: a longer label stands above what it names */

static const struct style *body(const struct pdf *p)
{
    return &p->styles[STYLE_BODY];
}

/* ---- lines and frames ---- */

void pdf_line(struct pdf *p, double x1, double y1, double x2, double y2, double thick)
{
    if (!pdf_is_wet(p))
        return;
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    cairo_set_line_width(p->cr, thick);
    cairo_move_to(p->cr, x1, y1);
    cairo_line_to(p->cr, x2, y2);
    cairo_stroke(p->cr);
}

static void dashed(struct pdf *p, bool is_on)
{
    const double dash = DASH;

    if (pdf_is_wet(p))
        cairo_set_dash(p->cr, &dash, is_on ? 1 : 0, 0);
}

static void frame(struct pdf *p, double x, double y, double wide, double high, double thick)
{
    if (!pdf_is_wet(p))
        return;
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    cairo_set_line_width(p->cr, thick);
    cairo_rectangle(p->cr, x, y, wide, high);
    cairo_stroke(p->cr);
}

void pdf_frame(struct pdf *p, double x, double y, double wide, double high, enum colour c)
{
    if (c == COLOUR_RED)
        frame(p, x + 0.6, y + 0.6, wide - 1.2, high - 1.2, 1.2);
    else if (c == COLOUR_YELLOW)
        frame(p, x + 0.2, y + 0.2, wide - 0.4, high - 0.4, 0.4);
    else if (c == COLOUR_GREY) {
        dashed(p, true);
        frame(p, x + 0.2, y + 0.2, wide - 0.4, high - 0.4, 0.4);
        dashed(p, false);
    }
}

/* ---- text ---- */

/* `text` with room for a name where it has a blank to sign in ("___" or longer). Caller frees. */
static char *with_room(struct pdf *p, const struct style *s, const char *text)
{
    struct buf b = { 0 };

    while (*text) {
        size_t n = strspn(text, "_");
        int lines = (int)ceil(TO_SIGN / fmax(style_width(p, s, "_"), 1));
        for (; n >= BLANK && (int)n < lines; lines--)
            buf_putc(&b, '_');
        n = n ? n : strcspn(text, "_");
        buf_add(&b, text, n);
        text += n;
    }
    char *wider = buf_take(&b);
    return wider ? wider : xstrdup("");
}

static void title(struct pdf *p, const struct doc_block *b)
{
    pdf_space(p, p->look->air);
    text_flow(p, &p->styles[STYLE_TITLE], b->text, p->left, pdf_width(p), 0, TEXT_CENTRE, NULL,
              0);
    pdf_space(p, p->look->air);
}

/* Left, middle and right over one line; a line each where they would touch. */
static void spread(struct pdf *p, const struct doc_block *b)
{
    static const enum text_align aligns[] = { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };
    const char *texts[] = { b->text, b->second, b->third };
    const struct style *s = &p->styles[STYLE_SPREAD];
    double wide = pdf_width(p), w[3], gap = s->size;

    for (int i = 0; i < 3; i++)
        w[i] = style_width(p, s, texts[i]);
    bool fits = w[1] > 0 ? fmax(w[0], w[2]) + gap <= (wide - w[1]) / 2
                         : w[0] + gap + w[2] <= wide;
    if (!fits) {
        for (int i = 0; i < 3; i++)
            if (*texts[i])
                text_flow(p, s, texts[i], p->left, wide, 0, aligns[i], NULL, 0);
        pdf_space(p, p->look->air);
        return;
    }
    pdf_need(p, s->pitch);
    for (int i = 0; i < 3; i++)
        if (*texts[i])
            text_one(p, s, texts[i], p->left, p->y, wide, aligns[i]);
    p->y += s->pitch;
    p->is_fresh = false;
    pdf_space(p, p->look->air);
}

static void heading(struct pdf *p, const struct doc_block *b)
{
    pdf_space(p, p->look->air);
    text_flow(p, &p->styles[STYLE_HEADING], b->text, p->left, pdf_width(p),
              p->look->is_letter ? 2 * body(p)->size : 0, TEXT_LEFT, NULL, 0);
    pdf_space(p, p->look->air / 2);
}

static void paragraph(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);

    text_flow(p, s, b->text, p->left, pdf_width(p), 2 * (s->size + s->spacing), TEXT_LEFT, NULL,
              0);
}

static void line(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);

    char *text = with_room(p, s, b->text);

    text_flow(p, s, text, p->left, pdf_width(p), -2 * (s->size + s->spacing), TEXT_LEFT, NULL, 0);
    free(text);
}

static void item(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);
    double half = s->size / 2, in = p->look->is_letter ? 2 * s->size : 0;
    double lead = ceil(style_width(p, s, b->second) / half) * half + half / 2;
    double hang = fmin(lead, pdf_width(p) / 2), x = in + hang;

    text_flow(p, s, b->text, p->left + x, pdf_width(p) - x, 0, TEXT_LEFT, b->second, hang);
}

/* ---- to write in ---- */

static void to_write(struct pdf *p, double from)
{
    double y = p->y + WRITE_HIGH - 2;

    pdf_line(p, from, y, p->right, y, 0.5);
}

static void field(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);
    double label = style_width(p, s, b->text), gap = s->size / 4;
    bool is_above = label > pdf_width(p) * LABEL_MOST;

    if (is_above)
        text_flow(p, s, b->text, p->left, pdf_width(p), 0, TEXT_LEFT, NULL, 0);
    if (*b->second) {
        double hang = is_above ? 2 * s->size : label + gap;
        text_flow(p, s, b->second, p->left + hang, pdf_width(p) - hang, 0, TEXT_LEFT,
                  is_above ? NULL : b->text, hang);
        return;
    }
    double high = fmax(WRITE_HIGH, s->pitch);
    pdf_need(p, high);
    if (!is_above)
        text_one(p, s, b->text, p->left, p->y + high - s->pitch, pdf_width(p), TEXT_LEFT);
    to_write(p, p->left + (is_above ? 0 : label + gap));
    p->y += high;
    p->is_fresh = false;
}

static void box(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);
    double wide = b->wide ? fmin(MM(b->wide), pdf_width(p)) : pdf_width(p);
    double in = MM(1.5);
    int n = text_set(p, p->layout, s, b->text, wide - 2 * in, 0);
    double high = fmax(MM(b->high), n * s->pitch + 2 * in);

    high = fmin(high, p->bottom - p->top);
    pdf_need(p, high + 6);
    pdf_space(p, 3);
    text_set(p, p->layout, s, b->text, wide - 2 * in, 0);
    text_show_lines(p, p->layout, s, p->left + in, p->y + in, wide - 2 * in, TEXT_LEFT, 0, n);
    frame(p, p->left, p->y, wide, high, 0.5);
    p->y += high + 3;
    p->is_fresh = false;
}

/* Issuer, signature and day under the place of the seal. In a letter the day stands four
 * characters in and the others over its middle (GB/T 9704, 7.3.5). */
static void seal(struct pdf *p, const struct doc_block *b)
{
    const char *texts[] = { b->text, b->second, b->third };
    const struct style *s = body(p);
    int n = 0;

    for (int i = 0; i < 3; i++)
        n += *texts[i] != '\0';
    pdf_need(p, fmin(MM(b->high) + n * s->pitch, p->bottom - p->top));
    p->y += MM(b->high);
    double day = style_width(p, s, b->third);
    double middle = p->right - 4 * s->size - day / 2;
    for (int i = 0; i < 3; i++) {
        if (!*texts[i])
            continue;
        double wide = fmin(style_width(p, s, texts[i]), pdf_width(p)), x = p->right - wide;
        if (p->look->is_letter && *b->third)
            x = fmax(fmin(x, middle - wide / 2), p->left);
        text_one(p, s, texts[i], x, p->y, wide + 1, TEXT_LEFT);
        p->y += s->pitch;
        p->is_fresh = false;
    }
}

static void cut(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);
    double wide = fmin(style_width(p, s, b->text), pdf_width(p) * 0.8);

    if (p->is_fresh && !*b->text)       /* nothing stands above it to be cut from */
        return;
    pdf_space(p, s->pitch / 2);
    pdf_need(p, s->pitch);
    double y = p->y + s->pitch / 2, middle = (p->left + p->right) / 2;
    dashed(p, true);
    if (*b->text) {
        pdf_line(p, p->left, y, middle - wide / 2 - s->size, y, 0.5);
        pdf_line(p, middle + wide / 2 + s->size, y, p->right, y, 0.5);
    } else {
        pdf_line(p, p->left, y, p->right, y, 0.5);
    }
    dashed(p, false);
    if (*b->text)
        text_one(p, s, b->text, middle - wide / 2, p->y, wide + 1, TEXT_LEFT);
    p->y += s->pitch * 1.5;
    p->is_fresh = false;
}

/* ---- phrases and marks ---- */

static void phrases(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);
    double gap = 2 * s->size, x = p->left, high = s->pitch;

    for (size_t i = 0; i < b->n_phrases; i++)
        if (strstr(b->phrases[i].text, "___"))
            high = fmax(high, WRITE_HIGH);
    for (size_t i = 0; i < b->n_phrases; i++) {
        char *text = with_room(p, s, b->phrases[i].text);
        enum colour c = b->phrases[i].colour;
        double wide = style_width(p, s, text), in = c ? 3 : 0;
        if (x > p->left && x + wide + 2 * in > p->right) {
            x = p->left;
            p->y += high;
            p->is_fresh = false;
        }
        if (x == p->left)
            pdf_need(p, high);
        if (wide + 2 * in > pdf_width(p)) { /* longer than any line */
            text_flow(p, s, text, x, pdf_width(p), 0, TEXT_LEFT, NULL, 0);
        } else {
            double y = p->y + high - s->pitch;
            text_one(p, s, text, x + in, y, wide, TEXT_LEFT);
            pdf_frame(p, x, y + 1, wide + 2 * in, s->pitch - 2, c);
            x += wide + 2 * in + gap;
        }
        free(text);
    }
    if (x > p->left) {
        p->y += high;
        p->is_fresh = false;
    }
}

/* The labels of marks that follow each other are as wide as the widest. */
static double label_width(struct pdf *p, const struct doc_block *b)
{
    const struct doc_block *first = p->part->blocks, *end = first + p->part->n_blocks;
    const struct style *s = body(p);
    double wide = 0;

    while (b > first && b[-1].kind == DOC_MARKS)
        b--;
    for (; b < end && b->kind == DOC_MARKS; b++)
        wide = fmax(wide, fmax(style_width(p, s, b->text), style_width(p, s, b->third)));
    return fmin(wide + s->size / 2, pdf_width(p) / 3);
}

static void marks_label(struct pdf *p, const struct doc_block *b, double cell, double wide)
{
    const struct style *s = body(p);
    const char *text = p->is_fresh && *b->third ? b->third : b->text;

    text_one(p, s, text, p->left, p->y + (cell - s->pitch) / 2, wide, TEXT_LEFT);
}

static void marks(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = body(p);
    double cell = s->size * 1.6, label = label_width(p, b), x0 = p->left + label;
    double behind = *b->second ? style_width(p, s, b->second) + s->size : 0;
    bool is_below = behind > pdf_width(p) / 2;
    double room = pdf_width(p) - label - (is_below ? 0 : behind);
    int across = room >= cell ? (int)((room + 0.01) / cell) : 1;

    pdf_need(p, cell + 2);
    marks_label(p, b, cell, label);
    if (behind > 0 && !is_below)
        text_one(p, s, b->second, p->right - behind, p->y + (cell - s->pitch) / 2, behind,
                 TEXT_RIGHT);
    for (size_t i = 0; i < b->n_phrases; i++) {
        int at = (int)(i % (size_t)across);
        if (i > 0 && at == 0) {
            p->y += cell;
            p->is_fresh = false;
            pdf_need(p, cell);
            if (p->is_fresh)
                marks_label(p, b, cell, label);
        }
        double x = x0 + at * cell;
        text_one(p, s, b->phrases[i].text, x, p->y + (cell - s->pitch) / 2, cell, TEXT_CENTRE);
        pdf_frame(p, x + 0.7, p->y + 0.7, cell - 1.4, cell - 1.4, b->phrases[i].colour);
    }
    p->y += cell + 2;
    p->is_fresh = false;
    if (is_below)
        text_flow(p, s, b->second, x0, pdf_width(p) - label, 0, TEXT_LEFT, NULL, 0);
}

/* ---- what proves the page: at the foot of the last one ---- */

static double code_high(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = &p->styles[STYLE_SMALL];
    double qr = *b->second ? qr_size(b->second) : 0;
    int n = *b->text ? text_set(p, p->layout, s, b->text, pdf_width(p) - qr, 0) : 0;

    return ABOVE_CODE + fmax(n * s->pitch, qr);
}

static void code(struct pdf *p, const struct doc_block *b)
{
    const struct style *s = &p->styles[STYLE_SMALL];
    double qr = *b->second ? qr_size(b->second) : 0, wide = pdf_width(p) - qr;
    double high = code_high(p, b);

    pdf_need(p, high);
    double y = p->bottom - high + ABOVE_CODE;
    int n = *b->text ? text_set(p, p->layout, s, b->text, wide, 0) : 0;
    text_show_lines(p, p->layout, s, p->left, p->bottom - n * s->pitch, wide, TEXT_LEFT, 0, n);
    if (qr > 0)
        qr_draw(p, b->second, p->right - qr, y);
    p->y = p->bottom;
    p->is_fresh = false;
}

/* ---- one after the other ---- */

static double behind_table(struct pdf *p, size_t i);

static void block(struct pdf *p, size_t i)
{
    const struct doc_block *b = &p->part->blocks[i];

    switch (b->kind) {
    case DOC_TITLE:         title(p, b); break;
    case DOC_SPREAD:        spread(p, b); break;
    case DOC_HEADING:       heading(p, b); break;
    case DOC_PARAGRAPH:     paragraph(p, b); break;
    case DOC_LINE:          line(p, b); break;
    case DOC_RIGHT:
        text_flow(p, body(p), b->text, p->left, pdf_width(p), 0, TEXT_RIGHT, NULL, 0);
        break;
    case DOC_ITEM:          item(p, b); break;
    case DOC_FIELD:         field(p, b); break;
    case DOC_PHRASES:       phrases(p, b); break;
    case DOC_TABLE_HERE:
        if (p->plans[i]->n_columns == 0)
            break;
        pdf_space(p, ABOVE_TABLE);
        table_run(p, p->plans[i], behind_table(p, i));
        pdf_space(p, p->look->air);
        break;
    case DOC_MARKS:         marks(p, b); break;
    case DOC_BOX:           box(p, b); break;
    case DOC_SEAL:          seal(p, b); break;
    case DOC_CUT:           cut(p, b); break;
    case DOC_GAP:           pdf_space(p, p->look->gap * body(p)->pitch); break;
    case DOC_PAGE:
        if (!p->is_fresh)
            pdf_next_page(p);
        break;
    case DOC_CODE:          break;      /* at the end */
    }
}

static double measure(struct pdf *p, size_t i)
{
    struct pdf was = *p;

    p->is_dry = p->is_endless = true;
    block(p, i);
    double high = p->y - was.y;
    p->is_dry = was.is_dry;
    p->is_endless = was.is_endless;
    p->is_fresh = was.is_fresh;
    p->y = was.y;
    return high;
}

static bool is_words(const struct pdf *p, size_t i)
{
    enum doc_kind kind = i < p->part->n_blocks ? p->part->blocks[i].kind : DOC_PAGE;

    return kind == DOC_PARAGRAPH || kind == DOC_LINE || kind == DOC_ITEM;
}

static size_t after_gaps(const struct pdf *p, size_t i)
{
    while (i < p->part->n_blocks && p->part->blocks[i].kind == DOC_GAP)
        i++;
    return i;
}

/* What proves the page, where it is all that follows block `i`: it has no page of its own. */
static double code_behind(struct pdf *p, size_t i)
{
    const struct doc_block *b = p->part->blocks;
    size_t end = after_gaps(p, i + 1);
    double high = 0;

    if (end + 1 != p->part->n_blocks || b[end].kind != DOC_CODE)
        return 0;
    while (++i < end)
        high += measure(p, i);
    return high + code_high(p, &b[end]);
}

/* What stands right behind a table, a count or boxes to sign in, says nothing on a page that
 * has none of its rows. */
static double behind_table(struct pdf *p, size_t i)
{
    double high = p->look->air, page = p->bottom - p->top;
    size_t next = after_gaps(p, i + 1);

    if (next == p->part->n_blocks)
        return 0;
    while (is_words(p, next) || (next < p->part->n_blocks &&
                                 (p->part->blocks[next].kind == DOC_PHRASES ||
                                  p->part->blocks[next].kind == DOC_FIELD ||
                                  p->part->blocks[next].kind == DOC_BOX))) {
        while (i < next)
            high += measure(p, ++i);
        next = after_gaps(p, i + 1);
    }
    high += code_behind(p, i);
    return high > page / 2 ? 2 * body(p)->pitch : high;
}

/* The last words stand on the page of the seal, or a seal could be put under anything; and no
 * line of them by itself. */
static bool is_before_seal(struct pdf *p, size_t i)
{
    size_t next = after_gaps(p, i + 1);

    if (!is_words(p, i) || next >= p->part->n_blocks)
        return false;
    if (p->part->blocks[next].kind == DOC_SEAL)
        return true;
    size_t seal = after_gaps(p, next + 1);
    return is_words(p, next) && seal < p->part->n_blocks &&
           p->part->blocks[seal].kind == DOC_SEAL && measure(p, next) < 2 * body(p)->pitch;
}

/* From such words to the end of the seal. Where that is no page's, their last lines. */
static double to_seal(struct pdf *p, size_t i)
{
    double high = measure(p, i), page = p->bottom - p->top;

    do
        high += measure(p, ++i);
    while (p->part->blocks[i].kind != DOC_SEAL);
    high += code_behind(p, i);
    return high > page ? 2 * body(p)->pitch : high;
}

/* How much of block `i` and what it must not be parted from has to stand on one page. */
static double least(struct pdf *p, size_t i)
{
    if (i >= p->part->n_blocks)
        return 0;
    switch (p->part->blocks[i].kind) {
    case DOC_HEADING:
    case DOC_GAP:
        return measure(p, i) + least(p, i + 1);
    case DOC_CODE:
        return least(p, i + 1);
    case DOC_PAGE:
        return 0;
    case DOC_TABLE_HERE:
        if (p->plans[i]->n_columns == 0)
            return least(p, i + 1);
        return ABOVE_TABLE + table_least(p, p->plans[i], behind_table(p, i));
    case DOC_PARAGRAPH:
    case DOC_LINE:
    case DOC_ITEM:
    case DOC_PHRASES:
    case DOC_MARKS:
        return is_before_seal(p, i) ? to_seal(p, i)
                                    : fmin(measure(p, i), 2 * body(p)->pitch);
    default:
        return measure(p, i);
    }
}

/* What is cut off along the line of block `i` is one piece of paper. */
static double piece(struct pdf *p, size_t i)
{
    const struct doc_block *b = p->part->blocks;
    double high = 0;

    do {
        high += b[i].kind == DOC_CODE ? code_high(p, &b[i]) : measure(p, i);
        i++;
    } while (i < p->part->n_blocks && b[i].kind != DOC_CUT && b[i].kind != DOC_PAGE);
    return high;
}

/* A short block with nothing but what proves the page behind it. */
static bool takes_code_along(struct pdf *p, size_t i)
{
    enum doc_kind kind = p->part->blocks[i].kind;

    return kind != DOC_TABLE_HERE && kind != DOC_GAP && kind != DOC_SEAL && kind != DOC_PAGE &&
           code_behind(p, i) > 0 && measure(p, i) < (p->bottom - p->top) / 3;
}

void pdf_blocks(struct pdf *p)
{
    size_t n = p->part->n_blocks;

    for (size_t i = 0; i < n; i++)
        if (p->part->blocks[i].kind == DOC_TABLE_HERE && !p->plans[i])
            p->plans[i] = table_plan(p, p->part->blocks[i].table);
    for (size_t i = 0; i < n; i++) {
        if (p->part->blocks[i].kind == DOC_HEADING || is_before_seal(p, i))
            pdf_need(p, fmin(least(p, i), p->bottom - p->top));
        else if (p->part->blocks[i].kind == DOC_CUT)
            pdf_need(p, fmin(piece(p, i), p->bottom - p->top));
        else if (takes_code_along(p, i))
            pdf_need(p, measure(p, i) + code_behind(p, i));
        block(p, i);
    }
    for (size_t i = 0; i < n; i++)
        if (p->part->blocks[i].kind == DOC_CODE)
            code(p, &p->part->blocks[i]);
}
