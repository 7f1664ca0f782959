#include "tui/theme.h"

#include <assert.h>

/* Black or white on a block: yellow only ever as a background, never bold black, which some
 * terminals make grey. What stands on the terminal's own background can be read on black
 * and on white. */
static const struct { struct look mono, eight, many; } looks[STYLE_COUNT] = {
    [STYLE_PLAIN]    = { { -1, -1, 0, 0, 0, 0 }, { -1, -1, 0, 0, 0, 0 }, { -1, -1, 0, 0, 0, 0 } },
    [STYLE_BAR]      = { { -1, -1, 0, 1, 0, 0 }, { 0, 6, 0, 0, 0, 0 },   { 255, 24, 0, 0, 0, 0 } },
    [STYLE_BAR_KEY]  = { { -1, -1, 1, 0, 0, 0 }, { 7, 0, 0, 0, 0, 0 },   { 255, 234, 0, 0, 0, 0 } },
    [STYLE_BAR_OFF]  = { { -1, -1, 0, 1, 0, 1 }, { 4, 6, 0, 0, 0, 0 },   { 250, 24, 0, 0, 0, 0 } },
    [STYLE_PRACTICE] = { { -1, -1, 1, 1, 0, 0 }, { 7, 1, 1, 0, 0, 0 },   { 231, 160, 1, 0, 0, 0 } },
    [STYLE_HEAD]     = { { -1, -1, 1, 0, 1, 0 }, { -1, -1, 1, 0, 1, 0 }, { -1, -1, 1, 0, 1, 0 } },
    [STYLE_DIM]      = { { -1, -1, 0, 0, 0, 1 }, { -1, -1, 0, 0, 0, 1 }, { 243, -1, 0, 0, 0, 0 } },
    [STYLE_STRONG]   = { { -1, -1, 1, 0, 0, 0 }, { -1, -1, 1, 0, 0, 0 }, { -1, -1, 1, 0, 0, 0 } },
    [STYLE_CURSOR]   = { { -1, -1, 0, 1, 0, 0 }, { 7, 4, 0, 0, 0, 0 },   { 255, 25, 0, 0, 0, 0 } },
    [STYLE_MARKED]   = { { -1, -1, 1, 0, 1, 0 }, { -1, -1, 1, 0, 1, 0 }, { 63, -1, 1, 0, 1, 0 } },
    [STYLE_RED]      = { { -1, -1, 1, 1, 0, 0 }, { 7, 1, 0, 0, 0, 0 },   { 231, 160, 0, 0, 0, 0 } },
    [STYLE_YELLOW]   = { { -1, -1, 0, 1, 1, 0 }, { 0, 3, 0, 0, 0, 0 },   { 16, 220, 0, 0, 0, 0 } },
    [STYLE_GREEN]    = { { -1, -1, 0, 0, 0, 0 }, { 0, 2, 0, 0, 0, 0 },   { 231, 28, 0, 0, 0, 0 } },
    [STYLE_GREY]     = { { -1, -1, 0, 0, 0, 1 }, { 0, 7, 0, 0, 0, 0 },   { 231, 240, 0, 0, 0, 0 } },
    [STYLE_FIELD]    = { { -1, -1, 0, 0, 1, 0 }, { -1, -1, 0, 0, 1, 0 }, { 255, 238, 0, 0, 0, 0 } },
    [STYLE_FIELD_HERE] = { { -1, -1, 0, 1, 0, 0 }, { 7, 4, 0, 0, 0, 0 }, { 255, 25, 0, 0, 0, 0 } },
    [STYLE_WRONG]    = { { -1, -1, 1, 0, 0, 0 }, { 5, -1, 1, 0, 0, 0 },  { 160, -1, 1, 0, 0, 0 } },
    [STYLE_DIALOG]   = { { -1, -1, 0, 0, 0, 0 }, { -1, -1, 0, 0, 0, 0 }, { 255, 236, 0, 0, 0, 0 } },
    [STYLE_DIALOG_TITLE] =
                       { { -1, -1, 1, 1, 0, 0 }, { 0, 6, 0, 0, 0, 0 }, { 255, 24, 1, 0, 0, 0 } },
    /* with colours as the blocks; without, the cursor alone is reverse */
    [STYLE_CELL_RED] = { { -1, -1, 1, 0, 0, 0 }, { 7, 1, 0, 0, 0, 0 },   { 231, 160, 0, 0, 0, 0 } },
    [STYLE_CELL_YELLOW] =
                       { { -1, -1, 0, 0, 1, 0 }, { 0, 3, 0, 0, 0, 0 },   { 16, 220, 0, 0, 0, 0 } },
    [STYLE_CELL_GREEN] =
                       { { -1, -1, 0, 0, 0, 0 }, { 0, 2, 0, 0, 0, 0 },   { 231, 28, 0, 0, 0, 0 } },
    [STYLE_CELL_GREY] = { { -1, -1, 0, 0, 0, 1 }, { 0, 7, 0, 0, 0, 0 },  { 231, 240, 0, 0, 0, 0 } },
    [STYLE_CELL_MARKED] =
                       { { -1, -1, 1, 1, 1, 0 }, { 0, 5, 0, 0, 1, 0 },   { 231, 54, 1, 0, 1, 0 } },
};

/* What looks otherwise on a ground of our own. */
struct on_ground { enum style style; struct look eight, many; };

static const struct on_ground on_light[] = {
    { STYLE_PLAIN,  { 0, 7, 0, 0, 0, 0 }, { 16, 231, 0, 0, 0, 0 } },
    { STYLE_HEAD,   { 4, 7, 0, 0, 1, 0 }, { 18, 231, 1, 0, 1, 0 } },
    { STYLE_DIM,    { 0, 7, 0, 0, 0, 1 }, { 241, 231, 0, 0, 0, 0 } },
    { STYLE_STRONG, { 4, 7, 0, 0, 0, 0 }, { 18, 231, 1, 0, 0, 0 } },
    { STYLE_MARKED, { 4, 7, 1, 0, 1, 0 }, { 26, 231, 1, 0, 1, 0 } },
    { STYLE_FIELD,  { 0, 7, 0, 0, 1, 0 }, { 16, 153, 0, 0, 0, 0 } },
    { STYLE_WRONG,  { 1, 7, 0, 0, 1, 0 }, { 160, 231, 1, 0, 0, 0 } },
    { STYLE_DIALOG, { 0, 7, 0, 0, 0, 0 }, { 16, 252, 0, 0, 0, 0 } },
};

static const struct on_ground on_dark[] = {
    { STYLE_PLAIN,  { 7, 0, 0, 0, 0, 0 }, { 252, 233, 0, 0, 0, 0 } },
    { STYLE_BAR_KEY, { 7, 0, 0, 0, 0, 0 }, { 255, 236, 0, 0, 0, 0 } },
    { STYLE_HEAD,   { 7, 0, 1, 0, 1, 0 }, { 231, 233, 1, 0, 1, 0 } },
    { STYLE_DIM,    { 7, 0, 0, 0, 0, 1 }, { 246, 233, 0, 0, 0, 0 } },
    { STYLE_STRONG, { 7, 0, 1, 0, 0, 0 }, { 231, 233, 1, 0, 0, 0 } },
    { STYLE_MARKED, { 6, 0, 1, 0, 1, 0 }, { 75, 233, 1, 0, 1, 0 } },
    { STYLE_FIELD,  { 7, 0, 0, 0, 1, 0 }, { 255, 239, 0, 0, 0, 0 } },
    { STYLE_WRONG,  { 5, 0, 1, 0, 0, 0 }, { 203, 233, 1, 0, 0, 0 } },
    { STYLE_DIALOG, { 7, 0, 0, 0, 0, 0 }, { 255, 236, 0, 0, 0, 0 } },
};

/* What stands on a box with 256 colours; with fewer it has the screen's own ground. */
static const struct { enum style style; struct look dark, light; } boxed[] = {
    { STYLE_PLAIN,  { 255, 236, 0, 0, 0, 0 }, { 16, 252, 0, 0, 0, 0 } },
    { STYLE_HEAD,   { 231, 236, 1, 0, 1, 0 }, { 18, 252, 1, 0, 1, 0 } },
    { STYLE_DIM,    { 249, 236, 0, 0, 0, 0 }, { 239, 252, 0, 0, 0, 0 } },
    { STYLE_STRONG, { 231, 236, 1, 0, 0, 0 }, { 18, 252, 1, 0, 0, 0 } },
    { STYLE_MARKED, { 117, 236, 1, 0, 1, 0 }, { 19, 252, 1, 0, 1, 0 } },
    { STYLE_WRONG,  { 210, 236, 1, 0, 0, 0 }, { 124, 252, 1, 0, 0, 0 } },
};

/* The blocks of the second palette, and what must not look like one of them. */
static const struct on_ground blue_orange[] = {
    { STYLE_RED,    { 7, 1, 0, 0, 0, 0 }, { 16, 208, 0, 0, 0, 0 } },
    { STYLE_YELLOW, { 0, 3, 0, 0, 0, 0 }, { 16, 226, 0, 0, 0, 0 } },
    { STYLE_GREEN,  { 7, 4, 0, 0, 0, 0 }, { 231, 20, 0, 0, 0, 0 } },
    { STYLE_CURSOR, { 0, 6, 0, 0, 0, 0 }, { 255, 25, 0, 0, 0, 0 } },
    { STYLE_FIELD_HERE, { 0, 6, 0, 0, 0, 0 }, { 255, 25, 0, 0, 0, 0 } },
};

static const struct on_ground *find(const struct on_ground *v, size_t n, enum style s)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].style == s)
            return &v[i];
    return NULL;
}

struct look theme_look(enum style s, int colours, enum palette p, enum background b)
{
    const struct on_ground *own = NULL;
    bool cell = s >= STYLE_CELL_RED && s <= STYLE_CELL_GREY;

    if (cell && colours >= 8)   /* looks like the word that says its colour */
        s = (enum style)(STYLE_RED + (s - STYLE_CELL_RED));
    assert(s < STYLE_COUNT && p < PALETTE_COUNT && b < BACKGROUND_COUNT);
    if (colours < 8)
        return looks[s].mono;
    if (p == PALETTE_BLUE_ORANGE)
        own = find(blue_orange, sizeof blue_orange / sizeof *blue_orange, s);
    if (!own && b == BACKGROUND_LIGHT)
        own = find(on_light, sizeof on_light / sizeof *on_light, s);
    if (!own && b == BACKGROUND_DARK)
        own = find(on_dark, sizeof on_dark / sizeof *on_dark, s);
    if (own)
        return colours >= 256 ? own->many : own->eight;
    return colours >= 256 ? looks[s].many : looks[s].eight;
}

struct look theme_look_boxed(enum style s, int colours, enum palette p, enum background b)
{
    for (size_t i = 0; colours >= 256 && i < sizeof boxed / sizeof *boxed; i++)
        if (boxed[i].style == s)
            return b == BACKGROUND_LIGHT ? boxed[i].light : boxed[i].dark;
    return theme_look(s, colours, p, b);
}

enum style theme_colour(enum colour c)
{
    switch (c) {
    case COLOUR_RED:    return STYLE_RED;
    case COLOUR_YELLOW: return STYLE_YELLOW;
    case COLOUR_GREEN:  return STYLE_GREEN;
    case COLOUR_GREY:   return STYLE_GREY;
    case COLOUR_NONE:   break;
    }
    return STYLE_PLAIN;
}

enum style theme_cell(enum colour c)
{
    enum style block = theme_colour(c);

    return block == STYLE_PLAIN ? block : (enum style)(STYLE_CELL_RED + (block - STYLE_RED));
}
