/* fonts.h - which typefaces a Chinese office's paper is set in, and which of them are here.
 *
 * A face is asked for by what it is for; behind it stands a list of families from the
 * official one to what a plain Debian has. fontconfig answers a name it does not know with
 * some Latin font: therefore only families that are installed are ever named. */
#ifndef REPORT_TYPESET_FONTS_H
#define REPORT_TYPESET_FONTS_H

#include <pango/pangocairo.h>

#include "model/err.h"
#include "model/mem.h"

enum face {
    FACE_TITLE,                 /* 小标宋: names of papers */
    FACE_BODY,                  /* 仿宋: what is said */
    FACE_HEAD,                  /* 黑体: headings */
    FACE_KAI,                   /* 楷体: where it comes from */
    FACE_SONG,                  /* 宋体: page numbers */
    FACES
};
struct fonts {
    PangoContext *context;      /* measures like paper: no hints, no screen */
    char *families[FACES];
    bool is_official[FACES], is_used[FACES], is_bold[FACES];
    uint32_t *unknown;          /* characters no font has, each once */
    size_t n_unknown, cap_unknown;
};
/* XH_DB when there is no Chinese font at all: which package to install. fonts_fini() in
 * either case. */
enum xh_rc fonts_init(struct fonts *f, struct xh_err *err);
void fonts_fini(struct fonts *f);

/* `face` of `points`. Caller frees. */
PangoFontDescription *fonts_describe(struct fonts *f, enum face face, double points);
/* Remember what of the layout's text no font could draw. */
void fonts_check(struct fonts *f, PangoLayout *layout);
/* What whoever prints it should know: official fonts that were asked for and are missing (one
 * line for all), characters that could not be drawn. */
void fonts_notes(const struct fonts *f, struct buf *notes);

#endif
