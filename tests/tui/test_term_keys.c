/* test_term_keys.c - the bytes terminals send become keys: every dialect, cut anywhere,
 * with pastes, presses and answers in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tui/term_keys.h"

static struct term_keys k;

static int setup(void **state)
{
    (void)state;
    k = (struct term_keys){0};
    return 0;
}

static void feed(const char *bytes, size_t n)
{
    size_t room;
    char *to = term_keys_room(&k, &room);

    assert_true(room >= n);
    memcpy(to, bytes, n);
    k.n += n;
}

/* All keys of `bytes`, coming in pieces of `size`, as "A pB <mouse>". */
static const char *keys_of(const char *bytes, size_t n, size_t size)
{
    static char out[4096];
    size_t used = 0;
    struct input in;

    out[0] = '\0';
    for (size_t i = 0; i < n || term_keys_begun(&k);) {
        size_t part = n - i < size ? n - i : size;
        feed(bytes + i, part);
        i += part;
        while (term_keys_take(&k, part == 0, &in)) {
            const char *p = in.pasted ? "p" : "";
            if (in.key == K_MOUSE)
                used += (size_t)sprintf(out + used, "m%d@%d,%d ", in.mouse, in.y, in.x);
            else if (in.key == K_REPORT)
                used += (size_t)sprintf(out + used, "r%d,%d ", in.y, in.x);
            else if (in.key == K_NONE)
                used += (size_t)sprintf(out + used, "end ");
            else if (in.key > ' ' && in.key < 0x7F)
                used += (size_t)sprintf(out + used, "%s%c ", p, (char)in.key);
            else if (in.key < K_NAMED && in.key >= 0x80)
                used += (size_t)sprintf(out + used, "%sU+%04X ", p, in.key);
            else if (in.key == K_ESC || in.key == K_ENTER || in.key < 0x20)
                used += (size_t)sprintf(out + used, "%s^%c ", p, (char)(in.key + '@'));
            else
                used += (size_t)sprintf(out + used, "%s#%u ", p, in.key - K_NAMED);
        }
    }
    return out;
}

/* The same however the bytes arrive. */
#define assert_keys(bytes, want) \
    do { \
        for (size_t size_ = 1; size_ <= sizeof(bytes); size_++) \
            assert_string_equal(keys_of(bytes, sizeof(bytes) - 1, size_), want); \
    } while (0)

#define NAMED(key) ((unsigned)(key) - K_NAMED)

static void every_dialect_names_the_same_keys(void **state)
{
    static const struct { const char *bytes; uint32_t key; } all[] = {
        { "\033[A", K_UP }, { "\033OA", K_UP }, { "\033[1;5A", K_UP }, { "\033[B", K_DOWN },
        { "\033[1;2A", K_SHIFT_UP }, { "\033[a", K_SHIFT_UP }, { "\033[1;2B", K_SHIFT_DOWN },
        { "\033[C", K_RIGHT }, { "\033[D", K_LEFT }, { "\033OD", K_LEFT },
        { "\033[H", K_HOME }, { "\033OH", K_HOME }, { "\033[1~", K_HOME }, { "\033[7~", K_HOME },
        { "\033[F", K_END }, { "\033[4~", K_END }, { "\033[8~", K_END }, { "\033OF", K_END },
        { "\033[5~", K_PGUP }, { "\033[6~", K_PGDN }, { "\033[2~", K_INSERT },
        { "\033[3~", K_DELETE }, { "\033[3;5~", K_DELETE }, { "\033[Z", K_BACKTAB },
        { "\033OP", K_F1 }, { "\033OS", K_F4 }, { "\033[11~", K_F1 }, { "\033[[A", K_F1 },
        { "\033[[E", K_F5 }, { "\033[15~", K_F5 }, { "\033[17~", K_F6 }, { "\033[21~", K_F10 },
        { "\033[24~", K_F12 }, { "\033[P", K_F1 }, { "\177", K_BACKSPACE }, { "\b", K_BACKSPACE },
        { "\r", K_ENTER }, { "\n", K_ENTER }, { "\033OM", K_ENTER }, { "\t", K_TAB },
        { "\033Op", '0' }, { "\033Oy", '9' }, { "\033Ok", '+' }, { "x", 'x' }, { "\032", 26 },
        { "\xE9\x94\x80", 0x9500 }, { "\xF0\xAC\x92\x88", 0x2C488 }, { "\xC3\xA9", 0xE9 },
    };
    struct input in;

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t n = strlen(all[i].bytes);
        for (size_t j = 0; j < n; j++) {
            if (term_keys_take(&k, false, &in))
                fail_msg("%zu bytes of sequence %zu are a key", j, i);
            feed(all[i].bytes + j, 1);
        }
        assert_true(term_keys_take(&k, false, &in));
        if (in.key != all[i].key)
            fail_msg("sequence %zu is %u", i, in.key);
        assert_false(in.pasted);
        assert_false(term_keys_begun(&k));
    }
}

static void a_lone_escape_is_told_from_a_key(void **state)
{
    char want[64];

    (void)state;
    assert_keys("\033", "^[ ");
    assert_keys("\033" "2", "^[ 2 ");
    assert_keys("\033\033", "^[ ^[ ");
    snprintf(want, sizeof want, "^[ #%u ", NAMED(K_UP));
    assert_keys("\033\033[A", want);
    assert_string_equal(keys_of("\033[", 2, 2), "^[ [ ");
    assert_string_equal(keys_of("\033O", 2, 2), "^[ O ");
    assert_string_equal(keys_of("\033O!", 3, 3), "^[ O ! ");
    assert_keys("\033\x0C", "^[ ^L ");
}

/* What is not known is passed over as a whole: none of its letters is a command. */
static void unknown_sequences_type_nothing(void **state)
{
    (void)state;
    assert_keys("\033[99~x", "x ");
    assert_keys("\033[1;2Px", "x ");
    assert_keys("\033[?1;2cx", "x ");
    assert_keys("\033[>0;276;0cx", "x ");
    assert_keys("\033[200;300;400;500;600;700zx", "x ");
    assert_keys("\033[Ix\033[Oy", "x y ");
    assert_keys("\033[1;2Rx", "x ");        /* Shift-F3, no answer */
}

static void presses_have_decimal_places(void **state)
{
    (void)state;
    assert_keys("\033[<0;5;3M\033[<0;5;3m", "m1@2,4 ");
    assert_keys("\033[<0;500;200M", "m1@199,499 ");
    assert_keys("\033[<64;1;1M\033[<65;1;1M", "m3@0,0 m4@0,0 ");
    assert_keys("\033[<4;2;2M", "m1@1,1 ");                 /* with Shift, where it comes through */
    assert_keys("\033[<1;2;2M\033[<2;2;2M\033[<35;2;2M\033[<66;1;1M", "");
    assert_keys("\033[<0;0;0M", "");
    assert_keys("\033[M %#\033[M#%#", "m1@2,4 ");          /* as of old */
}

static void the_answer_to_the_probe_types_nothing(void **state)
{
    (void)state;
    assert_keys("a\033[2;2Rb", "a r1,1 b ");
    assert_keys("\033[2;3R", "r1,2 ");
}

static void pasted_text_is_marked_and_its_keys_are_not_keys(void **state)
{
    (void)state;
    assert_keys("a\033[200~x\033[Ay\x03\x1A\x7Fz\033[201~b", "a px p[ pA py pz end b ");
    assert_keys("\033[200~\xE9\x94\x80\r\n1\n\n2\r3\t4\033[201~q",
                "pU+9500 p^M p1 p^M p^M p2 p^M p3 p^I p4 end q ");
    assert_keys("\033[200~\033[201~q", "end q ");
    assert_keys("\033[200~\033[201\033[201~q", "p[ p2 p0 p1 end q ");
    assert_keys("\033[201~q", "q ");
    assert_keys("\033[200~\xC2\x9B" "31m\033[201~q", "p3 p1 pm end q ");
}

static void broken_characters_are_dropped(void **state)
{
    (void)state;
    assert_keys("a\x80" "b\xFF" "c\xC0\xAF" "d\xED\xA0\x80" "e", "a b c d e ");
    assert_string_equal(keys_of("a\xE9\x94", 3, 3), "a ");
    assert_keys("\xC2\x9B" "31m", "3 1 m ");
}

/* A megabyte passes through without a byte lost. */
static void much_text_comes_through_whole(void **state)
{
    struct input in;
    size_t got = 0, sent = 0;
    char block[4096];

    (void)state;
    feed("\033[200~", 6);
    memset(block, 'a', sizeof block);
    while (sent < 1 << 20) {
        feed(block, sizeof block);
        sent += sizeof block;
        while (term_keys_take(&k, false, &in))
            got += in.pasted && in.key == 'a';
    }
    assert_int_equal(got, sent);
    feed("\033[201~", 6);
    assert_true(term_keys_take(&k, false, &in));
    assert_int_equal(in.key, K_NONE);
    assert_false(k.pasting);
}

#define T(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_dialect_names_the_same_keys),
        T(a_lone_escape_is_told_from_a_key),
        T(unknown_sequences_type_nothing),
        T(presses_have_decimal_places),
        T(the_answer_to_the_probe_types_nothing),
        T(pasted_text_is_marked_and_its_keys_are_not_keys),
        T(broken_characters_are_dropped),
        T(much_text_comes_through_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
