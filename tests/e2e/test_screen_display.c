/* test_screen_display.c - 设置, 显示 on a real terminal: cells change their colours, the ground
 * is everywhere, frames are plain, and it is all there at the next start. */
#include "tests/e2e/pty_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct pty_rig *r;
static char *home;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    home = pty_town();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    pty_drop(r);
    free(r);
    free(home);
    return 0;
}

static void begin(const char *user)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = user });
}

/* Both halves of 红, 黄 and 绿, which stand there in these words, `at` columns on. */
static void assert_blocks(const char *const words[3], int at, enum palette palette)
{
    static const enum style styles[] = { STYLE_RED, STYLE_YELLOW, STYLE_GREEN };
    int y, x;

    for (size_t i = 0; i < 3; i++) {
        pty_find(r, words[i], &y, &x);
        for (int half = 0; half < 2; half++)
            assert_int_equal(pty_background(r, y, x + at + half),
                             theme_look(styles[i], 256, palette, BACKGROUND_TERMINAL).bg);
    }
}

static void colours_change_and_come_back_with_the_person(void **state)
{
    static const char *const chips[] = { "1红", "2黄", "3绿" };
    static const char *const picture[] = { "红 3", "黄 5", "绿 41" };
    struct pty_start other = { .home = home, .user = "干部甲", .palette = PALETTE_BLUE_ORANGE };

    (void)state;
    begin("干部甲");
    assert_blocks(chips, 1, PALETTE_LIGHTS);
    pty_keys(r, "<F9>sz<Enter>8");
    assert_blocks(picture, 0, PALETTE_LIGHTS);
    r->how.palette = PALETTE_BLUE_ORANGE;
    pty_keys(r, "2");
    assert_blocks(picture, 0, PALETTE_BLUE_ORANGE);
    pty_keys(r, "<F10><F10>");
    assert_blocks(chips, 1, PALETTE_BLUE_ORANGE);
    pty_end(r);
    pty_start(r, &other);       /* the next start */
    assert_blocks(chips, 1, PALETTE_BLUE_ORANGE);
    pty_end(r);
    begin("督办员甲");
    assert_blocks(chips, 1, PALETTE_LIGHTS);
    pty_end(r);
}

/* Every cell of the screen has our ground: nothing of the terminal's shows through, whatever
 * comes and goes over it. */
static void assert_ground(enum background b)
{
    for (int y = 0; y < r->rows; y++)
        for (int x = 0; x < r->cols; x++)
            if ((pty_background(r, y, x) < 0) != (b == BACKGROUND_TERMINAL) &&
                b != BACKGROUND_TERMINAL)
                fail_msg("row %d, column %d has the terminal's ground:\n%s", y, x, r->frame);
    assert_int_equal(pty_background(r, 2, r->cols - 1), theme_look(STYLE_PLAIN, 256, 0, b).bg);
}

static void a_ground_of_ones_own_is_everywhere(void **state)
{
    (void)state;
    begin("干部甲");
    assert_ground(BACKGROUND_TERMINAL);
    pty_keys(r, "<F9>sz<Enter>8<Down>");
    r->how.background = BACKGROUND_LIGHT;
    pty_keys(r, "2");
    assert_ground(BACKGROUND_LIGHT);
    pty_keys(r, "?");
    assert_ground(BACKGROUND_LIGHT);
    pty_keys(r, "<Esc>");
    pty_size(r, 40, 120);
    assert_ground(BACKGROUND_LIGHT);
    pty_size(r, 24, 80);
    r->how.background = BACKGROUND_DARK;
    pty_keys(r, "3<F10><F10>");
    assert_ground(BACKGROUND_DARK);
    pty_keys(r, "<Down><Down><Down><Down><Down><Enter>");
    assert_ground(BACKGROUND_DARK);
    pty_end(r);                 /* and the terminal is as it was */
}

static void plain_frames_are_plain_on_a_narrow_terminal(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "?");
    assert_pty_not_shown(r, "+-");
    pty_keys(r, "<Esc><F9>sz<Enter>8<End>2");
    assert_pty_shown(r, "+-");
    pty_keys(r, "?");
    assert_pty_shown(r, "+-");
    pty_end(r);
}

static void few_and_no_colours_have_the_page_too(void **state)
{
    static const char *const terms[] = { "xterm", "vt100" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        pty_start(r, &(struct pty_start){ .home = home, .user = "干部甲", .term = terms[i] });
        pty_keys(r, "<F9>sz<Enter>8");
        r->how.palette = PALETTE_BLUE_ORANGE;
        pty_keys(r, "2");
        assert_pty_shown(r, i ? "没有颜色" : "没有橙色");
        r->how.background = BACKGROUND_LIGHT;
        pty_keys(r, "<Down>2?");
        pty_keys(r, "<Esc>");
        r->how.palette = PALETTE_LIGHTS;
        r->how.background = BACKGROUND_TERMINAL;
        pty_keys(r, "<F3>");
        pty_end(r);
    }
}

/* What the terminal was told last of reporting the mouse. */
static bool mouse_reports(void)
{
    bool on = false;

    for (const char *s = r->bytes.s; (s = strstr(s, "\033[?1000")); s += 8)
        on = s[7] == 'h';
    return on;
}

static void the_mouse_stays_off_at_the_next_start(void **state)
{
    (void)state;
    begin("干部甲");
    assert_true(mouse_reports());
    pty_keys(r, "M");
    assert_false(mouse_reports());
    pty_end(r);
    begin("干部甲");
    assert_false(mouse_reports());
    pty_keys(r, "M");
    assert_true(mouse_reports());
    pty_end(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
        T(colours_change_and_come_back_with_the_person),
        T(a_ground_of_ones_own_is_everywhere),
        T(plain_frames_are_plain_on_a_narrow_terminal),
        T(few_and_no_colours_have_the_page_too),
        T(the_mouse_stays_off_at_the_next_start),
    };

    if (!pty_is_there()) {
        puts("skip screen_display: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
