#include "report/typeset/fonts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

#define UNKNOWN_NAMED 20        /* more are counted */

/* Families as fontconfig knows them, which may be by either name. Up to the first NULL the
 * official typeface, then what resembles it; last what every office computer can have. */
static const struct {
    const char *name;           /* as standards and clerks call it */
    const char *official[8], *alike[12];
} faces[FACES] = {
    [FACE_TITLE] = { "方正小标宋",
                     { "方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK",
                       "FZXiaoBiaoSong-B05", "小标宋体" },
                     { NULL } },
    [FACE_BODY] = { "仿宋",
                    { "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong" },
                    { "方正仿宋_GBK", "FZFangSong-Z02", "方正仿宋简体", "FZFangSong-Z02S",
                      "华文仿宋", "STFangsong", "宋体", "SimSun", "新宋体", "NSimSun" } },
    [FACE_HEAD] = { "黑体",
                    { "黑体", "SimHei" },
                    { "方正黑体_GBK", "FZHei-B01", "华文黑体", "STHeiti", "微软雅黑",
                      "Microsoft YaHei" } },
    [FACE_KAI] = { "楷体",
                   { "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi" },
                   { "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "FZKai-Z03S", "华文楷体",
                     "STKaiti", "AR PL UKai CN" } },
    [FACE_SONG] = { "宋体",
                    { "宋体", "SimSun", "新宋体", "NSimSun" },
                    { "华文宋体", "STSong", "AR PL UMing CN" } },
};
/* Serifs and no serifs that speak for the others. */
static const char *const serif[] = { "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体",
                                     "Source Han Serif CN", "Noto Serif SC", NULL };
static const char *const sans[] = { "Noto Sans CJK SC",    "Source Han Sans SC",
                                    "思源黑体",            "Source Han Sans CN",
                                    "Noto Sans SC",        "文泉驿正黑",
                                    "WenQuanYi Zen Hei",   "文泉驿微米黑",
                                    "WenQuanYi Micro Hei", "Droid Sans Fallback",
                                    NULL };

/* ---- what is here ---- */

struct installed {
    PangoFontFamily **families;
    int n;
};

static const char *find(const struct installed *all, const char *name)
{
    for (int i = 0; i < all->n; i++)
        if (strcasecmp(pango_font_family_get_name(all->families[i]), name) == 0)
            return name;
    return NULL;
}

/* Add those of `names` that are here; whether any is. */
static bool add(struct buf *list, const struct installed *all, const char *const *names, size_t n)
{
    size_t before = list->len;

    for (size_t i = 0; i < n && names[i]; i++)
        if (find(all, names[i]))
            buf_printf(list, "%s%s", list->len ? "," : "", names[i]);
    return list->len > before;
}

static void choose(struct fonts *f, enum face face, const struct installed *all)
{
    struct buf list = { 0 };
    bool is_sans = face == FACE_HEAD;
    const char *const *first = is_sans ? sans : serif, *const *then = is_sans ? serif : sans;

    f->is_official[face] = add(&list, all, faces[face].official, 8);
    bool is_alike = add(&list, all, faces[face].alike, 12);
    f->is_bold[face] = face == FACE_TITLE && !f->is_official[face] && !is_alike;
    add(&list, all, first, SIZE_MAX);
    add(&list, all, then, SIZE_MAX);
    f->families[face] = list.len ? buf_take(&list) : xstrdup(is_sans ? "Sans" : "Serif");
}

static bool speaks_chinese(struct fonts *f)
{
    const uint32_t one = 0x4E00;
    PangoFontDescription *d = fonts_describe(f, FACE_BODY, 12);
    PangoFontset *set = pango_font_map_load_fontset(pango_context_get_font_map(f->context),
                                                    f->context, d,
                                                    pango_language_from_string("zh-cn"));
    PangoFont *font = set ? pango_fontset_get_font(set, one) : NULL;
    bool yes = font && pango_font_has_char(font, one);

    if (font)
        g_object_unref(font);
    if (set)
        g_object_unref(set);
    pango_font_description_free(d);
    return yes;
}

enum xh_rc fonts_init(struct fonts *f, struct xh_err *err)
{
    PangoFontMap *map = pango_cairo_font_map_new(); /* our own: nothing of it stays */
    cairo_font_options_t *o = cairo_font_options_create();
    struct installed all = { 0 };

    *f = (struct fonts){ .context = pango_font_map_create_context(map) };
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(f->context, o);
    cairo_font_options_destroy(o);
    pango_cairo_context_set_resolution(f->context, 72); /* a point is a unit of the page */
    pango_context_set_round_glyph_positions(f->context, FALSE);
    pango_context_set_language(f->context, pango_language_from_string("zh-cn"));

    g_object_unref(map); /* the context holds it */
    pango_font_map_list_families(map, &all.families, &all.n);
    for (int i = 0; i < FACES; i++)
        choose(f, (enum face)i, &all);
    g_free(all.families);
    bool has = speaks_chinese(f);
    memset(f->is_used, 0, sizeof f->is_used);
    if (has)
        return XH_OK;
    return xh_fail(err, XH_DB,
                   _("there is no Chinese font on this computer, so nothing can be typeset\n"
                     "Install one (Debian: the package fonts-noto-cjk); text and CSV need none."));
}

void fonts_fini(struct fonts *f)
{
    if (f->context)
        g_object_unref(f->context);
    for (int i = 0; i < FACES; i++)
        free(f->families[i]);
    free(f->unknown);
    *f = (struct fonts){ 0 };
}

PangoFontDescription *fonts_describe(struct fonts *f, enum face face, double points)
{
    PangoFontDescription *d = pango_font_description_new();

    f->is_used[face] = true;
    pango_font_description_set_family(d, f->families[face]);
    pango_font_description_set_absolute_size(d, points * PANGO_SCALE);
    if (f->is_bold[face])
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    return d;
}

/* ---- what could not be drawn ---- */

static void remember(struct fonts *f, uint32_t ch)
{
    for (size_t i = 0; i < f->n_unknown; i++)
        if (f->unknown[i] == ch)
            return;
    GROW(f->unknown, f->n_unknown, f->cap_unknown);
    f->unknown[f->n_unknown++] = ch;
}

void fonts_check(struct fonts *f, PangoLayout *layout)
{
    if (pango_layout_get_unknown_glyphs_count(layout) == 0)
        return;
    for (GSList *l = pango_layout_get_lines_readonly(layout); l; l = l->next)
        for (GSList *r = ((PangoLayoutLine *)l->data)->runs; r; r = r->next) {
            const PangoGlyphString *g = ((PangoGlyphItem *)r->data)->glyphs;
            for (int i = 0; i < g->num_glyphs; i++)
                if (g->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
                    remember(f, g->glyphs[i].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        }
}

static void put_char(struct buf *b, uint32_t ch)
{
    char utf8[8];

    utf8[g_unichar_to_utf8(ch, utf8)] = '\0';
    buf_printf(b, "%s%s(U+%04" PRIX32 ")", b->len ? " " : "", utf8, ch);
}

void fonts_notes(const struct fonts *f, struct buf *notes)
{
    struct buf missing = { 0 }, instead = { 0 }, chars = { 0 };

    for (int i = 0; i < FACES; i++) {
        if (!f->is_used[i] || f->is_official[i])
            continue;
        size_t n = strcspn(f->families[i], ",");
        char *first = xstrndup(f->families[i], n);
        buf_printf(&missing, "%s%s", missing.len ? "、" : "", faces[i].name);
        if (!instead.len || !strstr(instead.s, first))
            buf_printf(&instead, "%s%s", instead.len ? "、" : "", first);
        free(first);
    }
    if (missing.len)
        buf_printf(notes, _("not installed: %s; set in %s instead\n"), missing.s, instead.s);
    for (size_t i = 0; i < f->n_unknown && i < UNKNOWN_NAMED; i++)
        put_char(&chars, f->unknown[i]);
    if (chars.len)
        buf_printf(notes, _("no font has these characters, write them in by hand: %s%s\n"),
                   chars.s, f->n_unknown > UNKNOWN_NAMED ? " ..." : "");
    buf_fini(&missing);
    buf_fini(&instead);
    buf_fini(&chars);
}
