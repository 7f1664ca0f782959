/* pdf_plain.h - the quick way for what most cells hold: Chinese and ASCII of one font, each
 * character a glyph of its own. Nothing is shaped: glyphs are looked up once per character,
 * lines are broken by text_may_break(). Whatever is not plain goes to pango. A ledger of
 * 10,000 rows takes a third of the time (PERFORMANCE 6). */
#ifndef REPORT_TYPESET_PDF_PLAIN_H
#define REPORT_TYPESET_PDF_PLAIN_H

#include "report/typeset/pdf.h"

struct plain_line {
    size_t from, to;            /* bytes of the text, without the blanks it ends with */
    double wide;
    bool is_later;              /* of a later paragraph than the first */
};
struct plain {
    const char *text;           /* borrowed */
    struct plain_line *lines;
    size_t n, cap;
};

/* Break `text` into lines of at most `wide` points, its first paragraph in style `s`, the
 * others in `later`. False when it is not plain: `t` is of no use then. */
bool plain_set(struct pdf *p, struct plain *t, struct style *s, struct style *later,
               const char *text, double wide);
/* Draw lines from..to-1, the first of them at y. */
void plain_show(struct pdf *p, const struct plain *t, const struct style *s,
                const struct style *later, double x, double y, double wide,
                enum text_align align, int from, int to);
/* Forget the glyphs, at the end of the document. */
void plain_done(struct pdf *p);

#endif
