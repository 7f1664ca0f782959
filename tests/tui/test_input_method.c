/* test_input_method.c - with a Chinese input method left on: every key has its full-width twin,
 * Hanzi outside a field are explained and do nothing, in a field they stand before the caret. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/model/record_tools.h"
#include "tui/keys.h"
#include "tui/ledger.h"
#include "tui/screens.h"
#include "tui/today.h"

static struct tui_rig *scr;
static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init(scr);
    scr->alone = true;
    scr->glyphs = "—";          /* P is paper */
    r = &scr->record;
    rig_task(r, "2026-11-24");
    rig_task(r, "2026-12-30");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static uint32_t twin(uint32_t key)
{
    return key == ' ' ? 0x3000 : 0xFF01 + key - '!';
}

static void every_key_of_every_screen_has_its_twin(void **state)
{
    (void)state;
    for (uint32_t key = ' '; key < 0x7F; key++)
        assert_int_equal(key_plain(twin(key)), key);
    for (const struct screen_entry *e = screens; e->ops || e->run; e++)
        for (uint32_t key = ' '; e->ops && key < 0x7F; key++)
            assert_int_equal(keymap_find(e->ops->keys, key_plain(twin(key))),
                             keymap_find(e->ops->keys, key));
}

/* Pressed, not only looked up: the same frame comes of both. */
static void same_frame(const struct screen_ops *ops, uint32_t key)
{
    char plain[2] = { (char)key, '\0' }, wide[4];
    uint32_t ch = twin(key);

    if (key == '<')
        tui_rig_run(scr, ops, NULL, "<lt>");
    else
        tui_rig_run(scr, ops, NULL, plain);
    char *frame = xstrdup(scr->frame);
    wide[0] = (char)(0xE0 | ch >> 12);
    wide[1] = (char)(0x80 | (ch >> 6 & 0x3F));
    wide[2] = (char)(0x80 | (ch & 0x3F));
    wide[3] = '\0';
    tui_rig_run(scr, ops, NULL, wide);
    if (strcmp(frame, scr->frame) != 0) {
        fprintf(stderr, "%s\n%s\n", frame, scr->frame);
        fail_msg("%s is not %s", wide, plain);
    }
    free(frame);
}

static void a_twin_does_what_its_key_does(void **state)
{
    (void)state;
    for (uint32_t key = ' '; key < 0x7F; key++) {
        if (key == 'M')         /* turns the mouse, and remembers: twice is not the same */
            continue;
        same_frame(&today_screen, key);
        same_frame(&ledger_screen, key);
    }
}

static void hanzi_outside_a_field_only_explain_themselves(void **state)
{
    (void)state;
    int64_t events = tools_int(r, "SELECT count(*) FROM event", NULL);

    for (const struct screen_entry *e = screens; e->ops || e->run; e++) {
        if (!e->ops)
            continue;
        tui_rig_run(scr, e->ops, NULL, "销");
        assert_shown(scr, "现在是中文输入");
        tui_rig_run(scr, e->ops, NULL, "同意销号是的删除");
        assert_shown(scr, "现在是中文输入");
        assert_not_shown(scr, "+- ");
        assert_int_equal(scr->last.cursor_y, -1);
    }
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events);
}

/* A box that waits for Enter does not take them for an answer. */
static void hanzi_answer_no_question(void **state)
{
    (void)state;
    int64_t events = tools_int(r, "SELECT count(*) FROM event", NULL);

    for (int n = 2; n <= 5; n++) {
        char *keys = xasprintf("<F%d>是同意", n), *alone = xasprintf("<F%d>", n);
        tui_rig_run(scr, &ledger_screen, NULL, alone);
        char *frame = xstrdup(scr->frame);
        tui_rig_run(scr, &ledger_screen, NULL, keys);
        assert_int_equal(strstr(frame, "+- ") != NULL, strstr(scr->frame, "+- ") != NULL);
        free(frame);
        free(alone);
        free(keys);
    }
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events);
}

/* The input method opens its window where the cursor is. */
static void hanzi_in_a_field_stand_before_the_caret(void **state)
{
    static const struct { const char *keys; int columns; } typed[] = {
        { "林", 2 }, { "林家村", 6 }, { "林a村", 5 }, { "林家村<Left>", 4 },
        { "林家村<BS>", 4 }, { "林家村<Home>", 0 }, { "１２，", 6 },
    };

    (void)state;
    for (const char *const *open = (const char *const[]){ ":", "<F7>", "c", NULL }; *open; open++) {
        tui_rig_run(scr, &ledger_screen, NULL, *open);
        int y = scr->last.cursor_y, x = scr->last.cursor_x;
        assert_true(y >= 0);
        for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
            char *keys = xasprintf("%s%s", *open, typed[i].keys);
            tui_rig_run(scr, &ledger_screen, NULL, keys);
            if (scr->last.cursor_x != x + typed[i].columns)
                fail_msg("%s: column %d, not %d", keys, scr->last.cursor_x, x + typed[i].columns);
            free(keys);
        }
    }
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_key_of_every_screen_has_its_twin),
        T(a_twin_does_what_its_key_does),
        T(hanzi_outside_a_field_only_explain_themselves),
        T(hanzi_answer_no_question),
        T(hanzi_in_a_field_stand_before_the_caret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
