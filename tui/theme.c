#include "tui/theme.h"

/* Black or white on a block: yellow only ever as a background, never bold black. What stands
 * on the terminal's own background can be read on black and on white. */
static const struct { struct look mono, eight, many; } looks[STYLE_COUNT] = {
    [STYLE_PLAIN]    = { { -1, -1, 0, 0, 0, 0 }, { -1, -1, 0, 0, 0, 0 }, { -1, -1, 0, 0, 0, 0 } },
    [STYLE_BAR]      = { { -1, -1, 0, 1, 0, 0 }, { 0, 6, 0, 0, 0, 0 },   { 255, 24, 0, 0, 0, 0 } },
    [STYLE_BAR_KEY]  = { { -1, -1, 1, 0, 0, 0 }, { 7, 0, 0, 0, 0, 0 },   { 255, 234, 0, 0, 0, 0 } },
    [STYLE_BAR_OFF]  = { { -1, -1, 0, 1, 0, 1 }, { 4, 6, 0, 0, 0, 0 },   { 250, 24, 0, 0, 0, 0 } },
    [STYLE_PRACTICE] = { { -1, -1, 1, 1, 0, 0 }, { 7, 1, 1, 0, 0, 0 },   { 255, 160, 1, 0, 0, 0 } },
    [STYLE_HEAD]     = { { -1, -1, 1, 0, 1, 0 }, { -1, -1, 1, 0, 1, 0 }, { -1, -1, 1, 0, 1, 0 } },
    [STYLE_DIM]      = { { -1, -1, 0, 0, 0, 1 }, { -1, -1, 0, 0, 0, 1 }, { 244, -1, 0, 0, 0, 0 } },
    [STYLE_STRONG]   = { { -1, -1, 1, 0, 0, 0 }, { -1, -1, 1, 0, 0, 0 }, { -1, -1, 1, 0, 0, 0 } },
    [STYLE_CURSOR]   = { { -1, -1, 0, 1, 0, 0 }, { 7, 4, 0, 0, 0, 0 },   { 255, 25, 0, 0, 0, 0 } },
    [STYLE_MARKED]   = { { -1, -1, 1, 0, 1, 0 }, { -1, -1, 1, 0, 1, 0 }, { 32, -1, 1, 0, 1, 0 } },
    [STYLE_RED]      = { { -1, -1, 1, 1, 0, 0 }, { 7, 1, 0, 0, 0, 0 },   { 255, 160, 0, 0, 0, 0 } },
    [STYLE_YELLOW]   = { { -1, -1, 0, 1, 1, 0 }, { 0, 3, 0, 0, 0, 0 },   { 16, 220, 0, 0, 0, 0 } },
    [STYLE_GREEN]    = { { -1, -1, 0, 0, 0, 0 }, { 0, 2, 0, 0, 0, 0 },   { 255, 28, 0, 0, 0, 0 } },
    [STYLE_GREY]     = { { -1, -1, 0, 0, 0, 1 }, { 0, 7, 0, 0, 0, 0 },   { 255, 240, 0, 0, 0, 0 } },
    [STYLE_FIELD]    = { { -1, -1, 0, 0, 1, 0 }, { -1, -1, 0, 0, 1, 0 }, { 255, 238, 0, 0, 0, 0 } },
    [STYLE_FIELD_HERE] = { { -1, -1, 0, 1, 0, 0 }, { 7, 4, 0, 0, 0, 0 }, { 255, 25, 0, 0, 0, 0 } },
    [STYLE_WRONG]    = { { -1, -1, 1, 0, 0, 0 }, { 1, -1, 1, 0, 0, 0 },  { 160, -1, 1, 0, 0, 0 } },
    [STYLE_DIALOG]   = { { -1, -1, 0, 0, 0, 0 }, { -1, -1, 0, 0, 0, 0 }, { 255, 236, 0, 0, 0, 0 } },
    [STYLE_DIALOG_TITLE] =
                       { { -1, -1, 1, 1, 0, 0 }, { 0, 6, 0, 0, 0, 0 }, { 255, 24, 1, 0, 0, 0 } },
};

struct look theme_look(enum style s, int colours)
{
    return colours >= 256 ? looks[s].many : colours >= 8 ? looks[s].eight : looks[s].mono;
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
