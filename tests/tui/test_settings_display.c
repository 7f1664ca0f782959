/* test_settings_display.c - 设置, 显示: a choice holds at once, is kept for the person alone
 * and comes back with the person. */
#include "tests/tui/settings_rig.h"

#include <stdlib.h>

#include "model/preference.h"
#include "tui/settings.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    settings_rig_init(scr);
    scr->sample = true;
    r = &scr->record;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    settings_rig_fini(scr);
    free(scr);
    return 0;
}

static void run(const char *keys)
{
    tui_rig_run(scr, &settings_screen, NULL, keys);
}

static void act_as(int64_t person)
{
    scr->tui.me = scr->tui.account = person;
}

static void assert_kept(int64_t person, const char *want)
{
    char *is = NULL;

    assert_ok(preference_get(r->st, person, "display", &is, &r->err));
    assert_string_equal(is ? is : "", want);
    free(is);
}

static void the_text_of_it_goes_both_ways(void **state)
{
    (void)state;
    for (int p = 0; p < 2; p++)
        for (int b = 0; b < 3; b++)
            for (int m = 0; m < 4; m++) {
                struct display d = { p, b, m & 1, m >> 1 }, back;
                char *text = display_text(&d);
                display_read(&back, text);
                for (int i = 0; i < DISPLAY_SETTINGS; i++)
                    assert_int_equal(display_get(&back, i), display_get(&d, i));
                free(text);
            }
}

static void what_nobody_understands_is_passed_over(void **state)
{
    struct display d;

    (void)state;
    display_read(&d, "palette\nbackground\n"
                     "palette purple\nfont 12\nbackground darker\n\nmouse off");
    assert_int_equal(d.palette, PALETTE_LIGHTS);
    assert_int_equal(d.background, BACKGROUND_TERMINAL);
    assert_int_equal(d.mouse, MOUSE_IS_OFF);
    display_read(&d, NULL);
    assert_int_equal(d.mouse, MOUSE_IS_ON);
}

static void a_choice_holds_at_once_and_is_kept(void **state)
{
    (void)state;
    settings_look(scr, "8", "settings-display");
    assert_kept(r->admin, "");
    settings_look(scr, "82<Down>2<Down><Down>2", "settings-display-chosen");
    assert_int_equal(scr->look.palette, PALETTE_BLUE_ORANGE);
    assert_int_equal(scr->look.background, BACKGROUND_LIGHT);
    scr->look = (struct display){0};
    run("8");                                   /* the next start */
    assert_int_equal(scr->look.palette, PALETTE_BLUE_ORANGE);
    assert_int_equal(scr->look.background, BACKGROUND_LIGHT);
    assert_shown(scr, "(*) 橙、黄、蓝");
    assert_shown(scr, "(*) 浅色");
    run("");
    assert_shown(scr, "橙、黄、蓝");            /* beside its name among the settings */
}

static void every_way_to_choose(void **state)
{
    (void)state;
    run("8<Right><Down><Right><Right><Right>");
    assert_kept(r->admin, "palette blue-orange\nbackground dark");
    run("8<Left><Left><Down><Left>");
    assert_kept(r->admin, "background light");
    run("8<Down><Enter><Enter><End><Space>");
    assert_kept(r->admin, "frames plain");
    run("8<Home>3<Down>3");                     /* the first has no third */
    assert_kept(r->admin, "background dark\nframes plain");
    run("8<click:2,42><click:3,2>1");
    assert_kept(r->admin, "palette blue-orange\nframes plain");
    run("8<F3>");
    assert_kept(r->admin, "");
    assert_shown(scr, "已全部还原");
    assert_shown(scr, "(*) 红、黄、绿");
    assert_int_equal(scr->look.frames, FRAMES_FOUND);
}

static void the_mouse_key_remembers(void **state)
{
    (void)state;
    run("M");
    assert_false(scr->mouse);
    assert_kept(r->admin, "mouse off");
    run("8");
    assert_false(scr->mouse);
    assert_shown(scr, "(*) 关");
    run("8M");
    assert_true(scr->mouse);
    assert_shown(scr, "(*) 开");
    assert_kept(r->admin, "");
    run("8<Down><Down>2");
    assert_false(scr->mouse);
}

static void each_person_has_the_own(void **state)
{
    (void)state;
    run("82");
    act_as(r->handler);
    run("8");
    assert_int_equal(scr->look.palette, PALETTE_LIGHTS);
    assert_shown(scr, "(*) 红、黄、绿");
    run("8<Down>3");
    assert_kept(r->admin, "palette blue-orange");
    assert_kept(r->handler, "background dark");
    act_as(r->admin);
    run("");
    assert_int_equal(scr->look.palette, PALETTE_BLUE_ORANGE);
    assert_int_equal(scr->look.background, BACKGROUND_TERMINAL);
}

/* Another person, and back: each with the own screen. */
static void it_comes_with_the_person(void **state)
{
    (void)state;
    run("82<F10>M");
    assert_false(scr->mouse);
    tui_rig_run(scr, &today_screen, NULL, "<F9>hr<Enter>gbj<Enter>");
    assert_int_equal(scr->look.palette, PALETTE_LIGHTS);
    assert_true(scr->mouse);
    tui_rig_run(scr, &today_screen, NULL, "<F9>hr<Enter>gbj<Enter><F9>hr<Enter>gly<Enter>");
    assert_int_equal(scr->look.palette, PALETTE_BLUE_ORANGE);
    assert_false(scr->mouse);
}

static void somebody_without_a_person_keeps_it_until_the_end(void **state)
{
    (void)state;
    act_as(0);
    run("82");
    assert_int_equal(scr->look.palette, PALETTE_BLUE_ORANGE);
    assert_shown(scr, "只在退出程序之前有效");
    run("M");
    assert_false(scr->mouse);
    assert_shown(scr, "鼠标");
}

static void terminals_with_few_colours_are_told(void **state)
{
    (void)state;
    scr->colours = 0;
    settings_look(scr, "8", "settings-display-mono");
    assert_shown(scr, "没有颜色");
    run("82");
    assert_kept(r->admin, "palette blue-orange");       /* for another terminal */
    scr->colours = 8;
    run("8");
    assert_shown(scr, "没有橙色");
    scr->colours = 256;
    run("8");
    assert_not_shown(scr, "没有橙色");
}

/* What is written in a box stands on its ground, what is beside it does not. */
static void boxes_have_one_ground(void **state)
{
    size_t inside = 0, beside = 0;

    (void)state;
    run("8");
    for (int i = 0; i < scr->last.rows * scr->last.cols; i++) {
        const struct canvas_cell *c = &scr->last.cells[i];
        inside += c->boxed && c->style == STYLE_DIM && c->text[0] != ' ';
        beside += !c->boxed && c->style == STYLE_DIM && c->text[0] != ' ';
        if (c->style == STYLE_DIALOG)
            assert_true(c->boxed);
    }
    assert_true(inside > 0 && beside > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(the_text_of_it_goes_both_ways),
        T(what_nobody_understands_is_passed_over),
        T(a_choice_holds_at_once_and_is_kept),
        T(every_way_to_choose),
        T(the_mouse_key_remembers),
        T(each_person_has_the_own),
        T(it_comes_with_the_person),
        T(somebody_without_a_person_keeps_it_until_the_end),
        T(terminals_with_few_colours_are_told),
        T(boxes_have_one_ground),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
