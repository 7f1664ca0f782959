/* Messages, memory and hashes: what every other module leans on. */
#include "model/err.h"
#include "model/hash.h"
#include "model/mem.h"
#include "model/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))

static void fail_writes_code_and_message(void **state)
{
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(xh_fail(&err, XH_NOT_FOUND, "no item %s", "督26-112"), XH_NOT_FOUND);
    assert_int_equal(err.rc, XH_NOT_FOUND);
    assert_string_equal(err.msg, "no item 督26-112");
    assert_int_equal(xh_fail(&err, XH_DENIED, "no"), XH_DENIED);    /* the last stands */
    assert_int_equal(err.rc, XH_DENIED);
    assert_string_equal(err.msg, "no");
}

static void fail_without_err_carries_the_code(void **state)
{
    (void)state;
    assert_int_equal(xh_fail(NULL, XH_DB, "%s", "lost"), XH_DB);
    assert_int_equal(xh_fail_more(NULL, XH_CONFIG, "%s", "lost"), XH_CONFIG);
}

/* "%s: %s" around the message itself is how callers add where it happened. */
static void fail_may_quote_its_own_message(void **state)
{
    struct xh_err err = {0};

    (void)state;
    xh_fail(&err, XH_CONFIG, "not a date");
    xh_fail(&err, XH_CONFIG, "line %d: %s", 7, err.msg);
    assert_string_equal(err.msg, "line 7: not a date");
}

static void fail_drops_trailing_newlines(void **state)
{
    struct xh_err err = {0};

    (void)state;
    xh_fail(&err, XH_DB, "two\nlines\n\n");
    assert_string_equal(err.msg, "two\nlines");
    xh_fail(&err, XH_DB, "\n");
    assert_string_equal(err.msg, "");
}

static void fail_more_lists_line_by_line(void **state)
{
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(xh_fail_more(&err, XH_REFUSED, "evidence is missing"), XH_REFUSED);
    assert_string_equal(err.msg, "evidence is missing");
    assert_int_equal(xh_fail_more(&err, XH_REFUSED, "step %d is open", 3), XH_REFUSED);
    assert_int_equal(xh_fail_more(&err, XH_DENIED, "not yours\n"), XH_DENIED);
    assert_int_equal(err.rc, XH_DENIED);
    assert_string_equal(err.msg, "evidence is missing\nstep 3 is open\nnot yours");
    xh_fail(&err, XH_DB, "alone");                                      /* starts anew */
    assert_string_equal(err.msg, "alone");
}

/* Whatever the offset, a cut never leaves half of 号 (three bytes), and it is marked. */
static void long_messages_are_cut_at_a_character(void **state)
{
    struct xh_err err = {0};
    struct buf text = {0};

    (void)state;
    for (int pad = 0; pad < 3; pad++) {
        size_t len;

        buf_clear(&text);
        for (int i = 0; i < pad; i++)
            buf_putc(&text, 'x');
        for (size_t i = 0; i < sizeof err.msg / 2; i++)
            buf_puts(&text, "号");
        xh_fail(&err, XH_REFUSED, "%s", buf_str(&text));
        len = strlen(err.msg);
        assert_in_range(len, sizeof err.msg - 4, sizeof err.msg - 1);
        assert_string_equal(err.msg + len - 3, "...");
        assert_int_equal((len - 3 - (size_t)pad) % 3, 0);
        assert_memory_equal(err.msg, text.s, len - 3);
    }
    buf_fini(&text);
}

static void a_message_that_just_fits_is_whole(void **state)
{
    struct xh_err err = {0};
    struct buf text = {0};

    (void)state;
    while (text.len < sizeof err.msg - 1)
        buf_putc(&text, 'x');
    xh_fail(&err, XH_REFUSED, "%s", text.s);
    assert_string_equal(err.msg, text.s);
    buf_fini(&text);
}

static void fail_more_stops_when_full(void **state)
{
    struct xh_err err = {0};
    size_t len = 0;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        assert_int_equal(xh_fail_more(&err, XH_REFUSED, "第%d行", i), XH_REFUSED);
        len = strlen(err.msg);
        assert_true(len < sizeof err.msg);
        assert_true(text_is_utf8(err.msg, len));
    }
    assert_true(len > sizeof err.msg - 16);
    assert_memory_equal(err.msg, "第0行\n第1行\n", strlen("第0行\n第1行\n"));
    assert_string_equal(err.msg + len - 3, "...");

    /* Also when the lines so far filled it to the last byte. */
    xh_fail(&err, XH_REFUSED, "%*s", (int)sizeof err.msg - 1, "x");
    xh_fail_more(&err, XH_REFUSED, "y");
    assert_string_equal(err.msg + strlen(err.msg) - 4, " ...");
}

static void exit_codes_are_the_documented_ones(void **state)
{
    static const int codes[] = {
        [XH_OK] = 0,     [XH_REFUSED] = 1, [XH_NOT_FOUND] = 1, [XH_USAGE] = 2,
        [XH_CONFIG] = 3, [XH_DB] = 4,      [XH_CONFLICT] = 5,  [XH_DENIED] = 6,
    };

    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++)
        assert_int_equal(xh_exit_code((enum xh_rc)i), codes[i]);
}

static void copies_of_strings(void **state)
{
    static const struct {
        const char *s;
        size_t n;
        const char *copy;
    } rows[] = {
        { "abc", 2, "ab" }, { "abc", 3, "abc" }, { "abc", 9, "abc" }, { "abc", 0, "" },
        { "", 5, "" }, { "销号", 3, "销" },
    };

    (void)state;
    assert_null(xstrdup(NULL));
    assert_null(xstrndup(NULL, 5));
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *copy = xstrndup(rows[i].s, rows[i].n);

        assert_string_equal(copy, rows[i].copy);
        free(copy);
        copy = xstrdup(rows[i].s);
        assert_string_equal(copy, rows[i].s);
        free(copy);
    }
}

static void nothing_may_be_allocated(void **state)
{
    void *p = xmalloc(0);
    void *q = xcalloc(0, 8);
    char *s = xasprintf("%s", "");

    (void)state;
    assert_non_null(p);
    assert_non_null(q);
    assert_string_equal(s, "");
    p = xrealloc(p, 0);
    assert_non_null(p);
    p = xrealloc(p, 100);
    memset(p, 1, 100);
    free(p);
    free(q);
    free(s);
    p = xrealloc(NULL, 8);
    assert_non_null(p);
    free(p);
}

static void calloc_is_zeroed(void **state)
{
    unsigned char *p = xcalloc(300, 3);

    (void)state;
    for (int i = 0; i < 900; i++)
        assert_int_equal(p[i], 0);
    free(p);
}

static void asprintf_has_no_limit(void **state)
{
    char *s = xasprintf("%05d|%10000s|%s", 42, "x", "号");

    (void)state;
    assert_int_equal(strlen(s), 5 + 1 + 10000 + 1 + 3);
    assert_memory_equal(s, "00042| ", 7);
    assert_string_equal(s + strlen(s) - 5, "x|号");
    free(s);
}

static void a_buf_grows_and_can_be_reused(void **state)
{
    struct buf b = {0};
    const char *kept;

    (void)state;
    assert_string_equal(buf_str(&b), "");
    buf_puts(&b, NULL);
    buf_clear(&b);
    assert_string_equal(buf_str(&b), "");
    buf_puts(&b, "ab");
    buf_putc(&b, 'c');
    buf_printf(&b, "%d%s", 12, "号");
    buf_add(&b, "\0x", 2);                      /* bytes, NUL included */
    assert_int_equal(b.len, 10);
    assert_memory_equal(b.s, "abc12号\0x", 11); /* and the NUL after them */
    kept = b.s;
    buf_clear(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_str(&b), "");
    buf_add(&b, NULL, 0);
    buf_puts(&b, "");
    assert_string_equal(buf_str(&b), "");
    assert_ptr_equal(b.s, kept);                /* clearing keeps the memory */
    for (int i = 0; i < 100000; i++)
        buf_putc(&b, 'x');
    assert_int_equal(b.len, 100000);
    assert_int_equal(strlen(b.s), 100000);
    buf_fini(&b);
    assert_null(b.s);
    assert_int_equal(b.len + b.cap, 0);
    buf_fini(&b);                               /* a zeroed one may be released again */
}

static void take_hands_the_text_over(void **state)
{
    struct buf b = {0};
    char *s = buf_take(&b);

    (void)state;
    assert_string_equal(s, "");
    free(s);
    buf_puts(&b, "销号");
    s = buf_take(&b);
    assert_string_equal(s, "销号");
    assert_string_equal(buf_str(&b), "");
    assert_int_equal(b.cap, 0);
    free(s);
}

static void grow_makes_room_for_one_more(void **state)
{
    int *v = NULL;
    size_t n = 0, cap = 0;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        GROW(v, n, cap);
        v[n++] = i;
    }
    assert_true(cap >= n);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(v[i], i);
    free(v);
}

/* What a child leaves that asks for more than there is: exit code and last words. */
static int run_out_of_memory(void (*ask)(void), char *said, size_t size)
{
    int fds[2], status;
    ssize_t n;
    pid_t pid;

    assert_int_equal(pipe(fds), 0);
    pid = fork();
    if (pid == 0) {
        dup2(fds[1], STDERR_FILENO);
        ask();
        _exit(99);
    }
    close(fds[1]);
    n = read(fds[0], said, size - 1);
    said[n < 0 ? 0 : n] = '\0';
    close(fds[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Through a variable, or the compiler rightly says that no object is that large. */
static volatile size_t too_much = SIZE_MAX / 2;

static void ask_malloc(void)
{
    free(xmalloc(too_much));
}

static void ask_calloc(void)
{
    free(xcalloc(too_much, 16));
}

static void ask_realloc(void)
{
    free(xrealloc(NULL, too_much));
}

static void ask_buf(void)
{
    struct buf b = {0};

    buf_add(&b, "", too_much);
}

static void greedy_at_exit(void)
{
    ask_malloc();
}

static void ask_twice(void)
{
    atexit(greedy_at_exit);
    ask_malloc();
}

static void without_memory_the_program_ends(void **state)
{
    static void (*const asks[])(void) = {
        ask_malloc, ask_calloc, ask_realloc, ask_buf, ask_twice,
    };
    char said[200];

    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip();         /* the sanitizer itself ends a program that asks for so much */
#endif
    for (size_t i = 0; i < COUNT(asks); i++) {
        assert_int_equal(run_out_of_memory(asks[i], said, sizeof said), 4);
        assert_non_null(strstr(said, "out of memory"));
    }
}

/* FIPS 180-4 and the NIST examples. */
static const struct {
    const char *text;
    int times;
    const char *hex;
} vectors[] = {
    { "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
      "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
    { "a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
};

static void hashes_are_sha_256(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        struct hash_state h;
        struct buf all = {0};
        uint8_t hash[HASH_SIZE];
        char hex[HASH_HEX];

        hash_init(&h);
        for (int j = 0; j < vectors[i].times; j++) {
            hash_update(&h, vectors[i].text, strlen(vectors[i].text));
            buf_puts(&all, vectors[i].text);
        }
        hash_final(&h, hash);
        assert_ptr_equal(hash_hex(hash, hex), hex);
        assert_string_equal(hex, vectors[i].hex);
        hash_bytes(buf_str(&all), all.len, hash);
        assert_string_equal(hash_hex(hash, hex), vectors[i].hex);
        buf_fini(&all);
    }
}

static void pieces_hash_like_the_whole(void **state)
{
    unsigned char bytes[300];
    uint8_t whole[HASH_SIZE], pieces[HASH_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    hash_bytes(bytes, sizeof bytes, whole);
    for (size_t cut = 0; cut <= sizeof bytes; cut++) {
        struct hash_state h, copy;

        hash_init(&h);
        hash_update(&h, bytes, cut);
        hash_update(&h, NULL, 0);
        copy = h;                               /* a state may be copied and moved */
        hash_update(&copy, bytes + cut, sizeof bytes - cut);
        hash_final(&copy, pieces);
        assert_memory_equal(pieces, whole, HASH_SIZE);
    }
    hash_bytes(NULL, 0, whole);
    hash_bytes("", 0, pieces);
    assert_memory_equal(pieces, whole, HASH_SIZE);
}

/* The command line's words unless the application has begun, and again when it has ended. */
static void the_way_out_is_the_one_at_hand(void **state)
{
    (void)state;
    assert_string_equal(err_way("--reason", "the reason"), "--reason");
    err_on_screen(true);
    assert_string_equal(err_way("--reason", "the reason"), "the reason");
    err_on_screen(false);
    assert_string_equal(err_way("--reason", "the reason"), "--reason");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_writes_code_and_message),
        cmocka_unit_test(fail_without_err_carries_the_code),
        cmocka_unit_test(fail_may_quote_its_own_message),
        cmocka_unit_test(fail_drops_trailing_newlines),
        cmocka_unit_test(fail_more_lists_line_by_line),
        cmocka_unit_test(long_messages_are_cut_at_a_character),
        cmocka_unit_test(a_message_that_just_fits_is_whole),
        cmocka_unit_test(fail_more_stops_when_full),
        cmocka_unit_test(exit_codes_are_the_documented_ones),
        cmocka_unit_test(the_way_out_is_the_one_at_hand),
        cmocka_unit_test(copies_of_strings),
        cmocka_unit_test(nothing_may_be_allocated),
        cmocka_unit_test(calloc_is_zeroed),
        cmocka_unit_test(asprintf_has_no_limit),
        cmocka_unit_test(a_buf_grows_and_can_be_reused),
        cmocka_unit_test(take_hands_the_text_over),
        cmocka_unit_test(grow_makes_room_for_one_more),
        cmocka_unit_test(without_memory_the_program_ends),
        cmocka_unit_test(hashes_are_sha_256),
        cmocka_unit_test(pieces_hash_like_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
