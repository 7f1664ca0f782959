/* pdf.h - a document on pages: what the parts of the PDF layout share.
 *
 * Everything is set twice by the same code: dry, which only moves down the page and so counts
 * the pages of a part, and wet, which draws. What is expensive to find out (heights of rows)
 * the dry run leaves behind for the other. Lengths are points, y grows downwards.
 *
 * Lines stand at a pitch of our own, not at what a font says of itself: a missing font
 * changes shapes, never where a line, a row or a page ends. */
#ifndef REPORT_TYPESET_PDF_H
#define REPORT_TYPESET_PDF_H

#include <stdbool.h>

#include "report/typeset.h"
#include "report/typeset/fonts.h"
#include "report/typeset/module.h"

#define MM(x) ((x) * 72 / 25.4)

enum style_is { STYLE_TITLE, STYLE_SPREAD, STYLE_HEADING, STYLE_BODY, STYLE_CELL,
                STYLE_CELL_HEAD, STYLE_CELL_KAI, STYLE_FOOT, STYLE_SMALL, STYLES };
struct style {
    enum face face;
    double size, pitch;         /* from one line to the next */
    double spacing;             /* between characters */
    PangoFontDescription *font;
    PangoFont *plain;           /* what plain text is drawn with; NULL: not asked yet */
};
/* A kind of page (enum doc_page). */
struct page_look {
    double wide, high, top, bottom, left, right;        /* mm: the sheet, its margins */
    struct { enum face face; double size, pitch, spacing; } styles[STYLES];
    double gap;                 /* a blank line, in lines of the body */
    double air;                 /* before a heading; half of it behind, points */
    bool is_letter;             /* numbered as GB/T 9704 has it */
};
struct table_plan;
struct plain_glyph;

struct pdf {
    struct typeset_job *job;
    const struct document *d;
    const struct page_look *look;
    struct fonts fonts;
    struct style styles[STYLES];
    cairo_surface_t *surface;
    cairo_t *cr;
    struct plain_glyph *glyphs[FACES];  /* by character; pdf_plain.h */
    float advance[FACES][128];  /* of ASCII, in parts of the size; 0: not measured yet */
    PangoLayout *layout;        /* the one all text but the cells of tables is set in */
    double left, right, top, bottom;    /* where text may stand */

    const struct doc_part *part;
    struct table_plan **plans;  /* one per block of the part; NULL where it is no table */
    bool is_dry;
    bool is_endless;            /* measuring: the page has no end */
    bool is_fresh;              /* nothing stands on the page yet */
    double y;                   /* where the next thing begins */
    int page, pages;            /* of the part */
};

/* ---- pdf.c: pages ---- */

double pdf_width(const struct pdf *p);
void pdf_next_page(struct pdf *p);
/* A new page unless `high` fits on this one, or nothing stands here yet. */
void pdf_need(struct pdf *p, double high);
/* Blank space, none at the top of a page. */
void pdf_space(struct pdf *p, double high);
bool pdf_is_wet(const struct pdf *p);

/* ---- pdf_text.c: lines of text ---- */

void style_init(struct pdf *p, struct style *s, enum face face, double size, double pitch,
                double spacing);
void style_fini(struct style *s);
/* From the top of a line to where its characters stand. */
double style_baseline(const struct style *s);
/* Behind what must stand on one line with the character at byte `at`: short words in brackets,
 * an item's number, the last two characters of a paragraph; `at` where it may end behind any. */
size_t text_kept_to(const char *text, size_t at);
/* How wide `text` is on one line, without setting it: exact for Chinese and ASCII, never
 * less for the rest. */
double style_width(struct pdf *p, const struct style *s, const char *text);
/* `text` into `layout`, `wide` points a line (0: as wide as it wants), the first line of each
 * paragraph `indent` in (negative: the others). How many lines it has. */
int text_set(struct pdf *p, PangoLayout *layout, const struct style *s, const char *text,
             double wide, double indent);
/* The same, with what text_kept_to() names on one line. */
int text_set_kept(struct pdf *p, PangoLayout *layout, const struct style *s, const char *text,
                  double wide, double indent);
/* Draw lines from..to-1 of what was set, the first of them at y. Nothing when dry. */
void text_show_lines(struct pdf *p, PangoLayout *layout, const struct style *s, double x,
                     double y, double wide, enum text_align align, int from, int to);
/* How wide the widest line is that was set. */
double text_widest(PangoLayout *layout);
/* One line, cut with an ellipsis where it is wider than `wide`. Nothing when dry. */
void text_one(struct pdf *p, const struct style *s, const char *text, double x, double y,
              double wide, enum text_align align);
/* `text` down the page, across as many pages as it takes; not a single line of several is left
 * at the bottom. `lead` stands before the first line, at x - hang. */
void text_flow(struct pdf *p, const struct style *s, const char *text, double x, double wide,
               double indent, enum text_align align, const char *lead, double hang);

/* ---- pdf_blocks.c ---- */

void pdf_blocks(struct pdf *p);
void pdf_line(struct pdf *p, double x1, double y1, double x2, double y2, double thick);
/* A frame around what is coloured (OFFICE 25). */
void pdf_frame(struct pdf *p, double x, double y, double wide, double high, enum colour c);

/* ---- pdf_qr.c ---- */

double qr_size(const char *text);       /* points, its margin included; 0 when it is too much */
void qr_draw(struct pdf *p, const char *text, double x, double y);

#endif
