/* test_screen_flows.c - the flows of UX 1 on a real terminal: from the row, every key counted,
 * the last one included; what came of it is asked of the command line, and the record is
 * whole afterwards. */
#include "tests/e2e/pty_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/text.h"

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

/* What the command line says, as the clerk; status 0. Caller frees. */
static char *cli(const char *args)
{
    char *command = xasprintf("'%s' --home '%s' --today 2026-11-20 --user 督办员甲 %s 2>&1",
                              getenv("XH_BIN"), home, args);
    struct buf b = {0};
    char block[4096];
    size_t n;
    FILE *f = popen(command, "r");

    assert_non_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_add(&b, block, n);
    if (pclose(f) != 0)
        fail_msg("%s: %s", command, buf_str(&b));
    free(command);
    return buf_take(&b);
}

static void assert_cli(const char *args, const char *said)
{
    char *out = cli(args);

    if (!strstr(out, said)) {
        fprintf(stderr, "%s\n", out);
        fail_msg("no \"%s\" in what `%s` says", said, args);
    }
    free(out);
}

static void assert_cli_not(const char *args, const char *said)
{
    char *out = cli(args);

    if (strstr(out, said)) {
        fprintf(stderr, "%s\n", out);
        fail_msg("\"%s\" in what `%s` says", said, args);
    }
    free(out);
}

static void begin(const char *user, const char *where)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = user, .any_glyph = true });
    pty_keys(r, where);
}

static void end(void)
{
    pty_end(r);
    assert_cli("verify", "");
    pty_assert_whole(home);
}

/* So many keys: characters, and names in angle brackets. */
static void type(int want, const char *keys)
{
    int n = 0, len;

    for (const char *k = keys; *k; k += len, n++) {
        text_next(k, &len);
        if (*k == '<')
            len = (int)(strchr(k, '>') - k) + 1;
    }
    assert_int_equal(n, want);
    pty_keys(r, keys);
}

/* ---- one row ---- */

static void applying_takes_two_keys(void **state)
{
    (void)state;
    begin("干部甲", "<F7>3");
    assert_pty_shown(r, ">绿 督26-5");
    type(2, "<F2><Enter>");
    end();
    assert_cli("show 督26-5", "待审核");
}

/* Gates open: what is missing is shown, its digit goes to the right place. */
static void what_is_missing_is_two_keys_away(void **state)
{
    (void)state;
    begin("干部甲", "<F7>");
    assert_pty_shown(r, ">红 督26-1");
    type(2, "<F2>1");
    assert_pty_shown(r, " 完成节点 ");
    assert_pty_shown(r, "制定方案");
    end();
    assert_cli("show 督26-1", "[ ] 制定方案");
}

static void approving_takes_two_keys(void **state)
{
    (void)state;
    begin("督办员甲", "<F9>3");
    assert_pty_shown(r, ">黄 督26-6");
    type(2, "<F2><Enter>");
    end();
    assert_cli("show 督26-6", "已销号");
}

static void several_are_approved_at_once(void **state)
{
    (void)state;
    free(cli("--user 干部甲 apply 督26-5"));
    begin("督办员甲", "<F9>3");
    type(4, "<Space><Space><F2><Enter>");
    end();
    assert_cli("show 督26-5", "已销号");
    assert_cli("show 督26-6", "已销号");
}

static void returning_takes_three_keys(void **state)
{
    (void)state;
    begin("督办员甲", "<F9>3");
    type(3, "<F3>1<Enter>");
    end();
    assert_cli("show 督26-6", "退改");
    assert_cli("show 督26-6", "材料不全");
}

static void extending_takes_four_keys(void **state)
{
    (void)state;
    begin("督办员甲", "<F7>3");
    assert_pty_shown(r, ">绿 督26-5");
    type(4, "<F4>21<Enter>");
    end();
    assert_cli("show 督26-5", "2027-01");
    assert_cli("show 督26-5", "2026-12-30");    /* the first date stays visible */
}

static void reporting_is_one_key_the_words_and_save(void **state)
{
    (void)state;
    begin("干部甲", "<F7>3");
    type(7, "<F6>已清三百米<C-s>");
    end();
    assert_cli("show 督26-5", "已清三百米");
}

/* ---- many rows ---- */

static void supervising_takes_four_keys(void **state)
{
    (void)state;
    begin("督办员甲", "<F7>");
    assert_cli_not("order", "建设办");
    type(4, "1*<F5><Enter>");
    end();
    assert_cli("order", "建设办");
    assert_cli("order", "拟稿");
}

static void a_digit_filters(void **state)
{
    (void)state;
    begin("督办员甲", "<F7>");
    type(1, "1");
    assert_pty_shown(r, "督26-1");
    assert_pty_not_shown(r, "督26-5");
    assert_pty_shown(r, "隐藏");
    type(1, "2");
    assert_pty_shown(r, "督26-6");
    assert_pty_not_shown(r, "督26-1");
    type(1, "4");
    assert_pty_shown(r, "按 0 看全部");
    type(1, "0");
    assert_pty_shown(r, "督26-5");
    end();
}

/* ---- paper and words ---- */

/* Two keys lead to paper, with printing first, and two to the question of the final sheet;
 * what is final stays final, so that it has its own digit. */
static void the_friday_sheet_is_two_keys_and_its_digit(void **state)
{
    (void)state;
    begin("督办员甲", "");
    type(1, "P");
    assert_pty_shown(r, "周报核对稿");
    type(1, "<Enter>");
    assert_pty_shown(r, "1 打印");
    type(1, "<Esc>");
    type(1, "<F2>");
    assert_pty_shown(r, "1 先不定稿");
    type(1, "2");
    end();
    assert_cli("report weekly --no 1", "第1期");
}

/* o, the line, Ctrl-S; where several lists are shown, which one is asked. */
static void an_oral_order_is_shown_before_it_is_saved(void **state)
{
    (void)state;
    begin("督办员甲", "<F7>");
    type(2, "o1");
    pty_keys(r, "林家村 路灯 干部乙 下周三 !");
    assert_pty_shown(r, "11-25");
    assert_pty_shown(r, "财政所");
    assert_cli_not("list tasks", "督26-7");
    type(1, "<C-s>");
    end();
    assert_cli("show 督26-7", "路灯");
    assert_cli("show 督26-7", "2026-11-25");
}

/* The texts to be copied; the mouse may select them. */
static void texts_to_copy_are_one_key_away(void **state)
{
    (void)state;
    begin("督办员甲", "<F7>");
    type(1, "y");
    assert_pty_shown(r, "督26-1");
    assert_pty_shown(r, "干部甲");
    end();
}

/* ---- somebody else ---- */

/* Found by initials in the menu; what is done then is theirs. */
static void acting_as_somebody_else(void **state)
{
    (void)state;
    begin("督办员甲", "");
    type(5, "<F9>hr<Enter>3");
    assert_pty_shown(r, "干部甲(换人)");
    pty_keys(r, "<F7>3");
    pty_keys(r, "<F6>上门三次<C-s>");
    end();
    assert_cli("show 督26-5", "上门三次");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(applying_takes_two_keys),
        T(what_is_missing_is_two_keys_away),
        T(approving_takes_two_keys),
        T(several_are_approved_at_once),
        T(returning_takes_three_keys),
        T(extending_takes_four_keys),
        T(reporting_is_one_key_the_words_and_save),
        T(supervising_takes_four_keys),
        T(a_digit_filters),
        T(the_friday_sheet_is_two_keys_and_its_digit),
        T(an_oral_order_is_shown_before_it_is_saved),
        T(texts_to_copy_are_one_key_away),
        T(acting_as_somebody_else),
    };

    if (!pty_is_there()) {
        puts("skip screen_flows: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
