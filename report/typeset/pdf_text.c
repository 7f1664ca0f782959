#include "report/typeset/pdf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"

/* Chinese stands in squares whose upper 88 hundredths are above the line. */
#define ASCENT 0.88
#define KERN 1.0                /* points: what kerning may add to a sum of advances */
#define SLACK 0.05              /* of a point: sums of advances are not exact */
#define KEPT_MOST 20            /* columns of words in brackets that stay together */
#define HAN 0x4E00

/* ---- styles ---- */

static double natural_width(const struct pdf *p, const PangoFontDescription *font,
                            const char *text)
{
    int wide;

    pango_layout_set_attributes(p->layout, NULL);
    pango_layout_set_font_description(p->layout, font);
    pango_layout_set_width(p->layout, -1);
    pango_layout_set_indent(p->layout, 0);
    pango_layout_set_text(p->layout, text, -1);
    pango_layout_get_size(p->layout, &wide, NULL);
    return (double)wide / PANGO_SCALE;
}

void style_init(struct pdf *p, struct style *s, enum face face, double size, double pitch,
                double spacing)
{
    *s = (struct style){ .face = face, .size = size, .pitch = pitch, .spacing = spacing };
    s->font = fonts_describe(&p->fonts, face, size);
}

void style_fini(struct style *s)
{
    if (s->font)
        pango_font_description_free(s->font);
    if (s->plain)
        g_object_unref(s->plain);
    *s = (struct style){ 0 };
}

double style_baseline(const struct style *s)
{
    return (s->pitch - s->size) / 2 + ASCENT * s->size;
}

/* Advances of ASCII are measured the first time one is asked for. */
static double ascii(struct pdf *p, const struct style *s, unsigned char c)
{
    float *known = p->advance[s->face];

    if (known['x'] == 0)
        for (int i = ' '; i < 127; i++) {
            char one[2] = { (char)i, '\0' };
            known[i] = (float)(natural_width(p, s->font, one) / s->size);
        }
    return known[c] * s->size;
}

double style_width(struct pdf *p, const struct style *s, const char *text)
{
    double wide = 0;

    while (*text) {
        int n;
        uint32_t ch = text_next(text, &n);
        text += n;
        wide += s->spacing;
        if (ch < 127)
            wide += ascii(p, s, (unsigned char)ch);
        else if (text_char_width(ch) > 0)
            wide += s->size;
    }
    return wide;
}

/* ---- what stays on one line ---- */

/* Behind the bracket that closes the one at `s`, where what they hold is short; 0 otherwise. */
static size_t bracketed(const char *s)
{
    int used = 0, n;
    size_t at = 0;

    for (uint32_t ch; (ch = text_next(s + at, &n)) != 0 && ch != '\n' && used < KEPT_MOST;) {
        at += (size_t)n;
        used += text_char_width(ch);
        if (ch == ')' || ch == 0xFF09)
            return at;
    }
    return 0;
}

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

/* An item's number, "征26-401", its character `n` bytes. */
static size_t item_code(const char *s, int n)
{
    size_t year = digits(s + n), no = s[(size_t)n + year] == '-' ? digits(s + n + year + 1) : 0;

    return year && no ? (size_t)n + year + 1 + no : 0;
}

/* The end of a paragraph of which the first two characters of `s` are the last: none stands on
 * a line by itself. 0 otherwise. */
static size_t last_two(const char *s)
{
    int n, seen = 0;
    size_t at = 0;

    for (uint32_t ch; (ch = text_next(s + at, &n)) != 0 && ch != '\n'; at += (size_t)n) {
        bool closes = !text_may_break(HAN, ch);
        if (closes ? seen < 2 : text_char_width(ch) != 2 || ++seen > 2)
            return 0;
    }
    return seen == 2 ? at : 0;
}

size_t text_kept_to(const char *text, size_t at)
{
    const char *s = text + at;
    int n;
    uint32_t ch = text_next(s, &n);
    size_t kept = 0;

    if (ch == '(' || ch == 0xFF08)
        kept = bracketed(s);
    else if (text_char_width(ch) == 2 && (kept = item_code(s, n)) == 0)
        kept = last_two(s);
    return at + kept;
}

/* ---- setting ---- */

int text_set(struct pdf *p, PangoLayout *layout, const struct style *s, const char *text,
             double wide, double indent)
{
    PangoAttrList *spaced = NULL;

    (void)p;
    if (s->spacing != 0) {
        spaced = pango_attr_list_new();
        pango_attr_list_insert(spaced, pango_attr_letter_spacing_new(
                                           (int)lround(s->spacing * PANGO_SCALE)));
    }
    pango_layout_set_attributes(layout, spaced);
    if (spaced)
        pango_attr_list_unref(spaced);
    pango_layout_set_font_description(layout, s->font);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_justify(layout, FALSE);
    pango_layout_set_width(layout, wide > 0 ? (int)ceil((wide + SLACK) * PANGO_SCALE) : -1);
    pango_layout_set_indent(layout, (int)lround(indent * PANGO_SCALE));
    pango_layout_set_text(layout, text, -1);
    return pango_layout_get_line_count(layout);
}

/* No line ends within the bytes at..to-1, unless they are wider than any. */
static void keep(struct pdf *p, PangoAttrList *list, const struct style *s, const char *text,
                 size_t at, size_t to, double wide)
{
#if PANGO_VERSION_CHECK(1, 44, 0)
    char *kept = xstrndup(text + at, to - at);

    if (style_width(p, s, kept) <= wide) {
        PangoAttribute *a = pango_attr_allow_breaks_new(FALSE);
        a->start_index = (guint)at;
        a->end_index = (guint)to;
        pango_attr_list_insert(list, a);
    }
    free(kept);
#else
    (void)p, (void)list, (void)s, (void)text, (void)at, (void)to, (void)wide;
#endif
}

int text_set_kept(struct pdf *p, PangoLayout *layout, const struct style *s, const char *text,
                  double wide, double indent)
{
    if (text_set(p, layout, s, text, wide, indent) < 2)
        return 1;
    PangoAttrList *had = pango_layout_get_attributes(layout);
    PangoAttrList *list = had ? pango_attr_list_copy(had) : pango_attr_list_new();
    for (size_t at = 0; text[at];) {
        int n;
        size_t to = text_kept_to(text, at);
        text_next(text + at, &n);
        if (to > at)
            keep(p, list, s, text, at, to, wide - fabs(indent));
        at = to > at ? to : at + (size_t)n;
    }
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    return pango_layout_get_line_count(layout);
}

static double line_width(PangoLayoutLine *l)
{
    PangoRectangle r;

    pango_layout_line_get_extents(l, NULL, &r);
    return (double)r.width / PANGO_SCALE;
}

double text_widest(PangoLayout *layout)
{
    double widest = 0;

    for (GSList *l = pango_layout_get_lines_readonly(layout); l; l = l->next)
        widest = fmax(widest, line_width(l->data));
    return widest;
}

void text_show_lines(struct pdf *p, PangoLayout *layout, const struct style *s, double x,
                     double y, double wide, enum text_align align, int from, int to)
{
    double indent = (double)pango_layout_get_indent(layout) / PANGO_SCALE;
    GSList *l = pango_layout_get_lines_readonly(layout);

    if (!pdf_is_wet(p))
        return;
    fonts_check(&p->fonts, layout);
    for (int i = 0; l && i < to; i++, l = l->next) {
        PangoLayoutLine *line = l->data;
        double at = x;
        if (i < from)
            continue;
        if (align != TEXT_LEFT)
            at += (wide - line_width(line)) / (align == TEXT_CENTRE ? 2 : 1);
        else if (line->is_paragraph_start ? indent > 0 : indent < 0)
            at += fabs(indent);
        cairo_move_to(p->cr, at, y + (i - from) * s->pitch + style_baseline(s));
        pango_cairo_show_layout_line(p->cr, line);
    }
}

void text_one(struct pdf *p, const struct style *s, const char *text, double x, double y,
              double wide, enum text_align align)
{
    if (!pdf_is_wet(p))
        return;
    pango_layout_set_single_paragraph_mode(p->layout, TRUE);
    pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
    text_set(p, p->layout, s, text, wide + KERN, 0);
    text_show_lines(p, p->layout, s, x, y, wide, align, 0, 1);
    pango_layout_set_single_paragraph_mode(p->layout, FALSE);
    pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_NONE);
}

/* ---- down the page ---- */

/* How many lines of the `left` ones fit here, at least one; 0: better on the next page. */
static int fitting(const struct pdf *p, const struct style *s, int left, bool is_begin)
{
    int room = (int)((p->bottom - p->y + 0.01) / s->pitch);

    if (p->is_endless || room >= left)
        return left;
    if (p->is_fresh)
        return room > 0 ? room : 1;
    if (room == left - 1 && room > 1)       /* not the last line alone on the next page */
        room--;
    return is_begin && room < 2 ? 0 : room > 0 ? room : 0;
}

/* Both edges even, as Chinese paper has it. Where there are blanks pango would stretch only
 * those: such a text stays ragged. */
static int set_even(struct pdf *p, const struct style *s, const char *text, double wide,
                    double indent, enum text_align align)
{
    int n = text_set_kept(p, p->layout, s, text, wide, indent);

    pango_layout_set_justify(p->layout, align == TEXT_LEFT && !strchr(text, ' '));
    return n;
}

void text_flow(struct pdf *p, const struct style *s, const char *text, double x, double wide,
               double indent, enum text_align align, const char *lead, double hang)
{
    int n = set_even(p, s, text, wide, indent, align), done = 0;

    while (done < n) {
        int now = fitting(p, s, n - done, done == 0);
        if (now == 0) {
            pdf_next_page(p);
            set_even(p, s, text, wide, indent, align);
            continue;
        }
        if (done == 0 && lead && *lead) {
            text_one(p, s, lead, x - hang, p->y, hang, TEXT_LEFT);
            set_even(p, s, text, wide, indent, align);
        }
        text_show_lines(p, p->layout, s, x, p->y, wide, align, done, done + now);
        p->y += now * s->pitch;
        p->is_fresh = false;
        done += now;
        if (done < n) {         /* head and foot of the page are set in the same layout */
            pdf_next_page(p);
            set_even(p, s, text, wide, indent, align);
        }
    }
}
