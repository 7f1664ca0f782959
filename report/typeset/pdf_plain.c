#include "report/typeset/pdf_plain.h"

#include <stdlib.h>
#include <string.h>

#include "model/text.h"

#define CHARS 0x10000           /* rarer ones are not plain */
#define HAN 0x4E00
#define LINE_MOST 512           /* characters drawn at once */

enum { UNKNOWN, PLAIN, NOT_PLAIN };
struct plain_glyph {
    uint32_t index;             /* in the font */
    float advance;              /* in parts of the size */
    unsigned char is;
    bool closes, opens, is_wide;        /* text_may_break(), taken apart */
};

/* ---- glyphs ---- */

/* The glyph pango gives a character that stands alone, and its font, borrowed from the
 * layout; NULL when it takes more than one. */
static const PangoGlyphInfo *shape(struct pdf *p, const struct style *s, uint32_t ch,
                                   PangoFont **font)
{
    char utf8[8];

    utf8[g_unichar_to_utf8(ch, utf8)] = '\0';
    text_set(p, p->layout, s, utf8, 0, 0);
    PangoLayoutLine *l = pango_layout_get_line_readonly(p->layout, 0);
    if (!l->runs || l->runs->next)
        return NULL;
    const PangoGlyphItem *run = l->runs->data;
    const PangoGlyphInfo *g = run->glyphs->glyphs;
    *font = run->item->analysis.font;
    bool is_alone = run->glyphs->num_glyphs == 1;
    return is_alone && !g->geometry.x_offset && !g->geometry.y_offset ? g : NULL;
}

/* The font the style's Chinese is in; false when there is none. */
static bool has_font(struct pdf *p, struct style *s)
{
    PangoFont *font = NULL;

    if (!s->plain && shape(p, s, HAN, &font) && font)
        s->plain = g_object_ref(font);
    return s->plain != NULL;
}

static bool may_be_plain(uint32_t ch)
{
    if (ch >= CHARS || ch < ' ' || ch == 127)
        return false;
    bool is_han = ch >= 0x3400 && ch < 0xA000;
    bool is_mark = (ch >= 0x3000 && ch < 0x3040) || (ch >= 0xFF01 && ch < 0xFF5F);
    return ch < 127 || is_han || is_mark || ch == 0x2026;
}

static void find(struct pdf *p, const struct style *s, struct plain_glyph *g, uint32_t ch)
{
    PangoFont *font = NULL;
    const PangoGlyphInfo *one = may_be_plain(ch) ? shape(p, s, ch, &font) : NULL;

    g->is = NOT_PLAIN;
    if (!one || font != s->plain || one->glyph & PANGO_GLYPH_UNKNOWN_FLAG ||
        one->glyph == PANGO_GLYPH_EMPTY)
        return;
    *g = (struct plain_glyph){ .index = one->glyph,
                               .advance = (float)(one->geometry.width / s->size / PANGO_SCALE),
                               .is = PLAIN,
                               .closes = !text_may_break(HAN, ch),
                               .opens = !text_may_break(ch, HAN),
                               .is_wide = text_char_width(ch) == 2 };
}

static const struct plain_glyph *glyph(struct pdf *p, const struct style *s, uint32_t ch)
{
    static const struct plain_glyph none = { .is = NOT_PLAIN };

    if (ch >= CHARS)
        return &none;
    if (!p->glyphs[s->face])
        p->glyphs[s->face] = xcalloc(CHARS, sizeof **p->glyphs);
    struct plain_glyph *g = &p->glyphs[s->face][ch];
    if (g->is == UNKNOWN)
        find(p, s, g, ch);
    return g;
}

void plain_done(struct pdf *p)
{
    for (int i = 0; i < FACES; i++) {
        free(p->glyphs[i]);
        p->glyphs[i] = NULL;
    }
}

/* ---- lines ---- */

static void add_line(struct plain *t, size_t from, size_t to, double wide, bool is_later)
{
    GROW(t->lines, t->n, t->cap);
    t->lines[t->n++] = (struct plain_line){ from, to, wide, is_later };
}

/* text_kept_to(), but not what is wider than the line. */
static size_t kept_to(struct pdf *p, const struct style *s, const char *text, size_t at,
                      double most)
{
    size_t to = text_kept_to(text, at), i = at;
    double wide = 0;
    int n;

    for (; i < to; i += (size_t)n)
        wide += glyph(p, s, text_next(text + i, &n))->advance * s->size;
    return wide <= most ? to : at;
}

/* A place a line may end at. */
struct place {
    size_t at, next;            /* where it ends without blanks, where the next one begins */
    double wide;                /* of what stands before it */
    double after;               /* of that and the blanks */
};

/* One paragraph from `at` to a line break or the end; where it ends, or SIZE_MAX when it is
 * not plain. */
static size_t paragraph(struct pdf *p, struct plain *t, const struct style *s, size_t at,
                        double most, bool is_later)
{
    const char *text = t->text;
    const struct plain_glyph *before = NULL;
    struct place end = { 0 };
    size_t from = at, solid = at;       /* solid: behind the last character seen, blanks aside */
    size_t kept = at;                   /* no line ends before this */
    double used = 0, inked = 0;

    while (text[at] && text[at] != '\n') {
        int n;
        uint32_t ch = text_next(text + at, &n);
        const struct plain_glyph *g = glyph(p, s, ch);
        double wide = g->advance * s->size;
        bool is_blank = ch == ' ';
        if (g->is != PLAIN)
            return SIZE_MAX;
        bool was_blank = at > from && text[at - 1] == ' ';
        if (before && !is_blank && !g->closes && !before->opens && at >= kept &&
            (was_blank || before->is_wide || g->is_wide))
            end = (struct place){ solid, at, inked, used };
        if (!is_blank && used + wide > most && at > from) {
            if (end.next <= from)       /* a word longer than the line: through it */
                end = (struct place){ solid, at, inked, used };
            add_line(t, from, end.at, end.wide, is_later);
            used -= end.after;
            from = end.next;
        }
        used += wide;
        if (at >= kept)
            kept = kept_to(p, s, text, at, most);
        at += (size_t)n;
        if (!is_blank) {
            solid = at;
            inked = used;
        }
        before = g;
    }
    add_line(t, from, solid > from ? solid : from, solid > from ? inked : 0, is_later);
    return at;
}

bool plain_set(struct pdf *p, struct plain *t, struct style *s, struct style *later,
               const char *text, double wide)
{
    size_t at = 0;

    t->text = text;
    t->n = 0;
    for (bool is_later = false;; is_later = true) {
        struct style *here = is_later ? later : s;
        if (!has_font(p, here))
            return false;
        at = paragraph(p, t, here, at, wide, is_later);
        if (at == SIZE_MAX)
            return false;
        if (!text[at])
            return true;
        at++;
    }
}

/* ---- drawing ---- */

static void show(struct pdf *p, const char *text, size_t n, const struct style *s, double x,
                 double y)
{
    cairo_glyph_t glyphs[LINE_MOST];
    cairo_text_cluster_t clusters[LINE_MOST];
    int k = 0;

    cairo_set_scaled_font(p->cr, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(s->plain)));
    for (size_t from = 0, at = 0; from < n; from = at, k = 0) {
        while (at < n && k < LINE_MOST) {
            int bytes;
            const struct plain_glyph *g = glyph(p, s, text_next(text + at, &bytes));
            glyphs[k] = (cairo_glyph_t){ g->index, x, y };
            clusters[k++] = (cairo_text_cluster_t){ bytes, 1 };
            x += g->advance * s->size;
            at += (size_t)bytes;
        }
        cairo_show_text_glyphs(p->cr, text + from, (int)(at - from), glyphs, k, clusters, k, 0);
    }
}

void plain_show(struct pdf *p, const struct plain *t, const struct style *s,
                const struct style *later, double x, double y, double wide,
                enum text_align align, int from, int to)
{
    for (int i = from; i < to && i < (int)t->n && pdf_is_wet(p); i++) {
        const struct plain_line *l = &t->lines[i];
        const struct style *here = l->is_later ? later : s;
        double in = align == TEXT_LEFT ? 0 : (wide - l->wide) / (align == TEXT_CENTRE ? 2 : 1);
        show(p, t->text + l->from, l->to - l->from, here, x + in,
             y + (i - from) * s->pitch + style_baseline(here));
    }
}
