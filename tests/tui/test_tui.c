/* test_tui.c - what every screen gets from the loop: frame, help, menu, boxes, keys of the
 * input method, Esc and a digit, small windows. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"

static struct tui_rig *r;

/* ---- a screen to try it with ---- */

static int opened, closed, loaded, pressed, answer;
static char *line;
static bool unsaved;

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Cross off"), N_("apply for cross-off"), 0 },
    { CMD_RETURN, N_("Return"), N_("return the item"), 0 },
    { CMD_OPEN, NULL, NULL, 0 },
    { CMD_FIND, N_("Find"), N_("find"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

static enum xh_rc probe_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    (void)t, (void)state, (void)arg;
    opened++;
    return arg ? xh_fail(err, XH_REFUSED, "no such item") : XH_OK;
}

static enum xh_rc probe_load(struct tui *t, void *state, struct xh_err *err)
{
    (void)t, (void)state, (void)err;
    loaded++;
    return XH_OK;
}

static void probe_draw(struct tui *t, void *state, struct area body)
{
    (void)state;
    canvas_put(&t->canvas, body.y, body.x, body.w, "林家村 112 户", TEXT_LEFT, STYLE_PLAIN);
    canvas_hit(&t->canvas, (struct area){ body.y, body.x, 1, body.w }, K_ENTER, 7);
}

static enum step probe_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    static const char *const choices[] = { "材料不全", "照片不清", "其他" };

    (void)state, (void)in;
    switch (cmd) {
    case CMD_ACT:
        answer = ask_yes(t, "销号", "要销号吗?");
        return STEP_RELOAD;
    case CMD_RETURN:
        answer = ask_choice(t, "退回", "为什么退回?", choices, 3, 0);
        return STEP_STAY;
    case CMD_FIND:
        free(line);
        line = ask_line(t, "查找", "", "");
        return STEP_STAY;
    case CMD_OPEN:
        pressed++;
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static bool probe_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                      struct xh_err *why)
{
    (void)t, (void)state, (void)word;
    if (cmd == CMD_SUPERVISE) {
        xh_fail(why, XH_DENIED, "not yours");
        return false;
    }
    return true;
}

static enum step probe_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    (void)t, (void)state, (void)twice;
    pressed += hit->arg;
    return STEP_STAY;
}

static bool probe_unsaved(struct tui *t, void *state)
{
    (void)t, (void)state;
    return unsaved;
}

static void probe_close(struct tui *t, void *state)
{
    (void)t, (void)state;
    closed++;
}

static const struct screen_ops probe = {
    .id = "probe", .title = N_("Today"), .keys = keys, .open = probe_open, .load = probe_load,
    .draw = probe_draw, .command = probe_command, .may = probe_may, .hit = probe_hit,
    .unsaved = probe_unsaved, .close = probe_close,
};

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    tui_rig_init(r);
    opened = closed = loaded = pressed = 0;
    answer = -9;
    unsaved = false;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(r);
    free(r);
    free(line);
    line = NULL;
    return 0;
}

/* ---- tests ---- */

static void the_frame_says_where_who_and_when(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "");
    assert_shown(r, "沿江镇");
    assert_shown(r, "督办员甲");
    assert_shown(r, "11月20日 周五");
    assert_shown(r, "林家村 112 户");
    assert_int_equal(opened, 1);
    assert_int_equal(closed, 1);
    assert_int_equal(loaded, 1);
}

static void esc_and_a_digit_is_an_f_key(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<Esc>2<Enter>");
    assert_int_equal(answer, 1);
}

static void full_width_keys_are_their_twins(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "ｘ<Esc>");
    assert_int_equal(answer, 0);
}

/* Pressed where it says so, and nowhere else. */
static void the_mouse_says_yes_where_yes_stands(void **state)
{
    int y = 0, yes = 0, no = 0;
    char press[64];

    (void)state;
    tui_rig_run(r, &probe, NULL, "x");
    for (const char *row = r->frame; y == 0 && *row; row = strchr(row, '\n') + 1) {
        const char *end = strchr(row, '\n'), *at = strstr(row, "回车 是");
        if (!at || at > end)
            continue;
        char *left = xstrndup(row, (size_t)(at - row));
        yes = text_width(left);
        free(left);
        left = xstrndup(row, (size_t)(strstr(at, "Esc") - row));
        no = text_width(left);
        free(left);
        for (const char *p = r->frame; p < row; p = strchr(p, '\n') + 1)
            y++;
    }
    assert_int_not_equal(y, 0);
    for (int i = 0; i < 6; i++) {
        snprintf(press, sizeof press, "x<click:%d,%d>", y, no + i);
        tui_rig_run(r, &probe, NULL, press);
        assert_int_equal(answer, 0);
        assert_not_shown(r, "回车 是");
        snprintf(press, sizeof press, "x<click:%d,%d>", y, yes + i);
        tui_rig_run(r, &probe, NULL, press);
        assert_int_equal(answer, 1);
    }
    snprintf(press, sizeof press, "x<click:%d,%d>", y, no - 1);
    tui_rig_run(r, &probe, NULL, press);
    assert_shown(r, "回车 是");
}

static void a_hanzi_never_acts_but_is_explained(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "销");
    assert_int_equal(answer, -9);
    assert_shown(r, "Shift");
}

static void digits_choose_and_esc_leaves(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<F3>2");
    assert_int_equal(answer, 1);
    tui_rig_run(r, &probe, NULL, "r<Down><Down><Enter>");
    assert_int_equal(answer, 2);
    tui_rig_run(r, &probe, NULL, "r<Esc>");
    assert_int_equal(answer, -1);
}

static void a_line_takes_hanzi_and_edits_by_character(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "/垟村<BS>头<Left><BS>下<Enter>");
    assert_string_equal(line, "下头");
    tui_rig_run(r, &probe, NULL, "/<paste:林家村>x<Enter>");
    assert_string_equal(line, "林家村x");
    tui_rig_run(r, &probe, NULL, "/abc<Esc>");
    assert_null(line);
}

static void pasted_text_is_no_command(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<paste:x>");
    assert_int_equal(answer, -9);
}

static void ctrl_c_never_ends_it(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<C-c>");
    assert_shown(r, "F10");
}

static void leaving_asks_only_when_something_is_unsaved(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "q");
    assert_int_equal(closed, 1);
    unsaved = true;
    tui_rig_run(r, &probe, NULL, "q<Esc>x");
    assert_int_equal(closed, 2);
    assert_shown(r, "要销号吗?");
}

static void the_mouse_presses_rows_and_the_bar(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<click:2,1>");
    assert_int_equal(pressed, 7);
    tui_rig_run(r, &probe, NULL, "<click:23,9>");
    assert_shown(r, "要销号吗?");
}

static void a_small_window_asks_for_a_larger_one(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<size:23x79>x");
    assert_shown(r, "79x23");
    assert_int_equal(answer, -9);
    tui_rig_run(r, &probe, NULL, "<size:24x80>x<size:10x30><size:40x120>");
    assert_shown(r, "要销号吗?");
}

static void help_lists_the_keys_and_searches(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "<F1>");
    assert_shown(r, "F2 x");
    tui_rig_run(r, &probe, NULL, "?Ctrl-Z");
    assert_shown(r, "Ctrl-Z");
    assert_not_shown(r, "F2 x");
}

static void every_key_is_survived(void **state)
{
    static const char all[] =
        "<Esc><Esc><F1><Esc><F2><Esc><F3><Esc><F4><F5><F6><F7><Esc><F8><F9><Esc>?<Esc>:<Esc>"
        "0123456789abcdefghijklmnopr<Esc>s<Esc>tuvwx<Esc>yz<Up><Down><Left><Right><PgUp><PgDn>"
        "<Home><End><Tab><BackTab><Space><BS><Del><C-a><C-b><C-l><C-y><C-z><C-s><tick>M.*";

    (void)state;
    tui_rig_run(r, &probe, NULL, all);
    tui_rig_run(r, &probe, NULL, "<size:40x120><F1><Esc><F9><Esc><F7>x<Esc>");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_frame_says_where_who_and_when),
        T(esc_and_a_digit_is_an_f_key),
        T(full_width_keys_are_their_twins),
        T(the_mouse_says_yes_where_yes_stands),
        T(a_hanzi_never_acts_but_is_explained),
        T(digits_choose_and_esc_leaves),
        T(a_line_takes_hanzi_and_edits_by_character),
        T(pasted_text_is_no_command),
        T(ctrl_c_never_ends_it),
        T(leaving_asks_only_when_something_is_unsaved),
        T(the_mouse_presses_rows_and_the_bar),
        T(a_small_window_asks_for_a_larger_one),
        T(help_lists_the_keys_and_searches),
        T(every_key_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
