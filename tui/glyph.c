#include "tui/glyph.h"

/* ---- frames ---- */

static char sign(const struct canvas *c, int y, int x)
{
    if (y < 0 || y >= c->rows || x < 0 || x >= c->cols)
        return '\0';
    const struct canvas_cell *cell = &c->cells[(size_t)y * (size_t)c->cols + (size_t)x];
    return cell->line ? cell->text[0] : '\0';
}

uint32_t glyph_line(const struct canvas *c, int y, int x)
{
    /* by where it goes on: up 8, down 4, left 2, right 1 */
    static const uint16_t joints[16] = {
        0x253C, 0x2500, 0x2500, 0x2500, 0x2502, 0x250C, 0x2510, 0x252C,
        0x2502, 0x2514, 0x2518, 0x2534, 0x2502, 0x251C, 0x2524, 0x253C,
    };
    char here = sign(c, y, x), up = sign(c, y - 1, x), down = sign(c, y + 1, x);
    char left = sign(c, y, x - 1), right = sign(c, y, x + 1);

    if (here == '-')
        return 0x2500;
    if (here == '|')
        return 0x2502;
    if (here != '+')
        return 0;
    return joints[8 * (up == '|' || up == '+') + 4 * (down == '|' || down == '+') +
                  2 * (left == '-' || left == '+') + (right == '-' || right == '+')];
}

/* ---- look-alikes ---- */

/* Runs of characters in order: the first of them looks like `first`. */
static const struct { uint32_t from, to; char first; } runs[] = {
    { 0x2160, 0x2168, '1' },            /* Ⅰ to Ⅸ */
    { 0x2170, 0x2178, '1' },
    { 0x2460, 0x2468, '1' },            /* ① to ⑨, and in brackets, with a full stop */
    { 0x2474, 0x247C, '1' },
    { 0x2488, 0x2490, '1' },
    { 0x2776, 0x277E, '1' },
    { 0x249C, 0x24B5, 'a' },
    { 0x24B6, 0x24CF, 'A' },
    { 0x24D0, 0x24E9, 'a' },
};

static const struct { uint32_t ch; char plain; } alike[] = {
    { 0xA1, '!' }, { 0xA4, '$' }, { 0xA7, 'S' }, { 0xA8, '"' }, { 0xAA, 'a' }, { 0xAD, '-' },
    { 0xAE, 'R' }, { 0xB0, 'o' }, { 0xB1, '+' }, { 0xB2, '2' }, { 0xB3, '3' }, { 0xB4, '\'' },
    { 0xB6, 'P' }, { 0xB7, '.' }, { 0xB8, ',' }, { 0xB9, '1' }, { 0xBA, 'o' }, { 0xBF, '?' },
    { 0xD7, 'x' }, { 0xD8, 'O' }, { 0xE0, 'a' }, { 0xE1, 'a' }, { 0xE8, 'e' }, { 0xE9, 'e' },
    { 0xEA, 'e' }, { 0xEC, 'i' }, { 0xED, 'i' }, { 0xF2, 'o' }, { 0xF3, 'o' }, { 0xF7, '/' },
    { 0xF8, 'o' }, { 0xF9, 'u' }, { 0xFA, 'u' }, { 0xFC, 'u' }, { 0x101, 'a' }, { 0x113, 'e' },
    { 0x11B, 'e' }, { 0x12B, 'i' }, { 0x14D, 'o' }, { 0x16B, 'u' }, { 0x1CE, 'a' },
    { 0x1D0, 'i' }, { 0x1D2, 'o' }, { 0x1D4, 'u' }, { 0x251, 'a' }, { 0x261, 'g' },
    { 0x2C7, 'v' }, { 0x2C9, '-' }, { 0x2CA, '\'' }, { 0x2CB, '`' }, { 0x2D9, '.' },
    { 0x391, 'A' }, { 0x392, 'B' }, { 0x394, 'D' }, { 0x3A3, 'S' }, { 0x3A6, 'O' },
    { 0x3A9, 'O' }, { 0x3B1, 'a' }, { 0x3B2, 'b' }, { 0x3B3, 'y' }, { 0x3B4, 'd' },
    { 0x3B5, 'e' }, { 0x3B8, 'O' }, { 0x3BB, 'l' }, { 0x3BC, 'u' }, { 0x3C0, 'n' },
    { 0x3C1, 'p' }, { 0x3C3, 'o' }, { 0x3C6, 'o' }, { 0x3C9, 'w' },
    { 0x2010, '-' }, { 0x2013, '-' }, { 0x2014, '-' }, { 0x2015, '-' }, { 0x2016, '|' },
    { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201C, '"' }, { 0x201D, '"' }, { 0x2020, '+' },
    { 0x2022, '*' }, { 0x2024, '.' }, { 0x2025, '.' }, { 0x2026, '.' }, { 0x2027, '.' },
    { 0x2030, '%' }, { 0x2032, '\'' }, { 0x2033, '"' }, { 0x2035, '`' }, { 0x203B, '*' },
    { 0x203E, '-' }, { 0x20AC, 'E' }, { 0x2103, 'C' }, { 0x2105, 'c' }, { 0x2109, 'F' },
    { 0x2113, 'l' }, { 0x2116, '#' }, { 0x2121, 'T' }, { 0x2122, 'T' }, { 0x2126, 'O' },
    { 0x2169, 'X' }, { 0x2179, 'x' }, { 0x2190, '<' }, { 0x2191, '^' }, { 0x2192, '>' },
    { 0x2193, 'v' }, { 0x2194, '-' }, { 0x2195, '|' }, { 0x21D2, '>' }, { 0x21D4, '=' },
    { 0x2208, '<' }, { 0x2211, 'S' }, { 0x2215, '/' }, { 0x221A, 'v' }, { 0x2220, '<' },
    { 0x2223, '|' }, { 0x2225, '|' }, { 0x2227, '^' }, { 0x2228, 'v' }, { 0x2229, 'n' },
    { 0x222A, 'u' }, { 0x2236, ':' }, { 0x223C, '~' }, { 0x2248, '=' }, { 0x2252, '=' },
    { 0x2260, '!' }, { 0x2261, '=' }, { 0x2264, '<' }, { 0x2265, '>' }, { 0x2266, '<' },
    { 0x2267, '>' }, { 0x226A, '<' }, { 0x226B, '>' }, { 0x2299, 'o' }, { 0x22A5, '|' },
    { 0x2469, '0' }, { 0x25A0, '#' }, { 0x25A1, '#' }, { 0x25B2, '^' }, { 0x25B3, '^' },
    { 0x25B6, '>' }, { 0x25B7, '>' }, { 0x25BC, 'v' }, { 0x25BD, 'v' }, { 0x25C0, '<' },
    { 0x25C6, '*' }, { 0x25C7, '*' }, { 0x25CB, 'o' }, { 0x25CE, 'o' }, { 0x25CF, '*' },
    { 0x2605, '*' }, { 0x2606, '*' }, { 0x260E, 'T' }, { 0x2640, 'f' }, { 0x2642, 'm' },
};

char glyph_plain(uint32_t ch)
{
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (ch >= runs[i].from && ch <= runs[i].to)
            return (char)(runs[i].first + (char)(ch - runs[i].from));
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if (alike[i].ch == ch)
            return alike[i].plain;
    if (ch >= 0x2500 && ch <= 0x257F)   /* lines people have typed */
        return ch == 0x2502 || ch == 0x2503 ? '|' : ch < 0x2504 ? '-' : '+';
    return '?';
}
