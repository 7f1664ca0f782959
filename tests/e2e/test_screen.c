/* test_screen.c - the application on a real terminal: the flows of UX 1 by their
 * keystrokes, sizes, kinds of terminals, the mouse, pasted text, input methods. */
#include "tests/e2e/pty_rig.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/model/record_rig.h"
#include "tui/theme.h"

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

/* The state an item is in now. */
static void assert_state(const char *code, const char *state)
{
    struct record_rig town = {0};
    struct item it = {0};

    if (store_open(home, false, NULL, &town.st, &town.err) != XH_OK)
        fail_msg("%s", town.err.msg);
    town.env.today = on("2026-11-20");
    rig_item(&town, code, &it);
    assert_string_equal(it.state, state);
    item_fini(&it);
    store_close(town.st);
}

/* ---- the flows of UX 1, from the row, the last key included ---- */

static void it_opens_with_today(void **state)
{
    (void)state;
    begin("干部甲");
    assert_pty_shown(r, "今日");
    assert_pty_shown(r, "我经办");
    assert_pty_shown(r, "1红 4");
    assert_pty_shown(r, "干部甲(换人)");
    pty_end(r);
    pty_assert_whole(home);
}

static void applying_takes_two_keys(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<Down><Down><Down><Down><Down>");
    assert_pty_shown(r, "> 绿 督26-5");
    pty_keys(r, "<F2>");
    assert_state("督26-5", "active");
    pty_keys(r, "<Enter>");
    assert_state("督26-5", "review");
    pty_keys(r, "<C-z>");
    assert_state("督26-5", "active");
    pty_end(r);
}

static void approving_takes_two_keys(void **state)
{
    (void)state;
    begin("督办员甲");
    pty_keys(r, "<F9>1");
    pty_keys(r, "<F7>");
    pty_keys(r, "2");
    assert_pty_shown(r, ">黄 督26-6");
    pty_keys(r, "<F2><Enter>");
    assert_state("督26-6", "closed");
    pty_end(r);
}

static void returning_takes_three_keys(void **state)
{
    (void)state;
    begin("督办员甲");
    pty_keys(r, "<F7>");
    pty_keys(r, "2");
    pty_keys(r, "<F3>1<Enter>");
    assert_state("督26-6", "rework");
    assert_pty_shown(r, "退改");
    pty_end(r);
}

static void extending_takes_four_keys(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<F7>3");
    assert_pty_shown(r, "督26-5");
    pty_keys(r, "<F4>21<Enter>");
    assert_pty_shown(r, "延期");
    assert_pty_not_shown(r, "+- ");
    pty_end(r);
}

static void supervising_takes_four_keys(void **state)
{
    (void)state;
    begin("督办员甲");
    pty_keys(r, "<F7>");
    pty_keys(r, "1*<F5><Enter>");
    assert_pty_shown(r, "督办单");
    pty_end(r);
}

static void a_colour_is_one_key(void **state)
{
    (void)state;
    begin("督办员甲");
    pty_keys(r, "<F7>");
    pty_keys(r, "2");
    assert_pty_shown(r, "督26-6");
    assert_pty_not_shown(r, "督26-5");
    pty_keys(r, "3");
    assert_pty_shown(r, "督26-5");
    assert_pty_not_shown(r, "督26-6");
    pty_keys(r, "0");
    assert_pty_shown(r, "督26-6");
    pty_end(r);
}

static void a_row_is_opened_and_left_and_nothing_has_changed(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<Down><Down><Down><Down><Down><Enter>");
    assert_pty_shown(r, "办理记录");
    assert_state("督26-5", "active");
    pty_keys(r, "<F10>");
    assert_pty_shown(r, "我经办");
    pty_send(r, "\033[21~", 5);
    int status = pty_wait_end(r);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    pty_assert_restored(r);
}

/* ---- who may do what to which row ---- */

/* The word of F-key `n`, "-" before it when it is greyed. */
static void put_word(struct buf *b, int n)
{
    static const int begin[] = { 0, 0, 6, 17, 29, 36, 43, 52 };
    char word[64];

    snprintf(word, sizeof word, "%d", n);
    buf_puts(b, pty_foreground(r, r->rows - 1, begin[n] + 1) ==
                        theme_look(STYLE_BAR_OFF, 256, PALETTE_LIGHTS,
                                   BACKGROUND_TERMINAL).fg ? " -" : " ");
    pty_text(r, r->rows - 1, begin[n] + 1, begin[n + 1] - begin[n] - 2, word, sizeof word);
    buf_puts(b, word);
}

/* What F2 to F6 say to a person on every row of the ledger. */
static void put_words(struct buf *b, const char *user)
{
    char code[32];
    int y, x;

    pty_start(r, &(struct pty_start){ .home = home, .user = user });
    pty_keys(r, "\0337<Home>");
    for (bool more = strstr(r->frame, "督26") != NULL; more;) {
        pty_find(r, ">", &y, &x);
        pty_text(r, y, 4, 7, code, sizeof code);
        buf_printf(b, "%s %s", user, code);
        for (int n = 2; n <= 6; n++)
            put_word(b, n);
        buf_putc(b, '\n');
        pty_keys(r, "<Down>");
        int was = y;
        pty_find(r, ">", &y, &x);
        more = y != was;
    }
    pty_end(r);
}

static void the_bar_says_what_this_person_may_do_to_this_row(void **state)
{
    static const char *const users[] = { "干部甲", "干部乙", "督办员甲", "领导甲", "村干部甲" };
    /* somebody of another unit and a village without work see no row at all */
    static const char want[] =
        "干部甲 督26-1 申请销号 -退回 -限期 -督办 填进展\n"
        "干部甲 督26-2 申请销号 -退回 -限期 -督办 填进展\n"
        "干部甲 督26-3 申请销号 -退回 延期 -督办 填进展\n"
        "干部甲 督26-4 签收 不属本单位 延期 -督办 填进展\n"
        "干部甲 督26-5 申请销号 -退回 延期 -督办 填进展\n"
        "干部甲 督26-6 撤回申请 撤回申请 -延期 -督办 -填进展\n"
        "督办员甲 督26-1 申请销号 -退回 限期 督办 填进展\n"
        "督办员甲 督26-2 申请销号 -退回 限期 督办 填进展\n"
        "督办员甲 督26-3 申请销号 -退回 延期 督办 填进展\n"
        "督办员甲 督26-4 签收 -不属本单位 延期 督办 填进展\n"
        "督办员甲 督26-5 申请销号 -退回 延期 督办 填进展\n"
        "督办员甲 督26-6 同意销号 退回 -延期 督办 -填进展\n"
        "领导甲 督26-1 办理 -退回 限期 -督办 -填进展\n"
        "领导甲 督26-2 办理 -退回 限期 -督办 -填进展\n"
        "领导甲 督26-3 办理 -退回 延期 -督办 -填进展\n"
        "领导甲 督26-4 办理 -不属本单位 延期 -督办 -填进展\n"
        "领导甲 督26-5 办理 -退回 延期 -督办 -填进展\n"
        "领导甲 督26-6 同意销号 退回 -延期 -督办 -填进展\n";
    struct buf b = {0};

    (void)state;
    for (size_t u = 0; u < 5; u++)
        put_words(&b, users[u]);
    assert_string_equal(buf_str(&b), want);
    buf_fini(&b);
}

/* ---- terminals ---- */

static void on_terminal(const char *term, enum pty_answer answer)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = "督办员甲", .term = term,
                                      .answer = answer });
    assert_pty_shown(r, "我督办");
    pty_keys(r, "?");
    assert_pty_shown(r, "Esc 返回");
    assert_int_equal(strstr(r->frame, "+-") == NULL, answer == PTY_NARROW);
    pty_keys(r, "<Esc>");
    pty_keys(r, "\0337");       /* Esc, 7: F7 without an F-key */
    assert_pty_shown(r, "责任人");
    pty_keys(r, "<Enter>");
    assert_pty_shown(r, "办理记录");
    pty_keys(r, "6");
    pty_keys(r, "o");
    pty_keys(r, "<Esc>");
    pty_end(r);
}

static void every_kind_of_terminal_shows_it(void **state)
{
    static const char *const terms[] = { NULL, "xterm", "vt100", "xterm-kitty", "foot",
                                         "wezterm", "xterm-ghostty", "nonsense" };

    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        on_terminal(terms[i], i % 2 ? PTY_SILENT : PTY_NARROW);
    on_terminal(NULL, PTY_WIDE);
    on_terminal("vt100", PTY_SILENT);
}

static void refused_on(const char *term, const char *said)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = "督办员甲", .term = term,
                                      .no_frame = true });
    int status = pty_wait_end(r);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    if (!strstr(r->bytes.s, said))
        fail_msg("no \"%s\" in: %s", said, r->bytes.s);
    assert_null(strchr(r->bytes.s, '\033'));
    if (term && strcmp(term, "linux") == 0)
        for (const char *s = r->bytes.s; *s; s++)
            assert_true((unsigned char)*s < 0x80);
    pty_drop(r);
}

static void where_it_cannot_be_shown_one_line_says_why(void **state)
{
    (void)state;
    refused_on("", "TERM=xterm-256color");
    refused_on("dumb", "TERM=dumb");
    refused_on("linux", "zhong duan");
}

/* ---- sizes ---- */

static void every_size_is_a_frame(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "督办员甲", .rows = 40, .cols = 120 });
    assert_pty_shown(r, "F10返回");
    pty_size(r, 24, 80);
    assert_pty_shown(r, "10返回");
    pty_size(r, 23, 79);
    assert_pty_shown(r, "79x23");
    assert_pty_not_shown(r, "我督办");
    pty_keys(r, "x");           /* nothing that is not seen is done */
    pty_size(r, 24, 79);
    assert_pty_shown(r, "79x24");
    pty_size(r, 1, 1);
    pty_size(r, 2, 3);
    pty_size(r, 200, 500);
    assert_pty_shown(r, "我督办");
    pty_size(r, 24, 80);
    assert_pty_shown(r, "我督办");
    pty_end(r);
}

static void a_box_survives_other_sizes(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<Down><Down><Down><Down><Down>c");
    pty_keys(r, "半句话");
    assert_pty_shown(r, "半句话");
    pty_size(r, 40, 120);
    assert_pty_shown(r, "半句话");
    pty_size(r, 20, 60);
    assert_pty_not_shown(r, "半句话");
    pty_keys(r, "x");
    pty_size(r, 24, 80);
    assert_pty_shown(r, "半句话");
    pty_keys(r, "好");
    assert_pty_shown(r, "半句话好");
    pty_end(r);
}

static void a_storm_of_sizes_ends_well(void **state)
{
    static const int sizes[][2] = { { 1, 1 }, { 500, 200 }, { 24, 80 }, { 3, 200 }, { 200, 3 },
                                    { 40, 120 }, { 23, 79 }, { 2, 2 }, { 60, 200 } };

    (void)state;
    begin("督办员甲");
    r->loose = true;
    for (int i = 0; i < 60; i++) {
        const int *s = sizes[i % 9];
        pty_size_only(r, s[0], s[1]);
        pty_send(r, "\033[B", 3);
    }
    pty_size_only(r, 24, 80);
    /* frames of sizes gone by are painted anew as well: no fence is sure before the last */
    for (int i = 0; i < 130; i++)
        pty_settle(r);
    pty_keys(r, "<Home>");
    pty_settle(r);
    r->loose = false;
    pty_settle(r);
    assert_pty_shown(r, "我督办");
    pty_end(r);
}

/* ---- the mouse ---- */

static void the_mouse_presses_what_is_shown(void **state)
{
    int y, x;
    char click[64];

    (void)state;
    begin("督办员甲");
    pty_find(r, "1红", &y, &x);
    for (int half = 0; half < 2; half++) {      /* both halves of 红 */
        snprintf(click, sizeof click, "<click:%d,%d>", y, x + 1 + half);
        pty_keys(r, click);
        assert_pty_shown(r, "督26-1");
        assert_pty_not_shown(r, "督26-5");
        pty_keys(r, "0");
        assert_pty_shown(r, "督26-5");
    }
    pty_find(r, "9菜单", &y, &x);
    for (int at = 0; at < 5; at++) {            /* key and both halves of both characters */
        snprintf(click, sizeof click, "<click:%d,%d>", y, x + at);
        pty_keys(r, click);
        assert_pty_shown(r, "1 今日");
        pty_keys(r, "<Esc>");
    }
    pty_keys(r, "M");
    assert_pty_shown(r, "鼠标已关");
    assert_non_null(strstr(r->bytes.s, "\033[?1000l"));
    pty_keys(r, "M");
    pty_end(r);
}

static void rows_and_the_wheel(void **state)
{
    int y, x;
    char click[64];

    (void)state;
    begin("干部甲");
    pty_find(r, "督26-4", &y, &x);
    snprintf(click, sizeof click, "<click:%d,%d>", y, x + 1);
    pty_keys(r, click);
    assert_pty_shown(r, "> 红 督26-4");
    pty_keys(r, "<wheel:up>");
    assert_pty_shown(r, "> 红 督26-1");
    pty_keys(r, click);
    pty_keys(r, click);         /* again: opens */
    assert_pty_shown(r, "办理记录");
    pty_end(r);
}

/* ---- pasted text ---- */

static void pasted_text_is_no_command(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<paste:qqx\r1\r>");
    assert_pty_shown(r, "今日");
    assert_pty_shown(r, "粘贴");
    pty_keys(r, "<Down><Down><Down><Down><Down><F2>");
    pty_keys(r, "<paste:1y\r>");        /* nor does it answer a question */
    assert_state("督26-5", "active");
    pty_keys(r, "<Esc>c");
    pty_keys(r, "<paste:林家村\r\n签约\t112户>");
    assert_pty_shown(r, "林家村 ");
    assert_pty_shown(r, "112户");
    pty_end(r);
}

static void a_megabyte_is_pasted(void **state)
{
    struct buf b = {0};

    (void)state;
    begin("干部甲");
    pty_keys(r, "<Down><Down><Down><Down><Down>c");
    size_t before = r->frames;
    buf_puts(&b, "\033[200~");
    while (b.len < 1 << 20)
        buf_puts(&b, "销号");
    buf_puts(&b, "\033[201~");
    pty_send(r, buf_str(&b), b.len);
    buf_fini(&b);
    pty_settle(r);
    assert_pty_shown(r, "销号销号");
    if (r->frames - before > 500)
        fail_msg("%zu frames were painted meanwhile", r->frames - before);
    pty_end(r);
    pty_assert_whole(home);
}

/* ---- the input method ---- */

static void hanzi_outside_a_field_are_explained(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<Down><Down><Down><Down><Down>");
    pty_keys(r, "销号");
    assert_pty_shown(r, "中文输入");
    pty_keys(r, "<F2>");
    pty_keys(r, "同意");
    assert_state("督26-5", "active");
    assert_false(r->cursor_shown);
    pty_end(r);
}

static void full_width_twins_act(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "？");
    assert_pty_shown(r, "Esc 返回");
    pty_keys(r, "<Esc>");
    pty_keys(r, "１");
    assert_pty_not_shown(r, "督26-5");
    pty_keys(r, "０");
    assert_pty_shown(r, "督26-5");
    pty_end(r);
}

/* The input method opens its window at the hardware cursor: at the caret, before and after
 * every character, whatever its width. */
static void the_cursor_stands_at_the_caret(void **state)
{
    int y, x;

    (void)state;
    begin("干部甲");
    pty_keys(r, "<Down><Down><Down><Down><Down>c");
    assert_true(r->cursor_shown);
    int y0 = r->cursor_y, x0 = r->cursor_x;
    pty_keys(r, "林a𬒈㙟");
    assert_true(r->cursor_shown);
    assert_int_equal(r->cursor_y, y0);
    assert_int_equal(r->cursor_x, x0 + 7);
    pty_find(r, "林a", &y, &x);
    assert_int_equal(y, y0);
    assert_int_equal(x, x0);
    pty_keys(r, "<Left>");
    assert_int_equal(r->cursor_x, x0 + 5);
    pty_keys(r, "<BS>");
    assert_int_equal(r->cursor_x, x0 + 3);
    assert_pty_shown(r, "林a㙟");
    pty_end(r);
}

/* Typed before the program looked: in order, none lost, and the answer to the probe is not
 * among them. */
static void early_keys_are_not_lost(void **state)
{
    (void)state;
    pty_start(r, &(struct pty_start){ .home = home, .user = "督办员甲", .early = "\r:xyz" });
    pty_keys(r, "");
    assert_pty_shown(r, "xyz");
    assert_pty_not_shown(r, "xyz[");
    pty_end(r);
}

static void ctrl_c_never_ends_it(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<C-c>");
    assert_pty_shown(r, "复制请按 y");
    pty_keys(r, "<F9><C-c>");
    assert_pty_shown(r, "1 今日");
    pty_keys(r, "<Esc>");
    kill(r->pid, SIGINT);
    pty_wait_shown(r, "复制请按 y");
    pty_end(r);
}

/* Nothing is sent while nothing happens. */
static void a_key_that_changes_nothing_sends_nothing(void **state)
{
    (void)state;
    begin("干部甲");
    pty_keys(r, "<Home>");
    size_t before = r->bytes.len;
    pty_keys(r, "<Home>");
    size_t repaint = r->bytes.len - before;
    before = r->bytes.len;
    pty_keys(r, "<Home><Home><Home><Home>");
    assert_int_equal(r->bytes.len - before, repaint);
    pty_end(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(it_opens_with_today),
        T(applying_takes_two_keys),
        T(approving_takes_two_keys),
        T(returning_takes_three_keys),
        T(extending_takes_four_keys),
        T(supervising_takes_four_keys),
        T(a_colour_is_one_key),
        T(a_row_is_opened_and_left_and_nothing_has_changed),
        T(the_bar_says_what_this_person_may_do_to_this_row),
        T(every_kind_of_terminal_shows_it),
        T(where_it_cannot_be_shown_one_line_says_why),
        T(every_size_is_a_frame),
        T(a_box_survives_other_sizes),
        T(a_storm_of_sizes_ends_well),
        T(the_mouse_presses_what_is_shown),
        T(rows_and_the_wheel),
        T(pasted_text_is_no_command),
        T(a_megabyte_is_pasted),
        T(hanzi_outside_a_field_are_explained),
        T(full_width_twins_act),
        T(the_cursor_stands_at_the_caret),
        T(early_keys_are_not_lost),
        T(ctrl_c_never_ends_it),
        T(a_key_that_changes_nothing_sends_nothing),
    };

    if (!pty_is_there()) {
        puts("skip screen: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
