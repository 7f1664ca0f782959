/* test_screen_demo.c - the practice township of 2026-11-20 through the real program: every main
 * screen at 80x24 and 120x40, in Chinese and in English, as a reader sees it
 * (tests/e2e/demo-NAME-LANGUAGE-SIZE.screen; XH_WRITE=1 writes them). */
#include "tests/e2e/pty_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/file.h"

static struct pty_rig *r;
static char *home;

/* In menu order; after its keys `back` leads to 今日 again. */
static const struct { const char *name, *keys, *back; } screens_of_it[] = {
    { "today", "", "" },
    { "menu", "<F9>", "<Esc>" },
    { "palette", ":", "<Esc>" },
    { "help", "?", "<Esc>" },
    { "ledger", "<F9>2", "<F10>" },
    { "detail", "<F9>2<Enter>", "<F10><F10>" },
    { "review", "<F9>3", "<F10>" },
    { "reporting", "<F9>4", "<F10>" },
    { "orders", "<F9>5", "<F10>" },
    { "meeting", "<F9>6", "<F10>" },
    { "calendar", "<F9>7", "<F10>" },
    { "reports", "<F9>8", "<F10>" },
    { "land", "<F9>9<Right><Down><Down><Right><Down><Right>", "<F10>" },
    { "map", "<F9>9<Right><Down><Down><Right><Down>m<Right>", "<F10><F10>" },
    { "reply", "<F9><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down>"
      "<Down><Enter>", "<F10>" },
    { "settings", "<F9><Down><Down><Down><Down><Down><Down><Down><Down><Down><Down>"
      "<Down><Down><Down><Down><Down><Enter>", "<F10>" },
};

static int setup(void **state)
{
    const char *tmp = getenv("XH_TMP");
    int status;

    (void)state;
    home = xasprintf("%s/demo-%d", tmp ? tmp : "/tmp", (int)getpid());
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stdout))
            _exit(127);
        execl(getenv("XH_BIN"), getenv("XH_BIN"), "--today", "2026-11-20", "demo", home,
              "--no-open", (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    r = xcalloc(1, sizeof *r);
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

static void assert_golden(const char *name)
{
    char *path = xasprintf("%s/tests/e2e/demo-%s-%s-%dx%d.screen",
                           getenv("XH_ROOT") ? getenv("XH_ROOT") : ".", name,
                           r->how.lang ? r->how.lang : "zh", r->cols, r->rows);
    struct xh_err err = {0};

    if (getenv("XH_WRITE")) {
        unlink(path);
        if (file_write(path, r->frame, strlen(r->frame), &err) != XH_OK)
            fail_msg("%s", err.msg);
    }
    char *was = file_read(path, 1 << 20, &err);
    if (!was || strcmp(was, r->frame) != 0) {
        fprintf(stderr, "%s is not\n%s\nbut\n%s\n", path, was ? was : "there", r->frame);
        fail_msg("another screen");
    }
    free(was);
    free(path);
}

static void look(const char *lang, int rows, int cols)
{
    pty_start(r, &(struct pty_start){ .home = home, .user = "clerk1", .lang = lang,
                                      .rows = rows, .cols = cols });
    for (size_t i = 0; i < sizeof screens_of_it / sizeof *screens_of_it; i++) {
        pty_keys(r, screens_of_it[i].keys);
        assert_golden(screens_of_it[i].name);
        pty_keys(r, screens_of_it[i].back);
        assert_pty_shown(r, lang ? "  Today  " : "  今日  ");
    }
    pty_end(r);
}

static void in_chinese_on_a_small_screen(void **state)
{
    (void)state;
    look(NULL, 24, 80);
}

static void in_chinese_on_a_large_screen(void **state)
{
    (void)state;
    look(NULL, 40, 120);
}

static void in_english_on_a_small_screen(void **state)
{
    (void)state;
    look("en", 24, 80);
}

static void in_english_on_a_large_screen(void **state)
{
    (void)state;
    look("en", 40, 120);
}

static int drop(void **state)
{
    (void)state;
    pty_drop(r);
    return 0;
}

#define T(f) cmocka_unit_test_teardown(f, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(in_chinese_on_a_small_screen),
        T(in_chinese_on_a_large_screen),
        T(in_english_on_a_small_screen),
        T(in_english_on_a_large_screen),
    };

    if (!pty_is_there()) {
        puts("skip screen_demo: no pseudo-terminal here");
        return 77;
    }
    return cmocka_run_group_tests(tests, setup, teardown);
}
