/* test_theme.c - every style can be read: on black and on white where the ground is the
 * terminal's own, with 256, 8 and no colours, in both palettes; and the blocks of the second
 * palette can be told apart by those who cannot tell red from green. */
#include "tests/model/record_rig.h"

#include <math.h>
#include <stdio.h>

#include "tui/theme.h"

struct rgb { double r, g, b; };         /* linear light, 0 to 1 */

static const int counts[] = { 0, 8, 16, 256 };
static const enum style blocks[] = { STYLE_RED, STYLE_YELLOW, STYLE_GREEN, STYLE_GREY };
static const struct rgb black = { 0, 0, 0 }, white = { 1, 1, 1 };

static double linear(int v)
{
    double x = v / 255.0;

    return x <= 0.03928 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

/* The first eight are what xterm has, and what the text console of PCs had. */
static struct rgb rgb_of(int i, bool pc)
{
    static const int xterm[8][3] = { { 0, 0, 0 }, { 205, 0, 0 }, { 0, 205, 0 }, { 205, 205, 0 },
                                     { 0, 0, 238 }, { 205, 0, 205 }, { 0, 205, 205 },
                                     { 229, 229, 229 } };
    static const int console[8][3] = { { 0, 0, 0 }, { 170, 0, 0 }, { 0, 170, 0 },
                                       { 170, 85, 0 }, { 0, 0, 170 }, { 170, 0, 170 },
                                       { 0, 170, 170 }, { 170, 170, 170 } };
    static const int cube[] = { 0, 95, 135, 175, 215, 255 };

    if (i < 8) {
        const int *v = pc ? console[i] : xterm[i];
        return (struct rgb){ linear(v[0]), linear(v[1]), linear(v[2]) };
    }
    assert_in_range(i, 16, 255);        /* 8 to 15 are whatever somebody likes */
    if (i >= 232) {
        double v = linear(8 + (i - 232) * 10);
        return (struct rgb){ v, v, v };
    }
    i -= 16;
    return (struct rgb){ linear(cube[i / 36]), linear(cube[i / 6 % 6]), linear(cube[i % 6]) };
}

static double light(struct rgb c)
{
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

static double contrast(struct rgb a, struct rgb b)
{
    double la = light(a) + 0.05, lb = light(b) + 0.05;

    return la > lb ? la / lb : lb / la;
}

/* What is greyed need not stand out. */
static double wanted(enum style s, int colours, bool own_ground)
{
    if (s == STYLE_BAR_OFF)
        return 3.5;
    return !own_ground ? colours < 256 ? 3.0 : 3.8 : colours < 256 ? 3.2 : 4.5;
}

static void look_at(enum style s, int colours, struct look l, bool pc, const char *where)
{
    bool own = l.bg >= 0;
    struct rgb fg, grounds[2] = { own ? rgb_of(l.bg, pc) : black, own ? rgb_of(l.bg, pc) : white };

    if (l.fg < 0 && l.bg < 0)
        return;                 /* the terminal's own on its own */
    if (l.fg < 0)
        fail_msg("style %d, %s: the terminal's own text on our ground", s, where);
    fg = rgb_of(l.fg, pc);
    for (int g = 0; g < 2; g++)
        if (contrast(fg, grounds[g]) < wanted(s, colours, own))
            fail_msg("style %d, %s: %d on %d has a contrast of %.2f", s, where, l.fg,
                     own ? l.bg : g ? 231 : 16, contrast(fg, grounds[g]));
    if (l.bold && (l.fg == 0 || l.fg == 16))
        fail_msg("style %d, %s: bold black, which some terminals make grey", s, where);
    if (l.fg == 3 || l.fg == 11 || l.fg == 220 || l.fg == 226)
        fail_msg("style %d, %s: yellow text", s, where);
}

static void every_style_can_be_read(void **state)
{
    char where[96];

    (void)state;
    for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
        for (int p = 0; p < PALETTE_COUNT; p++)
            for (int b = 0; b < BACKGROUND_COUNT; b++)
                for (int s = 0; s < STYLE_COUNT; s++)
                    for (int k = 0; k < 4; k++) {
                        bool box = k & 1, pc = k & 2;
                        struct look l = (box ? theme_look_boxed : theme_look)(
                            (enum style)s, counts[n], (enum palette)p, (enum background)b);
                        snprintf(where, sizeof where, "%d colours, palette %d, background %d%s%s",
                                 counts[n], p, b, box ? ", in a box" : "", pc ? ", console" : "");
                        look_at((enum style)s, counts[n], l, pc, where);
                    }
}

/* Nothing of it depends on the one before: the same question has the same answer. */
static bool same(struct look a, struct look b)
{
    return a.fg == b.fg && a.bg == b.bg && a.bold == b.bold && a.reverse == b.reverse &&
           a.underline == b.underline && a.dim == b.dim;
}

static void without_colours_nothing_changes(void **state)
{
    (void)state;
    for (int s = 0; s < STYLE_COUNT; s++)
        for (int p = 0; p < PALETTE_COUNT; p++)
            for (int b = 0; b < BACKGROUND_COUNT; b++) {
                struct look l = theme_look((enum style)s, 0, (enum palette)p, (enum background)b);
                assert_true(l.fg == -1 && l.bg == -1);
                assert_true(same(l, theme_look((enum style)s, 0, PALETTE_LIGHTS,
                                               BACKGROUND_TERMINAL)));
            }
}

/* On a ground of ours nothing is left to the terminal: no stripes of its own. */
static void our_own_ground_is_everywhere(void **state)
{
    (void)state;
    for (int n = 1; n < 4; n++)
        for (int p = 0; p < PALETTE_COUNT; p++)
            for (int b = BACKGROUND_LIGHT; b < BACKGROUND_COUNT; b++)
                for (int s = 0; s < STYLE_COUNT; s++) {
                    struct look l = theme_look((enum style)s, counts[n], (enum palette)p,
                                               (enum background)b);
                    if (l.fg < 0 || l.bg < 0)
                        fail_msg("style %d, %d colours, background %d: the terminal's own", s,
                                 counts[n], b);
                }
}

static void a_box_has_one_ground(void **state)
{
    static const enum style inside[] = { STYLE_PLAIN, STYLE_HEAD, STYLE_DIM, STYLE_STRONG,
                                         STYLE_MARKED, STYLE_WRONG, STYLE_DIALOG };

    (void)state;
    for (int n = 0; n < 4; n++)
        for (int b = 0; b < BACKGROUND_COUNT; b++) {
            int ground = theme_look(STYLE_DIALOG, counts[n], 0, (enum background)b).bg;
            for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
                assert_int_equal(
                    theme_look_boxed(inside[i], counts[n], 0, (enum background)b).bg, ground);
        }
}

static void the_four_blocks_are_distinct(void **state)
{
    (void)state;
    for (int n = 0; n < 4; n++)
        for (int p = 0; p < PALETTE_COUNT; p++)
            for (int b = 0; b < BACKGROUND_COUNT; b++)
                for (int i = 0; i < 4; i++) {
                    struct look l = theme_look(blocks[i], counts[n], (enum palette)p,
                                               (enum background)b);
                    struct look row = theme_look(STYLE_CURSOR, counts[n], (enum palette)p,
                                                 (enum background)b);
                    if (counts[n] && l.bg == row.bg)
                        fail_msg("block %d, palette %d: not seen on the cursor's row", i, p);
                    for (int k = 0; k < i; k++) {
                        struct look m = theme_look(blocks[k], counts[n], (enum palette)p,
                                                   (enum background)b);
                        if (counts[n] ? l.bg == m.bg : same(l, m))
                            fail_msg("blocks %d and %d, palette %d, %d colours: the same", k, i, p,
                                     counts[n]);
                    }
                }
}

/* As somebody without the middle or the long wave sees it (Machado et al. 2009). */
static struct rgb without(struct rgb c, bool green)
{
    static const double m[2][9] = {
        { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
          1.051998 },
        { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
          0.968881 },
    };
    const double *v = m[green];

    return (struct rgb){ v[0] * c.r + v[1] * c.g + v[2] * c.b,
                         v[3] * c.r + v[4] * c.g + v[5] * c.b,
                         v[6] * c.r + v[7] * c.g + v[8] * c.b };
}

static double shade(double linear_light)
{
    return linear_light <= 0 ? 0 : cbrt(linear_light > 1 ? 1 : linear_light);
}

static double apart(struct rgb a, struct rgb b)
{
    double r = shade(a.r) - shade(b.r), g = shade(a.g) - shade(b.g), l = shade(a.b) - shade(b.b);

    return sqrt(r * r + g * g + l * l);
}

/* How far the nearest two of red, yellow and green are. */
static double nearest(enum palette p, int colours, bool green)
{
    double least = 9;

    for (int i = 0; i < 3; i++)
        for (int k = 0; k < i; k++) {
            struct rgb a = rgb_of(theme_look(blocks[i], colours, p, BACKGROUND_TERMINAL).bg, false);
            struct rgb b = rgb_of(theme_look(blocks[k], colours, p, BACKGROUND_TERMINAL).bg, false);
            double d = apart(without(a, green), without(b, green));
            least = d < least ? d : least;
        }
    return least;
}

static void blue_and_orange_are_told_apart_by_everybody(void **state)
{
    (void)state;
    for (int n = 1; n < 4; n++)
        for (int green = 0; green < 2; green++) {
            double lights = nearest(PALETTE_LIGHTS, counts[n], green),
                   other = nearest(PALETTE_BLUE_ORANGE, counts[n], green);
            if (other < 0.3 || other < lights)
                fail_msg("%d colours, without %s: %.2f apart, %.2f as given", counts[n],
                         green ? "green" : "red", other, lights);
        }
    for (int b = 0; b < BACKGROUND_COUNT; b++) {
        struct rgb red = rgb_of(theme_look(STYLE_RED, 256, PALETTE_BLUE_ORANGE,
                                           (enum background)b).bg, false);
        struct rgb green = rgb_of(theme_look(STYLE_GREEN, 256, PALETTE_BLUE_ORANGE,
                                             (enum background)b).bg, false);
        assert_true(red.r > red.g && red.g > red.b && red.g > 0.1);    /* orange */
        assert_true(green.b > green.r && green.b > green.g);            /* blue */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_style_can_be_read),
        cmocka_unit_test(without_colours_nothing_changes),
        cmocka_unit_test(our_own_ground_is_everywhere),
        cmocka_unit_test(a_box_has_one_ground),
        cmocka_unit_test(the_four_blocks_are_distinct),
        cmocka_unit_test(blue_and_orange_are_told_apart_by_everybody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
